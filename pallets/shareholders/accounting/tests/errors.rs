//! Every error is triggered at least once, and what was refused has changed nothing.

mod common;

use codec::Decode;
use common::Company;
use shareholders_accounting::{
	memory::MemoryVotes, mul_div, AccountingError, Answer, Auction, Ballot, BallotTerms, Fraction,
	FractionPool, Level, Offering, OfferingTerms, Pricing, Ratio, Requisition, Schedule, Split,
	MAX_LEAD, MAX_LEVELS, MAX_LIFETIME, MAX_STREAM, MAX_SUPPLY,
};

use AccountingError::*;

const A: u32 = 1;
const B: u32 = 2;

/// What was refused, and that nothing changed.
struct Refusals(Vec<AccountingError>);

impl Refusals {
	fn note<T: std::fmt::Debug>(
		&mut self,
		result: Result<T, AccountingError>,
		expected: AccountingError,
	) {
		assert_eq!(result.err(), Some(expected));
		self.0.push(expected);
	}

	/// An operation on a company that is refused and changes nothing.
	fn refuse<T: std::fmt::Debug>(
		&mut self,
		company: &Company,
		expected: AccountingError,
		operation: impl FnOnce(&mut Company) -> Result<T, AccountingError>,
	) {
		let mut copy = company.clone();
		self.note(operation(&mut copy), expected);
		let (before, after) = (&company.store, &copy.store);
		assert_eq!((&before.class, &before.lines), (&after.class, &after.lines), "{expected:?}");
	}
}

fn rolled(company: &mut Company) {
	company.register().roll().expect("within bounds");
}

fn dividends(refusals: &mut Refusals) {
	let mut company = Company::new(&[(A, 10), (B, 5)]);
	company.pass(5);
	rolled(&mut company);
	let fund = |amount, schedule| {
		move |company: &mut Company| company.register().fund(7, amount, schedule)
	};
	let dated = |record, payment| Schedule::Dated { record, payment };
	refusals.refuse(&company, UnknownPayout, |c| c.register().fund(8, 1, Schedule::Next));
	refusals.refuse(&company, UnknownPayout, |c| c.register().claim_token(&A, 8));
	refusals.refuse(&company, ZeroAmount, fund(0, Schedule::Next));
	refusals.refuse(&company, LifetimeExceeded, fund(MAX_LIFETIME + 1, Schedule::Next));
	refusals.refuse(&company, LifetimeExceeded, fund(u128::MAX, Schedule::Next));
	refusals.refuse(&company, DateTooFar, fund(1, Schedule::Stream(0)));
	refusals.refuse(&company, DateTooFar, fund(1, Schedule::Stream(MAX_STREAM + 1)));
	refusals.refuse(&company, DatePassed, fund(1, dated(6, 9)));
	refusals.refuse(&company, DatesReversed, fund(1, dated(8, 7)));
	refusals.refuse(&company, DateTooFar, fund(1, dated(6 + MAX_LEAD + 1, 6 + MAX_LEAD + 1)));
	refusals.refuse(&company, DateTooFar, fund(1, dated(7, 7 + MAX_LEAD + 1)));
	refusals.refuse(&company, NothingOwed, |c| c.register().claim(&A));
	refusals.refuse(&company, NothingOwed, |c| c.register().claim_token(&A, 7));
	refusals.refuse(&company, PayoutExists, |c| c.register().open_payout(7));
	refusals.refuse(&company, SupplyTooLarge, |c| c.register().set_supply(MAX_SUPPLY + 1));
	for record in 7..15 {
		company.pay(1, dated(record, record + MAX_LEAD));
	}
	refusals.refuse(&company, TooManyLumps, fund(1, dated(15, 16)));
	company.pay(1, dated(14, 14 + MAX_LEAD)); // the same dates take no new place
	for token in 10..17 {
		company.register().open_payout(token).expect("there is room");
	}
	refusals.refuse(&company, TooManyPayouts, |c| c.register().open_payout(17));
	for who in [A, B] {
		company.register().exclude(&who).expect("it is not");
	}
	refusals.refuse(&company, NoEligibleShares, fund(1, Schedule::Next));
	refusals.refuse(&company, AlreadyExcluded, |c| c.register().exclude(&A));
	refusals.refuse(&company, NotExcluded, |c| c.register().include(&3));
	for who in 10..24 {
		company.register().exclude(&who).expect("there is room");
	}
	refusals.refuse(&company, TooManyExcluded, |c| c.register().exclude(&24));
}

fn dates(refusals: &mut Refusals) {
	let mut company = Company::new(&[(A, 10)]);
	company.pass(4);
	rolled(&mut company);
	refusals.refuse(&company, DatePassed, |c| c.register().reserve(4));
	refusals.refuse(&company, DateTooFar, |c| c.register().reserve(5 + MAX_LEAD + 1));
	refusals.refuse(&company, UnknownDate, |c| c.register().release(5));
	refusals.refuse(&company, UnknownDate, |c| c.register().total_at(&A, 5));
	for date in 6..30 {
		company.register().reserve(date).expect("there is room");
	}
	refusals.refuse(&company, DateNotReached, |c| c.register().total_at(&A, 6));
	refusals.refuse(&company, DateNotReached, |c| c.register().eligible_at(6));
	refusals.refuse(&company, TooManyDates, |c| c.register().reserve(30));
	company.register().reserve(29).expect("a live date takes no new place");
}

fn splits(refusals: &mut Refusals) {
	for (new, old) in [(0, 1), (1, 0), (2, 2), (1_000_001, 1), (1, 1_000_001)] {
		refusals.note(Ratio::new(new, old), BadRatio);
	}
	let mut company = Company::new(&[(A, 10), (B, 5)]);
	let third = Ratio::new(1, 3).expect("valid");
	let huge = Ratio::new(1_000_000, 1).expect("valid");
	refusals.refuse(&company, NoSplit, |c| c.register().convert(10));
	refusals.refuse(&company, NoSplit, |c| c.register().finish_split());
	let rich = Company::new(&[(A, MAX_SUPPLY / 10)]);
	refusals.refuse(&rich, SupplyTooLarge, |c| c.register().begin_split(huge));
	// (3 x 2^94 - 2) / 5 is whole, and at five for three it becomes 2^94 - 2/3: one too many when it is rounded up.
	let ratio = Ratio::new(5, 3).expect("valid");
	let supply = (3 * (MAX_SUPPLY + 1) - 2) / 5;
	Split::begin(ratio, supply - 1).expect("it fits");
	refusals.note(Split::begin(ratio, supply), SupplyTooLarge);
	company.register().begin_split(third).expect("none is running");
	refusals.refuse(&company, SplitRunning, |c| c.register().begin_split(third));
	refusals.refuse(&company, SplitRunning, |c| c.register().reserve(1));
	refusals.refuse(&company, SplitRunning, |c| c.register().exclude(&A));
	refusals.refuse(&company, SplitRunning, |c| c.register().include(&A));
	refusals.refuse(&company, SplitRunning, |c| c.register().power(&A, 1));
	refusals.refuse(&company, SplitUnfinished, |c| c.register().finish_split());
	refusals.refuse(&company, Corrupt, |c| c.register().convert(16));
	// A date that has seen 10^6 three times cannot see it a fourth time in 64 bits.
	let mut ratio = huge;
	for _ in 0..2 {
		ratio = ratio.then(huge).expect("10^18 fit");
	}
	refusals.note(ratio.then(huge), BadRatio);
	let mut split = Split::begin(Ratio::new(2, 1).expect("valid"), 4).expect("it fits");
	split.convert(4).expect("it is there");
	let (mut pool, ..) = FractionPool::of(&split).expect("all are converted");
	refusals.note(pool.pay_in(1), NoFractions);
	refusals.note(pool.pay_in(0), ZeroAmount);
	(pool.parts, pool.unclaimed) = (1, 1);
	refusals.note(pool.pay_in(MAX_LIFETIME + 1), LifetimeExceeded);
	refusals.note(pool.claim(Fraction { parts: 1 }), NothingOwed);
	pool.pay_in(5).expect("there is a part");
	refusals.note(pool.claim(Fraction { parts: 2 }), Corrupt);
	refusals.note(pool.pay_in(5), NoFractions);
}

fn auctions(refusals: &mut Refusals) {
	refusals.note(Auction::begin(0, 1, 7), ZeroAmount);
	refusals.note(Auction::begin(1, u32::MAX, 7), DateTooFar);
	let mut auction = Auction::begin(100, 1, 7).expect("it is an amount");
	refusals.note(auction.bid(104, 1, 7), BelowReserve);
	refusals.note(auction.bid(105, 8, 7), NotOpen);
	auction.amount = u128::MAX;
	refusals.note(auction.least(), Overflow);
	let mut last = Auction::begin(1, u32::MAX - 1, 1).expect("the last epoch there is");
	refusals.note(last.bid(2, u32::MAX - 1, 1), DateTooFar);
}

fn ballots(refusals: &mut Refusals) {
	let terms = BallotTerms {
		choices: 2,
		quorum_ppm: 0,
		threshold_ppm: 500_000,
		above: true,
		opens: 10,
		closes: 20,
	};
	for choices in [0, 1, 17] {
		refusals.note(BallotTerms { choices, ..terms }.validate(), BadChoices);
	}
	let over = BallotTerms { quorum_ppm: 1_000_001, ..terms };
	refusals.note(over.validate(), BadThreshold);
	let over = BallotTerms { threshold_ppm: 1_000_001, above: false, ..terms };
	refusals.note(over.validate(), BadThreshold);
	let never = BallotTerms { threshold_ppm: 1_000_000, above: true, ..terms };
	refusals.note(never.validate(), BadThreshold);
	for closes in [9, 10, 13] {
		refusals.note(BallotTerms { closes, ..terms }.validate(), BadPeriod);
	}
	refusals.note(Ballot::open(terms, 0), NoEligibleShares);
	let mut ballot = Ballot::open(terms, 10).expect("valid");
	let (votes, yes) = (&mut MemoryVotes::new(), Answer::Choice(0));
	refusals.note(ballot.cast(votes, &A, yes, 1, 9), NotOpen);
	refusals.note(ballot.cast(votes, &A, yes, 0, 10), NoWeight);
	refusals.note(ballot.cast(votes, &A, Answer::Choice(2), 1, 10), UnknownChoice);
	refusals.note(ballot.cast(votes, &A, yes, 11, 10), AboveEligible);
	refusals.note(ballot.poke(votes, &A, 1, 10), NoVote);
	refusals.note(ballot.detach(votes, &A, 10), NoVote);
	refusals.note(ballot.attach(votes, &A, &A, 1, 10), SelfDelegation);
	refusals.note(ballot.attach(votes, &A, &B, 1, 10), DelegateHasNotVoted);
	assert_eq!((&ballot, votes.len()), (&Ballot::open(terms, 10).expect("valid"), 0));
	ballot.cast(votes, &A, yes, 6, 10).expect("it is open");
	let before = (ballot.clone(), votes.clone());
	refusals.note(ballot.attach(votes, &A, &B, 1, 10), AlreadyCounted);
	refusals.note(ballot.attach(votes, &B, &A, 0, 10), NoWeight);
	refusals.note(ballot.attach(votes, &B, &A, 5, 10), AboveEligible);
	refusals.note(ballot.poke(votes, &A, 11, 10), AboveEligible);
	refusals.note(ballot.poke(votes, &A, 1, 20), NotOpen);
	refusals.note(ballot.close(19), StillOpen);
	assert_eq!((ballot, votes.clone()), before);

	refusals.note(Requisition::open(0, 1, 2), NoEligibleShares);
	refusals.note(Requisition::open(1, 2, 2), BadPeriod);
	let mut requisition = Requisition::open(10, 1, 3).expect("valid");
	refusals.note(requisition.sign(None, 11, 1), AboveEligible);
	refusals.note(requisition.sign(None, 0, 1), NoWeight);
	refusals.note(requisition.sign(Some(1), 1, 1), AlreadySigned);
	refusals.note(requisition.withdraw(None, 1), NotSigned);
	refusals.note(requisition.sign(None, 1, 3), NotOpen);
	assert_eq!(requisition.signed, 0);
}

fn offerings(refusals: &mut Refusals) {
	let terms = OfferingTerms {
		lots: 10,
		lot_size: 1,
		pricing: Pricing::Auction(3),
		rights_price: Some(2),
		opens: 10,
		public: 20,
		closes: 30,
	};
	let open = |terms: OfferingTerms| Offering::open(terms, 90);
	refusals.note(open(OfferingTerms { lots: 0, ..terms }), NothingOffered);
	refusals.note(open(OfferingTerms { lot_size: 0, ..terms }), NothingOffered);
	refusals.note(open(OfferingTerms { pricing: Pricing::Fixed(0), ..terms }), ZeroPrice);
	refusals.note(open(OfferingTerms { rights_price: Some(0), ..terms }), ZeroPrice);
	refusals.note(open(OfferingTerms { opens: 21, ..terms }), DatesReversed);
	refusals.note(open(OfferingTerms { public: 30, ..terms }), DatesReversed);
	refusals.note(open(OfferingTerms { rights_price: None, ..terms }), DatesReversed);
	refusals.note(open(OfferingTerms { opens: 20, ..terms }), DatesReversed);
	refusals.note(open(OfferingTerms { lots: MAX_SUPPLY - 89, ..terms }), SupplyTooLarge);
	refusals.note(open(OfferingTerms { lots: u128::MAX, ..terms }), SupplyTooLarge);
	let priceless = OfferingTerms { pricing: Pricing::Auction(u128::MAX), ..terms };
	refusals.note(open(priceless), Overflow);
	refusals.note(terms.rights(11, 10), AboveEligible);
	let mut offering = open(terms).expect("valid");
	refusals.note(offering.exercise(1, 9), NotOpen);
	refusals.note(offering.exercise(1, 20), NotOpen);
	refusals.note(offering.exercise(0, 10), ZeroAmount);
	refusals.note(offering.exercise(11, 10), AboveOffer);
	offering.exercise(4, 10).expect("it is open");
	refusals.note(offering.bid(3, 1, 19), NotOpen);
	refusals.note(offering.bid(3, 0, 20), ZeroAmount);
	refusals.note(offering.bid(3, 7, 20), AboveOffer);
	refusals.note(offering.bid(2, 1, 20), BelowReserve);
	refusals.note(offering.bid(u128::MAX, 6, 20), Overflow);
	refusals.note(offering.bid(3, 1, 30), NotOpen);
	refusals.note(offering.cancel(3, 1, 20), Corrupt);
	offering.bid(5, 6, 29).expect("it is open");
	let level = |price, lots| Level { price, lots };
	refusals.note(offering.clear([level(5, 6)], 29), StillOpen);
	refusals.note(offering.clear([level(4, 3), level(5, 3)], 30), LevelsUnsorted);
	refusals.note(offering.clear([level(5, 3), level(5, 3)], 30), LevelsUnsorted);
	refusals.note(offering.clear([level(5, 5)], 30), Corrupt);
	let many = (0..=MAX_LEVELS).rev().map(|price| level(u128::from(price) + 3, 0));
	refusals.note(offering.clear(many, 30), TooManyLevels);
	let mut clearing = offering.clear([level(5, 6)], 30).expect("these are the bids");
	refusals.note(clearing.settle(5, 7), Corrupt);
	refusals.note(mul_div(MAX_SUPPLY + 1, 1, 1), Overflow);
}

#[test]
fn every_error_is_triggered_and_changes_nothing() {
	let mut refusals = Refusals(Vec::new());
	dividends(&mut refusals);
	dates(&mut refusals);
	splits(&mut refusals);
	auctions(&mut refusals);
	ballots(&mut refusals);
	offerings(&mut refusals);
	let all: Vec<AccountingError> =
		(0..=u8::MAX).map_while(|byte| AccountingError::decode(&mut &[byte][..]).ok()).collect();
	assert!(all.len() > 40 && all.contains(&Corrupt), "all variants are decoded");
	for error in all {
		assert!(refusals.0.contains(&error), "{error:?} is never triggered");
	}
}

#[test]
fn an_audit_notices_a_missing_account_and_a_false_debt() {
	let mut company = Company::new(&[(A, 10), (B, 5)]);
	company.pay(100, Schedule::Next);
	company.pass(1);
	rolled(&mut company);
	assert_eq!(company.register().audit([A, B]), Ok(()));
	assert_eq!(company.register().audit([A]), Err(Corrupt));
	company.store.class.payouts[0].booked += 1;
	assert_eq!(company.register().audit([A, B]), Err(Corrupt));
}
