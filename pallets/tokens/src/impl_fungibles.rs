//! The SDK's `fungibles` traits over the ledger, holds apart.
//!
//! Where the SDK's default would read or write a record more than once, or change a supply without
//! regard to the authorised maximum, the default is replaced.

use crate::{
	ledger::Entry, token::Token, Asset, AssetStatus, Balance, Config, Event, Metadata, Pallet,
	Role, TokenId,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{
	ensure,
	traits::{
		fungibles::{self, Credit, Dust, HandleImbalanceDrop, Inspect as _},
		tokens::{
			DepositConsequence, Fortitude,
			Fortitude::{Force, Polite},
			Precision::{self, BestEffort, Exact},
			Preservation::{self, Expendable},
			Provenance::{self, Extant},
			WithdrawConsequence,
		},
	},
};
use sp_runtime::{DispatchError, DispatchResult, TokenError};

impl<T: Config> fungibles::Inspect<T::AccountId> for Pallet<T> {
	type AssetId = TokenId;
	type Balance = Balance;

	fn total_issuance(id: TokenId) -> Balance {
		Asset::<T>::get(id).map_or(0, |details| details.supply)
	}

	fn minimum_balance(id: TokenId) -> Balance {
		Asset::<T>::get(id).map_or(0, |details| details.min_balance)
	}

	fn total_balance(id: TokenId, who: &T::AccountId) -> Balance {
		Entry::<T>::load(id, who).total()
	}

	fn balance(id: TokenId, who: &T::AccountId) -> Balance {
		Entry::<T>::load(id, who).free()
	}

	fn reducible_balance(
		id: TokenId,
		who: &T::AccountId,
		preservation: Preservation,
		force: Fortitude,
	) -> Balance {
		Token::<T>::load(id)
			.map_or(0, |token| Entry::load(id, who).reducible(&token, preservation, force))
	}

	fn can_deposit(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
		provenance: Provenance,
	) -> DepositConsequence {
		Token::<T>::load(id).map_or(DepositConsequence::UnknownAsset, |token| {
			Entry::load(id, who).deposit_consequence(&token, amount, provenance)
		})
	}

	fn can_withdraw(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
	) -> WithdrawConsequence<Balance> {
		Token::<T>::load(id).map_or(WithdrawConsequence::UnknownAsset, |token| {
			Entry::load(id, who).withdraw_consequence(&token, amount)
		})
	}

	fn asset_exists(id: TokenId) -> bool {
		Asset::<T>::contains_key(id)
	}
}

impl<T: Config> fungibles::Unbalanced<T::AccountId> for Pallet<T> {
	fn handle_dust(dust: Dust<T::AccountId, Self>) {
		drop(dust.into_credit());
	}

	fn write_balance(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
	) -> Result<Option<Balance>, DispatchError> {
		let mut token = Token::<T>::known(id)?;
		let mut entry = Entry::load(id, who);
		let free = entry.free();
		if let Some(increase) = amount.checked_sub(free) {
			if entry.record().is_none() && amount < token.details().min_balance {
				return Ok(Some(amount).filter(|dust| *dust > 0));
			}
			entry.put(&token, increase, Extant)?;
			let change = entry.write(&mut token)?;
			token.finish([change]);
			return Ok(None);
		}
		let decrease = free.checked_sub(amount).ok_or(TokenError::FundsUnavailable)?;
		let debit = entry.take(&token, decrease, Exact, Expendable, Force)?;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Ok(Some(debit.dust).filter(|dust| *dust > 0))
	}

	fn set_total_issuance(id: TokenId, amount: Balance) {
		Asset::<T>::mutate(id, |details| {
			if let Some(details) = details {
				details.supply = amount;
			}
		});
	}

	/// Burns the dust that the debit leaves and reports only what was asked for.
	fn decrease_balance(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let mut token = Token::<T>::known(id)?;
		let mut entry = Entry::load(id, who);
		let debit = entry.take(&token, amount, precision, preservation, force)?;
		if debit.taken == 0 {
			return Ok(0);
		}
		token.burn_supply(debit.dust)?;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Self::deposit_dust_event(id, who, debit.dust);
		Ok(debit.taken)
	}

	fn increase_balance(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let mut token = Token::<T>::known(id)?;
		let mut entry = Entry::load(id, who);
		let amount = if precision == BestEffort { entry.fitting(amount) } else { amount };
		if let Err(refused) = entry.put(&token, amount, Extant) {
			let too_little = refused == TokenError::BelowMinimum.into();
			return if too_little && precision == BestEffort { Ok(0) } else { Err(refused) };
		}
		if amount > 0 {
			let change = entry.write(&mut token)?;
			token.finish([change]);
		}
		Ok(amount)
	}
}

impl<T: Config> fungibles::Mutate<T::AccountId> for Pallet<T> {
	fn mint_into(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		Self::mint_unchecked_by_role(id, who, amount).map(|()| amount)
	}

	fn burn_from(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
		preservation: Preservation,
		precision: Precision,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let token = Token::<T>::known(id)?;
		Self::burn_entry(token, Entry::load(id, who), who, amount, precision, preservation, force)
	}

	fn shelve(id: TokenId, who: &T::AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		Self::burn_from(id, who, amount, Expendable, Exact, Polite)
	}

	fn restore(id: TokenId, who: &T::AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		Self::mint_into(id, who, amount)
	}

	/// Unlike the call of that name, and as the SDK's trait has it, sends exactly `amount` and burns
	/// the dust.
	fn transfer(
		id: TokenId,
		source: &T::AccountId,
		dest: &T::AccountId,
		amount: Balance,
		preservation: Preservation,
	) -> Result<Balance, DispatchError> {
		let token = Token::<T>::known(id)?;
		let mut from = Entry::load(id, source);
		if source == dest {
			// The copy in memory says whether the debit would pass, and is dropped.
			from.take(&token, amount, Exact, preservation, Polite)?;
			return Ok(amount);
		}
		let debit = Self::move_free(token, from, dest, amount, preservation, false)?;
		Self::deposit_dust_event(id, source, debit.dust);
		Self::deposit_event(Event::Transferred {
			asset_id: id,
			from: source.clone(),
			to: dest.clone(),
			amount,
		});
		Ok(amount)
	}
}

/// Adds to the supply what a dropped debt leaves unpaid, and says so.
pub struct IncreaseIssuanceWithEvent<T>(PhantomData<T>);

impl<T: Config> HandleImbalanceDrop<TokenId, Balance> for IncreaseIssuanceWithEvent<T> {
	fn handle(id: TokenId, amount: Balance) {
		fungibles::IncreaseIssuance::<T::AccountId, Pallet<T>>::handle(id, amount);
		Pallet::<T>::deposit_event(Event::BurnedDebt { asset_id: id, amount });
	}
}

/// Takes from the supply what a dropped credit leaves unspent, and says so.
pub struct DecreaseIssuanceWithEvent<T>(PhantomData<T>);

impl<T: Config> HandleImbalanceDrop<TokenId, Balance> for DecreaseIssuanceWithEvent<T> {
	fn handle(id: TokenId, amount: Balance) {
		fungibles::DecreaseIssuance::<T::AccountId, Pallet<T>>::handle(id, amount);
		Pallet::<T>::deposit_event(Event::BurnedCredit { asset_id: id, amount });
	}
}

impl<T: Config> fungibles::Balanced<T::AccountId> for Pallet<T> {
	type OnDropCredit = DecreaseIssuanceWithEvent<T>;
	type OnDropDebt = IncreaseIssuanceWithEvent<T>;

	/// Issues as much of `amount` as the authorised maximum leaves.
	fn issue(id: TokenId, amount: Balance) -> Credit<T::AccountId, Self> {
		let issued = Asset::<T>::get(id).map_or(0, |details| {
			// Saturation means that the supply is at the maximum: nothing can be issued.
			let room = details.maximum().saturating_sub(details.supply);
			if details.status == AssetStatus::Splitting {
				0
			} else {
				amount.min(room)
			}
		});
		// Within the maximum, so no overflow.
		let supply = Self::total_issuance(id).saturating_add(issued);
		<Self as fungibles::Unbalanced<T::AccountId>>::set_total_issuance(id, supply);
		Self::done_issue(id, issued);
		Dust::<T::AccountId, Self>(id, issued).into_credit()
	}

	fn done_issue(id: TokenId, amount: Balance) {
		Self::deposit_event(Event::IssuedCredit { asset_id: id, amount });
	}

	fn done_rescind(id: TokenId, amount: Balance) {
		Self::deposit_event(Event::IssuedDebt { asset_id: id, amount });
	}

	fn done_deposit(id: TokenId, who: &T::AccountId, amount: Balance) {
		Self::deposit_event(Event::Deposited { asset_id: id, who: who.clone(), amount });
	}

	fn done_withdraw(id: TokenId, who: &T::AccountId, amount: Balance) {
		Self::deposit_event(Event::Withdrawn { asset_id: id, who: who.clone(), amount });
	}
}

impl<T: Config> fungibles::Create<T::AccountId> for Pallet<T> {
	/// `admin` gets all four roles; nobody pays a deposit. A sufficient token is
	/// `TokenError::Unsupported`: those are decided at genesis.
	fn create(
		id: TokenId,
		admin: T::AccountId,
		is_sufficient: bool,
		min_balance: Balance,
	) -> DispatchResult {
		ensure!(!is_sufficient, TokenError::Unsupported);
		Self::insert_token(id, &admin, &admin, min_balance, false, 0)?;
		Self::deposit_event(Event::Created { asset_id: id, creator: admin.clone(), owner: admin });
		Ok(())
	}
}

impl<T: Config> fungibles::Destroy<T::AccountId> for Pallet<T> {
	fn start_destroy(id: TokenId, maybe_check_owner: Option<T::AccountId>) -> DispatchResult {
		Self::do_start_destroy(id, maybe_check_owner)
	}

	fn destroy_accounts(id: TokenId, max_items: u32) -> Result<u32, DispatchError> {
		Self::do_destroy_accounts(id, max_items).map(|round| round.destroyed)
	}

	fn destroy_approvals(id: TokenId, max_items: u32) -> Result<u32, DispatchError> {
		Self::do_destroy_approvals(id, max_items)
	}

	fn finish_destroy(id: TokenId) -> DispatchResult {
		Self::do_finish_destroy(id)
	}
}

impl<T: Config> fungibles::metadata::Inspect<T::AccountId> for Pallet<T> {
	fn name(id: TokenId) -> Vec<u8> {
		Metadata::<T>::get(id).name.into_inner()
	}

	fn symbol(id: TokenId) -> Vec<u8> {
		Metadata::<T>::get(id).symbol.into_inner()
	}

	fn decimals(id: TokenId) -> u8 {
		Metadata::<T>::get(id).decimals
	}
}

impl<T: Config> fungibles::metadata::Mutate<T::AccountId> for Pallet<T> {
	fn set(
		id: TokenId,
		from: &T::AccountId,
		name: Vec<u8>,
		symbol: Vec<u8>,
		decimals: u8,
	) -> DispatchResult {
		Self::do_set_metadata(id, from, name, symbol, decimals)
	}
}

/// `None` for a role that has been given up.
impl<T: Config> fungibles::roles::Inspect<T::AccountId> for Pallet<T> {
	fn owner(id: TokenId) -> Option<T::AccountId> {
		Self::holder_of(id, Role::Owner)
	}

	fn issuer(id: TokenId) -> Option<T::AccountId> {
		Self::holder_of(id, Role::Issuer)
	}

	fn admin(id: TokenId) -> Option<T::AccountId> {
		Self::holder_of(id, Role::Admin)
	}

	fn freezer(id: TokenId) -> Option<T::AccountId> {
		Self::holder_of(id, Role::Freezer)
	}
}

impl<T: Config> Pallet<T> {
	fn holder_of(id: TokenId, role: Role) -> Option<T::AccountId> {
		let details = Asset::<T>::get(id)?;
		(!details.renounced.contains(role)).then(|| details.holder_of(role).clone())
	}

	/// Dust lowers the supply, so it is told; most debits leave none.
	pub(crate) fn deposit_dust_event(id: TokenId, who: &T::AccountId, dust: Balance) {
		if dust > 0 {
			Self::deposit_event(Event::Burned { asset_id: id, owner: who.clone(), balance: dust });
		}
	}
}
