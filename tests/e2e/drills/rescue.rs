//! Four validators, two of whom are lost for good: finality stands still, and holders vote it back to life.

use kongsi_e2e::{account_of, eventually, governance::Track, Chain, Localnet};
use subxt::{dynamic, utils::AccountId32};
use subxt_signer::sr25519::{dev, Keypair};

/// How long finality may take to reach a block, in seconds.
const FINALITY_S: u64 = 90;
/// Longer than a rescue takes, in seconds: a vote of 40 blocks, two sessions of 40 s and the delay, at half the usual rate of
/// blocks, and some for waiting.
const RESCUE_S: u64 = 600;
/// Blocks between the signal of the new voters and their vote: more than half and less than the whole of a session.
const DELAY: u32 = 12;
/// Blocks without finality after which a stall may be signalled, and two more.
const STALLED: u32 = 12;

/// The first four bytes of an account, by which a rescue names it.
fn dead_name(who: &AccountId32) -> [u8; 4] {
	let [a, b, c, d, ..] = who.0;
	[a, b, c, d]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_brings_finality_back_after_half_of_the_validators_are_lost() {
	let mut net = Localnet::start().await;
	let chain = Chain::connect(&net.nodes[0]).await;
	chain.await_finalized(3, FINALITY_S).await;
	let lost = [account_of(&dev::charlie()), account_of(&dev::dave())];

	// Charlie and Dave are gone. Blocks go on, finality does not.
	net.nodes[2].kill();
	net.nodes[3].kill();
	tokio::time::sleep(std::time::Duration::from_secs(5)).await;
	let (stalled, _) = chain.finalized().await;
	chain.await_height(stalled + STALLED + 10, RESCUE_S).await;
	let (finalized, _) = chain.finalized().await;
	assert!(finalized <= stalled + 3, "two of four finalize");

	// Who is left says so, and the holders vote.
	let signal = dynamic::transaction("Mandates", "signal_stall", (finalized,));
	for validator in [dev::alice(), dev::bob()] {
		chain.accepted(&validator, &signal).await;
	}
	let voters: Vec<Keypair> = vec![dev::alice(), dev::bob(), dev::eve(), dev::ferdie()];
	let dead: Vec<[u8; 4]> = lost.iter().map(dead_name).collect();
	let rescue = dynamic::transaction("Mandates", "rescue", (dead, DELAY, finalized));
	chain.decide(&voters, Track::Rescue, &rescue).await;

	// Two sessions later a set without the lost takes over, and finality reaches what was built meanwhile.
	eventually(RESCUE_S, "the lost validators to be replaced", || async {
		let validators = chain.validators(chain.best().await).await;
		lost.iter().all(|who| !validators.contains(who)).then_some(())
	})
	.await;
	let height = chain.best_height().await;
	chain.await_finalized(height + DELAY, RESCUE_S).await;
	for node in &net.nodes[..2] {
		let chain = Chain::connect(node).await;
		chain.await_finalized(height + DELAY, FINALITY_S).await;
	}

	// One of the lost comes back after all and follows the chain.
	net.nodes[2].restart();
	let late = Chain::connect(&net.nodes[2]).await;
	late.await_finalized(height + DELAY, RESCUE_S).await;
	let (height, block) = late.finalized().await;
	assert_eq!(chain.hash_at(height).await, Some(block));
}
