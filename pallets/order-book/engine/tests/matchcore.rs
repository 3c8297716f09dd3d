//! The engine against the crate `matchcore` on what both can: limit orders of all times in force, expiry, cancel, amend.
//!
//! The test allows for four habits of `matchcore` 0.4.0. It knows no owners, so every order has an owner of its own. It
//! drops an order in the block named as its expiry. It refuses a post-only amendment by removing the order. And a limit
//! order that crosses at all is matched as if it had no limit (`match_order(…, None, …)` in `execution/submit.rs` and
//! `amend.rs`), so it is never given more than crosses: what is left is submitted as a second order.

mod common;

use common::{from_env, listing, order, owner, plain_params, seed, Market};
use matchcore::{
	AmendCmd, AmendPatch, CancelCmd, Command, CommandKind, CommandMeta, CommandOutcome,
	CommandReport, LimitOrder, LimitOrderPatch, NewOrder, OrderBook, OrderFlags, OrderKind,
	OrderOutcome, Price, Quantity, QuantityPolicy, RestingLimitOrder, SequenceNumber, SubmitCmd,
	Timestamp,
};
use order_book_engine::{
	Amended, Asset, BookError, Lots, NewOrder as NewTerms, OrderId, Side, TimeInForce,
};
use rand::{rngs::StdRng, Rng, SeedableRng};
use std::collections::{BTreeMap, HashMap};

struct Other {
	book: OrderBook,
	next: u64,
	now: u32,
	/// The owner that an order has with us, by its number here.
	owners: HashMap<u64, u32>,
}

/// Maker's owner, price and lots of a fill.
type Trade = (u32, u64, u64);

impl Other {
	fn execute(&mut self, kind: CommandKind) -> Option<OrderOutcome> {
		let meta = CommandMeta {
			sequence_number: SequenceNumber(self.next),
			timestamp: Timestamp(u64::from(self.now)),
		};
		self.next += 1;
		match self.book.execute(&Command { meta, kind }) {
			CommandOutcome::Applied(
				CommandReport::Submit(effects) | CommandReport::Amend(effects),
			) => {
				assert!(effects.triggered_orders().is_empty());
				Some(effects.target_order().clone())
			}
			CommandOutcome::Applied(CommandReport::Cancel) => None,
			CommandOutcome::Rejected(failure) => {
				panic!("only what both accept is asked: {failure:?}")
			}
		}
	}

	/// How much an order could take within its limit.
	fn crossing(&self, terms: &NewTerms) -> u64 {
		let now = Timestamp(u64::from(self.now));
		let orders = self.book.limit().orders().values();
		let crosses = |order: &&RestingLimitOrder| match terms.side {
			Side::Bid => {
				order.side() == matchcore::Side::Sell && order.price().0 <= terms.price.get()
			}
			Side::Ask => {
				order.side() == matchcore::Side::Buy && order.price().0 >= terms.price.get()
			}
		};
		let live = orders.filter(|order| !order.is_expired(now)).filter(crosses);
		live.map(|order| order.total_quantity().0).sum()
	}

	/// Submits an order, never more at a time than crosses. Returns its fills, its number and whether it was refused.
	fn submit(&mut self, who: u32, terms: &NewTerms) -> (Vec<Trade>, u64, bool) {
		let crossing = self.crossing(terms);
		let lots = terms.quantity.get();
		let kind = terms.time_in_force;
		if kind == TimeInForce::FillOrKill || kind.post_only() || crossing == 0 || crossing >= lots
		{
			return self.submit_at_once(who, terms);
		}
		let part = |quantity, time_in_force| NewTerms {
			quantity: Lots::new(quantity),
			time_in_force,
			..*terms
		};
		let first = part(crossing, TimeInForce::ImmediateOrCancel);
		let (fills, number, _) = self.submit_at_once(who, &first);
		if kind == TimeInForce::ImmediateOrCancel {
			return (fills, number, false);
		}
		let (none, number, _) = self.submit_at_once(who, &part(lots - crossing, kind));
		assert!(none.is_empty());
		(fills, number, false)
	}

	fn submit_at_once(&mut self, who: u32, terms: &NewTerms) -> (Vec<Trade>, u64, bool) {
		let until = terms.expires_at.map(|last| Timestamp(u64::from(last) + 1));
		let time_in_force = match terms.time_in_force {
			TimeInForce::ImmediateOrCancel => matchcore::TimeInForce::Ioc,
			TimeInForce::FillOrKill => matchcore::TimeInForce::Fok,
			_ => until.map_or(matchcore::TimeInForce::Gtc, matchcore::TimeInForce::Gtd),
		};
		let side = match terms.side {
			Side::Bid => matchcore::Side::Buy,
			Side::Ask => matchcore::Side::Sell,
		};
		let flags = OrderFlags::new(side, terms.time_in_force.post_only(), time_in_force);
		let quantity = standard(terms.quantity.get());
		let order = LimitOrder::new(Price(terms.price.get()), quantity, flags);
		let number = self.next;
		self.owners.insert(number, who);
		let submit = CommandKind::Submit(SubmitCmd { order: NewOrder::Limit(order) });
		let outcome = self.execute(submit).expect("a submission");
		(self.trades(&outcome), number, outcome.cancel_reason().is_some())
	}

	fn trades(&self, outcome: &OrderOutcome) -> Vec<Trade> {
		let of = |t: &matchcore::Trade| {
			(self.owners[&t.maker_order_id().0], t.price().0, t.quantity().0)
		};
		outcome.match_result().map_or(Vec::new(), |result| result.trades().iter().map(of).collect())
	}

	fn cancel(&mut self, number: u64) {
		let (order_id, order_kind) = (matchcore::OrderId(number), OrderKind::Limit);
		self.execute(CommandKind::Cancel(CancelCmd { order_id, order_kind }));
	}
}

fn standard(lots: u64) -> QuantityPolicy {
	QuantityPolicy::Standard { quantity: Quantity(lots) }
}

#[test]
fn fills_are_those_of_matchcore() {
	let ops = from_env("KONGSI_OPS", 100_000).min(1_000_000);
	let mut rng = StdRng::seed_from_u64(seed("matchcore"));
	let mut ours = Market::new(plain_params());
	let mut theirs =
		Other { book: OrderBook::new("test"), next: 0, now: 1, owners: HashMap::new() };
	// By owner: the id here and the number there.
	let mut live: BTreeMap<u32, (OrderId, u64)> = BTreeMap::new();
	let (mut owners, mut filled) = (0u32, 0);
	for n in 0..ops {
		ours.now += u32::from(rng.gen_ratio(1, 5));
		theirs.now = ours.now;
		let chosen = live.range(rng.gen_range(0..=owners)..).next().map(|(who, ids)| (*who, *ids));
		match (rng.gen_range(0..10), chosen) {
			(0..=1, Some((who, (id, number)))) => {
				let lapsed = ours_expired(&mut ours, id);
				ours.cancel(who, id).expect("it is stored");
				live.remove(&who);
				if !lapsed {
					theirs.cancel(number);
				}
			}
			(2..=3, Some((who, (id, number)))) => {
				let lapsed = ours_expired(&mut ours, id);
				let old = order_book_engine::book::find(&mut ours.store, id).expect("it is stored");
				let price = rng.gen_bool(0.6).then(|| rng.gen_range(985..=1_015));
				let quantity = rng.gen_bool(0.6).then(|| rng.gen_range(1..=30));
				let answer = ours.amend(who, id, price, quantity);
				if lapsed || answer == Err(BookError::NothingToAmend) {
					assert!(answer.is_err());
					continue;
				}
				let side = id.locator().side();
				let new = NewTerms {
					time_in_force: old.time_in_force,
					expires_at: old.expires_at,
					..order(
						side,
						price.unwrap_or(id.locator().tick().get()),
						quantity.unwrap_or(old.lots.get()),
					)
				};
				let crossing = theirs.crossing(&new);
				let beyond = crossing > 0 && crossing < new.quantity.get();
				let (trades, number, refused) = if beyond && !new.time_in_force.post_only() {
					theirs.cancel(number);
					theirs.submit(who, &new)
				} else {
					let patch = LimitOrderPatch {
						price: price.map(Price),
						quantity_policy: quantity.map(standard),
						..Default::default()
					};
					let order_id = matchcore::OrderId(number);
					let amend = AmendCmd { order_id, patch: AmendPatch::Limit(patch) };
					let outcome = theirs.execute(CommandKind::Amend(amend)).expect("an amendment");
					(theirs.trades(&outcome), number, outcome.cancel_reason().is_some())
				};
				match answer {
					Ok(Amended::Reduced(_)) => assert!(trades.is_empty()),
					Ok(Amended::Replaced(_, placed)) => {
						filled += compare(&ours, &trades);
						live.remove(&who);
						live.extend(placed.order.map(|id| (who, (id, number))));
					}
					Err(BookError::WouldTake) => {
						assert!(refused);
						ours.cancel(who, id).expect("it was not amended");
						live.remove(&who);
					}
					Err(error) => panic!("{error:?}"),
				}
			}
			_ => {
				owners += 1;
				let side = if rng.gen() { Side::Bid } else { Side::Ask };
				let away = rng.gen_range(-6..=15i64);
				let price =
					1_000u64.saturating_add_signed(if side == Side::Bid { -away } else { away });
				let lots = rng.gen_range(1..=20) * if live.len() > 400 { 4 } else { 1 };
				let terms = NewTerms {
					expires_at: rng.gen_ratio(1, 3).then(|| ours.now + rng.gen_range(0..200)),
					time_in_force: match rng.gen_range(0..10) {
						0..=1 => TimeInForce::ImmediateOrCancel,
						2 => TimeInForce::FillOrKill,
						3..=4 => TimeInForce::PostOnly,
						_ => TimeInForce::GoodTilCancelled,
					},
					..order(side, price, lots)
				};
				for asset in [Asset::Base, Asset::Quote] {
					ours.accounts.give(&owner(owners), asset, 1 << 40);
				}
				let (trades, number, refused) = theirs.submit(owners, &terms);
				match ours.place(owners, terms) {
					Ok(placed) => {
						filled += compare(&ours, &trades);
						live.extend(placed.order.map(|id| (owners, (id, number))));
					}
					Err(BookError::WouldTake | BookError::NotFillable) => {
						assert!(trades.is_empty() && refused);
					}
					Err(error) => panic!("{error:?}"),
				}
			}
		}
		for fill in ours.fills.iter().filter(|fill| fill.maker_rests.is_zero()) {
			live.remove(&number_of(&fill.maker.0));
		}
		for removal in &ours.removals {
			live.remove(&number_of(&removal.owner.0));
		}
		if n.is_multiple_of(500) {
			compare_books(&mut ours, &theirs);
		}
	}
	compare_books(&mut ours, &theirs);
	println!("{ops} of {ops} ops, {filled} fills");
	assert!(filled > ops / 20);
}

fn ours_expired(ours: &mut Market, id: OrderId) -> bool {
	let order = order_book_engine::book::find(&mut ours.store, id).expect("it is stored");
	order_book_engine::expired(order.expires_at, ours.now)
}

fn number_of(bytes: &[u8]) -> u32 {
	u32::from_le_bytes(bytes[..4].try_into().expect("four bytes"))
}

/// Compares the fills of the last operation and counts them.
fn compare(ours: &Market, trades: &[Trade]) -> u64 {
	let fills: Vec<_> = ours
		.fills
		.iter()
		.map(|fill| (number_of(&fill.maker.0), fill.price.get(), fill.lots.get()))
		.collect();
	assert_eq!(fills, trades);
	fills.len() as u64
}

/// The live orders of both books: owner, price, lots.
fn compare_books(ours: &mut Market, theirs: &Other) {
	let now = ours.now;
	let stored: HashMap<_, _> = listing(&mut ours.store)
		.into_iter()
		.filter(|(_, order)| !order_book_engine::expired(order.terms.expires_at, now))
		.map(|(_, order)| {
			let terms = order.terms;
			(number_of(&order.owner.0), (terms.price.get(), terms.quantity.get()))
		})
		.collect();
	let others: HashMap<_, _> = theirs
		.book
		.limit()
		.orders()
		.iter()
		.filter(|(_, order)| !order.is_expired(Timestamp(u64::from(now))))
		.map(|(id, order)| (theirs.owners[&id.0], (order.price().0, order.total_quantity().0)))
		.collect();
	assert_eq!(stored, others);
}
