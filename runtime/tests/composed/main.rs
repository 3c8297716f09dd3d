//! The composed runtime: what only its pallets together can show. One program, since each links the whole runtime once more; long
//! histories of random calls have programs of their own.

#[path = "../common/mod.rs"]
mod common;
mod companies;
mod dirty_keys;
mod enactments;
mod fees;
mod genesis;
mod integrity;
mod malformed;
mod offering;
mod origins;
mod proxy;
mod split;
mod validators;
mod voter_list;
mod wasm;
