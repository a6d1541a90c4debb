//! Administrators, and what holds for every operation.

use gigahost_emulator::{FaultKind, seed};
use serde_json::json;

use crate::common::{Answer, get};
use crate::site::{HOST, Site, text};

const NEW: [(&str, &str); 4] = [
    ("username", "cy"),
    ("password", "longer-word"),
    ("email", "cy@example.test"),
    ("package_id", "1"),
];

fn admin() -> Site {
    Site::open_as(seed::GIGA0_ADMIN_KEY1, seed::GIGA0_ADMIN_KEY2)
}

/// A call about another account.
fn about(site: &Site, path: &str, account: &str, form: &[(&str, &str)]) -> Answer {
    let first = [("access_token", &*site.token), ("account_id", account)];
    site.raw(path, &[&first, form].concat())
}

#[test]
fn admin_calls_answer_only_an_admin_token() {
    let site = Site::open();
    for path in ["account/create", "account/edit", "account/delete", "package/listing"] {
        let refused = site.refused(path, &NEW);
        assert_eq!(refused, "API user must be an admin user for this endpoint.");
    }
}

#[test]
fn an_admin_makes_changes_and_deletes_an_account() {
    let site = admin();
    let made = site.data("account/create", &NEW);
    assert_eq!((&made["username"], &made["level_id"]), (&json!("cy"), &json!("1")));
    let id = text(&made["id"]);

    let form = [("package_id", "2"), ("firstname", "Cyan"), ("status", "")];
    let edited = about(&site, "account/edit", &id, &form).json()["data"].clone();
    assert_eq!((&edited["level_id"], &edited["firstname"]), (&json!("2"), &json!("Cyan")));
    assert_eq!(edited["status"], json!("active"));

    site.set("auth_mode", "password");
    let login = || site.raw("authorize", &NEW[..2]).json()["_status"].clone();
    assert_eq!(login(), json!("success"));
    about(&site, "account/edit", &id, &[("status", "suspended")]);
    assert_eq!(login(), json!("error"));

    let deleted = about(&site, "account/delete", &id, &[]).json();
    assert_eq!((&deleted["_status"], deleted.get("data")), (&json!("success"), None));
    assert_eq!(about(&site, "account/delete", &id, &[]).json()["_status"], json!("error"));
}

#[test]
fn unfit_accounts_are_not_made() {
    let site = admin();
    let with = |name: &str, value: &'static str| {
        let mut form = NEW;
        form.iter_mut().filter(|(key, _)| *key == name).for_each(|pair| pair.1 = value);
        site.refused("account/create", &form)
    };
    assert_eq!(with("username", ""), "Please provide the username param.");
    assert!(with("email", seed::LOGIN).starts_with("Email address already exists"));
    with("password", "short");
    with("password", "with a space");
    with("username", "c y");
    with("package_id", "77");
    assert_eq!(site.data("account/create", &NEW)["status"], json!("active"));
}

#[test]
fn an_admin_lists_the_packages() {
    let site = admin();
    let packages = site.data("package/listing", &[])["packages"].clone();
    let kinds: Vec<String> =
        packages.as_array().unwrap().iter().map(|one| text(&one["level_type"])).collect();
    assert_eq!(kinds, ["free", "paid user", "paid user"]);
}

#[test]
fn the_package_follows_from_the_account() {
    let paid = Site::open();
    assert_eq!(paid.data("account/package", &[])["level_type"], json!("paid user"));
    let free = Site::open_as(seed::GIGA0_FREE_KEY1, seed::GIGA0_FREE_KEY2);
    let package = free.data("account/package", &[]);
    assert_eq!(package["level_type"], json!("free"));
    assert_eq!(package["max_upload_size"], json!("536870912"));
}

#[test]
fn every_operation_meets_the_common_faults() {
    let site = admin();
    let id = site.upload("a.bin");
    let url = site.link(&id);
    let credentials = [("key1", seed::GIGA0_ADMIN_KEY1), ("key2", seed::GIGA0_ADMIN_KEY2)];
    for path in [
        "authorize",
        "disable_access_token",
        "account/info",
        "account/package",
        "account/create",
        "account/edit",
        "account/delete",
        "package/listing",
        "file/upload",
        "file/download",
        "file/url_upload_add",
        "file/url_upload_status",
        "file/info",
        "file/edit",
        "file/delete",
        "file/move",
        "file/copy",
        "folder/create",
        "folder/listing",
        "folder/info",
        "folder/edit",
        "folder/delete",
        "folder/move",
    ] {
        let operation = path.replace('/', "_");
        site.fault(&operation, FaultKind::RetryAfter { seconds: 7 });
        let answer = site.raw(path, &credentials);
        assert_eq!((answer.status, answer.header("retry-after")), (429, "7"), "{path}");
        site.fault(&operation, FaultKind::BadJson);
        let spoilt = site.raw(path, &credentials);
        assert!(serde_json::from_slice::<serde_json::Value>(&spoilt.body).is_err(), "{path}");
        assert!(site.raw(path, &credentials).json()["_datetime"].is_string(), "{path}");
    }
    site.fault("download_bytes", FaultKind::HttpStatus { code: 503 });
    assert_eq!(get(&url).status, 503);
    assert_eq!(get(&url).status, 200);
}

#[test]
fn an_unknown_switch_or_value_is_refused() {
    let emulator = admin().emulator;
    assert!(emulator.set(HOST, "no_such_switch", true).is_err());
    assert!(emulator.set(HOST, "error_key", "elsewhere").is_err());
    assert!(emulator.set(HOST, "token_ttl", "long").is_err());
    assert!(emulator.set(HOST, "url_task", json!({"words": "x"})).is_err());
}
