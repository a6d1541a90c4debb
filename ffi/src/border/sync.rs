//! (internal) What the table of handles is synchronised with. The test that goes through all orders of
//! its threads brings its own.

use std::cell::UnsafeCell;

pub(crate) use std::sync::Mutex;
pub(crate) use std::sync::atomic::{AtomicPtr, AtomicU64};

/// The slots of the first chunk of a table.
pub(crate) const FIRST: usize = 64;

/// What only those touch who have proven that they may.
pub(crate) struct Cell<T>(UnsafeCell<T>);

impl<T> Cell<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        f(self.0.get())
    }

    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }
}
