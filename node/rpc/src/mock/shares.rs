//! A company with one class, its ballots, offerings and holders; KSI beside it.
//!
//! Block 10 lies in epoch 3: epochs have 4 blocks, so epoch 3 starts at block 8, epoch 4 at block 12, epoch 5 at 16.

use super::busy;
use shareholders_accounting::{
	AccountingError, Answer, Epoch, OfferingTerms, Outcome, Pricing, Rate, TokenId, Vote,
};
use shareholders_runtime_api::{
	BallotId, BallotInfo, BallotKind, BallotStatus, Calendar, ClassDues, ClassInfo, ClassStatus,
	CompanyId, CompanyInfo, DatedDividend, Due, FractionBid, FractionInfo, FractionSale, GrantInfo,
	Holder, Holders, Holding, MotionInfo, OfferingId, OfferingInfo, OfferingStatus, PayoutInfo,
	RecordDateInfo, Refusal, RequisitionInfo, RightsInfo, Signature, SplitInfo, SplitPhase, Team,
	VotingPower,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::AccountId32;

/// The company's account.
pub(crate) const COMPANY: AccountId32 = AccountId32::new([0xC0; 32]);
/// The pot of class 2.
pub(crate) const POT: AccountId32 = AccountId32::new([0xB0; 32]);

pub(super) fn calendar() -> Calendar {
	Calendar { epoch: 3, epoch_blocks: 4 }
}

pub(super) fn company(id: CompanyId) -> Option<CompanyInfo<AccountId32>> {
	let company = CompanyInfo {
		id,
		name: b"Halo Ltd".to_vec(),
		account: COMPANY,
		founder: Bob.to_account_id(),
		handed_over: false,
		documents: vec![[0x11; 32]],
		classes: vec![2],
	};
	match id {
		0 => Some(company),
		// A name that is no UTF-8, and nothing issued.
		7 => Some(CompanyInfo {
			name: vec![b'A', 0xFF],
			handed_over: true,
			documents: vec![],
			classes: vec![],
			..company
		}),
		_ => None,
	}
}

pub(super) fn companies(after: Option<CompanyId>, limit: u32) -> Vec<CompanyInfo<AccountId32>> {
	let ids = [0, 7].into_iter().filter(|id| after.is_none_or(|after| *id > after));
	ids.take(limit as usize).filter_map(company).collect()
}

pub(super) fn class(token: TokenId) -> Option<ClassInfo<AccountId32>> {
	let bare = ClassInfo {
		token,
		company: None,
		status: ClassStatus::Halted(AccountingError::Corrupt),
		issued: 5_000_000_000_001,
		authorised: None,
		treasury: 0,
		eligible: 0,
		excluded: vec![],
		records: None,
		team: Team { owner: None, issuer: None, admin: None, freezer: None },
		pot: POT,
		payouts: vec![],
		dates: vec![],
		split: None,
		fractions: None,
	};
	match token {
		0 => Some(bare),
		2 => Some(ClassInfo {
			company: Some(0),
			status: ClassStatus::Live,
			issued: 1_000,
			authorised: Some(2_000),
			treasury: 100,
			eligible: 850,
			excluded: vec![(COMPANY, 100), (POT, 0), (Charlie.to_account_id(), 50)],
			records: Some(4),
			team: Team { owner: Some(COMPANY), ..bare.team },
			payouts: vec![payout()],
			dates: vec![
				RecordDateInfo { epoch: 3, references: 3, eligible: Some(850) },
				RecordDateInfo { epoch: 4, references: 1, eligible: None },
			],
			split: Some(SplitInfo {
				new: 2,
				old: 1,
				phase: SplitPhase::Converting,
				supply: Some(1_000),
				converted: Some(400),
			}),
			fractions: Some(FractionSale {
				split: 0,
				shares: 3,
				highest: Some(FractionBid {
					bidder: Charlie.to_account_id(),
					amount: 1_500_000_000_000,
					closes: 6,
				}),
				least: Some(1_575_000_000_000),
			}),
			..bare
		}),
		_ => None,
	}
}

fn payout() -> PayoutInfo {
	PayoutInfo {
		token: 1,
		lifetime: 10_000_000,
		booked: 4_000_000,
		pot: 4_500_000,
		pending: 1_000_000,
		left: 600_000,
		pace: 100_000,
		// 10,000.5 atoms of CASH a share.
		per_share: Rate { units: 10_000, fraction: 1 << 63 },
		dated: vec![
			DatedDividend {
				record: 3,
				payment: 5,
				amount: 0,
				per_share: Rate { units: 1_000, fraction: 0 },
			},
			DatedDividend { record: 5, payment: 6, amount: 850_000, per_share: Rate::ZERO },
		],
	}
}

/// Ballots 1 to 4 of class 2: open, announced, closed, executable.
pub(super) fn ballot(id: BallotId) -> Option<BallotInfo> {
	let open = BallotInfo {
		id,
		class: 2,
		company: 0,
		motion: MotionInfo { document: [0x22; 32], choices: 2, call: Some(vec![0, 1, 2]) },
		kind: BallotKind::Special,
		requisitioned: true,
		status: BallotStatus::Open,
		record_date: 3,
		opens: 8,
		closes: 20,
		base: Some(850),
		weights: vec![300, 100],
		abstain: 25,
		quorum_ppm: 250_000,
		threshold_ppm: 750_000,
		above: false,
		outcome: Outcome::Won(0),
		executable_from: None,
		executable_until: None,
	};
	match id {
		1 => Some(open),
		2 => Some(BallotInfo {
			motion: MotionInfo { document: [0x33; 32], choices: 3, call: None },
			kind: BallotKind::Ordinary,
			requisitioned: false,
			status: BallotStatus::Announced,
			record_date: 4,
			opens: 12,
			closes: 32,
			base: None,
			weights: vec![0, 0, 0],
			abstain: 0,
			quorum_ppm: 100_000,
			threshold_ppm: 500_000,
			above: true,
			outcome: Outcome::NoQuorum,
			..open
		}),
		3 => Some(BallotInfo {
			status: BallotStatus::Closed,
			base: Some(3),
			weights: vec![1, 0],
			abstain: 0,
			outcome: Outcome::NoMajority,
			..open
		}),
		4 => Some(BallotInfo {
			status: BallotStatus::Executable,
			executable_from: Some(9),
			executable_until: Some(15),
			..open
		}),
		_ => None,
	}
}

/// A page looks at two ballots at most, so it may be shorter than asked for.
pub(super) fn ballots(
	class: Option<TokenId>,
	status: Option<BallotStatus>,
	after: Option<BallotId>,
	limit: u32,
) -> (Vec<BallotInfo>, Option<BallotId>) {
	let first = after.map_or(1, |after| after + 1);
	let last = (first + limit.min(2) - 1).min(4);
	let found = (first..=last)
		.filter_map(ballot)
		.filter(|ballot| class.is_none_or(|class| ballot.class == class))
		.filter(|ballot| status.is_none_or(|status| ballot.status == status));
	(found.collect(), Some(last).filter(|last| *last < 4))
}

pub(super) fn live_ballots(class: TokenId) -> Vec<BallotInfo> {
	if class == 2 {
		[1, 2].into_iter().filter_map(ballot).collect()
	} else {
		vec![]
	}
}

pub(super) fn requisitions(class: TokenId) -> Vec<RequisitionInfo<AccountId32>> {
	let requisition = RequisitionInfo {
		id: 5,
		class,
		company: 0,
		motion: MotionInfo { document: [0x44; 32], choices: 2, call: None },
		kind: BallotKind::Ordinary,
		proposer: Charlie.to_account_id(),
		record_date: 3,
		base: 850,
		signed: 20,
		needed: 43,
		closes: 30,
	};
	if class == 2 {
		vec![requisition]
	} else {
		vec![]
	}
}

pub(super) fn voting_power(
	account: &AccountId32,
	ballot: BallotId,
) -> Option<VotingPower<AccountId32>> {
	let none = VotingPower { weight: None, total: 13, vote: None, delegate: None };
	let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
	match ballot {
		1 if *account == alice => Some(VotingPower {
			weight: Some(10),
			vote: Some(Vote::Own { answer: Answer::Choice(0), weight: 10, attached: 5 }),
			delegate: Some(bob),
			..none
		}),
		1 if *account == bob => Some(VotingPower {
			weight: Some(5),
			total: 0,
			vote: Some(Vote::Attached { delegate: alice.clone(), weight: 5 }),
			delegate: Some(alice),
		}),
		1 => Some(VotingPower {
			weight: Some(1),
			vote: Some(Vote::Own { answer: Answer::Abstain, weight: 1, attached: 0 }),
			..none
		}),
		2 => Some(none),
		_ => None,
	}
}

/// Offering 6 of class 2, announced, with rights; offering 8, a fixed price that is being settled.
pub(super) fn offering(id: OfferingId) -> Option<OfferingInfo> {
	let announced = OfferingInfo {
		id,
		class: 2,
		company: 0,
		payment: 1,
		terms: OfferingTerms {
			lots: 10,
			lot_size: 5,
			pricing: Pricing::Auction(2_000_000),
			rights_price: Some(1_500_000),
			opens: 12,
			public: 16,
			closes: 20,
		},
		status: OfferingStatus::Announced,
		rights_token: Some(9),
		record_date: Some(3),
		claimed: 4,
		exercised: 0,
		demand: 0,
		deposits: 0,
		bids: 0,
		price: None,
		sold: 0,
		proceeds: 0,
	};
	match id {
		6 => Some(announced),
		8 => Some(OfferingInfo {
			terms: OfferingTerms {
				pricing: Pricing::Fixed(1_000_000),
				rights_price: None,
				opens: 4,
				public: 4,
				closes: 8,
				..announced.terms
			},
			status: OfferingStatus::Settling,
			rights_token: None,
			record_date: None,
			claimed: 0,
			demand: 30,
			deposits: 30_000_000,
			bids: 3,
			price: Some(1_000_000),
			sold: 2,
			proceeds: 2_000_000,
			..announced
		}),
		_ => None,
	}
}

pub(super) fn offerings(class: TokenId) -> Vec<OfferingInfo> {
	if class == 2 {
		[6, 8].into_iter().filter_map(offering).collect()
	} else {
		vec![]
	}
}

/// Alice owns 13 shares of class 2 and some KSI. Bob's list never ends, and neither does Charlie's, which is empty.
pub(super) fn portfolio(
	account: &AccountId32,
	after: Option<TokenId>,
	limit: u32,
) -> (Vec<Holding<AccountId32>>, Option<TokenId>) {
	let bare = Holding {
		class: 0,
		company: None,
		halted: false,
		excluded: false,
		free: 1_500_000_000_000,
		in_orders: 3_500_000_000_000,
		vesting: 0,
		held: 1,
		dues: vec![Due { token: 1, owed: 1_000_000, waiting: 0 }],
		delegate: None,
		ballots: vec![],
		requisitions: vec![],
		rights: vec![],
		grants: vec![],
		fractions: vec![],
	};
	if *account == busy() {
		return (vec![bare; limit as usize], Some(0));
	}
	if *account != Alice.to_account_id() {
		return (vec![], Some(0));
	}
	if after == Some(2) {
		return (vec![bare], None);
	}
	let power = |id| Some((ballot(id)?, voting_power(account, id)?));
	let halo = Holding {
		class: 2,
		company: Some(0),
		free: 7,
		in_orders: 3,
		vesting: 2,
		held: 1,
		dues: vec![Due { token: 1, owed: 130_006, waiting: 13_000 }],
		delegate: Some(Bob.to_account_id()),
		ballots: [1, 2].into_iter().filter_map(power).collect(),
		requisitions: requisitions(2)
			.into_iter()
			.map(|requisition| (requisition, Signature { weight: 10, signed: false }))
			.collect(),
		rights: vec![RightsInfo {
			offering: 6,
			token: 9,
			claimable: 0,
			claimed: 1,
			owned: 2,
			price: 1_500_000,
			payment: 1,
			expires: 16,
		}],
		grants: vec![GrantInfo {
			id: 0,
			amount: 4,
			released: 2,
			due: 1,
			start: 0,
			cliff: 4,
			end: 12,
			revocable: true,
		}],
		fractions: vec![
			FractionInfo { split: 0, claimable: Some((1, 500_000)) },
			FractionInfo { split: 1, claimable: None },
		],
		..bare
	};
	(vec![halo], Some(2))
}

/// The dues of `portfolio`, and a halted class.
pub(super) fn claimable(
	account: &AccountId32,
	after: Option<TokenId>,
) -> (Vec<ClassDues>, Option<TokenId>) {
	let due = |owed, waiting| vec![Due { token: 1, owed, waiting }];
	if *account != Alice.to_account_id() {
		return (vec![], None);
	}
	match after {
		None => (vec![ClassDues { class: 2, halted: false, dues: due(130_006, 13_000) }], Some(2)),
		Some(_) => (
			vec![
				ClassDues { class: 1, halted: true, dues: vec![] },
				ClassDues { class: 0, halted: false, dues: due(1_000_000, 0) },
			],
			None,
		),
	}
}

/// The holders of class 2 now, in the order of the storage; at epoch 3 the company's account did not count.
pub(super) fn holders(
	class: TokenId,
	date: Option<Epoch>,
	after: Option<AccountId32>,
	limit: u32,
	keys: bool,
) -> Result<Holders<AccountId32>, Refusal> {
	match (class, date) {
		(2, None | Some(3)) => {}
		(2, Some(4)) => return Err(Refusal::DateNotReached),
		(2, Some(_)) => return Err(Refusal::UnknownDate),
		(0, Some(_)) => return Err(Refusal::ClassHalted),
		_ => return Err(Refusal::UnknownClass),
	}
	let holder = |account, shares, free, held| Holder {
		account,
		shares,
		free,
		held,
		excluded: shares == 100,
	};
	let (all, list) = match date {
		None => (
			1_000,
			vec![
				holder(Bob.to_account_id(), 887, 887, 0),
				holder(Alice.to_account_id(), 13, 7, 6),
				holder(COMPANY, 100, 100, 0),
			],
		),
		Some(_) => (
			850,
			vec![holder(Bob.to_account_id(), 840, 887, 0), holder(Alice.to_account_id(), 10, 7, 6)],
		),
	};
	let begin = after.map_or(0, |after| {
		list.iter().position(|holder| holder.account == after).map_or(list.len(), |at| at + 1)
	});
	let end = (begin + limit as usize).min(list.len());
	let page = &list[begin..end];
	Ok(Holders {
		shares: all,
		holders: page.to_vec(),
		next: page.last().filter(|_| end < list.len()).map(|holder| holder.account.clone()),
		keys: page.iter().filter(|_| keys).map(|holder| key(&holder.account)).collect(),
	})
}

/// Where the state of the mock keeps a holder.
pub(crate) fn key(account: &AccountId32) -> Vec<u8> {
	[&b"holder"[..], AsRef::<[u8]>::as_ref(account)].concat()
}

/// What stands there: more than 32 bytes, so that it has a node of its own in the trie.
pub(crate) fn record(account: &AccountId32) -> Vec<u8> {
	[AsRef::<[u8]>::as_ref(account), &b"owns shares"[..]].concat()
}

/// The records of all holders.
pub(super) fn records() -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
	[Bob.to_account_id(), Alice.to_account_id(), COMPANY]
		.into_iter()
		.map(|account| (key(&account), record(&account)))
}
