//! An offering on the real runtime: a million new shares, rights that are exercised, sold on the order book and left to lapse,
//! 500 bidders, one price, and every refund exact.

use crate::common::{begin_block, chain};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::{hold::Inspect as _, Mutate as _},
		fungibles::{hold::Inspect as _, Inspect as _},
	},
};
use kongsi_runtime::{constants::money::KSI, genesis_presets::DEVELOPMENT, *};
use order_book_engine::{
	BaseAtoms, Lots, NewOrder, QuoteAtoms, SelfTrade, Side, Ticks, TimeInForce,
};
use pallet_order_book::{MarketId, MarketTerms};
use pallet_shareholders::accounting::{OfferingTerms, Pricing};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

const CASH: u32 = 1;
/// One unit of cash in atoms.
const ONE: u128 = 1_000_000;
/// What each of the people has of it at first.
const START: u128 = 1_000_000 * ONE;
/// The class that is offered, of which there are a million: bob owns half of them, charlie 300,000, dave the rest.
const SHARE: u32 = 901;
/// The number of the right token: the first of those that the chain gives.
const RIGHT: u32 = 1 << 31;
const BIDDERS: u32 = 500;
/// What each bidder has of cash at first.
const PURSE: u128 = 2_000 * ONE;
/// What a lot costs by right.
const RIGHTS_PRICE: u128 = 60 * ONE;
/// A boundary after the class was issued.
const OPENED: u32 = 16;
const TERMS: OfferingTerms = OfferingTerms {
	lots: 10_000,
	lot_size: 100,
	pricing: Pricing::Auction(80 * ONE),
	rights_price: Some(RIGHTS_PRICE),
	opens: 20,
	public: 50,
	closes: 80,
};

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn bidder(number: u32) -> AccountId {
	let mut bytes = [0xbb; 32];
	bytes[..4].copy_from_slice(&number.to_le_bytes());
	AccountId::new(bytes)
}

/// What somebody owns of a token, free and held.
fn owns(token: u32, who: Sr25519Keyring) -> u128 {
	Assets::total_balance(token, &who.to_account_id())
}

/// What is on hold for bids.
fn held(who: &AccountId) -> u128 {
	Assets::balance_on_hold(CASH, &pallet_offerings::HoldReason::Bid.into(), who)
}

/// KSI on hold for the offering.
fn deposit() -> u128 {
	let reason = pallet_offerings::HoldReason::OfferingDeposit.into();
	Balances::balance_on_hold(&reason, &Alice.to_account_id())
}

/// Ends blocks and begins new ones until this one has begun.
fn go_to(block: u32) {
	while System::block_number() < block {
		Executive::finalize_block();
		begin_block(u64::from(System::block_number()) + 1);
	}
}

fn check() {
	OrderBook::do_try_state().unwrap();
	Assets::do_try_state().unwrap();
	Shareholders::do_try_state().unwrap();
	Ballots::do_try_state().unwrap();
	Offerings::do_try_state().unwrap();
	Grants::do_try_state().unwrap();
	Revenue::do_try_state().unwrap();
}

/// A company of alice's with its class, and the bidders with their cash. Returns the account of the company.
fn found() -> AccountId {
	let alice = Alice.to_account_id();
	let name = b"Lighthouse".to_vec().try_into().unwrap();
	let company = pallet_shareholders::NextCompanyId::<Runtime>::get();
	assert_ok!(Shareholders::found_company(signed(Alice), name, Default::default()));
	assert_ok!(Assets::create(signed(Alice), SHARE, alice.into(), 1));
	assert_ok!(Assets::set_authorised_maximum(signed(Alice), SHARE, 2_000_000));
	assert_ok!(Shareholders::create_share_class(signed(Alice), company, SHARE));
	for (who, shares) in [(Bob, 500_000), (Charlie, 300_000), (Dave, 200_000)] {
		assert_ok!(Assets::mint(signed(Alice), SHARE, who.to_account_id().into(), shares));
	}
	for number in 0..BIDDERS {
		let who = bidder(number);
		assert_ok!(Balances::mint_into(&who, KSI));
		assert_ok!(Assets::mint(signed(Alice), CASH, who.into(), PURSE));
	}
	Shareholders::company_account(company)
}

/// Opens the offering and returns its number.
fn open() -> u32 {
	let offering = pallet_offerings::NextOfferingId::<Runtime>::get();
	assert_ok!(Offerings::open_offering(signed(Alice), SHARE, CASH, TERMS));
	offering
}

/// Charlie founds a market for his rights and offers 2,500 of 3,000 at 12.00; eve buys 1,800 of them, ferdie 700.
fn sell_rights() -> MarketId {
	let market = pallet_order_book::NextMarketId::<Runtime>::get();
	// By the right, in steps of 0.01.
	let terms = MarketTerms {
		tick_size: QuoteAtoms::new(ONE / 100),
		lot_size: BaseAtoms::new(1),
		min_notional: QuoteAtoms::new(ONE),
		max_open_orders: 10,
		price_band_ppm: 1_000_000,
	};
	assert_ok!(OrderBook::create_market(signed(Charlie), RIGHT, CASH, terms));
	for (who, side, lots) in
		[(Charlie, Side::Ask, 2_500), (Eve, Side::Bid, 1_800), (Ferdie, Side::Bid, 700)]
	{
		let order = NewOrder {
			side,
			price: Ticks::new(1_200),
			quantity: Lots::new(lots),
			time_in_force: TimeInForce::GoodTilCancelled,
			self_trade: SelfTrade::CancelTaker,
			client_id: None,
			expires_at: None,
		};
		assert_ok!(OrderBook::place_order(signed(who), market, order));
	}
	market
}

/// A bid by the number of the bidder: price in cash and lots. A hundred each bid for 10 lots at 80, 90, 110 and 120. At 100 a
/// hundred bid, 11 lots and 19 in turn.
fn bid_of(number: u32) -> (u128, u128) {
	let price = 80 + 10 * u128::from(number % 5);
	let lots = match (price, number / 5 % 2) {
		(100, 0) => 11,
		(100, _) => 19,
		_ => 10,
	};
	(price, lots)
}

/// 3,000 lots are left for the bidders. At 110 and more 2,000 are bid for, at 100 another 1,500: so the price is 100, at which
/// 1,000 of 1,500 are given. Along the queue two of three lots are: of each two bids of 11 and 19 lots 7 and 13, as two thirds
/// of 11 are 7 and a rest that the second bid completes.
fn gets(number: u32) -> u128 {
	match bid_of(number) {
		(110 | 120, lots) => lots,
		(100, 11) => 7,
		(100, _) => 13,
		_ => 0,
	}
}

/// Who has used rights has paid for them and owns the shares; the market has had its fees.
fn check_rights(company: &AccountId) {
	// 500,000 of 1,000,000 shares are rights to 5,000 of 10,000 lots: 5,000 x 60.00 for 500,000 shares.
	assert_eq!(owns(SHARE, Bob), 1_000_000);
	assert_eq!(owns(CASH, Bob), START - 300_000 * ONE);
	// 2,500 x 12.00 less a maker's fee of 0.01 %, and the minimum balance of the market's fee account. As its lister he has
	// had a tenth of all fees, of 3.00 and 15.00.
	assert_eq!(owns(SHARE, Charlie), 300_000);
	assert_eq!(owns(CASH, Charlie), START + 30_000 * ONE - 3 * ONE - ONE / 100 + 1_800_000);
	// 1,800 x 12.00 and 0.05 % of that; 1,800 x 60.00.
	assert_eq!(owns(SHARE, Eve), 180_000);
	assert_eq!(owns(CASH, Eve), START - 21_600 * ONE - 10_800_000 - 108_000 * ONE);
	// 700 x 12.00 and 0.05 % of that; 200 x 60.00.
	assert_eq!(owns(SHARE, Ferdie), 20_000);
	assert_eq!(owns(CASH, Ferdie), START - 8_400 * ONE - 4_200_000 - 12_000 * ONE);
	assert_eq!((owns(SHARE, Dave), owns(CASH, Dave)), (200_000, START));
	// 5,000 + 1,800 + 200 lots.
	assert_eq!(Assets::total_balance(CASH, company), 7_000 * RIGHTS_PRICE);
	assert_eq!(Assets::total_issuance(SHARE), 1_700_000);
}

#[test]
fn a_million_shares_go_to_rights_and_five_hundred_bidders_at_one_price() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		let company = found();
		go_to(OPENED);
		let offering = open();
		assert!(deposit() > 0);
		check();

		// Bob uses his rights, charlie sells his, dave does not ask for any.
		for who in [Bob, Charlie] {
			assert_ok!(Offerings::claim_rights(signed(who), offering, None));
		}
		assert_eq!((owns(RIGHT, Bob), owns(RIGHT, Charlie)), (5_000, 3_000));
		let market = sell_rights();
		assert_eq!(
			(owns(RIGHT, Charlie), owns(RIGHT, Eve), owns(RIGHT, Ferdie)),
			(500, 1_800, 700)
		);
		go_to(TERMS.opens);
		assert_ok!(Offerings::exercise(signed(Bob), offering, 5_000));
		assert_ok!(Offerings::exercise(signed(Eve), offering, 1_800));
		assert_ok!(Offerings::exercise(signed(Ferdie), offering, 200));
		check_rights(&company);
		check();

		go_to(TERMS.public);
		assert!(Offerings::exercise(signed(Ferdie), offering, 500).is_err());
		assert!(Offerings::claim_rights(signed(Dave), offering, None).is_err());
		for number in 0..BIDDERS {
			let (who, (price, lots)) = (bidder(number), bid_of(number));
			let origin = RuntimeOrigin::signed(who.clone());
			assert_ok!(Offerings::bid(origin, offering, lots, price * ONE));
			assert_eq!(held(&who), price * lots * ONE);
			assert_eq!(Assets::balance(CASH, &who), PURSE - price * lots * ONE);
		}
		check();

		go_to(TERMS.closes);
		assert_ok!(Offerings::price_offering(signed(Ferdie), offering));
		for settled in 1..=5 {
			assert_ok!(Offerings::settle(signed(Ferdie), offering, 100));
			let sold = (0..BIDDERS).filter(|n| Assets::balance(SHARE, &bidder(*n)) > 0).count();
			// Three of five bids get something.
			assert_eq!(sold, settled * 60);
			check();
		}
		let mut sold = 0;
		for number in 0..BIDDERS {
			let (who, lots) = (bidder(number), gets(number));
			assert_eq!(Assets::total_balance(SHARE, &who), lots * 100, "bidder {number}");
			assert_eq!(held(&who), 0);
			assert_eq!(Assets::balance(CASH, &who), PURSE - lots * 100 * ONE, "bidder {number}");
			sold += lots;
		}
		assert_eq!(sold, 3_000);
		let raised = 7_000 * RIGHTS_PRICE + 3_000 * 100 * ONE;
		assert_eq!(Assets::total_balance(CASH, &company), raised);
		assert_eq!(Assets::total_issuance(SHARE), 2_000_000);

		// The marks of two claims go, and with them the offering. Its right token stays as long as the market lists it.
		assert_ok!(Offerings::clear(signed(Ferdie), offering, 100));
		assert!(pallet_offerings::Offerings::<Runtime>::get(offering).is_none());
		assert_eq!(deposit(), 0);
		assert_noop!(
			Offerings::retire_rights(signed(Ferdie), RIGHT),
			pallet_tokens::Error::<Runtime>::Pinned
		);
		let vote = RuntimeOrigin::from(pallet_mandates::Origin::Markets);
		assert_ok!(OrderBook::close_market(vote, market));
		go_to(TERMS.closes + 2);
		assert_ok!(Offerings::retire_rights(signed(Ferdie), RIGHT));
		check();
	});
}
