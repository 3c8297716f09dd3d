//! A company on the development chain, whose founder is the first signer, and a token that is no share beside it.

use crate::common::{
	accounts::signer,
	measure::N,
	setup::{Setup, CASH},
};
use frame_support::traits::fungible::Mutate;
use kongsi_runtime::{
	constants::money::KSI, AccountId, Assets, Balances, Ballots, BlockNumber, Runtime,
	RuntimeOrigin, Shareholders,
};
use order_book_engine::TokenId;
use pallet_ballots::{BallotId, Motion, NextBallotId};
use pallet_shareholders::{accounting::Schedule, CalendarOf, NextCompanyId};

/// The class.
pub(crate) const CLASS: TokenId = 5_000;
/// The token that is no class.
pub(crate) const PLAIN: TokenId = 5_001;
/// What every holder owns of each.
pub(crate) const SHARES: u128 = 1_000;
/// What a dividend amounts to, in atoms of cash: not a whole number a share.
pub(crate) const DIVIDEND: u128 = 1_000_000_000_007;

fn founder() -> RuntimeOrigin {
	RuntimeOrigin::signed(signer(0))
}

/// Creates a token of the founder's.
fn create(token: TokenId) {
	Assets::create(founder(), token, signer(0).into(), 1).expect("a new number");
	Assets::set_authorised_maximum(founder(), token, 1 << 90).expect("there was none");
}

/// Founds the company with its class, which pays in cash and has no holders yet; and the other token.
pub(crate) fn found(setup: &mut Setup) {
	setup.fund([signer(0)]);
	setup.run(|| {
		create(CLASS);
		create(PLAIN);
		let company = NextCompanyId::<Runtime>::get();
		let name = b"Bench".to_vec().try_into().expect("a short name");
		Shareholders::found_company(founder(), name, Default::default()).expect("KSI");
		Shareholders::create_share_class(founder(), company, CLASS).expect("it is his");
		Shareholders::open_payout(founder(), CLASS, CASH).expect("he has cash");
	});
}

/// Gives accounts shares, and as much of the other token.
pub(crate) fn issue(setup: &mut Setup, holders: impl IntoIterator<Item = AccountId>) {
	let holders: Vec<_> = holders.into_iter().collect();
	for some in holders.chunks(10_000) {
		setup.run(|| {
			for who in some {
				Balances::mint_into(who, KSI).expect("KSI");
				for token in [CLASS, PLAIN] {
					Assets::mint(founder(), token, who.clone().into(), SHARES).expect("room");
				}
			}
		});
		setup.commit();
	}
}

/// Pays a dividend for the next boundary.
pub(crate) fn pay(setup: &mut Setup) {
	setup.run(|| {
		Shareholders::pay_dividend(founder(), CLASS, CASH, DIVIDEND, Schedule::Next).expect("cash")
	});
}

/// Makes the present boundary a record date that stays.
pub(crate) fn reserve_date(setup: &mut Setup) {
	setup.run(|| Shareholders::reserve_date(CLASS, Shareholders::epoch()).expect("a place"));
}

/// Calls a ballot about a text. It opens at the next boundary.
pub(crate) fn call_ballot(setup: &mut Setup) -> BallotId {
	setup.run(|| {
		let ballot = NextBallotId::<Runtime>::get();
		let motion = Motion { document: [7; 32], choices: 2, call: None };
		Ballots::open_ballot(founder(), CLASS, motion).expect("he acts for the company");
		ballot
	})
}

/// Goes on to the first block of the second epoch. Then KSI of all these has moved in it, nothing else.
pub(crate) fn next_epoch(setup: &mut Setup, people: &[AccountId]) {
	let block: BlockNumber = setup.run(|| CalendarOf::<Runtime>::get().epoch_blocks);
	setup.advance(block);
	setup.run(|| {
		for who in people {
			Balances::mint_into(who, 1).expect("an atom of KSI");
		}
	});
}

/// Moves a share from each signer to his receiver, so that the class has changed on both sides in this epoch.
pub(crate) fn move_shares(setup: &mut Setup, receivers: &[AccountId]) {
	setup.run(|| {
		for (who, to) in (0..N as u32).zip(receivers) {
			let origin = RuntimeOrigin::signed(signer(who));
			Assets::transfer(origin, CLASS, to.clone().into(), 1).expect("he has some");
		}
	});
}
