//! Founding a market, and what a vote may change of it.

use crate::{
	params, Books, Closing, Config, Error, Event, FeeSchedule, HoldReason, Listings, Market,
	MarketId, MarketTerms, Markets, NextMarketId, Pallet, WeightInfo, Work,
};
use frame_support::{
	pallet_prelude::*,
	traits::{fungible::hold::Mutate as _, fungibles::Inspect},
};
use order_book_engine::{MarketParams, MarketStatus, TokenId, MAX_FEE_PPM};
use pallet_tokens::splitting::SplitHolders as _;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create_market(
		lister: T::AccountId,
		base: TokenId,
		quote: TokenId,
		terms: MarketTerms,
	) -> Result<MarketId, DispatchError> {
		let params = params(base, quote, terms, T::DefaultFees::get());
		params.validate().map_err(Error::<T>::from)?;
		for token in [base, quote] {
			ensure!(T::Tokens::asset_exists(token), Error::<T>::UnknownToken);
			ensure!(!T::Splits::is_running(token), Error::<T>::TokenBeingSplit);
		}
		let id = NextMarketId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let deposit = T::MarketDeposit::get();

		T::Native::hold(&HoldReason::MarketDeposit.into(), &lister, deposit)?;
		Self::open_fee_account(&lister, id, quote)?;
		NextMarketId::<T>::put(next);
		Markets::<T>::insert(
			id,
			Market { params, status: MarketStatus::Active, lister: lister.clone(), deposit },
		);
		for token in [base, quote] {
			Listings::<T>::mutate(token, |count| *count = count.saturating_add(1)); // at most two per market number
		}
		Self::deposit_event(Event::MarketCreated { market: id, lister, params });
		Ok(id)
	}

	pub(crate) fn do_set_market_status(market: MarketId, status: MarketStatus) -> DispatchResult {
		let settable = !matches!(status, MarketStatus::Closing | MarketStatus::Suspended);
		ensure!(settable, Error::<T>::NotAStatusToSet);
		if Self::resume_as(market, status) {
			return Ok(()); // it is told when the market goes on
		}
		Self::change(market, |found| {
			found.status = status;
			Ok(())
		})?;
		Self::deposit_event(Event::MarketStatusSet { market, status });
		Ok(())
	}

	pub(crate) fn do_set_market_params(
		market: MarketId,
		terms: MarketTerms,
		fees: FeeSchedule,
	) -> DispatchResult {
		let orders = Books::<T>::get(market).map_or(0, |book| book.orders);
		let mut new: Option<MarketParams> = None;
		Self::change(market, |found| {
			let wanted = params(found.params.base, found.params.quote, terms, fees);
			wanted.validate().map_err(Error::<T>::from)?;
			ensure!(found.status != MarketStatus::Suspended, Error::<T>::MarketSuspended);
			ensure!(orders == 0 || found.params.same_grid(&wanted), Error::<T>::OrdersRest);
			found.params = wanted;
			new = Some(wanted);
			Ok(())
		})?;
		if let Some(params) = new {
			Self::deposit_event(Event::MarketParamsSet { market, params });
		}
		Ok(())
	}

	pub(crate) fn do_close_market(market: MarketId) -> DispatchResult {
		ensure!(!Closing::<T>::get().is_full(), Error::<T>::TooManyClosing);
		if Self::resume_as(market, MarketStatus::Closing) {
			return Ok(());
		}
		Self::change(market, |found| {
			found.status = MarketStatus::Closing;
			Ok(())
		})?;
		Closing::<T>::try_append(market).map_err(|()| Error::<T>::TooManyClosing)?;
		Self::deposit_event(Event::MarketStatusSet { market, status: MarketStatus::Closing });
		Ok(())
	}

	/// Changes a market that is there and not closing.
	fn change(
		market: MarketId,
		change: impl FnOnce(&mut Market<T::AccountId>) -> DispatchResult,
	) -> DispatchResult {
		let mut found = Self::market(market)?;
		ensure!(found.status != MarketStatus::Closing, Error::<T>::MarketClosing);
		change(&mut found)?;
		Markets::<T>::insert(market, found);
		Ok(())
	}

	/// Impossible settings end the tests of the runtime, never the chain.
	#[expect(clippy::panic, reason = "integrity_test never runs on chain")]
	pub(crate) fn check_limits() {
		let refuse = |what: &str| panic!("order book: {what}");
		let limits = [
			T::MaxFills::get(),
			T::MaxLevels::get(),
			T::MaxRemovals::get(),
			T::MaxOperations::get(),
		];
		if limits.contains(&0) || T::MaxUnwound::get() == 0 || T::MaxClosing::get() == 0 {
			refuse("a limit of zero makes calls impossible");
		}
		if T::MarketDeposit::get() == 0 {
			refuse("a market without a deposit is state without a price");
		}
		if !Self::fee_accounts_are_distinct() {
			refuse("accounts are too short to derive those for fees");
		}
		let fees = T::DefaultFees::get();
		// Both are of 32 bits.
		let rebate_covered =
			i64::from(fees.maker_fee_ppm).saturating_add(fees.taker_fee_ppm.into()) >= 0;
		if fees.max_fee_ppm > MAX_FEE_PPM
			|| fees.taker_fee_ppm > fees.max_fee_ppm
			|| !rebate_covered
		{
			refuse("the default fees would be refused at every new market");
		}
		let quarter = T::BlockWeights::get().max_block.checked_div(4).unwrap_or_default();
		let most = Work::most::<T>().place::<T>();
		if most.any_gt(quarter) {
			refuse("one order may take more than a quarter of a block");
		}
		if T::WeightInfo::unwind(1).any_gt(quarter) {
			refuse("returning one order takes more than a quarter of a block");
		}
	}
}
