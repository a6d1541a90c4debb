//! uploadgig as its page describes it, and every switch.

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use common::{Answer, address, get, post, raw, send};
use gigahost_emulator::{Account, Emulator, Host, seed};
use serde_json::{Value, json};

const HOST: Host = Host::UploadGig;

fn action_as(emulator: &Emulator, user: &str, pass: &str) -> Value {
    let url = emulator.base_url(HOST) + "/api/get_upload_action";
    post(&url, &[("user", user), ("pass", pass)]).json()
}

fn action(emulator: &Emulator) -> Value {
    action_as(emulator, seed::LOGIN, seed::PASSWORD)
}

fn node(emulator: &Emulator) -> String {
    action(emulator)["result"]["action"].as_str().unwrap().to_owned()
}

fn put(url: &str, slug: &str, body: &[u8]) -> Answer {
    send("POST", url, &[("slug", slug)], body).unwrap()
}

#[test]
fn an_upload_answers_a_link_that_works() {
    let emulator = Emulator::start().unwrap();
    let got = action(&emulator);
    assert_eq!((&got["code"], &got["result"]["cmbs"]), (&json!("1"), &json!(102_400)));
    let answer = put(got["result"]["action"].as_str().unwrap(), "70%25 a.bin", b"hello").json();
    let inner = &answer["0"];
    assert_eq!((&inner["ok"], &inner["size"]), (&json!(true), &json!(5)));
    assert_eq!(inner["file_name"], "70%25 a.bin");
    assert_eq!(inner["id"].as_str().unwrap().len(), 16);
    assert_eq!(get(inner["url"].as_str().unwrap()).status, 200);
    let stored = &emulator.files(HOST)[0];
    assert_eq!((stored.md5.as_str(), stored.size), (common::md5(b"hello").as_str(), 5));
    let logged = &emulator.requests(HOST)[1];
    assert_eq!(logged.header("slug"), Some("70%25 a.bin"));
    assert_eq!(logged.body_md5, Some(common::md5(b"hello")));
}

#[test]
fn chunked_bodies_are_taken_and_an_expectation_is_met() {
    let emulator = Emulator::start().unwrap();
    let url = node(&emulator);
    let path = url.split_once("/upload").unwrap().1;
    let mut stream = TcpStream::connect(address(&url)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let head = format!(
        "POST /upload{path} HTTP/1.1\r\nHost: x\r\nSlug: a\r\nTransfer-Encoding: chunked\r\n\
         Expect: 100-continue\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut hundred = [0; 25];
    stream.read_exact(&mut hundred).unwrap();
    assert_eq!(&hundred, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("\"size\":5"), "{answer}");
}

#[test]
fn no_100_keeps_the_client_waiting_for_it_in_vain() {
    let emulator = Emulator::start().unwrap();
    emulator.set(HOST, "no_100", true).unwrap();
    let url = node(&emulator);
    let path = url.split_once("/upload").unwrap().1;
    let request = format!(
        "POST /upload{path} HTTP/1.1\r\nHost: x\r\nSlug: a\r\nContent-Length: 3\r\n\
         Expect: 100-continue\r\nConnection: close\r\n\r\nabc"
    );
    let (answer, _) = raw(&url, request.as_bytes());
    assert!(answer.starts_with(b"HTTP/1.1 200 OK"), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn an_identity_serves_once_and_for_a_minute() {
    let emulator = Emulator::start().unwrap();
    let url = node(&emulator);
    assert_eq!(put(&url, "a", b"1").json()["0"]["ok"], true);
    let dead = json!({"0": {"message": "Invalid identity provided", "ok": false}});
    assert_eq!(put(&url, "a", b"1").json(), dead);
    let url = node(&emulator);
    emulator.advance(Duration::from_secs(60));
    assert_eq!(put(&url, "a", b"1").json(), dead);
    emulator.set(HOST, "identity_ttl", 600).unwrap();
    emulator.set(HOST, "identity_reuse", true).unwrap();
    let url = node(&emulator);
    emulator.advance(Duration::from_secs(500));
    assert!((0..2).all(|_| put(&url, "a", b"1").json()["0"]["ok"] == true));
    assert_eq!(emulator.files(HOST).len(), 3);
}

#[test]
fn a_short_body_stores_nothing() {
    let emulator = Emulator::start().unwrap();
    let url = node(&emulator);
    let path = url.split_once("/upload").unwrap().1;
    let mut stream = TcpStream::connect(address(&url)).unwrap();
    let head = "HTTP/1.1\r\nHost: x\r\nSlug: a\r\nContent-Length: 10\r\n\r\nabc";
    stream.write_all(format!("POST /upload{path} {head}").as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(emulator.files(HOST).is_empty());
    assert!(!String::from_utf8_lossy(&rest).contains("\"ok\":true"));
}

#[test]
fn storage_is_what_cmbs_counts() {
    let emulator = Emulator::start().unwrap();
    let account = Account { storage: 5 << 20, ..Account::new("cy@example.test", "pw") };
    emulator.add_account(HOST, account);
    let cmbs = || action_as(&emulator, "cy@example.test", "pw")["result"].clone();
    let first = cmbs();
    assert_eq!(first["cmbs"], 5);
    put(first["action"].as_str().unwrap(), "a", &[7; 1000]);
    let second = cmbs();
    assert_eq!(second["cmbs"], 4);
    let refused = put(second["action"].as_str().unwrap(), "b", &vec![7; 5 << 20]).json();
    assert_eq!(refused["0"]["ok"], false);
    emulator.set(HOST, "storage", 3 << 20).unwrap();
    assert_eq!(cmbs()["cmbs"], 2);
    for (value, expected) in [
        (json!("missing"), None),
        (json!("quoted"), Some(json!("2"))),
        (json!(true), Some(json!(true))),
        (json!(0), Some(json!(0))),
        (json!(-1), Some(json!(-1))),
    ] {
        emulator.set(HOST, "cmbs", value).unwrap();
        assert_eq!(cmbs().get("cmbs").cloned(), expected);
    }
}

#[test]
fn the_action_is_refused_in_every_way() {
    let emulator = Emulator::start().unwrap();
    let wrong = json!({"code": "0", "result": "Email or password was incorrect!"});
    assert_eq!(action_as(&emulator, seed::LOGIN, "wrong"), wrong);
    emulator.set(HOST, "code_type", "int").unwrap();
    assert_eq!(action(&emulator)["code"], 1);
    emulator.set(HOST, "code", json!({"n": -2, "text": "Closed"})).unwrap();
    assert_eq!(action(&emulator), json!({"code": -2, "result": "Closed"}));
    emulator.reset();
    emulator.set(HOST, "result_string_on_ok", true).unwrap();
    assert_eq!(action(&emulator), json!({"code": "1", "result": "ok"}));
    emulator.reset();
    emulator.set(HOST, "action_missing", true).unwrap();
    assert_eq!(action(&emulator)["result"].get("action"), None);
    emulator.reset();
    for (code, text) in [(403, "Proxies"), (406, "Too many tries"), (429, "ERROR 702")] {
        emulator.set(HOST, "site_refusal", code).unwrap();
        let answer = post(&(emulator.base_url(HOST) + "/api/get_upload_action"), &[]);
        assert!(answer.status == code && answer.text().contains(text));
    }
    emulator.reset();
    emulator.set(HOST, "www_404", true).unwrap();
    assert_eq!(action(&emulator)["code"], "1");
    let other = emulator.base_url(HOST).replace("127.0.0.1", "localhost");
    assert_eq!(post(&(other + "/api/get_upload_action"), &[]).status, 404);
}

#[test]
fn the_limiter_locks_and_tries_lengthen_the_lock() {
    let emulator = Emulator::start().unwrap();
    let limiter = json!({"k": 1, "s": 100, "extend": true, "wrong_only": true});
    emulator.set(HOST, "limiter", limiter).unwrap();
    assert_eq!(action(&emulator)["code"], "1");
    assert_eq!(action_as(&emulator, seed::LOGIN, "wrong")["code"], "0");
    assert_eq!(action(&emulator)["code"], "-3");
    emulator.advance(Duration::from_secs(60));
    assert_eq!(action(&emulator)["code"], "-3");
    emulator.advance(Duration::from_secs(60));
    assert_eq!(action(&emulator)["code"], "-3", "the try at 60 s began the lock anew");
    emulator.advance(Duration::from_secs(101));
    assert_eq!(action(&emulator)["code"], "1");
}

#[test]
fn the_node_answers_in_every_form() {
    let emulator = Emulator::start().unwrap();
    let upload = || put(&node(&emulator), "a", b"12").json();
    emulator.set(HOST, "node_answer", "array").unwrap();
    assert_eq!(upload()[0]["size"], 2);
    emulator.set(HOST, "node_answer", "bare").unwrap();
    assert_eq!(upload()["size"], 2);
    emulator.set(HOST, "ok_type", "str").unwrap();
    assert_eq!(upload()["ok"], "true");
    emulator.set(HOST, "ok_missing", true).unwrap();
    assert_eq!(upload().get("ok"), None);
    emulator.set(HOST, "url_missing", true).unwrap();
    assert_eq!(upload().get("url"), None);
    emulator.set(HOST, "size_wrong", true).unwrap();
    assert_eq!(upload()["size"], 3);
}

#[test]
fn the_node_refuses_early_or_late_or_is_not_there() {
    let emulator = Emulator::start().unwrap();
    emulator.set(HOST, "node_refuse", json!({"text": "Full", "early": true})).unwrap();
    let url = node(&emulator);
    let path = url.split_once("/upload").unwrap().1;
    // A body of 10 MB is announced and never sent: only an early answer can arrive.
    let head = "HTTP/1.1\r\nHost: x\r\nSlug: a\r\nContent-Length: 10000000\r\n\r\n";
    let (answer, _) = raw(&url, format!("POST /upload{path} {head}").as_bytes());
    assert!(String::from_utf8_lossy(&answer).contains("Full"));
    emulator.set(HOST, "node_refuse", json!({"text": "Late"})).unwrap();
    assert_eq!(put(&node(&emulator), "a", b"1").json()["0"]["message"], "Late");
    assert!(emulator.files(HOST).is_empty());
    emulator.set(HOST, "node_down", true).unwrap();
    assert!(TcpStream::connect(address(&node(&emulator))).is_err());
}

#[test]
fn slugs_and_forms_are_read_as_told() {
    let emulator = Emulator::start().unwrap();
    let missing = || send("POST", &node(&emulator), &[], b"1").unwrap().json();
    assert_eq!(missing()["0"]["ok"], false);
    emulator.set(HOST, "slug_missing_ok", true).unwrap();
    assert_eq!(missing()["0"]["ok"], true);
    emulator.set(HOST, "slug_mode", "decode").unwrap();
    assert_eq!(put(&node(&emulator), "%C3%A9", b"1").json()["0"]["file_name"], "é");
    let (body, kind) = common::multipart("file", "x", b"inner");
    let headers = [("slug", "m"), ("content-type", kind)];
    let wrapped = send("POST", &node(&emulator), &headers, &body).unwrap().json();
    assert_eq!(wrapped["0"]["size"], body.len());
    emulator.set(HOST, "multipart_strip", true).unwrap();
    let bare = send("POST", &node(&emulator), &headers, &body).unwrap().json();
    assert_eq!(bare["0"]["size"], 5);
}

#[test]
fn a_fresh_link_may_take_its_time() {
    let emulator = Emulator::start().unwrap();
    emulator.set(HOST, "link_delay", 300).unwrap();
    let answer = put(&node(&emulator), "a", b"1").json();
    let url = answer["0"]["url"].as_str().unwrap();
    assert_eq!(get(url).status, 404);
    emulator.advance(Duration::from_secs(301));
    assert_eq!(get(url).status, 200);
}
