//! uploadgig

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::upload::gigahost_upload_options;
use crate::value::{answer, gigahost_value};

/// uploadgig /api/get_upload_action: gets a URL to upload a file to, with the session's account.
/// The URL is valid for 60 seconds. gigahost_upload() performs all the steps.
///
/// Document: "action" (the URL, a secret: anyone who has it can upload once), "cmbs" (free space of
/// the account in MiB; absent if the host does not say).
///
/// GIGAHOST_E_AUTH for a wrong pair, which this session never sends again; GIGAHOST_E_RATE_LIMITED
/// from the login limiter, which blocks all further calls of the session for the time it states.
/// The call counts as a login: never repeated, and one at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_uploadgig_get_upload_action(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| Ok(from.session(session)?.uploadgig()?.get_upload_action()?))
    }
}

/// uploadgig, POST to "result.action" of /api/get_upload_action: sends the bytes of a file, once.
/// `action` is a secret. `path` and `options`, of which either may be NULL, are those of
/// gigahost_upload(); the name is sent in the header "Slug", encoded as set by
/// gigahost_upload_options_set_slug_mode().
///
/// Document: "url" (its public link, which may answer 404 for some minutes), "id" (16 hexadecimal
/// digits, case-sensitive), "file_name", "size" (bytes), "message" (the host's remark about it).
///
/// GIGAHOST_E_HOST with the node's text, also for an expired URL; GIGAHOST_E_OUTCOME_UNKNOWN if the
/// response to a completely sent file was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_uploadgig_upload_bytes(
    session: *const gigahost_session,
    action: *const c_char,
    path: *const c_char,
    options: *const gigahost_upload_options,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let action = from.secret("action", action)?;
            let (source, settings) = from.upload(path, options)?;
            Ok(from.session(session)?.uploadgig()?.upload_bytes(
                &action,
                source,
                settings.options(),
            )?)
        })
    }
}
