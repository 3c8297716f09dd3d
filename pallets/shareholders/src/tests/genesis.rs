//! What a chain starts with.

use super::*;
use crate::{ClassGenesis, CompanyGenesis};

/// A company whose class BOND, of which the founder and dave own START each, has paid 1,000,000 CASH.
fn company_that_has_paid() -> CompanyGenesis<AccountId> {
	CompanyGenesis {
		founder: founder(),
		name: b"Kongsi Bhd".to_vec(),
		links: vec![[7; 32]],
		classes: vec![ClassGenesis {
			token: BOND,
			payouts: vec![CASH],
			dividends: vec![(alice(), CASH, 900_000), (bob(), CASH, 100_000)],
		}],
	}
}

#[test]
fn a_company_of_genesis_has_paid_and_can_be_claimed_from_at_once() {
	let builder = ExtBuilder::without_company().with_company(company_that_has_paid());
	builder.build_and_execute(|| {
		let bonds = Classes::<Test>::get(BOND).unwrap();
		assert_eq!((bonds.company, bonds.register.epoch), (Some(COMPANY), 1));
		assert_eq!(total(CASH, &alice()), START - 900_000);
		assert_ok!(Shareholders::claim(signed(&dave()), BOND, None));
		assert_eq!(total(CASH, &dave()), START + 500_000);
		// It goes on like any other.
		let paid = Shareholders::pay_dividend(
			signed(&carol()),
			BOND,
			CASH,
			START / 2,
			Schedule::Stream(2),
		);
		assert_ok!(paid);
		pass(2);
		assert_ok!(Shareholders::claim(signed(&dave()), BOND, None));
		assert_eq!(total(CASH, &dave()), START + 750_000);
	});
}

#[test]
fn the_epoch_follows_the_calendar_of_genesis() {
	ExtBuilder::without_company().build_and_execute(|| {
		assert_eq!(crate::CalendarOf::<Test>::get(), CALENDAR);
		let firsts = [1, 2, 3].map(Shareholders::first_block_of);
		assert_eq!(firsts, [0, EPOCH_BLOCKS, 2 * EPOCH_BLOCKS]);
		System::set_block_number(2 * EPOCH_BLOCKS - 1);
		assert_eq!(Shareholders::epoch(), 2);
		System::set_block_number(2 * EPOCH_BLOCKS);
		assert_eq!(Shareholders::epoch(), 3);
	});
}

#[test]
#[should_panic(expected = "an epoch has to last")]
fn a_calendar_without_blocks_is_refused() {
	crate::Calendar { epoch_blocks: 0, ..CALENDAR }.check();
}

#[test]
#[should_panic(expected = "no stream would be accepted")]
fn a_calendar_without_streams_is_refused() {
	crate::Calendar { min_stream: 0, ..CALENDAR }.check();
}

#[test]
#[should_panic(expected = "no date would be accepted")]
fn a_calendar_without_dates_is_refused() {
	crate::Calendar { min_notice: MAX_LEAD + 1, ..CALENDAR }.check();
}

#[test]
#[should_panic(expected = "an auction has to last, and to end")]
fn a_calendar_without_auctions_is_refused() {
	crate::Calendar { auction: 0, ..CALENDAR }.check();
}
