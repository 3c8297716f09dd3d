use super::*;

fn include(by: &AccountId, who: AccountId) -> DispatchResult {
	Shareholders::include(signed(by), SHARE, who)
}

fn exclude(who: &AccountId) {
	assert_ok!(Shareholders::propose_exclusion(signed(&founder()), SHARE, who.clone()));
	assert_ok!(Shareholders::accept_exclusion(signed(who), SHARE));
}

/// 300 at the boundary of epoch 2 go to alice alone, 300 at that of epoch 3 to 60 and 40 shares.
#[test]
fn an_included_account_earns_from_the_next_boundary_on() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (dave(), 40)]);
		exclude(&dave());
		assert_ok!(pay(&founder(), 600, Schedule::Stream(2)));
		pass(1);
		assert_ok!(include(&founder(), dave()));
		assert_eq!(last_event(), Event::AccountIncluded { class: SHARE, who: dave() });
		assert_eq!((owed(&alice()), owed(&dave())), (300, 0));
		pass(1);
		assert_eq!((owed(&alice()), owed(&dave())), (480, 120));
	});
}

#[test]
fn include_fails_for_the_company_and_the_pot() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [company(), pot()] {
			assert_noop!(include(&founder(), who), Error::<Test>::AlwaysExcluded);
		}
	});
}

#[test]
fn include_fails_for_an_account_that_is_not_excluded() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(include(&founder(), dave()), Error::<Test>::NotExcluded);
	});
}

#[test]
fn include_fails_for_outsiders_and_other_tokens() {
	ExtBuilder::default().build_and_execute(|| {
		exclude(&dave());
		for who in [alice(), dave()] {
			assert_noop!(include(&who, dave()), Error::<Test>::NotForCompany);
		}
		assert_noop!(
			Shareholders::include(signed(&founder()), CASH, dave()),
			Error::<Test>::NotAShareClass
		);
	});
}
