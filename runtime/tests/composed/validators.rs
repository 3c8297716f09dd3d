//! Validators are elected, change their keys, come and go, and lose stake when they sign twice.

use crate::common::{chain, claim, execute_block};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::{hold::Inspect as _, Inspect as _},
		DisabledValidators, Get, KeyOwnerProofSystem,
	},
};
use kongsi_runtime::{
	configs::{revenue::TreasuryAccount, staking, system::RuntimeBlockWeights},
	constants::money::KSI,
	genesis_presets::{DEVELOPMENT, LOCAL_TESTNET, STAKE},
	*,
};
use pallet_staking::{RewardDestination, StakerStatus, ValidatorPrefs};
use sp_consensus_babe::{digests::CompatibleDigestItem, AuthorityPair, EquivocationProof};
use sp_core::{Pair, H256};
use sp_keyring::Sr25519Keyring::{self, *};
use sp_runtime::{traits::Header as _, Digest};
use sp_staking::StakingInterface;

/// Slots from one session to the next, on the chains for development.
const SESSION: u64 = 20;
/// Sessions of an era there.
const ERA: u64 = 3;

/// Executes the first block of each session up to the one after `sessions` more.
fn pass_sessions(sessions: u64) {
	for _ in 0..sessions {
		let slot = u64::from(Babe::current_slot());
		execute_block(slot - (slot - 1) % SESSION + SESSION, vec![]);
	}
}

/// Registers the keys of a person of the key ring, proof included.
fn set_keys(person: Sr25519Keyring, grandpa: sp_keyring::Ed25519Keyring) {
	let owner = person.to_account_id();
	let keys = SessionKeys {
		babe: person.public().into(),
		grandpa: grandpa.public().into(),
		authority_discovery: person.public().into(),
	};
	// A proof is each key's signature of the owner, behind a prefix.
	let message = sp_core::proof_of_possession::statement_of_ownership(&owner.encode());
	let proof = (person.sign(&message), grandpa.sign(&message), person.sign(&message));
	assert_ok!(Session::set_keys(RuntimeOrigin::signed(owner), keys, proof.encode()));
}

/// The validators, in the order of their accounts.
fn validators() -> Vec<AccountId> {
	let mut validators = Session::validators();
	validators.sort();
	validators
}

#[test]
fn validators_of_the_genesis_stay_over_many_eras_and_not_an_atom_is_minted() {
	chain(LOCAL_TESTNET).execute_with(|| {
		let before = validators();
		let issuance = Balances::total_issuance();
		execute_block(1, vec![]);
		pass_sessions(20 * ERA);
		assert_eq!(u64::from(Session::current_index()), 20 * ERA);
		// The validators of an era are known a session before it begins.
		assert_eq!(pallet_staking::CurrentEra::<Runtime>::get(), Some(20));
		assert_eq!(validators(), before);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn anybody_with_stake_and_keys_validates_within_two_eras() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		let eve = Eve.to_account_id();
		let signed = || RuntimeOrigin::signed(eve.clone());
		assert_ok!(Staking::bond(signed(), STAKE, RewardDestination::Stash));
		set_keys(Eve, sp_keyring::Ed25519Keyring::Eve);
		assert_ok!(Staking::validate(signed(), ValidatorPrefs::default()));
		assert!(!validators().contains(&eve));

		pass_sessions(2 * ERA);
		assert!(validators().contains(&eve));
		assert_eq!(validators().len(), 5);
		// Its key is among those that author.
		let key = sp_consensus_babe::AuthorityId::from(Eve.public());
		assert!(pallet_babe::Authorities::<Runtime>::get().iter().any(|(other, _)| *other == key));

		// Whoever stops is gone as soon, and has his stake back when it has left.
		assert_ok!(Staking::chill(signed()));
		assert_ok!(Staking::unbond(signed(), STAKE));
		pass_sessions(2 * ERA);
		assert!(!validators().contains(&eve));
		let reason = RuntimeHoldReason::Staking(pallet_staking::HoldReason::Staking);
		let at_stake = || Balances::balance_on_hold(&reason, &eve);
		assert_ok!(Staking::withdraw_unbonded(signed(), 0));
		assert_eq!(at_stake(), STAKE, "stake leaves after four eras");
		pass_sessions(2 * ERA);
		assert_ok!(Staking::withdraw_unbonded(signed(), 0));
		assert_eq!(at_stake(), 0);
	});
}

#[test]
fn too_small_a_bond_and_leaving_too_early_are_refused() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		let signed = || RuntimeOrigin::signed(Eve.to_account_id());
		assert_ok!(Staking::bond(signed(), 1_000 * KSI - 1, RewardDestination::Stash));
		assert_noop!(
			Staking::validate(signed(), ValidatorPrefs::default()),
			pallet_staking::Error::<Runtime>::InsufficientBond
		);
		assert_ok!(Staking::bond_extra(signed(), 1));
		assert_ok!(Staking::validate(signed(), ValidatorPrefs::default()));
		assert_eq!(
			<Staking as StakingInterface>::status(&Eve.to_account_id()),
			Ok(StakerStatus::Validator)
		);
		assert_noop!(
			Staking::unbond(signed(), 1),
			pallet_staking::Error::<Runtime>::InsufficientBond
		);
	});
}

#[test]
fn what_is_at_stake_is_still_owned() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		let alice = Alice.to_account_id();
		let total = Balances::total_balance(&alice);
		assert_ok!(Staking::bond_extra(RuntimeOrigin::signed(alice.clone()), 5 * STAKE));
		assert_eq!(Balances::total_balance(&alice), total);
		Shareholders::do_try_state().unwrap();
	});
}

#[test]
fn an_election_among_as_many_as_it_looks_at_takes_less_than_half_a_block() {
	use frame_election_provider_support::WeightInfo as _;
	type Weights = frame_election_provider_support::weights::SubstrateWeight<Runtime>;
	let weight = Weights::phragmen(staking::MAX_VOTERS, staking::MAX_TARGETS, 16);
	let block = RuntimeBlockWeights::get().max_block;
	assert!(weight.ref_time() < block.ref_time() / 2, "{weight} of {block}");
}

#[test]
fn a_validator_that_changes_its_keys_validates_with_them_two_sessions_later() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		let mut keys = Session::load_keys(&Alice.to_account_id()).unwrap();
		keys.babe = Eve.public().into();
		// The proof of ownership is the business of `set_keys`, and checked below.
		pallet_session::NextKeys::<Runtime>::insert(Alice.to_account_id(), keys.clone());

		execute_block(1 + SESSION, vec![]);
		let authorities = || pallet_babe::Authorities::<Runtime>::get().to_vec();
		assert!(!authorities().iter().any(|(key, _)| *key == keys.babe));
		execute_block(1 + 2 * SESSION, vec![]);
		assert!(authorities().iter().any(|(key, _)| *key == keys.babe));
		assert_eq!(Session::validators().len(), 4);
	});
}

#[test]
fn keys_need_a_proof_and_a_deposit() {
	chain(DEVELOPMENT).execute_with(|| {
		execute_block(1, vec![]);
		let eve = Eve.to_account_id();
		let held = Balances::reserved_balance(&eve);
		let keys = SessionKeys {
			babe: Eve.public().into(),
			grandpa: sp_keyring::Ed25519Keyring::Eve.public().into(),
			authority_discovery: Eve.public().into(),
		};
		assert_noop!(
			Session::set_keys(RuntimeOrigin::signed(eve.clone()), keys, vec![]),
			pallet_session::Error::<Runtime>::InvalidProof
		);

		set_keys(Eve, sp_keyring::Ed25519Keyring::Eve);
		assert_eq!(Balances::reserved_balance(&eve) - held, KSI);
		// Keys alone make nobody a validator.
		pass_sessions(3 * ERA);
		assert_eq!(Session::validators(), [Alice.to_account_id()]);
	});
}

/// Two different headers of one slot, both sealed by that validator.
fn equivocation(offender: Sr25519Keyring, index: u32, slot: u64) -> EquivocationProof<Header> {
	let seal = |state: u8| {
		let digest = Digest { logs: vec![claim(index, slot)] };
		let root = H256::repeat_byte(state);
		let mut header = Header::new(1, root, root, H256::zero(), digest);
		let pair = AuthorityPair::from(offender.pair());
		let signature = pair.sign(header.hash().as_ref());
		header.digest_mut().push(sp_runtime::DigestItem::babe_seal(signature));
		header
	};
	EquivocationProof {
		offender: offender.public().into(),
		slot: slot.into(),
		first_header: seal(1),
		second_header: seal(2),
	}
}

#[test]
fn a_validator_that_authors_twice_is_reported_disabled_and_loses_stake() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		let index = Session::validators().iter().position(|v| *v == Bob.to_account_id()).unwrap();
		let index = u32::try_from(index).unwrap();
		let key: sp_consensus_babe::AuthorityId = Bob.public().into();
		let owner = Historical::prove((sp_consensus_babe::KEY_TYPE, key)).unwrap();
		let proof = Box::new(equivocation(Bob, index, 2));
		let before = Balances::total_balance(&TreasuryAccount::get());
		let issuance = Balances::total_issuance();

		let reporter = RuntimeOrigin::signed(Eve.to_account_id());
		assert_ok!(Babe::report_equivocation(reporter.clone(), proof.clone(), owner.clone()));
		assert!(Session::is_disabled(index));
		assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
		// One of four: three quarters squared are taken, nine sixteenths of 10,000 KSI, and the treasury has them.
		let treasury = |before: u128| Balances::total_balance(&TreasuryAccount::get()) - before;
		assert_eq!(treasury(before), 5_625 * KSI);
		assert_eq!(Balances::total_balance(&Bob.to_account_id()), 1_000_000 * KSI - 5_625 * KSI);
		assert_eq!(Balances::total_issuance(), issuance);

		assert_noop!(
			Babe::report_equivocation(reporter, proof, owner),
			pallet_babe::Error::<Runtime>::DuplicateOffenceReport
		);
	});
}

#[test]
fn no_more_than_a_third_is_disabled() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		for offender in [Bob, Charlie] {
			let account = offender.to_account_id();
			let index = Session::validators().iter().position(|v| *v == account).unwrap();
			let key: sp_consensus_babe::AuthorityId = offender.public().into();
			let owner = Historical::prove((sp_consensus_babe::KEY_TYPE, key)).unwrap();
			let proof = equivocation(offender, u32::try_from(index).unwrap(), 2);
			let reporter = RuntimeOrigin::signed(Eve.to_account_id());
			assert_ok!(Babe::report_equivocation(reporter, Box::new(proof), owner));
		}
		// One of four.
		assert_eq!(Session::disabled_validators().len(), 1);
	});
}
