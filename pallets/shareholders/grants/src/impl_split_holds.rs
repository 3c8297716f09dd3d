//! Grants in a split: they are converted with the account that they are on hold at.

use crate::{Config, HoldReason, Pallet};
use core::marker::PhantomData;
use pallet_shareholders::SplitHolds;
use shareholders_accounting::{Ratio, TokenId};
use sp_runtime::DispatchError;

/// Converts grants as [`Pallet::rescale`] says, and any other hold as `Others` does.
pub struct GrantsAnd<T, Others>(PhantomData<(T, Others)>);

impl<T, Others, Reason> SplitHolds<T::AccountId, Reason> for GrantsAnd<T, Others>
where
	T: Config,
	Others: SplitHolds<T::AccountId, Reason>,
	Reason: From<HoldReason> + PartialEq,
{
	fn convert(
		token: TokenId,
		who: &T::AccountId,
		ratio: Ratio,
		reason: &Reason,
		held: u128,
	) -> Result<u128, DispatchError> {
		if *reason == Reason::from(HoldReason::Vesting) {
			Pallet::<T>::rescale(token, who, ratio)
		} else {
			Others::convert(token, who, ratio, reason, held)
		}
	}
}
