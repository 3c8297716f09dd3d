//! A ledger that fails when it is told to.

use super::*;

thread_local! {
	static FAIL_IN: Cell<Option<u32>> = const { Cell::new(None) };
	static MUTATIONS: Cell<u32> = const { Cell::new(0) };
}

/// Lets the mutation of the ledger after `skip` more of them fail; `None` none. Returns how many there were since the
/// last call of this function.
pub(crate) fn fail_after(skip: Option<u32>) -> u32 {
	FAIL_IN.set(skip);
	MUTATIONS.replace(0)
}

fn mutate() -> DispatchResult {
	MUTATIONS.set(MUTATIONS.get() + 1);
	match FAIL_IN.get() {
		Some(0) => {
			FAIL_IN.set(None);
			Err(DispatchError::Other("injected"))
		}
		left => {
			FAIL_IN.set(left.map(|left| left - 1));
			Ok(())
		}
	}
}

/// The ledger, which fails when it is told to.
pub struct Fragile;

impl fungibles::Inspect<AccountId> for Fragile {
	type AssetId = TokenId;
	type Balance = u128;

	fn total_issuance(token: TokenId) -> u128 {
		Whole::total_issuance(token)
	}
	fn minimum_balance(token: TokenId) -> u128 {
		Whole::minimum_balance(token)
	}
	fn total_balance(token: TokenId, who: &AccountId) -> u128 {
		Whole::total_balance(token, who)
	}
	fn balance(token: TokenId, who: &AccountId) -> u128 {
		Whole::balance(token, who)
	}
	fn reducible_balance(
		token: TokenId,
		who: &AccountId,
		keep: Preservation,
		force: Fortitude,
	) -> u128 {
		Whole::reducible_balance(token, who, keep, force)
	}
	fn can_deposit(
		token: TokenId,
		who: &AccountId,
		amount: u128,
		from: Provenance,
	) -> DepositConsequence {
		Whole::can_deposit(token, who, amount, from)
	}
	fn can_withdraw(token: TokenId, who: &AccountId, amount: u128) -> WithdrawConsequence<u128> {
		Whole::can_withdraw(token, who, amount)
	}
	fn asset_exists(token: TokenId) -> bool {
		Whole::asset_exists(token)
	}
}

impl fungibles::Unbalanced<AccountId> for Fragile {
	fn handle_dust(dust: fungibles::Dust<AccountId, Self>) {
		<Whole as fungibles::Unbalanced<_>>::handle_dust(fungibles::Dust(dust.0, dust.1));
	}
	fn write_balance(
		token: TokenId,
		who: &AccountId,
		amount: u128,
	) -> Result<Option<u128>, DispatchError> {
		<Whole as fungibles::Unbalanced<_>>::write_balance(token, who, amount)
	}
	fn set_total_issuance(token: TokenId, amount: u128) {
		<Whole as fungibles::Unbalanced<_>>::set_total_issuance(token, amount);
	}
	fn decrease_balance(
		token: TokenId,
		who: &AccountId,
		amount: u128,
		precision: Precision,
		keep: Preservation,
		force: Fortitude,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::Unbalanced<_>>::decrease_balance(
			token, who, amount, precision, keep, force,
		)
	}
	fn increase_balance(
		token: TokenId,
		who: &AccountId,
		amount: u128,
		precision: Precision,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::Unbalanced<_>>::increase_balance(token, who, amount, precision)
	}
}

impl fungibles::Mutate<AccountId> for Fragile {
	fn mint_into(token: TokenId, who: &AccountId, amount: u128) -> Result<u128, DispatchError> {
		Whole::mint_into(token, who, amount)
	}
	fn transfer(
		token: TokenId,
		from: &AccountId,
		to: &AccountId,
		amount: u128,
		keep: Preservation,
	) -> Result<u128, DispatchError> {
		mutate()?;
		Whole::transfer(token, from, to, amount, keep)
	}
}

impl fungibles::hold::Inspect<AccountId> for Fragile {
	type Reason = RuntimeHoldReason;

	fn total_balance_on_hold(token: TokenId, who: &AccountId) -> u128 {
		Whole::total_balance_on_hold(token, who)
	}
	fn reducible_total_balance_on_hold(token: TokenId, who: &AccountId, force: Fortitude) -> u128 {
		Whole::reducible_total_balance_on_hold(token, who, force)
	}
	fn balance_on_hold(token: TokenId, reason: &RuntimeHoldReason, who: &AccountId) -> u128 {
		Whole::balance_on_hold(token, reason, who)
	}
	fn hold_available(token: TokenId, reason: &RuntimeHoldReason, who: &AccountId) -> bool {
		Whole::hold_available(token, reason, who)
	}
}

impl fungibles::hold::Unbalanced<AccountId> for Fragile {
	fn set_balance_on_hold(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
	) -> DispatchResult {
		<Whole as fungibles::hold::Unbalanced<_>>::set_balance_on_hold(token, reason, who, amount)
	}
	fn decrease_balance_on_hold(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
		precision: Precision,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::hold::Unbalanced<_>>::decrease_balance_on_hold(
			token, reason, who, amount, precision,
		)
	}
}

impl fungibles::hold::Mutate<AccountId> for Fragile {
	fn hold(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
	) -> DispatchResult {
		mutate()?;
		<Whole as fungibles::hold::Mutate<_>>::hold(token, reason, who, amount)
	}
	fn release(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
		precision: Precision,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::hold::Mutate<_>>::release(token, reason, who, amount, precision)
	}
}

/// A session on that ledger. Changes of KSI are counted by its own traits, others here: each change, and the writing.
pub struct FragileSession {
	inner: crate::LedgerSession<Test>,
	changed: bool,
}

impl crate::TokenSession<Test> for FragileSession {
	fn open(token: TokenId) -> Self {
		Self { inner: crate::LedgerSession::open(token), changed: false }
	}
	fn spendable(&mut self, who: &AccountId) -> u128 {
		self.inner.spendable(who)
	}
	fn payable_from_holds(&mut self, who: &AccountId) -> u128 {
		self.inner.payable_from_holds(who)
	}
	fn can_receive(&mut self, who: &AccountId, amount: u128) -> bool {
		self.inner.can_receive(who, amount)
	}
	fn apply(&mut self, who: &AccountId, leg: &Leg) -> DispatchResult {
		if matches!(self.inner, crate::LedgerSession::Token(_)) && *leg != Leg::default() {
			mutate()?;
			self.changed = true;
		}
		self.inner.apply(who, leg)
	}
	fn write(&mut self) -> DispatchResult {
		if self.changed {
			mutate()?;
		}
		self.inner.write()
	}
	fn report(self) {
		self.inner.report();
	}
}
