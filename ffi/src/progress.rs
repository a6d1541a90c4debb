//! Progress

use std::ffi::{c_char, c_void};

use gigahost::{Control, Progress, Stage};

use crate::entry::bytes;
use crate::error::milliseconds;

/// The stage of a transfer.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_stage {
    /// Logging in, obtaining a URL, opening files.
    GIGAHOST_STAGE_PREPARING = 1,
    /// Reading the source to compute its MD5.
    GIGAHOST_STAGE_HASHING = 2,
    /// Sending the bytes.
    GIGAHOST_STAGE_SENDING = 3,
    /// Receiving the bytes.
    GIGAHOST_STAGE_RECEIVING = 4,
    /// Everything is sent; the host is processing it.
    GIGAHOST_STAGE_PROCESSING = 5,
    /// Comparing size and MD5, checking what the host has.
    GIGAHOST_STAGE_VERIFYING = 6,
    /// Acknowledged and verified: the last event of a transfer that succeeded.
    GIGAHOST_STAGE_DONE = 7,
}

/// The progress of a transfer. Valid until the callback returns that was given it, or as long as the
/// result that it is a part of.
#[repr(C)]
pub struct gigahost_progress {
    /// A gigahost_stage.
    pub stage: i32,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The name of the stage, such as "sending". Static.
    pub stage_name: *const c_char,
    /// Bytes done in this stage. May decrease when something is sent again; `attempt` then
    /// increases. Signed, like `total`, with which it is compared.
    pub done: i64,
    /// Total bytes, or -1 while unknown.
    pub total: i64,
    /// Bytes per second, averaged over the last few seconds, or -1 while there is too little data.
    pub rate: f64,
    /// Estimated milliseconds left in this stage, or -1 while unknown.
    pub time_left: i64,
    /// Milliseconds since the transfer began.
    pub elapsed: i64,
}

/// Reports the progress of a transfer. Called on the thread that made the call, at most ten times a
/// second, and at least once a second even when nothing moves. Return 0 to continue, anything else
/// to end the transfer with GIGAHOST_E_CANCELLED.
///
/// Must not throw, must not longjmp() or pthread_exit(), and must not use the
/// same session (GIGAHOST_E_BUSY); gigahost_cancel_request() is allowed.
pub type gigahost_progress_fn =
    Option<unsafe extern "C" fn(progress: *const gigahost_progress, user: *mut c_void) -> i32>;

/// A callback and what it was given to be called with.
#[derive(Clone, Copy)]
pub(crate) struct Report {
    callback: unsafe extern "C" fn(*const gigahost_progress, *mut c_void) -> i32,
    user: *mut c_void,
}

// SAFETY: it is called on the thread of the caller, who gave the pointer for that.
unsafe impl Send for Report {}

// SAFETY: it points to static memory.
unsafe impl Send for gigahost_progress {}

impl Report {
    pub(crate) fn new(callback: gigahost_progress_fn, user: *mut c_void) -> Option<Self> {
        callback.map(|callback| Self { callback, user })
    }

    pub(crate) fn tell(self, progress: &Progress) -> Control {
        let view = view(progress);
        // SAFETY: the callback is the caller's, and gets what the header promises.
        match unsafe { (self.callback)(&raw const view, self.user) } {
            0 => Control::Continue,
            _ => Control::Stop,
        }
    }
}

pub(crate) fn view(progress: &Progress) -> gigahost_progress {
    let (stage, name) = match progress.stage {
        Stage::Hashing => (gigahost_stage::GIGAHOST_STAGE_HASHING, c"hashing"),
        Stage::Sending => (gigahost_stage::GIGAHOST_STAGE_SENDING, c"sending"),
        Stage::Receiving => (gigahost_stage::GIGAHOST_STAGE_RECEIVING, c"receiving"),
        Stage::Processing => (gigahost_stage::GIGAHOST_STAGE_PROCESSING, c"processing"),
        Stage::Verifying => (gigahost_stage::GIGAHOST_STAGE_VERIFYING, c"verifying"),
        Stage::Done => (gigahost_stage::GIGAHOST_STAGE_DONE, c"done"),
        _ => (gigahost_stage::GIGAHOST_STAGE_PREPARING, c"preparing"),
    };
    gigahost_progress {
        stage: stage as i32,
        attempt: progress.attempt,
        stage_name: name.as_ptr(),
        done: i64::try_from(progress.done).unwrap_or(i64::MAX),
        total: bytes(progress.total),
        rate: progress.rate.unwrap_or(-1.0),
        time_left: progress.eta.map_or(-1, milliseconds),
        elapsed: milliseconds(progress.elapsed),
    }
}
