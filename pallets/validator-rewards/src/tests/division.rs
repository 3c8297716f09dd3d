//! Dividing a pot: by hand, and against the definition in wide numbers.

use crate::division::{part, Take};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_core::U256;
use sp_runtime::Perbill;

const NONE: Perbill = Perbill::zero();

#[test]
fn a_part_is_rounded_down() {
	// 10 × 1/3 = 3.33, 10 × 2/3 = 6.67.
	assert_eq!(part(10, 1, 3), Some(3));
	assert_eq!(part(10, 2, 3), Some(6));
	assert_eq!(part(10, 3, 3), Some(10));
	assert_eq!(part(10, 0, 3), Some(0));
	assert_eq!(part(0, 2, 3), Some(0));
	let most = u128::MAX;
	assert_eq!(part(most, most, most), Some(most));
	// 2^128 − 1 is 3 × 113427455640312821154458202477256070485.
	assert_eq!(part(most, 1, 3), Some(113_427_455_640_312_821_154_458_202_477_256_070_485));
}

#[test]
fn there_is_no_part_of_nothing_and_none_above_the_whole() {
	assert_eq!(part(10, 0, 0), None);
	assert_eq!(part(10, 4, 3), None);
	assert_eq!(Take::new(10, 1, 0, NONE), None);
	assert_eq!(Take::new(10, 2, 1, NONE), None);
}

#[test]
fn a_pot_goes_by_points_then_commission_then_stake() {
	// 1,000 × 40/100 = 400, of it 10 % are 40.
	let take = Take::new(1_000, 40, 100, Perbill::from_percent(10)).unwrap();
	assert_eq!(take, Take { commission: 40, by_stake: 360 });
	// 360 × 200/400 and 360 × 100/400 + 40.
	assert_eq!(take.for_stake(200, 400), Some(180));
	assert_eq!(take.for_validator(100, 400), Some(130));
	// All or nothing for the validator.
	let all = Take::new(1_000, 40, 100, Perbill::one()).unwrap();
	assert_eq!(all, Take { commission: 400, by_stake: 0 });
	let none = Take::new(1_000, 40, 100, NONE).unwrap();
	assert_eq!(none, Take { commission: 0, by_stake: 400 });
}

/// Whether a part is the greatest whole number that is not above `amount × share / whole`: by multiplication, not by division.
fn is_part(part: u128, amount: u128, share: u128, whole: u128) -> bool {
	let exact = U256::from(amount) * U256::from(share);
	let whole = U256::from(whole);
	U256::from(part) * whole <= exact && exact < (U256::from(part) + 1) * whole
}

/// A number of any size, small ones as often as great ones.
fn any(random: &mut ChaCha8Rng, bits: u32) -> u128 {
	random.gen::<u128>() >> random.gen_range(128 - bits..128)
}

#[test]
fn random_pots_are_divided_as_defined_and_nothing_is_lost() {
	for seed in 0..200 {
		println!("seed {seed}");
		let mut random = ChaCha8Rng::seed_from_u64(seed);
		let pot = any(&mut random, 127);
		let points: Vec<u32> =
			(0..random.gen_range(1..=100)).map(|_| any(&mut random, 20) as u32).collect();
		let all_points: u32 = points.iter().sum();
		if all_points == 0 {
			continue;
		}
		let mut paid = U256::zero();
		let mut divisions = 0u32;
		for points in points {
			let commission = Perbill::from_parts(random.gen_range(0..=1_000_000_000));
			let take = Take::new(pot, points, all_points, commission).unwrap();
			let taken = take.commission + take.by_stake;
			assert!(is_part(taken, pot, points.into(), all_points.into()));
			let parts = commission.deconstruct().into();
			assert!(is_part(take.commission, taken, parts, 1_000_000_000));
			let stakes: Vec<u128> =
				(0..random.gen_range(1..40)).map(|_| any(&mut random, 100)).collect();
			let all: u128 = stakes.iter().sum();
			divisions += 1;
			if all == 0 {
				paid += taken.into();
				continue;
			}
			paid += take.commission.into();
			for (position, stake) in stakes.into_iter().enumerate() {
				let part = take.for_stake(stake, all).unwrap();
				assert!(is_part(part, take.by_stake, stake, all));
				if position == 0 {
					assert_eq!(take.for_validator(stake, all), Some(part + take.commission));
				}
				paid += part.into();
				divisions += 1;
			}
		}
		let rest = U256::from(pot).checked_sub(paid).expect("no more than there is");
		assert!(rest < U256::from(divisions), "{rest} atoms are left of {divisions} divisions");
	}
}
