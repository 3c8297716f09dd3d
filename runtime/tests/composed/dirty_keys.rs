//! What the register of shareholders adds to the state that a transfer changes: at most one entry per side and epoch for a
//! share, once per epoch the record of its class, and nothing at all for any other token.
//!
//! Entries are compared before and after, so that everything counts which the root of the state has to be computed for.
//! What the system notes of a block as a whole is left out.

use crate::common::{chain, execute_block};
use frame_support::{assert_ok, storage::storage_prefix};
use kongsi_runtime::{genesis_presets::DEVELOPMENT, *};
use pallet_shareholders::{accounting::Schedule, CalendarOf, Classes, Lines, KSI};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use std::collections::{BTreeMap, BTreeSet};

/// What dividends are paid in.
const CASH: u32 = 1;
/// A share class of the preset.
const HALO: u32 = 2;
/// A token that is neither.
const PLAIN: u32 = 700;

type Key = Vec<u8>;

/// All entries but what the block counts in memory and throws away: its events and its weight.
fn entries() -> BTreeMap<Key, Vec<u8>> {
	let events = ["Events", "EventCount", "BlockWeight"]
		.map(|item| storage_prefix(b"System", item.as_bytes()));
	let mut found = BTreeMap::new();
	let mut key = Key::new();
	while let Some(next) = sp_io::storage::next_key(&key) {
		if !events.iter().any(|prefix| next.starts_with(prefix)) {
			let value = sp_io::storage::get(&next).expect("it is next").to_vec();
			found.insert(next.clone(), value);
		}
		key = next;
	}
	found
}

/// The keys of the entries that something changes, makes or removes.
fn changed(what: impl FnOnce()) -> BTreeSet<Key> {
	let before = entries();
	what();
	let after = entries();
	let keys: BTreeSet<_> = before.keys().chain(after.keys()).cloned().collect();
	keys.into_iter().filter(|key| before.get(key) != after.get(key)).collect()
}

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

/// What a transfer of a token of the ledger changes.
fn transfer(token: u32, from: Sr25519Keyring, to: Sr25519Keyring) -> BTreeSet<Key> {
	let to = to.to_account_id();
	changed(|| {
		assert_ok!(Assets::transfer(signed(from), token, to.into(), 10_000));
	})
}

/// The entries in which the ledger keeps what these own.
fn records(token: u32, people: &[Sr25519Keyring]) -> BTreeSet<Key> {
	let key = |who: &Sr25519Keyring| {
		pallet_tokens::Account::<Runtime>::hashed_key_for(token, who.to_account_id())
	};
	people.iter().map(key).collect()
}

/// The entries in which the register keeps what these are owed and owned.
fn lines(class: u32, people: &[Sr25519Keyring]) -> BTreeSet<Key> {
	let key = |who: &Sr25519Keyring| Lines::<Runtime>::hashed_key_for(class, who.to_account_id());
	people.iter().map(key).collect()
}

fn class(class: u32) -> BTreeSet<Key> {
	[Classes::<Runtime>::hashed_key_for(class)].into()
}

fn union(sets: &[BTreeSet<Key>]) -> BTreeSet<Key> {
	sets.iter().flatten().cloned().collect()
}

/// Executes blocks without transactions until this one is the last.
fn advance(to: BlockNumber) {
	while System::block_number() < to {
		execute_block(u64::from(System::block_number()) + 1, Vec::new());
	}
}

/// The first block of the second epoch.
fn second_epoch() -> BlockNumber {
	CalendarOf::<Runtime>::get().epoch_blocks
}

/// Gives those who take part of the share and of the plain token ten times what a transfer moves.
fn endow() {
	let maximum = 10_000_000;
	assert_ok!(Assets::create(signed(Alice), PLAIN, Alice.to_account_id().into(), 1));
	assert_ok!(Assets::set_authorised_maximum(signed(Alice), PLAIN, maximum));
	for who in [Bob, Charlie, Dave] {
		for token in [PLAIN, HALO] {
			assert_ok!(Assets::mint(signed(Alice), token, who.to_account_id().into(), 100_000));
		}
	}
}

#[test]
fn a_transfer_of_a_plain_token_changes_the_two_records_and_nothing_else() {
	chain(DEVELOPMENT).execute_with(|| {
		advance(1);
		endow();
		// The same that the ledger alone would change; the second token is one that classes pay in.
		for token in [PLAIN, CASH] {
			assert_eq!(transfer(token, Bob, Charlie), records(token, &[Bob, Charlie]));
		}
		advance(second_epoch());
		for token in [PLAIN, CASH] {
			assert_eq!(transfer(token, Bob, Charlie), records(token, &[Bob, Charlie]));
		}
	});
}

#[test]
fn a_transfer_of_a_share_changes_one_entry_more_per_side_and_epoch() {
	chain(DEVELOPMENT).execute_with(|| {
		advance(1);
		endow();
		let schedule = Schedule::Next;
		assert_ok!(Shareholders::pay_dividend(signed(Alice), HALO, CASH, 7_000_001, schedule));
		let register = Classes::<Runtime>::get(HALO).expect("it is a class").register;
		assert!(!register.dates.as_slice().is_empty(), "a record date is live");
		assert!(register.payouts.iter().all(|payout| payout.pending > 0), "a dividend waits");

		advance(second_epoch());
		// The first change of the class in the epoch distributes the dividend: once, whoever comes after.
		let first =
			union(&[records(HALO, &[Bob, Charlie]), lines(HALO, &[Bob, Charlie]), class(HALO)]);
		assert_eq!(transfer(HALO, Bob, Charlie), first);
		// A side whose first change it is: a line more.
		let next = union(&[records(HALO, &[Charlie, Dave]), lines(HALO, &[Dave])]);
		assert_eq!(transfer(HALO, Charlie, Dave), next);
		// Afterwards what a plain token costs, for everybody.
		for (from, to) in [(Bob, Charlie), (Charlie, Dave), (Dave, Bob)] {
			assert_eq!(transfer(HALO, from, to), records(HALO, &[from, to]));
		}
	});
}

#[test]
fn a_transfer_of_ksi_changes_one_entry_more_per_side_and_epoch() {
	let send = || {
		changed(|| {
			let to = Charlie.to_account_id().into();
			assert_ok!(Balances::transfer_keep_alive(signed(Bob), to, constants::money::KSI));
		})
	};
	let key =
		|who: Sr25519Keyring| frame_system::Account::<Runtime>::hashed_key_for(who.to_account_id());
	let accounts: BTreeSet<Key> = [Bob, Charlie].map(key).into();
	chain(DEVELOPMENT).execute_with(|| {
		advance(1);
		let first = union(&[accounts.clone(), lines(KSI, &[Bob, Charlie])]);
		assert_eq!(send(), first);
		assert_eq!(send(), accounts);
		// The hook has taken the boundary of the class before any transaction.
		advance(second_epoch());
		assert_eq!(send(), first);
		assert_eq!(send(), accounts);
	});
}
