//! Cases worked out by hand.

mod common;

use common::Company;
use shareholders_accounting::{
	memory::MemoryVotes, rescale_lot_size, rescale_order, AccountingError, Answer, Auction, Ballot,
	BallotTerms, BookSide, Fraction, FractionPool, Level, Line, Offering, OfferingTerms, Outcome,
	Pricing, Ratio, Requisition, Schedule, Settled, MAX_LIFETIME, MAX_SUPPLY,
};

const A: u32 = 1;
const B: u32 = 2;
const C: u32 = 3;

fn dated(record: u32, payment: u32) -> Schedule {
	Schedule::Dated { record, payment }
}

/// 10 among 3 is 3 each, one third each, and 10 x 2^64 mod 3 = 1 part. 2 more make 12: 4 each and nothing left.
#[test]
fn what_does_not_divide_is_carried_until_it_does() {
	let mut company = Company::new(&[(A, 1), (B, 1), (C, 1)]);
	company.pay(10, Schedule::Next);
	company.pass(1);
	assert_eq!([company.owed(A), company.owed(B), company.owed(C)], [3, 3, 3]);
	company.register().roll().expect("it is time");
	assert_eq!(company.store.class.payouts[0].per_share.carry, 1);
	company.pay(2, Schedule::Next);
	company.pass(1);
	assert_eq!([company.owed(A), company.owed(B), company.owed(C)], [4, 4, 4]);
	for who in [A, B, C] {
		company.claim(who).expect("4 are owed");
	}
	let payout = &company.store.class.payouts[0];
	assert_eq!((payout.per_share.carry, payout.booked, company.pots[&7]), (0, 0, 0));
}

/// A third of an atom three times is an atom, though the holder claims in between.
#[test]
fn a_fraction_of_an_atom_stays_with_its_holder() {
	let mut company = Company::new(&[(A, 1), (B, 2)]);
	let mut claimed = 0;
	for _ in 0..30 {
		company.pay(1, Schedule::Next);
		company.pass(1);
		claimed += company.claim(A).map_or(0, |payments| payments[0].amount);
	}
	// 30 x 2^64 parts divide by 3: the carry is used up, so a third is exactly 10.
	assert_eq!((claimed, company.owed(B)), (10, 20));
}

/// 10 over 3 boundaries: ceil(10 / 3) = 4, 4, and the last 2. A second stream of 6 over 2 adds 3.
#[test]
fn a_stream_pays_at_every_boundary_and_ends_exactly() {
	let mut company = Company::new(&[(A, 1)]);
	company.pay(10, Schedule::Stream(3));
	let mut owed = Vec::new();
	for _ in 0..4 {
		company.pass(1);
		owed.push(company.owed(A));
	}
	assert_eq!(owed, [4, 8, 10, 10]);
	company.pay(10, Schedule::Stream(3));
	company.pay(6, Schedule::Stream(2));
	company.pass(1);
	assert_eq!(company.owed(A), 10 + 7);
	company.pass(100);
	assert_eq!(company.owed(A), 10 + 16);
}

/// A long stream of one atom does not slow down the company's.
#[test]
fn nobody_can_slow_down_a_stream() {
	let mut company = Company::new(&[(A, 1)]);
	company.pay(1_000, Schedule::Stream(10));
	company.pay(1, Schedule::Stream(87_660));
	company.pass(10);
	assert_eq!(company.owed(A), 1_001);
}

/// Record date 3, payment date 5: A owns at 3, sells to B afterwards, B gets nothing, A is paid from 5 on.
#[test]
fn buyer_after_the_record_date_gets_no_dividend() {
	let mut company = Company::new(&[(A, 60), (C, 40)]);
	company.pay(100, dated(3, 5));
	company.pass(1);
	company.send(A, B, 10); // in epoch 2, before the record date
	company.pass(1);
	company.send(A, B, 50); // in epoch 3, after it
	assert_eq!([company.due(A), company.due(B), company.due(C)], [(0, 50), (0, 10), (0, 40)]);
	assert_eq!(company.claim(A), Err(AccountingError::NothingOwed));
	company.pass(1);
	assert_eq!(company.claim(C), Err(AccountingError::NothingOwed));
	company.pass(1);
	assert_eq!([company.due(A), company.due(B), company.due(C)], [(50, 0), (10, 0), (40, 0)]);
	for who in [A, B, C] {
		company.claim(who).expect("it is the payment date");
	}
	assert_eq!(company.pots[&7], 0);
}

/// What is earned on the way to a payment date is not held back with it.
#[test]
fn only_the_dated_part_waits_for_its_payment_date() {
	let mut company = Company::new(&[(A, 1), (B, 1)]);
	company.pay(9, dated(2, 10)); // 4.5 each: 4 wait
	company.pay(4, Schedule::Next); // 2 each
	company.pass(1);
	assert_eq!(company.due(A), (2, 4)); // 6.5 earned
	company.claim(A).expect("2 are owed");
	company.pay(1, Schedule::Next); // half an atom each: 7.0 earned, 4 wait, 2 are paid
	company.pass(1);
	assert_eq!(company.due(A), (1, 4));
	company.pass(7);
	assert_eq!(company.due(A), (5, 0));
}

#[test]
fn an_excluded_account_keeps_what_it_earned_and_earns_no_more() {
	let mut company = Company::new(&[(A, 50), (B, 50)]);
	company.pay(100, Schedule::Next);
	company.pass(1);
	company.register().exclude(&A).expect("it is not");
	company.pay(100, Schedule::Next);
	company.pass(1);
	assert_eq!([company.owed(A), company.owed(B)], [50, 150]);
	company.register().include(&A).expect("it is");
	company.pay(100, Schedule::Next);
	company.pass(1);
	assert_eq!([company.owed(A), company.owed(B)], [100, 200]);
	company.check();
}

/// With nobody to pay, a stream waits.
#[test]
fn nothing_is_lost_while_no_share_is_eligible() {
	let mut company = Company::new(&[(A, 10)]);
	company.pay(30, Schedule::Stream(3));
	company.pay(5, dated(2, 4));
	company.register().exclude(&A).expect("it is not");
	company.pass(2);
	company.check();
	let refused = company.register().fund(7, 1, Schedule::Next);
	assert_eq!(refused, Err(AccountingError::NoEligibleShares));
	company.register().include(&A).expect("it is");
	company.pass(1); // epoch 4: 3 x 10 have streamed, 5 are past their payment date
	assert_eq!(company.due(A), (35, 0));
	company.check();
}

#[test]
fn one_account_touched_a_thousand_times_in_an_epoch_is_written_once() {
	let mut company = Company::new(&[(A, 5_000), (B, 1)]);
	company.register().reserve(2).expect("it is to come");
	company.pay(100, Schedule::Stream(50));
	company.pass(1);
	let before = company.store.writes;
	for _ in 0..1_000 {
		company.send(A, B, 1);
	}
	assert_eq!(company.store.writes - before, 2);
	let lines: Vec<Line> = company.store.lines.values().cloned().collect();
	company.send(A, A, 7);
	assert_eq!(company.store.lines.values().cloned().collect::<Vec<_>>(), lines);
}

/// Dates 2, 3 and 5; A owns 10 until epoch 3, 4 until epoch 6, then 0. Worked out: 10 at 2 and 3 (the change in epoch 3
/// comes after its boundary), 4 at 5.
#[test]
fn an_old_total_is_kept_once_and_dropped_with_its_date() {
	let mut company = Company::new(&[(A, 10)]);
	for date in [2, 3, 5] {
		company.register().reserve(date).expect("to come, or now");
	}
	company.pass(2);
	company.send(A, B, 6);
	company.pass(3);
	company.send(A, B, 4);
	let at = |company: &mut Company, who, date| company.register().total_at(&who, date);
	assert_eq!([2, 3, 5].map(|date| at(&mut company, A, date)), [Ok(10), Ok(10), Ok(4)]);
	assert_eq!([2, 3, 5].map(|date| at(&mut company, B, date)), [Ok(0), Ok(0), Ok(6)]);
	assert_eq!(at(&mut company, A, 4), Err(AccountingError::UnknownDate));
	assert_eq!(company.store.lines[&A].past.snaps.len(), 1); // one for both 2 and 3
	company.register().release(3).expect("it is live");
	assert_eq!(at(&mut company, A, 2), Ok(10));
	company.register().release(2).expect("it is live");
	company.register().prune(&A).expect("anybody may");
	assert_eq!(company.store.lines[&A].past.snaps.len(), 0);
	assert_eq!(at(&mut company, A, 5), Ok(4));
	company.register().release(5).expect("it is live");
	company.pass(1);
	company.register().prune(&A).expect("anybody may");
	assert!(!company.store.lines.contains_key(&A));
}

#[test]
fn a_thousand_record_dates_leave_nothing_behind() {
	let holders: Vec<(u32, u128)> = (0..50).map(|who| (who, 1_000_000)).collect();
	let mut company = Company::new(&holders);
	let baseline: usize = company.store.lines.len();
	for date in 2..1_002 {
		company.register().reserve(date).expect("it is to come");
		if date >= 22 {
			company.register().release(date - 20).expect("it is live");
		}
		company.pass(1);
		for who in 0..50 {
			company.set(who, 1_000_000 + u128::from(date % 7));
		}
		company.sync();
	}
	let kept: usize = company.store.lines.values().map(|line| line.past.snaps.len()).sum();
	assert!(kept >= 50 * 19, "only {kept} old totals were kept");
	for date in 983..1_002 {
		company.register().release(date).expect("it is live");
	}
	company.register().release(982).expect("it is live");
	for who in 0..50 {
		company.register().prune(&who).expect("anybody may");
	}
	let kept: usize = company.store.lines.values().map(|line| line.past.snaps.len()).sum();
	assert_eq!((kept, company.store.class.dates.as_slice().len()), (0, 0));
	assert_eq!(company.store.lines.len(), baseline.max(50));
	company.check();
}

#[test]
fn the_present_boundary_is_a_record_date_whatever_has_moved_since() {
	let mut company = Company::new(&[(A, 10), (B, 5)]);
	company.pass(1);
	company.send(A, C, 10); // A is empty, yet its line stays: this epoch may still become a date
	company.register().reserve(2).expect("it is now");
	let at: Vec<_> = [A, B, C].map(|who| company.register().total_at(&who, 2)).to_vec();
	assert_eq!(at, [Ok(10), Ok(5), Ok(0)]);
	assert_eq!(company.register().eligible_at(2), Ok(15));
	assert_eq!(company.register().power(&A, 2), Ok(0));
	assert_eq!(company.register().power(&C, 2), Ok(0));
}

/// A dividend in the class itself: the pot is excluded, and what each is owed was settled before anything moved.
#[test]
fn a_dividend_in_shares_pays_the_same_in_any_order() {
	let holders: Vec<(u32, u128)> = (0..200).map(|who| (who, u128::from(who) * 7 + 1)).collect();
	let pot = 1_000;
	let mut results = Vec::new();
	for step in [1, 3, 7, 9, 11, 13, 17, 19, 21, 23u32] {
		let mut company = Company::new(&holders);
		company.register().open_payout(8).expect("it is the second");
		company.register().exclude(&pot).expect("it is not");
		company.mint(pot, 10_007);
		company.pots.insert(8, 0);
		company.pay_in(8, 10_007, Schedule::Next).expect("it is valid");
		company.pass(1);
		for place in 0..200u32 {
			let who = (place * step + step) % 200; // each once, for a step without 2 and 5
			for payment in company.claim(who).into_iter().flatten() {
				company.set(pot, company.total(pot) - payment.amount);
				company.set(who, company.total(who) + payment.amount);
			}
		}
		company.check();
		let paid: Vec<u128> =
			(0..200).map(|who| company.total(who) - holders[who as usize].1).collect();
		results.push(paid);
	}
	assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
	assert!(results[0].iter().sum::<u128>() > 10_007 - 200);
}

/// 123, 7 and 20 of the treasury's at one for ten: 12 and 3/10, 0 and 7/10, 2. The 10/10 are one share; it sells for 101:
/// 30.3 and 70.7.
#[test]
fn a_reverse_split_pays_out_every_fraction() {
	let mut company = Company::new(&[(A, 123), (B, 7), (C, 20)]);
	company.register().exclude(&C).expect("it is not");
	company.pay(130, Schedule::Next);
	company.pass(1);
	let ratio = Ratio::new(10, 100).expect("it is one for ten");
	assert_eq!((ratio.numerator(), ratio.denominator()), (1, 10));
	company.register().begin_split(ratio).expect("it fits");
	let mut fractions = Vec::new();
	for who in [A, B, C] {
		let old = company.total(who);
		let (whole, parts) = company.register().convert(old).expect("a split is running");
		company.set(who, whole);
		company.sync();
		fractions.push(Fraction { parts });
		company.check();
	}
	let (mut pool, shares, rest) = company.register().finish_split().expect("all are converted");
	assert_eq!([A, B, C].map(|who| company.total(who)), [12, 0, 2]);
	assert_eq!((pool.parts, shares, rest), (10, 1, 0));
	assert_eq!([company.owed(A), company.owed(B)], [123, 7]); // earned before the split
	pool.pay_in(101).expect("there are fractions");
	let claims: Vec<_> = fractions.into_iter().map(|fraction| pool.claim(fraction)).collect();
	assert_eq!(claims, [Ok(30), Ok(70), Ok(0)]);
	assert_eq!((pool.unclaimed, pool.booked), (0, 1)); // 0.3 and 0.7 of an atom
}

/// 57, 31 and 11 at one for ten: 5 and 7/10, 3 and 1/10, 1 and 1/10. 9/10 are completed by 1/10 of the company; the share
/// sells for 1,000, of which that is 100.
#[test]
fn the_company_completes_the_last_share_and_is_paid_for_it() {
	let mut company = Company::new(&[(A, 57), (B, 31), (C, 11)]);
	company.register().begin_split(Ratio::new(1, 10).expect("valid")).expect("it fits");
	let mut fractions = Vec::new();
	for who in [A, B, C] {
		let old = company.total(who);
		let (whole, parts) = company.register().convert(old).expect("a split is running");
		company.set(who, whole);
		company.sync();
		fractions.push(Fraction { parts });
	}
	let (mut pool, shares, rest) = company.register().finish_split().expect("all are converted");
	assert_eq!((pool.parts, shares, rest), (10, 1, 1));
	fractions.push(Fraction { parts: rest });
	pool.pay_in(1_000).expect("there are fractions");
	let claims: Vec<_> = fractions.into_iter().map(|fraction| pool.claim(fraction)).collect();
	assert_eq!(claims, [Ok(700), Ok(100), Ok(100), Ok(100)]);
	assert_eq!((pool.unclaimed, pool.booked), (0, 0));
}

/// Thirds of 1,000 by a rate would be 999 for whoever has all three.
#[test]
fn the_owner_of_all_fractions_gets_all_of_the_proceeds() {
	let mut pool = FractionPool { parts: 3, unclaimed: 3, proceeds: 0, booked: 0 };
	pool.pay_in(1_000).expect("there are fractions");
	assert_eq!(pool.clone().claim(Fraction { parts: 3 }), Ok(1_000));
	assert_eq!(pool.claim(Fraction { parts: 1 }), Ok(333));
	assert_eq!(pool.claim(Fraction { parts: 2 }), Ok(666));
	assert_eq!(pool.booked, 1);
}

/// From 1 on each raise is an atom, up to 20; from 21 on two, as a twentieth of it is more than one.
#[test]
fn a_bid_is_a_twentieth_and_an_atom_above_the_one_before() {
	let least = |amount| Auction::begin(amount, 1, 168).expect("it is an amount").least();
	let raises = [(1, 2), (19, 20), (20, 21), (21, 23), (40, 42), (41, 44), (1_000, 1_050)];
	for (amount, next) in raises {
		assert_eq!(least(amount), Ok(next));
	}
}

/// 168 epochs from the first bid in epoch 10: it is over in 178. A seventh is 24: a bid in 153 is early, one in 154 adds
/// 24, and so does one in 178.
#[test]
fn a_late_bid_extends_an_auction() {
	let mut auction = Auction::begin(1_000, 10, 168).expect("it is an amount");
	auction.bid(1_050, 153, 168).expect("in time");
	assert_eq!((auction.closes, auction.extensions), (178, 0));
	auction.bid(1_103, 154, 168).expect("in time");
	assert_eq!((auction.closes, auction.extensions), (202, 1));
	auction.bid(1_159, 154, 168).expect("in time");
	assert_eq!((auction.closes, auction.extensions), (202, 1));
	auction.bid(2_000, 178, 168).expect("in time");
	assert_eq!((auction.closes, auction.extensions), (226, 2));
	assert!(!auction.is_over(225) && auction.is_over(226));
	assert_eq!(auction.bid(9_000, 226, 168), Err(AccountingError::NotOpen));
}

/// Two bidders who never give up: 14 times 24 epochs more, then the end stands.
#[test]
fn nobody_keeps_an_auction_open_for_ever() {
	let mut auction = Auction::begin(1, 10, 168).expect("it is an amount");
	for _ in 0..100 {
		let (amount, now) = (auction.least().expect("small"), auction.closes - 1);
		auction.bid(amount, now, 168).expect("in time");
	}
	assert_eq!((auction.closes, auction.extensions), (178 + 14 * 24, 14));
}

/// Three for two: 10 at the date are 15 now. Sold down to 7: ceil(7 x 2 / 3) = 5 of that day's shares.
#[test]
fn a_vote_is_counted_in_shares_of_its_record_date() {
	let mut company = Company::new(&[(A, 10), (B, 10)]);
	company.pass(1);
	company.register().reserve(2).expect("it is now");
	company.register().begin_split(Ratio::new(3, 2).expect("valid")).expect("it fits");
	assert_eq!(company.register().power(&A, 2), Err(AccountingError::SplitRunning));
	for who in [A, B] {
		let old = company.total(who);
		let (whole, _) = company.register().convert(old).expect("a split is running");
		company.set(who, whole);
		company.sync();
	}
	company.register().finish_split().expect("all are converted");
	assert_eq!(company.register().power(&A, 2), Ok(10));
	company.send(A, B, 8);
	assert_eq!(company.register().power(&A, 2), Ok(5));
	assert_eq!(company.register().power(&B, 2), Ok(10));
	assert_eq!(company.register().total_at(&A, 2), Ok(10));
}

/// 1,000 orders, 10,000 holders: three for one changes one number per market; nobody has a fraction.
#[test]
fn a_split_with_ten_thousand_holders_and_open_orders_loses_nothing() {
	let holders: Vec<(u32, u128)> = (0..10_000).map(|who| (who, u128::from(who) + 10)).collect();
	let mut company = Company::new(&holders);
	let ratio = Ratio::new(3, 1).expect("valid");
	company.register().begin_split(ratio).expect("it fits");
	for (who, old) in &holders {
		let (whole, rest) = company.register().convert(*old).expect("a split is running");
		assert_eq!((whole, rest), (3 * old, 0));
		company.set(*who, whole);
		company.sync();
	}
	let (pool, shares, rest) = company.register().finish_split().expect("all are converted");
	assert_eq!((pool.parts, shares, rest), (0, 0, 0));
	company.check();
	// 1,000 asks of 4 lots of 2 atoms hold 8 atoms each; with lots of 6 they hold 24.
	assert_eq!(rescale_lot_size(ratio, 2), Ok(Some(6)));
}

#[test]
fn orders_go_on_unchanged_where_the_lot_divides_and_shrink_where_it_does_not() {
	let one_for_ten = Ratio::new(1, 10).expect("valid");
	assert_eq!(rescale_lot_size(one_for_ten, 1_000), Ok(Some(100)));
	assert_eq!(rescale_lot_size(one_for_ten, 15), Ok(None));
	assert_eq!(rescale_lot_size(one_for_ten, 5), Ok(None));
	// 25 lots at 3 ticks are 2 lots at 30 ticks; the half lot goes back to the owner.
	assert_eq!(rescale_order(one_for_ten, BookSide::Ask, 25, 3), Ok(Some((2, 30))));
	assert_eq!(rescale_order(one_for_ten, BookSide::Bid, 9, 3), Ok(None));
	// Three for two at 7 ticks: 14/3 = 4.67. A bid pays 4, an ask wants 5.
	let three_for_two = Ratio::new(3, 2).expect("valid");
	assert_eq!(rescale_order(three_for_two, BookSide::Bid, 3, 7), Ok(Some((4, 4))));
	assert_eq!(rescale_order(three_for_two, BookSide::Ask, 3, 7), Ok(Some((4, 5))));
	assert_eq!(rescale_order(three_for_two, BookSide::Bid, 3, 1), Ok(None));
}

fn yes_no() -> BallotTerms {
	BallotTerms {
		choices: 2,
		quorum_ppm: 100_000,
		threshold_ppm: 500_000,
		above: true,
		opens: 100,
		closes: 200,
	}
}

const YES: Answer = Answer::Choice(0);
const NO: Answer = Answer::Choice(1);

fn weights(ballot: &Ballot) -> Vec<u128> {
	ballot.weights.iter().map(|weight| weight.0).collect()
}

/// B votes yes with 5 and carries A's 10 and C's 1; A votes no himself: 6 to 10. B changes his mind: 0 to 16.
#[test]
fn the_holders_own_vote_overrides_his_delegate() {
	let mut ballot = Ballot::open(yes_no(), 100).expect("valid");
	let votes = &mut MemoryVotes::new();
	let early = ballot.attach(votes, &A, &B, 10, 100);
	assert_eq!(early, Err(AccountingError::DelegateHasNotVoted));
	ballot.cast(votes, &B, YES, 5, 100).expect("it is open");
	ballot.attach(votes, &A, &B, 10, 100).expect("B has voted");
	ballot.attach(votes, &C, &B, 1, 100).expect("B has voted");
	assert_eq!(weights(&ballot), [16, 0]);
	let twice = ballot.attach(votes, &A, &B, 10, 100);
	assert_eq!(twice, Err(AccountingError::AlreadyCounted));
	let chain = ballot.attach(votes, &4, &A, 3, 100);
	assert_eq!(chain, Err(AccountingError::DelegateHasNotVoted)); // one step deep
	ballot.cast(votes, &A, NO, 10, 101).expect("it is open");
	assert_eq!(weights(&ballot), [6, 10]);
	ballot.cast(votes, &B, NO, 5, 102).expect("it is open");
	assert_eq!(weights(&ballot), [0, 16]);
	ballot.poke(votes, &C, 0, 103).expect("C has sold");
	ballot.detach(votes, &C, 104).expect("it is attached");
	assert_eq!(weights(&ballot), [0, 15]);
	assert_eq!(ballot.detach(votes, &B, 104), Err(AccountingError::NoVote));
}

#[test]
fn quorum_and_threshold_decide_at_their_very_edge() {
	let votes = &mut MemoryVotes::new();
	let mut ballot = Ballot::open(yes_no(), 100).expect("valid");
	ballot.cast(votes, &A, YES, 5, 100).expect("it is open");
	ballot.cast(votes, &B, Answer::Abstain, 4, 100).expect("it is open");
	assert_eq!(ballot.outcome(), Ok(Outcome::NoQuorum)); // 9 of 100
	ballot.cast(votes, &B, Answer::Abstain, 5, 100).expect("it is open");
	assert_eq!(ballot.outcome(), Ok(Outcome::Won(0))); // 10 of 100
	ballot.cast(votes, &C, NO, 5, 100).expect("it is open");
	assert_eq!(ballot.outcome(), Ok(Outcome::NoMajority)); // half is not more than half
	let special = BallotTerms { threshold_ppm: 750_000, above: false, ..yes_no() };
	let votes = &mut MemoryVotes::new();
	let mut ballot = Ballot::open(special, 100).expect("valid");
	ballot.cast(votes, &A, YES, 74, 100).expect("it is open");
	ballot.cast(votes, &B, NO, 25, 100).expect("it is open");
	assert_eq!(ballot.outcome(), Ok(Outcome::NoMajority)); // 74 of 99 is 74.7 %
	ballot.cast(votes, &A, YES, 75, 100).expect("it is open");
	assert_eq!(ballot.outcome(), Ok(Outcome::Won(0))); // three quarters are enough
	let above = ballot.cast(votes, &C, NO, 1, 100);
	assert_eq!(above, Err(AccountingError::AboveEligible));
}

#[test]
fn sixteen_choices_need_a_single_leader() {
	let terms = BallotTerms { choices: 16, threshold_ppm: 0, ..yes_no() };
	let mut ballot = Ballot::open(terms, 1_000).expect("valid");
	let votes = &mut MemoryVotes::new();
	for who in 0..16u8 {
		let answer = Answer::Choice(who);
		ballot.cast(votes, &u32::from(who), answer, 10, 100).expect("it is open");
	}
	assert_eq!(ballot.outcome(), Ok(Outcome::NoMajority));
	ballot.cast(votes, &3, Answer::Choice(3), 11, 100).expect("it is open");
	assert_eq!(ballot.outcome(), Ok(Outcome::Won(3)));
	let unknown = ballot.cast(votes, &3, Answer::Choice(16), 11, 100);
	assert_eq!(unknown, Err(AccountingError::UnknownChoice));
	assert_eq!(ballot.outcome(), Ok(Outcome::Won(3)));
}

/// Open from 100 to 200: votes at 99 and 200 do not count, at 100 and 199 they do.
#[test]
fn a_ballot_opens_and_closes_on_the_block() {
	let ballot = Ballot::open(yes_no(), 100).expect("valid");
	let cast = |now| {
		let mut ballot = ballot.clone();
		ballot.cast(&mut MemoryVotes::new(), &A, YES, 10, now)
	};
	let closed = Err(AccountingError::NotOpen);
	assert_eq!([99, 100, 199, 200].map(cast), [closed, Ok(()), Ok(()), closed]);
	assert_eq!(ballot.close(199), Err(AccountingError::StillOpen));
	assert_eq!(ballot.close(200), Ok(Outcome::NoQuorum));
}

/// The last quarter of 100 blocks begins at 175. 60 to 40 stands; many single votes take it to 60 to 54: from 60.0 % to
/// 52.6 %, which passes 5 points at 60 to 50 (54.5 %). Then at most once more.
#[test]
fn a_late_swing_puts_the_end_off_twice_at_most() {
	let mut ballot = Ballot::open(yes_no(), 10_000).expect("valid");
	let votes = &mut MemoryVotes::new();
	ballot.cast(votes, &A, YES, 600, 120).expect("it is open");
	ballot.cast(votes, &B, NO, 400, 174).expect("it is open");
	assert_eq!(ballot.closes, 200);
	for place in 0..10 {
		ballot.cast(votes, &(10 + place), NO, 10, 175).expect("it is open");
		// 600 / 1,000 = 600,000 ppm; 600 / 1,090 = 550,458; 600 / 1,100 = 545,454.
		assert_eq!(ballot.closes, if place < 9 { 200 } else { 225 });
	}
	ballot.cast(votes, &C, NO, 200, 199).expect("before the new last quarter"); // turns it round
	assert_eq!((ballot.closes, ballot.extensions), (225, 1));
	ballot.cast(votes, &4, YES, 300, 224).expect("in it"); // and back
	assert_eq!((ballot.closes, ballot.extensions), (250, 2));
	ballot.cast(votes, &5, NO, 900, 249).expect("in the last of all");
	assert_eq!((ballot.closes, ballot.extensions), (250, 2));
	assert_eq!(ballot.close(250), Ok(Outcome::Won(1)));
}

/// 5 % of 1,000 are 50.
#[test]
fn signatures_add_up_to_a_requisition() {
	let mut requisition = Requisition::open(1_000, 10, 20).expect("valid");
	assert_eq!(requisition.sign(None, 1, 9), Err(AccountingError::NotOpen));
	let first = requisition.sign(None, 49, 10).expect("it is open");
	assert_eq!(requisition.sign(Some(first), 49, 11), Err(AccountingError::AlreadySigned));
	assert_eq!(requisition.sign(None, 0, 11), Err(AccountingError::NoWeight));
	assert_eq!(requisition.is_carried(), Ok(false));
	requisition.sign(None, 1, 19).expect("it is open");
	assert_eq!(requisition.is_carried(), Ok(true));
	assert_eq!(requisition.sign(None, 1, 20), Err(AccountingError::NotOpen));
	requisition.withdraw(Some(first), 19).expect("it is open");
	assert_eq!((requisition.signed, requisition.is_carried()), (1, Ok(false)));
}

fn auction() -> OfferingTerms {
	OfferingTerms {
		lots: 100,
		lot_size: 1,
		pricing: Pricing::Auction(2),
		rights_price: None,
		opens: 10,
		public: 10,
		closes: 20,
	}
}

/// 100 lots; 50 at 10, then 60 and 20 at 8, then 100 at 5. 50 + 80 reach 100 at 8, where 50 are left for 80:
/// floor(60 x 50 / 80) = 37 and floor(80 x 50 / 80) - 37 = 13.
#[test]
fn an_auction_clears_at_one_price_and_refunds_the_rest() {
	let mut offering = Offering::open(auction(), 0).expect("valid");
	let bids = [(10, 50), (8, 60), (5, 100), (8, 20)];
	let deposits = bids.map(|(price, lots)| offering.bid(price, lots, 15).expect("it is open"));
	assert_eq!(deposits, [500, 480, 500, 160]);
	let levels = [(10, 50), (8, 80), (5, 100)].map(|(price, lots)| Level { price, lots });
	assert_eq!(offering.clear(levels, 19), Err(AccountingError::StillOpen));
	let mut clearing = offering.clear(levels, 20).expect("it is over");
	let settled = bids.map(|(price, lots)| clearing.settle(price, lots).expect("it was bid"));
	let of = |lots, pays, refund| Settled { lots, pays, refund };
	assert_eq!(settled, [of(50, 400, 100), of(37, 296, 184), of(0, 0, 500), of(13, 104, 56)]);
}

#[test]
fn an_auction_without_enough_bids_sells_all_of_them_at_the_reserve() {
	let mut offering = Offering::open(auction(), 0).expect("valid");
	offering.bid(10, 50, 15).expect("it is open");
	offering.bid(2, 20, 15).expect("it is open");
	let levels = [(10, 50), (2, 20)].map(|(price, lots)| Level { price, lots });
	let mut clearing = offering.clear(levels, 20).expect("it is over");
	let all = [(10, 50), (2, 20)].map(|(price, lots)| clearing.settle(price, lots).expect("bid"));
	assert_eq!(
		all,
		[Settled { lots: 50, pays: 100, refund: 400 }, Settled { lots: 20, pays: 40, refund: 0 }]
	);
}

/// 500 bidders for 1,000,000 lots at prices 1 to 50: everything is sold, every atom is paid or comes back.
#[test]
fn an_offering_to_five_hundred_bidders_clears_to_the_atom() {
	let terms = OfferingTerms { lots: 1_000_000, rights_price: Some(20), public: 15, ..auction() };
	let mut offering = Offering::open(terms, 3_000_000).expect("valid");
	// Three holders of 3,000,000: the rights are a third each, rounded down; the odd lot goes to the bidders.
	assert_eq!(terms.rights(1_000_000, 3_000_000), Ok(333_333));
	assert_eq!(offering.exercise(333_333, 12), Ok(6_666_660));
	assert_eq!(offering.exercise(100_000, 14), Ok(2_000_000));
	assert_eq!(offering.exercise(1, 15), Err(AccountingError::NotOpen));
	let bids: Vec<(u128, u128)> =
		(0..500u128).map(|n| (n * 37 % 49 + 2, 1_000 + n * 101 % 4_001)).collect();
	let mut levels = std::collections::BTreeMap::<u128, u128>::new();
	let mut deposits = 0;
	for (price, lots) in &bids {
		deposits += offering.bid(*price, *lots, 16).expect("it is open");
		*levels.entry(*price).or_default() += lots;
	}
	let levels = levels.iter().rev().map(|(price, lots)| Level { price: *price, lots: *lots });
	let mut clearing = offering.clear(levels, 20).expect("it is over");
	let (mut sold, mut paid, mut refunds) = (0, 0, 0);
	for (price, lots) in &bids {
		let done = clearing.settle(*price, *lots).expect("it was bid");
		assert!(done.lots == 0 || *price >= clearing.price);
		assert!(done.lots == *lots || *price <= clearing.price);
		(sold, paid, refunds) = (sold + done.lots, paid + done.pays, refunds + done.refund);
	}
	assert_eq!(sold, 1_000_000 - 433_333);
	assert_eq!((paid, paid + refunds), (sold * clearing.price, deposits));
}

#[test]
fn the_largest_supply_earns_votes_and_splits_without_overflow() {
	let mut company = Company::new(&[(A, MAX_SUPPLY - 1), (B, 1)]);
	assert_eq!(company.register().set_supply(MAX_SUPPLY + 1), Err(AccountingError::SupplyTooLarge));
	company.pay(MAX_LIFETIME - 1, Schedule::Next);
	company.pass(1);
	// Of 2^120 - 2 each of 2^94 - 1 shares gets 2^26. The 2^26 - 2 that are left over are fewer than 2^90 parts, less
	// than one part per share: all of them are carried.
	assert_eq!(company.owed(B), 1 << 26);
	assert_eq!(company.owed(A), (MAX_SUPPLY - 1) * (1 << 26));
	company.register().roll().expect("it is time");
	assert_eq!(company.store.class.payouts[0].per_share.carry, ((1 << 26) - 2) << 64);
	company.pay(1, Schedule::Next);
	let over = company.pay_in(7, 1, Schedule::Next);
	assert_eq!(over, Err(AccountingError::LifetimeExceeded));
	company.pass(1);
	company.claim(A).expect("much is owed");
	company.register().reserve(3).expect("it is now");
	let mut ballot = Ballot::open(yes_no(), MAX_SUPPLY).expect("valid");
	ballot.cast(&mut MemoryVotes::new(), &A, YES, MAX_SUPPLY - 1, 100).expect("it is open");
	assert_eq!(ballot.outcome(), Ok(Outcome::Won(0)));
	let double = Ratio::new(2, 1).expect("valid");
	assert_eq!(company.register().begin_split(double), Err(AccountingError::SupplyTooLarge));
	let half = Ratio::new(1, 3).expect("valid"); // 2^94 - 1 divides by 3
	company.register().begin_split(half).expect("it fits");
}
