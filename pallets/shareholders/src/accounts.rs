//! The accounts of companies and pots, which nobody has a key to.

use crate::{CompanyId, Config, Pallet};
use frame_support::traits::Get;
use shareholders_accounting::TokenId;
use sp_runtime::traits::AccountIdConversion;

/// What an account of this pallet belongs to, so that a company and a class with the same number differ.
const COMPANY: u8 = 0;
const POT: u8 = 1;

impl<T: Config> Pallet<T> {
	/// The account of a company: derived from the pallet's id and the company's.
	pub fn company_account(company: CompanyId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((COMPANY, company))
	}

	/// The account that keeps the dividends of a class until they are claimed: derived from the pallet's id and the class.
	pub fn pot_account(class: TokenId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((POT, class))
	}

	/// Whether an account has room for the whole number, so that no two derived accounts are the same.
	pub(crate) fn accounts_are_distinct() -> bool {
		let longest: Option<T::AccountId> =
			T::PalletId::get().try_into_sub_account((POT, TokenId::MAX));
		longest.is_some()
	}
}
