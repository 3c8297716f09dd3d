//! Requisitions: holders call a ballot themselves.
//!
//! The places for signing are few, and nobody can keep others from them with dust: somebody with more shares than have signed
//! the least supported requisition takes its place. There is a place for every requisition that is carried.

use crate::{
	ballot::Announcement, branch::Signing, Agenda, Agendas, BallotId, Config, Deposit, Error,
	Event, HoldReason, Motion, Motions, Pallet, RequisitionEnd, RequisitionRecord,
	RequisitionRecordOf, Requisitions, Rules, Signature, Signatures,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{fungible::hold::Mutate as _, Get},
};
use pallet_shareholders::{CalendarOf, Pallet as Shareholders};
use shareholders_accounting::{Requisition, TokenId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_requisition(
		who: T::AccountId,
		class: TokenId,
		motion: Motion<T>,
	) -> DispatchResult {
		let company = Shareholders::<T>::company_of(class)?;
		let admission = Self::admit(company, class, &motion)?;
		// A weight can only be asked for at a date that is live, so a round begins before it is known whether the proposer
		// has any.
		with_storage_layer(|| {
			let id = Self::next_id()?;
			let round = Self::round_for(class, id)?;
			let record_date = round.record_date;
			let weight = Shareholders::<T>::total_at(class, &who, record_date)?;
			ensure!(weight > 0, Error::<T>::NoWeight);
			let backs = Self::signature_in(&Agendas::<T>::get(class), round, &who);
			ensure!(backs.is_none(), Error::<T>::BacksAnother);
			let base = Shareholders::<T>::eligible_at(class, record_date)?;
			let now = Self::now();
			let mut count = Requisition::open(base, now, round.closes).map_err(Error::<T>::from)?;
			count.sign(None, weight, now).map_err(Error::<T>::from)?;
			let deposit = Deposit { payer: who, amount: T::RequisitionDeposit::get() };
			let round = round.number;
			let record =
				RequisitionRecord { class, company, admission, round, record_date, deposit, count };
			Self::place(id, record, motion)
		})
	}

	/// Takes a requisition with its first signature onto the agenda, or calls the ballot at once if that suffices.
	fn place(id: BallotId, record: RequisitionRecordOf<T>, motion: Motion<T>) -> DispatchResult {
		let RequisitionRecord { class, company, count, record_date, .. } = record;
		let proposer = record.deposit.payer.clone();
		<T as Config>::Native::hold(
			&HoldReason::RequisitionDeposit.into(),
			&proposer,
			record.deposit.amount,
		)?;
		let signature = Signature { requisition: id, weight: count.signed };
		Signatures::<T>::insert(record.round, &proposer, signature);
		Self::deposit_event(Event::RequisitionOpened {
			requisition: id,
			class,
			company,
			proposer,
			record_date,
			base: count.base,
			signed: count.signed,
			closes: count.closes,
		});
		if count.is_carried().map_err(Error::<T>::from)? {
			Self::call_ballot(id, record, motion.choices)?;
		} else {
			Self::make_room(class, count.signed)?;
			let mut agenda = Agendas::<T>::get(class);
			agenda.requisitions.try_push(id).map_err(|_| Error::<T>::RequisitionsFull)?;
			Self::set_agenda(class, agenda);
			Requisitions::<T>::insert(id, record);
		}
		Self::take_id(id, motion)
	}

	/// If all places are taken, ends the least supported requisition, provided that it is over or that `weight` is more
	/// than has signed it. Reads at most `MaxRequisitions`.
	fn make_room(class: TokenId, weight: u128) -> DispatchResult {
		let Agenda { requisitions, .. } = Agendas::<T>::get(class);
		if !requisitions.is_full() {
			return Ok(());
		}
		let now = Self::now();
		let support =
			|record: &RequisitionRecordOf<T>| (now < record.count.closes, record.count.signed);
		let least = requisitions
			.into_iter()
			.filter_map(|id| Some((id, Requisitions::<T>::get(id)?)))
			.min_by_key(|(_, record)| support(record));
		let (id, record) = least.ok_or(Error::<T>::RequisitionsFull)?;
		let (open, signed) = support(&record);
		ensure!(!open || weight > signed, Error::<T>::RequisitionsFull);
		let end = if open { RequisitionEnd::Replaced } else { RequisitionEnd::Lapsed };
		Self::end_requisition(id, &record, end)
	}

	pub(crate) fn do_sign(who: T::AccountId, id: BallotId) -> Result<Signing, DispatchError> {
		let mut record = Self::open_requisition(id)?;
		let agenda = Agendas::<T>::get(record.class);
		let round = agenda.round.ok_or(Error::<T>::Corrupt)?;
		let weight = Shareholders::<T>::total_at(record.class, &who, round.record_date)?;
		let before = Self::signature_in(&agenda, round, &who);
		let other = before.is_some_and(|signature| signature.requisition != id);
		ensure!(!other, Error::<T>::BacksAnother);
		let before = before.map(|signature| signature.weight);
		let weight = record.count.sign(before, weight, Self::now()).map_err(Error::<T>::from)?;
		let carried = record.count.is_carried().map_err(Error::<T>::from)?;
		let signed = record.count.signed;

		if carried {
			Self::carry(id, record)?;
		} else {
			Requisitions::<T>::insert(id, record);
		}
		Signatures::<T>::insert(round.number, &who, Signature { requisition: id, weight });
		Self::deposit_event(Event::Signed { requisition: id, who, weight, signed });
		Ok(if carried { Signing::Carried } else { Signing::Counted })
	}

	pub(crate) fn do_withdraw_signature(who: T::AccountId, id: BallotId) -> DispatchResult {
		let mut record = Self::open_requisition(id)?;
		let before = Signatures::<T>::get(record.round, &who)
			.filter(|signature| signature.requisition == id)
			.map(|signature| signature.weight);
		record.count.withdraw(before, Self::now()).map_err(Error::<T>::from)?;
		let signed = record.count.signed;

		Signatures::<T>::remove(record.round, &who);
		Requisitions::<T>::insert(id, record);
		Self::deposit_event(Event::SignatureWithdrawn { requisition: id, who, signed });
		Ok(())
	}

	pub(crate) fn do_close_requisition(id: BallotId) -> DispatchResult {
		let record = Requisitions::<T>::get(id).ok_or(Error::<T>::UnknownRequisition)?;
		ensure!(Self::now() >= record.count.closes, Error::<T>::RequisitionStillOpen);
		with_storage_layer(|| Self::end_requisition(id, &record, RequisitionEnd::Lapsed))
	}

	/// A requisition that can be signed.
	fn open_requisition(id: BallotId) -> Result<RequisitionRecordOf<T>, Error<T>> {
		let record = Requisitions::<T>::get(id).ok_or(Error::<T>::UnknownRequisition)?;
		ensure!(Self::now() < record.count.closes, Error::<T>::RequisitionOver);
		Ok(record)
	}

	/// A requisition becomes a ballot.
	fn carry(id: BallotId, record: RequisitionRecordOf<T>) -> DispatchResult {
		let choices = Motions::<T>::get(id).ok_or(Error::<T>::Corrupt)?.choices;
		with_storage_layer(|| {
			Self::change_agenda(record.class, |agenda| agenda.remove(id));
			Requisitions::<T>::remove(id);
			Self::call_ballot(id, record, choices)
		})
	}

	/// Calls the ballot that a requisition asks for. The deposit stays until it is closed.
	fn call_ballot(id: BallotId, record: RequisitionRecordOf<T>, choices: u8) -> DispatchResult {
		Self::tell_end(id, RequisitionEnd::Carried);
		let rules = Rules::<T>::get();
		let epoch_blocks = CalendarOf::<T>::get().epoch_blocks;
		let record_date = rules
			.sitting_date(record.record_date, Shareholders::<T>::epoch(), epoch_blocks)
			.ok_or(Error::<T>::Overflow)?;
		Self::announce(
			id,
			Announcement {
				class: record.class,
				company: record.company,
				choices,
				admission: record.admission,
				requisitioned: true,
				record_date,
				period: rules.period,
				deposit: Some(record.deposit),
			},
		)
	}

	/// Ends a requisition that was not carried, and returns its deposit. Signatures stay until the round is cleared, because
	/// there may be any number of them; they bind nobody.
	fn end_requisition(
		id: BallotId,
		record: &RequisitionRecordOf<T>,
		end: RequisitionEnd,
	) -> DispatchResult {
		Self::give_back(HoldReason::RequisitionDeposit, &record.deposit)?;
		Self::change_agenda(record.class, |agenda| agenda.remove(id));
		Requisitions::<T>::remove(id);
		Motions::<T>::remove(id);
		Self::tell_end(id, end);
		Ok(())
	}

	fn tell_end(id: BallotId, end: RequisitionEnd) {
		Self::deposit_event(Event::RequisitionEnded { requisition: id, end });
	}
}
