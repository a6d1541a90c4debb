//! Group A, proxies: ones that work, refuse, stall, break off and answer pages.

mod common;

use std::time::Instant;

use common::*;
use gigahost::{
    Builder, CancelToken, Clock, DownloadOptions, Outcome, Source, Status, Target, UploadOptions,
};
use gigahost_faults::{
    FaultServer, ForwardProxy, Step, TlsIdentity, canary, content, refused_address, reply,
};

/// The three kinds.
const KINDS: [&str; 3] = ["http", "socks5", "socks5h"];

fn through(server: &FaultServer, proxy: impl Into<gigahost::Secret>) -> Builder {
    builder(server).token(canary("token")).proxy(proxy)
}

/// A password as it stands in a URL.
fn encoded(password: &str) -> String {
    password.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

/// A script that answers the first bytes of a client so, whatever they are.
fn answers(bytes: &[u8]) -> Vec<Step> {
    vec![Step::ReadHead, Step::Send(bytes.to_vec()), Step::Fin]
}

#[test]
fn r105_calls_and_files_go_through_every_kind_of_proxy_in_clear_and_in_tls() {
    busy_row(s(20), |_| {
        let folder = tempfile::tempdir().unwrap();
        for (round, kind) in KINDS.into_iter().enumerate() {
            for tls in [false, true] {
                let bytes = content(300_000);
                let node = node(tls, &bytes);
                let file = node.url("/file");
                let api = upload_api(&node.url("/node"), 2)
                    .on("POST", FILE_INFO, reply(200).json(file_info(Some(bytes.len() as u64))))
                    .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&file)));
                let server = start(tls, api);
                let proxy = ForwardProxy::start();
                let session = through(&server, proxy.url(kind)).build().unwrap();
                assert_eq!(session.proxy().unwrap(), Some(proxy.url(kind)));
                assert_healthy(&session);
                let options = UploadOptions::new().with_name("x.bin");
                let receipt = session.upload(Source::bytes(bytes.clone()), options).unwrap();
                assert_eq!(receipt.entry.id, "f1", "{kind}");
                let place = folder.path().join(format!("{round}-{tls}"));
                session.download("f1", Target::file(&place), DownloadOptions::new()).unwrap();
                assert_eq!(std::fs::read(&place).unwrap(), bytes, "{kind}");
                let asked = proxy.asked();
                for one in [server.address(), node.address()] {
                    let expected = match (kind, tls) {
                        ("http", true) => format!("CONNECT {one}"),
                        ("http", false) => format!("http://{one}/"),
                        _ => format!("SOCKS {one}"),
                    };
                    assert!(asked.iter().any(|line| line.contains(&expected)), "{asked:?}");
                }
            }
        }
    });
}

fn start(tls: bool, router: gigahost_faults::Router) -> FaultServer {
    if tls {
        FaultServer::start_tls(&TlsIdentity::good(), router)
    } else {
        FaultServer::start(router)
    }
}

/// A server of files.
fn node(tls: bool, bytes: &[u8]) -> FaultServer {
    let file = reply(200).header("Content-Type", "application/octet-stream").body(bytes);
    let router = gigahost_faults::Router::new().on("POST", "/node", node_reply());
    start(tls, router.on("GET", "/file", file))
}

#[test]
fn r105_the_proxy_gets_names_or_addresses_as_its_scheme_says() {
    busy_row(s(3), |_| {
        let server = FaultServer::start(healthy());
        let port = server.address().port();
        for (kind, expected) in [
            ("http", format!("POST http://api.example.test:{port}/api/v2/user/info")),
            ("socks5h", format!("SOCKS api.example.test:{port}")),
        ] {
            let proxy = ForwardProxy::start();
            let session = builder_at(format!("http://api.example.test:{port}"))
                .token(canary("token"))
                .proxy(proxy.url(kind))
                .build()
                .unwrap();
            assert_healthy(&session);
            assert_eq!(proxy.asked(), [expected], "{kind}");
        }
        // What the caller fixed for the name goes to the proxy in its place.
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        for kind in KINDS {
            let proxy = ForwardProxy::start();
            let session = builder_at("https://localhost:1")
                .resolve("localhost", [server.address()])
                .token(canary("token"))
                .proxy(proxy.url(kind))
                .build()
                .unwrap();
            assert_healthy(&session);
            assert!(
                proxy.asked()[0].contains(&server.address().to_string()),
                "{:?}",
                proxy.asked()
            );
        }
    });
}

#[test]
fn r105_a_plain_request_to_a_proxy_has_a_connection_of_its_own() {
    busy_row(s(3), |_| {
        // One that keeps connections would hide one that does not, and says nothing of it.
        let server = FaultServer::start(healthy());
        let proxy = ForwardProxy::start();
        let session = through(&server, proxy.url("http")).build().unwrap();
        for calls in 1..=3 {
            assert_healthy(&session);
            assert_eq!(proxy.asked().len(), calls, "each is the first of its connection");
        }
        // Within a tunnel the host's own word counts.
        let proxy = ForwardProxy::start();
        let session = through(&server, proxy.url("socks5h")).build().unwrap();
        (0..3).for_each(|_| assert_healthy(&session));
        assert_eq!(proxy.asked().len(), 1);
    });
}

#[test]
fn r105_a_login_is_sent_to_the_proxy_and_never_to_the_host() {
    busy_row(s(5), |sinks| {
        let server = FaultServer::start(healthy());
        let secure = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        let password = canary("password");
        let proxy = ForwardProxy::with_login("ann", password);
        for kind in KINDS {
            for server in [&server, &secure] {
                let with = |login: &str| {
                    let url = format!("{kind}://{login}{}", proxy.address());
                    through(server, url).build().unwrap()
                };
                let before = server.requests().len();
                let session = with(&format!("ann:{}@", encoded(password)));
                assert_healthy(&session);
                sinks.add("shown", format!("{session:?} {:?}", session.proxy()));
                for wrong in ["", "ann:wrong-one@"] {
                    let error = mutate(&with(wrong)).unwrap_err();
                    assert_eq!(note(sinks, &error), Status::Proxy, "{kind} {wrong}");
                    assert_eq!((error.attempts(), error.outcome()), (1, Outcome::NotApplied));
                    assert!(error.hint().unwrap_or_default().contains("user") || kind != "http");
                    assert!(!error.to_string().contains("host's answer"), "{error}");
                }
                assert_eq!(server.requests().len(), before + 1, "nothing else came to the host");
                for request in server.requests() {
                    sinks.add("request", format!("{request:?}"));
                    assert!(
                        request
                            .headers
                            .iter()
                            .all(|(name, _)| !name.to_ascii_lowercase().starts_with("proxy-"))
                    );
                }
            }
        }
    });
}

#[test]
fn r105_the_token_is_in_nothing_that_the_proxy_of_a_tunnel_sees() {
    busy_row(s(2), |_| {
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        let proxy = ForwardProxy::start();
        assert_healthy(&through(&server, proxy.url("http")).build().unwrap());
        assert_eq!(proxy.asked(), [format!("CONNECT {}", server.address())]);
    });
}

/// What a proxy says in place of a connection, what that is called, and whether it is tried again.
const REFUSALS: [(&[u8], Status, bool, &str); 9] = [
    (b"HTTP/1.1 403 Forbidden\r\n\r\n<h1>no</h1>", Status::Proxy, false, "HTTP 403"),
    (b"HTTP/1.1 407 Proxy\r\n\r\n", Status::Proxy, false, "asks for a login"),
    (b"HTTP/1.1 302 Found\r\nLocation: http://x/\r\n\r\n", Status::Proxy, false, "HTTP 302"),
    (b"HTTP/1.1 200 OK\r\n\r\n<h1>Welcome</h1>", Status::Proxy, false, "something else"),
    (b"HTTP/1.1 503 Busy\r\n\r\n", Status::Connect, true, "HTTP 503"),
    (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", Status::Connect, true, "could not reach"),
    (b"SSH-2.0-OpenSSH_9\r\n", Status::Proxy, false, "not answer as an HTTP proxy"),
    (b"HTTP/1.1 200 O", Status::Proxy, false, "not answer as an HTTP proxy"),
    (b"", Status::Connect, true, "closed the connection"),
];

#[test]
fn r105_an_http_proxy_that_refuses_is_named_and_nothing_was_sent() {
    busy_row(s(5), |sinks| {
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        for (bytes, status, again, words) in REFUSALS {
            let proxy = FaultServer::start(answers(bytes));
            let url = format!("http://ann:{}@{}", encoded(canary("password")), proxy.address());
            let error = mutate(&through(&server, url).build().unwrap()).unwrap_err();
            let name = format!("the proxy http://{}", proxy.address());
            assert_eq!(note(sinks, &error), status, "{error}");
            if status == Status::Proxy && words != "asks for a login" {
                assert!(error.message().contains(words), "{error}");
            }
            assert!(error.message().contains(&name), "{error}");
            assert_eq!((error.bytes_sent(), error.outcome()), (0, Outcome::NotApplied));
            assert_eq!(error.attempts(), if again { 2 } else { 1 }, "{error}");
            assert_eq!(error.status().is_retryable(), again);
        }
        assert!(server.requests().is_empty());
    });
}

#[test]
fn r105_a_socks_proxy_that_refuses_is_named_and_nothing_was_sent() {
    busy_row(s(5), |sinks| {
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        let reply = |code: u8| vec![5, 0, 5, code, 0, 1, 0, 0, 0, 0, 0, 0];
        for (bytes, status, again, words) in [
            (vec![5, 255], Status::Proxy, false, "asks for a login"),
            (vec![4, 90], Status::Proxy, false, "does not answer as a SOCKS 5 proxy"),
            (
                b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
                Status::Proxy,
                false,
                "does not answer as",
            ),
            (reply(2), Status::Proxy, false, "refuses to connect"),
            (reply(8), Status::Proxy, false, "this kind of address"),
            (reply(1), Status::Connect, true, "does not say why"),
            (reply(4), Status::Connect, true, "cannot be reached"),
            (reply(5), Status::Connect, true, "refuses the connection"),
            (vec![5, 0, 5], Status::Connect, true, "closed the connection"),
            (vec![], Status::Connect, true, "closed the connection"),
        ] {
            let proxy = FaultServer::start(vec![
                Step::ReadBytes(3),
                Step::Send(bytes),
                Step::Fin,
                Step::ReadToEnd,
            ]);
            let url = format!("socks5h://{}", proxy.address());
            let error = mutate(&through(&server, url).build().unwrap()).unwrap_err();
            assert_eq!(note(sinks, &error), status, "{error}");
            assert!(error.message().contains(words), "{error}");
            assert!(error.message().contains(&proxy.address().to_string()), "{error}");
            assert_eq!((error.bytes_sent(), error.outcome()), (0, Outcome::NotApplied));
            assert_eq!(error.attempts(), if again { 2 } else { 1 }, "{error}");
        }
        assert!(server.requests().is_empty());
    });
}

#[test]
fn r105_a_proxy_that_is_not_there_is_told_from_the_host() {
    busy_row(s(5), |sinks| {
        let server = FaultServer::start(healthy());
        for kind in KINDS {
            let url = format!("{kind}://{}", refused_address());
            let error = mutate(&through(&server, url).build().unwrap()).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Connect);
            assert!(error.message().contains("the proxy"), "{error}");
            assert!(error.os_error().is_some());
            let url = format!("{kind}://nowhere.invalid:1");
            let session = through(&server, url).resolve("nowhere.invalid", []).build().unwrap();
            let error = mutate(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Dns);
            assert!(error.message().contains("the proxy"), "{error}");
        }
        assert!(server.requests().is_empty());
    });
}

#[test]
fn r105_a_proxy_that_stalls_ends_at_the_connect_clock_and_by_a_cancel() {
    let stalls: [(&str, Vec<Step>); 4] = [
        ("http", vec![Step::Stall]),
        ("http", vec![Step::ReadHead, Step::Send(b"HTTP/1.1 200".to_vec()), Step::Stall]),
        ("socks5h", vec![Step::Stall]),
        ("socks5h", vec![Step::ReadBytes(3), Step::Send(vec![5, 0]), Step::Stall]),
    ];
    row(s(6), |sinks| {
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        for (kind, steps) in stalls {
            let proxy = FaultServer::start(steps);
            let mut short = clocks();
            short.connect = ms(200);
            let session = through(&server, format!("{kind}://{}", proxy.address()))
                .clocks(short)
                .build()
                .unwrap();
            let error = mutate(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Timeout);
            assert_eq!((error.clock(), error.attempts()), (Some(Clock::Connect), 2));
            assert!(error.hint().unwrap_or_default().contains("proxy"), "{error}");
            let token = CancelToken::new();
            let session =
                through(&server, format!("{kind}://{}", proxy.address())).build().unwrap();
            let session = session.with_cancel(&token);
            let before = proxy.accepted();
            std::thread::scope(|scope| {
                let call = scope.spawn(|| mutate(&session));
                assert!(proxy.wait(s(2), |log| log.connections.len() > before));
                let began = Instant::now();
                token.cancel();
                let error = call.join().unwrap().unwrap_err();
                assert_eq!(error.status(), Status::Cancelled);
                assert!(began.elapsed() < ms(500), "{:?}", began.elapsed());
            });
        }
        assert!(server.requests().is_empty());
    });
}

#[test]
fn r105_a_proxy_that_dies_in_a_download_is_a_line_that_broke() {
    busy_row(s(10), |_| {
        let folder = tempfile::tempdir().unwrap();
        let bytes = content(900_000);
        let node = node(false, &bytes);
        let server = FaultServer::start(download_api(&node.url("/file"), Some(900_000)));
        let place = folder.path().join("x.bin");
        for kind in KINDS {
            let proxy = ForwardProxy::dying_after(400_000);
            let session = through(&server, proxy.url(kind)).seed(DOWNLOAD_SEED).build().unwrap();
            let error = session
                .download("f1", Target::file(&place), DownloadOptions::new())
                .expect_err("the proxy is gone");
            assert!(error.status().is_retryable(), "{error}");
            assert!(!place.exists());
        }
    });
}

#[test]
fn r105_an_answer_that_is_lost_behind_a_proxy_never_has_a_file_sent_twice() {
    busy_row(s(10), |_| {
        for kind in KINDS {
            let node = FaultServer::start(vec![Step::ReadRequest, Step::Rst]);
            let server = FaultServer::start(upload_api(&node.url("/node"), 0));
            let proxy = ForwardProxy::start();
            let session = through(&server, proxy.url(kind)).build().unwrap();
            let error = upload(&session, 3_000_000).unwrap_err();
            assert_eq!(node.accepted(), 1, "{kind}: {error}");
        }
    });
}

#[test]
fn r105_an_early_answer_is_read_through_a_proxy() {
    busy_row(s(10), |_| {
        for kind in KINDS {
            for tls in [false, true] {
                let steps = vec![
                    Step::ReadHead,
                    Step::Reply(reply(413).json(refusal(413, "too large"))),
                    Step::ReadToEnd,
                ];
                let node = if tls {
                    FaultServer::start_tls(&TlsIdentity::good(), steps)
                } else {
                    FaultServer::start(steps)
                };
                let server = FaultServer::start(upload_api(&node.url("/node"), 0));
                let proxy = ForwardProxy::start();
                let session = through(&server, proxy.url(kind)).build().unwrap();
                let error = upload(&session, 30_000_000).unwrap_err();
                assert_eq!(error.status(), Status::TooLarge, "{kind}: {error}");
                assert_eq!(node.accepted(), 1);
            }
        }
    });
}

#[test]
fn r105_a_host_that_stalls_ends_at_its_own_clocks_through_a_proxy() {
    busy_row(s(8), |_| {
        for kind in KINDS {
            let server = FaultServer::start(vec![Step::ReadRequest, Step::Stall]);
            let proxy = ForwardProxy::start();
            let session = through(&server, proxy.url(kind)).build().unwrap();
            let error = mutate(&session).unwrap_err();
            assert_eq!(
                (error.status(), error.clock()),
                (Status::OutcomeUnknown, Some(Clock::Answer))
            );
            assert_eq!(error.attempts(), 1);
        }
    });
}

#[test]
fn r85_an_address_that_a_host_named_is_checked_before_a_proxy_is_asked_for_it() {
    busy_row(s(3), |_| {
        for (kind, url) in [
            ("http", "http://127.0.0.1:81/x"),
            ("http", "https://10.0.0.1/x"),
            ("socks5h", "https://[::1]/x"),
            ("socks5", "https://169.254.169.254/x"),
            ("socks5h", "https://localhost/x"),
            ("http", "https://nas.local/x"),
        ] {
            let proxy = ForwardProxy::start();
            let api = FaultServer::start_tls(&TlsIdentity::good(), upload_api(url, 0));
            let session =
                through(&api, proxy.url(kind)).allow_private_addresses(false).build().unwrap();
            let error = upload(&session, 10).unwrap_err();
            assert_eq!(error.status(), Status::UrlRefused, "{url}: {error}");
            let asked = proxy.asked();
            assert!(
                asked.iter().all(|line| line.contains(&api.address().to_string())),
                "{asked:?}"
            );
        }
    });
}

#[test]
fn exceptions_go_past_the_proxy_and_none_uses_no_proxy() {
    busy_row(s(3), |_| {
        let server = FaultServer::start(healthy());
        let proxy = ForwardProxy::start();
        let session = through(&server, proxy.url("http")).no_proxy("127.0.0.0/8").build().unwrap();
        assert_eq!(session.proxy().unwrap(), None);
        assert_healthy(&session);
        let session = through(&server, "none").build().unwrap();
        assert_healthy(&session);
        assert!(proxy.asked().is_empty());
    });
}

#[test]
fn a_proxy_that_echoes_its_login_has_it_masked() {
    busy_row(s(3), |sinks| {
        let password = canary("password");
        let coded = "YW5uOg";
        let page = format!("<title>Denied</title> ann:{password} Basic {coded}");
        let proxy = FaultServer::start(vec![
            Step::ReadHead,
            Step::Reply(reply(403).header("Content-Type", "text/html").body(page)),
            Step::Fin,
        ]);
        let session = builder_at("http://api.example.test")
            .token(canary("token"))
            .proxy(format!("http://ann:{}@{}", encoded(password), proxy.address()))
            .build()
            .unwrap();
        note(sinks, &mutate(&session).unwrap_err());
    });
}
