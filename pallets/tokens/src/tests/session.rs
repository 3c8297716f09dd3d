//! A session gives what the steps through the SDK's traits give, with one read and one write of a record.

use super::*;
use crate::{ledger::records, session::Session, Account, Asset};
use frame_support::{
	assert_storage_noop,
	storage::{generator::StorageMap, with_storage_layer},
	traits::{
		fungibles::{
			hold::{Inspect as _, Mutate as _, Unbalanced as _},
			Inspect as _, Unbalanced as _,
		},
		tokens::{
			Fortitude::Polite, Precision::Exact, Preservation::Expendable, Provenance::Extant,
		},
	},
};
use sp_runtime::{DispatchError, DispatchResult};

/// Net changes of accounts in one token: total, held.
fn settle(id: TokenId, changes: &[(AccountId, i128, i128)]) -> DispatchResult {
	let mut session = Session::<Test>::open(id);
	for (who, total, held) in changes {
		session.change(who, &open_order(), *total, *held)?;
	}
	session.write()?;
	session.report();
	Ok(())
}

fn freeze(who: AccountId) {
	assert_ok!(Assets::freeze(signed(FREEZER), CASH, who));
}

#[test]
fn keys_are_those_of_the_maps() {
	ExtBuilder::default().build_and_execute(|| {
		for (id, who) in [(0, 0), (CASH, ALICE), (u32::MAX, u64::MAX)] {
			let key = records::<Test>(id).hashed(&who);
			assert_eq!(key.as_bytes(), Account::<Test>::hashed_key_for(id, who));
			let names = <Asset<Test> as StorageMap<_, _>>::prefix_hash();
			let key = crate::key::Key::new(&names).hashed(&id);
			assert_eq!(key.as_bytes(), Asset::<Test>::hashed_key_for(id));
		}
	});
}

#[test]
fn a_fill_is_settled_and_each_account_is_reported_once() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 60).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 50));
		// Alice's hold shrinks by 40, of which 35 pay; Bob puts 20 of what he gets on hold.
		assert_ok!(settle(CASH, &[(ALICE, -35, -40), (BOB, 35, 20)]));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (55, 10));
		assert_eq!((free(CASH, BOB), held(CASH, BOB)), (75, 20));
		assert_eq!(reports(), [(CASH, ALICE, 100, 65), (CASH, BOB, 60, 95)]);
		// A change of the same account in two steps is one change.
		assert_ok!(settle(CASH, &[(ALICE, -5, 0), (BOB, 5, 0), (ALICE, -6, 0), (BOB, 6, -20)]));
		assert_eq!(reports(), [(CASH, ALICE, 65, 54), (CASH, BOB, 95, 106)]);
		// There and back is none.
		assert_storage_noop!(assert_ok!(settle(CASH, &[(ALICE, -5, 0), (ALICE, 5, 0)])));
		assert!(reports().is_empty());
		assert!(System::events().is_empty());
	});
}

#[test]
fn nothing_is_written_before_its_time() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_storage_noop!({
			let mut session = Session::<Test>::open(CASH);
			assert_eq!(session.reducible(&ALICE), 100);
			assert_ok!(session.change(&ALICE, &open_order(), 0, 40));
			assert_eq!((session.reducible(&ALICE), session.reducible_held(&ALICE)), (60, 40));
		});
	});
}

#[test]
fn a_record_comes_and_goes_with_its_balance() {
	ExtBuilder::default().with(SHARE, ALICE, 100).build_and_execute(|| {
		assert_ok!(settle(SHARE, &[(ALICE, -100, 0), (BOB, 100, 100)]));
		assert_eq!((total(SHARE, ALICE), held(SHARE, BOB)), (0, 100));
		assert!(!Account::<Test>::contains_key(SHARE, ALICE));
		assert_eq!((Asset::<Test>::get(SHARE).unwrap().accounts, System::consumers(&BOB)), (1, 1));
		assert_eq!(System::consumers(&ALICE), 0);
		assert_eq!(reports(), [(SHARE, ALICE, 100, 0), (SHARE, BOB, 0, 100)]);
		// What is only released stays where it is.
		assert_ok!(settle(SHARE, &[(BOB, 0, -100)]));
		assert_eq!((free(SHARE, BOB), held(SHARE, BOB)), (100, 0));
	});
}

#[test]
fn what_is_refused_says_why() {
	type Case = (fn(), TokenId, AccountId, i128, i128, TokenError);
	let cases: [Case; 9] = [
		(|| (), NONE, ALICE, 1, 0, TokenError::UnknownAsset),
		(|| (), CASH, ALICE, -101, 0, TokenError::FundsUnavailable),
		(|| (), CASH, ALICE, 0, 101, TokenError::FundsUnavailable),
		(|| (), CASH, ALICE, 0, -1, TokenError::FundsUnavailable),
		(|| (), CASH, ALICE, -60, 60, TokenError::FundsUnavailable),
		(|| (), CASH, BOB, 9, 0, TokenError::BelowMinimum),
		(|| freeze(ALICE), CASH, ALICE, -1, 0, TokenError::Frozen),
		(|| freeze(ALICE), CASH, ALICE, 0, 1, TokenError::Frozen),
		(
			|| {
				assert_ok!(Assets::hold(CASH, &bond(), &ALICE, 1));
				assert_ok!(Assets::hold(CASH, &third(), &ALICE, 1));
			},
			CASH,
			ALICE,
			0,
			1,
			TokenError::CannotCreateHold,
		),
	];
	for (prepare, id, who, total, held, expected) in cases {
		ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
			prepare();
			assert_noop!(settle(id, &[(who, total, held)]), DispatchError::from(expected));
		});
	}
}

#[test]
fn a_stopped_account_or_token_still_gets_its_holds_back() {
	let stops: [fn(); 3] = [
		|| freeze(ALICE),
		|| Assets::freeze_asset(signed(FREEZER), CASH).unwrap(),
		|| Assets::start_destroy(signed(OWNER), CASH).unwrap(),
	];
	for stop in stops {
		ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
			assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 50));
			stop();
			let mut session = Session::<Test>::open(CASH);
			assert_eq!((session.reducible(&ALICE), session.reducible_held(&ALICE)), (0, 0));
			assert_ok!(settle(CASH, &[(ALICE, 0, -50)]));
			assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (100, 0));
		});
	}
}

/// The same change through the traits, as the order book did it before there were sessions.
fn by_traits(id: TokenId, who: AccountId, total: i128, held: i128) -> DispatchResult {
	let part = |change: i128, sign: i128| u128::try_from((change * sign).max(0)).unwrap();
	let (outgoing, incoming) = (part(total, -1), part(total, 1));
	let (shrink, grow) = (part(held, -1), part(held, 1));
	let from_hold = shrink.min(outgoing);
	let through = outgoing - from_hold;
	if shrink > from_hold {
		Assets::release(id, &open_order(), &who, shrink - from_hold, Exact)?;
	}
	if incoming > 0 {
		Assets::increase_balance(id, &who, incoming, Exact)?;
	}
	if grow + through > 0 {
		Assets::hold(id, &open_order(), &who, grow + through)?;
	}
	if from_hold + through > 0 {
		Assets::decrease_balance_on_hold(id, &open_order(), &who, from_hold + through, Exact)?;
	}
	Ok(())
}

#[test]
fn ten_thousand_random_changes_are_those_of_the_traits() {
	use rand::{Rng, SeedableRng};
	let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(7);
	let builder = ExtBuilder::default().with(CASH, ALICE, 500).with(SHARE, ALICE, 500);
	builder.with(CASH, BOB, 500).build_and_execute_unbalanced(|| {
		let (mut accepted, mut refused) = (0, 0);
		for _ in 0..10_000 {
			if rng.gen_ratio(1, 20) {
				let who = [ALICE, BOB, CAROL][rng.gen_range(0..3)];
				let _ = if rng.gen() {
					Assets::freeze(signed(FREEZER), CASH, who)
				} else {
					Assets::thaw(signed(ADMIN), CASH, who)
				};
			}
			let id = [CASH, SHARE][rng.gen_range(0..2)];
			let who = [ALICE, BOB, CAROL][rng.gen_range(0..3)];
			let (total, held) = (rng.gen_range(-120..=120), rng.gen_range(-120..=120));
			let state =
				|| (Account::<Test>::get(id, who), Asset::<Test>::get(id), System::account(who));
			let snapshot = recorder_snapshot();
			let mut by_steps = None;
			let expected: DispatchResult = with_storage_layer(|| {
				by_traits(id, who, total, held)?;
				by_steps = Some(state());
				Err(DispatchError::Other("rolled back"))
			});
			recorder_restore(snapshot);
			let mut session = Session::<Test>::open(id);
			assert_eq!(
				session.reducible(&who),
				Assets::reducible_balance(id, &who, Expendable, Polite)
			);
			assert_eq!(
				session.reducible_held(&who),
				Assets::reducible_total_balance_on_hold(id, &who, Polite)
			);
			let amount = u128::try_from(total.max(1)).unwrap();
			let fits = Assets::can_deposit(id, &who, amount, Extant).into_result().is_ok();
			assert_eq!(session.can_receive(&who, amount), fits);
			match by_steps {
				Some(by_steps) => {
					assert_ok!(settle(id, &[(who, total, held)]));
					assert_eq!(state(), by_steps, "{id} {who} {total} {held}");
					accepted += 1;
				}
				None => {
					// Where several things are wrong, the first that is met is named.
					let result = with_storage_layer(|| settle(id, &[(who, total, held)]));
					assert!(result.is_err(), "{expected:?} {id} {who} {total} {held}");
					refused += 1;
				}
			}
		}
		assert!(accepted > 2_000 && refused > 2_000, "{accepted} {refused}");
	});
}
