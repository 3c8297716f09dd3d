//! What a process takes of the machine, as Linux counts it.

use std::{fs, time::Duration};

/// Ticks in a second: the same on every architecture since Linux 2.6.
const TICKS_PER_S: u64 = 100;

/// The processor time a process has taken since its start.
pub(crate) fn processor(pid: u32) -> Duration {
	let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
	// The name of the program is in brackets, and may hold anything but the last of them.
	let fields: Vec<&str> =
		stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
	// Fields 14 and 15, counted from 1, of which the first two are before the last bracket: user and system.
	let ticks: u64 =
		[11, 12].iter().filter_map(|field| fields.get(*field)?.parse::<u64>().ok()).sum();
	Duration::from_millis(ticks * 1_000 / TICKS_PER_S)
}

/// The memory a process holds now, in MiB.
pub(crate) fn memory_mib(pid: u32) -> f64 {
	let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
	let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
	let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
	kib.unwrap_or_default() / 1024.0
}

/// Raises the number of files this process may open as far as it is allowed to, and returns it.
pub(crate) fn most_open_files() -> u64 {
	#[repr(C)]
	struct Limit {
		now: u64,
		most: u64,
	}
	extern "C" {
		fn getrlimit(resource: std::ffi::c_int, limit: *mut Limit) -> std::ffi::c_int;
		fn setrlimit(resource: std::ffi::c_int, limit: *const Limit) -> std::ffi::c_int;
	}
	const OPEN_FILES: std::ffi::c_int = 7;
	let mut limit = Limit { now: 0, most: 0 };
	// SAFETY: the limit outlives the calls, and is laid out as `struct rlimit` on Linux of 64 bits.
	unsafe {
		if getrlimit(OPEN_FILES, &mut limit) == 0 {
			limit.now = limit.most;
			setrlimit(OPEN_FILES, &limit);
			getrlimit(OPEN_FILES, &mut limit);
		}
	}
	limit.now
}
