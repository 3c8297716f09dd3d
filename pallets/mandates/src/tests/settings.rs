//! What a runtime's settings must satisfy, and that the checks of the state find what is wrong.

use super::*;
use crate::{RescuePlan, StallSignal};
use frame_support::traits::Hooks as _;
use sp_core::H256;

#[test]
fn the_settings_of_the_mock_are_possible() {
	ExtBuilder::default().build_and_execute(Mandates::integrity_test);
}

fn plan(dead: &[u8], delay: u32, best_finalized: u32, phase: RescuePhase) {
	let dead: Vec<_> = dead.iter().copied().map(account).collect();
	let dead = dead.try_into().expect("few");
	Rescue::<Test>::put(RescuePlan { phase, dead, delay, best_finalized, signals: 2 });
}

fn signals(all: &[(u8, u32, u32)]) {
	let signal = |(number, at, finalized): &(u8, u32, u32)| StallSignal {
		validator: account(*number),
		at: *at,
		finalized: *finalized,
	};
	let signals: Vec<_> = all.iter().map(signal).collect();
	Signals::<Test>::put(frame_support::BoundedVec::truncate_from(signals));
}

fn starts(all: &[(u32, u64)]) {
	let starts = all.iter().map(|(block, set)| SetStart { block: *block, set: *set });
	SetStarts::<Test>::put(frame_support::BoundedVec::truncate_from(starts.collect()));
}

#[test]
fn try_state_finds_a_planted_fault() {
	type Fault = (&'static str, fn());
	let faults: [Fault; 16] = [
		("1: ", || {
			Upgrade::<Test>::put(UpgradeTerm { code_hash: H256::zero(), expires_at: 9 });
		}),
		("2: a pause outlives", || PausedUntil::<Test>::insert(name("Balances", "burn"), 30)),
		("2: a call is refused", || {
			// Recorded, and nothing refuses the call.
			PausedUntil::<Test>::insert(name("Balances", "burn"), 30);
			QuietFrom::<Test>::put(30);
		}),
		("3: a validator", || signals(&[(1, 20, 3), (1, 20, 3)])),
		("3: a signal from", || signals(&[(1, 26, 3)])),
		("3: finality", || signals(&[(1, 20, 16)])),
		("4: nobody", || plan(&[], DELAY, 3, RescuePhase::Decided)),
		("4: somebody", || plan(&[1, 1], DELAY, 3, RescuePhase::Decided)),
		("4: the delay", || plan(&[1], SESSION, 3, RescuePhase::Decided)),
		("4: the block", || plan(&[1], DELAY, 25, RescuePhase::Decided)),
		("4: the lost", || plan(&[1], DELAY, 3, RescuePhase::Removed)),
		("4: it stands", || {
			plan(&[1], DELAY, 3, RescuePhase::Decided);
			Rescue::<Test>::mutate(|plan| plan.as_mut().unwrap().signals = 0);
		}),
		("5: the numbers", || starts(&[(0, 1), (10, 1)])),
		("5: the blocks", || starts(&[(10, 0), (0, 1)])),
		("5: a set", || starts(&[(21, 1)])),
		("5: a set", || starts(&[(0, 0), (22, 1)])),
	];
	for (text, plant) in faults {
		ExtBuilder::default().build().execute_with(|| {
			run_to(25);
			check();
			plant();
			let found = Mandates::do_try_state().unwrap_err();
			let found: &'static str = match found {
				sp_runtime::TryRuntimeError::Other(text) => text,
				other => panic!("{other:?}"),
			};
			assert!(found.starts_with(text), "{found}");
		});
	}
}
