//! Success or failure: the state in the body first, the HTTP code second.

use crate::hosts::refusals::{Refusal, dead_token, find_refusal, refusal};
use crate::http::reply::{Reply, status_of_code};
use crate::json::{Json, Object};
use crate::operation::{Class, Operation};
use crate::wire::{Malformed, Node, flag, text};
use crate::{Error, Status};

/// What `file_upload` answers when the web server has dropped all fields of a body that it found
/// too large; elsewhere it means what it says.
pub(super) const FIELDS_LOST: &str = "Please provide the access_token param";
/// How `authorize` asks for a user name, on installs that take no keys.
pub(super) const WANTS_PASSWORD: &[&str] =
    &["Please provide a username", "Please provide a password"];
/// How `authorize` asks for keys, on installs that take no password.
pub(super) const WANTS_KEYS: &[&str] = &["Please provide key1", "Please provide key2"];

/// The host's texts, by a distinctive part. The first row that fits counts.
static CATALOGUE: &[Refusal] = &[
    dead_token("Could not validate access_token"),
    dead_token("token expired"),
    dead_token("invalid token"),
    dead_token("unauthorized"),
    refusal("Could not authenticate user", Status::Auth),
    refusal("does not have access to the file upload API", Status::Forbidden),
    refusal("must be an admin user", Status::Forbidden),
    refusal("file type being banned", Status::Forbidden),
    refusal("Failed issuing access token", Status::NotReady),
    refusal("Error uploading file", Status::NotReady),
    refusal("maximum permitted uploads", Status::Quota),
    refusal("not enough space", Status::Quota),
    refusal("larger than permitted", Status::TooLarge),
    refusal("already exists", Status::Conflict),
    refusal("Could not find", Status::NotFound),
];

/// What a login is refused with; in other calls these texts mean something else.
static LOGIN_CATALOGUE: &[Refusal] = &[
    refusal("User not found", Status::Auth),
    refusal("Please provide a username", Status::Auth),
    refusal("Please provide a password", Status::Auth),
    refusal("Please provide key1", Status::Auth),
    refusal("Please provide key2", Status::Auth),
];

/// The verdict on an answer.
pub(super) fn judge(operation: &Operation, reply: &Reply) -> Result<(), Error> {
    let Some(body) = reply.object() else {
        let dead = reply.status == 401 && operation.class != Class::Login;
        return Err(reply.bad_answer().with_token_dead(dead));
    };
    let states = ["_status", "status"].map(|key| body.get(key).and_then(Json::as_str));
    let is = |word: &str| states.iter().flatten().any(|state| state.eq_ignore_ascii_case(word));
    let denied = ["success", "result"]
        .iter()
        .any(|key| body.get(key).is_some_and(|value| flag(value) == Ok(Some(false))));
    if is("error") || denied || reply.status >= 400 {
        return Err(refused(operation, reply, body));
    }
    if is("success") {
        return Ok(());
    }
    let has = |key: &str| body.get(key).is_some_and(|value| !value.is_null());
    let stateless = states.iter().all(Option::is_none);
    let has_payload = ["data", "original_file", "new_file"].into_iter().any(has);
    if stateless && (has_payload || (has_no_data(operation) && has("response"))) {
        return Ok(());
    }
    Err(reply.bad_answer())
}

/// The calls that succeed with a `response` alone.
fn has_no_data(operation: &Operation) -> bool {
    ["disable_access_token", "folder_delete", "account_delete"].contains(&operation.name)
}

/// The host's own words in a failure.
fn words(body: Object<'_>) -> Option<String> {
    let said = |value: Json<'_>| text(value).ok().flatten();
    let known = ["response", "message", "error"];
    known.iter().find_map(|key| body.get(key).and_then(said)).or_else(|| {
        let silent = ["_status", "status", "_datetime"];
        let mut others = body.iter().filter(|(key, _)| !silent.contains(key));
        others.find_map(|(_, value)| value.as_str().filter(|said| !said.is_empty())).map(Into::into)
    })
}

fn refused(operation: &Operation, reply: &Reply, body: Object<'_>) -> Error {
    let says = words(body).unwrap_or_default();
    let error = of_text(operation, reply.status, &says);
    error.with_http_status(reply.status).with_retry_after(reply.retry_after)
}

/// The error that a text of the host means.
pub(super) fn of_text(operation: &Operation, code: u16, says: &str) -> Error {
    let of_login = match operation.class {
        Class::Login => find_refusal(LOGIN_CATALOGUE, says),
        _ => None,
    };
    let row = of_login.or_else(|| find_refusal(CATALOGUE, says));
    let by_code = match code {
        400..=499 | 507 => status_of_code(code),
        500.. => Status::Http,
        _ => Status::Host,
    };
    let status = match row.map_or(by_code, |row| row.status) {
        // 400, 405 and the like say nothing more than "no".
        Status::Http if code < 500 => Status::Host,
        status => status,
    };
    let token = operation.class != Class::Login && row.map_or(code == 401, |row| row.token);
    let error = Error::new(status, "the host refused").with_token_dead(token);
    if says.is_empty() { error } else { error.with_host_text(says) }
}

/// Whether the host said one of these texts.
pub(super) fn said(error: &Error, parts: &[&str]) -> bool {
    let says = error.own_text().unwrap_or_default().to_ascii_lowercase();
    parts.iter().any(|part| says.contains(&part.to_ascii_lowercase()))
}

/// The payload of most successes.
pub(super) fn data<'a, T>(
    node: Node<'a>,
    read: impl FnOnce(Node<'a>) -> Result<T, Malformed>,
) -> Result<T, Malformed> {
    node.need_child("data", read)
}
