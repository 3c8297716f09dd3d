//! `kongsi config`: what holds unless the command line says otherwise.

use crate::{
	config::{Config, Setting},
	error::{Failure, Result},
	report::{fields, Report},
};
use clap::Subcommand;
use serde_json::{json, Map, Value as Json};

/// Commands for settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
	/// Show the settings and where they are kept
	List,
	/// Show one
	Get {
		/// url, key, dev, password-file, as or output
		name: String,
	},
	/// Set one
	Set {
		/// url, key, dev, password-file, as or output
		name: String,
		/// Its value; files may be named from here
		value: String,
	},
	/// Take one out
	Unset {
		/// url, key, dev, password-file, as or output
		name: String,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// An input failure if there is no such setting, or the file cannot be read or written.
pub fn execute(command: ConfigCommand) -> Result<Report> {
	let mut config = Config::read()?;
	match command {
		ConfigCommand::List => Ok(list(&config)),
		ConfigCommand::Get { name } => {
			let setting = Setting::named(&name)?;
			let value = config.get(setting).ok_or_else(|| {
				Failure::input(
					format!("the setting `{name}` is not set"),
					format!("set it with `kongsi config set {name} VALUE`"),
				)
			})?;
			Ok(Report::new(value, json!({ "name": name, "value": value })))
		}
		ConfigCommand::Set { name, value } => {
			let setting = Setting::named(&name)?;
			config.set(setting, &value)?;
			let value = config.get(setting).unwrap_or_default();
			Ok(Report::new(format!("{name} is {value}"), json!({ "name": name, "value": value })))
		}
		ConfigCommand::Unset { name } => {
			config.unset(Setting::named(&name)?)?;
			let text = format!("{name} is not set any more");
			Ok(Report::new(text, json!({ "name": name, "value": null })))
		}
	}
}

fn list(config: &Config) -> Report {
	let mut values = Map::new();
	let mut lines = vec![("file", config.path().display().to_string())];
	for setting in Setting::ALL {
		if let Some(value) = config.get(setting) {
			lines.push((setting.name(), value.to_owned()));
			values.insert(setting.name().to_owned(), json!(value));
		}
	}
	let json =
		json!({ "file": config.path().display().to_string(), "settings": Json::Object(values) });
	Report::new(fields(&lines), json)
}
