//! `user_login`, `user_info`, and who a token belongs to.

use serde_json::{Value, json};

use super::desk::{Desk, Outcome, Refusal, bare, refusal};
use super::model::Token;

/// The end of everybody's premium: the year 2030, 2031.
const PREMIUM_END: u64 = 1_924_992_000;

impl Desk<'_> {
    /// Refusals that meet every call.
    pub(super) fn admit(&self) -> Result<(), Refusal> {
        if self.on("ip_denied") {
            Err(bare(403, "Denied by IP"))
        } else if self.on("account_frozen") {
            Err(refusal(403, "User is FROZEN"))
        } else if self.on("account_locked") {
            Err(refusal(403, "ACCOUNT LOCKED FOR VIOLATION OF OUR TERMS"))
        } else {
            Ok(())
        }
    }

    /// The user of the call's token.
    pub(super) fn token_user(&self) -> Result<usize, Refusal> {
        let token = self.param("token").unwrap_or_default();
        let rejected = self.ctx.switches.nth("token_reject", self.call.operation);
        self.user_of(token).filter(|_| !rejected).ok_or_else(|| self.dead_token())
    }

    pub(super) fn dead_token(&self) -> Refusal {
        let start = self.ctx.switches.text("session_text").unwrap_or_else(|| "Error:".into());
        let what = if start == "Unauthorized." { "Token" } else { "Session" };
        Refusal { status: 401, details: format!("{start} {what} doesn't exist"), bare: false }
    }

    pub(super) fn user_of(&self, token: &str) -> Option<usize> {
        let token = self.state.tokens.get(token)?;
        let ttl = self.ctx.switches.number("token_ttl").unwrap_or(u64::MAX);
        (self.now < token.issued.saturating_add(ttl)).then_some(token.user)
    }

    fn throttle(&mut self) -> Result<(), Refusal> {
        let switches = &self.ctx.switches;
        if !switches.on("login_throttle") {
            return Ok(());
        }
        let after = switches.field_number("login_throttle", "k").unwrap_or(0);
        let pause = switches.field_number("login_throttle", "s").unwrap_or(20);
        if self.now < self.state.throttled_until {
            let left = self.state.throttled_until - self.now;
            return Err(refusal(401, &format!("Frequent logins. Please wait {left} sec...")));
        }
        if self.state.logins >= after {
            self.state.logins = 0;
            self.state.throttled_until = self.now + pause;
            return Err(refusal(401, &format!("Frequent logins. Please wait {pause} sec...")));
        }
        self.state.logins += 1;
        Ok(())
    }

    pub(super) fn user_login(&mut self) -> Outcome {
        self.throttle()?;
        let (Some(login), Some(password)) = (self.param("login"), self.call.param("password"))
        else {
            return Err(refusal(401, "Parameter login or password is missing"));
        };
        if password.is_empty() {
            return Err(refusal(401, "Password cannot be blank"));
        }
        let fits = |account: &crate::account::Account| {
            account.login.eq_ignore_ascii_case(login) && account.password == password
        };
        let user = self.state.users.iter().position(|user| fits(&user.account));
        let user = user.ok_or_else(|| refusal(401, "Login or password is wrong"))?;
        if self.on("login_unusual_ip") {
            let text = "You requested login to your account from unusual Ip address";
            return Err(refusal(401, text));
        }
        if let Some(code) = self.ctx.switches.text("two_factor") {
            match self.param("code") {
                None => return Err(refusal(401, "Auth code is required")),
                Some(given) if given != code => return Err(refusal(401, "Invalid auth code")),
                Some(_) => {}
            }
        }
        self.user = user;
        let token = self.ctx.ids.lower(26);
        self.state.tokens.insert(token.clone(), Token { user, issued: self.now });
        if !self.ctx.switches.is("download_false_404", "premium") {
            // A new login is what makes a false 404 go away.
            let _ = self.ctx.switches.set("download_false_404", Value::Null);
        }
        Ok(json!({"token": token, "user": self.show_user()}))
    }

    pub(super) fn user_info(&mut self) -> Outcome {
        Ok(json!({"user": self.show_user()}))
    }

    fn show_user(&self) -> Value {
        let premium = self.premium();
        let only_premium = |number: u64| if premium { json!(number) } else { Value::Null };
        let (total, used) = (self.capacity(), self.state.used(self.user));
        json!({
            "email": self.state.users[self.user].account.login,
            "is_premium": premium,
            "premium_end_time": only_premium(PREMIUM_END),
            "state": 1,
            "state_label": "Activated",
            "traffic": {
                "total": only_premium(2_199_023_255_552),
                "left": only_premium(2_100_000_000_000),
            },
            "storage": {"total": total.to_string(), "left": total.saturating_sub(used)},
            "upload": {"max_file_size": self.max_file_size(), "nb_pipes": 4},
            "remote_upload": {"max_nb_jobs": 4, "refresh_time": 6},
        })
    }

    /// 80 GiB for premium accounts, 5 GiB for free ones.
    pub(super) fn max_file_size(&self) -> u64 {
        (if self.premium() { 80 } else { 5 }) << 30
    }
}
