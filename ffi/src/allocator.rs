//! Memory is cleared when it is given back, so that no secret survives in a freed block: neither in
//! ours nor in those of the libraries underneath.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;

struct Clearing;

#[global_allocator]
static ALLOCATOR: Clearing = Clearing;

// SAFETY: everything is the system allocator's; memory is written to before it is given back only.
// `realloc` is the trait's own: a new block, a copy, and `dealloc` for the old one.
unsafe impl GlobalAlloc for Clearing {
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
