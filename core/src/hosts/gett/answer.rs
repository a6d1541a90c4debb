//! Success or failure. There is no envelope: the HTTP code decides, and 200 alone is success.

use crate::hosts::refusals::{Refusal, find_refusal, refusal};
use crate::http::reply::{Reply, status_of_code};
use crate::operation::{Auth, Class, Operation};
use crate::wire::text;
use crate::{Error, Status};

/// The host's texts, by a distinctive part. The first row that fits counts.
static CATALOGUE: &[Refusal] = &[
    refusal("User not found", Status::Auth),
    refusal("share not found", Status::NotFound),
    refusal("file not found", Status::NotFound),
];

/// Keys of which every success has at least one.
const EXPECTED: &[&str] =
    &["accesstoken", "userid", "email", "sharename", "fileid", "puturl", "posturl"];

/// The verdict on an answer.
pub(super) fn judge(operation: &Operation, reply: &Reply) -> Result<(), Error> {
    if reply.status != 200 {
        return Err(refused(operation, reply));
    }
    if is_destroy(operation) {
        return Ok(());
    }
    if reply.json.is_none() {
        return Err(reply.bad_answer());
    }
    if error_text(reply).is_some() && !reply.has_any(EXPECTED) {
        return Err(refused(operation, reply));
    }
    Ok(())
}

/// What the destroying calls answer is not stable: only the code counts.
fn is_destroy(operation: &Operation) -> bool {
    operation.name.ends_with("_destroy")
}

/// The text of a failure.
pub(super) fn error_text(reply: &Reply) -> Option<String> {
    reply.value()?.get("error").and_then(|error| text(error).ok().flatten())
}

/// The error that a refusal means.
pub(super) fn refused(operation: &Operation, reply: &Reply) -> Error {
    let says = error_text(reply);
    let row = says.as_deref().and_then(|says| find_refusal(CATALOGUE, says));
    let code = reply.status;
    let status = match (row, operation.class) {
        (Some(row), _) => row.status,
        // How a wrong password is refused is not known; whatever is refused here is the credentials.
        (None, Class::Login) if (400..500).contains(&code) && !matches!(code, 408 | 413 | 429) => {
            Status::Auth
        }
        (None, _) if code == 200 || matches!(code, 400 | 405 | 406 | 411 | 415 | 422) => {
            Status::Host
        }
        (None, _) => status_of_code(code),
    };
    let with_token = operation.auth == Auth::Token && operation.class != Class::Login;
    let error = Error::new(status, format!("the host answered with HTTP {code}"))
        .with_http_status(code)
        .with_retry_after(reply.retry_after)
        .with_token_dead(with_token && row.is_none() && may_be_token(code));
    match says {
        Some(says) => error.with_host_text(&says),
        None => error,
    }
}

/// Whether a code may mean a dead token. 401 does; how else the host says so is not known.
fn may_be_token(code: u16) -> bool {
    (400..500).contains(&code) && !matches!(code, 403 | 404 | 411 | 413 | 429)
}
