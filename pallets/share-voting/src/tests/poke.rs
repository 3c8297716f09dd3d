use super::*;

fn pays(poll: PollIndex, accounts: &[AccountId]) -> Pays {
	let accounts = accounts.to_vec().try_into().expect("they fit");
	ShareVoting::poke(signed(&ghost()), poll, accounts).expect("it changes something").pays_fee
}

/// Alice sells 100,000 of 500,000 and dave all of his 40,000.
fn sold() -> PollIndex {
	let poll = deciding(SLOW);
	for who in [alice(), bob(), dave()] {
		assert_ok!(vote(&who, poll, Side::Aye));
	}
	assert_ok!(sell(&alice(), &ghost(), 100_000));
	assert_ok!(sell(&dave(), &ghost(), 40_000));
	poll
}

#[test]
fn a_poke_takes_the_weight_of_what_was_sold_away() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = sold();
		assert_eq!(tally(poll), (840_000, 0, 0));
		assert_ok!(poke(poll, &[alice(), dave()]));
		let weights = vec![(alice(), 400_000), (dave(), 0)];
		assert_eq!(last_event(), Event::Poked { poll, weights });
		assert_eq!(tally(poll), (700_000, 0, 0));
	});
}

#[test]
fn a_poke_gives_back_what_was_bought_back_and_no_more() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = sold();
		assert_ok!(poke(poll, &[alice()]));
		assert_ok!(sell(&bob(), &alice(), 200_000));
		assert_ok!(poke(poll, &[alice(), bob()]));
		// She owns 600,000 and owned 500,000.
		assert_eq!(tally(poll), (500_000 + 100_000 + 40_000, 0, 0));
	});
}

#[test]
fn a_poke_is_free_if_everybody_named_weighs_less() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = sold();
		assert_eq!(pays(poll, &[alice()]), Pays::No);
		// Bob has sold nothing.
		assert_eq!(pays(poll, &[dave(), bob()]), Pays::Yes);
		assert_ok!(sell(&bob(), &alice(), 100_000));
		// Alice weighs more than before.
		assert_eq!(pays(poll, &[alice(), bob()]), Pays::Yes);
		assert_ok!(sell(&bob(), &ghost(), 1));
		assert_eq!(pays(poll, &[bob(), bob()]), Pays::Yes);
	});
}

#[test]
fn those_without_a_vote_are_passed_over() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = sold();
		assert_eq!(pays(poll, &[carol(), dave()]), Pays::Yes);
		assert_eq!(tally(poll), (800_000, 0, 0));
	});
}

#[test]
fn poke_lowers_followers_too() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		assert_ok!(vote(&alice(), poll, Side::Nay));
		assert_ok!(attach(poll, &[dave()]));
		assert_ok!(sell(&dave(), &ghost(), 15_000));
		assert_eq!(pays(poll, &[dave()]), Pays::No);
		assert_eq!(tally(poll), (0, 525_000, 0));
	});
}

#[test]
fn poke_fails_if_nothing_would_change() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = sold();
		for accounts in [vec![], vec![bob()], vec![carol(), ghost()]] {
			assert_noop!(poke(poll, &accounts), Error::<Test>::NothingToPoke);
		}
		assert_noop!(poke(9, &[alice()]), Error::<Test>::UnknownPoll);
	});
}

#[test]
fn poke_fails_when_it_is_over_or_the_register_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = sold();
		halt();
		assert_noop!(poke(poll, &[alice()]), Register::ClassHalted);
		repair();
		assert_ok!(cancel(poll));
		assert_noop!(poke(poll, &[alice()]), Error::<Test>::NotDeciding);
	});
}
