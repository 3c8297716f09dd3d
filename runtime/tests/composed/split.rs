//! A split on the real runtime: 10,000 holders, 1,000 open orders, and nothing is lost.

use crate::common::{begin_block, chain};
use frame_support::{
	assert_ok,
	traits::{
		fungible::{Inspect as _, Mutate as _},
		fungibles::{hold::Inspect as _, Inspect as _},
		Hooks as _,
	},
};
use kongsi_runtime::{constants::money::KSI, genesis_presets::DEVELOPMENT, *};
use order_book_engine::{
	BaseAtoms, Lots, MarketStatus, NewOrder, OrderId, SelfTrade, Side, Ticks, TimeInForce,
};
use shareholders_runtime_api::FractionSale;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Ferdie};

const CASH: u32 = 1;
const HALO: u32 = 2;
/// HALO in cash: a lot is one share, a tick 10,000 atoms of cash; quoted around 2,500 ticks.
const HALO_CASH: u32 = 1;
const HOLDERS: u32 = 10_000;
const ORDERS: u32 = 1_000;

fn holder(number: u32) -> AccountId {
	let mut bytes = [0xaa; 32];
	bytes[..4].copy_from_slice(&number.to_le_bytes());
	AccountId::new(bytes)
}

fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// Between 20 and 419 shares.
fn shares(number: u32) -> u128 {
	20 + u128::from(number * 7_919 % 400)
}

/// Asks of every tenth holder above the middle, bids of the next one below it: of one to ten shares.
fn order(number: u32) -> NewOrder {
	let level = u64::from(number * 31 % 97);
	let side = if number.is_multiple_of(20) { Side::Ask } else { Side::Bid };
	NewOrder {
		side,
		price: Ticks::new(if side == Side::Ask { 2_510 + level } else { 2_490 - level }),
		quantity: Lots::new(1 + u64::from(number / 10 % 10)),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: Some(number.into()),
		expires_at: None,
	}
}

/// 10,000 holders, every tenth of whom has an order.
fn populate() {
	let alice = Alice.to_account_id();
	for number in 0..HOLDERS {
		let who = holder(number);
		assert_ok!(Balances::mint_into(&who, KSI));
		assert_ok!(Assets::mint(signed(&alice), HALO, who.clone().into(), shares(number)));
		if number % (HOLDERS / ORDERS) == 0 {
			assert_ok!(Assets::mint(signed(&alice), CASH, who.clone().into(), 1_000_000_000));
			assert_ok!(OrderBook::place_order(signed(&who), HALO_CASH, order(number)));
		}
	}
}

/// What is on hold for open orders.
fn held(token: u32, who: &AccountId) -> u128 {
	Assets::balance_on_hold(token, &pallet_order_book::HoldReason::OpenOrder.into(), who)
}

fn owns(token: u32, number: u32) -> u128 {
	Assets::total_balance(token, &holder(number))
}

/// The parts of a holder's fraction.
fn parts(who: &AccountId) -> u128 {
	pallet_shareholders::Fractions::<Runtime>::get((HALO, 0, who))
		.map_or(0, |fraction| fraction.parts)
}

fn check() {
	OrderBook::do_try_state().unwrap();
	Assets::do_try_state().unwrap();
	Shareholders::do_try_state().unwrap();
}

fn is_running() -> bool {
	pallet_shareholders::Splits::<Runtime>::contains_key(HALO)
}

/// Takes so many steps, signed by somebody who owns nothing but KSI.
fn proceed(steps: u32) {
	assert_ok!(Shareholders::continue_split(signed(&Bob.to_account_id()), HALO, steps));
}

fn finish() {
	let mut calls = 0;
	while is_running() {
		proceed(100);
		calls += 1;
		assert!(calls < 200, "the split does not end");
	}
}

/// The id of the order of a holder.
fn order_of(number: u32) -> Option<OrderId> {
	let raw: [u8; 32] = holder(number).into();
	let all = OrderBook::all_orders(HALO_CASH);
	all.into_iter().find(|(_, owner, _)| owner.0 == raw).map(|(id, _, _)| id)
}

#[test]
fn a_split_with_ten_thousand_holders_and_a_thousand_open_orders_loses_nothing() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		populate();
		let orders = OrderBook::all_orders(HALO_CASH);
		assert!(orders.len() >= usize::try_from(ORDERS).unwrap());
		let supply = Assets::total_issuance(HALO);
		let holds: Vec<_> =
			(0..HOLDERS).map(|n| (held(HALO, &holder(n)), held(CASH, &holder(n)))).collect();
		let cash: Vec<_> = (0..HOLDERS).map(|n| owns(CASH, n)).collect();

		assert_ok!(Shareholders::begin_split(signed(&Alice.to_account_id()), HALO, 10, 1));
		// Two markets are looked at and the token stands still; then 100 accounts a call.
		for _ in 0..20 {
			proceed(100);
		}
		check();
		// An owner cancels in the middle of it: his order is gone and he has ten times what he had, all of it free.
		let early = (0..HOLDERS)
			.filter(|n| n % 20 == 0)
			.find(|n| owns(HALO, *n) == shares(*n))
			.expect("somebody who has not been converted");
		let cancelled = order_of(early).expect("it rests");
		assert_ok!(OrderBook::cancel_order(signed(&holder(early)), HALO_CASH, cancelled));
		assert_eq!((owns(HALO, early), held(HALO, &holder(early))), (10 * shares(early), 0));
		let mut placed = order(early);
		placed.client_id = None;
		assert!(OrderBook::place_order(signed(&holder(early)), HALO_CASH, placed).is_err());
		check();
		finish();
		check();

		assert_eq!(Assets::total_issuance(HALO), 10 * supply);
		let left: Vec<_> = orders.into_iter().filter(|(id, ..)| *id != cancelled).collect();
		assert_eq!(OrderBook::all_orders(HALO_CASH), left);
		for number in 0..HOLDERS {
			let who = holder(number);
			assert_eq!(owns(HALO, number), 10 * shares(number));
			let (of_halo, of_cash) = holds[usize::try_from(number).unwrap()];
			let of_halo = if number == early { 0 } else { 10 * of_halo };
			assert_eq!((held(HALO, &who), held(CASH, &who)), (of_halo, of_cash));
			assert_eq!(owns(CASH, number), cash[usize::try_from(number).unwrap()]);
		}
		let market = pallet_order_book::Markets::<Runtime>::get(HALO_CASH).unwrap();
		assert_eq!(market.params.lot_size, BaseAtoms::new(10));
		assert_eq!(market.status, MarketStatus::Active);

		// Bob buys a lot from the best ask: ten new shares for what one old one cost.
		let bob = Bob.to_account_id();
		let had = Assets::total_balance(HALO, &bob);
		let taker = NewOrder {
			price: Ticks::new(2_600),
			quantity: Lots::new(1),
			time_in_force: TimeInForce::ImmediateOrCancel,
			client_id: None,
			side: Side::Bid,
			..order(0)
		};
		assert_ok!(OrderBook::place_order(signed(&bob), HALO_CASH, taker));
		assert_eq!(Assets::total_balance(HALO, &bob), had + 10);
		// Everybody cancels and has everything free.
		for number in (0..HOLDERS).step_by(10) {
			assert_ok!(OrderBook::cancel_all(signed(&holder(number)), HALO_CASH, None));
			assert_eq!((held(HALO, &holder(number)), held(CASH, &holder(number))), (0, 0));
		}
		check();
	});
}

#[test]
fn a_reverse_split_returns_orders_that_do_not_divide_and_sells_fractions() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		populate();
		let alice = Alice.to_account_id();
		// A lot is one share, of which three make one: orders go back. One is burned, or two, so that the supply does not divide.
		let one = if Assets::total_issuance(HALO) % 3 == 1 { 2 } else { 1 };
		assert_ok!(Assets::burn(signed(&alice), HALO, alice.clone().into(), one));
		let supply = Assets::total_issuance(HALO);
		assert_ok!(Shareholders::begin_split(signed(&alice), HALO, 1, 3));
		proceed(100);
		check();
		finish();
		check();
		assert_eq!(OrderBook::all_orders(HALO_CASH), vec![]);
		assert_ne!(supply % 3, 0);
		assert_eq!(Assets::total_issuance(HALO), supply.div_ceil(3));
		for number in 0..HOLDERS {
			let who = holder(number);
			assert_eq!((owns(HALO, number), parts(&who)), (shares(number) / 3, shares(number) % 3));
			assert_eq!((held(HALO, &who), held(CASH, &who)), (0, 0));
		}
		// The fractions are sold at auction, and their owners are paid.
		let fractions = Shareholders::fraction_shares(HALO, 0);
		let price = (KSI / 100 + 100) * fractions;
		let ferdie = Ferdie.to_account_id();
		let bid = |who, amount| Shareholders::bid_for_fractions(signed(who), HALO, 0, amount);
		let sale = || kongsi_runtime::shares::class(HALO).and_then(|class| class.fractions);
		let offered = FractionSale {
			split: 0,
			shares: fractions,
			highest: None,
			least: Some(constants::money::EXISTENTIAL_DEPOSIT),
		};
		assert_eq!(sale(), Some(offered));
		assert_ok!(bid(&alice, price / 2));
		assert_ok!(bid(&ferdie, price));
		let highest = sale().and_then(|sale| sale.highest).unwrap();
		assert_eq!((highest.bidder, highest.amount), (ferdie.clone(), price));
		let auction = pallet_shareholders::FractionPools::<Runtime>::get(HALO, 0)
			.and_then(|left| left.auction)
			.unwrap();
		let (shares, ksi) =
			(Assets::total_balance(HALO, &ferdie), Balances::total_balance(&ferdie));
		let block = Shareholders::first_block_of(auction.state.closes);
		System::set_block_number(block);
		Shareholders::on_initialize(block);
		assert_eq!(sale().map(|sale| (sale.shares, sale.least)), Some((fractions, None)));
		assert_ok!(Shareholders::settle_fractions(signed(&alice), HALO, 0));
		assert_eq!(sale(), None);
		assert_eq!(Assets::total_balance(HALO, &ferdie), shares + fractions);
		assert_eq!(Balances::total_balance(&ferdie), ksi - price);
		let owner = (0..HOLDERS).find(|n| parts(&holder(*n)) == 2 && n % 10 == 0).unwrap();
		let had = Balances::total_balance(&holder(owner));
		assert_ok!(Shareholders::claim_fraction(
			signed(&ferdie),
			HALO,
			0,
			Some(holder(owner).into())
		));
		// Two thirds of 10,000,000,100.
		assert_eq!(Balances::total_balance(&holder(owner)) - had, 6_666_666_733);
		check();
	});
}
