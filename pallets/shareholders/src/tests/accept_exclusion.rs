use super::*;

fn accept(who: &AccountId) -> DispatchResult {
	Shareholders::accept_exclusion(signed(who), SHARE)
}

/// Until epoch 2 dave has 40 of 100 shares and earns 120 of the 300 that are distributed at the boundary of epoch 2. Then
/// only alice earns: all of the other 300.
#[test]
fn an_excluded_account_keeps_what_it_earned_and_earns_no_more() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (dave(), 40)]);
		assert_ok!(pay(&founder(), 600, Schedule::Stream(2)));
		assert_ok!(Shareholders::propose_exclusion(signed(&founder()), SHARE, dave()));
		pass(1);
		assert_ok!(accept(&dave()));
		assert_eq!(last_event(), Event::AccountExcluded { class: SHARE, who: dave() });
		assert_eq!(ExclusionProposals::<Test>::get(SHARE), None);
		pass(1);
		assert_eq!((owed(&alice()), owed(&dave())), (480, 120));
		assert_ok!(claim(&dave()));
	});
}

#[test]
fn accept_exclusion_fails_for_whoever_was_not_proposed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(accept(&dave()), Error::<Test>::NotProposed);
		assert_ok!(Shareholders::propose_exclusion(signed(&founder()), SHARE, dave()));
		for who in [alice(), founder(), company()] {
			assert_noop!(accept(&who), Error::<Test>::NotProposed);
		}
		assert_ok!(accept(&dave()));
		assert_noop!(accept(&dave()), Error::<Test>::NotProposed);
	});
}
