//! The messages that `docs/rpc.md` shows are sent: its requests are made on a new chain on which the same happens.

use crate::client::Node;
use jsonrpsee::Subscription;
use kongsi_forks::Chain;
use kongsi_rpc::answers::streams::{AccountMessage, BboMessage, DepthMessage, TradesMessage};
use kongsi_runtime::RuntimeCall;
use order_book_engine::{Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use serde_json::Value;
use sp_keyring::Sr25519Keyring::Alice;
use std::{fs, path::Path, time::Duration};

/// Longer than anything takes here.
const PATIENCE: Duration = Duration::from_secs(60);
/// What no two chains have in common.
const DIFFERENT: [&str; 3] = ["hash", "parent", "time"];

/// A stream of the documentation.
struct Example {
	name: &'static str,
	shown: Vec<Value>,
	stream: Subscription,
	sent: Vec<Value>,
}

impl Example {
	/// Makes the request that its section begins with.
	async fn new(node: &Node, text: &str, name: &'static str) -> Self {
		let mut shown = blocks(section(text, name));
		let request = shown.remove(0);
		assert_eq!(request["method"], format!("orderbook_v1_{name}"));
		let params = request["params"].as_array().expect("its parameters go by position").clone();
		let what = name.trim_start_matches("subscribe");
		Self { name, shown, stream: node.subscribe(what, params, 100).await, sent: vec![] }
	}

	async fn read(&mut self, count: usize) {
		for _ in 0..count {
			let next = tokio::time::timeout(PATIENCE, self.stream.next::<Value>()).await;
			let next = next.unwrap_or_else(|_| panic!("{}: after {:#?}", self.name, self.sent));
			self.sent.push(next.expect("the stream goes on").expect("it is JSON").0);
		}
	}

	fn check(&self) {
		assert!(!self.shown.is_empty(), "{} shows no message", self.name);
		for shown in &self.shown {
			self.check_shape(shown);
			let sent = self.sent.iter().any(|sent| shows(shown, sent));
			assert!(sent, "{} did not send\n{shown:#}\nbut\n{:#?}", self.name, self.sent);
		}
	}

	fn check_shape(&self, shown: &Value) {
		let shown = shown.clone();
		let known = match self.name {
			"subscribeDepth" => serde_json::from_value::<DepthMessage<String>>(shown).map(drop),
			"subscribeTrades" => serde_json::from_value::<TradesMessage<String>>(shown).map(drop),
			"subscribeAccount" => serde_json::from_value::<AccountMessage<String>>(shown).map(drop),
			_ => serde_json::from_value::<BboMessage<String>>(shown).map(drop),
		};
		known.unwrap_or_else(|error| panic!("{}: {error}", self.name));
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_the_rpc_documentation_are_sent() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rpc.md");
	let text = fs::read_to_string(path).expect("docs/rpc.md is there");
	let chain = Chain::new();
	let node = Node::new(&chain);
	let start = chain.idle(1);
	let mut depth = Example::new(&node, &text, "subscribeDepth").await;
	let mut trades = Example::new(&node, &text, "subscribeTrades").await;
	let mut bbo = Example::new(&node, &text, "subscribeBbo").await;
	let mut account = Example::new(&node, &text, "subscribeAccount").await;
	let mut messages = [1, 1, 1, 1];
	for round in 0..4 {
		match round {
			0 => {}
			1 => {
				let order = NewOrder {
					side: Side::Bid,
					price: Ticks::new(2_505),
					quantity: Lots::new(5),
					time_in_force: TimeInForce::ImmediateOrCancel,
					self_trade: SelfTrade::CancelTaker,
					client_id: None,
					expires_at: None,
				};
				let buy = pallet_order_book::Call::place_order { market: 1, order };
				chain.grow(start, vec![chain.sign(Alice, 0, RuntimeCall::OrderBook(buy))], true);
			}
			2 => {
				// Another block takes its place.
				chain.grow(start, vec![], true);
				messages = [2, 1, 1, 3];
			}
			_ => {
				chain.finalize(chain.best());
				messages = [1, 1, 0, 1];
			}
		}
		let examples = [&mut depth, &mut trades, &mut bbo, &mut account];
		for (example, count) in examples.into_iter().zip(messages) {
			example.read(count).await;
		}
	}
	[depth, trades, bbo, account].iter().for_each(Example::check);
}

/// What stands under the heading of a method.
fn section<'a>(text: &'a str, name: &str) -> &'a str {
	let heading = format!("\n## {name}\n");
	let (_, section) = text.split_once(&heading).unwrap_or_else(|| panic!("no section {name}"));
	section.split("\n# ").next().and_then(|rest| rest.split("\n## ").next()).unwrap_or(section)
}

/// The fenced blocks of JSON.
fn blocks(section: &str) -> Vec<Value> {
	let fenced = section.split("```json\n").skip(1);
	fenced
		.map(|block| block.split("```").next().unwrap_or(block))
		.map(|block| serde_json::from_str(block).unwrap_or_else(|error| panic!("{error}: {block}")))
		.collect()
}

/// Whether a message shows what was sent: the same fields with the same values, of lists some.
fn shows(shown: &Value, sent: &Value) -> bool {
	match (shown, sent) {
		(Value::Object(shown), Value::Object(sent)) => {
			let same = |(name, shown): (&String, &Value)| {
				let sent = sent.get(name);
				sent.is_some_and(|sent| DIFFERENT.contains(&name.as_str()) || shows(shown, sent))
			};
			shown.len() == sent.len() && shown.iter().all(same)
		}
		(Value::Array(shown), Value::Array(sent)) => {
			shown.is_empty() == sent.is_empty()
				&& shown.iter().all(|shown| sent.iter().any(|sent| shows(shown, sent)))
		}
		_ => shown == sent,
	}
}

#[test]
fn a_message_is_shown_by_its_fields_and_some_of_its_lists() {
	let text = "a\n## one\n```json\n{ \"a\": [2] }\n```\n```sh\nb\n```\n## two\n```json\n3\n```\n";
	let shown = blocks(section(text, "one"));
	assert_eq!(shown, [serde_json::json!({ "a": [2] })]);
	let sent = |text| serde_json::from_str::<Value>(text).unwrap();
	assert!(shows(&shown[0], &sent(r#"{ "a": [1, 2] }"#)));
	for other in [r#"{ "a": [1] }"#, r#"{ "a": [] }"#, r#"{ "a": [2], "b": 1 }"#, r#"{ "b": [2] }"#]
	{
		assert!(!shows(&shown[0], &sent(other)), "{other}");
	}
	assert!(shows(&sent(r#"{ "hash": "0x1" }"#), &sent(r#"{ "hash": "0x2" }"#)));
}
