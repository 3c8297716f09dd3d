//! The figures: dividends by the number of holders; transfers, claims and votes.

use crate::{
	common::{
		accounts::{maker, signer},
		measure::{by_many, by_one, transfer, Bench, N},
		setup::{Setup, CASH},
	},
	company::{
		call_ballot, found, issue, move_shares, next_epoch, pay, reserve_date, CLASS, DIVIDEND,
		PLAIN,
	},
};
use kongsi_runtime::{AccountId, RuntimeCall};
use order_book_engine::TokenId;
use pallet_shareholders::accounting::{Answer, Schedule};

/// A block of one transaction is short, so it is measured so many times more often.
const MORE_ROUNDS: usize = 5;

/// What a dividend to so many holders costs, in µs. The one before waits for its boundary, so the call distributes that and
/// takes in the next: one dividend is in it whole.
pub(crate) fn distribute(bench: &mut Bench, holders: u32) -> f64 {
	let mut setup = Setup::new();
	found(&mut setup);
	issue(&mut setup, (0..holders).map(maker));
	pay(&mut setup);
	next_epoch(&mut setup, &[signer(0)]);
	let call = pallet_shareholders::Call::pay_dividend {
		class: CLASS,
		token: CASH,
		amount: DIVIDEND,
		schedule: Schedule::Next,
	};
	let calls = by_one([RuntimeCall::Shareholders(call)]);
	let rounds = bench.repeats;
	bench.repeats = rounds * MORE_ROUNDS;
	let name = format!("Shareholders.pay_dividend, {holders} holders");
	let row = bench.measure(&name, &setup.state(), calls, 1, 0);
	bench.repeats = rounds;
	row.micros
}

/// What is measured between many, in T of that shape.
pub(crate) struct Rights {
	/// Transfers of KSI between many, in T of one signer.
	pub(crate) many: f64,
	/// Transfers of a token that is no class.
	pub(crate) plain: f64,
	/// Transfers of a class with a record date and dividends: the first change of both sides in the epoch.
	pub(crate) share: f64,
	/// The same later in the epoch.
	pub(crate) later: f64,
	/// Claims of a dividend in one token.
	pub(crate) claim: f64,
	/// First votes in a ballot.
	pub(crate) vote: f64,
}

/// Measures transfers, claims and votes of many signers, who all hold shares, as do the receivers.
pub(crate) fn rights(bench: &mut Bench) -> Rights {
	let receivers: Vec<AccountId> = (0..N as u32).map(maker).collect();
	let people: Vec<AccountId> =
		(0..N as u32).map(signer).chain(receivers.iter().cloned()).collect();
	let mut setup = Setup::new();
	found(&mut setup);
	setup.fund(people.iter().cloned());
	issue(&mut setup, people.iter().cloned());
	reserve_date(&mut setup);
	let ballot = call_ballot(&mut setup);
	pay(&mut setup);
	next_epoch(&mut setup, &people);

	let state = setup.state();
	let ksi = || by_many(receivers.iter().map(transfer));
	let send = |token| by_many(receivers.iter().map(move |to| give(token, to)));
	let many = bench.measure("Balances.transfer_keep_alive, many", &state, ksi(), N, 0).in_t;
	let mut measure = |name: &str, calls| bench.measure(name, &state, calls, N, 0).in_t / many;
	let plain = measure("Assets.transfer, no class", send(PLAIN));
	let share = measure("Assets.transfer, a class, first change", send(CLASS));
	let claim = pallet_shareholders::Call::claim { class: CLASS, who: None };
	let claim = (0..N).map(|_| RuntimeCall::Shareholders(claim.clone()));
	let claim = measure("Shareholders.claim", by_many(claim));
	let vote = |i: u64| {
		let answer = Answer::Choice((i % 2) as u8);
		RuntimeCall::Ballots(pallet_ballots::Call::vote { ballot, answer })
	};
	let vote = measure("Ballots.vote", by_many((0..N).map(vote)));
	drop(state);

	move_shares(&mut setup, &receivers);
	let state = setup.state();
	let base = bench.measure("Balances.transfer_keep_alive, many", &state, ksi(), N, 0).in_t;
	let later = bench.measure("Assets.transfer, a class, later", &state, send(CLASS), N, 0);
	Rights { many, plain, share, later: later.in_t / base, claim, vote }
}

/// A transfer that neither makes nor ends a record.
fn give(id: TokenId, to: &AccountId) -> RuntimeCall {
	let target = to.clone().into();
	RuntimeCall::Assets(pallet_tokens::Call::transfer { id, target, amount: 1 })
}
