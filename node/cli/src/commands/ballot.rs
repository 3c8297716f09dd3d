//! `kongsi ballot`: what holders of a share class decide.

mod motion;
mod requisition;
mod show;
mod vote;

pub use motion::MotionArgs;
pub(super) use motion::{hash_of, hash_of_file, open, read_call};
pub(super) use show::{listed, own_answer};
pub use vote::Choice;

use crate::{address::Address, context::Context, error::Result, report::Report};
use clap::{Subcommand, ValueEnum};

/// Where a ballot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Status {
	/// Not open yet.
	Announced,
	/// Votes count.
	Open,
	/// Votes do not count any more; anybody may close it.
	Ended,
	/// Closed, with nothing to run.
	Closed,
	/// Passed; its call has to wait.
	TimeLocked,
	/// Passed; anybody may have its call run.
	Executable,
	/// Its call has run.
	Executed,
	/// Passed, and its call never ran.
	Void,
}

impl Status {
	/// The word that the node uses.
	fn word(self) -> &'static str {
		match self {
			Self::Announced => "announced",
			Self::Open => "open",
			Self::Ended => "ended",
			Self::Closed => "closed",
			Self::TimeLocked => "timeLocked",
			Self::Executable => "executable",
			Self::Executed => "executed",
			Self::Void => "void",
		}
	}
}

/// Commands for those who vote with shares.
#[derive(Debug, Subcommand)]
pub enum BallotCommand {
	/// List ballots, and requisitions that can be signed
	List {
		/// Those of one class, by its symbol or number
		#[arg(long)]
		class: Option<String>,
		/// Those that stand here
		#[arg(long, value_enum)]
		status: Option<Status>,
		/// Those that are over too
		#[arg(long, conflicts_with = "status")]
		all: bool,
	},
	/// Show a ballot: what it is about, how it stands, your weight
	Show {
		/// Its number
		ballot: u32,
		/// Whose weight to show [default: the account of the key, if one is named]
		#[arg(long)]
		account: Option<Address>,
	},
	/// Call a ballot, as the company that issues the class
	Open(MotionArgs),
	/// Vote, or change a vote
	Vote {
		/// The number of the ballot
		ballot: u32,
		/// `for`, `against`, `abstain`, or the number of a choice
		answer: Choice,
	},
	/// Let somebody vote for you in all ballots of a company in which you do not vote yourself
	Delegate {
		/// The company, by its number or name
		company: String,
		/// Who votes for you
		to: Address,
	},
	/// Take a delegation back
	Undelegate {
		/// The company, by its number or name
		company: String,
	},
	/// Count those who delegate to somebody who has voted; anybody may
	Attach {
		/// The number of the ballot
		ballot: u32,
		/// Those who delegate
		#[arg(required = true)]
		accounts: Vec<Address>,
	},
	/// Leave your delegate in one ballot without voting
	Detach {
		/// The number of the ballot
		ballot: u32,
	},
	/// Propose that holders call a ballot themselves, and sign it
	Requisition(MotionArgs),
	/// Sign a requisition; with 5 % of the shares it is a ballot
	Sign {
		/// Its number
		requisition: u32,
	},
	/// Take a signature back
	Unsign {
		/// The number of the requisition
		requisition: u32,
	},
	/// Close a ballot that is over, or a requisition that has lapsed; anybody may
	Close {
		/// Its number
		ballot: u32,
	},
	/// Run the call of a ballot that has passed; anybody may
	Execute {
		/// Its number
		ballot: u32,
	},
	/// Remove the votes of a ballot of which nothing can come any more; anybody may
	Clear {
		/// Its number
		ballot: u32,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: BallotCommand) -> Result<Report> {
	match command {
		BallotCommand::List { class, status, all } => {
			show::list(context, class.as_deref(), status, all).await
		}
		BallotCommand::Show { ballot, account } => {
			show::show(context, ballot, account.as_ref()).await
		}
		BallotCommand::Open(args) => open(context, &args).await,
		BallotCommand::Vote { ballot, answer } => vote::vote(context, ballot, answer).await,
		BallotCommand::Delegate { company, to } => {
			vote::delegate(context, &company, Some(&to)).await
		}
		BallotCommand::Undelegate { company } => vote::delegate(context, &company, None).await,
		BallotCommand::Attach { ballot, accounts } => {
			vote::attach(context, ballot, &accounts).await
		}
		BallotCommand::Detach { ballot } => vote::detach(context, ballot).await,
		BallotCommand::Requisition(args) => requisition::propose(context, &args).await,
		BallotCommand::Sign { requisition } => requisition::sign(context, requisition).await,
		BallotCommand::Unsign { requisition } => requisition::unsign(context, requisition).await,
		BallotCommand::Close { ballot } => requisition::close(context, ballot).await,
		BallotCommand::Execute { ballot } => vote::run(context, ballot).await,
		BallotCommand::Clear { ballot } => vote::clear(context, ballot).await,
	}
}
