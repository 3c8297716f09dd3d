//! `resume`.

use super::*;

fn pause(blocks: u32) {
	let calls = vec![transfer()].try_into().unwrap();
	assert_ok!(Mandates::pause(by(Origin::Halt), calls, blocks));
}

fn transfer() -> crate::CallName<Test> {
	name("Balances", "transfer_allow_death")
}

fn stored() -> bool {
	PausedUntil::<Test>::contains_key(transfer())
		|| pallet_tx_pause::PausedCalls::<Test>::contains_key(transfer())
}

#[test]
fn anybody_removes_a_pause_that_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		pause(5);
		let resume = || Mandates::resume(signed(&stranger()), transfer());
		run_to(5);
		assert_noop!(resume(), Error::<Test>::StillPaused);
		run_to(6);
		assert_ok!(resume());
		assert_eq!(last_event(), Event::CallResumed { call: transfer() });
		assert!(!stored());
		assert_noop!(resume(), Error::<Test>::NotPaused);
	});
}

#[test]
fn the_halt_track_ends_a_pause_early() {
	ExtBuilder::default().build_and_execute(|| {
		pause(50);
		run_to(2);
		assert_ok!(Mandates::resume(by(Origin::Halt), transfer()));
		assert!(!stored());
		assert_noop!(Mandates::resume(by(Origin::Halt), transfer()), Error::<Test>::NotPaused);
	});
}

#[test]
fn no_other_track_ends_a_pause() {
	ExtBuilder::default().build_and_execute(|| {
		pause(5);
		run_to(6);
		for origin in others(Origin::Halt).map(by).chain([RuntimeOrigin::root()]) {
			assert_noop!(Mandates::resume(origin, transfer()), DispatchError::BadOrigin);
		}
		assert_noop!(Mandates::resume(RuntimeOrigin::none(), transfer()), DispatchError::BadOrigin);
	});
}
