//! Events as they stand in the metadata: the names here are the pallets' own, and only the fields that are read.

use crate::{
	polls::{accounts_of, RawAnswer},
	what::{BallotEvent, Executed, Fill, MarketEvent, Outcome, Placed, Removal, SharesEvent, What},
};
use order_book_engine::{BaseAtoms, Lots, MarketParams, OrderId, QuoteAtoms, Side, Ticks};
use scale_decode::{
	visitor::{types::Variant, TypeIdFor},
	DecodeAsType, Error, IntoVisitor, TypeResolver, Visitor,
};
use std::marker::PhantomData;

pub(crate) type Account = [u8; 32];

/// The name of a variant; what it holds is not read.
pub(crate) struct Name(pub(crate) String);

pub(crate) struct NameVisitor<R>(PhantomData<R>);

impl<R: TypeResolver> Visitor for NameVisitor<R> {
	type Value<'scale, 'resolver> = Name;
	type Error = Error;
	type TypeResolver = R;

	fn visit_variant<'scale, 'resolver>(
		self,
		value: &mut Variant<'scale, 'resolver, R>,
		_: TypeIdFor<Self>,
	) -> Result<Name, Error> {
		Ok(Name(value.name().into()))
	}
}

impl IntoVisitor for Name {
	type AnyVisitor<R: TypeResolver> = NameVisitor<R>;

	fn into_visitor<R: TypeResolver>() -> NameVisitor<R> {
		NameVisitor(PhantomData)
	}
}

/// Events of pallet `OrderBook`.
#[derive(DecodeAsType)]
pub(crate) enum RawBookEvent {
	Executed {
		market: u32,
		trader: Account,
		sequence: u64,
		outcomes: Vec<RawOutcome>,
		fills: Vec<RawFill>,
		removals: Vec<RawRemoval>,
	},
	MarketCreated {
		market: u32,
		params: RawParams,
	},
	MarketParamsSet {
		market: u32,
		params: RawParams,
	},
	MarketStatusSet {
		market: u32,
		status: Name,
	},
	MarketHalted {
		market: u32,
	},
	MarketUnwound {
		market: u32,
		removals: Vec<RawRemoval>,
	},
	MarketClosed {
		market: u32,
	},
}

/// Events of pallet `Shareholders`.
#[derive(DecodeAsType)]
pub(crate) enum RawSharesEvent {
	DividendPaid { class: u32, token: u32, payer: Account, amount: u128 },
	Claimed { class: u32, who: Account, payments: Vec<(u32, u128)> },
	FractionClaimed { class: u32, split: u32, who: Account, amount: u128 },
	SplitBegun { class: u32, split: u32, new: u64, old: u64 },
	SplitEnded { class: u32, split: u32 },
}

/// Events of pallet `Ballots`.
#[derive(DecodeAsType)]
pub(crate) enum RawBallotEvent {
	BallotCalled { ballot: u32, class: u32, company: u32 },
	Voted { ballot: u32, who: Account, answer: RawAnswer, weight: u128 },
	Attached { ballot: u32, accounts: Vec<Account> },
	Detached { ballot: u32, who: Account },
	BallotClosed { ballot: u32, weights: Vec<u128>, abstain: u128 },
}

/// Which of the events of a pallet are read here.
pub(crate) trait Readable: DecodeAsType {
	/// Their names.
	const NAMES: &'static [&'static str];
}

impl Readable for RawBookEvent {
	const NAMES: &'static [&'static str] = &[
		"Executed",
		"MarketCreated",
		"MarketParamsSet",
		"MarketStatusSet",
		"MarketHalted",
		"MarketUnwound",
		"MarketClosed",
	];
}

impl Readable for RawSharesEvent {
	const NAMES: &'static [&'static str] =
		&["DividendPaid", "Claimed", "FractionClaimed", "SplitBegun", "SplitEnded"];
}

impl Readable for RawBallotEvent {
	const NAMES: &'static [&'static str] =
		&["BallotCalled", "Voted", "Attached", "Detached", "BallotClosed"];
}

/// Not derived: an outcome that is newer than this program must not hide the others of its call.
pub(crate) enum RawOutcome {
	Placed(RawPlaced),
	Cancelled(RawRemoval),
	Amended(RawAmended),
	CancelledAll(u32),
	Refused(Name),
	DeadlineSet(Option<u32>),
	LapsedRemoved(u32),
	Other(String),
}

pub(crate) struct OutcomeVisitor<R>(PhantomData<R>);

impl<R: TypeResolver> Visitor for OutcomeVisitor<R> {
	type Value<'scale, 'resolver> = RawOutcome;
	type Error = Error;
	type TypeResolver = R;

	fn visit_variant<'scale, 'resolver>(
		self,
		value: &mut Variant<'scale, 'resolver, R>,
		_: TypeIdFor<Self>,
	) -> Result<RawOutcome, Error> {
		let name = value.name();
		match name {
			"Placed" => only(value, name).map(RawOutcome::Placed),
			"Cancelled" => only(value, name).map(RawOutcome::Cancelled),
			"Amended" => only(value, name).map(RawOutcome::Amended),
			"CancelledAll" => only(value, name).map(RawOutcome::CancelledAll),
			"Refused" => only(value, name).map(RawOutcome::Refused),
			"DeadlineSet" => only(value, name).map(RawOutcome::DeadlineSet),
			"LapsedRemoved" => only(value, name).map(RawOutcome::LapsedRemoved),
			_ => Ok(RawOutcome::Other(name.into())),
		}
	}
}

/// The first field of a variant.
fn only<T: IntoVisitor, R: TypeResolver>(
	value: &mut Variant<'_, '_, R>,
	name: &str,
) -> Result<T, Error> {
	let field = value.fields().decode_item(T::into_visitor::<R>());
	field.unwrap_or_else(|| Err(Error::custom_string(format!("{name} has no field"))))
}

impl IntoVisitor for RawOutcome {
	type AnyVisitor<R: TypeResolver> = OutcomeVisitor<R>;

	fn into_visitor<R: TypeResolver>() -> OutcomeVisitor<R> {
		OutcomeVisitor(PhantomData)
	}
}

#[derive(DecodeAsType)]
pub(crate) enum RawAmended {
	Reduced(RawRemoval),
	Replaced(RawRemoval, RawPlaced),
}

#[derive(DecodeAsType)]
pub(crate) struct RawPlaced {
	order: Option<u128>,
	side: RawSide,
	price: u64,
	rests: u64,
	filled: u64,
	cancelled: u64,
	end: Name,
	notional: u128,
	fee: u128,
	client_id: Option<u64>,
	expires_at: Option<u32>,
}

#[derive(DecodeAsType)]
pub(crate) enum RawSide {
	Bid,
	Ask,
}

#[derive(DecodeAsType)]
pub(crate) struct RawFill {
	maker: Account,
	order: u128,
	price: u64,
	lots: u64,
	maker_rests: u64,
	notional: u128,
	taker_fee: u128,
	maker_fee: u128,
}

#[derive(DecodeAsType)]
pub(crate) struct RawRemoval {
	owner: Account,
	order: u128,
	lots: u64,
	rests: u64,
	reason: Name,
}

#[derive(DecodeAsType)]
pub(crate) struct RawParams {
	base: u32,
	quote: u32,
	tick_size: u128,
	lot_size: u128,
	min_notional: u128,
	max_open_orders: u32,
	price_band_ppm: u32,
	maker_fee_ppm: i32,
	taker_fee_ppm: u32,
	max_fee_ppm: u32,
}

impl From<RawBookEvent> for What {
	fn from(raw: RawBookEvent) -> Self {
		Self::Market(match raw {
			RawBookEvent::Executed { market, trader, sequence, outcomes, fills, removals } => {
				return Self::Executed(Executed {
					market,
					trader: trader.into(),
					sequence,
					outcomes: all(outcomes),
					fills: all(fills),
					removals: all(removals),
				});
			}
			RawBookEvent::MarketCreated { market, params } => {
				MarketEvent::Created { market, params: params.into() }
			}
			RawBookEvent::MarketParamsSet { market, params } => {
				MarketEvent::ParamsSet { market, params: params.into() }
			}
			RawBookEvent::MarketStatusSet { market, status } => {
				MarketEvent::StatusSet { market, status: status.0 }
			}
			RawBookEvent::MarketHalted { market } => MarketEvent::Halted { market },
			RawBookEvent::MarketUnwound { market, removals } => {
				MarketEvent::Unwound { market, removals: all(removals) }
			}
			RawBookEvent::MarketClosed { market } => MarketEvent::Closed { market },
		})
	}
}

impl From<RawSharesEvent> for What {
	fn from(raw: RawSharesEvent) -> Self {
		Self::Shares(match raw {
			RawSharesEvent::DividendPaid { class, token, payer, amount } => {
				SharesEvent::DividendPaid { class, token, payer: payer.into(), amount }
			}
			RawSharesEvent::Claimed { class, who, payments } => {
				SharesEvent::Claimed { class, who: who.into(), payments }
			}
			RawSharesEvent::FractionClaimed { class, split, who, amount } => {
				SharesEvent::FractionClaimed { class, split, who: who.into(), amount }
			}
			RawSharesEvent::SplitBegun { class, split, new, old } => {
				SharesEvent::SplitBegun { class, split, new, old }
			}
			RawSharesEvent::SplitEnded { class, split } => SharesEvent::SplitEnded { class, split },
		})
	}
}

impl From<RawBallotEvent> for What {
	fn from(raw: RawBallotEvent) -> Self {
		Self::Ballot(match raw {
			RawBallotEvent::BallotCalled { ballot, class, company } => {
				BallotEvent::Called { ballot, class, company }
			}
			RawBallotEvent::Voted { ballot, who, answer, weight } => {
				BallotEvent::Voted { ballot, who: who.into(), answer: answer.into(), weight }
			}
			RawBallotEvent::Attached { ballot, accounts } => {
				BallotEvent::Attached { ballot, accounts: accounts_of(accounts) }
			}
			RawBallotEvent::Detached { ballot, who } => {
				BallotEvent::Detached { ballot, who: who.into() }
			}
			RawBallotEvent::BallotClosed { ballot, weights, abstain } => {
				BallotEvent::Closed { ballot, weights, abstain }
			}
		})
	}
}

fn all<Raw: Into<T>, T>(raw: Vec<Raw>) -> Vec<T> {
	raw.into_iter().map(Into::into).collect()
}

impl From<RawOutcome> for Outcome {
	fn from(raw: RawOutcome) -> Self {
		match raw {
			RawOutcome::Placed(placed) => Self::Placed(placed.into()),
			RawOutcome::Cancelled(removal) => Self::Cancelled(removal.into()),
			RawOutcome::Amended(RawAmended::Reduced(removal)) => Self::Reduced(removal.into()),
			RawOutcome::Amended(RawAmended::Replaced(removal, placed)) => {
				Self::Replaced(removal.into(), placed.into())
			}
			RawOutcome::CancelledAll(count) => Self::CancelledAll(count),
			RawOutcome::Refused(error) => Self::Refused(error.0),
			RawOutcome::DeadlineSet(deadline) => Self::DeadlineSet(deadline),
			RawOutcome::LapsedRemoved(count) => Self::LapsedRemoved(count),
			RawOutcome::Other(name) => Self::Other(name),
		}
	}
}

impl From<RawPlaced> for Placed {
	fn from(raw: RawPlaced) -> Self {
		Self {
			order: raw.order.map(OrderId::from_bits),
			side: match raw.side {
				RawSide::Bid => Side::Bid,
				RawSide::Ask => Side::Ask,
			},
			price: Ticks::new(raw.price),
			rests: Lots::new(raw.rests),
			filled: Lots::new(raw.filled),
			cancelled: Lots::new(raw.cancelled),
			end: raw.end.0.into(),
			notional: QuoteAtoms::new(raw.notional),
			fee: QuoteAtoms::new(raw.fee),
			client_id: raw.client_id,
			expires_at: raw.expires_at,
		}
	}
}

impl From<RawFill> for Fill {
	fn from(raw: RawFill) -> Self {
		Self {
			maker: raw.maker.into(),
			order: OrderId::from_bits(raw.order),
			price: Ticks::new(raw.price),
			lots: Lots::new(raw.lots),
			maker_rests: Lots::new(raw.maker_rests),
			notional: QuoteAtoms::new(raw.notional),
			taker_fee: QuoteAtoms::new(raw.taker_fee),
			maker_fee: QuoteAtoms::new(raw.maker_fee),
		}
	}
}

impl From<RawRemoval> for Removal {
	fn from(raw: RawRemoval) -> Self {
		Self {
			owner: raw.owner.into(),
			order: OrderId::from_bits(raw.order),
			lots: Lots::new(raw.lots),
			rests: Lots::new(raw.rests),
			reason: raw.reason.0.into(),
		}
	}
}

impl From<RawParams> for MarketParams {
	fn from(raw: RawParams) -> Self {
		Self {
			base: raw.base,
			quote: raw.quote,
			tick_size: QuoteAtoms::new(raw.tick_size),
			lot_size: BaseAtoms::new(raw.lot_size),
			min_notional: QuoteAtoms::new(raw.min_notional),
			max_open_orders: raw.max_open_orders,
			price_band_ppm: raw.price_band_ppm,
			maker_fee_ppm: raw.maker_fee_ppm,
			taker_fee_ppm: raw.taker_fee_ppm,
			max_fee_ppm: raw.max_fee_ppm,
		}
	}
}
