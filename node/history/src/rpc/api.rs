//! The methods and their parameters.

use super::answers::{
	Candles, CandlesUpdate, Fills, Orders, Payouts, Status, Tickers, Trades, Votes,
};
use jsonrpsee::{core::SubscriptionResult, proc_macros::rpc};
use kongsi_rpc::{answers::At, Error};
use serde_json::Value;

/// Reads of the market history.
///
/// Parameters are JSON values, all of them optional for the decoder, so that what is missing or wrong gets a sentence of
/// its own. `docs/rpc.md` says what each may be.
#[rpc(client, server, namespace = "market_v1")]
pub trait MarketApi<Hash> {
	/// Where the history is.
	#[method(name = "status", blocking)]
	fn status(&self) -> Result<Status<Hash>, Error>;

	/// Candles of a market: from `start` on, or the last before `end`.
	#[method(name = "candles", blocking)]
	fn candles(
		&self,
		market: Option<Value>,
		interval: Option<Value>,
		start: Option<Value>,
		end: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<Hash, Candles>, Error>;

	/// Trades of a market, the last first; with `after` the first first.
	#[method(name = "trades", blocking)]
	fn trades(
		&self,
		market: Option<Value>,
		before: Option<Value>,
		after: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<Hash, Trades>, Error>;

	/// The last 24 hours of one market or of all.
	#[method(name = "ticker", blocking)]
	fn ticker(
		&self,
		market: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<Hash, Tickers>, Error>;

	/// Fills of an account, in one market or in all, the last first.
	#[method(name = "fills", blocking)]
	fn fills(
		&self,
		account: Option<Value>,
		market: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<Hash, Fills>, Error>;

	/// Orders of an account, in one market or in all, of one status or of any, the last placed first.
	#[method(name = "orders", blocking)]
	fn orders(
		&self,
		account: Option<Value>,
		market: Option<Value>,
		status: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<Hash, Orders>, Error>;

	/// Dividends that an account paid in or was paid, the last first.
	#[method(name = "payouts", blocking)]
	fn payouts(
		&self,
		account: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<Hash, Payouts>, Error>;

	/// Votes of an account in ballots and referenda, the last first.
	#[method(name = "votes", blocking)]
	fn votes(
		&self,
		account: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<Hash, Votes>, Error>;

	/// Candles of a market as they change, first on the best chain, then final.
	#[subscription(name = "subscribeCandles" => "candlesUpdate", unsubscribe = "unsubscribeCandles", item = CandlesUpdate<Hash>)]
	async fn subscribe_candles(
		&self,
		market: Option<Value>,
		interval: Option<Value>,
	) -> SubscriptionResult;
}
