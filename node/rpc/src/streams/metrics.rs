//! How many subscriptions there are, and how many were cut off.

use crate::{error::Error, streams::limits::Most};
use std::sync::{
	atomic::{AtomicUsize, Ordering},
	Arc,
};
use substrate_prometheus_endpoint::{
	register, Counter, GaugeVec, Opts, PrometheusError, Registry, U64,
};

/// A kind of subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
	Depth,
	Trades,
	Bbo,
	Account,
}

impl Kind {
	fn name(self) -> &'static str {
		match self {
			Self::Depth => "depth",
			Self::Trades => "trades",
			Self::Bbo => "bbo",
			Self::Account => "account",
		}
	}
}

/// The places there are, by kind.
#[derive(Clone)]
pub(crate) struct Places {
	most: Most,
	taken: Arc<[AtomicUsize; 4]>,
	metrics: Option<Metrics>,
}

#[derive(Clone)]
struct Metrics {
	subscribers: GaugeVec<U64>,
	dropped: Counter<U64>,
}

/// A place that is taken, until it is dropped.
pub(crate) struct Place {
	kind: Kind,
	places: Places,
}

impl Places {
	pub(crate) fn new(most: Most, registry: Option<&Registry>) -> Result<Self, PrometheusError> {
		let metrics = registry.map(Metrics::new).transpose()?;
		Ok(Self { most, taken: Arc::default(), metrics })
	}

	/// Takes a place.
	pub(crate) fn take(&self, kind: Kind) -> Result<Place, Error> {
		let (taken, most) = self.of(kind);
		let next = |count: usize| (count < most).then(|| count.saturating_add(1));
		taken
			.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
			.map_err(|_| Error::TooManySubscriptions { kind: kind.name(), most })?;
		if let Some(metrics) = &self.metrics {
			metrics.subscribers.with_label_values(&[kind.name()]).inc();
		}
		Ok(Place { kind, places: self.clone() })
	}

	/// Counts a reader who was too slow.
	pub(crate) fn dropped(&self) {
		if let Some(metrics) = &self.metrics {
			metrics.dropped.inc();
		}
	}

	fn of(&self, kind: Kind) -> (&AtomicUsize, usize) {
		let [depth, trades, bbo, account] = &*self.taken;
		match kind {
			Kind::Depth => (depth, self.most.depth),
			Kind::Trades => (trades, self.most.trades),
			Kind::Bbo => (bbo, self.most.bbo),
			Kind::Account => (account, self.most.account),
		}
	}
}

impl Drop for Place {
	fn drop(&mut self) {
		self.places.of(self.kind).0.fetch_sub(1, Ordering::Relaxed);
		if let Some(metrics) = &self.places.metrics {
			metrics.subscribers.with_label_values(&[self.kind.name()]).dec();
		}
	}
}

impl Metrics {
	fn new(registry: &Registry) -> Result<Self, PrometheusError> {
		let subscribers = GaugeVec::new(
			Opts::new("kongsi_ws_subscribers", "Subscriptions of orderbook_v1 that are served now"),
			&["kind"],
		)?;
		let dropped = Counter::new(
			"kongsi_ws_dropped_total",
			"Subscriptions of orderbook_v1 that were ended because their reader was too slow",
		)?;
		Ok(Self {
			subscribers: register(subscribers, registry)?,
			dropped: register(dropped, registry)?,
		})
	}
}
