//! How far a long piece of work is, in words.

use std::time::{Duration, Instant};

/// Reports at most so often.
pub struct Progress {
	every: Duration,
	began: Instant,
	last: Instant,
	first: Option<u32>,
}

impl Progress {
	/// Of a work that begins now.
	pub fn new(every: Duration) -> Self {
		let now = Instant::now();
		Self { every, began: now, last: now, first: None }
	}

	/// A line about block `at` of `end`, if one is due. The first call says where the work begins.
	pub fn line(&mut self, at: u32, end: u32) -> Option<String> {
		let first = *self.first.get_or_insert(at);
		if self.last.elapsed() < self.every {
			return None;
		}
		self.last = Instant::now();
		Some(say(first, at, end, self.began.elapsed()))
	}
}

/// "block 500 of 1000, 50 %, 250 blocks/s, 2 s left".
fn say(first: u32, at: u32, end: u32, taken: Duration) -> String {
	let done = u64::from(at.saturating_sub(first));
	let left = u64::from(end.saturating_sub(at));
	let percent = u64::from(at).saturating_mul(100).checked_div(end.into()).unwrap_or(100);
	let millis = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
	let speed = done.saturating_mul(1_000).checked_div(millis).unwrap_or_default();
	let rest = match left.checked_div(speed) {
		Some(seconds) => format!("{} left", duration(seconds)),
		None => "time left unknown".into(),
	};
	format!("block {at} of {end}, {percent} %, {speed} blocks/s, {rest}")
}

fn duration(seconds: u64) -> String {
	match seconds {
		0..60 => format!("{seconds} s"),
		60..3_600 => format!("{} min", seconds / 60),
		_ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_line_tells_percent_speed_and_what_is_left() {
		// 400 blocks in 2 s are 200 a second; 500 are left.
		let line = say(100, 500, 1_000, Duration::from_secs(2));
		assert_eq!(line, "block 500 of 1000, 50 %, 200 blocks/s, 2 s left");
		let line = say(0, 2, 1_000_000, Duration::from_secs(1));
		assert_eq!(line, "block 2 of 1000000, 0 %, 2 blocks/s, 138 h 53 min left");
		let line = say(0, 0, 0, Duration::ZERO);
		assert_eq!(line, "block 0 of 0, 100 %, 0 blocks/s, time left unknown");
	}

	#[test]
	fn lines_keep_their_distance() {
		let mut progress = Progress::new(Duration::from_secs(3_600));
		assert_eq!(progress.line(1, 9), None);
		let mut progress = Progress::new(Duration::ZERO);
		assert!(progress.line(1, 9).is_some());
	}
}
