//! uploadgig by the library, against the emulator.

use std::io::Read;
use std::time::Duration;

use gigahost::{
    Capability, Clocks, Control, Error, Host, How, Outcome, PlainHttp, Receipt, Session, SlugMode,
    Source, Stage, Status, UploadOptions, Verified,
};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated, Request, seed};
use serde_json::json;

const HOST: Emulated = Emulated::UploadGig;

struct Site {
    emulator: Emulator,
    session: Session,
}

fn open() -> Site {
    let emulator = Emulator::start().unwrap();
    let session = session(&emulator, seed::PASSWORD);
    Site { emulator, session }
}

fn session(emulator: &Emulator, password: &str) -> Session {
    let mut clocks = Clocks::default();
    clocks.answer_after_body = Duration::from_secs(10);
    Session::builder(Host::UploadGig)
        .base_url(emulator.base_url(HOST))
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .login(seed::LOGIN, password)
        .clocks(clocks)
        .seed(7)
        .build()
        .unwrap()
}

impl Site {
    fn upload(&self, bytes: &[u8], options: UploadOptions) -> Result<Receipt, Error> {
        self.session.upload(Source::bytes(Vec::from(bytes)), options)
    }

    fn send(&self, bytes: &[u8]) -> Result<Receipt, Error> {
        self.upload(bytes, named("film.bin"))
    }

    fn set(&self, switch: &str, value: impl Into<serde_json::Value>) {
        self.emulator.set(HOST, switch, value).unwrap();
    }

    fn fault(&self, operation: &str, kind: FaultKind) {
        self.emulator.fault(Fault::new(HOST, operation, kind));
    }

    fn counts(&self) -> (usize, usize) {
        let count = |operation| self.emulator.count(HOST, operation);
        (count("get_upload_action"), count("upload_bytes"))
    }

    fn sent(&self) -> Vec<Request> {
        let all = self.emulator.requests(HOST).into_iter();
        all.filter(|request| request.operation == "upload_bytes").collect()
    }

    fn stored(&self) -> usize {
        self.emulator.files(HOST).len()
    }
}

fn named(name: &str) -> UploadOptions {
    UploadOptions::new().with_name(name)
}

#[test]
fn an_upload_gives_a_link_and_a_receipt() {
    let site = open();
    let receipt = site.send(b"hello world\n").unwrap();
    let stored = &site.emulator.files(HOST)[0];
    assert_eq!((stored.name.as_str(), stored.size), ("film.bin", 12));
    assert_eq!(receipt.md5, None);
    assert_eq!((receipt.how, receipt.verified, receipt.bytes), (How::Sent, Verified::Size, 12));
    assert_eq!(receipt.entry.id, stored.id);
    assert!(receipt.url.as_deref().unwrap().contains(&stored.id));
    assert!(receipt.notes.iter().any(|note| note.contains("404")));
    assert!(receipt.notes.iter().any(|note| note.contains("in clear")));
    assert!(receipt.json().unwrap()["0"]["ok"].is_boolean());
    let request = &site.sent()[0];
    assert_eq!(request.header("content-length"), Some("12"));
    assert_eq!(request.header("content-type"), Some("application/octet-stream"));
    assert_eq!(site.counts(), (1, 1));
}

#[test]
fn both_operations_work_by_themselves() {
    let site = open();
    let host = site.session.uploadgig().unwrap();
    let action = host.get_upload_action().unwrap();
    assert_eq!(action.largest_file(), Some(102_400 << 20));
    let stored = host.upload_bytes(&action.action, Source::bytes(*b"abc"), named("a.bin")).unwrap();
    assert_eq!((stored.file_name.as_deref(), stored.size), (Some("a.bin"), Some(3)));
    // The address serves once, and an operation does not ask for another one.
    let error = host.upload_bytes(&action.action, Source::bytes(*b"abc"), named("b")).unwrap_err();
    assert_eq!((error.status(), error.operation()), (Status::Host, Some("upload_bytes")));
    assert_eq!(error.host_text(), Some("Invalid identity provided"));
    assert_eq!(site.stored(), 1);
}

#[test]
fn r171_a_name_travels_as_the_caller_wants() {
    let site = open();
    for (mode, slug) in [
        (SlugMode::Percent, "%C3%A9 70%25.bin"),
        (SlugMode::RawUtf8, "é 70%.bin"),
        (SlugMode::AsciiOnly, "_ 70%.bin"),
    ] {
        let receipt = site.upload(b"x", named("é 70%.bin").with_slug_mode(mode)).unwrap();
        assert_eq!(site.sent().last().unwrap().header("slug"), Some(slug));
        let differs = receipt.notes.iter().any(|note| note.contains("keeps the file as"));
        assert_eq!(differs, slug != "é 70%.bin", "{mode:?}");
        assert_eq!(receipt.wanted_name, "é 70%.bin");
    }
}

#[test]
fn r157_a_chunked_body_is_sent_when_asked_for() {
    let site = open();
    site.upload(&vec![7; 100_000], named("a").with_chunked(true)).unwrap();
    let request = &site.sent()[0];
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
    assert_eq!((request.header("content-length"), request.body_length), (None, 100_000));
}

#[test]
fn r145_a_file_beyond_the_limit_is_refused_before_its_first_byte() {
    let site = open();
    site.set("cmbs", 1);
    site.upload(&vec![1; 1 << 20], named("exact")).unwrap();
    let error = site.upload(&vec![1; (1 << 20) + 1], named("above")).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::TooLarge, Outcome::NotApplied));
}

#[test]
fn an_unknown_limit_refuses_nothing() {
    let site = open();
    for value in [json!("missing"), json!("quoted"), json!(true), json!(0), json!(-1)] {
        site.set("cmbs", value);
        site.send(b"x").unwrap();
    }
    assert_eq!(site.stored(), 5);
}

#[test]
fn r114_a_wrong_password_is_sent_once() {
    let site = open();
    let wrong = session(&site.emulator, "canary-wrong");
    for _ in 0..3 {
        let error = wrong.upload(Source::bytes(*b"x"), named("x")).unwrap_err();
        assert_eq!((error.status(), error.host_code()), (Status::Auth, Some("0")));
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert_eq!(site.counts(), (1, 0));
}

#[test]
fn r136_the_limiter_holds_back_every_upload_of_the_session() {
    let site = open();
    site.set("code", json!({"n": -3, "text": "you can't login a few minutes"}));
    for _ in 0..3 {
        let error = site.send(b"x").unwrap_err();
        assert_eq!(error.status(), Status::RateLimited);
        assert!(error.retry_after().unwrap() > Duration::from_secs(60));
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| site.send(b"x").unwrap_err());
        }
    });
    assert_eq!(site.counts(), (1, 0));
}

#[test]
fn r136_a_limited_account_is_left_alone_until_the_host_has_calmed_down() {
    let site = open();
    site.set("limiter", json!({"k": 1, "s": 600, "extend": true}));
    site.send(b"x").unwrap();
    assert_eq!(site.send(b"x").unwrap_err().status(), Status::RateLimited);
    // Held back here: a try would have made the host wait longer.
    assert_eq!(site.send(b"x").unwrap_err().status(), Status::RateLimited);
    assert_eq!(site.counts(), (2, 1));
    site.emulator.advance(Duration::from_secs(601));
    let later = session(&site.emulator, seed::PASSWORD);
    later.upload(Source::bytes(*b"x"), named("x")).unwrap();
    assert_eq!(site.counts(), (3, 2));
}

#[test]
fn another_refusal_keeps_its_code_and_text() {
    let site = open();
    site.set("code", json!({"n": -2, "text": "Closed"}));
    let error = site.send(b"x").unwrap_err();
    assert_eq!((error.status(), error.host_code()), (Status::Host, Some("-2")));
    assert_eq!(error.host_text(), Some("Closed"));
}

#[test]
fn a_dead_identity_is_replaced_once_and_the_file_sent_again() {
    let site = open();
    site.set("identity_ttl", 0);
    let error = site.send(b"hello").unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Status::Host, 2));
    assert_eq!(site.counts(), (2, 2));
    assert_eq!(site.stored(), 0);
}

#[test]
fn a_dead_identity_before_the_body_is_noticed_and_replaced() {
    let site = open();
    site.set("node_refuse", json!({"text": "Invalid identity provided", "early": true}));
    let body = vec![5; 8 << 20];
    let error = site.upload(&body, named("big")).unwrap_err();
    assert_eq!(error.host_text(), Some("Invalid identity provided"));
    assert_eq!(site.counts(), (2, 2));
}

#[test]
fn r124_a_source_that_cannot_begin_again_is_not_sent_again() {
    let site = open();
    site.set("identity_ttl", 0);
    let reader = Source::reader(std::io::repeat(1).take(5), Some(5));
    let error = site.session.upload(reader, named("x")).unwrap_err();
    assert_eq!(error.host_text(), Some("Invalid identity provided"));
    assert_eq!(site.counts(), (1, 1));
}

#[test]
fn another_refusal_of_the_node_is_final() {
    let site = open();
    site.set("node_refuse", json!({"text": "Storage is full"}));
    let error = site.send(b"x").unwrap_err();
    assert_eq!((error.status(), error.host_text()), (Status::Host, Some("Storage is full")));
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!(site.counts(), (1, 1));
}

#[test]
fn r122_a_lost_answer_is_unknown_and_the_bytes_went_once() {
    let site = open();
    site.fault("upload_bytes", FaultKind::CutResponse);
    let error = site.send(&vec![3; 200_000]).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::OutcomeUnknown, Outcome::Unknown));
    assert!(error.hint().unwrap().contains("website"));
    assert_eq!((site.counts(), site.stored()), ((1, 1), 1));
}

#[test]
fn r123_a_cut_before_the_last_byte_stored_nothing() {
    let site = open();
    site.fault("upload_bytes", FaultKind::CutRequest { bytes: 100_000 });
    let error = site.send(&vec![3; 20 << 20]).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Network, Outcome::NotApplied));
    assert!(error.hint().unwrap().contains("nothing was stored"));
    assert_eq!((site.counts(), site.stored()), ((1, 1), 0));
}

#[test]
fn a_node_that_is_down_costs_one_login() {
    let site = open();
    site.set("node_down", true);
    let error = site.send(b"x").unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Connect, Outcome::NotApplied));
    assert_eq!(site.counts(), (1, 0));
    // Nor does an empty file make its fate unknown.
    assert_eq!(site.send(b"").unwrap_err().status(), Status::Connect);
}

#[test]
fn a_lost_answer_of_the_action_is_not_asked_for_again() {
    let site = open();
    site.fault("get_upload_action", FaultKind::CutResponse);
    let error = site.send(b"x").unwrap_err();
    assert_eq!((error.status(), error.operation()), (Status::Network, Some("get_upload_action")));
    assert_eq!(site.counts(), (1, 0));
}

#[test]
fn r163_a_wrong_size_is_a_failure_with_the_link() {
    let site = open();
    site.set("size_wrong", true);
    let error = site.send(b"hello").unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::SizeMismatch, Outcome::Applied));
    assert!(error.hint().unwrap().contains("/file/download/"));
}

#[test]
fn r45_the_nodes_answer_is_read_in_every_form() {
    let site = open();
    for form in ["array", "bare", "object"] {
        site.set("node_answer", form);
        site.send(b"x").unwrap();
    }
    site.set("ok_type", "str");
    site.send(b"x").unwrap();
    site.set("code_type", "int");
    site.send(b"x").unwrap();
    for kind in [FaultKind::QuotedNumbers, FaultKind::UnquotedNumbers, FaultKind::ExtraKeys] {
        site.fault("get_upload_action", kind.clone());
        site.fault("upload_bytes", kind);
        site.send(b"x").unwrap();
    }
    assert_eq!(site.stored(), 8);
}

#[test]
fn an_answer_with_a_hole_is_a_failure_that_leaves_the_outcome_open() {
    for hole in ["ok_missing", "url_missing"] {
        let site = open();
        site.set(hole, true);
        let error = site.send(b"x").unwrap_err();
        assert_eq!((error.status(), error.outcome()), (Status::Host, Outcome::Unknown), "{hole}");
        assert_eq!(site.counts(), (1, 1));
    }
    let site = open();
    site.fault("upload_bytes", FaultKind::BadJson);
    let error = site.send(b"x").unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::BadAnswer, Outcome::Unknown));
}

#[test]
fn a_success_without_an_address_is_a_bad_answer() {
    for switch in ["result_string_on_ok", "action_missing"] {
        let site = open();
        site.set(switch, true);
        assert_eq!(site.send(b"x").unwrap_err().status(), Status::BadAnswer, "{switch}");
    }
}

#[test]
fn the_websites_own_refusals_are_told_apart() {
    for (code, status) in
        [(403, Status::Forbidden), (406, Status::RateLimited), (429, Status::RateLimited)]
    {
        let site = open();
        site.set("site_refusal", code);
        let error = site.send(b"x").unwrap_err();
        assert_eq!((error.status(), error.http_status()), (status, Some(code)));
        assert_eq!(site.counts(), (1, 0));
    }
}

#[test]
#[ignore = "slow: a caller who thinks for 46 seconds"]
fn r135_an_old_action_is_asked_for_again_once() {
    let site = open();
    let mut waited = false;
    let options = named("x").on_progress(move |progress| {
        if progress.stage == Stage::Sending && !waited {
            waited = true;
            std::thread::sleep(Duration::from_secs(46));
        }
        Control::Continue
    });
    let receipt = site.upload(b"x", options).unwrap();
    assert_eq!((receipt.how, site.counts()), (How::Sent, (2, 1)));
}

#[test]
fn what_the_host_lacks_is_unsupported_and_says_what_to_do() {
    let site = open();
    for verb in Capability::ALL {
        assert_eq!(site.session.supports(*verb), *verb == Capability::Upload);
    }
    let errors = [
        site.session.list(None).map(drop).unwrap_err(),
        site.session.account().map(drop).unwrap_err(),
        site.session.login().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.status(), Status::Unsupported);
        assert!(error.hint().is_some_and(|hint| !hint.is_empty()));
    }
    let error = site.upload(b"x", named("x").with_folder("f")).unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("folder")));
    assert_eq!(site.counts(), (0, 0));
}

#[test]
fn a_source_that_is_not_there_costs_no_login() {
    let site = open();
    let error = site.session.upload(Source::path("no/such/file"), UploadOptions::new());
    assert_eq!(error.unwrap_err().status(), Status::Io);
    assert_eq!(site.counts(), (0, 0));
}
