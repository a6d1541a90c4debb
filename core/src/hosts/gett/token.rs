//! Getting tokens: by refresh token where there is one, by key and password else.

use std::time::Duration;

use super::types::Login;
use crate::session::{Term, Token};
use crate::{Answer, Error, Secret, Session, Status};

/// How long before its end a token of a day is renewed. Shorter lives are cut by the same share.
const MARGIN: Duration = Duration::from_secs(3600);
const SHARE_OF_LIFE: u32 = 24;

/// The first token of a session.
pub(super) fn login(session: &Session) -> Result<Token, Error> {
    by_refresh_or_password(session, session.credentials().refresh_token.as_ref())
}

/// A token in place of a dead one: its own refresh token is the newest.
pub(super) fn renew(session: &Session, dead: &Token) -> Result<Token, Error> {
    let refresh = dead.refresh.as_ref().or(session.credentials().refresh_token.as_ref());
    by_refresh_or_password(session, refresh)
}

fn by_refresh_or_password(session: &Session, refresh: Option<&Secret>) -> Result<Token, Error> {
    let Some(refresh) = refresh else { return by_password(session) };
    match session.gett()?.users_login_refresh(refresh) {
        Ok(login) => Ok(token(&login, Some(refresh))),
        Err(error) if is_refusal(&error) && has_password(session) => by_password(session),
        Err(error) => Err(error),
    }
}

/// Whether the host has refused the refresh token; failures on the way prove nothing against it.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error.status(),
        Status::Auth | Status::Forbidden | Status::NotFound | Status::Host | Status::BadAnswer
    )
}

fn has_password(session: &Session) -> bool {
    let credentials = session.credentials();
    credentials.api_key.is_some() && credentials.pair().is_ok()
}

fn by_password(session: &Session) -> Result<Token, Error> {
    let credentials = session.credentials();
    let (email, password) = credentials.pair()?;
    let key = credentials.api_key.as_ref().ok_or_else(|| {
        Error::argument("api_key", "is needed beside e-mail and password")
            .with_hint("give it to the session's builder, or give a refresh token")
    })?;
    Ok(token(&session.gett()?.users_login(key, email, password)?, None))
}

fn token(login: &Answer<Login>, old_refresh: Option<&Secret>) -> Token {
    let mut token = Token::new(login.accesstoken.clone());
    token.refresh = login.refreshtoken.clone().or_else(|| old_refresh.cloned());
    token.fresh = login.expires.map(|seconds| {
        let life = Duration::from_secs(seconds);
        Term::from_now(life.saturating_sub(MARGIN.min(life / SHARE_OF_LIFE)))
    });
    token
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;
    use crate::wire::Node;
    use serde_json::json;

    fn left(expires: &serde_json::Value) -> Option<u64> {
        let json = json!({"accesstoken": "a.x", "refreshtoken": "r.x", "expires": expires});
        let login = Node::new(Document::of(&json).root()).and_then(Login::read).unwrap();
        let token = token(&Answer::new(login, json), None);
        let rounded = |left: Duration| (left + Duration::from_millis(500)).as_secs();
        token.fresh.map(|fresh| rounded(fresh.left()))
    }

    #[test]
    fn a_token_is_renewed_before_its_end() {
        assert_eq!(left(&json!(86400)), Some(82800));
        assert_eq!(left(&json!("86400")), Some(82800));
        assert_eq!(left(&json!(240)), Some(230));
        for unknown in [json!(0), json!(-1), json!(null), json!("")] {
            assert_eq!(left(&unknown), None);
        }
        assert_eq!(left(&json!(i64::MAX)), i64::MAX.checked_sub(3600).map(i64::unsigned_abs));
    }

    #[test]
    fn the_newest_refresh_token_is_kept() {
        let old = Secret::new("r.old");
        for (json, expected) in [
            (json!({"accesstoken": "a", "refreshtoken": "r.new"}), "r.new"),
            (json!({"accesstoken": "a"}), "r.old"),
        ] {
            let login = Node::new(Document::of(&json).root()).and_then(Login::read).unwrap();
            let token = token(&Answer::new(login, json), Some(&old));
            assert_eq!(token.refresh.unwrap().expose(), expected);
        }
    }
}
