//! Tokens that may not be destroyed: share classes, and whatever dividends are paid in.

use crate::{Classes, Config, PayoutTokens};
use core::marker::PhantomData;
use frame_support::traits::Contains;
use shareholders_accounting::TokenId;

/// Contains each share class and each token that a class pays in. For the ledger's list of tokens that others refer to:
/// if such a token were destroyed, its pot would be emptied and dividends would be lost.
pub struct Pinned<T>(PhantomData<T>);

impl<T: Config> Contains<TokenId> for Pinned<T> {
	fn contains(token: &TokenId) -> bool {
		Classes::<T>::contains_key(token) || PayoutTokens::<T>::contains_key(token)
	}
}
