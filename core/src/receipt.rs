//! Results of transfers: how the file was transferred, and how it was verified.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::HostJson;
use crate::local::Guarded;
use crate::{Entry, Error, Secret, Status};

/// How the bytes of a transfer were verified.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verified {
    /// Not at all: the host reports neither size nor hash.
    #[default]
    No,
    /// The size matches the one that the host reports.
    Size,
    /// The MD5 matches the one that the host reports.
    Md5,
}

impl Verified {
    /// The word for it, as it is serialised.
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Size => "size",
            Self::Md5 => "md5",
        }
    }
}

/// How the file got to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum How {
    /// Its bytes were sent.
    Sent,
    /// The host already had the content: nothing was sent.
    Instant,
    /// The response was lost; a check showed that the host has the file.
    Recovered,
    /// The first attempt was shown not to be stored; the bytes were sent again.
    Resent,
    /// An earlier run of the queue stored it, says its state: nothing was sent, and nobody was asked.
    Earlier,
}

impl How {
    /// The word in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Instant => "instant",
            Self::Recovered => "recovered",
            Self::Resent => "resent",
            Self::Earlier => "earlier",
        }
    }
}

/// The record of a finished upload.
#[derive(Clone)]
#[non_exhaustive]
pub struct Receipt {
    /// The file at the host, under the name that was stored.
    pub entry: Entry,
    /// The public link.
    pub url: Option<String>,
    /// A link that deletes the file without a login (giga0).
    pub delete_url: Option<Secret>,
    /// A link for forums, if the host provides one.
    pub bbcode: Option<String>,
    /// A link for web pages, if the host provides one. Not sanitised.
    pub html: Option<String>,
    /// The requested name. Compare it with `entry.name`.
    pub wanted_name: String,
    /// MD5 of the file, in 32 lower-case hexadecimal digits: computed or given by the caller. `None` if
    /// there is neither.
    pub md5: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// How the file got to the host.
    pub how: How,
    /// What the host confirmed.
    pub verified: Verified,
    /// Remarks for the caller: a different hash whose kind the host does not state, bytes that were
    /// sent in clear text, a link that will only work in a few minutes.
    pub notes: Vec<String>,
    json: Option<HostJson>,
}

impl Receipt {
    pub(crate) fn new(source: &Guarded, entry: Entry, how: How) -> Self {
        Self {
            url: entry.url.clone(),
            entry,
            delete_url: None,
            bbcode: None,
            html: None,
            wanted_name: source.name().to_owned(),
            md5: source.known_md5().map(str::to_owned),
            bytes: source.length(),
            how,
            verified: Verified::No,
            notes: Vec::new(),
            json: None,
        }
    }

    /// That of a file which was stored before, with no more in it than is told here: for a
    /// [`ReceiptLog`](crate::ReceiptLog) to which a program adds what another has stored. The link and the
    /// number of bytes are the entry's.
    pub fn known(
        entry: Entry,
        how: How,
        wanted_name: String,
        md5: Option<String>,
        verified: Verified,
    ) -> Self {
        Self {
            url: entry.url.clone(),
            bytes: entry.size.unwrap_or_default(),
            entry,
            delete_url: None,
            bbcode: None,
            html: None,
            wanted_name,
            md5,
            how,
            verified,
            notes: Vec::new(),
            json: None,
        }
    }

    pub(crate) fn with_json(mut self, json: &HostJson) -> Self {
        self.json = Some(json.clone());
        self
    }

    /// The host's own JSON of the response that decided the outcome, unmasked.
    pub fn json(&self) -> Option<&Value> {
        self.json.as_ref().map(HostJson::value)
    }

    /// The same as the text that it was.
    pub fn host_json(&self) -> Option<&HostJson> {
        self.json.as_ref()
    }

    /// Compares what the host says it stored with what was sent.
    ///
    /// # Errors
    /// `SIZE_MISMATCH` if the sizes differ; `CORRUPT` if `hash_is_md5` and the hashes differ.
    pub(crate) fn verify(mut self, hash_is_md5: bool) -> Result<Self, Error> {
        let applied = |error: Error| error.with_outcome(crate::Outcome::Applied);
        match self.entry.size {
            Some(size) if size != self.bytes => {
                let message = format!("the host reports {size} bytes, {} were sent", self.bytes);
                return Err(applied(Error::new(Status::SizeMismatch, message))
                    .with_hint(format!("delete {} at the host and upload again", self.entry.id)));
            }
            Some(_) => self.verified = Verified::Size,
            None => {}
        }
        match (&self.entry.md5, &self.md5) {
            (Some(theirs), Some(ours)) if theirs.eq_ignore_ascii_case(ours) => {
                self.verified = Verified::Md5;
            }
            (Some(_), Some(_)) if hash_is_md5 => {
                return Err(applied(Error::new(
                    Status::Corrupt,
                    "the host reports another MD5 than the one that was sent",
                ))
                .with_hint(format!("delete {} at the host and upload again", self.entry.id)));
            }
            (Some(_), Some(_)) => self
                .notes
                .push("the host reports a hash that is not the MD5 of what was sent".into()),
            _ => {}
        }
        Ok(self)
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("entry", &self.entry)
            .field("url", &self.url)
            .field("delete_url", &self.delete_url)
            .field("wanted_name", &self.wanted_name)
            .field("md5", &self.md5)
            .field("bytes", &self.bytes)
            .field("how", &self.how)
            .field("verified", &self.verified)
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

/// A finished download.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// The file; `None` for a writer.
    pub path: Option<PathBuf>,
    /// The name as the host reports it, not sanitised.
    pub name: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// MD5 in 32 lower-case hexadecimal digits; `None` if it was not computed.
    pub md5: Option<String>,
    /// How it was verified.
    pub verified: Verified,
    /// Bytes that were kept from an earlier download.
    pub resumed_from: u64,
    /// Number of streams that it took.
    pub attempts: u32,
}
