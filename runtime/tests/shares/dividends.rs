//! The model of dividends: each distribution is divided by the copy of its boundary, pro rata and with 128 binary places,
//! and nothing else is known. No rates, no lines, no lazy settlement.
//!
//! What an account has been paid and can still claim has to lie between two bounds. They differ because the chain counts in
//! 2^-64 atoms: it gives a holder of `n` shares up to `n` of these too little at each distribution, keeps what did not
//! divide, less than one per share, for the next, and shares out the part of an atom that a closed account leaves behind. As
//! long as nobody owns 2^64 atoms of a class, that is less than an atom for each distribution.

use crate::copies::Boundary;
use kongsi_runtime::AccountId;
use shareholders_accounting::{Epoch, Schedule};
use sp_core::U512;
use std::collections::BTreeMap;

/// Binary places of the bounds.
const PLACES: usize = 128;
/// Binary places that the chain counts with.
const CHAIN_PLACES: usize = 64;

/// A dated dividend before its record date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lump {
	record: Epoch,
	payment: Epoch,
	amount: u128,
}

/// What one account has earned. Numbers of type `U512` are atoms with [`PLACES`] binary places.
#[derive(Clone, Debug, Default)]
struct Earned {
	/// Its part of every distribution, each rounded down.
	exact: U512,
	/// What the chain may have rounded down.
	lost: U512,
	/// Its part, each rounded up, with all that the chain may have kept from before.
	most: U512,
	/// How often it may have left a part of an atom behind.
	closings: u128,
	/// What was paid to it.
	received: u128,
	/// Of dated dividends: payment date, and its part in whole atoms.
	waits: Vec<(Epoch, u128)>,
}

impl Earned {
	/// The least and the most whole atoms that it may have earned.
	fn bounds(&self) -> (u128, u128) {
		let least = atoms(self.exact.saturating_sub(self.lost));
		(least.saturating_sub(self.closings), atoms(self.most))
	}
}

/// The whole atoms of a number.
fn atoms(number: U512) -> u128 {
	u128::try_from(number >> PLACES).expect("less than was ever paid in")
}

/// The dividends of one class in one token.
#[derive(Debug, Default)]
pub(crate) struct Dividends {
	/// To be distributed at the next boundary.
	pending: u128,
	/// To be streamed, and how much of it at each boundary.
	left: u128,
	pace: u128,
	lumps: Vec<Lump>,
	/// Ever paid in.
	funded: u128,
	/// The most that the chain may keep undivided, in 2^-64 atoms.
	kept: U512,
	boundaries: u128,
	closings: u128,
	earned: BTreeMap<AccountId, Earned>,
}

impl Dividends {
	/// Somebody has paid a dividend.
	pub(crate) fn pay(&mut self, amount: u128, schedule: Schedule) {
		assert!(amount > 0);
		self.funded += amount;
		match schedule {
			Schedule::Next => self.pending += amount,
			Schedule::Stream(epochs) => {
				self.left += amount;
				self.pace += amount.div_ceil(u128::from(epochs));
			}
			Schedule::Dated { record, payment } => {
				let same = |lump: &&mut Lump| (lump.record, lump.payment) == (record, payment);
				match self.lumps.iter_mut().find(same) {
					Some(lump) => lump.amount += amount,
					None => self.lumps.push(Lump { record, payment, amount }),
				}
			}
		}
	}

	/// A boundary has been reached.
	pub(crate) fn boundary(&mut self, epoch: Epoch, copy: &Boundary) {
		let streamed = self.pace.min(self.left);
		self.left -= streamed;
		if self.left == 0 {
			self.pace = 0;
		}
		let (due, later): (Vec<Lump>, Vec<Lump>) =
			self.lumps.iter().copied().partition(|lump| lump.record <= epoch);
		self.lumps = later;
		let dated: u128 = due.iter().map(|lump| lump.amount).sum();
		let amount = self.pending + streamed + dated;
		self.pending = 0;

		assert!(copy.eligible() > 0);
		let eligible = U512::from(copy.eligible());
		let undivided = (U512::from(amount) << CHAIN_PLACES) + self.kept;
		for (who, shares) in &copy.owners {
			let shares = U512::from(*shares);
			let earned = self.earned.entry(who.clone()).or_default();
			earned.exact += ((U512::from(amount) * shares) << PLACES) / eligible;
			let most = ((undivided * shares) << (PLACES - CHAIN_PLACES)) / eligible;
			earned.most += most + U512::one();
			if amount > 0 {
				earned.lost += shares << (PLACES - CHAIN_PLACES);
			}
			earned.waits.retain(|(payment, _)| *payment > epoch);
			for lump in &due {
				let part = U512::from(lump.amount) * shares / eligible;
				let part = u128::try_from(part).expect("a part of an amount");
				earned.waits.push((lump.payment, part));
			}
		}
		self.kept = eligible - U512::one();
		self.boundaries += 1;
	}

	/// An account was paid.
	pub(crate) fn claimed(&mut self, who: &AccountId, amount: u128) {
		self.earned.entry(who.clone()).or_default().received += amount;
	}

	/// An account owns no share any more, so that the chain may share out what it had of an atom.
	pub(crate) fn closed(&mut self, who: &AccountId) {
		self.earned.entry(who.clone()).or_default().closings += 1;
		self.closings += 1;
		self.kept += U512::one() << CHAIN_PLACES;
	}

	/// What an account was paid.
	pub(crate) fn received(&self, who: &AccountId) -> u128 {
		self.earned.get(who).map_or(0, |earned| earned.received)
	}

	/// What has not been distributed yet.
	fn undistributed(&self) -> u128 {
		let dated: u128 = self.lumps.iter().map(|lump| lump.amount).sum();
		self.pending + self.left + dated
	}

	/// Whether everything has been distributed and can be claimed.
	pub(crate) fn is_settled(&self, now: Epoch) -> bool {
		let mut waits = self.earned.values().flat_map(|earned| &earned.waits);
		self.undistributed() == 0 && waits.all(|(payment, _)| *payment <= now)
	}

	/// Compares with what an account can claim now, and with what waits for a payment date.
	pub(crate) fn check(&self, who: &AccountId, owed: u128, waiting: u128, now: Epoch) {
		let Some(earned) = self.earned.get(who) else {
			return assert_eq!((owed, waiting), (0, 0), "{who} has earned nothing");
		};
		let waits = earned.waits.iter().filter(|(payment, _)| *payment > now);
		let (count, most) =
			waits.fold((0u128, 0u128), |(count, sum), (_, part)| (count + 1, sum + part));
		// Rounded down once more by the chain, for each dated dividend.
		assert!(
			waiting <= most && waiting + count >= most,
			"{who}: {waiting} waits, {most} expected"
		);
		let (least, most) = earned.bounds();
		let all = earned.received + owed + waiting;
		assert!((least..=most).contains(&all), "{who}: {all} earned, not {least} to {most}");
	}

	/// Compares with what is booked, what the pot has, and the sum of what all accounts can claim or wait for.
	pub(crate) fn check_pot(&self, held: u128, booked: u128, claimable: u128) {
		let paid: u128 = self.earned.values().map(|earned| earned.received).sum();
		assert_eq!(booked + paid, self.funded, "what was paid in is booked or was paid out");
		assert!(held >= booked, "the pot has {held} of {booked}");
		let known = claimable + self.undistributed();
		assert!(known <= booked, "{known} is owed, {booked} booked");
		// Less than an atom with each account, and what did not divide.
		let accounts = u128::try_from(self.earned.len()).expect("a small number");
		let kept = u128::try_from(self.kept >> CHAIN_PLACES).expect("a small number");
		let rest = booked - known;
		assert!(rest <= accounts + kept + 1, "{rest} atoms belong to nobody");
	}

	/// At the end everybody has claimed: nobody got more or less than his part, to an atom for each distribution and each
	/// account that was closed.
	pub(crate) fn check_received(&self) {
		for (who, earned) in &self.earned {
			let (least, most) = earned.bounds();
			assert!((least..=most).contains(&earned.received), "{who}: {}", earned.received);
			let slack = self.boundaries + self.closings + 1;
			let exact = atoms(earned.exact);
			assert!(most <= exact + slack && least + slack >= exact, "{who}: the bounds are wide");
		}
	}

	/// Paid in, and paid out.
	pub(crate) fn sums(&self) -> (u128, u128) {
		(self.funded, self.earned.values().map(|earned| earned.received).sum())
	}
}
