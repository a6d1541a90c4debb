//! What a host would refuse is said before a byte is read, and is what it does refuse.

use gigahost::{Capability, Host, Source, Status, UploadOptions};
use gigahost_conformance::Subject;

/// More than any account of the emulator takes in one file.
const HUGE: u64 = 1 << 50;

#[test]
fn what_fits_is_told_apart_from_what_does_not_at_every_host() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        let good = subject.name("film");
        let files = [(good.as_str(), 1000), ("a/b.mp4", 10), ("huge.mp4", HUGE), (&good, 5)];
        let batch = subject.session.preflight(&files).unwrap();
        let mut fits = vec![good.clone(), good.clone()];
        let told = batch.failed.iter().any(|(name, _)| name == "huge.mp4");
        if !told {
            fits.insert(1, "huge.mp4".into());
        }
        assert_eq!(batch.done, fits, "{host}");
        assert_eq!(batch.failed[0].0, "a/b.mp4", "{host}");
        // These two tell every account its largest file.
        let tells = matches!(host, Host::Rapidgator | Host::UploadGig);
        assert!(told || !tells, "{host}: {batch:?}");
        for (name, reason) in &batch.failed {
            assert!(reason.as_ref().is_some_and(|reason| !reason.is_empty()), "{host}: {name}");
        }
        assert!(subject.stored().is_empty(), "{host}: nothing was sent");
    }
}

#[test]
fn what_is_refused_beforehand_is_what_the_upload_refuses() {
    let subject = Subject::open(Host::Giga0);
    let batch = subject.session.preflight(&[("empty.bin", 0)]).unwrap();
    let reason = batch.failed[0].1.clone().unwrap();
    let error = subject
        .session
        .upload(Source::bytes(Vec::new()), UploadOptions::new().with_name("empty.bin"))
        .unwrap_err();
    assert_eq!(error.message(), reason);
}

#[test]
fn the_room_of_an_account_is_shared_out_in_the_order_of_the_files() {
    let subject = Subject::open(Host::Rapidgator);
    let account = subject.session.account().unwrap();
    let left = account.storage_total.unwrap() - account.storage_used.unwrap();
    let largest = account.largest_file.unwrap();
    let each = largest.min(left / 2);
    let count = usize::try_from(left / each).unwrap() + 1;
    let names: Vec<_> = (0..count).map(|n| format!("film{n}.mp4")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), each)).collect();
    let batch = subject.session.preflight(&files).unwrap();
    assert_eq!(batch.done.len(), count - 1);
    assert_eq!(batch.failed[0].0, names[count - 1]);
}

#[test]
fn a_rejected_password_is_an_error_and_not_a_refusal_of_a_file() {
    for host in Host::ALL.into_iter().filter(|host| *host != Host::GigaGs) {
        let subject = Subject::open(host);
        if !subject.can(Capability::Upload) {
            continue;
        }
        let wrong = subject.anonymous();
        let error = wrong.preflight(&[("film.mp4", 10)]).unwrap_err();
        assert!(matches!(error.status(), Status::Auth | Status::Argument), "{host}: {error}");
    }
}
