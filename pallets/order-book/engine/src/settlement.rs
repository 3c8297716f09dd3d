//! From fills, holds and releases to one net change per account and token.
//!
//! A [`Sheet`] collects every movement of money of a call. Totals (free + held) move only between accounts, so per token
//! they sum to zero, fees included; [`Sheet::balanced`] proves it before anything is settled.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	error::BookError,
	market::MarketParams,
	order::{Owner, Side},
	units::{Lots, QuoteAtoms, Ticks},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// One of the two tokens of a market.
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
	PartialOrd,
	Ord,
)]
pub enum Asset {
	/// The token that is traded.
	Base,
	/// The token it is paid in.
	Quote,
}

impl Asset {
	/// The token that an order of this side pays with, and holds.
	pub const fn paid_by(side: Side) -> Self {
		match side {
			Side::Bid => Self::Quote,
			Side::Ask => Self::Base,
		}
	}

	/// The token that an order of this side buys.
	pub const fn bought_by(side: Side) -> Self {
		Self::paid_by(side.opposite())
	}
}

/// The net change of one account in one token. Amounts are below 2^127 (see [`MarketParams::validate`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leg {
	/// Change of free + held.
	pub total: i128,
	/// Change of held.
	pub held: i128,
}

impl Leg {
	/// Change of free.
	///
	/// # Errors
	///
	/// `Overflow`.
	pub fn free(&self) -> Result<i128, BookError> {
		self.total.checked_sub(self.held).ok_or(BookError::Overflow)
	}
}

/// The net change of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
	/// In the base token.
	pub base: Leg,
	/// In the quote token.
	pub quote: Leg,
}

impl Flow {
	/// The change in one of the two tokens.
	pub const fn leg(&self, asset: Asset) -> &Leg {
		match asset {
			Asset::Base => &self.base,
			Asset::Quote => &self.quote,
		}
	}

	fn leg_mut(&mut self, asset: Asset) -> &mut Leg {
		match asset {
			Asset::Base => &mut self.base,
			Asset::Quote => &mut self.quote,
		}
	}
}

/// Every movement of money of a call, netted.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
	/// By account, in rising order. A call touches few accounts, so a sorted vector is the cheapest map there is.
	flows: Vec<(Owner, Flow)>,
	revenue: QuoteAtoms,
}

/// The money of one fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FillMoney {
	/// Ticks x lots x tick size.
	pub notional: QuoteAtoms,
	/// The taker's fee.
	pub taker_fee: QuoteAtoms,
	/// The maker's fee, or his rebate.
	pub maker_fee: QuoteAtoms,
	/// Whether `maker_fee` is a rebate.
	pub rebate: bool,
}

/// A maker's order around a fill.
#[derive(Clone, Copy, Debug)]
pub struct MakerSide {
	/// The maker's side.
	pub side: Side,
	/// His price, at which the fill happens.
	pub price: Ticks,
	/// His lots before the fill.
	pub before: Lots,
	/// The lots that still rest after it.
	pub after: Lots,
	/// The lots that are filled; the rest of the difference was cancelled.
	pub filled: Lots,
}

impl Sheet {
	/// The changes, by account.
	pub fn flows(&self) -> &[(Owner, Flow)] {
		&self.flows
	}

	/// Fees less rebates, for the revenue account.
	pub fn revenue(&self) -> QuoteAtoms {
		self.revenue
	}

	/// Whether no money moves.
	pub fn is_empty(&self) -> bool {
		self.flows.is_empty()
	}

	/// The change of one account so far.
	pub fn flow(&self, owner: &Owner) -> Flow {
		let found = self.flows.iter().find(|(other, _)| other == owner);
		found.map_or_else(Flow::default, |(_, flow)| *flow)
	}

	fn leg_mut(&mut self, owner: &Owner, asset: Asset) -> Result<&mut Leg, BookError> {
		let index = match self.flows.binary_search_by_key(owner, |(other, _)| *other) {
			Ok(index) => index,
			Err(index) => {
				self.flows.insert(index, (*owner, Flow::default()));
				index
			}
		};
		self.flows.get_mut(index).map(|(_, flow)| flow.leg_mut(asset)).ok_or(BookError::Corrupt)
	}

	/// Holds an amount of an account's own, or releases it where negative.
	///
	/// # Errors
	///
	/// `Overflow`.
	pub fn hold(&mut self, owner: &Owner, asset: Asset, amount: i128) -> Result<(), BookError> {
		if amount == 0 {
			return Ok(());
		}
		let leg = self.leg_mut(owner, asset)?;
		leg.held = leg.held.checked_add(amount).ok_or(BookError::Overflow)?;
		Ok(())
	}

	fn pay(&mut self, owner: &Owner, asset: Asset, amount: i128) -> Result<(), BookError> {
		let leg = self.leg_mut(owner, asset)?;
		leg.total = leg.total.checked_add(amount).ok_or(BookError::Overflow)?;
		Ok(())
	}

	/// Enters a fill: four legs and the fees. The maker's hold shrinks to what his remaining lots require; what he held
	/// beyond the price is released in the same step.
	///
	/// # Errors
	///
	/// `Overflow`; `Corrupt` if the rebate exceeds the taker's fee.
	pub fn fill(
		&mut self,
		params: &MarketParams,
		taker: &Owner,
		maker: &Owner,
		order: MakerSide,
	) -> Result<FillMoney, BookError> {
		let money = Self::money(params, order.price, order.filled)?;
		let base = signed(params.base(order.filled)?.get())?;
		let notional = signed(money.notional.get())?;
		let taker_fee = signed(money.taker_fee.get())?;
		let fee = signed(money.maker_fee.get())?;
		let maker_fee = if money.rebate { minus(fee)? } else { fee };

		let (buyer, seller, buyer_fee, seller_fee) = match order.side {
			Side::Ask => (taker, maker, taker_fee, maker_fee),
			Side::Bid => (maker, taker, maker_fee, taker_fee),
		};
		self.pay(buyer, Asset::Quote, minus(plus(notional, buyer_fee)?)?)?;
		self.pay(buyer, Asset::Base, base)?;
		self.pay(seller, Asset::Base, minus(base)?)?;
		self.pay(seller, Asset::Quote, plus(notional, minus(seller_fee)?)?)?;

		let held = signed(params.requirement(order.side, order.price, order.before)?)?;
		let still = signed(params.requirement(order.side, order.price, order.after)?)?;
		self.hold(maker, Asset::paid_by(order.side), plus(still, minus(held)?)?)?;

		let earned = u128::try_from(plus(taker_fee, maker_fee)?).map_err(|_| BookError::Corrupt)?;
		self.revenue =
			self.revenue.checked_add(QuoteAtoms::new(earned)).ok_or(BookError::Overflow)?;
		Ok(money)
	}

	/// The money of a fill at a price.
	///
	/// # Errors
	///
	/// `Overflow`.
	pub fn money(params: &MarketParams, price: Ticks, lots: Lots) -> Result<FillMoney, BookError> {
		let notional = params.notional(price, lots)?;
		let (maker_fee, rebate) = params.maker_fee(notional)?;
		Ok(FillMoney { notional, taker_fee: params.taker_fee(notional)?, maker_fee, rebate })
	}

	/// Whether totals sum to zero in both tokens, fees included.
	pub fn balanced(&self) -> bool {
		let mut base = 0i128;
		let Ok(mut quote) = i128::try_from(self.revenue.get()) else { return false };
		for (_, flow) in &self.flows {
			let sums = base.checked_add(flow.base.total).zip(quote.checked_add(flow.quote.total));
			let Some(sums) = sums else { return false };
			(base, quote) = sums;
		}
		base == 0 && quote == 0
	}
}

/// An amount as a signed number.
pub(crate) fn signed(amount: u128) -> Result<i128, BookError> {
	i128::try_from(amount).map_err(|_| BookError::Overflow)
}

fn plus(a: i128, b: i128) -> Result<i128, BookError> {
	a.checked_add(b).ok_or(BookError::Overflow)
}

/// The negative of an amount.
pub(crate) fn minus(amount: i128) -> Result<i128, BookError> {
	amount.checked_neg().ok_or(BookError::Overflow)
}
