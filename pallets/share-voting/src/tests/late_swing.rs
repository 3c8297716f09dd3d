//! Late swings on real referenda. On the slow track a decision that begins in block 5 has its last quarter from block 35 on and
//! ends in block 45; a confirmation takes 8 blocks, its last quarter 2.

use super::*;

fn since(poll: PollIndex) -> u32 {
	status(poll).deciding.expect("it is being decided").since
}

fn confirming(poll: PollIndex) -> Option<u32> {
	status(poll).deciding.expect("it is being decided").confirming
}

/// Nays 300,000 from the beginning. 500,000 ayes are 62.5 % and pass; 500,000 against 420,000 are 54.3 % and do not.
#[test]
fn a_last_minute_whale_is_put_off_twice_and_then_it_is_decided() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		run_to(44);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!(last_event(), Event::Extended { poll, extensions: 1 });
		assert_eq!((since(poll), confirming(poll)), (13, None));
		run_to(45);
		assert_eq!(confirming(poll), Some(53));
		run_to(52);
		assert_ok!(vote(&carol(), poll, Side::Nay));
		assert_eq!(last_event(), Event::Extended { poll, extensions: 2 });
		assert_eq!((since(poll), confirming(poll)), (21, Some(61)));
		run_to(53);
		assert_eq!(confirming(poll), None);
		// The end is block 61 now. In block 60 bob turns it once more, and nothing is put off: it confirms, and that is all.
		run_to(60);
		assert_ok!(vote(&bob(), poll, Side::Aye));
		assert_eq!((since(poll), extensions(poll)), (21, 2));
		run_to(61);
		assert_eq!(confirming(poll), Some(69));
		run_to(68);
		assert!(!is_approved(poll));
		run_to(69);
		assert!(is_approved(poll));
		run_to(74);
		assert_eq!(enacted(), [poll]);
	});
}

#[test]
fn a_whale_before_the_last_quarter_puts_nothing_off() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		run_to(34);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!((since(poll), extensions(poll)), (5, 0));
		// It passes from block 35 on and is approved 8 blocks later; the last quarter in which it is turned puts it off.
		run_to(42);
		assert_eq!(confirming(poll), Some(43));
		assert_ok!(vote(&carol(), poll, Side::Nay));
		assert_eq!((since(poll), confirming(poll), extensions(poll)), (13, Some(51), 1));
	});
}

/// Five points without turning it: 500,000 against 300,000 are 62.5 %; with carol's 120,000 ayes they are 67.4 %, and with
/// dave's 40,000 besides 68.75 %.
#[test]
fn points_add_up_over_the_last_quarter() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		run_to(33);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		run_to(36);
		assert_eq!(confirming(poll), Some(42));
		assert_ok!(vote(&carol(), poll, Side::Aye));
		assert_eq!(extensions(poll), 0);
		assert_ok!(vote(&dave(), poll, Side::Aye));
		assert_eq!((since(poll), confirming(poll), extensions(poll)), (13, Some(50), 1));
	});
}

#[test]
fn a_poke_that_turns_it_is_a_late_swing_like_a_vote() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		run_to(33);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(sell(&alice(), &ghost(), 400_000));
		run_to(41);
		assert_ok!(poke(poll, &[alice()]));
		assert_eq!(last_event(), Event::Extended { poll, extensions: 1 });
		run_to(53);
		assert!(is_rejected(poll));
	});
}

#[test]
fn followers_that_turn_it_are_a_late_swing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&alice(), Scope::All, &dave()));
		let poll = deciding(SLOW);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		assert_ok!(vote(&dave(), poll, Side::Aye));
		run_to(44);
		assert_ok!(attach(poll, &[alice()]));
		assert_eq!(last_event(), Event::Extended { poll, extensions: 1 });
	});
}

/// It passes in block 6 and confirms until 14. Approval falls from 100 % to 80 % in the last quarter of that, still passing. Only
/// the confirmation is put off, because moving the decision would raise the thresholds again.
#[test]
fn an_early_confirmation_is_put_off_without_moving_the_decision() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		run_to(13);
		assert_eq!(confirming(poll), Some(14));
		// 500,000 of 579,500 are 86.3 %; the threshold after 8 of 40 blocks is 100 - 40 x 8 / 20 = 84 %.
		for who in [dave(), eve()] {
			assert_ok!(vote(&who, poll, Side::Nay));
		}
		assert_eq!((since(poll), confirming(poll), extensions(poll)), (5, Some(22), 1));
		run_to(22);
		assert!(is_approved(poll));
	});
}

/// The same, but it does not pass any more: it stops confirming, has its whole decision before it, and has used nothing up.
#[test]
fn what_stops_passing_early_is_not_put_off() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		run_to(13);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		assert_eq!((since(poll), extensions(poll)), (5, 0));
		run_to(14);
		assert_eq!(confirming(poll), None);
		assert!(!is_approved(poll));
	});
}

/// Decision from block 5 to 17, its last quarter from 14.
#[test]
fn urgent_polls_are_not_put_off() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(URGENT);
		assert_ok!(vote(&dave(), poll, Side::Nay));
		run_to(16);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!((since(poll), extensions(poll)), (5, 0));
		run_to(20);
		assert!(is_approved(poll));
	});
}

/// Alarms go off in blocks that 5 divides only. A poll that should be approved in block 14 is so in block 15, and until then it
/// can be turned.
#[test]
fn swings_between_the_end_and_the_alarm_count() {
	ExtBuilder::default().build_and_execute(|| {
		AlarmInterval::set(5);
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		run_to(10);
		assert_eq!(confirming(poll), Some(18));
		run_to(19);
		for who in [dave(), eve()] {
			assert_ok!(vote(&who, poll, Side::Nay));
		}
		assert_eq!((confirming(poll), extensions(poll)), (Some(26), 1));
		run_to(20);
		assert!(!is_approved(poll));
		run_to(30);
		assert!(is_approved(poll));
	});
}
