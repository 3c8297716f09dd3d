//! Grants in a split of their class.

use super::*;

fn split(new: u64, old: u64) {
	let by = || signed(&founder());
	assert_ok!(Shareholders::begin_split(by(), SHARE, new, old));
	while pallet_shareholders::Splits::<Test>::contains_key(SHARE) {
		assert!(Shareholders::continue_split(by(), SHARE, 3).is_ok());
		assert_eq!(VestingGrants::do_try_state(), Ok(()));
	}
}

fn grants(who: &AccountId) -> Vec<(u128, u128)> {
	Grants::<Test>::get(SHARE, who).iter().map(|grant| (grant.amount, grant.released)).collect()
}

#[test]
fn a_split_multiplies_what_is_granted_and_what_is_released() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_003, terms()));
		go_to(150);
		assert_ok!(vest(&bob(), 0));
		split(3, 1);
		assert_eq!((held(&bob()), free(SHARE, &bob())), (1_506, 1_503));
		assert_eq!(grants(&bob()), [(3_009, 1_503)]);
		go_to(160);
		assert_ok!(vest(&bob(), 0)); // floor(3009 x 60 / 100) = 1805
		assert_eq!(free(SHARE, &bob()), 1_805);
		go_to(200);
		assert_ok!(vest(&bob(), 0));
		assert_eq!((held(&bob()), free(SHARE, &bob())), (0, 3_009));
	});
}

#[test]
fn a_reverse_split_rounds_each_grant_down_and_drops_what_is_less_than_a_share() {
	ExtBuilder.build_and_execute(|| {
		// 11 000 shares in all.
		for amount in [1_009, 19, 7] {
			assert_ok!(grant(&bob(), amount, terms()));
		}
		split(1, 10);
		// 1035 shares are 103 and a fraction; grants keep 100 and 1 on hold.
		assert_eq!(grants(&bob()), [(100, 0), (1, 0)]);
		assert_eq!((held(&bob()), total(SHARE, &bob())), (101, 103));
		go_to(200);
		assert_ok!(vest(&bob(), 0));
		assert_ok!(vest(&bob(), 1));
		assert_noop!(vest(&bob(), 2), Error::<Test>::UnknownGrant);
	});
}

#[test]
fn vest_and_revoke_work_during_a_split_or_say_why_not() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		assert_ok!(grant(&carol(), 1_000, terms()));
		go_to(150);
		assert_ok!(Shareholders::begin_split(signed(&founder()), SHARE, 2, 1));
		assert!(Shareholders::continue_split(signed(&founder()), SHARE, 1).is_ok());
		for who in [bob(), carol()] {
			let id = Grants::<Test>::get(SHARE, &who)[0].id;
			let vested = vest(&who, id);
			assert!(vested.is_ok() || vested == Err(TokenError::Frozen.into()), "{vested:?}");
			assert_eq!(VestingGrants::do_try_state(), Ok(()));
		}
		while pallet_shareholders::Splits::<Test>::contains_key(SHARE) {
			assert!(Shareholders::continue_split(signed(&founder()), SHARE, 3).is_ok());
		}
		for who in [bob(), carol()] {
			assert_eq!(total(SHARE, &who), 2_000);
		}
	});
}

#[test]
fn rescale_says_what_is_on_hold_afterwards() {
	ExtBuilder.build().execute_with(|| {
		assert_ok!(grant(&bob(), 15, terms()));
		assert_ok!(grant(&bob(), 16, terms()));
		let ratio = Ratio::new(3, 2).expect("a ratio");
		assert_eq!(VestingGrants::rescale(SHARE, &bob(), ratio), Ok(22 + 24));
		assert_eq!(VestingGrants::rescale(SHARE, &carol(), ratio), Ok(0));
		// A grant that is no supply any more.
		Grants::<Test>::mutate(SHARE, bob(), |grants| grants[0].amount = MAX_SUPPLY);
		let refused = VestingGrants::rescale(SHARE, &bob(), ratio);
		assert_eq!(refused, Err(Error::<Test>::Overflow.into()));
	});
}
