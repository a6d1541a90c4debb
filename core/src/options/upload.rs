//! Options for an upload, the same at every host.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Checksum;
use crate::Error;
use crate::local::Guarded;
use crate::progress::{Callback, Control, Progress};

/// How the name of a file is encoded in uploadgig's header `Slug`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SlugMode {
    /// Printable ASCII unchanged, everything else and `%` percent-encoded.
    #[default]
    Percent,
    /// Raw UTF-8.
    RawUtf8,
    /// Everything except printable ASCII becomes `_`.
    AsciiOnly,
}

/// Options for an upload.
#[derive(Default)]
#[must_use]
pub struct UploadOptions {
    settings: UploadSettings,
    on_progress: Option<Callback>,
}

/// What the options say of the file. Unlike the callback it may go to any thread.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct UploadSettings {
    name: Option<String>,
    folder: Option<String>,
    md5: Option<String>,
    checksum: Checksum,
    slug_mode: SlugMode,
    chunked: bool,
}

impl UploadOptions {
    /// The defaults: the name of the local file, the root folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name at the host. Required for sources without a path.
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.settings.name = Some(name.into());
        self
    }

    /// The folder at the host (at ge.tt: the share). Default: the root (at ge.tt: a new share).
    /// uploadgig and giga.gs have no folders.
    pub fn with_folder(mut self, folder: impl Into<String>) -> Self {
        self.settings.folder = Some(folder.into());
        self
    }

    /// The MD5 of the content, if it is known: rapidgator then does not need to read the source
    /// twice. It is sent to hosts that take one and compared with what the host reports; with
    /// [`Checksum::Always`], also with the bytes that are sent.
    pub fn with_md5(mut self, md5: impl Into<String>) -> Self {
        self.settings.md5 = Some(md5.into());
        self
    }

    /// When the MD5 is computed.
    pub fn with_checksum(mut self, checksum: Checksum) -> Self {
        self.settings.checksum = checksum;
        self
    }

    /// How the name is encoded for uploadgig.
    pub fn with_slug_mode(mut self, mode: SlugMode) -> Self {
        self.settings.slug_mode = mode;
        self
    }

    /// Uploads to uploadgig use `Transfer-Encoding: chunked` instead of a length.
    pub fn with_chunked(mut self, chunked: bool) -> Self {
        self.settings.chunked = chunked;
        self
    }

    /// Sets a progress callback. It is called on the calling thread, at most ten times and at least
    /// once a second. The callback must not use the same session.
    pub fn on_progress(mut self, callback: impl FnMut(&Progress) -> Control + 'static) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    /// The two apart.
    pub(crate) fn split(self) -> (UploadSettings, Option<Callback>) {
        (self.settings, self.on_progress)
    }
}

impl UploadSettings {
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
    pub(crate) fn folder(&self) -> Option<&str> {
        self.folder.as_deref()
    }
    pub(crate) fn has_md5(&self) -> bool {
        self.md5.is_some()
    }
    pub(crate) fn set_md5(&mut self, md5: &str) {
        self.md5 = Some(md5.to_owned());
    }
    pub(crate) fn checksum(&self) -> Checksum {
        self.checksum
    }
    pub(crate) fn slug_mode(&self) -> SlugMode {
        self.slug_mode
    }
    pub(crate) fn chunked(&self) -> bool {
        self.chunked
    }

    /// Tells the source the caller's MD5, and whether its bytes are to be hashed on their way.
    /// `compared`: the host reports an MD5 that will be compared.
    pub(crate) fn apply_checksum(&self, source: &mut Guarded, compared: bool) -> Result<(), Error> {
        if let Some(md5) = &self.md5 {
            if md5.len() != 32 || !md5.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(Error::argument("md5", "must be an MD5 in 32 hexadecimal digits"));
            }
            source.trust_md5(md5);
        }
        source.hash_on_the_way(match self.checksum {
            Checksum::Auto => compared && self.md5.is_none(),
            Checksum::Always => true,
            Checksum::Never => false,
        })
    }

    /// For hosts that want the MD5 before the bytes: whether it may be computed.
    pub(crate) fn needs_md5(&self, source: &Guarded) -> Result<(), Error> {
        if self.checksum == Checksum::Never && source.known_md5().is_none() {
            return Err(Error::argument(
                "checksum",
                "must not be `never`: the host requires an MD5",
            )
            .with_hint("give the MD5 of the content, or let it be computed"));
        }
        Ok(())
    }
}

impl fmt::Debug for UploadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UploadOptions").field(&self.settings).finish()
    }
}
