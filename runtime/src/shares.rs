//! The reads behind `SharesApi`: what the pallets of companies and their holders know, as the plain types of the API.
//!
//! They stand here and not in a pallet because each of them joins several: ledger, register, ballots, offerings and grants.
//! Every walk ends by a limit of the API. Nothing is written.

mod ballots;
mod companies;
mod holders;
mod holdings;
mod offerings;

pub use ballots::{ballot, ballots, live_ballots, requisitions, voting_power};
pub use companies::{calendar, class, companies, company};
pub use holders::holders;
pub use holdings::{claimable, portfolio};
pub use offerings::{offering, offerings};

/// A length that was asked for, within the API's limit, and at least one so that every page leads on.
fn bounded(limit: u32, most: u32) -> usize {
	usize::try_from(limit.clamp(1, most)).unwrap_or(usize::MAX)
}
