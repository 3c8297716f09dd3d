//! Tables and figures.

use crate::{
	flow::Kind,
	live::rounded,
	step::{p50_p99, Row},
};
use serde_json::{json, Map, Value as Json};

/// Prints what one step gave.
pub(crate) fn line(row: &Row) {
	let (block, last_block) = p50_p99(&row.to_block);
	let (finality, last_finality) = p50_p99(&row.to_final);
	println!(
		"{:<8} {:>6}/s  included {:>7.0}/s  block {block:.2} {last_block:.2} s  final {finality:.2} {last_finality:.2} s  \
		 {}",
		row.step.kind.name(),
		row.step.rate,
		row.included_per_s,
		row.failure.as_deref().unwrap_or("kept up"),
	);
	println!(
		"         weight {:.0} ms ({:.0} us each, {:.0}/s at most), {:.0} ms of hooks, {:.0} KiB, proposal {} ms, ended {}; {} replaced; processors: nodes {:.2}, loader {:.2}; \
		 late {:.2} s",
		row.weight_ms,
		row.weight_us,
		row.most_by_weight(),
		row.mandatory_ms,
		row.bytes as f64 / 1024.0,
		row.proposal_ms,
		row.ends.iter().map(|(end, count)| format!("{end} {count}")).collect::<Vec<_>>().join(", "),
		row.replaced,
		row.node_processors,
		row.loader_processors,
		row.answers.late_s,
	);
	let outcomes = &row.outcomes;
	if outcomes.failed > 0 || outcomes.refused > 0 {
		println!(
			"         of the fullest block {} transactions failed, {} orders of {} were refused or cancelled",
			outcomes.failed,
			outcomes.refused,
			outcomes.refused + outcomes.placed,
		);
	}
	for (reason, count) in &row.answers.refused {
		println!("         refused {count}: {reason}");
	}
}

/// The step with the highest rate that was sustained; nothing if there is none.
fn sustained(rows: &[Row], kind: Kind) -> Option<&Row> {
	let kept_up = rows.iter().filter(|row| row.step.kind == kind && row.sustained());
	kept_up.max_by_key(|row| row.step.rate)
}

/// The figures of one network: for each kind the rate that was sustained, the most that came into blocks in any step, and
/// the most that fits by weight. Waits are those of single orders at the highest rate that was sustained.
pub(crate) fn figures(rows: &[Row]) -> Json {
	let mut figures = Map::new();
	for kind in Kind::ALL {
		let name = match kind {
			Kind::Transfer | Kind::Single => format!("{}_per_s", kind.name()),
			Kind::Batch => format!("{}_orders_per_s", kind.name()),
		};
		let rate =
			sustained(rows, kind).map_or(0.0, |row| row.included_per_s.min(row.step.rate as f64));
		figures.insert(name, json!(rate.round()));
		let most = rows.iter().filter(|row| row.step.kind == kind).map(|row| row.included_per_s);
		let name = format!("{}_most_per_s", kind.name());
		figures.insert(name, json!(most.fold(0.0, f64::max).round()));
	}
	for kind in Kind::ALL {
		let of_kind = rows.iter().filter(|row| row.step.kind == kind);
		let fullest = of_kind.max_by(|a, b| a.weight_ms.total_cmp(&b.weight_ms));
		let name = format!("{}_by_weight_per_s", kind.name());
		figures.insert(name, json!(fullest.map_or(0.0, Row::most_by_weight).round()));
	}
	if let Some(row) = sustained(rows, Kind::Single) {
		let (block, final_) = (p50_p99(&row.to_block), p50_p99(&row.to_final));
		for (name, value) in [
			("block_p50_s", block.0),
			("block_p99_s", block.1),
			("final_p50_s", final_.0),
			("final_p99_s", final_.1),
		] {
			figures.insert(name.into(), rounded(value));
		}
	}
	figures.insert("steps".into(), rows.iter().map(step).collect());
	Json::Object(figures)
}

fn step(row: &Row) -> Json {
	let (block, finality) = (p50_p99(&row.to_block), p50_p99(&row.to_final));
	json!({
		"kind": row.step.kind.name(),
		"per_s": row.step.rate,
		"sent": row.sent,
		"accepted": row.answers.accepted,
		"refused": row.answers.refusals(),
		"included_per_s": row.included_per_s.round(),
		"sustained": row.sustained(),
		"block_p50_s": rounded(block.0),
		"block_p99_s": rounded(block.1),
		"final_p50_s": rounded(finality.0),
		"final_p99_s": rounded(finality.1),
		"weight_ms": rounded(row.weight_ms),
		"mandatory_ms": rounded(row.mandatory_ms),
		"weight_us": rounded(row.weight_us),
		"block_bytes": row.bytes,
		"proposal_ms": row.proposal_ms,
		"ends": row.ends,
		"replaced": row.replaced,
		"node_processors": rounded(row.node_processors),
		"loader_processors": rounded(row.loader_processors),
		"late_s": rounded(row.answers.late_s),
		"fills_of_fullest": row.outcomes.fills,
		"succeeded_of_fullest": row.outcomes.succeeded,
	})
}

/// Prints the figures of all networks side by side.
pub(crate) fn table(figures: &Map<String, Json>) {
	println!("\n{:<24}{}", "validators", columns(figures.keys().map(String::as_str)));
	let names = [
		"transfer_per_s",
		"single_per_s",
		"batch50_orders_per_s",
		"transfer_most_per_s",
		"single_most_per_s",
		"batch50_most_per_s",
		"transfer_by_weight_per_s",
		"single_by_weight_per_s",
		"batch50_by_weight_per_s",
		"block_p50_s",
		"block_p99_s",
		"final_p50_s",
		"final_p99_s",
	];
	for name in names {
		let values: Vec<String> = figures.values().map(|one| one[name].to_string()).collect();
		println!("{name:<24}{}", columns(values.iter().map(String::as_str)));
	}
}

fn columns<'a>(values: impl Iterator<Item = &'a str>) -> String {
	values.map(|value| format!("{value:>12}")).collect()
}
