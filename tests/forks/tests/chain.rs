//! What the chain of the tests does by itself.

use futures::{FutureExt, StreamExt};
use kongsi_forks::Chain;
use kongsi_runtime::RuntimeCall;
use sc_client_api::BlockchainEvents;
use sp_keyring::Sr25519Keyring::Alice;

fn remark(text: &str) -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark { remark: text.into() })
}

#[test]
fn blocks_with_the_same_parent_differ() {
	let chain = Chain::new();
	let genesis = chain.genesis();
	let a = chain.grow(genesis, vec![], true);
	let b = chain.grow(genesis, vec![], false);
	assert_ne!(a, b);
	assert_eq!(chain.best(), a);
	assert_eq!((chain.number(a), chain.number(b)), (1, 1));
}

#[test]
fn the_best_chain_is_the_one_that_a_test_chooses_however_deep_the_fork() {
	let chain = Chain::new();
	let genesis = chain.genesis();
	let mut imports = chain.client().import_notification_stream();
	let head = chain.idle(20);
	let mut side = genesis;
	for _ in 0..19 {
		side = chain.grow(side, vec![], false);
		assert_eq!(chain.best(), head);
	}
	let side = chain.grow(side, vec![], true);
	assert_eq!(chain.best(), side);
	let last = (0..40).map(|_| imports.next().now_or_never().flatten().unwrap()).last().unwrap();
	assert!(last.is_new_best);
	let route = last.tree_route.unwrap();
	assert_eq!((route.retracted().len(), route.common_block().hash), (20, genesis));
}

#[test]
fn transactions_are_executed_on_the_branch_that_they_stand_in() {
	let chain = Chain::new();
	let alice = Alice.to_account_id();
	let genesis = chain.genesis();
	let one = chain.grow(genesis, vec![chain.sign(Alice, 0, remark("one"))], true);
	let two = chain.grow(one, vec![chain.sign(Alice, 1, remark("two"))], true);
	let other = chain.grow(genesis, vec![], true);
	assert_eq!(chain.nonce(two, &alice), 2);
	assert_eq!(chain.nonce(one, &alice), 1);
	assert_eq!(chain.nonce(other, &alice), 0);
	assert_eq!(chain.ancestor(two, 2), genesis);
}

#[test]
fn a_final_block_and_its_ancestors_are_told_at_once() {
	let chain = Chain::new();
	let mut finality = chain.client().finality_notification_stream();
	let head = chain.idle(30);
	let third = chain.ancestor(head, 27);
	chain.finalize(third);
	assert_eq!(chain.finalized(), third);
	assert_eq!(chain.best(), head);
	let told = finality.next().now_or_never().flatten().unwrap();
	assert_eq!((told.hash, told.tree_route.len()), (third, 2));
}
