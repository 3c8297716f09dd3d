//! Paying a page of an era.

use crate::{
	division::Take, Balance, Config, EraPotsOf, Eras, Error, Event, Exposed, Pages, Pallet, Payee,
	Stakers, Unpaid, UnpaidOf,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use shareholders_accounting::TokenId;
use sp_runtime::DispatchError;
use sp_staking::{EraIndex, Page};

/// A person of a page with what they have to get.
struct Claim<AccountId> {
	stash: AccountId,
	position: u8,
	/// Amounts by token, each with its bit and the number of its pot. None is 0.
	parts: Vec<Part>,
}

/// What a person has to get in one token.
struct Part {
	bit: u8,
	pot: usize,
	token: TokenId,
	amount: Balance,
}

/// How a payment ended.
enum Outcome {
	/// It is not owed any more.
	Settled,
	/// It stays owed.
	Refused,
}

impl<T: Config> Pallet<T> {
	/// The number of payments in one call, at most.
	pub(crate) fn most_payments() -> u32 {
		T::Stakers::page_size().saturating_add(1).saturating_mul(T::MaxTokens::get())
	}

	/// Pays a page. Returns the number of payments that were tried, also where it fails.
	pub(crate) fn do_payout(
		era: EraIndex,
		validator: &T::AccountId,
		page: Page,
	) -> Result<u32, (DispatchError, u32)> {
		let failed = |error: Error<T>, tried| (DispatchError::from(error), tried);
		let mut record = Eras::<T>::get(era).ok_or(failed(Error::UnknownEra, 0))?;
		let claims = Self::claims(era, validator, page, &record).map_err(|error| (error, 0))?;
		let mut tried: u32 = 0;
		let mut settled: u32 = 0;
		let mut unpaid = UnpaidOf::new();
		for Claim { stash, position, parts } in claims {
			let payee = T::Stakers::payee(&stash);
			let mut tokens = 0;
			for Part { bit, pot, token, amount } in parts {
				tried = tried.saturating_add(1);
				match Self::settle(era, validator, &stash, &payee, token, amount) {
					Outcome::Settled => {
						settled = settled.saturating_add(1);
						let pot = record.pots.get_mut(pot);
						let left = pot.and_then(|pot| {
							pot.left = pot.left.checked_sub(amount)?;
							Some(())
						});
						left.ok_or(failed(Error::Overflow, tried))?;
						Self::release(token, amount);
					}
					Outcome::Refused => tokens |= bit,
				}
			}
			if tokens != 0 {
				let one = Unpaid { position, tokens };
				unpaid.try_push(one).map_err(|_| failed(Error::Overflow, tried))?;
			}
		}
		if settled == 0 && !unpaid.is_empty() {
			return Err(failed(Error::NothingDelivered, tried));
		}
		// A position is one byte, so there are not more of them than 255.
		let count = u32::try_from(unpaid.len()).unwrap_or(u32::MAX);
		Eras::<T>::insert(era, record);
		Pages::<T>::insert((era, validator, page), unpaid);
		let validator = validator.clone();
		Self::deposit_event(Event::PagePaid { era, validator, page, unpaid: count });
		Ok(tried)
	}

	/// Everybody of a page who has to get something, with what.
	fn claims(
		era: EraIndex,
		validator: &T::AccountId,
		page: Page,
		record: &EraPotsOf<T>,
	) -> Result<Vec<Claim<T::AccountId>>, DispatchError> {
		let open = Pages::<T>::get((era, validator, page));
		ensure!(open.as_ref().is_none_or(|open| !open.is_empty()), Error::<T>::AlreadyPaid);
		let points = T::Stakers::points(era, validator);
		ensure!(points > 0, Error::<T>::NoPoints);
		let exposed = T::Stakers::exposure(era, validator, page).ok_or(Error::<T>::UnknownPage)?;
		let takes = record
			.pots
			.iter()
			.map(|pot| Take::new(pot.amount, points, record.points, exposed.commission))
			.collect::<Option<Vec<Take>>>()
			.ok_or(Error::<T>::Overflow)?;
		let Exposed { all_stakes, own_stake, nominators, .. } = exposed;
		let first = (page == 0).then(|| (validator.clone(), own_stake));
		let others = nominators.into_iter().map(Some);
		let mut claims = Vec::new();
		// The validator's position is there on each page, so that those of nominators do not depend on it.
		for (position, person) in core::iter::once(first).chain(others).enumerate() {
			let Some((stash, stake)) = person else { continue };
			let position = u8::try_from(position).map_err(|_| Error::<T>::Overflow)?;
			let due = match &open {
				Some(open) => {
					open.iter().find(|one| one.position == position).map(|one| one.tokens)
				}
				None => Some(u8::MAX),
			};
			let Some(due) = due else { continue };
			let amount = |take: &Take| match position {
				0 => take.for_validator(stake, all_stakes),
				_ => take.for_stake(stake, all_stakes),
			};
			let mut parts = Vec::new();
			for (pot, (take, of)) in takes.iter().zip(record.pots.iter()).enumerate() {
				let amount = amount(take).ok_or(Error::<T>::Overflow)?;
				let bit = Self::bit(pot).ok_or(Error::<T>::Overflow)?;
				if amount > 0 && due & bit != 0 {
					parts.push(Part { bit, pot, token: of.token, amount });
				}
			}
			claims.push(Claim { stash, position, parts });
		}
		Ok(claims)
	}

	/// The bit that stands for a pot of an era.
	pub(crate) fn bit(pot: usize) -> Option<u8> {
		u32::try_from(pot).ok().and_then(|pot| 1u8.checked_shl(pot))
	}

	/// Pays a part, or gives it to the next era if its owner wants nothing.
	fn settle(
		era: EraIndex,
		validator: &T::AccountId,
		stash: &T::AccountId,
		payee: &Payee<T::AccountId>,
		token: TokenId,
		amount: Balance,
	) -> Outcome {
		let stash = stash.clone();
		match payee {
			Payee::Nobody => {
				Self::deposit_event(Event::Donated { era, stash, token, amount });
				Outcome::Settled
			}
			Payee::Account(payee) if Self::pay(token, payee, amount) => {
				let (validator, payee) = (validator.clone(), payee.clone());
				Self::deposit_event(Event::Paid { era, validator, stash, payee, token, amount });
				Outcome::Settled
			}
			Payee::Account(_) => Outcome::Refused,
		}
	}
}
