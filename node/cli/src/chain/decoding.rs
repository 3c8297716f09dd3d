//! What this program expects of stored records and calls, against the types of the SDK that the runtime uses.

use super::{governance::*, staking::*};
use crate::{address::AccountId, percent::Percent};
use codec::{Compact, Encode};
use frame_support::traits::{schedule::DispatchTime, Bounded};
use scale_info::{MetaType, PortableRegistry, Registry, TypeInfo};
use sp_core::H256;
use sp_runtime::{traits::BlakeTwo256, AccountId32, FixedI64, MultiAddress, Perbill};
use subxt::{
	dynamic::Value,
	ext::{scale_decode::DecodeAsType, scale_value},
};

const ALICE: AccountId = [1; 32];
const BOB: AccountId = [2; 32];

fn registry<T: TypeInfo + 'static>() -> (u32, PortableRegistry) {
	let mut registry = Registry::new();
	let id = registry.register_type(&MetaType::new::<T>()).id;
	(id, registry.into())
}

/// Reads a record of the SDK as this program reads it from the chain.
fn read<T: TypeInfo + Encode + 'static, D: DecodeAsType>(value: &T) -> D {
	let (id, types) = registry::<T>();
	let bytes = value.encode();
	let cursor = &mut &*bytes;
	let decoded = D::decode_as_type(cursor, id, &types).unwrap();
	assert!(cursor.is_empty(), "all of it is read");
	decoded
}

/// Writes a value as an argument of a call.
fn write<T: TypeInfo + 'static>(value: &Value) -> Vec<u8> {
	let (id, types) = registry::<T>();
	let mut bytes = Vec::new();
	scale_value::scale::encode_as_type(value, id, &types, &mut bytes).unwrap();
	bytes
}

#[test]
fn eras_terms_and_chunks_are_read() {
	let era = pallet_staking::ActiveEraInfo { index: 7, start: Some(5) };
	assert_eq!(read::<_, ActiveEra>(&era), ActiveEra { index: 7 });
	let prefs =
		pallet_staking::ValidatorPrefs { commission: Perbill::from_percent(5), blocked: true };
	let expected = Prefs { commission: 50_000_000, blocked: true };
	assert_eq!(read::<_, Prefs>(&prefs), expected);
	let chunk = pallet_staking::UnlockChunk { value: 5_000_000_000_000u128, era: 9 };
	assert_eq!(read::<_, Chunk>(&chunk), Chunk { value: 5_000_000_000_000, era: 9 });
}

/// The fields of `pallet_staking::StakingLedger`, which is not made without a runtime.
#[derive(Encode, TypeInfo)]
struct StakingLedger {
	stash: AccountId32,
	#[codec(compact)]
	total: u128,
	#[codec(compact)]
	active: u128,
	unlocking: Vec<pallet_staking::UnlockChunk<u128>>,
	legacy_claimed_rewards: Vec<u32>,
}

#[test]
fn a_ledger_is_read() {
	let stored = StakingLedger {
		stash: ALICE.into(),
		total: 30,
		active: 20,
		unlocking: vec![pallet_staking::UnlockChunk { value: 10, era: 3 }],
		legacy_claimed_rewards: vec![1],
	};
	let expected = Ledger { total: 30, active: 20, unlocking: vec![Chunk { value: 10, era: 3 }] };
	assert_eq!(read::<_, Ledger>(&stored), expected);
}

#[test]
fn points_and_exposures_are_read() {
	let points = pallet_staking::EraRewardPoints {
		total: 60,
		individual: [(AccountId32::from(ALICE), 20), (AccountId32::from(BOB), 40)].into(),
	};
	let read_points = read::<_, Points>(&points);
	assert_eq!((read_points.total, read_points.of(&BOB), read_points.of(&[3; 32])), (60, 40, 0));
	let exposure = sp_staking::PagedExposureMetadata::<u128> {
		total: 100,
		own: 40,
		nominator_count: 2,
		page_count: 1,
	};
	let expected = Exposure { total: 100, own: 40, nominator_count: 2, page_count: 1 };
	assert_eq!(read::<_, Exposure>(&exposure), expected);
}

#[test]
fn a_track_is_read() {
	let mut name = [0; 25];
	name[..12].copy_from_slice(b"constitution");
	let half = Perbill::from_percent(50);
	let linear = pallet_referenda::Curve::LinearDecreasing {
		length: half,
		floor: half,
		ceil: Perbill::one(),
	};
	let terms: pallet_referenda::ConstTrackInfo<u128, u32> = pallet_referenda::ConstTrackInfo {
		name: pallet_referenda::StringLike(name),
		max_deciding: 3,
		decision_deposit: 10,
		prepare_period: 1,
		decision_period: 2,
		confirm_period: 3,
		min_enactment_period: 4,
		min_approval: linear.clone(),
		min_support: linear,
	};
	let tracks: Vec<(u16, TrackTerms)> = read(&vec![(0u16, terms)]);
	assert_eq!(tracks.len(), 1);
	assert_eq!(tracks[0].1.decision_period, 2);
}

#[test]
fn curves_fall_like_those_of_the_runtime() {
	let curves = [
		pallet_referenda::Curve::LinearDecreasing {
			length: Perbill::from_percent(50),
			floor: Perbill::from_percent(10),
			ceil: Perbill::from_percent(50),
		},
		pallet_referenda::Curve::SteppedDecreasing {
			begin: Perbill::from_percent(80),
			end: Perbill::from_percent(30),
			step: Perbill::from_percent(10),
			period: Perbill::from_percent(15),
		},
		pallet_referenda::Curve::make_reciprocal(
			1,
			4,
			FixedI64::from_rational(80, 100),
			FixedI64::from_rational(50, 100),
			FixedI64::from_rational(1, 1),
		),
	];
	for curve in &curves {
		let own: Curve = read(curve);
		for thousandth in 0..=1_000 {
			let parts = thousandth * 1_000_000;
			assert_eq!(
				own.threshold(Percent::from_parts(parts)).parts(),
				curve.threshold(Perbill::from_parts(parts)).deconstruct(),
				"{curve:?} after {thousandth} thousandths"
			);
		}
	}
}

/// The tally of share voting: a wrapper around its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, codec::Decode, TypeInfo)]
struct WrappedTally(Count);

#[derive(Clone, Debug, PartialEq, Eq, Encode, codec::Decode, TypeInfo)]
struct Count {
	ayes: u128,
	nays: u128,
	abstain: u128,
	base: u128,
}

type Stored = pallet_referenda::ReferendumInfo<
	u16,
	u8,
	u32,
	Vec<u8>,
	u128,
	WrappedTally,
	AccountId32,
	(u32, u32),
>;

#[test]
fn referenda_are_read() {
	let deposit = |who: AccountId| pallet_referenda::Deposit { who: who.into(), amount: 5u128 };
	let stored = Stored::Ongoing(pallet_referenda::ReferendumStatus {
		track: 6,
		origin: 1,
		proposal: vec![1, 2, 3],
		enactment: DispatchTime::After(0),
		submitted: 10,
		submission_deposit: deposit(ALICE),
		decision_deposit: Some(deposit(BOB)),
		deciding: Some(pallet_referenda::DecidingStatus { since: 12, confirming: Some(30) }),
		tally: WrappedTally(Count { ayes: 4, nays: 3, abstain: 2, base: 10 }),
		in_queue: false,
		alarm: Some((15, (15, 0))),
	});
	let Referendum::Ongoing(ongoing) = read(&stored) else { panic!("it has not ended") };
	assert_eq!(ongoing.track, 6);
	assert_eq!(bytes_of(&ongoing.proposal), Some(vec![1, 2, 3]));
	assert_eq!(ongoing.decision_deposit, Some(Deposit { who: BOB, amount: 5 }));
	assert_eq!(ongoing.deciding, Some(Deciding { since: 12, confirming: Some(30) }));
	let tally = Tally::read(&ongoing.tally).unwrap();
	assert_eq!(tally, Tally { ayes: 4, nays: 3, abstain: 2, base: 10 });

	let ended: Referendum = read(&Stored::Approved(40, None, Some(deposit(ALICE))));
	assert_eq!(ended, Referendum::Approved(40, None, Some(Deposit { who: ALICE, amount: 5 })));
	assert_eq!(read::<_, Referendum>(&Stored::Killed(41)), Referendum::Killed(41));
}

#[test]
fn what_an_account_may_say_is_read() {
	#[derive(Encode, TypeInfo)]
	struct Power {
		record_date: Option<u32>,
		weight: Option<u128>,
	}
	let answer: Value = read(&Some(Power { record_date: Some(3), weight: Some(70) }));
	assert_eq!(some(&answer).and_then(|power| optional_number(power, "weight")), Some(70));
	let answer: Value = read(&Some(Power { record_date: None, weight: None }));
	assert_eq!(some(&answer).and_then(|power| optional_number(power, "weight")), None);
	let answer: Value = read(&None::<Power>);
	assert!(some(&answer).is_none());
}

#[test]
fn arguments_of_calls_are_written_as_the_runtime_takes_them() {
	let terms = crate::commands::validator::terms(Percent::from_parts(50_000_000), false);
	let expected =
		pallet_staking::ValidatorPrefs { commission: Perbill::from_percent(5), blocked: false };
	assert_eq!(write::<pallet_staking::ValidatorPrefs>(&terms), expected.encode());
	let payee = super::call::variant("Stash");
	let expected = pallet_staking::RewardDestination::<AccountId32>::Stash;
	assert_eq!(write::<pallet_staking::RewardDestination<AccountId32>>(&payee), expected.encode());
	let target = super::call::target(&ALICE);
	let expected = MultiAddress::<AccountId32, ()>::Id(ALICE.into());
	assert_eq!(write::<MultiAddress<AccountId32, ()>>(&target), expected.encode());
	let when = Value::unnamed_variant("After", [super::call::number(3u32)]);
	assert_eq!(write::<DispatchTime<u32>>(&when), DispatchTime::After(3u32).encode());
	let names = Value::unnamed_composite([Value::from_bytes([1; 8]), Value::from_bytes([2; 8])]);
	assert_eq!(write::<Vec<[u8; 8]>>(&names), vec![[1u8; 8], [2; 8]].encode());
}

#[test]
fn arguments_of_proposals_are_written_as_the_runtime_takes_them() {
	use super::call::{account, number, option};
	let inline = Value::unnamed_variant("Inline", [Value::from_bytes([1, 2, 3])]);
	let expected = Bounded::<(), BlakeTwo256>::Inline(vec![1, 2, 3].try_into().unwrap());
	assert_eq!(write::<Bounded<(), BlakeTwo256>>(&inline), expected.encode());
	assert_eq!(write::<AccountId32>(&account(&ALICE)), ALICE.encode());
	assert_eq!(write::<H256>(&Value::from_bytes([7; 32])), [7u8; 32].encode());
	assert_eq!(write::<Option<u32>>(&option(Some(number(3u32)))), Some(3u32).encode());
	assert_eq!(write::<Option<u32>>(&option(None)), None::<u32>.encode());
	assert_eq!(write::<Compact<u128>>(&number(5u128 << 70)), Compact(5u128 << 70).encode());
	let name = [Value::from_bytes(b"OrderBook"), Value::from_bytes(b"place_order")];
	let names = Value::unnamed_composite([Value::unnamed_composite(name)]);
	let expected = vec![(b"OrderBook".to_vec(), b"place_order".to_vec())];
	assert_eq!(write::<Vec<(Vec<u8>, Vec<u8>)>>(&names), expected.encode());
	let percent = |text: &str| text.parse::<Percent>().unwrap();
	let split =
		crate::commands::gov::split(percent("10%"), percent("50%"), percent("40%"), percent("10%"));
	let split = split.unwrap().call_data().values().next().cloned().unwrap();
	// A tenth, a half, two fifths and a tenth are what the pallet starts with.
	let expected = pallet_revenue::RevenueSplit::default();
	assert_eq!(write::<pallet_revenue::RevenueSplit>(&split), expected.encode());
}
