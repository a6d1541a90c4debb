//! Group A, TLS: certificates, handshakes that fail or never end, trust.

mod common;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use common::*;
use gigahost::{CancelToken, Clock, PlainHttp, Status, Trust};
use gigahost_faults::{FaultServer, Step, TlsIdentity, canary, reply, serial};

#[test]
fn r7_r8_a_bad_certificate_is_named_sent_nothing_and_never_tried_again() {
    busy_row(s(3), |sinks| {
        for identity in TlsIdentity::all_bad() {
            let server = FaultServer::start_tls(&identity, healthy());
            let session = session(&server);
            let error = read(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Certificate, "{}", identity.name());
            assert_eq!((error.attempts(), error.bytes_sent()), (1, 0), "{}", identity.name());
            assert!(server.wait_idle(s(1)));
            assert_eq!((server.accepted(), server.requests().len()), (1, 0));
            let reason = error.message();
            let expected = match identity.name() {
                "expired" => "it has expired",
                "not yet valid" => "it is not valid yet",
                "wrong host" | "IP not in SAN" | "misused wildcard" => "it is for another name",
                "unknown CA" | "self-signed" => "its issuer is unknown",
                _ => "the certificate of the host is not trusted",
            };
            assert!(reason.contains(expected), "{}: {reason}", identity.name());
            if identity.name() == "unknown CA" {
                assert!(reason.contains("Nobody's CA"), "the issuer is named: {reason}");
                assert!(error.hint().is_some_and(|hint| hint.contains("ca_pem")), "{error}");
            }
        }
    });
}

#[test]
fn r8_a_bad_certificate_ends_every_class_after_one_attempt() {
    busy_row(s(2), |sinks| {
        let server = FaultServer::start_tls(&TlsIdentity::expired(), healthy());
        let session = login_session(&server);
        for error in [read(&session), idempotent(&session), mutate(&session), session.login()] {
            let error = error.unwrap_err();
            assert_eq!(note(sinks, &error), Status::Certificate);
            assert_eq!(error.attempts(), 1);
        }
        assert!(server.requests().is_empty());
    });
}

#[test]
fn a_good_certificate_is_accepted_with_both_versions_of_tls() {
    busy_row(s(2), |_| {
        for identity in [TlsIdentity::good(), TlsIdentity::good().tls12_only()] {
            let server = FaultServer::start_tls(&identity, healthy());
            assert_healthy(&session(&server));
            assert!(server.requests()[0].tls);
        }
    });
}

#[test]
fn r5_a_handshake_that_is_broken_off_is_a_tls_error_and_soon() {
    busy_row(s(2), |sinks| {
        let cut = Step::CutHandshake { identity: TlsIdentity::good(), after: 100 };
        for steps in [
            vec![Step::ReadBytes(5), Step::Close],
            vec![Step::Close],
            vec![cut.clone(), Step::Fin],
            vec![cut, Step::Rst],
        ] {
            let server = FaultServer::start(steps);
            let session = session_at(format!("https://{}", server.address()));
            let error = mutate(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Tls);
            assert!(error.attempts() <= 2 && server.accepted() <= 2);
        }
    });
}

fn connect_clock(limit: Duration) -> gigahost::Clocks {
    let mut short = clocks();
    short.connect = limit;
    short
}

#[test]
fn r6_a_handshake_that_stalls_ends_at_the_connect_clock() {
    row(s(2), |sinks| {
        let server = FaultServer::start(vec![Step::Stall]);
        let session = builder_at(format!("https://{}", server.address()))
            .clocks(connect_clock(ms(300)))
            .token(canary("token"))
            .build()
            .unwrap();
        let began = Instant::now();
        let error = mutate(&session).unwrap_err();
        assert_eq!(note(sinks, &error), Status::Timeout);
        assert_eq!((error.clock(), error.attempts()), (Some(Clock::Connect), 2));
        assert!(began.elapsed() < ms(1100), "{:?}", began.elapsed());
    });
}

/// Passes everything on to `to`, but the answers a byte at a time.
fn drip(to: SocketAddr, pause: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let forward = move |client: TcpStream| -> std::io::Result<()> {
        let server = TcpStream::connect(to)?;
        let (mut up, mut down) = (client.try_clone()?, server.try_clone()?);
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut up, &mut down);
            let _ = down.shutdown(Shutdown::Write);
        });
        let (mut from, mut client) = (server, client);
        client.set_nodelay(true)?;
        let mut bytes = [0; 4096];
        loop {
            let n = from.read(&mut bytes)?;
            if n == 0 {
                return client.shutdown(Shutdown::Both);
            }
            for byte in &bytes[..n] {
                client.write_all(&[*byte])?;
                std::thread::sleep(pause);
            }
        }
    };
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            std::thread::spawn(move || forward(client));
        }
    });
    address
}

#[test]
fn r6_a_handshake_that_drips_ends_at_the_connect_clock() {
    let _alone = serial();
    let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
    let address = drip(server.address(), ms(10));
    let session = builder_at(format!("https://{address}"))
        .clocks(connect_clock(ms(300)))
        .token(canary("token"))
        .build()
        .unwrap();
    let began = Instant::now();
    let error = mutate(&session).unwrap_err();
    assert_eq!((error.status(), error.clock()), (Status::Timeout, Some(Clock::Connect)));
    assert!(began.elapsed() < ms(1100), "{:?}", began.elapsed());
}

/// A TLS record may be 16 KiB long, and none of its bytes can be read before its last.
#[test]
fn r61_r71_a_record_that_drips_stops_neither_the_clock_nor_a_cancel() {
    let _alone = serial();
    let page = envelope(&format!(r#"{{"folder":{{"folder_id":"{}"}}}}"#, "7".repeat(8000)));
    let server =
        FaultServer::start_tls(&TlsIdentity::good(), faulty(MUTATION, reply(200).json(page)));
    let address = drip(server.address(), Duration::from_micros(500));
    let mut short = clocks();
    short.connect = s(5);
    short.attempt = s(2);
    short.answer = ms(400);
    let session = builder_at(format!("https://{address}"))
        .clocks(short)
        .token(canary("token"))
        .build()
        .unwrap();
    let token = CancelToken::new();
    let cancelled = session.with_cancel(&token);
    // The handshake is slow as well: it is not what is measured.
    std::thread::scope(|scope| {
        let call = scope.spawn(|| (mutate(&cancelled).unwrap_err(), Instant::now()));
        assert!(server.wait(s(5), |log| !log.requests.is_empty()));
        std::thread::sleep(ms(150));
        let asked = Instant::now();
        token.cancel();
        let (error, ended) = call.join().unwrap();
        assert_eq!(error.status(), Status::Cancelled, "{error}");
        assert!(ended - asked < ms(150), "{:?}", ended - asked);
    });
    let error = mutate(&session).unwrap_err();
    assert_eq!((error.status(), error.clock()), (Status::OutcomeUnknown, Some(Clock::Answer)));
}

#[test]
fn r9_plain_http_on_a_tls_port_and_tls_on_a_plain_port_are_told_apart_soon() {
    busy_row(s(3), |sinks| {
        let plain =
            FaultServer::start(vec![Step::ReadBytes(5), Step::Reply(reply(400)), Step::Fin]);
        let session = session_at(format!("https://{}", plain.address()));
        assert_eq!(note(sinks, &mutate(&session).unwrap_err()), Status::Tls);

        // A TLS server answers a plain request with an alert, or breaks off.
        let alert = vec![0x15, 3, 3, 0, 2, 2, 10];
        for steps in [
            vec![Step::ReadHead, Step::Send(alert), Step::Fin],
            vec![
                Step::ReadHead,
                Step::Send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
                Step::Fin,
            ],
        ] {
            let server = FaultServer::start(steps);
            let session = session_at(server.url(""));
            let error = idempotent(&session).unwrap_err();
            let status = note(sinks, &error);
            assert!(matches!(status, Status::Protocol | Status::Network), "{error:?}");
        }
    });
}

#[test]
fn r10_a_server_with_old_tls_only_is_a_tls_error() {
    row(s(2), |sinks| {
        // A fatal alert `protocol_version`, and a ServerHello of TLS 1.0.
        let alert = vec![0x15, 3, 1, 0, 2, 2, 70];
        let mut hello = vec![0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
        hello.extend([7; 32]);
        hello.extend([0, 0, 5, 0]);
        for bytes in [alert, hello] {
            let server =
                FaultServer::start(vec![Step::ReadBytes(5), Step::Send(bytes), Step::Stall]);
            let session = session_at(format!("https://{}", server.address()));
            assert_eq!(note(sinks, &mutate(&session).unwrap_err()), Status::Tls);
        }
    });
}

#[test]
fn r11_an_unusable_ca_is_refused_when_the_session_is_built() {
    let with = |pem: String| builder_at("https://127.0.0.1:1").ca_pem(pem).token("t").build();
    let good = TlsIdentity::ca_pem();
    let many = good.repeat(2);
    let crlf = good.replace('\n', "\r\n");
    let mixed = format!("some words first\n{crlf}{good}");
    for pem in [good.clone(), many, crlf, mixed] {
        assert!(with(pem).is_ok());
    }
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let cut = &good[..good.len() / 2];
    for pem in ["", "rubbish", broken, cut, &"x".repeat(10 << 20), &format!("{good}{broken}")] {
        let error = with(pem.to_owned()).unwrap_err();
        assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("ca_pem")));
    }
}

#[test]
fn r11_an_own_ca_replaces_the_built_in_roots_and_the_other_way_round() {
    busy_row(s(2), |sinks| {
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        // The same session with the built-in roots does not trust the test's authority.
        let session = gigahost::Session::builder(gigahost::Host::Rapidgator)
            .base_url(server.url(""))
            .plain_http(PlainHttp::Deny)
            .token(canary("token"))
            .build()
            .unwrap();
        assert_eq!(note(sinks, &read(&session).unwrap_err()), Status::Certificate);
    });
}

/// The C side asserts the absence of a symbol; here is the source of it.
#[test]
fn r12_nothing_in_the_library_can_switch_verification_off() {
    fn read_all(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                read_all(&entry.path(), all);
            } else {
                all.push_str(&std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut source = String::new();
    read_all(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/src"), &mut source);
    // There is one verifier of our own, which tells more of a refusal. All it can say is what the TLS
    // library's said: a verdict of its own would need one of these two words.
    let count = |text: &str| source.matches(text).count();
    assert_eq!((count("ServerCertVerifier for "), count(".dangerous()")), (1, 1));
    assert!(source.contains("WebPkiServerVerifier::builder_with_provider"));
    for way in
        ["ServerCertVerified::", "HandshakeSignatureValid::", "disable_verification", "KeyLogFile"]
    {
        assert!(!source.contains(way), "{way}");
    }
}

/// The environment can only be set for a child: it is this very test, run again.
#[test]
fn r13_no_tls_keys_are_written() {
    const TARGET: &str = "GIGAHOST_R13_TARGET";
    const CA: &str = "GIGAHOST_R13_CA";
    if let (Ok(target), Ok(ca)) = (std::env::var(TARGET), std::env::var(CA)) {
        read(&builder_at(target).ca_pem(ca).token("t").build().unwrap()).unwrap();
        return;
    }
    let _alone = serial();
    let folder = tempfile::tempdir().unwrap();
    let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "r13_no_tls_keys_are_written"])
        .env(TARGET, server.url(""))
        .env(CA, TlsIdentity::ca_pem())
        .env("SSLKEYLOGFILE", folder.path().join("keys"))
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.unwrap().success());
    assert_eq!(
        (server.requests().len(), std::fs::read_dir(folder.path()).unwrap().count()),
        (1, 0)
    );
}

#[test]
fn r14_a_default_provider_of_the_program_is_neither_needed_nor_used() {
    busy_row(s(2), |_| {
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        assert_healthy(&session(&server));
        // Useless: it has no cipher suite.
        let mut useless = rustls::crypto::ring::default_provider();
        useless.cipher_suites.clear();
        let _ = useless.install_default();
        assert_healthy(&session(&server));
    });
}

#[test]
fn an_issuer_that_nobody_trusts_is_named_with_what_to_set() {
    busy_row(s(3), |sinks| {
        let server = FaultServer::start_tls(&TlsIdentity::good(), healthy());
        for (trust, advice) in [
            (Trust::Both, "SSL_CERT_FILE"),
            (Trust::System, "SSL_CERT_FILE"),
            (Trust::BuiltIn, "trust = both"),
        ] {
            let session =
                builder_at(server.url("")).trust(trust).token(canary("token")).build().unwrap();
            let error = mutate(&session).unwrap_err();
            assert_eq!(note(sinks, &error), Status::Certificate);
            if error.message().contains("no certificates of the system") {
                assert_eq!(trust, Trust::System, "there may be none, as in a small container");
                continue;
            }
            assert!(error.message().contains("its issuer is unknown (CN="), "{error}");
            assert!(error.hint().unwrap_or_default().contains(advice), "{error}");
        }
        // The later setting counts.
        let both = builder_at(server.url("")).trust(Trust::BuiltIn).ca_pem(TlsIdentity::ca_pem());
        assert_healthy(&both.token(canary("token")).build().unwrap());
        assert_eq!(server.requests().len(), 1, "nothing else was sent");
    });
}
