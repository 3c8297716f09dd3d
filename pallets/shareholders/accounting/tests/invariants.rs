//! Nobody gains by moving his own shares about: each history runs twice, once with a holder who sits still.

mod common;

use common::{from_env, seed, Company};
use rand::{rngs::StdRng, Rng, SeedableRng};
use shareholders_accounting::{AccountingError, Ballot, BallotTerms, Line, Schedule};

const OTHERS: [u32; 3] = [1, 2, 3];
/// The accounts of one person.
const MINE: [u32; 8] = [10, 11, 12, 13, 14, 15, 16, 17];

fn owed_by(company: &mut Company, accounts: &[u32]) -> u128 {
	accounts
		.iter()
		.map(|who| {
			let (owed, waiting) = company.due(*who);
			owed + waiting + company.purses.get(&(*who, 7)).copied().unwrap_or(0)
		})
		.sum()
}

fn votes_of(company: &mut Company, accounts: &[u32], date: u32) -> u128 {
	accounts.iter().map(|who| company.register().total_at(who, date).expect("it is live")).sum()
}

/// Splitting up, transfers to himself, dust, closing and reopening accounts, claims in between.
fn churn(company: &mut Company, rng: &mut StdRng) {
	let from = MINE[rng.gen_range(0..MINE.len())];
	let to = MINE[rng.gen_range(0..MINE.len())];
	let all = company.total(from);
	match rng.gen_range(0..8) {
		0 => company.send(from, from, all),
		1 => company.send(from, to, all.min(1)),
		2 => {
			company.send(from, to, all);
			if from != to && rng.gen() {
				company.send(to, from, all);
			}
		}
		3 => drop(company.claim(from)),
		4 => company.register().prune(&from).expect("anybody may"),
		_ => company.send(from, to, rng.gen_range(0..=all)),
	}
}

#[test]
fn no_account_gains_by_what_it_does_with_itself() {
	let seed = seed("no gain");
	let (mut moves, mut dates) = (0u64, 0u64);
	let histories = from_env("KONGSI_OPS", 100_000) / 200;
	for history in 0..histories {
		let rng = &mut StdRng::seed_from_u64(seed.wrapping_add(history));
		let large: u128 = if rng.gen() { 1_000 } else { 1 << 80 };
		let mut holders: Vec<(u32, u128)> =
			OTHERS.iter().map(|who| (*who, rng.gen_range(1..=large))).collect();
		holders.push((MINE[0], rng.gen_range(1..=large)));
		let mut still = Company::new(&holders);
		let mut busy = still.clone();
		for _ in 0..40 {
			if rng.gen_ratio(1, 2) {
				let amount = rng.gen_range(1..=1_000_000);
				let now = still.now;
				let schedule = match rng.gen_range(0..3) {
					0 => Schedule::Next,
					1 => Schedule::Stream(rng.gen_range(1..6)),
					_ => Schedule::Dated { record: now + 1, payment: now + rng.gen_range(1..4) },
				};
				let both = [&mut still, &mut busy]
					.map(|company| company.pay_in(7, amount, schedule).is_ok());
				assert_eq!(both[0], both[1]);
			}
			for _ in 0..rng.gen_range(0..6) {
				churn(&mut busy, rng);
				moves += 1;
			}
			if rng.gen_ratio(1, 4) {
				let date = still.now;
				for company in [&mut still, &mut busy] {
					company.register().reserve(date).expect("it is now");
				}
				for _ in 0..3 {
					churn(&mut busy, rng); // after the date: nothing more to win
				}
				let (mine, others) =
					(votes_of(&mut still, &MINE, date), votes_of(&mut still, &OTHERS, date));
				assert_eq!(votes_of(&mut busy, &MINE, date), mine);
				assert_eq!(votes_of(&mut busy, &OTHERS, date), others);
				for company in [&mut still, &mut busy] {
					company.register().release(date).expect("it is live");
				}
				dates += 1;
			}
			let epochs = rng.gen_range(0..3);
			still.pass(epochs);
			busy.pass(epochs);
			busy.check();
			let (before, after) = (owed_by(&mut still, &MINE), owed_by(&mut busy, &MINE));
			assert!(after <= before, "seed {seed}, history {history}: {before} became {after}");
			// The others lose nothing; a fraction of an atom that he left behind may reach them.
			for who in OTHERS {
				assert!(owed_by(&mut busy, &[who]) >= owed_by(&mut still, &[who]));
			}
		}
	}
	println!("{moves} moves, {dates} dates");
	assert!(moves >= histories * 60 && dates >= histories * 5);
}

/// Bought after the payment came in and sold before the boundary, or bought after it and sold at once: nothing. Of the
/// two owners around a boundary exactly one is paid.
#[test]
fn a_sandwich_around_a_payout_earns_nothing() {
	for (buy, sell, thief, victim) in [
		(0, 0, 0, 100), // within the epoch before the boundary
		(1, 1, 0, 100), // within the epoch after it
		(0, 1, 100, 0), // he was the owner at the boundary, and the other was not
	] {
		for schedule in [Schedule::Next, Schedule::Dated { record: 2, payment: 9 }] {
			let mut company = Company::new(&[(1, 10)]);
			company.pay(100, schedule);
			for epoch in 0..2 {
				if buy == epoch {
					company.send(1, 2, 10);
				}
				if sell == epoch {
					company.send(2, 1, 10);
				}
				company.pass(1);
			}
			company.pass(7);
			assert_eq!((company.owed(2), company.owed(1)), (thief, victim));
		}
	}
}

/// An account that is emptied with something owed keeps its line; once it is paid, only a fraction of an atom is left,
/// and that goes to all.
#[test]
fn a_closed_account_loses_nothing_but_a_fraction() {
	let mut company = Company::new(&[(1, 1), (2, 2)]);
	company.pay(100, Schedule::Next); // 33.3 and 66.7
	company.pass(1);
	company.send(1, 2, 1);
	company.pass(1);
	company.register().prune(&1).expect("anybody may");
	assert_eq!(company.owed(1), 33);
	company.claim(1).expect("33 are owed");
	assert!(!company.store.lines.contains_key(&1));
	company.check();
	company.send(2, 1, 1);
	assert_eq!(company.claim(1), Err(AccountingError::NothingOwed));
	assert_eq!(company.store.lines.get(&1).map_or(0, |line: &Line| line.past.snaps.len()), 0);
	company.check();
}

/// A holder with everything in open orders and one with nothing in them: the register sees totals, so both are paid and
/// vote alike; a fill after the record date takes neither away.
#[test]
fn shares_in_orders_are_paid_and_vote() {
	let mut company = Company::new(&[(1, 50), (2, 50)]);
	company.pay(100, Schedule::Next);
	company.pass(1);
	company.register().reserve(2).expect("it is now");
	company.send(1, 3, 50); // the order is filled
	assert_eq!([1, 2, 3].map(|who| company.owed(who)), [50, 50, 0]);
	let weight = |company: &mut Company, who| company.register().total_at(&who, 2).expect("live");
	assert_eq!([1, 2, 3].map(|who| weight(&mut company, who)), [50, 50, 0]);
	let terms = BallotTerms {
		choices: 2,
		quorum_ppm: 0,
		threshold_ppm: 500_000,
		above: true,
		opens: 1,
		closes: 9,
	};
	let base = company.register().eligible_at(2).expect("it is live");
	assert!(Ballot::open(terms, base).is_ok_and(|ballot| ballot.base == 100));
}

/// The class is written once and no line at all, for 10 or 10,000 holders.
#[test]
fn a_distribution_touches_no_holder() {
	for count in [10, 10_000] {
		let holders: Vec<(u32, u128)> = (0..count).map(|who| (who, 5)).collect();
		let mut company = Company::new(&holders);
		company.pass(1);
		let before = company.store.writes;
		company.pay(1_000_000, Schedule::Stream(10));
		company.pass(5);
		company.register().roll().expect("it is time");
		assert_eq!(company.store.writes, before);
	}
}
