//! The model of referenda: what becomes of each, once and at its time, and of every deposit placed for it.

use codec::Encode;
use frame_support::traits::{schedule::DispatchTime, Bounded};
use kongsi_runtime::{constants::money::KSI, AccountId, BlockNumber, Runtime, System};
use pallet_referenda::Event;
use pallet_scheduler::Event as SchedulerEvent;
use std::collections::{BTreeMap, BTreeSet};

/// A track, written down by hand from `docs/governance.md`: a day of the real chain is four blocks here.
struct Track {
	/// Decision deposit in KSI.
	deposit: u128,
	/// Blocks from the approval to the enactment at least: the period, or three blocks if that is more, rounded up to the block
	/// after a multiple of five.
	enact: BlockNumber,
	/// Least approval and support in percent.
	floors: (u128, u128),
}

const fn track(deposit: u128, enact: BlockNumber, floors: (u128, u128)) -> Track {
	Track { deposit, enact, floors }
}

/// All tracks in order.
const TRACKS: [Track; 11] = [
	// Constitution and economics: 7 days are 28 blocks.
	track(10_000, 31, (67, 10)),
	track(5_000, 31, (60, 7)),
	// The treasury's: a day.
	track(100, 6, (50, 1)),
	track(500, 6, (50, 2)),
	track(2_000, 6, (50, 3)),
	// Markets: 3 days.
	track(1_000, 16, (60, 3)),
	track(1_000, 6, (50, 3)),
	track(10_000, 6, (80, 15)),
	track(5_000, 6, (75, 10)),
	track(1_000, 6, (60, 5)),
	track(50, 6, (50, 1)),
];

/// What it costs to propose.
const SUBMISSION_DEPOSIT: u128 = 100 * KSI;

/// Blocks after its due block by which a call has been run, come what may. A full block costs it five blocks and there are
/// sixteen steps; one that is parked is handed over when it is due, eight in a block.
const LATEST: BlockNumber = 100;

/// How far a referendum is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
	Preparing,
	Deciding,
	Approved,
	Rejected,
	TimedOut,
	Cancelled,
	Killed,
}

/// A deposit, until it is given back or lost.
type Deposit = Option<(AccountId, u128)>;

#[derive(Debug)]
struct Referendum {
	track: u16,
	inline: bool,
	enactment: DispatchTime<BlockNumber>,
	stage: Stage,
	submission: Deposit,
	decision: Deposit,
	/// The block its call is due at, once approved.
	due: Option<BlockNumber>,
	enacted: bool,
}

/// A proposal that is being submitted.
pub(crate) struct Submitting {
	pub(crate) who: AccountId,
	pub(crate) enactment: DispatchTime<BlockNumber>,
}

#[derive(Default)]
pub(crate) struct Fates {
	all: BTreeMap<u32, Referendum>,
	/// Those that go on.
	open: BTreeSet<u32>,
	/// Those approved and not yet enacted.
	waiting: BTreeSet<u32>,
	/// Those with a deposit that can be asked back.
	refundable: BTreeSet<u32>,
	/// Those that something has happened to since the last look at what is stored.
	touched: BTreeSet<u32>,
	names: BTreeMap<[u8; 32], u32>,
	/// What is reserved for each account.
	reserved: BTreeMap<AccountId, u128>,
	/// What the killed had on deposit, what was slashed of it, and what the treasury says it got.
	slashed: [u128; 3],
	/// What the signed operation under way submits.
	pub(crate) submitting: Option<Submitting>,
	/// By how many blocks an enactment was late at most.
	pub(crate) latest: BlockNumber,
	/// How often something happened.
	pub(crate) done: BTreeMap<&'static str, u64>,
}

impl Fates {
	fn note(&mut self, what: &'static str) {
		*self.done.entry(what).or_default() += 1;
	}

	fn get(&mut self, index: u32) -> &mut Referendum {
		self.touched.insert(index);
		self.all.get_mut(&index).expect("it was submitted")
	}

	pub(crate) fn stage(&self, index: u32) -> Stage {
		self.all[&index].stage
	}

	pub(crate) fn track(&self, index: u32) -> u16 {
		self.all[&index].track
	}

	pub(crate) fn is_inline(&self, index: u32) -> bool {
		self.all[&index].inline
	}

	pub(crate) fn has_ended(&self, index: u32) -> bool {
		!self.open.contains(&index)
	}

	pub(crate) fn has_deposit(&self, index: u32) -> bool {
		self.all[&index].decision.is_some()
	}

	/// Who has submitted it, as long as his deposit is there.
	pub(crate) fn author(&self, index: u32) -> Option<AccountId> {
		self.all.get(&index)?.submission.as_ref().map(|(who, _)| who.clone())
	}

	/// Whether there has been one of this number.
	pub(crate) fn has(&self, index: u32) -> bool {
		self.all.contains_key(&index)
	}

	/// How many there have been.
	pub(crate) fn count(&self) -> u32 {
		u32::try_from(self.all.len()).unwrap()
	}

	/// Those that go on, oldest first.
	pub(crate) fn open(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
		self.open.iter().copied()
	}

	/// Those that are being decided.
	pub(crate) fn deciding(&self) -> Vec<u32> {
		self.open().filter(|index| self.stage(*index) == Stage::Deciding).collect()
	}

	/// Those that are over and have a deposit which comes back if somebody asks.
	pub(crate) fn refundable(&self) -> impl Iterator<Item = u32> + '_ {
		self.refundable.iter().copied()
	}

	/// Those approved and not enacted that are due by that block.
	pub(crate) fn waiting_until(&self, block: BlockNumber) -> usize {
		self.waiting.iter().filter(|index| self.all[index].due.unwrap() <= block).count()
	}

	fn reserve(&mut self, who: &AccountId, amount: u128) -> Deposit {
		*self.reserved.entry(who.clone()).or_default() += amount;
		Some((who.clone(), amount))
	}

	fn unreserve(&mut self, deposit: Deposit) -> (AccountId, u128) {
		let (who, amount) = deposit.expect("there is one");
		let reserved = self.reserved.get_mut(&who).expect("something is reserved");
		*reserved = reserved.checked_sub(amount).expect("so much is reserved");
		(who, amount)
	}

	/// What is reserved for an account's proposals.
	pub(crate) fn reserved(&self, who: &AccountId) -> u128 {
		self.reserved.get(who).copied().unwrap_or(0)
	}

	/// What has been lost for good by an account: the submission deposits of proposals that were rejected, or that nobody had
	/// decided. They stay reserved.
	pub(crate) fn forfeited(&self, who: &AccountId) -> u128 {
		let over = |of: &&Referendum| matches!(of.stage, Stage::Rejected | Stage::TimedOut);
		let deposits = self.all.values().filter(over).filter_map(|of| of.submission.as_ref());
		deposits.filter(|(owner, _)| owner == who).map(|(_, amount)| amount).sum()
	}

	/// It is over.
	fn end(&mut self, index: u32, from: &[Stage], to: Stage, what: &'static str) {
		let referendum = self.get(index);
		assert!(from.contains(&referendum.stage), "{index}: {:?} to {to:?}", referendum.stage);
		referendum.stage = to;
		assert!(self.open.remove(&index));
		if to != Stage::Killed {
			self.refundable.insert(index);
			self.retain(index);
		}
		self.note(what);
	}

	/// Forgets what cannot be asked back any more.
	fn retain(&mut self, index: u32) {
		let referendum = &self.all[&index];
		let submission = matches!(referendum.stage, Stage::Approved | Stage::Cancelled)
			&& referendum.submission.is_some();
		if referendum.decision.is_none() && !submission {
			self.refundable.remove(&index);
		}
	}

	/// Hears what happened.
	pub(crate) fn hear(&mut self, event: Event<Runtime>) {
		use Stage::{Approved, Cancelled, Deciding, Killed, Preparing, Rejected, TimedOut};
		let now = System::block_number();
		match event {
			Event::Submitted { index, track, proposal } => {
				assert_eq!(index, self.count());
				let Submitting { who, enactment } = self.submitting.take().expect("by somebody");
				let submission = self.reserve(&who, SUBMISSION_DEPOSIT);
				let referendum = Referendum {
					track,
					inline: matches!(proposal, Bounded::Inline(_)),
					enactment,
					stage: Preparing,
					submission,
					decision: None,
					due: None,
					enacted: false,
				};
				self.all.insert(index, referendum);
				self.touched.insert(index);
				self.open.insert(index);
				let name =
					(*b"assembly", "enactment", index).using_encoded(sp_io::hashing::blake2_256);
				self.names.insert(name, index);
				self.note("submitted");
			}
			Event::DecisionDepositPlaced { index, who, amount } => {
				assert_eq!(amount, TRACKS[usize::from(self.track(index))].deposit * KSI);
				let deposit = self.reserve(&who, amount);
				assert!(std::mem::replace(&mut self.get(index).decision, deposit).is_none());
				// One that comes too late finds it timed out in the same call, before this event.
				if self.has_ended(index) {
					self.refundable.insert(index);
				}
				self.note("decision deposit");
			}
			Event::DecisionDepositRefunded { index, who, amount } => {
				assert!(self.has_ended(index));
				let deposit = self.get(index).decision.take();
				assert_eq!(self.unreserve(deposit), (who, amount), "referendum {index}");
				self.retain(index);
				self.note("decision deposit back");
			}
			Event::SubmissionDepositRefunded { index, who, amount } => {
				assert!(matches!(self.stage(index), Approved | Cancelled));
				let deposit = self.get(index).submission.take();
				assert_eq!(self.unreserve(deposit), (who, amount), "referendum {index}");
				self.retain(index);
				self.note("submission deposit back");
			}
			Event::DepositSlashed { amount, .. } => self.slashed[1] += amount,
			Event::DecisionStarted { index, .. } => {
				let referendum = self.get(index);
				assert_eq!(referendum.stage, Preparing, "{index} is decided twice");
				referendum.stage = Deciding;
				self.note("decision");
			}
			Event::ConfirmStarted { index } => assert_eq!(self.stage(index), Deciding),
			Event::ConfirmAborted { index } => {
				assert_eq!(self.stage(index), Deciding);
				self.note("confirmation aborted");
			}
			Event::Confirmed { index, tally } => {
				let terms = &TRACKS[usize::from(self.track(index))];
				let (count, (approval, support)) = (tally.0, terms.floors);
				assert!(count.ayes * 100 >= approval * (count.ayes + count.nays), "{count:?}");
				assert!(count.ayes * 100 >= support * count.base && count.ayes > 0, "{count:?}");
				self.end(index, &[Deciding], Approved, "approved");
				let referendum = self.get(index);
				assert!(referendum.inline, "what passes stands in its referendum");
				let asked = match referendum.enactment {
					DispatchTime::At(block) => block,
					DispatchTime::After(blocks) => now.saturating_add(blocks),
				};
				referendum.due = Some(asked.max(now + terms.enact));
				self.waiting.insert(index);
			}
			Event::Rejected { index, tally } => {
				self.note(if tally.0.ayes > 0 { "rejected with ayes" } else { "rejected unheard" });
				self.end(index, &[Deciding], Rejected, "rejected");
			}
			Event::TimedOut { index, .. } => self.end(index, &[Preparing], TimedOut, "timed out"),
			Event::Cancelled { index, .. } => {
				self.end(index, &[Preparing, Deciding], Cancelled, "cancelled");
			}
			Event::Killed { index, .. } => {
				self.end(index, &[Preparing, Deciding], Killed, "killed");
				let referendum = self.get(index);
				let (submission, decision) =
					(referendum.submission.take(), referendum.decision.take());
				self.slashed[0] += self.unreserve(submission).1;
				if decision.is_some() {
					self.slashed[0] += self.unreserve(decision).1;
					self.note("killed with its deposit");
				}
			}
			Event::MetadataSet { .. } => self.note("metadata"),
			Event::MetadataCleared { .. } => {}
			other => panic!("nothing here does this: {other:?}"),
		}
	}

	/// The treasury got something that was slashed.
	pub(crate) fn hear_of_the_treasury(&mut self, value: u128) {
		self.slashed[2] += value;
	}

	/// Hears of calls that were run, or dropped.
	pub(crate) fn hear_of_the_scheduler(&mut self, event: SchedulerEvent<Runtime>) {
		let (id, what) = match event {
			SchedulerEvent::Dispatched { id, result: Ok(()), .. } => (id, "enacted"),
			SchedulerEvent::Dispatched { id, result: Err(_), .. } => (id, "enacted in vain"),
			SchedulerEvent::CallUnavailable { id, .. } => (id, "not a call"),
			SchedulerEvent::AgendaIncomplete { .. } => return self.note("agenda incomplete"),
			SchedulerEvent::Scheduled { .. } | SchedulerEvent::Canceled { .. } => return,
			other => panic!("something is lost: {other:?}"),
		};
		let Some(index) = id.and_then(|name| self.names.get(&name).copied()) else { return };
		let now = System::block_number();
		let referendum = self.get(index);
		let due = referendum.due.expect("it was approved");
		assert!(now >= due, "{index} is enacted before block {due}");
		assert!(!std::mem::replace(&mut referendum.enacted, true), "{index} is enacted twice");
		self.latest = self.latest.max(now - due);
		assert!(self.waiting.remove(&index));
		self.note(what);
	}

	/// No call waits longer than it has to, and what was slashed is the treasury's.
	pub(crate) fn check(&self) {
		let now = System::block_number();
		for index in &self.waiting {
			let due = self.all[index].due.unwrap();
			assert!(now <= due.saturating_add(LATEST), "{index}, due at {due}, is lost at {now}");
		}
		let [lost, slashed, got] = self.slashed;
		assert!(lost == slashed && slashed == got, "{lost} lost, {slashed} slashed, {got} arrived");
	}

	/// Each referendum that something has happened to, as it is stored.
	pub(crate) fn check_touched(&mut self) {
		let touched = std::mem::take(&mut self.touched);
		self.check_stored(touched.into_iter());
	}

	/// Every referendum, as it is stored.
	pub(crate) fn check_all(&self) {
		self.check_stored(0..self.count());
	}

	fn check_stored(&self, some: impl Iterator<Item = u32>) {
		use pallet_referenda::{Deposit as Stored, ReferendumInfo as Info, ReferendumInfoFor};
		let deposit = |stored: &Option<Stored<AccountId, u128>>| {
			stored.as_ref().map(|stored| (stored.who.clone(), stored.amount))
		};
		for index in some {
			let of = &self.all[&index];
			assert!(of.stage != Stage::Deciding || of.decision.is_some(), "{index} costs nothing");
			let info = ReferendumInfoFor::<Runtime>::get(index).expect("it is kept for ever");
			let (stage, submission, decision) = match &info {
				Info::Ongoing(status) => {
					let stage = match status.deciding {
						Some(_) => Stage::Deciding,
						None => Stage::Preparing,
					};
					(
						stage,
						Some(status.submission_deposit.clone()),
						status.decision_deposit.clone(),
					)
				}
				Info::Approved(_, submission, decision) => {
					(Stage::Approved, submission.clone(), decision.clone())
				}
				Info::Rejected(_, submission, decision) => {
					(Stage::Rejected, submission.clone(), decision.clone())
				}
				Info::Cancelled(_, submission, decision) => {
					(Stage::Cancelled, submission.clone(), decision.clone())
				}
				Info::TimedOut(_, submission, decision) => {
					(Stage::TimedOut, submission.clone(), decision.clone())
				}
				Info::Killed(_) => (Stage::Killed, None, None),
			};
			assert_eq!(stage, of.stage, "referendum {index}");
			assert_eq!(deposit(&submission), of.submission, "referendum {index}");
			assert_eq!(deposit(&decision), of.decision, "referendum {index}");
		}
	}
}
