//! Random histories: after every operation the state of every pallet is checked whole, and no money is made or lost.

use super::*;
use frame_support::{storage::with_storage_layer, traits::Hooks};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// How many operations a history has: `KONGSI_OPS`, or enough for every build.
fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x6f66_6665_7273);
	println!("KONGSI_SEED={seed}");
	seed
}

struct World {
	rng: ChaCha8Rng,
	done: BTreeMap<&'static str, u32>,
}

impl World {
	fn new(seed: u64) -> Self {
		Self { rng: ChaCha8Rng::seed_from_u64(seed), done: BTreeMap::new() }
	}

	fn anyone(&mut self) -> AccountId {
		account(self.rng.gen_range(1..=5))
	}

	/// The newest offering, or one before.
	fn some_offering(&mut self) -> u32 {
		let next = NextOfferingId::<Test>::get();
		let back = if self.rng.gen_ratio(1, 6) { self.rng.gen_range(1..=3) } else { 1 };
		next.saturating_sub(back)
	}

	fn note(&mut self, what: &'static str, done: bool) {
		if done {
			*self.done.entry(what).or_default() += 1;
		}
	}

	fn step(&mut self) {
		System::reset_events();
		if self.rng.gen_ratio(1, 4) {
			go_to(System::block_number() + self.rng.gen_range(1..4));
		}
		let (who, id) = (self.anyone(), self.some_offering());
		let kind = self.kind(id);
		let ok = with_storage_layer(|| self.operate(kind, &who, id)).is_ok();
		self.note(name(kind), ok);
	}

	/// What to do next: mostly something that the offering is open for.
	fn kind(&mut self, id: u32) -> u32 {
		let phase = Offerings::offering_info(id).map(|info| info.phase);
		let fitting = match phase.filter(|_| self.rng.gen_ratio(3, 4)) {
			None => 0..60,
			Some(Phase::Announced) => 6..15,
			Some(Phase::Rights) => 6..20,
			Some(Phase::Public) => 20..39,
			Some(Phase::Closed) => 39..43,
			Some(Phase::Settling | Phase::CalledOff) => 43..48,
			Some(Phase::Completed) => 48..53,
		};
		self.rng.gen_range(fitting)
	}

	fn operate(&mut self, kind: u32, who: &AccountId, id: u32) -> DispatchResult {
		let by = signed(who);
		let without_weight = |result: frame_support::dispatch::DispatchResultWithPostInfo| {
			result.map(|_| ()).map_err(|error| error.error)
		};
		let lots = self.rng.gen_range(0..50);
		match kind {
			0..=4 => self.open(),
			5 if self.rng.gen_ratio(1, 2) => Offerings::cancel_offering(signed(&founder()), id),
			5..=14 => Offerings::claim_rights(by, id, None),
			15..=19 => {
				let rights = offering(id).and_then(|offering| offering.rights);
				let most = rights.map_or(0, |rights| free(rights.token, who));
				Offerings::exercise(by, id, self.rng.gen_range(0..=most))
			}
			20..=35 => {
				let price = self.rng.gen_range(75..110);
				Offerings::bid(by, id, lots, if self.rng.gen_ratio(1, 4) { 100 } else { price })
			}
			36..=38 => {
				let bids: Vec<_> = Bids::<Test>::iter_prefix(id).collect();
				let Some((number, bid)) = bids.choose(&mut self.rng) else {
					return Offerings::cancel_bid(by, id, 0);
				};
				let by = if self.rng.gen_ratio(3, 4) { signed(&bid.who) } else { by };
				Offerings::cancel_bid(by, id, *number)
			}
			39..=42 => without_weight(Offerings::price_offering(by, id)),
			43..=47 => without_weight(Offerings::settle(by, id, self.rng.gen_range(0..6))),
			48..=50 => without_weight(Offerings::clear(by, id, self.rng.gen_range(0..3))),
			51 | 52 => {
				let token = self.rng.gen_range(RIGHT..=NextRightToken::<Test>::get());
				Offerings::retire_rights(by, token)
			}
			53 => Assets::freeze(signed(&founder()), CASH, who.clone()),
			54 => Assets::thaw(signed(&founder()), CASH, who.clone()),
			55 => Assets::mint(signed(&founder()), SHARE, who.clone(), 100),
			56 | 57 => {
				let next = NextRightToken::<Test>::get();
				let token = self.rng.gen_range(RIGHT..=next).max(next - 1);
				let most = free(token, who);
				Assets::transfer(by, token, self.anyone(), self.rng.gen_range(0..=most))
			}
			_ => Assets::transfer(by, SHARE, self.anyone(), lots),
		}
	}

	fn open(&mut self) -> DispatchResult {
		let opens = System::block_number() + self.rng.gen_range(1..15);
		let rights = self.rng.gen_ratio(2, 3);
		let public = if rights { opens + self.rng.gen_range(9..20) } else { opens };
		let pricing =
			if self.rng.gen_ratio(1, 3) { Pricing::Fixed(100) } else { Pricing::Auction(80) };
		let terms = OfferingTerms {
			lots: self.rng.gen_range(1..120),
			lot_size: self.rng.gen_range(1..12),
			pricing,
			rights_price: rights.then(|| self.rng.gen_range(50..90)),
			opens,
			public,
			closes: public + self.rng.gen_range(9..25),
		};
		let payment = *[CASH, CASH, CASH, KSI].choose(&mut self.rng).unwrap();
		Offerings::open_offering(signed(&founder()), SHARE, payment, terms)
	}
}

fn name(kind: u32) -> &'static str {
	match kind {
		0..=4 => "open",
		5..=14 => "claim or cancel",
		15..=19 => "exercise",
		20..=35 => "bid",
		36..=38 => "cancel bid",
		39..=42 => "price",
		43..=47 => "settle",
		48..=50 => "clear",
		51 | 52 => "retire",
		53..=55 => "ledger",
		56 | 57 => "sell rights",
		_ => "sell shares",
	}
}

/// All of a token, wherever it is.
fn everything(token: TokenId) -> u128 {
	let everybody = (1..=5).map(account).chain([founder(), company()]);
	everybody.map(|who| total(token, &who)).sum()
}

#[test]
fn random_histories_keep_every_invariant_and_every_atom() {
	let mut world = World::new(seed());
	ExtBuilder.build_and_execute(|| {
		let before = (everything(CASH), everything(KSI));
		for _ in 0..operations() {
			world.step();
			check();
			assert_eq!((everything(CASH), everything(KSI)), before);
			assert_eq!(everything(SHARE), Whole::total_issuance(SHARE));
		}
	});
	println!("{:#?}", world.done);
	if operations() >= 2_000 {
		for kind in 0..60 {
			assert!(world.done.contains_key(name(kind)), "{} never happened", name(kind));
		}
	}
}

#[test]
fn integrity_test_accepts_the_mock() {
	<Offerings as Hooks<u32>>::integrity_test();
}

/// A way to damage storage, and which check has to notice.
type Fault = (&'static str, fn());

#[test]
fn try_state_finds_a_planted_fault() {
	fn change(change: fn(&mut crate::OfferingOf<Test>)) {
		StoredOfferings::<Test>::mutate_extant(FIRST, change);
	}
	let faults: [Fault; 14] = [
		("1", || NextOfferingId::<Test>::put(0)),
		("1", || ClassOfferings::<Test>::remove(SHARE)),
		("1", || change(|offering| offering.class = BOND)),
		("2", || change(|offering| offering.bids += 1)),
		("2", || change(|offering| offering.book.demand += 1)),
		("2", || Bids::<Test>::remove(FIRST, 0)),
		("3", || Levels::<Test>::insert(FIRST, 95, 1)),
		("3", || change(|offering| offering.levels += 1)),
		("4", || change(|offering| offering.payment = KSI)),
		("5", || Claims::<Test>::remove(FIRST, alice())),
		("5", || change(|offering| offering.book.exercised = 61)),
		("6", || {
			change(|offering| {
				let settlement = Settlement { clearing: None, next: 0, lots_sold: 1, proceeds: 0 };
				offering.stage = Stage::Settling(settlement);
			});
			Levels::<Test>::remove(FIRST, 90);
			change(|offering| offering.levels = 0);
		}),
		("7", || change(|offering| offering.deposit += 1)),
		("8", || PaymentUses::<Test>::insert(BOND, 1)),
	];
	for (check, plant) in faults {
		ExtBuilder.build_and_execute(|| {
			assert_ok!(open(with_rights()));
			assert_ok!(claim(&alice()));
			go_to(PUBLIC);
			assert_ok!(bid(&dave(), 5, 90));
			let found = with_storage_layer::<(), DispatchError, _>(|| {
				plant();
				Offerings::do_try_state()
			});
			let Err(DispatchError::Other(message)) = found else {
				panic!("a fault of {check} went unnoticed")
			};
			assert!(message.starts_with(check), "{check} was found as {message}");
		});
	}
}
