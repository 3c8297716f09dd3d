//! A block author who leaves out the transactions of chosen accounts. Only in builds with the feature `chaos`, which
//! nobody should run on a chain of value: it exists to measure how well the chain bears such authors.
//!
//! # Design
//! [`Censored`] is the pool as the proposer sees it: the same, but what is ready never holds a transaction of these
//! accounts. The pool behind it keeps and spreads them, so that the node looks honest to its peers.
//!
//! # Limits
//! An account is known by the signature on a transaction. What a proxy or a multisig sends for it passes.

use codec::Decode;
use kongsi_runtime::{opaque::UncheckedExtrinsic, AccountId, Address};
use sc_transaction_pool_api::{
	ImportNotificationStream, InPoolTransaction, PoolStatus, ReadyTransactions, TransactionFor,
	TransactionPool, TransactionSource, TransactionStatusStreamFor, TxHash, TxInvalidityReportMap,
};
use sp_runtime::{traits::Block as BlockT, MultiAddress};
use std::{collections::HashMap, pin::Pin, sync::Arc, time::Duration};

/// What is ready in a pool.
type Ready<T> = Box<dyn ReadyTransactions<Item = Arc<T>> + Send>;

/// How an extrinsic with a signature starts: bit 7 and the version, 4.
const SIGNED: u8 = 0b1000_0100;

/// A pool without the transactions of some accounts.
pub(crate) struct Censored<P> {
	pool: Arc<P>,
	accounts: Arc<[AccountId]>,
}

impl<P> Censored<P> {
	/// Hides what these accounts have signed.
	pub(crate) fn new(pool: Arc<P>, accounts: &[AccountId]) -> Self {
		Self { pool, accounts: accounts.into() }
	}
}

impl<P> Censored<P>
where
	P: TransactionPool,
	P::Block: BlockT<Extrinsic = UncheckedExtrinsic>,
	P::InPoolTransaction: 'static,
{
	fn without(&self, ready: Ready<P::InPoolTransaction>) -> Ready<P::InPoolTransaction> {
		Box::new(Without { ready, accounts: self.accounts.clone() })
	}
}

/// An iterator that leaves out what these accounts have signed. Nothing of anybody else depends on it: only transactions
/// of one account wait for each other.
struct Without<T> {
	ready: Ready<T>,
	accounts: Arc<[AccountId]>,
}

impl<T> Iterator for Without<T>
where
	T: InPoolTransaction<Transaction = Arc<UncheckedExtrinsic>>,
{
	type Item = Arc<T>;

	fn next(&mut self) -> Option<Self::Item> {
		let accounts = &self.accounts;
		self.ready.find(|transaction| {
			signer(transaction.data()).is_none_or(|who| !accounts.contains(&who))
		})
	}
}

impl<T> ReadyTransactions for Without<T>
where
	T: InPoolTransaction<Transaction = Arc<UncheckedExtrinsic>>,
{
	fn report_invalid(&mut self, transaction: &Self::Item) {
		self.ready.report_invalid(transaction);
	}
}

/// Who has signed it. Only the start is decoded: the rest may be of a later runtime.
fn signer(extrinsic: &UncheckedExtrinsic) -> Option<AccountId> {
	match <(u8, Address)>::decode(&mut extrinsic.inner()) {
		Ok((SIGNED, MultiAddress::Id(who))) => Some(who),
		_ => None,
	}
}

#[async_trait::async_trait]
impl<P> TransactionPool for Censored<P>
where
	P: TransactionPool,
	P::Block: BlockT<Extrinsic = UncheckedExtrinsic>,
	P::InPoolTransaction: 'static,
{
	type Block = P::Block;
	type Hash = P::Hash;
	type InPoolTransaction = P::InPoolTransaction;
	type Error = P::Error;

	async fn submit_at(
		&self,
		at: <P::Block as BlockT>::Hash,
		source: TransactionSource,
		transactions: Vec<TransactionFor<P>>,
	) -> Result<Vec<Result<TxHash<P>, P::Error>>, P::Error> {
		self.pool.submit_at(at, source, transactions).await
	}

	async fn submit_one(
		&self,
		at: <P::Block as BlockT>::Hash,
		source: TransactionSource,
		transaction: TransactionFor<P>,
	) -> Result<TxHash<P>, P::Error> {
		self.pool.submit_one(at, source, transaction).await
	}

	async fn submit_and_watch(
		&self,
		at: <P::Block as BlockT>::Hash,
		source: TransactionSource,
		transaction: TransactionFor<P>,
	) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, P::Error> {
		self.pool.submit_and_watch(at, source, transaction).await
	}

	async fn ready_at(&self, at: <P::Block as BlockT>::Hash) -> Ready<P::InPoolTransaction> {
		self.without(self.pool.ready_at(at).await)
	}

	fn ready(&self) -> Ready<P::InPoolTransaction> {
		self.without(self.pool.ready())
	}

	async fn report_invalid(
		&self,
		at: Option<<P::Block as BlockT>::Hash>,
		invalid: TxInvalidityReportMap<TxHash<P>>,
	) -> Vec<Arc<P::InPoolTransaction>> {
		self.pool.report_invalid(at, invalid).await
	}

	fn futures(&self) -> Vec<P::InPoolTransaction> {
		self.pool.futures()
	}

	fn status(&self) -> PoolStatus {
		self.pool.status()
	}

	fn import_notification_stream(&self) -> ImportNotificationStream<TxHash<P>> {
		self.pool.import_notification_stream()
	}

	fn on_broadcasted(&self, propagations: HashMap<TxHash<P>, Vec<String>>) {
		self.pool.on_broadcasted(propagations);
	}

	fn hash_of(&self, transaction: &TransactionFor<P>) -> TxHash<P> {
		self.pool.hash_of(transaction)
	}

	fn ready_transaction(&self, hash: &TxHash<P>) -> Option<Arc<P::InPoolTransaction>> {
		self.pool.ready_transaction(hash)
	}

	async fn ready_at_with_timeout(
		&self,
		at: <P::Block as BlockT>::Hash,
		timeout: Duration,
	) -> Ready<P::InPoolTransaction> {
		self.without(self.pool.ready_at_with_timeout(at, timeout).await)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use sp_keyring::Sr25519Keyring::Alice;

	fn extrinsic(start: impl Encode) -> UncheckedExtrinsic {
		// What follows the address is of no interest, and need not make sense.
		let mut bytes = start.encode();
		bytes.extend([0xff; 7]);
		UncheckedExtrinsic::from_blob(bytes)
	}

	#[test]
	fn the_signer_is_read_whatever_follows() {
		let alice = Address::Id(Alice.to_account_id());
		assert_eq!(signer(&extrinsic((SIGNED, alice))), Some(Alice.to_account_id()));
	}

	#[test]
	fn what_nobody_signed_has_no_signer() {
		let alice = Address::Id(Alice.to_account_id());
		// Version 4 and 5 without a signature, 5 with the general form, and an address that is no account.
		for version in [0b0000_0100_u8, 0b0000_0101, 0b0100_0101] {
			assert_eq!(signer(&extrinsic((version, alice.clone()))), None);
		}
		assert_eq!(signer(&extrinsic((SIGNED, Address::Raw(vec![1])))), None);
		assert_eq!(signer(&UncheckedExtrinsic::from_blob(vec![])), None);
	}
}
