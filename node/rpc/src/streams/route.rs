//! The way from one head of the chain to another.

use crate::{
	answers::Head,
	error::Error,
	streams::{chain::Chain, limits::MAX_ROUTE},
};

/// A block and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step<Hash> {
	/// The block.
	pub(crate) block: Head<Hash>,
	/// The block before it.
	pub(crate) parent: Head<Hash>,
}

/// How to get from a head to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route<Hash> {
	/// The new head descends from the old one, by these blocks.
	Forward(Vec<Step<Hash>>),
	/// The blocks after the common one are void, and these have taken their places.
	Around(Head<Hash>, Vec<Step<Hash>>),
	/// It is too far to tell.
	Jump,
}

/// Finds the way. Looks at no more than twice [`MAX_ROUTE`] blocks.
///
/// # Errors
///
/// A block on the way is not known.
pub(crate) fn route<C: Chain>(
	chain: &C,
	from: Head<C::Hash>,
	to: Head<C::Hash>,
) -> Result<Route<C::Hash>, Error> {
	let (mut old, mut new) = (from, to);
	let (mut steps, mut left) = (Vec::new(), 0);
	while old.hash != new.hash {
		let (old_number, new_number) = (old.number, new.number);
		if steps.len() >= MAX_ROUTE || left >= MAX_ROUTE {
			return Ok(Route::Jump);
		}
		if new_number >= old_number {
			let Some(parent) = chain.parent(new)? else { return Ok(Route::Jump) };
			steps.push(Step { block: new, parent });
			new = parent;
		}
		if old_number >= new_number {
			let Some(parent) = chain.parent(old)? else { return Ok(Route::Jump) };
			left += 1;
			old = parent;
		}
	}
	steps.reverse();
	Ok(if left == 0 { Route::Forward(steps) } else { Route::Around(old, steps) })
}
