//! `kongsi validator rotate-keys`, `keys-proof` and `set-keys`.

use crate::{
	address::{AccountId, Address},
	chain::{
		call::{call, Call},
		view::View,
		Chain, Silence,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	keys::{
		password,
		session::{self, is_proof_of, ProvenKeys, SessionKeys, ROLES},
	},
	report::{fields, Report},
};
use clap::Args;
use serde::Deserialize;
use serde_json::json;
use std::path::PathBuf;
use subxt::{dynamic::Value, rpcs::rpc_params};

/// Arguments of `validator keys-proof`.
#[derive(Debug, Args)]
pub struct KeysProofArgs {
	/// The key store of a node: chains/<chain>/keystore below its base path
	#[arg(long, value_name = "DIRECTORY")]
	pub keystore: PathBuf,
	/// The stash that will register the keys
	#[arg(long, value_name = "ADDRESS")]
	pub owner: Address,
	/// Which keys, if the store holds several: all of them behind each other, in hex
	#[arg(long, value_name = "HEX", value_parser = bytes)]
	pub keys: Option<Bytes>,
	/// File with the password of the key store, if it has one
	#[arg(long, value_name = "FILE")]
	pub keystore_password_file: Option<PathBuf>,
}

/// Arguments of `validator set-keys`.
#[derive(Debug, Args)]
pub struct SetKeysArgs {
	/// The public keys in hex
	#[arg(long, value_name = "HEX", value_parser = bytes)]
	pub keys: Bytes,
	/// The proof in hex
	#[arg(long, value_name = "HEX", value_parser = bytes)]
	pub proof: Bytes,
}

/// Bytes that were written in hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

/// Reads bytes in hex.
///
/// # Errors
///
/// A sentence if it is none.
pub(super) fn bytes(text: &str) -> std::result::Result<Bytes, String> {
	let digits = text.strip_prefix("0x").unwrap_or(text);
	hex::decode(digits).map(Bytes).map_err(|_| format!("`{text}` is not in hex"))
}

/// As the node answers `author_rotateKeysWithOwner`.
#[derive(Deserialize)]
struct Generated {
	keys: String,
	#[serde(default)]
	proof: Option<String>,
}

/// Makes new session keys on the node, with the proof that a stash owns them.
///
/// # Errors
///
/// A network failure if the node does not make keys for who asks, or not with a proof.
pub(super) async fn generate(chain: &Chain, owner: &AccountId) -> Result<ProvenKeys> {
	const METHOD: &str = "author_rotateKeysWithOwner";
	let owner_hex = format!("0x{}", hex::encode(owner));
	let answer = chain.try_ask::<Generated>(METHOD, rpc_params![owner_hex]).await;
	let generated = answer.map_err(|silence| silence.failure(METHOD))?;
	let unusable = || {
		Failure::network(
			"the node made keys without a proof",
			"use a node and a runtime of the same version as kongsi",
		)
	};
	let keys = bytes(&generated.keys).map_err(|_| unusable())?;
	let proof = generated.proof.as_deref().map(bytes).ok_or_else(unusable)?;
	let keys = SessionKeys::decode(&keys.0)?;
	let proof = proof.map_err(|_| unusable())?.0;
	// The chain would say no more than that the proof is invalid.
	if !is_proof_of(&keys, owner, &proof) {
		return Err(unusable());
	}
	Ok(ProvenKeys { keys, proof })
}

/// The call that registers keys.
///
/// # Errors
///
/// An input failure if the runtime takes other keys.
pub(super) fn registration(view: &View, proven: &ProvenKeys) -> Result<Call> {
	let keys = view.argument("Session", "set_keys", 0, &proven.keys.encode())?;
	Ok(call("Session", "set_keys", [keys, Value::from_bytes(&proven.proof)]))
}

/// Whether the node holds the secrets of these keys; none if it does not say.
pub async fn node_has(chain: &Chain, keys: &SessionKeys) -> std::result::Result<bool, Silence> {
	chain.try_ask("author_hasSessionKeys", rpc_params![keys.hex()]).await
}

pub(super) async fn rotate(context: &Context) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let stash = key.public_bytes();
	context.confirm(&format!(
		"Make new session keys on this node and register them for {}",
		chain.address(&stash)
	))?;
	let proven = generate(&chain, &stash).await?;
	let call = registration(&chain.best().await?, &proven)?;
	let receipt = context.perform_agreed(&chain, &key, &call).await?;
	Ok(Report::new(
		format!(
			"new keys are registered ({}) and take effect two sessions from now; keep an old node running until \
			 then, and never run both with the same keys\n{}",
			place(&chain, &receipt),
			keys_text(&proven.keys)
		),
		sent_json(&chain, &receipt, json!({ "keys": proven.keys.hex() })),
	))
}

pub(super) fn proof(args: &KeysProofArgs) -> Result<Report> {
	let wanted = args.keys.as_ref().map(|keys| SessionKeys::decode(&keys.0)).transpose()?;
	let password = match args.keystore_password_file.as_deref() {
		Some(file) => Some(password::known(Some(file), "the key store")?),
		None => None,
	};
	let password = password.as_ref().map(|password| password.as_str());
	let proven = session::prove(&args.keystore, &args.owner.account, wanted.as_ref(), password)?;
	let (keys, proof) = (proven.keys.hex(), format!("0x{}", hex::encode(&proven.proof)));
	Ok(Report::new(
		format!(
			"{}\n\nkongsi validator set-keys --keys {keys} --proof {proof}",
			keys_text(&proven.keys)
		),
		json!({ "keys": keys, "proof": proof }),
	))
}

pub(super) async fn set(context: &Context, args: &SetKeysArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let stash = key.public_bytes();
	let keys = SessionKeys::decode(&args.keys.0)?;
	if !is_proof_of(&keys, &stash, &args.proof.0) {
		return Err(Failure::input(
			format!("the proof is not of these keys for {}", chain.address(&stash)),
			"build it with `kongsi validator keys-proof` and this stash as owner",
		));
	}
	let proven = ProvenKeys { keys, proof: args.proof.0.clone() };
	let call = registration(&chain.best().await?, &proven)?;
	let receipt = context.perform(&chain, &key, "Register session keys", &call).await?;
	Ok(Report::new(
		format!(
			"the keys are registered ({}) and take effect two sessions from now",
			place(&chain, &receipt)
		),
		sent_json(&chain, &receipt, json!({ "keys": proven.keys.hex() })),
	))
}

/// The keys by their roles.
pub(super) fn keys_text(keys: &SessionKeys) -> String {
	let rows: Vec<(&str, String)> = ROLES
		.into_iter()
		.map(|role| (role.name(), format!("0x{}", hex::encode(keys.of(role)))))
		.collect();
	fields(&rows)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn bytes_are_read_with_and_without_their_mark() {
		assert_eq!(bytes("0x0a0B"), Ok(Bytes(vec![10, 11])));
		assert_eq!(bytes("0a"), Ok(Bytes(vec![10])));
		assert!(bytes("0x0").is_err());
		assert!(bytes("keys").is_err());
	}

	#[test]
	fn keys_are_shown_by_their_roles() {
		let keys = SessionKeys::decode(&[[1; 32], [2; 32], [3; 32]].concat()).unwrap();
		let expected = format!(
			"babe                 0x{}\ngrandpa              0x{}\nauthority_discovery  0x{}",
			"01".repeat(32),
			"02".repeat(32),
			"03".repeat(32)
		);
		assert_eq!(keys_text(&keys), expected);
	}
}
