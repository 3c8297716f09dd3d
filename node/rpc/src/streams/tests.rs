//! What subscribers are told on a chain of a few blocks, made by hand.

mod tree;

use crate::{
	error::Error,
	streams::{
		hub::{Hub, Request, What},
		limits::{Most, MAX_MESSAGES, MAX_ROUTE},
		metrics::{Kind, Places},
		outbox::{message, Held, Outbox, SLOW},
		route::{route, Route},
	},
};
use jsonrpsee::core::server::ConnectionId;
use kongsi_events::{Executed, Fill, Outcome, Placed, Reason, Removal, TakerEnd};
use order_book_engine::{Locator, Lots, OrderId, QuoteAtoms, Side, Ticks};
use serde_json::{json, Value};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use std::sync::Arc;
use tree::{Tree, BOOK};

/// The market that is there: HALO/CASH in steps of 0.01.
const HALO: u32 = 1;

fn begin(hub: &mut Hub<Tree>, what: What) -> Result<Arc<Outbox>, Error> {
	let reader = match what {
		What::Best(_) => Outbox::of_latest(),
		_ => Outbox::of_all(&Held::default()),
	};
	let (begun, mut answer) = tokio::sync::oneshot::channel();
	hub.begin(Request { what, reader: reader.clone(), begun });
	answer.try_recv().unwrap().map(|()| reader)
}

fn told(reader: &Outbox) -> Vec<Value> {
	reader.waiting()
}

fn types(messages: &[Value]) -> Vec<&str> {
	messages.iter().map(|message| message["type"].as_str().unwrap()).collect()
}

/// The id of an order to sell at 25.1.
fn ask_id(sequence: u64) -> OrderId {
	OrderId::new(Locator::new(Side::Ask, Ticks::new(2_510), 0, 0), sequence)
}

/// Seven lots that rest at 25.1.
fn ask(sequence: u64) -> Placed {
	Placed {
		order: Some(ask_id(sequence)),
		side: Side::Ask,
		price: Ticks::new(2_510),
		rests: Lots::new(7),
		filled: Lots::ZERO,
		cancelled: Lots::ZERO,
		end: TakerEnd::Complete,
		notional: QuoteAtoms::ZERO,
		fee: QuoteAtoms::ZERO,
		client_id: None,
		expires_at: None,
	}
}

#[test]
fn a_way_goes_by_the_common_block_and_a_long_one_is_a_jump() {
	let tree = Tree::new();
	let a = tree.grow(1, 2);
	let b = tree.grow(1, 4);
	let head = |hash| tree.head(hash);
	let numbers = |steps: &[crate::streams::route::Step<u64>]| -> Vec<_> {
		steps.iter().map(|step| (step.block.hash, step.parent.hash)).collect()
	};
	let Ok(Route::Forward(steps)) = route(&tree, head(1), head(a)) else { panic!() };
	assert_eq!(numbers(&steps), [(2, 1), (3, 2)]);
	let Ok(Route::Around(common, steps)) = route(&tree, head(a), head(b)) else { panic!() };
	assert_eq!((common.hash, common.number), (1, 1));
	assert_eq!(numbers(&steps), [(4, 1), (5, 4), (6, 5), (7, 6)]);
	// Back to an ancestor.
	let Ok(Route::Around(common, steps)) = route(&tree, head(a), head(2)) else { panic!() };
	assert_eq!((common.hash, steps.len()), (2, 0));
	let far = tree.grow(a, MAX_ROUTE as u64 + 1);
	assert_eq!(route(&tree, head(a), head(far)), Ok(Route::Jump));
	assert!(matches!(route(&tree, head(a), head(far - 1)), Ok(Route::Forward(_))));
}

#[test]
fn depth_is_a_snapshot_and_then_one_diff_a_block_also_where_nothing_happens() {
	let tree = Tree::new();
	tree.set(1, &[(2_500, 10), (2_499, 5)], &[(2_510, 7)], 42);
	let mut hub = Hub::new(tree.clone());
	let two = begin(&mut hub, What::Depth(HALO, 2)).unwrap();
	let one = begin(&mut hub, What::Depth(HALO, 1)).unwrap();
	let snapshot = json!({
		"type": "snapshot", "block": { "hash": 1, "number": 1 }, "parent": 0, "market": 1, "symbol": "HALO/CASH",
		"seq": 42, "bids": [["25", "10", 1], ["24.99", "5", 1]], "asks": [["25.1", "7", 1]],
	});
	assert_eq!(told(&two), [snapshot]);
	assert_eq!(told(&one)[0]["bids"], json!([["25", "10", 1]]));

	// A better bid pushes the third out of two levels, and the second out of one. The ask shrinks.
	let next = tree.grow(1, 1);
	tree.set(next, &[(2_501, 1), (2_500, 10), (2_499, 5)], &[(2_510, 3)], 44);
	let idle = tree.grow(next, 1);
	tree.best(idle);
	hub.follow();
	let bids = json!([["25.01", "1", 1], ["24.99", "0", 0]]);
	let diff = json!({
		"type": "diff", "block": { "hash": 2, "number": 2 }, "parent": 1, "U": 43, "u": 44, "pu": 42,
		"bids": bids, "asks": [["25.1", "3", 1]],
	});
	let empty = json!({
		"type": "diff", "block": { "hash": 3, "number": 3 }, "parent": 2, "U": 44, "u": 44, "pu": 44,
		"bids": [], "asks": [],
	});
	assert_eq!(told(&two), [diff, empty]);
	assert_eq!(told(&one)[0]["bids"], json!([["25.01", "1", 1], ["25", "0", 0]]));
}

#[test]
fn a_reorganisation_is_a_reset_and_a_snapshot_and_final_marks_come_after_their_blocks() {
	let tree = Tree::new();
	tree.set(1, &[(2_500, 10)], &[], 42);
	let mut hub = Hub::new(tree.clone());
	let depth = begin(&mut hub, What::Depth(HALO, 5)).unwrap();
	let trades = begin(&mut hub, What::Trades(Some(HALO))).unwrap();
	let account = begin(&mut hub, What::Account(Alice.to_account_id())).unwrap();
	let a = tree.grow(1, 2);
	tree.best(a);
	hub.follow();
	let b = tree.grow(2, 2);
	tree.set(b, &[(2_400, 1)], &[], 43);
	tree.best(b);
	tree.finalize(b);
	hub.follow();
	let messages = told(&depth);
	assert_eq!(types(&messages), ["snapshot", "diff", "diff", "reset", "snapshot", "final"]);
	let common = json!({ "hash": 2, "number": 2 });
	assert_eq!(messages[3]["common"], common);
	assert_eq!(messages[4]["bids"], json!([["24", "1", 1]]));
	let head = json!({ "hash": b, "number": 4 });
	assert_eq!(messages[5], json!({ "type": "final", "block": head, "seq": 43 }));
	let messages = told(&trades);
	assert_eq!(types(&messages), ["start", "reset", "final"]);
	assert_eq!(messages[1]["common"], common);
	// An account is told the blocks of the new branch as well, since their fills stand in no state.
	let messages = told(&account);
	let expected =
		["snapshot", "update", "update", "reset", "snapshot", "update", "update", "final"];
	assert_eq!(types(&messages), expected);
	assert_eq!((&messages[3]["common"], &messages[4]["block"]), (&common, &common));
	assert_eq!(messages[6]["block"], head);
}

#[test]
fn a_block_that_becomes_final_while_the_chain_is_asked_is_told_before_its_mark() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let depth = begin(&mut hub, What::Depth(HALO, 5)).unwrap();
	tree.finalize_after_a_question(tree.grow(1, 1));
	hub.follow();
	hub.follow();
	assert_eq!(types(&told(&depth)), ["snapshot", "diff", "final"]);
}

#[test]
fn fills_of_a_branch_that_others_have_left_are_told_again_where_they_happened() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let bob = begin(&mut hub, What::Account(Bob.to_account_id())).unwrap();
	tree.best(tree.grow(1, 1));
	hub.follow();
	let fill = Fill {
		maker: Alice.to_account_id(),
		order: OrderId::new(Locator::new(Side::Ask, Ticks::new(2_510), 0, 0), 1),
		price: Ticks::new(2_510),
		lots: Lots::new(2),
		maker_rests: Lots::new(5),
		notional: QuoteAtoms::new(50_200_000),
		taker_fee: QuoteAtoms::new(25_100),
		maker_fee: QuoteAtoms::new(5_020),
	};
	let (trader, removals) = (Bob.to_account_id(), vec![]);
	let (fills, outcomes) = (vec![fill], vec![]);
	let first = tree.grow(1, 1);
	let call = Executed { market: HALO, trader, sequence: 2, outcomes, fills, removals };
	tree.happen(first, vec![call]);
	tree.best(tree.grow(first, 1));
	hub.follow();
	let messages = told(&bob);
	assert_eq!(types(&messages), ["snapshot", "update", "reset", "snapshot", "update", "update"]);
	assert_eq!(messages[4]["block"], json!({ "hash": first, "number": 2 }));
	assert_eq!(messages[4]["fills"][0]["size"], "2");
	assert_eq!(messages[5]["fills"], json!([]));
}

#[test]
fn a_balance_that_changes_without_an_event_of_the_book_is_told() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let alice = begin(&mut hub, What::Account(Alice.to_account_id())).unwrap();
	let paid = tree.grow(1, 1);
	tree.set_cash(paid, 7_500_000);
	let gone = tree.grow(paid, 2);
	tree.set_cash(gone, 0);
	tree.best(gone);
	hub.follow();
	let cash = |amount: &str| {
		json!([{
			"token": 1, "symbol": "CASH", "decimals": 6, "free": amount, "inOrders": "0", "held": "0",
			"total": amount,
		}])
	};
	let balances: Vec<Value> =
		told(&alice).iter().map(|message| message["balances"].clone()).collect();
	assert_eq!(balances, [cash("7"), cash("7.5"), json!([]), cash("0")]);
}

#[test]
fn a_jump_begins_depth_anew_and_closes_trades() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let depth = begin(&mut hub, What::Depth(HALO, 5)).unwrap();
	let trades = begin(&mut hub, What::Trades(None)).unwrap();
	let far = tree.grow(1, 500);
	tree.best(far);
	hub.follow();
	let messages = told(&depth);
	assert_eq!(types(&messages), ["snapshot", "reset", "snapshot"]);
	assert_eq!(messages[1]["common"], Value::Null);
	assert_eq!(types(&told(&trades)), ["start"]);
	let why = "The chain has gone too far at once: trades were left out, subscribe anew.";
	assert_eq!(trades.ending().as_deref(), Some(why));
}

#[test]
fn a_stream_of_a_market_ends_with_it() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let depth = begin(&mut hub, What::Depth(HALO, 5)).unwrap();
	let best = begin(&mut hub, What::Best(vec![HALO])).unwrap();
	let trades = begin(&mut hub, What::Trades(Some(HALO))).unwrap();
	let all = begin(&mut hub, What::Trades(None)).unwrap();
	let end = tree.grow(1, 1);
	tree.remove_market(end);
	tree.best(end);
	hub.follow();
	assert_eq!(depth.ending().as_deref(), Some("Market 1 has ended."));
	assert_eq!(best.ending().as_deref(), Some("Market 1 has ended."));
	assert_eq!(trades.ending().as_deref(), Some("Market 1 has ended."));
	assert_eq!(all.ending(), None);
	assert_eq!(begin(&mut hub, What::Depth(HALO, 5)).err(), Some(Error::UnknownMarket(HALO)));
	assert_eq!(begin(&mut hub, What::Trades(Some(9))).err(), Some(Error::UnknownMarket(9)));
}

#[test]
fn what_is_told_of_best_prices_is_the_last_word() {
	let tree = Tree::new();
	tree.set(1, &[(2_500, 10)], &[], 42);
	let mut hub = Hub::new(tree.clone());
	let best = begin(&mut hub, What::Best(vec![HALO, HALO])).unwrap();
	for bid in [2_501, 2_502, 2_503] {
		let next = tree.grow(tree.best_hash(), 1);
		tree.set(next, &[(bid, 1)], &[], bid);
		tree.best(next);
		hub.follow();
	}
	let messages = told(&best);
	assert_eq!(messages.len(), 1);
	assert_eq!(messages[0]["block"], json!({ "hash": 4, "number": 4 }));
	assert_eq!(messages[0]["markets"][0]["bid"], json!(["25.03", "1"]));
	// Nothing has changed: nothing is said.
	tree.best(tree.grow(4, 1));
	hub.follow();
	assert_eq!(told(&best), [] as [Value; 0]);
}

#[test]
fn events_that_cannot_be_read_close_trades_and_make_accounts_begin_anew() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let trades = begin(&mut hub, What::Trades(None)).unwrap();
	let account = begin(&mut hub, What::Account(Alice.to_account_id())).unwrap();
	let depth = begin(&mut hub, What::Depth(HALO, 1)).unwrap();
	let next = tree.grow(1, 1);
	tree.unreadable(next, "OrderBook.Executed");
	tree.best(next);
	hub.follow();
	assert_eq!(types(&told(&account)), ["snapshot", "reset", "snapshot"]);
	assert_eq!(types(&told(&depth)), ["snapshot", "diff"]);
	assert!(trades.ending().unwrap().contains("the runtime is newer than this node"));
}

#[test]
fn an_account_is_told_what_its_order_did_and_a_fill_has_its_role_and_fee() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let alice = begin(&mut hub, What::Account(Alice.to_account_id())).unwrap();
	let bob = begin(&mut hub, What::Account(Bob.to_account_id())).unwrap();
	let id = ask_id(43);
	let place = Placed { client_id: Some(5), expires_at: Some(3), ..ask(43) };
	let call = |who: sp_keyring::Sr25519Keyring, outcomes, fills| Executed {
		market: HALO,
		trader: who.to_account_id(),
		sequence: 44,
		outcomes,
		fills,
		removals: vec![],
	};
	let placed = tree.grow(1, 1);
	tree.happen(placed, vec![call(Alice, vec![Outcome::Placed(place.clone())], vec![])]);
	// Bob buys 2 of the 7 for 50.20, with 0.0251 for him and 0.00502 for her to pay.
	let fill = Fill {
		maker: Alice.to_account_id(),
		order: id,
		price: Ticks::new(2_510),
		lots: Lots::new(2),
		maker_rests: Lots::new(5),
		notional: QuoteAtoms::new(50_200_000),
		taker_fee: QuoteAtoms::new(25_100),
		maker_fee: QuoteAtoms::new(5_020),
	};
	let take = Placed {
		order: None,
		side: Side::Bid,
		filled: Lots::new(2),
		rests: Lots::ZERO,
		cancelled: Lots::new(1),
		end: TakerEnd::NotToRest,
		client_id: None,
		expires_at: None,
		..place
	};
	let taken = tree.grow(placed, 1);
	let outcomes = vec![Outcome::Refused("WouldTake".into()), Outcome::Placed(take)];
	tree.happen(taken, vec![call(Bob, outcomes, vec![fill])]);
	let lapsed = tree.grow(taken, 1);
	tree.best(lapsed);
	hub.follow();

	let alice = told(&alice);
	assert_eq!(types(&alice), ["snapshot", "update", "update", "update"]);
	let order = |filled: &str, remaining: &str, lots: u64, status: &str| {
		json!([{
			"market": 1, "symbol": "HALO/CASH", "id": id.bits().to_string(), "side": "sell", "price": "25.1",
			"filled": filled, "remaining": remaining, "ticks": 2_510, "lots": lots, "clientId": "5", "expiresAt": 3,
			"status": status, "reason": null,
		}])
	};
	assert_eq!(alice[1]["orders"], order("0", "7", 7, "open"));
	assert_eq!(alice[2]["orders"], order("2", "5", 5, "open"));
	// Block 4 is the first after its last one.
	assert_eq!(alice[3]["orders"], order("0", "5", 5, "expired"));
	let fill = |role: &str, side: &str, fee: &str, order: Value, client_id: Value| {
		json!([{
			"market": 1, "symbol": "HALO/CASH", "seq": 44, "index": 0, "role": role, "side": side, "price": "25.1",
			"size": "2", "notional": "50.2", "fee": fee, "order": order, "clientId": client_id,
		}])
	};
	let own = json!(id.bits().to_string());
	// This market pays its makers: the fee is a rebate.
	assert_eq!(BOOK.maker_fee_ppm, -50);
	assert_eq!(alice[2]["fills"], fill("maker", "sell", "-0.00502", own, json!("5")));
	let bob = told(&bob);
	assert_eq!(bob[2]["fills"], fill("taker", "buy", "0.0251", Value::Null, Value::Null));
	assert_eq!(bob[2]["orders"][0]["status"], "cancelled");
	assert_eq!(bob[2]["orders"][0]["reason"], "notToRest");
	assert_eq!(bob[2]["refused"], json!([{ "market": 1, "error": "WouldTake" }]));
}

#[test]
fn an_order_expires_with_the_deadline_of_its_owner_and_a_new_deadline_does_not_bring_it_back() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let alice = begin(&mut hub, What::Account(Alice.to_account_id())).unwrap();
	let call = |outcomes| {
		let (trader, fills, removals) = (Alice.to_account_id(), vec![], vec![]);
		vec![Executed { market: HALO, trader, sequence: 9, outcomes, fills, removals }]
	};
	// Block 2 sets the deadline to itself and places; block 3 is the first after it. There it is set anew, and she places.
	let two = tree.grow(1, 1);
	tree.set_deadline(two, Some(2));
	tree.happen(two, call(vec![Outcome::DeadlineSet(Some(2)), Outcome::Placed(ask(1))]));
	let three = tree.grow(two, 1);
	tree.set_deadline(three, Some(4));
	tree.happen(three, call(vec![Outcome::DeadlineSet(Some(4)), Outcome::Placed(ask(2))]));
	tree.best(tree.grow(three, 2));
	hub.follow();
	let statuses: Vec<Vec<String>> = told(&alice)[1..]
		.iter()
		.map(|update| update["orders"].as_array().unwrap().clone())
		.map(|orders| orders.iter().map(|order| order["status"].to_string()).collect())
		.collect();
	let (open, expired) = ("\"open\"".to_owned(), "\"expired\"".to_owned());
	// Block 4 is the last one; in block 5 the second order is over as well.
	let expected = [vec![open.clone()], vec![expired.clone(), open], vec![], vec![expired]];
	assert_eq!(statuses, expected);
}

#[test]
fn an_order_that_shrank_and_then_filled_is_filled_and_one_that_shrank_and_was_cancelled_is_not() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let alice = begin(&mut hub, What::Account(Alice.to_account_id())).unwrap();
	let placed = |sequence| Outcome::Placed(ask(sequence));
	let left = |sequence, lots, rests, reason| Removal {
		owner: Alice.to_account_id(),
		order: ask_id(sequence),
		lots: Lots::new(lots),
		rests: Lots::new(rests),
		reason,
	};
	let call = |who: sp_keyring::Sr25519Keyring, outcomes, fills, removals| Executed {
		market: HALO,
		trader: who.to_account_id(),
		sequence: 9,
		outcomes,
		fills,
		removals,
	};
	// Both lose 2 of 7 to an order of her own; then the second is cancelled in the same call, and Bob takes the first.
	let shrunk = |sequence| left(sequence, 2, 5, Reason::SelfTrade);
	let cancelled = Outcome::Cancelled(left(2, 5, 0, Reason::Cancelled));
	let outcomes = vec![placed(1), placed(2), cancelled];
	let own = call(Alice, outcomes, vec![], vec![shrunk(1), shrunk(2)]);
	let fill = Fill {
		maker: Alice.to_account_id(),
		order: ask_id(1),
		price: Ticks::new(2_510),
		lots: Lots::new(5),
		maker_rests: Lots::ZERO,
		notional: QuoteAtoms::new(125_500_000),
		taker_fee: QuoteAtoms::ZERO,
		maker_fee: QuoteAtoms::ZERO,
	};
	let block = tree.grow(1, 1);
	tree.happen(block, vec![own, call(Bob, vec![], vec![fill], vec![])]);
	tree.best(block);
	hub.follow();
	let update = &told(&alice)[1];
	let said: Vec<_> = update["orders"]
		.as_array()
		.unwrap()
		.iter()
		.map(|order| [&order["status"], &order["filled"], &order["remaining"], &order["reason"]])
		.map(|said| said.map(|text| text.as_str().unwrap()))
		.collect();
	assert_eq!(said, [["filled", "5", "0", "selfTrade"], ["cancelled", "0", "0", "cancelled"]]);
}

#[test]
fn events_about_an_order_that_is_not_known_make_the_account_begin_anew() {
	let tree = Tree::new();
	let mut hub = Hub::new(tree.clone());
	let alice = begin(&mut hub, What::Account(Alice.to_account_id())).unwrap();
	let removal = Removal {
		owner: Alice.to_account_id(),
		order: OrderId::from_bits(1),
		lots: Lots::new(1),
		rests: Lots::ZERO,
		reason: Reason::Cancelled,
	};
	let next = tree.grow(1, 1);
	let outcomes = vec![Outcome::Cancelled(removal)];
	let (trader, fills, removals) = (Alice.to_account_id(), vec![], vec![]);
	tree.happen(
		next,
		vec![Executed { market: HALO, trader, sequence: 1, outcomes, fills, removals }],
	);
	tree.best(next);
	hub.follow();
	assert_eq!(types(&told(&alice)), ["snapshot", "reset", "snapshot"]);
}

#[test]
fn an_outbox_has_room_for_so_many_messages_and_then_only_says_why_it_ends() {
	let outbox = Outbox::of_all(&Held::default());
	let text = message(&json!({ "type": "diff" })).unwrap();
	(0..MAX_MESSAGES).for_each(|_| outbox.push(&text));
	assert!(outbox.is_open());
	outbox.push(&text);
	assert!(!outbox.is_open());
	assert_eq!((outbox.waiting(), outbox.ending().as_deref()), (vec![], Some(SLOW)));
	let outbox = Outbox::of_all(&Held::default());
	let long = message(&"x".repeat(3 << 20)).unwrap();
	outbox.push(&long);
	outbox.push(&long);
	assert!(outbox.is_open());
	outbox.push(&long);
	assert!(!outbox.is_open());
}

#[test]
fn where_all_together_have_too_much_waiting_whoever_has_much_is_cut_off_and_nobody_else() {
	let held = Held::default();
	let (long, short) = (message(&"x".repeat(3 << 20)).unwrap(), message(&"x").unwrap());
	// 85 x 2 x 3 MiB are 510 of 512.
	let full: Vec<_> = (0..85).map(|_| Outbox::of_all(&held)).collect();
	full.iter().for_each(|outbox| (0..2).for_each(|_| outbox.push(&long)));
	let (much, little) = (Outbox::of_all(&held), Outbox::of_all(&held));
	// The first message is taken whatever others have.
	much.push(&long);
	little.push(&short);
	assert!(much.is_open());
	much.push(&short);
	assert_eq!((much.is_open(), much.ending().as_deref()), (false, Some(SLOW)));
	// What waited for him is free again, but not enough for two.
	full[0].push(&short);
	little.push(&long);
	full[1].push(&short);
	assert_eq!([&full[0], &full[1], &little].map(|outbox| outbox.is_open()), [true, false, true]);
	// Whoever leaves or reads makes room.
	drop(full);
	little.push(&short);
	assert_eq!((little.is_open(), little.waiting().len()), (true, 3));
	assert_eq!(held.bytes(), 0);
}

#[test]
fn no_more_subscriptions_of_a_kind_are_served_than_there_are_places() {
	let most = Most { depth: 1, trades: 0, ..Default::default() };
	let places = Places::new(most, None).unwrap();
	let take = |kind| places.take(kind, ConnectionId(1));
	let place = take(Kind::Depth).unwrap();
	let full = |kind, most| Error::TooManySubscriptions { kind, most };
	assert_eq!(take(Kind::Depth).err(), Some(full("depth", 1)));
	assert_eq!(take(Kind::Trades).err(), Some(full("trades", 0)));
	assert!(take(Kind::Bbo).is_ok());
	drop(place);
	assert!(take(Kind::Depth).is_ok());
	assert_eq!(full("depth", 1).code(), 12_008);
	assert_eq!(full("depth", 1).data(), json!({ "kind": "depth", "most": 1 }));
}

#[test]
fn one_connection_has_a_quarter_of_the_places_of_a_kind() {
	let places = Places::new(Most { depth: 7, ..Default::default() }, None).unwrap();
	let take = |connection| places.take(Kind::Depth, ConnectionId(connection));
	let mut first = vec![take(1).unwrap(), take(1).unwrap()];
	let full = Error::TooManyOnConnection { kind: "depth", most: 2 };
	assert_eq!(take(1).err(), Some(full.clone()));
	assert_eq!((full.code(), full.data()), (12_008, json!({ "kind": "depth", "most": 2 })));
	let second = [take(2).unwrap(), take(2).unwrap()];
	// Other kinds are counted for themselves, and a place that is free again can be taken.
	assert!(places.take(Kind::Bbo, ConnectionId(1)).is_ok());
	first.pop();
	first.push(take(1).unwrap());
	assert_eq!(take(1).err(), Some(full));
	drop((first, second));
	let _all = [3, 3, 4, 4, 5, 5, 6].map(|connection| take(connection).unwrap());
	let full = Error::TooManySubscriptions { kind: "depth", most: 7 };
	assert_eq!(take(7).err(), Some(full));
}
