//! The register of a class: its clock, its record dates, and what may be read of it.

use crate::{storage_register::StorageRegister, CalendarOf, Config, Error, Pallet};
use alloc::vec::Vec;
use frame_support::ensure;
use shareholders_accounting::{AccountingError, Claimable, Epoch, Register, TokenId};
use sp_runtime::{DispatchError, DispatchResult, SaturatedConversion};

impl<T: Config> Pallet<T> {
	/// The present dividend epoch: 1 from the first block on, one more every [`crate::Calendar::epoch_blocks`].
	pub fn epoch() -> Epoch {
		// Block numbers are 32 bits in every runtime here. A length of 0 is refused at genesis; the sum can only end
		// with the block numbers themselves.
		let block: u32 = frame_system::Pallet::<T>::block_number().saturated_into();
		let length = CalendarOf::<T>::get().epoch_blocks;
		block.checked_div(length).unwrap_or_default().saturating_add(1)
	}

	/// The block at which an epoch starts, or the last one there can be.
	pub fn first_block_of(epoch: Epoch) -> u32 {
		let length = CalendarOf::<T>::get().epoch_blocks;
		epoch.saturating_sub(1).saturating_mul(length)
	}

	/// Opens the register of a class that can be relied on.
	pub(crate) fn open(class: TokenId) -> Result<StorageRegister<T>, Error<T>> {
		let stored = StorageRegister::<T>::load(class).ok_or(Error::<T>::NotAShareClass)?;
		ensure!(stored.is_live(), Error::<T>::ClassHalted);
		Ok(stored)
	}

	/// Does one thing to the register of a class and writes what has changed.
	pub(crate) fn with_register<R>(
		class: TokenId,
		operate: impl FnOnce(&mut Register<&mut StorageRegister<T>>) -> Result<R, AccountingError>,
	) -> Result<R, Error<T>> {
		let mut stored = Self::open(class)?;
		let done = operate(&mut Register::new(&mut stored, Self::epoch()))?;
		stored.flush();
		Ok(done)
	}

	/// Reads something of the register of a class as of now; nothing is written.
	fn read_register<R>(
		class: TokenId,
		read: impl FnOnce(&Register<&mut StorageRegister<T>>) -> Result<R, AccountingError>,
	) -> Result<R, DispatchError> {
		let mut stored = Self::open(class)?;
		let found = read(&Register::new(&mut stored, Self::epoch())).map_err(Error::<T>::from)?;
		Ok(found)
	}

	pub(crate) fn do_prune(class: TokenId, who: &T::AccountId) -> DispatchResult {
		Self::with_register(class, |register| register.prune(who))?;
		Ok(())
	}

	/// Adds a reference to a record date: the boundary of the present epoch, a later one, or one that is live. Costs the
	/// same for any number of holders. For whoever decides a right by it; each reference is given back by
	/// [`Self::release_date`].
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`, `DatePassed`, `DateTooFar`, `TooManyDates`.
	pub fn reserve_date(class: TokenId, date: Epoch) -> DispatchResult {
		Self::with_register(class, |register| register.reserve(date))?;
		Ok(())
	}

	/// Gives a reference to a record date back. With the last one the date is gone, and lines lose what they keep for it at
	/// their next change or by `prune`.
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`, `UnknownDate`.
	pub fn release_date(class: TokenId, date: Epoch) -> DispatchResult {
		Self::with_register(class, |register| register.release(date))?;
		Ok(())
	}

	/// What an account owned, free and held, at a live record date; 0 if it was excluded.
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`, `UnknownDate`, `DateNotReached`.
	pub fn total_at(
		class: TokenId,
		who: &T::AccountId,
		date: Epoch,
	) -> Result<u128, DispatchError> {
		Self::read_register(class, |register| register.total_at(who, date))
	}

	/// Eligible shares at a live record date: the sum of [`Self::total_at`] over all accounts.
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`, `UnknownDate`, `DateNotReached`.
	pub fn eligible_at(class: TokenId, date: Epoch) -> Result<u128, DispatchError> {
		Self::read_register(class, |register| register.eligible_at(date))
	}

	/// The smaller of what an account owned at a live record date and what it owns now, free and held, in shares of that day:
	/// for votes that a sale takes away again. 0 for whoever is excluded.
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`, `UnknownDate`, `DateNotReached`, `SplitRunning`.
	pub fn power(class: TokenId, who: &T::AccountId, date: Epoch) -> Result<u128, DispatchError> {
		Self::read_register(class, |register| register.power(who, date))
	}

	/// What an account is owed by a class, by payout token, in the order in which these were opened.
	///
	/// # Errors
	///
	/// `NotAShareClass`, `ClassHalted`.
	pub fn claimable(class: TokenId, who: &T::AccountId) -> Result<Vec<Claimable>, DispatchError> {
		Self::read_register(class, |register| register.claimable(who))
	}
}
