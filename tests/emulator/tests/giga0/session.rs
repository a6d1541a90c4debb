//! Sessions, errors and what all calls share.

use std::time::Duration;

use gigahost_emulator::seed;
use serde_json::{Value, json};

use crate::common::{get, post};
use crate::site::{HOST, REJECTED, Site, text};

#[test]
fn keys_give_a_token_of_128_characters() {
    let site = Site::open();
    assert_eq!(site.token.len(), 128);
    assert!(site.account.parse::<u64>().is_ok());
    let answer = site.raw("authorize", &[("key1", seed::GIGA0_KEY1), ("key2", seed::GIGA0_KEY2)]);
    let body = answer.json();
    assert_eq!(body["_status"], json!("success"));
    assert_eq!(text(&body["_datetime"]).len(), "2031-02-03 04:05:06".len());
}

#[test]
fn wrong_credentials_are_refused_in_the_hosts_words() {
    let site = Site::open();
    let refused = |form: &[(&str, &str)]| text(&site.raw("authorize", form).json()["response"]);
    let wrong = refused(&[("key1", seed::GIGA0_KEY1), ("key2", seed::GIGA0_KEY1)]);
    assert!(wrong.starts_with("Could not authenticate user."));
    let wanted = "Please provide key1. It must be 64 characters in length.";
    assert_eq!(refused(&[("username", seed::LOGIN), ("password", seed::PASSWORD)]), wanted);
    site.set("auth_mode", "password");
    let keys = [("key1", seed::GIGA0_KEY1), ("key2", seed::GIGA0_KEY2)];
    assert_eq!(refused(&keys), "Please provide a username.");
    assert_eq!(refused(&[("username", seed::LOGIN)]), "Please provide a password.");
    let good = [("username", seed::LOGIN), ("password", seed::PASSWORD)];
    assert!(site.raw("authorize", &good).json()["data"]["access_token"].is_string());
}

#[test]
fn authorize_can_refuse_the_level_and_the_account() {
    let site = Site::open();
    let keys = [("key1", seed::GIGA0_KEY1), ("key2", seed::GIGA0_KEY2)];
    site.set("level_denied", true);
    let refused = text(&site.raw("authorize", &keys).json()["response"]);
    assert!(refused.starts_with("Your account level does not have access"));
    site.set("locked_account", true);
    let refused = text(&site.raw("authorize", &keys).json()["response"]);
    assert!(refused.starts_with("Could not authenticate user."));
}

#[test]
fn errors_come_with_http_200_in_the_order_of_the_checks() {
    let site = Site::open();
    let refused = |form: &[(&str, &str)]| {
        let answer = site.raw("file/info", form);
        assert_eq!((answer.status, &answer.json()["_status"]), (200, &json!("error")));
        text(&answer.json()["response"])
    };
    let (token, account) = (("access_token", &*site.token), ("account_id", &*site.account));
    assert_eq!(refused(&[]), "Please provide the access_token param.");
    assert_eq!(refused(&[("access_token", "x")]), "Please provide the account_id param.");
    assert_eq!(refused(&[("access_token", "x"), account]), REJECTED);
    assert_eq!(refused(&[token, ("account_id", "1")]), REJECTED);
    assert_eq!(refused(&[token, account]), "Please provide the file_id param.");
    let unknown = refused(&[token, account, ("file_id", "1")]);
    assert_eq!(unknown, "Could not find file based on file_id.");
}

#[test]
fn errors_take_the_form_of_the_switch() {
    let site = Site::open();
    let answer = |key: &str| {
        site.set("error_key", key);
        site.raw("file/info", &[]).json()
    };
    assert_eq!(answer("_status")["_status"], json!("error"));
    let body = answer("status");
    assert_eq!((&body["status"], &body["_status"]), (&json!("error"), &Value::Null));
    let told = "Please provide the access_token param.";
    assert_eq!(answer("result"), json!({"message": told, "result": false}));
    assert_eq!(answer("success"), json!({"success": false, "message": told}));
}

#[test]
fn errors_can_have_http_codes() {
    let site = Site::open();
    site.set("http_errors", true);
    assert_eq!(site.raw("file/info", &[]).status, 400);
    let dead = [("access_token", "x"), ("account_id", "1")];
    assert_eq!(site.raw("file/info", &dead).status, 401);
    assert_eq!(site.call("file/info", &[("file_id", "1")]).status, 404);
}

#[test]
fn four_calls_take_a_get_and_a_post_ignores_its_query() {
    let site = Site::open();
    let query = format!("?access_token={}&account_id={}", site.token, site.account);
    for path in ["account/info", "account/package"] {
        assert_eq!(get(&site.url(&(path.to_owned() + &query))).status, 200);
        let posted = post(&site.url(&(path.to_owned() + &query)), &[]);
        assert_eq!(posted.json()["_status"], json!("error"));
    }
    assert_eq!(get(&site.url(&format!("folder/listing{query}"))).status, 405);
    let id = site.upload("a.bin");
    for path in ["file/info", "file/download"] {
        let url = site.url(&format!("{path}{query}&file_id={id}"));
        assert_eq!(get(&url).json()["_status"], json!("success"));
    }
}

#[test]
fn a_token_dies_after_an_hour_without_use() {
    let site = Site::open();
    for _ in 0..3 {
        site.emulator.advance(Duration::from_secs(3500));
        assert_eq!(site.call("account/info", &[]).json()["_status"], json!("success"));
    }
    site.emulator.advance(Duration::from_secs(3600));
    assert_eq!(site.refused("account/info", &[]), REJECTED);
}

#[test]
fn tokens_can_die_early_and_be_rejected_once() {
    let site = Site::open();
    site.set("token_reject", json!({"op": "file_info", "n": 2}));
    let id = site.upload("a.bin");
    let fine = || site.call("file/info", &[("file_id", &id)]).json()["_status"] == "success";
    assert_eq!([fine(), fine(), fine()], [true, false, true]);
    site.set("token_ttl", 60);
    site.emulator.advance(Duration::from_secs(60));
    assert!(!fine());
}

#[test]
fn several_tokens_live_side_by_side_unless_told_otherwise() {
    let site = Site::open();
    let second = site.session(seed::GIGA0_KEY1, seed::GIGA0_KEY2).0;
    assert_eq!(site.call("account/info", &[]).json()["_status"], json!("success"));
    site.set("single_session", true);
    let third = site.session(seed::GIGA0_KEY1, seed::GIGA0_KEY2).0;
    assert_ne!(second, third);
    assert_eq!(site.refused("account/info", &[]), REJECTED);
}

#[test]
fn account_calls_can_reject_in_the_shorter_words() {
    let site = Site::open();
    site.set("short_token_text", true);
    site.set("token_reject", json!({}));
    let short = "Could not validate access_token, please reauthenticate or try again.";
    assert_eq!(site.refused("account/package", &[]), short);
    assert_eq!(site.refused("folder/listing", &[]), REJECTED);
}

#[test]
fn a_disabled_token_is_dead_and_disabling_it_again_succeeds() {
    let site = Site::open();
    let answer = site.call("disable_access_token", &[]).json();
    assert_eq!((&answer["_status"], &answer["data"]), (&json!("success"), &Value::Null));
    assert_eq!(site.refused("account/info", &[]), REJECTED);
    let again = site.call("disable_access_token", &[]).json();
    assert_eq!(again["_status"], json!("success"));
}

#[test]
fn numbers_are_text_or_integers_as_the_switch_says() {
    let site = Site::open();
    let id = site.upload("a.bin");
    let kinds = || {
        let info = site.data("file/info", &[("file_id", &id)]);
        let package = site.data("account/package", &[]);
        let account = site.data("account/info", &[]);
        [&info["id"], &info["fileSize"], &package["can_upload"], &account["id"]]
            .map(Value::is_string)
    };
    assert_eq!(kinds(), [true; 4]);
    site.set("numbers", "int");
    assert_eq!(kinds(), [false; 4]);
}

#[test]
fn successes_can_lack_their_state() {
    let site = Site::open();
    site.set("no_status_key", true);
    let body = site.call("account/info", &[]).json();
    assert_eq!((&body["_status"], body["data"].is_object()), (&Value::Null, true));
}

#[test]
fn a_reset_forgets_files_and_tokens() {
    let site = Site::open();
    site.upload("a.bin");
    site.emulator.reset();
    assert!(site.emulator.files(HOST).is_empty());
    assert_eq!(site.refused("account/info", &[]), REJECTED);
}
