//! A split that no vote can set: parts of more than the whole. Nothing moves.

use super::*;

/// Twice the fees would be the lister's.
#[test]
fn a_lister_who_would_get_more_than_the_fees_gets_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		let split = SplitOf::<Test>::get();
		SplitOf::<Test>::put(RevenueSplit { lister_ppm: 2_000_000, ..split });
		assert_noop!(collect(SHARES), Error::<Test>::Overflow);
		SplitOf::<Test>::put(split);
		assert_ok!(collect(SHARES));
	});
}

/// The validators and the treasury would get more than there is.
#[test]
fn revenue_stays_where_parts_are_more_than_the_whole() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		let split = SplitOf::<Test>::get();
		let wrong = RevenueSplit { validators_ppm: 600_000, treasury_ppm: 600_000, ..split };
		SplitOf::<Test>::put(wrong);
		let before = total(CASH, &revenue());
		next_epoch();
		let error = Error::<Test>::Overflow.into();
		assert!(events().contains(&Event::NotDistributed { token: CASH, error }));
		assert_eq!(total(CASH, &revenue()), before);
		SplitOf::<Test>::put(split);
		next_epoch();
		assert_eq!(total(CASH, &revenue()), 50); // the minimum balance
	});
}
