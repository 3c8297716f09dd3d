//! States to measure on: the development chain, grown natively.

use super::{
	accounts,
	chain::{next, State},
};
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::fungible::Mutate,
};
use kongsi_runtime::{
	constants::money::KSI, genesis_presets, AccountId, Assets, Balances, BlockNumber, Executive,
	Hash, Header, OrderBook, Runtime, RuntimeGenesisConfig, RuntimeOrigin, System,
};
use order_book_engine::{Lots, NewOrder, OrderId, SelfTrade, Side, Ticks, TimeInForce, TokenId};
use pallet_order_book::{Books, MarketId, Operation};
use sp_keyring::Sr25519Keyring;
use std::collections::BTreeSet;

/// KSI, paid in cash.
pub(crate) const KSI_CASH: MarketId = 0;
/// A share, paid in cash: the market that is measured. Both of its tokens are in the token ledger.
pub(crate) const HALO_CASH: MarketId = 1;
/// The cash of the development chain.
pub(crate) const CASH: TokenId = 1;
/// Its share.
pub(crate) const HALO: TokenId = 2;
/// Shares that can be issued of it here.
const HALO_MAXIMUM: u64 = 1 << 60;

/// The price around which books lie.
pub(crate) const MIDDLE: u64 = 1_000_000;
/// The lots of every order, unless said otherwise.
pub(crate) const LOTS: u64 = 10;

/// Whose order it is, and the order.
pub(crate) type Resting = (AccountId, NewOrder);

/// An order that rests this many ticks from the middle.
pub(crate) fn order(side: Side, distance: u64, lots: u64) -> NewOrder {
	let price = match side {
		Side::Bid => MIDDLE - distance,
		Side::Ask => MIDDLE + distance,
	};
	NewOrder {
		side,
		price: Ticks::new(price),
		quantity: Lots::new(lots),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}

/// `count` orders, half of them on each side, `step` ticks apart.
pub(crate) fn both_sides(count: u64, step: u64) -> Vec<NewOrder> {
	(0..count)
		.map(|i| {
			let side = if i % 2 == 0 { Side::Bid } else { Side::Ask };
			// Odd and even distances in turn, since books have their levels at even ones.
			order(side, 1 + i / 2 * step + (i / 2 * (step - 1)) % 2, LOTS)
		})
		.collect()
}

/// A book: `per_side` bids and as many asks, `depth` to a level, levels `step` ticks apart; the orders that lie next to
/// each other belong to different makers, of whom there are `makers`.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
	pub(crate) makers: u32,
	pub(crate) bids: u64,
	pub(crate) asks: u64,
	pub(crate) depth: u64,
	pub(crate) step: u64,
	pub(crate) lots: u64,
}

/// The book that is called typical: 10³ orders of 200 makers on 50 levels a side, every second tick.
pub(crate) const TYPICAL: Layout =
	Layout { makers: 200, bids: 500, asks: 500, depth: 10, step: 2, lots: LOTS };

impl Layout {
	/// Its orders, best first.
	pub(crate) fn orders(&self) -> Vec<Resting> {
		let side = |side, count| {
			(0..count).map(move |i| {
				let owner = accounts::maker((i % u64::from(self.makers)) as u32);
				(owner, order(side, self.step * (1 + i / self.depth), self.lots))
			})
		};
		side(Side::Bid, self.bids).chain(side(Side::Ask, self.asks)).collect()
	}

	/// The same in another order, that of their owners, which is quicker to place. Who comes first at a level differs.
	pub(crate) fn orders_by_owner(&self) -> Vec<Resting> {
		let mut orders = self.orders();
		orders.sort_by(|a, b| a.0.cmp(&b.0));
		orders
	}
}

/// A state on its way.
pub(crate) struct Setup {
	state: sp_io::TestExternalities,
	genesis: Hash,
	head: Option<Header>,
	funded: BTreeSet<AccountId>,
}

impl Setup {
	/// The development chain with empty books.
	pub(crate) fn new() -> Self {
		let parse = |json: Option<Vec<u8>>| serde_json::from_slice(&json.expect("a preset"));
		let mut config: serde_json::Value =
			parse(get_preset::<RuntimeGenesisConfig>(&None, |_| None)).expect("JSON");
		let development = genesis_presets::DEVELOPMENT.into();
		merge(&mut config, parse(genesis_presets::get_preset(&development)).expect("JSON"));
		// Room for what every account of a bench is given.
		config["assets"]["maximums"] = serde_json::json!([[HALO, HALO_MAXIMUM]]);
		let mut state = sp_io::TestExternalities::default();
		let genesis = state.execute_with(|| {
			build_state::<RuntimeGenesisConfig>(config.to_string().into_bytes())
				.expect("a genesis");
			for market in [KSI_CASH, HALO_CASH] {
				for who in [Sr25519Keyring::Eve, Sr25519Keyring::Ferdie] {
					let origin = RuntimeOrigin::signed(who.to_account_id());
					OrderBook::cancel_all(origin, market, None).expect("orders of the preset");
				}
			}
			System::block_hash(0)
		});
		Self { state, genesis, head: None, funded: BTreeSet::new() }
	}

	/// The typical book and the signers that are asked for, with money.
	pub(crate) fn typical(signers: u32) -> Self {
		let mut setup = Self::new();
		setup.fund((0..signers).map(accounts::signer));
		setup.place(HALO_CASH, TYPICAL.orders_by_owner());
		setup
	}

	/// Does something to the state.
	pub(crate) fn run<R>(&mut self, what: impl FnOnce() -> R) -> R {
		self.state.execute_with(what)
	}

	/// Brings what was done so far into the trie, which keeps the rest quick.
	pub(crate) fn commit(&mut self) {
		self.state.commit_all().expect("in memory");
	}

	/// Gives accounts more of everything than they need.
	pub(crate) fn fund(&mut self, accounts: impl IntoIterator<Item = AccountId>) {
		let new: Vec<_> =
			accounts.into_iter().filter(|who| self.funded.insert(who.clone())).collect();
		self.run(|| {
			for who in new {
				Balances::mint_into(&who, 1_000_000 * KSI).expect("KSI");
				mint(CASH, &who, 10u128.pow(19));
				mint(HALO, &who, 10u128.pow(12));
			}
		});
	}

	/// Places orders, of which none may cross, after funding their owners.
	pub(crate) fn place(&mut self, market: MarketId, orders: Vec<Resting>) {
		self.fund(orders.iter().map(|(who, _)| who.clone()).collect::<BTreeSet<_>>());
		let resting = |setup: &mut Self| {
			setup.run(|| Books::<Runtime>::get(market).map_or(0, |book| book.orders as usize))
		};
		let before = resting(self);
		let runs = orders.chunk_by(|a, b| a.0 == b.0).flat_map(|run| run.chunks(100));
		let mut pending = 0;
		for run in runs {
			self.run(|| {
				let place = |(_, order): &Resting| Operation::Place { market, order: *order };
				let operations: Vec<_> = run.iter().map(place).collect();
				let origin = RuntimeOrigin::signed(run[0].0.clone());
				OrderBook::submit(origin, operations.try_into().expect("100")).expect("a batch");
				System::reset_events();
			});
			pending += run.len();
			if pending > 50_000 {
				self.commit();
				pending = 0;
			}
		}
		assert_eq!(resting(self), before + orders.len(), "an order was refused or has traded");
	}

	/// The ids of an account's open orders.
	pub(crate) fn open_orders(&mut self, market: MarketId, who: AccountId) -> Vec<OrderId> {
		let orders = self.run(|| OrderBook::open_orders(who, market, None, u32::MAX));
		orders.into_iter().map(|order| order.id).collect()
	}

	/// Keys and values, in bytes, of the storage items that a book consists of.
	pub(crate) fn book_bytes(&mut self) -> usize {
		self.run(|| {
			["Books", "Words", "Levels", "Pages", "Traders"]
				.map(|item| {
					let prefix =
						frame_support::storage::storage_prefix(b"OrderBook", item.as_bytes());
					let mut sum = 0;
					let mut key = prefix.to_vec();
					while let Some(next) = sp_io::storage::next_key(&key) {
						if !next.starts_with(&prefix) {
							break;
						}
						sum += next.len() + sp_io::storage::get(&next).expect("it is next").len();
						key = next;
					}
					sum
				})
				.iter()
				.sum()
		})
	}

	/// Makes blocks without transactions until this one is the last.
	pub(crate) fn advance(&mut self, to: BlockNumber) {
		self.commit();
		while self.head.as_ref().is_none_or(|head| head.number < to) {
			let previous = self.head.take();
			self.head = Some(self.run(|| {
				let (header, inherent) = next(previous.as_ref());
				Executive::initialize_block(&header);
				Executive::apply_extrinsic(inherent).expect("valid").expect("the time");
				Executive::finalize_block()
			}));
		}
	}

	/// The state as it is now. Before the first time block 1 is made, which has work to do that no other has.
	pub(crate) fn state(&mut self) -> State {
		self.advance(1);
		self.run(System::reset_events);
		self.commit();
		State {
			nodes: self.state.backend.backend_storage().clone(),
			root: *self.state.backend.root(),
			head: self.head.clone().expect("made above"),
			genesis: self.genesis,
		}
	}
}

/// Mints, as Alice, who issues the tokens of the development chain.
fn mint(token: TokenId, who: &AccountId, amount: u128) {
	let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
	Assets::mint(alice, token, who.clone().into(), amount).expect("tokens");
}

/// Merges as RFC 7386 says.
fn merge(target: &mut serde_json::Value, patch: serde_json::Value) {
	match (target, patch) {
		(serde_json::Value::Object(target), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(target.entry(key).or_insert(serde_json::Value::Null), value);
			}
		}
		(target, patch) => *target = patch,
	}
}
