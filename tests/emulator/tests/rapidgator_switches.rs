//! Every switch of rapidgator does what its table says.

mod common;

use std::time::Duration;

use common::{Rapidgator, get, post, send};
use gigahost_emulator::{Emulator, Host, seed};
use serde_json::{Value, json};

const HOST: Host = Host::Rapidgator;

fn start() -> Emulator {
    Emulator::start().unwrap()
}

fn login(emulator: &Emulator, code: Option<&str>) -> Value {
    let url = emulator.base_url(HOST) + "/api/v2/user/login";
    let mut form = vec![("login", seed::LOGIN), ("password", seed::PASSWORD)];
    form.extend(code.map(|code| ("code", code)));
    post(&url, &form).json()
}

fn details(answer: &Value) -> &str {
    answer["details"].as_str().unwrap()
}

#[test]
fn http_always_200_and_legacy_keys_change_the_envelope() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    emulator.set(HOST, "http_always_200", true).unwrap();
    let answer = host.call("file/info", &[("file_id", "1")]);
    assert_eq!((answer.status, answer.json()["status"].clone()), (200, json!(404)));
    emulator.set(HOST, "legacy_keys", true).unwrap();
    let answer = host.call("file/info", &[("file_id", "1")]).json();
    assert_eq!((&answer["response_status"], answer.get("status")), (&json!(404), None));
}

#[test]
fn tokens_die_by_time_and_by_call_with_the_chosen_wording() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    emulator.set(HOST, "token_ttl", 60).unwrap();
    emulator.advance(Duration::from_secs(30));
    host.ok("user/info", &[]);
    emulator.advance(Duration::from_secs(31));
    assert_eq!(host.refused("user/info", &[]), (401, "Error: Session doesn't exist".into()));
    emulator.set(HOST, "token_ttl", false).unwrap();
    emulator.set(HOST, "session_text", "Unauthorized.").unwrap();
    emulator.set(HOST, "token_reject", json!({"op": "user_info", "n": 2})).unwrap();
    host.ok("user/info", &[]);
    host.ok("folder/info", &[]);
    assert_eq!(host.refused("user/info", &[]).1, "Unauthorized. Token doesn't exist");
    host.ok("user/info", &[]);
}

#[test]
fn logins_are_refused_for_every_reason() {
    let emulator = start();
    emulator.set(HOST, "login_throttle", json!({"k": 2, "s": 20})).unwrap();
    assert_eq!(login(&emulator, None)["status"], 200);
    assert_eq!(login(&emulator, None)["status"], 200);
    assert!(details(&login(&emulator, None)).contains("Please wait 20 sec"));
    emulator.advance(Duration::from_secs(21));
    assert_eq!(login(&emulator, None)["status"], 200);
    emulator.reset();
    emulator.set(HOST, "two_factor", "123456").unwrap();
    assert!(details(&login(&emulator, None)).contains("code is required"));
    assert!(details(&login(&emulator, Some("1"))).contains("Invalid auth code"));
    assert_eq!(login(&emulator, Some("123456"))["status"], 200);
    for (switch, text) in [
        ("login_unusual_ip", "unusual Ip address"),
        ("account_frozen", "User is FROZEN"),
        ("account_locked", "ACCOUNT LOCKED"),
    ] {
        emulator.reset();
        emulator.set(HOST, switch, true).unwrap();
        assert!(details(&login(&emulator, None)).contains(text), "{switch}");
    }
    emulator.reset();
    emulator.set(HOST, "ip_denied", true).unwrap();
    assert_eq!(login(&emulator, None), json!({"error": "Denied by IP", "success": false}));
}

#[test]
fn a_free_account_downloads_nothing() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    let file = host.upload("a", b"abc");
    emulator.set(HOST, "free_account", true).unwrap();
    assert_eq!(host.ok("user/info", &[])["user"]["traffic"]["left"], Value::Null);
    assert!(host.refused("file/download", &[("file_id", &file)]).1.contains("premium only"));
}

#[test]
fn uploads_start_in_other_states_or_not_at_all() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    emulator.set(HOST, "upload_start_state", 1).unwrap();
    let upload = host.announce("a", b"one");
    assert_eq!((&upload["state"], &upload["url"]), (&json!(1), &Value::Null));
    let file = [(); 3].map(|()| host.poll(&upload)["file"].clone())[2].clone();
    assert_eq!(file["size"], 3);
    emulator.set(HOST, "upload_start_state", 3).unwrap();
    let upload = host.announce("a", b"two");
    assert_eq!((&upload["state"], &upload["error"]["code"]), (&json!(3), &json!(1)));
    emulator.set(HOST, "upload_start_state", false).unwrap();

    host.upload("b", b"three");
    emulator.set(HOST, "instant_off", true).unwrap();
    assert_eq!(host.announce("c", b"three")["state"], 0);
    emulator.set(HOST, "instant_off", false).unwrap();
    emulator.set(HOST, "copies_limit", 1).unwrap();
    let (hash, form) =
        (common::md5(b"three"), |hash| [("name", "d"), ("hash", hash), ("size", "5")]);
    assert!(host.refused("file/upload", &form(&hash)).1.contains("more than 1 copies"));
    emulator.set(HOST, "quota", 10).unwrap();
    let other = common::md5(b"other");
    assert!(host.refused("file/upload", &form(&other)).1.contains("quota"));
}

#[test]
fn polling_is_slow_stuck_or_disturbed() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    emulator.set(HOST, "processing_polls", 0).unwrap();
    let upload = host.announce("a", b"one");
    Rapidgator::send_bytes(&upload, "a", b"one").unwrap();
    emulator.set(HOST, "info_503", 1).unwrap();
    emulator.set(HOST, "info_401", 1).unwrap();
    let form = [("upload_id", upload["upload_id"].as_str().unwrap())];
    assert_eq!(host.refused("file/upload_info", &form).0, 503);
    assert_eq!(host.refused("file/upload_info", &form).0, 401);
    assert_eq!(host.poll(&upload)["state"], 2);
    emulator.set(HOST, "processing_stuck", true).unwrap();
    let upload = host.announce("b", b"two");
    Rapidgator::send_bytes(&upload, "b", b"two").unwrap();
    assert!((0..10).all(|_| host.poll(&upload)["state"] == 1));
}

#[test]
fn uploads_fail_with_and_without_a_file() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    emulator.set(HOST, "upload_fail", "without_file").unwrap();
    let upload = host.announce("a", b"one");
    Rapidgator::send_bytes(&upload, "a", b"one").unwrap();
    let polled = host.poll(&upload);
    assert_eq!((&polled["state"], &polled["file"]), (&json!(3), &json!([])));
    for (shape, expected) in [("null", Some(&Value::Null)), ("absent", None)] {
        emulator.set(HOST, "file_shape", shape).unwrap();
        assert_eq!(host.poll(&upload).get("file"), expected);
    }
    emulator.set(HOST, "upload_fail", "with_file").unwrap();
    let upload = host.announce("a", b"one");
    Rapidgator::send_bytes(&upload, "a", b"one").unwrap();
    let polled = host.poll(&upload);
    assert_eq!((&polled["state"], &polled["file"]["size"]), (&json!(3), &json!(3)));
}

#[test]
fn the_node_lies_and_the_poll_tells_the_truth() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    emulator.set(HOST, "processing_polls", 0).unwrap();
    for (switch, status, state) in
        [("post_status_500_stored", 500, 2), ("post_not_json", 200, 2), ("post_lost", 200, 0)]
    {
        emulator.set(HOST, switch, true).unwrap();
        let upload = host.announce("a", switch.as_bytes());
        let answer = Rapidgator::send_bytes(&upload, "a", switch.as_bytes()).unwrap();
        assert_eq!(answer.status, status, "{switch}");
        assert_eq!(host.poll(&upload)["state"], state, "{switch}");
        emulator.set(HOST, switch, false).unwrap();
    }
    assert_eq!(emulator.files(HOST).len(), 2);
}

#[test]
fn the_node_takes_one_part_of_the_announced_content() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    let upload = host.announce("a", b"one");
    let (body, kind) = common::multipart("other", "a", b"one");
    let url = upload["url"].as_str().unwrap();
    let answer = send("POST", url, &[("content-type", kind)], &body).unwrap();
    assert_eq!((answer.status, host.poll(&upload)["state"].clone()), (400, json!(0)));
    Rapidgator::send_bytes(&upload, "a", b"two").unwrap();
    assert_eq!(host.poll(&upload)["state"], 3);
    emulator.set(HOST, "upload_url_style", "old").unwrap();
    let upload = host.announce("a", b"one");
    assert!(upload["url"].as_str().unwrap().contains("/?r=upload/api&uuid="));
    Rapidgator::send_bytes(&upload, "a", b"one").unwrap();
    assert_eq!(host.poll(&upload)["state"], 1);
    let hash = common::md5(b"raw");
    let form = [("name", "r"), ("hash", hash.as_str()), ("size", "3"), ("multipart", "false")];
    let upload = host.ok("file/upload", &form)["upload"].clone();
    let kind = [("content-type", "application/octet-stream")];
    send("POST", upload["url"].as_str().unwrap(), &kind, b"raw").unwrap();
    assert_eq!(host.poll(&upload)["state"], 1);
}

#[test]
fn downloads_are_refused_by_the_api() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    let file = host.upload("a", b"abc");
    let form = [("file_id", file.as_str())];
    for (switch, status, text) in [
        ("download_423", 423, "Exceeded traffic"),
        ("download_503", 503, "temporarily unavailable"),
        ("download_false_404", 404, "File not found"),
    ] {
        emulator.set(HOST, switch, true).unwrap();
        let (got, details) = host.refused("file/download", &form);
        assert!(got == status && details.contains(text), "{switch}: {got} {details}");
        emulator.set(HOST, switch, false).unwrap();
    }
    emulator.set(HOST, "download_false_404", true).unwrap();
    host.ok("file/info", &form);
    let again = Rapidgator::login(&emulator);
    again.ok("file/download", &form);
    emulator.set(HOST, "download_delay", 7).unwrap();
    assert_eq!(host.ok("file/download", &form)["delay"], 7);
}

#[test]
fn downloads_are_refused_by_the_node() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    let url = host.download_url(&host.upload("a", b"abc"));
    emulator.set(HOST, "range_refused", true).unwrap();
    let answer = send("GET", &url, &[("range", "bytes=1-")], b"").unwrap();
    assert_eq!((answer.status, answer.header("x-error")), (500, "Unexpected range request"));
    assert_eq!(answer.json()["success"], false);
    emulator.set(HOST, "no_content_disposition", true).unwrap();
    assert_eq!(get(&url).header("content-disposition"), "");
    emulator.set(HOST, "download_session_foreign", true).unwrap();
    assert_eq!(get(&url).json()["error"], "This download session is not for you");
    emulator.reset();
    assert_eq!(get(&url).json()["error"], "Session not found");
}

#[test]
fn remote_jobs_and_one_time_links_take_their_other_shapes() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    emulator.set(HOST, "remote_info_bare", true).unwrap();
    assert_eq!(host.ok("remote/info", &[]), json!([]));
    emulator.set(HOST, "remote_steps", 1).unwrap();
    emulator.set(HOST, "remote_fail", "no route").unwrap();
    host.ok("remote/create", &[("url", "http://a.example.test/b")]);
    let job = host.ok("remote/info", &[])["jobs"][0].clone();
    assert_eq!((&job["state_label"], &job["error"]), (&json!("Fail"), &json!("no route")));
    let file = host.upload("a", b"abc");
    emulator.set(HOST, "onetime_state_int", true).unwrap();
    emulator.set(HOST, "onetime_bare_list", true).unwrap();
    host.ok("file/onetimelink_create", &[("file_id", &file)]);
    assert_eq!(host.ok("file/onetimelink_info", &[])[0]["state"], 0);
}

#[test]
fn used_folder_names_follow_the_policy() {
    let emulator = start();
    let host = Rapidgator::login(&emulator);
    let make = || host.ok("folder/create", &[("name", "box")])["folder"]["folder_id"].clone();
    let first = make();
    assert_eq!(make(), first);
    emulator.set(HOST, "folder_duplicate", "new").unwrap();
    assert_ne!(make(), first);
    emulator.set(HOST, "folder_duplicate", "409").unwrap();
    assert_eq!(host.refused("folder/create", &[("name", "box")]).0, 409);
}

#[test]
fn unknown_switches_and_unfit_values_are_refused_by_name() {
    let emulator = start();
    let why = emulator.set(HOST, "quotas", 1).unwrap_err();
    assert!(why.contains("no switch `quotas`") && why.contains("copies_limit"), "{why}");
    let why = emulator.set(HOST, "quota", "much").unwrap_err();
    assert!(why.contains("takes integer"), "{why}");
    let why = emulator.set(HOST, "token_reject", json!({"operation": "x"})).unwrap_err();
    assert!(why.contains("object with op, n"), "{why}");
}
