//! What a command has at hand: its options, the chain, the key, and the person in front of it.

use crate::{
	address::{AccountId, Address},
	chain::{
		call::{self, Call},
		proxy,
		send::{Receipt, Wait},
		Chain, DEFAULT_URL, URL_VARIABLE,
	},
	cli::Options,
	error::{Failure, Result},
	keys::{
		keyfile::KeyFile,
		password,
		signer::{self, Pair},
	},
};
use serde_json::{json, Map, Value as Json};
use std::io::{IsTerminal, Write};

/// What a command has at hand.
pub struct Context {
	/// What holds for every command.
	pub options: Options,
}

impl Context {
	/// A context with these options.
	pub fn new(options: Options) -> Self {
		Self { options }
	}

	/// The address of the node.
	pub fn url(&self) -> String {
		let named = self.options.url.clone().or_else(|| std::env::var(URL_VARIABLE).ok());
		named.unwrap_or_else(|| DEFAULT_URL.to_owned())
	}

	/// Connects to the node.
	///
	/// # Errors
	///
	/// See [`Chain::connect`].
	pub async fn chain(&self) -> Result<Chain> {
		Chain::connect(&self.url()).await
	}

	/// The key that signs on this chain.
	///
	/// # Errors
	///
	/// An input failure if none was named, its password is wrong, or it is a development key on a chain with value.
	pub fn key(&self, chain: &Chain) -> Result<Pair> {
		match (&self.options.key, &self.options.dev) {
			(Some(path), _) => {
				let file = KeyFile::read(path)?;
				let what = chain.address(&file.account()?);
				let password = password::known(self.options.password_file.as_deref(), &what)?;
				file.decrypt(&password)
			}
			(None, Some(name)) => {
				let pair = signer::developer(name)?;
				ensure_development(chain)?;
				Ok(pair)
			}
			(None, None) => Err(Failure::input(
				"no key signs this",
				"name one with --key FILE, or make one with `kongsi key new`",
			)),
		}
	}

	/// The account for which a key acts: its own, unless `--as` names another.
	///
	/// # Errors
	///
	/// An input failure if the address is of another chain.
	pub fn principal(&self, chain: &Chain, key: &Pair) -> Result<AccountId> {
		match &self.options.acting_for {
			Some(address) => chain.account(address),
			None => Ok(key.public_bytes()),
		}
	}

	/// The account that a command is about: the one that is named, else the one that is acted for, else that of the key,
	/// which need not be opened for it.
	///
	/// # Errors
	///
	/// An input failure if neither is named, or the address is of another chain.
	pub fn account(&self, chain: &Chain, named: Option<&Address>) -> Result<AccountId> {
		let named = named.or(self.options.acting_for.as_ref());
		match (named, &self.options.key, &self.options.dev) {
			(Some(address), ..) => chain.account(address),
			(None, Some(path), _) => KeyFile::read(path)?.account(),
			(None, None, Some(name)) => Ok(signer::developer(name)?.public_bytes()),
			(None, None, None) => Err(Failure::input(
				"no account is named",
				"write its address, or name a key file with --key",
			)),
		}
	}

	/// Says something to the person in front of it, who may not be there.
	pub fn say(&self, text: &str) {
		let mut stderr = std::io::stderr().lock();
		// A command does its work also when nobody can read what it says.
		let _ = writeln!(stderr, "{}", crate::report::printable(text));
	}

	/// Asks before something is signed.
	///
	/// # Errors
	///
	/// An input failure if the answer is no, or nobody is there and `--yes` was not given.
	pub fn confirm(&self, what: &str) -> Result<()> {
		if self.options.yes {
			return Ok(());
		}
		self.say(what);
		if !std::io::stdin().is_terminal() {
			return Err(Failure::input("nobody is there to be asked", "add --yes if you mean it"));
		}
		eprint!("Sign and send? [y/N] ");
		let mut answer = String::new();
		let read = std::io::stdin().read_line(&mut answer);
		let answer = answer.trim().to_lowercase();
		if read.is_ok() && ["y", "yes"].contains(&answer.as_str()) {
			Ok(())
		} else {
			Err(Failure::input("nothing was signed", ""))
		}
	}

	/// A call as this key makes it: as it is, or for the account that `--as` names.
	async fn as_principal(&self, chain: &Chain, key: &Pair, call: &Call) -> Result<Call> {
		let (delegate, real) = (key.public_bytes(), self.principal(chain, key)?);
		if delegate == real {
			return Ok(call.clone());
		}
		let (proxies, _) = chain.best().await?.proxies(&real).await?;
		proxy::through(chain, &proxies, &delegate, &real, call)
	}

	/// Signs a call after asking, sends and follows it.
	///
	/// # Errors
	///
	/// See [`Chain::sign`] and [`Chain::submit`].
	pub async fn perform(
		&self,
		chain: &Chain,
		key: &Pair,
		what: &str,
		call: &Call,
	) -> Result<Receipt> {
		let call = &self.as_principal(chain, key, call).await?;
		let signed = chain.sign(key, call).await?;
		self.confirm(&format!(
			"{what}\n  call     {}\n  account  {}\n  chain    {}\n  fee      up to about {}",
			shortened(&call::text(call)),
			self.signers(chain, key)?,
			chain.identity.name,
			chain.text(signed.fee),
		))?;
		chain.submit(&signed, self.options.wait).await
	}

	/// Who signs, and for whom.
	///
	/// # Errors
	///
	/// An input failure if the account to act for is none.
	pub fn signers(&self, chain: &Chain, key: &Pair) -> Result<String> {
		let (delegate, real) = (key.public_bytes(), self.principal(chain, key)?);
		Ok(match delegate == real {
			true => chain.address(&real),
			false => format!("{} for {}", chain.address(&delegate), chain.address(&real)),
		})
	}

	/// Signs a call that was agreed to, sends and follows it.
	///
	/// # Errors
	///
	/// See [`Chain::sign`] and [`Chain::submit`].
	pub async fn perform_agreed(&self, chain: &Chain, key: &Pair, call: &Call) -> Result<Receipt> {
		let call = &self.as_principal(chain, key, call).await?;
		let signed = chain.sign(key, call).await?;
		// What follows depends on what this did.
		let wait = if self.options.wait == Wait::None { Wait::Block } else { self.options.wait };
		chain.submit(&signed, wait).await
	}
}

/// The beginning of a call: a batch of a hundred orders has been told in words, and fills no screen once more.
fn shortened(text: &str) -> String {
	const MOST: usize = 1_200;
	match text.char_indices().nth(MOST) {
		Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
		None => text.to_owned(),
	}
}

/// Development keys are known to everybody: whatever they sign for on a chain with value, anybody can take.
fn ensure_development(chain: &Chain) -> Result<()> {
	if chain.identity.is_for_development() {
		return Ok(());
	}
	Err(Failure::input(
		format!(
			"development keys do not sign on {}, a chain of kind {}",
			chain.identity.name, chain.identity.kind
		),
		"make a key of your own with `kongsi key new`",
	))
}

/// Where a transaction is, in words.
pub fn place(chain: &Chain, receipt: &Receipt) -> String {
	let fee = receipt.fee.map(|fee| format!(", fee {}", chain.text(fee))).unwrap_or_default();
	match receipt.block {
		Some(block) if receipt.finalized => format!("final in block {block:?}{fee}"),
		Some(block) => format!("in block {block:?}{fee}"),
		None => format!("sent as {:?}", receipt.hash),
	}
}

/// Where a transaction is, with what else is to be said, for programs.
pub fn sent_json(chain: &Chain, receipt: &Receipt, more: Json) -> Json {
	let mut object = Map::new();
	object.insert("transaction".to_owned(), json!(format!("{:?}", receipt.hash)));
	object.insert("block".to_owned(), json!(receipt.block.map(|block| format!("{block:?}"))));
	object.insert("final".to_owned(), json!(receipt.finalized));
	object.insert("fee".to_owned(), json!(receipt.fee.map(|fee| chain.number(fee))));
	if let Json::Object(more) = more {
		object.extend(more);
	}
	Json::Object(object)
}

#[cfg(test)]
mod tests {
	use super::shortened;

	#[test]
	fn a_long_call_is_shown_by_its_beginning() {
		assert_eq!(shortened("OrderBook.submit()"), "OrderBook.submit()");
		assert_eq!(shortened(&"é".repeat(1_200)).chars().count(), 1_200);
		assert_eq!(shortened(&"é".repeat(1_300)), format!("{} …", "é".repeat(1_200)));
	}
}
