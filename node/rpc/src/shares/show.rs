//! From what the runtime answers to what a caller reads: atoms become decimals, epochs get their blocks, enums their names.

mod decisions;

use super::{Agenda, KSI};
use crate::{
	answers::{
		shares::{
			Class, ClassDues, Company, CompanyHead, CompanyRef, Dated, Due, Excluded, Fraction,
			FractionBid, FractionSale, Holder, Holding, OwnBallot, OwnRequisition, Payout, Purpose,
			RecordDate, Roles, Signature, Split,
		},
		Token,
	},
	error::Error,
	units::Decimal,
};
use shareholders_accounting::{Block, Epoch, Rate, TokenId};
use shareholders_runtime_api as api;
use shareholders_runtime_api::{Calendar, ClassStatus, CompanyId};
use sp_core::{bytes::to_hex, crypto::Ss58Codec};
use sp_runtime::AccountId32;
use std::collections::BTreeMap;

/// Digits of a holder's part of all shares.
const PART_DIGITS: u32 = 12;

/// The tokens that are mentioned, and the calendar of the block.
pub(super) struct Show {
	tokens: BTreeMap<TokenId, Token>,
	calendar: Calendar,
}

/// Bytes that are UTF-8 by convention.
pub(super) fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

fn hashes(documents: &[[u8; 32]]) -> Vec<String> {
	documents.iter().map(|document| to_hex(document, false)).collect()
}

fn address(account: &Option<AccountId32>) -> Option<String> {
	account.as_ref().map(|account| account.to_ss58check())
}

impl Show {
	/// What it takes to show amounts of these tokens.
	pub(super) fn new(tokens: BTreeMap<TokenId, Token>, calendar: Calendar) -> Self {
		Self { tokens, calendar }
	}

	/// All of the tokens.
	pub(super) fn tokens(&self) -> Vec<Token> {
		self.tokens.values().cloned().collect()
	}

	/// The present epoch.
	pub(super) fn epoch(&self) -> Epoch {
		self.calendar.epoch
	}

	/// Blocks of an epoch.
	pub(super) fn epoch_blocks(&self) -> Block {
		self.calendar.epoch_blocks
	}

	/// The block at which an epoch starts.
	pub(super) fn block(&self, epoch: Epoch) -> Block {
		self.calendar.first_block(epoch)
	}

	fn token(&self, id: TokenId) -> Result<&Token, Error> {
		self.tokens.get(&id).ok_or(Error::UnknownToken(id))
	}

	/// A token's symbol.
	pub(super) fn symbol(&self, id: TokenId) -> Result<String, Error> {
		Ok(self.token(id)?.symbol.clone())
	}

	/// Atoms of a token in its units.
	pub(super) fn amount(&self, token: TokenId, atoms: u128) -> Result<String, Error> {
		Ok(Decimal::of_atoms(atoms, self.token(token)?.decimals).to_string())
	}

	fn amount_if(&self, token: TokenId, atoms: Option<u128>) -> Result<Option<String>, Error> {
		atoms.map(|atoms| self.amount(token, atoms)).transpose()
	}

	fn amounts(&self, token: TokenId, atoms: &[u128]) -> Result<Vec<String>, Error> {
		atoms.iter().map(|atoms| self.amount(token, *atoms)).collect()
	}

	/// A company without its classes.
	pub(super) fn company(&self, company: &api::CompanyInfo<AccountId32>) -> Company {
		Company {
			id: company.id,
			name: text(&company.name),
			account: company.account.to_ss58check(),
			founder: company.founder.to_ss58check(),
			handed_over: company.handed_over,
			documents: hashes(&company.documents),
			epoch: self.epoch(),
			classes: Vec::new(),
			ballots: Vec::new(),
			requisitions: Vec::new(),
			offerings: Vec::new(),
			tokens: self.tokens(),
		}
	}

	/// A company in a list.
	pub(super) fn head(
		&self,
		company: &api::CompanyInfo<AccountId32>,
	) -> Result<CompanyHead, Error> {
		Ok(CompanyHead {
			id: company.id,
			name: text(&company.name),
			account: company.account.to_ss58check(),
			founder: company.founder.to_ss58check(),
			handed_over: company.handed_over,
			documents: hashes(&company.documents),
			classes: company
				.classes
				.iter()
				.map(|class| self.token(*class).cloned())
				.collect::<Result<_, _>>()?,
		})
	}

	/// A share class.
	pub(super) fn class(
		&self,
		class: &api::ClassInfo<AccountId32>,
		agenda: &Agenda,
	) -> Result<Class, Error> {
		let token = self.token(class.token)?;
		let shares = |atoms| self.amount(class.token, atoms);
		let halted_by = match class.status {
			ClassStatus::Live => None,
			ClassStatus::Halted(reason) => Some(format!("{reason:?}")),
		};
		let team = &class.team;
		let roles = [
			("owner", &team.owner),
			("issuer", &team.issuer),
			("admin", &team.admin),
			("freezer", &team.freezer),
		];
		Ok(Class {
			token: class.token,
			symbol: token.symbol.clone(),
			decimals: token.decimals,
			status: status(halted_by.is_some()),
			halted_by,
			authorised: self.amount_if(class.token, class.authorised)?,
			issued: shares(class.issued)?,
			treasury: shares(class.treasury)?,
			eligible: shares(class.eligible)?,
			excluded: class
				.excluded
				.iter()
				.map(|(account, atoms)| {
					Ok(Excluded { account: account.to_ss58check(), shares: shares(*atoms)? })
				})
				.collect::<Result<_, Error>>()?,
			records: class.records,
			roles_given_up: roles
				.iter()
				.filter(|(_, holder)| holder.is_none())
				.map(|(name, _)| (*name).into())
				.collect(),
			roles: Roles {
				owner: address(&team.owner),
				issuer: address(&team.issuer),
				admin: address(&team.admin),
				freezer: address(&team.freezer),
			},
			pot: class.pot.to_ss58check(),
			payouts: self.payouts(class)?,
			record_dates: self.record_dates(class, agenda)?,
			split: class.split.as_ref().map(|split| self.split(class.token, split)).transpose()?,
			fractions: class
				.fractions
				.as_ref()
				.map(|sale| self.fraction_sale(class.token, sale))
				.transpose()?,
		})
	}

	fn fraction_sale(
		&self,
		class: TokenId,
		sale: &api::FractionSale<AccountId32>,
	) -> Result<FractionSale, Error> {
		let highest = sale.highest.as_ref().map(|bid| {
			Ok::<_, Error>(FractionBid {
				bidder: bid.bidder.to_ss58check(),
				amount: self.amount(KSI, bid.amount)?,
				closes: bid.closes,
			})
		});
		Ok(FractionSale {
			split: sale.split,
			shares: self.amount(class, sale.shares)?,
			highest: highest.transpose()?,
			least: self.amount_if(KSI, sale.least)?,
		})
	}

	fn split(&self, class: TokenId, split: &api::SplitInfo) -> Result<Split, Error> {
		let phase = match split.phase {
			api::SplitPhase::Suspending => "suspending",
			api::SplitPhase::Converting => "converting",
			api::SplitPhase::Resuming => "resuming",
			api::SplitPhase::GivenUp => "givenUp",
		};
		Ok(Split {
			new: split.new,
			old: split.old,
			phase: phase.into(),
			supply: self.amount_if(class, split.supply)?,
			converted: self.amount_if(class, split.converted)?,
		})
	}

	/// What a class has paid, owes and will pay.
	pub(super) fn payouts(
		&self,
		class: &api::ClassInfo<AccountId32>,
	) -> Result<Vec<Payout>, Error> {
		class.payouts.iter().map(|payout| self.payout(class.token, payout)).collect()
	}

	fn payout(&self, class: TokenId, payout: &api::PayoutInfo) -> Result<Payout, Error> {
		let amount = |atoms| self.amount(payout.token, atoms);
		let dated = payout.dated.iter().map(|dated| self.dated(class, payout.token, dated));
		Ok(Payout {
			token: payout.token,
			symbol: self.symbol(payout.token)?,
			lifetime: amount(payout.lifetime)?,
			claimed: amount(payout.lifetime.saturating_sub(payout.booked))?, // part of it
			booked: amount(payout.booked)?,
			pot: amount(payout.pot)?,
			solvent: payout.pot >= payout.booked,
			pending: amount(payout.pending)?,
			streaming: amount(payout.left)?,
			per_boundary: amount(payout.pace)?,
			per_share: self.rate(class, payout.token, payout.per_share)?,
			dated: dated.collect::<Result<_, _>>()?,
		})
	}

	fn dated(
		&self,
		class: TokenId,
		token: TokenId,
		dated: &api::DatedDividend,
	) -> Result<Dated, Error> {
		let reached = dated.record <= self.epoch();
		Ok(Dated {
			record_date: dated.record,
			record_block: self.block(dated.record),
			payment_date: dated.payment,
			payment_block: self.block(dated.payment),
			waiting: self.amount(token, dated.amount)?,
			per_share: reached.then(|| self.rate(class, token, dated.per_share)).transpose()?,
		})
	}

	fn rate(&self, class: TokenId, token: TokenId, rate: Rate) -> Result<String, Error> {
		let (paid, share) = (self.token(token)?.decimals, self.token(class)?.decimals);
		Ok(Decimal::of_rate(rate, paid, share).to_string())
	}

	/// The live record dates of a class and those of dividends to come, in rising order, each with what it is for.
	pub(super) fn record_dates(
		&self,
		class: &api::ClassInfo<AccountId32>,
		agenda: &Agenda,
	) -> Result<Vec<RecordDate>, Error> {
		let mut dates = BTreeMap::new();
		for date in &class.dates {
			let eligible = self.amount_if(class.token, date.eligible)?;
			dates.insert(date.epoch, self.record_date(date.epoch, eligible, date.references));
		}
		let votes = agenda.ballots.iter().map(|ballot| (ballot.record_date, "ballot", ballot.id));
		let calls = agenda
			.requisitions
			.iter()
			.map(|requisition| (requisition.record_date, "requisition", requisition.id));
		let sales = agenda.offerings.iter().filter_map(|offering| {
			offering.record_date.map(|date| (date, "offering", offering.id))
		});
		for (date, kind, id) in votes.chain(calls).chain(sales) {
			// What is over has given its date back.
			if let Some(date) = dates.get_mut(&date) {
				date.purposes.push(Purpose { kind: kind.into(), id });
			}
		}
		for payout in &class.payouts {
			// Dividends refer to no date, but holders wait for theirs all the same.
			for dated in payout.dated.iter().filter(|dated| dated.record > self.epoch()) {
				dates
					.entry(dated.record)
					.or_insert_with(|| self.record_date(dated.record, None, 0))
					.purposes
					.push(Purpose { kind: "dividend".into(), id: payout.token });
			}
		}
		Ok(dates.into_values().collect())
	}

	fn record_date(&self, epoch: Epoch, eligible: Option<String>, references: u32) -> RecordDate {
		RecordDate {
			record_date: epoch,
			record_block: self.block(epoch),
			reached: epoch <= self.epoch(),
			eligible,
			references,
			purposes: Vec::new(),
		}
	}

	/// What is owed, by token.
	pub(super) fn dues(&self, dues: &[api::Due]) -> Result<Vec<Due>, Error> {
		dues.iter()
			.map(|due| {
				Ok(Due {
					token: due.token,
					symbol: self.symbol(due.token)?,
					claimable: self.amount(due.token, due.owed)?,
					waiting: self.amount(due.token, due.waiting)?,
				})
			})
			.collect()
	}

	/// What a class owes.
	pub(super) fn class_dues(&self, class: &api::ClassDues) -> Result<ClassDues, Error> {
		Ok(ClassDues {
			class: class.class,
			symbol: self.symbol(class.class)?,
			status: status(class.halted),
			claimable: self.dues(&class.dues)?,
		})
	}

	/// A holder of a class, `all` being the shares of all holders.
	pub(super) fn holder(
		&self,
		class: TokenId,
		all: u128,
		holder: &api::Holder<AccountId32>,
	) -> Result<Holder, Error> {
		Ok(Holder {
			account: holder.account.to_ss58check(),
			shares: self.amount(class, holder.shares)?,
			part: Decimal::part_of(holder.shares, all, PART_DIGITS).to_string(),
			free: self.amount(class, holder.free)?,
			held: self.amount(class, holder.held)?,
			excluded: holder.excluded,
		})
	}

	/// What an account has of a class.
	pub(super) fn holding(
		&self,
		holding: &api::Holding<AccountId32>,
		names: &BTreeMap<CompanyId, String>,
	) -> Result<Holding, Error> {
		let class = holding.class;
		let shares = |atoms| self.amount(class, atoms);
		// Parts of one supply.
		let total = [holding.in_orders, holding.vesting, holding.held]
			.into_iter()
			.fold(holding.free, u128::saturating_add);
		let company = |id: CompanyId| CompanyRef {
			id,
			name: names.get(&id).cloned().unwrap_or_default(), // all that are mentioned are asked for
		};
		Ok(Holding {
			class,
			symbol: self.symbol(class)?,
			company: holding.company.map(company),
			status: status(holding.halted),
			excluded: holding.excluded,
			total: shares(total)?,
			free: shares(holding.free)?,
			in_orders: shares(holding.in_orders)?,
			vesting: shares(holding.vesting)?,
			held: shares(holding.held)?,
			claimable: self.dues(&holding.dues)?,
			delegate: address(&holding.delegate),
			ballots: holding
				.ballots
				.iter()
				.map(|(ballot, power)| {
					Ok(OwnBallot { ballot: self.ballot(ballot)?, own: self.power(class, power)? })
				})
				.collect::<Result<_, Error>>()?,
			requisitions: holding
				.requisitions
				.iter()
				.map(|(requisition, signature)| {
					let own =
						Signature { weight: shares(signature.weight)?, signed: signature.signed };
					Ok(OwnRequisition { requisition: self.requisition(requisition)?, own })
				})
				.collect::<Result<_, Error>>()?,
			rights: holding
				.rights
				.iter()
				.map(|rights| self.rights(rights))
				.collect::<Result<_, _>>()?,
			grants: holding
				.grants
				.iter()
				.map(|grant| self.grant(class, grant))
				.collect::<Result<_, _>>()?,
			fractions: holding
				.fractions
				.iter()
				.map(|fraction| self.fraction(fraction))
				.collect::<Result<_, _>>()?,
		})
	}

	fn fraction(&self, fraction: &api::FractionInfo) -> Result<Fraction, Error> {
		let claimable = match fraction.claimable {
			Some((token, atoms)) => self.amount(token, atoms)?,
			None => "0".into(),
		};
		Ok(Fraction {
			split: fraction.split,
			token: fraction.claimable.map(|(token, _)| token),
			claimable,
		})
	}
}

fn status(halted: bool) -> String {
	if halted {
		"halted".into()
	} else {
		"live".into()
	}
}
