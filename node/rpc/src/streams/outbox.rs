//! What waits for one subscriber, and how it gets to him.
//!
//! The helpers of sc-rpc were weighed: `BoundedVecDeque` counts messages and not bytes, and `pipe_from_stream` closes without
//! a word, so a reader could not tell slowness from a lost connection.

use crate::streams::limits::{CLOSING_TIME, FAIR_BYTES, MAX_ALL_BYTES, MAX_BYTES, MAX_MESSAGES};
use jsonrpsee::{SubscriptionMessage, SubscriptionSink};
use order_book_runtime_api::MarketId;
use serde_json::value::{to_raw_value, RawValue};
use std::{
	collections::{BTreeMap, VecDeque},
	sync::{
		atomic::{AtomicUsize, Ordering},
		Arc, Mutex, MutexGuard, PoisonError,
	},
};
use tokio::sync::Notify;

/// A message as it goes over the wire, shared by all who get it.
pub(crate) type Message = Arc<RawValue>;

/// What a reader who is too slow is told.
pub(crate) const SLOW: &str =
	"The reader was too slow: subscribe anew, and read faster or ask for less.";

/// The bytes that wait in all outboxes which share it.
#[derive(Clone, Default)]
pub(crate) struct Held(Arc<AtomicUsize>);

impl Held {
	/// What is held with these.
	fn add(&self, bytes: usize) -> usize {
		self.0.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) // far below, as each outbox is
	}

	#[cfg(test)]
	pub(crate) fn bytes(&self) -> usize {
		self.0.load(Ordering::Relaxed)
	}

	fn free(&self, bytes: usize) {
		self.0.fetch_sub(bytes, Ordering::Relaxed);
	}
}

/// What waits for one subscriber.
pub(crate) struct Outbox {
	state: Mutex<State>,
	held: Held,
	/// There is something to take.
	wake: Notify,
	/// Whatever is being sent is no longer worth waiting for.
	cut: Notify,
}

struct State {
	waiting: Waiting,
	end: Option<String>,
	slow: bool,
	/// The subscriber has gone.
	gone: bool,
}

enum Waiting {
	/// Every message counts: if there are too many, the stream ends.
	All { messages: VecDeque<Message>, bytes: usize },
	/// Only the last word on each market counts.
	Latest { block: Option<Message>, markets: BTreeMap<MarketId, Message> },
}

/// What there is to do for a subscriber.
enum Next {
	Send(Message),
	Close(String),
	Wait,
}

/// How a stream has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
	/// The subscriber has left or lost his connection.
	Left,
	/// He was too slow.
	Slow,
	/// The node had no more to say.
	Closed,
}

impl Outbox {
	/// For a stream of which every message counts.
	pub(crate) fn of_all(held: &Held) -> Arc<Self> {
		Self::new(Waiting::All { messages: VecDeque::new(), bytes: 0 }, held.clone())
	}

	/// For a stream of which the last message on each market counts.
	pub(crate) fn of_latest() -> Arc<Self> {
		// What can wait is bounded by the markets that are asked for.
		Self::new(Waiting::Latest { block: None, markets: BTreeMap::new() }, Held::default())
	}

	fn new(waiting: Waiting, held: Held) -> Arc<Self> {
		let state = Mutex::new(State { waiting, end: None, slow: false, gone: false });
		Arc::new(Self { state, held, wake: Notify::new(), cut: Notify::new() })
	}

	fn state(&self) -> MutexGuard<'_, State> {
		self.state.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Whether messages still have somebody to go to.
	pub(crate) fn is_open(&self) -> bool {
		let state = self.state();
		!state.gone && state.end.is_none()
	}

	/// One more message. A reader who has too many of them waiting is cut off.
	pub(crate) fn push(&self, message: &Message) {
		let mut state = self.state();
		if state.gone || state.end.is_some() {
			return;
		}
		let Waiting::All { messages, bytes } = &mut state.waiting else { return };
		let sum = bytes.saturating_add(message.get().len()); // both are far below
		let all = self.held.add(message.get().len());
		let fair = all <= MAX_ALL_BYTES || *bytes <= FAIR_BYTES;
		if messages.len() < MAX_MESSAGES && sum <= MAX_BYTES && fair {
			messages.push_back(message.clone());
			*bytes = sum;
			drop(state);
			self.wake.notify_one();
			return;
		}
		// What waits would only reach him later still.
		messages.clear();
		*bytes = 0;
		self.held.free(sum);
		state.end = Some(SLOW.into());
		state.slow = true;
		drop(state);
		self.cut.notify_one();
		self.wake.notify_one();
	}

	/// The last word on a market; it replaces what waits.
	pub(crate) fn put(&self, block: &Message, market: MarketId, best: &Message) {
		let mut state = self.state();
		if state.gone || state.end.is_some() {
			return;
		}
		if let Waiting::Latest { block: at, markets } = &mut state.waiting {
			*at = Some(block.clone());
			markets.insert(market, best.clone()); // as many as were asked for, at most
		}
		drop(state);
		self.wake.notify_one();
	}

	/// The end, after what waits.
	pub(crate) fn close(&self, reason: &str) {
		let mut state = self.state();
		state.end.get_or_insert_with(|| reason.into());
		drop(state);
		self.wake.notify_one();
	}

	/// Nobody reads any more.
	pub(crate) fn leave(&self) {
		let mut state = self.state();
		state.gone = true;
		if let Waiting::All { bytes, .. } = &state.waiting {
			self.held.free(*bytes);
		}
		state.waiting = Waiting::Latest { block: None, markets: BTreeMap::new() };
	}

	/// Takes all that waits.
	#[cfg(test)]
	pub(crate) fn waiting(&self) -> Vec<serde_json::Value> {
		std::iter::from_fn(|| match self.next() {
			Next::Send(message) => Some(serde_json::from_str(message.get()).unwrap()),
			_ => None,
		})
		.collect()
	}

	/// The last word.
	#[cfg(test)]
	pub(crate) fn ending(&self) -> Option<String> {
		self.state().end.clone()
	}

	fn next(&self) -> Next {
		let mut state = self.state();
		let message = match &mut state.waiting {
			Waiting::All { messages, bytes } => messages.pop_front().inspect(|message| {
				*bytes = bytes.saturating_sub(message.get().len()); // counted when it came
				self.held.free(message.get().len());
			}),
			Waiting::Latest { block, markets } => {
				block.take().and_then(|block| update(&block, std::mem::take(markets)))
			}
		};
		match (message, &state.end) {
			(Some(message), _) => Next::Send(message),
			(None, Some(reason)) => Next::Close(reason.clone()),
			(None, None) => Next::Wait,
		}
	}

	/// Sends what comes until one of the two sides ends it.
	pub(crate) async fn pump(&self, sink: &SubscriptionSink) -> End {
		let end = self.send_all(sink).await;
		self.leave();
		end
	}

	async fn send_all(&self, sink: &SubscriptionSink) -> End {
		loop {
			match self.next() {
				Next::Send(message) => {
					let Some(message) = addressed(sink, &*message) else { return End::Closed };
					tokio::select! {
						sent = sink.send(message) => if sent.is_err() {
							return End::Left;
						},
						() = self.cut.notified() => {}
						() = sink.closed() => return End::Left,
					}
				}
				Next::Close(reason) => {
					let closed = serde_json::json!({ "type": "closed", "reason": reason });
					if let Some(message) = addressed(sink, &closed) {
						// A reader who does not take even this is left without it.
						let _ = sink.send_timeout(message, CLOSING_TIME).await;
					}
					return if self.state().slow { End::Slow } else { End::Closed };
				}
				Next::Wait => tokio::select! {
					() = self.wake.notified() => {}
					() = sink.closed() => return End::Left,
				},
			}
		}
	}
}

impl Drop for Outbox {
	fn drop(&mut self) {
		self.leave();
	}
}

fn addressed<T: serde::Serialize + ?Sized>(
	sink: &SubscriptionSink,
	message: &T,
) -> Option<SubscriptionMessage> {
	SubscriptionMessage::new(sink.method_name(), sink.subscription_id(), &message).ok()
}

/// A message in the form in which all subscribers share it.
pub(crate) fn message(what: &impl serde::Serialize) -> Option<Message> {
	// Shapes of ours have string keys, so this does not fail.
	to_raw_value(what).ok().map(Message::from)
}

/// The best prices that have changed since the last one.
fn update(block: &RawValue, markets: BTreeMap<MarketId, Message>) -> Option<Message> {
	let markets: Vec<Message> = markets.into_values().collect();
	#[derive(serde::Serialize)]
	#[serde(tag = "type", rename = "update")]
	struct Update<'a> {
		block: &'a RawValue,
		markets: Vec<&'a RawValue>,
	}
	message(&Update { block, markets: markets.iter().map(|best| &**best).collect() })
}
