//! Validators stay, change their keys, and are caught when they sign twice.

mod common;

use codec::Encode;
use common::{chain, claim, execute_block};
use frame_support::{
	assert_noop, assert_ok,
	traits::{DisabledValidators, KeyOwnerProofSystem},
};
use kongsi_runtime::{
	constants::{money::KSI, time::EPOCH_DURATION_IN_SLOTS},
	genesis_presets::{DEVELOPMENT, LOCAL_TESTNET},
	*,
};
use sp_consensus_babe::{digests::CompatibleDigestItem, AuthorityPair, EquivocationProof};
use sp_core::{Pair, H256};
use sp_keyring::Sr25519Keyring::{self, *};
use sp_runtime::{traits::Header as _, Digest};

/// Slots from one session to the next.
const SESSION: u64 = EPOCH_DURATION_IN_SLOTS;

#[test]
fn validators_of_the_genesis_stay_over_many_sessions() {
	chain(LOCAL_TESTNET).execute_with(|| {
		let validators = Session::validators();
		for session in 0..5 {
			execute_block(1 + session * SESSION, vec![]);
		}
		assert_eq!(Session::current_index(), 4);
		assert_eq!(Session::validators(), validators);
	});
}

#[test]
fn a_set_of_finality_voters_lasts_while_no_key_changes() {
	chain(LOCAL_TESTNET).execute_with(|| {
		// The first roots are stored in the sessions after the genesis, which makes one new set.
		for session in 0..4 {
			execute_block(1 + session * SESSION, vec![]);
		}
		let set = Grandpa::current_set_id();
		for session in 4..9 {
			execute_block(1 + session * SESSION, vec![]);
		}
		assert_eq!(Grandpa::current_set_id(), set);
		assert!(Historical::historical_root(Session::current_index()).is_some());
	});
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
		let keys = SessionKeys {
			babe: Eve.public().into(),
			grandpa: sp_keyring::Ed25519Keyring::Eve.public().into(),
			authority_discovery: Eve.public().into(),
		};
		assert_noop!(
			Session::set_keys(RuntimeOrigin::signed(eve.clone()), keys.clone(), vec![]),
			pallet_session::Error::<Runtime>::InvalidProof
		);

		// A proof is each key's signature of the owner, behind a prefix.
		let message = sp_core::proof_of_possession::statement_of_ownership(&eve.encode());
		let proof = (
			Eve.sign(&message),
			sp_keyring::Ed25519Keyring::Eve.sign(&message),
			Eve.sign(&message),
		);
		assert_ok!(Session::set_keys(RuntimeOrigin::signed(eve.clone()), keys, proof.encode()));
		assert_eq!(Balances::reserved_balance(&eve), KSI);
		// Keys alone make nobody a validator.
		for session in 1..4 {
			execute_block(1 + session * SESSION, vec![]);
		}
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
fn a_validator_that_authors_twice_is_reported_and_disabled() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		let index = Session::validators().iter().position(|v| *v == Bob.to_account_id()).unwrap();
		let index = u32::try_from(index).unwrap();
		let key: sp_consensus_babe::AuthorityId = Bob.public().into();
		let owner = Historical::prove((sp_consensus_babe::KEY_TYPE, key)).unwrap();
		let proof = Box::new(equivocation(Bob, index, 2));

		let reporter = RuntimeOrigin::signed(Eve.to_account_id());
		assert_ok!(Babe::report_equivocation(reporter.clone(), proof.clone(), owner.clone()));
		assert!(Session::is_disabled(index));
		assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
		// Nothing is taken while nothing is at stake.
		assert_eq!(Balances::free_balance(Bob.to_account_id()), 1_000_000 * KSI);

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
