//! What can be asked on the command line.

use crate::history::{HistoryCmd, HistoryParams};
use sc_cli::RunCmd;

const EXAMPLES: &str = "\
Examples:
  kongsi-node --dev
      A chain of your own on this machine, forgotten when it stops. RPC on ws://127.0.0.1:9944.
  kongsi-node --dev --base-path ./my-chain
      The same, kept.
  kongsi-node --chain spec.json --name my-node --sync warp
      A full node of the network that spec.json describes.
  kongsi-node --chain spec.json --name my-node --validator
      A validator. Make its node key first, with `kongsi-node key generate-node-key`.
  kongsi-node export-chain-spec --chain local --raw
      The description of the local test network, for others or for light clients.

Several validators on one machine: scripts/localnet up";

/// How an instance of the runtime is made for each call, unless the flag says otherwise. The SDK's own default wipes the memory of
/// an instance and takes it again, page by page. With a pool that checks transactions while the author executes others, each page
/// then interrupts the other processors; a node that makes new memory took 915 transfers a second on two virtual
/// processors instead of 796.
const INSTANTIATION: &str = "recreate-instance-copy-on-write";
const INSTANTIATION_HELP: &str = "\
How an instance of the runtime is made for each call.

Pooling saves work on a processor alone, which interrupting the others costs again while transactions are checked beside the block \
that is made. Without copy-on-write it is slow. Only for compiled execution.";

/// The Kongsi node.
#[derive(Debug, clap::Parser)]
#[command(
	after_long_help = EXAMPLES,
	mut_arg("wasmtime_instantiation_strategy", |flag| {
		flag.default_value(INSTANTIATION).long_help(INSTANTIATION_HELP)
	})
)]
pub(crate) struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub(crate) subcommand: Option<Subcommand>,

	/// How to run a node.
	#[command(flatten)]
	pub(crate) run: RunCmd,

	/// Whether to keep a market history.
	#[command(flatten)]
	pub(crate) history: HistoryParams,

	/// Leave the transactions of this account out of the blocks this node authors. May be repeated.
	#[cfg(feature = "chaos")]
	#[arg(long, value_name = "ACCOUNT", hide = true)]
	pub(crate) censor: Vec<kongsi_runtime::AccountId>,
}

/// What the program can do besides running a node.
#[derive(Debug, clap::Subcommand)]
#[cfg_attr(
	feature = "benchmark",
	expect(clippy::large_enum_variant, reason = "made once, at start")
)]
pub(crate) enum Subcommand {
	/// Make, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Sign a message with a secret key.
	Sign(sc_cli::SignCmd),

	/// Verify the signature of a message.
	Verify(sc_cli::VerifyCmd),

	/// Search for a key whose address contains a word.
	Vanity(sc_cli::VanityCmd),

	/// Print the specification of a chain, plain or raw.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Print the specification of a chain; the older way, which also adds a boot node.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Execute a block again and check it.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Write the state at a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Undo blocks that are not finalized.
	Revert(sc_cli::RevertCmd),

	/// Delete the database of a chain.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Print how far the database of a chain is.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Read, check or rebuild the market history. The node must not run.
	History(HistoryCmd),

	/// Measure the runtime, the machine and the database.
	///
	/// `benchmark pallet` measures any runtime that was built with benchmarks, so the node needs none of its own:
	/// `kongsi-node benchmark pallet --runtime kongsi_runtime.wasm --genesis-builder=runtime --pallet '*' --extrinsic '*'`.
	#[cfg(feature = "benchmark")]
	#[command(subcommand)]
	Benchmark(frame_benchmarking_cli::BenchmarkCmd),
}
