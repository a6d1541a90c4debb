//! rapidgator as its page describes it, with every switch at rest.

mod common;

use common::{Rapidgator, get, post, send};
use gigahost_emulator::{Emulator, Host, seed};
use serde_json::{Value, json};

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().unwrap().iter();
    list.map(|item| item.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_file_comes_back_as_it_was_sent() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let content = common::noise(3_000_000);
    let upload = host.announce("x y.bin", &content);
    assert_eq!((&upload["state"], &upload["file"]), (&json!(0), &json!([])));
    let answer = Rapidgator::send_bytes(&upload, "x y.bin", &content).unwrap();
    assert_eq!(answer.json()["response"]["upload"]["state"], 1);
    let states: Vec<_> = (0..3).map(|_| host.poll(&upload)["state"].clone()).collect();
    assert_eq!(states, [1, 1, 2]);
    let file = host.poll(&upload)["file"].clone();
    assert_eq!(file["hash"], common::md5(&content));
    assert!(file.get("nb_downloads").is_none());

    let url = host.download_url(file["file_id"].as_str().unwrap());
    let answer = get(&url);
    assert!(answer.body == content, "the bytes differ");
    assert!(answer.header("content-disposition").contains("filename=\"x y.bin\""));
    let tail = send("GET", &url, &[("range", "bytes=2999990-")], b"").unwrap();
    assert_eq!((tail.status, tail.header("content-range")), (206, "bytes 2999990-2999999/3000000"));
    assert_eq!(tail.body, content[2_999_990..]);
    assert_eq!(send("GET", &url, &[("range", "bytes=3000000-")], b"").unwrap().status, 416);
    let stale = [("range", "bytes=5-"), ("if-range", "\"other\"")];
    assert_eq!(send("GET", &url, &stale, b"").unwrap().status, 200);
    let head = send("HEAD", &url, &[], b"").unwrap();
    assert_eq!((head.header("content-length"), head.body.len()), ("3000000", 0));
    let logged = emulator.requests(Host::Rapidgator);
    let sent = logged.iter().find(|request| request.operation == "upload_bytes").unwrap();
    assert_eq!(sent.parts[0].md5, common::md5(&content));
    assert_eq!(sent.parts[0].filename.as_deref(), Some("x y.bin"));
}

#[test]
fn known_content_is_instant_and_stops_at_ten_copies() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    host.upload("one", b"same");
    for number in 2..=10 {
        let upload = host.announce(&format!("copy {number}"), b"same");
        assert_eq!((&upload["state"], &upload["url"]), (&json!(2), &Value::Null));
        assert_eq!(upload["file"]["size"], 4);
    }
    let hash = common::md5(b"same");
    let (_, text) = host.refused("file/upload", &[("name", "n"), ("hash", &hash), ("size", "4")]);
    assert!(text.contains("more than 10 copies"), "{text}");
    assert_eq!(emulator.files(Host::Rapidgator).len(), 10);
    // Another account has its own ten.
    let other = Rapidgator::login_as(&emulator, seed::FREE_LOGIN, seed::FREE_PASSWORD);
    assert_eq!(other.announce("mine", b"same")["state"], 2);
}

#[test]
fn an_answer_escapes_slashes_and_mirrors_its_status() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let answer = host.call("folder/info", &[]);
    assert!(answer.text().contains(r"http:\/\/"), "{}", answer.text());
    let missing = host.call("file/info", &[("file_id", "00112233445566778899aabbccddeeff")]);
    assert_eq!(missing.status, 404);
    let expected = json!({"response": null, "status": 404, "details": "Error: File not found"});
    assert_eq!(missing.json(), expected);
    let url = format!("{}user/info/?token={}", host.base, host.token);
    assert_eq!(get(&url).json()["response"]["user"]["email"], seed::LOGIN);
    let dead = post(&format!("{}user/info", host.base), &[("token", "nonsense")]);
    assert_eq!((dead.status, dead.json()["status"].clone()), (401, json!(401)));
}

#[test]
fn the_user_has_a_str_for_a_total_and_nulls_without_premium() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let user = host.ok("user/info", &[])["user"].clone();
    assert!(user["storage"]["total"].is_string() && user["storage"]["left"].is_u64());
    assert!(user["premium_end_time"].is_u64());
    let free = Rapidgator::login_as(&emulator, seed::FREE_LOGIN, seed::FREE_PASSWORD);
    let user = free.ok("user/info", &[])["user"].clone();
    assert_eq!(user["traffic"], json!({"total": null, "left": null}));
    assert_eq!((&user["is_premium"], &user["premium_end_time"]), (&json!(false), &Value::Null));
    let file = free.upload("f", b"bytes");
    let (_, text) = free.refused("file/download", &[("file_id", &file)]);
    assert!(text.contains("premium only"), "{text}");
}

#[test]
fn folders_form_a_tree() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let root = host.ok("folder/info", &[])["folder"].clone();
    assert_eq!((&root["name"], &root["parent_folder_id"]), (&json!("root"), &Value::Null));
    let make = |name: &str, parent: &str| {
        let form = [("name", name), ("folder_id", parent), ("parent_folder_id", parent)];
        let folder = host.ok("folder/create", &form)["folder"].clone();
        folder["folder_id"].as_str().unwrap().to_owned()
    };
    let outer = make("outer", root["folder_id"].as_str().unwrap());
    let inner = make("inner", &outer);
    assert_eq!(make("inner", &outer), inner, "a used name gives the existing folder");
    let differ = [("name", "x"), ("folder_id", outer.as_str()), ("parent_folder_id", &inner)];
    assert_eq!(host.refused("folder/create", &differ).0, 400);
    assert_eq!(host.refused("folder/create", &[("name", "x"), ("folder_id", "9")]).0, 404);

    let file = host.upload("a", b"abc");
    let moved = host.ok("file/move", &[("file_id", &file), ("folder_id_dest", &inner)]);
    assert_eq!(moved["result"]["success"], 1);
    let shown = host.ok("folder/info", &[("folder_id", &outer)])["folder"].clone();
    assert_eq!(shown["nb_folders"], 1);
    let row = &shown["folders"][0];
    assert_eq!((&row["nb_files"], &row["size_files"]), (&json!("1"), &json!("3")));
    assert!(shown.get("files").is_none(), "files stand in folder_content only");

    let loops = host.ok("folder/move", &[("folder_id", &outer), ("folder_id_dest", &inner)]);
    assert_eq!(loops["result"]["fail_ids"], json!([outer]));
    let copy = host.ok("folder/copy", &[("folder_id", &outer), ("folder_id_dest", "0")]);
    assert_eq!(copy["result"]["fail"], 1, "no such destination");
    let other = make("other", root["folder_id"].as_str().unwrap());
    host.ok("folder/copy", &[("folder_id", &outer), ("folder_id_dest", &other)]);
    assert_eq!(emulator.files(Host::Rapidgator).len(), 2);
    let renamed = host.ok("folder/rename", &[("folder_id", &other), ("name", "new")]);
    assert_eq!(renamed["folder"]["name"], "new");
    let mode = host.ok("folder/change_mode", &[("folder_id", &other), ("mode", "2")]);
    assert_eq!(mode["folder"]["mode_label"], "Private");
    let ids = format!("{outer},123");
    let deleted = host.ok("folder/delete", &[("folder_id", &ids)])["result"].clone();
    assert_eq!((&deleted["success_ids"], &deleted["fail_ids"]), (&json!([outer]), &json!(["123"])));
    assert_eq!(host.refused("folder/info", &[("folder_id", &inner)]).0, 404);
}

#[test]
fn listings_are_paged_and_sorted() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    for (name, content) in [("b", "22"), ("a", "333"), ("c", "1")] {
        host.upload(name, content.as_bytes());
    }
    let names = |form: &[(&str, &str)]| {
        let answer = host.ok("folder/content", form);
        let files = answer["folder"]["files"].as_array().unwrap().clone();
        let names: Vec<_> = files.iter().map(|file| file["name"].clone()).collect();
        (names, answer["pager"].clone())
    };
    assert_eq!(names(&[]).0, ["a", "b", "c"]);
    let page = names(&[("per_page", "2"), ("page", "2"), ("sort_column", "size")]);
    assert_eq!(page, (vec![json!("a")], json!({"current": 2, "total": 2})));
    assert_eq!(names(&[("sort_direction", "DESC")]).0, ["c", "b", "a"]);
    assert_eq!(names(&[("page", "9")]).0, Vec::<Value>::new());
}

#[test]
fn names_are_kept_as_they_were_sent() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let names = [" blanks around ", "70%25+&=.bin", "Ü 日本 \u{1f600}.bin", "\"quoted\" a,b;c.bin"];
    for name in names {
        host.upload(name, name.as_bytes());
    }
    let stored: Vec<_> = emulator.files(Host::Rapidgator).into_iter().map(|f| f.name).collect();
    assert_eq!(stored, names);
    for file in emulator.files(Host::Rapidgator) {
        assert_eq!(get(&host.download_url(&file.id)).body, file.name.as_bytes());
    }
}

#[test]
fn files_are_renamed_copied_and_pass_through_the_trash() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let root = host.ok("folder/info", &[])["folder"]["folder_id"].as_str().unwrap().to_owned();
    let file = host.upload("a", b"abc");
    let renamed = host.ok("file/rename", &[("file_id", &file), ("name", "é.bin")]);
    assert_eq!(renamed["file"]["name"], "é.bin");
    let mode = host.ok("file/change_mode", &[("file_id", &file), ("mode", "1")]);
    assert_eq!(mode["file"]["mode"], 1);
    assert_eq!(host.refused("file/change_mode", &[("file_id", &file), ("mode", "4")]).0, 400);
    host.ok("file/copy", &[("file_id", &file), ("folder_id_dest", &root)]);
    let xcopy = host.ok("file/xcopy", &[("file_id", &file), ("folder_id_dest", &root)]);
    assert_ne!(xcopy["file"]["file_id"], file.as_str());
    let hash = common::md5(b"abc");
    let form = [("hash", hash.as_str()), ("name", "h"), ("folder_id_dest", &root)];
    assert_eq!(host.ok("file/hashcopy", &form)["file"]["name"], "h");
    assert_eq!(emulator.files(Host::Rapidgator).len(), 4);

    let both = format!("{file},ffff");
    let deleted = host.ok("file/delete", &[("file_id", &both)])["result"].clone();
    assert_eq!((&deleted["success"], &deleted["fail"]), (&json!(1), &json!(1)));
    assert_eq!(strings(&deleted["errors"]), ["Error: Failed to delete the file"]);
    assert_eq!(host.refused("file/info", &[("file_id", &file)]).0, 404);
    let trash = host.ok("trashcan/content", &[]);
    assert_eq!(
        (&trash["files"][0]["folder_id"], &trash["pager"]["total"]),
        (&Value::Null, &json!(1))
    );
    assert_eq!(host.ok("trashcan/restore", &[])["result"]["success_ids"], json!([file]));
    host.ok("file/delete", &[("file_id", &file)]);
    assert_eq!(host.ok("trashcan/empty", &[("file_id", &file)])["result"]["success"], 1);
    assert_eq!(emulator.files(Host::Rapidgator).len(), 3);
}

#[test]
fn links_are_checked_by_twenty_five() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let file = host.upload("a.bin", b"abc");
    let url =
        host.ok("file/info", &[("file_id", &file)])["file"]["url"].as_str().unwrap().to_owned();
    let links = format!("{url},https://rapidgator.net/file/ffff");
    let checks = host.ok("file/check_link", &[("url", &links)]);
    assert_eq!(checks[0], json!({"url": url, "filename": "a.bin", "size": 3, "status": "ACCESS"}));
    assert_eq!((&checks[1]["status"], &checks[1]["size"]), (&json!("NO ACCESS"), &Value::Null));
    assert_eq!(get(&url).status, 200);
    let many = vec!["https://rapidgator.net/file/1"; 26].join(",");
    assert_eq!(host.refused("file/check_link", &[("url", &many)]).0, 400);
}

#[test]
fn a_one_time_link_works_once() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let file = host.upload("a.bin", b"abc");
    let link = host.ok("file/onetimelink_create", &[("file_id", &file), ("notify", "1")]);
    let link = &link["link"];
    assert_eq!((&link["state"], &link["notify"]), (&json!("0"), &json!(true)));
    let id = link["link_id"].as_str().unwrap();
    let url = link["url"].as_str().unwrap();
    assert_eq!(get(url).body, b"abc");
    assert_eq!(get(url).status, 404);
    let ids = format!("{id},none");
    let links = host.ok("file/onetimelink_info", &[("link_id", &ids)])["links"].clone();
    assert_eq!(
        (&links[0]["downloaded"], &links[1]["error"]),
        (&json!(true), &json!("Link not found"))
    );
}

#[test]
fn remote_jobs_run_to_their_end() {
    let emulator = Emulator::start().unwrap();
    let host = Rapidgator::login(&emulator);
    let urls = "http://src.example.test/y.iso,http://src.example.test/z.iso";
    let jobs = host.ok("remote/create", &[("url", urls)])["jobs"].clone();
    assert_eq!((&jobs[0]["state_label"], &jobs[0]["file"]), (&json!("Waiting"), &json!([])));
    let id = jobs[0]["job_id"].to_string();
    let look = || host.ok("remote/info", &[("job_id", &id)])["jobs"][0].clone();
    assert_eq!(look()["state_label"], "Downloading");
    let done = look();
    assert_eq!((&done["state_label"], &done["file"]["name"]), (&json!("Done"), &json!("y.iso")));
    assert_eq!(host.ok("remote/delete", &[("job_id", &id)])["result"]["success"], 1);
    assert_eq!(host.ok("remote/info", &[])["jobs"].as_array().unwrap().len(), 1);
}
