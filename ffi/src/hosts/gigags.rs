//! gigags

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::upload::gigahost_upload_options;
use crate::value::{answer, gigahost_value};

/// giga.gs /getUploadUrl: gets the URL to upload a file to. A bare server name and a URL without a
/// path are completed.
///
/// Document: the URL, a string and a secret: gigahost_value_string() with NULL as its path.
///
/// GIGAHOST_E_AUTH if the token is rejected twice.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gigags_get_upload_url(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { answer(out, error, |from| Ok(from.session(session)?.gigags()?.get_upload_url()?)) }
}

/// giga.gs /upload: uploads a file, once, to a URL from gigahost_gigags_get_upload_url(). `url` is
/// a secret. `path` and `options`, of which either may be NULL, are those of gigahost_upload().
/// That function obtains the URL itself, and finds out what became of a file if the response was
/// lost.
///
/// Document: "url" (the direct link), "id" (of the video), "hash" (whether it is the MD5 of the
/// content is not known), "filehash" (what gigahost_gigags_archive() takes).
///
/// GIGAHOST_E_URL_REFUSED for a URL that belongs neither to giga.gs nor to the session's base URL,
/// because the token is sent with it. GIGAHOST_E_TOO_LARGE, GIGAHOST_E_AUTH or GIGAHOST_E_HOST if
/// the host rejects the file; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gigags_upload(
    session: *const gigahost_session,
    url: *const c_char,
    path: *const c_char,
    options: *const gigahost_upload_options,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let url = from.secret("url", url)?;
            let (source, settings) = from.upload(path, options)?;
            Ok(from.session(session)?.gigags()?.upload(&url, source, settings.options())?)
        })
    }
}

/// giga.gs /createtoken: creates a private token. The session does this automatically; the token of
/// this call is only returned, not used.
///
/// Document: the token, a string and a secret: gigahost_value_string() with NULL as its path.
///
/// GIGAHOST_E_AUTH for any rejection. Never retried.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gigags_create_token(
    session: *const gigahost_session,
    username: *const c_char,
    password: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let username = from.text("username", username)?;
            let password = from.secret("password", password)?;
            Ok(from.session(session)?.gigags()?.create_token(username, &password)?)
        })
    }
}

/// giga.gs /session with user name and password: checks them.
///
/// Document: "private" (whether it belongs to an account, or the site requires one), "token" (a
/// secret), "max_file_size" (bytes; absent if unknown or unlimited), "max_file_size_text" (as the
/// host writes it, such as "512MB").
///
/// GIGAHOST_E_AUTH for any rejection. Never retried.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gigags_session_login(
    session: *const gigahost_session,
    username: *const c_char,
    password: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let username = from.text("username", username)?;
            let password = from.secret("password", password)?;
            Ok(from.session(session)?.gigags()?.session_login(username, &password)?)
        })
    }
}

/// giga.gs /session with a token, a secret: checks whether it is valid. A response without a token
/// means that it is.
///
/// Document: see gigahost_gigags_session_login().
///
/// GIGAHOST_E_AUTH if the token is rejected.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gigags_session_token(
    session: *const gigahost_session,
    token: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let token = from.secret("token", token)?;
            Ok(from.session(session)?.gigags()?.session_token(&token)?)
        })
    }
}

/// giga.gs /session without parameters: returns a public token, for uploads without an account.
///
/// Document: see gigahost_gigags_session_login().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gigags_session_public(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { answer(out, error, |from| Ok(from.session(session)?.gigags()?.session_public()?)) }
}

/// giga.gs /getfiles: one page of the account's files, at most `limit`. -1 means the host's
/// default. How the host numbers pages, and how many files one page has, is not documented;
/// gigahost_list() finds out.
///
/// Document: "files", a list of "id" (of the video), "hash" (whether it is the MD5 of the content
/// is not known), "filehash" (what gigahost_gigags_archive() takes), "name", "size" (bytes), "url"
/// (the direct link), "created" (seconds since 1970) or "created_text" (as the host writes it),
/// "archived" (whether its content was erased); and "count" (the total number, if the host reports
/// it).
///
/// GIGAHOST_E_ARGUMENT in a session without an account.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gigags_get_files(
    session: *const gigahost_session,
    page: i64,
    limit: i64,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let page = from.opt_number("page", page)?;
            let limit = from.opt_number("limit", limit)?;
            Ok(from.session(session)?.gigags()?.get_files(page, limit)?)
        })
    }
}

/// giga.gs /archive: erases the content of a file. Its record is kept for 30 days, so it may still
/// be listed. `filehash` is the video's id and its hash, joined by an underscore.
///
/// Document: nothing; gigahost_value_host_json() has the host's own response.
///
/// GIGAHOST_E_ARGUMENT in a session without an account; GIGAHOST_E_NOT_FOUND for an unknown file,
/// if the host reports that.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gigags_archive(
    session: *const gigahost_session,
    filehash: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let filehash = from.text("filehash", filehash)?;
            Ok(from.session(session)?.gigags()?.archive(filehash)?)
        })
    }
}
