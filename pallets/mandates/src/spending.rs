//! Spending from the treasury, within the limits of the track.

use crate::{Balance, Config, Error, Event, Pallet, SpendLimit, Treasury};
use frame_support::{
	dispatch::DispatchResult, dispatch_context::with_context, ensure, traits::Get,
};
use frame_system::pallet_prelude::BlockNumberFor;
use shareholders_accounting::TokenId;

/// What has been spent of KSI since the outermost call began, in atoms.
#[derive(Default)]
struct SpentInContext(Balance);

impl<T: Config> Pallet<T> {
	/// Lets a beneficiary be paid.
	pub(crate) fn do_spend(
		limit: SpendLimit,
		token: TokenId,
		amount: Balance,
		beneficiary: T::AccountId,
		valid_from: Option<BlockNumberFor<T>>,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		if token == T::NativeToken::get() {
			ensure!(amount <= limit.cap, Error::<T>::AboveCap);
			Self::count_spent(limit.cap, amount)?;
		} else {
			ensure!(limit.other_tokens, Error::<T>::NativeOnly);
		}
		T::Treasury::spend(token, amount, beneficiary.clone(), valid_from)?;
		Self::deposit_event(Event::SpendDecided { token, amount, beneficiary });
		Ok(())
	}

	/// A referendum may hold a batch, whose calls all have its origin. The cap is for all of them.
	///
	/// The context is that of the outermost call, and no call mixes origins of tracks, so one sum does. A call that is rolled
	/// back is counted as well, which errs on the side of the treasury.
	fn count_spent(cap: Balance, amount: Balance) -> DispatchResult {
		let counted = with_context::<SpentInContext, _>(|context| {
			let spent = context.or_default();
			let sum = spent.0.checked_add(amount).filter(|sum| *sum <= cap);
			spent.0 = sum.ok_or(Error::<T>::AboveCap)?;
			Ok::<(), Error<T>>(())
		});
		// Outside of a call there is no context, and no batch.
		Ok(counted.unwrap_or(Ok(()))?)
	}
}
