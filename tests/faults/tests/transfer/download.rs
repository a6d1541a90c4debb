//! J: the bytes of a download, what proves them, and the path they end at.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use gigahost::{Control, DownloadOptions, Existing, Session, Status, Target, Verified};
use gigahost_emulator::{Fault, FaultKind};
use gigahost_faults::{FaultServer, Reply, Step, reply};
use gigahost_system::{Making, Readers, why_not_private};

use super::support::*;

pub(super) fn options() -> DownloadOptions {
    DownloadOptions::new()
}

pub(super) fn blob(bytes: &[u8]) -> Reply {
    reply(200).header("Content-Type", "application/octet-stream").body(bytes)
}

#[test]
fn r183_every_size_comes_back_byte_for_byte() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    for size in [0, 1, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 1 << 20] {
        let bytes = content(size);
        let id = put(&emulator, "a.bin", &bytes);
        let path = folder.path().join(size.to_string());
        let recorder = Recorder::new();
        let told = options().on_progress(recorder.callback());
        let outcome = session.download(&id, Target::file(&path), told);
        recorder.check(&outcome);
        let download = outcome.unwrap();
        assert_eq!((download.bytes, download.verified), (size as u64, Verified::Md5));
        assert_eq!(download.md5, Some(md5(&bytes)));
        assert!(std::fs::read(&path).unwrap() == bytes);
    }
    assert_eq!(names(folder.path()).len(), 6, "I5");
}

#[test]
fn r183_a_stream_of_unknown_length_comes_whole() {
    let bytes = content(300_001);
    for answer in [blob(&bytes).chunked(7_777), blob(&bytes).until_close()] {
        let server = FaultServer::start(with_file(None, &md5(&bytes)).on("GET", "/blob", answer));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let download = fetch(&patient(server.url("")), &path, options()).unwrap();
        assert_eq!(download.verified, Verified::Md5);
        assert!(std::fs::read(&path).unwrap() == bytes);
    }
}

#[test]
fn r184_a_stream_cut_at_byte_k_leaves_the_old_file_and_nothing_else() {
    const SIZE: usize = 400_000;
    let bytes = content(SIZE);
    let mut points = vec![0, 1, 2, 127, 4096, 65_535, 65_536, 131_072, 262_144, SIZE - 1];
    points.extend((1..=22).map(|i| i * 18_001));
    let points = std::sync::Mutex::new(points);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(k) = { points.lock().unwrap().pop() } {
                    let whole = blob(&bytes).to_bytes();
                    let cut = whole.len() - SIZE + k;
                    let end = if k % 2 == 0 { Step::Rst } else { Step::Fin };
                    // A reset overtakes what was not read yet.
                    let read = Step::Pause(Duration::from_millis(20));
                    let steps = vec![Step::Send(whole[..cut].to_vec()), read, end];
                    let server =
                        FaultServer::start(with_file(Some(SIZE), "").on("GET", "/blob", steps));
                    let folder = tempfile::tempdir().unwrap();
                    let path = folder.path().join("a.bin");
                    std::fs::write(&path, b"old").unwrap();
                    let seed = if k == 0 { NOWHERE } else { STUCK };
                    let session = at(server.url("")).token("tok").seed(seed).build().unwrap();
                    let over = options().with_existing(Existing::Overwrite);
                    let error = within(Duration::from_secs(9), || fetch(&session, &path, over))
                        .unwrap_err();
                    assert_eq!(error.status(), Status::Network, "{k}: {error}");
                    assert_eq!(error.attempts(), 6, "{k}");
                    assert_eq!(std::fs::read(&path).unwrap(), b"old", "{k}");
                    assert_eq!(names(folder.path()), ["a.bin"], "{k}: I5");
                    session.account().unwrap_or_else(|e| panic!("I6 at {k}: {e}"));
                }
            });
        }
    });
}

#[test]
fn r188_an_existing_target_is_refused_replaced_or_gets_a_number() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", b"new");
    emulator.clear_log();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    std::fs::write(&path, b"old").unwrap();
    let into =
        |existing| session.download(&id, Target::file(&path), options().with_existing(existing));

    assert_eq!(into(Existing::Refuse).unwrap_err().status(), Status::Exists);
    assert_eq!(emulator.count(RAPIDGATOR, "file_download"), 0, "before a byte is asked for");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");

    let names_of = |_: u32| into(Existing::Unique).unwrap().path.unwrap();
    let found: Vec<_> = (1..=3).map(names_of).collect();
    let expected = [1, 2, 3].map(|n| folder.path().join(format!("a ({n}).bin")));
    assert_eq!(found, expected);

    assert_eq!(into(Existing::Overwrite).unwrap().path.unwrap(), path);
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
    for number in 4..=100 {
        std::fs::write(folder.path().join(format!("a ({number}).bin")), b"").unwrap();
    }
    assert_eq!(into(Existing::Unique).unwrap_err().status(), Status::Exists, "100 tries at most");
}

#[test]
fn r188_a_target_that_appears_meanwhile_is_not_overwritten() {
    let bytes = content(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let server =
        FaultServer::start(with_file(Some(bytes.len()), "").on("GET", "/blob", blob(&bytes)));
    for existing in [Existing::Refuse, Existing::Unique] {
        let intruder = path.clone();
        let told = options().with_existing(existing).on_progress(move |progress| {
            if progress.stage == gigahost::Stage::Verifying {
                std::fs::write(&intruder, b"theirs").unwrap();
            }
            Control::Continue
        });
        let outcome = fetch(&patient(server.url("")), &path, told);
        if existing == Existing::Unique {
            assert_eq!(outcome.unwrap().path.unwrap(), folder.path().join("a (1).bin"));
        } else {
            assert_eq!(outcome.unwrap_err().status(), Status::Exists);
        }
        assert_eq!(std::fs::read(&path).unwrap(), b"theirs");
        std::fs::remove_file(&path).unwrap();
    }
    assert_eq!(names(folder.path()), ["a (1).bin"], "I5");
}

#[test]
fn r186_a_finished_file_that_cannot_be_put_in_its_place_is_kept_and_named() {
    let bytes = content(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let server =
        FaultServer::start(with_file(Some(bytes.len()), "").on("GET", "/blob", blob(&bytes)));
    for resumed in [false, true] {
        std::fs::write(&path, b"old").unwrap();
        let place = path.clone();
        let overwriting = || options().with_existing(Existing::Overwrite).with_resume(resumed);
        let told = overwriting().on_progress(move |progress| {
            // A folder in its place, which no file can replace.
            if progress.stage == gigahost::Stage::Verifying && place.is_file() {
                std::fs::remove_file(&place).unwrap();
                std::fs::create_dir(&place).unwrap();
            }
            Control::Continue
        });
        let error = fetch(&patient(server.url("")), &path, told).unwrap_err();
        assert_eq!(error.status(), Status::Io, "{error}");
        assert!(error.os_error().is_some() && error.message().contains("a.bin"), "{error}");
        let kept = named_part(folder.path(), &error);
        assert_eq!(std::fs::read(&kept).unwrap(), bytes);
        std::fs::remove_dir(&path).unwrap();
        if resumed {
            let again = fetch(&patient(server.url("")), &path, overwriting()).unwrap();
            assert_eq!(again.bytes, 100_000);
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        } else {
            std::fs::rename(&kept, &path).unwrap();
        }
        std::fs::remove_file(&path).unwrap();
        assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));
    }
}

#[test]
fn r190_a_part_is_as_private_as_the_file_that_it_replaces() {
    let bytes = content(50_000);
    let server =
        FaultServer::start(with_file(Some(bytes.len()), "").on("GET", "/blob", blob(&bytes)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    drop(gigahost_system::open(&path, Making::New, Readers::Owner).unwrap());
    for resume in [false, true] {
        let here = folder.path().to_owned();
        let over = options().with_existing(Existing::Overwrite).with_resume(resume);
        let told = over.on_progress(move |_| {
            for name in names(&here) {
                let file = std::fs::File::open(here.join(&name)).unwrap();
                assert_eq!(why_not_private(&file).unwrap(), None, "{name}");
            }
            Control::Continue
        });
        fetch(&patient(server.url("")), &path, told).unwrap();
        let file = std::fs::File::open(&path).unwrap();
        assert_eq!(why_not_private(&file).unwrap(), None, "it is kept so");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::MetadataExt::mode(&path.metadata().unwrap());
            assert_eq!(mode & 0o777, 0o600, "the mode is kept");
        }
        assert!(std::fs::read(&path).unwrap() == bytes);
    }
}

#[test]
fn r191_a_name_of_the_host_stays_inside_the_directory() {
    let emulator = emulator();
    let session = session(&emulator);
    for (at, name) in
        ["..", ".htaccess", "CON", "-rf", "~root", "a:b", "x.", "photo\u{202e}gpj.exe"]
            .into_iter()
            .enumerate()
    {
        // The emulator takes any name; the library sends none with a slash.
        let Ok(receipt) = upload(&session, name, &content(at + 1)) else { continue };
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("in");
        std::fs::create_dir(&inner).unwrap();
        let download =
            session.download(&receipt.entry.id, Target::directory(&inner), options()).unwrap();
        let path = download.path.unwrap();
        assert_eq!(path.parent(), Some(&*inner), "{name}");
        assert_eq!((names(folder.path()).len(), names(&inner).len()), (1, 1), "{name}");
        assert_ne!(path.file_name().unwrap().to_str(), Some(name), "made safe");
    }
    for name in
        ["../../evil", "/etc/evil", "..\\\\..\\\\evil", "C:\\\\evil", "evil\\u0000", "./evil"]
    {
        let router = with_file(Some(3), "").on("GET", "/blob", blob(b"abc"));
        let info = format!(r#"{{"file":{{"file_id":"f1","name":"{name}","size":3}}}}"#);
        // The longer prefix wins.
        let server = FaultServer::start(router.on("POST", "/api/v2/file/info/", success(&info)));
        let folder = tempfile::tempdir().unwrap();
        let target = Target::directory(folder.path());
        let download = patient(server.url("")).download("f1", target, options()).unwrap();
        assert_eq!(download.path.unwrap().parent(), Some(folder.path()), "{name}");
        assert_eq!(names(folder.path()).len(), 1);
    }
}

#[test]
fn r195_a_wrong_hash_or_size_makes_no_file() {
    let bytes = content(1000);
    for (size, hash, answer, status) in [
        (1000, md5(b"other"), blob(&bytes), Status::Corrupt),
        (999, String::new(), blob(&bytes), Status::SizeMismatch),
        (1001, String::new(), blob(&bytes), Status::SizeMismatch),
        (999, String::new(), blob(&bytes).chunked(100), Status::SizeMismatch),
    ] {
        let router = with_file(Some(size), &hash).on("GET", "/blob", answer);
        let server = FaultServer::start(router);
        for resume in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.bin");
            let error =
                fetch(&patient(server.url("")), &path, options().with_resume(resume)).unwrap_err();
            assert_eq!(error.status(), status, "{size}: {error}");
            assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));
        }
    }
}

#[test]
fn r196_a_stream_that_nothing_proves_says_so() {
    let bytes = content(5000);
    let router = with_file(None, "").on("GET", "/blob", blob(&bytes).until_close());
    let server = FaultServer::start(router);
    let folder = tempfile::tempdir().unwrap();
    let download = fetch(&patient(server.url("")), &folder.path().join("a"), options()).unwrap();
    assert_eq!((download.verified, download.bytes), (Verified::No, 5000));
}

#[test]
fn r196_a_stream_of_unknown_length_that_is_reset_is_no_success() {
    let bytes = content(5000);
    let steps = vec![Step::Send(blob(&bytes).until_close().to_bytes()), Step::Rst];
    let server = FaultServer::start(with_file(None, "").on("GET", "/blob", steps));
    let folder = tempfile::tempdir().unwrap();
    let error = fetch(&patient(server.url("")), &folder.path().join("a"), options()).unwrap_err();
    assert_eq!(error.status(), Status::Network, "{error}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn r197_a_terabyte_that_is_ten_bytes_takes_no_space() {
    const TERABYTE: usize = 1 << 40;
    let claim = blob(b"0123456789").content_length(TERABYTE).to_bytes();
    let router =
        with_file(Some(TERABYTE), "").on("GET", "/blob", vec![Step::Send(claim), Step::Fin]);
    let server = FaultServer::start(router);
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_owned();
    let told = options().on_progress(move |_| {
        for name in names(&here) {
            let part = here.join(name).metadata().unwrap();
            assert!(part.len() <= 10);
            #[cfg(unix)]
            assert!(std::os::unix::fs::MetadataExt::blocks(&part) * 512 < 1 << 20);
        }
        Control::Continue
    });
    let error = fetch(&patient(server.url("")), &folder.path().join("a"), told).unwrap_err();
    assert_eq!(error.status(), Status::Network);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn r197_more_than_is_allowed_is_refused_before_or_while_it_comes() {
    let bytes = content(100_000);
    for (size, answer, asked) in [
        (Some(100_000), blob(&bytes), 0),
        (None, blob(&bytes), 1),
        (None, blob(&bytes).chunked(999), 1),
    ] {
        let server = FaultServer::start(with_file(size, "").on("GET", "/blob", answer));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let session = patient(server.url(""));
        let error = fetch(&session, &path, options().with_most_bytes(99_999)).unwrap_err();
        assert_eq!(error.status(), Status::TooLarge);
        let got = server.requests().iter().filter(|request| request.path() == "/blob").count();
        assert_eq!(got, asked);
        assert!(names(folder.path()).is_empty());
        fetch(&session, &path, options().with_most_bytes(100_000)).unwrap();
    }
}

#[test]
fn r198_a_page_or_a_message_is_never_the_file() {
    let bytes = content(5000);
    let expired = reply(200).html("<!DOCTYPE html><title>expired</title>");
    let sniffed = reply(200).body("\n<html><body>please wait</body></html>");
    let message = reply(200).json(r#"{"error":"Exceeded traffic","success":false}"#);
    for (page, status) in
        [(expired, Status::NotAFile), (sniffed, Status::NotAFile), (message, Status::Quota)]
    {
        for size in [Some(5000), None] {
            let router = with_file(size, "").on("GET", "/blob", page.clone());
            let server = FaultServer::start(router);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a");
            let error = fetch(&patient(server.url("")), &path, options()).unwrap_err();
            assert_eq!(error.status(), status, "{size:?}: {error}");
            assert!(names(folder.path()).is_empty());
            // R200: a page may mean that the address had expired: a fresh one is asked for, once.
            let router = with_file(size, "").on("GET", "/blob", page.clone());
            let server = FaultServer::start(router.on("GET", "/blob", blob(&bytes)));
            let again = fetch(&patient(server.url("")), &path, options());
            assert_eq!(again.is_ok(), status == Status::NotAFile, "{size:?}");
        }
    }
}

#[test]
fn r199_a_refused_range_means_from_the_beginning() {
    let emulator = emulator();
    let session = session(&emulator);
    let bytes = content(600_000);
    let id = put(&emulator, "a.bin", &bytes);
    emulator.set(RAPIDGATOR, "range_refused", true).unwrap();
    emulator.fault(Fault::new(RAPIDGATOR, "download_bytes", FaultKind::CutBody { bytes: 200_000 }));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let download = session.download(&id, Target::file(&path), options()).unwrap();
    assert_eq!((download.verified, download.attempts), (Verified::Md5, 3));
    assert!(std::fs::read(&path).unwrap() == bytes);
    let ranges: Vec<_> = emulator
        .requests(RAPIDGATOR)
        .iter()
        .filter(|request| request.operation == "download_bytes")
        .map(|request| request.header("range").is_some())
        .collect();
    assert_eq!(ranges, [false, true, false]);
}

#[test]
fn r199_a_false_not_found_costs_one_login_and_a_true_one_none() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", b"abc");
    session.login().unwrap();
    emulator.set(RAPIDGATOR, "download_false_404", true).unwrap();
    emulator.clear_log();
    let folder = tempfile::tempdir().unwrap();
    session.download(&id, Target::directory(folder.path()), options()).unwrap();
    assert_eq!(emulator.count(RAPIDGATOR, "user_login"), 1);
    emulator.clear_log();
    let error =
        session.download("nobody", Target::directory(folder.path()), options()).unwrap_err();
    assert_eq!((error.status(), emulator.count(RAPIDGATOR, "user_login")), (Status::NotFound, 0));
}

#[test]
fn r200_an_address_that_died_is_asked_for_once_more() {
    let bytes = content(3000);
    let dead = reply(404).html("gone");
    for (answers, ok) in [(vec![dead.clone(), blob(&bytes)], true), (vec![dead], false)] {
        let router = answers
            .into_iter()
            .fold(with_file(Some(3000), ""), |router, answer| router.on("GET", "/blob", answer));
        let server = FaultServer::start(router);
        let folder = tempfile::tempdir().unwrap();
        let outcome = fetch(&patient(server.url("")), &folder.path().join("a"), options());
        let status = outcome.err().map(|error| error.status());
        assert_eq!(status, (!ok).then_some(Status::NotFound));
        let links =
            server.requests().iter().filter(|r| r.path().ends_with("file/download")).count();
        assert_eq!(links, 2, "one more, not for ever");
    }
}

struct Failing(usize, io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(self.1.into());
        }
        let n = bytes.len().min(self.0);
        self.0 -= n;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn r202_a_writer_that_fails_ends_the_stream_within_a_buffer() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", &content(2_000_000));
    for at in [0, 1, 100_000, 1_999_999] {
        for kind in
            [io::ErrorKind::BrokenPipe, io::ErrorKind::StorageFull, io::ErrorKind::WriteZero]
        {
            let target = Target::writer(Failing(at, kind));
            let error = within(Duration::from_secs(2), || session.download(&id, target, options()))
                .unwrap_err();
            assert_eq!(error.status(), Status::Callback, "{at} {kind}: {error}");
        }
    }
    let full = std::fs::File::create("/dev/full").unwrap();
    let error = session.download(&id, Target::writer(full), options()).unwrap_err();
    assert_eq!(error.status(), Status::Callback, "{error}");
    healthy(&emulator, &session);
}

fn parallel(session: &Session, id: &str, path: &Path, resume: bool) -> (usize, usize) {
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..10)
            .map(|_| {
                scope.spawn(|| {
                    session.download(id, Target::file(path), options().with_resume(resume))
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let exists = |outcome: &Result<_, gigahost::Error>| {
        outcome.as_ref().is_err_and(|error| error.status() == Status::Exists)
    };
    (outcomes.iter().filter(|o| o.is_ok()).count(), outcomes.iter().filter(|o| exists(o)).count())
}

#[test]
fn r203_ten_downloads_to_one_target_make_one_file() {
    let emulator = emulator();
    let session = session(&emulator);
    let bytes = content(400_000);
    let id = put(&emulator, "a.bin", &bytes);
    for resume in [false, true, true, true, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bin");
        assert_eq!(parallel(&session, &id, &path, resume), (1, 9));
        assert!(std::fs::read(&path).unwrap() == bytes, "nothing is interleaved");
        // One of those who came too late may have kept its part, as asked. It is of use.
        let over = options().with_resume(resume).with_existing(Existing::Overwrite);
        session.download(&id, Target::file(&path), over).unwrap();
        assert!(std::fs::read(&path).unwrap() == bytes);
        assert_eq!(names(folder.path()), ["a.bin"], "I5");
    }
}
