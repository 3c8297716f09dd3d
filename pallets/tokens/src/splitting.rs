//! Splits of a token, as far as the ledger has to do with them: it stands still, its accounts are converted one by one, and
//! it goes on. And the traits by which whoever carries a split out and whoever has markets in the token meet.
//!
//! What an account gets is the caller's to say; the ledger sees to it that supply and totals agree after each account. What
//! delegates may move is converted as well, or an approval of ten old tokens would be one of ten new.
//! While the token stands still no record comes into being, so a walk over the records in the order of their keys meets
//! each one that has to be converted once, whatever is released meanwhile.

use crate::{
	ledger::Entry, token::Token, Account, Approvals, AssetStatus, Balance, Config, Error, Event,
	Pallet, TokenId,
};
use frame_support::{ensure, weights::Weight};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// Whose approval it is: owner and delegate.
type ApprovalKey<T> =
	(<T as frame_system::Config>::AccountId, <T as frame_system::Config>::AccountId);

/// What a bounded step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
	/// Entries it looked at, which is what it costs.
	pub used: u32,
	/// Where to go on. `None` if nothing is left.
	pub next: Option<u32>,
}

/// Markets, for whoever carries out the split of a token. Both walks go over all markets in the order of their numbers.
pub trait SplitMarkets<Ratio> {
	/// Suspends the markets of a token from market `from` on, looking at no more than `limit` markets and orders: nothing
	/// but cancels from then on. Orders that cannot be carried along exactly are returned to their owners.
	///
	/// # Errors
	///
	/// If a market has to end first, or cannot be emptied. Nothing has changed then.
	fn suspend(token: TokenId, ratio: Ratio, from: u32, limit: u32) -> Result<Step, DispatchError>;

	/// Lets the markets of a token go on from market `from` on, looking at no more than `limit`; under the new grid if the
	/// token has been converted.
	///
	/// # Errors
	///
	/// If a market cannot go on now. Nothing has changed then.
	fn resume(token: TokenId, from: u32, limit: u32) -> Result<Step, DispatchError>;
}

/// There are no markets.
impl<Ratio> SplitMarkets<Ratio> for () {
	fn suspend(_: TokenId, _: Ratio, _: u32, _: u32) -> Result<Step, DispatchError> {
		Ok(Step { used: 0, next: None })
	}

	fn resume(_: TokenId, _: u32, _: u32) -> Result<Step, DispatchError> {
		Ok(Step { used: 0, next: None })
	}
}

/// The split of a token as markets see it.
pub trait SplitHolders<AccountId, Ratio> {
	/// Whether a split of the token has begun and not ended. It cannot be in a new market meanwhile.
	fn is_running(token: TokenId) -> bool;

	/// New for old, once accounts are being converted and until the split has ended.
	fn ratio(token: TokenId) -> Option<Ratio>;

	/// Whether what the account has is in new units, or the token is not being converted at all.
	fn is_converted(token: TokenId, who: &AccountId) -> bool;

	/// Sees to it that what the account has is in new units if the token is being converted. Returns whether there was
	/// anything to do.
	///
	/// # Errors
	///
	/// None that a consistent state can give.
	fn convert(token: TokenId, who: &AccountId) -> Result<bool, DispatchError>;

	/// What [`Self::convert`] costs at most.
	fn conversion_weight() -> Weight;
}

/// No token is ever split.
impl<AccountId, Ratio> SplitHolders<AccountId, Ratio> for () {
	fn is_running(_: TokenId) -> bool {
		false
	}

	fn ratio(_: TokenId) -> Option<Ratio> {
		None
	}

	fn is_converted(_: TokenId, _: &AccountId) -> bool {
		true
	}

	fn convert(_: TokenId, _: &AccountId) -> Result<bool, DispatchError> {
		Ok(false)
	}

	fn conversion_weight() -> Weight {
		Weight::zero()
	}
}

impl<T: Config> Pallet<T> {
	/// Lets a live token stand still, so that its accounts can be converted. `maximum` is the authorised maximum from now
	/// on, not below the supply.
	///
	/// # Errors
	///
	/// `Unknown`, `BeingSplit`, `AssetNotLive`, `MaximumBelowSupply`.
	pub fn begin_conversion(id: TokenId, maximum: Balance) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_live()?;
		ensure!(maximum >= token.details().supply, Error::<T>::MaximumBelowSupply);
		let details = token.details_mut();
		details.status = AssetStatus::Splitting;
		details.authorised_maximum = Some(maximum);
		token.save();
		Self::deposit_event(Event::SplitStarted { asset_id: id });
		Ok(())
	}

	/// The account whose record follows that of `last` in storage; the first one for `None`.
	pub fn account_after(id: TokenId, last: Option<&T::AccountId>) -> Option<T::AccountId> {
		match last {
			Some(last) => {
				let key = Account::<T>::hashed_key_for(id, last);
				Account::<T>::iter_key_prefix_from(id, key).next()
			}
			None => Account::<T>::iter_key_prefix(id).next(),
		}
	}

	/// Whether a walk by [`Self::account_after`] that has come to `last` is past `who`.
	pub fn is_walked(id: TokenId, who: &T::AccountId, last: &T::AccountId) -> bool {
		Account::<T>::hashed_key_for(id, who) <= Account::<T>::hashed_key_for(id, last)
	}

	/// Gives an account of a token that stands still `total` atoms in all instead of what it has. What is on hold becomes
	/// what `held` says of each reason and its amount; the rest is free. The supply follows.
	///
	/// # Errors
	///
	/// `Unknown`, `NotBeingSplit`, `NoAccount`, `HoldsExceedTotal`, and those of `held`.
	pub fn convert_account(
		id: TokenId,
		who: &T::AccountId,
		total: Balance,
		held: impl FnMut(&T::RuntimeHoldReason, Balance) -> Result<Balance, DispatchError>,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		ensure!(token.is_splitting(), Error::<T>::NotBeingSplit);
		let mut entry = Entry::load_existing(id, who)?;
		let old = entry.total();
		entry.convert(total, held)?;
		let others = token.details().supply.checked_sub(old).ok_or(ArithmeticError::Underflow)?;
		let supply = others.checked_add(total).ok_or(ArithmeticError::Overflow)?;
		ensure!(supply <= token.details().maximum(), Error::<T>::AboveAuthorisedMaximum);
		token.details_mut().supply = supply;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Self::deposit_event(Event::Converted { asset_id: id, who: who.clone(), old, new: total });
		Ok(())
	}

	/// Converts the approval that follows that of `last`, owner and delegate, in storage, the first one for `None`, and says
	/// whose it was: `None` if there is none. The delegate may move what `scale` says of the amount. While the token stands still
	/// no approval comes into being, so a walk over all of them converts each once.
	///
	/// One that becomes nothing stays until its owner cancels it: to return a deposit may fail, and must not keep a token from
	/// going on.
	///
	/// # Errors
	///
	/// `Unknown`, `NotBeingSplit`.
	pub fn convert_next_approval(
		id: TokenId,
		last: Option<&ApprovalKey<T>>,
		scale: impl FnOnce(Balance) -> Balance,
	) -> Result<Option<ApprovalKey<T>>, DispatchError> {
		ensure!(Token::<T>::load(id)?.is_splitting(), Error::<T>::NotBeingSplit);
		let next = match last {
			Some((owner, delegate)) => {
				let key = Approvals::<T>::hashed_key_for((id, owner, delegate));
				Approvals::<T>::iter_key_prefix_from((id,), key).next()
			}
			None => Approvals::<T>::iter_key_prefix((id,)).next(),
		};
		let Some((source, delegate)) = next else { return Ok(None) };
		let mut approval =
			Approvals::<T>::get((id, &source, &delegate)).ok_or(Error::<T>::Unapproved)?;
		let old = approval.amount;
		approval.amount = scale(old);
		let new = approval.amount;
		Approvals::<T>::insert((id, &source, &delegate), approval);
		let whose = (source.clone(), delegate.clone());
		Self::deposit_event(Event::ApprovalConverted { asset_id: id, source, delegate, old, new });
		Ok(Some(whose))
	}

	/// Lets a token go on when all its accounts have been converted. `pot` gets the shares that the fractions of all holders
	/// make up, however few these are.
	///
	/// # Errors
	///
	/// `Unknown`, `NotBeingSplit`, `AboveAuthorisedMaximum`; `MinBalanceZero`; `TokenError::CannotCreate` if the pot cannot have a record.
	pub fn end_conversion(
		id: TokenId,
		pot: &T::AccountId,
		amount: Balance,
		min_balance: Balance,
		maximum: Balance,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		ensure!(token.is_splitting(), Error::<T>::NotBeingSplit);
		ensure!(min_balance > 0, Error::<T>::MinBalanceZero);
		let details = token.details_mut();
		details.status = AssetStatus::Live;
		details.authorised_maximum = Some(maximum);
		details.min_balance = min_balance;
		token.mint_supply(amount)?;
		let mut entry = Entry::load(id, pot);
		if amount > 0 {
			entry.put_any(&token, amount)?;
		}
		let change = entry.write(&mut token)?;
		token.finish([change]);
		if amount > 0 {
			Self::deposit_event(Event::Issued { asset_id: id, owner: pot.clone(), amount });
		}
		Self::deposit_event(Event::SplitFinished { asset_id: id });
		Ok(())
	}

	/// Gives an account everything that `pot` has free, and returns how much that was. It always gets it: be it less than the
	/// minimum, be the token or the account frozen, and be its references used up.
	///
	/// For what a split left over and somebody has bought. Whoever could refuse to take it, or stop the token, could choose
	/// which sales stand.
	///
	/// # Errors
	///
	/// `Unknown`; `IncorrectStatus` while the token is destroyed, `BeingSplit` while it stands still;
	/// `TokenError::CannotCreate` for an account that does not exist at all.
	pub fn hand_out(
		id: TokenId,
		pot: &T::AccountId,
		to: &T::AccountId,
	) -> Result<Balance, DispatchError> {
		let mut token = Token::<T>::load(id)?;
		token.ensure_not_destroying()?;
		token.ensure_not_splitting()?;
		let mut from = Entry::load(id, pot);
		let amount = from.free();
		if pot == to || amount == 0 {
			return Ok(amount);
		}
		from.spend(amount)?;
		let mut dest = Entry::load(id, to);
		dest.put_any(&token, amount)?;
		// First, because it alone can be refused.
		let received = dest.write_unlimited(&mut token)?;
		let sent = from.write(&mut token)?;
		token.finish([sent, received]);
		let (from, to) = (pot.clone(), to.clone());
		Self::deposit_event(Event::Transferred { asset_id: id, from, to, amount });
		Ok(amount)
	}
}
