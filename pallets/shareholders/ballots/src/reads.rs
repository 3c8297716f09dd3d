//! Bounded reads, the base of a runtime API.

use crate::{
	Agendas, BallotId, BallotInfo, BallotRecordOf, BallotStage, Ballots, Config, Count, Delegates,
	Motion, MotionInfo, Motions, Pallet, RequisitionInfo, Requisitions, Round, Signature, Stage,
	Votes, VotingPower,
};
use alloc::{vec, vec::Vec};
use pallet_shareholders::Pallet as Shareholders;
use shareholders_accounting::{Outcome, TokenId, Vote, PPM, REQUISITION_PPM};

impl<T: Config> Pallet<T> {
	/// Ballots of a class that are not closed, those of the company first: at most `MaxBallots` and twice [`crate::MAX_CARRIED`].
	pub fn ballots_of(class: TokenId) -> Vec<BallotId> {
		let agenda = Agendas::<T>::get(class);
		agenda.called.into_iter().chain(agenda.earlier).chain(agenda.requisitioned).collect()
	}

	/// Requisitions of a class that have not ended, the oldest first: at most `MaxRequisitions`.
	pub fn requisitions_of(class: TokenId) -> Vec<BallotId> {
		Agendas::<T>::get(class).requisitions.into_inner()
	}

	/// The round of requisitions of a class that runs, or is over and has not been ended.
	pub fn round_of(class: TokenId) -> Option<Round> {
		Agendas::<T>::get(class).round
	}

	/// What an account has signed in that round and is bound by: a requisition, or the ballot that came of it.
	pub fn signature_of(class: TokenId, who: &T::AccountId) -> Option<Signature> {
		let agenda = Agendas::<T>::get(class);
		Self::signature_in(&agenda, agenda.round?, who)
	}

	/// A ballot, until it is cleared.
	pub fn ballot_info(id: BallotId) -> Option<BallotInfo> {
		let record = Ballots::<T>::get(id)?;
		let motion = Motions::<T>::get(id)?;
		let terms = *record.count.terms();
		let (weights, abstain) = match &record.count {
			Count::Begun(ballot) => {
				(ballot.weights.iter().map(|weight| weight.0).collect(), ballot.abstain)
			}
			Count::Awaited(_) => (vec![0; usize::from(terms.choices)], 0),
		};
		let window = match record.stage {
			Stage::Passed(window) | Stage::Executing(window) => Some(window),
			_ => None,
		};
		Some(BallotInfo {
			id,
			class: record.class,
			company: record.company,
			motion: motion_info(motion),
			kind: record.admission.kind,
			requisitioned: record.requisitioned,
			stage: Self::stage_of(&record),
			record_date: record.record_date,
			opens: terms.opens,
			closes: record.count.closes(),
			base: Self::base_of(&record),
			weights,
			abstain,
			outcome: Self::outcome_of(&record),
			executable_from: window.map(|window| window.executable_from),
			void_after: window.map(|window| window.void_after),
		})
	}

	/// A requisition that has not ended.
	pub fn requisition_info(id: BallotId) -> Option<RequisitionInfo<T::AccountId>> {
		let record = Requisitions::<T>::get(id)?;
		let motion = Motions::<T>::get(id)?;
		// Supplies are below 2^94, so the product stays below 2^114.
		let needed = record.count.base.saturating_mul(u128::from(REQUISITION_PPM)).div_ceil(PPM);
		Some(RequisitionInfo {
			id,
			class: record.class,
			company: record.company,
			motion: motion_info(motion),
			kind: record.admission.kind,
			proposer: record.deposit.payer,
			record_date: record.record_date,
			base: record.count.base,
			signed: record.count.signed,
			needed,
			closes: record.count.closes,
		})
	}

	/// What an account has to say in a ballot, until the ballot is cleared.
	pub fn voting_power(id: BallotId, who: &T::AccountId) -> Option<VotingPower<T::AccountId>> {
		let record = Ballots::<T>::get(id)?;
		let vote = Votes::<T>::get(id, who);
		let weight = match &vote {
			Some(Vote::Own { weight, .. } | Vote::Attached { weight, .. }) => Some(*weight),
			None => Shareholders::<T>::total_at(record.class, who, record.record_date)
				.ok()
				.filter(|_| record.stage == Stage::Open),
		};
		let delegate = Delegates::<T>::get(record.company, who);
		Some(VotingPower { weight, vote, delegate })
	}

	fn stage_of(record: &BallotRecordOf<T>) -> BallotStage {
		let now = Self::now();
		match record.stage {
			Stage::Open if now < record.count.terms().opens => BallotStage::Announced,
			Stage::Open if now < record.count.closes() => BallotStage::Voting,
			Stage::Open => BallotStage::AwaitingClose,
			Stage::Closed(_) => BallotStage::Closed,
			Stage::Passed(window) if now < window.executable_from => BallotStage::TimeLocked,
			Stage::Passed(window) if now <= window.void_after => BallotStage::Executable,
			Stage::Executing(_) => BallotStage::Executable,
			Stage::Executed => BallotStage::Executed,
			Stage::Passed(_) | Stage::Void => BallotStage::Void,
		}
	}

	/// Eligible shares; while nobody has voted they are asked of the register, if the date is still live.
	fn base_of(record: &BallotRecordOf<T>) -> Option<u128> {
		match &record.count {
			Count::Begun(ballot) => Some(ballot.base),
			Count::Awaited(_) if record.stage == Stage::Open => {
				Shareholders::<T>::eligible_at(record.class, record.record_date).ok()
			}
			Count::Awaited(_) => None,
		}
	}

	fn outcome_of(record: &BallotRecordOf<T>) -> Outcome {
		match &record.count {
			// The bound on supplies excludes the error.
			Count::Begun(ballot) => ballot.outcome().unwrap_or(Outcome::NoQuorum),
			Count::Awaited(_) => Outcome::NoQuorum,
		}
	}
}

fn motion_info<T: Config>(motion: Motion<T>) -> MotionInfo {
	let Motion { document, choices, call } = motion;
	MotionInfo { document, choices, call: call.map(|bytes| bytes.into_inner()) }
}
