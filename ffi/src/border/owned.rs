//! (internal) Results: memory of this library that the caller looks at and gives back.

use std::any::Any;
use std::ffi::{CString, c_char};
use std::path::Path;
use std::ptr;

use super::fail::Fail;
use super::process::Process;

/// A block that stays where it is while whoever owns it moves.
struct Block<T>(*mut T);

// SAFETY: the block is owned alone and never written to after it was made.
unsafe impl<T: Send> Send for Block<T> {}

impl<T> Block<T> {
    fn new(value: T) -> Self {
        Self(Box::into_raw(Box::new(value)))
    }
}

impl<T> Drop for Block<T> {
    fn drop(&mut self) {
        // SAFETY: made by `Box::into_raw`, and dropped once.
        drop(unsafe { Box::from_raw(self.0) });
    }
}

/// What a result points to, besides itself.
#[derive(Default)]
pub(crate) struct Keep(Vec<Box<dyn Any + Send>>);

impl Keep {
    /// A text. NUL cannot stand in a C string: it becomes U+FFFD.
    pub(crate) fn text(&mut self, text: &str) -> *const c_char {
        self.c_string(c_string(text))
    }

    fn c_string(&mut self, text: CString) -> *const c_char {
        let text = Block::new(text);
        // SAFETY: the block was just made.
        let pointer = unsafe { (*text.0).as_ptr() };
        self.0.push(Box::new(text));
        pointer
    }

    /// A text that may be absent.
    pub(crate) fn opt_text(&mut self, text: Option<&str>) -> *const c_char {
        text.map_or(ptr::null(), |text| self.text(text))
    }

    /// A path that may be absent: its bytes on Unix, UTF-8 elsewhere.
    pub(crate) fn opt_path(&mut self, path: Option<&Path>) -> *const c_char {
        let Some(path) = path else { return ptr::null() };
        let path = gigahost_system::path_into_bytes(path);
        self.c_string(CString::new(path).unwrap_or_default())
    }

    /// Something that another part of the result points to.
    pub(crate) fn part<T: Send + 'static>(&mut self, part: T) -> *const T {
        let block = Block::new(part);
        let pointer = block.0.cast_const();
        self.0.push(Box::new(block));
        pointer
    }

    /// An array of pointers.
    pub(crate) fn list<T: 'static>(&mut self, list: Vec<*const T>) -> *const *const T {
        if list.is_empty() {
            return ptr::null();
        }
        let block = Block::new(Pointers(list));
        // SAFETY: the block was just made.
        let list = unsafe { &(*block.0).0 };
        let pointer = list.as_ptr();
        self.0.push(Box::new(block));
        pointer
    }
}

/// Pointers into the result they belong to.
struct Pointers<T>(Vec<*const T>);

// SAFETY: what they point to is never written to, and lives and goes with them.
unsafe impl<T> Send for Pointers<T> {}

pub(crate) fn c_string(text: &str) -> CString {
    CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default()
}

/// Hands a result to the caller, who gives it back with `gigahost_free`.
pub(crate) fn give<V: Send + 'static>(view: V, keep: Keep) -> *const V {
    let block = Block::new(view);
    let pointer = block.0.cast_const();
    Process::current().results.keep(pointer.addr(), Box::new((block, keep.0)));
    pointer
}

/// Takes a result back; 0 is fine.
pub(crate) fn take_back(address: usize) -> Result<(), Fail> {
    let process = Process::current();
    if address == 0 || process.results.let_go(address) {
        return Ok(());
    }
    let mut before = process.parent;
    while let Some(parent) = before {
        if parent.results.may_have(address) {
            return Err(Fail::forked());
        }
        before = parent.parent;
    }
    Err(Fail::handle("was given back already, or never was a result"))
}
