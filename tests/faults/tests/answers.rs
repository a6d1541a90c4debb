//! Groups B and C: answers that come too early, and answers of somebody else than the host.

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};

use common::*;
use gigahost::operation::{Base, Class};
use gigahost::{Host, Outcome, Session, Status};
use gigahost_faults::{FaultServer, Reply, Router, Step, TlsIdentity, canary, reply, serial};

/// More than both socket buffers hold.
const LARGE: usize = 12 << 20;

/// An upload to a node that answers before it has the file, then does `end`.
fn refused_early(answer: Reply, end: Step, tls: bool) -> gigahost::Error {
    let steps = vec![Step::ReadHead, Step::Reply(answer), end];
    let node = if tls {
        FaultServer::start_tls(&TlsIdentity::good(), steps)
    } else {
        FaultServer::start(steps)
    };
    let server = FaultServer::start(upload_api(&node.url("/u"), 0));
    let session = session(&server);
    let error = upload(&session, LARGE).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotApplied, "{error}");
    assert_healthy(&session);
    error
}

const CODES: [(u16, Status); 4] =
    [(401, Status::Auth), (403, Status::Forbidden), (413, Status::TooLarge), (507, Status::Quota)];

#[test]
fn r31_an_early_refusal_is_told_though_the_host_closes_in_49_of_50_runs() {
    let _alone = serial();
    let told = AtomicUsize::new(0);
    let cases: Vec<usize> = (0..52).collect();
    for wave in cases.chunks(26) {
        all_at_once(wave, |case| {
            let (code, status) = CODES[case % 4];
            let says = refusal(code, "Error: no room for this");
            let error = refused_early(reply(code).json(says).close(), Step::Close, false);
            if error.status() == status && error.host_text() == Some("Error: no room for this") {
                told.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    assert!(told.load(Ordering::Relaxed) >= 51, "{told:?} of 52");
}

#[test]
fn r31_an_early_refusal_over_tls_or_without_json_is_told_as_well() {
    let _alone = serial();
    let cases = [(true, true), (true, false), (false, false)];
    all_at_once(&cases, |(tls, json)| {
        let answer = reply(413).close();
        let answer = if *json {
            answer.json(refusal(413, "Error: too large"))
        } else {
            answer.html("<html>413 Request Entity Too Large")
        };
        let error = refused_early(answer, Step::Fin, *tls);
        assert_eq!((error.status(), error.http_status()), (Status::TooLarge, Some(413)), "{error}");
    });
}

#[test]
fn r32_an_early_refusal_is_told_though_the_host_keeps_the_connection_and_stops_reading() {
    let _alone = serial();
    let began = std::time::Instant::now();
    let cases: Vec<(u16, Status, bool)> = CODES
        .iter()
        .flat_map(|(code, status)| [(*code, *status, false), (*code, *status, true)])
        .collect();
    all_at_once(&cases, |(code, status, tls)| {
        let says = refusal(*code, "Error: no room for this");
        let error = refused_early(reply(*code).json(says), Step::Stall, *tls);
        assert_eq!(error.status(), *status, "{error}");
    });
    assert!(began.elapsed() < s(6), "{:?}", began.elapsed());
}

#[test]
fn r33_a_success_before_the_whole_file_is_none() {
    let _alone = serial();
    all_at_once(&[Step::Stall, Step::Close], |end| {
        let early = reply(200).json(upload_state(2));
        let node = FaultServer::start(vec![Step::ReadHead, Step::Reply(early), end.clone()]);
        // The host, when asked, still waits for the bytes: that is a proof.
        let server = FaultServer::start(upload_api(&node.url("/u"), 0));
        let session = session(&server);
        let error = upload(&session, LARGE).unwrap_err();
        assert_eq!(
            (error.status(), error.outcome()),
            (Status::Network, Outcome::NotApplied),
            "{error}"
        );
        // Proven to be absent, so it was tried once more.
        assert_eq!(node.requests().len(), 2);
        assert!(node.requests().iter().all(|r| !r.body_complete));
        assert_healthy(&session);
    });
}

/// Sends every modelled call of the API, with arguments that pass, and gives the errors.
fn every_call(session: &Session) -> Vec<(&'static str, Class, gigahost::Error)> {
    let rows = Host::Rapidgator.operations().iter().filter(|row| row.base == Base::Api);
    rows.map(|row| {
        let given: Vec<(&str, String)> = row
            .params
            .iter()
            .filter(|param| param.name != "token")
            .map(|param| (param.name, sample(param.kind)))
            .collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
        (row.name, row.class, session.call(row.path, &given).unwrap_err())
    })
    .collect()
}

#[test]
fn r37_the_page_of_a_captive_portal_is_a_bad_answer_to_every_call() {
    row(s(3), |sinks| {
        let page = format!("<!DOCTYPE html><p>Please pay, {}", canary("token"));
        let server = FaultServer::start(Router::new().on("*", "/", reply(200).html(page)));
        let errors = every_call(&session(&server));
        assert!(errors.len() >= 30);
        assert_eq!(server.requests().len(), errors.len());
        for (name, class, error) in errors {
            assert_eq!(note(sinks, &error), Status::BadAnswer, "{name}");
            assert!(
                error.message().contains("web page") && error.attempts() == 1,
                "{name}: {error}"
            );
            assert_eq!(error.host_text(), Some("Please pay, ***"), "{name}");
            let known = matches!(class, Class::Read | Class::Login);
            assert_eq!(error.outcome() == Outcome::Unknown, !known, "{name}");
        }
    });
}

#[test]
fn r38_pages_of_a_shield_are_no_answers_and_a_notice_beside_one_is_noted() {
    row(s(4), |sinks| {
        let cases = [
            (reply(403).html("<html>Attention Required! | Cloudflare"), Status::NotReady, 1),
            (reply(503).html("<html>Checking your browser"), Status::NotReady, 3),
            (reply(502).html("<html>Bad gateway"), Status::Http, 3),
            (reply(429).html("<html>Slow down").header("Retry-After", 90), Status::RateLimited, 1),
            (reply(200).body("<br />\n<b>Fatal error</b>: out of memory"), Status::BadAnswer, 1),
            (reply(200).body(format!("{}\n{}", user(), user())), Status::BadAnswer, 1),
            (reply(200).body(format!("<html>{}</html>", user())), Status::BadAnswer, 1),
        ];
        for (answer, status, attempts) in cases {
            let server = FaultServer::start(Router::new().on("POST", READ, answer));
            let error = read(&session(&server)).unwrap_err();
            assert_eq!((note(sinks, &error), error.attempts()), (status, attempts), "{error}");
            // What came is quoted, as people see it.
            assert!(error.host_text().is_none_or(|text| !text.contains('<')), "{error}");
        }
        for fine in [format!("\u{feff}{}", user()), format!(" \r\n\t{}\n", user())] {
            let server = FaultServer::start(Router::new().on("POST", READ, reply(200).body(fine)));
            let session = session(&server);
            read(&session).unwrap();
            assert!(session.notes().is_empty());
        }
        let secret = canary("token");
        for (odd, said) in [
            (format!("<br />\n<b>Warning</b>: mysql {secret} {}", user()), "Warning : mysql ***"),
            (format!("{}<!-- cached -->", user()), "something beside it"),
            (format!("Notice: x\n{}", user()), "Notice: x"),
        ] {
            let server = FaultServer::start(Router::new().on("POST", READ, reply(200).body(odd)));
            let session = session(&server);
            for _ in 0..2 {
                read(&session).unwrap();
            }
            let notes = session.notes();
            assert!(notes.len() == 1 && notes[0].contains(said), "{notes:?}");
            sinks.add("notes", format!("{notes:?}"));
        }
    });
}

#[test]
fn r38_json_that_ends_in_the_middle_is_asked_for_once_more_by_reads_only() {
    row(s(4), |sinks| {
        let torn = |whole: String| reply(200).body(&whole[..whole.len() - 3]);
        let server = FaultServer::start(
            Router::new()
                .on("POST", READ, torn(user()))
                .on("POST", READ, reply(200).json(user()))
                .on("POST", MUTATION, torn(folder())),
        );
        let session = session(&server);
        read(&session).unwrap();
        assert_eq!(server.requests().len(), 2);
        let error = mutate(&session).unwrap_err();
        assert_eq!((note(sinks, &error), error.attempts()), (Status::BadAnswer, 1));
        assert!(error.message().contains("ends in the middle"), "{error}");
        assert_eq!((error.outcome(), error.host_text()), (Outcome::Unknown, None));
        // Torn for good: twice and no more.
        let server = FaultServer::start(Router::new().on("POST", READ, torn(user())));
        let error = read(&self::session(&server)).unwrap_err();
        assert_eq!((note(sinks, &error), error.attempts()), (Status::BadAnswer, 2));
        assert_ne!(error.not_repeated(), Some("the host's answer would be the same"));
    });
}

#[test]
fn r38_a_page_in_place_of_a_file_is_quoted_by_its_title() {
    busy_row(s(4), |sinks| {
        let folder = tempfile::tempdir().unwrap();
        let page = |code: u16, title: &str| {
            let text = format!("<!DOCTYPE html><title>{title}</title>{}", canary("token"));
            reply(code).html(text).header("Retry-After", 90)
        };
        for (code, title, status) in [
            (200, "Daily limit reached", Status::NotAFile),
            (403, "Just a moment...", Status::NotReady),
            (404, "Nothing here", Status::NotFound),
        ] {
            let node = FaultServer::start(Router::new().on("GET", "/", page(code, title)));
            let server = FaultServer::start(download_api(&node.url("/f"), Some(10)));
            let error = download(&session(&server), folder.path()).unwrap_err();
            assert_eq!(note(sinks, &error), status, "{error}");
            assert_eq!(error.host_text(), Some(title), "{error}");
            assert!(error.to_string().contains(title), "{error}");
        }
    });
}

#[test]
fn r51_a_bomb_of_depth_overflows_no_small_stack() {
    let _alone = serial();
    let open = "[".repeat(200_000);
    let closed = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let objects = "{\"a\":".repeat(200_000);
    for body in [open, closed, objects] {
        let server = FaultServer::start(Router::new().on("POST", READ, reply(200).body(body)));
        let session = session(&server);
        let small = std::thread::Builder::new().stack_size(512 * 1024);
        let call = small.spawn(move || read(&session).unwrap_err().status()).unwrap();
        assert_eq!(call.join().unwrap(), Status::BadAnswer);
    }
}

#[test]
fn r58_the_verdict_does_not_hang_on_words() {
    busy_row(s(3), |sinks| {
        for (code, text, status) in [
            (404, "Ошибка: файл не найден", Status::NotFound),
            (401, "", Status::Auth),
            (409, &*"x".repeat(1 << 19), Status::Conflict),
        ] {
            let says = refusal(code, text);
            let server =
                FaultServer::start(Router::new().on("POST", IDEMPOTENT, reply(200).json(says)));
            let error = idempotent(&session(&server)).unwrap_err();
            assert!(error.host_text().unwrap_or_default().len() <= 4096);
            // A dead token is followed by an attempt to log in, for which nothing was given.
            let expected = if code == 401 { Status::Argument } else { status };
            assert_eq!(note(sinks, &error), expected);
        }
    });
}
