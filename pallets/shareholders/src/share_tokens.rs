//! What the register has to know of a token's issuer and limits, which no trait of the SDK tells.

use pallet_tokens::{Asset, AssetDetailsOf, AssetStatus, Role};
use shareholders_accounting::TokenId;

/// Roles over a token and the largest supply it may reach.
pub trait ShareTokens<AccountId> {
	/// Who names the team of a token. `None` for a token that does not exist or is being destroyed, and where the role has
	/// been given up.
	fn owner(token: TokenId) -> Option<AccountId>;

	/// Whether nobody but `who` holds any role over the token: mints, burns, freezes, names the team.
	fn is_controlled_by(token: TokenId, who: &AccountId) -> bool;

	/// Atoms that no mint can exceed, if there is such a limit. It can only fall.
	fn authorised_maximum(token: TokenId) -> Option<u128>;
}

/// Details of a token that is not being destroyed.
fn details<T: pallet_tokens::Config>(token: TokenId) -> Option<AssetDetailsOf<T>> {
	Asset::<T>::get(token).filter(|details| details.status != AssetStatus::Destroying)
}

impl<T: pallet_tokens::Config> ShareTokens<T::AccountId> for pallet_tokens::Pallet<T> {
	fn owner(token: TokenId) -> Option<T::AccountId> {
		details::<T>(token)
			.filter(|details| !details.renounced.contains(Role::Owner))
			.map(|details| details.owner)
	}

	fn is_controlled_by(token: TokenId, who: &T::AccountId) -> bool {
		details::<T>(token).is_some_and(|details| {
			[Role::Owner, Role::Issuer, Role::Admin, Role::Freezer]
				.into_iter()
				.all(|role| details.renounced.contains(role) || details.holder_of(role) == who)
		})
	}

	fn authorised_maximum(token: TokenId) -> Option<u128> {
		details::<T>(token).and_then(|details| details.authorised_maximum)
	}
}
