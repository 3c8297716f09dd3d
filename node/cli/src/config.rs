//! What holds unless the command line says otherwise: one TOML file.
//!
//! It is `$KONGSI_CONFIG`, else `kongsi/config.toml` in `$XDG_CONFIG_HOME`, else in `~/.config`. An option of the command line comes
//! first, then an environment variable, then this file. It holds no secret: keys are named by their files.

use crate::{
	address::Address,
	cli::Options,
	error::{Failure, Result},
	keys::signer,
	similar::did_you_mean,
};
use std::path::{Path, PathBuf};
use toml_edit::{value, DocumentMut};

/// Names the file.
pub const FILE_VARIABLE: &str = "KONGSI_CONFIG";
/// A file of settings has a few lines; what is longer is something else.
const MAX_BYTES: u64 = 64 * 1_024;

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
	/// The node.
	Url,
	/// The key file that signs.
	Key,
	/// The development key that signs.
	Dev,
	/// The file with the password of the key file.
	PasswordFile,
	/// The account that is acted for.
	As,
	/// `text` or `json`.
	Output,
}

impl Setting {
	/// All of them.
	pub const ALL: [Self; 6] =
		[Self::Url, Self::Key, Self::Dev, Self::PasswordFile, Self::As, Self::Output];

	/// Its name in the file.
	pub fn name(self) -> &'static str {
		match self {
			Self::Url => "url",
			Self::Key => "key",
			Self::Dev => "dev",
			Self::PasswordFile => "password-file",
			Self::As => "as",
			Self::Output => "output",
		}
	}

	/// The setting of this name.
	///
	/// # Errors
	///
	/// An input failure if there is none.
	pub fn named(name: &str) -> Result<Self> {
		let found = Self::ALL.into_iter().find(|setting| setting.name() == name);
		found.ok_or_else(|| {
			let names = Self::ALL.map(Self::name);
			let next = did_you_mean(name, names, &format!("it is one of {}", names.join(", ")));
			Failure::input(format!("there is no setting `{name}`"), next)
		})
	}

	/// The value as it is stored, if it may be one: files by their whole path, since commands run anywhere.
	fn checked(self, text: &str) -> Result<String> {
		let wrong = |next: &str| {
			Failure::input(format!("`{text}` cannot be the setting `{}`", self.name()), next)
		};
		match self {
			Self::Url if text.starts_with("ws://") || text.starts_with("wss://") => {}
			Self::Url => return Err(wrong("write it like ws://127.0.0.1:9944")),
			Self::Key | Self::PasswordFile => {
				let path = std::fs::canonicalize(text)
					.map_err(|error| wrong(&format!("name a file that can be read ({error})")))?;
				let path = path.to_str().ok_or_else(|| wrong("name a file without odd letters"))?;
				return Ok(path.to_owned());
			}
			Self::Dev => {
				signer::developer(text)?;
			}
			Self::As => {
				text.parse::<Address>().map_err(|error| wrong(&error))?;
			}
			Self::Output if ["text", "json"].contains(&text) => {}
			Self::Output => return Err(wrong("write text or json")),
		}
		Ok(text.to_owned())
	}
}

/// The settings of one file.
pub struct Config {
	path: PathBuf,
	document: DocumentMut,
}

impl Config {
	/// Reads the file; one that is not there has no settings.
	///
	/// # Errors
	///
	/// An input failure if it cannot be read, or has something else in it.
	pub fn read() -> Result<Self> {
		let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
		let path = match (variable(FILE_VARIABLE), variable("XDG_CONFIG_HOME"), variable("HOME")) {
			(Some(file), ..) => PathBuf::from(file),
			(_, Some(home), _) => PathBuf::from(home).join("kongsi/config.toml"),
			(_, _, Some(home)) => PathBuf::from(home).join(".config/kongsi/config.toml"),
			_ => return Ok(Self { path: PathBuf::new(), document: DocumentMut::new() }),
		};
		Self::read_from(&path)
	}

	fn read_from(path: &Path) -> Result<Self> {
		let wrong = |cause: String| {
			Failure::input(
				format!("the settings in {} cannot be read ({cause})", path.display()),
				"mend the file, or remove it",
			)
		};
		let text = match std::fs::metadata(path) {
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
			Err(error) => return Err(wrong(error.to_string())),
			Ok(file) if file.len() > MAX_BYTES => return Err(wrong("it is too long".to_owned())),
			Ok(_) => std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?,
		};
		let document: DocumentMut =
			text.parse().map_err(|error: toml_edit::TomlError| wrong(error.to_string()))?;
		for (name, item) in document.iter() {
			Setting::named(name).map_err(|failure| wrong(failure.to_string()))?;
			if item.as_str().is_none() {
				return Err(wrong(format!("`{name}` is no text")));
			}
		}
		Ok(Self { path: path.to_owned(), document })
	}

	/// The file.
	pub fn path(&self) -> &Path {
		&self.path
	}

	/// The value of a setting.
	pub fn get(&self, setting: Setting) -> Option<&str> {
		self.document.get(setting.name())?.as_str()
	}

	/// Sets a value, and writes the file.
	///
	/// # Errors
	///
	/// An input failure if the value cannot be one, contradicts another, or the file cannot be written.
	pub fn set(&mut self, setting: Setting, text: &str) -> Result<()> {
		let text = setting.checked(text)?;
		let other = match setting {
			Setting::Key => Some(Setting::Dev),
			Setting::Dev => Some(Setting::Key),
			_ => None,
		};
		if let Some(other) = other.filter(|other| self.get(*other).is_some()) {
			return Err(Failure::input(
				format!("the setting `{}` names another key already", other.name()),
				format!("take it out first, with `kongsi config unset {}`", other.name()),
			));
		}
		self.document.insert(setting.name(), value(text));
		self.write()
	}

	/// Takes a setting out, and writes the file.
	///
	/// # Errors
	///
	/// An input failure if the file cannot be written.
	pub fn unset(&mut self, setting: Setting) -> Result<()> {
		if self.document.remove(setting.name()).is_some() {
			self.write()?;
		}
		Ok(())
	}

	/// Writes a new file and puts it in the place of the old one, so that nobody ever reads half of it.
	fn write(&self) -> Result<()> {
		let failed = |error: std::io::Error| {
			Failure::input(
				format!("the settings cannot be written to {} ({error})", self.path.display()),
				format!("name another file with {FILE_VARIABLE}"),
			)
		};
		if let Some(folder) = self.path.parent() {
			std::fs::create_dir_all(folder).map_err(failed)?;
		}
		let draft = self.path.with_extension(format!("{}.new", std::process::id()));
		std::fs::write(&draft, self.document.to_string()).map_err(failed)?;
		std::fs::rename(&draft, &self.path).map_err(failed)
	}

	/// Gives options that the command line left open their settings. `environment` is whether a variable names the node, or
	/// the password file.
	pub fn apply(&self, options: &mut Options, environment: impl Fn(&str) -> bool) -> Result<()> {
		let get = |setting| self.get(setting).map(str::to_owned);
		if options.url.is_none() && !environment(crate::chain::URL_VARIABLE) {
			options.url = get(Setting::Url);
		}
		// Who names one key on the command line does not mean another.
		if options.key.is_none() && options.dev.is_none() {
			options.key = get(Setting::Key).map(PathBuf::from);
			options.dev = get(Setting::Dev);
			if options.acting_for.is_none() {
				let named = get(Setting::As).map(|text| text.parse::<Address>()).transpose();
				options.acting_for =
					named.map_err(|error| Failure::input(error, "mend `kongsi config get as`"))?;
			}
		}
		let variable = crate::keys::password::PASSWORD_FILE_VARIABLE;
		if options.password_file.is_none() && !environment(variable) {
			options.password_file = get(Setting::PasswordFile).map(PathBuf::from);
		}
		if !options.no_json && get(Setting::Output).as_deref() == Some("json") {
			options.json = true;
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	struct Folder(PathBuf);

	impl Folder {
		fn new(name: &str) -> Self {
			let path = std::env::temp_dir().join(format!("kongsi-{name}-{}", std::process::id()));
			std::fs::create_dir_all(&path).unwrap();
			Self(path)
		}
	}

	impl Drop for Folder {
		fn drop(&mut self) {
			let _ = std::fs::remove_dir_all(&self.0);
		}
	}

	#[test]
	fn settings_are_kept_with_the_comments_around_them() {
		let folder = Folder::new("settings");
		let path = folder.0.join("deep/config.toml");
		let mut config = Config::read_from(&path).unwrap();
		config.set(Setting::Url, "ws://other:9944").unwrap();
		let text = std::fs::read_to_string(&path).unwrap();
		assert_eq!(text, "url = \"ws://other:9944\"\n");
		std::fs::write(&path, format!("# mine\n{text}")).unwrap();
		let mut config = Config::read_from(&path).unwrap();
		config.set(Setting::Output, "json").unwrap();
		config.unset(Setting::Url).unwrap();
		let config = Config::read_from(&path).unwrap();
		assert_eq!((config.get(Setting::Url), config.get(Setting::Output)), (None, Some("json")));
	}

	#[test]
	fn what_cannot_be_a_setting_is_refused() {
		let folder = Folder::new("refused");
		let mut config = Config::read_from(&folder.0.join("config.toml")).unwrap();
		for (setting, text) in [
			(Setting::Url, "127.0.0.1:9944"),
			(Setting::Key, "/no/such/file.json"),
			(Setting::Dev, "mallory"),
			(Setting::As, "5Grw"),
			(Setting::Output, "xml"),
		] {
			assert!(config.set(setting, text).is_err(), "{text}");
		}
		assert_eq!(
			Setting::named("ulr").unwrap_err().to_string(),
			"there is no setting `ulr`: did you mean `url`?"
		);
		config.set(Setting::Dev, "eve").unwrap();
		let key = folder.0.join("key.json");
		std::fs::write(&key, "{}").unwrap();
		let failure = config.set(Setting::Key, key.to_str().unwrap()).unwrap_err();
		assert_eq!(failure.next, "take it out first, with `kongsi config unset dev`");
	}

	#[test]
	fn a_file_with_something_else_in_it_is_refused() {
		let folder = Folder::new("else");
		let path = folder.0.join("config.toml");
		for text in ["url = 5", "colour = \"red\"", "url = ", "[url]\na = \"b\""] {
			std::fs::write(&path, text).unwrap();
			assert!(Config::read_from(&path).is_err(), "{text}");
		}
	}

	#[test]
	fn the_command_line_comes_first_then_the_environment() {
		let folder = Folder::new("order");
		let mut config = Config::read_from(&folder.0.join("config.toml")).unwrap();
		config.set(Setting::Url, "ws://file:1").unwrap();
		config.set(Setting::Dev, "eve").unwrap();
		config.set(Setting::Output, "json").unwrap();
		let mut options = Options::default();
		config.apply(&mut options, |_| false).unwrap();
		assert_eq!(options.url.as_deref(), Some("ws://file:1"));
		assert_eq!((options.dev.as_deref(), options.json), (Some("eve"), true));
		let mut options = Options::default();
		config.apply(&mut options, |_| true).unwrap();
		assert_eq!(options.url, None);
		let mut options = Options {
			url: Some("ws://line:1".to_owned()),
			key: Some(PathBuf::from("me.json")),
			no_json: true,
			..Options::default()
		};
		config.apply(&mut options, |_| false).unwrap();
		assert_eq!(options.url.as_deref(), Some("ws://line:1"));
		assert_eq!((options.dev, options.json), (None, false));
	}
}
