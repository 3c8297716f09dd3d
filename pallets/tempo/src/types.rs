//! The clocks, and which of them are possible.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The shortest session, in slots. GRANDPA must have time to finalize the block that changes its set, and a validator to
/// learn of its keys.
pub const MIN_SESSION_SLOTS: u32 = 10;

/// The longest session, in slots: a day at 2 s.
pub const MAX_SESSION_SLOTS: u32 = 43_200;

/// Most sessions of an era.
pub const MAX_SESSIONS_PER_ERA: u32 = 1_000;

/// Most eras that stake stays bonded: those of which the chain keeps the history.
pub const MAX_BONDING_ERAS: u32 = 80;

/// The clocks of a chain.
#[derive(
	Encode,
	Decode,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tempo {
	/// Slots of a session, [`MIN_SESSION_SLOTS`] to [`MAX_SESSION_SLOTS`].
	pub session_slots: u32,
	/// Sessions of an era, 1 to [`MAX_SESSIONS_PER_ERA`].
	pub sessions_per_era: u32,
	/// Eras that stake stays bonded, 1 to [`MAX_BONDING_ERAS`].
	pub bonding_eras: u32,
	/// Eras between a proof of misbehaviour and the loss, fewer than `bonding_eras`.
	pub slash_defer_eras: u32,
	/// How many times faster votes go than on the real chain, at least 1.
	pub pace: u32,
}

/// The real chain's, at 2 s a slot: sessions of an hour, eras of 6 hours, 7 days until stake is free, 6 days for a vote to
/// object to a slash.
impl Default for Tempo {
	fn default() -> Self {
		Self {
			session_slots: 1_800,
			sessions_per_era: 6,
			bonding_eras: 28,
			slash_defer_eras: 24,
			pace: 1,
		}
	}
}

/// Why clocks are not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TempoError {
	/// A session is too short or too long.
	SessionSlots,
	/// An era has no session or too many.
	SessionsPerEra,
	/// Stake is bonded for no era or too many.
	BondingEras,
	/// A slash waits until the stake may have left.
	SlashDeferEras,
	/// Votes stand still.
	Pace,
}

impl Tempo {
	/// Checks the clocks.
	///
	/// # Errors
	///
	/// One for each field; see there.
	pub fn check(&self) -> Result<(), TempoError> {
		let ensure = |possible, error| if possible { Ok(()) } else { Err(error) };
		let slots = MIN_SESSION_SLOTS..=MAX_SESSION_SLOTS;
		ensure(slots.contains(&self.session_slots), TempoError::SessionSlots)?;
		let sessions = 1..=MAX_SESSIONS_PER_ERA;
		ensure(sessions.contains(&self.sessions_per_era), TempoError::SessionsPerEra)?;
		let eras = 1..=MAX_BONDING_ERAS;
		ensure(eras.contains(&self.bonding_eras), TempoError::BondingEras)?;
		ensure(self.slash_defer_eras < self.bonding_eras, TempoError::SlashDeferEras)?;
		ensure(self.pace >= 1, TempoError::Pace)
	}

	/// Sessions in which stake that is leaving is still there.
	pub fn bonding_sessions(&self) -> u64 {
		// Two numbers of 32 bits.
		u64::from(self.bonding_eras).saturating_mul(self.sessions_per_era.into())
	}
}
