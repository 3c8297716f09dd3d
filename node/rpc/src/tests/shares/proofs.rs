//! A list of holders with proof: whoever knows the block's state root can check it without this node.

use super::call;
use crate::mock::{
	hash,
	shares::{key, record, COMPANY},
	Client,
};
use serde_json::{json, Value};
use sp_blockchain::HeaderBackend;
use sp_core::{bytes::from_hex, H256};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{traits::BlakeTwo256, AccountId32};
use sp_state_machine::{read_proof_check, StorageProof};

fn bytes(list: &Value) -> Vec<Vec<u8>> {
	let list = list.as_array().unwrap();
	list.iter().map(|text| from_hex(text.as_str().unwrap()).unwrap()).collect()
}

fn root(proof: &Value) -> H256 {
	serde_json::from_value(proof["stateRoot"].clone()).unwrap()
}

/// Keys and what lies there.
type Entries = Vec<(Vec<u8>, Option<Vec<u8>>)>;

/// What a proof says of each of its keys.
fn checked(proof: &Value) -> Result<Entries, String> {
	let nodes = StorageProof::new(bytes(&proof["nodes"]));
	let keys = bytes(&proof["keys"]);
	let values = read_proof_check::<BlakeTwo256, _>(root(proof), nodes, &keys)
		.map_err(|error| error.to_string())?;
	Ok(keys.into_iter().map(|key| (key.clone(), values[&key].clone())).collect())
}

fn expected(accounts: &[AccountId32]) -> Entries {
	accounts.iter().map(|account| (key(account), Some(record(account)))).collect()
}

#[test]
fn a_proof_leads_from_the_state_root_to_every_key_that_was_read() {
	let answer = call("holders", json!({ "class": 2, "proof": true }));
	let header = Client::default().header(hash(10)).unwrap().unwrap();
	assert_eq!(root(&answer["proof"]), header.state_root);
	let all = [Bob.to_account_id(), Alice.to_account_id(), COMPANY];
	assert_eq!(checked(&answer["proof"]), Ok(expected(&all)));
}

#[test]
fn each_page_has_a_proof_of_its_own() {
	let first = call("holders", json!({ "class": 2, "proof": true, "limit": 1, "at": hash(5) }));
	assert_eq!(checked(&first["proof"]), Ok(expected(&[Bob.to_account_id()])));
	let cursor = &first["nextCursor"];
	let second = call("holders", json!({ "class": 2, "proof": true, "cursor": cursor }));
	assert_eq!(checked(&second["proof"]), Ok(expected(&[Alice.to_account_id(), COMPANY])));
	// Both are read at block 5.
	assert_eq!(root(&first["proof"]), root(&second["proof"]));
}

#[test]
fn a_proof_that_was_tampered_with_fails() {
	let answer = call("holders", json!({ "class": 2, "proof": true }));
	let proof = &answer["proof"];
	let nodes = proof["nodes"].as_array().unwrap().len();
	assert!(nodes > 1, "{proof}");
	for missing in 0..nodes {
		let mut proof = proof.clone();
		proof["nodes"].as_array_mut().unwrap().remove(missing);
		assert!(checked(&proof).is_err(), "without node {missing}");
	}
	let mut elsewhere = proof.clone();
	elsewhere["stateRoot"] = json!(H256::repeat_byte(1));
	assert!(checked(&elsewhere).is_err());
}
