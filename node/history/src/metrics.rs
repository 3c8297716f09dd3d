//! What is counted for Prometheus.

use crate::{
	changes::Changes,
	history::Standing,
	keys::{market_of, Table},
	rows::{self, TradeRow},
};
use parking_lot::Mutex;
use std::{
	collections::BTreeSet,
	sync::Arc,
	time::{Duration, Instant},
};
use substrate_prometheus_endpoint::{
	register, Counter, CounterVec, Gauge, Opts, PrometheusError, Registry, F64, U64,
};

/// Markets that are counted apart; those beyond are counted together.
const MAX_MARKETS: usize = 1_000;
/// How often the size is asked for.
const SIZE_EVERY: Duration = Duration::from_secs(30);

/// The counters of a history.
#[derive(Clone)]
pub struct Metrics {
	lag: Gauge<U64>,
	bytes: Gauge<U64>,
	overlay: Gauge<U64>,
	unread: Gauge<U64>,
	trades: CounterVec<U64>,
	volume: CounterVec<F64>,
	blocks: Counter<U64>,
	seen: Arc<Mutex<Seen>>,
}

struct Seen {
	markets: BTreeSet<u32>,
	measured: Option<Instant>,
}

impl std::fmt::Debug for Metrics {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.write_str("Metrics")
	}
}

impl Metrics {
	/// Registers them.
	///
	/// # Errors
	///
	/// They are registered already.
	pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let gauge = |name: &str, help: &str| register(Gauge::new(name, help)?, registry);
		let by_market = |name: &str, help: &str| (Opts::new(name, help), ["market"]);
		let (trades, market) =
			by_market("kongsi_trades_total", "Trades in finalized blocks since the node started");
		let (volume, _) = by_market(
			"kongsi_volume_quote_total",
			"Atoms of the quote token that trades in finalized blocks moved since the node started",
		);
		Ok(Self {
			lag: gauge(
				"kongsi_history_lag_blocks",
				"Finalized blocks that are not in the market history yet",
			)?,
			bytes: gauge("kongsi_history_bytes", "Bytes of the market history on disk, about")?,
			overlay: gauge(
				"kongsi_history_overlay_blocks",
				"Blocks of the market history that can still be undone",
			)?,
			unread: gauge(
				"kongsi_history_unread_events",
				"Events that this version could not read and that are missing in the market history",
			)?,
			trades: register(CounterVec::new(trades, &market)?, registry)?,
			volume: register(CounterVec::new(volume, &market)?, registry)?,
			blocks: register(
				Counter::new(
					"kongsi_history_blocks_total",
					"Finalized blocks that were written into the market history",
				)?,
				registry,
			)?,
			seen: Arc::new(Mutex::new(Seen { markets: BTreeSet::new(), measured: None })),
		})
	}

	/// Counts a block that was written.
	pub(crate) fn block(&self, changes: &Changes) {
		self.blocks.inc();
		for (_, key, row) in changes.iter().filter(|(table, ..)| *table == Table::Trades) {
			let trade = row.and_then(|row| rows::read::<TradeRow>(row).ok());
			if let Some((market, trade)) = market_of(key).zip(trade) {
				let label = self.label(market);
				self.trades.with_label_values(&[label.as_str()]).inc();
				self.volume.with_label_values(&[label.as_str()]).inc_by(float(trade.notional));
			}
		}
	}

	fn label(&self, market: u32) -> String {
		let mut seen = self.seen.lock();
		if seen.markets.len() < MAX_MARKETS {
			seen.markets.insert(market);
		}
		if seen.markets.contains(&market) {
			market.to_string()
		} else {
			"others".into()
		}
	}

	/// Shows where the history is; `bytes` is asked for now and then.
	pub(crate) fn standing(&self, standing: &Standing, bytes: impl FnOnce() -> u64) {
		self.lag.set(standing.lag().into());
		self.overlay.set(u64::try_from(standing.overlay).unwrap_or(u64::MAX));
		self.unread.set(standing.meta.unread);
		let mut seen = self.seen.lock();
		if seen.measured.is_none_or(|then| then.elapsed() >= SIZE_EVERY) {
			seen.measured = Some(Instant::now());
			self.bytes.set(bytes());
		}
	}
}

/// An amount as a counter holds it: with 53 bits.
fn float(amount: u128) -> f64 {
	// Through text, which rounds to the nearest; `as` is not used here.
	amount.to_string().parse().unwrap_or(f64::MAX)
}
