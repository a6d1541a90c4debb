//! giga.gs against the emulator: flows with real sockets, TLS and files.

mod support;

use std::time::Duration;

use gigahost::{
    Builder, Clocks, DownloadOptions, Host, How, Item, Outcome, Secret, Session, Source, State,
    Status, Target, UploadOptions, Verified,
};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated, seed};
use serde_json::json;
use support::{at, content, emulator, upload};

const HERE: Emulated = Emulated::GigaGs;

fn builder(emulator: &Emulator) -> Builder {
    let mut clocks = Clocks::default();
    clocks.settle = Duration::from_millis(80);
    at(emulator, Host::GigaGs, HERE).clocks(clocks)
}

fn session(emulator: &Emulator) -> Session {
    builder(emulator).login(seed::LOGIN, seed::PASSWORD).build().unwrap()
}

fn public(emulator: &Emulator) -> Session {
    builder(emulator).build().unwrap()
}

#[test]
fn a_file_goes_up_is_listed_comes_back_and_is_archived() {
    let emulator = emulator();
    let session = session(&emulator);
    let bytes = content(1_000_000);
    let receipt = upload(&session, "film.mp4", &bytes).unwrap();
    assert_eq!((receipt.how, receipt.verified), (How::Sent, Verified::Md5));
    let listing = session.list(None).unwrap();
    assert_eq!(listing.entries.len(), 1);
    assert_eq!(listing.entries[0].id, receipt.entry.id);
    assert_eq!(listing.entries[0].name, "film.mp4");

    let folder = tempfile::tempdir().unwrap();
    let target = Target::directory(folder.path());
    let download = session.download(&receipt.entry.id, target, DownloadOptions::new()).unwrap();
    assert_eq!((download.bytes, download.verified), (1_000_000, Verified::Size));
    assert_eq!(std::fs::read(download.path.unwrap()).unwrap(), bytes);
    let fetched = emulator.requests(HERE);
    let fetched = fetched.iter().find(|request| request.operation == "download_bytes").unwrap();
    assert_eq!((fetched.header("token"), fetched.param("token")), (None, None));

    assert!(session.delete(&[receipt.entry.item()]).unwrap().is_complete());
    assert_eq!(session.list(None).unwrap().entries[0].state, Some(State::Removed));
    assert!(session.delete(&[receipt.entry.item()]).unwrap().is_complete());
}

#[test]
fn the_token_goes_by_query_and_by_header() {
    for place in ["query", "header", "both"] {
        let emulator = emulator();
        emulator.set(HERE, "token_where", place).unwrap();
        upload(&session(&emulator), "a.mp4", &content(10)).unwrap();
    }
}

#[test]
fn without_an_account_a_public_token_does_for_uploads_only() {
    let emulator = emulator();
    let session = public(&emulator);
    let receipt = upload(&session, "a.mp4", &content(10)).unwrap();
    assert!(receipt.url.is_some());
    assert_eq!(emulator.count(HERE, "session_public"), 1);
    assert_eq!(session.list(None).unwrap_err().status(), Status::Argument);
    assert_eq!(session.delete(&[Item::File("x")]).unwrap_err().status(), Status::Argument);
    assert_eq!(emulator.count(HERE, "get_files") + emulator.count(HERE, "archive"), 0);
    let link = receipt.url.unwrap();
    let target = Target::writer(std::io::sink());
    assert_eq!(session.download(&link, target, DownloadOptions::new()).unwrap().bytes, 10);
}

#[test]
fn a_site_that_wants_an_account_says_so_before_a_byte() {
    let emulator = emulator();
    emulator.set(HERE, "public_denied", true).unwrap();
    let error = upload(&public(&emulator), "a.mp4", &content(10)).unwrap_err();
    assert_eq!(error.status(), Status::Auth);
    assert!(error.hint().unwrap().contains("login"));
    assert_eq!(emulator.count(HERE, "upload"), 0);
    upload(&session(&emulator), "a.mp4", &content(10)).unwrap();
}

#[test]
fn a_given_token_is_checked_once_and_a_bad_one_is_replaced_if_it_can_be() {
    let emulator = emulator();
    let session = builder(&emulator).token(seed::GIGAGS_PRIVATE_TOKEN).build().unwrap();
    session.list(None).unwrap();
    session.list(None).unwrap();
    assert_eq!(emulator.count(HERE, "session_token"), 1);
    assert_eq!(emulator.count(HERE, "create_token"), 0);

    let session = builder(&emulator).token("stale-canary").build().unwrap();
    for _ in 0..2 {
        let error = session.list(None).unwrap_err();
        assert_eq!(error.status(), Status::Auth);
        assert!(!format!("{error:?}").contains("stale-canary"));
    }
    assert_eq!(emulator.count(HERE, "session_token"), 2);

    let both = builder(&emulator).token("stale-canary").login(seed::LOGIN, seed::PASSWORD);
    both.build().unwrap().list(None).unwrap();
    assert_eq!(emulator.count(HERE, "create_token"), 1);
}

#[test]
fn r114_a_refused_password_is_sent_once() {
    for refusal in ["200", "4xx"] {
        let emulator = emulator();
        emulator.set(HERE, "refusal", refusal).unwrap();
        let session = builder(&emulator).login(seed::LOGIN, "wrong-canary").build().unwrap();
        for _ in 0..3 {
            let error = session.list(None).unwrap_err();
            assert_eq!(error.status(), Status::Auth);
            assert!(!format!("{error} {error:?}").contains("wrong-canary"));
        }
        assert_eq!(emulator.count(HERE, "create_token"), 1);
    }
}

#[test]
fn a_dead_token_is_renewed_once_in_every_call() {
    for (operation, refusal) in
        [("get_files", "200"), ("get_files", "4xx"), ("get_upload_url", "200"), ("upload", "4xx")]
    {
        let emulator = emulator();
        let session = session(&emulator);
        session.login().unwrap();
        emulator.set(HERE, "refusal", refusal).unwrap();
        emulator.set(HERE, "token_reject", json!({"op": operation, "n": 1})).unwrap();
        upload(&session, "a.mp4", &content(3000)).unwrap();
        assert_eq!(emulator.count(HERE, "create_token"), 2, "{operation} {refusal}");
        assert_eq!(emulator.files(HERE).len(), 1, "{operation} {refusal}");
    }
}

#[test]
fn an_upload_address_is_found_in_every_form() {
    for (switch, value) in [
        ("upload_url_form", json!("object")),
        ("upload_url_form", json!("data")),
        ("upload_url_form", json!("string")),
        ("upload_url_form", json!("no_path")),
        ("no_get_upload_url", json!(true)),
        ("success_type", json!("int")),
        ("success_type", json!("str")),
    ] {
        let emulator = emulator();
        emulator.set(HERE, switch, value.clone()).unwrap();
        let receipt = upload(&session(&emulator), "a.mp4", &content(10));
        assert!(receipt.is_ok(), "{switch} {value}: {receipt:?}");
    }
}

#[test]
fn r100_a_foreign_upload_host_never_sees_the_token() {
    let emulator = emulator();
    let session = session(&emulator);
    let api = session.gigags().unwrap();
    for address in ["https://collector.example.test/upload", "https://giga.gs.example.test/upload"]
    {
        let source = Source::bytes(*b"x");
        let error = api
            .upload(&Secret::new(address), source, UploadOptions::new().with_name("a.mp4"))
            .unwrap_err();
        assert_eq!(error.status(), Status::UrlRefused);
    }
}

#[test]
fn r145_a_file_beyond_the_limit_is_refused_before_a_byte() {
    for (limit, allowed) in [
        (json!("1MB"), false),
        (json!(1), false),
        (json!("64KB"), false),
        (json!("1GB"), true),
        (json!(0), true),
        (json!("lots"), true),
    ] {
        let emulator = emulator();
        emulator.set(HERE, "max_size", limit.clone()).unwrap();
        let outcome = upload(&public(&emulator), "a.mp4", &content(1_100_000));
        if allowed {
            outcome.unwrap();
        } else {
            assert_eq!(outcome.unwrap_err().status(), Status::TooLarge, "{limit}");
            assert_eq!(emulator.count(HERE, "upload"), 0, "{limit}");
        }
    }
}

#[test]
fn a_refused_upload_is_not_repeated() {
    for refusal in ["200", "4xx"] {
        for key in ["error", "description", "message", "msg"] {
            let emulator = emulator();
            emulator.set(HERE, "refusal", refusal).unwrap();
            emulator.set(HERE, "refusal_key", key).unwrap();
            emulator.set(HERE, "mp4_only", true).unwrap();
            let error = upload(&session(&emulator), "a.bin", &content(10)).unwrap_err();
            assert_eq!(error.host_text(), Some("Only mp4 is allowed"));
            assert_eq!(error.outcome(), Outcome::NotApplied);
            assert_eq!(emulator.count(HERE, "upload"), 1);
        }
    }
}

#[test]
fn r122_a_lost_answer_is_recovered_beside_an_older_twin() {
    for kind in [FaultKind::CutResponse, FaultKind::EmptyBody] {
        let emulator = emulator();
        let session = session(&emulator);
        let twin = upload(&session, "a.mp4", &content(300_000)).unwrap();
        emulator.fault(Fault::new(HERE, "upload", kind));
        let receipt = upload(&session, "a.mp4", &content(300_000)).unwrap();
        assert_eq!(receipt.how, How::Recovered);
        assert_ne!(receipt.entry.id, twin.entry.id);
        assert_eq!(emulator.count(HERE, "upload"), 2);
        assert_eq!(emulator.files(HERE).len(), 2);
    }
}

#[test]
fn r122_a_lost_answer_of_a_public_upload_is_unknown_and_nothing_is_sent_again() {
    let emulator = emulator();
    emulator.fault(Fault::new(HERE, "upload", FaultKind::CutResponse));
    let error = upload(&public(&emulator), "a.mp4", &content(3000)).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::OutcomeUnknown, Outcome::Unknown));
    assert_eq!(emulator.count(HERE, "upload"), 1);
}

#[test]
fn a_server_error_after_the_last_byte_is_unknown_unless_the_file_shows() {
    let emulator = emulator();
    emulator.fault(Fault::new(HERE, "upload", FaultKind::HttpStatus { code: 500 }));
    let error = upload(&session(&emulator), "a.mp4", &content(3000)).unwrap_err();
    assert_eq!(error.status(), Status::OutcomeUnknown);
    assert_eq!(emulator.count(HERE, "upload"), 1);
}

#[test]
fn r123_a_cut_upload_is_sent_again_once() {
    let emulator = emulator();
    emulator.fault(Fault::new(HERE, "upload", FaultKind::CutRequest { bytes: 100_000 }));
    let receipt = upload(&session(&emulator), "a.mp4", &content(8_000_000)).unwrap();
    assert_eq!(receipt.how, How::Resent);
    assert_eq!(emulator.count(HERE, "get_upload_url"), 2);
    assert_eq!(emulator.files(HERE).len(), 1);

    emulator.fault(Fault::new(HERE, "upload", FaultKind::CutRequest { bytes: 100_000 }).always());
    let error = upload(&public(&emulator), "b.mp4", &content(8_000_000)).unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::NotApplied, 2));
    assert_eq!(emulator.count(HERE, "upload"), 4);
}

#[test]
fn what_an_answer_lacks_is_looked_up_in_the_files() {
    for switch in ["upload_no_url", "upload_no_hash", "upload_filehash"] {
        let emulator = emulator();
        emulator.set(HERE, switch, true).unwrap();
        let session = session(&emulator);
        let receipt = upload(&session, "a.mp4", &content(3000)).unwrap();
        let listed = session.list(None).unwrap().entries.remove(0);
        assert_eq!(receipt.entry.id, listed.id, "{switch}");
        assert_eq!(receipt.url, listed.url, "{switch}");
    }
}

#[test]
fn a_public_upload_without_a_filehash_says_so() {
    let emulator = emulator();
    emulator.set(HERE, "upload_no_hash", true).unwrap();
    let receipt = upload(&public(&emulator), "a.mp4", &content(10)).unwrap();
    assert!(receipt.notes.iter().any(|note| note.contains("filehash")));
}

#[test]
fn r56_every_page_is_listed_once_in_every_way_of_counting() {
    for (base, repeats) in [(0, false), (1, false), (0, true), (1, true)] {
        for form in ["root", "files", "data", "data.files", "videos"] {
            let emulator = emulator();
            let session = session(&emulator);
            for number in 0..5 {
                upload(&public(&emulator), "other.mp4", b"x").unwrap();
                upload(&session, &format!("{number}.mp4"), &content(10 + number)).unwrap();
            }
            emulator.set(HERE, "files_form", form).unwrap();
            emulator.set(HERE, "page_size", 2).unwrap();
            emulator.set(HERE, "page_base", base).unwrap();
            emulator.set(HERE, "page_repeats", repeats).unwrap();
            emulator.clear_log();
            let listing = session.list(None).unwrap();
            let names: Vec<_> = listing.entries.iter().map(|entry| entry.name.as_str()).collect();
            let case = format!("{form} from {base}, repeating {repeats}");
            assert_eq!(names, ["0.mp4", "1.mp4", "2.mp4", "3.mp4", "4.mp4"], "{case}");
            assert!(emulator.count(HERE, "get_files") <= 5, "{case}");
        }
    }
}

#[test]
fn folders_do_not_exist() {
    let emulator = emulator();
    let session = session(&emulator);
    let refused = [
        session.list(Some("1")).unwrap_err(),
        session.delete(&[Item::Folder("1")]).unwrap_err(),
        session
            .upload(Source::bytes(*b"x"), UploadOptions::new().with_name("a").with_folder("1"))
            .unwrap_err(),
    ];
    assert!(refused.iter().all(|error| error.status() == Status::Argument));
    assert!(emulator.requests(HERE).is_empty());
    let error = session.rename(Item::File("1"), "b").unwrap_err();
    assert_eq!(error.status(), Status::Unsupported);
    assert!(error.hint().is_some());
}

#[test]
fn an_unknown_file_is_not_found() {
    let emulator = emulator();
    emulator.set(HERE, "refusal", "4xx").unwrap();
    let session = session(&emulator);
    let id = "AbCdEfGh12345678_0cc175b9c0f1b6a831c399e269772661";
    let target = Target::writer(std::io::sink());
    let error = session.download(id, target, DownloadOptions::new()).unwrap_err();
    assert_eq!(error.status(), Status::NotFound);
    let batch = session.delete(&[Item::File(id)]).unwrap();
    assert_eq!(batch.failed, [(id.into(), Some("File not found".into()))]);
}

#[test]
fn numbers_in_the_other_form_and_unknown_keys_change_nothing() {
    for kind in [FaultKind::QuotedNumbers, FaultKind::UnquotedNumbers, FaultKind::ExtraKeys] {
        let emulator = emulator();
        emulator.fault(Fault::new(HERE, "*", kind).always());
        let session = session(&emulator);
        let receipt = upload(&session, "a.mp4", &content(10)).unwrap();
        let listing = session.list(None).unwrap();
        assert_eq!(listing.entries[0].id, receipt.entry.id);
        assert_eq!(listing.entries[0].size, Some(10));
        assert!(session.delete(&[receipt.entry.item()]).unwrap().is_complete());
    }
}

#[test]
fn a_broken_download_goes_on_and_a_page_is_never_saved() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = upload(&session, "a.mp4", &content(500_000)).unwrap().entry.id;
    let folder = tempfile::tempdir().unwrap();
    let get = || session.download(&id, Target::directory(folder.path()), DownloadOptions::new());
    emulator.fault(Fault::new(HERE, "download_bytes", FaultKind::HtmlBody));
    assert_eq!(get().unwrap_err().status(), Status::NotAFile);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    emulator.fault(Fault::new(HERE, "download_bytes", FaultKind::CutBody { bytes: 200_000 }));
    let download = get().unwrap();
    assert_eq!((download.bytes, download.attempts), (500_000, 2));
}
