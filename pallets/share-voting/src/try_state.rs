//! The invariants of share voting, and their checks in the same order.
//!
//! 1. Each record that is not closed, and the daily date, have a reference in the register: together at most as many as it
//!    counts, and none for a date that is still to come. The next daily date is after the present one.
//! 2. A record is of a poll that exists, and of the same track while that is ongoing. One with votes or signatures that count is
//!    never of a poll without a base.
//! 3. Of an ongoing poll the ayes, nays and abstentions are the sums of its votes, own and attached; all together are at most the
//!    base, which is what was eligible at the record date. Without a record nothing was counted.
//! 4. What is attached to a delegate is the sum of the votes attached to him, and he has voted himself.
//! 5. No vote weighs more than its account owned at the record date, as long as that is live.
//! 6. What has been signed is the sum of the signatures until these are cleared; while they count, it is at most the base and none
//!    weighs more than its account owned.
//! 7. A vote and a signature belong to a record, and a vote to one that is not for signatures alone. A poll is put off at most
//!    twice.
//! 8. Nobody is his own delegate, and tracks with delegates exist.

use crate::{
	Config, Daily, Delegates, Pallet, PollIndex, PollRecord, PollStage, PollTimeline as _,
	RecordStage, Records, Scope, ShareRegister as _, Sponsors, Votes,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::Polling};
use share_voting_tally::{Count, Side};
use shareholders_accounting::{Epoch, Vote, MAX_EXTENSIONS};
use sp_runtime::TryRuntimeError;

fn add(sum: &mut u128, amount: u128) -> Result<(), TryRuntimeError> {
	*sum = sum.checked_add(amount).ok_or("a sum is out of range")?;
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_dates()?;
		for (poll, record) in Records::<T>::iter() {
			Self::check_record(poll, &record)?;
			if record.stage != RecordStage::Closed {
				Self::check_count(poll, &record)?;
				Self::check_attached(poll)?;
				Self::check_weights(poll, &record)?;
				Self::check_signatures(poll, &record)?;
			}
		}
		Self::check_entries()?;
		Self::check_delegates()
	}

	/// Invariant 1.
	fn check_dates() -> Result<(), TryRuntimeError> {
		let now = T::Register::epoch();
		let daily = Daily::<T>::get();
		let mut ours = BTreeMap::<Epoch, u128>::new();
		for record in Records::<T>::iter_values() {
			if record.stage != RecordStage::Closed {
				add(ours.entry(record.record_date).or_default(), 1)?;
			}
		}
		if let Some(date) = daily.date {
			add(ours.entry(date).or_default(), 1)?;
			ensure!(date < daily.next, "1: the next daily date");
		}
		for (date, count) in ours {
			ensure!(date <= now, "1: a date that is still to come");
			let references = u128::from(T::Register::references(date));
			ensure!(references >= count, "1: a record date without its reference");
		}
		Ok(())
	}

	/// Invariant 2.
	fn check_record(poll: PollIndex, record: &PollRecord) -> Result<(), TryRuntimeError> {
		let found = T::Timeline::poll(poll).ok_or("2: a record of no poll")?;
		let ended = found.stage == PollStage::Ended;
		ensure!(ended || found.track == record.track, "2: a poll on another track");
		ensure!(ended || record.stage != RecordStage::Closed, "2: an ongoing poll is closed");
		ensure!(record.base > 0, "2: a record without a base");
		if let RecordStage::Voting(swing) = record.stage {
			ensure!(swing.extensions <= MAX_EXTENSIONS, "7: put off too often");
		}
		Ok(())
	}

	/// Invariant 3.
	fn check_count(poll: PollIndex, record: &PollRecord) -> Result<(), TryRuntimeError> {
		let mut sums = Count { base: record.base, ..Count::default() };
		let mut all = 0;
		for (_, vote) in Votes::<T>::iter_prefix(poll) {
			if let Vote::Own { answer, weight, attached } = vote {
				let side = Side::try_from(answer).map_err(|()| "3: a vote for neither side")?;
				let sum = match side {
					Side::Aye => &mut sums.ayes,
					Side::Nay => &mut sums.nays,
					Side::Abstain => &mut sums.abstain,
				};
				add(sum, weight)?;
				add(sum, attached)?;
			}
			let (Vote::Own { weight, .. } | Vote::Attached { weight, .. }) = vote;
			add(&mut all, weight)?;
		}
		ensure!(sums.turnout() == all, "3: the sum of all votes");
		ensure!(all <= record.base, "3: more votes than eligible shares");
		if let Some((tally, _)) = T::Polls::as_ongoing(poll) {
			match record.stage {
				RecordStage::Voting(_) => ensure!(tally.0 == sums, "3: a count and its votes"),
				_ => ensure!(tally.0 == Count::default(), "3: a count before the first vote"),
			}
		}
		if let Ok(eligible) = T::Register::eligible_at(record.record_date) {
			ensure!(eligible == record.base, "3: the base is not what was eligible");
		}
		Ok(())
	}

	/// Invariant 4.
	fn check_attached(poll: PollIndex) -> Result<(), TryRuntimeError> {
		let mut attached = BTreeMap::new();
		for (_, vote) in Votes::<T>::iter_prefix(poll) {
			if let Vote::Attached { delegate, weight } = vote {
				add(attached.entry(delegate).or_default(), weight)?;
			}
		}
		for (who, vote) in Votes::<T>::iter_prefix(poll) {
			if let Vote::Own { attached: said, .. } = vote {
				ensure!(attached.remove(&who).unwrap_or(0) == said, "4: what follows a delegate");
			}
		}
		ensure!(attached.is_empty(), "4: a delegate who has not voted");
		Ok(())
	}

	/// Invariant 5.
	fn check_weights(poll: PollIndex, record: &PollRecord) -> Result<(), TryRuntimeError> {
		for (who, vote) in Votes::<T>::iter_prefix(poll) {
			let (Vote::Own { weight, .. } | Vote::Attached { weight, .. }) = vote;
			if let Ok(total) = T::Register::total_at(&who, record.record_date) {
				ensure!(weight <= total, "5: a vote weighs too much");
			}
		}
		Ok(())
	}

	/// Invariant 6.
	fn check_signatures(poll: PollIndex, record: &PollRecord) -> Result<(), TryRuntimeError> {
		let mut sum = 0;
		for (who, weight) in Sponsors::<T>::iter_prefix(poll) {
			add(&mut sum, weight)?;
			let counts = record.stage == RecordStage::Signing;
			if let (true, Ok(total)) = (counts, T::Register::total_at(&who, record.record_date)) {
				ensure!(weight <= total, "6: a signature weighs too much");
			}
		}
		ensure!(sum == record.signed, "6: the sum of signatures");
		let within = record.stage != RecordStage::Signing || sum <= record.base;
		ensure!(within, "6: more signatures than eligible shares");
		Ok(())
	}

	/// Invariant 7.
	fn check_entries() -> Result<(), TryRuntimeError> {
		for (poll, _) in Votes::<T>::iter_keys() {
			let record = Records::<T>::get(poll).ok_or("7: a vote in no poll")?;
			ensure!(record.stage != RecordStage::Signing, "7: a vote before the decision");
		}
		for (poll, _) in Sponsors::<T>::iter_keys() {
			ensure!(Records::<T>::contains_key(poll), "7: a signature for no poll");
		}
		Ok(())
	}

	/// Invariant 8.
	fn check_delegates() -> Result<(), TryRuntimeError> {
		let tracks = T::Polls::classes();
		for (who, scope, delegate) in Delegates::<T>::iter() {
			ensure!(who != delegate, "8: somebody is his own delegate");
			if let Scope::Track(track) = scope {
				ensure!(tracks.contains(&track), "8: a delegate on no track");
			}
		}
		Ok(())
	}
}
