//! Numbers at the end of their range, and records that contradict each other: each is noticed before anything is written.

use super::*;
use frame_support::storage::with_storage_layer;

/// Damages storage, has a call refused, and takes the damage back.
fn refuses(error: Error<Test>, damage: impl FnOnce(), call: impl FnOnce() -> DispatchResult) {
	let undone: DispatchResult = with_storage_layer(|| {
		damage();
		assert_noop!(call(), error);
		Err(DispatchError::Other("undone"))
	});
	assert!(undone.is_err());
}

/// Changes bob's first grant.
fn change(change: impl FnOnce(&mut Grant)) {
	Grants::<Test>::mutate(SHARE, bob(), |grants| change(&mut grants[0]));
}

#[test]
fn the_last_number_of_a_grant_is_never_given() {
	ExtBuilder.build_and_execute(|| {
		let end = || NextGrantId::<Test>::put(u32::MAX);
		refuses(Error::Overflow, end, || grant(&bob(), 10, terms()));
	});
}

#[test]
fn a_grant_of_which_more_was_released_than_there_is_is_corrupt() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, GrantTerms { revocable: true, ..terms() }));
		go_to(150);
		let damage = || change(|grant| grant.released = 1_001);
		refuses(Error::Corrupt, damage, || revoke(&bob(), 0));
		let ratio = Ratio::new(2, 1).expect("a ratio");
		let rescale = || VestingGrants::rescale(SHARE, &bob(), ratio).map(|_| ());
		refuses(Error::Corrupt, damage, rescale);
	});
}

/// It would begin after its cliff.
#[test]
fn a_grant_whose_dates_are_out_of_order_is_corrupt() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, GrantTerms { revocable: true, ..terms() }));
		go_to(150);
		let damage = || change(|grant| grant.terms.start = 151);
		refuses(Error::Corrupt, damage, || vest(&bob(), 0));
		refuses(Error::Corrupt, damage, || revoke(&bob(), 0));
	});
}
