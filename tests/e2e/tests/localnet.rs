//! Four validators: they finalize one chain, see the same book, and survive the sudden death of one of them.

use kongsi_e2e::{
	account_of,
	types::{Level, MarketTerms, NewOrder, Side, TimeInForce},
	Chain, Localnet, Until,
};
use subxt::{dynamic, utils::H256};
use subxt_signer::sr25519::dev;

/// How long finality may take to reach a block, in seconds.
const FINALITY_S: u64 = 90;

/// The finalized hashes of a node from genesis on.
async fn history(chain: &Chain) -> Vec<H256> {
	let (height, head) = chain.finalized().await;
	let mut hashes = Vec::new();
	for number in 0..height {
		hashes.push(chain.hash_at(number).await.expect("a finalized block stays"));
	}
	hashes.push(head);
	hashes
}

/// Fails unless all agree on every block that any two of them have finalized.
async fn expect_agreement(chains: &[Chain]) {
	let mut longest: Vec<H256> = Vec::new();
	for chain in chains {
		let hashes = history(chain).await;
		let common = hashes.len().min(longest.len());
		assert_eq!(hashes[..common], longest[..common], "two nodes disagree on a finalized block");
		if hashes.len() > longest.len() {
			longest = hashes;
		}
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn four_validators_finalize_one_book_and_survive_a_kill() {
	let mut net = Localnet::start().await;
	let mut chains = Vec::new();
	for node in &net.nodes {
		chains.push(Chain::connect_until(node, Until::Finalized).await);
	}
	for chain in &chains {
		chain.await_finalized(2, FINALITY_S).await;
	}

	// Charlie lists a token at the first node, Dave sells KSI for it at the second, Charlie buys at the third.
	let (charlie, dave) = (dev::charlie(), dev::dave());
	let quote = 70_004;
	chains[0].create_token(&charlie, quote, 1_000_000_000_000).await;
	let (receipt, founded) =
		chains[0].create_market(&charlie, 0, quote, MarketTerms::ORDINARY).await;
	let market = founded.market;
	chains[1].await_finalized(chains[0].height(receipt.block).await, FINALITY_S).await;
	let ask = NewOrder::new(Side::Ask, 200, 1_000);
	let place = dynamic::transaction("OrderBook", "place_order", (market, ask));
	let placed = chains[1].accepted(&dave, &place).await;
	chains[2].await_finalized(chains[1].height(placed.block).await, FINALITY_S).await;
	let bid = NewOrder::new(Side::Bid, 200, 400).time_in_force(TimeInForce::FillOrKill);
	let take = dynamic::transaction("OrderBook", "place_order", (market, bid));
	let taken = chains[2].accepted(&charlie, &take).await;
	assert_eq!(taken.executed().fills.len(), 1);

	// All of them show the same book at the same finalized block: 600 lots are left of 1,000.
	let height = chains[2].height(taken.block).await;
	for chain in &chains {
		chain.await_finalized(height, FINALITY_S).await;
		assert_eq!(chain.hash_at(height).await, Some(taken.block));
		let depth = chain.depth(taken.block, market).await;
		assert_eq!((depth.bids, depth.asks), (vec![], vec![Level::new(200, 600, 1)]));
		let owned = chain.balance(taken.block, quote, &account_of(&dave)).await;
		let notional = founded.params.notional(200, 400);
		assert_eq!(owned.free, founded.params.maker_receives(notional));
	}
	expect_agreement(&chains).await;

	// Dave's node dies in mid-flight. Three of four still finalize.
	let before = history(&chains[3]).await;
	net.nodes[3].kill();
	let (height, _) = chains[0].finalized().await;
	for chain in &chains[..3] {
		chain.await_finalized(height + 3, FINALITY_S).await;
	}

	// It comes back with all it had finalized, catches up and goes on with the others.
	net.nodes[3].restart();
	chains[3] = Chain::connect_until(&net.nodes[3], Until::Finalized).await;
	let after = history(&chains[3]).await;
	assert!(
		after.len() >= before.len(),
		"{} finalized blocks became {}",
		before.len(),
		after.len()
	);
	assert_eq!(after[..before.len()], before, "a finalized block was replaced");
	let (height, _) = chains[0].finalized().await;
	for chain in &chains {
		chain.await_finalized(height + 3, FINALITY_S).await;
	}
	let (_, head) = chains[3].finalized().await;
	let depth = chains[3].depth(head, market).await;
	assert_eq!(depth.asks, vec![Level::new(200, 600, 1)]);
	expect_agreement(&chains).await;
}
