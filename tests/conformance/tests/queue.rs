//! The promises of a queue, at every host: each file once, a bounded number at a time, each failure its
//! own, and everything ends when it is told to.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use gigahost::{
    Checksum, DownloadOptions, Host, Queue, QueueOptions, Source, Stage, Status, Target, Transfer,
    TransferState, Transferred, UploadOptions,
};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::{content, md5};
use gigahost_emulator::FaultKind;

/// A queue that has not ended by then never will.
const LIMIT: Option<Duration> = Some(Duration::from_secs(60));

fn queue(workers: usize) -> Queue {
    Queue::new(QueueOptions::new().with_workers(workers)).unwrap()
}

fn named(name: impl Into<String>) -> UploadOptions {
    UploadOptions::new().with_name(name)
}

/// Reads events until every transfer is over; gives how often each was in which state.
fn listen(queue: &Queue) -> Vec<Transfer> {
    let until = Instant::now() + LIMIT.unwrap();
    let mut seen = Vec::new();
    while let Some(transfer) =
        queue.next_event(Some(until.saturating_duration_since(Instant::now()))).unwrap()
    {
        seen.push(transfer);
    }
    assert!(queue.wait(Some(Duration::ZERO)).unwrap(), "the queue is over in time");
    seen
}

/// A source that gives nothing until it is released, and then its bytes.
struct Gate {
    opened: mpsc::Receiver<()>,
    bytes: std::io::Cursor<Vec<u8>>,
}

impl Read for Gate {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        // Whoever waits for us goes away when the other end is dropped.
        let _ = self.opened.recv();
        self.bytes.read(into)
    }
}

fn gate(length: usize) -> (mpsc::Sender<()>, Source) {
    let (open, opened) = mpsc::channel();
    let bytes = std::io::Cursor::new(content(length));
    (open, Source::reader(Gate { opened, bytes }, Some(length as u64)))
}

#[test]
fn every_file_of_a_queue_is_stored_once_and_its_end_is_told() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        let queue = queue(3);
        let mut wanted = BTreeMap::new();
        for n in 0..12 {
            let (name, bytes) = (subject.name(&format!("film{n}")), content(1000 + n));
            let id =
                queue.upload(&subject.session, Source::bytes(bytes.clone()), named(&name)).unwrap();
            wanted.insert(id, (name, md5(&bytes), bytes.len() as u64));
        }
        let ended = listen(&queue).into_iter().filter(|transfer| transfer.state.is_over());
        let ended: Vec<_> = ended.map(|transfer| (transfer.id, transfer.state)).collect();
        assert_eq!(ended.len(), wanted.len(), "{host}: each end is told once");
        assert!(ended.iter().all(|(_, state)| *state == TransferState::Done), "{host}: {ended:?}");
        let totals = queue.totals();
        assert_eq!((totals.done, totals.bytes_done), (12, totals.bytes_total), "{host}");
        let mut stored: Vec<_> = subject.stored().into_iter().map(|file| file.md5).collect();
        stored.sort();
        let mut sent: Vec<_> = wanted.values().map(|(_, md5, _)| md5.clone()).collect();
        sent.sort();
        assert_eq!(stored, sent, "{host}");
        for (id, (name, _, size)) in wanted {
            let Some(Ok(Transferred::Uploaded(receipt))) = queue.take(id) else {
                panic!("{host}: an upload gives a receipt")
            };
            assert_eq!((receipt.wanted_name, receipt.bytes), (name, size), "{host}");
            assert!(queue.take(id).is_none(), "{host}: what was taken is gone");
        }
        let totals = queue.totals();
        assert_eq!((totals.done, totals.bytes_done), (12, totals.bytes_total), "{host}: taken");
        let logins = subject.count(subject.login_operation());
        let each = if host == Host::UploadGig { 12 } else { 1 };
        assert_eq!(logins, each, "{host}: one login for all workers");
    }
}

#[test]
fn a_failure_is_that_of_its_own_transfer() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        let queue = queue(2);
        let good: Vec<_> = (0..4)
            .map(|n| {
                let name = subject.name(&format!("good{n}"));
                let source = Source::bytes(content(500 + n));
                queue.upload(&subject.session, source, named(name)).unwrap()
            })
            .collect();
        let missing =
            queue.upload(&subject.session, "no/such/file.mp4", UploadOptions::new()).unwrap();
        let panics = Source::reader(Panicking, Some(10));
        let panics = queue.upload(&subject.session, panics, named(subject.name("bad"))).unwrap();
        assert!(queue.wait(LIMIT).unwrap());
        for id in good {
            assert!(matches!(queue.take(id), Some(Ok(_))), "{host}");
        }
        assert_eq!(queue.take(missing).unwrap().unwrap_err().status(), Status::Io, "{host}");
        assert_eq!(queue.take(panics).unwrap().unwrap_err().status(), Status::Internal, "{host}");
        assert_eq!(subject.stored().len(), 4, "{host}");
    }
}

struct Panicking;

impl Read for Panicking {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("a source that is broken, on purpose")
    }
}

#[test]
fn a_file_that_waits_at_its_host_holds_no_worker() {
    let subject = Subject::open(Host::Rapidgator);
    let emulator = &subject.emulator;
    emulator.set(subject.emulated(), "processing_polls", 1_000_000).unwrap();
    let queue = queue(1);
    let waits: Vec<_> = (0..5)
        .map(|n| {
            let source = Source::bytes(content(100 + n));
            queue.upload(&subject.session, source, named(format!("w{n}.bin"))).unwrap()
        })
        .collect();
    // One worker has sent all five when none of them is ready yet.
    let until = Instant::now() + LIMIT.unwrap();
    while queue.totals().processing < waits.len() {
        assert!(queue.next_event(Some(until - Instant::now())).unwrap().is_some(), "in time");
    }
    assert_eq!(queue.totals().active, 0);
    emulator.set(subject.emulated(), "processing_polls", 0).unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    assert_eq!((queue.totals().done, subject.stored().len()), (5, 5));
}

/// How many handles this process has on files in a folder; none where the system does not tell.
fn handles_in(folder: &std::path::Path) -> Option<usize> {
    let all = std::fs::read_dir("/proc/self/fd").ok()?;
    let targets = all.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    Some(targets.filter(|target| target.starts_with(folder)).count())
}

#[test]
fn a_file_that_waits_at_its_host_is_closed_and_must_be_what_it_was_when_it_is_sent_again() {
    let subject = Subject::open(Host::Rapidgator);
    let emulator = &subject.emulator;
    emulator.set(subject.emulated(), "processing_polls", 1_000_000).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let queue = queue(2);
    for n in 0..20 {
        let path = folder.path().join(format!("{n}.bin"));
        std::fs::write(&path, content(1000 + n)).unwrap();
        queue.upload(&subject.session, path, UploadOptions::new()).unwrap();
    }
    let until = Instant::now() + LIMIT.unwrap();
    while queue.totals().processing < 20 {
        assert!(queue.next_event(Some(until - Instant::now())).unwrap().is_some(), "in time");
    }
    match handles_in(folder.path()) {
        Some(open) => assert_eq!(open, 0),
        None => println!("skipped: this system does not tell which files are open"),
    }
    emulator.set(subject.emulated(), "processing_polls", 0).unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    assert_eq!(queue.totals().done, 20);
}

#[test]
fn a_file_that_the_host_has_ready_is_asked_about_once() {
    let subject = Subject::open(Host::Rapidgator);
    subject.emulator.set(subject.emulated(), "processing_polls", 0).unwrap();
    let queue = queue(2);
    for n in 0..10 {
        let source = Source::bytes(content(100 + n));
        queue.upload(&subject.session, source, named(format!("{n}.bin"))).unwrap();
    }
    assert!(listen(&queue).iter().all(|transfer| transfer.state != TransferState::Processing));
    assert_eq!(subject.count("file_upload_info"), 10);
}

#[test]
fn no_more_uploads_run_at_once_than_the_host_or_the_caller_allows() {
    // Rapidgator's account has `nb_pipes` 4, giga0's package `concurrent_uploads` 5.
    for (host, own, most) in
        [(Host::Rapidgator, None, 4), (Host::Giga0, None, 5), (Host::GigaGs, Some(2), 2)]
    {
        let subject = Subject::open(host);
        let queue = queue(16);
        if own.is_some() {
            queue.set_cap(&subject.session, own).unwrap();
        }
        let mut gates = Vec::new();
        for n in 0..9 {
            let (open, source) = gate(100 + n);
            gates.push(open);
            let name = subject.name(&format!("f{n}"));
            let options =
                named(name).with_md5(md5(&content(100 + n))).with_checksum(Checksum::Never);
            queue.upload(&subject.session, source, options).unwrap();
        }
        let until = Instant::now() + LIMIT.unwrap();
        while sending(&queue) < most {
            assert!(queue.next_event(Some(until - Instant::now())).unwrap().is_some(), "in time");
        }
        while let Some(transfer) = queue.next_event(Some(Duration::from_millis(300))).unwrap() {
            assert!(queue.totals().active <= most, "{host}: {transfer:?}");
        }
        assert_eq!(queue.totals().active, most, "{host}");
        drop(gates);
        assert!(queue.wait(LIMIT).unwrap());
        assert_eq!(queue.totals().done, 9, "{host}: {:?}", queue.transfers());
    }
}

fn sending(queue: &Queue) -> usize {
    let transfers = queue.transfers();
    transfers.iter().filter(|transfer| transfer.progress.stage == Stage::Sending).count()
}

#[test]
fn transfers_start_by_priority_and_only_when_they_are_let_go() {
    let subject = Subject::open(Host::Giga0);
    let queue = queue(1);
    queue.set_cap(&subject.session, Some(1)).unwrap();
    queue.pause_all().unwrap();
    let ids: Vec<_> = (0..4)
        .map(|n| {
            let source = Source::bytes(content(100 + n));
            queue.upload(&subject.session, source, named(format!("{n}.bin"))).unwrap()
        })
        .collect();
    queue.set_priority(ids[2], 7).unwrap();
    queue.set_priority(ids[0], -1).unwrap();
    queue.pause(ids[3]).unwrap();
    assert_eq!(queue.totals().paused, 4);
    assert!(subject.emulator.requests(subject.emulated()).is_empty());
    queue.resume_all().unwrap();
    while queue.totals().done < 3 {
        queue.next_event(LIMIT).unwrap();
    }
    let state = |id| queue.transfer(id).unwrap().state;
    assert_eq!(state(ids[3]), TransferState::Paused, "what was paused by itself stays so");
    queue.resume(ids[3]).unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    let names: Vec<_> = subject.stored().into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["2.bin", "1.bin", "0.bin", "3.bin"]);
}

#[test]
fn one_that_is_paused_while_it_is_hashed_keeps_no_other_from_being_hashed() {
    let subject = Subject::open(Host::Rapidgator);
    let queue = queue(1);
    let (open, source) = gate(100);
    let paused = queue.upload(&subject.session, source, named("a.bin")).unwrap();
    let until = Instant::now() + LIMIT.unwrap();
    while queue.transfer(paused).unwrap().state != TransferState::Active {
        queue.next_event(Some(until - Instant::now())).unwrap();
    }
    queue.pause(paused).unwrap();
    drop(open);
    while queue.transfer(paused).unwrap().state != TransferState::Paused {
        queue.next_event(Some(until - Instant::now())).unwrap();
    }
    let other = queue.upload(&subject.session, Source::bytes(*b"b"), named("b.bin")).unwrap();
    while queue.transfer(other).unwrap().state != TransferState::Done {
        let event = queue.next_event(Some(Duration::from_secs(20))).unwrap();
        assert!(event.is_some(), "{:?}", queue.transfers());
    }
    queue.resume(paused).unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    assert_eq!(queue.totals().done, 2);
}

#[test]
fn a_cancel_ends_one_within_100_ms_and_all_within_200() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        let stall = FaultKind::StallRequest { bytes: 10_000 };
        let mut clocks = gigahost::Clocks::default();
        clocks.idle = Duration::from_secs(60);
        let session = subject.another(|builder| builder.clocks(clocks));
        let bytes: Arc<[u8]> = content(20_000_000).into();
        let once = |one: bool| {
            let queue = queue(4);
            subject.emulator.clear_faults();
            let fault = gigahost_emulator::Fault::new(
                subject.emulated(),
                subject.upload_operation(),
                stall.clone(),
            );
            subject.emulator.fault(fault.always());
            let ids: Vec<_> = (0..8)
                .map(|n| {
                    let name = subject.name(&format!("f{n}"));
                    let options = named(name)
                        .with_md5("0123456789abcdef0123456789abcdef")
                        .with_checksum(Checksum::Never);
                    queue.upload(&session, Source::bytes(bytes.clone()), options).unwrap()
                })
                .collect();
            let until = Instant::now() + LIMIT.unwrap();
            while sending(&queue) == 0 {
                assert!(queue.next_event(Some(until - Instant::now())).unwrap().is_some());
            }
            let running = queue
                .transfers()
                .into_iter()
                .find(|transfer| transfer.progress.stage == Stage::Sending)
                .map_or(ids[0], |transfer| transfer.id);
            let began = Instant::now();
            if one {
                queue.cancel(running).unwrap();
                while !queue.transfer(running).unwrap().state.is_over() {
                    queue.next_event(LIMIT).unwrap();
                }
            } else {
                queue.cancel_all().unwrap();
                assert!(queue.wait(LIMIT).unwrap());
            }
            let took = began.elapsed();
            assert_eq!(queue.take(running).unwrap().unwrap_err().status(), Status::Cancelled);
            took
        };
        // A busy machine may keep a thread waiting; what is not asked would last each time.
        assert!((0..10).any(|_| once(true) < Duration::from_millis(100)), "{host}");
        assert!((0..10).any(|_| once(false) < Duration::from_millis(200)), "{host}");
        assert!(subject.stored().is_empty(), "{host}");
    }
}

#[test]
fn a_paused_download_goes_on_where_it_stopped() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        if !subject.can(gigahost::Capability::Download) {
            continue;
        }
        let bytes = content(3_000_000);
        let receipt = subject.upload(&subject.name("film"), &bytes).unwrap();
        let stall = FaultKind::StallBody { bytes: 1_000_000 };
        subject.fault(subject.download_operation(), stall);
        let folder = tempfile::tempdir().unwrap();
        let target = Target::file(folder.path().join("film"));
        let queue = queue(2);
        let options = DownloadOptions::new().with_resume(true);
        let id = queue.download(&subject.session, &receipt.entry.id, target, options).unwrap();
        let until = Instant::now() + LIMIT.unwrap();
        while queue.transfer(id).unwrap().progress.done < 500_000 {
            assert!(queue.next_event(Some(until - Instant::now())).unwrap().is_some(), "{host}");
        }
        queue.pause(id).unwrap();
        while queue.transfer(id).unwrap().state != TransferState::Paused {
            queue.next_event(Some(until - Instant::now())).unwrap();
        }
        subject.emulator.release();
        queue.resume(id).unwrap();
        assert!(queue.wait(LIMIT).unwrap());
        let outcome = queue.take(id);
        let Some(Ok(Transferred::Downloaded(download))) = outcome else {
            panic!("{host}: the download goes on: {outcome:?}")
        };
        assert_eq!(std::fs::read(folder.path().join("film")).unwrap(), bytes, "{host}");
        assert!(download.resumed_from > 0, "{host}: {download:?}");
    }
}

#[test]
fn a_transfer_that_the_host_turned_away_for_a_while_is_tried_again_when_the_time_is_up() {
    for host in [Host::Rapidgator, Host::Giga0, Host::GigaGs, Host::Gett] {
        let subject = Subject::open(host);
        let (operation, read) = subject.read().unwrap();
        read(&subject.session).unwrap();
        // The host asks for more than the deadline of the call that it is asked in.
        subject.fault(operation, FaultKind::RetryAfter { seconds: 2 });
        let hurried = subject.session.with_deadline(Duration::from_secs(1));
        read(&hurried).unwrap_err();
        let queue = queue(2);
        let name = subject.name("film");
        let id = queue.upload(&hurried, Source::bytes(content(100)), named(name)).unwrap();
        let states: Vec<_> = listen(&queue).into_iter().map(|transfer| transfer.state).collect();
        assert!(states.contains(&TransferState::Delayed), "{host}: {states:?}");
        let outcome = queue.take(id).unwrap();
        assert_eq!(subject.stored().len(), usize::from(outcome.is_ok()), "{host}: {outcome:?}");
    }
}

#[test]
fn dropping_a_queue_ends_what_is_not_over() {
    let subject = Subject::open(Host::Giga0);
    subject.fault("file_upload", FaultKind::StallRequest { bytes: 1000 });
    let queue = queue(2);
    let bytes: Arc<[u8]> = content(20_000_000).into();
    for n in 0..6 {
        let options = named(format!("{n}.bin")).with_checksum(Checksum::Never);
        queue.upload(&subject.session, Source::bytes(bytes.clone()), options).unwrap();
    }
    while sending(&queue) == 0 {
        queue.next_event(LIMIT).unwrap();
    }
    let began = Instant::now();
    drop(queue);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn what_a_queue_cannot_do_is_refused_when_it_is_asked() {
    let subject = Subject::open(Host::UploadGig);
    for workers in [0, 65] {
        let error = Queue::new(QueueOptions::new().with_workers(workers)).unwrap_err();
        assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("workers")));
    }
    let queue = queue(1);
    let options = named("a.bin").on_progress(|_| gigahost::Control::Continue);
    let error = queue.upload(&subject.session, Source::bytes(*b"x"), options).unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("on_progress")));
    let target = Target::writer(std::io::sink());
    let error = queue.download(&subject.session, "f", target, DownloadOptions::new()).unwrap_err();
    assert_eq!(error.status(), Status::Unsupported);
    for error in [queue.pause(9), queue.resume(9), queue.cancel(9), queue.set_priority(9, 1)] {
        assert_eq!(error.unwrap_err().status(), Status::NotFound);
    }
    assert!(queue.take(9).is_none() && queue.transfer(9).is_none());
    assert!(queue.next_event(None).unwrap().is_none(), "nothing is awaited where nothing is");
}
