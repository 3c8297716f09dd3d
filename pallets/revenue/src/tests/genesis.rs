//! What a chain starts with, and what its settings must satisfy.

use super::*;

#[test]
fn the_accounts_exist_from_the_start_and_own_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [revenue(), validators(), treasury()] {
			assert!(System::account_exists(&who));
			assert_eq!(TOKENS.map(|token| total(token, &who)), [0; 5]);
		}
	});
}

#[test]
#[should_panic(expected = "do not add up")]
fn a_genesis_with_an_impossible_split_starts_no_chain() {
	let split = RevenueSplit { treasury_ppm: 0, ..RevenueSplit::default() };
	ExtBuilder::default().split(split).build();
}

#[test]
fn the_settings_of_the_mock_are_possible() {
	Revenue::integrity_test();
}

#[test]
fn try_state_finds_a_planted_fault() {
	type Fault = (&'static str, fn());
	let faults: [Fault; 7] = [
		("1", || SplitOf::<Test>::mutate(|split| split.treasury_ppm += 1)),
		("1", || SplitOf::<Test>::mutate(|split| split.lister_ppm = 1_000_001)),
		("2", || {
			assert_ok!(System::dec_providers(&treasury()));
		}),
		("3", || {
			Ended::<Test>::insert(SHARES, crate::EndedMarket { lister: alice(), quote: CASH })
		}),
		("3", || Ended::<Test>::insert(9, crate::EndedMarket { lister: alice(), quote: CASH })),
		("3", || {
			end(SHARES);
			Ended::<Test>::insert(SHARES, crate::EndedMarket { lister: alice(), quote: CASH });
		}),
		("4", || NextMarket::<Test>::put(5)),
	];
	for (number, plant) in faults {
		ExtBuilder::default().build().execute_with(|| {
			check();
			plant();
			let found = Revenue::do_try_state().unwrap_err();
			let text = format!("{found:?}");
			assert!(text.contains(&format!("\"{number}: ")), "{text}");
		});
	}
}
