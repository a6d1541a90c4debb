//! The red run: plain ureq 3.5.1, without the guards of the library, falls into the traps that
//! were measured (F1 to F28). A row of the fault matrix counts only because this is so. When a new
//! ureq makes one of these tests fail, a trap is gone, and the guard beside it may be reviewed.
//!
//! Not shown here, and why:
//!
//! | fact | why not |
//! |---|---|
//! | F9 gzip bomb through `limit` | needs ureq's `gzip` feature, which this build does not have; `f09` asserts the absence |
//! | F10 URLs in the log | the library compiles level trace out of `log` in every build it is a part of, this one included |
//! | F11 file names in multipart | needs ureq's `multipart` feature, which this build does not have |
//! | F21 large files | a speed, not a trap; belongs to the benchmarks |
//! | F22 16 threads share an agent | good behaviour, tested with the library's session |
//! | F23 exceptions through `extern "C"` | about C++ and the ABI, not about ureq; tested with the C++ drivers |
//! | F24 secrets in freed heap | about the allocator of the shipped binaries; tested there |
//! | F26 sanitizers | a fact about tools |

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use gigahost_faults::{
    Answer, Connection, FaultServer, Router, Step, TlsIdentity, gzip, redirect, reply,
};
use ureq::config::ConfigBuilder;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::typestate::AgentScope;
use ureq::{Agent, Error, SendBody, Timeout};

const SOON: Duration = Duration::from_secs(5);

/// The defaults, but for the proxy of the environment and with the test authority.
fn config() -> ConfigBuilder<AgentScope> {
    let root = Certificate::from_der(&TlsIdentity::ca_der()).to_owned();
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .root_certs(RootCerts::new_with_certs(&[root]))
        .build();
    Agent::config_builder().proxy(None).tls_config(tls)
}

fn agent() -> Agent {
    config().build().into()
}

fn ok() -> Router {
    Router::new().on("*", "/", reply(200).body("fine"))
}

fn text(outcome: Result<ureq::http::Response<ureq::Body>, Error>) -> Result<String, Error> {
    outcome?.body_mut().read_to_string()
}

#[test]
fn f01_plain_ureq_sets_no_time_limit() {
    let agent = Agent::new_with_defaults();
    let set = agent.config().timeouts();
    let all = [set.global, set.per_call, set.resolve, set.connect, set.send_request];
    assert_eq!(all, [None; 5]);
    assert_eq!([set.send_body, set.recv_response, set.recv_body], [None; 3]);
    assert_eq!(agent.config().timeout_per_read(), None);
    assert_eq!(agent.config().timeout_per_write(), None);
}

/// Ends early, and breaks the endless loop after so many questions.
struct Shrunk {
    left: usize,
    empty_reads: usize,
}

const ENOUGH: usize = 20_000;

impl Read for Shrunk {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.left.min(buffer.len());
        self.left -= n;
        if n == 0 {
            self.empty_reads += 1;
            if self.empty_reads >= ENOUGH {
                return Err(io::Error::other("asked often enough"));
            }
        }
        buffer[..n].fill(b'x');
        Ok(n)
    }
}

#[test]
fn f02_plain_ureq_spins_when_the_source_ends_early() {
    let server = FaultServer::start(ok());
    let mut source = Shrunk { left: 1000, empty_reads: 0 };
    let outcome = agent()
        .put(server.url("/"))
        .header("Content-Length", "5000")
        .send(SendBody::from_reader(&mut source));
    assert!(outcome.is_err());
    assert_eq!(source.empty_reads, ENOUGH);
}

#[test]
fn f03_plain_ureq_reports_success_for_a_source_that_grew() {
    let server = FaultServer::start(ok());
    // The first piece is all of what was declared; a piece that overlaps the end is an error, but
    // one that comes too late: the server has the whole file by then.
    let mut source = io::repeat(b'x').take(4096).chain(io::repeat(b'y').take(4096));
    let outcome = agent()
        .put(server.url("/"))
        .header("Content-Length", "4096")
        .send(SendBody::from_reader(&mut source));
    assert!(matches!(outcome, Ok(ref answer) if answer.status() == 200), "{outcome:?}");
    assert!(server.requests()[0].body_complete);
    assert_eq!(server.requests()[0].body_length, 4096);
}

fn upload_into(server: &FaultServer, agent: &Agent) -> Error {
    let mut source = io::repeat(b'x').take(64 << 20);
    agent
        .put(server.url("/"))
        .header("Content-Length", 64 << 20)
        .send(SendBody::from_reader(&mut source))
        .unwrap_err()
}

#[test]
fn f04_plain_ureq_loses_an_early_answer() {
    let early = Step::Reply(reply(413).body("too large"));
    let closing = FaultServer::start(vec![Step::ReadHead, early.clone(), Step::Close]);
    let error = upload_into(&closing, &agent());
    assert!(matches!(error, Error::Io(_)), "{error:?}");

    let open = FaultServer::start(vec![Step::ReadHead, early, Step::Stall]);
    let limited = config().timeout_per_write(Some(Duration::from_millis(200))).build().into();
    let error = upload_into(&open, &limited);
    assert!(matches!(error, Error::Timeout(Timeout::PerWrite)), "{error:?}");
}

#[test]
fn f05_plain_ureq_turns_a_redirected_post_into_a_false_success() {
    for status in [301, 302, 303] {
        let router = Router::new().on("POST", "/upload", redirect(status, "/page")).on(
            "GET",
            "/page",
            reply(200).html("welcome"),
        );
        let server = FaultServer::start(router);
        let answer = agent().post(server.url("/upload")).send("secret=1").unwrap();
        assert_eq!(answer.status(), 200, "after {status}");
        assert_eq!(server.requests()[1].method, "GET");
    }
    let server = FaultServer::start(Router::new().on("POST", "/", redirect(307, "/page")));
    let refused = agent().post(server.url("/")).send("x");
    assert!(matches!(refused, Err(Error::RedirectFailed)), "{refused:?}");
}

#[test]
fn f06_plain_ureq_carries_a_token_header_to_another_origin_in_clear() {
    let thief = FaultServer::start(ok());
    let router = Router::new().on("GET", "/", redirect(302, thief.url_as("localhost", "/")));
    let server = FaultServer::start_tls(&TlsIdentity::good(), router);
    let answer = agent().get(server.url("/")).header("token", "T0p").header("referer", "r").call();
    assert_eq!(answer.unwrap().status(), 200);
    let stolen = &thief.requests()[0];
    assert!(!stolen.tls);
    assert_eq!((stolen.header("token"), stolen.header("referer")), (Some("T0p"), Some("r")));
}

#[test]
fn f07_plain_ureq_drains_the_endless_body_of_a_redirect() {
    const DRAINED: u64 = 14 << 20;
    let endless = |_: &_, connection: &mut Connection| {
        let head = redirect(302, "/next").chunked(1).head_bytes();
        connection.send(&head)?;
        let block = [b"4000\r\n".as_slice(), &[b'x'; 0x4000], b"\r\n"].concat();
        for _ in 0..DRAINED / 0x4000 {
            connection.send(&block)?;
        }
        connection.rst()
    };
    let server = FaultServer::start(Router::new().on("GET", "/", Answer::call(endless)));
    let _ = agent().get(server.url("/")).call();
    assert!(server.wait_idle(SOON));
    assert!(server.connections()[0].sent > DRAINED, "{:?}", server.connections()[0]);
}

#[test]
fn f08_plain_ureq_takes_a_truncated_body_for_a_whole_one() {
    let partial = Step::Reply(reply(200).body("partial").until_close());
    // The pause lets the bytes be read before the reset arrives; both orders end well for ureq.
    let reset =
        vec![Step::ReadHead, partial.clone(), Step::Pause(Duration::from_millis(100)), Step::Rst];
    let server = FaultServer::start(reset);
    assert_eq!(text(agent().get(server.url("/")).call()).unwrap(), "partial");

    let cut = vec![Step::ReadHead, partial, Step::Truncate];
    let server = FaultServer::start_tls(&TlsIdentity::good(), cut);
    assert_eq!(text(agent().get(server.url("/")).call()).unwrap(), "partial");
}

#[test]
fn f09_this_build_of_ureq_unpacks_nothing() {
    let router = Router::new().on("GET", "/", reply(200).gzip_body("plain"));
    let server = FaultServer::start(router);
    let bytes = agent().get(server.url("/")).call().unwrap().body_mut().read_to_vec().unwrap();
    assert_eq!(bytes, gzip(b"plain"));
    assert_eq!(server.requests()[0].header("Accept-Encoding"), None);
}

#[test]
fn f10_plain_ureq_and_serde_json_print_secrets() {
    let only_https: Agent = config().https_only(true).build().into();
    let error = only_https.get("http://127.0.0.1:1/?token=S3cret").call().unwrap_err();
    assert!(error.to_string().contains("S3cret"), "{error}");

    let error = agent().get("/path?token=S3cret").call().unwrap_err();
    assert!(error.to_string().contains("S3cret"), "{error}");

    let bad = Router::new().on("GET", "/", redirect(302, "//[/?sig=S3cret"));
    let server = FaultServer::start(bad);
    let error = agent().get(server.url("/")).call().unwrap_err();
    assert!(error.to_string().contains("S3cret"), "{error}");

    let error = serde_json::from_str::<u64>(r#""S3cret""#).unwrap_err();
    assert!(error.to_string().contains("S3cret"), "{error}");
}

#[test]
fn f12_plain_ureq_reports_a_bad_certificate_as_an_io_error() {
    for identity in TlsIdentity::all_bad() {
        let server = FaultServer::start_tls(&identity, ok());
        let error = agent().get(server.url("/")).call().unwrap_err();
        let Error::Io(error) = error else { panic!("{}: {error:?}", identity.name()) };
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{}", identity.name());
        let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
        assert!(matches!(cause, Some(rustls::Error::InvalidCertificate(_))), "{cause:?}");
    }
}

/// The environment can only be set for a child: it is this very test, run again.
#[test]
fn f13_plain_ureq_takes_the_proxy_of_the_environment() {
    const TARGET: &str = "GIGAHOST_F13_TARGET";
    if let Ok(target) = std::env::var(TARGET) {
        let _ = Agent::new_with_defaults().get(target).call();
        return;
    }
    let (proxy, server) = (FaultServer::start(vec![Step::ReadHead]), FaultServer::start(ok()));
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "f13_plain_ureq_takes_the_proxy_of_the_environment"])
        .env(TARGET, server.url("/"))
        .env("ALL_PROXY", proxy.url(""))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.unwrap().success());
    assert_eq!((proxy.accepted(), server.accepted()), (1, 0));
}

/// Fails once with this kind, then goes on.
struct Hiccup(Option<io::ErrorKind>);

impl Read for Hiccup {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or_else(
            || {
                buffer.fill(b'x');
                Ok(buffer.len())
            },
            |kind| Err(kind.into()),
        )
    }
}

#[test]
fn f14_plain_ureq_aborts_an_upload_on_eintr() {
    let server = FaultServer::start(ok());
    let mut source = Hiccup(Some(io::ErrorKind::Interrupted)).take(100);
    let outcome = agent()
        .put(server.url("/"))
        .header("Content-Length", "100")
        .send(SendBody::from_reader(&mut source));
    assert!(matches!(outcome, Err(Error::Io(_))), "{outcome:?}");
}

#[test]
fn f15_plain_ureq_does_not_resend_a_read_that_lost_the_race_with_a_close() {
    let first = Step::Reply(reply(200).body("1"));
    let server = FaultServer::start(vec![Step::ReadRequest, first, Step::ReadHead, Step::Rst]);
    let agent = agent();
    text(agent.get(server.url("/")).call()).unwrap();
    let outcome = agent.get(server.url("/")).call();
    assert!(matches!(outcome, Err(Error::Io(_))), "{outcome:?}");
    assert_eq!((server.accepted(), server.requests().len()), (1, 2));
}

#[test]
fn f16_plain_ureq_accepts_an_unasked_part_and_refuses_a_long_chunk_extension() {
    let part = reply(206).header("Content-Range", "bytes 0-3/900").body("part");
    let extension = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
        2;abcdefghijklmnopqrstuvwxyz\r\nok\r\n0\r\n\r\n";
    let server = FaultServer::start(Router::new().on("GET", "/part", part).on(
        "GET",
        "/chunk",
        vec![Step::Send(extension.to_vec())],
    ));
    let answer = text(agent().get(server.url("/part")).call());
    assert_eq!(answer.unwrap(), "part");
    let refused = text(agent().get(server.url("/chunk")).call());
    assert!(refused.is_err(), "{refused:?}");
}

#[test]
fn f17_plain_ureq_visits_a_loopback_address_in_disguise() {
    let server = FaultServer::start(ok());
    let url = server.url_as("2130706433", "/?a?b");
    assert_eq!(agent().get(url).call().unwrap().status(), 200);
    assert_eq!(server.requests()[0].target, "/?a?b");
}

#[test]
fn f18_a_panic_in_the_source_goes_through_plain_ureq() {
    struct Bomb;
    impl Read for Bomb {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("in the source")
        }
    }
    let server = FaultServer::start(ok());
    let agent = agent();
    let sending = || agent.post(server.url("/")).send(SendBody::from_reader(&mut Bomb));
    assert!(catch_unwind(AssertUnwindSafe(sending)).is_err());
    assert_eq!(agent.get(server.url("/")).call().unwrap().status(), 200);
}

#[test]
fn f19_serde_json_rounds_large_numbers_and_lets_the_last_duplicate_win() {
    let value: serde_json::Value = serde_json::from_str("18446744073709551616").unwrap();
    assert!(value.is_f64());
    let value: serde_json::Value = serde_json::from_str(r#"{"t":1,"t":2}"#).unwrap();
    assert_eq!(value["t"], 2);
    assert!(serde_json::from_str::<serde_json::Value>(&"[".repeat(128)).is_err());
    assert!(serde_json::from_str::<u8>("\u{feff}1").is_err());
}

#[test]
fn f20_a_shutdown_ends_every_request_of_a_plain_agent() {
    let server = FaultServer::start(vec![Step::ReadHead, Step::Stall]);
    let agent = agent();
    thread::scope(|scope| {
        let waiting: Vec<_> =
            (0..2).map(|_| scope.spawn(|| agent.get(server.url("/")).call())).collect();
        assert!(server.wait(SOON, |log| log.requests.len() == 2));
        agent.clone().shutdown();
        assert!(waiting.into_iter().all(|call| call.join().unwrap().is_err()));
    });
    assert!(agent.get(server.url("/")).call().is_err());
}

/// Of a peer that is slow, but never silent for long.
const PAUSE: Duration = Duration::from_millis(20);
/// Longer than any pause, and much shorter than the whole.
const LIMIT: Duration = Duration::from_millis(200);

#[test]
fn f25_a_limit_per_read_does_not_bound_a_slow_head() {
    let bytes = reply(200).header("X-Padding", "0123456789").to_bytes();
    let server =
        FaultServer::start(vec![Step::ReadHead, Step::SendSlow { bytes, chunk: 1, pause: PAUSE }]);
    let limited: Agent = config().timeout_per_read(Some(LIMIT)).build().into();
    let began = Instant::now();
    limited.get(server.url("/")).call().unwrap();
    assert!(began.elapsed() > LIMIT * 4, "{:?}", began.elapsed());
}

#[test]
fn f25b_a_limit_per_write_does_not_bound_a_slow_drain() {
    let drain = Step::DrainSlow { bytes: 64 * 1024, pause: PAUSE };
    let server = FaultServer::builder().receive_buffer(16 * 1024).start(vec![
        Step::ReadHead,
        drain,
        Step::Reply(reply(200)),
    ]);
    let limited: Agent = config().timeout_per_write(Some(LIMIT)).build().into();
    let began = Instant::now();
    let mut source = io::repeat(b'x').take(4 << 20);
    let sending = limited.put(server.url("/")).header("Content-Length", 4 << 20);
    sending.send(SendBody::from_reader(&mut source)).unwrap();
    assert!(began.elapsed() > LIMIT * 4, "{:?}", began.elapsed());
}

#[test]
fn f27_a_failed_chunked_upload_has_no_end_on_the_wire() {
    let server = FaultServer::start(ok());
    let mut source = io::repeat(b'x').take(5000).chain(Hiccup(Some(io::ErrorKind::Other)));
    let outcome = agent().put(server.url("/")).send(SendBody::from_reader(&mut source));
    assert!(matches!(outcome, Err(Error::Io(_))), "{outcome:?}");
    assert!(server.wait_idle(SOON));
    assert!(!server.requests()[0].body_complete);
}

#[test]
fn f28_a_header_value_cannot_break_out_but_goes_out_raw() {
    let value = ureq::http::HeaderValue::from_str;
    for broken in ["a\rb", "a\nb", "a\x7fb"] {
        assert!(value(broken).is_err());
    }
    assert!(value("a\tb").is_ok());
    let server = FaultServer::start(ok());
    agent().get(server.url("/")).header("Slug", "é.bin").call().unwrap();
    assert!(server.requests()[0].contains("é.bin".as_bytes()));
}
