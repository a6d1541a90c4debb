//! Live: messages, waiting downloads, and disturbances of the socket.

use std::io::Read as _;

use gigahost_emulator::{Emulator, Host};
use serde_json::{Value, json};
use tungstenite::Message;

use crate::common::{get, noise, send, tls};
use crate::site::{Site, bob, hop, put, text};
use crate::socket::{HalfPut, Socket};

fn live_file(site: &Site<'_>, session: &str) -> Value {
    site.create(&site.share(), &json!({"filename": "x.txt", "session": session}))
}

/// What every message says of that file.
fn about(kind: &str, file: &Value) -> Value {
    json!({
        "type": kind, "sharename": file["sharename"], "filename": "x.txt", "fileid": "0",
    })
}

fn with(mut message: Value, key: &str, value: impl Into<Value>) -> Value {
    message[key] = value.into();
    message
}

#[test]
fn a_download_of_a_remote_file_asks_its_uploader_and_waits() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    let mut other = Socket::connect(&site, "two");
    let file = live_file(&site, "one");
    let share = site.get(&format!("/shares/{}", text(&file, "sharename"))).json();
    assert_eq!(share["files"][0]["readystate"], "remote", "listed at once");

    let url = site.blob_url(&file);
    let download = std::thread::spawn(move || get(&url).text());
    assert_eq!(socket.message(), with(about("download", &file), "increment", true));
    put(&file, b"hello");
    assert_eq!(download.join().unwrap(), "hello");
    assert_eq!(socket.message(), with(about("filestat", &file), "size", 5));
    // The other session heard nothing of it.
    other.say("ping");
    assert_eq!(other.text(), "pong");
    let log = emulator.requests(Host::Gett);
    let entry = log.iter().find(|one| one.operation == "live").unwrap();
    assert_eq!(entry.json.as_ref().unwrap()["session"], "one");
}

#[test]
fn a_file_can_be_followed_while_it_is_uploaded() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    let upload = HalfPut::start(&file, 10, b"01234");
    assert_eq!(socket.message(), with(about("filestat", &file), "size", 10));
    let state = site.state(&file);
    assert_eq!((&state["readystate"], &state["size"]), (&json!("uploading"), &json!(10)));

    let (_, url) = hop("GET", &site.blob_url(&file));
    let agent = ureq::Agent::new_with_defaults();
    let mut answer = agent.get(&url).call().unwrap();
    assert!(answer.headers().get("content-length").is_none());
    let mut reader = answer.body_mut().as_reader();
    let mut first = [0; 5];
    reader.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"01234");
    assert!(upload.finish(b"56789").ends_with("computer says yes"));
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "56789");
    assert_eq!(site.state(&file)["readystate"], "uploaded");
}

#[test]
fn an_upload_that_breaks_off_leaves_the_file_as_it_was() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    put(&file, b"first");
    assert_eq!(socket.message()["size"], 5);
    let upload = HalfPut::start(&file, 10, b"01234");
    assert_eq!(socket.message()["size"], 10);
    let (_, url) = hop("GET", &site.blob_url(&file));
    let mut answer = ureq::Agent::new_with_defaults().get(&url).call().unwrap();
    drop(upload);
    let mut got = Vec::new();
    let end = answer.body_mut().as_reader().read_to_end(&mut got);
    assert!(end.is_err(), "the follower learns of it: {end:?}");
    assert_eq!(site.state(&file)["readystate"], "uploaded");
    assert_eq!(get(&site.blob_url(&file)).text(), "first");
}

#[test]
fn without_a_connected_session_there_is_nothing_to_wait_for() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = live_file(&site, "one");
    assert_eq!(get(&site.blob_url(&file)).status, 404);
    // Somebody else's socket of the same name is no help.
    let other = Site::login_as(&emulator, &bob());
    let _socket = Socket::connect(&other, "one");
    assert_eq!(get(&site.blob_url(&file)).status, 404);
}

#[test]
fn a_waiting_download_is_asked_for_again_after_a_reconnect() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    let url = site.blob_url(&file);
    let download = std::thread::spawn(move || get(&url).text());
    assert_eq!(socket.message()["type"], "download");
    drop(socket);
    let mut socket = Socket::open(&emulator);
    socket.bind(&site.token, "one");
    assert_eq!(socket.message(), about("download", &file));
    put(&file, b"hello");
    assert_eq!(download.join().unwrap(), "hello");
}

#[test]
fn blob_wait_ends_a_wait_in_vain() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    site.set("blob_wait", 1);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    assert_eq!(get(&site.blob_url(&file)).json(), json!({"error": "file not found"}));
    assert_eq!(socket.message()["type"], "download");
}

#[test]
fn a_bad_token_and_a_reset_end_the_socket() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::open(&emulator);
    socket.bind("stale", "one");
    assert_eq!(socket.try_text(), None);
    site.set("token_reject", json!({"op": "live", "n": 1}));
    let mut socket = Socket::open(&emulator);
    socket.bind(&site.token, "one");
    assert_eq!(socket.try_text(), None);
    let mut socket = Socket::connect(&site, "one");
    emulator.reset();
    assert_eq!(socket.try_text(), None);
}

#[test]
fn the_server_pings_and_drops_the_silent() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut alive = Socket::connect(&site, "one");
    let mut silent = Socket::connect(&site, "two");
    site.set("live_ping", 1);
    for _ in 0..3 {
        assert_eq!(alive.text(), "ping");
        alive.say("pong");
    }
    assert_eq!(silent.text(), "ping");
    assert_eq!(silent.try_text(), None);
}

#[test]
fn live_no_pong_keeps_silent() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    site.set("live_no_pong", true);
    socket.say("ping");
    // A connect that is refused ends the socket; so whatever the ping brought would come first.
    socket.bind("stale", "one");
    assert_eq!(socket.try_text(), None);
}

#[test]
fn live_drop_ends_open_sockets_and_then_new_ones() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    site.set("live_drop", 2);
    assert_eq!(socket.try_text(), None);
    let mut socket = Socket::open(&emulator);
    socket.bind(&site.token, "one");
    assert_eq!(socket.try_text(), None);
    Socket::connect(&site, "one");
}

#[test]
fn live_unknown_type_comes_before_each_message() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    site.set("live_unknown_type", true);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    put(&file, b"hello");
    assert_eq!(socket.message()["type"], "emulator_news");
    assert_eq!(socket.message()["type"], "filestat");
}

#[test]
fn live_split_frames_sends_fragments() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    site.set("live_split_frames", true);
    put(&file, b"hello");
    assert_eq!(socket.message(), with(about("filestat", &file), "size", 5));
    socket.say("ping");
    let mut frames = [0; 8];
    socket.raw().read_exact(&mut frames).unwrap();
    // Text without FIN, three bytes; continuation with FIN, one byte.
    assert_eq!(&frames, b"\x01\x03pon\x80\x01g");
}

#[test]
fn storage_limit_refuses_and_tells_the_session() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    site.set("storage_limit", 5);
    assert_eq!(site.get("/users/me").json()["storage"]["limit"], 5);
    let refused = put(&file, b"123456");
    assert_eq!((refused.status, text(&refused.json(), "error")), (413, "storage limit exceeded"));
    assert_eq!(socket.message(), about("storagelimit", &file));

    // A form tells its size too late, so it begins and is then undone.
    let (body, kind) = crate::common::multipart("file", "x.txt", b"123456");
    let url = text(&file["upload"], "posturl");
    assert_eq!(send("POST", url, &[("content-type", kind)], &body).unwrap().status, 413);
    assert_eq!(socket.message(), about("storagelimit", &file));
    assert_eq!(site.state(&file)["readystate"], "remote");
    // Replacing counts only the difference.
    assert_eq!(put(&file, b"12345").status, 200);
    assert_eq!(put(&file, b"54321").status, 200);
}

#[test]
fn violatedterms_removes_the_file_and_tells_the_session() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    for (reason, message) in [("spam", json!("spam")), ("", json!(null))] {
        site.set("violatedterms", reason);
        let mut socket = Socket::connect(&site, "one");
        let file = live_file(&site, "one");
        assert_eq!(put(&file, b"hello").status, 200);
        assert_eq!(socket.message()["type"], "filestat");
        let told = socket.message();
        assert_eq!(told["type"], "violatedterms");
        assert_eq!(told.get("reason").unwrap_or(&json!(null)), &message);
        assert_eq!(site.state(&file)["readystate"], "removed");
        assert_eq!(get(&site.blob_url(&file)).status, 404);
    }
}

#[test]
fn a_large_file_is_followed_from_its_start_through_holes() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let mut socket = Socket::connect(&site, "one");
    let file = live_file(&site, "one");
    let mut content = noise(400_000);
    content.extend(vec![0; 300_000]);
    content.extend(noise(100_000));
    let upload = HalfPut::start(&file, content.len(), &content[..700_000]);
    assert_eq!(socket.message()["size"], 800_000);
    let url = site.blob_url(&file);
    let follower = std::thread::spawn(move || {
        let mut answer = ureq::Agent::new_with_defaults().get(&url).call().unwrap();
        let mut reader = answer.body_mut().as_reader();
        let mut got = vec![0; 700_000];
        reader.read_exact(&mut got).unwrap();
        (got, upload.finish(&noise(100_000)), reader.read_to_end(&mut Vec::new()).unwrap())
    });
    let (got, answer, rest) = follower.join().unwrap();
    assert!(got == content[..700_000] && rest == 100_000);
    assert!(answer.ends_with("computer says yes"));
    assert!(get(&site.blob_url(&file)).body == content);
}

#[test]
fn live_runs_over_tls() {
    let emulator = Emulator::builder().tls(true).start().unwrap();
    let base = emulator.base_url(Host::Gett);
    let stream = tls(&emulator, &base);
    let url = base.replace("https:", "wss:") + "/";
    let (mut socket, _) = tungstenite::client(url, stream).unwrap();
    socket.send(Message::text("ping")).unwrap();
    assert_eq!(socket.read().unwrap(), Message::text("pong"));
}
