//! What a vote carries fits into its referendum.

use super::*;
use crate::{CallName, MAX_DEAD, MAX_OFFENDERS, MAX_PROPOSAL};
use codec::Encode;
use frame_support::traits::GetCallName;
use sp_core::H256;

/// The largest call of each kind that is not refused for its size.
fn largest() -> Vec<Call<Test>> {
	let long: CallName<Test> =
		(vec![b'p'; 40].try_into().expect("a name"), vec![b'c'; 40].try_into().expect("a name"));
	let names = vec![name("Balances", "upgrade_accounts"); 4].try_into().expect("few calls");
	vec![
		Call::authorize_upgrade { code_hash: H256::repeat_byte(255) },
		Call::revoke_upgrade {},
		Call::lapse_upgrade {},
		// See the tests of `pause` for the limit itself.
		Call::pause { calls: names, blocks: u32::MAX },
		Call::resume { call: long },
		Call::spend {
			token: u32::MAX,
			amount: u128::MAX,
			beneficiary: account(255),
			valid_from: Some(u32::MAX),
		},
		Call::set_validator_count { count: u32::MAX },
		Call::set_minimum_bonds { nominator: u128::MAX, validator: u128::MAX },
		Call::cancel_slash {
			era: u32::MAX,
			offenders: vec![offender_name(255); MAX_OFFENDERS as usize].try_into().unwrap(),
		},
		Call::signal_stall { finalized: u32::MAX },
		Call::withdraw_signal {},
		Call::rescue {
			dead: vec![dead_name(255); MAX_DEAD as usize].try_into().unwrap(),
			delay: 65_535,
			best_finalized: u32::MAX,
		},
	]
}

#[test]
fn every_call_fits_into_its_referendum() {
	let calls = largest();
	let named: Vec<_> = calls.iter().map(|call| call.get_call_name()).collect();
	assert_eq!(named, <Call<Test> as GetCallName>::get_call_names());
	for call in calls {
		let size = RuntimeCall::from(call.clone()).encoded_size();
		assert!(size <= MAX_PROPOSAL, "{} has {size} bytes", call.get_call_name());
	}
}

#[test]
fn one_lost_validator_or_offender_more_would_not_fit() {
	let sizes: Vec<usize> =
		largest().into_iter().map(|call| RuntimeCall::from(call).encoded_size()).collect();
	// 2 + 5 + 1 + 15 * 8.
	assert_eq!(sizes[8], 128);
	// 2 + 1 + 29 * 4 + 4 + 5; a delay of more than 16,383 blocks has four bytes.
	assert_eq!(sizes[11], 128);
}
