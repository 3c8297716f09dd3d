//! A long run with many reorganisations, on which every client is compared with the chain at every block.

use crate::{
	client::{AccountClient, DepthClient, Node, TradesClient},
	expected, workload,
};
use kongsi_forks::{Chain, Hash};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_core::crypto::Ss58Codec;
use sp_keyring::Sr25519Keyring::{Alice, Eve, Ferdie};

/// Orders that must have been placed on all branches, and reorganisations forced.
const ORDERS: u64 = 10_000;
const REORGANISATIONS: u32 = 50;
/// Trades that each client must hold of the best chain, and fills that each account must.
const TRADES: usize = 50;
const FILLS: usize = 10;
/// Several times what all of that takes: a run in which little is traded ends.
const MOST_ORDERS: u64 = 100_000;
/// The deepest reorganisation.
const DEPTH: u32 = 20;

struct Run {
	chain: Chain,
	node: Node,
	depths: Vec<DepthClient>,
	trades: Vec<TradesClient>,
	accounts: Vec<AccountClient>,
	random: ChaCha8Rng,
	orders: u64,
	reorganisations: u32,
	deepest: u32,
}

impl Run {
	fn grow(&mut self, parent: Hash, best: bool) -> Hash {
		let (transactions, placed) = workload::block(&self.chain, parent, &mut self.random);
		self.orders += placed;
		self.chain.grow(parent, transactions, best)
	}

	/// So many blocks on a parent. Those before the last are no news to the best chain, so that it jumps, or each is.
	fn branch(&mut self, parent: Hash, blocks: u32, jump: bool) -> Hash {
		(1..=blocks).fold(parent, |parent, i| self.grow(parent, i == blocks || !jump))
	}

	fn reorganise(&mut self) {
		let (best, finalized) = (self.chain.best(), self.chain.finalized());
		let room = self.chain.number(best) - self.chain.number(finalized);
		let depth = self.random.gen_range(1..=DEPTH.min(room));
		let parent = self.chain.ancestor(best, depth);
		let blocks = self.random.gen_range(1..=depth + 2);
		// The first block of a branch makes it the best where it does not jump.
		let jump = self.random.gen();
		self.branch(parent, blocks, jump);
		self.reorganisations += 1;
		self.deepest = self.deepest.max(depth);
	}

	async fn read(&mut self) {
		let best = self.chain.best();
		for depth in &mut self.depths {
			depth.read_to(&self.node, best).await;
		}
		for account in &mut self.accounts {
			account.read_to(&self.node, best).await;
		}
		self.trades.iter_mut().for_each(TradesClient::read_what_is_there);
	}

	/// Whether it has been long enough for what is compared to mean something. A reorganisation that comes and goes unread
	/// is none for a reader, so those that he was told of count. Twice the trades, since a message on its way may undo some.
	fn is_long_enough(&self) -> bool {
		self.orders >= ORDERS
			&& self.depths.iter().all(|depth| depth.resets >= REORGANISATIONS)
			&& self.trades.iter().all(|client| client.count() >= 2 * TRADES)
			&& self.accounts.iter().all(|client| client.count() >= FILLS)
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_hold_what_the_chain_holds_at_every_block_through_reorganisations() {
	let seed =
		std::env::var("KONGSI_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().unwrap());
	println!("KONGSI_SEED={seed}");
	let chain = Chain::new();
	let node = Node::new(&chain);
	let mut depths = vec![];
	for (market, levels) in [(0, 1), (0, 7), (0, 1_000), (1, 3), (1, 20), (1, 20), (1, 1_000)] {
		depths.push(DepthClient::new(&node, market, levels).await);
	}
	let mut trades = vec![];
	for market in [None, Some(0), Some(1)] {
		trades.push(TradesClient::new(&node, market).await);
	}
	let mut accounts = vec![];
	for who in [Alice, Eve, Ferdie] {
		accounts.push(AccountClient::new(&node, who.to_account_id().to_ss58check()).await);
	}
	let random = ChaCha8Rng::seed_from_u64(seed);
	let (orders, reorganisations, deepest) = (0, 0, 0);
	let mut run =
		Run { chain, node, depths, trades, accounts, random, orders, reorganisations, deepest };

	while !run.is_long_enough() {
		assert!(run.orders < MOST_ORDERS, "{} orders are not enough", run.orders);
		let forward = run.random.gen_range(0..=12);
		let (best, jump) = (run.chain.best(), run.random.gen());
		run.branch(best, forward, jump);
		if run.random.gen_bool(0.6) {
			run.read().await;
		}
		if run.chain.best() != run.chain.finalized() {
			run.reorganise();
		}
		// The subscribers have room for 256 messages, far more than came since the last time, so nobody is cut off.
		run.read().await;
		if run.random.gen_bool(0.3) {
			let best = run.chain.best();
			let room = run.chain.number(best) - run.chain.number(run.chain.finalized());
			if room > DEPTH {
				run.chain.finalize(run.chain.ancestor(best, DEPTH));
			}
		}
	}
	let best = run.chain.best();
	run.chain.finalize(best);
	for depth in &mut run.depths {
		depth.read_to_final(&run.node, best).await;
	}
	for account in &mut run.accounts {
		account.read_to_final(&run.node, best).await;
	}
	for trades in &mut run.trades {
		trades.read_to_final(best).await;
		compare_trades(&run.chain, trades);
	}
	for account in &run.accounts {
		compare_fills(&run.chain, account);
	}
	let blocks = run.chain.number(best);
	let checked: u32 = run.depths.iter().map(|depth| depth.checked).sum();
	let accounts: u32 = run.accounts.iter().map(|account| account.checked).sum();
	let statuses: Vec<_> = run.accounts.iter().map(|account| &account.statuses).collect();
	println!(
		"{} orders, {} reorganisations up to {} deep, {blocks} blocks; {checked} depths and {accounts} accounts \
		 compared; {statuses:?}",
		run.orders, run.reorganisations, run.deepest
	);
	assert!(checked > 0 && accounts > 0 && run.deepest > DEPTH / 2);
}

/// Along the best chain the stream has told the trades that the events tell, in their order, and no others.
fn compare_trades(chain: &Chain, client: &TradesClient) {
	let mut all = 0;
	for (number, block) in (0u64..).zip(expected::best_chain(chain)) {
		let expected = expected::trades(chain, block);
		let wanted = |market| client.market.is_none_or(|wanted| wanted == market);
		let expected: Vec<_> =
			(0u32..).zip(expected).filter(|(_, trade)| wanted(trade.0)).collect();
		let told = client.trades.get(&number);
		if let Some((hash, _)) = told {
			assert_eq!(*hash, block);
		}
		let told: Vec<_> = told
			.iter()
			.flat_map(|(_, trades)| trades)
			.map(|trade| {
				let side = if trade.side == "buy" { "buy" } else { "sell" };
				let trade = trade.clone();
				let told: expected::Told = (
					trade.market,
					side,
					trade.price,
					trade.size,
					trade.notional,
					trade.taker,
					trade.taker_fee,
					trade.maker,
					trade.maker_order,
				);
				(trade.index, told)
			})
			.collect();
		assert_eq!(told, expected, "trades of block {number}");
		all += told.len();
	}
	assert!(all >= TRADES, "only {all} trades");
}

/// The account was told its own fills in each block of the best chain.
fn compare_fills(chain: &Chain, client: &AccountClient) {
	let mut all = 0;
	for (number, block) in (0u64..).zip(expected::best_chain(chain)) {
		if block == chain.genesis() {
			continue;
		}
		let told = client.fills.get(&number);
		let own: Vec<_> = (0u32..)
			.zip(expected::trades(chain, block))
			.filter_map(|(index, trade)| {
				let taker = (trade.5 == client.address).then(|| (index, "taker".to_owned()));
				taker.or((trade.7 == client.address).then(|| (index, "maker".to_owned())))
			})
			.collect();
		assert_eq!(told, Some(&own), "fills of block {number}");
		all += own.len();
	}
	assert!(all >= FILLS, "only {all} fills");
}
