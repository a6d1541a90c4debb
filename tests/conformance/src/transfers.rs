//! Files of all sizes, there and back; progress, cancel, and sources that change.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

use gigahost::{
    CancelToken, Capability, Checksum, Control, DownloadOptions, Host, Progress, Source, Stage,
    Status, Target, UploadOptions,
};
use gigahost_emulator::{Account, FaultKind, seed};

use crate::subject::{content, md5};
use crate::{Subject, Verdict};

fn hashed() -> DownloadOptions {
    DownloadOptions::new().with_checksum(Checksum::Always)
}

/// There and back, byte for byte.
fn round_trip(subject: &Subject, length: usize) -> Verdict {
    let bytes = content(length);
    let name = subject.name("film");
    let receipt = subject.upload(&name, &bytes).expect("the upload succeeds");
    assert_eq!(receipt.bytes, length as u64);
    assert!(receipt.md5.is_none_or(|ours| ours == md5(&bytes)));
    let stored = subject.stored();
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!((stored[0].size, stored[0].md5.as_str()), (length as u64, md5(&bytes).as_str()));
    if !subject.can(Capability::Download) {
        return Verdict::Held;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("back");
    let target = Target::file(&path);
    let download = subject
        .session
        .download(&receipt.entry.id, target, hashed())
        .expect("the download succeeds");
    assert_eq!((download.bytes, download.md5), (length as u64, Some(md5(&bytes))));
    assert_eq!(std::fs::read(&path).expect("the file is there"), bytes);
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("the folder is there").count(),
        1,
        "stray files"
    );
    Verdict::Held
}

/// No byte at all: stored, or refused before the host is bothered with it.
pub fn an_empty_file(subject: &Subject) -> Verdict {
    if subject.host != Host::Giga0 {
        return round_trip(subject, 0);
    }
    let error = subject.upload("empty.bin", &[]).expect_err("giga0 takes no empty files");
    assert_eq!(error.status(), Status::Argument);
    assert_eq!(subject.count("file_upload"), 0);
    Verdict::Held
}

macro_rules! sizes {
    ($($(#[doc = $doc:literal])+ $name:ident = $length:expr;)+) => {
        $($(#[doc = $doc])+ pub fn $name(subject: &Subject) -> Verdict { round_trip(subject, $length) })+
    };
}

sizes! {
    /// One byte.
    a_file_of_1_byte = 1;
    /// Less than a record of anything.
    a_file_of_127_bytes = 127;
    /// One less than the transport's buffer.
    a_file_of_128_kib_less_1 = 128 * 1024 - 1;
    /// The transport's buffer.
    a_file_of_128_kib = 128 * 1024;
    /// One more than the transport's buffer.
    a_file_of_128_kib_and_1 = 128 * 1024 + 1;
    /// Several buffers.
    a_file_of_1_mib = 1024 * 1024;
}

/// A source whose length nobody knows.
pub fn a_reader_without_length(subject: &Subject) -> Verdict {
    let bytes = content(200_000);
    let reader = Source::reader(io::Cursor::new(bytes.clone()), None);
    let options = UploadOptions::new().with_name(subject.name("film"));
    let receipt = subject.session.upload(reader, options).expect("the upload succeeds");
    assert_eq!(receipt.bytes, 200_000);
    assert_eq!(subject.stored()[0].md5, md5(&bytes));
    Verdict::Held
}

/// First and last event, and figures that add up, also where each stage takes longer than the pause
/// between two events.
pub fn progress_begins_ends_and_adds_up(subject: &Subject) -> Verdict {
    const LONGER_THAN_A_PAUSE: Duration = Duration::from_millis(110);
    let events: Rc<RefCell<Vec<Progress>>> = Rc::default();
    let sink = events.clone();
    let options =
        UploadOptions::new().with_name(subject.name("film")).on_progress(move |progress| {
            let mut events = sink.borrow_mut();
            if events.last().is_none_or(|last| last.stage != progress.stage) {
                std::thread::sleep(LONGER_THAN_A_PAUSE);
            }
            events.push(*progress);
            Control::Continue
        });
    subject.session.upload(Source::bytes(content(700_000)), options).expect("the upload succeeds");
    let events = events.borrow();
    let stages: Vec<Stage> = events.iter().map(|event| event.stage).collect();
    assert_eq!(stages.first(), Some(&Stage::Preparing));
    assert_eq!(stages.iter().filter(|stage| **stage == Stage::Done).count(), 1);
    let last = events.last().expect("there are events");
    assert_eq!((last.stage, last.done, last.total), (Stage::Done, 700_000, Some(700_000)));
    for pair in events.windows(2) {
        assert!(
            pair[0].stage != pair[1].stage
                || pair[0].done <= pair[1].done
                || pair[0].attempt < pair[1].attempt
        );
        assert!(pair[1].total.is_none_or(|total| pair[1].done <= total));
    }
    Verdict::Held
}

/// From any stage the call is back within 100 ms (and some grace for a busy machine).
pub fn a_cancel_is_heard_in_every_stage(subject: &Subject) -> Verdict {
    for (kind, hold) in [
        (FaultKind::StallRequest { bytes: 0 }, "sending"),
        (FaultKind::StallResponse, "waiting for the answer"),
    ] {
        let session = subject.another(|builder| builder);
        session.login().ok();
        subject.fault(subject.upload_operation(), kind);
        let token = CancelToken::new();
        let other = token.clone();
        let called = std::thread::scope(|scope| {
            let canceller = scope.spawn(|| {
                while subject.emulator.stalled() == 0 {
                    std::thread::yield_now();
                }
                other.cancel();
                Instant::now()
            });
            let options = UploadOptions::new().with_name(subject.name(hold));
            let result =
                session.with_cancel(&token).upload(Source::bytes(content(9_000_000)), options);
            let returned = Instant::now();
            let error = result.expect_err("the upload was cancelled");
            assert_eq!(error.status(), Status::Cancelled, "{hold}: {error}");
            returned.saturating_duration_since(canceller.join().expect("the canceller ran"))
        });
        assert!(called < Duration::from_secs(3), "{hold}: {called:?}");
        subject.emulator.release();
    }
    Verdict::Held
}

/// What the host says of its limits is believed.
pub fn a_file_that_is_too_large_is_refused_before_a_byte(subject: &Subject) -> Verdict {
    const MIB: u64 = 1024 * 1024;
    let limited = |switch: &str, value: serde_json::Value| {
        subject.emulator.set(subject.emulated(), switch, value).expect("the switch exists");
    };
    let (session, length) = match subject.host {
        // The second account is a free one.
        Host::Rapidgator => {
            (subject.another(|b| b.login(seed::FREE_LOGIN, seed::FREE_PASSWORD)), 6144 * MIB)
        }
        Host::Giga0 => {
            (subject.another(|b| b.keys(seed::GIGA0_FREE_KEY1, seed::GIGA0_FREE_KEY2)), 600 * MIB)
        }
        Host::UploadGig => {
            limited("cmbs", serde_json::json!(1));
            (subject.session.clone(), 2 * MIB)
        }
        // Only a public session is told the limit.
        Host::GigaGs => {
            limited("max_size", serde_json::json!("1MB"));
            (subject.anonymous(), 2 * MIB)
        }
        _ => {
            limited("storage_limit", serde_json::json!(1000));
            (subject.session.clone(), 2 * MIB)
        }
    };
    // Never read: a reader that would fail.
    let source = Source::reader(io::empty(), Some(length));
    let options = UploadOptions::new().with_name(subject.name("film"));
    let error = session.upload(source, options).expect_err("the file is too large");
    assert!(matches!(error.status(), Status::TooLarge | Status::Quota), "{error}");
    assert_eq!(subject.count(subject.upload_operation()), 0);
    Verdict::Held
}

/// Gives its bytes and then some: a source that is longer than it said.
struct Growing(io::Cursor<Vec<u8>>);

impl Read for Growing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

/// Longer or shorter than announced: an error, and no file at the host.
pub fn a_changed_source_is_never_stored(subject: &Subject) -> Verdict {
    for (given, announced) in [(5000, 4000), (3000, 4000)] {
        let source = Source::reader(Growing(io::Cursor::new(content(given))), Some(announced));
        let options = UploadOptions::new().with_name(subject.name("film"));
        let error = subject.session.upload(source, options).expect_err("the source lies");
        assert_eq!(error.status(), Status::SourceChanged, "{given} of {announced}: {error}");
    }
    assert!(
        subject.stored().iter().all(|file| file.size == 0 || file.state != "active"),
        "{:?}",
        subject.stored()
    );
    Verdict::Held
}

/// More than four gibibytes, in constant memory.
pub fn a_sparse_file_of_6_gib(subject: &Subject) -> Verdict {
    const LENGTH: u64 = 6 << 30;
    let session = match subject.host {
        Host::GigaGs => {
            subject.emulator.set(subject.emulated(), "max_size", "8GB").expect("the switch exists");
            subject.session.clone()
        }
        // The seeded account has room for 2 GB.
        Host::Gett => {
            let mut wide = Account::new("wide@example.test", "plenty of room 4");
            wide.key1 = "apikey-wide-0123456789abcdef".into();
            wide.storage = 2 * LENGTH;
            let (login, password, key) =
                (wide.login.clone(), wide.password.clone(), wide.key1.clone());
            subject.emulator.add_account(subject.emulated(), wide);
            subject.another(|builder| builder.login(login, password).api_key(key))
        }
        _ => subject.session.clone(),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(subject.name("sparse"));
    let mut file = File::create(&path).expect("a file");
    file.write_all(b"begin").expect("written");
    file.set_len(LENGTH).expect("made long");
    let always = UploadOptions::new().with_checksum(Checksum::Always);
    let receipt = session.upload(Source::path(&path), always).expect("the upload succeeds");
    assert_eq!(receipt.bytes, LENGTH);
    let stored = subject.stored();
    assert_eq!((stored[0].size, Some(stored[0].md5.as_str())), (LENGTH, receipt.md5.as_deref()));
    if subject.can(Capability::Download) {
        let download = session
            .download(&receipt.entry.id, Target::writer(io::sink()), hashed())
            .expect("the download succeeds");
        assert_eq!((download.bytes, download.md5), (LENGTH, receipt.md5));
    }
    Verdict::Held
}
