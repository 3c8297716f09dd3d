//! What can go wrong, in one plain line that names the cause and the next step.

use std::fmt;

/// What a command returns.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Who has to act, which is also the exit code of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
	/// The user: an argument, a file or this machine is not as the command needs it.
	Input,
	/// The operator of the node: it does not answer, or not with what was asked.
	Network,
	/// Nobody else: the chain refused the transaction, or would.
	Refused,
	/// Nobody yet: the transaction was sent, and what became of it is not known.
	Unknown,
}

impl Kind {
	/// The exit code. `docs/cli.md` promises that it does not change.
	pub fn exit_code(self) -> u8 {
		match self {
			Self::Input => 1,
			Self::Network => 2,
			Self::Refused => 3,
			Self::Unknown => 4,
		}
	}

	/// Its name in JSON.
	pub fn name(self) -> &'static str {
		match self {
			Self::Input => "input",
			Self::Network => "network",
			Self::Refused => "refused",
			Self::Unknown => "unknown",
		}
	}
}

/// Why a command did not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
	/// Who has to act.
	pub kind: Kind,
	/// What is the case.
	pub cause: String,
	/// What helps; empty where the cause says it.
	pub next: String,
}

impl Failure {
	fn new(kind: Kind, cause: impl fmt::Display, next: impl fmt::Display) -> Self {
		Self { kind, cause: one_line(&cause.to_string()), next: one_line(&next.to_string()) }
	}

	/// The command cannot be carried out as it was written, or on this machine.
	pub fn input(cause: impl fmt::Display, next: impl fmt::Display) -> Self {
		Self::new(Kind::Input, cause, next)
	}

	/// The node did not answer, or not with what was asked.
	pub fn network(cause: impl fmt::Display, next: impl fmt::Display) -> Self {
		Self::new(Kind::Network, cause, next)
	}

	/// The chain refused it, or would.
	pub fn refused(cause: impl fmt::Display, next: impl fmt::Display) -> Self {
		Self::new(Kind::Refused, cause, next)
	}

	/// A transaction was sent and nothing more was heard of it.
	pub fn unknown(cause: impl fmt::Display, next: impl fmt::Display) -> Self {
		Self::new(Kind::Unknown, cause, next)
	}
}

impl fmt::Display for Failure {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		if self.next.is_empty() {
			write!(f, "{}", self.cause)
		} else {
			write!(f, "{}: {}", self.cause, self.next)
		}
	}
}

impl std::error::Error for Failure {}

/// Libraries break their messages over lines; a program that reads ours takes one line for one error.
fn one_line(text: &str) -> String {
	crate::report::printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Says what was asked when a question to the node fails.
pub trait Heard<T> {
	/// Turns what the client library says into a failure of the network.
	///
	/// # Errors
	///
	/// [`Kind::Network`], with the cause that the library names.
	fn heard(self, asked: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> Heard<T> for std::result::Result<T, E> {
	fn heard(self, asked: impl fmt::Display) -> Result<T> {
		self.map_err(|error| {
			Failure::network(
				format!("the node does not answer what was asked, {asked} ({error})"),
				"see `kongsi doctor`",
			)
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn exit_codes_are_those_of_the_documentation() {
		let kinds = [Kind::Input, Kind::Network, Kind::Refused, Kind::Unknown];
		assert_eq!(kinds.map(Kind::exit_code), [1, 2, 3, 4]);
	}

	#[test]
	fn a_failure_is_one_line_with_cause_and_next_step() {
		let failure = Failure::input("there is\n\tno file", "make one");
		assert_eq!(failure.to_string(), "there is no file: make one");
		assert_eq!(Failure::refused("no", "").to_string(), "no");
	}
}
