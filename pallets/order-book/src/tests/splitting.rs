//! A split of a token: its markets are suspended, carried along and resumed, and no order loses anything.

use crate::{
	mock::*, Books, Carry, Error, Event, MarketId, MarketTerms, Markets, Operation, Outcome,
	Suspensions,
};
use frame_support::{
	assert_noop, assert_ok, storage_alias, traits::Hooks, weights::Weight, Twox64Concat,
};
use order_book_engine::{BookError, MarketStatus, QuoteAtoms, RemovalReason, TimeInForce, TokenId};
use pallet_tokens::splitting::{SplitHolders, SplitMarkets, Step};
use shareholders_accounting::Ratio;
use sp_runtime::DispatchError;

/// A split as the register of shareholders carries it out, as far as markets see it.
pub struct Fake;

#[storage_alias]
type Running = StorageMap<Fakes, Twox64Concat, TokenId, Ratio>;
#[storage_alias]
type Converting = StorageMap<Fakes, Twox64Concat, TokenId, ()>;
#[storage_alias]
type Converted = StorageMap<Fakes, Twox64Concat, (TokenId, AccountId), ()>;

/// What a conversion weighs, in the round weights of the mock.
const CONVERSION: u64 = 7;

impl SplitHolders<AccountId, Ratio> for Fake {
	fn is_running(token: TokenId) -> bool {
		Running::contains_key(token)
	}

	fn ratio(token: TokenId) -> Option<Ratio> {
		Running::get(token).filter(|_| Converting::contains_key(token))
	}

	fn is_converted(token: TokenId, who: &AccountId) -> bool {
		!Converting::contains_key(token)
			|| Converted::contains_key((token, who.clone()))
			|| !pallet_tokens::Account::<Test>::contains_key(token, who)
	}

	fn convert(token: TokenId, who: &AccountId) -> Result<bool, DispatchError> {
		let Some(ratio) = Self::ratio(token).filter(|_| !Self::is_converted(token, who)) else {
			return Ok(false);
		};
		Converted::insert((token, who.clone()), ());
		let (whole, _) = ratio.apply(total(token, who)).unwrap();
		Assets::convert_account(token, who, whole, |_, held| Ok(ratio.apply(held).unwrap().0))?;
		Ok(true)
	}

	fn conversion_weight() -> Weight {
		Weight::from_parts(CONVERSION, 0)
	}
}

fn ratio(new: u64, old: u64) -> Ratio {
	Ratio::new(new, old).unwrap()
}

/// Suspends the markets of a token, so many entries a step; returns the number of steps.
fn suspend(token: TokenId, ratio: Ratio, limit: u32) -> u32 {
	Running::insert(token, ratio);
	let (mut from, mut steps) = (0, 0);
	loop {
		let step = <OrderBook as SplitMarkets<Ratio>>::suspend(token, ratio, from, limit).unwrap();
		assert!(step.used <= limit && (step.used > 0 || step.next.is_none()));
		check();
		steps += 1;
		match step.next {
			Some(next) => from = next,
			None => return steps,
		}
	}
}

/// Lets the ledger stand still.
fn stand_still(token: TokenId) {
	assert_ok!(Assets::begin_conversion(token, u128::MAX));
	Converting::insert(token, ());
	check();
}

fn convert_everybody(token: TokenId) {
	let mut last = None;
	while let Some(who) = Assets::account_after(token, last.as_ref()) {
		assert_ok!(Fake::convert(token, &who));
		last = Some(who);
	}
	check();
	assert_ok!(Assets::end_conversion(token, &founder(), 0, 1, u128::MAX));
}

fn resume(token: TokenId, limit: u32) {
	let mut from = Some(0);
	while let Some(market) = from {
		from = <OrderBook as SplitMarkets<Ratio>>::resume(token, market, limit).unwrap().next;
		check();
	}
	Running::remove(token);
	Converting::remove(token);
	let _ = Converted::clear(u32::MAX, None);
	check();
}

/// All of it at once.
fn split(token: TokenId, new: u64, old: u64) {
	suspend(token, ratio(new, old), 100);
	stand_still(token);
	convert_everybody(token);
	resume(token, 100);
}

fn lot_size(market: MarketId) -> u128 {
	Markets::<Test>::get(market).unwrap().params.lot_size.get()
}

fn tick_size(market: MarketId) -> u128 {
	Markets::<Test>::get(market).unwrap().params.tick_size.get()
}

#[test]
fn orders_keep_their_place_and_trade_converted_shares_for_the_same_money() {
	ExtBuilder::default().build_and_execute(|| {
		let first = rest(&bob(), SHARES, ask(100, 10));
		let second = rest(&carol(), SHARES, ask(100, 10));
		let bought = rest(&dave(), SHARES, bid(90, 10));
		let before = OrderBook::all_orders(SHARES);
		split(SHARE, 3, 1);
		assert_eq!(OrderBook::all_orders(SHARES), before);
		assert_eq!((lot_size(SHARES), tick_size(SHARES)), (300, 10));
		assert_eq!((total(SHARE, &bob()), held(SHARE, &bob())), (3 * START, 3_000));
		// 90 x 10 x 10 = 9,000 and 0.5 % of it.
		assert_eq!((total(SHARE, &dave()), held(CASH, &dave())), (3 * START, 9_045));

		// 15 lots for 15,000: all of the first, half of the second.
		place(&alice(), SHARES, bid(100, 15));
		assert_eq!((lots_of(SHARES, first), lots_of(SHARES, second)), (None, Some(5)));
		assert_eq!(total(SHARE, &alice()), 3 * START + 4_500);
		assert_eq!(total(CASH, &alice()), START - 15_030);
		place(&alice(), SHARES, ask(90, 10));
		assert_eq!(lots_of(SHARES, bought), None);
		assert_eq!(total(SHARE, &dave()), 3 * START + 3_000);
		assert_ok!(cancel(&carol(), SHARES, second));
		assert_eq!(held(SHARE, &carol()), 0);
	});
}

#[test]
fn a_reverse_split_that_divides_carries_every_order_along() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		rest(&dave(), SHARE_KSI, bid(90, 10));
		let before = (OrderBook::all_orders(SHARES), OrderBook::all_orders(SHARE_KSI));
		split(SHARE, 1, 50);
		assert_eq!((OrderBook::all_orders(SHARES), OrderBook::all_orders(SHARE_KSI)), before);
		assert_eq!((lot_size(SHARES), lot_size(SHARE_KSI), lot_size(KSI_CASH)), (2, 2, 100));
		assert_eq!(held(SHARE, &bob()), 20);
	});
}

#[test]
fn a_suspended_market_takes_no_orders_and_says_so() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&bob(), SHARES, ask(100, 10));
		suspend(SHARE, ratio(2, 1), 100);
		let refused: DispatchError = Error::<Test>::MarketSuspended.into();
		for phase in 0..2 {
			assert_noop!(try_place(&alice(), SHARES, bid(100, 10)), refused);
			assert_noop!(
				try_place(&alice(), SHARES, bid(10, 10).tif(TimeInForce::PostOnly)),
				refused
			);
			assert_noop!(try_amend(&bob(), SHARES, id, Some(101), None), refused);
			assert_noop!(try_place(&alice(), SHARE_KSI, bid(100, 10)), refused);
			// Others go on.
			let id = rest(&alice(), KSI_CASH, bid(100, 10));
			assert_ok!(cancel(&alice(), KSI_CASH, id));
			if phase == 0 {
				stand_still(SHARE);
			}
		}
		convert_everybody(SHARE);
		assert_noop!(try_place(&alice(), SHARES, bid(100, 10)), refused);
		resume(SHARE, 1);
		place(&alice(), SHARES, bid(100, 10));
		assert_eq!(total(SHARE, &alice()), 2 * START + 2_000);
	});
}

#[test]
fn a_cancel_works_in_every_phase_and_releases_exactly_what_is_held() {
	ExtBuilder::default().build_and_execute(|| {
		let mut mine = (0..5).map(|n| rest(&alice(), SHARES, ask(100 + n, 10).client(n)));
		let mut mine: Vec<_> = mine.by_ref().collect();
		let yours = rest(&bob(), SHARES, ask(100, 10));
		suspend(SHARE, ratio(3, 2), 100);
		assert_ok!(cancel(&alice(), SHARES, mine.pop().unwrap()));
		assert_eq!((total(SHARE, &alice()), held(SHARE, &alice())), (START, 4_000));
		check();
		stand_still(SHARE);
		// Alice is converted by her cancel, and the market gets its new grid; Bob is not converted yet.
		assert_ok!(cancel(&alice(), SHARES, mine.pop().unwrap()));
		assert_eq!((total(SHARE, &alice()), held(SHARE, &alice())), (START * 3 / 2, 4_500));
		assert_eq!((total(SHARE, &bob()), held(SHARE, &bob())), (START, 1_000));
		assert_eq!(lot_size(SHARES), 150);
		check();
		assert_ok!(OrderBook::cancel_by_client_id(signed(&alice()), SHARES, 2));
		assert_eq!(held(SHARE, &alice()), 3_000);
		// A smaller quantity is a cancel of a part.
		assert_ok!(try_amend(&alice(), SHARES, mine[0], None, Some(4)));
		assert_eq!(held(SHARE, &alice()), 2_100);
		check();
		assert_ok!(cancel(&bob(), SHARES, yours));
		assert_eq!((total(SHARE, &bob()), held(SHARE, &bob())), (START * 3 / 2, 0));
		convert_everybody(SHARE);
		assert_ok!(cancel_all(&alice(), SHARES, None));
		assert_eq!((total(SHARE, &alice()), held(SHARE, &alice())), (START * 3 / 2, 0));
		resume(SHARE, 1);
	});
}

#[test]
fn a_cancel_is_charged_for_the_conversion_only_where_there_was_one() {
	ExtBuilder::default().build_and_execute(|| {
		let ids: Vec<_> = (0..3).map(|n| rest(&alice(), SHARES, ask(100 + n, 10))).collect();
		let charged = |id| {
			let info = OrderBook::cancel_order(signed(&alice()), SHARES, id).unwrap();
			info.actual_weight.unwrap().ref_time()
		};
		// Of four records two are written, the level and the word; with the last order the summary too.
		assert_eq!(charged(ids[0]), 298);
		suspend(SHARE, ratio(2, 1), 100);
		stand_still(SHARE);
		assert_eq!(charged(ids[1]), 298 + CONVERSION);
		assert_eq!(charged(ids[2]), 299);
		convert_everybody(SHARE);
		resume(SHARE, 1);
	});
}

#[test]
fn anyone_removes_an_expired_order_while_accounts_are_converted() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&bob(), SHARES, ask(100, 10).until(5));
		suspend(SHARE, ratio(2, 1), 100);
		stand_still(SHARE);
		System::set_block_number(6);
		assert_ok!(cancel(&dave(), SHARES, id));
		assert_eq!((total(SHARE, &bob()), held(SHARE, &bob())), (2 * START, 0));
		assert_eq!(total(SHARE, &dave()), START);
		check();
		convert_everybody(SHARE);
		resume(SHARE, 1);
	});
}

#[test]
fn a_deadline_passes_and_is_set_and_cleared_up_behind_while_accounts_are_converted() {
	ExtBuilder::default().build_and_execute(|| {
		for (who, deadline) in [(bob(), 5), (carol(), 9)] {
			rest(&who, SHARES, ask(100, 10));
			let markets = vec![SHARES].try_into().unwrap();
			assert_ok!(OrderBook::cancel_after(signed(&who), markets, Some(deadline)));
		}
		suspend(SHARE, ratio(2, 1), 100);
		stand_still(SHARE);
		System::set_block_number(6);
		let paid = OrderBook::remove_lapsed(signed(&alice()), SHARES, bob()).unwrap();
		// 400 and 5 for an order, and Bob was converted.
		assert_eq!(paid.actual_weight.unwrap().ref_time(), 405 + CONVERSION);
		assert_eq!((held(SHARE, &bob()), total(SHARE, &bob())), (0, 2 * START));
		let markets = vec![SHARES].try_into().unwrap();
		assert_ok!(OrderBook::cancel_after(signed(&carol()), markets, Some(7)));
		convert_everybody(SHARE);
		resume(SHARE, 100);
		System::set_block_number(7);
		assert_eq!(place(&dave(), SHARES, bid(100, 2).now_or_never()).filled.get(), 2);
		System::set_block_number(8);
		assert_eq!(place(&dave(), SHARES, bid(100, 2).now_or_never()).filled.get(), 0);
		assert_eq!((held(SHARE, &carol()), total(SHARE, &carol())), (0, 2 * START - 400));
	});
}

#[test]
fn a_batch_cancels_and_is_told_what_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, ask(100, 10));
		suspend(SHARE, ratio(2, 1), 100);
		stand_still(SHARE);
		let operations = vec![
			Operation::Cancel { market: SHARES, order_id: id },
			Operation::Place { market: SHARES, order: bid(50, 100) },
		];
		assert_ok!(OrderBook::submit(signed(&alice()), operations.try_into().unwrap()));
		let done = executed();
		assert_eq!(done.outcomes[1], Outcome::Refused(BookError::MarketSuspended));
		assert_eq!((total(SHARE, &alice()), held(SHARE, &alice())), (2 * START, 0));
		convert_everybody(SHARE);
		resume(SHARE, 1);
	});
}

#[test]
fn a_market_whose_lot_does_not_divide_is_emptied_in_steps_and_keeps_its_grid() {
	ExtBuilder::default().build_and_execute(|| {
		place(&alice(), SHARES, bid(100, 10));
		place(&bob(), SHARES, ask(100, 10));
		for who in [alice(), bob(), carol()] {
			rest(&who, SHARES, ask(110, 10));
			rest(&who, SHARES, bid(90, 10));
		}
		// 100 x 1 / 3 is no whole number. Three markets and 6 orders, 2 a step.
		assert!(suspend(SHARE, ratio(1, 3), 2) >= 4);
		assert_eq!(OrderBook::all_orders(SHARES), vec![]);
		let carry = Suspensions::<Test>::get(SHARES).unwrap().base;
		assert_eq!(carry, Some(Carry::Emptied));
		for who in [alice(), bob(), carol()] {
			assert_eq!((held(SHARE, &who), held(CASH, &who)), (0, 0));
		}
		let reasons = events().into_iter().filter_map(|event| match event {
			Event::MarketUnwound { removals, .. } => Some(removals),
			_ => None,
		});
		let reasons: Vec<_> = reasons.flatten().map(|removal| removal.reason).collect();
		assert_eq!(reasons, vec![RemovalReason::TokenSplit; 6]);
		stand_still(SHARE);
		convert_everybody(SHARE);
		resume(SHARE, 1);
		assert_eq!(lot_size(SHARES), 100);
		// The last price was per lot of other shares.
		assert_eq!(Books::<Test>::get(SHARES).unwrap().last_price, None);
		assert_eq!(status(SHARES), Some(MarketStatus::Active));
	});
}

/// Ticks of 1,000, so that the highest fee of 0.5 % on one of them is 5.
fn coarse() -> MarketTerms {
	MarketTerms { tick_size: QuoteAtoms::new(1_000), ..TERMS }
}

fn bond_in_share(terms: MarketTerms) -> MarketId {
	assert_ok!(OrderBook::create_market(signed(&founder()), BOND, SHARE, terms));
	crate::NextMarketId::<Test>::get() - 1
}

#[test]
fn a_market_paid_in_the_split_token_gets_another_tick() {
	ExtBuilder::default().build_and_execute(|| {
		let market = bond_in_share(coarse());
		let bought = rest(&alice(), market, bid(10, 3));
		let sold = rest(&bob(), market, ask(12, 3));
		// 10 x 3 x 1,000 and 0.5 %.
		assert_eq!(held(SHARE, &alice()), 30_150);
		split(SHARE, 1, 5);
		let params = Markets::<Test>::get(market).unwrap().params;
		assert_eq!((params.tick_size.get(), params.lot_size.get()), (200, 100));
		assert_eq!(params.min_notional.get(), 200);
		assert_eq!((held(SHARE, &alice()), held(BOND, &bob())), (6_030, 300));
		assert_eq!((lots_of(market, bought), lots_of(market, sold)), (Some(3), Some(3)));
		place(&carol(), market, bid(12, 3));
		assert_eq!(total(SHARE, &bob()), START / 5 + 7_200 - 7);
	});
}

#[test]
fn a_market_whose_fees_would_be_rounded_anew_is_emptied() {
	ExtBuilder::default().build_and_execute(|| {
		// 0.5 % of a tick of 10 is no whole number, so the holds of bids are rounded up.
		let market = bond_in_share(TERMS);
		rest(&alice(), market, bid(100, 3));
		split(SHARE, 2, 1);
		assert_eq!(OrderBook::all_orders(market), vec![]);
		assert_eq!((held(SHARE, &alice()), tick_size(market)), (0, 10));
	});
}

#[test]
fn both_tokens_of_a_market_may_be_split_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		let market = bond_in_share(coarse());
		rest(&alice(), market, bid(10, 3));
		let sold = rest(&bob(), market, ask(12, 3));
		suspend(SHARE, ratio(1, 5), 1);
		suspend(BOND, ratio(7, 2), 1);
		stand_still(BOND);
		assert_ok!(try_amend(&bob(), market, sold, None, Some(2)));
		assert_eq!((lot_size(market), tick_size(market)), (350, 1_000));
		stand_still(SHARE);
		convert_everybody(BOND);
		resume(BOND, 1);
		assert_eq!(status(market), Some(MarketStatus::Suspended));
		convert_everybody(SHARE);
		resume(SHARE, 1);
		assert_eq!((lot_size(market), tick_size(market)), (350, 200));
		assert_eq!((held(SHARE, &alice()), held(BOND, &bob())), (6_030, 700));
		assert_eq!(status(market), Some(MarketStatus::Active));
	});
}

#[test]
fn a_split_that_is_given_up_leaves_the_grid_as_it_was() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		suspend(SHARE, ratio(2, 1), 1);
		resume(SHARE, 1);
		assert_eq!((lot_size(SHARES), held(SHARE, &bob())), (100, 1_000));
		place(&alice(), SHARES, bid(100, 10));
	});
}

#[test]
fn no_market_is_founded_in_a_token_that_is_split() {
	ExtBuilder::default().build_and_execute(|| {
		Running::insert(SHARE, ratio(2, 1));
		for (base, quote) in [(SHARE, BOND), (BOND, SHARE)] {
			assert_noop!(
				OrderBook::create_market(signed(&alice()), base, quote, TERMS),
				Error::<Test>::TokenBeingSplit
			);
		}
		Running::remove(SHARE);
		assert_ok!(OrderBook::create_market(signed(&alice()), SHARE, BOND, TERMS));
	});
}

#[test]
fn what_a_vote_decides_meanwhile_holds_when_the_market_goes_on() {
	ExtBuilder::default().build_and_execute(|| {
		suspend(SHARE, ratio(2, 1), 100);
		set_status(SHARES, MarketStatus::PostOnly);
		assert_eq!(status(SHARES), Some(MarketStatus::Suspended));
		assert_ok!(OrderBook::close_market(signed(&vote()), SHARE_KSI));
		assert_noop!(
			OrderBook::set_market_params(signed(&vote()), SHARES, TERMS, FEES),
			Error::<Test>::MarketSuspended
		);
		assert_noop!(
			OrderBook::set_market_status(signed(&vote()), SHARES, MarketStatus::Suspended),
			Error::<Test>::NotAStatusToSet
		);
		resume(SHARE, 1);
		assert_eq!(status(SHARES), Some(MarketStatus::PostOnly));
		assert_eq!(status(SHARE_KSI), Some(MarketStatus::Closing));
	});
}

#[test]
fn a_closing_market_ends_before_its_token_is_split() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		assert_ok!(OrderBook::close_market(signed(&vote()), SHARES));
		let suspend = || <OrderBook as SplitMarkets<Ratio>>::suspend(SHARE, ratio(2, 1), 0, 10);
		assert_noop!(suspend(), Error::<Test>::MarketClosing);
		OrderBook::on_idle(1, Weight::MAX);
		Running::insert(SHARE, ratio(2, 1));
		assert_eq!(suspend(), Ok(Step { used: 3, next: None }));
		resume(SHARE, 1);
	});
}

#[test]
fn a_market_that_cannot_be_closed_yet_goes_on_later() {
	ExtBuilder::default().build_and_execute(|| {
		suspend(SHARE, ratio(2, 1), 100);
		assert_ok!(OrderBook::close_market(signed(&vote()), SHARE_KSI));
		assert_ok!(OrderBook::close_market(signed(&vote()), SHARES));
		assert_ok!(OrderBook::close_market(signed(&vote()), KSI_CASH));
		let resume = |from| <OrderBook as SplitMarkets<Ratio>>::resume(SHARE, from, 10);
		// Two may be closing at a time.
		assert_eq!(resume(0), Ok(Step { used: 2, next: Some(SHARE_KSI) }));
		assert_noop!(resume(SHARE_KSI), Error::<Test>::TooManyClosing);
		OrderBook::on_idle(1, Weight::MAX);
		assert_eq!(resume(SHARE_KSI), Ok(Step { used: 1, next: None }));
		Running::remove(SHARE);
	});
}

#[test]
fn a_thousand_orders_of_many_owners_lose_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let owners: Vec<AccountId> = (0..125u8)
			.map(|n| AccountId::new([n; 32]))
			.map(|who| {
				// Accounts of their own, apart from the builder's.
				let mut bytes: [u8; 32] = who.into();
				bytes[31] = 0xee;
				AccountId::new(bytes)
			})
			.collect();
		for (n, who) in owners.iter().enumerate() {
			let n = n as u64;
			for token in [KSI, CASH, SHARE] {
				mint(token, who, 1_000_003 + u128::from(n));
			}
			for k in 0..4 {
				rest(who, SHARES, ask(1_000 + (n * 7 + k * 13) % 50, 1 + k));
				rest(who, SHARES, bid(900 - (n * 11 + k * 3) % 50, 1 + k));
			}
		}
		let before = OrderBook::all_orders(SHARES);
		assert_eq!(before.len(), 1_000);
		let had: Vec<_> = owners.iter().map(|who| (total(SHARE, who), total(CASH, who))).collect();
		let holds: Vec<_> = owners.iter().map(|who| (held(SHARE, who), held(CASH, who))).collect();
		split(SHARE, 7, 4);
		assert_eq!(OrderBook::all_orders(SHARES), before);
		for (who, ((shares, cash), (in_asks, in_bids))) in owners.iter().zip(had.iter().zip(&holds))
		{
			assert_eq!(total(SHARE, who), shares * 7 / 4);
			assert_eq!(total(CASH, who), *cash);
			assert_eq!((held(SHARE, who), held(CASH, who)), (in_asks * 7 / 4, *in_bids));
		}
		// The best ask trades: a lot is 175 shares now, for 1,000 ticks of 10.
		let had = total(SHARE, &alice());
		place(&alice(), SHARES, bid(1_000, 1).now_or_never());
		assert_eq!(total(SHARE, &alice()), had + 175);
		for who in &owners {
			assert_ok!(cancel_all(who, SHARES, None));
			assert_eq!((held(SHARE, who), held(CASH, who)), (0, 0));
		}
	});
}
