//! Ballots, requisitions, and what an account can do in them.

use super::bounded;
use crate::{configs::tokens::AllTokens, AccountId, Ballots, Runtime};
use alloc::vec::Vec;
use frame_support::traits::fungibles::Inspect;
use pallet_ballots::{BallotStage, Kind, NextBallotId};
use shareholders_accounting::TokenId;
use shareholders_runtime_api::{
	BallotId, BallotInfo, BallotKind, BallotStatus, MotionInfo, RequisitionInfo, VotingPower,
	MAX_LIST, MAX_WALKED,
};

/// See `SharesApi::ballots`.
pub fn ballots(
	class: Option<TokenId>,
	status: Option<BallotStatus>,
	after: Option<BallotId>,
	limit: u32,
) -> (Vec<BallotInfo>, Option<BallotId>) {
	let next = NextBallotId::<Runtime>::get();
	let first = after.map_or(Some(0), |after| after.checked_add(1)).unwrap_or(next);
	let most = bounded(limit, MAX_LIST);
	let (mut found, mut last) = (Vec::new(), None);
	// Numbers of cleared ballots and of requisitions are skipped, but cost a read; a page looks at a bounded range.
	for id in first..first.saturating_add(MAX_WALKED).min(next) {
		if found.len() >= most {
			break;
		}
		last = Some(id);
		found.extend(
			ballot(id)
				.filter(|ballot| class.is_none_or(|class| ballot.class == class))
				.filter(|ballot| status.is_none_or(|status| ballot.status == status)),
		);
	}
	let more = |last: BallotId| last.checked_add(1).is_some_and(|id| id < next);
	(found, last.filter(|last| more(*last)))
}

/// See `SharesApi::ballot`.
pub fn ballot(id: BallotId) -> Option<BallotInfo> {
	let ballot = Ballots::ballot_info(id)?;
	let terms = ballot.kind.terms(ballot.motion.choices, ballot.opens, ballot.closes);
	Some(BallotInfo {
		id: ballot.id,
		class: ballot.class,
		company: ballot.company,
		motion: motion(ballot.motion),
		kind: kind(ballot.kind),
		requisitioned: ballot.requisitioned,
		status: match ballot.stage {
			BallotStage::Announced => BallotStatus::Announced,
			BallotStage::Voting => BallotStatus::Open,
			BallotStage::AwaitingClose => BallotStatus::Ended,
			BallotStage::Closed => BallotStatus::Closed,
			BallotStage::TimeLocked => BallotStatus::TimeLocked,
			BallotStage::Executable => BallotStatus::Executable,
			BallotStage::Executed => BallotStatus::Executed,
			BallotStage::Void => BallotStatus::Void,
		},
		record_date: ballot.record_date,
		opens: ballot.opens,
		closes: ballot.closes,
		base: ballot.base,
		weights: ballot.weights,
		abstain: ballot.abstain,
		quorum_ppm: terms.quorum_ppm,
		threshold_ppm: terms.threshold_ppm,
		above: terms.above,
		outcome: ballot.outcome,
		executable_from: ballot.executable_from,
		executable_until: ballot.void_after,
	})
}

/// See `SharesApi::live_ballots`.
pub fn live_ballots(class: TokenId) -> Vec<BallotInfo> {
	Ballots::ballots_of(class).into_iter().filter_map(ballot).collect()
}

/// See `SharesApi::requisitions`.
pub fn requisitions(class: TokenId) -> Vec<RequisitionInfo<AccountId>> {
	Ballots::requisitions_of(class).into_iter().filter_map(requisition).collect()
}

fn requisition(id: BallotId) -> Option<RequisitionInfo<AccountId>> {
	let requisition = Ballots::requisition_info(id)?;
	Some(RequisitionInfo {
		id: requisition.id,
		class: requisition.class,
		company: requisition.company,
		motion: motion(requisition.motion),
		kind: kind(requisition.kind),
		proposer: requisition.proposer,
		record_date: requisition.record_date,
		base: requisition.base,
		signed: requisition.signed,
		needed: requisition.needed,
		closes: requisition.closes,
	})
}

/// See `SharesApi::voting_power`.
pub fn voting_power(who: &AccountId, id: BallotId) -> Option<VotingPower<AccountId>> {
	let class = pallet_ballots::Ballots::<Runtime>::get(id)?.class;
	let power = Ballots::voting_power(id, who)?;
	Some(VotingPower {
		weight: power.weight,
		total: AllTokens::total_balance(class, who),
		vote: power.vote,
		delegate: power.delegate,
	})
}

fn motion(motion: pallet_ballots::MotionInfo) -> MotionInfo {
	MotionInfo { document: motion.document, choices: motion.choices, call: motion.call }
}

fn kind(kind: Kind) -> BallotKind {
	match kind {
		Kind::Ordinary => BallotKind::Ordinary,
		Kind::Special => BallotKind::Special,
	}
}
