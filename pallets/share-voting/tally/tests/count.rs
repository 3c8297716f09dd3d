//! The count, by cases worked out by hand.

mod common;

use codec::{Decode, Encode, MaxEncodedLen};
use common::Memory;
use share_voting_tally::{Count, Side};
use shareholders_accounting::{AccountingError, Answer, Vote, MAX_SUPPLY};

const BASE: u128 = 1_000;

fn open() -> (Count, Memory) {
	(Count::open(BASE).expect("somebody is eligible"), Memory::default())
}

#[test]
fn a_count_needs_eligible_shares_and_a_supply_that_can_be_counted() {
	assert_eq!(Count::open(0), Err(AccountingError::NoEligibleShares));
	assert_eq!(Count::open(MAX_SUPPLY + 1), Err(AccountingError::SupplyTooLarge));
	assert_eq!(Count::open(MAX_SUPPLY).map(|count| count.base), Ok(MAX_SUPPLY));
}

/// 1 of 3 is 333,333,333 of a billion and a third; 2 of 3 are 666,666,666 and two thirds: both are rounded down.
#[test]
fn parts_are_exact_and_rounded_down() {
	let count = Count { ayes: 1, nays: 2, abstain: 0, base: 3 };
	assert_eq!((count.approval_ppb(), count.support_ppb()), (333_333_333, 333_333_333));
	let count = Count { ayes: 2, nays: 1, abstain: 0, base: 3 };
	assert_eq!((count.approval_ppb(), count.support_ppb()), (666_666_666, 666_666_666));
	assert_eq!((Count::default().approval_ppb(), Count::default().support_ppb()), (0, 0));
}

/// One atom less than everything is never all of it, even of the largest supply.
#[test]
fn parts_of_the_largest_supply_do_not_overflow() {
	let count = Count { ayes: MAX_SUPPLY - 1, nays: 1, abstain: 0, base: MAX_SUPPLY };
	assert_eq!((count.approval_ppb(), count.support_ppb()), (999_999_999, 999_999_999));
	let beyond = Count { ayes: u128::MAX, nays: 0, abstain: 0, base: u128::MAX };
	assert_eq!((beyond.approval_ppb(), beyond.support_ppb()), (1_000_000_000, 1_000_000_000));
}

#[test]
fn abstentions_count_for_neither_approval_nor_support() {
	let (mut count, mut votes) = open();
	count.cast(&mut votes, &1, Side::Aye, 300).unwrap();
	count.cast(&mut votes, &2, Side::Nay, 100).unwrap();
	count.cast(&mut votes, &3, Side::Abstain, 600).unwrap();
	assert_eq!((count.approval_ppb(), count.support_ppb()), (750_000_000, 300_000_000));
	assert_eq!(count.turnout(), 1_000);
}

#[test]
fn a_changed_mind_moves_all_that_follows() {
	let (mut count, mut votes) = open();
	count.cast(&mut votes, &1, Side::Aye, 100).unwrap();
	count.attach(&mut votes, &2, &1, 50).unwrap();
	count.attach(&mut votes, &3, &1, 25).unwrap();
	count.cast(&mut votes, &1, Side::Nay, 100).unwrap();
	assert_eq!(count, Count { ayes: 0, nays: 175, abstain: 0, base: BASE });
	count.cast(&mut votes, &2, Side::Aye, 50).unwrap();
	assert_eq!(count, Count { ayes: 50, nays: 125, abstain: 0, base: BASE });
	assert_eq!(votes.0[&1], Vote::Own { answer: Answer::Choice(1), weight: 100, attached: 25 });
}

#[test]
fn a_poke_lowers_own_and_attached_votes_and_may_leave_nothing() {
	let (mut count, mut votes) = open();
	count.cast(&mut votes, &1, Side::Aye, 100).unwrap();
	count.attach(&mut votes, &2, &1, 50).unwrap();
	count.poke(&mut votes, &2, 20).unwrap();
	count.poke(&mut votes, &1, 0).unwrap();
	assert_eq!(count.ayes, 20);
	assert_eq!(count.poke(&mut votes, &3, 5), Err(AccountingError::NoVote));
}

#[test]
fn more_than_the_base_is_refused_and_changes_nothing() {
	let (mut count, mut votes) = open();
	count.cast(&mut votes, &1, Side::Abstain, 600).unwrap();
	let before = (count, votes.clone());
	assert_eq!(count.cast(&mut votes, &2, Side::Aye, 401), Err(AccountingError::AboveEligible));
	assert_eq!(count.poke(&mut votes, &1, 1_001), Err(AccountingError::AboveEligible));
	assert_eq!(count.attach(&mut votes, &2, &1, 401), Err(AccountingError::AboveEligible));
	assert_eq!((count, votes), before);
}

#[test]
fn what_cannot_be_attached_is_refused() {
	let (mut count, mut votes) = open();
	assert_eq!(count.attach(&mut votes, &1, &1, 5), Err(AccountingError::SelfDelegation));
	assert_eq!(count.attach(&mut votes, &1, &2, 5), Err(AccountingError::DelegateHasNotVoted));
	count.cast(&mut votes, &2, Side::Aye, 5).unwrap();
	assert_eq!(count.attach(&mut votes, &1, &2, 0), Err(AccountingError::NoWeight));
	count.attach(&mut votes, &1, &2, 5).unwrap();
	assert_eq!(count.attach(&mut votes, &1, &2, 5), Err(AccountingError::AlreadyCounted));
	// One step deep.
	assert_eq!(count.attach(&mut votes, &3, &1, 5), Err(AccountingError::DelegateHasNotVoted));
	assert_eq!(count.detach(&mut votes, &2), Err(AccountingError::NoVote));
	count.detach(&mut votes, &1).unwrap();
	assert_eq!(count.ayes, 5);
	assert_eq!(count.cast(&mut votes, &1, Side::Nay, 0), Err(AccountingError::NoWeight));
}

#[test]
fn sides_are_stored_as_answers() {
	for side in [Side::Aye, Side::Nay, Side::Abstain] {
		assert_eq!(Side::try_from(Answer::from(side)), Ok(side));
	}
	assert_eq!(Side::try_from(Answer::Choice(2)), Err(()));
}

/// Four compact numbers: 4 bytes while they are small, 1 + 12 each for the largest supply, and room for 16 each.
#[test]
fn a_count_is_short_and_the_largest_one_fits() {
	let count = Count { ayes: 1, nays: 2, abstain: 3, base: 6 };
	assert_eq!(count.encode().len(), 4);
	assert_eq!(Count::decode(&mut &count.encode()[..]), Ok(count));
	let most = MAX_SUPPLY;
	let largest = Count { ayes: most, nays: most, abstain: most, base: most };
	assert_eq!(largest.encode().len(), 52);
	assert_eq!(Count::max_encoded_len(), 64);
}
