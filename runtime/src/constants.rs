//! Units of money and time.
//!
//! The slot duration is part of the genesis of a chain. It never changes afterwards: an upgrade that changes it stops block
//! production. Longer times, which differ between the real chain and those for development, are in `pallet-tempo`.

/// Units of KSI, the native token: gas, stake and the share of the platform itself.
pub mod money {
	use crate::Balance;

	/// Decimals of KSI.
	pub const DECIMALS: u8 = 12;
	/// One KSI in its smallest unit, the atom.
	pub const KSI: Balance = 1_000_000_000_000;
	/// A thousandth of a KSI, in atoms.
	pub const MILLI_KSI: Balance = 1_000_000_000;
	/// A millionth of a KSI, in atoms.
	pub const MICRO_KSI: Balance = 1_000_000;

	/// The least an account must own to exist, in atoms. An account takes about 130 bytes of state: at this
	/// price a gigabyte of dust accounts costs 8,000 KSI, while nobody minds losing a thousandth.
	pub const EXISTENTIAL_DEPOSIT: Balance = MILLI_KSI;

	/// The deposit, in atoms, for `items` storage entries that hold `bytes` bytes together. It comes back when
	/// they are removed. Saturates, which makes an absurd request unaffordable rather than cheap.
	pub const fn deposit(items: Balance, bytes: Balance) -> Balance {
		let per_item = 10 * MILLI_KSI;
		let per_byte = 100 * MICRO_KSI;
		items.saturating_mul(per_item).saturating_add(bytes.saturating_mul(per_byte))
	}
}

/// Units of time.
pub mod time {
	use crate::BlockNumber;
	use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};

	/// Length of a slot in milliseconds. A full block takes 0.88 s to build and 0.80 s to import, which leaves
	/// room for gossip in 2 s and not in 1 s.
	pub const SLOT_DURATION_MS: u64 = 2_000;

	/// Blocks in a minute, if no slot is missed.
	pub const MINUTES: BlockNumber = 30;
	/// Blocks in an hour, if no slot is missed.
	pub const HOURS: BlockNumber = 60 * MINUTES;
	/// Blocks in a day, if no slot is missed.
	pub const DAYS: BlockNumber = 24 * HOURS;

	/// The chance that a slot has a primary author, as a fraction. At one in four about one slot in five
	/// carries a primary and a secondary block side by side, and each of them is one more import for everybody.
	pub const PRIMARY_PROBABILITY: (u64, u64) = (1, 4);

	/// How BABE starts. Secondary slots fill those without a primary author, so that a block comes every slot;
	/// theirs are drawn by VRF too, so that nobody else knows the next author.
	pub const BABE_GENESIS_EPOCH_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
		c: PRIMARY_PROBABILITY,
		allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
	};
}
