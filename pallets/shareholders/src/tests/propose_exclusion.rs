use super::*;

fn propose(by: &AccountId, who: AccountId) -> DispatchResult {
	Shareholders::propose_exclusion(signed(by), SHARE, who)
}

#[test]
fn propose_exclusion_changes_nobodys_rights() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (dave(), 40)]);
		assert_ok!(propose(&founder(), dave()));
		assert_eq!(last_event(), Event::ExclusionProposed { class: SHARE, who: dave() });
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		pass(2);
		assert_eq!((owed(&alice()), owed(&dave())), (60, 40));
	});
}

#[test]
fn propose_exclusion_replaces_the_proposal_before() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(&founder(), dave()));
		assert_ok!(propose(&company(), carol()));
		assert_eq!(ExclusionProposals::<Test>::get(SHARE), Some(carol()));
		assert_noop!(
			Shareholders::accept_exclusion(signed(&dave()), SHARE),
			Error::<Test>::NotProposed
		);
	});
}

#[test]
fn propose_exclusion_fails_for_an_excluded_account() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(propose(&founder(), pot()), Error::<Test>::AlreadyExcluded);
	});
}

#[test]
fn propose_exclusion_fails_when_no_other_account_fits() {
	ExtBuilder::default().build_and_execute(|| {
		// The company's account and the two pots are excluded already.
		for number in 0..MAX_EXCLUDED - 3 {
			let who = account(50 + u8::try_from(number).unwrap());
			endow(&who);
			assert_ok!(propose(&founder(), who.clone()));
			assert_ok!(Shareholders::accept_exclusion(signed(&who), SHARE));
		}
		assert_noop!(propose(&founder(), dave()), Error::<Test>::TooManyExcluded);
	});
}

#[test]
fn propose_exclusion_fails_for_outsiders_and_other_tokens() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(propose(&alice(), dave()), Error::<Test>::NotForCompany);
		assert_noop!(
			Shareholders::propose_exclusion(signed(&founder()), CASH, dave()),
			Error::<Test>::NotAShareClass
		);
	});
}
