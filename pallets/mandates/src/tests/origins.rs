//! Who may do what: every call with every origin.

use super::*;
use crate::{
	EnsureCancel, EnsureConstitution, EnsureEconomics, EnsureHalt, EnsureMarkets, EnsureRescue,
	EnsureTreasuryLarge, EnsureTreasuryMedium, EnsureTreasurySmall, EnsureValidators, EnsureWish,
	SpendLimit,
};
use codec::{Decode, Encode};
use frame_support::traits::{EnsureOrigin, GetCallName, OriginTrait, UnfilteredDispatchable};
use sp_core::H256;

/// A call of each kind, and the tracks that may make it. None means: whoever signs.
fn calls() -> Vec<(Call<Test>, Vec<Origin>)> {
	use Origin::*;
	let spend = Call::spend { token: KSI, amount: 1, beneficiary: account(1), valid_from: None };
	let pause =
		Call::pause { calls: vec![name("Balances", "burn")].try_into().unwrap(), blocks: 5 };
	let offenders = vec![offender_name(1)].try_into().unwrap();
	let dead = vec![dead_name(1)].try_into().unwrap();
	vec![
		(Call::authorize_upgrade { code_hash: H256::repeat_byte(1) }, vec![Constitution]),
		(Call::revoke_upgrade {}, vec![Constitution]),
		(Call::lapse_upgrade {}, vec![]),
		(pause, vec![Halt]),
		(Call::resume { call: name("Balances", "burn") }, vec![Halt]),
		(spend, vec![TreasurySmall, TreasuryMedium, TreasuryLarge]),
		(Call::set_validator_count { count: 3 }, vec![Validators]),
		(Call::set_minimum_bonds { nominator: 10, validator: 50 }, vec![Validators]),
		(Call::cancel_slash { era: 1, offenders }, vec![Validators]),
		(Call::signal_stall { finalized: 0 }, vec![]),
		(Call::withdraw_signal {}, vec![]),
		(Call::rescue { dead, delay: DELAY, best_finalized: 0 }, vec![Rescue]),
	]
}

/// Calls that whoever signs may make, whatever comes of it.
const OPEN: [&str; 4] = ["lapse_upgrade", "resume", "signal_stall", "withdraw_signal"];

fn is_let_in(call: Call<Test>, origin: RuntimeOrigin) -> bool {
	let call = RuntimeCall::from(call);
	frame_support::storage::with_transaction(|| {
		let result = call.dispatch_bypass_filter(origin);
		let bad = result.is_err_and(|refusal| refusal.error == DispatchError::BadOrigin);
		sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(!bad))
	})
	.unwrap()
}

#[test]
fn each_track_does_its_own_thing_and_no_other() {
	ExtBuilder::default().build_and_execute(|| {
		for (call, allowed) in calls() {
			for origin in Origin::ALL {
				let expected = allowed.contains(&origin);
				assert_eq!(is_let_in(call.clone(), by(origin)), expected, "{call:?} {origin:?}");
			}
		}
	});
}

#[test]
fn nobody_alone_does_what_takes_a_vote_and_root_does_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		for (call, _) in calls() {
			assert!(!is_let_in(call.clone(), RuntimeOrigin::root()), "{call:?}");
			assert!(!is_let_in(call.clone(), RuntimeOrigin::none()), "{call:?}");
			for who in [account(1), stranger()] {
				let open = OPEN.contains(&call.get_call_name());
				assert_eq!(is_let_in(call.clone(), signed(&who)), open, "{call:?}");
			}
		}
	});
}

#[test]
fn the_matrix_has_every_call() {
	let named: Vec<_> = calls().iter().map(|(call, _)| call.get_call_name()).collect();
	assert_eq!(named, <Call<Test> as GetCallName>::get_call_names());
}

#[test]
fn each_check_passes_its_origin_alone() {
	fn passes<E: EnsureOrigin<RuntimeOrigin>>() -> Vec<Origin> {
		for other in
			[RuntimeOrigin::root(), RuntimeOrigin::none(), signed(&stranger()), signed(&account(1))]
		{
			// Handed back as it was.
			let back = E::try_origin(other.clone()).map(|_| ()).unwrap_err();
			assert_eq!(back.caller(), other.caller());
		}
		Origin::ALL.into_iter().filter(|origin| E::try_origin(by(*origin)).is_ok()).collect()
	}
	assert_eq!(passes::<EnsureConstitution>(), [Origin::Constitution]);
	assert_eq!(passes::<EnsureEconomics>(), [Origin::Economics]);
	assert_eq!(passes::<EnsureTreasurySmall>(), [Origin::TreasurySmall]);
	assert_eq!(passes::<EnsureTreasuryMedium>(), [Origin::TreasuryMedium]);
	assert_eq!(passes::<EnsureTreasuryLarge>(), [Origin::TreasuryLarge]);
	assert_eq!(passes::<EnsureMarkets>(), [Origin::Markets]);
	assert_eq!(passes::<EnsureValidators>(), [Origin::Validators]);
	assert_eq!(passes::<EnsureRescue>(), [Origin::Rescue]);
	assert_eq!(passes::<EnsureHalt>(), [Origin::Halt]);
	assert_eq!(passes::<EnsureCancel>(), [Origin::Cancel]);
	assert_eq!(passes::<EnsureWish>(), [Origin::Wish]);
	assert_eq!(
		passes::<crate::EnsureSpendOf<Test>>(),
		[Origin::TreasurySmall, Origin::TreasuryMedium, Origin::TreasuryLarge]
	);
}

#[test]
fn a_limit_of_spending_belongs_to_its_track() {
	let limit = |origin| crate::EnsureSpendOf::<Test>::try_origin(by(origin)).ok();
	let expected = |cap, other_tokens| Some(SpendLimit { cap, other_tokens });
	assert_eq!(limit(Origin::TreasurySmall), expected(SMALL, false));
	assert_eq!(limit(Origin::TreasuryMedium), expected(MEDIUM, false));
	assert_eq!(limit(Origin::TreasuryLarge), expected(LARGE, true));
	assert_eq!(limit(Origin::Constitution), None);
}

#[test]
fn an_origin_is_stored_as_its_number() {
	for (number, origin) in (0_u8..).zip(Origin::ALL) {
		assert_eq!(origin.encode(), [number]);
		assert_eq!(Origin::decode(&mut &[number][..]), Ok(origin));
	}
	assert!(Origin::decode(&mut &[11_u8][..]).is_err());
}
