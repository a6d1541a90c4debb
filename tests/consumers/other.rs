//! Another Rust library in the same program: it brings a standard library of its own.

use std::ffi::c_int;

/// Panics in a thread and catches it; nonzero if it was caught as its own.
#[unsafe(no_mangle)]
pub extern "C" fn other_rust() -> c_int {
    std::panic::set_hook(Box::new(|_| {}));
    let caught = std::thread::spawn(|| std::panic::catch_unwind(|| std::panic::panic_any(7_u8)))
        .join()
        .is_ok_and(|ended| ended.is_err_and(|with| with.downcast_ref() == Some(&7_u8)));
    drop(std::panic::take_hook());
    c_int::from(caught)
}
