//! The key that signs a command's transactions.

use crate::{
	address::AccountId,
	error::{Failure, Result},
};
use sp_core::{ed25519, sr25519, Pair as _};
use subxt::{
	transactions::Signer,
	utils::{AccountId32, MultiSignature},
	PolkadotConfig,
};
use zeroize::Zeroizing;

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
	/// Schnorr over Ristretto, what wallets make unless told otherwise.
	Sr25519,
	/// Ed25519.
	Ed25519,
}

impl Scheme {
	/// As key files write it.
	pub fn name(self) -> &'static str {
		match self {
			Self::Sr25519 => "sr25519",
			Self::Ed25519 => "ed25519",
		}
	}

	/// The scheme of this name.
	pub fn named(name: &str) -> Option<Self> {
		[Self::Sr25519, Self::Ed25519].into_iter().find(|scheme| scheme.name() == name)
	}
}

/// A secret key with its public key.
#[expect(clippy::large_enum_variant, reason = "a program has one or two of them")]
#[derive(Clone)]
pub enum Pair {
	/// See [`Scheme::Sr25519`].
	Sr25519(sr25519::Pair),
	/// See [`Scheme::Ed25519`].
	Ed25519(ed25519::Pair),
}

/// Secrets do not end up in logs.
impl std::fmt::Debug for Pair {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "{} 0x{}", self.scheme().name(), hex::encode(self.public_bytes()))
	}
}

impl Pair {
	/// A new key and the twelve words that make it again.
	pub fn generate() -> (Self, Zeroizing<String>) {
		let (pair, phrase, _) = sr25519::Pair::generate_with_phrase(None);
		(Self::Sr25519(pair), Zeroizing::new(phrase))
	}

	/// The key of a phrase with an optional path, such as `//stash`.
	///
	/// # Errors
	///
	/// An input failure if the phrase is mistyped. It does not repeat the phrase.
	pub fn from_uri(uri: &str, password: Option<&str>) -> Result<Self> {
		sr25519::Pair::from_string(uri, password).map(Self::Sr25519).map_err(|_| {
			Failure::input(
				"the phrase makes no key",
				"check that each word is spelled as in the list and that none is missing",
			)
		})
	}

	/// The key of the 64 bytes that [`Self::secret_bytes`] gives.
	pub fn from_secret(scheme: Scheme, secret: &[u8; 64]) -> Option<Self> {
		match scheme {
			Scheme::Sr25519 => schnorrkel::SecretKey::from_ed25519_bytes(secret)
				.ok()
				.map(|secret| Self::Sr25519(sr25519::Pair::from(secret))),
			Scheme::Ed25519 => {
				ed25519::Pair::from_seed_slice(&secret[..32]).ok().map(Self::Ed25519)
			}
		}
	}

	/// The secret as key files carry it: for sr25519 the expanded key with its scalar times the cofactor, as Ed25519 has it; for
	/// ed25519 the seed and the public key.
	pub fn secret_bytes(&self) -> Zeroizing<[u8; 64]> {
		let mut bytes = Zeroizing::new([0; 64]);
		match self {
			Self::Sr25519(pair) => {
				let pair: &schnorrkel::Keypair = pair.as_ref();
				bytes.copy_from_slice(&pair.secret.to_ed25519_bytes());
			}
			Self::Ed25519(pair) => {
				let (seed, public) = bytes.split_at_mut(32);
				seed.copy_from_slice(&pair.seed());
				public.copy_from_slice(&pair.public().0);
			}
		}
		bytes
	}

	/// The public key, which is the account.
	pub fn public_bytes(&self) -> AccountId {
		match self {
			Self::Sr25519(pair) => pair.public().0,
			Self::Ed25519(pair) => pair.public().0,
		}
	}

	/// How it signs.
	pub fn scheme(&self) -> Scheme {
		match self {
			Self::Sr25519(_) => Scheme::Sr25519,
			Self::Ed25519(_) => Scheme::Ed25519,
		}
	}
}

impl Signer<PolkadotConfig> for Pair {
	fn account_id(&self) -> AccountId32 {
		AccountId32(self.public_bytes())
	}

	fn sign(&self, payload: &[u8]) -> MultiSignature {
		match self {
			Self::Sr25519(pair) => MultiSignature::Sr25519(pair.sign(payload).0),
			Self::Ed25519(pair) => MultiSignature::Ed25519(pair.sign(payload).0),
		}
	}
}

/// The names of the well-known development keys. Everybody has them, so nothing of value may be theirs.
const DEVELOPERS: [&str; 6] = ["alice", "bob", "charlie", "dave", "eve", "ferdie"];

/// The path of a development key: `alice` is `//Alice`, and `alice//stash` is `//Alice//stash`.
///
/// # Errors
///
/// An input failure if there is no developer of that name.
pub fn developer(name: &str) -> Result<Pair> {
	let lower = name.to_lowercase();
	let (who, path) = match lower.split_once("//") {
		Some((who, path)) => (who, format!("//{path}")),
		None => (lower.as_str(), String::new()),
	};
	if !DEVELOPERS.contains(&who) {
		return Err(Failure::input(
			format!("there is no development key `{name}`"),
			format!("it is one of {}", DEVELOPERS.join(", ")),
		));
	}
	let mut letters = who.chars();
	let first = letters.next().map(|letter| letter.to_ascii_uppercase());
	let named: String = first.into_iter().chain(letters).collect();
	Pair::from_uri(&format!("//{named}{path}"), None)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::address::{text, GENERIC_PREFIX};

	fn address(pair: &Pair) -> String {
		text(&pair.public_bytes(), GENERIC_PREFIX)
	}

	#[test]
	fn development_keys_are_the_well_known_ones() {
		// As `subkey inspect` prints them.
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let stash = "5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY";
		assert_eq!(address(&developer("alice").unwrap()), alice);
		assert_eq!(address(&developer("Alice").unwrap()), alice);
		assert_eq!(address(&developer("alice//stash").unwrap()), stash);
		assert!(developer("mallory").is_err());
		assert!(developer("").is_err());
	}

	#[test]
	fn secrets_come_back_from_their_bytes() {
		let sr = developer("bob").unwrap();
		let again = Pair::from_secret(Scheme::Sr25519, &sr.secret_bytes()).unwrap();
		assert_eq!(again.public_bytes(), sr.public_bytes());
		let ed = Pair::Ed25519(ed25519::Pair::from_string("//Bob", None).unwrap());
		let again = Pair::from_secret(Scheme::Ed25519, &ed.secret_bytes()).unwrap();
		assert_eq!(again.public_bytes(), ed.public_bytes());
	}

	#[test]
	fn a_phrase_makes_its_key_again_and_a_mistyped_one_is_not_repeated() {
		let (pair, phrase) = Pair::generate();
		let again = Pair::from_uri(&phrase, None).unwrap();
		assert_eq!(again.public_bytes(), pair.public_bytes());
		assert_eq!(phrase.split(' ').count(), 12);
		let failure = Pair::from_uri("bottom drive obey lake kurtain", None).unwrap_err();
		assert!(!failure.to_string().contains("kurtain"));
	}

	#[test]
	fn a_signature_is_of_the_key() {
		let pair = developer("alice").unwrap();
		let MultiSignature::Sr25519(bytes) = pair.sign(b"payload") else {
			panic!("alice signs with sr25519")
		};
		let public = sr25519::Public::from_raw(pair.public_bytes());
		assert!(sr25519::Pair::verify(&sr25519::Signature::from_raw(bytes), b"payload", &public));
	}

	#[test]
	fn secrets_are_not_printed() {
		let pair = developer("alice").unwrap();
		let shown = format!("{pair:?}");
		assert!(!shown.contains(&hex::encode(&pair.secret_bytes()[..32])), "{shown}");
	}
}
