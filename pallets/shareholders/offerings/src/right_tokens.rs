//! What an offering needs of the ledger for its right token, which no trait of the SDK offers at once.

use frame_support::traits::fungibles::{Create, Destroy};
use frame_system::RawOrigin;
use pallet_tokens::Role;
use shareholders_accounting::TokenId;
use sp_runtime::DispatchResult;

/// Right tokens: whole units, of which nobody but the offering makes any.
pub trait RightTokens<AccountId> {
	/// Creates a token of whole units with a minimum balance of one, of which there are never more than `maximum` and over
	/// which nobody has a role: `issuer` is written as who created it and gives all roles up at once.
	///
	/// # Errors
	///
	/// What the ledger says: the number is taken or reserved.
	fn create(token: TokenId, issuer: &AccountId, maximum: u128) -> DispatchResult;

	/// Starts to destroy a right token. Its records are then removed by the ledger's own calls, which are open to anybody.
	///
	/// # Errors
	///
	/// What the ledger says: something refers to the token, a market that is still listed say.
	fn retire(token: TokenId) -> DispatchResult;
}

impl<T: pallet_tokens::Config> RightTokens<T::AccountId> for pallet_tokens::Pallet<T> {
	fn create(token: TokenId, issuer: &T::AccountId, maximum: u128) -> DispatchResult {
		// No deposit is asked for here: that of the offering covers it. A name would need one of its own at the owner, and the
		// owner could never get it back.
		<Self as Create<_>>::create(token, issuer.clone(), false, 1)?;
		let origin = || RawOrigin::Signed(issuer.clone()).into();
		Self::set_authorised_maximum(origin(), token, maximum)?;
		// The owner last: it is the role that could give the others back.
		[Role::Issuer, Role::Admin, Role::Freezer, Role::Owner]
			.into_iter()
			.try_for_each(|role| Self::renounce_role(origin(), token, role))
	}

	fn retire(token: TokenId) -> DispatchResult {
		<Self as Destroy<_>>::start_destroy(token, None)
	}
}
