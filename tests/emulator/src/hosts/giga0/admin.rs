//! The calls of administrators: the token names the caller, `account_id` the target.

use serde_json::{Value, json};

use super::answer::{Answer, Args, Refusal, data, just, told};
use super::desk::Giga0;
use super::shapes::PACKAGES;
use super::state::{ADMIN, FREE, Member, State};
use crate::account::Account;

const STATES: [&str; 4] = ["pending", "active", "disabled", "suspended"];

impl Giga0 {
    fn admin(&self, state: &mut State, args: &Args) -> Result<(), Refusal> {
        args.need("access_token")?;
        let holder = self.holder(state, args)?;
        if state.member(holder).is_some_and(|member| member.account.admin) {
            return Ok(());
        }
        Err(Refusal::denied("API user must be an admin user for this endpoint."))
    }

    pub(super) fn account_create(&self, args: &Args) -> Answer {
        let mut state = self.state();
        self.admin(&mut state, args)?;
        let username = args.need("username")?;
        if username.contains(' ') {
            return Err(Refusal::bad("Your username can not contain spaces."));
        }
        let password = password(args.need("password")?)?;
        unused(&state, args.need("email")?, None)?;
        package(args.need("package_id")?)?;
        status(args.get("status"))?;
        if state.members.iter().any(|member| member.account.login == username) {
            return Err(Refusal::bad("Username already exists on another account."));
        }
        // The target's keys are made on its account page, so it has none yet.
        let id = state.add_member(Account::new(username, password), self.ctx.clock.unix());
        let member = state.members.iter_mut().find(|member| member.id == id);
        let member = member.ok_or_else(no_account)?;
        change(member, args);
        told("Account successfully created.", self.shape().account(member))
    }

    pub(super) fn account_edit(&self, args: &Args) -> Answer {
        let mut state = self.state();
        self.admin(&mut state, args)?;
        let id = target(&state, args)?;
        if !args.get("password").is_empty() {
            password(args.get("password"))?;
        }
        if !args.get("email").is_empty() {
            unused(&state, args.get("email"), Some(id))?;
        }
        if !args.get("package_id").is_empty() {
            package(args.get("package_id"))?;
        }
        status(args.get("status"))?;
        let member = state.members.iter_mut().find(|member| member.id == id);
        let member = member.ok_or_else(no_account)?;
        change(member, args);
        told("Account successfully updated.", self.shape().account(member))
    }

    pub(super) fn account_delete(&self, args: &Args) -> Answer {
        let mut state = self.state();
        self.admin(&mut state, args)?;
        let id = target(&state, args)?;
        state.members.retain(|member| member.id != id);
        state.tokens.retain(|token| token.member != id);
        for file in state.files.iter_mut().filter(|file| file.owner == id) {
            file.trashed = true;
        }
        just("Account successfully deleted.")
    }

    pub(super) fn package_listing(&self, args: &Args) -> Answer {
        let mut state = self.state();
        self.admin(&mut state, args)?;
        let packages: Vec<Value> = PACKAGES.map(|id| self.shape().package(id)).into();
        data(json!({ "packages": packages }))
    }
}

fn no_account() -> Refusal {
    Refusal::missing("Could not find account based on account_id.")
}

fn target(state: &State, args: &Args) -> Result<u64, Refusal> {
    let id = args.need("account_id")?;
    let member = state.members.iter().find(|member| member.id.to_string() == id);
    member.map(|member| member.id).ok_or_else(no_account)
}

fn password(password: &str) -> Result<&str, Refusal> {
    if password.contains(' ') || password.chars().count() < 8 {
        let text = "Your password must be at least 8 characters and can not contain spaces.";
        return Err(Refusal::bad(text));
    }
    Ok(password)
}

fn unused(state: &State, email: &str, own: Option<u64>) -> Result<(), Refusal> {
    let taken = |member: &Member| member.email == email && Some(member.id) != own;
    if state.members.iter().any(taken) {
        return Err(Refusal::bad("Email address already exists on another account"));
    }
    Ok(())
}

fn status(status: &str) -> Result<(), Refusal> {
    if !status.is_empty() && !STATES.contains(&status) {
        return Err(Refusal::bad("Please provide a valid status param."));
    }
    Ok(())
}

fn package(id: &str) -> Result<u64, Refusal> {
    let id = id.parse().ok().filter(|id| PACKAGES.contains(id));
    id.ok_or_else(|| Refusal::missing("Could not find package based on package_id."))
}

/// Sets what the call names; blank keeps.
fn change(member: &mut Member, args: &Args) {
    if let Ok(id) = package(args.get("package_id")) {
        member.package = id;
        member.account.premium = id != FREE;
        member.account.admin = id == ADMIN;
    }
    if !args.get("paid_expiry_date").is_empty() {
        member.paid_until = Some(args.get("paid_expiry_date").into());
    }
    for (name, place) in [
        ("password", &mut member.account.password),
        ("email", &mut member.email),
        ("status", &mut member.status),
        ("title", &mut member.title),
        ("firstname", &mut member.firstname),
        ("lastname", &mut member.lastname),
    ] {
        if !args.get(name).is_empty() {
            *place = args.get(name).into();
        }
    }
}
