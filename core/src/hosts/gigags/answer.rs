//! Success or failure, and where in an answer things stand. Only `success`, `url`, `error`,
//! `private`, `token` and `maxFileSize` are known; every other key is a guess, taken in a fixed order.

use crate::http::reply::{Reply, status_of_code};
use crate::json::{Json, Object, Shape};
use crate::operation::{Auth, Class, Operation};
use crate::wire::{flag, items, text};
use crate::{Error, Status};

/// The keys under which a refusal may say why.
const WORDS: &[&str] = &["error", "description", "message", "msg"];

/// The verdict on an answer.
pub(super) fn judge(operation: &Operation, reply: &Reply) -> Result<(), Error> {
    let Some(json) = reply.value() else {
        return Err(match reply.status {
            400.. => refused(operation, reply, None),
            _ => reply.bad_answer(),
        });
    };
    let success = json.get("success").and_then(|value| flag(value).ok().flatten());
    let says = json.as_object().and_then(words);
    if success == Some(false) || reply.status >= 400 {
        return Err(refused(operation, reply, says));
    }
    if has_expected(operation, json) {
        return Ok(());
    }
    if says.is_some() {
        return Err(refused(operation, reply, says));
    }
    let enough = ["archive", "upload", "session_token"].contains(&operation.name);
    if success == Some(true) && enough { Ok(()) } else { Err(reply.bad_answer()) }
}

/// Whether the answer has what the call is made for.
fn has_expected(operation: &Operation, json: Json<'_>) -> bool {
    match operation.name {
        "get_upload_url" => upload_url(json).is_some(),
        "create_token" => token(json).is_some(),
        "session_public" | "session_login" | "session_token" => {
            ["token", "private", "maxFileSize"].iter().any(|key| there(json, key))
        }
        "upload" => link(json).is_some(),
        "get_files" => files(json).is_some(),
        "archive" => json.as_object().is_some_and(|body| !body.is_empty() && words(body).is_none()),
        // A call that is not modelled: any object that is no refusal.
        _ => json.as_object().is_some_and(|body| words(body).is_none()),
    }
}

fn there(json: Json<'_>, key: &str) -> bool {
    json.get(key).is_some_and(|value| !value.is_null())
}

fn words(body: Object<'_>) -> Option<String> {
    WORDS.iter().find_map(|key| body.get(key).and_then(Json::as_str)).map(str::to_owned)
}

/// What a refusal means, by its HTTP code and its words. The host documents neither.
fn refused(operation: &Operation, reply: &Reply, says: Option<String>) -> Error {
    let lower = says.as_deref().unwrap_or_default().to_ascii_lowercase();
    let says_one = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    let is_login = operation.class == Class::Login;
    let (status, token) = match reply.status {
        500.. => (Status::Http, false),
        429 => (Status::RateLimited, false),
        404 | 413 => (status_of_code(reply.status), false),
        _ if is_login && operation.auth == Auth::Password => (Status::Auth, false),
        401 | 403 => (Status::Auth, true),
        _ if says_one(&["token"]) => (Status::Auth, true),
        _ if says_one(&["password", "username"]) => (Status::Auth, false),
        _ if says_one(&["large", "size"]) => (Status::TooLarge, false),
        _ if says_one(&["not found"]) => (Status::NotFound, false),
        _ => (Status::Host, false),
    };
    let error = Error::new(status, "the host refused")
        .with_http_status(reply.status)
        .with_retry_after(reply.retry_after)
        .with_token_dead(token && !is_login);
    match says {
        Some(says) if !says.is_empty() => error.with_host_text(&says),
        _ => error,
    }
}

fn text_at(json: Json<'_>, key: &str) -> Option<String> {
    json.get(key).and_then(|value| text(value).ok().flatten())
}

/// Where to send a file to, as the host writes it.
pub(super) fn upload_url(json: Json<'_>) -> Option<String> {
    let data = json.get("data");
    ["url", "uploadUrl", "upload_url"]
        .iter()
        .find_map(|key| text_at(json, key))
        .or_else(|| data.and_then(|data| text_at(data, "url")))
        .or_else(|| data.and_then(Json::as_str).map(str::to_owned))
        .or_else(|| json.as_str().map(str::to_owned))
        .filter(|url| !url.is_empty())
}

/// The token of `create_token`.
pub(super) fn token(json: Json<'_>) -> Option<String> {
    text_at(json, "token")
        .or_else(|| json.get("data").and_then(|data| text_at(data, "token")))
        .or_else(|| text_at(json, "access_token"))
}

/// The objects in which an upload may describe its file.
pub(super) fn scopes(json: Json<'_>) -> Vec<Json<'_>> {
    let file = json.get("files").and_then(|files| files.as_list()?.first());
    [Some(json), json.get("data"), file]
        .into_iter()
        .flatten()
        .filter(|scope| scope.is_object())
        .collect()
}

/// The direct link in the answer of an upload.
pub(super) fn link(json: Json<'_>) -> Option<String> {
    scopes(json).into_iter().find_map(|scope| text_at(scope, "url"))
}

/// The list of `get_files`.
pub(super) fn files(json: Json<'_>) -> Option<Vec<Json<'_>>> {
    if let Some(list) = json.as_list() {
        return Some(list.iter().collect());
    }
    let data = json.get("data");
    let places =
        [json.get("files"), data, data.and_then(|data| data.get("files")), json.get("videos")];
    places.into_iter().flatten().find_map(|value| match value.shape() {
        Shape::List(_) | Shape::Object(_) | Shape::Null => items(value).ok(),
        _ => None,
    })
}

/// How many files there are in all.
pub(super) fn total(json: Json<'_>) -> Option<u64> {
    let count = |scope: Json<'_>| {
        ["count", "total"].iter().find_map(|key| {
            scope.get(key).and_then(|value| crate::wire::size(value).ok().flatten())
        })
    };
    count(json).or_else(|| json.get("data").and_then(count))
}
