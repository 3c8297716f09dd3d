//! The model of what is held: preimages with their deposits, and the sum of everything that is on deposit for an account.

use crate::fates::Fates;
use codec::Encode;
use kongsi_runtime::{constants::money::MILLI_KSI, AccountId, Hash, Runtime, RuntimeHoldReason};
use pallet_preimage::{HoldReason, RequestStatusFor};
use std::collections::BTreeMap;

/// Texts and calls that are noted, by whom, and what that has cost.
#[derive(Default)]
pub(crate) struct Preimages {
	noted: BTreeMap<Hash, (AccountId, u128)>,
	held: BTreeMap<AccountId, u128>,
}

/// The hash under which bytes are noted.
pub(crate) fn hash_of(bytes: &[u8]) -> Hash {
	sp_io::hashing::blake2_256(bytes).into()
}

impl Preimages {
	/// Somebody has noted these bytes: 26.4 thousandths of a KSI for two entries of 64 bytes, a tenth of one for each byte.
	pub(crate) fn noted(&mut self, who: &AccountId, bytes: &[u8]) {
		let length = u128::try_from(bytes.len()).unwrap();
		let deposit = (264 + length) * MILLI_KSI / 10;
		let before = self.noted.insert(hash_of(bytes), (who.clone(), deposit));
		assert!(before.is_none(), "noted twice");
		*self.held.entry(who.clone()).or_default() += deposit;
	}

	/// Somebody has removed what he had noted.
	pub(crate) fn removed(&mut self, who: &AccountId, hash: Hash) {
		let (owner, deposit) = self.noted.remove(&hash).expect("it is noted");
		assert_eq!(owner, *who);
		*self.held.get_mut(who).expect("he has noted it") -= deposit;
	}

	pub(crate) fn all(&self) -> impl Iterator<Item = (&Hash, &AccountId)> {
		self.noted.iter().map(|(hash, (owner, _))| (hash, owner))
	}

	fn held(&self, who: &AccountId) -> u128 {
		self.held.get(who).copied().unwrap_or(0)
	}

	/// As many are stored.
	pub(crate) fn check_all(&self) {
		assert_eq!(RequestStatusFor::<Runtime>::iter_keys().count(), self.noted.len());
	}
}

/// What an account has on hold, by the encoded reason.
pub(crate) fn holds(who: &AccountId) -> BTreeMap<Vec<u8>, u128> {
	let holds = pallet_balances::Holds::<Runtime>::get(who);
	holds.iter().map(|hold| (hold.id.encode(), hold.amount)).collect()
}

/// What is on deposit for an account: its proposals, decision deposits and preimages, and nothing else that is not on hold for
/// another reason.
pub(crate) fn check(who: &AccountId, fates: &Fates, preimages: &Preimages) {
	let reserved = frame_system::Account::<Runtime>::get(who).data.reserved;
	let holds = holds(who);
	let held: u128 = holds.values().sum();
	assert_eq!(reserved - held, fates.reserved(who), "deposits of {who}");
	let reason = RuntimeHoldReason::Preimage(HoldReason::Preimage).encode();
	let noted = holds.get(&reason).copied().unwrap_or(0);
	assert_eq!(noted, preimages.held(who), "preimages of {who}");
}
