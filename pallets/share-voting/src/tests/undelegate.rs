use super::*;

#[test]
fn undelegate_takes_one_instruction_back() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		assert_ok!(delegate(&dave(), Scope::Track(QUICK), &bob()));
		assert_ok!(ShareVoting::undelegate(signed(&dave()), Scope::Track(QUICK)));
		let (who, scope) = (dave(), Scope::Track(QUICK));
		assert_eq!(last_event(), Event::Delegated { who, scope, delegate: None });
		assert_eq!(ShareVoting::delegate_of(&dave(), QUICK), Some(alice()));
		assert_ok!(ShareVoting::undelegate(signed(&dave()), Scope::All));
		assert_eq!(Delegates::<Test>::iter().count(), 0);
	});
}

#[test]
fn undelegate_leaves_what_is_attached() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(attach(poll, &[dave()]));
		assert_ok!(ShareVoting::undelegate(signed(&dave()), Scope::All));
		assert_eq!(tally(poll), (540_000, 0, 0));
	});
}

#[test]
fn undelegate_fails_without_an_instruction() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::Track(SLOW), &alice()));
		for scope in [Scope::All, Scope::Track(QUICK)] {
			let refused = ShareVoting::undelegate(signed(&dave()), scope);
			assert_noop!(refused, Error::<Test>::NotDelegated);
		}
	});
}
