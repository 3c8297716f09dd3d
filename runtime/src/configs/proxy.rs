//! Keys that act for an account, and what each kind of them may do.
#![expect(clippy::as_conversions, reason = "`derive(Encode)` writes them for an enum")]

use crate::{
	constants::money, Balance, Balances, Hashing, Runtime, RuntimeCall, RuntimeEvent, System,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use scale_info::TypeInfo;

parameter_types! {
	/// For one entry of 40 bytes: the key and the deposit itself.
	pub const ProxyDepositBase: Balance = money::deposit(1, 40);
	/// For each proxy: account, kind and delay, 37 bytes.
	pub const ProxyDepositFactor: Balance = money::deposit(0, 37);
	/// For one entry of 40 bytes, as above.
	pub const AnnouncementDepositBase: Balance = money::deposit(1, 40);
	/// For each announcement: account, hash and height, 68 bytes.
	pub const AnnouncementDepositFactor: Balance = money::deposit(0, 68);
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	/// Each trading key is a nonce lane of its own, so a busy maker wants many.
	type MaxProxies = ConstU32<32>;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = Hashing;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}

/// What a key that acts for an account may do. Stored, so kinds are only ever added at the end.
#[derive(
	Copy,
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything the account may do.
	#[default]
	Any,
	/// Everything that cannot move money out of the account.
	NonTransfer,
	/// Placing, amending and cancelling orders, now or at a deadline: a trading key, which cannot withdraw.
	Trade,
	/// Voting and proposing.
	Governance,
	/// Validating and nominating.
	Staking,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	// A batch is allowed to every kind but `Trade`, for which the order book has its own: `pallet-utility` dispatches
	// each call in it with the origin it got, and that origin carries this filter on.
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => allows_without_transfer(call),
			Self::Trade => is_trading(call),
			Self::Governance => is_batch(call) || is_governance(call),
			Self::Staking => is_batch(call) || is_staking(call),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			(Self::NonTransfer, Self::Governance) => true,
			(a, b) => a == b,
		}
	}
}

// The functions below name every pallet with calls, so that a new one does not compile before somebody has decided
// who may call it.

/// Orders are left out: one at a bad price moves money as surely as a transfer.
fn allows_without_transfer(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Utility(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Revenue(_)
		| RuntimeCall::VoterList(_)
		| RuntimeCall::Staking(_)
		| RuntimeCall::ValidatorRewards(_)
		| RuntimeCall::Preimage(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::Referenda(_)
		| RuntimeCall::ShareVoting(_)
		| RuntimeCall::Mandates(_)
		| RuntimeCall::Treasury(_)
		| RuntimeCall::TxPause(_) => true,
		RuntimeCall::Shareholders(_) | RuntimeCall::Ballots(_) => is_governance(call),
		RuntimeCall::Balances(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::OrderBook(_)
		| RuntimeCall::Offerings(_)
		| RuntimeCall::Grants(_) => false,
	}
}

/// Place, amend and cancel, one by one or in the order book's own batch, now or at a deadline, and nothing else.
fn is_trading(call: &RuntimeCall) -> bool {
	use pallet_order_book::Call::{
		amend_order, cancel_after, cancel_all, cancel_by_client_id, cancel_order, place_order,
		submit,
	};
	matches!(
		call,
		RuntimeCall::OrderBook(
			place_order { .. }
				| amend_order { .. }
				| cancel_order { .. }
				| cancel_by_client_id { .. }
				| cancel_all { .. }
				| cancel_after { .. }
				| submit { .. }
		)
	)
}

/// Voting in companies and on the platform, proposing there, and what anybody may do for a holder: claim, which pays nobody
/// else. Not acting for a company.
fn is_governance(call: &RuntimeCall) -> bool {
	use pallet_ballots::Call::{
		attach, clear, close_ballot, close_requisition, delegate, detach, end_round, execute,
		requisition, sign, vote, withdraw_signature,
	};
	use pallet_shareholders::Call::{claim, prune};
	match call {
		RuntimeCall::Ballots(call) => {
			matches!(
				call,
				requisition { .. }
					| sign { .. } | withdraw_signature { .. }
					| close_requisition { .. }
					| end_round { .. }
					| vote { .. } | delegate { .. }
					| attach { .. } | detach { .. }
					| close_ballot { .. }
					| execute { .. }
					| clear { .. }
			)
		}
		RuntimeCall::Shareholders(call) => matches!(call, claim { .. } | prune { .. }),
		RuntimeCall::Preimage(_)
		| RuntimeCall::Referenda(_)
		| RuntimeCall::ShareVoting(_)
		| RuntimeCall::Mandates(_)
		| RuntimeCall::Treasury(_) => true,
		RuntimeCall::VoterList(_)
		| RuntimeCall::Staking(_)
		| RuntimeCall::ValidatorRewards(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::TxPause(_)
		| RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Utility(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::OrderBook(_)
		| RuntimeCall::Revenue(_)
		| RuntimeCall::Offerings(_)
		| RuntimeCall::Grants(_) => false,
	}
}

/// Bonds, nominations, candidacies, session keys, and having stakers paid.
fn is_staking(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::Session(_)
		| RuntimeCall::VoterList(_)
		| RuntimeCall::Staking(_)
		| RuntimeCall::ValidatorRewards(_) => true,
		// What a validator says when finality stands still.
		RuntimeCall::Mandates(call) => {
			use pallet_mandates::Call::{signal_stall, withdraw_signal};
			matches!(call, signal_stall { .. } | withdraw_signal { .. })
		}
		RuntimeCall::Preimage(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::Referenda(_)
		| RuntimeCall::ShareVoting(_)
		| RuntimeCall::Treasury(_)
		| RuntimeCall::TxPause(_)
		| RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Utility(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::OrderBook(_)
		| RuntimeCall::Shareholders(_)
		| RuntimeCall::Ballots(_)
		| RuntimeCall::Revenue(_)
		| RuntimeCall::Offerings(_)
		| RuntimeCall::Grants(_) => false,
	}
}

/// Several calls in one, each still subject to the filter of the origin.
fn is_batch(call: &RuntimeCall) -> bool {
	use pallet_utility::Call::{batch, batch_all, force_batch};
	matches!(call, RuntimeCall::Utility(batch { .. } | batch_all { .. } | force_batch { .. }))
}
