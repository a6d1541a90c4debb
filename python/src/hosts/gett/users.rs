//! `users/*`.

use gigahost::Secret;
use pyo3::prelude::*;

use super::Gett;
use crate::answer::Answer;
use crate::hosts::class::ask;

#[pymethods]
impl Gett {
    /// ge.tt `/1/users/login`: gets tokens. The session does this automatically; those of this call
    /// are only returned, not used. Never retried.
    fn users_login(
        slf: PyRef<'_, Self>,
        apikey: String,
        email: String,
        password: String,
    ) -> PyResult<Answer> {
        let (apikey, password) = (Secret::new(apikey), Secret::new(password));
        ask(&slf, "users_login", move |s| s.gett()?.users_login(&apikey, &email, &password))
    }

    /// ge.tt `/1/users/login` with a refresh token from an earlier login. Never retried.
    fn users_login_refresh(slf: PyRef<'_, Self>, refreshtoken: String) -> PyResult<Answer> {
        let token = Secret::new(refreshtoken);
        ask(&slf, "users_login_refresh", move |s| s.gett()?.users_login_refresh(&token))
    }

    /// ge.tt `/1/users/me`: the account.
    fn users_me(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "users_me", |s| s.gett()?.users_me())
    }
}
