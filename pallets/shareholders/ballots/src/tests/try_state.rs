//! The checks of the state see what they are for.

use super::*;
use frame_support::storage::with_storage_layer;

/// A way to damage storage, and which check has to notice.
type Fault = (&'static str, fn());

/// Ballot 0 is open: alice for, carol against with eve following; requisition 1 is signed by eve, 2 has ended with her
/// signature left.
#[test]
fn try_state_finds_a_planted_fault() {
	fn count(change: impl FnOnce(&mut shareholders_accounting::Ballot)) {
		Stored::<Test>::mutate_extant(0, |record| match &mut record.count {
			Count::Begun(ballot) => change(ballot),
			Count::Awaited(_) => panic!("somebody has voted"),
		});
	}
	let faults: [Fault; 19] = [
		("1", || NextBallotId::<Test>::put(1)),
		("1", || Motions::<Test>::remove(0)),
		("1", || Motions::<Test>::insert(2, text())),
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
		("7", || Signatures::<Test>::insert(1, frank(), 10)),
		("7", || Ended::<Test>::remove(2)),
		("7", || {
			let _ = Signatures::<Test>::clear_prefix(2, 9, None);
		}),
		("3", || Shareholders::release_date(SHARE, 4).unwrap()),
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
			assert_ok!(requisition(&eve()));
			at(60);
			assert_ok!(Ballots::close_requisition(signed(&grace()), 2));
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
