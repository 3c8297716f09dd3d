//! Shares that are given at once and become free over time.

use super::super::acting::Desk;
use crate::{
	address::Address,
	amount::Amount,
	chain::{
		call::{call, number, target},
		shares::{each, in_event, text, unsigned},
	},
	context::Context,
	error::{Failure, Result},
	report::{Report, Table},
	when::When,
};
use clap::{Args, Subcommand};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

/// Commands about grants.
#[derive(Debug, Subcommand)]
pub enum GrantCommand {
	/// Give shares of the company's own that become free over time
	Give(GiveArgs),
	/// List the grants of an account
	List {
		/// The account [default: that of the key]
		account: Option<Address>,
	},
	/// Release what is due of a grant; anybody may
	Vest {
		/// The class, by its symbol or number
		class: String,
		/// The number of the grant at its holder
		grant: u32,
		/// Its holder [default: the account of the key]
		#[arg(long = "for", value_name = "ACCOUNT")]
		holder: Option<Address>,
	},
	/// Take back what is not due of a grant
	Revoke {
		/// The class, by its symbol or number
		class: String,
		/// The number of the grant at its holder
		grant: u32,
		/// Its holder
		holder: Address,
	},
}

/// Arguments of `issuer grant give`.
#[derive(Debug, Args)]
pub struct GiveArgs {
	/// The class, by its symbol or number
	pub class: String,
	/// To whom
	pub to: Address,
	/// How many shares
	pub amount: Amount,
	/// When all of it is free: a block, or from now as in +300, 6h, 365d
	#[arg(long, value_name = "WHEN")]
	pub end: When,
	/// When time begins to count; it may be past [default: now]
	#[arg(long, value_name = "WHEN")]
	pub start: Option<When>,
	/// Before when nothing is free [default: the start]
	#[arg(long, value_name = "WHEN")]
	pub cliff: Option<When>,
	/// Let the company take back what is not free yet
	#[arg(long)]
	pub revocable: bool,
}

pub(super) async fn execute(context: &Context, command: GrantCommand) -> Result<Report> {
	match command {
		GrantCommand::Give(args) => give(context, &args).await,
		GrantCommand::List { account } => list(context, account.as_ref()).await,
		GrantCommand::Vest { class, grant, holder } => {
			vest(context, &class, grant, holder.as_ref()).await
		}
		GrantCommand::Revoke { class, grant, holder } => {
			revoke(context, &class, grant, &holder).await
		}
	}
}

async fn give(context: &Context, args: &GiveArgs) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, &args.class).await?;
	let company = desk.chain.find_company(&class.issuer()?.to_string()).await?;
	let who = desk.chain.account(&args.to)?;
	let unit = &class.token.unit;
	let atoms = args.amount.atoms(unit)?;
	let now = desk.now()?;
	let start = args.start.map(|start| now.block(start)).unwrap_or(now.height);
	let cliff = args.cliff.map(|cliff| now.block(cliff)).unwrap_or(start);
	let end = now.block(args.end);
	if !(start < end && (start..=end).contains(&cliff)) {
		return Err(Failure::input(
			format!("start {start}, cliff {cliff} and end {end} are not in this order"),
			"the cliff lies between start and end",
		));
	}
	let terms = Value::named_composite([
		("start", number(start)),
		("cliff", number(cliff)),
		("end", number(end)),
		("revocable", Value::bool(args.revocable)),
	]);
	let call =
		call("Grants", "grant", [number(class.token.id), target(&who), number(atoms), terms]);
	desk.ensure_acts_for(&company, &call)?;
	let address = desk.chain.address(&who);
	let what = format!(
		"Give {address} {} of {}, which earn and vote at once\n  start    {}\n  cliff    {}\n  free     {}\n  {}",
		unit.text(atoms),
		company.name,
		now.text(start),
		now.text(cliff),
		now.text(end),
		if args.revocable { "the company may take back what is not free" } else { "nobody can take it back" },
	);
	let receipt = desk.perform(&what, &call).await?;
	let id = in_event(&receipt, "Grants", "Granted", "grant");
	let id = id.and_then(|id| u32::try_from(id).ok());
	let named = id.map(|id| format!("grant {id} of ")).unwrap_or_default();
	let done = format!("{named}{} given to {address}", unit.text(atoms));
	let json = json!({
		"class": class.token.id,
		"account": address,
		"grant": id,
		"amount": unit.number(atoms),
		"start": start,
		"cliff": cliff,
		"end": end,
		"revocable": args.revocable,
	});
	Ok(desk.report(&done, &receipt, json))
}

async fn list(context: &Context, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let who = chain.address(&context.account(&chain, account)?);
	let params = [json!(who), Json::Null];
	let answer = chain.all_shares("portfolio", &params, "classes", usize::MAX).await?;
	let now = super::super::acting::now(&chain.best().await?)?;
	let mut table =
		Table::new(&["class", "grant", "amount", "released", "due", "nothing before", "all free"]);
	let mut grants = Vec::new();
	for class in each(&answer["classes"]) {
		for grant in each(&class["grants"]) {
			table.row([
				text(&class["symbol"]).to_owned(),
				grant["id"].to_string(),
				text(&grant["amount"]).to_owned(),
				text(&grant["released"]).to_owned(),
				text(&grant["due"]).to_owned(),
				now.text(unsigned(&grant["cliff"])),
				now.text(unsigned(&grant["end"])),
			]);
			let mut grant = grant.clone();
			grant["class"] = class["class"].clone();
			grant["symbol"] = class["symbol"].clone();
			grants.push(grant);
		}
	}
	let shown = table.text_or("there are no grants");
	let json = json!({ "block": answer["block"], "account": who, "grants": grants });
	Ok(Report::new(shown, json))
}

async fn vest(
	context: &Context,
	class: &str,
	grant: u32,
	holder: Option<&Address>,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let holder = holder.map(|address| desk.chain.account(address)).transpose()?;
	let holder = holder.unwrap_or(desk.who());
	let call = call("Grants", "vest", [number(class.token.id), target(&holder), number(grant)]);
	let address = desk.chain.address(&holder);
	let what = format!("Release what is due of grant {grant} of {address}");
	let receipt = desk.perform(&what, &call).await?;
	let amount = in_event(&receipt, "Grants", "Released", "amount");
	let unit = &class.token.unit;
	let told = amount.map(|amount| unit.text(amount)).unwrap_or_else(|| "what is due".to_owned());
	let json = json!({
		"class": class.token.id,
		"account": address,
		"grant": grant,
		"released": amount.map(|amount| unit.number(amount)),
	});
	Ok(desk.report(&format!("{told} is free"), &receipt, json))
}

async fn revoke(context: &Context, class: &str, grant: u32, holder: &Address) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let company = desk.chain.find_company(&class.issuer()?.to_string()).await?;
	let holder = desk.chain.account(holder)?;
	let call = call("Grants", "revoke", [number(class.token.id), target(&holder), number(grant)]);
	desk.ensure_acts_for(&company, &call)?;
	let address = desk.chain.address(&holder);
	let what = format!("Take back what is not free of grant {grant} of {address}");
	let receipt = desk.perform(&what, &call).await?;
	let unit = &class.token.unit;
	let of = |field: &str| in_event(&receipt, "Grants", "Revoked", field);
	let told = |atoms: Option<u128>| atoms.map(|atoms| unit.text(atoms)).unwrap_or_default();
	let done = match receipt.block {
		Some(_) => format!("{} returned, {} released", told(of("returned")), told(of("vested"))),
		None => "sent".to_owned(),
	};
	let json = json!({
		"class": class.token.id,
		"account": address,
		"grant": grant,
		"returned": of("returned").map(|atoms| unit.number(atoms)),
		"released": of("vested").map(|atoms| unit.number(atoms)),
	});
	Ok(desk.report(&done, &receipt, json))
}
