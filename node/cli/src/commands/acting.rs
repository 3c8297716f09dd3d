//! How a single call is sent and reported, and who may make it for a company.

use crate::{
	address::{AccountId, Address},
	chain::{
		call::{self, call, number, Call},
		send::Receipt,
		shares::Company,
		view::View,
		Chain,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	keys::signer::Pair,
	report::Report,
	when::Now,
};
use serde_json::Value as Json;

/// What somebody does on one chain with one key.
pub(super) struct Desk<'a> {
	/// What the command has at hand.
	pub context: &'a Context,
	/// The chain.
	pub chain: Chain,
	/// The chain at the best block.
	pub view: View,
	/// Who signs.
	pub key: Pair,
	/// The account that acts: that of the key, or the one that it acts for.
	who: AccountId,
}

impl<'a> Desk<'a> {
	/// Connects, and opens the key.
	///
	/// # Errors
	///
	/// See [`Context::chain`] and [`Context::key`].
	pub(super) async fn new(context: &'a Context) -> Result<Self> {
		let chain = context.chain().await?;
		let key = context.key(&chain)?;
		let who = context.principal(&chain, &key)?;
		let view = chain.best().await?;
		Ok(Self { context, chain, view, key, who })
	}

	/// The account that acts.
	pub(super) fn who(&self) -> AccountId {
		self.who
	}

	/// Shows what a call does, asks, signs, sends and follows it.
	///
	/// # Errors
	///
	/// See [`Context::perform`].
	pub(super) async fn perform(&self, what: &str, call: &Call) -> Result<Receipt> {
		self.context.perform(&self.chain, &self.key, what, call).await
	}

	/// The same for a call after which there is nothing to be told but that it happened.
	///
	/// # Errors
	///
	/// See [`Context::perform`].
	pub(super) async fn carry_out(
		&self,
		what: &str,
		done: &str,
		json: Json,
		call: &Call,
	) -> Result<Report> {
		let receipt = self.perform(what, call).await?;
		Ok(self.report(done, &receipt, json))
	}

	/// A report of a transaction.
	pub(super) fn report(&self, done: &str, receipt: &Receipt, json: Json) -> Report {
		Report::new(
			format!("{done} ({})", place(&self.chain, receipt)),
			sent_json(&self.chain, receipt, json),
		)
	}

	/// Where the chain is.
	///
	/// # Errors
	///
	/// A network failure if the runtime does not say how long a block takes.
	pub(super) fn now(&self) -> Result<Now> {
		now(&self.view)
	}

	/// That the key acts for a company, whose founder does until he hands it over. `wanted` is what is to be done.
	///
	/// # Errors
	///
	/// An input failure that says who acts for it instead, and how.
	pub(super) fn ensure_acts_for(&self, company: &Company, wanted: &Call) -> Result<()> {
		let who = self.who();
		if company.handed_over {
			return Err(handed_over(company, wanted));
		}
		if who == company.founder {
			return Ok(());
		}
		Err(Failure::input(
			format!(
				"{} does not act for {}: its founder does, {}",
				self.chain.address(&who),
				company.name,
				self.chain.address(&company.founder)
			),
			"sign with the founder's key; holders call a ballot with `kongsi ballot requisition`",
		))
	}

	/// A call that the company's own account makes, because its founder says so.
	///
	/// # Errors
	///
	/// As [`Self::ensure_acts_for`].
	pub(super) fn as_company(&self, company: &Company, wanted: Call) -> Result<Call> {
		self.ensure_acts_for(company, &wanted)?;
		Ok(call("Shareholders", "act", [number(company.id), wanted.into_value()]))
	}
}

/// Whose part in something a command shows, if anybody is named: by an address, by `--as`, or by a key.
///
/// # Errors
///
/// An input failure if the address is of another chain, or the key file cannot be read.
pub(super) fn shown_account(
	context: &Context,
	chain: &Chain,
	account: Option<&Address>,
) -> Result<Option<AccountId>> {
	let options = &context.options;
	let by_option = options.acting_for.is_some() || options.key.is_some() || options.dev.is_some();
	let named = account.is_some() || by_option;
	named.then(|| context.account(chain, account)).transpose()
}

/// Where the chain is, at a view of it.
///
/// # Errors
///
/// A network failure if the runtime does not say how long a block takes.
pub(super) fn now(view: &View) -> Result<Now> {
	Ok(Now {
		height: u32::try_from(view.height()).unwrap_or(u32::MAX),
		block_ms: view.constant("Babe", "ExpectedBlockTime")?,
	})
}

fn handed_over(company: &Company, wanted: &Call) -> Failure {
	let class = company.classes.first().map(String::as_str).unwrap_or("CLASS");
	Failure::input(
		format!("{} was handed over to its holders: only a ballot acts for it", company.name),
		format!(
			"holders of 5 % call one with `kongsi ballot requisition {class} --text TEXT --call \"{}\"`",
			call::text(wanted)
		),
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_company_that_was_handed_over_is_moved_by_a_ballot_with_the_same_call() {
		let company = Company {
			id: 0,
			name: "Halo".to_owned(),
			account: [1; 32],
			founder: [2; 32],
			handed_over: true,
			classes: vec!["HALO".to_owned()],
		};
		let wanted =
			call("Shareholders", "begin_split", [number(2u32), number(2u32), number(1u32)]);
		let failure = handed_over(&company, &wanted);
		assert_eq!(
			failure.next,
			"holders of 5 % call one with `kongsi ballot requisition HALO --text TEXT --call \
			 \"Shareholders.begin_split(2, 2, 1)\"`"
		);
	}
}
