use super::*;

#[test]
fn found_company_gives_it_a_number_an_account_and_a_deposit() {
	ExtBuilder::without_company().build_and_execute(|| {
		let documents = vec![[7u8; 32]].try_into().unwrap();
		assert_ok!(Shareholders::found_company(signed(&alice()), name(), documents));
		assert_eq!(
			last_event(),
			Event::CompanyFounded { company: 0, account: company(), founder: alice() }
		);
		let founded = Companies::<Test>::get(0).unwrap();
		assert_eq!((founded.founder, founded.deposit), (alice(), COMPANY_DEPOSIT));
		assert_eq!((founded.name, founded.links.to_vec()), (name(), vec![[7u8; 32]]));
		assert!(!founded.handed_over && founded.classes.is_empty());
		assert_eq!(deposit(HoldReason::CompanyDeposit, &alice()), COMPANY_DEPOSIT);
		assert_eq!(total(KSI, &alice()), START);

		assert_ok!(Shareholders::found_company(signed(&bob()), name(), Default::default()));
		assert_eq!(NextCompanyId::<Test>::get(), 2);
		assert_ne!(Shareholders::company_account(1), company());
	});
}

#[test]
fn the_account_of_a_company_exists_and_receives_any_token() {
	ExtBuilder::without_class().build_and_execute(|| {
		// Not sufficient, and the company has no KSI.
		assert_ok!(Assets::transfer(signed(&dave()), BOND, company(), 10));
		assert_eq!((total(KSI, &company()), total(BOND, &company())), (0, 10));
	});
}

#[test]
fn accounts_of_companies_and_pots_with_the_same_number_differ() {
	ExtBuilder::without_company().build_and_execute(|| {
		for number in [0, 1, u32::MAX] {
			assert_ne!(Shareholders::company_account(number), Shareholders::pot_account(number));
		}
	});
}

#[test]
fn found_company_fails_without_a_name() {
	ExtBuilder::without_company().build_and_execute(|| {
		let nameless = Default::default();
		assert_noop!(
			Shareholders::found_company(signed(&alice()), nameless, Default::default()),
			Error::<Test>::NameEmpty
		);
	});
}

#[test]
fn found_company_fails_without_the_deposit() {
	ExtBuilder::without_company().build_and_execute(|| {
		assert_noop!(
			Shareholders::found_company(signed(&ghost()), name(), Default::default()),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn found_company_fails_when_the_numbers_are_used_up() {
	ExtBuilder::without_company().build_and_execute(|| {
		NextCompanyId::<Test>::put(u32::MAX);
		assert_noop!(
			Shareholders::found_company(signed(&alice()), name(), Default::default()),
			Error::<Test>::Overflow
		);
	});
}
