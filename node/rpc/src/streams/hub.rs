//! The one task that follows the chain for all subscribers.

use crate::{
	answers::Head,
	error::Error,
	streams::{
		account::AccountStreams,
		best::BestStreams,
		chain::Chain,
		depth::DepthStreams,
		happening::Happening,
		outbox::Outbox,
		route::{route, Route, Step},
		trades::TradeStreams,
	},
};
use order_book_runtime_api::MarketId;
use sp_runtime::AccountId32;
use std::sync::Arc;
use tokio::sync::oneshot;

/// A stream that somebody wants.
pub(crate) struct Request {
	/// Of what.
	pub(crate) what: What,
	/// Where it goes.
	pub(crate) reader: Arc<Outbox>,
	/// Told when its first message waits, or why there is none.
	pub(crate) begun: oneshot::Sender<Result<(), Error>>,
}

/// What somebody wants to follow.
pub(crate) enum What {
	/// So many levels of a market.
	Depth(MarketId, u32),
	/// Trades of a market or of all.
	Trades(Option<MarketId>),
	/// Best prices of markets.
	Best(Vec<MarketId>),
	/// An account.
	Account(AccountId32),
}

/// Where all streams are: after the head.
pub(crate) struct Hub<C: Chain> {
	chain: C,
	head: Head<C::Hash>,
	/// The last block that was told to be final.
	finalized: Head<C::Hash>,
	depth: DepthStreams<C::Hash>,
	trades: TradeStreams,
	best: BestStreams,
	accounts: AccountStreams,
}

impl<C: Chain> Hub<C> {
	/// Begins at the head of the chain.
	pub(crate) fn new(chain: C) -> Self {
		let (head, finalized) = (chain.best(), chain.finalized());
		Self {
			chain,
			head,
			finalized,
			depth: DepthStreams::default(),
			trades: TradeStreams::default(),
			best: BestStreams::default(),
			accounts: AccountStreams::default(),
		}
	}

	/// Goes to where the chain is now and tells everybody what that means.
	///
	/// Where the chain is, is asked of the chain and not of the notification that has woken us: what has happened since is
	/// then told as well, and notifications that come after it find nothing to do.
	pub(crate) fn follow(&mut self) {
		self.sweep();
		// Asked first: the best block that is asked for afterwards descends from it, so its block is told before its mark.
		let finalized = self.chain.finalized();
		let best = self.chain.best();
		if best.hash != self.head.hash {
			self.go_to(best);
		}
		if finalized.number > self.finalized.number {
			self.finalized = finalized;
			self.depth.finalize(&self.chain, finalized);
			self.trades.finalize(&self.chain, finalized);
			self.accounts.finalize(finalized);
		}
	}

	/// Begins a stream at the head.
	pub(crate) fn begin(&mut self, request: Request) {
		self.follow();
		let Request { what, reader, begun } = request;
		let begin = match what {
			What::Depth(market, levels) => self.begin_depth(market, levels, reader),
			What::Trades(market) => self.trades.subscribe(&self.chain, self.head, market, reader),
			What::Best(markets) => self.best.subscribe(&self.chain, self.head, &markets, &reader),
			What::Account(account) => {
				self.accounts.subscribe(&self.chain, self.head, account, reader)
			}
		};
		// Whoever does not wait for it any more has gone, and is swept away.
		let _ = begun.send(begin);
	}

	fn begin_depth(
		&mut self,
		market: MarketId,
		levels: u32,
		reader: Arc<Outbox>,
	) -> Result<(), Error> {
		let at = self.at_head()?;
		self.depth.subscribe(&self.chain, at, market, levels, reader)
	}

	/// The head and the block before it; the genesis block counts as its own.
	fn at_head(&self) -> Result<(Head<C::Hash>, C::Hash), Error> {
		let parent = self.chain.parent(self.head)?;
		Ok((self.head, parent.unwrap_or(self.head).hash))
	}

	fn go_to(&mut self, best: Head<C::Hash>) {
		let nobody = self.depth.is_empty()
			&& self.trades.is_empty()
			&& self.best.is_empty()
			&& self.accounts.is_empty();
		if nobody {
			self.head = best;
			return;
		}
		match route(&self.chain, self.head, best) {
			Ok(Route::Forward(steps)) => {
				for step in &steps {
					self.depth.step(&self.chain, step);
					self.tell(step);
				}
				self.head = best;
			}
			Ok(Route::Around(common, steps)) => {
				self.head = best;
				self.trades.reset(common);
				// Fills and refusals of the new branch stand in no state: accounts go back and come along block by block.
				self.accounts.reset(&self.chain, Some(common), common);
				for step in &steps {
					self.tell(step);
				}
				self.begin_depth_anew(Some(common));
			}
			Ok(Route::Jump) => self.jump(best, "The chain has gone too far at once"),
			Err(error) => self.jump(best, &error.message()),
		}
		self.best.go_to(&self.chain, best);
	}

	/// What happened in a block, for those who follow events.
	fn tell(&mut self, step: &Step<C::Hash>) {
		if self.trades.is_empty() && self.accounts.is_empty() {
			return;
		}
		let mut happening = Happening::read(&self.chain, step);
		self.trades.step(&self.chain, step, happening.as_ref());
		let happening = match &mut happening {
			Ok(happening) => Ok(happening),
			Err(error) => Err(&*error),
		};
		self.accounts.step(&self.chain, step, happening);
	}

	/// Those who follow a book get that of the head.
	fn begin_depth_anew(&mut self, common: Option<Head<C::Hash>>) {
		match self.at_head() {
			Ok(at) => self.depth.reset(&self.chain, common, at),
			Err(error) => self.depth.close(&error),
		}
	}

	/// Those who follow events have missed some, which they have to know.
	fn jump(&mut self, best: Head<C::Hash>, why: &str) {
		self.head = best;
		self.trades.close(&format!("{why}: trades were left out, subscribe anew."));
		self.begin_depth_anew(None);
		self.accounts.reset(&self.chain, None, self.head);
	}

	fn sweep(&mut self) {
		self.depth.sweep();
		self.trades.sweep();
		self.best.sweep();
		self.accounts.sweep();
	}
}
