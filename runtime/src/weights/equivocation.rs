//! What it costs to report that a validator signed twice.

use frame_support::weights::{
	constants::{WEIGHT_REF_TIME_PER_MICROS, WEIGHT_REF_TIME_PER_NANOS},
	RuntimeDbWeight, Weight,
};

/// Fewest validators a report is charged for, so that a small proof does not price the fixed parts too low.
const MIN_VALIDATORS: u64 = 100;

/// Proof that a key belonged to a validator, checked when the report is validated and again when it is executed.
///
/// Source: 35 µs + 175 ns per validator and 5 reads, in `default_weights.rs` of pallet-babe 50.0.0. That is for a
/// session of the past, whose root is stored. For the session that runs the pallet reads the keys of each validator
/// and builds the trie of four entries each; we charge that always, at 10 µs each, which is far above the hashing of
/// four short entries.
fn membership_proof(validators: u64, db: RuntimeDbWeight) -> Weight {
	let fixed = micros(35);
	let walk = nanos(175).saturating_mul(validators);
	let build = micros(10).saturating_mul(validators);
	fixed
		.saturating_add(walk)
		.saturating_add(build)
		.saturating_add(db.reads(validators.saturating_add(5)))
}

/// A whole report, of which `check_proof` verifies the two signatures.
///
/// The rest is recording the offence, working out the slash and disabling the offender: 110 µs, 14 reads and 10 writes, and
/// for each nominator of the offender 25 µs, 3 reads and 3 writes, from the same source. Every sum saturates: a weight beyond
/// the largest is not allowed into any block.
pub(super) fn report(
	validators: u32,
	nominators: u32,
	check_proof: Weight,
	db: RuntimeDbWeight,
) -> Weight {
	let validators = u64::from(validators).max(MIN_VALIDATORS);
	let slash_nominator = micros(25).saturating_add(db.reads_writes(3, 3));
	membership_proof(validators, db)
		.saturating_mul(2)
		.saturating_add(check_proof)
		.saturating_add(micros(110))
		.saturating_add(db.reads_writes(14, 10))
		.saturating_add(slash_nominator.saturating_mul(nominators.into()))
}

/// `count` microseconds of execution.
pub(super) const fn micros(count: u64) -> Weight {
	Weight::from_parts(WEIGHT_REF_TIME_PER_MICROS.saturating_mul(count), 0)
}

/// `count` nanoseconds of execution.
const fn nanos(count: u64) -> Weight {
	Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(count), 0)
}
