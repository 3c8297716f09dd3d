//! Splits and reverse splits: so many new shares for so many old ones, in bounded steps, and nobody loses anything.
//!
//! 1. *Suspending.* The markets of the class are suspended one after the other; orders that cannot be carried along exactly
//!    are returned. Everything else goes on. Whether the split is possible is asked again at the end; if it is not, because
//!    the token has been frozen, say, it is given up and the markets go on as before. No holder can make it impossible.
//! 2. *Converting.* The token stands still in the ledger and time stands still in the register. The accounts are converted
//!    in the order of their keys. Whoever cancels an order meanwhile is converted at once ([`SplitHolders::convert`]) and
//!    marked, so that the walk passes over him. Then what delegates may move is converted, approval by approval.
//! 3. *Resuming.* What the fractions of all holders make up in whole shares is issued to the fraction pot, the token moves
//!    again, and the markets go on one after the other. Where the supply does not divide, the last of these shares is
//!    completed by the company, which owns what it adds as a fraction like any other.
//!
//! Anybody may drive it on, so a company cannot keep its holders from their shares by beginning a split.

use crate::{
	split_ledger::{SplitHolds as _, SplitLedger as _},
	Config, ConvertedEarly, Error, Event, FractionPools, Fractions, Pallet, PayoutTokens,
	RunningSplit, ShareTokens as _, SplitCount, SplitFractions, SplitPhase, Splits,
	WeightInfo as _, MAX_SPLIT_STEPS,
};
use core::marker::PhantomData;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{fungibles::Inspect as _, Contains},
	weights::Weight,
};
use pallet_tokens::splitting::{SplitHolders, SplitMarkets as _, Step};
use shareholders_accounting::{AccountingError, Fraction, Ratio, Split, TokenId, MAX_SUPPLY};
use sp_runtime::{DispatchError, DispatchResult};

/// Besides its steps, a call may go from one phase to the next as often.
const PHASES: u32 = 4;

/// How many steps were taken, and the phase after them; `None` at the end.
type Taken<T> = (u32, Option<SplitPhase<<T as frame_system::Config>::AccountId>>);

/// Contains each token whose split has begun and not ended. For whoever agrees on amounts of tokens.
pub struct Splitting<T>(PhantomData<T>);

impl<T: Config> Contains<TokenId> for Splitting<T> {
	fn contains(token: &TokenId) -> bool {
		Splits::<T>::contains_key(token)
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_begin_split(
		who: &T::AccountId,
		class: TokenId,
		new: u64,
		old: u64,
	) -> DispatchResult {
		Self::company_run_by(who, Self::company_of(class)?)?;
		ensure!(!Splits::<T>::contains_key(class), Error::<T>::SplitRunning);
		let ratio = Ratio::new(new, old).map_err(Error::<T>::from)?;
		ensure!(T::ShareTokens::is_live(class), Error::<T>::TokenNotLive);
		Self::ensure_splittable(class, ratio)?;
		let number = SplitCount::<T>::get(class);

		let phase = SplitPhase::Suspending { next: 0 };
		Splits::<T>::insert(class, RunningSplit { number, ratio, phase });
		Self::deposit_event(Event::SplitBegun { class, split: number, new, old });
		Ok(())
	}

	/// What has to hold when a split begins and when its conversion does.
	fn ensure_splittable(class: TokenId, ratio: Ratio) -> Result<(), Error<T>> {
		let supply = T::Tokens::total_issuance(class);
		Split::begin(ratio, supply).map_err(split_error::<T>)?;
		ensure!(!PayoutTokens::<T>::contains_key(class), Error::<T>::PaysDividends);
		ensure!(!T::Unsplittable::contains(&class), Error::<T>::AmountsAgreed);
		ensure!(Self::unsold_fractions(class).is_none(), Error::<T>::FractionsUnsold);
		Ok(())
	}

	/// Takes up to `limit` steps of the split of a class; returns how many.
	pub(crate) fn do_continue_split(class: TokenId, limit: u32) -> Result<u32, DispatchError> {
		ensure!((1..=MAX_SPLIT_STEPS).contains(&limit), Error::<T>::StepsOutOfRange);
		let mut split = Splits::<T>::get(class).ok_or(Error::<T>::NoSplit)?;
		let mut used: u32 = 0;
		for _ in 0..limit.saturating_add(PHASES) {
			let left = limit.saturating_sub(used); // not below zero
			if left == 0 {
				break;
			}
			let (taken, next) = Self::take_step(class, &split, left)?;
			used = used.saturating_add(taken); // at most `limit`
			let Some(phase) = next else {
				Splits::<T>::remove(class);
				Self::deposit_event(Event::SplitEnded { class, split: split.number });
				return Ok(used);
			};
			let other = core::mem::discriminant(&phase) != core::mem::discriminant(&split.phase);
			split.phase = phase;
			if other {
				Splits::<T>::insert(class, split.clone()); // markets ask for it
			}
		}
		Splits::<T>::insert(class, split);
		Ok(used)
	}

	/// One step, or several of the markets at once.
	fn take_step(
		class: TokenId,
		split: &RunningSplit<T::AccountId>,
		limit: u32,
	) -> Result<Taken<T>, DispatchError> {
		match &split.phase {
			SplitPhase::Suspending { next } => {
				match T::SplitMarkets::suspend(class, split.ratio, *next, limit)? {
					Step { used, next: Some(next) } => {
						Ok((used, Some(SplitPhase::Suspending { next })))
					}
					Step { used, next: None } => {
						// Also where there is no market: to stand still is something.
						Ok((used.max(1), Some(Self::stand_still(class, split))))
					}
				}
			}
			SplitPhase::Converting { last } => {
				let Some(who) = T::ShareTokens::account_after(class, last.as_ref()) else {
					return Ok((0, Some(SplitPhase::Approving { last: None })));
				};
				if ConvertedEarly::<T>::take(class, &who).is_none() {
					Self::convert_holder(class, split, &who)?;
				}
				Ok((1, Some(SplitPhase::Converting { last: Some(who) })))
			}
			SplitPhase::Approving { last } => {
				let scale = |amount| split.ratio.scale(amount);
				let next = T::ShareTokens::convert_next_approval(class, last.as_ref(), scale)?;
				if next.is_some() {
					return Ok((1, Some(SplitPhase::Approving { last: next })));
				}
				Self::finish_conversion(class, split)?;
				Ok((1, Some(SplitPhase::Resuming { next: 0, converted: true })))
			}
			SplitPhase::Resuming { next, converted } => {
				let Step { used, next } = T::SplitMarkets::resume(class, *next, limit)?;
				let converted = *converted;
				Ok((used, next.map(|next| SplitPhase::Resuming { next, converted })))
			}
		}
	}

	/// All markets are suspended: the token stands still from now on, or the split is given up.
	fn stand_still(class: TokenId, split: &RunningSplit<T::AccountId>) -> SplitPhase<T::AccountId> {
		let begun = with_storage_layer(|| {
			Self::ensure_splittable(class, split.ratio)?;
			let maximum =
				T::ShareTokens::authorised_maximum(class).ok_or(Error::<T>::NoAuthorisedMaximum)?;
			Self::with_register_as(class, |register| register.begin_split(split.ratio))?;
			// While some accounts are converted and others are not, the supply is between the old one and the new.
			let most = maximum.max(scaled(split.ratio, maximum));
			T::ShareTokens::begin_conversion(class, most)
		});
		match begun {
			Ok(()) => SplitPhase::Converting { last: None },
			Err(reason) => {
				Self::deposit_event(Event::SplitGivenUp { class, split: split.number, reason });
				SplitPhase::Resuming { next: 0, converted: false }
			}
		}
	}

	/// Converts one account: first in the register, then in the ledger, which reports the change of its total.
	fn convert_holder(
		class: TokenId,
		split: &RunningSplit<T::AccountId>,
		who: &T::AccountId,
	) -> DispatchResult {
		let old = T::Tokens::total_balance(class, who);
		if old == 0 {
			return Ok(());
		}
		let (new, parts) = Self::with_register(class, |register| register.convert(old))?;
		T::ShareTokens::convert_account(class, who, new, |reason, held| {
			T::SplitHolds::convert(class, who, split.ratio, reason, held)
		})?;
		if parts > 0 {
			Fractions::<T>::insert((class, split.number, who), Fraction { parts });
		}
		Ok(())
	}

	/// Everybody has been converted: issues the shares that the fractions make up and lets the token move again.
	fn finish_conversion(class: TokenId, split: &RunningSplit<T::AccountId>) -> DispatchResult {
		let company = Self::company_account(Self::company_of(class)?);
		let (pool, shares, rest) = Self::with_register(class, |register| register.finish_split())?;
		let maximum =
			T::ShareTokens::authorised_maximum(class).ok_or(Error::<T>::NoAuthorisedMaximum)?;
		// Upwards it has been scaled when the conversion began.
		let maximum = maximum.min(scaled(split.ratio, maximum));
		// Of a class that was issued whole the supply may have been rounded up where the maximum was rounded down.
		let supply = T::Tokens::total_issuance(class).checked_add(shares);
		let maximum = maximum.max(supply.ok_or(Error::<T>::Overflow)?);
		let least = scaled(split.ratio, T::Tokens::minimum_balance(class)).max(1);
		let pot = Self::fraction_pot(class);
		T::ShareTokens::end_conversion(class, &pot, shares, least, maximum)?;
		if rest > 0 {
			Self::add_fraction(class, split.number, &company, rest)?;
		}
		if pool.parts > 0 {
			let left = SplitFractions { pool, shares, auction: None };
			FractionPools::<T>::insert(class, split.number, left);
		}
		SplitCount::<T>::insert(class, split.number.saturating_add(1)); // fewer than there are blocks
		Self::deposit_event(Event::SplitConverted {
			class,
			split: split.number,
			fractions: shares,
			rest,
		});
		Ok(())
	}

	/// The company's own shares may have left it a fraction before.
	fn add_fraction(
		class: TokenId,
		number: u32,
		who: &T::AccountId,
		parts: u128,
	) -> Result<(), Error<T>> {
		let had = Fractions::<T>::get((class, number, who)).map_or(0, |fraction| fraction.parts);
		let parts = had.checked_add(parts).ok_or(Error::<T>::Overflow)?;
		Fractions::<T>::insert((class, number, who), Fraction { parts });
		Ok(())
	}

	/// As [`Self::with_register`], with errors that speak of a split.
	fn with_register_as<R>(
		class: TokenId,
		operate: impl FnOnce(
			&mut shareholders_accounting::Register<&mut crate::storage_register::StorageRegister<T>>,
		) -> Result<R, AccountingError>,
	) -> Result<R, Error<T>> {
		let mut failed = None;
		Self::with_register(class, |register| {
			operate(register).inspect_err(|error| failed = Some(*error))
		})
		.map_err(|other| failed.map_or(other, split_error::<T>))
	}
}

/// A limit of the token after the split, rounded down and at most what the register can count.
fn scaled(ratio: Ratio, amount: u128) -> u128 {
	ratio.apply(amount).map_or(MAX_SUPPLY, |(whole, _)| whole)
}

fn split_error<T: Config>(error: AccountingError) -> Error<T> {
	match error {
		AccountingError::SupplyTooLarge => Error::<T>::SplitTooLarge,
		other => other.into(),
	}
}

impl<T: Config> SplitHolders<T::AccountId, Ratio> for Pallet<T> {
	fn is_running(token: TokenId) -> bool {
		Splits::<T>::contains_key(token)
	}

	fn ratio(token: TokenId) -> Option<Ratio> {
		let split = Splits::<T>::get(token)?;
		match split.phase {
			SplitPhase::Converting { .. }
			| SplitPhase::Approving { .. }
			| SplitPhase::Resuming { converted: true, .. } => Some(split.ratio),
			SplitPhase::Suspending { .. } | SplitPhase::Resuming { converted: false, .. } => None,
		}
	}

	fn is_converted(token: TokenId, who: &T::AccountId) -> bool {
		Splits::<T>::get(token).is_none_or(|split| Self::is_past(token, &split, who))
	}

	fn convert(token: TokenId, who: &T::AccountId) -> Result<bool, DispatchError> {
		let Some(split) = Splits::<T>::get(token) else { return Ok(false) };
		if Self::is_past(token, &split, who) {
			return Ok(false);
		}
		Self::convert_holder(token, &split, who)?;
		if T::Tokens::total_balance(token, who) > 0 {
			// Otherwise the walk does not meet him, or has nothing to convert.
			ConvertedEarly::<T>::insert(token, who, ());
		}
		Ok(true)
	}

	fn conversion_weight() -> Weight {
		T::WeightInfo::convert_holder()
	}
}

impl<T: Config> Pallet<T> {
	/// Whether there is nothing to convert for an account: nobody is converted in this phase, or it has been, or it owns
	/// nothing.
	pub(crate) fn is_past(
		class: TokenId,
		split: &RunningSplit<T::AccountId>,
		who: &T::AccountId,
	) -> bool {
		let SplitPhase::Converting { last } = &split.phase else { return true };
		let walked = last.as_ref().is_some_and(|last| T::ShareTokens::is_walked(class, who, last));
		walked
			|| ConvertedEarly::<T>::contains_key(class, who)
			|| T::Tokens::total_balance(class, who) == 0
	}

	/// That no class starts to pay in a token which is being split.
	pub(crate) fn ensure_not_splitting(token: TokenId) -> Result<(), Error<T>> {
		ensure!(!Splits::<T>::contains_key(token), Error::<T>::SplitRunning);
		Ok(())
	}
}
