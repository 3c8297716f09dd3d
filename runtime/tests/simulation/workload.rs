//! The workload: random operations of a few rich accounts, a few poor ones, their trading keys, and votes.
//!
//! It may look at the chain to choose what makes sense; one operation in ten or so makes none.

use crate::auditor::Auditor;
use frame_support::traits::fungibles::Inspect;
use kongsi_runtime::{
	configs::{proxy::ProxyType, tokens::KSI},
	constants::money::{self, EXISTENTIAL_DEPOSIT},
	AccountId, Assets, Balances, OrderBook, Runtime, RuntimeCall, System,
};
use order_book_engine::{
	BaseAtoms, Lots, MarketStatus, NewOrder, OrderId, QuoteAtoms, SelfTrade, Side, Ticks,
	TimeInForce, TokenId,
};
use pallet_order_book::{FeeSchedule, MarketId, MarketTerms, Operation};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_keyring::Sr25519Keyring;

/// Tokens that people may create, besides cash and the share of the genesis.
const OTHER_TOKENS: core::ops::RangeInclusive<TokenId> = 3..=7;

/// Markets at a time; a founder waits beyond that.
const MAX_MARKETS: usize = 6;

/// Who does it; nobody is a vote on the track for markets.
pub(crate) type Signer = Option<AccountId>;

pub(crate) struct Workload {
	rng: ChaCha8Rng,
	people: Vec<AccountId>,
}

impl Workload {
	pub(crate) fn new(seed: u64) -> Self {
		use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
		let rich = [Alice, Bob, Charlie, Dave, Eve, Ferdie].map(|person| person.to_account_id());
		let poor = (1..=6).map(|number| AccountId::from([number; 32]));
		let people = rich.into_iter().chain(poor).collect();
		Self { rng: ChaCha8Rng::seed_from_u64(seed), people }
	}

	/// Each rich account gives a trading key to an account of its own.
	pub(crate) fn first_keys(&self) -> Vec<(AccountId, RuntimeCall)> {
		let rich = self.people.iter().take(6);
		rich.map(|who| {
			let delegate = trading_key(who).into();
			let kind = ProxyType::Trade;
			let call = pallet_proxy::Call::add_proxy { delegate, proxy_type: kind, delay: 0 };
			(who.clone(), call.into())
		})
		.collect()
	}

	/// The next operation.
	pub(crate) fn next(&mut self, books: &Auditor) -> (Signer, RuntimeCall) {
		let who = self.person();
		match self.rng.gen_range(0..200) {
			0..=5 => {
				let call = self.governance(books);
				// Only a vote may; now and then somebody else tries.
				(self.rng.gen_ratio(1, 8).then_some(who), call)
			}
			6..=11 => {
				let calls = (0..self.rng.gen_range(1..4)).map(|_| self.signed(&who, books).1);
				let calls = calls.collect();
				let call = match self.rng.gen_range(0..3) {
					0 => pallet_utility::Call::batch { calls },
					1 => pallet_utility::Call::batch_all { calls },
					_ => pallet_utility::Call::force_batch { calls },
				};
				(Some(who), call.into())
			}
			12..=23 => self.proxied(books),
			_ => {
				let (who, call) = self.signed(&who, books);
				(Some(who), call)
			}
		}
	}

	/// Whether a block ends here.
	pub(crate) fn turn(&mut self) -> bool {
		self.rng.gen_ratio(1, 25)
	}

	fn signed(&mut self, who: &AccountId, books: &Auditor) -> (AccountId, RuntimeCall) {
		match self.rng.gen_range(0..100) {
			0..=64 => (who.clone(), self.trade(who, books)),
			65..=66 => (who.clone(), self.found_market(books)),
			67..=88 => self.token_call(who),
			_ => (who.clone(), self.ksi_call(who)),
		}
	}

	// Trading.

	fn trade(&mut self, who: &AccountId, books: &Auditor) -> RuntimeCall {
		let market = self.market(books);
		let passed = OrderBook::deadline(who.clone(), market);
		// Whoever has let his deadline pass comes back before long, or little would happen.
		if passed.is_some_and(|last| last < System::block_number()) && self.rng.gen_ratio(1, 3) {
			let (markets, deadline) = (vec![market].try_into().unwrap(), self.deadline());
			return pallet_order_book::Call::cancel_after { markets, deadline }.into();
		}
		let call = match self.rng.gen_range(0..100) {
			0..=53 => {
				let order = self.order(market, books);
				pallet_order_book::Call::place_order { market, order }
			}
			54..=63 => {
				let (market, order_id) = self.open_order(who, books);
				pallet_order_book::Call::cancel_order { market, order_id }
			}
			64..=68 => {
				let client_id = self.rng.gen_range(0..8);
				pallet_order_book::Call::cancel_by_client_id { market, client_id }
			}
			69 | 70 => match self.rng.gen_range(0..6) {
				0 => {
					let account = self.person();
					pallet_order_book::Call::remove_lapsed { market, account }
				}
				_ => {
					let count = self.rng.gen_range(0..4);
					let markets: Vec<_> = (0..count).map(|_| self.market(books)).collect();
					let (markets, deadline) = (markets.try_into().unwrap(), self.deadline());
					pallet_order_book::Call::cancel_after { markets, deadline }
				}
			},
			71..=72 => {
				let side = *[None, Some(Side::Bid), Some(Side::Ask)].choose(&mut self.rng).unwrap();
				pallet_order_book::Call::cancel_all { market, side }
			}
			73..=84 => {
				let (market, order_id) = self.open_order(who, books);
				let (price, quantity) = self.amendment(market, order_id, books);
				pallet_order_book::Call::amend_order { market, order_id, price, quantity }
			}
			_ => {
				let count = self.rng.gen_range(0..8);
				let operations: Vec<_> = (0..count).map(|_| self.operation(who, books)).collect();
				let operations = operations.try_into().unwrap();
				pallet_order_book::Call::submit { operations }
			}
		};
		call.into()
	}

	fn operation(&mut self, who: &AccountId, books: &Auditor) -> Operation {
		// Mostly the same few markets in a row, so that runs share a session.
		let market = if self.rng.gen_ratio(1, 2) { 0 } else { self.market(books) };
		match self.rng.gen_range(0..12) {
			0..=6 => Operation::Place { market, order: self.order(market, books) },
			7 | 8 => {
				let (market, order_id) = self.open_order(who, books);
				Operation::Cancel { market, order_id }
			}
			9 => Operation::CancelByClientId { market, client_id: self.rng.gen_range(0..8) },
			10 => {
				let (market, order_id) = self.open_order(who, books);
				let (price, quantity) = self.amendment(market, order_id, books);
				Operation::Amend { market, order_id, price, quantity }
			}
			_ if self.rng.gen_ratio(1, 3) => {
				Operation::CancelAfter { market, deadline: self.deadline() }
			}
			_ => Operation::CancelAll { market, side: Some(Side::Bid) },
		}
	}

	/// Mostly none, or some blocks ahead; now and then one that has passed.
	fn deadline(&mut self) -> Option<u32> {
		let now = System::block_number();
		match self.rng.gen_range(0..10) {
			0..=4 => None,
			5 => Some(now.saturating_sub(self.rng.gen_range(0..3))),
			_ => Some(now + self.rng.gen_range(0..40)),
		}
	}

	fn market(&mut self, books: &Auditor) -> MarketId {
		let markets: Vec<_> = books.markets.keys().copied().collect();
		match self.rng.gen_range(0..100) {
			0 => self.rng.gen_range(0..1_000),
			1..=60 => self.rng.gen_range(0..2),
			_ => *markets.choose(&mut self.rng).unwrap_or(&0),
		}
	}

	/// The middle of what rests, or what suits the market.
	fn middle(&self, market: MarketId, books: &Auditor) -> u64 {
		let last =
			pallet_order_book::Books::<Runtime>::get(market).and_then(|book| book.last_price);
		last.map(Ticks::get).unwrap_or(match books.markets.get(&market) {
			Some(_) if market == 0 => 200,
			Some(_) if market == 1 => 2_500,
			_ => 1_000,
		})
	}

	fn price(&mut self, market: MarketId, books: &Auditor) -> Ticks {
		let middle = self.middle(market, books);
		Ticks::new(match self.rng.gen_range(0..60) {
			0 => 0,
			1 => self.rng.gen(),
			2 => (1 << 24) - 1,
			3 => middle * 3,
			_ => {
				let spread = (middle / 25).max(2);
				self.rng.gen_range(middle.saturating_sub(spread).max(1)..=middle + spread)
			}
		})
	}

	fn quantity(&mut self, market: MarketId) -> Lots {
		Lots::new(match self.rng.gen_range(0..80) {
			0 => 0,
			1 => self.rng.gen(),
			2 => 1 << 40,
			3 => 1,
			// A hundredth of a KSI is a lot there, and sixty of them are the minimum.
			_ if market == 0 => self.rng.gen_range(40..4_000),
			_ => self.rng.gen_range(1..60),
		})
	}

	fn order(&mut self, market: MarketId, books: &Auditor) -> NewOrder {
		use SelfTrade::*;
		use TimeInForce::*;
		let kinds = [
			GoodTilCancelled,
			GoodTilCancelled,
			GoodTilCancelled,
			ImmediateOrCancel,
			FillOrKill,
			PostOnly,
			PostOnlySlide,
		];
		let modes = [CancelTaker, CancelMaker, CancelBoth, Decrement, Reject];
		let now = System::block_number();
		NewOrder {
			side: if self.rng.gen() { Side::Bid } else { Side::Ask },
			price: self.price(market, books),
			quantity: self.quantity(market),
			time_in_force: *kinds.choose(&mut self.rng).unwrap(),
			self_trade: *modes.choose(&mut self.rng).unwrap(),
			client_id: self.rng.gen_ratio(1, 3).then(|| self.rng.gen_range(0..8)),
			expires_at: self
				.rng
				.gen_ratio(1, 4)
				.then(|| (now + self.rng.gen_range(0..12)).saturating_sub(1)),
		}
	}

	/// An open order of that account's, or anybody's, or one that is not there.
	fn open_order(&mut self, who: &AccountId, books: &Auditor) -> (MarketId, OrderId) {
		let any = self.rng.gen_ratio(1, 10);
		let orders: Vec<_> =
			books.orders.iter().filter(|(_, order)| any || order.owner == *who).collect();
		match orders.choose(&mut self.rng) {
			Some((key, _)) => **key,
			None => (0, OrderId::from_bits(self.rng.gen())),
		}
	}

	fn amendment(
		&mut self,
		market: MarketId,
		id: OrderId,
		books: &Auditor,
	) -> (Option<Ticks>, Option<Lots>) {
		let lots = books.orders.get(&(market, id)).map_or(1, |order| order.lots);
		match self.rng.gen_range(0..4) {
			0 => (None, Some(Lots::new(self.rng.gen_range(0..=lots)))),
			1 => (None, Some(self.quantity(market))),
			2 => (Some(self.price(market, books)), None),
			_ => (Some(self.price(market, books)), Some(self.quantity(market))),
		}
	}

	fn found_market(&mut self, books: &Auditor) -> RuntimeCall {
		let base = self.token();
		// One more would fail at nothing, so it names one token twice.
		let quote = if books.markets.len() < MAX_MARKETS { self.token() } else { base };
		pallet_order_book::Call::create_market { base, quote, terms: self.terms() }.into()
	}

	fn terms(&mut self) -> MarketTerms {
		MarketTerms {
			tick_size: QuoteAtoms::new(self.rng.gen_range(0..200)),
			lot_size: BaseAtoms::new(self.rng.gen_range(0..200)),
			min_notional: QuoteAtoms::new(self.rng.gen_range(0..20_000)),
			max_open_orders: self.rng.gen_range(0..260),
			price_band_ppm: self.rng.gen_range(0..2_000_000),
		}
	}

	/// What a vote may do.
	fn governance(&mut self, books: &Auditor) -> RuntimeCall {
		let market = self.market(books);
		let call = match self.rng.gen_range(0..20) {
			0..=13 => {
				use MarketStatus::*;
				// What is stopped goes on soon.
				let stopped = books
					.markets
					.iter()
					.find(|(_, (_, status))| ![Active, Closing].contains(status));
				let (market, status) = match stopped {
					Some((stopped, _)) if self.rng.gen_ratio(9, 10) => (*stopped, Active),
					_ => {
						let statuses = [PostOnly, CancelOnly, Halted, Closing];
						(market, *statuses.choose(&mut self.rng).unwrap())
					}
				};
				pallet_order_book::Call::set_market_status { market, status }
			}
			14..=18 => match books.markets.get(&market) {
				// What a market with orders may change, and mostly so that it goes on trading.
				Some((params, _)) => {
					let most = i32::try_from(params.max_fee_ppm).unwrap();
					let fees = FeeSchedule {
						maker_fee_ppm: self.rng.gen_range(-most..=most),
						taker_fee_ppm: self.rng.gen_range(0..=params.max_fee_ppm),
						max_fee_ppm: params.max_fee_ppm,
					};
					let terms = MarketTerms {
						tick_size: params.tick_size,
						lot_size: params.lot_size,
						min_notional: params.min_notional,
						max_open_orders: self.rng.gen_range(20..=256),
						price_band_ppm: *[0, 500_000, 1_000_000].choose(&mut self.rng).unwrap(),
					};
					pallet_order_book::Call::set_market_params { market, terms, fees }
				}
				None => {
					let (terms, fees) = (self.terms(), self.fees());
					pallet_order_book::Call::set_market_params { market, terms, fees }
				}
			},
			// The first two markets stay: nobody can found another like them.
			_ if market < 2 => {
				let (terms, fees) = (self.terms(), self.fees());
				pallet_order_book::Call::set_market_params { market, terms, fees }
			}
			_ => pallet_order_book::Call::close_market { market },
		};
		call.into()
	}

	fn fees(&mut self) -> FeeSchedule {
		FeeSchedule {
			maker_fee_ppm: self.rng.gen_range(-1_000..1_000),
			taker_fee_ppm: self.rng.gen_range(0..12_000),
			max_fee_ppm: self.rng.gen_range(0..12_000),
		}
	}

	/// A key acts for an account: mostly it trades, now and then it tries more.
	fn proxied(&mut self, books: &Auditor) -> (Signer, RuntimeCall) {
		let number = self.rng.gen_range(0..8);
		let real = &self.people[number].clone();
		let call = match self.rng.gen_range(0..10) {
			0 => self.ksi_call(real),
			1 => self.token_call(real).1,
			2 => pallet_utility::Call::batch { calls: vec![self.trade(real, books)] }.into(),
			_ => self.trade(real, books),
		};
		let call = pallet_proxy::Call::proxy {
			real: real.clone().into(),
			force_proxy_type: None,
			call: Box::new(call),
		};
		(Some(trading_key(real)), call.into())
	}

	// Tokens.

	fn token(&mut self) -> TokenId {
		*[KSI, 1, 1, 2, 3, 4, 5, 6, 7, 99].choose(&mut self.rng).unwrap()
	}

	fn token_call(&mut self, who: &AccountId) -> (AccountId, RuntimeCall) {
		let id = self.token();
		let details = pallet_tokens::Asset::<Runtime>::get(id);
		let owner = match details {
			// Those with a role do what it is for; now and then somebody else tries.
			Some(details) if self.rng.gen_ratio(9, 10) => details.owner,
			_ => who.clone(),
		};
		let other = self.person();
		match self.rng.gen_range(0..100) {
			0..=29 => (who.clone(), self.send_token(id, who, &other)),
			30..=44 => (who.clone(), self.allow_token(id, who, &other)),
			45..=54 => (who.clone(), self.record(id)),
			_ => (owner, self.manage(id, &other)),
		}
	}

	fn send_token(&mut self, id: TokenId, who: &AccountId, to: &AccountId) -> RuntimeCall {
		let target = to.clone().into();
		let amount = self.amount(Assets::balance(id, who));
		let call = match self.rng.gen_range(0..10) {
			0..=5 => pallet_tokens::Call::transfer { id, target, amount },
			6..=8 => pallet_tokens::Call::transfer_keep_alive { id, target, amount },
			_ => {
				let keep_alive = self.rng.gen_ratio(3, 4);
				let id = if self.rng.gen_ratio(1, 4) { id } else { *OTHER_TOKENS.end() };
				pallet_tokens::Call::transfer_all { id, dest: target, keep_alive }
			}
		};
		call.into()
	}

	fn allow_token(&mut self, id: TokenId, who: &AccountId, other: &AccountId) -> RuntimeCall {
		let given = pallet_tokens::Approvals::<Runtime>::iter_keys()
			.find(|(token, _, delegate)| *token == id && delegate == who);
		let call = match (self.rng.gen_range(0..3), given) {
			(0, _) => {
				let amount = self.amount(Assets::balance(id, who));
				pallet_tokens::Call::approve_transfer { id, delegate: other.clone().into(), amount }
			}
			(1, Some((_, owner, _))) => {
				let amount = self.amount(Assets::balance(id, &owner));
				let (owner, destination) = (owner.into(), other.clone().into());
				pallet_tokens::Call::transfer_approved { id, owner, destination, amount }
			}
			_ => pallet_tokens::Call::cancel_approval { id, delegate: other.clone().into() },
		};
		call.into()
	}

	fn record(&mut self, id: TokenId) -> RuntimeCall {
		match self.rng.gen_range(0..3) {
			0 | 1 => pallet_tokens::Call::touch { id }.into(),
			_ => pallet_tokens::Call::refund { id, allow_burn: self.rng.gen_ratio(1, 10) }.into(),
		}
	}

	fn manage(&mut self, id: TokenId, other: &AccountId) -> RuntimeCall {
		// What is on the way out goes the whole way.
		let leaving = pallet_tokens::Asset::<Runtime>::iter()
			.find(|(_, details)| details.status == pallet_tokens::AssetStatus::Destroying);
		if let Some((id, _)) = leaving.filter(|_| self.rng.gen_ratio(1, 3)) {
			let call = match self.rng.gen_range(0..3) {
				0 => pallet_tokens::Call::destroy_accounts { id },
				1 => pallet_tokens::Call::destroy_approvals { id },
				_ => pallet_tokens::Call::finish_destroy { id },
			};
			return call.into();
		}
		let who = other.clone().into();
		let call = match self.rng.gen_range(0..100) {
			0..=34 => {
				let most = match id {
					1 => 1 << 36,
					2 => 1 << 12,
					_ => 1 << 40,
				};
				let beneficiary = who;
				pallet_tokens::Call::mint { id, beneficiary, amount: self.rng.gen_range(0..most) }
			}
			// Beyond what the engine counts in signed numbers.
			35 if id > 2 => pallet_tokens::Call::mint { id, beneficiary: who, amount: 1 << 125 },
			36..=45 => {
				let amount = self.amount(Assets::balance(id, other));
				pallet_tokens::Call::burn { id, who, amount }
			}
			46..=51 => pallet_tokens::Call::freeze { id, who },
			52..=62 => pallet_tokens::Call::thaw { id, who },
			63 if id > 2 || self.rng.gen_ratio(1, 4) => pallet_tokens::Call::freeze_asset { id },
			64..=70 => pallet_tokens::Call::thaw_asset { id },
			71..=74 => {
				let bytes = self.rng.gen_range(0..52);
				let (name, symbol) = (vec![b'n'; bytes], vec![b's'; bytes / 2]);
				pallet_tokens::Call::set_metadata { id, name, symbol, decimals: 6 }
			}
			75..=76 => pallet_tokens::Call::clear_metadata { id },
			77..=78 if id > 2 => pallet_tokens::Call::transfer_ownership { id, owner: who },
			// The owner in every role again, so that somebody can thaw.
			79..=82 => {
				let owner = pallet_tokens::Asset::<Runtime>::get(id).map(|details| details.owner);
				let role = owner.unwrap_or(other.clone());
				let (issuer, admin, freezer) =
					(role.clone().into(), role.clone().into(), role.into());
				pallet_tokens::Call::set_team { id, issuer, admin, freezer }
			}
			83 | 92..=93 if id > 3 => pallet_tokens::Call::start_destroy { id },
			84..=85 => pallet_tokens::Call::destroy_accounts { id },
			86..=87 => pallet_tokens::Call::destroy_approvals { id },
			88..=89 => pallet_tokens::Call::finish_destroy { id },
			90 if id > 2 => {
				let max = self.rng.gen_range(1 << 60..1 << 126);
				pallet_tokens::Call::set_authorised_maximum { id, max }
			}
			91 if id > 6 => {
				pallet_tokens::Call::renounce_role { id, role: pallet_tokens::Role::Issuer }
			}
			_ => {
				let id = self.rng.gen_range(OTHER_TOKENS);
				let min_balance = self.rng.gen_range(1..2_000);
				pallet_tokens::Call::create { id, admin: who, min_balance }
			}
		};
		call.into()
	}

	// KSI.

	fn ksi_call(&mut self, who: &AccountId) -> RuntimeCall {
		let dest = self.person().into();
		let value = self.amount(Balances::free_balance(who));
		match self.rng.gen_range(0..40) {
			0..=14 => pallet_balances::Call::transfer_allow_death { dest, value }.into(),
			15..=29 => pallet_balances::Call::transfer_keep_alive { dest, value }.into(),
			30..=31 => {
				let keep_alive = self.rng.gen_ratio(1, 2);
				pallet_balances::Call::transfer_all { dest, keep_alive }.into()
			}
			32..=33 => {
				let value = self.rng.gen_range(0..2 * money::KSI);
				pallet_balances::Call::burn { value, keep_alive: self.rng.gen() }.into()
			}
			34..=36 => {
				let delegate = self.person().into();
				let proxy_type =
					*[ProxyType::Trade, ProxyType::Staking].choose(&mut self.rng).unwrap();
				pallet_proxy::Call::add_proxy { delegate, proxy_type, delay: 0 }.into()
			}
			37 => {
				let delegate = self.person().into();
				let proxy_type = ProxyType::Trade;
				pallet_proxy::Call::remove_proxy { delegate, proxy_type, delay: 0 }.into()
			}
			38 => pallet_balances::Call::upgrade_accounts { who: vec![who.clone()] }.into(),
			_ => frame_system::Call::remark_with_event { remark: vec![0; 10] }.into(),
		}
	}

	fn person(&mut self) -> AccountId {
		self.people.choose(&mut self.rng).unwrap().clone()
	}

	/// A part of what is there, and now and then what lies at an edge.
	fn amount(&mut self, there: u128) -> u128 {
		match self.rng.gen_range(0..40) {
			0 => 0,
			1 => there,
			2 => there.saturating_add(1),
			3 => there.saturating_sub(1),
			4 => EXISTENTIAL_DEPOSIT - 1,
			5 => EXISTENTIAL_DEPOSIT,
			6 => u128::MAX,
			7..=20 => self.rng.gen_range(0..=there / 2_000),
			_ => self.rng.gen_range(0..=there / 20),
		}
	}
}

/// The account that trades for another one: it owns nothing itself.
fn trading_key(who: &AccountId) -> AccountId {
	let mut bytes: [u8; 32] = who.clone().into();
	bytes[0] ^= 0x80;
	AccountId::from(bytes)
}
