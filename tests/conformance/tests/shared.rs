//! One source for many hosts: opened once, hashed once, each failure its own; and a file of one host as the
//! source for another.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gigahost::{
    CancelToken, Capability, Checksum, How, Item, Queue, QueueOptions, SharedSource, Stage, Status,
    TransferState, UploadOptions,
};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::{content, md5};
use gigahost_emulator::{Fault, FaultKind};

const SIZE: usize = 700_000;
const LIMIT: Option<Duration> = Some(Duration::from_secs(60));

fn subjects() -> Vec<Subject> {
    gigahost::Host::ALL.into_iter().map(Subject::open).collect()
}

fn named(name: &str) -> UploadOptions {
    UploadOptions::new().with_name(name).with_checksum(Checksum::Always)
}

#[test]
fn a_shared_file_goes_to_all_hosts_and_no_host_gets_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    let bytes = content(SIZE);
    std::fs::write(&path, &bytes).unwrap();
    let source = SharedSource::path(&path);
    let subjects = subjects();
    for subject in &subjects {
        let receipt = subject.session.upload(&source, UploadOptions::new()).unwrap();
        assert_eq!(receipt.wanted_name, "film.mp4");
        assert_eq!(subject.stored()[0].md5, md5(&bytes), "{}", subject.host);
    }
    // From here on the path is another file.
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, b"another").unwrap();
    for subject in &subjects {
        let error = subject.session.upload(&source, UploadOptions::new()).unwrap_err();
        assert_eq!(error.status(), Status::SourceChanged, "{}", subject.host);
        assert_eq!(subject.stored().len(), 1, "{}", subject.host);
    }
}

#[test]
fn a_shared_file_is_open_only_while_an_upload_is_at_it() {
    let subject = Subject::open(gigahost::Host::UploadGig);
    let folder = tempfile::tempdir().unwrap();
    let sources: Vec<_> = (0..300)
        .map(|n| {
            let path = folder.path().join(format!("film{n}.mp4"));
            std::fs::write(&path, content(100 + n)).unwrap();
            SharedSource::path(path)
        })
        .collect();
    let before = open_files();
    for source in &sources[..20] {
        subject.session.upload(source, UploadOptions::new()).unwrap();
    }
    let queue = Queue::new(QueueOptions::new().with_workers(4)).unwrap();
    for source in &sources {
        queue.upload(&subject.session, source, UploadOptions::new()).unwrap();
    }
    assert!(queue.wait(LIMIT).unwrap());
    drop(queue);
    // Connections of the emulator in this process come and go.
    if let (Some(before), Some(after)) = (before, open_files()) {
        assert!(after < before + 100, "{before} before, {after} after");
    }
}

/// How many files this process has open, where the system shows it.
fn open_files() -> Option<usize> {
    std::fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}

#[test]
fn a_shared_source_is_hashed_once_whoever_comes_first() {
    let subjects = subjects();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    let bytes = content(8 << 20);
    std::fs::write(&path, &bytes).unwrap();
    let source = SharedSource::path(&path);
    let (hashed, sums) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    std::thread::scope(|scope| {
        for subject in &subjects {
            let (hashed, sums, source) = (hashed.clone(), sums.clone(), source.clone());
            let wanted = md5(&bytes);
            scope.spawn(move || {
                let mut seen = false;
                let options = named("film.mp4").on_progress(move |progress| {
                    if progress.stage == Stage::Hashing && !std::mem::replace(&mut seen, true) {
                        hashed.fetch_add(1, Ordering::Relaxed);
                    }
                    gigahost::Control::Continue
                });
                let receipt = subject.session.upload(&source, options).unwrap();
                sums.fetch_add(usize::from(receipt.md5 == Some(wanted)), Ordering::Relaxed);
            });
        }
    });
    assert_eq!(sums.load(Ordering::Relaxed), subjects.len(), "each receipt has the MD5");
    assert_eq!(hashed.load(Ordering::Relaxed), 1, "one of them computed it");
}

/// Counts how often its bytes were read to the end.
struct Once(std::io::Cursor<Vec<u8>>, Arc<AtomicUsize>);

impl Read for Once {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.0.read(into)?;
        self.1.fetch_add(usize::from(n == 0 && !into.is_empty()), Ordering::Relaxed);
        Ok(n)
    }
}

#[test]
fn a_reader_that_can_be_read_once_goes_to_all_hosts() {
    let bytes = content(SIZE);
    for length in [Some(SIZE as u64), None] {
        let ends = Arc::new(AtomicUsize::new(0));
        let reader = Once(std::io::Cursor::new(bytes.clone()), ends.clone());
        let source = SharedSource::reader(reader, length);
        let queue = Queue::new(QueueOptions::new().with_workers(5)).unwrap();
        let subjects = subjects();
        for subject in &subjects {
            queue.upload(&subject.session, &source, named("film.mp4")).unwrap();
        }
        assert!(queue.wait(LIMIT).unwrap());
        for subject in &subjects {
            assert_eq!(subject.stored()[0].md5, md5(&bytes), "{}", subject.host);
        }
        assert_eq!(ends.load(Ordering::Relaxed), 1, "it was read once");
    }
}

#[test]
fn a_shared_source_has_one_failure_for_each_host() {
    let bytes = content(SIZE);
    let source = SharedSource::bytes(bytes.clone());
    let queue = Queue::new(QueueOptions::new().with_workers(5).with_retries(0)).unwrap();
    let subjects = subjects();
    let ids: Vec<_> = subjects
        .iter()
        .enumerate()
        .map(|(n, subject)| {
            if n % 2 == 0 {
                let refused = FaultKind::HttpStatus { code: 403 };
                let fault = Fault::new(subject.emulated(), subject.upload_operation(), refused);
                subject.emulator.fault(fault.always());
            }
            queue.upload(&subject.session, &source, named("film.mp4")).unwrap()
        })
        .collect();
    assert!(queue.wait(LIMIT).unwrap());
    for (n, (id, subject)) in ids.into_iter().zip(&subjects).enumerate() {
        let state = queue.transfer(id).unwrap().state;
        let wanted = if n % 2 == 0 { TransferState::Failed } else { TransferState::Done };
        assert_eq!(state, wanted, "{}", subject.host);
        assert_eq!(subject.stored().len(), n % 2, "{}", subject.host);
    }
}

#[test]
fn a_shared_source_that_is_not_there_fails_for_each() {
    let source = SharedSource::path("no/such/file.mp4");
    for subject in subjects() {
        let error = subject.session.upload(&source, UploadOptions::new()).unwrap_err();
        assert_eq!(error.status(), Status::Io, "{}", subject.host);
    }
}

#[test]
fn a_shared_source_that_changes_is_an_error_at_every_host() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    std::fs::write(&path, content(SIZE)).unwrap();
    let source = SharedSource::path(&path);
    let subjects = subjects();
    subjects[0].session.upload(&source, UploadOptions::new()).unwrap();
    let file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    std::io::Write::write_all(&mut &file, b"more").unwrap();
    for subject in &subjects[1..] {
        let error = subject.session.upload(&source, UploadOptions::new()).unwrap_err();
        assert_eq!(error.status(), Status::SourceChanged, "{}", subject.host);
        assert!(subject.stored().is_empty(), "{}", subject.host);
    }
}

/// A reader that says when it is read, and gives nothing until it is let go.
struct Gate {
    reached: std::sync::mpsc::Sender<()>,
    go: std::sync::mpsc::Receiver<()>,
}

impl Read for Gate {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        // Whoever does not wait for the one or the other any more has gone.
        let _ = self.reached.send(());
        let _ = self.go.recv();
        Ok(0)
    }
}

#[test]
fn who_waits_for_another_to_open_can_be_cancelled() {
    let subject = Subject::open(gigahost::Host::Giga0);
    let ((reached, is_read), (let_go, go)) =
        (std::sync::mpsc::channel(), std::sync::mpsc::channel());
    let source = SharedSource::reader(Gate { reached, go }, None);
    let token = CancelToken::new();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| subject.session.upload(&source, named("a.bin")));
        is_read.recv().unwrap();
        let waits = scope.spawn(|| {
            let session = subject.session.with_cancel(&token);
            session.upload(&source, named("b.bin")).unwrap_err().status()
        });
        token.cancel();
        assert_eq!(waits.join().unwrap(), Status::Cancelled);
        drop(let_go);
        // Nothing came of it, and this host takes no empty file.
        assert_eq!(first.join().unwrap().unwrap_err().status(), Status::Argument);
    });
}

#[test]
fn a_file_goes_from_every_host_to_every_other_through_this_machine() {
    let bytes = content(SIZE);
    for from in subjects().iter().filter(|subject| subject.can(Capability::Download)) {
        let name = from.name("film");
        let receipt = from.upload(&name, &bytes).unwrap();
        let entry = if from.can(Capability::Stat) {
            from.session.stat(Item::File(&receipt.entry.id)).unwrap().into_inner()
        } else {
            receipt.entry.clone()
        };
        let source = from.session.source(&entry);
        for to in subjects() {
            let options = UploadOptions::new().with_name(to.name("copy"));
            let copied = to.session.upload(&source, options).unwrap();
            assert_eq!(copied.bytes, SIZE as u64);
            assert_eq!(to.stored()[0].md5, md5(&bytes), "{} to {}", from.host, to.host);
        }
        let known = from.session.upload(&source, UploadOptions::new().with_name(from.name("two")));
        let known = known.unwrap();
        assert_eq!(from.stored().len(), 2, "{}", from.host);
        if from.host == gigahost::Host::Rapidgator {
            assert_eq!(known.how, How::Instant, "its MD5 is known, and so is its content");
        }
    }
}

#[test]
fn what_breaks_between_two_hosts_stores_nothing_and_says_why() {
    let bytes = content(SIZE);
    let from = Subject::open(gigahost::Host::Rapidgator);
    let entry = from.upload("film.bin", &bytes).unwrap().entry;
    let entry = from.session.stat(Item::File(&entry.id)).unwrap().into_inner();
    for to in subjects() {
        let name = to.name("copy");
        // A host that wants the MD5 first, and has the content, needs no bytes.
        let gone = FaultKind::HttpStatus { code: 404 };
        from.emulator.fault(Fault::new(from.emulated(), "download_bytes", gone).always());
        let source = from.session.source(&entry);
        let options = UploadOptions::new().with_name(&name);
        let error = to.session.upload(&source, options).unwrap_err();
        assert_eq!(error.status(), Status::NotFound, "{}: {error}", to.host);
        assert!(to.stored().is_empty(), "{}", to.host);
        from.emulator.clear_faults();
    }
}

#[test]
fn a_cancel_ends_both_sides_of_a_relay() {
    let from = Subject::open(gigahost::Host::Giga0);
    let to = Subject::open(gigahost::Host::UploadGig);
    let receipt = from.upload("film.bin", &content(SIZE)).unwrap();
    let entry = from.session.stat(Item::File(&receipt.entry.id)).unwrap().into_inner();
    from.fault("download_bytes", FaultKind::StallBody { bytes: 1000 });
    let token = CancelToken::new();
    let source = from.session.source(&entry);
    let stalled = token.clone();
    let error = std::thread::scope(|scope| {
        scope.spawn(|| {
            let until = Instant::now() + Duration::from_secs(10);
            while from.count("download_bytes") == 0 && Instant::now() < until {
                std::thread::yield_now();
            }
            stalled.cancel();
        });
        let options = UploadOptions::new().with_name("copy.bin");
        to.session.with_cancel(&token).upload(&source, options).unwrap_err()
    });
    from.emulator.release();
    assert_eq!(error.status(), Status::Cancelled);
    assert!(to.stored().is_empty());
}
