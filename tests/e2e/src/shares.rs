//! What holders and companies send and read: dividends, ballots, and the accounts that nobody has a key to.

use crate::{
	chain::{hex, AccountInfo, Chain},
	types::{Balance, TokenId},
	wait::eventually,
};
use subxt::{
	dynamic,
	ext::{
		scale_decode::{DecodeAsFields, DecodeAsType},
		scale_encode::EncodeAsType,
	},
	transactions::Payload,
	utils::{AccountId32, H256},
};

/// What accounts of companies and pots are derived from.
const SHAREHOLDERS: &[u8; 8] = b"ks/share";

/// When a dividend is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Schedule {
	/// To the holders at the next boundary.
	Next,
}

/// What an account answers in a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Answer {
	/// One of the choices; choice 0 is "for".
	Choice(u8),
}

/// What is put to the vote.
#[derive(Clone, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Motion {
	/// The hash of its text.
	pub document: [u8; 32],
	/// How many choices there are.
	pub choices: u8,
	/// The call that runs if choice 0 wins, encoded.
	pub call: Option<Vec<u8>>,
}

/// The most that a call may weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct CallWeight {
	/// Picoseconds.
	pub ref_time: u64,
	/// Bytes of proof.
	pub proof_size: u64,
}

/// The account of a pallet: its id behind the word that marks such accounts, filled up with zeros.
pub fn pallet_account(id: &[u8; 8]) -> AccountId32 {
	sub_account(id, &[])
}

/// The account of a company.
pub fn company_account(company: u32) -> AccountId32 {
	sub_account(SHAREHOLDERS, &[[0].as_slice(), company.to_le_bytes().as_slice()].concat())
}

/// The account that keeps the dividends of a class.
pub fn pot_account(class: TokenId) -> AccountId32 {
	sub_account(SHAREHOLDERS, &[[1].as_slice(), class.to_le_bytes().as_slice()].concat())
}

fn sub_account(id: &[u8; 8], rest: &[u8]) -> AccountId32 {
	let mut bytes = [b"modl".as_slice(), id.as_slice(), rest].concat();
	bytes.resize(32, 0);
	AccountId32(bytes.try_into().expect("an account has 32 bytes"))
}

impl Chain {
	/// Blocks of a dividend epoch.
	pub async fn epoch_blocks(&self) -> u32 {
		let best = self.best().await;
		let at = self.at(best).await;
		let address = dynamic::storage::<(), Calendar>("Shareholders", "Calendar");
		let found = at.storage().fetch(address, ()).await.expect("there is a calendar");
		found.decode().expect("an epoch has a length").epoch_blocks
	}

	/// Waits until there is a block of this height.
	pub async fn await_height(&self, height: u32, seconds: u64) -> H256 {
		let what = format!("block {height}");
		eventually(seconds, &what, || self.hash_at(height)).await
	}

	/// The first block of the next epoch, which may still be to come.
	pub async fn next_boundary(&self) -> u32 {
		let length = self.epoch_blocks().await;
		(self.best_height().await / length + 1) * length
	}

	/// The bytes of a call, as a motion carries it.
	pub async fn call_bytes<P: Payload>(&self, call: &P) -> Vec<u8> {
		let best = self.best().await;
		let bytes = self.at(best).await.transactions().call_data(call);
		bytes.unwrap_or_else(|error| panic!("{}.{}: {error}", call.pallet_name(), call.call_name()))
	}

	/// The events of this name in a block.
	pub async fn events<F: DecodeAsFields>(&self, block: H256, pallet: &str, name: &str) -> Vec<F> {
		let events = self.at(block).await.events().fetch().await.expect("the node answers");
		let mut found = Vec::new();
		for event in events.iter() {
			let event = event.expect("the metadata describes every event");
			if (event.pallet_name(), event.event_name()) == (pallet, name) {
				let fields = event.decode_fields_unchecked_as::<F>();
				found.push(fields.unwrap_or_else(|error| panic!("{pallet}.{name}: {error}")));
			}
		}
		found
	}

	/// The one event of this name in a block.
	pub async fn event<F: DecodeAsFields>(&self, block: H256, pallet: &str, name: &str) -> F {
		let mut found = self.events(block, pallet, name).await;
		assert_eq!(found.len(), 1, "{pallet}.{name} in {}", hex(block.as_bytes()));
		found.pop().expect("there is one")
	}

	/// All KSI there is at a block, in atoms.
	pub async fn ksi_issuance(&self, block: H256) -> u128 {
		let at = self.at(block).await;
		let address = dynamic::storage::<(), u128>("Balances", "TotalIssuance");
		let found = at.storage().fetch(address, ()).await.expect("there is KSI");
		found.decode().expect("an amount")
	}

	/// What each account owns of KSI at a block.
	pub async fn ksi_holders(&self, block: H256) -> Vec<(AccountId32, Balance)> {
		let at = self.at(block).await;
		let address = dynamic::storage::<([u8; 32],), AccountInfo>("System", "Account");
		let mut accounts = at.storage().iter(address, ()).await.expect("the node answers");
		let mut holders = Vec::new();
		while let Some(account) = accounts.next().await {
			let account = account.expect("the node answers");
			let key = account.key().expect("a key has one part").decode().expect("an account");
			let data = account.value().decode().expect("free and reserved are there").data;
			holders.push((AccountId32(key.0), Balance::new(data.free, data.reserved)));
		}
		holders
	}

	/// The least that an account can own of a token of the ledger, in atoms.
	pub async fn minimum_balance(&self, token: TokenId) -> u128 {
		let best = self.best().await;
		let at = self.at(best).await;
		let address = dynamic::storage::<(u32,), AssetDetails>("Assets", "Asset");
		let found = at.storage().fetch(address, (token,)).await.expect("the token is there");
		found.decode().expect("a token has a minimum").min_balance
	}
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Calendar {
	epoch_blocks: u32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AssetDetails {
	min_balance: u128,
}
