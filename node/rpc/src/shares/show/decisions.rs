//! Ballots, requisitions and offerings, and an account's part in them.

use super::{address, Show};
use crate::{
	answers::shares::{
		Answer, Ballot, Grant, Offering, Power, Requisition, Rights, Vote, VotingPower,
	},
	error::Error,
	units::Decimal,
};
use shareholders_accounting as accounting;
use shareholders_accounting::{Outcome, Pricing, TokenId};
use shareholders_runtime_api as api;
use shareholders_runtime_api::{BallotKind, BallotStatus};
use sp_core::{bytes::to_hex, crypto::Ss58Codec};
use sp_runtime::AccountId32;

/// Digits of the part of the eligible shares that has answered: parts per million, as quorums are given.
const TURNOUT_DIGITS: u32 = 6;

impl Show {
	/// A ballot.
	pub(in crate::shares) fn ballot(&self, ballot: &api::BallotInfo) -> Result<Ballot, Error> {
		let answered = ballot.weights.iter().fold(ballot.abstain, |sum, weight| {
			sum.saturating_add(*weight) // at most `base`
		});
		let (outcome, winner) = match ballot.outcome {
			Outcome::NoQuorum => ("noQuorum", None),
			Outcome::NoMajority => ("noMajority", None),
			Outcome::Won(choice) => ("won", Some(choice)),
		};
		Ok(Ballot {
			id: ballot.id,
			class: ballot.class,
			symbol: self.symbol(ballot.class)?,
			company: ballot.company,
			document: to_hex(&ballot.motion.document, false),
			choices: ballot.motion.choices,
			call: ballot.motion.call.as_ref().map(|call| to_hex(call, false)),
			kind: kind(ballot.kind),
			requisitioned: ballot.requisitioned,
			status: ballot_status(ballot.status),
			record_date: ballot.record_date,
			record_block: self.block(ballot.record_date),
			opens: ballot.opens,
			closes: ballot.closes,
			eligible: self.amount_if(ballot.class, ballot.base)?,
			weights: self.amounts(ballot.class, &ballot.weights)?,
			abstain: self.amount(ballot.class, ballot.abstain)?,
			turnout: ballot
				.base
				.map(|base| Decimal::part_of(answered, base, TURNOUT_DIGITS).to_string()),
			quorum_ppm: ballot.quorum_ppm,
			threshold_ppm: ballot.threshold_ppm,
			above: ballot.above,
			outcome: outcome.into(),
			winner,
			executable_from: ballot.executable_from,
			executable_until: ballot.executable_until,
		})
	}

	/// A requisition.
	pub(in crate::shares) fn requisition(
		&self,
		requisition: &api::RequisitionInfo<AccountId32>,
	) -> Result<Requisition, Error> {
		let shares = |atoms| self.amount(requisition.class, atoms);
		Ok(Requisition {
			id: requisition.id,
			class: requisition.class,
			symbol: self.symbol(requisition.class)?,
			company: requisition.company,
			document: to_hex(&requisition.motion.document, false),
			choices: requisition.motion.choices,
			call: requisition.motion.call.as_ref().map(|call| to_hex(call, false)),
			kind: kind(requisition.kind),
			proposer: requisition.proposer.to_ss58check(),
			record_date: requisition.record_date,
			record_block: self.block(requisition.record_date),
			eligible: shares(requisition.base)?,
			signed: shares(requisition.signed)?,
			needed: shares(requisition.needed)?,
			closes: requisition.closes,
		})
	}

	/// An account's part in a ballot.
	pub(in crate::shares) fn voting_power(
		&self,
		account: &AccountId32,
		ballot: &api::BallotInfo,
		power: &api::VotingPower<AccountId32>,
	) -> Result<VotingPower, Error> {
		Ok(VotingPower {
			account: account.to_ss58check(),
			ballot: ballot.id,
			class: ballot.class,
			symbol: self.symbol(ballot.class)?,
			status: ballot_status(ballot.status),
			record_date: ballot.record_date,
			record_block: self.block(ballot.record_date),
			own: self.power(ballot.class, power)?,
		})
	}

	pub(super) fn power(
		&self,
		class: TokenId,
		power: &api::VotingPower<AccountId32>,
	) -> Result<Power, Error> {
		Ok(Power {
			weight: self.amount_if(class, power.weight)?,
			total: self.amount(class, power.total)?,
			vote: power.vote.as_ref().map(|vote| self.vote(class, vote)).transpose()?,
			delegate: address(&power.delegate),
		})
	}

	fn vote(&self, class: TokenId, vote: &accounting::Vote<AccountId32>) -> Result<Vote, Error> {
		Ok(match vote {
			accounting::Vote::Own { answer, weight, attached } => Vote {
				by: "own".into(),
				answer: Some(match answer {
					accounting::Answer::Choice(choice) => Answer::Choice(*choice),
					accounting::Answer::Abstain => Answer::Word("abstain".into()),
				}),
				delegate: None,
				weight: self.amount(class, *weight)?,
				attached: Some(self.amount(class, *attached)?),
			},
			accounting::Vote::Attached { delegate, weight } => Vote {
				by: "delegate".into(),
				answer: None,
				delegate: Some(delegate.to_ss58check()),
				weight: self.amount(class, *weight)?,
				attached: None,
			},
		})
	}

	/// An offering.
	pub(in crate::shares) fn offering(
		&self,
		offering: &api::OfferingInfo,
	) -> Result<Offering, Error> {
		let terms = &offering.terms;
		let price = |atoms| self.amount(offering.payment, atoms);
		let pricing = match terms.pricing {
			Pricing::Fixed(_) => "fixed",
			Pricing::Auction(_) => "auction",
		};
		let shares = terms.lots.saturating_mul(terms.lot_size); // part of a supply below 2^94
		Ok(Offering {
			id: offering.id,
			class: offering.class,
			symbol: self.symbol(offering.class)?,
			company: offering.company,
			payment: self.token(offering.payment)?.clone(),
			status: offering_status(offering.status),
			pricing: pricing.into(),
			lots: terms.lots.to_string(),
			lot_size: self.amount(offering.class, terms.lot_size)?,
			shares: self.amount(offering.class, shares)?,
			reserve: price(terms.pricing.reserve())?,
			rights_price: terms.rights_price.map(price).transpose()?,
			rights_token: offering.rights_token,
			record_date: offering.record_date,
			record_block: offering.record_date.map(|date| self.block(date)),
			opens: terms.opens,
			public: terms.public,
			closes: terms.closes,
			claimed: offering.claimed.to_string(),
			exercised: offering.exercised.to_string(),
			demand: offering.demand.to_string(),
			deposits: price(offering.deposits)?,
			bids: offering.bids,
			price: offering.price.map(price).transpose()?,
			sold: offering.sold.to_string(),
			proceeds: price(offering.proceeds)?,
		})
	}

	/// An account's rights in an offering.
	pub(super) fn rights(&self, rights: &api::RightsInfo) -> Result<Rights, Error> {
		Ok(Rights {
			offering: rights.offering,
			token: rights.token,
			claimable: rights.claimable.to_string(),
			claimed: rights.claimed.to_string(),
			owned: rights.owned.to_string(),
			price: self.amount(rights.payment, rights.price)?,
			payment: rights.payment,
			expires: rights.expires,
		})
	}

	/// A grant.
	pub(super) fn grant(&self, class: TokenId, grant: &api::GrantInfo) -> Result<Grant, Error> {
		Ok(Grant {
			id: grant.id,
			amount: self.amount(class, grant.amount)?,
			released: self.amount(class, grant.released)?,
			due: self.amount(class, grant.due)?,
			start: grant.start,
			cliff: grant.cliff,
			end: grant.end,
			revocable: grant.revocable,
		})
	}
}

fn kind(kind: BallotKind) -> String {
	match kind {
		BallotKind::Ordinary => "ordinary".into(),
		BallotKind::Special => "special".into(),
	}
}

fn ballot_status(status: BallotStatus) -> String {
	match status {
		BallotStatus::Announced => "announced",
		BallotStatus::Open => "open",
		BallotStatus::Ended => "ended",
		BallotStatus::Closed => "closed",
		BallotStatus::TimeLocked => "timeLocked",
		BallotStatus::Executable => "executable",
		BallotStatus::Executed => "executed",
		BallotStatus::Void => "void",
	}
	.into()
}

fn offering_status(status: api::OfferingStatus) -> String {
	match status {
		api::OfferingStatus::Announced => "announced",
		api::OfferingStatus::Rights => "rights",
		api::OfferingStatus::Public => "public",
		api::OfferingStatus::Closed => "closed",
		api::OfferingStatus::Settling => "settling",
		api::OfferingStatus::CalledOff => "calledOff",
		api::OfferingStatus::Completed => "completed",
	}
	.into()
}
