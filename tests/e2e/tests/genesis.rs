//! The genesis ceremony: what `scripts/genesis` makes is a chain that its contributors run, and what it refuses.

use kongsi_e2e::{free_port, program, run_program, Chain, Node, NodeOptions, Until};
use serde_json::{json, Value as Json};
use std::{
	env, fs,
	path::{Path, PathBuf},
	process::Command,
	sync::atomic::{AtomicU32, Ordering},
};

/// How long finality may take to reach a block, in seconds.
const FINALITY_S: u64 = 120;

/// A folder for one ceremony, removed at the end.
struct Folder(PathBuf);

impl Folder {
	fn new() -> Self {
		static COUNT: AtomicU32 = AtomicU32::new(0);
		let count = COUNT.fetch_add(1, Ordering::Relaxed);
		let name = format!("kongsi-genesis-{}-{count}", std::process::id());
		let folder = env::temp_dir().join(name);
		fs::create_dir_all(&folder).expect("temporary files can be written");
		Self(folder)
	}

	fn path(&self, name: &str) -> String {
		self.0.join(name).to_str().expect("temporary files have plain names").into()
	}

	fn write(&self, name: &str, content: &Json) -> String {
		let path = self.path(name);
		fs::write(&path, content.to_string()).expect("temporary files can be written");
		path
	}
}

impl Drop for Folder {
	fn drop(&mut self) {
		// What cannot be removed is left to the system.
		let _ = fs::remove_dir_all(&self.0);
	}
}

/// Runs the script: its output if it is content, else what it complains about.
fn genesis(arguments: &[&str]) -> Result<String, String> {
	let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/genesis");
	let mut command = Command::new(script);
	let output = command.args(arguments).env("KONGSI_NODE", program()).output();
	let output = output.expect("the script runs");
	let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the script writes text");
	if output.status.success() {
		Ok(text(output.stdout))
	} else {
		Err(text(output.stderr))
	}
}

/// The address of a new account.
fn account() -> String {
	let output = run_program(&["key", "generate", "--output-type", "json"]);
	let key: Json = serde_json::from_slice(&output.stdout).expect("a key as JSON");
	key["ss58Address"].as_str().expect("a key has an address").into()
}

/// A contribution, made as on a server, in a file of that name.
fn contribute(folder: &Folder, name: &str, stash: &str) -> String {
	let keystore = folder.path(&format!("{name}-keys"));
	let made = genesis(&[
		"contribute",
		"--name",
		name,
		"--stash",
		stash,
		"--bond",
		"100000",
		"--keystore",
		&keystore,
	]);
	let contribution = made.unwrap_or_else(|error| panic!("{name} cannot contribute: {error}"));
	let contribution: Json = serde_json::from_str(&contribution).expect("it is JSON");
	folder.write(&format!("{name}.json"), &contribution)
}

fn read(path: &str) -> Json {
	let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
	serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The same contribution with another value in a field, in a file of its own.
fn altered(folder: &Folder, path: &str, field: &str, value: &str) -> String {
	let mut contribution = read(path);
	contribution[field] = value.into();
	folder.write(&format!("altered-{field}.json"), &contribution)
}

/// Starts a validator with its key store on the finished chain.
fn start(folder: &Folder, spec: &str, name: &str, number: usize, boot: &str, port: u16) -> Node {
	let arguments = [
		"--chain".into(),
		spec.into(),
		"--validator".into(),
		format!("--keystore-path={}", folder.path(&format!("{name}-keys"))),
		format!("--node-key={:064x}", number + 1),
		format!("--bootnodes={boot}"),
		"--rpc-methods=safe".into(),
		// In a real network only public addresses count.
		"--allow-private-ip".into(),
		"--discover-local".into(),
	];
	Node::start(NodeOptions {
		name: name.into(),
		arguments: arguments.into(),
		p2p_port: port,
		keep: true,
	})
}

#[tokio::test(flavor = "multi_thread")]
async fn founders_make_a_chain_and_run_it() {
	let folder = Folder::new();
	let names = ["ann", "ben", "cleo", "dan"];
	let stashes = names.map(|_| account());
	let files: Vec<String> =
		names.iter().zip(&stashes).map(|(name, stash)| contribute(&folder, name, stash)).collect();
	// The treasury has 1,000 KSI, four stashes have 200,000 each, and a holder has the rest: 100,000,000 - 801,000.
	let mut allocations: Vec<Json> =
		stashes.iter().map(|stash| json!({"account": stash, "amount": "200000"})).collect();
	allocations.push(json!({"account": account(), "amount": "99199000.000000000000"}));
	let allocations = folder.write("allocations.json", &allocations.into());

	let assemble = |out: &str, files: &[String]| {
		let mut arguments =
			vec!["assemble", "--allocations", &allocations, "--total", "100000000", "--out", out];
		arguments.extend(files.iter().map(String::as_str));
		genesis(&arguments).unwrap_or_else(|error| panic!("not assembled: {error}"))
	};
	let (first, second) = (folder.path("first"), folder.path("second"));
	let hashes = assemble(&first, &files);
	assert!(hashes.lines().any(|line| line.split_whitespace().eq(["validators", "4"])), "{hashes}");
	let reversed: Vec<String> = files.iter().rev().cloned().collect();
	assert_eq!(assemble(&second, &reversed), hashes, "the order of the files does not matter");

	let patch = read(&format!("{first}/patch.json"));
	assert_eq!(patch["staking"]["validatorCount"], 4);
	// 100,000 KSI are 10^17 atoms: no digit is lost.
	assert_eq!(patch["staking"]["stakers"][0][2], json!(100_000_000_000_000_000_u64));

	// They run it, with the keys they made before there was a chain.
	let spec = format!("{first}/chain.json");
	let ports = names.map(|_| free_port());
	let key = folder.path("node-key");
	fs::write(&key, format!("{:064x}", 1)).expect("temporary files can be written");
	let peer = run_program(&["key", "inspect-node-key", "--file", &key]).stdout;
	let peer = String::from_utf8(peer).expect("an identity is text");
	let boot = format!("/ip4/127.0.0.1/tcp/{}/p2p/{}", ports[0], peer.trim());
	let nodes: Vec<Node> = names
		.iter()
		.zip(ports)
		.enumerate()
		.map(|(number, (name, port))| start(&folder, &spec, name, number, &boot, port))
		.collect();
	let chain = Chain::connect_until(&nodes[3], Until::Finalized).await;
	chain.await_finalized(3, FINALITY_S).await;
}

#[test]
fn a_ceremony_refuses_what_is_not_proved_or_does_not_add_up() {
	let folder = Folder::new();
	let (stash, other) = (account(), account());
	let good = contribute(&folder, "ann", &stash);
	genesis(&["check", &good]).expect("it is complete");
	let refused = |arguments: &[&str], why: &str| {
		let error = genesis(arguments).expect_err(why);
		assert!(error.contains(why), "expected '{why}', not: {error}");
	};

	// The keys of one stash entered by another; half a proof; no proof.
	refused(&["check", &altered(&folder, &good, "stash", &other)], "not proved to be the stash's");
	let proof = read(&good)["proof"].as_str().expect("text").to_owned();
	refused(&["check", &altered(&folder, &good, "proof", &proof[..200])], "three signatures");
	let swapped = format!("0x{}{}{}", &proof[258..], &proof[130..258], &proof[2..130]);
	refused(&["check", &altered(&folder, &good, "proof", &swapped)], "the BABE key is not proved");
	refused(&["check", &altered(&folder, &good, "bond", "much")], "no amount of KSI");
	refused(&["check", &altered(&folder, &good, "stash", "Ann")], "is no address");

	// The same twice; keys that everybody knows.
	refused(&["check", &good, &good], "occur twice");
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	let public = contribute(&folder, "alice", alice);
	refused(&["check", &public], "keys of the development phrase");

	let assemble = |allocations: Json, total: &str, why: &str| {
		let file = folder.write("allocations.json", &allocations);
		let out = folder.path("out");
		refused(&["assemble", "--allocations", &file, "--total", total, "--out", &out, &good], why);
	};
	let ours = |amount: &str| json!([{"account": stash, "amount": amount}]);
	assemble(ours("200000"), "200000.000000000001", "add up to 201000.000000000000 KSI");
	// A bond of 100,000 KSI needs 100,001.
	assemble(ours("100000.999999999999"), "101000.999999999999", "less than its bond and 1 KSI");
	assemble(ours("2e5"), "201000", "not an amount of KSI");
	assemble(json!([{"account": stash, "amount": 200_000}]), "201000", "both of them text");
	let twice = json!([
		{"account": stash, "amount": "100000"},
		{"account": stash, "amount": "100000"},
	]);
	assemble(twice, "201000", "occur twice");
	let known = json!([
		{"account": stash, "amount": "200000"},
		{"account": alice, "amount": "1"},
	]);
	assemble(known, "201001", "keys of the development phrase");
}
