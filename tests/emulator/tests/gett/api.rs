//! Users, shares and files.

use std::time::Duration;

use gigahost_emulator::{Account, Emulator, Host, seed};
use serde_json::json;

use crate::common::{get, send};
use crate::site::{Site, bob, credentials, login, path, put, text};

#[test]
fn a_login_answers_tokens_that_work() {
    let emulator = Emulator::start().unwrap();
    let answer = login(&emulator, &credentials()).json();
    assert_eq!(answer["expires"], 86_400);
    assert_eq!(answer["user"]["email"], seed::LOGIN);
    let token = text(&answer, "accesstoken");
    assert!(token.starts_with("a.app.u") && text(&answer, "refreshtoken").starts_with("r.app.u"));

    let site = Site::login(&emulator);
    let me = site.get("/users/me").json();
    assert_eq!(me["storage"], json!({"used": 0, "limit": 2_000_000_000_u64, "extra": 0}));
    assert_eq!(me["fullname"], "Ann");
}

#[test]
fn wrong_credentials_are_refused() {
    let emulator = Emulator::start().unwrap();
    for (key, value, error) in [
        ("email", "nobody@example.test", "User not found"),
        ("password", "wrong", "Wrong password"),
        ("apikey", "unknown", "Unknown apikey"),
    ] {
        let mut body = credentials();
        body[key] = json!(value);
        let answer = login(&emulator, &body);
        assert_eq!((answer.status, answer.json()), (401, json!({"error": error})));
    }
    let missing = login(&emulator, &json!({"apikey": seed::GETT_API_KEY}));
    assert_eq!(missing.status, 400);
}

#[test]
fn a_refresh_token_stays_valid_and_is_reissued() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let body = json!({"refreshtoken": site.refresh});
    let first = login(&emulator, &body).json();
    let second = login(&emulator, &body).json();
    assert_ne!(first["refreshtoken"], second["refreshtoken"]);
    assert_eq!(first["user"]["email"], seed::LOGIN);
    assert_eq!(emulator.count(Host::Gett, "users_login_refresh"), 2);
    assert_eq!(emulator.count(Host::Gett, "users_login"), 1);
    // The older access token lives on.
    assert_eq!(site.get("/users/me").status, 200);
}

#[test]
fn an_access_token_dies_after_a_day() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    emulator.advance(Duration::from_secs(86_390));
    assert_eq!(site.get("/users/me").status, 200);
    emulator.advance(Duration::from_secs(20));
    let answer = site.get("/users/me");
    assert_eq!((answer.status, answer.json()), (401, json!({"error": "invalid accesstoken"})));
}

#[test]
fn an_added_account_can_bring_its_token_and_capacity() {
    let emulator = Emulator::start().unwrap();
    let mut account = Account::new("eve@example.test", "pw");
    (account.token, account.storage) = ("a.ready".into(), 10);
    emulator.add_account(Host::Gett, account);
    let url = emulator.base_url(Host::Gett) + "/1/users/me?accesstoken=a.ready";
    assert_eq!(get(&url).json()["storage"]["limit"], 10);
}

#[test]
fn a_body_is_json_whatever_it_is_called() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let url = format!("{}/shares/create?accesstoken={}", site.base, site.token);
    for kind in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
        let answer = send("POST", &url, &[("content-type", kind)], br#"{"title":"Box"}"#).unwrap();
        assert_eq!(answer.json()["title"], "Box", "{kind}");
    }
    for nothing in ["", "{}", "null"] {
        let share = site.post("/shares/create", nothing).json();
        assert!(share.get("title").is_none(), "{nothing}: {share}");
        assert_eq!(share["readystate"], "ready");
    }
}

#[test]
fn shares_are_listed_in_pages_newest_first() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let names: Vec<String> = (0..3).map(|_| site.share()).collect();
    let listed = |path: &str| {
        let page = site.get(path).json();
        let rows = page.as_array().unwrap();
        rows.iter().map(|share| text(share, "sharename").to_owned()).collect::<Vec<_>>()
    };
    let newest: Vec<String> = names.iter().rev().cloned().collect();
    assert_eq!(listed("/shares"), newest);
    assert_eq!(listed("/shares?skip=1&limit=1"), newest[1..2]);
    assert!(listed("/shares?skip=3&limit=5").is_empty());
    let other = Site::login_as(&emulator, &bob());
    assert_eq!(other.get("/shares").json(), json!([]));
}

#[test]
fn a_title_is_set_and_deleted() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let update = format!("/shares/{}/update", site.share());
    assert_eq!(site.post(&update, r#"{"title":"Ä"}"#).json()["title"], "Ä");
    let without = site.post(&update, r#"{"title":null}"#).json();
    assert!(without.get("title").is_none() && without["files"] == json!([]));
    assert_eq!(site.post(&update, "{}").status, 400);
}

#[test]
fn a_destroyed_share_is_removed_with_its_files() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("x.txt", b"hello");
    let share = text(&file, "sharename");
    for _ in 0..2 {
        let answer = site.post(&format!("/shares/{share}/destroy"), "");
        assert_eq!((answer.status, answer.json()), (200, json!({"success": true})));
    }
    let gone = site.get(&format!("/shares/{share}")).json();
    assert_eq!((&gone["readystate"], &gone["files"]), (&json!("removed"), &json!([])));
    assert_eq!(site.get(&path(&file)).json(), json!({"error": "file not found"}));
    assert_eq!(site.get("/shares").json(), json!([]));
    assert!(emulator.files(Host::Gett).is_empty());
    let page = get(&format!("{}/{share}", emulator.base_url(Host::Gett)));
    assert_eq!(page.status, 410);
}

#[test]
fn what_is_unknown_is_not_found_and_what_is_foreign_forbidden() {
    let emulator = Emulator::start().unwrap();
    let (site, other) = (Site::login(&emulator), Site::login_as(&emulator, &bob()));
    let file = site.stored("x.txt", b"hello");
    let share = text(&file, "sharename");

    let answer = site.get("/shares/nowhere");
    assert_eq!((answer.status, answer.json()), (404, json!({"error": "share not found"})));
    for path in [format!("/files/{share}/9"), format!("/files/{share}/9/blob")] {
        let answer = site.get(&path);
        assert_eq!((answer.status, answer.json()), (404, json!({"error": "file not found"})));
    }
    assert_eq!(site.get("/nothing/here").status, 404);

    let foreign = [
        (format!("/shares/{share}/update"), r#"{"title":"x"}"#),
        (format!("/shares/{share}/destroy"), ""),
        (format!("/files/{share}/create"), r#"{"filename":"y"}"#),
        (format!("/files/{share}/0/destroy"), ""),
    ];
    for (path, body) in foreign {
        assert_eq!(other.post(&path, body).status, 403, "{path}");
        let url = format!("{}{path}?accesstoken=stale", site.base);
        assert_eq!(send("POST", &url, &[], body.as_bytes()).unwrap().status, 401, "{path}");
    }
    assert_eq!(other.get(&format!("/files/{share}/0/upload")).status, 403);
    // Reading needs no token.
    assert_eq!(get(&format!("{}/shares/{share}", site.base)).json()["sharename"], share);
}

#[test]
fn a_file_goes_from_remote_to_uploaded() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    assert_eq!((&file["readystate"], &file["fileid"]), (&json!("remote"), &json!("0")));
    let share = format!("/shares/{}", text(&file, "sharename"));
    assert_eq!(site.get(&share).json()["files"], json!([]));
    assert_eq!(get(&site.blob_url(&file)).status, 404);

    put(&file, b"hello");
    let state = site.state(&file);
    assert_eq!((&state["readystate"], &state["size"]), (&json!("uploaded"), &json!(5)));
    assert!(state.get("upload").is_none());
    let listed = site.get(&share).json()["files"][0].clone();
    assert!(listed.get("sharename").is_none());
    assert_eq!(listed["filename"], "x.txt");
    assert_eq!(site.get("/users/me").json()["storage"]["used"], 5);
    let page = get(text(&state, "getturl"));
    assert_eq!(page.status, 200);
}

#[test]
fn file_ids_are_base_36_and_the_newest_comes_first() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let share = site.share();
    for n in 0..11 {
        let body = json!({"filename": format!("{n}"), "session": "s"});
        site.create(&share, &body);
    }
    let files = site.get(&format!("/shares/{share}")).json()["files"].clone();
    assert_eq!((&files[0]["fileid"], &files[1]["fileid"]), (&json!("a"), &json!("9")));
    assert_eq!(site.post(&format!("/files/{share}/create"), "{}").status, 400);
}

#[test]
fn a_destroyed_file_is_gone_and_destroying_it_again_succeeds() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("x.txt", b"hello");
    let destroy = format!("{}/destroy", path(&file));
    for _ in 0..2 {
        assert_eq!(site.post(&destroy, "").json(), json!({"success": true}));
    }
    assert_eq!(site.get(&path(&file)).status, 404);
    assert_eq!(put(&file, b"late").status, 404);
    assert_eq!(site.get("/users/me").json()["storage"]["used"], 0);
}
