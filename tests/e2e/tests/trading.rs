//! One development node: a token is listed and traded to the atom.

use jsonrpsee::rpc_params;
use kongsi_e2e::{
	endow, eventually, hex,
	types::{
		Amended, Balance, Level, MarketTerms, NewOrder, Operation, Outcome, Side, TimeInForce,
		TokenId,
	},
	Chain, Person, KSI, NATIVE, START,
};
use serde_json::{json, Value as Json};
use subxt::{dynamic, utils::H256};
use subxt_signer::sr25519::dev;

/// Supply of the quote tokens that the tests make.
const SUPPLY: u128 = 1_000_000_000_000;

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
	let (_node, chain) = Chain::shared_dev().await;
	let (mut maker, mut taker) = (Person::new("//trading//maker"), Person::new("//trading//taker"));
	// Who founds the market gets a part of its fees at any time, so it is somebody else.
	let founder = Person::new("//trading//founder");
	endow(&chain, &dev::alice(), &[&maker, &taker, &founder]).await;

	let quote = 70_001;
	maker.fees += chain.create_token(&maker.key, quote, SUPPLY).await;
	maker.give(&chain, quote, SUPPLY / 2, &taker).await;
	maker.give(&chain, quote, 1, &founder).await;
	let (receipt, founded) =
		chain.create_market(&founder.key, NATIVE, quote, MarketTerms::ORDINARY).await;
	let (market, params) = (founded.market, founded.params);
	assert_eq!((params.base, params.quote), (NATIVE, quote));
	assert_eq!(chain.params(market).await, params);
	let floor = Floor { chain: &chain, market, quote };

	// The maker's deposit for the token stays on hold.
	let deposits = chain.constant("Assets", "AssetDeposit").await;
	let maker_ksi =
		|sold: u128, held: u128| Balance::new(START - deposits - sold - held, deposits + held);
	let taker_ksi = |bought: u128| Balance::new(START + bought, 0);
	// The founder gave the market's fee account its minimum, the atom he had from the maker.
	let (mut maker_quote, mut taker_quote) = (SUPPLY / 2 - 1, SUPPLY / 2);
	floor.expect(receipt.block, &maker, maker_ksi(0, 0), Balance::new(maker_quote, 0)).await;
	floor.expect(receipt.block, &taker, taker_ksi(0), Balance::new(taker_quote, 0)).await;
	floor.expect_depth(receipt.block, &[], &[]).await;

	// An ask of 1,000 lots of 0.01 KSI rests and holds 10 KSI.
	let placed =
		maker.place(&chain, market, NewOrder::new(Side::Ask, 200, 1_000).client_id(7)).await;
	let ask = placed.executed().outcomes[0].placed().order.expect("it rests");
	floor.expect(placed.block, &maker, maker_ksi(0, 10 * KSI), Balance::new(maker_quote, 0)).await;
	floor.expect_depth(placed.block, &[], &[(200, 1_000, 1)]).await;

	// An immediate bid at 210 takes 400 lots of it at 200: 200 x 400 x 100 = 8,000,000 for 4 KSI.
	let order = NewOrder::new(Side::Bid, 210, 400).time_in_force(TimeInForce::ImmediateOrCancel);
	let bought = taker.place(&chain, market, order).await;
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
	let amended = maker.accepted(&chain, &amend).await;
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
	let amended = maker.accepted(&chain, &amend).await;
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
	let placed = taker.place(&chain, market, NewOrder::new(Side::Bid, 190, 300)).await;
	let low = placed.executed().outcomes[0].placed().order.expect("it rests");
	let held = params.bid_hold(190, 300);
	floor
		.expect(placed.block, &taker, taker_ksi(4 * KSI), Balance::new(taker_quote - held, held))
		.await;
	floor.expect_depth(placed.block, &[(190, 300, 1)], &[(205, 350, 1)]).await;

	// A bid of 500 lots at 205 takes the 350: 205 x 350 x 100 = 7,175,000 for 3.5 KSI. 150 lots rest.
	let placed = taker.place(&chain, market, NewOrder::new(Side::Bid, 205, 500)).await;
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
	let cancelled = taker.accepted(&chain, &cancel).await;
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
	let done = maker.accepted(&chain, &submit).await;
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

	// What is left is cancelled; then nobody holds anything and fees are all that the two do not own.
	let cancel_all = dynamic::transaction("OrderBook", "cancel_all", (market, None::<Side>));
	let cancelled = maker.accepted(&chain, &cancel_all).await;
	floor
		.expect(cancelled.block, &maker, maker_ksi(9 * KSI, 0), Balance::new(maker_quote, 0))
		.await;
	floor.expect_depth(cancelled.block, &[], &[]).await;
	let holders = chain.holders(cancelled.block, quote).await;
	// The fee account, and the founder and the revenue account if some of the fees have been collected by now.
	let others: Vec<Balance> = holders
		.iter()
		.filter(|(who, _)| *who != maker.account && *who != taker.account)
		.map(|(_, balance)| *balance)
		.collect();
	assert!(others.iter().all(|balance| balance.held == 0));
	let others: u128 = others.iter().map(|balance| balance.free).sum();
	assert_eq!(others, SUPPLY - maker_quote - taker_quote);
	// One atom from the founder, and of each fill what the taker paid and the maker did not get.
	let fees = |notional| params.taker_fee(notional) + notional - params.maker_receives(notional);
	assert_eq!(others, 1 + fees(8_000_000) + fees(7_175_000) + fees(3_075_000));
	assert_eq!(chain.supply(cancelled.block, quote).await, SUPPLY);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_order_is_removed_by_anyone() {
	let (_node, chain) = Chain::shared_dev().await;
	let (mut owner, mut other) = (Person::new("//expiry//owner"), Person::new("//expiry//other"));
	endow(&chain, &dev::bob(), &[&owner, &other]).await;
	let quote = 70_002;
	owner.fees += chain.create_token(&owner.key, quote, SUPPLY).await;
	let (receipt, founded) =
		chain.create_market(&owner.key, NATIVE, quote, MarketTerms::ORDINARY).await;
	owner.fees += receipt.fee;
	let market = founded.market;
	let floor = Floor { chain: &chain, market, quote };
	let deposits = chain.constant("Assets", "AssetDeposit").await
		+ chain.constant("OrderBook", "MarketDeposit").await;

	let last = chain.best_height().await + 3;
	let order = NewOrder::new(Side::Ask, 200, 100).expires_at(last);
	let placed = owner.place(&chain, market, order).await;
	let id = placed.executed().outcomes[0].placed().order.expect("it rests");
	let held = Balance::new(START - deposits - KSI, deposits + KSI);
	floor.expect(placed.block, &owner, held, Balance::new(SUPPLY - 1, 0)).await;

	let what = format!("block {last} to pass");
	eventually(60, &what, || async { (chain.best_height().await >= last).then_some(()) }).await;
	let cancel = dynamic::transaction("OrderBook", "cancel_order", (market, id));
	let removed = other.accepted(&chain, &cancel).await;
	assert!(
		matches!(&removed.executed().outcomes[0], Outcome::Cancelled(removal) if removal.lots == 100)
	);
	let back = Balance::new(START - deposits, deposits);
	floor.expect(removed.block, &owner, back, Balance::new(SUPPLY - 1, 0)).await;
	floor.expect(removed.block, &other, Balance::new(START, 0), Balance::default()).await;
	floor.expect_depth(removed.block, &[], &[]).await;
}
