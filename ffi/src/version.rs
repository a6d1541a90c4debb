//! Version

use std::ffi::c_char;

use crate::border::plain;

/// GIGAHOST_ABI of the header, and the number in the name of the shared library.
const ABI: u32 = 0;

const TEXT: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

/// The version of the library that is running, such as "0.1.0". Never NULL;
/// static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_version() -> *const c_char {
    // SAFETY: no pointer comes in.
    unsafe { plain(TEXT.as_ptr().cast(), |_| TEXT.as_ptr().cast()) }
}

/// The version of the library that is running as 0xXXYYZZ. Compare it with
/// GIGAHOST_VERSION_NUMBER, the version of this header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_version_number() -> u32 {
    let part = |text: &str| text.parse::<u32>().unwrap_or(0) & 0xff;
    let number = |_: &_| {
        (part(env!("CARGO_PKG_VERSION_MAJOR")) << 16)
            | (part(env!("CARGO_PKG_VERSION_MINOR")) << 8)
            | part(env!("CARGO_PKG_VERSION_PATCH"))
    };
    // SAFETY: no pointer comes in.
    unsafe { plain(0, number) }
}

/// The version of the binary interface, as in the name of the shared library. It increases when
/// programs have to be recompiled; as long as it stays the same there are only additions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_abi() -> u32 {
    // SAFETY: no pointer comes in.
    unsafe { plain(ABI, |_| ABI) }
}
