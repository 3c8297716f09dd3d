//! Full copies of the register: what everybody owned of KSI, free and held, at each boundary there was.

use frame_support::traits::Get;
use kongsi_runtime::{
	configs::revenue::{RevenueAccount, TreasuryAccount, ValidatorsAccount},
	AccountId, BlockNumber, Runtime, ShareVoting, Shareholders,
};
use shareholders_accounting::Epoch;
use std::collections::BTreeMap;

/// The native token as a share class.
pub(crate) const KSI: u32 = 0;
/// The length of an epoch in the preset.
pub(crate) const EPOCH_BLOCKS: BlockNumber = 15;

/// The epoch that a block belongs to.
pub(crate) fn epoch_of(block: BlockNumber) -> Epoch {
	block / EPOCH_BLOCKS + 1
}

/// What an account owns of KSI, free and held, as the ledger stores it.
pub(crate) fn owned(who: &AccountId) -> u128 {
	let data = frame_system::Account::<Runtime>::get(who).data;
	data.free + data.reserved
}

/// What everybody owned at a boundary.
#[derive(Debug)]
struct Boundary {
	/// Those who vote; nobody who owned nothing.
	owners: BTreeMap<AccountId, u128>,
	eligible: u128,
	supply: u128,
}

/// All boundaries.
#[derive(Debug, Default)]
pub(crate) struct Register(BTreeMap<Epoch, Boundary>);

impl Register {
	/// Copies what is owned now as the boundary at which that epoch begins. What belongs to all does not vote.
	pub(crate) fn copy(&mut self, epoch: Epoch) {
		let accounts = frame_system::Account::<Runtime>::iter();
		let mut owners: BTreeMap<AccountId, u128> = accounts
			.map(|(who, account)| (who, account.data.free + account.data.reserved))
			.filter(|(_, total)| *total > 0)
			.collect();
		let supply = owners.values().sum();
		for who in [
			TreasuryAccount::get(),
			RevenueAccount::get(),
			ValidatorsAccount::get(),
			ShareVoting::fund_account(),
			Shareholders::pot_account(KSI),
		] {
			owners.remove(&who);
		}
		let eligible = owners.values().sum();
		let boundary = Boundary { owners, eligible, supply };
		assert!(self.0.insert(epoch, boundary).is_none(), "epoch {epoch} begins twice");
	}

	/// What an account owned that votes.
	pub(crate) fn at(&self, who: &AccountId, date: Epoch) -> u128 {
		self.0[&date].owners.get(who).copied().unwrap_or(0)
	}

	/// What a vote that is cast now weighs.
	pub(crate) fn power(&self, who: &AccountId, date: Epoch) -> u128 {
		self.at(who, date).min(owned(who))
	}

	/// All that votes, never more than there is.
	pub(crate) fn eligible(&self, date: Epoch) -> u128 {
		let boundary = &self.0[&date];
		assert!(boundary.eligible <= boundary.supply);
		boundary.eligible
	}
}
