//! Memory of the Wasm runtime: an arena of its own, and the node's memory beside it.
//!
//! The SDK's allocator asks the node for every allocation and every release. That is a call out of the runtime each time
//! and took a fifth of the time of a block. Here `talc` manages an arena inside the runtime, as the SDK itself is to do one
//! day (Polkadot RFC 145). Answers of the node still come in memory that the node has allocated; they are told apart by
//! where they lie. Every node does the same, so nothing depends on the machine.

use core::alloc::{GlobalAlloc, Layout};

/// Memory that knows its own.
///
/// # Safety
///
/// `owns` is true of what [`GlobalAlloc::alloc`] returned and false of everything else that is allocated.
unsafe trait Region: GlobalAlloc {
	/// Whether a pointer lies in it.
	fn owns(&self, pointer: *mut u8) -> bool;
}

/// Allocates in the arena while there is room, then outside; what others allocated is released outside.
struct ArenaThen<Arena, Outside> {
	arena: Arena,
	outside: Outside,
}

// SAFETY: what the arena owns comes from it and returns to it; all else belongs to the outside.
unsafe impl<Arena: Region, Outside: GlobalAlloc> GlobalAlloc for ArenaThen<Arena, Outside> {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		let pointer = self.arena.alloc(layout);
		if pointer.is_null() {
			self.outside.alloc(layout)
		} else {
			pointer
		}
	}

	unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
		if self.arena.owns(pointer) {
			self.arena.dealloc(pointer, layout);
		} else {
			self.outside.dealloc(pointer, layout);
		}
	}

	unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
		if self.arena.owns(pointer) {
			let moved = self.arena.realloc(pointer, layout, size);
			if !moved.is_null() {
				return moved;
			}
		}
		let Ok(larger) = Layout::from_size_align(size, layout.align()) else {
			return core::ptr::null_mut();
		};
		let moved = self.alloc(larger);
		if !moved.is_null() {
			moved.copy_from_nonoverlapping(pointer, layout.size().min(size));
			self.dealloc(pointer, layout);
		}
		moved
	}
}

#[cfg(target_arch = "wasm32")]
mod wasm {
	//! The two memories of a runtime in a node.

	use super::{ArenaThen, GlobalAlloc, Layout, Region};
	use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
	use talc::{
		base::{binning::Binning, Talc},
		cell::TalcSyncCell,
		source::Source,
		wasm::WasmBinning,
	};

	/// Size of the arena: several times what a full block takes. It is part of the 128 MiB that a node gives a runtime, and
	/// memory that is not touched costs nothing. No part of the Wasm file, which a static array would be.
	const ARENA: u32 = 16 << 20;

	/// What the node's allocator aligns to.
	const NODE_ALIGNMENT: usize = 8;

	#[global_allocator]
	static ALLOCATOR: ArenaThen<Arena, Node> = ArenaThen { arena: Arena::new(), outside: Node };

	/// An arena which is got from the node with the first allocation.
	struct Arena(TalcSyncCell<FromNode, WasmBinning>);

	/// Where the arena begins; 0 until there is one.
	static BASE: AtomicUsize = AtomicUsize::new(0);

	#[derive(Debug)]
	struct FromNode;

	// SAFETY: nothing of it uses the global allocator.
	unsafe impl Source for FromNode {
		fn acquire<B: Binning>(talc: &mut Talc<Self, B>, _: Layout) -> Result<(), ()> {
			if BASE.load(Relaxed) != 0 {
				return Err(());
			}
			let base = sp_io::allocator::malloc(ARENA);
			let size = usize::try_from(ARENA).map_err(|_| ())?;
			// SAFETY: the node gives this memory to nobody else.
			unsafe { talc.claim(base, size) }.ok_or(())?;
			BASE.store(base.addr(), Relaxed);
			Ok(())
		}
	}

	impl Arena {
		const fn new() -> Self {
			Self(TalcSyncCell::new_wasm(FromNode))
		}
	}

	// SAFETY: talc's, which has one region, from `BASE` on.
	unsafe impl GlobalAlloc for Arena {
		unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
			self.0.alloc(layout)
		}
		unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
			self.0.dealloc(pointer, layout);
		}
		unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
			self.0.realloc(pointer, layout, size)
		}
	}

	// SAFETY: as above; the node allocates nothing inside what it has given away.
	unsafe impl Region for Arena {
		fn owns(&self, pointer: *mut u8) -> bool {
			let base = BASE.load(Relaxed);
			let offset = pointer.addr().checked_sub(base).and_then(|by| u32::try_from(by).ok());
			base != 0 && offset.is_some_and(|offset| offset < ARENA)
		}
	}

	/// The node's allocator, with the SDK's way to align beyond what it does: how far a pointer was moved stands in the two
	/// bytes before it, which are zero in what the node itself has allocated.
	struct Node;

	type Offset = u16;

	// SAFETY: as the SDK's own allocator, `sp-io` 49, `global_alloc.rs`.
	unsafe impl GlobalAlloc for Node {
		unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
			let excess = layout.align().saturating_sub(NODE_ALIGNMENT); // 0 where the node aligns enough
			let size = layout.size().checked_add(excess).and_then(|size| u32::try_from(size).ok());
			let Some(size) = size else { return core::ptr::null_mut() };
			let pointer = sp_io::allocator::malloc(size);
			let offset = pointer.align_offset(layout.align());
			let Ok(stored) = Offset::try_from(offset) else { return core::ptr::null_mut() };
			if pointer.is_null() {
				return pointer;
			}
			let aligned = pointer.add(offset);
			aligned.sub(size_of::<Offset>()).cast::<Offset>().write_unaligned(stored);
			aligned
		}

		unsafe fn dealloc(&self, pointer: *mut u8, _: Layout) {
			let offset = pointer.sub(size_of::<Offset>()).cast::<Offset>().read_unaligned();
			sp_io::allocator::free(pointer.sub(usize::from(offset)));
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use rand::{rngs::StdRng, Rng, SeedableRng};
	use std::{alloc::System, cell::Cell, ops::Range};
	use talc::{source::Claim, TalcCell};

	struct Small {
		talc: TalcCell<Claim>,
		range: Range<usize>,
	}

	// SAFETY: talc's.
	unsafe impl GlobalAlloc for Small {
		unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
			self.talc.alloc(layout)
		}
		unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
			self.talc.dealloc(pointer, layout);
		}
		unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
			self.talc.realloc(pointer, layout, size)
		}
	}

	// SAFETY: the range is the memory of the array.
	unsafe impl Region for Small {
		fn owns(&self, pointer: *mut u8) -> bool {
			self.range.contains(&pointer.addr())
		}
	}

	/// The system's memory, which counts what is out.
	#[derive(Default)]
	struct Counting(Cell<i64>);

	// SAFETY: the system's.
	unsafe impl GlobalAlloc for Counting {
		unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
			self.0.set(self.0.get() + 1);
			System.alloc(layout)
		}
		unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
			self.0.set(self.0.get() - 1);
			System.dealloc(pointer, layout);
		}
	}

	/// A piece that is in use, filled with one byte.
	struct Piece {
		pointer: *mut u8,
		layout: Layout,
		filled: u8,
	}

	impl Piece {
		fn fill(&mut self, with: u8) {
			self.filled = with;
			// SAFETY: it is that long.
			unsafe { self.pointer.write_bytes(with, self.layout.size()) };
		}

		fn check(&self, length: usize) {
			// SAFETY: it is that long.
			let bytes = unsafe { std::slice::from_raw_parts(self.pointer, length) };
			assert!(bytes.iter().all(|byte| *byte == self.filled));
			assert_eq!(self.pointer.addr() % self.layout.align(), 0);
		}
	}

	#[test]
	fn what_is_allocated_keeps_its_content_in_the_arena_and_outside() {
		let mut memory = vec![0u8; 16 << 10].into_boxed_slice();
		let range = memory.as_ptr_range();
		let allocator = ArenaThen {
			arena: Small {
				// SAFETY: the memory outlives the allocator.
				talc: TalcCell::new(unsafe { Claim::new(memory.as_mut_ptr(), memory.len()) }),
				range: range.start.addr()..range.end.addr(),
			},
			outside: Counting::default(),
		};
		let mut rng = StdRng::seed_from_u64(1);
		let mut pieces = Vec::<Piece>::new();
		let (mut inside, mut outside, mut moved_out) = (0, 0, 0);
		for round in 0..100_000u32 {
			// By turns the arena overflows and empties.
			let room = if round / 5_000 % 2 == 0 { 300 } else { 10 };
			let chosen = rng.gen_range(0..pieces.len().max(1));
			match rng.gen_range(0..3) {
				0 if pieces.len() < room => {
					let most = if rng.gen_ratio(1, 50) { 20_000 } else { 600 };
					let size = rng.gen_range(1..most);
					let layout = Layout::from_size_align(size, 1 << rng.gen_range(0..6)).unwrap();
					// SAFETY: the size is not zero.
					let pointer = unsafe { allocator.alloc(layout) };
					assert!(!pointer.is_null());
					if allocator.arena.owns(pointer) {
						inside += 1
					} else {
						outside += 1
					}
					pieces.push(Piece { pointer, layout, filled: 0 });
					pieces.last_mut().unwrap().fill(round as u8);
				}
				1 if chosen < pieces.len() => {
					let piece = &mut pieces[chosen];
					let (old, size) = (piece.layout, rng.gen_range(1..2_000));
					let was_inside = allocator.arena.owns(piece.pointer);
					// SAFETY: it comes from this allocator with this layout.
					piece.pointer = unsafe { allocator.realloc(piece.pointer, old, size) };
					piece.layout = Layout::from_size_align(size, old.align()).unwrap();
					if was_inside && !allocator.arena.owns(piece.pointer) {
						moved_out += 1;
					}
					piece.check(size.min(old.size()));
					piece.fill(round as u8);
				}
				_ if chosen < pieces.len() => {
					let piece = pieces.swap_remove(chosen);
					piece.check(piece.layout.size());
					// SAFETY: as above.
					unsafe { allocator.dealloc(piece.pointer, piece.layout) };
				}
				_ => {}
			}
		}
		for piece in pieces {
			piece.check(piece.layout.size());
			// SAFETY: as above.
			unsafe { allocator.dealloc(piece.pointer, piece.layout) };
		}
		assert_eq!(allocator.outside.0.get(), 0, "all that was got outside is returned there");
		assert!(
			inside > 10_000 && outside > 1_000 && moved_out > 1_000,
			"{inside} {outside} {moved_out}"
		);
	}
}
