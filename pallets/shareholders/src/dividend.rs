//! Dividends: opening a payout token, paying in, claiming.
//!
//! A register is flushed before any token moves, because the move may be reported to the same register. Both happen in a
//! storage layer, so a refusal by the ledger takes the register's part back, whoever called.

use crate::{
	actor::Actor, storage_register::StorageRegister, Balance, Calendar, CalendarOf, Config, Error,
	Event, Pallet, PayoutTokens, COMMON_LUMPS, KSI,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		tokens::{
			DepositConsequence,
			Fortitude::Polite,
			Preservation::{Expendable, Preserve},
			Provenance::Extant,
		},
	},
};
use shareholders_accounting::{Claimable, Epoch, Register, Schedule, TokenId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_payout(
		by: &Actor<T::AccountId>,
		class: TokenId,
		token: TokenId,
	) -> DispatchResult {
		let mut stored = Self::open_for(by, class)?;
		ensure!(T::Tokens::asset_exists(token), Error::<T>::UnknownToken);
		Self::ensure_may_agree_on(&Self::payer_of(by), token)?;
		Self::ensure_not_splitting(token)?;
		let mut register = Register::new(&mut stored, Self::epoch());
		register.open_payout(token).map_err(Error::<T>::from)?;
		let uses = PayoutTokens::<T>::get(token).checked_add(1).ok_or(Error::<T>::Overflow)?;

		with_storage_layer(|| {
			stored.flush();
			PayoutTokens::<T>::insert(token, uses);
			Self::open_pot(&Self::payer_of(by), &Self::pot_account(class), token)
		})?;
		Self::deposit_event(Event::PayoutOpened { class, token });
		Ok(())
	}

	/// Gives a pot the minimum balance, which it keeps for good: so no claim leaves less in it than the ledger lets an
	/// account keep, which would burn the rest.
	pub(crate) fn open_pot(
		by: &T::AccountId,
		pot: &T::AccountId,
		token: TokenId,
	) -> DispatchResult {
		let least = T::Tokens::minimum_balance(token);
		if T::Tokens::total_balance(token, pot) < least {
			Self::send(token, by, pot, least)?;
		}
		Ok(())
	}

	/// Moves all an account has free, or so much that the minimum stays: what is left is never burned as dust.
	pub(crate) fn send(
		token: TokenId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let all = T::Tokens::total_balance(token, from) == amount;
		let keep = if all { Expendable } else { Preserve };
		T::Tokens::transfer(token, from, to, amount, keep).map(|_| ())
	}

	pub(crate) fn do_pay_dividend(
		payer: T::AccountId,
		class: TokenId,
		token: TokenId,
		amount: Balance,
		schedule: Schedule,
	) -> DispatchResult {
		let now = Self::epoch();
		Self::ensure_announced(&schedule, now)?;
		let mut stored = Self::open(class)?;
		let mut register = Register::new(&mut stored, now);
		register.roll().map_err(Error::<T>::from)?; // drops dated dividends that are past
		Self::ensure_room(&payer, register.store(), token, &schedule)?;
		register.fund(token, amount, schedule).map_err(Error::<T>::from)?;

		with_storage_layer(|| {
			stored.flush();
			Self::send(token, &payer, &Self::pot_account(class), amount)
		})?;
		Self::deposit_event(Event::DividendPaid { class, token, payer, amount, schedule });
		Ok(())
	}

	/// Pays a dividend of KSI out of an account of the platform: it is distributed at the coming boundary, without notice,
	/// because what the exchange has earned in an epoch is known to everybody as it comes in.
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`, `UnknownPayout`, `NoEligibleShares`, `ZeroAmount`, `LifetimeExceeded`, and what the
	/// ledger says of the transfer. Nothing has changed then.
	pub fn pay_platform_dividend(
		from: &T::AccountId,
		token: TokenId,
		amount: Balance,
	) -> DispatchResult {
		let mut stored = Self::open(KSI)?;
		let mut register = Register::new(&mut stored, Self::epoch());
		register.fund(token, amount, Schedule::Next).map_err(Error::<T>::from)?;

		with_storage_layer(|| {
			stored.flush();
			Self::send(token, from, &Self::pot_account(KSI), amount)
		})?;
		Self::deposit_event(Event::DividendPaid {
			class: KSI,
			token,
			payer: from.clone(),
			amount,
			schedule: Schedule::Next,
		});
		Ok(())
	}

	/// That nobody can learn of a dividend and buy it at the last moment: it streams for a while, or its record date is far
	/// enough ahead. What is distributed at the next boundary is a stream over one.
	fn ensure_announced(schedule: &Schedule, now: Epoch) -> Result<(), Error<T>> {
		let Calendar { min_stream, min_notice, .. } = CalendarOf::<T>::get();
		let long_enough = match schedule {
			Schedule::Next => min_stream <= 1,
			Schedule::Stream(epochs) => *epochs >= min_stream,
			Schedule::Dated { record, .. } => {
				record.checked_sub(now).is_some_and(|lead| lead >= min_notice)
			}
		};
		ensure!(long_enough, Error::<T>::NoticeTooShort);
		Ok(())
	}

	/// That strangers leave places for dated dividends to the company.
	fn ensure_room(
		payer: &T::AccountId,
		stored: &StorageRegister<T>,
		token: TokenId,
		schedule: &Schedule,
	) -> Result<(), Error<T>> {
		let Schedule::Dated { record, payment } = schedule else { return Ok(()) };
		// That it is not open, the accounting says.
		let Ok((_, payout)) = stored.register().payout(token) else { return Ok(()) };
		let joins =
			payout.lumps.iter().any(|lump| lump.record == *record && lump.payment == *payment);
		let count = u32::try_from(payout.lumps.len()).unwrap_or(u32::MAX);
		let room = joins || count < COMMON_LUMPS || Self::acts_for(payer, stored.company());
		ensure!(room, Error::<T>::TooManyLumps);
		Ok(())
	}

	/// Pays everything an account is owed that can be paid now; returns in how many tokens.
	pub(crate) fn do_claim(class: TokenId, who: T::AccountId) -> Result<u32, DispatchError> {
		let pot = Self::pot_account(class);
		let mut stored = Self::open(class)?;
		let mut register = Register::new(&mut stored, Self::epoch());
		let owed = register.claimable(&who).map_err(Error::<T>::from)?;
		let (payable, unpaid): (Vec<Claimable>, Vec<Claimable>) = owed
			.into_iter()
			.filter(|due| due.owed > 0)
			.partition(|due| Self::can_be_paid(&pot, &who, due));
		ensure!(!payable.is_empty() || unpaid.is_empty(), Error::<T>::CannotBePaid);
		let wanted = |token: TokenId| payable.iter().any(|due| due.token == token);
		let payments = register.claim_where(&who, wanted).map_err(Error::<T>::from)?;

		with_storage_layer(|| {
			stored.flush();
			// At most `MAX_PAYOUTS`.
			payments.iter().try_for_each(|paid| {
				T::Tokens::transfer(paid.token, &pot, &who, paid.amount, Preserve).map(|_| ())
			})
		})?;
		let count = u32::try_from(payments.len()).unwrap_or(u32::MAX);
		Self::deposit_event(Event::Claimed {
			class,
			who,
			payments: payments.into_iter().map(|paid| (paid.token, paid.amount)).collect(),
			unpaid: unpaid.into_iter().map(|due| due.token).collect(),
		});
		Ok(count)
	}

	/// Whether the pot may send and the account receive what is owed, as far as the ledger can tell beforehand.
	pub(crate) fn can_be_paid(pot: &T::AccountId, who: &T::AccountId, due: &Claimable) -> bool {
		T::Tokens::reducible_balance(due.token, pot, Preserve, Polite) >= due.owed
			&& T::Tokens::can_deposit(due.token, who, due.owed, Extant)
				== DepositConsequence::Success
	}
}
