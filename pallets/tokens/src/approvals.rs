//! Permission to move tokens of someone else.

use crate::{token::Token, Approvals, Balance, Config, Error, Event, HoldReason, Pallet, TokenId};
use frame_support::traits::{fungible::hold::Mutate as _, tokens::Precision::Exact, Get};
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_approve_transfer(
		id: TokenId,
		owner: &T::AccountId,
		delegate: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_live()?;
		let old = Approvals::<T>::get((id, owner, delegate));
		if old.is_none() {
			let approvals =
				token.details().approvals.checked_add(1).ok_or(ArithmeticError::Overflow)?;
			token.details_mut().approvals = approvals;
		}
		let mut approval = old.unwrap_or_default();
		approval.amount = approval.amount.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		// Nothing is missing if the deposit was lowered since: the larger one returns later.
		let missing = T::ApprovalDeposit::get().saturating_sub(approval.deposit);
		approval.deposit =
			approval.deposit.checked_add(missing).ok_or(ArithmeticError::Overflow)?;

		T::Currency::hold(&HoldReason::ApprovalDeposit.into(), owner, missing)?;
		Approvals::<T>::insert((id, owner, delegate), approval);
		token.save();
		Self::deposit_event(Event::ApprovedTransfer {
			asset_id: id,
			source: owner.clone(),
			delegate: delegate.clone(),
			amount,
		});
		Ok(())
	}

	pub(crate) fn do_cancel_approval(
		id: TokenId,
		owner: &T::AccountId,
		delegate: &T::AccountId,
	) -> DispatchResult {
		Self::remove_approval(id, owner, delegate)?;
		Self::deposit_event(Event::ApprovalCancelled {
			asset_id: id,
			owner: owner.clone(),
			delegate: delegate.clone(),
		});
		Ok(())
	}

	pub(crate) fn do_transfer_approved(
		id: TokenId,
		owner: &T::AccountId,
		delegate: &T::AccountId,
		destination: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		Token::<T>::load(id)?.ensure_live()?;
		let mut approval =
			Approvals::<T>::get((id, owner, delegate)).ok_or(Error::<T>::Unapproved)?;
		approval.amount = approval.amount.checked_sub(amount).ok_or(Error::<T>::Unapproved)?;

		Self::do_transfer(id, owner, destination, amount, false)?;
		if approval.amount == 0 {
			Self::remove_approval(id, owner, delegate)?;
		} else {
			Approvals::<T>::insert((id, owner, delegate), approval);
		}
		Self::deposit_event(Event::TransferredApproved {
			asset_id: id,
			owner: owner.clone(),
			delegate: delegate.clone(),
			destination: destination.clone(),
			amount,
		});
		Ok(())
	}

	/// Removes an approval, or fails with `Unapproved`, and returns its deposit.
	fn remove_approval(
		id: TokenId,
		owner: &T::AccountId,
		delegate: &T::AccountId,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		let approval = Approvals::<T>::get((id, owner, delegate)).ok_or(Error::<T>::Unapproved)?;
		let approvals =
			token.details().approvals.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
		T::Currency::release(&HoldReason::ApprovalDeposit.into(), owner, approval.deposit, Exact)?;
		Approvals::<T>::remove((id, owner, delegate));
		token.details_mut().approvals = approvals;
		token.save();
		Ok(())
	}
}
