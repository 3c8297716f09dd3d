//! `kongsi offering`: buying new shares, by right or by a bid.

use super::acting::{now, shown_account, Desk};
use crate::{
	address::{AccountId, Address},
	amount::Amount,
	chain::{
		call::{call, number, option, target},
		shares::{in_event, text, unsigned, words},
		tokens::{self, Token},
		view::{number_field, View},
		Chain,
	},
	context::Context,
	error::{Failure, Result},
	report::{fields, Report, Table},
	when::Now,
};
use clap::Subcommand;
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

/// Commands for those who buy new shares.
#[derive(Debug, Subcommand)]
pub enum OfferingCommand {
	/// List the offerings of a class
	List {
		/// The class, by its symbol or number
		class: String,
	},
	/// Show an offering, and your bids
	Show {
		/// Its number
		offering: u32,
		/// Whose bids to show [default: the account of the key, if one is named]
		#[arg(long)]
		account: Option<Address>,
	},
	/// Claim the rights that your shares give you
	Claim {
		/// The number of the offering
		offering: u32,
		/// Whose rights; he gets them [default: the account of the key]
		#[arg(long = "for", value_name = "ACCOUNT")]
		holder: Option<Address>,
	},
	/// Buy by right
	Exercise {
		/// The number of the offering
		offering: u32,
		/// How many lots
		lots: u128,
	},
	/// Bid for lots; what it may cost is on hold in your account
	Bid {
		/// The number of the offering
		offering: u32,
		/// How many lots
		lots: u128,
		/// What you pay per lot at most; left out where the price is fixed
		price: Option<Amount>,
	},
	/// Take a bid back, until the window closes
	CancelBid {
		/// The number of the offering
		offering: u32,
		/// The number of the bid
		bid: u32,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: OfferingCommand) -> Result<Report> {
	match command {
		OfferingCommand::List { class } => list(context, &class).await,
		OfferingCommand::Show { offering, account } => {
			show(context, offering, account.as_ref()).await
		}
		OfferingCommand::Claim { offering, holder } => {
			claim(context, offering, holder.as_ref()).await
		}
		OfferingCommand::Exercise { offering, lots } => exercise(context, offering, lots).await,
		OfferingCommand::Bid { offering, lots, price } => {
			bid(context, offering, lots, price.as_ref()).await
		}
		OfferingCommand::CancelBid { offering, bid } => cancel(context, offering, bid).await,
	}
}

async fn list(context: &Context, class: &str) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let class = chain.find_class(&view, class).await?;
	let answer = chain.shares("offerings", &[json!(class.token.id)]).await?;
	let offerings = answer["offerings"].as_array().cloned().unwrap_or_default();
	let shown = match offerings.is_empty() {
		true => format!("no shares of {} are on offer", class.symbol()),
		false => listed(&offerings),
	};
	Ok(Report::new(shown, answer))
}

/// A table of offerings.
pub(super) fn listed(offerings: &[Json]) -> String {
	let mut table = Table::new(&[
		"offering",
		"class",
		"status",
		"lots",
		"lot",
		"price",
		"demand",
		"bids until",
	]);
	for offering in offerings {
		table.row([
			offering["id"].to_string(),
			text(&offering["symbol"]).to_owned(),
			words(&offering["status"]),
			text(&offering["lots"]).to_owned(),
			text(&offering["lotSize"]).to_owned(),
			priced(offering),
			text(&offering["demand"]).to_owned(),
			format!("block {}", offering["closes"]),
		]);
	}
	table.text()
}

/// What a lot costs, as far as that is known.
fn priced(offering: &Json) -> String {
	let symbol = text(&offering["payment"]["symbol"]);
	let reserve = text(&offering["reserve"]);
	match (offering["price"].as_str(), text(&offering["pricing"])) {
		(Some(price), _) => format!("{price} {symbol}"),
		(None, "auction") => format!("{reserve} {symbol} or more"),
		(None, _) => format!("{reserve} {symbol}"),
	}
}

async fn show(context: &Context, offering: u32, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let mut answer = chain.offering(offering).await?;
	let mut shown = fields(&offering_fields(&answer, &now(&view)?));
	if let Some(who) = shown_account(context, &chain, account)? {
		let payment = payment(&chain, &view, &answer).await?;
		let bids = bids_of(&view, offering, &who, &payment).await?;
		let mut table = Table::new(&["your bid", "lots", "price", "on hold"]);
		for bid in &bids {
			let of = |name: &str| text(&bid[name]).to_owned();
			table.row([bid["bid"].to_string(), of("lots"), of("price"), of("deposit")]);
		}
		if !table.is_empty() {
			shown = format!("{shown}\n\n{}", table.text());
		}
		answer["own"] = json!({ "account": chain.address(&who), "bids": bids });
	}
	Ok(Report::new(shown, answer))
}

fn offering_fields(offering: &Json, now: &Now) -> Vec<(&'static str, String)> {
	let of = |name: &str| text(&offering[name]).to_owned();
	let at = |name: &str| now.text(unsigned(&offering[name]));
	let symbol = text(&offering["payment"]["symbol"]);
	let mut pairs = vec![
		("offering", offering["id"].to_string()),
		("class", format!("{} {}", offering["class"], of("symbol"))),
		("status", words(&offering["status"])),
		("shares", format!("{} in {} lots of {}", of("shares"), of("lots"), of("lotSize"))),
		("price", format!("{} a lot, {}", priced(offering), of("pricing"))),
	];
	if let Some(rights) = offering["rightsPrice"].as_str() {
		pairs.push((
			"rights",
			format!("{rights} {symbol} a lot, token {}", offering["rightsToken"]),
		));
		pairs.push((
			"record date",
			format!("{} (block {})", offering["recordDate"], offering["recordBlock"]),
		));
		pairs.push(("rights from", at("opens")));
		pairs.push(("by right", format!("{} lots of {} claimed", of("exercised"), of("claimed"))));
	}
	pairs.extend([
		("bids from", at("public")),
		("bids until", at("closes")),
		("demand", format!("{} lots in {} bids", of("demand"), offering["bids"])),
		("sold", format!("{} lots for {} {symbol}", of("sold"), of("proceeds"))),
	]);
	pairs
}

async fn payment(chain: &Chain, view: &View, offering: &Json) -> Result<Token> {
	tokens::by_id(chain, view, unsigned(&offering["payment"]["id"])).await
}

/// The bids of an account; an offering has at most some thousand of them in all.
async fn bids_of(
	view: &View,
	offering: u32,
	who: &AccountId,
	payment: &Token,
) -> Result<Vec<Json>> {
	let stored: Vec<((u32, u32), Value)> = view.entries("Offerings", "Bids", (offering,)).await?;
	let mut bids = Vec::new();
	for ((_, number), bid) in stored {
		let bidder = crate::chain::view::field(&bid, "who");
		let bidder = bidder.and_then(crate::chain::governance::bytes_of);
		if bidder.as_deref() != Some(who.as_slice()) {
			continue;
		}
		let of = |name: &str| number_field(&bid, name).unwrap_or_default();
		let deposit = of("lots").saturating_mul(of("price"));
		bids.push(json!({
			"bid": number,
			"lots": of("lots").to_string(),
			"price": payment.unit.number(of("price")),
			"deposit": payment.unit.number(deposit),
		}));
	}
	bids.sort_by_key(|bid| bid["bid"].as_u64());
	Ok(bids)
}

async fn claim(context: &Context, offering: u32, holder: Option<&Address>) -> Result<Report> {
	let desk = Desk::new(context).await?;
	desk.chain.offering(offering).await?;
	let holder = holder.map(|address| desk.chain.account(address)).transpose()?;
	let address = desk.chain.address(&holder.unwrap_or(desk.who()));
	let call =
		call("Offerings", "claim_rights", [number(offering), option(holder.as_ref().map(target))]);
	let what = format!("Claim the rights of {address} in offering {offering}");
	let receipt = desk.perform(&what, &call).await?;
	let lots = in_event(&receipt, "Offerings", "RightsClaimed", "lots");
	let done = match lots {
		Some(lots) => format!(
			"{address} has rights to {lots} lots: use them with `kongsi offering exercise {offering} LOTS`, or sell them"
		),
		None => "the claim is sent".to_owned(),
	};
	let json = json!({
		"offering": offering,
		"account": address,
		"lots": lots.map(|lots| lots.to_string()),
	});
	Ok(desk.report(&done, &receipt, json))
}

async fn exercise(context: &Context, offering: u32, lots: u128) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let shown = desk.chain.offering(offering).await?;
	let Some(price) = shown["rightsPrice"].as_str() else {
		return Err(Failure::input(
			format!("offering {offering} gives holders no rights"),
			format!("bid with `kongsi offering bid {offering} LOTS PRICE`"),
		));
	};
	let payment = payment(&desk.chain, &desk.view, &shown).await?;
	let price = price.parse::<Amount>().map_err(|error| Failure::network(error, ""))?;
	let cost = cost(lots, price.atoms(&payment.unit)?, &payment)?;
	let call = call("Offerings", "exercise", [number(offering), number(lots)]);
	let what = format!(
		"Buy {lots} lots of {} by right, for {}",
		text(&shown["symbol"]),
		payment.unit.text(cost)
	);
	let receipt = desk.perform(&what, &call).await?;
	let pays = in_event(&receipt, "Offerings", "RightsExercised", "pays");
	let done = format!("{lots} lots bought for {}", payment.unit.text(pays.unwrap_or(cost)));
	let json = json!({
		"offering": offering,
		"lots": lots.to_string(),
		"pays": payment.unit.number(pays.unwrap_or(cost)),
	});
	Ok(desk.report(&done, &receipt, json))
}

/// What lots cost.
fn cost(lots: u128, price: u128, payment: &Token) -> Result<u128> {
	lots.checked_mul(price).ok_or_else(|| {
		Failure::input(
			format!("{lots} lots at {} are more than there is", payment.unit.text(price)),
			"write fewer",
		)
	})
}

async fn bid(
	context: &Context,
	offering: u32,
	lots: u128,
	price: Option<&Amount>,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let shown = desk.chain.offering(offering).await?;
	let status = text(&shown["status"]);
	if status != "public" {
		return Err(Failure::input(
			format!("offering {offering} takes no bids in its stage `{}`", words(&shown["status"])),
			format!("bids are taken from block {} to {}", shown["public"], shown["closes"]),
		));
	}
	let payment = payment(&desk.chain, &desk.view, &shown).await?;
	let fixed = text(&shown["pricing"]) == "fixed";
	let price = match price {
		Some(price) => price.clone(),
		None if fixed => text(&shown["reserve"])
			.parse()
			.map_err(|error: String| Failure::network(error, "use another node"))?,
		None => {
			return Err(Failure::input(
				format!("offering {offering} is an auction"),
				format!("say what you pay per lot at most, at least {}", text(&shown["reserve"])),
			));
		}
	};
	let price = price.atoms(&payment.unit)?;
	let cost = cost(lots, price, &payment)?;
	let call = call("Offerings", "bid", [number(offering), number(lots), number(price)]);
	let what = format!(
		"Bid {} for each of {lots} lots of {}; {} are on hold until it is settled",
		payment.unit.text(price),
		text(&shown["symbol"]),
		payment.unit.text(cost)
	);
	let receipt = desk.perform(&what, &call).await?;
	let id = in_event(&receipt, "Offerings", "BidPlaced", "bid");
	let id = id.and_then(|id| u32::try_from(id).ok());
	let named = id.map(|id| format!("bid {id}")).unwrap_or_else(|| "a bid".to_owned());
	let done = format!("{named} for {lots} lots, {} on hold", payment.unit.text(cost));
	let json = json!({
		"offering": offering,
		"bid": id,
		"lots": lots.to_string(),
		"price": payment.unit.number(price),
		"deposit": payment.unit.number(cost),
	});
	Ok(desk.report(&done, &receipt, json))
}

async fn cancel(context: &Context, offering: u32, bid: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let shown = desk.chain.offering(offering).await?;
	let payment = payment(&desk.chain, &desk.view, &shown).await?;
	let call = call("Offerings", "cancel_bid", [number(offering), number(bid)]);
	let what = format!("Take bid {bid} in offering {offering} back");
	let receipt = desk.perform(&what, &call).await?;
	let refund = in_event(&receipt, "Offerings", "BidCancelled", "refund");
	let told = refund.map(|refund| format!(", {} are free", payment.unit.text(refund)));
	let json = json!({
		"offering": offering,
		"bid": bid,
		"refund": refund.map(|refund| payment.unit.number(refund)),
	});
	Ok(desk.report(&format!("taken back{}", told.unwrap_or_default()), &receipt, json))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::amount::Unit;

	#[test]
	fn a_price_is_told_as_far_as_it_is_known() {
		let offering = |pricing: &str, price: Json| json!({ "pricing": pricing, "reserve": "20", "price": price, "payment": { "symbol": "CASH" } });
		assert_eq!(priced(&offering("fixed", Json::Null)), "20 CASH");
		assert_eq!(priced(&offering("auction", Json::Null)), "20 CASH or more");
		assert_eq!(priced(&offering("auction", json!("24.5"))), "24.5 CASH");
	}

	#[test]
	fn lots_that_no_account_could_pay_are_refused() {
		let unit = Unit { decimals: 6, symbol: "CASH".to_owned() };
		let cash = Token { id: 1, unit };
		assert_eq!(cost(3, 25_000_000, &cash), Ok(75_000_000));
		assert!(cost(u128::MAX, 2, &cash).is_err());
	}
}
