//! Group F, what a caller gives: passwords and ids arrive as they are or are refused before anything
//! is sent, and a refused password is sent once.

mod common;

use common::*;
use gigahost::{Error, Status, Trash};
use gigahost_faults::{FaultServer, Router, Step, reply};

#[test]
fn r109_a_password_arrives_byte_for_byte_or_is_refused_before_it_is_sent() {
    row(s(3), |_| {
        let server =
            FaultServer::start(healthy().on("POST", LOGIN, reply(200).json(logged_in("abcdefgh"))));
        let with = |password: &str| builder(&server).login("a@b.c", password).build();
        let long = "p".repeat(64 * 1024);
        let odd = [
            "a&b",
            "a=b",
            "a+b",
            "a%b",
            "a%2Bb",
            "a#b",
            "a;b",
            "a\\b",
            "a\"b'c",
            "a\r\nb",
            "a\tb",
            "😀é",
            "x",
            "{\"a\":1}",
            " lead and trail ",
        ];
        for password in odd {
            with(password).unwrap().login().unwrap();
            let body = server.requests().last().unwrap().body_text();
            let pair = body.split('&').find_map(|pair| pair.strip_prefix("password=")).unwrap();
            assert_eq!(decode(pair), password);
        }
        with(&long).unwrap().login().unwrap();
        assert!(server.requests().last().unwrap().body_length > 64 * 1024);
        let before = server.requests().len();
        for password in ["", "a\0b"] {
            assert_eq!(with(password).unwrap_err().status(), Status::Argument);
        }
        let longer = with(&format!("{long}p")).unwrap().login().unwrap_err();
        assert_eq!(longer.status(), Status::Argument);
        assert_eq!(server.requests().len(), before);
    });
}

#[test]
fn r110_r111_r112_values_that_could_break_out_are_refused_before_any_socket() {
    row(s(3), |sinks| {
        let server = FaultServer::start(healthy());
        for token in ["a\r\nb", "a b", "é", "a\0", "a\tb", "", "\u{7f}"] {
            let error = builder(&server).token(token).build().unwrap_err();
            assert_eq!(note(sinks, &error), Status::Argument, "{token:?}");
        }
        let session = session(&server);
        let rapidgator = session.rapidgator().unwrap();
        let long = "1".repeat(4096);
        for id in ["a,b", "", ".", "..", "a b", "a\r\nb", "a\0", "a\tb", &long] {
            for outcome in [
                rapidgator.file_info(id).map(drop),
                rapidgator.file_rename(id, "x").map(drop),
                rapidgator.file_delete(&[id]).map(drop),
                rapidgator.file_move(&["f1", id], "1").map(drop),
                rapidgator.folder_info(Some(id)).map(drop),
                rapidgator.trashcan_empty(Trash::Files(&[id])).map(drop),
                session.call("/api/v2/file/delete", &[("file_id", id)]).map(drop),
            ] {
                let error = outcome.map_err(|error| note(sinks, &error));
                assert_eq!(error, Err(Status::Argument), "{id:?}");
            }
        }
        let links = vec!["http://rapidgator.net/file/ab"; 26];
        assert_eq!(note(sinks, &rapidgator.file_check_link(&links).unwrap_err()), Status::Argument);
        let ids = vec!["ab"; 101];
        assert_eq!(note(sinks, &rapidgator.file_delete(&ids).unwrap_err()), Status::Argument);
        let none: [&str; 0] = [];
        for outcome in [
            rapidgator.file_delete(&none).map(drop),
            rapidgator.trashcan_empty(Trash::Files(&none)).map(drop),
            session.trash_empty(Trash::Files(&none)).map(drop),
            session.call("/api/v2/../x", &[]).map(drop),
            session.call("/api/v2/x?y", &[]).map(drop),
            session.call("@evil.example/x", &[]).map(drop),
        ] {
            assert_eq!(note(sinks, &outcome.unwrap_err()), Status::Argument);
        }
        assert_eq!(server.accepted(), 0);
    });
}

#[test]
fn r112_a_comma_inside_a_link_never_makes_two_of_it() {
    row(s(2), |_| {
        let answer = envelope(r#"[{"url":"x","filename":null,"size":null,"status":"NO ACCESS"}]"#);
        let server = FaultServer::start(healthy().on(
            "POST",
            "/api/v2/file/check_link",
            reply(200).json(answer),
        ));
        let session = session(&server);
        let link = "http://rapidgator.net/file/ab12/a,b.html";
        session.check_links(&[link]).unwrap();
        session.rapidgator().unwrap().file_check_link(&[link]).unwrap();
        for request in server.requests() {
            let body = request.body_text();
            let sent = body.split('&').find_map(|pair| pair.strip_prefix("url=")).unwrap();
            assert!(!decode(sent).contains(','), "{sent}");
        }
    });
}

#[test]
fn r114_a_refused_password_is_sent_once() {
    row(s(3), |sinks| {
        for (http, says) in [
            (200, refusal(401, "Error: Login or password is wrong")),
            (401, refusal(401, "Error: Wrong e-mail or password")),
            (401, refusal(401, "Error: Invalid auth code")),
            (401, "{}".to_owned()),
        ] {
            let server =
                FaultServer::start(Router::new().on("POST", LOGIN, reply(http).json(says)));
            let session = login_session(&server);
            for _ in 0..3 {
                let error = read(&session).unwrap_err();
                assert!(matches!(note(sinks, &error), Status::Auth | Status::TwoFactor));
            }
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| read(&session).unwrap_err());
                }
            });
            assert_eq!(server.requests().len(), 1, "{http}");
        }
    });
}

#[test]
fn r114_no_failure_makes_a_login_go_out_twice() {
    row(s(5), |sinks| {
        let faults: Vec<Vec<Step>> = vec![
            vec![Step::ReadBody, Step::Reply(reply(500).json("{}"))],
            vec![Step::ReadBody, Step::Reply(reply(503).header("Retry-After", 0).json("{}"))],
            vec![Step::ReadBody, Step::Reply(reply(429).json("{}"))],
            vec![Step::ReadBody, Step::Rst],
            vec![Step::ReadBody, Step::Fin],
            vec![Step::ReadBody, Step::Stall],
            vec![Step::ReadBody, Step::Reply(reply(200).html("<html>portal"))],
        ];
        for fault in faults {
            let server = FaultServer::start(Router::new().on("POST", LOGIN, fault));
            let error: Error = read(&login_session(&server)).unwrap_err();
            note(sinks, &error);
            assert_eq!((server.requests().len(), error.attempts()), (1, 1), "{error}");
        }
    });
}

#[test]
fn r114_a_login_that_the_host_holds_back_is_not_tried_again_before_its_time() {
    row(s(2), |sinks| {
        let says = refusal(401, "Error: Frequent logins. Please wait 20 sec...");
        let server = FaultServer::start(Router::new().on("POST", LOGIN, reply(200).json(says)));
        let session = login_session(&server);
        for _ in 0..3 {
            let error = read(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::RateLimited);
            assert!(error.retry_after().is_some_and(|wait| wait > s(10) && wait <= s(20)));
        }
        assert_eq!(server.requests().len(), 1);
    });
}
