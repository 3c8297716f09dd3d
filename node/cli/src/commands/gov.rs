//! `kongsi gov`: proposals and votes.

mod propose;
mod show;
mod upgrade;
mod vote;

#[cfg(test)]
pub(crate) use propose::split;
pub use propose::{Proposal, ProposeArgs};
pub use show::describe;
pub use vote::{DelegateArgs, Side};

use crate::{address::Address, context::Context, error::Result, report::Report};
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for voters and proposers.
#[derive(Debug, Subcommand)]
pub enum GovCommand {
	/// List referenda
	List {
		/// Those of one track, by its name or number
		#[arg(long)]
		track: Option<String>,
		/// Those that have ended too
		#[arg(long)]
		all: bool,
	},
	/// List the tracks with their terms
	Tracks,
	/// Show a referendum: votes, thresholds now, time left, own weight
	Show {
		/// Its number
		referendum: u32,
		/// Whose weight to show [default: the account of the key, if one is named]
		#[arg(long)]
		account: Option<Address>,
	},
	/// Propose something
	#[command(alias = "submit")]
	Propose(ProposeArgs),
	/// Place the decision deposit of a referendum, so that it is decided
	Deposit {
		/// Its number
		referendum: u32,
	},
	/// Get the deposits of an ended referendum back to those who placed them
	Refund {
		/// Its number
		referendum: u32,
	},
	/// Vote, or change a vote
	Vote {
		/// The number of the referendum
		referendum: u32,
		/// The answer
		#[arg(value_enum)]
		side: Side,
	},
	/// Let somebody vote where you do not vote yourself
	Delegate(DelegateArgs),
	/// Take a delegation back
	Undelegate {
		/// The track, by its name or number; without one, that for all tracks
		#[arg(long)]
		track: Option<String>,
	},
	/// Add the weight of those who delegate to somebody who has voted
	Attach {
		/// The number of the referendum
		referendum: u32,
		/// Those who delegate
		#[arg(required = true)]
		delegators: Vec<Address>,
	},
	/// Take your weight away from your delegate's vote
	Detach {
		/// The number of the referendum
		referendum: u32,
	},
	/// Set votes to the weight that their voters still have
	Poke {
		/// The number of the referendum
		referendum: u32,
		/// Whose votes
		accounts: Vec<Address>,
		/// Those of all who have sold since they voted
		#[arg(long, conflicts_with = "accounts")]
		all_sellers: bool,
	},
	/// Sign for a referendum, so that the fund places its decision deposit
	Sponsor {
		/// Its number
		referendum: u32,
	},
	/// Apply an upgrade that was voted for; anybody may
	ApplyUpgrade {
		/// The runtime that was voted for
		file: PathBuf,
	},
	/// Say that this validator's node has finalized nothing for long, which a rescue needs
	SignalStall {
		/// The last block that it finalized [default: what the node says]
		#[arg(long)]
		finalized: Option<u32>,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: GovCommand) -> Result<Report> {
	match command {
		GovCommand::List { track, all } => show::list(context, track.as_deref(), all).await,
		GovCommand::Tracks => show::tracks(context).await,
		GovCommand::Show { referendum, account } => {
			show::show(context, referendum, account.as_ref()).await
		}
		GovCommand::Propose(args) => propose::propose(context, &args).await,
		GovCommand::Deposit { referendum } => propose::deposit(context, referendum).await,
		GovCommand::Refund { referendum } => propose::refund(context, referendum).await,
		GovCommand::Vote { referendum, side } => vote::vote(context, referendum, side).await,
		GovCommand::Delegate(args) => vote::delegate(context, &args).await,
		GovCommand::Undelegate { track } => vote::undelegate(context, track.as_deref()).await,
		GovCommand::Attach { referendum, delegators } => {
			vote::attach(context, referendum, &delegators).await
		}
		GovCommand::Detach { referendum } => vote::detach(context, referendum).await,
		GovCommand::Poke { referendum, accounts, all_sellers } => {
			vote::poke(context, referendum, &accounts, all_sellers).await
		}
		GovCommand::Sponsor { referendum } => vote::sponsor(context, referendum).await,
		GovCommand::ApplyUpgrade { file } => upgrade::apply(context, &file).await,
		GovCommand::SignalStall { finalized } => upgrade::signal_stall(context, finalized).await,
	}
}
