//! What a call did to the book, from the event `OrderBook.Executed` that it leaves.

use crate::chain::view::field;
use subxt::{
	dynamic::Value,
	ext::scale_value::{Composite, Primitive, ValueDef},
};

/// One event: the operations of a call on one market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Executed {
	/// The market.
	pub market: u32,
	/// The sequence number of its book after the call.
	pub sequence: u64,
	/// What became of each operation.
	pub outcomes: Vec<Outcome>,
	/// The fills, in order; those of all operations.
	pub fills: Vec<Fill>,
	/// Other orders that left the book without a fill.
	pub removals: Vec<Removal>,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// An order was placed.
	Placed(Placed),
	/// An order was cancelled.
	Cancelled(Removal),
	/// An order shrank in its place.
	Reduced(Removal),
	/// An order left its place and was placed again.
	Replaced(Removal, Placed),
	/// So many orders of the caller's were cancelled.
	CancelledAll(u32),
	/// Nothing changed: the name of the error.
	Refused(String),
	/// The last block in which the caller trades here was set, or taken away.
	DeadlineSet(Option<u32>),
	/// So many orders that no longer traded were removed.
	LapsedRemoved(u32),
}

/// What became of an order that was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
	/// The id of what rests.
	pub order: Option<u128>,
	/// Whether it buys.
	pub buys: bool,
	/// Its limit, or the price it slid to, in ticks.
	pub ticks: u64,
	/// Lots that rest.
	pub rests: u64,
	/// Lots that filled.
	pub filled: u64,
	/// Lots that were cancelled.
	pub cancelled: u64,
	/// Why something was cancelled: the name of the reason.
	pub end: String,
	/// The quote atoms of all fills.
	pub notional: u128,
	/// The fee on them, in quote atoms.
	pub fee: u128,
	/// The trader's own number for it.
	pub client_id: Option<u64>,
}

/// One fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
	/// The account of the resting order.
	pub maker: [u8; 32],
	/// The resting order.
	pub order: u128,
	/// The price, in ticks.
	pub ticks: u64,
	/// The size, in lots.
	pub lots: u64,
	/// What it is worth, in quote atoms.
	pub notional: u128,
	/// The taker's fee, in quote atoms.
	pub fee: u128,
}

/// An order, or a part of one, that left the book without a fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
	/// Which order.
	pub order: u128,
	/// Lots that left the book.
	pub lots: u64,
	/// Lots that still rest.
	pub rests: u64,
	/// Why: the name of the reason.
	pub reason: String,
}

impl Executed {
	/// The event from its fields; none if they are of another shape.
	pub fn read(event: &Value) -> Option<Self> {
		Some(Self {
			market: small(field(event, "market")?)?,
			sequence: small(field(event, "sequence")?)?,
			outcomes: each(field(event, "outcomes")?)?.map(outcome).collect::<Option<_>>()?,
			fills: each(field(event, "fills")?)?.map(fill).collect::<Option<_>>()?,
			removals: each(field(event, "removals")?)?.map(removal).collect::<Option<_>>()?,
		})
	}
}

fn outcome(value: &Value) -> Option<Outcome> {
	let (name, values) = variant(value)?;
	let first = values.first().copied();
	Some(match name {
		"Placed" => Outcome::Placed(placed(first?)?),
		"Cancelled" => Outcome::Cancelled(removal(first?)?),
		"CancelledAll" => Outcome::CancelledAll(small(first?)?),
		"DeadlineSet" => Outcome::DeadlineSet(optional(first?)?),
		"LapsedRemoved" => Outcome::LapsedRemoved(small(first?)?),
		"Refused" => Outcome::Refused(variant(first?)?.0.to_owned()),
		"Amended" => match variant(first?)? {
			("Reduced", values) => Outcome::Reduced(removal(values.first()?)?),
			("Replaced", values) => {
				Outcome::Replaced(removal(values.first()?)?, placed(values.get(1)?)?)
			}
			_ => return None,
		},
		_ => return None,
	})
}

fn placed(value: &Value) -> Option<Placed> {
	let get = |name| field(value, name);
	Some(Placed {
		order: optional(get("order")?)?,
		buys: variant(get("side")?)?.0 == "Bid",
		ticks: small(get("price")?)?,
		rests: small(get("rests")?)?,
		filled: small(get("filled")?)?,
		cancelled: small(get("cancelled")?)?,
		end: variant(get("end")?)?.0.to_owned(),
		notional: number(get("notional")?)?,
		fee: number(get("fee")?)?,
		client_id: optional(get("client_id")?)?,
	})
}

fn fill(value: &Value) -> Option<Fill> {
	let get = |name| field(value, name);
	Some(Fill {
		maker: bytes(get("maker")?)?,
		order: number(get("order")?)?,
		ticks: small(get("price")?)?,
		lots: small(get("lots")?)?,
		notional: number(get("notional")?)?,
		fee: number(get("taker_fee")?)?,
	})
}

fn removal(value: &Value) -> Option<Removal> {
	let get = |name| field(value, name);
	Some(Removal {
		order: number(get("order")?)?,
		lots: small(get("lots")?)?,
		rests: small(get("rests")?)?,
		reason: variant(get("reason")?)?.0.to_owned(),
	})
}

/// The name of a variant and what it carries.
pub fn variant(value: &Value) -> Option<(&str, Vec<&Value>)> {
	match &value.value {
		ValueDef::Variant(variant) => {
			Some((variant.name.as_str(), variant.values.values().collect()))
		}
		_ => None,
	}
}

/// A number, also in the wrappers that give it its unit.
fn number(value: &Value) -> Option<u128> {
	match &value.value {
		ValueDef::Primitive(Primitive::U128(number)) => Some(*number),
		ValueDef::Composite(composite) if composite.len() == 1 => {
			number(composite.values().next()?)
		}
		_ => None,
	}
}

fn small<T: TryFrom<u128>>(value: &Value) -> Option<T> {
	T::try_from(number(value)?).ok()
}

/// What may be there: none if the value is no option at all.
fn optional<T: TryFrom<u128>>(value: &Value) -> Option<Option<T>> {
	match variant(value)? {
		("None", _) => Some(None),
		("Some", values) => Some(Some(small(values.first()?)?)),
		_ => None,
	}
}

/// The entries of a list.
fn each(value: &Value) -> Option<impl Iterator<Item = &Value>> {
	match &value.value {
		ValueDef::Composite(Composite::Unnamed(values)) => Some(values.iter()),
		_ => None,
	}
}

/// 32 bytes, also in a wrapper.
fn bytes(value: &Value) -> Option<[u8; 32]> {
	let ValueDef::Composite(composite) = &value.value else { return None };
	if composite.len() == 1 {
		return bytes(composite.values().next()?);
	}
	let bytes = composite.values().map(small::<u8>).collect::<Option<Vec<u8>>>()?;
	bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use order_book_engine as engine;
	use pallet_order_book as pallet;
	use scale_info::{MetaType, Registry, TypeInfo};
	use subxt::ext::scale_value;

	/// A record of the pallet as it is read from the chain.
	fn read<T: TypeInfo + Encode + 'static>(value: &T) -> Value {
		let mut registry = Registry::new();
		let id = registry.register_type(&MetaType::new::<T>()).id;
		let types: scale_info::PortableRegistry = registry.into();
		let bytes = value.encode();
		scale_value::scale::decode_as_type(&mut &*bytes, id, &types).unwrap().remove_context()
	}

	fn removed() -> engine::Removal {
		engine::Removal {
			owner: engine::Owner([7; 32]),
			order: engine::OrderId::from_bits(u128::MAX),
			lots: engine::Lots::new(3),
			rests: engine::Lots::ZERO,
			reason: engine::RemovalReason::Cancelled,
		}
	}

	fn was_placed() -> engine::Placed {
		engine::Placed {
			order: Some(engine::OrderId::from_bits(1 << 100)),
			side: engine::Side::Bid,
			price: engine::Ticks::new(2_510),
			rests: engine::Lots::new(5),
			filled: engine::Lots::new(30),
			cancelled: engine::Lots::ZERO,
			end: engine::TakerEnd::Complete,
			notional: engine::QuoteAtoms::new(752_000_000),
			fee: engine::QuoteAtoms::new(376_000),
			client_id: Some(u64::MAX),
			expires_at: None,
		}
	}

	#[test]
	fn every_outcome_of_the_pallet_is_read() {
		let removal = Removal { order: u128::MAX, lots: 3, rests: 0, reason: "Cancelled".into() };
		let placed = Placed {
			order: Some(1 << 100),
			buys: true,
			ticks: 2_510,
			rests: 5,
			filled: 30,
			cancelled: 0,
			end: "Complete".into(),
			notional: 752_000_000,
			fee: 376_000,
			client_id: Some(u64::MAX),
		};
		let amended = |amended| pallet::Outcome::Amended(amended);
		for (stored, expected) in [
			(pallet::Outcome::Placed(was_placed()), Outcome::Placed(placed.clone())),
			(pallet::Outcome::Cancelled(removed()), Outcome::Cancelled(removal.clone())),
			(amended(engine::Amended::Reduced(removed())), Outcome::Reduced(removal.clone())),
			(
				amended(engine::Amended::Replaced(removed(), was_placed())),
				Outcome::Replaced(removal, placed),
			),
			(pallet::Outcome::CancelledAll(4), Outcome::CancelledAll(4)),
			(pallet::Outcome::DeadlineSet(Some(115)), Outcome::DeadlineSet(Some(115))),
			(pallet::Outcome::DeadlineSet(None), Outcome::DeadlineSet(None)),
			(pallet::Outcome::LapsedRemoved(3), Outcome::LapsedRemoved(3)),
			(
				pallet::Outcome::Refused(engine::BookError::WouldTake),
				Outcome::Refused("WouldTake".into()),
			),
		] {
			assert_eq!(outcome(&read(&stored)), Some(expected));
		}
	}

	/// The fields of `pallet_order_book::Event::Executed`, which is not made without a runtime.
	#[derive(Encode, TypeInfo)]
	struct Stored {
		market: u32,
		trader: sp_runtime::AccountId32,
		sequence: u64,
		outcomes: Vec<pallet::Outcome>,
		fills: Vec<engine::Fill>,
		removals: Vec<engine::Removal>,
	}

	#[test]
	fn an_event_is_read_with_its_fills() {
		let stored = Stored {
			market: 1,
			trader: [9; 32].into(),
			sequence: 21,
			outcomes: vec![],
			fills: vec![engine::Fill {
				maker: engine::Owner([7; 32]),
				order: engine::OrderId::from_bits(5),
				price: engine::Ticks::new(2_505),
				lots: engine::Lots::new(20),
				maker_rests: engine::Lots::ZERO,
				notional: engine::QuoteAtoms::new(501_000_000),
				taker_fee: engine::QuoteAtoms::new(250_500),
				maker_fee: engine::QuoteAtoms::new(50_100),
			}],
			removals: vec![removed()],
		};
		let event = Executed::read(&read(&stored)).unwrap();
		assert_eq!((event.market, event.sequence, event.removals.len()), (1, 21, 1));
		let fill = Fill {
			maker: [7; 32],
			order: 5,
			ticks: 2_505,
			lots: 20,
			notional: 501_000_000,
			fee: 250_500,
		};
		assert_eq!(event.fills, [fill]);
	}

	#[test]
	fn something_else_is_not_read() {
		assert_eq!(Executed::read(&Value::u128(5)), None);
		assert_eq!(outcome(&Value::unnamed_variant("Strange", [])), None);
	}
}
