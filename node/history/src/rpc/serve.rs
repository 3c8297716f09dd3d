//! Serving a subscription to candles: reads off the threads of connections, one message after the other.

use super::{
	answers::CandlesUpdate,
	context::failed,
	show::{self, Shown},
	stream::{Told, Update},
};
use crate::{history::History, interval::Interval};
use jsonrpsee::{core::SubscriptionResult, SubscriptionMessage, SubscriptionSink};
use kongsi_rpc::{answers::BlockRef, chain::internal, Error};
use sp_core::H256;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// A subscription to candles.
pub(crate) struct Subscription {
	pub(crate) history: Arc<History>,
	pub(crate) shown: Shown,
	pub(crate) told: Told,
	pub(crate) interval: Interval,
}

/// Tells what changes until the subscriber goes.
pub(crate) async fn serve(
	sink: SubscriptionSink,
	mut subscription: Subscription,
	_permit: OwnedSemaphorePermit,
) -> SubscriptionResult {
	let mut heads = subscription.history.watch();
	loop {
		let now = *heads.borrow_and_update();
		let (back, updates) = blocking(move || {
			let history = subscription.history.clone();
			let updates = subscription.told.updates(&history, now).map_err(failed)?;
			let messages: Vec<CandlesUpdate<H256>> =
				updates.iter().map(|update| subscription.message(update)).collect();
			Ok((subscription, messages))
		})
		.await
		.map_err(|error| error.message())?;
		subscription = back;
		for update in &updates {
			// Waits for a slow reader; what happens meanwhile he is told at once, afterwards.
			sink.send(SubscriptionMessage::from_json(update)?).await?;
		}
		tokio::select! {
			changed = heads.changed() => changed?,
			() = sink.closed() => return Ok(()),
		}
	}
}

impl Subscription {
	fn message(&self, update: &Update) -> CandlesUpdate<H256> {
		let Update { head, finalized, candles, removed } = update;
		let last = candles.last().map(|(open_ms, _)| *open_ms);
		CandlesUpdate {
			block: BlockRef { hash: head.hash, number: head.number.into(), finalized: *finalized },
			market: self.shown.id,
			interval: self.interval.name().into(),
			r#final: *finalized,
			candles: candles
				.iter()
				.map(|(open_ms, row)| self.shown.candle(*open_ms, row))
				.collect(),
			removed: removed.clone(),
			open: last.is_some_and(|open_ms| show::goes_on(self.interval, open_ms, head.time_ms)),
		}
	}
}

/// Reads from disk off the threads that serve connections.
pub(crate) async fn blocking<T: Send + 'static>(
	work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
	tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(internal(&error)))
}
