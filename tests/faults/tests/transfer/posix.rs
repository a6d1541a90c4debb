//! Rows that only a POSIX system can show: modes, links, pipes, names that are no text. What Windows has in
//! their place stands in `windows.rs`.

use std::os::unix::fs::symlink;
use std::time::Duration;

use gigahost::{DownloadOptions, Existing, Source, Status, Target, UploadOptions};
use gigahost_faults::{FaultServer, Step};

use super::download::{blob, options};
use super::support::*;

#[test]
fn r185_a_folder_that_takes_no_file_is_refused_before_a_byte() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", b"abc");
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name);
    std::fs::write(inside("file"), b"").unwrap();
    symlink(inside("loop"), inside("loop")).unwrap();
    let long = "x".repeat(300);
    let before = names(folder.path());
    for (path, errno) in [
        (inside("file/a.bin"), 20),        // ENOTDIR
        (inside("missing/a.bin"), 2),      // ENOENT
        (inside("loop/a.bin"), 40),        // ELOOP
        (inside(&long), 36),               // ENAMETOOLONG
        (inside(&long).join("a.bin"), 36), // ENAMETOOLONG
    ] {
        for existing in [Existing::Refuse, Existing::Overwrite, Existing::Unique] {
            emulator.clear_log();
            let options = DownloadOptions::new().with_existing(existing);
            let target = Target::file(&path);
            let outcome = within(Duration::from_secs(1), || session.download(&id, target, options));
            let error = outcome.unwrap_err();
            assert_eq!((error.status(), error.os_error()), (Status::Io, Some(errno)), "{error}");
            assert_eq!(emulator.count(RAPIDGATOR, "download_bytes"), 0);
        }
    }
    assert_eq!(names(folder.path()), before, "I5");
    healthy(&emulator, &session);
}

#[test]
fn r185_a_folder_without_permission_is_refused_before_a_byte() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(folder.path().join("probe"), b"").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let emulator = emulator();
    let id = put(&emulator, "a.bin", b"abc");
    let target = Target::file(folder.path().join("a.bin"));
    let error = session(&emulator).download(&id, target, DownloadOptions::new()).unwrap_err();
    assert_eq!((error.status(), error.os_error()), (Status::Io, Some(13)), "{error}");
    assert_eq!(emulator.count(RAPIDGATOR, "download_bytes"), 0);
}

#[test]
fn r189_a_link_is_replaced_and_never_written_through() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", b"new");
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name);
    std::fs::write(inside("victim"), b"old").unwrap();
    symlink(inside("victim"), inside("link")).unwrap();
    symlink(inside("nothing"), inside("dangling")).unwrap();
    std::fs::hard_link(inside("victim"), inside("hard")).unwrap();
    std::fs::create_dir(inside("folder")).unwrap();
    symlink(inside("folder"), inside("to-folder")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(inside("fifo")).status().unwrap().success());
    let mut before = names(folder.path());
    for name in ["link", "dangling", "hard"] {
        let refused = session.download(&id, Target::file(inside(name)), options()).unwrap_err();
        assert_eq!(refused.status(), Status::Exists, "{name}");
        let over = options().with_existing(Existing::Overwrite);
        session.download(&id, Target::file(inside(name)), over).unwrap();
        assert!(inside(name).symlink_metadata().unwrap().is_file(), "{name} is a file now");
        assert_eq!(std::fs::read(inside(name)).unwrap(), b"new");
    }
    assert_eq!(std::fs::read(inside("victim")).unwrap(), b"old");
    assert!(!inside("nothing").exists());
    for path in [
        inside("folder"),
        inside("to-folder"),
        inside("fifo"),
        "/dev/null".into(),
        "/dev/full".into(),
    ] {
        let over = options().with_existing(Existing::Overwrite);
        let outcome =
            within(Duration::from_secs(1), || session.download(&id, Target::file(&path), over));
        assert_eq!(outcome.unwrap_err().status(), Status::Io, "{}", path.display());
    }
    before.sort();
    assert_eq!(names(folder.path()), before, "I5");
}

#[test]
fn r190_a_link_in_the_place_of_a_part_is_not_followed() {
    let bytes = content(50_000);
    let cut = vec![Step::Send(blob(&bytes).to_bytes()[..20_000].to_vec()), Step::Rst];
    let router = with_file(Some(bytes.len()), &md5(&bytes)).on("GET", "/blob", cut);
    let server = FaultServer::start(router);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    // Learn the name of the part, then put a trap there.
    fetch(&patient(server.url("")), &path, options().with_resume(true)).unwrap_err();
    let part = names(folder.path()).into_iter().find(|name| name.ends_with(".gigapart")).unwrap();
    let part = folder.path().join(part);
    let victim = folder.path().join("victim");
    for trap in ["symlink", "dangling", "hard link"] {
        std::fs::remove_file(&part).unwrap();
        std::fs::write(&victim, b"precious").unwrap();
        match trap {
            "symlink" => symlink(&victim, &part).unwrap(),
            "dangling" => symlink(folder.path().join("nothing"), &part).unwrap(),
            _ => std::fs::hard_link(&victim, &part).unwrap(),
        }
        fetch(&patient(server.url("")), &path, options().with_resume(true)).unwrap_err();
        assert_eq!(std::fs::read(&victim).unwrap(), b"precious", "{trap}");
        assert!(!folder.path().join("nothing").exists(), "{trap}");
    }
}

#[test]
fn r151_what_is_no_regular_file_is_refused_before_any_request() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name);
    let _socket = std::os::unix::net::UnixListener::bind(inside("socket")).unwrap();
    symlink(inside("nothing"), inside("dangling")).unwrap();
    symlink(inside("loop"), inside("loop")).unwrap();
    for path in [
        inside("missing"),
        folder.path().to_owned(),
        inside("socket"),
        inside("dangling"),
        inside("loop"),
        "/dev/zero".into(),
        "/dev/full".into(),
        inside("missing/deeper"),
        folder.path().join("x".repeat(300)),
    ] {
        let options = UploadOptions::new().with_name("a");
        let error = within(Duration::from_secs(1), || session.upload(Source::path(&path), options))
            .unwrap_err();
        assert_eq!(error.status(), Status::Io, "{}: {error}", path.display());
        assert_eq!(error.path(), Some(&*path), "{error}");
    }
    assert!(emulator.requests(RAPIDGATOR).is_empty(), "nothing was sent");
    // A link to a regular file is one, and a file of /proc has the length it says: none.
    std::fs::write(inside("real"), b"real").unwrap();
    symlink(inside("real"), inside("link")).unwrap();
    session.upload(Source::path(inside("link")), UploadOptions::new()).unwrap();
    let error =
        session.upload(Source::path("/proc/self/status"), UploadOptions::new()).unwrap_err();
    assert_eq!(error.status(), Status::SourceChanged, "{error}");
}

#[test]
fn r175_a_name_is_taken_from_the_path_or_asked_for() {
    use std::os::unix::ffi::OsStrExt as _;
    let emulator = emulator();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.txt"));
    std::fs::write(&odd, b"odd").unwrap();
    let error = session.upload(Source::path(&odd), UploadOptions::new()).unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("name")));
    // With a name the right file is opened.
    let receipt =
        session.upload(Source::path(&odd), UploadOptions::new().with_name("cafe")).unwrap();
    assert_eq!(receipt.md5, Some(md5(b"odd")));
    for path in ["/", "..", "."] {
        let error = session.upload(Source::path(path), UploadOptions::new()).unwrap_err();
        assert!(matches!(error.status(), Status::Argument | Status::Io), "{path}: {error}");
    }
    assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 1);
}

#[test]
fn a_pipe_is_read_to_its_end_whoever_writes_to_it_and_whenever() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.bin");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let bytes = content(700_000);
    let (there, sent) = (path.clone(), bytes.clone());
    // It opens as soon as somebody reads, and writes in two goes.
    let writer = std::thread::spawn(move || {
        use std::io::Write as _;
        let mut pipe = std::fs::File::options().write(true).open(there).unwrap();
        pipe.write_all(&sent[..300_000]).unwrap();
        pipe.write_all(&sent[300_000..]).unwrap();
    });
    let receipt = session.upload(Source::path(&path), UploadOptions::new()).unwrap();
    writer.join().unwrap();
    assert_eq!((receipt.entry.name.as_str(), receipt.bytes), ("pipe.bin", 700_000));
    assert_eq!(stored(&emulator), [(700_000, md5(&bytes))]);
    // One to which nobody writes waits as everything waits.
    let cancel = gigahost::CancelToken::new();
    let waiting = session.with_cancel(&cancel);
    let outcome = std::thread::scope(|scope| {
        let upload = scope.spawn(|| waiting.upload(Source::path(&path), UploadOptions::new()));
        cancel.cancel();
        upload.join().unwrap()
    });
    assert_eq!(outcome.unwrap_err().status(), Status::Cancelled);
}
