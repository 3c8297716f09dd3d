//! Eras that nobody had paid in time.

use crate::{mock::*, Clock, ClockOf, Eras, Error, Event, Pages};
use frame_support::assert_noop;

#[test]
fn what_nobody_collects_is_paid_for_the_era_in_which_it_expires() {
	execute(|| {
		expose(0, &ann(), 0, 100, &[]);
		earn(CASH, 1_000);
		end_era(&[(ann(), 20)]);
		for _ in 1..DEPTH - 1 {
			end_era(&[(ann(), 20)]);
		}
		assert_eq!((active_era(), left(0, CASH)), (9, Some(1_000)));
		events();
		earn(CASH, 5);
		expose(9, &ben(), 0, 100, &[]);
		end_era(&[(ben(), 20)]);
		let expected = [
			Event::PotExpired { era: 0, token: CASH, left: 1_000 },
			Event::PotFrozen { era: 9, token: CASH, amount: 1_005 },
		];
		assert_eq!(events(), expected);
		assert_eq!(Eras::<Test>::get(0), None);
		assert_noop!(pay(0, &ann(), 0), error(Error::UnknownEra));
		pay(9, &ben(), 0).unwrap();
		assert_eq!(total(CASH, &ben()), 1_005);
	});
}

#[test]
fn the_last_moment_to_be_paid_is_the_last_era_of_the_depth() {
	execute(|| {
		expose(0, &ann(), 0, 100, &[]);
		earn(CASH, 1_000);
		end_era(&[(ann(), 20)]);
		while active_era() < DEPTH - 1 {
			end_era(&[(ann(), 20)]);
		}
		pay(0, &ann(), 0).unwrap();
		assert_eq!(total(CASH, &ann()), 1_000);
	});
}

#[test]
fn what_one_of_a_page_could_not_be_paid_expires_too() {
	execute(|| {
		expose(0, &ann(), 0, 900, &[(nom(1), 100)]);
		earn(CASH, 400);
		end_era(&[(ann(), 20)]);
		pay(0, &ann(), 0).unwrap();
		assert_eq!(owed(CASH), 40);
		while active_era() < DEPTH {
			end_era(&[(ann(), 20)]);
		}
		// In the era that had just ended when it expired.
		assert_eq!((left(9, CASH), owed(CASH)), (Some(40), 40));
	});
}

#[test]
fn pages_of_expired_eras_are_swept_in_idle_blocks() {
	execute(|| {
		for validator in [ann(), ben(), cem()] {
			expose(0, &validator, 0, 100, &[]);
		}
		expose(1, &ann(), 0, 100, &[]);
		earn(CASH, 3_000);
		end_era(&[(ann(), 20), (ben(), 20), (cem(), 20)]);
		earn(CASH, 100);
		end_era(&[(ann(), 20)]);
		for validator in [ann(), ben(), cem()] {
			pay(0, &validator, 0).unwrap();
		}
		pay(1, &ann(), 0).unwrap();
		// Nothing has expired: a look is all.
		assert_eq!(idle(u64::MAX), 1);
		while active_era() < DEPTH {
			end_era(&[(ann(), 20)]);
		}
		assert_eq!(Pages::<Test>::iter().count(), 4);
		// The look, and 100 + 3 for each of 20 pages at most; with less time nothing is begun.
		assert_eq!(idle(160), 0);
		assert_eq!(Pages::<Test>::iter().count(), 4);
		assert_eq!(idle(161), 161);
		assert_eq!(Pages::<Test>::iter().count(), 1);
		assert_eq!(ClockOf::<Test>::get(), Some(Clock { era: 10, oldest: 1, swept: 1 }));
		assert_eq!(idle(u64::MAX), 1);
	});
}

#[test]
fn many_pages_take_many_blocks() {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		ClockOf::<Test>::put(Clock { era: 2, oldest: 1, swept: 0 });
		for number in 0..45 {
			Pages::<Test>::insert((0, account(number), 0), crate::UnpaidOf::new());
		}
		Pages::<Test>::insert((1, ann(), 0), crate::UnpaidOf::new());
	});
	// 20, 20, 5.
	for left in [26, 6, 1] {
		ext.commit_all().unwrap();
		ext.execute_with(|| {
			idle(u64::MAX);
			assert_eq!(Pages::<Test>::iter().count(), left);
			check();
		});
	}
	ext.execute_with(|| {
		assert_eq!(ClockOf::<Test>::get(), Some(Clock { era: 2, oldest: 1, swept: 1 }));
	});
}

#[test]
fn eras_that_were_missed_expire_some_at_a_time() {
	execute(|| {
		for _ in 0..6 {
			earn(CASH, 100);
			end_era(&[(ann(), 20)]);
		}
		assert_eq!(owed(CASH), 600);
		// As if the hook had not run for a long time.
		set_active_era(30);
		next_block();
		assert_eq!(ClockOf::<Test>::get(), Some(Clock { era: 30, oldest: 4, swept: 0 }));
		assert_eq!(owed(CASH), 200);
		// Nobody earned points in era 29, so 400 wait.
		end_era(&[(ann(), 20)]);
		assert_eq!(ClockOf::<Test>::get().map(|clock| clock.oldest), Some(8));
		assert_eq!((left(30, CASH), owed(CASH)), (Some(600), 600));
	});
}
