//! Who owns what: KSI as a share, on each chain; and on those for development, where it pays in cash as well, a company that
//! has paid a dividend and holds a ballot. Times there are short, so that a developer sees an epoch pass while he waits.

use super::exchange::{CASH, HALO, ONE_CASH};
use crate::{
	configs::{
		revenue::{RevenueAccount, TreasuryAccount, ValidatorsAccount},
		tokens::KSI,
	},
	constants::{
		money,
		time::{DAYS, MINUTES},
	},
	AccountId, Balance, BallotsConfig, ShareVoting, ShareholdersConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::traits::Get;
use order_book_engine::TokenId;
use pallet_ballots::BallotRules;
use pallet_shareholders::{Calendar, ClassGenesis, CompanyGenesis, PlatformGenesis};
use sp_keyring::Sr25519Keyring;

/// Half a minute, and no notice beyond the next boundary; an auction of fractions lasts two minutes.
const CALENDAR: Calendar = Calendar { epoch_blocks: 15, min_stream: 1, min_notice: 1, auction: 4 };

/// A ballot opens at the next boundary and lasts 24 s; its call waits 4 s and can be run for 10 minutes. A round of requisitions
/// is as long as a ballot takes, and some more.
const RULES: BallotRules = BallotRules {
	notice: 1,
	period: 12,
	requisition_period: 2 * MINUTES,
	ordinary_delay: 2,
	special_delay: 4,
	execution_window: 10 * MINUTES,
};

/// What the treasury has at first, in atoms: it gives the pot of KSI the minimum balances.
pub(super) const TREASURY_KSI: Balance = 1_000 * money::KSI;
/// The same in cash.
pub(super) const TREASURY_CASH: Balance = 1_000 * ONE_CASH;

/// What Halo Industries has paid: half a unit of cash on each of 60,000 shares.
const DIVIDEND: Balance = 30_000 * ONE_CASH;

/// The Blake2b hash of "Shall Halo Industries list its shares in KSI as well?".
const QUESTION: [u8; 32] = [
	0xc2, 0x63, 0x2e, 0x3b, 0xb9, 0xa7, 0xb1, 0x8c, 0x9b, 0x51, 0x13, 0xaa, 0x50, 0x42, 0x73, 0xec,
	0xf6, 0xf0, 0xb6, 0x80, 0x34, 0xce, 0xa4, 0x7a, 0x07, 0xc4, 0xe5, 0x4d, 0x8b, 0x7f, 0x34, 0xad,
];

/// The platform and one company, whose founder is Alice.
pub(super) fn shareholders() -> ShareholdersConfig {
	let alice = Sr25519Keyring::Alice.to_account_id();
	ShareholdersConfig {
		calendar: CALENDAR,
		platform: Some(ksi(vec![KSI, CASH])),
		companies: vec![CompanyGenesis {
			founder: alice.clone(),
			name: b"Halo Industries".to_vec(),
			links: Vec::new(),
			classes: vec![ClassGenesis {
				token: HALO,
				payouts: vec![CASH],
				dividends: vec![(alice, CASH, DIVIDEND)],
			}],
		}],
	}
}

/// The platform alone, with the times of the real chain.
pub(super) fn platform() -> ShareholdersConfig {
	ShareholdersConfig {
		calendar: Calendar::default(),
		platform: Some(ksi(vec![KSI])),
		companies: Vec::new(),
	}
}

/// KSI as a share that pays in those tokens. What belongs to all neither earns nor votes.
fn ksi(payouts: Vec<TokenId>) -> PlatformGenesis<AccountId> {
	let excluded = vec![
		TreasuryAccount::get(),
		RevenueAccount::get(),
		ValidatorsAccount::get(),
		ShareVoting::fund_account(),
	];
	PlatformGenesis { excluded, payouts }
}

/// A ballot about a text, open for a day.
pub(super) fn ballots() -> BallotsConfig {
	BallotsConfig { rules: RULES, ballots: vec![(HALO, QUESTION, 2, DAYS)], ..Default::default() }
}

/// The treasury, besides the people.
pub(super) fn treasury() -> AccountId {
	TreasuryAccount::get()
}
