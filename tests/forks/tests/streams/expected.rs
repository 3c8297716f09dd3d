//! What must come, read without the code under test: the runtime's own types over the states of the best chain.

use codec::Decode;
use frame_system::EventRecord;
use kongsi_forks::{Chain, Hash};
use kongsi_runtime::RuntimeEvent;
use order_book_engine::Side;
use sc_client_api::StorageProvider;
use sp_core::{crypto::Ss58Codec, storage::StorageKey};

/// A trade as it must be told: market, side, price, size, notional, taker, taker's fee, maker, maker's order.
pub(crate) type Told = (u32, &'static str, String, String, String, String, String, String, String);

/// The trades of a block, in order.
pub(crate) fn trades(chain: &Chain, block: Hash) -> Vec<Told> {
	let key = frame_support::storage::storage_prefix(b"System", b"Events").to_vec();
	let client = chain.client();
	let bytes = client.storage(block, &StorageKey(key)).unwrap().map(|data| data.0);
	let Some(bytes) = bytes else { return vec![] };
	let events = Vec::<Box<EventRecord<RuntimeEvent, Hash>>>::decode(&mut &bytes[..]).unwrap();
	let mut trades = vec![];
	for record in events {
		let RuntimeEvent::OrderBook(pallet_order_book::Event::Executed {
			market,
			trader,
			fills,
			..
		}) = record.event
		else {
			continue;
		};
		for fill in fills {
			// KSI by the hundredth, shares by the one; both markets have steps of 0.01 cash, and cash has 6 decimals.
			let size = match market {
				0 => decimal(fill.lots.get().into(), 2),
				_ => decimal(fill.lots.get().into(), 0),
			};
			let side = match fill.order.locator().side() {
				Side::Ask => "buy",
				Side::Bid => "sell",
			};
			trades.push((
				market,
				side,
				decimal(fill.price.get().into(), 2),
				size,
				decimal(fill.notional.get(), 6),
				trader.to_ss58check(),
				decimal(fill.taker_fee.get(), 6),
				sp_runtime::AccountId32::new(fill.maker.0).to_ss58check(),
				fill.order.bits().to_string(),
			));
		}
	}
	trades
}

/// A whole number with a point before its last digits, without zeros at the end.
fn decimal(number: u128, places: usize) -> String {
	let digits = format!("{number:0>width$}", width = places + 1);
	let (whole, fraction) = digits.split_at(digits.len() - places);
	let fraction = fraction.trim_end_matches('0');
	match fraction {
		"" => whole.into(),
		_ => format!("{whole}.{fraction}"),
	}
}

/// The blocks of the best chain, from the genesis on.
pub(crate) fn best_chain(chain: &Chain) -> Vec<Hash> {
	let mut blocks = vec![chain.best()];
	while *blocks.last().unwrap() != chain.genesis() {
		blocks.push(chain.header(*blocks.last().unwrap()).parent_hash);
	}
	blocks.reverse();
	blocks
}

#[test]
fn decimals_are_written_as_people_write_them() {
	assert_eq!(decimal(5, 2), "0.05");
	assert_eq!(decimal(250, 2), "2.5");
	assert_eq!(decimal(300, 2), "3");
	assert_eq!(decimal(7, 0), "7");
}
