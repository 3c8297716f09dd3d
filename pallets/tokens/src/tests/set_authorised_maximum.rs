use super::*;
use frame_support::traits::fungibles::{Balanced, Inspect, Mutate};

#[test]
fn set_authorised_maximum_only_goes_down() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		let set = |max| Assets::set_authorised_maximum(signed(OWNER), CASH, max);
		assert_ok!(set(1_000));
		assert_eq!(last_event(), Event::AuthorisedMaximumSet { asset_id: CASH, maximum: 1_000 });
		assert_noop!(set(1_001), Error::<Test>::MaximumNotLowered);
		assert_noop!(set(1_000), Error::<Test>::MaximumNotLowered);
		assert_ok!(set(999));
		assert_eq!(Assets::asset_details(CASH).unwrap().authorised_maximum, Some(999));
	});
}

#[test]
fn set_authorised_maximum_stays_at_or_above_the_supply() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		let set = |max| Assets::set_authorised_maximum(signed(OWNER), CASH, max);
		assert_noop!(set(99), Error::<Test>::MaximumBelowSupply);
		assert_ok!(set(100));
	});
}

#[test]
fn set_authorised_maximum_binds_every_way_to_mint() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::set_authorised_maximum(signed(OWNER), CASH, 105));
		assert_noop!(
			Assets::mint(signed(ISSUER), CASH, ALICE, 6),
			Error::<Test>::AboveAuthorisedMaximum
		);
		assert_noop!(
			<Assets as Mutate<_>>::mint_into(CASH, &ALICE, 6),
			Error::<Test>::AboveAuthorisedMaximum
		);
		assert_noop!(
			<Assets as Mutate<_>>::restore(CASH, &ALICE, 6),
			Error::<Test>::AboveAuthorisedMaximum
		);
		let credit = <Assets as Balanced<AccountId>>::issue(CASH, 6);
		assert_eq!((credit.peek(), Assets::total_issuance(CASH)), (5, 105));
		drop(credit);
		assert_eq!(Assets::total_issuance(CASH), 100);
		assert_ok!(<Assets as Mutate<_>>::mint_into(CASH, &ALICE, 5));
	});
}

#[test]
fn set_authorised_maximum_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [ISSUER, ADMIN, FREEZER, ALICE] {
			assert_noop!(
				Assets::set_authorised_maximum(signed(who), CASH, 5),
				Error::<Test>::NoPermission
			);
		}
		for id in [NONE, 0] {
			assert_noop!(
				Assets::set_authorised_maximum(signed(OWNER), id, 5),
				Error::<Test>::Unknown
			);
		}
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::set_authorised_maximum(signed(OWNER), CASH, 5),
			Error::<Test>::AssetNotLive
		);
	});
}
