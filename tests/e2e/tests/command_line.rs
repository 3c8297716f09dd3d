//! What the program of the node accepts on its command line, and what it refuses.

use kongsi_e2e::run_program;
use std::{fs, path::Path};

/// What it prints and whether it was content.
fn run(arguments: &[&str]) -> (bool, String) {
	let output = run_program(arguments);
	let shown = [output.stdout, output.stderr].concat();
	(output.status.success(), String::from_utf8_lossy(&shown).into_owned())
}

#[test]
fn a_node_cannot_be_told_to_censor() {
	let (content, help) = run(&["--help"]);
	assert!(content && !help.contains("censor"), "{help}");
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	// Of a chain that is not there, so that a build that can censor fails, too, and does not run on.
	let (content, shown) = run(&["--chain", "no-such-file", "--censor", alice]);
	assert!(!content && shown.contains("unexpected argument '--censor'"), "{shown}");
}

#[test]
fn the_genesis_of_the_main_chain_is_exported_and_not_run() {
	let (content, shown) = run(&["--chain", "mainnet-genesis", "--tmp"]);
	assert!(!content && shown.contains("docs/genesis.md"), "{shown}");
}

#[test]
fn every_option_of_the_service_file_exists() {
	let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node/ops/kongsi-node.service");
	let unit =
		fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
	let options: Vec<&str> = unit
		.lines()
		.skip_while(|line| !line.starts_with("ExecStart="))
		.take_while(|line| !line.is_empty())
		.flat_map(str::split_whitespace)
		.filter(|word| word.starts_with("--"))
		.collect();
	assert!(options.contains(&"--validator"), "the unit starts no validator: {options:?}");
	let (_, help) = run(&["--help"]);
	for option in options {
		let known = help.split_whitespace().any(|word| word.trim_end_matches(',') == option);
		assert!(known, "the node has no {option}");
	}
}
