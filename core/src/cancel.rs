//! Cancelling a call from anywhere: another thread, a flag set by a signal handler, a button in a
//! window.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cancels the calls that it is attached to. Cheap to clone; all clones are the same token.
///
/// Attach it with [`Session::with_cancel`](crate::Session::with_cancel). A call in progress ends
/// within 100 ms with [`Status::Cancelled`](crate::Status::Cancelled), whatever phase it is in.
/// Once cancelled it stays cancelled; create a new one for the next call.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<Flag>);

#[derive(Debug, Default)]
struct Flag {
    cancelled: AtomicBool,
    parent: Option<CancelToken>,
}

impl CancelToken {
    /// A new token, not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// A child token, which is also cancelled when this one is.
    #[must_use]
    pub fn child(&self) -> Self {
        Self(Arc::new(Flag { cancelled: AtomicBool::new(false), parent: Some(self.clone()) }))
    }

    /// Cancels. Safe to call from any thread, any number of times.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Release);
    }

    /// Whether [`cancel`](Self::cancel) was called on this token or on its parent.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Acquire)
            || self.0.parent.as_ref().is_some_and(Self::is_cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::CancelToken;

    #[test]
    fn a_child_is_cancelled_with_its_parent_and_not_the_reverse() {
        let parent = CancelToken::new();
        let (one, other) = (parent.child(), parent.child());
        one.cancel();
        assert!(one.is_cancelled() && !other.is_cancelled() && !parent.is_cancelled());
        parent.cancel();
        assert!(other.is_cancelled() && other.child().is_cancelled());
    }
}
