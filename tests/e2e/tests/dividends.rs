//! One development node: what traders pay in fees reaches those who own KSI, to the atom, wherever their KSI lies.

use kongsi_e2e::{
	account_of,
	shares::{pallet_account, pot_account},
	types::{Balance, MarketId, NewOrder, Side, TimeInForce, TokenId},
	Address, Chain, Node, Person, KSI, NATIVE,
};
use subxt::{
	dynamic,
	utils::{AccountId32, H256},
};
use subxt_signer::sr25519::{dev, Keypair};

const CASH: TokenId = 1;
/// KSI, paid in cash.
const KSI_CASH: MarketId = 0;
/// A share, paid in cash.
const HALO_CASH: MarketId = 1;
/// What each of the three holders gets.
const GIFT: u128 = 100_000 * KSI;
/// Longer than an epoch takes: 30 s.
const EPOCH_S: u64 = 60;
/// Blocks that the trades of the test take at most.
const TRADING: u32 = 9;
/// The parts of the split, in parts per million: of a market's fees the lister's; of the rest the validators' and the
/// treasury's. The holders get what is left.
const LISTER_PPM: u128 = 100_000;
const VALIDATORS_PPM: u128 = 400_000;
const TREASURY_PPM: u128 = 100_000;

fn revenue() -> AccountId32 {
	pallet_account(b"ks/reven")
}

fn validators() -> AccountId32 {
	pallet_account(b"ks/valid")
}

fn treasury() -> AccountId32 {
	pallet_account(b"ks/treas")
}

fn ppm(amount: u128, part: u128) -> u128 {
	amount * part / 1_000_000
}

/// Free and held cash.
async fn cash(chain: &Chain, block: H256, who: &AccountId32) -> u128 {
	chain.balance(block, CASH, who).await.total()
}

/// The block before one.
async fn parent(chain: &Chain, block: H256) -> H256 {
	let height = chain.height(block).await;
	chain.hash_at(height - 1).await.expect("a block has a parent")
}

/// Gives each of them KSI.
async fn give(chain: &Chain, from: &Keypair, people: &[&Person]) {
	let mut nonce = chain.nonce(&account_of(from)).await;
	let mut gifts = Vec::new();
	for person in people {
		let gift =
			dynamic::transaction("Balances", "transfer_keep_alive", (person.address(), GIFT));
		gifts.push(chain.sign(from, nonce, &gift).await);
		nonce += 1;
	}
	for receipt in chain.deliver(gifts).await {
		assert_eq!(receipt.error, None, "a gift was refused");
	}
}

/// Buys what the preset offers and returns the fee of taker and makers: what both sides together have lost.
async fn trade(chain: &Chain, market: MarketId, price: u64, lots: u64) -> u128 {
	let order = NewOrder::new(Side::Bid, price, lots).time_in_force(TimeInForce::FillOrKill);
	let call = dynamic::transaction("OrderBook", "place_order", (market, order));
	let receipt = chain.accepted(&dev::bob(), &call).await;
	let params = chain.params(market).await;
	let executed = receipt.executed();
	let taken = executed.outcomes[0].placed().fee;
	let given: u128 = executed
		.fills
		.iter()
		.map(|fill| params.notional(fill.price, fill.lots))
		.map(|notional| notional - params.maker_receives(notional))
		.sum();

	let sides = [account_of(&dev::bob()), account_of(&dev::ferdie())];
	let before = parent(chain, receipt.block).await;
	let mut lost = 0;
	for side in &sides {
		lost += cash(chain, before, side).await;
	}
	for side in &sides {
		lost -= cash(chain, receipt.block, side).await;
	}
	assert_eq!(lost, taken + given, "what a trade costs both sides");
	lost
}

/// What is claimed for each account, in atoms of cash, if `amount` is distributed to all KSI there is at the end of `block`:
/// nobody has been paid in cash before.
async fn parts(chain: &Chain, block: H256, amount: u128) -> Vec<(AccountId32, u128)> {
	let excluded = [revenue(), validators(), treasury(), pot_account(NATIVE)];
	let holders = chain.ksi_holders(block).await;
	let issued = chain.ksi_issuance(block).await;
	let sum: u128 = holders.iter().map(|(_, owned)| owned.total()).sum();
	assert_eq!(sum, issued, "all KSI belongs to somebody");
	let earning: Vec<(AccountId32, u128)> = holders
		.into_iter()
		.filter(|(who, _)| !excluded.contains(who))
		.map(|(who, owned)| (who, owned.total()))
		.collect();
	let eligible: u128 = earning.iter().map(|(_, total)| total).sum();
	// The rate is in 2^-64 of an atom a share, rounded down; what somebody has earned is whole atoms, rounded down. 10^8 x
	// 2^64 and 10^19 x the rate are below 2^128.
	let rate = amount.checked_mul(1 << 64).expect("a small amount") / eligible;
	let earned = |total: u128| total.checked_mul(rate).expect("a small rate") >> 64;
	earning.into_iter().map(|(who, total)| (who, earned(total))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_of_an_epoch_reach_every_holder_of_ksi() {
	let node = tokio::task::spawn_blocking(Node::dev).await.expect("a node starts");
	let chain = Chain::connect(&node).await;
	let [mut seller, mut founder, plain] =
		["//dividends//seller", "//dividends//founder", "//dividends//plain"].map(Person::new);
	let outsider = Person::new("//dividends//outsider");
	give(&chain, &dev::dave(), &[&seller, &founder, &plain, &outsider]).await;

	// The seller offers all he has but the change for fees, far from the market; the founder has a company's deposit.
	let offered = GIFT - 10 * KSI;
	let lots = u64::try_from(offered / (KSI / 100)).expect("ten million");
	let placed = seller.place(&chain, KSI_CASH, NewOrder::new(Side::Ask, 390, lots)).await;
	let owned = chain.balance(placed.block, NATIVE, &seller.account).await;
	assert_eq!(owned, Balance::new(10 * KSI - seller.fees, offered));
	let found = dynamic::transaction(
		"Shareholders",
		"found_company",
		(b"Dividends".to_vec(), Vec::<[u8; 32]>::new()),
	);
	let founded = founder.accepted(&chain, &found).await;
	let deposit = chain.constant("Shareholders", "CompanyDeposit").await;
	let owned = chain.balance(founded.block, NATIVE, &founder.account).await;
	assert_eq!(owned, Balance::new(GIFT - founder.fees - deposit, deposit));

	// All trades are in one epoch, so wait for the next unless there is time enough.
	let mut boundary = chain.next_boundary().await;
	if boundary - chain.best_height().await <= TRADING {
		chain.await_height(boundary, EPOCH_S).await;
		boundary = chain.next_boundary().await;
	}
	let start = chain.best().await;
	// Each trade is in a block of its own, and so is what the lister gets of its fees, rounded down.
	let (mut fees, mut listed) = (0, 0);
	for (market, price, lots) in [
		(HALO_CASH, 2_520, 200),
		(HALO_CASH, 2_550, 700),
		(KSI_CASH, 204, 10_000),
		(HALO_CASH, 2_550, 150),
	] {
		let fee = trade(&chain, market, price, lots).await;
		fees += fee;
		listed += ppm(fee, LISTER_PPM);
	}
	assert!(chain.best_height().await < boundary, "the trades took more than an epoch");

	// In the last block of the epoch the revenue is divided, except for the minimum that the account keeps.
	chain.await_height(boundary, EPOCH_S).await;
	let last = chain.hash_at(boundary - 1).await.expect("it is past");
	let kept = chain.minimum_balance(CASH).await;
	assert_eq!(cash(&chain, start, &revenue()).await, 0, "revenue before the first fee");
	let divided = fees - listed - kept;
	let to_validators = ppm(divided, VALIDATORS_PPM);
	let to_treasury = ppm(divided, TREASURY_PPM);
	let dividend = divided - to_validators - to_treasury;
	for (who, account, expected) in [
		("the lister", account_of(&dev::alice()), listed),
		("the revenue account", revenue(), kept),
		("the validators", validators(), to_validators),
		("the treasury", treasury(), to_treasury),
		("the pot of KSI", pot_account(NATIVE), dividend),
	] {
		let before = cash(&chain, start, &account).await;
		assert_eq!(cash(&chain, last, &account).await - before, expected, "{who}");
	}

	// Whoever owned KSI at the end of that block has earned his part. Somebody else claims for all of them.
	let parts = parts(&chain, last, dividend).await;
	for person in [&seller, &founder, &plain] {
		let part = parts.iter().find(|(who, _)| *who == person.account);
		assert!(part.is_some_and(|(_, part)| *part >= kept), "{part:?} can be paid");
	}
	let before = chain.best().await;
	let mut nonce = chain.nonce(&outsider.account).await;
	let (mut claims, mut due) = (Vec::new(), Vec::new());
	for (who, part) in parts.iter().filter(|(_, part)| *part > 0) {
		let whose: Option<Address> = Some((*who).into());
		let claim = dynamic::transaction("Shareholders", "claim", (NATIVE, whose));
		claims.push(chain.sign(&outsider.key, nonce, &claim).await);
		due.push((*who, *part));
		nonce += 1;
	}
	for (receipt, (who, part)) in chain.deliver(claims).await.iter().zip(&due) {
		assert_eq!(receipt.error, None, "a claim of {part} for {who}");
	}
	let after = chain.best().await;
	let mut paid = 0;
	for (who, part) in &due {
		let claimed = cash(&chain, after, who).await - cash(&chain, before, who).await;
		assert_eq!(claimed, *part, "the part of {who}");
		paid += claimed;
	}
	let again = dynamic::transaction("Shareholders", "claim", (NATIVE, None::<Address>));
	let refused = chain.send(&plain.key, &again).await;
	assert_eq!(refused.error.as_deref(), Some("NothingOwed"));

	// Nothing is lost: what is left in the pot is less than an atom of each holder and of the division, and all parts together
	// are the fees.
	let pot = pot_account(NATIVE);
	let rest = cash(&chain, after, &pot).await - cash(&chain, start, &pot).await;
	assert!(rest <= parts.len() as u128, "{rest} atoms of {} holders", parts.len());
	assert_eq!(listed + kept + to_validators + to_treasury + paid + rest, fees);
}
