//! Checks of the machine: metrics, disk, open files.

use super::Check;
use std::{path::Path, time::Duration};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpStream,
};

const GIB: u64 = 1 << 30;
/// Below this, the database soon has no room to compact.
const LITTLE_DISK: u64 = 20 * GIB;
/// Below this, the node stops writing any day.
const NO_DISK: u64 = 5 * GIB;
/// What the SDK's node asks for at its start; sockets and tables of the database are files.
const OPEN_FILES: u64 = 10_000;
/// The name of the node's process. The kernel cuts names at 15 letters.
const PROCESS: &str = "kongsi-node";
/// A metric that every node of the SDK exports.
const KNOWN_METRIC: &str = "substrate_block_height";
const METRICS_PATIENCE: Duration = Duration::from_secs(5);

/// Whether metrics are served.
pub(super) async fn metrics(endpoint: &str) -> Check {
	const NAME: &str = "metrics";
	const NEXT: &str = "start the node without --no-prometheus, or name its address with --metrics";
	let asked = tokio::time::timeout(METRICS_PATIENCE, fetch(endpoint)).await;
	match asked {
		Ok(Ok(text)) if text.contains(KNOWN_METRIC) => Check::ok(NAME, format!("at {endpoint}")),
		Ok(Ok(_)) => Check::warn(NAME, format!("something else answers at {endpoint}"), NEXT),
		Ok(Err(error)) => Check::warn(NAME, format!("none at {endpoint} ({error})"), NEXT),
		Err(_) => Check::warn(NAME, format!("none at {endpoint} in time"), NEXT),
	}
}

/// One request of HTTP/1.0, after which the server closes: not worth a library.
async fn fetch(endpoint: &str) -> std::io::Result<String> {
	let mut stream = TcpStream::connect(endpoint).await?;
	let request = format!("GET /metrics HTTP/1.0\r\nHost: {endpoint}\r\nConnection: close\r\n\r\n");
	stream.write_all(request.as_bytes()).await?;
	let mut answer = Vec::new();
	stream.read_to_end(&mut answer).await?;
	Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The room that is left where the node writes.
pub(super) fn disk(base_path: &Path) -> Check {
	match rustix::fs::statvfs(base_path) {
		Ok(stat) => {
			let block = if stat.f_frsize == 0 { stat.f_bsize } else { stat.f_frsize };
			judge_disk(stat.f_bavail.saturating_mul(block), base_path)
		}
		Err(error) => Check::fail(
			"disk",
			format!("{} cannot be looked at ({error})", base_path.display()),
			"check --base-path, and run as the user of the node",
		),
	}
}

fn judge_disk(free: u64, base_path: &Path) -> Check {
	let found = format!("{} GiB free at {}", free / GIB, base_path.display());
	let next = "make room, or give the node a larger disk";
	match free {
		none if none < NO_DISK => Check::fail("disk", found, next),
		little if little < LITTLE_DISK => Check::warn("disk", found, next),
		_ => Check::ok("disk", found),
	}
}

/// How many files the node may open: that of its process if it runs here.
pub(super) fn open_files() -> Check {
	match node_limits() {
		Some(limits) => judge_open_files(soft_limit(&limits)),
		None => Check::ok("open files", "the node does not run on this machine"),
	}
}

fn node_limits() -> Option<String> {
	let processes = std::fs::read_dir("/proc").ok()?;
	let node = processes.flatten().map(|entry| entry.path()).find(|path| {
		std::fs::read_to_string(path.join("comm")).is_ok_and(|name| name.trim() == PROCESS)
	})?;
	std::fs::read_to_string(node.join("limits")).ok()
}

/// The soft limit of open files in the table that the kernel prints.
fn soft_limit(limits: &str) -> Option<u64> {
	let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
	match line.split_whitespace().next()? {
		"unlimited" => Some(u64::MAX),
		number => number.parse().ok(),
	}
}

fn judge_open_files(limit: Option<u64>) -> Check {
	const NAME: &str = "open files";
	const NEXT: &str = "set LimitNOFILE=65536 in the node's unit file and restart it";
	match limit {
		Some(u64::MAX) => Check::ok(NAME, "unlimited"),
		Some(limit) if limit >= OPEN_FILES => Check::ok(NAME, limit.to_string()),
		Some(limit) => Check::warn(NAME, format!("only {limit}"), NEXT),
		None => Check::warn(NAME, "the limit cannot be read", NEXT),
	}
}

#[cfg(test)]
mod tests {
	use super::{super::Level, *};

	#[test]
	fn the_limit_is_read_from_the_kernels_table() {
		let table =
			"Limit                     Soft Limit           Hard Limit           Units     \n\
		             Max cpu time              unlimited            unlimited            seconds   \n\
		             Max open files            1024                 524288               files     \n";
		assert_eq!(soft_limit(table), Some(1024));
		assert_eq!(judge_open_files(soft_limit(table)).level, Level::Warn);
		let free = table.replace("1024 ", "unlimited ");
		assert_eq!(judge_open_files(soft_limit(&free)).level, Level::Ok);
		assert_eq!(soft_limit(""), None);
	}

	#[test]
	fn room_on_the_disk_is_judged_in_two_steps() {
		let level = |gib: u64| judge_disk(gib * GIB, Path::new("/data")).level;
		assert_eq!([4, 5, 19, 20].map(level), [Level::Fail, Level::Warn, Level::Warn, Level::Ok]);
	}

	#[test]
	fn a_disk_that_is_not_there_is_a_failed_check() {
		assert_eq!(disk(Path::new("/nowhere/at/all")).level, Level::Fail);
		assert!(disk(Path::new("/")).found.contains("GiB free"));
	}

	#[tokio::test]
	async fn metrics_are_told_from_other_answers() {
		async fn serve(body: &'static str) -> String {
			let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
			let address = listener.local_addr().unwrap().to_string();
			tokio::spawn(async move {
				let (mut stream, _) = listener.accept().await.unwrap();
				let mut request = [0; 1_024];
				let _ = stream.read(&mut request).await.unwrap();
				let answer = format!("HTTP/1.0 200 OK\r\n\r\n{body}");
				stream.write_all(answer.as_bytes()).await.unwrap();
			});
			address
		}
		let node = serve("substrate_block_height{status=\"best\"} 7\n").await;
		assert_eq!(metrics(&node).await.level, Level::Ok);
		let other = serve("hello").await;
		assert_eq!(metrics(&other).await.level, Level::Warn);
		assert_eq!(metrics("127.0.0.1:1").await.level, Level::Warn);
	}
}
