//! `rescue`, and its steps at the ends of sessions.
//!
//! Sessions have 10 blocks and begin at multiples of 10; eras begin with sessions 0, 3, 6. Unless a test says otherwise
//! validators 3 and 4 are gone from block 25 on, block 24 is the last final one, and era 1 begins with block 30.

use super::*;
use crate::RescuePlan;
use pallet_grandpa::{CurrentSetId, SetIdSession, Stalled};
use pallet_staking::{ForceEra, Forcing, Validators};

const FINAL: u32 = 24;

fn stall() {
	run_to(25);
	lose(&[3, 4]);
	run_to(35);
}

fn signal(number: u8, finalized: u32) {
	assert_ok!(Mandates::signal_stall(signed(&account(number)), finalized));
}

/// Finality stands still, and the two that are left have said so.
fn signalled_stall() {
	stall();
	signal(1, FINAL);
	signal(2, FINAL);
}

fn rescue(dead: &[u8], delay: u32, best_finalized: u32) -> DispatchResult {
	let names: Vec<_> = dead.iter().copied().map(dead_name).collect();
	let names = names.try_into().expect("few names");
	Mandates::rescue(by(Origin::Rescue), names, delay, best_finalized)
}

fn plan() -> Option<RescuePlan<AccountId, u32>> {
	Rescue::<Test>::get()
}

fn candidates() -> Vec<u8> {
	sorted(Validators::<Test>::iter_keys().collect())
}

#[test]
fn a_rescue_forces_a_set_without_the_lost_upon_finality() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		// Session 3.
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		let named = vec![account(3), account(4)];
		let decided = Event::RescueDecided { named: named.clone(), best_finalized: FINAL };
		assert_eq!(last_event(), decided);
		let expected = RescuePlan {
			phase: RescuePhase::Decided,
			dead: named.clone().try_into().unwrap(),
			delay: DELAY,
			best_finalized: FINAL,
			// A third of four, rounded up.
			signals: 2,
		};
		assert_eq!(plan(), Some(expected.clone()));

		// Until the end of the session nothing happens.
		run_to(39);
		assert_eq!(candidates(), [1, 2, 3, 4]);
		check();

		// The end of session 3: the lost are removed, and the set of session 5 is planned without them.
		run_to(40);
		assert_eq!(candidates(), [1, 2]);
		assert_eq!(last_event(), Event::ValidatorsRemoved { dead: named, session: 5 });
		let phase = RescuePhase::Planned { session: 5 };
		assert_eq!(plan(), Some(RescuePlan { phase, ..expected.clone() }));
		assert_eq!(validating(), [1, 2, 3, 4]);
		assert!(!Stalled::<Test>::exists());
		// The era of session 4 is the old one, so GRANDPA has nothing to say.
		assert_eq!(signalled(), None);
		check();

		// Session 4 is that of the old set. Finality has not been told, or it would sign up that.
		run_to(49);
		assert!(!Stalled::<Test>::exists());
		assert_eq!(plan(), Some(RescuePlan { phase, ..expected }));

		// The start of session 5.
		run_to(50);
		assert_eq!(validating(), [1, 2]);
		assert_eq!(plan(), None);
		let forced =
			Event::FinalityForced { session: 5, delay: DELAY, best_finalized: FINAL, set: Some(0) };
		assert_eq!(last_event(), forced);
		let voters = vec![1, 2];
		let forced = Signal::Forced { voters, delay: DELAY, best_finalized: FINAL };
		assert_eq!(signalled(), Some(forced));
		// It is signalled once.
		assert!(!Stalled::<Test>::exists());
		assert_eq!(finalizing(), [1, 2, 3, 4]);
		run_to(52);
		assert_eq!(finalizing(), [1, 2, 3, 4]);
		// 50 + 3, at the end of the block.
		run_to(54);
		assert_eq!(finalizing(), [1, 2]);

		// And life goes on: at the next era GRANDPA changes in the ordinary way.
		run_to_session(8);
		assert_eq!(validating(), [1, 2]);
		assert_eq!(signalled(), Some(Signal::Scheduled(vec![1, 2])));
	});
}

#[test]
fn the_chain_counts_sets_as_nodes_do_after_a_rescue() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		// Era 1 has signalled set 1 in block 30. Nodes never saw it become final, so they stay with set 0 and go on with 1.
		assert_eq!(CurrentSetId::<Test>::get(), 1);
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		run_to(50);
		assert_eq!(CurrentSetId::<Test>::get(), 1);
		// A proof against set 0 is one of sessions up to 2, against set 1 one of session 5 and later.
		assert_eq!(SetIdSession::<Test>::get(0), Some(2));
		assert_eq!(SetIdSession::<Test>::get(1), Some(5));
		// What set 1 finalizes begins after the last block of set 0.
		assert_eq!(Mandates::set_of(23), Some(0));
		assert_eq!(Mandates::set_of(24), Some(1));
		run_to_session(8);
		assert_eq!(CurrentSetId::<Test>::get(), 2);
	});
}

#[test]
fn a_stall_that_lasts_for_eras_is_rescued_with_the_set_that_finalized_last() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(65);
		lose(&[3, 4]);
		// Set 2 is in office since block 60, and 64 is final. Eras 3 and 4 begin with blocks 90 and 120.
		run_to(125);
		assert_eq!(CurrentSetId::<Test>::get(), 4);
		signal(1, 64);
		signal(2, 64);
		assert_ok!(rescue(&[3, 4], DELAY, 64));
		run_to(140);
		assert_eq!(CurrentSetId::<Test>::get(), 3);
		let forced =
			Event::FinalityForced { session: 14, delay: DELAY, best_finalized: 64, set: Some(2) };
		assert_eq!(last_event(), forced);
		assert_eq!(Mandates::set_of(64), Some(3));
		assert_eq!(Mandates::set_of(63), Some(2));
		assert_eq!(Mandates::set_of(59), Some(1));
	});
}

#[test]
fn the_lost_do_not_come_back_by_making_themselves_candidates_again() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		// Both in the block that ends the session, before the set is planned, and while it waits.
		run_to(39);
		Mandates::session_ended(3);
		for number in [3, 4] {
			let prefs = Default::default();
			assert_ok!(Staking::validate(signed(&account(number)), prefs));
		}
		run_to(40);
		assert_eq!(candidates(), [1, 2, 3, 4]);
		run_to(50);
		assert_eq!(validating(), [1, 2]);
		let voters = vec![1, 2];
		let forced = Signal::Forced { voters, delay: DELAY, best_finalized: FINAL };
		assert_eq!(signalled(), Some(forced));
		// Afterwards they are candidates like everybody: the next era begins with session 8.
		run_to_session(8);
		assert_eq!(validating(), [1, 2, 3, 4]);
	});
}

#[test]
fn without_an_election_the_present_validators_go_on_without_the_lost() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		// More than will be elected.
		pallet_staking::MinimumValidatorCount::<Test>::put(3);
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		run_to(50);
		assert_eq!(validating(), [1, 2]);
		let voters = vec![1, 2];
		let forced = Signal::Forced { voters, delay: DELAY, best_finalized: FINAL };
		assert_eq!(signalled(), Some(forced));
		// An era is tried again each session.
		assert_eq!(ForceEra::<Test>::get(), Forcing::ForceNew);
	});
}

#[test]
fn who_authors_a_block_before_the_session_ends_is_not_removed() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		lose(&[3]);
		run_to(50);
		assert_eq!(candidates(), [1, 2, 4]);
		assert_eq!(validating(), [1, 2, 4]);
	});
}

#[test]
fn a_rescue_ends_without_effect_if_all_named_have_come_back() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		lose(&[]);
		run_to(40);
		let reason = Error::<Test>::NobodyLost.into();
		assert_eq!(last_event(), Event::RescueAbandoned { reason });
		assert_eq!(plan(), None);
		assert_eq!(candidates(), [1, 2, 3, 4]);
		assert_eq!(ForceEra::<Test>::get(), Forcing::NotForcing);
		run_to(60);
		assert_eq!(signalled(), Some(Signal::Scheduled(vec![1, 2, 3, 4])));
	});
}

#[test]
fn a_rescue_ends_without_effect_if_it_would_remove_more_than_half_by_then() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		// Another set has come into office in the meantime.
		run_to(39);
		pallet_session::Validators::<Test>::put([1, 3, 4].map(account).to_vec());
		run_to(40);
		let reason = Error::<Test>::TooManyLost.into();
		assert_eq!(last_event(), Event::RescueAbandoned { reason });
		assert_eq!(candidates(), [1, 2, 3, 4]);
	});
}

#[test]
fn a_rescue_is_off_when_validators_say_that_finality_moves_again() {
	// Before the lost are removed, and after.
	for (block, left) in [(38, vec![1, 2, 3, 4]), (45, vec![1, 2])] {
		ExtBuilder::default().build_and_execute(|| {
			signalled_stall();
			assert_ok!(rescue(&[3, 4], DELAY, FINAL));
			run_to(block);
			assert_ok!(Mandates::withdraw_signal(signed(&account(1))));
			run_to(50);
			let reason = Error::<Test>::TooFewSignals.into();
			assert_eq!(last_event(), Event::RescueAbandoned { reason });
			assert_eq!(plan(), None);
			assert_eq!(Signals::<Test>::get().len(), 0);
			assert!(!Stalled::<Test>::exists());
			assert_eq!(candidates(), left);
			// The set that was planned comes into office as any other.
			let signal = (left.len() == 2).then(|| Signal::Scheduled(left.clone()));
			assert_eq!(signalled(), signal);
			assert_eq!(validating(), left);
		});
	}
}

#[test]
fn a_rescue_stands_on_more_signals_than_it_needs() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		signal(3, FINAL);
		assert_ok!(rescue(&[4], DELAY, FINAL));
		assert_ok!(Mandates::withdraw_signal(signed(&account(1))));
		run_to(50);
		assert_eq!(validating(), [1, 2, 3]);
		let voters = vec![1, 2, 3];
		let forced = Signal::Forced { voters, delay: DELAY, best_finalized: FINAL };
		assert_eq!(signalled(), Some(forced));
	});
}

#[test]
fn an_era_that_began_with_this_session_is_evidence_at_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(25);
		lose(&[3, 4]);
		// The first block of era 1, in which nobody else has a point either.
		run_to(30);
		signal(1, FINAL);
		signal(2, FINAL);
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		run_to(40);
		assert_eq!(candidates(), [1, 2]);
	});
}

#[test]
fn a_rescue_without_a_stall_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		stall();
		assert_noop!(rescue(&[3, 4], DELAY, FINAL), Error::<Test>::TooFewSignals);
		signal(1, FINAL);
		// One of four is less than a third.
		assert_noop!(rescue(&[3, 4], DELAY, FINAL), Error::<Test>::TooFewSignals);
		signal(2, FINAL);
		assert_ok!(Mandates::withdraw_signal(signed(&account(2))));
		assert_noop!(rescue(&[3, 4], DELAY, FINAL), Error::<Test>::TooFewSignals);
	});
}

#[test]
fn one_third_of_the_validators_is_enough() {
	ExtBuilder::default().validators(6).build_and_execute(|| {
		run_to(25);
		lose(&[4, 5, 6]);
		run_to(35);
		signal(1, FINAL);
		assert_noop!(rescue(&[4], DELAY, FINAL), Error::<Test>::TooFewSignals);
		signal(2, FINAL);
		assert_ok!(rescue(&[4], DELAY, FINAL));
	});
}

#[test]
fn signals_count_for_their_time_only() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		// From block 35 for 20 blocks.
		run_to(55);
		assert_noop!(rescue(&[3, 4], DELAY, FINAL), Error::<Test>::TooFewSignals);
	});
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		run_to(54);
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
	});
}

#[test]
fn signals_of_who_validates_no_more_do_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		pallet_session::Validators::<Test>::put([1, 3, 4, 5].map(account).to_vec());
		assert_noop!(rescue(&[3, 4], DELAY, FINAL), Error::<Test>::TooFewSignals);
	});
}

#[test]
fn the_block_to_go_on_from_is_one_that_validators_have_signalled() {
	ExtBuilder::default().build_and_execute(|| {
		stall();
		signal(1, 20);
		signal(2, 24);
		let error = Error::<Test>::BadFinalizedBlock;
		assert_noop!(rescue(&[3, 4], DELAY, 19), error);
		assert_noop!(rescue(&[3, 4], DELAY, 25), Error::<Test>::BadFinalizedBlock);
		assert_ok!(rescue(&[3, 4], DELAY, 24));
	});
	ExtBuilder::default().build_and_execute(|| {
		stall();
		signal(1, 20);
		signal(2, 24);
		// A false signal does not keep the vote from what is right.
		signal(4, 1);
		assert_ok!(rescue(&[3, 4], DELAY, 20));
	});
}

#[test]
fn the_delay_stays_within_its_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		for delay in [0, DELAY - 1, SESSION, u32::MAX] {
			assert_noop!(rescue(&[3, 4], delay, FINAL), Error::<Test>::BadDelay);
		}
		assert_ok!(rescue(&[3, 4], SESSION - 1, FINAL));
		run_to(50);
		// In force before the next session, so that no change is in the way of that.
		run_to(60);
		assert!(!pallet_grandpa::PendingChange::<Test>::exists());
		assert_eq!(finalizing(), [1, 2]);
	});
}

#[test]
fn only_who_has_authored_nothing_is_named_to_some_purpose() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_noop!(rescue(&[], DELAY, FINAL), Error::<Test>::NothingNamed);
		// Alive.
		assert_noop!(rescue(&[1, 2], DELAY, FINAL), Error::<Test>::NobodyLost);
		// No validator.
		assert_noop!(rescue(&[9], DELAY, FINAL), Error::<Test>::NobodyLost);
		// Who is alive, or nobody, is passed over.
		assert_ok!(rescue(&[1, 3, 9, 3], DELAY, FINAL));
		assert_eq!(plan().unwrap().dead.to_vec(), [account(3)]);
		run_to(50);
		assert_eq!(validating(), [1, 2, 4]);
	});
}

#[test]
fn at_most_half_of_the_validators_are_removed() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(25);
		lose(&[2, 3, 4]);
		run_to(35);
		signal(1, FINAL);
		signal(2, FINAL);
		assert_noop!(rescue(&[2, 3, 4], DELAY, FINAL), Error::<Test>::TooManyLost);
		assert_ok!(rescue(&[2, 3], DELAY, FINAL));
	});
	ExtBuilder::default().validators(5).build_and_execute(|| {
		run_to(25);
		lose(&[3, 4, 5]);
		run_to(35);
		signal(1, FINAL);
		signal(2, FINAL);
		assert_noop!(rescue(&[3, 4, 5], DELAY, FINAL), Error::<Test>::TooManyLost);
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
	});
}

#[test]
fn a_rescue_waits_for_the_end_of_another() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3], DELAY, FINAL));
		assert_noop!(rescue(&[3], DELAY, FINAL), Error::<Test>::RescueUnderWay);
		run_to(45);
		assert_noop!(rescue(&[4], DELAY, FINAL), Error::<Test>::RescueUnderWay);
		// Nor are there signals for another one.
		let signal_again = Mandates::signal_stall(signed(&account(1)), FINAL);
		assert_noop!(signal_again, Error::<Test>::RescueUnderWay);
		// Told in block 50, in force at the end of block 53.
		run_to(53);
		signal(1, FINAL);
		signal(2, FINAL);
		assert_noop!(rescue(&[4], DELAY, FINAL), Error::<Test>::ChangeUnderWay);
		run_to(54);
		assert_ok!(rescue(&[4], DELAY, FINAL));
	});
}

#[test]
fn a_decision_is_not_carried_out_twice() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		run_to(55);
		// The same call again: the signals are used up, and the lost are gone.
		assert_noop!(rescue(&[3, 4], DELAY, FINAL), Error::<Test>::TooFewSignals);
		signal(1, FINAL);
		signal(2, FINAL);
		assert_noop!(rescue(&[3, 4], DELAY, FINAL), Error::<Test>::NobodyLost);
	});
}

#[test]
fn a_second_stall_is_rescued_too() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3], DELAY, FINAL));
		run_to(55);
		// Validator 4 is still gone: two of three do not suffice. Nothing has been finalized since.
		signal(1, FINAL);
		signal(2, FINAL);
		assert_ok!(rescue(&[4], DELAY, FINAL));
		run_to(70);
		assert_eq!(validating(), [1, 2]);
		let voters = vec![1, 2];
		let forced = Signal::Forced { voters, delay: DELAY, best_finalized: FINAL };
		assert_eq!(signalled(), Some(forced));
		// Nodes went from 0 to 1 by the first rescue and go to 2 by the second.
		assert_eq!(CurrentSetId::<Test>::get(), 2);
	});
}

#[test]
fn a_refusal_of_staking_is_reported_and_stops_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		signalled_stall();
		assert_ok!(rescue(&[3, 4], DELAY, FINAL));
		// As if he had never bonded.
		pallet_staking::Bonded::<Test>::remove(account(4));
		run_to(40);
		let refused = events().into_iter().any(|event| {
			event
				== Event::RescueStepRefused {
					error: pallet_staking::Error::<Test>::NotStash.into(),
				}
		});
		assert!(refused);
		run_to(50);
		assert_eq!(validating(), [1, 2]);
		pallet_staking::Bonded::<Test>::insert(account(4), account(4));
	});
}

#[test]
fn finality_is_told_by_nobody_else() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in Origin::ALL.map(by).into_iter().chain([signed(&account(1))]) {
			assert_noop!(Grandpa::note_stalled(origin.clone(), 3, 1), DispatchError::BadOrigin);
			assert_noop!(Staking::force_new_era(origin), DispatchError::BadOrigin);
		}
	});
}
