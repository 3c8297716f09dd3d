//! Paying pages, reckoned by hand.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, weights::Weight};
use pallet_staking::RewardDestination;
use sp_runtime::DispatchError;

/// Era 0: 1,000 CASH. Ann earned 40 of 100 points, Ben 60, Cem none.
///
/// Ann takes 10 %. Behind her are 400: her own 100, two nominators with 200 and 100.
/// Ben takes nothing. Behind him are 1,000, nothing of it his own: five nominators of 300, 100, 200, 250, 150, on two pages.
/// Cem has 100 of his own.
fn era() {
	expose(0, &ann(), 10, 100, &[(nom(1), 200), (nom(2), 100)]);
	let others = [(nom(3), 300), (nom(4), 100), (nom(5), 200), (nom(6), 250), (nom(7), 150)];
	expose(0, &ben(), 0, 0, &others);
	expose(0, &cem(), 0, 100, &[]);
	earn(CASH, 1_000);
	end_era(&[(ann(), 40), (ben(), 60)]);
}

#[test]
fn a_page_is_paid_by_points_commission_and_stake() {
	execute(|| {
		era();
		events();
		assert_eq!((left(0, CASH), owed(CASH)), (Some(1_000), 1_000));
		// Three payments.
		assert_eq!(pay(0, &ann(), 0), Ok(Weight::from_parts(1_030, 0)));
		// Of 1,000 Ann's part is 400, 40 of it commission. Of the other 360 she has 1/4, 90, the nominators 180 and 90.
		assert_eq!(total(CASH, &ann()), 130);
		assert_eq!(total(CASH, &nom(1)), 180);
		assert_eq!(total(CASH, &nom(2)), 90);
		assert_eq!((left(0, CASH), owed(CASH)), (Some(600), 600));
		assert_eq!(total(CASH, &source()), 650);
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![]));
		let paid = |stash: AccountId, amount| Event::Paid {
			era: 0,
			validator: ann(),
			payee: stash.clone(),
			stash,
			token: CASH,
			amount,
		};
		let expected = [
			paid(ann(), 130),
			paid(nom(1), 180),
			paid(nom(2), 90),
			Event::PagePaid { era: 0, validator: ann(), page: 0, unpaid: 0 },
		];
		assert_eq!(events(), expected);
	});
}

#[test]
fn each_page_is_paid_by_itself() {
	execute(|| {
		era();
		// Of 1,000 Ben's part is 600. The second page first: 250 and 150 of 1,000 are 150 and 90.
		assert_eq!(pay(0, &ben(), 1), Ok(Weight::from_parts(1_020, 0)));
		assert_eq!((total(CASH, &nom(6)), total(CASH, &nom(7))), (150, 90));
		assert_eq!(total(CASH, &nom(3)), 0);
		// 300, 100, 200 of 1,000 are 180, 60, 120. Ben himself has no stake and takes no commission.
		assert_eq!(pay(0, &ben(), 0), Ok(Weight::from_parts(1_030, 0)));
		let got = [nom(3), nom(4), nom(5), ben()].map(|who| total(CASH, &who));
		assert_eq!(got, [180, 60, 120, 0]);
		assert_eq!(left(0, CASH), Some(400));
		// And Ann: nothing is left.
		pay(0, &ann(), 0).unwrap();
		assert_eq!((left(0, CASH), owed(CASH)), (Some(0), 0));
		assert_eq!(total(CASH, &source()), CASH_MINIMUM);
	});
}

#[test]
fn commission_is_paid_on_the_first_page_only() {
	execute(|| {
		let others = [(nom(1), 100), (nom(2), 100), (nom(3), 100), (nom(4), 600)];
		expose(0, &ann(), 50, 100, &others);
		earn(CASH, 2_000);
		end_era(&[(ann(), 20)]);
		// 1,000 are commission; of the other 1,000 nominator 4 has 6/10.
		pay(0, &ann(), 1).unwrap();
		assert_eq!((total(CASH, &nom(4)), total(CASH, &ann())), (600, 0));
		pay(0, &ann(), 0).unwrap();
		assert_eq!((total(CASH, &nom(4)), total(CASH, &ann())), (600, 1_100));
		assert_eq!(left(0, CASH), Some(0));
	});
}

#[test]
fn pay_is_in_kind_in_each_token() {
	execute(|| {
		expose(0, &ann(), 0, 100, &[(nom(1), 300)]);
		earn(KSI, 40);
		earn(CASH, 400);
		earn(COIN, 4_000);
		end_era(&[(ann(), 20)]);
		assert_eq!(pay(0, &ann(), 0), Ok(Weight::from_parts(1_060, 0)));
		let got = |who: AccountId| [KSI, CASH, COIN].map(|token| total(token, &who));
		assert_eq!(got(ann()), [START + 10, 100, 1_000]);
		assert_eq!(got(nom(1)), [START + 30, 300, 3_000]);
	});
}

#[test]
fn what_rounding_leaves_goes_to_a_later_pot() {
	execute(|| {
		// 1,000 in three equal parts: 333 each, 1 is left.
		expose(0, &ann(), 0, 100, &[(nom(1), 100), (nom(2), 100)]);
		earn(CASH, 1_000);
		end_era(&[(ann(), 20)]);
		pay(0, &ann(), 0).unwrap();
		assert_eq!((left(0, CASH), owed(CASH)), (Some(1), 1));
		// It is owed until era 0 expires, then it is in the pot of the era that has just ended.
		for _ in 1..DEPTH {
			end_era(&[]);
		}
		assert_eq!((active_era(), owed(CASH)), (10, 0));
		end_era(&[(ann(), 20)]);
		assert_eq!(left(10, CASH), Some(1));
	});
}

#[test]
fn a_validator_without_points_is_not_paid() {
	execute(|| {
		era();
		assert_noop!(pay(0, &cem(), 0), error(Error::NoPoints));
		assert_noop!(pay(0, &nom(1), 0), error(Error::NoPoints));
	});
}

#[test]
fn a_validator_with_nothing_but_own_stake_is_one_page() {
	execute(|| {
		expose(0, &cem(), 5, 100, &[]);
		earn(CASH, 777);
		end_era(&[(cem(), 20)]);
		assert_noop!(pay(0, &cem(), 1), error(Error::UnknownPage));
		pay(0, &cem(), 0).unwrap();
		// 5 % of 777 are 38.85, hence 38, and the other 739.
		assert_eq!(total(CASH, &cem()), 777);
	});
}

#[test]
fn a_page_is_paid_once() {
	execute(|| {
		era();
		pay(0, &ann(), 0).unwrap();
		assert_noop!(pay(0, &ann(), 0), error(Error::AlreadyPaid));
		pay(0, &ben(), 0).unwrap();
		pay(0, &ben(), 1).unwrap();
		assert_noop!(pay(0, &ben(), 0), error(Error::AlreadyPaid));
		assert_noop!(pay(0, &ben(), 1), error(Error::AlreadyPaid));
	});
}

#[test]
fn there_are_no_pages_beyond_the_last() {
	execute(|| {
		era();
		assert_noop!(pay(0, &ann(), 1), error(Error::UnknownPage));
		assert_noop!(pay(0, &ben(), 2), error(Error::UnknownPage));
		assert_noop!(pay(0, &ben(), u32::MAX), error(Error::UnknownPage));
	});
}

#[test]
fn an_era_that_goes_on_cannot_be_paid() {
	execute(|| {
		era();
		expose(1, &ann(), 0, 100, &[]);
		earn(CASH, 1_000);
		assert_noop!(pay(1, &ann(), 0), error(Error::UnknownEra));
		assert_noop!(pay(2, &ann(), 0), error(Error::UnknownEra));
	});
}

#[test]
fn payees_are_paid_where_they_want_to_be() {
	execute(|| {
		let others = [(nom(1), 100), (nom(2), 100), (nom(3), 100)];
		expose(0, &ann(), 0, 100, &others);
		set_payee(&ann(), RewardDestination::Staked);
		set_payee(&nom(1), RewardDestination::Stash);
		set_payee(&nom(2), RewardDestination::Account(nom(9)));
		set_payee(&nom(3), RewardDestination::None);
		earn(CASH, 400);
		end_era(&[(ann(), 20)]);
		events();
		pay(0, &ann(), 0).unwrap();
		let got = [ann(), nom(1), nom(2), nom(9), nom(3)].map(|who| total(CASH, &who));
		assert_eq!(got, [100, 100, 0, 100, 0]);
		let donated = Event::Donated { era: 0, stash: nom(3), token: CASH, amount: 100 };
		assert!(events().contains(&donated));
		// Nobody is owed it; it is in the next pot.
		assert_eq!((left(0, CASH), owed(CASH)), (Some(0), 0));
		assert_noop!(pay(0, &ann(), 0), error(Error::AlreadyPaid));
		end_era(&[(ann(), 20)]);
		assert_eq!(left(1, CASH), Some(100));
	});
}

#[test]
fn anyone_may_have_a_page_paid_but_nobody_unsigned() {
	execute(|| {
		era();
		let call = |origin| ValidatorRewards::payout(origin, 0, ann(), 0).map_err(|e| e.error);
		assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert!(call(signed(&nom(19))).is_ok());
	});
}

#[test]
fn a_refused_call_weighs_what_it_did() {
	execute(|| {
		era();
		let weight = |era, validator| {
			let failed =
				ValidatorRewards::payout(signed(&ann()), era, validator, 0).expect_err("refused");
			failed.post_info.actual_weight.expect("returned").ref_time()
		};
		assert_eq!(weight(5, ann()), 1_000);
		assert_eq!(weight(0, cem()), 1_000);
		// All three of Ann's page are tried in vain.
		freeze(CASH);
		assert_eq!(weight(0, ann()), 1_030);
	});
}
