//! The invariants of ballots, and their checks in the same order.
//!
//! 1. Numbers of ballots, requisitions, motions and rounds are below the next. Each ballot and each requisition has a motion and
//!    each motion one of them; no number is a ballot and a requisition, and no round has ended that has not.
//! 2. The agenda of a class lists each of its ballots that is not closed, by who has called it, and each of its requisitions,
//!    once; nothing else is listed, and no empty agenda is stored. Each is of the company that issues the class.
//! 3. Each record date is referred to in the register at least as often as ballots and rounds do here.
//! 4. Of a ballot that is not cleared: the weight of each choice and of abstentions is the sum of its votes, own and attached,
//!    and all together are at most the base, which is the eligible shares of the record date.
//! 5. What is attached to a delegate is the sum of the votes attached to him, and he has voted himself.
//! 6. Each vote weighs what its account owned at the record date, as long as that is live.
//! 7. Each signature of a round that has not ended weighs what its account owned at the round's record date. Those of a
//!    requisition that can be signed sum to what it says, which is less than 5 % of its base; those of a ballot that it has
//!    called make 5 %; and those of all together are at most the base. Other signatures are of rounds that have ended and say
//!    that some are left.
//! 8. For each account and [`HoldReason`] the KSI on hold is the sum of the deposits recorded; a closed ballot has none.
//! 9. A vote belongs to a ballot. No call is running. A window is after the end of voting. Nobody is his own delegate, and
//!    companies with delegates exist.
//!
//! Of a class that is halted, what only its register knows is not checked.

use crate::{
	Agendas, BallotId, BallotRecordOf, Ballots, Config, Count, Delegates, Deposit, Ended,
	HoldReason, Motions, NextBallotId, Pallet, Requisitions, Round, Signature, Signatures, Stage,
	Votes,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::fungible::hold::Inspect as _};
use pallet_shareholders::{
	Balance, Classes, Companies, Company, CompanyId, Pallet as Shareholders,
};
use shareholders_accounting::{Answer, Ballot, Epoch, TokenId, Vote, PPM, REQUISITION_PPM};
use sp_runtime::TryRuntimeError;

/// Sums by key.
struct Sums<Key>(BTreeMap<Key, u128>);

impl<Key: Ord> Sums<Key> {
	fn new() -> Self {
		Self(BTreeMap::new())
	}

	fn add(&mut self, key: Key, amount: u128) -> Result<(), TryRuntimeError> {
		let sum = self.0.entry(key).or_default();
		*sum = sum.checked_add(amount).ok_or("a sum is out of range")?;
		Ok(())
	}

	fn get(&self, key: &Key) -> u128 {
		self.0.get(key).copied().unwrap_or(0)
	}
}

/// The rounds that have not ended.
fn rounds<T: Config>() -> impl Iterator<Item = (TokenId, Round)> {
	Agendas::<T>::iter().filter_map(|(class, agenda)| Some((class, agenda.round?)))
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_numbers()?;
		Self::check_agendas()?;
		Self::check_dates()?;
		for (id, record) in Ballots::<T>::iter() {
			if !record.stage.is_finished(Self::now()) {
				Self::check_tally(id, &record)?;
				Self::check_attached(id)?;
			}
			if record.stage == Stage::Open && Self::is_live(record.class) {
				Self::check_weights(id, &record)?;
			}
		}
		Self::check_signatures()?;
		Self::check_deposits()?;
		Self::check_rest()
	}

	/// Whether the register of a class answers.
	fn is_live(class: TokenId) -> bool {
		Shareholders::<T>::company_of(class).is_ok()
	}

	/// Invariant 1.
	fn check_numbers() -> Result<(), TryRuntimeError> {
		let next = NextBallotId::<T>::get();
		let ballots: BTreeSet<BallotId> = Ballots::<T>::iter_keys().collect();
		let requisitions: BTreeSet<BallotId> = Requisitions::<T>::iter_keys().collect();
		let motions: BTreeSet<BallotId> = Motions::<T>::iter_keys().collect();
		let used = || ballots.iter().chain(&requisitions).copied();
		let rounds: BTreeSet<BallotId> = rounds::<T>().map(|(_, round)| round.number).collect();
		let ended: BTreeSet<BallotId> = Ended::<T>::iter_keys().collect();
		let numbered = used().chain(rounds.iter().chain(&ended).copied());
		ensure!(numbered.max().is_none_or(|id| id < next), "1: a number to come");
		ensure!(rounds.is_disjoint(&ended), "1: a round that has ended and has not");
		ensure!(ballots.is_disjoint(&requisitions), "1: a ballot and a requisition of one number");
		ensure!(motions == used().collect(), "1: the motions of ballots and requisitions");
		Ok(())
	}

	/// Invariant 2.
	fn check_agendas() -> Result<(), TryRuntimeError> {
		let mut called = BTreeSet::new();
		let mut requisitioned = BTreeSet::new();
		for (id, record) in Ballots::<T>::iter() {
			Self::check_company(record.class, record.company)?;
			if record.stage == Stage::Open {
				let list = if record.requisitioned { &mut requisitioned } else { &mut called };
				list.insert((record.class, id));
			}
		}
		let mut requisitions = BTreeSet::new();
		for (id, record) in Requisitions::<T>::iter() {
			Self::check_company(record.class, record.company)?;
			requisitions.insert((record.class, id));
		}
		for (class, agenda) in Agendas::<T>::iter() {
			ensure!(!agenda.is_empty(), "2: an empty agenda is stored");
			let of_holders = agenda.earlier.into_iter().chain(agenda.requisitioned);
			let lists = [
				(&mut called, agenda.called.into_inner()),
				(&mut requisitioned, of_holders.collect()),
				(&mut requisitions, agenda.requisitions.into_inner()),
			];
			for (expected, listed) in lists {
				for id in listed {
					ensure!(expected.remove(&(class, id)), "2: something else is on an agenda");
				}
			}
		}
		let all = called.is_empty() && requisitioned.is_empty() && requisitions.is_empty();
		ensure!(all, "2: something is on no agenda");
		Ok(())
	}

	fn check_company(class: TokenId, company: CompanyId) -> Result<(), TryRuntimeError> {
		let issues =
			|company: Company<T>| company.classes.iter().any(|issued| issued.token == class);
		ensure!(Companies::<T>::get(company).is_some_and(issues), "2: a class of another company");
		Ok(())
	}

	/// Invariant 3.
	fn check_dates() -> Result<(), TryRuntimeError> {
		let mut references = Sums::<(TokenId, Epoch)>::new();
		for record in Ballots::<T>::iter_values().filter(|record| record.stage == Stage::Open) {
			references.add((record.class, record.record_date), 1)?;
		}
		for (class, round) in rounds::<T>() {
			references.add((class, round.record_date), 1)?;
		}
		for ((class, date), ours) in references.0 {
			let register = Classes::<T>::get(class).ok_or("3: no such class")?.register;
			let live = register.dates.get(date).map_or(0, |date| date.references);
			ensure!(u128::from(live) >= ours, "3: a record date is not reserved");
		}
		Ok(())
	}

	/// Invariant 4.
	fn check_tally(id: BallotId, record: &BallotRecordOf<T>) -> Result<(), TryRuntimeError> {
		let Count::Begun(ballot) = &record.count else {
			ensure!(Votes::<T>::iter_key_prefix(id).next().is_none(), "4: votes and no count");
			return Ok(());
		};
		let mut choices = Sums::new();
		let mut all = Sums::new();
		for (_, vote) in Votes::<T>::iter_prefix(id) {
			if let Vote::Own { answer, weight, attached } = vote {
				let choice = match answer {
					Answer::Choice(choice) => Some(choice),
					Answer::Abstain => None,
				};
				choices.add(choice, weight)?;
				choices.add(choice, attached)?;
			}
			let (Vote::Own { weight, .. } | Vote::Attached { weight, .. }) = vote;
			all.add((), weight)?;
		}
		Self::check_choices(ballot, &choices)?;
		ensure!(all.get(&()) <= ballot.base, "4: more votes than eligible shares");
		if record.stage == Stage::Open && Self::is_live(record.class) {
			let eligible = Shareholders::<T>::eligible_at(record.class, record.record_date)?;
			ensure!(ballot.base == eligible, "4: the base is not what was eligible");
		}
		Ok(())
	}

	fn check_choices(ballot: &Ballot, sums: &Sums<Option<u8>>) -> Result<(), TryRuntimeError> {
		for (choice, weight) in (0..=u8::MAX).zip(&ballot.weights) {
			ensure!(weight.0 == sums.get(&Some(choice)), "4: a choice and its votes");
		}
		let named = usize::from(ballot.terms.choices) == ballot.weights.len();
		ensure!(named, "4: a count with other choices");
		ensure!(ballot.abstain == sums.get(&None), "4: abstentions");
		Ok(())
	}

	/// Invariant 5.
	fn check_attached(id: BallotId) -> Result<(), TryRuntimeError> {
		let mut attached = Sums::new();
		for (_, vote) in Votes::<T>::iter_prefix(id) {
			if let Vote::Attached { delegate, weight } = vote {
				attached.add(delegate, weight)?;
			}
		}
		for (who, vote) in Votes::<T>::iter_prefix(id) {
			if let Vote::Own { attached: said, .. } = vote {
				ensure!(attached.0.remove(&who).unwrap_or(0) == said, "5: what follows a delegate");
			}
		}
		ensure!(attached.0.is_empty(), "5: a delegate who has not voted");
		Ok(())
	}

	/// Invariant 6.
	fn check_weights(id: BallotId, record: &BallotRecordOf<T>) -> Result<(), TryRuntimeError> {
		for (who, vote) in Votes::<T>::iter_prefix(id) {
			let (Vote::Own { weight, .. } | Vote::Attached { weight, .. }) = vote;
			let total = Shareholders::<T>::total_at(record.class, &who, record.record_date)?;
			ensure!(weight == total, "6: a vote weighs something else");
		}
		Ok(())
	}

	/// Invariant 7.
	fn check_signatures() -> Result<(), TryRuntimeError> {
		let mut running = BTreeSet::new();
		for (class, round) in rounds::<T>() {
			running.insert(round.number);
			Self::check_round(class, round)?;
		}
		for (number, _) in Signatures::<T>::iter_keys() {
			let known = running.contains(&number) || Ended::<T>::contains_key(number);
			ensure!(known, "7: a signature of nothing");
		}
		for id in Ended::<T>::iter_keys() {
			let some = Signatures::<T>::iter_key_prefix(id).next().is_some();
			ensure!(some, "7: no signatures are left");
		}
		Ok(())
	}

	/// Invariant 7, of one round that has not ended.
	fn check_round(class: TokenId, round: Round) -> Result<(), TryRuntimeError> {
		let agenda = Agendas::<T>::get(class);
		let live = Self::is_live(class);
		let mut sums = Sums::new();
		let mut all = Sums::new();
		for (who, Signature { requisition, weight }) in Signatures::<T>::iter_prefix(round.number) {
			if live {
				let total = Shareholders::<T>::total_at(class, &who, round.record_date)?;
				ensure!(weight == total, "7: a signature weighs something else");
			}
			if agenda.is_backed(requisition) {
				sums.add(requisition, weight)?;
				all.add((), weight)?;
			}
		}
		for id in &agenda.requisitions {
			let record = Requisitions::<T>::get(id).ok_or("7: a requisition without a record")?;
			if record.round == round.number {
				ensure!(sums.get(id) == record.count.signed, "7: the sum of signatures");
				ensure!(record.count.is_carried() == Ok(false), "7: carried and no ballot");
			}
		}
		if live {
			let base = Shareholders::<T>::eligible_at(class, round.record_date)?;
			ensure!(all.get(&()) <= base, "7: more than was eligible");
			for id in &agenda.requisitioned {
				let ppm = sums.get(id).saturating_mul(PPM).checked_div(base).unwrap_or(0);
				ensure!(ppm >= u128::from(REQUISITION_PPM), "7: a ballot with too few signatures");
			}
		}
		Ok(())
	}

	/// Invariant 8.
	fn check_deposits() -> Result<(), TryRuntimeError> {
		let mut ballots = Sums::new();
		let mut requisitions = Sums::new();
		for record in Ballots::<T>::iter_values() {
			if let Some(Deposit { payer, amount }) = record.deposit {
				ensure!(record.stage == Stage::Open, "8: a closed ballot has a deposit");
				let sums = if record.requisitioned { &mut requisitions } else { &mut ballots };
				sums.add(payer, amount)?;
			}
		}
		for record in Requisitions::<T>::iter_values() {
			requisitions.add(record.deposit.payer, record.deposit.amount)?;
		}
		let pairs =
			[(HoldReason::BallotDeposit, ballots), (HoldReason::RequisitionDeposit, requisitions)];
		for (reason, deposits) in pairs {
			let reason = <T as Config>::RuntimeHoldReason::from(reason);
			let mut accounts: BTreeSet<T::AccountId> = deposits.0.keys().cloned().collect();
			accounts.extend(frame_system::Account::<T>::iter_keys());
			for who in accounts {
				let held: Balance = <T as Config>::Native::balance_on_hold(&reason, &who);
				ensure!(held == deposits.get(&who), "8: KSI on hold and the deposits recorded");
			}
		}
		Ok(())
	}

	/// Invariant 9.
	fn check_rest() -> Result<(), TryRuntimeError> {
		for (id, _) in Votes::<T>::iter_keys() {
			ensure!(Ballots::<T>::contains_key(id), "9: a vote without a ballot");
		}
		for record in Ballots::<T>::iter_values() {
			match record.stage {
				Stage::Executing(_) => return Err("9: a call is running".into()),
				Stage::Passed(window) => {
					let ordered = record.count.closes() <= window.executable_from
						&& window.executable_from <= window.void_after;
					ensure!(ordered, "9: a window before the end of voting");
				}
				_ => {}
			}
		}
		for (company, who, delegate) in Delegates::<T>::iter() {
			ensure!(who != delegate, "9: somebody is his own delegate");
			ensure!(Companies::<T>::contains_key(company), "9: delegates of no company");
		}
		Ok(())
	}
}
