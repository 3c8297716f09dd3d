//! The checks of the state see what they are for.

use super::*;
use frame_support::storage::with_storage_layer;

/// A way to damage storage, and which check has to notice.
type Fault = (&'static str, fn());

/// Ballot 0 is open: alice for, carol against with eve following; round 1 has ended with her signature left, in
/// round 2 she has signed 2, which waits, and alice 3, which is a ballot.
#[test]
fn try_state_finds_a_planted_fault() {
	fn count(change: impl FnOnce(&mut shareholders_accounting::Ballot)) {
		Stored::<Test>::mutate_extant(0, |record| match &mut record.count {
			Count::Begun(ballot) => change(ballot),
			Count::Awaited(_) => panic!("somebody has voted"),
		});
	}
	fn round(change: impl FnOnce(&mut Round)) {
		Agendas::<Test>::mutate(SHARE, |agenda| change(agenda.round.as_mut().expect("it runs")));
	}
	fn sign_in(round: u32, who: AccountId, requisition: u32, weight: u128) {
		Signatures::<Test>::insert(round, who, Signature { requisition, weight });
	}
	let faults: [Fault; 27] = [
		("1", || NextBallotId::<Test>::put(1)),
		("1", || Motions::<Test>::remove(0)),
		("1", || Motions::<Test>::insert(1, text())),
		("2", || Agendas::<Test>::remove(SHARE)),
		("2", || Agendas::<Test>::insert(CASH, crate::Agenda::default())),
		("2", || Stored::<Test>::mutate_extant(0, |record| record.requisitioned = true)),
		("2", || Stored::<Test>::mutate_extant(0, |record| record.class = CASH)),
		("4", || count(|ballot| ballot.weights[0].0 += 1)),
		("4", || count(|ballot| ballot.abstain += 1)),
		("4", || count(|ballot| ballot.base = 649)),
		("4", || count(|ballot| ballot.base = 1_001)),
		("5", || {
			crate::Votes::<Test>::insert(
				0,
				carol(),
				Vote::Own { answer: NO, weight: 121, attached: 29 },
			)
		}),
		("6", || {
			crate::Votes::<Test>::insert(
				0,
				alice(),
				Vote::Own { answer: YES, weight: 499, attached: 0 },
			);
			count(|ballot| ballot.weights[0].0 -= 1);
		}),
		("1", || Ended::<Test>::insert(9, ())),
		("1", || Ended::<Test>::insert(2, ())),
		("1", || round(|round| round.number = 9)),
		("7", || sign_in(2, frank(), 2, 10)),
		("7", || sign_in(2, eve(), 2, 31)),
		("7", || sign_in(2, eve(), 3, 30)),
		("7", || Signatures::<Test>::remove(2, alice())),
		("7", || Ended::<Test>::remove(1)),
		("7", || {
			let _ = Signatures::<Test>::clear_prefix(1, 9, None);
		}),
		("3", || Shareholders::release_date(SHARE, 4).unwrap()),
		("3", || Shareholders::release_date(SHARE, 6).unwrap()),
		("8", || Stored::<Test>::mutate_extant(3, |record| record.deposit = None)),
		("8", || Stored::<Test>::mutate_extant(0, |record| record.deposit = None)),
		("9", || Delegates::<Test>::insert(7, alice(), bob())),
	];
	for (check, plant) in faults {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(delegate(&eve(), &carol()));
			assert_ok!(open(text()));
			at(15);
			assert_ok!(requisition(&eve()));
			go_to(4);
			assert_ok!(vote(&alice(), 0, YES));
			assert_ok!(vote(&carol(), 0, NO));
			assert_ok!(attach(0, &[eve()]));
			at(50);
			assert_ok!(requisition(&eve()));
			assert_ok!(requisition(&alice()));
			assert_ok!(close_requisition(1));
			let found = with_storage_layer::<(), DispatchError, _>(|| {
				plant();
				Ballots::do_try_state()
			});
			let Err(DispatchError::Other(message)) = found else {
				panic!("a fault of {check} went unnoticed")
			};
			assert!(message.starts_with(check), "{check} was found as {message}");
		});
	}
}
