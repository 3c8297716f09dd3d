//! Motions: what may be put to the vote, and by how much it has to be won.

use crate::{Admission, Config, Error, Kind, Motion, Pallet};
use codec::DecodeLimit;
use frame_support::{
	dispatch::GetDispatchInfo,
	ensure,
	traits::{Contains, ContainsPair, Get},
	MAX_EXTRINSIC_DEPTH,
};
use pallet_shareholders::CompanyId;
use shareholders_accounting::{TokenId, MAX_CHOICES};
use sp_runtime::Weight;

impl<T: Config> Pallet<T> {
	/// Checks a motion before anybody votes on it, so that nobody votes on what cannot run.
	pub(crate) fn admit(
		company: CompanyId,
		class: TokenId,
		motion: &Motion<T>,
	) -> Result<Admission, Error<T>> {
		ensure!((2..=MAX_CHOICES).contains(&motion.choices), Error::<T>::BadChoices);
		let Some(bytes) = &motion.call else {
			return Ok(Admission { kind: Kind::Ordinary, call_version: None });
		};
		let voting_class = pallet_shareholders::Pallet::<T>::voting_class(company);
		ensure!(voting_class == Some(class), Error::<T>::NotVotingClass);
		let call = Self::decode_call(bytes).ok_or(Error::<T>::CallUndecodable)?;
		let kind = Self::kind_of(company, &call)?;
		Self::weigh(&call)?;
		Ok(Admission { kind, call_version: Some(Self::call_version()) })
	}

	/// The call that bytes stand for: all of them, and no deeper than a transaction may be.
	pub(crate) fn decode_call(mut bytes: &[u8]) -> Option<<T as Config>::RuntimeCall> {
		<T as Config>::RuntimeCall::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut bytes)
			.ok()
	}

	/// How much agreement a call needs, if a company may make it at all.
	pub(crate) fn kind_of(
		company: CompanyId,
		call: &<T as Config>::RuntimeCall,
	) -> Result<Kind, Error<T>> {
		ensure!(T::CompanyCalls::contains(call), Error::<T>::CallNotAllowed);
		Ok(if T::OrdinaryCalls::contains(&company, call) { Kind::Ordinary } else { Kind::Special })
	}

	/// The weight of a call, if it is one that a ballot can run.
	pub(crate) fn weigh(call: &<T as Config>::RuntimeCall) -> Result<Weight, Error<T>> {
		let weight = call.get_dispatch_info().call_weight;
		ensure!(weight.all_lte(T::MaxCallWeight::get()), Error::<T>::CallTooHeavy);
		Ok(weight)
	}

	/// The version of the encoding of calls. It changes when the same bytes may come to mean another call.
	pub(crate) fn call_version() -> u32 {
		<T as frame_system::Config>::Version::get().transaction_version
	}
}
