//! What wallets rely on: indices, encodings, names and leading fields, as in pallet-assets 54.0.1.

use super::*;
use crate::{Account, Asset, Call, Metadata};
use codec::{Compact, Encode};
use frame_support::traits::{fungibles::hold::Mutate, PalletInfoAccess};
use scale_info::{StaticTypeInfo, TypeDef};

fn variants<T: StaticTypeInfo>() -> Vec<(u8, String, Vec<String>)> {
	let TypeDef::Variant(variants) = T::type_info().type_def else { panic!("an enum") };
	variants
		.variants
		.iter()
		.map(|variant| {
			let fields = variant
				.fields
				.iter()
				.map(|field| field.name.unwrap_or_default().to_string())
				.collect();
			(variant.index, variant.name.to_string(), fields)
		})
		.collect()
}

fn fields<T: StaticTypeInfo>() -> Vec<&'static str> {
	let TypeDef::Composite(composite) = T::type_info().type_def else { panic!("a struct") };
	composite.fields.iter().map(|field| field.name.unwrap_or_default()).collect()
}

#[test]
fn calls_keep_index_name_and_arguments() {
	let expected: [(u8, &str, &[&str]); 25] = [
		(0, "create", &["id", "admin", "min_balance"]),
		(2, "start_destroy", &["id"]),
		(3, "destroy_accounts", &["id"]),
		(4, "destroy_approvals", &["id"]),
		(5, "finish_destroy", &["id"]),
		(6, "mint", &["id", "beneficiary", "amount"]),
		(7, "burn", &["id", "who", "amount"]),
		(8, "transfer", &["id", "target", "amount"]),
		(9, "transfer_keep_alive", &["id", "target", "amount"]),
		(11, "freeze", &["id", "who"]),
		(12, "thaw", &["id", "who"]),
		(13, "freeze_asset", &["id"]),
		(14, "thaw_asset", &["id"]),
		(15, "transfer_ownership", &["id", "owner"]),
		(16, "set_team", &["id", "issuer", "admin", "freezer"]),
		(17, "set_metadata", &["id", "name", "symbol", "decimals"]),
		(18, "clear_metadata", &["id"]),
		(22, "approve_transfer", &["id", "delegate", "amount"]),
		(23, "cancel_approval", &["id", "delegate"]),
		(25, "transfer_approved", &["id", "owner", "destination", "amount"]),
		(26, "touch", &["id"]),
		(27, "refund", &["id", "allow_burn"]),
		(32, "transfer_all", &["id", "dest", "keep_alive"]),
		(40, "renounce_role", &["id", "role"]),
		(41, "set_authorised_maximum", &["id", "max"]),
	];
	let actual = variants::<Call<Test>>();
	assert_eq!(actual.len(), expected.len());
	for ((index, name, arguments), actual) in expected.into_iter().zip(actual) {
		let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_string()).collect();
		assert_eq!(actual, (index, name.to_string(), arguments));
	}
}

#[test]
fn a_transfer_encodes_id_and_amount_compactly() {
	let call = Call::<Test>::transfer { id: 70_000, target: BOB, amount: 1_000_000 };
	let mut expected = vec![8];
	Compact(70_000u32).encode_to(&mut expected);
	BOB.encode_to(&mut expected);
	Compact(1_000_000u128).encode_to(&mut expected);
	assert_eq!(call.encode(), expected);
}

#[test]
fn a_created_token_encodes_its_minimum_in_full() {
	let call = Call::<Test>::create { id: 3, admin: BOB, min_balance: 5 };
	let mut expected = vec![0];
	Compact(3u32).encode_to(&mut expected);
	BOB.encode_to(&mut expected);
	5u128.encode_to(&mut expected);
	assert_eq!(call.encode(), expected);
}

#[test]
fn storage_keys_are_those_of_pallet_assets() {
	use sp_io::hashing::{blake2_128, twox_128};
	let concat = |bytes: Vec<u8>| [blake2_128(&bytes).to_vec(), bytes].concat();
	ExtBuilder::default().build_and_execute(|| {
		let prefix =
			|item: &str| [twox_128(Assets::name().as_bytes()), twox_128(item.as_bytes())].concat();
		let id = concat(CASH.encode());
		let alice = concat(ALICE.encode());
		let bob = concat(BOB.encode());
		assert_eq!(Asset::<Test>::hashed_key_for(CASH), [prefix("Asset"), id.clone()].concat());
		assert_eq!(
			Metadata::<Test>::hashed_key_for(CASH),
			[prefix("Metadata"), id.clone()].concat()
		);
		assert_eq!(
			Account::<Test>::hashed_key_for(CASH, ALICE),
			[prefix("Account"), id.clone(), alice.clone()].concat()
		);
		assert_eq!(
			crate::Approvals::<Test>::hashed_key_for((CASH, ALICE, BOB)),
			[prefix("Approvals"), id, alice, bob].concat()
		);
	});
}

#[test]
fn records_keep_their_leading_fields() {
	assert_eq!(
		fields::<crate::AccountRecordOf<Test>>(),
		["balance", "status", "reason", "extra", "holds"]
	);
	assert_eq!(
		fields::<crate::AssetDetailsOf<Test>>(),
		[
			"owner",
			"issuer",
			"admin",
			"freezer",
			"supply",
			"deposit",
			"min_balance",
			"is_sufficient",
			"accounts",
			"sufficients",
			"approvals",
			"status",
			"renounced",
			"authorised_maximum"
		]
	);
	assert_eq!(
		fields::<crate::AssetMetadataOf<Test>>(),
		["deposit", "name", "symbol", "decimals", "is_frozen"]
	);
	assert_eq!(fields::<crate::Approval>(), ["amount", "deposit"]);
}

#[test]
fn a_stored_record_begins_as_in_pallet_assets() {
	ExtBuilder::default().with(SHARE, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(SHARE, &open_order(), &ALICE, 40));
		let raw = sp_io::storage::get(&Account::<Test>::hashed_key_for(SHARE, ALICE)).unwrap();
		// Free balance, liquid, by consumer reference, nothing extra; then ours: one hold.
		assert_eq!(raw[..16], 60u128.encode());
		assert_eq!(raw[16..18], [0, 0]);
		assert_eq!(raw[18], Compact(1u32).encode()[0]);
	});
}

#[test]
fn statuses_and_reasons_keep_their_indices() {
	use crate::ExistenceReason::*;
	assert_eq!(AccountStatus::Liquid.encode(), [0]);
	assert_eq!(AccountStatus::Frozen.encode(), [1]);
	assert_eq!(AccountStatus::Blocked.encode(), [2]);
	assert_eq!(AssetStatus::Live.encode(), [0]);
	assert_eq!(AssetStatus::Frozen.encode(), [1]);
	assert_eq!(AssetStatus::Destroying.encode(), [2]);
	assert_eq!(Consumer::<AccountId>.encode(), [0]);
	assert_eq!(Sufficient::<AccountId>.encode(), [1]);
	assert_eq!(DepositHeld::<AccountId>(0).encode()[0], 2);
	assert_eq!(DepositRefunded::<AccountId>.encode(), [3]);
	assert_eq!(DepositFrom(ALICE, 0).encode()[0], 4);
}

#[test]
fn view_functions_answer_as_storage_does() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 40));
		assert_eq!(Assets::balance_of(ALICE, CASH), Some(60));
		assert_eq!(Assets::balance_of(BOB, CASH), None);
		assert_eq!(Assets::asset_details(CASH).unwrap().supply, 100);
		assert_eq!(Assets::asset_details(NONE), None);
		assert_eq!(Assets::get_metadata(CASH).unwrap().decimals, 2);
		assert_eq!(Assets::get_metadata(NONE), None);
	});
}

#[test]
fn traits_describe_a_token() {
	use frame_support::traits::fungibles::{metadata, roles, Inspect};
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert!(Assets::asset_exists(CASH) && !Assets::asset_exists(NONE));
		assert_eq!((Assets::total_issuance(CASH), Assets::minimum_balance(CASH)), (100, 10));
		assert_eq!(<Assets as metadata::Inspect<_>>::name(CASH), b"Ringgit");
		assert_eq!(<Assets as metadata::Inspect<_>>::symbol(CASH), b"MYR");
		assert_eq!(<Assets as metadata::Inspect<_>>::decimals(CASH), 2);
		assert_ok!(<Assets as metadata::Mutate<_>>::set(CASH, &OWNER, vec![65], vec![66], 3));
		assert_eq!(<Assets as metadata::Inspect<_>>::decimals(CASH), 3);
		assert_eq!(<Assets as roles::Inspect<_>>::owner(CASH), Some(OWNER));
		assert_eq!(<Assets as roles::Inspect<_>>::freezer(CASH), Some(FREEZER));
		assert_eq!(<Assets as roles::Inspect<_>>::issuer(NONE), None);
	});
}
