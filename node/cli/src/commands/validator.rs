//! `kongsi validator`: from a bond to a seat, and back.

mod follow;
mod join;
mod keys;
mod payout;
mod status;

pub use join::JoinArgs;
pub use keys::node_has;
pub use keys::{KeysProofArgs, SetKeysArgs};
pub use payout::PayoutArgs;
pub use status::describe;

use crate::{
	address::Address,
	amount::Amount,
	chain::{
		call::{self, call, number},
		staking,
	},
	commands::stake,
	context::{place, sent_json, Context},
	error::{Failure, Result},
	percent::Percent,
	report::Report,
};
use clap::Subcommand;
use serde_json::json;
use subxt::dynamic::Value;

/// Commands for validators.
#[derive(Debug, Subcommand)]
pub enum ValidatorCommand {
	/// Become a validator: make keys, bond, register, and follow until the first block
	Join(JoinArgs),
	/// Show where a validator stands
	Status {
		/// The stash [default: the account of the key]
		account: Option<Address>,
	},
	/// Make new session keys on this node and register them
	RotateKeys,
	/// Build the proof for keys that were made elsewhere; needs no node
	KeysProof(KeysProofArgs),
	/// Register keys with a proof that `keys-proof` built
	SetKeys(SetKeysArgs),
	/// Pay a validator and its nominators what past eras owe them
	Payout(PayoutArgs),
	/// Stop being a candidate; the bond stays
	Chill,
	/// Take a part out of the bond; it can be withdrawn after the unbonding period
	Unbond(stake::UnbondArgs),
	/// Put back what is being unbonded
	Rebond {
		/// How much
		amount: Amount,
	},
	/// Withdraw what has been unbonded
	Withdraw,
	/// Change the commission
	SetCommission {
		/// Such as 5%
		commission: Percent,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: ValidatorCommand) -> Result<Report> {
	match command {
		ValidatorCommand::Join(args) => join::join(context, &args).await,
		ValidatorCommand::Status { account } => status::status(context, account.as_ref()).await,
		ValidatorCommand::RotateKeys => keys::rotate(context).await,
		ValidatorCommand::KeysProof(args) => keys::proof(&args),
		ValidatorCommand::SetKeys(args) => keys::set(context, &args).await,
		ValidatorCommand::Payout(args) => payout::payout(context, &args).await,
		ValidatorCommand::Chill => stake::chill(context).await,
		ValidatorCommand::Unbond(args) => stake::unbond(context, &args).await,
		ValidatorCommand::Rebond { amount } => stake::rebond(context, &amount).await,
		ValidatorCommand::Withdraw => stake::withdraw(context).await,
		ValidatorCommand::SetCommission { commission } => set_commission(context, commission).await,
	}
}

/// The terms of a candidate as `staking.validate` takes them.
pub(crate) fn terms(commission: Percent, blocked: bool) -> Value {
	Value::named_composite([
		("commission", number(commission.parts())),
		("blocked", Value::bool(blocked)),
	])
}

async fn set_commission(context: &Context, commission: Percent) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let view = chain.best().await?;
	let stash = key.public_bytes();
	let prefs = staking::prefs(&view, &stash).await?.ok_or_else(|| {
		Failure::input(
			format!("{} is no candidate", chain.address(&stash)),
			"become one with `kongsi validator join`",
		)
	})?;
	let call: call::Call = call("Staking", "validate", [terms(commission, prefs.blocked)]);
	let what = format!("Change the commission from {} to {commission}", prefs.commission());
	let receipt = context.perform(&chain, &key, &what, &call).await?;
	Ok(Report::new(
		format!(
			"the commission is {commission} from the next era on ({})",
			place(&chain, &receipt)
		),
		sent_json(&chain, &receipt, json!({ "commission": commission.to_string() })),
	))
}
