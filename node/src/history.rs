//! The market history of a node: its flags, its start, and the commands on it.

use crate::service::{Client, FullBackend};
use clap::{Args, Parser, Subcommand, ValueEnum};
use kongsi_history::{
	chain::ClientChain,
	dump::{self, Format, Selection},
	interval::Interval,
	keys::Table,
	metrics::Metrics,
	progress::Progress,
	verify, History, Indexer, Options, Step, DIRECTORY,
};
use kongsi_rpc::answers::Token;
use kongsi_runtime::{opaque::Block, AccountId};
use order_book_runtime_api::OrderBookApi;
use sc_cli::{CliConfiguration, DatabaseParams, SharedParams};
use sc_client_api::Backend as _;
use sc_service::{
	error::Error as ServiceError, Configuration, DatabaseSource, PruningMode, TaskManager,
};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::{
	fs::{self, File},
	io::{self, BufWriter, Write},
	path::{Path, PathBuf},
	sync::Arc,
	time::Duration,
};

/// Blocks that a command reads before it looks whether it is to stop.
const AT_ONCE: u32 = 256;
/// How often a command says how far it is.
const SAY_EVERY: Duration = Duration::from_secs(2);

/// Whether a market history is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keep {
	/// With --dev and on nodes that do not validate; from where the states that are kept allow.
	Auto,
	/// Always. A new database keeps the states of all blocks, unless --state-pruning says otherwise.
	On,
	/// Never.
	Off,
}

/// How the market history is kept.
#[derive(Clone, Debug, Args)]
pub(crate) struct HistoryParams {
	/// Keep a market history and answer `market_v1`: candles, trades, tickers, own fills and orders, payouts, votes.
	#[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
	pub(crate) market_history: Keep,

	/// Remove trades, and candles of at most 15 minutes, after so many days. Without it they stay.
	#[arg(long, value_name = "DAYS", value_parser = days)]
	pub(crate) market_history_retention: Option<u32>,
}

/// What the command line says of the market history.
pub(crate) struct HistoryOptions {
	/// Its flags.
	pub(crate) params: HistoryParams,
	/// Whether this is a development node.
	pub(crate) is_dev: bool,
}

/// "400" and "400d" alike.
fn days(text: &str) -> Result<u32, String> {
	let number = text.strip_suffix('d').unwrap_or(text);
	number
		.parse()
		.ok()
		.filter(|days| *days > 0)
		.ok_or_else(|| "give a whole number of days above 0, such as 400".into())
}

impl HistoryParams {
	fn is_on(&self, is_dev: bool, is_validator: bool) -> bool {
		match self.market_history {
			Keep::On => true,
			Keep::Off => false,
			Keep::Auto => is_dev || !is_validator,
		}
	}

	/// A history that is to be complete needs all states: a database that is made now keeps them.
	pub(crate) fn prepare(&self, config: &mut Configuration) {
		let is_open = config.state_pruning.is_none();
		if self.market_history == Keep::On && is_open && is_new(&config.database) {
			config.state_pruning = Some(PruningMode::ArchiveCanonical);
		}
	}
}

/// Whether there is no database yet. An older one has decided which states it keeps.
fn is_new(database: &DatabaseSource) -> bool {
	match database {
		DatabaseSource::Auto { paritydb_path, rocksdb_path, .. } => {
			!paritydb_path.exists() && !rocksdb_path.exists()
		}
		other => other.path().is_some_and(|path| !path.exists()),
	}
}

/// Opens the history and starts its writer, if the flags say so.
pub(crate) fn start(
	options: &HistoryOptions,
	config: &Configuration,
	client: &Arc<Client>,
	backend: &Arc<FullBackend>,
	tasks: &TaskManager,
) -> Result<Option<Arc<History>>, ServiceError> {
	let HistoryOptions { params, is_dev } = options;
	if !params.is_on(*is_dev, config.role.is_authority()) {
		return Ok(None);
	}
	let Some(path) = directory(config) else {
		return Err(ServiceError::Other("--market-history needs a database on disk.".into()));
	};
	if params.market_history == Keep::On && !backend.requires_full_sync() {
		log::warn!(
			"📊 --market-history is on, but this database keeps the states of the last blocks only. The history is complete \
			 from where it begins as long as the node runs, but cannot be rebuilt or verified, and begins anew if the node \
			 was off for longer than that, or finality for more than an hour. A new database made with --market-history on keeps all states."
		);
	}
	let history = History::open(&path, client.info().genesis_hash).map_err(other)?;
	let history = Arc::new(history);
	let metrics = config.prometheus_registry().map(Metrics::register).transpose()?;
	let options = Options {
		retention_days: params.market_history_retention,
		metrics,
		keeps_states: backend.requires_full_sync(),
	};
	let indexer =
		Indexer::new(history.clone(), ClientChain::<_, Block>::new(client.clone()), options);
	tasks.spawn_essential_handle().spawn_blocking(
		"market-history",
		Some("history"),
		kongsi_history::follow(indexer, client.clone()),
	);
	Ok(Some(history))
}

fn other(error: kongsi_history::Error) -> ServiceError {
	ServiceError::Other(error.to_string())
}

/// Beside the database of the chain, so that `purge-chain` removes both.
fn directory(config: &Configuration) -> Option<PathBuf> {
	config.database.path().and_then(Path::parent).map(|chain| chain.join(DIRECTORY))
}

/// Read, check or rebuild the market history. The node must not run.
#[derive(Debug, Parser)]
pub(crate) struct HistoryCmd {
	#[command(subcommand)]
	what: What,
}

#[derive(Debug, Subcommand)]
enum What {
	/// Write a table as CSV or as JSON lines.
	Dump(DumpCmd),
	/// Read the chain anew into a second place and compare it with the history, row for row.
	Verify(PlainCmd),
	/// Throw the history away and read the chain anew.
	Rebuild(PlainCmd),
	/// Say what the history holds.
	Status(PlainCmd),
}

#[derive(Debug, Args)]
struct PlainCmd {
	#[command(flatten)]
	chain: ChainParams,
}

/// Which chain.
#[derive(Debug, Args)]
struct ChainParams {
	#[command(flatten)]
	shared_params: SharedParams,

	#[command(flatten)]
	database_params: DatabaseParams,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum As {
	Csv,
	Json,
}

#[derive(Debug, Args)]
struct DumpCmd {
	/// Which table: markets, trades, candles, fills, orders, payouts or votes.
	#[arg(long, value_name = "TABLE", value_parser = table)]
	table: Table,

	/// CSV with a line of names, or a JSON object per line.
	#[arg(long, value_enum, value_name = "FORMAT", default_value = "csv")]
	format: As,

	/// Rows of this market only.
	#[arg(long, value_name = "NUMBER")]
	market: Option<u32>,

	/// Rows of this account only.
	#[arg(long, value_name = "ADDRESS")]
	account: Option<AccountId>,

	/// Candles of this interval only: 1m, 5m, 15m, 1h, 4h, 1d or 1w.
	#[arg(long, value_name = "INTERVAL", value_parser = interval)]
	interval: Option<Interval>,

	/// Write into this file rather than to the standard output.
	#[arg(long, value_name = "FILE")]
	output: Option<PathBuf>,

	#[command(flatten)]
	chain: ChainParams,
}

fn table(text: &str) -> Result<Table, String> {
	let names = dump::TABLES.map(Table::name).join(", ");
	let found = dump::TABLES.into_iter().find(|table| table.name() == text);
	found.ok_or_else(|| format!("the tables are {names}"))
}

fn interval(text: &str) -> Result<Interval, String> {
	let names = Interval::ALL.map(Interval::name).join(", ");
	Interval::from_name(text).ok_or_else(|| format!("the intervals are {names}"))
}

impl CliConfiguration for HistoryCmd {
	fn shared_params(&self) -> &SharedParams {
		&self.chain().shared_params
	}

	fn database_params(&self) -> Option<&DatabaseParams> {
		Some(&self.chain().database_params)
	}
}

impl HistoryCmd {
	fn chain(&self) -> &ChainParams {
		match &self.what {
			What::Dump(cmd) => &cmd.chain,
			What::Verify(cmd) | What::Rebuild(cmd) | What::Status(cmd) => &cmd.chain,
		}
	}

	/// Where the history is.
	pub(crate) fn directory(&self, config: &Configuration) -> sc_cli::Result<PathBuf> {
		directory(config).ok_or_else(|| "This database is not on disk.".into())
	}

	/// Does what was asked for.
	pub(crate) async fn run(&self, client: Arc<Client>, directory: PathBuf) -> sc_cli::Result<()> {
		let is_there = directory.exists();
		if !is_there && !matches!(self.what, What::Rebuild(_)) {
			let path = directory.display();
			return Err(format!(
				"There is no market history in {path}: run the node with --market-history on, or `history rebuild`."
			)
			.into());
		}
		if is_there && matches!(self.what, What::Rebuild(_)) {
			refuse_to_lose(&client, &directory)?;
			// Whichever version wrote it. The chain's database is locked, so that no node has it open.
			fs::remove_dir_all(&directory)?;
		}
		let history = History::open(&directory, client.info().genesis_hash).map_err(told)?;
		match &self.what {
			What::Dump(cmd) => cmd.run(&client, &history).await,
			What::Verify(_) => {
				let scratch = directory.with_extension("verify");
				let result = check(&client, &history, &scratch).await;
				// What cannot be removed does no harm: the next check begins with removing it.
				let _ = fs::remove_dir_all(&scratch);
				result
			}
			What::Rebuild(_) => rebuild(&client, history).await,
			What::Status(_) => status(&client, &history),
		}
	}
}

/// A history that cannot be read anew is not thrown away. One that cannot be opened is of no use to anybody.
fn refuse_to_lose(client: &Arc<Client>, directory: &Path) -> sc_cli::Result<()> {
	let genesis = client.info().genesis_hash;
	let Ok(history) = History::open(directory, genesis) else { return Ok(()) };
	let chain = ClientChain::<_, Block>::new(client.clone());
	if verify::is_repeatable(&history, &chain).map_err(told)? {
		return Ok(());
	}
	let path = directory.display();
	Err(format!(
		"The states of the first blocks of this history are not kept here any more, so that it cannot be read anew. If it is to \
		 begin later, remove {path} yourself."
	)
	.into())
}

fn told(error: kongsi_history::Error) -> sc_cli::Error {
	let text = error.to_string();
	// RocksDB names the file whose lock it did not get.
	if matches!(error, kongsi_history::Error::Database(_)) && text.contains("/LOCK") {
		return "The node has the market history open: stop it first.".into();
	}
	let mut letters = text.chars();
	let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
	format!("{first}{}.", letters.as_str()).into()
}

impl DumpCmd {
	async fn run(&self, client: &Client, history: &History) -> sc_cli::Result<()> {
		let selection = Selection {
			table: self.table,
			market: self.market,
			account: self.account.clone(),
			interval: self.interval,
		};
		let format = match self.format {
			As::Csv => Format::Csv,
			As::Json => Format::JsonLines,
		};
		let best = client.info().best_hash;
		let token_of = |id: u32| -> Result<Option<Token>, kongsi_history::Error> {
			let found = client.runtime_api().tokens(best, vec![id]);
			let found = found.map_err(|error| kongsi_history::Error::Chain(error.to_string()))?;
			Ok(found.into_iter().next().map(|token| Token {
				id,
				// As `market_v1` calls it.
				symbol: match String::from_utf8_lossy(&token.symbol) {
					empty if empty.is_empty() => format!("#{id}"),
					symbol => symbol.into_owned(),
				},
				decimals: token.decimals,
			}))
		};
		let mut out: Box<dyn Write> = match &self.output {
			Some(path) => Box::new(BufWriter::new(File::create(path)?)),
			None => Box::new(BufWriter::new(io::stdout())),
		};
		let rows =
			dump::dump(history, &token_of, &selection, format, &mut *out).await.map_err(told)?;
		eprintln!("{rows} rows of {}.", selection.table.name());
		Ok(())
	}
}

async fn check(client: &Arc<Client>, history: &History, scratch: &Path) -> sc_cli::Result<()> {
	// What a check that was interrupted has left.
	let _ = fs::remove_dir_all(scratch);
	let mut progress = Progress::new(SAY_EVERY);
	let chain = ClientChain::<_, Block>::new(client.clone());
	let report = |at, end| {
		if let Some(line) = progress.line(at, end) {
			eprintln!("{line}");
		}
	};
	let verdict = verify::verify(history, chain, scratch, report).await.map_err(told)?;
	for example in &verdict.examples {
		eprintln!("{example}");
	}
	let rows: Vec<String> =
		verdict.rows.iter().map(|(table, rows)| format!("{table} {rows}")).collect();
	println!("Up to block {}, equal rows: {}.", verdict.block, rows.join(", "));
	if verdict.is_equal() {
		println!("The market history is what the chain says.");
		return Ok(());
	}
	let count = verdict.differences;
	Err(format!("{count} rows differ: run `kongsi-node history rebuild`, and report it.").into())
}

async fn rebuild(client: &Arc<Client>, history: History) -> sc_cli::Result<()> {
	let history = Arc::new(history);
	let chain = ClientChain::<_, Block>::new(client.clone());
	let mut indexer = Indexer::new(history.clone(), chain, Options::default());
	indexer.begin(0).map_err(told)?;
	let mut progress = Progress::new(SAY_EVERY);
	while indexer.advance(AT_ONCE).map_err(told)? == Step::More {
		let standing = history.standing();
		let line = progress.line(standing.meta.indexed.number, standing.chain_finalized);
		if let Some(line) = line {
			eprintln!("{line}");
		}
		tokio::task::yield_now().await;
	}
	status(client, &history)
}

fn status(client: &Client, history: &History) -> sc_cli::Result<()> {
	let meta = history.standing().meta;
	let finalized = client.info().finalized_number;
	println!("First block          {}", meta.base.number.saturating_add(1));
	if let Some(trim) = meta.trimmed {
		println!("Trades from block    {}", trim.block);
	}
	println!("Last block           {} {:?}", meta.indexed.number, meta.indexed.hash);
	println!("Finalized by chain   {finalized}");
	println!("Behind by            {}", finalized.saturating_sub(meta.indexed.number));
	println!("Events not read      {}", meta.unread);
	println!("Bytes, about         {}", history.bytes());
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use kongsi_history::Error;

	#[test]
	fn a_lock_is_told_from_a_block() {
		let locked =
			Error::Database("IO error: While lock file: /a/db/history/LOCK: Resource busy".into());
		assert!(told(locked).to_string().contains("stop it first"));
		for error in [
			Error::Pruned { number: 5 },
			Error::Unreadable { number: 5, reason: "it is new".into() },
			Error::Database("Corruption: block checksum mismatch".into()),
		] {
			let text = told(error.clone()).to_string();
			assert!(!text.contains("stop it first"), "{text}");
			assert!(text.contains("lock"), "{text}");
		}
	}

	#[test]
	fn a_database_is_new_if_there_is_none_of_either_kind() {
		let (here, nowhere) = (std::env::temp_dir(), PathBuf::from("/nowhere/db/full"));
		let auto = |paritydb_path: &Path, rocksdb_path: &Path| DatabaseSource::Auto {
			paritydb_path: paritydb_path.into(),
			rocksdb_path: rocksdb_path.into(),
			cache_size: 1,
		};
		assert!(is_new(&auto(&nowhere, &nowhere)));
		assert!(!is_new(&auto(&here, &nowhere)));
		assert!(!is_new(&auto(&nowhere, &here)));
		assert!(is_new(&DatabaseSource::RocksDb { path: nowhere, cache_size: 1 }));
		assert!(!is_new(&DatabaseSource::RocksDb { path: here, cache_size: 1 }));
	}

	#[test]
	fn a_retention_is_whole_days() {
		assert_eq!(days("400"), Ok(400));
		assert_eq!(days("400d"), Ok(400));
		for wrong in ["0", "0d", "", "d", "-1", "1.5", "4h", "5000000000"] {
			assert!(days(wrong).is_err(), "{wrong}");
		}
	}
}
