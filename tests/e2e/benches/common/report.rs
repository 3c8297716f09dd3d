//! The table and the file.

use super::measure::Row;
use std::{path::PathBuf, process::Command};

/// A figure of the design.
pub(crate) struct Figure {
	/// Its name in the file.
	pub(crate) name: &'static str,
	/// What was measured; `None` if it was not.
	pub(crate) value: Option<f64>,
	/// What is asked.
	pub(crate) goal: Goal,
}

/// What is asked of a figure.
pub(crate) enum Goal {
	/// Nothing: it explains others.
	None,
	/// Not more than this.
	Most(f64),
	/// Not less.
	Least(f64),
}

impl Figure {
	fn verdict(&self) -> (String, &'static str) {
		let judge = |met: Option<bool>| match met {
			Some(true) => "ok",
			Some(false) => "short",
			None => "not measured",
		};
		match self.goal {
			Goal::None => (String::new(), ""),
			Goal::Most(most) => (format!("≤ {most}"), judge(self.value.map(|value| value <= most))),
			Goal::Least(least) => {
				(format!("≥ {least}"), judge(self.value.map(|value| value >= least)))
			}
		}
	}
}

/// Prints what was measured of each block, then the figures.
pub(crate) fn print(rows: &[Row], figures: &[Figure], notes: &[String]) {
	println!(
		"{:<56} {:>4} {:>9} {:>7} {:>8} {:>8} {:>6} {:>10} {:>6}",
		"block of", "n", "µs", "±", "T", "root µs", "keys", "declared", "ratio"
	);
	for row in rows {
		println!(
			"{:<56} {:>4} {:>9.1} {:>7.1} {:>8.3} {:>8.1} {:>6.2} {:>10.1} {:>6.2}",
			row.name,
			row.transactions,
			row.micros,
			row.deviation,
			row.in_t,
			row.root,
			row.keys,
			row.declared,
			row.by_weight,
		);
	}
	println!("\n{:<28} {:>10}  {:<8} verdict", "figure", "value", "goal");
	for figure in figures {
		let (goal, verdict) = figure.verdict();
		let value = figure.value.map_or("-".into(), |value| format!("{value:.3}"));
		println!("{:<28} {value:>10}  {goal:<8} {verdict}", figure.name);
	}
	println!();
	notes.iter().for_each(|note| println!("{note}"));
}

/// Writes the figures as one JSON object of numbers: to the file that `KONGSI_BENCH_OUT` names, or to that one among what
/// is built.
pub(crate) fn write(file: &str, figures: &[Figure]) -> std::io::Result<()> {
	let path = std::env::var_os("KONGSI_BENCH_OUT");
	let path = path.map_or_else(|| target().join("bench").join(file), PathBuf::from);
	let rounded = |value: f64| (value * 1e4).round() / 1e4;
	let object: serde_json::Map<_, _> = figures
		.iter()
		.map(|figure| (figure.name.to_owned(), figure.value.map(rounded).into()))
		.collect();
	if let Some(folder) = path.parent() {
		std::fs::create_dir_all(folder)?;
	}
	std::fs::write(&path, format!("{:#}\n", serde_json::Value::Object(object)))?;
	println!("written to {}", path.display());
	Ok(())
}

/// The folder for what is built, in the folder of the workspace.
pub(crate) fn target() -> PathBuf {
	PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target"))
}

/// Where and with what it was measured.
pub(crate) fn environment() -> Vec<String> {
	let output = |program: &str, arguments: &[&str]| {
		let output = Command::new(program).args(arguments).output().ok();
		let output = output.filter(|output| output.status.success());
		output.map_or("unknown".into(), |output| {
			String::from_utf8_lossy(&output.stdout).trim().to_owned()
		})
	};
	let cores = std::thread::available_parallelism().map_or(0, usize::from);
	let model = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
	let model = model.lines().find_map(|line| line.strip_prefix("model name"));
	let model = model.map_or("unknown", |model| model.trim_start_matches([' ', '\t', ':']));
	vec![
		format!("compiler   {}", output("rustc", &["--version"])),
		format!("commit     {}", output("git", &["describe", "--always", "--dirty"])),
		format!("machine    {cores} cores, {model}"),
	]
}
