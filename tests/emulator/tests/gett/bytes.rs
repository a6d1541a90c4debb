//! Uploads and downloads.

use gigahost_emulator::{Emulator, Host};
use serde_json::json;

use crate::common::{get, md5, multipart, noise, raw, send};
use crate::site::{Site, hop, path, put, put_url, text};

#[test]
fn a_put_is_given_back_through_a_redirect() {
    let emulator = Emulator::builder().tls(true).start().unwrap();
    let node = emulator.node_url(Host::Gett).unwrap();
    assert!(node.starts_with("http://") && emulator.base_url(Host::Gett).starts_with("https://"));

    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let content = noise(600_000);
    let file = site.stored("a b ä.bin", &content);
    let (code, target) = hop("GET", &site.blob_url(&file));
    assert_eq!(code, 307);
    assert!(target.ends_with("/a%20b%20%C3%A4.bin"), "{target}");
    let answer = get(&target);
    assert!(answer.body == content && answer.header("content-disposition").is_empty());
    let forced = get(&format!("{}?download", site.blob_url(&file)));
    assert!(forced.header("content-disposition").starts_with("attachment"));
    let other_road = site.blob_url(&file).replace("/1/files", "/api/1/files");
    assert!(get(&other_road).body == content);
    assert_eq!(site.state(&file)["downloads"], 3);
    assert_eq!(emulator.count(Host::Gett, "blob_bytes"), 3);
    let stored = &emulator.files(Host::Gett)[0];
    assert_eq!((&stored.md5, stored.state.as_str()), (&md5(&content), "active"));
}

#[test]
fn bytes_know_ranges_heads_and_validators() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("x.txt", b"0123456789");
    let (_, url) = hop("HEAD", &site.blob_url(&file));
    let head = send("HEAD", &url, &[], b"").unwrap();
    assert_eq!((head.header("content-length"), head.body.len()), ("10", 0));
    assert!(!head.header("last-modified").is_empty());
    let etag = head.header("etag");
    let part = send("GET", &url, &[("range", "bytes=2-4"), ("if-range", etag)], b"").unwrap();
    assert_eq!((part.status, part.text()), (206, "234".into()));
    assert_eq!(part.header("content-range"), "bytes 2-4/10");
    let beyond = send("GET", &url, &[("range", "bytes=10-")], b"").unwrap();
    assert_eq!(beyond.status, 416);
    assert_eq!(site.state(&file)["downloads"], 0, "a HEAD is no download");
}

#[test]
fn the_post_url_has_its_second_question_mark_and_takes_any_field() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x y.txt");
    let url = text(&file["upload"], "posturl");
    let node = emulator.node_url(Host::Gett).unwrap();
    let start = format!("{node}/{}?filename=x%20y.txt?sig=", text(&file, "sharename"));
    assert!(url.starts_with(&start), "{url}");

    let (body, kind) = multipart("blob", "other.txt", b"hello");
    let wrong = url.replace("?sig=", "%3Fsig=");
    assert_eq!(send("POST", &wrong, &[("content-type", kind)], &body).unwrap().status, 403);
    let answer = send("POST", url, &[("content-type", kind)], &body).unwrap();
    assert_eq!(answer.text(), "computer says yes");
    assert_eq!(get(&site.blob_url(&file)).text(), "hello");
    assert_eq!(site.state(&file)["filename"], "x y.txt");
    let log = emulator.requests(Host::Gett);
    let posts: Vec<_> = log.iter().filter(|one| one.operation == "upload_post").collect();
    assert_eq!((posts[1].parts.len(), posts[1].parts[0].length), (1, 5));
    assert_eq!(posts[1].parts[0].md5, md5(b"hello"));
    let bad = send("POST", url, &[("content-type", "text/plain")], b"x").unwrap();
    assert_eq!(bad.status, 400);
    assert_eq!(get(&site.blob_url(&file)).text(), "hello");
}

#[test]
fn a_second_upload_replaces_the_first_by_old_and_new_urls() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("x.txt", b"one");
    let urls = site.get(&format!("{}/upload", path(&file))).json();
    assert_ne!(text(&urls, "puturl"), put_url(&file));
    for (url, content) in [(text(&urls, "puturl"), "second"), (put_url(&file), "third")] {
        assert_eq!(send("PUT", url, &[], content.as_bytes()).unwrap().status, 200);
        assert_eq!(get(&site.blob_url(&file)).text(), content);
    }
    assert_eq!(site.get("/users/me").json()["storage"]["used"], 5);
}

#[test]
fn an_upload_needs_its_signature_byte_for_byte() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    let url = put_url(&file);
    for wrong in [url.replace("x.txt", "y.txt"), format!("{url}0"), url.replace("?sig=", "?s=")] {
        assert_eq!(send("PUT", &wrong, &[], b"hello").unwrap().status, 403, "{wrong}");
    }
    assert_eq!(site.state(&file)["readystate"], "remote");
}

#[test]
fn an_empty_file_is_a_file() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.stored("empty", b"");
    let state = site.state(&file);
    assert_eq!((&state["readystate"], &state["size"]), (&json!("uploaded"), &json!(0)));
    assert!(get(&site.blob_url(&file)).body.is_empty());
}

/// A PUT in chunks, without `Content-Length`.
pub(crate) fn chunked(url: &str, content: &str) -> String {
    let target = url.split_once("//").unwrap().1.split_once('/').unwrap().1;
    let request = format!(
        "PUT /{target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{content}\r\n0\r\n\r\n",
        content.len()
    );
    String::from_utf8(raw(url, request.as_bytes()).0).unwrap()
}

#[test]
fn an_upload_without_length_is_refused() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let file = site.file("x.txt");
    assert!(chunked(put_url(&file), "hello").starts_with("HTTP/1.1 411 "));
    assert_eq!(site.state(&file)["readystate"], "remote");
}

#[test]
fn pictures_have_thumbnails_in_both_forms_and_nothing_else_has() {
    let emulator = Emulator::start().unwrap();
    let site = Site::login(&emulator);
    let (image, other) = (site.stored("a.PNG", b"x"), site.stored("a.txt", b"x"));
    for (tail, width, height) in
        [("/thumb", 100, 100), ("/scale?size=30x20", 30, 20), ("/7x9", 7_u32, 9_u32)]
    {
        assert_eq!(hop("GET", &(site.blob_url(&image) + tail)).0, 307);
        let answer = get(&(site.blob_url(&image) + tail));
        assert_eq!(answer.header("content-type"), "image/png");
        assert!(answer.body.starts_with(b"\x89PNG"));
        assert_eq!(answer.body[16..20], width.to_be_bytes(), "{tail}");
        assert_eq!(answer.body[20..24], height.to_be_bytes(), "{tail}");
        assert_eq!(get(&(site.blob_url(&other) + tail)).status, 404);
    }
    assert_eq!(get(&(site.blob_url(&image) + "/scale?size=wide")).status, 404);
    assert_eq!(emulator.count(Host::Gett, "files_scale"), 7);
    let waiting = site.file("later.png");
    assert_eq!(get(&(site.blob_url(&waiting) + "/thumb")).status, 404);
    put(&waiting, b"x");
    assert_eq!(get(&(site.blob_url(&waiting) + "/thumb")).status, 200);
}
