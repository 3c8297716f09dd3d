//! Votes in referenda, which pallet `ShareVoting` counts, and what is answered in polls of either kind.

use crate::{
	raw::{Account, Readable},
	What,
};
use scale_decode::DecodeAsType;
use sp_runtime::AccountId32;

/// What an account answers in a ballot or in a referendum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
	/// A choice of a ballot, by its number.
	Choice(u8),
	/// For what a referendum proposes.
	Aye,
	/// Against it.
	Nay,
	/// None of them.
	Abstain,
}

/// Something that happened to the votes of a referendum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PollEvent {
	/// An account has voted, for the first time or anew. What follows it counts with it.
	Voted {
		/// The number of the referendum.
		poll: u32,
		/// The account.
		who: AccountId32,
		/// For what.
		answer: Answer,
		/// With how much.
		weight: u128,
	},
	/// The votes of these accounts have these weights from now on.
	Poked {
		/// The number of the referendum.
		poll: u32,
		/// Account and weight.
		weights: Vec<(AccountId32, u128)>,
	},
	/// These accounts follow their delegates.
	Attached {
		/// The number of the referendum.
		poll: u32,
		/// The accounts.
		accounts: Vec<AccountId32>,
	},
	/// An account does not follow its delegate any more.
	Detached {
		/// The number of the referendum.
		poll: u32,
		/// The account.
		who: AccountId32,
	},
}

/// Events of pallet `ShareVoting`.
#[derive(DecodeAsType)]
pub(crate) enum RawPollEvent {
	Voted { poll: u32, who: Account, side: RawPollSide, weight: u128 },
	Poked { poll: u32, weights: Vec<(Account, u128)> },
	Attached { poll: u32, accounts: Vec<Account> },
	Detached { poll: u32, who: Account },
}

/// A side of a referendum.
#[derive(DecodeAsType)]
pub(crate) enum RawPollSide {
	Aye,
	Nay,
	Abstain,
}

/// An answer in a ballot.
#[derive(DecodeAsType)]
pub(crate) enum RawAnswer {
	Choice(u8),
	Abstain,
}

impl Readable for RawPollEvent {
	const NAMES: &'static [&'static str] = &["Voted", "Poked", "Attached", "Detached"];
}

impl From<RawPollEvent> for What {
	fn from(raw: RawPollEvent) -> Self {
		Self::Poll(match raw {
			RawPollEvent::Voted { poll, who, side, weight } => {
				PollEvent::Voted { poll, who: who.into(), answer: side.into(), weight }
			}
			RawPollEvent::Poked { poll, weights } => PollEvent::Poked {
				poll,
				weights: weights.into_iter().map(|(who, weight)| (who.into(), weight)).collect(),
			},
			RawPollEvent::Attached { poll, accounts } => {
				PollEvent::Attached { poll, accounts: accounts_of(accounts) }
			}
			RawPollEvent::Detached { poll, who } => PollEvent::Detached { poll, who: who.into() },
		})
	}
}

impl From<RawPollSide> for Answer {
	fn from(side: RawPollSide) -> Self {
		match side {
			RawPollSide::Aye => Self::Aye,
			RawPollSide::Nay => Self::Nay,
			RawPollSide::Abstain => Self::Abstain,
		}
	}
}

impl From<RawAnswer> for Answer {
	fn from(answer: RawAnswer) -> Self {
		match answer {
			RawAnswer::Choice(choice) => Self::Choice(choice),
			RawAnswer::Abstain => Self::Abstain,
		}
	}
}

pub(crate) fn accounts_of(accounts: Vec<Account>) -> Vec<AccountId32> {
	accounts.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{decode, BallotEvent};
	use codec::Encode;
	use frame_system::{EventRecord, Phase};
	use kongsi_runtime::{AccountId, Hash, Runtime, RuntimeEvent};

	const ALICE: AccountId = AccountId::new([1; 32]);
	const BOB: AccountId = AccountId::new([2; 32]);

	fn read(events: Vec<RuntimeEvent>) -> Vec<What> {
		let records: Vec<EventRecord<RuntimeEvent, Hash>> = events
			.into_iter()
			.map(|event| EventRecord { phase: Phase::ApplyExtrinsic(1), event, topics: vec![] })
			.collect();
		let types = crate::tests::types();
		let happened = decode(&types, &records.encode()).unwrap();
		assert_eq!(happened.unread, []);
		happened.events.into_iter().map(|event| event.what).collect()
	}

	#[test]
	fn votes_in_referenda_are_read() {
		use pallet_share_voting::Event;
		use share_voting_tally::Side;
		let voted = |side| Event::<Runtime>::Voted { poll: 4, who: ALICE, side, weight: 7 };
		let read = read(vec![
			voted(Side::Aye).into(),
			voted(Side::Nay).into(),
			voted(Side::Abstain).into(),
			Event::Poked { poll: 4, weights: vec![(BOB, 3)] }.into(),
			Event::Attached { poll: 4, accounts: vec![BOB, ALICE] }.into(),
			Event::Detached { poll: 4, who: BOB }.into(),
			Event::Unstuck { poll: 4 }.into(),
		]);
		let voted =
			|answer| What::Poll(PollEvent::Voted { poll: 4, who: ALICE, answer, weight: 7 });
		let wanted = [
			voted(Answer::Aye),
			voted(Answer::Nay),
			voted(Answer::Abstain),
			What::Poll(PollEvent::Poked { poll: 4, weights: vec![(BOB, 3)] }),
			What::Poll(PollEvent::Attached { poll: 4, accounts: vec![BOB, ALICE] }),
			What::Poll(PollEvent::Detached { poll: 4, who: BOB }),
		];
		assert_eq!(read, wanted);
	}

	#[test]
	fn votes_in_ballots_are_read_with_their_answer() {
		use pallet_ballots::Event;
		use shareholders_accounting::Answer as Given;
		let voted = |answer| Event::<Runtime>::Voted { ballot: 3, who: ALICE, answer, weight: 9 };
		let read = read(vec![
			voted(Given::Choice(2)).into(),
			voted(Given::Abstain).into(),
			Event::Attached { ballot: 3, accounts: vec![BOB] }.into(),
			Event::Detached { ballot: 3, who: BOB }.into(),
		]);
		let voted =
			|answer| What::Ballot(BallotEvent::Voted { ballot: 3, who: ALICE, answer, weight: 9 });
		let wanted = [
			voted(Answer::Choice(2)),
			voted(Answer::Abstain),
			What::Ballot(BallotEvent::Attached { ballot: 3, accounts: vec![BOB] }),
			What::Ballot(BallotEvent::Detached { ballot: 3, who: BOB }),
		];
		assert_eq!(read, wanted);
	}
}
