use super::*;

fn open(by: &AccountId, token: TokenId) -> DispatchResult {
	Shareholders::open_payout(signed(by), SHARE, token)
}

#[test]
fn open_payout_gives_the_pot_the_minimum_balance() {
	ExtBuilder::without_payout().build_and_execute(|| {
		for (token, minimum) in [(KSI, EXISTENTIAL_DEPOSIT), (CASH, CASH_MINIMUM), (BOND, 10)] {
			let before = total(token, &founder());
			assert_ok!(open(&founder(), token));
			assert_eq!(last_event(), Event::PayoutOpened { class: SHARE, token });
			assert_eq!(total(token, &pot()), minimum);
			assert_eq!(total(token, &founder()), before - minimum);
			assert_eq!(PayoutTokens::<Test>::get(token), 1);
		}
	});
}

#[test]
fn open_payout_takes_nothing_if_the_pot_has_the_minimum() {
	ExtBuilder::without_payout().build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(&alice()), CASH, pot(), CASH_MINIMUM));
		assert_ok!(open(&founder(), CASH));
		assert_eq!(total(CASH, &founder()), START);
	});
}

#[test]
fn a_token_that_a_class_pays_in_cannot_be_destroyed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Assets::start_destroy(signed(&founder()), CASH),
			pallet_tokens::Error::<Test>::Pinned
		);
	});
}

#[test]
fn open_payout_fails_the_second_time() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(open(&founder(), CASH), Error::<Test>::PayoutExists);
	});
}

#[test]
fn open_payout_fails_for_an_unknown_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(open(&founder(), 99), Error::<Test>::UnknownToken);
	});
}

#[test]
fn open_payout_fails_beyond_the_limit() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 1..MAX_PAYOUTS {
			let token = 100 + number;
			assert_ok!(Assets::create(signed(&founder()), token, founder(), 1));
			assert_ok!(Assets::mint(signed(&founder()), token, founder(), 1));
			assert_ok!(open(&founder(), token));
		}
		assert_noop!(open(&founder(), BOND), Error::<Test>::TooManyPayouts);
	});
}

#[test]
fn open_payout_fails_without_the_minimum_balance() {
	ExtBuilder::default().build_and_execute(|| {
		// The company owns none, and SHARE is not issued yet.
		assert_noop!(open(&company(), BOND), TokenError::FundsUnavailable);
		assert_noop!(open(&founder(), SHARE), TokenError::FundsUnavailable);
	});
}

#[test]
fn open_payout_fails_for_outsiders_and_other_tokens() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(open(&alice(), BOND), Error::<Test>::NotForCompany);
		assert_noop!(
			Shareholders::open_payout(signed(&founder()), CASH, BOND),
			Error::<Test>::NotAShareClass
		);
	});
}

#[test]
fn nobody_ties_the_shares_of_another_company_by_paying_in_them() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Shareholders::found_company(signed(&dave()), name(), Default::default()));
		assert_ok!(Assets::create(signed(&dave()), 90, dave(), 1));
		assert_ok!(Assets::set_authorised_maximum(signed(&dave()), 90, MAXIMUM));
		assert_ok!(Shareholders::create_share_class(signed(&dave()), 1, 90));
		issue(&[(dave(), 100)]);
		let open = Shareholders::open_payout(signed(&dave()), 90, SHARE);
		assert_noop!(open, Error::<Test>::ForeignShares);
		// KSI is everybody's money, and its own shares a company may pay in.
		assert_ok!(Shareholders::open_payout(signed(&dave()), 90, KSI));
		issue(&[(founder(), 100)]);
		assert_ok!(Shareholders::open_payout(signed(&founder()), SHARE, SHARE));
	});
}
