//! The token ledger, and KSI beside it as token 0.

use crate::{constants::money, AccountId, Assets, Balance, Balances, Runtime, RuntimeHoldReason};
use alloc::vec::Vec;
use frame_support::{
	parameter_types,
	traits::{
		fungible,
		fungibles::{metadata::Inspect as _, Inspect},
		ConstU32, Contains,
	},
};
use order_book_engine::TokenId;
use order_book_runtime_api::{TokenInfo, MAX_LIST};
use sp_runtime::{traits::Convert, Either};

/// The number under which KSI is a token. No token of the ledger has it.
pub const KSI: TokenId = 0;

/// Every token as one ledger: KSI in `pallet-balances`, all others in `pallet-tokens`.
pub type AllTokens = fungible::UnionOf<Balances, Assets, KsiOrToken, TokenId, AccountId>;

/// Which ledger a token lives in.
pub struct KsiOrToken;

impl Convert<TokenId, Either<(), TokenId>> for KsiOrToken {
	fn convert(token: TokenId) -> Either<(), TokenId> {
		match token {
			KSI => Either::Left(()),
			token => Either::Right(token),
		}
	}
}

/// Symbol and decimals of tokens, unknown ones left out; as many as any list may hold.
pub fn describe(ids: Vec<TokenId>) -> Vec<TokenInfo> {
	let most = usize::try_from(MAX_LIST).unwrap_or_default();
	ids.into_iter()
		.take(most)
		.filter_map(|id| match id {
			KSI => Some(TokenInfo { id, symbol: b"KSI".to_vec(), decimals: money::DECIMALS }),
			id if Assets::asset_exists(id) => {
				Some(TokenInfo { id, symbol: Assets::symbol(id), decimals: Assets::decimals(id) })
			}
			_ => None,
		})
		.collect()
}

/// Tokens that have a market: their owners cannot begin to destroy them.
pub struct Listed;

impl Contains<TokenId> for Listed {
	fn contains(token: &TokenId) -> bool {
		pallet_order_book::Listings::<Runtime>::contains_key(token)
	}
}

parameter_types! {
	/// For the details and the name of a token: two entries of about 250 bytes, and ten KSI against names taken in bulk.
	pub const AssetDeposit: Balance = money::deposit(1, 250).saturating_add(10 * money::KSI);
	/// For a record without a balance: 60 bytes of value, 84 of key.
	pub const AssetAccountDeposit: Balance = money::deposit(1, 144);
	/// For the entry of a name.
	pub const MetadataDepositBase: Balance = money::deposit(1, 68);
	/// For each byte of name and symbol.
	pub const MetadataDepositPerByte: Balance = money::deposit(0, 1);
	/// For an approval: 32 bytes of value, 148 of key.
	pub const ApprovalDeposit: Balance = money::deposit(1, 180);
}

impl pallet_tokens::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnBalanceChange = crate::Shareholders;
	/// What has a market, is a share, is paid as a dividend, or pays for an offering.
	type Pinned =
		(Listed, pallet_shareholders::Pinned<Runtime>, pallet_offerings::InOffering<Runtime>);
	type AssetDeposit = AssetDeposit;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = MetadataDepositBase;
	type MetadataDepositPerByte = MetadataDepositPerByte;
	type ApprovalDeposit = ApprovalDeposit;
	/// As wallets expect of pallet-assets.
	type StringLimit = ConstU32<50>;
	/// Keeps the destruction of a token far below a quarter of a block per call.
	type RemoveItemsLimit = ConstU32<100>;
	/// One for open orders, and room for reasons to come: offerings, vesting.
	type MaxHolds = ConstU32<8>;
	type WeightInfo = pallet_tokens::weights::SubstrateWeight<Runtime>;
}
