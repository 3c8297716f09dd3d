//! Only those who vote are in the list of voters. Elections look at so many of it and no more, and the least bond of a nominator is
//! asked for when he nominates: whoever got into the list without would have a place for nothing.

use crate::common::{chain, execute_block};
use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use kongsi_runtime::{constants::money::KSI, genesis_presets::LOCAL_TESTNET, *};
use pallet_bags_list::{Error, Instance1, ListError};
use pallet_staking::RewardDestination;
use sp_keyring::Sr25519Keyring::{self, *};

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn bond(who: Sr25519Keyring, value: Balance) {
	assert_ok!(Staking::bond(signed(who), value, RewardDestination::Stash));
}

fn nominate(who: Sr25519Keyring) {
	assert_ok!(Staking::nominate(signed(who), vec![Alice.to_account_id().into()]));
}

fn is_listed(who: Sr25519Keyring) -> bool {
	VoterList::contains(&who.to_account_id())
}

#[test]
fn nobody_brings_an_account_to_the_list_that_does_not_vote() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		// Far below the least bond of a nominator, 10 KSI.
		bond(Eve, KSI);
		assert_noop!(
			VoterList::rebag(signed(Ferdie), Eve.to_account_id().into()),
			Error::<Runtime, Instance1>::List(ListError::NodeNotFound)
		);
		assert!(!is_listed(Eve));

		bond(Ferdie, 100 * KSI);
		nominate(Ferdie);
		assert!(is_listed(Ferdie));
		// In the list already, so there is nothing to be moved, and nothing is lost.
		assert_ok!(VoterList::rebag(signed(Eve), Ferdie.to_account_id().into()));
		assert!(is_listed(Ferdie));
	});
}

/// The list is gone through five at a time, and goes on from the account after those. Here it leaves in between.
#[test]
fn who_has_left_the_list_stays_away_when_it_is_gone_through() {
	chain(LOCAL_TESTNET).execute_with(|| {
		execute_block(1, vec![]);
		for who in [Eve, Ferdie, One, Two] {
			if [One, Two].contains(&who) {
				let dest = who.to_account_id().into();
				assert_ok!(Balances::transfer_keep_alive(signed(Bob), dest, 200 * KSI));
			}
			bond(who, 100 * KSI);
			nominate(who);
		}
		execute_block(2, vec![]);
		let next = pallet_bags_list::NextNodeAutoRebagged::<Runtime, Instance1>::get();
		let next = next.expect("eight voters, of whom five were looked at");
		let voters = [Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two];
		let next = voters.into_iter().find(|who| who.to_account_id() == next).unwrap();
		assert_ok!(Staking::chill(signed(next)));
		assert!(!is_listed(next));

		for slot in 3..10 {
			execute_block(slot, vec![]);
			assert!(!is_listed(next), "{next:?} is back");
		}
		assert_eq!(VoterList::count(), 7);
	});
}
