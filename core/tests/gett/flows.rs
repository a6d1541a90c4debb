//! Uploads and downloads, and what goes wrong on the way.

use std::io::Read as _;
use std::time::Duration;

use gigahost::{DownloadOptions, How, Outcome, Source, Status, Target, Verified};
use gigahost_emulator::{Fault, FaultKind};
use serde_json::json;

use super::site::{HOST, Site, content, named, open};

fn download(site: &Site, id: &str) -> Result<Vec<u8>, gigahost::Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let result = site.session.download(id, Target::file(&path), DownloadOptions::new());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, usize::from(result.is_ok()), "something was left");
    result.map(|_| std::fs::read(&path).unwrap())
}

#[test]
fn a_file_goes_up_into_a_new_share_and_comes_back() {
    let site = open();
    let bytes = content(300_000);
    let receipt = site.send(&bytes).unwrap();
    assert_eq!((receipt.how, receipt.verified), (How::Sent, Verified::Size));
    assert_eq!(receipt.entry.name, "film.bin");
    assert!(receipt.url.is_some());
    let stored = &site.stored()[0];
    assert_eq!((receipt.md5, stored.size), (None, 300_000));
    assert_eq!((site.count("shares_create"), site.count("upload_put")), (1, 1));
    assert_eq!(download(&site, &receipt.entry.id).unwrap(), bytes);
    let log = site.emulator.requests(HOST);
    assert!(
        log.iter().all(|one| one.header("cookie").is_none() && one.header("referer").is_none())
    );
}

#[test]
fn r156_a_stream_of_unknown_length_is_spooled() {
    let site = open();
    let reader = Source::reader(std::io::repeat(9).take(70_000), None);
    let receipt = site.session.upload(reader, named("x")).unwrap();
    assert_eq!(receipt.bytes, 70_000);
    assert_eq!(site.requests("upload_put")[0].header("content-length"), Some("70000"));
}

#[test]
fn r145_a_file_without_room_is_refused_before_its_first_byte() {
    let site = open();
    site.set("storage_limit", 1000);
    site.send(&content(1000)).unwrap();
    let error = site.send(b"x").unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::TooLarge, Outcome::NotApplied));
    assert_eq!((site.count("shares_create"), site.count("upload_put")), (1, 1));
    // An account that cannot be read is no reason not to try.
    site.set("storage_limit", 100_000);
    site.emulator.fault(Fault::new(HOST, "users_me", FaultKind::HttpStatus { code: 500 }).always());
    site.send(b"y").unwrap();
}

#[test]
fn r122_a_lost_answer_is_recovered_and_the_file_stored_once() {
    let site = open();
    site.fault("upload_put", FaultKind::CutResponse);
    let receipt = site.send(&content(200_000)).unwrap();
    assert_eq!((receipt.how, receipt.verified), (How::Recovered, Verified::Size));
    assert_eq!((site.count("upload_put"), site.stored().len()), (1, 1));
}

#[test]
fn r123_a_cut_upload_is_sent_again_into_the_same_file() {
    let site = open();
    site.emulator
        .fault(Fault::new(HOST, "upload_put", FaultKind::CutRequest { bytes: 50_000 }).times(2));
    let receipt = site.send(&content(200_000)).unwrap();
    assert_eq!(receipt.how, How::Resent);
    assert_eq!((site.count("upload_put"), site.count("files_upload_urls")), (3, 2));
    assert_eq!((site.count("files_create"), site.stored().len()), (1, 1));
}

#[test]
fn an_upload_that_is_given_up_leaves_nothing() {
    for own_share in [false, true] {
        let site = open();
        let mut options = named("x");
        let mut share = String::new();
        if own_share {
            share = site.session.make_folder(None, "mine").unwrap().id.clone();
            options = options.with_folder(&share);
        }
        site.set("upload_cut", true);
        let error = site.session.upload(Source::bytes(content(200_000)), options).unwrap_err();
        assert_eq!((error.status(), error.outcome()), (Status::Network, Outcome::NotApplied));
        assert_eq!((error.attempts(), site.count("upload_put")), (3, 3));
        let destroyed = (site.count("files_destroy"), site.count("shares_destroy"));
        assert_eq!(destroyed, if own_share { (1, 0) } else { (0, 1) });
        let left = site.session.list(None).unwrap().entries;
        assert_eq!(left.len(), usize::from(own_share));
        assert!(left.iter().all(|entry| entry.id == share));
    }
}

#[test]
fn what_cannot_be_cleaned_up_is_named() {
    let site = open();
    site.set("upload_error", "no thanks");
    site.emulator
        .fault(Fault::new(HOST, "shares_destroy", FaultKind::HttpStatus { code: 500 }).always());
    let error = site.send(b"x").unwrap_err();
    assert_eq!((error.status(), error.host_text()), (Status::Host, Some("no thanks")));
    assert!(error.hint().unwrap().contains("left behind"));
    assert_eq!(site.count("upload_put"), 1);
}

#[test]
fn r124_a_source_that_cannot_begin_again_is_not_sent_again() {
    let site = open();
    site.fault("upload_put", FaultKind::CutRequest { bytes: 50_000 });
    let reader = Source::reader(std::io::repeat(9).take(900_000), Some(900_000));
    let error = site.session.upload(reader, named("x")).unwrap_err();
    assert_eq!(error.status(), Status::Network);
    assert!(error.not_repeated().unwrap().contains("only once"));
    assert_eq!((site.count("upload_put"), site.count("shares_destroy")), (1, 1));
}

#[test]
fn an_address_that_the_node_forgot_is_replaced() {
    let site = open();
    site.set("sig_expired", true);
    site.send(b"hello").unwrap();
    assert_eq!((site.count("upload_put"), site.count("files_upload_urls")), (2, 1));
    assert_eq!(site.stored().len(), 1);
}

#[test]
fn r46_other_words_of_the_node_are_settled_by_the_state() {
    for words in ["fine", "{\"success\":true}", "<html>thanks"] {
        let site = open();
        site.set("upload_body", words);
        assert_eq!(site.send(b"hello").unwrap().how, How::Sent, "{words}");
        assert_eq!(site.count("upload_put"), 1);
    }
    let site = open();
    site.fault("upload_put", FaultKind::HtmlBody);
    let error = site.send(b"hello").unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::BadAnswer, Outcome::NotApplied));
    assert_eq!((site.count("upload_put"), site.stored().len()), (1, 0));
}

#[test]
fn a_file_that_lingers_is_waited_for() {
    let site = open();
    site.set("state_lag", 2);
    assert_eq!(site.send(b"hello").unwrap().verified, Verified::Size);
    assert_eq!(site.count("files_get"), 3);
}

#[test]
fn r49_an_unknown_state_is_waited_for_until_the_clock_runs_out() {
    let site = open();
    site.set("state_other", "baking");
    let error = site.send(b"hello").unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Timeout, Outcome::Applied));
    assert!(error.hint().unwrap().contains("files_get"));
    assert_eq!((site.stored().len(), site.count("shares_destroy")), (1, 0));
}

#[test]
fn a_file_that_the_host_removes_is_a_failure() {
    let site = open();
    site.set("violatedterms", "because");
    let error = site.send(b"hello").unwrap_err();
    assert!(matches!(error.status(), Status::Host | Status::NotFound), "{error:?}");
    assert_eq!(site.stored().len(), 0);
}

#[test]
fn answers_without_their_usual_keys_will_do() {
    let site = open();
    for switch in ["size_absent", "files_absent"] {
        site.set(switch, true);
    }
    let receipt = site.send(b"hello").unwrap();
    assert_eq!(receipt.verified, Verified::No);
    assert_eq!(download(&site, &receipt.entry.id).unwrap(), b"hello");
    for kind in [FaultKind::QuotedNumbers, FaultKind::UnquotedNumbers, FaultKind::ExtraKeys] {
        for operation in ["users_me", "shares_create", "files_create", "files_get"] {
            site.fault(operation, kind.clone());
        }
        site.send(b"hello").unwrap();
    }
}

#[test]
fn every_kind_of_redirect_leads_to_the_bytes() {
    let site = open();
    let id = site.send(b"hello").unwrap().entry.id;
    for code in [301, 302, 303, 307, 308] {
        site.set("redirect_code", code);
        assert_eq!(download(&site, &id).unwrap(), b"hello", "{code}");
    }
}

#[test]
fn r199_the_page_of_the_overloaded_is_never_saved() {
    let site = open();
    let id = site.send(b"hello").unwrap().entry.id;
    site.set("overloaded", true);
    let error = download(&site, &id).unwrap_err();
    assert_eq!(error.status(), Status::RateLimited);
    assert!(error.message().contains("traffic"));
    assert_eq!(site.count("files_blob"), 1);
}

#[test]
fn what_is_not_there_cannot_be_fetched() {
    let site = open();
    let receipt = site.send(b"hello").unwrap();
    site.session.delete(&[receipt.entry.item()]).unwrap();
    assert_eq!(download(&site, &receipt.entry.id).unwrap_err().status(), Status::NotFound);
    assert_eq!(download(&site, "no-file-id").unwrap_err().status(), Status::Argument);
    // A file that nobody serves and nobody has sent.
    let gett = site.session.gett().unwrap();
    let share = gett.shares_create(None).unwrap();
    let file = gett.files_create(&share.sharename, "x", None).unwrap();
    let id = format!("{}/{}", share.sharename, file.fileid);
    assert_eq!(download(&site, &id).unwrap_err().status(), Status::NotFound);
}

#[test]
fn a_broken_download_goes_on() {
    let site = open();
    let bytes = content(400_000);
    let id = site.send(&bytes).unwrap().entry.id;
    site.fault("blob_bytes", FaultKind::CutBody { bytes: 100_000 });
    assert_eq!(download(&site, &id).unwrap(), bytes);
}

#[test]
fn a_call_that_is_not_modelled_is_reached() {
    let site = open();
    let me = site.session.call("/1/users/me", &[]).unwrap();
    assert_eq!(me.json()["email"], "ann@example.test");
    let share = site.session.call("/1/shares/create", &[("title", "by call")]).unwrap();
    assert_eq!(share.json()["title"], json!("by call"));
    let deadline = site.session.with_deadline(Duration::from_secs(5));
    assert_eq!(deadline.list(None).unwrap().entries.len(), 1);
}
