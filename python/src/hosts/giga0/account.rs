//! `authorize`, `disable_access_token`, `account/info` and `account/package`.

use gigahost::Secret;
use gigahost::hosts::giga0::Authorization;
use pyo3::prelude::*;

use super::Giga0;
use crate::answer::Answer;
use crate::error;
use crate::hosts::class::ask;

#[pymethods]
impl Giga0 {
    /// giga0 `/authorize`: gets a token, with the two keys of an account or with user name and
    /// password. The session does this automatically; the token of this call is only returned.
    ///
    /// `AuthError` for a wrong pair, a locked account, or the kind of credentials that the site
    /// does not accept; `Forbidden` if the account's level may not use the API; `NotReady` if the
    /// host cannot issue tokens now. Never retried.
    #[pyo3(signature = (*, key1=None, key2=None, username=None, password=None))]
    fn authorize(
        slf: PyRef<'_, Self>,
        key1: Option<String>,
        key2: Option<String>,
        username: Option<String>,
        password: Option<String>,
    ) -> PyResult<Answer> {
        match (key1, key2, username, password) {
            (Some(key1), Some(key2), None, None) => {
                let (key1, key2) = (Secret::new(key1), Secret::new(key2));
                ask(&slf, "authorize", move |s| {
                    s.giga0()?.authorize(Authorization::Keys { key1: &key1, key2: &key2 })
                })
            }
            (None, None, Some(username), Some(password)) => {
                let password = Secret::new(password);
                ask(&slf, "authorize", move |s| {
                    let with = Authorization::Password { username: &username, password: &password };
                    s.giga0()?.authorize(with)
                })
            }
            _ => Err(error::argument(
                slf.py(),
                "key1",
                "and `key2`, or `username` and `password`, must be given, and nothing else",
            )),
        }
    }

    /// giga0 `/disable_access_token`: invalidates the token of this session, here and at the host.
    /// The next call that needs one logs in again. The session drops the token even if the call
    /// fails.
    fn disable_access_token(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "disable_access_token", |s| s.giga0()?.disable_access_token())
    }

    /// giga0 `/account/info`: describes the account.
    fn account_info(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "account_info", |s| s.giga0()?.account_info())
    }

    /// giga0 `/account/package`: the limits of the account.
    fn account_package(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "account_package", |s| s.giga0()?.account_package())
    }
}
