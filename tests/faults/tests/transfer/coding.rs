//! Files that come in a form that nobody asked for: compressed, or as a part that is the whole.

use gigahost::{Download, DownloadOptions, Error, Status, Target, Verified};
use gigahost_faults::{FaultServer, Reply, Router, gzip, gzip_bomb, reply};

use super::resume::partial;
use super::support::*;

const SIZE: usize = 400_000;

/// What a call to a host with one file gives, and the file that it left.
fn fetched(router: Router) -> (Result<Download, Error>, Option<Vec<u8>>) {
    let server = FaultServer::start(router);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let outcome = fetch(&patient(server.url("")), &path, DownloadOptions::new());
    let there = std::fs::read(&path).ok();
    let left = if outcome.is_ok() { vec!["a.bin".to_owned()] } else { Vec::new() };
    assert_eq!(names(folder.path()), left, "I5");
    (outcome, there)
}

/// Bytes that become fewer.
fn text() -> Vec<u8> {
    content(SIZE).iter().map(|byte| b"abcdefgh"[usize::from(byte % 8)]).collect()
}

fn packed(bytes: &[u8]) -> Reply {
    reply(200).header("ETag", "\"packed\"").gzip_body(bytes)
}

#[test]
fn a_file_that_comes_compressed_unasked_is_unpacked_and_compared() {
    let bytes = text();
    for (size, hash, verified) in [
        (Some(SIZE), md5(&bytes), Verified::Md5),
        (None, md5(&bytes), Verified::Md5),
        (Some(SIZE), String::new(), Verified::Size),
    ] {
        for answer in [packed(&bytes), packed(&bytes).chunked(1000), packed(&bytes).until_close()] {
            let (outcome, there) = fetched(with_file(size, &hash).on("GET", "/blob", answer));
            assert_eq!(outcome.unwrap().verified, verified);
            assert!(there.unwrap() == bytes);
        }
    }
}

#[test]
fn a_file_that_is_compressed_itself_comes_as_it_is() {
    let archive = gzip(&text());
    let answer = reply(200).header("Content-Encoding", "x-gzip").body(&archive);
    let router = with_file(Some(archive.len()), &md5(&archive)).on("GET", "/blob", answer);
    let (outcome, there) = fetched(router);
    assert_eq!(outcome.unwrap().verified, Verified::Md5);
    assert!(there.unwrap() == archive);
}

#[test]
fn what_cannot_be_unpacked_or_proven_is_an_error_that_says_so() {
    let bytes = text();
    let mut spoiled = gzip(&bytes);
    let last = spoiled.len() - 20;
    spoiled[last] ^= 1;
    let cut = gzip(&bytes)[..1000].to_vec();
    let coded =
        |coding: &str, body: &[u8]| reply(200).header("Content-Encoding", coding).body(body);
    let bomb = gzip_bomb(1 << 30);
    for (what, size, hash, answer, status, says) in [
        ("nothing to compare with", None, String::new(), packed(&bytes), Status::Protocol, "MD5"),
        (
            "another coding",
            Some(SIZE),
            md5(&bytes),
            coded("br", b"x"),
            Status::Protocol,
            "not gzip",
        ),
        ("spoiled", Some(SIZE), md5(&bytes), coded("gzip", &spoiled), Status::Corrupt, "gzip"),
        ("no gzip", Some(SIZE), md5(&bytes), coded("gzip", &bytes[..99]), Status::Corrupt, "gzip"),
        ("cut", Some(SIZE), md5(&bytes), coded("gzip", &cut), Status::Corrupt, "gzip"),
        (
            "a bomb",
            Some(SIZE),
            String::new(),
            coded("gzip", &bomb),
            Status::SizeMismatch,
            "more bytes",
        ),
        (
            "a bomb of no size",
            None,
            md5(b"x"),
            coded("gzip", &bomb),
            Status::Corrupt,
            "cannot be unpacked",
        ),
        (
            "too short",
            Some(SIZE + 1),
            String::new(),
            packed(&bytes),
            Status::Network,
            "ended after",
        ),
        ("another content", Some(SIZE), md5(b"x"), packed(&bytes), Status::Corrupt, "gzip"),
    ] {
        let (outcome, there) = fetched(with_file(size, &hash).on("GET", "/blob", answer));
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), status, "{what}: {error}");
        assert!(error.to_string().contains(says), "{what}: {error}");
        assert!(there.is_none(), "{what}");
    }
}

#[test]
fn a_compressed_answer_to_a_range_is_no_part_of_the_file() {
    let bytes = text();
    let range = format!("bytes 0-99/{}", gzip(&bytes).len());
    let answer = reply(206).header("Content-Range", &range).gzip_body(&bytes[..100]);
    let router = with_file(Some(SIZE), &md5(&bytes)).on("GET", "/blob", answer);
    let server = FaultServer::start(router);
    let options = DownloadOptions::new().with_part(0, Some(100));
    let outcome = patient(server.url("")).download("f1", Target::writer(std::io::sink()), options);
    assert_eq!(outcome.unwrap_err().status(), Status::Protocol);
}

#[test]
fn a_whole_file_that_is_called_a_part_is_taken() {
    let bytes = content(SIZE);
    let all = format!("bytes 0-{}/{SIZE}", SIZE - 1);
    for hash in [md5(&bytes), String::new()] {
        let answer = partial(&bytes, &all, Some("\"v1\""));
        let (outcome, there) = fetched(with_file(Some(SIZE), &hash).on("GET", "/blob", answer));
        outcome.unwrap();
        assert!(there.unwrap() == bytes);
    }
    for range in [
        format!("bytes 0-{}/{SIZE}", SIZE - 2),
        format!("bytes 1-{}/{SIZE}", SIZE - 1),
        "bytes 0-5/*".to_owned(),
        "nonsense".to_owned(),
    ] {
        let answer = partial(&bytes, &range, Some("\"v1\""));
        let (outcome, _) = fetched(with_file(Some(SIZE), "").on("GET", "/blob", answer));
        assert_eq!(outcome.unwrap_err().status(), Status::Protocol, "{range}");
    }
}
