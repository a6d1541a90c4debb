//! giga0 against the emulator: flows with real sockets, TLS and files.

mod support;

use std::time::Duration;

use gigahost::hosts::giga0::Authorization;
use gigahost::{
    AuthMode, Builder, Clocks, DownloadOptions, Entry, Host, How, Item, Outcome, PlainHttp,
    RemoteState, Secret, Session, Source, Status, Target, UploadOptions, Verified, Visibility,
};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated, seed};
use serde_json::json;
use support::{at, content, emulator, upload};

const HERE: Emulated = Emulated::Giga0;

fn builder(emulator: &Emulator) -> Builder {
    let mut clocks = Clocks::default();
    clocks.settle = Duration::from_millis(80);
    at(emulator, Host::Giga0, HERE).clocks(clocks)
}

fn session(emulator: &Emulator) -> Session {
    builder(emulator).keys(seed::GIGA0_KEY1, seed::GIGA0_KEY2).build().unwrap()
}

fn names(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.name.as_str()).collect()
}

#[test]
fn a_file_goes_up_and_comes_back() {
    let emulator = emulator();
    let session = session(&emulator);
    let bytes = content(1_000_000);
    let receipt = upload(&session, "x.png", &bytes).unwrap();
    assert_eq!((receipt.how, receipt.verified), (How::Sent, Verified::Md5));
    assert!(receipt.delete_url.is_some() && receipt.bbcode.is_some() && receipt.html.is_some());
    assert!(!format!("{receipt:?}").contains("~d?"));
    let request = &emulator.requests(HERE).into_iter().find(|r| r.operation == "file_upload");
    let parts = request.as_ref().unwrap().parts.iter();
    assert_eq!(
        parts.map(|part| part.name.as_str()).collect::<Vec<_>>(),
        ["access_token", "account_id", "upload_file"]
    );

    let folder = tempfile::tempdir().unwrap();
    let target = Target::directory(folder.path());
    let download = session.download(&receipt.entry.id, target, DownloadOptions::new()).unwrap();
    assert_eq!(download.verified, Verified::Size);
    let path = download.path.unwrap();
    assert_eq!(path.file_name().unwrap(), "x.png");
    assert_eq!(std::fs::read(path).unwrap(), bytes);
}

#[test]
fn listing_renaming_moving_copying_and_deleting_work_together() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = session.make_folder(None, "box").unwrap();
    assert_eq!(session.make_folder(None, "box").unwrap().id, folder.id);
    let receipt = upload(&session, "a.bin", &content(10)).unwrap();
    assert_eq!(session.rename(&receipt.entry, "b.bin").unwrap().name, "b.bin");
    assert_eq!(session.rename(&*folder, "kiste").unwrap().name, "kiste");
    let file = receipt.entry.item();
    assert!(session.copy_to(&[file], Some(&folder.id)).unwrap().is_complete());
    assert!(session.move_to(&[file], Some(&folder.id)).unwrap().is_complete());
    assert_eq!(names(&session.list(Some(&folder.id)).unwrap().entries), ["b.bin", "b.bin"]);
    assert!(session.move_to(&[file], None).unwrap().is_complete());
    assert_eq!(names(&session.list(None).unwrap().entries), ["kiste", "b.bin"]);
    assert_eq!(session.stat(file).unwrap().parent, None);
    let seen = session.set_visibility(folder.item(), &Visibility::Unlisted).unwrap();
    assert_eq!(seen.visibility, Some(Visibility::Unlisted));

    let batch = session.delete(&[file, Item::File("424242"), folder.item()]).unwrap();
    assert_eq!(batch.done, [receipt.entry.id.clone(), folder.id.clone()]);
    assert_eq!(
        batch.failed,
        [("424242".into(), Some("Could not find file based on file_id.".into()))]
    );
    assert!(session.list(None).unwrap().entries.is_empty());
}

#[test]
fn a_folder_never_goes_into_itself_or_below() {
    let emulator = emulator();
    let session = session(&emulator);
    let top = session.make_folder(None, "top").unwrap();
    let low = session.make_folder(Some(&top.id), "low").unwrap();
    for target in [&top.id, &low.id] {
        let error = session.move_to(&[top.item()], Some(target)).unwrap_err();
        assert_eq!(error.status(), Status::Argument);
    }
    assert_eq!(emulator.count(HERE, "folder_move"), 0);
}

#[test]
fn the_root_is_named_again_where_its_first_name_is_refused() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = session.make_folder(None, "box").unwrap();
    let options = UploadOptions::new().with_name("a.bin").with_folder(&folder.id);
    let receipt = session.upload(Source::bytes(content(9)), options).unwrap();
    assert_eq!(receipt.entry.parent.as_deref(), Some(folder.id.as_str()));
    emulator.set(HERE, "root_empty", true).unwrap();
    assert!(session.move_to(&[receipt.entry.item()], None).unwrap().is_complete());
    assert_eq!(emulator.count(HERE, "file_move"), 2);
    assert_eq!(session.stat(receipt.entry.item()).unwrap().parent, None);
}

#[test]
fn r122_a_lost_answer_is_recovered_beside_an_older_twin() {
    let emulator = emulator();
    let session = session(&emulator);
    let twin = upload(&session, "a.bin", &content(300_000)).unwrap();
    emulator.fault(Fault::new(HERE, "file_upload", FaultKind::CutResponse));
    let receipt = upload(&session, "a.bin", &content(300_000)).unwrap();
    assert_eq!((receipt.how, receipt.verified), (How::Recovered, Verified::Size));
    assert_ne!(receipt.entry.id, twin.entry.id);
    assert_eq!(emulator.count(HERE, "file_upload"), 2);
    assert_eq!(emulator.files(HERE).len(), 2);
}

#[test]
fn nonsense_for_an_answer_is_as_good_as_none() {
    for kind in [FaultKind::BadJson, FaultKind::EmptyBody] {
        let emulator = emulator();
        let session = session(&emulator);
        emulator.fault(Fault::new(HERE, "file_upload", kind));
        assert_eq!(upload(&session, "a.bin", &content(3000)).unwrap().how, How::Recovered);
        assert_eq!(emulator.files(HERE).len(), 1);
    }
}

#[test]
fn r122_a_lost_answer_that_cannot_be_settled_is_unknown_and_nothing_is_sent_again() {
    let emulator = emulator();
    let session = session(&emulator);
    emulator.fault(Fault::new(HERE, "file_upload", FaultKind::CutResponse));
    emulator.fault(Fault::new(HERE, "folder_listing", FaultKind::HtmlBody).from_call(2).always());
    let error = upload(&session, "a.bin", &content(3000)).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::OutcomeUnknown, Outcome::Unknown));
    assert!(error.hint().is_some());
    assert_eq!(emulator.count(HERE, "file_upload"), 1);
}

#[test]
fn a_listing_that_fails_before_is_no_reason_not_to_upload() {
    let emulator = emulator();
    let session = session(&emulator);
    emulator.fault(Fault::new(HERE, "folder_listing", FaultKind::HtmlBody).always());
    emulator.fault(Fault::new(HERE, "account_package", FaultKind::HtmlBody).always());
    assert_eq!(upload(&session, "a.bin", &content(3000)).unwrap().how, How::Sent);
}

#[test]
fn r123_a_cut_upload_is_proven_absent_and_not_sent_again() {
    let emulator = emulator();
    let session = session(&emulator);
    emulator.fault(Fault::new(HERE, "file_upload", FaultKind::CutRequest { bytes: 100_000 }));
    let error = upload(&session, "a.bin", &content(8_000_000)).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Network, Outcome::NotApplied));
    assert_eq!(emulator.count(HERE, "file_upload"), 1);
    assert!(emulator.files(HERE).is_empty());
}

#[test]
fn a_server_error_is_looked_after_once() {
    let emulator = emulator();
    let session = session(&emulator);
    emulator.fault(Fault::new(HERE, "file_upload", FaultKind::HttpStatus { code: 500 }));
    let error = upload(&session, "a.bin", &content(3000)).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Http, Outcome::NotApplied));
    assert_eq!(emulator.count(HERE, "folder_listing"), 2);
    assert_eq!(emulator.count(HERE, "file_upload"), 1);
}

#[test]
fn a_dead_token_is_renewed_once_and_the_body_goes_out_again() {
    let emulator = emulator();
    let session = session(&emulator);
    session.account().unwrap();
    emulator.set(HERE, "token_reject", json!({"op": "file_upload", "n": 1})).unwrap();
    let receipt = upload(&session, "a.bin", &content(3000)).unwrap();
    assert_eq!(receipt.how, How::Sent);
    assert_eq!(emulator.count(HERE, "authorize"), 2);
    assert_eq!(emulator.count(HERE, "file_upload"), 2);
    assert_eq!(emulator.files(HERE).len(), 1);
}

#[test]
fn a_token_that_dies_at_once_is_renewed_once_only() {
    let emulator = emulator();
    let session = session(&emulator);
    session.account().unwrap();
    emulator.set(HERE, "token_reject", json!({"op": "account_info"})).unwrap();
    assert_eq!(session.account().unwrap_err().status(), Status::Auth);
    assert_eq!(emulator.count(HERE, "authorize"), 2);
    assert_eq!(emulator.count(HERE, "account_info"), 3);
}

#[test]
fn r130_a_dead_token_is_known_in_all_forms_of_errors() {
    for (switch, value) in [
        ("error_key", json!("status")),
        ("error_key", json!("result")),
        ("error_key", json!("success")),
        ("http_errors", json!(true)),
        ("short_token_text", json!(true)),
    ] {
        let emulator = emulator();
        let session = session(&emulator);
        session.login().unwrap();
        emulator.set(HERE, switch, value.clone()).unwrap();
        emulator.set(HERE, "token_reject", json!({"op": "account_info", "n": 1})).unwrap();
        assert!(session.account().is_ok(), "{switch} {value}");
        assert_eq!(emulator.count(HERE, "authorize"), 2, "{switch} {value}");
    }
}

#[test]
fn r114_a_refused_password_is_sent_once() {
    let emulator = emulator();
    emulator.set(HERE, "auth_mode", "password").unwrap();
    let session = builder(&emulator).login(seed::LOGIN, "wrong-canary").build().unwrap();
    for _ in 0..3 {
        let error = session.account().unwrap_err();
        assert_eq!(error.status(), Status::Auth);
        assert!(!format!("{error} {error:?}").contains("wrong-canary"));
    }
    assert_eq!(emulator.count(HERE, "authorize"), 1);
}

#[test]
fn the_other_way_of_authorize_is_tried_only_if_the_install_wants_it() {
    let emulator = emulator();
    emulator.set(HERE, "auth_mode", "password").unwrap();
    let both = |mode| {
        builder(&emulator)
            .keys(seed::GIGA0_KEY1, seed::GIGA0_KEY2)
            .login(seed::LOGIN, seed::PASSWORD)
            .auth_mode(mode)
            .build()
            .unwrap()
    };
    both(AuthMode::Auto).login().unwrap();
    assert_eq!(emulator.count(HERE, "authorize"), 2);
    both(AuthMode::Password).login().unwrap();
    assert_eq!(emulator.count(HERE, "authorize"), 3);
    let error = both(AuthMode::Keys).login().unwrap_err();
    assert_eq!(error.status(), Status::Auth);
    assert!(error.hint().unwrap().contains("password"));
    assert_eq!(emulator.count(HERE, "authorize"), 4);

    emulator.set(HERE, "auth_mode", "keys").unwrap();
    emulator.set(HERE, "locked_account", true).unwrap();
    assert_eq!(both(AuthMode::Auto).login().unwrap_err().status(), Status::Auth);
    assert_eq!(emulator.count(HERE, "authorize"), 5);
}

#[test]
fn a_level_without_the_api_is_forbidden() {
    let emulator = emulator();
    emulator.set(HERE, "level_denied", true).unwrap();
    assert_eq!(session(&emulator).login().unwrap_err().status(), Status::Forbidden);
}

#[test]
fn r145_empty_and_too_large_files_are_refused_before_a_byte() {
    let emulator = emulator();
    let session =
        builder(&emulator).keys(seed::GIGA0_FREE_KEY1, seed::GIGA0_FREE_KEY2).build().unwrap();
    assert_eq!(upload(&session, "a.bin", b"").unwrap_err().status(), Status::Argument);
    let large = Source::reader(std::io::repeat(0), Some(512 * 1024 * 1024 + 1));
    let error = session.upload(large, UploadOptions::new().with_name("a.bin")).unwrap_err();
    assert_eq!(error.status(), Status::TooLarge);
    assert_eq!(emulator.count(HERE, "file_upload"), 0);
    upload(&session, "a.bin", b"1").unwrap();
    upload(&session, "b.bin", b"2").unwrap();
    // Asked again for the file that was in its way only.
    assert_eq!(emulator.count(HERE, "account_package"), 1);
}

#[test]
fn refusals_of_an_upload_are_told_apart() {
    let emulator = emulator();
    let session = session(&emulator);
    let refused = |bytes: usize| upload(&session, "a.bin", &content(bytes)).unwrap_err();
    emulator.set(HERE, "upload_limit", 1000).unwrap();
    let error = refused(100_000);
    assert_eq!(error.status(), Status::TooLarge);
    assert!(error.message().contains("too large for the server"));
    emulator.set(HERE, "upload_limit", false).unwrap();
    emulator.set(HERE, "upload_item_error", "file type being banned by the site admin").unwrap();
    assert_eq!(refused(10).status(), Status::Forbidden);
    emulator.set(HERE, "upload_item_error", false).unwrap();
    emulator.set(HERE, "storage_silent", true).unwrap();
    let error = refused(10);
    assert_eq!(error.status(), Status::NotReady);
    assert!(error.host_text().unwrap().starts_with("Error uploading file"));
    assert_eq!(emulator.count(HERE, "authorize"), 1);
    assert!(emulator.files(HERE).is_empty());
}

#[test]
fn answers_are_read_in_all_their_forms() {
    for (switch, value) in [
        ("numbers", json!("int")),
        ("no_status_key", json!(true)),
        ("upload_data_object", json!(true)),
        ("state_key", json!("file_status")),
        ("empty_as_null", json!("null")),
        ("empty_as_null", json!("{}")),
        ("alt_row_keys", json!(true)),
        ("folder_param", json!("folder_id")),
        ("folder_param", json!("parent_folder_id")),
        ("generation", json!("old")),
    ] {
        let emulator = emulator();
        emulator.set(HERE, switch, value.clone()).unwrap();
        let session = session(&emulator);
        let case = format!("{switch} {value}");
        let folder = session.make_folder(None, "box").unwrap();
        assert_eq!(session.stat(folder.item()).unwrap().name, "box", "{case}");
        assert!(session.list(Some(&folder.id)).unwrap().entries.is_empty(), "{case}");
        let receipt = upload(&session, "a.bin", &content(10)).unwrap();
        let listing = session.list(None).unwrap();
        assert_eq!(names(&listing.entries), ["box", "a.bin"], "{case}");
        assert_eq!(listing.entries[1].size, Some(10), "{case}");
        assert_eq!(listing.entries[1].state, Some(gigahost::State::Ready), "{case}");
        assert!(session.delete(&[receipt.entry.item(), folder.item()]).unwrap().is_complete());
    }
}

#[test]
fn numbers_in_the_other_form_and_unknown_keys_change_nothing() {
    for kind in [FaultKind::QuotedNumbers, FaultKind::UnquotedNumbers, FaultKind::ExtraKeys] {
        let emulator = emulator();
        emulator.fault(Fault::new(HERE, "*", kind).always());
        let session = session(&emulator);
        let folder = session.make_folder(None, "box").unwrap();
        let receipt = upload(&session, "a.bin", &content(10)).unwrap();
        let listing = session.list(None).unwrap();
        assert_eq!(names(&listing.entries), ["box", "a.bin"]);
        assert_eq!(listing.entries[1].size, Some(10));
        let target = Target::writer(std::io::sink());
        session.download(&receipt.entry.id, target, DownloadOptions::new()).unwrap();
        let jobs = session.remote_upload(&["https://example.test/a.iso"], None).unwrap();
        assert_eq!(session.remote_status(&[&jobs[0].id]).unwrap().len(), 1);
        assert_eq!(session.account().unwrap().parallel_uploads, Some(5));
        assert!(session.delete(&[receipt.entry.item(), folder.item()]).unwrap().is_complete());
    }
}

#[test]
fn a_lost_answer_to_a_copy_is_unknown_and_no_second_copy_is_made() {
    let emulator = emulator();
    let session = session(&emulator);
    let receipt = upload(&session, "a.bin", &content(10)).unwrap();
    emulator.fault(Fault::new(HERE, "file_copy", FaultKind::CutResponse));
    let error = session.copy_to(&[receipt.entry.item()], None).unwrap_err();
    assert_eq!(error.status(), Status::OutcomeUnknown);
    assert_eq!(emulator.files(HERE).len(), 2);
}

#[test]
fn a_name_that_the_host_changed_comes_from_its_answer() {
    let emulator = emulator();
    emulator.set(HERE, "names_changed", true).unwrap();
    let receipt = upload(&session(&emulator), "a.bin", &content(10)).unwrap();
    assert_eq!((receipt.wanted_name.as_str(), receipt.entry.name.as_str()), ("a.bin", "a (1).bin"));
}

#[test]
fn r200_a_dead_link_is_asked_for_again_once_and_never_saved() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = upload(&session, "a.bin", &content(5000)).unwrap().entry.id;
    let folder = tempfile::tempdir().unwrap();
    let get = || session.download(&id, Target::directory(folder.path()), DownloadOptions::new());
    emulator.set(HERE, "download_html", true).unwrap();
    assert_eq!(get().unwrap_err().status(), Status::NotAFile);
    assert_eq!(emulator.count(HERE, "file_download"), 2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    emulator.set(HERE, "download_html", false).unwrap();
    emulator.fault(Fault::new(HERE, "download_bytes", FaultKind::HtmlBody));
    assert_eq!(get().unwrap().bytes, 5000);
}

#[test]
fn a_broken_download_goes_on() {
    let emulator = emulator();
    let session = session(&emulator);
    let id = upload(&session, "a.bin", &content(500_000)).unwrap().entry.id;
    emulator.set(HERE, "download_once", true).unwrap();
    emulator.fault(Fault::new(HERE, "download_bytes", FaultKind::CutBody { bytes: 200_000 }));
    let folder = tempfile::tempdir().unwrap();
    let target = Target::file(folder.path().join("x"));
    let download = session.download(&id, target, DownloadOptions::new()).unwrap();
    assert_eq!((download.bytes, download.attempts), (500_000, 2));
    assert_eq!(std::fs::read(folder.path().join("x")).unwrap(), content(500_000));
}

#[test]
fn imports_run_to_their_end() {
    let emulator = emulator();
    let session = session(&emulator);
    let jobs = session.remote_upload(&["https://example.test/a.iso"], None).unwrap();
    let states: Vec<_> =
        (0..3).map(|_| session.remote_status(&[&jobs[0].id]).unwrap().remove(0)).collect();
    assert_eq!(states[0].state, RemoteState::Waiting);
    assert_eq!(states[1].state, RemoteState::Running);
    assert_eq!(states[2].state, RemoteState::Done);
    assert_eq!(states[2].entry.as_ref().unwrap().name, "a.iso");
    emulator.set(HERE, "url_task", json!({"word": "failed", "steps": 0})).unwrap();
    let jobs = session.remote_upload(&["https://example.test/b.iso"], None).unwrap();
    let state = session.remote_status(&[&jobs[0].id]).unwrap().remove(0);
    assert_eq!((state.state, state.error.as_deref()), (RemoteState::Failed, Some("failed")));
    assert_eq!(session.remote_status(&[]).unwrap_err().status(), Status::Argument);
}

#[test]
fn r140_a_logout_ends_the_token_at_the_host() {
    let emulator = emulator();
    let session = session(&emulator);
    session.login().unwrap();
    session.logout().unwrap();
    session.logout().unwrap();
    assert_eq!(emulator.count(HERE, "disable_access_token"), 1);
    assert_eq!(emulator.count(HERE, "authorize"), 1);
    session.account().unwrap();
    assert_eq!(emulator.count(HERE, "authorize"), 2);
}

#[test]
fn an_admin_call_without_a_target_never_means_the_caller() {
    let emulator = emulator();
    let session =
        builder(&emulator).keys(seed::GIGA0_ADMIN_KEY1, seed::GIGA0_ADMIN_KEY2).build().unwrap();
    let error = session.call("/api/v2/account/delete", &[]).unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("account_id")));
    assert_eq!(emulator.count(HERE, "account_delete"), 0);
}

#[test]
fn an_account_shows_its_package() {
    let emulator = emulator();
    let account = session(&emulator).account().unwrap();
    assert_eq!(account.name.as_deref(), Some(seed::LOGIN));
    assert_eq!((account.premium, account.parallel_uploads), (Some(true), Some(5)));
    let session =
        builder(&emulator).keys(seed::GIGA0_FREE_KEY1, seed::GIGA0_FREE_KEY2).build().unwrap();
    assert_eq!(session.account().unwrap().largest_file, Some(512 * 1024 * 1024));
}

#[test]
fn a_bare_401_is_a_dead_token() {
    let emulator = emulator();
    let session = session(&emulator);
    session.login().unwrap();
    for operation in ["account_info", "file_upload"] {
        emulator.fault(Fault::new(HERE, operation, FaultKind::HttpStatus { code: 401 }));
    }
    session.account().unwrap();
    assert_eq!(emulator.count(HERE, "authorize"), 2);
    // Tokens that die so fast are fought over: nobody logs in again and again.
    assert_eq!(upload(&session, "a.bin", &content(10)).unwrap_err().status(), Status::Auth);
    assert_eq!(emulator.count(HERE, "authorize"), 2);
}

#[test]
fn a_given_token_works_until_it_is_refused_and_is_not_replaced() {
    let emulator = emulator();
    let (key1, key2) = (Secret::new(seed::GIGA0_KEY1), Secret::new(seed::GIGA0_KEY2));
    let with = Authorization::Keys { key1: &key1, key2: &key2 };
    let given = session(&emulator).giga0().unwrap().authorize(with).unwrap().into_inner();
    let given =
        builder(&emulator).token(given.access_token).account_id(given.account_id).build().unwrap();
    given.account().unwrap();
    emulator.set(HERE, "token_reject", json!({"op": "account_info", "n": 1})).unwrap();
    let error = given.account().unwrap_err();
    assert_eq!(error.status(), Status::Auth);
    assert!(error.hint().is_some());
    assert_eq!(emulator.count(HERE, "authorize"), 1);
}

#[test]
fn an_upload_that_never_left_is_not_applied() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let session = Session::builder(Host::Giga0)
        .base_url(closed)
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .token("t".repeat(128))
        .account_id("1")
        .build()
        .unwrap();
    let api = session.giga0().unwrap();
    let error =
        api.file_upload(Source::bytes(*b"x"), UploadOptions::new().with_name("a")).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Connect, Outcome::NotApplied));
    assert_eq!(error.bytes_sent(), 0);
}

#[test]
fn a_file_does_not_travel_in_a_plain_call() {
    let emulator = emulator();
    let session = session(&emulator);
    let error = session.call("/api/v2/file/upload", &[]).unwrap_err();
    assert_eq!(error.status(), Status::Unsupported);
    let info = session.call("/api/v2/account/info", &[]).unwrap();
    assert_eq!(info["data"]["username"], seed::LOGIN);
}
