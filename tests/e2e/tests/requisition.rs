//! One development node: three holders call a ballot, and the company pays although its issuer never signs.

use kongsi_e2e::{
	account_of, endow, eventually,
	shares::{company_account, pot_account, Answer, CallWeight, Motion, Schedule},
	types::TokenId,
	Address, Chain, Node, Person,
};
use subxt::{
	dynamic::{self, Value},
	ext::scale_decode::DecodeAsType,
};
use subxt_signer::sr25519::dev;

const CASH: TokenId = 1;
const HALO: TokenId = 2;
/// The company of HALO.
const COMPANY: u32 = 0;
/// Its shares, all of which earn and vote.
const SHARES: u128 = 60_000;
/// What the three own. The first two have 4.67 % together, so each of the three is needed for 5 %; together they have
/// 10.67 %, which is a quorum.
const PARTS: [u128; 3] = [1_400, 1_400, 3_600];
/// What the ballot pays, in atoms of cash: not a whole number a share.
const DIVIDEND: u128 = 600_000_007;
/// Longer than an epoch or a ballot takes: 30 s.
const EPOCH_S: u64 = 60;

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct RequisitionOpened {
	requisition: u32,
	base: u128,
	signed: u128,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct BallotCalled {
	ballot: u32,
	requisitioned: bool,
	opens: u32,
	closes: u32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct BallotClosed {
	ballot: u32,
	base: u128,
	weights: Vec<u128>,
	abstain: u128,
	window: Option<Window>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Window {
	executable_from: u32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Executed {
	ballot: u32,
	result: Result<(), Value>,
}

/// Waits until the next transaction can get into this block or a later one.
async fn before(chain: &Chain, block: u32) {
	let what = format!("block {block} to be the next");
	eventually(EPOCH_S, &what, || async { (chain.best_height().await + 1 >= block).then_some(()) })
		.await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holders_call_a_ballot_and_the_company_pays_without_its_issuer() {
	let node = tokio::task::spawn_blocking(Node::dev).await.expect("a node starts");
	let chain = Chain::connect(&node).await;
	let issuer = account_of(&dev::alice());
	let issuer_nonce = chain.nonce(&issuer).await;
	let mut holders = ["//requisition//a", "//requisition//b", "//requisition//c"].map(Person::new);
	let mut outsider = Person::new("//requisition//outsider");
	let [a, b, c] = &holders;
	endow(&chain, &dev::dave(), &[a, b, c, &outsider]).await;

	// Bob gives the three their shares and the company more than the dividend, of which its account keeps the rest.
	let company: Address = company_account(COMPANY).into();
	let give = |token, to: Address, amount: u128| {
		dynamic::transaction("Assets", "transfer", (token, to, amount))
	};
	let mut gifts = vec![give(CASH, company, DIVIDEND + 1_000_000)];
	for (person, shares) in holders.iter().zip(PARTS) {
		gifts.push(give(HALO, person.address(), shares));
	}
	let nonce = chain.nonce(&account_of(&dev::bob())).await;
	let mut signed = Vec::new();
	for (nonce, gift) in (nonce..).zip(&gifts) {
		signed.push(chain.sign(&dev::bob(), nonce, gift).await);
	}
	for receipt in chain.deliver(signed).await {
		assert_eq!(receipt.error, None, "a gift was refused");
	}

	// What counts for a requisition is what one owns at the boundary before it.
	let boundary = chain.next_boundary().await;
	chain.await_height(boundary, EPOCH_S).await;
	let call = dynamic::transaction(
		"Shareholders",
		"pay_dividend",
		(HALO, CASH, DIVIDEND, Schedule::Next),
	);
	let motion =
		Motion { document: [9; 32], choices: 2, call: Some(chain.call_bytes(&call).await) };
	let propose = dynamic::transaction("Ballots", "requisition", (HALO, motion));
	let proposed = holders[0].accepted(&chain, &propose).await;
	let opened: RequisitionOpened =
		chain.event(proposed.block, "Ballots", "RequisitionOpened").await;
	assert_eq!((opened.base, opened.signed), (SHARES, PARTS[0]));
	let id = opened.requisition;
	let sign = dynamic::transaction("Ballots", "sign", (id,));
	let second = holders[1].accepted(&chain, &sign).await;
	let none = chain.events::<BallotCalled>(second.block, "Ballots", "BallotCalled").await;
	assert!(none.is_empty(), "2,800 of 60,000 shares have called a ballot");
	let third = holders[2].accepted(&chain, &sign).await;
	let called: BallotCalled = chain.event(third.block, "Ballots", "BallotCalled").await;
	assert_eq!((called.ballot, called.requisitioned), (id, true));

	// It opens at the next boundary, where nothing has changed.
	before(&chain, called.opens).await;
	let vote = dynamic::transaction("Ballots", "vote", (id, Answer::Choice(0)));
	let mut votes = Vec::new();
	for person in &holders {
		votes.push(chain.sign(&person.key, chain.nonce(&person.account).await, &vote).await);
	}
	for receipt in chain.deliver(votes).await {
		assert_eq!(receipt.error, None, "a vote was refused");
	}

	// Anybody closes it and has its call run: not the issuer, and nobody who owns shares.
	before(&chain, called.closes).await;
	let close = dynamic::transaction("Ballots", "close_ballot", (id,));
	let closed = outsider.accepted(&chain, &close).await;
	let closed: BallotClosed = chain.event(closed.block, "Ballots", "BallotClosed").await;
	assert_eq!((closed.ballot, closed.base, closed.abstain), (id, SHARES, 0));
	assert_eq!(closed.weights, [1_400 + 1_400 + 3_600, 0]);
	let window = closed.window.expect("it has passed, and there is a call");
	before(&chain, window.executable_from).await;
	let weight = CallWeight { ref_time: 10_000_000_000, proof_size: 1_000_000 };
	let execute = dynamic::transaction("Ballots", "execute", (id, weight));
	let executed = outsider.accepted(&chain, &execute).await;
	let event: Executed = chain.event(executed.block, "Ballots", "Executed").await;
	assert_eq!((event.ballot, event.result), (id, Ok(())));
	let left = chain.balance(executed.block, CASH, &company_account(COMPANY)).await;
	assert_eq!(left.total(), 1_000_000, "what the company has left");

	// At the boundary each share earns 600,000,007 / 60,000 atoms, to 2^-64 of one: its rate, rounded down. The pot has paid
	// each of the 60,000 shares 500,000 atoms before, which was a whole number.
	let paid_in = chain.height(executed.block).await;
	let length = chain.epoch_blocks().await;
	chain.await_height((paid_in / length + 1) * length, EPOCH_S).await;
	let rate = (DIVIDEND << 64) / SHARES;
	let best = chain.best().await;
	let pot = chain.balance(best, CASH, &pot_account(HALO)).await.total();
	let claim = dynamic::transaction("Shareholders", "claim", (HALO, None::<Address>));
	let mut paid = 0;
	for (person, shares) in holders.iter_mut().zip(PARTS) {
		let receipt = person.accepted(&chain, &claim).await;
		let expected = (shares * rate) >> 64;
		let owned = chain.balance(receipt.block, CASH, &person.account).await;
		assert_eq!((owned.free, owned.held), (expected, 0), "the part of {shares} shares");
		paid += expected;
		// Nothing is paid twice.
		let again = chain.send(&person.key, &claim).await;
		assert_eq!(again.error.as_deref(), Some("NothingOwed"));
	}
	// 1,400 x 10,000.000117 = 14,000,000.16 and 3,600 x 10,000.000117 = 36,000,000.42: the fractions stay theirs.
	assert_eq!(paid, 14_000_000 + 14_000_000 + 36_000_000);
	let best = chain.best().await;
	assert_eq!(chain.balance(best, CASH, &pot_account(HALO)).await.total(), pot - paid);
	assert_eq!(chain.nonce(&issuer).await, issuer_nonce, "the issuer has signed something");
}
