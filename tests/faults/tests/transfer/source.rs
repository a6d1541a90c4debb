//! H: sources that change, fail, or are no files at all.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use gigahost::{Checksum, Control, Error, Receipt, Session, Source, Stage, Status, UploadOptions};
use gigahost_emulator::Emulator;
use gigahost_faults::{Bounds, Invariants};

use super::support::*;

const SIZE: usize = 3_000_000;

struct Changing {
    emulator: Emulator,
    session: Session,
    folder: tempfile::TempDir,
}

impl Changing {
    fn new() -> Self {
        let emulator = emulator();
        let session = session(&emulator);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.bin"), content(SIZE)).unwrap();
        Self { emulator, session, folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("a.bin")
    }

    /// Uploads the file, and does something to it at the first event of a stage.
    fn upload(&self, stage: Stage, change: impl Fn(&Path) + 'static) -> Result<Receipt, Error> {
        self.upload_with(UploadOptions::new(), stage, change)
    }

    fn upload_with(
        &self,
        options: UploadOptions,
        stage: Stage,
        change: impl Fn(&Path) + 'static,
    ) -> Result<Receipt, Error> {
        let (path, mut done) = (self.path(), false);
        let options = options.on_progress(move |progress| {
            if progress.stage == stage && !done {
                done = true;
                change(&path);
            }
            Control::Continue
        });
        self.session.upload(Source::path(self.path()), options)
    }

    /// What changed is noticed, at once and without a spin; the host has no file of it.
    fn expect_noticed(self, stage: Stage, change: impl Fn(&Path) + 'static) {
        let watch = Invariants::begin();
        let error = self.upload(stage, change).unwrap_err();
        watch.finish(Bounds::within(Duration::from_secs(2)));
        assert_eq!(error.status(), Status::SourceChanged, "{error}");
        assert!(error.hint().is_some());
        // The connection was ended inside the body: the host cannot take it for whole.
        let sent = self.emulator.requests(RAPIDGATOR);
        assert!(sent.iter().filter(|r| r.operation == "upload_bytes").all(|r| r.parts.is_empty()));
        assert!(stored(&self.emulator).is_empty());
        healthy(&self.emulator, &self.session);
    }
}

fn truncate(path: &Path, length: u64) {
    OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

fn append(path: &Path) {
    OpenOptions::new().append(true).open(path).unwrap().write_all(b"more").unwrap();
}

#[test]
fn r147_a_file_that_shrinks_is_noticed_and_nothing_spins() {
    for length in [SIZE as u64 - 1, 1000, 0] {
        Changing::new().expect_noticed(Stage::Sending, move |path| truncate(path, length));
        Changing::new().expect_noticed(Stage::Hashing, move |path| truncate(path, length));
    }
}

#[test]
fn r148_a_file_that_grows_is_noticed_before_the_host_has_it_whole() {
    Changing::new().expect_noticed(Stage::Sending, append);
    Changing::new().expect_noticed(Stage::Hashing, append);
}

#[test]
fn r148_an_empty_file_that_grows_expect_noticed() {
    let rig = Changing::new();
    truncate(&rig.path(), 0);
    rig.expect_noticed(Stage::Sending, append);
}

#[test]
fn r149_content_that_changes_under_the_same_size_expect_noticed() {
    Changing::new().expect_noticed(Stage::Sending, |path| {
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.write_all(b"CHANGED").unwrap();
    });
}

#[test]
fn r149_content_that_changes_behind_a_restored_time_is_noticed_by_its_hash() {
    // By the host, to which the hash was announced, or here, where it is computed once more.
    for (checksum, status) in
        [(Checksum::Auto, Status::Host), (Checksum::Always, Status::SourceChanged)]
    {
        let rig = Changing::new();
        rig.upload(Stage::Preparing, |_| {}).unwrap();
        // The first upload is known now: without this the host would not want the bytes.
        rig.emulator.set(RAPIDGATOR, "instant_off", true).unwrap();
        let options = UploadOptions::new().with_checksum(checksum);
        let error = rig
            .upload_with(options, Stage::Sending, |path| {
                let file = OpenOptions::new().write(true).open(path).unwrap();
                let time = file.metadata().unwrap().modified().unwrap();
                (&file).write_all(b"CHANGED").unwrap();
                // The last bytes, which were not read yet.
                (&file).seek(SeekFrom::Start(SIZE as u64 - 7)).unwrap();
                (&file).write_all(b"CHANGED").unwrap();
                file.set_modified(time).unwrap();
            })
            .unwrap_err();
        assert_eq!(error.status(), status, "{error}");
        assert_eq!(stored(&rig.emulator).len(), 1, "the host refused what did not fit its hash");
    }
}

#[test]
fn r150_a_path_that_leads_elsewhere_meanwhile_changes_nothing() {
    let changes: &[fn(&Path)] = &[
        |path| std::fs::remove_file(path).unwrap(),
        |path| {
            let other = path.with_file_name("other");
            std::fs::write(&other, b"other").unwrap();
            std::fs::rename(other, path).unwrap();
        },
        #[cfg(unix)]
        |path| {
            std::fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink("/etc/hostname", path).unwrap();
        },
        |path| {
            std::fs::remove_file(path).unwrap();
            std::fs::create_dir(path).unwrap();
        },
    ];
    for change in changes {
        for stage in [Stage::Hashing, Stage::Sending] {
            let rig = Changing::new();
            rig.upload(stage, change).unwrap();
            assert_eq!(stored(&rig.emulator), [(SIZE as u64, md5(&content(SIZE)))]);
        }
    }
}

/// Gives `length` bytes, failing in its own way once `at` bytes are out.
struct Odd {
    bytes: Arc<[u8]>,
    given: usize,
    at: usize,
    fault: Option<ErrorKind>,
}

impl Read for Odd {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.at
            && let Some(kind) = self.fault
        {
            if kind == ErrorKind::Interrupted {
                self.fault = None;
            }
            return Err(kind.into());
        }
        let room =
            if self.fault.is_some() { self.at - self.given } else { self.bytes.len() - self.given };
        let n = room.min(into.len());
        into[..n].copy_from_slice(&self.bytes[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

#[test]
fn r152_a_read_error_at_byte_k_is_told_and_an_interruption_is_not() {
    const LENGTH: usize = 300_000;
    let emulator = emulator();
    let bytes: Arc<[u8]> = content(LENGTH).into();
    let hash = md5(&bytes);
    for at in (0..32).map(|i| i * 9_661) {
        for kind in [
            ErrorKind::Interrupted,
            ErrorKind::WouldBlock,
            ErrorKind::Other,
            ErrorKind::StaleNetworkFileHandle,
        ] {
            // With the hash known, the bytes go straight from the reader to the host.
            let options = UploadOptions::new().with_name("a").with_md5(hash.clone());
            let reader = Odd { bytes: bytes.clone(), given: 0, at, fault: Some(kind) };
            emulator.reset(); // tokens included
            let session = session(&emulator);
            let outcome = session.upload(Source::reader(reader, Some(LENGTH as u64)), options);
            if kind == ErrorKind::Interrupted {
                outcome.unwrap_or_else(|e| panic!("EINTR at {at}: {e}"));
                assert_eq!(stored(&emulator), [(LENGTH as u64, hash.clone())]);
            } else {
                let error = outcome.unwrap_err();
                assert_eq!(error.status(), Status::Io, "{kind} at {at}: {error}");
                assert!(stored(&emulator).is_empty());
            }
        }
    }
}

/// A reader made of a closure.
struct By<F>(F);

impl<F: FnMut(&mut [u8]) -> io::Result<usize>> Read for By<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        (self.0)(into)
    }
}

fn read_by(
    session: &Session,
    length: Option<u64>,
    hash: bool,
    reader: impl FnMut(&mut [u8]) -> io::Result<usize> + Send + 'static,
) -> Result<Receipt, Error> {
    let mut options = UploadOptions::new().with_name("a");
    if hash {
        options = options.with_md5("0".repeat(32));
    }
    session.upload(Source::reader(By(reader), length), options)
}

#[test]
fn r153_a_reader_that_misbehaves_is_an_error_and_never_a_spin() {
    let emulator = emulator();
    let session = session(&emulator);
    for hash in [false, true] {
        let ends = read_by(&session, Some(10), hash, |_| Ok(0)).unwrap_err();
        assert_eq!(ends.status(), Status::SourceChanged, "{ends}");
        let lies = read_by(&session, Some(10), hash, |into| Ok(into.len() + 1)).unwrap_err();
        assert_eq!(lies.status(), Status::Callback, "{lies}");
        let goes_on = read_by(&session, Some(10), hash, |into| Ok(into.len())).unwrap_err();
        assert_eq!(goes_on.status(), Status::SourceChanged, "{goes_on}");
    }
    let lies = read_by(&session, None, false, |into| Ok(into.len() + 1)).unwrap_err();
    assert_eq!(lies.status(), Status::Callback, "{lies}");
    let empty = read_by(&session, Some(0), false, |into| Ok(into.len())).unwrap_err();
    assert_eq!(empty.status(), Status::SourceChanged, "{empty}");
    assert!(stored(&emulator).is_empty());
}

#[test]
fn r153_a_reader_that_blocks_is_not_the_networks_fault() {
    let emulator = emulator();
    let mut clocks = clocks();
    clocks.idle = Duration::from_millis(300);
    let session = at(emulator.base_url(RAPIDGATOR)).clocks(clocks).build().unwrap();
    let (mut left, bytes) = (3, content(3000));
    let options = UploadOptions::new().with_name("a").with_md5(md5(&bytes));
    let reader = By(move |into: &mut [u8]| {
        if left == 0 {
            return Ok(0);
        }
        std::thread::sleep(Duration::from_millis(400));
        let from = (3 - left) * 1000;
        left -= 1;
        into[..1000].copy_from_slice(&bytes[from..from + 1000]);
        Ok(1000)
    });
    session.upload(Source::reader(reader, Some(3000)), options).unwrap();
    assert_eq!(stored(&emulator), [(3000, md5(&content(3000)))]);
}

#[test]
fn a_reader_without_length_is_spooled_and_sent_with_one() {
    let emulator = emulator();
    let bytes = content(500_000);
    let options = UploadOptions::new().with_name("a.bin");
    let reader = io::Cursor::new(bytes.clone());
    session(&emulator).upload(Source::reader(reader, None), options).unwrap();
    assert_eq!(stored(&emulator), [(500_000, md5(&bytes))]);
    let start = Instant::now();
    let file = File::open("/dev/null").unwrap();
    let options = UploadOptions::new().with_name("a.bin");
    let error = session(&emulator).upload(Source::file(file), options).unwrap_err();
    assert_eq!(error.status(), Status::Io);
    assert!(start.elapsed() < Duration::from_secs(1));
}
