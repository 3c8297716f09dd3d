//! The market history of a real node that is killed again and again.

use jsonrpsee::rpc_params;
use kongsi_e2e::{account_of, eventually, free_port, run_program, Chain, Node, NodeOptions};
use serde_json::{json, Value as Json};
use std::{
	collections::BTreeSet,
	env, fs,
	path::PathBuf,
	time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use subxt::dynamic;
use subxt_signer::sr25519::{dev, Keypair};

const KILLS: u32 = 20;
/// The market KSI/CASH, where about 200 ticks of 0.01 CASH are paid.
const MARKET: u32 = 0;
const PRICE: u64 = 200;

/// Where a chain is kept; removed at the end.
struct Place(PathBuf);

impl Place {
	fn new() -> Self {
		let name = format!("kongsi-history-{}", std::process::id());
		let path = env::temp_dir().join(name);
		fs::create_dir_all(&path).expect("temporary files can be written");
		let place = Self(path);
		// With the state of its genesis in it, which a node that is given a name works out anew whenever it starts.
		let spec = run_program(&["export-chain-spec", "--chain", "dev", "--raw"]);
		assert!(spec.status.success(), "{}", String::from_utf8_lossy(&spec.stderr));
		fs::write(place.spec(), spec.stdout).expect("temporary files can be written");
		place
	}

	fn spec(&self) -> String {
		format!("{}/dev.json", self.text())
	}

	fn text(&self) -> &str {
		self.0.to_str().expect("temporary files have plain names")
	}

	/// A command on the history, which has to succeed.
	fn history(&self, arguments: &[&str]) -> String {
		let spec = self.spec();
		let place = ["--chain", &spec, "--base-path", self.text()];
		let arguments: Vec<&str> = [&["history"], arguments, &place].concat();
		let output = run_program(&arguments);
		let (out, error) =
			(String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
		assert!(output.status.success(), "{arguments:?}: {out}\n{error}");
		out.into_owned()
	}
}

impl Drop for Place {
	fn drop(&mut self) {
		// What cannot be removed is left to the system: it lies among temporary files.
		let _ = fs::remove_dir_all(&self.0);
	}
}

/// A sequence of numbers that differs from run to run.
struct Chance(u64);

impl Chance {
	fn new() -> Self {
		let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("later than 1970");
		let seed = now.as_nanos() as u64 | 1;
		println!("seed {seed}");
		Self(seed)
	}

	fn below(&mut self, end: u64) -> u64 {
		// xorshift64*
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
	}
}

fn offer(side: &str, price: u64, lots: u64) -> impl subxt::transactions::Payload {
	use kongsi_e2e::types::{NewOrder, SelfTrade, Side, TimeInForce};
	let side = if side == "buy" { Side::Bid } else { Side::Ask };
	let order = NewOrder {
		side,
		price,
		quantity: lots,
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	};
	dynamic::transaction("OrderBook", "place_order", (MARKET, order))
}

/// Sends orders of two people that meet, and does not wait for them.
async fn trade(chain: &Chain, chance: &mut Chance) {
	let people: [Keypair; 2] = [dev::alice(), dev::bob()];
	for (who, side) in people.iter().zip(["sell", "buy"]) {
		let first = chain.nonce(&account_of(who)).await;
		for number in 0..4 {
			let (price, lots) = (PRICE - 3 + chance.below(7), 100 + chance.below(900));
			let signed = chain.sign_immortal(who, first + number, &offer(side, price, lots)).await;
			// An order of before the kill may be in the pool of no one any more, or in it twice.
			let text = kongsi_e2e::hex(&signed);
			let _ = chain.ask("author_submitExtrinsic", rpc_params![text]).await;
		}
	}
}

async fn status(chain: &Chain) -> Json {
	chain.answer("market_v1_status", rpc_params![]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_lose_and_repeat_nothing() {
	let (place, mut chance) = (Place::new(), Chance::new());
	let spec = place.spec();
	let mut arguments =
		vec!["--chain", &spec, "--base-path", place.text(), "--market-history", "on"];
	arguments.extend([
		"--alice",
		"--validator",
		"--force-authoring",
		"--unsafe-force-node-key-generation",
	]);
	let arguments = arguments.into_iter().map(Into::into).collect();
	let options =
		NodeOptions { name: "killed".into(), arguments, p2p_port: free_port(), keep: false };
	let began = Instant::now();
	let mut node = Node::start(options);
	let mut heights = BTreeSet::new();
	for _ in 0..KILLS {
		let chain = Chain::connect(&node).await;
		trade(&chain, &mut chance).await;
		tokio::time::sleep(Duration::from_millis(200 + chance.below(2_400))).await;
		heights.insert(status(&chain).await["indexedFinalized"]["number"].as_u64());
		node.kill();
		node.restart();
	}
	let chain = Chain::connect(&node).await;
	trade(&chain, &mut chance).await;
	let (height, _) = chain.finalized().await;
	eventually(20, "the history to be at the chain", || async {
		let status = status(&chain).await;
		let indexed = status["indexedFinalized"]["number"].as_u64();
		(status["lag"] == json!(0) && indexed >= Some(u64::from(height) + 2)).then_some(())
	})
	.await;
	let trades = chain.answer("market_v1_trades", rpc_params![MARKET]).await;
	let seen = trades["trades"].as_array().map_or(0, Vec::len);
	node.kill();
	println!("{KILLS} kills at {} heights in {:?}", heights.len(), began.elapsed());

	let said = place.history(&["verify"]);
	assert!(said.contains("The market history is what the chain says."), "{said}");
	let dumped = place.history(&["dump", "--table", "trades"]);
	let mut lines = dumped.lines();
	let names = lines.next().expect("a line of names");
	assert!(names.starts_with("market,symbol,seq,time,block,finalized,side,price,size"), "{names}");
	let rows = lines.count();
	println!("{rows} trades\n{said}");
	assert!(seen > 0 && rows > 0, "nothing was traded");

	// The last kill may have come between the chain and the history, so that what is read anew may have a block more.
	let before = last_block(&place.history(&["status"]));
	let after = last_block(&place.history(&["rebuild"]));
	assert!(after >= before, "{after} after {before}");
	let rebuilt = place.history(&["dump", "--table", "trades"]);
	assert!(rebuilt.starts_with(&dumped), "{rebuilt}\nafter\n{dumped}");
	assert!(after > before || rebuilt == dumped, "{rebuilt}\nafter\n{dumped}");
}

/// The number in "Last block           7 0x...".
fn last_block(status: &str) -> u32 {
	let line = status.lines().find_map(|line| line.strip_prefix("Last block"));
	let number = line.and_then(|line| line.split_whitespace().next());
	number.and_then(|number| number.parse().ok()).expect("a status names the last block")
}
