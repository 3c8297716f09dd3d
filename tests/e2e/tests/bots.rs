//! The example bots trade against each other, the adapter answers every method, and the documentation's first trades run.
//!
//! Long proof: `scripts/bots`, 500 blocks.

use kongsi_e2e::{
	account_of, free_port, hex,
	types::{MarketParams, TokenId},
	within, Chain, Node, NodeOptions, KSI, NATIVE,
};
use serde_json::Value as Json;
use std::{
	collections::BTreeMap,
	env, fs,
	path::{Path, PathBuf},
	process::{Command, Stdio},
	sync::OnceLock,
	time::Duration,
};
use subxt::{ext::scale_decode::DecodeAsType, utils::AccountId32};
use subxt_signer::sr25519::dev;
use tokio::{sync::Mutex, time::timeout};

/// A node at a time: each compiles its runtime at the start, and the bots are to keep up with their blocks.
static TURN: Mutex<()> = Mutex::const_new(());

/// HALO for CASH.
const MARKET: u32 = 1;
const HALO: TokenId = 2;
const CASH: TokenId = 1;
/// Blocks of a run, unless `KONGSI_BOT_BLOCKS` says otherwise.
const BLOCKS: u32 = 40;
/// How long the bots may take beyond their blocks of two seconds: to start, to cancel and to wait for finality.
const SPARE_S: u64 = 180;
/// Lots by which each bot may change its holding of HALO, whose lots are whole shares.
const INVENTORY: i128 = 60;

#[tokio::test(flavor = "multi_thread")]
async fn bots_trade_with_each_other_and_own_what_their_fills_imply() {
	let _turn = TURN.lock().await;
	let (typescript, python) = tokio::task::spawn_blocking(|| (typescript(), python()))
		.await
		.expect("the examples are made ready");
	let node = tokio::task::spawn_blocking(archive).await.expect("a node starts");
	let chain = Chain::connect(&node).await;
	let blocks = blocks();
	let patience = Duration::from_secs(2 * u64::from(blocks) + SPARE_S);
	let inventory = INVENTORY.to_string();
	let common =
		["--url", &node.url(), "--market", "1", "--take", "0.3", "--blocks"].map(String::from);
	let common =
		[common.as_slice(), &[blocks.to_string(), "--inventory".into(), inventory]].concat();

	let mut maker = tokio::process::Command::new("node");
	maker
		.current_dir(&typescript)
		.arg("dist/src/maker.js")
		.args(&common)
		.env("KONGSI_SEED_URI", "//Charlie");
	let mut other = tokio::process::Command::new(&python);
	other.current_dir(examples("python")).args(["-m", "kongsi_bot.maker"]).args(&common);
	other.env("KONGSI_SEED_URI", "//Dave");
	let (charlie, dave) = tokio::join!(run(maker, patience), run(other, patience));

	let audit = Audit::of(&chain, &[&charlie, &dave]).await;
	let people = [(&charlie, account_of(&dev::charlie())), (&dave, account_of(&dev::dave()))];
	for (summary, account) in &people {
		audit.check(&chain, summary, account).await;
	}
	// They are there to trade with each other: each takes in about a third of its blocks, mostly from the other.
	let between = audit.between(&people[0].1, &people[1].1);
	assert!(between >= u64::from(blocks) / 20, "{between} trades in {blocks} blocks");
	println!("{blocks} blocks, {between} trades between the bots, {} in all", audit.fills.len());
}

/// How many blocks the bots trade.
fn blocks() -> u32 {
	let asked = env::var("KONGSI_BOT_BLOCKS").ok();
	asked.map_or(BLOCKS, |blocks| blocks.parse().expect("KONGSI_BOT_BLOCKS is a number of blocks"))
}

/// A development chain that keeps every state, so that a long run can be read afterwards.
fn archive() -> Node {
	let arguments = ["--dev", "--tmp", "--state-pruning", "archive"].map(String::from).to_vec();
	Node::start(NodeOptions { name: "bots".into(), arguments, p2p_port: free_port(), keep: false })
}

/// Runs a bot to its end and reads its summary.
async fn run(mut bot: tokio::process::Command, patience: Duration) -> Json {
	// What is set here for people must not reach the test.
	bot.env_remove("KONGSI_ACCOUNT").env_remove("KONGSI_SEED_FILE");
	let running = bot.stdin(Stdio::null()).kill_on_drop(true).output();
	let output = timeout(patience, running).await.unwrap_or_else(|_| panic!("{bot:?} did not end"));
	let output = output.unwrap_or_else(|error| panic!("{bot:?}: {error}"));
	let said = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(0), "{bot:?} ended with:\n{said}");
	for word in ["error", "warning", "Error", "Traceback"] {
		assert!(!said.contains(word), "{bot:?} said:\n{said}");
	}
	serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{bot:?}: {error}"))
}

/// A trade as the chain reports it, with the block and the account that took.
struct Trade {
	block: u32,
	taker: AccountId32,
	fill: Fill,
}

/// What happened on the market, read from the chain and not from the bots.
struct Audit {
	market: MarketParams,
	fills: Vec<Trade>,
	/// Fees for transactions: block, payer, atoms of KSI.
	fees: Vec<(u32, AccountId32, u128)>,
}

impl Audit {
	/// Reads every block that one of the summaries is about.
	async fn of(chain: &Chain, summaries: &[&Json]) -> Self {
		let heights = |end: &'static str| {
			summaries.iter().map(move |summary| number(&summary[end]["number"]))
		};
		let first = heights("from").min().expect("there are bots");
		let last = heights("to").max().expect("there are bots");
		let mut audit =
			Self { market: chain.params(MARKET).await, fills: Vec::new(), fees: Vec::new() };
		for block in first + 1..=last {
			let hash = chain.hash_at(block).await.expect("the bots have seen this block");
			let events =
				chain.at(hash).await.events().fetch().await.expect("an archive has its events");
			for event in events.iter() {
				let event = event.expect("the metadata describes every event");
				match (event.pallet_name(), event.event_name()) {
					("OrderBook", "Executed") => {
						let Executed { market, trader, fills } =
							event.decode_fields_unchecked_as().expect("a call on a market");
						assert_eq!(market, MARKET, "nobody else trades here");
						audit.fills.extend(fills.into_iter().map(|fill| Trade {
							block,
							taker: trader,
							fill,
						}));
					}
					("TransactionPayment", "TransactionFeePaid") => {
						let FeePaid { who, actual_fee } =
							event.decode_fields_unchecked_as().expect("a fee");
						audit.fees.push((block, who, actual_fee));
					}
					_ => {}
				}
			}
		}
		audit
	}

	/// Trades of which one of the two made the price and the other took it.
	fn between(&self, a: &AccountId32, b: &AccountId32) -> u64 {
		let both = |trade: &&Trade| {
			(trade.fill.maker == a.0 && trade.taker == *b)
				|| (trade.fill.maker == b.0 && trade.taker == *a)
		};
		self.fills.iter().filter(both).count().try_into().expect("not that many")
	}

	/// Compares what a bot says of itself, and what it owns, with what happened.
	async fn check(&self, chain: &Chain, summary: &Json, account: &AccountId32) {
		let name = account.to_string();
		assert_eq!(summary["account"], Json::String(name.clone()));
		assert_eq!(summary["ok"], Json::Bool(true), "{summary:#}");
		let (from, to) = (number(&summary["from"]["number"]), number(&summary["to"]["number"]));
		let inside = |block: u32| from < block && block <= to;
		let mut changes: BTreeMap<TokenId, i128> = BTreeMap::new();
		let (mut made, mut took) = (0u64, 0u64);
		for Trade { block, taker, fill } in self.fills.iter().filter(|trade| inside(trade.block)) {
			let notional = self.market.notional(fill.price, fill.lots);
			// The side on which the maker's order lay is the highest bit of its place.
			let maker_bought = fill.order >> 126 & 1 == 0;
			let (bought, paid) = if fill.maker == account.0 {
				made += 1;
				let fee = signed(notional) - signed(self.market.maker_receives(notional));
				(maker_bought, fee)
			} else if taker == account {
				took += 1;
				(!maker_bought, signed(self.market.taker_fee(notional)))
			} else {
				continue;
			};
			let sign = if bought { 1 } else { -1 };
			let shares = signed(u128::from(fill.lots) * self.market.lot_size);
			let holding = changes.entry(HALO).or_default();
			*holding += sign * shares;
			assert!(
				holding.abs() <= INVENTORY,
				"{name} holds {holding} more than at first in block {block}"
			);
			*changes.entry(CASH).or_default() -= sign * signed(notional) + paid;
		}
		let mine = |(block, who, _): &&(u32, AccountId32, u128)| inside(*block) && who == account;
		let spent: u128 = self.fees.iter().filter(mine).map(|(_, _, fee)| fee).sum();
		// A batch a block costs a quarter of it.
		let bound = u128::from(to - from) * KSI / 100;
		assert!(0 < spent && spent < bound, "{name} paid {spent} atoms of KSI in fees");
		changes.insert(NATIVE, -signed(spent));

		assert_eq!(summary["fills"]["maker"], Json::from(made), "{name}");
		assert_eq!(summary["fills"]["taker"], Json::from(took), "{name}");
		assert!(made > 0 && took > 0, "{name} made {made} and took {took}");
		let start = chain.hash_at(from).await.expect("the bots have seen this block");
		let end = chain.hash_at(to).await.expect("the bots have seen this block");
		assert_eq!(summary["to"]["hash"], Json::String(hex(end.as_bytes())));
		for token in [NATIVE, CASH, HALO] {
			let (before, after) = (
				chain.balance(start, token, account).await,
				chain.balance(end, token, account).await,
			);
			let change = signed(after.total()) - signed(before.total());
			assert_eq!(Some(&change), changes.get(&token).or(Some(&0)), "{name}, token {token}");
			assert_eq!(after.held, 0, "{name} left orders behind that hold token {token}");
		}
	}
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Executed {
	market: u32,
	trader: AccountId32,
	fills: Vec<Fill>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Fill {
	maker: [u8; 32],
	order: u128,
	price: u64,
	lots: u64,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct FeePaid {
	who: AccountId32,
	actual_fee: u128,
}

fn number(json: &Json) -> u32 {
	json.as_u64().and_then(|number| number.try_into().ok()).unwrap_or_else(|| panic!("{json}"))
}

fn signed(amount: u128) -> i128 {
	amount.try_into().expect("amounts of a test are small")
}

#[test]
fn the_adapter_answers_every_method() {
	let _turn = TURN.blocking_lock();
	let directory = typescript();
	let node = Node::dev();
	let tested = Command::new("npm")
		.args(["test", "--silent"])
		.current_dir(directory)
		.env("KONGSI_WS", node.url())
		.status()
		.expect("npm is there: scripts/setup installs it");
	assert!(tested.success(), "a test in examples/typescript failed, see above");
}

/// A program of the documentation and what it prints.
#[derive(Debug, PartialEq, Eq)]
struct Program {
	language: String,
	code: String,
	shown: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn first_trades_of_the_documentation_print_what_it_says() {
	let _turn = TURN.lock().await;
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/trading.md");
	let text = fs::read_to_string(&path).expect("docs/trading.md is there");
	let programs = programs(section(&text, "First trade in five minutes from code"));
	assert_eq!(
		programs.iter().map(|program| program.language.as_str()).collect::<Vec<_>>(),
		["js", "python"]
	);
	let (typescript, python) = tokio::task::spawn_blocking(|| (typescript(), python()))
		.await
		.expect("the examples are made ready");
	let node = tokio::task::spawn_blocking(Node::dev).await.expect("a node starts");
	for Program { language, code, shown } in &programs {
		let code = code.replace("ws://127.0.0.1:9944", &node.url());
		let mut command = if language == "js" {
			let mut node = tokio::process::Command::new("node");
			node.current_dir(&typescript).args(["--input-type=module", "--eval", &code]);
			node
		} else {
			let mut interpreter = tokio::process::Command::new(&python);
			interpreter.current_dir(examples("python")).args(["-c", &code]);
			interpreter
		};
		let output =
			within(60, "a first trade", command.stdin(Stdio::null()).kill_on_drop(true).output())
				.await;
		let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
		let said = String::from_utf8_lossy(&output.stderr);
		assert!(output.status.success(), "{code}\nended with:\n{said}");
		assert_eq!(&String::from_utf8_lossy(&output.stdout), shown, "{code}");
	}
}

/// What stands below a heading, up to the next one.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
	let (_, rest) =
		text.split_once(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
	rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

/// The fenced programs of a text, each with the text that it prints, fenced below it.
fn programs(text: &str) -> Vec<Program> {
	let mut programs: Vec<Program> = Vec::new();
	let mut lines = text.lines();
	while let Some(line) = lines.next() {
		let Some(language) = line.strip_prefix("```") else { continue };
		let inside = lines.by_ref().take_while(|line| *line != "```");
		let block: String = inside.map(|line| format!("{line}\n")).collect();
		if language != "text" {
			programs.push(Program { language: language.into(), code: block, shown: String::new() });
		} else if let Some(program) = programs.last_mut() {
			program.shown = block;
		}
	}
	programs
}

#[test]
fn a_program_of_the_documentation_is_followed_by_what_it_prints() {
	let text = "# A\n## B\na\n```js\nf()\n```\n\n```text\n1\n```\n## C\n```sh\nls\n```\n";
	let program = Program { language: "js".into(), code: "f()\n".into(), shown: "1\n".into() };
	assert_eq!(programs(section(text, "B")), [program]);
}

/// Where the examples are.
fn examples(language: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(language)
}

/// The example in TypeScript with its packages, compiled; once for all tests.
fn typescript() -> PathBuf {
	static READY: OnceLock<PathBuf> = OnceLock::new();
	let make = || {
		let directory = examples("typescript");
		if !newer(&directory, "node_modules/.package-lock.json", "package-lock.json") {
			done(
				Command::new("npm")
					.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
					.current_dir(&directory),
			);
		}
		done(Command::new("npm").args(["run", "--silent", "build"]).current_dir(&directory));
		directory
	};
	READY.get_or_init(make).clone()
}

/// The interpreter of the example in Python with its packages; once for all tests.
fn python() -> PathBuf {
	static READY: OnceLock<PathBuf> = OnceLock::new();
	let make = || {
		let directory = examples("python");
		let stamp = ".venv/requirements.txt";
		if !newer(&directory, stamp, "requirements.txt") {
			done(Command::new("python3").args(["-m", "venv", ".venv"]).current_dir(&directory));
			let pip = [
				"-m",
				"pip",
				"install",
				"--quiet",
				"--disable-pip-version-check",
				"-r",
				"requirements.txt",
			];
			done(
				Command::new(directory.join(".venv/bin/python")).args(pip).current_dir(&directory),
			);
			fs::copy(directory.join("requirements.txt"), directory.join(stamp))
				.expect("the environment can be written");
		}
		directory.join(".venv/bin/python")
	};
	READY.get_or_init(make).clone()
}

/// Whether what was made is there and no older than what it was made of.
fn newer(directory: &Path, made: &str, of: &str) -> bool {
	let changed = |file: &str| fs::metadata(directory.join(file)).and_then(|file| file.modified());
	matches!((changed(made), changed(of)), (Ok(made), Ok(of)) if made >= of)
}

fn done(command: &mut Command) {
	let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
	assert!(
		status.success(),
		"{command:?} failed, see above; scripts/setup --test brings what is needed"
	);
}
