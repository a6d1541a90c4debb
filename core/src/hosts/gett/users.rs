//! `users/*`.

use super::types::{Login, User};
use super::{Gett, table};
use crate::operation::Arguments;
use crate::{Answer, Error, Secret};

impl Gett<'_> {
    /// `/1/users/login`: gets tokens for key, e-mail and password. The session does this
    /// automatically; the tokens of this call are only returned, not used.
    ///
    /// # Errors
    /// `AUTH` for rejected credentials, never retried; `UNSUPPORTED` if the caller did not set a
    /// base URL.
    pub fn users_login(
        &self,
        apikey: &Secret,
        email: &str,
        password: &Secret,
    ) -> Result<Answer<Login>, Error> {
        let arguments = Arguments::new()
            .text("apikey", apikey.expose())
            .text("email", email)
            .text("password", password.expose());
        self.session.ask(&table::USERS_LOGIN, arguments, Login::read)
    }

    /// `/1/users/login` with a refresh token: gets new tokens without key and password. Keep the
    /// refresh token of the result: whether the old one stays valid is not documented.
    pub fn users_login_refresh(&self, refreshtoken: &Secret) -> Result<Answer<Login>, Error> {
        let arguments = Arguments::new().text("refreshtoken", refreshtoken.expose());
        self.session.ask(&table::USERS_LOGIN_REFRESH, arguments, Login::read)
    }

    /// `/1/users/me`: the account.
    pub fn users_me(&self) -> Result<Answer<User>, Error> {
        self.session.ask(&table::USERS_ME, Arguments::new(), User::read)
    }
}
