//! Offerings, and an account's rights in them.

use crate::{configs::tokens::AllTokens, AccountId, Offerings};
use alloc::vec::Vec;
use frame_support::traits::fungibles::Inspect;
use pallet_offerings::Phase;
use shareholders_accounting::TokenId;
use shareholders_runtime_api::{OfferingId, OfferingInfo, OfferingStatus, RightsInfo};

/// See `SharesApi::offerings`.
pub fn offerings(class: TokenId) -> Vec<OfferingInfo> {
	Offerings::offerings_of(class).into_iter().filter_map(offering).collect()
}

/// See `SharesApi::offering`.
pub fn offering(id: OfferingId) -> Option<OfferingInfo> {
	let offering = Offerings::offering_info(id)?;
	Some(OfferingInfo {
		id,
		class: offering.class,
		company: offering.company,
		payment: offering.payment,
		terms: offering.terms,
		status: match offering.phase {
			Phase::Announced => OfferingStatus::Announced,
			Phase::Rights => OfferingStatus::Rights,
			Phase::Public => OfferingStatus::Public,
			Phase::Closed => OfferingStatus::Closed,
			Phase::Settling => OfferingStatus::Settling,
			Phase::CalledOff => OfferingStatus::CalledOff,
			Phase::Completed => OfferingStatus::Completed,
		},
		rights_token: offering.rights_token,
		record_date: offering.record_date,
		claimed: offering.claimed,
		exercised: offering.exercised,
		demand: offering.demand,
		deposits: offering.deposits,
		bids: offering.bids,
		price: offering.price,
		sold: offering.lots_sold,
		proceeds: offering.proceeds,
	})
}

/// An account's rights in the offerings of a class that can still be used.
pub(super) fn rights(who: &AccountId, class: TokenId) -> Vec<RightsInfo> {
	offerings(class).into_iter().filter_map(|offering| rights_in(who, &offering)).collect()
}

fn rights_in(who: &AccountId, offering: &OfferingInfo) -> Option<RightsInfo> {
	let usable = matches!(offering.status, OfferingStatus::Announced | OfferingStatus::Rights);
	let token = offering.rights_token.filter(|_| usable)?;
	let price = offering.terms.rights_price?;
	let (claimable, claimed) = Offerings::rights_of(offering.id, who)?;
	let owned = AllTokens::total_balance(token, who);
	(claimable > 0 || claimed > 0 || owned > 0).then_some(RightsInfo {
		offering: offering.id,
		token,
		claimable,
		claimed,
		owned,
		price,
		payment: offering.payment,
		expires: offering.terms.public,
	})
}
