//! One development node and `kongsi` alone: a trader trades, a shareholder decides and is paid, a voter spends from the
//! treasury. Every number is worked out by hand.

use kongsi_e2e::{
	command_line::{CommandLine, Following},
	free_port, Node, NodeOptions,
};
use serde_json::{json, Value as Json};
use std::{env, fs, process, thread};

/// Longer than any epoch, ballot or referendum takes.
const PATIENCE_S: u64 = 120;
/// The trader, and a key of hers that only trades.
const TESSA: &str = "bob//tessa";
const KEY: &str = "bob//tessa//trade";
/// Two holders of shares.
const HANNA: &str = "bob//hanna";
const OLAF: &str = "bob//olaf";

fn address(cli: &CommandLine, who: &str) -> String {
	let account = cli.json(&format!("account --dev {who}"));
	account["account"].as_str().expect("an address").to_owned()
}

/// What an account has of a token, by column.
fn owns(cli: &CommandLine, who: &str, symbol: &str) -> [String; 3] {
	let answer = cli.json(&format!("balance --dev {who}"));
	let balances = answer["balances"].as_array().expect("a list");
	let found = balances.iter().find(|balance| balance["symbol"] == symbol);
	let of =
		|name: &str| found.and_then(|balance| balance[name].as_str()).unwrap_or("0").to_owned();
	[of("free"), of("inOrders"), of("total")]
}

fn number(answer: &Json, name: &str) -> u64 {
	answer[name].as_u64().unwrap_or_else(|| panic!("no {name} in {answer}"))
}

#[test]
fn a_trader_a_shareholder_and_a_voter_live_by_the_command_line_alone() {
	let node = Node::dev();
	let cli = CommandLine::of(&node);
	let people = arrive(&cli);
	look_around(&cli);
	let streams = Streams::begin(&cli);
	trade(&cli);
	streams.told();
	look_back(&cli);
	trade_by_a_file(&cli);
	arm_the_switch(&cli);
	let ballot = call_a_ballot(&cli);
	let referendum = propose(&cli, &people.olaf);
	vote(&cli, referendum);
	// The ballot is open for 24 s.
	decide(&cli, ballot, &people);
	find_the_switch_released(&cli, &people);
	let_a_key_trade(&cli, &people);
	stake(&cli);
	claim_the_first_dividend(&cli, &people.hanna);
	spend(&cli, referendum, &people.olaf);
	run_what_was_decided(&cli, ballot);
	claim_what_was_decided(&cli, &people);
	drop(node);
	ask_a_node_without_history();
}

struct People {
	tessa: String,
	key: String,
	hanna: String,
	olaf: String,
}

/// Bob gives everybody what he or she starts with.
fn arrive(cli: &CommandLine) -> People {
	let people = People {
		tessa: address(cli, TESSA),
		key: address(cli, KEY),
		hanna: address(cli, HANNA),
		olaf: address(cli, OLAF),
	};
	let mut company = cli.json("shares show HALO")["company"]["account"].clone();
	let company = company.take().as_str().expect("an address").to_owned();
	// They are in the pool together and therefore, mostly, in the same block.
	for (token, amount, to) in [
		("KSI", "100", &people.tessa),
		("CASH", "10000", &people.tessa),
		("KSI", "10", &people.key),
		("KSI", "1000", &people.hanna),
		("HALO", "2000", &people.hanna),
		("KSI", "100", &people.olaf),
		("HALO", "1600", &people.olaf),
	] {
		let sent = cli.text(&format!("transfer {token} {amount} {to} --dev bob --yes --wait none"));
		assert!(sent.contains("sent"), "{sent}");
	}
	let last = cli.json(&format!("transfer CASH 601 {company} --dev bob --yes"));
	assert_eq!((&last["amount"], &last["symbol"]), (&json!("601"), &json!("CASH")));
	assert_eq!(owns(cli, TESSA, "CASH"), ["10000", "0", "10000"]);
	assert_eq!(owns(cli, HANNA, "HALO"), ["2000", "0", "2000"]);
	// Whoever is not asked does not sign.
	let refused = cli.refused(&format!("transfer KSI 1 {} --dev bob", people.olaf), 1);
	assert_eq!(refused, "nobody is there to be asked: add --yes if you mean it");
	people
}

/// What everybody can read, in both formats.
fn look_around(cli: &CommandLine) {
	let (text, markets) = cli.both("markets");
	assert!(text.contains("HALO/CASH") && text.contains("KSI/CASH"), "{text}");
	assert_eq!(markets["markets"][1]["symbol"], "HALO/CASH");
	// Eve and Ferdie quote five ticks apart around 25.00, each level larger by 20 shares.
	let (text, book) = cli.both("book HALO/CASH --levels 2");
	assert_eq!(book["bids"], json!([["24.95", "20", 1], ["24.9", "40", 1]]));
	assert_eq!(book["asks"], json!([["25.05", "20", 1], ["25.1", "40", 1]]));
	assert!(text.contains("25.05") && text.contains("24.9"), "{text}");
	let (text, account) = cli.both("account --dev bob");
	assert!(text.contains("open orders"), "{text}");
	assert_eq!((&account["openOrders"], &account["proxies"]), (&json!(0), &json!([])));
	let (text, _) = cli.both("balance --dev bob");
	assert!(text.contains("in orders") && text.contains("HALO"), "{text}");
	let mistyped = cli.refused("book HALO/CSAH", 1);
	assert!(mistyped.contains("did you mean `HALO/CASH`?"), "{mistyped}");

	let (text, shares) = cli.both("shares list");
	assert!(text.contains("Halo Industries"), "{text}");
	assert_eq!(shares["companies"][0]["classes"][0]["symbol"], "HALO");
	let (_, halo) = cli.both("shares show HALO");
	assert_eq!(halo["class"]["eligible"], "60000");
	assert_eq!(halo["class"]["payouts"][0]["perShare"], "0.5");
	let (_, ksi) = cli.both("shares show KSI");
	assert_eq!(ksi["company"], Json::Null);
	let mistyped = cli.refused("shares show HLAO", 1);
	assert!(mistyped.contains("did you mean `HALO`?"), "{mistyped}");
	let (text, holders) = cli.both("shares holders HALO --limit 1");
	// The other people of the chain have 10,000 each; Bob has given 3,600 away.
	assert_eq!(holders["holders"][0]["shares"], "10000");
	assert_eq!(holders["holders"][0]["part"], "0.166666666666");
	assert_eq!(number(&holders, "count"), 8);
	assert!(text.contains("16.66%"), "{text}");
	let (text, ballots) = cli.both("ballot list --class HALO");
	assert_eq!((&ballots["ballots"][0]["id"], &ballots["requisitions"]), (&json!(0), &json!([])));
	assert!(text.contains("too few answers"), "{text}");
	let (text, _) = cli.both("offering list HALO");
	assert!(text.contains("no shares of HALO are on offer"), "{text}");
	let (text, tracks) = cli.both("gov tracks");
	assert!(text.contains("treasury_small"), "{text}");
	assert_eq!(tracks["tracks"][2]["decision_deposit"], "100");
	let (_, status) = cli.both("rpc system_health");
	assert_eq!(status["isSyncing"], json!(false));
}

/// Tessa buys, waits in the book, changes her mind three times, and sells.
fn trade(cli: &CommandLine) {
	let as_tessa = format!("--dev {TESSA} --yes");
	let (text, plan) = cli.both(&format!("buy HALO/CASH 30 @25.10 --ioc --preview --dev {TESSA}"));
	assert!(text.contains("752"), "{text}");
	assert!(plan["preview"].is_object());
	// 20 at 25.05 are 501, 10 at 25.10 are 251: 752 CASH. 0.05 % of it are 0.376.
	let bought = cli.json(&format!("buy HALO/CASH 30 @25.10 --ioc {as_tessa}"));
	assert_eq!((&bought["filled"], &bought["rests"]), (&json!("30"), &json!("0")));
	assert_eq!((&bought["notional"], &bought["takerFee"]), (&json!("752"), &json!("0.376")));
	let fills = bought["fills"].as_array().expect("a list");
	let prices: Vec<[&Json; 2]> =
		fills.iter().map(|fill| [&fill["price"], &fill["size"]]).collect();
	assert_eq!(json!(prices), json!([["25.05", "20"], ["25.1", "10"]]));
	assert_eq!(owns(cli, TESSA, "CASH")[0], "9247.624");

	// A bid holds its 50 x 24.50 = 1,225 and the highest fee there may be, 0.1 % of it: 1,226.225.
	let rests = cli.text(&format!("buy 1 50 @24.50 --post-only --client-id 7 {as_tessa}"));
	assert!(rests.contains("50 HALO rest at 24.5 CASH"), "{rests}");
	assert_eq!(owns(cli, TESSA, "CASH"), ["8021.399", "1226.225", "9247.624"]);
	let (text, open) = cli.both(&format!("orders --dev {TESSA}"));
	let order = &open["orders"][0];
	assert_eq!((&order["price"], &order["remaining"]), (&json!("24.5"), &json!("50")));
	assert_eq!(order["clientId"], "7");
	assert!(text.contains("24.5"), "{text}");
	let id = order["id"].as_str().expect("an id").to_owned();

	// Less at the same price keeps the place and the id: 40 x 24.50 = 980 and 0.98.
	let less = cli.json(&format!("amend {id} --size 40 {as_tessa}"));
	assert_eq!((&less["outcome"], &less["id"]), (&json!("reduced"), &json!(id)));
	assert_eq!(owns(cli, TESSA, "CASH")[1], "980.98");
	// Another price is another order: 40 x 24.40 = 976 and 0.976.
	let moved = cli.text(&format!("amend {id} --price @24.40 {as_tessa}"));
	assert!(moved.contains("40 HALO rest at 24.4 CASH"), "{moved}");
	assert_eq!(owns(cli, TESSA, "CASH")[1], "976.976");
	let gone = cli.refused(&format!("cancel {id} {as_tessa}"), 1);
	assert!(gone.contains("has no open order"), "{gone}");
	let open = cli.json(&format!("orders --dev {TESSA}"));
	let id = open["orders"][0]["id"].as_str().expect("an id").to_owned();
	// 20 x 24.30 = 486 and 0.486.
	let replaced = cli.json(&format!("replace {id} 20 @24.30 --client-id 8 {as_tessa}"));
	let outcomes: Vec<&Json> = replaced["outcomes"]
		.as_array()
		.expect("a list")
		.iter()
		.map(|one| &one["outcome"])
		.collect();
	assert_eq!(outcomes, ["cancelled", "placed"]);
	assert_eq!(owns(cli, TESSA, "CASH"), ["8761.138", "486.486", "9247.624"]);
	let cancelled = cli.json(&format!("cancel --client-id 8 {as_tessa}"));
	assert_eq!(
		(&cancelled["outcome"], &cancelled["cancelled"]),
		(&json!("cancelled"), &json!("20"))
	);
	let nothing = cli.text(&format!("cancel --all {as_tessa}"));
	assert!(nothing.contains("nothing was cancelled"), "{nothing}");

	// Eve pays 24.95 for 20: 499 CASH less 0.05 %, which are 0.2495.
	let sold = cli.text(&format!("sell HALO/CASH 20 @24.95 --fok {as_tessa}"));
	assert!(sold.contains("sold 20 HALO at 24.95 CASH"), "{sold}");
	assert_eq!(owns(cli, TESSA, "CASH"), ["9746.3745", "0", "9746.3745"]);
	assert_eq!(owns(cli, TESSA, "HALO"), ["10", "0", "10"]);
	let off = cli.refused(&format!("buy HALO/CASH 10 @24.333 {as_tessa}"), 1);
	assert!(off.contains("24.33"), "{off}");
	let poor = cli.refused(&format!("sell HALO/CASH 11 @30 {as_tessa}"), 3);
	assert!(poor.contains("InsufficientFree"), "{poor}");
}

/// What is told while Tessa trades.
struct Streams {
	book: Following,
	trades: Following,
	account: Following,
	candles: Following,
}

impl Streams {
	fn begin(cli: &CommandLine) -> Self {
		let streams = Self {
			book: cli.follow("book HALO/CASH --levels 5 --follow --json"),
			trades: cli.follow("trades HALO/CASH --follow --json"),
			account: cli.follow(&format!("orders --follow --dev {TESSA}")),
			candles: cli.follow("candles HALO/CASH 1w --follow --json"),
		};
		let begins = |kind: &'static str| {
			move |message: &Json| {
				assert_eq!(message["type"], kind);
				Some(message["block"]["number"].is_u64())
			}
		};
		assert!(streams.book.until_json(PATIENCE_S, begins("snapshot")));
		assert!(streams.trades.until_json(PATIENCE_S, begins("start")));
		streams.account.until(PATIENCE_S, |line| line.ends_with(": 0 open orders").then_some(()));
		streams
	}

	/// What she did has been told, and then that it is final.
	fn told(self) {
		let is = |message: &Json, kind: &str| message["type"] == kind;
		let gone = |level: &Json| level[0] == "25.05" && level[1] == "0";
		self.book.until_json(PATIENCE_S, |message| {
			let asks = message["asks"].as_array()?;
			(is(message, "diff") && asks.iter().any(gone)).then_some(())
		});
		let block = self.trades.until_json(PATIENCE_S, |message| {
			let trade = &message["trades"][0];
			let hers = is(message, "trades") && trade["price"] == "25.05" && trade["size"] == "20";
			hers.then(|| number(&message["block"], "number"))
		});
		for stream in [&self.book, &self.trades] {
			stream.until_json(PATIENCE_S, |message| {
				let done = is(message, "final") && number(&message["block"], "number") >= block;
				done.then_some(())
			});
		}
		for wanted in [
			"HALO/CASH bought 20 at 25.05 as taker, fee 0.2505",
			"HALO/CASH buy at 24.5, order ",
			"HALO/CASH sold 20 at 24.95 as taker, fee 0.2495",
			"final up to block ",
		] {
			self.account.until(PATIENCE_S, |line| line.contains(wanted).then_some(()));
		}
		// Three trades of 20, 10 and 20 for 501, 251 and 499 CASH.
		let week = json!(["25.05", "25.1", "24.95", "24.95", "50", "1251", 3]);
		self.candles.until_json(PATIENCE_S, |message| {
			let candle = message["candles"].as_array()?.last()?.as_array()?;
			(message["final"] == true && json!(candle[1..]) == week).then_some(())
		});
	}
}

/// What the node remembers of it, in both formats.
fn look_back(cli: &CommandLine) {
	let three = |answer: &Json| (answer["fills"].as_array()?.len() == 3).then_some(());
	cli.until(PATIENCE_S, &format!("fills --dev {TESSA}"), three);
	let (text, fills) = cli.both(&format!("fills --market HALO/CASH --limit 1 --dev {TESSA}"));
	let fill = &fills["fills"][0];
	assert_eq!((&fill["side"], &fill["role"]), (&json!("sell"), &json!("taker")));
	assert_eq!((&fill["size"], &fill["price"]), (&json!("20"), &json!("24.95")));
	assert_eq!((&fill["notional"], &fill["fee"]), (&json!("499"), &json!("0.2495")));
	assert!(text.contains("24.95") && text.contains("taker"), "{text}");
	let (text, trades) = cli.both("trades HALO/CASH --limit 2");
	let prices: Vec<&Json> =
		trades["trades"].as_array().expect("a list").iter().map(|one| &one["price"]).collect();
	assert_eq!(prices, ["24.95", "25.1"]);
	assert!(text.contains("sell") && text.contains("25.1"), "{text}");
	let (text, candles) = cli.both("candles HALO/CASH 1w --limit 1");
	let candle = candles["candles"][0].as_array().expect("a candle");
	assert_eq!(json!(candle[1..]), json!(["25.05", "25.1", "24.95", "24.95", "50", "1251", 3]));
	assert!(text.contains("25.05"), "{text}");
	let (text, ticker) = cli.both("ticker HALO/CASH");
	let day = &ticker["tickers"][0];
	assert_eq!((&day["last"], &day["change"]), (&json!("24.95"), &json!("-0.1")));
	assert_eq!((&day["baseVolume"], &day["trades"]), (&json!("50"), &json!(3)));
	assert!(text.contains("in per cent"), "{text}");
	let (text, _) = cli.both("ticker");
	assert!(text.contains("KSI/CASH"), "{text}");
	let (text, closed) = cli.both(&format!("orders --closed --limit 2 --dev {TESSA}"));
	let [sold, bid] = [0usize, 1].map(|index| &closed["orders"][index]);
	assert_eq!((&sold["status"], &sold["averagePrice"]), (&json!("filled"), &json!("24.95")));
	assert_eq!((&bid["status"], &bid["filled"]), (&json!("cancelled"), &json!("0")));
	assert!(text.contains("filled") && text.contains("cancelled"), "{text}");
}

/// Tessa sends several operations at once; each is told with what became of it.
fn trade_by_a_file(cli: &CommandLine) {
	let file = env::temp_dir().join(format!("kongsi-life-{}.txt", process::id()));
	let name = file.to_str().expect("temporary files have plain names");
	let write = |lines: &str| fs::write(&file, lines).expect("temporary files can be written");
	write(
		"cancel-after HALO/CASH 1h # first, for what follows\n\
		 buy HALO/CASH 1 24.00 post-only client-id=21\n\
		 buy HALO/CASH 2 24.10 post-only client-id=22\n\
		 cancel HALO/CASH client-id=21\n",
	);
	let (text, preview) = cli.both(&format!("submit {name} --preview"));
	assert!(text.contains("buy 2 HALO at 24.1 CASH in HALO/CASH (market 1)"), "{text}");
	assert_eq!(preview["operations"].as_array().map(Vec::len), Some(4));
	let done = cli.json(&format!("submit {name} --dev {TESSA} --yes"));
	assert_eq!(done["failed"], 0);
	let outcomes: Vec<&Json> =
		done["outcomes"].as_array().expect("a list").iter().map(|one| &one["outcome"]).collect();
	assert_eq!(outcomes, ["deadlineSet", "placed", "placed", "cancelled"]);
	// One of two is refused: all is told, and the exit code says so.
	write("cancel HALO/CASH client-id=22\ncancel HALO/CASH client-id=21\n");
	let answer = cli.run(&format!("submit {name} --dev {TESSA} --yes"));
	assert_eq!(answer.code, 3, "{answer:?}");
	assert!(answer.out.contains("2 HALO cancelled"), "{answer:?}");
	assert!(answer.out.contains("OrderNotFound"), "{answer:?}");
	write("buy HALO/CASH 1 24.005");
	let off = cli.refused(&format!("submit {name} --dev {TESSA} --yes"), 1);
	assert!(off.starts_with("line 1: 24.005 is no whole number of ticks"), "{off}");
	fs::remove_file(&file).expect("it is hers");
}

/// Tessa quotes, and has it cancelled unless she says otherwise in time.
fn arm_the_switch(cli: &CommandLine) {
	let as_tessa = format!("--dev {TESSA} --yes");
	let past = cli.refused(&format!("cancel --all --after 1 {as_tessa}"), 1);
	assert!(past.starts_with("block 1 has passed"), "{past}");
	cli.text(&format!("sell HALO/CASH 10 @27 --post-only {as_tessa}"));
	let set = cli.json(&format!("cancel --all --after 1h {as_tessa}"));
	let outcomes = set["outcomes"].as_array().expect("a list");
	assert!(outcomes.len() > 1 && set["failed"] == 0, "{set}");
	assert!(outcomes.iter().all(|one| one["outcome"] == "deadlineSet"), "{set}");
	let (text, open) = cli.both(&format!("orders --market KSI/CASH --dev {TESSA}"));
	assert_eq!(open["deadlines"][0]["deadline"], outcomes[0]["deadline"]);
	assert_eq!(open["deadlines"][0]["passed"], json!(false));
	assert!(text.contains("KSI/CASH: orders trade up to block "), "{text}");
	let moved = cli.text(&format!("cancel --market HALO/CASH --after +10 {as_tessa}"));
	assert!(moved.contains("unless another deadline is set by then"), "{moved}");
}

/// She did not, and nothing of hers trades any more.
fn find_the_switch_released(cli: &CommandLine, people: &People) {
	let as_tessa = format!("--dev {TESSA} --yes");
	let orders = format!("orders --market HALO/CASH --dev {TESSA}");
	cli.until(PATIENCE_S, &orders, |answer| {
		(answer["orders"][0]["status"] == "expired").then_some(())
	});
	let (text, open) = cli.both(&orders);
	assert_eq!(open["deadlines"][0]["passed"], json!(true));
	assert!(text.contains("expired") && text.contains("orders are refused until"), "{text}");
	let refused = cli.refused(&format!("buy HALO/CASH 1 @24 {as_tessa}"), 3);
	assert!(refused.contains("DeadlinePassed"), "{refused}");
	assert!(refused.contains("`kongsi cancel --after`"), "{refused}");
	// What her order held is free when somebody has removed it; whoever that is.
	assert_eq!(owns(cli, TESSA, "HALO"), ["0", "10", "10"]);
	let lapsed = format!("cancel --market HALO/CASH --lapsed {} --dev {OLAF} --yes", people.tessa);
	let removed = cli.json(&lapsed);
	assert_eq!((&removed["outcome"], &removed["count"]), (&json!("lapsedRemoved"), &json!(1)));
	assert_eq!(owns(cli, TESSA, "HALO"), ["10", "0", "10"]);
	let nothing = cli.text(&lapsed);
	assert!(nothing.contains("has no order in HALO/CASH"), "{nothing}");
	let off = cli.text(&format!("cancel --all --after never {as_tessa}"));
	assert!(off.contains("no deadline any more"), "{off}");
	let nothing = cli.json(&format!("cancel --all --after never {as_tessa}"));
	assert_eq!(nothing["outcomes"], json!([]));
	assert_eq!(cli.json(&orders)["deadlines"], json!([]));
}

/// A node that keeps no history says so in one line, and what to do.
fn ask_a_node_without_history() {
	let arguments = ["--dev", "--tmp", "--market-history", "off"].map(str::to_owned).to_vec();
	let options =
		NodeOptions { name: "forgetful".into(), arguments, p2p_port: free_port(), keep: false };
	let node = Node::start(options);
	let cli = CommandLine::of(&node);
	for line in [
		"fills --dev bob",
		"orders --closed --dev bob",
		"trades HALO/CASH",
		"candles HALO/CASH 1h",
		"candles HALO/CASH 1h --follow",
		"ticker",
	] {
		assert_eq!(
			cli.refused(line, 2),
			"this node keeps no market history: start it with --market-history on, or name one that does with --url"
		);
	}
}

/// Hanna and Olaf have 6 % together, and call a ballot about paying what the company has.
fn call_a_ballot(cli: &CommandLine) -> u64 {
	// What counts is what they owned at the boundary before.
	let held = |answer: &Json| {
		answer["holders"].as_array()?.iter().any(|holder| holder["shares"] == "1600").then_some(())
	};
	let epoch = number(&cli.json("dividend list HALO"), "epoch");
	cli.until(PATIENCE_S, "shares holders HALO --limit 20", held);
	cli.until(PATIENCE_S, "dividend list HALO", |answer| {
		(number(answer, "epoch") > epoch).then_some(())
	});
	let proposed = cli.json(&format!(
		"ballot requisition HALO --text \"Shall Halo pay 600 CASH?\" --call \"Shareholders.pay_dividend(2, 1, 600000000, \
		 Next())\" --dev {HANNA} --yes"
	));
	assert_eq!((&proposed["signed"], &proposed["eligible"]), (&json!("2000"), &json!("60000")));
	assert_eq!(proposed["ballot"], Json::Null);
	let id = number(&proposed, "requisition");
	let (text, shown) = cli.both(&format!("ballot show {id}"));
	// 5 % of 60,000.
	assert_eq!(shown["requisition"]["needed"], "3000");
	assert!(text.contains("2000 of 3000 shares needed"), "{text}");
	assert!(text.contains("Shareholders.pay_dividend(2, 1, 600000000, Next"), "{text}");
	let again = cli.refused(&format!("ballot sign {id} --dev {HANNA} --yes"), 3);
	assert!(again.contains("AlreadySigned"), "{again}");
	let signed = cli.text(&format!("ballot sign {id} --dev {OLAF} --yes"));
	assert!(signed.contains(&format!("that suffices: ballot {id} opens at block")), "{signed}");
	let (_, shown) = cli.both(&format!("ballot show {id} --dev {OLAF}"));
	assert_eq!((&shown["requisitioned"], &shown["kind"]), (&json!(true), &json!("ordinary")));
	let early = cli.refused(&format!("ballot vote {id} for --dev {HANNA} --yes"), 1);
	assert!(early.contains("is announced and takes no votes"), "{early}");
	id
}

/// Alice proposes to pay Olaf 25 KSI out of the treasury.
fn propose(cli: &CommandLine, olaf: &str) -> u64 {
	let proposed = cli.json(&format!(
		"gov propose treasury_small spend KSI 25 {olaf} --deposit --dev alice --yes"
	));
	assert_eq!(
		(&proposed["track"], &proposed["deposit_placed"]),
		(&json!("treasury_small"), &json!(true))
	);
	let referendum = number(&proposed, "referendum");
	let (text, list) = cli.both("gov list");
	assert!(text.contains("treasury_small"), "{text}");
	assert_eq!(list["referenda"][0]["referendum"], referendum);
	let refused = cli.refused(&format!("tx Mandates.spend 0 1 {olaf} null --dev alice --yes"), 3);
	assert!(refused.contains("this takes a referendum"), "{refused}");
	referendum
}

/// A key of Tessa's trades for her and cannot withdraw.
fn let_a_key_trade(cli: &CommandLine, people: &People) {
	let People { tessa, key, olaf, .. } = people;
	let added = cli.text(&format!("proxy add {key} --kind trade --dev {TESSA} --yes"));
	assert!(added.contains(key.as_str()), "{added}");
	let (_, list) = cli.both(&format!("proxy list --dev {TESSA}"));
	assert_eq!(list["proxies"], json!([{ "delegate": key, "kind": "Trade", "delay": 0 }]));
	let placed = cli.json(&format!("sell 1 10 @26 --as {tessa} --dev {KEY} --yes"));
	assert_eq!(placed["rests"], "10");
	assert_eq!(owns(cli, TESSA, "HALO"), ["0", "10", "10"]);
	let refused = cli.refused(&format!("transfer CASH 1 {olaf} --as {tessa} --dev {KEY} --yes"), 1);
	assert!(refused.contains("may not call Assets"), "{refused}");
	// It renews her switch, too.
	let set = cli.json(&format!("cancel --market 1 --after 1h --as {tessa} --dev {KEY} --yes"));
	assert_eq!(set["outcome"], "deadlineSet");
	let (text, open) = cli.both(&format!("orders --as {tessa}"));
	assert_eq!(open["deadlines"][0]["deadline"], set["deadline"]);
	assert!(text.contains("HALO/CASH: orders trade up to block "), "{text}");
	let cancelled = cli.text(&format!("cancel --market HALO/CASH --as {tessa} --dev {KEY} --yes"));
	assert!(cancelled.contains("cancelled"), "{cancelled}");
	let foreign = format!("cancel --market 1 --after 1h --as {olaf} --dev {KEY} --yes");
	let foreign = cli.refused(&foreign, 1);
	assert!(foreign.contains("does not act for"), "{foreign}");
	let removed = cli.json(&format!("proxy remove {key} --dev {TESSA} --yes"));
	assert_eq!(removed["removed"][0]["delegate"], json!(key));
}

/// Tessa nominates Alice with 50 KSI, which stay hers.
fn stake(cli: &CommandLine) {
	let alice = address(cli, "alice");
	let told = cli.json(&format!("stake nominate {alice} --bond 50 --dev {TESSA} --yes"));
	assert_eq!((&told["bonded"], &told["targets"]), (&json!("50"), &json!([alice])));
	let (text, status) = cli.both(&format!("stake status --dev {TESSA}"));
	assert_eq!(status["bonded"], "50");
	assert_eq!(status["backs"][0]["validator"], json!(alice));
	assert!(text.contains("50 KSI"), "{text}");
}

/// What Halo owes, if it owes something: KSI pays in cash as well.
fn owed(answer: &Json) -> Option<String> {
	let halo = answer["classes"].as_array()?.iter().find(|class| class["symbol"] == "HALO")?;
	halo["claimable"][0]["claimable"].as_str().filter(|due| *due != "0").map(str::to_owned)
}

/// Halo had paid 0.5 CASH on each of Bob's 10,000 shares, before he gave some away.
fn claim_the_first_dividend(cli: &CommandLine, hanna: &str) {
	let (text, due) = cli.both("dividend due --dev bob");
	assert_eq!(owed(&due).as_deref(), Some("5000"));
	assert!(text.contains("5000 CASH"), "{text}");
	let claimed = cli.json("dividend claim HALO --dev bob --yes");
	let expected = json!([{ "class": 2, "token": 1, "symbol": "CASH", "amount": "5000" }]);
	assert_eq!(claimed["claimed"], expected);
	let nothing = cli.text("dividend claim HALO --dev bob --yes");
	assert!(nothing.contains("nothing can be claimed"), "{nothing}");
	// She bought after it.
	let nothing = cli.json(&format!("dividend claim HALO --for {hanna} --dev bob --yes"));
	assert_eq!(nothing["claimed"], json!([]));
}

/// Those who own nearly all KSI vote, and Hanna with what she has.
fn vote(cli: &CommandLine, referendum: u64) {
	let shown = format!("gov show {referendum}");
	cli.until(PATIENCE_S, &shown, |answer| (answer["stage"] == "deciding").then_some(()));
	let voted = cli.text(&format!("gov vote {referendum} aye --dev {HANNA} --yes"));
	assert!(voted.contains("voted aye with"), "{voted}");
	thread::scope(|scope| {
		for who in ["alice", "bob", "charlie", "dave"] {
			scope.spawn(move || {
				let voted = cli.json(&format!("gov vote {referendum} aye --dev {who} --yes"));
				assert_eq!(voted["side"], "aye");
			});
		}
	});
	let (_, list) = cli.both(&format!("{shown} --dev alice"));
	assert_eq!(list["approval"], "100%");
}

/// Hanna votes, Olaf follows her, Bob abstains.
fn decide(cli: &CommandLine, ballot: u64, people: &People) {
	let People { hanna, olaf, .. } = people;
	let delegated =
		cli.text(&format!("ballot delegate \"Halo Industries\" {hanna} --dev {OLAF} --yes"));
	assert!(delegated.contains(hanna.as_str()), "{delegated}");
	let shown = format!("ballot show {ballot}");
	cli.until(PATIENCE_S, &shown, |answer| (answer["status"] == "open").then_some(()));
	let wrong = cli.refused(&format!("ballot vote {ballot} 2 --dev {HANNA} --yes"), 1);
	assert!(wrong.contains("has 2 choices and no choice 2"), "{wrong}");
	let voted = cli.json(&format!("ballot vote {ballot} for --dev {HANNA} --yes"));
	assert_eq!((&voted["answer"], &voted["weight"]), (&json!(0), &json!("2000")));
	thread::scope(|scope| {
		scope.spawn(|| {
			let voted = cli.text(&format!("ballot vote {ballot} abstain --dev bob --yes"));
			assert!(voted.contains("6400 HALO"), "{voted}");
		});
		scope.spawn(|| {
			let attached = cli.json(&format!("ballot attach {ballot} {olaf} --dev charlie --yes"));
			assert_eq!(attached["attached"], 1);
		});
	});
	let (text, shown) = cli.both(&format!("{shown} --dev {OLAF}"));
	// Hanna's 2,000 and Olaf's 1,600; 10,000 of 60,000 have answered.
	assert_eq!((&shown["weights"], &shown["abstain"]), (&json!(["3600", "0"]), &json!("6400")));
	assert_eq!(shown["turnout"], "0.166666");
	assert_eq!(
		(&shown["own"]["weight"], &shown["own"]["vote"]["by"]),
		(&json!("1600"), &json!("delegate"))
	);
	assert!(text.contains("16.66% of 10% needed"), "{text}");
	let (text, portfolio) = cli.both(&format!("shares portfolio --dev {HANNA}"));
	assert!(text.contains("voted for choice 0"), "{text}");
	let halo = portfolio["classes"].as_array().expect("a list");
	let halo = halo.iter().find(|class| class["symbol"] == "HALO").expect("she owns some");
	assert_eq!((&halo["total"], &halo["free"]), (&json!("2000"), &json!("2000")));
}

/// What the voters granted is there for Olaf; anybody has it paid out.
fn spend(cli: &CommandLine, referendum: u64, olaf: &str) {
	let shown = format!("gov show {referendum}");
	cli.until(PATIENCE_S, &shown, |answer| (answer["stage"] == "approved").then_some(()));
	let before = owns(cli, OLAF, "KSI")[0].clone();
	// It is enacted six blocks after it was approved.
	let end = std::time::Instant::now() + std::time::Duration::from_secs(PATIENCE_S);
	while cli.run("tx Treasury.payout 0 --dev charlie --yes").code != 0 {
		assert!(std::time::Instant::now() < end, "nothing to pay out to {olaf}");
		thread::sleep(std::time::Duration::from_secs(1));
	}
	let after = owns(cli, OLAF, "KSI")[0].clone();
	assert_eq!(atoms(&after) - atoms(&before), 25_000_000_000_000, "{before} became {after}");
	let refunded = cli.json(&format!("gov refund {referendum} --dev charlie --yes"));
	assert_eq!(refunded["returned"], 2);
}

/// KSI in atoms.
fn atoms(amount: &str) -> u128 {
	let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
	format!("{whole}{fraction:0<12}").parse().expect("digits")
}

/// Anybody closes the ballot and has its call run.
fn run_what_was_decided(cli: &CommandLine, ballot: u64) {
	let shown = format!("ballot show {ballot}");
	cli.until(PATIENCE_S, &shown, |answer| (answer["status"] == "ended").then_some(()));
	let closed = cli.json(&format!("ballot close {ballot} --dev charlie --yes"));
	assert_eq!((&closed["outcome"], &closed["winner"]), (&json!("won"), &json!(0)));
	cli.until(PATIENCE_S, &shown, |answer| (answer["status"] == "executable").then_some(()));
	let run = cli.text(&format!("ballot execute {ballot} --dev charlie --yes"));
	assert!(run.contains("the call has run"), "{run}");
	let again = cli.refused(&format!("ballot execute {ballot} --dev charlie --yes"), 1);
	assert!(again.contains("is executed"), "{again}");
	let (_, dividends) = cli.both("dividend list HALO");
	assert_eq!(dividends["payouts"][0]["lifetime"], "30600");
}

/// 600 CASH on 60,000 shares are 0.01 on each.
fn claim_what_was_decided(cli: &CommandLine, people: &People) {
	let due = format!("dividend due --dev {HANNA}");
	// 10,000 atoms a share are a whole number, so nothing is rounded: 2,000 times 0.01.
	assert_eq!(cli.until(PATIENCE_S, &due, owed), "20");
	let claimed = cli.text(&format!("dividend claim HALO --dev {HANNA} --yes"));
	assert!(claimed.contains("20 CASH by class 2"), "{claimed}");
	assert_eq!(owns(cli, HANNA, "CASH")[2], "20");
	// Anybody claims for Olaf: 16 CASH.
	let claimed =
		cli.json(&format!("dividend claim HALO --for {} --dev charlie --yes", people.olaf));
	assert_eq!(claimed["claimed"][0]["amount"], "16");
	assert_eq!(owns(cli, OLAF, "CASH")[2], "16");
}
