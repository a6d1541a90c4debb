//! Golden answers (R39, R40, R50): every operation's documented success, every documented refusal,
//! and the odd forms that were seen, each against what it must become.

use gigahost_faults::{FaultServer, Router, reply};

use super::*;
use crate::http::reply::Reply;
use crate::{Answer, Host, PlainHttp, Secret, Session, Status, Trash};

const FILE: &str = r#"{"file_id":"00112233445566778899aabbccddeeff","mode":0,"mode_label":"Public","folder_id":"7100001","name":"x.bin","hash":"0CC175B9C0F1B6A831C399E269772661","size":1,"created":1700000000,"nb_downloads":0,"url":"http:\/\/rapidgator.net\/file\/00112233445566778899aabbccddeeff\/x.bin.html"}"#;
const FOLDER: &str = r#"{"folder_id":"7100001","mode":0,"mode_label":"Public","parent_folder_id":"7100000","name":"box","url":"http:\/\/rapidgator.net\/folder\/7100001\/box.html","nb_folders":1,"nb_files":2,"size_files":4096,"created":1700000000,"folders":[{"folder_id":"7100002","nb_folders":"0","nb_files":"3","size_files":"12"}],"files":[]}"#;
const BATCH: &str = r#"{"success":1,"success_ids":["7100002"],"fail":1,"fail_ids":["7100009"],"errors":["Error: Folder not found"]}"#;
const LINK: &str = r#"{"link_id":"aa11","file":{"file_id":"f1"},"url":"http:\/\/rapidgator.net\/once","state":"0","state_label":"Waiting","callback_url":null,"notify":true,"created":1700000000,"downloaded":false}"#;
const JOB: &str = r#"{"job_id":31,"type":0,"type_label":"Free","folder_id":"7100000","url":"http:\/\/src.example.test\/y.iso","name":null,"size":null,"state":0,"state_label":"Waiting","file":[],"dl_size":0,"speed":0,"created":1700000000,"updated":1700000001,"error":null}"#;
const UPLOAD: &str = r#"{"upload_id":"AbCdEfGhIjKlMnOpQrStUvWxYz012345","url":"https:\/\/s9.example.test\/multipart-upload\/u-1","file":[],"state":0,"state_label":"Uploading"}"#;
const USER: &str = r#"{"email":"ann@example.test","is_premium":true,"premium_end_time":1924992000,"state":1,"state_label":"Activated","traffic":{"total":2199023255552,"left":2100000000000},"storage":{"total":"3298534883328","left":3298500000000},"upload":{"max_file_size":4294967296,"nb_pipes":4},"remote_upload":{"max_nb_jobs":4,"refresh_time":6}}"#;

fn file() -> File {
    File {
        file_id: "00112233445566778899aabbccddeeff".into(),
        mode: Some(0),
        folder_id: Some("7100001".into()),
        name: Some("x.bin".into()),
        hash: Some("0cc175b9c0f1b6a831c399e269772661".into()),
        size: Some(1),
        created: Some(1_700_000_000),
        nb_downloads: Some(0),
        url: Some("http://rapidgator.net/file/00112233445566778899aabbccddeeff/x.bin.html".into()),
    }
}

fn folder() -> Folder {
    let row = Folder {
        folder_id: "7100002".into(),
        nb_folders: Some(0),
        nb_files: Some(3),
        size_files: Some(12),
        ..Folder::default()
    };
    Folder {
        folder_id: "7100001".into(),
        mode: Some(0),
        parent_folder_id: Some("7100000".into()),
        name: Some("box".into()),
        url: Some("http://rapidgator.net/folder/7100001/box.html".into()),
        nb_folders: Some(1),
        nb_files: Some(2),
        size_files: Some(4096),
        created: Some(1_700_000_000),
        folders: vec![row],
        files: Vec::new(),
    }
}

fn batch() -> BatchResult {
    BatchResult {
        success: 1,
        success_ids: vec!["7100002".into()],
        fail: 1,
        fail_ids: vec!["7100009".into()],
        errors: vec!["Error: Folder not found".into()],
    }
}

fn link() -> OneTimeLink {
    OneTimeLink {
        link_id: "aa11".into(),
        file: Some(File { file_id: "f1".into(), ..File::default() }),
        url: Some("http://rapidgator.net/once".into()),
        state: Some(0),
        state_label: Some("Waiting".into()),
        callback_url: None,
        notify: Some(true),
        created: Some(1_700_000_000),
        downloaded: Some(false),
        error: None,
    }
}

fn job() -> Job {
    Job {
        job_id: "31".into(),
        folder_id: Some("7100000".into()),
        url: Some("http://src.example.test/y.iso".into()),
        name: None,
        size: None,
        dl_size: Some(0),
        speed: Some(0),
        state_label: Some("Waiting".into()),
        file: None,
        error: None,
        created: Some(1_700_000_000),
        updated: Some(1_700_000_001),
    }
}

fn announced() -> Upload {
    Upload {
        upload_id: Some("AbCdEfGhIjKlMnOpQrStUvWxYz012345".into()),
        url: Some("https://s9.example.test/multipart-upload/u-1".into()),
        file: None,
        state: Some(UploadState::Uploading),
        error: None,
    }
}

fn user() -> User {
    User {
        email: Some("ann@example.test".into()),
        is_premium: Some(true),
        premium_end_time: Some(1_924_992_000),
        state: Some(1),
        state_label: Some("Activated".into()),
        traffic_total: Some(2_199_023_255_552),
        traffic_left: Some(2_100_000_000_000),
        storage_total: Some(3_298_534_883_328),
        storage_left: Some(3_298_500_000_000),
        max_file_size: Some(4_294_967_296),
        nb_pipes: Some(4),
        max_nb_jobs: Some(4),
        refresh_time: Some(6),
        folder_id: None,
    }
}

/// Asks a host that answers `path` with this body.
fn ask_whole<T>(
    path: &str,
    body: &str,
    call: impl FnOnce(Rapidgator<'_>) -> Result<Answer<T>, crate::Error>,
) -> Result<Answer<T>, crate::Error> {
    let server = FaultServer::start(Router::new().on(
        "POST",
        &format!("/api/v2{path}"),
        reply(200).json(body),
    ));
    let session = Session::builder(Host::Rapidgator)
        .base_url(server.url(""))
        .plain_http(PlainHttp::Allow)
        .token("a-token")
        .build()
        .unwrap();
    let answer = call(session.rapidgator().unwrap());
    assert_eq!(server.failures(), Vec::<String>::new());
    answer
}

/// The same, of which the typed value alone is of interest.
fn ask_raw<T>(
    path: &str,
    body: &str,
    call: impl FnOnce(Rapidgator<'_>) -> Result<Answer<T>, crate::Error>,
) -> Result<T, crate::Error> {
    ask_whole(path, body, call).map(Answer::into_inner)
}

/// The same with the envelope around the response.
fn ask<T>(
    path: &str,
    response: &str,
    call: impl FnOnce(Rapidgator<'_>) -> Result<Answer<T>, crate::Error>,
) -> T {
    ask_raw(path, &format!(r#"{{"response":{response},"status":200,"details":null}}"#), call)
        .unwrap()
}

/// One named test for each operation: path, documented response, call, and what it must give.
macro_rules! successes {
    ($($name:ident: $path:literal, $response:expr, $call:expr => $expected:expr;)+) => {$(
        #[test]
        fn $name() {
            assert_eq!(ask($path, $response.as_ref(), $call), $expected);
        }
    )+};
}

successes! {
    r39_user_login: "/user/login", format!(r#"{{"token":"tok3n","user":{USER}}}"#),
        |r| r.user_login("ann@example.test", &Secret::new("pw"), Some(&Secret::new("123456")))
        => Login { token: "tok3n".into(), user: Some(user()) };
    r39_user_login_of_the_older_generation: "/user/login", r#"{"session_id":"tok3n"}"#,
        |r| r.user_login("ann@example.test", &Secret::new("pw"), None)
        => Login { token: "tok3n".into(), user: None };
    r39_user_info: "/user/info", format!(r#"{{"user":{USER}}}"#), |r| r.user_info() => user();
    r39_folder_create: "/folder/create", format!(r#"{{"folder":{FOLDER}}}"#),
        |r| r.folder_create(Some("7100000"), "box") => folder();
    r39_folder_info: "/folder/info", format!(r#"{{"folder":{FOLDER}}}"#),
        |r| r.folder_info(None) => folder();
    r39_folder_content: "/folder/content",
        format!(r#"{{"folder":{FOLDER},"pager":{{"current":1,"total":3}}}}"#),
        |r| r.folder_content(None, Paging::default())
        => FolderContent { folder: folder(), pager: Pager { current: Some(1), total: Some(3) } };
    r39_folder_rename: "/folder/rename", format!(r#"{{"folder":{FOLDER}}}"#),
        |r| r.folder_rename("7100001", "box") => folder();
    r39_folder_copy: "/folder/copy", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.folder_copy(&["7100002", "7100009"], "1") => batch();
    r39_folder_move: "/folder/move", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.folder_move(&["7100002", "7100009"], "1") => batch();
    r39_folder_delete: "/folder/delete", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.folder_delete(&["7100002", "7100009"]) => batch();
    r39_folder_change_mode: "/folder/change_mode", format!(r#"{{"folder":{FOLDER}}}"#),
        |r| r.folder_change_mode("7100001", 0) => folder();
    r39_file_upload: "/file/upload", format!(r#"{{"upload":{UPLOAD}}}"#),
        |r| r.file_upload("x.bin", "0cc175b9c0f1b6a831c399e269772661", 1, None) => announced();
    r39_file_upload_info: "/file/upload_info",
        format!(r#"{{"upload":{{"upload_id":"u1","url":null,"file":{FILE},"state":2,"state_label":"Done"}}}}"#),
        |r| r.file_upload_info("u1")
        => Upload {
            upload_id: Some("u1".into()),
            url: None,
            file: Some(file()),
            state: Some(UploadState::Done),
            error: None,
        };
    r39_file_download: "/file/download",
        r#"{"download_url":"https:\/\/pr9.example.test\/d?session_id=1","delay":3}"#,
        |r| r.file_download("f1")
        => DownloadLink { download_url: "https://pr9.example.test/d?session_id=1".into(), delay: 3 };
    r39_file_info: "/file/info", format!(r#"{{"file":{FILE}}}"#), |r| r.file_info("f1") => file();
    r39_file_rename: "/file/rename", format!(r#"{{"file":{FILE}}}"#),
        |r| r.file_rename("f1", "x.bin") => file();
    r39_file_copy: "/file/copy", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.file_copy(&["7100002"], "1") => batch();
    r39_file_move: "/file/move", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.file_move(&["7100002"], "1") => batch();
    r39_file_delete: "/file/delete", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.file_delete(&["7100002"]) => batch();
    r39_file_change_mode: "/file/change_mode", format!(r#"{{"file":{FILE}}}"#),
        |r| r.file_change_mode("f1", 3) => file();
    r39_file_check_link: "/file/check_link",
        r#"[{"url":"http:\/\/rapidgator.net\/file\/a","filename":"x.bin","size":1,"status":"ACCESS"},{"url":"http:\/\/rapidgator.net\/file\/b","status":"NO ACCESS"}]"#,
        |r| r.file_check_link(&["http://rapidgator.net/file/a", "http://rapidgator.net/file/b"])
        => vec![
            LinkCheck {
                url: Some("http://rapidgator.net/file/a".into()),
                filename: Some("x.bin".into()),
                size: Some(1),
                status: Some("ACCESS".into()),
            },
            LinkCheck {
                url: Some("http://rapidgator.net/file/b".into()),
                filename: None,
                size: None,
                status: Some("NO ACCESS".into()),
            },
        ];
    r39_file_onetimelink_create: "/file/onetimelink_create", format!(r#"{{"link":{LINK}}}"#),
        |r| r.file_onetimelink_create("f1", None, Some(true)) => link();
    r39_file_onetimelink_info: "/file/onetimelink_info",
        format!(r#"{{"links":[{LINK},{{"link_id":"bb22","error":"Error: Link not found"}}]}}"#),
        |r| r.file_onetimelink_info(&[])
        => vec![link(), OneTimeLink {
            link_id: "bb22".into(),
            file: None,
            url: None,
            state: None,
            state_label: None,
            callback_url: None,
            notify: None,
            created: None,
            downloaded: None,
            error: Some("Error: Link not found".into()),
        }];
    r39_file_onetimelink_info_as_a_bare_list: "/file/onetimelink_info", format!("[{LINK}]"),
        |r| r.file_onetimelink_info(&["aa11"]) => vec![link()];
    r39_file_xcopy: "/file/xcopy", format!(r#"{{"file":{FILE}}}"#),
        |r| r.file_xcopy("f1", "1") => file();
    r39_file_xcopy_by_link: "/file/xcopy", format!(r#"{{"file":{FILE}}}"#),
        |r| r.file_xcopy_url("http://rapidgator.net/file/f1", "1") => file();
    r39_file_hashcopy: "/file/hashcopy", format!(r#"{{"file":{FILE}}}"#),
        |r| r.file_hashcopy(Hashcopy {
            hash: "0cc175b9c0f1b6a831c399e269772661",
            name: "x.bin",
            folder_id_dest: "1",
        }) => file();
    r39_trashcan_content: "/trashcan/content",
        r#"{"files":[{"file_id":"f1","folder_id":null,"url":null}],"pager":{"current":1,"total":1}}"#,
        |r| r.trashcan_content(Paging::default())
        => TrashcanContent {
            files: vec![File { file_id: "f1".into(), ..File::default() }],
            pager: Pager { current: Some(1), total: Some(1) },
        };
    r39_trashcan_restore: "/trashcan/restore", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.trashcan_restore(Trash::All) => batch();
    r39_trashcan_empty: "/trashcan/empty", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.trashcan_empty(Trash::Files(&["f1"])) => batch();
    r39_remote_create: "/remote/create", format!(r#"{{"jobs":[{JOB}]}}"#),
        |r| r.remote_create(&["http://src.example.test/y.iso"], None) => vec![job()];
    r39_remote_info: "/remote/info", format!(r#"{{"jobs":[{JOB}]}}"#),
        |r| r.remote_info(&["31"]) => vec![job()];
    r39_remote_info_without_jobs: "/remote/info", "[]", |r| r.remote_info(&[]) => vec![];
    r39_remote_delete: "/remote/delete", format!(r#"{{"result":{BATCH}}}"#),
        |r| r.remote_delete(&["31"]) => batch();
}

/// The verdict on a refusal with the body's own code, whatever the HTTP code is.
fn verdict(code: u16, text: &str) -> (Status, bool) {
    let body = format!(r#"{{"response":null,"status":{code},"details":"{text}"}}"#);
    let [mirrored, always_200] = [code, 200].map(|http| {
        let error = answer::judge(&table::FILE_INFO, &Reply::of(http, &body)).unwrap_err();
        assert_eq!(error.host_code(), Some(code.to_string().as_str()));
        assert_eq!(error.host_text(), Some(text));
        (error.status(), error.token_dead())
    });
    assert_eq!(mirrored, always_200, "the HTTP code changes the verdict");
    // In any case, and within other words.
    let loud = body.replace(text, &format!("<b>{}</b>", text.to_uppercase()));
    let error = answer::judge(&table::FILE_INFO, &Reply::of(200, &loud)).unwrap_err();
    assert_eq!((error.status(), error.token_dead()), mirrored);
    mirrored
}

/// One named test for each documented text.
macro_rules! refusals {
    ($($name:ident: $code:literal, $text:literal => $status:ident;)+) => {$(
        #[test]
        fn $name() {
            assert_eq!(verdict($code, $text), (Status::$status, false));
        }
    )+};
}

refusals! {
    r40_login_or_password_is_wrong: 401, "Error: Login or password is wrong" => Auth;
    r40_wrong_e_mail_or_password: 401, "Error: Wrong e-mail or password" => Auth;
    r40_error_e_mail_or_password: 401, "Error: Error e-mail or password" => Auth;
    r40_parameter_is_missing: 400, "Error: Parameter login or password is missing" => Auth;
    r40_password_cannot_be_blank: 400, "Password cannot be blank" => Auth;
    r40_invalid_auth_code: 401, "Error: Invalid auth code" => TwoFactor;
    r40_code_is_required: 401, "Error: Two-factor code is required" => TwoFactor;
    r40_frequent_logins: 401, "Error: Frequent logins. Please wait 20 sec..." => RateLimited;
    r40_please_wait: 429, "Please wait" => RateLimited;
    r40_unusual_ip: 401, "You requested login to your account from unusual Ip address" => Forbidden;
    r40_user_is_frozen: 401, "Error: User is FROZEN" => Forbidden;
    r40_account_locked: 401, "ACCOUNT LOCKED FOR VIOLATION OF OUR TERMS" => Forbidden;
    r40_file_not_found: 404, "Error: File not found" => NotFound;
    r40_folder_not_found: 404, "Error: Folder not found" => NotFound;
    r40_parent_folder_not_found: 404, "Error: Parent folder not found" => NotFound;
    r40_user_not_found: 404, "Error: User not found" => NotFound;
    r40_link_not_found: 404, "Error: Link not found" => NotFound;
    r40_failed_to_rename: 500, "Error: Failed to rename file" => Host;
    r40_failed_to_copy: 500, "Error: Failed to copy the file" => Host;
    r40_failed_to_move: 500, "Error: Failed to move the file" => Host;
    r40_failed_to_delete: 500, "Error: Failed to delete the file" => Host;
    r40_ten_copies: 400, "Error: You can't create more than 10 copies of the same file" => Quota;
    r40_storage_quota: 400, "Error: storage quota exceeded" => Quota;
    r40_exceeded_traffic: 423, "Error: Exceeded traffic" => Quota;
    r40_temporarily_unavailable: 503, "Error: Download temporarily unavailable" => NotReady;
    r40_not_premium: 403, "Error: User is not PREMIUM" => Forbidden;
    r40_premium_only: 403, "Error: This file can be downloaded by premium only" => Forbidden;
    r40_size_for_free_users: 403, "Error: You can download files up to 1 GB" => Forbidden;
    r40_same_name: 409, "Error: Folder with the same name already exists" => Conflict;
    r40_bad_parameters: 400, "Error: no" => Host;
    r40_unknown_text_of_a_conflict: 409, "Error: in the way" => Conflict;
    r40_unknown_text_of_a_limit: 429, "Error: slowly" => RateLimited;
}

#[test]
fn r40_the_texts_of_a_dead_token() {
    for text in [
        "Error. Session doesn't exist",
        "Error: Session doesn't exist",
        "Error: Session not exist",
        "Unauthorized. Token doesn't exist",
        "Error: Session not found",
        "Error: This download session is not for you",
    ] {
        assert_eq!(verdict(401, text), (Status::Auth, true), "{text}");
    }
    // Without words, a 401 means the token, too; at a login it never does.
    let body = Reply::of(401, r#"{"response":null,"status":401,"details":null}"#);
    assert!(answer::judge(&table::FILE_INFO, &body).unwrap_err().token_dead());
    assert!(!answer::judge(&table::USER_LOGIN, &body).unwrap_err().token_dead());
}

#[test]
fn r40_how_long_to_wait_is_read_from_the_text() {
    let body = r#"{"status":401,"details":"Error: Frequent logins. Please wait 20 sec..."}"#;
    let error = answer::judge(&table::USER_LOGIN, &Reply::of(200, body)).unwrap_err();
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(20)));
}

#[test]
fn r40_a_banned_address_has_no_envelope() {
    let body = r#"{"error":"Denied by IP","success":false}"#;
    for http in [200, 403] {
        let error = answer::judge(&table::FILE_INFO, &Reply::of(http, body)).unwrap_err();
        assert_eq!((error.status(), error.host_text()), (Status::Forbidden, Some("Denied by IP")));
    }
}

#[test]
fn r40_r50_the_verdict_comes_from_the_body_first() {
    let judge = |http: u16, body: &str| {
        answer::judge(&table::FILE_INFO, &Reply::of(http, body)).map_err(|error| error.status())
    };
    for body in [
        r#"{"response":{},"status":200}"#,
        r#"{"response":{},"status":"200"}"#,
        r#"{"response":{},"response_status":200,"response_details":null}"#,
        r#"{"success":true}"#,
    ] {
        assert_eq!(judge(200, body), Ok(()), "{body}");
    }
    for (http, body, expected) in [
        (200, r#"{"status":404,"details":"Error: File not found"}"#, Status::NotFound),
        (404, r#"{"status":404,"details":"Error: File not found"}"#, Status::NotFound),
        (
            200,
            r#"{"response_status":404,"response_details":"Error: File not found"}"#,
            Status::NotFound,
        ),
        (200, r#"{"status":"404","details":null}"#, Status::NotFound),
        (500, r#"{"status":200,"response":{}}"#, Status::Http),
        (404, r#"{"status":200,"response":{}}"#, Status::NotFound),
        (200, r#"{"success":false}"#, Status::Host),
        (200, r#"{"error":"Unexpected range request","success":false}"#, Status::Host),
        (200, r#"{"status":"no number"}"#, Status::BadAnswer),
        (200, r#"{"status":{"a":1}}"#, Status::BadAnswer),
        (200, r#"{"response":{}}"#, Status::BadAnswer),
        (200, "{}", Status::BadAnswer),
        (200, "[]", Status::BadAnswer),
        (200, "null", Status::BadAnswer),
        (200, "\"status\"", Status::BadAnswer),
        (200, "", Status::BadAnswer),
        (200, "<html>", Status::BadAnswer),
        (503, "<html>", Status::NotReady),
        (502, "", Status::Http),
        (401, "", Status::Auth),
        (403, "<html>", Status::NotReady),
    ] {
        assert_eq!(judge(http, body), Err(expected), "{http} {body}");
    }
}

#[test]
fn r50_the_state_of_an_upload_in_all_its_forms() {
    let state = |state: &str| {
        let response = format!(r#"{{"upload":{{"upload_id":"u1","file":null,"state":{state}}}}}"#);
        ask("/file/upload_info", &response, |r| r.file_upload_info("u1")).state
    };
    for (form, expected) in [
        ("0", Some(UploadState::Uploading)),
        ("1", Some(UploadState::Processing)),
        ("2", Some(UploadState::Done)),
        ("3", Some(UploadState::Fail)),
        ("\"2\"", Some(UploadState::Done)),
        ("2.0", Some(UploadState::Done)),
        ("4", Some(UploadState::Other(4))),
        ("null", None),
        ("\"\"", None),
    ] {
        assert_eq!(state(form), expected, "{form}");
    }
    let missing =
        ask("/file/upload_info", r#"{"upload":{"file":[]}}"#, |r| r.file_upload_info("u1"));
    assert_eq!((missing.state, missing.file, missing.upload_id), (None, None, None));
    let failed =
        r#"{"upload":{"upload_id":"u1","state":3,"error":{"code":7,"message":"Unknown error"}}}"#;
    let failed = ask("/file/upload_info", failed, |r| r.file_upload_info("u1"));
    assert_eq!(failed.error.as_deref(), Some("Unknown error"));
}

#[test]
fn r43_a_free_account_has_nulls_where_a_premium_one_has_numbers() {
    let response = r#"{"user":{"email":"a@b.c","is_premium":"0","premium_end_time":null,"state":"1","traffic":{"total":null,"left":null},"storage":{"total":"1","left":"1"},"upload":[],"remote_upload":[]}}"#;
    let user = ask("/user/info", response, |r| r.user_info());
    assert_eq!((user.is_premium, user.premium_end_time), (Some(false), None));
    assert_eq!((user.traffic_total, user.storage_total, user.max_file_size), (None, Some(1), None));
}

#[test]
fn r44_r54_a_field_that_cannot_be_read_is_named_and_not_shown() {
    for (file, field) in [
        (r#"{"file_id":"f1","size":18446744073709551616}"#, "response.file.size"),
        (r#"{"file_id":"f1","size":-1}"#, "response.file.size"),
        (r#"{"file_id":"f1","size":1.5}"#, "response.file.size"),
        (r#"{"file_id":"f1","size":"many"}"#, "response.file.size"),
        (r#"{"file_id":{"canary":1}}"#, "response.file.file_id"),
        (r#"{"file_id":"f1","name":["canary"]}"#, "response.file.name"),
        (r#"{"name":"canary"}"#, "response.file.file_id"),
        (r#""canary""#, "response.file"),
    ] {
        let body = format!(r#"{{"response":{{"file":{file}}},"status":200}}"#);
        let error = ask_raw("/file/info", &body, |r| r.file_info("f1")).unwrap_err();
        assert_eq!(error.status(), Status::BadAnswer, "{file}");
        assert!(error.message().contains(&format!("`{field}`")), "{file}: {error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{file}");
    }
}

#[test]
fn r52_a_key_that_decides_may_not_come_twice() {
    for body in [
        r#"{"status":404,"response":{"token":"a"},"status":200}"#,
        r#"{"status":200,"response":{"token":"a","token":"b"}}"#,
        r#"{"status":200,"response":{"session_id":"a","session_id":"b"}}"#,
    ] {
        let login = |r: Rapidgator<'_>| r.user_login("a@b.c", &Secret::new("pw"), None);
        let error = ask_raw("/user/login", body, login).unwrap_err();
        assert_eq!(error.status(), Status::BadAnswer, "{body}");
    }
    // Of any other key the last one counts.
    let twice = r#"{"file":{"file_id":"f1","name":"a","name":"b"}}"#;
    assert_eq!(ask("/file/info", twice, |r| r.file_info("f1")).name.as_deref(), Some("b"));
}

#[test]
fn r53_odd_bytes_in_texts_are_kept_or_refused_but_never_cut() {
    let named = |name: &[u8]| {
        let body =
            [br#"{"response":{"file":{"file_id":"f1","name":""#, name, br#""}},"status":200}"#]
                .concat();
        let server = FaultServer::start(Router::new().on("POST", "/", reply(200).json(body)));
        let session = Session::builder(Host::Rapidgator)
            .base_url(server.url(""))
            .plain_http(PlainHttp::Allow)
            .token("a-token")
            .build()
            .unwrap();
        let answer = session.rapidgator().unwrap().file_info("f1");
        answer.map(|file| file.name.clone().unwrap_or_default()).map_err(|error| error.status())
    };
    assert_eq!(named(br"a\u0000b"), Ok("a\0b".into()));
    assert_eq!(named(br"\ud83d\ude00"), Ok("😀".into()));
    // One that is none costs the name its shape, and not the answer.
    for (odd, read) in [
        (br"\ud83d".as_slice(), "\u{fffd}"),
        (br"\ude00\ud83d", "\u{fffd}\u{fffd}"),
        (b"caf\xe9", "caf\u{fffd}"),
        (b"\xff\xfe", "\u{fffd}\u{fffd}"),
    ] {
        assert_eq!(named(odd), Ok(read.into()), "{odd:?}");
    }
    for broken in [b"a\0b".as_slice(), b"a\nb"] {
        assert_eq!(named(broken), Err(Status::BadAnswer), "{broken:?}");
    }
}

#[test]
fn the_hosts_json_is_kept_as_it_was_written_and_read_when_asked_for() {
    let body = "\u{feff}{\"status\" : 200,\n \"response\":{\"folder\":{\"folder_id\":\"7\",\"new\":1e3}},\
        \"token2\":\"canary\", \"twice\":1,\"twice\":2}";
    let answer = ask_whole("/folder/info", body, |r| r.folder_info(None)).unwrap();
    assert_eq!(answer.host_json().text(), body.trim_start_matches('\u{feff}'));
    assert_eq!(answer.json()["response"]["folder"]["new"], 1000.0);
    assert_eq!(answer.json()["twice"], 2);
    assert!(!format!("{answer:?} {:?}", answer.host_json()).contains("canary"));
}

#[test]
fn r57_unknown_keys_any_order_and_large_answers_are_read() {
    let text = "x".repeat(1 << 20);
    let body = format!(
        r#"{{"new":{{"deep":[1,2,{{}}]}},"details":null,"status":200,"response":{{"more":"{text}","file":{{"name":"{text}","size":"7","file_id":9,"odd":[[]]}}}}}}"#
    );
    let file = ask_raw("/file/info", &body, |r| r.file_info("f1")).unwrap();
    assert_eq!((file.file_id.as_str(), file.size), ("9", Some(7)));
    assert_eq!(file.name.map(|name| name.len()), Some(1 << 20));
    let rows = vec![r#"{"file_id":"f1"}"#; 100_000].join(",");
    let listing = format!(r#"{{"files":[{rows}]}}"#);
    let content = ask("/trashcan/content", &listing, |r| r.trashcan_content(Paging::default()));
    assert_eq!(content.files.len(), 100_000);
}
