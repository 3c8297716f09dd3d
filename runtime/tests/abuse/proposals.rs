//! What is proposed: calls of each track within and beyond their bounds, calls of other tracks, what is no call at all; and where
//! the proposal is, in the referendum or elsewhere, noted or not.

use crate::{
	deposits::hash_of,
	workload::{rich, Random},
};
use codec::Encode;
use frame_support::traits::{schedule::DispatchTime, Bounded};
use kongsi_runtime::{
	constants::money::KSI, AccountId, BlockNumber, Hashing, OriginCaller, RuntimeCall, System,
};
use order_book_engine::MarketStatus;
use pallet_mandates::{Call as Mandate, Origin};
use pallet_revenue::RevenueSplit;
use rand::{seq::SliceRandom, Rng};

/// What referenda take: a call, or its hash.
pub(crate) type Proposed = Bounded<RuntimeCall, Hashing>;

/// A proposal, and what has to be noted before it is submitted.
pub(crate) struct Proposal {
	pub(crate) origin: OriginCaller,
	pub(crate) proposed: Proposed,
	pub(crate) note: Option<Vec<u8>>,
	pub(crate) enactment: DispatchTime<BlockNumber>,
}

/// Names of calls, from those that may be paused, those that never may, and those that do not exist.
const NAMES: [(&str, &str); 9] = [
	("Staking", "bond"),
	("Staking", "bond_extra"),
	("OrderBook", "place_order"),
	("OrderBook", "place_order"),
	("Balances", "burn"),
	("Assets", "create"),
	("ShareVoting", "vote"),
	("Treasury", "payout"),
	("Nowhere", "nothing"),
];

/// The longest proposal that stands in its referendum.
const INLINE: usize = 128;

/// A proposal for any track, about one of these referenda if it is about one.
pub(crate) fn any(random: &mut Random, referenda: &[u32]) -> Proposal {
	use Origin::{Cancel, Constitution, Halt, TreasuryMedium, TreasurySmall};
	// Those that stop others, and those that spend, more often than the rest.
	let often = [Constitution, Constitution, Halt, Halt, Cancel, TreasurySmall, TreasuryMedium];
	let some = if random.gen_ratio(1, 3) { &often[..] } else { &Origin::ALL[..] };
	let origin = *some.choose(random).unwrap();
	let call = match random.gen_range(0..12) {
		// Of another track, most of the time.
		0 => {
			let other = *Origin::ALL.choose(random).unwrap();
			call_of(other, random, referenda)
		}
		1 | 2 => batch(origin, random, referenda),
		_ => call_of(origin, random, referenda),
	};
	let (proposed, note) = place(random, call.encode());
	Proposal { origin: origin.into(), proposed, note, enactment: enactment(random) }
}

/// Says something, in the shortest way.
pub(crate) fn wish(text: u32) -> (OriginCaller, Proposed) {
	let call = RuntimeCall::from(frame_system::Call::remark { remark: text.encode() });
	(Origin::Wish.into(), inline(call.encode()))
}

fn inline(bytes: Vec<u8>) -> Proposed {
	Bounded::Inline(bytes.try_into().expect("short enough"))
}

/// Where a proposal is: in its referendum if it is short, mostly.
fn place(random: &mut Random, mut bytes: Vec<u8>) -> (Proposed, Option<Vec<u8>>) {
	let how = random.gen_range(0..32);
	if how >= 30 {
		// No call, and no part of one.
		bytes = (0..random.gen_range(1..=INLINE)).map(|_| random.gen()).collect();
		bytes[0] = 0xff;
	}
	let (hash, len) = (hash_of(&bytes), u32::try_from(bytes.len()).unwrap());
	match how {
		// Never noted.
		1 => (Bounded::Lookup { hash: [random.gen(); 32].into(), len }, None),
		2 => (Bounded::Legacy { hash, dummy: Default::default() }, Some(bytes)),
		// Of a length that it does not have.
		3 => (Bounded::Lookup { hash, len: len + 1 }, Some(bytes)),
		_ if how < 6 || bytes.len() > INLINE => (Bounded::Lookup { hash, len }, Some(bytes)),
		_ => (inline(bytes), None),
	}
}

/// When it is to be done: as soon as can be, later, in the past, or never.
fn enactment(random: &mut Random) -> DispatchTime<BlockNumber> {
	let now = System::block_number();
	match random.gen_range(0..30) {
		0 => DispatchTime::At(0),
		1 => DispatchTime::At(BlockNumber::MAX),
		2 => DispatchTime::After(BlockNumber::MAX),
		3..=5 => DispatchTime::At(now + random.gen_range(0..120)),
		// Many at the same time.
		6..=8 => DispatchTime::At((now / 50 + 2) * 50),
		9..=12 => DispatchTime::After(random.gen_range(0..60)),
		_ => DispatchTime::After(0),
	}
}

fn batch(origin: Origin, random: &mut Random, referenda: &[u32]) -> RuntimeCall {
	let calls = (0..random.gen_range(0..4)).map(|_| call_of(origin, random, referenda)).collect();
	match random.gen_range(0..3) {
		0 => pallet_utility::Call::batch { calls }.into(),
		1 => pallet_utility::Call::batch_all { calls }.into(),
		_ => pallet_utility::Call::force_batch { calls }.into(),
	}
}

/// One of these amounts, or one around them.
fn amount(random: &mut Random, cap: u128) -> u128 {
	match random.gen_range(0..10) {
		0 => 0,
		1 => cap + 1,
		2 => u128::MAX,
		3 => cap,
		_ => random.gen_range(1..=cap),
	}
}

/// Something that the track may do, or nearly.
fn call_of(origin: Origin, random: &mut Random, referenda: &[u32]) -> RuntimeCall {
	// One that goes on now, or will have ended by then, or is not there.
	let index = referenda.choose(random).copied().unwrap_or(u32::MAX);
	let to: AccountId = if random.gen() { rich(random) } else { [random.gen(); 32].into() };
	let valid_from =
		random.gen_ratio(1, 4).then(|| System::block_number() + random.gen_range(0..90));
	let spend = |cap: u128, random: &mut Random| {
		let token = u32::from(random.gen_ratio(1, 4));
		let amount = amount(random, cap);
		Mandate::spend { token, amount, beneficiary: to.clone(), valid_from }.into()
	};
	match origin {
		Origin::Constitution => match random.gen_range(0..8) {
			0 => {
				Mandate::authorize_upgrade { code_hash: [random.gen_range(0..3); 32].into() }.into()
			}
			1 => Mandate::revoke_upgrade {}.into(),
			_ => pallet_referenda::Call::kill { index }.into(),
		},
		Origin::Economics => {
			let dividends_ppm = random.gen_range(0..=500_000);
			let split = RevenueSplit {
				lister_ppm: random.gen_range(0..1_100_000),
				dividends_ppm,
				validators_ppm: 500_000,
				treasury_ppm: 500_000 - dividends_ppm * random.gen_range(0..=1),
			};
			pallet_revenue::Call::set_split { split }.into()
		}
		Origin::TreasurySmall => spend(1_000 * KSI, random),
		Origin::TreasuryMedium => spend(10_000 * KSI, random),
		Origin::TreasuryLarge => {
			if random.gen_ratio(1, 4) {
				let spends = pallet_treasury::SpendCount::<kongsi_runtime::Runtime>::get();
				let index = random.gen_range(0..=spends);
				pallet_treasury::Call::void_spend { index }.into()
			} else {
				spend(20_000 * KSI, random)
			}
		}
		Origin::Markets => {
			use MarketStatus::{Active, CancelOnly, Closing, Halted, PostOnly};
			// The market of KSI goes on: its fills are needed.
			let market = *[1, 1, 77].choose(random).unwrap();
			let statuses = [Active, PostOnly, CancelOnly, Halted, Closing];
			let status = *statuses.choose(random).unwrap();
			pallet_order_book::Call::set_market_status { market, status }.into()
		}
		Origin::Validators => match random.gen_range(0..3) {
			0 => Mandate::set_validator_count { count: random.gen_range(0..110) }.into(),
			1 => {
				let (nominator, validator) =
					(amount(random, 50 * KSI), amount(random, 5_000 * KSI));
				Mandate::set_minimum_bonds { nominator, validator }.into()
			}
			_ => {
				let offenders = vec![[random.gen(); 8]; random.gen_range(0..=15)];
				let offenders = offenders.try_into().expect("so many may be named");
				Mandate::cancel_slash { era: random.gen_range(0..30), offenders }.into()
			}
		},
		Origin::Rescue => {
			let dead = (0..random.gen_range(0..=3)).map(|_| {
				let bytes: [u8; 32] = rich(random).into();
				[bytes[0], bytes[1], bytes[2], bytes[3]]
			});
			let dead = dead.collect::<Vec<_>>().try_into().expect("few");
			let delay = random.gen_range(5..20);
			let best_finalized = System::block_number().saturating_sub(random.gen_range(0..100));
			Mandate::rescue { dead, delay, best_finalized }.into()
		}
		Origin::Halt => {
			let mut name = || {
				let (pallet, call) = NAMES.choose(random).unwrap();
				let bounded = |name: &str| name.as_bytes().to_vec().try_into().expect("short");
				(bounded(pallet), bounded(call))
			};
			let (one, two) = (name(), name());
			match random.gen_range(0..6) {
				0 => Mandate::resume { call: one }.into(),
				1 => {
					Mandate::pause { calls: vec![one, two].try_into().unwrap(), blocks: 12 }.into()
				}
				2 => Mandate::pause { calls: vec![one].try_into().unwrap(), blocks: 31 }.into(),
				_ => Mandate::pause { calls: vec![one].try_into().unwrap(), blocks: 25 }.into(),
			}
		}
		Origin::Cancel => pallet_referenda::Call::cancel { index }.into(),
		Origin::Wish => frame_system::Call::remark_with_event { remark: index.encode() }.into(),
	}
}
