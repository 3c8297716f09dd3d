//! What a transaction costs, and who gets it.

mod common;

use common::{chain, execute_block, sign};
use kongsi_runtime::{
	configs::system::ExistentialDeposit,
	constants::money::{KSI, MILLI_KSI},
	genesis_presets::DEVELOPMENT,
	*,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::traits::Zero;

fn transfer(value: Balance) -> RuntimeCall {
	let dest = Charlie.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value }.into()
}

#[test]
fn a_transfer_costs_about_a_thousandth_of_a_ksi() {
	chain(DEVELOPMENT).execute_with(|| {
		let transaction = sign(Bob, 0, transfer(KSI));
		let length = u32::try_from(codec::Encode::encode(&transaction).len()).unwrap();
		let fee = TransactionPayment::query_info(transaction, length).partial_fee;
		println!("a transfer of {length} bytes costs {fee} atoms");
		assert!(fee > MILLI_KSI / 2 && fee < MILLI_KSI * 3 / 2, "it costs {fee} atoms");
	});
}

#[test]
fn the_author_gets_the_fee_and_no_ksi_is_lost() {
	chain(DEVELOPMENT).execute_with(|| {
		let issuance = Balances::total_issuance();
		let before = Balances::free_balance(Alice.to_account_id());
		let transaction = sign(Bob, 0, transfer(KSI));
		execute_block(1, vec![transaction]);

		let fee = 1_000_000 * KSI - KSI - Balances::free_balance(Bob.to_account_id());
		assert!(!fee.is_zero());
		assert_eq!(Balances::free_balance(Alice.to_account_id()), before + fee);
		assert_eq!(Balances::free_balance(Charlie.to_account_id()), 1_000_001 * KSI);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn a_fee_that_cannot_be_paid_is_burned_and_the_issuance_says_so() {
	use frame_support::traits::{fungible::Balanced, OnUnbalanced};
	chain(DEVELOPMENT).execute_with(|| {
		// Outside of a block there is no author.
		let issuance = Balances::total_issuance();
		let fee = <Balances as Balanced<AccountId>>::issue(ExistentialDeposit::get());
		assert_eq!(Balances::total_issuance(), issuance + ExistentialDeposit::get());
		kongsi_runtime::configs::fees::ToAuthor::on_unbalanced(fee);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn fees_never_fall_below_the_base_price() {
	chain(DEVELOPMENT).execute_with(|| {
		for slot in 1..50 {
			execute_block(slot, vec![]);
		}
		// Empty blocks would have lowered it.
		assert_eq!(TransactionPayment::next_fee_multiplier(), 1.into());
	});
}
