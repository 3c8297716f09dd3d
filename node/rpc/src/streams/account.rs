//! Accounts: a snapshot, then what each block changes of orders and balances.
//!
//! Orders and fills come from the events, which tell why; balances from the state, since anything may change them. What rests
//! of an order only falls under one id, so the smallest `rests` of a block is what is left. Events that do not fit the orders
//! which are known are no reason to guess: the account begins anew from the state. On a reorganisation it goes back to the
//! common block and is told the blocks of the new branch, whose fills stand in no state.
//!
//! When an order's last block or its owner's deadline passes there is no event. Both are known beforehand: at the beginning of
//! a block, what was there before and can no longer trade has ended, and stays so whatever the block sets anew. A deadline is
//! read again after each block in which anything of the account's has happened in its market.

use crate::{
	answers::{
		streams::{AccountMessage, OrderUpdate, Refused},
		Head,
	},
	chain::MarketView,
	error::Error,
	streams::{
		account_words::{balances, fill, left_name, order, order_update, Ending},
		chain::{Chain, Holdings, Orders},
		depth::ending,
		happening::Happening,
		limits::MAX_ORDERS,
		outbox::{message, Outbox},
		route::Step,
	},
};
use kongsi_events::{Change, ChangeKind, Reason};
use order_book_engine::{Lots, OrderId};
use order_book_runtime_api::{MarketId, OrderInfo, TokenBalance};
use sp_core::crypto::Ss58Codec;
use sp_runtime::AccountId32;
use std::{collections::BTreeMap, sync::Arc};

/// What pallet `OrderBook` calls it when an order was ended by its owner's deadline.
const DEADLINE_PASSED: &str = "DeadlinePassed";

/// Everybody who follows accounts.
#[derive(Default)]
pub(crate) struct AccountStreams {
	accounts: BTreeMap<AccountId32, Followed>,
}

/// An account that is followed, as it is after the head.
struct Followed {
	orders: Orders,
	/// The last block in which it trades, by market, of each market in which it has orders.
	deadlines: BTreeMap<MarketId, Option<u32>>,
	holdings: Holdings,
	readers: Vec<Arc<Outbox>>,
}

/// What became of the orders of an account in a block.
#[derive(Default)]
struct Changed {
	orders: BTreeMap<(MarketId, OrderId), Touched>,
	/// Orders that never came to rest, in their order.
	passing: Vec<OrderUpdate>,
	refused: Vec<Refused>,
}

/// What a block has done to an order.
#[derive(Default)]
struct Touched {
	filled: Lots,
	ending: Option<Ending>,
}

/// The events do not fit what is known.
struct Unfit;

impl AccountStreams {
	pub(crate) fn is_empty(&self) -> bool {
		self.accounts.is_empty()
	}

	/// Forgets who has gone.
	pub(crate) fn sweep(&mut self) {
		self.accounts.retain(|_, followed| {
			followed.readers.retain(|reader| reader.is_open());
			!followed.readers.is_empty()
		});
	}

	/// Begins a stream at the head.
	pub(crate) fn subscribe<C: Chain>(
		&mut self,
		chain: &C,
		block: Head<C::Hash>,
		account: AccountId32,
		reader: Arc<Outbox>,
	) -> Result<(), Error> {
		if !self.accounts.contains_key(&account) {
			self.accounts.insert(account.clone(), Followed::read(chain, block, &account)?);
		}
		if let Some(followed) = self.accounts.get_mut(&account) {
			send([&reader], &followed.snapshot(chain, block, &account)?);
			followed.readers.push(reader);
		}
		Ok(())
	}

	/// Tells what a block has changed.
	pub(crate) fn step<C: Chain>(
		&mut self,
		chain: &C,
		step: &Step<C::Hash>,
		happening: Result<&mut Happening, &Error>,
	) {
		let Ok(happening) = happening else {
			// The state tells what the events cannot.
			return self.reset(chain, Some(step.parent), step.block);
		};
		let mut own = BTreeMap::<&AccountId32, Vec<Change>>::new();
		for change in std::mem::take(&mut happening.changes) {
			if let Some((account, _)) = self.accounts.get_key_value(&change.owner) {
				own.entry(account).or_default().push(change);
			}
		}
		let own: BTreeMap<AccountId32, Vec<Change>> =
			own.into_iter().map(|(account, changes)| (account.clone(), changes)).collect();
		self.each(|account, followed| {
			let changes = own.get(account).map(Vec::as_slice).unwrap_or_default();
			followed.step(chain, step, happening, account, changes)
		});
	}

	/// Goes over to another branch, or far ahead.
	pub(crate) fn reset<C: Chain>(
		&mut self,
		chain: &C,
		common: Option<Head<C::Hash>>,
		block: Head<C::Hash>,
	) {
		self.each(|account, followed| followed.reset(chain, common, block, account));
	}

	/// Tells what has become final.
	pub(crate) fn finalize<Hash: serde::Serialize>(&self, block: Head<Hash>) {
		let readers = self.accounts.values().flat_map(|followed| &followed.readers);
		send(readers, &AccountMessage::Final { block });
	}

	/// An account that cannot be followed any more is given up with a word.
	fn each(&mut self, mut go: impl FnMut(&AccountId32, &mut Followed) -> Result<(), Error>) {
		self.accounts.retain(|account, followed| match go(account, followed) {
			Ok(()) => true,
			Err(error) => {
				let reason = ending(&error);
				followed.readers.iter().for_each(|reader| reader.close(&reason));
				false
			}
		});
	}
}

impl Followed {
	fn read<C: Chain>(
		chain: &C,
		block: Head<C::Hash>,
		account: &AccountId32,
	) -> Result<Self, Error> {
		let orders = chain.orders(block.hash, account)?;
		let holdings = chain.balances(block.hash, account)?;
		let mut read = Self { orders, deadlines: BTreeMap::new(), holdings, readers: Vec::new() };
		read.read_deadlines(chain, block, account)?;
		Ok(read)
	}

	/// Reads the deadlines that are not known, and forgets those of markets without orders.
	fn read_deadlines<C: Chain>(
		&mut self,
		chain: &C,
		block: Head<C::Hash>,
		account: &AccountId32,
	) -> Result<(), Error> {
		let mut deadlines = BTreeMap::new();
		for (market, _) in self.orders.keys() {
			if deadlines.contains_key(market) {
				continue;
			}
			let deadline = match self.deadlines.get(market) {
				Some(known) => *known,
				None => chain.deadline(block.hash, account, *market)?,
			};
			deadlines.insert(*market, deadline);
		}
		self.deadlines = deadlines;
		Ok(())
	}

	fn snapshot<C: Chain>(
		&self,
		chain: &C,
		block: Head<C::Hash>,
		account: &AccountId32,
	) -> Result<AccountMessage<C::Hash>, Error> {
		let mut markets = BTreeMap::<MarketId, MarketView>::new();
		let mut orders = Vec::new();
		for ((id, _), info) in &self.orders {
			if !markets.contains_key(id) {
				markets.insert(*id, chain.market(block.hash, *id)?);
			}
			let market = markets.get(id).ok_or(Error::UnknownMarket(*id))?;
			orders.push(order(market, info));
		}
		Ok(AccountMessage::Snapshot {
			block,
			account: account.to_ss58check(),
			nonce: self.holdings.nonce,
			orders,
			balances: balances(chain, block, self.holdings.tokens.values())?,
		})
	}

	fn reset<C: Chain>(
		&mut self,
		chain: &C,
		common: Option<Head<C::Hash>>,
		block: Head<C::Hash>,
		account: &AccountId32,
	) -> Result<(), Error> {
		let read = Self::read(chain, block, account)?;
		(self.orders, self.deadlines, self.holdings) = (read.orders, read.deadlines, read.holdings);
		let snapshot = self.snapshot(chain, block, account)?;
		send(&self.readers, &AccountMessage::Reset { common });
		send(&self.readers, &snapshot);
		Ok(())
	}

	fn step<C: Chain>(
		&mut self,
		chain: &C,
		step: &Step<C::Hash>,
		happening: &mut Happening,
		account: &AccountId32,
		changes: &[Change],
	) -> Result<(), Error> {
		let (block, parent) = (step.block, step.parent.hash);
		let regridded = self.orders.keys().any(|(market, _)| happening.regridded.contains(market));
		let mut changed = Changed::default();
		self.lapse(block.number, &mut changed);
		for change in changes {
			self.deadlines.remove(&change.market);
			if let ChangeKind::Placed { order: None, .. } = &change.kind {
				let view = happening.view(chain, step, change.market)?;
				changed.passing.extend(order_update::passing(&view, change));
			}
			if self.apply(account, change, &mut changed).is_err() {
				return self.reset(chain, Some(step.parent), block, account);
			}
		}
		if regridded || self.orders.len() > MAX_ORDERS {
			return self.reset(chain, Some(step.parent), block, account);
		}
		let holdings = chain.balances(block.hash, account)?;
		let orders = self.settle(chain, step, happening, changed.orders)?;
		let fills = happening.trades.iter().flat_map(|traded| fill(traded, account, &self.orders));
		let update = AccountMessage::Update {
			block,
			parent,
			nonce: holdings.nonce,
			orders: orders.into_iter().chain(changed.passing).collect(),
			fills: fills.collect(),
			refused: changed.refused,
			balances: balances(chain, block, &different(&self.holdings, &holdings))?,
		};
		send(&self.readers, &update);
		self.orders.retain(|_, info| !info.lots.is_zero());
		self.holdings = holdings;
		self.read_deadlines(chain, block, account)
	}

	/// Follows one change. An order that is gone stays, with nothing left of it, until the block is told.
	fn apply(
		&mut self,
		account: &AccountId32,
		change: &Change,
		changed: &mut Changed,
	) -> Result<(), Unfit> {
		let market = change.market;
		let (id, lots, rests, ending) = match &change.kind {
			ChangeKind::Refused { error } => {
				changed.refused.push(Refused { market, error: error.clone() });
				return Ok(());
			}
			ChangeKind::Placed {
				order: Some(id),
				side,
				price,
				rests,
				filled,
				client_id,
				expires_at,
				..
			} => {
				let info = OrderInfo {
					market,
					id: *id,
					owner: account.clone(),
					side: *side,
					price: *price,
					lots: *rests,
					client_id: *client_id,
					expires_at: *expires_at,
					expired: false,
				};
				self.orders.insert((market, *id), info);
				let touched = Touched { filled: *filled, ending: None };
				changed.orders.insert((market, *id), touched);
				return Ok(());
			}
			ChangeKind::Placed { order: None, .. } | ChangeKind::DeadlineSet { .. } => {
				return Ok(());
			}
			ChangeKind::Filled { order, lots, rests } => (order, *lots, *rests, None),
			ChangeKind::Left { order, rests, reason, .. } => {
				(order, Lots::ZERO, *rests, Some(reason))
			}
		};
		let info = self.orders.get_mut(&(market, *id)).ok_or(Unfit)?;
		let touched = changed.orders.entry((market, *id)).or_default();
		touched.filled = touched.filled.checked_add(lots).ok_or(Unfit)?;
		info.lots = info.lots.min(rests);
		// Removals come last, whatever the order: of a part they say nothing new about an order that is gone.
		if let Some(reason) = ending.filter(|_| rests.is_zero() || touched.ending.is_none()) {
			touched.ending = Some(match reason {
				part if !rests.is_zero() => Ending::Reduced(left_name(part)),
				Reason::Expired => Ending::Lapsed(None),
				other if other.name() == DEADLINE_PASSED => Ending::Lapsed(Some(left_name(other))),
				other => Ending::Cancelled(left_name(other)),
			});
		}
		Ok(())
	}

	/// Orders whose last block, or that of their owner, was before this one: they trade no more, and stay until somebody
	/// removes them.
	fn lapse(&mut self, now: u64, changed: &mut Changed) {
		let passed = |last: Option<u32>| last.is_some_and(|last| u64::from(last) < now);
		for (key, info) in &mut self.orders {
			let deadline = self.deadlines.get(&info.market).copied().flatten();
			if !info.expired && (passed(info.expires_at) || passed(deadline)) {
				info.expired = true;
				changed.orders.entry(*key).or_default();
			}
		}
	}

	/// The orders that a block has touched, as they are after it.
	fn settle<C: Chain>(
		&self,
		chain: &C,
		step: &Step<C::Hash>,
		happening: &mut Happening,
		touched: BTreeMap<(MarketId, OrderId), Touched>,
	) -> Result<Vec<OrderUpdate>, Error> {
		touched
			.into_iter()
			.filter_map(|(key, touched)| self.orders.get(&key).map(|info| (info, touched)))
			.map(|(info, touched)| {
				let view = happening.view(chain, step, info.market)?;
				Ok(order_update::resting(&view, info, touched.filled, touched.ending))
			})
			.collect()
	}
}

/// Balances that are not what they were; a token of which nothing is left has nothing of anything.
fn different(old: &Holdings, new: &Holdings) -> Vec<TokenBalance> {
	let gone = old
		.tokens
		.keys()
		.filter(|token| !new.tokens.contains_key(token))
		.map(|token| TokenBalance { token: *token, free: 0, in_orders: 0, held: 0 });
	let changed = new.tokens.values().filter(|held| old.tokens.get(&held.token) != Some(held));
	gone.chain(changed.copied()).collect()
}

/// One message for all of them, written once.
fn send<'a, Hash: serde::Serialize>(
	readers: impl IntoIterator<Item = &'a Arc<Outbox>>,
	what: &AccountMessage<Hash>,
) {
	let mut readers = readers.into_iter().peekable();
	if readers.peek().is_none() {
		return;
	}
	if let Some(message) = message(what) {
		readers.for_each(|reader| reader.push(&message));
	}
}
