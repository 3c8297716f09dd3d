//! scrypt, as RFC 7914 has it, over the hashes and the cipher that the node is built with: a guess of a password costs memory and time.

use hmac::Hmac;
use pbkdf2::pbkdf2;
use salsa20::{
	cipher::{consts::U4, generic_array::GenericArray, StreamCipherCore},
	SalsaCore,
};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Words of a block of Salsa20.
const WORDS: usize = 16;
const BLOCK_BYTES: usize = 64;

type Block = [u32; WORDS];

/// The cost of a guess: 128 × 2^`log_n` × `r` bytes of memory, walked through `p` times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
	/// The logarithm of the number of steps. Below 32.
	pub(super) log_n: u8,
	/// Lanes, which could be walked through side by side.
	pub(super) p: u32,
	/// Pairs of blocks of a step.
	pub(super) r: u32,
}

/// Fills `key` from a password.
pub(super) fn scrypt(password: &[u8], salt: &[u8], cost: Cost, key: &mut [u8]) {
	let blocks_per_lane = 2 * cost.r as usize;
	let lane_bytes = blocks_per_lane * BLOCK_BYTES;
	let mut bytes = Zeroizing::new(vec![0; lane_bytes * cost.p as usize]);
	derive(password, salt, &mut bytes);
	for lane in bytes.chunks_exact_mut(lane_bytes) {
		let mut blocks: Vec<Block> = lane.chunks_exact(BLOCK_BYTES).map(words).collect();
		walk(&mut blocks, 1 << cost.log_n);
		for (chunk, block) in lane.chunks_exact_mut(BLOCK_BYTES).zip(&blocks) {
			write_words(block, chunk);
		}
	}
	derive(password, &bytes, key);
}

fn derive(password: &[u8], salt: &[u8], output: &mut [u8]) {
	pbkdf2::<Hmac<Sha256>>(password, salt, 1, output)
		.expect("the keyed hash takes keys of every length");
}

/// `scryptROMix`: fills the memory with a chain of mixes, then walks through it in an order that only the mixes know.
fn walk(blocks: &mut Vec<Block>, steps: usize) {
	let mut memory: Vec<Block> = Vec::with_capacity(steps * blocks.len());
	let mut next = blocks.clone();
	for _ in 0..steps {
		memory.extend_from_slice(blocks);
		mix(blocks, &mut next);
		std::mem::swap(blocks, &mut next);
	}
	for _ in 0..steps {
		// The number of steps is a power of two, so that its remainder is in the lowest bits.
		let place = blocks[blocks.len() - 1][0] as usize % steps;
		let seen = &memory[place * blocks.len()..][..blocks.len()];
		for (block, seen) in blocks.iter_mut().zip(seen) {
			add(block, seen);
		}
		mix(blocks, &mut next);
		std::mem::swap(blocks, &mut next);
	}
}

/// `scryptBlockMix`: chains the blocks through Salsa20/8, and puts those at even places before those at odd ones.
fn mix(blocks: &[Block], mixed: &mut [Block]) {
	let half = blocks.len() / 2;
	let mut last = blocks[blocks.len() - 1];
	for (place, block) in blocks.iter().enumerate() {
		add(&mut last, block);
		last = salsa(&last);
		mixed[place / 2 + (place % 2) * half] = last;
	}
}

/// The core of Salsa20 with eight rounds.
fn salsa(block: &Block) -> Block {
	let mut bytes = GenericArray::default();
	SalsaCore::<U4>::from_raw_state(*block).write_keystream_block(&mut bytes);
	words(&bytes)
}

fn add(to: &mut Block, other: &Block) {
	for (to, other) in to.iter_mut().zip(other) {
		*to ^= other;
	}
}

fn words(bytes: &[u8]) -> Block {
	let mut block = [0; WORDS];
	for (word, chunk) in block.iter_mut().zip(bytes.chunks_exact(4)) {
		*word = u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
	}
	block
}

fn write_words(block: &Block, bytes: &mut [u8]) {
	for (chunk, word) in bytes.chunks_exact_mut(4).zip(block) {
		chunk.copy_from_slice(&word.to_le_bytes());
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn key(password: &str, salt: &str, log_n: u8, r: u32, p: u32) -> String {
		let mut key = [0; 64];
		scrypt(password.as_bytes(), salt.as_bytes(), Cost { log_n, p, r }, &mut key);
		hex::encode(key)
	}

	#[test]
	fn keys_are_those_of_the_standard() {
		// RFC 7914, section 12.
		assert_eq!(
			key("", "", 4, 1, 1),
			"77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
			 fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
		);
		assert_eq!(
			key("password", "NaCl", 10, 8, 16),
			"fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
			 2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
		);
		assert_eq!(
			key("pleaseletmein", "SodiumChloride", 14, 8, 1),
			"7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
			 d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
		);
	}
}
