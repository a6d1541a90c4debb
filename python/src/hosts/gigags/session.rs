//! `createtoken` and `session`: tokens, public and private.

use gigahost::Secret;
use pyo3::prelude::*;

use super::GigaGs;
use crate::answer::Answer;
use crate::hosts::class::ask;

#[pymethods]
impl GigaGs {
    /// giga.gs `/createtoken`: creates a private token. The session does this automatically; the
    /// token of this call is only returned, as `value`, not used.
    ///
    /// `AuthError` for any rejection. Never retried.
    fn create_token(slf: PyRef<'_, Self>, username: String, password: String) -> PyResult<Answer> {
        let password = Secret::new(password);
        ask(&slf, "create_token", move |s| s.gigags()?.create_token(&username, &password))
    }

    /// giga.gs `/session` with user name and password: checks them. They are sent by POST.
    ///
    /// `AuthError` for any rejection. Never retried.
    fn session_login(slf: PyRef<'_, Self>, username: String, password: String) -> PyResult<Answer> {
        let password = Secret::new(password);
        ask(&slf, "session_login", move |s| s.gigags()?.session_login(&username, &password))
    }

    /// giga.gs `/session` with a token: checks whether it is valid. A response without a token
    /// means that it is.
    ///
    /// `AuthError` if the token is rejected.
    fn session_token(slf: PyRef<'_, Self>, token: String) -> PyResult<Answer> {
        let token = Secret::new(token);
        ask(&slf, "session_token", move |s| s.gigags()?.session_token(&token))
    }

    /// giga.gs `/session` without parameters: returns a public token, for uploads without an
    /// account.
    fn session_public(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "session_public", |s| s.gigags()?.session_public())
    }
}
