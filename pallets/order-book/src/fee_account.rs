//! The accounts that fees are paid into: one per market, which nobody has a key to, so that what its lister gets of them
//! can be told apart at no cost per fill.

use crate::{Config, Market, MarketId, Pallet};
use frame_support::traits::{
	fungibles::{Inspect as _, Mutate as _},
	tokens::Preservation,
	Get,
};
use frame_system::Pallet as System;
use order_book_engine::TokenId;
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

/// Who takes what is left in the fee account of a market that has ended.
pub trait FeeSink<AccountId> {
	/// The market is gone, and nothing is paid into its fee account any more. Whoever empties the account calls
	/// [`Pallet::close_fee_account`] then; what cannot be taken now has to be remembered, since the end of a market waits
	/// for nobody.
	fn market_ended(market: MarketId, ended: &Market<AccountId>);
}

/// Leaves everything where it is.
impl<AccountId> FeeSink<AccountId> for () {
	fn market_ended(_: MarketId, _: &Market<AccountId>) {}
}

impl<T: Config> Pallet<T> {
	/// The account that the fees of a market are paid into: derived from the pallet's id and the market's.
	pub fn fee_account(market: MarketId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(market)
	}

	/// Whether an account has room for the whole number, so that no two markets share one.
	pub(crate) fn fee_accounts_are_distinct() -> bool {
		let longest: Option<T::AccountId> = T::PalletId::get().try_into_sub_account(MarketId::MAX);
		longest.is_some()
	}

	/// Opens the fee account of a new market. It exists by itself, so that it can receive any token, and gets the quote
	/// token's minimum balance from the founder if it has less, so that the smallest fee can be paid in.
	pub(crate) fn open_fee_account(
		founder: &T::AccountId,
		market: MarketId,
		quote: TokenId,
	) -> DispatchResult {
		let account = Self::fee_account(market);
		System::<T>::inc_providers(&account);
		let least = T::Tokens::minimum_balance(quote);
		if T::Tokens::total_balance(quote, &account) < least {
			T::Tokens::transfer(quote, founder, &account, least, Preservation::Expendable)?;
		}
		Ok(())
	}

	/// Lets the fee account of a market that has ended go, once it has been emptied. To be called once for each market,
	/// since it takes back the one reference that the account was opened with.
	///
	/// # Errors
	///
	/// `ConsumerRemaining` if there is another token in the account, which somebody sent it and which stays there.
	pub fn close_fee_account(market: MarketId) -> DispatchResult {
		System::<T>::dec_providers(&Self::fee_account(market)).map(|_| ())
	}
}
