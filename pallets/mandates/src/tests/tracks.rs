//! The table of tracks.

use super::*;
use crate::tracks::{Terms, Tracks, ALARM_INTERVAL, FAST, TABLE};
use frame_support::traits::{ConstU32, OriginTrait};
use pallet_referenda::{TrackInfo, TracksInfo};
use sp_runtime::Perbill;

type Slow = Tracks<OriginCaller, ConstU32<1>>;
type Quick = Tracks<OriginCaller, ConstU32<FAST>>;

const DAY: u32 = 43_200;
const HOUR: u32 = 1_800;
const MINUTE: u32 = 30;

fn infos(pace: u32) -> Vec<(Terms, TrackInfo<u128, u32>)> {
	TABLE.iter().map(|terms| (*terms, terms.info(pace))).collect()
}

fn percent(percent: u32) -> Perbill {
	Perbill::from_percent(percent)
}

#[test]
fn the_tracks_are_in_order_and_each_has_its_place_as_number() {
	assert_eq!(Slow::check_integrity(), Ok(()));
	assert_eq!(Quick::check_integrity(), Ok(()));
	assert_eq!(Slow::track_ids().collect::<Vec<_>>(), (0..11).collect::<Vec<u16>>());
	let names: Vec<_> = Slow::tracks().map(|track| track.info.name).collect();
	assert_eq!(names.iter().filter(|name| **name == names[0]).count(), 1);
	assert_eq!(&names[7][..7], b"rescue\0");
}

#[test]
fn every_origin_has_a_track_and_no_other_origin_has() {
	for (place, origin) in (0..).zip(Origin::ALL) {
		assert_eq!(Slow::track_for(by(origin).caller()), Ok(place));
		assert_eq!(TABLE[usize::from(place)].origin, origin);
	}
	assert_eq!(Slow::track_for(RuntimeOrigin::root().caller()), Err(()));
	assert_eq!(Slow::track_for(signed(&stranger()).caller()), Err(()));
	assert_eq!(Slow::track_for(RuntimeOrigin::none().caller()), Err(()));
}

#[test]
fn a_track_is_found_by_its_number() {
	assert_eq!(Slow::info(9).unwrap().decision_period, 2 * DAY);
	assert!(Slow::info(11).is_none());
}

#[test]
fn times_and_thresholds_are_those_of_the_table() {
	// Decide, confirm, enact without the block after the alarm, places, floors of approval and support.
	let expected = [
		(14 * DAY, 2 * DAY, 7 * DAY, 3, 67, 10),
		(10 * DAY, 2 * DAY, 7 * DAY, 3, 60, 7),
		(7 * DAY, DAY, DAY, 5, 50, 1),
		(7 * DAY, DAY, DAY, 5, 50, 2),
		(7 * DAY, DAY, DAY, 3, 50, 3),
		(7 * DAY, DAY, 3 * DAY, 3, 60, 3),
		(7 * DAY, DAY, DAY, 3, 50, 3),
		(HOUR, 10 * MINUTE, MINUTE, 2, 80, 15),
		(HOUR, 10 * MINUTE, MINUTE, 2, 75, 10),
		(2 * DAY, 6 * HOUR, 10 * MINUTE, 3, 60, 5),
		(7 * DAY, DAY, MINUTE, 5, 50, 1),
	];
	for ((_, info), (decide, confirm, enact, places, approval, support)) in
		infos(1).into_iter().zip(expected)
	{
		assert_eq!(info.decision_period, decide);
		assert_eq!(info.confirm_period, confirm);
		assert_eq!(info.min_enactment_period, enact + 1);
		assert_eq!(info.max_deciding, places);
		assert_eq!(info.min_approval.threshold(percent(100)), percent(approval));
		assert_eq!(info.min_support.threshold(percent(100)), percent(support));
	}
}

#[test]
fn thresholds_start_high_and_reach_their_floors_at_half_of_the_period() {
	for (terms, info) in infos(1) {
		let (approval, support) = (percent(terms.approval_percent), percent(terms.support_percent));
		assert_eq!(info.min_approval.threshold(percent(0)), percent(100));
		assert_eq!(info.min_support.threshold(percent(0)), percent(50));
		for part in [50, 51, 75, 100] {
			assert_eq!(info.min_approval.threshold(percent(part)), approval);
			assert_eq!(info.min_support.threshold(percent(part)), support);
		}
		assert!(info.min_approval.threshold(percent(49)) > approval);
		assert!(info.min_support.threshold(percent(49)) > support);
		assert!(support > percent(0));
		// A quarter of the period is half of the way.
		let half = |ceil: u32, floor: u32| Perbill::from_rational(ceil + floor, 200);
		let quarter = percent(25);
		assert_eq!(info.min_approval.threshold(quarter), half(100, terms.approval_percent));
		assert_eq!(info.min_support.threshold(quarter), half(50, terms.support_percent));
	}
}

#[test]
fn no_track_has_a_single_place_and_each_costs_something() {
	for (_, info) in infos(1) {
		assert!(info.max_deciding >= 2);
		// 50 to 10,000 KSI.
		assert!(info.decision_deposit >= 50_000_000_000_000);
		assert!(info.decision_deposit <= 10_000_000_000_000_000);
	}
}

#[test]
fn enactments_fall_on_blocks_without_alarms_at_any_pace() {
	for pace in [0, 1, 2, 7, 60, 100, 777, FAST, DAY, u32::MAX] {
		for (terms, info) in infos(pace) {
			assert_eq!(info.min_enactment_period % ALARM_INTERVAL, 1);
			assert!(info.min_enactment_period >= 6);
			assert!(info.min_enactment_period <= terms.enact + 1);
		}
	}
}

#[test]
fn at_a_fast_pace_a_day_has_twenty_blocks_and_nothing_is_too_short_to_act_in() {
	let fast = infos(FAST);
	// 14 days, 2 days, 7 days and the block after the alarm; an hour is less than a block.
	let constitution = &fast[0].1;
	assert_eq!(constitution.prepare_period, 3);
	assert_eq!(constitution.decision_period, 280);
	assert_eq!(constitution.confirm_period, 40);
	assert_eq!(constitution.min_enactment_period, 141);
	let rescue = &fast[7].1;
	assert_eq!(rescue.prepare_period, 3);
	assert_eq!(rescue.decision_period, 20);
	assert_eq!(rescue.confirm_period, 3);
	assert_eq!(rescue.min_enactment_period, 6);
	for (_, info) in infos(u32::MAX) {
		assert_eq!(info.decision_period, 20);
		assert_eq!((info.prepare_period, info.confirm_period), (3, 3));
	}
}

#[test]
fn whoever_disagrees_is_out_before_new_rules_hold() {
	// Unbonding takes seven days.
	for origin in [Origin::Constitution, Origin::Economics] {
		let info = TABLE[usize::from(origin.track())].info(1);
		assert!(info.min_enactment_period > 7 * DAY);
	}
}
