//! A scheduler that takes nothing, for whatever reason.

use crate::{mock::*, BacklogOf, Event, Parked, PARKED};
use frame_support::assert_ok;
use sp_runtime::DispatchError;

const REASONS: [DispatchError; 3] =
	[DispatchError::Exhausted, DispatchError::Corruption, DispatchError::Unavailable];

#[test]
fn nothing_is_lost_while_the_scheduler_is_out_of_order() {
	for reason in REASONS {
		execute(|| {
			OutOfOrder::set(Some(reason));
			assert_eq!(schedule(1, 10), Ok((10, PARKED)));
			assert_eq!(schedule_named(2, 12), Ok((12, PARKED + 1)));
			assert_eq!(run_to(50), []);
			assert_eq!(Parked::<Test>::iter().count(), 2);
			let refused = Event::Refused { due: 10, index: PARKED, error: reason };
			let full = reason == DispatchError::Exhausted;
			assert_eq!(events(), if full { vec![] } else { vec![refused] });
			OutOfOrder::set(None);
			// Handed over in block 51: the first, then 10 and 11 have no more. In block 52 the second.
			assert_eq!(run_to(60), [(52, 1), (53, 2)]);
			assert_eq!(BacklogOf::<Test>::get(), None);
		});
	}
}

#[test]
fn what_was_scheduled_before_runs_and_is_cancelled() {
	execute(|| {
		let first = schedule(1, 10).unwrap();
		schedule(2, 10).unwrap();
		OutOfOrder::set(Some(DispatchError::Exhausted));
		assert_ok!(cancel(first));
		assert_eq!(run_to(20), [(10, 2)]);
	});
}

#[test]
fn parked_tasks_are_cancelled_while_the_scheduler_is_out_of_order() {
	execute(|| {
		OutOfOrder::set(Some(DispatchError::Exhausted));
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		run_to(20);
		assert_ok!(cancel(address));
		assert_ok!(cancel_named(2));
		OutOfOrder::set(None);
		assert_eq!(run_to(50), []);
	});
}
