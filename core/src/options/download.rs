//! Options for a download.

use std::fmt;

use super::Checksum;
use crate::local::Existing;
use crate::progress::{Callback, Control, Progress};

/// The bytes that are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub first: u64,
    /// The byte after the last one; none means the end of the file.
    pub end: Option<u64>,
}

/// Options for a download.
#[derive(Default)]
#[must_use]
pub struct DownloadOptions {
    pub(crate) existing: Existing,
    pub(crate) resume: bool,
    pub(crate) most_bytes: Option<u64>,
    pub(crate) part: Option<Part>,
    pub(crate) checksum: Checksum,
    on_progress: Option<Callback>,
}

impl DownloadOptions {
    /// The defaults: an existing target is an error, and nothing is kept of a failed download.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do when the target exists.
    pub fn with_existing(mut self, existing: Existing) -> Self {
        self.existing = existing;
        self
    }

    /// Keeps the part of a failed download, in `.<name>.<8 hex>.gigapart` next to the target, and
    /// resumes from such a part, even after the process was killed.
    pub fn with_resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// Fails with [`Status::TooLarge`](crate::Status::TooLarge) if the file has more bytes.
    pub fn with_most_bytes(mut self, most: u64) -> Self {
        self.most_bytes = Some(most);
        self
    }

    /// Fetches only the bytes from `first` up to, but not including, `end` (`None`: to the end of
    /// the file), into a writer. Bytes beyond the end of the file are left out. A part is not
    /// compared with any hash.
    pub fn with_part(mut self, first: u64, end: Option<u64>) -> Self {
        self.part = Some(Part { first, end });
        self
    }

    /// When the MD5 is computed.
    pub fn with_checksum(mut self, checksum: Checksum) -> Self {
        self.checksum = checksum;
        self
    }

    /// Sets a progress callback. It is called on the calling thread, at most ten times and at least
    /// once a second. The callback must not use the same session.
    pub fn on_progress(mut self, callback: impl FnMut(&Progress) -> Control + 'static) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    pub(crate) fn take_callback(&mut self) -> Option<Callback> {
        self.on_progress.take()
    }
}

impl fmt::Debug for DownloadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadOptions")
            .field("existing", &self.existing)
            .field("resume", &self.resume)
            .field("most_bytes", &self.most_bytes)
            .field("part", &self.part)
            .field("checksum", &self.checksum)
            .finish_non_exhaustive()
    }
}
