//! Keys that sign: encrypted files, development keys, and the session keys of a node.

pub mod keyfile;
pub mod password;
mod sealed;
pub mod session;
pub mod signer;
mod stretch;
