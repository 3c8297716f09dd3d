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

/// What helps where the order book refuses, by the name of its error.
const ORDER_STEPS: [(&str, &str); 17] = [
	("UnknownMarket", "`kongsi markets` lists them"),
	("OutsidePriceBand", "`kongsi ticker` shows the last price"),
	("BelowMinNotional", "`kongsi markets` shows the least an order is worth"),
	("AlreadyExpired", "write a later block, or a longer time from now"),
	("DeadlinePassed", "set another with `kongsi cancel --after`, or none with `--after never`"),
	("TooManyOpenOrders", "cancel one first, with `kongsi cancel`"),
	("DuplicateClientId", "`kongsi orders` shows which ids are taken"),
	(
		"InsufficientFree",
		"`kongsi balance` shows what is free; cancel orders or write a smaller size",
	),
	("CannotReceive", "put some KSI into the account first"),
	("WouldTake", "write a price behind the best one, or let it slide with --post-only=slide"),
	("NotFillable", "write a worse price or a smaller size, or take what there is with --ioc"),
	("WouldSelfTrade", "cancel the other order first, or write another --self-trade"),
	("OrderNotFound", "`kongsi orders` lists those that are open"),
	("NotOrderOwner", "sign with its owner's key, or for him with --as"),
	("NothingToAmend", "write another price or size"),
	("MarketNotOpen", "`kongsi markets` shows its status; cancels always work"),
	("MarketSuspended", "wait until the split is done; cancels work"),
];

/// What is the case and what helps against an error of the order book, whose sentences may name a step of their own.
fn of_book<'a>(error: &str, sentence: &'a str) -> (&'a str, &'a str) {
	let (fact, own) = sentence.split_once(": ").unwrap_or((sentence, ""));
	let found = ORDER_STEPS.iter().find(|(name, _)| *name == error);
	(fact, found.map(|(_, step)| *step).unwrap_or(own))
}

/// What helps where the pallets of shareholders refuse, by the name of their error; what they themselves advise helps where
/// none is named.
const SHARE_STEPS: [(&str, &str); 14] = [
	("NothingOwed", "`kongsi shares portfolio` shows what is owed"),
	("NoticeTooShort", "add --stream with more epochs, or --record with a later one"),
	("UnknownPayout", "`kongsi dividend list` shows what the class pays in"),
	("UnknownBallot", "`kongsi ballot list --all` lists them"),
	("UnknownRequisition", "`kongsi ballot list` lists them"),
	("NotOpenYet", "`kongsi ballot show` says when it opens"),
	("VotingOver", "anybody closes it with `kongsi ballot close`"),
	("UnknownChoice", "`kongsi ballot show` lists the choices"),
	(
		"NoWeight",
		"what counts is what the account owned at the record date; see `kongsi ballot show`",
	),
	("BallotStillOpen", "`kongsi ballot show` says when it ends"),
	("TimeLocked", "`kongsi ballot show` says from when on its call may run"),
	("UnknownOffering", "`kongsi offering list` lists those of a class"),
	("StillOpen", "`kongsi offering show` says when it ends"),
	("NothingVested", "`kongsi issuer grant list` shows when it is free"),
];

/// What is the case and what helps against an error of the pallets of shareholders: their first sentence says what is the case,
/// and what follows is advice.
fn of_shares<'a>(error: &str, docs: &'a str) -> (&'a str, &'a str) {
	let (fact, own) = docs.split_once(". ").unwrap_or((docs, ""));
	let found = SHARE_STEPS.iter().find(|(name, _)| *name == error);
	(fact, found.map(|(_, step)| *step).unwrap_or(own))
}

/// An error of the order book that it has not given yet: what its check says.
pub fn of_order(error: &str, sentence: &str) -> Failure {
	let (fact, next) = of_book(error, sentence);
	let cause = format!("the chain would refuse it with OrderBook.{error}, {}", lower_first(fact));
	Failure::refused(cause, next)
}

/// The error of a pallet, by the runtime's own documentation.
pub fn of_pallet(pallet: &str, error: &str, docs: &[String]) -> Failure {
	let docs = docs.join(" ");
	let docs = docs.trim().trim_end_matches('.');
	let (docs, step) = match pallet {
		"OrderBook" => of_book(error, docs),
		"Shareholders" | "Ballots" | "Offerings" | "Grants" | "Assets" => of_shares(error, docs),
		_ => (docs, ""),
	};
	let cause = if docs.is_empty() {
		format!("the chain refused it with {pallet}.{error}")
	} else {
		format!("the chain refused it with {pallet}.{error}, {}", lower_first(docs))
	};
	let next = NEXT_STEPS.iter().find(|(of, name, _)| (*of, *name) == (pallet, error));
	Failure::refused(cause, next.map(|(_, _, next)| *next).map_or(lower_first(step), str::to_owned))
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

/// Words of a pool in small letters, what is the case, and what helps.
const OF_POOL: &[(&[&str], &str, &str)] = &[
	(
		&["inability to pay", "payment"],
		"the account cannot pay the fee",
		"put some KSI into it; what is on hold does not pay fees",
	),
	(
		&["outdated", "stale"],
		"another transaction of this account came first",
		"look what it did, then try again",
	),
	(&["ancient birth block"], "the transaction came too late", "try again"),
	(
		&["bad signature", "badproof"],
		"the signature does not fit the chain",
		"use the version of kongsi that belongs to the node, and check --url",
	),
	(
		&["not called by", "call is not allowed", "not expected"],
		"the chain does not take this call now",
		"it may be paused",
	),
	(
		&["exhaust"],
		"the transaction is too large for a block",
		"do the same in several smaller ones",
	),
	(
		&["immediately dropped", "immediatelydropped"],
		"the node has as many transactions waiting as it keeps",
		"try again in some blocks",
	),
	(
		&["usurped"],
		"another transaction of this account took its place",
		"look what that did, then try again",
	),
	(
		&["bad nonce"],
		"the transaction died before a block took it",
		"look what else the account did meanwhile, then try again",
	),
	(
		&["temporarily banned"],
		"the transaction was refused before",
		"wait half an hour, or change it",
	),
	(
		&["priority is too low", "too low priority"],
		"another transaction of this account waits with the same number",
		"wait for the next blocks, then try again",
	),
];

/// What the pool said when it did not take a transaction.
pub fn of_pool(message: &str) -> Failure {
	let said = message.to_lowercase();
	if said.contains("already imported") {
		return Failure::unknown("the same transaction waits already", "wait for the next blocks");
	}
	let known = OF_POOL.iter().find(|(words, ..)| words.iter().any(|word| said.contains(word)));
	match known {
		Some((_, cause, next)) => Failure::refused(cause, next),
		None => Failure::refused(
			format!("the node did not take the transaction ({message})"),
			"see `kongsi doctor`",
		),
	}
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
	fn an_error_of_the_book_has_one_next_step() {
		let docs =
			["A post-only order would have taken: lower a bid, raise an ask, or let it slide."
				.to_owned()];
		assert_eq!(
			of_pallet("OrderBook", "WouldTake", &docs).to_string(),
			"the chain refused it with OrderBook.WouldTake, a post-only order would have taken: write a price behind the best \
			 one, or let it slide with --post-only=slide"
		);
		let failure = of_order("Strange", "Something is wrong: mend it");
		assert_eq!((failure.next.as_str(), failure.kind), ("mend it", Kind::Refused));
	}

	#[test]
	fn what_a_pallet_of_shareholders_advises_is_the_next_step() {
		let docs = ["A motion has 2 to 16 choices. Name as many.".to_owned()];
		assert_eq!(
			of_pallet("Ballots", "BadChoices", &docs).to_string(),
			"the chain refused it with Ballots.BadChoices, a motion has 2 to 16 choices: name as many"
		);
		let docs = ["Nothing is owed.".to_owned()];
		assert_eq!(
			of_pallet("Shareholders", "NothingOwed", &docs).next,
			"`kongsi shares portfolio` shows what is owed"
		);
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
				"Invalid Transaction: Transaction would exhaust the block limits",
				"the transaction is too large for a block",
			),
			("Immediately Dropped", "the node has as many transactions waiting as it keeps"),
			("Transaction is temporarily banned", "the transaction was refused before"),
			(
				"Transaction was usurped by another with the same nonce",
				"another transaction of this account took its place",
			),
			(
				"Transaction is invalid (eg because of a bad nonce, signature etc)",
				"the transaction died before a block took it",
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
