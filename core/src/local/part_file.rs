//! The file that grows beside the target until it is whole: the final path is never partial, also
//! after a kill.
//!
//! A private part has a random name and goes with the call. A part that may be resumed has a name
//! made from host, file and target, and a small record beside it that says which content it is a part
//! of; a record that is missing or odd means: begin again. The record is written when the part is worth
//! it, so that a small file costs no second one. Both kinds are locked while they grow.
//!
//! A part grows at its end, and then its length says what is there, or at several places at once, and
//! then a journal of its blocks does. What grew in one way may go on in the other.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use gigahost_system::{Making, Readers};
use serde_json::{Value, json};
use tempfile::TempPath;

use super::blocks::{Blocks, Validator};
use super::names;
use super::pieces::Pieces;
use super::target::{self, Existing};
use crate::digest::{Digest, Md5, hex};
use crate::http::multipart::random_hex;
use crate::{Error, Status, scope, words};

const CHUNK: usize = 256 * 1024;

/// The least that a file system allows for a name, in bytes: encrypted folders, those of a NAS among them.
const SHORTEST_LIMIT: usize = 143;

/// What a kill may cost of a download that can be resumed: only beyond this a record is written while it
/// grows.
const WORTH_A_RECORD: u64 = 1024 * 1024;

pub(crate) struct PartFile {
    file: File,
    path: TempPath,
    record: Option<PathBuf>,
    target: PathBuf,
    existing: Existing,
    offset: u64,
    /// None if no hash was asked for.
    digest: Option<Md5>,
    validator: Validator,
    /// What the record is to say and does not say yet.
    unrecorded: Option<Value>,
    /// What was there already of a part that is to grow at several places.
    held: Option<Blocks>,
    /// It grows at several places, and a journal says at which.
    journalled: bool,
    fate: Fate,
    restarted: bool,
}

/// What becomes of a part that does not become the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Removed,
    /// Kept if a later call can go on from it.
    KeptIfOfUse,
    Kept,
}

fn unwritable(source: &io::Error) -> Error {
    Error::io("the part file cannot be written", source)
}

impl PartFile {
    /// Opens a part for `target`. With `identity` it may be resumed: then what is there already is
    /// taken over if its record fits, as bytes from the beginning on or, where it is to grow at several
    /// places, as blocks.
    pub(crate) fn open(
        target: PathBuf,
        existing: Existing,
        identity: Option<&str>,
        hashed: bool,
        in_blocks: bool,
    ) -> Result<Self, Error> {
        let shown = target.clone();
        Self::open_beside(target, existing, identity, hashed, in_blocks)
            .map_err(|e| e.of_file(&shown))
    }

    fn open_beside(
        target: PathBuf,
        existing: Existing,
        identity: Option<&str>,
        hashed: bool,
        in_blocks: bool,
    ) -> Result<Self, Error> {
        let target = target::free_path(target, existing)?;
        if let Some(identity) = identity
            && let Some(part) = Self::resumable(&target, existing, identity, hashed, in_blocks)?
        {
            return Ok(part);
        }
        for _ in 0..100 {
            let path = beside(&target, &random_hex()?);
            match gigahost_system::open(&path, Making::New, readers(&target, existing)) {
                Ok(file) => {
                    // Says that it is in use, to whoever cleans up. Where locks cannot be had, its age does.
                    let _ = file.try_lock();
                    return Self::new(file, path, None, target, existing, hashed);
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Error::io("the part file cannot be made", &e)),
            }
        }
        Err(Error::new(Status::Io, "no free name was found for the part file"))
    }

    fn new(
        file: File,
        path: PathBuf,
        record: Option<PathBuf>,
        target: PathBuf,
        existing: Existing,
        hashed: bool,
    ) -> Result<Self, Error> {
        let path = TempPath::try_from_path(path).map_err(|e| unwritable(&e))?;
        let fate = if record.is_some() { Fate::KeptIfOfUse } else { Fate::Removed };
        let (offset, digest, validator) = (0, hashed.then(Md5::new), Validator::default());
        Ok(Self {
            file,
            path,
            record,
            target,
            existing,
            offset,
            digest,
            validator,
            unrecorded: None,
            held: None,
            journalled: false,
            fate,
            restarted: false,
        })
    }

    /// None if another transfer holds the part.
    fn resumable(
        target: &Path,
        existing: Existing,
        identity: &str,
        hashed: bool,
        in_blocks: bool,
    ) -> Result<Option<Self>, Error> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let digest = hex(&Md5::digest(format!("{identity}\n{name}").as_bytes()));
        let path = beside(target, &digest);
        let record = path.with_extension("gigameta");
        if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return Ok(None);
        }
        let file = match gigahost_system::open(&path, Making::IfMissing, readers(target, existing))
        {
            Ok(file) => file,
            // Another download of the same file is just making it.
            Err(e) if gigahost_system::is_in_use(&e) => return Ok(None),
            Err(e) => return Err(Error::io("the part file cannot be made", &e)),
        };
        if file.try_lock().is_err() || !gigahost_system::is_alone_at(&file, &path) {
            return Ok(None);
        }
        let mut part = Self::new(file, path, Some(record), target.to_owned(), existing, hashed)?;
        match (part.journalled(identity), part.recorded(identity)) {
            (Some((validator, blocks)), _) => {
                let blocks = part.proven(blocks)?;
                if in_blocks {
                    (part.validator, part.held) = (validator, Some(blocks));
                } else {
                    part.file.set_len(blocks.prefix()).map_err(|e| unwritable(&e))?;
                    part.note(identity, validator.clone());
                    part.record()?;
                    part.take_over(validator)?;
                }
            }
            (None, Some(validator)) => match validator.total.and_then(Blocks::none) {
                Some(blocks) if in_blocks => {
                    part.held = Some(part.counted(blocks)?);
                    part.validator = validator;
                }
                _ => part.take_over(validator)?,
            },
            (None, None) => part.restart()?,
        }
        Ok(Some(part))
    }

    /// What the journal says, if there is one about this content.
    fn journalled(&self, identity: &str) -> Option<(Validator, Blocks)> {
        let text = std::fs::read(journal_of(self.record.as_ref()?)).ok()?;
        let (validator, blocks) = Blocks::of_journal(&text, identity)?;
        (self.file.metadata().ok()?.len() <= blocks.total()).then_some((validator, blocks))
    }

    /// The blocks whose bytes are those that the journal tells of: a power failure may have kept the one
    /// and lost the other.
    fn proven(&mut self, mut blocks: Blocks) -> Result<Blocks, Error> {
        let there: Vec<_> = blocks.there().collect();
        for (index, sum) in there {
            if self.sum_of(&blocks, index)? != Some(sum) {
                blocks.set(index, None);
            }
        }
        Ok(blocks)
    }

    /// The blocks of a part that grew at its end.
    fn counted(&mut self, mut blocks: Blocks) -> Result<Blocks, Error> {
        let length = self.file.metadata().map_err(|e| unwritable(&e))?.len();
        for index in 0.. {
            let bytes = blocks.bytes_of(index);
            if bytes.is_empty() || bytes.end > length {
                break;
            }
            let sum = self.sum_of(&blocks, index)?;
            blocks.set(index, sum);
        }
        Ok(blocks)
    }

    /// The checksum of a block as it stands in the file; none if it is not all there.
    fn sum_of(&mut self, blocks: &Blocks, index: usize) -> Result<Option<u32>, Error> {
        scope::tick()?;
        let bytes = blocks.bytes_of(index);
        let mut chunk = vec![0; usize::try_from(bytes.end - bytes.start).unwrap_or(0)];
        let read = self.file.seek(SeekFrom::Start(bytes.start));
        match read.and_then(|_| self.file.read_exact(&mut chunk)) {
            Ok(()) => Ok(Some(crc32fast::hash(&chunk))),
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(e) => Err(Error::io("the part file cannot be read", &e)),
        }
    }

    /// What the record says, if it is about this content and fits the part.
    fn recorded(&self, identity: &str) -> Option<Validator> {
        let text = std::fs::read(self.record.as_ref()?).ok()?;
        let record: Value = serde_json::from_slice(&text).ok()?;
        if record.get("identity")?.as_str()? != identity {
            return None;
        }
        let total = record.get("total").and_then(Value::as_u64);
        let tag = record.get("validator").and_then(Value::as_str).map(str::to_owned);
        let length = self.file.metadata().ok()?.len();
        (total.is_none_or(|total| length <= total) && (tag.is_some() || total.is_some()))
            .then_some(Validator { tag, total })
    }

    /// Reads what is there, so that the hash of the whole is known in the end.
    fn take_over(&mut self, validator: Validator) -> Result<(), Error> {
        self.validator = validator;
        self.file.seek(SeekFrom::Start(0)).map_err(|e| unwritable(&e))?;
        let mut chunk = vec![0; CHUNK];
        loop {
            scope::tick()?;
            match self.file.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(n) => {
                    if let Some(digest) = &mut self.digest {
                        digest.update(chunk.get(..n).unwrap_or_default());
                    }
                    self.offset += n as u64;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(Error::io("the part file cannot be read", &e)),
            }
        }
    }

    /// Bytes that are there.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether what was there when it was opened was thrown away.
    pub(crate) fn restarted(&self) -> bool {
        self.restarted
    }

    pub(crate) fn validator(&self) -> &Validator {
        &self.validator
    }

    /// What was there already of a part that is to grow at several places.
    pub(crate) fn held(&self) -> Option<&Blocks> {
        self.held.as_ref()
    }

    /// Bytes that are there, in whole blocks where it is to grow at several places.
    pub(crate) fn there(&self) -> u64 {
        self.held.as_ref().map_or(self.offset, Blocks::held)
    }

    /// Lets the part grow at several places: those of its blocks that are not there.
    pub(crate) fn spread(
        &mut self,
        identity: &str,
        validator: Validator,
        blocks: Blocks,
    ) -> Result<Pieces, Error> {
        self.validator = validator;
        let mut journal = None;
        if let Some(record) = &self.record {
            let path = journal_of(record);
            self.replace(&path, &blocks.journal(identity, &self.validator))?;
            let _ = std::fs::remove_file(record);
            let readers = readers(&self.target, self.existing);
            let mut file =
                gigahost_system::open(&path, Making::Never, readers).map_err(|e| unwritable(&e))?;
            file.seek(SeekFrom::End(0)).map_err(|e| unwritable(&e))?;
            journal = Some(file);
            (self.journalled, self.unrecorded) = (true, None);
        }
        gigahost_system::allocate(&self.file, blocks.total())
            .map_err(|e| Error::io("the disk has no room for the file", &e))?;
        let file = self.file.try_clone().map_err(|e| unwritable(&e))?;
        self.offset = 0;
        self.digest = self.digest.is_some().then(Md5::new);
        self.held = None;
        Ok(Pieces::new(file, journal, blocks))
    }

    /// Takes over some of what has grown from the beginning on, and hashes it if that was asked for.
    /// False if there is no more.
    pub(crate) fn gather(&mut self, pieces: &Pieces) -> Result<bool, Error> {
        let Some(digest) = &mut self.digest else {
            self.offset = pieces.prefix();
            return Ok(false);
        };
        let mut chunk = vec![0; CHUNK];
        let n = pieces.read(self.offset, &mut chunk)?;
        digest.update(chunk.get(..n).unwrap_or_default());
        self.offset += n as u64;
        Ok(n > 0)
    }

    /// Forgets everything that is there.
    pub(crate) fn restart(&mut self) -> Result<(), Error> {
        if let Some(record) = &self.record {
            // What they say must not be taken for what comes now.
            forget(&journal_of(record))?;
            forget(record)?;
        }
        (self.held, self.journalled, self.unrecorded) = (None, false, None);
        self.file.set_len(0).map_err(|e| unwritable(&e))?;
        self.file.seek(SeekFrom::Start(0)).map_err(|e| unwritable(&e))?;
        self.offset = 0;
        self.digest = self.digest.is_some().then(Md5::new);
        self.validator = Validator::default();
        self.restarted = true;
        Ok(())
    }

    /// Notes of which content this is a part. No address is written down: it may be a credential.
    pub(crate) fn note(&mut self, identity: &str, validator: Validator) {
        self.validator = validator;
        self.unrecorded = self.record.is_some().then(|| {
            json!({"identity": identity, "total": self.validator.total, "validator": self.validator.tag})
        });
    }

    /// Writes down what was noted.
    fn record(&mut self) -> Result<(), Error> {
        if let (Some(record), Some(text)) = (&self.record, self.unrecorded.take()) {
            self.replace(record, &text.to_string())?;
            forget(&journal_of(record))?;
        }
        Ok(())
    }

    fn record_if_worth_it(&mut self) -> Result<(), Error> {
        if self.offset < WORTH_A_RECORD { Ok(()) } else { self.record() }
    }

    /// Writes a file beside the part, whole or not at all.
    fn replace(&self, path: &Path, text: &str) -> Result<(), Error> {
        // Under a name of its own, which nobody else takes while the part is locked: a kill leaves
        // nothing behind that the next call would not use.
        let fresh = path.with_extension("newmeta");
        forget(&fresh)?;
        let readers = readers(&self.target, self.existing);
        let written = gigahost_system::open(&fresh, Making::New, readers)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .and_then(|()| std::fs::rename(&fresh, path));
        written.map_err(|e| {
            let _ = std::fs::remove_file(&fresh);
            unwritable(&e)
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|e| Error::io("the disk did not take the bytes", &e))?;
        if let Some(digest) = &mut self.digest {
            digest.update(bytes);
        }
        self.offset += bytes.len() as u64;
        self.record_if_worth_it()
    }

    /// Writes what `move_some` moves into the file, if no hash of it was asked for; none if it moved
    /// nothing.
    pub(crate) fn fill(
        &mut self,
        move_some: impl FnOnce(&File) -> Result<Option<usize>, Error>,
    ) -> Result<Option<usize>, Error> {
        if self.digest.is_some() {
            return Ok(None);
        }
        let moved = move_some(&self.file)?;
        self.offset += moved.unwrap_or(0) as u64;
        self.record_if_worth_it()?;
        Ok(moved)
    }

    /// The hash of what is there, if one was asked for.
    pub(super) fn digest(&self) -> Option<&Md5> {
        self.digest.as_ref()
    }

    /// Keeps the part for a later call, which may go on from what is there; where it is, if that was asked
    /// for and succeeds.
    pub(crate) fn keep(mut self) -> Option<PathBuf> {
        self.settle();
        (self.fate == Fate::Kept).then(|| self.path.to_path_buf())
    }

    /// Decides what becomes of it. What is kept gets its record.
    fn settle(&mut self) {
        let something = self.journalled || self.there() > 0;
        if self.fate == Fate::KeptIfOfUse {
            let of_use = something && self.record().is_ok();
            self.fate = if of_use { Fate::Kept } else { Fate::Removed };
        }
    }

    /// Where the file is to be.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Throws the part away, whatever was asked: it is not a part of anything good.
    pub(crate) fn discard(mut self) {
        self.fate = Fate::Removed;
    }

    /// Makes the part the target, at once.
    pub(crate) fn commit(mut self) -> Result<PathBuf, Error> {
        self.file.sync_all().map_err(|e| Error::io("the disk did not keep the bytes", &e))?;
        let path = std::mem::replace(&mut self.path, nowhere()?);
        let placed = self.place(path);
        if placed.is_ok() {
            self.fate = Fate::Removed;
            // The content is safe even where the new name does not survive a power failure.
            let _ = gigahost_system::sync_folder_of(&self.target);
        }
        placed
    }

    fn place(&mut self, path: TempPath) -> Result<PathBuf, Error> {
        if self.existing == Existing::Overwrite {
            if let Ok(old) = self.target.symlink_metadata()
                && old.is_file()
            {
                // The new content keeps the mode of the old. A system that cannot is no reason to fail.
                let _ = self.file.set_permissions(old.permissions());
            }
            return match path.persist(&self.target) {
                Ok(()) => Ok(self.target.clone()),
                Err(e) => Err(self.unplaced(e.path, &e.error)),
            };
        }
        let (mut path, mut number) = (path, 0);
        loop {
            let place = if number == 0 {
                self.target.clone()
            } else {
                target::with_number(&self.target, number)
            };
            match path.persist_noclobber(&place) {
                Ok(()) => {
                    self.target.clone_from(&place);
                    return Ok(place);
                }
                Err(e)
                    if e.error.kind() == io::ErrorKind::AlreadyExists
                        && self.existing == Existing::Unique
                        && number < target::NUMBERS =>
                {
                    (path, number) = (e.path, number + 1);
                }
                // Whoever refuses a target that is there wants no other file either.
                Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => {
                    self.path = e.path;
                    return Err(target::exists(&place));
                }
                Err(e) => return Err(self.unplaced(e.path, &e.error)),
            }
        }
    }

    /// All of the file is there, and it cannot be where it was wanted: it stays where it is.
    fn unplaced(&mut self, part: TempPath, why: &io::Error) -> Error {
        self.path = part;
        // Where the folder went, the part went with it.
        let is_there = self.path.exists();
        self.fate = if is_there { Fate::Kept } else { Fate::Removed };
        // Without a record it must be renamed by hand.
        let recorded = self.record.is_some() && self.record().is_ok();
        let kept = words::path(&self.path);
        let what = if is_there {
            format!("it cannot be put in its place; all of the file is kept as {kept}")
        } else {
            "the finished file cannot be put in its place".to_owned()
        };
        let again = if recorded { ", or call again, which takes what is kept" } else { "" };
        Error::io(&what, why)
            .with_hint(format!(
                "see that no other program has the target open, and that it may be written to; then rename \
                 what is kept{again}"
            ))
            .of_file(&self.target)
    }
}

/// What shall replace a private file is private from the beginning.
fn readers(target: &Path, existing: Existing) -> Readers<'_> {
    Readers::Like((existing == Existing::Overwrite).then_some(target))
}

/// The journal of a part whose record is this.
fn journal_of(record: &Path) -> PathBuf {
    record.with_extension("gigablocks")
}

/// Removes a file, if it is there.
fn forget(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(unwritable(&e)),
        _ => Ok(()),
    }
}

/// A path that deletes nothing when dropped.
fn nowhere() -> Result<TempPath, Error> {
    let path = std::env::temp_dir().join(format!(".gigahost-{}", random_hex()?));
    TempPath::try_from_path(path).map_err(|e| unwritable(&e))
}

impl Drop for PartFile {
    fn drop(&mut self) {
        self.settle();
        if self.fate == Fate::Kept {
            self.path.disable_cleanup(true);
        } else if let Some(record) = &self.record {
            // One of them may be left of a call that was killed.
            let _ = std::fs::remove_file(record);
            let _ = std::fs::remove_file(record.with_extension("newmeta"));
            let _ = std::fs::remove_file(journal_of(record));
        }
    }
}

/// `.<name>.<8 hex>.gigapart` in the folder of the target.
fn beside(target: &Path, digest: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // Where the target's name fits, those of part, record and journal do.
    let most = name.len().max(SHORTEST_LIMIT) - "..12345678.gigablocks".len();
    let name = names::sanitize(&name).unwrap_or_default();
    let name = names::cut(&name, most);
    target.with_file_name(format!(".{name}.{}.gigapart", digest.get(..8).unwrap_or(digest)))
}
