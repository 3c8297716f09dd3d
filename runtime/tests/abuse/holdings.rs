//! What people do with their KSI: they send it, trade it, stake it, lend it for a moment.

use crate::workload::{act, rich, Act, Workload, RICH, VALIDATORS};
use frame_support::traits::Get;
use kongsi_runtime::{
	configs::revenue::TreasuryAccount, constants::money::EXISTENTIAL_DEPOSIT, AccountId, Balances,
	BlockNumber, OrderBook, Runtime, RuntimeCall, ShareVoting, Staking,
};
use order_book_engine::{Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use pallet_staking::RewardDestination;
use rand::{seq::SliceRandom, Rng};
use sp_staking::StakingInterface;

type BalancesCall = pallet_balances::Call<Runtime>;
type OrderBookCall = pallet_order_book::Call<Runtime>;
type StakingCall = pallet_staking::Call<Runtime>;

/// KSI in cash: a lot is a hundredth of a KSI, quoted around 200 ticks.
const KSI_CASH: u32 = 0;

impl Workload {
	pub(crate) fn transfer(&mut self) -> Act {
		let (who, to) = (self.person(), self.person());
		let to = match self.random.gen_range(0..12) {
			0 => TreasuryAccount::get(),
			1 => ShareVoting::fund_account(),
			_ => to,
		};
		let there = Balances::free_balance(&who);
		let amount = match self.random.gen_range(0..8) {
			0 => there,
			1 => there / 2,
			2 => 1,
			_ => self.random.gen_range(0..=there / 8),
		};
		act(&who, "transfer", send(&to, amount))
	}

	pub(crate) fn order(&mut self) -> Act {
		let who = self.person();
		let side = if self.random.gen() { Side::Ask } else { Side::Bid };
		let crosses = self.random.gen_ratio(2, 3);
		let away = self.random.gen_range(1..=10);
		let above = (side == Side::Bid) == crosses;
		let order = NewOrder {
			side,
			price: Ticks::new(if above { 200 + away } else { 200 - away }),
			quantity: Lots::new(self.random.gen_range(60..20_000)),
			time_in_force: TimeInForce::GoodTilCancelled,
			self_trade: SelfTrade::CancelMaker,
			client_id: None,
			expires_at: None,
		};
		act(&who, "order", OrderBookCall::place_order { market: KSI_CASH, order })
	}

	pub(crate) fn cancel_all(&mut self) -> Act {
		let orders = OrderBook::all_orders(KSI_CASH);
		let owner = orders.choose(&mut self.random).map(|(_, owner, _)| AccountId::from(owner.0));
		let who = owner.unwrap_or_else(|| self.person());
		act(&who, "cancel all", OrderBookCall::cancel_all { market: KSI_CASH, side: None })
	}

	/// Leaves less than an account may have, if nothing of it is on deposit.
	pub(crate) fn dust(&mut self) -> Act {
		let poor = &self.people[RICH..];
		let who = poor.choose(&mut self.random).unwrap().clone();
		let (to, there) = (rich(&mut self.random), Balances::free_balance(&who));
		let dust = self.random.gen_range(1..EXISTENTIAL_DEPOSIT);
		act(&who, "dust", send(&to, there.saturating_sub(dust)))
	}

	/// In the last block before a boundary somebody gets KSI that he gives back right after it.
	pub(crate) fn sandwich(&mut self, now: BlockNumber) -> Act {
		let (who, friend) = (self.person(), self.person());
		let part = Balances::free_balance(&who) / 2;
		self.later.push((now + 1, act(&friend, "give back", send(&who, part))));
		act(&who, "sandwich", send(&friend, part))
	}

	/// Others than validators nominate these.
	pub(crate) fn stake(&mut self) -> Act {
		let who = self.people[VALIDATORS..].choose(&mut self.random).unwrap().clone();
		let there = Balances::free_balance(&who);
		let value = match self.random.gen_range(0..8) {
			0 => there,
			1 => 1,
			_ => self.random.gen_range(0..=there / 4),
		};
		let at_stake = Staking::total_stake(&who).unwrap_or(0);
		let part = self.random.gen_range(0..=at_stake);
		if self.random.gen_ratio(1, 8) {
			let dislocated = self.person().into();
			return act(&who, "rebag", pallet_bags_list::Call::rebag { dislocated });
		}
		let targets = vec![self.people[self.random.gen_range(0..VALIDATORS)].clone().into()];
		let call = match self.random.gen_range(0..10) {
			_ if at_stake == 0 => StakingCall::bond { value, payee: RewardDestination::Stash },
			0..=1 => StakingCall::bond_extra { max_additional: value },
			2..=4 => StakingCall::unbond { value: part },
			5 => StakingCall::rebond { value: part },
			6..=7 => StakingCall::withdraw_unbonded { num_slashing_spans: 0 },
			8 => StakingCall::nominate { targets },
			_ => StakingCall::chill {},
		};
		act(&who, "stake", call)
	}
}

pub(crate) fn send(to: &AccountId, value: u128) -> RuntimeCall {
	BalancesCall::transfer_allow_death { dest: to.clone().into(), value }.into()
}
