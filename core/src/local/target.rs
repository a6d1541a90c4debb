//! Where a download goes.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::names;
use crate::{Error, Status};

/// What to do when the target exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Existing {
    /// Fail with [`Status::Exists`] before a byte is fetched.
    #[default]
    Refuse,
    /// Replace it atomically when the download is complete. A link is replaced, never written
    /// through.
    Overwrite,
    /// Append a number to the name: `film (1).mkv`.
    Unique,
}

/// Where a download goes.
pub struct Target(pub(crate) Place);

pub(crate) enum Place {
    File(PathBuf),
    Directory(PathBuf),
    Writer(Box<dyn Write + Send>),
}

impl Target {
    /// This file. The path is used as it is given; on Windows, one that is no file's is refused
    /// ([`Status::Argument`]): a stream (`film.mkv:s`), a device (`NUL`), a path relative to the current folder
    /// of a drive (`C:film.mkv`), a name that ends with a dot or a space.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Place::File(path.into()))
    }

    /// A file in this directory, named as the host reports it, sanitised: one component, without
    /// control characters, device names or leading dots.
    pub fn directory(path: impl Into<PathBuf>) -> Self {
        Self(Place::Directory(path.into()))
    }

    /// Anything that can be written to. It receives the bytes in order, and nothing is rolled back:
    /// after an error, what it has received is incomplete.
    pub fn writer(writer: impl Write + Send + 'static) -> Self {
        Self(Place::Writer(Box::new(writer)))
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::File(path) => f.debug_tuple("File").field(path).finish(),
            Place::Directory(path) => f.debug_tuple("Directory").field(path).finish(),
            Place::Writer(_) => f.write_str("Writer"),
        }
    }
}

/// The most numbers that are tried for [`Existing::Unique`].
pub(crate) const NUMBERS: u32 = 100;

/// A path that a download may take, now: `path` itself, or one with a number.
pub(crate) fn free_path(path: PathBuf, existing: Existing) -> Result<PathBuf, Error> {
    names::check_fit(&path, "target")?;
    // A path that the system will not look at is not free: better now than after the last byte.
    let taken = |path: &PathBuf| match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Error::io("the target cannot be used", &e).of_file(path)),
    };
    let is_taken = taken(&path)?;
    match existing {
        _ if path.is_dir() => {
            let why = gigahost_system::is_a_directory();
            Err(Error::new(Status::Io, "the target is a directory")
                .with_os_error(why.raw_os_error())
                .of_file(&path))
        }
        Existing::Overwrite => match path.metadata() {
            Ok(metadata) if !metadata.is_file() => {
                Err(Error::new(Status::Io, "the target is not a regular file").of_file(&path))
            }
            _ => Ok(path),
        },
        _ if !is_taken => Ok(path),
        Existing::Refuse => Err(exists(&path)),
        Existing::Unique => {
            for numbered in (1..=NUMBERS).map(|number| with_number(&path, number)) {
                if !taken(&numbered)? {
                    return Ok(numbered);
                }
            }
            Err(exists(&path))
        }
    }
}

pub(crate) fn exists(path: &Path) -> Error {
    Error::new(Status::Exists, "the target exists")
        .with_os_error(gigahost_system::already_exists().raw_os_error())
        .with_hint("choose another path, or allow to overwrite it")
        .of_file(path)
}

/// `film.mkv` -> `film (1).mkv`.
pub(crate) fn with_number(path: &Path, number: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension =
        path.extension().map(|ext| format!(".{}", ext.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem} ({number}){extension}"))
}

/// The path in a directory for a name that a host gave.
pub(crate) fn in_directory(directory: PathBuf, name: Option<&str>) -> Result<PathBuf, Error> {
    let name = name.and_then(names::sanitize).ok_or_else(|| {
        Error::argument(
            "target",
            "must be a file: the host gives no name that can be used in a directory",
        )
    })?;
    Ok(directory.join(name))
}
