//! The 128-bit arithmetic against integers of 384 bits, at every bound and in between.

use proptest::prelude::*;
use shareholders_accounting::{
	mul_div, naive::Big, AccountingError, PerShare, Rate, Ratio, MAX_LIFETIME, MAX_RATIO,
	MAX_SUPPLY,
};

/// Numbers of every size up to a bound, its neighbours and powers of two among them.
fn up_to(most: u128) -> impl Strategy<Value = u128> {
	prop_oneof![
		0..=most,
		(0u32..128, 0u128..3)
			.prop_map(move |(bits, off)| ((1u128 << bits) - 1).saturating_add(off).min(most)),
		Just(most),
		Just(most - 1),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(20_000))]

	#[test]
	fn mul_div_is_exact(a in up_to(MAX_SUPPLY), b in up_to(u128::MAX), c in up_to(MAX_SUPPLY)) {
		prop_assume!(c > 0);
		let (quotient, rest) = Big::from(a).times(&b.into()).divided_by(&c.into());
		if quotient <= u128::MAX.into() {
			prop_assert_eq!(mul_div(a, b, c), Ok((quotient.small(), rest.small())));
		} else {
			prop_assert_eq!(mul_div(a, b, c), Err(AccountingError::Overflow));
		}
	}

	#[test]
	fn a_rate_times_shares_is_exact(
		units in up_to(MAX_LIFETIME >> 94), fraction in any::<u64>(),
		shares in up_to(MAX_SUPPLY), rest in any::<u64>(),
	) {
		let rate = Big::in_parts(units).plus(&u128::from(fraction).into());
		let parts = rate.times(&shares.into()).plus(&u128::from(rest).into());
		let exact = Rate { units, fraction }.times(shares, rest).expect("it is within bounds");
		prop_assert_eq!((exact.whole, exact.fraction), parts.atoms());
	}

	#[test]
	fn a_distribution_leaves_nothing_over(
		amounts in prop::collection::vec(up_to(MAX_LIFETIME >> 2), 1..4),
		shares in up_to(MAX_SUPPLY),
	) {
		prop_assume!(shares > 0);
		let mut per_share = PerShare::default();
		let mut sum = Big::ZERO;
		for amount in amounts {
			let before = per_share.rate;
			let rise = per_share.distribute(amount, shares).expect("it is within bounds");
			prop_assert_eq!(per_share.rate.since(before), Ok(rise));
			sum = sum.plus(&Big::in_parts(amount));
			// rate x shares + carry is everything, and the carry is less than one part per share.
			let Rate { units, fraction } = per_share.rate;
			let rate = Big::in_parts(units).plus(&u128::from(fraction).into());
			prop_assert_eq!(rate.times(&shares.into()).plus(&per_share.carry.into()), sum);
			prop_assert!(per_share.carry < shares);
		}
	}

	#[test]
	fn any_amount_is_scaled_and_at_most_the_largest_number(
		a in 1..=MAX_RATIO, b in 1..=MAX_RATIO, amount in any::<u128>(), shift in 0u32..128,
	) {
		prop_assume!(a != b);
		let amount = amount >> shift;
		let product = Big::from(amount).times(&u128::from(a).into());
		let (exact, _) = product.divided_by(&u128::from(b).into());
		let most = Big::from(u128::MAX);
		let scaled = Ratio::new(a, b).expect("valid").scale(amount);
		prop_assert_eq!(Big::from(scaled), exact.min(most));
	}

	#[test]
	fn splits_one_after_the_other_are_one_split(
		a in 1..=MAX_RATIO, b in 1..=MAX_RATIO, c in 1..=MAX_RATIO, d in 1..=MAX_RATIO,
		total in up_to(MAX_SUPPLY >> 40),
	) {
		prop_assume!(a != b && c != d);
		let (first, second) = (Ratio::new(a, b).expect("valid"), Ratio::new(c, d).expect("valid"));
		let both = first.then(second).expect("four numbers of 20 bits fit");
		let product = (u128::from(a) * u128::from(c), u128::from(b) * u128::from(d));
		let (whole, _) = Big::ratio(total, product.0, product.1);
		prop_assert_eq!(both.apply(total).expect("it fits").0, whole);
		// Undoing never gives less than there was before, and nothing for nothing.
		let (kept, _) = both.apply(total).expect("it fits");
		prop_assert!(both.undo(kept).expect("it fits") <= total);
		prop_assert_eq!(both.undo(0), Ok(0));
	}
}

#[test]
fn operands_out_of_range_are_refused() {
	let overflow = Err(AccountingError::Overflow);
	assert_eq!(mul_div(MAX_SUPPLY + 1, 1, 1), overflow);
	assert_eq!(mul_div(1, 1, MAX_SUPPLY + 1), overflow);
	assert_eq!(mul_div(1, 1, 0), overflow);
	assert_eq!(mul_div(MAX_SUPPLY, MAX_SUPPLY, MAX_SUPPLY), Ok((MAX_SUPPLY, 0)));
	let mut per_share = PerShare::default();
	let too_large = per_share.distribute(1, MAX_SUPPLY + 1);
	assert_eq!(too_large, Err(AccountingError::SupplyTooLarge));
	assert_eq!(per_share.distribute(1, 0), Err(AccountingError::NoEligibleShares));
	assert_eq!(per_share, PerShare::default());
}
