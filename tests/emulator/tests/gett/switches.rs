//! One deviation after another.

use gigahost_emulator::{Emulator, Host};
use serde_json::json;

use crate::bytes::chunked;
use crate::common::{get, send};
use crate::site::{Site, credentials, hop, login, path, put, put_url, text};

fn refresh(site: &Site<'_>) -> crate::common::Answer {
    login(site.emulator, &json!({"refreshtoken": site.refresh}))
}

#[test]
fn an_unknown_switch_and_an_unfit_value_are_refused() {
    let emulator = Emulator::start().unwrap();
    let unknown = emulator.set(Host::Gett, "token_tll", 5).unwrap_err();
    assert!(unknown.contains("token_ttl"), "{unknown}");
    for (name, value) in [
        ("token_code", json!(500)),
        ("share_removed", json!(410)),
        ("need_length", json!("no")),
        ("redirect_code", json!(200)),
        ("destroy_body", json!("text")),
    ] {
        let refused = emulator.set(Host::Gett, name, value.clone()).unwrap_err();
        assert!(refused.contains("takes"), "{name} {value}: {refused}");
    }
}

#[test]
fn token_ttl_token_reject_and_token_code() {
    let emulator = Emulator::start().unwrap();
    emulator.set(Host::Gett, "token_ttl", 0).unwrap();
    let site = Site::login(&emulator);
    assert_eq!(site.get("/users/me").status, 401);
    emulator.set(Host::Gett, "token_ttl", 60).unwrap();
    let site = Site::login(&emulator);
    assert_eq!(site.get("/users/me").status, 200);

    site.set("token_code", 403);
    site.set("token_reject", json!({"op": "shares_list", "n": 2}));
    assert_eq!(site.get("/users/me").status, 200);
    let codes = [0, 1, 2].map(|_| site.get("/shares").status);
    assert_eq!(codes, [200, 403, 200]);
}

#[test]
fn refresh_rotates_is_rejected_and_lacks_the_user() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    site.set("refresh_rejected", true);
    assert_eq!(refresh(&site).status, 401);
    site.set("refresh_rejected", false);
    site.set("refresh_no_user", true);
    site.set("refresh_rotates", true);
    let answer = refresh(&site).json();
    assert!(answer.get("user").is_none() && answer.get("accesstoken").is_some());
    assert_eq!(refresh(&site).status, 401);
    // A login still has its user.
    assert!(login(&emulator, &credentials()).json().get("user").is_some());
}

#[test]
fn key_bound_refuses_the_key_of_another_account() {
    let emulator = Emulator::start().unwrap();
    let mut body = credentials();
    body["apikey"] = json!(gigahost_emulator::seed::GETT_FREE_API_KEY);
    assert_eq!(login(&emulator, &body).status, 200);
    emulator.set(Host::Gett, "key_bound", true).unwrap();
    assert_eq!(login(&emulator, &body).status, 401);
    assert_eq!(login(&emulator, &credentials()).status, 200);
}

#[test]
fn share_removed_destroy_twice_and_destroy_body() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let share = site.share();
    let destroy = format!("/shares/{share}/destroy");
    site.set("destroy_body", "array");
    assert_eq!(site.post(&destroy, "").json(), json!([true]));
    site.set("destroy_body", "empty");
    let empty = site.post(&destroy, "");
    assert_eq!((empty.status, empty.body.len()), (200, 0));
    site.set("destroy_twice", 404);
    assert_eq!(site.post(&destroy, "").json(), json!({"error": "share not found"}));
    site.set("share_removed", 404);
    assert_eq!(site.get(&format!("/shares/{share}")).status, 404);

    let file = site.file("x.txt");
    let destroy = format!("{}/destroy", path(&file));
    assert_eq!(site.post(&destroy, "").status, 200);
    assert_eq!(site.post(&destroy, "").json(), json!({"error": "file not found"}));
}

#[test]
fn title_absent_files_absent_and_size_absent() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    site.set("title_absent", "null");
    site.set("files_absent", true);
    site.set("size_absent", true);
    let share = site.post("/shares/create", "").json();
    assert_eq!(share.get("title"), Some(&json!(null)));
    assert!(share.get("files").is_none());
    let file = site.stored("x.txt", b"hello");
    assert!(site.state(&file).get("size").is_none());
    let share = site.get(&format!("/shares/{}", text(&file, "sharename"))).json();
    assert_eq!(share["files"][0]["filename"], "x.txt");
}

#[test]
fn state_lag_and_state_other() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    site.set("state_lag", 2);
    let file = site.stored("x.txt", b"hello");
    let states = [0, 1, 2].map(|_| text(&site.state(&file), "readystate").to_owned());
    assert_eq!(states, ["uploading", "uploading", "uploaded"]);
    site.set("state_other", "frozen");
    assert_eq!(site.state(&file)["readystate"], "frozen");
}

#[test]
fn upload_body_changes_the_text_and_upload_error_refuses() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    site.set("upload_error", "disk on fire");
    let refused = put(&file, b"hello");
    assert_eq!((refused.status, refused.json()), (400, json!({"error": "disk on fire"})));
    assert_eq!(site.state(&file)["readystate"], "remote");
    site.set("upload_error", false);
    site.set("upload_body", "thanks");
    assert_eq!(put(&file, b"hello").text(), "thanks");
    assert_eq!(site.state(&file)["readystate"], "uploaded");
}

#[test]
fn upload_cut_ends_the_connection_and_stores_nothing() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    site.set("upload_cut", true);
    assert!(send("PUT", put_url(&file), &[], &vec![1; 100_000]).is_err());
    let (body, kind) = crate::common::multipart("file", "x.txt", b"hello");
    let url = text(&file["upload"], "posturl");
    assert!(send("POST", url, &[("content-type", kind)], &body).is_err());
    assert_eq!(site.state(&file)["readystate"], "remote");
    site.set("upload_cut", false);
    assert_eq!(put(&file, b"hello").status, 200);
}

#[test]
fn sig_expired_wants_new_urls() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    site.set("sig_expired", true);
    let file = site.file("x.txt");
    assert_eq!(put(&file, b"hello").status, 403);
    let urls = site.get(&format!("{}/upload", path(&file))).json();
    assert_eq!(send("PUT", text(&urls, "puturl"), &[], b"hello").unwrap().status, 200);
}

#[test]
fn need_length_turned_off_takes_chunks() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    site.set("need_length", false);
    assert!(chunked(put_url(&file), "hello").starts_with("HTTP/1.1 200 "));
    assert_eq!(get(&site.blob_url(&file)).text(), "hello");
    site.set("need_length", true);
    assert!(chunked(put_url(&file), "hello").starts_with("HTTP/1.1 411 "));
}

#[test]
fn redirect_code_and_redirect_host() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("x.txt", b"hello");
    for code in [301, 302, 303, 307, 308] {
        site.set("redirect_code", code);
        assert_eq!(hop("GET", &site.blob_url(&file)).0, code);
        assert_eq!(get(&site.blob_url(&file)).text(), "hello");
    }
    site.set("redirect_host", true);
    assert!(hop("GET", &site.blob_url(&file)).1.starts_with("http://localhost:"));
    assert_eq!(get(&site.blob_url(&file)).text(), "hello");
}

#[test]
fn overloaded_redirects_to_a_page() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("x.txt", b"hello");
    site.set("overloaded", true);
    assert!(hop("GET", &site.blob_url(&file)).1.ends_with("/overloaded.html"));
    let page = get(&site.blob_url(&file));
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(site.state(&file)["downloads"], 0);
}

#[test]
fn scale_form_knows_one_form_only() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("a.png", b"x");
    let base = site.blob_url(&file);
    let codes =
        || [get(&format!("{base}/scale?size=2x3")).status, get(&format!("{base}/2x3")).status];
    assert_eq!(codes(), [200, 200]);
    site.set("scale_form", "query");
    assert_eq!(codes(), [200, 404]);
    site.set("scale_form", "path");
    assert_eq!(codes(), [404, 200]);
}
