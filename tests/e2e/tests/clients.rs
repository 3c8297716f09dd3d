//! What others use to talk to a node works with ours: JavaScript libraries, and the examples of the documentation.

use jsonrpsee::core::{params::ArrayParams, traits::ToRpcParams, ClientError};
use kongsi_e2e::{
	client_tests_directory, hex,
	types::{NewOrder, Side},
	Chain, Node,
};
use serde_json::{json, Deserializer, Value as Json};
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

/// The documentation of the RPC.
fn documentation() -> String {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rpc.md");
	fs::read_to_string(&path).expect("docs/rpc.md is there")
}

/// A call of the documentation with the answer it shows.
#[derive(Debug, PartialEq, Eq)]
struct Example {
	command: String,
	shown: String,
}

#[test]
fn examples_of_the_rpc_documentation_run() {
	let examples = examples(&documentation());
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

/// What no two chains have in common is left out: hashes, and cursors, which contain one.
#[tokio::test(flavor = "multi_thread")]
async fn shown_values_of_shares_are_those_of_a_new_chain() {
	let text = documentation();
	let node = tokio::task::spawn_blocking(Node::dev).await.expect("a node starts");
	let chain = Chain::connect(&node).await;
	let at = hex(chain.await_height(5, 60).await.as_bytes());
	let mut compared = 0;
	for Example { command, shown } in examples(&text) {
		let request = request_of(&command);
		let method = request["method"].as_str().expect("a request names its method");
		if !method.starts_with("shares_v1_") {
			continue;
		}
		let params = positional(&text, method, &request["params"], &at);
		let real = match chain.ask(method, params).await {
			Ok(result) => result,
			Err(ClientError::Call(error)) => {
				json!({ "jsonrpc": "2.0", "id": request["id"], "error": error })
			}
			Err(other) => panic!("{method}: {other:?}"),
		};
		let shown = only_value(&shown).unwrap_or_else(|| panic!("{method} shows no JSON"));
		assert_eq!(common(shown), common(real), "{method}");
		compared += 1;
	}
	assert_eq!(compared, 12, "an example a method");
}

/// What a command sends.
fn request_of(command: &str) -> Json {
	let body = command.split_once('{').map(|(_, body)| format!("{{{body}"));
	let body = body.expect("a request is an object");
	only_value(body.trim_end().trim_end_matches('\'')).expect("a request is JSON")
}

/// The parameters of a request by place, as the documentation lists them, and the block to ask about.
fn positional(text: &str, method: &str, params: &Json, at: &str) -> ArrayParams {
	let (_, signature) = text.split_once(&format!("`{method}(")).expect("it is documented");
	let (names, _) = signature.split_once(")`").expect("a list of parameters ends");
	let mut array = ArrayParams::new();
	for (place, name) in names.split(", ").enumerate() {
		let name = name.split([' ', '?']).next().unwrap_or(name);
		let given = params.get(name).or_else(|| params.get(place)).unwrap_or(&Json::Null);
		let value = if name == "at" { json!(at) } else { given.clone() };
		array.insert(value).expect("JSON is JSON");
	}
	array
}

/// An answer without what differs from chain to chain.
fn common(mut answer: Json) -> Json {
	if let Some(block) = answer.get_mut("block").and_then(Json::as_object_mut) {
		block.remove("hash");
		block.remove("finalized");
	}
	if let Some(cursor) = answer.get_mut("nextCursor").filter(|cursor| cursor.is_string()) {
		*cursor = "a cursor".into();
	}
	answer
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
fn a_request_of_the_documentation_is_sent_by_place() {
	let command = "curl -s x -d '\n{\"method\": \"m\", \"params\": {\"b\": 2}}'\n";
	let request = request_of(command);
	assert_eq!(request, json!({ "method": "m", "params": { "b": 2 } }));
	let sent = |params: &Json| positional("`m(a?, b = 1, at?)`", "m", params, "0x").to_rpc_params();
	let text = |params| sent(&params).expect("JSON").expect("a list").get().to_owned();
	assert_eq!(text(json!({ "b": 2 })), r#"[null,2,"0x"]"#);
	assert_eq!(text(json!([3])), r#"[3,null,"0x"]"#);
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
