//! giga0: the account

use std::ffi::c_char;

use gigahost::Secret;
use gigahost::hosts::giga0::Authorization;

use crate::border::Fail;
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// giga0 /authorize: gets a token, either for the two keys of an account (64 letters and digits
/// each) or for user name and password; the other two are NULL. All but `username` are secrets. The
/// session does this automatically; the token of this call is only returned, not used.
///
/// Document: "access_token" (a secret), "account_id".
///
/// GIGAHOST_E_ARGUMENT for anything but one complete pair; GIGAHOST_E_AUTH for a wrong pair, a
/// locked account, or the kind of credentials that the site does not accept; GIGAHOST_E_FORBIDDEN
/// if the account may not use the API; GIGAHOST_E_NOT_READY if the host cannot issue tokens now.
/// Never retried.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_authorize(
    session: *const gigahost_session,
    key1: *const c_char,
    key2: *const c_char,
    username: *const c_char,
    password: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let key1 = from.opt_secret("key1", key1)?;
            let key2 = from.opt_secret("key2", key2)?;
            let username = from.opt_text("username", username)?;
            let password = from.opt_secret("password", password)?;
            let session = from.session(session)?;
            let with = pair(key1.as_ref(), key2.as_ref(), username, password.as_ref())?;
            Ok(session.giga0()?.authorize(with)?)
        })
    }
}

/// giga0 /disable_access_token: invalidates the token of this session, here and at the host. The
/// next call that needs one logs in again. The session drops the token even if the call fails.
///
/// Document: nothing; gigahost_value_host_json() has the host's own response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_disable_access_token(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| Ok(from.session(session)?.giga0()?.disable_access_token()?))
    }
}

/// giga0 /account/info: describes the account.
///
/// Document: "id", "username", "level_id" (its package), "email",
/// "last_login_date", "last_login_ip", "status" ("pending", "active",
/// "disabled", "suspended"), "title", "firstname", "lastname", "language_id",
/// "date_created", "last_payment", "paid_expiry_date",
/// "storage_limit_override" (bytes, in place of the package's). Dates are
/// "YYYY-MM-DD HH:MM:SS" without a zone; an unset one is absent.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_account_info(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { answer(out, error, |from| Ok(from.session(session)?.giga0()?.account_info()?)) }
}

/// giga0 /account/package: the limits of the account.
///
/// Document: "id", "label" (its name), "level_type" ("paid user", "free", ...), "can_upload",
/// "max_upload_size" and "max_storage_bytes" (bytes), "concurrent_uploads", "concurrent_downloads",
/// "wait_between_downloads" (seconds), "download_speed" (bytes a second), "downloads_per_24_hours",
/// "download_size_per_24_hours" (bytes), "max_download_filesize_allowed" (bytes),
/// "max_remote_download_urls" (links in one import), "days_to_keep_inactive_files",
/// "show_site_adverts", "show_upgrade_screen", "on_upgrade_page". An absent limit means no limit,
/// or an older site that does not report it.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_account_package(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { answer(out, error, |from| Ok(from.session(session)?.giga0()?.account_package()?)) }
}

/// The one pair that is given.
fn pair<'a>(
    key1: Option<&'a Secret>,
    key2: Option<&'a Secret>,
    username: Option<&'a str>,
    password: Option<&'a Secret>,
) -> Result<Authorization<'a>, Fail> {
    let missing = |name| Err(Fail::argument(name, "is NULL"));
    match (key1, key2, username, password) {
        (Some(key1), Some(key2), None, None) => Ok(Authorization::Keys { key1, key2 }),
        (None, None, Some(username), Some(password)) => {
            Ok(Authorization::Password { username, password })
        }
        (Some(_), None, ..) => missing("key2"),
        (None, Some(_), ..) => missing("key1"),
        (.., Some(_), None) => missing("password"),
        (.., None, Some(_)) => missing("username"),
        (None, None, None, None) => {
            let problem = "and `key2` must be given, or `username` and `password`";
            Err(Fail::argument("key1", problem))
        }
        _ => Err(Fail::argument("username", "must be NULL when keys are given")),
    }
}
