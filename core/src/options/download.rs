//! Options for a download.

use std::fmt;

use serde::{Deserialize, Serialize};

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
    settings: DownloadSettings,
    on_progress: Option<Callback>,
}

/// What the options say of the file. Unlike the callback it may go to any thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DownloadSettings {
    pub existing: Existing,
    pub resume: bool,
    pub most_bytes: Option<u64>,
    /// Only for writers, which nobody can come back to.
    #[serde(skip)]
    pub part: Option<Part>,
    pub checksum: Checksum,
    pub segments: u32,
}

impl Default for DownloadSettings {
    fn default() -> Self {
        Self {
            existing: Existing::default(),
            resume: true,
            most_bytes: None,
            part: None,
            checksum: Checksum::default(),
            segments: 0,
        }
    }
}

impl DownloadOptions {
    /// The defaults: an existing target is an error, and a failed download leaves a part from which the
    /// next call goes on.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do when the target exists.
    pub fn with_existing(mut self, existing: Existing) -> Self {
        self.settings.existing = existing;
        self
    }

    /// Whether a failed download leaves its part, in `.<name>.<8 hex>.gigapart` next to the target, and the
    /// next one of the same file to the same place goes on from it, even after the process was killed: on
    /// by default, because hosts count the traffic. The part is kept only if the host proves, by a
    /// validator or an MD5, that the rest is of the same content; the error names it.
    /// [`clean_parts`](crate::clean_parts) removes those that nobody came back to.
    pub fn with_resume(mut self, resume: bool) -> Self {
        self.settings.resume = resume;
        self
    }

    /// Fails with [`Status::TooLarge`](crate::Status::TooLarge) if the file has more bytes.
    pub fn with_most_bytes(mut self, most: u64) -> Self {
        self.settings.most_bytes = Some(most);
        self
    }

    /// Fetches only the bytes from `first` up to, but not including, `end` (`None`: to the end of
    /// the file), into a writer. Bytes beyond the end of the file are left out. A part is not
    /// compared with any hash.
    pub fn with_part(mut self, first: u64, end: Option<u64>) -> Self {
        self.settings.part = Some(Part { first, end });
        self
    }

    /// Fetches a file over so many connections at once, each a range of it; from 2 to 16, with 0 and 1
    /// meaning one. Fewer are used if the host allows fewer, or if the file is small, and one if the
    /// host does not prove that the ranges are of the same content. The file is fetched in whole into
    /// a file; for a writer or a part of a file it has no effect. The threads that it needs are the
    /// library's own, and end with the call.
    ///
    /// Beside a part that is kept stands a journal then (`.<name>.<8 hex>.gigablocks`).
    pub fn with_segments(mut self, segments: u32) -> Self {
        self.settings.segments = segments;
        self
    }

    /// When the MD5 is computed.
    pub fn with_checksum(mut self, checksum: Checksum) -> Self {
        self.settings.checksum = checksum;
        self
    }

    /// Sets a progress callback. It is called on the calling thread, at most ten times and at least
    /// once a second. The callback must not use the same session.
    pub fn on_progress(mut self, callback: impl FnMut(&Progress) -> Control + 'static) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    /// The two apart.
    pub(crate) fn split(self) -> (DownloadSettings, Option<Callback>) {
        (self.settings, self.on_progress)
    }
}

impl fmt::Debug for DownloadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DownloadOptions").field(&self.settings).finish()
    }
}
