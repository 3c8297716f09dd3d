//! The client over a database in memory, and how blocks get into it.

use crate::{sign, Block, Hash, Header};
use frame_system_rpc_runtime_api::AccountNonceApi;
use futures::executor::block_on;
use kongsi_runtime::{
	constants::time::SLOT_DURATION_MS,
	genesis_presets::{get_preset, DEVELOPMENT},
	wasm::WASM_BINARY,
	AccountId, BlockNumber, Nonce, RuntimeApi, RuntimeCall, UncheckedExtrinsic,
};
use pallet_tempo::MAX_SESSION_SLOTS;
use sc_block_builder::{BlockBuilderBuilder, BuiltBlock};
use sc_chain_spec::{ChainType, GenericChainSpec, GenesisBlockBuilder};
use sc_client_api::{execution_extensions::ExecutionExtensions, Finalizer};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_consensus::{
	BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult, StateAction, StorageChanges,
};
use sc_executor::{WasmExecutionMethod, WasmExecutor, WasmtimeInstantiationStrategy};
use sc_service::ClientConfig;
use serde_json::Value as Json;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_consensus::BlockOrigin;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::testing::TaskExecutor;
use sp_io::SubstrateHostFunctions;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	traits::{Block as _, Header as _},
	Digest, DigestItem, OpaqueExtrinsic,
};
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, OnceLock},
};

/// The slot of the genesis block, so to say; any that is later than 1970 will do.
const FIRST_SLOT: u64 = 900_000_000;
/// Bytes of the state's trie that are kept decoded.
const TRIE_CACHE: usize = 64 << 20;

type Executor = WasmExecutor<SubstrateHostFunctions>;
/// The database, in memory.
pub type Backend = sc_service::TFullBackend<Block>;
/// The client, of the same type as a node's.
pub type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;

/// A chain that does what it is told.
pub struct Chain {
	client: Arc<Client>,
	backend: Arc<Backend>,
	genesis: Hash,
	/// How many blocks were built on each parent.
	children: Mutex<HashMap<Hash, u64>>,
}

/// A block that was built and not imported yet.
pub struct Built {
	/// The block.
	pub block: Block,
	changes: StorageChanges<Block>,
}

impl Built {
	/// Its hash.
	pub fn hash(&self) -> Hash {
		self.block.hash()
	}
}

impl Default for Chain {
	fn default() -> Self {
		Self::new()
	}
}

impl Chain {
	/// The development chain at its genesis.
	pub fn new() -> Self {
		let source = DatabaseSource::Custom {
			db: Arc::new(sp_database::MemDb::default()),
			require_create_flag: true,
		};
		let settings = DatabaseSettings {
			trie_cache_maximum_size: Some(TRIE_CACHE),
			state_pruning: Some(PruningMode::ArchiveAll),
			source,
			blocks_pruning: BlocksPruning::KeepAll,
			pruning_filters: Vec::new(),
			metrics_registry: None,
		};
		let backend = sc_service::new_db_backend::<Block>(settings).expect("a database");
		let executor = executor();
		let genesis = GenesisBlockBuilder::new(&preset(), true, backend.clone(), executor.clone())
			.expect("the preset");
		let client = sc_service::new_client::<_, _, RuntimeApi, _>(
			backend.clone(),
			executor.clone(),
			genesis,
			None,
			None,
			ExecutionExtensions::new(None, Arc::new(executor)),
			Box::new(TaskExecutor::new()),
			None,
			None,
			ClientConfig::default(),
		)
		.expect("a client");
		let genesis = client.info().genesis_hash;
		Self { client: Arc::new(client), backend, genesis, children: Mutex::default() }
	}

	/// The client, as the parts of a node share it.
	pub fn client(&self) -> Arc<Client> {
		self.client.clone()
	}

	/// Its database.
	pub fn backend(&self) -> Arc<Backend> {
		self.backend.clone()
	}

	/// Block 0.
	pub fn genesis(&self) -> Hash {
		self.genesis
	}

	/// The head of the best chain.
	pub fn best(&self) -> Hash {
		self.client.info().best_hash
	}

	/// The last block that is final.
	pub fn finalized(&self) -> Hash {
		self.client.info().finalized_hash
	}

	/// The header of a block, which must be known.
	pub fn header(&self, hash: Hash) -> Header {
		self.client.header(hash).expect("a database").expect("a known block")
	}

	/// The height of a block, which must be known.
	pub fn number(&self, hash: Hash) -> BlockNumber {
		self.header(hash).number
	}

	/// The ancestor of a block that is so many blocks older.
	pub fn ancestor(&self, hash: Hash, blocks: u32) -> Hash {
		(0..blocks).fold(hash, |hash, _| self.header(hash).parent_hash)
	}

	/// The next nonce of an account after a block.
	pub fn nonce(&self, at: Hash, who: &AccountId) -> Nonce {
		self.client.runtime_api().account_nonce(at, who.clone()).expect("the runtime answers")
	}

	/// A transaction for this chain.
	pub fn sign(&self, who: Sr25519Keyring, nonce: Nonce, call: RuntimeCall) -> OpaqueExtrinsic {
		sign::sign(self.genesis, who, nonce, call)
	}

	/// A block with these transactions after the inherents, in this order. No two blocks are the same.
	///
	/// # Panics
	///
	/// If the runtime would not include one of them. One that is included and fails is no concern of the chain's.
	pub fn build(&self, parent: Hash, extrinsics: Vec<OpaqueExtrinsic>) -> Built {
		let slot = self.next_slot(parent);
		let claim = SecondaryPlainPreDigest { authority_index: 0, slot: slot.into() };
		let claim = DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(claim));
		let mut builder = BlockBuilderBuilder::<Block, _>::new(&*self.client)
			.on_parent_block(parent)
			.fetch_parent_block_number(&*self.client)
			.expect("a known parent")
			.with_inherent_digests(Digest { logs: vec![claim] })
			.build()
			.expect("the runtime begins a block");
		let time = pallet_timestamp::Call::set { now: slot * SLOT_DURATION_MS };
		let time = sign::opaque(&UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(time)));
		for extrinsic in std::iter::once(time).chain(extrinsics) {
			builder.push(extrinsic).expect("a transaction that can be included");
		}
		let BuiltBlock { block, storage_changes } =
			builder.build().expect("the runtime ends a block");
		Built { block, changes: StorageChanges::Changes(storage_changes) }
	}

	/// Imports a block as one of the network's. With `best` it becomes the head of the best chain, whatever its height; without,
	/// the best chain stays.
	///
	/// # Panics
	///
	/// If the client refuses it: its parent is unknown, or it does not descend from the last final block.
	pub fn import(&self, built: Built, best: bool) -> Hash {
		let Built { block, changes } = built;
		let hash = block.hash();
		let Block { header, extrinsics } = block;
		let mut params = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
		params.body = Some(extrinsics);
		params.state_action = StateAction::ApplyChanges(changes);
		params.fork_choice = Some(ForkChoiceStrategy::Custom(best));
		let result = block_on(self.client.import_block(params)).expect("a block for this chain");
		assert!(matches!(result, ImportResult::Imported(_)), "{result:?}");
		hash
	}

	/// Builds a block and imports it.
	pub fn grow(&self, parent: Hash, extrinsics: Vec<OpaqueExtrinsic>, best: bool) -> Hash {
		self.import(self.build(parent, extrinsics), best)
	}

	/// Grows so many blocks without transactions on the best one and returns the last.
	pub fn idle(&self, blocks: u32) -> Hash {
		(0..blocks).fold(self.best(), |parent, _| self.grow(parent, Vec::new(), true))
	}

	/// Makes a block and its ancestors final. If the best block is not one of its descendants, it becomes the best.
	///
	/// # Panics
	///
	/// If it does not descend from the last final block.
	pub fn finalize(&self, hash: Hash) {
		self.client.finalize_block(hash, None, true).expect("a descendant of the last final block");
	}

	fn next_slot(&self, parent: Hash) -> u64 {
		let last = match self.header(parent) {
			Header { number: 0, .. } => FIRST_SLOT,
			header => slot_of(&header),
		};
		let mut children = self.children.lock().expect("no test goes on after a panic");
		let count = children.entry(parent).or_default();
		*count += 1;
		last + *count
	}
}

fn slot_of(header: &Header) -> u64 {
	let claim = header.digest().logs().iter().find_map(DigestItem::as_babe_pre_digest);
	claim.expect("every block after the genesis claims a slot").slot().into()
}

/// Compiled once, for all chains of a process.
fn executor() -> Executor {
	static EXECUTOR: OnceLock<Executor> = OnceLock::new();
	EXECUTOR
		.get_or_init(|| {
			WasmExecutor::builder()
				.with_execution_method(WasmExecutionMethod::Compiled {
					instantiation_strategy: WasmtimeInstantiationStrategy::PoolingCopyOnWrite,
				})
				.with_max_runtime_instances(8)
				.with_runtime_cache_size(2)
				.build()
		})
		.clone()
}

/// The preset for development, with sessions that no test sees the end of: the SDK leaves no room for transactions in the block that
/// ends one.
fn preset() -> GenericChainSpec {
	let code = WASM_BINARY.expect("the runtime was built without its Wasm: unset SKIP_WASM_BUILD");
	let preset = get_preset(&DEVELOPMENT.into()).expect("the runtime has it");
	let mut preset: Json = serde_json::from_slice(&preset).expect("a preset is JSON");
	preset["tempo"]["tempo"]["sessionSlots"] = MAX_SESSION_SLOTS.into();
	GenericChainSpec::builder(code, None)
		.with_name("Forks")
		.with_id("forks")
		.with_chain_type(ChainType::Development)
		.with_genesis_config_patch(preset)
		.build()
}
