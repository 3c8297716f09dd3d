//! Every call is for signed origins, and for nobody else.

use super::*;

#[test]
fn no_call_is_for_anybody_without_a_signature() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		let none = || Default::default();
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			let bad = DispatchError::BadOrigin;
			let o = || origin.clone();
			assert_noop!(ShareVoting::register(o(), poll), bad);
			assert_noop!(ShareVoting::vote(o(), poll, Side::Aye), bad);
			assert_noop!(ShareVoting::poke(o(), poll, none()), bad);
			assert_noop!(ShareVoting::delegate(o(), Scope::All, alice()), bad);
			assert_noop!(ShareVoting::undelegate(o(), Scope::All), bad);
			assert_noop!(ShareVoting::attach(o(), poll, none()), bad);
			assert_noop!(ShareVoting::detach(o(), poll), bad);
			assert_noop!(ShareVoting::sponsor(o(), poll), bad);
			assert_noop!(ShareVoting::unsponsor(o(), poll), bad);
			assert_noop!(ShareVoting::unstick(o(), poll), bad);
			assert_noop!(ShareVoting::unstick_track(o(), SLOW), bad);
			assert_noop!(ShareVoting::close(o(), poll), bad);
			assert_noop!(ShareVoting::clear(o(), poll, 1), bad);
		}
	});
}
