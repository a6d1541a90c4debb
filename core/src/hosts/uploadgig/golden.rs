//! Every documented answer, and the odd forms that answers were seen in or may come in.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::{self, HOLD};
use super::table::{GET_UPLOAD_ACTION, UPLOAD_BYTES};
use super::types::{Action, Stored};
use crate::http::reply::Reply;
use crate::json::Document;
use crate::wire::Node;
use crate::{Error, Status};

fn action(body: &Value) -> Result<Action, Error> {
    answer::judge(&GET_UPLOAD_ACTION, &Reply::of(200, &body.to_string()))?;
    Ok(Node::new(Document::of(body).root()).and_then(Action::read)?)
}

fn stored(body: &Value) -> Result<Stored, Error> {
    answer::judge(&UPLOAD_BYTES, &Reply::of(200, &body.to_string()))?;
    Ok(Stored::read(Document::of(body).root())?)
}

const URL: &str = "http://192.0.2.10:81/upload?identity=q1w2e3r4t5y6u7i8";

fn good_action() -> Value {
    json!({"code": "1", "result": {"action": URL, "cmbs": 2048}})
}

fn good_file() -> Value {
    json!({
        "file_name": "x.bin", "url": "https://uploadgig.com/file/download/1a2B3c4D5e6F7081/x.bin",
        "id": "1a2B3c4D5e6F7081", "size": 12, "ok": true,
        "message": "Uploaded was successful, file will be available in a few minutes",
    })
}

#[test]
fn r39_get_upload_action_gives_an_address_and_a_limit() {
    let action = action(&good_action()).unwrap();
    assert_eq!(action.action.expose(), URL);
    assert_eq!((action.cmbs, action.largest_file()), (Some(2048), Some(2048 * 1_048_576)));
    assert!(!format!("{action:?}").contains("identity"));
}

#[test]
fn r45_the_code_may_come_in_any_form_of_one() {
    for code in [json!("1"), json!(1), json!(1.0), json!(" 1")] {
        let mut body = good_action();
        body["code"] = code.clone();
        assert!(action(&body).is_ok(), "{code}");
    }
}

#[test]
fn a_limit_that_is_no_figure_means_unknown() {
    for cmbs in [json!("2048"), json!(null), json!(true), json!(0), json!(-1), json!("")] {
        let mut body = good_action();
        body["result"]["cmbs"] = cmbs.clone();
        assert_eq!(action(&body).unwrap().largest_file(), None, "{cmbs}");
    }
    let missing = json!({"code": 1, "result": {"action": URL}});
    assert_eq!(action(&missing).unwrap().cmbs, None);
}

#[test]
fn r40_email_or_password_was_incorrect_is_auth() {
    let error =
        action(&json!({"code": "0", "result": "Email or password was incorrect!"})).unwrap_err();
    assert_eq!((error.status(), error.host_code()), (Status::Auth, Some("0")));
    assert_eq!(error.host_text(), Some("Email or password was incorrect!"));
    let number = action(&json!({"code": 0, "result": "EMAIL OR PASSWORD WAS INCORRECT"}));
    assert_eq!(number.unwrap_err().status(), Status::Auth);
}

#[test]
fn r40_r136_you_cant_login_a_few_minutes_is_the_limiter_and_not_auth() {
    for code in [json!("-3"), json!(-3)] {
        for text in [json!("you can't login a few minutes"), json!("another text"), json!(null)] {
            let error = action(&json!({"code": code, "result": text})).unwrap_err();
            assert_eq!(error.status(), Status::RateLimited, "{code} {text}");
            assert_eq!(error.retry_after(), Some(HOLD));
        }
    }
    // The password is not at fault even if the text speaks of it.
    let both = json!({"code": "-3", "result": "Email or password was incorrect!"});
    assert_eq!(action(&both).unwrap_err().status(), Status::RateLimited);
}

#[test]
fn the_limiters_own_time_is_preferred() {
    let mut limited = Reply::of(200, r#"{"code":"-3","result":"x"}"#);
    limited.retry_after = Some(Duration::from_secs(7));
    let error = answer::judge(&GET_UPLOAD_ACTION, &limited).unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[test]
fn r40_any_other_code_is_a_refusal_with_its_text() {
    for (code, shown) in [(json!("-2"), "-2"), (json!("E9"), "E9"), (json!(5), "5")] {
        let error = action(&json!({"code": code, "result": "Closed"})).unwrap_err();
        assert_eq!((error.status(), error.host_text()), (Status::Host, Some("Closed")), "{code}");
        assert_eq!(error.host_code(), Some(shown));
    }
}

#[test]
fn a_success_without_an_address_is_a_bad_answer() {
    for body in [
        json!({"code": "1", "result": "a text"}),
        json!({"code": "1", "result": {"cmbs": 1}}),
        json!({"code": "1", "result": {"action": ""}}),
        json!({"code": "1", "result": {"action": 5}}),
        json!({"code": "1"}),
        json!({"result": {"action": URL}}),
        json!({"code": null, "result": {"action": URL}}),
        json!([]),
        json!("text"),
    ] {
        assert_eq!(action(&body).unwrap_err().status(), Status::BadAnswer, "{body}");
    }
}

#[test]
fn an_answer_that_is_no_json_goes_by_its_http_code() {
    for (code, body, expected) in [
        (200, "<html>flood protection", Status::BadAnswer),
        (200, "", Status::BadAnswer),
        (200, r#"{"code":"1","resu"#, Status::BadAnswer),
        (403, "proxies are not welcome", Status::Forbidden),
        (404, "<html>", Status::NotFound),
        (500, "", Status::Http),
        (406, "Too many tries", Status::RateLimited),
        (429, "ERROR 702", Status::RateLimited),
    ] {
        for operation in [&GET_UPLOAD_ACTION, &UPLOAD_BYTES] {
            let error = answer::judge(operation, &Reply::of(code, body)).unwrap_err();
            assert_eq!(error.status(), expected, "{code} {body}");
            assert_eq!(error.http_status(), Some(code));
        }
    }
}

#[test]
fn r39_r45_upload_bytes_is_read_in_all_its_outer_forms() {
    for body in [json!({"0": good_file()}), json!([good_file()]), good_file()] {
        let file = stored(&body).unwrap();
        assert_eq!(file.url, "https://uploadgig.com/file/download/1a2B3c4D5e6F7081/x.bin");
        assert_eq!(file.id.as_deref(), Some("1a2B3c4D5e6F7081"));
        assert_eq!((file.size, file.file_name.as_deref()), (Some(12), Some("x.bin")));
        let entry = file.into_entry("wanted");
        assert_eq!((entry.id.as_str(), entry.size), ("1a2B3c4D5e6F7081", Some(12)));
    }
}

#[test]
fn r45_ok_and_size_may_be_quoted_and_the_rest_may_be_missing() {
    for ok in [json!(true), json!("true"), json!(1), json!("1"), json!("TRUE")] {
        let body = json!({"0": {"ok": ok, "size": "12",
            "url": "https://uploadgig.com/file/download/aB01aB01aB01aB01"}});
        let file = stored(&body).unwrap();
        let entry = file.clone().into_entry("wanted.bin");
        assert_eq!((file.size, file.message), (Some(12), None));
        assert_eq!((entry.id.as_str(), entry.name.as_str()), ("aB01aB01aB01aB01", "wanted.bin"));
    }
}

#[test]
fn r40_invalid_identity_provided_is_a_dead_address() {
    for text in ["Invalid identity provided", "INVALID IDENTITY"] {
        let error = stored(&json!({"0": {"message": text, "ok": false}})).unwrap_err();
        assert!(answer::is_dead_identity(&error));
        assert_eq!((error.status(), error.host_text()), (Status::Host, Some(text)));
    }
}

#[test]
fn every_other_answer_of_the_node_is_a_failure_with_its_message() {
    for (body, open) in [
        (json!({"0": {"message": "Storage is full", "ok": false}}), false),
        (json!({"0": {"message": "m", "ok": "0", "url": "https://x.example/y"}}), false),
        (json!({"0": {"message": "m", "url": "https://x.example/y"}}), true),
        (json!({"0": {"message": "m", "ok": "perhaps", "url": "https://x.example/y"}}), true),
        (json!({"0": {"message": "m", "ok": true}}), true),
        (json!({"0": {"message": "m", "ok": true, "url": ""}}), true),
        (json!({"message": "m", "ok": null}), true),
    ] {
        let error = stored(&body).unwrap_err();
        assert_eq!(error.status(), Status::Host, "{body}");
        assert!(error.host_text().is_some_and(|text| text.starts_with(['m', 'S'])));
        assert!(!answer::is_dead_identity(&error));
        assert_eq!(answer::is_open(&Reply::of(200, &body.to_string())), open, "{body}");
    }
    for body in [json!([good_file(), good_file()]), json!([]), json!({"0": "text"}), json!(1)] {
        assert_eq!(stored(&body).unwrap_err().status(), Status::BadAnswer, "{body}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named_by_its_field_only() {
    let body = json!({"0": {"ok": true, "url": "https://x.example/canary", "size": "canary"}});
    let error = stored(&body).unwrap_err();
    assert_eq!(error.status(), Status::BadAnswer);
    assert!(error.message().contains("`size`") && !format!("{error:?}").contains("canary"));
}
