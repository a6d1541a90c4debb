//! The objects of the API and its failures.

use axum::http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::site::Site;
use super::state::{File, Share, State};
use crate::reply::Reply;

/// The answer of a failed call.
pub(super) type Failure = Box<Reply>;

/// An answer, or the failure that ends the call.
pub(super) type Answer = Result<Reply, Failure>;

/// What stays as it is in a file name inside a URL.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_').remove(b'~');

const USUAL_STORAGE: u64 = 2_000_000_000;

pub(super) fn encoded(name: &str) -> String {
    utf8_percent_encode(name, NAME).to_string()
}

pub(super) fn failure(code: u16, text: &str) -> Failure {
    Box::new(Reply::json(code, &json!({"error": text})))
}

pub(super) fn share_not_found() -> Failure {
    failure(404, "share not found")
}

pub(super) fn file_not_found() -> Failure {
    failure(404, "file not found")
}

pub(super) fn forbidden() -> Failure {
    failure(403, "access denied")
}

pub(super) fn is_read(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

impl Site {
    pub(super) fn storage(&self, state: &State, user: usize) -> u64 {
        let own = state.users[user].account.storage;
        let usual = if own == 0 { USUAL_STORAGE } else { own };
        self.ctx.switches.number("storage_limit").unwrap_or(usual)
    }

    pub(super) fn user_json(&self, state: &State, user: usize) -> Value {
        let login = &state.users[user].account.login;
        let name = login.split('@').next().unwrap_or_default();
        let mut letters = name.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        json!({
            "userid": state.users[user].id,
            "fullname": first + letters.as_str(),
            "email": login,
            "files": state.files_of(user).count(),
            "downloads": state.files_of(user).map(|file| file.downloads).sum::<u64>(),
            "storage": {
                "used": state.used(user),
                "limit": self.storage(state, user),
                "extra": 0,
            },
        })
    }

    pub(super) fn share_json(&self, state: &State, share: &Share) -> Value {
        let mut object = Map::new();
        object.insert("sharename".into(), json!(share.name));
        if share.title.is_some() || self.ctx.switches.is("title_absent", "null") {
            object.insert("title".into(), json!(share.title));
        }
        object.insert("created".into(), json!(share.created));
        let listed = share.files.iter().rev().filter(|file| file.listed() && !share.removed);
        let files: Vec<Value> = listed.map(|file| self.file_json(share, file, false)).collect();
        if !(files.is_empty() && self.ctx.switches.on("files_absent")) {
            object.insert("files".into(), json!(files));
        }
        object.insert("getturl".into(), json!(format!("{}/{}", self.ctx.api, share.name)));
        let readystate = if share.removed { "removed" } else { "ready" };
        object.insert("readystate".into(), json!(readystate));
        object.insert("userid".into(), json!(state.users[share.owner].id));
        Value::Object(object)
    }

    /// `named`: with `sharename`, which files inside a share lack.
    pub(super) fn file_json(&self, share: &Share, file: &File, named: bool) -> Value {
        let switches = &self.ctx.switches;
        let mut object = Map::new();
        object.insert("filename".into(), json!(file.name));
        object.insert("fileid".into(), json!(file.id));
        object.insert("downloads".into(), json!(file.downloads));
        if named {
            object.insert("sharename".into(), json!(share.name));
        }
        let readystate = switches.text("state_other").unwrap_or_else(|| file.readystate().into());
        object.insert("readystate".into(), json!(readystate));
        object.insert("created".into(), json!(file.created));
        if let Some(size) = file.size().filter(|_| !switches.on("size_absent")) {
            object.insert("size".into(), json!(size));
        }
        let url = format!("{}/{}/v/{}", self.ctx.api, share.name, file.id);
        object.insert("getturl".into(), json!(url));
        Value::Object(object)
    }

    /// The answer to a destroy; `again`: there was nothing left to destroy.
    pub(super) fn destroyed(&self, again: bool, gone: fn() -> Failure) -> Answer {
        let switches = &self.ctx.switches;
        if again && switches.number("destroy_twice") == Some(404) {
            return Err(gone());
        }
        Ok(match switches.text("destroy_body").as_deref() {
            Some("array") => Reply::json(200, &json!([true])),
            Some("empty") => Reply::empty(200),
            _ => Reply::json(200, &json!({"success": true})),
        })
    }
}
