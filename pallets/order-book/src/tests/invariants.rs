//! Random histories: after every operation the state of both ledgers and of the book is checked whole, no token has
//! appeared or gone, and the events alone give the stored book.

use crate::{mock::*, Call, Event, MarketId, Markets, Operation, Outcome};
use frame_support::{dispatch::GetDispatchInfo, traits::Hooks, weights::Weight};
use order_book_engine::{
	Amended, Lots, MarketStatus, NewOrder, OrderId, Owner, Placed, SelfTrade, Side, Ticks,
	TimeInForce, Trader,
};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_runtime::traits::Dispatchable;
use std::collections::{BTreeMap, BTreeSet};

/// How many operations a random test does: `KONGSI_OPS`, or a number that suits the build.
pub(super) fn operations() -> u64 {
	let most = if cfg!(debug_assertions) { 3_000 } else { 20_000 };
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(most)
}

fn seed() -> u64 {
	std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0x6b6f_6e67_7369)
}

/// The books as the events tell them: lots by market and order, and who placed it.
#[derive(Default)]
struct Replay {
	orders: BTreeMap<(MarketId, OrderId), (Owner, u64)>,
	/// The last blocks in which accounts trade, as they said.
	deadlines: BTreeMap<(MarketId, Owner), u32>,
	/// Orders that a passed deadline has ended.
	ended: BTreeSet<(MarketId, OrderId)>,
	fills: u64,
	removals: u64,
}

impl Replay {
	/// What is left of an order only ever falls, so of all that one event says of it the least is the last.
	fn shrink(&mut self, market: MarketId, said: impl IntoIterator<Item = (OrderId, Lots)>) {
		let mut least = BTreeMap::new();
		for (order, rests) in said {
			let lots = least.entry(order).or_insert(u64::MAX);
			*lots = rests.get().min(*lots);
		}
		for (order, rests) in least {
			let stored = self.orders.get_mut(&(market, order)).expect("somebody placed it");
			stored.1 = rests.min(stored.1);
			if rests == 0 {
				self.orders.remove(&(market, order));
			}
		}
	}

	fn add(&mut self, market: MarketId, owner: Owner, placed: &Placed) {
		if let Some(order) = placed.order {
			assert!(self.orders.insert((market, order), (owner, placed.rests.get())).is_none());
		}
		assert_eq!(placed.order.is_some(), !placed.rests.is_zero());
	}

	/// Invariant 25.
	fn hear(&mut self, event: Event<Test>) {
		match event {
			Event::Executed { market, trader, outcomes, fills, removals, .. } => {
				let owner = Owner(trader.into());
				for outcome in &outcomes {
					match outcome {
						Outcome::Placed(placed)
						| Outcome::Amended(Amended::Replaced(_, placed)) => {
							assert!(!self.has_fired(market, &owner), "placed after a deadline");
							self.add(market, owner, placed);
						}
						Outcome::DeadlineSet(deadline) => {
							self.set_deadline(market, owner, *deadline)
						}
						_ => {}
					}
				}
				for fill in &fills {
					assert!(!self.has_fired(market, &fill.maker), "filled after a deadline");
					assert!(!self.ended.contains(&(market, fill.order)), "ended and filled");
					// Invariant 13.
					assert_ne!(fill.maker, owner);
					// Invariant 5.
					let params = Markets::<Test>::get(market).unwrap().params;
					let ticks = u128::from(fill.price.get());
					let exact = ticks * u128::from(fill.lots.get()) * params.tick_size.get();
					assert_eq!(fill.notional.get(), exact);
				}
				let own = outcomes.iter().filter_map(|outcome| match outcome {
					Outcome::Cancelled(gone)
					| Outcome::Amended(Amended::Reduced(gone) | Amended::Replaced(gone, _)) => {
						Some((gone.order, gone.rests))
					}
					_ => None,
				});
				let traded = fills.iter().map(|fill| (fill.order, fill.maker_rests));
				let others = removals.iter().map(|gone| (gone.order, gone.rests));
				self.shrink(market, own.chain(traded).chain(others));
				// Invariant 24.
				assert!(fills.is_empty() || status(market) == Some(MarketStatus::Active));
				self.fills += fills.len() as u64;
				self.removals += removals.len() as u64;
			}
			Event::MarketUnwound { market, removals } => {
				self.shrink(market, removals.iter().map(|gone| (gone.order, gone.rests)));
			}
			Event::MarketClosed { market } => {
				assert!(!self.orders.keys().any(|(other, _)| *other == market));
			}
			Event::MarketHalted { .. } => panic!("{event:?}"),
			_ => {}
		}
	}

	fn has_fired(&self, market: MarketId, who: &Owner) -> bool {
		let deadline = self.deadlines.get(&(market, *who));
		deadline.is_some_and(|last| *last < System::block_number())
	}

	fn set_deadline(&mut self, market: MarketId, who: Owner, deadline: Option<u32>) {
		if self.has_fired(market, &who) {
			let his = self.orders.iter().filter(|((of, _), (by, _))| *of == market && *by == who);
			self.ended.extend(his.map(|(key, _)| *key));
		}
		match deadline {
			Some(last) => self.deadlines.insert((market, who), last),
			None => self.deadlines.remove(&(market, who)),
		};
	}

	fn compare(&self) {
		let stored: BTreeMap<_, _> = Markets::<Test>::iter_keys()
			.flat_map(|market| {
				crate::Pallet::<Test>::all_orders(market)
					.into_iter()
					.map(move |(id, owner, lots)| ((market, id), (owner, lots)))
			})
			.collect();
		assert_eq!(stored, self.orders, "invariant 25");
		for (market, who) in self.deadlines.keys().filter(|(id, _)| is_open(*id)) {
			let stored = OrderBook::deadline(who.0.into(), *market);
			assert_eq!(stored, self.deadlines.get(&(*market, *who)).copied());
		}
		let none = |(who, id, _): &(AccountId, MarketId, Trader)| {
			!self.deadlines.contains_key(&(*id, Owner(who.clone().into())))
		};
		let others = crate::Traders::<Test>::iter().filter(none);
		assert!(others
			.filter(|(_, id, _)| is_open(*id))
			.all(|(.., record)| record.deadline.is_none()));
	}
}

/// Whether a market is there and not closing, where deadlines go with the last order.
fn is_open(market: MarketId) -> bool {
	status(market).is_some_and(|status| status != MarketStatus::Closing)
}

struct World {
	rng: ChaCha8Rng,
	now: u32,
}

impl World {
	fn who(&mut self) -> AccountId {
		// Five rich accounts and two that are often short of something.
		account(*[1, 2, 3, 4, 5, 50, 51].choose(&mut self.rng).unwrap())
	}

	fn token(&mut self) -> u32 {
		self.rng.gen_range(CASH..=BOND)
	}

	fn market(&mut self) -> MarketId {
		let mut markets: Vec<_> = Markets::<Test>::iter_keys().collect();
		markets.sort_unstable();
		match self.rng.gen_range(0..100) {
			// Now and then one that is not there.
			0 => self.rng.gen_range(0..100),
			// The oldest there is more often, so that there is something to meet.
			1..=80 => *markets.first().unwrap_or(&0),
			_ => *markets.choose(&mut self.rng).unwrap_or(&0),
		}
	}

	fn order_id(&mut self, replay: &Replay, market: MarketId, who: &AccountId) -> OrderId {
		let owner = Owner(who.clone().into());
		let strict = self.rng.gen_ratio(9, 10);
		let mine: Vec<_> = replay
			.orders
			.iter()
			.filter(|((of, _), (by, _))| *of == market && (!strict || *by == owner))
			.map(|((_, id), _)| *id)
			.collect();
		mine.choose(&mut self.rng).copied().unwrap_or(OrderId::from_bits(self.rng.gen()))
	}

	fn price(&mut self) -> u64 {
		match self.rng.gen_range(0..40) {
			0 => self.rng.gen_range(0..20),
			1 => self.rng.gen_range((1 << 24) - 3..=1 << 24),
			_ => self.rng.gen_range(96..=104),
		}
	}

	fn lots(&mut self) -> u64 {
		match self.rng.gen_range(0..30) {
			0 => 0,
			1 => self.rng.gen_range(100..5_000),
			2 => self.rng.gen(),
			_ => self.rng.gen_range(1..30),
		}
	}

	fn new_order(&mut self) -> NewOrder {
		use TimeInForce::*;
		let kinds = [
			GoodTilCancelled,
			GoodTilCancelled,
			ImmediateOrCancel,
			FillOrKill,
			PostOnly,
			PostOnlySlide,
		];
		let modes = [
			SelfTrade::CancelTaker,
			SelfTrade::CancelMaker,
			SelfTrade::CancelBoth,
			SelfTrade::Decrement,
			SelfTrade::Reject,
		];
		NewOrder {
			side: if self.rng.gen() { Side::Bid } else { Side::Ask },
			price: Ticks::new(self.price()),
			quantity: Lots::new(self.lots()),
			time_in_force: *kinds.choose(&mut self.rng).unwrap(),
			self_trade: *modes.choose(&mut self.rng).unwrap(),
			client_id: self.rng.gen_ratio(1, 3).then(|| self.rng.gen_range(0..6)),
			expires_at: self
				.rng
				.gen_ratio(1, 3)
				.then(|| (self.now + self.rng.gen_range(0..6)).saturating_sub(1)),
		}
	}

	fn side(&mut self) -> Option<Side> {
		*[None, Some(Side::Bid), Some(Side::Ask)].choose(&mut self.rng).unwrap()
	}

	/// Mostly none or some blocks ahead, now and then one that has passed or lies too far.
	fn deadline(&mut self) -> Option<u32> {
		match self.rng.gen_range(0..10) {
			0..=4 => None,
			5 => Some(self.now.saturating_sub(self.rng.gen_range(0..3))),
			6 => Some(self.now + 302_400 + self.rng.gen_range(0..2)),
			_ => Some(self.now + self.rng.gen_range(0..40)),
		}
	}

	fn change(&mut self) -> (Option<Ticks>, Option<Lots>) {
		let price = self.rng.gen_ratio(1, 2).then(|| Ticks::new(self.price()));
		let lots = self.rng.gen_ratio(1, 2).then(|| Lots::new(self.lots()));
		(price, lots)
	}

	fn operation(&mut self, replay: &Replay, who: &AccountId) -> Operation {
		let market = self.market();
		match self.rng.gen_range(0..10) {
			0 | 1 => Operation::Cancel { market, order_id: self.order_id(replay, market, who) },
			2 => Operation::CancelByClientId { market, client_id: self.rng.gen_range(0..6) },
			3 => {
				let (price, quantity) = self.change();
				Operation::Amend {
					market,
					order_id: self.order_id(replay, market, who),
					price,
					quantity,
				}
			}
			4 if self.rng.gen_ratio(1, 4) => Operation::CancelAll { market, side: self.side() },
			4 if self.rng.gen_ratio(1, 4) => {
				Operation::CancelAfter { market, deadline: self.deadline() }
			}
			_ => Operation::Place { market, order: self.new_order() },
		}
	}

	/// A call and who sends it.
	fn call(&mut self, replay: &Replay) -> (AccountId, RuntimeCall) {
		let who = self.who();
		let market = self.market();
		let book = |call: Call<Test>| RuntimeCall::OrderBook(call);
		let passed = OrderBook::deadline(who.clone(), market).is_some_and(|last| last < self.now);
		// Whoever has let his deadline pass comes back before long, or little would happen.
		if passed && self.rng.gen_ratio(1, 4) {
			let (markets, deadline) = (vec![market].try_into().unwrap(), self.deadline());
			return (who, book(Call::cancel_after { markets, deadline }));
		}
		let call = match self.rng.gen_range(0..100) {
			0..=44 => book(Call::place_order { market, order: self.new_order() }),
			45..=54 => {
				let (price, quantity) = self.change();
				let order_id = self.order_id(replay, market, &who);
				book(Call::amend_order { market, order_id, price, quantity })
			}
			55..=62 => {
				let order_id = self.order_id(replay, market, &who);
				book(Call::cancel_order { market, order_id })
			}
			63..=65 => {
				book(Call::cancel_by_client_id { market, client_id: self.rng.gen_range(0..6) })
			}
			66 => book(Call::cancel_all { market, side: self.side() }),
			67 => match self.rng.gen_range(0..4) {
				0 => book(Call::remove_lapsed { market, account: self.who() }),
				_ => {
					let markets: Vec<_> =
						(0..self.rng.gen_range(0..4)).map(|_| self.market()).collect();
					let markets = markets.try_into().unwrap();
					book(Call::cancel_after { markets, deadline: self.deadline() })
				}
			},
			68..=77 => {
				let count = self.rng.gen_range(0..12);
				let operations: Vec<_> = (0..count).map(|_| self.operation(replay, &who)).collect();
				book(Call::submit { operations: operations.try_into().unwrap() })
			}
			78..=83 => {
				let (id, target) = (self.token(), self.who());
				let amount = match self.rng.gen_range(0..4) {
					// Whoever gives everything away no longer trades, so only those who are short anyway do.
					0 if who == account(50) || who == account(51) => free(id, &who),
					1 => self.rng.gen_range(1..200),
					_ => self.rng.gen_range(1..100_000),
				};
				RuntimeCall::Assets(pallet_tokens::Call::transfer { id, target, amount })
			}
			84 | 85 => {
				let (dest, value) = (self.who(), self.rng.gen_range(1..100_000));
				RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest, value })
			}
			86 => {
				let id = self.token();
				return (founder(), RuntimeCall::Assets(pallet_tokens::Call::freeze { id, who }));
			}
			87..=90 => {
				let id = self.token();
				return (founder(), RuntimeCall::Assets(pallet_tokens::Call::thaw { id, who }));
			}
			91 => {
				let id = self.token();
				let call = match self.rng.gen_ratio(1, 6) {
					true => pallet_tokens::Call::freeze_asset { id },
					false => pallet_tokens::Call::thaw_asset { id },
				};
				return (founder(), RuntimeCall::Assets(call));
			}
			92..=94 => {
				use MarketStatus::*;
				let status =
					*[Active, Active, Active, Active, Active, Active, PostOnly, CancelOnly, Halted]
						.choose(&mut self.rng)
						.unwrap();
				return (vote(), book(Call::set_market_status { market, status }));
			}
			95 | 96 => {
				let band = *[0, 50_000, 1_000_000].choose(&mut self.rng).unwrap();
				let terms = crate::MarketTerms {
					price_band_ppm: band,
					max_open_orders: self.rng.gen_range(4..20),
					..TERMS
				};
				let fees = crate::FeeSchedule {
					maker_fee_ppm: self.rng.gen_range(-2_000..=5_000),
					taker_fee_ppm: self.rng.gen_range(1_500..=5_000),
					..FEES
				};
				return (vote(), book(Call::set_market_params { market, terms, fees }));
			}
			97 if self.rng.gen_ratio(1, 2) => {
				return (vote(), book(Call::close_market { market }));
			}
			98 if Markets::<Test>::count_of() < 5 => {
				let (base, quote) = (self.rng.gen_range(0..4), self.rng.gen_range(0..4));
				return (founder(), book(Call::create_market { base, quote, terms: TERMS }));
			}
			_ => {
				let (id, dest) = (self.token(), self.who());
				let call = pallet_tokens::Call::transfer_all { id, dest, keep_alive: false };
				return (account(self.rng.gen_range(50..=51)), RuntimeCall::Assets(call));
			}
		};
		(who, call)
	}
}

trait CountOf {
	fn count_of() -> usize;
}

impl CountOf for Markets<Test> {
	fn count_of() -> usize {
		Self::iter_keys().count()
	}
}

/// Q3 of this pallet.
#[test]
fn random_histories_keep_every_invariant() {
	let (seed, most) = (seed(), operations());
	println!("random_histories_keep_every_invariant: KONGSI_SEED={seed} KONGSI_OPS={most}");
	ExtBuilder::default().build_and_execute(|| {
		let mut world = World { rng: ChaCha8Rng::seed_from_u64(seed), now: 1 };
		let mut replay = Replay::default();
		for token in [CASH, SHARE, BOND] {
			mint(KSI, &poor(50), 100);
			mint(token, &poor(50), 20_000);
		}
		mint(CASH, &poor(51), 50_000);
		let supplies = [KSI, CASH, SHARE, BOND].map(supply);
		let (mut accepted, mut refused) = (0u64, 0u64);
		for done in 0..most {
			if world.rng.gen_ratio(1, 15) {
				world.now += 1;
				System::set_block_number(world.now);
				let left = Weight::from_parts(world.rng.gen_range(0..400), u64::MAX);
				assert!(OrderBook::on_idle(world.now, left).all_lte(left), "invariant 54");
			} else {
				let (who, call) = world.call(&replay);
				let charged = call.get_dispatch_info().call_weight;
				let shown = format!("operation {done} of {most}, seed {seed}: {who:?} {call:?}");
				let result = call.dispatch(signed(&who));
				let actual = match result {
					Ok(info) => {
						accepted += 1;
						info.actual_weight
					},
					Err(error) => {
						refused += 1;
						error.post_info.actual_weight
					},
				};
				assert!(actual.is_none_or(|actual| actual.all_lte(charged)), "invariant 54: {shown}");
				assert_eq!(OrderBook::do_try_state(), Ok(()), "{shown}");
			}
			for event in events() {
				replay.hear(event);
			}
			System::reset_events();
			replay.compare();
			if done % 16 == 0 {
				check();
			}
			assert_eq!([KSI, CASH, SHARE, BOND].map(supply), supplies);
		}
		println!(
			"{most} done of {most} asked: {accepted} accepted, {refused} refused, {} fills, {} removals, {} orders rest",
			replay.fills,
			replay.removals,
			replay.orders.len()
		);
		// A history in which little happens proves little.
		assert!(accepted > most / 4 && replay.fills > most / 20);
		// Everybody gets everything back, whatever the status.
		let markets: Vec<_> = Markets::<Test>::iter_keys().collect();
		for number in [1, 2, 3, 4, 5, 50, 51] {
			for market in &markets {
				frame_support::assert_ok!(cancel_all(&account(number), *market, None));
			}
			for token in [KSI, CASH, SHARE, BOND] {
				assert_eq!(held(token, &account(number)), 0);
			}
		}
	});
}
