//! gett: the account

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// ge.tt /1/users/login: gets tokens for an API key, e-mail address and password; the first and the
/// last are secrets. The session does this automatically; the tokens of this call are only
/// returned, not used.
///
/// Document: "accesstoken" (a secret), "refreshtoken" (a secret, for getting new tokens), "expires"
/// (life of the access token in seconds; absent if the host does not say), "user" (as returned by
/// gigahost_gett_users_me(); absent after some refreshes).
///
/// GIGAHOST_E_AUTH for rejected credentials, never retried; GIGAHOST_E_UNSUPPORTED unless a base
/// URL was set for the session, so that no credential is sent to a domain name that may have passed
/// to somebody else.
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

/// ge.tt /1/users/login: exchanges a refresh token, a secret, for new tokens. Keep the refresh
/// token of the result: whether the old one stays valid is not documented.
///
/// Document: see gigahost_gett_users_login().
///
/// GIGAHOST_E_AUTH if the host rejects it, never retried; GIGAHOST_E_UNSUPPORTED as for
/// gigahost_gett_users_login().
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
