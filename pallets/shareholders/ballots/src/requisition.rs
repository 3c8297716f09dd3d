//! Requisitions: holders call a ballot themselves.
//!
//! The places are few, and nobody can keep others from them with dust: somebody with more shares than have signed the least
//! supported requisition takes its place.

use crate::{
	ballot::Announcement, branch::Signing, Admission, Agenda, Agendas, BallotId, Config, Deposit,
	Ended, Error, Event, HoldReason, Motion, Motions, Pallet, RequisitionEnd, RequisitionRecord,
	RequisitionRecordOf, Requisitions, Rules, Signatures,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{fungible::hold::Mutate as _, Get},
};
use pallet_shareholders::{CompanyId, Pallet as Shareholders};
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
		// A weight can only be asked for at a date that is live, so the date is reserved before it is known whether the
		// proposer has any.
		with_storage_layer(|| {
			let record_date = Shareholders::<T>::epoch();
			Shareholders::<T>::reserve_date(class, record_date)?;
			let weight = Shareholders::<T>::total_at(class, &who, record_date)?;
			ensure!(weight > 0, Error::<T>::NoWeight);
			let now = Self::now();
			let closes = now
				.checked_add(Rules::<T>::get().requisition_period)
				.ok_or(Error::<T>::Overflow)?;
			let base = Shareholders::<T>::eligible_at(class, record_date)?;
			let mut count = Requisition::open(base, now, closes).map_err(Error::<T>::from)?;
			count.sign(None, weight, now).map_err(Error::<T>::from)?;
			let deposit = Deposit { payer: who, amount: T::RequisitionDeposit::get() };
			let record =
				RequisitionRecord { class, company, admission, record_date, deposit, count };
			Self::place(record, motion)
		})
	}

	/// Takes a requisition with its first signature onto the agenda, or calls the ballot at once if that suffices.
	fn place(record: RequisitionRecordOf<T>, motion: Motion<T>) -> DispatchResult {
		let RequisitionRecord { class, company, admission, count, .. } = record;
		let proposer = record.deposit.payer.clone();
		let id = Self::next_id()?;
		Self::deposit_event(Event::RequisitionOpened {
			requisition: id,
			class,
			company,
			proposer: proposer.clone(),
			base: count.base,
			signed: count.signed,
			closes: count.closes,
		});
		if count.is_carried().map_err(Error::<T>::from)? {
			Shareholders::<T>::release_date(class, record.record_date)?;
			Self::tell_end(id, RequisitionEnd::Carried);
			Self::announce_requisitioned(id, class, company, motion.choices, admission)?;
		} else {
			Self::make_room(class, count.signed)?;
			<T as Config>::Native::hold(
				&HoldReason::RequisitionDeposit.into(),
				&proposer,
				record.deposit.amount,
			)?;
			let mut agenda = Agendas::<T>::get(class);
			agenda.requisitions.try_push(id).map_err(|_| Error::<T>::RequisitionsFull)?;
			Self::set_agenda(class, agenda);
			Signatures::<T>::insert(id, proposer, count.signed);
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
		let weight = Shareholders::<T>::total_at(record.class, &who, record.record_date)?;
		let before = Signatures::<T>::get(id, &who);
		let weight = record.count.sign(before, weight, Self::now()).map_err(Error::<T>::from)?;
		let carried = record.count.is_carried().map_err(Error::<T>::from)?;
		let signed = record.count.signed;

		if carried {
			Self::carry(id, &record)?;
		} else {
			Signatures::<T>::insert(id, &who, weight);
			Requisitions::<T>::insert(id, record);
		}
		Self::deposit_event(Event::Signed { requisition: id, who, weight, signed });
		Ok(if carried { Signing::Carried } else { Signing::Counted })
	}

	pub(crate) fn do_withdraw_signature(who: T::AccountId, id: BallotId) -> DispatchResult {
		let mut record = Self::open_requisition(id)?;
		let before = Signatures::<T>::get(id, &who);
		record.count.withdraw(before, Self::now()).map_err(Error::<T>::from)?;
		let signed = record.count.signed;

		Signatures::<T>::remove(id, &who);
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

	/// Calls the ballot that a requisition asks for. The last signature needs no entry: the requisition is over.
	fn carry(id: BallotId, record: &RequisitionRecordOf<T>) -> DispatchResult {
		let choices = Motions::<T>::get(id).ok_or(Error::<T>::Corrupt)?.choices;
		with_storage_layer(|| {
			Self::end_requisition(id, record, RequisitionEnd::Carried)?;
			let RequisitionRecord { class, company, admission, .. } = *record;
			Self::announce_requisitioned(id, class, company, choices, admission)
		})
	}

	fn announce_requisitioned(
		id: BallotId,
		class: TokenId,
		company: CompanyId,
		choices: u8,
		admission: Admission,
	) -> DispatchResult {
		let rules = Rules::<T>::get();
		Self::announce(
			id,
			Announcement {
				class,
				company,
				choices,
				admission,
				requisitioned: true,
				notice: rules.notice,
				period: rules.period,
				deposit: None,
			},
		)
	}

	/// Ends a requisition: its record date is released and its deposit returned. Signatures that are stored stay until they
	/// are cleared, because there may be any number of them.
	fn end_requisition(
		id: BallotId,
		record: &RequisitionRecordOf<T>,
		end: RequisitionEnd,
	) -> DispatchResult {
		Shareholders::<T>::release_date(record.class, record.record_date)?;
		Self::give_back(HoldReason::RequisitionDeposit, &record.deposit)?;
		Self::change_agenda(record.class, |agenda| agenda.remove(id));
		Requisitions::<T>::remove(id);
		if end != RequisitionEnd::Carried {
			Motions::<T>::remove(id);
		}
		if Signatures::<T>::iter_key_prefix(id).next().is_some() {
			Ended::<T>::insert(id, ());
		}
		Self::tell_end(id, end);
		Ok(())
	}

	fn tell_end(id: BallotId, end: RequisitionEnd) {
		Self::deposit_event(Event::RequisitionEnded { requisition: id, end });
	}
}
