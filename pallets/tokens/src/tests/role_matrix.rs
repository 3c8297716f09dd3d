//! Every privileged call against every role, before and after the role is given up.

use super::*;
use crate::Call;
use frame_support::dispatch::DispatchResultWithPostInfo;
use sp_runtime::traits::Dispatchable;

/// Each privileged call with the role it asks for, on a live token.
fn privileged_calls() -> Vec<(Call<Test>, Role)> {
	let id = CASH;
	vec![
		(Call::start_destroy { id }, Role::Owner),
		(Call::transfer_ownership { id, owner: OWNER }, Role::Owner),
		(Call::set_team { id, issuer: ISSUER, admin: ADMIN, freezer: FREEZER }, Role::Owner),
		(Call::set_metadata { id, name: vec![1], symbol: vec![2], decimals: 3 }, Role::Owner),
		(Call::clear_metadata { id }, Role::Owner),
		(Call::set_authorised_maximum { id, max: 1_000 }, Role::Owner),
		(Call::mint { id, beneficiary: ALICE, amount: 50 }, Role::Issuer),
		(Call::burn { id, who: ALICE, amount: 50 }, Role::Admin),
		(Call::thaw { id, who: ALICE }, Role::Admin),
		(Call::freeze { id, who: ALICE }, Role::Freezer),
		(Call::freeze_asset { id }, Role::Freezer),
		(Call::renounce_role { id, role: Role::Owner }, Role::Owner),
		(Call::renounce_role { id, role: Role::Issuer }, Role::Issuer),
		(Call::renounce_role { id, role: Role::Admin }, Role::Admin),
		(Call::renounce_role { id, role: Role::Freezer }, Role::Freezer),
	]
}

fn dispatch(call: Call<Test>, who: AccountId) -> DispatchResultWithPostInfo {
	RuntimeCall::Assets(call).dispatch(signed(who))
}

fn builder() -> ExtBuilder {
	ExtBuilder::default().with(CASH, ALICE, 100)
}

#[test]
fn every_privileged_call_works_for_its_role_alone() {
	for (call, needed) in privileged_calls() {
		for who in [OWNER, ISSUER, ADMIN, FREEZER, ALICE] {
			builder().build_and_execute(|| {
				let allowed = who == account_of(needed);
				if allowed {
					assert_ok!(dispatch(call.clone(), who));
				} else {
					let error = dispatch(call.clone(), who).unwrap_err().error;
					assert_eq!(error, Error::<Test>::NoPermission.into(), "{call:?} by {who}");
				}
			});
		}
	}
}

#[test]
fn no_privileged_call_works_for_a_role_given_up() {
	for (call, needed) in privileged_calls() {
		for who in [OWNER, ISSUER, ADMIN, FREEZER, ALICE] {
			builder().build_and_execute(|| {
				let holder = account_of(needed);
				assert_ok!(Assets::renounce_role(signed(holder), CASH, needed));
				let error = dispatch(call.clone(), who).unwrap_err().error;
				let expected = if who == holder {
					Error::<Test>::RoleRenounced
				} else {
					Error::<Test>::NoPermission
				};
				assert_eq!(error, expected.into(), "{call:?} by {who}");
			});
		}
	}
}

#[test]
fn thaw_asset_works_for_the_admin_alone_and_not_after_it_is_given_up() {
	builder().build_and_execute(|| {
		assert_ok!(Assets::renounce_role(signed(ADMIN), CASH, Role::Admin));
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::thaw_asset(signed(ADMIN), CASH), Error::<Test>::RoleRenounced);
	});
}

#[test]
fn unsigned_and_root_origins_are_refused_at_every_call() {
	let mut calls: Vec<_> = privileged_calls().into_iter().map(|(call, _)| call).collect();
	let id = CASH;
	calls.extend([
		Call::create { id: 3, admin: ALICE, min_balance: 1 },
		Call::destroy_accounts { id },
		Call::destroy_approvals { id },
		Call::finish_destroy { id },
		Call::transfer { id, target: BOB, amount: 1 },
		Call::transfer_keep_alive { id, target: BOB, amount: 1 },
		Call::thaw_asset { id },
		Call::approve_transfer { id, delegate: BOB, amount: 1 },
		Call::cancel_approval { id, delegate: BOB },
		Call::transfer_approved { id, owner: ALICE, destination: BOB, amount: 1 },
		Call::touch { id },
		Call::refund { id, allow_burn: true },
		Call::transfer_all { id, dest: BOB, keep_alive: false },
	]);
	builder().build_and_execute(|| {
		for call in calls {
			for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
				let error = RuntimeCall::Assets(call.clone()).dispatch(origin).unwrap_err().error;
				assert_eq!(error, sp_runtime::DispatchError::BadOrigin, "{call:?}");
			}
		}
	});
}
