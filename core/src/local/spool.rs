//! Opening what is at a path, and spooling what can be read only once.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use gigahost_system::NamedPipe;

use super::fingerprint::not_regular;
use crate::{Error, Status, scope};

/// How much is read at once.
pub(super) const CHUNK: usize = 256 * 1024;

/// How long nothing may come through a pipe before the clocks are looked at.
const LOOK: Duration = Duration::from_millis(20);

/// What is at a path.
pub(super) enum Here {
    File(File),
    /// All that came through a pipe, which nobody can come back to.
    Piped(File),
}

pub(super) fn open_path(path: &Path) -> Result<Here, Error> {
    let unopened = |e: &io::Error| Error::io("the source cannot be opened", e).of_file(path);
    // Opening some of what is no file would wait, so this is asked before.
    let metadata = std::fs::metadata(path).map_err(|e| unopened(&e))?;
    if metadata.is_file() {
        return File::open(path).map(Here::File).map_err(|e| unopened(&e));
    }
    match NamedPipe::open(path).map_err(|e| unopened(&e))? {
        Some(pipe) => spool(Box::new(Waiting(pipe)), None).map(Here::Piped),
        None => Err(not_regular(&metadata)),
    }
    .map_err(|e| e.of_file(path))
}

/// A pipe that is read as everything waits: a cancel and the clocks end it.
struct Waiting(NamedPipe);

impl Read for Waiting {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(n) = self.0.read(into, LOOK)? {
                return Ok(n);
            }
            scope::tick().map_err(io::Error::other)?;
        }
    }
}

/// A file without a name.
pub(super) fn temporary() -> Result<File, Error> {
    let unmade =
        |e: io::Error| Error::io("no spool file could be made", &e).of_file(&std::env::temp_dir());
    tempfile::tempfile().map_err(unmade)
}

/// Reads a source of unknown length, or one that is needed several times, into an unnamed temporary file.
pub(super) fn spool(mut reader: Box<dyn Read + Send>, length: Option<u64>) -> Result<File, Error> {
    let mut file = temporary()?;
    copy(&mut *reader, &mut file)?;
    let came = file.metadata().map_err(|e| Error::io("the spool file cannot be read", &e))?.len();
    match length.map(|length| came.cmp(&length)) {
        Some(Ordering::Less) => Err(Error::source_changed("became shorter")),
        Some(Ordering::Greater) => Err(Error::source_changed("has more bytes than announced")),
        _ => Ok(file),
    }
}

pub(super) fn copy(from: &mut dyn Read, to: &mut File) -> Result<(), Error> {
    let mut chunk = vec![0; CHUNK];
    loop {
        scope::tick()?;
        let n = match scope::callers_code(|| from.read(&mut chunk)) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(of_source(&e)),
        };
        let bytes = chunk.get(..n).ok_or_else(too_much)?;
        to.write_all(bytes).map_err(|e| Error::io("the spool file cannot be written", &e))?;
    }
    to.flush().map_err(|e| Error::io("the spool file cannot be written", &e))
}

pub(super) fn too_much() -> Error {
    Error::new(Status::Callback, "the source gave more bytes than there was room for")
}

/// An error of the caller's own source: a typed one of ours stays what it is.
pub(super) fn of_source(error: &io::Error) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(own) => own.clone(),
        None => Error::io("the source cannot be read", error),
    }
}
