//! A key that acts for an account does what its kind allows and nothing else.

use crate::common::every_call;
use frame_support::{
	assert_ok,
	traits::{Currency, GetCallMetadata, InstanceFilter},
};
use kongsi_runtime::{configs::proxy::ProxyType, *};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::DispatchError;

fn transfer() -> RuntimeCall {
	let dest = Bob.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value: 1 }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch { calls }.into()
}

/// The names, as `Pallet::call`, of what a kind allows.
fn allowed(kind: ProxyType) -> Vec<String> {
	let allowed = every_call().into_iter().filter(|call| kind.filter(call));
	let names = allowed.map(|call| {
		let call = call.get_call_metadata();
		format!("{}::{}", call.pallet_name, call.function_name)
	});
	names.collect()
}

#[test]
fn only_any_moves_money() {
	assert!(ProxyType::Any.filter(&transfer()));
	for kind in
		[ProxyType::NonTransfer, ProxyType::Trade, ProxyType::Governance, ProxyType::Staking]
	{
		assert!(!kind.filter(&transfer()), "{kind:?}");
	}
}

#[test]
fn a_trading_key_places_amends_and_cancels_and_does_nothing_else() {
	assert_eq!(
		allowed(ProxyType::Trade),
		[
			"OrderBook::place_order",
			"OrderBook::cancel_order",
			"OrderBook::cancel_by_client_id",
			"OrderBook::cancel_all",
			"OrderBook::amend_order",
			"OrderBook::submit",
			"OrderBook::cancel_after",
		]
	);
}

#[test]
fn any_allows_every_call() {
	assert_eq!(allowed(ProxyType::Any).len(), every_call().len());
}

#[test]
fn a_key_that_cannot_transfer_neither_moves_a_token_nor_trades() {
	let allowed = allowed(ProxyType::NonTransfer);
	for name in &allowed {
		let pallet = name.split(':').next().unwrap();
		assert!(
			!["Balances", "Assets", "OrderBook", "Offerings", "Grants"].contains(&pallet),
			"{name}"
		);
	}
	assert!(allowed.contains(&"Session::set_keys".to_string()));
}

#[test]
fn a_key_for_governance_votes_in_companies_and_on_the_platform_and_claims_for_anybody() {
	// All that these pallets offer to somebody who signs is about votes; nothing of it pays anybody out of the account.
	let platform = ["Preimage", "Referenda", "ShareVoting", "Mandates", "Treasury"];
	let about_platform = |name: &String| platform.contains(&name.split(':').next().unwrap());
	let everything = allowed(ProxyType::Any).into_iter().filter(about_platform);
	let (on_platform, others): (Vec<_>, Vec<_>) =
		allowed(ProxyType::Governance).into_iter().partition(about_platform);
	assert_eq!(on_platform, everything.collect::<Vec<_>>());
	assert_eq!(
		others,
		[
			"Utility::batch",
			"Utility::batch_all",
			"Utility::force_batch",
			"Shareholders::claim",
			"Shareholders::prune",
			"Ballots::requisition",
			"Ballots::sign",
			"Ballots::withdraw_signature",
			"Ballots::close_requisition",
			"Ballots::vote",
			"Ballots::delegate",
			"Ballots::attach",
			"Ballots::detach",
			"Ballots::close_ballot",
			"Ballots::execute",
			"Ballots::clear",
			"Ballots::end_round",
		]
	);
}

#[test]
fn staking_handles_session_keys() {
	let purge = RuntimeCall::from(pallet_session::Call::purge_keys {});
	assert!(ProxyType::Staking.filter(&purge));
	assert!(!ProxyType::Trade.filter(&purge));
	assert!(!ProxyType::Governance.filter(&purge));
}

#[test]
fn a_kind_gives_no_key_that_may_do_more_than_itself() {
	use ProxyType::{Any, Governance, NonTransfer, Staking, Trade};
	for kind in [Any, NonTransfer, Trade, Governance, Staking] {
		assert!(Any.is_superset(&kind));
		assert!(kind.is_superset(&kind));
		assert_eq!(kind.is_superset(&Any), kind == Any);
	}
	// It may do nothing that the other may not.
	assert!(NonTransfer.is_superset(&Governance));
	let more = allowed(NonTransfer);
	assert!(allowed(Governance).iter().all(|name| more.contains(name)));
	// Trading moves money.
	assert!(!NonTransfer.is_superset(&Trade));
}

#[test]
fn who_votes_or_stakes_may_batch_but_not_become_somebody_else() {
	let derivative = RuntimeCall::from(pallet_utility::Call::as_derivative {
		index: 0,
		call: transfer().into(),
	});
	for kind in [ProxyType::Governance, ProxyType::Staking] {
		assert!(kind.filter(&batch(vec![])), "{kind:?}");
		assert!(!kind.filter(&derivative), "{kind:?}");
	}
}

/// Bob acts for Alice, who is rich, by a key of that kind.
fn proxied(kind: ProxyType, call: RuntimeCall, check: impl FnOnce()) {
	sp_io::TestExternalities::default().execute_with(|| {
		System::set_block_number(1);
		let alice = Alice.to_account_id();
		let rich = 1_000 * constants::money::KSI;
		let _ = <Balances as Currency<_>>::deposit_creating(&alice, rich);
		assert_ok!(Proxy::add_proxy(
			RuntimeOrigin::signed(alice.clone()),
			Bob.to_account_id().into(),
			kind,
			0
		));
		assert_ok!(Proxy::proxy(
			RuntimeOrigin::signed(Bob.to_account_id()),
			alice.into(),
			None,
			Box::new(call)
		));
		check();
		assert_eq!(Balances::free_balance(Bob.to_account_id()), 0);
	});
}

#[test]
fn a_batch_does_not_smuggle_a_transfer_past_the_kind() {
	let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
	for kind in [ProxyType::NonTransfer, ProxyType::Governance, ProxyType::Staking] {
		proxied(kind, batch(vec![transfer()]), || {
			System::assert_has_event(
				pallet_utility::Event::BatchInterrupted { index: 0, error: filtered }.into(),
			);
		});
	}
}

#[test]
fn a_trading_key_neither_withdraws_nor_batches() {
	let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
	let dest = Bob.to_account_id();
	let withdraw =
		pallet_tokens::Call::transfer_all { id: 1, dest: dest.clone().into(), keep_alive: false };
	let drain = pallet_balances::Call::transfer_all { dest: dest.into(), keep_alive: false };
	for call in [withdraw.into(), drain.into(), transfer(), batch(vec![transfer()])] {
		proxied(ProxyType::Trade, call, || {
			System::assert_last_event(
				pallet_proxy::Event::ProxyExecuted { result: Err(filtered) }.into(),
			);
		});
	}
}
