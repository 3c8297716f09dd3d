//! Random histories against the invariants and against an independent account of who owns what.

use super::*;
use frame_support::traits::{
	fungibles::{hold::Mutate as _, Mutate as _},
	tokens::{
		Fortitude::{Force, Polite},
		Precision::{BestEffort, Exact},
		Preservation::{Expendable, Preserve},
		Restriction::{Free, OnHold},
	},
	Hooks,
};
use rand::{rngs::StdRng, Rng, SeedableRng};
use sp_runtime::DispatchResult;
use std::collections::BTreeMap;

const TRADERS: [AccountId; 5] = [ALICE, BOB, CAROL, GHOST, 98];

/// Operations a run makes; the release campaign asks for more by `KONGSI_OPS`.
fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000)
}

fn seed() -> u64 {
	let seed = std::env::var("KONGSI_SEED")
		.ok()
		.and_then(|text| text.parse().ok())
		.unwrap_or_else(rand::random);
	println!("KONGSI_SEED={seed}");
	seed
}

/// Amounts near the borders: the minimum, all, all but a little, more than all.
fn amount(rng: &mut StdRng, of: Balance) -> Balance {
	match rng.gen_range(0..8) {
		0 => 0,
		1 => rng.gen_range(1..10),
		2 => 10,
		3 => of,
		4 => of.saturating_sub(rng.gen_range(0..12)),
		5 => of + 1,
		_ => rng.gen_range(0..=of.max(20)),
	}
}

/// One random operation; whether it was refused does not matter here.
fn step(rng: &mut StdRng) -> DispatchResult {
	let id = if rng.gen() { CASH } else { SHARE };
	let who = TRADERS[rng.gen_range(0..TRADERS.len())];
	let other = TRADERS[rng.gen_range(0..TRADERS.len())];
	let reason = [open_order(), bond(), third()][rng.gen_range(0..3)];
	let of_free = amount(rng, free(id, who));
	let of_held = amount(rng, held(id, who));
	let precision = if rng.gen() { Exact } else { BestEffort };
	let force = if rng.gen_ratio(1, 4) { Force } else { Polite };
	let preservation = if rng.gen() { Expendable } else { Preserve };
	let mode = if rng.gen() { Free } else { OnHold };
	match rng.gen_range(0..26) {
		0..=2 => Assets::mint(signed(ISSUER), id, who, rng.gen_range(0..2_000)),
		3 => Assets::burn(signed(ADMIN), id, who, of_free),
		4..=6 => Assets::transfer(signed(who), id, other, of_free),
		7 => Assets::transfer_keep_alive(signed(who), id, other, of_free),
		8 => Assets::transfer_all(signed(who), id, other, rng.gen()),
		9..=11 => Assets::hold(id, &reason, &who, of_free),
		12 | 13 => Assets::release(id, &reason, &who, of_held, precision).map(|_| ()),
		14..=16 => {
			Assets::transfer_on_hold(id, &reason, &who, &other, of_held, precision, mode, force)
				.map(|_| ())
		}
		17 => Assets::transfer_and_hold(
			id,
			&reason,
			&who,
			&other,
			of_free,
			precision,
			preservation,
			force,
		)
		.map(|_| ()),
		18 => Assets::burn_held(id, &reason, &who, of_held, precision, force).map(|_| ()),
		19 => <Assets as frame_support::traits::fungibles::Mutate<_>>::transfer(
			id,
			&who,
			&other,
			of_free,
			preservation,
		)
		.map(|_| ()),
		20 => Assets::mint_into(id, &who, of_free.min(5_000)).map(|_| ()),
		21 => Assets::burn_from(id, &who, of_free, preservation, precision, force).map(|_| ()),
		22 => match rng.gen_range(0..4) {
			0 => Assets::freeze(signed(FREEZER), id, who),
			1 if rng.gen_ratio(1, 10) => Assets::freeze_asset(signed(FREEZER), id),
			2 => Assets::thaw_asset(signed(ADMIN), id),
			_ => Assets::thaw(signed(ADMIN), id, who),
		},
		23 => Assets::touch(signed(who), id),
		24 => Assets::refund(signed(who), id, rng.gen_ratio(1, 4)),
		_ => match rng.gen_range(0..3) {
			0 => Assets::approve_transfer(signed(who), id, other, of_free),
			1 => Assets::cancel_approval(signed(who), id, other),
			_ => Assets::transfer_approved(signed(other), id, who, BOB, of_free),
		},
	}
}

/// As the runtime does for a call: all or nothing.
fn transactionally(f: impl FnOnce() -> DispatchResult) -> DispatchResult {
	let snapshot = recorder_snapshot();
	let result = frame_support::storage::with_storage_layer(f);
	if result.is_err() {
		recorder_restore(snapshot);
	}
	result
}

#[test]
fn random_histories_keep_every_invariant() {
	let seed = seed();
	let mut rng = StdRng::seed_from_u64(seed);
	ExtBuilder::default().with(CASH, GHOST, 1_000).build_and_execute(|| {
		let mut done: u32 = 0;
		let mut events: BTreeMap<TokenId, i128> = BTreeMap::from([(CASH, 1_000), (SHARE, 0)]);
		for round in 1..=operations() {
			System::reset_events();
			let result = transactionally(|| step(&mut rng));
			done += u32::from(result.is_ok());
			for record in System::events() {
				match record.event {
					RuntimeEvent::Assets(Event::Issued { asset_id, amount, .. }) => {
						*events.get_mut(&asset_id).unwrap() += amount as i128;
					}
					RuntimeEvent::Assets(Event::Burned { asset_id, balance, .. }) => {
						*events.get_mut(&asset_id).unwrap() -= balance as i128;
					}
					_ => {}
				}
			}
			reports();
			if round % 50 == 0 {
				Assets::do_try_state().unwrap_or_else(|error| panic!("{seed}, {round}: {error:?}"));
				assert_reports_match_ledger();
				// Issuance is the sum of its named causes.
				for (id, issued) in &events {
					assert_eq!(supply(*id) as i128, *issued, "{seed}, {round}, token {id}");
				}
			}
		}
		println!("{done} of {} operations were not refused", operations());
		assert!(done > operations() / 4, "too few operations do anything");
	});
}

#[test]
fn operations_through_traits_are_noops_when_refused() {
	let seed = seed();
	let mut rng = StdRng::seed_from_u64(seed);
	ExtBuilder::default().with(CASH, GHOST, 1_000).build_and_execute(|| {
		for round in 0..2_000 {
			let id = if rng.gen() { CASH } else { SHARE };
			let who = TRADERS[rng.gen_range(0..TRADERS.len())];
			let other = TRADERS[rng.gen_range(0..TRADERS.len())];
			let reason = [open_order(), bond(), third()][rng.gen_range(0..3)];
			let of_free = amount(&mut rng, free(id, who));
			let of_held = amount(&mut rng, held(id, who));
			let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
			// Without a layer that rolls back.
			let result = match rng.gen_range(0..7) {
				0 => Assets::hold(id, &reason, &who, of_free),
				1 => Assets::release(id, &reason, &who, of_held, Exact).map(|_| ()),
				2 => Assets::transfer_on_hold(
					id, &reason, &who, &other, of_held, Exact, Free, Polite,
				)
				.map(|_| ()),
				3 => Assets::transfer_and_hold(
					id, &reason, &who, &other, of_free, Exact, Expendable, Polite,
				)
				.map(|_| ()),
				4 => <Assets as frame_support::traits::fungibles::Mutate<_>>::transfer(
					id, &who, &other, of_free, Expendable,
				)
				.map(|_| ()),
				5 => Assets::mint_into(id, &who, of_free.min(5_000)).map(|_| ()),
				_ => Assets::burn_from(id, &who, of_free, Expendable, Exact, Polite).map(|_| ()),
			};
			if result.is_err() {
				let after = sp_io::storage::root(sp_runtime::StateVersion::V1);
				assert_eq!(before, after, "{seed}, {round}: {result:?}");
			}
			reports();
		}
	});
}

#[test]
fn integrity_test_accepts_the_mock() {
	<Assets as Hooks<u64>>::integrity_test();
}

#[test]
fn try_state_finds_a_planted_fault() {
	let faults: [(&str, fn()); 6] = [
		("supply", || crate::Asset::<Test>::mutate(CASH, |d| d.as_mut().unwrap().supply += 1)),
		("accounts", || crate::Asset::<Test>::mutate(CASH, |d| d.as_mut().unwrap().accounts += 1)),
		("maximum", || {
			crate::Asset::<Test>::mutate(CASH, |d| d.as_mut().unwrap().authorised_maximum = Some(1))
		}),
		("deposit", || crate::Asset::<Test>::mutate(CASH, |d| d.as_mut().unwrap().deposit += 1)),
		("orphan", || crate::Asset::<Test>::remove(CASH)),
		("empty record", || {
			crate::Account::<Test>::mutate(CASH, ALICE, |r| r.as_mut().unwrap().balance = 0);
			crate::Asset::<Test>::mutate(CASH, |d| d.as_mut().unwrap().supply = 0);
		}),
	];
	for (name, plant) in faults {
		ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
			frame_support::storage::with_transaction(|| {
				plant();
				assert!(Assets::do_try_state().is_err(), "{name} went unnoticed");
				frame_support::storage::TransactionOutcome::Rollback(Ok::<
					_,
					sp_runtime::DispatchError,
				>(()))
			})
			.unwrap();
		});
	}
}

/// H4: whoever moves tokens inside the hook sees amounts that are about to be reported. The suite notices.
#[test]
#[should_panic(expected = "went unreported")]
fn a_hook_that_moves_tokens_is_caught() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 50).build_and_execute(|| {
		meddle();
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 40));
	});
}
