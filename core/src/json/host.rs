//! The host's own JSON, for whoever wants more than the library reads.

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::tape::Document;

/// The host's own JSON of an answer: kept as the text that it was, and read when somebody asks for it.
/// Complete and unmasked: it may contain credentials, which `Debug` does not show. A clone shares the
/// text.
#[derive(Clone)]
pub struct HostJson(Arc<Kept>);

struct Kept {
    text: String,
    value: OnceLock<Value>,
}

impl HostJson {
    /// The text, as the host sent it.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The same as a tree. Of a key that comes several times the last one counts.
    pub fn value(&self) -> &Value {
        // The text was read before, so it can be.
        self.0.value.get_or_init(|| serde_json::from_str(&self.0.text).unwrap_or_default())
    }
}

impl fmt::Debug for HostJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostJson")
    }
}

impl From<Document> for HostJson {
    fn from(document: Document) -> Self {
        Self(Arc::new(Kept { text: document.text, value: OnceLock::new() }))
    }
}

impl From<Value> for HostJson {
    fn from(value: Value) -> Self {
        Self(Arc::new(Kept { text: value.to_string(), value: value.into() }))
    }
}
