//! Why the chain refused something, in words.

use crate::error::Failure;
use subxt::error::DispatchError;

/// What helps against errors that people meet often; the runtime's documentation of an error says what it is.
const NEXT_STEPS: [(&str, &str, &str); 22] = [
	("Staking", "InsufficientBond", "bond more; `kongsi validator status` shows the minimum"),
	("Staking", "NotStash", "bond first, with `kongsi validator join` or `kongsi stake nominate`"),
	("Staking", "NotController", "bond first, or sign with the account that bonded"),
	(
		"Staking",
		"NoMoreChunks",
		"withdraw what is unlocked with `kongsi validator withdraw`, then try again",
	),
	("Staking", "NoUnlockChunk", "nothing is being unbonded"),
	("Staking", "CommissionTooLow", "ask for a higher commission"),
	("Staking", "TooManyValidators", "wait until a place is free"),
	("Staking", "TooManyNominators", "wait until a place is free"),
	("Staking", "BadTarget", "nominate accounts that are candidates and accept nominations"),
	("Staking", "TooManyTargets", "nominate fewer"),
	("Staking", "AlreadyBonded", "bond more with `kongsi validator join`"),
	("Session", "InvalidProof", "make the keys with `kongsi validator rotate-keys` and this stash"),
	(
		"Session",
		"DuplicatedKey",
		"these keys belong to another validator; make new ones with `kongsi validator rotate-keys`",
	),
	("Session", "NoAccount", "put some KSI into the account first"),
	("Session", "NoKeys", "register keys with `kongsi validator rotate-keys`"),
	("Session", "NoAssociatedValidatorId", "bond first, with `kongsi validator join`"),
	("Referenda", "HasDeposit", "the deposit is there already"),
	("Referenda", "NoTrack", "`kongsi gov tracks` lists the tracks"),
	("Referenda", "NotOngoing", "the referendum has ended; see `kongsi gov show`"),
	("Referenda", "BadReferendum", "`kongsi gov list` lists the referenda"),
	(
		"Balances",
		"InsufficientBalance",
		"`kongsi doctor` shows what is free; a part of it has to stay",
	),
	(
		"System",
		"NothingAuthorized",
		"propose the upgrade with `kongsi gov propose constitution upgrade`",
	),
];

/// The error of a pallet, by the runtime's own documentation.
pub fn of_pallet(pallet: &str, error: &str, docs: &[String]) -> Failure {
	let docs = docs.join(" ");
	let docs = docs.trim().trim_end_matches('.');
	let cause = if docs.is_empty() {
		format!("the chain refused it with {pallet}.{error}")
	} else {
		format!("the chain refused it with {pallet}.{error}, {}", lower_first(docs))
	};
	let next = NEXT_STEPS.iter().find(|(of, name, _)| (*of, *name) == (pallet, error));
	Failure::refused(cause, next.map(|(_, _, next)| *next).unwrap_or_default())
}

/// An error of a dispatched call.
pub fn of_dispatch(error: &DispatchError) -> Failure {
	let DispatchError::Module(module) = error else {
		let text = error.to_string();
		let cause = format!("the chain refused it, {}", lower_first(text.trim_end_matches('.')));
		return Failure::refused(cause, next_of_kernel(error));
	};
	match module.details() {
		Ok(details) => {
			of_pallet(details.pallet.name(), &details.variant.name, &details.variant.docs)
		}
		Err(_) => Failure::refused(
			format!("the chain refused it with {module}"),
			"use the version of kongsi that belongs to the node",
		),
	}
}

fn next_of_kernel(error: &DispatchError) -> &'static str {
	match error {
		DispatchError::BadOrigin => "this takes a referendum; see `kongsi gov propose`",
		DispatchError::Token(_) | DispatchError::ConsumerRemaining => {
			"leave enough KSI free in the account: what is on hold cannot be spent"
		}
		_ => "",
	}
}

/// What the pool said when it did not take a transaction.
pub fn of_pool(message: &str) -> Failure {
	let says = |part: &str| message.contains(part);
	if says("Inability to pay") || says("Payment") {
		return Failure::refused(
			"the account cannot pay the fee",
			"put some KSI into it; what is on hold does not pay fees",
		);
	}
	if says("outdated") || says("Stale") {
		return Failure::refused(
			"another transaction of this account came first",
			"look what it did, then try again",
		);
	}
	if says("ancient birth block") {
		return Failure::refused("the transaction came too late", "try again");
	}
	if says("bad signature") || says("BadProof") {
		return Failure::refused(
			"the signature does not fit the chain",
			"use the version of kongsi that belongs to the node, and check --url",
		);
	}
	if says("not called by") || says("Call is not allowed") || says("not expected") {
		return Failure::refused("the chain does not take this call now", "it may be paused");
	}
	if says("exhaust") || says("Temporarily Banned") || says("temporarily banned") {
		return Failure::refused(
			"the transaction was refused before",
			"wait half an hour, or change it",
		);
	}
	if says("Already Imported") || says("already imported") {
		return Failure::unknown("the same transaction waits already", "wait for the next blocks");
	}
	if says("Priority is too low") || says("Too low priority") {
		return Failure::refused(
			"another transaction of this account waits with the same number",
			"wait for the next blocks, then try again",
		);
	}
	Failure::refused(format!("the node did not take the transaction ({message})"), "")
}

fn lower_first(text: &str) -> String {
	let mut letters = text.chars();
	match letters.next() {
		// A name in capitals stays one.
		Some(first) if !letters.as_str().starts_with(|next: char| next.is_uppercase()) => {
			first.to_lowercase().chain(letters).collect()
		}
		_ => text.to_owned(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Kind;

	#[test]
	fn an_error_of_a_pallet_is_shown_by_its_documentation_and_the_next_step() {
		let docs = ["Invalid ownership", "proof."].map(str::to_owned);
		let failure = of_pallet("Session", "InvalidProof", &docs);
		assert_eq!(
			failure.to_string(),
			"the chain refused it with Session.InvalidProof, invalid ownership proof: make the keys with \
			 `kongsi validator rotate-keys` and this stash"
		);
		assert_eq!(failure.kind, Kind::Refused);
	}

	#[test]
	fn an_error_without_documentation_has_its_name() {
		let failure = of_pallet("Other", "Strange", &[]);
		assert_eq!(failure.to_string(), "the chain refused it with Other.Strange");
	}

	#[test]
	fn errors_of_the_kernel_are_sentences() {
		let failure = of_dispatch(&DispatchError::BadOrigin);
		assert_eq!(
			failure.to_string(),
			"the chain refused it, bad origin: this takes a referendum; see `kongsi gov propose`"
		);
	}

	#[test]
	fn what_the_pool_says_is_told_in_plain_words() {
		// As sc-rpc and sp-runtime write them.
		for (message, cause) in [
			(
				"Invalid Transaction: Inability to pay some fees (e.g. account balance too low)",
				"the account cannot pay the fee",
			),
			(
				"Invalid Transaction: Transaction is outdated",
				"another transaction of this account came first",
			),
			(
				"Invalid Transaction: Transaction has an ancient birth block",
				"the transaction came too late",
			),
			(
				"Invalid Transaction: Transaction has a bad signature",
				"the signature does not fit the chain",
			),
			(
				"Priority is too low: (10 vs 10)",
				"another transaction of this account waits with the same number",
			),
		] {
			assert_eq!(of_pool(message).cause, cause, "{message}");
		}
		assert!(of_pool("something new").cause.contains("something new"));
	}

	#[test]
	fn first_words_become_small_unless_they_are_names() {
		assert_eq!(lower_first("Not enough"), "not enough");
		assert_eq!(lower_first("KSI is missing"), "KSI is missing");
		assert_eq!(lower_first(""), "");
	}
}
