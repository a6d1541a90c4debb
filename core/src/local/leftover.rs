//! Parts of downloads that nobody came back to.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Serialize, Serializer};

use super::fingerprint::LocalPath;
use crate::Error;

/// What stands beside a part, and the part itself, which is the last.
const ENDINGS: [&str; 4] = [".gigameta", ".gigablocks", ".newmeta", PART];
const PART: &str = ".gigapart";

/// How long a part must not have changed to be an old one, unless another time is given.
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Which parts of downloads are removed.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct CleanOptions {
    older_than: Duration,
    recursive: bool,
    dry_run: bool,
}

impl Default for CleanOptions {
    fn default() -> Self {
        Self { older_than: WEEK, recursive: false, dry_run: false }
    }
}

impl CleanOptions {
    /// The defaults: parts in the folder itself that did not change for seven days.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only parts that did not change for so long; 0 means all.
    pub fn with_older_than(mut self, age: Duration) -> Self {
        self.older_than = age;
        self
    }

    /// In the folders below too. Links are not followed.
    pub fn with_recursive(mut self, recursive: bool) -> Self {
        self.recursive = recursive;
        self
    }

    /// Only tells what would be removed.
    pub fn with_dry_run(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self
    }
}

/// A part that was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CleanedPart {
    /// Where it was.
    #[serde(serialize_with = "written")]
    pub path: PathBuf,
    /// The bytes that its file took, those beside it included.
    pub bytes: u64,
}

/// Removes the parts that downloads left in `folder` and that nobody came back to:
/// `.<name>.<8 hex>.gigapart` and what stands beside them. One that a download is at, in this program or in
/// another, stays.
///
/// # Errors
/// [`Status::Io`](crate::Status::Io) for a folder that cannot be read or a part that cannot be removed.
/// Those that were removed before are gone.
pub fn clean_parts(
    folder: impl AsRef<Path>,
    options: CleanOptions,
) -> Result<Vec<CleanedPart>, Error> {
    let mut cleaned = Vec::new();
    let mut folders = vec![folder.as_ref().to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable =
            |e: std::io::Error| Error::io("the folder cannot be read", &e).of_file(&folder);
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            // One that went in the meantime is clean.
            let Ok(metadata) = path.symlink_metadata() else { continue };
            if metadata.is_dir() && options.recursive {
                folders.push(path);
            } else if metadata.is_file()
                && is_old(&metadata, options.older_than)
                && let Some(part) = part_of(&path)
                && let Some(bytes) = remove(&part, &path, options)?
            {
                cleaned.push(CleanedPart { path: part, bytes });
            }
        }
    }
    cleaned.sort_by(|one, other| one.path.cmp(&other.path));
    cleaned.dedup_by(|one, other| one.path == other.path);
    Ok(cleaned)
}

fn written<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    LocalPath::new(path).serialize(serializer)
}

fn is_old(metadata: &Metadata, age: Duration) -> bool {
    let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    age.is_zero() || changed.elapsed().is_ok_and(|since| since >= age)
}

/// The part that a file is, or belongs to.
fn part_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let ending = ENDINGS.iter().find(|ending| name.ends_with(**ending))?;
    let stem = name.strip_suffix(ending)?;
    let (target, digest) = stem.strip_prefix('.')?.rsplit_once('.')?;
    let is_digest =
        digest.len() == 8 && digest.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
    (is_digest && !target.is_empty()).then(|| path.with_file_name(format!("{stem}{PART}")))
}

/// Removes a part and what stands beside it, if no download is at it. `found` is one of those files; what
/// stands beside a part goes with it only.
fn remove(part: &Path, found: &Path, options: CleanOptions) -> Result<Option<u64>, Error> {
    if part != found && part.symlink_metadata().is_ok() {
        return Ok(None);
    }
    let held = match File::open(part) {
        Ok(file) if file.try_lock().is_err() => return Ok(None),
        Ok(file) => Some(file),
        Err(_) => None,
    };
    let mut bytes = 0;
    for ending in ENDINGS {
        let path = part.with_extension(ending.trim_start_matches('.'));
        let Ok(metadata) = path.symlink_metadata() else { continue };
        bytes += metadata.len();
        if !options.dry_run {
            std::fs::remove_file(&path)
                .map_err(|e| Error::io("cannot be removed", &e).of_file(&path))?;
        }
    }
    drop(held);
    Ok(Some(bytes))
}
