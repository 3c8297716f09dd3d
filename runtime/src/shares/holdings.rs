//! What an account has of every class.

use super::{
	ballots::{live_ballots, requisitions, voting_power},
	bounded,
	offerings::rights,
};
use crate::{
	configs::tokens::{AllTokens, KSI},
	AccountId, Ballots, Runtime, RuntimeHoldReason, Shareholders,
};
use alloc::vec::Vec;
use frame_support::traits::fungibles::{hold::Inspect as InspectHold, Inspect};
use pallet_ballots::Delegates;
use pallet_shareholders::{ClassStatus, Classes, Fractions, Lines, SplitCount};
use shareholders_accounting::TokenId;
use shareholders_runtime_api::{
	BallotInfo, ClassDues, Due, FractionInfo, GrantInfo, Holding, RequisitionInfo, Signature,
	VotingPower, MAX_HOLDINGS, MAX_LIST, MAX_WALKED,
};

/// No holding shows the fractions of more splits than the last ones of its class. Older ones are still claimed by number.
const MAX_SPLITS_SHOWN: u32 = 16;

/// See `SharesApi::portfolio`.
pub fn portfolio(
	who: &AccountId,
	after: Option<TokenId>,
	limit: u32,
) -> (Vec<Holding<AccountId>>, Option<TokenId>) {
	walk(after, bounded(limit, MAX_HOLDINGS), |class| holding(who, class))
}

/// See `SharesApi::claimable`.
pub fn claimable(
	who: &AccountId,
	after: Option<TokenId>,
	limit: u32,
) -> (Vec<ClassDues>, Option<TokenId>) {
	walk(after, bounded(limit, MAX_LIST), |class| {
		if !is_concerned(who, class) {
			return None;
		}
		let (halted, dues) = dues(who, class);
		(halted || !dues.is_empty()).then_some(ClassDues { class, halted, dues })
	})
}

/// Looks at classes behind `after` until there are `most` finds, and says where to go on.
fn walk<F>(
	after: Option<TokenId>,
	most: usize,
	look: impl Fn(TokenId) -> Option<F>,
) -> (Vec<F>, Option<TokenId>) {
	let mut classes = match after {
		None => Classes::<Runtime>::iter_keys(),
		Some(after) => {
			Classes::<Runtime>::iter_keys_from(Classes::<Runtime>::hashed_key_for(after))
		}
	};
	let (mut found, mut last) = (Vec::new(), None);
	for _ in 0..MAX_WALKED {
		if found.len() >= most {
			break;
		}
		let Some(class) = classes.next() else { return (found, None) };
		found.extend(look(class));
		last = Some(class);
	}
	let more = classes.next().is_some();
	(found, last.filter(|_| more))
}

/// Whether an account owns shares of a class or has a line in its register: all others have nothing and are owed nothing.
fn is_concerned(who: &AccountId, class: TokenId) -> bool {
	Lines::<Runtime>::contains_key(class, who) || AllTokens::total_balance(class, who) > 0
}

/// What a class owes an account, and whether that is unknown because the class is halted.
fn dues(who: &AccountId, class: TokenId) -> (bool, Vec<Due>) {
	match Shareholders::claimable(class, who) {
		Ok(dues) => {
			let dues = dues.into_iter().filter(|due| due.owed > 0 || due.waiting > 0);
			let due = |token, owed, waiting| Due { token, owed, waiting };
			(false, dues.map(|all| due(all.token, all.owed, all.waiting)).collect())
		}
		Err(_) => (true, Vec::new()),
	}
}

fn holding(who: &AccountId, class: TokenId) -> Option<Holding<AccountId>> {
	let fractions = fractions(who, class);
	if fractions.is_empty() && !is_concerned(who, class) {
		return None;
	}
	let stored = Classes::<Runtime>::get(class)?;
	let on_hold = |reason: RuntimeHoldReason| AllTokens::balance_on_hold(class, &reason, who);
	let in_orders = on_hold(pallet_order_book::HoldReason::OpenOrder.into());
	let vesting = on_hold(pallet_grants::HoldReason::Vesting.into());
	let all_held = AllTokens::total_balance_on_hold(class, who);
	let free = AllTokens::balance(class, who);
	let (halted, dues) = dues(who, class);
	let mut holding = Holding {
		class,
		company: stored.company,
		halted: halted || stored.status != ClassStatus::Live,
		excluded: stored.register.is_excluded(who),
		free,
		in_orders,
		vesting,
		held: all_held.saturating_sub(in_orders).saturating_sub(vesting), // parts of the whole
		dues,
		delegate: stored.company.and_then(|company| Delegates::<Runtime>::get(company, who)),
		ballots: own_ballots(who, class),
		requisitions: own_requisitions(who, class),
		rights: rights(who, class),
		grants: grants(who, class),
		fractions,
	};
	let owns = free > 0 || all_held > 0;
	if !owns {
		// Whoever has sold everything still sees what he has a voice in.
		holding.ballots.retain(|(_, power)| power.weight.is_some_and(|weight| weight > 0));
		holding.requisitions.retain(|(_, signature)| signature.weight > 0);
	}
	let nothing = !owns
		&& !holding.halted
		&& holding.dues.is_empty()
		&& holding.ballots.is_empty()
		&& holding.requisitions.is_empty()
		&& holding.rights.is_empty()
		&& holding.fractions.is_empty();
	(!nothing).then_some(holding)
}

/// At most as many as there are places for ballots of a class.
fn own_ballots(who: &AccountId, class: TokenId) -> Vec<(BallotInfo, VotingPower<AccountId>)> {
	live_ballots(class)
		.into_iter()
		.filter_map(|ballot| voting_power(who, ballot.id).map(|power| (ballot, power)))
		.collect()
}

/// At most as many as there are places for requisitions of a class.
fn own_requisitions(
	who: &AccountId,
	class: TokenId,
) -> Vec<(RequisitionInfo<AccountId>, Signature)> {
	let backs = Ballots::signature_of(class, who);
	requisitions(class)
		.into_iter()
		.map(|requisition| {
			let date = requisition.record_date;
			// A halted class answers nothing, so nobody can sign there.
			let weight = Shareholders::total_at(class, who, date).unwrap_or_default();
			let signed = backs.is_some_and(|signature| signature.requisition == requisition.id);
			(requisition, Signature { weight, signed })
		})
		.collect()
}

fn fractions(who: &AccountId, class: TokenId) -> Vec<FractionInfo> {
	let count = SplitCount::<Runtime>::get(class);
	(count.saturating_sub(MAX_SPLITS_SHOWN)..count) // a bound: the beginning is the right answer
		.filter(|split| Fractions::<Runtime>::contains_key((class, *split, who)))
		.map(|split| FractionInfo {
			split,
			claimable: Shareholders::claimable_fraction(class, split, who)
				.ok()
				.flatten()
				.map(|amount| (KSI, amount)),
		})
		.collect()
}

/// At most as many as an account may have of a class.
fn grants(who: &AccountId, class: TokenId) -> Vec<GrantInfo> {
	pallet_grants::Pallet::<Runtime>::grants_of(class, who)
		.into_iter()
		.map(|grant| GrantInfo {
			id: grant.grant,
			amount: grant.amount,
			released: grant.released,
			due: grant.due,
			start: grant.terms.start,
			cliff: grant.terms.cliff,
			end: grant.terms.end,
			revocable: grant.terms.revocable,
		})
		.collect()
}
