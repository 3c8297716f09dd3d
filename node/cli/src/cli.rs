//! What can be typed.

use crate::{address::Address, chain::send::Wait, commands};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The command line of Kongsi, an exchange that belongs to its users.
#[derive(Debug, Parser)]
#[command(
	name = "kongsi",
	version,
	subcommand_required = true,
	arg_required_else_help = true,
	max_term_width = 100,
	after_help = "Exit codes: 0 done, 1 the command or this machine is at fault, 2 the node, 3 the chain refused it, 4 sent and \
	              its fate unknown. Amounts are in whole tokens, such as 10000 or 0.25."
)]
pub struct Cli {
	/// What to do.
	#[command(subcommand)]
	pub command: Command,
	/// What holds for every command.
	#[command(flatten)]
	pub options: Options,
}

/// What holds for every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Options {
	/// Address of the node [default: KONGSI_URL, else ws://127.0.0.1:9944]
	#[arg(long, global = true, value_name = "URL")]
	pub url: Option<String>,
	/// Print one JSON object
	#[arg(long, global = true)]
	pub json: bool,
	/// Print text, also where the settings say JSON
	#[arg(long, global = true, conflicts_with = "json")]
	pub no_json: bool,
	/// How long to follow a transaction
	#[arg(long, global = true, value_enum, default_value_t = Wait::Block)]
	pub wait: Wait,
	/// Do not ask before signing
	#[arg(long, short, global = true)]
	pub yes: bool,
	/// Sign with this encrypted key file
	#[arg(long, global = true, value_name = "FILE", conflicts_with = "dev")]
	pub key: Option<PathBuf>,
	/// Sign with a well-known development key, such as alice; on development chains only
	#[arg(long, global = true, value_name = "NAME")]
	pub dev: Option<String>,
	/// Act for this account, whose proxy the key is; see `kongsi proxy`
	#[arg(long = "as", global = true, value_name = "ACCOUNT")]
	pub acting_for: Option<Address>,
	/// File with the password of the key file [default: KONGSI_PASSWORD_FILE, else asks]
	#[arg(long, global = true, value_name = "FILE")]
	pub password_file: Option<PathBuf>,
}

impl Default for Options {
	/// As if none was given.
	fn default() -> Self {
		Self {
			url: None,
			json: false,
			no_json: false,
			wait: Wait::Block,
			yes: false,
			key: None,
			dev: None,
			acting_for: None,
			password_file: None,
		}
	}
}

/// The groups of commands.
#[derive(Debug, Subcommand)]
pub enum Command {
	/// List the markets with their best prices and terms
	Markets,
	/// Show the book of a market
	Book(commands::market::BookArgs),
	/// Show the last trades of a market
	Trades(commands::market::TradesArgs),
	/// Show the candles of a market
	Candles(commands::market::CandlesArgs),
	/// Show the last 24 hours of a market, or of all
	Ticker {
		/// The market: its number, or a symbol such as HALO/CASH
		market: Option<String>,
	},
	/// Buy: at a price or better, or at once
	Buy(commands::trade::args::OrderArgs),
	/// Sell: at a price or better, or at once
	Sell(commands::trade::args::OrderArgs),
	/// List open orders, or closed ones
	Orders(commands::trade::orders::OrdersArgs),
	/// Cancel orders
	Cancel(commands::trade::orders::CancelArgs),
	/// Change price or size of an open order
	Amend(commands::trade::orders::AmendArgs),
	/// Cancel an order and place another in the same transaction
	Replace(commands::trade::orders::ReplaceArgs),
	/// Carry out many operations from a file
	Submit(commands::trade::batch::SubmitArgs),
	/// Show what an account has traded
	Fills(commands::funds::FillsArgs),
	/// Show what an account has
	Balance {
		/// Whose [default: the account of the key]
		account: Option<Address>,
	},
	/// Send tokens to somebody
	Transfer(commands::funds::TransferArgs),
	/// Show an account: its address, what it has, who acts for it
	Account {
		/// Which [default: that of the key]
		account: Option<Address>,
	},
	/// Let other keys act for an account, such as a trading key that cannot withdraw
	#[command(subcommand)]
	Proxy(commands::proxy::ProxyCommand),
	/// Keep what holds for every command: node, key, output
	#[command(subcommand)]
	Config(commands::config::ConfigCommand),
	/// Make, show and import keys
	#[command(subcommand)]
	Key(commands::key::KeyCommand),
	/// Validate: join, keys, pay, leave
	#[command(subcommand)]
	Validator(commands::validator::ValidatorCommand),
	/// Nominate validators with a bond
	#[command(subcommand)]
	Stake(commands::stake::StakeCommand),
	/// Propose and vote
	#[command(subcommand)]
	Gov(commands::gov::GovCommand),
	/// Shares: classes, holders, what an account owns
	#[command(subcommand)]
	Shares(commands::shares::SharesCommand),
	/// Dividends: what is owed, claim, pay
	#[command(subcommand)]
	Dividend(commands::dividend::DividendCommand),
	/// Ballots of shareholders: vote, delegate, call one
	#[command(subcommand)]
	Ballot(commands::ballot::BallotCommand),
	/// Buy new shares, by right or by a bid
	#[command(subcommand)]
	Offering(commands::offering::OfferingCommand),
	/// Act for a company: found it, issue, pay, ask its holders
	#[command(subcommand)]
	Issuer(commands::issuer::IssuerCommand),
	/// Several nodes on this machine
	#[command(subcommand)]
	Localnet(commands::localnet::LocalnetCommand),
	/// Check a node and its machine
	Doctor(commands::doctor::DoctorArgs),
	/// Ask the node anything by JSON-RPC
	Rpc(commands::raw::RpcArgs),
	/// Send any call of the runtime
	Tx(commands::raw::TxArgs),
	/// Print completions for a shell
	Completions(commands::manual::CompletionsArgs),
	/// Print the manual page
	Man(commands::manual::ManArgs),
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	fn parse(line: &str) -> Result<Cli, clap::Error> {
		Cli::try_parse_from(line.split(' '))
	}

	#[test]
	fn the_command_line_is_consistent() {
		Cli::command().debug_assert();
	}

	#[test]
	fn every_documented_command_is_understood() {
		let documentation = include_str!("../../../docs/cli.md");
		let lines = documentation.lines().filter_map(|line| line.strip_prefix("kongsi "));
		let mut count = 0;
		for line in lines {
			let line = line.split(" #").next().unwrap_or(line).split(" > ").next().unwrap_or(line);
			let words = words(&format!("kongsi {}", line.trim()));
			if let Err(error) = Cli::try_parse_from(&words) {
				panic!("docs/cli.md: {line}: {error}");
			}
			count += 1;
		}
		assert!(count > 40, "{count} examples");
	}

	/// Splits a line at spaces that are not in quotes.
	fn words(line: &str) -> Vec<String> {
		let mut words = vec![String::new()];
		let mut quoted = false;
		for letter in line.chars() {
			match letter {
				'"' | '\'' => quoted = !quoted,
				' ' if !quoted => words.push(String::new()),
				letter => words.last_mut().unwrap().push(letter),
			}
		}
		words.retain(|word| !word.is_empty());
		words
	}

	#[test]
	fn options_stand_before_or_behind_the_command() {
		for line in [
			"kongsi --json --url ws://other:9944 --wait final validator status --dev alice",
			"kongsi validator status --dev alice --json --wait final --url ws://other:9944",
		] {
			let options = parse(line).unwrap().options;
			assert!(options.json);
			assert_eq!(options.url.as_deref(), Some("ws://other:9944"));
			assert_eq!(options.wait, Wait::Final);
			assert_eq!(options.dev.as_deref(), Some("alice"));
		}
	}

	#[test]
	fn joining_asks_for_bond_and_commission() {
		assert!(parse("kongsi validator join --bond 10000 --commission 5%").is_ok());
		assert!(parse("kongsi validator join --bond 10000").is_err());
		assert!(parse("kongsi validator join --commission 5% --bond 1e4").is_err());
		assert!(parse("kongsi validator join --bond 10000 --commission 0.05").is_err());
	}

	#[test]
	fn unbonding_takes_an_amount_or_all_or_withdraws() {
		for what in ["2500", "--all", "--withdraw"] {
			assert!(parse(&format!("kongsi validator unbond {what}")).is_ok(), "{what}");
			assert!(parse(&format!("kongsi stake unbond {what}")).is_ok(), "{what}");
		}
		assert!(parse("kongsi validator unbond").is_err());
		assert!(parse("kongsi validator unbond 2500 --all").is_err());
	}

	#[test]
	fn a_key_file_and_a_development_key_exclude_each_other() {
		assert!(parse("kongsi validator chill --key a.json --dev alice").is_err());
	}

	#[test]
	fn no_option_takes_a_secret() {
		fn check(command: &clap::Command) {
			for argument in command.get_arguments() {
				let id = argument.get_id().as_str();
				let secret = ["password", "phrase", "seed", "suri", "secret", "mnemonic"]
					.iter()
					.any(|word| id.contains(word));
				let takes_value = argument.get_action().takes_values();
				assert!(
					!secret || !takes_value || id.ends_with("_file"),
					"{} takes {id}, which every process could read",
					command.get_name()
				);
			}
			command.get_subcommands().for_each(check);
		}
		check(&Cli::command());
	}
}
