//! `authorize`, `disable_access_token`, `account/info` and `account/package`.

use super::answer::data;
use super::types::{Account, Authorized, Package};
use super::{Giga0, table};
use crate::hosts::refusals::is_dispensable;
use crate::operation::Arguments;
use crate::session::Token;
use crate::{Answer, Error, Secret, Session};

/// The credentials for `authorize`. Which kind a site accepts is set there.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Authorization<'a> {
    /// With the two keys of an account, 64 letters and digits each.
    Keys {
        /// The first key.
        key1: &'a Secret,
        /// The second key.
        key2: &'a Secret,
    },
    /// With user name and password.
    Password {
        /// The user name.
        username: &'a str,
        /// The password.
        password: &'a Secret,
    },
}

impl Giga0<'_> {
    /// `/authorize`: gets a token. The session does this automatically; the token of this call is
    /// only returned, not used.
    ///
    /// # Errors
    /// `AUTH` for a wrong pair, a locked account, or the kind of credentials that the site does not
    /// accept; `FORBIDDEN` if the account's level may not use the API; `NOT_READY` if the host
    /// cannot issue tokens now. Never retried.
    pub fn authorize(&self, with: Authorization<'_>) -> Result<Answer<Authorized>, Error> {
        let arguments = match with {
            Authorization::Keys { key1, key2 } => {
                Arguments::new().text("key1", key1.expose()).text("key2", key2.expose())
            }
            Authorization::Password { username, password } => {
                Arguments::new().text("username", username).text("password", password.expose())
            }
        };
        self.session.ask(&table::AUTHORIZE, arguments, |node| data(node, Authorized::read))
    }

    /// `/disable_access_token`: invalidates the token of this session, here and at the host. The
    /// next call that needs one logs in again.
    ///
    /// # Errors
    /// Those of any call. The session drops the token even then.
    pub fn disable_access_token(&self) -> Result<Answer<()>, Error> {
        let token = self.session.token()?;
        self.session.forget_token();
        end(self.session, &token)
    }

    /// `/account/info`: describes the account.
    ///
    /// # Errors
    /// Those of any call.
    pub fn account_info(&self) -> Result<Answer<Account>, Error> {
        self.session.ask(&table::ACCOUNT_INFO, Arguments::new(), |node| data(node, Account::read))
    }

    /// `/account/package`: the limits of the account.
    ///
    /// # Errors
    /// Those of any call.
    pub fn account_package(&self) -> Result<Answer<Package>, Error> {
        self.session
            .ask(&table::ACCOUNT_PACKAGE, Arguments::new(), |node| data(node, Package::read))
    }
}

/// The account's package; none where the site has no answer.
pub(super) fn package(session: &Session) -> Result<Option<Package>, Error> {
    match session.giga0()?.account_package() {
        Ok(package) => Ok(Some(package.into_inner())),
        Err(error) if is_dispensable(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Ends a token at the host.
pub(super) fn end(session: &Session, token: &Token) -> Result<Answer<()>, Error> {
    let arguments = Arguments::new()
        .text("access_token", token.secret.expose())
        .opt_text("account_id", token.account_id.as_deref());
    session.ask(&table::DISABLE_ACCESS_TOKEN, arguments, |_| Ok(()))
}
