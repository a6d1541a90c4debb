//! Memory that is given back is cleared first, so that no secret survives in a freed heap: not the
//! text itself, not what a growing buffer leaves behind.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{Ordering, compiler_fence};

/// The system's allocator, with zeros over what it gets back.
struct ZeroOnFree;

#[global_allocator]
static ALLOCATOR: ZeroOnFree = ZeroOnFree;

// `realloc` is the trait's own: it takes a new block, copies, and gives the old one back here.
//
// SAFETY: every block comes from `System` and goes back to it with the layout it was made with.
unsafe impl GlobalAlloc for ZeroOnFree {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are those that `System` wants.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block has this layout and is still the caller's alone.
        unsafe { block.write_bytes(0, layout.size()) };
        // Without these the compiler may leave out what nobody reads again.
        compiler_fence(Ordering::SeqCst);
        let block = black_box(block);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}
