//! One file per call, one for the reads, one for lessons that span calls, one for random histories, one for
//! the keys of storage.

mod amend_order;
mod cancel_after;
mod cancel_all;
mod cancel_by_client_id;
mod cancel_order;
mod close_market;
mod create_market;
mod invariants;
mod lessons;
mod place_order;
mod reads;
mod remove_lapsed;
mod set_market_params;
mod set_market_status;
pub(crate) mod splitting;
mod storage_keys;
mod submit;
