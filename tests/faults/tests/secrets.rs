//! Group F: who may know what. The canaries are planted wherever a secret goes, and every place
//! where one could come out is searched.

mod common;

use std::fmt::Write as _;
use std::sync::{Mutex, Once, PoisonError};

use common::*;
use gigahost::{Download, DownloadOptions, Host, PlainHttp, Secret, Session, Status, Target};
use gigahost_faults::{
    FaultServer, Request, Router, Step, canaries, canary, redirect, reply, serial,
};

/// A session with a password and a token: both are at stake.
fn full_session(server: &FaultServer) -> Session {
    builder(server)
        .login("ann@example.test", canary("password"))
        .two_factor_code(canary("apikey"))
        .token(canary("token"))
        .build()
        .unwrap()
}

/// A host that repeats what it was sent, in the spellings that the wire has for it.
fn echo(secret: &str) -> Vec<String> {
    let percent: String = secret
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }
        })
        .collect();
    vec![
        secret.to_owned(),
        secret.replace('/', "\\/"),
        percent.to_ascii_lowercase_escapes(),
        percent,
    ]
}

trait LowerEscapes {
    fn to_ascii_lowercase_escapes(&self) -> String;
}

impl LowerEscapes for String {
    fn to_ascii_lowercase_escapes(&self) -> String {
        let mut parts = self.split('%');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |mut text, part| {
            let (code, rest) = part.split_at(2);
            text.push('%');
            text.push_str(&code.to_ascii_lowercase());
            text.push_str(rest);
            text
        })
    }
}

#[test]
fn r96_a_host_that_repeats_the_token_or_the_password_does_not_make_us_tell_it() {
    row(s(3), |sinks| {
        for spelling in echo(canary("token")) {
            let says = refusal(404, &format!("Error: no such thing for {spelling} at all"));
            let server =
                FaultServer::start(Router::new().on("POST", "/api", reply(200).json(says)));
            let session = full_session(&server);
            for outcome in [read(&session), idempotent(&session), mutate(&session)] {
                let error = outcome.unwrap_err();
                assert!(error.host_text().unwrap().contains("***"), "{spelling}");
                note(sinks, &error);
            }
        }
        for spelling in echo(canary("password")) {
            let says = refusal(401, &format!("Error: Wrong e-mail or password {spelling}"));
            let server = FaultServer::start(Router::new().on("POST", LOGIN, reply(200).json(says)));
            let error = login_session(&server).login().unwrap_err();
            assert_eq!(note(sinks, &error), Status::Auth);
            assert!(error.host_text().unwrap().contains("***"), "{spelling}");
        }
    });
}

#[test]
fn r96_a_secret_that_is_cut_by_the_limit_of_a_text_is_masked_as_well() {
    busy_row(s(2), |sinks| {
        for before in 4096 - 24..4096 {
            let says = refusal(404, &format!("{}{}", "x".repeat(before), canary("token")));
            let server = FaultServer::start(Router::new().on("POST", READ, reply(200).json(says)));
            note(sinks, &read(&full_session(&server)).unwrap_err());
        }
    });
}

#[test]
fn r96_the_secrets_of_a_server_given_url_do_not_come_out_of_its_failures() {
    row(s(6), |sinks| {
        let path = format!(
            "/{}?sid={}&sig={}&identity={}&download_token={}",
            canary("delete_hash"),
            canary("sid"),
            canary("sig"),
            canary("identity"),
            canary("download_token")
        );
        let echoed = |status: u16| {
            let text = format!("Error: {} is odd", path.replace('/', "\\/"));
            reply(status).json(refusal(status, &text))
        };
        let nodes: Vec<Vec<Step>> = vec![
            vec![Step::ReadRequest, Step::Reply(echoed(403)), Step::Fin],
            vec![Step::ReadRequest, Step::Reply(echoed(500)), Step::Fin],
            vec![
                Step::ReadRequest,
                Step::Reply(redirect(302, format!("ftp://h{path}"))),
                Step::Fin,
            ],
            vec![Step::ReadRequest, Step::Reply(redirect(302, format!("//[{path}"))), Step::Fin],
            vec![Step::ReadRequest, Step::Send(format!("{path}\r\n\r\n").into_bytes()), Step::Fin],
            vec![Step::ReadHead, Step::Rst],
        ];
        for steps in nodes {
            let node = FaultServer::start(steps);
            let url = node.url(&path);
            let mut short = clocks();
            short.processing = ms(300);
            let api = upload_api(&url, 3)
                .on("POST", FILE_INFO, reply(200).json(file_info(Some(10))))
                .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&url)));
            let server = FaultServer::start(api);
            let session = builder(&server)
                .clocks(short)
                .seed(SEED)
                .token(canary("token"))
                .build()
                .unwrap()
                .with_deadline(ms(900));
            note(sinks, &upload(&session, 10).unwrap_err());
            note(sinks, &download(&session, tempfile::tempdir().unwrap().path()).unwrap_err());
        }
        // Refused before it is contacted.
        for scheme in ["ftp://h", "http://u:p@h", "http://127.0.0.1:25", "https://[", "nonsense"] {
            let url = format!("{scheme}{path}");
            let server = FaultServer::start(upload_api(&url, 0));
            assert_eq!(
                note(sinks, &upload(&session(&server), 10).unwrap_err()),
                Status::UrlRefused
            );
        }
    });
}

#[test]
fn r54_a_secret_of_the_wrong_type_is_named_by_its_field_only() {
    row(s(3), |sinks| {
        let token = canary("token");
        for (response, field) in [
            (format!(r#"{{"token":{{"{token}":1}}}}"#), "token"),
            (format!(r#"{{"token":["{token}"]}}"#), "token"),
            (format!(r#"{{"token":true,"x":"{token}"}}"#), "token"),
            (format!(r#"["{token}"]"#), "response"),
            (format!(r#""{token}""#), "response"),
        ] {
            let server = FaultServer::start(Router::new().on(
                "POST",
                LOGIN,
                reply(200).json(envelope(&response)),
            ));
            let error = login_session(&server).login().unwrap_err();
            assert_eq!(note(sinks, &error), Status::BadAnswer, "{response}");
            assert!(error.message().contains(field), "{error}");
        }
        let sid = canary("sid");
        for response in [
            format!(r#"{{"upload":{{"upload_id":"u1","url":{{"{sid}":1}},"state":0}}}}"#),
            format!(r#"{{"upload":{{"upload_id":"u1","url":["{sid}"],"state":0}}}}"#),
            format!(r#"{{"upload":{{"upload_id":["{sid}"],"state":0}}}}"#),
        ] {
            let server = FaultServer::start(Router::new().on(
                "POST",
                ANNOUNCE,
                reply(200).json(envelope(&response)),
            ));
            let error = upload(&session(&server), 10).unwrap_err();
            assert_eq!(note(sinks, &error), Status::BadAnswer, "{response}");
        }
        let says = format!("not JSON: {token} {sid}");
        let server = FaultServer::start(Router::new().on("POST", READ, reply(200).body(says)));
        assert_eq!(note(sinks, &read(&session(&server)).unwrap_err()), Status::BadAnswer);
    });
}

/// A node, with the secret addresses of a file that goes up and of one that comes down.
fn node() -> (FaultServer, String, String) {
    let node = FaultServer::start(Router::new().on("POST", "/u", node_reply()).on(
        "GET",
        "/f",
        reply(200).body("file"),
    ));
    let up = node.url(&format!("/u?sid={}", canary("sid")));
    let down = node.url(&format!("/f?download_token={}", canary("download_token")));
    (node, up, down)
}

#[test]
fn r95_nothing_that_can_be_printed_prints_a_secret() {
    row(s(3), |sinks| {
        let (_node, up, down) = node();
        let link = envelope(&format!(
            r#"{{"link":{{"link_id":"l1","url":"http://rapidgator.net/{}"}}}}"#,
            canary("access_password")
        ));
        let api = upload_api(&up, 2)
            .on("POST", LOGIN, reply(200).json(logged_in(canary("token"))))
            .on("POST", FILE_INFO, reply(200).json(file_info(Some(4))))
            .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&down)))
            .on("POST", "/api/v2/file/onetimelink_create", reply(200).json(link));
        let server = FaultServer::start(api);
        let builder = builder(&server)
            .login("ann@example.test", canary("password"))
            .two_factor_code(canary("apikey"));
        sinks.add("Builder", format!("{builder:?} {builder:#?}"));
        let session = builder.build().unwrap();
        sinks.add("Session", format!("{session:?} {:?}", session.rapidgator().unwrap()));
        let rapidgator = session.rapidgator().unwrap();
        let password = Secret::new(canary("password"));
        sinks.add("Secret", format!("{password} {password:?}"));
        let login = rapidgator.user_login("ann@example.test", &password, None).unwrap();
        assert_eq!(login.token.expose(), canary("token"));
        sinks.add("Login", format!("{login:?} {:?}", *login));
        let announced = rapidgator.file_upload("x.bin", &"0".repeat(32), 1, None).unwrap();
        assert_eq!(announced.url.as_ref().unwrap().expose(), up);
        sinks.add("Upload", format!("{announced:?}"));
        sinks.add("DownloadLink", format!("{:?}", rapidgator.file_download("f1").unwrap()));
        let link = rapidgator.file_onetimelink_create("f1", None, None).unwrap();
        assert!(link.url.is_some());
        sinks.add("OneTimeLink", format!("{link:?} {:?}", session.share_link("f1").unwrap()));
        sinks.add("Receipt", format!("{:?}", upload(&session, 10).unwrap()));
        let folder = tempfile::tempdir().unwrap();
        let done: Download = download(&session, folder.path()).unwrap();
        sinks.add("Download", format!("{done:?}"));
        for argument in [
            rapidgator.file_info(canary("token")).map(drop).map_err(|_| ()),
            rapidgator
                .file_rename("f1", &format!("{}\r\n", canary("token")))
                .map(drop)
                .map_err(|_| ()),
        ] {
            sinks.add("outcome", format!("{argument:?}"));
        }
        let odd = format!("{} {}", canary("token"), canary("sid"));
        note(sinks, &rapidgator.file_info(&odd).unwrap_err());
        note(sinks, &rapidgator.remote_create(&[&odd], None).unwrap_err());
        note(sinks, &common::builder(&server).token(odd).build().unwrap_err());
        note(sinks, &builder_at(format!("http://h?{}", canary("sig"))).build().unwrap_err());
        note(sinks, &builder_at(format!("http://u:{}@h", canary("sig"))).build().unwrap_err());
    });
}

/// Keeps what is logged.
struct Keeper(Mutex<String>);

static KEPT: Keeper = Keeper(Mutex::new(String::new()));
static KEEP: Once = Once::new();

impl log::Log for Keeper {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Writing to a string does not fail.
        let _ = writeln!(kept, "{} {}", record.target(), record.args());
    }

    fn flush(&self) {}
}

/// At level trace ureq writes every byte of the wire to the log: the library's build leaves that
/// level out (its feature `cap-logs`).
#[test]
fn r97_a_program_that_logs_everything_logs_no_secret() {
    row(s(3), |sinks| {
        KEEP.call_once(|| {
            log::set_logger(&KEPT).unwrap();
            log::set_max_level(log::LevelFilter::Trace);
        });
        KEPT.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let node = FaultServer::start(Router::new().on("POST", "/", node_reply()).on(
            "GET",
            "/f",
            reply(200).body("file"),
        ));
        let up = node.url(&format!("/{}?sid={}", canary("delete_hash"), canary("sid")));
        let down = node.url(&format!("/f?download_token={}", canary("download_token")));
        let api = upload_api(&up, 2)
            .on("POST", LOGIN, reply(200).json(logged_in(canary("token"))))
            .on("POST", FILE_INFO, reply(200).json(file_info(Some(4))))
            .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&down)));
        let server = FaultServer::start(api);
        let session = login_session(&server);
        upload(&session, 100).unwrap();
        download(&session, tempfile::tempdir().unwrap().path()).unwrap();
        assert_eq!(node.requests()[0].query(), format!("sid={}", canary("sid")));
        let kept = std::mem::take(&mut *KEPT.0.lock().unwrap_or_else(PoisonError::into_inner));
        assert!(kept.contains("ureq"), "the library below logs nothing: the row has no meaning");
        sinks.add("log", kept);
    });
}

#[test]
fn r98_no_call_puts_a_secret_into_its_url_or_its_head() {
    row(s(3), |_| {
        let answer = reply(200).json(refusal(404, "Error: File not found"));
        let server = FaultServer::start(Router::new().on("*", "/", answer));
        let session = full_session(&server);
        let mut calls = 0;
        for row in Host::Rapidgator.operations() {
            if row.base != gigahost::operation::Base::Api {
                continue;
            }
            let given: Vec<(&str, String)> = row
                .params
                .iter()
                .filter(|param| !param.secret || row.name == "user_login")
                .map(|param| match param.name {
                    "password" => (param.name, canary("password").to_owned()),
                    _ => (param.name, sample(param.kind)),
                })
                .collect();
            let given: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let error = session.call(row.path, &given).unwrap_err();
            assert_eq!(error.status(), Status::NotFound, "{}: {error}", row.name);
            calls += 1;
        }
        let requests = server.requests();
        assert!(calls >= 30);
        assert_eq!(requests.len(), calls);
        for request in requests {
            assert!(
                !request.target.contains('?') && request.method == "POST",
                "{}",
                request.target
            );
            for secret in canaries() {
                let head = String::from_utf8_lossy(&request.head).into_owned();
                assert!(!head.contains(secret.value), "{}: {}", request.target, secret.name);
            }
        }
    });
}

fn secrets_in(request: &Request) -> Vec<&'static str> {
    let body = decode(&request.body_text());
    let found = canaries()
        .iter()
        .filter(|c| request.contains(c.value.as_bytes()) || body.contains(c.value));
    found.map(|c| c.name).collect()
}

#[test]
fn r100_every_secret_is_seen_at_its_own_origin_only() {
    row(s(3), |_| {
        let (node, up, down) = node();
        let api = upload_api(&up, 2)
            .on("POST", LOGIN, reply(200).json(logged_in(canary("token"))))
            .on("POST", FILE_INFO, reply(200).json(file_info(Some(4))))
            .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&down)));
        let server = FaultServer::start(api);
        let session = login_session(&server);
        upload(&session, 100).unwrap();
        download(&session, tempfile::tempdir().unwrap().path()).unwrap();
        let requests = server.requests();
        assert_eq!(secrets_in(&requests[0]), ["password"]);
        assert!(requests[1..].iter().all(|r| secrets_in(r) == ["token"]));
        let seen: Vec<_> = node.requests().iter().map(secrets_in).collect();
        assert_eq!(seen, [["sid"], ["download_token"]]);
    });
}

#[test]
fn r101_two_accounts_in_one_process_never_share_a_token() {
    row(s(3), |_| {
        let logins = Router::new()
            .on("POST", LOGIN, reply(200).json(logged_in("anns-token")))
            .on("POST", LOGIN, reply(200).json(logged_in("bobs-token")))
            .on("POST", READ, reply(200).json(user()));
        let server = FaultServer::start(logins);
        let account =
            |name: &str| builder(&server).login(name, canary("password")).build().unwrap();
        let (ann, bob) = (account("ann@example.test"), account("bob@example.test"));
        for _ in 0..5 {
            read(&ann).unwrap();
            read(&bob).unwrap();
        }
        let bodies: Vec<String> = server.requests().iter().map(Request::body_text).collect();
        let of = |token: &str| {
            let body = format!("token={token}");
            bodies
                .iter()
                .enumerate()
                .filter(|(_, b)| **b == body)
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        };
        assert!(bodies[0].contains("ann") && bodies[2].contains("bob"));
        assert_eq!(
            (of("anns-token"), of("bobs-token")),
            (vec![1, 4, 6, 8, 10], vec![3, 5, 7, 9, 11])
        );
        let connections = |at: &[usize]| {
            at.iter()
                .map(|at| server.requests()[*at].connection)
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert!(connections(&of("anns-token")).is_disjoint(&connections(&of("bobs-token"))));
    });
}

#[test]
fn r102_no_cookie_is_ever_sent() {
    row(s(3), |_| {
        let cookie =
            |answer: gigahost_faults::Reply| answer.header("Set-Cookie", "PHPSESSID=1; Path=/");
        let node = FaultServer::start(
            Router::new()
                .on("POST", "/u", cookie(node_reply()))
                .on("GET", "/f", cookie(redirect(302, "/g")))
                .on("GET", "/g", cookie(reply(200).body("file"))),
        );
        let api = upload_api(&node.url("/u"), 2)
            .on("POST", FILE_INFO, cookie(reply(200).json(file_info(Some(4)))))
            .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&node.url("/f"))))
            .on("POST", MUTATION, cookie(reply(200).json(folder())));
        let server = FaultServer::start(api);
        let session = session(&server);
        mutate(&session).unwrap();
        upload(&session, 10).unwrap();
        download(&session, tempfile::tempdir().unwrap().path()).unwrap();
        let all = [server.requests(), node.requests()].concat();
        assert!(all.len() > 6 && all.iter().all(|r| r.header("cookie").is_none()));
    });
}

/// The environment can only be set for a child: it is this very test, run again.
#[test]
fn r104_f13_the_proxies_of_the_environment_are_ignored() {
    const TARGET: &str = "GIGAHOST_R104_TARGET";
    if let Ok(target) = std::env::var(TARGET) {
        read(&session_at(target)).unwrap();
        return;
    }
    let _alone = serial();
    let (proxy, server) = (FaultServer::start(vec![Step::ReadHead]), FaultServer::start(healthy()));
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "r104_f13_the_proxies_of_the_environment_are_ignored"]);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy"]
    {
        child.env(name, proxy.url(""));
    }
    let status = child
        .env(TARGET, server.url(""))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.unwrap().success());
    assert_eq!((proxy.accepted(), server.requests().len()), (0, 1));
}

/// The record beside a part names the file and its validator. It holds nothing that must be hidden,
/// so it has the permissions of any other file; the part has those of the file it will become.
#[test]
fn r116_what_is_kept_of_a_download_holds_no_url_and_no_secret() {
    row(s(3), |sinks| {
        let cut = reply(200).header("ETag", "\"v1\"").body("part").content_length(100).to_bytes();
        let node = FaultServer::start(vec![Step::ReadHead, Step::Send(cut), Step::Fin]);
        let url = node.url(&format!("/f?download_token={}", canary("download_token")));
        let server = FaultServer::start(download_api(&url, Some(100)));
        let folder = tempfile::tempdir().unwrap();
        let options = || DownloadOptions::new().with_resume(true);
        let error = download_session(&server)
            .download("f1", Target::directory(folder.path()), options())
            .unwrap_err();
        note(sinks, &error);
        let mut kept = 0;
        for entry in std::fs::read_dir(folder.path()).unwrap().flatten() {
            kept += 1;
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
            assert!(!text.contains("http"), "{text}");
            sinks.add(entry.file_name().to_string_lossy(), text);
        }
        assert_eq!(kept, 2, "a part and its record");
    });
}

#[test]
fn r99_r100_a_session_at_https_never_falls_back_to_http() {
    row(s(2), |sinks| {
        let plain =
            FaultServer::start(vec![Step::ReadBytes(5), Step::Reply(reply(400)), Step::Fin]);
        let session = builder_at(format!("https://{}", plain.address()))
            .plain_http(PlainHttp::Deny)
            .token(canary("token"))
            .build()
            .unwrap();
        assert_eq!(note(sinks, &read(&session).unwrap_err()), Status::Tls);
        assert!(plain.requests().is_empty());
    });
}
