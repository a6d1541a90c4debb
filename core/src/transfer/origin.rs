//! Where the bytes of a download come from: what a host knows of the file, its part in fetching it,
//! and what an answer means that is not the file.

use std::io::Read;

use crate::http::agent::Incoming;
use crate::http::reply::{Reply, by_code, looks_like_page};
use crate::http::url;
use crate::operation::Operation;
use crate::{Error, Secret, Status};

/// How many times a broken download goes on by itself.
pub(super) const RESUMES: u32 = 5;
pub(super) const CHUNK: usize = 256 * 1024;

/// What a host knows of the file that is fetched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub id: String,
    pub name: Option<String>,
    pub size: Option<u64>,
    pub md5: Option<String>,
}

/// Which address is fetched.
#[derive(Clone, Copy)]
pub(crate) enum Address<'a> {
    /// The one that the host gives for this file when asked.
    OfFile(&'a str),
    /// One that the caller has.
    Given(&'a Secret),
}

/// Where the stream comes from: the host's part of a download.
pub(crate) trait Origin: Send {
    /// The operation that fetches the bytes.
    fn operation(&self) -> &'static Operation;

    /// How many connections the host allows for a file of so many bytes, if it says so.
    fn connections(&self, size: u64) -> Result<Option<u64>, Error> {
        let _ = size;
        Ok(None)
    }

    /// A fresh address. Asked for again before every attempt: addresses expire.
    fn locate(&mut self) -> Result<url::Target, Error>;

    /// What an answer that is not the file means, in the host's own words; `head` is its beginning.
    fn refusal(&self, incoming: &Incoming, head: &[u8]) -> Option<Error> {
        let _ = (incoming, head);
        None
    }

    /// Whether an address on the way means a refusal.
    fn on_hop(&self, target: &url::Target) -> Result<(), Error> {
        let _ = target;
        Ok(())
    }

    /// Whether a failure can be mended by asking for another address once.
    fn is_stale_address(&self, error: &Error) -> bool {
        matches!(error.status(), Status::NotFound | Status::NotAFile)
    }
}

/// What the host says in place of the file: an object with one of the keys of its messages. What
/// comes as an attachment is the file, whatever it looks like.
pub(crate) fn message_in_place_of_file(
    incoming: &Incoming,
    head: &[u8],
    keys: &[&str],
) -> Option<Reply> {
    let is_attachment = incoming.header("content-disposition").is_some();
    Reply::message(incoming, head).filter(|reply| !is_attachment && reply.has_any(keys))
}

/// A page or a message in place of the file is noticed before the first byte is written.
pub(super) fn check_is_file(
    wanted: &Wanted,
    origin: &dyn Origin,
    incoming: &Incoming,
    head: &[u8],
) -> Result<(), Error> {
    if let Some(error) = origin.refusal(incoming, head) {
        return Err(error);
    }
    let content_type = incoming.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_attachment = incoming.header("content-disposition").is_some();
    let name = wanted.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    let may_be = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let size_fits = wanted.size.is_some() && incoming.length() == wanted.size;
    let pages = [".htm", ".html", ".xhtml", ".xml", ".svg", ".php", ".txt"];
    let page = content_type.starts_with("text/html") || looks_like_page(head);
    if page && !is_attachment && !(may_be(&pages) && size_fits) {
        let text = String::from_utf8_lossy(head);
        return Err(not_a_file("a web page").in_place_of_an_answer(&text));
    }
    if content_type.starts_with("application/json")
        && !is_attachment
        && !(may_be(&[".json"]) || size_fits)
    {
        return Err(not_a_file("a message"));
    }
    Ok(())
}

/// What an answer means that brings no bytes.
pub(super) fn refused(origin: &dyn Origin, incoming: &mut Incoming) -> Error {
    let mut head = vec![0; 4096];
    let n = incoming.body.read(&mut head).unwrap_or(0);
    let head = head.get(..n).unwrap_or_default();
    let status = incoming.status;
    let without_words = || match status {
        300..=399 => {
            Error::new(Status::RedirectRefused, "the host answered a download with an odd redirect")
        }
        200..=299 => Error::new(Status::Protocol, "the host answered a download with an odd code"),
        _ => by_code(status, head),
    };
    origin.refusal(incoming, head).unwrap_or_else(without_words).with_http_status(status)
}

pub(crate) fn not_a_file(what: &str) -> Error {
    Error::new(Status::NotAFile, format!("the host sent {what} in place of the file"))
}

/// Whether another stream can bring the rest.
pub(super) fn may_go_on(error: &Error) -> bool {
    match error.status() {
        Status::Network | Status::Stalled | Status::Connect | Status::Dns | Status::Tls => true,
        Status::Timeout => error.clock() != Some(crate::Clock::Call),
        Status::Http | Status::NotReady => {
            error.http_status().is_some_and(|code| matches!(code, 408 | 500 | 502 | 503 | 504))
        }
        Status::RateLimited => {
            error.retry_after().is_some_and(|wait| wait <= crate::retry::LONGEST_WAIT)
        }
        _ => false,
    }
}

pub(super) fn why_not(attempts: u32) -> &'static str {
    if attempts > RESUMES {
        "all attempts are used up"
    } else {
        "another attempt would end the same"
    }
}
