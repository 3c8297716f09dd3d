//! A chain without a node: the runtime's Wasm over a state in memory, read through a trie cache as a node reads.

use super::clock::timed;
use codec::{Decode, Encode};
use frame_support::storage::storage_prefix;
use frame_system::{ConsumedWeight, EventRecord};
use kongsi_runtime::{
	constants::time::SLOT_DURATION_MS, Block, Hash, Header, RuntimeCall, RuntimeEvent,
	UncheckedExtrinsic,
};
use sc_executor::{WasmExecutionMethod, WasmExecutor, WasmtimeInstantiationStrategy};
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::{
	traits::{CallContext, RuntimeCode, WrappedRuntimeCode},
	Blake2Hasher,
};
use sp_io::SubstrateHostFunctions;
use sp_runtime::{traits::Header as _, ApplyExtrinsicResult, Digest, DigestItem, StateVersion};
use sp_state_machine::{Backend, OverlayedChanges, StateMachine, TrieBackend, TrieBackendBuilder};
use sp_trie::{
	cache::{CacheSize, LocalTrieCache, SharedTrieCache},
	PrefixedMemoryDB,
};
use std::time::Duration;

/// The slot of block 1; any that is later than 1970 will do.
const FIRST_SLOT: u64 = 900_000_000;

/// A state between two blocks.
pub(crate) struct State {
	/// The trie's nodes.
	pub(crate) nodes: PrefixedMemoryDB<Blake2Hasher>,
	/// The trie's root.
	pub(crate) root: Hash,
	/// The block it is the state of.
	pub(crate) head: Header,
	/// The hash of block 0, which transactions sign.
	pub(crate) genesis: Hash,
}

/// A block ready to be executed, and what is known of it.
pub(crate) struct Built {
	/// The block as a node hands it to the runtime.
	block: Vec<u8>,
	/// The weight it has used, hooks included, in picoseconds.
	pub(crate) weight: u64,
	/// What it has reported.
	pub(crate) events: Vec<RuntimeEvent>,
	/// How many entries of the state it has changed.
	pub(crate) keys: usize,
}

/// The runtime and everything around it that a node shares between blocks.
pub(crate) struct Chain {
	executor: WasmExecutor<SubstrateHostFunctions>,
	code: WrappedRuntimeCode<'static>,
	code_hash: Vec<u8>,
	cache: SharedTrieCache<Blake2Hasher>,
}

type Reader<'a> =
	TrieBackend<&'a PrefixedMemoryDB<Blake2Hasher>, Blake2Hasher, LocalTrieCache<Blake2Hasher>>;

impl Chain {
	/// Compiles the runtime that is embedded in this program, with the settings of a node.
	pub(crate) fn new() -> Self {
		let code = kongsi_runtime::wasm::WASM_BINARY
			.expect("the runtime was built without its Wasm: unset SKIP_WASM_BUILD");
		let executor = WasmExecutor::builder()
			.with_execution_method(WasmExecutionMethod::Compiled {
				instantiation_strategy: WasmtimeInstantiationStrategy::PoolingCopyOnWrite,
			})
			.with_max_runtime_instances(8)
			.with_runtime_cache_size(2)
			.build();
		Self {
			executor,
			code: WrappedRuntimeCode(code.into()),
			code_hash: sp_io::hashing::blake2_256(code).to_vec(),
			cache: SharedTrieCache::new(CacheSize::unlimited(), None),
		}
	}

	/// The state as block import reads it: everything it touches stays in the cache.
	fn reader<'a>(&self, state: &'a State) -> Reader<'a> {
		let cache = self.cache.local_cache_trusted();
		TrieBackendBuilder::new_with_cache(&state.nodes, state.root, cache).build()
	}

	fn call(
		&self,
		reader: &Reader<'_>,
		overlay: &mut OverlayedChanges<Blake2Hasher>,
		method: &str,
		data: &[u8],
	) -> Vec<u8> {
		let code = RuntimeCode {
			code_fetcher: &self.code,
			heap_pages: None,
			hash: self.code_hash.clone(),
		};
		let context = CallContext::Onchain { import: true };
		let mut extensions = Default::default();
		let executor = &self.executor;
		let result = StateMachine::new(
			reader,
			overlay,
			executor,
			method,
			data,
			&mut extensions,
			&code,
			context,
		)
		.execute();
		result.unwrap_or_else(|error| panic!("{method}: {error}"))
	}

	/// Builds the next block on a state. Every transaction must succeed.
	pub(crate) fn build(&self, state: &State, transactions: &[UncheckedExtrinsic]) -> Built {
		let reader = self.reader(state);
		let mut overlay = OverlayedChanges::default();
		let mut call =
			|method: &str, data: Vec<u8>| self.call(&reader, &mut overlay, method, &data);
		let (header, inherent) = next(Some(&state.head));
		call("Core_initialize_block", header.encode());
		let extrinsics: Vec<_> =
			std::iter::once(inherent).chain(transactions.iter().cloned()).collect();
		for extrinsic in &extrinsics {
			let result = call("BlockBuilder_apply_extrinsic", extrinsic.encode());
			let result = ApplyExtrinsicResult::decode(&mut &result[..]).expect("the API's type");
			assert!(matches!(result, Ok(Ok(()))), "{result:?}: {extrinsic:?}");
		}
		let header = call("BlockBuilder_finalize_block", Vec::new());
		let header = Header::decode(&mut &header[..]).expect("the API's type");
		let mut value = |item: &[u8]| {
			let key = storage_prefix(b"System", item);
			overlay.storage(&key).flatten().map(<[u8]>::to_vec).unwrap_or_default()
		};
		let weight = ConsumedWeight::decode(&mut &value(b"BlockWeight")[..]).expect("its type");
		let events =
			Vec::<Box<EventRecord<RuntimeEvent, Hash>>>::decode(&mut &value(b"Events")[..])
				.expect("its type");
		let keys = overlay
			.changes_mut()
			.map(|(key, change)| (key, change.value().cloned()))
			.filter(|(key, new)| reader.storage(key).expect("in memory") != *new)
			.count();
		let opened = Block { header, extrinsics };
		Built {
			block: opened.encode(),
			weight: weight.total().ref_time(),
			events: events.into_iter().map(|record| record.event).collect(),
			keys,
		}
	}

	/// Executes a block as import does, the root of the new state included; nothing is kept but what is in the cache.
	pub(crate) fn execute(&self, state: &State, built: &Built) -> Duration {
		let reader = self.reader(state);
		let mut overlay = OverlayedChanges::default();
		timed(|| {
			self.call(&reader, &mut overlay, "Core_execute_block", &built.block);
		})
	}

	/// How long the root of the new state alone takes.
	pub(crate) fn root(&self, state: &State, built: &Built) -> Duration {
		let reader = self.reader(state);
		let mut overlay = OverlayedChanges::default();
		self.call(&reader, &mut overlay, "Core_execute_block", &built.block);
		// A change that changes nothing makes the overlay forget the root it knows.
		overlay.set_storage(b"forget".to_vec(), None);
		timed(|| {
			overlay.storage_root(&reader, StateVersion::V1);
		})
	}
}

/// The header to begin the block after `head` with, and its inherent. Alice authors every block; without a head it is
/// block 1 of a chain whose genesis block has the hash that `frame_system` pretends.
pub(crate) fn next(head: Option<&Header>) -> (Header, UncheckedExtrinsic) {
	let number = head.map_or(0, |head| head.number) + 1;
	let parent = head.map_or_else(kongsi_runtime::System::parent_hash, Header::hash);
	let slot = FIRST_SLOT + u64::from(number);
	let claim = SecondaryPlainPreDigest { authority_index: 0, slot: slot.into() };
	let claim = DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(claim));
	let digest = Digest { logs: vec![claim] };
	let header = Header::new(number, Hash::zero(), Hash::zero(), parent, digest);
	let time = pallet_timestamp::Call::set { now: slot * SLOT_DURATION_MS };
	(header, UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(time)))
}
