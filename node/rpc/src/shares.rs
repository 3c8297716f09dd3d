//! `shares_v1`: companies, holdings, dividends, ballots and offerings, as the runtime API of shareholders tells them.

mod mentions;
mod show;

use crate::{
	answers::{
		shares::{
			Ballot, Ballots, Claimable, Companies, Company, Dividends, Holders, Offering,
			Offerings, Portfolio, Proof, RecordDates, VotingPower,
		},
		At,
	},
	chain::{Source, View},
	cursor::After,
	error::{DateProblem, Error},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use mentions::Mentions;
use order_book_runtime_api::OrderBookApi as RuntimeOrderBookApi;
use serde_json::Value;
use shareholders_accounting::{Epoch, TokenId};
use shareholders_runtime_api::{
	BallotId, BallotInfo, ClassInfo, CompanyId, CompanyInfo, Due, OfferingInfo, Refusal,
	RequisitionInfo, SharesApi as RuntimeSharesApi, MAX_HOLDINGS, MAX_LIST,
};
use show::Show;
use sp_api::{CallApiAt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::{bytes::to_hex, crypto::Ss58Codec};
use sp_runtime::{traits::Block as BlockT, AccountId32};
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
};

/// One answer asks the runtime for no more pages than this. Each page looks at a bounded number of classes.
const MAX_PAGES: u32 = 100;

/// The number of KSI, in which fractions are sold.
const KSI: TokenId = 0;

/// Reads of companies and their shares.
///
/// Parameters are JSON values, all of them optional for the decoder, so that what is missing or wrong gets a sentence of
/// its own. `docs/rpc.md` says what each may be. `at` is always the hash of a block, the best one where it is left out.
#[rpc(client, server, namespace = "shares_v1")]
pub trait SharesApi<Hash> {
	/// Everything an account has of every class, is owed, and may decide.
	#[method(name = "portfolio", blocking)]
	fn portfolio(
		&self,
		account: Option<Value>,
		at: Option<Value>,
		cursor: Option<Value>,
	) -> Result<At<Hash, Portfolio>, Error>;

	/// A company with its classes, what they owe, and what is before their holders.
	#[method(name = "company", blocking)]
	fn company(&self, id: Option<Value>, at: Option<Value>) -> Result<At<Hash, Company>, Error>;

	/// Companies by rising number.
	#[method(name = "companies", blocking)]
	fn companies(
		&self,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Companies>, Error>;

	/// Who owns shares of a class, now or at a record date, with a proof if one is asked for.
	#[method(name = "holders", blocking)]
	fn holders(
		&self,
		class: Option<Value>,
		record_date: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		proof: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Holders<Hash>>, Error>;

	/// The live record dates of a class, and what they are for.
	#[method(name = "recordDates", blocking)]
	fn record_dates(
		&self,
		class: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, RecordDates>, Error>;

	/// What a class has paid, owes, and will pay, by payout token.
	#[method(name = "dividends", blocking)]
	fn dividends(
		&self,
		class: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Dividends>, Error>;

	/// What all classes owe an account.
	#[method(name = "claimable", blocking)]
	fn claimable(
		&self,
		account: Option<Value>,
		at: Option<Value>,
		cursor: Option<Value>,
	) -> Result<At<Hash, Claimable>, Error>;

	/// Ballots by rising number, of one class and with one status if these are given.
	#[method(name = "ballots", blocking)]
	fn ballots(
		&self,
		class: Option<Value>,
		status: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Ballots>, Error>;

	/// One ballot.
	#[method(name = "ballot", blocking)]
	fn ballot(&self, id: Option<Value>, at: Option<Value>) -> Result<At<Hash, Ballot>, Error>;

	/// What an account can do, and has done, in a ballot.
	#[method(name = "votingPower", blocking)]
	fn voting_power(
		&self,
		account: Option<Value>,
		ballot: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, VotingPower>, Error>;

	/// One offering.
	#[method(name = "offering", blocking)]
	fn offering(&self, id: Option<Value>, at: Option<Value>) -> Result<At<Hash, Offering>, Error>;

	/// The offerings of a class.
	#[method(name = "offerings", blocking)]
	fn offerings(
		&self,
		class: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Offerings>, Error>;
}

/// Answers `shares_v1` from a client.
pub struct Shares<C, Block> {
	chain: Source<C, Block>,
}

impl<C, Block> Shares<C, Block> {
	/// The group over this client.
	pub fn new(client: Arc<C>) -> Self {
		Self { chain: Source::new(client) }
	}
}

/// What is before the holders of a class.
struct Agenda {
	ballots: Vec<BallotInfo>,
	requisitions: Vec<RequisitionInfo<AccountId32>>,
	offerings: Vec<OfferingInfo>,
}

impl<C, Block> Shares<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: RuntimeOrderBookApi<Block, AccountId32> + RuntimeSharesApi<Block, AccountId32>,
{
	/// What it takes to show amounts of the tokens that are mentioned.
	fn show(view: &View<'_, C, Block>, mentioned: &dyn Mentions) -> Result<Show, Error> {
		let mut ids = BTreeSet::new();
		mentioned.mention(&mut ids);
		Ok(Show::new(view.tokens(&ids)?, view.ask(view.api.calendar(view.hash))?))
	}

	fn class_info(
		view: &View<'_, C, Block>,
		class: TokenId,
	) -> Result<ClassInfo<AccountId32>, Error> {
		view.ask(view.api.class(view.hash, class))?.ok_or(Error::NotAShareClass(class))
	}

	fn company_info(
		view: &View<'_, C, Block>,
		company: CompanyId,
	) -> Result<CompanyInfo<AccountId32>, Error> {
		view.ask(view.api.company(view.hash, company))?.ok_or(Error::UnknownCompany(company))
	}

	fn ballot_info(view: &View<'_, C, Block>, ballot: BallotId) -> Result<BallotInfo, Error> {
		view.ask(view.api.ballot(view.hash, ballot))?.ok_or(Error::UnknownBallot(ballot))
	}

	fn agenda(view: &View<'_, C, Block>, class: TokenId) -> Result<Agenda, Error> {
		Ok(Agenda {
			ballots: view.ask(view.api.live_ballots(view.hash, class))?,
			requisitions: view.ask(view.api.requisitions(view.hash, class))?,
			offerings: view.ask(view.api.offerings(view.hash, class))?,
		})
	}

	/// The names of companies that are known to exist.
	fn names(
		view: &View<'_, C, Block>,
		companies: BTreeSet<CompanyId>,
	) -> Result<BTreeMap<CompanyId, String>, Error> {
		companies
			.into_iter()
			.map(|id| Ok((id, show::text(&Self::company_info(view, id)?.name))))
			.collect::<Result<_, Error>>()
	}
}

impl<C, Block> SharesApiServer<Block::Hash> for Shares<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block> + Send + Sync + 'static,
	C::Api: RuntimeOrderBookApi<Block, AccountId32> + RuntimeSharesApi<Block, AccountId32>,
{
	fn portfolio(
		&self,
		account: Option<Value>,
		at: Option<Value>,
		cursor: Option<Value>,
	) -> Result<At<Block::Hash, Portfolio>, Error> {
		let account = Param::new("account", &account).account()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::Portfolio { account: who, last } if who == account => Some(last),
			_ => None,
		})?;
		let (mut holdings, last) = gather(after, |after| {
			view.ask(view.api.portfolio(view.hash, account.clone(), after, MAX_HOLDINGS))
		})?;
		holdings.sort_by_key(|holding| holding.class);
		let show = Self::show(&view, &holdings)?;
		let names =
			Self::names(&view, holdings.iter().filter_map(|holding| holding.company).collect())?;
		let dues = holdings.iter().flat_map(|holding| &holding.dues);
		let answer = Portfolio {
			account: account.to_ss58check(),
			epoch: show.epoch(),
			claimable: show.dues(&in_all(dues))?,
			classes: holdings
				.iter()
				.map(|holding| show.holding(holding, &names))
				.collect::<Result<_, _>>()?,
			tokens: show.tokens(),
			next_cursor: last.map(|last| view.cursor(After::Portfolio { account, last })),
		};
		Ok(view.answer(answer))
	}

	fn company(
		&self,
		id: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Company>, Error> {
		let id = Param::new("id", &id)
			.number("a company, 0 to 4294967295 (shares_v1_companies lists them)")?;
		let view = self.chain.view(&at)?;
		let company = Self::company_info(&view, id)?;
		// As many as a company may have.
		let classes = company
			.classes
			.iter()
			.map(|class| Ok((Self::class_info(&view, *class)?, Self::agenda(&view, *class)?)))
			.collect::<Result<Vec<_>, Error>>()?;
		let show = Self::show(&view, &classes)?;
		let mut answer = show.company(&company);
		for (class, agenda) in &classes {
			answer.classes.push(show.class(class, agenda)?);
			for ballot in &agenda.ballots {
				answer.ballots.push(show.ballot(ballot)?);
			}
			for requisition in &agenda.requisitions {
				answer.requisitions.push(show.requisition(requisition)?);
			}
			for offering in &agenda.offerings {
				answer.offerings.push(show.offering(offering)?);
			}
		}
		Ok(view.answer(answer))
	}

	fn companies(
		&self,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Companies>, Error> {
		let limit = Param::new("limit", &limit).limit()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::Companies { last } => Some(last),
			_ => None,
		})?;
		let companies = view.ask(view.api.companies(view.hash, after, limit))?;
		let next_cursor = view.next_cursor(
			&companies,
			limit,
			|company| company.id,
			|last| view.ask(view.api.companies(view.hash, Some(last), 1)),
			|last| After::Companies { last },
		)?;
		let show = Self::show(&view, &companies)?;
		let companies =
			companies.iter().map(|company| show.head(company)).collect::<Result<_, _>>()?;
		Ok(view.answer(Companies { companies, next_cursor }))
	}

	fn holders(
		&self,
		class: Option<Value>,
		record_date: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		proof: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Holders<Block::Hash>>, Error> {
		let class = Param::new("class", &class).class()?;
		let date =
			Param::new("recordDate", &record_date).given().map(Param::record_date).transpose()?;
		let limit = Param::new("limit", &limit).limit()?;
		let with_proof = Param::new("proof", &proof).flag()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::Holders { class: same, date: then, last } if same == class && then == date => {
				Some(last)
			}
			_ => None,
		})?;
		let found = view
			.ask(view.api.holders(view.hash, class, date, after, limit, with_proof))?
			.map_err(|refusal| refused(class, date, refusal))?;
		let mut proof = None;
		if with_proof {
			proof = Some(Proof {
				state_root: view.state_root()?,
				nodes: view.prove(&found.keys)?.iter().map(|node| to_hex(node, false)).collect(),
				keys: found.keys.iter().map(|key| to_hex(key, false)).collect(),
			});
		}
		let show = Self::show(&view, &class)?;
		let answer = Holders {
			class,
			symbol: show.symbol(class)?,
			record_date: date,
			record_block: date.map(|date| show.block(date)),
			shares: show.amount(class, found.shares)?,
			holders: found
				.holders
				.iter()
				.map(|holder| show.holder(class, found.shares, holder))
				.collect::<Result<_, _>>()?,
			proof,
			next_cursor: found.next.map(|last| view.cursor(After::Holders { class, date, last })),
		};
		Ok(view.answer(answer))
	}

	fn record_dates(
		&self,
		class: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, RecordDates>, Error> {
		let class = Param::new("class", &class).class()?;
		let view = self.chain.view(&at)?;
		let info = Self::class_info(&view, class)?;
		let agenda = Self::agenda(&view, class)?;
		let show = Self::show(&view, &info)?;
		let answer = RecordDates {
			class,
			symbol: show.symbol(class)?,
			epoch: show.epoch(),
			epoch_blocks: show.epoch_blocks(),
			record_dates: show.record_dates(&info, &agenda)?,
		};
		Ok(view.answer(answer))
	}

	fn dividends(
		&self,
		class: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Dividends>, Error> {
		let class = Param::new("class", &class).class()?;
		let view = self.chain.view(&at)?;
		let info = Self::class_info(&view, class)?;
		let show = Self::show(&view, &info)?;
		let answer = Dividends {
			class,
			symbol: show.symbol(class)?,
			epoch: show.epoch(),
			eligible: show.amount(class, info.eligible)?,
			payouts: show.payouts(&info)?,
		};
		Ok(view.answer(answer))
	}

	fn claimable(
		&self,
		account: Option<Value>,
		at: Option<Value>,
		cursor: Option<Value>,
	) -> Result<At<Block::Hash, Claimable>, Error> {
		let account = Param::new("account", &account).account()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::Claimable { account: who, last } if who == account => Some(last),
			_ => None,
		})?;
		let (mut classes, last) = gather(after, |after| {
			view.ask(view.api.claimable(view.hash, account.clone(), after, MAX_LIST))
		})?;
		classes.sort_by_key(|class| class.class);
		let show = Self::show(&view, &classes)?;
		let answer = Claimable {
			account: account.to_ss58check(),
			claimable: show.dues(&in_all(classes.iter().flat_map(|class| &class.dues)))?,
			classes: classes
				.iter()
				.map(|class| show.class_dues(class))
				.collect::<Result<_, _>>()?,
			next_cursor: last.map(|last| view.cursor(After::Claimable { account, last })),
		};
		Ok(view.answer(answer))
	}

	fn ballots(
		&self,
		class: Option<Value>,
		status: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Ballots>, Error> {
		let class = Param::new("class", &class).given().map(Param::class).transpose()?;
		let status = Param::new("status", &status).given().map(Param::ballot_status).transpose()?;
		let limit = Param::new("limit", &limit).limit()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::Ballots { class: same, status: so, last } if same == class && so == status => {
				Some(last)
			}
			_ => None,
		})?;
		if let Some(class) = class {
			Self::class_info(&view, class)?;
		}
		let (ballots, last) = view.ask(view.api.ballots(view.hash, class, status, after, limit))?;
		let show = Self::show(&view, &ballots)?;
		let answer = Ballots {
			ballots: ballots.iter().map(|ballot| show.ballot(ballot)).collect::<Result<_, _>>()?,
			next_cursor: last.map(|last| view.cursor(After::Ballots { class, status, last })),
		};
		Ok(view.answer(answer))
	}

	fn ballot(
		&self,
		id: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Ballot>, Error> {
		let id = ballot_number(Param::new("id", &id))?;
		let view = self.chain.view(&at)?;
		let ballot = Self::ballot_info(&view, id)?;
		let answer = Self::show(&view, &ballot)?.ballot(&ballot)?;
		Ok(view.answer(answer))
	}

	fn voting_power(
		&self,
		account: Option<Value>,
		ballot: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, VotingPower>, Error> {
		let account = Param::new("account", &account).account()?;
		let id = ballot_number(Param::new("ballot", &ballot))?;
		let view = self.chain.view(&at)?;
		let ballot = Self::ballot_info(&view, id)?;
		let power = view
			.ask(view.api.voting_power(view.hash, account.clone(), id))?
			.ok_or(Error::UnknownBallot(id))?;
		let show = Self::show(&view, &ballot)?;
		let answer = show.voting_power(&account, &ballot, &power)?;
		Ok(view.answer(answer))
	}

	fn offering(
		&self,
		id: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Offering>, Error> {
		let id = Param::new("id", &id)
			.number("an offering, 0 to 4294967295 (shares_v1_offerings lists those of a class)")?;
		let view = self.chain.view(&at)?;
		let offering =
			view.ask(view.api.offering(view.hash, id))?.ok_or(Error::UnknownOffering(id))?;
		let answer = Self::show(&view, &offering)?.offering(&offering)?;
		Ok(view.answer(answer))
	}

	fn offerings(
		&self,
		class: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Offerings>, Error> {
		let class = Param::new("class", &class).class()?;
		let view = self.chain.view(&at)?;
		let info = Self::class_info(&view, class)?;
		let offerings = view.ask(view.api.offerings(view.hash, class))?;
		let mentioned = (info, offerings);
		let show = Self::show(&view, &mentioned)?;
		let answer = Offerings {
			class,
			symbol: show.symbol(class)?,
			offerings: mentioned
				.1
				.iter()
				.map(|offering| show.offering(offering))
				.collect::<Result<_, _>>()?,
		};
		Ok(view.answer(answer))
	}
}

/// Pages of a list from the runtime, until it ends or is as long as an answer may be, and where to go on.
fn gather<T>(
	mut after: Option<TokenId>,
	page: impl Fn(Option<TokenId>) -> Result<(Vec<T>, Option<TokenId>), Error>,
) -> Result<(Vec<T>, Option<TokenId>), Error> {
	let most = usize::try_from(MAX_LIST).unwrap_or(usize::MAX);
	let mut entries = Vec::new();
	for _ in 0..MAX_PAGES {
		let (some, last) = page(after)?;
		entries.extend(some);
		after = last;
		if after.is_none() || entries.len() >= most {
			break;
		}
	}
	Ok((entries, after))
}

/// Dues by token over several classes. All of them lie in pots, so a sum is part of a token's supply and fits.
fn in_all<'a>(dues: impl Iterator<Item = &'a Due>) -> Vec<Due> {
	let mut sums = BTreeMap::<TokenId, Due>::new();
	for due in dues {
		let sum = sums.entry(due.token).or_insert(Due { token: due.token, owed: 0, waiting: 0 });
		sum.owed = sum.owed.saturating_add(due.owed);
		sum.waiting = sum.waiting.saturating_add(due.waiting);
	}
	sums.into_values().collect()
}

fn ballot_number(param: Param<'_>) -> Result<BallotId, Error> {
	param.number("a ballot, 0 to 4294967295 (shares_v1_ballots lists them)")
}

fn refused(class: TokenId, date: Option<Epoch>, refusal: Refusal) -> Error {
	let problem = match refusal {
		Refusal::UnknownClass => return Error::NotAShareClass(class),
		Refusal::UnknownDate => DateProblem::Unknown,
		Refusal::DateNotReached => DateProblem::NotReached,
		Refusal::ClassHalted => DateProblem::Halted,
	};
	// Only a question about a date is refused for these.
	Error::RecordDate { class, date: date.unwrap_or_default(), problem }
}
