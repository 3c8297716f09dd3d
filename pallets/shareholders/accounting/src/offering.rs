//! Selling new shares: at a fixed price, or at the one price of an auction, holders first.
//!
//! Quantities are lots, prices payment atoms per lot, so a payment is their product and nothing is rounded. A bidder's
//! deposit is his own price times his lots; he pays the clearing price for what he gets, the rest comes back.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	error::{ensure, AccountingError},
	units::{add, mul, mul_div, sub, Block, MAX_SUPPLY},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Different prices at which one auction takes bids.
pub const MAX_LEVELS: u32 = 1_024;

/// How the price is found.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Pricing {
	/// Everybody pays this; if too much is asked for, everybody gets the same part.
	Fixed(u128),
	/// The highest price at which everything is sold, the same for all; not below this reserve.
	Auction(u128),
}

impl Pricing {
	/// The lowest price accepted.
	pub const fn reserve(self) -> u128 {
		match self {
			Self::Fixed(price) | Self::Auction(price) => price,
		}
	}
}

/// The terms of an offering.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct OfferingTerms {
	/// Lots offered, rights included.
	#[codec(compact)]
	pub lots: u128,
	/// Share atoms per lot.
	#[codec(compact)]
	pub lot_size: u128,
	/// The price for everybody else.
	pub pricing: Pricing,
	/// What holders at the record date pay per lot for their rights; `None` if there are none.
	pub rights_price: Option<u128>,
	/// The first block in which rights are used.
	pub opens: Block,
	/// The first block in which they are not, and in which bids are taken. Equal to `opens` if there are no rights.
	pub public: Block,
	/// The first block in which no bid is taken.
	pub closes: Block,
}

impl OfferingTerms {
	/// Checks the terms of a class with this supply.
	///
	/// # Errors
	///
	/// `NothingOffered`, `ZeroPrice`, `DatesReversed`; `SupplyTooLarge` if the shares would exceed [`MAX_SUPPLY`];
	/// `Overflow` if all of it at the rights' price is not an amount.
	pub fn validate(&self, supply: u128) -> Result<(), AccountingError> {
		ensure(self.lots > 0 && self.lot_size > 0, AccountingError::NothingOffered)?;
		let rights_price = self.rights_price.unwrap_or(1);
		ensure(self.pricing.reserve() > 0 && rights_price > 0, AccountingError::ZeroPrice)?;
		let rights = self.opens < self.public;
		let ordered = self.opens <= self.public && self.public < self.closes;
		ensure(ordered && rights == self.rights_price.is_some(), AccountingError::DatesReversed)?;
		let shares =
			self.lots.checked_mul(self.lot_size).and_then(|shares| shares.checked_add(supply));
		ensure(shares.is_some_and(|shares| shares <= MAX_SUPPLY), AccountingError::SupplyTooLarge)?;
		mul(self.lots, rights_price)?;
		mul(self.lots, self.pricing.reserve())?;
		Ok(())
	}

	/// Lots that a holder of `total` among `eligible` shares has a right to, rounded down. All rights together are at
	/// most what is offered; what rounding leaves goes to the bidders. One right is one lot, so rights are a token of
	/// whole units.
	///
	/// # Errors
	///
	/// `AboveEligible` for more shares than are eligible.
	pub fn rights(&self, total: u128, eligible: u128) -> Result<u128, AccountingError> {
		ensure(total <= eligible, AccountingError::AboveEligible)?;
		if total == 0 || self.rights_price.is_none() {
			return Ok(0);
		}
		Ok(mul_div(total, self.lots, eligible)?.0)
	}
}

/// An offering that is running: what is used, bid and held.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Offering {
	/// The terms.
	pub terms: OfferingTerms,
	/// Lots taken by right.
	#[codec(compact)]
	pub exercised: u128,
	/// Lots bid for.
	#[codec(compact)]
	pub demand: u128,
	/// Payment atoms that bids hold.
	pub deposits: u128,
}

impl Offering {
	/// An offering of a class with this supply.
	///
	/// # Errors
	///
	/// Those of [`OfferingTerms::validate`].
	pub fn open(terms: OfferingTerms, supply: u128) -> Result<Self, AccountingError> {
		terms.validate(supply)?;
		Ok(Self { terms, exercised: 0, demand: 0, deposits: 0 })
	}

	/// Lots that are left for bidders.
	///
	/// # Errors
	///
	/// `Corrupt`.
	pub fn available(&self) -> Result<u128, AccountingError> {
		sub(self.terms.lots, self.exercised)
	}

	/// Uses rights: what the holder pays at once for the lots. The caller takes the right tokens out of existence.
	///
	/// # Errors
	///
	/// `NotOpen`, `ZeroAmount`, `AboveOffer`.
	pub fn exercise(&mut self, lots: u128, now: Block) -> Result<u128, AccountingError> {
		let price = self.terms.rights_price.ok_or(AccountingError::NotOpen)?;
		ensure(self.terms.opens <= now && now < self.terms.public, AccountingError::NotOpen)?;
		ensure(lots > 0, AccountingError::ZeroAmount)?;
		let exercised = add(self.exercised, lots)?;
		ensure(exercised <= self.terms.lots, AccountingError::AboveOffer)?;
		let pays = mul(lots, price)?;
		self.exercised = exercised;
		Ok(pays)
	}

	/// Takes a bid: what it has to deposit. At a fixed price the bid is at that price.
	///
	/// # Errors
	///
	/// `NotOpen`, `ZeroAmount`, `AboveOffer` for more lots than are left, `BelowReserve`, `Overflow`.
	pub fn bid(&mut self, price: u128, lots: u128, now: Block) -> Result<u128, AccountingError> {
		self.ensure_public(now)?;
		ensure(lots > 0, AccountingError::ZeroAmount)?;
		ensure(lots <= self.available()?, AccountingError::AboveOffer)?;
		let accepted = match self.terms.pricing {
			Pricing::Fixed(fixed) => price == fixed,
			Pricing::Auction(reserve) => price >= reserve,
		};
		ensure(accepted, AccountingError::BelowReserve)?;
		let deposit = mul(price, lots)?;
		let (demand, deposits) = (add(self.demand, lots)?, add(self.deposits, deposit)?);
		ensure(demand <= MAX_SUPPLY, AccountingError::Overflow)?;
		(self.demand, self.deposits) = (demand, deposits);
		Ok(deposit)
	}

	/// Takes a bid back: what is to be returned.
	///
	/// # Errors
	///
	/// `NotOpen`; `Corrupt` if there can be no such bid.
	pub fn cancel(&mut self, price: u128, lots: u128, now: Block) -> Result<u128, AccountingError> {
		self.ensure_public(now)?;
		let deposit = mul(price, lots)?;
		let (demand, deposits) = (sub(self.demand, lots)?, sub(self.deposits, deposit)?);
		(self.demand, self.deposits) = (demand, deposits);
		Ok(deposit)
	}

	fn ensure_public(&self, now: Block) -> Result<(), AccountingError> {
		ensure(self.terms.public <= now && now < self.terms.closes, AccountingError::NotOpen)
	}

	/// Finds the price: the highest at which bids ask for all that is left, or the reserve if they never do. `levels`
	/// gives the lots bid for at each price, from the highest price down.
	///
	/// Ends after [`MAX_LEVELS`].
	///
	/// # Errors
	///
	/// `StillOpen`, `LevelsUnsorted`, `TooManyLevels`; `Corrupt` if the levels are not the bids that were taken.
	pub fn clear(
		&self,
		levels: impl IntoIterator<Item = Level>,
		now: Block,
	) -> Result<Clearing, AccountingError> {
		ensure(now >= self.terms.closes, AccountingError::StillOpen)?;
		let available = self.available()?;
		let (mut count, mut last, mut demand) = (0u32, None, 0u128);
		let mut clearing = None;
		for level in levels {
			count = count.saturating_add(1);
			ensure(count <= MAX_LEVELS, AccountingError::TooManyLevels)?;
			ensure(last.is_none_or(|last| level.price < last), AccountingError::LevelsUnsorted)?;
			last = Some(level.price);
			let above = demand;
			demand = add(demand, level.lots)?;
			if clearing.is_none() && demand >= available {
				let rest = sub(available, above)?;
				clearing = Some(Clearing::at(level.price, rest, level.lots));
			}
		}
		ensure(demand == self.demand, AccountingError::Corrupt)?;
		Ok(clearing.unwrap_or(Clearing::at(self.terms.pricing.reserve(), demand, demand)))
	}
}

/// The lots bid for at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
	/// Payment atoms per lot.
	pub price: u128,
	/// The sum of all bids at it.
	pub lots: u128,
}

/// The price of an offering, and what is given out at the margin so far. Bids are settled one after the other, in the
/// order in which they were made, in steps that the caller bounds.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Clearing {
	/// What everybody pays per lot.
	pub price: u128,
	/// Lots left for bids at exactly this price.
	#[codec(compact)]
	pub margin: u128,
	/// Lots that those bids ask for.
	#[codec(compact)]
	pub demand: u128,
	/// Lots of those bids that have been settled.
	#[codec(compact)]
	pub seen: u128,
}

/// What a bid ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
	/// Lots it gets.
	pub lots: u128,
	/// Payment atoms it pays for them.
	pub pays: u128,
	/// Payment atoms that come back.
	pub refund: u128,
}

impl Clearing {
	const fn at(price: u128, margin: u128, demand: u128) -> Self {
		Self { price, margin, demand, seen: 0 }
	}

	/// Settles a bid. Above the price it gets all, below it nothing. At the price it gets the difference of
	/// `floor(margin x seen / demand)` after and before it: within one lot of its part, the sum over all bids is the
	/// margin exactly, and a bid in two pieces that follow each other gets what it would have got whole.
	///
	/// # Errors
	///
	/// `Corrupt` if more is settled than was bid for; `Overflow`.
	pub fn settle(&mut self, price: u128, lots: u128) -> Result<Settled, AccountingError> {
		let (mut gets, mut seen) = (0, self.seen);
		if price > self.price {
			gets = lots;
		} else if price == self.price {
			seen = add(seen, lots)?;
			ensure(seen <= self.demand, AccountingError::Corrupt)?;
			gets = sub(self.given(seen)?, self.given(self.seen)?)?;
		}
		let pays = mul(self.price, gets)?;
		let refund = sub(mul(price, lots)?, pays)?;
		self.seen = seen;
		Ok(Settled { lots: gets, pays, refund })
	}

	fn given(&self, seen: u128) -> Result<u128, AccountingError> {
		if self.demand == 0 {
			return Ok(0);
		}
		Ok(mul_div(seen, self.margin, self.demand)?.0)
	}
}
