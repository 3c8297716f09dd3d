//! `place_order`: what rests, what fills, what is paid, and every refusal.

use crate::{mock::*, Error, FeeSchedule, MarketTerms, Outcome};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{
	Fill, Lots, Owner, Placed, QuoteAtoms, RemovalReason, SelfTrade, Side, TakerEnd, Ticks,
	TimeInForce,
};
use sp_runtime::DispatchError;
use TimeInForce::{FillOrKill, PostOnly, PostOnlySlide};

const FREE: FeeSchedule = FeeSchedule { maker_fee_ppm: 0, taker_fee_ppm: 0, max_fee_ppm: 0 };

mod bounds;
mod origins;
mod parties;
mod self_trade;
mod settlement;
mod times_in_force;
