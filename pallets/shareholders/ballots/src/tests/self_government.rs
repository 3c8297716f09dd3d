//! Holders govern their company without its founder.

use super::*;
use shareholders_accounting::Schedule;

/// Eve and dave, 70 of 1,000 shares, requisition a dividend of 1,000 CASH out of the company's account over two epochs. It
/// passes and runs; the founder signs nothing and opposes it in vain with nothing.
#[test]
fn a_twentieth_of_the_shares_has_a_dividend_paid_out_of_the_company() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(&founder()), CASH, company(), 5_000));
		hand_over();
		let dividend = pallet_shareholders::Call::pay_dividend {
			class: SHARE,
			token: CASH,
			amount: 1_000,
			schedule: Schedule::Stream(2),
		};
		assert_ok!(Ballots::requisition(signed(&eve()), SHARE, motion(dividend)));
		assert_ok!(sign(&dave(), 0));
		at(30);
		assert_ok!(vote(&eve(), 0, YES));
		assert_ok!(vote(&dave(), 0, YES));
		assert_ok!(vote(&carol(), 0, YES));
		assert_ok!(vote(&frank(), 0, NO));
		at(70);
		assert_ok!(close(0));
		at(75);
		assert_ok!(execute(0));
		assert_eq!(last_event(), Event::Executed { ballot: 0, result: Ok(()) });
		assert_eq!(total(CASH, &company()), 4_000);
		// Two boundaries later everything is owed: a thousandth per share.
		go_to(11);
		let owed = |who: &AccountId| Shareholders::claimable(SHARE, who).unwrap()[0].owed;
		assert_eq!((owed(&alice()), owed(&eve()), owed(&frank())), (500, 30, 10));
		clear_round();
		assert!(is_blank());
	});
}

/// A ballot of the company may itself call the next one: its account acts for it.
#[test]
fn a_ballot_calls_a_ballot() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::transfer_allow_death(signed(&founder()), company(), START / 2));
		hand_over();
		let next = crate::Call::open_ballot { class: SHARE, motion: text() };
		assert_ok!(Ballots::requisition(signed(&alice()), SHARE, motion(next)));
		at(30);
		assert_ok!(vote(&alice(), 0, YES));
		at(70);
		assert_ok!(close(0));
		at(75);
		assert_ok!(execute(0));
		assert_eq!(last_event(), Event::Executed { ballot: 0, result: Ok(()) });
		assert_eq!(Ballots::ballots_of(SHARE), vec![1]);
		assert_eq!(deposit(HoldReason::BallotDeposit, &company()), BALLOT_DEPOSIT);
	});
}
