//! Who may call what: nobody without a signature, and on behalf of a company nobody but who acts for it.

use super::*;

#[test]
fn no_call_works_without_a_signature() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let by = || origin.clone();
			let claimed = Shareholders::claim(by(), SHARE, Some(alice()));
			let results = [
				Shareholders::found_company(by(), name(), Default::default()),
				Shareholders::create_share_class(by(), COMPANY, BOND),
				Shareholders::hand_over(by(), COMPANY),
				Shareholders::accept_exclusion(by(), SHARE),
				Shareholders::publish(by(), COMPANY, Default::default()),
				Shareholders::pay_dividend(by(), SHARE, CASH, 100, Schedule::Stream(2)),
				claimed.map(|_| ()).map_err(|refused| refused.error),
				Shareholders::prune(by(), SHARE, alice()),
				Shareholders::begin_split(by(), SHARE, 2, 1),
				Shareholders::continue_split(by(), SHARE, 1)
					.map(|_| ())
					.map_err(|refused| refused.error),
				Shareholders::claim_fraction(by(), SHARE, 0, None),
				Shareholders::bid_for_fractions(by(), SHARE, 0, 10),
				Shareholders::settle_fractions(by(), SHARE, 0),
			];
			for result in results {
				assert_eq!(result, Err(DispatchError::BadOrigin));
			}
		}
		// A vote of the platform signs nothing and acts for KSI only.
		let by = RuntimeOrigin::root;
		let results = [
			Shareholders::propose_exclusion(by(), SHARE, dave()),
			Shareholders::include(by(), SHARE, dave()),
			Shareholders::open_payout(by(), SHARE, BOND),
		];
		for result in results {
			assert_eq!(result, Err(refused(Error::NotForCompany)));
		}
	});
}

#[test]
fn no_call_for_a_company_works_for_an_outsider() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		// A holder, the founder of another company, and the account of that.
		assert_ok!(Shareholders::found_company(signed(&bob()), name(), Default::default()));
		for who in [alice(), bob(), Shareholders::company_account(1), pot()] {
			let by = || signed(&who);
			let results = [
				Shareholders::create_share_class(by(), COMPANY, BOND),
				Shareholders::hand_over(by(), COMPANY),
				Shareholders::propose_exclusion(by(), SHARE, dave()),
				Shareholders::include(by(), SHARE, dave()),
				Shareholders::open_payout(by(), SHARE, BOND),
				Shareholders::begin_split(by(), SHARE, 2, 1),
			];
			for result in results {
				assert_eq!(result, Err(refused(Error::NotForCompany)), "{who}");
			}
		}
	});
}
