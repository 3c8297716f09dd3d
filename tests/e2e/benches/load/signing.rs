//! Transactions signed and framed before any of them is sent.

use crate::{
	accounts,
	flow::{Kind, SIGNERS},
	live::wire,
};
use codec::Encode;
use kongsi_e2e::hex;
use kongsi_runtime::Hash;
use sp_core::sr25519::Pair;
use std::{
	hash::{DefaultHasher, Hash as _, Hasher},
	thread,
	time::Duration,
};

/// A transaction that is ready.
pub(crate) struct Ready {
	/// When it is to be sent, from the beginning of the step.
	pub(crate) at: Duration,
	/// What it is recognised by in blocks.
	pub(crate) key: u64,
	/// The bytes to send.
	pub(crate) frame: Vec<u8>,
}

/// What a transaction, as JSON-RPC writes it, is recognised by.
pub(crate) fn key(transaction: &str) -> u64 {
	let mut hasher = DefaultHasher::new();
	transaction.hash(&mut hasher);
	hasher.finish()
}

/// Signs so many transactions, at even distances in a time.
pub(crate) fn sign(
	kind: Kind,
	genesis: Hash,
	first_signer: u32,
	count: u64,
	over: Duration,
) -> Vec<Ready> {
	let pairs: Vec<Pair> =
		(0..SIGNERS).map(|number| accounts::pair(first_signer + number)).collect();
	let ready = |place: u64| {
		let who = (place % u64::from(SIGNERS)) as usize;
		let nonce = (place / u64::from(SIGNERS)) as u32;
		let call = kind.call(first_signer, place);
		let signed = hex(&accounts::signed(genesis, &pairs[who], nonce, call).encode());
		let request = format!(
			r#"{{"jsonrpc":"2.0","id":{place},"method":"author_submitExtrinsic","params":["{signed}"]}}"#
		);
		let mut frame = Vec::new();
		wire::frame(request.as_bytes(), &mut frame);
		Ready { at: over.mul_f64(place as f64 / count as f64), key: key(&signed), frame }
	};
	// The chain has nothing to do meanwhile.
	let half = count / 2;
	thread::scope(|scope| {
		let second = scope.spawn(|| (half..count).map(ready).collect::<Vec<_>>());
		let mut first: Vec<_> = (0..half).map(ready).collect();
		first.extend(second.join().expect("signing does not fail"));
		first
	})
}
