//! Every documented answer and refusal, in the forms in which installs send it.

use serde_json::{Value, json};

use super::answer::{judge, said};
use super::types::{
    Account, Authorized, DownloadLink, File, FileCopy, Folder, FolderListing, Package, Uploaded,
    UrlTask, UrlUpload,
};
use super::{answer, table};
use crate::http::reply::Reply;
use crate::json::Document;
use crate::operation::Operation;
use crate::wire::{Malformed, Node};
use crate::{Error, RemoteState, Secret, State, Status, Visibility};

fn reply(status: u16, json: &Value) -> Reply {
    Reply::of(status, &json.to_string())
}

fn success(data: &Value) -> Value {
    json!({"data": data, "_status": "success", "_datetime": "2031-02-03 04:05:06"})
}

/// Judges a success and reads its `data`.
fn read<T>(
    operation: &Operation,
    data: &Value,
    read: impl FnOnce(Node<'_>) -> Result<T, Malformed>,
) -> T {
    let body = success(data);
    judge(operation, &reply(200, &body)).unwrap();
    answer::data(Node::new(Document::of(&body).root()).unwrap(), read).unwrap()
}

fn refusal(operation: &Operation, text: &str) -> Error {
    let body = json!({"response": text, "_status": "error", "_datetime": "2031-02-03 04:05:06"});
    judge(operation, &reply(200, &body)).unwrap_err()
}

fn file() -> Value {
    json!({"id": "8001", "filename": "x.bin", "shortUrl": "9aZ", "fileType": "image/png",
        "extension": "png", "fileSize": "12", "status": "active", "downloads": "3",
        "folderId": null, "keywords": "x,png", "url_file": "https://site.example.test/9aZ"})
}

fn folder() -> Value {
    json!({"id": "120", "parentId": null, "folderName": "Box", "totalSize": "0", "isPublic": "0",
        "accessPassword": null, "date_added": "2031-01-01 10:00:00", "date_updated": null,
        "url_folder": "https://site.example.test/folder/120/Box", "total_downloads": 0,
        "child_folder_count": 0, "file_count": 0})
}

fn uploaded() -> Value {
    json!({"name": "x.bin", "size": "12", "type": "application/octet-stream", "error": null,
        "url": "https://site.example.test/9aZ",
        "delete_url": "https://site.example.test/9aZ~d?0123",
        "info_url": "https://site.example.test/9aZ~i?0123",
        "stats_url": "https://site.example.test/9aZ~s", "delete_type": "DELETE",
        "delete_hash": "0123", "hash": "0CC175B9C0F1B6A831C399E269772661", "short_url": "9aZ",
        "file_id": "8001", "unique_hash": "ab", "url_html": "<a …>", "url_bbcode": "[url]…[/url]"})
}

#[test]
fn r39_authorize_gives_a_token_and_an_account_in_either_type() {
    for account in [json!("90210"), json!(90210)] {
        let data = json!({"access_token": "tok-canary", "account_id": account});
        let authorized = read(&table::AUTHORIZE, &data, Authorized::read);
        assert_eq!(authorized.access_token.expose(), "tok-canary");
        assert_eq!(authorized.account_id, "90210");
        assert!(!format!("{authorized:?}").contains("canary"));
    }
}

#[test]
fn r39_disable_access_token_folder_delete_and_account_delete_have_no_data() {
    for operation in [&table::DISABLE_ACCESS_TOKEN, &table::FOLDER_DELETE, &table::ACCOUNT_DELETE] {
        let told =
            json!({"response": "Token removed or no longer available.", "_status": "success"});
        assert!(judge(operation, &reply(200, &told)).is_ok());
        let bare = json!({"response": "Folder successfully set as deleted."});
        assert!(judge(operation, &reply(200, &bare)).is_ok());
    }
    let bare = json!({"response": "?"});
    let error = judge(&table::FILE_INFO, &reply(200, &bare)).unwrap_err();
    assert_eq!(error.status(), Status::BadAnswer);
}

#[test]
fn r39_r59_account_info_reads_nulls_and_zero_dates_as_absent() {
    let data = json!({"id": 4711, "username": "ann", "level_id": "2", "email": "ann@example.test",
        "lastlogindate": "0000-00-00 00:00:00", "lastloginip": "192.0.2.7", "status": "active",
        "title": "Ms", "firstname": "Ann", "lastname": "Bee", "languageId": "1",
        "datecreated": null, "lastPayment": "", "paidExpiryDate": "2032-01-01 00:00:00",
        "storageLimitOverride": null});
    let account = read(&table::ACCOUNT_INFO, &data, Account::read);
    assert_eq!(account.id, "4711");
    assert_eq!(account.status.as_deref(), Some("active"));
    assert_eq!(account.last_login_date, None);
    assert_eq!((account.date_created, account.last_payment), (None, None));
    assert_eq!(account.paid_expiry_date.as_deref(), Some("2032-01-01 00:00:00"));
    assert_eq!(account.storage_limit_override, None);
}

#[test]
fn r39_account_package_reads_zero_as_no_limit_and_lacks_what_older_installs_lack() {
    for number in [json!("536870912"), json!(536_870_912)] {
        let data = json!({"id": "2", "label": "Plus", "max_upload_size": number, "can_upload": "1",
            "max_storage_bytes": "0", "concurrent_uploads": 5, "level_type": "paid user"});
        let package = read(&table::ACCOUNT_PACKAGE, &data, Package::read);
        assert_eq!(package.max_upload_size, Some(536_870_912));
        assert_eq!((package.can_upload, package.max_storage_bytes), (Some(true), None));
        assert_eq!((package.is_paid(), package.download_size_per_24_hours), (Some(true), None));
    }
    let data = json!({"level_type": "free"});
    assert_eq!(read(&table::ACCOUNT_PACKAGE, &data, Package::read).is_paid(), Some(false));
}

#[test]
fn r39_r42_file_upload_reads_a_list_an_object_and_a_numbered_object() {
    for data in [json!([uploaded()]), uploaded(), json!({"0": uploaded()})] {
        let body = success(&data);
        judge(&table::FILE_UPLOAD, &reply(200, &body)).unwrap();
        let file = Uploaded::read_first(Node::new(Document::of(&body).root()).unwrap()).unwrap();
        assert_eq!((file.file_id.as_deref(), file.size), (Some("8001"), Some(12)));
        assert_eq!(file.short_url.as_deref(), Some("9aZ"));
        let entry = file.clone().into_entry();
        assert_eq!(entry.md5.as_deref(), Some("0cc175b9c0f1b6a831c399e269772661"));
        assert!(!format!("{file:?}").contains("0123"));
    }
}

#[test]
fn r42_file_upload_without_a_file_is_no_success() {
    for data in [json!([]), json!({}), json!(null), json!([{}]), json!("x"), json!([{"name": "x"}])]
    {
        let body = success(&data);
        assert!(
            Uploaded::read_first(Node::new(Document::of(&body).root()).unwrap()).is_err(),
            "{data}"
        );
    }
    let failed = success(&json!([{"name": "x", "error": "Too bad", "file_id": null}]));
    let failed = Uploaded::read_first(Node::new(Document::of(&failed).root()).unwrap()).unwrap();
    assert_eq!(failed.error.as_deref(), Some("Too bad"));
}

#[test]
fn r39_file_download_names_a_secret_address() {
    let data = json!({"file_id": "8001", "filename": "x.bin",
        "download_url": "https://site.example.test/9aZ?download_token=canary"});
    let link = read(&table::FILE_DOWNLOAD, &data, DownloadLink::read);
    assert_eq!(link.filename.as_deref(), Some("x.bin"));
    assert!(!format!("{link:?}").contains("canary"));
}

#[test]
fn r39_file_url_upload_add_gives_an_id_that_is_a_number() {
    let data = json!({"scheduled_item_id": 61, "url": "https://example.test/y.png"});
    let task = read(&table::FILE_URL_UPLOAD_ADD, &data, UrlUpload::read);
    assert_eq!(task.scheduled_item_id, "61");
}

#[test]
fn r39_file_url_upload_status_knows_only_the_endings() {
    let task = |word: &str| {
        let data = json!({"scheduled_item_id": 61, "status": word, "started": null});
        read(&table::FILE_URL_UPLOAD_STATUS, &data, UrlTask::read).state()
    };
    for (word, state) in [
        ("complete", RemoteState::Done),
        ("Completed", RemoteState::Done),
        ("failed", RemoteState::Failed),
        ("error: 404", RemoteState::Failed),
        ("cancelled", RemoteState::Cancelled),
        ("scheduled", RemoteState::Waiting),
        ("downloading", RemoteState::Running),
        ("resting", RemoteState::Other("resting".into())),
    ] {
        assert_eq!(task(word), state, "{word}");
    }
    let data = json!({"scheduled_item_id": 61, "status": "complete", "total_size": 345,
        "created": "2031-01-01 10:00:00", "finished": "2031-01-01 10:01:02",
        "downloaded_file": {"file_id": 8002, "name": "y.png", "size": 345, "url": "https://…"}});
    let job = read(&table::FILE_URL_UPLOAD_STATUS, &data, UrlTask::read).remote_job();
    assert_eq!((job.entry.unwrap().id.as_str(), job.size), ("8002", Some(345)));
}

#[test]
fn r39_file_info_edit_move_and_delete_read_a_file_of_any_fullness() {
    for operation in [&table::FILE_INFO, &table::FILE_EDIT, &table::FILE_MOVE, &table::FILE_DELETE]
    {
        let full = read(operation, &file(), File::read);
        assert_eq!((full.file_size, full.into_entry().state), (Some(12), Some(State::Ready)));
        let sparse = json!({"id": 1253, "filename": "a", "shortUrl": "2Vv"});
        let sparse = read(operation, &sparse, File::read);
        assert_eq!((sparse.id.as_str(), sparse.file_size, sparse.status), ("1253", None, None));
    }
    let trashed = json!({"id": "1", "file_status": "trash", "file_size": 5, "folderId": 7});
    let entry = read(&table::FILE_DELETE, &trashed, File::read).into_entry();
    assert_eq!((entry.state, entry.size), (Some(State::Trashed), Some(5)));
    assert_eq!(entry.parent.as_deref(), Some("7"));
}

#[test]
fn r39_file_copy_has_its_data_below_other_keys() {
    for state in [json!("success"), json!(null)] {
        let body = json!({"response": "File successfully copyied.",
            "original_file": {"data": file()}, "new_file": {"data": {"id": "1254"}},
            "_status": state});
        judge(&table::FILE_COPY, &reply(200, &body)).unwrap();
        let copy = FileCopy::read(Node::new(Document::of(&body).root()).unwrap()).unwrap();
        assert_eq!(copy.new_file.id, "1254");
        assert_eq!(copy.original_file.unwrap().id, "8001");
    }
}

#[test]
fn r39_folder_create_info_edit_and_move_read_a_folder() {
    for operation in
        [&table::FOLDER_CREATE, &table::FOLDER_INFO, &table::FOLDER_EDIT, &table::FOLDER_MOVE]
    {
        let read = read(operation, &folder(), Folder::read);
        assert_eq!((read.id.as_str(), read.total_size), ("120", Some(0)));
        assert_eq!(read.into_entry().visibility, Some(Visibility::Private));
    }
    for (mode, visibility) in [
        (json!(1), Visibility::Unlisted),
        (json!("2"), Visibility::Public),
        (json!("9"), Visibility::Other("9".into())),
    ] {
        let data = json!({"id": 1, "isPublic": mode, "accessPassword": "canary"});
        let folder = read(&table::FOLDER_INFO, &data, Folder::read);
        assert_eq!(folder.clone().into_entry().visibility, Some(visibility));
        assert!(!format!("{folder:?}").contains("canary"));
    }
}

#[test]
fn r39_folder_listing_reads_lists_in_all_their_forms() {
    let full = json!({"folders": [folder()], "files": {"0": file(), "1": {"id": 2}}});
    let listing = read(&table::FOLDER_LISTING, &full, FolderListing::read);
    assert_eq!((listing.folders.len(), listing.files.len()), (1, 2));
    for none in [json!([]), json!({}), json!(null)] {
        let empty = json!({"folders": none, "files": none});
        let listing = read(&table::FOLDER_LISTING, &empty, FolderListing::read);
        assert_eq!(listing, FolderListing::default());
    }
    let odd = json!({"folders": [{"id": 1, "folder_name": "Box", "size": "7", "urlHash": "x"}],
        "files": [{"id": 2, "filename": "a", "file_size": "8"}]});
    let listing = read(&table::FOLDER_LISTING, &odd, FolderListing::read);
    assert_eq!(listing.folders[0].folder_name.as_deref(), Some("Box"));
    assert_eq!((listing.folders[0].total_size, listing.files[0].file_size), (Some(7), Some(8)));
}

#[test]
fn r39_account_create_and_edit_read_an_account_and_package_listing_packages() {
    for operation in [&table::ACCOUNT_CREATE, &table::ACCOUNT_EDIT] {
        assert_eq!(read(operation, &json!({"id": "5"}), Account::read).id, "5");
    }
    let data = json!({"packages": [{"id": "1", "label": "Free"}, {"id": 2}]});
    let packages = read(&table::PACKAGE_LISTING, &data, |d| d.list("packages", Package::read));
    assert_eq!(
        packages.iter().map(|p| p.id.as_deref()).collect::<Vec<_>>(),
        [Some("1"), Some("2")]
    );
}

#[test]
fn r41_an_error_shows_in_every_form_and_under_every_code() {
    for (code, body) in [
        (200, json!({"response": "no", "_status": "error"})),
        (200, json!({"status": "ERROR", "response": "no"})),
        (200, json!({"message": "no", "result": false})),
        (200, json!({"success": false, "message": "no"})),
        (200, json!({"success": "0", "error": "no"})),
        (200, json!({"_status": "error", "reason": "no", "_datetime": "2031-02-03 04:05:06"})),
        (400, json!({"response": "no", "_status": "success"})),
        (422, json!({"error": "no"})),
    ] {
        let error = judge(&table::FILE_INFO, &reply(code, &body)).unwrap_err();
        assert_eq!((error.status(), error.host_text()), (Status::Host, Some("no")), "{body}");
    }
}

#[test]
fn the_state_of_a_file_is_no_verdict() {
    let body = json!({"data": {"id": "1", "status": "error"}});
    assert!(judge(&table::FILE_INFO, &reply(200, &body)).is_ok());
    let body = json!({"data": {"id": "1"}, "_status": "perhaps"});
    assert_eq!(
        judge(&table::FILE_INFO, &reply(200, &body)).unwrap_err().status(),
        Status::BadAnswer
    );
    for body in [json!([]), json!("x"), json!({}), json!({"data": null})] {
        let error = judge(&table::FILE_INFO, &reply(200, &body)).unwrap_err();
        assert_eq!(error.status(), Status::BadAnswer, "{body}");
    }
}

#[test]
fn r40_a_dead_token_is_known_by_each_of_its_texts_and_by_401() {
    for text in [
        "Could not validate access_token and account_id, please reauthenticate or try again.",
        "Could not validate access_token, please reauthenticate or try again.",
        "Your token expired",
        "Invalid Token",
        "Unauthorized",
    ] {
        let error = refusal(&table::FILE_INFO, text);
        assert!(error.token_dead() && error.status() == Status::Auth, "{text}");
    }
    let bare = judge(&table::FILE_INFO, &reply(401, &json!({}))).unwrap_err();
    assert!(bare.token_dead());
    let named = json!({"response": "Could not find file based on file_id.", "_status": "error"});
    let named = judge(&table::FILE_INFO, &reply(401, &named)).unwrap_err();
    assert!(!named.token_dead() && named.status() == Status::NotFound);
}

#[test]
fn a_missing_parameter_is_the_hosts_refusal() {
    for name in ["access_token", "account_id", "file_id", "folder_name", "new_parent_folder_id"] {
        let error = refusal(&table::FILE_MOVE, &format!("Please provide the {name} param."));
        assert_eq!((error.status(), error.token_dead()), (Status::Host, false), "{name}");
    }
}

#[test]
fn r40_what_cannot_be_found_is_not_found() {
    for text in [
        "Could not find file based on file_id.",
        "Could not find folder based on folder_id.",
        "Could not find the destination folder id defined by new_parent_folder_id.",
        "Could not find the destination folder id defined by copy_to_folder_id.",
    ] {
        assert_eq!(refusal(&table::FILE_COPY, text).status(), Status::NotFound, "{text}");
    }
}

#[test]
fn r40_every_refusal_of_authorize_means_what_the_documents_say() {
    for (text, status) in [
        ("Please provide a username.", Status::Auth),
        ("Please provide a password.", Status::Auth),
        ("Please provide key1. It must be 64 characters in length.", Status::Auth),
        ("Please provide key2. It must be 64 characters in length.", Status::Auth),
        (
            "Could not authenticate user. The username and password may be invalid or your \
             account may be locked from too many failed logins.",
            Status::Auth,
        ),
        (
            "Your account level does not have access to the file upload API. Please upgrade.",
            Status::Forbidden,
        ),
        ("Failed issuing access token.", Status::NotReady),
        ("User not found.", Status::Auth),
    ] {
        let error = refusal(&table::AUTHORIZE, text);
        assert_eq!((error.status(), error.token_dead()), (status, false), "{text}");
    }
    assert!(said(
        &refusal(&table::AUTHORIZE, "Please provide a username."),
        answer::WANTS_PASSWORD
    ));
    assert!(!said(&refusal(&table::AUTHORIZE, "User not found."), answer::WANTS_PASSWORD));
}

#[test]
fn r40_every_refusal_of_an_upload_means_what_the_documents_say() {
    for (text, status) in [
        ("Did not receive uploaded file.", Status::Host),
        ("Filesize received was zero.", Status::Host),
        ("PHP Curl module does not exist on your server/web hosting.", Status::Host),
        ("Error uploading file. No response received from: https://x", Status::NotReady),
        (
            "File could not be uploaded due to that file type being banned by the site admin",
            Status::Forbidden,
        ),
        ("You have reached the maximum permitted uploads for today.", Status::Quota),
    ] {
        assert_eq!(refusal(&table::FILE_UPLOAD, text).status(), status, "{text}");
    }
}

#[test]
fn r40_the_other_texts_mean_what_the_documents_say() {
    let base64 = "Could not parse the file_url_base64 parameter. Ensure it's base64 encoded.";
    for (operation, text, status) in [
        (&table::FILE_DOWNLOAD, "Could not generate download url.", Status::Host),
        (&table::FILE_URL_UPLOAD_ADD, base64, Status::Host),
        (
            &table::PACKAGE_LISTING,
            "API user must be an admin user for this endpoint.",
            Status::Forbidden,
        ),
        (&table::ACCOUNT_CREATE, "Please provide the username param.", Status::Host),
        (
            &table::ACCOUNT_CREATE,
            "Email address already exists on another account.",
            Status::Conflict,
        ),
    ] {
        assert_eq!(refusal(operation, text).status(), status, "{text}");
    }
    let throttled = judge(&table::FILE_INFO, &reply(429, &json!({}))).unwrap_err();
    assert_eq!(throttled.status(), Status::RateLimited);
}

#[test]
fn a_page_in_place_of_json_is_a_bad_answer_or_its_http_code() {
    for (code, status) in [
        (200, Status::BadAnswer),
        (404, Status::NotFound),
        (413, Status::TooLarge),
        (502, Status::Http),
    ] {
        let page = Reply {
            status: code,
            retry_after: None,
            location: None,
            json: None,
            text: "<html>".into(),
            torn: false,
            notes: Vec::new(),
        };
        assert_eq!(judge(&table::FILE_INFO, &page).unwrap_err().status(), status, "{code}");
    }
}

#[test]
fn r178_a_password_of_a_folder_travels_as_its_md5() {
    let hash = |text: &str| super::folder::password_hash(Some(&Secret::new(text)));
    let md5 = "5ebe2294ecd0e0f08eab7690d2a6ee69";
    assert_eq!(hash("secret").unwrap().unwrap().expose(), md5);
    assert_eq!(hash(&md5.to_uppercase()).unwrap().unwrap().expose(), md5);
    assert_eq!(hash("").unwrap_err().status(), Status::Argument);
    assert!(super::folder::password_hash(None).unwrap().is_none());
}
