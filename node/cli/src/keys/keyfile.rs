//! Encrypted key files as polkadot-js and the wallets built on it write them.
//!
//! The file is JSON; `encoded` is base64 of scrypt's salt and parameters, a nonce, and the key encrypted with XSalsa20-Poly1305.
//! The key inside is framed like PKCS #8: a header, 64 bytes of secret, a divider, 32 bytes of public key. Version 3 of the
//! format, the only one that has been written since 2019, is read and written.

use crate::{
	address::{self, AccountId, Address, GENERIC_PREFIX},
	error::{Failure, Result},
	keys::{
		sealed::{self, KEY_BYTES, NONCE_BYTES},
		signer::{Pair, Scheme},
		stretch::{scrypt, Cost},
	},
};
use base64::{engine::general_purpose::STANDARD as BASE64, Engine};
use rand::{rngs::OsRng, RngCore};
use serde::{Deserialize, Serialize};
use std::{
	fs::OpenOptions,
	io::{ErrorKind, Write},
	os::unix::fs::OpenOptionsExt,
	path::Path,
};
use zeroize::Zeroizing;

const VERSION: &str = "3";
const SALT_BYTES: usize = 32;
const PARAM_BYTES: usize = 4;
const SECRET_BYTES: usize = 64;
const PUBLIC_BYTES: usize = 32;
/// The first bytes of the frame: a sequence, version 1, and the identifier of Ed25519, whatever the scheme is.
const HEADER: [u8; 16] = [48, 83, 2, 1, 1, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
/// Between the secret and the public key.
const DIVIDER: [u8; 5] = [161, 35, 3, 33, 0];
/// What wallets write: 128 MiB and about half a second for one guess.
const WRITTEN: Cost = Cost { log_n: 17, p: 1, r: 8 };
/// What wallets have ever written. A file can ask for any cost, so others are refused before they eat the memory.
const READ: [Cost; 6] = [
	Cost { log_n: 13, p: 10, r: 8 },
	Cost { log_n: 14, p: 5, r: 8 },
	Cost { log_n: 15, p: 3, r: 8 },
	Cost { log_n: 15, p: 1, r: 8 },
	Cost { log_n: 16, p: 2, r: 8 },
	WRITTEN,
];

/// A key file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeyFile {
	encoded: String,
	encoding: Encoding,
	address: String,
	#[serde(default)]
	meta: serde_json::Map<String, serde_json::Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Encoding {
	content: Vec<String>,
	#[serde(rename = "type")]
	kind: Vec<String>,
	version: String,
}

impl KeyFile {
	/// Encrypts a key.
	pub fn encrypt(pair: &Pair, password: &str, name: &str) -> Self {
		let mut salt = [0; SALT_BYTES];
		let mut nonce = [0; NONCE_BYTES];
		OsRng.fill_bytes(&mut salt);
		OsRng.fill_bytes(&mut nonce);
		Self::encrypt_with(pair, password, name, WRITTEN, salt, nonce)
	}

	fn encrypt_with(
		pair: &Pair,
		password: &str,
		name: &str,
		cost: Cost,
		salt: [u8; SALT_BYTES],
		nonce: [u8; NONCE_BYTES],
	) -> Self {
		let secret = pair.secret_bytes();
		let public = pair.public_bytes();
		let frame = Zeroizing::new(
			[&HEADER[..], secret.as_slice(), &DIVIDER[..], public.as_slice()].concat(),
		);
		let sealed = sealed::seal(&stretch(password, &salt, cost), &nonce, &frame);
		let mut bytes = salt.to_vec();
		for number in [1u32 << cost.log_n, cost.p, cost.r] {
			bytes.extend(number.to_le_bytes());
		}
		bytes.extend(nonce);
		bytes.extend(sealed);
		let mut meta = serde_json::Map::new();
		meta.insert("name".to_owned(), name.into());
		Self {
			encoded: BASE64.encode(bytes),
			encoding: Encoding {
				content: vec!["pkcs8".to_owned(), pair.scheme().name().to_owned()],
				kind: vec!["scrypt".to_owned(), "xsalsa20-poly1305".to_owned()],
				version: VERSION.to_owned(),
			},
			address: address::text(&public, GENERIC_PREFIX),
			meta,
		}
	}

	/// Decrypts the key.
	///
	/// # Errors
	///
	/// An input failure if the password is wrong, the file is damaged, or it is of a kind that is not read here.
	pub fn decrypt(&self, password: &str) -> Result<Pair> {
		let scheme = self.scheme()?;
		let damaged =
			|| Failure::input("the key file is damaged", "export it from the wallet again");
		let bytes = BASE64.decode(&self.encoded).map_err(|_| damaged())?;
		let (salt, rest) = bytes.split_at_checked(SALT_BYTES).ok_or_else(damaged)?;
		let (params, rest) = rest.split_at_checked(3 * PARAM_BYTES).ok_or_else(damaged)?;
		let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES).ok_or_else(damaged)?;
		let cost = cost_of(params).ok_or_else(|| {
			Failure::input(
				"the key file asks for a cost of the password that no wallet writes",
				"do not open it unless you know who made it",
			)
		})?;
		let nonce = <&[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| damaged())?;
		let frame =
			sealed::open(&stretch(password, salt, cost), nonce, sealed).ok_or_else(|| {
				Failure::input("the password does not open the key file", "try again")
			})?;
		let (header, rest) = frame.split_at_checked(HEADER.len()).ok_or_else(damaged)?;
		let (secret, rest) = rest.split_at_checked(SECRET_BYTES).ok_or_else(damaged)?;
		let (divider, public) = rest.split_at_checked(DIVIDER.len()).ok_or_else(damaged)?;
		if header != HEADER || divider != DIVIDER || public.len() != PUBLIC_BYTES {
			return Err(damaged());
		}
		let secret = <&[u8; SECRET_BYTES]>::try_from(secret).map_err(|_| damaged())?;
		let pair = Pair::from_secret(scheme, secret).ok_or_else(damaged)?;
		// The address stands outside of what is encrypted: whoever can write the file could have changed it.
		if pair.public_bytes() != public || pair.public_bytes() != self.account()? {
			return Err(Failure::input(
				"the key file holds another key than its address says",
				"export it from the wallet again",
			));
		}
		Ok(pair)
	}

	/// How the key signs.
	///
	/// # Errors
	///
	/// An input failure if the file is of a kind that is not read here.
	pub fn scheme(&self) -> Result<Scheme> {
		let Encoding { content, kind, version } = &self.encoding;
		if kind.iter().any(|kind| kind == "none") {
			return Err(Failure::input(
				"the key file is not encrypted",
				"export it from the wallet with a password",
			));
		}
		let strings = |list: &[String], wanted: &str| list.iter().any(|entry| entry == wanted);
		let encrypted = strings(kind, "scrypt") && strings(kind, "xsalsa20-poly1305");
		if version != VERSION || !encrypted || !strings(content, "pkcs8") {
			return Err(Failure::input(
				"the key file is of a kind that no wallet has written since 2019",
				"import its phrase with `kongsi key import`",
			));
		}
		let scheme = content.iter().find_map(|name| Scheme::named(name));
		scheme.ok_or_else(|| {
			Failure::input(
				format!("keys of the kind {} do not sign here", content.join(", ")),
				"use a key of kind sr25519 or ed25519",
			)
		})
	}

	/// The account, which is not secret.
	///
	/// # Errors
	///
	/// An input failure if the file is damaged.
	pub fn account(&self) -> Result<AccountId> {
		let address = self.address.parse::<Address>();
		let address = address.map_err(|_| {
			Failure::input("the key file names no address", "export it from the wallet again")
		})?;
		Ok(address.account)
	}

	/// What its owner called it; may be empty.
	pub fn name(&self) -> &str {
		self.meta.get("name").and_then(serde_json::Value::as_str).unwrap_or_default()
	}

	/// Reads a file.
	///
	/// # Errors
	///
	/// An input failure if there is none, or it is no key file.
	pub fn read(path: &Path) -> Result<Self> {
		let shown = path.display();
		let text = std::fs::read_to_string(path).map_err(|error| {
			Failure::input(
				format!("no key file can be read at {shown} ({error})"),
				"check the path",
			)
		})?;
		serde_json::from_str(&text).map_err(|error| {
			Failure::input(
				format!("{shown} is not a key file ({error})"),
				"export the account from the wallet as JSON, or make one with `kongsi key new`",
			)
		})
	}

	/// Writes a new file that only its owner may read.
	///
	/// # Errors
	///
	/// An input failure if there is a file already, which is never written over, or the directory cannot be written.
	pub fn write_new(&self, path: &Path) -> Result<()> {
		let shown = path.display();
		let text =
			serde_json::to_string_pretty(self).expect("strings and maps of strings are JSON");
		let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
		let written = opened.and_then(|mut file| {
			file.write_all(text.as_bytes())?;
			file.write_all(b"\n")?;
			file.sync_all()
		});
		written.map_err(|error| match error.kind() {
			ErrorKind::AlreadyExists => Failure::input(
				format!("there is a file at {shown} already, and keys are never written over"),
				"choose another name",
			),
			_ => Failure::input(
				format!("{shown} cannot be written ({error})"),
				"check the directory",
			),
		})
	}
}

/// The key of the cipher.
fn stretch(password: &str, salt: &[u8], cost: Cost) -> Zeroizing<[u8; KEY_BYTES]> {
	let mut key = Zeroizing::new([0; KEY_BYTES]);
	scrypt(password.as_bytes(), salt, cost, key.as_mut_slice());
	key
}

/// The cost that a file asks for, if it is one that wallets write.
fn cost_of(params: &[u8]) -> Option<Cost> {
	let mut numbers = params.chunks_exact(PARAM_BYTES).map(|chunk| {
		let bytes = <[u8; PARAM_BYTES]>::try_from(chunk).unwrap_or_default();
		u32::from_le_bytes(bytes)
	});
	let (n, p, r) = (numbers.next()?, numbers.next()?, numbers.next()?);
	READ.into_iter().find(|cost| (1 << cost.log_n, cost.p, cost.r) == (n, p, r))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Kind;

	/// Made by `@polkadot/keyring` 14.0.3: `addFromUri('<the development phrase>//validator//1').toJson('a test password')`.
	const SR25519: &str = include_str!("../../tests/fixtures/polkadot-js-sr25519.json");
	/// The same with `new Keyring({ type: 'ed25519' }).addFromUri('//Alice')`.
	const ED25519: &str = include_str!("../../tests/fixtures/polkadot-js-ed25519.json");
	/// `toJson()` without a password.
	const PLAIN: &str = include_str!("../../tests/fixtures/polkadot-js-plain.json");
	const PASSWORD: &str = "a test password";
	/// The smallest cost that is read, so that the tests are fast.
	const FAST: Cost = READ[0];

	fn file(text: &str) -> KeyFile {
		serde_json::from_str(text).unwrap()
	}

	fn alice() -> Pair {
		Pair::from_uri("//Alice", None).unwrap()
	}

	#[test]
	fn a_file_of_polkadot_js_is_read() {
		let pair = file(SR25519).decrypt(PASSWORD).unwrap();
		// The public key that polkadot-js printed when it made the file.
		assert_eq!(
			hex::encode(pair.public_bytes()),
			"026e99d55add560a74e9a16319edaadafef4a467e2919006d030e125448cf418"
		);
		assert_eq!(pair.scheme(), Scheme::Sr25519);
		assert_eq!(file(SR25519).name(), "a validator");
	}

	#[test]
	fn an_ed25519_file_of_polkadot_js_is_read() {
		let pair = file(ED25519).decrypt(PASSWORD).unwrap();
		assert_eq!(pair.scheme(), Scheme::Ed25519);
		assert_eq!(
			address::text(&pair.public_bytes(), GENERIC_PREFIX),
			"5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"
		);
	}

	#[test]
	fn a_wrong_password_is_refused_in_plain_words() {
		let failure = file(SR25519).decrypt("another").unwrap_err();
		assert_eq!(failure.kind, Kind::Input);
		assert_eq!(failure.to_string(), "the password does not open the key file: try again");
	}

	#[test]
	fn a_file_without_a_password_is_refused() {
		let failure = file(PLAIN).decrypt("").unwrap_err();
		assert_eq!(failure.cause, "the key file is not encrypted");
	}

	#[test]
	fn what_is_written_is_read_again() {
		let pair = alice();
		let written =
			KeyFile::encrypt_with(&pair, "pass", "mine", FAST, [7; SALT_BYTES], [9; NONCE_BYTES]);
		let text = serde_json::to_string(&written).unwrap();
		let read = file(&text);
		assert_eq!(read.name(), "mine");
		let again = read.decrypt("pass").unwrap();
		assert_eq!(again.public_bytes(), pair.public_bytes());
		assert_eq!(*again.secret_bytes(), *pair.secret_bytes());
		// Salt 32, parameters 12, nonce 24, tag 16 and frame 117 are 201 bytes, like those of polkadot-js.
		assert_eq!(BASE64.decode(&read.encoded).unwrap().len(), 201);
		assert_eq!(BASE64.decode(file(SR25519).encoded).unwrap().len(), 201);
	}

	#[test]
	fn two_files_of_one_key_share_nothing() {
		let one = KeyFile::encrypt(&alice(), "pass", "");
		let two = KeyFile::encrypt(&alice(), "pass", "");
		let (one, two) = (BASE64.decode(one.encoded).unwrap(), BASE64.decode(two.encoded).unwrap());
		assert_ne!(one[..32], two[..32]);
		assert_ne!(one[44..68], two[44..68]);
		// 2^17, 1 and 8, as polkadot-js writes them.
		assert_eq!(one[32..44], [0, 0, 2, 0, 1, 0, 0, 0, 8, 0, 0, 0]);
	}

	#[test]
	fn a_file_with_the_address_of_another_is_refused() {
		let mut changed =
			KeyFile::encrypt_with(&alice(), "pass", "", FAST, [7; SALT_BYTES], [9; NONCE_BYTES]);
		changed.address = file(SR25519).address;
		let failure = changed.decrypt("pass").unwrap_err();
		assert_eq!(failure.cause, "the key file holds another key than its address says");
	}

	#[test]
	fn a_file_that_asks_for_all_memory_is_refused() {
		let mut changed =
			KeyFile::encrypt_with(&alice(), "pass", "", FAST, [7; SALT_BYTES], [9; NONCE_BYTES]);
		let mut bytes = BASE64.decode(&changed.encoded).unwrap();
		bytes[32..36].copy_from_slice(&(1u32 << 30).to_le_bytes());
		changed.encoded = BASE64.encode(bytes);
		assert!(changed.decrypt("pass").unwrap_err().cause.contains("no wallet writes"));
	}

	#[test]
	fn a_damaged_file_is_refused() {
		let mut changed = file(SR25519);
		changed.encoded.truncate(40);
		assert!(changed.decrypt(PASSWORD).is_err());
		changed.encoded = "not base64!".to_owned();
		assert_eq!(changed.decrypt(PASSWORD).unwrap_err().cause, "the key file is damaged");
		let mut other = file(SR25519);
		other.encoding.content = vec!["pkcs8".to_owned(), "ecdsa".to_owned()];
		assert!(other.decrypt(PASSWORD).unwrap_err().cause.contains("do not sign here"));
		other.encoding.version = "2".to_owned();
		assert!(other.decrypt(PASSWORD).unwrap_err().cause.contains("since 2019"));
	}

	#[test]
	fn a_file_is_never_written_over_and_only_its_owner_reads_it() {
		use std::os::unix::fs::PermissionsExt;
		let directory = std::env::temp_dir().join(format!("kongsi-keyfile-{}", std::process::id()));
		std::fs::create_dir_all(&directory).unwrap();
		let path = directory.join("me.json");
		file(SR25519).write_new(&path).unwrap();
		assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
		assert_eq!(KeyFile::read(&path).unwrap().address, file(SR25519).address);
		let failure = file(ED25519).write_new(&path).unwrap_err();
		assert!(failure.cause.contains("never written over"), "{failure}");
		assert!(KeyFile::read(&directory.join("none.json")).is_err());
		std::fs::remove_dir_all(directory).unwrap();
	}
}
