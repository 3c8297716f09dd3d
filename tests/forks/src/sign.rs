//! Transactions of the people of the development chain.

use codec::Encode;
use kongsi_runtime::{
	Nonce, Runtime, RuntimeCall, SignedPayload, TxExtension, UncheckedExtrinsic, VERSION,
};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{generic::Era, OpaqueExtrinsic};

/// A transaction for the chain with this genesis, valid for ever.
pub fn sign(
	genesis: kongsi_runtime::Hash,
	who: Sr25519Keyring,
	nonce: Nonce,
	call: RuntimeCall,
) -> OpaqueExtrinsic {
	let extension = extension(nonce);
	let (spec, transactions) = (VERSION.spec_version, VERSION.transaction_version);
	let implicit = ((), (), spec, transactions, genesis, genesis, (), (), (), None, ());
	let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| who.pair().sign(bytes));
	let account = who.to_account_id();
	opaque(&UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extension))
}

/// As it stands in a block.
pub(crate) fn opaque(extrinsic: &UncheckedExtrinsic) -> OpaqueExtrinsic {
	OpaqueExtrinsic::try_from_encoded_extrinsic(&extrinsic.encode()).expect("it is encoded")
}

fn extension(nonce: Nonce) -> TxExtension {
	(
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
	)
}
