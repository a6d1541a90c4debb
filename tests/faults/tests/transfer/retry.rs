//! G: what is repeated after a failure, and what never is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gigahost::{Error, Host, Item, Outcome, Session, Status};
use gigahost_emulator::{Fault, FaultKind};
use gigahost_faults::{Answer, FaultServer, Router, Step, reply};
use serde_json::json;

use super::support::*;

const INFO: &str = "/api/v2/user/info";

/// A host that answers every call of this path with this code.
fn refusing(path: &str, code: u16, retry_after: Option<&str>) -> FaultServer {
    let mut answer = reply(code);
    if let Some(value) = retry_after {
        answer = answer.header("Retry-After", value);
    }
    FaultServer::start(Router::new().on("POST", path, answer))
}

const PASSING: [u16; 6] = [408, 429, 500, 502, 503, 504];
const FINAL: [u16; 13] = [400, 401, 403, 404, 405, 409, 410, 413, 422, 451, 501, 505, 507];

#[test]
fn r118_reads_are_sent_three_times_after_a_passing_code_and_once_after_a_final_one() {
    for (code, sends) in PASSING.map(|code| (code, 3)).into_iter().chain(FINAL.map(|c| (c, 1))) {
        let server = refusing(INFO, code, None);
        let session = with_token(server.url(""));
        let error = session.account().unwrap_err();
        assert_eq!((error.http_status(), error.attempts()), (Some(code), sends), "{error}");
        assert_eq!(server.requests().len(), sends as usize, "{code}");
        assert!(error.not_repeated().is_some());
    }
}

#[test]
fn r119_a_mutation_is_repeated_only_when_the_host_says_when() {
    let path = "/api/v2/folder/create";
    for code in PASSING.into_iter().chain(FINAL) {
        for retry_after in [None, Some("0")] {
            let server = refusing(path, code, retry_after);
            let session = with_token(server.url(""));
            let error = session.rapidgator().unwrap().folder_create(None, "x").unwrap_err();
            let sends = if retry_after.is_some() && matches!(code, 429 | 503) { 2 } else { 1 };
            assert_eq!(server.requests().len(), sends, "{code} {retry_after:?} {error}");
        }
    }
}

type Mutation = (&'static str, bool, fn(&Session) -> Result<(), Error>);

/// Every mutation of rapidgator, whether it may be repeated, and a call of it.
const MUTATIONS: [Mutation; 19] = [
    ("folder/create", false, |s| s.rapidgator()?.folder_create(None, "x").map(drop)),
    ("folder/rename", true, |s| s.rapidgator()?.folder_rename("1", "x").map(drop)),
    ("folder/copy", false, |s| s.rapidgator()?.folder_copy(&["1"], "2").map(drop)),
    ("folder/move", true, |s| s.rapidgator()?.folder_move(&["1"], "2").map(drop)),
    ("folder/delete", true, |s| s.rapidgator()?.folder_delete(&["1"]).map(drop)),
    ("folder/change_mode", true, |s| s.rapidgator()?.folder_change_mode("1", 0).map(drop)),
    ("file/upload", false, |s| s.rapidgator()?.file_upload("x", HASH, 1, None).map(drop)),
    ("file/rename", true, |s| s.rapidgator()?.file_rename("1", "x").map(drop)),
    ("file/copy", false, |s| s.rapidgator()?.file_copy(&["1"], "2").map(drop)),
    ("file/move", true, |s| s.rapidgator()?.file_move(&["1"], "2").map(drop)),
    ("file/delete", true, |s| s.rapidgator()?.file_delete(&["1"]).map(drop)),
    ("file/change_mode", true, |s| s.rapidgator()?.file_change_mode("1", 0).map(drop)),
    ("file/onetimelink_create", false, |s| {
        s.rapidgator()?.file_onetimelink_create("1", None, None).map(drop)
    }),
    ("file/xcopy", false, |s| s.rapidgator()?.file_xcopy("1", "2").map(drop)),
    ("file/hashcopy", false, |s| {
        let copy =
            gigahost::hosts::rapidgator::Hashcopy { hash: HASH, name: "x", folder_id_dest: "2" };
        s.rapidgator()?.file_hashcopy(copy).map(drop)
    }),
    ("trashcan/restore", true, |s| {
        s.rapidgator()?.trashcan_restore(gigahost::Trash::Files(&["1"])).map(drop)
    }),
    ("trashcan/empty", true, |s| {
        s.rapidgator()?.trashcan_empty(gigahost::Trash::Files(&["1"])).map(drop)
    }),
    ("remote/create", false, |s| {
        s.rapidgator()?.remote_create(&["http://x.test/a"], None).map(drop)
    }),
    ("remote/delete", true, |s| s.rapidgator()?.remote_delete(&["1"]).map(drop)),
];
const HASH: &str = "d41d8cd98f00b204e9800998ecf8427e";

/// Where the connection breaks, and whether the host has done what was asked by then.
fn cut_points() -> Vec<(&'static str, bool, Vec<Step>)> {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n".to_vec();
    let half = [&head[..], b"\r\n{\"status\":200,\"resp"].concat();
    vec![
        ("after the head", false, vec![Step::Rst]),
        ("in the body", false, vec![Step::ReadBodyBytes(3), Step::Rst]),
        ("after the body, by a reset", true, vec![Step::ReadBody, Step::Rst]),
        ("after the body, by an end", true, vec![Step::ReadBody, Step::Fin]),
        ("in the head of the answer", true, vec![Step::ReadBody, Step::Send(head), Step::Rst]),
        ("in the answer", true, vec![Step::ReadBody, Step::Send(half.clone()), Step::Rst]),
        ("in the answer, by an end", true, vec![Step::ReadBody, Step::Send(half), Step::Fin]),
    ]
}

#[test]
fn r120_a_broken_mutation_takes_effect_once_or_is_reported_as_unknown() {
    for (path, idempotent, call) in MUTATIONS {
        for (place, applied, steps) in cut_points() {
            let route = format!("/api/v2/{path}");
            let server = FaultServer::start(Router::new().on("POST", &route, steps));
            let session = with_token(server.url(""));
            let error = within(Duration::from_secs(5), || call(&session)).unwrap_err();
            let sends = server.requests().len();
            if idempotent {
                assert_eq!(sends, 2, "{path} {place}: {error}");
                assert_eq!(error.status(), Status::Network, "{path} {place}: {error}");
            } else {
                assert_eq!(sends, 1, "{path} {place}: at most one effect");
                assert_eq!(error.status(), Status::OutcomeUnknown, "{path} {place}: {error}");
                assert_eq!(error.outcome(), Outcome::Unknown);
                assert!(error.hint().is_some(), "what to check");
            }
            assert!(!applied || server.requests()[0].body_complete, "{path} {place}");
        }
    }
}

#[test]
fn r120_before_the_first_byte_every_call_is_made_again() {
    // Nobody listens at first; then the host is there. The name leads to both addresses in turn.
    for (path, _, call) in MUTATIONS {
        let nobody = gigahost_faults::refused_address();
        let session = at(format!("http://127.0.0.1:{}", nobody.port())).token("t").build().unwrap();
        let error = call(&session).unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Status::Connect, 2), "{path}: {error}");
        assert_eq!((error.bytes_sent(), error.outcome()), (0, Outcome::NotApplied), "{path}");
    }
}

#[test]
fn r125_a_retry_after_is_waited_for_and_an_odd_one_is_not() {
    for (value, least, most) in [
        ("1", 1000, 2500),
        ("0", 0, 900),
        ("-1", 0, 900),
        ("1e3", 0, 900),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 900),
        ("tomorrow", 0, 900),
    ] {
        let busy = reply(429).header("Retry-After", value);
        let router = Router::new().on("POST", INFO, busy).on("POST", INFO, account());
        let server = FaultServer::start(router);
        let start = Instant::now();
        with_token(server.url("")).account().unwrap();
        let took = start.elapsed().as_millis();
        assert!((least..most).contains(&took), "{value}: {took} ms");
        assert_eq!(server.requests().len(), 2, "{value}");
    }
}

#[test]
fn r125_a_long_retry_after_goes_to_the_caller_at_once() {
    for (value, seconds) in [("61", 61), ("999999999", 999_999_999)] {
        let server = refusing(INFO, 429, Some(value));
        let error =
            within(Duration::from_secs(1), || with_token(server.url("")).account().unwrap_err());
        assert_eq!(error.status(), Status::RateLimited);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert_eq!(server.requests().len(), 1);
    }
    // The first of two headers counts; a wait beyond the deadline is not begun.
    let twice = reply(429).header("Retry-After", "0").header("Retry-After", "50");
    let server = FaultServer::start(Router::new().on("POST", INFO, twice));
    assert_eq!(with_token(server.url("")).account().unwrap_err().attempts(), 3);
    let server = refusing(INFO, 503, Some("9"));
    let hurried = with_token(server.url("")).with_deadline(Duration::from_secs(2));
    let error = within(Duration::from_secs(1), || hurried.account().unwrap_err());
    assert_eq!((error.attempts(), server.requests().len()), (1, 1));
}

#[test]
fn r126_a_storm_of_refusals_repeats_a_hundred_times_in_all() {
    let server = refusing(INFO, 429, Some("0"));
    let session = with_token(server.url(""));
    within(Duration::from_secs(5), || {
        std::thread::scope(|scope| {
            for _ in 0..50 {
                scope.spawn(|| {
                    for _ in 0..4 {
                        let error = session.account().unwrap_err();
                        assert_eq!(error.status(), Status::RateLimited);
                    }
                });
            }
        });
    });
    assert_eq!(server.requests().len(), 50 * 4 + 100, "one each, and what the bucket allows");
}

#[test]
fn r129_a_wait_in_words_is_a_rate_limit_with_its_seconds() {
    let text = r#"{"response":null,"status":401,"details":"Frequent logins. Please wait 20 sec"}"#;
    for http in [200, 401] {
        let login = "/api/v2/user/login";
        let router = Router::new().on("POST", login, reply(http).json(text));
        let server = FaultServer::start(router);
        let session = at(server.url("")).build().unwrap();
        let error = session.account().unwrap_err();
        assert_eq!(error.status(), Status::RateLimited);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
        // The lock would only grow: no second login before its time.
        assert_eq!(session.account().unwrap_err().status(), Status::RateLimited);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn r130_a_dead_token_is_renewed_once_for_any_class_of_call() {
    let emulator = emulator();
    for wording in ["Error.", "Error:", "Unauthorized."] {
        emulator.reset();
        emulator.set(RAPIDGATOR, "session_text", wording).unwrap();
        for (operation, call) in [
            ("user_info", (|s| s.account().map(drop)) as fn(&Session) -> Result<(), Error>),
            ("folder_create", |s| s.rapidgator()?.folder_create(None, "box").map(drop)),
        ] {
            let session = session(&emulator);
            session.login().unwrap();
            emulator.clear_log();
            emulator.set(RAPIDGATOR, "token_reject", json!({"op": operation, "n": 1})).unwrap();
            call(&session).unwrap_or_else(|e| panic!("{operation} {wording}: {e}"));
            assert_eq!(emulator.count(RAPIDGATOR, operation), 2);
            assert_eq!(emulator.count(RAPIDGATOR, "user_login"), 1);
        }
    }
}

#[test]
fn r131_a_token_that_dies_again_is_an_error_after_one_login() {
    let emulator = emulator();
    let session = session(&emulator);
    session.login().unwrap();
    emulator.set(RAPIDGATOR, "token_reject", json!({"op": "user_info"})).unwrap();
    let error = session.account().unwrap_err();
    assert_eq!(error.status(), Status::Auth);
    assert_eq!(emulator.count(RAPIDGATOR, "user_login"), 2);
    // The renewal itself is refused: the old password is not sent once more.
    let closed = FaultServer::start(
        Router::new()
            .on(
                "POST",
                INFO,
                reply(401).json(r#"{"status":401,"details":"Error. Session doesn't exist"}"#),
            )
            .on(
                "POST",
                "/api/v2/user/login",
                reply(401).json(r#"{"status":401,"details":"Error. Error e-mail or password."}"#),
            ),
    );
    let session = with_token(closed.url(""));
    for _ in 0..3 {
        assert_eq!(session.account().unwrap_err().status(), Status::Auth);
    }
    let logins = closed.requests().iter().filter(|r| r.path().ends_with("login")).count();
    assert_eq!(logins, 1);
}

#[test]
fn r132_sixteen_threads_at_expiry_log_in_once() {
    let emulator = emulator();
    let session = session(&emulator);
    session.login().unwrap();
    emulator.set(RAPIDGATOR, "token_ttl", 3600).unwrap();
    emulator.advance(Duration::from_secs(4000));
    emulator.clear_log();
    let barrier = std::sync::Barrier::new(16);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                barrier.wait();
                session.account().expect("every thread gets its answer");
            });
        }
    });
    assert_eq!(emulator.count(RAPIDGATOR, "user_login"), 1);
}

#[test]
fn r137_two_programs_that_end_each_others_tokens_do_not_take_turns() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "token_ttl", 10).unwrap();
    let interval = Duration::from_secs(1);
    let session = at(emulator.base_url(RAPIDGATOR)).renewal_interval(interval).build().unwrap();
    session.login().unwrap();
    emulator.advance(Duration::from_secs(20));
    session.account().expect("the first loss is made good");
    emulator.advance(Duration::from_secs(20));
    let error = session.account().unwrap_err();
    assert_eq!(error.status(), Status::Auth);
    assert!(error.retry_after().is_some_and(|wait| wait <= interval));
    assert!(error.hint().is_some_and(|hint| hint.contains("another program")));
    assert_eq!(emulator.count(RAPIDGATOR, "user_login"), 2);
    std::thread::sleep(interval); // the promise is about real time
    session.account().expect("after the interval it is renewed again");
}

#[test]
fn r140_logout_forgets_the_token_whatever_happens() {
    let server = FaultServer::start(Router::new().on("POST", INFO, account()));
    let session = with_token(server.url(""));
    session.account().unwrap();
    drop(server);
    session.logout().unwrap();
    assert_eq!(session.logout().map_err(|e| e.status()), Ok(()), "twice is once");
    // The next call has to log in, which the dead host refuses.
    assert_eq!(session.account().unwrap_err().operation(), Some("user_login"));
}

#[test]
fn r141_an_error_tells_how_often_it_was_tried_and_why_not_again() {
    let server = refusing(INFO, 500, None);
    let error = with_token(server.url("")).account().unwrap_err();
    assert_eq!((error.attempts(), error.not_repeated()), (3, Some("all attempts are used up")));
    assert_eq!((error.host(), error.operation()), (Some(Host::Rapidgator), Some("user_info")));
    assert!(error.bytes_sent() > 0 && error.bytes_received() > 0);
}

#[test]
fn r142_a_delete_whose_answer_was_lost_is_done() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = put(&emulator, "a.bin", b"hello");
    emulator.fault(Fault::new(RAPIDGATOR, "file_delete", FaultKind::CutResponse));
    let batch = session.delete(&[Item::File(&id)]).unwrap();
    assert_eq!(emulator.count(RAPIDGATOR, "file_delete"), 2);
    assert!(batch.is_complete(), "{batch:?}");
    assert_eq!(batch.done, [id]);
    // What is still there although the host refuses to delete it is a failure, and so is what
    // never was.
    let batch = session.delete(&[Item::File("nobody")]).unwrap();
    assert!(!batch.is_complete() && batch.done.is_empty(), "{batch:?}");
}

#[test]
fn r143_a_host_that_says_later_for_ever_is_asked_three_times() {
    let server = refusing(INFO, 503, Some("0"));
    let error = with_token(server.url("")).account().unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (3, 3));
    let server = refusing(INFO, 503, Some("1"));
    let hurried = with_token(server.url("")).with_deadline(Duration::from_millis(1500));
    let error = within(Duration::from_secs(2), || hurried.account().unwrap_err());
    assert_eq!((error.status(), server.requests().len()), (Status::Http, 2));
}

#[test]
fn r144_every_attempt_sends_the_same_request() {
    for (path, _, call) in MUTATIONS.into_iter().filter(|mutation| mutation.1) {
        let seen = Arc::new(AtomicUsize::new(0));
        let count = seen.clone();
        let route = format!("/api/v2/{path}");
        let answer = Answer::call(move |_, connection| {
            connection.read_body()?;
            count.fetch_add(1, Ordering::SeqCst);
            connection.rst()
        });
        let server = FaultServer::start(Router::new().on("POST", &route, answer));
        call(&with_token(server.url(""))).unwrap_err();
        let requests = server.requests();
        assert_eq!(seen.load(Ordering::SeqCst), 2);
        assert_eq!((&requests[0].head, &requests[0].body), (&requests[1].head, &requests[1].body));
    }
}

#[test]
fn r145_a_file_that_is_too_large_is_refused_before_a_byte_of_it() {
    let emulator = emulator();
    let session = session(&emulator);
    for (quota, fits) in [(99, false), (100, true)] {
        emulator.set(RAPIDGATOR, "quota", quota).unwrap();
        let outcome = upload(&session, "a.bin", &content(100));
        match outcome {
            Ok(_) => assert!(fits, "{quota}"),
            Err(error) => {
                assert!(!fits, "{quota}: {error}");
                assert_eq!((error.status(), error.outcome()), (Status::Quota, Outcome::NotApplied));
                assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 0);
            }
        }
    }
}
