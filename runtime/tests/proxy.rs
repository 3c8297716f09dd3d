//! A key that acts for an account does what its kind allows and nothing else.

use frame_support::traits::InstanceFilter;
use kongsi_runtime::{configs::proxy::ProxyType, *};
use sp_keyring::Sr25519Keyring::Bob;

fn transfer() -> RuntimeCall {
	let dest = Bob.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value: 1 }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch { calls }.into()
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
fn staking_handles_session_keys() {
	let purge = RuntimeCall::from(pallet_session::Call::purge_keys {});
	assert!(ProxyType::Staking.filter(&purge));
	assert!(!ProxyType::Trade.filter(&purge));
	assert!(!ProxyType::Governance.filter(&purge));
}

#[test]
fn every_kind_may_batch_but_not_become_somebody_else() {
	let derivative = RuntimeCall::from(pallet_utility::Call::as_derivative {
		index: 0,
		call: transfer().into(),
	});
	for kind in [ProxyType::Trade, ProxyType::Governance, ProxyType::Staking] {
		assert!(kind.filter(&batch(vec![])), "{kind:?}");
		assert!(!kind.filter(&derivative), "{kind:?}");
	}
}

#[test]
fn a_batch_does_not_smuggle_a_transfer_past_the_kind() {
	use frame_support::{assert_ok, traits::Currency};
	sp_io::TestExternalities::default().execute_with(|| {
		System::set_block_number(1);
		let alice = sp_keyring::Sr25519Keyring::Alice.to_account_id();
		let rich = 1_000 * constants::money::KSI;
		let _ = <Balances as Currency<_>>::deposit_creating(&alice, rich);
		assert_ok!(Proxy::add_proxy(
			RuntimeOrigin::signed(alice.clone()),
			Bob.to_account_id().into(),
			ProxyType::Trade,
			0
		));
		assert_ok!(Proxy::proxy(
			RuntimeOrigin::signed(Bob.to_account_id()),
			alice.into(),
			None,
			Box::new(batch(vec![transfer()]))
		));
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		System::assert_has_event(
			pallet_utility::Event::BatchInterrupted { index: 0, error: filtered }.into(),
		);
		assert_eq!(Balances::free_balance(Bob.to_account_id()), 0);
	});
}
