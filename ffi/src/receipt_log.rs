//! Logs of receipts
//!
//! A log is a text file with a line of JSON for each file that was stored: by it the files can be verified,
//! and sent again where they are gone. A queue that was opened with a log writes to it. No secret is in it.

use std::ffi::c_char;

use gigahost::ReceiptLog;

use crate::border::{Caller, Fail, Handle, handle, result};
use crate::error::{gigahost_error, release};
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// A log of stored files.
///
/// A handle: made by gigahost_receipt_log_new(), released with gigahost_receipt_log_free(). Queues keep
/// their own reference to it. Any number of threads may use it at once, and other programs may write to
/// the same file.
pub struct gigahost_receipt_log {
    _private: [u8; 0],
}

impl Handle for gigahost_receipt_log {
    type Object = ReceiptLog;
    const NAME: &'static str = "log";
}

impl Caller {
    pub(crate) fn receipt_log(&self, log: *const gigahost_receipt_log) -> Result<ReceiptLog, Fail> {
        self.object(log, ReceiptLog::clone)
    }
}

/// Opens the log at `path`, in the system's native form (UTF-8 on Windows), and makes it if it is not
/// there; only its user may read it then.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_receipt_log_new(
    path: *const c_char,
    out: *mut *mut gigahost_receipt_log,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |from| Ok(ReceiptLog::open(from.path("path", path)?)?)) }
}

/// Asks the session's host whether its files of the log are still there: by a check of links, many at
/// once, where the host has that, else one by one or by its listings. Nothing is fetched. Files of other
/// hosts and accounts are left out.
///
/// Document: a list, in the order of the log, of objects with "standing" ("there", "gone", or "unknown"
/// if the host cannot be asked), "why" (unless it is there), "transfer" (absent here) and "file": "time"
/// (seconds since 1970), "host", "base_url", "account", "id", "folder", "url", "name", "wanted_name",
/// "bytes", "md5", "how", "verified" and "source" (where it was on this machine). Of a file that was sent
/// again only the last line of the log counts.
///
/// GIGAHOST_E_ARGUMENT with the number of a line that is no receipt.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_receipt_log_verify(
    log: *const gigahost_receipt_log,
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, _| {
            let (log, session) = (from.receipt_log(log)?, from.session(session)?);
            gigahost_value::from_typed(&log.verify(&session)?)
        })
    }
}

/// Releases a log. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_receipt_log_free(
    log: *mut gigahost_receipt_log,
) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(log)) }
}
