//! The command line as people and programs use it: a line in, a text or an object out.

use crate::{node::Node, staking::binary};
use serde_json::Value as Json;
use std::{
	io::{BufRead, BufReader},
	path::PathBuf,
	process::{Child, Command, Stdio},
	sync::mpsc::{self, Receiver},
	thread,
	time::{Duration, Instant},
};

/// How often a condition is looked at.
const INTERVAL: Duration = Duration::from_millis(300);

/// `kongsi` on one node, without settings or keys of whoever runs the tests.
pub struct CommandLine {
	program: PathBuf,
	url: String,
}

/// A line that goes on until it is dropped.
pub struct Following {
	line: String,
	process: Child,
	printed: Receiver<String>,
}

/// What it has said.
#[derive(Debug)]
pub struct Answer {
	/// The exit code.
	pub code: i32,
	/// What it has printed.
	pub out: String,
	/// What it has said to a person.
	pub err: String,
}

impl CommandLine {
	/// The command line of this node.
	pub fn of(node: &Node) -> Self {
		Self { program: binary(), url: node.url() }
	}

	/// Runs a line, whose words may be in double quotes.
	pub fn run(&self, line: &str) -> Answer {
		let output = self.command(line).output();
		let output = output.unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
		let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
		Answer {
			code: output.status.code().unwrap_or(-1),
			out: text(output.stdout),
			err: text(output.stderr),
		}
	}

	fn command(&self, line: &str) -> Command {
		let mut command = Command::new(&self.program);
		command
			.args(words(line))
			.env("KONGSI_URL", &self.url)
			.env("KONGSI_CONFIG", "/nonexistent/kongsi-e2e.toml")
			.env_remove("KONGSI_ACCOUNT")
			.env_remove("KONGSI_PASSWORD_FILE")
			.stdin(Stdio::null());
		command
	}

	/// Begins a line that goes on, such as one with `--follow`.
	pub fn follow(&self, line: &str) -> Following {
		let spawned = self.command(line).stdout(Stdio::piped()).spawn();
		let mut process =
			spawned.unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
		let output = BufReader::new(process.stdout.take().expect("it is piped"));
		let (send, printed) = mpsc::channel();
		// Ends with the process, or when nobody listens.
		thread::spawn(move || {
			let lines = output.lines().map_while(Result::ok);
			for line in lines {
				if send.send(line).is_err() {
					return;
				}
			}
		});
		Following { line: line.to_owned(), process, printed }
	}

	/// What a line prints for people. Fails unless it succeeds.
	pub fn text(&self, line: &str) -> String {
		let answer = self.run(line);
		assert_eq!(answer.code, 0, "kongsi {line}: {answer:?}");
		assert!(!answer.out.trim().is_empty(), "kongsi {line} prints nothing");
		answer.out
	}

	/// What a line prints for programs: one object, whose amounts are decimal strings. Fails unless it succeeds.
	pub fn json(&self, line: &str) -> Json {
		let answer = self.run(&format!("{line} --json"));
		assert_eq!(answer.code, 0, "kongsi {line} --json: {answer:?}");
		let object = object(&answer.out);
		assert_no_fractions(&object, line);
		object
	}

	/// Both, of a line that changes nothing.
	pub fn both(&self, line: &str) -> (String, Json) {
		(self.text(line), self.json(line))
	}

	/// What a line that is refused says in both formats, after checking that they say the same. Fails unless it exits with this
	/// code.
	pub fn refused(&self, line: &str, code: i32) -> String {
		let answer = self.run(line);
		assert_eq!(answer.code, code, "kongsi {line}: {answer:?}");
		assert!(answer.out.is_empty(), "kongsi {line} prints {}", answer.out);
		let told: Vec<&str> =
			answer.err.lines().filter(|line| line.starts_with("kongsi: ")).collect();
		assert_eq!(told.len(), 1, "kongsi {line}: {}", answer.err);
		let asked = self.run(&format!("{line} --json"));
		assert_eq!(asked.code, code, "kongsi {line} --json: {asked:?}");
		let error = object(&asked.out)["error"].clone();
		assert_eq!(error["code"], code);
		let part = |name: &str| error[name].as_str().expect("a sentence").to_owned();
		let said = [part("cause"), part("next")].into_iter().filter(|part| !part.is_empty());
		let said = said.collect::<Vec<_>>().join(": ");
		assert_eq!(told[0], format!("kongsi: {said}"));
		said
	}

	/// Asks a line for programs until `condition` has an answer.
	///
	/// # Panics
	///
	/// When it has none within `seconds`.
	pub fn until<T>(&self, seconds: u64, line: &str, condition: impl Fn(&Json) -> Option<T>) -> T {
		let end = Instant::now() + Duration::from_secs(seconds);
		loop {
			let answer = self.json(line);
			if let Some(found) = condition(&answer) {
				return found;
			}
			assert!(Instant::now() < end, "waited {seconds} s for `kongsi {line}`: {answer}");
			thread::sleep(INTERVAL);
		}
	}
}

impl Following {
	/// Reads on until `condition` has an answer for what was printed.
	///
	/// # Panics
	///
	/// When it has none within `seconds`.
	pub fn until<T>(&self, seconds: u64, condition: impl Fn(&str) -> Option<T>) -> T {
		let end = Instant::now() + Duration::from_secs(seconds);
		let mut read = Vec::new();
		loop {
			let left = end.saturating_duration_since(Instant::now());
			match self.printed.recv_timeout(left) {
				Ok(line) => match condition(&line) {
					Some(found) => return found,
					None => read.push(line),
				},
				Err(error) => panic!("`kongsi {}`, {error}, after {read:#?}", self.line),
			}
		}
	}

	/// The same where it prints objects.
	///
	/// # Panics
	///
	/// As [`Self::until`], and if it prints something else.
	pub fn until_json<T>(&self, seconds: u64, condition: impl Fn(&Json) -> Option<T>) -> T {
		self.until(seconds, |line| {
			let message = object(line);
			assert_no_fractions(&message, &self.line);
			condition(&message)
		})
	}
}

impl Drop for Following {
	fn drop(&mut self) {
		// An error means that it has ended already.
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}

fn object(printed: &str) -> Json {
	let object: Json =
		serde_json::from_str(printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
	assert!(object.is_object(), "{printed} is no object");
	object
}

/// That no number has lost digits as a float.
fn assert_no_fractions(value: &Json, line: &str) {
	match value {
		Json::Number(number) => assert!(!number.is_f64(), "kongsi {line}: {number} is a float"),
		Json::Array(values) => values.iter().for_each(|value| assert_no_fractions(value, line)),
		Json::Object(fields) => fields.values().for_each(|value| assert_no_fractions(value, line)),
		_ => {}
	}
}

/// Splits a line at spaces that are not in double quotes.
fn words(line: &str) -> Vec<String> {
	let mut words = vec![String::new()];
	let mut quoted = false;
	for letter in line.chars() {
		match letter {
			'"' => quoted = !quoted,
			' ' if !quoted => words.push(String::new()),
			letter => words.last_mut().expect("there is one").push(letter),
		}
	}
	words.retain(|word| !word.is_empty());
	words
}

#[cfg(test)]
mod tests {
	use super::words;

	#[test]
	fn words_in_quotes_stay_together() {
		assert_eq!(words("ballot vote  0 for"), ["ballot", "vote", "0", "for"]);
		assert_eq!(words("tx --text \"a b\" c"), ["tx", "--text", "a b", "c"]);
	}
}
