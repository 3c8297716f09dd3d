//! What is sent: three kinds of transactions, the same in every run.
//!
//! Of the orders one half rest and the other half cross, in turn: a limit order that stays in the book, 1 to 19 ticks from
//! the middle, and an immediate-or-cancel order of the same size with a limit beyond all of those, which fills against the
//! best that rests. So the book neither grows nor empties. All go to one market. Signers with an even number buy, the
//! others sell, so that nobody meets himself.

use crate::accounts::signer;
use kongsi_runtime::{constants::money::MILLI_KSI, RuntimeCall};
use order_book_engine::{Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use pallet_order_book::{Call, MarketId, Operation};

/// KSI for cash.
pub(crate) const MARKET: MarketId = 0;
/// Signers of a step. Each sends every so many transactions, so that nobody's nonces hold up the others.
pub(crate) const SIGNERS: u32 = 1_000;
/// Orders of a batch.
const BATCH: u64 = 50;
/// The middle of the market, in ticks.
const MIDDLE: u64 = 200;
/// Prices at which orders rest, on each side.
const LEVELS: u64 = 19;
/// The size of each order, in lots: worth more than the least that the market accepts, also at the lowest price.
const LOTS: u64 = 60;

/// A kind of transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
	/// `Balances.transfer_keep_alive` of a thousandth of a KSI to the next signer.
	Transfer,
	/// `OrderBook.place_order`.
	Single,
	/// `OrderBook.submit` of 50 orders.
	Batch,
}

impl Kind {
	/// All of them, in the order in which they are sent.
	pub(crate) const ALL: [Self; 3] = [Self::Transfer, Self::Single, Self::Batch];

	/// How tables and files call it.
	pub(crate) fn name(self) -> &'static str {
		match self {
			Self::Transfer => "transfer",
			Self::Single => "single",
			Self::Batch => "batch50",
		}
	}

	/// Transfers or orders in a transaction.
	pub(crate) fn units(self) -> u64 {
		match self {
			Self::Transfer | Self::Single => 1,
			Self::Batch => BATCH,
		}
	}

	/// The call that stands at this place of a step.
	pub(crate) fn call(self, first_signer: u32, place: u64) -> RuntimeCall {
		let who = place % u64::from(SIGNERS);
		let side = if who.is_multiple_of(2) { Side::Bid } else { Side::Ask };
		match self {
			Self::Transfer => {
				let to = signer(first_signer + (who as u32 + 1) % SIGNERS);
				let (dest, value) = (to.into(), MILLI_KSI);
				RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest, value })
			}
			Self::Single => {
				// Two neighbours do the same, on different sides; a signer changes from time to time.
				let turn = place / 2 + place / u64::from(SIGNERS);
				let order = order(side, turn.is_multiple_of(2), place);
				RuntimeCall::OrderBook(Call::place_order { market: MARKET, order })
			}
			Self::Batch => {
				let orders =
					(0..BATCH).map(|i| order(side, i.is_multiple_of(2), place * BATCH + i));
				let operations: Vec<_> =
					orders.map(|order| Operation::Place { market: MARKET, order }).collect();
				let operations = operations.try_into().expect("not more than a batch holds");
				RuntimeCall::OrderBook(Call::submit { operations })
			}
		}
	}
}

fn order(side: Side, rests: bool, number: u64) -> NewOrder {
	// A stride that has no divisor in common with the levels visits all of them evenly.
	let distance = if rests { 1 + number * 7 % LEVELS } else { LEVELS + 1 };
	let above = (side == Side::Ask) == rests;
	let price = if above { MIDDLE + distance } else { MIDDLE - distance };
	let time_in_force =
		if rests { TimeInForce::GoodTilCancelled } else { TimeInForce::ImmediateOrCancel };
	NewOrder {
		side,
		price: Ticks::new(price),
		quantity: Lots::new(LOTS),
		time_in_force,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}
