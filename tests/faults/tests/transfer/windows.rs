//! What holds on Windows in the place of the rows that only a POSIX system can show.

use std::fs::OpenOptions;
use std::os::windows::fs::OpenOptionsExt as _;

use gigahost::{DownloadOptions, Existing, ReceiptLog, Status, Target};
use gigahost_faults::FaultServer;

use super::download::{blob, options};
use super::support::*;

#[test]
fn r185_a_name_that_is_no_file_is_refused_before_a_byte() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", b"abc");
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name);
    for (path, why) in [
        (inside("a.bin:stream"), "stream"),
        (inside("NUL"), "device"),
        (inside("com1.txt"), "device"),
        (inside("dot."), "dot"),
        (inside("space "), "space"),
        ("C:relative.bin".into(), "relative"),
    ] {
        for existing in [Existing::Refuse, Existing::Overwrite, Existing::Unique] {
            let options = DownloadOptions::new().with_existing(existing);
            let error = session.download(&id, Target::file(&path), options).unwrap_err();
            assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("target")));
            assert!(error.message().contains(why), "{error}");
        }
        let error = ReceiptLog::open(&path).unwrap_err();
        assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("path")));
    }
    assert_eq!(emulator.count(RAPIDGATOR, "download_bytes"), 0);
    assert!(names(folder.path()).is_empty(), "I5");
}

#[test]
fn r186_what_cannot_replace_a_file_that_another_has_open_is_kept() {
    let bytes = content(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    std::fs::write(&path, b"old").unwrap();
    let server =
        FaultServer::start(with_file(Some(bytes.len()), "").on("GET", "/blob", blob(&bytes)));
    let over = || options().with_existing(Existing::Overwrite).with_resume(true);
    // A player, say: it lets others neither write nor delete.
    let held = OpenOptions::new().read(true).share_mode(1).open(&path).unwrap();
    let error = fetch(&patient(server.url("")), &path, over()).unwrap_err();
    assert_eq!(error.status(), Status::Io, "{error}");
    assert!(error.hint().unwrap().contains("open"), "{error}");
    assert_eq!(std::fs::read(named_part(folder.path(), &error)).unwrap(), bytes);
    drop(held);
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    fetch(&patient(server.url("")), &path, over()).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(names(folder.path()), ["a.bin"], "I5");
}

#[test]
fn r185_a_path_of_more_than_260_letters_is_one_like_others() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", b"abc");
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("d".repeat(120)).join("e".repeat(120));
    std::fs::create_dir_all(&deep).unwrap();
    let path = deep.join("films 日本.bin");
    assert!(path.as_os_str().len() > 260);
    for resume in [false, true] {
        let options = DownloadOptions::new().with_existing(Existing::Overwrite);
        session.download(&id, Target::file(&path), options.with_resume(resume)).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"abc");
        assert_eq!(names(&deep).len(), 1, "I5");
    }
}
