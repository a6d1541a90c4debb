//! An exception that was raised while the core was at work: in a callback, a source, a target, or
//! by a signal. It waits here until the call is over, and then comes back as it was.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;

/// The first exception of a call. Clones are the same place.
#[derive(Clone, Default)]
pub(crate) struct Caught(Arc<Mutex<Option<PyErr>>>);

impl Caught {
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
