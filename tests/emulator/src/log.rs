//! The request log: what was received, secrets included, for tests to assert on.

use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde_json::Value;

use crate::host::{Host, Role};

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Field name.
    pub name: String,
    /// File name, if the part has one.
    pub filename: Option<String>,
    /// Content type, if the part has one.
    pub content_type: Option<String>,
    /// Length in bytes.
    pub length: u64,
    /// MD5 in lower-case hex.
    pub md5: String,
}

/// One request as it was received.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// The host.
    pub host: Host,
    /// Which of the host's listeners received it.
    pub role: Role,
    /// The operation as `endpoints.json` names it; empty if the path is none.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// Query parameters in order.
    pub query: Vec<(String, String)>,
    /// Form parameters in order.
    pub form: Vec<(String, String)>,
    /// The body, if it is JSON.
    pub json: Option<Value>,
    /// Headers in order, names in lower case. Bytes that are no UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// Bytes of the body that arrived.
    pub body_length: u64,
    /// MD5 of the body that arrived. Absent for multipart: the parts have theirs.
    pub body_md5: Option<String>,
    /// The parts of a multipart body that arrived whole.
    pub parts: Vec<Part>,
    /// The HTTP code of the answer; absent while there is none and after a cut.
    pub status: Option<u16>,
    /// Whether the connection was closed in place of an answer.
    pub cut: bool,
}

impl Request {
    /// The first value of a parameter, from the form or else from the query.
    pub fn param(&self, name: &str) -> Option<&str> {
        let both = self.form.iter().chain(&self.query);
        both.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a header; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All requests since the start or the last clearing.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Vec<Arc<Mutex<Request>>>>);

/// The entry of a request that is still being served.
pub(crate) type Entry = Arc<Mutex<Request>>;

impl Log {
    pub(crate) fn begin(&self, request: Request) -> Entry {
        let entry = Arc::new(Mutex::new(request));
        self.0.lock().unwrap().push(Arc::clone(&entry));
        entry
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    pub(crate) fn all(&self) -> Vec<Request> {
        self.0.lock().unwrap().iter().map(|entry| entry.lock().unwrap().clone()).collect()
    }
}
