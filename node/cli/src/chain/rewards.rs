//! What past eras owe to validators and their nominators.

use super::{
	call::{account, call, number, Call},
	staking,
	view::View,
};
use crate::{address::AccountId, error::Result};
use subxt::ext::{scale_decode::DecodeAsType, scale_value::Value};

/// A part of an era's pay that has not been paid: the validator's own with the first part, its nominators' with all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unpaid {
	/// The era.
	pub era: u32,
	/// The part, from 0.
	pub page: u32,
	/// Whether somebody of it has been paid and somebody could not be.
	pub in_part: bool,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct EraPots {
	points: u32,
}

/// All that is owed to a validator and its nominators, the oldest first; of one era, if it is named.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn unpaid(view: &View, who: &AccountId, era: Option<u32>) -> Result<Vec<Unpaid>> {
	let mut eras: Vec<u32> = match era {
		Some(era) => vec![era],
		None => {
			let found: Vec<((u32,), EraPots)> =
				view.entries("ValidatorRewards", "Eras", ()).await?;
			found.into_iter().filter(|(_, pots)| pots.points > 0).map(|((era,), _)| era).collect()
		}
	};
	eras.sort_unstable();
	let mut unpaid = Vec::new();
	for era in eras {
		if era_has_nothing(view, era, who).await? {
			continue;
		}
		let Some(exposure) = staking::exposure(view, era, who).await? else { continue };
		// A validator without nominators is paid with an empty first page.
		for page in 0..exposure.page_count.max(1) {
			let keys = vec![number(era), account(who), number(page)];
			let left: Option<Vec<Value>> = view.get("ValidatorRewards", "Pages", keys).await?;
			match left {
				Some(left) if left.is_empty() => {}
				left => unpaid.push(Unpaid { era, page, in_part: left.is_some() }),
			}
		}
	}
	Ok(unpaid)
}

async fn era_has_nothing(view: &View, era: u32, who: &AccountId) -> Result<bool> {
	let frozen = view.has("ValidatorRewards", "Eras", vec![number(era)]).await?;
	Ok(!frozen || staking::points(view, era).await?.of(who) == 0)
}

/// The call that pays a part.
pub fn payout(who: &AccountId, unpaid: &Unpaid) -> Call {
	let arguments = [number(unpaid.era), account(who), number(unpaid.page)];
	call("ValidatorRewards", "payout", arguments)
}
