//! The account

use std::ffi::c_char;

use gigahost::{Account, Answer};

use crate::border::{Keep, result};
use crate::entry::{bytes, truth};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// An account. Strings are NULL and numbers -1 if the host does not report them. Sizes are in
/// bytes, times in seconds since 1970. A result, released with gigahost_free().
#[repr(C)]
pub struct gigahost_account_info {
    /// The host's id for the account.
    pub id: *const c_char,
    /// Its user name or display name.
    pub name: *const c_char,
    /// Its e-mail address.
    pub email: *const c_char,
    /// 1 for a paid account, 0 for a free one.
    pub premium: i32,
    /// When the paid period ends.
    pub premium_until: i64,
    /// When the paid period ends, in the host's own notation, without a time zone.
    pub premium_until_text: *const c_char,
    /// Storage used, in bytes.
    pub storage_used: i64,
    /// Storage available in all, in bytes; -1 also means no limit.
    pub storage_total: i64,
    /// Download traffic left, in bytes.
    pub traffic_left: i64,
    /// Largest file that may be uploaded, in bytes; -1 also means no limit.
    pub largest_file: i64,
    /// Number of uploads that may run in parallel.
    pub parallel_uploads: i64,
    /// The host's own response, unmasked.
    pub host_json: *const gigahost_value,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_account_info {}

/// Fetches the account: its identity, and its storage and upload limits.
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
        host_json: keep.part(gigahost_value::of_json(answer.host_json())),
    }
}
