//! A client of a node: signs, sends and reads, with nothing but its metadata.

use crate::{
	types::{
		Balance, Depth, Executed, MarketCreated, MarketId, MarketParams, MarketTerms, TokenId,
	},
	wait::{eventually, within},
	Node,
};
use jsonrpsee::{
	core::{client::ClientT, params::ArrayParams},
	rpc_params,
	ws_client::{WsClient, WsClientBuilder},
};
use serde_json::Value as Json;
use std::{sync::Arc, time::Duration};
use subxt::{
	backend::LegacyBackend,
	client::{ClientAtBlock, OnlineClientAtBlockImpl},
	config::DefaultExtrinsicParamsBuilder,
	dynamic,
	error::{DispatchError, TransactionEventsError},
	ext::scale_decode::DecodeAsType,
	rpcs::RpcClient,
	transactions::{Payload, TransactionInBlock, TransactionStatus},
	utils::{AccountId32, MultiAddress, H256},
	OnlineClient, PolkadotConfig,
};
use subxt_signer::sr25519::Keypair;

/// How a call names an account.
pub type Address = MultiAddress<AccountId32, ()>;
/// A client at one block.
pub type At = ClientAtBlock<PolkadotConfig, OnlineClientAtBlockImpl<PolkadotConfig>>;
/// A transaction in a block.
type InBlock = TransactionInBlock<PolkadotConfig, OnlineClientAtBlockImpl<PolkadotConfig>>;

/// Blocks below the best one to which a transaction is bound: not the best one, which may be undone, nor the last finalized one,
/// which is too old while nothing finalizes.
const CHECKPOINT_DEPTH: u32 = 8;
/// Blocks for which a transaction is valid.
const LIFE_BLOCKS: u64 = 64;
/// How long a transaction may take into a block, and a question until it is answered.
const PATIENCE_S: u64 = 60;
/// Larger than what a node accepts, so that the node and not the client refuses.
const MAX_REQUEST_BYTES: u32 = 64 * 1024 * 1024;

/// A client of one node.
pub struct Chain {
	api: OnlineClient<PolkadotConfig>,
	rpc: WsClient,
	until: Until,
}

/// How long to follow a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
	/// Until it is in a best block, which is certain enough where one validator makes all blocks.
	InBlock,
	/// Until its block is finalized.
	Finalized,
}

/// What became of a transaction.
#[derive(Debug)]
pub struct Receipt {
	/// The block.
	pub block: H256,
	/// What the sender paid for it, in atoms of KSI.
	pub fee: u128,
	/// The name of the error it was refused with.
	pub error: Option<String>,
	/// What it did on markets.
	pub executed: Vec<Executed>,
	/// The market it founded.
	pub founded: Option<MarketCreated>,
	/// The names of all its events.
	pub events: Vec<String>,
}

impl Receipt {
	/// The one event of a call on one market.
	pub fn executed(&self) -> &Executed {
		match self.executed.as_slice() {
			[executed] => executed,
			other => panic!("{} events of markets, {:?}", other.len(), self.error),
		}
	}
}

/// The account of a key.
pub fn account_of(key: &Keypair) -> AccountId32 {
	key.public_key().to_account_id()
}

/// Bytes as JSON-RPC writes them.
pub fn hex(bytes: &[u8]) -> String {
	format!("0x{}", ::hex::encode(bytes))
}

impl Chain {
	/// Connects to the development chain that the tests of one file share, which runs at least as long as it is held.
	pub async fn shared_dev() -> (Arc<Node>, Self) {
		// Starting blocks the thread, and the test has nothing else to do yet.
		let node = tokio::task::spawn_blocking(Node::shared_dev).await.expect("a node starts");
		let chain = Self::connect(&node).await;
		(node, chain)
	}

	/// Connects to a node and follows transactions into best blocks.
	pub async fn connect(node: &Node) -> Self {
		Self::connect_until(node, Until::InBlock).await
	}

	/// Connects to a node.
	pub async fn connect_until(node: &Node, until: Until) -> Self {
		let url = node.url();
		let rpc = WsClientBuilder::default()
			.max_request_size(MAX_REQUEST_BYTES)
			.request_timeout(Duration::from_secs(PATIENCE_S))
			.build(&url)
			.await
			.unwrap_or_else(|error| panic!("no connection to {url}: {error}"));
		let client = RpcClient::from_insecure_url(&url).await.expect("it has just answered");
		// The oldest of the three families of methods: it serves every block that the node has, finalized or not.
		let backend = LegacyBackend::builder().build(client);
		let api =
			OnlineClient::from_backend(Arc::new(backend)).await.expect("a node knows its genesis");
		Self { api, rpc, until }
	}

	/// Asks by JSON-RPC.
	///
	/// # Errors
	///
	/// What the node answers instead of a result.
	pub async fn ask(
		&self,
		method: &str,
		params: ArrayParams,
	) -> Result<Json, jsonrpsee::core::ClientError> {
		self.rpc.request(method, params).await
	}

	/// Asks by JSON-RPC what has to have an answer.
	pub async fn answer(&self, method: &str, params: ArrayParams) -> Json {
		self.ask(method, params).await.unwrap_or_else(|error| panic!("{method}: {error}"))
	}

	/// Whether the JSON-RPC connection is still there.
	pub fn is_connected(&self) -> bool {
		self.rpc.is_connected()
	}

	/// The view at a block.
	pub async fn at(&self, block: H256) -> At {
		self.api.at_block(block).await.unwrap_or_else(|error| panic!("no view at {block}: {error}"))
	}

	/// The hash of the best block.
	pub async fn best(&self) -> H256 {
		hash(&self.answer("chain_getBlockHash", rpc_params![]).await)
	}

	/// The hash of a block of the best chain, if there is one of that height.
	pub async fn hash_at(&self, height: u32) -> Option<H256> {
		let answer = self.answer("chain_getBlockHash", rpc_params![height]).await;
		(!answer.is_null()).then(|| hash(&answer))
	}

	/// Height and hash of the last finalized block.
	pub async fn finalized(&self) -> (u32, H256) {
		let block = hash(&self.answer("chain_getFinalizedHead", rpc_params![]).await);
		(self.height(block).await, block)
	}

	/// The height of the best block.
	pub async fn best_height(&self) -> u32 {
		let best = self.best().await;
		self.height(best).await
	}

	/// The height of a block.
	pub async fn height(&self, block: H256) -> u32 {
		let header = self.answer("chain_getHeader", rpc_params![hex(block.as_bytes())]).await;
		let number = header["number"].as_str().and_then(|number| number.strip_prefix("0x"));
		u32::from_str_radix(number.unwrap_or_default(), 16)
			.unwrap_or_else(|_| panic!("no height of {block}: {header}"))
	}

	/// How many nodes it is connected with.
	pub async fn peers(&self) -> u64 {
		self.answer("system_health", rpc_params![]).await["peers"].as_u64().unwrap_or_default()
	}

	/// Waits until a block of this height is finalized.
	pub async fn await_finalized(&self, height: u32, seconds: u64) {
		let what = format!("block {height} to be finalized");
		eventually(seconds, &what, || async { (self.finalized().await.0 >= height).then_some(()) })
			.await;
	}

	/// The number that the next transaction of an account has, those waiting included.
	pub async fn nonce(&self, who: &AccountId32) -> u64 {
		let nonce = self.answer("system_accountNextIndex", rpc_params![who.to_string()]).await;
		nonce.as_u64().expect("a nonce is a number")
	}

	/// A signed transaction, ready to be sent.
	pub async fn sign<P: Payload>(&self, who: &Keypair, nonce: u64, call: &P) -> Vec<u8> {
		let height = self.best_height().await.saturating_sub(CHECKPOINT_DEPTH);
		let block = self.hash_at(height).await.expect("it is below the best block");
		let params = DefaultExtrinsicParamsBuilder::new();
		let params = params.mortal_from_unchecked(LIFE_BLOCKS, height.into(), block);
		self.sign_with(who, params.nonce(nonce), call).await
	}

	/// The same, valid for ever rather than for [`LIFE_BLOCKS`].
	pub async fn sign_immortal<P: Payload>(&self, who: &Keypair, nonce: u64, call: &P) -> Vec<u8> {
		self.sign_with(who, DefaultExtrinsicParamsBuilder::new().nonce(nonce).immortal(), call)
			.await
	}

	async fn sign_with<P: Payload>(
		&self,
		who: &Keypair,
		params: DefaultExtrinsicParamsBuilder<PolkadotConfig>,
		call: &P,
	) -> Vec<u8> {
		let mut transactions = self.api.transactions().await.expect("the node answers");
		let signed = transactions.create_signed(call, who, params.build()).await;
		signed
			.unwrap_or_else(|error| panic!("{}.{}: {error}", call.pallet_name(), call.call_name()))
			.into_encoded()
	}

	/// Signs and sends a call, and follows it.
	pub async fn send<P: Payload>(&self, who: &Keypair, call: &P) -> Receipt {
		let nonce = self.nonce(&account_of(who)).await;
		let transaction = self.sign(who, nonce, call).await;
		let mut receipts = self.deliver(vec![transaction]).await;
		receipts.pop().expect("one went in")
	}

	/// The same for a call that has to succeed.
	pub async fn accepted<P: Payload>(&self, who: &Keypair, call: &P) -> Receipt {
		let receipt = self.send(who, call).await;
		assert_eq!(receipt.error, None, "{}.{} was refused", call.pallet_name(), call.call_name());
		receipt
	}

	/// Sends transactions one after the other, and follows all of them.
	pub async fn deliver(&self, transactions: Vec<Vec<u8>>) -> Vec<Receipt> {
		let client = self.api.transactions().await.expect("the node answers");
		let mut pending = Vec::new();
		for transaction in transactions {
			let sent = client.from_bytes(transaction).submit_and_watch().await;
			pending.push(
				sent.unwrap_or_else(|error| panic!("a transaction was not accepted: {error}")),
			);
		}
		let mut receipts = Vec::new();
		for mut progress in pending {
			let receipt = within(PATIENCE_S, "a transaction to get into a block", async {
				loop {
					match progress.next().await {
						Some(Ok(TransactionStatus::InFinalizedBlock(block))) => {
							let receipt = receipt_of(&block).await;
							return receipt.unwrap_or_else(|error| {
								panic!("no events of a transaction: {error}")
							});
						}
						Some(Ok(TransactionStatus::InBestBlock(block)))
							if self.until == Until::InBlock =>
						{
							// A block that was undone at once has no state any more: another one follows.
							if let Ok(receipt) = receipt_of(&block).await {
								return receipt;
							}
						}
						Some(Ok(
							TransactionStatus::Invalid { message }
							| TransactionStatus::Dropped { message },
						)) => {
							panic!("a transaction was thrown away: {message}");
						}
						Some(Ok(_)) => {}
						Some(Err(error)) => panic!("a transaction was lost: {error}"),
						None => panic!("nothing more was heard of a transaction"),
					}
				}
			})
			.await;
			receipts.push(receipt);
		}
		receipts
	}

	/// What an account owns of a token at a block.
	pub async fn balance(&self, block: H256, token: TokenId, who: &AccountId32) -> Balance {
		let at = self.at(block).await;
		if token == 0 {
			let address = dynamic::storage::<([u8; 32],), AccountInfo>("System", "Account");
			let found =
				at.storage().fetch(address, (who.0,)).await.expect("an account has a default");
			let data = found.decode().expect("free and reserved are there").data;
			return Balance::new(data.free, data.reserved);
		}
		let address = dynamic::storage::<(u32, [u8; 32]), AccountRecord>("Assets", "Account");
		let found =
			at.storage().try_fetch(address, (token, who.0)).await.expect("the node answers");
		found
			.map(|record| record.decode().expect("free and held are there").balance())
			.unwrap_or_default()
	}

	/// What each account owns of a token at a block.
	pub async fn holders(&self, block: H256, token: TokenId) -> Vec<(AccountId32, Balance)> {
		let at = self.at(block).await;
		let address = dynamic::storage::<(u32, [u8; 32]), AccountRecord>("Assets", "Account");
		let mut records = at.storage().iter(address, (token,)).await.expect("the node answers");
		let mut holders = Vec::new();
		while let Some(record) = records.next().await {
			let record = record.expect("the node answers");
			let key =
				record.key().expect("a key has two parts").decode().expect("token and account");
			let balance = record.value().decode().expect("free and held are there").balance();
			holders.push((AccountId32(key.1), balance));
		}
		holders
	}

	/// The supply of a token at a block.
	pub async fn supply(&self, block: H256, token: TokenId) -> u128 {
		let address = dynamic::storage::<(u32,), AssetDetails>("Assets", "Asset");
		let at = self.at(block).await;
		let found = at.storage().fetch(address, (token,)).await.expect("the token is there");
		found.decode().expect("a token has a supply").supply
	}

	/// The best levels of a market at a block, by the runtime API.
	pub async fn depth(&self, block: H256, market: MarketId) -> Depth {
		let call = dynamic::runtime_api_call::<_, Option<Depth>>(
			"OrderBookApi",
			"depth",
			(market, 100u32),
		);
		let answer = self.at(block).await.runtime_apis().call(call).await;
		answer
			.expect("the runtime answers")
			.unwrap_or_else(|| panic!("there is no market {market}"))
	}

	/// The parameters of a market.
	pub async fn params(&self, market: MarketId) -> MarketParams {
		let address = dynamic::storage::<(u32,), Market>("OrderBook", "Markets");
		let best = self.best().await;
		let at = self.at(best).await;
		let found = at.storage().fetch(address, (market,)).await.expect("the market is there");
		found.decode().expect("a market has parameters").params
	}

	/// A constant of the runtime, as a number.
	pub async fn constant(&self, pallet: &str, name: &str) -> u128 {
		let best = self.best().await;
		let at = self.at(best).await;
		let constant = dynamic::constant::<u128>(pallet, name);
		at.constants().entry(constant).unwrap_or_else(|error| panic!("{pallet}.{name}: {error}"))
	}

	/// Creates a token without a description and gives `supply` of it to its creator. The minimum balance is one atom.
	/// Returns what was paid in fees; the deposit is on hold.
	pub async fn create_token(&self, who: &Keypair, token: TokenId, supply: u128) -> u128 {
		let own: Address = account_of(who).into();
		let nonce = self.nonce(&account_of(who)).await;
		let create = dynamic::transaction("Assets", "create", (token, own.clone(), 1u128));
		let mint = dynamic::transaction("Assets", "mint", (token, own, supply));
		let both =
			vec![self.sign(who, nonce, &create).await, self.sign(who, nonce + 1, &mint).await];
		let receipts = self.deliver(both).await;
		for receipt in &receipts {
			assert_eq!(receipt.error, None, "a token was not made");
		}
		receipts.iter().map(|receipt| receipt.fee).sum()
	}

	/// Founds a market.
	pub async fn create_market(
		&self,
		who: &Keypair,
		base: TokenId,
		quote: TokenId,
		terms: MarketTerms,
	) -> (Receipt, MarketCreated) {
		let call = dynamic::transaction("OrderBook", "create_market", (base, quote, terms));
		let receipt = self.accepted(who, &call).await;
		let founded = receipt.founded.clone().expect("a market announces itself");
		(receipt, founded)
	}
}

/// What became of a transaction in a block.
async fn receipt_of(found: &InBlock) -> Result<Receipt, TransactionEventsError> {
	let events = found.fetch_events().await?;
	let error = match found.wait_for_success().await {
		Ok(_) => None,
		Err(TransactionEventsError::ExtrinsicFailed(error)) => Some(error_name(&error)),
		Err(error) => return Err(error),
	};
	let mut receipt = Receipt {
		block: found.block_hash(),
		fee: 0,
		error,
		executed: Vec::new(),
		founded: None,
		events: Vec::new(),
	};
	for event in events.iter() {
		let event = event.expect("the metadata describes every event");
		receipt.events.push(format!("{}.{}", event.pallet_name(), event.event_name()));
		match (event.pallet_name(), event.event_name()) {
			("TransactionPayment", "TransactionFeePaid") => {
				receipt.fee = fields::<FeePaid, _>(&event).actual_fee;
			}
			("OrderBook", "Executed") => receipt.executed.push(fields(&event)),
			("OrderBook", "MarketCreated") => receipt.founded = Some(fields(&event)),
			_ => {}
		}
	}
	Ok(receipt)
}

/// The pallet's name for an error, or the kernel's.
fn error_name(error: &DispatchError) -> String {
	match error {
		DispatchError::Module(error) => error
			.details()
			.map_or_else(|_| error.to_string(), |details| details.variant.name.clone()),
		other => format!("{other:?}"),
	}
}

fn hash(answer: &Json) -> H256 {
	let text = answer.as_str().and_then(|text| text.strip_prefix("0x")).unwrap_or_default();
	let bytes = ::hex::decode(text).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
	H256(bytes.unwrap_or_else(|| panic!("not a hash: {answer}")))
}

fn fields<F, T>(event: &subxt::events::Event<'_, T>) -> F
where
	F: subxt::ext::scale_decode::DecodeAsFields,
	T: subxt::Config,
{
	event
		.decode_fields_unchecked_as::<F>()
		.unwrap_or_else(|error| panic!("{}.{}: {error}", event.pallet_name(), event.event_name()))
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct FeePaid {
	actual_fee: u128,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct AccountInfo {
	pub(crate) data: AccountData,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct AccountData {
	pub(crate) free: u128,
	pub(crate) reserved: u128,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountRecord {
	balance: u128,
	holds: Vec<Hold>,
}

impl AccountRecord {
	fn balance(&self) -> Balance {
		Balance::new(self.balance, self.holds.iter().map(|hold| hold.amount).sum())
	}
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Hold {
	amount: u128,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AssetDetails {
	supply: u128,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Market {
	params: MarketParams,
}
