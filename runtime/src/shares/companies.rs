//! Companies and classes.

use super::bounded;
use crate::{
	configs::tokens::{AllTokens, KSI},
	AccountId, Runtime, Shareholders,
};
use alloc::vec::Vec;
use frame_support::traits::fungibles::Inspect;
use pallet_shareholders::{Companies, NextCompanyId, Splits};
use pallet_tokens::{Asset, Role};
use shareholders_accounting::{Class, Payout, TokenId};
use shareholders_runtime_api::{
	Calendar, ClassInfo, ClassStatus, CompanyId, CompanyInfo, DatedDividend, FractionBid,
	FractionSale, PayoutInfo, RecordDateInfo, SplitInfo, SplitPhase, Team, MAX_LIST,
};

/// See `SharesApi::calendar`.
pub fn calendar() -> Calendar {
	let epoch_blocks = pallet_shareholders::CalendarOf::<Runtime>::get().epoch_blocks;
	Calendar { epoch: Shareholders::epoch(), epoch_blocks }
}

/// See `SharesApi::companies`. A company is never dissolved, so no number is missing.
pub fn companies(after: Option<CompanyId>, limit: u32) -> Vec<CompanyInfo<AccountId>> {
	let next = NextCompanyId::<Runtime>::get();
	let first = after.map_or(Some(0), |after| after.checked_add(1)).unwrap_or(next);
	(first..next).take(bounded(limit, MAX_LIST)).filter_map(company).collect()
}

/// See `SharesApi::company`.
pub fn company(id: CompanyId) -> Option<CompanyInfo<AccountId>> {
	let company = Companies::<Runtime>::get(id)?;
	Some(CompanyInfo {
		id,
		name: company.name.into_inner(),
		account: Shareholders::company_account(id),
		founder: company.founder,
		handed_over: company.handed_over,
		documents: company.links.into_inner(),
		classes: company.classes.iter().map(|class| class.token).collect(),
	})
}

/// See `SharesApi::class`.
pub fn class(token: TokenId) -> Option<ClassInfo<AccountId>> {
	let stored = pallet_shareholders::Classes::<Runtime>::get(token)?;
	let status = match stored.status {
		pallet_shareholders::ClassStatus::Live => ClassStatus::Live,
		pallet_shareholders::ClassStatus::Halted(reason) => ClassStatus::Halted(reason),
	};
	let register = as_of_now(status, stored.register);
	let pot = Shareholders::pot_account(token);
	let treasury = stored.company.map_or(0, |company| {
		AllTokens::total_balance(token, &Shareholders::company_account(company))
	});
	let details = Asset::<Runtime>::get(token);
	Some(ClassInfo {
		token,
		company: stored.company,
		status,
		issued: AllTokens::total_issuance(token),
		authorised: details.as_ref().and_then(|details| details.authorised_maximum),
		treasury,
		eligible: register.eligible().unwrap_or_default(), // the register of a live class adds up
		excluded: register
			.excluded
			.iter()
			.map(|who| (who.clone(), AllTokens::total_balance(token, who)))
			.collect(),
		records: details.as_ref().map(|details| details.accounts),
		team: team(token),
		payouts: register.payouts.iter().map(|payout| payout_info(payout, &pot)).collect(),
		pot,
		dates: register
			.dates
			.as_slice()
			.iter()
			.map(|date| RecordDateInfo {
				epoch: date.epoch,
				references: date.references,
				eligible: Some(date.eligible).filter(|_| date.epoch <= register.epoch),
			})
			.collect(),
		split: split_info(token, &register),
		fractions: fraction_sale(token),
	})
}

fn fraction_sale(class: TokenId) -> Option<FractionSale<AccountId>> {
	let (split, left) = Shareholders::unsold_fractions(class)?;
	Some(FractionSale {
		split,
		shares: left.shares,
		highest: left.auction.map(|highest| FractionBid {
			bidder: highest.bidder,
			amount: highest.state.amount,
			closes: highest.state.closes,
		}),
		least: Shareholders::least_fraction_bid(class, split).ok(),
	})
}

/// The register after all boundaries up to now, as the next operation would find it. That of a halted class stays as it is.
fn as_of_now(status: ClassStatus, register: Class<AccountId>) -> Class<AccountId> {
	let mut rolled = register.clone();
	match rolled.roll(Shareholders::epoch()) {
		Ok(()) if status == ClassStatus::Live => rolled,
		_ => register,
	}
}

fn payout_info(payout: &Payout, pot: &AccountId) -> PayoutInfo {
	PayoutInfo {
		token: payout.token,
		lifetime: payout.lifetime,
		booked: payout.booked,
		pot: AllTokens::total_balance(payout.token, pot),
		pending: payout.pending,
		left: payout.left,
		pace: payout.pace,
		per_share: payout.per_share.rate,
		dated: payout
			.lumps
			.iter()
			.map(|lump| DatedDividend {
				record: lump.record,
				payment: lump.payment,
				amount: lump.amount,
				per_share: lump.rise,
			})
			.collect(),
	}
}

/// KSI has no roles: what does not exist counts as given up.
fn team(token: TokenId) -> Team<AccountId> {
	let details = Asset::<Runtime>::get(token).filter(|_| token != KSI);
	let holder = |role: Role| {
		let details = details.as_ref().filter(|details| !details.renounced.contains(role))?;
		Some(details.holder_of(role).clone())
	};
	Team {
		owner: holder(Role::Owner),
		issuer: holder(Role::Issuer),
		admin: holder(Role::Admin),
		freezer: holder(Role::Freezer),
	}
}

fn split_info(token: TokenId, register: &Class<AccountId>) -> Option<SplitInfo> {
	let running = Splits::<Runtime>::get(token)?;
	Some(SplitInfo {
		new: running.ratio.numerator(),
		old: running.ratio.denominator(),
		phase: match running.phase {
			pallet_shareholders::SplitPhase::Suspending { .. } => SplitPhase::Suspending,
			pallet_shareholders::SplitPhase::Converting { .. }
			| pallet_shareholders::SplitPhase::Approving { .. } => SplitPhase::Converting,
			pallet_shareholders::SplitPhase::Resuming { converted: true, .. } => {
				SplitPhase::Resuming
			}
			pallet_shareholders::SplitPhase::Resuming { converted: false, .. } => {
				SplitPhase::GivenUp
			}
		},
		supply: register.split.as_ref().map(|split| split.supply),
		converted: register.split.as_ref().map(|split| split.converted),
	})
}
