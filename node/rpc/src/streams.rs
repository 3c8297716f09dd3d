//! The subscriptions of `orderbook_v1`: depth, trades, best prices and accounts, as blocks come, go and become final.
//!
//! # Goals
//!
//! 1. A client that applies what comes has exactly what a question at the same block answers, through every reorganisation.
//! 2. The best chain is shown at once, and what has become final is told: never only one of the two.
//! 3. Nobody's slowness costs the node memory or time, and whoever is cut off is told why.
//! 4. The work of a block does not grow with the number of subscribers.
//!
//! # Design
//!
//! One task per node, the [`hub`], follows the notifications of the client. It goes from the head that the streams are at to
//! the head of the chain by the blocks between ([`route`]), reads each block once and writes each message once for all who
//! get it. What it reads of the state it asks of the runtime; what happened in a block comes from the block's events
//! (crate `kongsi-events`). A new subscriber begins at the same head, so his snapshot and the next message fit.
//!
//! Each subscriber has an [`outbox`] with bounds on messages and bytes, which all of them together have as well, and a task of the RPC server that empties it into the
//! connection. When the outbox of depth, trades or an account is full, the stream ends with a reason; that of best prices
//! keeps the last word on each market instead.
//!
//! # Invariants
//!
//! * Every message of depth and of an account names the block it is about and the block before it, which is that of the last
//!   message; after a reset a snapshot follows.
//! * A `final` mark comes after the messages of the block it names.
//!
//! # Limits
//!
//! * A branch of more than 100 blocks is not told block by block: depth and accounts begin anew, trades are closed.
//! * Where an account begins anew, fills of blocks for which the snapshot stands are not told: after such a branch, in a block
//!   that a split gives other units, and where events cannot be read.
//! * Best prices have no marks of finality.

mod account;
mod account_words;
mod best;
mod chain;
mod depth;
mod happening;
mod hub;
mod limits;
mod metrics;
mod outbox;
mod route;
#[cfg(test)]
mod tests;
mod trades;

use crate::{
	answers::streams::{AccountMessage, BboMessage, DepthMessage, TradesMessage},
	error::Error,
	orderbook::DEFAULT_LEVELS,
	params::Param,
};
use chain::NodeChain;
use frame_system_rpc_runtime_api::AccountNonceApi;
use futures::{FutureExt, Stream, StreamExt};
use hub::{Hub, Request, What};
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	proc_macros::rpc,
	PendingSubscriptionSink,
};
use limits::MAX_COMMANDS;
use metrics::{Kind, Places};
use order_book_runtime_api::{OrderBookApi as RuntimeOrderBookApi, MAX_DEPTH};
use outbox::{End, Held, Outbox};
use sc_client_api::BlockchainEvents;
use serde_json::Value;
use sp_api::{CallApiAt, Metadata, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::traits::SpawnNamed;
use sp_runtime::{traits::Block as BlockT, AccountId32};
use std::sync::Arc;
use substrate_prometheus_endpoint::{PrometheusError, Registry};
use tokio::sync::{mpsc, oneshot};

pub use limits::Most;

/// What changes of the order book.
///
/// Parameters are JSON values, as those of [`crate::OrderBookApiServer`]. `docs/rpc.md` says what comes.
#[rpc(client, server, namespace = "orderbook_v1")]
pub trait StreamsApi<Hash> {
	/// The best `levels` levels of a market: a snapshot, then what each block changes.
	#[subscription(name = "subscribeDepth" => "depthUpdate", unsubscribe = "unsubscribeDepth", item = DepthMessage<Hash>)]
	async fn subscribe_depth(
		&self,
		market: Option<Value>,
		levels: Option<Value>,
	) -> SubscriptionResult;

	/// The trades of a market, or of all markets.
	#[subscription(name = "subscribeTrades" => "tradesUpdate", unsubscribe = "unsubscribeTrades", item = TradesMessage<Hash>)]
	async fn subscribe_trades(&self, market: Option<Value>) -> SubscriptionResult;

	/// The best prices of a list of markets, the latest only.
	#[subscription(name = "subscribeBbo" => "bboUpdate", unsubscribe = "unsubscribeBbo", item = BboMessage<Hash>)]
	async fn subscribe_bbo(&self, markets: Option<Value>) -> SubscriptionResult;

	/// The orders, fills and balances of an account: a snapshot, then what each block changes.
	#[subscription(name = "subscribeAccount" => "accountUpdate", unsubscribe = "unsubscribeAccount", item = AccountMessage<Hash>)]
	async fn subscribe_account(&self, account: Option<Value>) -> SubscriptionResult;
}

/// Serves the subscriptions of `orderbook_v1`. Clones share one hub.
#[derive(Clone)]
pub struct Streams {
	requests: mpsc::Sender<Request>,
	places: Places,
	held: Held,
}

impl Streams {
	/// Begins to follow a chain. Ends with the process.
	///
	/// # Errors
	///
	/// A metric of the same name is registered already.
	pub fn start<C, Block>(
		client: Arc<C>,
		spawner: &impl SpawnNamed,
		registry: Option<&Registry>,
		most: Most,
	) -> Result<Self, PrometheusError>
	where
		Block: BlockT,
		C: ProvideRuntimeApi<Block>
			+ HeaderBackend<Block>
			+ CallApiAt<Block>
			+ BlockchainEvents<Block>
			+ Send
			+ Sync
			+ 'static,
		C::Api: RuntimeOrderBookApi<Block, AccountId32>
			+ AccountNonceApi<Block, AccountId32, u32>
			+ Metadata<Block>,
	{
		let places = Places::new(most, registry)?;
		let (requests, wanted) = mpsc::channel(MAX_COMMANDS);
		// Heard from now on, so that nothing is missed between the first head and the first notification.
		let imports = client.import_notification_stream().map(drop);
		let finality = client.finality_notification_stream().map(drop);
		let hub = Hub::new(NodeChain::<C, Block>::new(client));
		// It reads the state, which may wait for a disk.
		spawner.spawn_blocking(
			"orderbook-streams",
			Some("rpc"),
			run(hub, imports, finality, wanted).boxed(),
		);
		Ok(Self { requests, places, held: Held::default() })
	}

	/// Serves one subscription until it ends.
	async fn serve(
		&self,
		pending: PendingSubscriptionSink,
		kind: Kind,
		reader: Arc<Outbox>,
		what: Result<What, Error>,
	) {
		let begin = async {
			let what = what?;
			let place = self.places.take(kind, pending.connection_id())?;
			let (begun, answer) = oneshot::channel();
			let request = Request { what, reader: reader.clone(), begun };
			let stopped = || Error::Internal("the streams of this node have stopped".into());
			self.requests.send(request).await.map_err(|_| stopped())?;
			answer.await.map_err(|_| stopped())??;
			Ok::<_, Error>(place)
		};
		match begin.await {
			Ok(_place) => match pending.accept().await {
				Ok(sink) => {
					if reader.pump(&sink).await == End::Slow {
						self.places.dropped();
					}
				}
				Err(_) => reader.leave(),
			},
			Err(error) => {
				reader.leave();
				pending.reject(error).await;
			}
		}
	}
}

#[async_trait]
impl<Hash: Clone + Send + Sync + 'static> StreamsApiServer<Hash> for Streams {
	async fn subscribe_depth(
		&self,
		pending: PendingSubscriptionSink,
		market: Option<Value>,
		levels: Option<Value>,
	) -> SubscriptionResult {
		let what = Param::new("market", &market).market().and_then(|market| {
			let levels = Param::new("levels", &levels).count(DEFAULT_LEVELS, MAX_DEPTH)?;
			Ok(What::Depth(market, levels))
		});
		self.serve(pending, Kind::Depth, Outbox::of_all(&self.held), what).await;
		Ok(())
	}

	async fn subscribe_trades(
		&self,
		pending: PendingSubscriptionSink,
		market: Option<Value>,
	) -> SubscriptionResult {
		let market = Param::new("market", &market).given().map(Param::market).transpose();
		self.serve(pending, Kind::Trades, Outbox::of_all(&self.held), market.map(What::Trades))
			.await;
		Ok(())
	}

	async fn subscribe_bbo(
		&self,
		pending: PendingSubscriptionSink,
		markets: Option<Value>,
	) -> SubscriptionResult {
		let what = Param::new("markets", &markets).markets().map(What::Best);
		self.serve(pending, Kind::Bbo, Outbox::of_latest(), what).await;
		Ok(())
	}

	async fn subscribe_account(
		&self,
		pending: PendingSubscriptionSink,
		account: Option<Value>,
	) -> SubscriptionResult {
		let what = Param::new("account", &account).account().map(What::Account);
		self.serve(pending, Kind::Account, Outbox::of_all(&self.held), what).await;
		Ok(())
	}
}

/// Follows the chain until nobody can want anything any more.
async fn run<C: chain::Chain>(
	mut hub: Hub<C>,
	mut imports: impl Stream<Item = ()> + Unpin + Send,
	mut finality: impl Stream<Item = ()> + Unpin + Send,
	mut wanted: mpsc::Receiver<Request>,
) {
	loop {
		tokio::select! {
			import = imports.next() => if import.is_none() {
				return;
			},
			mark = finality.next() => if mark.is_none() {
				return;
			},
			request = wanted.recv() => match request {
				Some(request) => hub.begin(request),
				None => return,
			},
		}
		// Whatever else has come meanwhile says nothing new: the chain itself is asked where it is.
		while imports.next().now_or_never().flatten().is_some() {}
		while finality.next().now_or_never().flatten().is_some() {}
		hub.follow();
	}
}
