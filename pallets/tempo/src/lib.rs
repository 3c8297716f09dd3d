//! How fast the clocks of a chain go: sessions, eras, votes. Fixed at genesis.
//!
//! # Goals
//!
//! 1. One runtime serves the real chain, where a vote takes weeks, and the chains for development, where it takes minutes:
//!    what is tested is the code that runs (G1).
//! 2. Nobody changes a clock afterwards. Epochs of BABE are counted by their length, and stake leaves later than a
//!    misbehaviour can be reported, so a changed length would break what was agreed on (G2).
//!
//! # Design
//!
//! One value, written by the genesis, without a call. It is read where the SDK wants a constant: [`SessionSlots`] and its
//! siblings implement `Get`. An older state without the value reads as the real chain's ([`Tempo::default`]).
//!
//! # Terms
//!
//! *Slot*: the time in which one block may be made. *Session*: how long the keys of validators stay as they are, an epoch of
//! BABE. *Era*: how long a set of validators serves. *Pace*: how many times faster votes go than on the real chain.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::as_conversions,
		clippy::arithmetic_side_effects,
		missing_docs
	)
)]

mod types;

#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::*;

use core::marker::PhantomData;
use frame_support::traits::Get;

/// The clocks of the chain.
#[allow(clippy::expect_used, reason = "written by the pallet macro")]
#[frame_support::pallet]
pub mod pallet {
	use super::Tempo;
	use frame_support::pallet_prelude::*;

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Nothing to provide.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The clocks. One value, written at genesis and never again.
	#[pallet::storage]
	#[pallet::storage_prefix = "Tempo"]
	pub type TempoOf<T> = StorageValue<_, Tempo, ValueQuery>;

	/// What the chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The clocks.
		pub tempo: Tempo,
		/// The runtime.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let checked = self.tempo.check();
			assert!(checked.is_ok(), "the clocks of the chain: {checked:?}");
			TempoOf::<T>::put(self.tempo);
		}
	}
}

/// Slots of a session. Costs a read.
pub struct SessionSlots<T>(PhantomData<T>);

impl<T: Config> Get<u64> for SessionSlots<T> {
	fn get() -> u64 {
		TempoOf::<T>::get().session_slots.into()
	}
}

/// Sessions of an era. Costs a read.
pub struct SessionsPerEra<T>(PhantomData<T>);

impl<T: Config> Get<u32> for SessionsPerEra<T> {
	fn get() -> u32 {
		TempoOf::<T>::get().sessions_per_era
	}
}

/// Eras that stake stays bonded after its owner has asked for it. Costs a read.
pub struct BondingEras<T>(PhantomData<T>);

impl<T: Config> Get<u32> for BondingEras<T> {
	fn get() -> u32 {
		TempoOf::<T>::get().bonding_eras
	}
}

/// Eras between a proof of misbehaviour and the loss of the stake, for a vote to object. Costs a read.
pub struct SlashDeferEras<T>(PhantomData<T>);

impl<T: Config> Get<u32> for SlashDeferEras<T> {
	fn get() -> u32 {
		TempoOf::<T>::get().slash_defer_eras
	}
}

/// Sessions in which stake that is leaving is still there, and so the time in which a misbehaviour can be reported. Costs a
/// read.
pub struct BondingSessions<T>(PhantomData<T>);

impl<T: Config> Get<u64> for BondingSessions<T> {
	fn get() -> u64 {
		TempoOf::<T>::get().bonding_sessions()
	}
}

/// The same in slots. Costs a read.
pub struct BondingSlots<T>(PhantomData<T>);

impl<T: Config> Get<u64> for BondingSlots<T> {
	fn get() -> u64 {
		let tempo = TempoOf::<T>::get();
		// Three numbers of 32 bits, of which `check` keeps the product within 64.
		tempo.bonding_sessions().saturating_mul(tempo.session_slots.into())
	}
}

/// How many times faster votes go than on the real chain. Costs a read.
pub struct Pace<T>(PhantomData<T>);

impl<T: Config> Get<u32> for Pace<T> {
	fn get() -> u32 {
		TempoOf::<T>::get().pace
	}
}
