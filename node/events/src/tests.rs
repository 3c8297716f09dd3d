//! What is read of the runtime's own events, and of events of runtimes that are to come.

use crate::{
	decode,
	polls::RawPollEvent,
	raw::{RawBallotEvent, RawBookEvent, RawSharesEvent, Readable},
	ChangeKind, MarketEvent, Outcome, Reason, SharesEvent, TakerEnd, Types, What,
};
use codec::Encode;
use frame_system::{EventRecord, Phase};
use kongsi_runtime::{AccountId, Hash, Runtime, RuntimeEvent};
use order_book_engine as engine;
use order_book_engine::{BookError, Locator, Lots, OrderId, Owner, QuoteAtoms, Side, Ticks};
use scale_info::{MetaType, Registry, TypeDef, TypeInfo};

const ALICE: [u8; 32] = [1; 32];
const BOB: [u8; 32] = [2; 32];
const CAROL: [u8; 32] = [3; 32];

fn ask(tick: u64, sequence: u64) -> OrderId {
	OrderId::new(Locator::new(Side::Ask, Ticks::new(tick), 0, 0), sequence)
}

fn fill(maker: [u8; 32], order: OrderId, lots: u64, rests: u64) -> engine::Fill {
	engine::Fill {
		maker: Owner(maker),
		order,
		price: order.locator().tick(),
		lots: Lots::new(lots),
		maker_rests: Lots::new(rests),
		notional: QuoteAtoms::new(7),
		taker_fee: QuoteAtoms::new(2),
		maker_fee: QuoteAtoms::new(1),
	}
}

fn placed(filled: u64, rests: Option<OrderId>, client_id: Option<u64>) -> engine::Placed {
	engine::Placed {
		order: rests,
		side: Side::Bid,
		price: Ticks::new(12),
		rests: Lots::new(if rests.is_some() { 5 } else { 0 }),
		filled: Lots::new(filled),
		cancelled: Lots::ZERO,
		end: engine::TakerEnd::Complete,
		notional: QuoteAtoms::new(14),
		fee: QuoteAtoms::new(4),
		client_id,
		expires_at: None,
	}
}

/// Alice buys twice in one call: 3 of Bob's 10 at 10; then Bob's other 7 and 2 of Carol's at 11, and 5 rest.
fn executed() -> pallet_order_book::Event<Runtime> {
	let bid = OrderId::new(Locator::new(Side::Bid, Ticks::new(12), 0, 0), 9);
	pallet_order_book::Event::Executed {
		market: 4,
		trader: AccountId::new(ALICE),
		sequence: 9,
		outcomes: vec![
			pallet_order_book::Outcome::Placed(placed(3, None, None)),
			pallet_order_book::Outcome::Refused(BookError::BelowMinNotional),
			pallet_order_book::Outcome::Placed(placed(9, Some(bid), Some(77))),
		],
		fills: vec![
			fill(BOB, ask(10, 1), 3, 7),
			fill(BOB, ask(10, 1), 7, 0),
			fill(CAROL, ask(11, 2), 2, 4),
		],
		removals: vec![engine::Removal {
			owner: Owner(CAROL),
			order: ask(11, 2),
			lots: Lots::new(4),
			rests: Lots::ZERO,
			reason: engine::RemovalReason::Dust,
		}],
	}
}

fn record(phase: Phase, event: impl Into<RuntimeEvent>) -> EventRecord<RuntimeEvent, Hash> {
	EventRecord { phase, event: event.into(), topics: vec![Hash::zero()] }
}

pub(crate) fn types() -> Types {
	// Some constants are read from the state.
	let metadata = sp_io::TestExternalities::default()
		.execute_with(|| Runtime::metadata_at_version(15).unwrap());
	Types::from_metadata(&metadata).unwrap()
}

#[test]
fn events_of_the_runtime_are_read_and_all_others_are_left_out() {
	let events = vec![
		record(Phase::Initialization, frame_system::Event::CodeUpdated { hash: Hash::zero() }),
		record(Phase::ApplyExtrinsic(1), executed()),
		record(
			Phase::ApplyExtrinsic(2),
			pallet_shareholders::Event::Claimed {
				class: 2,
				who: AccountId::new(BOB),
				payments: vec![(1, 500), (0, 3)],
				unpaid: vec![9],
			},
		),
		record(Phase::Finalization, pallet_order_book::Event::MarketClosed { market: 8 }),
	];
	let happened = decode(&types(), &events.encode()).unwrap();
	assert_eq!(happened.unread, []);
	let places: Vec<_> =
		happened.events.iter().map(|event| (event.index, event.extrinsic)).collect();
	assert_eq!(places, [(1, Some(1)), (2, Some(2)), (3, None)]);
	let What::Executed(call) = &happened.events[0].what else { panic!() };
	assert_eq!((call.market, call.sequence, call.trader.clone()), (4, 9, ALICE.into()));
	assert_eq!(call.outcomes[1], Outcome::Refused("BelowMinNotional".into()));
	let Outcome::Placed(second) = &call.outcomes[2] else { panic!() };
	assert_eq!((second.filled.get(), second.client_id), (9, Some(77)));
	assert_eq!(second.end, TakerEnd::Complete);
	assert_eq!(call.removals[0].reason, Reason::Dust);
	let claimed =
		SharesEvent::Claimed { class: 2, who: BOB.into(), payments: vec![(1, 500), (0, 3)] };
	assert_eq!(happened.events[1].what, What::Shares(claimed));
	assert_eq!(happened.events[2].what, What::Market(MarketEvent::Closed { market: 8 }));
}

#[test]
fn each_fill_belongs_to_the_order_that_took_it() {
	let events = vec![record(Phase::ApplyExtrinsic(1), executed())];
	let happened = decode(&types(), &events.encode()).unwrap();
	let (_, call) = happened.executed().next().unwrap();
	let trades: Vec<_> = call.trades().collect();
	// The first order filled 3, the second 7 + 2 = 9.
	let takers: Vec<_> = trades.iter().map(|trade| trade.taker_client_id).collect();
	assert_eq!(takers, [None, Some(77), Some(77)]);
	let rests: Vec<_> = trades.iter().map(|trade| trade.taker_order.is_some()).collect();
	assert_eq!(rests, [false, true, true]);
	assert!(trades.iter().all(|trade| trade.taker_side == Side::Bid && trade.sequence == 9));
	assert_eq!(trades.iter().map(|trade| trade.index).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn the_smallest_rest_is_the_last_word_on_an_order() {
	let events = vec![record(Phase::ApplyExtrinsic(1), executed())];
	let happened = decode(&types(), &events.encode()).unwrap();
	let (_, call) = happened.executed().next().unwrap();
	let rests = |wanted: OrderId| {
		let of = |kind: ChangeKind| match kind {
			ChangeKind::Filled { order, rests, .. } | ChangeKind::Left { order, rests, .. }
				if order == wanted =>
			{
				Some(rests.get())
			}
			_ => None,
		};
		call.changes().filter_map(|change| of(change.kind)).min()
	};
	assert_eq!(rests(ask(10, 1)), Some(0));
	// 2 were traded and the 4 that were left are dust.
	assert_eq!(rests(ask(11, 2)), Some(0));
	let refused = call.changes().filter(|change| matches!(change.kind, ChangeKind::Refused { .. }));
	assert_eq!(refused.count(), 1);
}

#[test]
fn a_deadline_and_the_orders_that_it_has_ended_are_read() {
	let removal = engine::Removal {
		owner: Owner(CAROL),
		order: ask(11, 2),
		lots: Lots::new(4),
		rests: Lots::ZERO,
		reason: engine::RemovalReason::DeadlinePassed,
	};
	let call: pallet_order_book::Event<Runtime> = pallet_order_book::Event::Executed {
		market: 4,
		trader: AccountId::new(ALICE),
		sequence: 9,
		outcomes: vec![
			pallet_order_book::Outcome::DeadlineSet(Some(30)),
			pallet_order_book::Outcome::DeadlineSet(None),
			pallet_order_book::Outcome::LapsedRemoved(1),
		],
		fills: vec![],
		removals: vec![removal],
	};
	let events = vec![record(Phase::ApplyExtrinsic(1), call)];
	let happened = decode(&types(), &events.encode()).unwrap();
	assert_eq!(happened.unread, []);
	let (_, call) = happened.executed().next().unwrap();
	let expected =
		[Outcome::DeadlineSet(Some(30)), Outcome::DeadlineSet(None), Outcome::LapsedRemoved(1)];
	assert_eq!(call.outcomes, expected);
	assert_eq!(call.removals[0].reason.name(), "DeadlinePassed");
	let changes: Vec<_> = call.changes().map(|change| (change.owner, change.kind)).collect();
	let set = |deadline| (AccountId::new(ALICE), ChangeKind::DeadlineSet { deadline });
	assert_eq!(changes[..2], [set(Some(30)), set(None)]);
	assert_eq!((changes.len(), changes[2].0.clone()), (3, CAROL.into()));
}

#[test]
fn what_happens_to_a_market_is_read() {
	use pallet_order_book::{Event, HaltReason};
	let params = engine::MarketParams {
		base: 2,
		quote: 1,
		tick_size: QuoteAtoms::new(10_000),
		lot_size: engine::BaseAtoms::new(3),
		min_notional: QuoteAtoms::new(1_000_000),
		max_open_orders: 200,
		price_band_ppm: 7,
		maker_fee_ppm: -50,
		taker_fee_ppm: 500,
		max_fee_ppm: 1_000,
	};
	let status = engine::MarketStatus::PostOnly;
	let removals = executed_removals();
	let events: Vec<Event<Runtime>> = vec![
		Event::MarketCreated { market: 4, lister: AccountId::new(ALICE), params },
		Event::MarketParamsSet { market: 4, params },
		Event::MarketStatusSet { market: 4, status },
		Event::MarketHalted { market: 4, reason: HaltReason::Unbalanced },
		Event::MarketUnwound { market: 4, removals },
	];
	let records: Vec<_> =
		events.into_iter().map(|event| record(Phase::Initialization, event)).collect();
	let happened = decode(&types(), &records.encode()).unwrap();
	assert_eq!(happened.unread, []);
	let read: Vec<_> = happened.markets().map(|(_, market)| market.clone()).collect();
	let expected = [
		MarketEvent::Created { market: 4, params },
		MarketEvent::ParamsSet { market: 4, params },
		MarketEvent::StatusSet { market: 4, status: "PostOnly".into() },
		MarketEvent::Halted { market: 4 },
	];
	assert_eq!(read[..4], expected);
	let MarketEvent::Unwound { market: 4, removals } = &read[4] else { panic!("{read:?}") };
	assert_eq!((removals[0].owner.clone(), removals[0].lots.get()), (CAROL.into(), 4));
}

fn executed_removals() -> Vec<engine::Removal> {
	match executed() {
		pallet_order_book::Event::Executed { removals, .. } => removals,
		other => panic!("{other:?}"),
	}
}

#[test]
fn every_event_that_is_read_is_there_under_its_name() {
	fn check<R: Readable, E: TypeInfo + 'static>() {
		let TypeDef::Variant(variants) = E::type_info().type_def else { panic!() };
		for name in R::NAMES {
			let there = variants.variants.iter().any(|variant| variant.name == *name);
			assert!(there, "{name} is no event any more");
		}
	}
	check::<RawBookEvent, pallet_order_book::Event<Runtime>>();
	check::<RawSharesEvent, pallet_shareholders::Event<Runtime>>();
	check::<RawBallotEvent, pallet_ballots::Event<Runtime>>();
	check::<RawPollEvent, pallet_share_voting::Event<Runtime>>();
}

/// A runtime to come: other numbers, pallets and events that nobody knows yet, fields that were added or moved.
mod later {
	use codec::Encode;
	use scale_info::TypeInfo;

	#[derive(Encode, TypeInfo)]
	pub(super) struct EventRecord {
		pub(super) phase: Phase,
		pub(super) event: RuntimeEvent,
		pub(super) topics: Vec<[u8; 32]>,
	}

	#[derive(Encode, TypeInfo)]
	pub(super) enum Phase {
		#[codec(index = 5)]
		ApplyExtrinsic(u32),
	}

	#[derive(Encode, TypeInfo)]
	pub(super) enum RuntimeEvent {
		#[codec(index = 3)]
		Weather(Weather),
		#[codec(index = 4)]
		OrderBook(Book),
	}

	#[derive(Encode, TypeInfo)]
	pub(super) enum Weather {
		Rain { drops: u128, text: String },
	}

	#[derive(Encode, TypeInfo)]
	pub(super) enum Book {
		#[codec(index = 17)]
		Audited { by: [u8; 32] },
		#[codec(index = 18)]
		MarketUnwound { why: String, removals: Vec<Removal>, market: u64 },
		/// It has lost its market.
		#[codec(index = 19)]
		MarketClosed { id: u32 },
	}

	#[derive(Encode, TypeInfo)]
	pub(super) struct Removal {
		pub(super) reason: Reason,
		pub(super) order: u128,
		pub(super) owner: [u8; 32],
		pub(super) lots: u64,
		pub(super) rests: u64,
		pub(super) released: u128,
	}

	#[derive(Encode, TypeInfo)]
	pub(super) enum Reason {
		Boredom,
	}
}

fn types_of<T: TypeInfo + 'static>() -> Types {
	let mut registry = Registry::new();
	let events = registry.register_type(&MetaType::new::<T>()).id;
	Types { registry: registry.into(), events }
}

#[test]
fn events_of_a_later_runtime_are_read_by_name_and_what_cannot_be_read_is_counted() {
	use later::{Book, EventRecord, Phase, Reason as Why, Removal, RuntimeEvent, Weather};
	let event = |event| EventRecord { phase: Phase::ApplyExtrinsic(6), event, topics: vec![] };
	let removal = Removal {
		reason: Why::Boredom,
		order: ask(10, 1).bits(),
		owner: BOB,
		lots: 3,
		rests: 0,
		released: 1,
	};
	let events = vec![
		event(RuntimeEvent::Weather(Weather::Rain { drops: 1, text: "cold".into() })),
		event(RuntimeEvent::OrderBook(Book::Audited { by: ALICE })),
		event(RuntimeEvent::OrderBook(Book::MarketClosed { id: 3 })),
		event(RuntimeEvent::OrderBook(Book::MarketUnwound {
			why: "late".into(),
			removals: vec![removal],
			market: 2,
		})),
	];
	let happened = decode(&types_of::<Vec<EventRecord>>(), &events.encode()).unwrap();
	assert_eq!(happened.events.len(), 1);
	assert_eq!((happened.events[0].index, happened.events[0].extrinsic), (3, Some(6)));
	let What::Market(MarketEvent::Unwound { market: 2, removals }) = &happened.events[0].what
	else {
		panic!("{happened:?}")
	};
	assert_eq!(removals[0].owner, BOB.into());
	assert_eq!(removals[0].reason, Reason::Other("Boredom".into()));
	assert_eq!(happened.unread.len(), 1);
	assert_eq!(
		(happened.unread[0].index, &*happened.unread[0].name),
		(2, "OrderBook.MarketClosed")
	);
}

#[test]
fn bytes_that_are_no_events_are_an_error() {
	assert!(decode(&types(), &[4]).is_err());
	assert!(decode(&types(), &[8, 0, 1]).is_err());
	assert!(Types::from_metadata(&[1, 2, 3]).is_err());
}
