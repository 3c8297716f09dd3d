//! What others use to talk to a node works with ours: JavaScript libraries, and the examples of the documentation.

use kongsi_e2e::{
	client_tests_directory,
	types::{NewOrder, Side},
	Chain, Node,
};
use serde_json::{Deserializer, Value as Json};
use std::{collections::BTreeSet, fs, path::Path, process::Command, sync::Mutex};
use subxt::dynamic;
use subxt_signer::sr25519::dev;

/// The address in the documentation's examples.
const DOCUMENTED: &str = "localhost:9944";

/// Both tests send from Alice's account, whose transactions are numbered: one after the other.
static ALICE: Mutex<()> = Mutex::new(());

#[test]
fn javascript_clients_trade() {
	let directory = client_tests_directory();
	if !is_installed(&directory) {
		let installed = Command::new("npm")
			.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
			.current_dir(&directory)
			.status()
			.expect("npm is there: scripts/setup installs it");
		assert!(installed.success(), "npm ci failed in tests/clients");
	}
	let node = Node::shared_dev();
	let _turn = ALICE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
	let tested = Command::new("node")
		.args(["--test", "--test-concurrency=2", "--test-reporter=spec"])
		.current_dir(&directory)
		.env("KONGSI_WS", node.url())
		.status()
		.expect("node is there: scripts/setup installs it");
	assert!(tested.success(), "a test in tests/clients failed, see above");
}

/// Whether the packages of the lock are there: npm leaves a copy of it with them.
fn is_installed(directory: &Path) -> bool {
	let changed = |file: &str| fs::metadata(directory.join(file)).and_then(|file| file.modified());
	match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
		(Ok(installed), Ok(locked)) => installed >= locked,
		_ => false,
	}
}

/// A call of the documentation with the answer it shows.
#[derive(Debug, PartialEq, Eq)]
struct Example {
	command: String,
	shown: String,
}

#[test]
fn examples_of_the_rpc_documentation_run() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rpc.md");
	let text = fs::read_to_string(&path).expect("docs/rpc.md is there");
	let examples = examples(&text);
	assert!(!examples.is_empty(), "docs/rpc.md has no example with curl");
	let node = Node::shared_dev();
	let _turn = ALICE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
	place_the_order_of_the_examples(&node);
	for Example { command, shown } in &examples {
		let real = command.replace(DOCUMENTED, &format!("localhost:{}", node.rpc_port()));
		let output = Command::new("bash").args(["-euc", &real]).output().expect("bash is there");
		let stdout = String::from_utf8_lossy(&output.stdout);
		let stderr = String::from_utf8_lossy(&output.stderr);
		assert!(output.status.success(), "{command}failed:\n{stdout}{stderr}");
		let answer = only_value(&stdout)
			.unwrap_or_else(|| panic!("{command}did not answer JSON:\n{stdout}{stderr}"));
		let shown = only_value(shown)
			.unwrap_or_else(|| panic!("below\n{command}there is no JSON:\n{shown}"));
		// An answer is shown whole or as its result alone.
		let (part, answer) = match shown.get("jsonrpc") {
			Some(_) => ("answer", &answer),
			None => ("result", &answer["result"]),
		};
		assert!(!answer.is_null(), "{command}answered:\n{stdout}");
		if let Some(error) = shown.get("error") {
			assert_eq!(answer["error"]["code"], error["code"], "{command}answered:\n{answer:#}");
		}
		let difference = shape_difference(part, &shown, answer);
		assert_eq!(difference, None, "{command}answered:\n{answer:#}");
	}
}

/// The documentation shows an order of Alice's: to buy 10 shares at 25, her number 7.
fn place_the_order_of_the_examples(node: &Node) {
	let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
	runtime.block_on(async {
		let chain = Chain::connect(node).await;
		let order = NewOrder::new(Side::Bid, 2_500, 10).client_id(7).expires_at(1_200);
		let place = dynamic::transaction("OrderBook", "place_order", (1u32, order));
		chain.accepted(&dev::alice(), &place).await;
	});
}

/// The one JSON value of a text.
fn only_value(text: &str) -> Option<Json> {
	let mut values = Deserializer::from_str(text).into_iter();
	match (values.next(), values.next()) {
		(Some(Ok(value)), None) => Some(value),
		_ => None,
	}
}

/// The first place where an answer has other fields or other types than the one that is shown. `null` stands for a value
/// that is not there, and lists are compared by their first elements.
fn shape_difference(place: &str, shown: &Json, real: &Json) -> Option<String> {
	match (shown, real) {
		(Json::Object(shown), Json::Object(real)) => {
			let names = |object: &serde_json::Map<String, Json>| {
				object.keys().cloned().collect::<BTreeSet<_>>()
			};
			if names(shown) != names(real) {
				return Some(format!(
					"{place} has {:?} instead of {:?}",
					names(real),
					names(shown)
				));
			}
			shown.iter().find_map(|(name, shown)| {
				shape_difference(&format!("{place}.{name}"), shown, &real[name])
			})
		}
		(Json::Array(shown), Json::Array(real)) => {
			let (shown, real) = (shown.first()?, real.first());
			let Some(real) = real else { return Some(format!("{place} is empty")) };
			shape_difference(&format!("{place}[0]"), shown, real)
		}
		(Json::Null, _)
		| (_, Json::Null)
		| (Json::String(_), Json::String(_))
		| (Json::Number(_), Json::Number(_))
		| (Json::Bool(_), Json::Bool(_)) => None,
		_ => Some(format!("{place} is {real} instead of {shown}")),
	}
}

/// The fenced blocks of shell that call a node, each with the block of JSON that follows.
fn examples(text: &str) -> Vec<Example> {
	let mut examples: Vec<Example> = Vec::new();
	let mut lines = text.lines();
	while let Some(line) = lines.next() {
		let mut block = || -> String {
			let inside = lines.by_ref().take_while(|line| line.trim() != "```");
			inside.map(|line| format!("{line}\n")).collect()
		};
		match line.trim() {
			"```sh" => {
				let command = block();
				if command.contains("curl") {
					examples.push(Example { command, shown: String::new() });
				}
			}
			"```json" => {
				let shown = block();
				if let Some(example) =
					examples.last_mut().filter(|example| example.shown.is_empty())
				{
					example.shown = shown;
				}
			}
			"```" => drop(block()),
			_ => {}
		}
	}
	examples
}

#[test]
fn an_example_is_a_call_and_the_answer_below() {
	let text =
		"a\n```sh\ncurl -s x\n```\n```\nb\n```\n```json\n1\n```\n```json\n2\n```\n```sh\nls\n```\n";
	let example = Example { command: "curl -s x\n".into(), shown: "1\n".into() };
	assert_eq!(examples(text), [example]);
}

#[test]
fn a_shape_is_fields_and_types() {
	let parse = |text| only_value(text).expect("it is JSON");
	let shown = parse(r#"{ "a": [{ "b": "1" }], "c": null }"#);
	for (real, difference) in [
		(r#"{ "a": [{ "b": "2" }, 3], "c": 4 }"#, None),
		(r#"{ "a": [{ "b": 2 }], "c": 4 }"#, Some(r#"x.a[0].b is 2 instead of "1""#)),
		(r#"{ "a": [], "c": 4 }"#, Some("x.a is empty")),
		(r#"{ "a": [] }"#, Some(r#"x has {"a"} instead of {"a", "c"}"#)),
	] {
		assert_eq!(shape_difference("x", &shown, &parse(real)).as_deref(), difference);
	}
}
