//! What shareholders' rights cost in the composed runtime. How it is measured is said in `common/mod.rs`.
//!
//! A dividend is measured in µs on classes with few and with many holders. Transfers, claims and votes come from as many
//! signers as transactions and go to as many receivers, and are given in T of that shape: transfers of KSI between as many,
//! on the same state, each measured in turn with the transfers of one signer that the column `T` counts in. In that state
//! every signer has had KSI moved in this epoch, as in T, so that what is compared is the class and not the fee.
//!
//! Environment: `KONGSI_BENCH_REPEATS` (rounds, 11), `KONGSI_BENCH_HOLDERS` (holders of the large class, 100,000),
//! `KONGSI_BENCH_OUT` (the file to write).

#![allow(missing_docs, reason = "a program")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may stop")]

mod common;
#[path = "shareholders/company.rs"]
mod company;
#[path = "shareholders/figures.rs"]
mod figures;

use common::{
	measure::Bench,
	report::{self, Figure, Goal},
	setting,
};

fn main() {
	let many = setting("KONGSI_BENCH_HOLDERS", 100_000) as u32;
	let mut bench = Bench::new(setting("KONGSI_BENCH_REPEATS", 11) as usize);

	let few = figures::distribute(&mut bench, 10);
	let thousand = figures::distribute(&mut bench, 1_000);
	let most = figures::distribute(&mut bench, many);
	let rights = figures::rights(&mut bench);
	let (transfer, deviation) = bench.transfer();

	let figure = |name, value| Figure { name, value: Some(value), goal: Goal::None };
	let figures = [
		figure("distribute_10_us", few),
		figure("distribute_1000_us", thousand),
		figure("distribute_1e5_us", most),
		figure("transfer_plain_T", rights.plain),
		figure("transfer_share_T", rights.share),
		figure("transfer_share_later_T", rights.later),
		figure("claim_T", rights.claim),
		figure("vote_T", rights.vote),
	];
	let declared = bench.transfer_declared();
	let mut notes = vec![
		format!(
			"a transfer of KSI: {transfer:.1} µs ±{deviation:.1}, declared {declared:.1}; between many {:.3} of it",
			rights.many
		),
		format!("a dividend to {many} holders costs {:.3} of one to 10", most / few),
	];
	if many != 100_000 {
		notes.push(format!("the large class had {many} holders only"));
	}
	notes.extend(report::environment());
	report::print(&bench.rows, &figures, &notes);
	report::write("shareholders.json", &figures).expect("the file can be written");
}
