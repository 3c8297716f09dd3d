//! Facts about the composed runtime that a change of configuration must not break unseen.

use frame_support::{
	dispatch::DispatchClass,
	traits::{Get, PalletInfoAccess},
	weights::constants::WEIGHT_REF_TIME_PER_MILLIS,
};
use kongsi_runtime::{
	configs::system::{RuntimeBlockLength, RuntimeBlockWeights},
	*,
};
use std::{fs, path::Path};

#[test]
fn no_pallet_has_the_unit_type_for_weights() {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/configs");
	let mut configured = 0;
	for entry in fs::read_dir(folder).unwrap() {
		let path = entry.unwrap().path();
		let text = fs::read_to_string(&path).unwrap();
		for (number, line) in text.lines().enumerate() {
			// `WeightInfo`, `SystemWeightInfo` and `ExtensionsWeightInfo`.
			let Some((_, value)) = line.split_once("WeightInfo =") else { continue };
			configured += 1;
			let place = format!("{}:{}", path.display(), number + 1);
			assert!(!value.trim().starts_with("()"), "{place}: weights are `()`");
		}
	}
	// Two of System, and one of each of Timestamp, Babe, Balances, TransactionPayment, Session, Grandpa, Utility,
	// Multisig and Proxy. More pallets make it more.
	assert!(configured >= 11, "only {configured} weights found: does this test still look right?");
}

#[test]
fn nothing_locks_or_freezes_ksi() {
	assert_eq!(<<Runtime as pallet_balances::Config>::MaxLocks as Get<u32>>::get(), 0);
	assert_eq!(<<Runtime as pallet_balances::Config>::MaxFreezes as Get<u32>>::get(), 0);
	assert_eq!(
		<RuntimeFreezeReason as frame_support::traits::VariantCount>::VARIANT_COUNT,
		0,
		"a pallet in the runtime can freeze KSI"
	);
}

#[test]
fn pallets_keep_their_indices() {
	assert_eq!(System::index(), 0);
	assert_eq!(Timestamp::index(), 1);
	assert_eq!(Babe::index(), 2);
	assert_eq!(Authorship::index(), 3);
	assert_eq!(Balances::index(), 4);
	assert_eq!(TransactionPayment::index(), 5);
	assert_eq!(Session::index(), 6);
	assert_eq!(Historical::index(), 7);
	assert_eq!(Offences::index(), 8);
	assert_eq!(Grandpa::index(), 9);
	assert_eq!(AuthorityDiscovery::index(), 10);
	assert_eq!(Utility::index(), 11);
	assert_eq!(Multisig::index(), 12);
	assert_eq!(Proxy::index(), 13);
}

#[test]
fn a_block_full_by_weight_can_be_built_in_its_part_of_the_slot() {
	let weights = RuntimeBlockWeights::get();
	let millis = |count| WEIGHT_REF_TIME_PER_MILLIS * count;
	// 2,000 ms × 0.5 × 0.98 × 0.9 = 882 ms, rounded down.
	assert_eq!(weights.max_block.ref_time(), millis(880));
	// Three quarters for users, one kept for operations.
	let normal = weights.get(DispatchClass::Normal);
	assert_eq!(normal.max_total.unwrap().ref_time(), millis(660));
	let operational = weights.get(DispatchClass::Operational);
	assert_eq!(operational.max_total.unwrap().ref_time(), millis(880));
	assert_eq!(operational.reserved.unwrap().ref_time(), millis(220));
	// Inherents never wait for room.
	assert_eq!(weights.get(DispatchClass::Mandatory).max_total, None);
	assert!(weights.validate().is_ok());
}

#[test]
fn a_block_full_by_bytes_leaves_room_for_operations() {
	let length = RuntimeBlockLength::get();
	assert_eq!(*length.max.get(DispatchClass::Normal), 3 * 1024 * 1024);
	assert_eq!(*length.max.get(DispatchClass::Operational), 4 * 1024 * 1024);
	assert_eq!(*length.max.get(DispatchClass::Mandatory), 4 * 1024 * 1024);
}

#[test]
fn a_report_of_an_equivocation_fits_a_block_with_the_most_validators() {
	use pallet_babe::WeightInfo as _;
	let max = <Runtime as pallet_babe::Config>::MaxAuthorities::get();
	let weight = <Runtime as pallet_babe::Config>::WeightInfo::report_equivocation(max, 0);
	let limit = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_extrinsic.unwrap();
	assert!(weight.all_lte(limit), "{weight} does not fit {limit}");
	// It is also never free: verifying two signatures alone takes over 80 µs.
	assert!(weight.ref_time() > 80 * WEIGHT_REF_TIME_PER_MILLIS / 1_000);
}

#[test]
fn every_extension_of_a_transaction_is_one_that_wallets_know() {
	use sp_runtime::traits::TransactionExtension;
	let names: Vec<_> = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
		.into_iter()
		.map(|extension| extension.identifier)
		.collect();
	assert_eq!(
		names,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		]
	);
}
