//! The largest records fit in what they declare, to the byte, and the usual ones are small.

mod common;

use codec::{Compact, Encode, MaxEncodedLen};
use common::Company;
use shareholders_accounting::{
	Answer, Ballot, BallotTerms, Class, Due, FractionPool, Line, Lump, Mark, Offering, Outcome,
	Past, Payout, PerShare, Rate, RecordDate, Requisition, Schedule, Snap, Split, Vote,
	MAX_CHOICES, MAX_DATES, MAX_EXCLUDED, MAX_LUMPS, MAX_PAYOUTS,
};

type Account = [u8; 32];

/// No number is larger.
const MOST: u128 = shareholders_accounting::MAX_LIFETIME;

fn largest_line() -> Line {
	let due = Due {
		seen: Rate { units: MOST, fraction: u64::MAX },
		owed: MOST,
		fraction: u64::MAX,
		maturing: vec![(u32::MAX, Compact(MOST)); MAX_LUMPS as usize],
	};
	let snaps = vec![Snap { upto: u32::MAX, total: MOST }; MAX_DATES as usize];
	let past = Past { epoch: u32::MAX, total: MOST, snaps };
	Line { past, dues: vec![due; MAX_PAYOUTS as usize] }
}

fn largest_payout() -> Payout {
	let rate = Rate { units: MOST, fraction: u64::MAX };
	let lump = Lump { record: u32::MAX, payment: u32::MAX, amount: MOST, rise: rate };
	Payout {
		token: u32::MAX,
		per_share: PerShare { rate, carry: MOST },
		pending: MOST,
		left: MOST,
		pace: MOST,
		lumps: vec![lump; MAX_LUMPS as usize],
		booked: MOST,
		lifetime: MOST,
	}
}

fn largest_ballot() -> Ballot {
	let terms = BallotTerms {
		choices: MAX_CHOICES,
		quorum_ppm: u32::MAX,
		threshold_ppm: u32::MAX,
		above: true,
		opens: u32::MAX,
		closes: u32::MAX,
	};
	Ballot {
		terms,
		base: MOST,
		weights: vec![Compact(MOST); usize::from(MAX_CHOICES)],
		abstain: MOST,
		closes: u32::MAX,
		extensions: u8::MAX,
		mark: Some(Mark { outcome: Outcome::Won(15), leader: 15, leader_ppm: u32::MAX }),
	}
}

#[test]
fn the_largest_records_have_the_length_they_declare() {
	assert_eq!(largest_line().encoded_size(), Line::max_encoded_len());
	assert_eq!(largest_payout().encoded_size(), Payout::max_encoded_len());
	assert_eq!(largest_ballot().encoded_size(), Ballot::max_encoded_len());
	let mut class = Class::<Account>::new(0, u32::MAX).expect("nothing is not too much");
	(class.supply, class.excluded_total, class.eligible_then) = (MOST, MOST, MOST);
	class.excluded = vec![[255; 32]; MAX_EXCLUDED as usize];
	class.payouts = vec![largest_payout(); MAX_PAYOUTS as usize];
	class.split = Some(Split {
		ratio: class.since,
		supply: MOST,
		converted: MOST,
		made: MOST,
		fractions: MOST,
	});
	let declared = Class::<Account>::max_encoded_len();
	// All but the dates, which cannot be filled from outside.
	let dates = usize::try_from(MAX_DATES).expect("small") * RecordDate::max_encoded_len();
	assert_eq!(class.encoded_size() + dates, declared);
	println!("line {}, class {declared}", Line::max_encoded_len());
	println!("payout {}, date {}", Payout::max_encoded_len(), RecordDate::max_encoded_len());
	println!("ballot {}, vote {}", Ballot::max_encoded_len(), Vote::<Account>::max_encoded_len());
	println!("requisition {}", Requisition::max_encoded_len());
	println!("split {}, pool {}", Split::max_encoded_len(), FractionPool::max_encoded_len());
	println!("offering {}", Offering::max_encoded_len());
	assert_eq!(Answer::max_encoded_len(), 2);
}

/// One payout token and no live date: epoch 4, total 5, no snaps 1, one due 1: rate 5 + 8, owed 5, fraction 8, nothing
/// waiting 1.
#[test]
fn a_usual_line_takes_less_than_fifty_bytes() {
	let mut company = Company::new(&[(1, 500_000_000), (2, 500_000_000)]);
	company.pay(1_000_000_007, Schedule::Next);
	company.pass(1);
	company.send(1, 2, 1);
	let size = company.store.lines[&1].encoded_size();
	println!("line {size}, class {}", company.store.class.encoded_size());
	assert!(size < 50, "{size} bytes");
}
