//! `kongsi gov propose`, `deposit` and `refund`.

use super::{show, upgrade};
use crate::{
	address::Address,
	amount::Amount,
	chain::{
		call::{self, account, call, each_by_itself, number, option, variant, Call},
		governance::{self, bytes_of, Track},
		view::{number_field, View},
		Chain,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	percent::Percent,
	report::Report,
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use subxt::dynamic::Value;

/// The longest proposal that lies in its referendum itself. Nobody can vote on a longer one, since it could be missing on the day.
const MAX_PROPOSAL_BYTES: usize = 128;
/// KSI among the tokens of the exchange.
const KSI: u32 = 0;

/// Arguments of `gov propose`.
#[derive(Debug, Args)]
#[command(subcommand_required = true)]
pub struct ProposeArgs {
	/// The track, by its name or number; `kongsi gov tracks` lists them
	pub track: String,
	/// What to propose
	#[command(subcommand)]
	pub proposal: Proposal,
	/// Place the decision deposit too
	#[arg(long, global = true)]
	pub deposit: bool,
	/// Blocks from approval to enactment; never less than the track asks for
	#[arg(long, global = true, value_name = "BLOCKS", default_value_t = 0)]
	pub after: u32,
}

/// The states of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MarketStatus {
	/// Everything.
	Active,
	/// Orders that do not take, and cancels.
	PostOnly,
	/// Cancels.
	CancelOnly,
	/// Cancels, until governance opens it again.
	Halted,
}

impl MarketStatus {
	/// The variant in the runtime.
	fn name(self) -> &'static str {
		match self {
			Self::Active => "Active",
			Self::PostOnly => "PostOnly",
			Self::CancelOnly => "CancelOnly",
			Self::Halted => "Halted",
		}
	}
}

/// What governance can do. None may be named like a track, which stands in front of it.
#[derive(Debug, Subcommand)]
pub enum Proposal {
	/// Upgrade the runtime
	Upgrade {
		/// The new runtime, or its hash in hex
		code: String,
	},
	/// Take an upgrade back that was voted for and is not applied
	RevokeUpgrade,
	/// Set who gets which part of what the exchange earns; the last three add up to 100%
	FeeSplit {
		/// Of a market's fees: its lister's
		#[arg(long)]
		lister: Percent,
		/// Of the rest: the holders'
		#[arg(long)]
		dividends: Percent,
		/// Of the rest: the validators'
		#[arg(long)]
		validators: Percent,
		/// Of the rest: the treasury's
		#[arg(long)]
		treasury: Percent,
	},
	/// Pay somebody out of the treasury
	Spend {
		/// KSI, or the number of another token
		token: String,
		/// How much
		amount: Amount,
		/// To whom
		to: Address,
		/// From which block on it can be fetched [default: at once]
		#[arg(long, value_name = "BLOCK")]
		from: Option<u32>,
	},
	/// Set the status of a market
	MarketStatus {
		/// The number of the market
		market: u32,
		/// The status
		#[arg(value_enum)]
		status: MarketStatus,
	},
	/// Return all orders of a market and end it
	CloseMarket {
		/// The number of the market
		market: u32,
	},
	/// Set how many validators an election fills
	ValidatorCount {
		/// How many
		count: u32,
	},
	/// Set what nominators and validators bond at least
	MinimumBonds {
		/// Nominators
		nominator: Amount,
		/// Validators
		validator: Amount,
	},
	/// Cancel slashes that are not applied yet
	CancelSlash {
		/// The era at whose start they are applied
		era: u32,
		/// Who is to be slashed
		#[arg(required = true)]
		offenders: Vec<Address>,
	},
	/// Pause calls for some blocks
	Pause {
		/// For how many blocks
		#[arg(long)]
		blocks: u32,
		/// Such as OrderBook.place_order
		#[arg(required = true)]
		calls: Vec<String>,
	},
	/// Replace validators that are lost for good, so that blocks are finalized again
	#[command(name = "replace-lost")]
	Rescue {
		/// Blocks from the signal to the change of voters
		#[arg(long)]
		delay: u32,
		/// The highest block that any of the others has finalized
		#[arg(long)]
		best_finalized: u32,
		/// Who is lost
		#[arg(required = true)]
		dead: Vec<Address>,
	},
	/// Cancel a referendum
	#[command(name = "cancel-referendum")]
	Cancel {
		/// Its number
		referendum: u32,
	},
	/// Cancel a referendum and keep its deposits
	#[command(name = "kill-referendum")]
	Kill {
		/// Its number
		referendum: u32,
	},
	/// Say something
	Remark {
		/// What
		text: String,
	},
	/// Any call: encoded in hex, or written like Mandates.set_validator_count(21)
	Call {
		/// The call
		call: String,
	},
}

/// The call that a proposal is.
///
/// # Errors
///
/// An input failure if an argument is out of range, or of another chain.
pub(super) async fn proposed(chain: &Chain, view: &View, proposal: &Proposal) -> Result<Call> {
	Ok(match proposal {
		Proposal::Upgrade { code } => {
			let hash = Value::from_bytes(upgrade::hash_of(code)?);
			call("Mandates", "authorize_upgrade", [hash])
		}
		Proposal::RevokeUpgrade => call("Mandates", "revoke_upgrade", []),
		Proposal::FeeSplit { lister, dividends, validators, treasury } => {
			split(*lister, *dividends, *validators, *treasury)?
		}
		Proposal::Spend { token, amount, to, from } => {
			let (token, decimals) = token_of(chain, view, token).await?;
			let atoms = amount.atoms(&decimals)?;
			let from = option(from.map(number));
			let to = account(&chain.account(to)?);
			call("Mandates", "spend", [number(token), number(atoms), to, from])
		}
		Proposal::MarketStatus { market, status } => {
			call("OrderBook", "set_market_status", [number(*market), variant(status.name())])
		}
		Proposal::CloseMarket { market } => call("OrderBook", "close_market", [number(*market)]),
		Proposal::ValidatorCount { count } => {
			call("Mandates", "set_validator_count", [number(*count)])
		}
		Proposal::MinimumBonds { nominator, validator } => {
			let unit = &chain.identity.unit;
			let bonds = [number(nominator.atoms(unit)?), number(validator.atoms(unit)?)];
			call("Mandates", "set_minimum_bonds", bonds)
		}
		Proposal::CancelSlash { era, offenders } => {
			// An offender goes by the first eight bytes of its account, so that many fit into a proposal.
			let names = prefixes::<8>(chain, offenders)?;
			call("Mandates", "cancel_slash", [number(*era), names])
		}
		Proposal::Pause { blocks, calls } => pause(*blocks, calls)?,
		Proposal::Rescue { delay, best_finalized, dead } => {
			// A lost validator goes by the first four bytes.
			let names = prefixes::<4>(chain, dead)?;
			call("Mandates", "rescue", [names, number(*delay), number(*best_finalized)])
		}
		Proposal::Cancel { referendum } => call("Referenda", "cancel", [number(*referendum)]),
		Proposal::Kill { referendum } => call("Referenda", "kill", [number(*referendum)]),
		Proposal::Remark { text } => call("System", "remark", [Value::from_bytes(text.as_bytes())]),
		Proposal::Call { call } => match call.strip_prefix("0x") {
			Some(digits) => {
				let bytes = hex::decode(digits).map_err(|_| {
					Failure::input(format!("`{call}` is not in hex"), "check how it was copied")
				})?;
				view.decode_call(&bytes)?
			}
			None => call::parse(call)?,
		},
	})
}

/// The part of a parts-per-million that a percentage is.
fn ppm(percent: Percent) -> Result<Value> {
	const PARTS: u32 = 1_000;
	if !percent.parts().is_multiple_of(PARTS) {
		return Err(Failure::input(
			format!("{percent} is finer than the chain counts"),
			"write at most four decimals",
		));
	}
	Ok(number(percent.parts() / PARTS))
}

pub(crate) fn split(
	lister: Percent,
	dividends: Percent,
	validators: Percent,
	treasury: Percent,
) -> Result<Call> {
	let sum: u64 =
		[dividends, validators, treasury].iter().map(|part| u64::from(part.parts())).sum();
	if sum != 1_000_000_000 {
		return Err(Failure::input(
			format!("{dividends}, {validators} and {treasury} do not add up to 100%"),
			"change one of --dividends, --validators and --treasury",
		));
	}
	let split = Value::named_composite([
		("lister_ppm", ppm(lister)?),
		("dividends_ppm", ppm(dividends)?),
		("validators_ppm", ppm(validators)?),
		("treasury_ppm", ppm(treasury)?),
	]);
	Ok(call("Revenue", "set_split", [split]))
}

/// The number of a token and how it is written.
async fn token_of(chain: &Chain, view: &View, text: &str) -> Result<(u32, crate::amount::Unit)> {
	let ksi = chain.identity.unit.clone();
	if text.eq_ignore_ascii_case(&ksi.symbol) {
		return Ok((KSI, ksi));
	}
	let id: u32 = text.parse().map_err(|_| {
		Failure::input(
			format!("`{text}` is not a token"),
			format!("write {}, or the number of another token", ksi.symbol),
		)
	})?;
	if id == KSI {
		return Ok((KSI, ksi));
	}
	if !view.has("Assets", "Metadata", vec![number(id)]).await? {
		return Err(Failure::input(format!("there is no token {id}"), "check the number"));
	}
	let described: Option<Value> = view.get("Assets", "Metadata", vec![number(id)]).await?;
	let described = described.unwrap_or_else(|| Value::unnamed_composite([]));
	let decimals =
		number_field(&described, "decimals").and_then(|digits| u8::try_from(digits).ok());
	let symbol = crate::chain::view::field(&described, "symbol").and_then(bytes_of);
	let symbol = symbol.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
	Ok((id, crate::amount::Unit { decimals: decimals.unwrap_or_default(), symbol }))
}

/// The first bytes of accounts.
fn prefixes<const N: usize>(chain: &Chain, accounts: &[Address]) -> Result<Value> {
	let mut names = Vec::new();
	for address in accounts {
		let account = chain.account(address)?;
		names.push(Value::from_bytes(account.get(..N).unwrap_or(&account)));
	}
	Ok(Value::unnamed_composite(names))
}

fn pause(blocks: u32, calls: &[String]) -> Result<Call> {
	let mut names = Vec::new();
	for name in calls {
		let (pallet, function) = name.split_once('.').ok_or_else(|| {
			Failure::input(format!("`{name}` is not a call"), "write it like OrderBook.place_order")
		})?;
		let pair = [Value::from_bytes(pallet.as_bytes()), Value::from_bytes(function.as_bytes())];
		names.push(Value::unnamed_composite(pair));
	}
	Ok(call("Mandates", "pause", [Value::unnamed_composite(names), number(blocks)]))
}

pub(super) async fn propose(context: &Context, args: &ProposeArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let view = chain.best().await?;
	let tracks = governance::tracks(&view)?;
	let track = governance::track(&tracks, &args.track)?;
	let proposed = proposed(&chain, &view, &args.proposal).await?;
	let bytes = view.encode(&proposed)?;
	let shown = call::text(&proposed);
	if bytes.len() > MAX_PROPOSAL_BYTES {
		return Err(Failure::input(
			format!(
				"the proposal has {} bytes, and nobody can vote on more than {MAX_PROPOSAL_BYTES}",
				bytes.len()
			),
			"split it into several proposals",
		));
	}
	let submission: u128 = view.constant("Referenda", "SubmissionDeposit")?;
	let submit = call(
		"Referenda",
		"submit",
		[
			governance::origin_of(&view, track)?,
			Value::unnamed_variant("Inline", [Value::from_bytes(&bytes)]),
			Value::unnamed_variant("After", [number(args.after)]),
		],
	);
	context.confirm(&summary(&chain, track, &shown, submission, args.deposit))?;
	let receipt = context.perform_agreed(&chain, &key, &submit).await?;
	let index = receipt
		.event("Referenda", "Submitted")
		.and_then(|event| number_field(event, "index"))
		.and_then(|index| u32::try_from(index).ok());
	let index = index.ok_or_else(|| {
		Failure::unknown(
			"the proposal is submitted under a number that is not known",
			"`kongsi gov list` shows it",
		)
	})?;
	let mut text = format!("referendum {index}: {shown} ({})", place(&chain, &receipt));
	let mut deposited = false;
	if args.deposit {
		let call = call("Referenda", "place_decision_deposit", [number(index)]);
		let receipt = context.perform_agreed(&chain, &key, &call).await.map_err(|failure| {
			let cause = format!("referendum {index} is submitted, and {}", failure.cause);
			Failure { cause, ..failure }
		})?;
		text = format!("{text}\ndecision deposit placed ({})", place(&chain, &receipt));
		deposited = true;
	}
	let json = json!({
		"referendum": index,
		"track": track.name,
		"proposal": shown,
		"call": format!("0x{}", hex::encode(&bytes)),
		"deposit_placed": deposited,
	});
	Ok(Report::new(text, sent_json(&chain, &receipt, json)))
}

fn summary(chain: &Chain, track: &Track, call: &str, submission: u128, deposit: bool) -> String {
	let decision = if deposit {
		format!("\n  deposit     {} to have it decided", chain.text(track.terms.decision_deposit))
	} else {
		String::new()
	};
	format!(
		"Propose on track {}\n  call        {call}\n  submission  {}, given back only if it is approved or cancelled{decision}",
		track.name,
		chain.text(submission)
	)
}

pub(super) async fn deposit(context: &Context, referendum: u32) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let view = chain.best().await?;
	// Says in plain words if there is none, or it has ended.
	let found = governance::referendum(&view, referendum).await?;
	let governance::Referendum::Ongoing(ongoing) = found else {
		return show::describe(&chain, &view, referendum, None).await.and_then(|report| {
			Err(Failure::input(format!("referendum {referendum} has ended"), report.text))
		});
	};
	let tracks = governance::tracks(&view)?;
	let track = governance::track(&tracks, &ongoing.track.to_string())?;
	let what = format!(
		"Place {} so that referendum {referendum} is decided; it is given back unless the referendum is killed",
		chain.text(track.terms.decision_deposit)
	);
	let call = call("Referenda", "place_decision_deposit", [number(referendum)]);
	let receipt = context.perform(&chain, &key, &what, &call).await?;
	Ok(Report::new(
		format!("the decision deposit is placed ({})", place(&chain, &receipt)),
		sent_json(&chain, &receipt, json!({ "referendum": referendum })),
	))
}

pub(super) async fn refund(context: &Context, referendum: u32) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	// The submission deposit comes back only after an approval or a cancellation; where it does not, the other one still does.
	let calls = each_by_itself(vec![
		call("Referenda", "refund_decision_deposit", [number(referendum)]),
		call("Referenda", "refund_submission_deposit", [number(referendum)]),
	]);
	let what = format!("Give back the deposits of referendum {referendum}");
	let receipt = context.perform(&chain, &key, &what, &calls).await?;
	let refused = receipt.items().filter(|done| !done).count();
	if refused == 2 {
		return Err(Failure::refused(
			format!("no deposit of referendum {referendum} can be given back"),
			"see `kongsi gov show`",
		));
	}
	let returned = 2 - refused;
	Ok(Report::new(
		format!("{returned} deposits are given back ({})", place(&chain, &receipt)),
		sent_json(&chain, &receipt, json!({ "referendum": referendum, "returned": returned })),
	))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn percent(text: &str) -> Percent {
		text.parse().unwrap()
	}

	#[test]
	fn a_split_has_to_add_up() {
		let call = split(percent("10%"), percent("50%"), percent("40%"), percent("10%")).unwrap();
		assert_eq!(
			call::text(&call),
			"Revenue.set_split({ lister_ppm: 100000, dividends_ppm: 500000, validators_ppm: 400000, treasury_ppm: \
			 100000 })"
		);
		let failure =
			split(percent("10%"), percent("50%"), percent("40%"), percent("9%")).unwrap_err();
		assert_eq!(failure.cause, "50%, 40% and 9% do not add up to 100%");
	}

	#[test]
	fn a_part_finer_than_a_millionth_is_refused() {
		assert_eq!(ppm(percent("0.0001%")), Ok(number(1u32)));
		assert!(ppm(percent("0.00001%")).is_err());
	}

	#[test]
	fn calls_to_pause_are_named_with_their_pallet() {
		let call = pause(10, &["OrderBook.place_order".to_owned()]).unwrap();
		assert_eq!(call.call_name(), "pause");
		assert!(pause(10, &["place_order".to_owned()]).is_err());
	}
}
