//! The traps into which plain ureq falls (`baseline_ureq.rs`), and the test that shows for each that
//! the library does not.
//!
//! | trap | held by |
//! |---|---|
//! | F1 no time limit by default | `time.rs` r60; `f01` here |
//! | F2 a source that ends early spins | `f02` here |
//! | F3 a source that grows is a success | `f03` here |
//! | F4 an early answer is lost | `answers.rs` r31, r32 |
//! | F5 a redirected POST is a false success | `redirects.rs` r74, r75 |
//! | F6 headers follow a redirect in clear | `redirects.rs` r77, r80 |
//! | F7 the body of a redirect is drained | `redirects.rs` r81 |
//! | F8 a truncated body is a whole one | `framing.rs` r19, r20 |
//! | F9 a gzip bomb goes through a limit | `framing.rs` r29 |
//! | F10 URLs and values are printed | `secrets.rs` r54, r95, r96, r97 |
//! | F11 a file name breaks out of its header | `f11` here; core `r169` |
//! | F12 a bad certificate looks like a passing failure | `tls.rs` r7, r8 |
//! | F13 the proxy of the environment is taken | `secrets.rs` r104 |
//! | F14 EINTR ends an upload | `f14` here |
//! | F15 a lost race for a pooled connection | `connect.rs` r15, r16 |
//! | F16 an unasked 206, a long chunk extension | `framing.rs` r21, r28 |
//! | F17 a loopback address in disguise | `redirects.rs` r85; core `r85` |
//! | F18 a panic of the source goes through | `f18` here; caught at the C and Python borders |
//! | F19 numbers are rounded, the last duplicate wins | core `r44`, `r51`, `r52` |
//! | F20 a shutdown ends every request | `f20` here |
//! | F21 large files | a speed: benchmarks |
//! | F22 threads share an agent | `f22` here |
//! | F23 exceptions through `extern "C"` | drivers in C++ |
//! | F24 secrets in freed heap | the shipped binaries |
//! | F25 slow heads, slow drains | `time.rs` r61, r62, r64; `tls.rs` r61 |
//! | F26 sanitizers | a fact about tools |
//! | F27 a failed upload has no end on the wire | `f27` here |
//! | F28 header values go out raw | no header of rapidgator holds a caller's text; core `r169` |

mod common;

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use common::*;
use gigahost::{
    CancelToken, Clocks, Error, Outcome, Receipt, Session, Source, Status, UploadOptions,
};
use gigahost_faults::{
    Answer, Bounds, FaultServer, Invariants, Router, Step, canary, reply, serial,
};

#[test]
fn f01_every_clock_is_finite_by_default_but_that_of_a_transfer() {
    let defaults = Clocks::default();
    for clock in [
        defaults.connect,
        defaults.answer,
        defaults.attempt,
        defaults.idle,
        defaults.answer_after_body,
        defaults.call,
        defaults.processing,
    ] {
        assert!(clock > s(0) && clock <= s(900));
    }
    assert_eq!(defaults.transfer, None);
    assert!(defaults.low_speed > 0);
}

/// Sends what `reader` gives, announced with this length, without reading it for its hash first.
fn send(
    session: &Session,
    reader: impl Read + Send + 'static,
    length: u64,
) -> Result<Receipt, Error> {
    let options = UploadOptions::new().with_name("x.bin").with_md5("0".repeat(32));
    session.upload(Source::reader(reader, Some(length)), options)
}

fn nodes() -> (FaultServer, FaultServer) {
    let node = FaultServer::start(Router::new().on("POST", "/u", node_reply()));
    let server = FaultServer::start(upload_api(&node.url("/u"), 2));
    (node, server)
}

#[test]
fn f02_a_source_that_ends_early_is_an_error_at_once_and_never_a_file() {
    row(s(2), |sinks| {
        let (node, server) = nodes();
        let session = session(&server);
        let error = send(&session, io::repeat(b'x').take(1000), 5000).unwrap_err();
        assert_eq!(note(sinks, &error), Status::SourceChanged);
        assert_eq!(error.outcome(), Outcome::NotApplied);
        assert!(node.wait_idle(s(1)));
        assert!(node.requests().iter().all(|r| !r.body_complete));
        assert_healthy(&session);
    });
}

#[test]
fn f03_a_source_that_has_more_than_announced_is_an_error_and_never_a_file() {
    row(s(2), |sinks| {
        let (node, server) = nodes();
        let session = session(&server);
        let source = io::repeat(b'x').take(4096).chain(io::repeat(b'y').take(4096));
        let error = send(&session, source, 4096).unwrap_err();
        assert_eq!(note(sinks, &error), Status::SourceChanged);
        assert!(node.wait_idle(s(1)));
        assert!(node.requests().iter().all(|r| !r.body_complete));
        assert_healthy(&session);
    });
}

#[test]
fn f11_a_file_name_cannot_break_out_of_its_header() {
    row(s(2), |sinks| {
        let (node, server) = nodes();
        let session = session(&server);
        let upload =
            |name: &str| session.upload(Source::bytes(*b"x"), UploadOptions::new().with_name(name));
        for name in ["a\r\nX-Evil: 1", "a\nb", "a\0b", "", ".", "..", "a/b"] {
            let error = upload(name).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Argument, "{name:?}");
        }
        assert_eq!(server.accepted(), 0);
        upload("é\"; name=\"evil").unwrap();
        let body = node.requests()[0].body_text();
        assert!(body.contains("name=\"file\"; filename=\"é%22; name=%22evil\"\r\n"), "{body}");
    });
}

/// Fails with this kind before every byte.
struct Hiccups(bool, u64);

impl Read for Hiccups {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0 = !self.0;
        if self.0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let n = self.1.min(100).min(into.len() as u64);
        self.1 -= n;
        into[..usize::try_from(n).unwrap()].fill(b'x');
        Ok(usize::try_from(n).unwrap())
    }
}

#[test]
fn f14_a_signal_while_the_source_is_read_does_not_end_the_upload() {
    row(s(2), |_| {
        let (node, server) = nodes();
        let source = Source::reader(Hiccups(false, 5000), Some(5000));
        session(&server).upload(source, UploadOptions::new().with_name("x.bin")).unwrap();
        assert!(node.requests()[0].body_complete);
    });
}

#[test]
fn f18_after_a_panic_of_the_source_the_session_works() {
    struct Bomb;
    impl Read for Bomb {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            // Without the hook: printing a backtrace would count as busy waiting.
            std::panic::resume_unwind(Box::new("in the source"))
        }
    }
    row(s(2), |_| {
        let (node, server) = nodes();
        let session = session(&server);
        let sending = || send(&session, Bomb, 100);
        assert!(catch_unwind(AssertUnwindSafe(sending)).is_err());
        assert_healthy(&session);
        upload(&session, 100).unwrap();
        assert!(node.requests().iter().filter(|r| r.body_complete).count() == 1);
    });
}

#[test]
fn f20_a_cancel_ends_its_own_call_and_no_other() {
    let _alone = serial();
    let slow = vec![Step::ReadBody, Step::Stall, Step::Reply(reply(200).json(folder()))];
    let server = FaultServer::start(faulty(MUTATION, slow));
    let session = session(&server);
    let token = CancelToken::new();
    let cancelled = session.with_cancel(&token);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| mutate(&session));
        let own = scope.spawn(|| mutate(&cancelled));
        assert!(server.wait(s(1), |log| log.requests.len() == 2));
        token.cancel();
        assert_eq!(own.join().unwrap().unwrap_err().status(), Status::Cancelled);
        server.release();
        other.join().unwrap().unwrap();
    });
    assert_healthy(&session);
}

#[test]
fn f22_sixteen_threads_on_one_session_never_get_each_others_answers() {
    let _alone = serial();
    let echo = Answer::call(|request, connection| {
        let length = request.header("Content-Length").unwrap().parse().unwrap();
        let body = String::from_utf8(connection.read_bytes(length)?).unwrap();
        let name = body.split('&').find_map(|pair| pair.strip_prefix("name=")).unwrap();
        let made = format!(r#"{{"folder":{{"folder_id":"1","name":"{name}"}}}}"#);
        connection.reply(&reply(200).json(envelope(&made)).close())
    });
    let server = FaultServer::start(healthy().on("POST", MUTATION, echo));
    let session = session(&server);
    let watch = Invariants::begin();
    let threads: Vec<u32> = (0..16).collect();
    all_at_once(&threads, |thread| {
        for call in 0..25 {
            let name = format!("t{thread}c{call}");
            let made = session.rapidgator().unwrap().folder_create(None, &name).unwrap();
            assert_eq!(made.name.as_deref(), Some(name.as_str()));
        }
    });
    watch.finish(Bounds::within(s(3)));
}

#[test]
fn f27_an_upload_whose_source_fails_is_never_whole_at_the_host() {
    struct Broken(u64);
    impl Read for Broken {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::other(format!("lost {}", canary("password"))));
            }
            self.0 -= 1;
            into[0] = b'x';
            Ok(1)
        }
    }
    row(s(2), |sinks| {
        let (node, server) = nodes();
        let session = session(&server);
        let error = send(&session, Broken(1000), 5000).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Io);
        assert!(node.wait_idle(s(1)));
        assert!(node.requests().iter().all(|r| !r.body_complete));
        assert_healthy(&session);
    });
}
