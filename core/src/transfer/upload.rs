//! What an upload takes and gives, the same at every host.

use std::fmt;

use serde_json::Value;

use super::Guarded;
use super::download::Verified;
use super::progress::{Callback, Control, Progress};
use crate::{Entry, Error, Secret, Status};

/// How the name of a file travels in uploadgig's header `Slug`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SlugMode {
    /// Printable ASCII as it is; everything else and `%` percent-encoded.
    #[default]
    Percent,
    /// Raw UTF-8.
    RawUtf8,
    /// Everything beyond printable ASCII becomes `_`.
    AsciiOnly,
}

/// What an upload may be told.
#[derive(Default)]
#[must_use]
pub struct UploadOptions {
    name: Option<String>,
    folder: Option<String>,
    md5: Option<String>,
    slug_mode: SlugMode,
    chunked: bool,
    on_progress: Option<Callback>,
}

impl UploadOptions {
    /// No options: the name of the path, the root folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name at the host. Needed for sources without a path.
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The folder at the host (at ge.tt: the share). Default: the root (at ge.tt: a new share).
    /// uploadgig and giga.gs have no folders.
    pub fn with_folder(mut self, folder: impl Into<String>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// The MD5 of the content, if it is known: rapidgator then needs no second reading. It is
    /// compared with the bytes that are sent.
    pub fn with_md5(mut self, md5: impl Into<String>) -> Self {
        self.md5 = Some(md5.into());
        self
    }

    /// How the name travels to uploadgig.
    pub fn with_slug_mode(mut self, mode: SlugMode) -> Self {
        self.slug_mode = mode;
        self
    }

    /// Sends to uploadgig with `Transfer-Encoding: chunked` in place of a length.
    pub fn with_chunked(mut self, chunked: bool) -> Self {
        self.chunked = chunked;
        self
    }

    /// Tells progress, on the calling thread, at most ten times and at least once a second. The
    /// callback must not use the same session.
    pub fn on_progress(mut self, callback: impl FnMut(&Progress) -> Control + 'static) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
    pub(crate) fn folder(&self) -> Option<&str> {
        self.folder.as_deref()
    }
    pub(crate) fn slug_mode(&self) -> SlugMode {
        self.slug_mode
    }
    pub(crate) fn chunked(&self) -> bool {
        self.chunked
    }
    pub(crate) fn take_callback(&mut self) -> Option<Callback> {
        self.on_progress.take()
    }

    /// Hands the caller's MD5 to the source.
    pub(crate) fn apply_md5(&self, source: &mut Guarded) -> Result<(), Error> {
        let Some(md5) = &self.md5 else { return Ok(()) };
        if md5.len() != 32 || !md5.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::argument("md5", "must be an MD5 in 32 hexadecimal digits"));
        }
        source.trust_md5(md5);
        Ok(())
    }
}

impl fmt::Debug for UploadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadOptions")
            .field("name", &self.name)
            .field("folder", &self.folder)
            .field("md5", &self.md5)
            .field("slug_mode", &self.slug_mode)
            .field("chunked", &self.chunked)
            .finish_non_exhaustive()
    }
}

/// How the file came to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum How {
    /// Its bytes were sent.
    Sent,
    /// The host knew the content: no byte was sent.
    Instant,
    /// The answer was lost; the host was asked and has the file.
    Recovered,
    /// The first attempt was lost and is proven not to be stored; the bytes were sent again.
    Resent,
}

impl How {
    /// The word in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Instant => "instant",
            Self::Recovered => "recovered",
            Self::Resent => "resent",
        }
    }
}

/// The proof of an upload.
#[derive(Clone)]
#[non_exhaustive]
pub struct Receipt {
    /// The file at the host. Its name is the stored one.
    pub entry: Entry,
    /// The public link.
    pub url: Option<String>,
    /// A link that deletes the file without a login (giga0).
    pub delete_url: Option<Secret>,
    /// A link for forums, where the host gives one.
    pub bbcode: Option<String>,
    /// A link for web pages, where the host gives one. Not sanitised.
    pub html: Option<String>,
    /// The name that was asked for. Compare it with `entry.name`.
    pub wanted_name: String,
    /// MD5 of the bytes that were sent, in 32 lower-case hexadecimal digits.
    pub md5: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// How the file came to the host.
    pub how: How,
    /// What the host confirmed.
    pub verified: Verified,
    /// What the caller should know: a hash that the host reports differently without saying what it
    /// is, bytes that travelled in clear, a link that works only in a few minutes.
    pub notes: Vec<String>,
    json: Option<Value>,
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

    pub(crate) fn with_json(mut self, json: Option<Value>) -> Self {
        self.json = json;
        self
    }

    /// The host's own JSON of the answer that decided, unmasked.
    pub fn json(&self) -> Option<&Value> {
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
