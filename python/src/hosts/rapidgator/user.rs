//! `user/*`.

use gigahost::Secret;
use pyo3::prelude::*;

use super::Rapidgator;
use crate::answer::Answer;
use crate::hosts::class::ask;

#[pymethods]
impl Rapidgator {
    /// rapidgator `/user/login`: gets a token. The session does this automatically; the token of
    /// this call is only returned, not used. `code` is the two-factor code; accounts without one
    /// ignore it.
    ///
    /// `AuthError` for a wrong pair, `TwoFactor`, `RateLimited` after frequent logins, `Forbidden`
    /// for a frozen or locked account. Never retried.
    #[pyo3(signature = (login, password, code=None))]
    fn user_login(
        slf: PyRef<'_, Self>,
        login: String,
        password: String,
        code: Option<String>,
    ) -> PyResult<Answer> {
        let (password, code) = (Secret::new(password), code.map(Secret::new));
        ask(&slf, "user_login", move |s| {
            s.rapidgator()?.user_login(&login, &password, code.as_ref())
        })
    }

    /// rapidgator `/user/info`: the account.
    fn user_info(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "user_info", |s| s.rapidgator()?.user_info())
    }
}
