//! An exception that was raised while the core was at work: in a callback, a source, a target, or
//! by a signal. It waits here until the call is over, and then comes back as it was.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use gigahost::Error;
use pyo3::prelude::*;

/// The first exception of a call. Clones are the same place.
#[derive(Clone, Default)]
pub(crate) struct Caught(Arc<Mutex<Option<PyErr>>>);

thread_local! {
    static RUNNING: RefCell<Vec<Caught>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a call's place known on this thread until dropped.
pub(crate) struct Running;

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.with(|running| running.borrow_mut().pop());
    }
}

impl Caught {
    /// Makes this the place of the call that runs on this thread now.
    pub(crate) fn enter(&self) -> Running {
        RUNNING.with(|running| running.borrow_mut().push(self.clone()));
        Running
    }

    /// The place of the call that runs on this thread, for code that belongs to a session and not to
    /// one call.
    pub(crate) fn of_this_thread() -> Self {
        RUNNING.with(|running| running.borrow().last().cloned()).unwrap_or_default()
    }

    /// Keeps an exception. The first one is the cause of all that follow.
    pub(crate) fn keep(&self, exception: PyErr) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(exception);
    }

    /// Keeps it, and gives the core an error to end the call with.
    pub(crate) fn keep_as_io(&self, exception: PyErr) -> std::io::Error {
        self.keep(exception);
        std::io::Error::other("the caller's code raised an exception")
    }

    pub(crate) fn take(&self) -> Option<PyErr> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What became of the work: its result, or the text of a panic.
pub(crate) type Outcome<T> = Result<Result<T, Error>, String>;
