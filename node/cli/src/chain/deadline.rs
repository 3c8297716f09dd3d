//! The dead-man's switches of an account: the last block in which it trades, by market.

use super::view::View;
use crate::{address::AccountId, error::Result};
use subxt::ext::scale_decode::DecodeAsType;

/// What the order book keeps of an account in a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Kept {
	deadline: Option<u32>,
}

impl View {
	/// The markets in which an account has set a deadline, by rising number, each with the last block in which it trades there.
	///
	/// # Errors
	///
	/// A network failure if the node does not answer.
	pub async fn deadlines(&self, of: &AccountId) -> Result<Vec<(u32, u32)>> {
		let kept: Vec<((AccountId, u32), Kept)> =
			self.entries("OrderBook", "Traders", (*of,)).await?;
		let set = kept.into_iter().filter_map(|((_, market), kept)| Some((market, kept.deadline?)));
		let mut set: Vec<(u32, u32)> = set.collect();
		set.sort_unstable();
		Ok(set)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use order_book_engine::Trader;
	use scale_info::{MetaType, PortableRegistry, Registry};

	#[test]
	fn a_deadline_is_read_from_what_the_book_keeps() {
		let mut registry = Registry::new();
		let id = registry.register_type(&MetaType::new::<Trader>()).id;
		let types: PortableRegistry = registry.into();
		for deadline in [Some(115), None] {
			let stored = Trader { deadline, void: 7, ..Trader::default() };
			let bytes = stored.encode();
			let read = Kept::decode_as_type(&mut &*bytes, id, &types).unwrap();
			assert_eq!(read, Kept { deadline });
		}
	}
}
