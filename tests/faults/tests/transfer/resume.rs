//! J: going on where a download broke: only on proof.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gigahost::{DownloadOptions, Status, Verified};
use gigahost_emulator::{Fault, FaultKind};
use gigahost_faults::{Answer, FaultServer, Reply, Router, Step, reply};

use super::support::*;

const SIZE: usize = 300_000;
const HALF: usize = 120_000;

fn resuming() -> DownloadOptions {
    DownloadOptions::new()
}

pub(super) fn whole(bytes: &[u8], tag: Option<&str>) -> Reply {
    let reply = reply(200);
    let reply = match tag {
        Some(tag) => reply.header("ETag", tag),
        None => reply,
    };
    reply.body(bytes)
}

/// The first half of the bytes, then a reset.
pub(super) fn half(bytes: &[u8], tag: Option<&str>) -> Vec<Step> {
    let all = whole(bytes, tag).to_bytes();
    vec![Step::Send(all[..all.len() - (SIZE - HALF)].to_vec()), Step::Rst]
}

pub(super) fn partial(bytes: &[u8], range: &str, tag: Option<&str>) -> Reply {
    let reply = reply(206).header("Content-Range", range);
    let reply = match tag {
        Some(tag) => reply.header("ETag", tag),
        None => reply,
    };
    reply.body(bytes)
}

/// Answers a range as it should be.
pub(super) fn honest(bytes: Vec<u8>, tag: Option<&'static str>) -> Answer {
    Answer::call(move |request, connection| {
        let from = request.header("Range").and_then(|range| {
            range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok()
        });
        connection.reply(&match from {
            Some(from) => {
                let range = format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len());
                partial(&bytes[from..], &range, tag)
            }
            None => whole(&bytes, tag),
        })
    })
}

pub(super) fn ranges(server: &FaultServer) -> Vec<Option<String>> {
    let blobs = server.requests().into_iter().filter(|request| request.path() == "/blob");
    blobs.map(|request| request.header("Range").map(str::to_owned)).collect()
}

#[test]
fn r192_a_range_that_is_proven_is_gone_on_with() {
    let bytes = content(SIZE);
    for (tag, hash) in
        [(Some("\"v1\""), String::new()), (None, md5(&bytes)), (Some("\"v1\""), md5(&bytes))]
    {
        let router = with_file(Some(SIZE), &hash).on("GET", "/blob", half(&bytes, tag)).on(
            "GET",
            "/blob",
            honest(bytes.clone(), tag),
        );
        let server = FaultServer::start(router);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bin");
        let download = fetch(&patient(server.url("")), &path, DownloadOptions::new()).unwrap();
        assert!(std::fs::read(&path).unwrap() == bytes);
        assert_eq!((download.attempts, download.bytes), (2, SIZE as u64));
        let asked = ranges(&server);
        assert!(
            asked[1]
                .as_deref()
                .is_some_and(|range| range.starts_with("bytes=") && range.ends_with('-'))
        );
        let second = server.requests().into_iter().rfind(|r| r.path() == "/blob").unwrap();
        assert_eq!(second.header("If-Range"), tag);
    }
}

#[test]
fn r192_a_range_without_proof_is_thrown_away() {
    let bytes = content(SIZE);
    let rest = &bytes[HALF..];
    let strong = Some("\"v1\"");
    let at = |range: String| partial(rest, &range, strong);
    let total = SIZE;
    let wrong: Vec<(&str, Reply)> = vec![
        ("ignores the range", whole(&bytes, strong)),
        ("the file shrank: 416", reply(416).header("Content-Range", "bytes */5")),
        ("another start", at(format!("bytes {}-{}/{total}", HALF + 1, total - 1))),
        ("start 0", at(format!("bytes 0-{}/{total}", total - 1))),
        ("another total", at(format!("bytes {HALF}-{}/{}", total - 1, total + 5))),
        ("no total", at(format!("bytes {HALF}-{}/*", total - 1))),
        ("no Content-Range", reply(206).header("ETag", "\"v1\"").body(rest)),
        (
            "another validator",
            partial(rest, &format!("bytes {HALF}-{}/{total}", total - 1), Some("\"v2\"")),
        ),
        (
            "many ranges",
            reply(206).header("Content-Type", "multipart/byteranges; boundary=x").body(rest),
        ),
        ("refused", reply(500).header("X-Error", "Unexpected range request")),
    ];
    for (what, answer) in wrong {
        let router = with_file(Some(SIZE), "")
            .on("GET", "/blob", half(&bytes, strong))
            .on("GET", "/blob", answer)
            .on("GET", "/blob", whole(&bytes, strong));
        let server = FaultServer::start(router);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bin");
        let download = fetch(&patient(server.url("")), &path, DownloadOptions::new())
            .unwrap_or_else(|e| panic!("{what}: {e}"));
        assert!(std::fs::read(&path).unwrap() == bytes, "{what}");
        assert!(download.attempts <= 3, "{what}");
    }
}

#[test]
fn r192_without_a_validator_or_a_hash_nothing_is_gone_on_with() {
    let bytes = content(SIZE);
    for tag in [None, Some("W/\"weak\"")] {
        let router = with_file(Some(SIZE), "").on("GET", "/blob", half(&bytes, tag)).on(
            "GET",
            "/blob",
            honest(bytes.clone(), tag),
        );
        let server = FaultServer::start(router);
        let folder = tempfile::tempdir().unwrap();
        fetch(&patient(server.url("")), &folder.path().join("a"), DownloadOptions::new()).unwrap();
        assert_eq!(ranges(&server), [None, None], "{tag:?}");
    }
}

#[test]
fn r192_a_redirect_keeps_the_range() {
    let bytes = content(SIZE);
    let hop = Answer::call(|request, connection| {
        let host = request.header("Host").unwrap_or_default();
        connection.reply(&gigahost_faults::redirect(302, format!("http://{host}/moved")))
    });
    let router = with_file(Some(SIZE), &md5(&bytes))
        .on("GET", "/blob", half(&bytes, None))
        .on("GET", "/blob", hop)
        .on("GET", "/moved", honest(bytes.clone(), None));
    let server = FaultServer::start(router);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fetch(&patient(server.url("")), &path, DownloadOptions::new()).unwrap();
    assert!(std::fs::read(&path).unwrap() == bytes);
    let moved = server.requests().into_iter().find(|request| request.path() == "/moved").unwrap();
    assert!(moved.header("Range").is_some());
}

/// A host that breaks each of the first `breaks` streams after a piece.
fn breaking(bytes: &[u8], breaks: usize) -> Router {
    let (all, piece) = (bytes.to_vec(), SIZE / 10);
    let mut router = with_file(Some(SIZE), &md5(bytes));
    for _ in 0..breaks {
        let all = all.clone();
        let answer = Answer::call(move |request, connection| {
            let from = request.header("Range").map_or(0, |range| {
                range.trim_start_matches("bytes=").trim_end_matches('-').parse::<usize>().unwrap()
            });
            let code = if from == 0 {
                reply(200)
            } else {
                reply(206).header("Content-Range", format!("bytes {from}-{}/{SIZE}", SIZE - 1))
            };
            let message = code.body(&all[from..]).to_bytes();
            let end = message.len() - (SIZE - from) + piece.min(SIZE - from);
            connection.send(&message[..end])?;
            // An end, not a reset: all that was sent arrives.
            connection.fin();
            Ok(())
        });
        router = router.on("GET", "/blob", answer);
    }
    router.on("GET", "/blob", honest(all, None))
}

#[test]
fn r193_five_breaks_are_mended_and_a_sixth_is_told() {
    let bytes = content(SIZE);
    for breaks in 1..=8 {
        let server = FaultServer::start(breaking(&bytes, breaks));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bin");
        let outcome = fetch(&patient(server.url("")), &path, DownloadOptions::new());
        if breaks <= 5 {
            let download = outcome.unwrap_or_else(|e| panic!("{breaks}: {e}"));
            assert_eq!(
                (download.attempts as usize, download.verified),
                (breaks + 1, Verified::Md5)
            );
            assert!(std::fs::read(&path).unwrap() == bytes);
        } else {
            let error = outcome.unwrap_err();
            assert_eq!((error.status(), error.attempts()), (Status::Network, 6));
            let part = ".gigapart, from which the same download goes on";
            assert!(error.hint().is_some_and(|hint| hint.ends_with(part)), "{error}");
        }
    }
}

#[test]
fn r193_a_deadline_holds_over_all_attempts() {
    let emulator = emulator();
    let id = put(&emulator, "a.bin", &content(SIZE));
    emulator
        .fault(Fault::new(RAPIDGATOR, "download_bytes", FaultKind::CutBody { bytes: 0 }).always());
    let session = session(&emulator).with_deadline(Duration::from_millis(600));
    let folder = tempfile::tempdir().unwrap();
    let target = gigahost::Target::file(folder.path().join("a"));
    let error = within(Duration::from_millis(1500), || {
        session.download(&id, target, DownloadOptions::new())
    })
    .unwrap_err();
    assert_eq!(error.status(), Status::Timeout, "{error}");
    assert!(names(folder.path()).is_empty());
}

/// A part of the file as a broken call leaves it; its path and that of its record.
fn broken_off(bytes: &[u8], folder: &Path, tag: Option<&str>) -> (PathBuf, PathBuf) {
    let router = with_file(Some(SIZE), &md5(bytes)).on("GET", "/blob", half(bytes, tag));
    let steady = router.on("GET", "/blob", vec![Step::Rst]);
    let server = FaultServer::start(steady);
    fetch(&patient(server.url("")), &folder.join("a.bin"), resuming()).unwrap_err();
    let left = names(folder);
    let path = |ending: &str| folder.join(left.iter().find(|name| name.ends_with(ending)).unwrap());
    (path(".gigapart"), path(".gigameta"))
}

#[test]
fn r193_a_kept_part_is_gone_on_with_by_a_later_call() {
    let bytes = content(SIZE);
    let folder = tempfile::tempdir().unwrap();
    let (part, _) = broken_off(&bytes, folder.path(), Some("\"v1\""));
    let length = part.metadata().unwrap().len();
    assert!(length > 0 && length < SIZE as u64);
    let router = with_file(Some(SIZE), &md5(&bytes));
    let server =
        FaultServer::start(router.on("GET", "/blob", honest(bytes.clone(), Some("\"v1\""))));
    let path = folder.path().join("a.bin");
    let download = fetch(&patient(server.url("")), &path, resuming()).unwrap();
    assert_eq!((download.resumed_from, download.verified), (length, Verified::Md5));
    assert_eq!(ranges(&server), [Some(format!("bytes={length}-"))]);
    assert!(std::fs::read(&path).unwrap() == bytes);
    assert_eq!(names(folder.path()), ["a.bin"], "I5");
}

#[test]
fn r194_a_part_that_was_tampered_with_costs_a_new_beginning_and_nothing_else() {
    let bytes = content(SIZE);
    let tamper: [(&str, fn(&Path, &Path)); 8] = [
        ("longer than the total", |part, _| std::fs::write(part, vec![7; SIZE + 1]).unwrap()),
        ("filled with zeros", |part, _| {
            let length = part.metadata().unwrap().len() as usize;
            std::fs::write(part, vec![0; length]).unwrap();
        }),
        ("as long as the file, but another", |part, _| {
            std::fs::write(part, vec![1; SIZE]).unwrap()
        }),
        ("another identity", |_, record| {
            let text = std::fs::read_to_string(record).unwrap().replace("f1", "f2");
            std::fs::write(record, text).unwrap();
        }),
        ("another total", |_, record| {
            let text = std::fs::read_to_string(record).unwrap().replace("300000", "299999");
            std::fs::write(record, text).unwrap();
        }),
        ("an odd record", |_, record| std::fs::write(record, b"{\"identity\":").unwrap()),
        ("no record", |_, record| std::fs::remove_file(record).unwrap()),
        ("an empty part", |part, _| std::fs::write(part, b"").unwrap()),
    ];
    for (what, change) in tamper {
        let folder = tempfile::tempdir().unwrap();
        let (part, record) = broken_off(&bytes, folder.path(), Some("\"v1\""));
        change(&part, &record);
        let router = with_file(Some(SIZE), &md5(&bytes));
        let server =
            FaultServer::start(router.on("GET", "/blob", honest(bytes.clone(), Some("\"v1\""))));
        let path = folder.path().join("a.bin");
        let download = fetch(&patient(server.url("")), &path, resuming())
            .unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!((download.resumed_from, download.verified), (0, Verified::Md5), "{what}");
        assert!(std::fs::read(&path).unwrap() == bytes, "{what}");
        assert_eq!(names(folder.path()), ["a.bin"], "{what}: I5");
    }
}

/// Kills a download when its part has grown to each of these sizes, then finishes it.
fn killed_at(points: impl Iterator<Item = u64>, test: &str) {
    let emulator = emulator();
    let bytes = content(SIZE);
    let id = put(&emulator, "a.bin", &bytes);
    let url = emulator.base_url(RAPIDGATOR);
    for point in points {
        emulator.clear_faults();
        // 10 kB every millisecond: the kill comes in the middle.
        let drip = FaultKind::Drip { bytes: 10_000, ms: 1 };
        emulator.fault(Fault::new(RAPIDGATOR, "download_bytes", drip));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bin");
        let argument = format!("{url} {id} {}", path.display());
        let mut child =
            child("", test, &argument).stdout(std::process::Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        let grown = || {
            let part = names(folder.path()).into_iter().find(|name| name.ends_with(".gigapart"));
            let length =
                part.and_then(|part| folder.path().join(part).metadata().ok()).map(|m| m.len());
            path.exists() || length.is_some_and(|length| length >= point)
        };
        while !grown() && start.elapsed() < Duration::from_secs(5) {
            std::thread::yield_now();
        }
        child.kill().unwrap(); // SIGKILL; TerminateProcess on Windows
        child.wait().unwrap();
        assert!(start.elapsed() < Duration::from_secs(5), "the child made no part");
        if path.exists() {
            assert!(std::fs::read(&path).unwrap() == bytes, "{point}: complete or absent");
            assert_eq!(names(folder.path()).iter().filter(|n| n.ends_with("part")).count(), 0);
            continue;
        }
        let target = gigahost::Target::file(&path);
        let download = session(&emulator).download(&id, target, resuming()).unwrap();
        assert_eq!(download.verified, Verified::Md5, "{point}");
        assert!(std::fs::read(&path).unwrap() == bytes, "{point}");
        assert_eq!(names(folder.path()), ["a.bin"], "{point}: I5");
    }
}

fn to_be_killed() -> bool {
    let Some(argument) = child_argument() else { return false };
    let words: Vec<&str> = argument.splitn(3, ' ').collect();
    let target = gigahost::Target::file(words[2]);
    at(words[0]).build().unwrap().download(words[1], target, resuming()).unwrap();
    true
}

#[test]
fn r187_a_killed_download_is_finished_by_the_next_call() {
    if !to_be_killed() {
        let points = (0..20).map(|i| (i * 7_919 * 37) % SIZE as u64);
        killed_at(points, "resume::r187_a_killed_download_is_finished_by_the_next_call");
    }
}

#[test]
#[ignore = "two hundred kills: for the full run"]
fn r187_two_hundred_killed_downloads_are_finished_by_the_next_call() {
    if !to_be_killed() {
        let points = (0..200).map(|i| (i * 1_499) % (SIZE as u64 + 1));
        killed_at(
            points,
            "resume::r187_two_hundred_killed_downloads_are_finished_by_the_next_call",
        );
    }
}
