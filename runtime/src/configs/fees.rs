//! What a transaction costs and who is paid.

use crate::{constants::money, AccountId, Authorship, Balance, Balances, Runtime, RuntimeEvent};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{Balanced, Credit},
		ConstU128, ConstU8, OnUnbalanced,
	},
	weights::ConstantMultiplier,
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{FixedPointNumber, Perquintill};

/// Price of execution: atoms for each picosecond of weight, which is 1 KSI a second. With the price of bytes it
/// makes an ordinary transfer, of 760 µs and 146 bytes, cost about a thousandth of a KSI; a test holds it there.
pub const ATOMS_PER_REF_TIME: Balance = 1;

/// Price of a byte of a transaction, in atoms. A full normal block of 3 MiB then costs 6.3 KSI by its bytes, while
/// one full by weight costs 0.7: bytes stay on every disk for ever, time is gone.
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
	/// pays over 600 KSI a block. Beyond that, tips decide who is first.
	pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(1_000);
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ToAuthor>;
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

/// Pays fees and tips to the author of the block, all of them, until a vote can decide on a split.
pub struct ToAuthor;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToAuthor {
	fn on_nonzero_unbalanced(fee: Credit<AccountId, Balances>) {
		// Without an author, or with one who has no account and a fee below the existential deposit, nobody can
		// be paid. Dropping the credit burns it, and the issuance says so.
		let unpaid = match Authorship::author() {
			Some(author) => Balances::resolve(&author, fee).err(),
			None => Some(fee),
		};
		drop(unpaid);
	}
}
