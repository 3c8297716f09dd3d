//! Splits, the sale of their fractions, and offerings, beside the naive ones.

use super::*;

impl World {
	/// A split of everything, in random order, with claims, dividends and boundaries in between.
	pub(super) fn split(&mut self) -> Checked {
		let ratios =
			[(2, 1), (3, 2), (1, 10), (1, 3), (7, 5), (10, 1), (2, 3), (999_983, 1_000_000)];
		let (new, old) = *ratios.choose(&mut self.rng).expect("not empty");
		let ratio = Ratio::new(new, old).map_err(|error| format!("{error:?}"))?;
		let real = self.register().begin_split(ratio);
		let naive = self.naive.begin_split(new.into(), old.into());
		self.note("split", &real);
		same("begin split", real, naive)?;
		if real.is_err() {
			return Ok(());
		}
		let before = self.naive.supply();
		let mut accounts: Vec<Account> = self.store.totals.keys().copied().collect();
		accounts.shuffle(&mut self.rng);
		let mut fractions: BTreeMap<Account, u128> = BTreeMap::new();
		for who in accounts {
			let total = self.total(who);
			if total > 0 {
				let early = self.register().finish_split().map(|_| ());
				same("early finish", early, Err(AccountingError::SplitUnfinished))?;
			}
			let (whole, rest) =
				self.register().convert(total).map_err(|error| format!("{error:?}"))?;
			let mut copy = self.naive.clone();
			same("conversion", (whole, rest), copy.convert(who))?;
			self.set(&[(who, whole)], true)?;
			if rest > 0 {
				fractions.insert(who, rest);
			}
			match self.rng.gen_range(0..8) {
				0 => self.claim()?,
				1 => self.fund()?,
				2 => self.advance()?,
				_ => {}
			}
			self.check_some()?;
		}
		let (pool, shares, rest) =
			self.register().finish_split().map_err(|error| format!("{error:?}"))?;
		self.naive.finish_split();
		let (whole, over) = Big::ratio(before, new.into(), old.into());
		let made = self.naive.supply();
		let last = u128::from(over > 0);
		same("shares of all fractions", made + shares, whole + last)?;
		same("the rest of the last one", rest, last * (u128::from(ratio.denominator()) - over))?;
		if rest > 0 {
			self.note("completed share", &Ok(()));
			*fractions.entry(TREASURY).or_default() += rest;
		}
		same("fractions", pool.parts, fractions.values().sum())?;
		same("parts of whole shares", pool.parts, shares * u128::from(ratio.denominator()))?;
		if shares > 0 {
			self.note("fractions", &Ok(()));
			let total = self.total(FRACTIONS) + shares;
			self.set(&[(FRACTIONS, total)], true)?;
		}
		self.fractions(pool, &fractions)
	}

	/// The fractions are sold at auction and paid for, in random order.
	pub(super) fn fractions(
		&mut self,
		mut pool: FractionPool,
		owners: &BTreeMap<Account, u128>,
	) -> Checked {
		let mut records: Vec<(Account, Fraction)> =
			owners.iter().map(|(who, parts)| (*who, Fraction { parts: *parts })).collect();
		records.shuffle(&mut self.rng);
		for (_, record) in &records {
			same("early claim", pool.clone().claim(*record), Err(AccountingError::NothingOwed))?;
		}
		let amount = self.auction()?;
		let result = pool.pay_in(amount);
		self.note("pay fractions", &result);
		if owners.is_empty() {
			return same("nothing to pay for", result, Err(AccountingError::NoFractions));
		}
		same("payment for fractions", result, Ok(()))?;
		same("a second payment", pool.pay_in(1), Err(AccountingError::NoFractions))?;
		let all: u128 = owners.values().sum();
		let (mut paid, count) = (0, records.len());
		for (_, record) in records {
			let due =
				Big::from(amount).times(&record.parts.into()).divided_by(&all.into()).0.small();
			same("claimable for a fraction", pool.claimable(&record), Ok(due))?;
			same("claim of a fraction", pool.claim(record), Ok(due))?;
			paid += due;
			same("pot of the fractions", pool.booked + paid, amount)?;
		}
		same("parts that are left", pool.unclaimed, 0)?;
		holds("more is left over than rounding takes", pool.booked < count as u128)
	}

	/// An auction among some bidders, some of whom wait for the end or bid too little or too late.
	pub(super) fn auction(&mut self) -> Result<u128, String> {
		let (length, mut now) = (self.rng.gen_range(1..30), self.now);
		let first = self.payment().max(1);
		let mut naive = NaiveAuction { bids: vec![(0, first, now)] };
		let begun = Auction::begin(first, now, length);
		let mut real = begun.map_err(|error| format!("{error:?}"))?;
		for _ in 0..self.rng.gen_range(0..40) {
			now += match self.rng.gen_range(0..6) {
				0 => real.closes.saturating_sub(now + 1), // the last epoch
				1 => self.rng.gen_range(0..4),
				_ => 0,
			};
			let least = real.least().map_err(|error| format!("{error:?}"))?;
			let amount = match self.rng.gen_range(0..4) {
				0 => least - 1,
				1 => least.saturating_mul(2).min(MAX_SUPPLY.max(least)),
				_ => least,
			};
			let result = real.bid(amount, now, length);
			self.note("bid for fractions", &result);
			same("bid", result.is_ok(), naive.takes(amount, now, length))?;
			if result.is_ok() {
				naive.bids.push((0, amount, now));
			}
			same("end of an auction", Some(real.closes), naive.closes(length))?;
			same("over", real.is_over(now), now >= real.closes)?;
		}
		same("highest bid", Some(real.amount), naive.bids.last().map(|(_, amount, _)| *amount))?;
		if real.extensions == MAX_AUCTION_EXTENSIONS {
			self.note("all extensions", &Ok(()));
		}
		Ok(real.amount)
	}

	/// An offering from its rights to the last refund.
	pub(super) fn offering(&mut self) -> Checked {
		let rng = &mut self.rng;
		let (rights, auction) = (rng.gen::<bool>(), rng.gen::<bool>());
		let reserve = rng.gen_range(0..20);
		let terms = OfferingTerms {
			lots: rng.gen_range(0..400),
			lot_size: rng.gen_range(1..5),
			pricing: if auction { Pricing::Auction(reserve) } else { Pricing::Fixed(reserve) },
			rights_price: rights.then(|| rng.gen_range(1..20)),
			opens: 10,
			public: if rights { 20 } else { 10 },
			closes: 30,
		};
		let eligible = self.naive.eligible();
		let supply = self.naive.supply();
		let offering = Offering::open(terms, supply);
		self.note("offering", &offering);
		let Ok(mut offering) = offering else { return Ok(()) };
		let (mut paid, mut rights_sum) = (0, 0);
		for who in 0..HOLDERS {
			let total = self.store.class.counted(&who, self.total(who));
			let lots = terms.rights(total, eligible).map_err(|error| format!("{error:?}"))?;
			rights_sum += lots;
			let expected =
				if total > 0 && rights { Big::ratio(total, terms.lots, eligible).0 } else { 0 };
			same("rights", lots, expected)?;
			let uses = self.part_of(lots);
			if uses > 0 {
				let pays = offering.exercise(uses, 15);
				self.note("exercise", &pays);
				paid += pays.map_err(|error| format!("{error:?}"))?;
			}
		}
		holds("more rights than lots", rights_sum <= terms.lots)?;
		let available = offering.available().map_err(|error| format!("{error:?}"))?;
		let mut bids: Vec<(u128, u128)> = Vec::new();
		let (mut deposits, mut levels) = (0, BTreeMap::<u128, u128>::new());
		for _ in 0..self.rng.gen_range(0..40) {
			let price = if auction { self.rng.gen_range(0..40) } else { reserve };
			let lots = self.rng.gen_range(0..=terms.lots / 2);
			let bid = offering.bid(price, lots, 25);
			self.note("bid", &bid);
			let Ok(deposit) = bid else { continue };
			if self.rng.gen_ratio(1, 10) {
				same("cancelled bid", offering.cancel(price, lots, 26), Ok(deposit))?;
				continue;
			}
			deposits += deposit;
			*levels.entry(price).or_default() += lots;
			bids.push((price, lots));
		}
		let levels = levels.iter().rev().map(|(price, lots)| Level { price: *price, lots: *lots });
		let mut clearing = offering.clear(levels, 30).map_err(|error| format!("{error:?}"))?;
		let (price, gets) = naive::clear(&terms, available, &bids);
		same("price", clearing.price, price)?;
		let (mut sold, mut pays, mut refunds) = (0, 0, 0);
		for ((bid, lots), gets) in bids.iter().zip(gets) {
			let done = clearing.settle(*bid, *lots).map_err(|error| format!("{error:?}"))?;
			same("lots of a bid", done.lots, gets)?;
			same("refund", done.pays + done.refund, bid * lots)?;
			holds("worse than the bid", done.pays <= bid * gets)?;
			(sold, pays, refunds) = (sold + gets, pays + done.pays, refunds + done.refund);
		}
		let wanted: u128 = bids.iter().map(|(_, lots)| lots).sum();
		same("lots sold", sold, available.min(wanted))?;
		same("money of the offering", pays + refunds, deposits)?;
		same("proceeds", pays, price * sold)?;
		self.note(if wanted > available { "oversubscribed" } else { "undersubscribed" }, &Ok(()));
		holds(
			"proceeds of the rights",
			paid == offering.exercised * terms.rights_price.unwrap_or(0),
		)
	}
}
