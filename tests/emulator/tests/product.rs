//! The emulator as a product: control API, binary, TLS, large bodies.

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use common::{Rapidgator, get, md5, noise, send, tls};
use gigahost_emulator::{Account, Emulator, Fault, FaultKind, Host, seed};
use serde_json::{Value, json};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

#[test]
fn the_control_api_does_what_the_library_does() {
    let emulator = Emulator::start().unwrap();
    let control = emulator.control_url();
    let post = |path: &str, body: Value| {
        send("POST", &format!("{control}{path}"), &JSON, body.to_string().as_bytes()).unwrap()
    };
    let hosts = get(&format!("{control}/hosts")).json();
    assert_eq!(hosts["rapidgator"]["base_url"], emulator.base_url(Host::Rapidgator));
    assert_eq!(hosts["uploadgig"]["accounts"][0]["login"], seed::LOGIN);

    let account = json!({"host": "rapidgator", "login": "cy", "password": "pw"});
    assert_eq!(post("/accounts", account).status, 200);
    let host = Rapidgator::login_as(&emulator, "cy", "pw");
    let fault =
        json!({"host": "rapidgator", "operation": "user_info", "kind": "http_status", "code": 507});
    assert_eq!(post("/faults", fault).json(), json!({"ok": true}));
    assert_eq!(host.call("user/info", &[]).status, 507);
    assert_eq!(post("/faults", json!({"kind": "earthquake"})).status, 422);

    let switch = json!({"host": "rapidgator", "name": "download_delay", "value": 5});
    assert_eq!(post("/switches", switch).status, 200);
    let refused = post("/switches", json!({"host": "rapidgator", "name": "delay"}));
    assert!(refused.status == 400 && refused.text().contains("download_delay"));

    let now = get(&format!("{control}/clock")).json()["now"].as_u64().unwrap();
    let later = post("/clock", json!({"advance": 1000})).json()["now"].as_u64().unwrap();
    assert!((1000..1010).contains(&(later - now)));
    assert_eq!(post("/clock", json!({"advance": -1})).status, 400);

    host.upload("a", b"abc");
    let files = get(&format!("{control}/files?host=rapidgator")).json();
    assert_eq!(files["rapidgator"][0]["md5"], md5(b"abc"));
    let path = "/requests?host=rapidgator&operation=user_info";
    assert_eq!(get(&format!("{control}{path}")).json()[0]["status"], 507);
    assert_eq!(get(&format!("{control}/release")).json(), json!({"stalled": 0}));
    assert_eq!(post("/release", json!({})).status, 200);
    assert_eq!(post("/reset", json!({})).status, 200);
    assert!(emulator.files(Host::Rapidgator).is_empty());
    assert!(emulator.requests(Host::Rapidgator).is_empty());
}

#[test]
fn the_binary_prints_its_addresses_and_ends_with_its_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gigahost-emulator"))
        .args(["--port", "0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let addresses: Value = serde_json::from_str(&line).unwrap();
    for name in ["rapidgator", "giga0", "uploadgig", "gett", "gigags", "control"] {
        assert!(addresses[name].as_str().unwrap().starts_with("http://127.0.0.1:"), "{name}");
    }
    assert_eq!(get(&format!("{}/hosts", addresses["control"].as_str().unwrap())).status, 200);
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_binary_refuses_unknown_options() {
    let binary = env!("CARGO_BIN_EXE_gigahost-emulator");
    let output = Command::new(binary).arg("--prot").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown option --prot"));
}

/// Sends bytes over TLS and reads to the end.
fn over_tls(emulator: &Emulator, url: &str, bytes: &[u8]) -> (String, std::io::Result<usize>) {
    let mut stream = tls(emulator, url);
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    let end = stream.read_to_end(&mut answer);
    (String::from_utf8_lossy(&answer).into_owned(), end)
}

#[test]
fn tls_is_proved_by_the_emulators_ca_and_cut_without_a_goodbye() {
    let emulator = Emulator::builder().tls(true).start().unwrap();
    let url = emulator.base_url(Host::Rapidgator);
    assert!(url.starts_with("https://"));
    assert!(emulator.node_url(Host::UploadGig).unwrap().starts_with("http://"));
    let request = b"GET /api/v2/user/info HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let (answer, end) = over_tls(&emulator, &url, request);
    assert!(answer.starts_with("HTTP/1.1 401") && end.is_ok(), "{answer}");
    let cut = FaultKind::CutBody { bytes: 7 };
    emulator.fault(Fault::new(Host::Rapidgator, "user_info", cut));
    let (answer, end) = over_tls(&emulator, &url, request);
    assert_eq!(answer.split_once("\r\n\r\n").unwrap().1, "{\"respo");
    assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::UnexpectedEof);
}

#[test]
fn a_large_body_comes_back_with_its_holes() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let mut content = vec![0; 64 << 20];
    let noise = noise(100_000);
    content[5_000_000..5_100_000].copy_from_slice(&noise);
    let url = host.download_url(&host.upload("big", &content));
    assert!(get(&url).body == content, "the bytes differ");
    let range = [("range", "bytes=4999000-5200999")];
    let piece = send("GET", &url, &range, b"").unwrap().body;
    assert!(piece == content[4_999_000..5_201_000], "the range differs");
}

#[test]
fn without_bodies_files_are_known_but_not_given_back() {
    let emulator = Emulator::builder().keep_bodies(false).start().unwrap();
    let host = Rapidgator::login(&emulator);
    let content = noise(1_000_000);
    let large = host.download_url(&host.upload("large", &content));
    let small = host.download_url(&host.upload("small", b"small"));
    assert_eq!((get(&large).status, get(&small).body), (501, b"small".to_vec()));
    assert_eq!(emulator.files(Host::Rapidgator)[0].md5, md5(&content));
}

#[test]
fn every_host_has_its_seeded_accounts() {
    for host in Host::ALL {
        assert_eq!(Host::from_name(host.name()), Some(host));
        let accounts = Account::seeded(host);
        assert_eq!((accounts[0].login.as_str(), accounts[0].premium), (seed::LOGIN, true));
        assert_eq!((accounts[1].login.as_str(), accounts[1].premium), (seed::FREE_LOGIN, false));
    }
    for key in [seed::GIGA0_KEY1, seed::GIGA0_KEY2, seed::GIGA0_FREE_KEY1, seed::GIGA0_ADMIN_KEY2] {
        assert_eq!(key.len(), 64);
    }
}
