//! Calling a ballot, voting, closing it.

use crate::{
	storage_votes::StoredVotes, Admission, Agenda, Agendas, BallotId, BallotRecord, BallotRecordOf,
	Ballots, Config, Count, Deposit, Error, Event, HoldReason, Motion, Motions, NextBallotId,
	Pallet, Rules, Stage, Window, FOR,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{fungible::hold::Mutate as _, tokens::Precision::Exact, Get},
};
use pallet_shareholders::{CompanyId, Pallet as Shareholders};
use shareholders_accounting::{Answer, Ballot, Block, Epoch, Outcome, TokenId};
use sp_runtime::{DispatchError, DispatchResult, SaturatedConversion};

/// What a ballot starts with. Its motion is stored already, or will be.
pub(crate) struct Announcement<AccountId> {
	pub(crate) class: TokenId,
	pub(crate) company: CompanyId,
	pub(crate) choices: u8,
	pub(crate) admission: Admission,
	pub(crate) requisitioned: bool,
	pub(crate) record_date: Epoch,
	pub(crate) period: Block,
	pub(crate) deposit: Option<Deposit<AccountId>>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_ballot(
		who: T::AccountId,
		class: TokenId,
		motion: Motion<T>,
	) -> DispatchResult {
		let company = Shareholders::<T>::company_of(class)?;
		Shareholders::<T>::company_run_by(&who, company)?;
		let admission = Self::admit(company, class, &motion)?;
		let id = Self::next_id()?;
		let deposit = Deposit { payer: who, amount: T::BallotDeposit::get() };
		let rules = Rules::<T>::get();
		let record_date =
			Shareholders::<T>::epoch().checked_add(rules.notice).ok_or(Error::<T>::Overflow)?;

		with_storage_layer(|| {
			<T as Config>::Native::hold(
				&HoldReason::BallotDeposit.into(),
				&deposit.payer,
				deposit.amount,
			)?;
			Self::announce(
				id,
				Announcement {
					class,
					company,
					choices: motion.choices,
					admission,
					requisitioned: false,
					record_date,
					period: rules.period,
					deposit: Some(deposit.clone()),
				},
			)
		})?;
		Self::take_id(id, motion)
	}

	/// A text ballot of genesis: its record date has been reached, and nobody has paid for it.
	pub(crate) fn build_ballot(class: TokenId, motion: Motion<T>, period: Block) -> DispatchResult {
		let company = Shareholders::<T>::company_of(class)?;
		let admission = Self::admit(company, class, &motion)?;
		let id = Self::next_id()?;
		Self::announce(
			id,
			Announcement {
				class,
				company,
				choices: motion.choices,
				admission,
				requisitioned: false,
				record_date: Shareholders::<T>::epoch(),
				period,
				deposit: None,
			},
		)?;
		Self::take_id(id, motion)
	}

	/// Puts a ballot on the agenda, reserves its record date, and tells everybody.
	pub(crate) fn announce(id: BallotId, new: Announcement<T::AccountId>) -> DispatchResult {
		let Announcement { class, company, admission, requisitioned, record_date, .. } = new;
		// Not in this very block, which has begun.
		let next = Self::now().checked_add(1).ok_or(Error::<T>::Overflow)?;
		let opens = Shareholders::<T>::first_block_of(record_date).max(next);
		let closes = opens.checked_add(new.period).ok_or(Error::<T>::Overflow)?;
		let terms = admission.kind.terms(new.choices, opens, closes);
		terms.validate().map_err(Error::<T>::from)?;
		let mut agenda = Agendas::<T>::get(class);
		if requisitioned {
			// There are as many places as requisitions of a round can be carried at once.
			agenda.requisitioned.try_push(id).map_err(|_| Error::<T>::Corrupt)?;
		} else {
			agenda.called.try_push(id).map_err(|_| Error::<T>::TooManyBallots)?;
		}
		Shareholders::<T>::reserve_date(class, record_date)?;

		Self::set_agenda(class, agenda);
		Ballots::<T>::insert(
			id,
			BallotRecord {
				class,
				company,
				admission,
				requisitioned,
				record_date,
				deposit: new.deposit,
				count: Count::Awaited(terms),
				stage: Stage::Open,
			},
		);
		let kind = admission.kind;
		Self::deposit_event(Event::BallotCalled {
			ballot: id,
			class,
			company,
			kind,
			requisitioned,
			record_date,
			opens,
			closes,
		});
		Ok(())
	}

	pub(crate) fn do_vote(who: T::AccountId, id: BallotId, answer: Answer) -> DispatchResult {
		let (record, mut ballot) = Self::open_count(id)?;
		let weight = Shareholders::<T>::total_at(record.class, &who, record.record_date)?;
		let mut votes = StoredVotes::<T>::of(id);
		ballot.cast(&mut votes, &who, answer, weight, Self::now()).map_err(Error::<T>::from)?;

		votes.flush();
		Self::deposit_event(Event::Voted { ballot: id, who, answer, weight });
		Self::store_count(id, record, ballot);
		Ok(())
	}

	pub(crate) fn do_close_ballot(id: BallotId) -> DispatchResult {
		let mut record = Ballots::<T>::get(id).ok_or(Error::<T>::UnknownBallot)?;
		ensure!(record.stage == Stage::Open, Error::<T>::AlreadyClosed);
		let now = Self::now();
		ensure!(now >= record.count.closes(), Error::<T>::BallotStillOpen);
		// Without eligible shares nobody could answer.
		let ballot = Self::count_of(&record)?;
		let outcome = match &ballot {
			Some(ballot) => ballot.close(now).map_err(Error::<T>::from)?,
			None => Outcome::NoQuorum,
		};
		record.stage = Self::stage_after(outcome, record.admission, now)?;
		let deposit = record.deposit.take();

		with_storage_layer(|| {
			Shareholders::<T>::release_date(record.class, record.record_date)?;
			let reason = Self::reason_of(record.requisitioned);
			deposit.map_or(Ok(()), |deposit| Self::give_back(reason, &deposit))
		})?;
		Self::change_agenda(record.class, |agenda| agenda.remove(id));
		let window = match record.stage {
			Stage::Passed(window) => Some(window),
			_ => None,
		};
		let (base, weights, abstain) = match &ballot {
			Some(ballot) => {
				let weights = ballot.weights.iter().map(|weight| weight.0).collect();
				(ballot.base, weights, ballot.abstain)
			}
			None => Default::default(),
		};
		if let Some(ballot) = ballot {
			record.count = Count::Begun(ballot);
		}
		Ballots::<T>::insert(id, record);
		Self::deposit_event(Event::BallotClosed {
			ballot: id,
			outcome,
			base,
			weights,
			abstain,
			window,
		});
		Ok(())
	}

	/// What comes of a ballot: if it has a call and choice 0 has won, the call may run from after the time lock on.
	fn stage_after(outcome: Outcome, admission: Admission, now: Block) -> Result<Stage, Error<T>> {
		if outcome != Outcome::Won(FOR) || admission.call_version.is_none() {
			return Ok(Stage::Closed(outcome));
		}
		let rules = Rules::<T>::get();
		// Counted from the close, which tells everybody of the outcome, and not from the end of voting.
		let executable_from =
			now.checked_add(rules.delay(admission.kind)).ok_or(Error::<T>::Overflow)?;
		let void_after =
			executable_from.checked_add(rules.execution_window).ok_or(Error::<T>::Overflow)?;
		Ok(Stage::Passed(Window { executable_from, void_after }))
	}

	/// A ballot in which votes count now, and its count.
	pub(crate) fn open_count(id: BallotId) -> Result<(BallotRecordOf<T>, Ballot), DispatchError> {
		let record = Ballots::<T>::get(id).ok_or(Error::<T>::UnknownBallot)?;
		let now = Self::now();
		ensure!(now >= record.count.terms().opens, Error::<T>::NotOpenYet);
		let open = record.stage == Stage::Open && now < record.count.closes();
		ensure!(open, Error::<T>::VotingOver);
		let ballot = Self::count_of(&record)?.ok_or(Error::<T>::NoWeight)?;
		Ok((record, ballot))
	}

	/// The count of a ballot, begun now if it was not: the record date has been reached. `None` without eligible shares.
	fn count_of(record: &BallotRecordOf<T>) -> Result<Option<Ballot>, DispatchError> {
		match &record.count {
			Count::Begun(ballot) => Ok(Some(ballot.clone())),
			Count::Awaited(terms) => {
				let base = Shareholders::<T>::eligible_at(record.class, record.record_date)?;
				if base == 0 {
					return Ok(None);
				}
				Ok(Some(Ballot::open(*terms, base).map_err(Error::<T>::from)?))
			}
		}
	}

	/// Writes a count that has changed, and tells if a late swing has put off the end.
	pub(crate) fn store_count(id: BallotId, mut record: BallotRecordOf<T>, ballot: Ballot) {
		let closes = ballot.closes;
		if closes > record.count.closes() {
			Self::deposit_event(Event::BallotExtended { ballot: id, closes });
		}
		record.count = Count::Begun(ballot);
		Ballots::<T>::insert(id, record);
	}

	/// The number that the next ballot or requisition gets.
	pub(crate) fn next_id() -> Result<BallotId, Error<T>> {
		let id = NextBallotId::<T>::get();
		ensure!(id < BallotId::MAX, Error::<T>::Overflow);
		Ok(id)
	}

	/// Uses the number for a motion.
	pub(crate) fn take_id(id: BallotId, motion: Motion<T>) -> DispatchResult {
		NextBallotId::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);
		Motions::<T>::insert(id, motion);
		Ok(())
	}

	/// Why KSI is on hold for a ballot.
	pub(crate) fn reason_of(requisitioned: bool) -> HoldReason {
		if requisitioned {
			HoldReason::RequisitionDeposit
		} else {
			HoldReason::BallotDeposit
		}
	}

	pub(crate) fn give_back(reason: HoldReason, deposit: &Deposit<T::AccountId>) -> DispatchResult {
		<T as Config>::Native::release(&reason.into(), &deposit.payer, deposit.amount, Exact)?;
		Ok(())
	}

	pub(crate) fn change_agenda(class: TokenId, change: impl FnOnce(&mut Agenda<T>)) {
		let mut agenda = Agendas::<T>::get(class);
		change(&mut agenda);
		Self::set_agenda(class, agenda);
	}

	pub(crate) fn set_agenda(class: TokenId, agenda: Agenda<T>) {
		if agenda.is_empty() {
			Agendas::<T>::remove(class);
		} else {
			Agendas::<T>::insert(class, agenda);
		}
	}

	/// The present block. Block numbers are 32 bits in every runtime here.
	pub(crate) fn now() -> Block {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}
}
