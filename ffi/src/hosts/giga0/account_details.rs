//! giga0: account fields that administrators set

use std::ffi::c_char;
use std::sync::Mutex;

use gigahost::Secret;
use gigahost::hosts::giga0::AccountEdit;

use crate::border::{Caller, Fail, Handle, change, handle};
use crate::error::{gigahost_error, release};
use crate::status::gigahost_status;

/// The fields that gigahost_giga0_account_edit() changes, and that gigahost_giga0_account_create()
/// sets in addition to its own parameters.
///
/// A handle: made by gigahost_giga0_account_details_new(), released with
/// gigahost_giga0_account_details_free(). May be used for any number of calls; a call copies it
/// when it begins. Where it is expected, NULL means no details.
pub struct gigahost_giga0_account_details {
    _private: [u8; 0],
}

impl Handle for gigahost_giga0_account_details {
    type Object = Mutex<AccountDetails>;
    const NAME: &'static str = "details";
}

/// The object of a handle.
#[derive(Clone, Default)]
pub(crate) struct AccountDetails {
    password: Option<Secret>,
    email: Option<String>,
    package_id: Option<u32>,
    status: Option<String>,
    title: Option<String>,
    firstname: Option<String>,
    lastname: Option<String>,
    paid_expiry_date: Option<String>,
}

impl AccountDetails {
    /// What the core calls an edit.
    pub(crate) fn edit(&self) -> AccountEdit<'_> {
        AccountEdit {
            password: self.password.as_ref(),
            email: self.email.as_deref(),
            package_id: self.package_id,
            status: self.status.as_deref(),
            title: self.title.as_deref(),
            firstname: self.firstname.as_deref(),
            lastname: self.lastname.as_deref(),
            paid_expiry_date: self.paid_expiry_date.as_deref(),
        }
    }
}

impl Caller {
    /// A copy of account details; NULL has none.
    pub(super) fn account_details(
        &self,
        details: *const gigahost_giga0_account_details,
    ) -> Result<AccountDetails, Fail> {
        self.settings(details)
    }
}

/// Creates account details with nothing set.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_account_details_new(
    out: *mut *mut gigahost_giga0_account_details,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |_| Ok(Mutex::default())) }
}

/// Sets the password, a secret: at least 8 characters, no blanks. NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_password(
    details: *mut gigahost_giga0_account_details,
    password: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.password = from.opt_secret("password", password)?;
            Ok(())
        })
    }
}

/// Sets the e-mail address; NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_email(
    details: *mut gigahost_giga0_account_details,
    email: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.email = from.opt_text("email", email)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets the id of the package, one of those listed by gigahost_giga0_package_listing(); -1 clears
/// it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_package_id(
    details: *mut gigahost_giga0_account_details,
    package_id: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.package_id = from.opt_number("package_id", package_id)?;
            Ok(())
        })
    }
}

/// Sets the status: "pending", "active", "disabled" or "suspended"; NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_status(
    details: *mut gigahost_giga0_account_details,
    status: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.status = from.opt_text("status", status)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets the title: "Mr", "Ms", "Mrs", "Miss" or "Dr"; NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_title(
    details: *mut gigahost_giga0_account_details,
    title: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.title = from.opt_text("title", title)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets the first name; NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_firstname(
    details: *mut gigahost_giga0_account_details,
    firstname: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.firstname = from.opt_text("firstname", firstname)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets the last name; NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_lastname(
    details: *mut gigahost_giga0_account_details,
    lastname: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.lastname = from.opt_text("lastname", lastname)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets when the paid period ends: "YYYY-MM-DD HH:MM:SS"; NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_set_paid_expiry_date(
    details: *mut gigahost_giga0_account_details,
    paid_expiry_date: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(details, error, |from, set| {
            set.paid_expiry_date =
                from.opt_text("paid_expiry_date", paid_expiry_date)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Releases account details. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_account_details_free(
    details: *mut gigahost_giga0_account_details,
) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(details)) }
}
