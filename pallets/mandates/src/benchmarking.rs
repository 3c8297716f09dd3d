//! Worst cases that produce the weights.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	BenchmarkHelper as _, Call, CallName, CallNames, Config, DeadNames, OffenderNames, Origin,
	Pallet, PausedUntil, Rescue, Signals, StakingAdmin as _, StallSignal, Upgrade, MAX_DEAD,
	MAX_OFFENDERS, MAX_PAUSED_CALLS,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::{Pallet as System, RawOrigin};
use sp_runtime::traits::{One, Saturating};

/// An era in which slashes are deferred.
const ERA: u32 = 7;

fn by<T: Config>(origin: Origin) -> T::RuntimeOrigin {
	origin.into()
}

fn many<T: Config>(count: u32) -> Vec<T::AccountId> {
	(0..count).map(|number| account("validator", number, 0)).collect()
}

fn name<T: Config, const N: usize>(who: &T::AccountId) -> [u8; N] {
	who.using_encoded(|bytes| bytes[..N].try_into().expect("an account is longer"))
}

fn calls<T: Config>(count: u32) -> Vec<CallName<T>> {
	let short = |bytes: Vec<u8>| bytes.try_into().expect("a short name");
	let names = T::BenchmarkHelper::pausable_calls(count).into_iter();
	names.map(|(pallet, call)| (short(pallet), short(call))).collect()
}

/// All of these have signalled block 0 as their last final one.
fn signal<T: Config>(validators: &[T::AccountId]) {
	let now = T::StallAfter::get().saturating_add(One::one());
	System::<T>::set_block_number(now);
	let signals = validators.iter().cloned().map(|validator| StallSignal {
		validator,
		at: now,
		finalized: Default::default(),
	});
	Signals::<T>::put(frame_support::BoundedVec::truncate_from(signals.collect()));
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn authorize_upgrade() {
		#[extrinsic_call]
		_(by::<T>(Origin::Constitution), T::Hash::from_low());

		assert!(Upgrade::<T>::exists());
	}

	#[benchmark]
	fn revoke_upgrade() {
		Pallet::<T>::do_authorize_upgrade(T::Hash::from_low()).expect("it can be authorised");

		#[extrinsic_call]
		_(by::<T>(Origin::Constitution));

		assert!(!Upgrade::<T>::exists());
	}

	#[benchmark]
	fn lapse_upgrade() {
		Pallet::<T>::do_authorize_upgrade(T::Hash::from_low()).expect("it can be authorised");
		let expired = System::<T>::block_number().saturating_add(T::UpgradeLife::get());
		System::<T>::set_block_number(expired);

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()));

		assert!(!Upgrade::<T>::exists());
	}

	#[benchmark]
	fn pause(c: Linear<1, MAX_PAUSED_CALLS>) {
		// As many as fit by their names; the helper gives short ones.
		let mut names = CallNames::<T>::truncate_from(calls::<T>(c));
		while names.encoded_size() > crate::MAX_PROPOSAL - 7 {
			names.pop();
		}

		#[extrinsic_call]
		_(by::<T>(Origin::Halt), names.clone(), T::MaxPause::get());

		assert!(PausedUntil::<T>::contains_key(&names[0]));
	}

	#[benchmark]
	fn resume() {
		let call = calls::<T>(1).pop().expect("a call");
		let names = CallNames::<T>::truncate_from(alloc::vec![call.clone()]);
		Pallet::<T>::do_pause(names, One::one()).expect("it can be paused");

		#[extrinsic_call]
		_(by::<T>(Origin::Halt), call.clone());

		assert!(!PausedUntil::<T>::contains_key(&call));
	}

	#[benchmark]
	fn spend() {
		let beneficiary: T::AccountId = account("beneficiary", 0, 0);

		#[extrinsic_call]
		_(
			by::<T>(Origin::TreasuryLarge),
			T::NativeToken::get(),
			T::LargeSpend::get(),
			beneficiary,
			None,
		);
	}

	#[benchmark]
	fn set_validator_count() {
		#[extrinsic_call]
		_(by::<T>(Origin::Validators), T::ValidatorCounts::get().most);
	}

	#[benchmark]
	fn set_minimum_bonds() {
		#[extrinsic_call]
		_(
			by::<T>(Origin::Validators),
			T::NominatorBonds::get().least,
			T::ValidatorBonds::get().most,
		);
	}

	#[benchmark]
	fn cancel_slash(o: Linear<1, MAX_OFFENDERS>) {
		let all = many::<T>(T::MaxValidators::get().max(MAX_OFFENDERS));
		T::BenchmarkHelper::defer_slashes(ERA, &all);
		let names = all.iter().rev().take(o as usize).map(name::<T, 8>).collect();
		let offenders = OffenderNames::truncate_from(names);

		#[extrinsic_call]
		_(by::<T>(Origin::Validators), ERA, offenders);

		assert!(T::Staking::deferred_slashes(ERA).len() < all.len());
	}

	#[benchmark]
	fn signal_stall(v: Linear<1, { T::MaxValidators::get() }>) {
		let all = many::<T>(v);
		T::BenchmarkHelper::make_validators(&all);
		signal::<T>(&all);
		let last = all.last().expect("one at least").clone();

		#[extrinsic_call]
		_(RawOrigin::Signed(last), One::one());

		assert_eq!(Signals::<T>::get().len(), all.len());
	}

	#[benchmark]
	fn withdraw_signal(v: Linear<1, { T::MaxValidators::get() }>) {
		let all = many::<T>(v);
		T::BenchmarkHelper::make_validators(&all);
		signal::<T>(&all);
		let last = all.last().expect("one at least").clone();

		#[extrinsic_call]
		_(RawOrigin::Signed(last));

		assert_eq!(Signals::<T>::get().len() + 1, all.len());
	}

	#[benchmark]
	fn rescue(v: Linear<2, { T::MaxValidators::get() }>, d: Linear<1, MAX_DEAD>) {
		let all = many::<T>(v);
		T::BenchmarkHelper::make_validators(&all);
		signal::<T>(&all);
		let names = all.iter().take((d as usize).min(all.len() / 2)).map(name::<T, 4>).collect();

		#[extrinsic_call]
		_(
			by::<T>(Origin::Rescue),
			DeadNames::truncate_from(names),
			T::RescueDelays::get().least,
			Default::default(),
		);

		assert!(Rescue::<T>::exists());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}

/// Some hash that is not zero.
trait FromLow {
	fn from_low() -> Self;
}

impl<H: AsMut<[u8]> + Default> FromLow for H {
	fn from_low() -> Self {
		let mut hash = H::default();
		hash.as_mut().fill(7);
		hash
	}
}
