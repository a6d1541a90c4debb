//! Answers on their way out: altered, delayed, dripped, stalled or cut.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderValue, Response};
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, future};
use serde_json::{Map, Value, json};

use crate::blob::Blob;
use crate::conn::Conn;
use crate::fault::{FaultKind, Outbound};
use crate::gate::Gate;
use crate::params::Broken;
use crate::reply::{Content, Reply};

const PIECE: u64 = 64 * 1024;

/// Sends an answer through its faults. `Broken::Cut` closes the connection without one.
pub(crate) async fn deliver(
    reply: Reply,
    faults: Outbound,
    bodiless: bool,
    conn: &Arc<Conn>,
    gate: &Arc<Gate>,
) -> Result<Response<Body>, Broken> {
    if !faults.slow.is_zero() {
        tokio::time::sleep(faults.slow).await;
    }
    if faults.stall {
        gate.wait().await;
    }
    if faults.cut {
        return Err(Broken::Cut);
    }
    let Reply { status, mut headers, content } = reply;
    let (length, source) = match content {
        Content::Raw(response) => return Ok(*response),
        Content::Bytes(bytes) => {
            let bytes = faults.alterations.iter().fold(bytes, alter);
            (Some(bytes.len() as u64), stream::iter([Ok(bytes)]).boxed())
        }
        Content::Blob { blob, start, length } => (Some(length), stretch(blob, start, length)),
        Content::Stream(stream) => (None, stream),
    };
    if let Some(length) = length {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let body = if bodiless {
        Body::empty()
    } else {
        let outflow = Outflow::new(source, &faults, Arc::clone(conn), Arc::clone(gate));
        Body::from_stream(stream::unfold(outflow, async |mut outflow| {
            outflow.next().await.map(|piece| (piece, outflow))
        }))
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// The bytes of a stored body, piece by piece.
fn stretch(blob: Blob, start: u64, length: u64) -> BoxStream<'static, io::Result<Bytes>> {
    let end = start + length;
    stream::unfold((blob, start), move |(blob, at)| {
        let size = usize::try_from(PIECE.min(end - at)).unwrap_or(0);
        let piece = (at < end).then(|| {
            let piece = blob.read(at, size);
            let next = at + size as u64;
            (piece, (blob, next))
        });
        future::ready(piece)
    })
    .boxed()
}

struct Outflow {
    source: BoxStream<'static, io::Result<Bytes>>,
    /// What was taken from the source and not yet sent.
    rest: Bytes,
    sent: u64,
    cut_at: Option<u64>,
    stall_at: Option<u64>,
    drip: Option<(usize, Duration)>,
    conn: Arc<Conn>,
    gate: Arc<Gate>,
}

impl Outflow {
    fn new(
        source: BoxStream<'static, io::Result<Bytes>>,
        faults: &Outbound,
        conn: Arc<Conn>,
        gate: Arc<Gate>,
    ) -> Self {
        let Outbound { cut_at, stall_at, drip, .. } = *faults;
        Self { source, rest: Bytes::new(), sent: 0, cut_at, stall_at, drip, conn, gate }
    }

    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if self.stall_at.is_some_and(|at| self.sent >= at) {
            self.stall_at = None;
            self.gate.wait().await;
        }
        if self.cut_at.is_some_and(|at| self.sent >= at) {
            self.conn.cut_after_flush();
            // Pending makes hyper flush, and the flush closes the connection.
            return future::pending().await;
        }
        while self.rest.is_empty() {
            match self.source.next().await? {
                Ok(piece) => self.rest = piece,
                Err(error) => return Some(Err(error)),
            }
        }
        let mut size = self.rest.len();
        for limit in [self.cut_at, self.stall_at].into_iter().flatten() {
            size = size.min(usize::try_from(limit - self.sent).unwrap_or(usize::MAX));
        }
        if let Some((piece, pause)) = self.drip {
            size = size.min(piece);
            if self.sent > 0 {
                tokio::time::sleep(pause).await;
            }
        }
        self.sent += size as u64;
        Some(Ok(self.rest.split_to(size)))
    }
}

/// Spoils a body that the host has made.
fn alter(bytes: Bytes, kind: &FaultKind) -> Bytes {
    let change: fn(Value) -> Value = match kind {
        FaultKind::BadJson => return bytes.slice(..bytes.len() * 2 / 3),
        FaultKind::EmptyBody => return Bytes::new(),
        FaultKind::QuotedNumbers => quoted,
        FaultKind::UnquotedNumbers => unquoted,
        FaultKind::ExtraKeys => extended,
        _ => return bytes,
    };
    let Ok(value) = serde_json::from_slice::<Value>(&bytes) else { return bytes };
    let text = change(value).to_string();
    // The host's habit of escaping slashes survives.
    let escaped = bytes.windows(2).any(|pair| pair == br"\/");
    if escaped { text.replace('/', "\\/").into() } else { text.into() }
}

fn each(value: Value, change: &dyn Fn(Value) -> Value) -> Value {
    let value = match value {
        Value::Array(items) => items.into_iter().map(|item| each(item, change)).collect(),
        Value::Object(object) => {
            let object: Map<String, Value> =
                object.into_iter().map(|(key, item)| (key, each(item, change))).collect();
            Value::Object(object)
        }
        other => other,
    };
    change(value)
}

fn quoted(value: Value) -> Value {
    each(value, &|value| match value {
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    })
}

fn unquoted(value: Value) -> Value {
    each(value, &|value| match &value {
        Value::String(text) if is_number(text) => {
            text.parse::<u64>().map_or(value, |number| json!(number))
        }
        _ => value,
    })
}

/// Digits without a leading zero: reading them as a number loses nothing.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))
}

fn extended(value: Value) -> Value {
    each(value, &|mut value| {
        if let Value::Object(object) = &mut value {
            object.insert("emulator_extra".into(), json!({"list": [1, null, true, "x"]}));
            object.insert("emulatorExtraText".into(), json!("unknown"));
        }
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_quoted_and_unquoted_at_every_depth() {
        let value = json!({"a": 1, "b": [{"c": 2}], "d": "07", "e": "x"});
        let text = quoted(value.clone());
        assert_eq!(text, json!({"a": "1", "b": [{"c": "2"}], "d": "07", "e": "x"}));
        assert_eq!(unquoted(text), value);
    }

    #[test]
    fn an_altered_body_keeps_its_escaped_slashes() {
        let body = Bytes::from_static(br#"{"url":"http:\/\/x","n":1}"#);
        let altered = alter(body, &FaultKind::QuotedNumbers);
        assert_eq!(&altered[..], br#"{"url":"http:\/\/x","n":"1"}"#);
    }

    #[test]
    fn bad_json_is_no_json() {
        let altered = alter(Bytes::from_static(br#"{"a":[1,2,3]}"#), &FaultKind::BadJson);
        assert!(serde_json::from_slice::<Value>(&altered).is_err());
    }
}
