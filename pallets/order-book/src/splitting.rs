//! Carrying the markets of a token through its split.
//!
//! An order is lots at ticks, and what those are worth stands in the market's parameters alone. So a split changes the lot
//! size (of markets that trade the token) or the tick size (of those paid in it), one write per market, and every order
//! keeps its place, its priority and its meaning: the same money for exactly the converted shares. That needs a grid that
//! divides, and in the quote token also fees that do, or the hold of a bid, whose fee is rounded up, would not convert to
//! what the bid then needs. Where something does not divide, the market's orders are returned before anything is
//! converted, as stock exchanges do, and the grid stays.
//!
//! A market is suspended before the first account is converted and goes on after the last. In between only holds shrink: by
//! cancels, and by removals of expired orders. Whoever's hold shrinks is converted first and the grid set, so that hold and
//! requirement are in the same units. A market may be suspended for both of its tokens at once; either side is carried on
//! its own.

use crate::{
	Books, Carry, Closing, Config, Error, Event, Market, MarketId, Markets, NextMarketId, Pallet,
	Suspension, Suspensions,
};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use order_book_engine::{
	Asset, BaseAtoms, Leg, MarketParams, MarketStatus, QuoteAtoms, RemovalReason, Sheet, TokenId,
};
use pallet_tokens::splitting::{SplitHolders as _, SplitMarkets, Step};
use shareholders_accounting::{rescale_lot_size, Ratio, PPM};

/// The two tokens of a market.
const ASSETS: [Asset; 2] = [Asset::Base, Asset::Quote];

impl<T: Config> SplitMarkets<Ratio> for Pallet<T> {
	fn suspend(
		token: TokenId,
		ratio: Ratio,
		from: MarketId,
		limit: u32,
	) -> Result<Step, DispatchError> {
		let end = NextMarketId::<T>::get();
		let mut used: u32 = 0;
		let mut market = from;
		while used < limit && market < end {
			let begun = Suspensions::<T>::get(market)
				.is_some_and(|found| Self::is_begun(&found, market, token));
			let looked = used.saturating_add(u32::from(!begun)); // at most `limit`
			let left = limit.saturating_sub(looked); // not below zero
			let step = with_storage_layer(|| Self::suspend_market(market, token, ratio, left));
			let (returned, empty) = match step {
				// What has been done before stays done.
				Err(_) if used > 0 => return Ok(Step { used, next: Some(market) }),
				other => other?,
			};
			used = looked.saturating_add(returned); // at most `limit`
			if !empty {
				return Ok(Step { used, next: Some(market) });
			}
			market = market.saturating_add(1); // at most `end`
		}
		Ok(Step { used, next: (market < end).then_some(market) })
	}

	fn resume(token: TokenId, from: MarketId, limit: u32) -> Result<Step, DispatchError> {
		let end = NextMarketId::<T>::get();
		let mut used: u32 = 0;
		let mut market = from;
		while used < limit && market < end {
			match with_storage_layer(|| Self::resume_market(market, token)) {
				Err(_) if used > 0 => return Ok(Step { used, next: Some(market) }), // as above
				other => other?,
			}
			used = used.saturating_add(1); // at most `limit`
			market = market.saturating_add(1); // at most `end`
		}
		Ok(Step { used, next: (market < end).then_some(market) })
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a market has been suspended for this token already and is being emptied.
	fn is_begun(found: &Suspension, market: MarketId, token: TokenId) -> bool {
		Markets::<T>::get(market)
			.and_then(|market| asset_of(&market.params, token))
			.and_then(|asset| found.carry(asset))
			== Some(Carry::Emptied)
	}

	/// Suspends a market if it is in the token, and returns up to `most` orders that cannot be carried along: how many, and
	/// whether there is nothing left to do.
	fn suspend_market(
		market: MarketId,
		token: TokenId,
		ratio: Ratio,
		most: u32,
	) -> Result<(u32, bool), DispatchError> {
		let Ok(mut found) = Self::market_in_force(market) else { return Ok((0, true)) };
		let Some(asset) = asset_of(&found.params, token) else { return Ok((0, true)) };
		ensure!(found.status != MarketStatus::Closing, Error::<T>::MarketClosing);
		let mut suspension = Suspensions::<T>::get(market).unwrap_or(Suspension {
			resumes_as: found.status,
			base: None,
			quote: None,
		});
		let carry = match suspension.carry(asset) {
			Some(carry) => carry,
			None => {
				let exact = regridded(&found.params, asset, ratio).is_some();
				let carry = if exact { Carry::Exactly } else { Carry::Emptied };
				*suspension.carry_mut(asset) = Some(carry);
				Suspensions::<T>::insert(market, suspension);
				if found.status != MarketStatus::Suspended {
					found.status = MarketStatus::Suspended;
					Markets::<T>::insert(market, found.clone());
					let status = MarketStatus::Suspended;
					Self::deposit_event(Event::MarketStatusSet { market, status });
				}
				carry
			}
		};
		if carry != Carry::Emptied {
			return Ok((0, true));
		}
		Self::take_out_orders(market, &found, most, RemovalReason::TokenSplit)
	}

	/// Lets a market go on as far as this token is concerned.
	fn resume_market(market: MarketId, token: TokenId) -> DispatchResult {
		let Ok(mut found) = Self::market_in_force(market) else { return Ok(()) };
		let Some(mut suspension) = Suspensions::<T>::get(market) else { return Ok(()) };
		let Some(asset) = asset_of(&found.params, token) else { return Ok(()) };
		*suspension.carry_mut(asset) = None;
		if suspension.base.is_some() || suspension.quote.is_some() {
			Suspensions::<T>::insert(market, suspension);
			return Ok(());
		}
		let status = suspension.resumes_as;
		if status == MarketStatus::Closing {
			Closing::<T>::try_append(market).map_err(|()| Error::<T>::TooManyClosing)?;
		}
		found.status = status;
		Suspensions::<T>::remove(market);
		Markets::<T>::insert(market, found);
		Self::deposit_event(Event::MarketStatusSet { market, status });
		Ok(())
	}

	/// A market with the grid that its orders and holds are to be read by: of a suspended one the new grid is set as soon as
	/// accounts are being converted.
	pub(crate) fn market_in_force(market: MarketId) -> Result<Market<T::AccountId>, Error<T>> {
		let mut found = Self::market(market)?;
		if found.status != MarketStatus::Suspended {
			return Ok(found);
		}
		let Some(mut suspension) = Suspensions::<T>::get(market) else { return Ok(found) };
		let mut changed = false;
		for asset in ASSETS {
			let Some(carry) = suspension.carry(asset).filter(|carry| *carry != Carry::Done) else {
				continue;
			};
			let Some(ratio) = T::Splits::ratio(token_of(&found.params, asset)) else { continue };
			if carry == Carry::Exactly {
				found.params = regridded(&found.params, asset, ratio).ok_or(Error::<T>::Corrupt)?;
			} else {
				// Lots and ticks mean something else now, so the last price is no guide any more.
				Books::<T>::mutate_extant(market, |book| book.last_price = None);
			}
			*suspension.carry_mut(asset) = Some(Carry::Done);
			changed = true;
		}
		if changed {
			Suspensions::<T>::insert(market, suspension);
			Markets::<T>::insert(market, found.clone());
			Self::deposit_event(Event::MarketParamsSet { market, params: found.params });
		}
		Ok(found)
	}

	/// If a market is suspended, notes the status that it goes on with, and says so.
	pub(crate) fn resume_as(market: MarketId, status: MarketStatus) -> bool {
		Suspensions::<T>::mutate_extant(market, |suspension| suspension.resumes_as = status);
		Suspensions::<T>::contains_key(market)
	}

	/// In a suspended market, converts everybody whose hold is to change, so that it is in the units of the grid in force.
	/// Returns how many accounts that took, at most two per order that goes.
	pub(crate) fn convert_owners(
		found: &Market<T::AccountId>,
		sheet: &Sheet,
	) -> Result<u32, DispatchError> {
		if found.status != MarketStatus::Suspended {
			return Ok(0);
		}
		let mut converted: u32 = 0;
		for (owner, flow) in sheet.flows() {
			// At most one per order that goes.
			let who = T::AccountId::from(owner.0);
			for asset in ASSETS {
				if *flow.leg(asset) != Leg::default()
					&& T::Splits::convert(token_of(&found.params, asset), &who)?
				{
					converted = converted.saturating_add(1); // as above
				}
			}
		}
		Ok(converted)
	}
}

fn token_of(params: &MarketParams, asset: Asset) -> TokenId {
	match asset {
		Asset::Base => params.base,
		Asset::Quote => params.quote,
	}
}

fn asset_of(params: &MarketParams, token: TokenId) -> Option<Asset> {
	ASSETS.into_iter().find(|asset| token_of(params, *asset) == token)
}

/// The parameters under which every order goes on as it is when one of the tokens is split. `None` if something does not
/// divide.
pub(crate) fn regridded(params: &MarketParams, asset: Asset, ratio: Ratio) -> Option<MarketParams> {
	let scaled = |size: u128| rescale_lot_size(ratio, size).ok().flatten();
	let new = match asset {
		Asset::Base => {
			let lot_size = BaseAtoms::new(scaled(params.lot_size.get())?);
			MarketParams { lot_size, ..*params }
		}
		Asset::Quote => {
			let tick_size = QuoteAtoms::new(scaled(params.tick_size.get())?);
			// Rounded down, so that every order that is worth the minimum still is. Not to zero.
			let (least, _) = ratio.apply(params.min_notional.get()).ok()?;
			let new =
				MarketParams { tick_size, min_notional: QuoteAtoms::new(least.max(1)), ..*params };
			(fees_are_whole(params) && fees_are_whole(&new)).then_some(new)?
		}
	};
	new.validate().ok()?;
	Some(new)
}

/// Whether the highest fee on one tick for one lot is a whole number, so that no hold of a bid is rounded.
fn fees_are_whole(params: &MarketParams) -> bool {
	let fee = params.tick_size.get().checked_mul(params.max_fee_ppm.into());
	fee.and_then(|fee| fee.checked_rem(PPM)) == Some(0)
}
