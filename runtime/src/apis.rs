//! What nodes and clients ask the runtime.
#![expect(missing_docs, reason = "the macro makes a type and a list of versions")]

use crate::{
	configs::tokens, genesis_presets, shares, AccountId, AuthorityDiscovery, Babe, Balance, Block,
	BlockNumber, Executive, Grandpa, Hash, Header, Historical, Nonce, OrderBook, Runtime,
	RuntimeCall, RuntimeGenesisConfig, SessionKeys, ShareVoting, System, TransactionPayment,
	UncheckedExtrinsic, VERSION,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{Get, KeyOwnerProofSystem},
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use order_book_engine::{ClientId, Lots, NewOrder, OrderId, Side, TokenId};
use order_book_runtime_api::{
	Bbo, Depth, MarketId, MarketInfo, OrderInfo, Quote, Refusal, TokenBalance, TokenInfo,
};
use pallet_share_voting::{PollIndex, PollInfo, Power};
use shareholders_runtime_api::{
	BallotId, BallotInfo, BallotStatus, Calendar, ClassDues, ClassInfo, CompanyId, CompanyInfo,
	Holders, Holding, OfferingId, OfferingInfo, Refusal as SharesRefusal, RequisitionInfo,
	VotingPower,
};
use sp_api::impl_runtime_apis;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<UncheckedExtrinsic> {
			crate::create_inherents(&data)
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			crate::check_inherents(&data, &block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			transaction: UncheckedExtrinsic,
			block: Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, transaction, block)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> sp_consensus_babe::BabeConfiguration {
			// Before the first epoch is stored, that of the genesis applies.
			let epoch = pallet_babe::EpochConfig::<Runtime>::get()
				.unwrap_or(crate::constants::time::BABE_GENESIS_EPOCH_CONFIG);
			sp_consensus_babe::BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: <Runtime as pallet_babe::Config>::EpochDuration::get(),
				c: epoch.c,
				authorities: pallet_babe::Authorities::<Runtime>::get().to_vec(),
				randomness: pallet_babe::Randomness::<Runtime>::get(),
				allowed_slots: epoch.allowed_slots,
			}
		}

		fn current_epoch_start() -> sp_consensus_babe::Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_slot: sp_consensus_babe::Slot,
			authority: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_babe::KEY_TYPE, authority))
				.map(|proof| sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation: sp_consensus_babe::EquivocationProof<Header>,
			key_owner: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(equivocation, key_owner.decode()?)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			Grandpa::current_set_id()
		}

		fn generate_key_ownership_proof(
			_set: sp_consensus_grandpa::SetId,
			authority: sp_consensus_grandpa::AuthorityId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority))
				.map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation: sp_consensus_grandpa::EquivocationProof<Hash, NumberFor<Block>>,
			key_owner: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(equivocation, key_owner.decode()?)
		}
	}

	impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
		fn authorities() -> Vec<sp_authority_discovery::AuthorityId> {
			AuthorityDiscovery::authorities()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl pallet_share_voting::runtime_api::ShareVotingApi<Block, AccountId> for Runtime {
		fn poll(poll: PollIndex) -> Option<PollInfo> {
			ShareVoting::poll(poll)
		}

		fn power(poll: PollIndex, who: AccountId) -> Option<Power<AccountId>> {
			ShareVoting::power(poll, &who)
		}

		fn fund() -> AccountId {
			ShareVoting::fund_account()
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl order_book_runtime_api::OrderBookApi<Block, AccountId> for Runtime {
		fn markets(after: Option<MarketId>, limit: u32) -> Vec<MarketInfo> {
			OrderBook::markets(after, limit)
		}

		fn market(market: MarketId) -> Option<MarketInfo> {
			OrderBook::market_info(market)
		}

		fn tokens(ids: Vec<TokenId>) -> Vec<TokenInfo> {
			tokens::describe(ids)
		}

		fn depth(market: MarketId, levels: u32) -> Option<Depth> {
			OrderBook::depth(market, levels)
		}

		fn bbo(market: MarketId) -> Option<Bbo> {
			OrderBook::bbo(market)
		}

		fn book_orders(
			market: MarketId,
			side: Side,
			after: Option<OrderId>,
			limit: u32,
		) -> Option<Vec<OrderInfo<AccountId>>> {
			OrderBook::book_orders(market, side, after, limit)
		}

		fn order(market: MarketId, id: OrderId) -> Option<OrderInfo<AccountId>> {
			OrderBook::order(market, id)
		}

		fn order_by_client_id(
			market: MarketId,
			account: AccountId,
			client_id: ClientId,
		) -> Option<OrderInfo<AccountId>> {
			OrderBook::order_by_client_id(market, account, client_id)
		}

		fn open_orders(
			account: AccountId,
			market: MarketId,
			after: Option<OrderId>,
			limit: u32,
		) -> Vec<OrderInfo<AccountId>> {
			OrderBook::open_orders(account, market, after, limit)
		}

		fn markets_of(account: AccountId) -> Vec<MarketId> {
			OrderBook::markets_of(account)
		}

		fn deadline(
			account: AccountId,
			market: MarketId,
		) -> Option<BlockNumber> {
			OrderBook::deadline(account, market)
		}

		fn balances(
			account: AccountId,
			after: Option<TokenId>,
			limit: u32,
		) -> (Vec<TokenBalance>, Option<TokenId>) {
			OrderBook::balances(account, after, limit)
		}

		fn quote(market: MarketId, side: Side, lots: Lots) -> Option<Quote> {
			OrderBook::quote(market, side, lots)
		}

		fn check_order(account: AccountId, market: MarketId, order: NewOrder) -> Result<(), Refusal> {
			OrderBook::check_order(account, market, order)
		}

		fn limits() -> (BlockNumber, u32, u32, u32, u32) {
			OrderBook::limits()
		}
	}

	impl shareholders_runtime_api::SharesApi<Block, AccountId> for Runtime {
		fn calendar() -> Calendar {
			shares::calendar()
		}

		fn companies(after: Option<CompanyId>, limit: u32) -> Vec<CompanyInfo<AccountId>> {
			shares::companies(after, limit)
		}

		fn company(company: CompanyId) -> Option<CompanyInfo<AccountId>> {
			shares::company(company)
		}

		fn class(class: TokenId) -> Option<ClassInfo<AccountId>> {
			shares::class(class)
		}

		fn holders(
			class: TokenId,
			date: Option<shareholders_accounting::Epoch>,
			after: Option<AccountId>,
			limit: u32,
			keys: bool,
		) -> Result<Holders<AccountId>, SharesRefusal> {
			shares::holders(class, date, after, limit, keys)
		}

		fn portfolio(
			account: AccountId,
			after: Option<TokenId>,
			limit: u32,
		) -> (Vec<Holding<AccountId>>, Option<TokenId>) {
			shares::portfolio(&account, after, limit)
		}

		fn claimable(
			account: AccountId,
			after: Option<TokenId>,
			limit: u32,
		) -> (Vec<ClassDues>, Option<TokenId>) {
			shares::claimable(&account, after, limit)
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

		fn requisitions(class: TokenId) -> Vec<RequisitionInfo<AccountId>> {
			shares::requisitions(class)
		}

		fn voting_power(account: AccountId, ballot: BallotId) -> Option<VotingPower<AccountId>> {
			shares::voting_power(&account, ballot)
		}

		fn offerings(class: TokenId) -> Vec<OfferingInfo> {
			shares::offerings(class)
		}

		fn offering(offering: OfferingId) -> Option<OfferingInfo> {
			shares::offering(offering)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
		fn query_info(
			extrinsic: UncheckedExtrinsic,
			length: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(extrinsic, length)
		}

		fn query_fee_details(
			extrinsic: UncheckedExtrinsic,
			length: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::FeeDetails<Balance> {
			TransactionPayment::query_fee_details(extrinsic, length)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<Block, Balance, RuntimeCall>
		for Runtime
	{
		fn query_call_info(
			call: RuntimeCall,
			length: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, length)
		}

		fn query_call_fee_details(
			call: RuntimeCall,
			length: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, length)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_presets::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
			use crate::*;
			use frame_benchmarking::{baseline::Pallet as BaselineBench, BenchmarkList};
			use frame_support::traits::StorageInfoTrait;
			use frame_system_benchmarking::{
				extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
			};

			let mut list = Vec::<BenchmarkList>::new();
			list_benchmarks!(list, extra);
			(list, AllPalletsWithSystem::storage_info())
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			use crate::*;
			use frame_benchmarking::{baseline::Pallet as BaselineBench, BenchmarkBatch};
			use frame_support::traits::WhitelistedStorageKeys;
			use frame_system_benchmarking::{
				extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
			};

			let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
			let mut batches = Vec::<BenchmarkBatch>::new();
			let params = (&config, &whitelist);
			add_benchmarks!(params, batches);
			Ok(batches)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			// This never runs on chain: it is for rehearsals, which are to stop at the first failure.
			#[expect(clippy::unwrap_used, reason = "a rehearsal, never on chain")]
			let weight = Executive::try_runtime_upgrade(checks).unwrap();
			(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			#[expect(clippy::unwrap_used, reason = "a rehearsal, never on chain")]
			Executive::try_execute_block(block, state_root_check, signature_check, select).unwrap()
		}
	}
}
