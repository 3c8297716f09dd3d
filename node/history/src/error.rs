//! Why the history could not do something.

use std::fmt;

/// Why something could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
	/// The database of the history failed: a full disk, a missing permission, a lock.
	Database(String),
	/// The history contradicts itself or was written by another version.
	Corrupt(&'static str),
	/// The state of a block is not kept (any more).
	Pruned {
		/// The block.
		number: u32,
	},
	/// A block cannot be understood, such as after an upgrade of the runtime that this node does not know.
	Unreadable {
		/// The block.
		number: u32,
		/// What was not understood.
		reason: String,
	},
	/// The chain's own database failed.
	Chain(String),
	/// What was asked for could not be written out.
	Output(String),
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Database(reason) => write!(f, "the database of the market history failed: {reason}"),
			Self::Corrupt(what) => write!(
				f,
				"the market history is damaged ({what}): stop the node and run `kongsi-node history rebuild`"
			),
			Self::Pruned { number } => write!(
				f,
				"the state of block {number} is not kept here: a node with `--state-pruning archive-canonical` has it"
			),
			Self::Unreadable { number, reason } => write!(
				f,
				"block {number} cannot be understood ({reason}): a newer version of the node may do it"
			),
			Self::Chain(reason) => write!(f, "the database of the chain failed: {reason}"),
			Self::Output(reason) => write!(f, "the output cannot be written: {reason}"),
		}
	}
}

impl std::error::Error for Error {}

impl From<rocksdb::Error> for Error {
	fn from(error: rocksdb::Error) -> Self {
		Self::Database(error.to_string())
	}
}
