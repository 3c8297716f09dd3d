//! How holders of KSI decide: they propose, put down the deposits, vote, and wait.

use crate::{
	chain::{account_of, Chain},
	wait::eventually,
};
use subxt::{
	dynamic::{self, Value},
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	transactions::Payload,
};
use subxt_signer::sr25519::Keypair;

/// Longer than any vote on a chain for development takes, in seconds: preparation, confirmation and enactment of the longest
/// track are 50 blocks.
const VOTE_S: u64 = 240;

/// Which track a proposal belongs to, as the chain names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
#[allow(missing_docs, reason = "the names of the tracks")]
pub enum Track {
	Constitution,
	Economics,
	TreasurySmall,
	TreasuryLarge,
	Markets,
	Validators,
	Rescue,
	Wish,
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
enum OriginCaller {
	Mandates(Track),
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
enum Proposal {
	Inline(Vec<u8>),
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
enum Enactment {
	After(u32),
}

/// A side in a vote of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
#[allow(missing_docs, reason = "said by their names")]
pub enum Side {
	Aye,
	Nay,
	Abstain,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Submitted {
	index: u32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Confirmed {
	index: u32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Dispatched {
	id: Option<[u8; 32]>,
	result: Result<(), Value>,
}

/// Where a referendum stands, as far as a voter cares.
#[allow(dead_code, reason = "shown when a vote goes wrong")]
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
enum Referendum {
	Ongoing(Ongoing),
	Approved(u32),
	Rejected(u32),
	Cancelled(u32),
	TimedOut(u32),
	Killed(u32),
}

#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Ongoing {
	deciding: Option<Deciding>,
}

#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Deciding {
	since: u32,
}

impl Chain {
	/// Puts a call to the vote: proposal and both deposits by `proposer`. Returns the number of the referendum.
	pub async fn propose<P: Payload>(&self, proposer: &Keypair, track: Track, call: &P) -> u32 {
		let proposal = Proposal::Inline(self.call_bytes(call).await);
		let submit = dynamic::transaction(
			"Referenda",
			"submit",
			(OriginCaller::Mandates(track), proposal, Enactment::After(0)),
		);
		let submitted = self.accepted(proposer, &submit).await;
		let Submitted { index } = self.event(submitted.block, "Referenda", "Submitted").await;
		let deposit = dynamic::transaction("Referenda", "place_decision_deposit", (index,));
		self.accepted(proposer, &deposit).await;
		index
	}

	/// Votes, as soon as the referendum is being decided.
	pub async fn vote(&self, voters: &[Keypair], referendum: u32, side: Side) {
		let what = format!("referendum {referendum} to be decided");
		eventually(VOTE_S, &what, || async {
			match self.referendum(referendum).await {
				Referendum::Ongoing(ongoing) => ongoing.deciding.map(|deciding| deciding.since),
				other => panic!("referendum {referendum} is over: {other:?}"),
			}
		})
		.await;
		let mut signed = Vec::new();
		for voter in voters {
			let vote = dynamic::transaction("ShareVoting", "vote", (referendum, side));
			let nonce = self.nonce(&account_of(voter)).await;
			signed.push(self.sign(voter, nonce, &vote).await);
		}
		for receipt in self.deliver(signed).await {
			assert_eq!(receipt.error, None, "a vote was refused");
		}
	}

	/// Puts a call to the vote, has it passed by `voters`, and waits until the chain has carried it out. Returns the height of
	/// that block. Fails if the call did.
	pub async fn decide<P: Payload>(&self, voters: &[Keypair], track: Track, call: &P) -> u32 {
		let referendum = self.propose(&voters[0], track, call).await;
		self.vote(voters, referendum, Side::Aye).await;
		let from = self.best_height().await;
		self.enacted(referendum, from).await
	}

	/// Waits until what was approved has been carried out, in block `from` or later, and returns the height. With one
	/// referendum at a time there is one such block.
	pub async fn enacted(&self, referendum: u32, from: u32) -> u32 {
		let mut confirmed = false;
		for height in from.. {
			let block = self.await_height(height, VOTE_S).await;
			let confirmations: Vec<Confirmed> = self.events(block, "Referenda", "Confirmed").await;
			confirmed |= confirmations.iter().any(|confirmed| confirmed.index == referendum);
			let dispatched: Vec<Dispatched> = self.events(block, "Scheduler", "Dispatched").await;
			// Alarms have no name.
			if let Some(done) = dispatched.into_iter().find(|done| done.id.is_some()) {
				assert!(confirmed, "something was carried out before referendum {referendum}");
				assert!(done.result.is_ok(), "referendum {referendum}: {:?}", done.result);
				return height;
			}
			assert!(height < from + 200, "referendum {referendum} was not carried out");
		}
		unreachable!("heights do not end")
	}

	async fn referendum(&self, referendum: u32) -> Referendum {
		let best = self.best().await;
		let at = self.at(best).await;
		let address = dynamic::storage::<(u32,), Referendum>("Referenda", "ReferendumInfoFor");
		let found = at.storage().fetch(address, (referendum,)).await;
		found.expect("it was submitted").decode().expect("it stands somewhere")
	}
}
