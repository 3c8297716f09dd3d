//! Opening an offering, taking it back before it begins, and what is common to both ends.

use crate::{
	right_tokens::RightTokens as _, BidId, ClassOfferings, Config, Error, Event, NextOfferingId,
	NextRightToken, OfferingId, OfferingOf, OfferingSource, Offerings, Pallet, PaymentUses,
	RightToken, Rights, RightsIssue, Stage, StoredOffering, MAX_SKIPPED,
};
use frame_support::{
	ensure,
	traits::{
		fungibles::Inspect as _,
		tokens::{DepositConsequence, Provenance::Extant},
		Contains, Get,
	},
};
use pallet_shareholders::{CompanyId, Pallet as Shareholders, ShareTokens as _, Splitting};
use pallet_tokens::RESERVED_FROM;
use shareholders_accounting::{Block, Offering, OfferingTerms, TokenId};
use sp_runtime::{DispatchError, DispatchResult, SaturatedConversion};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_offering(
		who: &T::AccountId,
		class: TokenId,
		payment: TokenId,
		terms: OfferingTerms,
	) -> DispatchResult {
		let company = Shareholders::<T>::company_of(class)?;
		Shareholders::<T>::company_run_by(who, company)?;
		ensure!(!Self::is_on_sale(class), Error::<T>::OfferingRunning);
		ensure!(!Splitting::<T>::contains(&class), Error::<T>::SplitRunning);
		let book = Self::check_terms(class, terms)?;
		Shareholders::<T>::ensure_may_agree_on(who, payment)?;
		Self::check_payment(class, company, payment, &terms)?;
		let number = terms.rights_price.map(|_| Self::free_number()).transpose()?;
		let id = NextOfferingId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let mut listed = ClassOfferings::<T>::get(class);
		listed.try_push(id).map_err(|_| Error::<T>::TooManyOfferings)?;
		let deposit = T::OfferingDeposit::get();

		Self::hold_deposit(who, deposit)?;
		let rights = Self::create_rights(id, class, company, &terms, number)?;
		NextOfferingId::<T>::put(next);
		ClassOfferings::<T>::insert(class, listed);
		Self::count_payment(payment)?;
		Offerings::<T>::insert(
			id,
			StoredOffering {
				class,
				company,
				source: OfferingSource::Issue,
				payment,
				depositor: who.clone(),
				deposit,
				rights,
				book,
				next_bid: BidId::default(),
				bids: 0,
				levels: 0,
				stage: Stage::Running,
			},
		);
		Self::deposit_event(Event::OfferingOpened {
			offering: id,
			class,
			company,
			payment,
			terms,
			rights_token: number,
			record_date: rights.map(|rights| rights.date),
		});
		Ok(())
	}

	/// That the dates lie ahead and are far enough apart, and that the shares fit under every maximum.
	fn check_terms(class: TokenId, terms: OfferingTerms) -> Result<Offering, Error<T>> {
		let supply = T::Ledger::total_issuance(class);
		let book = Offering::open(terms, supply)?;
		ensure!(terms.opens > Self::now(), Error::<T>::DatePassed);
		let window = T::MinWindow::get();
		// The accounting has checked the order of the dates.
		let lasts = |from: Block, to: Block| to.saturating_sub(from) >= window;
		let rights_last = terms.rights_price.is_none() || lasts(terms.opens, terms.public);
		ensure!(rights_last && lasts(terms.public, terms.closes), Error::<T>::WindowTooShort);
		ensure!(terms.lot_size >= T::Ledger::minimum_balance(class), Error::<T>::LotTooSmall);
		let shares = terms.lots.checked_mul(terms.lot_size).ok_or(Error::<T>::Overflow)?;
		ensure!(Self::has_room(class, shares), Error::<T>::AboveAuthorisedMaximum);
		Ok(book)
	}

	/// Whether so many shares may be issued on top of those there are.
	pub(crate) fn has_room(class: TokenId, shares: u128) -> bool {
		let maximum = T::ShareTokens::authorised_maximum(class);
		let supply = T::Ledger::total_issuance(class).checked_add(shares);
		maximum.zip(supply).is_some_and(|(maximum, supply)| supply <= maximum)
	}

	/// That the payment token is one which can be paid to the company.
	fn check_payment(
		class: TokenId,
		company: CompanyId,
		payment: TokenId,
		terms: &OfferingTerms,
	) -> DispatchResult {
		ensure!(T::Ledger::asset_exists(payment), Error::<T>::UnknownToken);
		let odd = payment == class || Rights::<T>::contains_key(payment);
		ensure!(!odd, Error::<T>::PaymentRefused);
		ensure!(!Splitting::<T>::contains(&payment), Error::<T>::SplitRunning);
		// The smallest payment there can be, so that no sale fails because the company's account has none of the token yet.
		let reserve = terms.pricing.reserve();
		let least = terms.rights_price.map_or(reserve, |price| price.min(reserve));
		let account = Shareholders::<T>::company_account(company);
		let consequence = T::Ledger::can_deposit(payment, &account, least, Extant);
		ensure!(consequence == DepositConsequence::Success, Error::<T>::CompanyCannotBePaid);
		Ok(())
	}

	/// The next number that no token has, of those that users cannot take.
	fn free_number() -> Result<TokenId, Error<T>> {
		let mut number = NextRightToken::<T>::get();
		for _ in 0..=MAX_SKIPPED {
			if !T::Ledger::asset_exists(number) {
				return Ok(number);
			}
			number = Self::number_after(number);
		}
		Err(Error::<T>::NoNumberLeft)
	}

	/// After the last one the first: by then it is long retired.
	fn number_after(number: TokenId) -> TokenId {
		number.checked_add(1).unwrap_or(RESERVED_FROM)
	}

	/// Creates the right token and fixes the present boundary as its record date.
	fn create_rights(
		offering: OfferingId,
		class: TokenId,
		company: CompanyId,
		terms: &OfferingTerms,
		token: Option<TokenId>,
	) -> Result<Option<RightsIssue>, DispatchError> {
		let Some(token) = token else { return Ok(None) };
		let date = Shareholders::<T>::epoch();
		Shareholders::<T>::reserve_date(class, date)?;
		let issuer = Shareholders::<T>::company_account(company);
		T::RightTokens::create(token, &issuer, terms.lots)?;
		NextRightToken::<T>::put(Self::number_after(token));
		Rights::<T>::insert(token, RightToken { offering, expires: terms.public });
		Ok(Some(RightsIssue { token, date, claimed: 0, marks: 0 }))
	}

	fn count_payment(payment: TokenId) -> DispatchResult {
		let uses = PaymentUses::<T>::get(payment).checked_add(1).ok_or(Error::<T>::Overflow)?;
		PaymentUses::<T>::insert(payment, uses);
		Ok(())
	}

	fn uncount_payment(payment: TokenId) -> DispatchResult {
		match PaymentUses::<T>::get(payment).checked_sub(1).ok_or(Error::<T>::Corrupt)? {
			0 => PaymentUses::<T>::remove(payment),
			uses => PaymentUses::<T>::insert(payment, uses),
		}
		Ok(())
	}

	pub(crate) fn do_cancel_offering(who: &T::AccountId, id: OfferingId) -> DispatchResult {
		let offering = Self::running(id)?;
		Shareholders::<T>::company_run_by(who, offering.company)?;
		let now = Self::now();
		ensure!(now < offering.book.terms.opens, Error::<T>::OfferingHasOpened);

		if let Some(rights) = offering.rights {
			Rights::<T>::insert(rights.token, RightToken { offering: id, expires: now });
		}
		Self::deposit_event(Event::OfferingCancelled { offering: id });
		Self::end(id, offering)
	}

	/// An offering that has no bids any more sells nothing from now on.
	pub(crate) fn end(id: OfferingId, mut offering: OfferingOf<T>) -> DispatchResult {
		Self::uncount_payment(offering.payment)?;
		if let Some(rights) = offering.rights {
			Self::give_date_back(offering.class, rights.date);
		}
		offering.stage = Stage::Clearing;
		Self::store_or_remove(id, offering)
	}

	/// The register refuses only if its class has been halted. That must not keep deposits from coming back, so it is told
	/// and left to whoever repairs the class.
	fn give_date_back(class: TokenId, date: shareholders_accounting::Epoch) {
		if let Err(reason) = Shareholders::<T>::release_date(class, date) {
			log::error!(target: "runtime::offerings", "{class}: the record date {date} stays: {reason:?}");
			Self::deposit_event(Event::RecordDateKept { class, date, reason });
		}
	}

	/// Stores an offering that is over, or removes it and returns the deposit if no mark of it is left.
	pub(crate) fn store_or_remove(id: OfferingId, offering: OfferingOf<T>) -> DispatchResult {
		if offering.rights.is_some_and(|rights| rights.marks > 0) {
			Offerings::<T>::insert(id, offering);
			return Ok(());
		}
		ClassOfferings::<T>::mutate_exists(offering.class, |listed| {
			let left = listed.take().map(|mut ids| {
				ids.retain(|other| *other != id);
				ids
			});
			*listed = left.filter(|ids| !ids.is_empty());
		});
		Offerings::<T>::remove(id);
		Self::release_deposit(&offering.depositor, offering.deposit)?;
		Self::deposit_event(Event::OfferingCleared { offering: id });
		Ok(())
	}

	/// An offering that has not been priced.
	pub(crate) fn running(id: OfferingId) -> Result<OfferingOf<T>, Error<T>> {
		let offering = Offerings::<T>::get(id).ok_or(Error::<T>::UnknownOffering)?;
		ensure!(offering.stage == Stage::Running, Error::<T>::NotOpen);
		Ok(offering)
	}

	/// The present block. Block numbers are 32 bits in every runtime here.
	pub(crate) fn now() -> Block {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}
}
