//! Late swings: a vote that turns the outcome in a last quarter puts the end off, so that the others can answer.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use shareholders_accounting::{Block, MAX_EXTENSIONS};

/// Approval that moves by this much is a late swing: 5 points.
pub const SWING_PPB: u32 = 50_000_000;

/// The times of a referendum that is being decided, in blocks.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Clock {
	/// When the decision began, or began anew by an extension.
	pub since: Block,
	/// How long it lasts at most, unless it is confirming then.
	pub decision: Block,
	/// When it is approved if it goes on passing. `None` if it does not pass now.
	pub confirming: Option<Block>,
	/// How long it has to pass until it is approved.
	pub confirm: Block,
}

impl Clock {
	/// Whether the last quarter of the decision has begun. It lasts until the referendum ends, which may be after the decision,
	/// because a confirmation is let to its end.
	pub fn is_decision_late(&self, now: Block) -> bool {
		let quarter = self.decision >> 2;
		now >= self.since.saturating_add(self.decision).saturating_sub(quarter)
	}

	/// Whether the last quarter of the confirmation has begun.
	pub fn is_confirmation_late(&self, now: Block) -> bool {
		let quarter = self.confirm >> 2;
		self.confirming.is_some_and(|end| now >= end.saturating_sub(quarter))
	}

	/// Whether a swing is late now.
	pub fn is_late(&self, now: Block) -> bool {
		self.is_decision_late(now) || self.is_confirmation_late(now)
	}
}

/// How a referendum stands.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Standing {
	/// Whether it passes, by the curves of its track.
	pub passing: bool,
	/// Its approval, in parts per billion.
	pub approval_ppb: u32,
}

/// Where the times of a referendum are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PutOff {
	/// When its decision counts as begun.
	pub since: Block,
	/// When it is approved.
	pub confirming: Option<Block>,
}

/// The late swings of one referendum.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Swing {
	/// How often its end was put off, at most [`MAX_EXTENSIONS`].
	pub extensions: u8,
	/// How it stood when its present last quarter began, once something has changed since.
	pub mark: Option<Standing>,
}

impl Swing {
	/// Whether a change now can put the end off, so that it is worth asking how the referendum stands.
	pub fn can_extend(&self, clock: &Clock, now: Block) -> bool {
		self.extensions < MAX_EXTENSIONS && clock.is_late(now)
	}

	/// Compares a change with the beginning of the last quarter. An outcome that differs, or an approval that has moved by
	/// [`SWING_PPB`], puts the end off by one confirm period: the answer says where to.
	///
	/// The beginning of the decision moves only if its last quarter has begun. Earlier there is time enough, at least a quarter
	/// of it, and moving it would raise the thresholds, which fall in its first half. So a referendum that does not pass any
	/// more, early in its decision, is not put off: it just stops confirming.
	pub fn note(
		&mut self,
		clock: &Clock,
		now: Block,
		before: Standing,
		after: Standing,
	) -> Option<PutOff> {
		if !self.can_extend(clock, now) {
			self.mark = None;
			return None;
		}
		let mark = self.mark.unwrap_or(before);
		let moved = after.approval_ppb.abs_diff(mark.approval_ppb);
		if after.passing == mark.passing && moved < SWING_PPB {
			self.mark = Some(mark);
			return None;
		}
		self.mark = None;
		let decision_late = clock.is_decision_late(now);
		if !decision_late && !after.passing {
			return None;
		}
		self.extensions = self.extensions.saturating_add(1); // at most MAX_EXTENSIONS
		let by = clock.confirm;
		let since = if decision_late { clock.since.saturating_add(by) } else { clock.since };
		Some(PutOff { since, confirming: clock.confirming.map(|end| end.saturating_add(by)) })
	}
}
