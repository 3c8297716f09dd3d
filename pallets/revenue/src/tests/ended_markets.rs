//! What becomes of the fees of a market that ends.

use super::*;
use crate::EndedMarket;

fn collected(market: u32, token: u32, paid: u128, revenue: u128) -> Event<Test> {
	Event::Collected { market, token, lister: lister(), paid, revenue }
}

#[test]
fn everything_is_collected_and_the_fee_account_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		end(SHARES);
		// With the minimum balance that the founder gave: 10 % of 3,050.
		assert_eq!(last_event(), collected(SHARES, CASH, 305, 2_745));
		assert_eq!(total(CASH, &fees(SHARES)), 0);
		assert!(!System::account_exists(&fees(SHARES)));
		assert!(!Ended::<Test>::contains_key(SHARES));
		assert_noop!(collect(SHARES), Error::<Test>::UnknownMarket);

		trade(SHARE_KSI, 100);
		end(SHARE_KSI);
		assert_eq!(last_event(), collected(SHARE_KSI, KSI, 31, 279));
		assert!(!System::account_exists(&fees(SHARE_KSI)));
	});
}

#[test]
fn the_minimum_balance_alone_burns_no_dust() {
	ExtBuilder::default().build_and_execute(|| {
		let supply = pallet_tokens::Asset::<Test>::get(COIN).unwrap().supply;
		end(SHARE_COIN);
		// Of 100 the lister's 10 would leave the revenue account less than it needs.
		assert_eq!(last_event(), collected(SHARE_COIN, COIN, 0, 100));
		assert_eq!(pallet_tokens::Asset::<Test>::get(COIN).unwrap().supply, supply);
	});
}

#[test]
fn what_does_not_move_is_remembered_until_it_does() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		freeze(CASH);
		end(SHARES);
		let ended = EndedMarket { lister: lister(), quote: CASH };
		assert_eq!(Ended::<Test>::get(SHARES), Some(ended));
		assert_eq!(total(CASH, &fees(SHARES)), 3_050);
		assert_noop!(collect(SHARES), Error::<Test>::CannotCollect);
		check();
		thaw(CASH);
		idle(u64::MAX);
		assert_eq!(last_event(), collected(SHARES, CASH, 305, 2_745));
		assert!(!System::account_exists(&fees(SHARES)));
		assert_noop!(collect(SHARES), Error::<Test>::UnknownMarket);
	});
}

#[test]
fn the_part_of_a_lister_who_is_gone_goes_to_the_others() {
	ExtBuilder::default().build_and_execute(|| {
		let gone = account(9);
		mint(KSI, &gone, 2_000);
		mint(COIN, &gone, 100);
		let market = found(&gone, COIN);
		trade(market, 1_000);
		freeze(COIN);
		end(market);
		// The deposit is free again, and he leaves with it.
		assert_ok!(Balances::transfer_allow_death(signed(&gone), carol(), 2_000));
		assert!(!System::account_exists(&gone));
		thaw(COIN);
		assert_ok!(collect(market));
		let (token, lister) = (COIN, gone);
		let revenue = 3_100;
		assert_eq!(last_event(), Event::Collected { market, token, lister, paid: 0, revenue });
	});
}

#[test]
fn a_fee_account_that_the_tokens_admin_has_emptied_is_forgotten() {
	ExtBuilder::default().build_and_execute(|| {
		freeze(CASH);
		end(SHARES);
		thaw(CASH);
		assert_ok!(Assets::burn(signed(&lister()), CASH, fees(SHARES), 50));
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 0, 0));
		assert!(!System::account_exists(&fees(SHARES)));
	});
}

#[test]
fn another_token_in_a_fee_account_keeps_nothing_back() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(Assets::transfer(signed(&carol()), LOCAL, fees(SHARES), 5));
		end(SHARES);
		assert_eq!(last_event(), collected(SHARES, CASH, 305, 2_745));
		assert!(!Ended::<Test>::contains_key(SHARES));
		// It is nobody's any more.
		assert_eq!(total(LOCAL, &fees(SHARES)), 5);
	});
}
