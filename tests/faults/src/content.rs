//! Contents of files, and what they hash to.

use md5::{Digest as _, Md5};

/// Bytes without a pattern that a block size could hide.
pub fn content(length: usize) -> Vec<u8> {
    let block: Vec<u8> = (0..251_u16).map(|n| u8::try_from(n * 7 % 251).unwrap_or(0)).collect();
    let mut bytes = block.repeat(length / block.len() + 1);
    bytes.truncate(length);
    bytes
}

/// The MD5 of bytes as 32 lower-case hexadecimal digits.
pub fn md5(bytes: &[u8]) -> String {
    hex(&Md5::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
