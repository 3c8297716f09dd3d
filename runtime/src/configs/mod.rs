//! Configuration of the pallets by domain, each constant with its reason.

pub mod accounts;
pub mod companies;
pub mod consensus;
pub mod exchange;
pub mod fees;
pub mod governance;
pub mod proxy;
pub mod revenue;
pub mod shareholders;
pub mod staking;
pub mod system;
pub mod tokens;
pub mod validators;
