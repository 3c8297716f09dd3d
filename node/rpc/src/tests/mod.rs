//! What callers see, with expected values worked out by hand.

mod answers;
mod lists;
mod parameters;
mod shares;
mod units;

use crate::mock::hash;
use serde_json::{json, Value};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_HEX: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const CHARLIE: &str = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";

/// Block 10, the best one, which is not finalized.
fn best() -> Value {
	json!({ "hash": hash(10), "number": 10, "finalized": false })
}
