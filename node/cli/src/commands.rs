//! The groups of commands, one file each.

mod acting;
pub mod ballot;
pub mod config;
pub mod dividend;
pub mod doctor;
pub mod follow;
pub mod funds;
pub mod gov;
pub mod issuer;
pub mod key;
pub mod localnet;
pub mod manual;
pub mod market;
pub mod offering;
pub mod proxy;
pub mod raw;
pub mod shares;
pub mod stake;
pub mod trade;
pub mod validator;

use crate::{
	cli::Command,
	context::Context,
	error::{Failure, Result},
	market::order::Side,
	report::Report,
};

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: Command) -> Result<Report> {
	ensure_acts(context, &command)?;
	match command {
		Command::Markets => market::markets(context).await,
		Command::Book(args) => market::book(context, &args).await,
		Command::Trades(args) => market::trades(context, &args).await,
		Command::Candles(args) => market::candles(context, &args).await,
		Command::Ticker { market } => market::ticker(context, market.as_deref()).await,
		Command::Buy(args) => trade::place::place_order(context, Side::Buy, &args).await,
		Command::Sell(args) => trade::place::place_order(context, Side::Sell, &args).await,
		Command::Orders(args) => trade::orders::orders(context, &args).await,
		Command::Cancel(args) => trade::orders::cancel(context, &args).await,
		Command::Amend(args) => trade::orders::amend(context, &args).await,
		Command::Replace(args) => trade::orders::replace(context, &args).await,
		Command::Submit(args) => trade::batch::submit(context, &args).await,
		Command::Fills(args) => funds::fills(context, &args).await,
		Command::Balance { account } => funds::balance(context, account.as_ref()).await,
		Command::Transfer(args) => funds::transfer(context, &args).await,
		Command::Account { account } => funds::account(context, account.as_ref()).await,
		Command::Proxy(command) => proxy::execute(context, command).await,
		Command::Config(command) => config::execute(command),
		Command::Rpc(args) => raw::rpc(context, &args).await,
		Command::Tx(args) => raw::tx(context, &args).await,
		Command::Key(command) => key::execute(context, command),
		Command::Validator(command) => validator::execute(context, command).await,
		Command::Stake(command) => stake::execute(context, command).await,
		Command::Gov(command) => gov::execute(context, command).await,
		Command::Shares(command) => shares::execute(context, command).await,
		Command::Dividend(command) => dividend::execute(context, command).await,
		Command::Ballot(command) => ballot::execute(context, command).await,
		Command::Offering(command) => offering::execute(context, command).await,
		Command::Issuer(command) => issuer::execute(context, command).await,
		Command::Localnet(command) => localnet::execute(context, command).await,
		Command::Doctor(args) => doctor::execute(context, &args).await,
		Command::Completions(args) => Ok(manual::completions(&args)),
		Command::Man(args) => manual::manual(&args),
	}
}

/// That a command knows of `--as`, if it was given: others would look at the account of the key and act for another.
fn ensure_acts(context: &Context, command: &Command) -> Result<()> {
	let acts = matches!(
		command,
		Command::Markets
			| Command::Book(_)
			| Command::Trades(_)
			| Command::Candles(_)
			| Command::Ticker { .. }
			| Command::Buy(_)
			| Command::Sell(_)
			| Command::Orders(_)
			| Command::Cancel(_)
			| Command::Amend(_)
			| Command::Replace(_)
			| Command::Submit(_)
			| Command::Fills(_)
			| Command::Balance { .. }
			| Command::Transfer(_)
			| Command::Account { .. }
			| Command::Proxy(_)
			| Command::Shares(_)
			| Command::Dividend(_)
			| Command::Ballot(_)
			| Command::Offering(_)
			| Command::Issuer(_)
			| Command::Config(_)
			| Command::Key(_)
			| Command::Localnet(_)
			| Command::Doctor(_)
			| Command::Rpc(_)
			| Command::Tx(_)
			| Command::Completions(_)
			| Command::Man(_)
	);
	if acts || context.options.acting_for.is_none() {
		return Ok(());
	}
	Err(Failure::input(
		"this command acts for the account of its key only",
		"leave --as and the setting `as` out, or send the call with `kongsi tx`",
	))
}
