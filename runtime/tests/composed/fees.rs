//! What a transaction costs, and who gets it.

use crate::common::{begin_block, chain, execute_block, sign};
use codec::Encode;
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{fungible::Inspect as _, fungibles::Inspect as _},
};
use kongsi_runtime::{
	configs::{
		fees::{Fees, ATOMS_PER_BYTE, ATOMS_PER_REF_TIME},
		system::{ExistentialDeposit, RuntimeBlockWeights},
	},
	constants::money::{KSI, MILLI_KSI},
	genesis_presets::DEVELOPMENT,
	*,
};
use order_book_engine::{Budget, Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use pallet_order_book::{WeightInfo, Work};
use pallet_transaction_payment::{Event::TransactionFeePaid, OnChargeTransaction};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Eve, Ferdie};
use sp_runtime::{
	traits::Zero,
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	DispatchError,
};

/// The weights of the order book.
type Weights = <Runtime as pallet_order_book::Config>::WeightInfo;

fn transfer(value: Balance) -> RuntimeCall {
	let dest = Charlie.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value }.into()
}

#[test]
fn a_transfer_costs_about_a_thousandth_of_a_ksi() {
	chain(DEVELOPMENT).execute_with(|| {
		let transaction = sign(Bob, 0, transfer(KSI));
		let length = u32::try_from(transaction.encoded_size()).unwrap();
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

/// The fee for a call as it is taken, corrected and paid, without the call.
fn charge(taken: Balance, corrected: Balance) -> Result<(), TransactionValidityError> {
	let (who, call) = (Bob.to_account_id(), transfer(KSI));
	let (info, post) = (call.get_dispatch_info(), Default::default());
	let taken = Fees::withdraw_fee(&who, &call, &info, taken, 0)?;
	Fees::correct_and_deposit_fee(&who, &info, &post, corrected, 0, taken)
}

#[test]
fn what_was_taken_too_much_is_given_back_and_reported() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		System::reset_events();
		let (who, author) = (Bob.to_account_id(), Alice.to_account_id());
		let issuance = Balances::total_issuance();
		let before = Balances::free_balance(&author);
		assert_eq!(charge(7 * KSI, 2 * KSI), Ok(()));
		assert_eq!(Balances::free_balance(&who), 999_998 * KSI);
		assert_eq!(Balances::free_balance(&author), before + 2 * KSI);
		assert_eq!(Balances::total_issuance(), issuance);
		use pallet_balances::Event::{Deposit, Withdraw};
		let events: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
		let expected: [RuntimeEvent; 3] = [
			Withdraw { who: who.clone(), amount: 7 * KSI }.into(),
			Deposit { who, amount: 5 * KSI }.into(),
			Deposit { who: author, amount: 2 * KSI }.into(),
		];
		assert_eq!(events, expected);
	});
}

#[test]
fn a_fee_that_cannot_be_paid_is_burned_and_the_issuance_says_so() {
	chain(DEVELOPMENT).execute_with(|| {
		// Outside of a block there is no author.
		let issuance = Balances::total_issuance();
		assert_eq!(charge(3 * KSI, 2 * KSI), Ok(()));
		assert_eq!(Balances::free_balance(Bob.to_account_id()), 999_998 * KSI);
		assert_eq!(Balances::total_issuance(), issuance - 2 * KSI);
	});
}

#[test]
fn a_fee_leaves_the_existential_deposit_and_refuses_what_would_not() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		let all = 1_000_000 * KSI - ExistentialDeposit::get();
		assert_eq!(charge(all + 1, 0), Err(InvalidTransaction::Payment.into()));
		assert_eq!(Balances::free_balance(Bob.to_account_id()), 1_000_000 * KSI);
		assert_eq!(charge(all, all), Ok(()));
		assert_eq!(Balances::free_balance(Bob.to_account_id()), ExistentialDeposit::get());
		// What is reserved does not pay, and keeps nothing alive in place of the deposit.
		let (who, call) = (Charlie.to_account_id(), transfer(KSI));
		use frame_support::traits::ReservableCurrency;
		Balances::reserve(&who, all).unwrap();
		let info = call.get_dispatch_info();
		assert!(Fees::withdraw_fee(&who, &call, &info, 1, 0).is_err());
		assert!(Fees::can_withdraw_fee(&who, &call, &info, 1, 0).is_err());
	});
}

/// Takes 7 KSI from Bob as a fee, lets him send away what `tokens` says and all his KSI, and corrects the fee.
fn emptied_within_the_transaction(tokens: &[u32], corrected: Balance) {
	let (who, author) = (Bob.to_account_id(), Alice.to_account_id());
	let call = transfer(KSI);
	let info = call.get_dispatch_info();
	let taken = Fees::withdraw_fee(&who, &call, &info, 7 * KSI, 0).unwrap();
	let signed = || RuntimeOrigin::signed(who.clone());
	for token in tokens {
		Assets::transfer_all(signed(), *token, author.clone().into(), false).unwrap();
	}
	let rest = Balances::free_balance(&who);
	Balances::transfer_allow_death(signed(), author.clone().into(), rest).unwrap();
	Fees::correct_and_deposit_fee(&who, &info, &Default::default(), corrected, 0, taken).unwrap();
}

#[test]
fn an_account_that_its_own_transaction_removed_gets_nothing_back() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		let (who, author) = (Bob.to_account_id(), Alice.to_account_id());
		let (issuance, before) = (Balances::total_issuance(), Balances::free_balance(&author));
		emptied_within_the_transaction(&[1, 2], 2 * KSI);
		assert!(!frame_system::Account::<Runtime>::contains_key(&who));
		assert_eq!(Balances::free_balance(&author), before + 1_000_000 * KSI);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

/// Found by review: an account that only a token kept alive got its surplus without a reference for it, and went with the
/// token, KSI and all.
#[test]
fn what_comes_back_to_an_account_without_ksi_keeps_it_alive() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		let (who, author) = (Bob.to_account_id(), Alice.to_account_id());
		let issuance = Balances::total_issuance();
		// Cash is sufficient, shares are not: with those an account cannot lose its KSI.
		emptied_within_the_transaction(&[2], 2 * KSI);
		assert_eq!(Balances::free_balance(&who), 5 * KSI);
		assert_eq!((System::providers(&who), System::sufficients(&who)), (1, 1));
		let cash = RuntimeOrigin::signed(who.clone());
		Assets::transfer_all(cash, 1, author.clone().into(), false).unwrap();
		assert_eq!((Balances::free_balance(&who), System::providers(&who)), (5 * KSI, 1));
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn what_is_too_little_to_keep_an_account_alive_goes_to_the_author() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		let (who, author) = (Bob.to_account_id(), Alice.to_account_id());
		let (issuance, before) = (Balances::total_issuance(), Balances::free_balance(&author));
		emptied_within_the_transaction(&[2], 7 * KSI - ExistentialDeposit::get() + 1);
		assert_eq!((Balances::free_balance(&who), System::providers(&who)), (0, 0));
		assert_eq!(Balances::free_balance(&author), before + 1_000_000 * KSI);
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

/// A bid of Bob's on the market of KSI, 50.00 below the best ask and worth 150 in cash.
fn bid(quantity: u64) -> NewOrder {
	NewOrder {
		side: Side::Bid,
		price: Ticks::new(150),
		quantity: Lots::new(quantity),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}

fn place(order: NewOrder) -> RuntimeCall {
	pallet_order_book::Call::place_order { market: 0, order }.into()
}

/// What a call of Bob's did, sent as a signed transaction in a block.
struct Receipt {
	/// Whether it was carried out.
	outcome: Result<(), DispatchError>,
	/// The KSI that Bob paid.
	fee: Balance,
	/// What the transaction takes of the time of the block, all of it. (Its length counts as size of a proof.)
	time: u64,
	/// The most it might have taken.
	declared: u64,
	/// What its bytes cost.
	length: Balance,
}

/// Sends a call in the open block.
fn send(nonce: Nonce, call: RuntimeCall) -> Receipt {
	let transaction = sign(Bob, nonce, call);
	let length = Balance::try_from(transaction.encoded_size()).unwrap() * ATOMS_PER_BYTE;
	let base = RuntimeBlockWeights::get().get(DispatchClass::Normal).base_extrinsic;
	let declared = (transaction.get_dispatch_info().total_weight() + base).ref_time();
	let used = || System::block_weight().total().ref_time();
	let already = used();
	let outcome = Executive::apply_extrinsic(transaction).unwrap();
	let fees = System::read_events_no_consensus().filter_map(|record| match record.event {
		RuntimeEvent::TransactionPayment(TransactionFeePaid { actual_fee, .. }) => Some(actual_fee),
		_ => None,
	});
	let fee = fees.last().unwrap();
	Receipt { outcome, fee, time: used() - already, declared, length }
}

impl Receipt {
	/// The fee is that of the time taken of the block, and of the bytes.
	fn check_fee(&self) {
		assert_eq!(self.fee, Balance::from(self.time) * ATOMS_PER_REF_TIME + self.length);
	}
}

/// Begins a block in which the register of shareholders has settled everybody who pays or is paid fees. What it adds to the
/// block for that, once for each in an epoch, is apart from what a transaction takes and pays for.
fn begin() {
	begin_block(1);
	use frame_support::traits::fungible::Mutate;
	for person in [Alice, Bob, Eve, Ferdie] {
		Balances::mint_into(&person.to_account_id(), 1).unwrap();
	}
}

#[test]
fn what_the_register_takes_for_ksi_is_in_the_block_once_for_each_in_an_epoch() {
	use pallet_shareholders::WeightInfo;
	let time = || {
		chain(DEVELOPMENT).execute_with(|| {
			begin_block(1);
			// Both open a level of the same word.
			let first = send(0, place(bid(100))).time;
			let later = send(1, place(NewOrder { price: Ticks::new(101), ..bid(100) })).time;
			(first, later)
		})
	};
	let (first, later) = time();
	// Bob, who pays. Alice, the author, was settled by the deposits of the genesis. KSI pays in two tokens.
	let settled = <Runtime as pallet_shareholders::Config>::WeightInfo::balance_change(2);
	assert_eq!(first - later, settled.ref_time());
}

/// An order that rests, wrote all that one may write, and met nobody.
const RESTS: Work = Work {
	used: Budget { fills: 0, levels: 0, removals: 0 },
	cancelled: 0,
	converted: 0,
	written: u32::MAX,
	rests: true,
};

/// The time of so many fills and of so many levels entered.
fn matching(fills: u32, levels: u32) -> u64 {
	let used = Budget { fills, levels, removals: 0 };
	(Work { used, ..RESTS }.place::<Runtime>() - Weights::place_order()).ref_time()
}

#[test]
fn an_order_that_rests_pays_for_what_it_did_and_not_for_a_hundred_fills() {
	chain(DEVELOPMENT).execute_with(|| {
		begin();
		let bob = Bob.to_account_id();
		let before = Balances::total_balance(&bob);
		let rested = send(0, place(bid(100)));
		assert_eq!(rested.outcome, Ok(()));
		// The block has room again: of a hundred fills, levels and removals none was made.
		let most = pallet_order_book::Work::most::<Runtime>().place::<Runtime>();
		let unused = (most - Weights::place_order()).ref_time();
		assert!(rested.time <= rested.declared - unused);
		rested.check_fee();
		// A bid holds cash, so that the fee is all the KSI that went.
		assert_eq!(Balances::total_balance(&bob), before - rested.fee);
		// A hundred fills alone are more than ten orders that rest.
		assert!(rested.declared > 10 * rested.time, "{} {}", rested.declared, rested.time);
	});
}

#[test]
fn an_order_that_is_refused_pays_no_more_than_one_that_rests() {
	let too_large = bid(1 << 40);
	let too_small = bid(1);
	let no_price = NewOrder { price: Ticks::new(0), ..bid(100) };
	let crossing =
		NewOrder { price: Ticks::new(205), time_in_force: TimeInForce::PostOnly, ..bid(100) };
	chain(DEVELOPMENT).execute_with(|| {
		begin();
		let rested = send(0, place(bid(100)));
		for (nonce, order) in (1..).zip([too_large, too_small, no_price, crossing]) {
			let refused = send(nonce, place(order));
			assert!(refused.outcome.is_err());
			// A level that was looked at is work; nothing else was done.
			assert!(refused.time <= rested.time + matching(0, 1));
			refused.check_fee();
		}
	});
}

#[test]
fn a_fill_costs_its_slope_and_nothing_more() {
	chain(DEVELOPMENT).execute_with(|| {
		begin();
		let rested = send(0, place(bid(100)));
		// Ferdie asks 1,000 lots at 201 ticks: the first is one fill on one level, the second 500 lots there and 1,500
		// of the 2,000 at 202, two fills on two levels.
		let one = send(1, place(NewOrder { price: Ticks::new(201), ..bid(500) }));
		let two = send(2, place(NewOrder { price: Ticks::new(202), ..bid(2_000) }));
		assert_eq!((one.outcome, two.outcome), (Ok(()), Ok(())));
		// What rested wrote a level and a word of the bitmap, of three records that are measured; what filled did not rest.
		let own = |work: Work| work.place::<Runtime>().ref_time();
		let difference = own(Work { written: 2, ..RESTS }) - own(Work { rests: false, ..RESTS });
		assert_eq!(one.time + difference, rested.time + matching(1, 1));
		assert_eq!(two.time + difference, rested.time + matching(2, 2));
		one.check_fee();
		two.check_fee();
	});
}

#[test]
fn cancelling_all_of_one_order_is_not_charged_for_all_that_an_account_may_have() {
	chain(DEVELOPMENT).execute_with(|| {
		begin();
		send(0, place(bid(100)));
		let call = pallet_order_book::Call::cancel_all { market: 0, side: None };
		let cancelled = send(1, call.into());
		assert_eq!(cancelled.outcome, Ok(()));
		let unused = (Weights::cancel_all(256) - Weights::cancel_all(1)).ref_time();
		assert!(cancelled.time <= cancelled.declared - unused);
		cancelled.check_fee();
	});
}

#[test]
fn a_call_that_fails_is_paid_for_and_changes_nothing_else() {
	chain(DEVELOPMENT).execute_with(|| {
		begin();
		let orders = OrderBook::all_orders(0);
		let bob = Bob.to_account_id();
		let cash = Assets::total_balance(1, &bob);
		let refused = send(0, place(bid(1)));
		let expected = pallet_order_book::Error::<Runtime>::BelowMinNotional;
		assert_eq!(refused.outcome, Err(expected.into()));
		assert!(refused.fee > 0);
		assert_eq!(OrderBook::all_orders(0), orders);
		assert_eq!(Assets::total_balance(1, &bob), cash);
		assert_eq!(System::account_nonce(&bob), 1);
	});
}

#[test]
fn a_signature_of_somebody_else_pays_nothing_and_does_nothing() {
	use sp_runtime::transaction_validity::InvalidTransaction::BadProof;
	chain(DEVELOPMENT).execute_with(|| {
		begin();
		let before = Balances::total_balance(&Bob.to_account_id());
		let mut forged = sign(Bob, 0, place(bid(100)));
		forged.function = place(bid(101));
		assert_eq!(Executive::apply_extrinsic(forged), Err(BadProof.into()));
		assert_eq!(Balances::total_balance(&Bob.to_account_id()), before);
		assert_eq!(System::account_nonce(Bob.to_account_id()), 0);
	});
}
