//! (internal) Results: memory of this library that the caller looks at and gives back.

use std::any::Any;
use std::borrow::Cow;
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
pub(crate) struct Keep {
    parts: Vec<Box<dyn Any + Send>>,
    /// Texts, one after the other. None of these grows: what is pointed to stays where it is.
    texts: Vec<Vec<u8>>,
}

/// The least and the most room that is made for texts at once, in bytes.
const LEAST_ROOM: usize = 512;
const MOST_ROOM: usize = 64 * 1024;

impl Keep {
    /// A text. NUL cannot stand in a C string: it becomes U+FFFD.
    pub(crate) fn text(&mut self, text: &str) -> *const c_char {
        self.bytes(without_nul(text).as_bytes())
    }

    /// Bytes without NUL, as a C string.
    fn bytes(&mut self, bytes: &[u8]) -> *const c_char {
        let room = |texts: &Vec<u8>| texts.capacity() - texts.len();
        if self.texts.last().is_none_or(|texts| room(texts) <= bytes.len()) {
            let twice = self.texts.last().map_or(LEAST_ROOM, |texts| 2 * texts.capacity());
            self.texts.push(Vec::with_capacity(twice.min(MOST_ROOM).max(bytes.len() + 1)));
        }
        let Some(texts) = self.texts.last_mut() else { return ptr::null() };
        let start = texts.len();
        texts.extend_from_slice(bytes);
        texts.push(0);
        texts.as_ptr().wrapping_add(start).cast()
    }

    /// A text that may be absent.
    pub(crate) fn opt_text(&mut self, text: Option<&str>) -> *const c_char {
        text.map_or(ptr::null(), |text| self.text(text))
    }

    /// A path that may be absent: its bytes on Unix, UTF-8 elsewhere.
    pub(crate) fn opt_path(&mut self, path: Option<&Path>) -> *const c_char {
        let Some(path) = path else { return ptr::null() };
        let path = gigahost_system::path_into_bytes(path);
        self.bytes(CString::new(path).unwrap_or_default().as_bytes())
    }

    /// Something that another part of the result points to.
    pub(crate) fn part<T: Send + 'static>(&mut self, part: T) -> *const T {
        let block = Block::new(part);
        let pointer = block.0.cast_const();
        self.parts.push(Box::new(block));
        pointer
    }

    /// Many of one kind, in one block; pointers to each.
    pub(crate) fn parts<T: Send + 'static>(&mut self, parts: Vec<T>) -> Vec<*const T> {
        let block = Block::new(parts);
        // SAFETY: the block was just made.
        let pointers = unsafe { &*block.0 }.iter().map(ptr::from_ref).collect();
        self.parts.push(Box::new(block));
        pointers
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
        self.parts.push(Box::new(block));
        pointer
    }
}

/// Pointers into the result they belong to.
struct Pointers<T>(Vec<*const T>);

// SAFETY: what they point to is never written to, and lives and goes with them.
unsafe impl<T> Send for Pointers<T> {}

pub(crate) fn c_string(text: &str) -> CString {
    CString::new(&*without_nul(text)).unwrap_or_default()
}

fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

/// Hands a result to the caller, who gives it back with `gigahost_free`.
pub(crate) fn give<V: Send + 'static>(view: V, keep: Keep) -> *const V {
    let block = Block::new(view);
    let pointer = block.0.cast_const();
    Process::current().results.keep(pointer.addr(), Box::new((block, keep)));
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
