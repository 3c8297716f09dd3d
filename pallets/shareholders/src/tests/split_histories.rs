//! Random histories with splits in them: after every operation the state of register and ledger is checked whole, and at the
//! end of each split everybody has what he had, converted.

use super::*;
use crate::{FractionPools, Fractions, SplitCount, SplitPhase, Splits};
use pallet_tokens::splitting::SplitHolders;
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::Ratio;
use std::collections::BTreeMap;

const RATIOS: [(u64, u64); 6] = [(2, 1), (3, 2), (1, 2), (1, 10), (7, 4), (10, 3)];

fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x73_706c_6974);
	println!("KONGSI_SEED={seed}");
	seed
}

/// What everybody owned when the token came to stand still.
type Before = (Ratio, BTreeMap<AccountId, u128>);

struct World {
	rng: ChaCha8Rng,
	before: Option<Before>,
	ended: u32,
}

impl World {
	fn people() -> [AccountId; 7] {
		[alice(), bob(), carol(), dave(), founder(), company(), Shareholders::fraction_pot(SHARE)]
	}

	fn anyone(&mut self) -> AccountId {
		Self::people()[..6].choose(&mut self.rng).unwrap().clone()
	}

	fn step(&mut self) {
		if self.rng.gen_ratio(1, 10) {
			pass(1);
		}
		let (who, other) = (self.anyone(), self.anyone());
		let amount = self.rng.gen_range(1..40);
		// Many of these are refused, in a split most of them; that changes nothing.
		let _ = match self.rng.gen_range(0..16) {
			0..=2 => Assets::mint(signed(&founder()), SHARE, who, amount),
			3 => Assets::burn(signed(&founder()), SHARE, who, amount),
			4 | 5 => transfer(&who, &other, amount),
			6 => hold(&who, 10 * (amount / 10)),
			7 => release(&who, amount),
			8 => fill(&who, &other, amount),
			9 => pay(&founder(), 100, Schedule::Stream(2)),
			10 => claim(&who),
			11 => {
				let (new, old) = *RATIOS.choose(&mut self.rng).unwrap();
				// Made whole first, as a company would.
				let supply = Whole::total_issuance(SHARE);
				let missing = (u128::from(old) - supply % u128::from(old)) % u128::from(old);
				if supply < 10_000 || new < old {
					let _ = Assets::mint(signed(&founder()), SHARE, company(), missing);
					let _ = Shareholders::begin_split(signed(&founder()), SHARE, new, old);
				}
				Ok(())
			}
			12 => {
				let early = <Shareholders as SplitHolders<_, Ratio>>::convert(SHARE, &who);
				early.map(|_| ())
			}
			13 => self.sell(),
			_ => self.proceed(),
		};
		check();
	}

	fn sell(&mut self) -> DispatchResult {
		let last = SplitCount::<Test>::get(SHARE).saturating_sub(1);
		let price = self.rng.gen_range(1..1_000);
		Shareholders::offer_fractions(signed(&founder()), SHARE, last, CASH, price)?;
		Shareholders::buy_fractions(signed(&founder()), SHARE, last, CASH, price)?;
		for who in Self::people() {
			let _ = Shareholders::claim_fraction(signed(&eve()), SHARE, last, Some(who));
		}
		Ok(())
	}

	fn proceed(&mut self) -> DispatchResult {
		let Some(split) = Splits::<Test>::get(SHARE) else { return Ok(()) };
		let people = Self::people();
		let totals = || people.iter().map(|who| (who.clone(), total(SHARE, who))).collect();
		if matches!(split.phase, SplitPhase::Suspending { .. }) {
			self.before = Some((split.ratio, totals()));
		}
		// One step, so that the token has not moved since it came to stand still.
		assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 1));
		let now = Splits::<Test>::get(SHARE);
		let converted = now.is_none_or(|split| {
			matches!(split.phase, SplitPhase::Resuming { converted: true, .. })
		});
		let was = matches!(split.phase, SplitPhase::Converting { .. });
		if let Some((ratio, before)) = self.before.take_if(|_| was && converted) {
			let pot = Shareholders::fraction_pot(SHARE);
			for (who, had) in before {
				let (whole, parts) = ratio.apply(had).unwrap();
				let made = Shareholders::fraction_shares(SHARE, split.number);
				let extra = if who == pot { made } else { 0 };
				assert_eq!(total(SHARE, &who), whole + extra);
				let stored = Fractions::<Test>::get((SHARE, split.number, &who));
				assert_eq!(stored.map_or(0, |fraction| fraction.parts), parts);
			}
			self.ended += 1;
		}
		Ok(())
	}
}

#[test]
fn random_histories_with_splits_lose_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let mut world = World { rng: ChaCha8Rng::seed_from_u64(seed()), before: None, ended: 0 };
		issue(&[(alice(), 500), (bob(), 300), (carol(), 200)]);
		for _ in 0..operations() {
			System::reset_events();
			world.step();
		}
		assert!(world.ended > operations() / 200, "{} splits", world.ended);
		assert!(FractionPools::<Test>::iter().count() > 0);
	});
}
