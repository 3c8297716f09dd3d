//! What is read from pallet-staking.

use crate::{mock::*, Exposed, Payee, Stakers};
use pallet_staking::RewardDestination;
use sp_runtime::Perbill;

type Read = Staking;

fn payee(stash: &AccountId) -> Payee<AccountId> {
	<Read as Stakers<AccountId>>::payee(stash)
}

#[test]
fn pages_are_those_of_the_exposure() {
	execute(|| {
		let others = [(nom(1), 10), (nom(2), 20), (nom(3), 30), (nom(4), 40)];
		expose(5, &ann(), 7, 100, &others);
		let page = |number, nominators: &[_]| {
			let exposed = Exposed {
				commission: Perbill::from_percent(7),
				all_stakes: 200,
				own_stake: 100,
				nominators: nominators.to_vec(),
			};
			assert_eq!(Read::exposure(5, &ann(), number), Some(exposed));
		};
		page(0, &others[..3]);
		page(1, &others[3..]);
		assert_eq!(Read::exposure(5, &ann(), 2), None);
		assert_eq!(Read::exposure(5, &ben(), 0), None);
		assert_eq!(Read::exposure(4, &ann(), 0), None);
	});
}

#[test]
fn own_stake_alone_is_one_page() {
	execute(|| {
		expose(5, &ann(), 0, 100, &[]);
		let page = Read::exposure(5, &ann(), 0).expect("a page");
		assert_eq!((page.own_stake, page.all_stakes, page.nominators), (100, 100, vec![]));
		assert_eq!(Read::exposure(5, &ann(), 1), None);
	});
}

#[test]
fn points_are_those_of_the_era() {
	execute(|| {
		end_era(&[(ann(), 20), (ben(), 60)]);
		assert_eq!((Read::points(0, &ann()), Read::points(0, &ben())), (20, 60));
		assert_eq!((Read::points(0, &cem()), Read::points(1, &ann())), (0, 0));
		assert_eq!((Read::all_points(0), Read::all_points(1)), (80, 0));
		assert_eq!(<Read as Stakers<AccountId>>::active_era(), Some(1));
		assert_eq!(<Read as Stakers<AccountId>>::page_size(), PAGE);
		assert_eq!(<Read as Stakers<AccountId>>::history_depth(), DEPTH);
	});
}

#[test]
fn blocks_earn_points_and_end_up_as_pay() {
	execute(|| {
		// What authorship tells staking, 20 for each block.
		for author in [ann(), ben(), ben(), ben()] {
			<Staking as frame_support::traits::RewardsReporter<AccountId>>::reward_by_ids([(
				author, 20,
			)]);
		}
		assert_eq!((Read::points(0, &ann()), Read::all_points(0)), (20, 80));
	});
}

#[test]
fn a_payee_is_what_the_stash_has_said() {
	execute(|| {
		let at = |account: AccountId| Payee::Account(account);
		// Never bonded, or gone.
		assert_eq!(payee(&ann()), at(ann()));
		set_payee(&ann(), RewardDestination::Staked);
		assert_eq!(payee(&ann()), at(ann()));
		set_payee(&ann(), RewardDestination::Stash);
		assert_eq!(payee(&ann()), at(ann()));
		set_payee(&ann(), RewardDestination::Account(ben()));
		assert_eq!(payee(&ann()), at(ben()));
		set_payee(&ann(), RewardDestination::None);
		assert_eq!(payee(&ann()), Payee::Nobody);
		#[allow(deprecated)]
		set_payee(&ann(), RewardDestination::Controller);
		assert_eq!(payee(&ann()), at(ann()));
		pallet_staking::Bonded::<Test>::insert(ann(), cem());
		assert_eq!(payee(&ann()), at(cem()));
	});
}
