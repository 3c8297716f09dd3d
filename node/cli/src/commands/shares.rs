//! `kongsi shares`: companies and their share classes, holders, holdings, and what splits leave.

mod fractions;
mod show;

use crate::{
	address::Address,
	chain::shares::{each, text},
	context::Context,
	error::Result,
	report::{Report, Table},
};
use clap::Subcommand;
use serde_json::{json, Value as Json};

/// Commands for holders of shares.
#[derive(Debug, Subcommand)]
pub enum SharesCommand {
	/// List the share classes of all companies
	List,
	/// Show a share class: shares, roles, dividends, record dates, what is before its holders
	Show {
		/// The class, by its symbol or number, such as HALO
		class: String,
	},
	/// List the holders of a class, now or at a record date
	Holders {
		/// The class, by its symbol or number
		class: String,
		/// The epoch of a live record date; `kongsi shares show` lists them
		#[arg(long, value_name = "EPOCH")]
		record_date: Option<u32>,
		/// How many at most, the largest of them first
		#[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=20_000))]
		limit: u32,
	},
	/// Show everything an account owns, is owed and may decide
	Portfolio {
		/// The account [default: that of the key]
		account: Option<Address>,
	},
	/// Claim what a fraction of a share that a split left was sold for
	ClaimFraction {
		/// The class, by its symbol or number
		class: String,
		/// The number of the split, from 0
		split: u32,
		/// Whose fraction; he is paid [default: the account of the key]
		#[arg(long = "for", value_name = "ACCOUNT")]
		owner: Option<Address>,
	},
	/// Bid KSI for all shares that the fractions of a split make up
	BidFractions {
		/// The class, by its symbol or number
		class: String,
		/// The number of the split, from 0
		split: u32,
		/// How much KSI for all of them
		amount: crate::amount::Amount,
	},
	/// End an auction of fractions whose time is over; anybody may
	SettleFractions {
		/// The class, by its symbol or number
		class: String,
		/// The number of the split, from 0
		split: u32,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: SharesCommand) -> Result<Report> {
	match command {
		SharesCommand::List => list(context).await,
		SharesCommand::Show { class } => show::show(context, &class).await,
		SharesCommand::Holders { class, record_date, limit } => {
			holders(context, &class, record_date, limit).await
		}
		SharesCommand::Portfolio { account } => show::portfolio(context, account.as_ref()).await,
		SharesCommand::ClaimFraction { class, split, owner } => {
			fractions::claim(context, &class, split, owner.as_ref()).await
		}
		SharesCommand::BidFractions { class, split, amount } => {
			fractions::bid(context, &class, split, &amount).await
		}
		SharesCommand::SettleFractions { class, split } => {
			fractions::settle(context, &class, split).await
		}
	}
}

async fn list(context: &Context) -> Result<Report> {
	let chain = context.chain().await?;
	let answer = chain.all_shares("companies", &[], "companies", usize::MAX).await?;
	let mut table = Table::new(&["class", "symbol", "company", "name", "acts"]);
	let symbol = chain.identity.unit.symbol.clone();
	table.row([
		"0".to_owned(),
		symbol,
		"-".to_owned(),
		"the exchange".to_owned(),
		"referenda".to_owned(),
	]);
	for company in each(&answer["companies"]) {
		let acts = if company["handedOver"] == json!(true) { "ballots" } else { "founder" };
		for class in each(&company["classes"]) {
			table.row([
				class["id"].to_string(),
				text(&class["symbol"]).to_owned(),
				company["id"].to_string(),
				text(&company["name"]).to_owned(),
				acts.to_owned(),
			]);
		}
	}
	Ok(Report::new(table.text(), answer))
}

async fn holders(context: &Context, class: &str, date: Option<u32>, limit: u32) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let class = chain.find_class(&view, class).await?;
	let most = usize::try_from(limit).unwrap_or(usize::MAX);
	// The node lists them in the order of hashes, so the largest are known only when all have been read.
	let params = [json!(class.token.id), json!(date)];
	let mut answer = chain.all_shares("holders", &params, "holders", usize::MAX).await?;
	let complete = answer["nextCursor"].is_null();
	let unit = &class.token.unit;
	let atoms = |holder: &Json| {
		let shares = text(&holder["shares"]).parse::<crate::amount::Amount>().ok();
		shares.and_then(|shares| shares.atoms(unit).ok()).unwrap_or_default()
	};
	let mut list = answer["holders"].as_array().cloned().unwrap_or_default();
	list.sort_by_key(|holder| std::cmp::Reverse(atoms(holder)));
	let all = list.len();
	list.truncate(most);
	let mut table = Table::new(&["account", "shares", "part", "free", "held", ""]);
	for holder in &list {
		table.row([
			text(&holder["account"]).to_owned(),
			text(&holder["shares"]).to_owned(),
			percent(text(&holder["part"])),
			text(&holder["free"]).to_owned(),
			text(&holder["held"]).to_owned(),
			if holder["excluded"] == json!(true) { "neither earns nor votes" } else { "" }
				.to_owned(),
		]);
	}
	let when = match date {
		Some(date) => format!("at record date {date}, block {}", answer["recordBlock"]),
		None => "now".to_owned(),
	};
	let more = match (complete, all.saturating_sub(list.len())) {
		(false, _) => "\nthere are more than can be listed".to_owned(),
		(true, 0) => String::new(),
		(true, left) => format!("\n{left} more, see --limit"),
	};
	let head =
		format!("{} {} {when}, {all} holders", text(&answer["shares"]), text(&answer["symbol"]));
	answer["holders"] = Json::Array(list);
	answer["count"] = json!(all);
	answer["complete"] = json!(complete);
	if let Some(answer) = answer.as_object_mut() {
		answer.remove("nextCursor");
		answer.remove("proof");
	}
	Ok(Report::new(format!("{head}\n{}{more}", table.text()), answer))
}

/// A part of one as a percentage, exactly: the point moves by two digits.
pub(super) fn percent(part: &str) -> String {
	let (whole, fraction) = part.split_once('.').unwrap_or((part, ""));
	if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
		return part.to_owned();
	}
	let fraction = format!("{fraction:0<2}");
	let (hundredths, rest) = fraction.split_at(2);
	let whole = format!("{whole}{hundredths}");
	let whole = whole.trim_start_matches('0');
	let whole = if whole.is_empty() { "0" } else { whole };
	let rest = rest.trim_end_matches('0');
	// Two digits are enough for people; programs get them all.
	let rest = rest.get(..rest.len().min(2)).unwrap_or_default();
	if rest.is_empty() {
		format!("{whole}%")
	} else {
		format!("{whole}.{rest}%")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn parts_are_told_in_percent() {
		for (part, expected) in [
			("0.166666666666", "16.66%"),
			("1", "100%"),
			("0", "0%"),
			("0.05", "5%"),
			("0.5", "50%"),
			("0.004", "0.4%"),
			("-", "-"),
		] {
			assert_eq!(percent(part), expected);
		}
	}
}
