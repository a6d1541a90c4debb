//! `createtoken` and `session`: tokens, public and private.

use gigahost::Secret;
use pyo3::prelude::*;

use super::GigaGs;
use crate::answer::Answer;
use crate::hosts::class::ask;

#[pymethods]
impl GigaGs {
    /// giga.gs `/createtoken`: makes a private token. The session does this by itself; the token of
    /// this call is only returned, as `value`.
    ///
    /// `AuthError` for any refusal. Never repeated.
    fn create_token(slf: PyRef<'_, Self>, username: String, password: String) -> PyResult<Answer> {
        let password = Secret::new(password);
        ask(&slf, "create_token", move |s| s.gigags()?.create_token(&username, &password))
    }

    /// giga.gs `/session` with user name and password: checks them. They travel by POST.
    ///
    /// `AuthError` for any refusal. Never repeated.
    fn session_login(slf: PyRef<'_, Self>, username: String, password: String) -> PyResult<Answer> {
        let password = Secret::new(password);
        ask(&slf, "session_login", move |s| s.gigags()?.session_login(&username, &password))
    }

    /// giga.gs `/session` with a token: whether it is good. An answer without a token means that it is.
    ///
    /// `AuthError` if the token is refused.
    fn session_token(slf: PyRef<'_, Self>, token: String) -> PyResult<Answer> {
        let token = Secret::new(token);
        ask(&slf, "session_token", move |s| s.gigags()?.session_token(&token))
    }

    /// giga.gs `/session` without anything: gives a public token, for uploads without an account.
    fn session_public(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "session_public", |s| s.gigags()?.session_public())
    }
}
