//! Stake: who may validate, who is elected, what is taken for misbehaviour.
//!
//! The SDK's `pallet-staking` 50 is used as it is, apart from pay: it could only mint, and KSI is never minted. Its payouts
//! are of nothing ([`EraPayout`](pallet_staking::Config::EraPayout) is `()`); validators and nominators are paid from fees.
//! Stake is on hold in its owner's account, so it earns dividends and votes like any other KSI.

use super::{
	revenue::{TreasuryAsType, ValidatorsAccount},
	tokens::{AllTokens, KSI},
};
use crate::{
	AccountId, Balance, Balances, Runtime, RuntimeEvent, RuntimeHoldReason, Session, Staking,
	Timestamp, VoterList,
};
use frame_election_provider_support::{
	bounds::{ElectionBounds, ElectionBoundsBuilder},
	onchain, ScoreProvider, SequentialPhragmen, VoteWeight,
};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveTo, ConstU32, Get, Nothing},
	BoundedVec,
};
use frame_system::EnsureRoot;
use order_book_engine::TokenId;
use pallet_bags_list::Instance1;
use shareholders_accounting::MAX_PAYOUTS;
use sp_runtime::{traits::ConstBool, Perbill};
use sp_staking::currency_to_vote::U128CurrencyToVote;

/// Voters that an election knows, the largest first: nominators, and validators for themselves. A nomination with less stake
/// than the thousandth counts for nothing until it grows.
pub const MAX_VOTERS: u32 = 1_000;

/// Candidates that an election knows: twice as many as can be elected.
pub const MAX_TARGETS: u32 = 200;

/// Most validators the chain can have. Equivocation proofs and the set itself are bounded by it; 100 votes a round also keep
/// GRANDPA's traffic small.
pub const MAX_VALIDATORS: u32 = 100;

/// Nominators of a validator that are paid at once.
pub const EXPOSURE_PAGE: u32 = 64;

/// Eras whose exposures and points are kept: 21 days, three times the time until stake is free.
pub const HISTORY_ERAS: u32 = 84;

/// Validators that a nominator can name.
const NOMINATIONS: u32 = 16;

/// Bags of voters, by stake: each reaches up to twice the one before.
const BAGS: usize = 64;

/// The upper bounds of the bags: 1, 2, 4 and so on, and the largest weight there is.
static BAG_THRESHOLDS: [VoteWeight; BAGS] = bag_thresholds();

const fn bag_thresholds() -> [VoteWeight; BAGS] {
	let mut thresholds = [VoteWeight::MAX; BAGS];
	let mut bag = 0;
	let mut bound: VoteWeight = 1;
	while let Some(next) = bound.checked_mul(2) {
		#[expect(
			clippy::indexing_slicing,
			reason = "evaluated by the compiler, which would refuse"
		)]
		{
			thresholds[bag] = bound;
		}
		bag = bag.saturating_add(1);
		bound = next;
	}
	thresholds
}

parameter_types! {
	/// What an election looks at, at most.
	pub Bounds: ElectionBounds = ElectionBoundsBuilder::default()
		.voters_count(MAX_VOTERS.into())
		.targets_count(MAX_TARGETS.into())
		.build();
	/// See [`BAG_THRESHOLDS`].
	pub const BagThresholds: &'static [VoteWeight] = &BAG_THRESHOLDS;
}

/// The election, on chain, by sequential Phragmén.
pub struct Election;

impl onchain::Config for Election {
	/// Of too many winners the best are taken. Otherwise the election would fail, each time again.
	type Sort = ConstBool<true>;
	type System = Runtime;
	type Solver = SequentialPhragmen<AccountId, Perbill>;
	type MaxBackersPerWinner = ConstU32<MAX_VOTERS>;
	type MaxWinnersPerPage = ConstU32<MAX_VALIDATORS>;
	type DataProvider = Staking;
	type WeightInfo = frame_election_provider_support::weights::SubstrateWeight<Runtime>;
	type Bounds = Bounds;
}

impl pallet_staking::Config for Runtime {
	/// Only asked about stake from before holds, of which there is none.
	type OldCurrency = Balances;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type CurrencyBalance = Balance;
	type UnixTime = Timestamp;
	/// By the issuance, so that all KSI fit 64 bits.
	type CurrencyToVote = U128CurrencyToVote;
	type ElectionProvider = onchain::OnChainExecution<Election>;
	type GenesisElectionProvider = onchain::OnChainExecution<Election>;
	type NominationsQuota = pallet_staking::FixedNominationsQuota<NOMINATIONS>;
	type HistoryDepth = ConstU32<HISTORY_ERAS>;
	/// Nothing is minted, so nothing is left over.
	type RewardRemainder = ();
	type RuntimeEvent = RuntimeEvent;
	/// What is taken goes to the treasury.
	type Slash = ResolveTo<TreasuryAsType, Balances>;
	/// Nothing is minted.
	type Reward = ();
	type SessionsPerEra = pallet_tempo::SessionsPerEra<Runtime>;
	type BondingDuration = pallet_tempo::BondingEras<Runtime>;
	type SlashDeferDuration = pallet_tempo::SlashDeferEras<Runtime>;
	/// Nobody who signs: who could cancel a slash by it could also slash anybody. A vote cancels one through a call that can
	/// do no more.
	type AdminOrigin = EnsureRoot<AccountId>;
	type SessionInterface = Self;
	/// Nothing is minted for an era.
	type EraPayout = ();
	type NextNewSession = Session;
	type MaxExposurePageSize = ConstU32<EXPOSURE_PAGE>;
	type MaxValidatorSet = ConstU32<MAX_VALIDATORS>;
	type VoterList = VoterList;
	type TargetList = pallet_staking::UseValidatorsMap<Runtime>;
	/// Parts of a stake that are leaving at the same time.
	type MaxUnlockingChunks = ConstU32<32>;
	/// There are no controllers of old.
	type MaxControllersInDeprecationBatch = ConstU32<1>;
	type EventListeners = ();
	/// Everybody may stake.
	type Filter = Nothing;
	type BenchmarkingConfig = StakingBenchmarks;
	type WeightInfo = pallet_staking::weights::SubstrateWeight<Runtime>;
}

/// How much the benchmarks of staking try.
pub struct StakingBenchmarks;

impl pallet_staking::BenchmarkingConfig for StakingBenchmarks {
	type MaxValidators = ConstU32<MAX_TARGETS>;
	type MaxNominators = ConstU32<MAX_VOTERS>;
}

/// What the list of voters sorts by: the stake of those who nominate or validate. Nobody else has a score.
///
/// Staking gives one to everybody with a bond, and the list takes in whoever has one and is brought to it, by anybody or by its own
/// tidying up: who has left would be back, and who never nominated would have a place without the least bond
/// (`paritytech/polkadot-sdk#9926`, which mends the other staking pallet).
pub struct VoterScores;

impl ScoreProvider<AccountId> for VoterScores {
	type Score = VoteWeight;

	fn score(who: &AccountId) -> Option<VoteWeight> {
		let votes = pallet_staking::Nominators::<Runtime>::contains_key(who)
			|| pallet_staking::Validators::<Runtime>::contains_key(who);
		votes.then(|| <Staking as ScoreProvider<AccountId>>::score(who)).flatten()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_score_of(who: &AccountId, score: VoteWeight) {
		let nominations = pallet_staking::Nominations {
			targets: Default::default(),
			submitted_in: 0,
			suppressed: false,
		};
		pallet_staking::Nominators::<Runtime>::insert(who, nominations);
		<Staking as ScoreProvider<AccountId>>::set_score_of(who, score);
	}
}

impl pallet_bags_list::Config<Instance1> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ScoreProvider = VoterScores;
	type BagThresholds = BagThresholds;
	/// Anybody can move a voter to the bag of his stake; some are moved in blocks with time left.
	type MaxAutoRebagPerBlock = ConstU32<5>;
	type Score = VoteWeight;
	type WeightInfo = pallet_bags_list::weights::SubstrateWeight<Runtime>;
}

/// The tokens that validators are paid in: those in which KSI pays dividends. Costs a read.
pub struct PayTokens;

impl Get<BoundedVec<TokenId, ConstU32<MAX_PAYOUTS>>> for PayTokens {
	fn get() -> BoundedVec<TokenId, ConstU32<MAX_PAYOUTS>> {
		let ksi = pallet_shareholders::Classes::<Runtime>::get(KSI);
		let payouts = ksi.into_iter().flat_map(|class| class.register.payouts);
		BoundedVec::truncate_from(payouts.map(|payout| payout.token).collect())
	}
}

impl pallet_validator_rewards::Config for Runtime {
	type Tokens = AllTokens;
	type Stakers = Staking;
	type Source = ValidatorsAccount;
	type PayTokens = PayTokens;
	type MaxTokens = ConstU32<MAX_PAYOUTS>;
	type WeightInfo = pallet_validator_rewards::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::exchange::TokenFounder;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_validator_rewards::BenchmarkHelper for super::exchange::TokenFounder {
	fn create_token(token: TokenId) {
		<Self as pallet_order_book::BenchmarkHelper>::create_token(token);
	}
}
