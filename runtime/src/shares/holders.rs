//! Who owns a class, now or at a record date.
//!
//! Now every holder has a record in the ledger. At a record date he may have none any more, but then he has a line, which
//! keeps what he owned. Both maps hash their accounts alike, so two walks side by side meet every account once, in one
//! order.

use super::bounded;
use crate::{
	configs::tokens::{AllTokens, KSI},
	AccountId, Runtime, Shareholders,
};
use alloc::{boxed::Box, vec, vec::Vec};
use codec::Encode;
use core::{cmp::Ordering, iter::Peekable};
use frame_support::{traits::fungibles::Inspect, Blake2_128Concat, StorageHasher};
use pallet_shareholders::{Classes, Error, Lines};
use shareholders_accounting::{Epoch, TokenId};
use shareholders_runtime_api::{Holder, Holders, Refusal, MAX_LIST, MAX_WALKED};
use sp_runtime::DispatchError;

type Accounts = Box<dyn Iterator<Item = AccountId>>;

/// See `SharesApi::holders`.
pub fn holders(
	class: TokenId,
	date: Option<Epoch>,
	after: Option<AccountId>,
	limit: u32,
	with_keys: bool,
) -> Result<Holders<AccountId>, Refusal> {
	let stored = Classes::<Runtime>::get(class).ok_or(Refusal::UnknownClass)?;
	let shares = match date {
		None => AllTokens::total_issuance(class),
		Some(date) => Shareholders::eligible_at(class, date).map_err(refusal)?,
	};
	let most = bounded(limit, MAX_LIST);
	let mut page = Holders { shares, holders: Vec::new(), next: None, keys: Vec::new() };
	if with_keys {
		page.keys = vec![supply_key(class), Classes::<Runtime>::hashed_key_for(class)];
	}
	let mut accounts = Walk::behind(class, date, after.as_ref());
	let mut last = None;
	for _ in 0..MAX_WALKED {
		if page.holders.len() >= most {
			break;
		}
		let Some(who) = accounts.next() else { return Ok(page) };
		if with_keys {
			page.keys.push(record_key(class, &who));
			page.keys.extend(date.map(|_| Lines::<Runtime>::hashed_key_for(class, &who)));
		}
		let total = AllTokens::total_balance(class, &who);
		let free = AllTokens::balance(class, &who);
		let shares = match date {
			None => total,
			Some(date) => Shareholders::total_at(class, &who, date).map_err(refusal)?,
		};
		last = Some(who.clone());
		if shares > 0 {
			let excluded = stored.register.is_excluded(&who);
			let held = total.saturating_sub(free); // a part of the whole
			page.holders.push(Holder { account: who, shares, free, held, excluded });
		}
	}
	page.next = last.filter(|_| accounts.next().is_some());
	Ok(page)
}

fn refusal(error: DispatchError) -> Refusal {
	if error == Error::<Runtime>::UnknownDate.into() {
		Refusal::UnknownDate
	} else if error == Error::<Runtime>::DateNotReached.into() {
		Refusal::DateNotReached
	} else if error == Error::<Runtime>::NotAShareClass.into() {
		Refusal::UnknownClass
	} else {
		// What else the register may say is that it cannot be relied on.
		Refusal::ClassHalted
	}
}

/// Where the supply of a token is stored.
fn supply_key(class: TokenId) -> Vec<u8> {
	match class {
		KSI => pallet_balances::TotalIssuance::<Runtime>::hashed_key().to_vec(),
		token => pallet_tokens::Asset::<Runtime>::hashed_key_for(token),
	}
}

/// Where an account's balance of a token is stored.
fn record_key(class: TokenId, who: &AccountId) -> Vec<u8> {
	match class {
		KSI => frame_system::Account::<Runtime>::hashed_key_for(who),
		token => pallet_tokens::Account::<Runtime>::hashed_key_for(token, who),
	}
}

/// The accounts with a record of a class, and those with a line if a date is asked for, each once.
struct Walk {
	records: Peekable<Accounts>,
	lines: Peekable<Accounts>,
}

impl Walk {
	fn behind(class: TokenId, date: Option<Epoch>, after: Option<&AccountId>) -> Self {
		let lines: Accounts = match (date, after) {
			(None, _) => Box::new(core::iter::empty()),
			(Some(_), None) => Box::new(Lines::<Runtime>::iter_key_prefix(class)),
			(Some(_), Some(after)) => Box::new(Lines::<Runtime>::iter_key_prefix_from(
				class,
				Lines::<Runtime>::hashed_key_for(class, after),
			)),
		};
		Self { records: records(class, after).peekable(), lines: lines.peekable() }
	}
}

fn records(class: TokenId, after: Option<&AccountId>) -> Accounts {
	match (class, after) {
		(KSI, None) => Box::new(frame_system::Account::<Runtime>::iter_keys()),
		(KSI, Some(after)) => {
			Box::new(frame_system::Account::<Runtime>::iter_keys_from(record_key(KSI, after)))
		}
		(token, None) => Box::new(pallet_tokens::Account::<Runtime>::iter_key_prefix(token)),
		(token, Some(after)) => Box::new(pallet_tokens::Account::<Runtime>::iter_key_prefix_from(
			token,
			record_key(token, after),
		)),
	}
}

/// Both maps are in the order of this.
fn place(who: &AccountId) -> Vec<u8> {
	Blake2_128Concat::hash(&who.encode())
}

impl Iterator for Walk {
	type Item = AccountId;

	fn next(&mut self) -> Option<AccountId> {
		let order = match (self.records.peek(), self.lines.peek()) {
			(Some(record), Some(line)) => place(record).cmp(&place(line)),
			(Some(_), None) => Ordering::Less,
			(None, _) => Ordering::Greater,
		};
		match order {
			Ordering::Less => self.records.next(),
			Ordering::Greater => self.lines.next(),
			Ordering::Equal => {
				self.lines.next();
				self.records.next()
			}
		}
	}
}
