//! The groups of commands, one file each.

pub mod doctor;
pub mod gov;
pub mod key;
pub mod manual;
pub mod stake;
pub mod validator;

use crate::{cli::Command, context::Context, error::Result, report::Report};

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: Command) -> Result<Report> {
	match command {
		Command::Key(command) => key::execute(context, command),
		Command::Validator(command) => validator::execute(context, command).await,
		Command::Stake(command) => stake::execute(context, command).await,
		Command::Gov(command) => gov::execute(context, command).await,
		Command::Doctor(args) => doctor::execute(context, &args).await,
		Command::Completions(args) => Ok(manual::completions(&args)),
		Command::Man(args) => manual::manual(&args),
	}
}
