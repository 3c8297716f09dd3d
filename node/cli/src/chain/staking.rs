//! Stakers and validators as the chain knows them.

use super::{
	call::{account, number},
	progress::Clock,
	view::View,
};
use crate::{
	address::AccountId,
	error::{Failure, Result},
	keys::session::SessionKeys,
	percent::Percent,
};
use std::collections::BTreeMap;
use subxt::ext::scale_decode::DecodeAsType;

/// The era in office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct ActiveEra {
	/// Its number.
	pub index: u32,
}

/// What a staker has bonded, in atoms.
#[derive(Clone, Debug, Default, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Ledger {
	/// All of it, what is being unbonded included.
	pub total: u128,
	/// What is at stake from the next era on.
	pub active: u128,
	/// What is being unbonded.
	pub unlocking: Vec<Chunk>,
}

/// A part that is being unbonded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Chunk {
	/// How much, in atoms.
	pub value: u128,
	/// The era in which it can be withdrawn.
	pub era: u32,
}

/// How a validator wants to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Prefs {
	/// What it keeps of the pay before its nominators get theirs, in parts per billion.
	pub commission: u32,
	/// Whether it takes no more nominators.
	pub blocked: bool,
}

impl Prefs {
	/// The commission as people write it.
	pub fn commission(&self) -> Percent {
		Percent::from_parts(self.commission)
	}
}

/// Whom a nominator backs.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Nominations {
	/// The candidates.
	pub targets: Vec<AccountId>,
}

/// The stake behind an elected validator, in atoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Exposure {
	/// All of it.
	pub total: u128,
	/// Its own part.
	pub own: u128,
	/// How many nominators.
	pub nominator_count: u32,
	/// In how many parts they are paid.
	pub page_count: u32,
}

/// Points of an era.
#[derive(Clone, Debug, Default, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Points {
	/// Of all validators.
	pub total: u32,
	/// Of each.
	pub individual: Vec<(AccountId, u32)>,
}

impl Points {
	/// Those of one validator.
	pub fn of(&self, who: &AccountId) -> u32 {
		let found = self.individual.iter().find(|(account, _)| account == who);
		found.map(|(_, points)| *points).unwrap_or_default()
	}
}

/// Where an account stands on the way into the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
	/// It has nothing bonded.
	NotBonded,
	/// It is bonded and no candidate: it never was, or it was chilled.
	Idle,
	/// It is a candidate.
	Waiting {
		/// Its place by the stake that backs it, from 1.
		rank: u32,
		/// How many validators the next election takes.
		seats: u32,
	},
	/// It is elected for the next era.
	Elected {
		/// That era.
		era: u32,
	},
	/// It validates.
	Active {
		/// Its points of this era.
		points: u32,
	},
	/// It is in the set and takes no part until the session or the era ends, because it signed twice.
	Disabled,
}

impl Standing {
	/// The word for it, which is also its name in JSON.
	pub fn word(&self) -> &'static str {
		match self {
			Self::NotBonded => "not bonded",
			Self::Idle => "idle",
			Self::Waiting { .. } => "waiting",
			Self::Elected { .. } => "elected",
			Self::Active { .. } => "active",
			Self::Disabled => "disabled",
		}
	}
}

/// All that the chain says of a validator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validator {
	/// The account that bonded.
	pub stash: AccountId,
	/// What it bonded.
	pub ledger: Option<Ledger>,
	/// Its terms, if it is a candidate.
	pub prefs: Option<Prefs>,
	/// The keys it registered.
	pub keys: Option<SessionKeys>,
	/// The stake behind it in the active era.
	pub exposure: Option<Exposure>,
	/// Where it stands.
	pub standing: Standing,
}

/// What is bonded by an account.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn ledger(view: &View, stash: &AccountId) -> Result<Option<Ledger>> {
	// The ledger lies under the controller, which is the stash itself but for accounts of old chains.
	let controller: Option<AccountId> = view.get("Staking", "Bonded", vec![account(stash)]).await?;
	let Some(controller) = controller else { return Ok(None) };
	view.get("Staking", "Ledger", vec![account(&controller)]).await
}

/// The terms of a candidate.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn prefs(view: &View, stash: &AccountId) -> Result<Option<Prefs>> {
	// The map has a default that would make everybody a candidate.
	if !view.has("Staking", "Validators", vec![account(stash)]).await? {
		return Ok(None);
	}
	view.get("Staking", "Validators", vec![account(stash)]).await
}

/// The registered session keys.
///
/// # Errors
///
/// A network failure if the node does not answer, or the keys are not the three that this program knows.
pub async fn next_keys(view: &View, stash: &AccountId) -> Result<Option<SessionKeys>> {
	let bytes = view.raw("Session", "NextKeys", vec![account(stash)]).await?;
	bytes.map(|bytes| SessionKeys::decode(&bytes)).transpose()
}

/// Whom an account nominates.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn nominations(view: &View, stash: &AccountId) -> Result<Option<Nominations>> {
	view.get("Staking", "Nominators", vec![account(stash)]).await
}

/// The points of an era.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn points(view: &View, era: u32) -> Result<Points> {
	let points = view.get("Staking", "ErasRewardPoints", vec![number(era)]).await?;
	Ok(points.unwrap_or_default())
}

/// The stake behind a validator in an era; none if it was not elected for it.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn exposure(view: &View, era: u32, stash: &AccountId) -> Result<Option<Exposure>> {
	let keys = vec![number(era), account(stash)];
	view.get("Staking", "ErasStakersOverview", keys).await
}

/// Reads all that the chain says of a validator.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn validator(view: &View, clock: &Clock, stash: &AccountId) -> Result<Validator> {
	let ledger = ledger(view, stash).await?;
	let prefs = prefs(view, stash).await?;
	let keys = next_keys(view, stash).await?;
	let exposure_now = exposure(view, clock.active_era, stash).await?;
	let in_session: Vec<AccountId> = view.value("Session", "Validators").await?;
	let place = in_session.iter().position(|account| account == stash);
	let standing = match place {
		Some(place) if is_disabled(view, place).await? => Standing::Disabled,
		Some(_) => Standing::Active { points: points(view, clock.active_era).await?.of(stash) },
		None if clock.is_elected() && exposure(view, clock.planned_era, stash).await?.is_some() => {
			Standing::Elected { era: clock.planned_era }
		}
		None if prefs.is_some() => {
			let rank = rank(&backing(view).await?, stash);
			Standing::Waiting { rank, seats: view.value("Staking", "ValidatorCount").await? }
		}
		None if ledger.is_some() => Standing::Idle,
		None => Standing::NotBonded,
	};
	Ok(Validator { stash: *stash, ledger, prefs, keys, exposure: exposure_now, standing })
}

async fn is_disabled(view: &View, place: usize) -> Result<bool> {
	let disabled: Vec<(u32, subxt::dynamic::Value)> =
		view.get("Session", "DisabledValidators", Vec::new()).await?.unwrap_or_default();
	Ok(disabled.iter().any(|(index, _)| usize::try_from(*index) == Ok(place)))
}

/// The stake behind each candidate, in atoms, as if every nominator's stake were split evenly. The election splits it better, so
/// the ranks that follow from this are a good guess and no promise.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn backing(view: &View) -> Result<BTreeMap<AccountId, u128>> {
	let candidates: Vec<((AccountId,), Prefs)> = view.entries("Staking", "Validators", ()).await?;
	let nominators: Vec<((AccountId,), Nominations)> =
		view.entries("Staking", "Nominators", ()).await?;
	let ledgers: Vec<((AccountId,), Ledger)> = view.entries("Staking", "Ledger", ()).await?;
	let active: BTreeMap<AccountId, u128> =
		ledgers.into_iter().map(|((who,), ledger)| (who, ledger.active)).collect();
	let candidates: Vec<AccountId> = candidates.into_iter().map(|((who,), _)| who).collect();
	let nominators: Vec<(AccountId, Vec<AccountId>)> =
		nominators.into_iter().map(|((who,), nominations)| (who, nominations.targets)).collect();
	Ok(split(&candidates, &nominators, &active))
}

fn split(
	candidates: &[AccountId],
	nominators: &[(AccountId, Vec<AccountId>)],
	active: &BTreeMap<AccountId, u128>,
) -> BTreeMap<AccountId, u128> {
	let stake = |who: &AccountId| active.get(who).copied().unwrap_or_default();
	let mut backing: BTreeMap<AccountId, u128> =
		candidates.iter().map(|who| (*who, stake(who))).collect();
	for (who, targets) in nominators {
		let standing: Vec<_> =
			targets.iter().filter(|target| backing.contains_key(*target)).copied().collect();
		let Some(part) = stake(who).checked_div(standing.len() as u128) else { continue };
		for target in standing {
			if let Some(sum) = backing.get_mut(&target) {
				*sum = sum.saturating_add(part);
			}
		}
	}
	backing
}

/// The place of a candidate, from 1: one more than those with a larger stake behind them.
fn rank(backing: &BTreeMap<AccountId, u128>, who: &AccountId) -> u32 {
	let own = backing.get(who).copied().unwrap_or_default();
	let larger = backing.values().filter(|stake| **stake > own).count();
	u32::try_from(larger).unwrap_or(u32::MAX).saturating_add(1)
}

/// What an account must bond at least to be a candidate, in atoms.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn min_validator_bond(view: &View) -> Result<u128> {
	view.value("Staking", "MinValidatorBond").await
}

/// The atoms of an account that are free and those on hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Balance {
	/// What can be spent, the existential deposit included.
	pub free: u128,
	/// What is on hold.
	pub reserved: u128,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountInfo {
	data: Balance,
}

/// What an account owns of KSI.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn balance(view: &View, who: &AccountId) -> Result<Balance> {
	let info: Option<AccountInfo> = view.get("System", "Account", vec![account(who)]).await?;
	Ok(info.map(|info| info.data).unwrap_or_default())
}

/// Refuses to bond what is not free. The existential deposit stays, since a hold needs an account that exists.
///
/// # Errors
///
/// An input failure that says how much is missing.
pub fn ensure_free(
	balance: &Balance,
	needed: u128,
	existential_deposit: u128,
	text: impl Fn(u128) -> String,
) -> Result<()> {
	let wanted = needed.saturating_add(existential_deposit);
	if balance.free >= wanted {
		return Ok(());
	}
	Err(Failure::input(
		format!(
			"{} are free and {} are needed, of which {} have to stay",
			text(balance.free),
			text(wanted),
			text(existential_deposit)
		),
		format!("put {} into the account, or bond less", text(wanted.saturating_sub(balance.free))),
	))
}

#[cfg(test)]
mod tests {
	use super::*;

	const A: AccountId = [1; 32];
	const B: AccountId = [2; 32];
	const C: AccountId = [3; 32];
	const N: AccountId = [9; 32];

	#[test]
	fn candidates_rank_by_own_stake_and_a_share_of_their_nominators() {
		let active = BTreeMap::from([(A, 100), (B, 90), (C, 95), (N, 40)]);
		// N backs B, C and somebody who is no candidate any more: 20 each for B and C.
		let backing = split(&[A, B, C], &[(N, vec![B, C, N])], &active);
		assert_eq!(backing, BTreeMap::from([(A, 100), (B, 110), (C, 115)]));
		assert_eq!([A, B, C].map(|who| rank(&backing, &who)), [3, 2, 1]);
	}

	#[test]
	fn candidates_with_equal_stake_share_a_rank() {
		let backing = BTreeMap::from([(A, 5), (B, 5), (C, 4)]);
		assert_eq!([A, B, C].map(|who| rank(&backing, &who)), [1, 1, 3]);
	}

	#[test]
	fn a_nominator_without_a_candidate_backs_nobody() {
		let active = BTreeMap::from([(A, 1), (N, 40)]);
		assert_eq!(split(&[A], &[(N, vec![B])], &active), BTreeMap::from([(A, 1)]));
	}

	#[test]
	fn what_has_to_stay_is_counted() {
		let text = |atoms| format!("{atoms} KSI");
		let balance = Balance { free: 100, reserved: 0 };
		assert_eq!(ensure_free(&balance, 99, 1, text), Ok(()));
		let failure = ensure_free(&balance, 100, 1, text).unwrap_err();
		assert_eq!(
			failure.to_string(),
			"100 KSI are free and 101 KSI are needed, of which 1 KSI have to stay: put 1 KSI into the account, or \
			 bond less"
		);
	}
}
