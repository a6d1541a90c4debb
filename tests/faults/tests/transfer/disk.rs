//! J: a disk that does not take the bytes. Limits of the process and mounts are those of a child.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use gigahost::{
    Control, DownloadOptions, Existing, Queue, QueueOptions, Stage, Status, Target, UploadOptions,
};

use super::support::*;

const SIZE: usize = 3_000_000;
const EFBIG: i32 = 27;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;

/// What a child does: downloads into a folder whose disk is at its end, and looks what is left.
fn on_a_bad_disk(argument: &str) {
    let words: Vec<&str> = argument.splitn(4, ' ').collect();
    let [url, id, errno, folder] = words[..] else { panic!("{argument}") };
    let folder = PathBuf::from(folder);
    let session = at(url).build().unwrap();
    for resume in [false, true] {
        let options = DownloadOptions::new().with_resume(resume);
        let target = Target::file(folder.join("a.bin"));
        let outcome = within(Duration::from_secs(3), || session.download(id, target, options));
        let error = outcome.unwrap_err();
        assert_eq!((error.status(), error.os_error()), (Status::Io, errno.parse().ok()), "{error}");
        assert!(!folder.join("a.bin").exists(), "never partial");
        let left = names(&folder);
        assert!(resume || left.is_empty(), "I5: {left:?}");
    }
    session.account().expect("I6");
}

/// Runs that child behind lines of shell.
fn child_on_a_bad_disk(test: &str, shell: &str, errno: i32) {
    if let Some(argument) = child_argument() {
        return on_a_bad_disk(&argument);
    }
    let emulator = emulator();
    let id = put(&emulator, "a.bin", &content(SIZE));
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().display().to_string();
    let argument = format!("{} {id} {errno} {here}", emulator.base_url(RAPIDGATOR));
    run_child(&shell.replace("FOLDER", &here), test, &argument);
}

/// The lines that put the rest of the shell into a namespace with a small disk at FOLDER.
fn mounted(options: &str) -> Option<String> {
    let may =
        Command::new("unshare").args(["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).status();
    if !may.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no mount may be made here");
        return None;
    }
    let again = r#"if [ -z "$MOUNTED" ]; then MOUNTED=1 exec unshare -rm sh -c '"#;
    let rest = r#" && exec "$0" "$@"' "$0" "$@"; fi"#;
    Some(format!("{again}export MOUNTED && mount -t tmpfs -o {options} tmpfs FOLDER{rest}"))
}

#[test]
fn r185_a_full_disk_ends_the_download_and_leaves_nothing() {
    const TEST: &str = "disk::r185_a_full_disk_ends_the_download_and_leaves_nothing";
    if let Some(shell) = mounted("size=1m") {
        child_on_a_bad_disk(TEST, &shell, ENOSPC);
    }
}

#[test]
fn r185_a_read_only_disk_is_refused_before_a_byte() {
    const TEST: &str = "disk::r185_a_read_only_disk_is_refused_before_a_byte";
    if let Some(shell) = mounted("ro") {
        child_on_a_bad_disk(TEST, &shell, EROFS);
    }
}

/// The library leaves signals alone (R226), so a program with such a limit has to ignore SIGXFSZ
/// itself; Python does, and the shell does it here.
#[test]
fn r185_a_limit_of_the_file_size_is_an_error_like_a_full_disk() {
    const TEST: &str = "disk::r185_a_limit_of_the_file_size_is_an_error_like_a_full_disk";
    child_on_a_bad_disk(TEST, "trap '' XFSZ; ulimit -f 2000", EFBIG);
}

#[test]
fn r186_a_file_that_cannot_be_put_in_its_place_leaves_the_old_one() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", &content(1000));
    let spoil: &[(fn(&Path), Existing, bool)] = &[
        // The target becomes a folder; the whole folder goes away, with and without an old file. On Windows
        // it cannot, as long as a file in it is open.
        (|path| std::fs::create_dir(path).unwrap(), Existing::Overwrite, true),
        #[cfg(unix)]
        (
            |path| std::fs::remove_dir_all(path.parent().unwrap()).unwrap(),
            Existing::Overwrite,
            false,
        ),
        #[cfg(unix)]
        (|path| std::fs::remove_dir_all(path.parent().unwrap()).unwrap(), Existing::Refuse, false),
    ];
    for &(change, existing, stays) in spoil {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("in");
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("a.bin");
        let spoiled = path.clone();
        let options = DownloadOptions::new().with_existing(existing).on_progress(move |progress| {
            if progress.stage == Stage::Verifying {
                change(&spoiled);
            }
            Control::Continue
        });
        let error = session.download(&id, Target::file(&path), options).unwrap_err();
        assert_eq!(error.status(), Status::Io, "{error}");
        assert!(error.os_error().is_some());
        assert_eq!(names(outer.path()).len(), usize::from(stays));
        if stays {
            let kept = named_part(&folder, &error);
            assert_eq!(std::fs::read(&kept).unwrap(), content(1000));
            assert_eq!(names(&folder).len(), 3, "that, its record, and what took its place");
            assert!(error.hint().is_some_and(|hint| hint.contains("call again")), "{error}");
        }
    }
    healthy(&emulator, &session);
}

#[test]
fn r204_a_full_disk_fails_one_download_and_not_the_eight_beside_it() {
    let emulator = emulator();
    let session = session(&emulator);
    let bytes = content(200_000);
    let id = put(&emulator, "a.bin", &bytes);
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (session, id, bytes) = (&session, &id, &bytes);
            let path = folder.path().join(number.to_string());
            scope.spawn(move || {
                session.download(id, Target::file(&path), DownloadOptions::new()).unwrap();
                assert!(std::fs::read(&path).unwrap() == *bytes);
            });
        }
        scope.spawn(|| {
            let full = std::fs::File::create("/dev/full").unwrap();
            let outcome = session.download(&id, Target::writer(full), DownloadOptions::new());
            assert_eq!(outcome.unwrap_err().status(), Status::Callback);
        });
    });
    assert_eq!(names(folder.path()).len(), 8);
}

#[test]
fn r222_a_process_without_descriptors_gets_an_error_and_recovers() {
    const TEST: &str = "disk::r222_a_process_without_descriptors_gets_an_error_and_recovers";
    if let Some(argument) = child_argument() {
        let words: Vec<&str> = argument.splitn(3, ' ').collect();
        let [url, id, folder] = words[..] else { panic!("{argument}") };
        let session = at(url).build().unwrap();
        let path = Path::new(folder).join("a.bin");
        std::fs::write(Path::new(folder).join("up.bin"), b"abc").unwrap();
        // Every number of free descriptors from none to enough.
        let mut held = Vec::new();
        while let Ok(file) = std::fs::File::open("/dev/null") {
            held.push(file);
        }
        let mut failures = 0;
        loop {
            let down = session.download(id, Target::file(&path), DownloadOptions::new());
            let up = session.upload(
                gigahost::Source::path(Path::new(folder).join("up.bin")),
                gigahost::UploadOptions::new(),
            );
            for error in [down.as_ref().err(), up.as_ref().err()].into_iter().flatten() {
                failures += 1;
                assert_eq!((error.status(), error.os_error()), (Status::Io, Some(24)), "{error}");
            }
            if down.is_ok() && up.is_ok() {
                break;
            }
            assert!(down.is_ok() == path.exists(), "never partial");
            let _ = std::fs::remove_file(&path);
            held.pop().expect("enough descriptors in the end");
        }
        assert!(failures >= 4, "at socket, at source, at part");
        let mut left = names(Path::new(folder));
        left.retain(|name| name.ends_with("gigapart"));
        assert!(left.is_empty(), "I5");
        return;
    }
    let emulator = emulator();
    let id = put(&emulator, "a.bin", &content(5000));
    let folder = tempfile::tempdir().unwrap();
    let url = emulator.base_url(RAPIDGATOR);
    run_child("ulimit -n 40", TEST, &format!("{url} {id} {}", folder.path().display()));
}

/// What a child does: fills the state of a queue until the disk takes no more.
fn on_a_disk_that_fills_up(folder: &Path) {
    let session = at("http://127.0.0.1:1").build().unwrap();
    let queue = Queue::new(QueueOptions::new().with_state(folder.join("state"))).unwrap();
    queue.pause_all().unwrap();
    let add =
        |n: usize| queue.upload(&session, folder.join(format!("{n}.bin")), UploadOptions::new());
    let full = (0..1000).find_map(|n| add(n).err()).expect("the disk is full");
    assert_eq!((full.status(), full.os_error()), (Status::Io, Some(EFBIG)), "{full}");
    assert!(full.message().contains("state: cannot be written"), "{full}");
    queue.cancel(1).expect("there is room for a short line where a long one was taken off");
}

#[test]
fn a_state_on_a_full_disk_loses_nothing_and_stays_one() {
    const TEST: &str = "disk::a_state_on_a_full_disk_loses_nothing_and_stays_one";
    if let Some(folder) = child_argument() {
        return on_a_disk_that_fills_up(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let shell = "trap '' XFSZ; ulimit -f 16";
    run_child(shell, TEST, &folder.path().display().to_string());
    let lines = std::fs::read_to_string(folder.path().join("state")).unwrap().lines().count();
    let session = at("http://127.0.0.1:1").build().unwrap();
    let queue = Queue::new(QueueOptions::new().with_state(folder.path().join("state"))).unwrap();
    queue.pause_all().unwrap();
    // One line is the head; one cancels a transfer.
    assert_eq!(queue.restore(&session).unwrap().len(), lines - 3);
}
