//! Random histories: whatever votes, validators and time do, the state holds, no pause outlives its end, no upgrade its own,
//! and no session starts without validators.

use super::*;
use frame_support::traits::Contains;
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// How many operations a history has: `KONGSI_OPS`, or enough for every build.
fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(3_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x6d61_6e64_6174_6573);
	println!("KONGSI_SEED={seed}");
	seed
}

const CALLS: [&str; 4] = ["transfer_allow_death", "transfer_keep_alive", "transfer_all", "burn"];

fn example(call: &str) -> RuntimeCall {
	let (dest, value) = (account(1), 1);
	match call {
		"transfer_allow_death" => {
			pallet_balances::Call::transfer_allow_death { dest, value }.into()
		}
		"transfer_keep_alive" => pallet_balances::Call::transfer_keep_alive { dest, value }.into(),
		"transfer_all" => pallet_balances::Call::transfer_all { dest, keep_alive: true }.into(),
		_ => pallet_balances::Call::burn { value, keep_alive: true }.into(),
	}
}

struct World {
	rng: ChaCha8Rng,
	/// By call: until when the model says that it is paused.
	paused: BTreeMap<&'static str, u32>,
	/// Until when the model says that the newest upgrade can be applied.
	upgrade: Option<u32>,
	done: BTreeMap<&'static str, u32>,
}

impl World {
	fn step(&mut self) {
		let now = System::block_number();
		match self.rng.gen_range(0..100) {
			0..=39 => next_block(),
			40..=49 => self.pause(now),
			50..=54 => self.resume(now),
			55..=59 => self.upgrade(now),
			60..=64 => {
				let ours: Vec<u8> = (1..=4).filter(|_| self.rng.gen_bool(0.4)).collect();
				lose(&ours[..ours.len().min(2)]);
			}
			65..=84 => self.signal(now),
			85..=94 => self.rescue(now),
			95..=96 => self.candidate(),
			_ => self.set(),
		}
		self.compare();
	}

	fn note(&mut self, what: &'static str, result: DispatchResult) -> bool {
		*self.done.entry(what).or_default() += u32::from(result.is_ok());
		result.is_ok()
	}

	fn pause(&mut self, now: u32) {
		let call = *CALLS.choose(&mut self.rng).unwrap();
		let blocks = self.rng.gen_range(1..=30);
		let calls = vec![name("Balances", call)].try_into().unwrap();
		if self.note("pause", Mandates::pause(by(Origin::Halt), calls, blocks)) {
			let until = self.paused.get(call).copied().unwrap_or_default().max(now + blocks);
			self.paused.insert(call, until);
		}
	}

	fn resume(&mut self, now: u32) {
		let call = *CALLS.choose(&mut self.rng).unwrap();
		let vote = self.rng.gen_bool(0.3);
		let origin = if vote { by(Origin::Halt) } else { signed(&stranger()) };
		let over = self.paused.get(call).is_some_and(|until| vote || *until <= now);
		let result = Mandates::resume(origin, name("Balances", call));
		assert_eq!(self.note("resume", result), over);
		if over {
			self.paused.remove(call);
		}
	}

	fn upgrade(&mut self, now: u32) {
		match self.rng.gen_range(0..3) {
			0 => {
				let hash = sp_core::H256::repeat_byte(self.rng.gen_range(1..=255));
				let result = Mandates::authorize_upgrade(by(Origin::Constitution), hash);
				assert!(self.note("authorize", result));
				self.upgrade = Some(now + UPGRADE_LIFE);
			}
			1 => {
				let over = self.upgrade.is_some_and(|until| until <= now);
				let result = Mandates::lapse_upgrade(signed(&stranger()));
				assert_eq!(self.note("lapse", result), over);
				self.upgrade = self.upgrade.filter(|_| !over);
			}
			_ => {
				let there = self.upgrade.take().is_some();
				let result = Mandates::revoke_upgrade(by(Origin::Constitution));
				assert_eq!(self.note("revoke", result), there);
			}
		}
	}

	fn signal(&mut self, now: u32) {
		let who = signed(&account(self.rng.gen_range(1..=5)));
		if self.rng.gen_bool(0.1) {
			let result = Mandates::withdraw_signal(who);
			self.note("withdraw", result);
		} else {
			let finalized = now.saturating_sub(self.rng.gen_range(0..30));
			self.note("signal", Mandates::signal_stall(who, finalized));
		}
	}

	fn rescue(&mut self, now: u32) {
		let names: Vec<_> =
			(0..self.rng.gen_range(1..4)).map(|_| dead_name(self.rng.gen_range(1..=5))).collect();
		let delay = self.rng.gen_range(DELAY - 1..=SESSION);
		let finalized = now.saturating_sub(self.rng.gen_range(0..30));
		let names = names.try_into().unwrap();
		let result = Mandates::rescue(by(Origin::Rescue), names, delay, finalized);
		self.note("rescue", result);
	}

	/// Who was removed comes back, or somebody goes.
	fn candidate(&mut self) {
		let who = signed(&account(self.rng.gen_range(1..=4)));
		let result = if self.rng.gen_bool(0.9) {
			Staking::validate(who, Default::default())
		} else {
			Staking::chill(who)
		};
		self.note("candidate", result);
	}

	fn set(&mut self) {
		let count = self.rng.gen_range(0..10);
		let result = Mandates::set_validator_count(by(Origin::Validators), count);
		assert_eq!(self.note("count", result), (2..=8).contains(&count));
	}

	/// The model and the chain agree, and all invariants hold.
	fn compare(&self) {
		let now = System::block_number();
		for call in CALLS {
			let paused = self.paused.get(call).is_some_and(|until| now < *until);
			assert_eq!(crate::Filter::<Test>::contains(&example(call)), !paused, "{call} at {now}");
		}
		let apply = frame_system::Call::apply_authorized_upgrade { code: vec![] };
		let over = self.upgrade.is_some_and(|until| until <= now);
		assert_eq!(crate::Filter::<Test>::contains(&apply.into()), !over);
		assert!(!validating().is_empty());
		assert!(!finalizing().is_empty());
		check();
	}
}

#[test]
fn the_state_holds_in_random_histories() {
	ExtBuilder::default().build_and_execute(|| {
		let mut world = World {
			rng: ChaCha8Rng::seed_from_u64(seed()),
			paused: BTreeMap::new(),
			upgrade: None,
			done: BTreeMap::new(),
		};
		for _ in 0..operations() {
			world.step();
		}
		let mut forced = 0;
		for event in events() {
			forced += u32::from(matches!(event, Event::FinalityForced { .. }));
		}
		println!("{:?}, {forced} rescues to their end", world.done);
		assert!(forced > 0, "no rescue came to its end");
		for what in ["pause", "resume", "authorize", "lapse", "revoke", "signal", "rescue", "count"]
		{
			assert!(world.done[what] > 0, "nothing of {what}");
		}
	});
}
