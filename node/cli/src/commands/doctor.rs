//! `kongsi doctor`: checks a node and its machine like an experienced operator.

mod machine;
mod node;
mod validator;

use crate::{
	address::Address,
	context::Context,
	error::Result,
	report::{Report, Table},
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
	/// The stash whose validator this node is [default: found by the node's keys]
	#[arg(long)]
	pub account: Option<Address>,
	/// The base path of the node, to check its disk
	#[arg(long, value_name = "DIRECTORY")]
	pub base_path: Option<PathBuf>,
	/// Where the node's metrics are
	#[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9615")]
	pub metrics: String,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
	/// Nothing to do.
	Ok,
	/// Look at it today.
	Warn,
	/// Look at it now.
	Fail,
}

impl Level {
	fn word(self) -> &'static str {
		match self {
			Self::Ok => "ok",
			Self::Warn => "warn",
			Self::Fail => "FAIL",
		}
	}

	/// What the program exits with when this was the worst.
	fn exit_code(self) -> u8 {
		match self {
			Self::Ok => 0,
			Self::Warn => 1,
			Self::Fail => 2,
		}
	}
}

/// A check and what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
	/// A stable name.
	name: &'static str,
	level: Level,
	/// What is the case.
	found: String,
	/// What to do; empty where nothing.
	next: String,
}

impl Check {
	fn new(name: &'static str, level: Level, found: impl Into<String>, next: &str) -> Self {
		let next = if level == Level::Ok { String::new() } else { next.to_owned() };
		Self { name, level, found: found.into(), next }
	}

	pub(crate) fn ok(name: &'static str, found: impl Into<String>) -> Self {
		Self::new(name, Level::Ok, found, "")
	}

	pub(crate) fn warn(name: &'static str, found: impl Into<String>, next: &str) -> Self {
		Self::new(name, Level::Warn, found, next)
	}

	pub(crate) fn fail(name: &'static str, found: impl Into<String>, next: &str) -> Self {
		Self::new(name, Level::Fail, found, next)
	}
}

/// Checks a node and its machine.
///
/// # Errors
///
/// An input failure if an address is of another chain. What the checks find is no error but a result.
pub async fn execute(context: &Context, args: &DoctorArgs) -> Result<Report> {
	let mut checks = Vec::new();
	match context.chain().await {
		Err(failure) => checks.push(Check::fail("reachable", failure.cause, &failure.next)),
		Ok(chain) => {
			checks.push(Check::ok("reachable", context.url()));
			let account =
				args.account.as_ref().map(|address| chain.account(address)).transpose()?;
			checks.extend(node::checks(&chain, &context.url()).await);
			checks.extend(validator::checks(&chain, account).await);
		}
	}
	checks.push(machine::metrics(&args.metrics).await);
	checks.extend(args.base_path.as_deref().map(machine::disk));
	checks.push(machine::open_files());
	Ok(report(&checks))
}

fn report(checks: &[Check]) -> Report {
	let mut table = Table::new(&["", "check", "found"]);
	let mut list: Vec<Json> = Vec::new();
	for check in checks {
		let found = if check.next.is_empty() {
			check.found.clone()
		} else {
			format!("{}: {}", check.found, check.next)
		};
		table.row([check.level.word().to_owned(), check.name.to_owned(), found]);
		list.push(json!({
			"check": check.name,
			"level": check.level.word().to_lowercase(),
			"found": check.found,
			"next": check.next,
		}));
	}
	let worst = checks.iter().map(|check| check.level).max().unwrap_or(Level::Ok);
	let mut report =
		Report::new(table.text(), json!({ "level": worst.word().to_lowercase(), "checks": list }));
	report.exit_code = worst.exit_code();
	report
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_worst_check_decides_the_exit_code() {
		let ok = Check::ok("peers", "8 peers");
		let warn = Check::warn("disk", "15 GB free", "make room");
		let fail = Check::fail("sync", "no block for 5 min", "check the network");
		assert_eq!(report(std::slice::from_ref(&ok)).exit_code, 0);
		assert_eq!(report(&[ok.clone(), warn.clone()]).exit_code, 1);
		assert_eq!(report(&[fail, ok, warn]).exit_code, 2);
	}

	#[test]
	fn each_check_is_a_line_with_its_next_step() {
		let checks = [
			Check::ok("peers", "8 peers"),
			Check::warn("disk", "15 GB free", "make room"),
			Check::fail("sync", "no block for 5 min", "check the network"),
		];
		assert_eq!(
			report(&checks).text,
			"      check  found\n\
			 ok    peers  8 peers\n\
			 warn  disk   15 GB free: make room\n\
			 FAIL  sync   no block for 5 min: check the network"
		);
	}

	#[tokio::test]
	async fn a_node_that_is_not_there_is_a_failed_check_and_no_error() {
		let options = crate::cli::Options {
			url: Some("ws://127.0.0.1:1".to_owned()),
			..crate::cli::Options::default()
		};
		let args = DoctorArgs { account: None, base_path: None, metrics: "127.0.0.1:1".to_owned() };
		let report = execute(&Context::new(options), &args).await.unwrap();
		assert_eq!(report.exit_code, 2);
		assert_eq!(report.json["checks"][0]["check"], "reachable");
		assert_eq!(report.json["checks"][0]["level"], "fail");
	}
}
