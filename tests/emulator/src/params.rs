//! Parameters as they come in bodies and queries, and why a body may not be one.

use serde_json::Value;

use crate::blob::Blob;

/// One field of a multipart body.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) blob: Blob,
}

/// What a small body held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    /// Form fields, of a multipart form too.
    pub(crate) form: Vec<(String, String)>,
    /// The body as JSON, whatever its Content-Type says.
    pub(crate) json: Option<Value>,
}

/// Why a call ends without an answer from its host.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    /// The connection ends here: by a fault, or because the client went away.
    #[error("connection cut")]
    Cut,
    /// The body is not what it claims to be.
    #[error("{0}")]
    Malformed(String),
}

/// Decodes `a=b&c=d`.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

pub(crate) fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    // A name with leading blanks comes from sloppy clients; the real hosts shrug it off.
    pairs.iter().find(|(key, _)| key.trim_start() == name).map(|(_, value)| value.as_str())
}
