//! Values from JSON, against what the codec of the same types writes.

use super::*;
use codec::{Compact, Encode};
use order_book_engine as engine;
use pallet_order_book as pallet;
use scale_info::{MetaType, Registry, TypeInfo};
use serde_json::json;
use sp_runtime::{AccountId32, MultiAddress};
use subxt::ext::scale_value::scale::encode_as_type;

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

fn types<T: TypeInfo + 'static>() -> (u32, PortableRegistry) {
	let mut registry = Registry::new();
	let id = registry.register_type(&MetaType::new::<T>()).id;
	(id, registry.into())
}

fn value<T: TypeInfo + 'static>(json: Json) -> Result<Value> {
	let (id, registry) = types::<T>();
	Types { registry: &registry, prefix: 42 }.value(&json, id, "argument")
}

/// What JSON becomes on the chain.
fn encoded<T: TypeInfo + 'static>(json: Json) -> Vec<u8> {
	let (id, registry) = types::<T>();
	let mut bytes = Vec::new();
	encode_as_type(&value::<T>(json).unwrap(), id, &registry, &mut bytes).unwrap();
	bytes
}

fn alice() -> AccountId32 {
	AccountId32::new(ALICE.parse::<Address>().unwrap().account)
}

#[test]
fn numbers_are_taken_with_and_without_quotes_and_in_their_range() {
	assert_eq!(encoded::<u32>(json!(5)), 5u32.encode());
	assert_eq!(
		encoded::<u128>(json!("340282366920938463463374607431768211455")),
		u128::MAX.encode()
	);
	assert_eq!(encoded::<Compact<u128>>(json!("1_000")), Compact(1_000u128).encode());
	assert_eq!(encoded::<i32>(json!(-100)), (-100i32).encode());
	for json in [json!(256), json!(-1), json!(1.5), json!("0x5"), json!(null), json!("")] {
		assert!(value::<u8>(json.clone()).is_err(), "{json}");
	}
	assert!(value::<i8>(json!(-129)).is_err());
	assert_eq!(encoded::<i8>(json!(-128)), (-128i8).encode());
}

#[test]
fn accounts_are_addresses_also_in_calls() {
	assert_eq!(encoded::<AccountId32>(json!(ALICE)), alice().encode());
	let target: MultiAddress<AccountId32, ()> = MultiAddress::Id(alice());
	assert_eq!(encoded::<MultiAddress<AccountId32, ()>>(json!(ALICE)), target.encode());
	assert!(value::<AccountId32>(json!("5Grw")).is_err());
}

#[test]
fn bytes_are_hex_or_text() {
	assert_eq!(encoded::<Vec<u8>>(json!("0x6869")), b"hi".to_vec().encode());
	assert_eq!(encoded::<Vec<u8>>(json!("hi")), b"hi".to_vec().encode());
	assert_eq!(encoded::<[u8; 2]>(json!("0x6869")), b"hi".encode());
	assert!(value::<[u8; 2]>(json!("0x686969")).is_err());
	assert!(value::<Vec<u8>>(json!("0x6")).is_err());
}

#[test]
fn an_order_is_an_object() {
	let order = engine::NewOrder {
		side: engine::Side::Bid,
		price: engine::Ticks::new(2_505),
		quantity: engine::Lots::new(30),
		time_in_force: engine::TimeInForce::PostOnly,
		self_trade: engine::SelfTrade::CancelTaker,
		client_id: Some(7),
		expires_at: None,
	};
	let written = json!({
		"side": "Bid", "price": 2505, "quantity": "30", "time_in_force": "PostOnly", "self_trade": "CancelTaker",
		"client_id": 7,
	});
	assert_eq!(encoded::<engine::NewOrder>(written.clone()), order.encode());
	let placed = pallet::Operation::Place { market: 1, order };
	let operation = json!({ "Place": { "market": 1, "order": written } });
	assert_eq!(encoded::<Vec<pallet::Operation>>(json!([operation])), vec![placed].encode());
}

#[test]
fn tuples_and_what_may_be_missing_are_taken() {
	assert_eq!(encoded::<(u8, Option<u8>)>(json!([1, 2])), (1u8, Some(2u8)).encode());
	assert_eq!(encoded::<(u8, Option<u8>)>(json!([1, null])), (1u8, None::<u8>).encode());
	assert!(value::<(u8, u8)>(json!([1])).is_err());
	assert_eq!(encoded::<bool>(json!(true)), true.encode());
}

#[test]
fn a_mistake_says_where_it_is_and_what_was_meant() {
	let failure = value::<engine::Side>(json!("Bd")).unwrap_err();
	assert_eq!(failure.to_string(), "`\"Bd\"` is not what `argument` takes: did you mean `Bid`?");
	let failure = value::<pallet::MarketTerms>(json!({ "tik_size": 1 })).unwrap_err();
	assert_eq!(
		failure.to_string(),
		"`argument` has no field `tik_size`: did you mean `tick_size`?"
	);
	let failure = value::<pallet::MarketTerms>(json!({ "tick_size": 1 })).unwrap_err();
	assert_eq!(failure.cause, "`null` is not what `argument.lot_size` takes");
}
