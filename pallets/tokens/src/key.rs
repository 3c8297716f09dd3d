//! Storage keys that are made once and used for reading and for writing.
//!
//! The SDK's maps make a key anew at every access, and ask the node to hash the two names in it each time, though these
//! never change: of the ten calls out of the runtime that reading a record takes, eight are for its key. A [`Key`] takes
//! the hash of the names from where the compiler has put it. The keys are the same, which a test in each pallet that
//! uses them proves, so that metadata, wallets and iteration know nothing of this.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame_support::storage::unhashed;
use sp_io::hashing::blake2_128;

/// Longest key that grows without moving: the names, a token, an account, with their hashes, are 100 bytes.
const ROOM: usize = 128;

/// The key of one entry of a map, or the beginning of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(Vec<u8>);

impl Key {
	/// Begins a key with the hash of the map's names, its `prefix_hash`.
	pub fn new(names: &[u8; 32]) -> Self {
		let mut bytes = Vec::with_capacity(ROOM);
		bytes.extend_from_slice(names);
		Self(bytes)
	}

	/// Goes on with a part as it is: the hasher `Identity`.
	pub fn plain(mut self, part: &impl Encode) -> Self {
		part.using_encoded(|part| self.0.extend_from_slice(part));
		self
	}

	/// Goes on with a part behind its hash: the hasher `Blake2_128Concat`.
	pub fn hashed(mut self, part: &impl Encode) -> Self {
		part.using_encoded(|part| {
			self.0.extend_from_slice(&blake2_128(part));
			self.0.extend_from_slice(part);
		});
		self
	}

	/// The same key with room to go on.
	pub fn branch(&self) -> Self {
		let mut bytes = Vec::with_capacity(ROOM);
		bytes.extend_from_slice(&self.0);
		Self(bytes)
	}

	/// The bytes.
	pub fn as_bytes(&self) -> &[u8] {
		&self.0
	}

	/// Reads the entry.
	pub fn get<V: Decode>(&self) -> Option<V> {
		unhashed::get(&self.0)
	}

	/// Writes the entry.
	pub fn put<V: Encode>(&self, value: &V) {
		unhashed::put(&self.0, value);
	}

	/// Removes the entry.
	pub fn kill(&self) {
		unhashed::kill(&self.0);
	}
}
