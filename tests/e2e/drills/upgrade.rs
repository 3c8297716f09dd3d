//! Four validators: holders vote for another runtime, anybody applies it, and the exchange goes on with every order.

use kongsi_e2e::{
	account_of, endow,
	governance::Track,
	types::{MarketId, NewOrder, Operation, Side, TimeInForce},
	Chain, Localnet, Person,
};
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use std::{env, fs, path::PathBuf};
use subxt::{dynamic, utils::H256};
use subxt_signer::sr25519::{dev, Keypair};

/// KSI, paid in cash.
const KSI_CASH: MarketId = 0;
/// How many people have as many open orders as they may.
const PEOPLE: usize = 5;
/// Open orders of an account in the market.
const ORDERS: u64 = 200;
/// Orders in one signature.
const BATCH: u64 = 50;
/// How long finality may take to reach a block, in seconds.
const FINALITY_S: u64 = 120;
/// Blocks after the code was sent in, of which nodes have 20 to compile it, and in which no more than [`MISSED`] slots may stay empty.
const WATCHED: u32 = 40;
/// Slots that may stay empty.
const MISSED: u64 = 2;
/// The length of a slot in milliseconds.
const SLOT_MS: u64 = 2_000;

/// The runtime that `scripts/rehearsal` builds, compressed.
fn next_runtime() -> Vec<u8> {
	let path = env::var_os("KONGSI_NEXT_RUNTIME").map_or_else(
		|| {
			PathBuf::from(env!("CARGO_MANIFEST_DIR"))
				.join("../../target/rehearsal/kongsi_runtime_next.wasm")
		},
		PathBuf::from,
	);
	let code = fs::read(&path).unwrap_or_else(|error| {
		panic!("{}: {error}; build it with scripts/rehearsal", path.display())
	});
	// As it is published: it would not fit into a block otherwise.
	sp_maybe_compressed_blob::compress_strongly(&code, 64 * 1024 * 1024)
		.expect("it is not so large")
}

async fn spec_version(chain: &Chain) -> u64 {
	let answer = chain.answer("state_getRuntimeVersion", jsonrpsee::rpc_params![]).await;
	answer["specVersion"].as_u64().expect("a version is a number")
}

/// The time that a block says it was made at, in milliseconds.
async fn time(chain: &Chain, block: H256) -> u64 {
	let at = chain.at(block).await;
	let address = dynamic::storage::<(), u64>("Timestamp", "Now");
	let found = at.storage().fetch(address, ()).await.expect("each block has a time");
	found.decode().expect("a number")
}

/// All orders of the market: lots offered at any price.
async fn resting(chain: &Chain, block: H256) -> (u64, u32) {
	let depth = chain.depth(block, KSI_CASH).await;
	let asks = depth.asks.iter().filter(|level| level.price >= 250);
	asks.fold((0, 0), |(lots, orders), level| (lots + level.lots, orders + level.orders))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_upgrades_the_runtime_under_a_thousand_orders() {
	let code = next_runtime();
	let net = Localnet::start().await;
	let chain = Chain::connect(&net.nodes[0]).await;
	assert_eq!(spec_version(&chain).await, 1);
	let before = chain.constant("Revenue", "MarketsPerBlock").await;

	// A thousand offers of a KSI each, far from the market.
	let people: Vec<Person> =
		(0..PEOPLE).map(|number| Person::new(&format!("//upgrade//{number}"))).collect();
	endow(&chain, &dev::eve(), &people.iter().collect::<Vec<_>>()).await;
	let mut signed = Vec::new();
	for (number, person) in (0u64..).zip(&people) {
		for batch in 0..ORDERS / BATCH {
			let place = |index| Operation::Place {
				market: KSI_CASH,
				order: NewOrder::new(Side::Ask, 250 + number * 10 + index % 10, 100),
			};
			let orders: Vec<Operation> = (0..BATCH).map(place).collect();
			let submit = dynamic::transaction("OrderBook", "submit", (orders,));
			signed.push(chain.sign(&person.key, batch, &submit).await);
		}
	}
	let mut last = chain.best().await;
	for receipt in chain.deliver(signed).await {
		assert_eq!(receipt.error, None, "orders were refused");
		last = receipt.block;
	}
	assert_eq!(resting(&chain, last).await, (100_000, 1_000));

	// Nobody can apply what nobody has voted for.
	let hash = BlakeTwo256::hash(&code).0;
	let apply = dynamic::transaction("System", "apply_authorized_upgrade", (code.clone(),));
	let refused = chain.send(&dev::ferdie(), &apply).await;
	assert_eq!(refused.error.as_deref(), Some("NothingAuthorized"));

	// Holders allow it by its hash; other code is refused, this code is taken from anybody.
	let voters: Vec<Keypair> = vec![dev::alice(), dev::bob(), dev::charlie(), dev::dave()];
	let authorize = dynamic::transaction("Mandates", "authorize_upgrade", (hash,));
	chain.decide(&voters, Track::Constitution, &authorize).await;
	let mut other = code.clone();
	other.push(0);
	let forged = dynamic::transaction("System", "apply_authorized_upgrade", (other,));
	let refused = chain.send(&dev::ferdie(), &forged).await;
	assert_eq!(refused.error.as_deref(), Some("Unauthorized"));
	let applied = chain.accepted(&dev::ferdie(), &apply).await;

	// Blocks go on.
	let height = chain.height(applied.block).await;
	let end = chain.await_height(height + WATCHED, FINALITY_S).await;
	let passed = (time(&chain, end).await - time(&chain, applied.block).await) / SLOT_MS;
	let missed = passed - u64::from(WATCHED);
	println!("{missed} of {passed} slots stayed empty after the upgrade");
	assert!(missed <= MISSED, "{missed} of {passed} slots stayed empty");

	// Every node runs the new runtime, none was started again, and no order is lost.
	for node in &net.nodes {
		let chain = Chain::connect(node).await;
		chain.await_finalized(height + WATCHED, FINALITY_S).await;
		assert_eq!(spec_version(&chain).await, 2);
		assert_eq!(chain.constant("Revenue", "MarketsPerBlock").await, before + 4);
	}
	let chain = Chain::connect(&net.nodes[1]).await;
	assert_eq!(resting(&chain, chain.best().await).await, (100_000, 1_000));

	// They match and can be cancelled: the ladder of the preset is 55,000 lots up to 210, and a hundred and fifty more are one
	// and a half offers at 250.
	let order = NewOrder::new(Side::Bid, 250, 55_150).time_in_force(TimeInForce::ImmediateOrCancel);
	let buy = dynamic::transaction("OrderBook", "place_order", (KSI_CASH, order));
	let bought = chain.accepted(&dev::bob(), &buy).await;
	assert_eq!(bought.executed().fills.len(), 12);
	assert_eq!(resting(&chain, bought.block).await, (100_000 - 150, 999));
	let cancel = dynamic::transaction("OrderBook", "cancel_all", (KSI_CASH, None::<Side>));
	let cancelled = chain.accepted(&people[4].key, &cancel).await;
	assert_eq!(resting(&chain, cancelled.block).await.1, 999 - 200);
	let owned = chain.balance(cancelled.block, 0, &account_of(&people[4].key)).await;
	assert_eq!(owned.held, 0);
}
