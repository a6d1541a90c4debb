//! rapidgator: user

use std::ffi::c_char;

use crate::error::gigahost_error;
use crate::guard::answer;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// rapidgator /user/login: logs in, apart from the session's own login, and
/// answers "token" (a secret) and "user". `code` is the two-factor code, or
/// NULL.
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
            let (login, password) =
                (from.text("login", login)?, from.secret("password", password)?);
            let code = from.opt_secret("code", code)?;
            Ok(from.session(session)?.rapidgator()?.user_login(login, &password, code.as_ref())?)
        })
    }
}

/// rapidgator /user/info: the account ("email", "is_premium", "storage_left",
/// ...).
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
