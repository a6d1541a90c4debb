//! The account

use std::ffi::c_char;

use gigahost::{Account, Answer};

use crate::border::{Keep, result};
use crate::entry::{bytes, truth};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// An account. Texts are NULL and numbers -1 where the host does not tell.
/// Sizes are in bytes, times in seconds since 1970. A result, given back with
/// gigahost_free().
#[repr(C)]
pub struct gigahost_account_info {
    /// The host's id of the account.
    pub id: *const c_char,
    /// The name it is known by.
    pub name: *const c_char,
    /// Its e-mail address.
    pub email: *const c_char,
    /// 1 if it is paid for, 0 if not.
    pub premium: i32,
    /// When the paid time ends.
    pub premium_until: i64,
    /// When the paid time ends, as the host writes it without a zone.
    pub premium_until_text: *const c_char,
    /// Bytes stored.
    pub storage_used: i64,
    /// Bytes that may be stored; -1 also for no limit.
    pub storage_total: i64,
    /// Bytes that may still be downloaded.
    pub traffic_left: i64,
    /// Largest file that may be uploaded; -1 also for no limit.
    pub largest_file: i64,
    /// Uploads that may run at once.
    pub parallel_uploads: i64,
    /// The host's own answer, unmasked.
    pub host_json: *const gigahost_value,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_account_info {}

/// Asks for the account: who it is, what it may store and send.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_account(
    session: *const gigahost_session,
    out: *mut *const gigahost_account_info,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { result(out, error, |from, keep| Ok(view(keep, &from.session(session)?.account()?))) }
}

fn view(keep: &mut Keep, answer: &Answer<Account>) -> gigahost_account_info {
    gigahost_account_info {
        id: keep.opt_text(answer.id.as_deref()),
        name: keep.opt_text(answer.name.as_deref()),
        email: keep.opt_text(answer.email.as_deref()),
        premium: truth(answer.premium),
        premium_until: answer.premium_until.unwrap_or(-1),
        premium_until_text: keep.opt_text(answer.premium_until_text.as_deref()),
        storage_used: bytes(answer.storage_used),
        storage_total: bytes(answer.storage_total),
        traffic_left: bytes(answer.traffic_left),
        largest_file: bytes(answer.largest_file),
        parallel_uploads: bytes(answer.parallel_uploads),
        host_json: keep.part(gigahost_value::of_json(answer.json())),
    }
}
