//! Answers as hosts give them, before any fault spoils them.

use std::fmt;
use std::io;
use std::time::{Duration, UNIX_EPOCH};

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, LAST_MODIFIED,
    LOCATION, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use bytes::Bytes;
use futures_util::stream::BoxStream;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::blob::Blob;
use crate::call::Head;

/// The body of an answer.
pub(crate) enum Content {
    Bytes(Bytes),
    /// A stretch of a stored body.
    Blob {
        blob: Blob,
        start: u64,
        length: u64,
    },
    /// Bytes whose number nobody knows yet.
    Stream(BoxStream<'static, io::Result<Bytes>>),
    /// A finished response, for WebSocket upgrades; faults leave it alone.
    Raw(Box<Response<Body>>),
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes(_) => "Bytes",
            Self::Blob { .. } => "Blob",
            Self::Stream(_) => "Stream",
            Self::Raw(_) => "Raw",
        })
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
}

/// How a stored body is offered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer<'a> {
    /// Name for `Content-Disposition`; none leaves the header out.
    pub(crate) name: Option<&'a str>,
    /// Seconds since 1970, for `Last-Modified`.
    pub(crate) modified: u64,
    /// Whether `Range` is heeded.
    pub(crate) ranges: bool,
}

impl Reply {
    fn new(status: u16, content_type: &'static str, content: Content) -> Self {
        let mut headers = HeaderMap::new();
        if !content_type.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        Self { status: code(status), headers, content }
    }

    /// A code and no body.
    pub(crate) fn empty(status: u16) -> Self {
        Self::new(status, "", Content::Bytes(Bytes::new()))
    }

    pub(crate) fn text(status: u16, text: &str) -> Self {
        let content = Content::Bytes(text.to_owned().into());
        Self::new(status, "text/plain; charset=utf-8", content)
    }

    pub(crate) fn html(status: u16, text: &str) -> Self {
        let page = format!("<!DOCTYPE html><html><body><h1>{text}</h1></body></html>\n");
        Self::new(status, "text/html; charset=utf-8", Content::Bytes(page.into()))
    }

    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::new(status, "application/json", Content::Bytes(value.to_string().into()))
    }

    /// JSON with `\/` in place of every slash, as PHP writes it.
    pub(crate) fn json_escaped(status: u16, value: &Value) -> Self {
        let text = value.to_string().replace('/', "\\/");
        Self::new(status, "application/json", Content::Bytes(text.into()))
    }

    pub(crate) fn redirect(status: u16, location: &str) -> Self {
        Self::empty(status).with(LOCATION, location)
    }

    /// Bytes of unknown length.
    pub(crate) fn stream(stream: BoxStream<'static, io::Result<Bytes>>) -> Self {
        Self::new(200, "application/octet-stream", Content::Stream(stream))
    }

    pub(crate) fn raw(response: Response<Body>) -> Self {
        Self::new(response.status().as_u16(), "", Content::Raw(Box::new(response)))
    }

    /// Adds a header; bytes that no header may hold leave it out.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            self.headers.insert(name, value);
        }
        self
    }

    /// A stored body, whole or in the range that was asked for.
    pub(crate) fn blob(head: &Head, blob: &Blob, offer: Offer<'_>) -> Self {
        if !blob.is_whole() {
            return Self::text(501, "the emulator was told not to keep bodies");
        }
        let etag = format!("\"{}\"", blob.md5());
        let modified = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(offer.modified));
        let size = blob.size();
        let wanted = if offer.ranges { wanted(head, &etag, &modified, size) } else { Wanted::All };
        let (start, length) = match wanted {
            Wanted::All => (0, size),
            Wanted::Part(start, length) => (start, length),
            Wanted::Nothing => {
                return Self::empty(416).with(CONTENT_RANGE, &format!("bytes */{size}"));
            }
        };
        let content = Content::Blob { blob: blob.clone(), start, length };
        let mut reply = Self::new(200, "application/octet-stream", content)
            .with(ETAG, &etag)
            .with(LAST_MODIFIED, &modified);
        if offer.ranges {
            reply = reply.with(ACCEPT_RANGES, "bytes");
        }
        if let Some(name) = offer.name {
            reply = reply.with(CONTENT_DISPOSITION, &disposition(name));
        }
        if matches!(wanted, Wanted::Part(..)) {
            reply.status = StatusCode::PARTIAL_CONTENT;
            let last = start + length - 1;
            reply = reply.with(CONTENT_RANGE, &format!("bytes {start}-{last}/{size}"));
        }
        reply
    }
}

/// The status of that number; nonsense becomes 500.
pub(crate) fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[derive(Clone, Copy)]
enum Wanted {
    All,
    Part(u64, u64),
    Nothing,
}

/// Reads `Range` and `If-Range`. Several ranges at once are answered whole, as RFC 9110 allows.
fn wanted(head: &Head, etag: &str, modified: &str, size: u64) -> Wanted {
    let Some(range) = head.header(RANGE.as_str()) else { return Wanted::All };
    if head.header(IF_RANGE.as_str()).is_some_and(|held| held != etag && held != modified) {
        return Wanted::All;
    }
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|text| text.split_once('-'))
    else {
        return Wanted::All;
    };
    match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), _) if first >= size => Wanted::Nothing,
        (Ok(first), Ok(last)) if last >= first => {
            Wanted::Part(first, last.min(size - 1) - first + 1)
        }
        (Ok(first), Err(_)) if last.trim().is_empty() => Wanted::Part(first, size - first),
        (Err(_), Ok(tail)) if first.trim().is_empty() => {
            let length = tail.min(size);
            if length == 0 { Wanted::Nothing } else { Wanted::Part(size - length, length) }
        }
        _ => Wanted::All,
    }
}

fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' })
        .filter(|c| !matches!(c, '"' | '\\'))
        .collect();
    let exact = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}
