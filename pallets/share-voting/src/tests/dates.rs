//! The daily record date. Epochs have 10 blocks and days 2 epochs, so days begin in the epochs 1, 3, 5 with the blocks 0, 20, 40.

use super::*;

fn daily() -> DailyDate {
	Daily::<Test>::get()
}

#[test]
fn the_first_block_takes_a_date_and_each_day_the_next() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(daily(), DailyDate { date: Some(1), next: 3 });
		run_to(19);
		assert_eq!((daily().date, live_dates()), (Some(1), vec![1]));
		run_to(20);
		assert_eq!(last_event(), Event::DailyDateTaken { date: 3 });
		assert_eq!((daily(), live_dates()), (DailyDate { date: Some(3), next: 5 }, vec![3]));
		run_to(199);
		assert_eq!((daily().date, live_dates()), (Some(19), vec![19]));
	});
}

#[test]
fn a_day_may_have_one_epoch() {
	ExtBuilder::default().with_day(1).build_and_execute(|| {
		run_to(30);
		assert_eq!(daily(), DailyDate { date: Some(4), next: 5 });
	});
}

#[test]
#[should_panic(expected = "a day has at least one epoch")]
fn a_day_without_epochs_is_refused_at_genesis() {
	ExtBuilder::default().with_day(0).build();
}

#[test]
fn a_date_that_cannot_be_taken_is_tried_again_in_the_next_epoch() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(19);
		halt();
		run_to(20);
		let reason = Register::ClassHalted.into();
		assert_eq!(last_event(), Event::DailyDateNotTaken { date: 3, reason });
		assert_eq!(daily(), DailyDate { date: Some(1), next: 4 });
		repair();
		run_to(29);
		assert_eq!(daily().date, Some(1));
		run_to(30);
		// In the middle of the day, which ends as usual.
		assert_eq!(daily(), DailyDate { date: Some(4), next: 5 });
		assert_eq!(live_dates(), [4]);
	});
}

#[test]
fn without_a_register_there_is_no_date() {
	ExtBuilder::without_register().build_and_execute(|| {
		run_to(45);
		assert_eq!(daily(), DailyDate { date: None, next: 6 });
		let poll = deciding(SLOW);
		assert_noop!(vote(&alice(), poll, Side::Aye), Error::<Test>::NoRecordDate);
		let urgent = deciding(URGENT);
		assert_noop!(vote(&alice(), urgent, Side::Aye), Register::NotAShareClass);
	});
}

#[test]
fn a_date_that_the_register_has_lost_does_not_stop_the_days() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Shareholders::release_date(0, 1));
		run_to(20);
		let reason = Register::UnknownDate.into();
		let both = [Event::DateNotReleased { date: 1, reason }, Event::DailyDateTaken { date: 3 }];
		assert_eq!(events()[events().len() - 2..], both);
	});
}

/// The register is full: 22 dates to come, the daily one, and that of a poll. So the daily one stands still, new polls share it,
/// and an urgent one does too.
#[test]
fn a_full_register_keeps_nobody_from_voting() {
	ExtBuilder::default().build_and_execute(|| {
		let first = deciding(SLOW);
		assert_ok!(vote(&alice(), first, Side::Aye));
		for date in 100..100 + MAX_DATES - 1 {
			assert_ok!(Shareholders::reserve_date(0, date));
		}
		run_to(20);
		let reason = Register::TooManyDates.into();
		assert_eq!(last_event(), Event::DailyDateNotTaken { date: 3, reason });
		for track in [QUICK, URGENT] {
			let poll = deciding(track);
			assert_ok!(vote(&alice(), poll, Side::Aye));
			assert_eq!(record(poll).record_date, 1);
			assert_ok!(cancel(poll));
			assert_ok!(close(poll));
		}
		// With the poll that keeps it the place of its date gets free.
		assert!(is_approved(first));
		assert_ok!(close(first));
		run_to(30);
		assert_eq!(daily().date, Some(4));
	});
}
