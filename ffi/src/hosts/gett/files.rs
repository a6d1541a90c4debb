//! gett: files

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// ge.tt /1/files/{sharename}/create: announces a file. It stays invisible until its bytes have
/// arrived, unless `live_session` is the text of a live session that serves it
/// (gigahost_live_session()); NULL means none.
///
/// Document: the file, as returned by gigahost_gett_files_get(), with "upload", as returned by
/// gigahost_gett_files_upload_urls().
///
/// GIGAHOST_E_NOT_FOUND for an unknown share; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_files_create(
    session: *const gigahost_session,
    sharename: *const c_char,
    filename: *const c_char,
    live_session: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let sharename = from.text("sharename", sharename)?;
            let filename = from.text("filename", filename)?;
            let live_session = from.opt_text("live_session", live_session)?;
            Ok(from.session(session)?.gett()?.files_create(sharename, filename, live_session)?)
        })
    }
}

/// ge.tt /1/files/{sharename}/{fileid}: describes any user's file. Needs no login.
///
/// Document: "fileid" (text, not always a number), "filename", "sharename",
/// "downloads", "readystate" ("remote": announced, "uploading", "uploaded",
/// "removed", or the host's own word), "created" (when it was announced, in
/// seconds since 1970), "size" (bytes, once known), "getturl" (its public
/// page).
///
/// A file that is gone gives GIGAHOST_E_NOT_FOUND, or a document with
/// "readystate" "removed".
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gett_files_get(
    session: *const gigahost_session,
    sharename: *const c_char,
    fileid: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let sharename = from.text("sharename", sharename)?;
            let fileid = from.text("fileid", fileid)?;
            Ok(from.session(session)?.gett()?.files_get(sharename, fileid)?)
        })
    }
}

/// ge.tt /1/files/{sharename}/{fileid}/upload: gets new URLs for the bytes of a file. The earlier
/// ones stay valid, for replacing the content.
///
/// Document: "puturl" for gigahost_gett_upload_put(), "posturl" for gigahost_gett_upload_post():
/// secrets, since anyone who has one can replace the file.
///
/// GIGAHOST_E_NOT_FOUND for an unknown file.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gett_files_upload_urls(
    session: *const gigahost_session,
    sharename: *const c_char,
    fileid: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let sharename = from.text("sharename", sharename)?;
            let fileid = from.text("fileid", fileid)?;
            Ok(from.session(session)?.gett()?.files_upload_urls(sharename, fileid)?)
        })
    }
}

/// ge.tt /1/files/{sharename}/{fileid}/destroy: deletes a file.
///
/// Document: nothing; gigahost_value_host_json() has the host's own response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_files_destroy(
    session: *const gigahost_session,
    sharename: *const c_char,
    fileid: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let sharename = from.text("sharename", sharename)?;
            let fileid = from.text("fileid", fileid)?;
            Ok(from.session(session)?.gett()?.files_destroy(sharename, fileid)?)
        })
    }
}
