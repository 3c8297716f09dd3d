//! People of a test, each with an account that nobody else uses.

use crate::{
	chain::{account_of, Address, Chain, Receipt},
	types::{MarketId, NewOrder, TokenId},
};
use subxt::{dynamic, transactions::Payload, utils::AccountId32};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// One KSI in atoms.
pub const KSI: u128 = 1_000_000_000_000;
/// What a person starts with, in atoms of KSI.
pub const START: u128 = 10_000 * KSI;
/// Token 0 of every market.
pub const NATIVE: TokenId = 0;

/// A person with what he has paid for transactions so far.
pub struct Person {
	/// The key he signs with.
	pub key: Keypair,
	/// The account of the key.
	pub account: AccountId32,
	/// The fees of his transactions, in atoms of KSI.
	pub fees: u128,
}

impl Person {
	/// Somebody whose key is derived by this path.
	pub fn new(path: &str) -> Self {
		let uri: SecretUri = path.parse().expect("a path of names");
		let key = Keypair::from_uri(&uri).expect("a key for every path");
		Self { account: account_of(&key), key, fees: 0 }
	}

	/// His account as a call names it.
	pub fn address(&self) -> Address {
		self.account.into()
	}

	/// Sends a call that has to succeed.
	pub async fn accepted<P: Payload>(&mut self, chain: &Chain, call: &P) -> Receipt {
		let receipt = chain.accepted(&self.key, call).await;
		self.fees += receipt.fee;
		receipt
	}

	/// Places an order.
	pub async fn place(&mut self, chain: &Chain, market: MarketId, order: NewOrder) -> Receipt {
		let call = dynamic::transaction("OrderBook", "place_order", (market, order));
		self.accepted(chain, &call).await
	}

	/// Sends atoms of a token of the ledger.
	pub async fn give(&mut self, chain: &Chain, token: TokenId, amount: u128, to: &Person) {
		let give =
			dynamic::transaction("Assets", "transfer_keep_alive", (token, to.address(), amount));
		self.accepted(chain, &give).await;
	}
}

/// Gives each of them [`START`] from somebody who has KSI.
pub async fn endow(chain: &Chain, from: &Keypair, people: &[&Person]) {
	let mut nonce = chain.nonce(&account_of(from)).await;
	let mut gifts = Vec::new();
	for person in people {
		let gift =
			dynamic::transaction("Balances", "transfer_keep_alive", (person.address(), START));
		gifts.push(chain.sign(from, nonce, &gift).await);
		nonce += 1;
	}
	for receipt in chain.deliver(gifts).await {
		assert_eq!(receipt.error, None, "a gift was refused");
	}
}
