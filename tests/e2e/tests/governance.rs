//! Development nodes: votes of KSI holders change what the exchange does, and nobody else does.

use kongsi_e2e::{
	account_of,
	governance::{Side as Vote, Track},
	shares::pallet_account,
	types::{MarketId, NewOrder, Side, TimeInForce, TokenId},
	Address, Chain, Node,
};
use subxt::{
	dynamic,
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
};
use subxt_signer::sr25519::{dev, Keypair};

const CASH: TokenId = 1;
/// KSI, paid in cash.
const KSI_CASH: MarketId = 0;
/// Longer than an epoch takes: 30 s.
const EPOCH_S: u64 = 60;

/// Those who own nearly all KSI.
fn voters() -> Vec<Keypair> {
	vec![dev::alice(), dev::bob(), dev::charlie(), dev::dave()]
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct RevenueSplit {
	lister_ppm: u32,
	dividends_ppm: u32,
	validators_ppm: u32,
	treasury_ppm: u32,
}

#[derive(Debug, PartialEq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Distributed {
	token: TokenId,
	dividends: u128,
	validators: u128,
	treasury: u128,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_changes_the_split_of_fees_and_the_next_epoch_pays_accordingly() {
	let node = tokio::task::spawn_blocking(Node::dev).await.expect("a node starts");
	let chain = Chain::connect(&node).await;

	// Whoever signs cannot do it himself, however much he owns.
	let split = dynamic::transaction(
		"Revenue",
		"set_split",
		(RevenueSplit {
			lister_ppm: 0,
			dividends_ppm: 200_000,
			validators_ppm: 300_000,
			treasury_ppm: 500_000,
		},),
	);
	let refused = chain.send(&dev::alice(), &split).await;
	assert_eq!(refused.error.as_deref(), Some("BadOrigin"));
	let decided = chain.decide(&voters(), Track::Economics, &split).await;

	// 1,000 lots at 201, 2,000 at 202, 3,000 at 203: 1,214,000 ticks x lots of 100 atoms are 121,400,000 atoms; 0.05 % of the
	// taker and 0.01 % of the makers are 72,840.
	let order = NewOrder::new(Side::Bid, 203, 6_000).time_in_force(TimeInForce::FillOrKill);
	let buy = dynamic::transaction("OrderBook", "place_order", (KSI_CASH, order));
	let bought = chain.accepted(&dev::bob(), &buy).await;
	assert_eq!(bought.executed().fills.len(), 3);

	let from = chain.height(bought.block).await;
	assert!(from > decided);
	let mut found = None;
	for height in from..from + 40 {
		let block = chain.await_height(height, EPOCH_S).await;
		let distributed: Vec<Distributed> = chain.events(block, "Revenue", "Distributed").await;
		found = distributed.into_iter().find(|paid| paid.token == CASH);
		if found.is_some() {
			break;
		}
	}
	// The revenue account keeps 10,000, the least that it can own of cash. Of the 62,840 that are left a fifth, three tenths, a
	// half, and nothing for the lister.
	let expected =
		Distributed { token: CASH, dividends: 12_568, validators: 18_852, treasury: 31_420 };
	assert_eq!(found, Some(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_spends_cash_of_the_treasury_and_the_minority_cannot_stop_it() {
	let node = tokio::task::spawn_blocking(Node::dev).await.expect("a node starts");
	let chain = Chain::connect(&node).await;
	let (eve, ferdie) = (dev::eve(), account_of(&dev::ferdie()));
	let treasury = pallet_account(b"ks/treas");
	let before = chain.balance(chain.best().await, CASH, &ferdie).await.free;
	let owned = chain.balance(chain.best().await, CASH, &treasury).await.free;

	let amount = 250_000_000u128;
	let beneficiary: [u8; 32] = ferdie.0;
	let spend = dynamic::transaction("Mandates", "spend", (CASH, amount, beneficiary, None::<u32>));
	let referendum = chain.propose(&dev::alice(), Track::TreasuryLarge, &spend).await;
	chain.vote(&[eve], referendum, Vote::Nay).await;
	chain.vote(&voters(), referendum, Vote::Aye).await;
	let height = chain.best_height().await;
	chain.enacted(referendum, height).await;

	// Anybody has it paid out, once.
	let payout = dynamic::transaction("Treasury", "payout", (0u32,));
	let paid = chain.accepted(&dev::charlie(), &payout).await;
	assert_eq!(chain.balance(paid.block, CASH, &ferdie).await.free, before + amount);
	assert_eq!(chain.balance(paid.block, CASH, &treasury).await.free, owned - amount);
	let again = chain.send(&dev::charlie(), &payout).await;
	assert!(again.error.is_some(), "it was paid twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_ksi_to_speak_of_has_no_vote_and_what_fails_costs_its_deposit_back() {
	let node = tokio::task::spawn_blocking(Node::dev).await.expect("a node starts");
	let chain = Chain::connect(&node).await;
	let wish = dynamic::transaction("System", "remark", (b"Shorter epochs".to_vec(),));
	let referendum = chain.propose(&dev::eve(), Track::Wish, &wish).await;
	chain.vote(&[dev::ferdie()], referendum, Vote::Nay).await;

	// An account that came into being after the record date owns KSI and no vote.
	let late: Keypair = Keypair::from_uri(&"//governance//late".parse().expect("a path"))
		.expect("a key for every path");
	let address: Address = account_of(&late).into();
	let gift =
		dynamic::transaction("Balances", "transfer_keep_alive", (address, 10_000_000_000_000u128));
	chain.accepted(&dev::eve(), &gift).await;
	let vote = dynamic::transaction("ShareVoting", "vote", (referendum, Vote::Aye));
	let refused = chain.send(&late, &vote).await;
	assert_eq!(refused.error.as_deref(), Some("NoWeight"));
}
