//! The command line for traders, holders, validators and voters.
//!
//! # Goals
//!
//! 1. One command does one thing that a person wants, checks first what can be checked, and says what it will do before it signs.
//! 2. It can be repeated: what is done already is left alone.
//! 3. Every result is a text for people and, with `--json`, one object with stable names for programs.
//! 4. An error is one plain line with its cause and the next step, and the exit code says who has to act.
//! 5. No secret is ever on the command line or printed by accident.
//!
//! # Design
//!
//! [`cli`] is what can be typed, [`commands`] has one file per group, [`chain`] reads the chain and sends transactions with nothing but
//! its metadata, [`keys`] signs. A command is a function from its arguments and a [`context::Context`] to a [`report::Report`], so that
//! tests call it as the program does. Nothing is compiled in that a runtime upgrade could change: pallets and calls are looked up by
//! name, and a name that is missing is an error that says so.
//!
//! # Limits
//!
//! Commands read the best block, not the final one: they have to work while nothing finalizes. Ranks of candidates are a guess that
//! splits nominations evenly.
//!
//! # Terms
//!
//! *Atoms* are the smallest unit of a token; people write whole tokens. *Stash* is the account that bonds.

pub mod address;
pub mod amount;
pub mod chain;
pub mod cli;
pub mod commands;
pub mod config;
pub mod context;
pub mod duration;
pub mod error;
pub mod keys;
pub mod market;
pub mod percent;
pub mod report;
pub mod similar;
pub mod when;

use clap::Parser;
use cli::Cli;
use context::Context;
use error::{Failure, Kind, Result};
use report::Report;
use std::{ffi::OsString, io::Write};

/// Runs the program: parses, executes and prints. Returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
	let mut cli = match Cli::try_parse_from(arguments) {
		Ok(cli) => cli,
		Err(error) => {
			// Help and version come this way too, and are no errors.
			let code = if error.use_stderr() { Kind::Input.exit_code() } else { 0 };
			// Nobody is left to be told if the terminal is gone.
			let _ = error.print();
			return code;
		}
	};
	let environment = |name: &str| std::env::var_os(name).is_some();
	let settings =
		config::Config::read().and_then(|settings| settings.apply(&mut cli.options, environment));
	let as_json = cli.options.json;
	let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
	let result = match (settings, runtime) {
		(Err(failure), _) => Err(failure),
		(Ok(()), Ok(runtime)) => runtime.block_on(execute(cli)),
		(Ok(()), Err(error)) => {
			Err(Failure::input(format!("no thread can be started ({error})"), ""))
		}
	};
	match result {
		Ok(report) => {
			let text = report.print(as_json);
			if !text.is_empty() {
				say(&text);
			}
			report.exit_code
		}
		Err(failure) => {
			if as_json {
				say(&report::error_json(&failure).to_string());
			} else {
				eprintln!("kongsi: {failure}");
			}
			failure.kind.exit_code()
		}
	}
}

/// Prints to the standard output. A reader that has gone away, such as `head`, is no error.
fn say(text: &str) {
	let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(cli: Cli) -> Result<Report> {
	let context = Context::new(cli.options);
	commands::execute(&context, cli.command).await
}
