//! What the tests share: a class with its ledger, next to the naive register, and one operation at a time on both.

#![allow(dead_code, reason = "each test file uses its own part of this module")]

pub(crate) mod world;

use shareholders_accounting::{
	memory::{Account, MemoryStore},
	AccountingError, Class, Epoch, Payment, Register, Schedule, Store, TokenId,
};
use std::collections::{BTreeMap, BTreeSet};

/// A number from the environment, or the default.
pub(crate) fn from_env(name: &str, default: u64) -> u64 {
	std::env::var(name).map_or(default, |text| {
		text.replace('_', "").parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}"))
	})
}

/// The seed of a random test: `KONGSI_SEED`, or a fixed one. Printed, so that a failure can be run again.
pub(crate) fn seed(test: &str) -> u64 {
	let seed = from_env("KONGSI_SEED", 20_260_901);
	println!("{test}: KONGSI_SEED={seed}");
	seed
}

/// A class with its ledger and its pots, for cases worked out by hand. Epoch 1 is the present.
#[derive(Clone, Debug)]
pub(crate) struct Company {
	pub(crate) store: MemoryStore,
	pub(crate) now: Epoch,
	/// What the pots hold, by token.
	pub(crate) pots: BTreeMap<TokenId, u128>,
	/// What holders were paid.
	pub(crate) purses: BTreeMap<(Account, TokenId), u128>,
}

impl Company {
	/// A class that pays in token 7, with these holders from before the first boundary.
	pub(crate) fn new(holders: &[(Account, u128)]) -> Self {
		let class = Class::new(0, 1).expect("no shares are not too many");
		let mut company = Self {
			store: MemoryStore::new(class),
			now: 1,
			pots: BTreeMap::new(),
			purses: BTreeMap::new(),
		};
		for (who, total) in holders {
			company.mint(*who, *total);
		}
		company.register().open_payout(7).expect("it is the first");
		company
	}

	pub(crate) fn register(&mut self) -> Register<&mut MemoryStore> {
		Register::new(&mut self.store, self.now)
	}

	pub(crate) fn total(&self, who: Account) -> u128 {
		self.store.total(&who)
	}

	/// Sets what an account owns, as the ledger does: stored first, then reported.
	pub(crate) fn set(&mut self, who: Account, total: u128) {
		let old = self.total(who);
		self.store.totals.insert(who, total);
		self.register().changed(&who, old, total).expect("the hook never fails");
	}

	pub(crate) fn supply(&self) -> u128 {
		self.store.totals.values().sum()
	}

	pub(crate) fn sync(&mut self) {
		let supply = self.supply();
		self.register().set_supply(supply).expect("within bounds");
	}

	pub(crate) fn mint(&mut self, who: Account, amount: u128) {
		self.set(who, self.total(who) + amount);
		self.sync();
	}

	pub(crate) fn burn(&mut self, who: Account, amount: u128) {
		self.set(who, self.total(who) - amount);
		self.sync();
	}

	pub(crate) fn send(&mut self, from: Account, to: Account, amount: u128) {
		let (old_from, old_to) = (self.total(from), self.total(to));
		assert!(old_from >= amount, "{from} has {old_from}, not {amount}");
		if from != to {
			self.set(from, old_from - amount);
			self.set(to, old_to + amount);
		} else {
			self.register().changed(&from, old_from, old_from).expect("the hook never fails");
		}
		self.check();
	}

	pub(crate) fn pay_in(
		&mut self,
		token: TokenId,
		amount: u128,
		schedule: Schedule,
	) -> Result<(), AccountingError> {
		self.register().fund(token, amount, schedule)?;
		*self.pots.entry(token).or_default() += amount;
		self.check();
		Ok(())
	}

	/// Pays a dividend in token 7.
	pub(crate) fn pay(&mut self, amount: u128, schedule: Schedule) {
		self.pay_in(7, amount, schedule).expect("it is valid");
	}

	/// Lets so many boundaries pass.
	pub(crate) fn pass(&mut self, epochs: Epoch) {
		self.now += epochs;
	}

	/// Claimable and waiting in token 7.
	pub(crate) fn due(&mut self, who: Account) -> (u128, u128) {
		let all = self.register().claimable(&who).expect("it can be computed");
		(all[0].owed, all[0].waiting)
	}

	pub(crate) fn owed(&mut self, who: Account) -> u128 {
		self.due(who).0
	}

	pub(crate) fn claim(&mut self, who: Account) -> Result<Vec<Payment>, AccountingError> {
		let payments = self.register().claim(&who)?;
		for Payment { token, amount } in &payments {
			*self.pots.get_mut(token).expect("there is a pot") -= amount;
			*self.purses.entry((who, *token)).or_default() += amount;
		}
		self.check();
		Ok(payments)
	}

	/// Every account that has shares or a line.
	pub(crate) fn accounts(&self) -> BTreeSet<Account> {
		self.store.totals.keys().chain(self.store.lines.keys()).copied().collect()
	}

	/// The equation of every payout token, and the pots against what they owe.
	pub(crate) fn check(&mut self) {
		let accounts = self.accounts();
		self.register().audit(accounts).expect("the equation holds");
		for payout in &self.store.class.payouts {
			let pot = self.pots.get(&payout.token).copied().unwrap_or(0);
			assert_eq!(pot, payout.booked, "the pot of token {}", payout.token);
		}
	}
}
