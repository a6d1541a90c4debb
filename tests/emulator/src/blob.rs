//! Stored bodies: small ones in memory, large ones in unnamed files with holes for zeros.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use md5::{Digest, Md5};

/// Bodies up to this size stay in memory.
const SPILL: u64 = 256 * 1024;
/// With [`Keep::Head`], what is kept of a body.
const HEAD: u64 = 64 * 1024;

/// How much of a body is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Everything.
    All,
    /// The first 64 KiB; the rest is only hashed.
    Head,
}

#[derive(Debug)]
enum Store {
    Memory(Vec<u8>),
    Disk(Mutex<File>),
}

#[derive(Debug)]
struct Content {
    store: Store,
    size: u64,
    kept: u64,
    md5: String,
}

/// A finished body.
#[derive(Clone, Debug)]
pub(crate) struct Blob(Arc<Content>);

impl Blob {
    pub(crate) fn size(&self) -> u64 {
        self.0.size
    }

    pub(crate) fn md5(&self) -> &str {
        &self.0.md5
    }

    /// Whether all bytes can be given back.
    pub(crate) fn is_whole(&self) -> bool {
        self.0.kept == self.0.size
    }

    /// A blob with this content.
    pub(crate) fn of(content: &[u8]) -> Self {
        let md5 = hex(&Md5::digest(content));
        let size = content.len() as u64;
        Self(Arc::new(Content { store: Store::Memory(content.into()), size, kept: size, md5 }))
    }

    /// Content that is known by name only; it cannot be given back.
    pub(crate) fn claimed(md5: &str, size: u64) -> Self {
        let store = Store::Memory(Vec::new());
        Self(Arc::new(Content { store, size, kept: 0, md5: md5.into() }))
    }

    /// The content as text, for form fields.
    pub(crate) fn text(&self) -> String {
        let bytes = self.read(0, usize::try_from(HEAD).unwrap_or(usize::MAX)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Up to `length` bytes from `offset`.
    pub(crate) fn read(&self, offset: u64, length: usize) -> io::Result<Bytes> {
        let left = usize::try_from(self.0.kept.saturating_sub(offset)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length.min(left)];
        match &self.0.store {
            Store::Memory(content) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(content.len());
                bytes.copy_from_slice(&content[start..start + length.min(left)]);
            }
            Store::Disk(file) => {
                let mut file = file.lock().unwrap();
                file.seek(SeekFrom::Start(offset))?;
                file.read_exact(&mut bytes)?;
            }
        }
        Ok(bytes.into())
    }
}

/// A body on its way in.
#[derive(Debug)]
pub(crate) struct BlobWriter {
    keep: Keep,
    hash: Md5,
    size: u64,
    kept: u64,
    memory: Vec<u8>,
    disk: Option<File>,
}

impl BlobWriter {
    pub(crate) fn new(keep: Keep) -> Self {
        Self { keep, hash: Md5::new(), size: 0, kept: 0, memory: Vec::new(), disk: None }
    }

    /// Appends a piece.
    pub(crate) fn push(&mut self, piece: &[u8]) -> io::Result<()> {
        self.hash.update(piece);
        self.size += piece.len() as u64;
        let room = match self.keep {
            Keep::All => piece.len(),
            Keep::Head => usize::try_from(HEAD - self.kept).unwrap_or(0).min(piece.len()),
        };
        let piece = &piece[..room];
        if self.disk.is_none() && self.kept + piece.len() as u64 > SPILL {
            let mut file = tempfile::tempfile()?;
            file.write_all(&self.memory)?;
            self.memory = Vec::new();
            self.disk = Some(file);
        }
        match &mut self.disk {
            // A run of zeros becomes a hole, so that huge sparse uploads cost no space.
            Some(file) if is_zero(piece) => {
                file.seek(SeekFrom::Current(i64::try_from(piece.len()).unwrap_or(0)))?;
            }
            Some(file) => file.write_all(piece)?,
            None => self.memory.extend_from_slice(piece),
        }
        self.kept += piece.len() as u64;
        Ok(())
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Up to `length` bytes from `offset` of what has come in so far, while more may follow.
    /// Nothing if those bytes are not kept.
    pub(crate) fn read(&self, offset: u64, length: usize) -> io::Result<Bytes> {
        let left = usize::try_from(self.kept.saturating_sub(offset)).unwrap_or(usize::MAX);
        let length = length.min(left);
        let Some(mut file) = self.disk.as_ref() else {
            let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.memory.len());
            return Ok(Bytes::copy_from_slice(&self.memory[start..start + length]));
        };
        // Zeros at the end may still lie beyond the file's end; they read as nothing.
        let mut bytes = Vec::with_capacity(length);
        file.seek(SeekFrom::Start(offset))?;
        file.take(length as u64).read_to_end(&mut bytes)?;
        file.seek(SeekFrom::Start(self.kept))?;
        bytes.resize(length, 0);
        Ok(bytes.into())
    }

    /// The finished body.
    pub(crate) fn finish(self) -> io::Result<Blob> {
        let store = match self.disk {
            Some(file) => {
                file.set_len(self.kept)?;
                Store::Disk(Mutex::new(file))
            }
            None => Store::Memory(self.memory),
        };
        let md5 = hex(&self.hash.finalize());
        Ok(Blob(Arc::new(Content { store, size: self.size, kept: self.kept, md5 })))
    }
}

fn is_zero(piece: &[u8]) -> bool {
    const ZEROS: [u8; 4096] = [0; 4096];
    piece.chunks(ZEROS.len()).all(|chunk| chunk == &ZEROS[..chunk.len()])
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
