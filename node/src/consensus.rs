//! Making and finalizing blocks: the tasks and their tuning, which is for slots of 2 s.

use crate::service::{Client, Pool, SelectChain};
use futures::{
	future::{ready, Ready},
	StreamExt,
};
use kongsi_runtime::{opaque::Block, Hash};
use sc_basic_authorship::ProposerFactory;
use sc_consensus::BlockImport;
use sc_consensus_babe::{BabeLink, BabeParams, SlotProportion};
use sc_consensus_grandpa::{
	GrandpaParams, LinkHalf, SharedVoterState, ThreeQuartersOfTheUnfinalizedChain,
	VotingRulesBuilder,
};
use sc_network::{
	config::{NotificationService, ProtocolName, Role},
	service::traits::NetworkService,
	Event,
};
use sc_network_sync::SyncingService;
use sc_service::{error::Error as ServiceError, TaskManager};
use sc_telemetry::TelemetryHandle;
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, TransactionPool};
use sp_consensus_babe::SlotDuration;
use sp_keystore::KeystorePtr;
use std::{error::Error, sync::Arc, time::Duration};
use substrate_prometheus_endpoint::Registry;

/// At least one proof of finality in so many blocks is kept. It is where warp sync can stop.
pub(crate) const JUSTIFICATION_PERIOD: u32 = 512;

/// Proposing may take half of a slot, of which the SDK uses 0.98 × 0.9: 0.88 s of 2 s. The next author has to import
/// the block before it can build on it, which takes nearly as long, and two thirds of the slot would not leave that.
const PROPOSAL_PORTION: f32 = 0.5;

/// How long GRANDPA takes a message to need to reach everybody. It prevotes after twice and precommits after four
/// times this time, so that 200 ms finalizes within a second of the import. The SDK's 333 ms would take 1.5 s; below
/// 200 ms only the number of rounds grows, and with it the work. Safety does not depend on it.
const GOSSIP_DURATION: Duration = Duration::from_millis(200);

/// Authors do not slow down while finality lags. The vote that rescues finality counts blocks, and so does the delay
/// after it: with a block in five slots, an hour of voting would take five. Memory is bounded all the same, since the
/// database keeps the states of the last 4,096 blocks in it and settles older ones without waiting for finality.
const BACKOFF: Option<()> = None;

/// The inherents of a block: its slot and its time.
pub(crate) type Inherents =
	(sp_consensus_babe::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider);

/// Makes the inherents from the clock of this machine.
pub(crate) fn inherents(
	slot_duration: SlotDuration,
) -> impl Fn(Hash, ()) -> Ready<Result<Inherents, Box<dyn Error + Send + Sync>>> + Clone + 'static {
	move |_parent, ()| {
		let time = sp_timestamp::InherentDataProvider::from_system_time();
		let slot =
			sp_consensus_babe::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
				*time,
				slot_duration,
			);
		ready(Ok((slot, time)))
	}
}

/// The parts of a running node that consensus works with.
pub(crate) struct Node {
	/// The chain.
	pub(crate) client: Arc<Client>,
	/// Transactions that wait.
	pub(crate) pool: Arc<Pool>,
	/// Which chain is the best.
	pub(crate) select_chain: SelectChain,
	/// The validator's keys.
	pub(crate) keystore: KeystorePtr,
	/// Other nodes.
	pub(crate) network: Arc<dyn NetworkService>,
	/// How far this node is.
	pub(crate) sync: Arc<SyncingService<Block>>,
	/// What this node is to the chain.
	pub(crate) role: Role,
	/// Where metrics go.
	pub(crate) registry: Option<Registry>,
	/// Where telemetry goes, if an operator asked for it.
	pub(crate) telemetry: Option<TelemetryHandle>,
}

/// Authors a block in each slot that this validator wins, of the transactions in `pool`.
pub(crate) fn start_authoring<I, P>(
	node: &Node,
	tasks: &TaskManager,
	pool: Arc<P>,
	block_import: I,
	babe_link: BabeLink<Block>,
	force_authoring: bool,
) -> Result<(), ServiceError>
where
	I: BlockImport<Block, Error = sp_consensus::Error> + Send + Sync + 'static,
	P: TransactionPool<Block = Block> + 'static,
{
	let proposer = ProposerFactory::new(
		tasks.spawn_handle(),
		node.client.clone(),
		pool,
		node.registry.as_ref(),
		node.telemetry.clone(),
	);
	let babe = sc_consensus_babe::start_babe(BabeParams {
		keystore: node.keystore.clone(),
		client: node.client.clone(),
		select_chain: node.select_chain.clone(),
		env: proposer,
		block_import,
		sync_oracle: node.sync.clone(),
		justification_sync_link: node.sync.clone(),
		create_inherent_data_providers: inherents(babe_link.config().slot_duration()),
		force_authoring,
		backoff_authoring_blocks: BACKOFF,
		babe_link,
		block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
		max_block_proposal_slot_portion: None,
		telemetry: node.telemetry.clone(),
	})?;
	// Essential: a validator that cannot author must stop, loudly.
	tasks.spawn_essential_handle().spawn_blocking("babe", Some("block-authoring"), babe);
	Ok(())
}

/// Publishes this validator's addresses and looks for those of the others.
pub(crate) fn start_discovery(
	node: &Node,
	tasks: &TaskManager,
	config: sc_authority_discovery::WorkerConfig,
) {
	let events = node.network.event_stream("authority-discovery").filter_map(|event| {
		ready(match event {
			Event::Dht(event) => Some(event),
			_ => None,
		})
	});
	let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
		config,
		node.client.clone(),
		Arc::new(node.network.clone()),
		Box::pin(events),
		sc_authority_discovery::Role::PublishAndDiscover(node.keystore.clone()),
		node.registry.clone(),
		tasks.spawn_handle(),
	);
	tasks.spawn_handle().spawn("authority-discovery", Some("networking"), worker.run());
}

/// What finality needs beside the [`Node`].
pub(crate) struct Finality {
	/// Connects it to the import of blocks.
	pub(crate) link: LinkHalf<Block, Client, SelectChain>,
	/// Tells the RPC about the vote that runs.
	pub(crate) voter_state: SharedVoterState,
	/// The name of the protocol on this chain.
	pub(crate) protocol_name: ProtocolName,
	/// Messages of other voters.
	pub(crate) notifications: Box<dyn NotificationService>,
	/// The name of this node in logs.
	pub(crate) node_name: String,
}

/// Votes on finality if this node is a validator, and follows the votes if not.
pub(crate) fn start_finality(
	node: &Node,
	tasks: &TaskManager,
	finality: Finality,
) -> Result<(), ServiceError> {
	let config = sc_consensus_grandpa::Config {
		gossip_duration: GOSSIP_DURATION,
		justification_generation_period: JUSTIFICATION_PERIOD,
		observer_enabled: false,
		local_role: node.role,
		name: Some(finality.node_name),
		keystore: node.role.is_authority().then(|| node.keystore.clone()),
		telemetry: node.telemetry.clone(),
		protocol_name: finality.protocol_name,
	};
	// Not the default rules, which vote at most for the second block before the best: at 2 s that makes every trade
	// wait 4 s more for nothing, as GRANDPA votes again when the best chain changes. Three quarters of the unfinalized
	// chain stays: it is the best block itself up to two unfinalized ones, and finalizes in steps after a stall.
	let voting_rule = VotingRulesBuilder::new().add(ThreeQuartersOfTheUnfinalizedChain).build();
	let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
		config,
		link: finality.link,
		network: node.network.clone(),
		sync: node.sync.clone(),
		notification_service: finality.notifications,
		voting_rule,
		prometheus_registry: node.registry.clone(),
		shared_voter_state: finality.voter_state,
		telemetry: node.telemetry.clone(),
		offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(node.pool.clone()),
	})?;
	// Essential: a validator that cannot vote must stop, loudly.
	tasks.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	Ok(())
}
