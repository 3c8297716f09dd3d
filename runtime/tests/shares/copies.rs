//! Full copies: what everybody owned of a share class, free and held, at each boundary there was.

use frame_support::traits::Get;
use kongsi_runtime::{
	configs::revenue::{RevenueAccount, TreasuryAccount, ValidatorsAccount},
	AccountId, BlockNumber, Runtime, Shareholders,
};
use shareholders_accounting::{Epoch, TokenId};
use std::collections::{BTreeMap, BTreeSet};

/// The share of the platform, which pays in itself and in cash.
pub(crate) const KSI: TokenId = 0;
/// What dividends are paid in.
pub(crate) const CASH: TokenId = 1;
/// The share of a company, which pays in cash.
pub(crate) const HALO: TokenId = 2;
/// The classes of the preset.
pub(crate) const CLASSES: [TokenId; 2] = [HALO, KSI];
/// The company that issues HALO.
pub(crate) const COMPANY: u32 = 0;
/// The length of an epoch in the preset.
pub(crate) const EPOCH_BLOCKS: BlockNumber = 15;

/// The epoch that a block belongs to.
pub(crate) fn epoch_of(block: BlockNumber) -> Epoch {
	block / EPOCH_BLOCKS + 1
}

/// What an account owns of a token, free and held, as the ledgers store it.
pub(crate) fn owned(token: TokenId, who: &AccountId) -> u128 {
	if token == KSI {
		let data = frame_system::Account::<Runtime>::get(who).data;
		return data.free + data.reserved;
	}
	pallet_tokens::Account::<Runtime>::get(token, who).map_or(0, |record| {
		let held: u128 = record.holds.iter().map(|hold| hold.amount).sum();
		record.balance + held
	})
}

/// Accounts that neither earn nor vote.
fn excluded(class: TokenId) -> BTreeSet<AccountId> {
	let pot = Shareholders::pot_account(class);
	if class == KSI {
		[TreasuryAccount::get(), RevenueAccount::get(), ValidatorsAccount::get(), pot].into()
	} else {
		[Shareholders::company_account(COMPANY), Shareholders::fraction_pot(class), pot].into()
	}
}

/// What everybody owned of a class at a boundary.
#[derive(Clone, Debug)]
pub(crate) struct Boundary {
	/// Those who earn and vote; nobody who owned nothing.
	pub(crate) owners: BTreeMap<AccountId, u128>,
	/// All shares, those of excluded accounts as well.
	pub(crate) supply: u128,
}

impl Boundary {
	/// A copy of what is owned now.
	pub(crate) fn copy(class: TokenId) -> Self {
		let accounts: Vec<AccountId> = if class == KSI {
			frame_system::Account::<Runtime>::iter_keys().collect()
		} else {
			pallet_tokens::Account::<Runtime>::iter_key_prefix(class).collect()
		};
		let all = accounts.into_iter().map(|who| {
			let total = owned(class, &who);
			(who, total)
		});
		let mut owners: BTreeMap<AccountId, u128> = all.filter(|(_, total)| *total > 0).collect();
		let supply = owners.values().sum();
		assert_eq!(supply, issuance(class), "class {class}");
		for who in excluded(class) {
			owners.remove(&who);
		}
		Self { owners, supply }
	}

	/// What an account owned that earns and votes.
	pub(crate) fn of(&self, who: &AccountId) -> u128 {
		self.owners.get(who).copied().unwrap_or(0)
	}

	/// All that earns and votes.
	pub(crate) fn eligible(&self) -> u128 {
		self.owners.values().sum()
	}
}

fn issuance(class: TokenId) -> u128 {
	if class == KSI {
		return pallet_balances::TotalIssuance::<Runtime>::get();
	}
	pallet_tokens::Asset::<Runtime>::get(class).expect("it exists").supply
}
