//! Options for an upload, the same at every host.

use std::fmt;

use crate::Error;
use crate::local::Guarded;
use crate::progress::{Callback, Control, Progress};

/// How the name of a file is encoded in uploadgig's header `Slug`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    name: Option<String>,
    folder: Option<String>,
    md5: Option<String>,
    slug_mode: SlugMode,
    chunked: bool,
    on_progress: Option<Callback>,
}

impl UploadOptions {
    /// The defaults: the name of the local file, the root folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name at the host. Required for sources without a path.
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

    /// The MD5 of the content, if it is known: rapidgator then does not need to read the source
    /// twice. It is compared with the bytes that are sent.
    pub fn with_md5(mut self, md5: impl Into<String>) -> Self {
        self.md5 = Some(md5.into());
        self
    }

    /// How the name is encoded for uploadgig.
    pub fn with_slug_mode(mut self, mode: SlugMode) -> Self {
        self.slug_mode = mode;
        self
    }

    /// Uploads to uploadgig use `Transfer-Encoding: chunked` instead of a length.
    pub fn with_chunked(mut self, chunked: bool) -> Self {
        self.chunked = chunked;
        self
    }

    /// Sets a progress callback. It is called on the calling thread, at most ten times and at least
    /// once a second. The callback must not use the same session.
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
