use super::*;

#[test]
fn open_offering_announces_shares_at_a_price() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(fixed()));
		assert_eq!(
			last_event(),
			Event::OfferingOpened {
				offering: FIRST,
				class: SHARE,
				company: 0,
				payment: CASH,
				terms: fixed(),
				rights_token: None,
				record_date: None,
			}
		);
		assert_eq!(deposit(&founder()), DEPOSIT);
		assert_eq!(total(SHARE, &company()), 0);
		assert!(Offerings::is_running(SHARE));
		assert!(Offerings::is_running(CASH));
		assert!(!Offerings::is_running(BOND));
		assert_eq!(Offerings::offerings_of(SHARE), [FIRST]);
	});
}

#[test]
fn open_offering_with_rights_creates_a_token_that_nobody_rules() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		let Event::OfferingOpened { rights_token, record_date, .. } = last_event() else {
			panic!("{:?}", last_event())
		};
		assert_eq!((rights_token, record_date), (Some(RIGHT), Some(2)));
		let details = Assets::asset_details(RIGHT).expect("it was created");
		assert_eq!((details.supply, details.min_balance, details.is_sufficient), (0, 1, false));
		assert_eq!(details.authorised_maximum, Some(100));
		let renounced = details.renounced;
		assert!(renounced.owner && renounced.issuer && renounced.admin && renounced.freezer);
		assert_eq!(
			Rights::<Test>::get(RIGHT),
			Some(RightToken { offering: FIRST, expires: PUBLIC })
		);
		// The record date is live: changes from now on do not matter.
		assert_ok!(Assets::transfer(signed(&alice()), SHARE, dave(), 600));
		assert_eq!(Shareholders::total_at(SHARE, &alice(), 2), Ok(600));
	});
}

#[test]
fn open_offering_works_for_the_account_of_the_company() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(Whole::mint_into(KSI, &company(), START));
		assert_ok!(Offerings::open_offering(signed(&company()), SHARE, KSI, fixed()));
		assert_eq!(deposit(&company()), DEPOSIT);
	});
}

#[test]
fn open_offering_fails_for_others() {
	ExtBuilder.build_and_execute(|| {
		let call = Offerings::open_offering(signed(&alice()), SHARE, CASH, fixed());
		assert_eq!(call, Err(RegisterError::<Test>::NotForCompany.into()));
		let none = Offerings::open_offering(RuntimeOrigin::none(), SHARE, CASH, fixed());
		assert_eq!(none, Err(DispatchError::BadOrigin));
	});
}

#[test]
fn open_offering_fails_for_what_is_no_live_class_of_a_company() {
	ExtBuilder.build_and_execute(|| {
		let sell = |token| Offerings::open_offering(signed(&founder()), token, CASH, fixed());
		assert_noop!(sell(BOND), RegisterError::<Test>::NotAShareClass);
		assert_noop!(sell(KSI), RegisterError::<Test>::NotAShareClass);
		halt();
		assert_noop!(sell(SHARE), RegisterError::<Test>::ClassHalted);
	});
}

#[test]
fn open_offering_fails_while_another_runs() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(fixed()));
		assert_noop!(open(fixed()), Error::<Test>::OfferingRunning);
		go_to(CLOSES);
		assert_noop!(open(fixed()), Error::<Test>::OfferingRunning);
		finish();
		let later = OfferingTerms { opens: 60, public: 60, closes: 80, ..fixed() };
		assert_ok!(open(later));
	});
}

#[test]
fn open_offering_fails_while_too_many_are_not_cleared() {
	ExtBuilder.build_and_execute(|| {
		for number in 0..MAX_OFFERINGS {
			assert_ok!(open(with_rights()));
			assert_ok!(Offerings::claim_rights(signed(&alice()), number, None));
			assert_ok!(Offerings::cancel_offering(signed(&founder()), number));
		}
		assert_noop!(open(with_rights()), Error::<Test>::TooManyOfferings);
		assert_ok!(clear(1));
		assert_ok!(open(with_rights()));
	});
}

#[test]
fn open_offering_fails_during_a_split() {
	ExtBuilder.build_and_execute(|| {
		let by = || signed(&founder());
		assert_ok!(Assets::set_authorised_maximum(by(), BOND, MAXIMUM));
		assert_ok!(Shareholders::create_share_class(by(), 0, BOND));
		assert_ok!(Shareholders::begin_split(by(), BOND, 2, 1));
		// Neither is the class sold nor are shares paid in it.
		let sell =
			|class, payment| Offerings::open_offering(signed(&founder()), class, payment, fixed());
		assert_noop!(sell(BOND, CASH), Error::<Test>::SplitRunning);
		assert_noop!(sell(SHARE, BOND), Error::<Test>::SplitRunning);
	});
}

#[test]
fn no_split_begins_of_what_an_offering_has_agreed_on() {
	ExtBuilder.build_and_execute(|| {
		let by = || signed(&founder());
		assert_ok!(Assets::set_authorised_maximum(by(), BOND, MAXIMUM));
		assert_ok!(Shareholders::create_share_class(by(), 0, BOND));
		assert_ok!(Offerings::open_offering(by(), SHARE, BOND, fixed()));
		let split = |class| Shareholders::begin_split(signed(&founder()), class, 2, 1);
		assert_noop!(split(SHARE), RegisterError::<Test>::AmountsAgreed);
		assert_noop!(split(BOND), RegisterError::<Test>::AmountsAgreed);
		finish();
		assert_ok!(split(SHARE));
	});
}

#[test]
fn open_offering_fails_for_nothing_or_at_no_price() {
	ExtBuilder.build_and_execute(|| {
		let nothing = Error::<Test>::NothingOffered;
		assert_noop!(open(OfferingTerms { lots: 0, ..fixed() }), nothing);
		assert_noop!(open(OfferingTerms { lot_size: 0, ..fixed() }), Error::<Test>::NothingOffered);
		let free = Pricing::Fixed(0);
		assert_noop!(open(OfferingTerms { pricing: free, ..fixed() }), Error::<Test>::ZeroPrice);
		let free = Pricing::Auction(0);
		assert_noop!(open(OfferingTerms { pricing: free, ..fixed() }), Error::<Test>::ZeroPrice);
		let terms = OfferingTerms { rights_price: Some(0), ..with_rights() };
		assert_noop!(open(terms), Error::<Test>::ZeroPrice);
	});
}

#[test]
fn open_offering_fails_for_dates_out_of_order() {
	ExtBuilder.build_and_execute(|| {
		let refuse = |terms, error: Error<Test>| {
			assert_noop!(open(terms), error);
		};
		let closes_first = OfferingTerms { closes: OPENS, ..fixed() };
		refuse(closes_first, Error::DatesReversed);
		refuse(OfferingTerms { public: OPENS - 1, ..with_rights() }, Error::DatesReversed);
		// Rights without a window for them, and the reverse.
		refuse(OfferingTerms { public: OPENS, ..with_rights() }, Error::DatesReversed);
		refuse(OfferingTerms { public: PUBLIC, ..fixed() }, Error::DatesReversed);
		refuse(OfferingTerms { opens: BEGIN, public: BEGIN, ..fixed() }, Error::DatePassed);
		refuse(OfferingTerms { closes: OPENS + 9, ..fixed() }, Error::WindowTooShort);
		refuse(OfferingTerms { public: OPENS + 9, ..with_rights() }, Error::WindowTooShort);
		assert_ok!(open(OfferingTerms { opens: BEGIN + 1, public: OPENS + 1, ..with_rights() }));
	});
}

#[test]
fn open_offering_fails_for_more_than_there_may_be() {
	ExtBuilder.build_and_execute(|| {
		let refuse = |terms, error: Error<Test>| {
			assert_noop!(open(terms), error);
		};
		let one = |lots| OfferingTerms { lots, lot_size: 1, ..fixed() };
		refuse(one(MAX_SUPPLY - SUPPLY + 1), Error::SupplyTooLarge);
		refuse(one(MAX_SUPPLY - SUPPLY), Error::AboveAuthorisedMaximum);
		refuse(one(u128::MAX), Error::SupplyTooLarge);
		refuse(one(MAXIMUM - SUPPLY + 1), Error::AboveAuthorisedMaximum);
		// 2^64 lots at 2^64 each are not an amount.
		let dear = Pricing::Fixed(1 << 64);
		refuse(OfferingTerms { pricing: dear, ..one(1 << 64) }, Error::Overflow);
		assert_ok!(open(one(MAXIMUM - SUPPLY)));
	});
}

#[test]
fn open_offering_fails_for_lots_that_no_account_could_hold() {
	ExtBuilder.build_and_execute(|| {
		// A class with a minimum balance of 10.
		let by = || signed(&founder());
		assert_ok!(Assets::set_authorised_maximum(by(), BOND, MAXIMUM));
		assert_ok!(Shareholders::create_share_class(by(), 0, BOND));
		let small = OfferingTerms { lot_size: 9, ..fixed() };
		assert_noop!(Offerings::open_offering(by(), BOND, CASH, small), Error::<Test>::LotTooSmall);
		assert_ok!(Offerings::open_offering(by(), BOND, CASH, fixed()));
	});
}

#[test]
fn open_offering_fails_for_payment_that_cannot_be() {
	ExtBuilder.build_and_execute(|| {
		let sell =
			|payment, terms| Offerings::open_offering(signed(&founder()), SHARE, payment, terms);
		assert_noop!(sell(77, fixed()), Error::<Test>::UnknownToken);
		assert_noop!(sell(SHARE, fixed()), Error::<Test>::PaymentRefused);
		// The company has no BOND, whose minimum is 10.
		let cheap = OfferingTerms { pricing: Pricing::Fixed(9), ..fixed() };
		assert_noop!(sell(BOND, cheap), Error::<Test>::CompanyCannotBePaid);
		assert_ok!(Assets::freeze_asset(signed(&founder()), BOND));
		assert_noop!(sell(BOND, fixed()), Error::<Test>::CompanyCannotBePaid);
		assert_ok!(Assets::thaw_asset(signed(&founder()), BOND));
		assert_ok!(sell(BOND, OfferingTerms { pricing: Pricing::Fixed(10), ..fixed() }));
	});
}

#[test]
fn open_offering_fails_for_payment_in_rights() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(Offerings::cancel_offering(signed(&founder()), FIRST));
		assert_noop!(
			Offerings::open_offering(signed(&founder()), SHARE, RIGHT, fixed()),
			Error::<Test>::PaymentRefused
		);
	});
}

/// Opens an offering with rights, takes it back, and says which number its token had.
fn number_of_the_next() -> TokenId {
	assert_ok!(open(with_rights()));
	let Event::OfferingOpened { offering, rights_token, .. } = last_event() else {
		panic!("{:?}", last_event())
	};
	assert_ok!(Offerings::cancel_offering(signed(&founder()), offering));
	rights_token.expect("it has rights")
}

/// A token of the genesis with a number of those that users cannot take.
fn take(number: TokenId) {
	use frame_support::traits::fungibles::Create;
	assert_ok!(<Assets as Create<_>>::create(number, founder(), false, 1));
}

#[test]
fn nobody_takes_the_number_of_a_right_token_first() {
	ExtBuilder.build_and_execute(|| {
		let create = Assets::create(signed(&dave()), RIGHT, dave(), 1);
		assert_eq!(create, Err(LedgerError::<Test>::ReservedId.into()));
		assert_eq!([(), (), ()].map(|()| number_of_the_next()), [RIGHT, RIGHT + 1, RIGHT + 2]);
		// Nor is one used again when its token is gone.
		for number in RIGHT..RIGHT + 3 {
			assert_ok!(Offerings::retire_rights(signed(&ghost()), number));
			assert_ok!(Assets::finish_destroy(signed(&ghost()), number));
		}
		assert_eq!(number_of_the_next(), RIGHT + 3);
	});
}

#[test]
fn numbers_that_a_genesis_has_given_are_passed_over() {
	ExtBuilder.build_and_execute(|| {
		(RIGHT..RIGHT + MAX_SKIPPED).for_each(take);
		assert_eq!(number_of_the_next(), RIGHT + MAX_SKIPPED);
		let next = RIGHT + MAX_SKIPPED + 1;
		(next..=next + MAX_SKIPPED).for_each(take);
		assert_noop!(open(with_rights()), Error::<Test>::NoNumberLeft);
		// Without rights no number is needed.
		assert_ok!(open(fixed()));
	});
}

#[test]
fn after_the_last_number_comes_the_first() {
	ExtBuilder.build_and_execute(|| {
		NextRightToken::<Test>::put(TokenId::MAX);
		assert_eq!([(), ()].map(|()| number_of_the_next()), [TokenId::MAX, RIGHT]);
	});
}

#[test]
fn open_offering_fails_without_a_place_for_the_record_date() {
	ExtBuilder.build_and_execute(|| {
		for date in 3..3 + MAX_DATES {
			assert_ok!(Shareholders::reserve_date(SHARE, date));
		}
		assert_noop!(open(with_rights()), RegisterError::<Test>::TooManyDates);
	});
}

#[test]
fn open_offering_fails_without_the_deposit() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(
			Offerings::open_offering(signed(&company()), SHARE, CASH, fixed()),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn nobody_ties_the_shares_of_another_company_by_selling_for_them() {
	ExtBuilder.build_and_execute(|| {
		let by = || signed(&alice());
		let name = b"Alice Bhd".to_vec().try_into().expect("short");
		assert_ok!(Shareholders::found_company(by(), name, Default::default()));
		assert_ok!(Assets::create(by(), 90, alice(), 1));
		assert_ok!(Assets::set_authorised_maximum(by(), 90, MAXIMUM));
		assert_ok!(Shareholders::create_share_class(by(), 1, 90));
		let sold = Offerings::open_offering(by(), 90, SHARE, fixed());
		assert_noop!(sold, RegisterError::<Test>::ForeignShares);
	});
}
