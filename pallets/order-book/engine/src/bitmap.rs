//! A set of ticks as a two-level bitmap: 4,096 words of 4,096 bits and one word over them.
//!
//! The next member on either side of a tick is found with at most three words, however many members there are.

use crate::units::Ticks;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Bits in a word.
pub const WORD_BITS: u64 = 4_096;
const LIMBS: usize = 64;

/// 4,096 bits.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word([u64; LIMBS]);

impl Default for Word {
	fn default() -> Self {
		Self([0; LIMBS])
	}
}

/// The word of a tick, and its bit within.
pub fn split(tick: Ticks) -> (u16, u16) {
	let word = u16::try_from(tick.get() >> 12 & 0xfff).unwrap_or_default();
	let bit = u16::try_from(tick.get() & 0xfff).unwrap_or_default();
	(word, bit)
}

/// The tick of a bit in a word.
pub fn join(word: u16, bit: u16) -> Ticks {
	Ticks::new(u64::from(word) << 12 | u64::from(bit))
}

impl Word {
	/// Whether no bit is set.
	pub fn is_empty(&self) -> bool {
		self.0.iter().all(|limb| *limb == 0)
	}

	/// Whether this bit is set.
	pub fn contains(&self, bit: u16) -> bool {
		self.0.get(usize::from(bit >> 6)).is_some_and(|limb| limb & mask(bit) != 0)
	}

	/// Sets a bit.
	pub fn insert(&mut self, bit: u16) {
		if let Some(limb) = self.0.get_mut(usize::from(bit >> 6)) {
			*limb |= mask(bit);
		}
	}

	/// Clears a bit.
	pub fn remove(&mut self, bit: u16) {
		if let Some(limb) = self.0.get_mut(usize::from(bit >> 6)) {
			*limb &= !mask(bit);
		}
	}

	/// The lowest set bit that is at least `from`.
	pub fn next_up(&self, from: u16) -> Option<u16> {
		let first = from >> 6;
		let mut keep = u64::MAX.checked_shl(u32::from(from & 63))?;
		for (index, limb) in (first..64).zip(self.0.iter().skip(usize::from(first))) {
			let bits = limb & keep;
			if bits != 0 {
				return Some(index << 6 | u16::try_from(bits.trailing_zeros()).ok()?);
			}
			keep = u64::MAX;
		}
		None
	}

	/// The highest set bit that is at most `from`.
	pub fn next_down(&self, from: u16) -> Option<u16> {
		let last = from >> 6;
		let mut keep = u64::MAX.checked_shr(63u32.checked_sub(u32::from(from & 63))?)?;
		let limbs = self.0.get(..=usize::from(last))?;
		for (index, limb) in (0..=last).zip(limbs).rev() {
			let bits = limb & keep;
			if bits != 0 {
				let top = 63u32.checked_sub(bits.leading_zeros())?;
				return Some(index << 6 | u16::try_from(top).ok()?);
			}
			keep = u64::MAX;
		}
		None
	}
}

fn mask(bit: u16) -> u64 {
	1u64.wrapping_shl(u32::from(bit & 63))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_next_bit_is_found_on_either_side() {
		let mut word = Word::default();
		for bit in [0, 63, 64, 1_000, 4_095] {
			word.insert(bit);
		}
		assert_eq!(word.next_up(0), Some(0));
		assert_eq!(word.next_up(1), Some(63));
		assert_eq!(word.next_up(64), Some(64));
		assert_eq!(word.next_up(65), Some(1_000));
		assert_eq!(word.next_up(1_001), Some(4_095));
		assert_eq!(word.next_down(4_095), Some(4_095));
		assert_eq!(word.next_down(4_094), Some(1_000));
		assert_eq!(word.next_down(999), Some(64));
		assert_eq!(word.next_down(63), Some(63));
		assert_eq!(word.next_down(62), Some(0));
		word.remove(0);
		assert_eq!(word.next_down(62), None);
		assert!(word.contains(4_095) && !word.contains(0));
	}

	#[test]
	fn a_tick_is_a_word_and_a_bit() {
		assert_eq!(split(Ticks::new(4_097)), (1, 1));
		assert_eq!(join(1, 1), Ticks::new(4_097));
		assert_eq!(split(Ticks::new((1 << 24) - 1)), (4_095, 4_095));
	}
}
