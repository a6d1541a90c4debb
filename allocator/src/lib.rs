//! The allocator of what is shipped to other languages. Memory is cleared when it is given back, so
//! that no secret survives in a freed block: not the text itself, not what a growing buffer leaves
//! behind, neither in our code nor in that of the libraries underneath.
#![deny(clippy::undocumented_unsafe_blocks)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;

/// The system's allocator, with zeros over what it gets back.
///
/// A program has one allocator, so each shared library that wants this one says so itself:
/// `#[global_allocator] static ALLOCATOR: ClearOnFree = ClearOnFree;`.
#[derive(Debug)]
pub struct ClearOnFree;

// `realloc` is the trait's own: it takes a new block, copies, and gives the old one back here.
//
// SAFETY: every block comes from `System` and goes back to it with the layout it was made with.
unsafe impl GlobalAlloc for ClearOnFree {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is the caller's, has this length, and nobody reads it any more.
        unsafe { block.write_bytes(0, layout.size()) };
        // Without this the compiler may leave the writing out: it knows what freeing means.
        let block = black_box(block);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(block, layout) }
    }
}
