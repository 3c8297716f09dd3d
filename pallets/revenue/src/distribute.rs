//! Distributing: what the revenue account has at the end of an epoch, to holders of KSI, validators and treasury.

use crate::{split::Parts, Balance, Config, Event, Pallet, SplitOf, WeightInfo};
use frame_support::{storage::with_storage_layer, traits::Get, weights::Weight};
use frame_system::Pallet as System;
use pallet_shareholders::{Classes, Pallet as Shareholders, KSI};
use shareholders_accounting::{TokenId, MAX_PAYOUTS};
use sp_runtime::{DispatchError, SaturatedConversion};

impl<T: Config> Pallet<T> {
	/// Whether a new epoch starts with the next block.
	pub(crate) fn is_last_of_epoch() -> bool {
		// Block numbers are 32 bits in every runtime here. Both saturate where the block numbers themselves end.
		let block: u32 = System::<T>::block_number().saturated_into();
		let next = Shareholders::<T>::epoch().saturating_add(1);
		Shareholders::<T>::first_block_of(next) == block.saturating_add(1)
	}

	/// What `on_finalize` costs in this block at most.
	pub(crate) fn boundary_weight() -> Weight {
		if Self::is_last_of_epoch() {
			<T as Config>::WeightInfo::distribute(MAX_PAYOUTS)
		} else {
			T::DbWeight::get().reads(1) // the calendar
		}
	}

	/// Divides the revenue in each token in which KSI pays.
	pub(crate) fn distribute_all() {
		let Some(class) = Classes::<T>::get(KSI) else { return };
		// At most `MAX_PAYOUTS`.
		for payout in class.register.payouts {
			Self::distribute(payout.token);
		}
	}

	/// Divides the revenue in one token, or leaves it as it is.
	fn distribute(token: TokenId) {
		let amount = Self::spare(token, &T::RevenueAccount::get());
		if amount == 0 {
			return;
		}
		match with_storage_layer(|| Self::divide(token, amount)) {
			Ok(Parts { dividends, validators, treasury }) => {
				Self::deposit_event(Event::Distributed { token, dividends, validators, treasury });
			}
			Err(error) => Self::deposit_event(Event::NotDistributed { token, error }),
		}
	}

	/// Divides an amount and delivers the parts; returns what was delivered. To be called in a storage layer.
	fn divide(token: TokenId, amount: Balance) -> Result<Parts, DispatchError> {
		let revenue = T::RevenueAccount::get();
		let Parts { dividends, validators, treasury } =
			SplitOf::<T>::get().of_revenue::<T>(amount)?;
		if dividends > 0 {
			Shareholders::<T>::pay_platform_dividend(&revenue, token, dividends)?;
		}
		let validators = Self::deliver(token, &revenue, &T::ValidatorsAccount::get(), validators)?;
		let treasury = Self::deliver(token, &revenue, &T::TreasuryAccount::get(), treasury)?;
		Ok(Parts { dividends, validators, treasury })
	}

	/// Delivers a part, unless it is too small for the account's first; returns what was delivered.
	fn deliver(
		token: TokenId,
		from: &T::AccountId,
		to: &T::AccountId,
		part: Balance,
	) -> Result<Balance, DispatchError> {
		if part == 0 || !Self::can_receive(token, to, part) {
			return Ok(0);
		}
		Self::send(token, from, to, part)?;
		Ok(part)
	}
}
