//! `account/create`, `account/edit`, `account/delete` and `package/listing`: the administrator
//! calls. They are documented only by other sites.

use gigahost::Secret;
use gigahost::hosts::giga0::{AccountEdit, NewAccount};
use pyo3::prelude::*;

use super::Giga0;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::class::ask;

#[pymethods]
impl Giga0 {
    /// giga0 `/account/create`: creates an account. `username` and `password` have no blanks, the
    /// password at least 8 characters. `status` is `pending`, `active`, `disabled` or `suspended`,
    /// `title` is `Mr`, `Ms`, `Mrs`, `Miss` or `Dr`, `paid_expiry_date` is `YYYY-MM-DD HH:MM:SS`.
    ///
    /// `ArgumentError` for a user name or password that the host is known to reject; `Forbidden`
    /// unless the session's account is an administrator; `Conflict` if the name or the e-mail
    /// address is taken.
    #[pyo3(signature = (username, password, email, package_id, *, status=None, title=None,
        firstname=None, lastname=None, paid_expiry_date=None))]
    #[allow(clippy::too_many_arguments)]
    fn account_create(
        slf: PyRef<'_, Self>,
        username: String,
        password: String,
        email: String,
        package_id: Whole<u32>,
        status: Option<String>,
        title: Option<String>,
        firstname: Option<String>,
        lastname: Option<String>,
        paid_expiry_date: Option<String>,
    ) -> PyResult<Answer> {
        let password = Secret::new(password);
        ask(&slf, "account_create", move |s| {
            s.giga0()?.account_create(NewAccount {
                username: &username,
                password: &password,
                email: &email,
                package_id: package_id.0,
                details: AccountEdit {
                    status: status.as_deref(),
                    title: title.as_deref(),
                    firstname: firstname.as_deref(),
                    lastname: lastname.as_deref(),
                    paid_expiry_date: paid_expiry_date.as_deref(),
                    ..AccountEdit::default()
                },
            })
        })
    }

    /// giga0 `/account/edit`: changes an account. Absent fields stay unchanged. Arguments as in
    /// `account_create`.
    ///
    /// As `account_create`; `NotFound` for an unknown account.
    #[pyo3(signature = (account_id, *, password=None, email=None, package_id=None, status=None,
        title=None, firstname=None, lastname=None, paid_expiry_date=None))]
    #[allow(clippy::too_many_arguments)]
    fn account_edit(
        slf: PyRef<'_, Self>,
        account_id: String,
        password: Option<String>,
        email: Option<String>,
        package_id: Option<Whole<u32>>,
        status: Option<String>,
        title: Option<String>,
        firstname: Option<String>,
        lastname: Option<String>,
        paid_expiry_date: Option<String>,
    ) -> PyResult<Answer> {
        let password = password.map(Secret::new);
        ask(&slf, "account_edit", move |s| {
            let edit = AccountEdit {
                password: password.as_ref(),
                email: email.as_deref(),
                package_id: package_id.map(|id| id.0),
                status: status.as_deref(),
                title: title.as_deref(),
                firstname: firstname.as_deref(),
                lastname: lastname.as_deref(),
                paid_expiry_date: paid_expiry_date.as_deref(),
            };
            s.giga0()?.account_edit(&account_id, edit)
        })
    }

    /// giga0 `/account/delete`: deletes an account.
    ///
    /// `Forbidden` unless the session's account is an administrator; `NotFound` for an unknown account.
    fn account_delete(slf: PyRef<'_, Self>, account_id: String) -> PyResult<Answer> {
        ask(&slf, "account_delete", move |s| s.giga0()?.account_delete(&account_id))
    }

    /// giga0 `/package/listing`: the packages that accounts can have.
    ///
    /// `Forbidden` unless the session's account is an administrator.
    fn package_listing(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "package_listing", |s| s.giga0()?.package_listing())
    }
}
