//! Record dates as ballots will use them.

use super::*;

fn reserve(date: Epoch) -> DispatchResult {
	Shareholders::reserve_date(SHARE, date)
}

/// Alice owns 60 until epoch 3, 50 until epoch 5, then nothing; bob the rest of 100.
#[test]
fn a_total_at_a_record_date_outlives_the_sale() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		for date in [2, 4, 6] {
			assert_ok!(reserve(date));
		}
		go_to(3);
		assert_ok!(transfer(&alice(), &bob(), 10));
		go_to(5);
		assert_ok!(transfer(&alice(), &bob(), 50));
		go_to(6);
		let at = |who: &AccountId| [2, 4, 6].map(|date| Shareholders::total_at(SHARE, who, date));
		assert_eq!(at(&alice()), [Ok(60), Ok(50), Ok(0)]);
		assert_eq!(at(&bob()), [Ok(40), Ok(50), Ok(100)]);
		assert_eq!(Shareholders::eligible_at(SHARE, 4), Ok(100));
	});
}

#[test]
fn a_record_date_counts_its_references() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		assert_ok!(reserve(3));
		go_to(3);
		assert_ok!(reserve(3));
		go_to(9);
		// It is past, but live.
		assert_ok!(reserve(3));
		for _ in 0..3 {
			assert_eq!(Shareholders::total_at(SHARE, &alice(), 3), Ok(60));
			assert_ok!(Shareholders::release_date(SHARE, 3));
		}
		let unknown = Error::<Test>::UnknownDate;
		assert_noop!(Shareholders::release_date(SHARE, 3), unknown);
		assert_eq!(Shareholders::total_at(SHARE, &alice(), 3), Err(refused(Error::UnknownDate)));
		assert_eq!(Shareholders::eligible_at(SHARE, 3), Err(refused(Error::UnknownDate)));
	});
}

#[test]
fn a_record_date_to_come_cannot_be_asked_about() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		assert_ok!(reserve(3));
		for epoch in [1, 2] {
			go_to(epoch);
			assert_eq!(
				Shareholders::total_at(SHARE, &alice(), 3),
				Err(refused(Error::DateNotReached))
			);
		}
		go_to(3);
		assert_eq!(Shareholders::total_at(SHARE, &alice(), 3), Ok(60));
	});
}

#[test]
fn reserve_fails_for_dates_that_are_past_or_too_far() {
	ExtBuilder::default().build_and_execute(|| {
		go_to(5);
		assert_noop!(reserve(4), Error::<Test>::DatePassed);
		assert_noop!(reserve(5 + MAX_LEAD + 1), Error::<Test>::DateTooFar);
		assert_ok!(reserve(5));
		assert_ok!(reserve(5 + MAX_LEAD));
	});
}

#[test]
fn reserve_fails_beyond_the_limit() {
	ExtBuilder::default().build_and_execute(|| {
		for date in 2..2 + MAX_DATES {
			assert_ok!(reserve(date));
		}
		assert_noop!(reserve(2 + MAX_DATES), Error::<Test>::TooManyDates);
		assert_ok!(reserve(2));
	});
}

#[test]
fn an_excluded_account_has_no_total_at_a_later_date() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (dave(), 40)]);
		for date in [2, 4] {
			assert_ok!(reserve(date));
		}
		go_to(3);
		assert_ok!(Shareholders::propose_exclusion(signed(&founder()), SHARE, dave()));
		assert_ok!(Shareholders::accept_exclusion(signed(&dave()), SHARE));
		go_to(4);
		let at = |date| Shareholders::total_at(SHARE, &dave(), date);
		assert_eq!((at(2), at(4)), (Ok(40), Ok(0)));
		assert_eq!(Shareholders::eligible_at(SHARE, 2), Ok(100));
		assert_eq!(Shareholders::eligible_at(SHARE, 4), Ok(60));
	});
}

/// 60 at the boundary; then 10 are sold and bought back twice over.
#[test]
fn power_is_the_smaller_of_then_and_now() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(reserve(2));
		let power = |who: &AccountId| Shareholders::power(SHARE, who, 2);
		assert_noop!(power(&alice()), Error::<Test>::DateNotReached);
		go_to(2);
		assert_eq!(power(&alice()), Ok(60));
		assert_ok!(transfer(&alice(), &bob(), 10));
		assert_eq!((power(&alice()), power(&bob())), (Ok(50), Ok(40)));
		assert_ok!(transfer(&bob(), &alice(), 20));
		assert_eq!((power(&alice()), power(&bob())), (Ok(60), Ok(30)));
		assert_noop!(Shareholders::power(SHARE, &alice(), 3), Error::<Test>::UnknownDate);
		assert_noop!(Shareholders::power(CASH, &alice(), 2), Error::<Test>::NotAShareClass);
	});
}
