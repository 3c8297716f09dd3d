//! Readers who do not read.

use crate::client::{DepthClient, Node};
use kongsi_forks::{Chain, Hash};
use kongsi_rpc::answers::streams::{BboMessage, DepthMessage};
use serde_json::{json, Value};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_is_closed_with_a_reason_and_others_are_not_disturbed() {
	let chain = Chain::new();
	let node = Node::new(&chain);
	let mut slow = node.subscribe("Depth", vec![json!(1), json!(1_000)], 1).await;
	let mut latest = node.subscribe("Bbo", vec![json!([0, 1])], 1).await;
	let mut good = DepthClient::new(&node, 1, 1_000).await;
	// One message waits in the connection, one is on its way there and 256 in the outbox; the next is too many.
	for _ in 0..300 {
		let block = chain.idle(1);
		good.read_to(&node, block).await;
	}
	assert_eq!(good.checked, 301);
	// Whatever was on its way comes, then the last word.
	let mut messages = vec![];
	while let Some(next) =
		tokio::time::timeout(Duration::from_secs(20), slow.next::<DepthMessage<Hash>>())
			.await
			.unwrap()
	{
		messages.push(next.unwrap().0);
	}
	let Some(DepthMessage::Closed { reason }) = messages.pop() else { panic!("{messages:?}") };
	assert_eq!(reason, "The reader was too slow: subscribe anew, and read faster or ask for less.");
	assert!(messages.len() <= 3, "{messages:?}");
	// The one of best prices goes on. Nothing has changed, so the first message is the only one.
	let (first, _) = latest.next::<BboMessage<Hash>>().await.unwrap().unwrap();
	let BboMessage::Update { markets, .. } = first else { panic!("{first:?}") };
	assert_eq!(markets.iter().map(|best| best.market).collect::<Vec<_>>(), [0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_name_what_is_wrong() {
	let chain = Chain::new();
	let node = Node::new(&chain);
	let refused = |method: &'static str, params: Value| {
		let node = &node;
		async move {
			let method = format!("orderbook_v1_{method}");
			let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
			let (answer, _) = node.module.raw_json_request(&request.to_string(), 1).await.unwrap();
			let answer: Value = serde_json::from_str(&answer).unwrap();
			(answer["error"]["code"].clone(), answer["error"]["data"].clone())
		}
	};
	let unknown = (json!(12_001), json!({ "market": 99 }));
	assert_eq!(refused("subscribeDepth", json!([99])).await, unknown);
	assert_eq!(refused("subscribeTrades", json!([99])).await, unknown);
	assert_eq!(refused("subscribeBbo", json!([[0, 99]])).await, unknown);
	let levels = (json!(-32_602), json!({ "parameter": "levels" }));
	assert_eq!(refused("subscribeDepth", json!([0, 1_001])).await, levels);
	let account = (json!(-32_602), json!({ "parameter": "account" }));
	assert_eq!(refused("subscribeAccount", json!([])).await, account);
}
