//! Genesis of the chains for development. Their keys are public: never put one of them to real use.

use crate::{
	constants::{money, time},
	AccountId, BabeConfig, Balance, BalancesConfig, RuntimeGenesisConfig, SessionConfig,
	SessionKeys,
};
use alloc::vec::Vec;
use frame_support::build_struct_json_patch;
use serde_json::Value;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Name of the preset with one validator.
pub const DEVELOPMENT: &str = sp_genesis_builder::DEV_RUNTIME_PRESET;

/// Name of the preset with four validators.
pub const LOCAL_TESTNET: &str = sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;

/// What every well-known account owns at first, in atoms.
pub const ENDOWMENT: Balance = 1_000_000 * money::KSI;

mod companies;
mod exchange;

/// A person of the key ring, known by both of its keys.
type Person = (Sr25519Keyring, Ed25519Keyring);

const ALICE: Person = (Sr25519Keyring::Alice, Ed25519Keyring::Alice);
const BOB: Person = (Sr25519Keyring::Bob, Ed25519Keyring::Bob);
const CHARLIE: Person = (Sr25519Keyring::Charlie, Ed25519Keyring::Charlie);
const DAVE: Person = (Sr25519Keyring::Dave, Ed25519Keyring::Dave);

/// Alice validates alone; Alice to Ferdie have money.
fn development() -> Value {
	genesis(&[ALICE])
}

/// Alice, Bob, Charlie and Dave validate, the fewest of whom one may fail; Alice to Ferdie have money.
fn local_testnet() -> Value {
	genesis(&[ALICE, BOB, CHARLIE, DAVE])
}

fn genesis(validators: &[Person]) -> Value {
	let people = [
		Sr25519Keyring::Alice,
		Sr25519Keyring::Bob,
		Sr25519Keyring::Charlie,
		Sr25519Keyring::Dave,
		Sr25519Keyring::Eve,
		Sr25519Keyring::Ferdie,
	];
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: people
				.iter()
				.map(|person| (person.to_account_id(), ENDOWMENT))
				.chain([(companies::treasury(), companies::TREASURY_KSI)])
				.collect::<Vec<_>>(),
		},
		babe: BabeConfig { epoch_config: time::BABE_GENESIS_EPOCH_CONFIG },
		session: SessionConfig {
			keys: validators.iter().copied().map(validator).collect::<Vec<_>>(),
		},
		assets: exchange::assets(&people),
		shareholders: companies::shareholders(),
		ballots: companies::ballots(),
		order_book: exchange::order_book(),
	})
}

/// The account that validates, twice, and the keys it does it with.
fn validator((sr25519, ed25519): Person) -> (AccountId, AccountId, SessionKeys) {
	let account = sr25519.to_account_id();
	let keys = SessionKeys {
		babe: sr25519.public().into(),
		grandpa: ed25519.public().into(),
		authority_discovery: sr25519.public().into(),
	};
	(account.clone(), account, keys)
}

/// The preset of that name as JSON, to be merged into the default genesis.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let preset = match id.as_ref() {
		DEVELOPMENT => development(),
		LOCAL_TESTNET => local_testnet(),
		_ => return None,
	};
	serde_json::to_vec(&preset).ok()
}

/// Names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	[DEVELOPMENT, LOCAL_TESTNET].map(PresetId::from).to_vec()
}
