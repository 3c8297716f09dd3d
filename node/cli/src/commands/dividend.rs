//! `kongsi dividend`: what classes pay, what they owe an account, and paying.

use super::acting::Desk;
use crate::{
	address::{AccountId, Address},
	amount::Amount,
	chain::{
		call::{call, each_by_itself, number, option, target, variant, Call},
		shares::{each, text, Class},
		tokens::{self, Token},
		view::{field, View},
		Chain,
	},
	context::{place, sent_json, Context},
	error::{Failure, Kind, Result},
	report::{Report, Table},
};
use clap::{Args, Subcommand};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

/// Classes that one transaction claims from: each may pay in eight tokens.
const CLASSES_PER_CALL: usize = 20;

/// Commands about dividends.
#[derive(Debug, Subcommand)]
pub enum DividendCommand {
	/// Show what a class has paid, owes and will pay
	List {
		/// The class, by its symbol or number
		class: String,
	},
	/// Show what all classes owe an account
	Due {
		/// The account [default: that of the key]
		account: Option<Address>,
	},
	/// Claim what classes owe; what is owed never expires
	Claim {
		/// The classes, by symbol or number [default: all that owe something]
		classes: Vec<String>,
		/// Whose dividends; he is paid, whoever signs [default: the account of the key]
		#[arg(long = "for", value_name = "ACCOUNT")]
		holder: Option<Address>,
	},
	/// Pay a dividend out of your own account; a company pays with `kongsi issuer dividend`
	Pay(PayArgs),
}

/// A dividend.
#[derive(Debug, Args)]
pub struct PayArgs {
	/// The class whose holders are paid, by its symbol or number
	pub class: String,
	/// How much in all
	pub amount: Amount,
	/// In which token, by its symbol or number; one that the class pays in
	pub token: String,
	/// When
	#[command(flatten)]
	pub schedule: Schedule,
}

/// When a dividend is paid.
#[derive(Clone, Copy, Debug, Args)]
pub struct Schedule {
	/// In equal parts over so many epochs
	#[arg(long, value_name = "EPOCHS", conflicts_with_all = ["record", "payment"])]
	pub stream: Option<u32>,
	/// To those who own shares at the beginning of this epoch [without this and --stream: of the next]
	#[arg(long, value_name = "EPOCH")]
	pub record: Option<u32>,
	/// To be claimed from the beginning of this epoch on [default: that of --record]
	#[arg(long, value_name = "EPOCH", requires = "record")]
	pub payment: Option<u32>,
}

impl Schedule {
	fn value(self) -> Value {
		match (self.stream, self.record) {
			(Some(epochs), _) => Value::unnamed_variant("Stream", [number(epochs)]),
			(None, Some(record)) => {
				let payment = self.payment.unwrap_or(record);
				let dates = [("record", number(record)), ("payment", number(payment))];
				Value::named_variant("Dated", dates)
			}
			(None, None) => variant("Next"),
		}
	}

	fn text(self) -> String {
		match (self.stream, self.record) {
			(Some(epochs), _) => format!("in equal parts over {epochs} epochs"),
			(None, Some(record)) => format!(
				"to those who own shares at epoch {record}, claimable from epoch {} on",
				self.payment.unwrap_or(record)
			),
			(None, None) => "to those who own shares at the next epoch".to_owned(),
		}
	}
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: DividendCommand) -> Result<Report> {
	match command {
		DividendCommand::List { class } => list(context, &class).await,
		DividendCommand::Due { account } => owed(context, account.as_ref()).await,
		DividendCommand::Claim { classes, holder } => {
			claim(context, &classes, holder.as_ref()).await
		}
		DividendCommand::Pay(args) => pay(context, &args).await,
	}
}

async fn list(context: &Context, class: &str) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let class = chain.find_class(&view, class).await?;
	let answer = chain.shares("dividends", &[json!(class.token.id)]).await?;
	let head = format!(
		"{}, epoch {}, {} shares earn",
		text(&answer["symbol"]),
		answer["epoch"],
		text(&answer["eligible"])
	);
	let table = payouts(&answer);
	let text = if table.is_empty() {
		format!("{head}\nit pays in no token yet")
	} else {
		format!("{head}\n{table}")
	};
	Ok(Report::new(text, answer))
}

/// The tokens that a class pays in; nothing if there are none.
pub(super) fn payouts(class: &Json) -> String {
	let mut table = Table::new(&[
		"pays in",
		"ever paid",
		"claimed",
		"owed",
		"next epoch",
		"streaming",
		"per epoch",
		"per share so far",
	]);
	let mut dates = Table::new(&["record date", "payment date", "token", "waiting", "per share"]);
	for payout in each(&class["payouts"]) {
		let of = |name: &str| text(&payout[name]).to_owned();
		table.row([
			of("symbol"),
			of("lifetime"),
			of("claimed"),
			of("booked"),
			of("pending"),
			of("streaming"),
			of("perBoundary"),
			of("perShare"),
		]);
		for dated in each(&payout["dated"]) {
			dates.row([
				format!("{} (block {})", dated["recordDate"], dated["recordBlock"]),
				format!("{} (block {})", dated["paymentDate"], dated["paymentBlock"]),
				of("symbol"),
				text(&dated["waiting"]).to_owned(),
				text(&dated["perShare"]).to_owned(),
			]);
		}
	}
	match (table.is_empty(), dates.is_empty()) {
		(true, _) => String::new(),
		(false, true) => table.text(),
		(false, false) => format!("{}\n\n{}", table.text(), dates.text()),
	}
}

/// What is owed in one token, in words.
pub(super) fn due(due: &Json) -> String {
	let symbol = text(&due["symbol"]);
	let now = format!("{} {symbol}", text(&due["claimable"]));
	match text(&due["waiting"]) {
		"0" | "-" => now,
		waiting => format!("{now} and {waiting} {symbol} later"),
	}
}

async fn owed(context: &Context, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let who = context.account(&chain, account)?;
	let answer = dues(&chain, &chain.address(&who)).await?;
	let mut table = Table::new(&["class", "can claim"]);
	for class in each(&answer["classes"]) {
		let dues: Vec<String> = each(&class["claimable"]).map(due).collect();
		let name = format!("{} {}", class["class"], text(&class["symbol"]));
		table.row([name, dues.join(", ")]);
	}
	let text = table.text_or("nothing is owed");
	Ok(Report::new(text, answer))
}

async fn dues(chain: &Chain, who: &str) -> Result<Json> {
	chain.all_shares("claimable", &[json!(who), Json::Null], "classes", usize::MAX).await
}

async fn claim(context: &Context, classes: &[String], holder: Option<&Address>) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let chain = &desk.chain;
	let holder = holder.map(|address| chain.account(address)).transpose()?;
	let who = chain.address(&holder.unwrap_or(desk.who()));
	let mut wanted = Vec::new();
	for class in classes {
		wanted.push(chain.find_class(&desk.view, class).await?.token.id);
	}
	let owed = dues(chain, &who).await?;
	let can_pay = |class: &&Json| {
		let id = crate::chain::shares::unsigned(&class["class"]);
		let asked = wanted.is_empty() || wanted.contains(&id);
		asked && each(&class["claimable"]).any(|due| text(&due["claimable"]) != "0")
	};
	let paying: Vec<&Json> = each(&owed["classes"]).filter(can_pay).collect();
	if paying.is_empty() {
		let json = json!({
			"account": who, "claimed": [], "unpaid": [], "failed": [], "transactions": [],
		});
		return Ok(Report::new(format!("nothing can be claimed for {who} now"), json));
	}
	let expected: Vec<String> =
		paying.iter().flat_map(|class| each(&class["claimable"])).map(due).collect();
	let names: Vec<&str> = paying.iter().map(|class| text(&class["symbol"])).collect();
	context.confirm(&format!(
		"Claim for {who} what {} owes\n  amounts  {}\n  chain    {}",
		names.join(", "),
		expected.join(", "),
		chain.identity.name,
	))?;
	let mut lines = Vec::new();
	let (mut claimed, mut unpaid, mut transactions) = (Vec::new(), Vec::new(), Vec::new());
	let mut failed: Vec<&str> = Vec::new();
	for part in paying.chunks(CLASSES_PER_CALL) {
		let calls: Vec<Call> = part
			.iter()
			.map(|class| {
				let id = number(crate::chain::shares::unsigned(&class["class"]));
				call("Shareholders", "claim", [id, option(holder.as_ref().map(target))])
			})
			.collect();
		// A class that cannot pay keeps nothing back in the others.
		let call =
			if calls.len() == 1 { calls.into_iter().next() } else { Some(each_by_itself(calls)) };
		let Some(call) = call else { continue };
		let receipt = context.perform_agreed(chain, &desk.key, &call).await?;
		for event in receipt.events.iter().filter(|event| event.name == "Claimed") {
			let (paid, left) = paid(&desk.view, chain, &event.fields).await?;
			lines.extend(paid.iter().map(|paid| {
				format!(
					"{} {} by class {}",
					text(&paid["amount"]),
					text(&paid["symbol"]),
					paid["class"]
				)
			}));
			claimed.extend(paid);
			unpaid.extend(left);
		}
		let refused = part.iter().zip(receipt.items()).filter(|(_, done)| !done);
		failed.extend(refused.map(|(class, _)| text(&class["symbol"])));
		lines.push(format!("to {who} ({})", place(chain, &receipt)));
		transactions.push(sent_json(chain, &receipt, json!({ "classes": part.len() })));
	}
	if !unpaid.is_empty() {
		lines.push("what the account cannot receive now stays owed".to_owned());
	}
	let json = json!({
		"account": who,
		"claimed": claimed,
		"unpaid": unpaid,
		"failed": failed,
		"transactions": transactions,
	});
	if failed.is_empty() {
		return Ok(Report::new(lines.join("\n"), json));
	}
	let failed = failed.join(", ");
	lines.push(format!(
		"refused was {failed}: `kongsi dividend claim CLASS` of one class tells why"
	));
	Ok(Report { exit_code: Kind::Refused.exit_code(), ..Report::new(lines.join("\n"), json) })
}

/// What a claim has paid, and the tokens in which it could not.
async fn paid(view: &View, chain: &Chain, event: &Value<()>) -> Result<(Vec<Json>, Vec<Json>)> {
	let class = crate::chain::view::number_field(event, "class").unwrap_or_default();
	let class = u32::try_from(class).unwrap_or_default();
	let mut paid = Vec::new();
	for payment in items(event, "payments") {
		let mut numbers = numbers(payment).into_iter();
		let (Some(token), Some(atoms)) = (numbers.next(), numbers.next()) else { continue };
		let token = tokens::by_id(chain, view, u32::try_from(token).unwrap_or_default()).await?;
		paid.push(json!({
			"class": class,
			"token": token.id,
			"symbol": token.unit.symbol,
			"amount": token.unit.number(atoms),
		}));
	}
	let mut left = Vec::new();
	for token in items(event, "unpaid").into_iter().flat_map(numbers) {
		left.push(json!({ "class": class, "token": u32::try_from(token).unwrap_or_default() }));
	}
	Ok((paid, left))
}

/// The items of a list in a field of an event.
fn items<'a>(event: &'a Value<()>, name: &str) -> Vec<&'a Value<()>> {
	match field(event, name).map(|list| &list.value) {
		Some(subxt::ext::scale_value::ValueDef::Composite(list)) => list.values().collect(),
		_ => Vec::new(),
	}
}

/// The numbers in a value, in order, whatever is wrapped around them.
fn numbers(value: &Value<()>) -> Vec<u128> {
	match &value.value {
		subxt::ext::scale_value::ValueDef::Composite(parts) => {
			parts.values().flat_map(numbers).collect()
		}
		_ => value.as_u128().into_iter().collect(),
	}
}

/// A dividend with all that is needed to say what it is.
pub(super) struct Dividend {
	/// Who is paid.
	pub class: Class,
	/// In what.
	pub token: Token,
	/// How much in all, in atoms.
	pub atoms: u128,
	schedule: Schedule,
}

impl Dividend {
	/// Checks the arguments against the class.
	///
	/// # Errors
	///
	/// An input failure if the class does not pay in the token, or nobody earns.
	pub(super) async fn new(chain: &Chain, view: &View, args: &PayArgs) -> Result<Self> {
		let class = chain.find_class(view, &args.class).await?;
		let token = tokens::find(chain, view, &args.token).await?;
		let atoms = args.amount.atoms(&token.unit)?;
		let answer = chain.shares("dividends", &[json!(class.token.id)]).await?;
		if !each(&answer["payouts"]).any(|payout| payout["token"] == json!(token.id)) {
			let known: Vec<&str> =
				each(&answer["payouts"]).map(|payout| text(&payout["symbol"])).collect();
			let pays = if known.is_empty() { "nothing yet".to_owned() } else { known.join(", ") };
			return Err(Failure::input(
				format!("{} pays in {pays} and not in {}", class.symbol(), token.unit.symbol),
				format!(
					"its company opens a token with `kongsi issuer open-payout {} {}`",
					class.symbol(),
					token.unit.symbol
				),
			));
		}
		Ok(Self { class, token, atoms, schedule: args.schedule })
	}

	/// That an account, which is called so, has it.
	///
	/// # Errors
	///
	/// An input failure that says how much is missing.
	pub(super) async fn ensure_paid_by(
		&self,
		desk: &Desk<'_>,
		account: &AccountId,
		name: &str,
	) -> Result<()> {
		let address = desk.chain.address(account);
		let params = [json!(address)];
		let owned = desk.chain.exchange_list("orderbook_v1_balances", &params, "balances").await?;
		let found =
			each(&owned["balances"]).find(|balance| balance["token"] == json!(self.token.id));
		let unit = &self.token.unit;
		let free = found.and_then(|balance| text(&balance["free"]).parse::<Amount>().ok());
		let free = free.map(|free| free.atoms(unit)).transpose()?.unwrap_or_default();
		match self.atoms.checked_sub(free) {
			None | Some(0) => Ok(()),
			Some(missing) => Err(Failure::input(
				format!(
					"{name} has {} free and {} are needed",
					unit.text(free),
					unit.text(self.atoms)
				),
				format!("send {} to {address} first, or pay less", unit.text(missing)),
			)),
		}
	}

	/// The call that pays it.
	pub(super) fn call(&self) -> Call {
		call(
			"Shareholders",
			"pay_dividend",
			[
				number(self.class.token.id),
				number(self.token.id),
				number(self.atoms),
				self.schedule.value(),
			],
		)
	}

	/// What it is, in words.
	pub(super) fn text(&self) -> String {
		format!(
			"{} to the holders of {}, {}",
			self.token.unit.text(self.atoms),
			self.class.symbol(),
			self.schedule.text()
		)
	}

	/// What it is, for programs.
	pub(super) fn json(&self) -> Json {
		json!({
			"class": self.class.token.id,
			"token": self.token.id,
			"symbol": self.token.unit.symbol,
			"amount": self.token.unit.number(self.atoms),
		})
	}
}

async fn pay(context: &Context, args: &PayArgs) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let dividend = Dividend::new(&desk.chain, &desk.view, args).await?;
	dividend.ensure_paid_by(&desk, &desk.who(), "your account").await?;
	let what = format!("Pay {}", dividend.text());
	desk.carry_out(&what, &format!("paid {}", dividend.text()), dividend.json(), &dividend.call())
		.await
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chain::call;

	#[test]
	fn schedules_are_those_of_the_runtime() {
		let schedule = |stream, record, payment| Schedule { stream, record, payment };
		for (schedule, expected) in [
			(schedule(None, None, None), "Next ()"),
			(schedule(Some(168), None, None), "Stream (168)"),
			(schedule(None, Some(5), None), "Dated { record: 5, payment: 5 }"),
			(schedule(None, Some(5), Some(9)), "Dated { record: 5, payment: 9 }"),
		] {
			assert_eq!(call::value_text(&schedule.value()), expected);
		}
	}

	#[test]
	fn what_waits_is_told_apart_from_what_can_be_claimed() {
		let owed =
			|waiting: &str| json!({ "symbol": "CASH", "claimable": "5000", "waiting": waiting });
		assert_eq!(due(&owed("0")), "5000 CASH");
		assert_eq!(due(&owed("12.5")), "5000 CASH and 12.5 CASH later");
	}

	#[test]
	fn payments_of_a_claim_are_read_whatever_wraps_their_numbers() {
		let wrapped = Value::unnamed_composite([Value::u128(1)]);
		let payment = Value::unnamed_composite([wrapped, Value::u128(70)]);
		let event = Value::named_composite([("payments", Value::unnamed_composite([payment]))]);
		let found: Vec<Vec<u128>> = items(&event, "payments").into_iter().map(numbers).collect();
		assert_eq!(found, [vec![1, 70]]);
	}
}
