//! What a transaction costs and who is paid.

use crate::{
	constants::money, AccountId, Authorship, Balance, Balances, Runtime, RuntimeCall, RuntimeEvent,
};
use frame_support::{
	dispatch::{DispatchInfo, PostDispatchInfo},
	parameter_types,
	traits::{
		fungible::{Balanced, Credit, Dust, Inspect},
		tokens::WithdrawConsequence,
		ConstU128, ConstU8, Imbalance, StoredMap,
	},
	weights::ConstantMultiplier,
};
use pallet_transaction_payment::{
	Multiplier, OnChargeTransaction, TargetedFeeAdjustment, TxCreditHold,
};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	FixedPointNumber, Perquintill,
};

/// Price of execution: atoms for each picosecond of weight, which is 3 KSI a second. With the price of bytes it makes an
/// ordinary transfer, of about a quarter of a millisecond and 146 bytes, cost about a thousandth of a KSI; a test holds it
/// there.
pub const ATOMS_PER_REF_TIME: Balance = 3;

/// Price of a byte of a transaction, in atoms. A full normal block of 3 MiB then costs 6.3 KSI by its bytes, while
/// one full by weight costs 2: bytes stay on every disk for ever, time is gone.
pub const ATOMS_PER_BYTE: Balance = 2 * money::MICRO_KSI;

parameter_types! {
	/// The fullness at which fees stay as they are. Below it they fall, down to the base price.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast fees follow: a day of full blocks multiplies them by about 2. The 43,200 blocks of a day are
	/// three times those of a chain of 6 s, hence a third of the usual 75 millionths.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(25, 1_000_000);
	/// Fees never fall below the base price, so that filling a quiet chain is never nearly free.
	pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_integer(1);
	/// Fees never grow beyond a thousand times: a transfer costs at most about 1 KSI, and who floods the chain
	/// pays over 2,000 KSI a block. Beyond that, tips decide who is first.
	pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(1_000);
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = Fees;
	type WeightToFee = ConstantMultiplier<Balance, ConstU128<ATOMS_PER_REF_TIME>>;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<ATOMS_PER_BYTE>>;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Runtime,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	/// An operational call counts as if it had tipped five times its fee, so that it is not priced out.
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

/// Nothing to prepare: the benchmark pays in KSI.
#[cfg(feature = "runtime-benchmarks")]
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

/// Takes fees in KSI and pays them to the author of the block, until a vote can decide on a split.
///
/// It does what the SDK's `FungibleAdapter` does, and reports the same events. But that one reads an account seven times to
/// change it once, and gives back what an order has not used, which is almost all that it is charged first, in the same way.
pub struct Fees;

type Ksi = Credit<AccountId, Balances>;

impl OnChargeTransaction<Runtime> for Fees {
	type Balance = Balance;
	/// What was taken, tip included.
	type LiquidityInfo = Option<Ksi>;

	fn withdraw_fee(
		who: &AccountId,
		_: &RuntimeCall,
		_: &DispatchInfo,
		fee_with_tip: Balance,
		_: Balance,
	) -> Result<Option<Ksi>, TransactionValidityError> {
		if fee_with_tip == 0 {
			return Ok(None);
		}
		take(who, fee_with_tip).map(Some).ok_or(InvalidTransaction::Payment.into())
	}

	fn can_withdraw_fee(
		who: &AccountId,
		_: &RuntimeCall,
		_: &DispatchInfo,
		fee_with_tip: Balance,
		_: Balance,
	) -> Result<(), TransactionValidityError> {
		match Balances::can_withdraw(who, fee_with_tip) {
			WithdrawConsequence::Success => Ok(()),
			_ => Err(InvalidTransaction::Payment.into()),
		}
	}

	fn correct_and_deposit_fee(
		who: &AccountId,
		_: &DispatchInfo,
		_: &PostDispatchInfo,
		corrected_fee_with_tip: Balance,
		_: Balance,
		taken: Option<Ksi>,
	) -> Result<(), TransactionValidityError> {
		// A correction only ever lowers a fee.
		let (mut fee, surplus) = taken.unwrap_or_default().split(corrected_fee_with_tip);
		let returned = give(who, surplus).or_else(|surplus| {
			// An account that the transaction has removed would begin again with nonce 0.
			if frame_system::Pallet::<Runtime>::account_exists(who) {
				Balances::resolve(who, surplus)
			} else {
				Err(surplus)
			}
		});
		if let Err(surplus) = returned {
			fee.subsume(surplus);
		}
		let unpaid = match Authorship::author() {
			Some(author) => give(&author, fee).or_else(|fee| Balances::resolve(&author, fee)).err(),
			None => Some(fee),
		};
		// Nobody can be paid. Dropping the credit burns it, and the issuance says so.
		drop(unpaid);
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow_account(who: &AccountId, amount: Balance) {
		let _ =
			Balances::deposit(who, amount, frame_support::traits::tokens::Precision::BestEffort);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn minimum_balance() -> Balance {
		money::EXISTENTIAL_DEPOSIT
	}
}

/// Nothing is kept between the start and the end of a transaction but a number in memory.
impl TxCreditHold<Runtime> for Fees {
	type Credit = ();
}

/// Changes the free balance of an account that has the existential deposit free, and leaves it that: then nothing else of
/// the account changes by it. What is frozen is not looked at: nothing ever is, see [`super::system`]. `None` if the
/// account has, or would have, less.
fn change_free(who: &AccountId, change: impl FnOnce(Balance) -> Option<Balance>) -> Option<()> {
	type Store = <Runtime as pallet_balances::Config>::AccountStore;
	Store::mutate_exists(who, |data| {
		let data = data.as_mut().filter(|data| data.free >= money::EXISTENTIAL_DEPOSIT)?;
		data.free = change(data.free).filter(|free| *free >= money::EXISTENTIAL_DEPOSIT)?;
		Some(())
	})
	.ok()?
}

fn take(who: &AccountId, amount: Balance) -> Option<Ksi> {
	change_free(who, |free| free.checked_sub(amount))?;
	Balances::done_withdraw(who, amount);
	Some(Dust::<AccountId, Balances>(amount).into_credit())
}

/// Puts KSI into an account that has some; gives it back if the account has none.
fn give(who: &AccountId, credit: Ksi) -> Result<(), Ksi> {
	let amount = credit.peek();
	if amount == 0 {
		return Ok(());
	}
	if change_free(who, |free| free.checked_add(amount)).is_none() {
		return Err(credit);
	}
	core::mem::forget(credit); // it is in the account now
	Balances::done_deposit(who, amount);
	Ok(())
}
