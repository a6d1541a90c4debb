//! Uploads and downloads.

use std::time::{Duration, Instant};

use gigahost_emulator::{Account, FaultKind, seed};
use serde_json::{Value, json};

use crate::common::{get, raw, send};
use crate::site::{CONTENT, FilePart, HOST, MD5, REJECTED, Site, text};

#[test]
fn an_upload_answers_an_array_of_one_and_keeps_the_file() {
    let site = Site::open();
    let body = site.upload_form("a b.bin", CONTENT, &[]).json();
    let item = &body["data"][0];
    assert_eq!((&item["name"], &item["size"]), (&json!("a b.bin"), &json!("16")));
    assert_eq!((&item["hash"], &item["error"]), (&json!(MD5), &Value::Null));
    assert_eq!(text(&item["unique_hash"]).len(), 64);
    let short = text(&item["short_url"]);
    assert_eq!(item["url"], json!(format!("{}/{short}", site.site())));
    let stored = &site.emulator.files(HOST)[0];
    assert_eq!((stored.md5.as_str(), stored.account.as_str()), (MD5, seed::LOGIN));
    assert_eq!((stored.size, stored.folder.as_deref()), (16, None));
}

#[test]
fn an_upload_goes_into_the_folder_it_names() {
    let site = Site::open();
    let folder = site.folder("Box", &[]);
    site.upload_form("a.bin", CONTENT, &[("folder_id", &folder)]);
    assert_eq!(site.emulator.files(HOST)[0].folder.as_deref(), Some(&*folder));
    let body = site.upload_form("a.bin", CONTENT, &[("folder_id", "1")]).json();
    assert_eq!(body["response"], json!("Could not find folder based on folder_id."));
}

#[test]
fn empty_and_missing_files_are_refused() {
    let site = Site::open();
    let body = site.upload_form("a.bin", b"", &[]).json();
    assert_eq!(body["response"], json!("Filesize received was zero."));
    assert_eq!(site.refused("file/upload", &[]), "Did not receive uploaded file.");
    let file = FilePart { part: "file", name: "a.bin", content: CONTENT };
    let body = site.post_part(&site.credentials(), file).unwrap().json();
    assert_eq!(body["response"], json!("Did not receive uploaded file."));
    assert!(site.emulator.files(HOST).is_empty());
}

#[test]
fn an_upload_without_a_good_token_is_refused() {
    let site = Site::open();
    let file = FilePart { part: "upload_file", name: "a.bin", content: CONTENT };
    let body = site.post_part(&[("account_id", "1")], file).unwrap().json();
    assert_eq!(body["response"], json!("Please provide the access_token param."));
    let dead = [("access_token", "x"), ("account_id", "1")];
    let body = site.post_part(&dead, file).unwrap().json();
    assert_eq!(body["response"], json!(REJECTED));
}

#[test]
fn upload_answers_change_with_their_switches() {
    let site = Site::open();
    site.set("upload_data_object", true);
    let body = site.upload_form("a.bin", CONTENT, &[]).json();
    assert_eq!(body["data"]["name"], json!("a.bin"));
    site.set("upload_data_object", false);
    site.set("upload_item_error", "File type banned");
    let body = site.upload_form("a.bin", CONTENT, &[]).json();
    assert_eq!(body["_status"], json!("success"));
    assert_eq!(body["data"][0]["error"], json!("File type banned"));
    site.set("upload_item_error", false);
    site.set("storage_silent", true);
    let body = site.upload_form("a.bin", CONTENT, &[]).json();
    let silent = "Error uploading file. No response received from: ";
    assert!(text(&body["response"]).starts_with(silent));
    assert_eq!(site.emulator.files(HOST).len(), 1);
}

#[test]
fn an_upload_above_the_limit_loses_its_fields() {
    let site = Site::open();
    site.set("upload_limit", 2000);
    let body = site.upload_form("a.bin", &[1; 3000], &[]).json();
    assert_eq!(body["response"], json!("Please provide the access_token param."));
    assert_eq!(site.upload_form("a.bin", CONTENT, &[]).json()["_status"], json!("success"));
}

#[test]
fn the_answer_to_an_upload_can_be_late() {
    let site = Site::open();
    site.set("upload_wait", 150);
    let start = Instant::now();
    site.upload("a.bin");
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[test]
fn an_account_with_little_space_fills_up() {
    let site = Site::open();
    let account = Account { storage: 20, ..Account::new("cy@example.test", "longer word") };
    site.emulator.add_account(HOST, account);
    site.set("auth_mode", "password");
    let pair = [("username", "cy@example.test"), ("password", "longer word")];
    let site = site.become_of(&pair);
    assert_eq!(site.data("account/info", &[])["storageLimitOverride"], json!("20"));
    assert_eq!(site.upload_form("a.bin", CONTENT, &[]).json()["_status"], json!("success"));
    assert_eq!(site.upload_form("b.bin", CONTENT, &[]).json()["_status"], json!("error"));
}

#[test]
fn a_download_link_serves_the_bytes() {
    let site = Site::open();
    let id = site.upload("a.bin");
    let data = site.data("file/download", &[("file_id", &id)]);
    assert_eq!((&data["file_id"], &data["filename"]), (&json!(id), &json!("a.bin")));
    let url = text(&data["download_url"]);
    let whole = get(&url);
    assert_eq!((whole.status, &whole.body[..]), (200, CONTENT));
    assert_eq!(whole.header("etag"), format!("\"{MD5}\""));
    assert!(whole.header("content-disposition").contains("a.bin"));
    assert!(!whole.header("last-modified").is_empty());
    let part = send("GET", &url, &[("Range", "bytes=10-")], b"").unwrap();
    assert_eq!((part.status, &part.body[..]), (206, &CONTENT[10..]));
    assert_eq!(part.header("content-range"), "bytes 10-15/16");
    let head = send("HEAD", &url, &[], b"").unwrap();
    assert_eq!((head.header("content-length"), head.body.len()), ("16", 0));
    assert_eq!(site.data("file/info", &[("file_id", &id)])["downloads"], json!("2"));
    assert_eq!(site.emulator.count(HOST, "download_bytes"), 3);
}

#[test]
fn a_dead_download_link_shows_a_page() {
    let site = Site::open();
    let id = site.upload("a.bin");
    let url = site.link(&id);
    let is_page = |url: &str| {
        let answer = get(url);
        answer.status == 200 && answer.header("content-type").starts_with("text/html")
    };
    assert!(is_page(&(url.clone() + "0")));
    site.set("download_html", true);
    assert!(is_page(&url));
    site.set("download_html", false);
    site.set("download_once", true);
    assert!(!is_page(&url));
    assert!(is_page(&url));
    site.set("download_once", false);
    site.call("file/delete", &[("file_id", &id)]);
    assert!(is_page(&url));
}

#[test]
fn a_short_url_finds_a_file_on_newer_installs_only() {
    let site = Site::open();
    let id = site.upload("a.bin");
    let short = text(&site.data("file/info", &[("file_id", &id)])["shortUrl"]);
    let found = site.data("file/download", &[("short_url", &short)]);
    assert_eq!(found["file_id"], json!(id));
    let full = site.data("account/package", &[]);
    assert_eq!(full["download_size_per_24_hours"], json!("0"));

    site.set("generation", "old");
    let refused = site.refused("file/download", &[("short_url", &short)]);
    assert_eq!(refused, "Please provide the file_id param.");
    let shorter = site.data("account/package", &[]);
    assert_eq!(shorter["download_size_per_24_hours"], Value::Null);
    assert_eq!(site.call("file/url_upload_add", &[]).status, 404);
    assert_eq!(site.call("file/url_upload_status", &[]).status, 404);
}

#[test]
fn cut_uploads_store_nothing_and_lost_answers_store_the_file() {
    let site = Site::open();
    let big = vec![1; 300_000];
    let file = FilePart { part: "upload_file", name: "a.bin", content: &big };
    site.fault("file_upload", FaultKind::CutRequest { bytes: 100_000 });
    assert!(site.post_part(&site.credentials(), file).is_err());
    assert!(site.emulator.files(HOST).is_empty());
    site.fault("file_upload", FaultKind::CutResponse);
    assert!(site.post_part(&site.credentials(), file).is_err());
    assert_eq!(site.emulator.files(HOST)[0].size, 300_000);
}

#[test]
fn a_stalled_upload_goes_on_when_released() {
    let site = Site::open();
    site.fault("file_upload", FaultKind::StallRequest { bytes: 10 });
    std::thread::scope(|scope| {
        let upload = scope.spawn(|| site.upload_form("a.bin", CONTENT, &[]));
        while site.emulator.stalled() == 0 {
            assert!(!upload.is_finished(), "nothing stalls");
            std::thread::yield_now();
        }
        assert!(site.emulator.files(HOST).is_empty());
        site.emulator.release();
        assert_eq!(upload.join().unwrap().json()["_status"], json!("success"));
    });
}

#[test]
fn downloads_can_be_cut_and_can_drip() {
    let site = Site::open();
    let url = site.link(&site.upload("a.bin"));
    let path = url.strip_prefix(&site.site()).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    site.fault("download_bytes", FaultKind::CutBody { bytes: 5 });
    let (answer, _) = raw(&url, request.as_bytes());
    assert!(answer.ends_with(b"\r\n\r\n01234"));
    site.fault("download_bytes", FaultKind::Drip { bytes: 3, ms: 1 });
    assert_eq!(get(&url).body, CONTENT);
}
