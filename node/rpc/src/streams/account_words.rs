//! What an account has, in human units.

use crate::{
	answers::{
		streams::{AccountFill, OrderUpdate},
		Balance, Head, Order, Token,
	},
	chain::MarketView,
	error::Error,
	orderbook::{balance_answer, order_answer, side_name},
	streams::{
		chain::{Chain, Orders},
		happening::Traded,
	},
};
use kongsi_events::{Change, ChangeKind, Reason, TakerEnd};
use order_book_engine::{ClientId, Lots, OrderId};
use order_book_runtime_api::{OrderInfo, TokenBalance};
use sp_runtime::AccountId32;
use std::collections::BTreeSet;

/// Why an order, or a part of it, ends without a fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
	/// Its last block has passed, or for the reason that is named its owner's.
	Lapsed(Option<String>),
	/// Something else, by its name.
	Cancelled(String),
	/// Only a part of it has ended, for this reason.
	Reduced(String),
}

/// An open order.
pub(crate) fn order(market: &MarketView, info: &OrderInfo<AccountId32>) -> Order {
	order_answer(market, info.clone())
}

/// Balances, by token.
pub(crate) fn balances<'a, C: Chain>(
	chain: &C,
	block: Head<C::Hash>,
	held: impl IntoIterator<Item = &'a TokenBalance>,
) -> Result<Vec<Balance>, Error> {
	let held: Vec<&TokenBalance> = held.into_iter().collect();
	if held.is_empty() {
		return Ok(Vec::new());
	}
	let ids: BTreeSet<_> = held.iter().map(|balance| balance.token).collect();
	let tokens = chain.tokens(block.hash, &ids)?;
	held.iter()
		.map(|held| {
			if let Some(token) = tokens.get(&held.token) {
				return Ok(balance_answer(token, held));
			}
			// A token that has been destroyed has no name any more, and nobody has any of it.
			let nothing = TokenBalance { token: held.token, free: 0, in_orders: 0, held: 0 };
			let token = Token { id: held.token, symbol: format!("#{}", held.token), decimals: 0 };
			match **held == nothing {
				true => Ok(balance_answer(&token, &nothing)),
				false => Err(Error::UnknownToken(held.token)),
			}
		})
		.collect()
}

/// A trade as a fill of the account's, if it is one. Nobody trades with himself.
pub(crate) fn fill(traded: &Traded, account: &AccountId32, orders: &Orders) -> Option<AccountFill> {
	let (trade, view) = (&traded.trade, &traded.view);
	let own = |id: Option<OrderId>| id.and_then(|id| orders.get(&(trade.market, id)));
	let answer =
		|role: &str, side, fee, order: Option<OrderId>, client_id: Option<ClientId>| AccountFill {
			market: trade.market,
			symbol: view.symbol(),
			seq: trade.sequence,
			index: traded.index,
			role: role.into(),
			side: side_name(side),
			price: view.grid.price(trade.price).to_string(),
			size: view.grid.size(trade.lots).to_string(),
			notional: view.grid.quote(trade.notional).to_string(),
			fee,
			order: order.map(|id| id.bits().to_string()),
			client_id: client_id.map(|number| number.to_string()),
		};
	if trade.taker == *account {
		let fee = view.grid.quote(trade.taker_fee).to_string();
		return Some(answer(
			"taker",
			trade.taker_side,
			fee,
			trade.taker_order,
			trade.taker_client_id,
		));
	}
	if trade.maker == *account {
		let order = Some(trade.maker_order);
		let client_id = own(order).and_then(|info| info.client_id);
		let side = trade.taker_side.opposite();
		return Some(answer("maker", side, traded.maker_fee(), order, client_id));
	}
	None
}

/// As the methods write names.
pub(crate) fn left_name(reason: &Reason) -> String {
	lower_first(reason.name())
}

fn lower_first(name: &str) -> String {
	let mut letters = name.chars();
	letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What became of an order.
pub(crate) mod order_update {
	use super::{
		lower_first, side_name, Change, ChangeKind, Ending, Lots, MarketView, OrderInfo,
		OrderUpdate, TakerEnd,
	};
	use sp_runtime::AccountId32;

	/// One that rests, or did before the block.
	pub(crate) fn resting(
		market: &MarketView,
		info: &OrderInfo<AccountId32>,
		filled: Lots,
		ending: Option<Ending>,
	) -> OrderUpdate {
		let (status, reason) = match ending {
			Some(Ending::Lapsed(reason)) => ("expired", reason),
			Some(Ending::Cancelled(reason)) => ("cancelled", Some(reason)),
			Some(Ending::Reduced(reason)) => (lasting(info), Some(reason)),
			None => (lasting(info), None),
		};
		OrderUpdate {
			market: info.market,
			symbol: market.symbol(),
			id: Some(info.id.bits().to_string()),
			side: side_name(info.side),
			price: market.grid.price(info.price).to_string(),
			filled: market.grid.size(filled).to_string(),
			remaining: market.grid.size(info.lots).to_string(),
			ticks: info.price.get(),
			lots: info.lots.get(),
			client_id: info.client_id.map(|number| number.to_string()),
			expires_at: info.expires_at,
			status: status.into(),
			reason,
		}
	}

	/// What is said of an order that was not cancelled.
	fn lasting(info: &OrderInfo<AccountId32>) -> &'static str {
		match (info.lots.is_zero(), info.expired) {
			(true, _) => "filled",
			(false, true) => "expired",
			(false, false) => "open",
		}
	}

	/// One that was placed and did not come to rest.
	pub(crate) fn passing(market: &MarketView, change: &Change) -> Option<OrderUpdate> {
		let ChangeKind::Placed { side, price, filled, end, client_id, expires_at, .. } =
			&change.kind
		else {
			return None;
		};
		let complete = *end == TakerEnd::Complete;
		Some(OrderUpdate {
			market: change.market,
			symbol: market.symbol(),
			id: None,
			side: side_name(*side),
			price: market.grid.price(*price).to_string(),
			filled: market.grid.size(*filled).to_string(),
			remaining: "0".into(),
			ticks: price.get(),
			lots: 0,
			client_id: client_id.map(|number| number.to_string()),
			expires_at: *expires_at,
			status: if complete { "filled" } else { "cancelled" }.into(),
			reason: (!complete).then(|| lower_first(end.name())),
		})
	}
}
