//! One development node: nothing that is wrong does harm, be it a call, a transaction or a question.

use codec::{Decode, Encode};
use jsonrpsee::{core::params::ArrayParams, core::ClientError, rpc_params};
use kongsi_e2e::{
	account_of, endow, eventually, hex,
	types::{Balance, MarketTerms, NewOrder, Operation, Side, TimeInForce, TokenId},
	Chain, Person, NATIVE,
};
use serde_json::{json, Value as Json};
use subxt::{dynamic, utils::AccountId32};
use subxt_signer::sr25519::dev;

/// Supply of the quote tokens that the tests make.
const SUPPLY: u128 = 1_000_000_000_000;

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
	let (_node, chain) = Chain::shared_dev().await;
	let (mut full, mut calm) = (Person::new("//wrong//full"), Person::new("//wrong//calm"));
	endow(&chain, &dev::charlie(), &[&full, &calm]).await;
	let quote = 70_003;
	full.fees += chain.create_token(&full.key, quote, SUPPLY).await;
	full.give(&chain, quote, SUPPLY / 2, &calm).await;
	// Two orders an account; and a market whose numbers are as large as numbers may be.
	let terms = MarketTerms { max_open_orders: 2, ..MarketTerms::ORDINARY };
	let (receipt, founded) = chain.create_market(&full.key, NATIVE, quote, terms).await;
	full.fees += receipt.fee;
	let market = founded.market;
	let largest = MarketTerms {
		tick_size: 1 << 56,
		lot_size: 1 << 80,
		min_notional: 1,
		..MarketTerms::ORDINARY
	};
	let (receipt, founded) = chain.create_market(&full.key, NATIVE, quote, largest).await;
	full.fees += receipt.fee;
	let huge = founded.market;

	// A trade at 200 sets the band at 181 to 220; one account then has as many orders as it may, the other has one.
	full.place(&chain, market, NewOrder::new(Side::Ask, 200, 100)).await;
	calm.place(&chain, market, NewOrder::new(Side::Bid, 200, 100)).await;
	full.place(&chain, market, NewOrder::new(Side::Ask, 210, 100).client_id(1)).await;
	let theirs = full.place(&chain, market, NewOrder::new(Side::Ask, 211, 100).client_id(2)).await;
	let theirs = theirs.executed().outcomes[0].placed().order.expect("it rests");
	let before =
		calm.place(&chain, market, NewOrder::new(Side::Bid, 190, 100).client_id(9)).await.block;

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
		dynamic::transaction("OrderBook", "create_market", (base, quote, MarketTerms::ORDINARY))
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
	let (_node, chain) = Chain::shared_dev().await;
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

/// The methods of a group, each with parameters that are right but for one.
type AlmostRight = Vec<(&'static str, Vec<Json>)>;

/// The number of nothing.
const UNKNOWN: u32 = 4_000_000_000;

/// The hash of no block.
fn nowhere() -> String {
	format!("0x{}", "77".repeat(32))
}

fn almost_right_of_orders(account: &str) -> AlmostRight {
	let (at, unknown) = (nowhere(), UNKNOWN);
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

/// HALO is 2 and a share class, CASH is 1 and none.
fn almost_right_of_shares(account: &str) -> AlmostRight {
	let (at, unknown) = (nowhere(), UNKNOWN);
	// Of a method that asks about one class.
	let class = || {
		vec![json!([]), json!([unknown]), json!([1]), json!([-1]), json!([2, at]), json!([2, 12])]
	};
	// Of one that asks about one account.
	let holder = || {
		vec![
			json!([]),
			json!(["nobody"]),
			json!([5]),
			json!([account, at]),
			json!([account, 12]),
			json!([account, null, "0x0102"]),
			json!([account, null, 7]),
		]
	};
	// Of one that asks about something by its number, where 0 may be one.
	let number = || {
		vec![
			json!([]),
			json!([unknown]),
			json!([-1]),
			json!(["zero"]),
			json!([1.5]),
			json!([0, at]),
		]
	};
	vec![
		("portfolio", holder()),
		("company", number()),
		(
			"companies",
			vec![
				json!(["0x0102"]),
				json!([null, 0]),
				json!([null, 501]),
				json!([null, "many"]),
				json!([null, null, at]),
			],
		),
		(
			"holders",
			vec![
				json!([]),
				json!([unknown]),
				json!([1]),
				json!([2, unknown]),
				json!([2, -1]),
				json!([2, "now"]),
				json!([2, null, "0x00"]),
				json!([2, null, null, 0]),
				json!([2, null, null, u64::MAX]),
				json!([2, null, null, 10, 1]),
				json!([2, null, null, 10, "yes"]),
				json!([2, null, null, 10, true, at]),
			],
		),
		("recordDates", class()),
		("dividends", class()),
		("claimable", holder()),
		(
			"ballots",
			vec![
				json!([unknown]),
				json!([1]),
				json!([2, "running"]),
				json!([2, 0]),
				json!([2, null, "0x00"]),
				json!([2, null, null, 0]),
				json!([2, null, null, 501]),
				json!([2, null, null, 10, at]),
			],
		),
		("ballot", number()),
		(
			"votingPower",
			vec![
				json!([]),
				json!([account]),
				json!(["nobody", 0]),
				json!([account, unknown]),
				json!([account, -1]),
				json!([account, "zero"]),
				json!([account, 0, at]),
			],
		),
		("offering", number()),
		("offerings", class()),
	]
}

/// The history of markets, where 0 is one.
fn almost_right_of_history(account: &str) -> AlmostRight {
	let unknown = UNKNOWN;
	// Of a list of an account's.
	let own = || {
		vec![
			json!([]),
			json!(["nobody"]),
			json!([5]),
			json!([account, "0x00"]),
			json!([account, null, 0]),
		]
	};
	vec![
		(
			"candles",
			vec![
				json!([]),
				json!([0]),
				json!([0, "2m"]),
				json!([unknown, "1m"]),
				json!([0, "1m", -1]),
				json!([0, "1m", null, "now"]),
				json!([0, "1m", null, null, 0]),
			],
		),
		(
			"trades",
			vec![
				json!([]),
				json!([unknown]),
				json!([0, "first"]),
				json!([0, null, null, "0x00"]),
				json!([0, null, null, null, 0]),
			],
		),
		("ticker", vec![json!([unknown]), json!([null, "0x00"]), json!([null, null, 0])]),
		(
			"fills",
			vec![
				json!([]),
				json!(["nobody"]),
				json!([account, -1]),
				json!([account, null, "0x00"]),
				json!([account, null, null, 0]),
			],
		),
		(
			"orders",
			vec![
				json!([]),
				json!(["nobody"]),
				json!([account, -1]),
				json!([account, null, "perhaps"]),
				json!([account, null, null, "0x00"]),
				json!([account, null, null, null, 0]),
			],
		),
		("payouts", own()),
		("votes", own()),
	]
}

/// The table has every method of the group that is served and asks for something; streams are refused as they begin, which
/// `tests/forks` tests.
async fn lists_all_methods(chain: &Chain, group: &str, table: &AlmostRight) {
	let methods = chain.answer("rpc_methods", rpc_params![]).await;
	let served: Vec<&str> = methods["methods"]
		.as_array()
		.expect("methods are listed")
		.iter()
		.filter_map(Json::as_str)
		.filter_map(|method| method.strip_prefix(group))
		.filter(|method| !method.contains("ubscribe") && *method != "status")
		.collect();
	for method in &served {
		let listed = table.iter().any(|(name, _)| name == method);
		assert!(listed, "{group}{method} is new: say here what it must refuse");
	}
	assert_eq!(served.len(), table.len(), "a method is missing among {served:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn absurd_questions_are_answered_with_errors() {
	let (node, chain) = Chain::shared_dev().await;
	let account = account_of(&dev::eve()).to_string();
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
	// More than the node reads at all: 15 MiB.
	let flood = json!(["9".repeat(16 * 1024 * 1024)]);
	for (group, table) in [
		("orderbook_v1_", almost_right_of_orders(&account)),
		("shares_v1_", almost_right_of_shares(&account)),
		("market_v1_", almost_right_of_history(&account)),
	] {
		lists_all_methods(&chain, group, &table).await;
		for (name, wrong) in &table {
			let method = format!("{group}{name}");
			for value in &nonsense {
				expect_error(&chain, &method, &json!([value])).await;
			}
			for params in wrong {
				expect_error(&chain, &method, params).await;
			}
			let answer = Chain::connect(&node).await.ask(&method, array(&flood)).await;
			assert!(answer.is_err(), "{method} took 16 MiB");
		}
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
	let companies = chain.answer("shares_v1_companies", rpc_params![]).await["companies"].clone();
	assert!(companies.as_array().is_some_and(|companies| !companies.is_empty()), "{companies}");
}

/// A question that must get an error, and not that of a node in trouble.
async fn expect_error(chain: &Chain, method: &str, params: &Json) {
	let mut shown = params.to_string();
	shown.truncate(80);
	match chain.ask(method, array(params)).await {
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
