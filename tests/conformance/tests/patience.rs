//! One patience per host: what it asks for holds every call of the account, whoever makes it.

use std::time::{Duration, Instant};

use gigahost::{Error, Host, Session, Source, Status, UploadOptions};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::content;
use gigahost_emulator::FaultKind;

const ASKED: Duration = Duration::from_secs(2);

fn asks_to_wait() -> FaultKind {
    FaultKind::RetryAfter { seconds: ASKED.as_secs() }
}

/// A call that may take less time than the host asked for.
fn hurried(session: &Session) -> Session {
    session.with_deadline(Duration::from_secs(1))
}

fn requests(subject: &Subject) -> usize {
    subject.emulator.requests(subject.emulated()).len()
}

fn assert_held(subject: &Subject, call: impl FnOnce() -> Result<(), Error>) {
    let before = requests(subject);
    let error = call().unwrap_err();
    assert_eq!(error.status(), Status::RateLimited, "{}", subject.host);
    let wait = error.retry_after().unwrap();
    assert!(!wait.is_zero() && wait <= ASKED, "{}: {wait:?}", subject.host);
    assert_eq!(requests(subject), before, "{}: nothing is sent", subject.host);
}

#[test]
fn r125_after_a_retry_after_no_call_of_the_account_is_sent_before_the_time_is_up() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        let Some((operation, read)) = subject.read() else { continue };
        read(&subject.session).unwrap();
        subject.fault(operation, asks_to_wait());
        let began = Instant::now();
        let error = read(&hurried(&subject.session)).unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Status::RateLimited, 1), "{host}");
        let other = hurried(&subject.session);
        assert_held(&subject, || read(&other));
        std::thread::scope(|scope| {
            scope.spawn(|| assert_held(&subject, || read(&other)));
        });
        let upload = || {
            let options = UploadOptions::new().with_name(subject.name("film"));
            other.upload(Source::bytes(content(100)), options).map(drop)
        };
        assert_held(&subject, upload);
        // Who has the time waits, and is sent then.
        read(&subject.session).unwrap();
        assert!(began.elapsed() >= ASKED, "{host}");
    }
}

#[test]
fn r125_what_is_asked_for_in_answer_to_a_file_holds_every_call_too() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        subject.upload(&subject.name("first"), &content(50)).unwrap();
        subject.fault(subject.upload_operation(), asks_to_wait());
        let upload = |session: &Session| {
            let options = UploadOptions::new().with_name(subject.name("film"));
            session.upload(Source::bytes(content(100)), options).map(drop)
        };
        let began = Instant::now();
        // Some hosts are asked what became of the file, for which the time is too short.
        upload(&hurried(&subject.session)).unwrap_err();
        assert!(began.elapsed() < ASKED, "{host}");
        let stored = subject.stored().len();
        assert_held(&subject, || upload(&hurried(&subject.session)));
        assert_eq!(subject.stored().len(), stored, "{host}");
    }
}

#[test]
fn a_session_of_another_account_or_host_is_not_held() {
    let subject = Subject::open(Host::Rapidgator);
    let other = subject.another(|builder| builder);
    other.account().unwrap();
    subject.session.account().unwrap();
    subject.fault("user_info", asks_to_wait());
    hurried(&subject.session).account().unwrap_err();
    hurried(&other).account().unwrap();
}
