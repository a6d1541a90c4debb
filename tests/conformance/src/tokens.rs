//! Credentials: sent once, renewed once, shown never.

use gigahost::{Capability, Host, Session, Source, Status, UploadOptions};
use gigahost_emulator::{Fault, FaultKind};

use crate::subject::content;
use crate::{Subject, Verdict};

const CANARY: &str = "canary-9f86d081884c7d65";

/// Anything that needs a login.
fn touch(subject: &Subject, session: &Session) -> Result<(), gigahost::Error> {
    match subject.read() {
        Some((_, read)) => read(session),
        None => session
            .upload(
                Source::bytes(content(10)),
                UploadOptions::new().with_name(subject.name("film")),
            )
            .map(drop),
    }
}

/// However often it is tried.
pub fn a_refused_password_is_sent_once(subject: &Subject) -> Verdict {
    let session = match subject.host {
        Host::Giga0 => subject.another(|builder| builder.keys("w".repeat(64), "x".repeat(64))),
        _ => subject.another(|builder| builder.login("ann@example.test", CANARY)),
    };
    for _ in 0..3 {
        let error = touch(subject, &session).expect_err("refused");
        assert_eq!(error.status(), Status::Auth, "{error:?}");
        assert!(!format!("{error} {error:?}").contains(CANARY));
    }
    assert_eq!(subject.count(subject.login_operation()), 1);
    Verdict::Held
}

/// One renewal, and the call goes through.
pub fn a_dead_token_is_renewed_once(subject: &Subject) -> Verdict {
    let Some((operation, read)) = subject.read() else {
        return Verdict::DoesNotApply("the host has no token");
    };
    read(&subject.session).expect("healthy");
    let reject = serde_json::json!({"op": operation, "n": 1});
    subject.emulator.set(subject.emulated(), "token_reject", reject).expect("the switch exists");
    let before = subject.count(operation);
    read(&subject.session).expect("renewed and repeated");
    assert_eq!(subject.count(operation), before + 2);
    Verdict::Held
}

/// Sixteen at once, one login.
pub fn sixteen_threads_log_in_once(subject: &Subject) -> Verdict {
    let Some((_, read)) = subject.read() else {
        return Verdict::DoesNotApply("every call is a login by itself");
    };
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| read(&subject.session).expect("answered"));
        }
    });
    assert_eq!(subject.count(subject.login_operation()), 1);
    Verdict::Held
}

/// Whatever goes wrong, wherever: no password, key or token in any error or `Debug`.
pub fn no_secret_shows_in_any_error(subject: &Subject) -> Verdict {
    let mut secrets: Vec<String> =
        vec!["correct horse 1".into(), "annkey1".into(), "apikey-ann".into()];
    let mut texts = vec![format!("{:?}", subject.session)];
    let operations: Vec<&str> =
        subject.host.operations().iter().map(|operation| operation.name).collect();
    for operation in operations {
        for kind in [
            FaultKind::HttpStatus { code: 500 },
            FaultKind::HtmlBody,
            FaultKind::BadJson,
            FaultKind::CutResponse,
            FaultKind::Redirect { hops: 1, code: 302 },
        ] {
            subject.emulator.fault(Fault::new(subject.emulated(), operation, kind).always());
            let session =
                subject.another(|builder| builder).with_deadline(std::time::Duration::from_secs(2));
            let options = UploadOptions::new().with_name(subject.name("film"));
            let results = [
                session
                    .upload(Source::bytes(content(50)), options)
                    .map(|receipt| format!("{receipt:?}")),
                session.list(None).map(|listing| format!("{listing:?}")),
                session.account().map(|account| format!("{account:?}")),
            ];
            texts.extend(results.into_iter().map(|result| match result {
                Ok(text) => text,
                Err(error) => format!("{error} {error:?}"),
            }));
            subject.emulator.clear_faults();
        }
    }
    for request in subject.emulator.requests(subject.emulated()) {
        let parameters = request.query.iter().chain(&request.form);
        let secret = parameters.filter(|(name, _)| {
            ["token", "access_token", "accesstoken", "password", "pass", "identity", "sig", "sid"]
                .contains(&name.as_str())
        });
        secrets.extend(secret.map(|(_, value)| value.clone()));
    }
    secrets.retain(|secret| secret.len() >= 6);
    for secret in &secrets {
        assert!(texts.iter().all(|text| !text.contains(secret.as_str())), "{secret} shows");
    }
    assert!(subject.can(Capability::Upload) && !texts.is_empty());
    Verdict::Held
}
