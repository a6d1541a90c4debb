//! Errors and results

use std::ffi::{c_char, c_void};
use std::time::Duration;

use gigahost::{Error, Outcome};

use crate::border::{Caller, Fail, Keep, Told, give, guard, plant, take_back};
use crate::host::number_of;
use crate::status::gigahost_status;

/// What a failed call changed at the host.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_outcome {
    /// The host's state is as before the call.
    GIGAHOST_NOT_APPLIED = 0,
    /// The call took effect, and something failed afterwards.
    GIGAHOST_APPLIED = 1,
    /// Unknown whether the call took effect: check before repeating it.
    GIGAHOST_OUTCOME_UNKNOWN = 2,
}

/// Why a call failed. It never contains a secret: passwords, tokens and URLs that carry credentials
/// are left out or replaced by "***".
///
/// A result, released with gigahost_free(). Every function that can fail takes the address of a
/// pointer to one as its last argument; pass NULL if you do not need it. It is set to NULL first,
/// and then to an error if the status is not GIGAHOST_OK.
#[repr(C)]
pub struct gigahost_error {
    /// The status that the call returned.
    pub status: gigahost_status,
    /// Its name, such as "NOT_FOUND". Never NULL.
    pub status_name: *const c_char,
    /// One or two sentences for humans. Never NULL.
    pub message: *const c_char,
    /// What the caller can do next, or NULL.
    pub hint: *const c_char,
    /// The gigahost_host that was called, or 0.
    pub host: i32,
    /// The operation that failed, such as "upload", or NULL.
    pub operation: *const c_char,
    /// The parameter that is wrong, with GIGAHOST_E_ARGUMENT, or NULL.
    pub parameter: *const c_char,
    /// The HTTP status code of the response, or 0 if there was none.
    pub http_status: i32,
    /// The host's own code, or NULL.
    pub host_code: *const c_char,
    /// The host's own text, at most 4 KiB, or NULL.
    pub host_text: *const c_char,
    /// How long the host asks to wait, in milliseconds, or -1.
    pub retry_after: i64,
    /// How many times the request was sent.
    pub attempts: u32,
    /// Why the library did not retry the call, or NULL.
    pub not_repeated: *const c_char,
    /// Bytes sent in the last attempt, including headers.
    pub bytes_sent: u64,
    /// Bytes received in the last attempt, including headers.
    pub bytes_received: u64,
    /// A gigahost_outcome.
    pub outcome: i32,
    /// The clock that ran out, with GIGAHOST_E_TIMEOUT, or NULL: "connect",
    /// "answer", "idle", "answer-after-body" or "call".
    pub clock: *const c_char,
    /// The number of the system's error (errno), or 0.
    pub os_error: i32,
    /// The file on this machine that the error is about, as a path of this system (any bytes on Unix, UTF-8 on Windows), or
    /// NULL: with GIGAHOST_E_IO, GIGAHOST_E_EXISTS and GIGAHOST_E_SOURCE_CHANGED. The message begins with
    /// it.
    pub path: *const c_char,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_error {}

/// Releases a result: an error, a document, or anything else that the library returned as a pointer
/// to const, together with everything it points to. NULL is a no-op. A pointer that was released
/// already, that points into a result, or that never was a result is left alone and gives
/// GIGAHOST_E_HANDLE. In a child created by fork() the results of the parent can be read, but not
/// released.
///
/// Results are plain memory: nothing protects against reading one after it was released, and a
/// later one may have the same address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_free(result: *const c_void) -> gigahost_status {
    // SAFETY: the address is looked up, not followed.
    unsafe { release(|_| take_back(result.addr())) }
}

impl Told for gigahost_error {
    type Status = gigahost_status;

    const DONE: gigahost_status = gigahost_status::GIGAHOST_OK;

    fn status(fail: &Fail) -> gigahost_status {
        fail.status().into()
    }

    fn give(fail: &Fail) -> *const Self {
        let mut keep = Keep::default();
        let view = view(&mut keep, fail);
        give(view, keep)
    }
}

/// An error that another result points to.
pub(crate) fn part(keep: &mut Keep, error: &Error) -> *const gigahost_error {
    let view = view(keep, &Fail::Core(error.clone()));
    keep.part(view)
}

fn view(keep: &mut Keep, fail: &Fail) -> gigahost_error {
    let status = gigahost_error::status(fail);
    let mut view = gigahost_error {
        status,
        // SAFETY: no pointer goes in, and a static text comes out.
        status_name: unsafe { crate::status::gigahost_status_name(status as i32) },
        message: std::ptr::null(),
        hint: std::ptr::null(),
        host: 0,
        operation: std::ptr::null(),
        parameter: std::ptr::null(),
        http_status: 0,
        host_code: std::ptr::null(),
        host_text: std::ptr::null(),
        retry_after: -1,
        attempts: 0,
        not_repeated: std::ptr::null(),
        bytes_sent: 0,
        bytes_received: 0,
        outcome: gigahost_outcome::GIGAHOST_NOT_APPLIED as i32,
        clock: std::ptr::null(),
        os_error: 0,
        path: std::ptr::null(),
    };
    match fail {
        Fail::Core(error) => describe(&mut view, keep, error),
        Fail::Own { message, parameter, hint, .. } => {
            view.message = keep.text(message);
            view.parameter = keep.opt_text(*parameter);
            view.hint = keep.opt_text(*hint);
        }
    }
    view
}

/// Runs the body of a function that ends the life of a handle or a result.
///
/// # Safety
/// Every pointer that `f` hands to its [`Caller`] is what the header says.
pub(crate) unsafe fn release<F: FnOnce(&Caller) -> Result<(), Fail>>(f: F) -> gigahost_status {
    // SAFETY: the caller's promise; NULL takes no error.
    unsafe {
        guard(std::ptr::null_mut::<*const gigahost_error>(), |from| {
            plant::<F>();
            f(from)
        })
    }
}

fn describe(view: &mut gigahost_error, keep: &mut Keep, error: &Error) {
    view.message = keep.text(error.message());
    view.hint = keep.opt_text(error.hint());
    view.host = error.host().map_or(0, number_of);
    view.operation = keep.opt_text(error.operation());
    view.parameter = keep.opt_text(error.parameter());
    view.http_status = error.http_status().map_or(0, i32::from);
    view.host_code = keep.opt_text(error.host_code());
    view.host_text = keep.opt_text(error.host_text());
    view.retry_after = error.retry_after().map_or(-1, milliseconds);
    view.attempts = error.attempts();
    view.not_repeated = keep.opt_text(error.not_repeated());
    view.bytes_sent = error.bytes_sent();
    view.bytes_received = error.bytes_received();
    view.outcome = match error.outcome() {
        Outcome::Applied => gigahost_outcome::GIGAHOST_APPLIED,
        Outcome::Unknown => gigahost_outcome::GIGAHOST_OUTCOME_UNKNOWN,
        _ => gigahost_outcome::GIGAHOST_NOT_APPLIED,
    } as i32;
    view.clock = keep.opt_text(error.clock().map(gigahost::Clock::name));
    view.os_error = error.os_error().unwrap_or(0);
    view.path = keep.opt_path(error.path());
}

pub(crate) fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
