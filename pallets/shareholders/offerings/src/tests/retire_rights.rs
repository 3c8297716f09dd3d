use super::*;

fn retire() -> DispatchResult {
	Offerings::retire_rights(signed(&ghost()), RIGHT)
}

#[test]
fn retire_rights_destroys_the_token_when_it_is_worth_nothing() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		go_to(PUBLIC);
		assert_ok!(retire());
		assert_eq!(last_event(), Event::RightsRetired { token: RIGHT, offering: FIRST });
		assert_noop!(retire(), Error::<Test>::UnknownToken);
		assert_ok!(Assets::destroy_accounts(signed(&ghost()), RIGHT));
		assert_ok!(Assets::finish_destroy(signed(&ghost()), RIGHT));
		assert!(!Whole::asset_exists(RIGHT));
		finish();
		assert_ok!(clear(1));
	});
}

#[test]
fn retire_rights_fails_while_they_can_be_used() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(retire(), Error::<Test>::UnknownToken);
		assert_ok!(open(with_rights()));
		go_to(PUBLIC - 1);
		assert_noop!(retire(), Error::<Test>::RightsStillValid);
	});
}

#[test]
fn retire_rights_fails_while_a_market_lists_the_token() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		go_to(PUBLIC);
		ListedToken::set(&RIGHT);
		assert_noop!(retire(), LedgerError::<Test>::Pinned);
		ListedToken::set(&TokenId::MAX);
		assert_ok!(retire());
	});
}

#[test]
fn retire_rights_works_after_the_offering_is_gone() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		finish();
		assert_eq!(offering(FIRST), None);
		assert!(Offerings::is_running(RIGHT));
		assert_ok!(retire());
		assert!(!Offerings::is_running(RIGHT));
	});
}

#[test]
fn nobody_else_can_destroy_what_an_offering_needs() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		let destroy = |token| Assets::start_destroy(signed(&founder()), token);
		assert_noop!(destroy(CASH), LedgerError::<Test>::Pinned);
		assert_noop!(destroy(RIGHT), LedgerError::<Test>::NoPermission);
		let mint = Assets::mint(signed(&company()), RIGHT, company(), 1);
		assert_eq!(mint, Err(LedgerError::<Test>::RoleRenounced.into()));
	});
}
