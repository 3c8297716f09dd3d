//! Who can make which call: every call of the runtime is tried with every kind of origin, and what comes out is
//! `docs/origins.md`. A call that changes hands without anybody noticing fails here.
//!
//! After a change that is meant: `KONGSI_WRITE=1 cargo test --release -p kongsi-runtime --test composed origins`, and read the
//! difference.

use crate::common::{begin_block, chain, every_call};
use codec::Encode;
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::GetCallMetadata,
};
use kongsi_runtime::{genesis_presets::LOCAL_TESTNET, *};
use pallet_mandates::Origin as Mandate;
use sc_executor::WasmExecutor;
use sp_core::traits::ReadRuntimeVersionExt;
use sp_keyring::Sr25519Keyring::*;
use sp_runtime::{traits::Dispatchable, DispatchError};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// Kinds of origin, as they are in the table.
fn origins() -> Vec<(String, RuntimeOrigin)> {
	let mut origins = vec![
		("nobody".to_owned(), RuntimeOrigin::none()),
		("anybody".to_owned(), RuntimeOrigin::signed(Eve.to_account_id())),
		("root".to_owned(), RuntimeOrigin::root()),
	];
	origins.extend(Mandate::ALL.map(|mandate| (format!("{mandate:?}"), mandate.into())));
	origins
}

/// Whether a call gets past the check of its origin. It is undone.
fn admits(call: &RuntimeCall, origin: RuntimeOrigin) -> bool {
	// The time of a block is set once, by its author; a second time ends the block.
	if let RuntimeCall::Timestamp(_) = call {
		return frame_system::ensure_none(origin).is_ok();
	}
	let tried: Result<bool, DispatchError> = with_transaction(|| {
		let refused = match call.clone().dispatch(origin) {
			Ok(_) => false,
			Err(error) => error.error == DispatchError::BadOrigin,
		};
		TransactionOutcome::Rollback(Ok(!refused))
	});
	tried.unwrap()
}

fn name(call: &RuntimeCall) -> String {
	let names = call.get_call_metadata();
	format!("{}.{}", names.pallet_name, names.function_name)
}

/// Who each call admits, in the order of the indices.
fn matrix() -> Vec<(String, Vec<String>)> {
	let mut chain = chain(LOCAL_TESTNET);
	// For calls that look into the code of a runtime.
	let executor = WasmExecutor::<sp_io::SubstrateHostFunctions>::builder().build();
	chain.register_extension(ReadRuntimeVersionExt::new(executor));
	chain.execute_with(|| {
		begin_block(1);
		every_call()
			.iter()
			.map(|call| {
				let admitted =
					origins().into_iter().filter(|(_, origin)| admits(call, origin.clone()));
				(name(call), admitted.map(|(name, _)| name).collect())
			})
			.collect()
	})
}

/// The table by who is admitted, and below each the calls.
fn page(matrix: &[(String, Vec<String>)]) -> String {
	let mut by_origin: BTreeMap<String, Vec<&str>> = BTreeMap::new();
	for (call, admitted) in matrix {
		let who = if admitted.is_empty() { "no origin at all".into() } else { admitted.join(", ") };
		by_origin.entry(who).or_default().push(call);
	}
	let mut page = String::from(
		"# Who can make which call\n\n\
		 Written by `runtime/tests/composed/origins.rs`, which tries every call of the runtime with every kind of origin, and fails when\n\
		 this page is out of date.\n\n\
		 * *anybody*: whoever signs. Whether the call then does something depends on whose account it is.\n\
		 * *nobody*: without a signature, as a block's author or a validator's node makes it.\n\
		 * *root*: no key has it, no vote has it, and no call makes it. Calls for root alone cannot be made. A pallet of ours\n  \
		 makes some of them from inside, within bounds: `Mandates`.\n\
		 * All other names: votes on the track of that name. Nothing else makes these origins.\n",
	);
	for (who, calls) in by_origin {
		write!(page, "\n## {who}\n\n").unwrap();
		for call in calls {
			writeln!(page, "* {call}").unwrap();
		}
	}
	page
}

#[test]
fn the_page_of_origins_is_true() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/origins.md");
	let page = page(&matrix());
	if std::env::var_os("KONGSI_WRITE").is_some() {
		fs::write(&path, &page).unwrap();
	}
	let committed = fs::read_to_string(&path).unwrap_or_default();
	assert!(
		committed == page,
		"docs/origins.md is out of date: read what has changed, then run this test with KONGSI_WRITE=1.\n{page}"
	);
}

#[test]
fn what_votes_decide_nobody_else_decides() {
	let tracks: Vec<String> = Mandate::ALL.map(|mandate| format!("{mandate:?}")).into();
	for (call, admitted) in matrix() {
		let by_vote = admitted.iter().any(|who| tracks.contains(who));
		let by_hand = admitted.iter().any(|who| who == "anybody" || who == "nobody");
		// A batch passes its origin on, a remark does nothing, and tidying up after a pause is for everybody; what these do
		// for a vote they do for anybody.
		let shared = call.starts_with("Utility.") || call.starts_with("System.remark");
		let tidying = call == "Mandates.resume";
		// Code that was voted for is taken from whoever brings it.
		let carrying = call == "System.apply_authorized_upgrade";
		// For KSI a vote is what a company's account is for its shares: the issuer. Each is refused the other's.
		let issuing = ["open_payout", "propose_exclusion", "include"]
			.iter()
			.any(|name| call == format!("Shareholders.{name}"));
		let known = shared || tidying || carrying || issuing;
		assert!(!(by_vote && by_hand) || known, "{call}: {admitted:?}");
	}
}

/// Whoever could propose a call as root, or wrap one, would be root.
#[test]
fn nothing_makes_root() {
	use frame_support::traits::schedule::DispatchTime;
	chain(LOCAL_TESTNET).execute_with(|| {
		begin_block(1);
		let key = b"planted".to_vec();
		let plant: RuntimeCall =
			frame_system::Call::set_storage { items: vec![(key.clone(), vec![1])] }.into();
		let eve = Eve.to_account_id();
		let signed = || RuntimeOrigin::signed(eve.clone());

		// No track takes it.
		let inline = frame_support::traits::Bounded::Inline(plant.encode().try_into().unwrap());
		let submitted = Referenda::submit(
			signed(),
			Box::new(frame_system::RawOrigin::Root.into()),
			inline,
			DispatchTime::After(1),
		);
		assert_eq!(submitted, Err(pallet_referenda::Error::<Runtime>::NoTrack.into()));

		// Nothing that takes a call makes it for somebody who signs.
		let inner = Box::new(plant.clone());
		let wrapped: Vec<RuntimeCall> = vec![
			pallet_utility::Call::batch { calls: vec![plant.clone()] }.into(),
			pallet_utility::Call::batch_all { calls: vec![plant.clone()] }.into(),
			pallet_utility::Call::force_batch { calls: vec![plant.clone()] }.into(),
			pallet_utility::Call::as_derivative { index: 0, call: inner.clone() }.into(),
			pallet_utility::Call::with_weight { call: inner.clone(), weight: Default::default() }
				.into(),
			pallet_utility::Call::dispatch_as {
				as_origin: Box::new(frame_system::RawOrigin::Root.into()),
				call: inner.clone(),
			}
			.into(),
			pallet_utility::Call::dispatch_as_fallible {
				as_origin: Box::new(frame_system::RawOrigin::Root.into()),
				call: inner.clone(),
			}
			.into(),
			pallet_utility::Call::if_else { main: inner.clone(), fallback: inner.clone() }.into(),
			pallet_multisig::Call::as_multi_threshold_1 {
				other_signatories: vec![Bob.to_account_id()],
				call: inner.clone(),
			}
			.into(),
			pallet_proxy::Call::proxy {
				real: eve.clone().into(),
				force_proxy_type: None,
				call: inner.clone(),
			}
			.into(),
			pallet_scheduler::Call::schedule {
				when: 5,
				maybe_periodic: None,
				priority: 0,
				call: inner.clone(),
			}
			.into(),
			pallet_shareholders::Call::act { company: 0, call: inner }.into(),
		];
		for call in wrapped {
			let name = name(&call);
			// Some of them report that the call inside failed, others fail themselves.
			let _ = call.dispatch(signed());
			assert_eq!(sp_io::storage::get(&key), None, "{name}");
		}
		let _ = plant.dispatch(signed());
		assert_eq!(sp_io::storage::get(&key), None);
	});
}
