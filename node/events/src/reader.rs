//! The events of a block, out of the chain.

use crate::{decode, Happened, Types};
use sp_api::{CallApiAt, Metadata, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::storage::well_known_keys::CODE;
use sp_runtime::traits::{Block as BlockT, HashingFor, Header as _};
use sp_state_machine::Backend;
use std::{
	collections::VecDeque,
	fmt,
	marker::PhantomData,
	sync::{Arc, Mutex, PoisonError},
};

/// The key of `System::Events`: twox128 of the pallet's name and of the storage item's.
const SYSTEM_EVENTS: [u8; 32] = [
	0x26, 0xaa, 0x39, 0x4e, 0xea, 0x56, 0x30, 0xe0, 0x7c, 0x48, 0xae, 0x0c, 0x95, 0x58, 0xce,
	0xf7, //
	0x80, 0xd4, 0x1e, 0x5e, 0x16, 0x05, 0x67, 0x65, 0xbc, 0x84, 0x61, 0x85, 0x10, 0x72, 0xc9, 0xd7,
];

/// The metadata that are asked for.
const METADATA_VERSION: u32 = 15;

/// So many runtimes' types are kept: those around an upgrade, and one for whoever looks at the past.
const KEPT: usize = 3;

/// Reads events of blocks.
pub struct Reader<C, Block> {
	client: Arc<C>,
	/// By hash of the code, the last used at the end.
	types: Mutex<VecDeque<(Vec<u8>, Arc<Types>)>>,
	block: PhantomData<fn() -> Block>,
}

/// Why the events of a block cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
	/// There is no such block, or its state or that of its parent is pruned.
	State(String),
	/// The runtime that executed it does not describe itself in a way that is understood.
	Metadata(String),
	/// The list of events does not have the form that the runtime describes.
	Events(String),
}

impl fmt::Display for Error {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::State(error) => write!(to, "the state is not there: {error}"),
			Self::Metadata(error) => write!(to, "the runtime's metadata cannot be read: {error}"),
			Self::Events(error) => write!(to, "the events cannot be read: {error}"),
		}
	}
}

impl std::error::Error for Error {}

impl<C, Block> Reader<C, Block> {
	/// Reads from this client.
	pub fn new(client: Arc<C>) -> Self {
		Self { client, types: Mutex::default(), block: PhantomData }
	}
}

impl<C, Block> Reader<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: Metadata<Block>,
{
	/// What happened in a block.
	///
	/// # Errors
	///
	/// See [`Error`]. Single events that cannot be read are no error, see [`Happened::unread`].
	pub fn happened(&self, block: Block::Hash) -> Result<Happened, Error> {
		let bytes = self.stored(block, &SYSTEM_EVENTS)?;
		let Some(bytes) = bytes else { return Ok(Happened::default()) };
		let header = self.client.header(block).map_err(|error| Error::State(error.to_string()))?;
		let header = header.ok_or_else(|| Error::State(format!("no block {block:?}")))?;
		// The code that a block leaves behind is that of the next block.
		let types = self.types(*header.parent_hash())?;
		decode(&types, &bytes).map_err(Error::Events)
	}

	fn stored(&self, block: Block::Hash, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
		let state = self.client.state_at(block).map_err(|error| Error::State(error.to_string()))?;
		state.storage(key).map_err(|error| Error::State(error.to_string()))
	}

	/// The types of the runtime that stands in the state of a block.
	fn types(&self, block: Block::Hash) -> Result<Arc<Types>, Error> {
		let state = self.client.state_at(block).map_err(|error| Error::State(error.to_string()))?;
		let code = Backend::<HashingFor<Block>>::storage_hash(&state, CODE)
			.map_err(|error| Error::State(error.to_string()))?
			.ok_or_else(|| Error::Metadata("there is no code".into()))?;
		if let Some(known) = self.known(code.as_ref()) {
			return Ok(known);
		}
		let metadata = self
			.client
			.runtime_api()
			.metadata_at_version(block, METADATA_VERSION)
			.map_err(|error| Error::Metadata(error.to_string()))?
			.ok_or_else(|| Error::Metadata(format!("not of version {METADATA_VERSION}")))?;
		let types = Arc::new(Types::from_metadata(&metadata).map_err(Error::Metadata)?);
		let mut kept = self.types.lock().unwrap_or_else(PoisonError::into_inner);
		kept.push_back((code.as_ref().to_vec(), types.clone()));
		if kept.len() > KEPT {
			kept.pop_front();
		}
		Ok(types)
	}

	fn known(&self, code: &[u8]) -> Option<Arc<Types>> {
		let mut kept = self.types.lock().unwrap_or_else(PoisonError::into_inner);
		let at = kept.iter().position(|(known, _)| known == code)?;
		let found = kept.remove(at)?;
		let types = found.1.clone();
		kept.push_back(found);
		Some(types)
	}
}
