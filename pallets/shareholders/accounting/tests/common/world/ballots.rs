//! Ballots and requisitions beside the naive ones.

use super::*;

impl World {
	pub(super) fn open_ballot(&mut self) -> Checked {
		if self.ballots.len() >= if self.dated { 3 } else { 1 } {
			return Ok(());
		}
		let date = self.now;
		let (real, naive) = (self.register().reserve(date), self.naive.reserve(date));
		same("date of a ballot", real, naive)?;
		if real.is_err() {
			return Ok(());
		}
		let base = self.register().eligible_at(date);
		same("eligible shares of a ballot", base, self.naive.eligible_at(date))?;
		let rng = &mut self.rng;
		let opens = self.block + rng.gen_range(0..4);
		let special = rng.gen_ratio(1, 4);
		let terms = BallotTerms {
			choices: rng.gen_range(2..=16),
			quorum_ppm: *[0, 100_000, 250_000, 900_000].choose(rng).expect("not empty"),
			threshold_ppm: if special { 750_000 } else { *[0, 500_000].choose(rng).expect("") },
			above: !special,
			opens,
			closes: opens + rng.gen_range(4..60),
		};
		let real = Ballot::open(terms, base.unwrap_or(0));
		self.note("open ballot", &real);
		match real {
			Ok(real) => {
				let naive = NaiveBallot::new(terms, real.base);
				self.ballots.push(Running { date, real, votes: MemoryVotes::new(), naive });
				Ok(())
			}
			Err(_) => self.release(date),
		}
	}

	pub(super) fn vote(&mut self) -> Checked {
		if self.ballots.is_empty() {
			return Ok(());
		}
		let place = self.rng.gen_range(0..self.ballots.len());
		let (mut who, mut delegate, block) = (self.holder(), self.holder(), self.block);
		let votes = &self.ballots[place].votes;
		let own: Vec<Account> = votes
			.iter()
			.filter(|(_, vote)| matches!(vote, Vote::Own { .. }))
			.map(|(who, _)| *who)
			.collect();
		let attached: Vec<Account> =
			votes.keys().copied().filter(|who| !own.contains(who)).collect();
		if self.rng.gen_ratio(4, 5) {
			delegate = own.choose(&mut self.rng).copied().unwrap_or(delegate);
		}
		if self.rng.gen_ratio(1, 4) {
			who = attached.choose(&mut self.rng).copied().unwrap_or(who);
		}
		let date = self.ballots[place].date;
		let kind = self.rng.gen_range(0..14);
		let weight = match kind {
			5..=7 => {
				let real = self.register().power(&who, date);
				same("power", real, self.naive.power(who, date))?;
				real
			}
			_ => self.register().total_at(&who, date),
		};
		let weight = weight.map_err(|error| format!("{error:?}"))?;
		let choices = self.ballots[place].real.terms.choices;
		let answer = match self.rng.gen_range(0..10) {
			0 => Answer::Abstain,
			1 => Answer::Choice(self.rng.gen_range(0..=choices)),
			_ => Answer::Choice(self.rng.gen_range(0..2)),
		};
		let running = &mut self.ballots[place];
		let votes = &mut FaultyVotes { votes: &mut running.votes, defect: self.defect };
		let attached = matches!(running.naive.votes.get(&who), Some(naive::NaiveVote::Through(..)));
		let was = running.real.extensions;
		let (ballot, oracle) = (&mut running.real, &mut running.naive);
		let (what, real, naive) = match kind {
			0..=4 => (
				if attached { "own vote overrides" } else { "cast" },
				ballot.cast(votes, &who, answer, weight, block),
				oracle.cast(who, answer, weight, block),
			),
			5..=7 => (
				if attached { "poke attached" } else { "poke" },
				ballot.poke(votes, &who, weight, block),
				oracle.poke(who, weight, block),
			),
			8..=12 => (
				"attach",
				ballot.attach(votes, &who, &delegate, weight, block),
				oracle.attach(who, delegate, weight, block),
			),
			_ => ("detach", ballot.detach(votes, &who, block), oracle.detach(who, block)),
		};
		same(what, real, naive)?;
		let extended = running.real.extensions > was;
		self.note(what, &real);
		if extended {
			self.note("late swing", &Ok(()));
		}
		self.check_ballot(place)
	}

	pub(super) fn check_ballot(&self, place: usize) -> Checked {
		let Running { real, votes, naive, .. } = &self.ballots[place];
		let mut count: Vec<u128> = real.weights.iter().map(|weight| weight.0).collect();
		count.push(real.abstain);
		same("count", &count, &naive.tally())?;
		holds("more votes than shares", count.iter().sum::<u128>() <= real.base)?;
		same("outcome", real.outcome(), Ok(naive.outcome()))?;
		same("end", (real.closes, real.extensions), naive.end())?;
		let mut followers: BTreeMap<Account, u128> = BTreeMap::new();
		for vote in votes.values() {
			if let Vote::Attached { delegate, weight } = vote {
				*followers.entry(*delegate).or_default() += weight;
			}
		}
		for (who, vote) in votes {
			if let Vote::Own { attached, .. } = vote {
				let sum = followers.get(who).copied().unwrap_or(0);
				same("attached weight", *attached, sum)?;
			}
		}
		Ok(())
	}

	pub(super) fn close_ballot(&mut self) -> Checked {
		if self.ballots.is_empty() {
			return Ok(());
		}
		let place = self.rng.gen_range(0..self.ballots.len());
		let running = &self.ballots[place];
		let real = running.real.close(self.block);
		let over = self.block >= running.naive.end().0;
		let naive =
			if over { Ok(running.naive.outcome()) } else { Err(AccountingError::StillOpen) };
		same("close", real, naive)?;
		self.note("close ballot", &real);
		if let Ok(outcome) = real {
			self.note(&format!("{outcome:?}").replace(char::is_numeric, ""), &Ok(()));
			let gone = self.ballots.remove(place);
			self.release(gone.date)?;
		}
		Ok(())
	}

	pub(super) fn requisition(&mut self) -> Checked {
		let Some((date, mut real, mut signed)) = self.requisition.take() else {
			let date = self.now;
			let reserved = self.register().reserve(date);
			same("date of a requisition", reserved, self.naive.reserve(date))?;
			if reserved.is_ok() {
				let base = self.naive.eligible_at(date).unwrap_or(0);
				let real = Requisition::open(base, self.block, self.block + 200);
				self.note("open requisition", &real);
				match real {
					Ok(real) => self.requisition = Some((date, real, BTreeMap::new())),
					Err(_) => self.release(date)?,
				}
			}
			return Ok(());
		};
		let who = self.holder();
		let weight = self.register().total_at(&who, date).map_err(|error| format!("{error:?}"))?;
		let kept = signed.get(&who).copied();
		let result = if self.rng.gen_ratio(1, 5) {
			real.withdraw(kept, self.block).map(|()| signed.retain(|other, _| *other != who))
		} else {
			real.sign(kept, weight, self.block).map(|weight| signed.extend([(who, weight)]))
		};
		self.note("sign or withdraw", &result);
		let sum: u128 = signed.keys().map(|who| self.naive.total_at(*who, date).unwrap_or(0)).sum();
		same("signatures", real.signed, sum)?;
		let carried = Big::from(sum).times(&20.into()) >= Big::from(real.base);
		same("carried", real.is_carried(), Ok(carried))?;
		if carried || result == Err(AccountingError::NotOpen) {
			self.note(if carried { "carried" } else { "not carried" }, &Ok(()));
			return self.release(date);
		}
		self.requisition = Some((date, real, signed));
		Ok(())
	}
}
