//! Failures of this machine's files: they name the file, and say what the system says.

use std::path::{Path, PathBuf};

use gigahost::{
    DownloadOptions, Error, Existing, Queue, QueueOptions, ReceiptLog, SharedSource, Source,
    Status, Target, UploadOptions,
};

use super::support::*;

/// The error is about the file, in the message and as a path, in the system's own words.
fn assert_names(what: &str, error: &Error, status: Status, path: &Path, words: &str) {
    assert_eq!(error.status(), status, "{what}: {error}");
    assert_eq!(error.path(), Some(path), "{what}: {error}");
    assert!(error.message().starts_with(&format!("{}: ", path.display())), "{what}: {error}");
    assert!(error.message().to_lowercase().contains(words), "{what}: {error}");
}

/// What the system says of a file that is not there, in its own words.
fn said_of(path: &Path) -> String {
    let failure = std::fs::File::open(path).unwrap_err().to_string();
    let words = failure.split(" (os error").next().unwrap_or_default();
    words.trim_end_matches('.').to_lowercase()
}

#[test]
fn every_failure_of_a_local_file_names_it_and_says_what_the_system_says() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", &content(5000));
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("folder")).unwrap();
    std::fs::write(at("there"), b"old").unwrap();
    let (up, down) = (UploadOptions::new, DownloadOptions::new);
    let sources: [(&str, PathBuf, String); 3] = [
        ("missing", at("missing"), said_of(&at("missing"))),
        ("in a missing folder", at("missing/a"), said_of(&at("missing/a"))),
        ("a folder", at("folder"), "is a directory".to_owned()),
    ];
    assert!(!cfg!(unix) || sources[0].2 == "no such file or directory", "{sources:?}");
    for (what, path, words) in sources {
        for source in [Source::path(&path), Source::from(&SharedSource::path(&path))] {
            let error = session.upload(source, up()).unwrap_err();
            assert_names(what, &error, Status::Io, &path, &words);
            assert!(error.os_error().is_some(), "{what}");
        }
    }
    let there = at("there");
    let error = session.download(&id, Target::file(&there), down()).unwrap_err();
    assert_names("exists", &error, Status::Exists, &there, "exists");
    assert!(error.os_error().is_some());
    let error = session.download(&id, Target::file(at("folder")), down()).unwrap_err();
    assert_names("a folder", &error, Status::Io, &at("folder"), "is a directory");
    assert!(error.os_error().is_some());
    for existing in [Existing::Refuse, Existing::Overwrite, Existing::Unique] {
        let path = at("missing/a.bin");
        let error =
            session.download(&id, Target::file(&path), down().with_existing(existing)).unwrap_err();
        assert_names("no folder", &error, Status::Io, &path, &said_of(&path));
    }
    let error = session.download(&id, Target::directory(at("missing")), down()).unwrap_err();
    let path = at("missing").join("a.bin");
    assert_names("no folder", &error, Status::Io, &path, &said_of(&path));
    let log = at("missing/receipts");
    assert_names("log", &ReceiptLog::open(&log).unwrap_err(), Status::Io, &log, &said_of(&log));
    let state = at("missing/state");
    let error = Queue::new(QueueOptions::new().with_state(&state)).map(drop).unwrap_err();
    assert_names("state", &error, Status::Io, &state, &said_of(&state));
}

#[test]
fn a_source_that_changes_is_named() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    std::fs::write(&path, content(3_000_000)).unwrap();
    let (changed, mut done) = (path.clone(), false);
    let options = UploadOptions::new().on_progress(move |progress| {
        if !std::mem::replace(&mut done, progress.stage == gigahost::Stage::Sending) {
            std::fs::write(&changed, b"other").unwrap();
        }
        gigahost::Control::Continue
    });
    let error = session.upload(Source::path(&path), options).unwrap_err();
    assert_eq!((error.status(), error.path()), (Status::SourceChanged, Some(&*path)), "{error}");
}

#[test]
fn a_tilde_that_nothing_expanded_is_said() {
    let emulator = emulator();
    let error = session(&emulator).upload(Source::path("~/film.mkv"), UploadOptions::new());
    let error = error.unwrap_err();
    assert!(error.hint().is_some_and(|hint| hint.contains('~')), "{error}");
    let error = session(&emulator).upload(Source::path("film~.mkv"), UploadOptions::new());
    assert!(error.unwrap_err().hint().is_none());
}

#[test]
fn errors_of_hosts_name_no_file_of_this_machine() {
    let emulator = emulator();
    let folder = tempfile::tempdir().unwrap();
    let target = Target::file(folder.path().join("a.bin"));
    let error = session(&emulator).download("nothing", target, DownloadOptions::new()).unwrap_err();
    assert_eq!((error.status(), error.path()), (Status::NotFound, None), "{error}");
}
