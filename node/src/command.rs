//! Does what the command line asks.

use crate::{
	benchmarking, chain_spec,
	cli::{Cli, Subcommand},
	service::{self, Client, FullBackend},
};
use frame_benchmarking_cli::{BenchmarkCmd, SUBSTRATE_REFERENCE_HARDWARE};
use kongsi_runtime::{opaque::Block, Hashing};
use sc_cli::{Result, SubstrateCli};
use sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkWorker};
use sc_service::{Configuration, PartialComponents};
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
		Some(Subcommand::Benchmark(cmd)) => run_benchmark(&cli, cmd),
	}
}

fn run_node(cli: &Cli) -> Result<()> {
	cli.create_runner(&cli.run)?.run_node_until_exit(|config| async move {
		match config.network.network_backend {
			NetworkBackendType::Litep2p => service::new_full::<Litep2pNetworkBackend>(config),
			NetworkBackendType::Libp2p => service::new_full::<NetworkWorker<_, _>>(config),
		}
		.map_err(sc_cli::Error::Service)
	})
}

fn run_benchmark(cli: &Cli, cmd: &BenchmarkCmd) -> Result<()> {
	// It runs a Wasm file that was built with benchmarks, not the chain of this node.
	if let BenchmarkCmd::Pallet(cmd) = cmd {
		sc_cli::LoggerBuilder::new("info").init()?;
		return cmd.run_with_spec::<Hashing, ()>(None);
	}
	cli.create_runner(cmd)?.sync_run(|config| match cmd {
		BenchmarkCmd::Pallet(_) => Ok(()),
		BenchmarkCmd::Machine(cmd) => cmd.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone()),
		BenchmarkCmd::Block(cmd) => cmd.run(service::new_partial(&config)?.client),
		BenchmarkCmd::Storage(cmd) => benchmark_storage(cmd, config),
		BenchmarkCmd::Overhead(cmd) => {
			let client = service::new_partial(&config)?.client;
			let remark = benchmarking::remark(&client);
			let name = config.chain_spec.name().into();
			let inherents = benchmarking::inherent_data()?;
			cmd.run(name, client, inherents, benchmarking::digest(), &remark, false)
		}
		BenchmarkCmd::Extrinsic(cmd) => {
			let client = service::new_partial(&config)?.client;
			let extrinsics = benchmarking::extrinsics(&client);
			let inherents = benchmarking::inherent_data()?;
			cmd.run(client, inherents, benchmarking::digest(), &extrinsics)
		}
	})
}

#[cfg(feature = "runtime-benchmarks")]
fn benchmark_storage(
	cmd: &frame_benchmarking_cli::StorageCmd,
	config: Configuration,
) -> Result<()> {
	let PartialComponents { client, backend, .. } = service::new_partial(&config)?;
	let (db, storage) = (backend.expose_db(), backend.expose_storage());
	let cache = backend.expose_shared_trie_cache();
	cmd.run(config, client, db, storage, cache)
}

#[cfg(not(feature = "runtime-benchmarks"))]
fn benchmark_storage(_: &frame_benchmarking_cli::StorageCmd, _: Configuration) -> Result<()> {
	Err("The SDK opens its database to this measurement only in a build with \
	     `--features runtime-benchmarks`."
		.into())
}
