use super::*;

/// 60 of alice and 40 of bob.
fn hundred_shares() {
	issue(&[(alice(), 60), (bob(), 40)]);
}

/// 101 over two boundaries: 51, then 50. 60 % of 51 is 30.6, of 101 is 60.6; 40 % is 20.4, then 40.4.
#[test]
fn a_stream_is_distributed_at_every_boundary() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		let schedule = Schedule::Stream(2);
		assert_ok!(pay(&carol(), 101, schedule));
		assert_eq!(
			last_event(),
			Event::DividendPaid {
				class: SHARE,
				token: CASH,
				payer: carol(),
				amount: 101,
				schedule
			}
		);
		assert_eq!(total(CASH, &carol()), START - 101);
		assert_eq!(total(CASH, &pot()), CASH_MINIMUM + 101);
		assert_eq!((owed(&alice()), owed(&bob())), (0, 0));
		pass(1);
		assert_eq!((owed(&alice()), owed(&bob())), (30, 20));
		pass(1);
		assert_eq!((owed(&alice()), owed(&bob())), (60, 40));
		pass(10);
		assert_eq!((owed(&alice()), owed(&bob())), (60, 40));
	});
}

#[test]
fn a_dated_dividend_waits_for_its_payment_date() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		assert_ok!(pay(&founder(), 100, dated(3, 5)));
		go_to(2);
		assert_eq!(due(&alice(), CASH), (0, 0));
		go_to(3);
		assert_eq!(due(&alice(), CASH), (0, 60));
		go_to(4);
		assert_eq!(due(&alice(), CASH), (0, 60));
		assert_noop!(claim(&alice()), Error::<Test>::NothingOwed);
		go_to(5);
		assert_eq!(due(&alice(), CASH), (60, 0));
	});
}

/// The last block of epoch 2 still counts, the first of epoch 3 does not: 10 blocks an epoch, so blocks 19 and 20.
#[test]
fn who_owns_at_the_end_of_the_block_before_the_record_date_is_entitled() {
	for (block, entitled) in [(19, (0, 100)), (20, (100, 0)), (21, (100, 0))] {
		ExtBuilder::default().build_and_execute(|| {
			issue(&[(alice(), 100)]);
			assert_ok!(pay(&founder(), 100, dated(3, 3)));
			System::set_block_number(block);
			assert_ok!(transfer(&alice(), &bob(), 100));
			go_to(4);
			assert_eq!((owed(&alice()), owed(&bob())), entitled, "sold in block {block}");
		});
	}
}

/// Buying, being paid and selling within one epoch earns nothing, whatever is paid in meanwhile.
#[test]
fn buying_around_a_payment_earns_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		go_to(2);
		assert_ok!(transfer(&alice(), &carol(), 60));
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		assert_ok!(transfer(&carol(), &alice(), 60));
		go_to(4);
		assert_eq!((owed(&alice()), owed(&bob()), owed(&carol())), (60, 40, 0));
	});
}

#[test]
fn pay_dividend_costs_no_line_whatever_the_number_of_holders() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		let before: Vec<_> = Lines::<Test>::iter().collect();
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		pass(1);
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		assert_eq!(Lines::<Test>::iter().collect::<Vec<_>>(), before);
	});
}

#[test]
fn a_dividend_may_be_paid_in_ksi() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		assert_ok!(Shareholders::open_payout(signed(&founder()), SHARE, KSI));
		let payment =
			Shareholders::pay_dividend(signed(&carol()), SHARE, KSI, 100, Schedule::Stream(2));
		assert_ok!(payment);
		assert_eq!(total(KSI, &pot()), EXISTENTIAL_DEPOSIT + 100);
		pass(2);
		assert_ok!(claim(&alice()));
		assert_eq!(total(KSI, &alice()), START + 60);
		assert_eq!(total(KSI, &pot()), EXISTENTIAL_DEPOSIT + 40);
	});
}

#[test]
fn the_payer_gives_all_or_keeps_the_minimum_balance() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		// 49 would stay, and be burned as dust.
		assert_noop!(pay(&carol(), START - 49, Schedule::Stream(2)), TokenError::FundsUnavailable);
		assert_ok!(pay(&carol(), START - 50, Schedule::Stream(2)));
		assert_ok!(pay(&carol(), 50, Schedule::Stream(2)));
		assert_eq!(total(CASH, &carol()), 0);
		assert_eq!(total(CASH, &pot()), CASH_MINIMUM + START);
	});
}

#[test]
fn pay_dividend_fails_beyond_what_the_payer_owns() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		assert_noop!(pay(&carol(), START + 1, Schedule::Stream(2)), TokenError::FundsUnavailable);
		assert_noop!(pay(&eve(), 100, Schedule::Stream(2)), TokenError::FundsUnavailable);
	});
}

/// In epoch 1 with a notice of 2 epochs and streams over at least 2.
#[test]
fn pay_dividend_fails_without_notice() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		for sudden in
			[Schedule::Next, Schedule::Stream(0), Schedule::Stream(1), dated(0, 9), dated(2, 9)]
		{
			assert_noop!(pay(&founder(), 100, sudden), Error::<Test>::NoticeTooShort);
		}
		assert_ok!(pay(&founder(), 100, dated(3, 9)));
	});
}

#[test]
fn pay_dividend_fails_with_impossible_dates() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		let refused = |schedule, error: Error<Test>| {
			assert_noop!(pay(&founder(), 100, schedule), error);
		};
		refused(dated(5, 4), Error::<Test>::DatesReversed);
		refused(dated(1 + MAX_LEAD + 1, 1 + MAX_LEAD + 1), Error::<Test>::DateTooFar);
		refused(dated(5, 5 + MAX_LEAD + 1), Error::<Test>::DateTooFar);
		refused(Schedule::Stream(MAX_STREAM + 1), Error::<Test>::DateTooFar);
		assert_ok!(pay(&founder(), 100, dated(1 + MAX_LEAD, 1 + 2 * MAX_LEAD)));
		assert_ok!(pay(&founder(), 100, Schedule::Stream(MAX_STREAM)));
	});
}

#[test]
fn strangers_leave_half_of_the_dated_places_to_the_company() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		for date in 3..7 {
			assert_ok!(pay(&carol(), 100, dated(date, date)));
		}
		assert_noop!(pay(&carol(), 100, dated(7, 7)), Error::<Test>::TooManyLumps);
		assert_ok!(pay(&carol(), 100, dated(6, 6)));
		assert_ok!(pay(&carol(), 100, Schedule::Stream(2)));
		for date in 7..11 {
			assert_ok!(pay(&founder(), 100, dated(date, date)));
		}
		assert_noop!(pay(&founder(), 100, dated(11, 11)), Error::<Test>::TooManyLumps);
		// The first one has been paid, which makes room.
		go_to(3);
		assert_ok!(pay(&founder(), 100, dated(11, 11)));
	});
}

#[test]
fn pay_dividend_fails_with_nothing_and_with_too_much() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		assert_noop!(pay(&founder(), 0, Schedule::Stream(2)), Error::<Test>::ZeroAmount);
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		assert_noop!(
			pay(&founder(), MAX_LIFETIME - 99, Schedule::Stream(2)),
			Error::<Test>::LifetimeExceeded
		);
		assert_noop!(
			pay(&founder(), MAX_LIFETIME - 100, Schedule::Stream(2)),
			TokenError::FundsUnavailable
		);
	});
}

/// What does not divide by the shares is below 2^-64 atoms for each of them, 2^30 atoms in all, and stays in the class.
#[test]
fn the_largest_sum_is_paid_to_the_largest_supply() {
	ExtBuilder::without_class().build_and_execute(|| {
		let founder = signed(&founder());
		assert_ok!(Assets::set_authorised_maximum(founder.clone(), OPEN, MAX_SUPPLY));
		assert_ok!(Shareholders::create_share_class(founder.clone(), COMPANY, OPEN));
		assert_ok!(Assets::mint(founder.clone(), OPEN, alice(), MAX_SUPPLY));
		assert_ok!(Shareholders::open_payout(founder.clone(), OPEN, CASH));
		assert_ok!(Assets::mint(founder.clone(), CASH, carol(), MAX_LIFETIME));
		let stream = Schedule::Stream(2);
		assert_ok!(Shareholders::pay_dividend(signed(&carol()), OPEN, CASH, MAX_LIFETIME, stream));
		pass(2);
		assert_ok!(Shareholders::claim(signed(&alice()), OPEN, None));
		let carried = START + MAX_LIFETIME - total(CASH, &alice());
		assert!(carried <= 1 << 30, "{carried}");
	});
}

#[test]
fn pay_dividend_fails_without_an_eligible_share() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(pay(&founder(), 100, Schedule::Stream(2)), Error::<Test>::NoEligibleShares);
		issue(&[(company(), 100)]);
		assert_noop!(pay(&founder(), 100, Schedule::Stream(2)), Error::<Test>::NoEligibleShares);
	});
}

#[test]
fn pay_dividend_fails_in_a_token_that_is_not_open_and_to_other_tokens() {
	ExtBuilder::default().build_and_execute(|| {
		hundred_shares();
		for schedule in [Schedule::Stream(2), dated(3, 3)] {
			assert_noop!(
				Shareholders::pay_dividend(signed(&founder()), SHARE, BOND, 100, schedule),
				Error::<Test>::UnknownPayout
			);
			assert_noop!(
				Shareholders::pay_dividend(signed(&founder()), BOND, CASH, 100, schedule),
				Error::<Test>::NotAShareClass
			);
		}
	});
}
