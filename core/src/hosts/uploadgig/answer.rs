//! Success or failure: the body first, the HTTP code second.

use std::time::Duration;

use super::table;
use super::types::{inner, is_stored};
use crate::hosts::refusals::{Refusal, find_refusal, refusal};
use crate::http::reply::Reply;
use crate::json::Json;
use crate::operation::Operation;
use crate::wire::{number, text};
use crate::{Error, Status};

/// The texts of `get_upload_action`, by a distinctive part.
static ACTION_TEXTS: &[Refusal] = &[
    refusal("login a few minutes", Status::RateLimited),
    refusal("Email or password was incorrect", Status::Auth),
];

/// Plain texts with which the website in front of the API turns callers away.
static SITE_TEXTS: &[Refusal] =
    &[refusal("Too many tries", Status::RateLimited), refusal("ERROR 702", Status::RateLimited)];

/// The code of the login limiter. It says nothing about the password.
const LIMITER: &str = "-3";

/// How long the account is left alone after the limiter spoke. The host says "a few minutes", was
/// seen refusing for 25, and tries meanwhile may prolong it.
pub(super) const HOLD: Duration = Duration::from_secs(10 * 60);

/// The part of the node's text that means: the address has expired or was used.
const DEAD_IDENTITY: &str = "invalid identity";

/// The verdict on an answer.
pub(super) fn judge(operation: &Operation, reply: &Reply) -> Result<(), Error> {
    if operation.name == table::UPLOAD_BYTES.name { node(reply) } else { action(reply) }
}

fn action(reply: &Reply) -> Result<(), Error> {
    let Some(body) = reply.object() else { return Err(site(reply)) };
    let result = body.get("result");
    let Some(code) = body.get("code").and_then(code_text) else { return Err(reply.bad_answer()) };
    if code == "1" {
        let action = result.and_then(|result| result.get("action")).and_then(Json::as_str);
        return match action {
            Some(action) if !action.is_empty() => Ok(()),
            _ => Err(reply.bad_answer()),
        };
    }
    let says = result.and_then(Json::as_str).unwrap_or_default();
    let status = match find_refusal(ACTION_TEXTS, says) {
        _ if code == LIMITER => Status::RateLimited,
        Some(row) => row.status,
        None => Status::Host,
    };
    let error = Error::new(status, "the host refused")
        .with_http_status(reply.status)
        .with_host_code(Some(code))
        .with_host_text(says);
    Err(held(error, reply))
}

/// A limiter's answer holds the account back, with or without a `Retry-After`.
fn held(error: Error, reply: &Reply) -> Error {
    if error.status() != Status::RateLimited {
        return error;
    }
    error
        .with_retry_after(Some(reply.retry_after.unwrap_or(HOLD)))
        .with_hint("this is no verdict on the password; tries before the time is up may prolong it")
}

/// `code` is called a number and delivered as text.
fn code_text(code: Json<'_>) -> Option<String> {
    match number(code) {
        Ok(number) => number.map(|number| number.to_string()),
        Err(_) => text(code).ok().flatten(),
    }
}

/// An answer that is no JSON object: perhaps one of the website's own refusals.
fn site(reply: &Reply) -> Error {
    let error = match find_refusal(SITE_TEXTS, &reply.text).filter(|_| !reply.is_page()) {
        Some(row) => Error::new(row.status, "the website refused")
            .with_http_status(reply.status)
            .with_host_text(reply.text.trim()),
        None => reply.bad_answer(),
    };
    held(error, reply)
}

fn node(reply: &Reply) -> Result<(), Error> {
    let Some(inner) = reply.value().and_then(inner) else { return Err(site(reply)) };
    if is_stored(inner) {
        return Ok(());
    }
    let says = inner.get("message").and_then(Json::as_str).unwrap_or_default();
    Err(Error::new(Status::Host, "the host did not take the file")
        .with_http_status(reply.status)
        .with_host_text(says))
}

/// Whether the node refused because the address has expired or was used.
pub(super) fn is_dead_identity(error: &Error) -> bool {
    error.own_text().is_some_and(|text| text.to_ascii_lowercase().contains(DEAD_IDENTITY))
}

/// Whether the node's answer leaves open what became of a file that was sent whole: it is no answer
/// of the node at all, or one that does not say no.
pub(super) fn is_open(reply: &Reply) -> bool {
    match reply.value().and_then(inner) {
        Some(inner) => !matches!(inner.get("ok").map(crate::wire::flag), Some(Ok(Some(false)))),
        None => !(400..500).contains(&reply.status),
    }
}
