//! A real chain with a random market, and a history that follows it.

#![allow(dead_code, reason = "each test takes what it needs")]

pub(crate) mod naive;

use kongsi_forks::{Chain, Client, Hash};
use kongsi_history::{chain::ClientChain, History, Indexer, Options, Step};
use kongsi_runtime::{opaque::Block, RuntimeCall};
use order_book_engine::{Lots, NewOrder, OrderId, SelfTrade, Side, Ticks, TimeInForce};
use order_book_runtime_api::OrderBookApi;
use pallet_order_book::{Call, Operation};
use rand::{seq::SliceRandom, Rng};
use rand_chacha::ChaCha8Rng;
use sp_api::ProvideRuntimeApi;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::OpaqueExtrinsic;
use std::{path::Path, sync::Arc};

/// Those who trade. Eve and Ferdie only own what rests from the genesis on.
pub(crate) const TRADERS: [Sr25519Keyring; 4] = [Alice, Bob, Charlie, Dave];
/// The markets and about what is paid there, in ticks.
pub(crate) const MARKETS: [(u32, u64); 2] = [(0, 200), (1, 2_500)];

pub(crate) type Writer = Indexer<ClientChain<Client, Block>>;

pub(crate) fn writer(chain: &Chain, directory: &Path) -> Writer {
	let history = Arc::new(History::open(directory, chain.genesis()).unwrap());
	Indexer::new(history, ClientChain::new(chain.client()), Options::default())
}

/// Brings a history to the chain.
pub(crate) fn follow(writer: &mut Writer) {
	while writer.advance(16).unwrap() == Step::More {}
	writer.follow_best().unwrap();
}

pub(crate) fn order(side: Side, price: u64, lots: u64, time_in_force: TimeInForce) -> NewOrder {
	NewOrder {
		side,
		price: Ticks::new(price),
		quantity: Lots::new(lots),
		time_in_force,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}

pub(crate) fn place(market: u32, order: NewOrder) -> RuntimeCall {
	RuntimeCall::OrderBook(Call::place_order { market, order })
}

/// What some of the traders do in a block on this one.
pub(crate) fn business(
	chain: &Chain,
	random: &mut ChaCha8Rng,
	parent: Hash,
) -> Vec<OpaqueExtrinsic> {
	let mut extrinsics = Vec::new();
	for who in TRADERS {
		if random.gen_bool(0.6) {
			let nonce = chain.nonce(parent, &who.to_account_id());
			let call = any_call(chain, random, parent, who);
			extrinsics.push(chain.sign(who, nonce, call));
		}
	}
	extrinsics
}

fn any_call(
	chain: &Chain,
	random: &mut ChaCha8Rng,
	parent: Hash,
	who: Sr25519Keyring,
) -> RuntimeCall {
	let (market, _) = *MARKETS.choose(random).unwrap();
	let call = match random.gen_range(0..10) {
		0 => Call::cancel_all { market, side: None },
		1 => match any_order(chain, random, parent, who, market) {
			Some(order_id) => Call::cancel_order { market, order_id },
			None => Call::cancel_all { market, side: Some(Side::Bid) },
		},
		2 | 3 => match any_order(chain, random, parent, who, market) {
			Some(order_id) => {
				let price = random.gen_bool(0.5).then(|| Ticks::new(any_price(random, market)));
				let quantity = Some(Lots::new(random.gen_range(100..900)));
				Call::amend_order { market, order_id, price, quantity }
			}
			None => Call::place_order { market, order: any_new(random, market) },
		},
		4 | 5 => {
			let operations: Vec<Operation> = (0..random.gen_range(1..6))
				.map(|_| {
					let (market, _) = *MARKETS.choose(random).unwrap();
					Operation::Place { market, order: any_new(random, market) }
				})
				.collect();
			Call::submit { operations: operations.try_into().unwrap() }
		}
		_ => Call::place_order { market, order: any_new(random, market) },
	};
	RuntimeCall::OrderBook(call)
}

fn any_order(
	chain: &Chain,
	random: &mut ChaCha8Rng,
	parent: Hash,
	who: Sr25519Keyring,
	market: u32,
) -> Option<OrderId> {
	let client = chain.client();
	let api = client.runtime_api();
	let orders = api.open_orders(parent, who.to_account_id(), market, None, 100).unwrap();
	orders.choose(random).map(|order| order.id)
}

fn any_price(random: &mut ChaCha8Rng, market: u32) -> u64 {
	let (_, middle) = MARKETS[usize::try_from(market).unwrap()];
	random.gen_range(middle - 8..=middle + 8)
}

fn any_new(random: &mut ChaCha8Rng, market: u32) -> NewOrder {
	let side = if random.gen() { Side::Bid } else { Side::Ask };
	let kinds = [
		TimeInForce::GoodTilCancelled,
		TimeInForce::GoodTilCancelled,
		TimeInForce::ImmediateOrCancel,
		TimeInForce::PostOnlySlide,
		TimeInForce::FillOrKill,
	];
	let modes = [SelfTrade::CancelTaker, SelfTrade::CancelMaker, SelfTrade::Decrement];
	let lots = if market == 0 { random.gen_range(100..2_000) } else { random.gen_range(1..40) };
	let mut order = order(side, any_price(random, market), lots, *kinds.choose(random).unwrap());
	order.self_trade = *modes.choose(random).unwrap();
	order.client_id = random.gen_bool(0.3).then(|| random.gen_range(0..1_000_000));
	order.expires_at = random.gen_bool(0.2).then(|| random.gen_range(1..400));
	order
}
