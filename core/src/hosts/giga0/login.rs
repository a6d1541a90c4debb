//! Which of the two ways `authorize` is asked: as the caller says, or with what is there, and the
//! other way only if the install says that it wants that.

use super::account::Authorization;
use super::answer::{WANTS_KEYS, WANTS_PASSWORD, said};
use super::types::Authorized;
use crate::session::{Credentials, Token, missing};
use crate::{AuthMode, Error, Session, Status};

pub(super) fn login(session: &Session) -> Result<Token, Error> {
    let credentials = session.credentials();
    let authorized = match credentials.auth_mode {
        AuthMode::Keys => by(session, keys(credentials))?,
        AuthMode::Password => by(session, password(credentials))?,
        AuthMode::Auto => auto(session, credentials)?,
    };
    let mut token = Token::new(authorized.access_token);
    token.account_id = Some(authorized.account_id);
    Ok(token)
}

/// A token in place of one that died; one that the caller brought alone cannot be replaced.
pub(super) fn again(session: &Session) -> Result<Token, Error> {
    let credentials = session.credentials();
    if credentials.token.is_some() && keys(credentials).or_else(|| password(credentials)).is_none()
    {
        return Err(Error::new(Status::Auth, "the host refuses the given token")
            .with_hint("give another one, or keys or a login and a password to get one"));
    }
    login(session)
}

fn auto(session: &Session, credentials: &Credentials) -> Result<Authorized, Error> {
    let (Some(keys), Some(password)) = (keys(credentials), password(credentials)) else {
        return by(session, keys(credentials).or_else(|| password(credentials)));
    };
    match by(session, Some(keys)) {
        Err(error) if said(&error, WANTS_PASSWORD) => by(session, Some(password)),
        outcome => outcome,
    }
}

fn by(session: &Session, way: Option<Authorization<'_>>) -> Result<Authorized, Error> {
    let way = way.ok_or_else(|| missing("keys", "or a login and a password are needed"))?;
    let outcome = session.giga0()?.authorize(way);
    outcome.map(crate::Answer::into_inner).map_err(|error| with_advice(error, way))
}

/// A refusal that only means the other way says so.
fn with_advice(error: Error, way: Authorization<'_>) -> Error {
    match way {
        Authorization::Keys { .. } if said(&error, WANTS_PASSWORD) => {
            error.with_hint("this site takes a user name and a password in place of keys")
        }
        Authorization::Password { .. } if said(&error, WANTS_KEYS) => error.with_hint(
            "this site takes the two keys of the account page in place of a user name and a password",
        ),
        _ => error,
    }
}

fn keys(credentials: &Credentials) -> Option<Authorization<'_>> {
    credentials.keys.as_ref().map(|(key1, key2)| Authorization::Keys { key1, key2 })
}

fn password(credentials: &Credentials) -> Option<Authorization<'_>> {
    let (username, password) = credentials.pair().ok()?;
    Some(Authorization::Password { username, password })
}
