//! Random histories with splits in them: after every operation the state of register and ledger is checked whole, and at the
//! end of each split everybody has what he had, converted.

use super::*;
use crate::{Fractions, SplitCount, SplitPhase, Splits};
use pallet_tokens::splitting::SplitHolders;
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::Ratio;
use std::collections::BTreeMap;

const RATIOS: [(u64, u64); 6] = [(2, 1), (3, 2), (1, 2), (1, 10), (7, 4), (10, 3)];

fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x73_706c_6974);
	println!("KONGSI_SEED={seed}");
	seed
}

/// What everybody owned, and could move of others', when the token came to stand still.
type Before = (Ratio, BTreeMap<AccountId, u128>, BTreeMap<(AccountId, AccountId), u128>);

/// What each delegate may move of each owner's.
fn approvals() -> BTreeMap<(AccountId, AccountId), u128> {
	let all = pallet_tokens::Approvals::<Test>::iter_prefix((SHARE,));
	all.map(|(whose, approval)| (whose, approval.amount)).collect()
}

struct World {
	rng: ChaCha8Rng,
	before: Option<Before>,
	ended: u32,
	completed: u32,
	approvals: u32,
	outbid: u32,
	sold: u32,
	paid: u32,
}

impl World {
	fn people() -> [AccountId; 7] {
		[alice(), bob(), carol(), dave(), founder(), company(), Shareholders::fraction_pot(SHARE)]
	}

	fn anyone(&mut self) -> AccountId {
		Self::people()[..6].choose(&mut self.rng).unwrap().clone()
	}

	fn step(&mut self) {
		if self.rng.gen_ratio(1, 10) {
			pass(1);
		}
		let (who, other) = (self.anyone(), self.anyone());
		let amount = self.rng.gen_range(1..40);
		// Many of these are refused, in a split most of them; that changes nothing.
		let _ = match self.rng.gen_range(0..22) {
			0..=2 => Assets::mint(signed(&founder()), SHARE, who, amount),
			3 => Assets::burn(signed(&founder()), SHARE, who, amount),
			4 | 5 => transfer(&who, &other, amount),
			6 => hold(&who, 10 * (amount / 10)),
			7 => release(&who, amount),
			8 => fill(&who, &other, amount),
			9 => pay(&founder(), 100, Schedule::Stream(2)),
			10 => claim(&who),
			11 => {
				let (new, old) = *RATIOS.choose(&mut self.rng).unwrap();
				if Whole::total_issuance(SHARE) < 10_000 || new < old {
					let _ = Shareholders::begin_split(signed(&founder()), SHARE, new, old);
				}
				Ok(())
			}
			12 => {
				let early = <Shareholders as SplitHolders<_, Ratio>>::convert(SHARE, &who);
				early.map(|_| ())
			}
			13 | 16 | 17 => self.sell(),
			14 => Assets::approve_transfer(signed(&who), SHARE, other, amount),
			15 if amount < 10 => Assets::cancel_approval(signed(&who), SHARE, other),
			15 => Assets::transfer_approved(signed(&who), SHARE, other.clone(), carol(), amount),
			_ => self.proceed(),
		};
		check();
	}

	fn sell(&mut self) -> DispatchResult {
		let last = SplitCount::<Test>::get(SHARE).saturating_sub(1);
		for who in Self::people() {
			if Shareholders::claim_fraction(signed(&eve()), SHARE, last, Some(who)).is_ok() {
				self.paid += 1;
			}
		}
		let bidder = self.anyone();
		if let Ok(least) = Shareholders::least_fraction_bid(SHARE, last) {
			let amount = self.rng.gen_range(least - 1..2 * least);
			let had = |who: &AccountId| deposit(HoldReason::FractionBid, who);
			let left = FractionPools::<Test>::get(SHARE, last).unwrap();
			let done = Shareholders::bid_for_fractions(signed(&bidder), SHARE, last, amount);
			if let (Some(before), Ok(())) = (left.auction, done) {
				assert!(before.bidder == bidder || had(&before.bidder) == 0);
				self.outbid += 1;
			}
		}
		let left = FractionPools::<Test>::get(SHARE, last);
		if let Some(auction) = left.and_then(|left| left.auction) {
			if self.rng.gen_ratio(1, 3) {
				go_to(auction.state.closes.max(Shareholders::epoch()));
			}
			let over = auction.state.is_over(Shareholders::epoch());
			let settled = Shareholders::settle_fractions(signed(&eve()), SHARE, last);
			assert_eq!(settled.is_ok(), over, "{settled:?}");
			self.sold += u32::from(over);
		}
		Ok(())
	}

	fn proceed(&mut self) -> DispatchResult {
		let Some(split) = Splits::<Test>::get(SHARE) else { return Ok(()) };
		let people = Self::people();
		let totals = || people.iter().map(|who| (who.clone(), total(SHARE, who))).collect();
		if matches!(split.phase, SplitPhase::Suspending { .. }) {
			self.before = Some((split.ratio, totals(), approvals()));
		}
		// One step, so that the token has not moved since it came to stand still.
		assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 1));
		let now = Splits::<Test>::get(SHARE);
		let converted = now.is_none_or(|split| {
			matches!(split.phase, SplitPhase::Resuming { converted: true, .. })
		});
		let was =
			matches!(split.phase, SplitPhase::Converting { .. } | SplitPhase::Approving { .. });
		if let Some((ratio, before, approved)) = self.before.take_if(|_| was && converted) {
			let pot = Shareholders::fraction_pot(SHARE);
			let (_, over) = ratio.apply(before.values().sum()).unwrap();
			let rest = if over > 0 { u128::from(ratio.denominator()) - over } else { 0 };
			self.completed += u32::from(rest > 0);
			for (who, had) in before {
				let (whole, parts) = ratio.apply(had).unwrap();
				let made = Shareholders::fraction_shares(SHARE, split.number);
				let extra = if who == pot { made } else { 0 };
				assert_eq!(total(SHARE, &who), whole + extra);
				let stored = Fractions::<Test>::get((SHARE, split.number, &who));
				let added = if who == company() { rest } else { 0 };
				assert_eq!(stored.map_or(0, |fraction| fraction.parts), parts + added);
			}
			for (whose, now) in approvals() {
				assert_eq!(
					now,
					approved[&whose] * u128::from(ratio.numerator())
						/ u128::from(ratio.denominator())
				);
				self.approvals += 1;
			}
			self.ended += 1;
		}
		Ok(())
	}
}

#[test]
fn random_histories_with_splits_lose_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let mut world = World {
			rng: ChaCha8Rng::seed_from_u64(seed()),
			before: None,
			ended: 0,
			completed: 0,
			approvals: 0,
			outbid: 0,
			sold: 0,
			paid: 0,
		};
		issue(&[(alice(), 500), (bob(), 300), (carol(), 200)]);
		for _ in 0..operations() {
			System::reset_events();
			world.step();
		}
		assert!(world.ended > operations() / 200, "{} splits", world.ended);
		assert!(world.completed > 0 && world.approvals > 0);
		let World { outbid, sold, paid, .. } = world;
		assert!(outbid > 0 && sold > 0 && paid > sold, "{outbid} outbid, {sold} sold, {paid} paid");
	});
}
