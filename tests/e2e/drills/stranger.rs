//! Four validators and a stranger: he joins by one command, is elected, authors, finalizes, and those who trust him with their
//! stake are paid from fees.

use kongsi_e2e::{
	account_of, eventually,
	staking::kongsi,
	types::{MarketId, NewOrder, Side, TimeInForce, TokenId},
	Chain, Localnet,
};
use subxt::{dynamic, ext::scale_decode::DecodeAsType, utils::AccountId32};
use subxt_signer::sr25519::dev;

const CASH: TokenId = 1;
/// KSI, paid in cash.
const KSI_CASH: MarketId = 0;
/// Longer than two eras take, in seconds: 2 x 3 sessions of 20 slots of 2 s, and some for waiting.
const TWO_ERAS_S: u64 = 360;
/// How long finality may take to reach a block, in seconds.
const FINALITY_S: u64 = 90;

#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Paid {
	validator: AccountId32,
	stash: AccountId32,
	token: TokenId,
	amount: u128,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_validates_by_one_command_and_his_nominator_is_paid_from_fees() {
	let mut net = Localnet::start().await;
	let node = net.join("eve").await;
	let chain = Chain::connect(&node).await;
	let (eve, ferdie) = (account_of(&dev::eve()), account_of(&dev::ferdie()));
	let issued = chain.ksi_issuance(chain.best().await).await;
	let url = node.url();

	// One command on his own machine, and one by somebody who trusts him.
	let join = ["validator", "join", "--bond", "10000", "--commission", "5%", "--no-follow"];
	kongsi(&[join.as_slice(), &["--dev", "eve", "--yes", "--url", &url]].concat());
	let name = eve.to_string();
	let nominate = ["stake", "nominate", &name, "--bond", "5000", "--dev", "ferdie", "--yes"];
	kongsi(&[nominate.as_slice(), &["--url", &url]].concat());

	let joined = chain.era(chain.best().await).await;
	eventually(TWO_ERAS_S, "the stranger to validate", || async {
		chain.validators(chain.best().await).await.contains(&eve).then_some(())
	})
	.await;
	let era = chain.era(chain.best().await).await;
	assert!(era <= joined + 2, "elected in era {era}, joined in era {joined}");

	// Fees for the validators: 0.06 % of 121,400,000 atoms of cash are 72,840, less a tenth for the lister 65,556, two fifths
	// of which are theirs.
	let order = NewOrder::new(Side::Bid, 203, 6_000).time_in_force(TimeInForce::FillOrKill);
	let buy = dynamic::transaction("OrderBook", "place_order", (KSI_CASH, order));
	chain.accepted(&dev::bob(), &buy).await;

	// He authors.
	eventually(TWO_ERAS_S, "the stranger to author a block", || async {
		let best = chain.best().await;
		let points = chain.points(best, chain.era(best).await).await;
		points.iter().any(|(who, points)| *who == eve && *points > 0).then_some(())
	})
	.await;

	// He finalizes: of five validators one may be away, so that with Dave gone each of the others is needed.
	net.nodes[3].kill();
	let (height, _) = chain.finalized().await;
	chain.await_finalized(height + 3, FINALITY_S).await;
	net.nodes[3].restart();

	// The era ends, and anybody has him and his nominator paid.
	eventually(TWO_ERAS_S, "an era with its pay to end", || async {
		let best = chain.best().await;
		(chain.era(best).await > era).then_some(())
	})
	.await;
	let before = chain.balance(chain.best().await, CASH, &ferdie).await.total();
	let height = chain.best_height().await;
	kongsi(&["validator", "payout", &name, "--dev", "charlie", "--yes", "--url", &url]);
	let mut paid: Vec<Paid> = Vec::new();
	for height in height..=chain.best_height().await {
		let block = chain.hash_at(height).await.expect("it was the best");
		paid.extend(chain.events::<Paid>(block, "ValidatorRewards", "Paid").await);
	}
	let to_nominator: Vec<&Paid> =
		paid.iter().filter(|paid| paid.stash == ferdie && paid.token == CASH).collect();
	assert_eq!(to_nominator.len(), 1, "{paid:?}");
	assert_eq!(to_nominator[0].validator, eve);
	assert!(to_nominator[0].amount > 0);
	let best = chain.best().await;
	let after = chain.balance(best, CASH, &ferdie).await.total();
	assert_eq!(after, before + to_nominator[0].amount);
	// A third of the stake is the nominator's, after a commission of a twentieth; each of the two is rounded down.
	let own: u128 = paid
		.iter()
		.filter(|paid| paid.stash == eve && paid.token == CASH)
		.map(|paid| paid.amount)
		.sum();
	let whole = own + to_nominator[0].amount;
	let share = (whole - whole / 20) / 3;
	assert!(to_nominator[0].amount.abs_diff(share) <= 2, "{} of {whole}", to_nominator[0].amount);

	// Not an atom was made for it.
	assert_eq!(chain.ksi_issuance(best).await, issued);
}
