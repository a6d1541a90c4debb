//! The events that the host sends over Live.

use serde_json::Value;

use crate::json::Document;
use crate::wire::{flag, size, text};

/// A file that an event is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LiveFile {
    /// The share it is in.
    pub sharename: String,
    /// Its id within the share.
    pub fileid: String,
    /// Its name.
    pub filename: Option<String>,
}

/// An event from the host.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(tag = "event", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum LiveEvent {
    /// Somebody requested this file: upload it now, unless that is already in progress.
    Download {
        /// The file.
        file: LiveFile,
        /// Whether it counts as a download; `None` if the host does not say.
        increment: Option<bool>,
    },
    /// An upload has started, and its size is known.
    Filestat {
        /// The file.
        file: LiveFile,
        /// Bytes.
        size: Option<u64>,
    },
    /// The upload of this file exceeds the storage: stop it.
    StorageLimit {
        /// The file.
        file: LiveFile,
    },
    /// The host has removed this file.
    ViolatedTerms {
        /// The file.
        file: LiveFile,
        /// Why, in the host's words.
        reason: Option<String>,
    },
    /// Something that this library does not know, as the host sent it. To be ignored.
    #[cfg_attr(feature = "serialize", serde(untagged))]
    Other(Value),
}

impl LiveEvent {
    /// Reads a message; what does not fit the known ones is kept as it is.
    pub(in crate::hosts::gett) fn read(words: &str) -> Self {
        let known = Document::parse_message(words.as_bytes()).as_ref().and_then(Self::known);
        known.unwrap_or_else(|| {
            Self::Other(serde_json::from_str(words).unwrap_or_else(|_| Value::from(words)))
        })
    }

    fn known(message: &Document) -> Option<Self> {
        let message = message.root();
        let field = |key: &str| message.get(key).and_then(|value| text(value).ok().flatten());
        let file = LiveFile {
            sharename: field("sharename")?,
            fileid: field("fileid")?,
            filename: field("filename"),
        };
        Some(match field("type").as_deref() {
            Some("download") => {
                let increment = message.get("increment").and_then(|v| flag(v).ok().flatten());
                Self::Download { file, increment }
            }
            Some("filestat") => {
                let size = message.get("size").and_then(|v| size(v).ok().flatten());
                Self::Filestat { file, size }
            }
            Some("storagelimit") => Self::StorageLimit { file },
            Some("violatedterms") => Self::ViolatedTerms { file, reason: field("reason") },
            _ => return None,
        })
    }
}
