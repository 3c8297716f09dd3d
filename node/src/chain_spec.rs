//! The chains that are built in, and the form of all others.

use kongsi_runtime::{
	configs::system::SS58_PREFIX,
	constants::money,
	genesis_presets::{DEVELOPMENT, LOCAL_TESTNET},
	opaque::Block,
	wasm::WASM_BINARY,
};
use sc_chain_spec::{ChainSpecExtension, ChainType, GenericChainSpec, Properties};
use sc_client_api::{BadBlocks, ForkBlocks};
use sc_sync_state_rpc::LightSyncStateExtension;
use serde::{Deserialize, Serialize};

/// How the command line names [`mainnet_genesis`].
pub(crate) const MAINNET_GENESIS: &str = "mainnet-genesis";

/// Description of a chain. None of ours names a telemetry server.
pub(crate) type ChainSpec = GenericChainSpec<Extensions>;

/// What a description may say beyond the genesis.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extensions {
	/// The only hash allowed at certain heights.
	pub(crate) fork_blocks: ForkBlocks<Block>,
	/// Hashes that are never accepted.
	pub(crate) bad_blocks: BadBlocks<Block>,
	/// Where light clients start, filled in by `sync_state_genSyncSpec`.
	pub(crate) light_sync_state: LightSyncStateExtension,
}

/// One validator, Alice; for development.
pub(crate) fn development() -> Result<ChainSpec, String> {
	chain("Kongsi Development", "kongsi_dev", ChainType::Development, DEVELOPMENT)
}

/// Four validators, Alice to Dave; for test networks on one machine.
pub(crate) fn local() -> Result<ChainSpec, String> {
	chain("Kongsi Local", "kongsi_local", ChainType::Local, LOCAL_TESTNET)
}

/// The main chain before its genesis: the runtime and its settings, but no account and no validator. A ceremony adds
/// them (docs/genesis.md), so it can be exported and not run.
pub(crate) fn mainnet_genesis() -> Result<ChainSpec, String> {
	chain("Kongsi", "kongsi", ChainType::Live, "mainnet")
}

fn chain(name: &str, id: &str, kind: ChainType, preset: &str) -> Result<ChainSpec, String> {
	let code = WASM_BINARY.ok_or(
		"This node was built without its runtime (SKIP_WASM_BUILD was set). \
		 Build it again, or give a chain specification with --chain.",
	)?;
	Ok(ChainSpec::builder(code, Extensions::default())
		.with_name(name)
		.with_id(id)
		.with_chain_type(kind)
		.with_protocol_id("kongsi")
		.with_genesis_config_preset_name(preset)
		.with_properties(properties())
		.build())
}

/// How wallets write amounts and addresses.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), "KSI".into());
	properties.insert("tokenDecimals".into(), money::DECIMALS.into());
	properties.insert("ss58Format".into(), SS58_PREFIX.into());
	properties
}
