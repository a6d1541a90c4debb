//! gett: the account

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// ge.tt /1/users/login: gets tokens for an API key, e-mail address and
/// password; the first and the last are secrets. The session does this by
/// itself; the tokens of this call are only handed out.
///
/// Document: "accesstoken" (a secret), "refreshtoken" (a secret: what new
/// tokens can be had for), "expires" (life of the access token in seconds;
/// absent if the host does not tell), "user" (as gigahost_gett_users_me()
/// answers it; absent after some refreshes).
///
/// GIGAHOST_E_AUTH for refused credentials, never repeated;
/// GIGAHOST_E_UNSUPPORTED unless the session was given a base URL: so that no
/// credential goes to a name that may have passed to somebody else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_users_login(
    session: *const gigahost_session,
    apikey: *const c_char,
    email: *const c_char,
    password: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let apikey = from.secret("apikey", apikey)?;
            let email = from.text("email", email)?;
            let password = from.secret("password", password)?;
            Ok(from.session(session)?.gett()?.users_login(&apikey, email, &password)?)
        })
    }
}

/// ge.tt /1/users/login: gets new tokens for a refresh token, a secret. Keep
/// the refresh token of the answer: whether the old one stays good is not
/// documented.
///
/// Document: as gigahost_gett_users_login().
///
/// GIGAHOST_E_AUTH if the host refuses it, never repeated;
/// GIGAHOST_E_UNSUPPORTED as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_users_login_refresh(
    session: *const gigahost_session,
    refreshtoken: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let refreshtoken = from.secret("refreshtoken", refreshtoken)?;
            Ok(from.session(session)?.gett()?.users_login_refresh(&refreshtoken)?)
        })
    }
}

/// ge.tt /1/users/me: the account.
///
/// Document: "userid", "fullname", "email", "files" and "downloads" (how
/// many), "storage" with "used", "limit" and "extra" (bytes; "extra" is
/// already inside "limit").
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gett_users_me(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { answer(out, error, |from| Ok(from.session(session)?.gett()?.users_me()?)) }
}
