//! Group D: every phase has a clock, the whole has a deadline, and waiting costs no processor time.

mod common;

use std::io::Read;
use std::time::{Duration, Instant};

use common::*;
use gigahost::{
    CancelToken, Clock, Clocks, Error, How, Outcome, Session, Source, Status, UploadOptions,
};
use gigahost_faults::{
    Blackhole, Bounds, Connection, FaultServer, Invariants, Router, Sinks, Step, canary, redirect,
    reply, serial,
};

fn with(base_url: String, clocks: Clocks) -> Session {
    builder_at(base_url).clocks(clocks).token(canary("token")).build().unwrap()
}

/// Clocks of which none but `connect`, `answer` and `idle` bounds a row.
fn short() -> Clocks {
    let mut clocks = clocks();
    clocks.connect = ms(300);
    clocks.answer = ms(300);
    clocks.idle = ms(300);
    clocks
}

/// The body of a file that a server takes slowly: more than both socket buffers hold.
const LARGE: usize = 12 << 20;

fn slow_node(steps: Vec<Step>) -> FaultServer {
    FaultServer::builder().receive_buffer(16 * 1024).start(steps)
}

#[test]
fn r60_silence_in_any_phase_ends_at_the_clock_that_the_error_names() {
    row(s(3), |sinks| {
        let within = |began: Instant, most: Duration| {
            assert!(began.elapsed() < most + ms(500), "{:?}", began.elapsed());
        };
        // Connecting, and TLS: nothing was sent, so there is a second attempt.
        let hole = Blackhole::open().unwrap();
        let silent = FaultServer::start(vec![Step::Stall]);
        for base in [format!("http://{}", hole.address()), format!("https://{}", silent.address())]
        {
            let began = Instant::now();
            let error = mutate(&with(base, short())).unwrap_err();
            within(began, ms(650));
            assert_eq!(note(sinks, &error), Status::Timeout);
            assert_eq!(error.clock(), Some(Clock::Connect));
        }
        // Waiting for the answer, and inside its head.
        let head = vec![Step::Send(b"HTTP/1.1 200 OK\r\nX-".to_vec()), Step::Stall];
        for steps in [vec![Step::ReadBody, Step::Stall], head] {
            let server = FaultServer::start(faulty(MUTATION, steps));
            let began = Instant::now();
            let session = with(server.url(""), short());
            let error = mutate(&session).unwrap_err();
            within(began, ms(300));
            assert_eq!(note(sinks, &error), Status::OutcomeUnknown);
            assert_eq!(error.clock(), Some(Clock::Answer));
            assert_healthy(&session);
        }
        // Inside the body.
        let mut clocks = short();
        clocks.attempt = ms(400);
        let body = reply(200).json("{").content_length(100).to_bytes();
        let server = FaultServer::start(faulty(MUTATION, vec![Step::Send(body), Step::Stall]));
        let began = Instant::now();
        let session = with(server.url(""), clocks);
        let error = mutate(&session).unwrap_err();
        within(began, ms(400));
        assert_eq!(
            (note(sinks, &error), error.clock()),
            (Status::OutcomeUnknown, Some(Clock::Idle))
        );
        assert_healthy(&session);
    });
}

#[test]
fn r61_a_head_that_drips_ends_at_the_answer_clock() {
    row(s(2), |sinks| {
        let bytes = reply(200).header("X-Padding", "0123456789").json(folder()).to_bytes();
        let drip = vec![Step::ReadBody, Step::SendSlow { bytes, chunk: 1, pause: ms(20) }];
        let server = FaultServer::start(faulty(MUTATION, drip));
        let session = with(server.url(""), short());
        let began = Instant::now();
        let error = mutate(&session).unwrap_err();
        assert!(began.elapsed() < ms(800), "{:?}", began.elapsed());
        assert_eq!(
            (note(sinks, &error), error.clock()),
            (Status::OutcomeUnknown, Some(Clock::Answer))
        );
        assert_healthy(&session);
    });
}

#[test]
fn r62_a_body_that_drips_ends_at_the_clock_of_the_attempt() {
    row(s(2), |sinks| {
        let answer = reply(200).json(folder());
        let (head, body) = (answer.head_bytes(), folder().into_bytes());
        let drip = vec![
            Step::ReadBody,
            Step::Send(head),
            Step::SendSlow { bytes: body, chunk: 1, pause: ms(20) },
        ];
        let server = FaultServer::start(faulty(MUTATION, drip));
        let mut clocks = short();
        clocks.attempt = ms(400);
        let session = with(server.url(""), clocks);
        let began = Instant::now();
        let error = mutate(&session).unwrap_err();
        assert!(began.elapsed() < ms(900), "{:?}", began.elapsed());
        assert_eq!(
            (note(sinks, &error), error.clock()),
            (Status::OutcomeUnknown, Some(Clock::Idle))
        );
        assert_healthy(&session);
    });
}

#[test]
fn r63_a_download_stalls_only_when_its_window_is_below_the_limit() {
    let _alone = serial();
    let send = |bytes: usize, pause: u64, times: usize| {
        let mut steps = Vec::new();
        for _ in 0..times {
            steps.extend([Step::Send(vec![b'x'; bytes]), Step::Pause(ms(pause))]);
        }
        (steps, bytes * times)
    };
    // The window is 300 ms, the limit 10 kB/s.
    let cases = [
        ("steady", send(2000, 50, 20), true),
        ("pause below the window", send(8000, 200, 3), true),
        ("bursts", send(20_000, 240, 4), true),
        ("pause above the window", send(8000, 600, 2), false),
        ("below the limit", send(20, 20, 60), false),
    ];
    all_at_once(&cases, |(name, (steps, length), fine)| {
        let head = reply(200).content_length(length).head_bytes();
        let mut script = vec![Step::ReadHead, Step::Send(head)];
        script.extend(steps.clone());
        let node = FaultServer::start(script);
        let server = FaultServer::start(download_api(&node.url("/f"), Some(*length as u64)));
        let mut clocks = short();
        clocks.low_speed = 10_000;
        let session = builder(&server)
            .clocks(clocks)
            .seed(DOWNLOAD_SEED)
            .token(canary("token"))
            .build()
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let outcome = download(&session, folder.path());
        assert_eq!(outcome.is_ok(), *fine, "{name}: {outcome:?}");
        if let Err(error) = outcome {
            assert_eq!((error.status(), error.clock()), (Status::Stalled, Some(Clock::Idle)));
            // Six streams at most, each broken off at its window.
            assert_eq!((error.attempts(), node.accepted()), (6, 6), "{name}");
        }
        assert_healthy(&session);
    });
}

#[test]
fn r64_an_upload_stalls_when_the_host_takes_too_little_and_not_before() {
    let _alone = serial();
    let drain = |bytes: usize, pause: u64| {
        vec![Step::ReadHead, Step::DrainSlow { bytes, pause: ms(pause) }, node_reply().into()]
    };
    let cases = [
        ("slow but moving", drain(512 * 1024, 20), true),
        ("a byte now and then", drain(1, 50), false),
        ("not at all", vec![Step::ReadHead, Step::Stall], false),
    ];
    all_at_once(&cases, |(name, steps, fine)| {
        let node = slow_node(steps.clone());
        let server = FaultServer::start(upload_api(&node.url("/u"), if *fine { 2 } else { 0 }));
        let mut clocks = short();
        clocks.low_speed = 10_000;
        let session = with(server.url(""), clocks);
        let outcome = upload(&session, LARGE);
        assert_eq!(outcome.is_ok(), *fine, "{name}: {outcome:?}");
        if let Err(error) = outcome {
            assert_eq!((error.status(), error.clock()), (Status::Stalled, Some(Clock::Idle)));
            assert_eq!(error.outcome(), Outcome::NotApplied, "{name}");
        }
        assert_healthy(&session);
    });
}

#[test]
fn r65_a_late_answer_to_a_whole_file_is_waited_for_and_then_asked_after() {
    let _alone = serial();
    let node =
        |hold: Step| FaultServer::start(vec![Step::ReadRequest, hold, Step::Reply(node_reply())]);
    let mut clocks = clocks();
    clocks.answer = ms(100);
    clocks.answer_after_body = ms(500);
    clocks.processing = ms(1200);
    let cases: [(Step, u8, Result<How, Status>); 3] = [
        (Step::Pause(ms(300)), 2, Ok(How::Sent)),
        // The answer is lost, but the host has the file.
        (Step::Stall, 2, Ok(How::Recovered)),
        // Nobody can tell yet: the error names the upload.
        (Step::Stall, 1, Err(Status::Timeout)),
    ];
    all_at_once(&cases, |(hold, state, expected)| {
        let node = node(hold.clone());
        let server = FaultServer::start(upload_api(&node.url("/u"), *state));
        let outcome = upload(&with(server.url(""), clocks.clone()), 5000);
        assert_eq!(node.requests().len(), 1, "the bytes are sent once");
        match (outcome, expected) {
            (Ok(receipt), Ok(how)) => assert_eq!(receipt.how, *how),
            (Err(error), Err(status)) => {
                assert_eq!((error.status(), error.outcome()), (*status, Outcome::Unknown));
                assert!(error.hint().unwrap().contains("u1"), "{error}");
            }
            (outcome, _) => panic!("{expected:?}: {outcome:?}"),
        }
    });
}

/// A small generator: the scripts must be the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Answers every request in a random wrong way, or rightly.
fn random_faults(seed: u64) -> impl Fn(&mut Connection) -> std::io::Result<()> + Send + Sync {
    move |connection| {
        let mut dice = Dice(seed.wrapping_add(connection.number() as u64 * 7919));
        while let Some(request) = connection.read_head()? {
            if dice.roll(6) == 0 {
                return connection.stall();
            }
            connection.read_body()?;
            let late = reply(503).header("Retry-After", dice.roll(3)).json("{}");
            match dice.roll(9) {
                0 => connection.pause(ms(dice.roll(300)))?,
                1 => return connection.rst(),
                2 => return connection.stall(),
                3 => connection.reply(&late)?,
                4 => connection.reply(&redirect(307, &request.target))?,
                5 => connection.reply(&reply(502).html("<html>"))?,
                6 => connection.send_slow(&reply(200).json(user()).to_bytes(), 1, ms(5))?,
                7 => connection.reply(&reply(200).json(upload_state(1)))?,
                _ => connection.reply(&reply(200).json(announced("http://127.0.0.1:9/")))?,
            }
        }
        Ok(())
    }
}

/// What every call of the next row may take.
const DEADLINE: Duration = ms(150);

#[test]
fn r66_two_hundred_random_scripts_end_within_half_a_second_of_the_deadline() {
    let _alone = serial();
    let workers: Vec<u64> = (0..20).collect();
    all_at_once(&workers, |worker| {
        for round in 0..10 {
            let seed = worker * 10 + round;
            let server = FaultServer::start(random_faults(seed));
            let session = session(&server).with_deadline(DEADLINE);
            let folder = tempfile::tempdir().unwrap();
            let began = Instant::now();
            let outcome: Result<(), Error> = match seed % 5 {
                0 => read(&session),
                1 => idempotent(&session),
                2 => mutate(&session),
                3 => upload(&session, 1 << 20).map(drop),
                _ => download(&session, folder.path()).map(drop),
            };
            let took = began.elapsed();
            assert!(took <= DEADLINE + ms(500), "script {seed} took {took:?}: {outcome:?}");
        }
    });
}

#[test]
fn r70_a_poll_that_never_ends_is_bounded_and_names_the_upload() {
    let _alone = serial();
    let cases = [0_u8, 1, 7];
    all_at_once(&cases, |state| {
        let node = FaultServer::start(Router::new().on("POST", "/u", node_reply()));
        let server = FaultServer::start(upload_api(&node.url("/u"), *state));
        let session = session(&server);
        let began = Instant::now();
        let error = upload(&session, 1000).unwrap_err();
        assert!(began.elapsed() < s(2), "{:?}", began.elapsed());
        assert_eq!((error.status(), error.outcome()), (Status::Timeout, Outcome::Unknown));
        assert!(error.hint().unwrap().contains("u1"), "{error}");
        let polls = server.requests().iter().filter(|r| r.path() == POLL).count();
        assert!((2..=6).contains(&polls), "{polls}");
        assert_eq!(node.requests().len(), 1);
        assert_healthy(&session);
    });
}

/// 100 ms are promised; as much again is left to the scheduler of a busy machine.
const PROMPT: Duration = ms(200);

/// Runs a call on its own thread, cancels it once it is `ready`, and measures.
fn cancelled(
    session: &Session,
    ready: impl FnOnce(),
    call: impl FnOnce(&Session) -> Result<(), Error> + Send,
) {
    let token = CancelToken::new();
    let session = session.with_cancel(&token);
    std::thread::scope(|scope| {
        let running = scope.spawn(move || {
            let error = call(&session).unwrap_err();
            (error, Instant::now())
        });
        ready();
        let asked = Instant::now();
        token.cancel();
        let (error, ended) = running.join().unwrap();
        assert_eq!(error.status(), Status::Cancelled, "{error}");
        let took = ended.saturating_duration_since(asked);
        assert!(took <= PROMPT, "{took:?}");
    });
}

/// Gives a byte now and then, for ever.
struct Trickle(std::sync::mpsc::Sender<()>);

impl Read for Trickle {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let _ = self.0.send(());
        std::thread::sleep(ms(10));
        into[0] = b'x';
        Ok(1)
    }
}

#[test]
fn r71_a_cancel_ends_every_phase_at_once() {
    row(s(3), |_| {
        let settle = || std::thread::sleep(ms(100));
        let hole = Blackhole::open().unwrap();
        cancelled(&session_at(format!("http://{}", hole.address())), settle, read);
        let silent = FaultServer::start(vec![Step::Stall]);
        cancelled(&session_at(format!("https://{}", silent.address())), settle, read);

        // While the answer, its head and its body are awaited.
        let head = Step::Send(b"HTTP/1.1 200 OK\r\nX-".to_vec());
        let body = Step::Send(reply(200).json("{").content_length(100).to_bytes());
        for faults in [vec![], vec![head], vec![body]] {
            let steps = [vec![Step::ReadRequest], faults, vec![Step::Stall]].concat();
            let server = FaultServer::start(steps);
            let asked = || assert!(server.wait(s(1), |log| !log.requests.is_empty()));
            cancelled(&session(&server), asked, read);
        }
        // In the pause before another attempt.
        let late = reply(503).header("Retry-After", 4).json("{}");
        let server = FaultServer::start(Router::new().on("POST", READ, late));
        let told = || assert!(server.wait(s(1), |log| log.connections.iter().any(|c| c.sent > 0)));
        cancelled(&session(&server), told, read);

        // While a file is hashed, sent, and processed.
        let (sender, read_once) = std::sync::mpsc::channel();
        let server = FaultServer::start(healthy());
        cancelled(
            &session(&server),
            || read_once.recv().unwrap(),
            move |session| {
                let source = Source::reader(Trickle(sender), None);
                session.upload(source, UploadOptions::new().with_name("x.bin")).map(drop)
            },
        );
        let node = slow_node(vec![Step::ReadHead, Step::Stall]);
        let server = FaultServer::start(upload_api(&node.url("/u"), 0));
        let sending = || assert!(node.wait(s(1), |log| !log.requests.is_empty()));
        cancelled(&session(&server), sending, |session| upload(session, LARGE).map(drop));
        let node = FaultServer::start(Router::new().on("POST", "/u", node_reply()));
        let server = FaultServer::start(upload_api(&node.url("/u"), 1));
        let polling =
            || assert!(server.wait(s(2), |log| log.requests.iter().any(|r| r.path() == POLL)));
        cancelled(&session(&server), polling, |session| upload(session, 1000).map(drop));
    });
}

#[test]
fn r72_the_clocks_of_a_head_do_not_bound_a_transfer() {
    let _alone = serial();
    let mut clocks = clocks();
    (clocks.connect, clocks.answer, clocks.attempt) = (ms(200), ms(200), ms(200));
    let drain = Step::DrainSlow { bytes: 512 * 1024, pause: ms(50) };
    let node = slow_node(vec![Step::ReadHead, drain, node_reply().into()]);
    let server = FaultServer::start(upload_api(&node.url("/u"), 2));
    let began = Instant::now();
    upload(&with(server.url(""), clocks.clone()), LARGE).unwrap();
    assert!(began.elapsed() > ms(600), "the row has lost its meaning: {:?}", began.elapsed());

    let bytes = vec![b'x'; 30_000];
    let node = FaultServer::start(vec![
        Step::ReadHead,
        Step::Send(reply(200).content_length(bytes.len()).head_bytes()),
        Step::SendSlow { bytes, chunk: 1000, pause: ms(30) },
    ]);
    let server = FaultServer::start(download_api(&node.url("/f"), Some(30_000)));
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    download(&with(server.url(""), clocks), folder.path()).unwrap();
    assert!(began.elapsed() > ms(800), "the row has lost its meaning: {:?}", began.elapsed());
}

/// I9: at most a fifth of the time is computed.
#[test]
fn r73_no_stall_of_any_kind_spins() {
    let _alone = serial();
    let quiet = |what: &str, call: &dyn Fn()| {
        let watch = Invariants::begin();
        call();
        let measured = watch.finish(Bounds::within(s(3)).quiet());
        assert!(measured.wall > ms(250), "{what} did not stall: {:?}", measured.wall);
    };
    let mut brief = short();
    (brief.connect, brief.attempt, brief.processing) = (ms(150), ms(400), ms(400));
    let hole = Blackhole::open().unwrap();
    let session = with(format!("http://{}", hole.address()), brief.clone());
    quiet("connecting", &|| drop(mutate(&session).unwrap_err()));
    let silent = FaultServer::start(vec![Step::Stall]);
    let session = with(format!("https://{}", silent.address()), brief.clone());
    quiet("TLS", &|| drop(mutate(&session).unwrap_err()));
    let server = FaultServer::start(vec![Step::ReadRequest, Step::Stall]);
    let session = with(server.url(""), brief.clone());
    quiet("the answer", &|| drop(mutate(&session).unwrap_err()));
    let bytes = vec![b'x'; 400];
    let drip = vec![
        Step::ReadRequest,
        Step::Send(reply(200).content_length(1000).head_bytes()),
        Step::SendSlow { bytes, chunk: 1, pause: ms(2) },
    ];
    let server = FaultServer::start(drip);
    let session = with(server.url(""), brief.clone());
    quiet("a drip", &|| drop(mutate(&session).unwrap_err()));
    let late = reply(503).header("Retry-After", 1).json("{}");
    let server = FaultServer::start(healthy().on("POST", IDEMPOTENT, late));
    let session = with(server.url(""), brief.clone());
    quiet("a pause", &|| drop(idempotent(&session).unwrap_err()));
    let node = FaultServer::start(Router::new().on("POST", "/u", node_reply()));
    let server = FaultServer::start(upload_api(&node.url("/u"), 1));
    let session = with(server.url(""), brief.clone());
    quiet("a poll", &|| drop(upload(&session, 10).unwrap_err()));
}

/// Sending is measured apart: before the stall, megabytes are copied into the socket's buffers.
#[test]
fn r73_an_upload_that_is_not_taken_does_not_spin() {
    let _alone = serial();
    let node = slow_node(vec![Step::ReadHead, Step::Stall]);
    let server = FaultServer::start(upload_api(&node.url("/u"), 0));
    let mut clocks = short();
    clocks.idle = ms(500);
    let session = with(server.url(""), clocks);
    let watch = Invariants::begin();
    let error = upload(&session, LARGE).unwrap_err();
    assert_eq!(error.status(), Status::Stalled);
    watch.finish(Bounds::within(s(5)).quiet());
}

#[test]
fn r69_budgets_of_any_size_are_safe() {
    let _alone = serial();
    let mut sinks = Sinks::new();
    for zero in 0..7 {
        let mut clocks = clocks();
        let clock = match zero {
            0 => &mut clocks.connect,
            1 => &mut clocks.answer,
            2 => &mut clocks.attempt,
            3 => &mut clocks.idle,
            4 => &mut clocks.answer_after_body,
            5 => &mut clocks.call,
            _ => &mut clocks.processing,
        };
        *clock = Duration::ZERO;
        let error = builder_at("http://127.0.0.1:9").clocks(clocks).build().unwrap_err();
        assert_eq!(note(&mut sinks, &error), Status::Argument);
    }
    let mut endless = clocks();
    for clock in [
        &mut endless.connect,
        &mut endless.answer,
        &mut endless.attempt,
        &mut endless.idle,
        &mut endless.answer_after_body,
        &mut endless.call,
        &mut endless.processing,
    ] {
        *clock = Duration::MAX;
    }
    endless.transfer = Some(Duration::MAX);
    endless.low_speed = u64::MAX;
    let node = FaultServer::start(Router::new().on("POST", "/u", node_reply()).on(
        "GET",
        "/f",
        reply(200).body("x"),
    ));
    let api = upload_api(&node.url("/u"), 2)
        .on("POST", FILE_INFO, reply(200).json(file_info(Some(1))))
        .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&node.url("/f"))));
    let server = FaultServer::start(api);
    let session = with(server.url(""), endless).with_deadline(Duration::MAX);
    read(&session).unwrap();
    upload(&session, 10).unwrap();
    download(&session, tempfile::tempdir().unwrap().path()).unwrap();

    assert_eq!(
        read(&session.with_deadline(Duration::ZERO)).unwrap_err().status(),
        Status::Argument
    );
    let stalled = FaultServer::start(vec![Step::ReadRequest, Step::Stall]);
    let hurried = common::session(&stalled).with_deadline(ms(1));
    let error = read(&hurried).unwrap_err();
    assert_eq!((error.status(), error.clock()), (Status::Timeout, Some(Clock::Call)));
}

/// The host says how long to wait before a download begins: it may say anything.
#[test]
fn r69_an_absurd_wait_of_the_host_is_refused() {
    row(s(2), |sinks| {
        for delay in ["86400", "9223372036854775807"] {
            let link =
                envelope(&format!(r#"{{"download_url":"http://127.0.0.1:9/f","delay":{delay}}}"#));
            let api = healthy().on("POST", FILE_INFO, reply(200).json(file_info(Some(1)))).on(
                "POST",
                FILE_DOWNLOAD,
                reply(200).json(link),
            );
            let server = FaultServer::start(api);
            let session = session(&server);
            let error = download(&session, tempfile::tempdir().unwrap().path()).unwrap_err();
            assert_eq!(note(sinks, &error), Status::NotReady);
            assert_eq!(error.retry_after().unwrap().as_secs().to_string(), delay);
            assert_healthy(&session);
        }
    });
}
