//! What others have paid for.

use super::*;

/// With locks the order could not be filled, or the sold KSI would go on voting.
#[test]
fn a_vote_does_not_keep_an_order_from_being_filled() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(hold(&alice(), 400_000));
		assert_eq!(tally(poll), (500_000, 0, 0));
		assert_ok!(fill(&alice(), &ghost(), 400_000));
		assert_ok!(sell(&alice(), &ghost(), 100_000));
		assert_eq!((total(&alice()), total(&ghost())), (0, 500_000));
	});
}

#[test]
fn ksi_in_open_orders_votes() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(hold(&alice(), 499_000));
		run_to(20);
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!(tally(poll), (500_000, 0, 0));
	});
}

#[test]
fn a_fill_takes_the_vote_away_when_anybody_pokes() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(hold(&alice(), 400_000));
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(fill(&alice(), &ghost(), 400_000));
		assert_eq!(tally(poll), (500_000, 0, 0));
		assert_ok!(poke(poll, &[alice()]));
		assert_eq!(tally(poll), (100_000, 0, 0));
		// The buyer has no vote in this poll, so nothing counts twice.
		assert_noop!(vote(&ghost(), poll, Side::Aye), Error::<Test>::NoWeight);
	});
}

/// Borrowed in the block of the vote, in that of the record date's epoch, or over the boundary and given back.
#[test]
fn what_is_borrowed_for_a_moment_has_no_vote() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(sell(&alice(), &ghost(), 500_000));
		assert_noop!(vote(&ghost(), poll, Side::Aye), Error::<Test>::NoWeight);
		assert_ok!(sell(&ghost(), &alice(), 500_000));
		// An urgent poll takes the boundary of block 20; in block 25 it is too late for it.
		run_to(21);
		let urgent = deciding(URGENT);
		assert_ok!(sell(&alice(), &ghost(), 500_000));
		assert_noop!(vote(&ghost(), urgent, Side::Aye), Error::<Test>::NoWeight);
		assert_ok!(sell(&ghost(), &alice(), 500_000));
		// Over the boundary of block 40: it counts as long as it is not given back.
		run_to(39);
		assert_ok!(sell(&alice(), &ghost(), 500_000));
		run_to(40);
		let poll = deciding(QUICK);
		assert_ok!(vote(&ghost(), poll, Side::Aye));
		assert_ok!(sell(&ghost(), &alice(), 500_000));
		assert_ok!(poke(poll, &[ghost()]));
		assert_eq!(tally(poll), (0, 0, 0));
	});
}

/// One holder hands his KSI from account to account, each of which votes.
#[test]
fn ksi_handed_round_counts_once() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		let mut from = alice();
		for next in [bob(), carol(), dave()] {
			assert_ok!(vote(&from, poll, Side::Aye));
			assert_ok!(sell(&from, &next, 500_000));
			from = next;
		}
		assert_ok!(vote(&from, poll, Side::Aye));
		// Each has counted what it owned itself at the record date.
		assert_eq!(tally(poll), (960_000, 0, 0));
		assert_ok!(poke(poll, &[alice()]));
		assert_eq!(tally(poll), (460_000, 0, 0));
	});
}

/// The votes that are in flight when blocks without any pass: nothing but a vote or a poke changes them.
#[test]
fn votes_keep_their_weights_over_boundaries() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&dave(), poll, Side::Aye));
		run_to(44);
		assert_eq!(tally(poll), (40_000, 0, 0));
		assert_noop!(poke(poll, &[dave()]), Error::<Test>::NothingToPoke);
	});
}
