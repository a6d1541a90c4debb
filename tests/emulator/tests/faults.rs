//! The faults that all hosts share, on real connections.

mod common;

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use common::{Rapidgator, address, get, noise, raw, send};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host, Request};
use serde_json::{Value, json};

const HOST: Host = Host::Rapidgator;

fn put(emulator: &Emulator, operation: &str, kind: FaultKind) {
    emulator.fault(Fault::new(HOST, operation, kind));
}

fn last(emulator: &Emulator, operation: &str) -> Request {
    let mut all = emulator.requests(HOST);
    all.retain(|request| request.operation == operation);
    all.pop().unwrap()
}

/// Waits until the emulator holds something.
fn until_stalled(emulator: &Emulator) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while emulator.stalled() == 0 {
        assert!(Instant::now() < deadline, "nothing stalls");
        thread::yield_now();
    }
}

#[test]
fn a_fault_hits_the_calls_it_names() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let fault = Fault::new(HOST, "user_info", FaultKind::HttpStatus { code: 502 });
    emulator.fault(fault.from_call(2).times(2));
    let statuses = || [(); 5].map(|()| host.call("user/info", &[]).status);
    host.ok("folder/info", &[]);
    assert_eq!(statuses(), [200, 502, 502, 200, 200]);
    emulator.fault(Fault::new(HOST, "*", FaultKind::HttpStatus { code: 503 }).always());
    assert_eq!(statuses(), [503; 5]);
    emulator.clear_faults();
    assert_eq!(statuses(), [200; 5]);
}

#[test]
fn refusals_come_in_place_of_the_work() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let make = || host.call("folder/create", &[("name", "box")]);
    put(&emulator, "folder_create", FaultKind::HttpStatus { code: 500 });
    let answer = make();
    assert_eq!((answer.status, answer.body.len()), (500, 0));
    put(&emulator, "folder_create", FaultKind::HtmlBody);
    let answer = make();
    assert_eq!((answer.status, answer.text().starts_with("<!DOCTYPE html>")), (200, true));
    put(&emulator, "folder_create", FaultKind::RetryAfter { seconds: 9 });
    let answer = make();
    assert_eq!((answer.status, answer.header("retry-after")), (429, "9"));
    assert_eq!(host.ok("folder/info", &[])["folder"]["nb_folders"], 0);
}

#[test]
fn alterations_spoil_an_answer_whose_work_is_done() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    put(&emulator, "folder_create", FaultKind::BadJson);
    let answer = host.call("folder/create", &[("name", "box")]);
    assert!(serde_json::from_slice::<Value>(&answer.body).is_err() && !answer.body.is_empty());
    assert_eq!(host.ok("folder/info", &[])["folder"]["nb_folders"], 1);
    put(&emulator, "folder_info", FaultKind::EmptyBody);
    assert_eq!(host.call("folder/info", &[]).body.len(), 0);
    put(&emulator, "folder_info", FaultKind::QuotedNumbers);
    let answer = host.call("folder/info", &[]);
    assert_eq!(answer.json()["response"]["folder"]["nb_folders"], "1");
    assert_eq!(answer.json()["status"], "200");
    assert!(answer.text().contains(r"\/"));
    put(&emulator, "folder_info", FaultKind::UnquotedNumbers);
    let folder = host.ok("folder/info", &[])["folder"].clone();
    assert_eq!(
        (folder["folders"][0]["nb_files"].as_u64(), folder["folder_id"].is_u64()),
        (Some(0), true)
    );
    put(&emulator, "folder_info", FaultKind::ExtraKeys);
    assert_eq!(host.ok("folder/info", &[])["emulatorExtraText"], "unknown");
}

#[test]
fn redirects_lead_back_to_the_same_place() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    put(&emulator, "user_info", FaultKind::Redirect { hops: 3, code: 302 });
    let url = format!("{}user/info?token={}", host.base, host.token);
    assert_eq!(get(&url).json()["status"], 200);
    assert_eq!(emulator.count(HOST, "user_info"), 4);
    let statuses: Vec<_> = emulator.requests(HOST).iter().map(|r| r.status.unwrap()).collect();
    assert_eq!(statuses[1..], [302, 302, 302, 200]);
}

#[test]
fn a_cut_request_stores_nothing_and_gets_no_answer() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let content = noise(1_600_000);
    for sixteenth in 0..=16 {
        let bytes = 100_000 * sixteenth;
        put(&emulator, "upload_bytes", FaultKind::CutRequest { bytes });
        let upload = host.announce("a", &content);
        assert!(Rapidgator::send_bytes(&upload, "a", &content).is_err(), "cut at {bytes}");
        let request = last(&emulator, "upload_bytes");
        assert!(request.cut && request.status.is_none() && request.body_length >= bytes);
        assert_eq!(host.poll(&upload)["state"], 0);
    }
    assert!(emulator.files(HOST).is_empty());
    put(&emulator, "folder_create", FaultKind::CutRequest { bytes: 0 });
    let form = [("token", host.token.as_str()), ("name", "x")];
    assert!(common::try_post(&format!("{}folder/create", host.base), &form).is_err());
    assert_eq!(host.ok("folder/info", &[])["folder"]["nb_folders"], 0);
}

#[test]
fn a_cut_response_has_done_the_work() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    put(&emulator, "upload_bytes", FaultKind::CutResponse);
    let upload = host.announce("a", b"abc");
    let url = upload["url"].as_str().unwrap();
    let (body, kind) = common::multipart("file", "a", b"abc");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        &url[url.find("/multipart").unwrap()..],
        body.len()
    );
    let (answer, _) = raw(url, &[head.as_bytes(), &body].concat());
    assert_eq!(answer, b"", "not one byte of an answer");
    assert_eq!(host.poll(&upload)["state"], 1);
    assert_eq!(emulator.files(HOST).len(), 1);
}

#[test]
fn a_cut_body_arrives_exactly_to_the_cut() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let content = noise(1_600_000);
    let url = host.download_url(&host.upload("a", &content));
    let path = url[url.find("/?").unwrap()..].to_owned();
    for sixteenth in 0..16 {
        let cut = 100_000 * sixteenth;
        put(&emulator, "download_bytes", FaultKind::CutBody { bytes: cut as u64 });
        let (answer, _) = raw(&url, format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes());
        let start = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        let head = String::from_utf8_lossy(&answer[..start]);
        assert!(head.contains("content-length: 1600000"), "{head}");
        assert_eq!(answer.len() - start, cut);
        assert!(answer[start..] == content[..cut]);
        let resumed = send("GET", &url, &[("range", &format!("bytes={cut}-"))], b"").unwrap();
        assert!(resumed.status == 206 && resumed.body == content[cut..]);
    }
}

#[test]
fn slow_and_drip_take_their_time() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    put(&emulator, "user_info", FaultKind::Slow { ms: 150 });
    let start = Instant::now();
    host.ok("user/info", &[]);
    assert!(start.elapsed() >= Duration::from_millis(150));
    let url = host.download_url(&host.upload("a", b"0123456789"));
    put(&emulator, "download_bytes", FaultKind::Drip { bytes: 2, ms: 40 });
    let start = Instant::now();
    assert_eq!(get(&url).body, b"0123456789");
    assert!(start.elapsed() >= Duration::from_millis(160));
}

#[test]
fn a_stalled_request_goes_on_when_released() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let content = noise(40_000_000);
    put(&emulator, "upload_bytes", FaultKind::StallRequest { bytes: 1_000_000 });
    let upload = host.announce("a", &content);
    thread::scope(|scope| {
        let sender = scope.spawn(|| Rapidgator::send_bytes(&upload, "a", &content).unwrap());
        until_stalled(&emulator);
        let arrived = last(&emulator, "upload_bytes").body_length;
        assert!((1_000_000..20_000_000).contains(&arrived), "{arrived}");
        assert!(emulator.files(HOST).is_empty());
        emulator.release();
        assert_eq!(sender.join().unwrap().status, 200);
    });
    assert_eq!(emulator.files(HOST)[0].md5, common::md5(&content));
}

#[test]
fn stalled_answers_go_on_when_released() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let url = host.download_url(&host.upload("a", b"0123456789"));
    for kind in [FaultKind::StallResponse, FaultKind::StallBody { bytes: 4 }] {
        put(&emulator, "download_bytes", kind.clone());
        thread::scope(|scope| {
            let reader = scope.spawn(|| get(&url).body);
            until_stalled(&emulator);
            let status = last(&emulator, "download_bytes").status;
            assert_eq!(status.is_some(), kind != FaultKind::StallResponse);
            emulator.release();
            assert_eq!(reader.join().unwrap(), b"0123456789");
        });
    }
}

#[test]
fn an_emulator_that_is_dropped_leaves_nothing_behind() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    put(&emulator, "user_info", FaultKind::StallResponse);
    let url = emulator.base_url(HOST);
    let mut stream = TcpStream::connect(address(&url)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let request = format!("GET /api/v2/user/info?token={} HTTP/1.1\r\nHost: x\r\n\r\n", host.token);
    stream.write_all(request.as_bytes()).unwrap();
    until_stalled(&emulator);
    let start = Instant::now();
    drop(emulator);
    assert!(start.elapsed() < Duration::from_secs(1));
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert_eq!(rest, b"");
    assert!(TcpStream::connect(address(&url)).is_err());
}

#[test]
fn a_client_that_leaves_in_the_middle_stores_nothing() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let upload = host.announce("a", b"abc");
    let url = upload["url"].as_str().unwrap();
    let (body, kind) = common::multipart("file", "a", b"abc");
    let mut stream = TcpStream::connect(address(url)).unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        &url[url.find("/multipart").unwrap()..],
        body.len()
    );
    stream.write_all(&[head.as_bytes(), &body[..body.len() - 1]].concat()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let (ended, end) = mpsc::channel();
    thread::spawn(move || ended.send(stream.read_to_end(&mut Vec::new()).map(|_| ())));
    let _ = end.recv_timeout(Duration::from_secs(20)).expect("the connection ends");
    assert_eq!((host.poll(&upload)["state"].clone(), emulator.files(HOST).len()), (json!(0), 0));
}
