//! `kongsi balance`, `transfer`, `fills` and `account`.

use super::follow;
use crate::{
	address::Address,
	amount::Amount,
	chain::{
		call::{call, number, target},
		tokens::{self, KSI},
		Chain,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	market::{
		answer::{block, cell, list, moment},
		Market,
	},
	report::{fields, Report, Table},
};
use clap::Args;
use serde_json::{json, Value as Json};

/// Arguments of `transfer`.
#[derive(Clone, Debug, Args)]
pub struct TransferArgs {
	/// The token: its symbol or its number
	pub token: String,
	/// How much
	pub amount: Amount,
	/// To whom
	pub to: Address,
}

/// Arguments of `fills`.
#[derive(Clone, Debug, Args)]
pub struct FillsArgs {
	/// Whose [default: the account of the key]
	pub account: Option<Address>,
	/// Those in one market
	#[arg(long)]
	pub market: Option<String>,
	/// How many
	#[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500), conflicts_with = "follow")]
	pub limit: u32,
	/// Go on with what happens to orders, fills and balances
	#[arg(long)]
	pub follow: bool,
}

/// What an account has, all pages of it.
async fn balances(chain: &Chain, account: &crate::address::AccountId) -> Result<Json> {
	let params = [json!(chain.address(account))];
	chain.exchange_list("orderbook_v1_balances", &params, "balances").await
}

/// Shows what an account has.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn balance(context: &Context, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let account = context.account(&chain, account)?;
	let answer = balances(&chain, &account).await?;
	let text = format!("{}\n{}", balances_text(&answer), block(&answer));
	Ok(Report::new(text, answer))
}

fn balances_text(answer: &Json) -> String {
	let mut table =
		Table::new(&["#", "token", "free", "in orders", "held", "total"]).right(&[0, 2, 3, 4, 5]);
	for balance in list(&answer["balances"]) {
		let field = |name: &str| cell(&balance[name]);
		table.row([
			field("token"),
			field("symbol"),
			field("free"),
			field("inOrders"),
			field("held"),
			field("total"),
		]);
	}
	table.text_or(&format!("{} has nothing", cell(&answer["account"])))
}

/// Whether the node tells balances of a token.
async fn is_listed(chain: &Chain, token: u32) -> Result<bool> {
	let (_, markets) = chain.exchange_info().await?;
	let has = |market: &Market| [market.base.id, market.quote.id].contains(&token);
	Ok(token == KSI || markets.iter().any(has))
}

/// Sends tokens to somebody.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn transfer(context: &Context, args: &TransferArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let from = context.principal(&chain, &key)?;
	let to = chain.account(&args.to)?;
	if from == to {
		return Err(Failure::input("the account would pay itself", "check the address"));
	}
	let token = tokens::find(&chain, &chain.best().await?, &args.token).await?;
	let atoms = args.amount.atoms(&token.unit)?;
	if atoms == 0 {
		return Err(Failure::input("nothing would be sent", "write an amount above 0"));
	}
	let owned = balances(&chain, &from).await?;
	let free = list(&owned["balances"]).iter().find(|balance| balance["token"] == token.id);
	let free = free.and_then(|balance| balance["free"].as_str()?.parse::<Amount>().ok());
	let free = free.map(|free| free.atoms(&token.unit)).transpose()?;
	// Of what has a market, what is not among the balances is not there; of other tokens the node says nothing.
	let nothing = free.is_none() && is_listed(&chain, token.id).await?;
	let free = if nothing { Some(0) } else { free };
	if let Some(free) = free.filter(|free| *free < atoms) {
		return Err(Failure::input(
			format!("only {} are free", token.unit.text(free)),
			"write less, or cancel orders that hold the rest",
		));
	}
	let call = if token.id == KSI {
		call("Balances", "transfer_keep_alive", [target(&to), number(atoms)])
	} else {
		let arguments = [number(token.id), target(&to), number(atoms)];
		call("Assets", "transfer_keep_alive", arguments)
	};
	let (amount, receiver) = (token.unit.text(atoms), chain.address(&to));
	let what = format!("Send {amount} (token {}) to {receiver}", token.id);
	let receipt = context.perform(&chain, &key, &what, &call).await?;
	let json = json!({
		"token": token.id,
		"symbol": token.unit.symbol,
		"amount": token.unit.number(atoms),
		"from": chain.address(&from),
		"to": receiver,
	});
	let text = format!("{amount} sent to {receiver} ({})", place(&chain, &receipt));
	Ok(Report::new(text, sent_json(&chain, &receipt, json)))
}

/// Shows the fills of an account, from the node's history.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn fills(context: &Context, args: &FillsArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let account = context.account(&chain, args.account.as_ref())?;
	let market = match &args.market {
		Some(wanted) => Some(chain.market(wanted).await?.id),
		None => None,
	};
	if args.follow {
		return follow::account(context, &chain, &account, market).await;
	}
	let params = [json!(chain.address(&account)), json!(market), Json::Null, json!(args.limit)];
	let answer = chain.exchange("market_v1_fills", &params).await?;
	Ok(Report::new(fills_text(&answer), answer))
}

fn fills_text(answer: &Json) -> String {
	let head = ["time", "market", "side", "size", "price", "worth", "fee", "role", "client id"];
	let mut table = Table::new(&head).right(&[3, 4, 5, 6]);
	for fill in list(&answer["fills"]) {
		table.row([
			moment(&fill["time"]),
			cell(&fill["symbol"]),
			cell(&fill["side"]),
			cell(&fill["size"]),
			cell(&fill["price"]),
			cell(&fill["notional"]),
			cell(&fill["fee"]),
			cell(&fill["role"]),
			cell(&fill["clientId"]),
		]);
	}
	table.text_or("no fills yet")
}

/// Shows an account: its address, what it has, and who acts for it.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn account(context: &Context, named: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let account = context.account(&chain, named)?;
	let answer = balances(&chain, &account).await?;
	let open = chain.open_orders(&account, None).await?;
	let (proxies, _) = chain.best().await?.proxies(&account).await?;
	let orders = list(&open["orders"]).len();
	let acting: Vec<String> = proxies
		.iter()
		.map(|proxy| format!("{} ({})", chain.address(&proxy.delegate), proxy.kind))
		.collect();
	let text = format!(
		"{}\n\n{}",
		fields(&[
			("account", chain.address(&account)),
			("in hex", format!("0x{}", hex::encode(account))),
			("chain", chain.identity.name.clone()),
			("sent", format!("{} transactions", cell(&answer["nonce"]))),
			("open orders", orders.to_string()),
			(
				"acting for it",
				if acting.is_empty() { "nobody".to_owned() } else { acting.join(", ") }
			),
		]),
		balances_text(&answer)
	);
	let json = json!({
		"account": chain.address(&account),
		"publicKey": format!("0x{}", hex::encode(account)),
		"chain": chain.identity.name,
		"nonce": answer["nonce"],
		"openOrders": orders,
		"balances": answer["balances"],
		"proxies": super::proxy::json(&chain, &proxies),
	});
	Ok(Report::new(text, json))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn balances_are_listed() {
		let answer = json!({
			"account": "5Eve",
			"balances": [
				{ "token": 0, "symbol": "KSI", "free": "999", "inOrders": "0", "held": "1.5", "total": "1000.5" },
				{ "token": 12, "symbol": "CASH", "free": "5", "inOrders": "20", "held": "0", "total": "25" },
			],
		});
		assert_eq!(
			balances_text(&answer),
			" #  token  free  in orders  held   total\n 0  KSI     999          0   1.5  1000.5\n12  CASH      5         20     0      25"
		);
		assert_eq!(
			balances_text(&json!({ "account": "5Eve", "balances": [] })),
			"5Eve has nothing"
		);
	}

	#[test]
	fn fills_are_listed() {
		let answer = json!({ "fills": [{
			"time": 0, "symbol": "HALO/CASH", "side": "buy", "size": "5", "price": "25.05", "notional": "125.25",
			"fee": "0.062625", "role": "taker", "clientId": null,
		}] });
		let text = fills_text(&answer);
		assert!(
			text.ends_with("HALO/CASH  buy      5  25.05  125.25  0.062625  taker  -"),
			"{text}"
		);
		assert_eq!(fills_text(&json!({})), "no fills yet");
	}
}
