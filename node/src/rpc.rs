//! What the node serves beside the RPC of the SDK.

use crate::service::{Client, FullBackend, Pool, SelectChain};
use jsonrpsee::RpcModule;
use kongsi_history::{
	rpc::{Market, MarketApiServer},
	History,
};
use kongsi_rpc::Streams;
use kongsi_runtime::{opaque::Block, AccountId, Balance, BlockNumber, Hash, Nonce};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::ChainSpec;
use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
use sp_keystore::KeystorePtr;
use std::{error::Error, sync::Arc};
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the RPC needs of the node.
pub(crate) struct Dependencies {
	/// The chain.
	pub(crate) client: Arc<Client>,
	/// Transactions that wait.
	pub(crate) pool: Arc<Pool>,
	/// Which chain is the best.
	pub(crate) select_chain: SelectChain,
	/// The description of the chain.
	pub(crate) chain_spec: Box<dyn ChainSpec>,
	/// The validator's keys.
	pub(crate) keystore: KeystorePtr,
	/// Block production.
	pub(crate) babe: BabeWorkerHandle<Block>,
	/// Finality.
	pub(crate) grandpa: GrandpaDependencies,
	/// What follows the chain for all subscribers.
	pub(crate) streams: Streams,
	/// The market history, if one is kept.
	pub(crate) history: Option<Arc<History>>,
}

/// What the RPC needs of finality.
#[derive(Clone)]
pub(crate) struct GrandpaDependencies {
	/// The vote that runs.
	pub(crate) voter_state: SharedVoterState,
	/// Who may vote.
	pub(crate) authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Proofs as they are made.
	pub(crate) justifications: GrandpaJustificationStream<Block>,
	/// Proofs of the past.
	pub(crate) proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// All groups of methods in one module. `executor` runs the subscriptions.
pub(crate) fn module(
	deps: Dependencies,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	let Dependencies {
		client,
		pool,
		select_chain,
		chain_spec,
		keystore,
		babe,
		grandpa,
		streams,
		history,
	} = deps;
	let GrandpaDependencies { voter_state, authority_set, justifications, proofs } = grandpa;
	let mut module = RpcModule::new(());

	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(System::new(
		client.clone(),
		pool,
	)))?;
	module.merge(TransactionPaymentApiServer::<Hash, RuntimeDispatchInfo<Balance>>::into_rpc(
		TransactionPayment::new(client.clone()),
	))?;
	module.merge(Babe::new(client.clone(), babe.clone(), keystore, select_chain).into_rpc())?;
	module.merge(
		Grandpa::new(executor, authority_set.clone(), voter_state, justifications, proofs)
			.into_rpc(),
	)?;
	module.merge(kongsi_rpc::OrderBookApiServer::into_rpc(
		kongsi_rpc::OrderBook::<_, Block>::new(client.clone()),
	))?;
	module.merge(kongsi_rpc::StreamsApiServer::<Hash>::into_rpc(streams))?;
	module.merge(kongsi_rpc::SharesApiServer::into_rpc(kongsi_rpc::Shares::<_, Block>::new(
		client.clone(),
	)))?;
	if let Some(history) = history {
		module
			.merge(MarketApiServer::into_rpc(Market::<_, Block>::new(history, client.clone())))?;
	}
	module.merge(SyncState::new(chain_spec, client, authority_set, babe)?.into_rpc())?;

	Ok(module)
}
