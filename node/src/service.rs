//! Connects the parts of a node.

use crate::{
	consensus::{self, Finality, Node},
	epochs::WholeEpochs,
	executor::{self, Executor},
	history::{self, HistoryOptions},
	rpc,
};
use futures::FutureExt;
use kongsi_rpc::Streams;
use kongsi_runtime::{opaque::Block, Hash, RuntimeApi};
use sc_client_api::Backend;
use sc_consensus::{BlockImport, DefaultImportQueue, LongestChain};
use sc_consensus_babe::{BabeLink, BabeWorkerHandle, ImportQueueParams};
use sc_consensus_grandpa::{
	warp_proof::NetworkProvider, FinalityProofProvider, GrandpaPruningFilter, LinkHalf,
	SharedVoterState,
};
use sc_network::{config::FullNetworkConfiguration, NetworkBackend};
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	error::Error as ServiceError, BuildNetworkParams, Configuration, PartialComponents,
	SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, TransactionPool};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// The chain: blocks, state, and the runtime to ask.
pub(crate) type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// The database.
pub(crate) type FullBackend = sc_service::TFullBackend<Block>;
/// The best chain is the longest that does not leave the finalized one.
pub(crate) type SelectChain = LongestChain<FullBackend, Block>;
/// Transactions that wait.
pub(crate) type Pool = TransactionPoolHandle<Block, Client>;

/// The parts of consensus that both the node and the commands on its database use.
pub(crate) struct Consensus<I> {
	block_import: I,
	babe_link: BabeLink<Block>,
	babe_handle: BabeWorkerHandle<Block>,
	grandpa_link: LinkHalf<Block, Client, SelectChain>,
	telemetry: Option<Telemetry>,
}

/// A node without network, RPC and authoring.
pub(crate) type Partial<I> = PartialComponents<
	Client,
	FullBackend,
	SelectChain,
	DefaultImportQueue<Block>,
	Pool,
	Consensus<I>,
>;

/// An executor that shares what it compiles with the others of this chain by disk.
fn executor(config: &Configuration) -> Executor {
	let folder = config.base_path.config_dir(config.chain_spec.id()).join(executor::DIRECTORY);
	let folder = std::path::absolute(&folder).unwrap_or(folder);
	executor::executor(&config.executor, folder)
}

/// Opens the database and makes what can check and import blocks.
pub(crate) fn new_partial(
	config: &Configuration,
) -> Result<
	Partial<impl BlockImport<Block, Error = sp_consensus::Error> + Send + Sync + 'static>,
	ServiceError,
> {
	let telemetry = new_telemetry(config)?;
	let handle = || telemetry.as_ref().map(|(_, telemetry)| telemetry.handle());
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, Executor>(
			config,
			handle(),
			executor(config),
			// Warp sync jumps from proof to proof of finality, so pruning keeps the blocks that have one.
			vec![Arc::new(GrandpaPruningFilter)],
		)?;
	let client = Arc::new(client);
	let select_chain = LongestChain::new(backend.clone());
	let transaction_pool = Arc::new(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		consensus::JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		handle(),
	)?;
	let babe_config = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe_config.slot_duration();
	let (block_import, babe_link) = sc_consensus_babe::block_import(
		babe_config,
		grandpa_import.clone(),
		client.clone(),
		consensus::inherents(slot_duration),
		select_chain.clone(),
		OffchainTransactionPoolFactory::new(transaction_pool.clone()),
	)?;
	let block_import = WholeEpochs::new(block_import, babe_link.epoch_changes().clone());
	let (import_queue, babe_handle) = sc_consensus_babe::import_queue(ImportQueueParams {
		link: babe_link.clone(),
		block_import: block_import.clone(),
		justification_import: Some(Box::new(grandpa_import)),
		client: client.clone(),
		slot_duration,
		spawner: &task_manager.spawn_essential_handle(),
		registry: config.prometheus_registry(),
		telemetry: handle(),
	})?;

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other: Consensus { block_import, babe_link, babe_handle, grandpa_link, telemetry },
	})
}

/// Runs a node, which the returned tasks are. `authored` makes of the pool what the author of blocks sees of it; `history` says
/// whether it keeps a market history.
pub(crate) fn new_full<
	N: NetworkBackend<Block, Hash>,
	P: TransactionPool<Block = Block> + 'static,
>(
	config: Configuration,
	authored: impl FnOnce(Arc<Pool>) -> Arc<P>,
	history: &HistoryOptions,
) -> Result<TaskManager, ServiceError> {
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool: pool,
		other: Consensus { block_import, babe_link, babe_handle, grandpa_link, mut telemetry },
	} = new_partial(&config)?;
	let registry = config.prometheus_registry().cloned();
	let history = history::start(history, &config, &client, &backend, &task_manager)?;

	let metrics = N::register_notification_metrics(registry.as_ref());
	let mut net_config =
		FullNetworkConfiguration::<Block, Hash, N>::new(&config.network, registry.clone());
	let protocol_name = sc_consensus_grandpa::protocol_standard_name(
		&client.info().genesis_hash,
		&config.chain_spec,
	);
	let (grandpa_peers, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
		protocol_name.clone(),
		metrics.clone(),
		net_config.peer_store_handle(),
	);
	net_config.add_notification_protocol(grandpa_peers);
	let authority_set = grandpa_link.shared_authority_set().clone();
	let warp_proofs = NetworkProvider::new(backend.clone(), authority_set.clone(), Vec::new());
	let (network, system_rpc_tx, tx_handler_controller, sync, _bitswap) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_proofs))),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	let node = Node {
		client: client.clone(),
		pool: pool.clone(),
		select_chain: select_chain.clone(),
		keystore: keystore_container.keystore(),
		network: network.clone(),
		sync: sync.clone(),
		role: config.role,
		registry,
		telemetry: telemetry.as_ref().map(Telemetry::handle),
	};
	task_manager.spawn_handle().spawn_blocking(
		"compile-ahead",
		Some("runtime"),
		executor::compile_ahead(client.clone(), executor(&config)),
	);
	let voter_state = SharedVoterState::empty();
	let streams = Streams::start::<Client, Block>(
		client.clone(),
		&task_manager.spawn_handle(),
		node.registry.as_ref(),
		Default::default(),
	)?;
	let rpc_builder = {
		let (client, pool, keystore) = (client.clone(), pool.clone(), node.keystore.clone());
		let chain_spec = config.chain_spec.cloned_box();
		let grandpa = rpc::GrandpaDependencies {
			voter_state: voter_state.clone(),
			authority_set: authority_set.clone(),
			justifications: grandpa_link.justification_stream(),
			proofs: FinalityProofProvider::new_for_service(backend.clone(), Some(authority_set)),
		};
		move |executor: SubscriptionTaskExecutor| {
			let dependencies = rpc::Dependencies {
				client: client.clone(),
				pool: pool.clone(),
				select_chain: select_chain.clone(),
				chain_spec: chain_spec.cloned_box(),
				keystore: keystore.clone(),
				babe: babe_handle.clone(),
				grandpa: grandpa.clone(),
				streams: streams.clone(),
				history: history.clone(),
			};
			rpc::module(dependencies, executor).map_err(Into::into)
		}
	};

	if config.offchain_worker.enabled {
		start_offchain_workers(&node, &task_manager, &backend)?;
	}
	let force_authoring = config.force_authoring;
	let finality = (!config.disable_grandpa).then(|| Finality {
		link: grandpa_link,
		voter_state,
		protocol_name,
		notifications,
		node_name: config.network.node_name.clone(),
	});
	let discovery = discovery_config(&config);

	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client,
		backend,
		task_manager: &mut task_manager,
		keystore: keystore_container.keystore(),
		transaction_pool: pool,
		rpc_builder: Box::new(rpc_builder),
		network,
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	if node.role.is_authority() {
		consensus::start_authoring(
			&node,
			&task_manager,
			authored(node.pool.clone()),
			block_import,
			babe_link,
			force_authoring,
		)?;
		consensus::start_discovery(&node, &task_manager, discovery);
	}
	if let Some(finality) = finality {
		consensus::start_finality(&node, &task_manager, finality)?;
	}
	Ok(task_manager)
}

/// Only when an operator names a server: our chains name none.
fn new_telemetry(
	config: &Configuration,
) -> Result<Option<(TelemetryWorker, Telemetry)>, ServiceError> {
	let endpoints = config.telemetry_endpoints.clone().filter(|endpoints| !endpoints.is_empty());
	let Some(endpoints) = endpoints else { return Ok(None) };
	// As many messages wait as the SDK's own nodes let wait.
	let worker = TelemetryWorker::new(16)?;
	let telemetry = worker.handle().new_telemetry(endpoints);
	Ok(Some((worker, telemetry)))
}

/// How this node tells other validators where it is.
fn discovery_config(config: &Configuration) -> sc_authority_discovery::WorkerConfig {
	sc_authority_discovery::WorkerConfig {
		// Addresses of private networks are published on test networks only.
		publish_non_global_ips: config.network.allow_non_globals_in_dht,
		public_addresses: config.network.public_addresses.clone(),
		// No node of ours is old enough not to sign its record with its node key.
		strict_record_validation: true,
		persisted_cache_directory: config.network.net_config_path.clone(),
		..Default::default()
	}
}

/// Runs what the runtime wants to do outside of blocks.
fn start_offchain_workers(
	node: &Node,
	tasks: &TaskManager,
	backend: &Arc<FullBackend>,
) -> Result<(), ServiceError> {
	let workers = OffchainWorkers::new(OffchainWorkerOptions {
		runtime_api_provider: node.client.clone(),
		keystore: Some(node.keystore.clone()),
		offchain_db: backend.offchain_storage(),
		transaction_pool: Some(OffchainTransactionPoolFactory::new(node.pool.clone())),
		network_provider: Arc::new(node.network.clone()),
		is_validator: node.role.is_authority(),
		// The runtime has no business on the web.
		enable_http_requests: false,
		custom_extensions: |_| Vec::new(),
	})?;
	tasks.spawn_handle().spawn(
		"offchain-workers",
		"offchain-work",
		workers.run(node.client.clone(), tasks.spawn_handle()).boxed(),
	);
	Ok(())
}
