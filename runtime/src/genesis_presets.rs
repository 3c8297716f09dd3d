//! Genesis of the chains: those for development, whose keys are public and never to be put to real use, and what the real
//! chain starts from, which names no person.

use crate::{
	constants::{money, time},
	AccountId, BabeConfig, Balance, BalancesConfig, RuntimeGenesisConfig, SessionConfig,
	SessionKeys, ShareVotingConfig, StakingConfig, TempoConfig,
};
use alloc::vec::Vec;
use frame_support::build_struct_json_patch;
use pallet_staking::StakerStatus;
use pallet_tempo::Tempo;
use serde_json::Value;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Name of the preset with one validator.
pub const DEVELOPMENT: &str = sp_genesis_builder::DEV_RUNTIME_PRESET;

/// Name of the preset with four validators.
pub const LOCAL_TESTNET: &str = sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;

/// What every well-known account owns at first, in atoms.
pub const ENDOWMENT: Balance = 1_000_000 * money::KSI;

/// Name of the preset from which the real chain is made. It has no people: those who found the chain add themselves, see
/// `docs/genesis.md`.
pub const MAINNET: &str = "mainnet";

/// What each validator of a chain for development has at stake, in atoms.
pub const STAKE: Balance = 10_000 * money::KSI;

/// The least that a candidate has at stake, in atoms. A vote can change it.
const MIN_VALIDATOR_BOND: Balance = 1_000 * money::KSI;

/// The least that a nominator has at stake, in atoms. A vote can change it.
const MIN_NOMINATOR_BOND: Balance = 10 * money::KSI;

/// Sessions of 40 s, eras of 2 minutes, stake is free after 8; a day of the real chain's votes lasts 8 s. What is taken for
/// misbehaviour is taken at once.
const FAST: Tempo = Tempo {
	session_slots: 20,
	sessions_per_era: 3,
	bonding_eras: 4,
	slash_defer_eras: 0,
	pace: 10_800,
};

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
		tempo: TempoConfig { tempo: FAST },
		session: SessionConfig {
			keys: validators.iter().copied().map(validator).collect::<Vec<_>>(),
		},
		staking: StakingConfig {
			// Places for whoever joins.
			validator_count: 10,
			// One, so that finality can be rescued by less than the four.
			minimum_validator_count: 1,
			min_validator_bond: MIN_VALIDATOR_BOND,
			min_nominator_bond: MIN_NOMINATOR_BOND,
			stakers: validators
				.iter()
				.map(|(person, _)| {
					let stash = person.to_account_id();
					(stash.clone(), stash, STAKE, StakerStatus::Validator)
				})
				.collect::<Vec<_>>(),
		},
		assets: exchange::assets(&people),
		shareholders: companies::shareholders(),
		ballots: companies::ballots(),
		order_book: exchange::order_book(),
		// Each boundary of a dividend epoch is one that votes can refer to.
		share_voting: ShareVotingConfig { date_every: 1 },
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

/// What the real chain starts from: its times and rules, KSI as a share that pays in KSI, and the platform's treasury. Whoever
/// makes a chain of it adds accounts, keys and stakes.
fn mainnet() -> Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: alloc::vec![(companies::treasury(), companies::TREASURY_KSI)],
		},
		babe: BabeConfig { epoch_config: time::BABE_GENESIS_EPOCH_CONFIG },
		tempo: TempoConfig { tempo: Tempo::default() },
		staking: StakingConfig {
			validator_count: 30,
			// Fewer could not lose one and go on.
			minimum_validator_count: 4,
			min_validator_bond: MIN_VALIDATOR_BOND,
			min_nominator_bond: MIN_NOMINATOR_BOND,
		},
		shareholders: companies::platform(),
	})
}

/// The preset of that name as JSON, to be merged into the default genesis.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let preset = match id.as_ref() {
		DEVELOPMENT => development(),
		LOCAL_TESTNET => local_testnet(),
		MAINNET => mainnet(),
		_ => return None,
	};
	serde_json::to_vec(&preset).ok()
}

/// Names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	[DEVELOPMENT, LOCAL_TESTNET, MAINNET].map(PresetId::from).to_vec()
}
