//! What a session proves itself with.

use std::sync::Arc;

use crate::{Error, Secret, Status, scope};

/// Which credentials the `authorize` call uses (giga0 and compatible sites).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthMode {
    /// Whichever are set; the other kind only if the site asks for it.
    #[default]
    Auto,
    /// With `key1` and `key2`.
    Keys,
    /// With user name and password.
    Password,
}

/// A two-factor code, or where the current one comes from.
#[derive(Clone)]
pub(crate) enum TwoFactorCode {
    Fixed(Secret),
    Asked(Arc<dyn Fn() -> Option<Secret> + Send + Sync>),
}

impl TwoFactorCode {
    /// The code for a login that is made now.
    ///
    /// # Errors
    /// `CALLBACK` if the caller's function has none.
    pub(crate) fn now(&self) -> Result<Secret, Error> {
        match self {
            Self::Fixed(code) => Ok(code.clone()),
            Self::Asked(ask) => scope::callers_code(|| ask()).ok_or_else(|| {
                Error::new(Status::Callback, "the function for the two-factor code gave none")
            }),
        }
    }

    fn fixed(&self) -> Option<&Secret> {
        match self {
            Self::Fixed(code) => Some(code),
            Self::Asked(_) => None,
        }
    }
}

impl std::fmt::Debug for TwoFactorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// What a caller gave to prove who he is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Credentials {
    pub login: Option<String>,
    pub password: Option<Secret>,
    pub two_factor_code: Option<TwoFactorCode>,
    pub api_key: Option<Secret>,
    pub keys: Option<(Secret, Secret)>,
    pub token: Option<Secret>,
    pub account_id: Option<String>,
    pub refresh_token: Option<Secret>,
    pub auth_mode: AuthMode,
}

impl Credentials {
    /// Every secret, for masking.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        let (key1, key2) = self.keys.as_ref().map(|(a, b)| (a, b)).unzip();
        [
            self.password.as_ref(),
            self.two_factor_code.as_ref().and_then(TwoFactorCode::fixed),
            self.api_key.as_ref(),
            self.token.as_ref(),
            self.refresh_token.as_ref(),
            key1,
            key2,
        ]
        .into_iter()
        .flatten()
    }

    /// The login and the password, or what is missing.
    pub(crate) fn pair(&self) -> Result<(&str, &Secret), Error> {
        match (&self.login, &self.password) {
            (Some(login), Some(password)) => Ok((login, password)),
            _ => Err(missing("login", "and a password are needed")),
        }
    }
}

/// The error for a call that needs credentials which the session was not given.
pub(crate) fn missing(parameter: &str, problem: &str) -> Error {
    Error::argument(parameter, problem).with_hint("give them to the session's builder")
}
