//! Random histories: after every operation the state of every pallet is checked whole, and no share is made or lost.

use super::*;
use frame_support::storage::with_storage_layer;
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// How many operations a history has: `KONGSI_OPS`, or enough for every build.
fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x6772_616e_7473);
	println!("KONGSI_SEED={seed}");
	seed
}

struct World {
	rng: ChaCha8Rng,
	/// What each grant has given its holder so far, worked out from the events.
	released: BTreeMap<u32, u128>,
	done: BTreeMap<&'static str, u32>,
}

impl World {
	fn new(seed: u64) -> Self {
		let rng = ChaCha8Rng::seed_from_u64(seed);
		Self { rng, released: BTreeMap::new(), done: BTreeMap::new() }
	}

	fn step(&mut self) {
		System::reset_events();
		go_to(System::block_number() + self.rng.gen_range(0..4));
		let who = account(self.rng.gen_range(1..=3));
		let kind = self.rng.gen_range(0..10);
		let result = with_storage_layer(|| self.operate(kind, &who));
		if result.is_ok() {
			let names = [
				"grant", "grant", "vest", "vest", "vest", "vest", "revoke", "sell", "sell", "back",
			];
			*self.done.entry(names[kind]).or_default() += 1;
			self.follow();
		}
	}

	fn operate(&mut self, kind: usize, who: &AccountId) -> DispatchResult {
		let ids: Vec<u32> = Grants::<Test>::get(SHARE, who).iter().map(|grant| grant.id).collect();
		let id = ids.choose(&mut self.rng).copied().unwrap_or_default();
		match kind {
			0 | 1 => {
				let start = System::block_number().saturating_sub(20) + self.rng.gen_range(0..60);
				let end = start + self.rng.gen_range(0..200);
				let cliff = self.rng.gen_range(start..=end);
				let revocable = self.rng.gen_ratio(1, 2);
				let amount = self.rng.gen_range(0..1_000);
				grant(who, amount, GrantTerms { start, cliff, end, revocable })
			}
			2..=5 => vest(who, id),
			6 => revoke(who, id),
			7 | 8 => {
				let amount = self.rng.gen_range(0..=free(SHARE, who));
				Assets::transfer(signed(who), SHARE, account(self.rng.gen_range(1..=3)), amount)
			}
			_ => {
				let amount = self.rng.gen_range(0..=free(SHARE, who));
				Assets::transfer(signed(who), SHARE, company(), amount)
			}
		}
	}

	/// What a grant has released never exceeds the line, and a grant that ends has released all of it.
	fn follow(&mut self) {
		let newest = System::events().pop().map(|record| record.event);
		if let Some(RuntimeEvent::VestingGrants(Event::Released { who, grant, amount, .. })) =
			newest
		{
			let released = self.released.entry(grant).or_default();
			*released += amount;
			let stored = Grants::<Test>::get(SHARE, who);
			if let Some(stored) = stored.iter().find(|stored| stored.id == grant) {
				let now = System::block_number();
				assert_eq!(stored.released, *released);
				assert_eq!(stored.terms.vested(stored.amount, now), Ok(*released));
			}
		}
	}
}

#[test]
fn random_histories_keep_every_invariant_and_every_share() {
	let mut world = World::new(seed());
	ExtBuilder.build_and_execute(|| {
		for _ in 0..operations() {
			world.step();
			check();
			let everybody = (1..=3).map(account).chain([company()]);
			let sum: u128 = everybody.map(|who| total(SHARE, &who)).sum();
			assert_eq!(sum, 1_000 + TREASURY);
		}
	});
	println!("{:#?}", world.done);
	if operations() >= 2_000 {
		for what in ["grant", "vest", "revoke", "sell", "back"] {
			assert!(world.done.contains_key(what), "{what} never happened");
		}
	}
}

/// A way to damage storage, and which check has to notice.
type Fault = (&'static str, fn());

#[test]
fn try_state_finds_a_planted_fault() {
	fn change(change: fn(&mut Grant)) {
		Grants::<Test>::mutate(SHARE, bob(), |grants| change(&mut grants[0]));
	}
	let faults: [Fault; 7] = [
		("1", || NextGrantId::<Test>::put(0)),
		("1", || Grants::<Test>::mutate(SHARE, bob(), |grants| grants.clear())),
		("1", || change(|grant| grant.id = 1)),
		("1", || change(|grant| grant.terms.cliff = 201)),
		("1", || change(|grant| grant.released = grant.amount)),
		("2", || change(|grant| grant.amount += 1)),
		("2", || Grants::<Test>::remove(SHARE, bob())),
	];
	for (check, plant) in faults {
		ExtBuilder.build_and_execute(|| {
			assert_ok!(grant(&bob(), 100, terms()));
			assert_ok!(grant(&carol(), 100, terms()));
			let found = with_storage_layer::<(), DispatchError, _>(|| {
				plant();
				VestingGrants::do_try_state()
			});
			let Err(DispatchError::Other(message)) = found else {
				panic!("a fault of {check} went unnoticed")
			};
			assert!(message.starts_with(check), "{check} was found as {message}");
		});
	}
}
