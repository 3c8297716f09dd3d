//! Facts about the composed runtime that a change of configuration must not break unseen.

use codec::Encode;
use core::any::type_name;
use frame_support::{
	dispatch::DispatchClass,
	traits::{Get, GetCallIndex, GetCallName, IntegrityTest, PalletsInfoAccess},
	weights::constants::WEIGHT_REF_TIME_PER_MILLIS,
};
use kongsi_runtime::{
	configs::system::{RuntimeBlockLength, RuntimeBlockWeights},
	*,
};
use std::{
	fs,
	path::{Path, PathBuf},
};

/// Every Rust file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
	fs::read_dir(folder)
		.unwrap()
		.map(|entry| entry.unwrap().path())
		.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
		.filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
		.collect()
}

#[test]
fn no_configuration_names_the_unit_type_for_weights() {
	let mut configured = 0;
	for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
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
	// Multisig, Proxy, Assets and OrderBook. More pallets make it more.
	assert!(configured >= 13, "only {configured} weights found: does this test still look right?");
}

/// The type of each pallet's weights as the compiler knows it: an alias or an import cannot hide it. A pallet that is
/// not here has no weights in its configuration.
#[test]
fn no_pallet_has_the_unit_type_for_weights() {
	let weights = [
		type_name::<<Runtime as frame_system::Config>::SystemWeightInfo>(),
		type_name::<<Runtime as frame_system::Config>::ExtensionsWeightInfo>(),
		type_name::<<Runtime as pallet_timestamp::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_babe::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_balances::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_transaction_payment::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_session::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_grandpa::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_utility::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_multisig::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_proxy::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_tokens::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_order_book::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_shareholders::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_ballots::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_offerings::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_grants::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_revenue::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_staking::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_bags_list::Config<pallet_bags_list::Instance1>>::WeightInfo>(
		),
		type_name::<<Runtime as pallet_validator_rewards::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_preimage::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_scheduler::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_agenda::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_referenda::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_share_voting::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_mandates::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_treasury::Config>::WeightInfo>(),
		type_name::<<Runtime as pallet_tx_pause::Config>::WeightInfo>(),
	];
	for name in weights {
		// Each is a type with the runtime, and so the price of its database, as its parameter.
		assert!(name.ends_with("<kongsi_runtime::composed::Runtime>"), "{name}");
	}
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
fn pallets_keep_their_names_and_indices_and_none_of_them_is_sudo() {
	let pallets: Vec<_> = AllPalletsWithSystem::infos()
		.into_iter()
		.map(|pallet| (pallet.index, pallet.name))
		.collect();
	assert_eq!(
		pallets,
		[
			(0, "System"),
			(14, "Tempo"),
			(1, "Timestamp"),
			(2, "Babe"),
			(3, "Authorship"),
			(4, "Balances"),
			(5, "TransactionPayment"),
			(20, "Assets"),
			(22, "Shareholders"),
			(40, "Preimage"),
			(41, "Scheduler"),
			(42, "Agenda"),
			(43, "Referenda"),
			(44, "ShareVoting"),
			(45, "Mandates"),
			(46, "Treasury"),
			(47, "TxPause"),
			(30, "VoterList"),
			(31, "Staking"),
			(6, "Session"),
			(7, "Historical"),
			(8, "Offences"),
			(9, "Grandpa"),
			(10, "AuthorityDiscovery"),
			(32, "ValidatorRewards"),
			(11, "Utility"),
			(12, "Multisig"),
			(13, "Proxy"),
			(21, "OrderBook"),
			(26, "Revenue"),
			(23, "Ballots"),
			(24, "Offerings"),
			(25, "Grants"),
		]
	);
	// And what clients read of it: a name in the metadata is its length, doubled twice, and its letters.
	// Some constants are read from the genesis.
	let metadata =
		sp_io::TestExternalities::default().execute_with(|| Runtime::metadata().encode());
	let named = |name: &str| {
		let wanted = name.encode();
		metadata.windows(wanted.len()).any(|window| window == wanted)
	};
	assert!(named("OrderBook"));
	assert!(!named("Sudo") && !named("sudo") && !named("pallet_sudo"));
}

/// The calls of a pallet, by index.
fn calls<Call: GetCallName + GetCallIndex>() -> Vec<(u8, &'static str)> {
	let names = Call::get_call_names().iter().copied();
	Call::get_call_indices().iter().copied().zip(names).collect()
}

#[test]
fn calls_of_the_token_ledger_are_where_wallets_find_those_of_pallet_assets() {
	assert_eq!(
		calls::<pallet_tokens::Call<Runtime>>(),
		[
			(0, "create"),
			(2, "start_destroy"),
			(3, "destroy_accounts"),
			(4, "destroy_approvals"),
			(5, "finish_destroy"),
			(6, "mint"),
			(7, "burn"),
			(8, "transfer"),
			(9, "transfer_keep_alive"),
			(11, "freeze"),
			(12, "thaw"),
			(13, "freeze_asset"),
			(14, "thaw_asset"),
			(15, "transfer_ownership"),
			(16, "set_team"),
			(17, "set_metadata"),
			(18, "clear_metadata"),
			(22, "approve_transfer"),
			(23, "cancel_approval"),
			(25, "transfer_approved"),
			(26, "touch"),
			(27, "refund"),
			(32, "transfer_all"),
			// Ours, beyond the last of pallet-assets.
			(40, "renounce_role"),
			(41, "set_authorised_maximum"),
		]
	);
}

/// None of them settles a trade at a price that somebody names: orders meet in the book or not at all.
#[test]
fn calls_of_the_order_book_keep_their_names_and_indices() {
	assert_eq!(
		calls::<pallet_order_book::Call<Runtime>>(),
		[
			(0, "create_market"),
			(1, "place_order"),
			(2, "cancel_order"),
			(3, "cancel_by_client_id"),
			(4, "cancel_all"),
			(5, "amend_order"),
			(6, "submit"),
			(7, "set_market_status"),
			(8, "set_market_params"),
			(9, "close_market"),
			(10, "cancel_after"),
			(11, "remove_lapsed"),
		]
	);
}

#[test]
fn a_transfer_of_a_token_has_the_bytes_that_wallets_write() {
	// Pallet 20, call 8, token 1 in compact form, an account id after its tag 0, 5 atoms in compact form.
	let mut expected = vec![20, 8, 1 << 2, 0];
	expected.extend([7; 32]);
	expected.push(5 << 2);
	let target = AccountId::from([7; 32]).into();
	let call = RuntimeCall::from(pallet_tokens::Call::transfer { id: 1, target, amount: 5 });
	assert_eq!(call.encode(), expected);
}

#[test]
fn the_chain_keeps_its_name_and_the_prefix_of_its_addresses() {
	assert_eq!(VERSION.spec_name, "kongsi");
	assert_eq!(VERSION.impl_name, "kongsi-node");
	assert_eq!(<Runtime as frame_system::Config>::Version::get().spec_name, "kongsi");
	assert_eq!(<<Runtime as frame_system::Config>::SS58Prefix as Get<u16>>::get(), 42);
	// KSI has 12 decimals: what wallets show depends on it.
	assert_eq!(constants::money::DECIMALS, 12);
	assert_eq!(constants::money::KSI, 10u128.pow(12));
}

/// Runs `integrity_test` of every pallet: the limits of the order book against the weight of a block among them.
#[test]
fn the_settings_of_every_pallet_are_possible() {
	sp_io::TestExternalities::default()
		.execute_with(<AllPalletsWithSystem as IntegrityTest>::integrity_test);
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
