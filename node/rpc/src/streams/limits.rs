//! The bounds of streams.

use std::time::Duration;

/// Messages that may wait for one subscriber. More than a jump over [`MAX_ROUTE`] blocks makes.
pub(crate) const MAX_MESSAGES: usize = 256;
/// Their bytes. Subscribers of the same stream share them.
pub(crate) const MAX_BYTES: usize = 8 << 20;
/// Bytes that may wait for all subscribers together, shared messages counted for each. Beyond, whoever has more than
/// [`FAIR_BYTES`] waiting is cut off at his next message, so readers who keep up are not.
pub(crate) const MAX_ALL_BYTES: usize = 512 << 20;
/// See [`MAX_ALL_BYTES`].
pub(crate) const FAIR_BYTES: usize = 256 << 10;
/// How long a closing word waits for room in the connection.
pub(crate) const CLOSING_TIME: Duration = Duration::from_secs(10);
/// So many blocks of a branch are told one by one; over more of them, streams begin anew.
pub(crate) const MAX_ROUTE: usize = 100;
/// Subscriptions that wait to be begun.
pub(crate) const MAX_COMMANDS: usize = 64;
/// Open orders of an account that is followed.
pub(crate) const MAX_ORDERS: usize = 5_000;
/// Pages of balances of an account that is followed, each of 500 tokens.
pub(crate) const MAX_BALANCE_PAGES: usize = 4;

/// How many subscriptions of a kind a node serves, over all connections. The number on one connection is bounded by
/// `--rpc-max-subscriptions-per-connection`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
	/// Of `subscribeDepth`.
	pub depth: usize,
	/// Of `subscribeTrades`.
	pub trades: usize,
	/// Of `subscribeBbo`.
	pub bbo: usize,
	/// Of `subscribeAccount`. Each account costs reads of its balances at every block.
	pub account: usize,
}

impl Default for Most {
	fn default() -> Self {
		Self { depth: 1_000, trades: 1_000, bbo: 1_000, account: 250 }
	}
}
