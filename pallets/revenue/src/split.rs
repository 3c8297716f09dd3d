//! The split: what it must satisfy, how it divides an amount, and how a vote changes it.

use crate::{Balance, Config, Error, Event, Pallet, RevenueSplit, SplitOf};
use frame_support::ensure;
use shareholders_accounting::{mul_div, PPM};
use sp_runtime::DispatchResult;

/// Revenue, divided. The parts add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
	pub(crate) dividends: Balance,
	pub(crate) validators: Balance,
	pub(crate) treasury: Balance,
}

impl RevenueSplit {
	pub(crate) fn check<T: Config>(&self) -> Result<(), Error<T>> {
		let parts = [self.dividends_ppm, self.validators_ppm, self.treasury_ppm];
		let sum: u64 = parts.into_iter().map(u64::from).sum(); // three numbers of 32 bits
		ensure!(u128::from(sum) == PPM, Error::<T>::PartsDoNotAddUp);
		ensure!(u128::from(self.lister_ppm) <= PPM, Error::<T>::ListerPartTooLarge);
		Ok(())
	}

	/// The lister's part of a market's fees, rounded down.
	pub(crate) fn of_lister<T: Config>(&self, fees: Balance) -> Result<Balance, Error<T>> {
		part(fees, self.lister_ppm)
	}

	/// Divides revenue. Validators' and treasury's parts are rounded down; the holders get what is left.
	pub(crate) fn of_revenue<T: Config>(&self, amount: Balance) -> Result<Parts, Error<T>> {
		let validators = part::<T>(amount, self.validators_ppm)?;
		let treasury = part::<T>(amount, self.treasury_ppm)?;
		let dividends = amount.checked_sub(validators).and_then(|rest| rest.checked_sub(treasury));
		Ok(Parts { dividends: dividends.ok_or(Error::<T>::Overflow)?, validators, treasury })
	}
}

fn part<T: Config>(amount: Balance, ppm: u32) -> Result<Balance, Error<T>> {
	mul_div(ppm.into(), amount, PPM).map(|(part, _)| part).map_err(|_| Error::<T>::Overflow)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_split(split: RevenueSplit) -> DispatchResult {
		split.check::<T>()?;
		SplitOf::<T>::put(split);
		Self::deposit_event(Event::SplitSet { split });
		Ok(())
	}
}
