//! Making a share class, opening a token it pays in, and issuing shares.

use super::{super::acting::Desk, company::Roles};
use crate::{
	address::Address,
	amount::{Amount, Unit},
	chain::{
		call::{all_or_nothing, call, number, target, Call},
		shares::each,
		tokens,
	},
	context::Context,
	error::{Failure, Result},
	report::Report,
};
use clap::Args;
use serde_json::json;
use subxt::dynamic::Value;

/// Numbers of tokens that are looked at to find one nobody has.
const MAX_LOOKS: u32 = 1_000;
/// The first number that is looked at: 0 is KSI.
const FIRST_TOKEN: u32 = 1;

/// Arguments of `issuer create-class`.
#[derive(Debug, Args)]
pub struct CreateArgs {
	/// The company, by its number or name
	pub company: String,
	/// The symbol of the shares, such as NOVA
	#[arg(required_unless_present = "token")]
	pub symbol: Option<String>,
	/// Their name for people [default: the symbol]
	#[arg(long)]
	pub name: Option<String>,
	/// How many there can ever be
	#[arg(long, value_name = "SHARES", required_unless_present = "token")]
	pub maximum: Option<Amount>,
	/// Digits behind the point of a share
	#[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=18))]
	pub decimals: u8,
	/// The fewest an account can own [default: the smallest part of one]
	#[arg(long, value_name = "SHARES")]
	pub minimum: Option<Amount>,
	/// The number of a token that you own, instead of a new one
	#[arg(long, conflicts_with_all = ["symbol", "name", "decimals", "minimum"])]
	pub token: Option<u32>,
}

pub(super) async fn create(context: &Context, args: &CreateArgs) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let company = desk.chain.find_company(&args.company).await?;
	let (token, unit, mut calls) = match args.token {
		Some(id) => {
			let token = tokens::by_id(&desk.chain, &desk.view, id).await?;
			(id, token.unit, Vec::new())
		}
		None => {
			let symbol = args.symbol.clone().unwrap_or_default();
			let unit = Unit { decimals: args.decimals, symbol };
			let id = free_number(&desk).await?;
			let calls = make_token(&desk, id, &unit, args)?;
			(id, unit, calls)
		}
	};
	if let Some(maximum) = &args.maximum {
		let atoms = number(maximum.atoms(&unit)?);
		calls.push(call("Assets", "set_authorised_maximum", [number(token), atoms]));
	}
	let create = call("Shareholders", "create_share_class", [number(company.id), number(token)]);
	desk.ensure_acts_for(&company, &create)?;
	calls.push(create);
	let deposit: u128 = desk.view.constant("Shareholders", "ClassDeposit")?;
	let what = format!(
		"Make token {token}, {}, a share class of {}, for good; {} are on hold for it",
		unit.symbol,
		company.name,
		desk.chain.text(deposit)
	);
	let done = format!(
		"{} is a share class of {}, token {token}; mint with `kongsi issuer issue {token} AMOUNT`",
		unit.symbol, company.name
	);
	let json = json!({
		"company": company.id,
		"class": token,
		"symbol": unit.symbol,
		"decimals": unit.decimals,
		"maximum": args.maximum.as_ref().map(ToString::to_string),
	});
	desk.carry_out(&what, &done, json, &all_or_nothing(calls)).await
}

fn make_token(desk: &Desk<'_>, id: u32, unit: &Unit, args: &CreateArgs) -> Result<Vec<Call>> {
	if unit.symbol.is_empty() || unit.symbol.chars().any(|letter| !letter.is_ascii_alphanumeric()) {
		return Err(Failure::input(
			format!("`{}` is not a symbol", unit.symbol),
			"use letters and digits, such as NOVA",
		));
	}
	let least = args.minimum.as_ref().map(|minimum| minimum.atoms(unit)).transpose()?;
	let name = args.name.as_deref().unwrap_or(&unit.symbol);
	Ok(vec![
		call("Assets", "create", [number(id), target(&desk.who()), number(least.unwrap_or(1))]),
		call(
			"Assets",
			"set_metadata",
			[
				number(id),
				Value::from_bytes(name.as_bytes()),
				Value::from_bytes(unit.symbol.as_bytes()),
				number(unit.decimals),
			],
		),
	])
}

/// The first number that no token has.
async fn free_number(desk: &Desk<'_>) -> Result<u32> {
	for id in FIRST_TOKEN..FIRST_TOKEN.saturating_add(MAX_LOOKS) {
		if !desk.view.has("Assets", "Asset", vec![number(id)]).await? {
			return Ok(id);
		}
	}
	Err(Failure::input(
		format!("the first {MAX_LOOKS} numbers of tokens are taken"),
		"create the token with `Assets.create`, and name its number with --token",
	))
}

pub(super) async fn open_payout(context: &Context, class: &str, token: &str) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let token = tokens::find(&desk.chain, &desk.view, token).await?;
	let company = desk.chain.find_company(&class.issuer()?.to_string()).await?;
	let call = call("Shareholders", "open_payout", [number(class.token.id), number(token.id)]);
	desk.ensure_acts_for(&company, &call)?;
	let symbol = &token.unit.symbol;
	let known = desk.chain.shares("dividends", &[json!(class.token.id)]).await?;
	if each(&known["payouts"]).any(|payout| payout["token"] == json!(token.id)) {
		let json = json!({ "class": class.token.id, "token": token.id, "symbol": symbol });
		return Ok(Report::new(format!("{} pays in {symbol} already", class.symbol()), json));
	}
	let what = format!(
		"Let {} pay dividends in {symbol}, for good; you give its pot the least that an account can own of {symbol}",
		class.symbol()
	);
	let json = json!({ "class": class.token.id, "token": token.id, "symbol": symbol });
	desk.carry_out(&what, &format!("{} pays in {symbol}", class.symbol()), json, &call).await
}

pub(super) async fn issue(
	context: &Context,
	class: &str,
	amount: &Amount,
	to: Option<&Address>,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let company = desk.chain.find_company(&class.issuer()?.to_string()).await?;
	let unit = &class.token.unit;
	let atoms = amount.atoms(unit)?;
	let holder = to.map(|address| desk.chain.account(address)).transpose()?;
	let holder = holder.unwrap_or(company.account);
	let mint = call("Assets", "mint", [number(class.token.id), target(&holder), number(atoms)]);
	let roles = Roles::read(&desk.view, class.token.id).await?;
	let Some(roles) = roles.filter(|roles| !roles.renounced.issuer) else {
		return Err(Failure::input(
			format!("nobody mints {} any more: that role was given up", class.symbol()),
			"new shares come from offerings and splits",
		));
	};
	let call = if roles.issuer == desk.who() {
		mint
	} else if roles.issuer == company.account {
		desk.as_company(&company, mint)?
	} else {
		return Err(Failure::input(
			format!("{} is minted by {}", class.symbol(), desk.chain.address(&roles.issuer)),
			"sign with its key",
		));
	};
	let treasury = holder == company.account;
	let account = desk.chain.address(&holder);
	let whom = if treasury { format!("{} itself", company.name) } else { account.clone() };
	let what = format!("Mint {} to {whom}", unit.text(atoms));
	let json = json!({
		"class": class.token.id,
		"amount": unit.number(atoms),
		"account": account,
		"treasury": treasury,
	});
	desk.carry_out(&what, &format!("{} minted to {whom}", unit.text(atoms)), json, &call).await
}
