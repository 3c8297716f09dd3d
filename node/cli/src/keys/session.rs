//! Session keys and the proof that their owner holds them.
//!
//! The chain registers keys only with a proof: each of them signs `POP_` and the owner's account, and the signatures stand behind each
//! other in the order of the keys. A node makes keys and proof with `author_rotateKeysWithOwner`. For keys that were made elsewhere
//! no RPC makes a proof, so it is built here from the node's key store.

use crate::{
	address::AccountId,
	error::{Failure, Result},
};
use sp_core::{ed25519, proof_of_possession::statement_of_ownership, sr25519, Pair as _};
use std::{collections::BTreeMap, path::Path};
use zeroize::Zeroizing;

const KEY_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 64;

/// A role of a node that has a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
	/// Authors blocks.
	Babe,
	/// Finalizes blocks.
	Grandpa,
	/// Signs the node's addresses, so that validators find each other.
	AuthorityDiscovery,
}

/// The roles in the order of the runtime's `SessionKeys`.
pub const ROLES: [Role; 3] = [Role::Babe, Role::Grandpa, Role::AuthorityDiscovery];

impl Role {
	/// The four letters that a key store files the key under.
	fn key_type(self) -> &'static [u8; 4] {
		match self {
			Self::Babe => b"babe",
			Self::Grandpa => b"gran",
			Self::AuthorityDiscovery => b"audi",
		}
	}

	/// Its field in the runtime's `SessionKeys`.
	pub fn name(self) -> &'static str {
		match self {
			Self::Babe => "babe",
			Self::Grandpa => "grandpa",
			Self::AuthorityDiscovery => "authority_discovery",
		}
	}
}

/// The public session keys of a node, encoded as the chain stores them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionKeys([[u8; KEY_BYTES]; ROLES.len()]);

impl SessionKeys {
	/// The keys from their encoding.
	///
	/// # Errors
	///
	/// An input failure if it is not as long as three keys.
	pub fn decode(bytes: &[u8]) -> Result<Self> {
		let wrong = || {
			Failure::input(
				format!(
					"session keys have {} bytes, and not {}",
					ROLES.len() * KEY_BYTES,
					bytes.len()
				),
				"copy all of what the node printed",
			)
		};
		let mut keys = [[0; KEY_BYTES]; ROLES.len()];
		if bytes.len() != ROLES.len() * KEY_BYTES {
			return Err(wrong());
		}
		for (key, chunk) in keys.iter_mut().zip(bytes.chunks_exact(KEY_BYTES)) {
			key.copy_from_slice(chunk);
		}
		Ok(Self(keys))
	}

	/// The encoding: the keys behind each other.
	pub fn encode(&self) -> Vec<u8> {
		self.0.concat()
	}

	/// The encoding in hex.
	pub fn hex(&self) -> String {
		format!("0x{}", hex::encode(self.encode()))
	}

	/// The key of a role.
	pub fn of(&self, role: Role) -> &[u8; KEY_BYTES] {
		let [babe, grandpa, authority_discovery] = &self.0;
		match role {
			Role::Babe => babe,
			Role::Grandpa => grandpa,
			Role::AuthorityDiscovery => authority_discovery,
		}
	}
}

/// Keys with the proof that `session.set_keys` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenKeys {
	/// The public keys.
	pub keys: SessionKeys,
	/// The encoded signatures.
	pub proof: Vec<u8>,
}

/// Whether a proof is good for these keys and this owner, by the rule of the chain.
pub fn is_proof_of(keys: &SessionKeys, owner: &AccountId, proof: &[u8]) -> bool {
	let statement = statement_of_ownership(owner);
	let signatures = proof.chunks_exact(SIGNATURE_BYTES);
	if proof.len() != ROLES.len() * SIGNATURE_BYTES {
		return false;
	}
	ROLES.into_iter().zip(signatures).all(|(role, chunk)| {
		let mut signature = [0; SIGNATURE_BYTES];
		signature.copy_from_slice(chunk);
		let key = *keys.of(role);
		match role {
			Role::Grandpa => ed25519::Pair::verify(
				&ed25519::Signature::from_raw(signature),
				&statement,
				&ed25519::Public::from_raw(key),
			),
			Role::Babe | Role::AuthorityDiscovery => sr25519::Pair::verify(
				&sr25519::Signature::from_raw(signature),
				&statement,
				&sr25519::Public::from_raw(key),
			),
		}
	})
}

/// Builds the proof from the files of a node's key store.
///
/// `wanted` says which keys, where the store holds several of a role; `password` is that of the store, where it has one.
///
/// # Errors
///
/// An input failure if the store cannot be read, a role has no key, or several without `wanted`.
pub fn prove(
	store: &Path,
	owner: &AccountId,
	wanted: Option<&SessionKeys>,
	password: Option<&str>,
) -> Result<ProvenKeys> {
	let files = list(store)?;
	let statement = statement_of_ownership(owner);
	let mut keys = [[0; KEY_BYTES]; ROLES.len()];
	let mut proof = Vec::new();
	for (role, slot) in ROLES.into_iter().zip(keys.iter_mut()) {
		let key = choose(role, &files, wanted)?;
		let secret = secret_of(store, role, &key)?;
		*slot = key;
		let wrong = || {
			Failure::input(
				format!("the file of the {} key makes another key than its name says", role.name()),
				"give the password of the key store with --keystore-password-file, if it has one",
			)
		};
		match role {
			Role::Grandpa => {
				let pair = ed25519::Pair::from_string(&secret, password).map_err(|_| wrong())?;
				if pair.public().0 != key {
					return Err(wrong());
				}
				proof.extend(pair.sign(&statement).0);
			}
			Role::Babe | Role::AuthorityDiscovery => {
				let pair = sr25519::Pair::from_string(&secret, password).map_err(|_| wrong())?;
				if pair.public().0 != key {
					return Err(wrong());
				}
				proof.extend(pair.sign(&statement).0);
			}
		}
	}
	Ok(ProvenKeys { keys: SessionKeys(keys), proof })
}

/// The public keys of each role that the files of a store are named after.
fn list(store: &Path) -> Result<BTreeMap<Role, Vec<[u8; KEY_BYTES]>>> {
	let unreadable = |error: std::io::Error| {
		Failure::input(
			format!("no key store can be read at {} ({error})", store.display()),
			"it is the directory chains/<chain>/keystore below the node's base path",
		)
	};
	let mut found: BTreeMap<Role, Vec<[u8; KEY_BYTES]>> = BTreeMap::new();
	for entry in std::fs::read_dir(store).map_err(unreadable)? {
		let name = entry.map_err(unreadable)?.file_name();
		let Some(bytes) = name.to_str().and_then(|name| hex::decode(name).ok()) else { continue };
		let Some((key_type, key)) = bytes.split_at_checked(4) else { continue };
		let role = ROLES.into_iter().find(|role| role.key_type() == key_type);
		if let (Some(role), Ok(key)) = (role, key.try_into()) {
			found.entry(role).or_default().push(key);
		}
	}
	Ok(found)
}

fn choose(
	role: Role,
	files: &BTreeMap<Role, Vec<[u8; KEY_BYTES]>>,
	wanted: Option<&SessionKeys>,
) -> Result<[u8; KEY_BYTES]> {
	let of_role = files.get(&role).map(Vec::as_slice).unwrap_or_default();
	match (wanted, of_role) {
		(Some(wanted), _) if of_role.contains(wanted.of(role)) => Ok(*wanted.of(role)),
		(Some(wanted), _) => Err(Failure::input(
			format!("the key store has no {} key 0x{}", role.name(), hex::encode(wanted.of(role))),
			"check --keys",
		)),
		(None, [only]) => Ok(*only),
		(None, []) => Err(Failure::input(
			format!("the key store has no {} key", role.name()),
			"make keys with `kongsi validator rotate-keys` instead",
		)),
		(None, several) => Err(Failure::input(
			format!("the key store has {} {} keys", several.len(), role.name()),
			"say which with --keys",
		)),
	}
}

/// What the store keeps of a key: a phrase or a seed, as a JSON string.
fn secret_of(store: &Path, role: Role, key: &[u8; KEY_BYTES]) -> Result<Zeroizing<String>> {
	let name = format!("{}{}", hex::encode(role.key_type()), hex::encode(key));
	let path = store.join(name);
	let text = std::fs::read_to_string(&path).map(Zeroizing::new).map_err(|error| {
		Failure::input(
			format!("the key at {} cannot be read ({error})", path.display()),
			"run as the user of the node",
		)
	})?;
	serde_json::from_str::<String>(&text)
		.map(Zeroizing::new)
		.map_err(|_| Failure::input(format!("{} is not a file of a key store", path.display()), ""))
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::proof_of_possession::ProofOfPossessionVerifier;
	use std::path::PathBuf;

	const OWNER: AccountId = [7; 32];

	struct Store(PathBuf);

	impl Store {
		fn new(name: &str) -> Self {
			let path = std::env::temp_dir().join(format!("kongsi-{name}-{}", std::process::id()));
			std::fs::create_dir_all(&path).unwrap();
			Self(path)
		}

		fn add(&self, key_type: &str, public: [u8; 32], secret: &str) {
			let name = format!("{}{}", hex::encode(key_type), hex::encode(public));
			std::fs::write(self.0.join(name), serde_json::to_string(secret).unwrap()).unwrap();
		}

		fn with_keys(name: &str, secret: &str, password: Option<&str>) -> Self {
			let store = Self::new(name);
			let sr = sr25519::Pair::from_string(secret, password).unwrap().public().0;
			let ed = ed25519::Pair::from_string(secret, password).unwrap().public().0;
			store.add("babe", sr, secret);
			store.add("gran", ed, secret);
			store.add("audi", sr, secret);
			// Files that are no session keys lie there too.
			store.add("acco", sr, secret);
			std::fs::write(store.0.join("lost+found"), "").unwrap();
			store
		}
	}

	impl Drop for Store {
		fn drop(&mut self) {
			let _ = std::fs::remove_dir_all(&self.0);
		}
	}

	#[test]
	fn a_proof_is_what_the_chain_verifies() {
		let store = Store::with_keys("proof", "//Alice", None);
		let ProvenKeys { keys, proof } = prove(&store.0, &OWNER, None, None).unwrap();
		assert_eq!(proof.len(), 3 * 64);
		assert!(is_proof_of(&keys, &OWNER, &proof));
		// The same by the SDK's own verifier, which is what `set_keys` calls for each key.
		let part = |index: usize| <[u8; 64]>::try_from(&proof[index * 64..][..64]).unwrap();
		assert!(sr25519::Pair::verify_proof_of_possession(
			&OWNER,
			&sr25519::Signature::from_raw(part(0)),
			&sr25519::Public::from_raw(*keys.of(Role::Babe)),
		));
		assert!(ed25519::Pair::verify_proof_of_possession(
			&OWNER,
			&ed25519::Signature::from_raw(part(1)),
			&ed25519::Public::from_raw(*keys.of(Role::Grandpa)),
		));
		assert!(sr25519::Pair::verify_proof_of_possession(
			&OWNER,
			&sr25519::Signature::from_raw(part(2)),
			&sr25519::Public::from_raw(*keys.of(Role::AuthorityDiscovery)),
		));
	}

	#[test]
	fn a_proof_for_another_owner_or_with_swapped_or_missing_parts_is_bad() {
		let store = Store::with_keys("foreign", "//Bob", None);
		let ProvenKeys { keys, proof } = prove(&store.0, &OWNER, None, None).unwrap();
		assert!(!is_proof_of(&keys, &[8; 32], &proof));
		assert!(!is_proof_of(&keys, &OWNER, &[]));
		assert!(!is_proof_of(&keys, &OWNER, &proof[..128]));
		assert!(!is_proof_of(&keys, &OWNER, &[proof.clone(), vec![0]].concat()));
		let swapped = [&proof[64..128], &proof[..64], &proof[128..]].concat();
		assert!(!is_proof_of(&keys, &OWNER, &swapped));
	}

	#[test]
	fn of_several_keys_the_wanted_ones_are_taken() {
		let store = Store::with_keys("several", "//Alice", None);
		let before = prove(&store.0, &OWNER, None, None).unwrap().keys;
		let other = sr25519::Pair::from_string("//Charlie", None).unwrap().public().0;
		store.add("babe", other, "//Charlie");
		let failure = prove(&store.0, &OWNER, None, None).unwrap_err();
		assert_eq!(failure.to_string(), "the key store has 2 babe keys: say which with --keys");
		assert_eq!(prove(&store.0, &OWNER, Some(&before), None).unwrap().keys, before);
		let unknown = SessionKeys::decode(&[1; 96]).unwrap();
		assert!(prove(&store.0, &OWNER, Some(&unknown), None)
			.unwrap_err()
			.cause
			.contains("no babe"));
	}

	#[test]
	fn a_store_with_a_password_needs_it() {
		let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
		let store = Store::with_keys("password", phrase, Some("secret"));
		assert!(prove(&store.0, &OWNER, None, Some("secret")).is_ok());
		let failure = prove(&store.0, &OWNER, None, None).unwrap_err();
		assert!(failure.next.contains("--keystore-password-file"), "{failure}");
	}

	#[test]
	fn an_incomplete_or_missing_store_is_named() {
		let store = Store::new("incomplete");
		let failure = prove(&store.0, &OWNER, None, None).unwrap_err();
		assert_eq!(failure.cause, "the key store has no babe key");
		assert!(prove(Path::new("/nowhere"), &OWNER, None, None).is_err());
	}

	#[test]
	fn keys_are_decoded_in_the_order_of_the_runtime() {
		let bytes = [[1; 32], [2; 32], [3; 32]].concat();
		let keys = SessionKeys::decode(&bytes).unwrap();
		assert_eq!(ROLES.map(|role| keys.of(role)[0]), [1, 2, 3]);
		assert_eq!(keys.encode(), bytes);
		assert!(SessionKeys::decode(&bytes[..95]).is_err());
	}
}
