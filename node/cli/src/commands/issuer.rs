//! `kongsi issuer`: what a company does, by its founder until he hands it over.
//!
//! Afterwards only ballots of its holders act for it. Every command here then says so, and names the ballot that would do the
//! same.

mod class;
mod company;
mod exclusion;
mod grant;
mod offering;
mod split;

pub use class::CreateArgs;
pub use company::Documents;
pub use grant::{GiveArgs, GrantCommand};
pub use offering::{IssuerOfferingCommand, OpenArgs};
pub use split::Ratio;

use super::{
	acting::Desk,
	ballot::{open, MotionArgs},
	dividend::{Dividend, PayArgs},
};
use crate::{address::Address, amount::Amount, context::Context, error::Result, report::Report};
use clap::Subcommand;

/// Commands for companies.
#[derive(Debug, Subcommand)]
pub enum IssuerCommand {
	/// Found a company
	Found {
		/// Its name
		name: String,
		/// Its documents; the chain keeps their hashes, you publish them
		#[command(flatten)]
		documents: Documents,
	},
	/// Make a token and a share class of it, or a class of a token that you own
	CreateClass(CreateArgs),
	/// Open a token in which a class pays dividends, for good
	OpenPayout {
		/// The class, by its symbol or number
		class: String,
		/// The token, by its symbol or number
		token: String,
	},
	/// Mint shares, up to the authorised maximum
	Issue {
		/// The class, by its symbol or number
		class: String,
		/// How many
		amount: Amount,
		/// To whom [default: the company itself, where they neither earn nor vote]
		to: Option<Address>,
	},
	/// Pay a dividend out of the company's account
	Dividend(PayArgs),
	/// Call a ballot, as `kongsi ballot open` does
	Ballot(MotionArgs),
	/// Replace the list of a company's documents
	Publish {
		/// The company, by its number or name
		company: String,
		/// Its documents
		#[command(flatten)]
		documents: Documents,
	},
	/// Propose that an account neither earn nor vote; it has to accept
	Exclude {
		/// The class, by its symbol or number
		class: String,
		/// The account
		account: Address,
	},
	/// Accept that your account neither earns nor votes
	AcceptExclusion {
		/// The class, by its symbol or number
		class: String,
	},
	/// Let an account earn and vote again
	Include {
		/// The class, by its symbol or number
		class: String,
		/// The account
		account: Address,
	},
	/// Begin a split, such as 2:1 for two new shares for each old one
	Split {
		/// The class, by its symbol or number
		class: String,
		/// New shares for old ones
		ratio: Ratio,
		/// Carry it out too, which anybody may
		#[arg(long)]
		finish: bool,
	},
	/// Carry a split out to its end; anybody may
	ContinueSplit {
		/// The class, by its symbol or number
		class: String,
	},
	/// Sell new shares
	#[command(subcommand)]
	Offering(IssuerOfferingCommand),
	/// Give shares that become free over time
	#[command(subcommand)]
	Grant(GrantCommand),
	/// Hand a company over to its holders, for good: give it every role over its classes, and leave it to their ballots
	HandOver {
		/// The company, by its number or name
		company: String,
	},
	/// Make any call as the company's account
	Act {
		/// The company, by its number or name
		company: String,
		/// The call: in hex, or written like "Balances.transfer_keep_alive(Id(0x…), 1000000000000)"
		call: String,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: IssuerCommand) -> Result<Report> {
	match command {
		IssuerCommand::Found { name, documents } => {
			company::found(context, &name, &documents).await
		}
		IssuerCommand::CreateClass(args) => class::create(context, &args).await,
		IssuerCommand::OpenPayout { class, token } => {
			class::open_payout(context, &class, &token).await
		}
		IssuerCommand::Issue { class, amount, to } => {
			class::issue(context, &class, &amount, to.as_ref()).await
		}
		IssuerCommand::Dividend(args) => dividend(context, &args).await,
		IssuerCommand::Ballot(args) => open(context, &args).await,
		IssuerCommand::Publish { company, documents } => {
			company::publish(context, &company, &documents).await
		}
		IssuerCommand::Exclude { class, account } => {
			exclusion::propose(context, &class, &account).await
		}
		IssuerCommand::AcceptExclusion { class } => exclusion::accept(context, &class).await,
		IssuerCommand::Include { class, account } => {
			exclusion::include(context, &class, &account).await
		}
		IssuerCommand::Split { class, ratio, finish } => {
			split::begin(context, &class, ratio, finish).await
		}
		IssuerCommand::ContinueSplit { class } => split::finish(context, &class).await,
		IssuerCommand::Offering(command) => offering::execute(context, command).await,
		IssuerCommand::Grant(command) => grant::execute(context, command).await,
		IssuerCommand::HandOver { company } => company::hand_over(context, &company).await,
		IssuerCommand::Act { company, call } => company::act(context, &company, &call).await,
	}
}

async fn dividend(context: &Context, args: &PayArgs) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let dividend = Dividend::new(&desk.chain, &desk.view, args).await?;
	let company = desk.chain.find_company(&dividend.class.issuer()?.to_string()).await?;
	let call = desk.as_company(&company, dividend.call())?;
	let account = format!("the account of {}", company.name);
	dividend.ensure_paid_by(&desk, &company.account, &account).await?;
	let what = format!("Pay {} out of the account of {}", dividend.text(), company.name);
	let done = format!("{} has paid {}", company.name, dividend.text());
	desk.carry_out(&what, &done, dividend.json(), &call).await
}
