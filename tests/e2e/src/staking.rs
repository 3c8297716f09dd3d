//! What clients read about validators: who serves, what they have earned, where eras stand; and the command line for people.

use crate::chain::Chain;
use std::{
	env,
	path::{Path, PathBuf},
	process::Command,
};
use subxt::{
	dynamic,
	ext::scale_decode::DecodeAsType,
	utils::{AccountId32, H256},
};

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ActiveEra {
	index: u32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct RewardPoints {
	individual: Vec<(AccountId32, u32)>,
}

impl Chain {
	/// Who validates at a block.
	pub async fn validators(&self, block: H256) -> Vec<AccountId32> {
		let at = self.at(block).await;
		let address = dynamic::storage::<(), Vec<AccountId32>>("Session", "Validators");
		let found = at.storage().fetch(address, ()).await.expect("a chain has validators");
		found.decode().expect("accounts")
	}

	/// The era at a block.
	pub async fn era(&self, block: H256) -> u32 {
		let at = self.at(block).await;
		let address = dynamic::storage::<(), ActiveEra>("Staking", "ActiveEra");
		let found = at.storage().fetch(address, ()).await.expect("an era is active");
		found.decode().expect("an era has a number").index
	}

	/// The points of each author in an era, as of a block.
	pub async fn points(&self, block: H256, era: u32) -> Vec<(AccountId32, u32)> {
		let at = self.at(block).await;
		let address = dynamic::storage::<(u32,), RewardPoints>("Staking", "ErasRewardPoints");
		let found = at.storage().try_fetch(address, (era,)).await.expect("the node answers");
		found
			.map_or_else(Vec::new, |points| points.decode().expect("authors and points").individual)
	}
}

/// Runs `kongsi`, the command line, and returns what it has printed. Fails unless it has succeeded.
pub fn kongsi(arguments: &[&str]) -> String {
	let program = binary();
	let output = Command::new(&program).args(arguments).output();
	let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
	let (printed, told) =
		(String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
	assert!(output.status.success(), "kongsi {}: {printed}{told}", arguments.join(" "));
	printed.into_owned()
}

/// What `KONGSI_CLI` names, or the binary that Cargo put beside the tests.
pub(crate) fn binary() -> PathBuf {
	if let Some(named) = env::var_os("KONGSI_CLI") {
		return named.into();
	}
	let test = env::current_exe().expect("a test knows its own path");
	let beside = test.parent().and_then(Path::parent).expect("tests are in a target directory");
	beside.join("kongsi")
}
