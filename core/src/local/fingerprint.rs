//! What is compared to notice that a file was changed.

use std::fmt;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Status};

/// What is compared to notice that a file was changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub length: u64,
    modified: Option<SystemTime>,
    /// What the system calls it, whatever its name is.
    number: u64,
}

impl Fingerprint {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        Self::with(file, &file.metadata()?)
    }

    fn with(file: &File, metadata: &Metadata) -> io::Result<Self> {
        Ok(Self::new(metadata, gigahost_system::file_number(file, metadata)?))
    }

    fn new(metadata: &Metadata, number: u64) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok(), number }
    }

    /// That of a regular file.
    pub(super) fn of_regular(file: &File) -> Result<Self, Error> {
        let unreadable = |e: io::Error| Error::io("the source cannot be read", &e);
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(not_regular(&metadata));
        }
        Self::with(file, &metadata).map_err(unreadable)
    }
}

pub(super) fn not_regular(what: &Metadata) -> Error {
    if what.is_dir() {
        return Error::new(Status::Io, "the source is a directory")
            .with_os_error(gigahost_system::is_a_directory().raw_os_error())
            .with_hint("give the files that are in it");
    }
    Error::new(Status::Io, "the source is not a regular file")
        .with_hint("give a reader with a length for anything else")
}

/// What a file with a path is, beyond this process: as long as it is the same, so is the content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Identity {
    path: LocalPath,
    size: u64,
    /// In nanoseconds since 1970; 0 where the system does not tell.
    modified: i64,
    number: u64,
}

impl Identity {
    /// That of the file that is there now.
    pub(crate) fn now(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        let number = gigahost_system::number_at(path, &metadata).ok()?;
        Some(Self::of(path, &Fingerprint::new(&metadata, number)))
    }

    /// Whether the file is still the same.
    pub(crate) fn is_now(&self) -> bool {
        self.path.path().and_then(|path| Self::now(&path)).as_ref() == Some(self)
    }

    pub(super) fn of(path: &Path, file: &Fingerprint) -> Self {
        let since = file.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            path: LocalPath::new(path),
            size: file.length,
            modified: since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0),
            number: file.number,
        }
    }
}

/// A path as it is written down: from the root on, as text where it is text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LocalPath {
    Text(String),
    Bytes(Vec<u8>),
}

impl LocalPath {
    pub(crate) fn new(path: &Path) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes(gigahost_system::path_into_bytes(&path)),
        }
    }

    /// None for bytes that are no path on this system.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Bytes(bytes) => gigahost_system::path_from_bytes(bytes),
        }
    }
}

impl Serialize for LocalPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(bytes) => bytes.serialize(serializer),
        }
    }
}

impl<'d> Deserialize<'d> for LocalPath {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Paths)
    }
}

struct Paths;

impl<'d> Visitor<'d> for Paths {
    type Value = LocalPath;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path")
    }

    fn visit_str<E>(self, text: &str) -> Result<LocalPath, E> {
        Ok(LocalPath::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'d>>(self, mut bytes: A) -> Result<LocalPath, A::Error> {
        let mut all = Vec::new();
        while let Some(byte) = bytes.next_element()? {
            all.push(byte);
        }
        Ok(LocalPath::Bytes(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_was_written_text_or_not() {
        for path in [LocalPath::new(Path::new("/a/b é")), LocalPath::Bytes(vec![b'/', 0xff])] {
            let line = serde_json::to_string(&path).unwrap();
            assert_eq!(serde_json::from_str::<LocalPath>(&line).unwrap(), path, "{line}");
        }
        assert_eq!(serde_json::to_string(&LocalPath::Text("/a".to_owned())).unwrap(), "\"/a\"");
    }
}
