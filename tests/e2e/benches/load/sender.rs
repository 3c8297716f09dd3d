//! Sends transactions when their time has come, whatever becomes of those before them.

use crate::{
	live::wire::{self, Message, Reader, Writer},
	signing::Ready,
};
use serde_json::Value as Json;
use std::{collections::BTreeMap, time::Duration};
use tokio::time::{sleep_until, timeout, Instant};

/// How long answers may take after the last transaction was sent.
const PATIENCE: Duration = Duration::from_secs(10);
/// Reasons of refusals that are told apart.
const MAX_REASONS: usize = 8;
/// Transactions that are due within so long are sent together: a timer is no finer.
const GRAIN: Duration = Duration::from_millis(2);

/// What the nodes answered.
#[derive(Default)]
pub(crate) struct Answers {
	/// Transactions that went into the pool.
	pub(crate) accepted: u64,
	/// Transactions that did not, by the reason the node gave.
	pub(crate) refused: BTreeMap<String, u64>,
	/// How late the latest was sent, in seconds: the fault of the loader, or of a node that does not read.
	pub(crate) late_s: f64,
}

impl Answers {
	/// Transactions that were refused.
	pub(crate) fn refusals(&self) -> u64 {
		self.refused.values().sum()
	}

	/// Adds those of another connection.
	pub(crate) fn add(&mut self, other: Self) {
		self.accepted += other.accepted;
		for (reason, count) in other.refused {
			*self.refused.entry(reason).or_default() += count;
		}
		self.late_s = self.late_s.max(other.late_s);
	}
}

/// Sends over one connection, each transaction at its time after the start, as one request.
pub(crate) async fn send(port: u16, start: Instant, transactions: Vec<Ready>) -> Answers {
	let (writer, reader) = wire::connect(port).await.expect("the node answers");
	let count = transactions.len();
	let reading = tokio::spawn(read(reader, count));
	let (late_s, writer) = write(writer, start, transactions).await;
	let mut answers = match timeout(PATIENCE, reading).await {
		Ok(answers) => answers.expect("reading does not fail"),
		Err(_) => Answers::default(),
	};
	drop(writer);
	answers.late_s = late_s;
	answers
}

async fn write(mut writer: Writer, start: Instant, transactions: Vec<Ready>) -> (f64, Writer) {
	let (mut late_s, mut bytes) = (0.0f64, Vec::new());
	let mut transactions = transactions.into_iter().peekable();
	while let Some(next) = transactions.peek() {
		let first = start + next.at;
		sleep_until(first).await;
		let until = Instant::now() + GRAIN;
		while let Some(due) = transactions.next_if(|next| start + next.at <= until) {
			bytes.extend_from_slice(&due.frame);
		}
		// A node that does not read blocks this, and the time that takes counts as the node's.
		if writer.bytes(&bytes).await.is_err() {
			break;
		}
		late_s = late_s.max(first.elapsed().as_secs_f64());
		bytes.clear();
	}
	(late_s, writer)
}

async fn read(mut reader: Reader, count: usize) -> Answers {
	let mut answers = Answers::default();
	for _ in 0..count {
		let Ok(Message::Text(text)) = reader.next().await else { break };
		// Nearly all of them are hashes. Looking for the word is cheaper than reading each.
		if !text.windows(7).any(|word| word == b"\"error\"") {
			answers.accepted += 1;
			continue;
		}
		let reason = reason(&text);
		if answers.refused.len() < MAX_REASONS || answers.refused.contains_key(&reason) {
			*answers.refused.entry(reason).or_default() += 1;
		} else {
			*answers.refused.entry("another reason".into()).or_default() += 1;
		}
	}
	answers
}

fn reason(answer: &[u8]) -> String {
	let answer: Json = serde_json::from_slice(answer).unwrap_or_default();
	let error = &answer["error"];
	let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
	format!("{} {}", text(&error["message"]), text(&error["data"])).trim().to_owned()
}
