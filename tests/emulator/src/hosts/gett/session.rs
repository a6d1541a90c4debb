//! Logins and tokens.

use serde_json::{Value, json};

use super::shapes::{Answer, Failure, failure};
use super::site::Site;
use super::state::State;
use crate::call::Call;
use crate::reply::Reply;

/// The documentation's own keys, which everybody may use.
const TEST_KEYS: [&str; 2] = ["apitest", "testapi"];
const USUAL_TTL: u64 = 86_400;

impl Site {
    pub(super) fn login(&self, call: &Call) -> Answer {
        let mut state = self.state.lock().unwrap();
        let wanted = |name| {
            let missing = || failure(400, &format!("{name} required"));
            call.json_text(name).ok_or_else(missing)
        };
        let (key, email, password) = (wanted("apikey")?, wanted("email")?, wanted("password")?);
        let known = TEST_KEYS.contains(&key.as_str())
            || state.users.iter().any(|user| !key.is_empty() && user.account.key1 == key);
        if !known {
            return Err(failure(401, "Unknown apikey"));
        }
        let user = state.users.iter().position(|user| user.account.login == email);
        let user = user.ok_or_else(|| failure(401, "User not found"))?;
        let account = &state.users[user].account;
        if account.password != password {
            return Err(failure(401, "Wrong password"));
        }
        if self.ctx.switches.on("key_bound") && account.key1 != key {
            return Err(failure(401, "apikey not valid for this user"));
        }
        Ok(Reply::json(200, &self.tokens(&mut state, user, true)))
    }

    pub(super) fn login_refresh(&self, call: &Call) -> Answer {
        let mut state = self.state.lock().unwrap();
        let switches = &self.ctx.switches;
        let token = call.json_text("refreshtoken").unwrap_or_default();
        let user = state.refresh.get(&token).copied();
        let user = user.filter(|_| !switches.on("refresh_rejected"));
        let user = user.ok_or_else(|| failure(self.token_code(), "invalid refreshtoken"))?;
        if switches.on("refresh_rotates") {
            state.refresh.remove(&token);
        }
        let with_user = !switches.on("refresh_no_user");
        Ok(Reply::json(200, &self.tokens(&mut state, user, with_user)))
    }

    fn tokens(&self, state: &mut State, user: usize, with_user: bool) -> Value {
        let ttl = self.ctx.switches.number("token_ttl").unwrap_or(USUAL_TTL);
        let end = self.ctx.clock.unix() + ttl;
        let id = &state.users[user].id;
        let access = format!("a.app.{id}.{end}.{}", self.ctx.ids.hex(40));
        let refresh = format!("r.app.{id}.0.{}", self.ctx.ids.hex(40));
        state.access.insert(access.clone(), (user, end));
        state.refresh.insert(refresh.clone(), user);
        let mut answer = json!({"accesstoken": access, "refreshtoken": refresh, "expires": ttl});
        if with_user {
            answer["user"] = self.user_json(state, user);
        }
        answer
    }

    fn token_code(&self) -> u16 {
        let code = self.ctx.switches.number("token_code");
        code.and_then(|code| u16::try_from(code).ok()).unwrap_or(401)
    }

    /// Whose token it is, if it is one.
    pub(super) fn owner(&self, state: &State, token: &str, operation: &str) -> Option<usize> {
        if self.ctx.switches.nth("token_reject", operation) {
            return None;
        }
        let &(user, end) = state.access.get(token)?;
        (self.ctx.clock.unix() < end).then_some(user)
    }

    /// Who calls, by the token in the query.
    pub(super) fn caller(&self, state: &State, call: &Call) -> Result<usize, Failure> {
        let token = call.head.query("accesstoken").unwrap_or_default();
        let owner = self.owner(state, token, call.operation);
        owner.ok_or_else(|| failure(self.token_code(), "invalid accesstoken"))
    }

    pub(super) fn me(&self, call: &Call) -> Answer {
        let state = self.state.lock().unwrap();
        let user = self.caller(&state, call)?;
        Ok(Reply::json(200, &self.user_json(&state, user)))
    }
}
