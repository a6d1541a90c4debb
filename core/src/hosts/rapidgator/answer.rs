//! Success or failure: the body first, the HTTP code second.

use crate::hosts::refusals::{Refusal, dead_token, find_refusal, refusal, seconds_in};
use crate::http::reply::{Reply, status_of_code};
use crate::json::{Json, Object};
use crate::operation::{Class, Operation};
use crate::wire::{Malformed, Node, number, text};
use crate::{Error, Status};

/// The host's texts, by a distinctive part. The first row that fits counts.
static CATALOGUE: &[Refusal] = &[
    dead_token("Session doesn't exist"),
    dead_token("Session not exist"),
    dead_token("Token doesn't exist"),
    dead_token("Session not found"),
    dead_token("This download session is not for you"),
    refusal("Please wait", Status::RateLimited),
    refusal("Frequent logins", Status::RateLimited),
    refusal("Invalid auth code", Status::TwoFactor),
    refusal("code is required", Status::TwoFactor),
    refusal("Login or password is wrong", Status::Auth),
    refusal("Wrong e-mail or password", Status::Auth),
    refusal("Error e-mail or password", Status::Auth),
    refusal("Parameter login or password is missing", Status::Auth),
    refusal("Password cannot be blank", Status::Auth),
    refusal("unusual Ip address", Status::Forbidden),
    refusal("FROZEN", Status::Forbidden),
    refusal("ACCOUNT LOCKED", Status::Forbidden),
    refusal("Denied by IP", Status::Forbidden),
    refusal("not PREMIUM", Status::Forbidden),
    refusal("by premium only", Status::Forbidden),
    refusal("You can download files up to", Status::Forbidden),
    refusal("more than 10 copies", Status::Quota),
    refusal("Exceeded traffic", Status::Quota),
    refusal("quota", Status::Quota),
    refusal("temporarily unavailable", Status::NotReady),
    refusal("already exists", Status::Conflict),
    refusal("not found", Status::NotFound),
];

/// The verdict on an answer.
pub(super) fn judge(operation: &Operation, reply: &Reply) -> Result<(), Error> {
    let Some(body) = reply.object() else { return Err(reply.bad_answer()) };
    let refused = |code: Option<i64>| Err(refused(operation, reply, body, code));
    let status =
        body.get("status").or_else(|| body.get("response_status")).filter(|value| !value.is_null());
    let success = body.get("success").and_then(Json::as_bool);
    match status {
        Some(status) => match number(status) {
            Ok(Some(200)) if reply.status < 400 => Ok(()),
            Ok(Some(200)) => Err(reply.by_http_status()),
            Ok(code) => refused(code),
            Err(_) => Err(reply.bad_answer()),
        },
        None if success == Some(true) => Ok(()),
        None if success == Some(false) || text_of(body, &["error"]).is_some() => refused(None),
        None => Err(reply.bad_answer()),
    }
}

/// The first of several keys that holds a text.
fn text_of(body: Object<'_>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| body.get(key).and_then(|value| text(value).ok().flatten()))
}

/// The error that a refusal means.
pub(super) fn refused(
    operation: &Operation,
    reply: &Reply,
    body: Object<'_>,
    code: Option<i64>,
) -> Error {
    let says =
        text_of(body, &["details", "response_details", "error", "message"]).unwrap_or_default();
    let row = find_refusal(CATALOGUE, &says);
    let http = code.and_then(|code| u16::try_from(code).ok()).unwrap_or(reply.status);
    let by_code = match http {
        423 => Status::Quota,
        503 => Status::NotReady,
        400..=499 | 507 => status_of_code(http),
        _ => Status::Host,
    };
    let status = match row.map_or(by_code, |row| row.status) {
        // 400, 405 and the like say nothing more than "no".
        Status::Http => Status::Host,
        status => status,
    };
    let token = operation.class != Class::Login
        && (row.is_some_and(|row| row.token) || (http == 401 && row.is_none()));
    let error = Error::new(status, "the host refused")
        .with_http_status(reply.status)
        .with_host_code(code.map(|code| code.to_string()))
        .with_token_dead(token)
        .with_retry_after(if status == Status::RateLimited {
            seconds_in(&says).or(reply.retry_after)
        } else {
            reply.retry_after
        });
    if says.is_empty() { error } else { error.with_host_text(&says) }
}

/// The payload of a success.
pub(super) fn response<'a, T>(
    node: Node<'a>,
    read: impl FnOnce(Node<'a>) -> Result<T, Malformed>,
) -> Result<T, Malformed> {
    match node.raw("response") {
        Some(_) => node.need_child("response", read),
        // Node-level answers have no envelope.
        None => read(node),
    }
}
