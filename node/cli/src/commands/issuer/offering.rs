//! Selling new shares: to holders by their rights, then to everybody, at a fixed price or in an auction.

use super::super::acting::Desk;
use crate::{
	amount::Amount,
	chain::{
		call::{call, number, option, Call},
		shares::{in_event, text, unsigned, words},
		tokens,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	report::Report,
	when::When,
};
use clap::{Args, Subcommand};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

/// Bids or marks that one transaction settles or removes, as the runtime bounds it.
const STEPS_PER_CALL: u32 = 100;
/// Transactions of one command at most: as many bids as there can be.
const MAX_CALLS: usize = 200;

/// Commands for companies that sell new shares.
#[derive(Debug, Subcommand)]
pub enum IssuerOfferingCommand {
	/// Open an offering of new shares
	Open(Box<OpenArgs>),
	/// Take back an offering that has not begun
	Cancel {
		/// Its number
		offering: u32,
	},
	/// Find the price of an offering that has closed; anybody may
	Price {
		/// Its number
		offering: u32,
	},
	/// Give bidders their shares and what they did not spend; anybody may
	Settle {
		/// Its number
		offering: u32,
	},
	/// Remove what is left of an offering that is over, so that the deposit comes back; anybody may
	Clear {
		/// Its number
		offering: u32,
	},
	/// Begin to destroy a right token that is worth nothing any more; anybody may
	RetireRights {
		/// The token, by its symbol or number
		token: String,
	},
}

/// Arguments of `issuer offering open`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("pricing").required(true))]
pub struct OpenArgs {
	/// The class, by its symbol or number
	pub class: String,
	/// How many lots
	#[arg(long)]
	pub lots: u128,
	/// Shares of a lot
	#[arg(long, value_name = "SHARES", default_value = "1")]
	pub lot_size: Amount,
	/// The token that prices are in, by its symbol or number
	#[arg(long, value_name = "TOKEN")]
	pub payment: String,
	/// The same price for everybody, per lot
	#[arg(long, group = "pricing")]
	pub price: Option<Amount>,
	/// Sell in an auction, at this price per lot at least
	#[arg(long, group = "pricing", value_name = "LOWEST")]
	pub auction: Option<Amount>,
	/// What holders pay per lot, who then may buy first
	#[arg(long, value_name = "PRICE", requires = "opens")]
	pub rights_price: Option<Amount>,
	/// From when on rights are used: a block, or from now as in +300, 6h, 7d [default: bids begin at once with it]
	#[arg(long, value_name = "WHEN", requires = "rights_price")]
	pub opens: Option<When>,
	/// From when on bids are taken
	#[arg(long, value_name = "WHEN")]
	pub public: When,
	/// When bids end
	#[arg(long, value_name = "WHEN")]
	pub closes: When,
}

pub(super) async fn execute(context: &Context, command: IssuerOfferingCommand) -> Result<Report> {
	match command {
		IssuerOfferingCommand::Open(args) => open(context, &args).await,
		IssuerOfferingCommand::Cancel { offering } => cancel(context, offering).await,
		IssuerOfferingCommand::Price { offering } => price(context, offering).await,
		IssuerOfferingCommand::Settle { offering } => {
			repeat(context, offering, "settle", "Completed", "settle the bids").await
		}
		IssuerOfferingCommand::Clear { offering } => {
			repeat(context, offering, "clear", "OfferingCleared", "remove what is left").await
		}
		IssuerOfferingCommand::RetireRights { token } => retire(context, &token).await,
	}
}

async fn open(context: &Context, args: &OpenArgs) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, &args.class).await?;
	let company = desk.chain.find_company(&class.issuer()?.to_string()).await?;
	let payment = tokens::find(&desk.chain, &desk.view, &args.payment).await?;
	let now = desk.now()?;
	let atoms = |price: &Amount| price.atoms(&payment.unit);
	let (pricing, reserve) = match (&args.price, &args.auction) {
		(Some(price), _) => ("Fixed", atoms(price)?),
		(None, Some(reserve)) => ("Auction", atoms(reserve)?),
		(None, None) => {
			return Err(Failure::input("there is no price", "give --price or --auction"));
		}
	};
	let rights = args.rights_price.as_ref().map(atoms).transpose()?;
	let lot = args.lot_size.atoms(&class.token.unit)?;
	let public = now.block(args.public);
	let (opens, closes) =
		(args.opens.map(|opens| now.block(opens)).unwrap_or(public), now.block(args.closes));
	let terms = Value::named_composite([
		("lots", number(args.lots)),
		("lot_size", number(lot)),
		("pricing", Value::unnamed_variant(pricing, [number(reserve)])),
		("rights_price", option(rights.map(number))),
		("opens", number(opens)),
		("public", number(public)),
		("closes", number(closes)),
	]);
	let call =
		call("Offerings", "open_offering", [number(class.token.id), number(payment.id), terms]);
	desk.ensure_acts_for(&company, &call)?;
	let deposit: u128 = desk.view.constant("Offerings", "OfferingDeposit")?;
	let shares = args.lots.checked_mul(lot).map(|shares| class.token.unit.text(shares));
	let at = match pricing {
		"Fixed" => format!("at {} a lot", payment.unit.text(reserve)),
		_ => format!("in an auction from {} a lot", payment.unit.text(reserve)),
	};
	let first = rights.map(|price| {
		format!("\n  rights   {} a lot, from {}", payment.unit.text(price), now.text(opens))
	});
	let what = format!(
		"Offer {} in lots of {} {at}; {} are on hold until it is over{}\n  bids     from {}\n  ends     at {}",
		shares.unwrap_or_else(|| format!("{} lots", args.lots)),
		class.token.unit.text(lot),
		desk.chain.text(deposit),
		first.unwrap_or_default(),
		now.text(public),
		now.text(closes),
	);
	let receipt = desk.perform(&what, &call).await?;
	let of = |field: &str| {
		let found = in_event(&receipt, "Offerings", "OfferingOpened", field);
		found.and_then(|found| u32::try_from(found).ok())
	};
	let done = match of("offering") {
		Some(offering) if rights.is_some() => format!(
			"offering {offering} is open, rights from {}, bids from {}",
			now.text(opens),
			now.text(public)
		),
		Some(offering) => format!("offering {offering} is open, bids from {}", now.text(public)),
		None => "the offering is sent".to_owned(),
	};
	let json = json!({
		"offering": of("offering"),
		"class": class.token.id,
		"payment": payment.id,
		"lots": args.lots.to_string(),
		"lot_size": class.token.unit.number(lot),
		"pricing": pricing.to_lowercase(),
		"reserve": payment.unit.number(reserve),
		"rights_price": rights.map(|price| payment.unit.number(price)),
		"opens": opens,
		"public": public,
		"closes": closes,
	});
	Ok(desk.report(&done, &receipt, json))
}

async fn cancel(context: &Context, offering: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let shown = desk.chain.offering(offering).await?;
	let company = desk.chain.find_company(&shown["company"].to_string()).await?;
	let call = call("Offerings", "cancel_offering", [number(offering)]);
	desk.ensure_acts_for(&company, &call)?;
	let what = format!("Take offering {offering} of {} back", text(&shown["symbol"]));
	desk.carry_out(&what, "taken back", json!({ "offering": offering }), &call).await
}

async fn price(context: &Context, offering: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let shown = desk.chain.offering(offering).await?;
	if text(&shown["status"]) != "closed" {
		return Err(Failure::input(
			format!(
				"offering {offering} has no price to be found in its stage `{}`",
				words(&shown["status"])
			),
			format!("see `kongsi offering show {offering}`"),
		));
	}
	let call = call("Offerings", "price_offering", [number(offering)]);
	let receipt = desk.perform(&format!("Find the price of offering {offering}"), &call).await?;
	let found = in_event(&receipt, "Offerings", "OfferingPriced", "price");
	let payment = unsigned(&shown["payment"]["id"]);
	let unit = tokens::by_id(&desk.chain, &desk.view, payment).await?.unit;
	let off = receipt.event("Offerings", "OfferingCalledOff").is_some();
	let done = match (found, off) {
		(Some(price), _) => format!("every bidder pays {} a lot", unit.text(price)),
		(None, true) => "the shares cannot be issued, so every bid is given back".to_owned(),
		(None, false) => "sent".to_owned(),
	};
	let json = json!({
		"offering": offering,
		"price": found.map(|price| unit.number(price)),
		"called_off": off,
	});
	Ok(desk.report(&done, &receipt, json))
}

/// Sends a call until an event says that there is nothing left to do.
async fn repeat(
	context: &Context,
	offering: u32,
	name: &str,
	last: &str,
	what: &str,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let shown = desk.chain.offering(offering).await?;
	let payment = unsigned(&shown["payment"]["id"]);
	let payment = tokens::by_id(&desk.chain, &desk.view, payment).await?;
	context.confirm(&format!(
		"For offering {offering}: {what}, in as many transactions of {STEPS_PER_CALL} as it takes"
	))?;
	let step: Call = call("Offerings", name, [number(offering), number(STEPS_PER_CALL)]);
	let mut transactions: Vec<Json> = Vec::new();
	for _ in 0..MAX_CALLS {
		let receipt = context.perform_agreed(&desk.chain, &desk.key, &step).await?;
		let settled = receipt.events.iter().filter(|event| event.name == "BidSettled").count();
		let refused = receipt.events.iter().filter(|event| event.name == "BidRefused").count();
		let counts = json!({ "settled": settled, "refused": refused });
		transactions.push(sent_json(&desk.chain, &receipt, counts));
		let cleared = receipt.event("Offerings", "OfferingCleared").is_some();
		if cleared || receipt.event("Offerings", last).is_some() {
			let place = place(&desk.chain, &receipt);
			let of = |field: &str| in_event(&receipt, "Offerings", "Completed", field);
			let done = match (of("lots_sold"), of("proceeds")) {
				(Some(lots), Some(proceeds)) => {
					format!("{lots} lots sold to bidders for {}", payment.unit.text(proceeds))
				}
				_ => "done".to_owned(),
			};
			let json = json!({
				"offering": offering,
				"cleared": cleared,
				"sold": of("lots_sold").map(|lots| lots.to_string()),
				"proceeds": of("proceeds").map(|proceeds| payment.unit.number(proceeds)),
				"transactions": transactions,
			});
			return Ok(Report::new(format!("{done} ({place})"), json));
		}
	}
	Err(Failure::unknown(
		format!("offering {offering} is not done after {MAX_CALLS} transactions"),
		"run the command again",
	))
}

async fn retire(context: &Context, token: &str) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let token = tokens::find(&desk.chain, &desk.view, token).await?;
	let call = call("Offerings", "retire_rights", [number(token.id)]);
	let what = format!("Begin to destroy the right token {}", token.unit.symbol);
	desk.carry_out(&what, "begun", json!({ "token": token.id }), &call).await
}
