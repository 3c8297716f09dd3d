use super::*;

/// 60 % to alice, 40 % to `other`, and 100 CASH claimable.
fn paid_with(other: AccountId) {
	issue(&[(alice(), 60), (other, 40)]);
	assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
	pass(2);
}

#[test]
fn claim_pays_all_tokens_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Shareholders::open_payout(signed(&founder()), SHARE, BOND));
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		let stream = Schedule::Stream(4);
		assert_ok!(Shareholders::pay_dividend(signed(&dave()), SHARE, BOND, 200, stream));
		pass(2);
		// Half of the bonds have streamed.
		assert_ok!(claim(&alice()));
		assert_eq!(
			last_event(),
			Event::Claimed {
				class: SHARE,
				who: alice(),
				payments: vec![(CASH, 60), (BOND, 60)],
				unpaid: vec![]
			}
		);
		assert_eq!((total(CASH, &alice()), total(BOND, &alice())), (START + 60, 60));
		assert_eq!((total(CASH, &pot()), total(BOND, &pot())), (CASH_MINIMUM + 40, 10 + 140));
		assert_noop!(claim(&alice()), Error::<Test>::NothingOwed);
	});
}

#[test]
fn claim_for_another_pays_the_other() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(bob());
		assert_ok!(Shareholders::claim(signed(&carol()), SHARE, Some(alice())));
		assert_eq!(total(CASH, &alice()), START + 60);
		assert_eq!(total(CASH, &carol()), START);
		assert_noop!(claim(&carol()), Error::<Test>::NothingOwed);
	});
}

#[test]
fn claim_is_charged_for_what_it_pays() {
	ExtBuilder::default().build_and_execute(|| {
		use crate::WeightInfo;
		type Weights = <Test as crate::Config>::WeightInfo;
		paid_with(bob());
		let charged = Shareholders::claim(signed(&alice()), SHARE, None).unwrap();
		assert_eq!(charged.actual_weight, Some(Weights::claim(1)));
	});
}

#[test]
fn a_claim_never_expires() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(bob());
		pass(1_000_000);
		assert_ok!(claim(&bob()));
		assert_eq!(total(CASH, &bob()), START + 40);
	});
}

#[test]
fn who_has_sold_everything_is_still_owed_what_he_earned() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(bob());
		assert_ok!(transfer(&alice(), &carol(), 60));
		assert_eq!((total(SHARE, &alice()), owed(&alice()), owed(&carol())), (0, 60, 0));
		pass(3);
		assert_ok!(claim(&alice()));
		// Nothing is left of the line.
		assert_eq!(Lines::<Test>::get(SHARE, alice()), None);
	});
}

/// 30 thirds of an atom are 10 atoms, though one claims in between.
#[test]
fn fractions_of_an_atom_stay_with_the_holder() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 1), (bob(), 2)]);
		for _ in 0..30 {
			// Two boundaries for two atoms; the last stream is out when the next begins.
			assert_ok!(pay(&founder(), 2, Schedule::Stream(2)));
			pass(2);
			let _ = claim(&alice());
		}
		assert_eq!((total(CASH, &alice()), owed(&bob())), (START + 20, 40));
	});
}

/// 40 owed, a minimum of 50: refused. 80 owed: paid.
#[test]
fn what_is_below_the_minimum_of_a_new_record_stays_owed() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(eve());
		assert_noop!(claim(&eve()), Error::<Test>::CannotBePaid);
		assert_eq!(owed(&eve()), 40);
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		pass(2);
		assert_ok!(claim(&eve()));
		assert_eq!(total(CASH, &eve()), 80);
	});
}

#[test]
fn what_cannot_be_moved_while_a_token_is_frozen_stays_owed() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(bob());
		assert_ok!(Assets::freeze_asset(signed(&founder()), CASH));
		assert_noop!(claim(&alice()), Error::<Test>::CannotBePaid);
		assert_ok!(Assets::thaw_asset(signed(&founder()), CASH));
		// A pot that its freezer stops.
		assert_ok!(Assets::freeze(signed(&founder()), CASH, pot()));
		assert_noop!(claim(&alice()), Error::<Test>::CannotBePaid);
		assert_ok!(Assets::thaw(signed(&founder()), CASH, pot()));
		assert_eq!(owed(&alice()), 60);
		assert_ok!(claim(&alice()));
	});
}

/// Only sending is stopped for a frozen account.
#[test]
fn a_frozen_account_is_paid() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(bob());
		assert_ok!(Assets::freeze(signed(&founder()), CASH, alice()));
		assert_ok!(Assets::freeze(signed(&founder()), SHARE, alice()));
		assert_ok!(claim(&alice()));
		assert_eq!(total(CASH, &alice()), START + 60);
	});
}

#[test]
fn a_frozen_token_keeps_nothing_back_in_others() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Shareholders::open_payout(signed(&founder()), SHARE, BOND));
		paid_with(bob());
		let stream = Schedule::Stream(2);
		assert_ok!(Shareholders::pay_dividend(signed(&dave()), SHARE, BOND, 100, stream));
		pass(2);
		assert_ok!(Assets::freeze_asset(signed(&founder()), CASH));
		assert_ok!(claim(&alice()));
		assert_eq!(
			last_event(),
			Event::Claimed {
				class: SHARE,
				who: alice(),
				payments: vec![(BOND, 60)],
				unpaid: vec![CASH]
			}
		);
		assert_eq!((due(&alice(), CASH), due(&alice(), BOND)), ((60, 0), (0, 0)));
	});
}

/// A company pays in its own shares. 100 each at the boundaries of epochs 2 and 3, the pot not counted.
///
/// Epoch 2, 1,800 shares: alice 600 / 18 = 33.33, bob 400 / 18 = 22.22, founder 800 / 18 = 44.44. Alice claims 33.
/// Epoch 3, 1,833 shares: alice 63,300 / 1,833 = 34.53, bob 40,000 / 1,833 = 21.82, founder 80,000 / 1,833 = 43.64; with
/// what they had: alice 34.87, bob 44.04, founder 88.09.
#[test]
fn a_dividend_in_the_class_itself_is_exact() {
	ExtBuilder::without_payout().build_and_execute(|| {
		issue(&[(alice(), 600), (bob(), 400), (founder(), 1_001)]);
		assert_ok!(Shareholders::open_payout(signed(&founder()), SHARE, SHARE));
		let stream = Schedule::Stream(2);
		assert_ok!(Shareholders::pay_dividend(signed(&founder()), SHARE, SHARE, 200, stream));
		assert_eq!(class(SHARE).register.eligible(), Ok(1_800));
		pass(1);
		assert_eq!([alice(), bob(), founder()].map(|who| due(&who, SHARE).0), [33, 22, 44]);
		assert_ok!(claim(&alice()));
		pass(1);
		assert_eq!([alice(), bob(), founder()].map(|who| due(&who, SHARE).0), [34, 44, 88]);
		for who in [founder(), bob(), alice()] {
			assert_ok!(claim(&who));
		}
		assert_eq!(total(SHARE, &pot()), 1 + 1); // the minimum, and an atom in fractions
		assert_eq!(total(SHARE, &alice()), 667);
	});
}

#[test]
fn claim_fails_where_nothing_is_owed() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(bob());
		for who in [carol(), founder(), company(), pot(), ghost()] {
			assert_noop!(
				Shareholders::claim(signed(&alice()), SHARE, Some(who)),
				Error::<Test>::NothingOwed
			);
		}
	});
}

#[test]
fn claim_fails_for_other_tokens() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Shareholders::claim(signed(&alice()), CASH, None),
			Error::<Test>::NotAShareClass
		);
	});
}

#[test]
fn claim_fails_if_the_records_contradict_each_other() {
	ExtBuilder::default().build_and_execute(|| {
		paid_with(bob());
		let sound = class(SHARE);
		Classes::<Test>::mutate_extant(SHARE, |class| class.register.payouts[0].booked = 0);
		assert_noop!(claim(&alice()), Error::<Test>::Corrupt);
		Classes::<Test>::insert(SHARE, sound);
		assert_ok!(claim(&alice()));
	});
}
