//! Where passwords and phrases come from: a file or a person, never the command line, which every process can read.

use crate::error::{Failure, Result};
use std::{
	io::{IsTerminal, Read},
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Names the file with the password when no option does.
pub const PASSWORD_FILE_VARIABLE: &str = "KONGSI_PASSWORD_FILE";

/// A password for a key that exists.
///
/// # Errors
///
/// An input failure if the file cannot be read, or nobody is there to be asked.
pub fn known(file: Option<&Path>, what: &str) -> Result<Zeroizing<String>> {
	match from_file(file)? {
		Some(password) => Ok(password),
		None => ask(&format!("Password of {what}: ")),
	}
}

/// A password for a new key, asked for twice.
///
/// # Errors
///
/// As [`known`], and if the two differ or are empty.
pub fn chosen(file: Option<&Path>) -> Result<Zeroizing<String>> {
	let password = match from_file(file)? {
		Some(password) => password,
		None => {
			let password = ask("Password for the new key file: ")?;
			if *password != *ask("The same again: ")? {
				return Err(Failure::input("the two passwords differ", "try again"));
			}
			password
		}
	};
	if password.is_empty() {
		return Err(Failure::input("the password is empty", "choose one that nobody guesses"));
	}
	Ok(password)
}

/// A recovery phrase: from a file, from another program, or from a person who types it unseen.
///
/// # Errors
///
/// An input failure if it cannot be read, or if there are no words: what is made of none, or of a path alone, is a key of development,
/// which everybody has.
pub fn phrase(file: Option<&Path>) -> Result<Zeroizing<String>> {
	let text = match file {
		Some(path) => read(path)?,
		None if std::io::stdin().is_terminal() => ask("Recovery phrase: ")?,
		None => {
			let mut text = Zeroizing::new(String::new());
			std::io::stdin().read_to_string(&mut text).map_err(|error| {
				Failure::input(format!("no phrase can be read ({error})"), "use --phrase-file")
			})?;
			text
		}
	};
	let phrase = Zeroizing::new(text.split_whitespace().collect::<Vec<_>>().join(" "));
	if phrase.is_empty() || phrase.starts_with('/') {
		return Err(Failure::input(
			"there are no words, and a key of none is everybody's",
			"write the recovery phrase, and a path only behind it",
		));
	}
	Ok(phrase)
}

fn from_file(file: Option<&Path>) -> Result<Option<Zeroizing<String>>> {
	let named = std::env::var_os(PASSWORD_FILE_VARIABLE).map(PathBuf::from);
	file.map(Path::to_owned).or(named).as_deref().map(read).transpose()
}

/// A line end behind the last line belongs to the editor and not to the password.
fn read(path: &Path) -> Result<Zeroizing<String>> {
	let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| {
		Failure::input(
			format!("no secret can be read at {} ({error})", path.display()),
			"check the path",
		)
	})?;
	let line = text.strip_suffix('\n').unwrap_or(&text);
	Ok(Zeroizing::new(line.strip_suffix('\r').unwrap_or(line).to_owned()))
}

fn ask(prompt: &str) -> Result<Zeroizing<String>> {
	if !std::io::stdin().is_terminal() {
		return Err(Failure::input(
			"a password is needed and nobody is there to be asked",
			format!("use --password-file or {PASSWORD_FILE_VARIABLE}"),
		));
	}
	rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|error| {
		Failure::input(format!("the password cannot be read ({error})"), "use --password-file")
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	fn with_file<T>(name: &str, content: &str, test: impl FnOnce(&Path) -> T) -> T {
		let path = std::env::temp_dir().join(format!("kongsi-{name}-{}", std::process::id()));
		std::fs::write(&path, content).unwrap();
		let result = test(&path);
		std::fs::remove_file(path).unwrap();
		result
	}

	#[test]
	fn a_phrase_without_words_is_refused() {
		for content in ["", " \n", "//stash", "  //stash\n", "/soft"] {
			let failure = with_file("words", content, |path| phrase(Some(path))).unwrap_err();
			assert!(failure.cause.starts_with("there are no words"), "{content}: {failure}");
		}
		let read = with_file("words", "one  two\n//stash\n", |path| phrase(Some(path))).unwrap();
		assert_eq!(*read, "one two //stash");
	}

	#[test]
	fn one_line_end_behind_a_password_is_dropped() {
		for content in ["secret", "secret\n", "secret\r\n"] {
			let read = with_file("password", content, |path| known(Some(path), "a key"));
			assert_eq!(*read.unwrap(), "secret");
		}
		let read = with_file("blank", " a b \n\n", |path| known(Some(path), "a key"));
		assert_eq!(*read.unwrap(), " a b \n");
	}

	#[test]
	fn an_empty_password_is_refused_for_a_new_key() {
		let failure = with_file("empty", "\n", |path| chosen(Some(path))).unwrap_err();
		assert_eq!(failure.cause, "the password is empty");
	}

	#[test]
	fn a_phrase_may_be_broken_over_lines() {
		let read = with_file("phrase", "bottom drive\n  obey lake\n", |path| phrase(Some(path)));
		assert_eq!(*read.unwrap(), "bottom drive obey lake");
	}

	#[test]
	fn a_missing_file_is_named() {
		let failure = known(Some(Path::new("/nowhere/at/all")), "a key").unwrap_err();
		assert!(failure.cause.contains("/nowhere/at/all"));
	}
}
