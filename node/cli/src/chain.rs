//! A node, and the chain as it sees it.

pub mod call;
pub mod deadline;
#[cfg(test)]
mod decoding;
pub mod exchange;
pub mod from_json;
pub mod governance;
pub mod progress;
pub mod proxy;
pub mod refusal;
pub mod rewards;
pub mod send;
pub mod shares;
pub mod staking;
pub mod tokens;
pub mod view;

use crate::{
	address::{self, AccountId, Address, GENERIC_PREFIX},
	amount::Unit,
	error::{Failure, Heard, Result},
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::{sync::Arc, time::Duration};
use subxt::{
	backend::LegacyBackend,
	rpcs::{client::RpcParams, rpc_params, RpcClient},
	utils::H256,
	OnlineClient, PolkadotConfig,
};
use view::View;

/// Where a node listens unless it is told otherwise.
pub const DEFAULT_URL: &str = "ws://127.0.0.1:9944";
/// Name of the environment variable with another.
pub const URL_VARIABLE: &str = "KONGSI_URL";
/// How long a node may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The code of JSON-RPC for a method that the node does not serve.
const METHOD_NOT_FOUND: i32 = -32601;

/// What a chain calls itself and its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
	/// The name in the chain spec.
	pub name: String,
	/// `Development`, `Local`, `Live` or another.
	pub kind: String,
	/// The hash of the first block.
	pub genesis: H256,
	/// The token that pays for transactions.
	pub unit: Unit,
	/// The prefix of its addresses.
	pub prefix: u16,
}

impl Identity {
	/// Whether nothing of value is on it, so that keys that everybody has may sign.
	pub fn is_for_development(&self) -> bool {
		["Development", "Local"].contains(&self.kind.as_str())
	}
}

/// Why a question to the node had no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
	/// The node does not serve this method.
	Unserved,
	/// The node serves it on its own machine only.
	Unsafe,
	/// It refused, with this message.
	Refused(String),
	/// There was no answer.
	Lost(String),
}

impl Silence {
	/// As a failure of a command that cannot go on without the answer.
	pub fn failure(self, method: &str) -> Failure {
		match self {
			Self::Unserved => Failure::network(
				format!("the node does not serve {method}"),
				"use the node that belongs to this version of kongsi",
			),
			Self::Unsafe => Failure::network(
				format!("the node serves {method} to its own machine only"),
				"run kongsi there, with --url ws://127.0.0.1:9944",
			),
			Self::Refused(message) => {
				Failure::network(format!("the node refused {method} ({message})"), "")
			}
			Self::Lost(message) => Failure::network(
				format!("the node does not answer {method} ({message})"),
				"see `kongsi doctor`",
			),
		}
	}
}

/// A client of one node.
pub struct Chain {
	api: OnlineClient<PolkadotConfig>,
	rpc: RpcClient,
	/// What the chain is.
	pub identity: Identity,
}

impl Chain {
	/// Connects to a node.
	///
	/// # Errors
	///
	/// A network failure if there is none at this address, or it is of another kind.
	pub async fn connect(url: &str) -> Result<Self> {
		let unreachable = |cause: &str| {
			Failure::network(
				format!("no node answers at {url} ({cause})"),
				"start one, or name another with --url",
			)
		};
		if !["ws://", "wss://"].iter().any(|scheme| url.starts_with(scheme)) {
			return Err(Failure::input(
				format!("`{url}` is not the address of a node"),
				"write it like ws://127.0.0.1:9944",
			));
		}
		let rpc = tokio::time::timeout(PATIENCE, RpcClient::from_insecure_url(url))
			.await
			.map_err(|_| unreachable("it took too long"))?
			.map_err(|error| unreachable(&root_cause(&error)))?;
		// The oldest family of methods serves every block that the node has, finalized or not: commands have to work while
		// nothing finalizes.
		let backend = LegacyBackend::builder().build(rpc.clone());
		let api = OnlineClient::from_backend(Arc::new(backend)).await.heard("its genesis")?;
		let identity = identity(&rpc, api.genesis_hash()).await?;
		Ok(Self { api, rpc, identity })
	}

	/// Asks the node by JSON-RPC, where no answer is an answer too.
	pub async fn try_ask<T: DeserializeOwned>(
		&self,
		method: &str,
		params: RpcParams,
	) -> std::result::Result<T, Silence> {
		try_ask(&self.rpc, method, params).await
	}

	/// Asks the node by JSON-RPC.
	///
	/// # Errors
	///
	/// A network failure if there is no answer.
	pub async fn ask<T: DeserializeOwned>(&self, method: &str, params: RpcParams) -> Result<T> {
		self.try_ask(method, params).await.map_err(|silence| silence.failure(method))
	}

	/// The hash of the best block.
	pub async fn best_hash(&self) -> Result<H256> {
		self.ask("chain_getBlockHash", rpc_params![]).await
	}

	/// The hash of a block of the best chain.
	pub async fn hash_at(&self, height: u32) -> Result<H256> {
		let found: Option<H256> = self.ask("chain_getBlockHash", rpc_params![height]).await?;
		found.ok_or_else(|| {
			Failure::network(format!("the node has no block {height}"), "wait until it is synced")
		})
	}

	/// The height of a block.
	pub async fn height(&self, block: H256) -> Result<u32> {
		let header: Json = self.ask("chain_getHeader", rpc_params![block]).await?;
		let number = header["number"].as_str().and_then(|number| number.strip_prefix("0x"));
		let height = number.and_then(|number| u32::from_str_radix(number, 16).ok());
		height.ok_or_else(|| Failure::network(format!("the node has no header of {block}"), ""))
	}

	/// The chain at a block.
	pub async fn at(&self, block: H256) -> Result<View> {
		let at = self.api.at_block(block).await.heard(format_args!("the state at {block}"))?;
		Ok(View::new(at))
	}

	/// The chain at the best block.
	pub async fn best(&self) -> Result<View> {
		self.at(self.best_hash().await?).await
	}

	/// An address as this chain writes it.
	pub fn address(&self, account: &AccountId) -> String {
		address::text(account, self.identity.prefix)
	}

	/// The account of an address that a person wrote.
	///
	/// # Errors
	///
	/// An input failure if the address is one of another chain.
	pub fn account(&self, address: &Address) -> Result<AccountId> {
		address.on(self.identity.prefix)
	}

	/// An amount as this chain writes it.
	pub fn text(&self, atoms: u128) -> String {
		self.identity.unit.text(atoms)
	}

	/// An amount for programs.
	pub fn number(&self, atoms: u128) -> String {
		self.identity.unit.number(atoms)
	}
}

async fn try_ask<T: DeserializeOwned>(
	rpc: &RpcClient,
	method: &str,
	params: RpcParams,
) -> std::result::Result<T, Silence> {
	let answer = tokio::time::timeout(PATIENCE, rpc.request(method, params)).await;
	let answer = answer.map_err(|_| Silence::Lost("it took too long".to_owned()))?;
	answer.map_err(|error| match error {
		subxt::rpcs::Error::User(error) if error.message.contains("unsafe") => Silence::Unsafe,
		subxt::rpcs::Error::User(error) if error.code == METHOD_NOT_FOUND => Silence::Unserved,
		subxt::rpcs::Error::User(error) => {
			let data = error.data.map(|data| data.get().trim_matches('"').to_owned());
			Silence::Refused(match data {
				Some(data) => format!("{}: {data}", error.message),
				None => error.message,
			})
		}
		other => Silence::Lost(root_cause(&other)),
	})
}

async fn identity(rpc: &RpcClient, genesis: H256) -> Result<Identity> {
	let ask = |method: &'static str| async move {
		let answer: Json =
			try_ask(rpc, method, rpc_params![]).await.map_err(|silence| silence.failure(method))?;
		Ok::<_, Failure>(answer)
	};
	let name = ask("system_chain").await?;
	let kind = ask("system_chainType").await?;
	let properties = ask("system_properties").await?;
	Ok(Identity {
		name: name.as_str().unwrap_or_default().to_owned(),
		kind: kind_of(&kind),
		genesis,
		unit: unit_of(&properties),
		prefix: prefix_of(&properties),
	})
}

/// A custom kind of chain is an object with its name.
fn kind_of(answer: &Json) -> String {
	let custom = answer.as_object().and_then(|object| object.values().next());
	custom.unwrap_or(answer).as_str().unwrap_or("unknown").to_owned()
}

/// Some chains write one token and some a list of which the first pays for transactions.
fn first(property: &Json) -> &Json {
	property.get(0).unwrap_or(property)
}

fn unit_of(properties: &Json) -> Unit {
	let decimals = first(&properties["tokenDecimals"]).as_u64();
	Unit {
		decimals: decimals.and_then(|decimals| u8::try_from(decimals).ok()).unwrap_or_default(),
		symbol: first(&properties["tokenSymbol"]).as_str().unwrap_or("atoms").to_owned(),
	}
}

fn prefix_of(properties: &Json) -> u16 {
	let prefix = properties["ss58Format"].as_u64();
	prefix.and_then(|prefix| u16::try_from(prefix).ok()).unwrap_or(GENERIC_PREFIX)
}

/// Libraries put what happened behind the names of their own layers; a person needs what happened.
fn root_cause(error: &dyn std::error::Error) -> String {
	const LAYERS: [&str; 4] =
		["RPC error: ", "client error: ", "Error when opening the TCP socket: ", "User error: "];
	let text = error.to_string();
	let mut cause = text.as_str();
	while let Some(rest) = LAYERS.iter().find_map(|layer| cause.strip_prefix(layer)) {
		cause = rest;
	}
	cause.to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Kind;
	use serde_json::json;

	#[test]
	fn properties_of_a_chain_are_read_in_both_shapes() {
		let one = json!({ "tokenSymbol": "KSI", "tokenDecimals": 12, "ss58Format": 42 });
		let list = json!({ "tokenSymbol": ["KSI"], "tokenDecimals": [12], "ss58Format": 7 });
		let unit = Unit { decimals: 12, symbol: "KSI".to_owned() };
		assert_eq!((unit_of(&one), prefix_of(&one)), (unit.clone(), 42));
		assert_eq!((unit_of(&list), prefix_of(&list)), (unit, 7));
		// A chain that says nothing is counted in atoms.
		let none = json!({});
		assert_eq!(unit_of(&none), Unit { decimals: 0, symbol: "atoms".to_owned() });
		assert_eq!(prefix_of(&none), 42);
	}

	#[test]
	fn kinds_of_chains_are_read() {
		assert_eq!(kind_of(&json!("Live")), "Live");
		assert_eq!(kind_of(&json!({ "Custom": "rehearsal" })), "rehearsal");
	}

	#[test]
	fn an_unsafe_method_asks_for_the_nodes_own_machine() {
		let failure = Silence::Unsafe.failure("author_hasSessionKeys");
		assert!(failure.next.contains("run kongsi there"), "{failure}");
	}

	#[tokio::test]
	async fn a_wrong_address_and_a_missing_node_are_told_apart() {
		let failure = Chain::connect("127.0.0.1:9944").await.err().unwrap();
		assert_eq!(failure.kind, Kind::Input);
		// Port 1 is reserved and nothing listens there.
		let failure = Chain::connect("ws://127.0.0.1:1").await.err().unwrap();
		assert_eq!(failure.kind, Kind::Network);
		assert_eq!(
			failure.cause,
			"no node answers at ws://127.0.0.1:1 (Connection refused (os error 111))"
		);
	}
}
