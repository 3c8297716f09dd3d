//! The Kongsi runtime: the composed chain.
//!
//! # Goals
//! 1. A reader finds every number of the chain in [`configs`], with its reason.
//! 2. No key can do what a vote should do: there is no sudo pallet, and no vote is root either, see
//!    [`configs::governance`].
//! 3. No pallet puts locks or freezes on KSI; what must be kept is a hold, and a held KSI is still owned.
//! 4. Every weight is measured or derived from a measurement; none is `()`.
//! 5. Each validator's misbehaviour is provable on chain: reports go through `Historical` to `Offences`.
//!
//! # Design
//! BABE draws the author of each 2 s slot in secret and GRANDPA finalizes. [`constants`] holds the units of money
//! and time, [`configs`] the configuration by domain, [`apis`] what nodes and clients ask, [`genesis_presets`] the
//! chains for development, [`weights`] the weights which the stock pallets do not bring along.
//!
//! # Limits
//! What a transaction costs goes to the author of its block, see [`configs::fees`]; what a trade costs is shared, see
//! [`configs::revenue`].

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::as_conversions,
		clippy::arithmetic_side_effects,
		missing_docs
	)
)]

extern crate alloc;

#[cfg(any(target_arch = "wasm32", test))]
mod allocator;
pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
pub mod genesis_presets;
pub mod shares;
pub mod weights;

#[cfg(feature = "std")]
pub mod wasm {
	//! The Wasm binary, embedded in native builds.
	#![expect(missing_docs, reason = "written by the wasm builder")]
	include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}

pub use apis::{RuntimeApi, RUNTIME_API_VERSIONS};
pub use composed::*;

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// Signature of a transaction: sr25519, ed25519 or ecdsa.
pub type Signature = MultiSignature;
/// Account of a holder: 32 bytes.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// Number of transactions an account has sent.
pub type Nonce = u32;
/// Amount of KSI in atoms of 10⁻¹² KSI.
pub type Balance = u128;
/// Height of a block. At 2 s a block, 32 bits last 272 years.
pub type BlockNumber = u32;
/// Blake2b hash of 256 bits.
pub type Hash = sp_core::H256;
/// Hash function of blocks and state.
pub type Hashing = BlakeTwo256;
/// How a call names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, Hashing>;
/// Block as the runtime sees it.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// Extrinsic as it travels.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What the signer of a transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// What is checked and charged around every signed call. Only the stock set: wallets refuse to sign what they do
/// not know. `CheckMetadataHash` is in every build, so that the format never depends on how it was built.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// Executes blocks: hooks, inherents, extrinsics. Migrations belong to `frame_system`'s configuration.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// Types for a node, which never decodes the contents of an extrinsic and so survives upgrades.
pub mod opaque {
	/// Extrinsic as bytes.
	pub type UncheckedExtrinsic = sp_runtime::OpaqueExtrinsic;
	/// Block of such extrinsics.
	pub type Block = sp_runtime::generic::Block<crate::Header, UncheckedExtrinsic>;
}

impl_opaque_keys! {
	/// The keys a validator signs with. Adding a kind later needs a migration, hence all three from the start.
	pub struct SessionKeys {
		/// Authors blocks.
		pub babe: Babe,
		/// Votes on finality.
		pub grandpa: Grandpa,
		/// Signs the addresses under which other validators find this one.
		pub authority_discovery: AuthorityDiscovery,
	}
}

/// Which runtime this is. `spec_version` grows with each release; `transaction_version` when a signed call means
/// something else than before.
#[cfg(not(feature = "rehearsal"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("kongsi"),
	impl_name: Cow::Borrowed("kongsi-node"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 0,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The same, one release later. Twice, because the macro takes nothing but numbers.
#[cfg(feature = "rehearsal")]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("kongsi"),
	impl_name: Cow::Borrowed("kongsi-node"),
	authoring_version: 1,
	spec_version: 2,
	impl_version: 0,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

mod composed {
	//! The pallets. The order in this file, not of the indices, is that of the hooks and of the genesis: Babe before Session, so that a session ends with its
	//! epoch; Authorship before Session, so that an author is counted in the session of its block; Shareholders before
	//! whatever could move KSI in a hook. Indices are part of the format of calls and never change.
	#![expect(missing_docs, clippy::as_conversions, reason = "written by the macro")]

	use super::*;
	use sp_inherents::{CheckInherentsResult, InherentData};

	/// The inherents of a block, made from what the author knows. Here, as the macro keeps its trait to itself.
	pub(crate) fn create_inherents(data: &InherentData) -> Vec<UncheckedExtrinsic> {
		data.create_extrinsics()
	}

	/// Checks the inherents of a block against what this node knows.
	pub(crate) fn check_inherents(
		data: &InherentData,
		block: &<Block as sp_runtime::traits::Block>::LazyBlock,
	) -> CheckInherentsResult {
		data.check_extrinsics(block)
	}

	#[frame_support::runtime(legacy_ordering)]
	mod runtime {
		#[runtime::runtime]
		#[runtime::derive(
			RuntimeCall,
			RuntimeEvent,
			RuntimeError,
			RuntimeOrigin,
			RuntimeFreezeReason,
			RuntimeHoldReason,
			RuntimeSlashReason,
			RuntimeLockId,
			RuntimeTask,
			RuntimeViewFunction
		)]
		pub struct Runtime;

		// Chain and consensus.
		#[runtime::pallet_index(0)]
		pub type System = frame_system;
		#[runtime::pallet_index(14)]
		pub type Tempo = pallet_tempo;
		#[runtime::pallet_index(1)]
		pub type Timestamp = pallet_timestamp;
		#[runtime::pallet_index(2)]
		pub type Babe = pallet_babe;
		#[runtime::pallet_index(3)]
		pub type Authorship = pallet_authorship;
		#[runtime::pallet_index(4)]
		pub type Balances = pallet_balances;
		#[runtime::pallet_index(5)]
		pub type TransactionPayment = pallet_transaction_payment;

		// Who owns what. Before whatever could move KSI in a hook, so that the register takes a boundary first.
		#[runtime::pallet_index(20)]
		pub type Assets = pallet_tokens;
		#[runtime::pallet_index(22)]
		pub type Shareholders = pallet_shareholders;

		// Governance, before Session and Staking: in the block of an election the scheduler would have no room left and drop what
		// was to be done.
		#[runtime::pallet_index(40)]
		pub type Preimage = pallet_preimage;
		#[runtime::pallet_index(41)]
		pub type Scheduler = pallet_scheduler;
		#[runtime::pallet_index(42)]
		pub type Agenda = pallet_agenda;
		#[runtime::pallet_index(43)]
		pub type Referenda = pallet_referenda;
		#[runtime::pallet_index(44)]
		pub type ShareVoting = pallet_share_voting;
		#[runtime::pallet_index(45)]
		pub type Mandates = pallet_mandates;
		#[runtime::pallet_index(46)]
		pub type Treasury = pallet_treasury;
		#[runtime::pallet_index(47)]
		pub type TxPause = pallet_tx_pause;

		// Validators. Staking before Session, which asks it for the validators of the genesis.
		#[runtime::pallet_index(30)]
		pub type VoterList = pallet_bags_list<Instance1>;
		#[runtime::pallet_index(31)]
		pub type Staking = pallet_staking;
		#[runtime::pallet_index(6)]
		pub type Session = pallet_session;
		#[runtime::pallet_index(7)]
		pub type Historical = pallet_session::historical;
		#[runtime::pallet_index(8)]
		pub type Offences = pallet_offences;
		#[runtime::pallet_index(9)]
		pub type Grandpa = pallet_grandpa;
		#[runtime::pallet_index(10)]
		pub type AuthorityDiscovery = pallet_authority_discovery;

		#[runtime::pallet_index(32)]
		pub type ValidatorRewards = pallet_validator_rewards;

		// Accounts.
		#[runtime::pallet_index(11)]
		pub type Utility = pallet_utility;
		#[runtime::pallet_index(12)]
		pub type Multisig = pallet_multisig;
		#[runtime::pallet_index(13)]
		pub type Proxy = pallet_proxy;

		// The exchange.
		#[runtime::pallet_index(21)]
		pub type OrderBook = pallet_order_book;
		#[runtime::pallet_index(26)]
		pub type Revenue = pallet_revenue;

		// What companies and their holders do.
		#[runtime::pallet_index(23)]
		pub type Ballots = pallet_ballots;
		#[runtime::pallet_index(24)]
		pub type Offerings = pallet_offerings;
		#[runtime::pallet_index(25)]
		pub type Grants = pallet_grants;
	}
}
