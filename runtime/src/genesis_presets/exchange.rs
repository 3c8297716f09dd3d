//! What is traded on the chains for development: cash, a share, two markets, and a resting ladder on both sides of each.

use crate::{configs::tokens::KSI, AccountId, AssetsConfig, Balance, OrderBookConfig};
use alloc::vec::Vec;
use order_book_engine::{
	BaseAtoms, Lots, NewOrder, QuoteAtoms, SelfTrade, Side, Ticks, TimeInForce, TokenId,
};
use pallet_order_book::{MarketId, MarketTerms};
use sp_keyring::Sr25519Keyring;

/// Cash: 6 decimals, a balance of it alone lets an account exist.
pub(super) const CASH: TokenId = 1;
/// A share: whole shares only.
pub(super) const HALO: TokenId = 2;
/// The market of KSI, paid in cash.
pub(super) const KSI_CASH: MarketId = 0;
/// The market of HALO, paid in cash.
pub(super) const HALO_CASH: MarketId = 1;

/// One unit of cash in atoms.
pub(super) const ONE_CASH: Balance = 1_000_000;
/// What every well-known account owns of cash at first, in atoms: a million.
const CASH_EACH: Balance = 1_000_000 * ONE_CASH;
/// What every well-known account owns of the share at first.
const HALO_EACH: Balance = 10_000;

/// Shares of HALO that can ever be issued: a hundred times what there are.
const HALO_MAXIMUM: Balance = 6_000_000;

/// Alice issues both tokens; everybody owns some.
pub(super) fn assets(people: &[Sr25519Keyring]) -> AssetsConfig {
	let issuer = Sr25519Keyring::Alice.to_account_id();
	let treasury = (CASH, super::companies::treasury(), super::companies::TREASURY_CASH);
	let accounts = people.iter().flat_map(|person| {
		[(CASH, person.to_account_id(), CASH_EACH), (HALO, person.to_account_id(), HALO_EACH)]
	});
	AssetsConfig {
		assets: alloc::vec![(CASH, issuer.clone(), true, ONE_CASH / 100), (HALO, issuer, false, 1)],
		metadata: alloc::vec![
			(CASH, b"Cash".to_vec(), b"CASH".to_vec(), 6),
			(HALO, b"Halo Industries share".to_vec(), b"HALO".to_vec(), 0),
		],
		accounts: accounts.chain([treasury]).collect(),
		maximums: alloc::vec![(HALO, HALO_MAXIMUM)],
	}
}

/// Alice founds both markets; Eve and Ferdie quote them around 2.00 and 25.00.
pub(super) fn order_book() -> OrderBookConfig {
	let founder = Sr25519Keyring::Alice.to_account_id();
	// KSI by the hundredth in steps of 0.01 cash per KSI: 100 atoms per tick and lot.
	let ksi = terms(100, 10_000_000_000);
	// HALO by the share in steps of 0.01 cash: 10,000 atoms per tick and lot.
	let halo = terms(10_000, 1);
	let mut orders = ladder(KSI_CASH, 200, 1, 1_000);
	orders.extend(ladder(HALO_CASH, 2_500, 5, 20));
	OrderBookConfig {
		markets: alloc::vec![(founder.clone(), KSI, CASH, ksi), (founder, HALO, CASH, halo)],
		orders,
	}
}

/// At least one unit of cash per order, 200 orders an account, limits between half and double the last price.
fn terms(tick_size: u128, lot_size: u128) -> MarketTerms {
	MarketTerms {
		tick_size: QuoteAtoms::new(tick_size),
		lot_size: BaseAtoms::new(lot_size),
		min_notional: QuoteAtoms::new(ONE_CASH),
		max_open_orders: 200,
		price_band_ppm: 1_000_000,
	}
}

/// Ten levels on each side of a middle price, `step` ticks apart, each larger than the one before it.
fn ladder(
	market: MarketId,
	middle: u64,
	step: u64,
	lots: u64,
) -> Vec<(AccountId, MarketId, NewOrder)> {
	// Small constants: nothing saturates.
	(1..=10u64)
		.flat_map(|level| {
			let distance = level.saturating_mul(step);
			let order = |side, price| NewOrder {
				side,
				price: Ticks::new(price),
				quantity: Lots::new(level.saturating_mul(lots)),
				time_in_force: TimeInForce::PostOnly,
				self_trade: SelfTrade::CancelTaker,
				client_id: Some(level),
				expires_at: None,
			};
			[
				(
					Sr25519Keyring::Eve.to_account_id(),
					market,
					order(Side::Bid, middle.saturating_sub(distance)),
				),
				(
					Sr25519Keyring::Ferdie.to_account_id(),
					market,
					order(Side::Ask, middle.saturating_add(distance)),
				),
			]
		})
		.collect()
}
