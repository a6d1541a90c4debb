//! H: the bytes of an upload on their way, and what becomes of them when the way breaks.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use gigahost::{
    Checksum, Error, How, Outcome, Receipt, Session, Source, Stage, Status, UploadOptions, Verified,
};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated};
use gigahost_faults::{Answer, FaultServer, Router, Step, reply};

use super::support::*;

/// A file of this length, all zeros, that takes no space.
fn sparse(folder: &Path, length: u64) -> std::path::PathBuf {
    let path = folder.join("sparse.bin");
    std::fs::File::create(&path).unwrap().set_len(length).unwrap();
    path
}

#[test]
fn r146_every_size_arrives_byte_for_byte() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    for size in [0, 1, 127, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 1 << 20] {
        let bytes = content(size);
        let path = folder.path().join(format!("{size}.bin"));
        std::fs::write(&path, &bytes).unwrap();
        let receipt = session.upload(Source::path(&path), UploadOptions::new()).unwrap();
        assert_eq!((receipt.how, receipt.verified), (How::Sent, Verified::Md5), "{size}");
        assert_eq!(receipt.md5, Some(md5(&bytes)), "{size}");
        let request =
            emulator.requests(RAPIDGATOR).into_iter().rfind(|r| r.operation == "upload_bytes");
        let part = &request.unwrap().parts[0];
        assert_eq!((part.length, &part.md5), (size as u64, &md5(&bytes)), "{size}");
    }
}

#[test]
#[ignore = "gigabytes: for the full run, in release"]
fn r146_sizes_beyond_31_and_32_bits_arrive_whole() {
    let emulator = Emulator::builder().keep_bodies(false).start().unwrap();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    for size in [(1 << 31) - 1, 1 << 31, 1 << 32, (1 << 32) + 1] {
        let path = sparse(folder.path(), size);
        let receipt = session.upload(Source::path(path), UploadOptions::new()).unwrap();
        assert_eq!((receipt.bytes, receipt.verified), (size, Verified::Md5));
        assert!(stored(&emulator).iter().any(|(stored, _)| *stored == size));
    }
}

/// The peak of this process in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

#[test]
#[ignore = "a measurement: for the full run, in release"]
fn r146_six_gibibytes_go_up_and_come_down_in_twelve_mebibytes() {
    const TEST: &str = "upload::r146_six_gibibytes_go_up_and_come_down_in_twelve_mebibytes";
    const SIZE: u64 = 6 << 30;
    if let Some(argument) = child_argument() {
        let (url, id) = argument.split_once(' ').unwrap();
        let folder = tempfile::tempdir().unwrap();
        let session = at(url).build().unwrap();
        let start = std::time::Instant::now();
        let moved = if id.is_empty() {
            let source = Source::path(sparse(folder.path(), SIZE));
            session.upload(source, UploadOptions::new()).unwrap().bytes
        } else {
            let target = gigahost::Target::writer(std::io::sink());
            session.download(id, target, gigahost::DownloadOptions::new()).unwrap().bytes
        };
        println!("moved {moved} in {:?}, peak {} MiB", start.elapsed(), peak());
        assert_eq!(moved, SIZE);
        assert!(peak() <= 12, "peak {} MiB", peak());
        return;
    }
    let emulator = emulator();
    let url = emulator.base_url(RAPIDGATOR);
    let text = run_child("", TEST, &format!("{url} "));
    println!("up: {}", text.lines().find(|line| line.contains("moved")).unwrap_or_default());
    let id = emulator.files(RAPIDGATOR)[0].id.clone();
    let text = run_child("", TEST, &format!("{url} {id}"));
    println!("down: {}", text.lines().find(|line| line.contains("moved")).unwrap_or_default());
}

/// The node of a scripted rapidgator, and how often it is to say "still waiting for bytes".
fn scripted(node: impl Into<Answer>) -> FaultServer {
    // The port of the answer is that of the server itself, which is known only when asked.
    let announce = Answer::call(|request, connection| {
        connection.read_body()?;
        let host = request.header("Host").unwrap_or_default();
        connection.reply(&success(&format!(
            r#"{{"upload":{{"upload_id":"u1","state":0,"url":"http://{host}/node"}}}}"#
        )))
    });
    FaultServer::start(
        Router::new()
            .on("POST", "/api/v2/file/upload", announce)
            .on(
                "POST",
                "/api/v2/file/upload_info",
                success(r#"{"upload":{"upload_id":"u1","state":0}}"#),
            )
            .on("POST", "/node", node),
    )
}

fn bodies(server: &FaultServer) -> usize {
    server.requests().iter().filter(|request| request.path() == "/node").count()
}

#[test]
fn r122_a_lost_answer_is_settled_by_asking_the_host() {
    let emulator = emulator();
    let bytes = content(200_000);
    for (fault, how, sends) in [
        (FaultKind::CutResponse, How::Recovered, 1),
        (FaultKind::HttpStatus { code: 502 }, How::Resent, 2),
        (FaultKind::HtmlBody, How::Resent, 2),
        (FaultKind::CutRequest { bytes: 0 }, How::Resent, 2),
        (FaultKind::CutRequest { bytes: 60_000 }, How::Resent, 2),
        (FaultKind::BadJson, How::Sent, 1),
        (FaultKind::EmptyBody, How::Sent, 1),
    ] {
        emulator.reset();
        let session = session(&emulator);
        emulator.fault(Fault::new(RAPIDGATOR, "upload_bytes", fault.clone()));
        let receipt =
            upload(&session, "a.bin", &bytes).unwrap_or_else(|e| panic!("{fault:?}: {e}"));
        assert_eq!(receipt.how, how, "{fault:?}");
        assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), sends, "{fault:?}");
        assert_eq!(stored(&emulator), [(200_000, md5(&bytes))], "{fault:?}: no duplicate");
        healthy(&emulator, &session);
    }
}

#[test]
fn r122_a_node_that_reports_failure_and_keeps_the_file_is_believed_in_what_it_keeps() {
    let emulator = emulator();
    for switch in ["post_status_500_stored", "post_not_json"] {
        emulator.reset();
        emulator.set(RAPIDGATOR, switch, true).unwrap();
        let receipt = upload(&session(&emulator), "a.bin", &content(1000)).unwrap();
        assert_eq!((receipt.how, emulator.files(RAPIDGATOR).len()), (How::Sent, 1), "{switch}");
    }
}

#[test]
fn r123_bytes_that_never_arrive_are_sent_twice_and_not_three_times() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "post_lost", true).unwrap();
    let fault = Fault::new(RAPIDGATOR, "upload_bytes", FaultKind::CutResponse).always();
    emulator.fault(fault);
    let recorder = Recorder::new();
    let options = UploadOptions::new().with_name("a.bin").on_progress(recorder.callback());
    let outcome = session(&emulator).upload(Source::bytes(content(50_000)), options);
    recorder.check(&outcome);
    let error = outcome.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Status::Network, 2), "{error}");
    assert_eq!(error.outcome(), Outcome::NotApplied, "the host said that it waits for bytes");
    assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 2);
    assert!(emulator.files(RAPIDGATOR).is_empty());
}

#[test]
fn r123_a_host_that_cannot_be_asked_leaves_the_outcome_unknown() {
    let emulator = emulator();
    emulator.fault(Fault::new(RAPIDGATOR, "upload_bytes", FaultKind::CutResponse));
    let dead = FaultKind::HttpStatus { code: 404 };
    emulator.fault(Fault::new(RAPIDGATOR, "file_upload_info", dead).always());
    let error = upload(&session(&emulator), "a.bin", &content(5000)).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("file_upload_info")));
    assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 1, "never a second time");
}

#[test]
fn r124_what_is_sent_again_is_read_again_from_the_beginning() {
    let emulator = emulator();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let bytes = content(2_000_000);
    std::fs::write(&path, &bytes).unwrap();
    emulator.fault(Fault::new(
        RAPIDGATOR,
        "upload_bytes",
        FaultKind::CutRequest { bytes: 700_000 },
    ));
    let recorder = Recorder::new();
    let options = UploadOptions::new().on_progress(recorder.callback());
    let outcome = session(&emulator).upload(Source::path(&path), options);
    recorder.check(&outcome);
    assert_eq!(outcome.unwrap().how, How::Resent);
    assert_eq!(stored(&emulator), [(2_000_000, md5(&bytes))]);
    let events = recorder.events();
    assert!(events.iter().any(|e| e.attempt == 2 && e.stage == Stage::Sending && e.done == 0));
}

#[test]
fn r138_a_dead_token_while_polling_costs_a_login_and_no_byte() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "info_401", 1).unwrap();
    let receipt = upload(&session(&emulator), "a.bin", &content(4000)).unwrap();
    assert_eq!(receipt.how, How::Sent);
    assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 1);
    assert_eq!(emulator.count(RAPIDGATOR, "user_login"), 2);
    let polls =
        emulator.requests(RAPIDGATOR).into_iter().filter(|r| r.operation == "file_upload_info");
    let mut ids: Vec<_> = polls.filter_map(|r| r.param("upload_id").map(str::to_owned)).collect();
    ids.dedup();
    assert_eq!(ids.len(), 1, "the same upload is asked for");
}

#[test]
fn r139_a_failed_upload_is_run_once_more_and_then_reported() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "upload_fail", "without_file").unwrap();
    let error = upload(&session(&emulator), "a.bin", &content(4000)).unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Status::Host, 2), "{error}");
    assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 2);
    // With a file beside the failure, a second run could make a second file.
    emulator.reset();
    emulator.set(RAPIDGATOR, "upload_fail", "with_file").unwrap();
    let error = upload(&session(&emulator), "a.bin", &content(4000)).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Host, Outcome::Applied));
    assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 1);
}

/// 32 points of a body of 400 kB: early, late, and at the borders of the buffers.
fn points() -> Vec<u64> {
    let mut points = vec![1, 2, 127, 4096, 65_535, 65_536, 131_071, 131_072, 131_073, 262_144];
    points.extend((1..=20).map(|i| i * 19_997));
    points.extend([399_999, 400_000]);
    points
}

#[test]
fn r154_a_connection_killed_at_byte_k_is_an_error_within_its_time() {
    let bytes = content(400_000);
    let work = std::sync::Mutex::new(points());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(k) = { work.lock().unwrap().pop() } {
                    // Read k bytes, then reset: twice, for the second run.
                    let server = scripted(vec![Step::ReadBodyBytes(k), Step::Rst]);
                    let session = with_token(server.url(""));
                    let outcome =
                        within(Duration::from_secs(10), || upload(&session, "a.bin", &bytes));
                    let error = outcome.unwrap_err();
                    assert_eq!(error.status(), Status::Network, "{k}: {error}");
                    assert_eq!(error.outcome(), Outcome::NotApplied, "{k}: state 0 is proof");
                    assert!(error.bytes_sent() >= k, "{k}: {}", error.bytes_sent());
                    assert_eq!((error.attempts(), bodies(&server)), (2, 2), "{k}");
                }
            });
        }
    });
}

#[test]
fn r155_a_window_of_one_kibibyte_changes_no_byte() {
    let bytes = content(150_000);
    let announce = Answer::call(|request, connection| {
        connection.read_body()?;
        let host = request.header("Host").unwrap_or_default();
        let url =
            format!(r#"{{"upload":{{"upload_id":"u1","state":0,"url":"http://{host}/node"}}}}"#);
        connection.reply(&success(&url))
    });
    let node = Answer::call(|_, connection| {
        connection.drain_slow(700, Duration::from_millis(1))?;
        connection.reply(&success("{}"))
    });
    let stored = format!(
        r#"{{"upload":{{"upload_id":"u1","state":2,"file":{{"file_id":"f1","name":"a.bin","size":150000,"hash":"{}"}}}}}}"#,
        md5(&bytes)
    );
    let router = Router::new()
        .on("POST", "/api/v2/file/upload", announce)
        .on("POST", "/api/v2/file/upload_info", success(&stored))
        .on("POST", "/node", node);
    let server = FaultServer::builder().receive_buffer(1024).start(router);
    let receipt = upload(&with_token(server.url("")), "a.bin", &bytes).unwrap();
    assert_eq!(receipt.verified, Verified::Md5);
    let sent = server.requests().into_iter().find(|r| r.path() == "/node").unwrap();
    assert!(sent.body_complete);
    let declared: u64 = sent.header("Content-Length").unwrap().parse().unwrap();
    assert_eq!(sent.body_length, declared);
    assert!(sent.body[200..].windows(1000).any(|window| window == &bytes[..1000]));
}

#[test]
fn r158_the_announced_length_is_the_sent_one_for_any_name() {
    let emulator = emulator();
    let session = session(&emulator);
    emulator.set(RAPIDGATOR, "instant_off", true).unwrap();
    for (at, name) in
        ["a", "é", "日本語.txt", "a\"b", "a'b;c=d", "%22", "👩‍👩‍👧.png", " x ", &"n".repeat(1000)]
            .into_iter()
            .enumerate()
    {
        let bytes = content(at * 100 + 1);
        let receipt = upload(&session, name, &bytes).unwrap();
        assert_eq!(receipt.verified, Verified::Md5, "{name}");
        let request = emulator
            .requests(RAPIDGATOR)
            .into_iter()
            .rfind(|r| r.operation == "upload_bytes")
            .unwrap();
        assert_eq!(
            request.header("content-length"),
            Some(&*request.body_length.to_string()),
            "{name}"
        );
        assert_eq!(request.header("transfer-encoding"), None);
    }
}

#[test]
fn r159_content_that_looks_like_a_boundary_arrives_whole() {
    let emulator = emulator();
    let session = session(&emulator);
    upload(&session, "first.bin", b"x").unwrap();
    let requests = emulator.requests(RAPIDGATOR);
    let first = requests.iter().find(|r| r.operation == "upload_bytes").unwrap();
    let boundary =
        first.header("content-type").unwrap().split_once("boundary=").unwrap().1.to_owned();
    assert!(boundary.len() >= 32, "128 bits in hexadecimal");
    // A file that holds the whole frame of the upload before it.
    let trap = format!("\r\n--{boundary}--\r\n--{boundary}\r\n\r\n").repeat(50);
    let receipt = upload(&session, "second.bin", trap.as_bytes()).unwrap();
    assert_eq!(receipt.verified, Verified::Md5);
    let last =
        emulator.requests(RAPIDGATOR).into_iter().rfind(|r| r.operation == "upload_bytes").unwrap();
    assert_eq!(last.parts.len(), 1);
    assert!(!last.header("content-type").unwrap().contains(&boundary));
}

#[test]
fn r160_no_upload_waits_for_a_hundred_continue() {
    let emulator = emulator();
    upload(&session(&emulator), "a.bin", &content(3000)).unwrap();
    assert!(emulator.requests(RAPIDGATOR).iter().all(|r| r.header("expect").is_none()));
    // A host that sends one (or two) unasked does no harm.
    let node = vec![
        Step::Send(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()),
        Step::ReadBody,
        Step::Reply(success(r#"{"upload":{"upload_id":"u1","state":0}}"#)),
        Step::Fin,
    ];
    let server = scripted(node);
    let error =
        upload(&with_token(server.url("")).with_deadline(Duration::from_secs(2)), "a", b"abc")
            .unwrap_err();
    assert!(matches!(error.status(), Status::Timeout | Status::Network), "{error}");
}

#[test]
fn r161_known_content_sends_no_byte_and_ends_at_a_hundred_per_cent() {
    let emulator = emulator();
    let session = session(&emulator);
    upload(&session, "a.bin", &content(5000)).unwrap();
    let recorder = Recorder::new();
    let options = UploadOptions::new().with_name("b.bin").on_progress(recorder.callback());
    let outcome = session.upload(Source::bytes(content(5000)), options);
    recorder.check(&outcome);
    assert_eq!(outcome.unwrap().how, How::Instant);
    assert_eq!(emulator.count(RAPIDGATOR, "upload_bytes"), 1);
    let last = *recorder.events().last().unwrap();
    assert_eq!((last.done, last.total), (5000, Some(5000)));
}

#[test]
fn r162_a_declared_hash_that_is_not_the_contents_is_noticed() {
    let emulator = emulator();
    // By the host, or here, where it is computed.
    for (checksum, status) in
        [(Checksum::Auto, Status::Host), (Checksum::Always, Status::SourceChanged)]
    {
        let options = UploadOptions::new().with_name("a.bin").with_md5("0".repeat(32));
        let options = options.with_checksum(checksum);
        let error = session(&emulator).upload(Source::bytes(content(100)), options).unwrap_err();
        assert_eq!(error.status(), status, "{error}");
        assert!(emulator.files(RAPIDGATOR).is_empty());
    }
}

fn answered_with(size: u64, hash: &str) -> Result<Receipt, Error> {
    let done = format!(
        r#"{{"upload":{{"upload_id":"u1","state":2,"file":{{"file_id":"f1","name":"a","size":{size},"hash":"{hash}"}}}}}}"#
    );
    let server =
        FaultServer::start(Router::new().on("POST", "/api/v2/file/upload", success(&done)));
    upload(&with_token(server.url("")), "a", b"hello")
}

#[test]
fn r163_what_the_host_reports_is_compared_with_what_was_sent() {
    assert_eq!(answered_with(5, &md5(b"hello")).unwrap().verified, Verified::Md5);
    let error = answered_with(4, &md5(b"hello")).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::SizeMismatch, Outcome::Applied));
    assert!(error.message().contains('4') && error.message().contains('5'), "both sizes");
    let error = answered_with(5, HELLO_TWICE).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Corrupt, Outcome::Applied));
}
const HELLO_TWICE: &str = "23b431acfeb41e15d466d75de822307c";

#[test]
fn r164_an_upload_needs_no_place_for_temporary_files() {
    const TEST: &str = "upload::r164_an_upload_needs_no_place_for_temporary_files";
    if let Some(argument) = child_argument() {
        let (url, path) = argument.split_once(' ').unwrap();
        let gone = Path::new(path).join("gone");
        std::fs::create_dir(&gone).unwrap();
        std::env::set_current_dir(&gone).unwrap();
        std::fs::remove_dir(&gone).unwrap();
        let source = Source::path(Path::new(path).join("a.bin"));
        at(url).build().unwrap().upload(source, UploadOptions::new()).unwrap();
        return;
    }
    let emulator = emulator();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.bin"), content(70_000)).unwrap();
    let argument = format!("{} {}", emulator.base_url(RAPIDGATOR), folder.path().display());
    run_child("export TMPDIR=/dev/full", TEST, &argument);
    assert_eq!(stored(&emulator), [(70_000, md5(&content(70_000)))]);
}

#[test]
fn r165_a_source_is_never_written_to() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    std::fs::write(&path, content(90_000)).unwrap();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let before = std::fs::metadata(&path).unwrap();
    for bytes in (0..8).map(|i| i * 11_000) {
        emulator.reset();
        let cut = Fault::new(RAPIDGATOR, "upload_bytes", FaultKind::CutRequest { bytes });
        emulator.fault(cut.always());
        let hurried = session.with_deadline(Duration::from_millis(400));
        hurried.upload(Source::path(&path), UploadOptions::new()).unwrap_err();
    }
    let after = std::fs::metadata(&path).unwrap();
    assert_eq!(after.modified().unwrap(), before.modified().unwrap());
    assert!(std::fs::read(&path).unwrap() == content(90_000));
    assert_eq!(names(folder.path()), ["a.bin"], "I5");
}

#[test]
fn r166_the_same_file_twice_at_once_is_two_independent_uploads() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "instant_off", true).unwrap();
    let session = session(&emulator);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    std::fs::File::create(&path).unwrap().write_all(&content(300_000)).unwrap();
    std::thread::scope(|scope| {
        for name in ["one", "two"] {
            let (session, path) = (&session, &path);
            scope.spawn(move || {
                session.upload(Source::path(path), UploadOptions::new().with_name(name)).unwrap()
            });
        }
    });
    let whole = (300_000, md5(&content(300_000)));
    assert_eq!(stored(&emulator), [whole.clone(), whole]);
}

#[test]
fn r167_a_hundred_per_cent_means_acknowledged() {
    let emulator = emulator();
    let recorder = Recorder::new();
    let options = UploadOptions::new().with_name("a.bin").on_progress(recorder.callback());
    let outcome = session(&emulator).upload(Source::bytes(content(3_000_000)), options);
    recorder.check(&outcome);
    let events = recorder.events();
    let last = events.last().unwrap();
    assert_eq!((last.done, last.total), (3_000_000, Some(3_000_000)));
    // Refused after the last byte: no event says done.
    let refused: Session = with_token(
        scripted(reply(413).json(r#"{"status":413,"details":"File is too large"}"#)).url(""),
    );
    let recorder = Recorder::new();
    let options = UploadOptions::new().with_name("a.bin").on_progress(recorder.callback());
    let outcome = refused.upload(Source::bytes(content(1000)), options);
    recorder.check(&outcome);
    assert!(outcome.is_err());
}

#[test]
fn r121_a_host_is_not_asked_for_a_file_that_it_has_confirmed() {
    let emulator = emulator();
    upload(&session(&emulator), "a.bin", &content(10)).unwrap();
    for operation in ["file_info", "file_download", "file_check_link"] {
        assert_eq!(emulator.count(Emulated::Rapidgator, operation), 0);
    }
}
