//! The processor time of this thread: what other programs take meanwhile does not count.
//!
//! A block is executed by one thread and waits for nothing, so on an idle machine this is the time on the wall.

use std::time::Duration;

/// How long something takes.
pub(crate) fn timed(what: impl FnOnce()) -> Duration {
	let started = now();
	what();
	now().saturating_sub(started)
}

#[cfg(target_os = "linux")]
fn now() -> Duration {
	#[repr(C)]
	struct Time {
		seconds: std::ffi::c_long,
		nanos: std::ffi::c_long,
	}
	extern "C" {
		fn clock_gettime(clock: std::ffi::c_int, time: *mut Time) -> std::ffi::c_int;
	}
	const THREAD_CPUTIME: std::ffi::c_int = 3;
	let mut time = Time { seconds: 0, nanos: 0 };
	// SAFETY: the time outlives the call, and is laid out as `struct timespec` on Linux of 64 bits.
	let failed = unsafe { clock_gettime(THREAD_CPUTIME, &mut time) };
	assert_eq!(failed, 0, "Linux has had this clock since 2.6.12");
	Duration::new(time.seconds as u64, time.nanos as u32)
}

#[cfg(not(target_os = "linux"))]
fn now() -> Duration {
	static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
	START.get_or_init(std::time::Instant::now).elapsed()
}
