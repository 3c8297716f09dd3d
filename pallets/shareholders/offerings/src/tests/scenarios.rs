//! Whole offerings, with every figure checked.

use super::*;
use shareholders_accounting::naive::clear;
use sp_runtime::AccountId32;

/// Bidders are numbered from 1000.
fn bidder(number: u32) -> AccountId {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(&(1_000 + number).to_le_bytes());
	AccountId32::new(bytes)
}

/// A million shares in lots of 100. Holders have rights to all of them: alice uses hers, bob sells his to dave, who uses a
/// third, carol lets hers go. What is left, 3 in 10, goes to 500 bidders, who all pay one price.
#[test]
fn a_million_shares_go_to_holders_and_five_hundred_bidders_at_one_price() {
	const BIDDERS: u32 = 500;
	const CASH_OF_BIDDER: u128 = 1_000_000;
	let terms = OfferingTerms {
		lots: 10_000,
		lot_size: 100,
		pricing: Pricing::Auction(80),
		rights_price: Some(60),
		..with_rights()
	};
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(terms));
		for who in [alice(), bob(), carol()] {
			assert_ok!(claim(&who));
		}
		assert_eq!((free(RIGHT, &alice()), free(RIGHT, &bob())), (6_000, 3_000));
		// Rights trade like any token.
		assert_ok!(Assets::transfer(signed(&bob()), RIGHT, dave(), 3_000));
		go_to(OPENS);
		assert_ok!(exercise(&alice(), 6_000));
		assert_ok!(exercise(&dave(), 1_000));
		assert_eq!(free(CASH, &alice()), START - 360_000);
		assert_eq!(free(CASH, &dave()), START - 60_000);
		assert_eq!((total(SHARE, &alice()), total(SHARE, &dave())), (600_600, 100_000));

		go_to(PUBLIC);
		let mut bids = Vec::new();
		for number in 0..BIDDERS {
			let who = bidder(number);
			assert_ok!(Whole::mint_into(KSI, &who, EXISTENTIAL_DEPOSIT));
			assert_ok!(Whole::mint_into(CASH, &who, CASH_OF_BIDDER));
			// Prices 80 to 116, lots 1 to 13.
			let (price, lots) = (80 + u128::from(number * 7 % 37), 1 + u128::from(number % 13));
			assert_ok!(bid(&who, lots, price));
			bids.push((price, lots));
		}
		check();
		finish();

		let (expected, gets) = clear(&terms, 3_000, &bids);
		let (mut sold, mut proceeds) = (0, 0);
		for (number, lots) in (0..BIDDERS).zip(&gets) {
			let who = bidder(number);
			assert_eq!(total(SHARE, &who), lots * 100);
			assert_eq!(held(CASH, &who), 0);
			assert_eq!(free(CASH, &who), CASH_OF_BIDDER - lots * expected);
			sold += lots;
			proceeds += lots * expected;
		}
		assert_eq!(sold, 3_000); // all that was left
		assert_eq!(free(CASH, &company()), START + 7_000 * 60 + proceeds);
		assert_eq!(Whole::total_issuance(SHARE), SUPPLY + 1_000_000);
		assert!(events().contains(&Event::Completed {
			offering: FIRST,
			price: Some(expected),
			lots_sold: 3_000,
			proceeds,
			exercised: 7_000
		}));

		assert_ok!(clear_all());
		assert_ok!(Offerings::retire_rights(signed(&ghost()), RIGHT));
		assert_eq!(deposit(&founder()), 0);
	});
}

fn clear_all() -> DispatchResult {
	crate::mock::clear(MAX_STEPS)
}

#[test]
fn an_offering_as_large_as_a_class_can_be_ends_without_loss() {
	ExtBuilder.build_and_execute(|| {
		// BOND as a class of the largest supply, paid in KSI at a huge price.
		let by = || signed(&founder());
		assert_ok!(Assets::set_authorised_maximum(by(), BOND, MAX_SUPPLY));
		assert_ok!(Shareholders::create_share_class(by(), 0, BOND));
		let large = OfferingTerms {
			lots: MAX_SUPPLY / 10,
			lot_size: 10,
			pricing: Pricing::Auction(1 << 30),
			..auction()
		};
		assert_ok!(Offerings::open_offering(by(), BOND, CASH, large));
		let rich = 1u128 << 126;
		assert_ok!(Whole::mint_into(CASH, &dave(), rich));
		go_to(OPENS);
		let all = MAX_SUPPLY / 10;
		assert_ok!(Offerings::bid(signed(&dave()), FIRST, all, 1 << 34));
		finish();
		assert_eq!(total(BOND, &dave()), all * 10);
		assert_eq!(free(CASH, &dave()), START + rich - (all << 34));
		assert_eq!(free(CASH, &company()), START + (all << 34));
	});
}
