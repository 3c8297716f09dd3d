//! Rescue of finality: who says that it stands still, who is lost, and the steps at the ends of sessions.

use crate::{
	is_named, Config, DeadNames, Error, Event, FinalityAdmin, Pallet, Rescue, RescuePhase,
	RescuePlan, SessionStart, Signals, StakingAdmin, StallSignal,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, ValidatorSet},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System};
use sp_runtime::{traits::CheckedAdd, DispatchError};
use sp_staking::SessionIndex;

type PlanOf<T> = RescuePlan<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
type SignalsOf<T> = BoundedVec<SignalOf<T>, <T as Config>::MaxValidators>;
type SignalOf<T> = StallSignal<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

impl<T: Config> Pallet<T> {
	/// Notes a validator's word that finality stands still.
	pub(crate) fn do_signal_stall(
		validator: T::AccountId,
		finalized: BlockNumberFor<T>,
	) -> DispatchResult {
		// Those that a rescue stands on must neither age nor go until it is over.
		ensure!(!Rescue::<T>::exists(), Error::<T>::RescueUnderWay);
		let validators = T::ValidatorSet::validators();
		ensure!(validators.contains(&validator), Error::<T>::NotValidator);
		let now = System::<T>::block_number();
		let stalled = finalized.checked_add(&T::StallAfter::get()).ok_or(Error::<T>::Overflow)?;
		ensure!(stalled <= now, Error::<T>::NotStalled);
		let mut signals = Signals::<T>::get();
		signals.retain(|other| other.validator != validator && Self::counts(other, &validators));
		let signal = StallSignal { validator: validator.clone(), at: now, finalized };
		signals.try_push(signal).map_err(|_| Error::<T>::TooManyValidators)?;
		Signals::<T>::put(signals);
		Self::deposit_event(Event::StallSignalled { validator, finalized });
		Ok(())
	}

	/// Takes a signal back.
	pub(crate) fn do_withdraw_signal(validator: T::AccountId) -> DispatchResult {
		let mut signals = Signals::<T>::get();
		let before = signals.len();
		signals.retain(|other| other.validator != validator);
		ensure!(signals.len() < before, Error::<T>::NoSignal);
		Signals::<T>::put(signals);
		Self::deposit_event(Event::SignalWithdrawn { validator });
		Ok(())
	}

	/// Begins a rescue.
	///
	/// Who has no point now may still earn one until the end of the session, so the judgement is made then. Here it is only
	/// seen to that there is somebody to be judged, so that a needless rescue fails at once.
	pub(crate) fn do_rescue(
		names: DeadNames,
		delay: BlockNumberFor<T>,
		best_finalized: BlockNumberFor<T>,
	) -> DispatchResult {
		ensure!(!names.is_empty(), Error::<T>::NothingNamed);
		ensure!(!Rescue::<T>::exists(), Error::<T>::RescueUnderWay);
		ensure!(!T::Finality::is_changing(), Error::<T>::ChangeUnderWay);
		ensure!(T::RescueDelays::get().contains(&delay), Error::<T>::BadDelay);
		let validators = T::ValidatorSet::validators();
		let signalled = Self::ensure_stalled(&validators, best_finalized)?;
		let named = Self::without_points(&validators, |who| is_named(who, &names));
		ensure!(!named.is_empty(), Error::<T>::NobodyLost);
		ensure!(is_at_most_half(named.len(), validators.len()), Error::<T>::TooManyLost);
		let dead = named.clone().try_into().map_err(|_| Error::<T>::TooManyLost)?;
		let signals = third_of(validators.len()).try_into().map_err(|_| Error::<T>::Overflow)?;
		let phase = RescuePhase::Decided;
		Rescue::<T>::put(RescuePlan { phase, dead, delay, best_finalized, signals });
		Signals::<T>::put(signalled);
		Self::deposit_event(Event::RescueDecided { named, best_finalized });
		Ok(())
	}

	/// One third of the validators must have said that finality stands still, and the block must be between the lowest and the
	/// highest that they have as their last final one: a single false signal then widens what a vote may choose, and cannot
	/// keep it from choosing what is right.
	///
	/// Signals that do not count are removed, as a rescue stands on the others.
	fn ensure_stalled(
		validators: &[T::AccountId],
		best_finalized: BlockNumberFor<T>,
	) -> Result<SignalsOf<T>, Error<T>> {
		let mut signals = Signals::<T>::get();
		signals.retain(|signal| Self::counts(signal, validators));
		ensure!(signals.len() >= third_of(validators.len()), Error::<T>::TooFewSignals);
		let finalized = || signals.iter().map(|signal| signal.finalized);
		let within = finalized().min().is_some_and(|least| least <= best_finalized)
			&& finalized().max().is_some_and(|most| best_finalized <= most);
		ensure!(within, Error::<T>::BadFinalizedBlock);
		Ok(signals)
	}

	/// Whether a signal is young enough and its author still validates.
	fn counts(signal: &SignalOf<T>, validators: &[T::AccountId]) -> bool {
		// A number that leaves its range is in the future.
		let until = signal.at.checked_add(&T::SignalLife::get());
		until.is_none_or(|until| System::<T>::block_number() < until)
			&& validators.contains(&signal.validator)
	}

	/// Those of the validators that are meant and have not authored one block in this era.
	fn without_points(
		validators: &[T::AccountId],
		is_meant: impl Fn(&T::AccountId) -> bool,
	) -> Vec<T::AccountId> {
		T::Staking::without_points(validators.iter().filter(|who| is_meant(who)).cloned().collect())
	}

	/// The present session, whose number is `session`, has ended, and none of what makes the next one has been done.
	pub(crate) fn session_ended(session: SessionIndex) {
		Self::note_set();
		let Some(plan) = Rescue::<T>::get() else { return };
		if !Self::is_still_stalled(&plan) {
			return Self::abandon(Error::<T>::TooFewSignals.into());
		}
		match plan.phase {
			RescuePhase::Decided => Self::remove_dead(plan),
			RescuePhase::Planned { session: next } if next <= session.saturating_add(1) => {
				Self::force_finality(plan, next)
			}
			_ => {}
		}
	}

	/// Whether a third still say so. Who sees finality move again takes his signal back, and with enough of them the rescue is
	/// off: forced upon voters who do finalize, the change would leave them and the chain counting differently.
	fn is_still_stalled(plan: &PlanOf<T>) -> bool {
		Signals::<T>::decode_len()
			.unwrap_or_default()
			.try_into()
			.is_ok_and(|left: u32| left >= plan.signals)
	}

	/// A session has started in this block.
	pub(crate) fn session_started() {
		SessionStart::<T>::put(System::<T>::block_number());
	}

	/// The lost are judged, with at least this session as evidence, and are candidates no more.
	fn remove_dead(plan: PlanOf<T>) {
		let validators = T::ValidatorSet::validators();
		let dead = Self::without_points(&validators, |who| plan.dead.contains(who));
		if dead.is_empty() {
			return Self::abandon(Error::<T>::NobodyLost.into());
		}
		if !is_at_most_half(dead.len(), validators.len()) {
			return Self::abandon(Error::<T>::TooManyLost.into());
		}
		for who in &dead {
			Self::note(T::Staking::chill(who));
		}
		Self::note(T::Staking::force_new_era());
		match dead.try_into() {
			Ok(dead) => Rescue::<T>::put(RescuePlan { phase: RescuePhase::Removed, dead, ..plan }),
			Err(_) => Self::abandon(Error::<T>::TooManyLost.into()),
		}
	}

	/// The set of session `session` is being planned: `planned`, or as before if that is none. Returns what is planned without
	/// the lost, if a rescue has just removed them. `name` makes a member of the present set one of the planned one.
	pub(crate) fn plan_without_dead<V>(
		session: SessionIndex,
		planned: Option<Vec<V>>,
		name: impl Fn(T::AccountId) -> V,
		account: impl Fn(&V) -> &T::AccountId,
	) -> Option<Vec<V>> {
		let Some(mut plan) = Rescue::<T>::get() else { return planned };
		if plan.phase != RescuePhase::Removed {
			return planned;
		}
		let present = || T::ValidatorSet::validators().into_iter().map(name).collect();
		let mut rest: Vec<V> = planned.unwrap_or_else(present);
		rest.retain(|member| !plan.dead.contains(account(member)));
		if rest.is_empty() {
			Self::abandon(Error::<T>::TooManyLost.into());
			return None;
		}
		plan.phase = RescuePhase::Planned { session };
		Self::deposit_event(Event::ValidatorsRemoved { dead: plan.dead.to_vec(), session });
		Rescue::<T>::put(plan);
		Some(rest)
	}

	/// The set without the lost starts in this block, and finality has not looked yet.
	fn force_finality(plan: PlanOf<T>, session: SessionIndex) {
		let RescuePlan { delay, best_finalized, .. } = plan;
		let set = Self::set_of(best_finalized);
		if let Err(error) = T::Finality::force_change(delay, best_finalized, set) {
			return Self::abandon(error);
		}
		if let Some(set) = set {
			Self::forget_sets(set, best_finalized);
		}
		Rescue::<T>::kill();
		Signals::<T>::kill();
		Self::deposit_event(Event::FinalityForced { session, delay, best_finalized, set });
	}

	fn abandon(reason: DispatchError) {
		Rescue::<T>::kill();
		Signals::<T>::kill();
		Self::deposit_event(Event::RescueAbandoned { reason });
	}

	/// There is nobody to return an error to at the end of a session.
	fn note(result: DispatchResult) {
		if let Err(error) = result {
			Self::deposit_event(Event::RescueStepRefused { error });
		}
	}
}

/// The least number that is a third or more.
fn third_of(whole: usize) -> usize {
	whole.div_ceil(3)
}

fn is_at_most_half(part: usize, whole: usize) -> bool {
	part.checked_mul(2).is_some_and(|twice| twice <= whole)
}
