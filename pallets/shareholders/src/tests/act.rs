use super::*;
use crate::WeightInfo as _;
use frame_support::dispatch::GetDispatchInfo as _;

fn act(who: &AccountId, call: impl Into<RuntimeCall>) -> DispatchResult {
	Shareholders::act(signed(who), COMPANY, Box::new(call.into()))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

fn send_shares() -> RuntimeCall {
	pallet_tokens::Call::transfer { id: SHARE, target: bob(), amount: 5 }.into()
}

#[test]
fn the_founder_spends_what_the_company_has() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(company(), 40)]);
		assert_ok!(act(&founder(), send_shares()));
		assert_eq!((total(SHARE, &company()), total(SHARE, &bob())), (35, 5));
		assert_eq!(last_event(), Event::Acted { company: COMPANY });
	});
}

#[test]
fn act_is_for_the_founder_alone_and_ends_with_the_handover() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(company(), 40), (alice(), 1)]);
		assert_noop!(act(&alice(), send_shares()), Error::<Test>::NotForCompany);
		// A ballot makes the company's account sign itself and needs no second voice.
		assert_noop!(act(&company(), send_shares()), Error::<Test>::NotForCompany);
		hand_over();
		assert_noop!(act(&founder(), send_shares()), Error::<Test>::AlreadyHandedOver);
		let unknown = Shareholders::act(signed(&founder()), 9, Box::new(send_shares()));
		assert_eq!(
			unknown.map(|_| ()).map_err(|e| e.error),
			Err(Error::<Test>::UnknownCompany.into())
		);
	});
}

#[test]
fn a_call_that_fails_says_why_and_changes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(act(&founder(), send_shares()), pallet_tokens::Error::<Test>::NoAccount);
	});
}

#[test]
fn act_weighs_what_the_call_weighs_and_its_own_part() {
	ExtBuilder::default().build_and_execute(|| {
		let call = send_shares();
		let inner = call.get_dispatch_info().call_weight;
		let outer = crate::Call::<Test>::act { company: COMPANY, call: Box::new(call) };
		let own = <Test as crate::Config>::WeightInfo::act();
		assert_eq!(outer.get_dispatch_info().call_weight, inner + own);
	});
}

#[test]
fn the_founder_gives_nobody_a_hold_on_what_the_company_has() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(company(), 40)]);
		let approve =
			pallet_tokens::Call::approve_transfer { id: SHARE, delegate: founder(), amount: 40 };
		assert_noop!(act(&founder(), approve), Error::<Test>::CallNotAllowed);
	});
}
