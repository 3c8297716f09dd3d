//! The accounts of companies and pots, which nobody has a key to.

use crate::{Companies, CompanyId, Config, Error, Pallet};
use frame_support::traits::Get;
use shareholders_accounting::TokenId;
use sp_runtime::traits::AccountIdConversion;

/// What an account of this pallet belongs to, so that a company and a class with the same number differ.
const COMPANY: u8 = 0;
const POT: u8 = 1;
const FRACTION_POT: u8 = 2;

impl<T: Config> Pallet<T> {
	/// The account of a company: derived from the pallet's id and the company's.
	pub fn company_account(company: CompanyId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((COMPANY, company))
	}

	/// The account that keeps the dividends of a class until they are claimed: derived from the pallet's id and the class.
	pub fn pot_account(class: TokenId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((POT, class))
	}

	/// The account that keeps what the fractions of a class's splits make up: whole shares until they are sold, then the
	/// KSI that they brought until it is claimed. Derived from the pallet's id and the class.
	pub fn fraction_pot(class: TokenId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((FRACTION_POT, class))
	}

	/// The company that issues a class which can be relied on.
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`; `PlatformClass` for KSI.
	pub fn company_of(class: TokenId) -> Result<CompanyId, Error<T>> {
		Self::open(class)?.company().ok_or(Error::<T>::PlatformClass)
	}

	/// The class whose ballots decide for a company: its first. Any other could be issued to a few friends.
	pub fn voting_class(company: CompanyId) -> Option<TokenId> {
		Companies::<T>::get(company)?.classes.first().map(|class| class.token)
	}

	/// Whether an account has room for the whole number, so that no two derived accounts are the same.
	pub(crate) fn accounts_are_distinct() -> bool {
		let longest: Option<T::AccountId> =
			T::PalletId::get().try_into_sub_account((POT, TokenId::MAX));
		longest.is_some()
	}
}
