//! Calls that are too long for a task.

use crate::{mock::*, BoundedCallOf, PARKED};
use frame_support::{
	assert_ok,
	traits::{
		schedule::{v3::Anon, DispatchTime},
		Bounded, QueryPreimage,
	},
};

/// A call of 1,000 bytes, noted by its author, who pays for it.
fn long() -> (BoundedCallOf<Test>, sp_core::H256) {
	use codec::Encode;
	let call = RuntimeCall::System(frame_system::Call::remark { remark: vec![1; 1_000] });
	let bytes = call.encode();
	assert_ok!(Preimage::note_preimage(RuntimeOrigin::signed(CALLER), bytes.clone()));
	let hash = sp_io::hashing::blake2_256(&bytes).into();
	(Bounded::unrequested(hash, bytes.len() as u32), hash)
}

fn schedule_long(call: &BoundedCallOf<Test>, block: u32) -> AddressOfTest {
	let time = DispatchTime::At(block);
	<Agenda as Anon<_, _, _>>::schedule(time, None, 128, caller(), call.clone()).unwrap()
}

type AddressOfTest = crate::AddressOf<Test>;

#[test]
fn the_preimage_of_a_parked_call_cannot_be_taken_away() {
	execute(|| {
		let (call, hash) = long();
		fill_all(10);
		assert_eq!(schedule_long(&call, 10), (10, PARKED));
		assert!(Preimage::is_requested(&hash));
		// Its author takes back what he paid; the bytes stay.
		assert_ok!(Preimage::unnote_preimage(RuntimeOrigin::signed(CALLER), hash));
		run_to(10);
		// Handed over: the scheduler has requested it.
		assert!(Preimage::is_requested(&hash) && Preimage::have(&call));
		run_to(11);
		assert!(!Preimage::is_requested(&hash) && !Preimage::have(&call));
		let dispatched = |event: &RuntimeEvent| {
			matches!(
				event,
				RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { result: Ok(()), .. })
			)
		};
		assert!(System::events().iter().any(|record| dispatched(&record.event)));
	});
}

#[test]
fn a_cancelled_call_lets_go_of_its_preimage() {
	execute(|| {
		let (call, hash) = long();
		fill_all(10);
		let address = schedule_long(&call, 10);
		assert_ok!(cancel(address));
		assert!(!Preimage::is_requested(&hash));
		assert!(Preimage::have(&call));
	});
}

#[test]
fn a_moved_call_keeps_its_preimage() {
	execute(|| {
		let (call, hash) = long();
		fill_all(10);
		let address = schedule_long(&call, 10);
		assert_ok!(Preimage::unnote_preimage(RuntimeOrigin::signed(CALLER), hash));
		let address = reschedule(address, 12).unwrap();
		assert!(Preimage::is_requested(&hash) && Preimage::have(&call));
		assert_ok!(cancel(address));
		assert!(!Preimage::is_requested(&hash));
	});
}
