//! The faults of all hosts, at ge.tt's operations.

use gigahost_emulator::{Emulator, Fault, FaultKind, Host};
use serde_json::json;

use crate::common::{get, noise, send};
use crate::site::{Site, path, put, put_url, text};
use crate::socket::{HalfPut, Socket};

fn fault(site: &Site<'_>, operation: &str, kind: FaultKind) {
    site.emulator.fault(Fault::new(Host::Gett, operation, kind));
}

#[test]
fn every_operation_has_its_name_in_the_log_and_meets_faults() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("a.png", b"x");
    let (share, at) = (text(&file, "sharename"), path(&file));
    let reads = [
        ("users_me", "/users/me".into()),
        ("shares_list", "/shares".into()),
        ("shares_get", format!("/shares/{share}")),
        ("files_get", at.clone()),
        ("files_upload_urls", format!("{at}/upload")),
        ("files_blob", format!("{at}/blob")),
        ("files_thumb", format!("{at}/blob/thumb")),
        ("files_scale", format!("{at}/blob/scale?size=1x1")),
        ("blob_bytes", format!("{at}/blob")),
    ];
    for (operation, path) in reads {
        fault(&site, operation, FaultKind::HttpStatus { code: 503 });
        assert_eq!(site.get(&path).status, 503, "{operation}");
        assert_eq!(site.get(&path).status, 200, "{operation}");
    }
    let writes = [
        ("users_login", "/users/login".into(), json!({})),
        ("users_login_refresh", "/users/login".into(), json!({"refreshtoken": "x"})),
        ("shares_create", "/shares/create".into(), json!({})),
        ("shares_update", format!("/shares/{share}/update"), json!({"title": "x"})),
        ("files_create", format!("/files/{share}/create"), json!({"filename": "x"})),
        ("files_destroy", format!("{at}/destroy"), json!({})),
        ("shares_destroy", format!("/shares/{share}/destroy"), json!({})),
    ];
    for (operation, path, body) in writes {
        fault(&site, operation, FaultKind::HttpStatus { code: 503 });
        assert_eq!(site.post(&path, &body.to_string()).status, 503, "{operation}");
    }
    let file = site.file("x");
    fault(&site, "upload_put", FaultKind::HttpStatus { code: 503 });
    assert_eq!(put(&file, b"x").status, 503);
    fault(&site, "upload_post", FaultKind::HttpStatus { code: 503 });
    assert_eq!(send("POST", text(&file["upload"], "posturl"), &[], b"x").unwrap().status, 503);
    fault(&site, "live", FaultKind::HttpStatus { code: 503 });
    let url = emulator.base_url(Host::Gett);
    assert_eq!(send("GET", &url, &[("upgrade", "websocket")], b"").unwrap().status, 503);
}

#[test]
fn answers_are_spoiled_as_asked() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    fault(&site, "users_me", FaultKind::QuotedNumbers);
    assert_eq!(site.get("/users/me").json()["storage"]["extra"], "0");
    fault(&site, "users_me", FaultKind::ExtraKeys);
    assert!(site.get("/users/me").json().get("emulator_extra").is_some());
    fault(&site, "users_me", FaultKind::BadJson);
    assert!(serde_json::from_slice::<serde_json::Value>(&site.get("/users/me").body).is_err());
    fault(&site, "users_me", FaultKind::Redirect { hops: 2, code: 302 });
    assert_eq!(site.get("/users/me").json()["fullname"], "Ann");
}

#[test]
fn a_cut_request_stores_nothing_and_a_cut_response_everything() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    let content = noise(300_000);
    fault(&site, "upload_put", FaultKind::CutRequest { bytes: 100_000 });
    assert!(send("PUT", put_url(&file), &[], &content).is_err());
    assert_eq!(site.state(&file)["readystate"], "remote");
    fault(&site, "upload_put", FaultKind::CutResponse);
    assert!(send("PUT", put_url(&file), &[], &content).is_err());
    let state = site.state(&file);
    assert_eq!((&state["readystate"], &state["size"]), (&json!("uploaded"), &json!(300_000)));
}

#[test]
fn a_redirected_upload_keeps_its_signature() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    fault(&site, "upload_put", FaultKind::Redirect { hops: 1, code: 307 });
    let url = put_url(&file);
    let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).build().into();
    let answer = agent.put(url).send(&b"hello"[..]).unwrap();
    let location = answer.headers()["location"].to_str().unwrap();
    let url = emulator.node_url(Host::Gett).unwrap() + location;
    assert_eq!(send("PUT", &url, &[], b"hello").unwrap().text(), "computer says yes");
}

#[test]
fn an_upload_stalls_until_released() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    fault(&site, "upload_put", FaultKind::StallRequest { bytes: 3 });
    let upload = HalfPut::start(&file, 6, b"012345");
    while emulator.stalled() == 0 {
        std::thread::yield_now();
    }
    assert_eq!(site.state(&file)["readystate"], "uploading");
    emulator.release();
    assert!(upload.finish(b"").ends_with("computer says yes"));
}

#[test]
fn bytes_are_cut_and_dripped() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let content = noise(100_000);
    let file = site.stored("x.bin", &content);
    let url = site.blob_url(&file);
    fault(&site, "blob_bytes", FaultKind::CutBody { bytes: 40_000 });
    assert!(send("GET", &url, &[], b"").is_err());
    fault(&site, "blob_bytes", FaultKind::Drip { bytes: 50_000, ms: 1 });
    assert!(get(&url).body == content);
    fault(&site, "files_blob", FaultKind::CutResponse);
    assert!(send("GET", &url, &[], b"").is_err());
}

#[test]
fn a_fault_on_live_spares_the_next_socket() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    fault(&site, "live", FaultKind::CutResponse);
    let base = emulator.base_url(Host::Gett);
    let stream = std::net::TcpStream::connect(crate::common::address(&base)).unwrap();
    assert!(tungstenite::client(base.replace("http:", "ws:") + "/", stream).is_err());
    Socket::connect(&site, "one");
}
