//! Signs transactions, sends them and says what became of them.

use super::{call::Call, refusal, view::View, Chain};
use crate::{
	error::{Failure, Heard, Kind, Result},
	keys::signer::Pair,
};
use std::time::Duration;
use subxt::{
	client::OnlineClientAtBlockImpl,
	config::DefaultExtrinsicParamsBuilder,
	error::{BackendError, ExtrinsicError, RpcError, TransactionEventsError},
	ext::{scale_decode::DecodeAsType, scale_value::Value},
	rpcs::rpc_params,
	transactions::{SubmittableTransaction, TransactionInBlock, TransactionStatus},
	utils::H256,
	PolkadotConfig,
};

/// Blocks below the best one to which a transaction is bound. Bound to the best block itself, it would die with the forks of one
/// block that are everyday business here; bound to the last finalized one, it would be too old while nothing finalizes.
const CHECKPOINT_DEPTH: u32 = 8;
/// Blocks for which a transaction is valid: about two minutes.
const LIFE_BLOCKS: u64 = 64;
/// How long to wait for a block with the transaction, which is as long as it lives.
const IN_BLOCK_PATIENCE: Duration = Duration::from_secs(150);
/// How long to wait until that block is finalized.
const FINAL_PATIENCE: Duration = Duration::from_secs(300);

/// How long to follow a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Wait {
	/// Not at all: it is sent and the command ends.
	None,
	/// Until it is in a block.
	Block,
	/// Until its block is final.
	Final,
}

/// A transaction that is in a block.
type Included = TransactionInBlock<PolkadotConfig, OnlineClientAtBlockImpl<PolkadotConfig>>;

/// A signed transaction.
pub struct Signed {
	transaction: SubmittableTransaction<PolkadotConfig, OnlineClientAtBlockImpl<PolkadotConfig>>,
	/// What it will cost about, in atoms.
	pub fee: u128,
}

/// What became of a transaction.
pub struct Receipt {
	/// The hash of the transaction.
	pub hash: H256,
	/// Its block; none if it was not waited for.
	pub block: Option<H256>,
	/// Whether the block is final.
	pub finalized: bool,
	/// What was paid, in atoms; none if it was not waited for.
	pub fee: Option<u128>,
	/// What it did: pallet, name and fields of each event.
	pub events: Vec<Event>,
}

/// Something that a transaction did.
pub struct Event {
	/// The pallet.
	pub pallet: String,
	/// The name.
	pub name: String,
	/// The fields.
	pub fields: Value<()>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct FeePaid {
	actual_fee: u128,
}

impl Receipt {
	/// The first event of this name.
	pub fn event(&self, pallet: &str, name: &str) -> Option<&Value<()>> {
		let found = self.events.iter().find(|event| event.pallet == pallet && event.name == name);
		found.map(|event| &event.fields)
	}

	/// Whether each call of a batch, in which one that fails stops none of the others, has succeeded, in their order.
	pub fn items(&self) -> impl Iterator<Item = bool> + '_ {
		let of_batch = self.events.iter().filter(|event| event.pallet == "Utility");
		of_batch.filter_map(|event| match event.name.as_str() {
			"ItemCompleted" => Some(true),
			"ItemFailed" => Some(false),
			_ => None,
		})
	}
}

/// A transaction has left, and what became of it cannot be read.
fn lost(hash: H256, cause: impl std::fmt::Display) -> Failure {
	Failure::unknown(
		format!("the transaction {hash} was sent, and what became of it cannot be read ({cause})"),
		"look whether it did its work before you try again",
	)
}

/// Why a transaction that was sent is not followed: what the pool said, for which the client library has no words of its own, or
/// nothing, and then the pool may have it.
fn not_followed(hash: H256, error: &ExtrinsicError) -> Failure {
	match error {
		ExtrinsicError::ErrorSubmittingTransaction(BackendError::Rpc(RpcError::ClientError(
			subxt::rpcs::Error::User(user),
		))) => {
			let data = user.data.as_ref().map(|data| data.get()).unwrap_or_default();
			refusal::of_pool(format!("{} {}", user.message, data.trim_matches('"')).trim())
		}
		ExtrinsicError::ErrorSubmittingTransaction(other) => lost(hash, other),
		other => refusal::of_pool(&other.to_string()),
	}
}

impl Chain {
	/// Signs a call.
	///
	/// # Errors
	///
	/// An input failure if the runtime does not take such a call; a network failure if the node does not answer.
	pub async fn sign(&self, key: &Pair, call: &Call) -> Result<Signed> {
		let best = self.best().await?;
		// Says in plain words if the runtime has no such call.
		best.encode(call)?;
		let view = self.checkpoint(best).await?;
		let nonce = self.nonce(key).await?;
		let params = DefaultExtrinsicParamsBuilder::<PolkadotConfig>::new()
			.nonce(nonce)
			.mortal(LIFE_BLOCKS)
			.build();
		let mut transactions = view.client().transactions();
		let transaction =
			transactions.create_signed(call, key, params).await.heard("what a signature covers")?;
		let fee = transaction.partial_fee_estimate().await.heard("the fee")?;
		Ok(Signed { transaction, fee })
	}

	/// Sends a signed transaction and follows it.
	///
	/// # Errors
	///
	/// A refusal if the pool or the runtime refused it, by the runtime's documentation of the error. Unknown if the time ran out.
	pub async fn submit(&self, signed: &Signed, wait: Wait) -> Result<Receipt> {
		let hash = signed.transaction.hash();
		if wait == Wait::None {
			let bytes = format!("0x{}", hex::encode(signed.transaction.encoded()));
			let sent = self.try_ask::<H256>("author_submitExtrinsic", rpc_params![bytes]).await;
			sent.map_err(|silence| match silence {
				super::Silence::Refused(message) => refusal::of_pool(&message),
				super::Silence::Lost(message) => lost(hash, message),
				other => other.failure("author_submitExtrinsic"),
			})?;
			return Ok(Receipt {
				hash,
				block: None,
				finalized: false,
				fee: None,
				events: Vec::new(),
			});
		}
		let sent = signed.transaction.submit_and_watch().await;
		let mut progress = sent.map_err(|error| not_followed(hash, &error))?;
		let (patience, stage) = match wait {
			Wait::Final => (FINAL_PATIENCE, "final"),
			Wait::Block | Wait::None => (IN_BLOCK_PATIENCE, "in a block"),
		};
		let mut seen = false;
		let followed = tokio::time::timeout(patience, async {
			loop {
				match progress.next().await {
					Some(Ok(TransactionStatus::InFinalizedBlock(found))) => {
						return Ok((found, true));
					}
					Some(Ok(TransactionStatus::InBestBlock(found))) if wait == Wait::Block => {
						return Ok((found, false));
					}
					Some(Ok(TransactionStatus::InBestBlock(_))) => seen = true,
					Some(Ok(TransactionStatus::Invalid { message })) if !seen => {
						return Err(refusal::of_pool(&message));
					}
					// One that was in a block may be in the block that takes its place.
					Some(Ok(
						TransactionStatus::Invalid { message }
						| TransactionStatus::Dropped { message }
						| TransactionStatus::Error { message },
					)) => return Err(lost(hash, message)),
					Some(Ok(_)) => {}
					Some(Err(error)) => return Err(lost(hash, error)),
					None => return Err(lost(hash, "nothing more was heard")),
				}
			}
		})
		.await;
		let (found, finalized) = followed.map_err(|_| {
			Failure::unknown(
				format!("the transaction {hash} is not {stage} after {} s", patience.as_secs()),
				"see `kongsi doctor`, and look whether it did its work before you try again",
			)
		})??;
		// It is in a block: whatever cannot be read now, it was sent.
		self.read(hash, &found, finalized).await.map_err(|failure| match failure.kind {
			Kind::Network => lost(hash, failure.cause),
			_ => failure,
		})
	}

	/// What a transaction in a block did.
	async fn read(&self, hash: H256, found: &Included, finalized: bool) -> Result<Receipt> {
		match found.wait_for_success().await {
			Ok(_) => {}
			Err(TransactionEventsError::ExtrinsicFailed(error)) => {
				return Err(refusal::of_dispatch(&error));
			}
			Err(error) => return Err(error).heard("what the transaction did"),
		}
		let events = found.fetch_events().await.heard("what the transaction did")?;
		let mut receipt = Receipt {
			hash,
			block: Some(found.block_hash()),
			finalized,
			fee: None,
			events: Vec::new(),
		};
		for event in events.iter() {
			let event = event.heard("what the transaction did")?;
			if (event.pallet_name(), event.event_name())
				== ("TransactionPayment", "TransactionFeePaid")
			{
				let paid = event.decode_fields_unchecked_as::<FeePaid>().heard("the fee")?;
				receipt.fee = Some(paid.actual_fee);
			}
			let fields = event
				.decode_fields_unchecked_as::<subxt::ext::scale_value::Composite<()>>()
				.heard("what the transaction did")?;
			receipt.events.push(Event {
				pallet: event.pallet_name().to_owned(),
				name: event.event_name().to_owned(),
				fields: Value::without_context(subxt::ext::scale_value::ValueDef::Composite(
					fields,
				)),
			});
		}
		if receipt.event("Proxy", "ProxyExecuted").is_some() {
			let view = self.at(found.block_hash()).await?;
			if let Some(failure) = super::proxy::failed_inside(&view, &receipt) {
				return Err(failure);
			}
		}
		Ok(receipt)
	}

	/// The number of the next transaction of an account, those that wait included.
	async fn nonce(&self, key: &Pair) -> Result<u64> {
		let address = self.address(&key.public_bytes());
		self.ask("system_accountNextIndex", rpc_params![address]).await
	}

	/// The block to which a transaction is bound.
	async fn checkpoint(&self, best: View) -> Result<View> {
		let height = u32::try_from(best.height()).unwrap_or(u32::MAX);
		let below = self.at(self.hash_at(height.saturating_sub(CHECKPOINT_DEPTH)).await?).await?;
		// A signature covers the version of the runtime; right after an upgrade only the best block has the new one.
		if below.client().spec_version() == best.client().spec_version() {
			Ok(below)
		} else {
			Ok(best)
		}
	}
}
