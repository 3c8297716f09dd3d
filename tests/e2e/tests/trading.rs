//! One development node: a token is listed and traded to the atom, and nothing that is wrong does harm.

use codec::{Decode, Encode};
use jsonrpsee::{core::params::ArrayParams, core::ClientError, rpc_params};
use kongsi_e2e::{
	account_of, eventually, hex,
	types::{
		Amended, Balance, Level, MarketTerms, NewOrder, Operation, Outcome, Side, TimeInForce,
		TokenId,
	},
	Address, Chain, Node, Receipt,
};
use serde_json::{json, Value as Json};
use std::sync::Arc;
use subxt::{
	dynamic,
	utils::{AccountId32, H256},
};
use subxt_signer::{
	sr25519::{dev, Keypair},
	SecretUri,
};

const KSI: u128 = 1_000_000_000_000;
/// Token 0 of every market.
const NATIVE: TokenId = 0;
/// What each test account starts with.
const START: u128 = 10_000 * KSI;
/// Supply of the quote tokens that the tests make: a million of six decimals.
const SUPPLY: u128 = 1_000_000_000_000;

/// A lot of 0.01 KSI, a tick of 100 quote atoms a lot.
const TERMS: MarketTerms = MarketTerms {
	tick_size: 100,
	lot_size: 10_000_000_000,
	min_notional: 10_000,
	max_open_orders: 4,
	price_band_ppm: 100_000,
};

/// A person of a test with what he has paid for transactions so far.
struct Person {
	key: Keypair,
	account: AccountId32,
	fees: u128,
}

impl Person {
	fn new(path: &str) -> Self {
		let uri: SecretUri = path.parse().expect("a path of names");
		let key = Keypair::from_uri(&uri).expect("a key for every path");
		Self { account: account_of(&key), key, fees: 0 }
	}

	fn address(&self) -> Address {
		self.account.into()
	}
}

async fn connect() -> (Arc<Node>, Chain) {
	// Starting blocks, and the test has nothing else to do yet.
	let node = tokio::task::spawn_blocking(Node::shared_dev).await.expect("a node starts");
	let chain = Chain::connect(&node).await;
	(node, chain)
}

/// Gives people KSI to start with.
async fn endow(chain: &Chain, from: &Keypair, people: &[&Person]) {
	let mut nonce = chain.nonce(&account_of(from)).await;
	let mut gifts = Vec::new();
	for person in people {
		let gift =
			dynamic::transaction("Balances", "transfer_keep_alive", (person.address(), START));
		gifts.push(chain.sign(from, nonce, &gift).await);
		nonce += 1;
	}
	for receipt in chain.deliver(gifts).await {
		assert_eq!(receipt.error, None, "a gift was refused");
	}
}

/// Sends half of a quote token to another account.
async fn share(chain: &Chain, from: &mut Person, token: TokenId, to: &Person) {
	let share =
		dynamic::transaction("Assets", "transfer_keep_alive", (token, to.address(), SUPPLY / 2));
	from.fees += chain.accepted(&from.key, &share).await.fee;
}

async fn place(chain: &Chain, who: &mut Person, market: u32, order: NewOrder) -> Receipt {
	let call = dynamic::transaction("OrderBook", "place_order", (market, order));
	let receipt = chain.accepted(&who.key, &call).await;
	who.fees += receipt.fee;
	receipt
}

/// The market of a test, and what its two people own in it.
struct Floor<'a> {
	chain: &'a Chain,
	market: u32,
	quote: TokenId,
}

impl Floor<'_> {
	/// Compares what somebody owns with what he should: `ksi` without the fees of his transactions, which come off.
	async fn expect(&self, block: H256, who: &Person, ksi: Balance, quote: Balance) {
		let ksi = Balance::new(ksi.free - who.fees, ksi.held);
		assert_eq!(self.chain.balance(block, NATIVE, &who.account).await, ksi, "KSI");
		assert_eq!(
			self.chain.balance(block, self.quote, &who.account).await,
			quote,
			"the quote token"
		);
	}

	/// Compares the book, by the runtime API and by JSON-RPC. Levels are (ticks, lots, orders).
	async fn expect_depth(&self, block: H256, bids: &[(u64, u64, u32)], asks: &[(u64, u64, u32)]) {
		let depth = self.chain.depth(block, self.market).await;
		let levels = |levels: &[(u64, u64, u32)]| -> Vec<Level> {
			levels.iter().map(|(price, lots, orders)| Level::new(*price, *lots, *orders)).collect()
		};
		assert_eq!((depth.bids, depth.asks), (levels(bids), levels(asks)), "the runtime API");

		let params = rpc_params![self.market, 100, hex(block.as_bytes())];
		let answer = self.chain.answer("orderbook_v1_depth", params).await;
		// The quote token has no decimals and KSI has 12, so a tick is 100 / 0.01 = 10,000 a KSI, and a lot 0.01.
		let written = |levels: &[(u64, u64, u32)]| -> Json {
			let cents = |lots: &u64| match (lots / 100, lots % 100) {
				(whole, 0) => format!("{whole}"),
				(whole, part) => format!("{whole}.{part:02}").trim_end_matches('0').to_owned(),
			};
			levels
				.iter()
				.map(|(price, lots, orders)| {
					json!([format!("{}", price * 10_000), cents(lots), orders])
				})
				.collect()
		};
		assert_eq!(answer["bids"], written(bids), "JSON-RPC");
		assert_eq!(answer["asks"], written(asks), "JSON-RPC");
		assert_eq!(answer["seq"], json!(depth.sequence));
		assert_eq!(answer["block"]["hash"], json!(hex(block.as_bytes())));
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_of_a_trade_is_exact() {
	let (_node, chain) = connect().await;
	let (mut maker, mut taker) = (Person::new("//trading//maker"), Person::new("//trading//taker"));
	endow(&chain, &dev::alice(), &[&maker, &taker]).await;

	let quote = 70_001;
	maker.fees += chain.create_token(&maker.key, quote, SUPPLY).await;
	share(&chain, &mut maker, quote, &taker).await;
	let (receipt, founded) = chain.create_market(&maker.key, NATIVE, quote, TERMS).await;
	maker.fees += receipt.fee;
	let (market, params) = (founded.market, founded.params);
	assert_eq!((params.base, params.quote), (NATIVE, quote));
	assert_eq!(chain.params(market).await, params);
	let floor = Floor { chain: &chain, market, quote };

	// The maker's deposits for the token and the market stay on hold.
	let deposits = chain.constant("Assets", "AssetDeposit").await
		+ chain.constant("OrderBook", "MarketDeposit").await;
	let maker_ksi =
		|sold: u128, held: u128| Balance::new(START - deposits - sold - held, deposits + held);
	let taker_ksi = |bought: u128| Balance::new(START + bought, 0);
	// The founder gave the revenue account its minimum, one atom.
	let (mut maker_quote, mut taker_quote) = (SUPPLY / 2 - 1, SUPPLY / 2);
	floor.expect(receipt.block, &maker, maker_ksi(0, 0), Balance::new(maker_quote, 0)).await;
	floor.expect(receipt.block, &taker, taker_ksi(0), Balance::new(taker_quote, 0)).await;
	floor.expect_depth(receipt.block, &[], &[]).await;

	// An ask of 1,000 lots of 0.01 KSI rests and holds 10 KSI.
	let placed =
		place(&chain, &mut maker, market, NewOrder::new(Side::Ask, 200, 1_000).client_id(7)).await;
	let ask = placed.executed().outcomes[0].placed().order.expect("it rests");
	floor.expect(placed.block, &maker, maker_ksi(0, 10 * KSI), Balance::new(maker_quote, 0)).await;
	floor.expect_depth(placed.block, &[], &[(200, 1_000, 1)]).await;

	// An immediate bid at 210 takes 400 lots of it at 200: 200 x 400 x 100 = 8,000,000 for 4 KSI.
	let order = NewOrder::new(Side::Bid, 210, 400).time_in_force(TimeInForce::ImmediateOrCancel);
	let bought = place(&chain, &mut taker, market, order).await;
	let outcome = bought.executed().outcomes[0].placed();
	assert_eq!(
		(outcome.filled, outcome.rests, outcome.cancelled, outcome.order),
		(400, 0, 0, None)
	);
	assert_eq!((outcome.notional, outcome.fee), (8_000_000, params.taker_fee(8_000_000)));
	maker_quote += params.maker_receives(8_000_000);
	taker_quote -= 8_000_000 + params.taker_fee(8_000_000);
	floor
		.expect(bought.block, &maker, maker_ksi(4 * KSI, 6 * KSI), Balance::new(maker_quote, 0))
		.await;
	floor.expect(bought.block, &taker, taker_ksi(4 * KSI), Balance::new(taker_quote, 0)).await;
	floor.expect_depth(bought.block, &[], &[(200, 600, 1)]).await;

	// A smaller quantity keeps the order in its place: 350 lots, 3.5 KSI.
	let amend =
		dynamic::transaction("OrderBook", "amend_order", (market, ask, None::<u64>, Some(350u64)));
	let amended = chain.accepted(&maker.key, &amend).await;
	maker.fees += amended.fee;
	match &amended.executed().outcomes[0] {
		Outcome::Amended(Amended::Reduced(removal)) => {
			assert_eq!((removal.order, removal.lots, removal.rests), (ask, 250, 350));
		}
		other => panic!("not reduced: {other:?}"),
	}
	let rest = 3 * KSI + KSI / 2;
	floor
		.expect(amended.block, &maker, maker_ksi(4 * KSI, rest), Balance::new(maker_quote, 0))
		.await;
	floor.expect_depth(amended.block, &[], &[(200, 350, 1)]).await;

	// Another price moves it.
	let amend =
		dynamic::transaction("OrderBook", "amend_order", (market, ask, Some(205u64), None::<u64>));
	let amended = chain.accepted(&maker.key, &amend).await;
	maker.fees += amended.fee;
	match &amended.executed().outcomes[0] {
		Outcome::Amended(Amended::Replaced(removal, placed)) => {
			assert_eq!((removal.order, removal.rests, placed.rests), (ask, 0, 350));
			assert_ne!(placed.order, Some(ask));
		}
		other => panic!("not replaced: {other:?}"),
	}
	floor
		.expect(amended.block, &maker, maker_ksi(4 * KSI, rest), Balance::new(maker_quote, 0))
		.await;
	floor.expect_depth(amended.block, &[], &[(205, 350, 1)]).await;

	// A bid of 300 lots at 190 rests: 190 x 300 x 100 = 5,700,000 and the highest fee on it.
	assert_eq!(params.notional(190, 300), 5_700_000);
	let placed = place(&chain, &mut taker, market, NewOrder::new(Side::Bid, 190, 300)).await;
	let low = placed.executed().outcomes[0].placed().order.expect("it rests");
	let held = params.bid_hold(190, 300);
	floor
		.expect(placed.block, &taker, taker_ksi(4 * KSI), Balance::new(taker_quote - held, held))
		.await;
	floor.expect_depth(placed.block, &[(190, 300, 1)], &[(205, 350, 1)]).await;

	// A bid of 500 lots at 205 takes the 350: 205 x 350 x 100 = 7,175,000 for 3.5 KSI. 150 lots rest.
	let placed = place(&chain, &mut taker, market, NewOrder::new(Side::Bid, 205, 500)).await;
	let outcome = placed.executed().outcomes[0].placed();
	assert_eq!((outcome.filled, outcome.rests, outcome.notional), (350, 150, 7_175_000));
	maker_quote += params.maker_receives(7_175_000);
	taker_quote -= 7_175_000 + params.taker_fee(7_175_000);
	let sold = 7 * KSI + KSI / 2;
	let held = params.bid_hold(190, 300) + params.bid_hold(205, 150);
	floor.expect(placed.block, &maker, maker_ksi(sold, 0), Balance::new(maker_quote, 0)).await;
	floor
		.expect(placed.block, &taker, taker_ksi(sold), Balance::new(taker_quote - held, held))
		.await;
	floor.expect_depth(placed.block, &[(205, 150, 1), (190, 300, 1)], &[]).await;

	// A cancel returns the hold.
	let cancel = dynamic::transaction("OrderBook", "cancel_order", (market, low));
	let cancelled = chain.accepted(&taker.key, &cancel).await;
	taker.fees += cancelled.fee;
	let held = params.bid_hold(205, 150);
	floor
		.expect(cancelled.block, &taker, taker_ksi(sold), Balance::new(taker_quote - held, held))
		.await;
	floor.expect_depth(cancelled.block, &[(205, 150, 1)], &[]).await;

	// A batch does each operation on its own; the last one sells to the taker's bid: 205 x 150 x 100 = 3,075,000.
	let order = |price, quantity| NewOrder::new(Side::Ask, price, quantity);
	let operations = vec![
		Operation::Place { market, order: order(207, 200).client_id(1) },
		Operation::Place { market, order: order(208, 100).client_id(2) },
		Operation::Place { market, order: order(0, 100) },
		Operation::CancelByClientId { market, client_id: 1 },
		Operation::CancelByClientId { market, client_id: 99 },
		Operation::Place { market, order: order(205, 150).time_in_force(TimeInForce::FillOrKill) },
	];
	let submit = dynamic::transaction("OrderBook", "submit", (operations,));
	let done = chain.accepted(&maker.key, &submit).await;
	maker.fees += done.fee;
	let outcomes = &done.executed().outcomes;
	assert_eq!(outcomes.len(), 6);
	assert_eq!((outcomes[0].placed().rests, outcomes[1].placed().rests), (200, 100));
	assert_eq!(outcomes[2].refusal(), "PriceOutOfRange");
	assert!(matches!(&outcomes[3], Outcome::Cancelled(removal) if removal.lots == 200));
	assert_eq!(outcomes[4].refusal(), "OrderNotFound");
	assert_eq!(outcomes[5].placed().filled, 150);
	assert_eq!(done.executed().fills.len(), 1);
	maker_quote += 3_075_000 - params.taker_fee(3_075_000);
	taker_quote -= params.maker_pays(3_075_000);
	// 7.5 + 1.5 KSI are sold, 100 lots rest at 208.
	floor.expect(done.block, &maker, maker_ksi(9 * KSI, KSI), Balance::new(maker_quote, 0)).await;
	floor.expect(done.block, &taker, taker_ksi(9 * KSI), Balance::new(taker_quote, 0)).await;
	floor.expect_depth(done.block, &[], &[(208, 100, 1)]).await;

	// What is left is cancelled; then nobody holds anything and fees are all that the three do not own.
	let cancel_all = dynamic::transaction("OrderBook", "cancel_all", (market, None::<Side>));
	let cancelled = chain.accepted(&maker.key, &cancel_all).await;
	maker.fees += cancelled.fee;
	floor
		.expect(cancelled.block, &maker, maker_ksi(9 * KSI, 0), Balance::new(maker_quote, 0))
		.await;
	floor.expect_depth(cancelled.block, &[], &[]).await;
	let holders = chain.holders(cancelled.block, quote).await;
	let revenue: Vec<Balance> = holders
		.iter()
		.filter(|(who, _)| *who != maker.account && *who != taker.account)
		.map(|(_, balance)| *balance)
		.collect();
	assert_eq!(revenue, [Balance::new(SUPPLY - maker_quote - taker_quote, 0)]);
	// One atom from the founder, and of each fill what the taker paid and the maker did not get.
	let fees = |notional| params.taker_fee(notional) + notional - params.maker_receives(notional);
	assert_eq!(revenue[0].free, 1 + fees(8_000_000) + fees(7_175_000) + fees(3_075_000));
	assert_eq!(chain.supply(cancelled.block, quote).await, SUPPLY);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_order_is_removed_by_anyone() {
	let (_node, chain) = connect().await;
	let (mut owner, mut other) = (Person::new("//expiry//owner"), Person::new("//expiry//other"));
	endow(&chain, &dev::bob(), &[&owner, &other]).await;
	let quote = 70_002;
	owner.fees += chain.create_token(&owner.key, quote, SUPPLY).await;
	let (receipt, founded) = chain.create_market(&owner.key, NATIVE, quote, TERMS).await;
	owner.fees += receipt.fee;
	let market = founded.market;
	let floor = Floor { chain: &chain, market, quote };
	let deposits = chain.constant("Assets", "AssetDeposit").await
		+ chain.constant("OrderBook", "MarketDeposit").await;

	let last = chain.best_height().await + 3;
	let order = NewOrder::new(Side::Ask, 200, 100).expires_at(last);
	let placed = place(&chain, &mut owner, market, order).await;
	let id = placed.executed().outcomes[0].placed().order.expect("it rests");
	let held = Balance::new(START - deposits - KSI, deposits + KSI);
	floor.expect(placed.block, &owner, held, Balance::new(SUPPLY - 1, 0)).await;

	let what = format!("block {last} to pass");
	eventually(60, &what, || async { (chain.best_height().await >= last).then_some(()) }).await;
	let cancel = dynamic::transaction("OrderBook", "cancel_order", (market, id));
	let removed = chain.accepted(&other.key, &cancel).await;
	other.fees += removed.fee;
	assert!(
		matches!(&removed.executed().outcomes[0], Outcome::Cancelled(removal) if removal.lots == 100)
	);
	let back = Balance::new(START - deposits, deposits);
	floor.expect(removed.block, &owner, back, Balance::new(SUPPLY - 1, 0)).await;
	floor.expect(removed.block, &other, Balance::new(START, 0), Balance::default()).await;
	floor.expect_depth(removed.block, &[], &[]).await;
}

/// Signed calls with the error that each has to give.
struct Refusals<'a> {
	chain: &'a Chain,
	transactions: Vec<Vec<u8>>,
	expected: Vec<(String, &'static str)>,
	nonces: Vec<(AccountId32, u64)>,
}

impl Refusals<'_> {
	async fn add<P: subxt::transactions::Payload>(
		&mut self,
		who: &Person,
		what: &str,
		error: &'static str,
		call: P,
	) {
		let known = self.nonces.iter().position(|(account, _)| *account == who.account);
		let position = match known {
			Some(position) => position,
			None => {
				self.nonces.push((who.account, self.chain.nonce(&who.account).await));
				self.nonces.len() - 1
			}
		};
		let nonce = self.nonces[position].1;
		self.nonces[position].1 += 1;
		self.transactions.push(self.chain.sign(&who.key, nonce, &call).await);
		self.expected.push((what.into(), error));
	}

	async fn place(
		&mut self,
		who: &Person,
		what: &str,
		error: &'static str,
		market: u32,
		order: NewOrder,
	) {
		let call = dynamic::transaction("OrderBook", "place_order", (market, order));
		self.add(who, what, error, call).await;
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_call_has_its_own_error_and_changes_nothing() {
	let (_node, chain) = connect().await;
	let (mut full, mut calm) = (Person::new("//wrong//full"), Person::new("//wrong//calm"));
	endow(&chain, &dev::charlie(), &[&full, &calm]).await;
	let quote = 70_003;
	full.fees += chain.create_token(&full.key, quote, SUPPLY).await;
	share(&chain, &mut full, quote, &calm).await;
	// Two orders an account; and a market whose numbers are as large as numbers may be.
	let terms = MarketTerms { max_open_orders: 2, ..TERMS };
	let (receipt, founded) = chain.create_market(&full.key, NATIVE, quote, terms).await;
	full.fees += receipt.fee;
	let market = founded.market;
	let largest = MarketTerms { tick_size: 1 << 56, lot_size: 1 << 80, min_notional: 1, ..TERMS };
	let (receipt, founded) = chain.create_market(&full.key, NATIVE, quote, largest).await;
	full.fees += receipt.fee;
	let huge = founded.market;

	// A trade at 200 sets the band at 181 to 220; one account then has as many orders as it may, the other has one.
	place(&chain, &mut full, market, NewOrder::new(Side::Ask, 200, 100)).await;
	place(&chain, &mut calm, market, NewOrder::new(Side::Bid, 200, 100)).await;
	place(&chain, &mut full, market, NewOrder::new(Side::Ask, 210, 100).client_id(1)).await;
	let theirs =
		place(&chain, &mut full, market, NewOrder::new(Side::Ask, 211, 100).client_id(2)).await;
	let theirs = theirs.executed().outcomes[0].placed().order.expect("it rests");
	let before = place(&chain, &mut calm, market, NewOrder::new(Side::Bid, 190, 100).client_id(9))
		.await
		.block;

	let mut refusals = Refusals {
		chain: &chain,
		transactions: Vec::new(),
		expected: Vec::new(),
		nonces: Vec::new(),
	};
	let order = |price, quantity| NewOrder::new(Side::Bid, price, quantity);
	let good = order(190, 100);
	let nowhere = 4_000_000_000u32;
	let (most_ticks, most_lots) = ((1 << 24) - 1, 1 << 40);
	for (what, error, market, order) in [
		("an unknown market", "UnknownMarket", nowhere, good),
		("a price of zero", "PriceOutOfRange", market, order(0, 100)),
		("a price above all prices", "PriceOutOfRange", market, order(most_ticks + 1, 1)),
		("a quantity of zero", "QuantityOutOfRange", market, order(190, 0)),
		(
			"a quantity above all quantities",
			"QuantityOutOfRange",
			market,
			order(190, most_lots + 1),
		),
		("the largest integers", "PriceOutOfRange", market, order(u64::MAX, u64::MAX)),
		("price x size as large as can be", "InsufficientFree", huge, order(most_ticks, most_lots)),
		// 99 x 1 x 100 = 9,900, and 10,000 is the least.
		("less than the minimum notional", "BelowMinNotional", market, order(99, 1)),
		("a bid above the band", "OutsidePriceBand", market, order(221, 100)),
		("a bid below the band", "OutsidePriceBand", market, order(180, 100)),
		// 190 x 10^8 x 100 = 1.9 x 10^12 atoms, and there are 10^12.
		("a bid for more than there is", "InsufficientFree", market, order(190, 100_000_000)),
		(
			"an ask of more than there is",
			"InsufficientFree",
			market,
			NewOrder::new(Side::Ask, 210, 2_000_000),
		),
		("an order of the past", "AlreadyExpired", market, good.expires_at(1)),
		("an order of block zero", "AlreadyExpired", market, good.expires_at(0)),
		("a client id in use", "DuplicateClientId", market, good.client_id(9)),
		(
			"an order that must fill and cannot",
			"NotFillable",
			market,
			good.time_in_force(TimeInForce::FillOrKill),
		),
		(
			"a maker that would take",
			"WouldTake",
			market,
			order(210, 100).time_in_force(TimeInForce::PostOnly),
		),
	] {
		refusals.place(&calm, what, error, market, order).await;
	}
	let above_cap = NewOrder::new(Side::Ask, 215, 100);
	refusals.place(&full, "an order above the cap", "TooManyOpenOrders", market, above_cap).await;
	let create = |base: TokenId, quote: TokenId| {
		dynamic::transaction("OrderBook", "create_market", (base, quote, TERMS))
	};
	refusals.add(&calm, "an unknown base", "UnknownToken", create(nowhere, quote)).await;
	refusals.add(&calm, "an unknown quote", "UnknownToken", create(NATIVE, nowhere)).await;
	refusals.add(&calm, "a token against itself", "SameToken", create(quote, quote)).await;
	let cancel = dynamic::transaction("OrderBook", "cancel_order", (market, theirs));
	refusals.add(&calm, "a cancel of another's order", "NotOrderOwner", cancel).await;
	let amend = dynamic::transaction(
		"OrderBook",
		"amend_order",
		(market, theirs, None::<u64>, Some(50u64)),
	);
	refusals.add(&calm, "an amendment of another's order", "NotOrderOwner", amend).await;
	let cancel = dynamic::transaction("OrderBook", "cancel_order", (market, u128::MAX));
	refusals.add(&calm, "a cancel of no order", "OrderNotFound", cancel).await;
	let empty = dynamic::transaction("OrderBook", "submit", (Vec::<Operation>::new(),));
	refusals.add(&calm, "an empty batch", "EmptyBatch", empty).await;
	let close = dynamic::transaction("OrderBook", "close_market", (market,));
	refusals.add(&full, "a founder who closes his market", "BadOrigin", close).await;
	let mint = dynamic::transaction("Assets", "mint", (quote, calm.address(), 1u128));
	refusals.add(&calm, "a holder who mints", "NoPermission", mint).await;
	let send = dynamic::transaction("Assets", "transfer", (nowhere, full.address(), 1u128));
	refusals.add(&calm, "a transfer of an unknown token", "Unknown", send).await;
	let send = dynamic::transaction("Assets", "transfer", (quote, full.address(), SUPPLY));
	refusals.add(&calm, "a transfer of more than there is", "BalanceLow", send).await;

	let receipts = chain.deliver(refusals.transactions).await;
	let mut fees = (0, 0);
	for (receipt, (what, error)) in receipts.iter().zip(&refusals.expected) {
		assert_eq!(receipt.error.as_deref(), Some(*error), "{what}");
		// Nothing but the fee happened.
		let other = |event: &&String| {
			let fee = ["Balances.", "TransactionPayment.", "System.ExtrinsicFailed"];
			!fee.iter().any(|start| event.starts_with(start))
		};
		assert_eq!(receipt.events.iter().find(other), None, "{what}");
	}
	for (receipt, (what, _)) in receipts.iter().zip(&refusals.expected) {
		match what.as_str() {
			"an order above the cap" | "a founder who closes his market" => fees.0 += receipt.fee,
			_ => fees.1 += receipt.fee,
		}
	}

	let after = chain.best().await;
	for market in [market, huge] {
		assert_eq!(chain.depth(after, market).await, chain.depth(before, market).await);
	}
	for (who, fee) in [(&full, fees.0), (&calm, fees.1)] {
		let held = chain.balance(before, quote, &who.account).await;
		assert_eq!(chain.balance(after, quote, &who.account).await, held);
		let ksi = chain.balance(before, NATIVE, &who.account).await;
		let paid = Balance::new(ksi.free - fee, ksi.held);
		assert_eq!(chain.balance(after, NATIVE, &who.account).await, paid);
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_transactions_do_not_enter() {
	let (_node, chain) = connect().await;
	let who = Person::new("//malformed//who");
	endow(&chain, &dev::dave(), &[&who]).await;
	let nonce = chain.nonce(&who.account).await;

	// A hundred operations are a full batch, one more is not a call.
	let operation = Operation::CancelByClientId { market: 0, client_id: 1 };
	let batch = |count| dynamic::transaction("OrderBook", "submit", (vec![operation; count],));
	let full = chain.sign(&who.key, nonce, &batch(100)).await;
	let overfull = chain.sign(&who.key, nonce, &batch(101)).await;
	refused(&chain, "a batch of 101", &overfull).await;

	let remark = dynamic::transaction("System", "remark", (vec![0u8; 32],));
	let good = chain.sign(&who.key, nonce, &remark).await;
	refused(&chain, "half a transaction", &good[..good.len() / 2]).await;
	let body =
		<Vec<u8>>::decode(&mut good.as_slice()).expect("a transaction begins with its length");
	let longer = [body.as_slice(), &[0]].concat().encode();
	refused(&chain, "a transaction with more in it", &longer).await;
	let mut forged = good.clone();
	// The call's last byte is not what was signed.
	*forged.last_mut().expect("it is not empty") ^= 1;
	refused(&chain, "another call under the signature", &forged).await;
	// Dave's first went into the gift above.
	let past = chain.sign(&dev::dave(), 0, &remark).await;
	refused(&chain, "a nonce that is used", &past).await;
	refused(&chain, "nothing", &[]).await;
	refused(&chain, "a zero", &[0]).await;
	refused(&chain, "a length without an end", &[0xff; 64]).await;
	// A version byte of 4 with a signer and nothing else, behind its length.
	refused(&chain, "a signer alone", &[8, 0x84, 0]).await;
	let mut state = 1u64;
	for length in [1usize, 3, 10, 100, 1_000, 100_000] {
		let noise: Vec<u8> = (0..length)
			.map(|_| {
				// Knuth's linear congruential generator: the same noise in every run.
				state = state
					.wrapping_mul(6_364_136_223_846_793_005)
					.wrapping_add(1_442_695_040_888_963_407);
				state.to_be_bytes()[0]
			})
			.collect();
		refused(&chain, &format!("{length} bytes of noise"), &noise).await;
	}
	let huge = vec![0u8; 5 * 1024 * 1024];
	refused(&chain, "more than a block", &huge).await;

	for text in ["", "0x0", "0xzz", "nonsense"] {
		let answer = chain.ask("author_submitExtrinsic", rpc_params![text]).await;
		assert!(matches!(answer, Err(ClientError::Call(_))), "{text:?}: {answer:?}");
	}

	// Through all of it the account has done nothing, and the chain goes on.
	assert_eq!(chain.nonce(&who.account).await, nonce);
	let receipts = chain.deliver(vec![full]).await;
	assert_eq!(receipts[0].error, None);
	assert_eq!(receipts[0].executed().outcomes.len(), 100);
	for outcome in &receipts[0].executed().outcomes {
		assert_eq!(outcome.refusal(), "OrderNotFound");
	}
}

/// Sends bytes as a transaction, which the node must refuse with an error of its own.
async fn refused(chain: &Chain, what: &str, bytes: &[u8]) {
	match chain.ask("author_submitExtrinsic", rpc_params![hex(bytes)]).await {
		Err(ClientError::Call(_)) => {}
		other => panic!("{what}: {other:?}"),
	}
}

/// The methods of the group with parameters that are right but for one. `AT` stands for a block there is not.
fn almost_right(account: &str) -> Vec<(&'static str, Vec<Json>)> {
	let at = format!("0x{}", "77".repeat(32));
	let unknown = 4_000_000_000u32;
	let order = json!({ "market": 0, "side": "buy", "price": "2", "size": "1" });
	let with = |name: &str, value: Json| {
		let mut changed = order.clone();
		changed[name] = value;
		json!([account, changed])
	};
	vec![
		(
			"info",
			vec![
				json!([null, -1]),
				json!([null, 501]),
				json!([null, "many"]),
				json!([null, null, at]),
			],
		),
		("time", vec![json!([at]), json!(["0x"]), json!([12])]),
		(
			"depth",
			vec![
				json!([]),
				json!([unknown]),
				json!([0, -1]),
				json!([0, 0]),
				json!([0, 1_001]),
				json!([0, 1e300]),
				json!([0, "x"]),
				json!([0, 20, at]),
				json!([4_294_967_296u64]),
			],
		),
		(
			"bbo",
			vec![
				json!([]),
				json!([[]]),
				json!([[unknown]]),
				json!([[-1]]),
				json!([vec![0; 501]]),
				json!([[0], at]),
			],
		),
		(
			"bookOrders",
			vec![
				json!([]),
				json!([0]),
				json!([0, "both"]),
				json!([unknown, "buy"]),
				json!([0, "buy", "0x00"]),
				json!([0, "buy", null, 0]),
				json!([0, "buy", null, u64::MAX]),
				json!([0, "buy", null, 10, at]),
			],
		),
		(
			"order",
			vec![
				json!([]),
				json!([{}]),
				json!([{ "market": 0 }]),
				json!([{ "market": 0, "id": -5 }]),
				json!([{ "market": 0, "id": "340282366920938463463374607431768211456" }]),
				json!([{ "market": 0, "id": "1" }]),
				json!([{ "market": unknown, "id": "1" }]),
				json!([{ "market": 0, "account": account, "clientId": -1 }]),
				json!([{ "market": 0, "account": account, "clientId": 18_446_744_073_709_551_615u64 }]),
			],
		),
		(
			"openOrders",
			vec![
				json!([]),
				json!(["nobody"]),
				json!([account, unknown]),
				json!([account, null, "0x0102"]),
				json!([account, null, null, -1]),
				json!([account, null, null, 10, at]),
			],
		),
		(
			"balances",
			vec![
				json!([]),
				json!(["0x00"]),
				json!([account, 5]),
				json!([account, null, 0]),
				json!([account, null, null, at]),
			],
		),
		(
			"quote",
			vec![
				json!([]),
				json!([0, "buy"]),
				json!([0, "buy", -1]),
				json!([0, "buy", "-1"]),
				json!([0, "buy", "1e9"]),
				json!([0, "buy", "9".repeat(400)]),
				json!([0, "buy", "0.000000000000000000000000001"]),
				json!([unknown, "buy", "1"]),
				json!([0, "up", "1"]),
			],
		),
		(
			"checkOrder",
			vec![
				json!([]),
				json!([account]),
				json!([account, {}]),
				json!([account, []]),
				json!(["nobody", order]),
				with("price", json!(-2)),
				with("price", json!("-2")),
				with("price", json!("9".repeat(300))),
				with("size", json!("0.00000000000001")),
				with("size", json!(1e308)),
				with("side", json!("sideways")),
				with("market", json!(unknown)),
				with("market", json!(-1)),
				with("timeInForce", json!("now")),
				with("expiresAt", json!(4_294_967_296u64)),
				with("clientId", json!(-1)),
				with("color", json!("red")),
			],
		),
	]
}

#[tokio::test(flavor = "multi_thread")]
async fn absurd_questions_are_answered_with_errors() {
	let (node, chain) = connect().await;
	let methods = chain.answer("rpc_methods", rpc_params![]).await;
	let served: Vec<&str> = methods["methods"]
		.as_array()
		.expect("methods are listed")
		.iter()
		.filter_map(Json::as_str)
		.filter_map(|method| method.strip_prefix("orderbook_v1_"))
		.collect();
	let account = account_of(&dev::eve()).to_string();
	let table = almost_right(&account);
	for method in &served {
		let listed = table.iter().any(|(name, _)| name == method);
		assert!(listed, "orderbook_v1_{method} is new: say here what it must refuse");
	}
	assert_eq!(served.len(), table.len(), "a method is missing among {served:?}");

	let nonsense = [
		json!(-1),
		json!(1e308),
		json!(u64::MAX),
		json!(0.5),
		json!(true),
		json!(""),
		json!("\u{0}\u{1f600}"),
		json!([]),
		json!({ "market": [] }),
		json!([[[[[[[[[[]]]]]]]]]]),
		json!("9".repeat(10 * 1024 * 1024)),
	];
	for (method, wrong) in &table {
		for value in &nonsense {
			expect_error(&chain, method, &json!([value])).await;
		}
		for params in wrong {
			expect_error(&chain, method, params).await;
		}
		// More than the node reads at all: 15 MiB.
		let flood = json!(["9".repeat(16 * 1024 * 1024)]);
		let answer =
			Chain::connect(&node).await.ask(&format!("orderbook_v1_{method}"), array(&flood)).await;
		assert!(answer.is_err(), "{method} took 16 MiB");
	}

	// The node lives on, and so does this connection.
	let height = chain.best_height().await;
	eventually(30, "another block", || async {
		(chain.best_height().await > height).then_some(())
	})
	.await;
	assert!(chain.is_connected());
	let markets = chain.answer("orderbook_v1_info", rpc_params![]).await["markets"].clone();
	assert!(markets.as_array().is_some_and(|markets| markets.len() >= 2), "{markets}");
}

/// A question that must get an error, and not that of a node in trouble.
async fn expect_error(chain: &Chain, method: &str, params: &Json) {
	let mut shown = params.to_string();
	shown.truncate(80);
	match chain.ask(&format!("orderbook_v1_{method}"), array(params)).await {
		Err(ClientError::Call(error)) => {
			let own = error.code() == -32_602 || (12_001..=12_009).contains(&error.code());
			assert!(own, "{method} {shown}: {error:?}");
			assert!(error.message().len() < 1_000, "{method} {shown} got an error of great length");
		}
		other => panic!("{method} {shown}: {other:?}"),
	}
}

fn array(params: &Json) -> ArrayParams {
	let mut array = ArrayParams::new();
	for param in params.as_array().expect("parameters are a list") {
		array.insert(param).expect("JSON is JSON");
	}
	array
}
