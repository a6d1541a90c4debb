//! rapidgator against the emulator: flows with real sockets, TLS and files.

mod support;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use gigahost::{
    Control, DownloadOptions, Existing, Host, How, Item, PlainHttp, Secret, Session, Source, Stage,
    Status, Target, UploadOptions, Verified, Visibility,
};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated};
use support::{at, content, emulator, upload};

fn session(emulator: &Emulator) -> Session {
    at(emulator, Host::Rapidgator, Emulated::Rapidgator)
        .plain_http(PlainHttp::Allow)
        .login("ann@example.test", "correct horse 1")
        .build()
        .expect("the session is well set up")
}

#[test]
fn a_file_goes_up_and_comes_back_verified() {
    let emulator = emulator();
    let session = session(&emulator);
    let bytes = content(1_000_000);
    let stages = Rc::new(RefCell::new(Vec::new()));
    let seen = stages.clone();
    let options = UploadOptions::new().with_name("x.bin").on_progress(move |progress| {
        seen.borrow_mut().push(progress.stage);
        Control::Continue
    });
    let receipt = session.upload(Source::bytes(bytes.clone()), options).unwrap();
    assert_eq!((receipt.how, receipt.verified), (How::Sent, Verified::Md5));
    assert_eq!(stages.borrow().first(), Some(&Stage::Preparing));
    assert_eq!(stages.borrow().last(), Some(&Stage::Done));

    let folder = tempfile::tempdir().unwrap();
    let download = session
        .download(&receipt.entry.id, Target::directory(folder.path()), DownloadOptions::new())
        .unwrap();
    assert_eq!(download.verified, Verified::Md5);
    let path = download.path.unwrap();
    assert_eq!(path.file_name().unwrap(), "x.bin");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let again = session.download(
        &receipt.entry.id,
        Target::directory(folder.path()),
        DownloadOptions::new(),
    );
    assert_eq!(again.unwrap_err().status(), Status::Exists);
    let unique = DownloadOptions::new().with_existing(Existing::Unique);
    let second =
        session.download(&receipt.entry.id, Target::directory(folder.path()), unique).unwrap();
    assert_eq!(second.path.unwrap().file_name().unwrap(), "x (1).bin");
}

#[test]
fn known_content_is_instant_and_no_byte_is_sent() {
    let emulator = emulator();
    let session = session(&emulator);
    let bytes = content(5000);
    upload(&session, "a.bin", &bytes).unwrap();
    let receipt = upload(&session, "b.bin", &bytes).unwrap();
    assert_eq!(receipt.how, How::Instant);
    assert_eq!(emulator.count(Emulated::Rapidgator, "upload_bytes"), 1);
}

#[test]
fn a_lost_answer_is_recovered_without_a_second_file() {
    let emulator = emulator();
    let session = session(&emulator);
    emulator.fault(Fault::new(Emulated::Rapidgator, "upload_bytes", FaultKind::CutResponse));
    let receipt = upload(&session, "a.bin", &content(300_000)).unwrap();
    assert_eq!(receipt.how, How::Recovered);
    assert_eq!(emulator.count(Emulated::Rapidgator, "upload_bytes"), 1);
    assert_eq!(emulator.files(Emulated::Rapidgator).len(), 1);
}

#[test]
fn a_cut_upload_is_sent_again_and_stored_once() {
    let emulator = emulator();
    let session = session(&emulator);
    emulator.fault(Fault::new(
        Emulated::Rapidgator,
        "upload_bytes",
        FaultKind::CutRequest { bytes: 100_000 },
    ));
    let receipt = upload(&session, "a.bin", &content(3_000_000)).unwrap();
    assert_eq!(receipt.how, How::Resent);
    assert_eq!(emulator.files(Emulated::Rapidgator).len(), 1);
}

#[test]
fn a_dead_token_is_renewed_once() {
    let emulator = emulator();
    let session = session(&emulator);
    session.account().unwrap();
    emulator
        .set(Emulated::Rapidgator, "token_reject", serde_json::json!({"op": "user_info", "n": 1}))
        .unwrap();
    assert_eq!(session.account().unwrap().email.as_deref(), Some("ann@example.test"));
    assert_eq!(emulator.count(Emulated::Rapidgator, "user_login"), 2);
}

#[test]
fn a_refused_password_is_sent_once() {
    let emulator = emulator();
    let session = Session::builder(Host::Rapidgator)
        .base_url(emulator.base_url(Emulated::Rapidgator))
        .ca_pem(emulator.ca_pem().unwrap())
        .login("ann@example.test", "wrong-canary")
        .build()
        .unwrap();
    for _ in 0..3 {
        let error = session.account().unwrap_err();
        assert_eq!(error.status(), Status::Auth);
        assert!(!format!("{error} {error:?}").contains("wrong-canary"));
    }
    assert_eq!(emulator.count(Emulated::Rapidgator, "user_login"), 1);
}

#[test]
fn listing_renaming_moving_and_deleting_work_together() {
    let emulator = emulator();
    let session = session(&emulator);
    let folder = session.make_folder(None, "box").unwrap();
    let receipt = upload(&session, "a.bin", &content(10)).unwrap();
    session.rename(&receipt.entry, "b.bin").unwrap();
    let moved = session.move_to(&[receipt.entry.item()], Some(&folder.id)).unwrap();
    assert!(moved.is_complete());
    let listing = session.list(Some(&folder.id)).unwrap();
    assert_eq!(listing.entries.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["b.bin"]);
    assert!(session.delete(&[Item::File(&receipt.entry.id)]).unwrap().is_complete());
    assert!(session.list(Some(&folder.id)).unwrap().entries.is_empty());
    assert_eq!(session.trash_list().unwrap().entries.len(), 1);
}

/// A source that asks the session for the account while it is read.
struct Meddler {
    session: Session,
    seen: Arc<Mutex<Option<Status>>>,
    left: usize,
}

impl std::io::Read for Meddler {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let status = self.session.account().err().map(|error| error.status());
        *self.seen.lock().unwrap() = status;
        let n = self.left.min(into.len());
        into[..n].fill(7);
        self.left -= n;
        Ok(n)
    }
}

#[test]
fn r207_a_callback_and_a_source_cannot_use_their_own_session() {
    let emulator = emulator();
    let session = session(&emulator);
    let seen = Arc::new(Mutex::new(None));
    let meddler = Meddler { session: session.clone(), seen: seen.clone(), left: 1000 };
    session
        .upload(Source::reader(meddler, Some(1000)), UploadOptions::new().with_name("a.bin"))
        .unwrap();
    assert_eq!(*seen.lock().unwrap(), Some(Status::Busy));
    let (inner, told) = (session.clone(), seen.clone());
    *seen.lock().unwrap() = None;
    let options = UploadOptions::new().with_name("b.bin").on_progress(move |_| {
        let status = inner.account().err().map(|error| error.status());
        *told.lock().unwrap() = status;
        Control::Continue
    });
    session.upload(Source::bytes(content(2000)), options).unwrap();
    assert_eq!(*seen.lock().unwrap(), Some(Status::Busy));
    assert!(session.account().is_ok());
}

#[test]
fn a_callback_may_use_another_session() {
    let emulator = emulator();
    let (session, other) = (session(&emulator), session(&emulator));
    let told = Rc::new(RefCell::new(None));
    let seen = told.clone();
    let options = UploadOptions::new().with_name("b.bin").on_progress(move |_| {
        seen.borrow_mut().get_or_insert_with(|| other.account().map(|a| a.email.clone()));
        Control::Continue
    });
    session.upload(Source::bytes(content(2000)), options).unwrap();
    assert!(matches!(&*told.borrow(), Some(Ok(Some(email))) if email == "ann@example.test"));
}

#[test]
fn a_function_for_the_two_factor_code_is_asked_once_for_each_login() {
    let emulator = emulator();
    emulator.set(Emulated::Rapidgator, "two_factor", "246810").unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let (count, codes) = (asked.clone(), Mutex::new(vec![Some("13579"), None, Some("246810")]));
    let session = Session::builder(Host::Rapidgator)
        .base_url(emulator.base_url(Emulated::Rapidgator))
        .ca_pem(emulator.ca_pem().expect("TLS is on"))
        .allow_private_addresses(true)
        .login("ann@example.test", "correct horse 1")
        .two_factor_from(move || {
            count.fetch_add(1, Ordering::Relaxed);
            codes.lock().unwrap().pop().flatten().map(Secret::from)
        })
        .build()
        .unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    session.login().unwrap();
    session.account().unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    session.logout().unwrap();
    assert_eq!(session.login().unwrap_err().status(), Status::Callback);
    assert_eq!(session.login().unwrap_err().status(), Status::TwoFactor);
    assert_eq!(emulator.count(Emulated::Rapidgator, "user_login"), 2);
}

#[test]
fn values_in_messages_are_those_a_caller_writes() {
    let emulator = emulator();
    let session = session(&emulator);
    let error = session.set_visibility(Item::File("1"), &Visibility::Unlisted).unwrap_err();
    assert_eq!(error.status(), Status::Argument);
    for taken in
        [Visibility::Public, Visibility::PremiumOnly, Visibility::Private, Visibility::Hotlink]
    {
        assert!(error.message().contains(taken.name()), "{error}");
    }
}
