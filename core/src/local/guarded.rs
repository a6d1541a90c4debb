//! The guard around a source: one handle for size, hash and sending; exactly as many bytes as announced; a
//! source that changes is an error and never a spin.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fingerprint::{Fingerprint, Identity};
use super::names;
use super::shared::{Opened, Share, SharedSource};
use super::source::{Kind, Source};
use super::spool::{CHUNK, Here, copy, of_source, open_path, spool, temporary, too_much};
use crate::bandwidth::Flow;
use crate::digest::{Digest, Md5, hex};
use crate::{Error, Stage, Status, scope};

enum Input {
    File {
        /// Shared with the connection that sends a range of it.
        file: Arc<File>,
        fingerprint: Fingerprint,
    },
    Bytes(Box<dyn AsRef<[u8]> + Send>),
    SharedBytes(Arc<dyn AsRef<[u8]> + Send + Sync>),
    Once(Box<dyn Read + Send>),
    /// A reader that was read.
    Spent,
    /// A file that was closed, and is opened again when it is needed.
    Resting {
        path: PathBuf,
        fingerprint: Fingerprint,
    },
}

/// A source that was opened: from here on its length, its hash and its bytes belong together.
pub(crate) struct Guarded {
    input: Input,
    length: u64,
    name: String,
    /// Where it was opened, if it was.
    path: Option<PathBuf>,
    md5: Option<String>,
    /// Whether the bytes are hashed on their way.
    hashed: bool,
    /// What it is opened and hashed with, if other uploads have it too.
    shared: Option<SharedSource>,
}

impl Guarded {
    /// Opens a source. Nothing is sent before this has succeeded.
    pub(crate) fn open(source: Source, name: Option<&str>) -> Result<Self, Error> {
        let name = remote_name(&source, name)?;
        let (mut opened, mut common, mut md5) = (None, None, None);
        let (input, length) = match source.0 {
            Kind::Path(path) => match open_path(&path)? {
                Here::File(file) => {
                    let input = of_file(file).map_err(|e| e.of_file(&path))?;
                    opened = Some(path);
                    input
                }
                Here::Piped(file) => of_file(file)?,
            },
            Kind::Shared(shared) => {
                let input = match shared.open()? {
                    Share::Opened(Opened::File { file, fingerprint, path }) => {
                        opened = path;
                        (Input::File { file, fingerprint }, fingerprint.length)
                    }
                    Share::Opened(Opened::Bytes(bytes)) => {
                        let length = (*bytes).as_ref().len() as u64;
                        (Input::SharedBytes(bytes), length)
                    }
                    Share::Stream(reader, Some(length)) => (Input::Once(reader), length),
                    Share::Stream(reader, None) => of_file(spool(reader, None)?)?,
                };
                md5 = shared.known_md5();
                common = Some(shared);
                input
            }
            Kind::File(file) => of_file(file)?,
            Kind::Bytes(bytes) => {
                let length = (*bytes).as_ref().len() as u64;
                (Input::Bytes(bytes), length)
            }
            Kind::Reader { reader, length: Some(length) } => (Input::Once(reader), length),
            Kind::Reader { reader, length: None } => of_file(spool(reader, None)?)?,
        };
        Ok(Self { input, length, name, path: opened, md5, hashed: true, shared: common })
    }

    /// Bytes in all.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The name it shall have at the host.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The MD5, if it is known by now.
    pub(crate) fn known_md5(&self) -> Option<&str> {
        self.md5.as_deref()
    }

    /// Where it was opened, if it has a path.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What file it is, if it is one that has a path.
    pub(crate) fn identity(&self) -> Option<Identity> {
        let (Input::File { fingerprint, .. } | Input::Resting { fingerprint, .. }) = &self.input
        else {
            return None;
        };
        Some(Identity::of(self.path.as_deref()?, fingerprint))
    }

    /// Takes over an MD5 that the caller computed.
    pub(crate) fn trust_md5(&mut self, md5: &str) {
        self.md5 = Some(md5.to_ascii_lowercase());
    }

    /// Whether the bytes are hashed on their way, from now on. Those of a source that other uploads have
    /// too are hashed before, once for all.
    pub(crate) fn hash_on_the_way(&mut self, hashed: bool) -> Result<(), Error> {
        self.hashed = hashed && self.shared.is_none();
        if hashed && self.shared.is_some() {
            self.md5()?;
        }
        Ok(())
    }

    /// Closes a file that has a path: whoever waits for long with many needs no handle for each. When it
    /// is needed again it must be what it was, and its bytes are compared with the MD5 that is known.
    pub(crate) fn rest(&mut self) {
        if let (Input::File { fingerprint, .. }, Some(path)) = (&self.input, &self.path) {
            self.input = Input::Resting { path: path.clone(), fingerprint: *fingerprint };
        }
    }

    fn wake(&mut self) -> Result<(), Error> {
        let Input::Resting { path, fingerprint } = &self.input else { return Ok(()) };
        let changed = || Error::source_changed("was written to").of_file(path);
        let Here::File(file) = open_path(path)? else { return Err(changed()) };
        let (input, _) = of_file(file).map_err(|e| e.of_file(path))?;
        match &input {
            Input::File { fingerprint: now, .. } if now == fingerprint => {}
            _ => return Err(changed()),
        }
        self.hashed |= self.md5.is_some();
        self.input = input;
        Ok(())
    }

    /// Whether the bytes can be read a second time.
    pub(crate) fn can_rewind(&self) -> bool {
        !matches!(self.input, Input::Once(_) | Input::Spent)
    }

    /// The MD5, read from the source if it is not known. A reader is spooled first.
    pub(crate) fn md5(&mut self) -> Result<String, Error> {
        if let Some(md5) = &self.md5 {
            return Ok(md5.clone());
        }
        if let Some(shared) = self.shared.clone() {
            let md5 = shared.md5(|| self.compute_md5())?;
            self.md5 = Some(md5.clone());
            return Ok(md5);
        }
        self.compute_md5()
    }

    fn compute_md5(&mut self) -> Result<String, Error> {
        if let Input::Once(_) = self.input {
            let mut file = temporary()?;
            let mut body = self.body_hashed(true)?;
            copy(&mut body, &mut file)?;
            body.finish()?;
            (self.input, _) = of_file(file)?;
        } else {
            scope::stage(Stage::Hashing)?;
            scope::update_progress(|progress| {
                progress.set_total(Some(self.length));
                progress.set_done(0);
            });
            let mut body = self.body_hashed(true)?;
            let mut chunk = vec![0; CHUNK];
            while body.read(&mut chunk).map_err(|e| crate::http::failure::from_io(&e))? > 0 {
                scope::tick()?;
            }
            body.finish()?;
        }
        self.md5
            .clone()
            .ok_or_else(|| Error::new(Status::Internal, "the source was read without its hash"))
    }

    /// The bytes from the beginning. Every attempt makes a new one; a reader gives one only.
    pub(crate) fn body(&mut self) -> Result<Body<'_>, Error> {
        self.body_hashed(self.hashed)
    }

    fn body_hashed(&mut self, hashed: bool) -> Result<Body<'_>, Error> {
        self.wake()?;
        let hashed = hashed || self.hashed;
        if let Input::Spent = self.input {
            return Err(Error::new(Status::Callback, "the source can be read only once"));
        }
        let digest = hashed.then(Md5::new);
        let mut body = Body { source: self, offset: 0, digest, swallowed: false, lent: false };
        if body.source.length == 0 {
            // Nothing will be read, so this is the end already.
            let ended = body.check_end().and_then(|()| body.compare());
            ended.map_err(|e| body.named(e))?;
        }
        Ok(body)
    }
}

fn of_file(file: File) -> Result<(Input, u64), Error> {
    let fingerprint = Fingerprint::of_regular(&file)?;
    Ok((Input::File { file: Arc::new(file), fingerprint }, fingerprint.length))
}

fn remote_name(source: &Source, given: Option<&str>) -> Result<String, Error> {
    let name = match (given, &source.0) {
        (Some(name), _) => name.to_owned(),
        (None, Kind::Path(path)) => names::of_path(path)?,
        (None, Kind::Shared(shared)) if shared.name().is_some() => {
            shared.name().unwrap_or_default().to_owned()
        }
        (None, _) => {
            return Err(Error::argument("name", "is required for a source without a path"));
        }
    };
    names::check_remote(&name)?;
    Ok(name)
}

/// The bytes of one attempt: exactly as many as announced, hashed on their way if that was asked for.
pub(crate) struct Body<'s> {
    source: &'s mut Guarded,
    offset: u64,
    digest: Option<Md5>,
    swallowed: bool,
    /// Ranges of the file were lent in place of its bytes, so the file itself is not at `offset`.
    lent: bool,
}

impl Body<'_> {
    /// Whether all bytes were handed over, and none of them was swallowed.
    pub(crate) fn is_whole(&self) -> bool {
        self.offset == self.source.length && !self.swallowed
    }

    /// After the last byte.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        if !self.is_whole() {
            return Err(self.named(Error::source_changed("became shorter")));
        }
        if self.lent {
            // The last range left the file after it had been looked at.
            self.check_end().map_err(|e| self.named(e))?;
        }
        Ok(())
    }

    /// The error, with the file that it is about.
    fn named(&self, error: Error) -> Error {
        match &self.source.path {
            Some(path) => error.of_file(path),
            None => error,
        }
    }

    /// Compares the hash of all bytes with the one that is known, or has it known from here on.
    fn compare(&mut self) -> Result<(), Error> {
        let Some(digest) = self.digest.take() else { return Ok(()) };
        let md5 = hex(&digest.finalize());
        if self.source.md5.as_ref().is_some_and(|known| *known != md5) {
            return Err(Error::source_changed("got another content"));
        }
        self.source.md5 = Some(md5);
        Ok(())
    }

    fn read_some(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        let left = self.source.length - self.offset;
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let room = scope::piece(Flow::Up, room);
        let room = into.get_mut(..room).unwrap_or_default();
        if room.is_empty() {
            return Ok(0);
        }
        let n = match &mut self.source.input {
            Input::File { file, .. } if self.digest.is_none() && scope::is_lendable(room) => {
                scope::lend(file, self.offset, room.len());
                self.lent = true;
                return self.handed_out(room.len());
            }
            Input::File { file, .. } => {
                let most = room.len().min(CHUNK);
                read_file(file, room.get_mut(..most).unwrap_or_default(), self.offset)?
            }
            Input::Once(reader) => {
                scope::callers_code(|| retrying(|into| reader.read(into), room))?
            }
            Input::Bytes(bytes) => copy_from((**bytes).as_ref(), self.offset, room),
            Input::SharedBytes(bytes) => copy_from((**bytes).as_ref(), self.offset, room),
            Input::Spent | Input::Resting { .. } => 0,
        };
        let bytes = room.get(..n).ok_or_else(too_much)?;
        if n == 0 {
            return Err(Error::source_changed("became shorter"));
        }
        if let Some(digest) = &mut self.digest {
            digest.update(bytes);
        }
        self.handed_out(n)
    }

    fn handed_out(&mut self, n: usize) -> Result<usize, Error> {
        self.offset += n as u64;
        if self.offset == self.source.length {
            self.check_end()?;
            self.compare()?;
        }
        Ok(n)
    }

    /// Before the last bytes are handed over, as the hash is compared: a source that changed is noticed
    /// while the host does not have the file yet.
    fn check_end(&mut self) -> Result<(), Error> {
        match &mut self.source.input {
            Input::File { file, fingerprint } => {
                let now = Fingerprint::of(file)
                    .map_err(|e| Error::io("the source cannot be read", &e))?;
                match now.length.cmp(&fingerprint.length) {
                    Ordering::Greater => return Err(Error::source_changed("grew")),
                    Ordering::Less => {
                        return Err(Error::source_changed("became shorter"));
                    }
                    Ordering::Equal if now != *fingerprint => {
                        return Err(Error::source_changed("was written to"));
                    }
                    Ordering::Equal => {}
                }
                // Files of the kernel say that they are empty, and are not.
                if read_file(file, &mut [0], self.offset)? > 0 {
                    return Err(Error::source_changed("has more bytes than its length says"));
                }
                Ok(())
            }
            Input::Once(reader) => {
                let more = scope::callers_code(|| retrying(|into| reader.read(into), &mut [0]))?;
                self.source.input = Input::Spent;
                if more > 0 {
                    Err(Error::source_changed("has more bytes than announced"))
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }
}

/// Reads from a place in a file, whoever else reads it elsewhere.
fn read_file(file: &File, into: &mut [u8], offset: u64) -> Result<usize, Error> {
    retrying(|into| gigahost_system::read_at(file, into, offset), into)
}

fn copy_from(bytes: &[u8], offset: u64, into: &mut [u8]) -> usize {
    let from = usize::try_from(offset).unwrap_or(usize::MAX);
    let rest = bytes.get(from..).unwrap_or_default();
    let n = rest.len().min(into.len());
    if let (Some(to), Some(from)) = (into.get_mut(..n), rest.get(..n)) {
        to.copy_from_slice(from);
    }
    n
}

/// Reads, and reads again when a signal came in between.
fn retrying(
    mut read: impl FnMut(&mut [u8]) -> io::Result<usize>,
    into: &mut [u8],
) -> Result<usize, Error> {
    loop {
        match scope::locally(|| read(into)) {
            Ok(n) => return Ok(n),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => scope::tick()?,
            Err(e) => return Err(of_source(&e)),
        }
    }
}

impl Read for Body<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // Everything handed out before has been taken by the socket.
        let done = self.offset;
        scope::update_progress(|progress| progress.set_done(done));
        if scope::early_answer() {
            // The answer is there already: what is still due is swallowed by the transport, so it
            // need not be read.
            self.swallowed = true;
            let left = usize::try_from(self.source.length - self.offset).unwrap_or(usize::MAX);
            let n = left.min(into.len());
            self.offset += n as u64;
            return Ok(n);
        }
        self.read_some(into).map_err(|e| io::Error::other(self.named(e)))
    }
}

impl Drop for Body<'_> {
    fn drop(&mut self) {
        // A reader that was begun cannot be begun again.
        if self.offset > 0 && matches!(self.source.input, Input::Once(_)) {
            self.source.input = Input::Spent;
        }
    }
}
