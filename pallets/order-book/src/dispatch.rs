//! The calls of traders: open the book, let the engine work, settle, report.

use crate::{
	custody::{Custody, SettleError},
	storage_book::{market_key, StorageBook},
	Config, Error, Event, HaltReason, Market, MarketId, Markets, Operation, Outcome, Pallet,
	Refused, Work,
};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use order_book_engine::{
	Block, BookError, Budget, Locator, MarketStatus, NewOrder, Owner, RemovalReason, Session, Side,
	Store,
};
use sp_runtime::SaturatedConversion;

/// The engine's session over storage.
pub(crate) type StorageSession<'a, T> = Session<'a, StorageBook<T>, Custody<T>>;

/// How a session on one market ended without an error of the caller's.
struct Done {
	/// What the call may still do.
	left: Budget,
	halted: bool,
	/// Accounts that a split had to convert before their orders could go.
	converted: u32,
	/// Words, levels and pages that were written.
	written: u32,
}

impl<T: Config> Pallet<T> {
	/// The block that a call executes in, as orders count time.
	pub(crate) fn now() -> Block {
		frame_system::Pallet::<T>::block_number().saturated_into() // block numbers are 32 bits in every runtime here
	}

	pub(crate) fn market(market: MarketId) -> Result<Market<T::AccountId>, Error<T>> {
		market_key::<T>(market).get().ok_or(Error::<T>::UnknownMarket)
	}

	pub(crate) fn session<'a>(
		market: MarketId,
		found: &'a Market<T::AccountId>,
		budget: Budget,
	) -> StorageSession<'a, T> {
		let custody = Custody::new(market, &found.params);
		Session::new(
			StorageBook::load(market),
			custody,
			&found.params,
			found.status,
			Self::now(),
			budget,
		)
	}

	pub(crate) fn do_place_order(
		trader: &T::AccountId,
		market: MarketId,
		order: &NewOrder,
	) -> Result<Work, Refused> {
		Self::do_single(trader, market, |session, who| {
			session.place(who, order).map(Outcome::Placed)
		})
	}

	/// One operation, whose refusal is the call's.
	pub(crate) fn do_single(
		trader: &T::AccountId,
		market: MarketId,
		operation: impl FnOnce(&mut StorageSession<T>, &Owner) -> Result<Outcome, BookError>,
	) -> Result<Work, Refused> {
		let found = Self::market_in_force(market)?;
		let mut session = Self::session(market, &found, Work::most::<T>().used);
		let owner = Owner(trader.clone().into());
		let outcome = operation(&mut session, &owner);
		let rests = !matches!(outcome, Ok(Outcome::Placed(ref placed)) if placed.order.is_none());
		let work = |done: Done| Work {
			used: done.left.used_since(&Work::most::<T>().used),
			cancelled: 0,
			converted: done.converted,
			written: done.written,
			rests: rests || done.halted,
		};
		// Of what is refused nothing stays written.
		let looked = Done { left: session.budget, halted: false, converted: 0, written: 0 };
		let refused = |error| Refused { error, work: work(looked) };
		match outcome {
			Ok(outcome) => Self::conclude(market, trader, &found, session, alloc::vec![outcome])
				.map(work)
				.map_err(refused),
			Err(error) if breaks(error) => Ok(work(Self::halt(market, HaltReason::Book(error)))),
			Err(error) => Err(refused(Error::<T>::from(error).into())),
		}
	}

	/// Cancels a trader's orders in a market.
	pub(crate) fn do_cancel_all(
		trader: &T::AccountId,
		market: MarketId,
		side: Option<Side>,
	) -> Result<Work, Refused> {
		let mut count = 0;
		let work = Self::do_single(trader, market, |session, who| {
			count = cancel_all(session, who, side)?;
			Ok(Outcome::CancelledAll(count))
		})?;
		Ok(Work { cancelled: count, ..work })
	}

	/// A batch: runs of operations on the same market share one session, one settlement and one event.
	pub(crate) fn do_submit(
		trader: &T::AccountId,
		operations: &[Operation],
	) -> Result<Work, DispatchError> {
		ensure!(!operations.is_empty(), Error::<T>::EmptyBatch);
		let owner = Owner(trader.clone().into());
		let mut left = Work::most::<T>().used;
		let (mut cancelled, mut converted, mut written) = (0u32, 0u32, 0u32);
		for run in operations.chunk_by(|a, b| a.market() == b.market()) {
			let Some(market) = run.first().map(Operation::market) else { continue };
			let Ok(found) = Self::market_in_force(market) else {
				Self::refuse_run(market, trader, run.len());
				continue;
			};
			let mut session = Self::session(market, &found, left);
			let mut outcomes = Vec::with_capacity(run.len());
			let mut broken = None;
			for operation in run {
				match carry_out(&mut session, &owner, operation) {
					Ok(Outcome::CancelledAll(count)) => {
						cancelled = cancelled.saturating_add(count); // at most MaxOperations x MAX_OPEN_ORDERS
						outcomes.push(Outcome::CancelledAll(count));
					}
					Ok(outcome) => outcomes.push(outcome),
					Err(error) if breaks(error) => {
						broken = Some(error);
						break;
					}
					Err(error) => outcomes.push(Outcome::Refused(error)),
				}
			}
			let done = match broken {
				None => Self::conclude(market, trader, &found, session, outcomes)?,
				Some(error) => Self::halt(market, HaltReason::Book(error)),
			};
			left = done.left;
			converted = converted.saturating_add(done.converted); // at most two per order
			written = written.saturating_add(done.written); // a few per operation, fill and removal
			if done.halted {
				break;
			}
		}
		let used = left.used_since(&Work::most::<T>().used);
		Ok(Work { used, cancelled, converted, written, rests: true })
	}

	/// Reports operations on a market that is not there (any more): they must not take the others with them.
	fn refuse_run(market: MarketId, trader: &T::AccountId, operations: usize) {
		Self::deposit_event(Event::Executed {
			market,
			trader: trader.clone(),
			sequence: 0,
			outcomes: alloc::vec![Outcome::Refused(BookError::MarketNotOpen); operations],
			fills: Vec::new(),
			removals: Vec::new(),
		});
	}

	/// Writes the book, settles the sheet and reports, all or nothing. What should be impossible halts the market.
	fn conclude(
		market: MarketId,
		trader: &T::AccountId,
		found: &Market<T::AccountId>,
		session: StorageSession<T>,
		outcomes: Vec<Outcome>,
	) -> Result<Done, DispatchError> {
		let Session { store, ledger, sheet, fills, removals, budget: left, .. } = session;
		let sequence = store.header().sequence;
		let owner = Owner(trader.clone().into());
		let (mut broken, mut converted, mut written) = (None, 0, 0);
		let settled = with_storage_layer(|| {
			written = store.flush();
			converted = Self::convert_owners(found, &sheet)?;
			ledger.settle(&owner, &sheet).map_err(|error| match error {
				SettleError::Caller(error) => error,
				SettleError::Broken(reason) => {
					broken = Some(reason);
					Error::<T>::Corrupt.into()
				}
			})
		});
		match (settled, broken) {
			(Ok(()), _) => {
				let trader = trader.clone();
				Self::deposit_event(Event::Executed {
					market,
					trader,
					sequence,
					outcomes,
					fills,
					removals,
				});
				Ok(Done { left, halted: false, converted, written })
			}
			(Err(_), Some(reason)) => Ok(Self::halt(market, reason)),
			(Err(error), None) => Err(error),
		}
	}

	/// Halts a market; the caller has written nothing.
	fn halt(market: MarketId, reason: HaltReason) -> Done {
		log::error!(target: "runtime::order-book", "market {market} halted: {reason:?}");
		Markets::<T>::mutate(market, |found| {
			// A closing market lets nothing happen but what a halted one does, and has to go on closing.
			// So does a suspended one, which is halted when it goes on.
			let suspended = Self::resume_as(market, MarketStatus::Halted);
			let found = found.as_mut().filter(|found| found.status != MarketStatus::Closing);
			if let Some(found) = found.filter(|_| !suspended) {
				found.status = MarketStatus::Halted;
			}
		});
		Self::deposit_event(Event::MarketHalted { market, reason });
		// Charged in full: how far the work went is not known.
		Done { left: Budget::default(), halted: true, converted: u32::MAX, written: u32::MAX }
	}
}

/// Errors that a consistent book cannot give.
fn breaks(error: BookError) -> bool {
	matches!(error, BookError::Corrupt | BookError::Overflow | BookError::LevelFull)
}

fn carry_out<T: Config>(
	session: &mut StorageSession<T>,
	who: &Owner,
	operation: &Operation,
) -> Result<Outcome, BookError> {
	match *operation {
		Operation::Place { ref order, .. } => session.place(who, order).map(Outcome::Placed),
		Operation::Cancel { order_id, .. } => session.cancel(who, order_id).map(Outcome::Cancelled),
		Operation::CancelByClientId { client_id, .. } => {
			session.cancel_by_client_id(who, client_id).map(Outcome::Cancelled)
		}
		Operation::Amend { order_id, price, quantity, .. } => {
			session.amend(who, order_id, price, quantity).map(Outcome::Amended)
		}
		Operation::CancelAll { side, .. } => {
			cancel_all(session, who, side).map(Outcome::CancelledAll)
		}
		Operation::CancelAfter { deadline, .. } => {
			session.cancel_after(who, deadline).map(|()| Outcome::DeadlineSet(deadline))
		}
	}
}

/// Takes out a trader's orders, at most `MAX_OPEN_ORDERS`.
fn cancel_all<T: Config>(
	session: &mut StorageSession<T>,
	who: &Owner,
	side: Option<Side>,
) -> Result<u32, BookError> {
	let wanted = |place: &&Locator| side.is_none_or(|side| side == place.side());
	let places: Vec<Locator> =
		session.store.trader(who).orders.iter().filter(wanted).copied().collect();
	for place in &places {
		// An order that the record lists and the book does not have is not the caller's mistake.
		let removal =
			session.evict(*place, RemovalReason::Cancelled).map_err(|_| BookError::Corrupt)?;
		session.removals.push(removal);
	}
	u32::try_from(places.len()).map_err(|_| BookError::Overflow)
}
