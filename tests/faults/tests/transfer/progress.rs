//! K: what is told, how often, and what a "stop" does.

use std::time::{Duration, Instant};

use gigahost::{Control, DownloadOptions, Error, Source, Stage, Status, Target, UploadOptions};
use gigahost_emulator::{Emulator, Fault, FaultKind};

use super::support::*;

/// Stops at every event k up to 64; the transfer must end at once, without another event.
fn stopped_at_every_event(
    emulator: &Emulator,
    run: impl Fn(&gigahost::Session, &Recorder, usize) -> Result<(), Error>,
) {
    let session = session(emulator);
    let all = Recorder::new();
    run(&session, &all, usize::MAX).expect("without a stop it succeeds");
    let events = all.events().len();
    assert!(events >= 4, "{events}");
    // The last event is told when it is too late to stop.
    for k in 1..events.min(65) {
        let recorder = Recorder::new();
        let outcome = within(Duration::from_secs(5), || run(&session, &recorder, k));
        let seen = recorder.events();
        match outcome {
            Err(error) => {
                assert_eq!(error.status(), Status::Cancelled, "{k}: {error}");
                assert_eq!(seen.len(), k, "no event after the stop: {seen:?}");
            }
            // A faster run has fewer events.
            Ok(()) => assert!(seen.len() <= k && seen.last().unwrap().stage == Stage::Done, "{k}"),
        }
    }
    session.account().expect("I6");
}

#[test]
fn r205_an_upload_stops_at_any_event() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "instant_off", true).unwrap();
    emulator.set(RAPIDGATOR, "copies_limit", 1000).unwrap();
    emulator.set(RAPIDGATOR, "processing_polls", 3).unwrap();
    let bytes: std::sync::Arc<[u8]> = content(3_000_000).into();
    stopped_at_every_event(&emulator, |session, recorder, k| {
        let options = UploadOptions::new().with_name("a").on_progress(recorder.stopping_at(k));
        session.upload(Source::bytes(bytes.clone()), options).map(drop)
    });
}

#[test]
fn r205_a_download_stops_at_any_event() {
    let emulator = emulator();
    let id = put(&emulator, "a.bin", &content(1_000_000));
    // Slow enough for events while the bytes come: a second in all.
    let drip = FaultKind::Drip { bytes: 50_000, ms: 25 };
    emulator.fault(Fault::new(RAPIDGATOR, "download_bytes", drip).always());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    stopped_at_every_event(&emulator, |session, recorder, k| {
        let _ = std::fs::remove_file(&path);
        let options =
            DownloadOptions::new().with_resume(false).on_progress(recorder.stopping_at(k));
        let outcome = session.download(&id, Target::file(&path), options).map(drop);
        let expected: &[&str] = if outcome.is_ok() { &["a.bin"] } else { &[] };
        assert_eq!(names(folder.path()), expected, "I5");
        outcome
    });
}

#[test]
fn r205_hashing_and_polling_stop_too() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "processing_stuck", true).unwrap();
    let session = session(&emulator);
    for (stage, sent) in [(Stage::Hashing, 0), (Stage::Processing, 1)] {
        emulator.clear_log();
        let mut at_stage = 0;
        let options = UploadOptions::new().with_name("a").on_progress(move |progress| {
            at_stage += usize::from(progress.stage == stage);
            // The second event of polling comes out of a pause.
            if at_stage > sent { Control::Stop } else { Control::Continue }
        });
        let outcome = within(Duration::from_secs(3), || {
            session.upload(Source::bytes(content(100_000)), options)
        });
        assert_eq!(outcome.unwrap_err().status(), Status::Cancelled, "{stage:?}");
        assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), sent);
    }
}

#[test]
fn r205_a_stop_while_sending_leaves_the_host_without_the_file() {
    let emulator = emulator();
    let session = session(&emulator);
    let options = UploadOptions::new().with_name("a").on_progress(|progress| {
        if progress.stage == Stage::Sending { Control::Stop } else { Control::Continue }
    });
    let error = session.upload(Source::bytes(content(5_000_000)), options).unwrap_err();
    assert_eq!(error.status(), Status::Cancelled);
    assert!(stored(&emulator).is_empty());
    healthy(&emulator, &session);
}

#[test]
fn r209_a_callback_that_takes_its_time_is_not_the_networks_fault() {
    let emulator = emulator();
    let id = put(&emulator, "a.bin", &content(400_000));
    let mut clocks = clocks();
    clocks.idle = Duration::from_millis(300);
    clocks.answer = Duration::from_millis(300);
    let session = at(emulator.base_url(RAPIDGATOR)).clocks(clocks).build().unwrap();
    let sleepy = |progress: &gigahost::Progress| {
        // Longer than the clocks allow a host to be silent, once in each stage.
        if progress.done == 0 || progress.stage == Stage::Processing {
            std::thread::sleep(Duration::from_millis(400));
        }
        Control::Continue
    };
    let options = DownloadOptions::new().on_progress(sleepy);
    session.download(&id, Target::writer(std::io::sink()), options).unwrap();
    let options = UploadOptions::new().with_name("b").on_progress(sleepy);
    session.upload(Source::bytes(content(3_000_000)), options).unwrap();
    // The deadline of the whole call still holds.
    let hurried = session.with_deadline(Duration::from_millis(600));
    let options = UploadOptions::new().with_name("c").on_progress(sleepy);
    let error = hurried.upload(Source::bytes(content(3_000_001)), options).unwrap_err();
    assert_eq!((error.status(), error.clock()), (Status::Timeout, Some(gigahost::Clock::Call)));
}

#[test]
fn r211_a_silent_host_is_told_once_a_second() {
    let emulator = emulator();
    let id = put(&emulator, "a.bin", &content(300_000));
    let stall = FaultKind::StallBody { bytes: 100_000 };
    emulator.fault(Fault::new(RAPIDGATOR, "download_bytes", stall));
    let mut clocks = clocks();
    clocks.idle = Duration::from_secs(10);
    let session = at(emulator.base_url(RAPIDGATOR)).clocks(clocks).build().unwrap();
    let start = Instant::now();
    let told = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let notes = told.clone();
    let options = DownloadOptions::new().on_progress(move |progress| {
        notes.borrow_mut().push((start.elapsed(), progress.done));
        if start.elapsed() > Duration::from_millis(3200) {
            Control::Stop
        } else {
            Control::Continue
        }
    });
    let outcome = session.download(&id, Target::writer(std::io::sink()), options);
    assert_eq!(outcome.unwrap_err().status(), Status::Cancelled);
    let told = told.borrow();
    let longest = told.windows(2).map(|pair| pair[1].0 - pair[0].0).max().unwrap();
    assert!(longest <= Duration::from_millis(1200), "{longest:?}");
    assert!(told.len() <= 45, "at most ten a second: {}", told.len());
}

#[test]
fn r212_counts_beyond_four_gibibytes_are_exact() {
    // The claim of the host, not its bytes: the total is told before the stream breaks.
    const HUGE: usize = (1 << 32) + 1;
    let claim = gigahost_faults::reply(200).body(b"0123456789").content_length(HUGE).to_bytes();
    let steps = vec![gigahost_faults::Step::Send(claim), gigahost_faults::Step::Fin];
    let router = with_file(Some(HUGE), "").on("GET", "/blob", steps);
    let server = gigahost_faults::FaultServer::start(router);
    let recorder = Recorder::new();
    let options = DownloadOptions::new().on_progress(recorder.callback());
    let target = Target::writer(std::io::sink());
    let outcome = patient(server.url("")).download("f1", target, options);
    recorder.check(&outcome);
    assert!(recorder.events().iter().any(|event| event.total == Some(HUGE as u64)));
}
