//! Does what the command line asks.

#[cfg(feature = "benchmark")]
use crate::benchmark;
use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	history::HistoryOptions,
	service::{self, Client, FullBackend, Pool},
};
use kongsi_runtime::opaque::Block;
use sc_cli::{Result, SubstrateCli};
use sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkWorker};
use sc_service::PartialComponents;
use std::{path::PathBuf, sync::Arc};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Kongsi Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		"A node of Kongsi, the exchange that belongs to the people who use it.".into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"the issue tracker of the source you built it from".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn sc_service::ChainSpec>, String> {
		Ok(match id {
			"dev" => Box::new(chain_spec::development()?),
			"local" => Box::new(chain_spec::local()?),
			chain_spec::MAINNET_GENESIS => Box::new(chain_spec::mainnet_genesis()?),
			"" => return Err("Which chain? Give --dev, --chain local, or --chain FILE.".into()),
			path => Box::new(chain_spec::ChainSpec::from_json_file(PathBuf::from(path))?),
		})
	}
}

/// Parses the command line and does what it asks.
pub(crate) fn run() -> Result<()> {
	let cli = Cli::from_args();
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(cmd)) => cmd.run(&cli),
		Some(Subcommand::Sign(cmd)) => cmd.run(),
		Some(Subcommand::Verify(cmd)) => cmd.run(),
		Some(Subcommand::Vanity(cmd)) => cmd.run(),
		Some(Subcommand::ExportChainSpec(cmd)) => cmd.run(cli.load_spec(&cmd.chain)?),
		Some(Subcommand::BuildSpec(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.chain_spec, config.network))
		}
		Some(Subcommand::CheckBlock(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, import_queue, task_manager, .. } =
				service::new_partial(&config)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((cmd.run(client, config.database), task_manager))
		}),
		Some(Subcommand::ImportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, import_queue, task_manager, .. } =
				service::new_partial(&config)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportState(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((cmd.run(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::Revert(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, backend, task_manager, .. } =
				service::new_partial(&config)?;
			let revert_consensus = |client: Arc<Client>, backend: Arc<FullBackend>, blocks| {
				sc_consensus_babe::revert(client.clone(), backend, blocks)?;
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			};
			Ok((cmd.run(client, backend, Some(Box::new(revert_consensus))), task_manager))
		}),
		Some(Subcommand::PurgeChain(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		}
		Some(Subcommand::ChainInfo(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		}
		Some(Subcommand::History(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let directory = cmd.directory(&config)?;
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((cmd.run(client, directory), task_manager))
		}),
		#[cfg(feature = "benchmark")]
		Some(Subcommand::Benchmark(cmd)) => benchmark::run(&cli, cmd),
	}
}

fn run_node(cli: &Cli) -> Result<()> {
	if cli.run.shared_params.chain.as_deref() == Some(chain_spec::MAINNET_GENESIS) {
		return Err("This chain has no validators yet. Export it, and make its genesis as \
		            docs/genesis.md says."
			.into());
	}
	#[cfg(not(feature = "chaos"))]
	let authored = |pool: Arc<Pool>| pool;
	#[cfg(feature = "chaos")]
	let authored = |pool: Arc<Pool>| Arc::new(crate::chaos::Censored::new(pool, &cli.censor));

	let history =
		HistoryOptions { params: cli.history.clone(), is_dev: cli.run.shared_params.is_dev() };
	cli.create_runner(&cli.run)?.run_node_until_exit(|mut config| async move {
		history.params.prepare(&mut config);
		match config.network.network_backend {
			NetworkBackendType::Litep2p => {
				service::new_full::<Litep2pNetworkBackend, _>(config, authored, &history)
			}
			NetworkBackendType::Libp2p => {
				service::new_full::<NetworkWorker<_, _>, _>(config, authored, &history)
			}
		}
		.map_err(sc_cli::Error::Service)
	})
}
