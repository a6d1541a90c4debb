//! What a download is told, and what it gives.

use std::fmt;
use std::path::PathBuf;

use super::super::progress::{Callback, Control, Progress};
use super::super::ranged::Part;
use super::super::target::Existing;

/// What is proven of the bytes of a transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Verified {
    /// Nothing: the host names neither size nor hash.
    #[default]
    No,
    /// The size is the one the host names.
    Size,
    /// The MD5 is the one the host names.
    Md5,
}

/// What a download may be told.
#[derive(Default)]
#[must_use]
pub struct DownloadOptions {
    pub(in crate::transfer) existing: Existing,
    pub(in crate::transfer) resume: bool,
    pub(in crate::transfer) most_bytes: Option<u64>,
    pub(in crate::transfer) part: Option<Part>,
    on_progress: Option<Callback>,
}

impl DownloadOptions {
    /// No options: an existing target is refused, nothing is kept of a download that failed.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do when the target exists.
    pub fn with_existing(mut self, existing: Existing) -> Self {
        self.existing = existing;
        self
    }

    /// Keeps the part of a download that failed, in `.<name>.<8 hex>.gigapart` beside the target, and
    /// goes on from such a part: also after the process was killed.
    pub fn with_resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// Fails with [`Status::TooLarge`](crate::Status::TooLarge) if the file has more bytes.
    pub fn with_most_bytes(mut self, most: u64) -> Self {
        self.most_bytes = Some(most);
        self
    }

    /// Fetches only the bytes from `first` on, up to but without `end` (`None`: to the end of the
    /// file), into a writer. What lies beyond the end of the file is left out. A part is compared
    /// with no hash.
    pub fn with_part(mut self, first: u64, end: Option<u64>) -> Self {
        self.part = Some(Part { first, end });
        self
    }

    /// Tells progress, on the calling thread, at most ten times and at least once a second. The
    /// callback must not use the same session.
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
            .finish_non_exhaustive()
    }
}

/// A finished download.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// The file; `None` for a writer.
    pub path: Option<PathBuf>,
    /// The name as the host gives it, not made safe.
    pub name: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// MD5 in 32 lower-case hexadecimal digits.
    pub md5: String,
    /// What is proven.
    pub verified: Verified,
    /// Bytes that were there from an earlier download.
    pub resumed_from: u64,
    /// How many streams it took.
    pub attempts: u32,
}
