//! Who cannot be paid keeps nobody back, and is paid later.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, weights::Weight};
use pallet_staking::RewardDestination;

#[test]
fn a_part_below_the_minimum_balance_waits_until_its_owner_has_the_token() {
	execute(|| {
		// 400 CASH by stake: Ann 200, nominators 160 and 40. The minimum is 50.
		expose(0, &ann(), 0, 500, &[(nom(1), 400), (nom(2), 100)]);
		earn(CASH, 400);
		end_era(&[(ann(), 20)]);
		events();
		assert_eq!(pay(0, &ann(), 0), Ok(Weight::from_parts(1_030, 0)));
		assert_eq!([ann(), nom(1), nom(2)].map(|who| total(CASH, &who)), [200, 160, 0]);
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![(2, 0b1)]));
		assert_eq!((left(0, CASH), owed(CASH)), (Some(40), 40));
		let page = Event::PagePaid { era: 0, validator: ann(), page: 0, unpaid: 1 };
		assert_eq!(events().last(), Some(&page));
		// Still not: nothing happens, and nobody else is paid again.
		assert_noop!(pay(0, &ann(), 0), error(Error::NothingDelivered));
		mint(CASH, &nom(2), CASH_MINIMUM);
		assert_eq!(pay(0, &ann(), 0), Ok(Weight::from_parts(1_010, 0)));
		assert_eq!([ann(), nom(1), nom(2)].map(|who| total(CASH, &who)), [200, 160, 90]);
		assert_eq!(owed(CASH), 0);
		assert_noop!(pay(0, &ann(), 0), error(Error::AlreadyPaid));
	});
}

#[test]
fn what_was_paid_in_one_token_is_not_paid_again_for_the_sake_of_another() {
	execute(|| {
		// Of CASH the nominator gets 40, below the minimum; of COIN 10.
		expose(0, &ann(), 0, 900, &[(nom(1), 100)]);
		earn(CASH, 400);
		earn(COIN, 100);
		end_era(&[(ann(), 20)]);
		pay(0, &ann(), 0).unwrap();
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![(1, 0b01)]));
		// There is more by now, which is not for era 0.
		earn(CASH, 400);
		earn(COIN, 100);
		mint(CASH, &nom(1), CASH_MINIMUM);
		assert_eq!(pay(0, &ann(), 0), Ok(Weight::from_parts(1_010, 0)));
		assert_eq!([CASH, COIN].map(|token| total(token, &nom(1))), [90, 10]);
		assert_eq!([CASH, COIN].map(|token| total(token, &ann())), [360, 90]);
		assert_eq!([CASH, COIN].map(|token| left(0, token)), [Some(0), Some(0)]);
	});
}

#[test]
fn an_owner_may_name_a_payee_who_can_be_paid() {
	execute(|| {
		expose(0, &ann(), 0, 900, &[(nom(1), 100)]);
		earn(CASH, 400);
		end_era(&[(ann(), 20)]);
		pay(0, &ann(), 0).unwrap();
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![(1, 0b1)]));
		set_payee(&nom(1), RewardDestination::Account(ann()));
		pay(0, &ann(), 0).unwrap();
		assert_eq!(total(CASH, &ann()), 400);
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![]));
	});
}

#[test]
fn an_account_that_does_not_exist_gets_what_it_can_exist_by() {
	execute(|| {
		// Nobody has ever had anything in account 77.
		let nobody = account(77);
		set_payee(&nom(1), RewardDestination::Account(nobody.clone()));
		expose(0, &ann(), 0, 300, &[(nom(1), 100)]);
		earn(KSI, 36);
		earn(CASH, 400);
		earn(COIN, 400);
		end_era(&[(ann(), 20)]);
		pay(0, &ann(), 0).unwrap();
		// 9 KSI are below its minimum. It exists by 100 CASH; a record of COIN needs KSI, too.
		assert_eq!([KSI, CASH, COIN].map(|token| total(token, &nobody)), [0, 100, 0]);
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![(1, 0b101)]));
		mint(KSI, &nobody, EXISTENTIAL_DEPOSIT);
		pay(0, &ann(), 0).unwrap();
		let got = [KSI, CASH, COIN].map(|token| total(token, &nobody));
		assert_eq!(got, [EXISTENTIAL_DEPOSIT + 9, 100, 100]);
	});
}

#[test]
fn a_frozen_token_keeps_no_other_back() {
	execute(|| {
		expose(0, &ann(), 0, 100, &[(nom(1), 100)]);
		for token in TOKENS {
			earn(token, 200);
		}
		end_era(&[(ann(), 20)]);
		freeze(CASH);
		pay(0, &ann(), 0).unwrap();
		assert_eq!([KSI, CASH, COIN].map(|token| total(token, &nom(1))), [START + 100, 0, 100]);
		// CASH is the second pot, so its bit is the second.
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![(0, 0b010), (1, 0b010)]));
		// Nothing of it is frozen for the next era while it does not move, and nothing of what is owed afterwards.
		earn(KSI, 70);
		end_era(&[(ann(), 20)]);
		assert_eq!((left(1, CASH), left(1, KSI)), (None, Some(70)));
		thaw(CASH);
		earn(CASH, 300);
		expose(2, &ann(), 0, 100, &[]);
		end_era(&[(ann(), 20)]);
		assert_eq!(left(2, CASH), Some(300));
		pay(0, &ann(), 0).unwrap();
		assert_eq!([ann(), nom(1)].map(|who| total(CASH, &who)), [100, 100]);
		pay(2, &ann(), 0).unwrap();
		assert_eq!(total(CASH, &ann()), 400);
	});
}

#[test]
fn a_page_of_which_nobody_can_be_paid_is_not_paid() {
	execute(|| {
		expose(0, &ann(), 0, 100, &[(nom(1), 100)]);
		// 20 for each, below the minimum of 50.
		earn(CASH, 40);
		end_era(&[(ann(), 20)]);
		assert_noop!(pay(0, &ann(), 0), error(Error::NothingDelivered));
		assert_eq!(unpaid(0, &ann(), 0), None);
		mint(CASH, &ann(), CASH_MINIMUM);
		pay(0, &ann(), 0).unwrap();
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![(1, 0b1)]));
	});
}

#[test]
fn a_part_that_is_nothing_is_not_owed() {
	execute(|| {
		// Of 1 atom of COIN nobody gets any, since each part is below it.
		expose(0, &ann(), 0, 100, &[(nom(1), 100)]);
		earn(COIN, 1);
		end_era(&[(ann(), 20)]);
		assert_eq!(pay(0, &ann(), 0), Ok(Weight::from_parts(1_000, 0)));
		assert_eq!(unpaid(0, &ann(), 0), Some(vec![]));
		assert_eq!(left(0, COIN), Some(1));
		assert_noop!(pay(0, &ann(), 0), error(Error::AlreadyPaid));
	});
}
