//! KSI as a share class: the holders of KSI own the platform.
//!
//! KSI lives in `pallet-balances`, whose one door for every change of an account is its `AccountStore`. [`KsiStore`] stands
//! in that door and reports changes of totals, as the token ledger does through its hook. Two things differ. Inside a block
//! issuance and totals may differ, while an imbalance is in flight; so the supply is told at the end of each epoch and not
//! at each change. And the boundary is taken in a hook before any transaction, so that all of that holds.
//!
//! **What a change costs.** The first of an account in an epoch settles its line, which is one write. All others find the line
//! current and need the beginnings of two records ([`is_settled`]). Placing or releasing a hold is two changes, because
//! `pallet-balances` lowers the free part and raises the reserved one in two mutations of the account: the total goes down
//! and up again. So a hold that is the first change in an epoch writes the line, too. The hook cannot leave that out: it sees
//! a total that falls, as by a payment, and whether the second mutation follows, it cannot know; nor can it settle later,
//! because by then the total of the boundary, which is what has earned, is gone.

use crate::{
	storage_register::{class_key, line_key, StorageRegister},
	CalendarOf, ClassStatus, CompanyId, Config, Pallet, WeightInfo, KSI,
};
use alloc::vec::Vec;
use codec::{Compact, Decode};
use core::marker::PhantomData;
use frame_support::{
	dispatch::DispatchClass,
	storage::generator::StorageMap,
	traits::{fungibles::Inspect as _, Get, StoredMap},
	weights::Weight,
};
use frame_system::{AccountInfo, Pallet as System};
use pallet_balances::AccountData;
use pallet_tokens::key::Key;
use shareholders_accounting::{AccountingError, Epoch, Register, Store as _};
use sp_runtime::DispatchError;

/// Where `pallet-balances` keeps accounts: in the system, as usual, and every change of what an account owns, free and
/// reserved, is reported to the register. `pallet_balances::Config::AccountStore`.
pub struct KsiStore<T>(PhantomData<T>);

/// An account as the system keeps it.
type AccountInfoOf<T> =
	AccountInfo<<T as frame_system::Config>::Nonce, <T as frame_system::Config>::AccountData>;

fn total(data: &Option<AccountData<u128>>) -> u128 {
	// The issuance is below 2^94, so the sum of two parts of it saturates never.
	data.as_ref().map_or(0, |data| data.free.saturating_add(data.reserved))
}

/// The same as the system's own, with the key made once and two reads instead of four: this is the way of every fee.
impl<T> StoredMap<T::AccountId, AccountData<u128>> for KsiStore<T>
where
	T: Config + frame_system::Config<AccountData = AccountData<u128>>,
{
	fn get(who: &T::AccountId) -> AccountData<u128> {
		frame_system::Account::<T>::get(who).data
	}

	fn try_mutate_exists<R, E: From<DispatchError>>(
		who: &T::AccountId,
		change: impl FnOnce(&mut Option<AccountData<u128>>) -> Result<R, E>,
	) -> Result<R, E> {
		let key = account_key::<T>(who);
		let read = || key.get::<AccountInfoOf<T>>().unwrap_or_default();
		let before = Some(read().data).filter(|data| *data != AccountData::default());
		let mut after = before.clone();
		let done = change(&mut after)?;

		// Again, because the change may have counted references.
		let mut account = read();
		if account.providers > 0 || account.sufficients > 0 {
			account.data = after.clone().unwrap_or_default();
			key.put(&account);
		} else {
			key.kill();
		}
		let (old, new) = (total(&before), total(&after));
		if old != new {
			Pallet::<T>::on_ksi_change(who, old, new);
		}
		Ok(done)
	}
}

/// The beginning of a class in storage, without the dividends and dates behind it.
#[derive(Decode)]
struct ClassHead<AccountId> {
	_company: Option<CompanyId>,
	status: ClassStatus,
	epoch: Epoch,
	_supply: Compact<u128>,
	_excluded_total: Compact<u128>,
	excluded: Vec<AccountId>,
}

/// Whether a change of an account that keeps some KSI concerns nothing in the register: its line is settled up to the present
/// epoch, which the class has reached, and it is not excluded. That is what [`Register::changed`] would find after decoding
/// both records whole.
fn is_settled<T: Config>(who: &T::AccountId, now: Epoch) -> bool {
	// A line begins with the epoch that it is settled up to.
	if line_key::<T>(KSI, who).get::<Epoch>() != Some(now) {
		return false;
	}
	class_key::<T>(KSI).get::<ClassHead<T::AccountId>>().is_some_and(|class| {
		class.status == ClassStatus::Live && class.epoch == now && !class.excluded.contains(who)
	})
}

/// Where the system keeps an account.
fn account_key<T: Config>(who: &T::AccountId) -> Key {
	Key::new(&<frame_system::Account<T> as StorageMap<_, _>>::prefix_hash()).hashed(who)
}

impl<T: Config> Pallet<T> {
	/// An account owned `old` of KSI, free and held, and owns `new` now. Costs two reads; at the account's first change in an
	/// epoch three, and one write.
	fn on_ksi_change(who: &T::AccountId, old: u128, new: u128) {
		let now = Self::epoch();
		if new > 0 && is_settled::<T>(who, now) {
			return;
		}
		let Some(mut stored) = StorageRegister::<T>::load(KSI).filter(StorageRegister::is_live)
		else {
			return;
		};
		let mut register = Register::new(&mut stored, now);
		if register.store().line(who).past.epoch < now {
			// Fees pass here outside of any call, and the weights of `pallet-balances` know nothing of the register.
			let payouts = register.store().class().payouts.len();
			let payouts = u32::try_from(payouts).unwrap_or(u32::MAX);
			let weight = T::WeightInfo::balance_change(payouts);
			System::<T>::register_extra_weight_unchecked(weight, DispatchClass::Normal);
		}
		match register.changed(who, old, new) {
			Ok(()) => stored.flush(),
			Err(reason) => Self::halt(KSI, reason),
		}
	}

	/// Takes the boundary for KSI if `block` is the first of an epoch. Before any transaction of that block.
	pub(crate) fn take_boundary(block: u32) -> Weight {
		let length = CalendarOf::<T>::get().epoch_blocks;
		if block == 0 || block.checked_rem(length) != Some(0) {
			return T::DbWeight::get().reads(1);
		}
		let now = Self::epoch();
		if let Some(mut stored) = StorageRegister::<T>::load(KSI).filter(StorageRegister::is_live) {
			match Self::close_epoch(&mut stored, now) {
				Ok(()) => stored.flush(),
				Err(reason) => Self::halt(KSI, reason),
			}
		}
		T::WeightInfo::take_boundary()
	}

	/// Tells the register the supply at the end of the epoch before `now`, then distributes what was paid in.
	fn close_epoch(stored: &mut StorageRegister<T>, now: Epoch) -> Result<(), AccountingError> {
		let supply = T::Tokens::total_issuance(KSI);
		Register::new(&mut *stored, now.saturating_sub(1)).set_supply(supply)?;
		Register::new(stored, now).roll()
	}
}
