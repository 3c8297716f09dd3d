//! Integers of 384 bits by the rules of school.

use core::cmp::Ordering;

const LIMBS: usize = 12;

/// A number of up to 384 bits, lowest limb first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Big([u32; LIMBS]);

impl From<u128> for Big {
	fn from(number: u128) -> Self {
		let mut limbs = [0; LIMBS];
		for (place, limb) in limbs.iter_mut().enumerate().take(4) {
			*limb = (number >> (32 * place)) as u32;
		}
		Self(limbs)
	}
}

impl Ord for Big {
	fn cmp(&self, other: &Self) -> Ordering {
		self.0.iter().rev().cmp(other.0.iter().rev())
	}
}

impl PartialOrd for Big {
	fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
		Some(self.cmp(other))
	}
}

impl Big {
	/// Nothing.
	pub const ZERO: Self = Self([0; LIMBS]);

	/// The sum.
	pub fn plus(&self, other: &Self) -> Self {
		let (mut sum, mut carry) = ([0; LIMBS], 0u64);
		for (place, limb) in sum.iter_mut().enumerate() {
			carry += u64::from(self.0[place]) + u64::from(other.0[place]);
			*limb = carry as u32;
			carry >>= 32;
		}
		assert_eq!(carry, 0, "the oracle's integers overflow");
		Self(sum)
	}

	/// The difference.
	pub fn minus(&self, other: &Self) -> Self {
		let (mut rest, mut borrow) = ([0; LIMBS], 0i64);
		for (place, kept) in rest.iter_mut().enumerate() {
			let mut limb = i64::from(self.0[place]) - i64::from(other.0[place]) - borrow;
			borrow = i64::from(limb < 0);
			limb += borrow << 32;
			*kept = limb as u32;
		}
		assert_eq!(borrow, 0, "the oracle took more than there is");
		Self(rest)
	}

	/// The product.
	pub fn times(&self, other: &Self) -> Self {
		let mut product = [0u32; LIMBS];
		for low in 0..LIMBS {
			let mut carry = 0u64;
			if self.0[low] == 0 {
				continue;
			}
			for high in 0..LIMBS {
				let add = u64::from(self.0[low]) * u64::from(other.0[high]);
				if low + high >= LIMBS {
					assert!(add == 0 && carry == 0, "the oracle's integers overflow");
					continue;
				}
				carry += u64::from(product[low + high]);
				let sum = u128::from(add) + u128::from(carry);
				product[low + high] = sum as u32;
				carry = (sum >> 32) as u64;
			}
			assert_eq!(carry, 0, "the oracle's integers overflow");
		}
		Self(product)
	}

	/// Quotient and remainder, bit by bit.
	pub fn divided_by(&self, other: &Self) -> (Self, Self) {
		assert!(*other != Self::ZERO, "the oracle divides by zero");
		let (mut quotient, mut rest) = (Self::ZERO, Self::ZERO);
		let top = (0..LIMBS).rev().find(|place| self.0[*place] != 0).map_or(0, |place| place + 1);
		for bit in (0..top * 32).rev() {
			rest = rest.plus(&rest);
			rest.0[0] |= (self.0[bit / 32] >> (bit % 32)) & 1;
			if rest >= *other {
				rest = rest.minus(other);
				quotient.0[bit / 32] |= 1 << (bit % 32);
			}
		}
		(quotient, rest)
	}

	/// Times 2^64.
	pub fn in_parts(number: u128) -> Self {
		let mut limbs = [0; LIMBS];
		limbs[2..6].copy_from_slice(&Self::from(number).0[..4]);
		Self(limbs)
	}

	/// Whole atoms of a number of 2^64ths, and the rest.
	pub fn atoms(&self) -> (u128, u64) {
		let mut whole = Self::ZERO;
		whole.0[..LIMBS - 2].copy_from_slice(&self.0[2..]);
		(whole.small(), u64::from(self.0[0]) | (u64::from(self.0[1]) << 32))
	}

	/// The number, if it has at most 128 bits.
	pub fn small(&self) -> u128 {
		assert!(self.0[4..].iter().all(|limb| *limb == 0), "a result of the oracle is too large");
		(0..4).map(|place| u128::from(self.0[place]) << (32 * place)).sum()
	}

	/// `a x b / c` and the remainder.
	pub fn ratio(a: u128, b: u128, c: u128) -> (u128, u128) {
		let (quotient, rest) = Self::from(a).times(&b.into()).divided_by(&c.into());
		(quotient.small(), rest.small())
	}
}
