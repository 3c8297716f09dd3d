//! `cancel_slash`.

use super::*;
use pallet_staking::UnappliedSlashes;

const ERA: u32 = 3;

fn cancel(era: u32, offenders: &[u8]) -> DispatchResult {
	let names: Vec<_> = offenders.iter().copied().map(offender_name).collect();
	Mandates::cancel_slash(by(Origin::Validators), era, names.try_into().expect("few names"))
}

fn slashed() -> Vec<u8> {
	let slashes = UnappliedSlashes::<Test>::get(ERA);
	sorted(slashes.into_iter().map(|slash| slash.validator).collect())
}

#[test]
fn all_slashes_of_those_named_are_cancelled_and_no_others() {
	ExtBuilder::default().build_and_execute(|| {
		defer_slashes(ERA, &[3, 1, 4, 1, 2].map(account));
		assert_ok!(cancel(ERA, &[1, 4]));
		assert_eq!(slashed(), [2, 3]);
		let offenders = vec![offender_name(1), offender_name(4)].try_into().unwrap();
		assert_eq!(last_event(), Event::SlashesCancelled { era: ERA, offenders, count: 3 });
	});
}

#[test]
fn a_slash_that_is_not_there_is_not_cancelled() {
	ExtBuilder::default().build_and_execute(|| {
		defer_slashes(ERA, &[1, 2].map(account));
		let error = Error::<Test>::NoSuchSlash;
		assert_noop!(cancel(ERA, &[3]), error);
		assert_noop!(cancel(ERA, &[1, 3]), Error::<Test>::NoSuchSlash);
		assert_noop!(cancel(ERA + 1, &[1]), Error::<Test>::NoSuchSlash);
		assert_noop!(cancel(ERA, &[]), Error::<Test>::NothingNamed);
		assert_eq!(slashed(), [1, 2]);
	});
}

#[test]
fn a_cancelled_slash_cannot_be_cancelled_again() {
	ExtBuilder::default().build_and_execute(|| {
		defer_slashes(ERA, &[1, 2].map(account));
		assert_ok!(cancel(ERA, &[1]));
		assert_noop!(cancel(ERA, &[1]), Error::<Test>::NoSuchSlash);
		assert_eq!(slashed(), [2]);
	});
}

#[test]
fn naming_somebody_twice_is_naming_him() {
	ExtBuilder::default().build_and_execute(|| {
		defer_slashes(ERA, &[1, 2].map(account));
		assert_ok!(cancel(ERA, &[1, 1]));
		assert_eq!(slashed(), [2]);
	});
}

#[test]
fn nobody_is_slashed_and_no_slash_cancelled_by_a_track_at_staking_itself() {
	ExtBuilder::default().build_and_execute(|| {
		defer_slashes(ERA, &[1].map(account));
		for origin in Origin::ALL.map(by) {
			assert_noop!(
				Staking::cancel_deferred_slash(origin.clone(), ERA, vec![0]),
				DispatchError::BadOrigin
			);
			let slash = Staking::manual_slash(origin, account(1), 0, sp_runtime::Perbill::one());
			assert_eq!(slash, Err(DispatchError::BadOrigin));
		}
	});
}
