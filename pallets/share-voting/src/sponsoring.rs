//! Decision deposits for those who cannot place them: if enough holders sign, the fund does.

use crate::{
	branch::Signing, Config, DecisionDeposits as _, Error, Event, Pallet, PollIndex, PollRecord,
	PollStage, PollTimeline as _, RecordStage, Records, ShareRegister as _, Sponsors, TrackId,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use shareholders_accounting::PPM;
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that places decision deposits and gets them back. Nobody has a key to it.
	pub fn fund_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	pub(crate) fn do_sponsor(who: T::AccountId, poll: PollIndex) -> Result<Signing, DispatchError> {
		with_storage_layer(|| {
			let mut record = Self::signable(poll)?;
			let weight = T::Register::power(&who, record.record_date)?;
			ensure!(weight > 0, Error::<T>::NoWeight);
			let before = Sponsors::<T>::get(poll, &who).unwrap_or(0);
			record.signed = record
				.signed
				.checked_sub(before)
				.and_then(|signed| signed.checked_add(weight))
				.ok_or(Error::<T>::Corrupt)?;
			Sponsors::<T>::insert(poll, &who, weight);
			let signed = record.signed;
			Self::deposit_event(Event::Sponsored { poll, who, weight, signed });
			let signing = if signed >= Self::signatures_needed(record.base) {
				record.funded = Self::place_deposit(poll);
				Signing::Asked
			} else {
				Signing::Counted
			};
			Records::<T>::insert(poll, record);
			Ok(signing)
		})
	}

	pub(crate) fn do_unsponsor(who: T::AccountId, poll: PollIndex) -> DispatchResult {
		let mut record = Records::<T>::get(poll).ok_or(Error::<T>::UnknownPoll)?;
		ensure!(record.stage == RecordStage::Signing, Error::<T>::NotPreparing);
		let weight = Sponsors::<T>::get(poll, &who).ok_or(Error::<T>::NotSponsored)?;
		record.signed = record.signed.checked_sub(weight).ok_or(Error::<T>::Corrupt)?;
		let unused = record.signed == 0 && !record.funded;
		if unused {
			T::Register::release(record.record_date)?;
		}

		Sponsors::<T>::remove(poll, &who);
		if unused {
			Records::<T>::remove(poll);
		} else {
			Records::<T>::insert(poll, record);
		}
		Self::deposit_event(Event::Unsponsored { poll, who, signed: record.signed });
		Ok(())
	}

	/// The weight of signatures at which the fund places a deposit, among `base` eligible atoms. Rounded up.
	pub(crate) fn signatures_needed(base: u128) -> u128 {
		// Supplies are below 2^94, so the product stays below 2^114.
		base.saturating_mul(u128::from(T::SponsorPpm::get())).div_ceil(PPM)
	}

	/// A poll that can be signed for, with the record date of its signatures.
	fn signable(poll: PollIndex) -> Result<PollRecord, DispatchError> {
		let found = T::Timeline::poll(poll).ok_or(Error::<T>::UnknownPoll)?;
		let PollStage::Preparing { deposit } = found.stage else {
			return Err(Error::<T>::NotPreparing.into());
		};
		ensure!(!deposit, Error::<T>::DepositIsPlaced);
		ensure!(found.inline, Error::<T>::NotInline);
		match Records::<T>::get(poll) {
			Some(record) if record.stage == RecordStage::Signing => Ok(record),
			Some(_) => Err(Error::<T>::Corrupt.into()),
			None => Self::begin_signing(found.track),
		}
	}

	fn begin_signing(track: TrackId) -> Result<PollRecord, DispatchError> {
		let record_date = Self::reserve_for(track)?;
		let base = T::Register::eligible_at(record_date)?;
		ensure!(base > 0, Error::<T>::NoEligibleShares);
		let stage = RecordStage::Signing;
		Ok(PollRecord { track, record_date, base, signed: 0, funded: false, stage })
	}

	/// Asks the fund for a decision deposit. If it has not enough, the signatures stay, and whoever has signed asks again by
	/// signing again.
	fn place_deposit(poll: PollIndex) -> bool {
		let fund = Self::fund_account();
		match with_storage_layer(|| T::DecisionDeposits::place(&fund, poll)) {
			Ok(()) => {
				Self::deposit_event(Event::DepositFunded { poll });
				true
			}
			Err(reason) => {
				Self::deposit_event(Event::DepositNotFunded { poll, reason });
				false
			}
		}
	}
}
