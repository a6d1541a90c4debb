//! `authorize`, the life of tokens, and what an account sees of itself.

use std::time::Duration;

use serde_json::json;

use super::answer::{Answer, Args, Refusal, data, just};
use super::desk::Giga0;
use super::state::{Member, State, Token};

const REJECTED: &str =
    "Could not validate access_token and account_id, please reauthenticate or try again.";
const REJECTED_SHORT: &str = "Could not validate access_token, please reauthenticate or try again.";
const WRONG: &str = "Could not authenticate user. The username and password may be invalid or \
                     your account may be locked from too many failed logins.";
const LEVEL: &str = "Your account level does not have access to the file upload API.";

impl Giga0 {
    pub(super) fn authorize(&self, args: &Args) -> Answer {
        let switches = &self.ctx.switches;
        let by_password = switches.is("auth_mode", "password");
        let (first, second) =
            if by_password { credentials(args)? } else { (key(args, "key1")?, key(args, "key2")?) };
        let fits = |member: &&mut Member| {
            let Member { account, .. } = &**member;
            let pair = if by_password {
                (&account.login, &account.password)
            } else {
                (&account.key1, &account.key2)
            };
            pair.0 == first && pair.1 == second && member.status == "active"
        };
        let mut state = self.state();
        let found = state.members.iter_mut().find(fits);
        let Some(member) = found.filter(|_| !switches.on("locked_account")) else {
            return Err(Refusal::denied(WRONG));
        };
        if switches.on("level_denied") {
            return Err(Refusal::denied(LEVEL));
        }
        member.last_login = Some(self.ctx.clock.unix());
        let id = member.id;
        if switches.on("single_session") {
            state.tokens.retain(|token| token.member != id);
        }
        let text = self.ctx.ids.mixed(128);
        let used = self.ctx.clock.now();
        state.tokens.push(Token { text: text.clone(), member: id, used });
        data(json!({"access_token": text, "account_id": self.shape().num(id)}))
    }

    /// Forgets the tokens that were not used for too long.
    fn bury(&self, state: &mut State) {
        let ttl = Duration::from_secs(self.ctx.switches.number("token_ttl").unwrap_or(3600));
        let now = self.ctx.clock.now();
        state.tokens.retain(|token| now < token.used + ttl);
    }

    /// Whom a token belongs to, and that it was used now.
    pub(super) fn holder(&self, state: &mut State, args: &Args) -> Result<u64, Refusal> {
        self.bury(state);
        let rejected = self.ctx.switches.nth("token_reject", args.operation);
        let text = args.get("access_token");
        match state.tokens.iter_mut().find(|token| token.text == text) {
            Some(token) if !rejected => {
                token.used = self.ctx.clock.now();
                Ok(token.member)
            }
            _ => Err(self.rejected(args.operation)),
        }
    }

    /// The account of a call, after the checks that all calls begin with.
    pub(super) fn caller(&self, state: &mut State, args: &Args) -> Result<u64, Refusal> {
        args.need("access_token")?;
        let account = args.need("account_id")?;
        let holder = self.holder(state, args)?;
        if holder.to_string() == account { Ok(holder) } else { Err(self.rejected(args.operation)) }
    }

    fn rejected(&self, operation: &str) -> Refusal {
        let about_accounts = operation.starts_with("account") || operation.starts_with("package");
        let short = self.ctx.switches.on("short_token_text") && about_accounts;
        Refusal::denied(if short { REJECTED_SHORT } else { REJECTED })
    }

    pub(super) fn disable_access_token(&self, args: &Args) -> Answer {
        let text = args.need("access_token")?;
        args.need("account_id")?;
        let mut state = self.state();
        self.bury(&mut state);
        // A token that is gone already is no error; somebody else's is.
        if state.tokens.iter().any(|token| token.text == text) {
            self.caller(&mut state, args)?;
        }
        state.tokens.retain(|token| token.text != text);
        just("Token removed or no longer available.")
    }

    pub(super) fn account_info(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let id = self.caller(&mut state, args)?;
        let member = state.member(id).ok_or_else(|| self.rejected(args.operation))?;
        data(self.shape().account(member))
    }

    pub(super) fn account_package(&self, args: &Args) -> Answer {
        let mut state = self.state();
        let id = self.caller(&mut state, args)?;
        let member = state.member(id).ok_or_else(|| self.rejected(args.operation))?;
        data(self.shape().package(member.package))
    }
}

fn credentials(args: &Args) -> Result<(&str, &str), Refusal> {
    let (username, password) = (args.get("username"), args.get("password"));
    if username.is_empty() {
        return Err(Refusal::bad("Please provide a username."));
    }
    if password.is_empty() {
        return Err(Refusal::bad("Please provide a password."));
    }
    Ok((username, password))
}

fn key<'a>(args: &'a Args, name: &str) -> Result<&'a str, Refusal> {
    let key = args.get(name);
    if key.len() == 64 {
        return Ok(key);
    }
    Err(Refusal::bad(format!("Please provide {name}. It must be 64 characters in length.")))
}
