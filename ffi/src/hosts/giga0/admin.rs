//! giga0: administrators

use std::ffi::c_char;

use gigahost::hosts::giga0::NewAccount;

use super::account_details::gigahost_giga0_account_details;
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// giga0 /account/create: creates an account with the package `package_id`. `username` has no
/// blanks; `password`, a secret, at least 8 characters and no blanks. `details` holds everything
/// else, and may be NULL; password, e-mail address and package in it are ignored. This and the
/// other administrator calls are documented only by other sites.
///
/// Document: the account, as returned by gigahost_giga0_account_info().
///
/// GIGAHOST_E_FORBIDDEN unless the session's account is an administrator; GIGAHOST_E_CONFLICT if
/// the name or the e-mail address is taken; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_create(
    session: *const gigahost_session,
    username: *const c_char,
    password: *const c_char,
    email: *const c_char,
    package_id: i64,
    details: *const gigahost_giga0_account_details,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let username = from.text("username", username)?;
            let password = from.secret("password", password)?;
            let email = from.text("email", email)?;
            let package_id = from.number("package_id", package_id)?;
            let details = from.account_details(details)?;
            let account = NewAccount {
                username,
                password: &password,
                email,
                package_id,
                details: details.edit(),
            };
            Ok(from.session(session)?.giga0()?.account_create(account)?)
        })
    }
}

/// giga0 /account/edit: changes the account `account_id`. Fields that are not set in `details` stay
/// unchanged; NULL sets nothing.
///
/// Document: the account, as returned by gigahost_giga0_account_info().
///
/// GIGAHOST_E_FORBIDDEN unless the session's account is an administrator;
/// GIGAHOST_E_NOT_FOUND for an unknown account; GIGAHOST_E_CONFLICT if the
/// e-mail address is taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_edit(
    session: *const gigahost_session,
    account_id: *const c_char,
    details: *const gigahost_giga0_account_details,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let account_id = from.text("account_id", account_id)?;
            let details = from.account_details(details)?;
            Ok(from.session(session)?.giga0()?.account_edit(account_id, details.edit())?)
        })
    }
}

/// giga0 /account/delete: deletes the account `account_id`.
///
/// Document: nothing; gigahost_value_host_json() has the host's own response.
///
/// GIGAHOST_E_FORBIDDEN unless the session's account is an administrator;
/// GIGAHOST_E_NOT_FOUND for an unknown account.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_delete(
    session: *const gigahost_session,
    account_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let account_id = from.text("account_id", account_id)?;
            Ok(from.session(session)?.giga0()?.account_delete(account_id)?)
        })
    }
}

/// giga0 /package/listing: the packages that accounts can have.
///
/// Document: a list of packages, as returned by gigahost_giga0_account_package().
///
/// GIGAHOST_E_FORBIDDEN unless the session's account is an administrator.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_package_listing(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { answer(out, error, |from| Ok(from.session(session)?.giga0()?.package_listing()?)) }
}
