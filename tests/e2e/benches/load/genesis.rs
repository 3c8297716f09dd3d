//! The chain that is loaded: the development chain, or that of four validators, with signers who own something from its
//! genesis on, so that no transaction has to fund them.

use crate::accounts::signer;
use kongsi_e2e::{run_program, KSI};
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// What each signer owns, in atoms of KSI: fees and sales of a step are a small part of it.
const KSI_EACH: u128 = 1_000 * KSI;
/// What each signer owns, in atoms of cash of 6 decimals.
const CASH_EACH: u64 = 100_000_000_000;
/// The number of cash.
const CASH: u32 = 1;

/// A description of a chain in a file of its own, removed when dropped.
pub(crate) struct Spec(PathBuf);

impl Spec {
	/// The chain of this name with so many signers.
	pub(crate) fn new(chain: &str, signers: u32) -> Self {
		let exported = run_program(&["export-chain-spec", "--chain", chain]);
		assert!(exported.status.success(), "the chain {chain} cannot be exported");
		let mut spec: Json = serde_json::from_slice(&exported.stdout).expect("a chain is JSON");
		let genesis = &mut spec["genesis"]["runtimeGenesis"]["patch"];
		for number in 0..signers {
			let account = json!(signer(number));
			list(&mut genesis["balances"]["balances"]).push(json!([account, KSI_EACH as u64]));
			list(&mut genesis["assets"]["accounts"]).push(json!([CASH, account, CASH_EACH]));
		}
		let name = format!("kongsi-load-{}-{chain}.json", std::process::id());
		let path = std::env::temp_dir().join(name);
		std::fs::write(&path, spec.to_string()).expect("temporary files can be written");
		Self(path)
	}

	/// Where it is.
	pub(crate) fn path(&self) -> &str {
		self.0.to_str().expect("temporary files have plain names")
	}
}

impl Drop for Spec {
	fn drop(&mut self) {
		// What cannot be removed is left to the system: it lies among temporary files.
		let _ = std::fs::remove_file(&self.0);
	}
}

fn list(value: &mut Json) -> &mut Vec<Json> {
	value.as_array_mut().expect("the preset has a list there")
}
