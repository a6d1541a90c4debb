//! Which operation a request is, and who answers it.

use axum::http::Method;

use super::desk::GigaGs;
use super::state::State;
use crate::account::Account;
use crate::call::{Call, Head, Route};
use crate::host::{Host, Role};
use crate::params::{Broken, Params};
use crate::reply::{Offer, Reply};
use crate::rules::{Answering, Rules, StoredFile};

impl GigaGs {
    async fn perform(&self, call: &mut Call) -> Result<Reply, Broken> {
        let answer = match call.operation {
            "session_public" => self.session_public(call),
            "session_login" => self.session_login(call),
            "session_token" => self.session_token(call),
            "create_token" => self.create_token(call),
            "get_upload_url" if self.is_withdrawn(&call.head) => {
                return Ok(Reply::html(404, "Not Found"));
            }
            "get_upload_url" => self.get_upload_url(call),
            "get_files" => self.get_files(call),
            "archive" => self.archive(call),
            "upload" => self.upload(call).await?,
            "download_bytes" => return Ok(self.direct_link(&call.head)),
            _ => return Ok(Reply::html(404, "Not Found")),
        };
        Ok(self.verdict(answer))
    }

    /// Whether this way to an upload URL is closed.
    fn is_withdrawn(&self, head: &Head) -> bool {
        head.path() == "/getUploadUrl" && self.ctx.switches.on("no_get_upload_url")
    }

    /// The direct link of a file, `/v/<id>.<extension>`.
    fn direct_link(&self, head: &Head) -> Reply {
        let name = head.segments().pop().unwrap_or_default();
        let id = name.split('.').next().unwrap_or_default();
        let state = self.state();
        let file = state.files.iter().find(|file| file.id == id && file.archived.is_none());
        let Some(file) = file else { return Reply::html(404, "Not Found") };
        let offer = Offer { name: Some(&file.name), modified: file.created, ranges: true };
        Reply::blob(head, &file.blob, offer)
    }
}

impl Rules for GigaGs {
    fn route(&self, head: &Head) -> Route {
        let (get, post) = (*head.method() == Method::GET, *head.method() == Method::POST);
        let fetch = get || *head.method() == Method::HEAD;
        match (head.role, head.path()) {
            (Role::Node, "/upload") if post => Route::stream("upload"),
            (Role::Node, path) if fetch && path.starts_with("/v/") => Route::form("download_bytes"),
            // The second is the form that the host's own web page uses.
            (Role::Api, "/getUploadUrl" | "/upload") if get => Route::form("get_upload_url"),
            (Role::Api, "/createtoken") if post => Route::form("create_token"),
            (Role::Api, "/session") if get || post => Route::form("session_public"),
            (Role::Api, "/getfiles") if post => Route::form("get_files"),
            (Role::Api, "/archive") if post => Route::form("archive"),
            _ => Route::form(""),
        }
    }

    fn refine(&self, operation: &'static str, head: &Head, params: &Params) -> &'static str {
        let has = |name: &str| {
            head.query(name).is_some() || params.form.iter().any(|(key, _)| key == name)
        };
        match operation {
            "session_public" if has("username") || has("password") => "session_login",
            "session_public" if has("token") => "session_token",
            other => other,
        }
    }

    fn answer(&self, mut call: Call) -> Answering<'_> {
        Box::pin(async move { self.perform(&mut call).await })
    }

    fn files(&self) -> Vec<StoredFile> {
        self.state().stored(self.ctx.clock.unix())
    }

    fn add_account(&self, account: Account) {
        let now = self.ctx.clock.unix();
        self.state().add_account(account, now);
    }

    fn reset(&self) {
        let now = self.ctx.clock.unix();
        let mut state = State::default();
        for account in Account::seeded(Host::GigaGs) {
            state.add_account(account, now);
        }
        *self.state() = state;
    }
}
