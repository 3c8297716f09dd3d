use super::*;

fn try_hand_over(who: &AccountId) -> DispatchResult {
	Shareholders::hand_over(signed(who), COMPANY)
}

#[test]
fn hand_over_leaves_the_company_to_its_account_alone() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		give_roles();
		assert_ok!(try_hand_over(&founder()));
		assert_eq!(last_event(), Event::HandedOver { company: COMPANY });

		let propose = |by: &AccountId| Shareholders::propose_exclusion(signed(by), SHARE, dave());
		assert_noop!(propose(&founder()), Error::<Test>::NotForCompany);
		assert_noop!(
			Shareholders::open_payout(signed(&founder()), SHARE, BOND),
			Error::<Test>::NotForCompany
		);
		assert_noop!(try_hand_over(&founder()), Error::<Test>::NotForCompany);
		assert_ok!(propose(&company()));
		// What was held from the founder stays his own, on hold.
		assert_eq!(deposit(HoldReason::CompanyDeposit, &founder()), COMPANY_DEPOSIT);
	});
}

#[test]
fn hand_over_fails_the_second_time() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		hand_over();
		assert_noop!(try_hand_over(&company()), Error::<Test>::AlreadyHandedOver);
	});
}

#[test]
fn hand_over_fails_while_somebody_else_has_a_role() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		assert_noop!(try_hand_over(&founder()), Error::<Test>::RolesNotHandedOver);
		// Owner, issuer and admin gone; the freezer is still the founder.
		let team = Assets::set_team(signed(&founder()), SHARE, company(), company(), founder());
		assert_ok!(team);
		assert_ok!(Assets::transfer_ownership(signed(&founder()), SHARE, company()));
		assert_noop!(try_hand_over(&founder()), Error::<Test>::RolesNotHandedOver);
		// Given up is as good as given away.
		let freezer = pallet_tokens::Role::Freezer;
		assert_ok!(Assets::renounce_role(signed(&founder()), SHARE, freezer));
		assert_ok!(try_hand_over(&founder()));
	});
}

#[test]
fn hand_over_fails_without_an_eligible_share() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(company(), 60)]);
		give_roles();
		assert_noop!(try_hand_over(&founder()), Error::<Test>::NoEligibleShares);
	});
	ExtBuilder::without_class().build_and_execute(|| {
		assert_noop!(try_hand_over(&founder()), Error::<Test>::NoEligibleShares);
	});
}

#[test]
fn hand_over_fails_for_outsiders_and_unknown_companies() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		give_roles();
		assert_noop!(try_hand_over(&alice()), Error::<Test>::NotForCompany);
		assert_noop!(Shareholders::hand_over(signed(&founder()), 7), Error::<Test>::UnknownCompany);
	});
}

#[test]
fn hand_over_fails_if_nobody_could_vote_for_the_company() {
	ExtBuilder::default().build_and_execute(|| {
		// A second class has holders; but only the first votes.
		assert_ok!(Shareholders::create_share_class(signed(&founder()), COMPANY, BOND));
		give_roles();
		assert_ok!(Assets::set_team(signed(&founder()), BOND, company(), company(), company()));
		assert_ok!(Assets::transfer_ownership(signed(&founder()), BOND, company()));
		let handed_over = Shareholders::hand_over(signed(&founder()), COMPANY);
		assert_noop!(handed_over, Error::<Test>::NoEligibleShares);
	});
}
