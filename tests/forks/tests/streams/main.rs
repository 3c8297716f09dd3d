//! The streams of `orderbook_v1` on a real chain with forks: whoever applies what comes has what the chain has.

mod client;
mod examples;
mod expected;
mod random;
mod slow;
mod workload;
