//! What a company does: its ballots, its offerings, its grants; and what its account may do by a ballot.

use super::tokens::AllTokens;
use crate::{
	constants::{money, time},
	Assets, Balance, Balances, Runtime, RuntimeCall, RuntimeHoldReason, Shareholders,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains, ContainsPair},
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};
use pallet_shareholders::CompanyId;

parameter_types! {
	/// For a ballot with its motion: up to 2 KB, and a KSI so that nobody calls one in vain.
	pub const BallotDeposit: Balance = money::deposit(3, 2_000).saturating_add(money::KSI);
	/// The same, and ten KSI: the places for requisitions that wait for signatures are few.
	pub const RequisitionDeposit: Balance = money::deposit(3, 2_000).saturating_add(10 * money::KSI);
	/// A twentieth of a block.
	pub const MaxCallWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_MILLIS.saturating_mul(44), u64::MAX);
	/// For an offering, its levels and its marks, and ten KSI.
	pub const OfferingDeposit: Balance = money::deposit(4, 1_000).saturating_add(10 * money::KSI);
}

impl pallet_ballots::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Native = Balances;
	type RuntimeCall = RuntimeCall;
	type CompanyCalls = CompanyCalls;
	type OrdinaryCalls = OrdinaryCalls;
	type MaxCallWeight = MaxCallWeight;
	/// A batch of some dozen payments.
	type MaxCallLength = ConstU32<1_024>;
	type BallotDeposit = BallotDeposit;
	type RequisitionDeposit = RequisitionDeposit;
	/// An annual meeting takes one place for each of its points.
	type MaxBallots = ConstU32<8>;
	/// They share a record date. So many, that only a large holder could keep others out, and only those with less than a
	/// thirtieth of what he owns.
	type MaxRequisitions = ConstU32<32>;
	type MaxAttach = ConstU32<50>;
	type MaxClear = ConstU32<100>;
	type WeightInfo = pallet_ballots::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = HeavyCall;
}

impl pallet_offerings::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Ledger = AllTokens;
	type RightTokens = Assets;
	/// On any chain a window is longer than a minute; how long it should be, holders see beforehand.
	type MinWindow = ConstU32<{ time::MINUTES }>;
	type MaxBids = ConstU32<10_000>;
	type OfferingDeposit = OfferingDeposit;
	type WeightInfo = pallet_offerings::weights::SubstrateWeight<Runtime>;
}

impl pallet_grants::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Ledger = AllTokens;
	type WeightInfo = pallet_grants::weights::SubstrateWeight<Runtime>;
}

/// What the account of a company may do by a ballot: trade, pay, issue, stake, run its own affairs, vote in other companies
/// and on the platform. Not
/// what would let a ballot run inside another, or give the account a second way to act beside ballots and proxies.
pub struct CompanyCalls;

impl Contains<RuntimeCall> for CompanyCalls {
	// Every pallet with calls is named, so that a new one does not compile before somebody has decided. A batch contains
	// calls, which may be batches again; their depth is bounded where a motion is decoded.
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_ballots::Call as Ballots;
		use pallet_proxy::Call as Proxy;
		use pallet_shareholders::Call as Register;
		use pallet_utility::Call as Utility;
		match call {
			RuntimeCall::Balances(_)
			| RuntimeCall::Assets(_)
			| RuntimeCall::OrderBook(_)
			| RuntimeCall::Offerings(_)
			| RuntimeCall::Grants(_)
			| RuntimeCall::Revenue(_)
			| RuntimeCall::VoterList(_)
			| RuntimeCall::Staking(_)
			| RuntimeCall::ValidatorRewards(_)
			| RuntimeCall::Preimage(_)
			| RuntimeCall::Referenda(_)
			| RuntimeCall::ShareVoting(_)
			| RuntimeCall::Mandates(_)
			| RuntimeCall::Treasury(_) => true,
			// Companies act through their own ballots, never as founders of other companies.
			RuntimeCall::Shareholders(call) => !matches!(call, Register::act { .. }),
			RuntimeCall::Ballots(call) => !matches!(call, Ballots::execute { .. }),
			// All of it or nothing: a batch that stops halfway would count as carried out.
			RuntimeCall::Utility(Utility::batch_all { calls }) => calls.iter().all(Self::contains),
			// A board may be named, and be dismissed.
			RuntimeCall::Proxy(
				Proxy::add_proxy { .. } | Proxy::remove_proxy { .. } | Proxy::remove_proxies {},
			) => true,
			RuntimeCall::System(call) => {
				matches!(
					call,
					frame_system::Call::remark { .. }
						| frame_system::Call::remark_with_event { .. }
				)
			}
			RuntimeCall::Utility(_)
			| RuntimeCall::Proxy(_)
			| RuntimeCall::Multisig(_)
			| RuntimeCall::Session(_)
			| RuntimeCall::Timestamp(_)
			| RuntimeCall::Babe(_)
			| RuntimeCall::Grandpa(_)
			| RuntimeCall::Scheduler(_)
			| RuntimeCall::TxPause(_) => false,
		}
	}
}

/// What a founder may do as the company before he hands it over: the same, but for what would let a key act for the company,
/// or spend what it has, afterwards.
pub struct FounderCalls;

impl Contains<RuntimeCall> for FounderCalls {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Proxy(_)
			| RuntimeCall::Assets(pallet_tokens::Call::approve_transfer { .. }) => false,
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
				calls.iter().all(Self::contains)
			}
			other => CompanyCalls::contains(other),
		}
	}
}

/// What more than half decides: paying dividends to those who vote, publishing, voting elsewhere. Whatever changes who owns
/// how much of the company or who acts for it, and whatever gives its property away, needs three quarters.
pub struct OrdinaryCalls;

impl ContainsPair<CompanyId, RuntimeCall> for OrdinaryCalls {
	fn contains(company: &CompanyId, call: &RuntimeCall) -> bool {
		use pallet_shareholders::Call::{claim, open_payout, pay_dividend, prune, publish};
		match call {
			// To any other class it would be a gift.
			RuntimeCall::Shareholders(pay_dividend { class, .. } | open_payout { class, .. }) => {
				Shareholders::voting_class(*company) == Some(*class)
			}
			RuntimeCall::Shareholders(call) => {
				matches!(call, publish { .. } | claim { .. } | prune { .. })
			}
			RuntimeCall::Ballots(_) | RuntimeCall::Revenue(_) => true,
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
				calls.iter().all(|call| Self::contains(company, call))
			}
			RuntimeCall::System(_) => true,
			_ => false,
		}
	}
}

/// A call as heavy as a ballot may run.
#[cfg(feature = "runtime-benchmarks")]
pub struct HeavyCall;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_ballots::BenchmarkHelper<RuntimeCall> for HeavyCall {
	fn call(length: u32) -> RuntimeCall {
		let length = usize::try_from(length).unwrap_or_default();
		frame_system::Call::remark { remark: alloc::vec![0; length] }.into()
	}
}
