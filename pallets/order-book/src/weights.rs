//! What the calls weigh. The figures are measured, see [`measured`]; each benchmark sets up the worst case of its call.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds, proof size in bytes.
pub trait WeightInfo {
	/// Founding a market.
	fn create_market() -> Weight;
	/// Placing an order that opens a level and rests, without matching.
	fn place_order() -> Weight;
	/// Placing an order that fills against `f` makers at one price. Of this and the next two only the slopes are used.
	fn match_fills(f: u32) -> Weight;
	/// Placing an order that fills against `l` makers and empties the level of each.
	fn match_levels(l: u32) -> Weight;
	/// Placing an order that meets `r` makers it has to remove, at one price.
	fn match_removals(r: u32) -> Weight;
	/// Cancelling an order that closes a level.
	fn cancel_order() -> Weight;
	/// The same, found by its client id among as many as an account may have.
	fn cancel_by_client_id() -> Weight;
	/// Cancelling `n` orders, each on a level of its own.
	fn cancel_all(n: u32) -> Weight;
	/// An amendment that moves an order to a new level, without matching.
	fn amend_order() -> Weight;
	/// A batch of `m` amendments, each in a market of its own.
	fn submit(m: u32) -> Weight;
	/// A batch of `o` orders in one market, each of which opens a page. Of this and the next two only the slopes are used.
	fn batch_places(o: u32) -> Weight;
	/// A batch of `o` cancels in one market, each of which empties a page between full ones.
	fn batch_cancels(o: u32) -> Weight;
	/// A batch of `o` amendments in one market, each of which does both.
	fn batch_amends(o: u32) -> Weight;
	/// Setting the deadline in `m` markets, each with a full record of open orders that the last deadline has ended.
	fn cancel_after(m: u32) -> Weight;
	/// Setting a status.
	fn set_market_status() -> Weight;
	/// Setting parameters.
	fn set_market_params() -> Weight;
	/// Beginning to close a market.
	fn close_market() -> Weight;
	/// Returning `n` orders of a closing market, and ending it.
	fn unwind(n: u32) -> Weight;
}
