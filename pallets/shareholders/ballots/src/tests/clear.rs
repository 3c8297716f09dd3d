use super::*;

type Weights = crate::weights::SubstrateWeight<Test>;

#[test]
fn votes_are_removed_so_many_at_a_time_and_the_ballot_with_the_last() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		for who in [alice(), bob(), carol()] {
			assert_ok!(vote(&who, id, YES));
		}
		at(70);
		assert_ok!(close(id));
		assert_ok!(clear(id, 2));
		assert_eq!(last_event(), Event::Cleared { ballot: id, removed: 2, left: true });
		assert_eq!(tally(id), (920, 0, 0));
		assert_ok!(clear(id, 0));
		assert_eq!(last_event(), Event::Cleared { ballot: id, removed: 0, left: true });
		assert_ok!(clear(id, 1));
		assert_eq!(last_event(), Event::Cleared { ballot: id, removed: 1, left: false });
		assert!(is_blank());
		assert_noop!(clear(id, 1), Error::<Test>::UnknownBallot);
	});
}

#[test]
fn what_is_removed_is_charged() {
	ExtBuilder::default().build_and_execute(|| {
		use frame_support::dispatch::GetDispatchInfo;
		let id = opened(text());
		assert_ok!(vote(&alice(), id, YES));
		at(70);
		assert_ok!(close(id));
		let call = crate::Call::<Test>::clear { ballot: id, limit: u32::MAX };
		assert_eq!(call.get_dispatch_info().call_weight, Weights::clear(100));
		let info = Ballots::clear(signed(&grace()), id, u32::MAX).expect("it is closed");
		assert_eq!(info.actual_weight, Some(Weights::clear(1)));
	});
}

#[test]
fn clear_fails_as_long_as_something_may_come_of_the_ballot() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(open(motion(remark(3))));
		assert_noop!(clear(0, 1), Error::<Test>::NotFinished);
		at(30);
		assert_ok!(vote(&alice(), 0, YES));
		assert_ok!(vote(&bob(), 0, YES));
		assert_noop!(clear(0, 1), Error::<Test>::NotFinished);
		at(70);
		assert_noop!(clear(0, 1), Error::<Test>::NotFinished);
		assert_ok!(close(0));
		at(95);
		assert_noop!(clear(0, 1), Error::<Test>::NotFinished);
		// Its window is over.
		at(96);
		assert_ok!(clear(0, 1));
		assert_eq!(Stored::<Test>::get(0).unwrap().stage, Stage::Void);
		assert_ok!(clear(0, 1));
		assert!(is_blank());
	});
}

#[test]
fn a_ballot_that_has_run_can_be_cleared() {
	ExtBuilder::default().build_and_execute(|| {
		let id = passed(motion(remark(3)));
		at(75);
		assert_ok!(execute(id));
		assert_ok!(clear(id, 100));
		assert!(is_blank());
	});
}

#[test]
fn signatures_of_a_round_that_has_ended_are_removed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&frank(), 0));
		assert_noop!(clear(0, 5), Error::<Test>::NotFinished);
		at(40);
		assert_ok!(close_requisition(0));
		assert_noop!(clear(0, 5), Error::<Test>::UnknownBallot);
		assert_ok!(end_round());
		assert_ok!(clear(0, 1));
		assert_eq!(last_event(), Event::Cleared { ballot: 0, removed: 1, left: true });
		assert_ok!(clear(0, 5));
		assert_eq!(last_event(), Event::Cleared { ballot: 0, removed: 1, left: false });
		assert!(is_blank());
	});
}

/// Signatures of a round that has ended can be removed while its ballot goes on, and with it at the end.
#[test]
fn signatures_of_a_ballot_are_removed_with_it_or_before() {
	for early in [true, false] {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(requisition(&eve()));
			assert_ok!(sign(&dave(), 0));
			at(40);
			assert_ok!(end_round());
			if early {
				assert_ok!(clear(0, 5));
				assert_eq!(last_event(), Event::Cleared { ballot: 0, removed: 2, left: true });
				assert_noop!(clear(0, 5), Error::<Test>::NotFinished);
			}
			assert_ok!(vote(&alice(), 0, YES));
			at(70);
			assert_ok!(close(0));
			assert_ok!(clear(0, 5));
			assert!(is_blank());
		});
	}
}
