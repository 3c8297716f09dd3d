//! Programs that follow streams: each keeps what it was told, and says which block that belongs to.

use futures::FutureExt;
use jsonrpsee::{core::EmptyServerParams, RpcModule, Subscription};
use kongsi_forks::{Block, Chain, Client, Hash};
use kongsi_rpc::{
	answers::{
		streams::{AccountMessage, DepthMessage, Trade, TradesMessage},
		Balance, Head, Level,
	},
	OrderBook, OrderBookApiServer, Streams, StreamsApiServer,
};
use serde_json::{json, Value};
use sp_core::testing::TaskExecutor;
use std::{collections::BTreeMap, time::Duration};

/// Longer than anything takes here.
const PATIENCE: Duration = Duration::from_secs(60);

/// The node's RPC over a chain.
pub(crate) struct Node {
	pub(crate) module: RpcModule<()>,
}

impl Node {
	pub(crate) fn new(chain: &Chain) -> Self {
		let streams = Streams::start::<Client, Block>(
			chain.client(),
			&TaskExecutor::new(),
			None,
			Default::default(),
		)
		.unwrap();
		let mut module = RpcModule::new(());
		module.merge(StreamsApiServer::<Hash>::into_rpc(streams)).unwrap();
		let book = OrderBook::<_, Block>::new(chain.client());
		module.merge(OrderBookApiServer::into_rpc(book)).unwrap();
		Self { module }
	}

	/// What a method answers.
	pub(crate) async fn ask(&self, method: &str, params: Value) -> Value {
		let method = format!("orderbook_v1_{method}");
		let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
		let (answer, _) = self.module.raw_json_request(&request.to_string(), 1).await.unwrap();
		let answer: Value = serde_json::from_str(&answer).unwrap();
		answer.get("result").unwrap_or_else(|| panic!("{request}: {answer}")).clone()
	}

	pub(crate) async fn subscribe(
		&self,
		what: &str,
		params: Vec<Value>,
		room: usize,
	) -> Subscription {
		let method = format!("orderbook_v1_subscribe{what}");
		match params.is_empty() {
			true => self.module.subscribe(&method, EmptyServerParams::new(), room).await.unwrap(),
			false => self.module.subscribe(&method, params, room).await.unwrap(),
		}
	}
}

async fn next<T: serde::de::DeserializeOwned>(stream: &mut Subscription) -> T {
	let next = tokio::time::timeout(PATIENCE, stream.next::<T>()).await.expect("in time");
	next.expect("the stream goes on").expect("its shape").0
}

/// Follows the depth of a market.
pub(crate) struct DepthClient {
	stream: Subscription,
	pub(crate) market: u32,
	pub(crate) levels: u32,
	at: Option<Head<Hash>>,
	seq: u64,
	sides: [BTreeMap<String, Level>; 2],
	pub(crate) finalized: Option<Head<Hash>>,
	pub(crate) checked: u32,
	pub(crate) resets: u32,
}

impl DepthClient {
	pub(crate) async fn new(node: &Node, market: u32, levels: u32) -> Self {
		let stream = node.subscribe("Depth", vec![json!(market), json!(levels)], 64).await;
		Self {
			stream,
			market,
			levels,
			at: None,
			seq: 0,
			sides: Default::default(),
			finalized: None,
			checked: 0,
			resets: 0,
		}
	}

	/// Reads until the message about this block, and compares after each block.
	pub(crate) async fn read_to(&mut self, node: &Node, block: Hash) {
		while self.at.is_none_or(|at| at.hash != block) {
			self.read(node).await;
		}
	}

	/// Reads until this block is final.
	pub(crate) async fn read_to_final(&mut self, node: &Node, block: Hash) {
		while self.finalized.is_none_or(|at| at.hash != block) {
			self.read(node).await;
		}
	}

	async fn read(&mut self, node: &Node) {
		match next(&mut self.stream).await {
			DepthMessage::Snapshot { block, seq, bids, asks, market, .. } => {
				assert_eq!(market, self.market);
				assert!(self.at.is_none(), "a snapshot is the first message or follows a reset");
				self.sides = Default::default();
				self.apply(bids, asks);
				(self.at, self.seq) = (Some(block), seq);
				self.check(node).await;
			}
			DepthMessage::Diff { block, parent, first, last, previous, bids, asks } => {
				let at = self.at.expect("a snapshot comes first");
				assert_eq!(
					(at.hash, at.number + 1),
					(parent, block.number),
					"no block is left out"
				);
				assert_eq!(previous, self.seq);
				assert_eq!(first, if last == previous { last } else { previous + 1 });
				self.apply(bids, asks);
				(self.at, self.seq) = (Some(block), last);
				self.check(node).await;
			}
			DepthMessage::Reset { common } => {
				let (at, common) = (self.at.take().unwrap(), common.expect("it is near"));
				assert!(common.number <= at.number);
				self.resets += 1;
			}
			DepthMessage::Final { block, .. } => self.finalized = Some(block),
			DepthMessage::Closed { reason } => panic!("{reason}"),
		}
	}

	fn apply(&mut self, bids: Vec<Level>, asks: Vec<Level>) {
		for (side, levels) in self.sides.iter_mut().zip([bids, asks]) {
			for level in levels {
				match level.1.as_str() {
					"0" => assert!(side.remove(&level.0).is_some(), "{level:?} was not there"),
					_ => drop(side.insert(level.0.clone(), level)),
				}
			}
		}
	}

	/// What it holds is what the state says.
	async fn check(&mut self, node: &Node) {
		let at = self.at.unwrap();
		let answer = node.ask("depth", json!([self.market, self.levels, at.hash])).await;
		assert_eq!(answer["seq"], self.seq);
		for (held, side) in self.sides.iter().zip(["bids", "asks"]) {
			let levels: Vec<Level> = serde_json::from_value(answer[side].clone()).unwrap();
			let levels = levels.into_iter().map(|level| (level.0.clone(), level)).collect();
			assert_eq!(*held, levels, "{side} of {} levels at {at:?}", self.levels);
		}
		self.checked += 1;
	}
}

/// Follows trades.
pub(crate) struct TradesClient {
	stream: Subscription,
	pub(crate) market: Option<u32>,
	/// By height.
	pub(crate) trades: BTreeMap<u64, (Hash, Vec<Trade>)>,
	pub(crate) finalized: Option<Head<Hash>>,
}

impl TradesClient {
	pub(crate) async fn new(node: &Node, market: Option<u32>) -> Self {
		let stream = node.subscribe("Trades", vec![json!(market)], 64).await;
		Self { stream, market, trades: BTreeMap::new(), finalized: None }
	}

	/// Trades of the best chain, as far as it has been told.
	pub(crate) fn count(&self) -> usize {
		self.trades.values().map(|(_, trades)| trades.len()).sum()
	}

	/// Reads what has come so far.
	pub(crate) fn read_what_is_there(&mut self) {
		while let Some(next) = self.stream.next::<TradesMessage<Hash>>().now_or_never() {
			self.apply(next.expect("the stream goes on").expect("its shape").0);
		}
	}

	/// Reads until this block is final.
	pub(crate) async fn read_to_final(&mut self, block: Hash) {
		while self.finalized.is_none_or(|at| at.hash != block) {
			let message = next(&mut self.stream).await;
			self.apply(message);
		}
	}

	fn apply(&mut self, message: TradesMessage<Hash>) {
		match message {
			TradesMessage::Start { .. } => {}
			TradesMessage::Trades { block, trades, time, .. } => {
				assert!(!trades.is_empty() && time.is_some());
				let before = self.trades.insert(block.number, (block.hash, trades));
				assert!(before.is_none(), "one message a block");
			}
			TradesMessage::Reset { common } => {
				let finalized = self.finalized.map_or(0, |at| at.number);
				assert!(common.number >= finalized, "what is final stays");
				self.trades.retain(|number, _| *number <= common.number);
			}
			TradesMessage::Final { block, .. } => self.finalized = Some(block),
			TradesMessage::Closed { reason } => panic!("{reason}"),
		}
	}
}

/// Follows an account.
pub(crate) struct AccountClient {
	stream: Subscription,
	pub(crate) address: String,
	at: Option<Head<Hash>>,
	nonce: u32,
	/// By market and id: what is left, the limit, and whether it has expired.
	orders: BTreeMap<(u32, String), (String, String, bool)>,
	balances: BTreeMap<u32, Balance>,
	/// Fills of each block since the first snapshot, as trades name them.
	pub(crate) fills: BTreeMap<u64, Vec<(u32, String)>>,
	pub(crate) finalized: Option<Head<Hash>>,
	pub(crate) checked: u32,
	pub(crate) statuses: BTreeMap<String, u32>,
}

impl AccountClient {
	pub(crate) async fn new(node: &Node, address: String) -> Self {
		let stream = node.subscribe("Account", vec![json!(address)], 64).await;
		Self {
			stream,
			address,
			at: None,
			nonce: 0,
			orders: BTreeMap::new(),
			balances: BTreeMap::new(),
			fills: BTreeMap::new(),
			finalized: None,
			checked: 0,
			statuses: BTreeMap::new(),
		}
	}

	pub(crate) async fn read_to(&mut self, node: &Node, block: Hash) {
		while self.at.is_none_or(|at| at.hash != block) {
			self.read(node).await;
		}
	}

	pub(crate) async fn read_to_final(&mut self, node: &Node, block: Hash) {
		while self.finalized.is_none_or(|at| at.hash != block) {
			self.read(node).await;
		}
	}

	/// Fills of the best chain, as far as it has been told.
	pub(crate) fn count(&self) -> usize {
		let best = self.at.map_or(0, |at| at.number);
		self.fills.range(..=best).map(|(_, fills)| fills.len()).sum()
	}

	async fn read(&mut self, node: &Node) {
		match next(&mut self.stream).await {
			AccountMessage::Snapshot { block, account, nonce, orders, balances } => {
				assert_eq!(account, self.address);
				assert!(self.at.is_none());
				let order = |order: kongsi_rpc::answers::Order| {
					((order.market, order.id), (order.remaining, order.price, order.expired))
				};
				self.orders = orders.into_iter().map(order).collect();
				self.balances = balances.into_iter().map(|held| (held.token, held)).collect();
				(self.at, self.nonce) = (Some(block), nonce);
				self.check(node).await;
			}
			AccountMessage::Update { block, parent, nonce, orders, fills, balances, .. } => {
				assert_eq!(self.at.unwrap().hash, parent, "no block is left out");
				for order in orders {
					*self.statuses.entry(order.status.clone()).or_default() += 1;
					let Some(id) = order.id else { continue };
					let key = (order.market, id);
					match order.remaining.as_str() {
						"0" => drop(self.orders.remove(&key)),
						_ => {
							let expired = order.status == "expired";
							self.orders.insert(key, (order.remaining, order.price, expired));
						}
					}
				}
				for held in balances {
					match held.total.as_str() {
						"0" => drop(self.balances.remove(&held.token)),
						_ => drop(self.balances.insert(held.token, held)),
					}
				}
				let fills: Vec<_> = fills.into_iter().map(|fill| (fill.index, fill.role)).collect();
				self.fills.insert(block.number, fills);
				(self.at, self.nonce) = (Some(block), nonce);
				self.check(node).await;
			}
			AccountMessage::Reset { common } => {
				let common = common.expect("it is near").number;
				self.fills.retain(|number, _| *number <= common);
				self.at = None;
			}
			AccountMessage::Final { block } => self.finalized = Some(block),
			AccountMessage::Closed { reason } => panic!("{reason}"),
		}
	}

	/// What it holds is what the state says.
	async fn check(&mut self, node: &Node) {
		let at = self.at.unwrap();
		let mut params = json!({ "account": self.address, "at": at.hash });
		let mut orders = BTreeMap::new();
		loop {
			let page = node.ask("openOrders", params.clone()).await;
			let list: Vec<kongsi_rpc::answers::Order> =
				serde_json::from_value(page["orders"].clone()).unwrap();
			orders.extend(list.into_iter().map(|order| {
				((order.market, order.id), (order.remaining, order.price, order.expired))
			}));
			if page["nextCursor"].is_null() {
				break;
			}
			params["cursor"] = page["nextCursor"].clone();
		}
		assert_eq!(self.orders, orders, "orders at {at:?}");
		let answer = node.ask("balances", json!({ "account": self.address, "at": at.hash })).await;
		let balances: Vec<Balance> = serde_json::from_value(answer["balances"].clone()).unwrap();
		let balances = balances.into_iter().map(|held| (held.token, held)).collect();
		assert_eq!(self.balances, balances, "balances at {at:?}");
		assert_eq!(answer["nonce"], self.nonce);
		self.checked += 1;
	}
}
