//! Invented identifiers, the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const MIXED: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &[u8] = b"0123456789abcdef";
const MIXED_HEX: &[u8] = b"0123456789abcdefABCDEF";

/// A source of distinct texts of a wanted form.
#[derive(Debug, Default)]
pub(crate) struct Ids(AtomicU64);

impl Ids {
    fn next(&self) -> u64 {
        // splitmix64: every state gives another value, so 16 characters cannot repeat soon.
        let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn text(&self, alphabet: &[u8], length: usize) -> String {
        let index = |value: u64| usize::try_from(value % alphabet.len() as u64).unwrap_or(0);
        (0..length).map(|_| char::from(alphabet[index(self.next())])).collect()
    }

    /// `a-z0-9`.
    pub(crate) fn lower(&self, length: usize) -> String {
        self.text(LOWER, length)
    }

    /// `A-Za-z0-9`.
    pub(crate) fn mixed(&self, length: usize) -> String {
        self.text(MIXED, length)
    }

    /// Lower-case hex.
    pub(crate) fn hex(&self, length: usize) -> String {
        self.text(HEX, length)
    }

    /// Hex digits of mixed case.
    pub(crate) fn mixed_hex(&self, length: usize) -> String {
        self.text(MIXED_HEX, length)
    }
}
