//! Secret boxes of NaCl: XSalsa20 with Poly1305 in front of what is encrypted.

use poly1305::{universal_hash::KeyInit, Poly1305};
use salsa20::{
	cipher::{KeyIvInit, StreamCipher},
	XSalsa20,
};
use zeroize::Zeroizing;

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;
/// Bytes of a nonce.
pub(super) const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// The cipher behind its first 32 bytes, which are the key of the authenticator.
fn start(key: &[u8; KEY_BYTES], nonce: &[u8; NONCE_BYTES]) -> (XSalsa20, Poly1305) {
	let mut cipher = XSalsa20::new(key.into(), nonce.into());
	let mut tag_key = Zeroizing::new([0; KEY_BYTES]);
	cipher.apply_keystream(tag_key.as_mut_slice());
	let authenticator = Poly1305::new((&*tag_key).into());
	(cipher, authenticator)
}

/// Encrypts a message.
pub(super) fn seal(key: &[u8; KEY_BYTES], nonce: &[u8; NONCE_BYTES], message: &[u8]) -> Vec<u8> {
	let (mut cipher, authenticator) = start(key, nonce);
	let mut hidden = message.to_vec();
	cipher.apply_keystream(&mut hidden);
	let mut sealed = authenticator.compute_unpadded(&hidden).to_vec();
	sealed.append(&mut hidden);
	sealed
}

/// Decrypts a message; none if the key is another or somebody has changed it.
pub(super) fn open(
	key: &[u8; KEY_BYTES],
	nonce: &[u8; NONCE_BYTES],
	sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
	let (tag, hidden) = sealed.split_at_checked(TAG_BYTES)?;
	let (mut cipher, authenticator) = start(key, nonce);
	let expected = authenticator.compute_unpadded(hidden);
	// The same time for every tag, although nobody can ask a file twice.
	let difference = expected.iter().zip(tag).fold(0, |sum, (one, other)| sum | (one ^ other));
	if difference != 0 {
		return None;
	}
	let mut message = Zeroizing::new(hidden.to_vec());
	cipher.apply_keystream(&mut message);
	Some(message)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_box_is_that_of_nacl() {
		// "Cryptography in NaCl" by D. J. Bernstein, section 10: the example of the whole crypto_secretbox.
		let key: [u8; 32] =
			hex::decode("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389")
				.unwrap()
				.try_into()
				.unwrap();
		let nonce: [u8; 24] = hex::decode("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37")
			.unwrap()
			.try_into()
			.unwrap();
		let message = hex::decode(
			"be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f4\
			 1db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0\
			 a089bc76897040e082f937763848645e0705",
		)
		.unwrap();
		let sealed = seal(&key, &nonce, &message);
		let expected = "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce8\
		                7b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da\
		                99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5";
		assert_eq!(hex::encode(&sealed), expected);
		assert_eq!(*open(&key, &nonce, &sealed).unwrap(), message);
	}

	#[test]
	fn a_changed_box_does_not_open() {
		let (key, nonce) = ([1; 32], [2; 24]);
		let sealed = seal(&key, &nonce, b"secret");
		for place in 0..sealed.len() {
			let mut changed = sealed.clone();
			changed[place] ^= 1;
			assert!(open(&key, &nonce, &changed).is_none(), "byte {place}");
		}
		assert!(open(&key, &nonce, &sealed[..15]).is_none());
		assert!(open(&[3; 32], &nonce, &sealed).is_none());
	}
}
