//! Worst cases that produce the weights.
//!
//! Worst means: the token is not sufficient (a consumer reference is checked, taken and returned), the
//! sender's record goes and the receiver's comes into being, records are full of holds where that does
//! not change the outcome, and a deposit is held or returned.

use crate::{
	metadata::len_u32, Account, Approvals, Asset, AssetStatus, Balance, Call, Config, Event,
	HoldReason, Metadata, Pallet, Role, TokenId,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect as _, Mutate as _},
	Get,
};
use frame_system::RawOrigin;
use sp_runtime::traits::StaticLookup;

const TOKEN: TokenId = 1_000_000;
const MIN_BALANCE: Balance = 100;
const AMOUNT: Balance = 1_000;

type Source<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

fn lookup<T: Config>(who: &T::AccountId) -> Source<T> {
	T::Lookup::unlookup(who.clone())
}

/// An account with plenty of KSI.
fn endowed<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who = account(name, index, 0);
	endow::<T>(&who);
	who
}

fn endow<T: Config>(who: &T::AccountId) {
	let deposits = T::AssetDeposit::get() + T::MetadataDepositBase::get();
	let bytes = T::MetadataDepositPerByte::get() * Balance::from(2 * T::StringLimit::get());
	let records = T::AssetAccountDeposit::get() + T::ApprovalDeposit::get();
	let lists = records * Balance::from(T::RemoveItemsLimit::get() + 1);
	let minimum = T::Currency::minimum_balance();
	T::Currency::set_balance(who, (deposits + bytes + lists + minimum) * 10);
}

/// The caller, who holds all roles of a token that it paid for.
fn token<T: Config>() -> T::AccountId {
	let caller: T::AccountId = whitelisted_caller();
	endow::<T>(&caller);
	Pallet::<T>::create(
		RawOrigin::Signed(caller.clone()).into(),
		TOKEN,
		lookup::<T>(&caller),
		MIN_BALANCE,
	)
	.expect("id is free");
	caller
}

/// The same, with free tokens.
fn token_with_balance<T: Config>(amount: Balance) -> T::AccountId {
	let caller = token::<T>();
	mint_to::<T>(&caller, &caller, amount);
	caller
}

fn mint_to<T: Config>(caller: &T::AccountId, to: &T::AccountId, amount: Balance) {
	Pallet::<T>::mint(RawOrigin::Signed(caller.clone()).into(), TOKEN, lookup::<T>(to), amount)
		.expect("the account exists");
}

fn describe<T: Config>(caller: &T::AccountId, length: u32) {
	let bytes = vec![b'x'; usize::try_from(length).expect("small")];
	Pallet::<T>::set_metadata(
		RawOrigin::Signed(caller.clone()).into(),
		TOKEN,
		bytes.clone(),
		bytes,
		12,
	)
	.expect("not too long");
}

fn start_destroying<T: Config>() {
	Asset::<T>::mutate(TOKEN, |details| {
		details.as_mut().expect("created").status = AssetStatus::Destroying;
	});
}

fn assert_last_event<T: Config>(event: Event<T>) {
	let event: <T as frame_system::Config>::RuntimeEvent = event.into();
	frame_system::Pallet::<T>::assert_last_event(event);
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn create() {
		let caller: T::AccountId = whitelisted_caller();
		endow::<T>(&caller);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&caller), MIN_BALANCE);

		assert_last_event::<T>(Event::Created {
			asset_id: TOKEN,
			creator: caller.clone(),
			owner: caller,
		});
	}

	#[benchmark]
	fn start_destroy() {
		let caller = token_with_balance::<T>(AMOUNT);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN);

		assert_last_event::<T>(Event::DestructionStarted { asset_id: TOKEN });
	}

	/// Records that rest on a deposit of their own holder and have a balance: each returns a hold of
	/// KSI, and each is reported.
	#[benchmark]
	fn destroy_accounts(c: Linear<0, { T::RemoveItemsLimit::get() }>) {
		let caller = token::<T>();
		for index in 0..c {
			let who = endowed::<T>("holder", index);
			Pallet::<T>::touch(RawOrigin::Signed(who.clone()).into(), TOKEN).expect("endowed");
			mint_to::<T>(&caller, &who, AMOUNT);
		}
		start_destroying::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN);

		assert_last_event::<T>(Event::AccountsDestroyed {
			asset_id: TOKEN,
			accounts_destroyed: c,
			accounts_remaining: 0,
		});
	}

	/// Approvals of different owners.
	#[benchmark]
	fn destroy_approvals(a: Linear<0, { T::RemoveItemsLimit::get() }>) {
		let caller = token::<T>();
		for index in 0..a {
			let owner = endowed::<T>("holder", index);
			Pallet::<T>::approve_transfer(
				RawOrigin::Signed(owner).into(),
				TOKEN,
				lookup::<T>(&caller),
				AMOUNT,
			)
			.expect("endowed");
		}
		start_destroying::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN);

		assert_last_event::<T>(Event::ApprovalsDestroyed {
			asset_id: TOKEN,
			approvals_destroyed: a,
			approvals_remaining: 0,
		});
	}

	#[benchmark]
	fn finish_destroy() {
		let caller = token::<T>();
		describe::<T>(&caller, T::StringLimit::get());
		start_destroying::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN);

		assert_last_event::<T>(Event::Destroyed { asset_id: TOKEN });
	}

	/// Into a new record.
	#[benchmark]
	fn mint() {
		let caller = token::<T>();
		let who = endowed::<T>("beneficiary", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN, lookup::<T>(&who), AMOUNT);

		assert_last_event::<T>(Event::Issued { asset_id: TOKEN, owner: who, amount: AMOUNT });
	}

	/// Everything, so that the record goes.
	#[benchmark]
	fn burn() {
		let caller = token::<T>();
		let who = endowed::<T>("holder", 0);
		mint_to::<T>(&caller, &who, AMOUNT);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN, lookup::<T>(&who), AMOUNT);

		assert_last_event::<T>(Event::Burned { asset_id: TOKEN, owner: who, balance: AMOUNT });
	}

	/// One record goes, one comes.
	#[benchmark]
	fn transfer() {
		let caller = token_with_balance::<T>(AMOUNT);
		let to = endowed::<T>("target", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&to), AMOUNT - 1);

		// With the rest below the minimum.
		assert_last_event::<T>(Event::Transferred {
			asset_id: TOKEN,
			from: caller,
			to,
			amount: AMOUNT,
		});
	}

	/// One record comes.
	#[benchmark]
	fn transfer_keep_alive() {
		let caller = token_with_balance::<T>(AMOUNT);
		let to = endowed::<T>("target", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&to), MIN_BALANCE);

		assert_last_event::<T>(Event::Transferred {
			asset_id: TOKEN,
			from: caller,
			to,
			amount: MIN_BALANCE,
		});
	}

	#[benchmark]
	fn freeze() {
		let caller = token_with_balance::<T>(AMOUNT);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&caller));

		assert_last_event::<T>(Event::Frozen { asset_id: TOKEN, who: caller });
	}

	#[benchmark]
	fn thaw() {
		let caller = token_with_balance::<T>(AMOUNT);
		Pallet::<T>::freeze(RawOrigin::Signed(caller.clone()).into(), TOKEN, lookup::<T>(&caller))
			.expect("freezer");

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&caller));

		assert_last_event::<T>(Event::Thawed { asset_id: TOKEN, who: caller });
	}

	#[benchmark]
	fn freeze_asset() {
		let caller = token::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN);

		assert_last_event::<T>(Event::AssetFrozen { asset_id: TOKEN });
	}

	#[benchmark]
	fn thaw_asset() {
		let caller = token::<T>();
		Pallet::<T>::freeze_asset(RawOrigin::Signed(caller.clone()).into(), TOKEN)
			.expect("freezer");

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN);

		assert_last_event::<T>(Event::AssetThawed { asset_id: TOKEN });
	}

	/// Both deposits move.
	#[benchmark]
	fn transfer_ownership() {
		let caller = token::<T>();
		describe::<T>(&caller, T::StringLimit::get());
		let owner = endowed::<T>("owner", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN, lookup::<T>(&owner));

		assert_last_event::<T>(Event::OwnerChanged { asset_id: TOKEN, owner });
	}

	#[benchmark]
	fn set_team() {
		let caller = token::<T>();
		let issuer: T::AccountId = account("issuer", 0, 0);
		let admin: T::AccountId = account("admin", 0, 0);
		let freezer: T::AccountId = account("freezer", 0, 0);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(caller),
			TOKEN,
			lookup::<T>(&issuer),
			lookup::<T>(&admin),
			lookup::<T>(&freezer),
		);

		assert_last_event::<T>(Event::TeamChanged { asset_id: TOKEN, issuer, admin, freezer });
	}

	/// For the first time, so that the whole deposit is held.
	#[benchmark]
	fn set_metadata(
		n: Linear<0, { T::StringLimit::get() }>,
		s: Linear<0, { T::StringLimit::get() }>,
	) {
		let caller = token::<T>();
		let name: Vec<u8> = vec![b'n'; usize::try_from(n).expect("small")];
		let symbol: Vec<u8> = vec![b's'; usize::try_from(s).expect("small")];

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN, name, symbol, 12);

		let metadata = Metadata::<T>::get(TOKEN);
		assert_eq!((len_u32(&metadata.name), len_u32(&metadata.symbol)), (n, s));
	}

	#[benchmark]
	fn clear_metadata() {
		let caller = token::<T>();
		describe::<T>(&caller, T::StringLimit::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN);

		assert_last_event::<T>(Event::MetadataCleared { asset_id: TOKEN });
	}

	#[benchmark]
	fn approve_transfer() {
		let caller = token::<T>();
		let delegate: T::AccountId = account("delegate", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&delegate), AMOUNT);

		assert!(Approvals::<T>::contains_key((TOKEN, caller, delegate)));
	}

	#[benchmark]
	fn cancel_approval() {
		let caller = token::<T>();
		let delegate: T::AccountId = account("delegate", 0, 0);
		Pallet::<T>::approve_transfer(
			RawOrigin::Signed(caller.clone()).into(),
			TOKEN,
			lookup::<T>(&delegate),
			AMOUNT,
		)
		.expect("endowed");

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&delegate));

		assert!(!Approvals::<T>::contains_key((TOKEN, caller, delegate)));
	}

	/// The approval is used up; one record goes, one comes.
	#[benchmark]
	fn transfer_approved() {
		let caller = token::<T>();
		let owner = endowed::<T>("holder", 0);
		let to = endowed::<T>("target", 0);
		mint_to::<T>(&caller, &owner, AMOUNT);
		Pallet::<T>::approve_transfer(
			RawOrigin::Signed(owner.clone()).into(),
			TOKEN,
			lookup::<T>(&caller),
			AMOUNT,
		)
		.expect("endowed");

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&owner), lookup::<T>(&to), AMOUNT);

		assert!(!Approvals::<T>::contains_key((TOKEN, owner, caller)));
	}

	#[benchmark]
	fn touch() {
		token::<T>();
		let who = endowed::<T>("holder", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), TOKEN);

		assert_last_event::<T>(Event::Touched {
			asset_id: TOKEN,
			who: who.clone(),
			depositor: who,
		});
	}

	/// With a balance that is burned.
	#[benchmark]
	fn refund() {
		let caller = token::<T>();
		let who = endowed::<T>("holder", 0);
		Pallet::<T>::touch(RawOrigin::Signed(who.clone()).into(), TOKEN).expect("endowed");
		mint_to::<T>(&caller, &who, AMOUNT);
		let held = || {
			use frame_support::traits::fungible::hold::Inspect;
			T::Currency::balance_on_hold(&HoldReason::AccountDeposit.into(), &who)
		};
		assert!(held() > 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), TOKEN, true);

		assert_eq!(held(), 0);
		assert!(!Account::<T>::contains_key(TOKEN, who));
	}

	/// One record goes, one comes.
	#[benchmark]
	fn transfer_all() {
		let caller = token_with_balance::<T>(AMOUNT);
		let to = endowed::<T>("target", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, lookup::<T>(&to), false);

		assert_last_event::<T>(Event::Transferred {
			asset_id: TOKEN,
			from: caller,
			to,
			amount: AMOUNT,
		});
	}

	#[benchmark]
	fn renounce_role() {
		let caller = token::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), TOKEN, Role::Freezer);

		assert_last_event::<T>(Event::RoleRenounced {
			asset_id: TOKEN,
			role: Role::Freezer,
			who: caller,
		});
	}

	#[benchmark]
	fn set_authorised_maximum() {
		let caller = token::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TOKEN, Balance::MAX);

		assert_last_event::<T>(Event::AuthorisedMaximumSet {
			asset_id: TOKEN,
			maximum: Balance::MAX,
		});
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
