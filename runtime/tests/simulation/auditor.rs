//! The auditor: a ledger of its own, which hears events and nothing else, and says what every account must own.
//!
//! It shares no arithmetic with the chain. What it knows of the genesis was worked out by hand, see the test of the
//! presets.

use codec::Encode;
use frame_support::traits::Get;
use kongsi_runtime::{
	configs::{revenue::TreasuryAccount, tokens::KSI},
	genesis_presets::STAKE,
	AccountId, Assets, Balances, Ballots, OrderBook, Revenue, Runtime, RuntimeEvent,
	RuntimeHoldReason, Shareholders, System,
};
use order_book_engine::{
	Amended, BaseAtoms, Fill, MarketParams, MarketStatus, OrderId, Owner, Placed, QuoteAtoms,
	Removal, RemovalReason, Side, TokenId,
};
use pallet_order_book::{HoldReason, MarketId, Outcome};
use pallet_proxy::Event as ProxyEvent;
use sp_keyring::Sr25519Keyring;
use std::collections::{BTreeMap, BTreeSet};

/// What an account owns of a token, and how much of that is not free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Owned {
	total: u128,
	kept: u128,
}

/// Everything that is owned, by token and account, without empty records.
type Register = BTreeMap<(TokenId, AccountId), Owned>;

/// An open order as the events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Open {
	pub(crate) owner: AccountId,
	pub(crate) lots: u64,
}

/// The auditor's books.
#[derive(Default)]
pub(crate) struct Auditor {
	totals: BTreeMap<(TokenId, AccountId), u128>,
	/// KSI that is not free for another reason than an open order.
	deposits: BTreeMap<AccountId, u128>,
	pub(crate) markets: BTreeMap<MarketId, (MarketParams, MarketStatus)>,
	pub(crate) orders: BTreeMap<(MarketId, OrderId), Open>,
	/// The last blocks in which accounts trade, as they said.
	deadlines: BTreeMap<(MarketId, AccountId), u32>,
	/// Orders that a passed deadline has ended.
	ended: BTreeSet<(MarketId, OrderId)>,
	/// Orders that left the book because a deadline had passed.
	pub(crate) ended_by_deadline: u64,
	/// KSI that left with dust or was burned by its owner.
	burned: u128,
	pub(crate) fills: u64,
	/// Calls that a key was refused by its kind.
	pub(crate) filtered: u64,
}

/// The genesis of the development preset.
impl Auditor {
	pub(crate) fn from_genesis() -> Self {
		use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
		let mut books = Self::default();
		for person in [Alice, Bob, Charlie, Dave, Eve, Ferdie] {
			let who = person.to_account_id();
			books.give(KSI, &who, 1_000_000_000_000_000_000);
			books.give(1, &who, 1_000_000_000_000);
			books.give(2, &who, 10_000);
		}
		// The founder gave the fee accounts of both markets and the pot of HALO the least that a record needs, and paid a
		// dividend; the treasury, that of KSI.
		let (alice, treasury) = (Alice.to_account_id(), TreasuryAccount::get());
		let [ksi_pot, halo_pot] = [KSI, 2].map(Shareholders::pot_account);
		books.take(1, &alice, 30_000 + 30_000_000_000);
		books.give(1, &halo_pot, 10_000 + 30_000_000_000);
		books.give(KSI, &treasury, 999_999_000_000_000);
		books.give(KSI, &ksi_pot, 1_000_000_000);
		books.give(1, &treasury, 999_990_000);
		books.give(1, &ksi_pot, 10_000);
		for market in [0, 1] {
			books.give(1, &OrderBook::fee_account(market), 10_000);
		}
		books.deposits.insert(alice, 220_720_000_000_000 + STAKE);
		let params = |base, tick_size, lot_size| MarketParams {
			base,
			quote: 1,
			tick_size: QuoteAtoms::new(tick_size),
			lot_size: BaseAtoms::new(lot_size),
			min_notional: QuoteAtoms::new(1_000_000),
			max_open_orders: 200,
			price_band_ppm: 1_000_000,
			maker_fee_ppm: 100,
			taker_fee_ppm: 500,
			max_fee_ppm: 1_000,
		};
		books.markets.insert(0, (params(KSI, 100, 10_000_000_000), MarketStatus::Active));
		books.markets.insert(1, (params(2, 10_000, 1), MarketStatus::Active));
		// The ladders: nobody was told of these orders, so their ids are taken from the books, and what rests there is
		// compared with the test of the presets by their sum.
		for market in [0, 1] {
			for (id, owner, lots) in OrderBook::all_orders(market) {
				books.orders.insert((market, id), Open { owner: AccountId::from(owner.0), lots });
			}
		}
		let lots: u64 = books.orders.values().map(|order| order.lots).sum();
		assert_eq!(lots, 2 * 55 * 1_000 + 2 * 55 * 20);
		books
	}

	/// Hears what happened.
	pub(crate) fn hear(&mut self, event: RuntimeEvent) {
		match event {
			RuntimeEvent::Balances(event) => self.hear_of_ksi(event),
			RuntimeEvent::Assets(event) => self.hear_of_a_token(event),
			RuntimeEvent::OrderBook(event) => self.hear_of_a_market(event),
			RuntimeEvent::Proxy(ProxyEvent::ProxyExecuted { result: Err(error) }) => {
				let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
				self.filtered += u64::from(error == filtered);
			}
			_ => {}
		}
	}

	fn hear_of_ksi(&mut self, event: pallet_balances::Event<Runtime>) {
		use pallet_balances::Event::*;
		match event {
			Transfer { from, to, amount } => self.pass(KSI, &from, &to, amount),
			DustLost { account: who, amount } | Burned { who, amount } => {
				self.take(KSI, &who, amount);
				self.burned += amount;
			}
			Held { reason, who, amount } if is_deposit(&reason) => self.keep(&who, amount),
			Released { reason, who, amount } if is_deposit(&reason) => self.free(&who, amount),
			// Open orders are counted by themselves.
			Held { .. } | Released { .. } => {}
			Reserved { who, amount } => self.keep(&who, amount),
			Unreserved { who, amount } => self.free(&who, amount),
			TransferOnHold { reason, source, dest, amount } => {
				assert!(is_deposit(&reason), "an open order changed its owner");
				self.pass(KSI, &source, &dest, amount);
				self.free(&source, amount);
				self.keep(&dest, amount);
			}
			// Told besides a transfer, or of no account.
			Endowed { .. }
			| Issued { .. }
			| Rescinded { .. }
			| MintedCredit { .. }
			| BurnedDebt { .. } => {}
			other => panic!("no operation here does this: {other:?}"),
		}
	}

	fn hear_of_a_token(&mut self, event: pallet_tokens::Event<Runtime>) {
		use pallet_tokens::Event::*;
		match event {
			Issued { asset_id, owner, amount } => self.give(asset_id, &owner, amount),
			Burned { asset_id, owner, balance } => self.take(asset_id, &owner, balance),
			Transferred { asset_id, from, to, amount } => self.pass(asset_id, &from, &to, amount),
			AccountsDestroyed { asset_id, accounts_remaining, .. } => {
				// Fewer accounts than one call removes, and no market that could hold something.
				assert_eq!(accounts_remaining, 0);
				self.totals.retain(|(token, _), _| *token != asset_id);
			}
			Destroyed { asset_id } => {
				assert!(!self
					.totals
					.iter()
					.any(|((token, _), total)| *token == asset_id && *total > 0));
			}
			Deposited { .. }
			| Withdrawn { .. }
			| IssuedCredit { .. }
			| BurnedCredit { .. }
			| IssuedDebt { .. }
			| BurnedDebt { .. } => panic!("no operation here does this: {event:?}"),
			_ => {}
		}
	}

	fn hear_of_a_market(&mut self, event: pallet_order_book::Event<Runtime>) {
		use pallet_order_book::Event::*;
		match event {
			MarketCreated { market, params, .. } => {
				assert!(self.markets.insert(market, (params, MarketStatus::Active)).is_none());
			}
			MarketStatusSet { market, status } => self.markets.get_mut(&market).unwrap().1 = status,
			MarketParamsSet { market, params } => self.markets.get_mut(&market).unwrap().0 = params,
			MarketHalted { .. } => panic!("something impossible happened: {event:?}"),
			MarketUnwound { market, removals } => {
				assert_eq!(self.markets[&market].1, MarketStatus::Closing);
				for gone in &removals {
					self.check_owner(market, gone);
					self.leave(market, gone.order, gone.rests.get());
				}
			}
			MarketClosed { market } => {
				assert!(!self.orders.keys().any(|(of, _)| *of == market));
				assert!(self.markets.remove(&market).is_some());
				self.deadlines.retain(|(of, _), _| *of != market);
			}
			Executed { market, trader, outcomes, fills, removals, .. } => {
				self.hear_of_orders(market, &trader, &outcomes);
				let by_deadline = |gone: &&Removal| gone.reason == RemovalReason::DeadlinePassed;
				self.ended_by_deadline += removals.iter().filter(by_deadline).count() as u64;
				for fill in &fills {
					self.settle(market, &trader, fill);
				}
				// The lists do not say which of two came first, an order shrunk by a fill or by its owner. What is left of
				// it only ever falls, so the least that is said is what is left at the end.
				let filled = fills.iter().map(|fill| (fill.order, fill.maker_rests.get()));
				let gone = outcomes.iter().filter_map(removal).chain(&removals);
				let gone = gone.inspect(|gone| self.check_owner(market, gone));
				let mut left: BTreeMap<OrderId, u64> = BTreeMap::new();
				for (id, rests) in gone.map(|gone| (gone.order, gone.rests.get())).chain(filled) {
					let least = left.entry(id).or_insert(rests);
					*least = rests.min(*least);
				}
				left.into_iter().for_each(|(id, rests)| self.leave(market, id, rests));
			}
		}
	}

	fn hear_of_orders(&mut self, market: MarketId, trader: &AccountId, outcomes: &[Outcome]) {
		for outcome in outcomes {
			match outcome {
				Outcome::Placed(placed) | Outcome::Amended(Amended::Replaced(_, placed)) => {
					assert!(!self.has_fired(market, trader), "an order after its owner's deadline");
					self.add(market, trader, placed);
				}
				Outcome::DeadlineSet(deadline) => self.set_deadline(market, trader, *deadline),
				_ => {}
			}
		}
	}

	fn has_fired(&self, market: MarketId, who: &AccountId) -> bool {
		let deadline = self.deadlines.get(&(market, who.clone()));
		deadline.is_some_and(|last| *last < System::block_number())
	}

	/// What a passed deadline has ended stays ended.
	fn set_deadline(&mut self, market: MarketId, who: &AccountId, deadline: Option<u32>) {
		if self.has_fired(market, who) {
			let of_his =
				|(id, order): &(&(MarketId, OrderId), &Open)| id.0 == market && order.owner == *who;
			self.ended.extend(self.orders.iter().filter(of_his).map(|(id, _)| *id));
		}
		let key = (market, who.clone());
		match deadline {
			Some(last) => self.deadlines.insert(key, last),
			None => self.deadlines.remove(&key),
		};
	}

	fn add(&mut self, market: MarketId, owner: &AccountId, placed: &Placed) {
		let Some(id) = placed.order else { return };
		let order = Open { owner: owner.clone(), lots: placed.rests.get() };
		assert!(self.orders.insert((market, id), order).is_none(), "an id was given twice");
	}

	fn check_owner(&self, market: MarketId, gone: &Removal) {
		if let Some(order) = self.orders.get(&(market, gone.order)) {
			assert_eq!(Owner(order.owner.clone().into()), gone.owner);
		}
	}

	/// An order shrinks to `rests`. One that was placed and is gone again within one event is there until here.
	fn leave(&mut self, market: MarketId, id: OrderId, rests: u64) {
		let order = self.orders.get_mut(&(market, id)).expect("an order that nobody placed");
		assert!(rests < order.lots, "an order that did not shrink");
		order.lots = rests;
		if order.lots == 0 {
			self.orders.remove(&(market, id));
		}
	}

	/// One fill: base from seller to buyer, quote from buyer to seller, a fee from each to the market's fee account.
	fn settle(&mut self, market: MarketId, taker: &AccountId, fill: &Fill) {
		let (params, status) = self.markets[&market];
		assert_eq!(status, MarketStatus::Active, "a fill in a market that is not active");
		let maker = AccountId::from(fill.maker.0);
		assert_ne!(&maker, taker, "a fill with oneself");
		assert!(!self.has_fired(market, &maker), "a fill after the maker's deadline");
		assert!(!self.ended.contains(&(market, fill.order)), "a fill of an ended order");
		let side = fill.order.locator().side();
		assert_eq!(
			fill.price,
			fill.order.locator().tick(),
			"a fill at a price that is not the maker's"
		);

		let lots = u128::from(fill.lots.get());
		let notional = u128::from(fill.price.get()) * lots * params.tick_size.get();
		assert_eq!(fill.notional.get(), notional);
		let share = |ppm: u32| notional * u128::from(ppm) / 1_000_000;
		let taker_fee = share(params.taker_fee_ppm);
		let maker_fee = share(params.maker_fee_ppm.unsigned_abs());
		let rebate = params.maker_fee_ppm < 0;
		assert_eq!((fill.taker_fee.get(), fill.maker_fee.get()), (taker_fee, maker_fee));

		let (buyer, seller) = match side {
			Side::Ask => (taker, &maker),
			Side::Bid => (&maker, taker),
		};
		self.pass(params.base, seller, buyer, lots * params.lot_size.get());
		// Fees in and out in an order that never takes what is not there yet.
		self.give(params.quote, seller, notional);
		if rebate {
			self.give(params.quote, &maker, maker_fee);
		}
		self.take(params.quote, buyer, notional);
		self.take(params.quote, taker, taker_fee);
		if rebate {
			self.give(params.quote, &OrderBook::fee_account(market), taker_fee - maker_fee);
		} else {
			self.take(params.quote, &maker, maker_fee);
			self.give(params.quote, &OrderBook::fee_account(market), taker_fee + maker_fee);
		}
		self.fills += 1;
	}

	fn give(&mut self, token: TokenId, who: &AccountId, amount: u128) {
		*self.totals.entry((token, who.clone())).or_default() += amount;
	}

	fn take(&mut self, token: TokenId, who: &AccountId, amount: u128) {
		let total = self.totals.entry((token, who.clone())).or_default();
		*total = total.checked_sub(amount).unwrap_or_else(|| {
			panic!("{who} of token {token}: {amount} taken, only {total} there");
		});
	}

	fn pass(&mut self, token: TokenId, from: &AccountId, to: &AccountId, amount: u128) {
		self.take(token, from, amount);
		self.give(token, to, amount);
	}

	fn keep(&mut self, who: &AccountId, amount: u128) {
		*self.deposits.entry(who.clone()).or_default() += amount;
	}

	fn free(&mut self, who: &AccountId, amount: u128) {
		let kept = self.deposits.get_mut(who).unwrap();
		*kept = kept.checked_sub(amount).unwrap();
	}

	/// What an open order needs: an ask its base, a bid its quote and the highest fee on it, rounded up.
	fn need(&self, market: MarketId, id: OrderId, lots: u64) -> (TokenId, u128) {
		let params = self.markets[&market].0;
		let (lots, tick) = (u128::from(lots), u128::from(id.locator().tick().get()));
		match id.locator().side() {
			Side::Ask => (params.base, lots * params.lot_size.get()),
			Side::Bid => {
				let notional = tick * lots * params.tick_size.get();
				let fee = (notional * u128::from(params.max_fee_ppm)).div_ceil(1_000_000);
				(params.quote, notional + fee)
			}
		}
	}

	/// What every account must own and how much of it must be kept.
	fn expected(&self) -> Register {
		let mut register = Register::new();
		for ((token, who), total) in self.totals.iter().filter(|(_, total)| **total > 0) {
			register.insert((*token, who.clone()), Owned { total: *total, kept: 0 });
		}
		let deposits = self.deposits.iter().filter(|(_, amount)| **amount > 0);
		for (who, amount) in deposits {
			register.entry((KSI, who.clone())).or_default().kept += amount;
		}
		for ((market, id), order) in &self.orders {
			let (token, need) = self.need(*market, *id, order.lots);
			register.entry((token, order.owner.clone())).or_default().kept += need;
		}
		register
	}

	/// Compares every balance of every account of every token, free and held.
	pub(crate) fn compare(&self) {
		let (expected, found) = (self.expected(), found());
		if expected != found {
			for (key, owned) in &expected {
				let there = found.get(key).copied().unwrap_or_default();
				if there != *owned {
					println!("token {} of {}: expected {owned:?}, found {there:?}", key.0, key.1);
				}
			}
			for key in found.keys().filter(|key| !expected.contains_key(key)) {
				println!("token {} of {}: found {:?}, expected none", key.0, key.1, found[key]);
			}
			panic!("the auditor and the chain differ");
		}
		self.compare_supplies(&expected);
		self.compare_books();
	}

	/// Invariants 29 and 50: the supply is the sum of what is owned; of KSI only what was burned has gone.
	fn compare_supplies(&self, register: &Register) {
		let sum = |token: TokenId| -> u128 {
			let of = register.iter().filter(|((id, _), _)| *id == token);
			of.map(|(_, owned)| owned.total).sum()
		};
		assert_eq!(Balances::total_issuance(), sum(KSI));
		assert_eq!(Balances::total_issuance(), 6_001_000_000_000_000_000 - self.burned);
		for (token, details) in pallet_tokens::Asset::<Runtime>::iter() {
			assert_eq!(details.supply, sum(token), "token {token}");
		}
	}

	/// The events, replayed, give the stored books.
	fn compare_books(&self) {
		let stored: BTreeMap<_, _> = pallet_order_book::Markets::<Runtime>::iter_keys()
			.flat_map(|market| {
				OrderBook::all_orders(market).into_iter().map(move |(id, owner, lots)| {
					((market, id), Open { owner: AccountId::from(owner.0), lots })
				})
			})
			.collect();
		assert_eq!(stored, self.orders);
		// In a closing market a deadline goes with the last order.
		for ((market, who), last) in &self.deadlines {
			if self.markets[market].1 != MarketStatus::Closing {
				assert_eq!(OrderBook::deadline(who.clone(), *market), Some(*last));
			}
		}
		for (market, (params, status)) in &self.markets {
			let found = pallet_order_book::Markets::<Runtime>::get(market).unwrap();
			assert_eq!((&found.params.encode(), found.status), (&params.encode(), *status));
		}
	}
}

/// What the chain says that every account owns.
fn found() -> Register {
	let mut register = Register::new();
	for (who, account) in frame_system::Account::<Runtime>::iter() {
		let data = account.data;
		assert_eq!(data.frozen, 0, "KSI of {who} is frozen");
		assert_eq!(data.reserved, reserved_for(&who), "KSI of {who} is kept without a reason");
		if data.free + data.reserved > 0 {
			let owned = Owned { total: data.free + data.reserved, kept: data.reserved };
			register.insert((KSI, who), owned);
		}
	}
	for (token, who, record) in pallet_tokens::Account::<Runtime>::iter() {
		let kept: u128 = record.holds.iter().map(|hold| hold.amount).sum();
		if record.balance + kept > 0 {
			register.insert((token, who), Owned { total: record.balance + kept, kept });
		}
	}
	register
}

/// Invariant 49: what is kept of an account's KSI is the sum of its holds and of the deposits of the stock pallets that
/// reserve.
fn reserved_for(who: &AccountId) -> u128 {
	let holds: u128 =
		pallet_balances::Holds::<Runtime>::get(who).iter().map(|hold| hold.amount).sum();
	let proxies = pallet_proxy::Proxies::<Runtime>::get(who).1;
	let announcements = pallet_proxy::Announcements::<Runtime>::get(who).1;
	let multisigs: u128 = pallet_multisig::Multisigs::<Runtime>::iter_values()
		.filter(|multisig| multisig.depositor == *who)
		.map(|multisig| multisig.deposit)
		.sum();
	holds + proxies + announcements + multisigs
}

/// The order that an outcome took out of the book, or shrank.
fn removal(outcome: &Outcome) -> Option<&Removal> {
	match outcome {
		Outcome::Cancelled(gone)
		| Outcome::Amended(Amended::Reduced(gone) | Amended::Replaced(gone, _)) => Some(gone),
		_ => None,
	}
}

fn is_deposit(reason: &RuntimeHoldReason) -> bool {
	*reason != RuntimeHoldReason::OrderBook(HoldReason::OpenOrder)
}

/// Both ledgers and the books, by the invariants that each pallet states of itself.
pub(crate) fn check_state() {
	OrderBook::do_try_state().unwrap();
	Assets::do_try_state().unwrap();
	Shareholders::do_try_state().unwrap();
	Ballots::do_try_state().unwrap();
	Revenue::do_try_state().unwrap();
}
