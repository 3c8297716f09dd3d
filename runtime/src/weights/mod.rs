//! Weights that the stock pallets do not bring along.
//!
//! `pallet-babe` and `pallet-grandpa` have no generated weights for their calls, as what a report costs depends on
//! how a chain identifies validators and punishes them. [`equivocation`] puts it together from measured parts.

mod equivocation;
pub mod pallet_babe;
pub mod pallet_grandpa;
