//! `kongsi markets`, `book`, `trades`, `candles` and `ticker`: what anybody may know.

use super::follow;
use crate::{
	context::Context,
	error::Result,
	market::{
		answer::{block, cell, list, moment, ppm, utc},
		book,
	},
	report::{fields, Report, Table},
};
use clap::Args;
use serde_json::{json, Value as Json};

/// Markets whose best prices are asked for at once.
const BBO: usize = 500;
/// The intervals of candles.
const INTERVALS: [&str; 7] = ["1m", "5m", "15m", "1h", "4h", "1d", "1w"];

/// Arguments of `book`.
#[derive(Clone, Debug, Args)]
pub struct BookArgs {
	/// The market: its number, or a symbol such as HALO/CASH
	pub market: String,
	/// Levels of each side
	#[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
	pub levels: u32,
	/// Go on with each change
	#[arg(long)]
	pub follow: bool,
}

/// Arguments of `trades`.
#[derive(Clone, Debug, Args)]
pub struct TradesArgs {
	/// The market: its number, or a symbol such as HALO/CASH
	pub market: String,
	/// How many
	#[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500), conflicts_with = "follow")]
	pub limit: u32,
	/// Tell each trade as it happens
	#[arg(long)]
	pub follow: bool,
}

/// Arguments of `candles`.
#[derive(Clone, Debug, Args)]
pub struct CandlesArgs {
	/// The market: its number, or a symbol such as HALO/CASH
	pub market: String,
	/// How long each is
	#[arg(value_parser = clap::builder::PossibleValuesParser::new(INTERVALS))]
	pub interval: String,
	/// How many
	#[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=1_000), conflicts_with = "follow")]
	pub limit: u32,
	/// Go on with each change
	#[arg(long)]
	pub follow: bool,
}

/// Lists the markets.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn markets(context: &Context) -> Result<Report> {
	let chain = context.chain().await?;
	let (mut info, _) = chain.exchange_info().await?;
	let at = info["block"]["hash"].clone();
	let numbers: Vec<Json> =
		list(&info["markets"]).iter().map(|market| market["id"].clone()).collect();
	let mut prices = Vec::new();
	for some in numbers.chunks(BBO) {
		let best = chain.exchange("orderbook_v1_bbo", &[json!(some), at.clone()]).await?;
		prices.extend(list(&best["markets"]).to_vec());
	}
	if let Some(markets) = info["markets"].as_array_mut() {
		for (market, best) in markets.iter_mut().zip(prices) {
			for name in ["bid", "ask", "last"] {
				market[name] = best[name].clone();
			}
		}
	}
	Ok(Report::new(markets_text(&info), info))
}

fn markets_text(info: &Json) -> String {
	let mut table = Table::new(&[
		"#", "market", "status", "bid", "ask", "last", "tick", "lot", "least", "maker", "taker",
		"orders",
	])
	.right(&[0, 3, 4, 5, 6, 7, 8, 11]);
	for market in list(&info["markets"]) {
		let fee = |name: &str| market["fees"][name].as_i64().map(ppm).unwrap_or_default();
		table.row([
			cell(&market["id"]),
			cell(&market["symbol"]),
			cell(&market["status"]),
			cell(&market["bid"][0]),
			cell(&market["ask"][0]),
			cell(&market["last"]),
			cell(&market["tick"]),
			cell(&market["lot"]),
			cell(&market["minNotional"]),
			fee("makerPpm"),
			fee("takerPpm"),
			cell(&market["orders"]),
		]);
	}
	if table.is_empty() {
		"there are no markets".to_owned()
	} else {
		format!("{}\n{}", table.text(), block(info))
	}
}

/// Shows the book of a market.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn book(context: &Context, args: &BookArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let market = chain.market(&args.market).await?;
	if args.follow {
		return follow::book(context, &chain, &market, args.levels).await;
	}
	let params = [json!(market.id), json!(args.levels)];
	let answer = chain.exchange("orderbook_v1_depth", &params).await?;
	let (bids, asks) = (book::levels(&answer["bids"]), book::levels(&answer["asks"]));
	let text = format!("{}, {}\n{}", market.name(), block(&answer), book::table(&bids, &asks));
	Ok(Report::new(text, answer))
}

/// Shows the last trades of a market.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn trades(context: &Context, args: &TradesArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let market = chain.market(&args.market).await?;
	if args.follow {
		return follow::trades(context, &chain, &market).await;
	}
	// Before, after and the cursor take their defaults: the last ones come first.
	let params = [json!(market.id), Json::Null, Json::Null, Json::Null, json!(args.limit)];
	let answer = chain.exchange("market_v1_trades", &params).await?;
	Ok(Report::new(trades_text(&answer), answer))
}

fn trades_text(answer: &Json) -> String {
	let mut table = Table::new(&["time", "side", "size", "price"]).right(&[2, 3]);
	for trade in list(&answer["trades"]) {
		table.row([
			moment(&trade["time"]),
			cell(&trade["side"]),
			cell(&trade["size"]),
			cell(&trade["price"]),
		]);
	}
	table.text_or("no trades yet")
}

/// Shows the candles of a market.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn candles(context: &Context, args: &CandlesArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let market = chain.market(&args.market).await?;
	if args.follow {
		return follow::candles(context, &chain, &market, &args.interval).await;
	}
	let params =
		[json!(market.id), json!(args.interval), Json::Null, Json::Null, json!(args.limit)];
	let answer = chain.exchange("market_v1_candles", &params).await?;
	let lines: Vec<String> = list(&answer["candles"]).iter().filter_map(candle_line).collect();
	let text = match lines.as_slice() {
		[] => "no trades in this time".to_owned(),
		lines => format!("{CANDLE_HEAD}\n{}", lines.join("\n")),
	};
	Ok(Report::new(text, answer))
}

const CANDLE_HEAD: &str =
	"from                       open       high        low      close       volume  trades";

/// One candle as a line: `[t, o, h, l, c, base, quote, trades]`; none if it is of another shape.
pub(super) fn candle_line(candle: &Json) -> Option<String> {
	let time = candle[0].as_u64().map(utc)?;
	let [open, high, low, close, volume] = [1, 2, 3, 4, 5].map(|index| cell(&candle[index]));
	let trades = cell(&candle[7]);
	Some(format!("{time}  {open:>10} {high:>10} {low:>10} {close:>10} {volume:>12}  {trades}"))
}

/// Shows what has happened in a day.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn ticker(context: &Context, market: Option<&str>) -> Result<Report> {
	let chain = context.chain().await?;
	let market = match market {
		Some(wanted) => Some(chain.market(wanted).await?.id),
		None => None,
	};
	let answer = chain.exchange_list("market_v1_ticker", &[json!(market)], "tickers").await?;
	let text = match (market, list(&answer["tickers"])) {
		(Some(_), [only]) => fields(&ticker_fields(only)),
		(_, tickers) => tickers_text(tickers),
	};
	Ok(Report::new(text, answer))
}

fn ticker_fields(ticker: &Json) -> Vec<(&'static str, String)> {
	[
		("market", "symbol"),
		("last", "last"),
		("open", "open"),
		("high", "high"),
		("low", "low"),
		("change", "change"),
		("in per cent", "changePercent"),
		("volume", "baseVolume"),
		("worth", "quoteVolume"),
		("trades", "trades"),
	]
	.map(|(name, field)| (name, cell(&ticker[field])))
	.to_vec()
}

fn tickers_text(tickers: &[Json]) -> String {
	let mut table = Table::new(&["#", "market", "last", "open", "high", "low", "change", "volume"])
		.right(&[0, 2, 3, 4, 5, 6, 7]);
	for ticker in tickers {
		let field = |name: &str| cell(&ticker[name]);
		table.row([
			field("market"),
			field("symbol"),
			field("last"),
			field("open"),
			field("high"),
			field("low"),
			field("change"),
			field("baseVolume"),
		]);
	}
	table.text_or("there are no markets")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn markets_are_listed_with_their_terms() {
		let info = json!({
			"block": { "number": 19, "finalized": true },
			"markets": [{
				"id": 1, "symbol": "HALO/CASH", "status": "active", "bid": ["24.95", "20"], "ask": null, "last": null,
				"tick": "0.01", "lot": "1", "minNotional": "1", "fees": { "makerPpm": -100, "takerPpm": 500 }, "orders": 20,
			}],
		});
		assert_eq!(
			markets_text(&info),
			"#  market     status    bid  ask  last  tick  lot  least  maker   taker  orders\n\
			 1  HALO/CASH  active  24.95    -     -  0.01    1      1  -0.01%  0.05%      20\n\
			 block 19 (final)"
		);
	}

	#[test]
	fn candles_are_lines() {
		let candle =
			json!([1_795_403_700_000u64, "25", "25.1", "24.9", "25.05", "300", "7515", 12]);
		assert_eq!(
			candle_line(&candle).unwrap(),
			"2026-11-23 03:15:00          25       25.1       24.9      25.05          300  12"
		);
		assert_eq!(CANDLE_HEAD.len(), candle_line(&candle).unwrap().len() + 4);
		assert_eq!(candle_line(&Json::Null), None);
	}

	#[test]
	fn trades_are_listed() {
		let answer =
			json!({ "trades": [{ "time": 0, "side": "sell", "size": "5", "price": "24.95" }] });
		assert_eq!(
			trades_text(&answer),
			"time                 side  size  price\n1970-01-01 00:00:00  sell     5  24.95"
		);
		assert_eq!(trades_text(&json!({ "trades": [] })), "no trades yet");
	}
}
