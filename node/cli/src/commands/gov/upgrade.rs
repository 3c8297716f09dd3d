//! `kongsi gov apply-upgrade` and `signal-stall`, and the hash that an upgrade is voted for by.

use crate::{
	chain::{
		call::{call, number},
		governance::bytes_of,
		shares::in_event,
		view::field,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	report::Report,
};
use serde_json::json;
use sp_core::{Blake2Hasher, Hasher};
use std::path::Path;
use subxt::{dynamic::Value, rpcs::rpc_params, utils::H256};

/// The hash of a runtime: of a file, or written in hex.
///
/// # Errors
///
/// An input failure if it is neither.
pub(super) fn hash_of(code: &str) -> Result<[u8; 32]> {
	if let Some(digits) = code.strip_prefix("0x") {
		let bytes = hex::decode(digits).ok().and_then(|bytes| bytes.try_into().ok());
		return bytes.ok_or_else(|| {
			Failure::input(format!("`{code}` is not a hash of 32 bytes"), "copy all of it")
		});
	}
	Ok(Blake2Hasher::hash(&runtime_at(Path::new(code))?).0)
}

/// The first bytes of WebAssembly, and of what `zstd` has compressed behind the SDK's mark.
const WASM_MARKS: [&[u8]; 2] = [b"\0asm", &[82, 188, 83, 118, 70, 219, 142, 5]];

fn runtime_at(path: &Path) -> Result<Vec<u8>> {
	let shown = path.display();
	let code = std::fs::read(path).map_err(|error| {
		Failure::input(format!("no runtime can be read at {shown} ({error})"), "check the path")
	})?;
	if WASM_MARKS.iter().any(|mark| code.starts_with(mark)) {
		return Ok(code);
	}
	Err(Failure::input(
		format!("{shown} is not a runtime"),
		"it is the file that ends in .compact.compressed.wasm",
	))
}

pub(super) async fn apply(context: &Context, file: &Path) -> Result<Report> {
	let code = runtime_at(file)?;
	let hash = Blake2Hasher::hash(&code).0;
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let view = chain.best().await?;
	let authorized: Option<Value> = view.get("System", "AuthorizedUpgrade", Vec::new()).await?;
	let wanted =
		authorized.as_ref().and_then(|upgrade| field(upgrade, "code_hash")).and_then(bytes_of);
	match wanted {
		None => {
			return Err(Failure::input(
				"no upgrade has been voted for",
				"propose it with `kongsi gov propose constitution upgrade`",
			));
		}
		Some(wanted) if wanted != hash => {
			return Err(Failure::input(
				format!(
					"{} has the hash 0x{}, and 0x{} was voted for",
					file.display(),
					hex::encode(hash),
					hex::encode(wanted)
				),
				"build the version that was voted for",
			));
		}
		Some(_) => {}
	}
	let before = view.client().spec_version();
	let what = format!("Replace the runtime, now version {before}, by {}", file.display());
	let upgrade = call("System", "apply_authorized_upgrade", [Value::from_bytes(&code)]);
	// The call holds the whole runtime, which nobody wants to read before agreeing.
	context.confirm(&what)?;
	let receipt = context.perform_agreed(&chain, &key, &upgrade).await?;
	if receipt.event("System", "RejectedInvalidAuthorizedUpgrade").is_some() {
		return Err(Failure::refused(
			"the runtime was voted for and cannot be applied",
			"its name has to be the same and its version higher",
		));
	}
	// Nothing is known of a transaction that was not followed.
	let at = in_event(&receipt, "Mandates", "UpgradeScheduled", "at")
		.and_then(|at| u64::try_from(at).ok());
	let when = at.map_or("20 blocks later".to_owned(), |at| format!("after block {at}"));
	Ok(Report::new(
		format!(
			"the new runtime rules {when}, when nodes have compiled it ({})",
			place(&chain, &receipt)
		),
		sent_json(
			&chain,
			&receipt,
			json!({ "code_hash": format!("0x{}", hex::encode(hash)), "version_before": before, "after_block": at }),
		),
	))
}

pub(super) async fn signal_stall(context: &Context, finalized: Option<u32>) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let finalized = match finalized {
		Some(finalized) => finalized,
		None => {
			let head: H256 = chain.ask("chain_getFinalizedHead", rpc_params![]).await?;
			chain.height(head).await?
		}
	};
	let what = format!("Say that nothing was finalized after block {finalized}");
	let signal = call("Mandates", "signal_stall", [number(finalized)]);
	let receipt = context.perform(&chain, &key, &what, &signal).await?;
	Ok(Report::new(
		format!("the signal counts ({})", place(&chain, &receipt)),
		sent_json(&chain, &receipt, json!({ "finalized": finalized })),
	))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_hash_is_taken_as_it_is_written() {
		let text = format!("0x{}", "ab".repeat(32));
		assert_eq!(hash_of(&text), Ok([0xab; 32]));
		assert!(hash_of("0xabcd").unwrap_err().cause.contains("32 bytes"));
	}

	#[test]
	fn a_runtime_is_told_from_other_files() {
		let path = std::env::temp_dir().join(format!("kongsi-runtime-{}", std::process::id()));
		let shown = path.display().to_string();
		std::fs::write(&path, b"\0asm\x01\0\0\0").unwrap();
		// BLAKE2b with 32 bytes of these eight: python3 -c "import hashlib; print(hashlib.blake2b(b'\0asm\1\0\0\0',
		// digest_size=32).hexdigest())"
		assert_eq!(
			hex::encode(hash_of(&shown).unwrap()),
			"f6a5dbf080e9c9d7834145653bce4c8cded62e664d7ddcdb5c526f5877006d74"
		);
		std::fs::write(&path, b"text").unwrap();
		assert!(hash_of(&shown).unwrap_err().cause.ends_with("is not a runtime"));
		std::fs::remove_file(path).unwrap();
		assert!(hash_of("/nowhere.wasm").is_err());
	}
}
