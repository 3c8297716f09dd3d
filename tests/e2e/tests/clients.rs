//! What others use to talk to a node works with ours: JavaScript libraries, and the examples of the documentation.

use kongsi_e2e::{client_tests_directory, Node};
use serde_json::Value as Json;
use std::{fs, path::Path, process::Command};

/// The port in the documentation's examples.
const DOCUMENTED_PORT: &str = "9944";

#[test]
fn javascript_clients_trade() {
	let directory = client_tests_directory();
	if !directory.join("node_modules").exists() {
		let installed = Command::new("npm")
			.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
			.current_dir(&directory)
			.status()
			.expect("npm is there: scripts/setup installs it");
		assert!(installed.success(), "npm ci failed in tests/clients");
	}
	let node = Node::shared_dev();
	let tested = Command::new("node")
		.args(["--test", "--test-reporter", "spec"])
		.current_dir(&directory)
		.env("KONGSI_WS", node.url())
		.status()
		.expect("node is there: scripts/setup installs it");
	assert!(tested.success(), "a test in tests/clients failed, see above");
}

#[test]
fn examples_of_the_rpc_documentation_run() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rpc.md");
	let text = fs::read_to_string(&path).expect("docs/rpc.md is there");
	let examples = shell_examples(&text);
	assert!(!examples.is_empty(), "docs/rpc.md has no example with curl");
	let node = Node::shared_dev();
	for example in &examples {
		let command = example.replace(DOCUMENTED_PORT, &node.rpc_port().to_string());
		let output = Command::new("bash").args(["-euc", &command]).output().expect("bash is there");
		let stdout = String::from_utf8_lossy(&output.stdout);
		let stderr = String::from_utf8_lossy(&output.stderr);
		assert!(output.status.success(), "{example}\nfailed:\n{stdout}{stderr}");
		let answers: Vec<Json> = serde_json::Deserializer::from_str(&stdout)
			.into_iter()
			.collect::<Result<_, _>>()
			.unwrap_or_else(|error| panic!("{example}\ndid not answer JSON ({error}):\n{stdout}{stderr}"));
		assert!(!answers.is_empty(), "{example}\nanswered nothing");
		for answer in answers {
			let good = answer.get("error").is_none() && answer.get("result").is_some_and(|result| !result.is_null());
			assert!(good, "{example}\nanswered:\n{answer:#}");
		}
	}
}

/// The fenced blocks of shell that call a node.
fn shell_examples(text: &str) -> Vec<String> {
	let mut examples = Vec::new();
	let mut block: Option<String> = None;
	for line in text.lines() {
		match (&mut block, line.trim()) {
			(None, "```sh") => block = Some(String::new()),
			(Some(example), "```") => {
				if example.contains("curl") {
					examples.push(std::mem::take(example));
				}
				block = None;
			},
			(Some(example), _) => {
				example.push_str(line);
				example.push('\n');
			},
			(None, _) => {},
		}
	}
	examples
}

#[test]
fn only_shell_that_calls_a_node_is_an_example() {
	let text = "a\n```sh\ncurl -s x\n```\n```sh\nls\n```\n```json\ncurl\n```\n";
	assert_eq!(shell_examples(text), ["curl -s x\n"]);
}
