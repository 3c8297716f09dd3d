//! From the bytes of `System::Events` to what happened.

use crate::{
	polls::RawPollEvent,
	raw::{Name, RawBallotEvent, RawBookEvent, RawSharesEvent, Readable},
	Event, Happened, Types, Unread, What,
};
use scale_decode::{
	visitor::{
		decode_with_visitor,
		types::{Composite, Sequence, Variant},
	},
	Error, Visitor,
};
use scale_info::PortableRegistry;

/// Reads the events of a block.
///
/// # Errors
///
/// The list itself does not have the form that the metadata say: nothing of it can be told.
pub fn decode(types: &Types, mut bytes: &[u8]) -> Result<Happened, String> {
	decode_with_visitor(&mut bytes, types.events, &types.registry, Records)
		.map_err(|error| error.to_string())
}

/// The list of records.
struct Records;

/// What a record consists of.
struct Record;

/// The number of the transaction that a phase of the block names.
struct Phase;

/// An event of any pallet.
struct RuntimeEvent;

/// An event that is read here, and one that should be.
type Read = Option<Result<What, (String, Error)>>;

impl Visitor for Records {
	type Value<'scale, 'resolver> = Happened;
	type Error = Error;
	type TypeResolver = PortableRegistry;

	fn visit_sequence<'scale, 'resolver>(
		self,
		value: &mut Sequence<'scale, 'resolver, PortableRegistry>,
		_: u32,
	) -> Result<Happened, Error> {
		let mut happened = Happened::default();
		let mut index: u32 = 0;
		// As many as the list says, and each takes bytes of it.
		while let Some(record) = value.decode_item(Record) {
			match record? {
				(extrinsic, Some(Ok(what))) => {
					happened.events.push(Event { index, extrinsic, what });
				}
				(_, Some(Err((name, error)))) => {
					happened.unread.push(Unread { index, name, error: error.to_string() });
				}
				(_, None) => {}
			}
			index = index.saturating_add(1); // the runtime counts them in 32 bits as well
		}
		Ok(happened)
	}
}

impl Visitor for Record {
	type Value<'scale, 'resolver> = (Option<u32>, Read);
	type Error = Error;
	type TypeResolver = PortableRegistry;

	fn visit_composite<'scale, 'resolver>(
		self,
		value: &mut Composite<'scale, 'resolver, PortableRegistry>,
		_: u32,
	) -> Result<(Option<u32>, Read), Error> {
		let (mut extrinsic, mut read) = (None, None);
		while let Some(name) = value.peek_name() {
			let done = match name {
				"phase" => {
					value.decode_item(Phase).map(|phase| phase.map(|phase| extrinsic = phase))
				}
				"event" => {
					value.decode_item(RuntimeEvent).map(|event| event.map(|event| read = event))
				}
				_ => value.next().map(|field| field.map(|_| ()).map_err(Error::from)),
			};
			match done {
				Some(done) => done?,
				None => break,
			}
		}
		Ok((extrinsic, read))
	}
}

impl Visitor for Phase {
	type Value<'scale, 'resolver> = Option<u32>;
	type Error = Error;
	type TypeResolver = PortableRegistry;

	fn visit_variant<'scale, 'resolver>(
		self,
		value: &mut Variant<'scale, 'resolver, PortableRegistry>,
		_: u32,
	) -> Result<Option<u32>, Error> {
		if value.name() != "ApplyExtrinsic" {
			return Ok(None);
		}
		value.fields().next().map(|field| field?.decode_as_type::<u32>()).transpose()
	}
}

impl Visitor for RuntimeEvent {
	type Value<'scale, 'resolver> = Read;
	type Error = Error;
	type TypeResolver = PortableRegistry;

	fn visit_variant<'scale, 'resolver>(
		self,
		value: &mut Variant<'scale, 'resolver, PortableRegistry>,
		_: u32,
	) -> Result<Read, Error> {
		let pallet = value.name();
		// The only field is the event of the pallet.
		let Some(event) = value.fields().next() else { return Ok(None) };
		let event = event?;
		if !matches!(pallet, "OrderBook" | "Shareholders" | "Ballots" | "ShareVoting") {
			return Ok(None);
		}
		let name = event.decode_as_type::<Name>()?.0;
		let what = match pallet {
			"OrderBook" if reads::<RawBookEvent>(&name) => {
				event.decode_as_type::<RawBookEvent>().map(What::from)
			}
			"Shareholders" if reads::<RawSharesEvent>(&name) => {
				event.decode_as_type::<RawSharesEvent>().map(What::from)
			}
			"Ballots" if reads::<RawBallotEvent>(&name) => {
				event.decode_as_type::<RawBallotEvent>().map(What::from)
			}
			"ShareVoting" if reads::<RawPollEvent>(&name) => {
				event.decode_as_type::<RawPollEvent>().map(What::from)
			}
			_ => return Ok(None),
		};
		Ok(Some(what.map_err(|error| (format!("{pallet}.{name}"), error))))
	}
}

/// Whether an event is one of those of its pallet that are read.
fn reads<T: Readable>(name: &str) -> bool {
	T::NAMES.contains(&name)
}
