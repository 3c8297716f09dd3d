//! The register of one class over lent storage: every operation that touches a holder's line.
//!
//! An operation computes on copies and writes last, so one that returns an error has changed nothing but the boundary
//! the class has reached, which is no change of anybody's rights.

use crate::{
	audit::Audit,
	class::Class,
	error::{ensure, AccountingError},
	fraction::FractionPool,
	line::{Due, Line},
	payout::Schedule,
	split::{Ratio, Split},
	units::{add, sub, Epoch, TokenId, MAX_SUPPLY},
};
use alloc::vec::Vec;

/// Storage of one class, lent by the caller.
pub trait Store {
	/// An account.
	type Account: Clone + PartialEq;

	/// The state of the class.
	fn class(&self) -> &Class<Self::Account>;
	/// The same, to be changed.
	fn class_mut(&mut self) -> &mut Class<Self::Account>;
	/// The line of an account; the default if there is none.
	fn line(&self, who: &Self::Account) -> Line;
	/// Stores a line.
	fn set_line(&mut self, who: &Self::Account, line: Line);
	/// Removes a line.
	fn remove_line(&mut self, who: &Self::Account);
	/// What an account owns now, free + held, in atoms.
	fn total(&self, who: &Self::Account) -> u128;
}

/// An amount in a payout token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
	/// The token.
	pub token: TokenId,
	/// Atoms of it.
	pub amount: u128,
}

/// What an account is owed in one payout token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimable {
	/// The token.
	pub token: TokenId,
	/// Atoms it can claim now.
	pub owed: u128,
	/// Atoms that are its own already and wait for their payment date.
	pub waiting: u128,
}

/// One class at one epoch.
#[derive(Debug)]
pub struct Register<S> {
	store: S,
	now: Epoch,
}

impl<S: Store> Register<S> {
	/// The register at epoch `now`.
	pub fn new(store: S, now: Epoch) -> Self {
		Self { store, now }
	}

	/// The storage.
	pub fn store(&self) -> &S {
		&self.store
	}

	/// Takes all boundaries up to now. Every other operation does this first.
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude.
	pub fn roll(&mut self) -> Result<(), AccountingError> {
		if self.store.class().is_behind(self.now) {
			self.change(|_| Ok(()))?;
		}
		Ok(())
	}

	/// Changes a rolled copy of the class and stores it.
	fn change<T>(
		&mut self,
		with: impl FnOnce(&mut Class<S::Account>) -> Result<T, AccountingError>,
	) -> Result<T, AccountingError> {
		let mut class = self.store.class().clone();
		class.roll(self.now)?;
		let done = with(&mut class)?;
		*self.store.class_mut() = class;
		Ok(done)
	}

	/// The line of an account, settled, for a total that it has owned since the last change. Not stored.
	fn settled(&self, who: &S::Account, total: u128) -> Result<Line, AccountingError> {
		let class = self.store.class();
		let mut line = self.store.line(who);
		line.settle(class, class.counted(who, total))?;
		Ok(line)
	}

	/// Settles the line of an account and stores it, at most once per epoch.
	fn touch(&mut self, who: &S::Account, total: u128) -> Result<(), AccountingError> {
		self.roll()?;
		if self.store.line(who).is_current(self.store.class()) {
			return Ok(());
		}
		let line = self.settled(who, total)?;
		self.store.set_line(who, line);
		Ok(())
	}

	/// The hook: an account owned `old` before an operation and owns `new` after it. May be called before or after the
	/// ledger stores the change, but before the class hears of a change of supply ([`Self::set_supply`]).
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude: a change that the ledger has accepted is never refused here.
	pub fn changed(
		&mut self,
		who: &S::Account,
		old: u128,
		new: u128,
	) -> Result<(), AccountingError> {
		if old == new {
			return Ok(());
		}
		if self.store.class().is_excluded(who) {
			return self.change(|class| {
				class.excluded_total = add(sub(class.excluded_total, old)?, new)?;
				Ok(())
			});
		}
		self.touch(who, old)?;
		if new == 0 {
			self.tidy(who)?;
		}
		Ok(())
	}

	/// Notes the supply after a mint or a burn, once the accounts have been reported.
	///
	/// # Errors
	///
	/// `SupplyTooLarge`: the ledger asks before it mints, so that this never happens here.
	pub fn set_supply(&mut self, supply: u128) -> Result<(), AccountingError> {
		ensure(supply <= MAX_SUPPLY, AccountingError::SupplyTooLarge)?;
		if self.store.class().supply == supply {
			return Ok(());
		}
		self.change(|class| {
			class.supply = supply;
			Ok(())
		})
	}

	/// Removes the line of an account without shares if nothing is lost; its fractions of an atom go to all holders.
	fn tidy(&mut self, who: &S::Account) -> Result<(), AccountingError> {
		let line = self.store.line(who);
		if line == Line::default() || !line.is_spent(self.store.class()) {
			return Ok(());
		}
		if line.dues.iter().any(|due| due.fraction > 0) {
			self.change(|class| {
				for (payout, due) in class.payouts.iter_mut().zip(&line.dues) {
					let carry = &mut payout.per_share.carry;
					*carry = add(*carry, u128::from(due.fraction))?;
				}
				Ok(())
			})?;
		}
		self.store.remove_line(who);
		Ok(())
	}

	/// Drops what no live date needs from a line, and the line if it is spent. For anybody to call.
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude.
	pub fn prune(&mut self, who: &S::Account) -> Result<(), AccountingError> {
		self.roll()?;
		let mut line = self.store.line(who);
		if line.past.prune(self.store.class().dates.as_slice()) {
			self.store.set_line(who, line);
		}
		let total = self.store.total(who);
		if total == 0 && self.store.line(who) != Line::default() {
			self.touch(who, total)?;
			self.tidy(who)?;
		}
		Ok(())
	}

	/// Excludes an account: it keeps what it is owed, and neither earns nor votes from now on.
	///
	/// # Errors
	///
	/// `SplitRunning`, `AlreadyExcluded`, `TooManyExcluded`.
	pub fn exclude(&mut self, who: &S::Account) -> Result<(), AccountingError> {
		self.ensure_no_split()?;
		let total = self.store.total(who);
		let mut class = self.rolled()?;
		class.exclude(who.clone(), total)?;
		self.touch(who, total)?;
		*self.store.class_mut() = class;
		Ok(())
	}

	/// Lifts the exclusion of an account: it earns and votes from the next boundary on.
	///
	/// # Errors
	///
	/// `SplitRunning`, `NotExcluded`.
	pub fn include(&mut self, who: &S::Account) -> Result<(), AccountingError> {
		self.ensure_no_split()?;
		let total = self.store.total(who);
		let mut class = self.rolled()?;
		class.include(who, total)?;
		self.touch(who, total)?; // still as an excluded one
		*self.store.class_mut() = class;
		Ok(())
	}

	fn rolled(&self) -> Result<Class<S::Account>, AccountingError> {
		let mut class = self.store.class().clone();
		class.roll(self.now)?;
		Ok(class)
	}

	fn ensure_no_split(&self) -> Result<(), AccountingError> {
		ensure(self.store.class().split.is_none(), AccountingError::SplitRunning)
	}

	/// Adds a token in which the class pays.
	///
	/// # Errors
	///
	/// `PayoutExists`, `TooManyPayouts`.
	pub fn open_payout(&mut self, token: TokenId) -> Result<(), AccountingError> {
		self.change(|class| class.open_payout(token))
	}

	/// Takes in a dividend that has been moved into the pot. Costs the same for any number of holders.
	///
	/// # Errors
	///
	/// `NoEligibleShares`, `UnknownPayout`, and those of [`crate::Payout::fund`].
	pub fn fund(
		&mut self,
		token: TokenId,
		amount: u128,
		schedule: Schedule,
	) -> Result<(), AccountingError> {
		let now = self.now;
		self.change(|class| {
			ensure(class.eligible()? > 0, AccountingError::NoEligibleShares)?;
			class.payout_mut(token)?.fund(amount, schedule, now)
		})
	}

	/// What an account is owed, by payout token. Ends after [`crate::MAX_PAYOUTS`].
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude.
	pub fn claimable(&self, who: &S::Account) -> Result<Vec<Claimable>, AccountingError> {
		let class = self.rolled()?;
		let mut line = self.store.line(who);
		line.settle(&class, class.counted(who, self.store.total(who)))?;
		let none = Due::default();
		let mut all = Vec::new();
		for (place, payout) in class.payouts.iter().enumerate() {
			let (owed, waiting) = line.dues.get(place).unwrap_or(&none).amounts()?;
			all.push(Claimable { token: payout.token, owed, waiting });
		}
		Ok(all)
	}

	/// Claims everything an account is owed, in every payout token; the caller pays it to that account. The debt is
	/// gone before anything is paid, so a payment in the class itself cannot change what is due.
	///
	/// # Errors
	///
	/// `NothingOwed`.
	pub fn claim(&mut self, who: &S::Account) -> Result<Vec<Payment>, AccountingError> {
		self.claim_where(who, |_| true)
	}

	/// Claims what an account is owed in one payout token.
	///
	/// # Errors
	///
	/// `UnknownPayout`, `NothingOwed`.
	pub fn claim_token(
		&mut self,
		who: &S::Account,
		token: TokenId,
	) -> Result<Payment, AccountingError> {
		self.store.class().payout(token)?;
		let payments = self.claim_where(who, |other| other == token)?;
		payments.first().copied().ok_or(AccountingError::NothingOwed)
	}

	/// Claims in the payout tokens that `wanted` names, for a caller who knows which of them cannot be paid now.
	///
	/// # Errors
	///
	/// `NothingOwed`.
	pub fn claim_where(
		&mut self,
		who: &S::Account,
		wanted: impl Fn(TokenId) -> bool,
	) -> Result<Vec<Payment>, AccountingError> {
		let total = self.store.total(who);
		self.roll()?;
		let mut class = self.store.class().clone();
		let mut line = self.settled(who, total)?;
		let mut payments = Vec::new();
		for (payout, due) in class.payouts.iter_mut().zip(&mut line.dues) {
			if due.owed > 0 && wanted(payout.token) {
				payout.booked = sub(payout.booked, due.owed)?;
				payments.push(Payment { token: payout.token, amount: due.owed });
				due.owed = 0;
			}
		}
		ensure(!payments.is_empty(), AccountingError::NothingOwed)?;
		*self.store.class_mut() = class;
		self.store.set_line(who, line);
		if total == 0 {
			self.tidy(who)?;
		}
		Ok(payments)
	}

	/// Adds a reference to a record date: the boundary of the present epoch, a later one, or a live one.
	///
	/// # Errors
	///
	/// `DatePassed`, `DateTooFar`, `TooManyDates`; `SplitRunning` while the present shares are of two kinds.
	pub fn reserve(&mut self, date: Epoch) -> Result<(), AccountingError> {
		self.ensure_no_split()?;
		self.change(|class| class.reserve(date))
	}

	/// Gives a reference to a record date back.
	///
	/// # Errors
	///
	/// `UnknownDate`.
	pub fn release(&mut self, date: Epoch) -> Result<(), AccountingError> {
		self.change(|class| class.dates.release(date).map(|_| ()))
	}

	/// What an account owned at a live record date, in shares of that day; 0 if it was excluded.
	///
	/// # Errors
	///
	/// `UnknownDate`, `DateNotReached`.
	pub fn total_at(&self, who: &S::Account, date: Epoch) -> Result<u128, AccountingError> {
		let class = self.rolled()?;
		class.date(date)?;
		let present = class.counted(who, self.store.total(who));
		Ok(self.store.line(who).past.total_at(date, present))
	}

	/// Eligible shares at a live record date: the sum of [`Self::total_at`] over all accounts.
	///
	/// # Errors
	///
	/// `UnknownDate`, `DateNotReached`.
	pub fn eligible_at(&self, date: Epoch) -> Result<u128, AccountingError> {
		Ok(self.rolled()?.date(date)?.eligible)
	}

	/// The smaller of what an account owned at a record date and what it owns now, in shares of that day: for votes that
	/// a sale takes away again.
	///
	/// # Errors
	///
	/// `UnknownDate`, `DateNotReached`, `SplitRunning`.
	pub fn power(&self, who: &S::Account, date: Epoch) -> Result<u128, AccountingError> {
		self.ensure_no_split()?;
		let then = self.total_at(who, date)?;
		let class = self.rolled()?;
		let present = class.counted(who, self.store.total(who));
		Ok(then.min(class.date(date)?.since.undo(present)?))
	}

	/// Begins a split. Until it is finished the class stands still: nothing is distributed, no date is reached, and the
	/// ledger refuses every transfer, mint and burn of it. Claims go on.
	///
	/// # Errors
	///
	/// `SplitRunning`, `SupplyTooLarge`; `BadRatio` if a live record date has seen too many splits.
	pub fn begin_split(&mut self, ratio: Ratio) -> Result<(), AccountingError> {
		self.ensure_no_split()?;
		self.change(|class| {
			class.dates.split(ratio, class.epoch)?;
			class.since = class.since.then(ratio)?;
			class.split = Some(Split::begin(ratio, class.supply)?);
			Ok(())
		})
	}

	/// Converts one holder, once, excluded ones too: his new total and his fraction, which the caller stores. The ledger
	/// then reports the change of his total like any other.
	///
	/// # Errors
	///
	/// `NoSplit`, `Corrupt`.
	pub fn convert(&mut self, old: u128) -> Result<(u128, u128), AccountingError> {
		self.change(|class| {
			let split = class.split.as_mut().ok_or(AccountingError::NoSplit)?;
			split.convert(old)
		})
	}

	/// Ends a split when every holder has been converted: the pool of fractions, the shares to be issued to its pot, which is
	/// excluded, and the parts of the last of them that are the company's.
	///
	/// # Errors
	///
	/// `NoSplit`, `SplitUnfinished`.
	pub fn finish_split(&mut self) -> Result<(FractionPool, u128, u128), AccountingError> {
		let split = self.store.class().split.ok_or(AccountingError::NoSplit)?;
		let done = FractionPool::of(&split)?;
		self.store.class_mut().split = None;
		Ok(done)
	}

	/// Checks the solvency equation of every payout token and the sum of totals, given every account that has shares or
	/// a line. For `try_state` and tests: it visits all holders.
	///
	/// # Errors
	///
	/// `Corrupt` if an equation does not hold.
	pub fn audit(
		&self,
		accounts: impl IntoIterator<Item = S::Account>,
	) -> Result<(), AccountingError> {
		let class = self.store.class();
		let mut audit = Audit::new(class);
		for who in accounts {
			audit.add(&self.store.line(&who), self.store.total(&who), class.is_excluded(&who))?;
		}
		audit.finish()
	}
}
