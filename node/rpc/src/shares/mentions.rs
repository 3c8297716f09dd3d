//! Which tokens an answer of the runtime mentions, so that their symbols and decimals are asked for once.

use super::{Agenda, KSI};
use shareholders_accounting::TokenId;
use shareholders_runtime_api::{
	BallotInfo, ClassDues, ClassInfo, CompanyInfo, Holding, OfferingInfo, RequisitionInfo,
};
use std::collections::BTreeSet;

/// Something that mentions tokens.
pub(super) trait Mentions {
	/// Adds the tokens it mentions.
	fn mention(&self, tokens: &mut BTreeSet<TokenId>);
}

impl Mentions for TokenId {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		tokens.insert(*self);
	}
}

impl<T: Mentions> Mentions for Vec<T> {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		self.iter().for_each(|part| part.mention(tokens));
	}
}

impl<A: Mentions, B: Mentions> Mentions for (A, B) {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		self.0.mention(tokens);
		self.1.mention(tokens);
	}
}

impl<AccountId> Mentions for CompanyInfo<AccountId> {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		self.classes.mention(tokens);
	}
}

impl<AccountId> Mentions for ClassInfo<AccountId> {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		tokens.insert(self.token);
		tokens.extend(self.payouts.iter().map(|payout| payout.token));
		// What fractions are sold for.
		tokens.extend(self.fractions.iter().map(|_| KSI));
	}
}

impl Mentions for Agenda {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		self.ballots.mention(tokens);
		self.requisitions.mention(tokens);
		self.offerings.mention(tokens);
	}
}

impl Mentions for BallotInfo {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		tokens.insert(self.class);
	}
}

impl<AccountId> Mentions for RequisitionInfo<AccountId> {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		tokens.insert(self.class);
	}
}

impl Mentions for OfferingInfo {
	/// Rights are whole, so their token is not needed.
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		tokens.extend([self.class, self.payment]);
	}
}

impl Mentions for ClassDues {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		tokens.insert(self.class);
		tokens.extend(self.dues.iter().map(|due| due.token));
	}
}

impl<AccountId> Mentions for Holding<AccountId> {
	fn mention(&self, tokens: &mut BTreeSet<TokenId>) {
		tokens.insert(self.class);
		tokens.extend(self.dues.iter().map(|due| due.token));
		tokens.extend(self.rights.iter().map(|rights| rights.payment));
		let paid = self.fractions.iter().filter_map(|fraction| fraction.claimable);
		tokens.extend(paid.map(|(token, _)| token));
	}
}
