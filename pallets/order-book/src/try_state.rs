//! The invariants of the exchange, and their checks in the same order.
//!
//! 1. A market's header has the best prices and the number of orders that its levels have; no market without a header
//!    that has orders, no book without a market.
//! 2. The highest bid is below the lowest ask.
//! 3. A bitmap bit is set exactly where a level is stored, and a summary bit exactly where a leaf word is.
//! 4. A level's totals are those of its pages; the pages form one chain from head to tail, none of them empty; sequence
//!    numbers rise along it and none is above the header's.
//! 5. Every order is worth at least the market's minimum and lies on its grid by construction.
//! 6. An account's record lists exactly its orders, at most the cap, each client id once. One without orders has a deadline,
//!    and no mark of a passed one; a mark is no sequence number from the future, a deadline not above its bound.
//! 7. For every account and token the hold for open orders is what its orders need, to the unit.
//! 8. A token's listings are the markets it is in; a closing market is in the list of those, and the founder's deposit is
//!    held.
//! 9. A market's fee account exists by itself, so that it can receive any token.
//! 10. A market is suspended exactly as long as it is noted why, and for nothing but splits of its tokens that run.
//!
//! While accounts are converted in the split of a token, 7 is checked in new units: an account that has not been converted
//! holds what it will hold then.

use crate::{
	splitting::regridded,
	storage_book::{level_key, word_key},
	Books, Carry, Closing, Config, HoldReason, Levels, Listings, Market, MarketId, Markets, Pages,
	Pallet, Suspensions, Traders, Words,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{
	ensure,
	traits::{fungible::hold::Inspect as _, fungibles::hold::Inspect as _},
};
use order_book_engine::{
	bitmap, page::NO_PAGE, Asset, Header, Level, LevelAt, Locator, MarketParams, MarketStatus,
	Order, OrderId, Owner, Page, Side, Ticks, TokenId, WordAt, MAX_DEADLINE_AHEAD,
};
use pallet_tokens::splitting::SplitHolders as _;
use sp_runtime::TryRuntimeError;

type Found = Vec<(Locator, Order)>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut needed: BTreeMap<(T::AccountId, TokenId), u128> = BTreeMap::new();
		let mut places: BTreeMap<(T::AccountId, MarketId), BTreeSet<Locator>> = BTreeMap::new();
		let known =
			Levels::<T>::iter_keys().map(|(market, _)| market).chain(Books::<T>::iter_keys());
		for market in known {
			ensure!(Markets::<T>::contains_key(market), "1: a book without a market");
		}
		for (id, market) in Markets::<T>::iter() {
			let params = Self::check_suspension(id, &market)?;
			let orders = Self::check_book(id, &params)?;
			for (place, order) in orders {
				let owner = T::AccountId::from(order.owner.0);
				let side = place.side();
				let token = match Asset::paid_by(side) {
					Asset::Base => params.base,
					Asset::Quote => params.quote,
				};
				let need = params
					.requirement(side, place.tick(), order.lots)
					.map_err(|_| "7: a requirement out of range")?;
				let sum = needed.entry((owner.clone(), token)).or_default();
				*sum = sum.checked_add(need).ok_or("7: requirements out of range")?;
				places.entry((owner, id)).or_default().insert(place);
			}
		}
		Self::check_traders(&places)?;
		Self::check_holds(&needed)?;
		Self::check_markets()
	}

	/// Invariant 10. Returns the parameters that orders are to be read by, in new units of every token that is converted.
	fn check_suspension(
		id: MarketId,
		market: &Market<T::AccountId>,
	) -> Result<MarketParams, TryRuntimeError> {
		let mut params = market.params;
		let suspension = Suspensions::<T>::get(id);
		let suspended = market.status == MarketStatus::Suspended;
		ensure!(suspended == suspension.is_some(), "10: a market is suspended and not noted");
		let Some(suspension) = suspension else { return Ok(params) };
		let sides = [(Asset::Base, params.base), (Asset::Quote, params.quote)];
		let noted = sides.iter().filter(|(asset, _)| suspension.carry(*asset).is_some());
		ensure!(noted.count() > 0, "10: a market is suspended for nothing");
		for (asset, token) in sides {
			let Some(carry) = suspension.carry(asset) else { continue };
			ensure!(T::Splits::is_running(token), "10: a market is suspended for no split");
			let Some(ratio) = T::Splits::ratio(token) else { continue };
			if carry == Carry::Exactly {
				params = regridded(&params, asset, ratio).ok_or("10: a grid does not divide")?;
			}
		}
		Ok(params)
	}

	fn check_book(id: MarketId, params: &MarketParams) -> Result<Found, TryRuntimeError> {
		let header = Books::<T>::get(id).unwrap_or_default();
		let mut found = Found::new();
		let mut ticks: BTreeMap<Side, BTreeSet<u64>> = BTreeMap::new();
		for (key, level) in Levels::<T>::iter_prefix(id) {
			let side = if key >> 24 == 0 { Side::Bid } else { Side::Ask };
			let at = LevelAt { side, tick: Ticks::new(u64::from(key & 0xff_ffff)) };
			ensure!(level_key(at) == key, "4: a level under a wrong key");
			ticks.entry(side).or_default().insert(at.tick.get());
			found.extend(Self::check_level(id, at, &level, &header)?);
		}
		let pages = Pages::<T>::iter_prefix((id,)).count();
		let beyond: BTreeSet<(Side, u64, u32)> = found
			.iter()
			.filter(|(place, _)| place.page() > 0)
			.map(|(place, _)| (place.side(), place.tick().get(), place.page()))
			.collect();
		ensure!(pages == beyond.len(), "4: a page outside every chain");

		let count = u32::try_from(found.len()).map_err(|_| "1: too many orders")?;
		ensure!(header.orders == count, "1: the header's number of orders");
		let bids = ticks.remove(&Side::Bid).unwrap_or_default();
		let asks = ticks.remove(&Side::Ask).unwrap_or_default();
		ensure!(header.best_bid.map(Ticks::get) == bids.last().copied(), "1: the best bid");
		ensure!(header.best_ask.map(Ticks::get) == asks.first().copied(), "1: the best ask");
		if let (Some(bid), Some(ask)) = (header.best_bid, header.best_ask) {
			ensure!(bid < ask, "2: the book is crossed");
		}
		Self::check_bitmap(id, Side::Bid, &bids)?;
		Self::check_bitmap(id, Side::Ask, &asks)?;
		for (place, order) in &found {
			let enough = params.large_enough(place.tick(), order.lots).unwrap_or(false);
			ensure!(enough, "5: an order below the minimum");
		}
		Ok(found)
	}

	fn check_level(
		id: MarketId,
		at: LevelAt,
		level: &Level,
		header: &Header,
	) -> Result<Found, TryRuntimeError> {
		let mut orders = Found::new();
		let (mut number, mut before) = (level.head, NO_PAGE);
		// Bounded by the numbers given out.
		for _ in 0..=level.next_page {
			let page: Page = if number == 0 {
				level.page.clone()
			} else {
				Pages::<T>::get((id, level_key(at), number)).ok_or("4: a page is missing")?
			};
			ensure!(!page.is_empty(), "4: an empty page in the chain");
			ensure!(page.prev == before, "4: a page's link back");
			let mut slot = page.next_live(0);
			while let Some(live) = slot {
				let order = page.get(live).ok_or("4: a page without its bytes")?;
				orders.push((Locator::new(at.side, at.tick, number, live), order));
				slot = live.checked_add(1).and_then(|from| page.next_live(from));
			}
			if page.next == NO_PAGE {
				ensure!(level.tail == number, "4: the tail");
				break;
			}
			before = number;
			number = page.next;
		}
		let lots =
			orders.iter().try_fold(0u64, |sum, (_, order)| sum.checked_add(order.lots.get()));
		ensure!(lots == Some(level.lots.get()), "4: a level's lots");
		ensure!(u32::try_from(orders.len()) == Ok(level.orders), "4: a level's orders");
		let rising = orders.windows(2).all(|pair| match pair {
			[(_, a), (_, b)] => a.sequence < b.sequence,
			_ => true,
		});
		ensure!(rising, "4: sequence numbers along a level");
		let last = orders.last().map_or(0, |(_, order)| order.sequence);
		ensure!(last <= header.sequence, "4: a sequence number from the future");
		Ok(orders)
	}

	fn check_bitmap(
		id: MarketId,
		side: Side,
		ticks: &BTreeSet<u64>,
	) -> Result<(), TryRuntimeError> {
		let first = word_key(WordAt::Leaf(side, 0));
		let summary_key = word_key(WordAt::Summary(side));
		let summary: BTreeSet<u16> =
			bits(&Words::<T>::get(id, summary_key).unwrap_or_default()).collect();
		let mut leaves = BTreeSet::new();
		let mut set = BTreeSet::new();
		for (key, word) in Words::<T>::iter_prefix(id) {
			ensure!(!word.is_empty(), "3: an empty word is stored");
			ensure!(key & 0x1fff <= 4_096 && key >> 14 == 0, "3: a word under a wrong key");
			let Some(leaf) = key.checked_sub(first).filter(|leaf| *leaf < 4_096) else { continue };
			let leaf = u16::try_from(leaf).map_err(|_| "3: a leaf out of range")?;
			leaves.insert(leaf);
			set.extend(bits(&word).map(|bit| bitmap::join(leaf, bit).get()));
		}
		ensure!(summary == leaves, "3: a summary bit");
		ensure!(set == *ticks, "3: bits and levels differ");
		Ok(())
	}

	fn check_traders(
		places: &BTreeMap<(T::AccountId, MarketId), BTreeSet<Locator>>,
	) -> Result<(), TryRuntimeError> {
		let mut records = 0usize;
		for (account, market, trader) in Traders::<T>::iter() {
			let furthest = Self::now().saturating_add(MAX_DEADLINE_AHEAD); // no deadline is later then
			ensure!(trader.deadline.is_none_or(|last| last <= furthest), "6: a deadline too far");
			if trader.orders.is_empty() {
				ensure!(trader.deadline.is_some() && trader.void == 0, "6: an empty record");
				ensure!(trader.client_ids.is_empty(), "6: a client id of no order");
				continue;
			}
			let reached = Books::<T>::get(market).map_or(0, |book| book.sequence);
			ensure!(trader.void <= reached, "6: a mark from the future");
			records = records.checked_add(1).ok_or("6: too many records")?;
			let listed: BTreeSet<Locator> = trader.orders.iter().copied().collect();
			ensure!(listed.len() == trader.orders.len(), "6: an order is listed twice");
			ensure!(
				places.get(&(account, market)) == Some(&listed),
				"6: a record and the book differ"
			);
			let clients: BTreeSet<u64> = trader.client_ids.iter().map(|(id, _)| *id).collect();
			ensure!(clients.len() == trader.client_ids.len(), "6: a client id twice");
			let known = trader.client_ids.iter().all(|(_, place)| listed.contains(place));
			ensure!(known, "6: a client id of no order");
			let cap = Markets::<T>::get(market).map_or(0, |market| market.params.max_open_orders);
			// A vote may lower the cap below what rests.
			ensure!(
				trader.len() <= cap.max(order_book_engine::MAX_OPEN_ORDERS),
				"6: above the cap"
			);
		}
		ensure!(records == places.len(), "6: an order that no record lists");
		Ok(())
	}

	/// Of all accounts, also those without an order: a hold that nothing needs any more is as wrong.
	fn check_holds(
		needed: &BTreeMap<(T::AccountId, TokenId), u128>,
	) -> Result<(), TryRuntimeError> {
		let reason = T::RuntimeHoldReason::from(HoldReason::OpenOrder);
		let tokens: BTreeSet<TokenId> = Listings::<T>::iter_keys().collect();
		let mut covered = 0usize;
		for account in frame_system::Account::<T>::iter_keys() {
			for token in &tokens {
				let need = needed.get(&(account.clone(), *token)).copied().unwrap_or(0);
				let mut held = T::Tokens::balance_on_hold(*token, &reason, &account);
				let unconverted = || !T::Splits::is_converted(*token, &account);
				if let Some(ratio) = T::Splits::ratio(*token).filter(|_| unconverted()) {
					let (new, rest) = ratio.apply(held).map_err(|_| "7: a hold out of range")?;
					ensure!(rest == 0, "7: a hold does not divide");
					held = new;
				}
				ensure!(need == held, "7: a hold is not what open orders need");
				covered = covered.saturating_add(usize::from(need > 0)); // at most `needed`
			}
		}
		ensure!(covered == needed.len(), "7: orders of an account that is not there");
		Ok(())
	}

	fn check_markets() -> Result<(), TryRuntimeError> {
		let mut listings: BTreeMap<TokenId, u32> = BTreeMap::new();
		let mut deposits: BTreeMap<T::AccountId, u128> = BTreeMap::new();
		let closing = Closing::<T>::get();
		for (id, market) in Markets::<T>::iter() {
			market.params.validate().map_err(|_| "8: parameters that would be refused")?;
			for token in [market.params.base, market.params.quote] {
				let count = listings.entry(token).or_default();
				*count = count.checked_add(1).ok_or("8: too many listings")?;
			}
			let sum = deposits.entry(market.lister).or_default();
			*sum = sum.checked_add(market.deposit).ok_or("8: deposits out of range")?;
			let providers = frame_system::Pallet::<T>::providers(&Self::fee_account(id));
			ensure!(providers > 0, "9: no fee account");
			ensure!(
				closing.contains(&id) == (market.status == MarketStatus::Closing),
				"8: closing"
			);
		}
		ensure!(closing.iter().all(Markets::<T>::contains_key), "8: an ended market is closing");
		let stored: BTreeMap<TokenId, u32> = Listings::<T>::iter().collect();
		ensure!(stored == listings, "8: listings");
		let reason = T::RuntimeHoldReason::from(HoldReason::MarketDeposit);
		for (lister, sum) in deposits {
			ensure!(T::Native::balance_on_hold(&reason, &lister) == sum, "8: a founder's deposit");
		}
		Ok(())
	}

	/// Every stored order of a market with its id, best first on each side; for tests and audits.
	pub fn all_orders(market: MarketId) -> Vec<(OrderId, Owner, u64)> {
		let mut orders: Vec<_> = Levels::<T>::iter_prefix(market)
			.flat_map(|(key, level)| {
				let side = if key >> 24 == 0 { Side::Bid } else { Side::Ask };
				let at = LevelAt { side, tick: Ticks::new(u64::from(key & 0xff_ffff)) };
				let header = Books::<T>::get(market).unwrap_or_default();
				Self::check_level(market, at, &level, &header).unwrap_or_default()
			})
			.map(|(place, order)| {
				(OrderId::new(place, order.sequence), order.owner, order.lots.get())
			})
			.collect();
		orders.sort_unstable();
		orders
	}
}

/// The bits that are set in a word, rising.
fn bits(word: &bitmap::Word) -> impl Iterator<Item = u16> + '_ {
	core::iter::successors(word.next_up(0), |bit| {
		bit.checked_add(1).filter(|next| *next < 4_096).and_then(|from| word.next_up(from))
	})
}
