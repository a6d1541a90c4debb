//! A file of facts that outlives the process: a line for each, with a checksum, only ever appended. What a
//! kill cut off at the end is left out; anything else that is wrong is refused.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use gigahost_system::{Making, Readers};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::names;
use crate::{Error, words};

/// A journal that is open for this process alone.
pub(crate) struct Journal {
    file: Arc<File>,
    path: PathBuf,
    /// Where the next line goes. Nobody else writes.
    end: Mutex<u64>,
}

/// What has been written is on the disk once this is waited for.
pub(crate) struct Written(Arc<File>, PathBuf);

impl Journal {
    /// Opens or makes it, and gives the facts that stand in it. Only its user may read it.
    ///
    /// # Errors
    /// `ARGUMENT` for `parameter` if another process has it, or if it is no journal of such facts.
    pub(crate) fn open<T: DeserializeOwned>(
        path: &Path,
        parameter: &str,
    ) -> Result<(Self, Vec<T>), Error> {
        let shown = words::path(path);
        let unusable = |e: io::Error| Error::io("cannot be used", &e).of_file(path);
        names::check_fit(path, parameter)?;
        let mut file =
            gigahost_system::open(path, Making::IfMissing, Readers::Owner).map_err(unusable)?;
        if !file.metadata().map_err(unusable)?.is_file() {
            return Err(Error::argument(parameter, format_args!("is no regular file: {shown}")));
        }
        if file.try_lock().is_err() {
            return Err(Error::argument(parameter, format_args!("is in use by another: {shown}"))
                .with_hint("wait until the other has ended, or give another file"));
        }
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(unusable)?;
        let (whole, torn) = match text.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => text.split_at(end + 1),
            None => (Default::default(), text.as_slice()),
        };
        let lines = whole.split_inclusive(|byte| *byte == b'\n').enumerate();
        let facts: Result<Vec<T>, Error> = lines
            .map(|(n, line)| {
                let entry = checked(line.trim_ascii_end());
                entry.and_then(|entry| serde_json::from_slice(entry).ok()).ok_or_else(|| {
                    let problem = format_args!("cannot be read: line {} of {shown}", n + 1);
                    Error::argument(parameter, problem)
                        .with_hint("it was changed, or is something else; give another file")
                })
            })
            .collect();
        let facts = facts?;
        if !torn.is_empty() {
            // A kill came while it was written.
            file.set_len(whole.len() as u64).map_err(unusable)?;
        }
        if text.is_empty() {
            gigahost_system::sync_folder_of(path).map_err(unusable)?;
        }
        let end = Mutex::new(whole.len() as u64);
        Ok((Self { file: file.into(), path: path.to_owned(), end }, facts))
    }

    /// Appends a fact, or leaves the journal as it was.
    pub(crate) fn write(&self, fact: &impl Serialize) -> Result<Written, Error> {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let written = serde_json::to_string(fact)
            .map_err(io::Error::from)
            .and_then(|entry| append_at(&self.file, *end, &sealed(&entry)));
        *end += written.map_err(|e| unwritten(&self.path, &e))?;
        Ok(Written(self.file.clone(), self.path.clone()))
    }
}

impl Written {
    /// Waits until it is on the disk.
    pub(crate) fn wait(self) -> Result<(), Error> {
        self.0.sync_data().map_err(|e| unwritten(&self.1, &e))
    }
}

/// Writes a line at the end of a file, and says how long it is. What a full disk took of it is taken off
/// again: the next line must not continue it.
pub(crate) fn append_at(mut file: &File, end: u64, line: &str) -> io::Result<u64> {
    file.seek(SeekFrom::Start(end))?;
    match file.write_all(line.as_bytes()) {
        Ok(()) => Ok(line.len() as u64),
        Err(error) => {
            // It was not written, whether this succeeds or not.
            let _ = file.set_len(end);
            Err(error)
        }
    }
}

pub(crate) fn unwritten(path: &Path, error: &io::Error) -> Error {
    Error::io("cannot be written", error).of_file(path)
}

/// An entry as a line, with its checksum.
pub(super) fn sealed(entry: &str) -> String {
    format!("{entry} {:08x}\n", crc32fast::hash(entry.as_bytes()))
}

/// A line without its checksum, if that is right.
pub(super) fn checked(line: &[u8]) -> Option<&[u8]> {
    let at = line.iter().rposition(|byte| *byte == b' ')?;
    let (entry, sum) = (line.get(..at)?, line.get(at + 1..)?);
    let sum = std::str::from_utf8(sum).ok().filter(|text| text.len() == 8)?;
    (u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(entry)).then_some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    fn written(facts: &[&str]) -> (tempfile::TempDir, PathBuf, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (journal, before) = Journal::open::<String>(&path, "state").unwrap();
        assert!(before.is_empty());
        for fact in facts {
            journal.write(fact).unwrap().wait().unwrap();
        }
        let text = std::fs::read(&path).unwrap();
        (folder, path, text)
    }

    #[test]
    fn what_a_kill_cut_off_is_left_out_and_the_next_line_is_whole() {
        let (_folder, path, text) = written(&["one", "two two", "thrée\n"]);
        for cut in 0..=text.len() {
            std::fs::write(&path, &text[..cut]).unwrap();
            let (journal, facts) = Journal::open::<String>(&path, "state").unwrap();
            let ends = text[..cut].split(|byte| *byte == b'\n').count() - 1;
            assert_eq!(facts, ["one", "two two", "thrée\n"][..ends], "{cut}");
            journal.write(&"more").unwrap();
            drop(journal);
            let (_, facts) = Journal::open::<String>(&path, "state").unwrap();
            assert_eq!((facts.len(), facts.last().map(String::as_str)), (ends + 1, Some("more")));
        }
    }

    #[test]
    fn a_line_with_any_byte_changed_is_refused_with_its_number_and_path() {
        let (_folder, path, text) = written(&["one", "two"]);
        for at in 0..text.len() - 1 {
            let mut spoiled = text.clone();
            spoiled[at] ^= 1;
            std::fs::write(&path, &spoiled).unwrap();
            match Journal::open::<String>(&path, "state") {
                // A checksum in capitals is the same one.
                Ok((_, facts)) => assert_eq!(facts, ["one", "two"], "{at}"),
                Err(error) => {
                    assert_eq!(
                        (error.status(), error.parameter()),
                        (Status::Argument, Some("state"))
                    );
                    assert!(error.message().contains("journal"), "{error}");
                    assert!(error.message().contains("line "), "{error}");
                }
            }
        }
    }

    #[test]
    fn two_do_not_have_it_at_once() {
        let (_folder, path, _) = written(&["one"]);
        let first = Journal::open::<String>(&path, "state").unwrap();
        let second = Journal::open::<String>(&path, "state").map(drop).unwrap_err();
        assert!(second.message().contains("in use"), "{second}");
        drop(first);
        Journal::open::<String>(&path, "state").unwrap();
    }
}
