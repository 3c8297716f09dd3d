//! The invariants of the register, and their checks in the same order.
//!
//! 1. Each class is in the list of its company, once, and each listed class exists; company numbers are below the next.
//! 2. The class's supply is the ledger's (of KSI: was at the end of the epoch before), at most the accounting's bound; its company's account and its pot are excluded;
//!    lists are within their bounds, and the account proposed for exclusion is not excluded yet.
//! 3. The solvency equation, for each class and payout token, exactly: booked x 2^64 = sum over accounts of (owed + waiting)
//!    x 2^64 + fraction + counted total x (rate - seen), + carry + (pending + left + dated dividends before their record
//!    date) x 2^64. And the sum of totals is the supply, that of excluded accounts the class's, no line is ahead of the
//!    class. Accounts are those of the ledger and those with a line.
//! 4. The pot equation: for each class and payout token, the pot can pay out all that is booked and keep the minimum balance,
//!    unless the token's admin has burned from it.
//! 5. At each live record date that has been reached, the totals of all accounts sum to its eligible shares.
//! 6. Each line belongs to a class, and none is stored that reads like an absent one.
//! 7. A payout token is counted by as many classes as pay in it.
//! 8. For each account and [`HoldReason`] the KSI on hold is the sum of the deposits, or of the highest bids, recorded.
//! 9. A class stands still in the register and in the ledger exactly while its split converts accounts and approvals. Only
//!    among accounts are there marks, each of one that has been converted before its turn. No class that others pay in is converted.
//! 10. The fractions of a split sum to the parts that have not been claimed for, of which none has been before the sale. The
//!     fraction pot has the shares that have not been sold, at most those of one split, and the KSI that can be claimed besides
//!     the minimum balance. Only of a split that has shares to sell is there an auction.
//!
//! In the middle of a split all of these hold: 2 and 3 because the class hears of each conversion as of any other change of
//! a total and of the supply, and 5 because totals at a record date are in shares of that day.
//!
//! Of a class that is halted, 2 holds except for the supply, and 3 to 5 are not checked: it is known to be out of step.

use crate::{
	storage_register::StorageRegister, Balance, ClassStatus, Classes, Companies, Config,
	ExclusionProposals, FractionPools, HoldReason, Lines, NextCompanyId, Pallet, PayoutTokens,
	ShareClassOf, KSI,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{
		fungible::hold::Inspect as _,
		fungibles::Inspect as _,
		tokens::{Fortitude::Force, Preservation::Preserve},
	},
};
use shareholders_accounting::{
	Line, Register, TokenId, MAX_DATES, MAX_EXCLUDED, MAX_LUMPS, MAX_PAYOUTS, MAX_SUPPLY,
};
use sp_runtime::TryRuntimeError;

/// KSI that should be on hold, by account.
type Deposits<T> = BTreeMap<<T as frame_system::Config>::AccountId, Balance>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_companies()?;
		for (token, class) in Classes::<T>::iter() {
			Self::check_class(token, &class)?;
			if class.status == ClassStatus::Live {
				let accounts = Self::accounts_of(token);
				Self::check_equations(token, &accounts)?;
				Self::check_pot(token, &class)?;
				Self::check_dates(token, &class, &accounts)?;
			}
		}
		Self::check_lines()?;
		Self::check_payout_tokens()?;
		Self::check_deposits()?;
		Self::check_splits()
	}

	/// Invariant 1.
	fn check_companies() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::new();
		for (id, company) in Companies::<T>::iter() {
			ensure!(id < NextCompanyId::<T>::get(), "1: a company with a number to come");
			for issued in &company.classes {
				ensure!(listed.insert(issued.token), "1: a class is listed twice");
				let class =
					Classes::<T>::get(issued.token).ok_or("1: a listed class is missing")?;
				ensure!(class.company == Some(id), "1: a class of another company is listed");
			}
		}
		for (token, class) in Classes::<T>::iter() {
			let expected = class.company.is_none() == (token == KSI);
			ensure!(expected, "1: only KSI, and it, is the platform's");
			ensure!(token == KSI || listed.contains(&token), "1: a class of no company");
		}
		Ok(())
	}

	/// Invariant 2.
	fn check_class(token: TokenId, class: &ShareClassOf<T>) -> Result<(), TryRuntimeError> {
		let register = &class.register;
		ensure!(register.supply <= MAX_SUPPLY, "2: supply out of range");
		if class.status == ClassStatus::Live && token != KSI {
			let supply = T::Tokens::total_issuance(token);
			ensure!(register.supply == supply, "2: supply differs from the ledger's");
		}
		for who in Self::always_excluded(class.company, token) {
			ensure!(register.is_excluded(&who), "2: an account of the company earns");
		}
		let within =
			|count: usize, most: u32| u32::try_from(count).is_ok_and(|count| count <= most);
		ensure!(within(register.excluded.len(), MAX_EXCLUDED), "2: too many excluded");
		ensure!(within(register.payouts.len(), MAX_PAYOUTS), "2: too many payout tokens");
		ensure!(within(register.dates.as_slice().len(), MAX_DATES), "2: too many record dates");
		for payout in &register.payouts {
			ensure!(within(payout.lumps.len(), MAX_LUMPS), "2: too many dated dividends");
		}
		if let Some(who) = ExclusionProposals::<T>::get(token) {
			ensure!(!register.is_excluded(&who), "2: an excluded account is proposed");
		}
		Ok(())
	}

	/// Every account that can have shares of a class, or has a line.
	fn accounts_of(token: TokenId) -> BTreeSet<T::AccountId> {
		let lines = Lines::<T>::iter_key_prefix(token);
		frame_system::Account::<T>::iter_keys().chain(lines).collect()
	}

	/// Invariant 3.
	fn check_equations(
		token: TokenId,
		accounts: &BTreeSet<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		let mut stored = StorageRegister::<T>::load(token).ok_or("3: a class is missing")?;
		let mut register = Register::new(&mut stored, Self::epoch());
		if token == KSI {
			// It is told at the end of the epoch. Not stored here.
			register.set_supply(T::Tokens::total_issuance(token)).map_err(|_| "3: supply")?;
		}
		register.audit(accounts.iter().cloned()).map_err(|_| "3: the equations do not hold")?;
		Ok(())
	}

	/// Invariant 4.
	fn check_pot(token: TokenId, class: &ShareClassOf<T>) -> Result<(), TryRuntimeError> {
		let pot = Self::pot_account(token);
		for payout in &class.register.payouts {
			let payable = T::Tokens::reducible_balance(payout.token, &pot, Preserve, Force);
			let minimum = T::Tokens::minimum_balance(payout.token);
			let needed = payout.booked.checked_add(minimum).ok_or("4: booked out of range")?;
			let balance = T::Tokens::total_balance(payout.token, &pot);
			ensure!(balance >= needed, "4: a pot has less than is booked and its minimum");
			ensure!(payable >= payout.booked, "4: a pot cannot pay what is booked");
		}
		Ok(())
	}

	/// Invariant 5.
	fn check_dates(
		token: TokenId,
		class: &ShareClassOf<T>,
		accounts: &BTreeSet<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		let now = Self::epoch();
		let reached = class.register.dates.as_slice().iter().filter(|date| date.epoch <= now);
		for date in reached {
			let mut sum: u128 = 0;
			for who in accounts {
				let total = Self::total_at(token, who, date.epoch)?;
				sum = sum.checked_add(total).ok_or("5: totals out of range")?;
			}
			let eligible = Self::eligible_at(token, date.epoch)?;
			ensure!(sum == eligible, "5: totals at a record date differ from its shares");
		}
		Ok(())
	}

	/// Invariant 6.
	fn check_lines() -> Result<(), TryRuntimeError> {
		for (token, _, line) in Lines::<T>::iter() {
			ensure!(Classes::<T>::contains_key(token), "6: a line without a class");
			ensure!(line != Line::default(), "6: an empty line is stored");
		}
		Ok(())
	}

	/// Invariant 7.
	fn check_payout_tokens() -> Result<(), TryRuntimeError> {
		let mut uses: BTreeMap<TokenId, u32> = BTreeMap::new();
		for class in Classes::<T>::iter_values() {
			for payout in &class.register.payouts {
				let count = uses.entry(payout.token).or_default();
				*count = count.checked_add(1).ok_or("7: too many classes")?;
			}
		}
		let stored: BTreeMap<TokenId, u32> = PayoutTokens::<T>::iter().collect();
		ensure!(stored == uses, "7: the classes that pay in a token");
		Ok(())
	}

	/// Invariant 8.
	fn check_deposits() -> Result<(), TryRuntimeError> {
		let mut founders = Deposits::<T>::new();
		let mut creators = Deposits::<T>::new();
		let add = |deposits: &mut Deposits<T>, who: T::AccountId, amount: Balance| {
			let sum = deposits.entry(who).or_default();
			*sum = sum.checked_add(amount).ok_or("8: deposits out of range")?;
			Ok::<(), TryRuntimeError>(())
		};
		for company in Companies::<T>::iter_values() {
			add(&mut founders, company.founder, company.deposit)?;
			for issued in company.classes {
				add(&mut creators, issued.depositor, issued.deposit)?;
			}
		}
		let mut bidders = Deposits::<T>::new();
		for auction in FractionPools::<T>::iter_values().filter_map(|left| left.auction) {
			add(&mut bidders, auction.bidder, auction.state.amount)?;
		}
		let pairs = [
			(HoldReason::CompanyDeposit, founders),
			(HoldReason::ClassDeposit, creators),
			(HoldReason::FractionBid, bidders),
		];
		for (reason, deposits) in pairs {
			let reason = <T as Config>::RuntimeHoldReason::from(reason);
			let mut accounts: BTreeSet<T::AccountId> = deposits.keys().cloned().collect();
			accounts.extend(frame_system::Account::<T>::iter_keys());
			for who in accounts {
				let recorded = deposits.get(&who).copied().unwrap_or(0);
				let held = T::Native::balance_on_hold(&reason, &who);
				ensure!(held == recorded, "8: KSI on hold differs from what is recorded");
			}
		}
		Ok(())
	}
}
