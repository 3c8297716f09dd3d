//! `signal_stall` and `withdraw_signal`.

use super::*;
use crate::StallSignal;

fn signal(number: u8, finalized: u32) -> DispatchResult {
	Mandates::signal_stall(signed(&account(number)), finalized)
}

/// Who has signalled, when, and which block.
fn signals() -> Vec<(u8, u32, u32)> {
	let all = Signals::<Test>::get().into_iter();
	all.map(|signal: StallSignal<_, _>| {
		(sorted(vec![signal.validator])[0], signal.at, signal.finalized)
	})
	.collect()
}

#[test]
fn a_validator_signals_a_stall() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		assert_ok!(signal(2, 4));
		assert_eq!(last_event(), Event::StallSignalled { validator: account(2), finalized: 4 });
		assert_eq!(signals(), [(2, 12, 4)]);
	});
}

#[test]
fn nobody_but_a_validator_signals() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		for number in [0, 5, 99] {
			assert_noop!(signal(number, 4), Error::<Test>::NotValidator);
		}
	});
}

#[test]
fn finality_must_have_stood_still_for_a_while() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		// 5 blocks: the block after the last final one is from block 8 on old enough in block 12.
		assert_noop!(signal(1, 8), Error::<Test>::NotStalled);
		assert_noop!(signal(1, 100), Error::<Test>::NotStalled);
		assert_noop!(signal(1, u32::MAX), Error::<Test>::Overflow);
		assert_ok!(signal(1, 7));
		assert_ok!(signal(1, 0));
	});
}

#[test]
fn a_second_signal_takes_the_place_of_the_first() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		assert_ok!(signal(1, 4));
		assert_ok!(signal(2, 4));
		run_to(13);
		assert_ok!(signal(1, 5));
		assert_eq!(signals(), [(2, 12, 4), (1, 13, 5)]);
	});
}

#[test]
fn a_signal_that_no_longer_counts_makes_room_for_the_next() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		assert_ok!(signal(1, 4));
		// It counts for 20 blocks, to block 31.
		run_to(31);
		assert_ok!(signal(2, 4));
		assert_eq!(signals(), [(1, 12, 4), (2, 31, 4)]);
		run_to(32);
		assert_ok!(signal(3, 4));
		assert_eq!(signals(), [(2, 31, 4), (3, 32, 4)]);
	});
}

#[test]
fn a_signal_of_who_validates_no_more_makes_room() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		assert_ok!(signal(1, 4));
		pallet_session::Validators::<Test>::put(vec![account(2), account(3)]);
		assert_ok!(signal(2, 4));
		assert_eq!(signals(), [(2, 12, 4)]);
	});
}

#[test]
fn all_validators_signal_and_no_more_than_there_is_room_for() {
	// One more than MaxValidators.
	ExtBuilder::default().validators(9).build_and_execute(|| {
		run_to(8);
		for number in 1..=8 {
			assert_ok!(signal(number, 1));
		}
		assert_noop!(signal(9, 1), Error::<Test>::TooManyValidators);
		assert_ok!(signal(8, 2));
	});
}

#[test]
fn a_signal_is_taken_back_by_its_author_alone() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		let withdraw = |number| Mandates::withdraw_signal(signed(&account(number)));
		assert_noop!(withdraw(1), Error::<Test>::NoSignal);
		assert_ok!(signal(1, 4));
		assert_noop!(withdraw(2), Error::<Test>::NoSignal);
		assert_ok!(withdraw(1));
		assert_eq!(last_event(), Event::SignalWithdrawn { validator: account(1) });
		assert_eq!(signals(), []);
		assert_noop!(withdraw(1), Error::<Test>::NoSignal);
	});
}

#[test]
fn who_validates_no_more_can_take_his_signal_back() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(12);
		assert_ok!(signal(1, 4));
		pallet_session::Validators::<Test>::put(vec![account(2), account(3)]);
		assert_ok!(Mandates::withdraw_signal(signed(&account(1))));
	});
}
