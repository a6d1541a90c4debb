//! Group A, connecting: names, dead addresses, resets, which connection is used again, and in how many
//! pieces a call goes out on it.

mod common;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;

use common::*;
use gigahost::{Clock, Host, Outcome, PlainHttp, Session, Status};
use gigahost_faults::{Blackhole, FaultServer, Router, Step, canary, refused_address, reply};

#[test]
fn r1_an_unknown_name_is_a_dns_error() {
    row(s(3), |sinks| {
        let session = session_at("http://nobody.invalid:8080");
        assert_eq!(note(sinks, &mutate(&session).unwrap_err()), Status::Dns);
    });
}

#[test]
fn r1_a_name_without_addresses_is_a_dns_error() {
    row(s(1), |sinks| {
        let none: Vec<SocketAddr> = Vec::new();
        let builder = builder_at("http://empty.example:8080").resolve("empty.example", none);
        let session = builder.token(canary("token")).build().unwrap();
        let error = mutate(&session).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Dns);
        assert_eq!(error.outcome(), Outcome::NotApplied);
    });
}

#[test]
fn r2_twenty_dead_addresses_share_one_connect_clock() {
    row(s(4), |sinks| {
        let hole = Blackhole::open().unwrap();
        let builder =
            builder_at("http://dead.example").resolve("dead.example", [hole.address(); 20]);
        let session = builder.token(canary("token")).build().unwrap();
        let began = std::time::Instant::now();
        let error = read_once(&session);
        // Two or three attempts of a second each, not twenty.
        assert!(began.elapsed() < ms(3500), "{:?}", began.elapsed());
        assert_eq!(note(sinks, &error), Status::Timeout);
        assert_eq!(error.clock(), Some(Clock::Connect));
    });
}

/// A call that is not repeated after a second attempt.
fn read_once(session: &gigahost::Session) -> gigahost::Error {
    mutate(session).unwrap_err()
}

#[test]
fn r2_sixteen_refusing_addresses_are_tried_and_refused_at_once() {
    row(s(1), |sinks| {
        let dead = [refused_address(); 16];
        let builder = builder_at("http://dead.example").resolve("dead.example", dead);
        let session = builder.token(canary("token")).build().unwrap();
        assert_eq!(note(sinks, &read_once(&session)), Status::Connect);
    });
}

#[test]
fn r3_a_dead_first_address_costs_half_the_connect_clock_at_most() {
    row(s(2), |_| {
        let server = FaultServer::start(healthy());
        let hole = Blackhole::open().unwrap();
        for dead in [hole.address(), refused_address()] {
            let addresses = [dead, server.address()];
            let builder = builder_at("http://two.example").resolve("two.example", addresses);
            let session = builder.token(canary("token")).build().unwrap();
            let began = std::time::Instant::now();
            read(&session).unwrap();
            assert!(began.elapsed() < ms(500), "{:?}", began.elapsed());
        }
    });
}

#[test]
fn r4_a_refused_connection_is_tried_again_by_every_class() {
    row(s(2), |sinks| {
        let base = format!("http://{}", refused_address());
        let session = session_at(&base);
        for (error, attempts) in [
            (read(&session).unwrap_err(), 3),
            (idempotent(&session).unwrap_err(), 2),
            (mutate(&session).unwrap_err(), 2),
        ] {
            assert_eq!(note(sinks, &error), Status::Connect);
            assert_eq!((error.attempts(), error.outcome()), (attempts, Outcome::NotApplied));
            assert_eq!(error.bytes_sent(), 0);
        }
    });
}

#[test]
fn r4_a_black_hole_ends_at_the_connect_clock() {
    row(s(2), |sinks| {
        let hole = Blackhole::open().unwrap();
        let mut short = clocks();
        short.connect = ms(300);
        let builder = builder_at(format!("http://{}", hole.address())).clocks(short);
        let session = builder.token(canary("token")).build().unwrap();
        let error = mutate(&session).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Timeout);
        assert_eq!((error.clock(), error.outcome()), (Some(Clock::Connect), Outcome::NotApplied));
    });
}

#[test]
fn r4_an_upload_whose_node_refuses_connections_is_announced_again_and_no_byte_is_doubled() {
    row(s(3), |sinks| {
        let node = format!("http://{}/upload", refused_address());
        let server = FaultServer::start(upload_api(&node, 0));
        let session = session(&server);
        let error = upload(&session, 1000).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Connect);
        let announced = server.requests().iter().filter(|r| r.path() == ANNOUNCE).count();
        assert_eq!((announced, error.outcome()), (2, Outcome::NotApplied));
        assert_healthy(&session);
    });
}

#[test]
fn r15_a_read_that_is_reset_is_sent_again_and_a_mutation_is_not() {
    row(s(3), |sinks| {
        // On a fresh connection.
        let server = FaultServer::start(then_healthy(vec![Step::ReadHead, Step::Rst], 1));
        read(&session(&server)).unwrap();
        assert_eq!(server.requests().len(), 2);

        let server = FaultServer::start(then_healthy(vec![Step::ReadHead, Step::Rst], 1));
        let reader = session(&server);
        let error = mutate(&reader).unwrap_err();
        assert_eq!(note(sinks, &error), Status::OutcomeUnknown);
        assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 1));
        assert_eq!(server.requests().len(), 1);
        assert_healthy(&reader);
    });
}

#[test]
fn r15_a_reset_on_a_pooled_connection_is_resent_once_for_a_read_and_unknown_for_a_mutation() {
    row(s(3), |sinks| {
        let used =
            vec![Step::ReadRequest, reply(200).json(user()).into(), Step::ReadHead, Step::Rst];
        let server = FaultServer::start(then_healthy(used.clone(), 1));
        let reader = session(&server);
        read(&reader).unwrap();
        read(&reader).unwrap();
        let connections: Vec<_> = server.requests().iter().map(|r| r.connection).collect();
        assert_eq!(connections, [0, 0, 1]);

        let server = FaultServer::start(then_healthy(used, 1));
        let writer = session(&server);
        read(&writer).unwrap();
        let error = mutate(&writer).unwrap_err();
        assert_eq!(note(sinks, &error), Status::OutcomeUnknown);
        assert_eq!(server.requests().len(), 2);
        assert_healthy(&writer);
    });
}

#[test]
fn r16_an_idle_connection_that_the_host_closed_is_not_used_again() {
    row(s(2), |_| {
        for end in [Step::Close, Step::Rst] {
            let first = vec![Step::ReadRequest, reply(200).json(user()).into(), end];
            let server = FaultServer::start(then_healthy(first, 1));
            let session = session(&server);
            read(&session).unwrap();
            assert!(server.wait_idle(s(1)));
            // The healthy script answers any path with a user: only the transport matters here.
            let error = mutate(&session).unwrap_err();
            assert_eq!(error.status(), Status::BadAnswer, "{error}");
            assert_eq!(server.requests().iter().map(|r| r.connection).collect::<Vec<_>>(), [0, 1]);
        }
    });
}

#[test]
fn r16_an_upload_takes_a_connection_of_its_own_and_leaves_none() {
    row(s(3), |_| {
        let router = |url: &str| upload_api(url, 2).on("POST", "/upload", node_reply());
        // The node is the API's own server: even so its connections are not shared.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let server = FaultServer::start_on(
            &address.to_string(),
            router(&format!("http://{address}/upload")),
        );
        let session = session(&server);
        upload(&session, 1000).unwrap();
        let requests = server.requests();
        let at = |path: &str| requests.iter().find(|r| r.path() == path).unwrap().connection;
        assert_ne!(at("/upload"), at(ANNOUNCE));
        assert_eq!(at(POLL), at(ANNOUNCE));
        let of_upload = at("/upload");
        assert!(server.wait(s(1), |log| log.connections[of_upload].closed));
    });
}

#[test]
fn r16_a_healthy_connection_serves_all_calls_also_after_pauses() {
    row(s(3), |_| {
        let server = FaultServer::start(faulty(MUTATION, reply(200).json(folder())));
        let session = session(&server);
        for _ in 0..8 {
            read(&session).unwrap();
            // Longer than the transport waits before it looks for an early answer.
            std::thread::sleep(ms(30));
        }
        assert!(server.requests().iter().all(|request| request.connection == 0));
    });
}

#[test]
fn r17_a_connection_with_an_unread_answer_is_never_used_again() {
    row(s(3), |sinks| {
        // A page that is larger than the cap is not read to its end.
        let large = reply(200).json(vec![b' '; 2 << 20]);
        let server = FaultServer::start(faulty(MUTATION, large));
        let session = session(&server);
        let error = mutate(&session).unwrap_err();
        assert_eq!(note(sinks, &error), Status::BadAnswer);
        assert_healthy(&session);
        assert_eq!(server.requests().iter().map(|r| r.connection).collect::<Vec<_>>(), [0, 1]);
    });
}

#[test]
fn r34_bytes_behind_an_answer_never_become_the_next_one() {
    row(s(3), |_| {
        let other = envelope(r#"{"user":{"email":"mallory@example.test"}}"#);
        let glued =
            [reply(200).json(user()).to_bytes(), reply(200).json(other).to_bytes()].concat();
        let late = glued.clone();
        let right = envelope(r#"{"user":{"email":"ann@example.test"}}"#);
        let answer_of = |steps: Vec<Step>| {
            let router = Router::new().on("POST", READ, steps).on(
                "POST",
                READ,
                reply(200).json(right.clone()),
            );
            let server = FaultServer::start(router);
            let session = session(&server);
            let first = session.rapidgator().unwrap().user_info().unwrap();
            assert_eq!(first.email.as_deref(), Some("ann@example.test"));
            let second = session.rapidgator().unwrap().user_info().unwrap();
            assert_eq!(second.email.as_deref(), Some("ann@example.test"));
            assert_eq!(server.accepted(), 2);
        };
        // In one piece, and to nobody on the idle connection.
        answer_of(vec![Step::ReadBody, Step::Send(glued)]);
        let (first, rest) = late.split_at(late.len() / 2);
        let (first, rest) = (first.to_vec(), rest.to_vec());
        answer_of(vec![Step::ReadBody, Step::Send(first), Step::Send(rest), Step::Stall]);
    });
}

/// Two pieces are two calls of the system, two packets, and a host that wakes up twice.
#[test]
fn a_small_call_goes_out_in_one_piece_with_its_body() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let host = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        connection.set_read_timeout(Some(s(10))).unwrap();
        // Whatever is sent in one piece over loopback is read in one piece.
        let mut pieces = Vec::new();
        for _ in 0..3 {
            let mut piece = vec![0; 64 * 1024];
            let length = connection.read(&mut piece).unwrap();
            piece.truncate(length);
            pieces.push(String::from_utf8(piece).unwrap());
            connection.write_all(&reply(200).json(folder()).to_bytes()).unwrap();
        }
        pieces
    });
    let session = Session::builder(Host::Rapidgator)
        .base_url(format!("http://{address}"))
        .plain_http(PlainHttp::Allow)
        .token("a-token")
        .build()
        .unwrap();
    for name in ["one", "two", "three"] {
        session.rapidgator().unwrap().folder_create(None, name).unwrap();
    }
    for (piece, name) in host.join().unwrap().iter().zip(["one", "two", "three"]) {
        assert!(piece.starts_with("POST "), "{piece}");
        assert!(piece.ends_with(&format!("\r\n\r\ntoken=a-token&name={name}")), "{piece}");
    }
}
