//! The SDK's own suites, for the sufficient token seen as a single fungible.
//!
//! Left out: `deactivate_and_reactivate`, since no issuance is ever inactive here, and the dust trap
//! variant of `transfer_expendable_dust`, since dust is burned.

use super::*;
use frame_support::{
	parameter_types,
	traits::fungible::{conformance_tests::regular, ItemOf},
};

parameter_types! {
	pub const Cash: TokenId = CASH;
}

type Single = ItemOf<Assets, Cash, AccountId>;

macro_rules! suite {
	($run:ident, $suite:ident, $min_balance:expr, $($test:ident),* $(,)?) => {
		$(
			#[test]
			fn $test() {
				ExtBuilder::default().min_balance($min_balance).$run(|| {
					regular::$suite::$test::<Single, AccountId>();
				});
			}
		)*
	};
}

macro_rules! suites_with_minimum_balance {
	($module:ident, $min_balance:expr) => {
		mod $module {
			use super::*;

			#[test]
			fn transfer_expendable_dust() {
				ExtBuilder::default().min_balance($min_balance).build_and_execute(|| {
					regular::mutate::transfer_expendable_dust::<Single, AccountId>(None);
				});
			}

			suite!(
				build_and_execute,
				mutate,
				$min_balance,
				mint_into_success,
				mint_into_overflow,
				mint_into_below_minimum,
				burn_from_exact_success,
				burn_from_best_effort_success,
				burn_from_exact_insufficient_funds,
				restore_success,
				restore_overflow,
				restore_below_minimum,
				shelve_success,
				shelve_insufficient_funds,
				transfer_success,
				transfer_expendable_all,
				transfer_protect_preserve,
				set_balance_mint_success,
				set_balance_burn_success,
				can_deposit_success,
				can_deposit_below_minimum,
				can_deposit_overflow,
				can_withdraw_success,
				can_withdraw_reduced_to_zero,
				can_withdraw_balance_low,
				reducible_balance_expendable,
				reducible_balance_protect_preserve,
			);

			suite!(
				build_and_execute,
				balanced,
				$min_balance,
				issue_and_resolve_credit,
				rescind_and_settle_debt,
				deposit,
				withdraw,
			);

			// These change supply or balances alone, by design.
			suite!(build_and_execute_unbalanced, balanced, $min_balance, pair);
			suite!(
				build_and_execute_unbalanced,
				unbalanced,
				$min_balance,
				write_balance,
				decrease_balance_expendable,
				decrease_balance_preserve,
				increase_balance,
				set_total_issuance,
			);
		}
	};
}

suites_with_minimum_balance!(minimum_of_1, 1);
suites_with_minimum_balance!(minimum_of_2, 2);
suites_with_minimum_balance!(minimum_of_5, 5);
suites_with_minimum_balance!(minimum_of_1000, 1_000);

#[test]
fn handle_raw_dust_burns() {
	use frame_support::traits::fungibles::Unbalanced;
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute_unbalanced(|| {
		// As if 7 had been taken from an account before.
		Assets::handle_raw_dust(CASH, 7);
		assert_eq!(supply(CASH), 93);
	});
}
