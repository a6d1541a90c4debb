//! uploadgig.com: the upload action and its node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use crate::account::Account;
use crate::blob::Blob;
use crate::call::{Call, Head, Route};
use crate::host::Role;
use crate::params::Broken;
use crate::reply::Reply;
use crate::rules::{Answering, Ctx, Rules, StoredFile};

mod table;

pub(crate) use table::SWITCHES;

const GIB: u64 = 1 << 30;
const MIB: u64 = 1 << 20;
const DONE: &str = "Uploaded was successful, file will be available in a few minutes";

#[derive(Debug)]
struct Identity {
    user: usize,
    issued: Duration,
    used: bool,
}

#[derive(Debug)]
struct File {
    id: String,
    owner: usize,
    name: String,
    blob: Blob,
    created: u64,
}

#[derive(Debug, Default)]
struct State {
    accounts: Vec<Account>,
    identities: HashMap<String, Identity>,
    files: Vec<File>,
    /// Calls that the limiter has counted.
    counted: u64,
    locked_until: u64,
}

impl State {
    fn used(&self, user: usize) -> u64 {
        self.files.iter().filter(|file| file.owner == user).map(|file| file.blob.size()).sum()
    }
}

/// The host.
#[derive(Debug)]
pub(crate) struct UploadGig {
    ctx: Arc<Ctx>,
    state: Mutex<State>,
}

impl UploadGig {
    pub(crate) fn new(ctx: Arc<Ctx>) -> Self {
        Self { ctx, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn on(&self, switch: &str) -> bool {
        self.ctx.switches.on(switch)
    }

    /// The website's own refusals, and the names under which the API does not exist.
    fn turned_away(&self, head: &Head) -> Option<Reply> {
        let named = head.header("host").unwrap_or_default();
        if self.on("www_404") && !self.ctx.api.ends_with(&format!("//{named}")) {
            return Some(Reply::html(404, "Not Found"));
        }
        Some(match self.ctx.switches.number("site_refusal")? {
            406 => Reply::text(406, "Too many tries"),
            429 => Reply::text(429, "ERROR 702"),
            _ => Reply::text(403, "Proxies are not allowed"),
        })
    }

    fn answer_action(&self, code: i64, result: &Value) -> Reply {
        let number = self.ctx.switches.is("code_type", "int");
        let code = if number { json!(code) } else { json!(code.to_string()) };
        Reply::json(200, &json!({"code": code, "result": result}))
    }

    fn get_upload_action(&self, call: &Call) -> Reply {
        if let Some(reply) = self.turned_away(&call.head) {
            return reply;
        }
        let mut state = self.state();
        let user = call.param("user").unwrap_or_default();
        let pass = call.param("pass").unwrap_or_default();
        let fits = |account: &Account| {
            account.login.eq_ignore_ascii_case(user) && account.password == pass
        };
        let found = state.accounts.iter().position(fits);
        if self.limited(&mut state, found.is_none()) {
            return self.answer_action(-3, &json!("Sorry, you can't login a few minutes"));
        }
        let Some(user) = found else {
            return self.answer_action(0, &json!("Email or password was incorrect!"));
        };
        if let Some(code) = self.ctx.switches.field("code", "n").and_then(|n| n.as_i64()) {
            let text = self.ctx.switches.field("code", "text").unwrap_or(json!("Refused"));
            return self.answer_action(code, &text);
        }
        if self.on("result_string_on_ok") {
            return self.answer_action(1, &json!("ok"));
        }
        let mut result = json!({});
        if !self.on("action_missing") {
            result["action"] = json!(self.issue(&mut state, user));
        }
        if let Some(cmbs) = self.cmbs(&state, user) {
            result["cmbs"] = cmbs;
        }
        self.answer_action(1, &result)
    }

    /// Counts a call at the limiter and tells whether it is refused.
    fn limited(&self, state: &mut State, wrong: bool) -> bool {
        let switches = &self.ctx.switches;
        if !switches.on("limiter") {
            return false;
        }
        let flag = |key| switches.field("limiter", key) == Some(json!(true));
        let after = switches.field_number("limiter", "k").unwrap_or(0);
        let pause = switches.field_number("limiter", "s").unwrap_or(300);
        let now = self.ctx.clock.unix();
        if now < state.locked_until {
            if flag("extend") {
                state.locked_until = now + pause;
            }
            return true;
        }
        if state.counted >= after {
            (state.counted, state.locked_until) = (0, now + pause);
            return true;
        }
        if wrong || !flag("wrong_only") {
            state.counted += 1;
        }
        false
    }

    fn issue(&self, state: &mut State, user: usize) -> String {
        let identity = self.ctx.ids.lower(24);
        let node = if self.on("node_down") { &self.ctx.closed } else { &self.ctx.node };
        let action = format!("{node}/upload?identity={identity}");
        let issued = self.ctx.clock.now();
        state.identities.insert(identity, Identity { user, issued, used: false });
        action
    }

    fn left(&self, state: &State, user: usize) -> u64 {
        let account = &state.accounts[user];
        let usual = if account.premium { 100 * GIB } else { 10 * GIB };
        let own = if account.storage == 0 { usual } else { account.storage };
        let capacity = self.ctx.switches.number("storage").unwrap_or(own);
        capacity.saturating_sub(state.used(user))
    }

    fn cmbs(&self, state: &State, user: usize) -> Option<Value> {
        let honest = self.left(state, user) / MIB;
        match self.ctx.switches.value("cmbs") {
            None => Some(json!(honest)),
            Some(word) if word == "missing" => None,
            Some(word) if word == "quoted" => Some(json!(honest.to_string())),
            other => other,
        }
    }

    /// The owner of a living identity, which is used up by this.
    fn redeem(&self, head: &Head) -> Option<usize> {
        let ttl = self.ctx.switches.number("identity_ttl").unwrap_or(60);
        let now = self.ctx.clock.now();
        let mut state = self.state();
        let identity = state.identities.get_mut(head.query("identity")?)?;
        let alive = now < identity.issued + Duration::from_secs(ttl);
        if !alive || (identity.used && !self.on("identity_reuse")) {
            return None;
        }
        identity.used = true;
        Some(identity.user)
    }

    /// The name in `Slug`, the only place where it travels.
    fn slug(&self, head: &Head) -> Option<String> {
        let slug = head.header("slug").filter(|slug| !slug.is_empty());
        if slug.is_none() && self.on("slug_missing_ok") {
            return Some("noname".into());
        }
        let slug = slug?;
        if !self.ctx.switches.is("slug_mode", "decode") {
            return Some(slug);
        }
        let decoded = percent_encoding::percent_decode_str(&slug).decode_utf8_lossy();
        Some(decoded.into_owned())
    }

    async fn upload_bytes(&self, mut call: Call) -> Result<Reply, Broken> {
        // A dead identity is told at once, whatever of the body is still on its way.
        let Some(user) = self.redeem(&call.head) else {
            return Ok(self.node_refusal("Invalid identity provided"));
        };
        if let Some(text) = self.ctx.switches.field("node_refuse", "text") {
            if self.ctx.switches.field("node_refuse", "early") != Some(json!(true)) {
                call.discard().await?;
            }
            return Ok(self.node_refusal(text.as_str().unwrap_or("Refused")));
        }
        let Some(name) = self.slug(&call.head) else {
            call.discard().await?;
            return Ok(self.node_refusal("Header Slug is missing"));
        };
        let blob =
            if self.on("multipart_strip") && call.head.content_type().starts_with("multipart/") {
                let fields = call.multipart().await?;
                let file = fields.into_iter().find(|field| field.name == "file");
                file.map_or_else(|| Blob::of(b""), |field| field.blob)
            } else {
                call.raw().await?
            };
        Ok(self.store(user, name, blob))
    }

    fn store(&self, owner: usize, name: String, blob: Blob) -> Reply {
        let mut state = self.state();
        if blob.size() > self.left(&state, owner) {
            return self.node_refusal("Not enough storage");
        }
        let id = self.ctx.ids.mixed_hex(16);
        let path = percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC);
        let url = format!("{}/file/download/{id}/{path}", self.ctx.api).replace("%2E", ".");
        let size = blob.size() + u64::from(self.on("size_wrong"));
        let mut inner = json!({
            "file_name": name,
            "url": url,
            "id": id,
            "size": size,
            "message": DONE,
        });
        if self.on("url_missing")
            && let Some(fields) = inner.as_object_mut()
        {
            fields.shift_remove("url");
        }
        let created = self.ctx.clock.unix();
        state.files.push(File { id, owner, name, blob, created });
        self.node_answer(inner, true)
    }

    fn node_refusal(&self, message: &str) -> Reply {
        self.node_answer(json!({"message": message}), false)
    }

    fn node_answer(&self, mut inner: Value, ok: bool) -> Reply {
        if !self.on("ok_missing") {
            let text = self.ctx.switches.is("ok_type", "str");
            inner["ok"] = if text { json!(ok.to_string()) } else { json!(ok) };
        }
        let answer = match self.ctx.switches.text("node_answer").as_deref() {
            Some("array") => json!([inner]),
            Some("bare") => inner,
            _ => json!({"0": inner}),
        };
        Reply::json(200, &answer)
    }

    /// The website: a link answers as soon as the file is available.
    fn page(&self, head: &Head) -> Reply {
        let delay = self.ctx.switches.number("link_delay").unwrap_or(0);
        let now = self.ctx.clock.unix();
        let segments = head.segments();
        let there = match segments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["file", "download", id, ..] => self
                .state()
                .files
                .iter()
                .any(|file| file.id == id && now >= file.created.saturating_add(delay)),
            _ => false,
        };
        if there { Reply::html(200, "Download") } else { Reply::html(404, "Not Found") }
    }
}

impl Rules for UploadGig {
    fn route(&self, head: &Head) -> Route {
        let segments = head.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let post = head.method() == Method::POST;
        match (head.role, &segments[..]) {
            (Role::Api, ["api", "get_upload_action"]) if post => Route::form("get_upload_action"),
            (Role::Node, ["upload"]) if post => {
                Route { mute_continue: self.on("no_100"), ..Route::stream("upload_bytes") }
            }
            _ => Route::form(""),
        }
    }

    fn answer(&self, call: Call) -> Answering<'_> {
        Box::pin(async move {
            match call.operation {
                "get_upload_action" => Ok(self.get_upload_action(&call)),
                "upload_bytes" => self.upload_bytes(call).await,
                _ => Ok(self.page(&call.head)),
            }
        })
    }

    fn files(&self) -> Vec<StoredFile> {
        let state = self.state();
        let show = |file: &File| StoredFile {
            account: state.accounts[file.owner].login.clone(),
            id: file.id.clone(),
            name: file.name.clone(),
            size: file.blob.size(),
            md5: file.blob.md5().into(),
            folder: None,
            state: "active".into(),
        };
        state.files.iter().map(show).collect()
    }

    fn add_account(&self, account: Account) {
        self.state().accounts.push(account);
    }

    fn reset(&self) {
        let accounts = Account::seeded(self.ctx.host);
        *self.state() = State { accounts, ..State::default() };
    }
}
