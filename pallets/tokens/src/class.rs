//! Creating and destroying a token.

use crate::{
	ledger::Entry, token::Token, Account, Approvals, Asset, AssetDetails, AssetStatus, Balance,
	Config, Error, Event, HoldReason, Metadata, Pallet, RenouncedRoles, Role, TokenId,
	RESERVED_FROM,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{fungible::hold::Mutate as _, tokens::Precision::Exact, Contains, Get},
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// What one round of destroying records did.
pub(crate) struct Round {
	/// Records looked at, which is what the round costs.
	pub(crate) visited: u32,
	/// Records removed.
	pub(crate) destroyed: u32,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create(
		id: TokenId,
		owner: &T::AccountId,
		admin: &T::AccountId,
		min_balance: Balance,
	) -> DispatchResult {
		ensure!(id < RESERVED_FROM, Error::<T>::ReservedId);
		let deposit = T::AssetDeposit::get();
		Self::insert_token(id, owner, admin, min_balance, false, deposit)?;
		T::Currency::hold(&HoldReason::TokenDeposit.into(), owner, deposit)?;
		Self::deposit_event(Event::Created {
			asset_id: id,
			creator: owner.clone(),
			owner: admin.clone(),
		});
		Ok(())
	}

	/// Writes the entry of a new token; `deposit` is already, or about to be, on hold.
	pub(crate) fn insert_token(
		id: TokenId,
		owner: &T::AccountId,
		admin: &T::AccountId,
		min_balance: Balance,
		is_sufficient: bool,
		deposit: Balance,
	) -> DispatchResult {
		ensure!(id != 0, Error::<T>::ReservedId);
		ensure!(!Asset::<T>::contains_key(id), Error::<T>::InUse);
		ensure!(min_balance > 0, Error::<T>::MinBalanceZero);
		let details = AssetDetails {
			owner: owner.clone(),
			issuer: admin.clone(),
			admin: admin.clone(),
			freezer: admin.clone(),
			supply: 0,
			deposit,
			min_balance,
			is_sufficient,
			accounts: 0,
			sufficients: 0,
			approvals: 0,
			status: AssetStatus::Live,
			renounced: RenouncedRoles::default(),
			authorised_maximum: None,
		};
		Asset::<T>::insert(id, details);
		Ok(())
	}

	/// `owner` is `None` if the runtime itself decides.
	pub(crate) fn do_start_destroy(id: TokenId, owner: Option<T::AccountId>) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		if let Some(owner) = owner {
			token.ensure_role(Role::Owner, &owner)?;
		}
		token.ensure_not_destroying()?;
		token.ensure_not_splitting()?;
		ensure!(!T::Pinned::contains(&id), Error::<T>::Pinned);
		token.details_mut().status = AssetStatus::Destroying;
		token.save();
		Self::deposit_event(Event::DestructionStarted { asset_id: id });
		Ok(())
	}

	/// Looks at up to `max_items` records and removes those with nothing on hold.
	///
	/// What is on hold belongs to orders, which must be cancelled before their tokens can go.
	pub(crate) fn do_destroy_accounts(id: TokenId, max_items: u32) -> Result<Round, DispatchError> {
		let mut token = Self::load_destroying(id)?;
		let mut round = Round { visited: 0, destroyed: 0 };
		let holders: Vec<T::AccountId> = Account::<T>::iter_key_prefix(id)
			.take(usize::try_from(max_items).unwrap_or(usize::MAX))
			.collect();
		let mut changes = Vec::with_capacity(holders.len());
		for who in &holders {
			round.visited = round.visited.checked_add(1).ok_or(ArithmeticError::Overflow)?;
			let entry = Entry::load(id, who);
			let Some(record) = entry.record().filter(|record| record.holds.is_empty()) else {
				continue;
			};
			Self::release_account_deposit(who, &record.reason)?;
			token.burn_supply(record.balance)?;
			changes.push(entry.remove(&mut token)?);
			round.destroyed = round.destroyed.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		}
		ensure!(round.visited == 0 || round.destroyed > 0, Error::<T>::ContainsHolds);
		let remaining = token.details().accounts;
		token.finish(changes);
		Self::deposit_event(Event::AccountsDestroyed {
			asset_id: id,
			accounts_destroyed: round.destroyed,
			accounts_remaining: remaining,
		});
		Ok(round)
	}

	/// Removes up to `max_items` approvals and returns how many it removed.
	pub(crate) fn do_destroy_approvals(id: TokenId, max_items: u32) -> Result<u32, DispatchError> {
		let mut token = Self::load_destroying(id)?;
		let mut removed: u32 = 0;
		let batch: Vec<_> = Approvals::<T>::iter_prefix((id,))
			.take(usize::try_from(max_items).unwrap_or(usize::MAX))
			.collect();
		for ((owner, delegate), approval) in batch {
			T::Currency::release(
				&HoldReason::ApprovalDeposit.into(),
				&owner,
				approval.deposit,
				Exact,
			)?;
			Approvals::<T>::remove((id, owner, delegate));
			removed = removed.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		}
		let remaining =
			token.details().approvals.checked_sub(removed).ok_or(ArithmeticError::Underflow)?;
		token.details_mut().approvals = remaining;
		token.save();
		Self::deposit_event(Event::ApprovalsDestroyed {
			asset_id: id,
			approvals_destroyed: removed,
			approvals_remaining: remaining,
		});
		Ok(removed)
	}

	pub(crate) fn do_finish_destroy(id: TokenId) -> DispatchResult {
		let token = Self::load_destroying(id)?;
		let details = token.details();
		ensure!(details.accounts == 0 && details.approvals == 0, Error::<T>::StillReferenced);
		let owner = &details.owner;
		T::Currency::release(&HoldReason::TokenDeposit.into(), owner, details.deposit, Exact)?;
		Self::adjust_metadata_deposit(owner, Metadata::<T>::get(id).deposit, 0)?;
		Metadata::<T>::remove(id);
		Asset::<T>::remove(id);
		Self::deposit_event(Event::Destroyed { asset_id: id });
		Ok(())
	}

	fn load_destroying(id: TokenId) -> Result<Token<T>, Error<T>> {
		let token = Token::<T>::load(id)?;
		ensure!(token.is_destroying(), Error::<T>::IncorrectStatus);
		Ok(token)
	}
}
