//! Answers of the API that are late, odd or no answers at all.

use std::time::{Duration, Instant};

use gigahost::{Capability, Status};
use gigahost_emulator::{Fault, FaultKind};

use crate::subject::content;
use crate::{Subject, Verdict};

const NO_READ: Verdict = Verdict::DoesNotApply("the host has no call that only reads");

/// A 502 once, and the second try succeeds.
pub fn a_passing_failure_of_a_read_is_repeated(subject: &Subject) -> Verdict {
    let Some((operation, read)) = subject.read() else { return NO_READ };
    subject.fault(operation, FaultKind::HttpStatus { code: 502 });
    read(&subject.session).expect("the second try succeeds");
    assert_eq!(subject.count(operation), 2);
    let lasting = Fault::new(subject.emulated(), operation, FaultKind::HttpStatus { code: 502 });
    subject.emulator.fault(lasting.always());
    let error = read(&subject.session).expect_err("it never gets better");
    assert_eq!(
        (error.status(), error.http_status(), error.attempts()),
        (Status::Http, Some(502), 3)
    );
    Verdict::Held
}

/// The pause that the host asks for is kept.
pub fn a_retry_after_is_honoured(subject: &Subject) -> Verdict {
    let Some((operation, read)) = subject.read() else { return NO_READ };
    subject.fault(operation, FaultKind::RetryAfter { seconds: 1 });
    let started = Instant::now();
    read(&subject.session).expect("the second try succeeds");
    assert!(started.elapsed() >= Duration::from_secs(1));
    subject.fault(operation, FaultKind::RetryAfter { seconds: 3600 });
    let error = read(&subject.session).expect_err("an hour is too long");
    assert_eq!(
        (error.status(), error.retry_after()),
        (Status::RateLimited, Some(Duration::from_secs(3600)))
    );
    Verdict::Held
}

fn bad_answer(subject: &Subject, kind: &FaultKind) -> Verdict {
    let Some((operation, read)) = subject.read() else { return NO_READ };
    let lasting = Fault::new(subject.emulated(), operation, kind.clone());
    subject.emulator.fault(lasting.always());
    let error = read(&subject.session).expect_err("that is no answer");
    assert_eq!(error.status(), Status::BadAnswer, "{error:?}");
    assert_eq!(error.operation(), Some(operation));
    Verdict::Held
}

/// A login page of a hotel.
pub fn a_page_in_place_of_json_is_a_bad_answer(subject: &Subject) -> Verdict {
    bad_answer(subject, &FaultKind::HtmlBody)
}

/// JSON that stops in the middle.
pub fn cut_off_json_is_a_bad_answer(subject: &Subject) -> Verdict {
    bad_answer(subject, &FaultKind::BadJson)
}

/// Nothing at all, with a 200.
pub fn an_empty_answer_is_a_bad_answer(subject: &Subject) -> Verdict {
    bad_answer(subject, &FaultKind::EmptyBody)
}

/// Quoted numbers, unquoted ones, and keys of tomorrow.
pub fn odd_numbers_and_unknown_keys_change_nothing(subject: &Subject) -> Verdict {
    if !subject.can(Capability::List) {
        return NO_READ;
    }
    subject.upload(&subject.name("film"), &content(4321)).expect("uploaded");
    let plain = subject.session.list(None).expect("listed");
    for kind in [FaultKind::QuotedNumbers, FaultKind::UnquotedNumbers, FaultKind::ExtraKeys] {
        subject.emulator.fault(Fault::new(subject.emulated(), "*", kind.clone()).always());
        assert_eq!(subject.session.list(None).expect("listed").entries, plain.entries, "{kind:?}");
        subject.emulator.clear_faults();
    }
    Verdict::Held
}

/// A redirect of a call that carries credentials leads nowhere.
pub fn a_redirected_call_is_refused(subject: &Subject) -> Verdict {
    let operation = subject.login_operation();
    let redirect =
        Fault::new(subject.emulated(), operation, FaultKind::Redirect { hops: 1, code: 302 });
    subject.emulator.fault(redirect.always());
    let session = subject.another(|builder| builder);
    let options = gigahost::UploadOptions::new().with_name(subject.name("film"));
    let error = session.upload(gigahost::Source::bytes(content(10)), options).expect_err("refused");
    assert_eq!(error.status(), Status::RedirectRefused, "{error:?}");
    assert_eq!(subject.count(operation), 1);
    Verdict::Held
}
