//! Who trades: signers, who have keys, and makers, who only own.

use codec::Encode;
use kongsi_runtime::{
	AccountId, Nonce, Runtime, RuntimeCall, SignedPayload, TxExtension, UncheckedExtrinsic, VERSION,
};
use sp_core::{sr25519, Pair};
use sp_io::hashing::blake2_256;
use sp_runtime::generic::Era;
use std::collections::BTreeMap;

/// The account with this number, which never signs.
pub(crate) fn maker(number: u32) -> AccountId {
	AccountId::new(blake2_256(&("maker", number).encode()))
}

/// The account with this number, which signs.
pub(crate) fn signer(number: u32) -> AccountId {
	AccountId::new(pair(number).public().0)
}

/// The key of the signer with this number.
pub(crate) fn pair(number: u32) -> sr25519::Pair {
	sr25519::Pair::from_seed(&blake2_256(&("signer", number).encode()))
}

/// Signs calls, one after the other, each by the signer with that number.
pub(crate) fn sign(
	genesis: kongsi_runtime::Hash,
	calls: impl IntoIterator<Item = (u32, RuntimeCall)>,
) -> Vec<UncheckedExtrinsic> {
	let mut nonces = BTreeMap::<u32, Nonce>::new();
	let mut sign = |(who, call): (u32, RuntimeCall)| {
		let nonce = nonces.entry(who).or_default();
		let signed = signed(genesis, &pair(who), *nonce, call);
		*nonce += 1;
		signed
	};
	calls.into_iter().map(&mut sign).collect()
}

/// A call signed with a key, valid for ever.
pub(crate) fn signed(
	genesis: kongsi_runtime::Hash,
	pair: &sr25519::Pair,
	nonce: Nonce,
	call: RuntimeCall,
) -> UncheckedExtrinsic {
	let extension = extension(nonce);
	let (spec, transactions) = (VERSION.spec_version, VERSION.transaction_version);
	let implicit = ((), (), spec, transactions, genesis, genesis, (), (), (), None, ());
	let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| pair.sign(bytes));
	let signer = AccountId::new(pair.public().0);
	UncheckedExtrinsic::new_signed(call, signer.into(), signature.into(), extension)
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
