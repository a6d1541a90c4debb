//! The ways on which the bytes of a file may go (copied and hashed, or handed by the system from file to
//! connection and back, plain or through TLS): every guard holds on each of them.

mod common;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::*;
use gigahost::{
    CancelToken, Checksum, Clock, Clocks, Control, Download, DownloadOptions, Error, Outcome,
    Receipt, Session, Source, Stage, Status, Target, UploadOptions,
};
use gigahost_faults::{
    FaultServer, Router, Step, TlsIdentity, canary, content, md5, reply, serial,
};

/// More than both sockets' buffers hold.
const LARGE: usize = 12 << 20;

/// Nobody compares anything here, so it need not be the right one.
const MD5: &str = "d41d8cd98f00b204e9800998ecf8427e";

/// What a download leaves in its folder: names and contents.
type Left = Vec<(String, Vec<u8>)>;

#[derive(Clone, Copy, Debug)]
struct Way {
    hashed: bool,
    tls: bool,
}

const WAYS: [Way; 4] = [
    Way { hashed: true, tls: false },
    Way { hashed: false, tls: false },
    Way { hashed: true, tls: true },
    Way { hashed: false, tls: true },
];

fn short_clocks() -> Clocks {
    let mut clocks = clocks();
    clocks.low_speed = 10_000;
    clocks.call = s(20);
    clocks
}

impl Way {
    fn checksum(self) -> Checksum {
        if self.hashed { Checksum::Always } else { Checksum::Never }
    }

    fn upload_options(self) -> UploadOptions {
        let options = UploadOptions::new().with_checksum(self.checksum());
        if self.hashed { options } else { options.with_md5(MD5) }
    }

    fn node(self, steps: Vec<Step>) -> FaultServer {
        let node = FaultServer::builder().receive_buffer(16 * 1024);
        if self.tls { node.tls(&TlsIdentity::good()).start(steps) } else { node.start(steps) }
    }

    fn downloaded(
        self,
        steps: Vec<Step>,
        size: Option<u64>,
    ) -> (Result<Download, Error>, Left, usize) {
        let node = self.node(steps);
        let server = FaultServer::start(download_api(&node.url("/f"), size));
        let session = session_for(&server, None);
        let folder = tempfile::tempdir().unwrap();
        let options = DownloadOptions::new().with_checksum(self.checksum());
        let outcome = session.download("f1", Target::file(folder.path().join("x.bin")), options);
        let left = std::fs::read_dir(folder.path()).unwrap().map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
        });
        (outcome, left.collect(), node.accepted())
    }

    /// Uploads a file of this length; `change` is done to it at the first event of the sending.
    fn uploaded(
        self,
        node: &FaultServer,
        state: u8,
        length: usize,
        change: impl Fn(&Path) + 'static,
    ) -> Result<Receipt, Error> {
        let server = FaultServer::start(upload_api(&node.url("/u"), state));
        let session = session_for(&server, None);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.bin");
        std::fs::write(&path, content(length)).unwrap();
        let (watched, mut done): (PathBuf, bool) = (path.clone(), false);
        let options = self.upload_options().on_progress(move |progress| {
            if progress.stage == Stage::Sending && !done {
                done = true;
                change(&watched);
            }
            Control::Continue
        });
        session.upload(Source::path(path), options)
    }
}

fn session_for(server: &FaultServer, cancel: Option<CancelToken>) -> Session {
    let session = builder(server)
        .clocks(short_clocks())
        .seed(DOWNLOAD_SEED)
        .token(canary("token"))
        .build()
        .unwrap();
    match cancel {
        Some(token) => session.with_cancel(&token),
        None => session,
    }
}

fn head(length: usize) -> Vec<u8> {
    reply(200)
        .header("Content-Type", "application/octet-stream")
        .content_length(length)
        .head_bytes()
}

#[test]
fn r183_on_every_way_a_download_comes_byte_for_byte() {
    let _alone = serial();
    let bytes = content(3_000_001);
    all_at_once(&WAYS, |way| {
        // In pieces that fit nothing, the first of them right behind the head.
        let (first, rest) = bytes.split_at(1000);
        let slow = Step::SendSlow { bytes: rest.to_vec(), chunk: 99_991, pause: ms(1) };
        let steps =
            vec![Step::ReadHead, Step::Send([head(bytes.len()), first.to_vec()].concat()), slow];
        let (outcome, left, streams) = way.downloaded(steps, Some(bytes.len() as u64));
        let download = outcome.unwrap_or_else(|e| panic!("{way:?}: {e}"));
        assert_eq!((download.bytes, streams), (bytes.len() as u64, 1), "{way:?}");
        assert_eq!(download.md5.is_some(), way.hashed, "{way:?}");
        assert!(left == [("x.bin".to_owned(), bytes.clone())], "{way:?}");
    });
}

#[test]
fn r184_on_every_way_a_download_that_is_cut_leaves_nothing() {
    let _alone = serial();
    let mut cases = Vec::new();
    for way in WAYS {
        for end in [Step::Rst, Step::Fin] {
            for k in [0, 1, 70_000, 299_999] {
                cases.push((way, end.clone(), k));
            }
        }
    }
    all_at_once(&cases, |(way, end, k)| {
        let bytes = content(*k);
        // A reset overtakes what was not read yet.
        let steps = vec![
            Step::ReadHead,
            Step::Send([head(300_000), bytes].concat()),
            Step::Pause(ms(20)),
            end.clone(),
        ];
        let (outcome, left, streams) = way.downloaded(steps, Some(300_000));
        let error = outcome.unwrap_err();
        assert_eq!((error.status(), streams), (Status::Network, 6), "{way:?} at {k}: {error}");
        assert!(left.is_empty(), "{way:?} at {k}: {left:?}");
    });
}

#[test]
fn r187_on_every_way_more_or_less_than_the_file_has_is_refused() {
    let _alone = serial();
    let mut cases = Vec::new();
    for way in WAYS {
        for announced in [400_000_usize, 200_000] {
            cases.push((way, announced));
        }
    }
    all_at_once(&cases, |(way, announced)| {
        let steps =
            vec![Step::ReadHead, Step::Send([head(*announced), content(*announced)].concat())];
        let (outcome, left, _) = way.downloaded(steps, Some(300_000));
        assert_eq!(outcome.unwrap_err().status(), Status::SizeMismatch, "{way:?} {announced}");
        assert!(left.is_empty(), "{way:?} {announced}");
    });
}

#[test]
fn r63_on_every_way_a_download_stalls_at_its_clock_and_a_slow_one_does_not() {
    let _alone = serial();
    let mut cases = Vec::new();
    for way in WAYS {
        let steady = Step::SendSlow { bytes: content(40_000), chunk: 2000, pause: ms(40) };
        let drip = Step::SendSlow { bytes: content(100), chunk: 1, pause: ms(20) };
        cases.extend([(way, steady, true), (way, drip, false), (way, Step::Stall, false)]);
    }
    all_at_once(&cases, |(way, steps, fine)| {
        let begun = [head(40_000 + 10), content(10)].concat();
        let steps = vec![Step::ReadHead, Step::Send(begun), steps.clone()];
        let (outcome, left, streams) = way.downloaded(steps, Some(40_010));
        assert_eq!(outcome.is_ok(), *fine, "{way:?}: {outcome:?}");
        if let Err(error) = outcome {
            assert_eq!((error.status(), error.clock()), (Status::Stalled, Some(Clock::Idle)));
            assert_eq!(streams, 6, "{way:?}");
            assert!(left.is_empty(), "{way:?}");
        }
    });
}

/// Cancels once the node has been asked; gives how long the work went on after that.
fn cancelled<T>(
    what: &str,
    node: &FaultServer,
    token: &CancelToken,
    work: impl FnOnce() -> Result<T, Error>,
) -> Duration {
    std::thread::scope(|scope| {
        let canceller = scope.spawn(|| {
            assert!(node.wait(s(20), |log| !log.requests.is_empty()));
            token.cancel();
            Instant::now()
        });
        let error = work().map(drop).unwrap_err();
        let returned = Instant::now();
        assert_eq!(error.status(), Status::Cancelled, "{what}: {error}");
        returned.saturating_duration_since(canceller.join().unwrap())
    })
}

#[test]
fn r71_on_every_way_a_cancel_ends_a_transfer_at_once() {
    let _alone = serial();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.bin");
    std::fs::write(&path, vec![b'x'; LARGE]).unwrap();
    let begun = [head(LARGE), content(100)].concat();
    let drip = Step::SendSlow { bytes: vec![b'x'; LARGE], chunk: 1000, pause: ms(5) };
    let fetch = |way: Way, rest: &Step| {
        let node = way.node(vec![Step::ReadHead, Step::Send(begun.clone()), rest.clone()]);
        let server = FaultServer::start(download_api(&node.url("/f"), Some(LARGE as u64)));
        let token = CancelToken::new();
        let session = session_for(&server, Some(token.clone()));
        let options = DownloadOptions::new().with_checksum(way.checksum());
        let target = Target::file(folder.path().join("y.bin"));
        cancelled("download", &node, &token, || session.download("f1", target, options))
    };
    let send = |way: Way, rest: &Step| {
        let node = way.node(vec![Step::ReadHead, rest.clone()]);
        let server = FaultServer::start(upload_api(&node.url("/u"), 0));
        let token = CancelToken::new();
        let session = session_for(&server, Some(token.clone()));
        let options = way.upload_options();
        cancelled("upload", &node, &token, || session.upload(Source::path(&path), options))
    };
    // A busy machine may keep a thread waiting; a transfer that is not asked would last each time.
    let at_once = |once: &dyn Fn() -> Duration| (0..10).any(|_| once() < ms(100));
    for way in WAYS {
        for rest in [Step::Stall, drip.clone()] {
            assert!(at_once(&|| fetch(way, &rest)), "{way:?}: receiving");
        }
        for rest in [Step::Stall, Step::DrainSlow { bytes: 4096, pause: ms(5) }] {
            assert!(at_once(&|| send(way, &rest)), "{way:?}: sending, {rest:?}");
        }
    }
}

#[test]
fn r146_on_every_way_an_upload_arrives_byte_for_byte() {
    let _alone = serial();
    all_at_once(&WAYS, |way| {
        for length in [0, 1, 128 * 1024, 1_000_003] {
            let node = way.node(vec![Step::ReadRequest, node_reply().into()]);
            let receipt = way.uploaded(&node, 2, length, |_| {}).unwrap();
            assert_eq!(receipt.bytes, length as u64, "{way:?}");
            let requests = node.requests();
            assert_eq!(requests.len(), 1, "{way:?}");
            let request = &requests[0];
            let start = request.body.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
            let boundary =
                request.header("Content-Type").unwrap().split_once("boundary=").unwrap().1;
            let mut whole = request.body[..start].to_vec();
            whole.extend(content(length));
            whole.extend(format!("\r\n--{boundary}--\r\n").as_bytes());
            assert_eq!(request.body_length, whole.len() as u64, "{way:?} {length}");
            assert!(request.body_complete && request.body_md5 == md5(&whole), "{way:?} {length}");
        }
    });
}

#[test]
fn r154_on_every_way_an_early_answer_is_read_and_the_rest_is_not_sent() {
    let _alone = serial();
    all_at_once(&WAYS, |way| {
        let refusal = reply(413).json(refusal(413, "Error: too large"));
        let node = way.node(vec![Step::ReadHead, refusal.into(), Step::Stall]);
        let error = way.uploaded(&node, 0, LARGE, |_| {}).unwrap_err();
        assert_eq!(error.http_status(), Some(413), "{way:?}: {error}");
        assert!(error.bytes_sent() < LARGE as u64, "{way:?}");
    });
}

#[test]
fn r153_on_every_way_an_upload_that_is_cut_is_settled_by_asking_and_no_more() {
    let _alone = serial();
    let mut cases = Vec::new();
    for way in WAYS {
        cases.extend([(way, Step::Rst), (way, Step::Fin)]);
    }
    all_at_once(&cases, |(way, end)| {
        let node = way.node(vec![Step::ReadHead, Step::ReadBodyBytes(100_000), end.clone()]);
        let error = way.uploaded(&node, 0, LARGE, |_| {}).unwrap_err();
        assert_eq!(error.status(), Status::Network, "{way:?} {end:?}: {error}");
        assert_eq!(error.outcome(), Outcome::NotApplied, "{way:?}: the host waits for bytes");
        assert_eq!(node.accepted(), 2, "{way:?} {end:?}");
    });
}

#[test]
fn r64_on_every_way_an_upload_stalls_at_its_clock_and_a_slow_one_does_not() {
    let _alone = serial();
    let mut cases = Vec::new();
    for way in WAYS {
        let slow = Step::DrainSlow { bytes: 512 * 1024, pause: ms(20) };
        let drip = Step::DrainSlow { bytes: 1, pause: ms(50) };
        cases.extend([(way, slow, true), (way, drip, false), (way, Step::Stall, false)]);
    }
    all_at_once(&cases, |(way, step, fine)| {
        let node = way.node(vec![Step::ReadHead, step.clone(), node_reply().into()]);
        let outcome = way.uploaded(&node, if *fine { 2 } else { 0 }, LARGE, |_| {});
        assert_eq!(outcome.is_ok(), *fine, "{way:?} {step:?}: {outcome:?}");
        if let Err(error) = outcome {
            assert_eq!((error.status(), error.clock()), (Status::Stalled, Some(Clock::Idle)));
        }
    });
}

fn truncate(path: &Path, length: u64) {
    std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

#[test]
fn r147_on_every_way_a_file_that_changes_meanwhile_is_noticed_before_the_host_has_it_whole() {
    let _alone = serial();
    let mut cases: Vec<(Way, u64)> = Vec::new();
    for way in WAYS {
        cases.extend([0, 1000, LARGE as u64 - 1, LARGE as u64 + 1].map(|length| (way, length)));
    }
    all_at_once(&cases, |(way, length)| {
        let (way, length) = (*way, *length);
        let node = way.node(vec![Step::ReadRequest, node_reply().into()]);
        let outcome = way.uploaded(&node, 0, LARGE, move |path| truncate(path, length));
        assert_eq!(outcome.unwrap_err().status(), Status::SourceChanged, "{way:?} {length}");
        // Ended inside the body: the host cannot take it for whole.
        assert!(node.wait_idle(s(5)), "{way:?}");
        let whole = node.requests().iter().any(|request| request.body_complete);
        assert!(!whole, "{way:?} {length}");
    });
}

#[test]
fn a_hundred_small_files_to_and_from_one_node_make_one_full_handshake() {
    let _alone = serial();
    for identity in [TlsIdentity::good(), TlsIdentity::good().tls12_only()] {
        let small = reply(200).header("Content-Type", "application/octet-stream").body(b"small");
        let router = Router::new().on("POST", "/u", node_reply()).on("GET", "/f", small);
        let node = FaultServer::start_tls(&identity.remembering(), router);
        let api = upload_api(&node.url("/u"), 2)
            .on("POST", FILE_INFO, reply(200).json(file_info(Some(5))))
            .on("POST", FILE_DOWNLOAD, reply(200).json(download_link(&node.url("/f"))));
        let server = FaultServer::start(api);
        let session = session_for(&server, None);
        for _ in 0..10 {
            upload(&session, 1000).unwrap();
        }
        for _ in 0..90 {
            let target = Target::writer(std::io::sink());
            session.download("f1", target, DownloadOptions::new()).unwrap();
        }
        let connections = node.connections();
        let full = connections.iter().filter(|connection| !connection.resumed).count();
        assert_eq!((connections.len(), full), (100, 1));
    }
}
