//! `pallet-treasury` under [`Treasury`].

use crate::{Balance, Treasury};
use alloc::boxed::Box;
use core::marker::PhantomData;
use frame_support::{
	dispatch::{DispatchResult, RawOrigin},
	traits::tokens::Pay,
};
use pallet_treasury::{BlockNumberFor, Pallet};
use shareholders_accounting::TokenId;
use sp_runtime::traits::StaticLookup;

/// The treasury of `pallet-treasury`.
///
/// Its `SpendOrigin` has to be root with the largest amount: it sees an amount, and never the token, so the limits are this
/// pallet's.
pub struct OverTreasury<T>(PhantomData<T>);

impl<T> Treasury<T::AccountId, BlockNumberFor<T, ()>> for OverTreasury<T>
where
	T: pallet_treasury::Config<
		AssetKind = TokenId,
		Beneficiary = <T as frame_system::Config>::AccountId,
		Paymaster: Pay<Balance = Balance>,
	>,
{
	fn spend(
		token: TokenId,
		amount: Balance,
		beneficiary: T::AccountId,
		valid_from: Option<BlockNumberFor<T, ()>>,
	) -> DispatchResult {
		let beneficiary = T::BeneficiaryLookup::unlookup(beneficiary);
		Pallet::<T>::spend(
			RawOrigin::Root.into(),
			Box::new(token),
			amount,
			Box::new(beneficiary),
			valid_from,
		)
	}
}
