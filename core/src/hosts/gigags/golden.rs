//! The answers of the web page's script, and the guesses that the host's document leaves room for.

use serde_json::{Value, json};

use super::answer::{self, judge};
use super::table;
use super::types::{Files, SessionInfo, Uploaded, is_filehash};
use super::upload::whole_address;
use crate::http::reply::Reply;
use crate::json::Document;
use crate::operation::Operation;
use crate::{Error, Status};

const ID: &str = "AbCdEfGh12345678";
const HASH: &str = "0cc175b9c0f1b6a831c399e269772661";
const FILEHASH: &str = "AbCdEfGh12345678_0cc175b9c0f1b6a831c399e269772661";

fn verdict(operation: &Operation, status: u16, json: &Value) -> Result<(), Error> {
    judge(operation, &Reply::of(status, &json.to_string()))
}

fn refused(operation: &Operation, status: u16, json: &Value) -> Status {
    verdict(operation, status, json).unwrap_err().status()
}

#[test]
fn r39_session_public_is_read_as_the_script_reads_it() {
    let body = json!({"private": false, "token": "p0q9r8", "maxFileSize": "512MB"});
    verdict(&table::SESSION_PUBLIC, 200, &body).unwrap();
    let info = SessionInfo::read(Document::of(&body).root());
    assert_eq!((info.private, info.max_file_size), (Some(false), Some(512 << 20)));
    assert_eq!(info.token.as_ref().map(crate::Secret::expose), Some("p0q9r8"));
    assert!(!format!("{info:?}").contains("p0q9r8"));
    let odd = SessionInfo::read(Document::of(&json!({"private": "1", "maxFileSize": 0})).root());
    assert_eq!((odd.private, odd.max_file_size, odd.token), (Some(true), None, None));
}

#[test]
fn r39_session_token_without_a_token_still_means_valid() {
    assert!(verdict(&table::SESSION_TOKEN, 200, &json!({"success": true})).is_ok());
    assert!(verdict(&table::SESSION_TOKEN, 200, &json!({"private": 1})).is_ok());
    assert_eq!(refused(&table::SESSION_TOKEN, 200, &json!({})), Status::BadAnswer);
    assert_eq!(refused(&table::SESSION_TOKEN, 200, &json!({"error": "bad token"})), Status::Auth);
}

#[test]
fn r40_session_login_and_create_token_take_every_refusal_for_one_of_the_credentials() {
    for operation in [&table::SESSION_LOGIN, &table::CREATE_TOKEN] {
        for body in [json!({"success": false}), json!({"msg": "no"}), json!({"error": "size"})] {
            assert_eq!(refused(operation, 200, &body), Status::Auth, "{body}");
        }
        assert_eq!(refused(operation, 401, &json!({})), Status::Auth);
        assert_eq!(refused(operation, 429, &json!({})), Status::RateLimited);
        assert_eq!(refused(operation, 503, &json!({})), Status::Http);
        assert!(!verdict(operation, 401, &json!({})).unwrap_err().token_dead());
    }
}

#[test]
fn r39_create_token_finds_the_token_in_three_places() {
    for body in [
        json!({"token": "t"}),
        json!({"success": true, "data": {"token": "t"}}),
        json!({"access_token": "t"}),
    ] {
        verdict(&table::CREATE_TOKEN, 200, &body).unwrap();
        assert_eq!(answer::token(Document::of(&body).root()).as_deref(), Some("t"), "{body}");
    }
    assert_eq!(refused(&table::CREATE_TOKEN, 200, &json!({"success": true})), Status::BadAnswer);
}

#[test]
fn r39_get_upload_url_finds_the_address_in_six_places() {
    let url = "https://s3.giga.gs/upload";
    for body in [
        json!({"url": url}),
        json!({"uploadUrl": url}),
        json!({"upload_url": url}),
        json!({"data": {"url": url}}),
        json!({"data": url}),
        json!(url),
    ] {
        verdict(&table::GET_UPLOAD_URL, 200, &body).unwrap();
        assert_eq!(answer::upload_url(Document::of(&body).root()).as_deref(), Some(url), "{body}");
    }
    assert_eq!(refused(&table::GET_UPLOAD_URL, 200, &json!({"success": true})), Status::BadAnswer);
    assert_eq!(refused(&table::GET_FILES, 200, &json!("text")), Status::BadAnswer);
}

#[test]
fn an_upload_address_is_made_whole() {
    for (given, whole) in [
        ("s3", "https://s3.giga.gs/upload"),
        ("https://s3.giga.gs", "https://s3.giga.gs/upload"),
        ("https://s3.giga.gs/", "https://s3.giga.gs/upload"),
        ("https://s3.giga.gs?a=1", "https://s3.giga.gs/upload?a=1"),
        ("https://s3.giga.gs/up?a=1", "https://s3.giga.gs/up?a=1"),
        ("https://s3.giga.gs/upload", "https://s3.giga.gs/upload"),
    ] {
        assert_eq!(whole_address(given), whole);
    }
}

#[test]
fn r39_r48_upload_succeeds_with_or_without_a_link() {
    let body = json!({"success": true, "url": "https://s3.giga.gs/v/AbCdEfGh12345678.mp4"});
    verdict(&table::UPLOAD, 200, &body).unwrap();
    assert!(Uploaded::read(Document::of(&body).root()).url.is_some());
    for success in [json!(true), json!(1), json!("true")] {
        let body = json!({"success": success});
        verdict(&table::UPLOAD, 200, &body).unwrap();
        assert_eq!(Uploaded::read(Document::of(&body).root()), Uploaded::default());
    }
    assert_eq!(refused(&table::UPLOAD, 200, &json!({})), Status::BadAnswer);
}

#[test]
fn r40_r48_upload_refusals_come_with_200_and_are_told_apart_by_their_words() {
    for (code, body, status) in [
        (200, json!({"success": false, "error": "File too large"}), Status::TooLarge),
        (200, json!({"success": 0, "msg": "wrong size"}), Status::TooLarge),
        (200, json!({"success": "false", "message": "Invalid token"}), Status::Auth),
        (200, json!({"success": false, "description": "only mp4"}), Status::Host),
        (200, json!({"success": false, "url": "https://x.test/y"}), Status::Host),
        (200, json!({"error": "no"}), Status::Host),
        (403, json!({"success": true, "url": "https://x.test/y"}), Status::Auth),
        (404, json!({}), Status::NotFound),
        (413, json!({}), Status::TooLarge),
        (429, json!({}), Status::RateLimited),
        (502, json!({"error": "token"}), Status::Http),
    ] {
        assert_eq!(refused(&table::UPLOAD, code, &body), status, "{body}");
    }
    let dead = verdict(&table::UPLOAD, 401, &json!({})).unwrap_err();
    assert!(dead.token_dead());
}

#[test]
fn upload_finds_id_hash_and_filehash_wherever_they_are() {
    for body in [
        json!({"id": ID, "hash": HASH}),
        json!({"videoid": ID, "md5": HASH}),
        json!({"data": {"video_id": ID, "hash": HASH}}),
        json!({"files": [{"_id": ID, "hash": HASH}]}),
        json!({"name": ID, "hash": HASH}),
        json!({"filehash": FILEHASH}),
        json!({"deep": [{"er": {"still": FILEHASH}}]}),
    ] {
        assert_eq!(
            Uploaded::read(Document::of(&body).root()).filehash.as_deref(),
            Some(FILEHASH),
            "{body}"
        );
    }
    for body in [
        json!({"id": "short", "hash": HASH}),
        json!({"id": ID, "hash": HASH.to_uppercase()}),
        json!({"name": "film.mp4", "hash": HASH}),
    ] {
        assert_eq!(Uploaded::read(Document::of(&body).root()).filehash, None, "{body}");
    }
    assert!(is_filehash(FILEHASH) && !is_filehash("a_b"));
}

#[test]
fn r39_get_files_finds_the_list_in_five_places_and_in_all_forms() {
    let row =
        json!({"id": ID, "hash": HASH, "title": "a.mp4", "size": "12", "timestamp": "1700000000"});
    for body in [
        json!([row]),
        json!({"files": [row]}),
        json!({"data": [row], "total": "1"}),
        json!({"data": {"files": [row], "count": 1}}),
        json!({"success": true, "videos": [row]}),
        json!({"files": {"0": row}}),
    ] {
        verdict(&table::GET_FILES, 200, &body).unwrap();
        let files = Files::read(Document::of(&body).root());
        assert_eq!(files.files.len(), 1, "{body}");
        let entry = files.files[0].clone().into_entry();
        assert_eq!((entry.id.as_str(), entry.name.as_str()), (FILEHASH, "a.mp4"));
        assert_eq!((entry.size, entry.created), (Some(12), Some(1_700_000_000)));
        assert_eq!(entry.md5, None);
    }
    for body in [json!([]), json!({"files": []}), json!({"files": {}}), json!({"files": null})] {
        verdict(&table::GET_FILES, 200, &body).unwrap();
        assert!(Files::read(Document::of(&body).root()).files.is_empty(), "{body}");
    }
    let odd = Files::read(
        Document::of(&json!([{"size": "12 MB", "date": "yesterday", "created": null}, 7, null]))
            .root(),
    );
    assert_eq!(odd.files.len(), 1);
    assert_eq!(
        (odd.files[0].size, odd.files[0].created_text.as_deref()),
        (None, Some("yesterday"))
    );
    assert_eq!(refused(&table::GET_FILES, 200, &json!({"success": true})), Status::BadAnswer);
}

#[test]
fn r39_archive_takes_any_object_without_an_error_for_success() {
    for body in [json!({"success": true}), json!({"ok": 1}), json!({"success": "1"})] {
        assert!(verdict(&table::ARCHIVE, 200, &body).is_ok(), "{body}");
    }
    for (body, status) in [
        (json!({}), Status::BadAnswer),
        (json!([]), Status::BadAnswer),
        (json!({"success": false}), Status::Host),
        (json!({"error": "File not found"}), Status::NotFound),
    ] {
        assert_eq!(refused(&table::ARCHIVE, 200, &body), status, "{body}");
    }
}

#[test]
fn q8_a_page_is_a_bad_answer() {
    let page = Reply::of(200, "<html>");
    for operation in table::OPERATIONS {
        let error = judge(operation, &page).unwrap_err();
        assert_eq!(error.status(), Status::BadAnswer, "{}", operation.name);
    }
}
