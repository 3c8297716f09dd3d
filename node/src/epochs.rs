//! Keeps what BABE knows about epochs whole when the import of a block fails.
//!
//! The first block of an epoch announces the next one, which BABE notes in a tree in memory before the block is in the database.
//! If the import fails then, BABE has to forget it again. It does so in most cases, but not when the block that was best a moment
//! ago has been undone and its weight is gone ("No block weight for parent header", sc-consensus-babe 0.60): a block that is nowhere
//! stays in the tree, every further block of that epoch is refused since nobody knows whose descendant it is, and the validator
//! stands still until it is started again.

use sc_consensus::{
	shared_data::SharedData, BlockCheckParams, BlockImport, BlockImportParams, ImportResult,
};
use sp_consensus_babe::digests::CompatibleDigestItem;
use sp_runtime::traits::{Block as BlockT, Header};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Imports blocks by `inner`, and if one that begins an epoch fails, puts `epochs` back to what it was.
pub(crate) struct WholeEpochs<I, Epochs> {
	inner: I,
	epochs: SharedData<Epochs>,
	/// Held while a block that begins an epoch is imported, so that what is put back is nobody else's work.
	beginning: Arc<Mutex<()>>,
}

impl<I, Epochs> WholeEpochs<I, Epochs> {
	/// `epochs` is what `inner` writes to.
	pub(crate) fn new(inner: I, epochs: SharedData<Epochs>) -> Self {
		Self { inner, epochs, beginning: Arc::default() }
	}
}

impl<I: Clone, Epochs> Clone for WholeEpochs<I, Epochs> {
	fn clone(&self) -> Self {
		let Self { inner, epochs, beginning } = self;
		Self { inner: inner.clone(), epochs: epochs.clone(), beginning: beginning.clone() }
	}
}

#[async_trait::async_trait]
impl<B, I, Epochs> BlockImport<B> for WholeEpochs<I, Epochs>
where
	B: BlockT,
	I: BlockImport<B> + Send + Sync,
	Epochs: Clone + Send,
{
	type Error = I::Error;

	async fn check_block(&self, block: BlockCheckParams<B>) -> Result<ImportResult, Self::Error> {
		self.inner.check_block(block).await
	}

	async fn import_block(&self, block: BlockImportParams<B>) -> Result<ImportResult, Self::Error> {
		// Other blocks do not change the tree.
		if !begins_an_epoch(&block.header) {
			return self.inner.import_block(block).await;
		}
		let _beginning = self.beginning.lock().await;
		let before = self.epochs.shared_data().clone();
		let result = self.inner.import_block(block).await;
		if result.is_err() {
			*self.epochs.shared_data() = before;
		}
		result
	}
}

/// Whether a block is the first of an epoch, which announces the next.
fn begins_an_epoch(header: &impl Header) -> bool {
	header.digest().logs().iter().any(|log| log.as_next_epoch_descriptor().is_some())
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use kongsi_runtime::opaque::Block;
	use sp_consensus::{BlockOrigin, Error};
	use sp_consensus_babe::{
		digests::NextEpochDescriptor, ConsensusLog, BABE_ENGINE_ID, RANDOMNESS_LENGTH,
	};
	use sp_runtime::{Digest, DigestItem};

	/// Notes each block among the epochs, and fails afterwards if it is to.
	#[derive(Clone)]
	struct Careless {
		epochs: SharedData<Vec<u32>>,
		fails: bool,
	}

	#[async_trait::async_trait]
	impl BlockImport<Block> for Careless {
		type Error = Error;

		async fn check_block(&self, _: BlockCheckParams<Block>) -> Result<ImportResult, Error> {
			Ok(ImportResult::AlreadyInChain)
		}

		async fn import_block(
			&self,
			block: BlockImportParams<Block>,
		) -> Result<ImportResult, Error> {
			self.epochs.shared_data().push(*block.header.number());
			if self.fails {
				return Err(Error::ChainLookup("no weight".into()));
			}
			Ok(ImportResult::AlreadyInChain)
		}
	}

	fn block(number: u32, logs: Vec<DigestItem>) -> BlockImportParams<Block> {
		let digest = Digest { logs };
		let hash = Default::default();
		let header = <Block as BlockT>::Header::new(number, hash, hash, hash, digest);
		BlockImportParams::new(BlockOrigin::NetworkBroadcast, header)
	}

	fn first_of_epoch(number: u32) -> BlockImportParams<Block> {
		let next =
			NextEpochDescriptor { authorities: Vec::new(), randomness: [0; RANDOMNESS_LENGTH] };
		let log = ConsensusLog::NextEpochData(next).encode();
		block(number, vec![DigestItem::Consensus(BABE_ENGINE_ID, log)])
	}

	fn import(fails: bool) -> (WholeEpochs<Careless, Vec<u32>>, SharedData<Vec<u32>>) {
		let epochs = SharedData::new(vec![1]);
		let inner = Careless { epochs: epochs.clone(), fails };
		(WholeEpochs::new(inner, epochs.clone()), epochs)
	}

	#[tokio::test]
	async fn an_epoch_whose_first_block_is_not_imported_is_forgotten() {
		let (import, epochs) = import(true);
		let result = import.import_block(first_of_epoch(20)).await;
		assert!(matches!(result, Err(Error::ChainLookup(_))));
		assert_eq!(*epochs.shared_data(), [1]);
	}

	#[tokio::test]
	async fn an_epoch_whose_first_block_is_imported_is_kept() {
		let (import, epochs) = import(false);
		import.import_block(first_of_epoch(20)).await.expect("it is imported");
		assert_eq!(*epochs.shared_data(), [1, 20]);
	}

	#[tokio::test]
	async fn only_the_first_block_of_an_epoch_announces_the_next() {
		assert!(begins_an_epoch(&first_of_epoch(20).header));
		let seal = DigestItem::Seal(BABE_ENGINE_ID, vec![0; 64]);
		assert!(!begins_an_epoch(&block(21, vec![seal]).header));
	}
}
