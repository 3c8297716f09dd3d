//! The transactions that `benchmark extrinsic` and `benchmark overhead` measure.
//!
//! They are valid in the first block after the genesis of the development chain, and signed by Alice, who is also the
//! author of that block and is paid its fees.

use crate::service::Client;
use codec::Encode;
use frame_benchmarking_cli::{ExtrinsicBuilder, ExtrinsicFactory};
use kongsi_runtime::{
	constants::{money, time},
	AccountId, Hash, Nonce, Runtime, RuntimeCall, SignedPayload, TxExtension, UncheckedExtrinsic,
	VERSION,
};
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::Pair;
use sp_inherents::{InherentData, InherentDataProvider};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{generic::Era, DigestItem, OpaqueExtrinsic};
use std::{sync::Arc, time::Duration};

/// The slot of the measured block: the first that there can be.
const SLOT: u64 = 1;

/// Signs one call again and again, with growing nonces.
struct SignedCall {
	pallet: &'static str,
	extrinsic: &'static str,
	call: RuntimeCall,
	genesis: Hash,
}

impl ExtrinsicBuilder for SignedCall {
	fn pallet(&self) -> &str {
		self.pallet
	}

	fn extrinsic(&self) -> &str {
		self.extrinsic
	}

	fn build(&self, nonce: Nonce) -> Result<OpaqueExtrinsic, &'static str> {
		Ok(sign(self.call.clone(), nonce, self.genesis).into())
	}
}

/// An empty remark: what a transaction costs that does nothing.
pub(crate) fn remark(client: &Arc<Client>) -> impl ExtrinsicBuilder {
	SignedCall {
		pallet: "system",
		extrinsic: "remark",
		call: frame_system::Call::remark { remark: Vec::new() }.into(),
		genesis: client.info().genesis_hash,
	}
}

/// A transfer, by which everything else on the chain is measured.
fn transfer_keep_alive(client: &Arc<Client>) -> impl ExtrinsicBuilder {
	SignedCall {
		pallet: "balances",
		extrinsic: "transfer_keep_alive",
		call: pallet_balances::Call::transfer_keep_alive {
			dest: Sr25519Keyring::Bob.to_account_id().into(),
			value: money::EXISTENTIAL_DEPOSIT,
		}
		.into(),
		genesis: client.info().genesis_hash,
	}
}

/// Every transaction that can be measured by name.
pub(crate) fn extrinsics(client: &Arc<Client>) -> ExtrinsicFactory {
	ExtrinsicFactory(vec![Box::new(remark(client)), Box::new(transfer_keep_alive(client))])
}

/// The time of the measured block.
pub(crate) fn inherent_data() -> Result<InherentData, sc_cli::Error> {
	let mut data = InherentData::new();
	let time = Duration::from_millis(SLOT * time::SLOT_DURATION_MS);
	let provider = sp_timestamp::InherentDataProvider::new(time.into());
	futures::executor::block_on(provider.provide_inherent_data(&mut data))
		.map_err(|error| format!("The time of the block cannot be set: {error:?}"))?;
	Ok(data)
}

/// The slot of the measured block and its author, the first of the validators.
pub(crate) fn digest() -> Vec<DigestItem> {
	let claim = SecondaryPlainPreDigest { authority_index: 0, slot: SLOT.into() };
	vec![DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(claim))]
}

fn sign(call: RuntimeCall, nonce: Nonce, genesis: Hash) -> UncheckedExtrinsic {
	let signer = Sr25519Keyring::Alice.pair();
	let extension: TxExtension = (
		frame_system::AuthorizeCall::<Runtime>::new(),
		frame_system::CheckNonZeroSender::<Runtime>::new(),
		frame_system::CheckSpecVersion::<Runtime>::new(),
		frame_system::CheckTxVersion::<Runtime>::new(),
		frame_system::CheckGenesis::<Runtime>::new(),
		frame_system::CheckMortality::<Runtime>::from(Era::Immortal),
		frame_system::CheckNonce::<Runtime>::from(nonce),
		frame_system::CheckWeight::<Runtime>::new(),
		pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(0),
		frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(false),
		frame_system::WeightReclaim::<Runtime>::new(),
	);
	let implicit = (
		(),
		(),
		VERSION.spec_version,
		VERSION.transaction_version,
		genesis,
		genesis,
		(),
		(),
		(),
		None,
		(),
	);
	let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| signer.sign(bytes));
	let account = AccountId::from(signer.public());
	UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extension)
}
