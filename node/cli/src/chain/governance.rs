//! Referenda, tracks and votes as the chain knows them.

use super::{
	call::{account, number, value_text},
	view::{field, number_field, View},
};
use crate::{
	address::AccountId,
	error::{Failure, Result},
	percent::Percent,
};
use scale_info::TypeDef;
use sp_arithmetic::{traits::Saturating, FixedI64, Perbill, Rounding, SignedRounding};
use subxt::{
	dynamic::Value,
	ext::{
		scale_decode::DecodeAsType,
		scale_value::{Composite, ValueDef},
	},
};

/// How a threshold falls while a referendum is decided. As in `pallet_referenda::Curve`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[allow(missing_docs, reason = "the fields are named as in the runtime, in parts per billion")]
pub enum Curve {
	/// Falls evenly from `ceil` to `floor` over `length` and stays there.
	LinearDecreasing { length: u32, floor: u32, ceil: u32 },
	/// Falls by `step` every `period` from `begin` to `end`.
	SteppedDecreasing { begin: u32, end: u32, step: u32, period: u32 },
	/// `factor / (x + x_offset) + y_offset`, as fixed-point numbers.
	Reciprocal { factor: i64, x_offset: i64, y_offset: i64 },
}

impl Curve {
	/// The threshold after this part of the decision period. The arithmetic and its rounding are the runtime's.
	pub fn threshold(&self, passed: Percent) -> Percent {
		let x = Perbill::from_parts(passed.parts());
		let part = |parts: u32| Perbill::from_parts(parts);
		let threshold = match *self {
			Self::LinearDecreasing { length, floor, ceil } => {
				let (length, floor, ceil) = (part(length), part(floor), part(ceil));
				let fallen = x.min(length).saturating_div(length, Rounding::Down);
				ceil.saturating_sub(fallen * ceil.saturating_sub(floor))
			}
			Self::SteppedDecreasing { begin, end, step, period } => {
				let (begin, end, step, period) = (part(begin), part(end), part(step), part(period));
				let steps = if period.is_zero() { 0 } else { x.int_div(period) };
				begin.saturating_sub(step.int_mul(steps).min(begin)).max(end)
			}
			Self::Reciprocal { factor, x_offset, y_offset } => FixedI64::from_inner(factor)
				.checked_rounding_div(
					FixedI64::from(x) + FixedI64::from_inner(x_offset),
					SignedRounding::Low,
				)
				.map(|y| (y + FixedI64::from_inner(y_offset)).into_clamped_perthing())
				.unwrap_or_else(Perbill::one),
		};
		Percent::from_parts(threshold.deconstruct())
	}
}

/// The terms on which referenda of one kind are decided. Periods are in blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
	/// Its number.
	pub id: u16,
	/// Its name.
	pub name: String,
	/// Its terms.
	pub terms: TrackTerms,
}

/// The terms of a track.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct TrackTerms {
	/// Its name, filled up with zeros.
	name: String,
	/// How many are decided at a time.
	pub max_deciding: u32,
	/// What has to be deposited before a decision begins, in atoms.
	pub decision_deposit: u128,
	/// Blocks from submission to the earliest decision.
	pub prepare_period: u32,
	/// Blocks of the decision.
	pub decision_period: u32,
	/// Blocks for which it has to pass at the end.
	pub confirm_period: u32,
	/// Blocks from approval to the earliest enactment.
	pub min_enactment_period: u32,
	/// Ayes among ayes and nays.
	pub min_approval: Curve,
	/// Ayes among all that could vote.
	pub min_support: Curve,
}

/// The tracks of the chain.
///
/// # Errors
///
/// A network failure if the runtime has none.
pub fn tracks(view: &View) -> Result<Vec<Track>> {
	let tracks: Vec<(u16, TrackTerms)> = view.constant("Referenda", "Tracks")?;
	let named = tracks.into_iter().map(|(id, terms)| {
		let name = terms.name.trim_end_matches('\0').trim().to_owned();
		Track { id, name, terms }
	});
	Ok(named.collect())
}

/// The track of this number or name; names are compared without case, spaces and hyphens.
///
/// # Errors
///
/// An input failure that lists the tracks.
pub fn track<'a>(tracks: &'a [Track], wanted: &str) -> Result<&'a Track> {
	let found = tracks
		.iter()
		.find(|track| plain(&track.name) == plain(wanted) || track.id.to_string() == wanted);
	found.ok_or_else(|| {
		let names: Vec<&str> = tracks.iter().map(|track| track.name.as_str()).collect();
		Failure::input(
			format!("there is no track `{wanted}`"),
			format!("it is one of {}", names.join(", ")),
		)
	})
}

/// Letters and digits only, small: how names of tracks and of origins are compared.
fn plain(name: &str) -> String {
	let letters = name.chars().filter(char::is_ascii_alphanumeric);
	letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The origin with which a track's proposals run: the variant of a pallet's origins that is named like the track.
///
/// # Errors
///
/// A network failure if the runtime has no such origin, or several.
pub fn origin_of(view: &View, track: &Track) -> Result<Value> {
	let metadata = view.metadata();
	let types = metadata.types();
	let submit = metadata
		.pallet_by_name("Referenda")
		.and_then(|pallet| pallet.call_variant_by_name("submit"))
		.and_then(|call| call.fields.first());
	let origins = submit.and_then(|field| types.resolve(field.ty.id)).and_then(|origins| {
		match &origins.type_def {
			TypeDef::Variant(variants) => Some(&variants.variants),
			_ => None,
		}
	});
	let mut found = Vec::new();
	for pallet in origins.into_iter().flatten() {
		let inner = pallet.fields.first().and_then(|field| types.resolve(field.ty.id));
		let Some(TypeDef::Variant(variants)) = inner.map(|inner| &inner.type_def) else {
			continue;
		};
		for variant in &variants.variants {
			if variant.fields.is_empty() && plain(&variant.name) == plain(&track.name) {
				let origin = Value::unnamed_variant(variant.name.clone(), []);
				found.push(Value::unnamed_variant(pallet.name.clone(), [origin]));
			}
		}
	}
	match (found.pop(), found.len()) {
		(Some(origin), 0) => Ok(origin),
		(_, others) => Err(Failure::network(
			format!(
				"the runtime has {} origins named like the track {}",
				if others == 0 { "no".to_owned() } else { (others + 1).to_string() },
				track.name
			),
			"use the version of kongsi that belongs to the node",
		)),
	}
}

/// A deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Deposit {
	/// Whose it is.
	pub who: AccountId,
	/// How much, in atoms.
	pub amount: u128,
}

/// How far a decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Deciding {
	/// The block in which it began.
	pub since: u32,
	/// The block in which it is approved if it goes on passing.
	pub confirming: Option<u32>,
}

/// A referendum that has not ended.
#[derive(Clone, Debug, PartialEq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Ongoing {
	/// The number of its track.
	pub track: u16,
	/// What it would do: a call, or the hash of one.
	pub proposal: Value,
	/// The block in which it was submitted.
	pub submitted: u32,
	/// Who submitted it, and with what.
	pub submission_deposit: Deposit,
	/// Who made its decision possible, if somebody has.
	pub decision_deposit: Option<Deposit>,
	/// How far the decision is, if it has begun.
	pub deciding: Option<Deciding>,
	/// The votes.
	pub tally: Value,
	/// Whether it waits for a place among those being decided.
	pub in_queue: bool,
}

/// A referendum.
#[derive(Clone, Debug, PartialEq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Referendum {
	/// Not ended.
	Ongoing(Ongoing),
	/// It is law, since a block.
	Approved(u32, Option<Deposit>, Option<Deposit>),
	/// It is not.
	Rejected(u32, Option<Deposit>, Option<Deposit>),
	/// It was taken back by another referendum.
	Cancelled(u32, Option<Deposit>, Option<Deposit>),
	/// It was never decided.
	TimedOut(u32, Option<Deposit>, Option<Deposit>),
	/// It was taken back, and its deposits are lost.
	Killed(u32),
}

/// The votes of a referendum, in atoms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
	/// For it.
	pub ayes: u128,
	/// Against it.
	pub nays: u128,
	/// Neither.
	pub abstain: u128,
	/// All that can vote; zero before the record date is fixed.
	pub base: u128,
}

impl Tally {
	/// The numbers of the runtime's tally.
	///
	/// # Errors
	///
	/// A network failure if it has other fields.
	pub fn read<T>(tally: &Value<T>) -> Result<Self> {
		let number = |name: &str| {
			number_field(tally, name).ok_or_else(|| {
				Failure::network(
					format!("the tally of this chain has no {name}"),
					"use the version of kongsi that belongs to the node",
				)
			})
		};
		Ok(Self {
			ayes: number("ayes")?,
			nays: number("nays")?,
			abstain: number("abstain")?,
			base: number("base")?,
		})
	}

	/// Ayes among ayes and nays.
	pub fn approval(&self) -> Percent {
		Percent::of(self.ayes, self.ayes.saturating_add(self.nays))
	}

	/// Ayes among all that can vote.
	pub fn support(&self) -> Percent {
		Percent::of(self.ayes, self.base)
	}

	/// All votes among all that can vote.
	pub fn turnout(&self) -> Percent {
		let votes = self.ayes.saturating_add(self.nays).saturating_add(self.abstain);
		Percent::of(votes, self.base)
	}
}

/// How far a referendum is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
	/// Nobody has placed the decision deposit.
	NeedsDeposit,
	/// Its time of preparation runs until a block.
	Preparing {
		/// The block.
		until: u32,
	},
	/// All places of the track are taken.
	Queued,
	/// It is decided until a block.
	Deciding {
		/// The block.
		until: u32,
		/// Approval needed now.
		approval: Percent,
		/// Support needed now.
		support: Percent,
	},
	/// It passes; it is approved in a block unless that changes.
	Confirming {
		/// The block.
		until: u32,
		/// Approval needed now.
		approval: Percent,
		/// Support needed now.
		support: Percent,
	},
}

impl Stage {
	/// Where a referendum stands at a height.
	pub fn of(ongoing: &Ongoing, terms: &TrackTerms, height: u32) -> Self {
		let Some(deciding) = ongoing.deciding else {
			let ready = ongoing.submitted.saturating_add(terms.prepare_period);
			return match () {
				() if ongoing.decision_deposit.is_none() => Self::NeedsDeposit,
				() if height < ready => Self::Preparing { until: ready },
				() => Self::Queued,
			};
		};
		let passed = height.saturating_sub(deciding.since);
		let passed = Percent::of(passed.into(), terms.decision_period.into());
		let approval = terms.min_approval.threshold(passed);
		let support = terms.min_support.threshold(passed);
		match deciding.confirming {
			Some(until) => Self::Confirming { until, approval, support },
			None => {
				let until = deciding.since.saturating_add(terms.decision_period);
				Self::Deciding { until, approval, support }
			}
		}
	}

	/// The word for it, which is also its name in JSON.
	pub fn word(&self) -> &'static str {
		match self {
			Self::NeedsDeposit => "needs deposit",
			Self::Preparing { .. } => "preparing",
			Self::Queued => "queued",
			Self::Deciding { .. } => "deciding",
			Self::Confirming { .. } => "confirming",
		}
	}

	/// The block in which it ends, if that is known.
	pub fn until(&self) -> Option<u32> {
		match self {
			Self::Preparing { until }
			| Self::Deciding { until, .. }
			| Self::Confirming { until, .. } => Some(*until),
			Self::NeedsDeposit | Self::Queued => None,
		}
	}

	/// What it needs now: approval and support.
	pub fn thresholds(&self) -> Option<(Percent, Percent)> {
		match self {
			Self::Deciding { approval, support, .. }
			| Self::Confirming { approval, support, .. } => Some((*approval, *support)),
			_ => None,
		}
	}
}

/// A referendum by its number.
///
/// # Errors
///
/// An input failure if there is none of that number.
pub async fn referendum(view: &View, index: u32) -> Result<Referendum> {
	let found = view.get("Referenda", "ReferendumInfoFor", vec![number(index)]).await?;
	found.ok_or_else(|| {
		Failure::input(
			format!("there is no referendum {index}"),
			"`kongsi gov list` lists the referenda",
		)
	})
}

/// All referenda with their numbers, the newest first.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn referenda(view: &View) -> Result<Vec<(u32, Referendum)>> {
	let found: Vec<((u32,), Referendum)> =
		view.entries("Referenda", "ReferendumInfoFor", ()).await?;
	let mut referenda: Vec<_> = found.into_iter().map(|((index,), info)| (index, info)).collect();
	referenda.sort_by_key(|(index, _)| std::cmp::Reverse(*index));
	Ok(referenda)
}

/// What a proposal would do, as far as it lies in the referendum itself.
pub fn proposal_text(view: &View, proposal: &Value) -> String {
	let ValueDef::Variant(variant) = &proposal.value else { return value_text(proposal) };
	match (variant.name.as_str(), &variant.values) {
		("Inline", values) => {
			let bytes = values.values().next().and_then(bytes_of);
			match bytes.map(|bytes| view.decode_call(&bytes)) {
				Some(Ok(call)) => super::call::text(&call),
				_ => "a call that this runtime does not know".to_owned(),
			}
		}
		("Lookup", values) => {
			let hash = field(&Value::without_context(ValueDef::Composite(values.clone())), "hash")
				.and_then(bytes_of)
				.map(hex::encode)
				.unwrap_or_default();
			format!("the call with hash 0x{hash}, which nobody can vote on")
		}
		_ => value_text(proposal),
	}
}

/// The bytes of a value that is a list of them, also where wrappers are around it.
pub fn bytes_of<T>(value: &Value<T>) -> Option<Vec<u8>> {
	let ValueDef::Composite(composite) = &value.value else { return None };
	let values: Vec<&Value<T>> = composite.values().collect();
	let bytes: Option<Vec<u8>> = values
		.iter()
		.map(|value| value.as_u128().and_then(|byte| u8::try_from(byte).ok()))
		.collect();
	match (bytes, values.as_slice()) {
		(Some(bytes), _) => Some(bytes),
		(None, [only]) => bytes_of(only),
		(None, _) => None,
	}
}

/// What an account has to say in a poll, as the runtime answers it.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn power(view: &View, poll: u32, who: &AccountId) -> Result<Value> {
	view.call("ShareVotingApi", "power", vec![number(poll), account(who)]).await
}

/// An optional number in a field: what is in `Some`.
pub fn optional_number<T>(value: &Value<T>, name: &str) -> Option<u128> {
	let ValueDef::Variant(variant) = &field(value, name)?.value else { return None };
	variant.values.values().next().and_then(Value::as_u128)
}

/// The fields of an `Option` that is `Some`.
pub fn some<T>(value: &Value<T>) -> Option<&Value<T>> {
	match &value.value {
		ValueDef::Variant(variant) if variant.name == "Some" => variant.values.values().next(),
		_ => None,
	}
}

/// The name of a variant and its fields.
pub fn variant_of<T>(value: &Value<T>) -> Option<(&str, &Composite<T>)> {
	match &value.value {
		ValueDef::Variant(variant) => Some((variant.name.as_str(), &variant.values)),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const PERCENT: u32 = 10_000_000;

	fn percent(percent: u32) -> Percent {
		Percent::from_parts(percent * PERCENT)
	}

	/// Approval falls from 100 % to 60 % in the first half, support from 50 % to 10 %.
	fn terms() -> TrackTerms {
		let half = 50 * PERCENT;
		TrackTerms {
			name: "constitution\0\0".to_owned(),
			max_deciding: 3,
			decision_deposit: 10,
			prepare_period: 5,
			decision_period: 100,
			confirm_period: 20,
			min_enactment_period: 31,
			min_approval: Curve::LinearDecreasing {
				length: half,
				floor: 60 * PERCENT,
				ceil: 100 * PERCENT,
			},
			min_support: Curve::LinearDecreasing {
				length: half,
				floor: 10 * PERCENT,
				ceil: 50 * PERCENT,
			},
		}
	}

	fn ongoing() -> Ongoing {
		let deposit = Deposit { who: [1; 32], amount: 1 };
		Ongoing {
			track: 0,
			proposal: Value::from_bytes([]),
			submitted: 1_000,
			submission_deposit: deposit,
			decision_deposit: Some(deposit),
			deciding: None,
			tally: Value::from_bytes([]),
			in_queue: false,
		}
	}

	#[test]
	fn a_linear_curve_falls_to_its_floor_and_stays() {
		let curve = terms().min_approval;
		// A quarter of the period is half of the way: 100 - 0.5 × 40.
		for (passed, needed) in [(0, 100), (25, 80), (50, 60), (75, 60), (100, 60)] {
			assert_eq!(curve.threshold(percent(passed)), percent(needed), "{passed}");
		}
	}

	#[test]
	fn a_stepped_curve_falls_in_steps() {
		let curve = Curve::SteppedDecreasing {
			begin: 80 * PERCENT,
			end: 30 * PERCENT,
			step: 10 * PERCENT,
			period: 15 * PERCENT,
		};
		for (passed, needed) in [(0, 80), (14, 80), (15, 70), (30, 60), (75, 30), (100, 30)] {
			assert_eq!(curve.threshold(percent(passed)), percent(needed), "{passed}");
		}
	}

	#[test]
	fn a_reciprocal_curve_is_a_quotient() {
		let unit = 1_000_000_000;
		// 1 / (x + 1) - 0.25: 75 % at the start, 25 % at the end.
		let curve = Curve::Reciprocal { factor: unit, x_offset: unit, y_offset: -unit / 4 };
		assert_eq!(curve.threshold(percent(0)), percent(75));
		assert_eq!(curve.threshold(percent(100)), percent(25));
	}

	#[test]
	fn a_referendum_waits_for_deposit_preparation_and_a_place() {
		let stage = |ongoing: &Ongoing, height| Stage::of(ongoing, &terms(), height);
		let unpaid = Ongoing { decision_deposit: None, ..ongoing() };
		assert_eq!(stage(&unpaid, 2_000), Stage::NeedsDeposit);
		assert_eq!(stage(&ongoing(), 1_004), Stage::Preparing { until: 1_005 });
		assert_eq!(stage(&ongoing(), 1_005), Stage::Queued);
	}

	#[test]
	fn thresholds_are_those_of_the_height() {
		let deciding = Deciding { since: 1_010, confirming: None };
		let decided = Ongoing { deciding: Some(deciding), ..ongoing() };
		// 25 of 100 blocks: approval 80 %, support 50 - 0.5 × 40 = 30 %.
		assert_eq!(
			Stage::of(&decided, &terms(), 1_035),
			Stage::Deciding { until: 1_110, approval: percent(80), support: percent(30) }
		);
		let confirming = Deciding { since: 1_010, confirming: Some(1_090) };
		let confirmed = Ongoing { deciding: Some(confirming), ..ongoing() };
		assert_eq!(
			Stage::of(&confirmed, &terms(), 1_080),
			Stage::Confirming { until: 1_090, approval: percent(60), support: percent(10) }
		);
	}

	#[test]
	fn a_tally_is_read_by_its_names_also_in_a_wrapper() {
		let fields = Value::named_composite([
			("ayes", Value::u128(60)),
			("nays", Value::u128(20)),
			("abstain", Value::u128(20)),
			("base", Value::u128(400)),
		]);
		let wrapped = Value::unnamed_composite([fields.clone()]);
		for tally in [fields, wrapped] {
			let tally = Tally::read(&tally).unwrap();
			// 60 of 80, 60 of 400, 100 of 400.
			assert_eq!(tally.approval(), percent(75));
			assert_eq!(tally.support(), percent(15));
			assert_eq!(tally.turnout(), percent(25));
		}
		let other = Value::named_composite([("ayes", Value::u128(60))]);
		assert!(Tally::read(&other).unwrap_err().cause.contains("has no nays"));
	}

	#[test]
	fn a_track_is_found_by_number_and_by_name() {
		let tracks = [Track { id: 2, name: "treasury_small".to_owned(), terms: terms() }];
		for wanted in ["2", "treasury-small", "TreasurySmall", "treasury small"] {
			assert_eq!(track(&tracks, wanted).unwrap().id, 2, "{wanted}");
		}
		let failure = track(&tracks, "wish").unwrap_err();
		assert_eq!(failure.to_string(), "there is no track `wish`: it is one of treasury_small");
	}
}
