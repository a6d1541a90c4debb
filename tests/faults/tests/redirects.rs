//! Group E: where a redirect or a server-given URL may lead, and what goes along.

mod common;

use common::*;
use gigahost::{DownloadOptions, PlainHttp, Session, Status, Target};
use gigahost_faults::{
    Answer, Connection, FaultServer, Request, Router, Step, TlsIdentity, canaries, canary,
    redirect, reply, serial,
};

/// An origin that must see nothing.
fn thief() -> FaultServer {
    FaultServer::start(Router::new().on("*", "/", reply(200).json(user())))
}

#[test]
fn r74_a_redirected_post_is_refused_and_is_no_success() {
    row(s(3), |sinks| {
        let thief = thief();
        for status in [301, 302, 303] {
            for location in ["/page".to_owned(), thief.url("/x"), thief.url_as("localhost", "/x")] {
                let api = Router::new().on("POST", "/api", redirect(status, &location)).on(
                    "*",
                    "/page",
                    reply(200).json(user()),
                );
                let server = FaultServer::start(api);
                let logged_out = login_session(&server);
                let session = session(&server);
                for outcome in
                    [read(&session), idempotent(&session), mutate(&session), logged_out.login()]
                {
                    let error = outcome.unwrap_err();
                    assert_eq!(note(sinks, &error), Status::RedirectRefused);
                    assert_eq!((error.attempts(), error.http_status()), (1, Some(status)));
                }
                assert_eq!(server.requests().len(), 4);
                assert!(server.requests().iter().all(|r| r.method == "POST"));
            }
        }
        assert_eq!(thief.accepted(), 0);
    });
}

#[test]
fn r74_r80_a_redirect_of_the_api_to_plain_http_is_refused() {
    busy_row(s(3), |sinks| {
        let thief = thief();
        for status in [301, 302, 303, 307, 308] {
            let router = Router::new().on("POST", "/api", redirect(status, thief.url("/x")));
            let server = FaultServer::start_tls(&TlsIdentity::good(), router);
            let session = session(&server);
            for outcome in [read(&session), idempotent(&session), mutate(&session)] {
                assert_eq!(note(sinks, &outcome.unwrap_err()), Status::RedirectRefused);
            }
        }
        assert_eq!(thief.accepted(), 0);
    });
}

#[test]
fn r75_a_redirect_that_keeps_the_method_is_followed_once_within_its_origin() {
    row(s(3), |sinks| {
        for status in [307, 308] {
            let api = Router::new()
                .on("POST", READ, redirect(status, "/other/info"))
                .on("POST", "/other/info", reply(200).json(user()))
                .on("POST", IDEMPOTENT, redirect(status, "/other/folder"))
                .on("POST", "/other/folder", reply(200).json(folder()))
                .on("POST", MUTATION, redirect(status, "/other/folder"))
                .on("POST", LOGIN, redirect(status, "/other/login"));
            let server = FaultServer::start(api);
            let session = session(&server);
            read(&session).unwrap();
            idempotent(&session).unwrap();
            let requests = server.requests();
            assert_eq!(requests.len(), 4);
            assert_eq!(
                (&requests[0].body, &requests[2].body),
                (&requests[1].body, &requests[3].body)
            );
            // What must not happen twice is not sent twice, and a password goes nowhere else.
            assert_eq!(note(sinks, &mutate(&session).unwrap_err()), Status::RedirectRefused);
            let error = login_session(&server).login().unwrap_err();
            assert_eq!(note(sinks, &error), Status::RedirectRefused);
            assert_eq!(server.requests().len(), 6);
        }
    });
}

#[test]
fn r75_r76_a_redirect_to_another_origin_or_a_second_one_is_refused() {
    row(s(3), |sinks| {
        let thief = thief();
        for location in [thief.url(READ), thief.url_as("localhost", READ), READ.to_owned()] {
            let server =
                FaultServer::start(Router::new().on("POST", READ, redirect(307, location)));
            let error = read(&session(&server)).unwrap_err();
            assert_eq!(note(sinks, &error), Status::RedirectRefused);
            assert!(server.requests().len() <= 2);
        }
        for status in [300, 304, 305, 306] {
            let server = FaultServer::start(Router::new().on("POST", READ, redirect(status, "/x")));
            let error = read(&session(&server)).unwrap_err();
            assert_eq!(note(sinks, &error), Status::RedirectRefused);
            assert_eq!(server.requests().len(), 1);
        }
        assert_eq!(thief.accepted(), 0);
    });
}

/// A node whose `/hop/5` leads to `/hop/4` and so on, and `/hop/0` to the file.
fn chain() -> FaultServer {
    let hops = |request: &Request, connection: &mut Connection| match request
        .target
        .rsplit('/')
        .next()
        .and_then(|n| n.parse::<u32>().ok())
    {
        Some(0) => connection.reply(&reply(200).body("file")),
        Some(n) => connection.reply(&redirect(302, format!("/hop/{}", n - 1))),
        None => connection.reply(&redirect(302, "/hop/self")),
    };
    FaultServer::start(Router::new().on("GET", "/hop/", Answer::call(hops)))
}

#[test]
fn r76_a_download_follows_five_redirects_and_no_more() {
    row(s(3), |sinks| {
        let node = chain();
        for (hops, fine) in [("1", true), ("5", true), ("6", false), ("self", false)] {
            let before = node.requests().len();
            let server =
                FaultServer::start(download_api(&node.url(&format!("/hop/{hops}")), Some(4)));
            let folder = tempfile::tempdir().unwrap();
            let session = session(&server);
            let outcome = download(&session, folder.path());
            assert_eq!(outcome.is_ok(), fine, "{hops}: {outcome:?}");
            if let Err(error) = outcome {
                assert_eq!(note(sinks, &error), Status::RedirectRefused);
                assert_eq!(node.requests().len() - before, 6);
                assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
            }
            assert_healthy(&session);
        }
        for status in [300, 304, 305, 306] {
            let node = FaultServer::start(Router::new().on("GET", "/f", redirect(status, "/g")));
            let server = FaultServer::start(download_api(&node.url("/f"), Some(4)));
            let folder = tempfile::tempdir().unwrap();
            let error = download(&session(&server), folder.path()).unwrap_err();
            assert_eq!(note(sinks, &error), Status::RedirectRefused);
        }
    });
}

#[test]
fn r77_r78_r79_r90_no_hop_of_a_download_gets_anything_but_its_url() {
    busy_row(s(3), |_| {
        // A (the API's own server) -> B, another host name -> C, plain -> A again.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let home = listener.local_addr().unwrap();
        drop(listener);
        let c = FaultServer::start(Router::new().on(
            "GET",
            "/",
            redirect(302, format!("http://{home}/f")),
        ));
        let b = FaultServer::start_tls(
            &TlsIdentity::good(),
            Router::new().on("GET", "/", redirect(302, c.url_as("localhost", "/c?sig=1"))),
        );
        let api = download_api(&format!("http://{home}/start"), Some(4))
            .on(
                "POST",
                LOGIN,
                reply(200).header("Set-Cookie", "sid=1").json(logged_in(canary("token"))),
            )
            .on(
                "GET",
                "/start",
                redirect(302, b.url_as("localhost", "/b")).header("Set-Cookie", "a=b"),
            )
            .on("GET", "/f", reply(200).body("file"));
        let a = FaultServer::start_on(&home.to_string(), api);
        let session = login_session(&a);
        download(&session, tempfile::tempdir().unwrap().path()).unwrap();

        let at_home = a.requests();
        let hops: Vec<Request> = at_home
            .iter()
            .filter(|r| r.method == "GET")
            .chain(&b.requests())
            .chain(&c.requests())
            .cloned()
            .collect();
        assert_eq!(hops.len(), 4);
        for hop in &hops {
            for name in
                ["token", "authorization", "cookie", "referer", "origin", "proxy-authorization"]
            {
                assert_eq!(hop.header(name), None, "{}", hop.target);
            }
            for secret in canaries() {
                assert!(!hop.contains(secret.value.as_bytes()), "{}: {}", hop.target, secret.name);
            }
            assert!(hop.header("user-agent").unwrap().starts_with("libgigahost/"));
        }
        assert_eq!(c.requests()[0].target, "/c?sig=1");
    });
}

fn listed(server: &FaultServer) -> Session {
    builder(server).plain_http(PlainHttp::Listed).token(canary("token")).build().unwrap()
}

#[test]
fn r80_r91_a_file_goes_over_plain_http_only_where_it_is_allowed() {
    busy_row(s(4), |sinks| {
        let identity = TlsIdentity::good();
        // The upload address carries the session token as `sid`, in clear.
        let node = FaultServer::start(Router::new().on("POST", "/u", node_reply()));
        let url = node.url(&format!("/u?r=upload/api&uuid=u1&sid={}", canary("token")));
        let api = FaultServer::start_tls(&identity, upload_api(&url, 2));
        let error = upload(&listed(&api), 100).unwrap_err();
        assert_eq!(note(sinks, &error), Status::InsecureRefused);
        assert_eq!(node.accepted(), 0);
        upload(&session(&api), 100).unwrap();
        assert_eq!(node.accepted(), 1);

        // Download: the address itself, and a hop from https to http.
        let plain = FaultServer::start(Router::new().on("GET", "/f", reply(200).body("file")));
        let hop = Router::new().on("GET", "/h", redirect(302, plain.url("/f")));
        let hop = FaultServer::start_tls(&identity, hop);
        for url in [plain.url("/f"), hop.url("/h")] {
            let api = FaultServer::start_tls(&identity, download_api(&url, Some(4)));
            let folder = tempfile::tempdir().unwrap();
            let error = download(&listed(&api), folder.path()).unwrap_err();
            assert_eq!(note(sinks, &error), Status::InsecureRefused);
            assert_eq!(plain.accepted(), 0);
        }
        for url in [plain.url("/f"), hop.url("/h")] {
            let api = FaultServer::start_tls(&identity, download_api(&url, Some(4)));
            download(&session(&api), tempfile::tempdir().unwrap().path()).unwrap();
        }
    });
}

#[test]
fn r80_a_base_url_of_plain_http_needs_a_permission() {
    let _alone = serial();
    let thief = thief();
    for policy in [PlainHttp::Listed, PlainHttp::Deny] {
        let error = builder(&thief).plain_http(policy).build().unwrap_err();
        assert_eq!(error.status(), Status::InsecureRefused);
    }
    assert_eq!(thief.accepted(), 0);
}

/// The head of a redirect, and a body without end.
fn bomb(location: &str) -> Vec<Step> {
    let head = redirect(302, location).chunked(1).head_bytes();
    let block = [b"4000\r\n".as_slice(), &[b'x'; 0x4000], b"\r\n"].concat();
    vec![Step::ReadBody, Step::Send(head), Step::RepeatForever(block)]
}

#[test]
fn r81_the_endless_body_of_a_redirect_is_never_drained() {
    row(s(4), |sinks| {
        const MOST: u64 = 6 << 20; // what the socket buffers may hold
        let server = FaultServer::start(faulty(MUTATION, bomb("/x")));
        let began = std::time::Instant::now();
        let api = session(&server);
        assert_eq!(note(sinks, &mutate(&api).unwrap_err()), Status::RedirectRefused);
        assert_healthy(&api);
        assert!(server.wait(s(2), |log| log.connections[0].closed));
        assert!(server.connections()[0].sent < MOST, "{}", server.connections()[0].sent);

        let node = FaultServer::start(
            Router::new().on("GET", "/f", bomb("/g")).on("GET", "/g", reply(200).body("file")).on(
                "POST",
                "/u",
                bomb("/x"),
            ),
        );
        let server = FaultServer::start(download_api(&node.url("/f"), Some(4)));
        download(&session(&server), tempfile::tempdir().unwrap().path()).unwrap();
        let server = FaultServer::start(upload_api(&node.url("/u"), 0));
        assert_eq!(
            note(sinks, &upload(&session(&server), 100).unwrap_err()),
            Status::RedirectRefused
        );
        assert!(began.elapsed() < s(3), "{:?}", began.elapsed());
        assert!(node.wait(s(2), |log| log.connections.iter().all(|c| c.closed)));
        assert!(node.connections().iter().all(|c| c.sent < MOST));
    });
}

#[test]
fn r82_two_locations_are_a_trick() {
    row(s(3), |sinks| {
        let thief = thief();
        let two = |status, other: String| redirect(status, "/page").header("Location", other);
        let api = Router::new().on("POST", IDEMPOTENT, two(307, thief.url("/x")));
        let server = FaultServer::start(api);
        assert_eq!(note(sinks, &idempotent(&session(&server)).unwrap_err()), Status::Protocol);

        let node = FaultServer::start(Router::new().on("GET", "/f", two(302, thief.url("/x"))));
        let server = FaultServer::start(download_api(&node.url("/f"), Some(4)));
        let error = download(&session(&server), tempfile::tempdir().unwrap().path()).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Protocol);
        assert_eq!((node.requests().len(), thief.accepted()), (1, 0));
    });
}

#[test]
fn r82_odd_locations_lead_nowhere() {
    row(s(3), |sinks| {
        let long = format!("/{}", "x".repeat(70_000));
        for (location, expected) in [
            (b"file:///etc/passwd".to_vec(), Status::UrlRefused),
            (b"javascript:alert(1)".to_vec(), Status::UrlRefused),
            (b"http://user:pw@127.0.0.1/".to_vec(), Status::UrlRefused),
            (b"".to_vec(), Status::UrlRefused),
            (b"\\\\host\\share".to_vec(), Status::UrlRefused),
            (b"/caf\xe9".to_vec(), Status::RedirectRefused),
            (long.into_bytes(), Status::Protocol),
        ] {
            let mut head = b"HTTP/1.1 302 Found\r\nLocation: ".to_vec();
            head.extend_from_slice(&location);
            head.extend_from_slice(b"\r\nContent-Length: 0\r\n\r\n");
            let node = FaultServer::start(vec![Step::ReadHead, Step::Send(head)]);
            let server = FaultServer::start(download_api(&node.url("/f"), Some(4)));
            let error =
                download(&session(&server), tempfile::tempdir().unwrap().path()).unwrap_err();
            let shown = String::from_utf8_lossy(&location).chars().take(40).collect::<String>();
            assert_eq!(note(sinks, &error), expected, "{shown}: {error}");
            assert_eq!(node.requests().len(), 1, "{shown}");
        }
    });
}

/// A session whose host may name public addresses only.
fn guarded(server: &FaultServer, name: &str, node: &FaultServer) -> Session {
    builder(server)
        .allow_private_addresses(false)
        .resolve(name, [node.address()])
        .token(canary("token"))
        .build()
        .unwrap()
}

#[test]
fn r85_r86_a_public_name_with_a_private_address_is_refused_before_it_is_connected() {
    row(s(3), |sinks| {
        let node = thief();
        let url = node.url_as("cdn.example.com", "/f");
        let api = upload_api(&url, 0)
            .on("POST", FILE_INFO, reply(200).json(file_info(Some(4))))
            .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&url)));
        let server = FaultServer::start(api);
        let session = guarded(&server, "cdn.example.com", &node);
        assert_eq!(note(sinks, &upload(&session, 100).unwrap_err()), Status::UrlRefused);
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            note(sinks, &download(&session, folder.path()).unwrap_err()),
            Status::UrlRefused
        );
        assert_eq!(node.accepted(), 0);
        assert_healthy(&session);
    });
}

#[test]
fn r85_r87_addresses_of_other_services_are_refused_in_every_spelling() {
    row(s(3), |sinks| {
        let node = thief();
        let port = node.port();
        for host in [
            "127.0.0.1",
            "[::1]",
            "0.0.0.0",
            "[::]",
            "localhost",
            "localhost.",
            "2130706433",
            "0x7f.1",
            "0177.1",
            "127.1",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "10.0.0.1",
            "169.254.169.254",
            "printer.local",
        ] {
            let server = FaultServer::start(upload_api(&format!("http://{host}:{port}/u"), 0));
            let error = upload(&guarded(&server, "x.example", &node), 100).unwrap_err();
            assert_eq!(note(sinks, &error), Status::UrlRefused, "{host}");
        }
        // The port is refused even where private addresses are allowed.
        for port in [22, 25, 6379, 11211] {
            let server = FaultServer::start(upload_api(&format!("http://127.0.0.1:{port}/u"), 0));
            let error = upload(&session(&server), 100).unwrap_err();
            assert_eq!(note(sinks, &error), Status::UrlRefused, "{port}");
        }
        assert_eq!(node.accepted(), 0);
    });
}

#[test]
fn r88_r89_a_url_of_the_host_is_sent_byte_for_byte() {
    row(s(3), |_| {
        for (path, sent) in [
            ("/u?filename=x.txt?sig=a+b", "/u?filename=x.txt?sig=a+b"),
            ("/u?a=%2f%2F~-._=&", "/u?a=%2f%2F~-._=&"),
            ("/u?", "/u?"),
            ("/u;v=1/*!'()@,$", "/u;v=1/*!'()@,$"),
            ("//u/../u", "//u/../u"),
            // What cannot stand in a request line is encoded, and nothing else.
            ("/u?name=a b", "/u?name=a%20b"),
            ("/u?name=\\\"x\\\"", "/u?name=%22x%22"),
            ("/u?name=ü", "/u?name=%C3%BC"),
        ] {
            let node = FaultServer::start(Router::new().on("POST", "/", node_reply()));
            let server = FaultServer::start(upload_api(&node.url(path), 2));
            upload(&session(&server), 10).unwrap();
            assert_eq!(node.requests()[0].target, sent);
        }
    });
}

#[test]
fn r93_links_that_the_host_is_to_fetch_or_call_are_checked_before_they_are_sent() {
    row(s(2), |sinks| {
        let server = FaultServer::start(healthy());
        let session = session(&server);
        let rapidgator = session.rapidgator().unwrap();
        let long = format!("http://example.com/{}", "x".repeat(2048));
        for link in [
            "file:///etc/passwd",
            "ftp://x/y",
            "javascript:alert(1)",
            "http://a b/",
            "http://a/\r\nX: y",
            "http://a/\0",
            "",
            &long,
        ] {
            let error = rapidgator.remote_create(&[link], None).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Argument);
            let error = rapidgator.file_onetimelink_create("f1", Some(link), None).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Argument);
        }
        assert_eq!(server.accepted(), 0);
    });
}

#[test]
fn a_download_to_a_name_of_the_host_stays_in_its_folder_after_redirects() {
    row(s(2), |_| {
        let node =
            FaultServer::start(Router::new().on("GET", "/f", redirect(302, "/..%2Fevil")).on(
                "GET",
                "/..%2Fevil",
                reply(200).body("file"),
            ));
        let info = envelope(r#"{"file":{"file_id":"f1"}}"#);
        let api = healthy().on("POST", FILE_INFO, reply(200).json(info)).on(
            "POST",
            FILE_DOWNLOAD,
            reply(200).json(download_link(&node.url("/f"))),
        );
        let server = FaultServer::start(api);
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let outcome =
            session(&server).download("f1", Target::directory(&inner), DownloadOptions::new());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "{outcome:?}");
    });
}
