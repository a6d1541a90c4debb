//! Cancelling
//!
//! A cancel token is attached to a session handle with gigahost_session_with_cancel(). A transfer
//! can also be cancelled by the return value of its progress callback.

use gigahost::CancelToken;

use crate::border::{Caller, Fail, Handle, guard, handle};
use crate::error::{gigahost_error, release};
use crate::status::gigahost_status;

/// Cancels the calls that it is attached to, from any thread.
///
/// A handle: made by gigahost_cancel_new(), released with gigahost_cancel_free(). Once cancelled it
/// stays cancelled; create a new one for the next call.
pub struct gigahost_cancel {
    _private: [u8; 0],
}

impl Handle for gigahost_cancel {
    type Object = CancelToken;
    const NAME: &'static str = "cancel";
}

impl Caller {
    pub(crate) fn cancel(&self, cancel: *const gigahost_cancel) -> Result<CancelToken, Fail> {
        self.object(cancel, CancelToken::clone)
    }
}

/// Creates a token that is not cancelled. Attach it with gigahost_session_with_cancel().
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_cancel_new(
    out: *mut *mut gigahost_cancel,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |_| Ok(CancelToken::new())) }
}

/// Cancels: calls in progress end within 100 ms with GIGAHOST_E_CANCELLED, whatever phase they are
/// in. May be called at any time from any thread, from inside a callback, and from a signal handler
/// as long as the handle is not freed meanwhile; then pass NULL for `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_cancel_request(
    cancel: *const gigahost_cancel,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.object(cancel, CancelToken::cancel)) }
}

/// Releases a token. Sessions that it is attached to keep their own reference to it. NULL is a
/// no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_cancel_free(cancel: *mut gigahost_cancel) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(cancel)) }
}
