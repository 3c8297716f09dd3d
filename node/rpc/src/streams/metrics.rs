//! How many subscriptions there are, and how many were cut off.

use crate::{error::Error, streams::limits::Most};
use jsonrpsee::core::server::ConnectionId;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use substrate_prometheus_endpoint::{
	register, Counter, GaugeVec, Opts, PrometheusError, Registry, U64,
};

/// A kind of subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// One connection may have one of so many parts of the places of a kind.
const PARTS: usize = 4;

/// The places there are, by kind.
#[derive(Clone)]
pub(crate) struct Places {
	most: Most,
	taken: Arc<Mutex<Taken>>,
	metrics: Option<Metrics>,
}

/// How many places of a kind are taken, by all and by each connection that has some.
#[derive(Default)]
struct Taken {
	all: HashMap<Kind, usize>,
	by_connection: HashMap<(ConnectionId, Kind), usize>,
}

#[derive(Clone)]
struct Metrics {
	subscribers: GaugeVec<U64>,
	dropped: Counter<U64>,
}

/// A place that is taken, until it is dropped.
pub(crate) struct Place {
	kind: Kind,
	connection: ConnectionId,
	places: Places,
}

impl Places {
	pub(crate) fn new(most: Most, registry: Option<&Registry>) -> Result<Self, PrometheusError> {
		let metrics = registry.map(Metrics::new).transpose()?;
		Ok(Self { most, taken: Arc::default(), metrics })
	}

	/// Takes a place for a connection, which may have a quarter of them: one client alone does not shut the others out.
	pub(crate) fn take(&self, kind: Kind, connection: ConnectionId) -> Result<Place, Error> {
		let most = self.most(kind);
		let mut taken = self.taken();
		let Taken { all, by_connection } = &mut *taken;
		let all = all.entry(kind).or_default();
		if *all >= most {
			return Err(Error::TooManySubscriptions { kind: kind.name(), most });
		}
		let own = by_connection.get(&(connection, kind)).copied().unwrap_or_default();
		let most = most.div_ceil(PARTS);
		if own >= most {
			return Err(Error::TooManyOnConnection { kind: kind.name(), most });
		}
		*all = all.saturating_add(1); // below `most`
		by_connection.insert((connection, kind), own.saturating_add(1)); // as above
		drop(taken);
		if let Some(metrics) = &self.metrics {
			metrics.subscribers.with_label_values(&[kind.name()]).inc();
		}
		Ok(Place { kind, connection, places: self.clone() })
	}

	/// Counts a reader who was too slow.
	pub(crate) fn dropped(&self) {
		if let Some(metrics) = &self.metrics {
			metrics.dropped.inc();
		}
	}

	fn taken(&self) -> MutexGuard<'_, Taken> {
		self.taken.lock().unwrap_or_else(PoisonError::into_inner)
	}

	fn most(&self, kind: Kind) -> usize {
		match kind {
			Kind::Depth => self.most.depth,
			Kind::Trades => self.most.trades,
			Kind::Bbo => self.most.bbo,
			Kind::Account => self.most.account,
		}
	}
}

impl Drop for Place {
	fn drop(&mut self) {
		let mut taken = self.places.taken();
		if let Some(all) = taken.all.get_mut(&self.kind) {
			*all = all.saturating_sub(1);
		}
		let key = (self.connection, self.kind);
		let own = taken.by_connection.remove(&key).unwrap_or_default();
		if own > 1 {
			taken.by_connection.insert(key, own.saturating_sub(1));
		}
		drop(taken);
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
