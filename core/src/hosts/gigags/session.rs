//! `createtoken` and `session`: tokens, public and private.

use super::types::SessionInfo;
use super::{GigaGs, answer, table};
use crate::operation::{Arguments, Operation};
use crate::session::{Token, UploadLimit, missing};
use crate::wire::Malformed;
use crate::{Answer, Error, Secret, Session, Status};

impl GigaGs<'_> {
    /// `/createtoken`: creates a private token. The session does this automatically; the token of
    /// this call is only returned, not used.
    ///
    /// # Errors
    /// `AUTH` for any rejection. Never retried.
    pub fn create_token(&self, username: &str, password: &Secret) -> Result<Answer<Secret>, Error> {
        let arguments =
            Arguments::new().text("username", username).text("password", password.expose());
        self.session.ask_value(&table::CREATE_TOKEN, arguments, |json| {
            answer::token(json).map(Secret::from).ok_or(Malformed::new("one with a token"))
        })
    }

    /// `/session` with user name and password: checks them. They are sent by POST.
    ///
    /// # Errors
    /// `AUTH` for any rejection. Never retried.
    pub fn session_login(
        &self,
        username: &str,
        password: &Secret,
    ) -> Result<Answer<SessionInfo>, Error> {
        let arguments =
            Arguments::new().text("username", username).text("password", password.expose());
        self.info(&table::SESSION_LOGIN, arguments)
    }

    /// `/session` with a token: checks whether it is valid. A response without a token means that
    /// it is.
    ///
    /// # Errors
    /// `AUTH` if the token is rejected.
    pub fn session_token(&self, token: &Secret) -> Result<Answer<SessionInfo>, Error> {
        self.info(&table::SESSION_TOKEN, Arguments::new().text("token", token.expose()))
    }

    /// `/session` without parameters: returns a public token, for uploads without an account.
    ///
    /// # Errors
    /// Those of any call. Never repeated after the first byte.
    pub fn session_public(&self) -> Result<Answer<SessionInfo>, Error> {
        self.info(&table::SESSION_PUBLIC, Arguments::new())
    }

    fn info(
        self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<SessionInfo>, Error> {
        self.session.ask_value(operation, arguments, |json| Ok(SessionInfo::read(json)))
    }
}

/// Whether the session has an account, or a token that may belong to one.
pub(super) fn has_account(session: &Session) -> bool {
    let credentials = session.credentials();
    credentials.token.is_some() || credentials.pair().is_ok()
}

/// Listings and archiving belong to an account: a public token is not even tried.
pub(super) fn need_account(session: &Session) -> Result<(), Error> {
    if has_account(session) {
        return Ok(());
    }
    Err(missing("login", "and a password, or a token, are needed: uploads alone do without"))
}

/// The token to work with: the given one if it is still good, else a new private one, else a
/// public one.
pub(super) fn login(session: &Session) -> Result<Token, Error> {
    let Some(given) = &session.credentials().token else { return fresh(session) };
    match session.gigags()?.session_token(given) {
        Ok(info) => {
            note_limit(session, &info);
            Ok(Token::new(given.clone()))
        }
        Err(error) if error.status() == Status::Auth && session.credentials().pair().is_ok() => {
            fresh(session)
        }
        Err(error) => Err(error),
    }
}

/// A token in place of one that was refused.
pub(super) fn fresh(session: &Session) -> Result<Token, Error> {
    let credentials = session.credentials();
    if let Ok((username, password)) = credentials.pair() {
        let token = session.gigags()?.create_token(username, password)?;
        return Ok(Token::new(token.into_inner()));
    }
    if credentials.token.is_some() {
        return Err(Error::new(Status::Auth, "the host refuses the given token")
            .with_hint("give another one, or a login and a password to make one"));
    }
    let info = session.gigags()?.session_public()?;
    if info.private == Some(true) {
        return Err(Error::new(Status::Auth, "the site takes uploads of accounts only")
            .with_hint("give a login and a password to the session's builder"));
    }
    note_limit(session, &info);
    match &info.token {
        Some(token) => Ok(Token::new(token.clone())),
        None => Err(Error::new(Status::BadAnswer, "the answer has no public token")),
    }
}

fn note_limit(session: &Session, info: &SessionInfo) {
    session.note_upload_limit(UploadLimit {
        allowed: true,
        largest_file: info.max_file_size,
        at_once: None,
    });
}
