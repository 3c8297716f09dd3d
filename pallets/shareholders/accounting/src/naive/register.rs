//! The naive register: ledger, dividends, record dates and splits of one class.

use super::{Account, Big};
use crate::{
	error::ensure, AccountingError, Epoch, Schedule, TokenId, MAX_DATES, MAX_EXCLUDED, MAX_LEAD,
	MAX_LIFETIME, MAX_LUMPS, MAX_PAYOUTS, MAX_STREAM, MAX_SUPPLY,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};

/// A dated dividend that waits for its record date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NaiveLump {
	/// Its record date.
	pub record: Epoch,
	/// Its payment date.
	pub payment: Epoch,
	/// Atoms.
	pub amount: u128,
}

/// What one account has in one payout token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NaiveDue {
	/// Everything it earned and has not claimed, in 2^64ths.
	pub parts: Big,
	/// Whole atoms of it that wait, by payment date.
	pub waits: Vec<(Epoch, u128)>,
	/// Atoms it claimed in its life.
	pub claimed: u128,
	/// Fractions it left behind, in 2^64ths.
	pub left_behind: Big,
}

/// One payout token.
#[derive(Clone, Debug, Default)]
pub struct NaivePayout {
	/// The token.
	pub token: TokenId,
	/// For the next boundary.
	pub pending: u128,
	/// To be streamed.
	pub left: u128,
	/// Per boundary.
	pub pace: u128,
	/// Dated dividends before their record date.
	pub lumps: Vec<NaiveLump>,
	/// Dated dividends between record and payment date: they take a place as well.
	pub unpaid_lumps: Vec<(Epoch, Epoch)>,
	/// What did not divide, in 2^64ths.
	pub carry: Big,
	/// By account.
	pub dues: BTreeMap<Account, NaiveDue>,
	/// Everything ever paid in.
	pub lifetime: u128,
	/// Everything ever claimed.
	pub claimed: u128,
	/// What each share earned at each boundary that distributed, in 2^64ths.
	pub history: Vec<(Epoch, Big)>,
}

/// A live record date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NaiveDate {
	/// References.
	pub references: u32,
	/// New and old shares since.
	pub since: (u128, u128),
}

/// The naive register of one class, ledger included.
#[derive(Clone, Debug)]
pub struct NaiveRegister {
	/// The clock.
	pub now: Epoch,
	/// The last boundary taken; stands still during a split.
	pub taken: Epoch,
	/// What everybody owns.
	pub totals: BTreeMap<Account, u128>,
	/// Who neither earns nor votes.
	pub excluded: BTreeSet<Account>,
	/// What everybody had that counts, at every boundary there ever was.
	pub boundaries: BTreeMap<Epoch, BTreeMap<Account, u128>>,
	/// Payout tokens.
	pub payouts: Vec<NaivePayout>,
	/// Live record dates.
	pub dates: BTreeMap<Epoch, NaiveDate>,
	/// Splits since the last boundary.
	pub since: (u128, u128),
	/// The ratio of the split that is being carried out.
	pub split: Option<(u128, u128)>,
}

fn gcd(a: u128, b: u128) -> u128 {
	if b == 0 {
		a
	} else {
		gcd(b, a % b)
	}
}

fn compound(first: (u128, u128), second: (u128, u128)) -> (u128, u128) {
	let (new, old) = (first.0 * second.0, first.1 * second.1);
	let divisor = gcd(new, old);
	(new / divisor, old / divisor)
}

impl NaiveRegister {
	/// A register without shares.
	pub fn new(now: Epoch) -> Self {
		Self {
			now,
			taken: now,
			totals: BTreeMap::new(),
			excluded: BTreeSet::new(),
			boundaries: BTreeMap::from([(now, BTreeMap::new())]),
			payouts: Vec::new(),
			dates: BTreeMap::new(),
			since: (1, 1),
			split: None,
		}
	}

	/// What an account owns.
	pub fn total(&self, who: Account) -> u128 {
		self.totals.get(&who).copied().unwrap_or(0)
	}

	/// All shares.
	pub fn supply(&self) -> u128 {
		self.totals.values().sum()
	}

	fn counted(&self, who: Account) -> u128 {
		if self.excluded.contains(&who) {
			0
		} else {
			self.total(who)
		}
	}

	/// Shares that count.
	pub fn eligible(&self) -> u128 {
		self.totals.keys().map(|who| self.counted(*who)).sum()
	}

	/// Lets time pass, boundary by boundary.
	pub fn advance(&mut self, now: Epoch) {
		self.now = now;
		while self.split.is_none() && self.taken < now {
			self.taken += 1;
			self.boundary();
		}
	}

	fn boundary(&mut self) {
		let epoch = self.taken;
		self.since = (1, 1);
		let counted: BTreeMap<Account, u128> =
			self.totals.keys().map(|who| (*who, self.counted(*who))).collect();
		let eligible: u128 = counted.values().sum();
		for payout in &mut self.payouts {
			payout.boundary(epoch, eligible, &counted);
		}
		self.boundaries.insert(epoch, counted);
	}

	/// Sets what an account owns.
	pub fn set_total(&mut self, who: Account, total: u128) {
		let before = self.total(who);
		self.totals.insert(who, total);
		if total == 0 && before > 0 && !self.excluded.contains(&who) {
			self.tidy(who);
		}
	}

	/// An account without shares leaves its fractions to all, once nothing else is left of it.
	fn tidy(&mut self, who: Account) {
		let taken = self.taken;
		let nothing = |payout: &NaivePayout| payout.owed(who, taken) == (0, 0);
		let blank = self.counted_at(who, taken) == 0
			&& self.dates.keys().all(|date| *date > taken || self.counted_at(who, *date) == 0);
		if blank && self.payouts.iter().all(nothing) {
			for payout in &mut self.payouts {
				if let Some(due) = payout.dues.get_mut(&who) {
					payout.carry = payout.carry.plus(&due.parts);
					due.left_behind = due.left_behind.plus(&due.parts);
					due.parts = Big::ZERO;
				}
			}
		}
	}

	fn counted_at(&self, who: Account, date: Epoch) -> u128 {
		self.boundaries[&date].get(&who).copied().unwrap_or(0)
	}

	/// Anybody asks for unneeded records to be dropped.
	pub fn prune(&mut self, who: Account) {
		if self.total(who) == 0 {
			self.tidy(who);
		}
	}

	/// Excludes an account.
	///
	/// # Errors
	///
	/// As the register.
	pub fn exclude(&mut self, who: Account) -> Result<(), AccountingError> {
		ensure(self.split.is_none(), AccountingError::SplitRunning)?;
		ensure(!self.excluded.contains(&who), AccountingError::AlreadyExcluded)?;
		let full = self.excluded.len() >= MAX_EXCLUDED as usize;
		ensure(!full, AccountingError::TooManyExcluded)?;
		self.excluded.insert(who);
		Ok(())
	}

	/// Lifts it.
	///
	/// # Errors
	///
	/// As the register.
	pub fn include(&mut self, who: Account) -> Result<(), AccountingError> {
		ensure(self.split.is_none(), AccountingError::SplitRunning)?;
		ensure(self.excluded.remove(&who), AccountingError::NotExcluded)
	}

	/// Adds a payout token.
	///
	/// # Errors
	///
	/// As the register.
	pub fn open_payout(&mut self, token: TokenId) -> Result<(), AccountingError> {
		let known = self.payouts.iter().any(|payout| payout.token == token);
		ensure(!known, AccountingError::PayoutExists)?;
		let full = self.payouts.len() >= MAX_PAYOUTS as usize;
		ensure(!full, AccountingError::TooManyPayouts)?;
		self.payouts.push(NaivePayout { token, ..Default::default() });
		Ok(())
	}

	/// Takes in a dividend.
	///
	/// # Errors
	///
	/// As the register.
	pub fn fund(
		&mut self,
		token: TokenId,
		amount: u128,
		schedule: Schedule,
	) -> Result<(), AccountingError> {
		ensure(self.eligible() > 0, AccountingError::NoEligibleShares)?;
		let (now, taken) = (self.now, self.taken);
		let payout = self.payouts.iter_mut().find(|payout| payout.token == token);
		let payout = payout.ok_or(AccountingError::UnknownPayout)?;
		ensure(amount > 0, AccountingError::ZeroAmount)?;
		let fits = payout.lifetime.checked_add(amount).is_some_and(|sum| sum <= MAX_LIFETIME);
		ensure(fits, AccountingError::LifetimeExceeded)?;
		match schedule {
			Schedule::Next => payout.pending += amount,
			Schedule::Stream(epochs) => {
				ensure(epochs > 0 && epochs <= MAX_STREAM, AccountingError::DateTooFar)?;
				payout.left += amount;
				payout.pace += amount.div_ceil(u128::from(epochs));
			}
			Schedule::Dated { record, payment } => {
				ensure(record > now, AccountingError::DatePassed)?;
				ensure(payment >= record, AccountingError::DatesReversed)?;
				let near = record - now <= MAX_LEAD && payment - record <= MAX_LEAD;
				ensure(near, AccountingError::DateTooFar)?;
				let same = |lump: &NaiveLump| (lump.record, lump.payment) == (record, payment);
				payout.unpaid_lumps.retain(|(_, payment)| *payment > taken);
				let places = payout.lumps.len() + payout.unpaid_lumps.len();
				match payout.lumps.iter_mut().find(|lump| same(lump)) {
					Some(lump) => lump.amount += amount,
					None if places >= MAX_LUMPS as usize => {
						return Err(AccountingError::TooManyLumps)
					}
					None => payout.lumps.push(NaiveLump { record, payment, amount }),
				}
			}
		}
		payout.lifetime += amount;
		Ok(())
	}

	/// By payout token: claimable, and waiting for a payment date.
	pub fn claimable(&self, who: Account) -> Vec<(TokenId, u128, u128)> {
		let one = |payout: &NaivePayout| {
			let (owed, waiting) = payout.owed(who, self.taken);
			(payout.token, owed, waiting)
		};
		self.payouts.iter().map(one).collect()
	}

	/// Claims in the payout tokens that are wanted.
	///
	/// # Errors
	///
	/// As the register.
	pub fn claim(
		&mut self,
		who: Account,
		wanted: impl Fn(TokenId) -> bool,
	) -> Result<Vec<(TokenId, u128)>, AccountingError> {
		let mut paid = Vec::new();
		for payout in self.payouts.iter_mut().filter(|payout| wanted(payout.token)) {
			let (owed, _) = payout.owed(who, self.taken);
			if owed > 0 {
				let due = payout.dues.get_mut(&who).expect("something is owed");
				due.parts = due.parts.minus(&Big::in_parts(owed));
				due.claimed += owed;
				payout.claimed += owed;
				paid.push((payout.token, owed));
			}
		}
		ensure(!paid.is_empty(), AccountingError::NothingOwed)?;
		if self.total(who) == 0 {
			self.tidy(who);
		}
		Ok(paid)
	}

	/// Reserves a record date.
	///
	/// # Errors
	///
	/// As the register.
	pub fn reserve(&mut self, date: Epoch) -> Result<(), AccountingError> {
		ensure(self.split.is_none(), AccountingError::SplitRunning)?;
		ensure(date <= self.taken + MAX_LEAD, AccountingError::DateTooFar)?;
		let (full, taken) = (self.dates.len() >= MAX_DATES as usize, self.taken);
		match self.dates.get_mut(&date) {
			Some(live) => live.references += 1,
			None => {
				ensure(date >= taken, AccountingError::DatePassed)?;
				ensure(!full, AccountingError::TooManyDates)?;
				let since = if date == taken { self.since } else { (1, 1) };
				self.dates.insert(date, NaiveDate { references: 1, since });
			}
		}
		Ok(())
	}

	/// Gives one back.
	///
	/// # Errors
	///
	/// As the register.
	pub fn release(&mut self, date: Epoch) -> Result<(), AccountingError> {
		let live = self.dates.get_mut(&date).ok_or(AccountingError::UnknownDate)?;
		live.references -= 1;
		if live.references == 0 {
			self.dates.remove(&date);
		}
		Ok(())
	}

	fn reached(&self, date: Epoch) -> Result<NaiveDate, AccountingError> {
		let live = self.dates.get(&date).ok_or(AccountingError::UnknownDate)?;
		ensure(date <= self.taken, AccountingError::DateNotReached)?;
		Ok(*live)
	}

	/// What an account owned at a record date.
	///
	/// # Errors
	///
	/// As the register.
	pub fn total_at(&self, who: Account, date: Epoch) -> Result<u128, AccountingError> {
		self.reached(date)?;
		Ok(self.counted_at(who, date))
	}

	/// What all accounts owned at a record date.
	///
	/// # Errors
	///
	/// As the register.
	pub fn eligible_at(&self, date: Epoch) -> Result<u128, AccountingError> {
		self.reached(date)?;
		Ok(self.boundaries[&date].values().sum())
	}

	/// The smaller of then and now, in shares of then.
	///
	/// # Errors
	///
	/// As the register.
	pub fn power(&self, who: Account, date: Epoch) -> Result<u128, AccountingError> {
		ensure(self.split.is_none(), AccountingError::SplitRunning)?;
		let (new, old) = self.reached(date)?.since;
		let (whole, rest) = Big::ratio(self.counted(who), old, new);
		Ok(self.counted_at(who, date).min(whole + u128::from(rest > 0)))
	}

	/// Begins a split of `new` shares for `old`.
	///
	/// # Errors
	///
	/// As the register.
	pub fn begin_split(&mut self, new: u128, old: u128) -> Result<(), AccountingError> {
		ensure(self.split.is_none(), AccountingError::SplitRunning)?;
		let after = |since: (u128, u128)| {
			let since = compound(since, (new, old));
			let fits = u64::try_from(since.0).is_ok() && u64::try_from(since.1).is_ok();
			ensure(fits, AccountingError::BadRatio).map(|()| since)
		};
		let mut dates = self.dates.clone();
		for (_, live) in dates.iter_mut().filter(|(date, _)| **date <= self.taken) {
			live.since = after(live.since)?;
		}
		let since = after(self.since)?;
		let product = Big::from(self.supply()).times(&new.into());
		let (supply, rest) = product.divided_by(&old.into());
		let more = Big::from(u128::from(rest > Big::ZERO));
		ensure(supply.plus(&more) <= MAX_SUPPLY.into(), AccountingError::SupplyTooLarge)?;
		(self.dates, self.since, self.split) = (dates, since, Some((new, old)));
		Ok(())
	}

	/// Converts one holder: his new shares and his fraction.
	pub fn convert(&mut self, who: Account) -> (u128, u128) {
		let (new, old) = self.split.expect("a split is being carried out");
		let (whole, rest) = Big::ratio(self.total(who), new, old);
		self.set_total(who, whole);
		(whole, rest)
	}

	/// Ends the split; time catches up.
	pub fn finish_split(&mut self) {
		self.split = None;
		self.advance(self.now);
	}

	/// Works out from the beginning what an account has earned, and compares it with where it went. Also: what was paid in
	/// is where it should be, to the last part.
	pub fn check(&self) {
		for payout in &self.payouts {
			let mut sum = payout.carry;
			for (who, due) in &payout.dues {
				let mut earned = Big::ZERO;
				for (epoch, rise) in &payout.history {
					earned = earned.plus(&rise.times(&self.counted_at(*who, *epoch).into()));
				}
				let went = due.parts.plus(&Big::in_parts(due.claimed)).plus(&due.left_behind);
				assert_eq!(earned, went, "account {who}, token {}", payout.token);
				sum = sum.plus(&due.parts);
			}
			let lumps: u128 = payout.lumps.iter().map(|lump| lump.amount).sum();
			let waits = payout.pending + payout.left + lumps + payout.claimed;
			assert_eq!(sum.plus(&Big::in_parts(waits)), Big::in_parts(payout.lifetime));
		}
	}
}

impl NaivePayout {
	/// Atoms that can be claimed, and atoms that wait.
	pub fn owed(&self, who: Account, now: Epoch) -> (u128, u128) {
		let Some(due) = self.dues.get(&who) else { return (0, 0) };
		let waiting: u128 =
			due.waits.iter().filter(|(payment, _)| *payment > now).map(|(_, amount)| amount).sum();
		(due.parts.atoms().0 - waiting, waiting)
	}

	fn boundary(&mut self, epoch: Epoch, eligible: u128, counted: &BTreeMap<Account, u128>) {
		let streamed = self.pace.min(self.left);
		self.left -= streamed;
		self.pending += streamed;
		if self.left == 0 {
			self.pace = 0;
		}
		if eligible == 0 {
			return;
		}
		let due: Vec<NaiveLump> =
			self.lumps.iter().filter(|lump| lump.record <= epoch).copied().collect();
		self.lumps.retain(|lump| lump.record > epoch);
		for lump in &due {
			self.pending += lump.amount;
			self.unpaid_lumps.push((lump.record, lump.payment));
			let (rise, _) = Big::in_parts(lump.amount).divided_by(&eligible.into());
			for (who, total) in counted {
				let waits = rise.times(&(*total).into()).atoms().0;
				self.dues.entry(*who).or_default().waits.push((lump.payment, waits));
			}
		}
		let all = Big::in_parts(self.pending).plus(&self.carry);
		let (rise, rest) = all.divided_by(&eligible.into());
		for (who, total) in counted {
			let due = self.dues.entry(*who).or_default();
			due.parts = due.parts.plus(&rise.times(&(*total).into()));
			due.waits.retain(|(payment, _)| *payment > epoch);
		}
		self.history.push((epoch, rise));
		(self.carry, self.pending) = (rest, 0);
	}
}
