//! Every documented answer, and the odd forms that answers were seen in or may come in.

use serde_json::{Value, json};

use super::answer::{judge, refused};
use super::bytes::{Sent, verdict};
use super::live::{LiveEvent, LiveFile};
use super::types::{File, Login, ReadyState, Share, Storage, UploadUrls, User};
use super::{split_id, table};
use crate::http::reply::Reply;
use crate::json::Document;
use crate::operation::{Class, Operation};
use crate::wire::{Malformed, Node, objects_of};
use crate::{Error, Host, State, Status};

fn read<T>(
    operation: &Operation,
    body: &Value,
    read: impl FnOnce(Node<'_>) -> Result<T, Malformed>,
) -> Result<T, Error> {
    judge(operation, &Reply::of(200, &body.to_string()))?;
    Ok(Node::new(Document::of(body).root()).and_then(read)?)
}

fn refusal(operation: &Operation, code: u16, body: &str) -> Error {
    judge(operation, &Reply::of(code, body)).unwrap_err()
}

fn user() -> Value {
    json!({"userid": "uAbC-1", "fullname": "Ann Bee", "email": "ann@example.test", "files": 3,
        "downloads": 9, "storage": {"used": 4096, "limit": 2_000_000_000, "extra": 0}})
}

fn share() -> Value {
    json!({"sharename": "7kQ2mZa", "title": "Box", "created": 1_700_000_000, "files": [],
        "getturl": "http://ge.tt/7kQ2mZa", "readystate": "ready", "userid": "uAbC-1"})
}

fn file() -> Value {
    json!({"filename": "x.txt", "fileid": "0", "downloads": 2, "sharename": "7kQ2mZa",
        "readystate": "uploaded", "created": 1_700_000_000, "size": 12,
        "getturl": "http://ge.tt/7kQ2mZa/v/0"})
}

fn urls() -> Value {
    json!({"puturl": "http://blobs.ge.tt/7kQ2mZa/x.txt?sig=aa11",
        "posturl": "http://blobs.ge.tt/7kQ2mZa?filename=x.txt?sig=bb22"})
}

#[test]
fn r39_users_login_gives_tokens_and_the_account() {
    let body = json!({"accesstoken": "a.app.ann.1924992000.ef01",
        "refreshtoken": "r.app.ann.0.0.2345", "expires": 86400, "user": user()});
    let login = read(&table::USERS_LOGIN, &body, Login::read).unwrap();
    assert_eq!(login.accesstoken.expose(), "a.app.ann.1924992000.ef01");
    assert_eq!(login.refreshtoken.as_ref().unwrap().expose(), "r.app.ann.0.0.2345");
    assert_eq!(login.expires, Some(86400));
    assert_eq!(login.user.as_ref().unwrap().email.as_deref(), Some("ann@example.test"));
    assert!(!format!("{login:?}").contains("ef01"));
}

#[test]
fn r39_users_login_refresh_may_lack_user_and_life() {
    for (expires, expected) in [
        (json!(86400), Some(86400)),
        (json!("86400"), Some(86400)),
        (json!(0), None),
        (json!(-1), None),
        (json!(null), None),
    ] {
        let body = json!({"accesstoken": "a.x", "expires": expires});
        let login = read(&table::USERS_LOGIN_REFRESH, &body, Login::read).unwrap();
        assert_eq!((login.expires, login.user, login.refreshtoken), (expected, None, None));
    }
    let error =
        read(&table::USERS_LOGIN_REFRESH, &json!({"accesstoken": {"canary": 1}}), Login::read);
    let error = error.unwrap_err();
    assert_eq!(error.status(), Status::BadAnswer);
    assert!(!format!("{error:?}").contains("canary"));
}

#[test]
fn r39_users_me_is_an_account() {
    let me = read(&table::USERS_ME, &user(), User::read).unwrap();
    assert_eq!(me.storage.and_then(|storage| storage.left()), Some(1_999_995_904));
    let account = me.account();
    assert_eq!((account.id.as_deref(), account.name.as_deref()), (Some("uAbC-1"), Some("Ann Bee")));
    assert_eq!((account.storage_used, account.storage_total), (Some(4096), Some(2_000_000_000)));
    let odd = json!({"userid": 5, "files": "3", "storage": {"used": "10", "limit": "0"}});
    let odd = read(&table::USERS_ME, &odd, User::read).unwrap();
    assert_eq!((odd.userid.as_deref(), odd.files), (Some("5"), Some(3)));
    assert_eq!(odd.storage.as_ref().and_then(Storage::left), None);
    let full = Storage { used: Some(7), limit: Some(5), extra: None };
    assert_eq!(full.left(), Some(0));
}

#[test]
fn r39_shares_list_is_a_list_in_any_of_its_forms() {
    for body in [json!([share()]), json!({"0": share()}), json!([])] {
        judge(&table::SHARES_LIST, &Reply::of(200, &body.to_string())).unwrap();
        let shares = objects_of(Document::of(&body).root(), Share::read).unwrap();
        assert_eq!(shares.len(), usize::from(body != json!([])));
    }
}

#[test]
fn r39_shares_create_gives_a_share_without_title() {
    for title in [json!(null), json!("")] {
        let mut body = share();
        body["title"] = title;
        let share = read(&table::SHARES_CREATE, &body, Share::read).unwrap();
        assert_eq!(
            (share.title.as_deref(), share.clone().into_entry().name.as_str()),
            (None, "7kQ2mZa")
        );
    }
    let least = read(&table::SHARES_CREATE, &json!({"sharename": "a"}), Share::read).unwrap();
    assert!(least.files.is_empty() && least.readystate.is_none());
}

#[test]
fn r39_shares_get_fills_in_where_its_files_are() {
    let mut body = share();
    let mut bare = file();
    bare.as_object_mut().unwrap().remove("sharename");
    for files in [json!([bare]), json!({"0": bare})] {
        body["files"] = files;
        let share = read(&table::SHARES_GET, &body, Share::read).unwrap();
        let entry = share.files[0].clone().into_entry("elsewhere");
        assert_eq!((entry.id.as_str(), entry.parent.as_deref()), ("7kQ2mZa/0", Some("7kQ2mZa")));
        assert_eq!((entry.size, entry.state), (Some(12), Some(State::Ready)));
        assert_eq!(share.into_entry().url.as_deref(), Some("http://ge.tt/7kQ2mZa"));
    }
}

#[test]
fn a_removed_share_is_known_by_its_state() {
    let mut body = share();
    body["readystate"] = json!("removed");
    assert!(read(&table::SHARES_GET, &body, Share::read).unwrap().is_removed());
}

#[test]
fn r39_shares_update_gives_the_share() {
    assert_eq!(
        read(&table::SHARES_UPDATE, &share(), Share::read).unwrap().title.as_deref(),
        Some("Box")
    );
}

#[test]
fn r39_shares_destroy_and_files_destroy_go_by_the_code_alone() {
    for operation in [&table::SHARES_DESTROY, &table::FILES_DESTROY] {
        for body in ["{\"success\":true}", "[true]", "", "gone", "<html>", "{\"error\":\"x\"}"] {
            assert!(judge(operation, &Reply::of(200, body)).is_ok(), "{body}");
        }
        assert_eq!(refusal(operation, 403, "").status(), Status::Forbidden);
        assert_eq!(refusal(operation, 404, "").status(), Status::NotFound);
    }
}

#[test]
fn r39_files_create_says_where_the_bytes_go() {
    let mut body = file();
    body["readystate"] = json!("remote");
    body["upload"] = urls();
    let file = read(&table::FILES_CREATE, &body, File::read).unwrap();
    let upload = file.upload.as_ref().unwrap();
    // Byte for byte, the second question mark included.
    assert_eq!(upload.puturl.as_ref().unwrap().expose(), urls()["puturl"].as_str().unwrap());
    assert_eq!(upload.posturl.as_ref().unwrap().expose(), urls()["posturl"].as_str().unwrap());
    assert_eq!(file.readystate, Some(ReadyState::Remote));
    assert!(!format!("{file:?}").contains("sig="));
}

#[test]
fn r39_r49_files_get_knows_every_state_and_keeps_others() {
    for (word, expected, shared) in [
        ("remote", ReadyState::Remote, State::Waiting),
        ("uploading", ReadyState::Uploading, State::Uploading),
        ("Uploaded", ReadyState::Uploaded, State::Ready),
        ("removed", ReadyState::Removed, State::Removed),
        ("baking", ReadyState::Other("baking".into()), State::Other("baking".into())),
    ] {
        let mut body = file();
        body["readystate"] = json!(word);
        let file = read(&table::FILES_GET, &body, File::read).unwrap();
        assert_eq!(file.readystate, Some(expected));
        assert_eq!(file.into_entry("s").state, Some(shared));
    }
    let odd = json!({"fileid": 17, "size": "12", "created": "1", "downloads": "0"});
    let file = read(&table::FILES_GET, &odd, File::read).unwrap();
    assert_eq!((file.fileid.as_str(), file.size, file.created), ("17", Some(12), Some(1)));
    assert_eq!(file.into_entry("7kQ2mZa").id, "7kQ2mZa/17");
}

#[test]
fn r39_files_upload_urls_must_name_one() {
    assert!(read(&table::FILES_UPLOAD_URLS, &urls(), UploadUrls::read).is_ok());
    let put = json!({"puturl": "http://blobs.ge.tt/a?sig=1"});
    assert_eq!(read(&table::FILES_UPLOAD_URLS, &put, UploadUrls::read).unwrap().posturl, None);
    for nothing in [json!({}), json!({"puturl": "", "posturl": null})] {
        let error = read(&table::FILES_UPLOAD_URLS, &nothing, UploadUrls::read).unwrap_err();
        assert_eq!(error.status(), Status::BadAnswer);
    }
}

#[test]
fn r39_files_blob_files_thumb_and_files_scale_refuse_in_words() {
    for operation in [&table::FILES_BLOB, &table::FILES_THUMB, &table::FILES_SCALE] {
        let error = refused(operation, &Reply::of(404, r#"{"error":"file not found"}"#));
        assert_eq!((error.status(), error.host_text()), (Status::NotFound, Some("file not found")));
        assert!(!error.token_dead());
    }
}

#[test]
fn r39_r46_upload_put_and_upload_post_go_by_the_words_of_the_node() {
    for operation in [&table::UPLOAD_PUT, &table::UPLOAD_POST] {
        let sent = |code, body: &str, whole| verdict(operation, Reply::of(code, body), whole);
        for yes in ["computer says yes", "Computer says YES\n", "\"computer says yes\""] {
            assert!(matches!(sent(200, yes, true), Sent::Yes(_)), "{yes}");
            assert!(matches!(sent(200, yes, false), Sent::Ask(_)));
            assert!(matches!(sent(201, yes, true), Sent::Ask(_)));
        }
        for other in ["ok", "", "<html>", "{\"success\":true}", "[]"] {
            assert!(matches!(sent(200, other, true), Sent::Ask(_)), "{other}");
        }
        assert!(matches!(sent(403, "", true), Sent::Stale(_)));
        assert!(matches!(sent(404, "{\"error\":\"x\"}", true), Sent::Stale(_)));
        for code in [200, 400, 500] {
            match sent(code, "{\"error\":\"no room\"}", true) {
                Sent::Refused(error) => assert_eq!(error.host_text(), Some("no room")),
                _ => panic!("{code} is a refusal"),
            }
        }
        for (code, expected) in [
            (411, Status::Host),
            (413, Status::TooLarge),
            (429, Status::RateLimited),
            (507, Status::Quota),
        ] {
            match sent(code, "", true) {
                Sent::Refused(error) => assert_eq!(error.status(), expected),
                _ => panic!("{code} is a refusal"),
            }
        }
        for code in [500, 502, 503, 504] {
            assert!(matches!(sent(code, "", true), Sent::Lost { begun: true, whole: true, .. }));
        }
    }
}

#[test]
fn r39_live_reads_every_documented_message() {
    let named = |kind: &str| json!({"type": kind, "sharename": "7kQ2mZa", "filename": "x.txt", "fileid": "1c"});
    let file = || LiveFile {
        sharename: "7kQ2mZa".into(),
        fileid: "1c".into(),
        filename: Some("x.txt".into()),
    };
    let with = |kind: &str, key: &str, value: Value| {
        let mut message = named(kind);
        message[key] = value;
        LiveEvent::read(&message.to_string())
    };
    let download = |increment| LiveEvent::Download { file: file(), increment };
    assert_eq!(LiveEvent::read(&named("download").to_string()), download(None));
    assert_eq!(with("download", "increment", json!(true)), download(Some(true)));
    assert_eq!(with("download", "increment", json!("0")), download(Some(false)));
    for size in [json!(12), json!("12")] {
        assert_eq!(
            with("filestat", "size", size),
            LiveEvent::Filestat { file: file(), size: Some(12) }
        );
    }
    assert_eq!(
        LiveEvent::read(&named("storagelimit").to_string()),
        LiveEvent::StorageLimit { file: file() }
    );
    assert_eq!(
        with("violatedterms", "reason", json!("because")),
        LiveEvent::ViolatedTerms { file: file(), reason: Some("because".into()) }
    );
    assert_eq!(
        LiveEvent::read(&named("violatedterms").to_string()),
        LiveEvent::ViolatedTerms { file: file(), reason: None }
    );
    for odd in [named("news"), json!({"type": "download"}), json!([1]), json!("text"), json!({})] {
        assert_eq!(LiveEvent::read(&odd.to_string()), LiveEvent::Other(odd));
    }
}

#[test]
fn r40_user_not_found_is_auth() {
    let error = refusal(&table::USERS_LOGIN, 404, r#"{"error":"User not found"}"#);
    assert_eq!((error.status(), error.host_text()), (Status::Auth, Some("User not found")));
    assert!(!error.token_dead());
}

#[test]
fn r40_a_wrong_password_is_auth_in_whatever_words() {
    for operation in [&table::USERS_LOGIN, &table::USERS_LOGIN_REFRESH] {
        for (code, body) in [(400, ""), (401, "{\"error\":\"x\"}"), (403, "<html>"), (404, "[]")] {
            let error = refusal(operation, code, body);
            assert_eq!(error.status(), Status::Auth, "{code}");
            assert!(!error.token_dead());
        }
        assert_eq!(refusal(operation, 429, "").status(), Status::RateLimited);
        assert_eq!(refusal(operation, 500, "").status(), Status::Http);
    }
}

#[test]
fn r40_share_not_found_and_file_not_found_are_not_found() {
    for text in ["share not found", "file not found", "Share Not Found"] {
        let body = json!({"error": text}).to_string();
        for code in [400, 404, 410] {
            let error = refusal(&table::FILES_CREATE, code, &body);
            assert_eq!((error.status(), error.host_text()), (Status::NotFound, Some(text)));
            assert!(!error.token_dead(), "{code}");
        }
    }
}

#[test]
fn r40_an_error_with_200_is_a_failure_unless_the_object_is_there() {
    let error = refusal(&table::SHARES_GET, 200, r#"{"error":"share not found"}"#);
    assert_eq!(error.status(), Status::NotFound);
    assert_eq!(refusal(&table::USERS_ME, 200, r#"{"error":"odd"}"#).status(), Status::Host);
    let mut both = share();
    both["error"] = json!("a warning");
    assert!(read(&table::SHARES_GET, &both, Share::read).is_ok());
}

#[test]
fn a_dead_token_is_suspected_by_code_and_only_where_one_was_sent() {
    for (code, expected) in [
        (401, true),
        (400, true),
        (409, true),
        (403, false),
        (404, false),
        (411, false),
        (413, false),
        (429, false),
        (500, false),
    ] {
        for operation in Host::Gett.operations() {
            let with_token =
                operation.auth == crate::operation::Auth::Token && operation.class != Class::Login;
            let error = refusal(operation, code, r#"{"error":"invalid accesstoken"}"#);
            assert_eq!(error.token_dead(), expected && with_token, "{} {code}", operation.name);
        }
    }
}

#[test]
fn an_answer_that_is_no_json_is_a_bad_one() {
    for body in ["", "<html>", "yes", "{\"sharename\":\"7k"] {
        assert_eq!(refusal(&table::SHARES_GET, 200, body).status(), Status::BadAnswer, "{body}");
    }
    assert_eq!(refusal(&table::SHARES_GET, 502, "<html>").status(), Status::Http);
    assert_eq!(refusal(&table::SHARES_CREATE, 204, "").status(), Status::Http);
}

#[test]
fn the_id_of_a_file_is_its_share_and_its_own() {
    assert_eq!(split_id("7kQ2mZa/1c").unwrap(), ("7kQ2mZa", "1c"));
    for wrong in ["", "7kQ2mZa", "/0", "7kQ2mZa/", "a/b/c", "a/b/"] {
        assert_eq!(split_id(wrong).unwrap_err().status(), Status::Argument, "{wrong}");
    }
}
