//! The presets make chains that work.

use crate::common::{chain, execute_block};
use frame_support::traits::{
	fungible::{hold::Inspect as _, Inspect as _},
	fungibles::{hold::Inspect as _, Inspect as _},
	Get,
};
use kongsi_runtime::{
	configs::revenue::TreasuryAccount,
	constants::money::KSI,
	genesis_presets::{preset_names, DEVELOPMENT, LOCAL_TESTNET, MAINNET, STAKE},
	*,
};
use sp_keyring::Sr25519Keyring::{self, *};

const PEOPLE: [Sr25519Keyring; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];
const CASH: u32 = 1;
const HALO: u32 = 2;

/// What must be true of every chain for development.
fn each_preset(check: impl Fn()) {
	for name in [DEVELOPMENT, LOCAL_TESTNET] {
		chain(name).execute_with(&check);
	}
}

fn accounts(people: &[Sr25519Keyring]) -> Vec<AccountId> {
	people.iter().map(|person| person.to_account_id()).collect()
}

#[test]
fn every_preset_builds() {
	assert_eq!(
		preset_names(),
		[DEVELOPMENT, LOCAL_TESTNET, MAINNET].map(sp_genesis_builder::PresetId::from)
	);
	for name in [DEVELOPMENT, LOCAL_TESTNET] {
		chain(name).execute_with(|| execute_block(1, vec![]));
	}
}

/// Whoever makes the real chain names its people. Here it is Alice, so that a block can be made.
#[test]
fn the_real_chain_starts_with_its_treasury_its_times_and_nobody() {
	chain(MAINNET).execute_with(|| {
		let accounts: Vec<_> = frame_system::Account::<Runtime>::iter_keys().collect();
		let pot = Shareholders::pot_account(0);
		assert_eq!(accounts.len(), 4, "treasury, pot, revenue and validators' pay: {accounts:?}");
		assert!(accounts.contains(&TreasuryAccount::get()) && accounts.contains(&pot));
		assert_eq!(Balances::total_issuance(), 1_000 * KSI);
		assert!(Session::validators().is_empty());
		assert_eq!(pallet_tempo::TempoOf::<Runtime>::get(), pallet_tempo::Tempo::default());
		assert_eq!(
			pallet_shareholders::CalendarOf::<Runtime>::get(),
			pallet_shareholders::Calendar::default()
		);
		for check in
			[OrderBook::do_try_state(), Assets::do_try_state(), Shareholders::do_try_state()]
		{
			check.unwrap();
		}
	});
}

#[test]
fn an_unknown_preset_is_none() {
	assert_eq!(genesis_presets::get_preset(&"main".into()), None);
}

#[test]
fn alice_validates_alone_in_development() {
	chain(DEVELOPMENT).execute_with(|| {
		assert_eq!(Session::validators(), accounts(&[Alice]));
		assert_eq!(Grandpa::grandpa_authorities().len(), 1);
		assert_eq!(AuthorityDiscovery::authorities().len(), 1);
		assert_eq!(pallet_babe::Authorities::<Runtime>::get().len(), 1);
	});
}

#[test]
fn four_validate_in_the_local_test_network() {
	chain(LOCAL_TESTNET).execute_with(|| {
		// The order is that of an election.
		let mut validators = Session::validators();
		validators.sort();
		let mut people = accounts(&[Alice, Bob, Charlie, Dave]);
		people.sort();
		assert_eq!(validators, people);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(AuthorityDiscovery::authorities().len(), 4);
		assert_eq!(pallet_babe::Authorities::<Runtime>::get().len(), 4);
	});
}

#[test]
fn six_people_own_a_million_ksi_each_and_the_treasury_a_thousand() {
	each_preset(|| {
		for person in PEOPLE {
			assert_eq!(Balances::total_balance(&person.to_account_id()), 1_000_000 * KSI);
		}
		// The treasury owns a thousand, a thousandth of which it gave the pot of KSI.
		let pot = Shareholders::pot_account(0);
		assert_eq!(Balances::total_balance(&pot), KSI / 1_000);
		assert_eq!(Balances::total_balance(&TreasuryAccount::get()), 1_000 * KSI - KSI / 1_000);
		assert_eq!(Balances::total_issuance(), 6_001_000 * KSI);
		// The founder's deposits for two markets, 200; for a company, 10.11, and for its share class, 10.61; and her stake.
		let deposits = 22_072 * KSI / 100;
		assert_eq!(Balances::reserved_balance(Alice.to_account_id()), deposits + STAKE);
	});
}

#[test]
fn six_people_own_a_million_in_cash_and_ten_thousand_shares_each() {
	each_preset(|| {
		for person in PEOPLE {
			let who = person.to_account_id();
			// The founder gave the fee accounts of two markets and the pot of HALO the least that a record needs, 0.01 of
			// 1,000,000 atoms, and paid a dividend of 0.50 on each of 60,000 shares.
			let given = if person == Alice { 30_000 + 30_000_000_000 } else { 0 };
			assert_eq!(Assets::total_balance(CASH, &who), 1_000_000_000_000 - given, "{person:?}");
			assert_eq!(Assets::total_balance(HALO, &who), 10_000);
		}
		for market in [0, 1] {
			assert_eq!(Assets::total_balance(CASH, &OrderBook::fee_account(market)), 10_000);
		}
		let pots = [0, HALO].map(Shareholders::pot_account);
		let in_pots = pots.map(|pot| Assets::total_balance(CASH, &pot));
		assert_eq!(in_pots, [10_000, 30_000_010_000]);
		assert_eq!(Assets::total_balance(CASH, &TreasuryAccount::get()), 999_990_000);
		assert_eq!(Assets::total_issuance(CASH), 6_001_000_000_000);
		assert_eq!(Assets::total_issuance(HALO), 60_000);
	});
}

#[test]
fn every_invariant_of_the_ledgers_the_books_and_the_register_holds_from_the_start() {
	each_preset(|| {
		OrderBook::do_try_state().unwrap();
		Assets::do_try_state().unwrap();
		Shareholders::do_try_state().unwrap();
		Ballots::do_try_state().unwrap();
	});
}

/// Price and lots of each order of a market, with its owner.
fn orders(market: u32) -> Vec<(Sr25519Keyring, u64, u64)> {
	let orders = OrderBook::all_orders(market).into_iter();
	orders
		.map(|(id, owner, lots)| {
			let owner = PEOPLE.into_iter().find(|person| person.to_raw_public() == owner.0);
			(owner.unwrap(), id.locator().tick().get(), lots)
		})
		.collect()
}

#[test]
fn eve_and_ferdie_quote_ten_levels_on_each_side_of_both_markets() {
	each_preset(|| {
		// KSI around 2.00 in steps of 0.01, ten KSI more at each level.
		let ksi = [
			(Eve, 190, 10_000),
			(Eve, 191, 9_000),
			(Eve, 192, 8_000),
			(Eve, 193, 7_000),
			(Eve, 194, 6_000),
			(Eve, 195, 5_000),
			(Eve, 196, 4_000),
			(Eve, 197, 3_000),
			(Eve, 198, 2_000),
			(Eve, 199, 1_000),
			(Ferdie, 201, 1_000),
			(Ferdie, 202, 2_000),
			(Ferdie, 203, 3_000),
			(Ferdie, 204, 4_000),
			(Ferdie, 205, 5_000),
			(Ferdie, 206, 6_000),
			(Ferdie, 207, 7_000),
			(Ferdie, 208, 8_000),
			(Ferdie, 209, 9_000),
			(Ferdie, 210, 10_000),
		];
		assert_eq!(orders(0), ksi);
		// HALO around 25.00 in steps of 0.05, twenty shares more at each level.
		let halo = [
			(Eve, 2_450, 200),
			(Eve, 2_455, 180),
			(Eve, 2_460, 160),
			(Eve, 2_465, 140),
			(Eve, 2_470, 120),
			(Eve, 2_475, 100),
			(Eve, 2_480, 80),
			(Eve, 2_485, 60),
			(Eve, 2_490, 40),
			(Eve, 2_495, 20),
			(Ferdie, 2_505, 20),
			(Ferdie, 2_510, 40),
			(Ferdie, 2_515, 60),
			(Ferdie, 2_520, 80),
			(Ferdie, 2_525, 100),
			(Ferdie, 2_530, 120),
			(Ferdie, 2_535, 140),
			(Ferdie, 2_540, 160),
			(Ferdie, 2_545, 180),
			(Ferdie, 2_550, 200),
		];
		assert_eq!(orders(1), halo);
		assert_eq!(orders(2), []);
	});
}

#[test]
fn what_the_ladders_need_is_held_and_stays_their_owners() {
	let reason = RuntimeHoldReason::OrderBook(pallet_order_book::HoldReason::OpenOrder);
	each_preset(|| {
		let (eve, ferdie) = (Eve.to_account_id(), Ferdie.to_account_id());
		// Level l bids for 1,000 x l lots at 200 - l ticks of 100 atoms: the sum over ten levels of (200 - l) x l is
		// 200 x 55 - 385 = 10,615, times 100,000 is 1,061,500,000, and 0.1 % for the highest fee is 1,061,500.
		let ksi = 1_062_561_500;
		// And for 20 x l lots at 2,500 - 5 x l ticks of 10,000 atoms: 2,500 x 55 - 5 x 385 = 135,575, times 200,000 is
		// 27,115,000,000, and 27,115,000.
		let halo = 27_142_115_000;
		assert_eq!(Assets::balance_on_hold(CASH, &reason, &eve), ksi + halo);
		assert_eq!(Assets::balance(CASH, &eve), 1_000_000_000_000 - ksi - halo);
		// 55,000 lots of a hundredth of a KSI, 1,100 shares.
		assert_eq!(Balances::balance_on_hold(&reason, &ferdie), 550 * KSI);
		assert_eq!(Balances::free_balance(&ferdie), 999_450 * KSI);
		assert_eq!(Assets::balance_on_hold(HALO, &reason, &ferdie), 1_100);
		assert_eq!(Assets::balance_on_hold(HALO, &reason, &eve), 0);
		assert_eq!(Balances::balance_on_hold(&reason, &eve), 0);
	});
}

#[test]
fn wallets_find_the_name_of_each_token() {
	use frame_support::traits::fungibles::metadata::Inspect;
	each_preset(|| {
		assert_eq!(Assets::symbol(CASH), b"CASH");
		assert_eq!(Assets::decimals(CASH), 6);
		assert_eq!(Assets::symbol(HALO), b"HALO");
		assert_eq!(Assets::decimals(HALO), 0);
	});
}

/// Otherwise a round of requisitions might have to wait for ballots of the one before the last.
#[test]
fn ballots_that_holders_call_end_within_a_round() {
	each_preset(|| {
		let epoch_blocks = pallet_shareholders::CalendarOf::<Runtime>::get().epoch_blocks;
		let rules = pallet_ballots::Rules::<Runtime>::get();
		// A notice of 1 and a sitting of 1 epoch of 15 blocks, and 12 + 2 x 3 to vote.
		assert_eq!(rules.longest_ballot(epoch_blocks), 48);
		assert!(rules.longest_ballot(epoch_blocks) <= rules.requisition_period);
	});
}
