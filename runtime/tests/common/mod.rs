//! A chain in memory, from its preset on.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use codec::{Decode, Encode};
use frame_support::traits::GetCallMetadata;
use kongsi_runtime::{
	constants::time::SLOT_DURATION_MS, AccountId, Executive, Hash, Header, Nonce, Runtime,
	RuntimeCall, RuntimeGenesisConfig, SignedPayload, System, TxExtension, UncheckedExtrinsic,
	VERSION,
};
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{generic::Era, traits::Header as _, Digest, DigestItem};

/// The state of the genesis that a preset describes, built as the node builds it.
pub(crate) fn chain(preset: &str) -> sp_io::TestExternalities {
	use frame_support::genesis_builder_helper::{build_state, get_preset};
	let parse = |json: Vec<u8>| serde_json::from_slice(&json).unwrap();
	let mut config: serde_json::Value =
		parse(get_preset::<RuntimeGenesisConfig>(&None, |_| None).unwrap());
	let patch = parse(kongsi_runtime::genesis_presets::get_preset(&preset.into()).unwrap());
	merge(&mut config, patch);

	let mut chain = sp_io::TestExternalities::default();
	chain.execute_with(|| {
		build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&config).unwrap()).unwrap()
	});
	chain
}

/// Merges as RFC 7386 says.
fn merge(target: &mut serde_json::Value, patch: serde_json::Value) {
	match (target, patch) {
		(serde_json::Value::Object(target), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(target.entry(key).or_insert(serde_json::Value::Null), value);
			}
		}
		(target, patch) => *target = patch,
	}
}

/// The claim of a slot by the validator of that index.
pub(crate) fn claim(authority_index: u32, slot: u64) -> DigestItem {
	let claim = SecondaryPlainPreDigest { authority_index, slot: slot.into() };
	DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(claim))
}

/// Executes a block of the first validator in that slot, with these transactions, each of which must succeed.
pub(crate) fn execute_block(slot: u64, transactions: Vec<UncheckedExtrinsic>) {
	begin_block(slot);
	for transaction in transactions {
		Executive::apply_extrinsic(transaction).unwrap().unwrap();
	}
	Executive::finalize_block();
}

/// Begins a block of the first validator in that slot and sets its time.
pub(crate) fn begin_block(slot: u64) {
	let digest = Digest { logs: vec![claim(0, slot)] };
	let (number, parent) = (System::block_number() + 1, System::parent_hash());
	Executive::initialize_block(&Header::new(number, Hash::zero(), Hash::zero(), parent, digest));
	Executive::apply_extrinsic(inherent(slot)).unwrap().unwrap();
}

/// The one inherent of a block: its time.
pub(crate) fn inherent(slot: u64) -> UncheckedExtrinsic {
	let time = pallet_timestamp::Call::set { now: slot * SLOT_DURATION_MS };
	UncheckedExtrinsic::new_bare(time.into())
}

/// A number from the environment, or that one.
pub(crate) fn setting(name: &str, otherwise: u64) -> u64 {
	std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The seed of a random test, printed so that a failure can be repeated: `KONGSI_SEED`, or that one.
pub(crate) fn seed(otherwise: u64) -> u64 {
	let seed = setting("KONGSI_SEED", otherwise);
	println!("KONGSI_SEED={seed}");
	seed
}

/// Takes so many steps on a chain, `part` at a time; in between, what was written becomes the backend, as it does on disk.
/// A step is told whether everything has to be checked after it, as it has after each `every` of them.
pub(crate) fn take_steps(
	chain: &mut sp_io::TestExternalities,
	steps: u64,
	part: u64,
	every: u64,
	mut step: impl FnMut(bool),
) {
	let mut done = 0;
	while done < steps {
		let end = steps.min(done + part);
		chain.execute_with(|| {
			while done < end {
				done += 1;
				step(done % every == 0);
			}
		});
		chain.commit_all().unwrap();
	}
}

/// A signed, immortal transaction.
pub(crate) fn sign(signer: Sr25519Keyring, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
	let genesis = System::block_hash(0);
	let extension = extension(nonce);
	let implicit = (
		(),
		(),
		VERSION.spec_version,
		VERSION.transaction_version,
		genesis,
		genesis,
		(),
		(),
		(),
		None,
		(),
	);
	let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| signer.sign(bytes));
	let account: AccountId = signer.to_account_id();
	UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extension)
}

/// What goes around a call.
pub(crate) fn extension(nonce: Nonce) -> TxExtension {
	(
		frame_system::AuthorizeCall::<Runtime>::new(),
		frame_system::CheckNonZeroSender::<Runtime>::new(),
		frame_system::CheckSpecVersion::<Runtime>::new(),
		frame_system::CheckTxVersion::<Runtime>::new(),
		frame_system::CheckGenesis::<Runtime>::new(),
		frame_system::CheckMortality::<Runtime>::from(Era::Immortal),
		frame_system::CheckNonce::<Runtime>::from(nonce),
		frame_system::CheckWeight::<Runtime>::new(),
		pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(0),
		frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(false),
		frame_system::WeightReclaim::<Runtime>::new(),
	)
}

/// Every call there is, with zeros for arguments.
pub(crate) fn every_call() -> Vec<RuntimeCall> {
	let mut calls = Vec::new();
	for pallet in 0..=u8::MAX {
		for call in 0..=u8::MAX {
			let mut bytes = vec![0; 4_096];
			(bytes[0], bytes[1]) = (pallet, call);
			calls.extend(RuntimeCall::decode(&mut bytes.as_slice()));
		}
	}
	// Zeros are not a configuration of BABE.
	let config = sp_consensus_babe::digests::NextConfigDescriptor::V1 {
		c: (1, 4),
		allowed_slots: sp_consensus_babe::AllowedSlots::PrimarySlots,
	};
	calls.push(pallet_babe::Call::plan_config_change { config }.into());
	let pallets = RuntimeCall::get_module_names().iter();
	let count: usize = pallets.map(|pallet| RuntimeCall::get_call_names(pallet).len()).sum();
	assert_eq!(calls.len(), count, "a call that zeros do not give");
	calls
}
