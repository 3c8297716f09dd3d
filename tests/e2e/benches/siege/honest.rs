//! The client for whom the node is there: sends orders, reads books, and looks at the clock. It has a thread of its own, so
//! that what it measures is the node and not the crowd beside it.

use jsonrpsee::{core::client::SubscriptionClientT, rpc_params, ws_client::WsClientBuilder};
use kongsi_e2e::{
	account_of,
	types::{NewOrder, Side, TimeInForce},
	Chain, Node,
};
use kongsi_runtime::Header;
use std::{
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc, Mutex,
	},
	thread::JoinHandle,
	time::Duration,
};
use subxt::dynamic;
use subxt_signer::sr25519::dev;
use tokio::time::{sleep, sleep_until, Instant};

/// KSI for cash on the development chain.
const MARKET: u32 = 0;
/// The size of an order, in lots: worth a little more than the least that the market accepts.
const LOTS: u64 = 60;
/// A limit beyond everything that rests.
const LIMIT: u64 = 220;
/// How often it asks something.
const EVERY: Duration = Duration::from_millis(200);
/// Of so many questions one is an order.
const ORDER_EVERY: u64 = 5;

/// What it has measured.
#[derive(Default)]
pub(crate) struct Measured {
	/// When it asked, and seconds until the node had answered: orders.
	pub(crate) orders: Vec<(Instant, f64)>,
	/// The same of reads.
	pub(crate) reads: Vec<(Instant, f64)>,
	/// When it heard of best blocks.
	pub(crate) blocks: Vec<Instant>,
	/// What went wrong.
	pub(crate) failures: Vec<String>,
	/// Orders that were answered and in no block at the end.
	pub(crate) lost: u64,
}

/// The client while it runs.
pub(crate) struct Honest {
	go_on: Arc<AtomicBool>,
	measured: Arc<Mutex<Measured>>,
	thread: JoinHandle<()>,
}

impl Honest {
	/// Starts it.
	pub(crate) fn start(node: Arc<Node>) -> Self {
		let go_on = Arc::new(AtomicBool::new(true));
		let measured = Arc::<Mutex<Measured>>::default();
		let (go, to) = (go_on.clone(), measured.clone());
		let thread = std::thread::spawn(move || {
			let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
			runtime.expect("a thread can wait").block_on(async {
				let blocks = tokio::spawn(watch(node.url(), to.clone()));
				trade(&node, &go, &to).await;
				blocks.abort();
			});
		});
		Self { go_on, measured, thread }
	}

	/// Stops it.
	pub(crate) fn stop(self) -> Measured {
		self.go_on.store(false, Ordering::Relaxed);
		self.thread.join().expect("the honest client goes on to the end");
		std::mem::take(&mut *lock(&self.measured))
	}
}

fn lock(measured: &Mutex<Measured>) -> std::sync::MutexGuard<'_, Measured> {
	measured.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

async fn watch(url: String, measured: Arc<Mutex<Measured>>) {
	let rpc = WsClientBuilder::default().build(&url).await.expect("the node answers");
	let stream = rpc
		.subscribe::<Header, _>(
			"chain_subscribeNewHeads",
			rpc_params![],
			"chain_unsubscribeNewHeads",
		)
		.await;
	let mut heads = stream.expect("every node has this stream");
	while heads.next().await.is_some() {
		lock(&measured).blocks.push(Instant::now());
	}
	lock(&measured).failures.push("the stream of blocks ended".into());
}

async fn trade(node: &Node, go_on: &AtomicBool, measured: &Mutex<Measured>) {
	let chain = Chain::connect(node).await;
	let trader = dev::alice();
	let first = chain.nonce(&account_of(&trader)).await;
	let (mut nonce, mut number, mut next) = (first, 0u64, Instant::now());
	while go_on.load(Ordering::Relaxed) {
		next += EVERY;
		sleep_until(next).await;
		number += 1;
		let is_order = number % ORDER_EVERY == 0;
		let (method, params) = match number % ORDER_EVERY {
			0 => {
				let order = NewOrder::new(Side::Bid, LIMIT, LOTS)
					.time_in_force(TimeInForce::ImmediateOrCancel);
				let call = dynamic::transaction("OrderBook", "place_order", (MARKET, order));
				let signed = chain.sign_immortal(&trader, nonce, &call).await;
				("author_submitExtrinsic", rpc_params![kongsi_e2e::hex(&signed)])
			}
			1 => ("orderbook_v1_bbo", rpc_params![[MARKET]]),
			2 => ("orderbook_v1_balances", rpc_params![account_of(&trader).to_string()]),
			_ => ("orderbook_v1_depth", rpc_params![MARKET, 20]),
		};
		let asked = Instant::now();
		let answer = chain.ask(method, params).await;
		// From when it was to be asked: who is kept waiting asks late.
		let took = (asked, next.elapsed().as_secs_f64());
		let mut measured = lock(measured);
		match answer {
			Ok(_) if is_order => {
				nonce += 1;
				measured.orders.push(took);
			}
			Ok(_) => measured.reads.push(took),
			Err(error) => measured.failures.push(format!("{method}: {error}")),
		}
	}
	// What was answered is to be in a block three slots later.
	sleep(Duration::from_secs(6)).await;
	let at = chain.at(chain.best().await).await;
	let address = dynamic::storage::<([u8; 32],), Account>("System", "Account");
	let account = account_of(&trader).0;
	let found = at.storage().fetch(address, (account,)).await;
	let done = found.expect("an account has a default").decode().expect("it has a nonce").nonce;
	lock(measured).lost = nonce.saturating_sub(u64::from(done));
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Account {
	nonce: u32,
}
