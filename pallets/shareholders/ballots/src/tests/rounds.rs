//! Nobody can take the places of others: each share backs one thing at a time.

use super::*;
use crate::{BallotRules, MAX_CARRIED, SITTINGS};

/// One of the twenty who own 50 of 1,000 shares each, at every boundary from epoch 3 on.
fn twentieth(number: u8) -> AccountId {
	account(200 + number)
}

/// Divides all shares among twenty accounts, and goes to epoch 3.
fn divide() {
	for number in 0..20 {
		let deposits = 3 * REQUISITION_DEPOSIT;
		assert_ok!(Balances::transfer_allow_death(signed(&grace()), twentieth(number), deposits));
	}
	let mut heirs = (0..20).map(twentieth);
	let mut left = 50;
	let mut heir = heirs.next().expect("twenty");
	for (who, mut shares) in holders() {
		while shares > 0 {
			let part = shares.min(left);
			assert_ok!(transfer(&who, &heir, part));
			shares -= part;
			left -= part;
			if left == 0 {
				left = 50;
				heir = heirs.next().unwrap_or_else(grace);
			}
		}
	}
	for number in 0..20 {
		assert_eq!(total(SHARE, &twentieth(number)), 50);
	}
	go_to(3);
}

/// Carol owns 12 %: one place. What she sells backs hers, and its buyers have to wait for the next round.
#[test]
fn who_owns_a_twentieth_fills_one_place() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&carol()));
		assert_noop!(requisition(&carol()), Error::<Test>::BacksAnother);
		assert_ok!(transfer(&carol(), &grace(), 120));
		go_to(3);
		assert_noop!(requisition(&grace()), Error::<Test>::NoWeight);
		assert_noop!(requisition(&carol()), Error::<Test>::BacksAnother);
		// Others are not kept from theirs.
		assert_ok!(requisition(&bob()));
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&dave(), 2));
		assert_eq!(Ballots::ballots_of(SHARE), vec![0, 1, 2]);
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &carol()), REQUISITION_DEPOSIT);
		// Block 40 begins another round, with the boundary of epoch 5.
		at(40);
		assert_ok!(requisition(&grace()));
		assert_noop!(requisition(&carol()), Error::<Test>::NoWeight);
	});
}

/// Twenty holders of 5 % call twenty ballots in a round, and twenty more in the next. No minority can take more.
#[test]
fn every_requisition_that_is_carried_has_a_place() {
	ExtBuilder::default().build_and_execute(|| {
		divide();
		for number in 0..20 {
			assert_ok!(requisition(&twentieth(number)));
		}
		assert_eq!(Ballots::ballots_of(SHARE).len(), MAX_CARRIED as usize);
		for number in 0..20 {
			assert_noop!(requisition(&twentieth(number)), Error::<Test>::BacksAnother);
		}
		// They go on while everybody calls another one in the next round, from block 50 on.
		at(50);
		for number in 0..20 {
			assert_ok!(requisition(&twentieth(number)));
		}
		assert_eq!(Ballots::ballots_of(SHARE), (0..40).collect::<Vec<_>>());
		assert_eq!(Agendas::<Test>::get(SHARE).earlier.len(), 20);
		// A third round waits until the ballots of the first are closed, which anybody does.
		at(80);
		assert_noop!(requisition(&twentieth(0)), Error::<Test>::TooManyBallots);
		for id in 0..19 {
			at(info(id).closes);
			assert_ok!(close(id));
		}
		assert_noop!(requisition(&twentieth(0)), Error::<Test>::TooManyBallots);
		assert_ok!(close(19));
		assert_ok!(requisition(&twentieth(0)));
		assert_eq!(Agendas::<Test>::get(SHARE).earlier.len(), 20);
	});
}

/// The ballot is closed in block 90; the round of 100 blocks lasts until 110.
#[test]
fn an_account_is_free_again_when_its_ballot_is_closed() {
	let rules = BallotRules { requisition_period: 100, ..RULES };
	ExtBuilder::default().with_rules(rules).build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&dave(), 0));
		assert_ok!(requisition(&alice()));
		// Epoch 2, the rest of a sitting of 10 / 5 + 1 epochs, and 2: epoch 6.
		assert_eq!((info(0).record_date, info(0).closes), (6, 90));
		at(90);
		assert_ok!(close(0));
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &eve()), 0);
		assert_noop!(requisition(&alice()), Error::<Test>::BacksAnother);
		assert_ok!(requisition(&dave()));
		assert_ok!(sign(&eve(), 2));
		assert_eq!(Ballots::ballots_of(SHARE), vec![1, 2]);
		// What the two signed before is no part of it.
		let signed = Signature { requisition: 2, weight: 30 };
		assert_eq!(Signatures::<Test>::get(0, eve()), Some(signed));
	});
}

#[test]
fn an_account_signs_one_requisition_at_a_time() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(requisition(&dave()));
		assert_noop!(sign(&eve(), 1), Error::<Test>::BacksAnother);
		assert_noop!(requisition(&eve()), Error::<Test>::BacksAnother);
		assert_ok!(sign(&frank(), 0));
		assert_noop!(sign(&frank(), 1), Error::<Test>::BacksAnother);
		assert_noop!(withdraw(&frank(), 1), Error::<Test>::NotSigned);
		assert_ok!(withdraw(&frank(), 0));
		assert_ok!(sign(&frank(), 1));
		assert_eq!(Ballots::ballots_of(SHARE), vec![1]);
		assert_noop!(sign(&frank(), 0), Error::<Test>::BacksAnother);
	});
}

/// Frank's requisition gave way to grace's, so his signature binds him no more.
#[test]
fn who_signed_what_was_replaced_is_free() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(transfer(&alice(), &grace(), 11));
		go_to(3);
		for who in [frank(), eve(), dave(), grace()] {
			assert_ok!(requisition(&who));
		}
		assert_eq!(Ballots::signature_of(SHARE, &frank()), None);
		assert_ok!(sign(&frank(), 1));
		let signed = Signature { requisition: 1, weight: 10 };
		assert_eq!(Ballots::signature_of(SHARE, &frank()), Some(signed));
	});
}

/// The first requisition after the end of a round begins the next one and ends the other.
#[test]
fn a_round_follows_another() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		let begun = Event::RoundBegun { class: SHARE, round: 0, record_date: 2, closes: 40 };
		assert_eq!(events()[0], begun);
		let round = Round { number: 0, record_date: 2, closes: 40 };
		assert_eq!(Ballots::round_of(SHARE), Some(round));
		at(39);
		assert_ok!(requisition(&frank()));
		assert_eq!((references(2), references(4)), (1, 0));
		at(40);
		System::reset_events();
		assert_ok!(requisition(&eve()));
		assert_eq!(events()[0], Event::RoundEnded { class: SHARE, round: 0 });
		let begun = Event::RoundBegun { class: SHARE, round: 2, record_date: 5, closes: 70 };
		assert_eq!(events()[1], begun);
		assert_eq!((references(2), references(5)), (0, 1));
		// Nothing of the other round is signed any more, and its signatures may be cleared.
		assert_noop!(sign(&dave(), 1), Error::<Test>::RequisitionOver);
		assert_noop!(withdraw(&frank(), 1), Error::<Test>::RequisitionOver);
		assert_ok!(clear(0, 5));
		assert_eq!(last_event(), Event::Cleared { ballot: 0, removed: 2, left: false });
		assert_noop!(clear(2, 5), Error::<Test>::NotFinished);
	});
}

/// Eve's requisition from before can still be closed, and was signed with what counted then.
#[test]
fn another_round_asks_for_shares_anew() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(transfer(&dave(), &grace(), 40));
		go_to(3);
		assert_noop!(sign(&grace(), 0), Error::<Test>::NoWeight);
		at(40);
		assert_ok!(requisition(&eve()));
		assert_noop!(sign(&dave(), 1), Error::<Test>::NoWeight);
		assert_ok!(sign(&grace(), 1));
		assert_eq!(Ballots::ballots_of(SHARE), vec![1]);
		assert_ok!(close_requisition(0));
	});
}

/// 60 blocks are six epochs; a sitting has 6 / 5 + 1. From epoch 2 on they are 2 and 3, 4 and 5, 6 and 7: and the notice is 2.
#[test]
fn ballots_of_a_sitting_have_one_record_date() {
	let rules = BallotRules { requisition_period: 60, ..RULES };
	ExtBuilder::default().with_rules(rules).build_and_execute(|| {
		for (block, who, date) in [(15, alice(), 5), (20, bob(), 5), (65, carol(), 9)] {
			at(block);
			assert_ok!(requisition(&who));
			let ballot = NextBallotId::<Test>::get() - 1;
			assert_eq!(info(ballot).record_date, date, "block {block}");
		}
		assert_eq!((references(2), references(5), references(9)), (1, 2, 1));
	});
}

/// However long a round and an epoch are, and wherever in an epoch the round begins.
#[test]
fn a_round_has_few_sittings_and_each_gives_notice() {
	for (period, epoch_blocks) in [(1, 1), (1, 10), (9, 10), (10, 10), (30, 10), (31, 10), (300, 7)]
	{
		let rules = BallotRules { requisition_period: period, notice: 4, ..RULES };
		for offset in 0..epoch_blocks {
			let mut dates: Vec<u32> = (offset..offset + period)
				.map(|block| {
					let now = 100 + block / epoch_blocks;
					let date = rules.sitting_date(100, now, epoch_blocks).expect("in range");
					assert!(date >= now + 4);
					assert!(date <= now + 3 + rules.sitting(epoch_blocks));
					date
				})
				.collect();
			dates.dedup();
			assert!(dates.len() <= SITTINGS as usize, "{period} of {epoch_blocks} from {offset}");
		}
	}
	let rules = RULES;
	assert_eq!(rules.sitting_date(100, 99, 10), None);
	assert_eq!(rules.sitting_date(100, u32::MAX - 1, 10), None);
	// Not even an epoch of no blocks, which no chain has.
	assert_eq!(rules.sitting(0), 7);
}

/// A sitting of 336 / 5 + 1 epochs and 72 of notice: 140 epochs of 1,800 blocks; 5 days and two quarters of them more.
#[test]
fn on_the_main_chain_a_ballot_ends_within_a_round() {
	let rules = BallotRules::default();
	assert_eq!(rules.longest_ballot(1_800), 252_000 + 216_000 + 108_000);
	assert!(rules.longest_ballot(1_800) <= rules.requisition_period);
}
