//! `kongsi completions` and `kongsi man`.

use crate::{
	cli::Cli,
	error::{Failure, Result},
	report::Report,
};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde_json::json;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
	/// The shell
	#[arg(value_enum)]
	pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
	/// A command, such as `validator join`; without one, the program itself
	pub command: Vec<String>,
}

/// The completions of a shell.
pub fn completions(args: &CompletionsArgs) -> Report {
	let mut bytes = Vec::new();
	clap_complete::generate(args.shell, &mut Cli::command(), "kongsi", &mut bytes);
	let script = String::from_utf8_lossy(&bytes).trim_end().to_owned();
	Report::new(script.clone(), json!({ "shell": args.shell.to_string(), "script": script }))
}

/// The manual page of a command, in the format of `man`.
///
/// # Errors
///
/// An input failure if there is no such command.
pub fn manual(args: &ManArgs) -> Result<Report> {
	let mut command = Cli::command();
	command.build();
	let mut name = "kongsi".to_owned();
	for part in &args.command {
		let found = command.find_subcommand(part).cloned();
		command = found.ok_or_else(|| {
			Failure::input(
				format!("there is no command `{name} {part}`"),
				format!("`{name} --help` lists the commands"),
			)
		})?;
		name = format!("{name} {part}");
	}
	let command = command.name(name.replace(' ', "-"));
	let mut bytes = Vec::new();
	clap_mangen::Man::new(command).render(&mut bytes).map_err(|error| {
		Failure::input(format!("the manual page cannot be written ({error})"), "")
	})?;
	let page = String::from_utf8_lossy(&bytes).trim_end().to_owned();
	Ok(Report::new(page.clone(), json!({ "command": name, "page": page })))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn completions_are_made_for_every_shell() {
		for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Elvish, Shell::PowerShell] {
			let report = completions(&CompletionsArgs { shell });
			assert!(report.text.contains("keys-proof"), "{shell}");
		}
	}

	#[test]
	fn every_command_has_a_manual_page() {
		let page = |command: &[&str]| {
			let command = command.iter().map(|part| (*part).to_owned()).collect();
			manual(&ManArgs { command })
		};
		assert!(page(&[]).unwrap().text.contains("kongsi"));
		assert!(page(&["validator", "join"]).unwrap().text.contains("commission"));
		let failure = page(&["validator", "jion"]).unwrap_err();
		assert_eq!(failure.cause, "there is no command `kongsi validator jion`");
	}
}
