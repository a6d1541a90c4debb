//! rapidgator: remote uploads

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// rapidgator /remote/create: has the host fetch links by itself, at most 100 at a time, into
/// `folder_id`; NULL is the root. Creates one job for each.
///
/// Document: a list of jobs: "job_id", "folder_id", "url" (the source, perhaps altered), "name" and
/// "size" (bytes), both once known, "dl_size" (bytes fetched), "speed" (bytes a second),
/// "state_label" ("Waiting", "Starting", "Downloading", "Done", "Fail", "Canceled"), "file" (as
/// returned by gigahost_rapidgator_file_info(), once it exists), "error" (why it failed), "created"
/// and "updated" (seconds since 1970).
///
/// GIGAHOST_E_QUOTA for a full account; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_remote_create(
    session: *const gigahost_session,
    urls: *const *const c_char,
    url_count: usize,
    folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let urls = from.texts("urls", urls, url_count)?;
            let folder_id = from.opt_text("folder_id", folder_id)?;
            Ok(from.session(session)?.rapidgator()?.remote_create(&urls, folder_id)?)
        })
    }
}

/// rapidgator /remote/info: the state of jobs, at most 100 at a time; all of them for NULL and 0.
///
/// Document: see gigahost_rapidgator_remote_create().
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_remote_info(
    session: *const gigahost_session,
    job_ids: *const *const c_char,
    job_id_count: usize,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let job_ids = from.texts("job_ids", job_ids, job_id_count)?;
            Ok(from.session(session)?.rapidgator()?.remote_info(&job_ids)?)
        })
    }
}

/// rapidgator /remote/delete: cancels jobs and removes them from the list, at most 100 at a time.
/// It succeeds even if nothing was cancelled: check the document.
///
/// Document: see gigahost_rapidgator_folder_copy().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_remote_delete(
    session: *const gigahost_session,
    job_ids: *const *const c_char,
    job_id_count: usize,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let job_ids = from.texts("job_ids", job_ids, job_id_count)?;
            Ok(from.session(session)?.rapidgator()?.remote_delete(&job_ids)?)
        })
    }
}
