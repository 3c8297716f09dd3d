//! `authorize_upgrade`, `revoke_upgrade`, `lapse_upgrade`, and what an authorisation is worth.

use super::*;
use codec::Encode;
use frame_support::traits::Contains;
use frame_system::SetCode;
use sp_core::{storage::well_known_keys::CODE as CODE_KEY, H256};
use sp_runtime::traits::{Dispatchable, Hash};

const CODE: &[u8] = b"a runtime";

fn hash() -> H256 {
	<Test as frame_system::Config>::Hashing::hash(CODE)
}

fn authorize(code_hash: H256) -> DispatchResult {
	Mandates::authorize_upgrade(by(Origin::Constitution), code_hash)
}

fn lapse() -> DispatchResult {
	Mandates::lapse_upgrade(signed(&stranger()))
}

fn apply() -> RuntimeCall {
	frame_system::Call::apply_authorized_upgrade { code: CODE.to_vec() }.into()
}

/// What the system would take: hash, and that name and version are checked.
fn system() -> Option<Vec<u8>> {
	System::authorized_upgrade().map(|authorized| authorized.encode())
}

fn authorized(code_hash: H256) -> Option<Vec<u8>> {
	Some((code_hash, true).encode())
}

#[test]
fn the_constitution_authorises_code_until_a_block() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(7);
		assert_ok!(authorize(hash()));
		// 7 + 30.
		assert_eq!(Upgrade::<Test>::get(), Some(UpgradeTerm { code_hash: hash(), expires_at: 37 }));
		assert_eq!(last_event(), Event::UpgradeAuthorized { code_hash: hash(), expires_at: 37 });
		assert_eq!(system(), authorized(hash()));
	});
}

#[test]
fn a_hash_of_zeros_authorises_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(authorize(H256::zero()), Error::<Test>::ZeroHash);
	});
}

#[test]
fn a_later_authorisation_takes_the_place_of_an_earlier_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(authorize(hash()));
		run_to(10);
		let other = H256::repeat_byte(5);
		assert_ok!(authorize(other));
		assert_eq!(Upgrade::<Test>::get(), Some(UpgradeTerm { code_hash: other, expires_at: 40 }));
		assert_eq!(system(), authorized(other));
	});
}

#[test]
fn the_constitution_takes_an_authorisation_back() {
	ExtBuilder::default().build_and_execute(|| {
		let revoke = || Mandates::revoke_upgrade(by(Origin::Constitution));
		assert_noop!(revoke(), Error::<Test>::NothingAuthorized);
		assert_ok!(authorize(hash()));
		assert_ok!(revoke());
		assert_eq!(last_event(), Event::UpgradeRevoked { code_hash: hash() });
		assert_eq!(Upgrade::<Test>::get(), None);
		assert_eq!(system(), authorized(H256::zero()));
		assert_eq!(
			apply().dispatch(signed(&stranger())).unwrap_err().error,
			frame_system::Error::<Test>::Unauthorized.into()
		);
		assert_noop!(revoke(), Error::<Test>::NothingAuthorized);
	});
}

#[test]
fn an_authorisation_lapses_in_its_last_block_and_not_before() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(lapse(), Error::<Test>::NothingAuthorized);
		assert_ok!(authorize(hash()));
		// 1 + 30.
		run_to(30);
		assert_noop!(lapse(), Error::<Test>::NotExpired);
		run_to(31);
		assert_ok!(lapse());
		assert_eq!(last_event(), Event::UpgradeLapsed { code_hash: hash() });
		assert_eq!(Upgrade::<Test>::get(), None);
		assert_eq!(system(), authorized(H256::zero()));
		assert_noop!(lapse(), Error::<Test>::NothingAuthorized);
	});
}

#[test]
fn expired_code_is_refused_though_nobody_has_removed_the_authorisation() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(authorize(hash()));
		run_to(30);
		assert!(crate::Filter::<Test>::contains(&apply()));
		run_to(31);
		assert!(!crate::Filter::<Test>::contains(&apply()));
		assert_noop!(
			apply().dispatch(signed(&stranger())),
			frame_system::Error::<Test>::CallFiltered
		);
		// A new vote lets it in again.
		assert_ok!(authorize(hash()));
		assert!(crate::Filter::<Test>::contains(&apply()));
	});
}

#[test]
fn what_is_left_of_a_used_authorisation_is_removed_by_anybody() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(authorize(hash()));
		// The code is no runtime, so it is refused, and with that the authorisation is used up.
		assert_ok!(apply().dispatch(signed(&stranger())));
		assert_eq!(system(), None);
		assert_ok!(lapse());
		assert_eq!(last_event(), Event::UpgradeSettled { code_hash: hash() });
		assert_eq!(Upgrade::<Test>::get(), None);
		// Nothing was authorised in its place.
		assert_eq!(system(), None);
	});
}

#[test]
fn revoking_a_used_authorisation_settles_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(authorize(hash()));
		assert_ok!(apply().dispatch(signed(&stranger())));
		assert_ok!(Mandates::revoke_upgrade(by(Origin::Constitution)));
		assert_eq!(last_event(), Event::UpgradeSettled { code_hash: hash() });
		assert_eq!(system(), None);
	});
}

#[test]
fn an_authorisation_that_would_never_expire_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(u32::MAX - 29);
		assert_noop!(authorize(hash()), Error::<Test>::Overflow);
		System::set_block_number(u32::MAX - 30);
		assert_ok!(authorize(hash()));
	});
}

/// What the chain runs; nothing at first.
fn code() -> Vec<u8> {
	sp_io::storage::get(CODE_KEY).unwrap_or_default().to_vec()
}

fn take(code: &[u8]) {
	assert_ok!(<Mandates as SetCode<Test>>::set_code(code.to_vec()));
}

#[test]
fn code_takes_its_place_when_nodes_have_had_their_time_and_not_before() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(7);
		take(CODE);
		// 7 + 3.
		assert_eq!(last_event(), Event::UpgradeScheduled { code_hash: hash(), at: 10 });
		run_to(9);
		assert_eq!(code(), b"");
		assert_eq!(NextCode::<Test>::get().as_deref(), Some(CODE));
		run_to(10);
		assert_eq!(code(), CODE);
		assert_eq!((NextCode::<Test>::get(), NextCodeAt::<Test>::get()), (None, None));
		// Once only.
		sp_io::storage::clear(CODE_KEY);
		run_to(20);
		assert_eq!(code(), b"");
	});
}

#[test]
fn later_code_takes_the_place_of_code_that_waits_and_waits_anew() {
	ExtBuilder::default().build_and_execute(|| {
		take(CODE);
		run_to(3);
		take(b"another");
		// The first was due in 1 + 3.
		run_to(5);
		assert_eq!(code(), b"");
		run_to(6);
		assert_eq!(code(), b"another");
	});
}

#[test]
fn code_that_would_never_take_its_place_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(u32::MAX - 2);
		let refused = <Mandates as SetCode<Test>>::set_code(CODE.to_vec());
		assert_noop!(refused, Error::<Test>::Overflow);
	});
}
