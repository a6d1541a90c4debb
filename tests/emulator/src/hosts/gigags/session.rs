//! Tokens, public and private.

use axum::http::Method;
use serde_json::{Value, json};

use super::answer::{Answer, Refusal, param};
use super::desk::GigaGs;
use super::state::{State, Token};
use crate::call::Call;

/// Whom a good token belongs to.
pub(super) enum Holder {
    Public,
    Account(String),
}

impl GigaGs {
    /// `maxFileSize` as the sessions tell it.
    fn max_size(&self) -> Value {
        self.ctx.switches.value("max_size").unwrap_or_else(|| json!("2048MB"))
    }

    /// The same in bytes, if it is a limit at all.
    pub(super) fn limit(&self) -> Option<u64> {
        let text = match self.max_size() {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let scale = match unit.trim() {
            "KB" => 1024,
            "" | "MB" => 1024 * 1024,
            "GB" => 1024 * 1024 * 1024,
            _ => return None,
        };
        let number: u64 = number.parse().ok().filter(|number| *number > 0)?;
        number.checked_mul(scale)
    }

    fn session(&self, private: bool, token: &str) -> Value {
        json!({"private": private, "token": token, "maxFileSize": self.max_size()})
    }

    /// Makes a token for an account, or a public one.
    fn issue(&self, state: &mut State, account: Option<&str>) -> String {
        let text = self.ctx.ids.lower(if account.is_some() { 32 } else { 16 });
        let made = self.ctx.clock.unix();
        state.tokens.push(Token { text: text.clone(), account: account.map(Into::into), made });
        text
    }

    /// Judges a token.
    pub(super) fn holder(
        &self,
        state: &State,
        operation: &str,
        text: Option<&str>,
    ) -> Result<Holder, Refusal> {
        let text = text.filter(|text| !text.is_empty()).ok_or_else(|| Refusal::missing("token"))?;
        let switches = &self.ctx.switches;
        let rejected = switches.nth("token_reject", operation);
        let now = self.ctx.clock.unix();
        let dead =
            |token: &Token| switches.number("token_ttl").is_some_and(|ttl| now >= token.made + ttl);
        let token = state.tokens.iter().find(|token| token.text == text && !dead(token));
        match token {
            Some(token) if !rejected => {
                Ok(token.account.clone().map_or(Holder::Public, Holder::Account))
            }
            _ => Err(Refusal::new(401, "Invalid token")),
        }
    }

    /// The account behind the token of a call that public tokens may not make.
    pub(super) fn account(&self, state: &State, call: &Call) -> Result<String, Refusal> {
        match self.holder(state, call.operation, param(call, "token"))? {
            Holder::Account(login) => Ok(login),
            Holder::Public => Err(Refusal::new(403, "A private token is needed")),
        }
    }

    pub(super) fn session_public(&self, call: &Call) -> Answer {
        if *call.head.method() == Method::POST {
            return Err(Refusal::missing("token"));
        }
        let token = self.issue(&mut self.state(), None);
        Ok(self.session(self.ctx.switches.on("public_denied"), &token))
    }

    pub(super) fn session_token(&self, call: &Call) -> Answer {
        let text = param(call, "token");
        let holder = self.holder(&self.state(), call.operation, text)?;
        let private = matches!(holder, Holder::Account(_));
        Ok(self.session(private, text.unwrap_or_default()))
    }

    pub(super) fn session_login(&self, call: &Call) -> Answer {
        let token = self.login(call)?;
        Ok(self.session(true, &token))
    }

    pub(super) fn create_token(&self, call: &Call) -> Answer {
        let token = self.login(call)?;
        Ok(self.success([("token", json!(token))]))
    }

    /// A new private token for a name and its password.
    fn login(&self, call: &Call) -> Result<String, Refusal> {
        let needed = |name: &str| param(call, name).ok_or_else(|| Refusal::missing(name));
        let (username, password) = (needed("username")?, needed("password")?);
        let mut state = self.state();
        if !state.knows(username, password) {
            return Err(Refusal::new(401, "Wrong username or password"));
        }
        Ok(self.issue(&mut state, Some(username)))
    }
}
