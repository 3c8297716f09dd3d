//! The types of a runtime, out of its metadata.

use codec::Decode;
use frame_metadata::{v14, v15, RuntimeMetadata, RuntimeMetadataPrefixed};
use scale_info::{form::PortableForm, PortableRegistry};

/// "meta", which metadata begin with.
const MAGIC: u32 = 0x6174_656d;

/// The types of a runtime, as far as they are needed to read its events.
pub struct Types {
	pub(crate) registry: PortableRegistry,
	/// The type of `System::Events`.
	pub(crate) events: u32,
}

impl Types {
	/// Out of metadata of version 14 or 15.
	///
	/// # Errors
	///
	/// What is wrong with them.
	pub fn from_metadata(mut bytes: &[u8]) -> Result<Self, String> {
		let RuntimeMetadataPrefixed(magic, metadata) =
			Decode::decode(&mut bytes).map_err(|error| format!("not metadata: {error}"))?;
		if magic != MAGIC {
			return Err("not metadata: they begin with something else".into());
		}
		let (registry, events) = match metadata {
			RuntimeMetadata::V14(metadata) => {
				let v14::RuntimeMetadataV14 { types, pallets, .. } = metadata;
				let storage = pallets
					.into_iter()
					.find(|pallet| pallet.name == "System")
					.and_then(|pallet| pallet.storage);
				(types, storage.and_then(events_type))
			}
			RuntimeMetadata::V15(metadata) => {
				let v15::RuntimeMetadataV15 { types, pallets, .. } = metadata;
				let storage = pallets
					.into_iter()
					.find(|pallet| pallet.name == "System")
					.and_then(|pallet| pallet.storage);
				(types, storage.and_then(events_type))
			}
			other => return Err(format!("metadata of version {}", other.version())),
		};
		let events = events.ok_or("no System::Events in the metadata")?;
		Ok(Self { registry, events })
	}
}

fn events_type(storage: v14::PalletStorageMetadata<PortableForm>) -> Option<u32> {
	let entry = storage.entries.into_iter().find(|entry| entry.name == "Events")?;
	match entry.ty {
		v14::StorageEntryType::Plain(events) => Some(events.id),
		v14::StorageEntryType::Map { .. } => None,
	}
}
