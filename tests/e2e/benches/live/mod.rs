//! What benches on running nodes have in common: raw sockets, what a process takes, the machine, figures.
//!
//! The sockets are our own because a library would not send what a hostile client sends, nor leave unread what such a one
//! leaves unread; and because a loader on the machine of the node must cost it as little as can be.

#![allow(dead_code, reason = "each bench uses a part of it")]

pub(crate) mod process;
pub(crate) mod wire;

use serde_json::Value as Json;
use std::path::PathBuf;

/// The length of a slot, in seconds.
pub(crate) const SLOT_S: f64 = 2.0;

/// A number from the environment, or that one.
pub(crate) fn setting(name: &str, otherwise: u64) -> u64 {
	std::env::var(name).map_or(otherwise, |value| value.parse().expect(name))
}

/// Numbers with commas between them from the environment, or those.
pub(crate) fn settings(name: &str, otherwise: &[u64]) -> Vec<u64> {
	let Ok(text) = std::env::var(name) else { return otherwise.to_vec() };
	text.split(',').map(|value| value.trim().parse().expect(name)).collect()
}

/// The least value that this share of the values does not exceed; 0 if there are none. They must rise.
pub(crate) fn quantile(rising: &[f64], share: f64) -> f64 {
	let rank = (share * rising.len() as f64).ceil() as usize;
	rising.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// The mean; 0 of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
	if values.is_empty() {
		return 0.0;
	}
	values.iter().sum::<f64>() / values.len() as f64
}

/// A figure with three decimals.
pub(crate) fn rounded(value: f64) -> Json {
	serde_json::json!((value * 1e3).round() / 1e3)
}

/// Writes figures to the file that `KONGSI_BENCH_OUT` names, or to one of that name in `target/bench`.
pub(crate) fn write(name: &str, figures: &Json) {
	let otherwise =
		|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/bench").join(name);
	let path = std::env::var_os("KONGSI_BENCH_OUT").map_or_else(otherwise, PathBuf::from);
	let folder = path.parent().expect("a file is in a folder");
	std::fs::create_dir_all(folder).expect("the folder can be made");
	std::fs::write(&path, format!("{figures:#}\n")).expect("the file can be written");
	println!("written to {}", path.display());
}
