//! The presets make chains that work.

mod common;

use common::{chain, execute_block};
use kongsi_runtime::{
	constants::money::KSI,
	genesis_presets::{preset_names, DEVELOPMENT, LOCAL_TESTNET},
	*,
};
use sp_keyring::Sr25519Keyring::{self, *};

fn accounts(people: &[Sr25519Keyring]) -> Vec<AccountId> {
	people.iter().map(|person| person.to_account_id()).collect()
}

#[test]
fn every_preset_builds() {
	for name in preset_names() {
		chain(&name).execute_with(|| execute_block(1, vec![]));
	}
}

#[test]
fn an_unknown_preset_is_none() {
	assert_eq!(genesis_presets::get_preset(&"main".into()), None);
}

#[test]
fn alice_validates_alone_in_development() {
	chain(DEVELOPMENT).execute_with(|| {
		assert_eq!(Session::validators(), accounts(&[Alice]));
		assert_eq!(Grandpa::grandpa_authorities().len(), 1);
		assert_eq!(AuthorityDiscovery::authorities().len(), 1);
		assert_eq!(pallet_babe::Authorities::<Runtime>::get().len(), 1);
	});
}

#[test]
fn four_validate_in_the_local_test_network() {
	chain(LOCAL_TESTNET).execute_with(|| {
		assert_eq!(Session::validators(), accounts(&[Alice, Bob, Charlie, Dave]));
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(AuthorityDiscovery::authorities().len(), 4);
		assert_eq!(pallet_babe::Authorities::<Runtime>::get().len(), 4);
	});
}

#[test]
fn six_people_own_a_million_ksi_each_and_nobody_else_owns_any() {
	for name in preset_names() {
		chain(&name).execute_with(|| {
			for person in [Alice, Bob, Charlie, Dave, Eve, Ferdie] {
				assert_eq!(Balances::free_balance(person.to_account_id()), 1_000_000 * KSI);
			}
			assert_eq!(Balances::total_issuance(), 6_000_000 * KSI);
		});
	}
}
