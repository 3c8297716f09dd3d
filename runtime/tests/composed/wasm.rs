//! What is only true of the Wasm build: overflow is a trap there, and it computes what the native build computes.
//!
//! `substrate-wasm-builder` writes a workspace of its own around the runtime, with a release profile of its own; no
//! setting of ours reaches it but the flag in `build.rs`. Built with `SKIP_WASM_BUILD` there is nothing to test, and
//! the tests say so; `KONGSI_WASM` may then name a file to test instead, one that still has the names of its functions.

use crate::common::{begin_block, chain, claim, inherent, sign};
use codec::{Decode, Encode};
use kongsi_runtime::{constants::money::KSI, genesis_presets::DEVELOPMENT, *};
use order_book_engine::{
	BookError, Lots, NewOrder, QuoteAtoms, SelfTrade, Side, Ticks, TimeInForce,
};
use order_book_runtime_api::{Quote, Refusal};
use sc_executor::WasmExecutor;
use sp_core::traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode};
use sp_io::{SubstrateHostFunctions, TestExternalities};
use sp_keyring::Sr25519Keyring::{Bob, Charlie};
use sp_runtime::{
	traits::{Block as _, Header as _},
	Digest,
};
use std::sync::OnceLock;

/// The runtime under test.
fn code() -> Option<Vec<u8>> {
	if let Some(path) = std::env::var_os("KONGSI_WASM") {
		return Some(std::fs::read(path).unwrap());
	}
	if let Some(code) = wasm::WASM_BINARY_BLOATY {
		return Some(code.to_vec());
	}
	println!("not run: this build has no Wasm");
	assert!(option_env!("SKIP_WASM_BUILD").is_some(), "the Wasm build is missing");
	None
}

/// Calls the Wasm runtime on the state of a chain. It is compiled once for all tests.
fn call(chain: &mut TestExternalities, method: &str, data: &[u8]) -> Result<Vec<u8>, String> {
	static EXECUTOR: OnceLock<WasmExecutor<SubstrateHostFunctions>> = OnceLock::new();
	let executor = EXECUTOR.get_or_init(|| WasmExecutor::builder().build());
	let code = WrappedRuntimeCode(code().unwrap().into());
	let hash = sp_io::hashing::blake2_256(&code.0).to_vec();
	let code = RuntimeCode { code_fetcher: &code, heap_pages: None, hash };
	let (result, _) = executor.call(&mut chain.ext(), &code, method, data, CallContext::Offchain);
	result.map_err(|error| error.to_string())
}

/// Calls a runtime API that must answer.
fn ask<Answer: Decode>(chain: &mut TestExternalities, method: &str, data: impl Encode) -> Answer {
	Answer::decode(&mut &call(chain, method, &data.encode()).unwrap()[..]).unwrap()
}

fn header(number: BlockNumber) -> Vec<u8> {
	let digest = Digest { logs: vec![claim(0, 1)] };
	Header::new(number, Hash::zero(), Hash::zero(), Hash::zero(), digest).encode()
}

#[test]
fn the_flag_for_overflow_checks_is_handed_to_the_wasm_builder() {
	let script = include_str!("../../build.rs");
	let flag = "append_to_rust_flags(\"-C overflow-checks=on\")";
	let line = script.lines().find(|line| line.contains(flag)).expect("the flag is gone");
	assert!(!line.trim_start().starts_with("//"), "the flag is commented out");
}

/// `frame-system` adds one to the number of the last block before it looks at the header of the next. After the last
/// number there is, a build without checks wraps to 0 and accepts a header that says 0.
#[test]
fn an_addition_that_overflows_is_a_trap_in_the_wasm_build() {
	if code().is_none() {
		return;
	}
	let mut last = chain(DEVELOPMENT);
	last.execute_with(|| System::set_block_number(BlockNumber::MAX));
	let error = call(&mut last, "Core_initialize_block", &header(0)).unwrap_err();
	// The function that the compiler calls for an addition that overflows, in the backtrace of the trap.
	assert!(error.contains("trap") && error.contains("panic_const_add_overflow"), "{error}");

	// The same call two blocks before that one is fine, so nothing else was wrong with it. In the very last block the scheduler
	// already adds one to the number.
	let mut before = chain(DEVELOPMENT);
	before.execute_with(|| System::set_block_number(BlockNumber::MAX - 2));
	call(&mut before, "Core_initialize_block", &header(BlockNumber::MAX - 1)).unwrap();
}

/// The checks are a net that nothing of ours falls into: the largest numbers that can be written are refused.
#[test]
fn the_largest_numbers_are_errors_and_not_traps_in_the_wasm_build() {
	if code().is_none() {
		return;
	}
	let mut chain = chain(DEVELOPMENT);
	let mut check = |price, lots| -> Result<(), Refusal> {
		let order = NewOrder {
			side: Side::Bid,
			price: Ticks::new(price),
			quantity: Lots::new(lots),
			time_in_force: TimeInForce::GoodTilCancelled,
			self_trade: SelfTrade::Decrement,
			client_id: Some(u64::MAX),
			expires_at: Some(u32::MAX),
		};
		ask(&mut chain, "OrderBookApi_check_order", (Bob.to_account_id(), 0u32, order))
	};
	let refused = |error| Err(Refusal::Book(error));
	assert_eq!(check(u64::MAX, 1), refused(BookError::PriceOutOfRange));
	assert_eq!(check(1 << 24, 1), refused(BookError::PriceOutOfRange));
	assert_eq!(check(200, u64::MAX), refused(BookError::QuantityOutOfRange));
	assert_eq!(check(200, (1 << 40) + 1), refused(BookError::QuantityOutOfRange));
	// The most of both, within their ranges: nobody owns 100 x 2^64 atoms.
	assert_eq!(check((1 << 24) - 1, 1 << 40), refused(BookError::InsufficientFree));
	assert_eq!(check(199, 100), Ok(()));
}

#[test]
fn a_quote_for_more_than_there_is_says_what_there_is() {
	if code().is_none() {
		return;
	}
	let mut chain = chain(DEVELOPMENT);
	let quote: Option<Quote> =
		ask(&mut chain, "OrderBookApi_quote", (0u32, Side::Bid, Lots::new(u64::MAX)));
	let quote = quote.unwrap();
	// The asks of Ferdie: level l has 1,000 x l lots at 200 + l ticks of 100 atoms. The sum of (200 + l) x l over ten
	// levels is 200 x 55 + 385 = 11,385, times 100,000.
	assert_eq!(quote.filled, Lots::new(55_000));
	assert_eq!(quote.notional, QuoteAtoms::new(1_138_500_000));
}

/// Five blocks are authored natively and imported by the Wasm, which recomputes the root of the state, the root of the
/// transactions and every digest, and traps where one differs.
#[test]
fn blocks_authored_natively_are_imported_by_the_wasm_build() {
	if code().is_none() {
		return;
	}
	let order = |side, price, quantity| {
		let order = NewOrder {
			side,
			price: Ticks::new(price),
			quantity: Lots::new(quantity),
			time_in_force: TimeInForce::GoodTilCancelled,
			self_trade: SelfTrade::CancelMaker,
			client_id: None,
			expires_at: Some(4),
		};
		RuntimeCall::from(pallet_order_book::Call::place_order { market: 0, order })
	};
	let send = pallet_balances::Call::transfer_keep_alive {
		dest: Charlie.to_account_id().into(),
		value: KSI,
	};
	let pass = pallet_tokens::Call::transfer_all {
		id: 2,
		dest: Charlie.to_account_id().into(),
		keep_alive: false,
	};
	let blocks: [Vec<RuntimeCall>; 5] = [
		vec![],
		vec![order(Side::Bid, 203, 4_500), order(Side::Bid, 150, 100)],
		vec![send.into(), order(Side::Ask, 198, 2_500), order(Side::Ask, 250, 1)],
		vec![pass.into()],
		// Meets its owner's order of the second block, which has expired.
		vec![order(Side::Ask, 150, 100)],
	];
	let (mut author, mut importer) = (chain(DEVELOPMENT), chain(DEVELOPMENT));
	let mut nonce = 0;
	for (slot, calls) in (1..).zip(blocks) {
		let block = author.execute_with(|| {
			let signed = calls.into_iter().map(|call| {
				nonce += 1;
				sign(Bob, nonce - 1, call)
			});
			let mut extrinsics = vec![inherent(slot)];
			extrinsics.extend(signed);
			begin_block(slot);
			for transaction in extrinsics.iter().skip(1) {
				// Carried out or refused: both must be the same on the other side.
				let _ = Executive::apply_extrinsic(transaction.clone()).unwrap();
			}
			Block::new(Executive::finalize_block(), extrinsics)
		});
		author.commit_all().unwrap();
		call(&mut importer, "Core_execute_block", &block.encode()).unwrap();
		importer.commit_all().unwrap();
		let root = importer.execute_with(|| sp_io::storage::root(VERSION.state_version()));
		assert_eq!(root, block.header.state_root.as_bytes(), "block {slot}");
	}
}

/// An argument that is larger than the runtime's arena is kept in memory of the node.
#[test]
fn what_does_not_fit_the_arena_lies_outside() {
	if code().is_none() {
		return;
	}
	let name = Some("x".repeat(17 << 20));
	let preset: Option<Vec<u8>> = ask(&mut chain(DEVELOPMENT), "GenesisBuilder_get_preset", name);
	assert_eq!(preset, None);
}

/// The arena is no part of the file: the SDK unpacks 50 MiB at most, and each node holds several copies.
#[test]
fn the_wasm_file_is_small() {
	if let Some(code) = code() {
		assert!(code.len() < 8 << 20, "{} bytes", code.len());
	}
}
