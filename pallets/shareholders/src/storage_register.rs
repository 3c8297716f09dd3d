//! The register of one class over FRAME storage: every record is read at most once and written at most once per operation.

use crate::{ClassStatus, Classes, CompanyId, Config, Lines, ShareClassOf};
use alloc::collections::BTreeMap;
use core::cell::RefCell;
use frame_support::{
	storage::generator::{StorageDoubleMap, StorageMap},
	traits::fungibles::Inspect as _,
};
use pallet_tokens::key::Key;
use shareholders_accounting::{Class, Line, Store, TokenId};

/// A line as it was read or has become.
struct CachedLine {
	key: Key,
	line: Line,
	stored: bool,
	dirty: bool,
}

impl CachedLine {
	fn read(key: Key) -> Self {
		let stored: Option<Line> = key.get();
		Self { key, stored: stored.is_some(), line: stored.unwrap_or_default(), dirty: false }
	}

	/// Writes the line if it has changed, or removes it if it has become what an absent one reads as.
	fn flush(self) {
		match (self.dirty, self.line == Line::default()) {
			(true, false) => self.key.put(&self.line),
			(true, true) if self.stored => self.key.kill(),
			_ => {}
		}
	}
}

/// One class with the lines that were looked at. Nothing is written before [`Self::flush`]; while it is open, nothing else
/// may move the token of the class, or what the hook then writes would be overwritten.
pub struct StorageRegister<T: Config> {
	token: TokenId,
	key: Key,
	class: ShareClassOf<T>,
	dirty: bool,
	/// Behind a cell because the accounting reads lines through a shared reference. No borrow outlives a method.
	lines: RefCell<BTreeMap<T::AccountId, CachedLine>>,
}

/// Where a class is stored.
pub(crate) fn class_key<T: Config>(token: TokenId) -> Key {
	Key::new(&<Classes<T> as StorageMap<_, _>>::prefix_hash()).hashed(&token)
}

/// Where the line of an account is stored.
pub(crate) fn line_key<T: Config>(token: TokenId, who: &T::AccountId) -> Key {
	Key::new(&<Lines<T> as StorageDoubleMap<_, _, _>>::prefix_hash()).hashed(&token).hashed(who)
}

impl<T: Config> StorageRegister<T> {
	/// Opens the register of a class. For any other token `None`, after one read.
	pub fn load(token: TokenId) -> Option<Self> {
		let key = class_key::<T>(token);
		let class: ShareClassOf<T> = key.get()?;
		Some(Self { token, key, class, dirty: false, lines: RefCell::new(BTreeMap::new()) })
	}

	/// The company that issues the class; `None` for KSI.
	pub fn company(&self) -> Option<CompanyId> {
		self.class.company
	}

	/// Whether the register can be relied on.
	pub fn is_live(&self) -> bool {
		self.class.status == ClassStatus::Live
	}

	/// What the register keeps of the class as a whole.
	pub fn register(&self) -> &Class<T::AccountId> {
		&self.class.register
	}

	/// Writes what has changed.
	pub fn flush(self) {
		if self.dirty {
			self.key.put(&self.class);
		}
		self.lines.into_inner().into_values().for_each(CachedLine::flush);
	}

	fn change_line(&mut self, who: &T::AccountId, line: Line) {
		let token = self.token;
		let cached = self
			.lines
			.get_mut()
			.entry(who.clone())
			.or_insert_with(|| CachedLine::read(line_key::<T>(token, who)));
		cached.line = line;
		cached.dirty = true;
	}
}

/// By exclusive reference, so that the caller keeps what there is to flush when the accounting is done.
impl<T: Config> Store for &mut StorageRegister<T> {
	type Account = T::AccountId;

	fn class(&self) -> &Class<T::AccountId> {
		&self.class.register
	}

	fn class_mut(&mut self) -> &mut Class<T::AccountId> {
		self.dirty = true;
		&mut self.class.register
	}

	fn line(&self, who: &T::AccountId) -> Line {
		self.lines
			.borrow_mut()
			.entry(who.clone())
			.or_insert_with(|| CachedLine::read(line_key::<T>(self.token, who)))
			.line
			.clone()
	}

	fn set_line(&mut self, who: &T::AccountId, line: Line) {
		self.change_line(who, line);
	}

	fn remove_line(&mut self, who: &T::AccountId) {
		self.change_line(who, Line::default());
	}

	fn total(&self, who: &T::AccountId) -> u128 {
		T::Tokens::total_balance(self.token, who)
	}
}
