use super::*;

#[test]
fn transfer_keep_alive_leaves_at_least_the_minimum() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(
			Assets::transfer_keep_alive(signed(ALICE), CASH, BOB, 91),
			Error::<Test>::WouldDie
		);
		assert_noop!(
			Assets::transfer_keep_alive(signed(ALICE), CASH, BOB, 100),
			Error::<Test>::WouldDie
		);
		assert_ok!(Assets::transfer_keep_alive(signed(ALICE), CASH, BOB, 90));
		assert_eq!((free(CASH, ALICE), free(CASH, BOB)), (10, 90));
	});
}

#[test]
fn transfer_keep_alive_counts_what_is_on_hold() {
	use frame_support::traits::fungibles::hold::Mutate;
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 10));
		assert_ok!(Assets::transfer_keep_alive(signed(ALICE), CASH, BOB, 90));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (0, 10));
	});
}

#[test]
fn transfer_keep_alive_fails_as_transfer_does() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(
			Assets::transfer_keep_alive(signed(ALICE), CASH, BOB, 101),
			Error::<Test>::BalanceLow
		);
		assert_noop!(
			Assets::transfer_keep_alive(signed(BOB), CASH, ALICE, 1),
			Error::<Test>::NoAccount
		);
		for id in [NONE, 0] {
			assert_noop!(
				Assets::transfer_keep_alive(signed(ALICE), id, BOB, 1),
				Error::<Test>::Unknown
			);
		}
	});
}
