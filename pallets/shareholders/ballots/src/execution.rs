//! Running the call of a ballot that has passed, as the company's account.

use crate::{
	BallotId, BallotRecordOf, Ballots, Config, Error, Event, Kind, Motions, Pallet, Stage,
};
use frame_support::{
	dispatch::{extract_actual_weight, GetDispatchInfo},
	ensure,
	storage::with_storage_layer,
};
use frame_system::RawOrigin;
use pallet_shareholders::Pallet as Shareholders;
use sp_runtime::{traits::Dispatchable, DispatchError, Weight};

impl<T: Config> Pallet<T> {
	/// Returns what the call has weighed, beyond the weight of this one.
	pub(crate) fn do_execute(id: BallotId, max_weight: Weight) -> Result<Weight, DispatchError> {
		let record = Ballots::<T>::get(id).ok_or(Error::<T>::UnknownBallot)?;
		let Stage::Passed(window) = record.stage else { return Err(Error::<T>::NotPassed.into()) };
		let now = Self::now();
		ensure!(now >= window.executable_from, Error::<T>::TimeLocked);
		ensure!(now <= window.void_after, Error::<T>::WindowOver);
		let Some(call) = Self::stored_call(id, &record)? else {
			Self::set_stage(id, Stage::Void);
			Self::deposit_event(Event::BallotVoided { ballot: id });
			return Ok(Weight::zero());
		};
		// The lists may have changed since the holders were asked.
		let kind = Self::kind_of(record.company, &call)?;
		let as_voted = record.admission.kind == Kind::Special || kind == Kind::Ordinary;
		ensure!(as_voted, Error::<T>::CallNotAllowed);
		let weight = Self::weigh(&call)?;
		ensure!(weight.all_lte(max_weight), Error::<T>::AboveMaxWeight);

		// Nothing that the call does can come back here: the ballot is not one that has passed while it runs.
		Self::set_stage(id, Stage::Executing(window));
		let info = call.get_dispatch_info();
		let origin = RawOrigin::Signed(Shareholders::<T>::company_account(record.company)).into();
		let done = with_storage_layer(|| call.dispatch(origin));
		let used = extract_actual_weight(&done, &info);
		let result = done.map(|_| ()).map_err(|refused| refused.error);
		let stage = if result.is_ok() { Stage::Executed } else { Stage::Passed(window) };
		Self::set_stage(id, stage);
		Self::deposit_event(Event::Executed { ballot: id, result });
		Ok(used)
	}

	/// The call of a ballot, if its bytes still mean what the holders were asked.
	fn stored_call(
		id: BallotId,
		record: &BallotRecordOf<T>,
	) -> Result<Option<<T as Config>::RuntimeCall>, Error<T>> {
		let motion = Motions::<T>::get(id).ok_or(Error::<T>::Corrupt)?;
		let bytes = motion.call.ok_or(Error::<T>::Corrupt)?;
		let same = record.admission.call_version == Some(Self::call_version());
		Ok(Some(bytes).filter(|_| same).and_then(|bytes| Self::decode_call(&bytes)))
	}

	pub(crate) fn set_stage(id: BallotId, stage: Stage) {
		Ballots::<T>::mutate_extant(id, |record| record.stage = stage);
	}
}
