//! Late swings, by cases worked out by hand. The decision lasts 40 blocks from block 100, so its last quarter begins at block
//! 130; a confirmation lasts 8, its last quarter 2.

use share_voting_tally::{Clock, PutOff, Standing, Swing, SWING_PPB};

const FAILING: Clock = Clock { since: 100, decision: 40, confirming: None, confirm: 8 };

fn confirming(end: u32) -> Clock {
	Clock { confirming: Some(end), ..FAILING }
}

fn passes(points: u32) -> Standing {
	Standing { passing: true, approval_ppb: points * 10_000_000 }
}

fn fails(points: u32) -> Standing {
	Standing { passing: false, approval_ppb: points * 10_000_000 }
}

#[test]
fn the_last_quarters_begin_where_they_should() {
	for (block, late) in [(129, false), (130, true), (140, true), (900, true)] {
		assert_eq!(FAILING.is_decision_late(block), late, "{block}");
		assert!(!FAILING.is_confirmation_late(block));
	}
	for (block, late) in [(115, false), (117, false), (118, true), (119, true), (120, true)] {
		assert_eq!(confirming(120).is_confirmation_late(block), late, "{block}");
		assert_eq!(confirming(120).is_late(block), late);
	}
}

#[test]
fn a_change_before_the_last_quarter_puts_nothing_off() {
	let mut swing = Swing::default();
	assert_eq!(swing.note(&FAILING, 129, fails(0), passes(100)), None);
	assert_eq!(swing, Swing::default());
}

#[test]
fn a_turned_outcome_in_the_last_quarter_puts_the_end_off_by_one_confirm_period() {
	let mut swing = Swing::default();
	let put_off = swing.note(&FAILING, 130, fails(60), passes(61));
	assert_eq!(put_off, Some(PutOff { since: 108, confirming: None }));
	assert_eq!(swing, Swing { extensions: 1, mark: None });
}

#[test]
fn five_points_are_a_swing_and_less_are_not() {
	let mut swing = Swing::default();
	let just_under = Standing { passing: true, approval_ppb: 600_000_000 + SWING_PPB - 1 };
	assert_eq!(swing.note(&confirming(141), 139, passes(60), just_under), None);
	assert_eq!(swing.mark, Some(passes(60)));
	let put_off = swing.note(&confirming(141), 139, just_under, passes(65));
	assert_eq!(put_off, Some(PutOff { since: 108, confirming: Some(149) }));
}

/// Five votes of one point each, compared with the beginning of the quarter.
#[test]
fn creeping_counts_like_one_large_step() {
	let mut swing = Swing::default();
	for points in 61..65 {
		assert_eq!(swing.note(&FAILING, 135, fails(points - 1), fails(points)), None);
	}
	assert!(swing.note(&FAILING, 135, fails(64), fails(65)).is_some());
}

#[test]
fn there_and_back_within_the_quarter_is_no_swing() {
	let mut swing = Swing::default();
	assert_eq!(swing.note(&FAILING, 131, fails(60), fails(64)), None);
	assert_eq!(swing.note(&FAILING, 132, fails(64), fails(56)), None);
	assert_eq!(swing.mark, Some(fails(60)));
}

#[test]
fn the_end_is_put_off_twice_and_no_more() {
	let mut swing = Swing::default();
	assert_eq!(
		swing.note(&FAILING, 139, fails(0), passes(99)),
		Some(PutOff { since: 108, confirming: None })
	);
	let second = Clock { since: 108, ..confirming(148) };
	assert_eq!(
		swing.note(&second, 147, passes(99), fails(10)),
		Some(PutOff { since: 116, confirming: Some(156) })
	);
	let third = Clock { since: 116, ..FAILING };
	assert_eq!(swing.note(&third, 155, fails(10), passes(99)), None);
	assert_eq!(swing, Swing { extensions: 2, mark: None });
}

/// It passes early, at block 110, with a confirmation until 118. The decision has begun 10 blocks ago; had its beginning been
/// moved, the thresholds would have risen again.
#[test]
fn an_early_confirmation_is_put_off_without_moving_the_decision() {
	let mut swing = Swing::default();
	let put_off = swing.note(&confirming(118), 117, passes(80), passes(90));
	assert_eq!(put_off, Some(PutOff { since: 100, confirming: Some(126) }));
}

#[test]
fn what_stops_passing_early_has_time_left_and_uses_no_extension() {
	let mut swing = Swing { extensions: 0, mark: Some(passes(80)) };
	assert_eq!(swing.note(&confirming(118), 117, passes(80), fails(40)), None);
	assert_eq!(swing, Swing::default());
}

#[test]
fn a_mark_is_forgotten_outside_the_last_quarter() {
	let mut swing = Swing { extensions: 1, mark: Some(passes(80)) };
	assert_eq!(swing.note(&FAILING, 110, fails(1), fails(2)), None);
	assert_eq!(swing.mark, None);
}

#[test]
fn the_end_of_time_does_not_overflow() {
	let clock = Clock {
		since: u32::MAX - 1,
		decision: u32::MAX,
		confirming: Some(u32::MAX),
		confirm: u32::MAX,
	};
	let put_off = Swing::default().note(&clock, u32::MAX, fails(0), passes(100));
	assert_eq!(put_off, Some(PutOff { since: u32::MAX, confirming: Some(u32::MAX) }));
}
