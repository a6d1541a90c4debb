//! rapidgator.net, API v2.

// Every operation has the one signature of the table, those that cannot fail too.
#![allow(clippy::unnecessary_wraps)]

use std::sync::{Arc, Mutex};

use axum::http::Method;

use crate::account::Account;
use crate::blob::Blob;
use crate::call::{Call, Head, Route};
use crate::host::Role;
use crate::params::Broken;
use crate::reply::Reply;
use crate::rules::{Answering, Ctx, Rules, StoredFile};

mod desk;
mod downloads;
mod files;
mod folders;
mod links;
mod model;
mod remote;
mod table;
mod uploads;
mod users;

use desk::{Desk, Outcome, Refusal, envelope, refusal};
use model::{State, Upload};
pub(crate) use table::SWITCHES;

type Action<'b> = for<'a> fn(&'a mut Desk<'b>) -> Outcome;
type Row<'b> = (&'static str, &'static str, &'static str, Action<'b>);

/// Section, action, name, and what it does.
fn operations<'b>() -> [Row<'b>; 30] {
    [
        ("user", "login", "user_login", Desk::user_login),
        ("user", "info", "user_info", Desk::user_info),
        ("folder", "create", "folder_create", Desk::folder_create),
        ("folder", "info", "folder_info", Desk::folder_info),
        ("folder", "content", "folder_content", Desk::folder_content),
        ("folder", "rename", "folder_rename", Desk::folder_rename),
        ("folder", "copy", "folder_copy", Desk::folder_copy),
        ("folder", "move", "folder_move", Desk::folder_move),
        ("folder", "delete", "folder_delete", Desk::folder_delete),
        ("folder", "change_mode", "folder_change_mode", Desk::folder_change_mode),
        ("file", "upload", "file_upload", Desk::file_upload),
        ("file", "upload_info", "file_upload_info", Desk::file_upload_info),
        ("file", "download", "file_download", Desk::file_download),
        ("file", "info", "file_info", Desk::file_info),
        ("file", "rename", "file_rename", Desk::file_rename),
        ("file", "copy", "file_copy", Desk::file_copy),
        ("file", "move", "file_move", Desk::file_move),
        ("file", "delete", "file_delete", Desk::file_delete),
        ("file", "change_mode", "file_change_mode", Desk::file_change_mode),
        ("file", "check_link", "file_check_link", Desk::file_check_link),
        ("file", "onetimelink_create", "file_onetimelink_create", Desk::file_onetimelink_create),
        ("file", "onetimelink_info", "file_onetimelink_info", Desk::file_onetimelink_info),
        ("file", "xcopy", "file_xcopy", Desk::file_xcopy),
        ("file", "hashcopy", "file_hashcopy", Desk::file_hashcopy),
        ("trashcan", "content", "trashcan_content", Desk::trashcan_content),
        ("trashcan", "restore", "trashcan_restore", Desk::trashcan_restore),
        ("trashcan", "empty", "trashcan_empty", Desk::trashcan_empty),
        ("remote", "create", "remote_create", Desk::remote_create),
        ("remote", "info", "remote_info", Desk::remote_info),
        ("remote", "delete", "remote_delete", Desk::remote_delete),
    ]
}

/// The host.
#[derive(Debug)]
pub(crate) struct Rapidgator {
    ctx: Arc<Ctx>,
    state: Mutex<State>,
}

impl Rapidgator {
    pub(crate) fn new(ctx: Arc<Ctx>) -> Self {
        Self { ctx, state: Mutex::default() }
    }

    /// Opens the books for one step of a call.
    fn with<T>(&self, call: &Call, work: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        let mut state = self.state.lock().unwrap();
        let now = self.ctx.clock.unix();
        work(&mut Desk { ctx: &self.ctx, state: &mut state, call, user: usize::MAX, now })
    }

    fn operate(&self, call: &Call) -> Reply {
        let outcome = self.with(call, |desk| {
            desk.admit()?;
            if call.operation != "user_login" {
                desk.user = desk.token_user()?;
            }
            let action = operations().into_iter().find(|row| row.2 == call.operation);
            action.map_or_else(|| Err(refusal(404, "Unknown action")), |row| row.3(desk))
        });
        envelope(&self.ctx, outcome)
    }

    /// Which upload a POST to the node belongs to, and whether it is to be multipart.
    fn upload_of(&self, call: &Call) -> Result<(String, bool), Refusal> {
        self.with(call, |desk| {
            desk.admit()?;
            let segments = call.head.segments();
            let uuid = segments.get(1).map(String::as_str);
            let id = call.head.query("uuid").filter(|_| uuid.is_none());
            let wanted = |upload: &&Upload| Some(&*upload.uuid) == uuid || Some(&*upload.id) == id;
            let found = desk.state.uploads.iter().find(wanted);
            let upload = found.ok_or_else(|| refusal(404, "Upload session not found"))?;
            if id.is_some() && desk.user_of(call.head.query("sid").unwrap_or_default()).is_none() {
                return Err(desk.dead_token());
            }
            Ok((upload.id.clone(), upload.multipart))
        })
    }

    async fn upload_bytes(&self, mut call: Call) -> Result<Reply, Broken> {
        let (id, multipart) = match self.upload_of(&call) {
            Ok(found) => found,
            Err(refused) => {
                call.discard().await?;
                return Ok(envelope(&self.ctx, Err(refused)));
            }
        };
        let received = if multipart { one_part(&mut call).await? } else { Ok(call.raw().await?) };
        let outcome = received.and_then(|blob| {
            self.with(&call, |desk| {
                let index = desk.state.uploads.iter().position(|upload| upload.id == id);
                let gone = || refusal(404, "Upload session not found");
                desk.receive(index.ok_or_else(gone)?, blob)
            })
        });
        if self.ctx.switches.on("post_not_json") {
            return Ok(Reply::text(200, "OK"));
        }
        Ok(envelope(&self.ctx, outcome))
    }
}

/// The node takes exactly one part: the field `file`, with a file name.
async fn one_part(call: &mut Call) -> Result<Result<Blob, Refusal>, Broken> {
    let mut fields = call.multipart().await?;
    let one = fields
        .pop()
        .filter(|field| fields.is_empty() && field.name == "file" && field.filename.is_some());
    Ok(one.map(|field| field.blob).ok_or_else(|| {
        refusal(400, "The body must hold exactly one part, `file`, with a file name")
    }))
}

impl Rules for Rapidgator {
    fn route(&self, head: &Head) -> Route {
        let segments = head.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let (get, post) = (head.method() == Method::GET, head.method() == Method::POST);
        match (head.role, &segments[..]) {
            (Role::Api, ["api", "v2", section, action]) if get || post => {
                let same = |row: &Row<'_>| row.0 == *section && row.1 == *action;
                Route::form(operations().into_iter().find(same).map_or("", |row| row.2))
            }
            (Role::Node, ["multipart-upload", _]) if post => Route::stream("upload_bytes"),
            (Role::Node, []) if post && head.query("r") == Some("upload/api") => {
                Route::stream("upload_bytes")
            }
            (Role::Node, []) if head.query("r") == Some("download/index") => {
                Route::form("download_bytes")
            }
            _ => Route::form(""),
        }
    }

    fn answer(&self, call: Call) -> Answering<'_> {
        Box::pin(async move {
            match call.operation {
                "upload_bytes" => self.upload_bytes(call).await,
                "download_bytes" | "" => Ok(self.with(&call, |desk| match call.operation {
                    "" => desk.page_of(&call.head.segments()),
                    _ => desk.download_bytes(),
                })),
                _ => Ok(self.operate(&call)),
            }
        })
    }

    fn files(&self) -> Vec<StoredFile> {
        let state = self.state.lock().unwrap();
        let show = |file: &model::File| StoredFile {
            account: state.users[file.owner].account.login.clone(),
            id: file.id.clone(),
            name: file.name.clone(),
            size: file.blob.size(),
            md5: file.blob.md5().into(),
            folder: Some(file.folder.to_string()),
            state: if file.trashed.is_some() { "trash" } else { "active" }.into(),
        };
        state.files.iter().map(show).collect()
    }

    fn add_account(&self, account: Account) {
        self.state.lock().unwrap().add_user(account, self.ctx.clock.unix());
    }

    fn reset(&self) {
        *self.state.lock().unwrap() = State::default();
        for account in Account::seeded(self.ctx.host) {
            self.add_account(account);
        }
    }
}
