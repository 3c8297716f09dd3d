//! The keys of one validator on two machines: both sign, and that is proved on chain, slashed and disabled. Nobody else is.

use kongsi_e2e::{account_of, eventually, Chain, Localnet, Node, Until};
use subxt::{
	dynamic,
	ext::scale_decode::DecodeAsType,
	utils::{AccountId32, H256},
};
use subxt_signer::sr25519::dev;

/// How long finality may take to reach a block, in seconds.
const FINALITY_S: u64 = 90;
/// How long the offence may take into a block, in seconds: more than two sessions of a chain for development.
const OFFENCE_S: u64 = 300;
/// Sessions within which the offender is slashed and disabled.
const SESSIONS: u32 = 2;
/// The kind of key that authors blocks, of which the registers of keys of a chain are made.
const BABE: [u8; 4] = *b"babe";

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Offence {
	kind: [u8; 16],
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct SlashReported {
	validator: AccountId32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ValidatorDisabled {
	validator: AccountId32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Slashed {
	staker: AccountId32,
	amount: u128,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct UnappliedSlash {
	validator: AccountId32,
	own: u128,
}

/// What the chain has said about offences, from one height to another.
#[derive(Default)]
struct Record {
	/// The first block with an offence.
	offence: Option<H256>,
	kinds: Vec<String>,
	reported: Vec<AccountId32>,
	disabled: Vec<AccountId32>,
	/// What was taken at once.
	slashed: Vec<(AccountId32, u128)>,
}

impl Record {
	/// Reads the best chain of a node, from block 1 to `end`.
	async fn read(chain: &Chain, end: u32) -> Self {
		let mut record = Self::default();
		for height in 1..=end {
			let block = chain.hash_at(height).await.expect("a block of the best chain");
			let offences = chain.events::<Offence>(block, "Offences", "Offence").await;
			if !offences.is_empty() {
				record.offence.get_or_insert(block);
			}
			let kinds =
				offences.iter().map(|offence| String::from_utf8_lossy(&offence.kind).into());
			record.kinds.extend(kinds);
			let reported = chain.events::<SlashReported>(block, "Staking", "SlashReported").await;
			record.reported.extend(reported.into_iter().map(|slash| slash.validator));
			let disabled =
				chain.events::<ValidatorDisabled>(block, "Session", "ValidatorDisabled").await;
			record.disabled.extend(disabled.into_iter().map(|event| event.validator));
			let slashed = chain.events::<Slashed>(block, "Staking", "Slashed").await;
			record.slashed.extend(slashed.into_iter().map(|slash| (slash.staker, slash.amount)));
		}
		record
	}
}

/// The account whose validator authors with the key of Dave.
async fn offender(chain: &Chain) -> AccountId32 {
	let address = dynamic::storage::<(([u8; 4], Vec<u8>),), AccountId32>("Session", "KeyOwner");
	let key = (BABE, account_of(&dev::dave()).0.to_vec());
	let at = chain.at(chain.best().await).await;
	let found = at.storage().fetch(address, (key,)).await.expect("Dave's key is registered");
	found.decode().expect("a key has an owner")
}

async fn session(chain: &Chain, block: H256) -> u32 {
	let address = dynamic::storage::<(), u32>("Session", "CurrentIndex");
	let at = chain.at(block).await;
	let found = at.storage().fetch(address, ()).await.expect("there is always a session");
	found.decode().expect("a session is a number")
}

/// What waits to be taken of this validator's own stake.
async fn waiting(chain: &Chain, block: H256, who: &AccountId32) -> u128 {
	let address = dynamic::storage::<(u32,), Vec<UnappliedSlash>>("Staking", "UnappliedSlashes");
	let at = chain.at(block).await;
	let mut eras = at.storage().iter(address, ()).await.expect("the node answers");
	let mut sum = 0;
	while let Some(era) = eras.next().await {
		let slashes = era.expect("the node answers").value().decode().expect("slashes of an era");
		let own = slashes.iter().filter(|slash| slash.validator == *who).map(|slash| slash.own);
		sum += own.sum::<u128>();
	}
	sum
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_keys_on_two_machines_are_slashed_and_disabled() {
	let net = Localnet::start().await;
	let chain = Chain::connect_until(&net.nodes[0], Until::Finalized).await;
	chain.await_finalized(2, FINALITY_S).await;
	let offender = offender(&chain).await;

	// Dave's keys a second time, on a machine that otherwise has nothing of his: another identity, another database.
	let options = net.newcomer(
		"dave-again",
		&["--dave", "--validator", "--rpc-methods", "safe", "--unsafe-force-node-key-generation"],
	);
	let begun = session(&chain, chain.best().await).await;
	let twin = tokio::task::spawn_blocking(|| Node::start(options)).await.expect("it starts");

	let what = "the offender to be reported and disabled";
	let end = eventually(OFFENCE_S, what, || async {
		let best = chain.best_height().await;
		let record = Record::read(&chain, best).await;
		(!record.reported.is_empty() && !record.disabled.is_empty()).then_some(best)
	})
	.await;

	// It happened in time.
	let record = Record::read(&chain, end).await;
	let first = record.offence.expect("a slash follows an offence");
	assert!(
		session(&chain, first).await <= begun + SESSIONS,
		"the offence was known after session {}, and the twin began in session {begun}",
		session(&chain, first).await
	);
	assert!(
		record.kinds.iter().all(|kind| kind.to_lowercase().contains("equivoca")),
		"offences of other kinds: {:?}",
		record.kinds
	);

	// The other three finalize without Dave. Until then nobody else was touched.
	chain.await_finalized(end + 5, FINALITY_S).await;
	let (height, head) = chain.finalized().await;
	let record = Record::read(&chain, height).await;
	assert!(record.reported.iter().all(|who| *who == offender), "{:?}", record.reported);
	assert_eq!(record.disabled, vec![offender], "disabled once, and nobody else");

	// His stake is taken at once, or waits for the time in which a vote may cancel it.
	if chain.constant("Staking", "SlashDeferDuration").await == 0 {
		assert!(record.slashed.iter().all(|(who, amount)| *who == offender && *amount > 0));
		assert!(!record.slashed.is_empty(), "nothing was taken");
	} else {
		assert!(record.slashed.is_empty(), "taken before its time: {:?}", record.slashed);
		assert!(waiting(&chain, head, &offender).await > 0, "nothing waits to be taken");
	}
	drop(twin);
}
