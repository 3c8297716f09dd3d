//! The chain at one block, read with nothing but its metadata.

use crate::error::{Failure, Heard, Result};
use subxt::{
	client::{ClientAtBlock, OnlineClientAtBlockImpl},
	dynamic::{self, Value},
	error::StorageError,
	ext::{
		frame_decode::storage::{IntoDecodableValues, IntoEncodableValues},
		scale_decode::DecodeAsType,
		scale_value::{Composite, ValueDef},
	},
	storage::PrefixOf,
	utils::H256,
	Metadata, PolkadotConfig,
};

/// A client at one block.
pub type At = ClientAtBlock<PolkadotConfig, OnlineClientAtBlockImpl<PolkadotConfig>>;

/// The state and the metadata of one block.
pub struct View {
	at: At,
}

impl View {
	pub(crate) fn new(at: At) -> Self {
		Self { at }
	}

	/// The client at this block.
	pub fn client(&self) -> &At {
		&self.at
	}

	/// The hash of the block.
	pub fn hash(&self) -> H256 {
		self.at.block_hash()
	}

	/// The height of the block.
	pub fn height(&self) -> u64 {
		self.at.block_number()
	}

	/// What the runtime says of itself.
	pub fn metadata(&self) -> &Metadata {
		self.at.metadata_ref()
	}

	/// Whether the runtime has this storage entry.
	pub fn has_entry(&self, pallet: &str, entry: &str) -> bool {
		let pallet = self.metadata().pallet_by_name(pallet);
		let storage = pallet.and_then(|pallet| pallet.storage());
		storage.is_some_and(|storage| storage.entry_by_name(entry).is_some())
	}

	/// A failure that says that the runtime is of another version than this program, unless it has the entry.
	fn expect_entry(&self, pallet: &str, entry: &str) -> Result<()> {
		if self.has_entry(pallet, entry) {
			return Ok(());
		}
		Err(lacks(&format!("{pallet}.{entry}"), self.at.spec_version()))
	}

	/// A stored value, or its default; none where neither is there.
	///
	/// # Errors
	///
	/// A network failure if the node does not answer, or the value is of another shape than this program expects.
	pub async fn get<T: DecodeAsType>(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<Value>,
	) -> Result<Option<T>> {
		self.expect_entry(pallet, entry)?;
		let address = dynamic::storage::<Vec<Value>, T>(pallet, entry);
		let asked = format!("{pallet}.{entry}");
		let found = self.at.storage().try_fetch(address, keys).await.heard(&asked)?;
		found.map(|value| value.decode().heard(&asked)).transpose()
	}

	/// A stored value that is always there, as most counters are.
	///
	/// # Errors
	///
	/// As [`Self::get`], and if it is not there.
	pub async fn value<T: DecodeAsType>(&self, pallet: &str, entry: &str) -> Result<T> {
		let found = self.get(pallet, entry, Vec::new()).await?;
		found.ok_or_else(|| Failure::network(format!("the chain has no {pallet}.{entry}"), ""))
	}

	/// Whether something is stored under these keys, which a default would hide.
	///
	/// # Errors
	///
	/// A network failure if the node does not answer.
	pub async fn has(&self, pallet: &str, entry: &str, keys: Vec<Value>) -> Result<bool> {
		self.expect_entry(pallet, entry)?;
		let address = dynamic::storage::<Vec<Value>, Value>(pallet, entry);
		let asked = format!("{pallet}.{entry}");
		let key = self.at.storage().entry(address).and_then(|entry| entry.fetch_key(keys));
		match self.at.storage().fetch_raw(key.heard(&asked)?).await {
			Ok(_) => Ok(true),
			Err(StorageError::NoValueFound) => Ok(false),
			Err(error) => Err(error).heard(&asked),
		}
	}

	/// The stored bytes under these keys.
	///
	/// # Errors
	///
	/// A network failure if the node does not answer.
	pub async fn raw(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<Value>,
	) -> Result<Option<Vec<u8>>> {
		self.expect_entry(pallet, entry)?;
		let address = dynamic::storage::<Vec<Value>, Value>(pallet, entry);
		let asked = format!("{pallet}.{entry}");
		let key = self.at.storage().entry(address).and_then(|entry| entry.fetch_key(keys));
		match self.at.storage().fetch_raw(key.heard(&asked)?).await {
			Ok(bytes) => Ok(Some(bytes)),
			Err(StorageError::NoValueFound) => Ok(None),
			Err(error) => Err(error).heard(&asked),
		}
	}

	/// All entries of a map whose keys start with `prefix`, with their keys.
	///
	/// # Errors
	///
	/// As [`Self::get`].
	pub async fn entries<K, T, P>(
		&self,
		pallet: &str,
		entry: &str,
		prefix: P,
	) -> Result<Vec<(K, T)>>
	where
		K: IntoEncodableValues + IntoDecodableValues,
		T: DecodeAsType,
		P: PrefixOf<K>,
	{
		self.expect_entry(pallet, entry)?;
		let asked = format!("{pallet}.{entry}");
		let address = dynamic::storage::<K, T>(pallet, entry);
		let mut records = self.at.storage().iter(address, prefix).await.heard(&asked)?;
		let mut found = Vec::new();
		while let Some(record) = records.next().await {
			let record = record.heard(&asked)?;
			let key = record.key().heard(&asked)?.decode().heard(&asked)?;
			found.push((key, record.value().decode().heard(&asked)?));
		}
		Ok(found)
	}

	/// A constant of the runtime.
	///
	/// # Errors
	///
	/// A network failure if the runtime has none of that name, or it is of another shape.
	pub fn constant<T: DecodeAsType>(&self, pallet: &str, name: &str) -> Result<T> {
		let constant = dynamic::constant::<T>(pallet, name);
		self.at
			.constants()
			.entry(constant)
			.map_err(|_| lacks(&format!("{pallet}.{name}"), self.at.spec_version()))
	}

	/// What a function of the runtime returns.
	///
	/// # Errors
	///
	/// A network failure if the runtime has none of that name, or the node does not answer.
	pub async fn call<T: DecodeAsType>(
		&self,
		api: &str,
		function: &str,
		arguments: Vec<Value>,
	) -> Result<T> {
		let asked = format!("{api}.{function}");
		let known = self.metadata().runtime_api_trait_by_name(api);
		if known.and_then(|api| api.method_by_name(function)).is_none() {
			return Err(lacks(&asked, self.at.spec_version()));
		}
		let call = dynamic::runtime_api_call::<_, T>(api, function, arguments);
		self.at.runtime_apis().call(call).await.heard(&asked)
	}

	/// Decodes bytes as an argument of a call, so that it can be passed on.
	///
	/// # Errors
	///
	/// An input failure if the bytes are not of the argument's type.
	pub fn argument(
		&self,
		pallet: &str,
		call: &str,
		argument: usize,
		bytes: &[u8],
	) -> Result<Value> {
		let metadata = self.metadata();
		let variant = metadata
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.call_variant_by_name(call))
			.and_then(|variant| variant.fields.get(argument));
		let field =
			variant.ok_or_else(|| lacks(&format!("{pallet}.{call}"), self.at.spec_version()))?;
		let cursor = &mut &*bytes;
		let decoded =
			subxt::ext::scale_value::scale::decode_as_type(cursor, field.ty.id, metadata.types());
		match decoded {
			Ok(value) if cursor.is_empty() => Ok(value.remove_context()),
			_ => Err(Failure::input(
				format!("0x{} is not what {pallet}.{call} takes", hex::encode(bytes)),
				"copy all of what the node printed",
			)),
		}
	}

	/// Encodes a call.
	///
	/// # Errors
	///
	/// An input failure if the runtime has no such call, or takes other arguments.
	pub fn encode(&self, call: &super::call::Call) -> Result<Vec<u8>> {
		self.at.transactions().call_data(call).map_err(|error| {
			Failure::input(
				format!(
					"the runtime does not take {}.{} ({error})",
					call.pallet_name(),
					call.call_name()
				),
				"use the version of kongsi that belongs to the node",
			)
		})
	}

	/// Decodes a call.
	///
	/// # Errors
	///
	/// An input failure if the runtime knows no such call.
	pub fn decode_call(&self, bytes: &[u8]) -> Result<super::call::Call> {
		self.at.transactions().from_call_data_bytes(bytes).map_err(|error| {
			Failure::input(
				format!("0x{} is no call of this chain ({error})", hex::encode(bytes)),
				"encode it with the metadata of this chain",
			)
		})
	}
}

/// A field of a decoded structure, also where a wrapper without names is around it.
pub fn field<'a, T>(value: &'a Value<T>, name: &str) -> Option<&'a Value<T>> {
	match &value.value {
		ValueDef::Composite(Composite::Named(fields)) => {
			fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
		}
		ValueDef::Composite(Composite::Unnamed(fields)) => match fields.as_slice() {
			[only] => field(only, name),
			_ => None,
		},
		_ => None,
	}
}

/// A number in a field of a decoded structure.
pub fn number_field<T>(value: &Value<T>, name: &str) -> Option<u128> {
	let mut inner = field(value, name)?;
	// Units are numbers in a wrapper.
	while let ValueDef::Composite(composite) = &inner.value {
		inner = composite.values().next()?;
	}
	inner.as_u128()
}

fn lacks(what: &str, spec_version: u32) -> Failure {
	Failure::network(
		format!("the runtime of this chain (version {spec_version}) has no {what}"),
		"use the version of kongsi that belongs to the node",
	)
}
