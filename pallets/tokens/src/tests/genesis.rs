use super::*;
use crate::{Account, Asset, GenesisConfig, Metadata};
use frame_support::traits::BuildGenesisConfig;

#[test]
fn genesis_computes_supply_and_counts() {
	ExtBuilder::default()
		.with(CASH, ALICE, 100)
		.with(CASH, GHOST, 30)
		.with(SHARE, BOB, 7_000)
		.build_and_execute(|| {
			let cash = Asset::<Test>::get(CASH).unwrap();
			assert_eq!(
				(cash.supply, cash.accounts, cash.sufficients, cash.deposit),
				(130, 2, 2, 0)
			);
			assert!(cash.is_sufficient);
			let share = Asset::<Test>::get(SHARE).unwrap();
			assert_eq!((share.supply, share.accounts, share.sufficients), (7_000, 1, 0));
			assert_eq!(Metadata::<Test>::get(CASH).symbol.to_vec(), b"MYR".to_vec());
			assert!(Account::<Test>::contains_key(SHARE, BOB));
		});
}

#[test]
#[should_panic(expected = "genesis token 0")]
fn genesis_refuses_id_0() {
	sp_io::TestExternalities::default().execute_with(|| {
		GenesisConfig::<Test> { assets: vec![(0, OWNER, true, 1)], ..Default::default() }.build();
	});
}

#[test]
#[should_panic(expected = "genesis account")]
fn genesis_refuses_an_account_below_the_minimum() {
	sp_io::TestExternalities::default().execute_with(|| {
		GenesisConfig::<Test> {
			assets: vec![(CASH, OWNER, true, 10)],
			accounts: vec![(CASH, ALICE, 9)],
			..Default::default()
		}
		.build();
	});
}
