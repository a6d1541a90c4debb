//! gett: shares

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// ge.tt /1/shares: the account's shares with their files, starting at number `skip`, at most
/// `limit`. -1 means the host's default, which is not documented; gigahost_list() fetches all.
///
/// Document: a list of shares, as returned by gigahost_gett_shares_get().
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gett_shares_list(
    session: *const gigahost_session,
    skip: i64,
    limit: i64,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let skip = from.opt_number("skip", skip)?;
            let limit = from.opt_number("limit", limit)?;
            Ok(from.session(session)?.gett()?.shares_list(skip, limit)?)
        })
    }
}

/// ge.tt /1/shares/create: creates a share. NULL means no title.
///
/// Document: the share, as returned by gigahost_gett_shares_get().
///
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_shares_create(
    session: *const gigahost_session,
    title: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let title = from.opt_text("title", title)?;
            Ok(from.session(session)?.gett()?.shares_create(title)?)
        })
    }
}

/// ge.tt /1/shares/{sharename}: describes any user's share and its files. Needs no login.
///
/// Document: "sharename", "title", "created" and "updated" (seconds since 1970), "getturl" (its
/// public page), "readystate" ("ready", "removed", or the host's own word), "userid" and "fullname"
/// (its owner), "live" (whether somebody serves it live), "files", a list as returned by
/// gigahost_gett_files_get().
///
/// A share that is gone gives GIGAHOST_E_NOT_FOUND, or a document with
/// "readystate" "removed".
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gett_shares_get(
    session: *const gigahost_session,
    sharename: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let sharename = from.text("sharename", sharename)?;
            Ok(from.session(session)?.gett()?.shares_get(sharename)?)
        })
    }
}

/// ge.tt /1/shares/{sharename}/update: sets the title of a share; NULL removes it.
///
/// Document: the share, as returned by gigahost_gett_shares_get().
///
/// GIGAHOST_E_NOT_FOUND for an unknown share.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_shares_update(
    session: *const gigahost_session,
    sharename: *const c_char,
    title: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let sharename = from.text("sharename", sharename)?;
            let title = from.opt_text("title", title)?;
            Ok(from.session(session)?.gett()?.shares_update(sharename, title)?)
        })
    }
}

/// ge.tt /1/shares/{sharename}/destroy: deletes a share and its files. Repeating the call succeeds.
///
/// Document: nothing; gigahost_value_host_json() has the host's own response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_shares_destroy(
    session: *const gigahost_session,
    sharename: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let sharename = from.text("sharename", sharename)?;
            Ok(from.session(session)?.gett()?.shares_destroy(sharename)?)
        })
    }
}
