//! What readers may ask.

use crate::{Config, GrantInfo, Grants, Pallet};
use alloc::vec::Vec;
use shareholders_accounting::TokenId;

impl<T: Config> Pallet<T> {
	/// The grants of an account of a class, at most [`crate::MAX_GRANTS`], in the order in which they were given.
	pub fn grants_of(class: TokenId, who: &T::AccountId) -> Vec<GrantInfo> {
		let now = Self::now();
		Grants::<T>::get(class, who)
			.into_iter()
			.map(|grant| GrantInfo {
				grant: grant.id,
				amount: grant.amount,
				released: grant.released,
				// The terms were checked when the grant was given.
				due: grant.due(now).unwrap_or_default(),
				terms: grant.terms,
			})
			.collect()
	}
}
