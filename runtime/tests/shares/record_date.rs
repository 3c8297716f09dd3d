//! An order that is filled after the record date: whoever owned the shares then has the dividend and the vote.

use crate::{
	common::{begin_block, chain},
	copies::{CASH, EPOCH_BLOCKS, HALO},
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::Mutate as _, fungibles::Inspect as _},
};
use kongsi_runtime::{
	constants::money, genesis_presets::DEVELOPMENT, AccountId, Assets, Balances, Ballots,
	Executive, OrderBook, Runtime, RuntimeOrigin, Shareholders, System,
};
use order_book_engine::{Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use pallet_ballots::{Motion, NextBallotId};
use shareholders_accounting::{Answer, Schedule};
use sp_keyring::Sr25519Keyring::{Alice, Bob};

/// HALO in cash: a lot is one share; the best bid of the preset is 2,495 ticks of 10,000 atoms, the best ask 2,505.
const HALO_CASH: u32 = 1;
const ONE_CASH: u128 = 1_000_000;
const FOR: Answer = Answer::Choice(0);

fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// Goes on to a block, with every hook of every pallet.
fn advance(to: u32) {
	while System::block_number() < to {
		Executive::finalize_block();
		begin_block(u64::from(System::block_number()) + 1);
	}
}

fn order(side: Side, price: u64, lots: u64) -> NewOrder {
	NewOrder {
		side,
		price: Ticks::new(price),
		quantity: Lots::new(lots),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}

#[test]
fn an_order_filled_after_the_record_date_leaves_dividend_and_vote_to_the_seller() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		let (founder, giver) = (Alice.to_account_id(), Bob.to_account_id());
		let (seller, buyer) = (AccountId::from([0xaa; 32]), AccountId::from([0xbb; 32]));
		for who in [&seller, &buyer] {
			assert_ok!(Balances::mint_into(who, 10 * money::KSI));
		}
		// The thousand shares are Bob's of the genesis, so that there are 60,000 as before.
		assert_ok!(Assets::transfer(signed(&giver), HALO, seller.clone().into(), 1_000));
		assert_ok!(Assets::mint(signed(&founder), CASH, buyer.clone().into(), 30_000 * ONE_CASH));

		// All of them are in open orders, and a ballot and a dividend of 1.00 a share are announced.
		for price in 2_501..=2_504 {
			let ask = order(Side::Ask, price, 250);
			assert_ok!(OrderBook::place_order(signed(&seller), HALO_CASH, ask));
		}
		assert_eq!(Assets::balance(HALO, &seller), 0);
		assert_eq!(Assets::total_balance(HALO, &seller), 1_000);
		let ballot = NextBallotId::<Runtime>::get();
		let motion = Motion { document: [7; 32], choices: 2, call: None };
		assert_ok!(Ballots::open_ballot(signed(&founder), HALO, motion));
		let schedule = Schedule::Dated { record: 2, payment: 2 };
		let amount = 60_000 * ONE_CASH;
		assert_ok!(Shareholders::pay_dividend(signed(&founder), HALO, CASH, amount, schedule));

		// The record date is the boundary of epoch 2. In its first block somebody buys everything.
		advance(EPOCH_BLOCKS);
		assert_eq!(Shareholders::epoch(), 2);
		assert_ok!(OrderBook::place_order(
			signed(&buyer),
			HALO_CASH,
			order(Side::Bid, 2_504, 1_000)
		));
		assert_eq!(Assets::total_balance(HALO, &seller), 0);
		assert_eq!(Assets::total_balance(HALO, &buyer), 1_000);

		// The seller has the dividend, the buyer none.
		let had = Assets::balance(CASH, &seller);
		assert_ok!(Shareholders::claim(signed(&seller), HALO, None));
		assert_eq!(Assets::balance(CASH, &seller) - had, 1_000 * ONE_CASH);
		assert_noop!(
			Shareholders::claim(signed(&buyer), HALO, None),
			pallet_shareholders::Error::<Runtime>::NothingOwed
		);

		// The seller has the vote, the buyer none.
		assert_ok!(Ballots::vote(signed(&seller), ballot, FOR));
		assert_noop!(
			Ballots::vote(signed(&buyer), ballot, FOR),
			pallet_ballots::Error::<Runtime>::NoWeight
		);
		let info = Ballots::ballot_info(ballot).expect("it is open");
		assert_eq!((info.record_date, info.base), (2, Some(60_000)));
		assert_eq!((info.weights, info.abstain), (vec![1_000, 0], 0));

		// At the next boundary it is the other way round.
		let schedule = Schedule::Next;
		assert_ok!(Shareholders::pay_dividend(signed(&founder), HALO, CASH, amount, schedule));
		advance(2 * EPOCH_BLOCKS);
		assert_noop!(
			Shareholders::claim(signed(&seller), HALO, None),
			pallet_shareholders::Error::<Runtime>::NothingOwed
		);
		let had = Assets::balance(CASH, &buyer);
		assert_ok!(Shareholders::claim(signed(&buyer), HALO, None));
		assert_eq!(Assets::balance(CASH, &buyer) - had, 1_000 * ONE_CASH);
		Shareholders::do_try_state().unwrap();
		Ballots::do_try_state().unwrap();
	});
}
