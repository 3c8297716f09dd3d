//! Companies and their shares, and KSI as the share of the platform.

use super::{revenue::TreasuryAccount, tokens::AllTokens};
use crate::{
	constants::money, Assets, Balance, Balances, OrderBook, Runtime, RuntimeCall, RuntimeHoldReason,
};
use frame_support::{parameter_types, traits::ConstU32, PalletId};

parameter_types! {
	/// What accounts of companies and pots are derived from.
	pub const ShareholdersId: PalletId = PalletId(*b"ks/share");
	/// For a company: two entries of up to 900 bytes, and ten KSI against names taken in bulk.
	pub const CompanyDeposit: Balance = money::deposit(2, 900).saturating_add(10 * money::KSI);
	/// For a share class: its record of up to 5.7 KB and the account of its pot; and ten KSI, because every transfer of the
	/// token costs the chain more from then on.
	pub const ClassDeposit: Balance = money::deposit(2, 5_900).saturating_add(10 * money::KSI);
}

impl pallet_shareholders::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type FounderCalls = super::companies::FounderCalls;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = AllTokens;
	type ShareTokens = Assets;
	type Native = Balances;
	type SplitMarkets = OrderBook;
	/// Vesting grants keep records of what they hold; nothing else that holds shares does.
	type SplitHolds = pallet_grants::GrantsAnd<Runtime, ()>;
	type Unsplittable = pallet_offerings::InOffering<Runtime>;
	type PalletId = ShareholdersId;
	/// A vote on the track for economics.
	type PlatformOrigin = pallet_mandates::EnsureEconomics;
	type PlatformAccount = TreasuryAccount;
	type CompanyDeposit = CompanyDeposit;
	type ClassDeposit = ClassDeposit;
	/// Long enough for any registered name.
	type MaxNameLength = ConstU32<100>;
	/// Statutes, prospectus, reports of some years.
	type MaxLinks = ConstU32<16>;
	/// Common, preferred, and a few series.
	type MaxClasses = ConstU32<8>;
	type WeightInfo = pallet_shareholders::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ShareFounder;
}

/// Makes tokens and endows accounts for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct ShareFounder;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_shareholders::BenchmarkHelper<crate::AccountId> for ShareFounder {
	fn endow(who: &crate::AccountId) {
		use frame_support::traits::fungible::Mutate;
		let minted = Balances::mint_into(who, 100_000 * money::KSI);
		debug_assert!(minted.is_ok(), "the issuance is far from its bound");
	}

	fn create_token(token: order_book_engine::TokenId, owner: &crate::AccountId, maximum: u128) {
		let origin = || frame_system::RawOrigin::Signed(owner.clone()).into();
		let created = Assets::create(origin(), token, owner.clone().into(), 1);
		debug_assert!(created.is_ok(), "a benchmark takes a number nobody has");
		let set = Assets::set_authorised_maximum(origin(), token, maximum);
		debug_assert!(set.is_ok(), "its owner sets it");
	}
}
