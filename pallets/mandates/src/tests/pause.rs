//! `pause`, and what a pause does.

use super::*;
use frame_support::traits::Contains;
use sp_runtime::traits::Dispatchable;

fn pause(calls: &[(&str, &str)], blocks: u32) -> DispatchResult {
	let calls = calls.iter().map(|(pallet, call)| name(pallet, call)).collect::<Vec<_>>();
	Mandates::pause(by(Origin::Halt), calls.try_into().expect("few calls"), blocks)
}

fn transfer() -> RuntimeCall {
	pallet_balances::Call::transfer_allow_death { dest: account(1), value: 1 }.into()
}

fn transfer_keep_alive() -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest: account(1), value: 1 }.into()
}

fn works(call: RuntimeCall) -> bool {
	match call.dispatch(signed(&stranger())) {
		Ok(_) => true,
		Err(refusal) => {
			assert_eq!(refusal.error, frame_system::Error::<Test>::CallFiltered.into());
			false
		}
	}
}

const TRANSFER: (&str, &str) = ("Balances", "transfer_allow_death");

#[test]
fn a_paused_call_is_refused_until_its_end_and_works_again_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(4);
		assert_ok!(pause(&[TRANSFER], 5));
		let calls: CallNames<Test> = vec![name(TRANSFER.0, TRANSFER.1)].try_into().unwrap();
		assert_eq!(last_event(), Event::CallsPaused { calls, until: 9 });
		for block in 4..9 {
			run_to(block);
			assert!(!works(transfer()));
			assert!(works(transfer_keep_alive()));
			check();
		}
		run_to(9);
		assert!(works(transfer()));
		// The record is there, and so is that of the other pallet.
		assert!(PausedUntil::<Test>::contains_key(name(TRANSFER.0, TRANSFER.1)));
		assert!(pallet_tx_pause::PausedCalls::<Test>::contains_key(name(TRANSFER.0, TRANSFER.1)));
	});
}

#[test]
fn a_pause_holds_inside_of_a_batch() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(pause(&[TRANSFER], 5));
		let batch = pallet_utility::Call::batch_all { calls: vec![transfer()] };
		let refusal = RuntimeCall::from(batch).dispatch(signed(&stranger())).unwrap_err();
		assert_eq!(refusal.error, frame_system::Error::<Test>::CallFiltered.into());
	});
}

#[test]
fn while_one_call_is_paused_others_end_on_their_own_days() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(pause(&[TRANSFER], 2));
		assert_ok!(pause(&[("Balances", "transfer_keep_alive")], 6));
		assert_eq!(QuietFrom::<Test>::get(), 7);
		run_to(3);
		assert!(works(transfer()));
		assert!(!works(transfer_keep_alive()));
		run_to(7);
		assert!(works(transfer_keep_alive()));
	});
}

#[test]
fn a_pause_lasts_from_one_block_to_the_longest() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(pause(&[TRANSFER], 0), Error::<Test>::BadDuration);
		assert_noop!(pause(&[TRANSFER], MAX_PAUSE + 1), Error::<Test>::BadDuration);
		assert_ok!(pause(&[TRANSFER], 1));
		assert_ok!(pause(&[TRANSFER], MAX_PAUSE));
		assert_eq!(PausedUntil::<Test>::get(name(TRANSFER.0, TRANSFER.1)), Some(73));
	});
}

#[test]
fn a_shorter_pause_does_not_cut_a_longer_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(pause(&[TRANSFER], 20));
		assert_ok!(pause(&[TRANSFER], 2));
		assert_eq!(PausedUntil::<Test>::get(name(TRANSFER.0, TRANSFER.1)), Some(21));
		assert_eq!(QuietFrom::<Test>::get(), 21);
	});
}

#[test]
fn a_call_is_paused_again_after_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(pause(&[TRANSFER], 2));
		run_to(5);
		assert!(works(transfer()));
		assert_ok!(pause(&[TRANSFER], 2));
		assert!(!works(transfer()));
		run_to(7);
		assert!(works(transfer()));
	});
}

#[test]
fn the_ways_out_are_never_paused() {
	ExtBuilder::default().build_and_execute(|| {
		for never in [
			("Staking", "withdraw_unbonded"),
			("Mandates", "resume"),
			("Mandates", "lapse_upgrade"),
			("Mandates", "signal_stall"),
		] {
			assert_noop!(pause(&[never], 5), Error::<Test>::NeverPaused);
			// Not even among others.
			assert_noop!(pause(&[TRANSFER, never], 5), Error::<Test>::NeverPaused);
		}
		assert!(works(transfer()));
	});
}

#[test]
fn a_call_that_has_become_a_way_out_works_though_its_pause_is_stored() {
	ExtBuilder::default().build_and_execute(|| {
		// As it would be if a new runtime lists the call.
		let exit = name("Staking", "withdraw_unbonded");
		PausedUntil::<Test>::insert(&exit, 50);
		QuietFrom::<Test>::put(50);
		pallet_tx_pause::PausedCalls::<Test>::insert(&exit, ());
		let call = pallet_staking::Call::withdraw_unbonded { num_slashing_spans: 0 };
		assert!(crate::Filter::<Test>::contains(&call.into()));
		assert_ok!(Mandates::resume(by(Origin::Halt), exit.clone()));
		assert!(!PausedUntil::<Test>::contains_key(exit));
	});
}

#[test]
fn a_pause_that_is_not_recorded_here_has_no_effect() {
	ExtBuilder::default().build_and_execute(|| {
		pallet_tx_pause::PausedCalls::<Test>::insert(name(TRANSFER.0, TRANSFER.1), ());
		assert_ok!(pause(&[("Balances", "transfer_keep_alive")], 6));
		assert!(works(transfer()));
	});
}

#[test]
fn only_calls_of_this_runtime_are_paused() {
	ExtBuilder::default().build_and_execute(|| {
		for unknown in [("Balances", "transfer"), ("Nothing", "transfer_all"), ("", "")] {
			assert_noop!(pause(&[unknown], 5), Error::<Test>::UnknownCall);
			assert_noop!(pause(&[TRANSFER, unknown], 5), Error::<Test>::UnknownCall);
		}
		assert_noop!(pause(&[], 5), Error::<Test>::NothingNamed);
	});
}

#[test]
fn calls_that_do_not_fit_into_a_referendum_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// Two bytes of pallet and call, one of the length of the list, one of the blocks; a pair of names is 1 + 8 + 1 and its
		// own length: 30 for transfer_allow_death, 29 for transfer_keep_alive, 22 for transfer_all, 14 for burn, 26 for
		// upgrade_accounts.
		let four = [
			TRANSFER,
			("Balances", "transfer_keep_alive"),
			("Balances", "transfer_all"),
			("Balances", "upgrade_accounts"),
		];
		// 4 + 30 + 29 + 22 + 26 = 111. With burn it is 125, with another transfer_all 133.
		assert_ok!(pause(&four, 5));
		let five = [&four[..], &[("Balances", "burn")]].concat();
		assert_ok!(pause(&five, 5));
		let many = [&four[..], &[("Balances", "transfer_all")]].concat();
		assert_noop!(pause(&many, 5), Error::<Test>::TooLong);
	});
}

#[test]
fn a_longest_proposal_has_128_bytes() {
	ExtBuilder::default().build_and_execute(|| {
		use codec::Encode;
		// As above: 4 + 5 * 22 + 14.
		let all = ("Balances", "transfer_all");
		let calls = [all, all, all, all, all, ("Balances", "burn")];
		let names = calls.map(|(pallet, call)| name(pallet, call)).to_vec();
		let call: Call<Test> = Call::pause { calls: names.try_into().unwrap(), blocks: 5 };
		assert_eq!(RuntimeCall::from(call).encoded_size(), 128);
		assert_ok!(pause(&calls, 5));
		// 64 blocks need two bytes.
		assert_noop!(pause(&calls, 64), Error::<Test>::TooLong);
	});
}

#[test]
fn a_pause_that_would_never_end_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(u32::MAX - 1);
		assert_noop!(pause(&[TRANSFER], 2), Error::<Test>::Overflow);
		assert_ok!(pause(&[TRANSFER], 1));
	});
}

#[test]
fn what_the_other_pallet_refuses_to_pause_is_not_paused() {
	ExtBuilder::default().build_and_execute(|| {
		let calls = vec![name(TRANSFER.0, TRANSFER.1), name("TxPause", "pause")];
		let call: Call<Test> = Call::pause { calls: calls.try_into().unwrap(), blocks: 5 };
		let refusal = RuntimeCall::from(call).dispatch(by(Origin::Halt));
		assert_noop!(refusal, Error::<Test>::PauseRefused);
		assert!(works(transfer()));
		assert_eq!(PausedUntil::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_other_pallet_pauses_nothing_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		let names = name(TRANSFER.0, TRANSFER.1);
		for origin in Origin::ALL.map(by).into_iter().chain([signed(&stranger())]) {
			assert_noop!(TxPause::pause(origin.clone(), names.clone()), DispatchError::BadOrigin);
			assert_noop!(TxPause::unpause(origin, names.clone()), DispatchError::BadOrigin);
		}
	});
}
