use super::*;

#[test]
fn grant_gives_shares_that_are_on_hold() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		assert_eq!(
			last_event(),
			Event::Granted { class: SHARE, who: bob(), grant: 0, amount: 1_000, terms: terms() }
		);
		assert_eq!((held(&bob()), free(SHARE, &bob())), (1_000, 0));
		assert_eq!(total(SHARE, &company()), TREASURY - 1_000);
		let info = GrantInfo { grant: 0, amount: 1_000, released: 0, due: 0, terms: terms() };
		assert_eq!(VestingGrants::grants_of(SHARE, &bob()), [info]);
		assert_eq!(
			Assets::transfer(signed(&bob()), SHARE, alice(), 1),
			Err(pallet_tokens::Error::<Test>::BalanceLow.into())
		);
	});
}

#[test]
fn granted_shares_count_from_the_next_boundary_on() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		go_to(BEGIN + EPOCH_BLOCKS);
		assert_ok!(Shareholders::reserve_date(SHARE, 3));
		// The company's own shares do not.
		assert_eq!(Shareholders::total_at(SHARE, &bob(), 3), Ok(1_000));
		assert_eq!(Shareholders::eligible_at(SHARE, 3), Ok(2_000));
	});
}

#[test]
fn grant_works_for_the_account_of_the_company() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(VestingGrants::grant(signed(&company()), SHARE, bob(), TREASURY, terms()));
		assert_eq!((total(SHARE, &company()), held(&bob())), (0, TREASURY));
	});
}

#[test]
fn grant_fails_for_others() {
	ExtBuilder.build_and_execute(|| {
		let by = |origin| VestingGrants::grant(origin, SHARE, bob(), 1, terms());
		assert_noop!(by(signed(&alice())), RegisterError::<Test>::NotForCompany);
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
	});
}

#[test]
fn grant_fails_for_what_is_no_live_class() {
	ExtBuilder.build_and_execute(|| {
		let of = |class| VestingGrants::grant(signed(&founder()), class, bob(), 1, terms());
		assert_noop!(of(BOND), RegisterError::<Test>::NotAShareClass);
		assert_noop!(of(KSI), RegisterError::<Test>::NotAShareClass);
		halt();
		assert_noop!(of(SHARE), RegisterError::<Test>::ClassHalted);
	});
}

#[test]
fn grant_fails_for_nothing_and_for_more_than_there_is() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(grant(&bob(), 0, terms()), Error::<Test>::ZeroAmount);
		assert_noop!(grant(&bob(), TREASURY + 1, terms()), TokenError::FundsUnavailable);
		assert_noop!(grant(&bob(), u128::MAX, terms()), TokenError::FundsUnavailable);
	});
}

#[test]
fn grant_fails_for_dates_out_of_order() {
	ExtBuilder.build_and_execute(|| {
		let dates = |start, cliff, end| {
			grant(&bob(), 10, GrantTerms { start, cliff, end, revocable: false })
		};
		assert_noop!(dates(200, 200, 200), Error::<Test>::DatesReversed);
		assert_noop!(dates(200, 150, 100), Error::<Test>::DatesReversed);
		assert_noop!(dates(100, 99, 200), Error::<Test>::DatesReversed);
		assert_noop!(dates(100, 201, 200), Error::<Test>::DatesReversed);
		assert_noop!(dates(1, 1, BEGIN), Error::<Test>::AlreadyVested);
		// The start may be past; the cliff may be either end.
		assert_ok!(dates(1, 1, BEGIN + 1));
		assert_ok!(dates(1, 100, 100));
	});
}

#[test]
fn grant_fails_for_accounts_that_cannot_have_one() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(grant(&ghost(), 10, terms()), Error::<Test>::NoSuchAccount);
		assert_noop!(grant(&company(), 10, terms()), Error::<Test>::ToTheCompany);
		for _ in 0..MAX_GRANTS {
			assert_ok!(grant(&bob(), 10, terms()));
		}
		assert_noop!(grant(&bob(), 10, terms()), Error::<Test>::TooManyGrants);
		assert_ok!(grant(&carol(), 10, terms()));
		go_to(200);
		assert_ok!(vest(&bob(), 3));
		assert_ok!(grant(&bob(), 10, GrantTerms { end: 300, ..terms() }));
	});
}

#[test]
fn grant_fails_while_the_token_is_frozen() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		assert_noop!(grant(&bob(), 10, terms()), TokenError::Frozen);
	});
}
