//! One source for several uploads: opened once and hashed once, whoever comes first.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError, Weak};
use std::time::Duration;

use super::fingerprint::Fingerprint;
use super::names;
use super::spool::{Here, open_path, spool};
use crate::{Error, scope};

/// How long who waits for another upload to open or to hash sleeps at a time.
const LOOK: Duration = Duration::from_millis(10);

/// A source for several uploads, at one host or at many: it is opened once, and its MD5 is computed once,
/// by the upload that needs it first. Cheap to clone; clones are the same source. Each upload is given
/// one, and succeeds or fails by itself.
///
/// While no upload is at it, a file that has a path is closed; for the next one it must still be what it
/// was.
///
/// ```no_run
/// use gigahost::{Error, Queue, Session, SharedSource, UploadOptions};
///
/// fn everywhere(queue: &Queue, sessions: &[Session]) -> Result<(), Error> {
///     let film = SharedSource::path("film.mkv");
///     for session in sessions {
///         queue.upload(session, &film, UploadOptions::new())?;
///     }
///     queue.wait(None).map(drop)
/// }
/// ```
#[derive(Clone)]
pub struct SharedSource(Arc<Common>);

struct Common {
    /// What the source itself is called.
    name: Option<String>,
    state: Mutex<State>,
    md5: Mutex<Option<String>>,
}

enum State {
    Path(PathBuf),
    File(File),
    Bytes(Arc<dyn AsRef<[u8]> + Send + Sync>),
    Reader(Box<dyn Read + Send>, Option<u64>),
    Stream(Box<Make>, Option<u64>),
    /// What has no path, or no need of a handle.
    Open(Opened),
    /// A file that is open as long as an upload is at it.
    Known {
        path: PathBuf,
        fingerprint: Fingerprint,
        file: Weak<File>,
    },
    /// A reader that broke.
    Spent,
}

/// Makes a stream of the bytes, from their beginning.
type Make = dyn Fn() -> Box<dyn Read + Send> + Send;

/// A source that was opened for all.
#[derive(Clone)]
pub(super) enum Opened {
    File { file: Arc<File>, fingerprint: Fingerprint, path: Option<PathBuf> },
    Bytes(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

/// What an upload gets of a source.
pub(super) enum Share {
    Opened(Opened),
    /// A stream of its own, of so many bytes.
    Stream(Box<dyn Read + Send>, Option<u64>),
}

impl SharedSource {
    /// A regular file. Its name is the remote name unless the options give another.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self::new(names::of_path(&path).ok(), State::Path(path))
    }

    /// An open regular file, from its beginning. Requires a name in the options.
    pub fn file(file: File) -> Self {
        Self::new(None, State::File(file))
    }

    /// Bytes in memory, which are not copied. Requires a name in the options.
    pub fn bytes(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self::new(None, State::Bytes(Arc::new(bytes)))
    }

    /// Anything that can be read once. It is spooled to an unnamed temporary file by the first upload.
    /// Requires a name in the options.
    pub fn reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::new(None, State::Reader(Box::new(reader), length))
    }

    /// Streams that can be made again and again. Each upload has its own.
    pub(crate) fn streams(
        name: &str,
        length: Option<u64>,
        md5: Option<String>,
        make: impl Fn() -> Box<dyn Read + Send> + Send + 'static,
    ) -> Self {
        let state = Mutex::new(State::Stream(Box::new(make), length));
        Self(Arc::new(Common { name: Some(name.to_owned()), state, md5: Mutex::new(md5) }))
    }

    fn new(name: Option<String>, state: State) -> Self {
        Self(Arc::new(Common { name, state: Mutex::new(state), md5: Mutex::default() }))
    }

    /// The name that the source itself has.
    pub(super) fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Where it is, if it is a file that has a path.
    pub(super) fn path_now(&self) -> Option<PathBuf> {
        match &*self.0.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Path(path) | State::Known { path, .. } => Some(path.clone()),
            _ => None,
        }
    }

    /// Its size as it is now: for a sum that may change.
    pub(super) fn size_now(&self) -> Option<u64> {
        match &*self.0.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Path(path) => path.metadata().ok().map(|metadata| metadata.len()),
            State::File(file) => file.metadata().ok().map(|metadata| metadata.len()),
            State::Bytes(bytes) | State::Open(Opened::Bytes(bytes)) => {
                Some((**bytes).as_ref().len() as u64)
            }
            State::Open(Opened::File { fingerprint, .. }) | State::Known { fingerprint, .. } => {
                Some(fingerprint.length)
            }
            State::Reader(_, length) | State::Stream(_, length) => *length,
            State::Spent => None,
        }
    }

    /// Opens it, unless another upload has.
    pub(super) fn open(&self) -> Result<Share, Error> {
        let mut state = turn(&self.0.state)?;
        let opened = match &mut *state {
            State::Open(opened) => return Ok(Share::Opened(opened.clone())),
            State::Stream(make, length) => return Ok(Share::Stream(make(), *length)),
            State::Path(path) => match open_path(path)? {
                Here::File(file) => {
                    let file = Arc::new(file);
                    let fingerprint =
                        Fingerprint::of_regular(&file).map_err(|e| e.of_file(path))?;
                    let (path, weak) = (path.clone(), Arc::downgrade(&file));
                    *state = State::Known { path: path.clone(), fingerprint, file: weak };
                    return Ok(Share::Opened(Opened::File { file, fingerprint, path: Some(path) }));
                }
                Here::Piped(file) => of_file(file)?,
            },
            State::Known { path, fingerprint, file: weak } => {
                let changed = || Error::source_changed("was written to").of_file(path);
                let file = match weak.upgrade() {
                    Some(file) => file,
                    None => match open_path(path)? {
                        Here::File(file) => Arc::new(file),
                        Here::Piped(_) => return Err(changed()),
                    },
                };
                let now = Fingerprint::of_regular(&file).map_err(|e| e.of_file(path))?;
                if now != *fingerprint {
                    return Err(changed());
                }
                *weak = Arc::downgrade(&file);
                let (fingerprint, path) = (*fingerprint, Some(path.clone()));
                return Ok(Share::Opened(Opened::File { file, fingerprint, path }));
            }
            State::Bytes(bytes) => Opened::Bytes(bytes.clone()),
            taken => match std::mem::replace(taken, State::Spent) {
                State::File(file) => of_file(file)?,
                State::Reader(reader, length) => of_file(spool(reader, length)?)?,
                _ => {
                    let message = "the source broke when it was read, and can be read only once";
                    return Err(Error::new(crate::Status::Callback, message));
                }
            },
        };
        *state = State::Open(opened.clone());
        Ok(Share::Opened(opened))
    }

    /// The MD5, if it is known by now.
    pub(super) fn known_md5(&self) -> Option<String> {
        self.0.md5.try_lock().ok().and_then(|md5| md5.clone())
    }

    /// The MD5: computed by the first who asks, while others wait.
    pub(super) fn md5(
        &self,
        compute: impl FnOnce() -> Result<String, Error>,
    ) -> Result<String, Error> {
        let mut md5 = turn(&self.0.md5)?;
        match &*md5 {
            Some(md5) => Ok(md5.clone()),
            None => Ok(md5.insert(compute()?).clone()),
        }
    }
}

fn of_file(file: File) -> Result<Opened, Error> {
    let fingerprint = Fingerprint::of_regular(&file)?;
    Ok(Opened::File { file: Arc::new(file), fingerprint, path: None })
}

/// Waits for its turn as everything waits: a cancel ends it.
fn turn<T>(mutex: &Mutex<T>) -> Result<MutexGuard<'_, T>, Error> {
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => scope::sleep(LOOK)?,
        }
    }
}

impl fmt::Debug for SharedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedSource").field("name", &self.0.name).finish_non_exhaustive()
    }
}
