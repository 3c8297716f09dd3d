//! Waiting for conditions.

use std::{future::Future, time::Duration};
use tokio::time::{sleep, timeout, Instant};

/// How often a condition is looked at.
const INTERVAL: Duration = Duration::from_millis(200);

/// Asks `condition` until it answers.
///
/// # Panics
///
/// When it has not answered within `seconds`, with `what` was awaited.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
	seconds: u64,
	what: &str,
	mut condition: impl FnMut() -> F,
) -> T {
	let end = Instant::now() + Duration::from_secs(seconds);
	loop {
		if let Some(answer) = condition().await {
			return answer;
		}
		assert!(Instant::now() < end, "waited {seconds} s for {what}");
		sleep(INTERVAL).await;
	}
}

/// Awaits a future.
///
/// # Panics
///
/// When it takes longer than `seconds`, with `what` was awaited.
pub async fn within<T>(seconds: u64, what: &str, future: impl Future<Output = T>) -> T {
	timeout(Duration::from_secs(seconds), future)
		.await
		.unwrap_or_else(|_| panic!("waited {seconds} s for {what}"))
}
