//! Parts of files: a range only with proof, and never of two contents.

use std::io::Write;
use std::sync::{Arc, Mutex};

use gigahost::{Checksum, Download, DownloadOptions, Error, Session, Status, Target};
use gigahost_faults::{FaultServer, Reply, Step, reply};

use super::support::*;

const SIZE: usize = 300_000;
const FIRST: usize = 100_000;
const END: usize = 250_000;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn fetch_part(session: &Session, first: usize, end: usize) -> (Result<Download, Error>, Vec<u8>) {
    let kept = Kept::default();
    let options = DownloadOptions::new()
        .with_part(first as u64, Some(end as u64))
        .with_checksum(Checksum::Always);
    let result = session.download("f1", Target::writer(kept.clone()), options);
    let bytes = std::mem::take(&mut *kept.0.lock().unwrap());
    (result, bytes)
}

fn partial(bytes: &[u8], from: usize, tag: &str) -> Reply {
    let range = format!("bytes {from}-{}/{SIZE}", from + bytes.len() - 1);
    reply(206).header("Content-Range", &range).header("ETag", tag).body(bytes)
}

/// An answer that breaks before its last bytes.
fn broken(answer: &Reply, missing: usize) -> Vec<Step> {
    let bytes = answer.to_bytes();
    vec![Step::Send(bytes[..bytes.len() - missing].to_vec()), Step::Rst]
}

#[test]
fn a_part_is_asked_for_and_only_its_bytes_travel() {
    let bytes = content(SIZE);
    let answer = partial(&bytes[FIRST..END], FIRST, "\"v1\"");
    let server = FaultServer::start(with_file(Some(SIZE), "").on("GET", "/blob", answer));
    let (result, got) = fetch_part(&patient(server.url("")), FIRST, END);
    let download = result.unwrap();
    assert_eq!((download.bytes, download.attempts), ((END - FIRST) as u64, 1));
    assert_eq!(download.md5, Some(md5(&bytes[FIRST..END])));
    assert!(got == bytes[FIRST..END]);
    let blob = server.requests().into_iter().find(|request| request.path() == "/blob").unwrap();
    assert_eq!(blob.header("Range"), Some("bytes=100000-249999"));
}

#[test]
fn a_part_without_proof_is_cut_out_of_the_whole() {
    let bytes = content(SIZE);
    let rest = &bytes[FIRST..END];
    let whole = || reply(200).header("ETag", "\"v1\"").body(&bytes);
    let other_total = format!("bytes {FIRST}-{}/{}", END - 1, SIZE + 5);
    let wrong: Vec<(&str, Reply)> = vec![
        ("ignores the range", whole()),
        ("another start", partial(rest, FIRST + 1, "\"v1\"")),
        ("another total", reply(206).header("Content-Range", &other_total).body(rest)),
        ("no Content-Range", reply(206).body(rest)),
        ("refused", reply(500)),
        ("beyond the end", reply(416)),
    ];
    for (what, answer) in wrong {
        let router =
            with_file(Some(SIZE), "").on("GET", "/blob", answer).on("GET", "/blob", whole());
        let server = FaultServer::start(router);
        let (result, got) = fetch_part(&patient(server.url("")), FIRST, END);
        result.unwrap_or_else(|e| panic!("{what}: {e}"));
        assert!(got == rest, "{what}");
    }
}

#[test]
fn a_broken_part_goes_on_and_never_with_another_content() {
    let bytes = content(SIZE);
    let middle = FIRST + 50_000;
    for (tag, same) in [("\"v1\"", true), ("\"v2\"", false)] {
        let first = broken(&partial(&bytes[FIRST..END], FIRST, "\"v1\""), END - middle);
        let router = with_file(Some(SIZE), "").on("GET", "/blob", first).on(
            "GET",
            "/blob",
            partial(&bytes[middle..END], middle, tag),
        );
        let server = FaultServer::start(router);
        let (result, got) = fetch_part(&patient(server.url("")), FIRST, END);
        if same {
            assert_eq!(result.unwrap().attempts, 2);
            assert!(got == bytes[FIRST..END]);
        } else {
            assert_eq!(result.unwrap_err().status(), Status::Corrupt);
        }
    }
}

#[test]
fn what_lies_beyond_the_end_is_left_out() {
    let bytes = content(SIZE);
    let answer = partial(&bytes[FIRST..], FIRST, "\"v1\"");
    let server = FaultServer::start(with_file(Some(SIZE), "").on("GET", "/blob", answer));
    let session = patient(server.url(""));
    let (result, got) = fetch_part(&session, FIRST, SIZE * 2);
    assert_eq!(result.unwrap().bytes, (SIZE - FIRST) as u64);
    assert!(got == bytes[FIRST..]);
    let (result, got) = fetch_part(&session, SIZE, SIZE + 10);
    assert_eq!((result.unwrap().bytes, got.len()), (0, 0));
    let blobs = server.requests().into_iter().filter(|request| request.path() == "/blob").count();
    assert_eq!(blobs, 1, "nothing was asked for beyond the end");
}

#[test]
fn a_page_is_no_part_and_a_path_takes_none() {
    let page = reply(200).header("Content-Type", "text/html").body("<html>no</html>");
    let router = with_file(Some(SIZE), "").on("GET", "/blob", page);
    let server = FaultServer::start(router);
    let session = patient(server.url(""));
    let (result, got) = fetch_part(&session, FIRST, END);
    assert_eq!(result.unwrap_err().status(), Status::NotAFile);
    assert!(got.is_empty());
    let folder = tempfile::tempdir().unwrap();
    let options = DownloadOptions::new().with_part(0, Some(5));
    let error = fetch(&session, &folder.path().join("a.bin"), options).unwrap_err();
    assert_eq!(error.status(), Status::Argument);
    let (result, _) = fetch_part(&session, END, FIRST);
    assert_eq!(result.unwrap_err().status(), Status::Argument);
}
