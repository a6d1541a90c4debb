//! `user/*`.

use super::answer::response;
use super::types::{Login, User};
use super::{Rapidgator, table};
use crate::operation::Arguments;
use crate::{Answer, Error, Secret};

impl Rapidgator<'_> {
    /// `/user/login`: gets a token. The session does this automatically; the token of this call is
    /// only returned, not used.
    ///
    /// `code` is the two-factor code; accounts without one ignore it.
    ///
    /// # Errors
    /// `AUTH` for a wrong pair, `TWO_FACTOR`, `RATE_LIMITED` after frequent logins, `FORBIDDEN` for
    /// a frozen or locked account. Never retried.
    pub fn user_login(
        &self,
        login: &str,
        password: &Secret,
        code: Option<&Secret>,
    ) -> Result<Answer<Login>, Error> {
        let arguments = Arguments::new()
            .text("login", login)
            .text("password", password.expose())
            .opt_text("code", code.map(Secret::expose));
        self.session.ask(&table::USER_LOGIN, arguments, |node| {
            response(node, |r| {
                let token = match r.secret("token")? {
                    Some(token) => token,
                    // The older generation's name.
                    None => r.need_text("session_id")?.into(),
                };
                Ok(Login { token, user: r.child("user", User::read)? })
            })
        })
    }

    /// `/user/info`: the account.
    pub fn user_info(&self) -> Result<Answer<User>, Error> {
        self.session.ask(&table::USER_INFO, Arguments::new(), |node| {
            response(node, |r| r.need_child("user", User::read))
        })
    }
}
