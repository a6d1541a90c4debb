//! giga.gs as the emulator plays it.

mod common;

use std::time::Duration;

use common::{Answer, get, multipart, post, raw, send};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host, seed};
use serde_json::{Value, json};

const HOST: Host = Host::GigaGs;
const CONTENT: &[u8] = b"0123456789abcdef";
const MD5: &str = "4032af8d61035123906e58e067140cc5";

/// An emulator with its switches, and the calls of a giga.gs client.
struct Site {
    emulator: Emulator,
}

impl Site {
    fn start() -> Self {
        Self { emulator: Emulator::start().unwrap() }
    }

    fn with(switch: &str, value: impl Into<Value>) -> Self {
        let site = Self::start();
        site.set(switch, value);
        site
    }

    fn set(&self, switch: &str, value: impl Into<Value>) {
        self.emulator.set(HOST, switch, value).unwrap();
    }

    fn url(&self, path: &str) -> String {
        self.emulator.base_url(HOST) + path
    }

    fn node(&self, path: &str) -> String {
        self.emulator.node_url(HOST).unwrap() + path
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        post(&self.url(path), form)
    }

    fn get(&self, path: &str) -> Answer {
        get(&self.url(path))
    }

    fn public(&self) -> String {
        text(&self.get("/session").json()["token"])
    }

    fn upload_as(&self, token: &str, name: &str) -> Answer {
        let url = self.node(&format!("/upload?token={token}"));
        post_file(&url, &[], name, CONTENT).unwrap()
    }

    fn upload(&self, name: &str) -> Value {
        self.upload_as(seed::GIGAGS_PRIVATE_TOKEN, name).json()
    }

    fn list(&self, more: &[(&str, &str)]) -> Value {
        let token = [("token", seed::GIGAGS_PRIVATE_TOKEN)];
        self.post("/getfiles", &[&token, more].concat()).json()
    }

    fn names(&self, more: &[(&str, &str)]) -> Vec<String> {
        let list = self.list(more);
        list["files"].as_array().unwrap().iter().map(|file| text(&file["name"])).collect()
    }

    fn archive(&self, filehash: &str) -> Value {
        let form = [("token", seed::GIGAGS_PRIVATE_TOKEN), ("filehash", filehash)];
        self.post("/archive", &form).json()
    }

    fn fault(&self, operation: &str, kind: FaultKind) {
        self.emulator.fault(Fault::new(HOST, operation, kind));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).into()
}

/// Posts a file as multipart; an error means that no answer came.
fn post_file(
    url: &str,
    headers: &[(&str, &str)],
    name: &str,
    content: &[u8],
) -> Result<Answer, ureq::Error> {
    let (body, kind) = multipart("file", name, content);
    send("POST", url, &[headers, &[("content-type", kind)]].concat(), &body)
}

fn filehash(uploaded: &Value) -> String {
    format!("{}_{}", text(&uploaded["id"]), text(&uploaded["hash"]))
}

const LOGIN: [(&str, &str); 2] = [("username", seed::LOGIN), ("password", seed::PASSWORD)];

#[test]
fn a_public_session_tells_its_token_and_the_size_limit() {
    let site = Site::start();
    let session = site.get("/session").json();
    assert_eq!(session["private"], json!(false));
    assert_eq!(session["maxFileSize"], json!("2048MB"));
    assert!(!text(&session["token"]).is_empty());
    assert_eq!(site.emulator.count(HOST, "session_public"), 1);
}

#[test]
fn a_login_and_a_private_token_give_private_sessions() {
    let site = Site::start();
    assert_eq!(site.post("/session", &LOGIN).json()["private"], json!(true));
    let checked = site.post("/session", &[("token", seed::GIGAGS_PRIVATE_TOKEN)]).json();
    assert_eq!(checked["private"], json!(true));
    assert_eq!(checked["token"], json!(seed::GIGAGS_PRIVATE_TOKEN));
    let by_get = site.get(&format!("/session?token={}", seed::GIGAGS_FREE_TOKEN)).json();
    assert_eq!(by_get["private"], json!(true));
    assert_eq!(site.emulator.count(HOST, "session_login"), 1);
    assert_eq!(site.emulator.count(HOST, "session_token"), 2);
}

#[test]
fn a_made_token_lists_the_accounts_files() {
    let site = Site::start();
    site.upload("a.mp4");
    let token = text(&site.post("/createtoken", &LOGIN).json()["token"]);
    assert_eq!(site.post("/getfiles", &[("token", &token)]).json()["count"], json!(1));
    assert_eq!(site.get("/createtoken?username=a&password=b").status, 404);
}

#[test]
fn refusals_come_with_http_200() {
    let site = Site::start();
    let wrong = [("username", seed::LOGIN), ("password", "wrong")];
    for path in ["/createtoken", "/session"] {
        let answer = site.post(path, &wrong);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json(), json!({"success": false, "error": "Wrong username or password"}));
    }
    let answer = site.post("/getfiles", &[("token", "nonsense")]);
    assert_eq!((answer.status, &answer.json()["success"]), (200, &json!(false)));
    assert_eq!(site.post("/getfiles", &[]).json()["error"], json!("Missing parameter token"));
}

#[test]
fn refusals_come_with_their_http_code_on_request() {
    let site = Site::with("refusal", "4xx");
    assert_eq!(site.post("/getfiles", &[("token", "nonsense")]).status, 401);
    assert_eq!(site.post("/getfiles", &[("token", &site.public())]).status, 403);
    assert_eq!(site.post("/getfiles", &[]).status, 400);
    let form = [("token", seed::GIGAGS_PRIVATE_TOKEN), ("filehash", "x_y")];
    assert_eq!(site.post("/archive", &form).status, 404);
}

#[test]
fn a_refusals_text_stands_under_the_chosen_key() {
    let site = Site::start();
    for key in ["error", "description", "message", "msg"] {
        site.set("refusal_key", key);
        assert!(site.post("/getfiles", &[]).json()[key].is_string(), "{key}");
    }
}

#[test]
fn an_upload_is_stored_listed_and_served_by_its_direct_link() {
    let site = Site::start();
    let token = seed::GIGAGS_PRIVATE_TOKEN;
    let target = site.get(&format!("/getUploadUrl?token={token}")).json();
    assert_eq!(target, json!({"success": true, "url": site.node("/upload")}));

    let uploaded = site.upload("holiday.mp4");
    assert_eq!(uploaded["success"], json!(true));
    assert_eq!(uploaded["hash"], json!(MD5));
    assert_eq!(text(&uploaded["id"]).len(), 16);

    let list = site.list(&[]);
    assert_eq!(list["count"], json!(1));
    assert_eq!(list["files"][0]["name"], json!("holiday.mp4"));
    assert_eq!(list["files"][0]["url"], uploaded["url"]);

    let url = text(&uploaded["url"]);
    let whole = get(&url);
    assert_eq!(whole.body, CONTENT);
    assert!(whole.header("content-disposition").contains("holiday.mp4"));
    assert_eq!(whole.header("etag"), format!("\"{MD5}\""));
    assert!(!whole.header("last-modified").is_empty());
    let part = send("GET", &url, &[("Range", "bytes=4-7")], b"").unwrap();
    assert_eq!((part.status, &part.body[..]), (206, &b"4567"[..]));
    let head = send("HEAD", &url, &[], b"").unwrap();
    assert_eq!((head.header("content-length"), head.body.len()), ("16", 0));

    let files = site.emulator.files(HOST);
    assert_eq!((files[0].account.as_str(), files[0].md5.as_str()), (seed::LOGIN, MD5));
}

#[test]
fn an_anonymous_upload_has_no_owner() {
    let site = Site::start();
    let token = site.public();
    assert_eq!(site.upload_as(&token, "a.bin").json()["success"], json!(true));
    assert_eq!(site.emulator.files(HOST)[0].account, "");
    assert_eq!(site.list(&[])["count"], json!(0));
    assert_eq!(site.post("/getfiles", &[("token", &token)]).json()["success"], json!(false));
}

#[test]
fn the_upload_url_comes_in_the_chosen_form() {
    let site = Site::start();
    let url = site.node("/upload");
    let ask = |form: &str| {
        site.set("upload_url_form", form);
        site.get(&format!("/getUploadUrl?token={}", seed::GIGAGS_PRIVATE_TOKEN)).json()
    };
    assert_eq!(ask("object")["url"], json!(url));
    assert_eq!(ask("data")["data"]["url"], json!(url));
    assert_eq!(ask("string"), json!(url));
    assert_eq!(ask("name")["url"], json!("s3"));
    assert_eq!(ask("no_path")["url"], json!(site.node("")));
}

#[test]
fn the_web_pages_way_to_an_upload_url_works_alone_too() {
    let site = Site::with("no_get_upload_url", true);
    let token = seed::GIGAGS_PRIVATE_TOKEN;
    assert_eq!(site.get(&format!("/getUploadUrl?token={token}")).status, 404);
    let answer = site.get(&format!("/upload?token={token}")).json();
    assert_eq!(answer["url"], json!(site.node("/upload")));
}

#[test]
fn an_upload_looks_for_its_token_where_the_switch_says() {
    let site = Site::start();
    let token = seed::GIGAGS_PRIVATE_TOKEN;
    let works = |by_query: bool| {
        let (path, header) = if by_query {
            (format!("/upload?token={token}"), vec![])
        } else {
            ("/upload".to_owned(), vec![("token", token)])
        };
        let answer = post_file(&site.node(&path), &header, "a.mp4", CONTENT).unwrap();
        answer.json()["success"] == json!(true)
    };
    for (place, query, header) in
        [("both", true, true), ("query", true, false), ("header", false, true)]
    {
        site.set("token_where", place);
        assert_eq!((works(true), works(false)), (query, header), "{place}");
    }
}

#[test]
fn tokens_die_at_the_end_of_their_life() {
    let site = Site::with("token_ttl", 60);
    let token = text(&site.post("/createtoken", &LOGIN).json()["token"]);
    assert_eq!(site.post("/session", &[("token", &token)]).json()["private"], json!(true));
    site.emulator.advance(Duration::from_secs(61));
    assert_eq!(site.post("/session", &[("token", &token)]).json()["error"], json!("Invalid token"));
}

#[test]
fn the_nth_call_of_an_operation_can_be_rejected() {
    let site = Site::with("token_reject", json!({"op": "get_files", "n": 2}));
    let success: Vec<Value> = (0..3).map(|_| site.list(&[])["success"].clone()).collect();
    assert_eq!(success, [json!(true), json!(false), json!(true)]);
}

#[test]
fn anonymous_uploads_can_be_denied() {
    let site = Site::with("public_denied", true);
    assert_eq!(site.get("/session").json()["private"], json!(true));
    assert_eq!(site.upload_as(&site.public(), "a.mp4").json()["success"], json!(false));
    assert_eq!(site.upload("a.mp4")["success"], json!(true));
}

#[test]
fn the_size_limit_is_told_as_given_and_kept() {
    let site = Site::start();
    for size in [json!("512MB"), json!("1GB"), json!(700), json!(0), json!("plenty")] {
        site.set("max_size", size.clone());
        assert_eq!(site.get("/session").json()["maxFileSize"], size);
        assert_eq!(site.upload("a.mp4")["success"], json!(true), "{size}");
    }
    site.set("max_size", "1KB");
    let url = site.node(&format!("/upload?token={}", seed::GIGAGS_PRIVATE_TOKEN));
    let answer = post_file(&url, &[], "a.mp4", &[7; 1025]).unwrap().json();
    assert_eq!(answer, json!({"success": false, "error": "File too large"}));
}

#[test]
fn other_files_than_mp4_can_be_refused() {
    let site = Site::with("mp4_only", true);
    assert_eq!(site.upload("a.bin")["success"], json!(false));
    assert_eq!(site.upload("a.mp4")["success"], json!(true));
}

#[test]
fn the_part_must_have_the_name_that_the_host_expects() {
    let site = Site::with("part_name", "video");
    assert_eq!(site.upload("a.mp4")["error"], json!("No file received"));
    site.set("part_name", false);
    assert_eq!(site.upload("a.mp4")["success"], json!(true));
}

#[test]
fn upload_answers_leave_out_what_they_are_told_to() {
    let site = Site::with("upload_no_url", true);
    assert_eq!(site.upload("a.mp4")["url"], Value::Null);
    site.set("upload_no_hash", true);
    let bare = site.upload("a.mp4");
    assert_eq!((&bare["hash"], bare["id"].is_string()), (&Value::Null, true));
    site.set("upload_filehash", true);
    let joined = site.upload("a.mp4");
    assert!(text(&joined["filehash"]).ends_with(&format!("_{MD5}")));
    assert_eq!(joined["id"], Value::Null);
}

#[test]
fn success_can_be_a_number_or_a_text() {
    let site = Site::with("success_type", "int");
    assert_eq!(site.list(&[])["success"], json!(1));
    assert_eq!(site.post("/getfiles", &[]).json()["success"], json!(0));
    site.set("success_type", "str");
    assert_eq!(site.list(&[])["success"], json!("true"));
    assert_eq!(site.post("/getfiles", &[]).json()["success"], json!("false"));
}

#[test]
fn the_list_stands_where_the_switch_says() {
    let site = Site::start();
    site.upload("a.mp4");
    for (form, place) in [
        ("root", "/0"),
        ("files", "/files/0"),
        ("data", "/data/0"),
        ("data.files", "/data/files/0"),
        ("videos", "/videos/0"),
    ] {
        site.set("files_form", form);
        let list = site.list(&[]);
        assert_eq!(list.pointer(place).unwrap()["name"], json!("a.mp4"), "{form}");
    }
}

#[test]
fn fifty_files_make_a_page() {
    let site = Site::start();
    for number in 0..51 {
        site.upload(&format!("{number}.mp4"));
    }
    assert_eq!(site.names(&[]).len(), 50);
    assert_eq!(site.names(&[("page", "2")]), ["50.mp4"]);
    assert_eq!(site.names(&[("page", "3")]), [""; 0]);
    assert_eq!(site.names(&[("page", "2"), ("limit", "2")]), ["2.mp4", "3.mp4"]);
    assert_eq!(site.list(&[("page", "2")])["count"], json!(51));
    assert_eq!(site.list(&[("page", "x")])["success"], json!(false));
}

#[test]
fn pages_have_the_chosen_base_size_and_end() {
    let site = Site::with("page_size", 2);
    for number in 0..3 {
        site.upload(&format!("{number}.mp4"));
    }
    assert_eq!(site.names(&[]), ["0.mp4", "1.mp4"]);
    assert_eq!(site.names(&[("limit", "9")]).len(), 2);
    site.set("page_base", 0);
    assert_eq!(site.names(&[("page", "0")]), ["0.mp4", "1.mp4"]);
    assert_eq!(site.names(&[("page", "1")]), ["2.mp4"]);
    assert_eq!(site.names(&[("page", "2")]).len(), 0);
    site.set("page_repeats", true);
    assert_eq!(site.names(&[("page", "9")]), ["2.mp4"]);
}

#[test]
fn an_archived_file_stays_listed_for_thirty_days_without_its_content() {
    let site = Site::start();
    let uploaded = site.upload("a.mp4");
    assert_eq!(site.archive(&filehash(&uploaded)), json!({"success": true}));
    assert_eq!(get(&text(&uploaded["url"])).status, 404);
    assert_eq!(site.list(&[])["files"][0]["archived"], json!(true));
    assert_eq!(site.archive(&filehash(&uploaded))["success"], json!(true));
    site.emulator.advance(Duration::from_secs(30 * 24 * 3600));
    assert_eq!(site.list(&[])["count"], json!(0));
    assert_eq!(site.archive(&filehash(&uploaded))["success"], json!(false));
}

#[test]
fn archived_files_can_leave_the_listing_at_once() {
    let site = Site::with("archived_hidden", true);
    let uploaded = site.upload("a.mp4");
    site.archive(&filehash(&uploaded));
    assert_eq!(site.list(&[])["count"], json!(0));
}

#[test]
fn archiving_twice_can_be_an_error() {
    let site = Site::with("archive_twice", "error");
    let uploaded = site.upload("a.mp4");
    assert_eq!(site.archive(&filehash(&uploaded))["success"], json!(true));
    assert_eq!(site.archive(&filehash(&uploaded))["success"], json!(false));
}

#[test]
fn nobody_archives_anothers_file() {
    let site = Site::start();
    let uploaded = site.upload_as(seed::GIGAGS_FREE_TOKEN, "a.mp4").json();
    assert_eq!(site.archive(&filehash(&uploaded))["success"], json!(false));
    assert_eq!(get(&text(&uploaded["url"])).status, 200);
}

#[test]
fn a_cut_upload_stores_nothing_and_a_lost_answer_stores_the_file() {
    let site = Site::start();
    let url = site.node(&format!("/upload?token={}", seed::GIGAGS_PRIVATE_TOKEN));
    let content = vec![1; 300_000];
    site.fault("upload", FaultKind::CutRequest { bytes: 100_000 });
    assert!(post_file(&url, &[], "a.mp4", &content).is_err());
    assert_eq!(site.emulator.files(HOST).len(), 0);
    site.fault("upload", FaultKind::CutResponse);
    assert!(post_file(&url, &[], "a.mp4", &content).is_err());
    assert_eq!(site.emulator.files(HOST)[0].size, 300_000);
}

#[test]
fn a_stalled_upload_goes_on_when_released() {
    let site = Site::start();
    site.fault("upload", FaultKind::StallRequest { bytes: 0 });
    std::thread::scope(|scope| {
        let upload = scope.spawn(|| site.upload("a.mp4"));
        while site.emulator.stalled() == 0 {
            assert!(!upload.is_finished(), "nothing stalls");
            std::thread::yield_now();
        }
        assert!(site.emulator.files(HOST).is_empty());
        site.emulator.release();
        assert_eq!(upload.join().unwrap()["success"], json!(true));
    });
}

#[test]
fn a_direct_link_can_be_cut_and_can_drip() {
    let site = Site::start();
    let url = text(&site.upload("a.mp4")["url"]);
    let path = url.split_at(url.find("/v/").unwrap()).1;
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    site.fault("download_bytes", FaultKind::CutBody { bytes: 5 });
    let (answer, _) = raw(&url, request.as_bytes());
    assert!(answer.ends_with(b"\r\n\r\n01234"));
    site.fault("download_bytes", FaultKind::Drip { bytes: 4, ms: 1 });
    assert_eq!(get(&url).body, CONTENT);
}

#[test]
fn every_operation_meets_the_common_faults() {
    let site = Site::start();
    let url = text(&site.upload("a.mp4")["url"]);
    let token = [("token", seed::GIGAGS_PRIVATE_TOKEN)];
    let call = |operation: &str| match operation {
        "session_public" => site.get("/session"),
        "session_login" => site.post("/session", &LOGIN),
        "session_token" => site.post("/session", &token),
        "create_token" => site.post("/createtoken", &LOGIN),
        "get_upload_url" => site.get(&format!("/getUploadUrl?token={}", seed::GIGAGS_FREE_TOKEN)),
        "get_files" => site.post("/getfiles", &token),
        "archive" => site.post("/archive", &token),
        "upload" => site.upload_as(seed::GIGAGS_PRIVATE_TOKEN, "b.mp4"),
        _ => get(&url),
    };
    for operation in [
        "session_public",
        "session_login",
        "session_token",
        "create_token",
        "get_upload_url",
        "get_files",
        "archive",
        "upload",
        "download_bytes",
    ] {
        site.fault(operation, FaultKind::RetryAfter { seconds: 7 });
        let answer = call(operation);
        assert_eq!((answer.status, answer.header("retry-after")), (429, "7"), "{operation}");
        assert_eq!(call(operation).status, 200, "{operation}");
    }
}

#[test]
fn an_unknown_switch_or_value_is_refused() {
    let emulator = Emulator::start().unwrap();
    assert!(emulator.set(HOST, "no_such_switch", true).is_err());
    assert!(emulator.set(HOST, "files_form", "elsewhere").is_err());
    assert!(emulator.set(HOST, "token_reject", json!({"operation": "upload"})).is_err());
}
