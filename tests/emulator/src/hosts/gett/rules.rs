//! Which operation a request is, and who answers it.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use tokio::sync::watch;

use super::shapes::{Answer, failure, is_read};
use super::site::Site;
use super::state::{Fate, State};
use super::{blobs, live};
use crate::account::Account;
use crate::call::{Call, Head, Route};
use crate::host::Role;
use crate::params::{Broken, Params};
use crate::reply::Reply;
use crate::rules::{Answering, Ctx, Rules, StoredFile};

impl Site {
    async fn answer(self: &Arc<Self>, call: Call) -> Result<Reply, Broken> {
        let segments = call.head.segments();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let answer = match (call.operation, below(&path)) {
            ("live", _) => Ok(self.live(call)),
            ("upload_put" | "upload_post", _) => return self.upload(call).await,
            ("blob_bytes", _) => self.bytes(&call.head),
            ("users_login", _) => self.login(&call),
            ("users_login_refresh", _) => self.login_refresh(&call),
            ("users_me", _) => self.me(&call),
            ("shares_list", _) => self.shares_list(&call),
            ("shares_create", _) => self.shares_create(&call),
            ("shares_get", ["shares", share]) => self.shares_get(share),
            ("shares_update", ["shares", share, _]) => self.shares_update(&call, share),
            ("shares_destroy", ["shares", share, _]) => self.shares_destroy(&call, share),
            ("files_create", ["files", share, _]) => self.files_create(&call, share),
            ("files_get", ["files", share, id]) => self.files_get(share, id),
            ("files_upload_urls", ["files", share, id, _]) => {
                self.files_upload_urls(&call, share, id)
            }
            ("files_destroy", ["files", share, id, _]) => self.files_destroy(&call, share, id),
            ("files_blob", ["files", share, id, _]) => {
                let wish = blobs::Wish::of(&call.head);
                // The body is read; kept any longer, it would have to be shared between threads.
                drop(call);
                self.files_blob(wish, share, id).await
            }
            ("files_thumb", ["files", share, id, ..]) => self.files_thumb(share, id),
            ("files_scale", ["files", share, id, _, last]) => {
                self.files_scale(&call, share, id, last)
            }
            _ => self.page(&call.head, &path),
        };
        Ok(answer.unwrap_or_else(|failure| *failure))
    }

    /// The web pages of shares and files, and the page for files with too much traffic.
    fn page(&self, head: &Head, path: &[&str]) -> Answer {
        if head.role == Role::Node {
            return Ok(match path {
                ["overloaded.html"] => Reply::html(200, "This file is overloaded"),
                _ => Reply::html(404, "Not Found"),
            });
        }
        let state = self.state.lock().unwrap();
        match path {
            ["1" | "api", ..] => Err(failure(404, "not found")),
            [] => Ok(Reply::html(200, "ge.tt")),
            [share] => Ok(match state.share(share) {
                Some(share) if share.removed => Reply::html(410, "Gone"),
                Some(share) => Reply::html(200, &share.name),
                None => Reply::html(404, "Not Found"),
            }),
            [share, "v", id] => Ok(match state.file(share, id) {
                Some((share, file)) => Reply::html(200, &format!("{}/{}", share.name, file.id)),
                None => Reply::html(404, "Not Found"),
            }),
            _ => Ok(Reply::html(404, "Not Found")),
        }
    }
}

/// The path below `/1`, which may itself stand below `/api`.
fn below<'a, 'b>(path: &'a [&'b str]) -> &'a [&'b str] {
    match path {
        ["api", "1", rest @ ..] | ["1", rest @ ..] => rest,
        _ => &[],
    }
}

/// The operation of a path below `/1`.
fn operation(read: bool, post: bool, path: &[&str]) -> &'static str {
    match path {
        ["users", "login"] if post => "users_login",
        ["users", "me"] if read => "users_me",
        ["shares"] if read => "shares_list",
        ["shares", "create"] if post => "shares_create",
        ["shares", _] if read => "shares_get",
        ["shares", _, "update"] if post => "shares_update",
        ["shares", _, "destroy"] if post => "shares_destroy",
        ["files", _, "create"] if post => "files_create",
        ["files", _, _] if read => "files_get",
        ["files", _, _, "upload"] if read => "files_upload_urls",
        ["files", _, _, "destroy"] if post => "files_destroy",
        ["files", _, _, "blob"] if read => "files_blob",
        ["files", _, _, "blob", "thumb"] if read => "files_thumb",
        ["files", _, _, "blob", last]
            if read && (*last == "scale" || blobs::dimensions(last).is_some()) =>
        {
            "files_scale"
        }
        _ => "",
    }
}

/// The host.
#[derive(Debug)]
pub(crate) struct Gett(Arc<Site>);

impl Gett {
    pub(crate) fn new(ctx: Arc<Ctx>) -> Self {
        let (moved, _) = watch::channel(());
        Self(Arc::new(Site { ctx, state: Mutex::default(), moved, sockets: AtomicU64::new(0) }))
    }
}

impl Rules for Gett {
    fn route(&self, head: &Head) -> Route {
        let segments = head.segments();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let (read, post) = (is_read(head.method()), head.method() == Method::POST);
        if head.role == Role::Node {
            return match path[..] {
                [_, _] if head.method() == Method::PUT => Route::stream("upload_put"),
                [_] if post => Route::stream("upload_post"),
                ["blobs" | "thumbs", ..] if read => Route::form("blob_bytes"),
                _ => Route::form(""),
            };
        }
        if path.is_empty() && read && live::is_upgrade(head) {
            return Route::form("live");
        }
        Route::form(operation(read, post, below(&path)))
    }

    fn refine(&self, operation: &'static str, _head: &Head, params: &Params) -> &'static str {
        let refresh = params.json.as_ref().is_some_and(|body| body.get("refreshtoken").is_some());
        if operation == "users_login" && refresh { "users_login_refresh" } else { operation }
    }

    fn answer(&self, call: Call) -> Answering<'_> {
        Box::pin(self.0.answer(call))
    }

    fn files(&self) -> Vec<StoredFile> {
        let state = self.0.state.lock().unwrap();
        let shares = state.shares.iter().filter(|share| !share.removed);
        let files = shares.flat_map(|share| share.files.iter().map(move |file| (share, file)));
        let stored = files.filter(|(_, file)| file.fate != Fate::Destroyed).map(|(share, file)| {
            let blob = file.content.as_ref().map(|content| &content.blob);
            let readystate = file.readystate();
            StoredFile {
                account: state.users[share.owner].account.login.clone(),
                id: file.id.clone(),
                name: file.name.clone(),
                size: blob.map_or(0, crate::blob::Blob::size),
                md5: blob.map_or_else(String::new, |blob| blob.md5().into()),
                folder: Some(share.name.clone()),
                state: if readystate == "uploaded" { "active" } else { readystate }.into(),
            }
        });
        stored.collect()
    }

    fn add_account(&self, account: Account) {
        self.0.state.lock().unwrap().add_user(account, &self.0.ctx.ids);
    }

    /// Open sockets end, because nobody speaks to them any more.
    fn reset(&self) {
        let mut state = State::default();
        for account in Account::seeded(self.0.ctx.host) {
            state.add_user(account, &self.0.ctx.ids);
        }
        *self.0.state.lock().unwrap() = state;
        self.0.moved.send_replace(());
    }

    fn switched(&self, name: &str) {
        if matches!(name, "live_ping" | "live_drop") {
            self.0.nudge();
        }
    }
}
