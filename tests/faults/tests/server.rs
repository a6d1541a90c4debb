//! The fault server does on the wire what its steps say, seen by a bare socket.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use gigahost_faults::{
    Blackhole, Bounds, Connection, FaultServer, Invariants, Router, Script, Sinks, Step,
    TlsIdentity, canary, gzip_bomb, redirect, refused_address, reply, serial,
};

const SOON: Duration = Duration::from_secs(5);

fn connect(server: &FaultServer) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(SOON)).unwrap();
    stream
}

/// Sends and reads until the server ends.
fn talk(server: &FaultServer, bytes: &[u8]) -> (Vec<u8>, io::Result<()>) {
    let mut stream = connect(server);
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    let outcome = stream.read_to_end(&mut answer).map(drop);
    (answer, outcome)
}

const GET: &[u8] = b"GET /a?b=c HTTP/1.1\r\nHost: x\r\nX-Odd:  v \r\n\r\n";

#[test]
fn a_request_is_recorded_byte_for_byte() {
    let _alone = serial();
    let server = FaultServer::start(vec![Step::ReadRequest, Step::Reply(reply(200)), Step::Fin]);
    let request = b"POST /p?q HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    let (answer, outcome) = talk(&server, request);
    assert_eq!(answer, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    outcome.unwrap();
    let seen = server.requests().remove(0);
    assert_eq!(seen.head, request[..request.len() - 3]);
    assert_eq!((seen.method.as_str(), seen.path(), seen.query()), ("POST", "/p", "q"));
    assert_eq!(seen.header("content-length"), Some("3"));
    assert_eq!((seen.body_length, seen.body_complete), (3, true));
    assert_eq!(seen.body_md5, "900150983cd24fb0d6963f7d28e17f72");
    assert_eq!(seen.body_text(), "abc");
}

#[test]
fn a_server_of_the_other_family_tells_its_address() {
    let _alone = serial();
    let server = FaultServer::start_on("[::1]:0", vec![Step::ReadHead, Step::Send(b"6".to_vec())]);
    assert_eq!(talk(&server, GET).0, b"6");
    assert_eq!(server.url("/x"), format!("http://[::1]:{}/x", server.port()));
}

#[test]
fn a_chunked_body_is_whole_only_with_its_last_chunk() {
    let _alone = serial();
    let server = FaultServer::start(vec![Step::ReadRequest]);
    let head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n";
    for end in [b"0\r\nT: v\r\n\r\n".as_slice(), b""] {
        let mut stream = connect(&server);
        stream.write_all(&[head.as_slice(), end].concat()).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
    }
    let seen = server.requests();
    assert_eq!(seen.iter().map(|r| r.body_complete).collect::<Vec<_>>(), [true, false]);
    assert!(seen.iter().all(|r| r.body_length == 3 && r.body_text() == "abc"));
}

#[test]
fn a_reset_is_a_reset_and_a_fin_is_an_end() {
    let _alone = serial();
    let head = Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec());
    let server = FaultServer::start(Script::per_connection(vec![
        vec![Step::ReadHead, head.clone(), Step::Rst],
        vec![Step::ReadHead, head.clone(), Step::Fin],
        vec![Step::ReadBytes(4), head, Step::Close], // most of the request is unread
    ]));
    let kinds = [0, 1, 2].map(|_| talk(&server, GET).1.map_err(|error| error.kind()));
    let reset = Err(io::ErrorKind::ConnectionReset);
    assert_eq!(kinds, [reset, Ok(()), reset]);
}

#[test]
fn a_half_closed_connection_is_still_read() {
    let _alone = serial();
    let server = FaultServer::start(vec![Step::HalfClose, Step::ReadRequest]);
    let mut stream = connect(&server);
    assert_eq!(stream.read(&mut [0; 8]).unwrap(), 0);
    stream.write_all(GET).unwrap();
    assert!(server.wait(SOON, |log| log.requests.len() == 1));
}

#[test]
fn raw_reads_take_what_they_name() {
    let _alone = serial();
    let server = FaultServer::start(vec![
        Step::ReadUntil(b"--".to_vec()),
        Step::Send(b"1".to_vec()),
        Step::ReadBytes(3),
        Step::Send(b"2".to_vec()),
        Step::ReadToEnd,
        Step::Send(b"3".to_vec()),
        Step::Truncate,
    ]);
    let mut stream = connect(&server);
    let mut got = [0];
    for (sent, answer) in [(b"ab--x".as_slice(), b'1'), (b"yz", b'2')] {
        stream.write_all(sent).unwrap();
        stream.read_exact(&mut got).unwrap();
        assert_eq!(got[0], answer);
    }
    stream.write_all(b"rest").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut last = Vec::new();
    stream.read_to_end(&mut last).unwrap();
    assert_eq!(last, b"3");
    assert_eq!(server.connections()[0].received, 11);
}

#[test]
fn a_loop_answers_until_the_peer_ends() {
    let _alone = serial();
    let turn = vec![Step::ReadRequest, Step::Pause(Duration::ZERO), reply(204).into()];
    let server = FaultServer::start(vec![Step::Loop(turn)]);
    let mut stream = connect(&server);
    stream.write_all(&[GET, GET, GET].concat()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(answer.matches("HTTP/1.1 204").count(), 3);
    assert!(server.wait_idle(SOON));
    assert_eq!((server.requests().len(), server.connections()[0].error.as_deref()), (3, None));
}

#[test]
fn a_small_window_stops_the_sender_sooner() {
    let _alone = serial();
    let swallowed = |steps: Vec<Step>| {
        let server = FaultServer::start(steps);
        let mut stream = connect(&server);
        stream.read_exact(&mut [0]).unwrap();
        stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
        // What the sender's own kernel takes says nothing.
        rustix::net::sockopt::set_socket_send_buffer_size(&stream, 16 * 1024).unwrap();
        let (block, mut total) = (vec![0; 64 * 1024], 0);
        while let Ok(n) = stream.write(&block) {
            total += n;
        }
        total
    };
    let ready = Step::Send(b"!".to_vec());
    let small = swallowed(vec![Step::SmallReceiveBuffer(4096), ready.clone(), Step::Stall]);
    let usual = swallowed(vec![ready, Step::Stall]);
    assert!(small < usual, "{small} and {usual}");
}

#[test]
fn a_slow_reply_arrives_in_its_pieces() {
    let _alone = serial();
    let pause = Duration::from_millis(20);
    let bytes = b"abcde".to_vec();
    let server = FaultServer::start(vec![Step::SendSlow { bytes, chunk: 1, pause }]);
    let began = Instant::now();
    let (answer, _) = talk(&server, b"");
    assert_eq!(answer, b"abcde");
    assert!(began.elapsed() >= pause * 4);
}

/// Systems call a time that is over by different names.
fn is_out_of_time(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

#[test]
fn a_stalled_connection_goes_on_when_released() {
    let _alone = serial();
    let server = FaultServer::start(vec![Step::ReadHead, Step::Stall, Step::Send(b"x".to_vec())]);
    let mut stream = connect(&server);
    stream.write_all(GET).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert!(is_out_of_time(&stream.read(&mut [0]).unwrap_err()));
    server.release();
    stream.set_read_timeout(Some(SOON)).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap(), 1);
}

#[test]
fn an_endless_body_ends_with_the_peer() {
    let _alone = serial();
    let server = FaultServer::start(vec![Step::RepeatForever(b"0123456789".to_vec())]);
    let mut stream = connect(&server);
    let mut first = vec![0; 1_000_000];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(first[..20], *b"01234567890123456789");
    drop(stream);
    assert!(server.wait_idle(SOON));
    assert!(server.connections()[0].sent >= 1_000_000);
}

#[test]
fn a_slow_drain_holds_the_sender_back() {
    let _alone = serial();
    let drain = Step::DrainSlow { bytes: 1024, pause: Duration::from_secs(1) };
    let server = FaultServer::builder().receive_buffer(4096).start(vec![Step::ReadHead, drain]);
    let mut stream = connect(&server);
    stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    stream.write_all(b"PUT / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n").unwrap();
    let error = stream.write_all(&vec![0; 99_999_999]).unwrap_err();
    assert!(is_out_of_time(&error), "{error}");
}

#[test]
fn a_body_that_is_cut_is_recorded_as_far_as_it_was_read() {
    let _alone = serial();
    let server = FaultServer::start(vec![Step::ReadHead, Step::ReadBodyBytes(70_000), Step::Close]);
    let mut stream = connect(&server);
    stream.write_all(b"PUT / HTTP/1.1\r\nContent-Length: 20000000\r\n\r\n").unwrap();
    stream.write_all(&vec![b'x'; 20_000_000]).unwrap_err();
    assert!(server.wait_idle(SOON));
    let seen = server.requests().remove(0);
    assert_eq!((seen.body_length, seen.body.len()), (70_000, 64 * 1024));
    assert!(!seen.body_complete && seen.body_md5.len() == 32);
}

#[test]
fn a_router_answers_in_order_on_one_connection() {
    let _alone = serial();
    let router = Router::new()
        .on("GET", "/a", reply(200).json("{}"))
        .on("GET", "/a", redirect(302, "/elsewhere"))
        .on("*", "/a?b=c&last", reply(200).body("bye").close());
    let server = FaultServer::start(router);
    let last = b"GET /a?b=c&last HTTP/1.1\r\n\r\n";
    let (answer, _) = talk(&server, &[GET, GET, GET, b"GET /z HTTP/1.1\r\n\r\n", last].concat());
    let text = String::from_utf8(answer).unwrap();
    let starts = text.match_indices("HTTP/1.1 ");
    let statuses: Vec<_> = starts.map(|(at, _)| &text[at + 9..at + 12]).collect();
    assert_eq!(statuses, ["200", "302", "302", "404", "200"]);
    assert!(text.ends_with("Connection: close\r\nContent-Length: 3\r\n\r\nbye"), "{text}");
    assert_eq!((server.accepted(), server.requests().len()), (1, 5));
    assert_eq!(server.failures(), ["no route for GET /z"]);
}

#[test]
fn a_reply_lies_as_told() {
    let lie = reply(200).status_line("HTTP/9 abc").content_length("-5").body("xy").to_bytes();
    assert_eq!(lie, b"HTTP/9 abc\r\nContent-Length: -5\r\n\r\nxy");
    let chunked = reply(200).body("abc").chunked(2).to_bytes();
    assert!(chunked.ends_with(b"\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"));
    let endless = reply(200).body("abc").chunked_without_end(9).to_bytes();
    assert!(endless.ends_with(b"3\r\nabc\r\n"));
    let bomb = gzip_bomb(1 << 20);
    assert!(bomb.len() < 4096);
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&bomb[..]).read_to_end(&mut plain).unwrap();
    assert_eq!(plain.len(), 1 << 20);
}

#[test]
fn a_dropped_server_leaves_nothing_and_is_quick() {
    let _alone = serial();
    let watch = Invariants::begin();
    let took = {
        let server = FaultServer::start(vec![Step::ReadHead, Step::Stall]);
        let streams: Vec<_> = (0..8).map(|_| connect(&server)).collect();
        let mut sending = connect(&server); // read by nobody: the server waits for its head
        sending.write_all(b"GET").unwrap();
        (&streams[0]).write_all(GET).unwrap();
        assert!(server.wait(SOON, |log| log.connections.len() == 9 && log.requests.len() == 1));
        let began = Instant::now();
        drop(server);
        began.elapsed()
    };
    assert!(took < Duration::from_millis(200), "{took:?}");
    watch.finish(Bounds::within(SOON).no_leaks().quiet());
}

#[test]
fn nobody_answers_where_nobody_shall() {
    let _alone = serial();
    let refused = TcpStream::connect(refused_address()).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    let hole = Blackhole::open().unwrap();
    let silent = TcpStream::connect_timeout(&hole.address(), Duration::from_millis(200));
    assert_eq!(silent.unwrap_err().kind(), io::ErrorKind::TimedOut);
}

#[test]
fn a_panic_in_a_handler_is_a_failure_of_the_test() {
    let _alone = serial();
    let server = FaultServer::start(|_: &mut Connection| -> io::Result<()> { panic!("oops") });
    drop(connect(&server));
    assert!(server.wait(SOON, |log| log.failures == ["connection 0: oops"]));
}

/// A TLS client that trusts the one authority; the outcome of handshake and reading to the end.
fn talk_tls(server: &FaultServer, host: &str) -> (Vec<u8>, io::Result<()>) {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(TlsIdentity::ca_der().into()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = host.to_owned().try_into().unwrap();
    let client = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = rustls::StreamOwned::new(client, connect(server));
    let mut answer = Vec::new();
    let outcome = stream.write_all(GET).and_then(|()| stream.read_to_end(&mut answer).map(drop));
    (answer, outcome)
}

#[test]
fn the_good_certificate_holds_for_each_name_and_version() {
    let _alone = serial();
    let steps = || vec![Step::ReadRequest, Step::Send(b"hi".to_vec()), Step::Fin];
    for identity in [TlsIdentity::good(), TlsIdentity::good().tls12_only()] {
        let server = FaultServer::start_tls(&identity, steps());
        for host in ["127.0.0.1", "::1", "localhost"] {
            let (answer, outcome) = talk_tls(&server, host);
            outcome.unwrap();
            assert_eq!(answer, b"hi");
        }
        assert!(server.requests().iter().all(|request| request.tls));
    }
}

#[test]
fn each_bad_certificate_is_refused_before_a_byte_of_the_request() {
    let _alone = serial();
    for identity in TlsIdentity::all_bad() {
        let server = FaultServer::start_tls(&identity, vec![Step::ReadRequest]);
        let (_, outcome) = talk_tls(&server, "127.0.0.1");
        let text = outcome.expect_err(identity.name()).to_string();
        assert!(text.contains("certificate"), "{}: {text}", identity.name());
        assert!(server.wait_idle(SOON));
        assert_eq!(server.connections()[0].received, 0, "{}", identity.name());
    }
}

#[test]
fn tls_is_cut_where_the_script_says() {
    let _alone = serial();
    let cut = |after| Step::CutHandshake { identity: TlsIdentity::good(), after };
    let server = FaultServer::start(Script::per_connection(vec![
        vec![cut(30), Step::Fin],
        vec![Step::StartTls(TlsIdentity::good()), Step::Send(b"hi".to_vec()), Step::Truncate],
        vec![Step::Send(b"HTTP/1.1 400 Bad\r\n\r\n".to_vec())],
    ]));
    let outcomes = [0, 1, 2].map(|_| talk_tls(&server, "127.0.0.1"));
    let kinds = outcomes.each_ref().map(|(_, end)| end.as_ref().unwrap_err().kind());
    let (eof, bad) = (io::ErrorKind::UnexpectedEof, io::ErrorKind::InvalidData);
    assert_eq!(kinds, [eof, eof, bad]);
    assert_eq!(outcomes[1].0, b"hi");
}

#[test]
#[should_panic(expected = "I1 broken")]
fn too_late_is_told() {
    let _alone = serial();
    let watch = Invariants::begin();
    watch.finish(Bounds::within(Duration::ZERO));
}

#[test]
#[should_panic(expected = "I2 broken")]
fn too_much_memory_is_told() {
    let _alone = serial();
    let watch = Invariants::begin();
    let held = std::hint::black_box(vec![7_u8; 64 << 20]);
    assert_eq!(held[held.len() / 2], 7);
    drop(held);
    let measured = watch.finish(Bounds::within(SOON).memory(32 << 20));
    // Where memory cannot be measured, the bound was skipped with a reason.
    assert!(measured.memory.is_some(), "I2 broken: not measured here");
}

#[test]
#[should_panic(expected = "I3 broken: secrets came out: Debug: sid")]
fn a_secret_in_a_sink_is_told() {
    let _alone = serial();
    let mut sinks = Sinks::new();
    sinks.add("Debug", format!("Session {{ sid: {:?} }}", canary("sid")));
    Invariants::begin().finish(Bounds::within(SOON).secrets(&sinks));
}

#[test]
#[should_panic(expected = "I4 broken: still there: descriptor")]
fn a_leaked_descriptor_is_told() {
    let _alone = serial();
    let watch = Invariants::begin();
    let _leaked = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    watch.finish(Bounds::within(SOON).no_leaks());
}

#[test]
#[should_panic(expected = "I5 broken")]
fn a_stray_file_is_told() {
    let _alone = serial();
    let directory = std::env::temp_dir().join(format!("gigahost-faults-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("stray"), b"").unwrap();
    let watch = Invariants::begin();
    let bounds = Bounds::within(SOON).only_files(&directory, &["whole"]);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| watch.finish(bounds)));
    std::fs::remove_dir_all(&directory).unwrap();
    std::panic::resume_unwind(outcome.unwrap_err());
}

#[test]
#[should_panic(expected = "I9 broken")]
fn a_busy_wait_is_told() {
    let _alone = serial();
    // On a busy machine a thread that spins may get less than what counts as spinning.
    for _ in 0..10 {
        let watch = Invariants::begin();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(1) {
            std::hint::spin_loop();
        }
        watch.finish(Bounds::within(SOON).quiet());
    }
}
