//! rapidgator: the account

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// rapidgator /user/login: gets a token for `login` and `password`. The session does this
/// automatically; the token of this call is only returned, not used. `code` is the two-factor code,
/// or NULL.
///
/// Document: "token" (a secret) and "user", as returned by gigahost_rapidgator_user_info().
///
/// GIGAHOST_E_AUTH for a wrong pair, GIGAHOST_E_TWO_FACTOR, GIGAHOST_E_RATE_LIMITED after frequent
/// logins, GIGAHOST_E_FORBIDDEN for a frozen or locked account. Never retried.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_user_login(
    session: *const gigahost_session,
    login: *const c_char,
    password: *const c_char,
    code: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let login = from.text("login", login)?;
            let password = from.secret("password", password)?;
            let code = from.opt_secret("code", code)?;
            Ok(from.session(session)?.rapidgator()?.user_login(login, &password, code.as_ref())?)
        })
    }
}

/// rapidgator /user/info: the account.
///
/// Document: "email", "is_premium", "premium_end_time" (seconds since 1970; accounts look expired
/// up to a day early), "state" (1 means activated), "state_label", "traffic_total" and
/// "traffic_left" (bytes; absent on free accounts), "storage_total" and "storage_left" (bytes),
/// "max_file_size" (bytes), "nb_pipes" (parallel uploads), "max_nb_jobs" (remote jobs at once),
/// "refresh_time" (polling interval for remote jobs, in seconds), "folder_id" (the root; usually
/// absent).
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_user_info(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { answer(out, error, |from| Ok(from.session(session)?.rapidgator()?.user_info()?)) }
}
