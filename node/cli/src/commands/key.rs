//! `kongsi key`: key files that wallets open.

use crate::{
	address::{self, GENERIC_PREFIX},
	context::Context,
	error::{Failure, Result},
	keys::{keyfile::KeyFile, password, signer::Pair},
	report::{fields, Report},
};
use clap::Subcommand;
use serde_json::json;
use std::{io::IsTerminal, path::PathBuf};

/// Commands for keys.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
	/// Make a key and write it to an encrypted file
	New {
		/// The file to write; never written over
		file: PathBuf,
		/// What to call it
		#[arg(long, default_value = "")]
		name: String,
		/// Do not show the recovery phrase; the file and its password are then the only way to the key
		#[arg(long)]
		no_phrase: bool,
	},
	/// Show the address of a key file
	Show {
		/// The key file
		file: PathBuf,
		/// Try the password too
		#[arg(long)]
		check: bool,
	},
	/// Write the key of a recovery phrase to an encrypted file; the phrase is asked for
	Import {
		/// The file to write; never written over
		file: PathBuf,
		/// What to call it
		#[arg(long, default_value = "")]
		name: String,
		/// File with the phrase, which may have a path behind it, such as //stash
		#[arg(long, value_name = "FILE")]
		phrase_file: Option<PathBuf>,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// An input failure if a file cannot be read or written, or a password is wrong.
pub fn execute(context: &Context, command: KeyCommand) -> Result<Report> {
	let password_file = context.options.password_file.as_deref();
	match command {
		KeyCommand::New { file, name, no_phrase } => {
			if !no_phrase && !std::io::stderr().is_terminal() {
				return Err(Failure::input(
					"the recovery phrase is shown on stderr, which is a file or a log here",
					"run it on a terminal, or add --no-phrase and keep the key file safe",
				));
			}
			let password = password::chosen(password_file)?;
			let (pair, phrase) = Pair::generate();
			let written = KeyFile::encrypt(&pair, &password, &name);
			written.write_new(&file)?;
			if !no_phrase {
				context.say(&format!(
					"Recovery phrase, shown only now. Write it on paper; who has it has the account:\n\n  {}\n",
					*phrase
				));
			}
			shown(&written, &file.display().to_string())
		}
		KeyCommand::Show { file, check } => {
			let read = KeyFile::read(&file)?;
			if check {
				let what = file.display().to_string();
				read.decrypt(&password::known(password_file, &what)?)?;
			}
			shown(&read, &file.display().to_string())
		}
		KeyCommand::Import { file, name, phrase_file } => {
			let phrase = password::phrase(phrase_file.as_deref())?;
			let pair = Pair::from_uri(&phrase, None)?;
			let password = password::chosen(password_file)?;
			let written = KeyFile::encrypt(&pair, &password, &name);
			written.write_new(&file)?;
			shown(&written, &file.display().to_string())
		}
	}
}

fn shown(key: &KeyFile, file: &str) -> Result<Report> {
	let account = key.account()?;
	let address = address::text(&account, GENERIC_PREFIX);
	let scheme = key.scheme()?.name();
	let text = fields(&[
		("address", address.clone()),
		("account", format!("0x{}", hex::encode(account))),
		("kind", scheme.to_owned()),
		("name", key.name().to_owned()),
		("file", file.to_owned()),
	]);
	let json = json!({
		"address": address,
		"account": format!("0x{}", hex::encode(account)),
		"kind": scheme,
		"name": key.name(),
		"file": file,
	});
	Ok(Report::new(text, json))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::cli::Options;

	#[test]
	fn a_key_is_imported_shown_and_opened_again() {
		let directory = std::env::temp_dir().join(format!("kongsi-key-{}", std::process::id()));
		std::fs::create_dir_all(&directory).unwrap();
		let (phrase, password) = (directory.join("phrase"), directory.join("password"));
		let words = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
		std::fs::write(&phrase, format!("{words}//validator//1\n")).unwrap();
		std::fs::write(&password, "a test password\n").unwrap();
		let options = Options { password_file: Some(password), ..Options::default() };
		let context = Context::new(options);
		let file = directory.join("imported.json");
		let import = KeyCommand::Import {
			file: file.clone(),
			name: "stash".to_owned(),
			phrase_file: Some(phrase),
		};
		let report = execute(&context, import).unwrap();
		// The address that polkadot-js gives the same phrase and path; see the fixture.
		let address = "5C7toqFXwAxxDN9m3HazTkjy83PbtduukBzuDKmCJgRHpkEX";
		assert_eq!(report.json["address"], address);
		let show = KeyCommand::Show { file: file.clone(), check: true };
		let report = execute(&context, show).unwrap();
		assert_eq!(
			report.text,
			format!(
				"address  {address}\naccount  0x026e99d55add560a74e9a16319edaadafef4a467e2919006d030e125448cf418\n\
				 kind     sr25519\nname     stash\nfile     {}",
				file.display()
			)
		);
		let again = KeyCommand::New { file, name: String::new(), no_phrase: true };
		assert!(execute(&context, again).unwrap_err().cause.contains("never written over"));
		std::fs::remove_dir_all(directory).unwrap();
	}
}
