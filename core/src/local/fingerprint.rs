//! What is compared to notice that a file was changed.

use std::fs::File;
use std::io;
use std::time::SystemTime;

use crate::{Error, Status};

/// What is compared to notice that a file was changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub length: u64,
    modified: Option<SystemTime>,
}

impl Fingerprint {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }

    /// That of a regular file.
    pub(super) fn of_regular(file: &File) -> Result<Self, Error> {
        let unreadable = |e: io::Error| Error::io("the source cannot be read", &e);
        if !file.metadata().map_err(unreadable)?.is_file() {
            return Err(not_regular());
        }
        Self::of(file).map_err(unreadable)
    }
}

pub(super) fn not_regular() -> Error {
    Error::new(Status::Io, "the source is not a regular file")
        .with_hint("give a reader with a length for anything else")
}
