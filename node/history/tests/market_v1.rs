//! `market_v1` over a real chain, as a client calls it.

mod common;

use common::{business, follow, order, place, writer};
use jsonrpsee::{core::params::ObjectParams, MethodsError, RpcModule};
use kongsi_forks::Chain;
use kongsi_history::{
	chain::{Chain as _, ClientChain},
	rpc::{Market, MarketApiServer},
	History,
};
use kongsi_runtime::opaque::Block;
use order_book_engine::{Side, TimeInForce};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{json, Value};
use sp_core::crypto::Ss58Codec;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use std::sync::Arc;
use tempfile::TempDir;

type Module = RpcModule<Market<kongsi_forks::Client, Block>>;

struct Fixture {
	chain: Chain,
	writer: common::Writer,
	module: Module,
	_directory: TempDir,
}

impl Fixture {
	fn new() -> Self {
		let chain = Chain::new();
		let directory = tempfile::tempdir().unwrap();
		let writer = writer(&chain, &directory.path().join("history"));
		let history: Arc<History> = writer.history().clone();
		let module = Market::new(history, chain.client()).into_rpc();
		Self { chain, writer, module, _directory: directory }
	}

	/// Alice sells 500 lots of KSI at 2.01, of which Bob buys 300 in the next block.
	fn one_trade() -> Self {
		let mut fixture = Self::new();
		let chain = &fixture.chain;
		// The asks that rest from the genesis on begin at 2.01, so that this one is better.
		let offer = place(0, order(Side::Ask, 200, 500, TimeInForce::GoodTilCancelled));
		let take = place(0, order(Side::Bid, 200, 300, TimeInForce::ImmediateOrCancel));
		let one = chain.grow(chain.best(), vec![chain.sign(Alice, 0, offer)], true);
		chain.grow(one, vec![chain.sign(Bob, 0, take)], true);
		chain.finalize(one);
		follow(&mut fixture.writer);
		fixture
	}

	async fn ask(&self, method: &str, params: Value) -> Result<Value, (i32, Value)> {
		let mut given = ObjectParams::new();
		for (name, value) in params.as_object().unwrap() {
			given.insert(name, value).unwrap();
		}
		let answer = self.module.call::<_, Value>(&format!("market_v1_{method}"), given).await;
		answer.map_err(|error| match error {
			MethodsError::JsonRpc(error) => {
				let data = error.data().map(|data| serde_json::from_str(data.get()).unwrap());
				(error.code(), data.unwrap_or_default())
			}
			other => panic!("{method}: {other}"),
		})
	}

	async fn answer(&self, method: &str, params: Value) -> Value {
		self.ask(method, params.clone())
			.await
			.unwrap_or_else(|error| panic!("{method} {params}: {error:?}"))
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trade_is_told_in_human_units() {
	let fixture = Fixture::one_trade();
	let trades = fixture.answer("trades", json!({"market": 0})).await;
	assert_eq!(trades["symbol"], "KSI/CASH");
	assert_eq!(trades["block"]["number"], 2);
	assert_eq!(trades["block"]["finalized"], false);
	let trade = &trades["trades"][0];
	// 300 lots of 0.01 KSI at 200 ticks of 0.01 CASH.
	assert_eq!((&trade["price"], &trade["size"]), (&json!("2"), &json!("3")));
	assert_eq!(trade["notional"], "6");
	assert_eq!(
		(&trade["side"], &trade["ticks"], &trade["lots"]),
		(&json!("buy"), &json!(200), &json!(300))
	);
	assert_eq!((&trade["block"], &trade["finalized"]), (&json!(2), &json!(false)));
	assert_eq!(trade["takerOrder"], Value::Null);
	assert_eq!(trades["nextCursor"], Value::Null);

	// Bob pays 500 parts per million of 6 CASH as a taker, Alice 100 as a maker.
	let fills =
		fixture.answer("fills", json!({"account": Bob.to_account_id().to_ss58check()})).await;
	let fill = &fills["fills"][0];
	assert_eq!(
		(&fill["role"], &fill["side"], &fill["fee"]),
		(&json!("taker"), &json!("buy"), &json!("0.003"))
	);
	let fills = fixture
		.answer("fills", json!({"account": Alice.to_account_id().to_ss58check(), "market": 0}))
		.await;
	let fill = &fills["fills"][0];
	assert_eq!(
		(&fill["role"], &fill["side"], &fill["fee"]),
		(&json!("maker"), &json!("sell"), &json!("0.0006"))
	);
	assert_eq!((&fill["feeToken"], &fill["seq"]), (&json!("CASH"), &trade["seq"]));

	let candles = fixture.answer("candles", json!({"market": 0, "interval": "1h"})).await;
	let candle = &candles["candles"][0];
	assert_eq!(candles["candles"].as_array().unwrap().len(), 1);
	assert_eq!(candle[0].as_u64().unwrap() % 3_600_000, 0);
	assert_eq!(
		&candle.as_array().unwrap()[1..],
		["2", "2", "2", "2", "3", "6"]
			.map(Value::from)
			.into_iter()
			.chain([json!(1)])
			.collect::<Vec<_>>()
	);
	assert_eq!(candles["open"], true);

	let tickers = fixture.answer("ticker", json!({})).await;
	let ticker = &tickers["tickers"][0];
	assert_eq!(tickers["tickers"].as_array().unwrap().len(), 2);
	assert_eq!((&ticker["open"], &ticker["last"]), (&json!("2"), &json!("2")));
	assert_eq!((&ticker["change"], &ticker["changePercent"]), (&json!("0"), &json!("0")));
	assert_eq!(
		(&ticker["baseVolume"], &ticker["quoteVolume"], &ticker["trades"]),
		(&json!("3"), &json!("6"), &json!(1))
	);
	assert_eq!(tickers["tickers"][1]["last"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_told_with_where_they_stand() {
	let fixture = Fixture::one_trade();
	let alice = Alice.to_account_id().to_ss58check();
	let orders = fixture.answer("orders", json!({"account": alice})).await;
	let order = &orders["orders"][0];
	assert_eq!((&order["status"], &order["reason"]), (&json!("open"), &Value::Null));
	assert_eq!(
		(&order["size"], &order["filled"], &order["remaining"]),
		(&json!("5"), &json!("3"), &json!("2"))
	);
	assert_eq!(
		(&order["averagePrice"], &order["notional"], &order["fee"]),
		(&json!("2"), &json!("6"), &json!("0.0006"))
	);
	assert_eq!((&order["placedBlock"], &order["changedBlock"]), (&json!(1), &json!(2)));
	assert_eq!((&order["finalized"], &order["complete"]), (&json!(false), &json!(true)));
	let none = fixture.answer("orders", json!({"account": alice, "status": "filled"})).await;
	assert_eq!(none["orders"], json!([]));
	let bob = Bob.to_account_id().to_ss58check();
	let orders =
		fixture.answer("orders", json!({"account": bob, "status": "filled", "market": 0})).await;
	assert_eq!(orders["orders"][0]["id"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_each_row_once_and_survive_a_restart() {
	let mut fixture = Fixture::new();
	let mut random = ChaCha8Rng::seed_from_u64(5);
	for _ in 0..60 {
		let parent = fixture.chain.best();
		let extrinsics = business(&fixture.chain, &mut random, parent);
		fixture.chain.grow(parent, extrinsics, true);
	}
	fixture.chain.finalize(fixture.chain.ancestor(fixture.chain.best(), 7));
	follow(&mut fixture.writer);
	let account = Charlie.to_account_id().to_ss58check();
	for (method, list, params) in [
		("trades", "trades", json!({"market": 0})),
		("trades", "trades", json!({"market": 0, "after": 0})),
		("fills", "fills", json!({"account": account})),
		("fills", "fills", json!({"account": account, "market": 1})),
		("orders", "orders", json!({"account": account})),
		("orders", "orders", json!({"account": account, "market": 0, "status": "cancelled"})),
	] {
		let mut all = params.clone();
		all["limit"] = json!(500);
		let whole = fixture.answer(method, all).await;
		assert_eq!(whole["nextCursor"], Value::Null, "{method}");
		let whole = whole[list].as_array().unwrap().clone();
		assert!(whole.len() > 3, "{method} {params}: {}", whole.len());
		let (mut pages, mut cursor) = (Vec::new(), Value::Null);
		loop {
			let mut page = params.clone();
			(page["limit"], page["cursor"]) = (json!(3), cursor);
			let answer = fixture.answer(method, page).await;
			let rows = answer[list].as_array().unwrap();
			assert!(rows.len() <= 3);
			pages.extend(rows.clone());
			cursor = answer["nextCursor"].clone();
			if cursor.is_null() {
				break;
			}
		}
		assert_eq!(pages, whole, "{method} {params}");
		let seqs: Vec<u64> = whole.iter().map(|row| row["seq"].as_u64().unwrap()).collect();
		let rising = params.get("after").is_some();
		let sorted =
			seqs.windows(2).all(|pair| (pair[0] < pair[1]) == rising && pair[0] != pair[1]);
		assert!(sorted, "{method}: {seqs:?}");
	}
	// `before` and `after` leave out the trade that they name.
	let trades = fixture.answer("trades", json!({"market": 0, "limit": 3})).await;
	let seq = |index: usize| trades["trades"][index]["seq"].clone();
	let before = fixture.answer("trades", json!({"market": 0, "before": seq(0), "limit": 1})).await;
	assert_eq!(before["trades"][0]["seq"], seq(1));
	let after = fixture.answer("trades", json!({"market": 0, "after": seq(1)})).await;
	assert_eq!(after["trades"][0]["seq"], seq(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_ends_with_its_block() {
	let mut fixture = Fixture::new();
	let chain = &fixture.chain;
	let root = chain.idle(1);
	let offer = || place(1, order(Side::Ask, 2_499, 5, TimeInForce::GoodTilCancelled));
	let both = vec![chain.sign(Alice, 0, offer()), chain.sign(Alice, 1, offer())];
	chain.grow(root, both, true);
	follow(&mut fixture.writer);
	let account = Alice.to_account_id().to_ss58check();
	let params = json!({"account": account, "limit": 1});
	let page = fixture.answer("orders", params.clone()).await;
	let mut next = params.clone();
	next["cursor"] = page["nextCursor"].clone();
	assert!(fixture.ask("orders", next.clone()).await.is_ok());
	// Two blocks take its place.
	let side = fixture.chain.grow(root, vec![], false);
	fixture.chain.grow(side, vec![], true);
	follow(&mut fixture.writer);
	assert_eq!(
		fixture.ask("orders", next.clone()).await,
		Err((12_006, json!({"reason": "reorganised"})))
	);
	assert_eq!(fixture.ask("fills", next).await, Err((12_006, json!({"reason": "foreign"}))));
	let bad = json!({"account": account, "cursor": "0x00"});
	assert_eq!(fixture.ask("orders", bad).await, Err((12_006, json!({"reason": "malformed"}))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_answered_says_why() {
	let fixture = Fixture::one_trade();
	let market = json!({"market": 99, "interval": "1m"});
	assert_eq!(fixture.ask("candles", market).await, Err((12_001, json!({"market": 99}))));
	for (method, params, parameter) in [
		("candles", json!({"market": 0, "interval": "2m"}), "interval"),
		("candles", json!({"market": 0}), "interval"),
		("candles", json!({"market": 0, "interval": "1m", "limit": 1_001}), "limit"),
		("candles", json!({"market": 0, "interval": "1m", "start": -1}), "start"),
		("candles", json!({"market": 0, "interval": "1m", "start": 5, "end": 4}), "end"),
		("trades", json!({"market": 0, "before": "x"}), "before"),
		("trades", json!({"market": 0, "after": u64::MAX}), "after"),
		("fills", json!({"account": "5abc"}), "account"),
		(
			"orders",
			json!({"account": Bob.to_account_id().to_ss58check(), "status": "dead"}),
			"status",
		),
		("ticker", json!({"limit": 101}), "limit"),
	] {
		let error = fixture.ask(method, params.clone()).await.unwrap_err();
		assert_eq!(error, (-32_602, json!({"parameter": parameter})), "{method} {params}");
	}
}

#[test]
fn a_history_begins_with_all_markets_of_its_first_state() {
	let chain = Chain::new();
	let reader = ClientChain::<_, Block>::new(chain.client());
	assert_eq!(reader.next_market(0, chain.genesis()), Ok(Some(2)));
	let base = reader.base(0, chain.genesis()).unwrap();
	let markets: Vec<u32> = base.markets.iter().map(|(market, _)| *market).collect();
	assert_eq!(markets, [0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_that_has_not_begun_says_so() {
	let fixture = Fixture::new();
	let (code, data) = fixture.ask("trades", json!({"market": 0})).await.unwrap_err();
	assert_eq!((code, &data["reason"]), (12_005, &json!("the node has just started")));
	let status = fixture.answer("status", json!({})).await;
	assert_eq!(status["phase"], "starting");
}

#[tokio::test(flavor = "multi_thread")]
async fn candles_are_told_as_they_change_best_first_then_final() {
	let mut fixture = Fixture::one_trade();
	let mut updates =
		fixture.module.subscribe_unbounded("market_v1_subscribeCandles", (0, "1d")).await.unwrap();
	let mut next = async || updates.next::<Value>().await.unwrap().unwrap().0;
	let first = next().await;
	assert_eq!(
		(&first["final"], &first["market"], &first["interval"]),
		(&json!(false), &json!(0), &json!("1d"))
	);
	assert_eq!(first["candles"][0][5], "3");
	assert_eq!((&first["open"], &first["removed"]), (&json!(true), &json!([])));

	fixture.chain.finalize(fixture.chain.best());
	follow(&mut fixture.writer);
	let second = next().await;
	assert_eq!((&second["final"], &second["block"]["number"]), (&json!(true), &json!(2)));
	assert_eq!(second["candles"], first["candles"]);

	// Bob buys another lot, and a reorganisation takes it back.
	let take = place(0, order(Side::Bid, 200, 100, TimeInForce::ImmediateOrCancel));
	let base = fixture.chain.best();
	let nonce = fixture.chain.nonce(base, &Bob.to_account_id());
	fixture.chain.grow(base, vec![fixture.chain.sign(Bob, nonce, take)], true);
	follow(&mut fixture.writer);
	let third = next().await;
	assert_eq!((&third["final"], &third["candles"][0][5]), (&json!(false), &json!("4")));
	let side = fixture.chain.grow(base, vec![], false);
	fixture.chain.grow(side, vec![], true);
	follow(&mut fixture.writer);
	let fourth = next().await;
	assert_eq!((&fourth["final"], &fourth["candles"][0][5]), (&json!(false), &json!("3")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_to_nothing_is_refused() {
	let fixture = Fixture::one_trade();
	for (params, code) in [((99, "1d"), 12_001), ((0, "2d"), -32_602)] {
		let refused =
			fixture.module.subscribe_unbounded("market_v1_subscribeCandles", params).await;
		let Err(MethodsError::JsonRpc(error)) = refused else { panic!("it was accepted") };
		assert_eq!(error.code(), code);
	}
}
