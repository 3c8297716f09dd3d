//! Worst cases that produce the weights.
//!
//! Worst means: the agendas that are looked at have no place, or one, and calls need a preimage.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	AddressOf, BacklogOf, CallOf, Config, NextNumber, Pallet, PalletsOriginOf, Parked, Task, TaskOf,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	schedule::{
		v3::{Anon, Named},
		DispatchTime,
	},
	Get, StorePreimage,
};
use frame_system::{pallet_prelude::BlockNumberFor, Call as SystemCall, RawOrigin};

fn origin<T: Config>() -> PalletsOriginOf<T> {
	RawOrigin::Root.into()
}

/// A named task whose call is too long to be stored with it.
fn task<T: Config>(number: u32) -> TaskOf<T> {
	let remark = vec![number as u8; 1_000];
	let call = CallOf::<T>::from(SystemCall::<T>::remark { remark });
	let mut name = [0; 32];
	name[..4].copy_from_slice(&number.to_le_bytes());
	Task {
		name: Some(name),
		periodic: None,
		priority: 128,
		origin: origin::<T>(),
		call: T::Preimages::bound(call).expect("it can be stored"),
	}
}

/// Fills the agenda of a block, then takes out the first so many tasks.
fn fill<T: Config>(block: u32, free: u32) {
	let call = CallOf::<T>::from(SystemCall::<T>::remark { remark: vec![0; 100] });
	let call = T::Preimages::bound(call).expect("it is short");
	let mut addresses: Vec<AddressOf<T>> = vec![];
	while let Ok(address) = <T::Scheduler as Anon<_, _, _>>::schedule(
		DispatchTime::At(block.into()),
		None,
		128,
		origin::<T>(),
		call.clone(),
	) {
		addresses.push(address);
	}
	for address in addresses.into_iter().take(free as usize) {
		<T::Scheduler as Anon<_, _, _>>::cancel(address).expect("it is there");
	}
}

#[benchmarks]
mod benches {
	use super::*;

	/// The block is full but for its last place, so that the whole agenda is read and written.
	#[benchmark]
	fn step() {
		fill::<T>(10, 1);
		let task = task::<T>(0);

		#[block]
		{
			Pallet::<T>::offer(&task, task.name, 10u32.into()).expect("there is a place");
		}
	}

	#[benchmark]
	fn park() {
		let task = task::<T>(0);

		#[block]
		{
			Pallet::<T>::park(10u32.into(), task).expect("it can");
		}

		assert_eq!(NextNumber::<T>::get(), 1);
	}

	#[benchmark]
	fn drain(n: Linear<0, { T::MaxDrained::get() }>) {
		let now: BlockNumberFor<T> = 9u32.into();
		frame_system::Pallet::<T>::set_block_number(now);
		fill::<T>(10, n);
		for number in 0..n {
			Pallet::<T>::park(5u32.into(), task::<T>(number)).expect("it can");
		}

		#[block]
		{
			Pallet::<T>::drain(now);
		}

		assert_eq!(Parked::<T>::iter().count(), 0);
		assert!(BacklogOf::<T>::get().is_none());
		for number in 0..n {
			let name = task::<T>(number).name.expect("it has one");
			let found = <T::Scheduler as Named<_, _, _>>::next_dispatch_time(name);
			assert_eq!(found, Ok(10u32.into()));
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
