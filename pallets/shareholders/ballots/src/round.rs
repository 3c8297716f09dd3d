//! Rounds of requisitions: one boundary for all signatures of a time.
//!
//! With a record date of its own for each requisition, shares that are passed from account to account could sign any number
//! of them. In a round each account weighs what it owned at the one boundary, and backs one requisition or the ballot that
//! came of it; so the shares behind all of them are at most all shares.

use crate::{
	Agenda, Agendas, BallotId, Config, Ended, Error, Event, Pallet, Round, Rules, Signature,
	Signatures,
};
use frame_support::{ensure, storage::with_storage_layer};
use pallet_shareholders::Pallet as Shareholders;
use shareholders_accounting::TokenId;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The round that runs, or one that begins now with the requisition `number`.
	pub(crate) fn round_for(class: TokenId, number: BallotId) -> Result<Round, DispatchError> {
		let mut agenda = Agendas::<T>::get(class);
		let now = Self::now();
		if let Some(round) = agenda.round {
			if now < round.closes {
				return Ok(round);
			}
			Self::finish_round(class, round)?;
		}
		// Ballots of two rounds have places: those of the last one go on while the next is signed.
		if !agenda.requisitioned.is_empty() {
			ensure!(agenda.earlier.is_empty(), Error::<T>::TooManyBallots);
			core::mem::swap(&mut agenda.earlier, &mut agenda.requisitioned);
		}
		let record_date = Shareholders::<T>::epoch();
		Shareholders::<T>::reserve_date(class, record_date)?;
		let closes =
			now.checked_add(Rules::<T>::get().requisition_period).ok_or(Error::<T>::Overflow)?;
		let round = Round { number, record_date, closes };
		agenda.round = Some(round);
		Self::set_agenda(class, agenda);
		Self::deposit_event(Event::RoundBegun { class, round: number, record_date, closes });
		Ok(round)
	}

	pub(crate) fn do_end_round(class: TokenId) -> DispatchResult {
		let round = Agendas::<T>::get(class).round.ok_or(Error::<T>::NoRound)?;
		ensure!(Self::now() >= round.closes, Error::<T>::RoundStillOpen);
		with_storage_layer(|| Self::finish_round(class, round))?;
		Self::change_agenda(class, |agenda| agenda.round = None);
		Ok(())
	}

	/// Releases the record date of a round that is over. Its signatures may be cleared.
	fn finish_round(class: TokenId, round: Round) -> DispatchResult {
		Shareholders::<T>::release_date(class, round.record_date)?;
		if Signatures::<T>::iter_key_prefix(round.number).next().is_some() {
			Ended::<T>::insert(round.number, ());
		}
		Self::deposit_event(Event::RoundEnded { class, round: round.number });
		Ok(())
	}

	/// What an account has signed in a round and is bound by.
	pub(crate) fn signature_in(
		agenda: &Agenda<T>,
		round: Round,
		who: &T::AccountId,
	) -> Option<Signature> {
		Signatures::<T>::get(round.number, who)
			.filter(|signature| agenda.is_backed(signature.requisition))
	}
}
