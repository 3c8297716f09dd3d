//! A share class: its supply, who is excluded, its payout tokens and record dates, and the boundary it has reached.

use crate::{
	error::{ensure, AccountingError},
	payout::{Payout, COMPACT},
	record::{RecordDate, RecordDates},
	split::{Ratio, Split},
	units::{add, sub, Epoch, TokenId, MAX_SUPPLY},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Tokens in which one class pays dividends.
pub const MAX_PAYOUTS: u32 = 8;
/// Accounts of one class that neither earn nor vote.
pub const MAX_EXCLUDED: u32 = 16;

/// The state of a share class.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Class<A> {
	/// The last boundary that everything here has reached.
	pub epoch: Epoch,
	/// Shares in existence, at most [`MAX_SUPPLY`].
	#[codec(compact)]
	pub supply: u128,
	/// Shares of excluded accounts.
	#[codec(compact)]
	pub excluded_total: u128,
	/// Accounts that neither earn nor vote. At most [`MAX_EXCLUDED`].
	pub excluded: Vec<A>,
	/// Eligible shares at the boundary of `epoch`, in shares of that moment.
	#[codec(compact)]
	pub eligible_then: u128,
	/// The splits since that boundary.
	pub since: Ratio,
	/// The live record dates.
	pub dates: RecordDates,
	/// The payout tokens. At most [`MAX_PAYOUTS`]; one is never removed, because something may always be owed.
	pub payouts: Vec<Payout>,
	/// The split that is being carried out. Time stands still meanwhile.
	pub split: Option<Split>,
}

impl<A: MaxEncodedLen> MaxEncodedLen for Class<A> {
	fn max_encoded_len() -> usize {
		let times = |count: u32, bytes: usize| {
			usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(bytes)
		};
		// Three compact numbers, two lengths of one byte, and the parts: all constants, 5,696 bytes for accounts of 32.
		Epoch::max_encoded_len()
			.saturating_add(COMPACT.saturating_mul(3))
			.saturating_add(times(MAX_EXCLUDED, A::max_encoded_len()))
			.saturating_add(Ratio::max_encoded_len())
			.saturating_add(RecordDates::max_encoded_len())
			.saturating_add(times(MAX_PAYOUTS, Payout::max_encoded_len()))
			.saturating_add(2)
			.saturating_add(Option::<Split>::max_encoded_len())
	}
}

impl<A> Class<A> {
	/// A class that has just been put on the register, at epoch `now`. Its holders need no line yet.
	///
	/// # Errors
	///
	/// `SupplyTooLarge`.
	pub fn new(supply: u128, now: Epoch) -> Result<Self, AccountingError> {
		ensure(supply <= MAX_SUPPLY, AccountingError::SupplyTooLarge)?;
		Ok(Self {
			epoch: now,
			supply,
			excluded_total: 0,
			excluded: Vec::new(),
			eligible_then: supply,
			since: Ratio::ONE,
			dates: RecordDates::default(),
			payouts: Vec::new(),
			split: None,
		})
	}

	/// Shares that earn and vote.
	///
	/// # Errors
	///
	/// `Corrupt` if more are excluded than exist.
	pub fn eligible(&self) -> Result<u128, AccountingError> {
		sub(self.supply, self.excluded_total)
	}

	/// Whether boundaries between `epoch` and `now` have to be taken.
	pub fn is_behind(&self, now: Epoch) -> bool {
		self.split.is_none() && self.epoch < now
	}

	/// Takes all boundaries up to `now` at once: dividends are distributed to the shares that were eligible, record
	/// dates note their number. Nothing happens twice, and nothing while a split is being carried out.
	///
	/// Ends after the payout tokens and the dates, at most [`MAX_PAYOUTS`] and [`crate::MAX_DATES`].
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude. The class is then to be thrown away.
	pub fn roll(&mut self, now: Epoch) -> Result<(), AccountingError> {
		if !self.is_behind(now) {
			return Ok(());
		}
		let eligible = self.eligible()?;
		for payout in &mut self.payouts {
			payout.roll(self.epoch, now, eligible)?;
		}
		self.dates.reach(self.epoch, now, eligible);
		self.eligible_then = eligible;
		self.since = Ratio::ONE;
		self.epoch = now;
		Ok(())
	}

	/// The payout token, and its place.
	///
	/// # Errors
	///
	/// `UnknownPayout`.
	pub fn payout(&self, token: TokenId) -> Result<(usize, &Payout), AccountingError> {
		let found = self.payouts.iter().enumerate().find(|(_, payout)| payout.token == token);
		found.ok_or(AccountingError::UnknownPayout)
	}

	/// The same, to be changed.
	///
	/// # Errors
	///
	/// `UnknownPayout`.
	pub fn payout_mut(&mut self, token: TokenId) -> Result<&mut Payout, AccountingError> {
		let found = self.payouts.iter_mut().find(|payout| payout.token == token);
		found.ok_or(AccountingError::UnknownPayout)
	}

	/// Adds a payout token.
	///
	/// # Errors
	///
	/// `PayoutExists`, `TooManyPayouts`.
	pub fn open_payout(&mut self, token: TokenId) -> Result<(), AccountingError> {
		ensure(self.payout(token).is_err(), AccountingError::PayoutExists)?;
		let count = u32::try_from(self.payouts.len()).unwrap_or(u32::MAX);
		ensure(count < MAX_PAYOUTS, AccountingError::TooManyPayouts)?;
		self.payouts.push(Payout::new(token));
		Ok(())
	}

	/// Adds a reference to a record date: the boundary of the present epoch, a later one, or one that is live.
	///
	/// # Errors
	///
	/// `DatePassed`; `DateTooFar` beyond [`crate::MAX_LEAD`]; `TooManyDates`.
	pub fn reserve(&mut self, date: Epoch) -> Result<(), AccountingError> {
		let lead = date.checked_sub(self.epoch);
		ensure(lead.is_none_or(|lead| lead <= crate::MAX_LEAD), AccountingError::DateTooFar)?;
		let reached = date == self.epoch;
		let new = lead.map(|_| RecordDate {
			epoch: date,
			references: 1,
			eligible: if reached { self.eligible_then } else { 0 },
			since: if reached { self.since } else { Ratio::ONE },
		});
		self.dates.reserve(date, new)
	}

	/// A live record date that has been reached.
	///
	/// # Errors
	///
	/// `UnknownDate`, `DateNotReached`.
	pub fn date(&self, date: Epoch) -> Result<&RecordDate, AccountingError> {
		let found = self.dates.get(date).ok_or(AccountingError::UnknownDate)?;
		ensure(date <= self.epoch, AccountingError::DateNotReached)?;
		Ok(found)
	}
}

impl<A: PartialEq> Class<A> {
	/// Whether an account neither earns nor votes.
	pub fn is_excluded(&self, who: &A) -> bool {
		self.excluded.contains(who)
	}

	/// The part of what an account owns that earns and votes: all or nothing.
	pub fn counted(&self, who: &A, total: u128) -> u128 {
		if self.is_excluded(who) {
			0
		} else {
			total
		}
	}

	/// Excludes an account that owns `total` and is settled.
	///
	/// # Errors
	///
	/// `AlreadyExcluded`, `TooManyExcluded`.
	pub fn exclude(&mut self, who: A, total: u128) -> Result<(), AccountingError> {
		ensure(!self.is_excluded(&who), AccountingError::AlreadyExcluded)?;
		let count = u32::try_from(self.excluded.len()).unwrap_or(u32::MAX);
		ensure(count < MAX_EXCLUDED, AccountingError::TooManyExcluded)?;
		self.excluded_total = add(self.excluded_total, total)?;
		self.excluded.push(who);
		Ok(())
	}

	/// Lifts the exclusion of an account that owns `total` and is settled.
	///
	/// # Errors
	///
	/// `NotExcluded`.
	pub fn include(&mut self, who: &A, total: u128) -> Result<(), AccountingError> {
		let at = self.excluded.iter().position(|other| other == who);
		let at = at.ok_or(AccountingError::NotExcluded)?;
		self.excluded_total = sub(self.excluded_total, total)?;
		self.excluded.swap_remove(at);
		Ok(())
	}
}
