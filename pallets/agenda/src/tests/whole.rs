//! Random histories: nothing is lost, done twice, or done early.

use crate::{mock::*, BacklogOf};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

/// What the test knows of a task.
#[derive(Clone, Copy)]
struct Known {
	/// The block it was last asked for.
	wanted: u32,
	/// How its owner finds it: by the address, or by the name if none.
	address: Option<Address>,
}

fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|ops| ops.parse().ok()).unwrap_or(3_000)
}

#[test]
fn nothing_is_lost_in_a_random_history() {
	for seed in 0..4 {
		println!("seed {seed}");
		execute(|| history(seed, operations()));
	}
}

fn history(seed: u64, operations: u32) {
	let mut random = ChaCha8Rng::seed_from_u64(seed);
	let mut open: BTreeMap<u32, Known> = BTreeMap::new();
	let mut parked = 0;
	for number in 0..operations {
		let now = System::block_number();
		let pick = |random: &mut ChaCha8Rng| {
			let at = random.gen_range(0..open.len().max(1));
			open.iter().nth(at).map(|(number, known)| (*number, *known))
		};
		match random.gen_range(0..100) {
			0..=59 => {
				// Few blocks, so that they are full.
				let wanted = now + random.gen_range(1..30);
				let named = random.gen_bool(0.5);
				let result =
					if named { schedule_named(number, wanted) } else { schedule(number, wanted) };
				let address = result.expect("never refused");
				parked += u32::from(address.1 >= crate::PARKED);
				open.insert(number, Known { wanted, address: (!named).then_some(address) });
			}
			60..=69 => {
				if let Some((number, known)) = pick(&mut random) {
					let result = match known.address {
						Some(address) => cancel(address),
						None => cancel_named(number),
					};
					// It is open, hence it is there.
					assert_eq!(result, Ok(()), "{number}");
					open.remove(&number);
				}
			}
			70..=79 => {
				if let Some((number, known)) = pick(&mut random) {
					let wanted = now + random.gen_range(1..60);
					let result = match known.address {
						Some(address) => reschedule(address, wanted),
						None => reschedule_named(number, wanted),
					};
					let same = pallet_scheduler::Error::<Test>::RescheduleNoChange.into();
					match result {
						Ok(new) => {
							let address = known.address.map(|_| new);
							open.insert(number, Known { wanted, address });
						}
						// It stays where it is.
						Err(error) => assert!(
							error == DispatchError::Exhausted || error == same,
							"{number}: {error:?}"
						),
					}
				}
			}
			80..=82 => OutOfOrder::set(Some(DispatchError::Exhausted)),
			83..=89 => OutOfOrder::set(None),
			_ => advance(&mut open, now + random.gen_range(1..4)),
		}
		assert_eq!(Agenda::do_try_state(), Ok(()));
		for (number, known) in &open {
			let found = match known.address {
				Some(address) => time_of(address),
				None => time_of_named(*number),
			};
			assert!(found.is_ok_and(|when| when >= known.wanted), "{number} is not found");
		}
	}
	OutOfOrder::set(None);
	let now = System::block_number();
	advance(&mut open, now + 200 + operations / DRAINED);
	assert!(open.is_empty(), "{} tasks are lost", open.len());
	assert_eq!(BacklogOf::<Test>::get(), None);
	assert!(parked > operations / 20, "only {parked} were parked");
	println!("{operations} operations, {parked} parked");
}

/// Goes on to a block. What runs was open and is not early.
fn advance(open: &mut BTreeMap<u32, Known>, block: u32) {
	for (when, number) in run_to(block) {
		let known = open.remove(&number).expect("it was not done yet, and not cancelled");
		assert!(known.wanted <= when, "{number} was done early");
	}
}
