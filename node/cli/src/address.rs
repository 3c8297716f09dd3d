//! Accounts as people write them.

use crate::error::{Failure, Result};
use sp_core::crypto::{AccountId32, Ss58AddressFormat, Ss58Codec};
use std::str::FromStr;

/// The prefix of addresses that are of no chain in particular.
pub const GENERIC_PREFIX: u16 = 42;

/// An account's key as the chain stores it.
pub type AccountId = [u8; 32];

/// An address as it was written, before it is known which chain it is used on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
	/// The account.
	pub account: AccountId,
	/// The chain that the address was made for; none if it was written in hex.
	prefix: Option<u16>,
}

impl FromStr for Address {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		if let Some(digits) = text.strip_prefix("0x") {
			let bytes = hex::decode(digits).ok().and_then(|bytes| bytes.try_into().ok());
			let account = bytes.ok_or_else(|| format!("`{text}` is not an account of 32 bytes"))?;
			return Ok(Self { account, prefix: None });
		}
		let (account, format) = AccountId32::from_ss58check_with_version(text)
			.map_err(|_| format!("`{text}` is not an address; perhaps a letter is missing"))?;
		Ok(Self { account: account.into(), prefix: Some(format.into()) })
	}
}

impl Address {
	/// The account, if the address may be used on a chain with this prefix.
	///
	/// # Errors
	///
	/// An input failure if it was made for another chain: who pays to a stranger's chain does not get it back.
	pub fn on(&self, prefix: u16) -> Result<AccountId> {
		match self.prefix {
			Some(other) if other != prefix && other != GENERIC_PREFIX => Err(Failure::input(
				format!(
					"the address was made for another chain, with prefix {other} and not {prefix}"
				),
				"check who gave it to you, or write the account in hex",
			)),
			_ => Ok(self.account),
		}
	}
}

/// The address of an account on a chain with this prefix.
pub fn text(account: &AccountId, prefix: u16) -> String {
	AccountId32::new(*account).to_ss58check_with_version(Ss58AddressFormat::custom(prefix))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The well-known development key: `subkey inspect //Alice`.
	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	const ALICE_HEX: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

	#[test]
	fn an_address_and_its_hex_are_one_account() {
		let address: Address = ALICE.parse().unwrap();
		assert_eq!(address.account, ALICE_HEX.parse::<Address>().unwrap().account);
		assert_eq!(text(&address.account, GENERIC_PREFIX), ALICE);
	}

	#[test]
	fn an_address_of_another_chain_is_refused() {
		let account = ALICE.parse::<Address>().unwrap().account;
		let elsewhere: Address = text(&account, 0).parse().unwrap();
		assert!(elsewhere.on(GENERIC_PREFIX).is_err());
		assert_eq!(elsewhere.on(0), Ok(account));
		// The generic prefix and hex belong to every chain.
		assert_eq!(ALICE.parse::<Address>().unwrap().on(7), Ok(account));
		assert_eq!(ALICE_HEX.parse::<Address>().unwrap().on(7), Ok(account));
	}

	#[test]
	fn a_mistyped_address_is_refused() {
		let mistyped = ALICE.replace("Grw", "Grv");
		assert!(mistyped.parse::<Address>().is_err());
		assert!("0x1234".parse::<Address>().is_err());
		assert!("".parse::<Address>().is_err());
	}
}
