//! What happened in a block: trades, orders, markets and shareholders' rights, read from its events.
//!
//! # Goals
//!
//! 1. Streams and the market history mean the same when they say trade, fill or order, because both read it here.
//! 2. A runtime upgrade by vote does not stop a node that is older than it: pallets and events that are added, numbered anew or
//!    get more fields are read as before.
//! 3. What cannot be read is counted and left out, and never takes the rest of a block with it.
//!
//! # Design
//!
//! [`Reader`] takes the events of a block out of its state and decodes them by the metadata of the runtime that has executed
//! the block, which it keeps for the last few runtimes. Pallets, events and fields are found by their names. Two other ways were
//! weighed. To decode with the runtime's own types is quicker, but one more event anywhere in the runtime, or one more field,
//! makes every block unreadable until all nodes are updated. A runtime API that returns the trades of a block survives that,
//! but has to be written into every runtime and executes the runtime once more for what already lies in its state.
//!
//! [`Happened`] is a list of [`Event`]s in their order. A call on a market is one [`Executed`]; [`Executed::trades`] gives its
//! trades with both sides, and [`Executed::changes`] what became of each order, whoever owns it.
//!
//! # Invariants
//!
//! * Events come in the order in which they were reported, each with its index in the block: (block, index) is their name.
//! * In [`Executed::trades`], (market, sequence, index) names a trade along one chain, in rising order: each fill raises the
//!   sequence number of its market, and `sequence` is that number after the call.
//! * What rests of an order only falls as long as it has the same id, so the last word on an order in a block is the smallest
//!   `rests` that is said of it.
//!
//! # Limits
//!
//! * An event that loses or renames a field which is read here cannot be read any more. It is counted in [`Happened::unread`].
//! * The metadata of the runtime that executed a block is asked for at the parent of the block, whose state must be there.

#![forbid(unsafe_code)]

mod decode;
mod executed;
mod metadata;
mod polls;
mod raw;
mod reader;
#[cfg(test)]
mod tests;
mod what;

pub use decode::decode;
pub use executed::{Change, ChangeKind, Trade};
pub use metadata::Types;
pub use polls::{Answer, PollEvent};
pub use reader::{Error, Reader};
pub use what::{
	BallotEvent, Event, Executed, Fill, Happened, MarketEvent, Outcome, Placed, Reason, Removal,
	SharesEvent, TakerEnd, Unread, What,
};
