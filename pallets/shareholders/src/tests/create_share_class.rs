use super::*;

fn create(who: &AccountId, token: TokenId) -> DispatchResult {
	Shareholders::create_share_class(signed(who), COMPANY, token)
}

#[test]
fn create_share_class_opens_a_register_with_the_holders_there_are() {
	ExtBuilder::without_class().build_and_execute(|| {
		issue(&[(alice(), 60), (company(), 40)]);
		go_to(3);
		assert_ok!(create(&founder(), SHARE));
		assert_eq!(
			last_event(),
			Event::ShareClassCreated { class: SHARE, company: COMPANY, pot: pot() }
		);
		assert_eq!(deposit(HoldReason::ClassDeposit, &founder()), CLASS_DEPOSIT);
		let class = class(SHARE);
		assert_eq!((class.company, class.status), (Some(COMPANY), ClassStatus::Live));
		let register = class.register;
		assert_eq!((register.epoch, register.supply, register.excluded_total), (3, 100, 40));
		assert_eq!(register.excluded, [company(), Shareholders::fraction_pot(SHARE), pot()]);
		// At the present boundary the company's own shares do not count either.
		assert_ok!(Shareholders::reserve_date(SHARE, 3));
		assert_eq!(Shareholders::eligible_at(SHARE, 3), Ok(60));
		assert_eq!(Shareholders::total_at(SHARE, &alice(), 3), Ok(60));
		assert_eq!(Shareholders::total_at(SHARE, &company(), 3), Ok(0));
	});
}

#[test]
fn the_token_of_a_class_cannot_be_destroyed() {
	ExtBuilder::without_payout().build_and_execute(|| {
		assert!(crate::Pinned::<Test>::contains(&SHARE));
		assert!(!crate::Pinned::<Test>::contains(&CASH));
		assert_noop!(
			Assets::start_destroy(signed(&founder()), SHARE),
			pallet_tokens::Error::<Test>::Pinned
		);
	});
}

#[test]
fn create_share_class_works_for_the_account_of_the_company() {
	ExtBuilder::without_class().build_and_execute(|| {
		endow(&company());
		assert_ok!(Assets::transfer_ownership(signed(&founder()), SHARE, company()));
		assert_noop!(create(&founder(), SHARE), Error::<Test>::NotTokenOwner);
		assert_ok!(create(&company(), SHARE));
		assert_eq!(deposit(HoldReason::ClassDeposit, &company()), CLASS_DEPOSIT);
	});
}

#[test]
fn create_share_class_fails_for_an_unknown_company() {
	ExtBuilder::without_company().build_and_execute(|| {
		assert_noop!(create(&founder(), SHARE), Error::<Test>::UnknownCompany);
	});
}

#[test]
fn create_share_class_fails_for_whoever_does_not_act_for_the_company() {
	ExtBuilder::without_class().build_and_execute(|| {
		assert_ok!(Assets::transfer_ownership(signed(&founder()), SHARE, alice()));
		assert_noop!(create(&alice(), SHARE), Error::<Test>::NotForCompany);
	});
}

#[test]
fn create_share_class_fails_for_whoever_does_not_own_the_token() {
	ExtBuilder::without_class().build_and_execute(|| {
		assert_ok!(Assets::transfer_ownership(signed(&founder()), SHARE, alice()));
		for token in [SHARE, KSI, 99] {
			assert_noop!(create(&founder(), token), Error::<Test>::NotTokenOwner);
		}
	});
}

#[test]
fn create_share_class_fails_for_a_token_that_is_being_destroyed() {
	ExtBuilder::without_class().build_and_execute(|| {
		assert_ok!(Assets::start_destroy(signed(&founder()), SHARE));
		assert_noop!(create(&founder(), SHARE), Error::<Test>::NotTokenOwner);
	});
}

#[test]
fn create_share_class_fails_without_a_maximum_and_above_the_bound() {
	ExtBuilder::without_class().build_and_execute(|| {
		assert_noop!(create(&founder(), OPEN), Error::<Test>::NoAuthorisedMaximum);
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), OPEN, MAX_SUPPLY + 1));
		assert_noop!(create(&founder(), OPEN), Error::<Test>::MaximumTooLarge);
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), OPEN, MAX_SUPPLY));
		assert_ok!(create(&founder(), OPEN));
	});
}

#[test]
fn create_share_class_fails_the_second_time() {
	ExtBuilder::without_payout().build_and_execute(|| {
		assert_noop!(create(&founder(), SHARE), Error::<Test>::AlreadyAShareClass);
	});
}

#[test]
fn create_share_class_fails_beyond_the_limit() {
	ExtBuilder::without_payout().build_and_execute(|| {
		assert_ok!(create(&founder(), BOND));
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), OPEN, MAXIMUM));
		assert_noop!(create(&founder(), OPEN), Error::<Test>::TooManyClasses);
	});
}

#[test]
fn create_share_class_fails_without_the_deposit() {
	ExtBuilder::without_class().build_and_execute(|| {
		assert_ok!(Assets::transfer_ownership(signed(&founder()), SHARE, company()));
		assert_noop!(create(&company(), SHARE), TokenError::FundsUnavailable);
	});
}
