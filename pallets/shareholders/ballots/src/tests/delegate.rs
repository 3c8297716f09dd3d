use super::*;

#[test]
fn an_instruction_stands_until_it_is_changed_or_taken_back() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &alice()));
		assert_eq!(
			last_event(),
			Event::Delegated { company: COMPANY, who: eve(), delegate: Some(alice()) }
		);
		assert_ok!(delegate(&eve(), &bob()));
		assert_eq!(Delegates::<Test>::get(COMPANY, eve()), Some(bob()));
		assert_ok!(Ballots::delegate(signed(&eve()), COMPANY, None));
		assert_eq!(last_event(), Event::Delegated { company: COMPANY, who: eve(), delegate: None });
		assert_eq!(Delegates::<Test>::get(COMPANY, eve()), None);
	});
}

#[test]
fn delegate_fails_for_oneself_for_nothing_and_for_nobody() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(delegate(&eve(), &eve()), Error::<Test>::SelfDelegation);
		let take_back = || Ballots::delegate(signed(&eve()), COMPANY, None);
		assert_noop!(take_back(), Error::<Test>::NotDelegated);
		let elsewhere = Ballots::delegate(signed(&eve()), 7, Some(alice()));
		assert_noop!(elsewhere, Register::UnknownCompany);
	});
}

#[test]
fn transfers_do_not_touch_an_instruction() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &alice()));
		assert_ok!(transfer(&eve(), &grace(), 30));
		assert_eq!(Delegates::<Test>::get(COMPANY, eve()), Some(alice()));
	});
}
