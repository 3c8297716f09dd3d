use super::*;
use frame_support::dispatch::GetDispatchInfo;

type Weights = crate::weights::SubstrateWeight<Test>;

/// Gives the company cash.
fn fund(amount: u128) {
	assert_ok!(Assets::transfer(signed(&founder()), CASH, company(), amount));
}

/// Everything that is stored.
fn state() -> Vec<u8> {
	sp_io::storage::root(sp_runtime::StateVersion::V1)
}

/// Closed at block 70, so it may run from 75 to 95.
#[test]
fn a_call_runs_in_its_window_as_the_company() {
	for block in [75, 95] {
		ExtBuilder::default().build_and_execute(|| {
			fund(1_000);
			let id = passed(motion(spend(600)));
			at(74);
			assert_noop!(execute(id), Error::<Test>::TimeLocked);
			at(block);
			assert_eq!(info(id).stage, BallotStage::Executable);
			assert_ok!(execute(id));
			assert_eq!(last_event(), Event::Executed { ballot: id, result: Ok(()) });
			assert_eq!((total(CASH, &company()), total(CASH, &grace())), (400, START + 600));
			assert_eq!(info(id).stage, BallotStage::Executed);
			assert_noop!(execute(id), Error::<Test>::NotPassed);
		});
	}
}

#[test]
fn execute_fails_after_the_window() {
	ExtBuilder::default().build_and_execute(|| {
		let id = passed(motion(remark(3)));
		at(96);
		assert_noop!(execute(id), Error::<Test>::WindowOver);
		assert_eq!(info(id).stage, BallotStage::Void);
	});
}

#[test]
fn execute_fails_for_a_ballot_that_has_not_passed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(execute(0), Error::<Test>::UnknownBallot);
		assert_ok!(open(motion(remark(3))));
		assert_ok!(open(text()));
		assert_noop!(execute(0), Error::<Test>::NotPassed);
		at(30);
		assert_ok!(vote(&dave(), 0, YES));
		assert_ok!(vote(&alice(), 1, YES));
		assert_noop!(execute(0), Error::<Test>::NotPassed);
		at(75);
		// Without a quorum, and a text.
		for id in [0, 1] {
			assert_ok!(close(id));
			assert_noop!(execute(id), Error::<Test>::NotPassed);
		}
	});
}

#[test]
fn a_call_that_fails_is_recorded_and_may_be_tried_again() {
	ExtBuilder::default().build_and_execute(|| {
		fund(100);
		let id = passed(motion(spend(600)));
		at(75);
		System::reset_events();
		let before = state();
		assert_ok!(execute(id));
		let result = Err(pallet_tokens::Error::<Test>::BalanceLow.into());
		assert_eq!(last_event(), Event::Executed { ballot: id, result });
		System::reset_events();
		assert_eq!(state(), before, "something has come of it");
		fund(900);
		at(95);
		assert_ok!(execute(id));
		assert_eq!(last_event(), Event::Executed { ballot: id, result: Ok(()) });
		assert_eq!(total(CASH, &company()), 400);
	});
}

#[test]
fn the_caller_bounds_the_weight_and_is_charged_what_is_used() {
	ExtBuilder::default().build_and_execute(|| {
		fund(1_000);
		let id = passed(motion(spend(600)));
		at(75);
		let weight = spend(600).get_dispatch_info().call_weight;
		let less = weight.saturating_sub(Weight::from_parts(1, 0));
		let run = |max_weight| Ballots::execute(signed(&grace()), id, max_weight);
		assert_noop!(run(less).map_err(|refused| refused.error), Error::<Test>::AboveMaxWeight);
		let more = weight.saturating_mul(3);
		let call = crate::Call::<Test>::execute { ballot: id, max_weight: more };
		let charged = call.get_dispatch_info().call_weight;
		assert_eq!(charged, Weights::execute().saturating_add(more));
		let info = run(more).expect("it runs");
		assert_eq!(info.actual_weight, Some(Weights::execute().saturating_add(weight)));
	});
}

#[test]
fn a_call_that_does_not_decode_any_more_is_void() {
	ExtBuilder::default().build_and_execute(|| {
		let id = passed(motion(remark(3)));
		at(75);
		Motions::<Test>::insert(id, raw_motion(vec![255]));
		assert_ok!(execute(id));
		assert_eq!(last_event(), Event::BallotVoided { ballot: id });
		assert_eq!(Stored::<Test>::get(id).unwrap().stage, Stage::Void);
		assert_noop!(execute(id), Error::<Test>::NotPassed);
		assert_ok!(clear(id, 10));
		assert!(is_blank());
	});
}

#[test]
fn a_call_is_void_when_its_bytes_may_mean_another() {
	ExtBuilder::default().build_and_execute(|| {
		fund(1_000);
		let id = passed(motion(spend(600)));
		at(75);
		TransactionVersion::set(2);
		assert_ok!(execute(id));
		assert_eq!(last_event(), Event::BallotVoided { ballot: id });
		assert_eq!((info(id).stage, total(CASH, &company())), (BallotStage::Void, 1_000));
	});
}

#[test]
fn execute_fails_for_a_call_that_is_not_allowed_any_more() {
	ExtBuilder::default().build_and_execute(|| {
		let id = passed(motion(remark(3)));
		at(75);
		NothingAllowed::set(true);
		assert_noop!(execute(id), Error::<Test>::CallNotAllowed);
		NothingAllowed::set(false);
		// More than half have agreed, three quarters would be needed now.
		NothingOrdinary::set(true);
		assert_noop!(execute(id), Error::<Test>::CallNotAllowed);
		NothingOrdinary::set(false);
		MaxCallWeight::set(Weight::zero());
		assert_noop!(
			Ballots::execute(signed(&grace()), id, Weight::MAX).map_err(|refused| refused.error),
			Error::<Test>::CallTooHeavy
		);
		MaxCallWeight::set(Weight::from_parts(50_000_000_000, 1_000_000));
		assert_ok!(execute(id));
	});
}

#[test]
fn a_special_ballot_runs_what_has_become_ordinary_or_not() {
	ExtBuilder::default().build_and_execute(|| {
		hand_over();
		assert_ok!(Balances::transfer_allow_death(signed(&founder()), company(), START / 2));
		let open = Ballots::open_ballot(signed(&company()), SHARE, motion(mint(5)));
		assert_ok!(open);
		at(30);
		assert_ok!(vote(&alice(), 0, YES));
		at(70);
		assert_ok!(close(0));
		at(85);
		assert_ok!(execute(0));
		assert_eq!(last_event(), Event::Executed { ballot: 0, result: Ok(()) });
		assert_eq!(total(SHARE, &grace()), 5);
	});
}

/// The runtime keeps these calls from companies; nothing would come of them anyway.
#[test]
fn a_call_cannot_come_back_to_its_own_ballot() {
	ExtBuilder::default().build_and_execute(|| {
		let again = crate::Call::execute { ballot: 0, max_weight: Weight::zero() };
		let clear = crate::Call::clear { ballot: 1, limit: 10 };
		let close = crate::Call::close_ballot { ballot: 2 };
		for call in [again, clear, close] {
			assert_ok!(open(motion(call)));
		}
		at(30);
		for id in 0..3 {
			assert_ok!(vote(&alice(), id, YES));
		}
		at(70);
		for id in 0..3 {
			assert_ok!(Ballots::close_ballot(signed(&grace()), id));
		}
		at(75);
		for (id, error) in
			[(0, Error::NotPassed), (1, Error::NotFinished), (2, Error::AlreadyClosed)]
		{
			assert_ok!(execute(id));
			assert_eq!(last_event(), Event::Executed { ballot: id, result: Err(refused(error)) });
			assert_eq!(info(id).stage, BallotStage::Executable);
		}
	});
}

#[test]
fn execute_fails_if_the_motion_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		let id = passed(motion(remark(3)));
		at(75);
		let motion = Motions::<Test>::take(id).unwrap();
		assert_noop!(execute(id), Error::<Test>::Corrupt);
		Motions::<Test>::insert(id, motion);
	});
}
