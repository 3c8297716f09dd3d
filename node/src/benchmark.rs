//! The command `benchmark`: measures a runtime, this machine, the database.

use crate::{benchmarking, cli::Cli, service};
use frame_benchmarking_cli::{BenchmarkCmd, SUBSTRATE_REFERENCE_HARDWARE};
use kongsi_runtime::Hashing;
use sc_cli::{Result, SubstrateCli};
use sc_service::Configuration;

/// Measures what the command line asks for.
pub(crate) fn run(cli: &Cli, cmd: &BenchmarkCmd) -> Result<()> {
	// It runs a Wasm file that was built with benchmarks, not the chain of this node.
	if let BenchmarkCmd::Pallet(cmd) = cmd {
		sc_cli::LoggerBuilder::new("info").init()?;
		return cmd.run_with_spec::<Hashing, ()>(None);
	}
	cli.create_runner(cmd)?.sync_run(|config| match cmd {
		BenchmarkCmd::Pallet(_) => Ok(()),
		BenchmarkCmd::Machine(cmd) => cmd.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone()),
		BenchmarkCmd::Block(cmd) => cmd.run(service::new_partial(&config)?.client),
		BenchmarkCmd::Storage(cmd) => storage(cmd, config),
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
fn storage(cmd: &frame_benchmarking_cli::StorageCmd, config: Configuration) -> Result<()> {
	let sc_service::PartialComponents { client, backend, .. } = service::new_partial(&config)?;
	let (db, storage) = (backend.expose_db(), backend.expose_storage());
	let cache = backend.expose_shared_trie_cache();
	cmd.run(config, client, db, storage, cache)
}

#[cfg(not(feature = "runtime-benchmarks"))]
fn storage(_: &frame_benchmarking_cli::StorageCmd, _: Configuration) -> Result<()> {
	Err("The SDK opens its database to this measurement only in a build with \
	     `--features runtime-benchmarks`."
		.into())
}
