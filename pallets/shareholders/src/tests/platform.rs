//! KSI as a share class.

use super::*;
use frame_support::traits::{
	fungible::{Balanced as _, Mutate as _},
	tokens::Preservation::Expendable,
};

fn owed_by_ksi(who: &AccountId) -> Vec<(TokenId, u128)> {
	let all = Shareholders::claimable(KSI, who).expect("KSI is a class");
	all.into_iter().map(|due| (due.token, due.owed)).collect()
}

fn pay_ksi(token: TokenId, amount: u128) -> DispatchResult {
	Shareholders::pay_platform_dividend(&founder(), token, amount)
}

fn claim_ksi(who: &AccountId) -> DispatchResult {
	Shareholders::claim(signed(who), KSI, None).map(|_| ()).map_err(|refused| refused.error)
}

/// Six people own START each and earn; the treasury and the pot do not. The pot's minimum came from the treasury.
const HOLDERS: u128 = 6;
/// An eighth of an atom for each of 6,000,000 shares, which the register can say exactly.
const PAID: u128 = 750_000;
const EACH: u128 = 125_000;

#[test]
fn holders_of_ksi_earn_what_is_paid_before_the_boundary() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		assert_ok!(pay_ksi(CASH, PAID));
		assert_eq!(owed_by_ksi(&alice()), [(KSI, 0), (CASH, 0)]);
		pass(1);
		assert_eq!(owed_by_ksi(&alice()), [(KSI, 0), (CASH, EACH)]);
		assert_eq!(owed_by_ksi(&treasury()), [(KSI, 0), (CASH, 0)]);
		assert_ok!(claim_ksi(&alice()));
		assert_eq!(total(CASH, &alice()), START + EACH);
	});
}

#[test]
fn held_ksi_earns_and_who_buys_after_the_boundary_does_not() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		use frame_support::traits::fungible::hold::Mutate as _;
		assert_ok!(Balances::hold(&open_order(), &alice(), START - EXISTENTIAL_DEPOSIT));
		assert_ok!(pay_ksi(CASH, PAID));
		pass(1);
		assert_ok!(Balances::transfer_on_hold(
			&open_order(),
			&alice(),
			&ghost(),
			START - EXISTENTIAL_DEPOSIT,
			frame_support::traits::tokens::Precision::Exact,
			frame_support::traits::tokens::Restriction::Free,
			frame_support::traits::tokens::Fortitude::Polite,
		));
		assert_eq!(owed_by_ksi(&alice()), [(KSI, 0), (CASH, EACH)]);
		assert_eq!(owed_by_ksi(&ghost()), [(KSI, 0), (CASH, 0)]);
		// From the next boundary on it is the buyer's.
		assert_ok!(Shareholders::pay_platform_dividend(&dave(), CASH, PAID));
		pass(1);
		// An eighth of 10, and of 999,990.
		assert_eq!(owed_by_ksi(&alice())[1], (CASH, EACH + 1));
		assert_eq!(owed_by_ksi(&ghost())[1], (CASH, 124_998));
	});
}

#[test]
fn a_dividend_of_ksi_in_ksi_settles_before_it_pays() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		// The founder pays 600 of his own, so he owns less at the boundary than the others.
		assert_ok!(pay_ksi(KSI, 600));
		pass(1);
		// 600 among 5 x 1,000,000 + 999,400: 100.01 and 99.95.
		assert_eq!(owed_by_ksi(&alice())[0], (KSI, 100));
		assert_eq!(owed_by_ksi(&founder())[0], (KSI, 99));
		assert_ok!(claim_ksi(&alice()));
		assert_eq!(total(KSI, &alice()), START + 100);
		assert_noop!(claim_ksi(&alice()), Error::<Test>::NothingOwed);
	});
}

#[test]
fn the_supply_is_told_at_the_end_of_an_epoch() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		let before = class(KSI).register.supply;
		// An imbalance in flight: issuance has grown, no account has.
		let flying = Balances::issue(500);
		assert_ok!(pay_ksi(CASH, 600));
		assert_eq!(class(KSI).register.supply, before);
		assert_ok!(Balances::resolve(&dave(), flying).map_err(|_| "dave exists"));
		pass(1);
		assert_eq!(class(KSI).register.supply, before + 500);
		// 600 x 1,000,500 / 6,000,500 and 600 x 1,000,000 / 6,000,500.
		assert_eq!((owed_by_ksi(&dave())[1].1, owed_by_ksi(&bob())[1].1), (100, 99));
	});
}

#[test]
fn dust_that_is_burned_leaves_nothing_behind() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		let rest = EXISTENTIAL_DEPOSIT - 1;
		let sent = START - rest;
		assert_ok!(<Balances as frame_support::traits::fungible::Mutate<_>>::transfer(
			&eve(),
			&alice(),
			sent,
			Expendable
		));
		assert_eq!(total(KSI, &eve()), 0);
		assert_ok!(pay_ksi(CASH, 600));
		pass(1);
		assert_eq!(owed_by_ksi(&eve())[1].1, 0);
	});
}

#[test]
fn only_a_vote_acts_for_the_platform() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		for who in [founder(), treasury(), alice()] {
			let opened = Shareholders::open_payout(signed(&who), KSI, BOND);
			assert_noop!(opened, Error::<Test>::NotForCompany);
			let proposed = Shareholders::propose_exclusion(signed(&who), KSI, alice());
			assert_noop!(proposed, Error::<Test>::NotForCompany);
		}
		assert_ok!(Shareholders::propose_exclusion(RuntimeOrigin::root(), KSI, alice()));
		assert_ok!(Shareholders::accept_exclusion(signed(&alice()), KSI));
		assert_ok!(Shareholders::include(RuntimeOrigin::root(), KSI, alice()));
		let pot = Shareholders::pot_account(KSI);
		let included = Shareholders::include(RuntimeOrigin::root(), KSI, pot);
		assert_noop!(included, Error::<Test>::AlwaysExcluded);
		// The platform's account pays for the pot.
		assert_ok!(Balances::mint_into(&treasury(), START));
		assert_ok!(Assets::transfer(signed(&founder()), BOND, treasury(), 100));
		assert_ok!(Shareholders::open_payout(RuntimeOrigin::root(), KSI, BOND));
		assert_eq!(total(BOND, &treasury()), 90);
	});
}

#[test]
fn a_vote_of_the_platform_does_not_act_for_a_company() {
	ExtBuilder::default().with_platform().build_and_execute(|| {
		let opened = Shareholders::open_payout(RuntimeOrigin::root(), SHARE, BOND);
		assert_noop!(opened, Error::<Test>::NotForCompany);
		assert_eq!(Shareholders::company_of(SHARE).ok(), Some(COMPANY));
		let of_ksi = Shareholders::company_of(KSI).map_err(DispatchError::from);
		assert_eq!(of_ksi, Err(refused(Error::PlatformClass)));
		assert_eq!(Shareholders::voting_class(COMPANY), Some(SHARE));
	});
}

#[test]
fn anybody_may_pay_the_holders_of_ksi_with_notice() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		let pay = |schedule| Shareholders::pay_dividend(signed(&dave()), KSI, CASH, PAID, schedule);
		assert_noop!(pay(Schedule::Next), Error::<Test>::NoticeTooShort);
		assert_ok!(pay(Schedule::Stream(2)));
		pass(2);
		assert_eq!(owed_by_ksi(&alice())[1], (CASH, EACH));
	});
}

#[test]
fn a_record_date_of_ksi_remembers_what_was_owned() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		pass(1);
		let date = Shareholders::epoch();
		assert_ok!(Shareholders::reserve_date(KSI, date));
		assert_ok!(Balances::transfer_allow_death(signed(&alice()), bob(), 400_000));
		assert_eq!(Shareholders::total_at(KSI, &alice(), date), Ok(START));
		assert_eq!(Shareholders::total_at(KSI, &bob(), date), Ok(START));
		assert_eq!(Shareholders::eligible_at(KSI, date), Ok(HOLDERS * START));
		assert_ok!(Shareholders::release_date(KSI, date));
	});
}

#[test]
fn accounts_lie_where_the_system_keeps_them_and_change_as_it_changes_them() {
	use crate::KsiStore;
	use frame_support::traits::StoredMap;
	type Data = pallet_balances::AccountData<u128>;

	fn change<S: StoredMap<AccountId, Data>>(who: &AccountId, to: Option<u128>) -> Data {
		let set = |data: &mut Option<Data>| {
			*data = to.map(|free| Data { free, ..Default::default() });
			Ok::<_, DispatchError>(())
		};
		assert_ok!(S::try_mutate_exists(who, set));
		S::get(who)
	}

	ExtBuilder::without_company().build_and_execute(|| {
		// An account with a provider, one without, one that has nothing and gets nothing; and back again.
		System::inc_providers(&ghost());
		for who in [alice(), ghost(), account(77)] {
			for to in [Some(5), None, Some(0), Some(START)] {
				let before = frame_system::Account::<Test>::get(&who);
				let by_system = change::<System>(&who, to);
				let after = frame_system::Account::<Test>::try_get(&who);
				frame_system::Account::<Test>::insert(&who, before.clone());
				if before == Default::default() {
					frame_system::Account::<Test>::remove(&who);
				}
				assert_eq!(change::<KsiStore<Test>>(&who, to), by_system);
				assert_eq!(frame_system::Account::<Test>::try_get(&who), after);
			}
		}
		// As it was, for the check at the end.
		let _ = change::<System>(&ghost(), None);
	});
}

#[test]
fn a_change_that_fails_is_neither_stored_nor_reported() {
	use frame_support::traits::StoredMap;
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		pass(1);
		let refused = crate::KsiStore::<Test>::try_mutate_exists(&alice(), |data| {
			*data = None;
			Err::<(), _>(DispatchError::CannotLookup)
		});
		assert_eq!(refused, Err(DispatchError::CannotLookup));
		assert_eq!(total(KSI, &alice()), START);
		assert_eq!(Lines::<Test>::get(KSI, alice()), None);
	});
}

fn send_ksi(from: &AccountId, to: &AccountId, amount: u128) {
	assert_ok!(Balances::transfer_allow_death(signed(from), to.clone(), amount));
}

/// The line of an account, and what the class counts of excluded ones.
fn recorded(who: &AccountId) -> (Option<shareholders_accounting::Line>, u128) {
	(Lines::<Test>::get(KSI, who), class(KSI).register.excluded_total)
}

#[test]
fn only_the_first_change_in_an_epoch_is_recorded() {
	use frame_support::traits::fungible::hold::Mutate as _;
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		assert_ok!(pay_ksi(CASH, PAID));
		pass(1);
		assert_eq!(recorded(&alice()).0, None);
		assert_ok!(Balances::hold(&open_order(), &alice(), 500));
		let first = recorded(&alice());
		assert_eq!(
			first.0.as_ref().map(|line| (line.past.epoch, line.past.total)),
			Some((2, START))
		);
		send_ksi(&alice(), &bob(), 1_000);
		send_ksi(&carol(), &alice(), 7);
		assert_eq!(recorded(&alice()), first);
		check();
		pass(1);
		send_ksi(&alice(), &bob(), 1);
		let line = recorded(&alice()).0.unwrap();
		assert_eq!((line.past.epoch, line.past.total), (3, START - 1_000 + 7));
		assert_eq!(owed_by_ksi(&alice())[1].1, EACH);
	});
}

#[test]
fn an_excluded_account_is_followed_in_every_epoch() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		pass(1);
		send_ksi(&alice(), &bob(), 1);
		let before = class(KSI).register.excluded_total;
		assert_ok!(Shareholders::propose_exclusion(RuntimeOrigin::root(), KSI, alice()));
		assert_ok!(Shareholders::accept_exclusion(signed(&alice()), KSI));
		// Its line is current, and still what it owns counts as excluded.
		send_ksi(&alice(), &bob(), 1_000);
		assert_eq!(class(KSI).register.excluded_total, before + START - 1_001);
		check();
	});
}

#[test]
fn an_account_that_ends_leaves_no_line() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		pass(1);
		send_ksi(&eve(), &bob(), 1);
		assert!(recorded(&eve()).0.is_some());
		pass(1);
		send_ksi(&eve(), &bob(), 1);
		send_ksi(&eve(), &bob(), START - 2);
		// It owned some at the boundary, which may still be a record date.
		pass(1);
		assert_ok!(Shareholders::prune(signed(&bob()), KSI, eve()));
		assert_eq!(recorded(&eve()).0, None);
	});
}

#[test]
fn a_class_that_is_behind_is_brought_forward_by_a_change() {
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		pass(1);
		send_ksi(&alice(), &bob(), 1);
		assert_ok!(pay_ksi(CASH, PAID));
		// A boundary that nobody has taken.
		System::set_block_number(2 * EPOCH_BLOCKS);
		send_ksi(&alice(), &bob(), 500_000);
		assert_eq!(class(KSI).register.epoch, 3);
		let line = recorded(&alice()).0.unwrap();
		assert_eq!((line.past.epoch, line.past.total), (3, START - 1));
	});
}

/// Transfers, holds and exclusions of KSI in any order: after each of them the register is what its equations say.
#[test]
fn random_changes_of_ksi_keep_the_equations() {
	use frame_support::traits::{fungible::hold::Mutate as _, tokens::Precision::BestEffort};
	use rand::{seq::SliceRandom, Rng, SeedableRng};
	ExtBuilder::without_company().with_platform().build_and_execute(|| {
		let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0x6b_7369);
		let people = [alice(), bob(), carol(), dave(), eve(), treasury()];
		for _ in 0..1_000 {
			System::reset_events();
			let mut anyone = || people.choose(&mut rng).unwrap().clone();
			let (who, other) = (anyone(), anyone());
			let amount = rng.gen_range(1..=total(KSI, &who).max(1));
			// What is refused changes nothing.
			let _ = match rng.gen_range(0..10) {
				0 => {
					pass(1);
					Ok(())
				}
				1..=3 => Balances::transfer_allow_death(signed(&who), other, amount).map(|_| ()),
				4 | 5 => Balances::hold(&open_order(), &who, amount),
				6 | 7 => Balances::release(&open_order(), &who, amount, BestEffort).map(|_| ()),
				8 if rng.gen_ratio(1, 3) => {
					let root = RuntimeOrigin::root();
					Shareholders::propose_exclusion(root, KSI, who.clone())
						.and_then(|()| Shareholders::accept_exclusion(signed(&who), KSI))
				}
				8 => Shareholders::include(RuntimeOrigin::root(), KSI, who),
				_ => pay_ksi(CASH, 1_000),
			};
			check();
		}
	});
}
