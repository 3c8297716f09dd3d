//! The calls of the token ledger, each where it changes most: a sender's record goes, a receiver's comes.

use crate::common::{
	accounts::{maker, signer},
	measure::{by_many, by_one, Bench, N},
	setup::Setup,
};
use kongsi_runtime::{AccountId, Assets, Runtime, RuntimeCall, RuntimeOrigin};
use order_book_engine::TokenId;
use pallet_tokens::{Call, Role};

/// The token whose accounts are measured. Signer 0 has all of its roles.
const TOKEN: TokenId = 1_000;
/// The first of the tokens that are measured themselves, one a call.
const TOKENS: TokenId = 2_000;
/// What everybody has of a token.
const AMOUNT: u128 = 1_000;
/// As many as `RemoveItemsLimit`.
const ITEMS: u32 = 100;
/// Calls that destroy so many fill a block sooner.
const DESTROYED: u32 = 5;

fn origin(who: u32) -> RuntimeOrigin {
	RuntimeOrigin::signed(signer(who))
}

fn call(call: Call<Runtime>) -> RuntimeCall {
	RuntimeCall::Assets(call)
}

/// Creates a token of signer 0.
fn create(id: TokenId) {
	Assets::create(origin(0), id, signer(0).into(), 1).expect("a new id");
}

fn mint(id: TokenId, to: &AccountId) {
	Assets::mint(origin(0), id, to.clone().into(), AMOUNT).expect("it exists");
}

/// Accounts that have KSI and nothing of the token.
fn strangers() -> impl Iterator<Item = AccountId> {
	(0..N as u32).map(|i| maker(10_000 + i))
}

/// Signers with a name of 50 bytes for each of their tokens have money for that and for what else is held.
fn prepared() -> Setup {
	let mut setup = Setup::new();
	setup.fund((0..=N as u32).map(signer).chain(strangers()));
	setup.run(|| create(TOKEN));
	setup
}

fn describe(id: TokenId) {
	Assets::set_metadata(origin(0), id, vec![b'x'; 50], vec![b'x'; 50], 12).expect("short enough");
}

/// One row per call.
pub(crate) fn measure(bench: &mut Bench) {
	accounts(bench);
	approvals(bench);
	tokens(bench);
	destruction(bench);
}

fn accounts(bench: &mut Bench) {
	let mut setup = prepared();
	setup.run(|| (1..=N as u32).for_each(|who| mint(TOKEN, &signer(who))));
	let state = setup.state();
	let holders = || (1..=N as u32).map(signer);
	let mut admin = |name: &str, make: &dyn Fn(AccountId) -> Call<Runtime>| {
		let calls = by_one(holders().map(|who| call(make(who))));
		bench.measure(&format!("Assets.{name}"), &state, calls, N, 0);
	};
	admin("burn", &|who| Call::burn { id: TOKEN, who: who.into(), amount: AMOUNT });
	admin("freeze", &|who| Call::freeze { id: TOKEN, who: who.into() });
	let mut holder = |name: &str, make: &dyn Fn(AccountId) -> Call<Runtime>| {
		let calls = (1..).zip(strangers().map(|to| call(make(to)))).collect();
		bench.measure(&format!("Assets.{name}"), &state, calls, N, 0);
	};
	holder("transfer", &|to| Call::transfer { id: TOKEN, target: to.into(), amount: AMOUNT });
	holder("transfer_keep_alive", &|to| Call::transfer_keep_alive {
		id: TOKEN,
		target: to.into(),
		amount: AMOUNT / 2,
	});
	holder("transfer_all", &|to| Call::transfer_all {
		id: TOKEN,
		dest: to.into(),
		keep_alive: false,
	});
	let mints = strangers()
		.map(|to| call(Call::mint { id: TOKEN, beneficiary: to.into(), amount: AMOUNT }));
	bench.measure("Assets.mint", &state, by_one(mints), N, 0);

	setup.run(|| {
		holders().for_each(|who| Assets::freeze(origin(0), TOKEN, who.into()).expect("a holder"))
	});
	let thaws = holders().map(|who| call(Call::thaw { id: TOKEN, who: who.into() }));
	bench.measure("Assets.thaw", &setup.state(), by_one(thaws), N, 0);

	let mut setup = prepared();
	let touches = (0..N).map(|_| call(Call::touch { id: TOKEN }));
	bench.measure("Assets.touch", &setup.state(), by_many(touches), N, 0);
	setup.run(|| {
		(0..N as u32).for_each(|who| Assets::touch(origin(who), TOKEN).expect("it has none yet"))
	});
	setup.run(|| (0..N as u32).for_each(|who| mint(TOKEN, &signer(who))));
	let refunds = (0..N).map(|_| call(Call::refund { id: TOKEN, allow_burn: true }));
	bench.measure("Assets.refund", &setup.state(), by_many(refunds), N, 0);
}

fn approvals(bench: &mut Bench) {
	let mut setup = prepared();
	let owners: Vec<_> = (1..=N as u32).collect();
	setup.run(|| owners.iter().for_each(|who| mint(TOKEN, &signer(*who))));
	// Everybody's delegate is the next one.
	let delegate = |who: u32| signer(who % N as u32 + 1);
	let approve = |who: &u32| {
		let delegate = delegate(*who).into();
		(*who, call(Call::approve_transfer { id: TOKEN, delegate, amount: AMOUNT }))
	};
	let state = setup.state();
	bench.measure("Assets.approve_transfer", &state, owners.iter().map(approve).collect(), N, 0);
	setup.run(|| {
		for who in &owners {
			let delegate = delegate(*who).into();
			Assets::approve_transfer(origin(*who), TOKEN, delegate, AMOUNT).expect("KSI");
		}
	});
	let state = setup.state();
	let cancel = |who: &u32| {
		(*who, call(Call::cancel_approval { id: TOKEN, delegate: delegate(*who).into() }))
	};
	bench.measure("Assets.cancel_approval", &state, owners.iter().map(cancel).collect(), N, 0);
	let transfer = |(who, to): (&u32, AccountId)| {
		let (owner, destination) = (signer(*who).into(), to.into());
		let spend = Call::transfer_approved { id: TOKEN, owner, destination, amount: AMOUNT };
		(who % N as u32 + 1, call(spend))
	};
	let calls = owners.iter().zip(strangers()).map(transfer).collect();
	bench.measure("Assets.transfer_approved", &state, calls, N, 0);
}

fn tokens(bench: &mut Bench) {
	let ids = || TOKENS..TOKENS + N as u32;
	let mut setup = prepared();
	let fresh = ids().map(|id| call(Call::create { id, admin: signer(0).into(), min_balance: 1 }));
	bench.measure("Assets.create", &setup.state(), by_one(fresh), N, 0);

	setup.run(|| ids().for_each(create));
	let other = signer(1);
	let bare = setup.state();
	let mut on = |name: &str, state: &_, make: &dyn Fn(TokenId) -> Call<Runtime>| {
		let calls = by_one(ids().map(|id| call(make(id))));
		bench.measure(&format!("Assets.{name}"), state, calls, N, 0);
	};
	on("start_destroy", &bare, &|id| Call::start_destroy { id });
	on("freeze_asset", &bare, &|id| Call::freeze_asset { id });
	on("set_team", &bare, &|id| Call::set_team {
		id,
		issuer: other.clone().into(),
		admin: other.clone().into(),
		freezer: other.clone().into(),
	});
	on("set_metadata", &bare, &|id| Call::set_metadata {
		id,
		name: vec![b'x'; 50],
		symbol: vec![b'x'; 50],
		decimals: 12,
	});
	on("renounce_role", &bare, &|id| Call::renounce_role { id, role: Role::Issuer });
	on("set_authorised_maximum", &bare, &|id| Call::set_authorised_maximum { id, max: AMOUNT });
	setup.run(|| ids().for_each(describe));
	let described = setup.state();
	on("clear_metadata", &described, &|id| Call::clear_metadata { id });
	on("transfer_ownership", &described, &|id| Call::transfer_ownership {
		id,
		owner: other.clone().into(),
	});
	setup.run(|| ids().for_each(|id| Assets::freeze_asset(origin(0), id).expect("its freezer")));
	on("thaw_asset", &setup.state(), &|id| Call::thaw_asset { id });
	setup.run(|| ids().for_each(|id| Assets::start_destroy(origin(0), id).expect("its owner")));
	on("finish_destroy", &setup.state(), &|id| Call::finish_destroy { id });
}

fn destruction(bench: &mut Bench) {
	let ids = || TOKENS..TOKENS + DESTROYED;
	let items = || (0..ITEMS).map(|i| i + 1);
	let start = |id| Assets::start_destroy(origin(0), id).expect("its owner");
	let mut setup = prepared();
	setup.run(|| {
		for id in ids() {
			create(id);
			for who in items() {
				Assets::touch(origin(who), id).expect("KSI");
				mint(id, &signer(who));
			}
			start(id);
		}
	});
	let calls = by_one(ids().map(|id| call(Call::destroy_accounts { id })));
	let units = u64::from(DESTROYED);
	bench.measure("Assets.destroy_accounts, 100", &setup.state(), calls, units, 0);

	let mut setup = prepared();
	setup.run(|| {
		for id in ids() {
			create(id);
			for who in items() {
				let delegate = signer(0).into();
				Assets::approve_transfer(origin(who), id, delegate, AMOUNT).expect("KSI");
			}
			start(id);
		}
	});
	let calls = by_one(ids().map(|id| call(Call::destroy_approvals { id })));
	bench.measure("Assets.destroy_approvals, 100", &setup.state(), calls, units, 0);
}
