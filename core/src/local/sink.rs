//! Where the bytes of a download go: into a part file, or straight to the caller's writer.

use std::io::Write;

use super::blocks::Validator;
use super::part_file::PartFile;
use crate::digest::{Digest, Md5, hex};
use crate::http::failure::from_io;
use crate::{Error, Status, scope};

/// Where the bytes go.
pub(crate) enum Sink {
    Part(PartFile),
    Writer { writer: Box<dyn Write>, digest: Option<Md5>, offset: u64, validator: Validator },
}

impl Sink {
    pub(crate) fn offset(&self) -> u64 {
        match self {
            Self::Part(part) => part.offset(),
            Self::Writer { offset, .. } => *offset,
        }
    }

    /// Bytes that are there, wherever in the file.
    pub(crate) fn held(&self) -> u64 {
        match self {
            Self::Part(part) => part.there(),
            Self::Writer { offset, .. } => *offset,
        }
    }

    /// Whether what was there at first was thrown away.
    pub(crate) fn restarted(&self) -> bool {
        matches!(self, Self::Part(part) if part.restarted())
    }

    pub(crate) fn validator(&self) -> &Validator {
        match self {
            Self::Part(part) => part.validator(),
            Self::Writer { validator, .. } => validator,
        }
    }

    pub(crate) fn note(&mut self, identity: &str, fresh: Validator) {
        match self {
            Self::Part(part) => part.note(identity, fresh),
            Self::Writer { validator, .. } => *validator = fresh,
        }
    }

    pub(crate) fn restart(&mut self) -> Result<(), Error> {
        match self {
            Self::Part(part) => part.restart(),
            Self::Writer { offset: 0, .. } => Ok(()),
            Self::Writer { .. } => {
                Err(Error::new(Status::Network, "the host cannot go on where the stream broke")
                    .with_hint("download to a file, which can begin again"))
            }
        }
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Self::Part(part) => part.write(bytes),
            Self::Writer { writer, digest, offset, .. } => {
                scope::callers_code(|| writer.write_all(bytes)).map_err(|e| match from_io(&e) {
                    own if own.status() != Status::Network => own,
                    _ => Error::new(Status::Callback, format!("the writer failed: {}", e.kind())),
                })?;
                if let Some(digest) = digest {
                    digest.update(bytes);
                }
                *offset += bytes.len() as u64;
                Ok(())
            }
        }
    }

    /// The MD5 of what it was given, if that was asked for.
    pub(crate) fn md5(&self) -> Option<String> {
        let digest = match self {
            Self::Part(part) => part.digest(),
            Self::Writer { digest, .. } => digest.as_ref(),
        };
        digest.map(|digest| hex(&digest.clone().finalize()))
    }
}
