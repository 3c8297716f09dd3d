//! Records that contradict each other, and numbers at the end of their range: each is noticed, and nothing has changed.

use super::*;
use frame_support::storage::with_storage_layer;

/// Damages storage, has a call refused, and takes the damage back.
fn refuses(error: Error<Test>, damage: impl FnOnce(), call: impl FnOnce() -> DispatchResult) {
	let undone: DispatchResult = with_storage_layer(|| {
		damage();
		assert_noop!(with_storage_layer(call), error);
		Err(DispatchError::Other("undone"))
	});
	assert!(undone.is_err());
}

/// Changes what is stored of the offering.
fn change(change: impl FnOnce(&mut crate::OfferingOf<Test>)) {
	StoredOfferings::<Test>::mutate_extant(FIRST, change);
}

#[test]
fn the_last_number_of_an_offering_is_never_given() {
	ExtBuilder.build_and_execute(|| {
		let end = || NextOfferingId::<Test>::put(u32::MAX);
		refuses(Error::Overflow, end, || open(auction()));
	});
}

/// Ten lots at 90 are bid for by dave.
#[test]
fn a_bid_without_its_level_is_corrupt() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 10, 90));
		let cancel = || cancel_bid(&dave(), 0);
		refuses(Error::Corrupt, || Levels::<Test>::remove(FIRST, 90), cancel);
		refuses(Error::Corrupt, || Levels::<Test>::insert(FIRST, 90, 9), cancel);
		refuses(Error::Corrupt, || change(|offering| offering.levels = 0), cancel);
		refuses(Error::Corrupt, || change(|offering| offering.bids = 0), cancel);
		let more = || bid(&dave(), 1, 90);
		refuses(Error::Overflow, || Levels::<Test>::insert(FIRST, 90, u128::MAX), more);
	});
}

#[test]
fn a_bid_that_the_offering_does_not_count_is_corrupt() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 10, 90));
		go_to(CLOSES);
		assert_ok!(price());
		let all = || settle(MAX_STEPS);
		refuses(Error::Corrupt, || change(|offering| offering.bids = 0), all);
		refuses(Error::Corrupt, || change(|offering| offering.book.demand = 9), all);
		refuses(Error::Corrupt, || change(|offering| offering.book.deposits = 899), all);
		refuses(Error::Corrupt, || PaymentUses::<Test>::remove(CASH), all);
	});
}

#[test]
fn marks_that_are_not_counted_are_corrupt() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		go_to(CLOSES);
		finish();
		let all = || clear(MAX_STEPS);
		let uncount = |marks: u32| {
			change(|offering| {
				offering.rights =
					offering.rights.map(|rights| crate::RightsIssue { marks, ..rights })
			})
		};
		refuses(Error::Corrupt, || uncount(0), all);
		refuses(Error::Corrupt, || change(|offering| offering.rights = None), all);
	});
}
