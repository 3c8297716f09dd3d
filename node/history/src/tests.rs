mod apply;
mod fake;
mod indexer;
mod kills;

pub(crate) use fake::params;
