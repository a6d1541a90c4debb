//! giga0: remote uploads

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// giga0 /file/url_upload_add: has the host fetch the public link `url` into
/// `folder_id`; NULL is the root. Newer sites only.
///
/// Document: "scheduled_item_id" (the id of the import), "url" (the link, as
/// the host understood it).
///
/// GIGAHOST_E_ARGUMENT for anything but an http or https link; GIGAHOST_E_NOT_FOUND on older sites;
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_file_url_upload_add(
    session: *const gigahost_session,
    url: *const c_char,
    folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let url = from.text("url", url)?;
            let folder_id = from.opt_text("folder_id", folder_id)?;
            Ok(from.session(session)?.giga0()?.file_url_upload_add(url, folder_id)?)
        })
    }
}

/// giga0 /file/url_upload_status: the state of an import. It may start late: poll every 5 s at
/// first, and every minute later.
///
/// Document: "scheduled_item_id", "status" (only words that begin with "complete", "fail", "error"
/// or "cancel" are final), "created", "started" and "finished" ("YYYY-MM-DD HH:MM:SS" without a
/// zone), "total_size" (bytes), "downloaded_file" (once it exists) with "file_id", "name", "size"
/// (bytes) and "url" (the public page).
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_file_url_upload_status(
    session: *const gigahost_session,
    scheduled_item_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let scheduled_item_id = from.text("scheduled_item_id", scheduled_item_id)?;
            Ok(from.session(session)?.giga0()?.file_url_upload_status(scheduled_item_id)?)
        })
    }
}
