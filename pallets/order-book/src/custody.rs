//! Places, releases and settles holds: the only file that decides which money the exchange moves.
//!
//! The engine asks before it plans ([`Custody`] as its ledger) and hands over one net change per account and token
//! ([`Custody::settle`]). An order's tokens stay in their owner's record under [`crate::HoldReason::OpenOrder`]; nothing is
//! ever in an account of the exchange, fees in the market's fee account excepted.

use crate::{
	token_session::{parts, TokenSession},
	Config, HaltReason, MarketId, Pallet,
};
use core::marker::PhantomData;
use frame_support::pallet_prelude::*;
use order_book_engine::{Asset, Ledger, Leg, MarketParams, Owner, Sheet};
use sp_runtime::TokenError;

/// What an account is said to have where it has even more. No order needs as much (see [`MarketParams::validate`]), and
/// the engine can count in signed numbers: an issuer may mint beyond their range.
const MOST_AVAILABLE: u128 = 1 << 122;

/// The ledger as one call on one market sees it.
pub struct Custody<T: Config> {
	market: MarketId,
	base: T::Session,
	quote: T::Session,
	runtime: PhantomData<T>,
}

/// Why a sheet was not settled.
pub enum SettleError {
	/// A movement of the caller's own, or of fees, was refused: the call fails and nothing has changed.
	Caller(DispatchError),
	/// A movement was refused that the ledger had said it would accept: the market halts.
	Broken(HaltReason),
}

impl<T: Config> Custody<T> {
	/// The ledger for a market's two tokens.
	pub fn new(market: MarketId, params: &MarketParams) -> Self {
		Self {
			market,
			base: T::Session::open(params.base),
			quote: T::Session::open(params.quote),
			runtime: PhantomData,
		}
	}

	fn session(&mut self, asset: Asset) -> &mut T::Session {
		match asset {
			Asset::Base => &mut self.base,
			Asset::Quote => &mut self.quote,
		}
	}

	/// Settles a sheet: the caller first, then everybody else, then the fee account. To be called in a storage layer.
	///
	/// # Errors
	///
	/// See [`SettleError`].
	pub fn settle(mut self, caller: &Owner, sheet: &Sheet) -> Result<(), SettleError> {
		let broken = |_| SettleError::Broken(HaltReason::Settlement);
		if !sheet.balanced() {
			return Err(SettleError::Broken(HaltReason::Unbalanced));
		}
		let own = sheet.flow(caller);
		let who = T::AccountId::from(caller.0);
		for asset in [Asset::Base, Asset::Quote] {
			let session = self.session(asset);
			may_pay::<T>(session, &who, own.leg(asset))
				.and_then(|()| session.apply(&who, own.leg(asset)))
				.map_err(SettleError::Caller)?;
		}
		for (owner, flow) in sheet.flows().iter().filter(|(owner, _)| owner != caller) {
			let who = T::AccountId::from(owner.0);
			self.base.apply(&who, &flow.base).map_err(broken)?;
			self.quote.apply(&who, &flow.quote).map_err(broken)?;
		}
		self.collect(sheet.revenue().get())?;
		self.base.write().map_err(broken)?;
		self.quote.write().map_err(broken)?;
		self.base.report();
		self.quote.report();
		Ok(())
	}

	/// Pays fees into the market's fee account. Whoever can empty that account of a token (the token's admin) may leave it
	/// unable to take less than a minimum balance: then this call fails, and the market goes on when someone has sent the
	/// account the minimum.
	fn collect(&mut self, revenue: u128) -> Result<(), SettleError> {
		let Some(total) = i128::try_from(revenue).ok().filter(|revenue| *revenue > 0) else {
			return Ok(()); // nothing, since the revenue of a balanced sheet is below 2^127
		};
		let account = Pallet::<T>::fee_account(self.market);
		match self.quote.apply(&account, &Leg { total, held: 0 }) {
			Ok(()) => Ok(()),
			Err(_) if self.quote.can_receive(&account, revenue) => {
				Err(SettleError::Broken(HaltReason::Settlement))
			}
			Err(refused) => Err(SettleError::Caller(refused)),
		}
	}
}

/// That the caller may pay from his holds. A frozen account may cancel, but an amendment must not sell what its orders
/// hold; makers have been asked about by the engine.
fn may_pay<T: Config>(session: &mut T::Session, who: &T::AccountId, leg: &Leg) -> DispatchResult {
	if leg.total < 0 && leg.held < 0 {
		let (outgoing, _) = parts(leg.total);
		let (shrink, _) = parts(leg.held);
		ensure!(session.payable_from_holds(who) >= outgoing.min(shrink), TokenError::Frozen);
	}
	Ok(())
}

impl<T: Config> Ledger for Custody<T> {
	fn available(&mut self, who: &Owner, asset: Asset) -> u128 {
		self.session(asset).spendable(&T::AccountId::from(who.0)).min(MOST_AVAILABLE)
	}

	fn can_receive(&mut self, who: &Owner, asset: Asset, amount: u128) -> bool {
		self.session(asset).can_receive(&T::AccountId::from(who.0), amount)
	}

	fn can_pay_held(&mut self, who: &Owner, asset: Asset, held: u128) -> bool {
		self.session(asset).payable_from_holds(&T::AccountId::from(who.0)) >= held
	}
}
