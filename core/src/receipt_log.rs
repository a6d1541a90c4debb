//! The log of what was stored: a line of JSON for each file; and whether it is still there.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use gigahost_system::{Making, Readers};
use serde::{Deserialize, Serialize};

use crate::local::{LocalPath, append_at, names, unwritten};
use crate::{
    Capability, Entry, Error, How, Item, Receipt, Session, State, Status, Verified, words,
};

/// Written into each line: a program that does not know it says so.
const VERSION: u32 = 2;

/// A log of stored files, by which they can be verified ([`verify`](Self::verify)) and sent again where they
/// are gone ([`Queue::repair`](crate::Queue::repair)). It is a text file: a line of JSON for each file.
/// No secret is in it: the link that deletes a file is left out. Cheap to clone; clones, and other programs,
/// may write to the same file at once.
///
/// ```no_run
/// use gigahost::{Error, Queue, QueueOptions, ReceiptLog, Session, Standing, UploadOptions};
///
/// fn store(session: &Session) -> Result<(), Error> {
///     let log = ReceiptLog::open("receipts.jsonl")?;
///     let queue = Queue::new(QueueOptions::new().with_receipts(&log))?;
///     queue.upload(session, "film.mkv", UploadOptions::new())?;
///     queue.wait(None)?;
///     // A year later:
///     for checked in log.verify(session)? {
///         if checked.standing == Standing::Gone {
///             println!("{}: {}", checked.file.name, checked.why.unwrap_or_default());
///         }
///     }
///     queue.repair(session, &log)?; // sends again what is gone
///     queue.wait(None).map(drop)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ReceiptLog(Arc<PathBuf>);

/// A file that was stored: a line of a [`ReceiptLog`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoredFile {
    /// Of the line.
    version: u32,
    /// When the line was written, in seconds since 1970.
    pub time: i64,
    /// The name of the host, such as "rapidgator".
    pub host: String,
    /// The origin of its API.
    pub base_url: String,
    /// The login of the account, where the session was given one.
    pub account: Option<String>,
    /// The id of the file.
    pub id: String,
    /// The folder that it was sent to; `None` for the root.
    pub folder: Option<String>,
    /// The public link.
    pub url: Option<String>,
    /// The name that was stored.
    pub name: String,
    /// The name that was wanted.
    pub wanted_name: String,
    /// Bytes.
    pub bytes: u64,
    /// MD5 in 32 lower-case hexadecimal digits, if it was known.
    pub md5: Option<String>,
    /// How it got there.
    pub how: How,
    /// What the host confirmed.
    pub verified: Verified,
    /// Where it was on this machine; `None` if it was no file with a path.
    #[serde(with = "local_path")]
    pub source: Option<PathBuf>,
}

/// Whether a stored file is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Standing {
    /// The host has it.
    There,
    /// The host does not have it, or has something else in its place.
    Gone,
    /// The host cannot be asked.
    Unknown,
}

impl Standing {
    /// The word in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Gone => "gone",
            Self::Unknown => "unknown",
        }
    }
}

/// What a host says of a stored file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Checked {
    /// The file.
    pub file: StoredFile,
    /// Whether it is still there.
    pub standing: Standing,
    /// Why it counts as gone, why that is unknown, or why it is not sent again.
    pub why: Option<String>,
    /// The upload in the queue by which it is sent again.
    pub transfer: Option<u64>,
}

impl ReceiptLog {
    /// Opens a log, and makes it if it is not there; only its user may read it then. What was not written to
    /// its end, because the power or the room on the disk was out, is taken off.
    ///
    /// # Errors
    /// [`Status::Io`] if the file cannot be written; [`Status::Argument`] for a path that is no file's on
    /// this system.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let log = Self(Arc::new(path.into()));
        names::check_fit(&log.0, "path")?;
        log.mend().map_err(|e| unwritten(&log.0, &e))?;
        Ok(log)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file, which nobody else of this library writes to until it is closed.
    fn file(&self) -> io::Result<File> {
        let file = gigahost_system::open(&self.0, Making::IfMissing, Readers::Owner)?;
        match file.lock() {
            // Not every disk has locks.
            Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
            _ => Ok(file),
        }
    }

    /// Takes off a line without an end.
    fn mend(&self) -> io::Result<()> {
        let mut file = self.file()?;
        let length = file.metadata()?.len();
        if length == 0 || file.seek(SeekFrom::End(-1)).is_err() {
            return Ok(());
        }
        let mut last = [0];
        file.read_exact(&mut last)?;
        if last == *b"\n" {
            return Ok(());
        }
        let mut text = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut text)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        // Whatever else is no log of ours, and stays what it is.
        let torn = text.get(whole..).unwrap_or_default();
        if torn.starts_with(b"{\"version\":") { file.set_len(whole as u64) } else { Ok(()) }
    }

    /// Adds the receipt of an upload. A queue with the log does it by itself. `source` and `folder` are those
    /// of the upload: where the file is on this machine, and the folder at the host that it was sent to.
    ///
    /// # Errors
    /// [`Status::Io`] if the line could not be written.
    pub fn add(
        &self,
        session: &Session,
        source: Option<&Path>,
        folder: Option<&str>,
        receipt: &Receipt,
    ) -> Result<(), Error> {
        let line = StoredFile::new(session, source, folder, receipt);
        let write = || {
            let line = serde_json::to_string(&line)?;
            let file = self.file()?;
            append_at(&file, file.metadata()?.len(), &format!("{line}\n"))?;
            file.sync_data()
        };
        write().map_err(|e| unwritten(&self.0, &e))
    }

    /// The files of the log, in the order of its lines. Of one that was sent again the last line counts.
    ///
    /// # Errors
    /// [`Status::Argument`] with the number of a line that is no receipt; [`Status::Io`].
    pub fn files(&self) -> Result<Vec<StoredFile>, Error> {
        let shown = words::path(&self.0);
        let text = std::fs::read(&*self.0)
            .map_err(|e| Error::io("cannot be read", &e).of_file(&self.0))?;
        let mut files: Vec<Option<StoredFile>> = Vec::new();
        let mut places = HashMap::new();
        for (number, line) in (1..).zip(text.split(|byte| *byte == b'\n')) {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let Some(file) = receipt_of(line) else {
                let problem = format_args!("is no log of receipts: line {number} of {shown}");
                return Err(Error::argument("receipts", problem).with_hint(
                    "it was changed, or is of another version; mend or remove the line",
                ));
            };
            let place = files.len();
            if let Some(before) = places.insert(file.place(), place)
                && let Some(before) = files.get_mut(before)
            {
                *before = None;
            }
            files.push(Some(file));
        }
        Ok(files.into_iter().flatten().collect())
    }

    /// Asks the session's host whether its files of the log are still there: by a check of links, many at
    /// once, where the host has that, else one by one or by its listings. Nothing is fetched. Files of other
    /// hosts and accounts are left out.
    ///
    /// # Errors
    /// As [`files`](Self::files), and what stands in the way of asking.
    pub fn verify(&self, session: &Session) -> Result<Vec<Checked>, Error> {
        // Also where there is nothing to ask: what is refused does not depend on what the log holds.
        drop(session.enter(None)?);
        let files: Vec<_> =
            self.files()?.into_iter().filter(|file| file.belongs_to(session)).collect();
        let mut lookup = Lookup::new(session, &files)?;
        files
            .into_iter()
            .map(|file| {
                let (standing, why) = lookup.standing(&file)?;
                Ok(Checked { file, standing, why, transfer: None })
            })
            .collect()
    }
}

fn receipt_of(line: &[u8]) -> Option<StoredFile> {
    let file: StoredFile = serde_json::from_slice(line).ok()?;
    (file.version == VERSION).then_some(file)
}

impl StoredFile {
    fn new(
        session: &Session,
        source: Option<&Path>,
        folder: Option<&str>,
        receipt: &Receipt,
    ) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            version: VERSION,
            time: i64::try_from(now.as_secs()).unwrap_or_default(),
            host: session.host().name().to_owned(),
            base_url: session.base_url().to_owned(),
            account: session.account_label().map(str::to_owned),
            id: receipt.entry.id.clone(),
            folder: folder.map(str::to_owned),
            url: receipt.url.clone(),
            name: receipt.entry.name.clone(),
            wanted_name: receipt.wanted_name.clone(),
            bytes: receipt.bytes,
            md5: receipt.md5.clone(),
            how: receipt.how,
            verified: receipt.verified,
            source: source.and_then(|path| std::path::absolute(path).ok()),
        }
    }

    /// Where it was to be: what is sent there again takes its place.
    fn place(&self) -> (String, String, Option<String>, Option<String>, Option<PathBuf>, String) {
        let name = if self.source.is_some() { &self.wanted_name } else { &self.id };
        (
            self.host.clone(),
            self.base_url.clone(),
            self.account.clone(),
            self.folder.clone(),
            self.source.clone(),
            name.clone(),
        )
    }

    /// Whether it was stored at the session's host, in its account.
    pub fn belongs_to(&self, session: &Session) -> bool {
        let same_account = match (&self.account, session.account_label()) {
            (Some(own), Some(account)) => own == account,
            _ => true,
        };
        same_account && self.host == session.host().name() && self.base_url == session.base_url()
    }

    /// Why what is there is not this file.
    fn difference(&self, size: Option<u64>, md5: Option<&str>) -> Option<String> {
        if let Some(size) = size
            && size != self.bytes
        {
            return Some(format!("it has {size} bytes, not {}", self.bytes));
        }
        match (md5, &self.md5) {
            (Some(theirs), Some(ours)) if !theirs.eq_ignore_ascii_case(ours) => {
                Some("it has another MD5".to_owned())
            }
            _ => None,
        }
    }
}

/// Looks files up at a host: many by one call where the host can.
struct Lookup<'s> {
    session: &'s Session,
    links: HashMap<String, crate::LinkStatus>,
    folders: HashMap<Option<String>, HashMap<String, Entry>>,
}

impl<'s> Lookup<'s> {
    fn new(session: &'s Session, files: &[StoredFile]) -> Result<Self, Error> {
        let mut links = HashMap::new();
        let urls: Vec<&str> = files.iter().filter_map(|file| file.url.as_deref()).collect();
        if session.supports(Capability::CheckLinks) && !urls.is_empty() {
            let asked = session.check_links(&urls)?;
            links.extend(asked.into_iter().map(|status| (status.url.clone(), status)));
        }
        Ok(Self { session, links, folders: HashMap::new() })
    }

    fn standing(&mut self, file: &StoredFile) -> Result<(Standing, Option<String>), Error> {
        let why = match file.url.as_ref().and_then(|url| self.links.get(url)) {
            Some(status) if !status.alive => Some("its link is dead".to_owned()),
            Some(status) => file.difference(status.size, None),
            None if !(self.session.supports(Capability::Stat)
                || self.session.supports(Capability::List)) =>
            {
                let why = format!("{} cannot be asked", self.session.host());
                return Ok((Standing::Unknown, Some(why)));
            }
            None => match self.entry(file)? {
                None => Some("it is gone".to_owned()),
                Some(entry) => match entry.state {
                    Some(State::Removed) => Some("it is gone".to_owned()),
                    Some(State::Trashed) => Some("it is in the trash".to_owned()),
                    Some(State::Waiting | State::Uploading) => {
                        Some("it is not complete".to_owned())
                    }
                    _ => file.difference(entry.size, entry.md5.as_deref()),
                },
            },
        };
        Ok((if why.is_some() { Standing::Gone } else { Standing::There }, why))
    }

    fn entry(&mut self, file: &StoredFile) -> Result<Option<Entry>, Error> {
        if self.session.supports(Capability::Stat) {
            return match self.session.stat(Item::File(&file.id)) {
                Ok(entry) => Ok(Some(entry.into_inner())),
                Err(error) if error.status() == Status::NotFound => Ok(None),
                Err(error) => Err(error),
            };
        }
        if !self.folders.contains_key(&file.folder) {
            let listing = match self.session.list(file.folder.as_deref()) {
                Ok(listing) => listing.entries,
                Err(error) if error.status() == Status::NotFound => Vec::new(),
                Err(error) => return Err(error),
            };
            let files = listing.into_iter().filter(|entry| entry.kind == crate::Kind::File);
            let files = files.map(|entry| (entry.id.clone(), entry)).collect();
            self.folders.insert(file.folder.clone(), files);
        }
        let files = self.folders.get(&file.folder);
        Ok(files.and_then(|files| files.get(&file.id)).cloned())
    }
}

mod local_path {
    use super::{LocalPath, PathBuf};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "the signature is serde's")]
    pub(super) fn serialize<S: Serializer>(
        path: &Option<PathBuf>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        path.as_deref().map(LocalPath::new).serialize(serializer)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(
        deserializer: D,
    ) -> Result<Option<PathBuf>, D::Error> {
        Ok(Option::<LocalPath>::deserialize(deserializer)?.and_then(|path| path.path()))
    }
}
