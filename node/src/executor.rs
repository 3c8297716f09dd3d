//! What runs the runtime's Wasm: compiled once, kept on disk, and for an upgrade compiled before it runs.
//!
//! Compiling takes seconds, more than a slot has. The SDK compiles in the block that needs new code first, and nothing else runs
//! meanwhile, so that all validators at once would miss slots. The runtime therefore announces code some blocks before it takes its
//! place (`pallet_mandates::NextCode`), and [`compile_ahead`] uses them: by an executor of its own, since one that compiles runs nothing,
//! and with the same place on disk, where the one that works then finds the result. A node that is started again finds it too.

use crate::service::Client;
use codec::Decode;
use futures::StreamExt;
use kongsi_runtime::{Hash, Runtime};
use pallet_mandates::NextCode;
use sc_client_api::{BlockchainEvents, StorageKey, StorageProvider};
use sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::config::ExecutorConfiguration;
use sp_core::{
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
	Blake2Hasher, Encode, Hasher,
};
use sp_state_machine::BasicExternalities;
use std::{path::PathBuf, sync::Arc, time::Instant};

/// Runs the runtime, with the standard host functions only: light clients know no others. Clones share what is compiled.
pub(crate) type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;

/// The folder of compiled code, below that of the chain.
pub(crate) const DIRECTORY: &str = "wasm";

/// An executor as the flags say, that keeps what it compiles in a folder, which has to be an absolute path.
pub(crate) fn executor(config: &ExecutorConfiguration, folder: PathBuf) -> Executor {
	let heap = config
		.default_heap_pages
		.and_then(|pages| u32::try_from(pages).ok())
		.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |extra_pages| HeapAllocStrategy::Static {
			extra_pages,
		});
	WasmExecutor::builder()
		.with_execution_method(config.wasm_method)
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.with_max_runtime_instances(config.max_runtime_instances)
		.with_runtime_cache_size(config.runtime_cache_size)
		.with_cache_path(folder)
		.build()
}

/// Compiles new code as soon as a best block announces it, until the node stops. Blocks the thread meanwhile. `executor` is not
/// the one that works.
pub(crate) async fn compile_ahead(client: Arc<Client>, executor: Executor) {
	let mut compiled = None;
	let key = StorageKey(NextCode::<Runtime>::hashed_key().to_vec());
	let mut imports = client.import_notification_stream();
	while let Some(block) = imports.next().await {
		if !block.is_new_best {
			continue;
		}
		match announced(&client, block.hash, &key, compiled) {
			Ok(Some((stored, code))) => {
				compile(&executor, &code);
				compiled = Some(stored);
			}
			Ok(None) => {}
			Err(error) => log::warn!("🔧 Cannot read which code comes next: {error}"),
		}
	}
}

/// The code that a block announces, with the hash of how it is stored, unless that is `known`.
fn announced(
	client: &Client,
	block: Hash,
	key: &StorageKey,
	known: Option<Hash>,
) -> sp_blockchain::Result<Option<(Hash, Vec<u8>)>> {
	let Some(stored) = client.storage_hash(block, key)?.filter(|stored| Some(*stored) != known)
	else {
		return Ok(None);
	};
	let Some(value) = client.storage(block, key)? else { return Ok(None) };
	let code = Vec::<u8>::decode(&mut &value.0[..])
		.map_err(|error| sp_blockchain::Error::Backend(error.to_string()))?;
	Ok(Some((stored, code)))
}

/// Has an executor compile code. Code that does not run is told in the log, and again by whoever runs it.
fn compile(executor: &Executor, code: &[u8]) {
	let begun = Instant::now();
	let runtime_code = RuntimeCode {
		code_fetcher: &WrappedRuntimeCode(code.into()),
		heap_pages: None,
		hash: Blake2Hasher::hash(code).encode(),
	};
	let mut state = BasicExternalities::default();
	let context = CallContext::Onchain { import: false };
	match executor.call(&mut state, &runtime_code, "Core_version", &[], context).0 {
		Ok(_) => log::info!(
			"🔧 Compiled the code of the next upgrade in {} ms",
			begun.elapsed().as_millis()
		),
		Err(error) => log::warn!("🔧 The code of the next upgrade does not run: {error}"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{fs, path::Path};

	/// The compiled runtimes below a folder, whatever else is there.
	fn compiled(folder: &Path) -> Vec<PathBuf> {
		let mut found = Vec::new();
		for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
			let path = entry.path();
			if path.is_dir() {
				found.extend(compiled(&path));
			} else if entry.metadata().is_ok_and(|data| data.len() > 1_000_000) {
				found.push(path);
			}
		}
		found.sort();
		found
	}

	#[test]
	fn what_one_executor_has_compiled_another_finds_on_disk() {
		let folder = std::env::temp_dir().join(format!("kongsi-wasm-{}", std::process::id()));
		fs::create_dir_all(&folder).expect("there is room for a folder");
		let code = kongsi_runtime::wasm::WASM_BINARY.expect("it was built");
		let one = || executor(&ExecutorConfiguration::default(), folder.clone());
		compile(&one(), code);
		let first = compiled(&folder);
		assert_eq!(first.len(), 1, "{first:?}");
		compile(&one(), code);
		assert_eq!(compiled(&folder), first);
		fs::remove_dir_all(&folder).expect("it is ours");
	}
}
