//! The invariants of the ledger that its storage shows.
//!
//! 1. Every record, approval and name belongs to a token; no token has id 0.
//! 2. For each token the supply is the sum of all totals, exactly, in every status.
//! 3. For each token `accounts` counts its records, `sufficients` those that rest on a sufficient
//!    reference, `approvals` its approvals.
//! 4. In each record no hold is 0, no reason occurs twice, and the total does not overflow.
//! 5. A record without a deposit owns something. What it owns is less than the minimum only where a
//!    hold was taken from, which storage does not show (see the crate doc).
//! 6. For each token the supply is at most the authorised maximum, and the minimum is at least 1.
//! 7. Sufficient and consumer references of an account in `System` cover its records.
//! 8. For each account and each [`HoldReason`] the KSI on hold is the sum of the deposits recorded.

use crate::{
	Account, Approvals, Asset, AssetDetailsOf, Balance, Config, ExistenceReason, HoldReason,
	Metadata, Pallet, TokenId,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::hold::Inspect as _};
use sp_runtime::{DispatchError, TryRuntimeError};

/// KSI that should be on hold, by account and position of the reason in [`REASONS`].
type Deposits<T> = BTreeMap<(<T as frame_system::Config>::AccountId, usize), Balance>;

const TOKEN: usize = 0;
const METADATA: usize = 1;
const ACCOUNT: usize = 2;
const APPROVAL: usize = 3;

const REASONS: [HoldReason; 4] = [
	HoldReason::TokenDeposit,
	HoldReason::MetadataDeposit,
	HoldReason::AccountDeposit,
	HoldReason::ApprovalDeposit,
];

impl<T: Config> Pallet<T> {
	/// Checks the invariants above, in their order where one walk over storage allows it.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_nothing_is_orphaned()?;
		for (id, details) in Asset::<T>::iter() {
			Self::check_records(id, &details)?;
			ensure!(details.supply <= details.maximum(), "supply above the authorised maximum");
			ensure!(details.min_balance > 0, "token without a minimum balance");
		}
		Self::check_references()?;
		Self::check_deposits()
	}

	/// Invariant 1.
	fn check_nothing_is_orphaned() -> Result<(), TryRuntimeError> {
		ensure!(!Asset::<T>::contains_key(0), "id 0 is KSI");
		for (id, _) in Account::<T>::iter_keys() {
			ensure!(Asset::<T>::contains_key(id), "record without a token");
		}
		for (id, _, _) in Approvals::<T>::iter_keys() {
			ensure!(Asset::<T>::contains_key(id), "approval without a token");
		}
		for id in Metadata::<T>::iter_keys() {
			ensure!(Asset::<T>::contains_key(id), "name without a token");
		}
		Ok(())
	}

	/// Invariants 2 to 5 for one token.
	fn check_records(id: TokenId, details: &AssetDetailsOf<T>) -> Result<(), TryRuntimeError> {
		let mut supply: Balance = 0;
		let mut accounts: u32 = 0;
		let mut sufficients: u32 = 0;
		for (_, record) in Account::<T>::iter_prefix(id) {
			let mut total = record.balance;
			for (position, hold) in record.holds.iter().enumerate() {
				ensure!(hold.amount > 0, "a hold of 0");
				ensure!(
					record.holds.iter().take(position).all(|earlier| earlier.id != hold.id),
					"two holds for one reason"
				);
				total = total.checked_add(hold.amount).ok_or("total overflows")?;
			}
			ensure!(total > 0 || record.reason.is_deposit(), "an empty record without a deposit");
			supply = supply.checked_add(total).ok_or("sum of totals overflows")?;
			accounts = accounts.checked_add(1).ok_or("too many records")?;
			if record.reason == ExistenceReason::Sufficient {
				sufficients = sufficients.checked_add(1).ok_or("too many records")?;
			}
		}
		ensure!(details.supply == supply, "supply differs from the sum of totals");
		ensure!(details.accounts == accounts, "number of records differs");
		ensure!(details.sufficients == sufficients, "number of sufficient records differs");
		let approvals = u32::try_from(Approvals::<T>::iter_prefix((id,)).count());
		ensure!(approvals == Ok(details.approvals), "number of approvals differs");
		Ok(())
	}

	/// Invariant 7.
	fn check_references() -> Result<(), TryRuntimeError> {
		let mut expected: BTreeMap<T::AccountId, (u32, u32)> = BTreeMap::new();
		for (_, who, record) in Account::<T>::iter() {
			let (consumers, sufficients) = expected.entry(who).or_default();
			match record.reason {
				ExistenceReason::Consumer => {
					*consumers = consumers.checked_add(1).ok_or("too many consumers")?;
				}
				ExistenceReason::Sufficient => {
					*sufficients = sufficients.checked_add(1).ok_or("too many sufficients")?;
				}
				ExistenceReason::DepositHeld(_)
				| ExistenceReason::DepositFrom(..)
				| ExistenceReason::DepositRefunded => {}
			}
		}
		for (who, (consumers, sufficients)) in expected {
			let account = frame_system::Account::<T>::get(&who);
			ensure!(account.consumers >= consumers, "a record without its consumer reference");
			ensure!(
				account.sufficients >= sufficients,
				"a record without its sufficient reference"
			);
		}
		Ok(())
	}

	/// Invariant 8, for every account that has a deposit recorded or KSI on hold.
	fn check_deposits() -> Result<(), TryRuntimeError> {
		let expected = Self::recorded_deposits()?;
		let mut accounts: alloc::collections::BTreeSet<_> =
			expected.keys().map(|(who, _)| who.clone()).collect();
		accounts.extend(frame_system::Account::<T>::iter_keys());
		for who in accounts {
			for (position, reason) in REASONS.into_iter().enumerate() {
				let recorded = expected.get(&(who.clone(), position)).copied().unwrap_or(0);
				let held = T::Currency::balance_on_hold(&reason.into(), &who);
				ensure!(held == recorded, "KSI on hold differs from the deposits recorded");
			}
		}
		Ok(())
	}

	fn recorded_deposits() -> Result<Deposits<T>, DispatchError> {
		let mut deposits = Deposits::<T>::new();
		let mut add = |who: T::AccountId, reason: usize, amount: Balance| {
			let sum = deposits.entry((who, reason)).or_default();
			*sum = sum.checked_add(amount).ok_or("deposits overflow")?;
			Ok::<(), DispatchError>(())
		};
		for (id, details) in Asset::<T>::iter() {
			add(details.owner.clone(), TOKEN, details.deposit)?;
			add(details.owner, METADATA, Metadata::<T>::get(id).deposit)?;
		}
		for (_, who, record) in Account::<T>::iter() {
			match record.reason {
				ExistenceReason::DepositHeld(deposit) => add(who, ACCOUNT, deposit)?,
				ExistenceReason::DepositFrom(depositor, deposit) => {
					add(depositor, ACCOUNT, deposit)?
				}
				ExistenceReason::Consumer
				| ExistenceReason::Sufficient
				| ExistenceReason::DepositRefunded => {}
			}
		}
		for ((_, owner, _), approval) in Approvals::<T>::iter() {
			add(owner, APPROVAL, approval.deposit)?;
		}
		Ok(deposits)
	}
}
