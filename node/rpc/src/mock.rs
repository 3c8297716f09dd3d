//! A chain of eleven blocks with three markets, whose runtime answers from lists.
//!
//! Block `n` of the best chain has the hash `n`; the block with the hash 109 is number 9 of another branch. Block 8 is the
//! last finalized one.

pub(crate) mod shares;

use crate::{chain::TIMESTAMP_NOW, OrderBook, OrderBookApiServer, Shares, SharesApiServer};
use codec::Encode;
use frame_system_rpc_runtime_api::AccountNonceApi;
use jsonrpsee::RpcModule;
use order_book_engine::{
	BaseAtoms, BookError, ClientId, Lots, MarketParams, MarketStatus, NewOrder, OrderId,
	QuoteAtoms, Side, Ticks, TokenId,
};
use order_book_runtime_api::{
	Bbo, Depth, DepthLevel, MarketId, MarketInfo, OrderBookApi, OrderInfo, Quote, Refusal,
	TokenBalance, TokenInfo,
};
use serde_json::{json, Value};
use shareholders_accounting::Epoch as DividendEpoch;
use shareholders_runtime_api::{
	BallotId, BallotInfo, BallotStatus, Calendar, ClassDues, ClassInfo, CompanyId, CompanyInfo,
	Holders, Holding, OfferingId, OfferingInfo, Refusal as SharesRefusal, RequisitionInfo,
	SharesApi, VotingPower,
};
use sp_api::{ApiError, ApiRef, CallApiAt, CallApiAtParams, CallContext, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info};
use sp_consensus_babe::{
	AllowedSlots, AuthorityId, BabeApi, BabeConfiguration, BabeEpochConfiguration, Epoch,
	EquivocationProof, OpaqueKeyOwnershipProof, Slot,
};
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{generic, traits::BlakeTwo256, AccountId32, OpaqueExtrinsic, StateVersion};
use sp_state_machine::InMemoryBackend;
use sp_version::RuntimeVersion;
use std::{
	collections::BTreeMap,
	sync::{
		atomic::{AtomicU32, Ordering},
		Arc, Mutex,
	},
};

pub(crate) type Header = generic::Header<u32, BlakeTwo256>;
pub(crate) type Block = generic::Block<Header, OpaqueExtrinsic>;

pub(crate) const BEST: u32 = 10;
pub(crate) const FINALIZED: u32 = 8;
/// Number 9 of another branch.
pub(crate) const FORK: u64 = 109;
/// The account whose open orders are in too many markets.
pub(crate) fn busy() -> AccountId32 {
	Bob.to_account_id()
}

pub(crate) fn hash(number: u64) -> H256 {
	H256::from_low_u64_be(number)
}

/// What the chain remembers between questions.
#[derive(Default)]
pub(crate) struct Chain {
	/// Blocks below this number have no state any more.
	pruned_below: AtomicU32,
	/// The order that was checked last.
	pub(crate) checked: Mutex<Option<NewOrder>>,
}

impl Chain {
	fn number(&self, hash: H256) -> Option<u32> {
		match hash.to_low_u64_be() {
			FORK => Some(9),
			number => u32::try_from(number).ok().filter(|number| *number <= BEST),
		}
	}

	fn with_state(&self, hash: H256) -> Result<u32, ApiError> {
		self.number(hash)
			.filter(|number| *number >= self.pruned_below.load(Ordering::Relaxed))
			.ok_or_else(|| ApiError::UnknownBlock(format!("State already discarded for {hash:?}")))
	}
}

/// The client.
#[derive(Clone, Default)]
pub(crate) struct Client(pub(crate) Arc<Chain>);

/// The runtime.
#[derive(Clone)]
pub(crate) struct Runtime(Arc<Chain>);

impl Client {
	/// Forgets the states of blocks below this number.
	pub(crate) fn prune(&self, below: u32) {
		self.0.pruned_below.store(below, Ordering::Relaxed);
	}

	/// Calls a method of `orderbook_v1` as a client on the wire does: the result, or code, message and data of the error.
	pub(crate) fn call(&self, method: &str, params: Value) -> Result<Value, (i64, String, Value)> {
		self.request(&format!("orderbook_v1_{method}"), params)
	}

	/// The same of `shares_v1`.
	pub(crate) fn shares(
		&self,
		method: &str,
		params: Value,
	) -> Result<Value, (i64, String, Value)> {
		self.request(&format!("shares_v1_{method}"), params)
	}

	fn request(&self, method: &str, params: Value) -> Result<Value, (i64, String, Value)> {
		let client = Arc::new(self.clone());
		let mut module = RpcModule::new(());
		module
			.merge(OrderBookApiServer::into_rpc(OrderBook::<_, Block>::new(client.clone())))
			.unwrap();
		module.merge(SharesApiServer::into_rpc(Shares::<_, Block>::new(client))).unwrap();
		let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
		let executor = tokio::runtime::Runtime::new().unwrap();
		let (response, _) =
			executor.block_on(module.raw_json_request(&request.to_string(), 1)).unwrap();
		let response: Value = serde_json::from_str(&response).unwrap();
		match response.get("error") {
			None => Ok(response["result"].clone()),
			Some(error) => Err((
				error["code"].as_i64().unwrap(),
				error["message"].as_str().unwrap().to_owned(),
				error["data"].clone(),
			)),
		}
	}
}

/// The state of a block.
fn state(number: u32) -> InMemoryBackend<BlakeTwo256> {
	let number = u64::from(number);
	let mut state: BTreeMap<Vec<u8>, Vec<u8>> = shares::records().collect();
	if number > 0 {
		let time_ms = 1_800_000_000_000 + number * 2_000;
		state.insert(TIMESTAMP_NOW.to_vec(), time_ms.encode());
	}
	(state, StateVersion::V1).into()
}

impl ProvideRuntimeApi<Block> for Client {
	type Api = Runtime;

	fn runtime_api(&self) -> ApiRef<'_, Self::Api> {
		Runtime(self.0.clone()).into()
	}
}

impl HeaderBackend<Block> for Client {
	fn header(&self, hash: H256) -> sp_blockchain::Result<Option<Header>> {
		let zero = H256::zero();
		let header = |number| Header {
			number,
			parent_hash: zero,
			state_root: *state(number).root(),
			extrinsics_root: zero,
			digest: Default::default(),
		};
		Ok(self.0.number(hash).map(header))
	}

	fn info(&self) -> Info<Block> {
		Info {
			best_hash: hash(BEST.into()),
			best_number: BEST,
			genesis_hash: hash(0),
			finalized_hash: hash(FINALIZED.into()),
			finalized_number: FINALIZED,
			finalized_state: None,
			number_leaves: 2,
			block_gap: None,
		}
	}

	fn status(&self, hash: H256) -> sp_blockchain::Result<BlockStatus> {
		Ok(self.0.number(hash).map_or(BlockStatus::Unknown, |_| BlockStatus::InChain))
	}

	fn number(&self, hash: H256) -> sp_blockchain::Result<Option<u32>> {
		Ok(self.0.number(hash))
	}

	fn hash(&self, number: u32) -> sp_blockchain::Result<Option<H256>> {
		Ok((number <= BEST).then(|| hash(number.into())))
	}
}

impl CallApiAt<Block> for Client {
	type StateBackend = InMemoryBackend<BlakeTwo256>;

	fn call_api_at(&self, _: CallApiAtParams<Block>) -> Result<Vec<u8>, ApiError> {
		Err(ApiError::Application("this runtime has no code: it answers through its API".into()))
	}

	fn runtime_version_at(&self, at: H256, _: CallContext) -> Result<RuntimeVersion, ApiError> {
		self.0.with_state(at)?;
		Ok(RuntimeVersion { spec_name: "kongsi".into(), spec_version: 3, ..Default::default() })
	}

	fn state_at(&self, at: H256) -> Result<Self::StateBackend, ApiError> {
		Ok(state(self.0.with_state(at)?))
	}

	fn initialize_extensions(
		&self,
		_: H256,
		_: &mut sp_api::__private::Extensions,
	) -> Result<(), ApiError> {
		Ok(())
	}
}

/// An epoch of nobody, 300 slots long.
fn epoch(epoch_index: u64) -> Epoch {
	Epoch {
		epoch_index,
		start_slot: (epoch_index * 300).into(),
		duration: 300,
		authorities: vec![],
		randomness: Default::default(),
		config: BabeEpochConfiguration {
			c: (1, 4),
			allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
		},
	}
}

fn market_info(id: MarketId) -> Option<MarketInfo> {
	let (base, tick_size, lot_size) = match id {
		// KSI/CASH: 10^10 atoms of KSI are 0.01 KSI; 1 atom of CASH per 0.01 KSI is 0.0001 CASH per KSI.
		0 => (0, 1, 10_000_000_000),
		// HALO/CASH: 10,000 atoms of CASH per HALO are 0.01 CASH.
		1 => (2, 10_000, 1),
		// HALO in threes: 1 atom of CASH per 3 HALO is a third of 0.000001 CASH per HALO.
		7 => (2, 1, 3),
		_ => return None,
	};
	let best = match id {
		0 => Bbo {
			bid: Some((Ticks::new(12_345), Lots::new(150))),
			ask: None,
			last: None,
			sequence: 7,
		},
		1 => Bbo {
			bid: Some((Ticks::new(2_500), Lots::new(10))),
			ask: Some((Ticks::new(2_510), Lots::new(7))),
			last: Some(Ticks::new(2_505)),
			sequence: 42,
		},
		_ => Bbo::default(),
	};
	Some(MarketInfo {
		id,
		params: MarketParams {
			base,
			quote: 1,
			tick_size: QuoteAtoms::new(tick_size),
			lot_size: BaseAtoms::new(lot_size),
			min_notional: QuoteAtoms::new(1_500_000),
			max_open_orders: 200,
			price_band_ppm: 100_000,
			maker_fee_ppm: -50,
			taker_fee_ppm: 500,
			max_fee_ppm: 1_000,
		},
		status: if id == 7 { MarketStatus::PostOnly } else { MarketStatus::Active },
		best,
		orders: 5,
	})
}

/// Open orders: Alice's 21 and 22 in market 0; in market 1 the bids 11 to 15, of which 11 and 12 are Alice's.
fn orders() -> Vec<OrderInfo<AccountId32>> {
	let order = |market, id, owner: AccountId32, side, price, lots| OrderInfo {
		market,
		id: OrderId::from_bits(id),
		owner,
		side,
		price: Ticks::new(price),
		lots: Lots::new(lots),
		client_id: None,
		expires_at: None,
		expired: false,
	};
	let (alice, charlie) = (Alice.to_account_id(), Charlie.to_account_id());
	vec![
		order(0, 21, alice.clone(), Side::Ask, 20_000, 100),
		OrderInfo {
			expires_at: Some(5),
			expired: true,
			..order(0, 22, alice.clone(), Side::Ask, 20_100, 250)
		},
		OrderInfo {
			client_id: Some(ClientId::MAX),
			..order(1, 11, alice.clone(), Side::Bid, 2_500, 1)
		},
		order(1, 12, alice, Side::Bid, 2_500, 2),
		order(1, 13, charlie.clone(), Side::Bid, 2_500, 3),
		order(1, 14, charlie.clone(), Side::Bid, 2_500, 4),
		order(1, 15, charlie, Side::Bid, 2_499, 5),
	]
}

fn some_orders(
	wanted: impl Fn(&OrderInfo<AccountId32>) -> bool,
	after: Option<OrderId>,
	limit: u32,
) -> Vec<OrderInfo<AccountId32>> {
	orders()
		.into_iter()
		.filter(|order| wanted(order) && after.is_none_or(|after| order.id > after))
		.take(limit as usize)
		.collect()
}

/// Tokens 0 and 2 in Alice's hands; nobody else has anything.
fn token_balance(account: &AccountId32, token: TokenId) -> TokenBalance {
	let (free, in_orders, held) = match token {
		0 if *account == Alice.to_account_id() => (1_500_000_000_000, 3_500_000_000_000, 1),
		2 if *account == Alice.to_account_id() => (7, 0, 0),
		_ => (0, 0, 0),
	};
	TokenBalance { token, free, in_orders, held }
}

fn buy_or_sell(side: Side, lots: Lots) -> Quote {
	let quote = |filled: u64, notional, fee, worst| Quote {
		filled: Lots::new(filled),
		unfilled: lots.checked_sub(Lots::new(filled)).unwrap_or_default(),
		notional: QuoteAtoms::new(notional),
		base: BaseAtoms::new(filled.into()),
		fee: QuoteAtoms::new(fee),
		worst: Some(Ticks::new(worst)),
		bounded: side == Side::Ask,
	};
	match side {
		// 7 at 25.10 are 175.70; 500 ppm of it are 0.08785.
		Side::Bid => quote(lots.get().min(7), 175_700_000, 87_850, 2_510),
		// 10 at 25 and 5 at 24.99 are 374.95; 500 ppm of it are 0.187475.
		Side::Ask => quote(15, 374_950_000, 187_475, 2_499),
	}
}

sp_api::mock_impl_runtime_apis! {
	impl OrderBookApi<Block, AccountId32> for Runtime {
		#[advanced]
		fn markets(&self, at: H256, after: Option<MarketId>, limit: u32) -> Result<Vec<MarketInfo>, ApiError> {
			self.0.with_state(at)?;
			let ids = [0, 1, 7].into_iter().filter(|id| after.is_none_or(|after| *id > after));
			Ok(ids.take(limit as usize).filter_map(market_info).collect())
		}

		#[advanced]
		fn market(&self, at: H256, market: MarketId) -> Result<Option<MarketInfo>, ApiError> {
			self.0.with_state(at)?;
			Ok(market_info(market))
		}

		fn tokens(ids: Vec<TokenId>) -> Vec<TokenInfo> {
			let known = [(0, "KSI", 12), (1, "CASH", 6), (2, "HALO", 0)].into_iter();
			known
				.filter(|(id, ..)| ids.contains(id))
				.map(|(id, symbol, decimals)| TokenInfo { id, symbol: symbol.into(), decimals })
				.collect()
		}

		fn depth(market: MarketId, levels: u32) -> Option<Depth> {
			let level = |price, lots, orders| DepthLevel { price: Ticks::new(price), lots: Lots::new(lots), orders };
			let mut bids = vec![level(2_500, 10, 4), level(2_499, 5, 1)];
			bids.truncate(levels as usize);
			(market == 1).then(|| Depth { sequence: 42, bids, asks: vec![level(2_510, 7, 1)] })
		}

		fn bbo(market: MarketId) -> Option<Bbo> {
			// The best of `depth`.
			let best = |price, lots| Some((Ticks::new(price), Lots::new(lots)));
			(market == 1).then(|| Bbo { bid: best(2_500, 10), ask: best(2_510, 7), last: None, sequence: 42 })
		}

		fn book_orders(market: MarketId, side: Side, after: Option<OrderId>, limit: u32) -> Option<Vec<OrderInfo<AccountId32>>> {
			Some(some_orders(|order| order.market == market && order.side == side, after, limit))
		}

		fn order(market: MarketId, id: OrderId) -> Option<OrderInfo<AccountId32>> {
			some_orders(|order| order.market == market && order.id == id, None, 1).pop()
		}

		fn order_by_client_id(market: MarketId, account: AccountId32, client_id: ClientId) -> Option<OrderInfo<AccountId32>> {
			let wanted = |order: &OrderInfo<_>| {
				order.market == market && order.owner == account && order.client_id == Some(client_id)
			};
			some_orders(wanted, None, 1).pop()
		}

		fn open_orders(account: AccountId32, market: MarketId, after: Option<OrderId>, limit: u32) -> Vec<OrderInfo<AccountId32>> {
			some_orders(|order| order.market == market && order.owner == account, after, limit)
		}

		#[advanced]
		fn markets_of(&self, at: H256, account: AccountId32) -> Result<Vec<MarketId>, ApiError> {
			self.0.with_state(at)?;
			Ok(if account == busy() {
				(0..500).collect()
			} else if account == Alice.to_account_id() {
				vec![0, 1]
			} else {
				vec![]
			})
		}

		#[advanced]
		fn balances(
			&self,
			at: H256,
			account: AccountId32,
			after: Option<TokenId>,
			limit: u32,
		) -> Result<(Vec<TokenBalance>, Option<TokenId>), ApiError> {
			self.0.with_state(at)?;
			let tokens: Vec<TokenId> = (0..3).filter(|id| after.is_none_or(|after| *id > after)).collect();
			let page: Vec<TokenId> = tokens.iter().copied().take(limit as usize).collect();
			let next = page.last().copied().filter(|_| page.len() < tokens.len());
			Ok((page.into_iter().map(|token| token_balance(&account, token)).collect(), next))
		}

		fn quote(market: MarketId, side: Side, lots: Lots) -> Option<Quote> {
			match market {
				0 => Some(Quote { unfilled: lots, ..Quote::default() }),
				1 => Some(buy_or_sell(side, lots)),
				_ => None,
			}
		}

		fn check_order(&self, _account: AccountId32, _market: MarketId, order: NewOrder) -> Result<(), Refusal> {
			*self.0.checked.lock().unwrap() = Some(order);
			match order.client_id {
				Some(13) => Err(Refusal::Book(BookError::DuplicateClientId)),
				_ => Ok(()),
			}
		}

		fn limits() -> (u32, u32, u32, u32, u32) {
			(11, 50, 20, 30, 100)
		}
	}

	impl SharesApi<Block, AccountId32> for Runtime {
		fn calendar() -> Calendar {
			shares::calendar()
		}

		#[advanced]
		fn companies(&self, at: H256, after: Option<CompanyId>, limit: u32) -> Result<Vec<CompanyInfo<AccountId32>>, ApiError> {
			self.0.with_state(at)?;
			Ok(shares::companies(after, limit))
		}

		#[advanced]
		fn company(&self, at: H256, company: CompanyId) -> Result<Option<CompanyInfo<AccountId32>>, ApiError> {
			self.0.with_state(at)?;
			Ok(shares::company(company))
		}

		fn class(class: TokenId) -> Option<ClassInfo<AccountId32>> {
			shares::class(class)
		}

		fn holders(
			class: TokenId,
			date: Option<DividendEpoch>,
			after: Option<AccountId32>,
			limit: u32,
			keys: bool,
		) -> Result<Holders<AccountId32>, SharesRefusal> {
			shares::holders(class, date, after, limit, keys)
		}

		fn portfolio(account: AccountId32, after: Option<TokenId>, limit: u32) -> (Vec<Holding<AccountId32>>, Option<TokenId>) {
			shares::portfolio(&account, after, limit)
		}

		fn claimable(account: AccountId32, after: Option<TokenId>, _limit: u32) -> (Vec<ClassDues>, Option<TokenId>) {
			shares::claimable(&account, after)
		}

		fn ballots(
			class: Option<TokenId>,
			status: Option<BallotStatus>,
			after: Option<BallotId>,
			limit: u32,
		) -> (Vec<BallotInfo>, Option<BallotId>) {
			shares::ballots(class, status, after, limit)
		}

		fn ballot(ballot: BallotId) -> Option<BallotInfo> {
			shares::ballot(ballot)
		}

		fn live_ballots(class: TokenId) -> Vec<BallotInfo> {
			shares::live_ballots(class)
		}

		fn requisitions(class: TokenId) -> Vec<RequisitionInfo<AccountId32>> {
			shares::requisitions(class)
		}

		fn voting_power(account: AccountId32, ballot: BallotId) -> Option<VotingPower<AccountId32>> {
			shares::voting_power(&account, ballot)
		}

		fn offerings(class: TokenId) -> Vec<OfferingInfo> {
			shares::offerings(class)
		}

		fn offering(offering: OfferingId) -> Option<OfferingInfo> {
			shares::offering(offering)
		}
	}

	impl AccountNonceApi<Block, AccountId32, u32> for Runtime {
		fn account_nonce(account: AccountId32) -> u32 {
			if account == Alice.to_account_id() { 4 } else { 0 }
		}
	}

	impl BabeApi<Block> for Runtime {
		fn configuration() -> BabeConfiguration {
			BabeConfiguration {
				slot_duration: 2_000,
				epoch_length: 300,
				c: (1, 4),
				authorities: vec![],
				randomness: Default::default(),
				allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
			}
		}

		fn current_epoch_start() -> Slot {
			0.into()
		}

		fn current_epoch() -> Epoch {
			epoch(0)
		}

		fn next_epoch() -> Epoch {
			epoch(1)
		}

		fn generate_key_ownership_proof(_slot: Slot, _authority: AuthorityId) -> Option<OpaqueKeyOwnershipProof> {
			None
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			_proof: EquivocationProof<Header>,
			_owner: OpaqueKeyOwnershipProof,
		) -> Option<()> {
			None
		}
	}
}
