//! Files over several connections at once: every range proven, every byte fetched once, and one stream
//! where the host does not play along.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gigahost::{CancelToken, Checksum, Download, DownloadOptions, Error, Status, Target, Verified};
use gigahost_emulator::{Fault, FaultKind};
use gigahost_faults::{Answer, FaultServer, Reply, Request, Router, Step, redirect, reply};

use super::support::*;

const MIB: usize = 1 << 20;
const SIZE: usize = 6 * MIB + 12_345;
const BLOCK: u64 = 256 * 1024;
const TAG: &str = "\"v1\"";

/// An answer to a request for these bytes of the file.
type Wrong = fn(&[u8], (usize, usize)) -> Reply;
/// What is done to a part and its journal.
type Change = fn(&Path, &Path);

fn four() -> DownloadOptions {
    DownloadOptions::new().with_segments(4)
}

/// The bytes that a request asks for, its end not included.
fn asked(request: &Request) -> Option<(usize, usize)> {
    let (first, last) = request.header("Range")?.strip_prefix("bytes=")?.split_once('-')?;
    let end = if last.is_empty() { SIZE } else { last.parse::<usize>().ok()? + 1 };
    Some((first.parse().ok()?, end))
}

fn partial(bytes: &[u8], (first, end): (usize, usize), tag: &str) -> Reply {
    let range = format!("bytes {first}-{}/{}", end - 1, bytes.len());
    reply(206).header("Content-Range", range).header("ETag", tag).body(&bytes[first..end])
}

fn whole(bytes: &[u8], tag: &str) -> Reply {
    reply(200).header("ETag", tag).body(bytes)
}

fn honestly(bytes: &[u8], request: &Request) -> Reply {
    asked(request).map_or_else(|| whole(bytes, TAG), |range| partial(bytes, range, TAG))
}

/// A host whose answer to the n-th request for bytes (from 0) is this.
fn host(hash: &str, answer: impl Fn(usize, &Request) -> Reply + Send + Sync + 'static) -> Router {
    let count = AtomicUsize::new(0);
    let answer = Answer::call(move |request, connection| {
        connection.reply(&answer(count.fetch_add(1, Ordering::Relaxed), request))
    });
    with_file(Some(SIZE), hash).on("GET", "/blob", answer)
}

/// A host whose first four streams begin together: none ends, or is taken over by another, before the
/// others are there. Each brings so many bytes of its range and ends; later ones are answered as `later`
/// says.
fn together(
    bytes: &[u8],
    hash: &str,
    sent: usize,
    later: impl Fn(&[u8], &Request) -> Reply + Send + Sync + 'static,
) -> Router {
    let (file, gate) = (bytes.to_vec(), std::sync::Barrier::new(4));
    let count = AtomicUsize::new(0);
    let answer = Answer::call(move |request, connection| {
        if count.fetch_add(1, Ordering::Relaxed) >= 4 {
            return connection.reply(&later(&file, request));
        }
        let (first, end) = asked(request).unwrap();
        let message = honestly(&file, request).to_bytes();
        let head = message.len() - (end - first);
        let (now, rest) = message.split_at(head + 1000);
        connection.send(now)?;
        gate.wait();
        connection.send(&rest[..rest.len().min(sent.saturating_sub(1000))])?;
        connection.fin();
        Ok(())
    });
    with_file(Some(SIZE), hash).on("GET", "/blob", answer)
}

fn blobs(server: &FaultServer) -> Vec<Request> {
    server.requests().into_iter().filter(|request| request.path() == "/blob").collect()
}

/// Downloads into a fresh folder; the bytes must be these, and nothing else may be there.
fn right(server: &FaultServer, bytes: &[u8], options: DownloadOptions, what: &str) -> Download {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let download =
        fetch(&patient(server.url("")), &path, options).unwrap_or_else(|e| panic!("{what}: {e}"));
    assert!(std::fs::read(&path).unwrap() == bytes, "{what}: the bytes are others");
    assert_eq!(names(folder.path()), ["a.bin"], "{what}");
    assert_eq!(server.failures(), Vec::<String>::new(), "{what}");
    download
}

#[test]
fn every_byte_is_fetched_once_over_as_many_connections_as_were_asked_for() {
    let bytes = content(SIZE);
    for (hash, checksum, verified) in [
        (String::new(), Checksum::Auto, Verified::Size),
        (md5(&bytes), Checksum::Auto, Verified::Md5),
        (md5(&bytes), Checksum::Never, Verified::Size),
    ] {
        let server = FaultServer::start(together(&bytes, &hash, usize::MAX, honestly));
        let options = four().with_checksum(checksum);
        let download = right(&server, &bytes, options, verified.name());
        assert_eq!((download.verified, download.bytes), (verified, SIZE as u64));
        let requests = blobs(&server);
        assert!(requests.len() >= 4 && download.attempts as usize == requests.len());
        let mut ranges: Vec<_> = requests.iter().map(|request| asked(request).unwrap()).collect();
        ranges.sort_unstable();
        let starts: Vec<_> = ranges.iter().map(|range| range.0).collect();
        assert!(starts.is_sorted_by(|a, b| a < b), "no two begin at the same byte: {ranges:?}");
        assert!(starts.iter().all(|start| start % BLOCK as usize == 0), "{ranges:?}");
        for request in requests.iter().skip(1) {
            assert_eq!(request.header("If-Range"), Some(TAG));
            assert!(request.header("Authorization").is_none() && request.query().is_empty());
        }
    }
}

#[test]
fn one_stream_is_enough_where_more_would_not_be_worth_it_or_are_not_allowed() {
    let cases = [
        (2 * MIB, 4, 1, "the host wants one for 2 MiB and less"),
        (MIB - 1, 4, 1, "a small file"),
        (SIZE, 1, 1, "one was asked for"),
        (SIZE, 0, 1, "none was asked for"),
        (SIZE, 16, 5, "the host allows five"),
    ];
    for (size, segments, most, what) in cases {
        let bytes = content(size);
        let file = bytes.clone();
        let router = with_file(Some(size), "").on(
            "GET",
            "/blob",
            Answer::call(move |request, connection| {
                let answer = match asked(request) {
                    Some(range) => partial(&file, range, TAG),
                    None => whole(&file, TAG),
                };
                connection.reply(&answer)
            }),
        );
        let server = FaultServer::start(router);
        let options = DownloadOptions::new().with_segments(segments);
        right(&server, &bytes, options, what);
        let requests = blobs(&server);
        // Shares that were taken over from others begin in the middle of the first shares.
        let first = requests.iter().filter_map(asked).map(|(first, end)| end - first).max();
        let shares = first.map_or(1, |length| SIZE.div_ceil(length));
        assert!(shares <= most, "{what}: {shares}");
        assert_eq!(most == 1, requests.iter().all(|r| r.header("Range").is_none()), "{what}");
    }
    let server = FaultServer::start(with_file(Some(SIZE), ""));
    let folder = tempfile::tempdir().unwrap();
    let options = DownloadOptions::new().with_segments(17);
    let error = fetch(&patient(server.url("")), &folder.path().join("a"), options).unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("segments")));
    assert!(blobs(&server).is_empty() && names(folder.path()).is_empty());
}

#[test]
fn a_host_that_ignores_ranges_sends_the_file_in_one_stream_and_once() {
    let bytes = content(SIZE);
    let file = bytes.clone();
    let server = FaultServer::start(host("", move |_, _| whole(&file, TAG)));
    let download = right(&server, &bytes, four(), "ignored");
    assert_eq!((download.attempts, blobs(&server).len()), (1, 1));
}

#[test]
fn a_range_without_proof_is_never_mixed_into_the_file() {
    let bytes = content(SIZE);
    let other: Vec<u8> = bytes.iter().map(|byte| byte ^ 0x55).collect();

    // Another content from the first stream on would be the file.
    let wrong: [(&str, usize, Wrong); 7] = [
        ("another start", 0, |b, (first, end)| {
            let range = format!("bytes {}-{}/{SIZE}", first + 1, end - 1);
            reply(206).header("Content-Range", range).header("ETag", TAG).body(&b[first..end])
        }),
        ("another total", 0, |b, (first, end)| {
            let range = format!("bytes {first}-{}/{}", end - 1, SIZE + 5);
            reply(206).header("Content-Range", range).header("ETag", TAG).body(&b[first..end])
        }),
        ("no total", 0, |b, (first, end)| {
            let range = format!("bytes {first}-{}/*", end - 1);
            reply(206).header("Content-Range", range).header("ETag", TAG).body(&b[first..end])
        }),
        ("no Content-Range", 0, |b, (first, end)| {
            reply(206).header("ETag", TAG).body(&b[first..end])
        }),
        ("another validator", 1, |b, range| partial(b, range, "\"v2\"")),
        ("another whole", 1, |b, _| whole(b, "\"v2\"")),
        ("refused", 0, |_, _| reply(500).header("X-Error", "Unexpected range request")),
    ];
    for (what, least, answer) in wrong {
        // From the n-th stream on; a stream without a range is right.
        for from in least..4 {
            let (file, other) = (bytes.clone(), other.clone());
            let server = FaultServer::start(host("", move |n, request| match asked(request) {
                Some(range) if n >= from => answer(&other, range),
                _ => honestly(&file, request),
            }));
            right(&server, &bytes, four(), &format!("{what} from {from}"));
        }
    }
}

#[test]
fn without_a_validator_or_a_hash_the_file_comes_in_one_stream() {
    let bytes = content(SIZE);
    for (hash, single) in [(String::new(), true), (md5(&bytes), false)] {
        for tag in ["", "W/\"weak\""] {
            let file = bytes.clone();
            let server = FaultServer::start(host(&hash, move |_, request| match asked(request) {
                Some(range) => partial(&file, range, tag),
                None => whole(&file, tag),
            }));
            right(&server, &bytes, four(), tag);
            let last = blobs(&server).pop().unwrap();
            assert_eq!(last.header("Range").is_none(), single, "{tag:?} {hash:?}");
        }
    }
}

#[test]
fn ranges_of_another_content_than_the_hash_says_are_not_the_file() {
    let bytes = content(SIZE);
    let mut spoiled = bytes.clone();
    spoiled[SIZE / 2] ^= 1;
    let hash = md5(&bytes);
    let server = FaultServer::start(host(&hash, move |_, request| honestly(&spoiled, request)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let error = fetch(&patient(server.url("")), &path, four().with_resume(true)).unwrap_err();
    assert_eq!(error.status(), Status::Corrupt);
    assert!(names(folder.path()).is_empty(), "nothing of it is kept");
}

#[test]
fn a_host_that_allows_fewer_connections_gives_the_file_over_those() {
    let bytes = content(SIZE);
    for code in [403, 416, 429, 500, 503] {
        for allowed in [1, 2] {
            let file = bytes.clone();
            let server = FaultServer::start(host("", move |n, request| {
                // While the first ones run, no more are let in; later ones are.
                if (allowed..4).contains(&n) { reply(code) } else { honestly(&file, request) }
            }));
            right(&server, &bytes, four(), &format!("{code} beyond {allowed}"));
        }
    }
}

#[test]
fn a_connection_that_breaks_goes_on_where_it_broke() {
    let bytes = content(SIZE);
    let server = FaultServer::start(together(&bytes, &md5(&bytes), 300_000, honestly));
    right(&server, &bytes, four(), "ended");
    let ranges: Vec<_> = blobs(&server).iter().filter_map(asked).collect();
    for (first, end) in &ranges[..4] {
        let rest = (first + 300_000, *end);
        assert!(ranges[4..].contains(&rest), "{rest:?} of {ranges:?}");
    }
}

#[test]
fn a_connection_that_is_reset_or_brings_nothing_is_made_again() {
    let bytes = content(SIZE);
    for sent in [0, 300_000] {
        let file = bytes.clone();
        let count = AtomicUsize::new(0);
        let answer = Answer::call(move |request, connection| {
            let message = honestly(&file, request).to_bytes();
            if count.fetch_add(1, Ordering::Relaxed) >= 4 {
                return connection.send(&message);
            }
            connection.send(&message[..sent])?;
            connection.rst()
        });
        let router = with_file(Some(SIZE), &md5(&bytes)).on("GET", "/blob", answer);
        let server = FaultServer::start(router);
        let download = right(&server, &bytes, four(), &sent.to_string());
        assert_eq!(download.verified, Verified::Md5);
    }
}

#[test]
fn an_address_that_expired_is_asked_for_again() {
    let bytes = content(SIZE);
    // Every address serves so many streams.
    for uses in [1, 2, 5] {
        let made = AtomicUsize::new(0);
        let link = Answer::call(move |request, connection| {
            connection.read_body()?;
            let host = request.header("Host").unwrap_or_default();
            let n = made.fetch_add(1, Ordering::SeqCst);
            let link = format!(r#"{{"download_url":"http://{host}/blob/{n}","delay":0}}"#);
            connection.reply(&success(&link))
        });
        let file = bytes.clone();
        let used: Mutex<HashMap<String, usize>> = Mutex::default();
        let answer = Answer::call(move |request, connection| {
            let times = {
                let mut used = used.lock().unwrap();
                let times = used.entry(request.target.clone()).or_default();
                *times += 1;
                *times
            };
            if times > uses {
                return connection.reply(&reply(404));
            }
            let message = honestly(&file, request).to_bytes();
            let (first, end) = asked(request).unwrap();
            // Each stream brings two blocks at most.
            let sent = (end - first).min(2 * BLOCK as usize);
            connection.send(&message[..message.len() - (end - first) + sent])?;
            connection.fin();
            Ok(())
        });
        let info = format!(
            r#"{{"file":{{"file_id":"f1","name":"a.bin","size":{SIZE},"hash":"{}"}}}}"#,
            md5(&bytes)
        );
        let router = Router::new()
            .on("POST", "/api/v2/file/info", success(&info))
            .on("POST", "/api/v2/file/download", link)
            .on("POST", "/api/v2/user/info", account())
            .on("GET", "/blob", answer);
        let server = FaultServer::start(router);
        let download = right(&server, &bytes, four(), &format!("{uses} uses"));
        assert_eq!(download.verified, Verified::Md5);
    }
}

#[test]
fn a_redirect_is_followed_by_every_connection() {
    let bytes = content(SIZE);
    let file = bytes.clone();
    let hop = Answer::call(|request, connection| {
        let host = request.header("Host").unwrap_or_default();
        connection.reply(&redirect(302, format!("http://{host}/moved")))
    });
    let router = with_file(Some(SIZE), "").on("GET", "/blob", hop).on(
        "GET",
        "/moved",
        Answer::call(move |request, connection| connection.reply(&honestly(&file, request))),
    );
    let server = FaultServer::start(router);
    right(&server, &bytes, four(), "moved");
    let moved = server.requests().into_iter().filter(|request| request.path() == "/moved");
    assert!(moved.filter_map(|request| asked(&request)).count() >= 4);
}

/// The four first streams bring this much and then wait for ever.
fn stalling(bytes: &[u8], sent: usize) -> Router {
    let file = bytes.to_vec();
    let answer = Answer::call(move |request, connection| {
        let message = honestly(&file, request).to_bytes();
        let (first, end) = asked(request).unwrap();
        connection.send(&message[..message.len() - (end - first) + sent])?;
        connection.stall()
    });
    with_file(Some(SIZE), "").on("GET", "/blob", answer)
}

#[test]
fn a_cancel_ends_all_connections_within_100_ms() {
    let bytes = content(SIZE);
    let server = FaultServer::start(stalling(&bytes, 100_000));
    let session = patient(server.url(""));
    let once = || {
        let folder = tempfile::tempdir().unwrap();
        let token = CancelToken::new();
        let other = token.clone();
        let path = folder.path().join("a.bin");
        std::thread::scope(|scope| {
            let running = scope.spawn({
                let session = session.with_cancel(&token);
                move || (fetch(&session, &path, four()).unwrap_err(), Instant::now())
            });
            let before = blobs(&server).len();
            assert!(server.wait(Duration::from_secs(5), |log| {
                log.requests.iter().filter(|r| r.path() == "/blob").count() >= before + 4
            }));
            let cancelled = Instant::now();
            other.cancel();
            let (error, over) = running.join().unwrap();
            assert_eq!(error.status(), Status::Cancelled);
            assert!(names(folder.path()).is_empty(), "nothing is kept unless asked");
            over - cancelled
        })
    };
    // A busy machine may keep a thread waiting; what is not asked would last each time.
    assert!((0..5).any(|_| once() < Duration::from_millis(100)));
}

#[test]
fn a_host_that_stalls_is_told_within_the_clock_and_what_came_is_kept_for_later() {
    let bytes = content(SIZE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    {
        let server = FaultServer::start(stalling(&bytes, 300_000));
        let mut clocks = clocks();
        clocks.idle = Duration::from_millis(300);
        clocks.transfer = Some(Duration::from_secs(2));
        let session = at(server.url("")).token("tok").seed(STUCK).clocks(clocks).build().unwrap();
        let error = within(Duration::from_secs(4), || {
            fetch(&session, &path, four().with_resume(true)).unwrap_err()
        });
        assert!(matches!(error.status(), Status::Stalled | Status::Timeout), "{error}");
    }
    let left = names(folder.path());
    assert_eq!(left.len(), 2, "a part and its journal: {left:?}");
    let file = bytes.clone();
    let server = FaultServer::start(host("", move |_, request| honestly(&file, request)));
    let options = four().with_resume(true);
    let download = fetch(&patient(server.url("")), &path, options).unwrap();
    assert!(download.resumed_from >= 4 * BLOCK, "{}", download.resumed_from);
    assert!(std::fs::read(&path).unwrap() == bytes);
    assert_eq!(names(folder.path()), ["a.bin"]);
}

/// What is there of a part in segments after a call that broke: some blocks of each range.
fn broken_off(bytes: &[u8], folder: &Path) {
    let server = FaultServer::start(together(bytes, "", 600_000, |_, _| reply(403)));
    let options = four().with_resume(true);
    fetch(&patient(server.url("")), &folder.join("a.bin"), options).unwrap_err();
    assert_eq!(names(folder).len(), 2);
}

fn finish(bytes: &[u8], folder: &Path, options: DownloadOptions) -> (Download, usize) {
    let file = bytes.to_vec();
    let server = FaultServer::start(host("", move |_, request| honestly(&file, request)));
    let path = folder.join("a.bin");
    let download = fetch(&patient(server.url("")), &path, options.with_resume(true)).unwrap();
    assert!(std::fs::read(&path).unwrap() == bytes);
    assert_eq!(names(folder), ["a.bin"], "I5");
    let ranges: Vec<_> = blobs(&server).iter().map(|r| asked(r).unwrap_or((0, SIZE))).collect();
    let first = ranges.iter().map(|range| range.0).min().unwrap_or(SIZE);
    (download, first)
}

#[test]
fn a_part_in_segments_is_gone_on_with_in_segments_and_in_one_stream() {
    let bytes = content(SIZE);
    for segments in [4, 2, 1] {
        let folder = tempfile::tempdir().unwrap();
        broken_off(&bytes, folder.path());
        let options = DownloadOptions::new().with_segments(segments);
        let (download, first) = finish(&bytes, folder.path(), options);
        assert_eq!(first as u64, 2 * BLOCK, "{segments}");
        // One stream goes on from what is there at the beginning; several from all that is there.
        let kept = if segments == 1 { 2 * BLOCK } else { 8 * BLOCK };
        assert_eq!(download.resumed_from, kept, "{segments}");
    }
}

#[test]
fn a_part_of_one_stream_is_gone_on_with_in_segments() {
    let bytes = content(SIZE);
    let folder = tempfile::tempdir().unwrap();
    let message = whole(&bytes, TAG).to_bytes();
    let some = vec![Step::Send(message[..message.len() - (SIZE - 700_000)].to_vec()), Step::Fin];
    let router = with_file(Some(SIZE), "").on("GET", "/blob", some);
    let server = FaultServer::start(router.on("GET", "/blob", reply(403)));
    let path = folder.path().join("a.bin");
    let options = DownloadOptions::new().with_resume(true);
    fetch(&patient(server.url("")), &path, options).unwrap_err();
    let (download, first) = finish(&bytes, folder.path(), four());
    assert_eq!((download.resumed_from, first as u64), (2 * BLOCK, 2 * BLOCK));
}

#[test]
fn a_part_or_a_journal_that_was_tampered_with_costs_what_it_touches_and_nothing_else() {
    let bytes = content(SIZE);

    let tamper: [(&str, Change, u64); 7] = [
        // As a power failure may leave it: the journal is there, the bytes are not.
        ("zeros in a block", |part, _| overwrite(part, BLOCK, &[0; 1000]), 7 * BLOCK),
        ("an empty part", |part, _| std::fs::write(part, b"").unwrap(), 0),
        ("longer than the total", |part, _| std::fs::write(part, vec![7; SIZE + 1]).unwrap(), 0),
        ("no journal", |_, journal| std::fs::remove_file(journal).unwrap(), 0),
        ("an odd journal", |_, journal| std::fs::write(journal, b"{\"identity\":").unwrap(), 0),
        (
            "another identity",
            |_, journal| {
                let text = std::fs::read_to_string(journal).unwrap().replace("f1", "f2");
                std::fs::write(journal, text).unwrap();
            },
            0,
        ),
        (
            "its last line cut short",
            |_, journal| {
                let text = std::fs::read(journal).unwrap();
                std::fs::write(journal, &text[..text.len() - 3]).unwrap();
            },
            7 * BLOCK,
        ),
    ];
    for (what, change, kept) in tamper {
        let folder = tempfile::tempdir().unwrap();
        broken_off(&bytes, folder.path());
        let left = names(folder.path());
        let path =
            |ending: &str| folder.path().join(left.iter().find(|n| n.ends_with(ending)).unwrap());
        change(&path(".gigapart"), &path(".gigablocks"));
        let (download, _) = finish(&bytes, folder.path(), four());
        assert_eq!(download.resumed_from, kept, "{what}");
    }
}

fn overwrite(path: &Path, at: u64, bytes: &[u8]) {
    use std::io::{Seek as _, SeekFrom, Write as _};
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn no_file_that_a_download_in_segments_leaves_has_a_secret_or_an_address() {
    let bytes = content(SIZE);
    let folder = tempfile::tempdir().unwrap();
    broken_off(&bytes, folder.path());
    for name in names(folder.path()).iter().filter(|name| name.ends_with("blocks")) {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        for secret in ["tok", "http", "blob", "127.0.0.1"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn progress_of_segments_never_goes_back_and_counts_what_was_there() {
    let bytes = content(SIZE);
    let folder = tempfile::tempdir().unwrap();
    broken_off(&bytes, folder.path());
    let file = bytes.clone();
    let server = FaultServer::start(host("", move |_, request| honestly(&file, request)));
    let recorder = Recorder::new();
    let options = four().with_resume(true).on_progress(recorder.callback());
    let result: Result<_, Error> =
        fetch(&patient(server.url("")), &folder.path().join("a.bin"), options);
    recorder.check(&result);
    let counted: Vec<_> = recorder.events().iter().filter(|e| e.done > 0).map(|e| e.done).collect();
    assert!(counted.first().is_some_and(|first| *first >= 8 * BLOCK), "{counted:?}");
    assert_eq!(counted.last(), Some(&(SIZE as u64)));
}

/// Kills a download in segments when so many bytes have come, then finishes it.
fn killed_at(points: impl Iterator<Item = u64>, test: &str) {
    let emulator = emulator();
    let bytes = content(SIZE);
    let id = put(&emulator, "a.bin", &bytes);
    let url = emulator.base_url(RAPIDGATOR);
    for point in points {
        emulator.clear_faults();
        // 20 kB every millisecond and connection: the kill comes in the middle.
        let drip = FaultKind::Drip { bytes: 20_000, ms: 1 };
        emulator.fault(Fault::new(RAPIDGATOR, "download_bytes", drip).always());
        let folder = tempfile::tempdir().unwrap();
        let (path, told) = (folder.path().join("a.bin"), folder.path().join("told"));
        let argument = format!("{url} {id} {point} {} {}", told.display(), path.display());
        let mut child = child("", test, &argument).stdout(Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        while !told.exists() && !path.exists() && start.elapsed() < Duration::from_secs(10) {
            std::thread::yield_now();
        }
        child.kill().unwrap(); // SIGKILL; TerminateProcess on Windows
        child.wait().unwrap();
        emulator.clear_faults();
        assert!(start.elapsed() < Duration::from_secs(10), "the child fetched nothing");
        if path.exists() {
            assert!(std::fs::read(&path).unwrap() == bytes, "{point}: complete or absent");
            continue;
        }
        std::fs::remove_file(&told).unwrap();
        let options = four().with_resume(true);
        let download = session(&emulator).download(&id, Target::file(&path), options).unwrap();
        // Of each connection at most the block at which it was is fetched again.
        assert!(
            download.resumed_from + 4 * BLOCK > point,
            "{point}: only {} were kept",
            download.resumed_from
        );
        assert_eq!(download.verified, Verified::Md5, "{point}");
        assert!(std::fs::read(&path).unwrap() == bytes, "{point}");
        assert_eq!(names(folder.path()), ["a.bin"], "{point}: I5");
    }
}

/// The child: tells, by making a file, when as many bytes have come as it was told.
fn to_be_killed() -> bool {
    let Some(argument) = child_argument() else { return false };
    let words: Vec<String> = argument.splitn(5, ' ').map(str::to_owned).collect();
    let (point, told) = (words[2].parse::<u64>().unwrap(), words[3].clone());
    let options = four().with_resume(true).on_progress(move |progress| {
        if progress.done >= point && progress.total.is_some() {
            std::fs::write(&told, b"").unwrap();
        }
        gigahost::Control::Continue
    });
    at(&words[0]).build().unwrap().download(&words[1], Target::file(&words[4]), options).unwrap();
    true
}

#[test]
fn a_killed_download_in_segments_is_finished_by_the_next_call() {
    if !to_be_killed() {
        let points = (0..8).map(|i| (i * 7_919 * 97) % SIZE as u64);
        killed_at(points, "segments::a_killed_download_in_segments_is_finished_by_the_next_call");
    }
}

#[test]
#[ignore = "a hundred kills: for the full run"]
fn a_hundred_killed_downloads_in_segments_are_finished_by_the_next_call() {
    if !to_be_killed() {
        killed_at(
            (0..100).map(|i| (i * 64_499) % SIZE as u64),
            "segments::a_hundred_killed_downloads_in_segments_are_finished_by_the_next_call",
        );
    }
}
