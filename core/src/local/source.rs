//! Where the bytes of an upload come from.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::names;
use super::shared::SharedSource;

/// Where the bytes of an upload come from.
pub struct Source(pub(super) Kind);

pub(super) enum Kind {
    Path(PathBuf),
    File(File),
    Bytes(Box<dyn AsRef<[u8]> + Send>),
    Reader { reader: Box<dyn Read + Send>, length: Option<u64> },
    Shared(SharedSource),
}

impl Source {
    /// A regular file. Its name is the remote name unless the options give another.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Kind::Path(path.into()))
    }

    /// An open regular file, from its beginning. Requires a name in the options.
    pub fn file(file: File) -> Self {
        Self(Kind::File(file))
    }

    /// Bytes in memory, which are not copied. Requires a name in the options.
    pub fn bytes(bytes: impl AsRef<[u8]> + Send + 'static) -> Self {
        Self(Kind::Bytes(Box::new(bytes)))
    }

    /// Anything that can be read once. Requires a name in the options. If the length is known, the
    /// bytes are streamed directly to hosts that need no hash first; otherwise they are spooled to
    /// an unnamed temporary file, because the length must be announced.
    pub fn reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self(Kind::Reader { reader: Box::new(reader), length })
    }
}

impl Source {
    /// The name that the source itself has.
    pub(crate) fn own_name(&self) -> Option<String> {
        match &self.0 {
            Kind::Path(path) => names::of_path(path).ok(),
            Kind::Shared(shared) => shared.name().map(str::to_owned),
            _ => None,
        }
    }

    /// Where it is, if it is a file that has a path.
    pub(crate) fn path_now(&self) -> Option<PathBuf> {
        match &self.0 {
            Kind::Path(path) => Some(path.clone()),
            Kind::Shared(shared) => shared.path_now(),
            _ => None,
        }
    }

    /// Its size as it is now: for a sum that may change.
    pub(crate) fn size_now(&self) -> Option<u64> {
        let of_file = |metadata: std::fs::Metadata| metadata.is_file().then_some(metadata.len());
        match &self.0 {
            Kind::Path(path) => path.metadata().ok().and_then(of_file),
            Kind::File(file) => file.metadata().ok().and_then(of_file),
            Kind::Bytes(bytes) => Some((**bytes).as_ref().len() as u64),
            Kind::Reader { length, .. } => *length,
            Kind::Shared(shared) => shared.size_now(),
        }
    }
}

impl From<&SharedSource> for Source {
    fn from(shared: &SharedSource) -> Self {
        Self(Kind::Shared(shared.clone()))
    }
}

impl<P: AsRef<Path>> From<P> for Source {
    fn from(path: P) -> Self {
        Self::path(path.as_ref())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Kind::File(_) => f.write_str("File"),
            Kind::Bytes(bytes) => write!(f, "Bytes({})", (**bytes).as_ref().len()),
            Kind::Reader { length, .. } => write!(f, "Reader({length:?})"),
            Kind::Shared(shared) => shared.fmt(f),
        }
    }
}
