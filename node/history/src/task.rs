//! The writer as a task of a node.

use crate::{
	chain::Chain,
	error::Error,
	indexer::{Indexer, Step},
	progress::Progress,
	LOG_TARGET,
};
use futures::{stream::FusedStream, FutureExt, Stream, StreamExt};
use sc_client_api::BlockchainEvents;
use sp_core::H256;
use sp_runtime::traits::Block as BlockT;
use std::{sync::Arc, time::Duration};

/// Blocks that are written before other tasks may run, and before a stop of the node is heard.
const AT_ONCE: u32 = 64;
/// How often a line says how far a long work is.
const SAY_EVERY: Duration = Duration::from_secs(10);

/// Brings a history to the chain and keeps it there. It ends only if the history cannot be written any more, which is told in
/// the log and has to stop the node: a full disk is to be seen, not to be served.
///
/// It blocks the thread it runs on.
pub async fn follow<C, Client, Block>(mut indexer: Indexer<C>, client: Arc<Client>)
where
	C: Chain,
	Block: BlockT<Hash = H256>,
	Client: BlockchainEvents<Block>,
{
	let mut told = None;
	// Notifications pin the state of their block, so they are asked for only when they will be taken at once.
	if let Err(error) = fill(&mut indexer, &mut told).await {
		return fail(&error);
	}
	let mut imports = client.import_notification_stream().fuse();
	let mut finality = client.finality_notification_stream().fuse();
	loop {
		if let Err(error) = fill(&mut indexer, &mut told).await {
			return fail(&error);
		}
		match indexer.follow_best() {
			Err(error) if is_final(&error) => return fail(&error),
			Err(error) => tell(&mut told, &error),
			Ok(()) => {}
		}
		if imports.is_terminated() && finality.is_terminated() {
			return; // the node stops
		}
		futures::select! {
			_ = imports.next() => {}
			_ = finality.next() => {}
		}
		drain(&mut imports);
		drain(&mut finality);
	}
}

/// Writes all finalized blocks. What cannot be read now is told once and tried again with the next block.
async fn fill<C: Chain>(indexer: &mut Indexer<C>, told: &mut Option<Error>) -> Result<(), Error> {
	let mut progress = Progress::new(SAY_EVERY);
	loop {
		match indexer.advance(AT_ONCE) {
			Ok(Step::Done) => {
				*told = None;
				return Ok(());
			}
			Ok(Step::More) => {}
			Err(error) if is_final(&error) => return Err(error),
			Err(error) => {
				indexer.stand_still(&error);
				tell(told, &error);
				return Ok(());
			}
		}
		let standing = indexer.history().standing();
		let line = progress.line(standing.meta.indexed.number, standing.chain_finalized);
		if let Some(line) = line {
			log::info!(target: LOG_TARGET, "📊 Filling the market history: {line}");
		}
		tokio::task::yield_now().await;
	}
}

/// Whether trying again does not help.
fn is_final(error: &Error) -> bool {
	matches!(error, Error::Database(_) | Error::Corrupt(_))
}

fn tell(told: &mut Option<Error>, error: &Error) {
	if told.as_ref() != Some(error) {
		log::error!(target: LOG_TARGET, "📊 The market history stands still: {error}.");
		*told = Some(error.clone());
	}
}

fn fail(error: &Error) {
	log::error!(target: LOG_TARGET, "📊 The node stops: {error}.");
}

/// Takes what waits: one look at the chain is enough for all of it.
fn drain<S: Stream + Unpin>(stream: &mut S) {
	// Notifications are rarer than they are taken here.
	while let Some(Some(_)) = stream.next().now_or_never() {}
}
