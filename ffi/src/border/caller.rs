//! (internal) Reading what the caller hands over.

use std::ffi::{CStr, c_char};
use std::path::PathBuf;
use std::time::Duration;

use gigahost::Secret;

use super::fail::Fail;

/// The longest list that is believed: a larger count is a mistake, and reading on would be another.
const LONGEST_LIST: usize = 1 << 24;

/// The caller of one function, who promised that every pointer he gave is what the header says.
pub(crate) struct Caller(());

impl Caller {
    /// # Safety
    /// Every pointer that is given to this value is NULL or what the header says of it, until the
    /// value is gone.
    pub(crate) unsafe fn new() -> Self {
        Self(())
    }

    /// A text that must be there.
    pub(crate) fn text(&self, name: &'static str, text: *const c_char) -> Result<&str, Fail> {
        if text.is_null() {
            return Err(Fail::argument(name, "is NULL"));
        }
        // SAFETY: not NULL, so a NUL-terminated string by the caller's promise.
        let text = unsafe { CStr::from_ptr(text) };
        text.to_str().map_err(|_| Fail::argument(name, "is not UTF-8"))
    }

    /// A text; NULL means that there is none.
    pub(crate) fn opt_text(
        &self,
        name: &'static str,
        text: *const c_char,
    ) -> Result<Option<&str>, Fail> {
        if text.is_null() { Ok(None) } else { self.text(name, text).map(Some) }
    }

    pub(crate) fn secret(&self, name: &'static str, text: *const c_char) -> Result<Secret, Fail> {
        self.text(name, text).map(Secret::from)
    }

    pub(crate) fn opt_secret(
        &self,
        name: &'static str,
        text: *const c_char,
    ) -> Result<Option<Secret>, Fail> {
        Ok(self.opt_text(name, text)?.map(Secret::from))
    }

    /// A path: any bytes on Unix, UTF-8 elsewhere.
    pub(crate) fn path(&self, name: &'static str, path: *const c_char) -> Result<PathBuf, Fail> {
        if path.is_null() {
            return Err(Fail::argument(name, "is NULL"));
        }
        // SAFETY: not NULL, so a NUL-terminated string by the caller's promise.
        let path = unsafe { CStr::from_ptr(path) };
        if path.is_empty() {
            return Err(Fail::argument(name, "is empty"));
        }
        gigahost_system::path_from_bytes(path.to_bytes())
            .ok_or_else(|| Fail::argument(name, "is not UTF-8"))
    }

    /// A list of texts; NULL is fine for none.
    pub(crate) fn texts(
        &self,
        name: &'static str,
        list: *const *const c_char,
        count: usize,
    ) -> Result<Vec<&str>, Fail> {
        if count > LONGEST_LIST {
            return Err(Fail::argument(name, "has an impossible count"));
        }
        if count > 0 && list.is_null() {
            return Err(Fail::argument(name, "is NULL"));
        }
        let at = |at: usize| {
            // SAFETY: the list has `count` pointers by the caller's promise, and `at` is below it.
            let text = unsafe { *list.add(at) };
            self.text(name, text)
        };
        (0..count).map(at).collect()
    }

    /// Bytes; NULL is fine for none.
    pub(crate) fn bytes(
        &self,
        name: &'static str,
        bytes: *const u8,
        length: usize,
    ) -> Result<&'static [u8], Fail> {
        if isize::try_from(length).is_err() {
            return Err(Fail::argument(name, "has an impossible length"));
        }
        if length == 0 {
            return Ok(&[]);
        }
        if bytes.is_null() {
            return Err(Fail::argument(name, "is NULL"));
        }
        // SAFETY: readable for `length` bytes by the caller's promise, for as long as the header says.
        Ok(unsafe { std::slice::from_raw_parts(bytes, length) })
    }

    /// A list of numbers; NULL is fine for none.
    pub(crate) fn numbers(
        &self,
        name: &'static str,
        list: *const u64,
        count: usize,
    ) -> Result<Vec<u64>, Fail> {
        if count > LONGEST_LIST {
            return Err(Fail::argument(name, "has an impossible count"));
        }
        if count > 0 && list.is_null() {
            return Err(Fail::argument(name, "is NULL"));
        }
        // SAFETY: the list has `count` numbers by the caller's promise.
        Ok((0..count).map(|at| unsafe { *list.add(at) }).collect())
    }

    /// What a number of an enumeration stands for.
    pub(crate) fn choice<T: Copy>(
        &self,
        name: &'static str,
        number: i32,
        choices: &[(i32, T)],
    ) -> Result<T, Fail> {
        let found = choices.iter().find(|(known, _)| *known == number);
        let unknown = || Fail::argument(name, "is not a number of its enumeration");
        found.map(|(_, choice)| *choice).ok_or_else(unknown)
    }

    /// Yes or no.
    pub(crate) fn flag(&self, name: &'static str, flag: i32) -> Result<bool, Fail> {
        self.opt_flag(name, flag)?.ok_or_else(|| Fail::argument(name, "must be 0 or 1"))
    }

    /// Yes, no, or -1 for neither.
    pub(crate) fn opt_flag(&self, name: &'static str, flag: i32) -> Result<Option<bool>, Fail> {
        match flag {
            -1 => Ok(None),
            0 => Ok(Some(false)),
            1 => Ok(Some(true)),
            _ => Err(Fail::argument(name, "must be 0, 1, or -1 for not given")),
        }
    }

    /// A number of another width.
    pub(crate) fn number<N: TryFrom<i64>>(&self, name: &'static str, n: i64) -> Result<N, Fail> {
        N::try_from(n).map_err(|_| Fail::argument(name, "is out of range"))
    }

    /// A number of another width; -1 means that there is none.
    pub(crate) fn opt_number<N: TryFrom<i64>>(
        &self,
        name: &'static str,
        number: i64,
    ) -> Result<Option<N>, Fail> {
        if number == -1 { Ok(None) } else { self.number(name, number).map(Some) }
    }

    pub(crate) fn milliseconds(&self, name: &'static str, n: i64) -> Result<Duration, Fail> {
        self.number(name, n).map(Duration::from_millis)
    }

    /// Refuses an output that cannot be written to.
    pub(crate) fn output<T>(&self, name: &'static str, out: *mut T) -> Result<(), Fail> {
        if out.is_null() { Err(Fail::argument(name, "is NULL")) } else { Ok(()) }
    }

    /// Writes an output, if the caller wants it.
    pub(crate) fn give<T>(&self, out: *mut T, value: T) {
        if !out.is_null() {
            // SAFETY: not NULL, so it may be written to by the caller's promise.
            unsafe { out.write(value) };
        }
    }
}
