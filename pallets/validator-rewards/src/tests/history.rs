//! Long histories: issuance stays, and what comes in is paid, owed or there.

use crate::{mock::*, Clock, ClockOf, Error, Event};
use frame_support::{
	assert_ok,
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		tokens::Preservation,
	},
};
use pallet_staking::RewardDestination;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::TokenId;
use sp_staking::EraIndex;
use std::collections::BTreeMap;

/// The sums that a test keeps for itself, by token.
#[derive(Default)]
struct Books {
	earned: BTreeMap<TokenId, u128>,
	paid: BTreeMap<TokenId, u128>,
	frozen: BTreeMap<TokenId, u128>,
	/// What left pots without being paid: donated or expired.
	returned: BTreeMap<TokenId, u128>,
}

impl Books {
	fn read_events(&mut self) {
		for event in events() {
			let (sums, token, amount) = match event {
				Event::PotFrozen { token, amount, .. } => (&mut self.frozen, token, amount),
				Event::PotExpired { token, left, .. } => (&mut self.returned, token, left),
				Event::Donated { token, amount, .. } => (&mut self.returned, token, amount),
				Event::Paid { token, amount, .. } => (&mut self.paid, token, amount),
				Event::PagePaid { .. } => continue,
			};
			*sums.entry(token).or_default() += amount;
		}
	}

	fn check(&self) {
		let of = |sums: &BTreeMap<TokenId, u128>, token| sums.get(&token).copied().unwrap_or(0);
		for (token, start) in TOKENS.into_iter().zip([EXISTENTIAL_DEPOSIT, CASH_MINIMUM, 1]) {
			// What came in and was not paid is there.
			let there = start + of(&self.earned, token) - of(&self.paid, token);
			assert_eq!(total(token, &source()), there, "{token}");
			// What pots had is paid, has gone back, or is owed.
			let gone = of(&self.paid, token) + of(&self.returned, token);
			assert_eq!(of(&self.frozen, token), gone + owed(token), "{token}");
		}
	}
}

fn issuance() -> Vec<u128> {
	TOKENS.map(Whole::total_issuance).to_vec()
}

fn eras() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|ops| ops.parse().ok()).unwrap_or(100)
}

#[test]
fn in_a_hundred_eras_all_that_comes_in_is_paid_and_nothing_is_created() {
	execute(|| {
		// Each era earns 1,600 KSI and 3,200 CASH, which somebody has already.
		let payer = account(98);
		mint(KSI, &payer, EXISTENTIAL_DEPOSIT + 160_000);
		mint(CASH, &payer, CASH_MINIMUM + 320_000);
		for who in [ann(), ben(), cem()].into_iter().chain((0..12).map(nom)) {
			mint(CASH, &who, CASH_MINIMUM);
		}
		let before = issuance();
		let mut books = Books::default();
		for era in 0..100 {
			for (number, validator) in [ann(), ben(), cem()].into_iter().enumerate() {
				let number = number as u8 * 4;
				let others = (number..number + 3).map(|of| (nom(of), 100)).collect::<Vec<_>>();
				expose(era, &validator, 10, 100, &others);
			}
			for (token, amount) in [(KSI, 1_600), (CASH, 3_200)] {
				assert_ok!(Whole::transfer(
					token,
					&payer,
					&source(),
					amount,
					Preservation::Preserve
				));
				*books.earned.entry(token).or_default() += amount;
			}
			end_era(&[(ann(), 160), (ben(), 80), (cem(), 80)]);
			for validator in [ann(), ben(), cem()] {
				assert_ok!(pay(era, &validator, 0));
			}
			idle(u64::MAX);
			books.read_events();
			books.check();
			assert_eq!(books.paid, books.frozen);
		}
		assert_eq!(issuance(), before);
		// Of 1,600 Ann's are half: 80 commission and a quarter of 720, hence 260, a hundred times. Each of her nominators has 180.
		// Ben's are a quarter: 40 and a quarter of 360, hence 130. Of CASH it is twice as much.
		assert_eq!(total(KSI, &ann()), START + 26_000);
		assert_eq!(total(KSI, &nom(0)), START + 18_000);
		assert_eq!(total(KSI, &ben()), START + 13_000);
		assert_eq!(total(KSI, &source()), EXISTENTIAL_DEPOSIT);
		assert_eq!(total(CASH, &ann()), CASH_MINIMUM + 52_000);
		assert_eq!(total(CASH, &nom(4)), CASH_MINIMUM + 18_000);
	});
}

#[test]
fn random_eras_keep_the_books() {
	for seed in 0..3 {
		println!("seed {seed}");
		execute(|| history(seed, eras()));
	}
}

fn history(seed: u64, eras: u32) {
	let mut random = ChaCha8Rng::seed_from_u64(seed);
	let mut books = Books::default();
	let validators = [ann(), ben(), cem(), account(4), account(5)];
	let mut pages: Vec<(EraIndex, AccountId, u32)> = vec![];
	for era in 0..eras {
		let mut points = vec![];
		for validator in &validators {
			let count = random.gen_range(0..10u8);
			let first = random.gen_range(0..10u8);
			let others: Vec<_> = (first..first + count)
				.map(|of| (nom(of), random.gen_range(1..1_000_000)))
				.collect();
			let own = random.gen_range(1..1_000_000);
			expose(era, validator, random.gen_range(0..=100), own, &others);
			points.push((validator.clone(), random.gen_range(0..5) * 20));
			pages.extend((0..=u32::from(count) / PAGE).map(|page| (era, validator.clone(), page)));
		}
		for token in TOKENS {
			let amount = random.gen_range(0..20_000);
			// A frozen token does not move.
			let comes = random.gen_bool(0.7) && amount > 0;
			if comes && Whole::mint_into(token, &source(), amount).is_ok() {
				*books.earned.entry(token).or_default() += amount;
			}
		}
		let before = issuance();
		end_era(&points);
		for _ in 0..random.gen_range(0..20) {
			let who = nom(random.gen_range(0..20));
			match random.gen_range(0..12) {
				0 => set_payee(&who, RewardDestination::None),
				1 => set_payee(&who, RewardDestination::Stash),
				2 => set_payee(&who, RewardDestination::Account(account(random.gen_range(60..70)))),
				3 => {
					let _ = Assets::freeze_asset(signed(&issuer()), random.gen_range(CASH..=COIN));
				}
				// It may not be frozen.
				4 | 5 => {
					let _ = Assets::thaw_asset(signed(&issuer()), random.gen_range(CASH..=COIN));
				}
				_ => {
					let (era, validator, page) = pages[random.gen_range(0..pages.len())].clone();
					let expired = active_era() >= era + DEPTH;
					match pay(era, &validator, page) {
						Ok(_) => assert!(!expired),
						Err(error) if expired => {
							assert_eq!(error, Error::<Test>::UnknownEra.into())
						}
						// There is always as much as is owed, and parts are never more than the whole.
						Err(error) => assert_ne!(error, Error::<Test>::Overflow.into()),
					}
				}
			}
			check();
			books.read_events();
			books.check();
		}
		assert_eq!(issuance(), before);
		idle(u64::MAX);
		books.read_events();
	}
	for token in [CASH, COIN] {
		let _ = Assets::thaw_asset(signed(&issuer()), token);
	}
	// Everything that can be paid is, the rest expires, and is then in the pots of the last era.
	for (era, validator, page) in pages {
		let result = pay(era, &validator, page);
		assert_ne!(result, Err(Error::<Test>::Overflow.into()));
	}
	for _ in 0..DEPTH {
		end_era(&[]);
	}
	books.read_events();
	books.check();
	assert_eq!(TOKENS.map(owed), [0; 3]);
	let Clock { era, oldest, .. } = ClockOf::<Test>::get().unwrap();
	assert_eq!(oldest, era - DEPTH + 1);
	for token in TOKENS {
		assert!(books.paid[&token] > 0);
	}
	println!("{eras} eras, paid {:?} of {:?}", books.paid, books.earned);
}
