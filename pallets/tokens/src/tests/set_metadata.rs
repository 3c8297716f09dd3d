use super::*;

#[test]
fn set_metadata_holds_by_the_byte_and_follows_the_length() {
	ExtBuilder::default().build_and_execute(|| {
		let set = |name: &[u8], symbol: &[u8]| {
			Assets::set_metadata(signed(ALICE), 3, name.to_vec(), symbol.to_vec(), 4)
		};
		assert_ok!(Assets::create(signed(ALICE), 3, ALICE, 1));
		assert_ok!(set(b"Rubber", b"RUB"));
		// 30 + 9 bytes at 2 each.
		assert_eq!(deposit(HoldReason::MetadataDeposit, ALICE), 48);
		assert_ok!(set(b"Rubber Ltd", b"RUB"));
		// 30 + 13 bytes at 2 each.
		assert_eq!(deposit(HoldReason::MetadataDeposit, ALICE), 56);
		assert_ok!(set(b"R", b""));
		// 30 + 1 byte at 2.
		assert_eq!(deposit(HoldReason::MetadataDeposit, ALICE), 32);
		assert_eq!(
			last_event(),
			Event::MetadataSet {
				asset_id: 3,
				name: b"R".to_vec(),
				symbol: b"".to_vec(),
				decimals: 4,
				is_frozen: false
			}
		);
		let stored = Assets::get_metadata(3).unwrap();
		assert_eq!((stored.name.to_vec(), stored.decimals), (b"R".to_vec(), 4));
	});
}

#[test]
fn set_metadata_fails_beyond_the_length_limit() {
	ExtBuilder::default().build_and_execute(|| {
		let long = vec![b'x'; 51];
		assert_noop!(
			Assets::set_metadata(signed(OWNER), CASH, long.clone(), vec![], 0),
			Error::<Test>::BadMetadata
		);
		assert_noop!(
			Assets::set_metadata(signed(OWNER), CASH, vec![], long, 0),
			Error::<Test>::BadMetadata
		);
		assert_ok!(Assets::set_metadata(signed(OWNER), CASH, vec![b'x'; 50], vec![b'y'; 50], 0));
	});
}

#[test]
fn set_metadata_fails_without_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::create(signed(ALICE), 3, ALICE, 1));
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, ENDOWMENT - 100 - 15));
		assert_noop!(
			Assets::set_metadata(signed(ALICE), 3, vec![], vec![], 0),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn set_metadata_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [ISSUER, ADMIN, FREEZER, ALICE] {
			assert_noop!(
				Assets::set_metadata(signed(who), CASH, vec![], vec![], 0),
				Error::<Test>::NoPermission
			);
		}
		for id in [NONE, 0] {
			assert_noop!(
				Assets::set_metadata(signed(OWNER), id, vec![], vec![], 0),
				Error::<Test>::Unknown
			);
		}
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::set_metadata(signed(OWNER), CASH, vec![], vec![], 0),
			Error::<Test>::AssetNotLive
		);
	});
}
