//! Blocks full of orders of all kinds.

use kongsi_forks::{Chain, Hash};
use kongsi_runtime::RuntimeCall;
use order_book_engine::{Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use order_book_runtime_api::{OrderBookApi, OrderInfo, MAX_LIST};
use pallet_order_book::{Call, MarketId, Operation};
use rand::{seq::SliceRandom, Rng};
use rand_chacha::ChaCha8Rng;
use sp_api::ProvideRuntimeApi;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{AccountId32, OpaqueExtrinsic};

pub(crate) const PEOPLE: [Sr25519Keyring; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];

/// The transactions of a block on this parent, and how many orders they place.
pub(crate) fn block(
	chain: &Chain,
	parent: Hash,
	random: &mut ChaCha8Rng,
) -> (Vec<OpaqueExtrinsic>, u64) {
	let now = chain.number(parent) + 1;
	let mut placed = 0;
	let mut traders = PEOPLE;
	traders.shuffle(random);
	// In some blocks nothing happens.
	let busy = if random.gen_bool(0.1) { 0 } else { random.gen_range(1..=2) };
	let traders: Vec<_> = traders.into_iter().take(busy).collect();
	let orders: Vec<_> =
		traders.iter().flat_map(|who| open_orders(chain, parent, who.to_account_id())).collect();
	let transactions = traders.iter().map(|who| {
		let account = who.to_account_id();
		let operations: Vec<Operation> = (0..random.gen_range(5..=40))
			.map(|_| operation(&account, &orders, now, random))
			.collect();
		let places = |operation: &&Operation| matches!(operation, Operation::Place { .. });
		placed += operations.iter().filter(places).count() as u64;
		let call = Call::submit { operations: operations.try_into().expect("at most 100") };
		let nonce = chain.nonce(parent, &account);
		chain.sign(*who, nonce, RuntimeCall::OrderBook(call))
	});
	(transactions.collect(), placed)
}

/// An account's open orders in both markets.
fn open_orders(chain: &Chain, at: Hash, account: AccountId32) -> Vec<OrderInfo<AccountId32>> {
	let client = chain.client();
	let of = |market| {
		client.runtime_api().open_orders(at, account.clone(), market, None, MAX_LIST).unwrap()
	};
	[of(0), of(1)].concat()
}

fn operation(
	who: &AccountId32,
	orders: &[OrderInfo<AccountId32>],
	now: u32,
	random: &mut ChaCha8Rng,
) -> Operation {
	let market = random.gen_range(0..2);
	match random.gen_range(0..100) {
		0..=2 => Operation::CancelAll { market, side: None },
		3..=6 => {
			let deadline = random.gen_bool(0.4).then(|| now + random.gen_range(0..15));
			Operation::CancelAfter { market, deadline }
		}
		7..=15 => Operation::CancelByClientId { market, client_id: random.gen_range(0..40) },
		16..=23 if !orders.is_empty() => {
			change(who, orders.choose(random).expect("there are some"), random)
		}
		_ => Operation::Place { market, order: order(market, now, random) },
	}
}

/// One's own order shrinks or moves. Anybody may take out what has expired; what still trades of others is refused.
fn change(who: &AccountId32, order: &OrderInfo<AccountId32>, random: &mut ChaCha8Rng) -> Operation {
	let (market, order_id) = (order.market, order.id);
	if order.owner != *who || order.expired {
		return Operation::Cancel { market, order_id };
	}
	let (price, quantity) = match random.gen() {
		true => (None, Some(Lots::new(order.lots.get().div_ceil(2)))),
		false => (Some(Ticks::new(order.price.get() + random.gen_range(1..10))), None),
	};
	Operation::Amend { market, order_id, price, quantity }
}

fn order(market: MarketId, now: u32, random: &mut ChaCha8Rng) -> NewOrder {
	let side = if random.gen() { Side::Bid } else { Side::Ask };
	// Around 2.00 and 25.00, so that about a third of them cross.
	let (middle, spread, lots) = match market {
		0 => (200, 30, 50..=2_000),
		_ => (2_500, 60, 1..=10),
	};
	let distance = random.gen_range(0..=2 * spread) - spread / 2;
	let price = match side {
		Side::Bid => middle - distance,
		Side::Ask => middle + distance,
	};
	NewOrder {
		side,
		price: Ticks::new(price as u64),
		quantity: Lots::new(random.gen_range(lots)),
		time_in_force: *[
			TimeInForce::GoodTilCancelled,
			TimeInForce::GoodTilCancelled,
			TimeInForce::GoodTilCancelled,
			TimeInForce::ImmediateOrCancel,
			TimeInForce::PostOnlySlide,
		]
		.choose(random)
		.unwrap(),
		self_trade: *[SelfTrade::CancelTaker, SelfTrade::CancelMaker, SelfTrade::Decrement]
			.choose(random)
			.unwrap(),
		client_id: random.gen_bool(0.3).then(|| random.gen_range(0..40)),
		expires_at: random.gen_bool(0.3).then(|| now + random.gen_range(0..6)),
	}
}

/// So that a market is what the module says: the first is KSI, the second HALO.
#[test]
fn the_markets_of_the_preset_are_there() {
	let chain = Chain::new();
	let client = chain.client();
	let markets = client.runtime_api().markets(chain.genesis(), None, 10).unwrap();
	assert_eq!(markets.iter().map(|market| market.params.base).collect::<Vec<_>>(), [0, 2]);
}
