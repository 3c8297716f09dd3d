//! What the account of a company may do: by a ballot, by its founder, and by how much it has to be won.

use crate::common::chain;
use frame_support::{
	assert_noop, assert_ok,
	traits::{Contains, ContainsPair, Get},
};
use kongsi_runtime::{
	configs::companies::{CompanyCalls, FounderCalls, OrdinaryCalls},
	constants::money::KSI,
	genesis_presets::DEVELOPMENT,
	*,
};
use pallet_shareholders::accounting::Schedule;
use sp_keyring::Sr25519Keyring::{Alice, Bob};

const CASH: u32 = 1;
const HALO: u32 = 2;
/// The company of the preset.
const COMPANY: u32 = 0;

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch_all { calls }.into()
}

fn send_cash() -> RuntimeCall {
	pallet_tokens::Call::transfer { id: CASH, target: Bob.to_account_id().into(), amount: 1 }.into()
}

fn pay(class: u32) -> RuntimeCall {
	let schedule = Schedule::Stream(1);
	pallet_shareholders::Call::pay_dividend { class, token: CASH, amount: 1, schedule }.into()
}

fn name_a_proxy() -> RuntimeCall {
	let delegate = Alice.to_account_id().into();
	let proxy_type = configs::proxy::ProxyType::Any;
	pallet_proxy::Call::add_proxy { delegate, proxy_type, delay: 0 }.into()
}

fn approve() -> RuntimeCall {
	let delegate = Alice.to_account_id().into();
	pallet_tokens::Call::approve_transfer { id: CASH, delegate, amount: 1 }.into()
}

#[test]
fn a_dividend_to_those_who_vote_is_ordinary_and_one_to_anybody_else_is_not() {
	chain(DEVELOPMENT).execute_with(|| {
		assert!(OrdinaryCalls::contains(&COMPANY, &pay(HALO)));
		assert!(OrdinaryCalls::contains(&COMPANY, &batch(vec![pay(HALO), pay(HALO)])));
		// KSI, and a class of somebody else.
		for class in [0, 77] {
			assert!(!OrdinaryCalls::contains(&COMPANY, &pay(class)));
			assert!(!OrdinaryCalls::contains(&COMPANY, &batch(vec![pay(HALO), pay(class)])));
		}
		// Another company than that of the class.
		assert!(!OrdinaryCalls::contains(&1, &pay(HALO)));
		assert!(!OrdinaryCalls::contains(&COMPANY, &send_cash()));
		assert!(CompanyCalls::contains(&send_cash()));
	});
}

#[test]
fn a_batch_of_a_ballot_is_carried_out_as_a_whole_or_not_at_all() {
	let calls = || vec![send_cash()];
	assert!(CompanyCalls::contains(&batch(calls())));
	assert!(!CompanyCalls::contains(&pallet_utility::Call::batch { calls: calls() }.into()));
	assert!(!CompanyCalls::contains(&pallet_utility::Call::force_batch { calls: calls() }.into()));
}

#[test]
fn no_call_of_a_ballot_contains_what_would_act_beside_it() {
	let inner = || Box::new(send_cash());
	let others: [RuntimeCall; 4] = [
		pallet_shareholders::Call::act { company: 1, call: inner() }.into(),
		pallet_ballots::Call::execute { ballot: 0, max_weight: Default::default() }.into(),
		pallet_proxy::Call::proxy {
			real: Bob.to_account_id().into(),
			force_proxy_type: None,
			call: inner(),
		}
		.into(),
		pallet_utility::Call::as_derivative { index: 0, call: inner() }.into(),
	];
	for call in others {
		assert!(!CompanyCalls::contains(&call), "{call:?}");
		assert!(!CompanyCalls::contains(&batch(vec![call])));
	}
	assert!(CompanyCalls::contains(&name_a_proxy()));
}

#[test]
fn a_founder_leaves_no_key_behind_when_he_hands_over() {
	chain(DEVELOPMENT).execute_with(|| {
		let by = || RuntimeOrigin::signed(Alice.to_account_id());
		let account = Shareholders::company_account(COMPANY);
		assert_ok!(Balances::transfer_keep_alive(by(), account.into(), 10 * KSI));
		for call in [name_a_proxy(), approve()] {
			assert!(!FounderCalls::contains(&call));
			for call in [call.clone(), batch(vec![call])] {
				assert_noop!(
					Shareholders::act(by(), COMPANY, Box::new(call)).map_err(|e| e.error),
					pallet_shareholders::Error::<Runtime>::CallNotAllowed
				);
			}
		}
	});
}

/// 8 ballots of the company, the offering that runs, and 11 dates of requisitions: 20 of 24.
#[test]
fn a_company_cannot_take_the_record_dates_that_requisitions_need() {
	use pallet_ballots::ROUND_DATES;
	use pallet_shareholders::accounting::MAX_DATES;
	let ballots: u32 = <Runtime as pallet_ballots::Config>::MaxBallots::get();
	assert!(ballots + 1 + ROUND_DATES <= MAX_DATES);
}
