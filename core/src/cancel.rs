//! Cancelling a call from anywhere: another thread, a signal handler's flag, a window's button.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cancels the calls it was given to. Cheap to clone; all clones are the same token.
///
/// Attach it with [`Session::with_cancel`](crate::Session::with_cancel). A call in progress ends
/// within 100 ms with [`Status::Cancelled`](crate::Status::Cancelled), in whatever phase it is. A
/// cancelled token stays cancelled; take a new one for the next call.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A token that is not cancelled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels. Safe to call from any thread, any number of times.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
