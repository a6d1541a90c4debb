//! Connections that break: nothing is stored twice, nothing partial is kept, nothing hangs.

use std::time::{Duration, Instant};

use gigahost::{Capability, DownloadOptions, How, Outcome, Status, Target};
use gigahost_emulator::FaultKind;

use crate::subject::content;
use crate::{Subject, Verdict};

/// What an upload may come to when its answer or its connection is lost.
fn judge(subject: &Subject, result: Result<gigahost::Receipt, gigahost::Error>, what: &str) {
    let stored = subject.stored().iter().filter(|file| file.size > 0).count();
    assert!(stored <= 1, "{what}: {stored} files");
    match result {
        Ok(receipt) => {
            assert_eq!(stored, 1, "{what}: success without a file");
            assert!(
                matches!(receipt.how, How::Sent | How::Recovered | How::Resent),
                "{what}: {:?}",
                receipt.how
            );
        }
        Err(error) if error.status() == Status::OutcomeUnknown => {
            assert_eq!(error.outcome(), Outcome::Unknown, "{what}");
            assert!(error.hint().is_some(), "{what}: nothing said of what to check");
        }
        Err(error) => {
            assert_eq!(stored, 0, "{what}: stored, and yet {error}");
            assert!(
                error.not_repeated().is_some()
                    || error.hint().is_some()
                    || error.outcome() == Outcome::NotApplied
            );
        }
    }
}

/// The host has the file; its answer is lost.
pub fn a_lost_answer_makes_no_second_file(subject: &Subject) -> Verdict {
    subject.fault(subject.upload_operation(), FaultKind::CutResponse);
    let result = subject.upload(&subject.name("film"), &content(300_000));
    judge(subject, result, "lost answer");
    assert_eq!(subject.count(subject.upload_operation()), 1, "the bytes went out twice");
    Verdict::Held
}

/// The connection breaks at every sixteenth of the way.
pub fn an_upload_cut_at_any_sixteenth_makes_no_second_file(subject: &Subject) -> Verdict {
    const LENGTH: u64 = 1_600_000;
    for sixteenth in 0..16_u64 {
        subject.emulator.reset();
        let session = subject.another(|builder| builder);
        let bytes = sixteenth * LENGTH / 16;
        subject.fault(subject.upload_operation(), FaultKind::CutRequest { bytes });
        let options = gigahost::UploadOptions::new().with_name(subject.name("film"));
        let result = session.upload(gigahost::Source::bytes(content(1_600_000)), options);
        judge(subject, result, &format!("cut at {sixteenth}/16"));
    }
    Verdict::Held
}

/// The stream breaks at every sixteenth of the way, once.
pub fn a_download_cut_at_any_sixteenth_is_completed(subject: &Subject) -> Verdict {
    if !subject.can(Capability::Download) {
        return Verdict::DoesNotApply("the host has no downloads");
    }
    let bytes = content(1_600_000);
    let receipt = subject.upload(&subject.name("film"), &bytes).expect("uploaded");
    let folder = tempfile::tempdir().expect("a folder");
    for sixteenth in 0..16_u64 {
        let path = folder.path().join(format!("{sixteenth}"));
        subject
            .fault(subject.download_operation(), FaultKind::CutBody { bytes: sixteenth * 100_000 });
        let download = subject.session.download(
            &receipt.entry.id,
            Target::file(&path),
            DownloadOptions::new(),
        );
        let download = download.unwrap_or_else(|error| panic!("cut at {sixteenth}/16: {error:?}"));
        assert_eq!(download.attempts, 2, "cut at {sixteenth}/16");
        assert_eq!(std::fs::read(&path).expect("there"), bytes, "cut at {sixteenth}/16");
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 16, "stray files");
    Verdict::Held
}

/// The host stops reading.
pub fn a_stalled_upload_ends(subject: &Subject) -> Verdict {
    subject.fault(subject.upload_operation(), FaultKind::StallRequest { bytes: 100_000 });
    let started = Instant::now();
    let session = subject.another(|builder| builder);
    let options = gigahost::UploadOptions::new().with_name(subject.name("film"));
    // Large enough to fill every buffer on the way.
    let error = session.upload(gigahost::Source::bytes(content(24_000_000)), options);
    let took = started.elapsed();
    let stalled = match &error {
        Err(error) => matches!(error.status(), Status::Stalled | Status::OutcomeUnknown),
        // A host that can be asked may have been sent the file again.
        Ok(receipt) => receipt.how == How::Resent,
    };
    assert!(stalled, "{error:?}");
    assert!(took < Duration::from_secs(15), "{took:?}");
    subject.emulator.release();
    Verdict::Held
}

/// The host has everything and says nothing.
pub fn a_stalled_answer_ends(subject: &Subject) -> Verdict {
    let session = subject.another(|builder| {
        let mut clocks = gigahost::Clocks::default();
        clocks.answer_after_body = Duration::from_secs(1);
        builder.clocks(clocks)
    });
    subject.fault(subject.upload_operation(), FaultKind::StallResponse);
    let started = Instant::now();
    let options = gigahost::UploadOptions::new().with_name(subject.name("film"));
    let result = session.upload(gigahost::Source::bytes(content(100_000)), options);
    assert!(started.elapsed() < Duration::from_secs(12), "{:?}", started.elapsed());
    subject.emulator.release();
    judge(subject, result, "stalled answer");
    Verdict::Held
}

/// The stream goes silent, again and again.
pub fn a_stalled_download_ends_and_leaves_nothing(subject: &Subject) -> Verdict {
    if !subject.can(Capability::Download) {
        return Verdict::DoesNotApply("the host has no downloads");
    }
    let receipt = subject.upload(&subject.name("film"), &content(500_000)).expect("uploaded");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("film");
    let fault = gigahost_emulator::Fault::new(
        subject.emulated(),
        subject.download_operation(),
        FaultKind::StallBody { bytes: 1000 },
    );
    subject.emulator.fault(fault.always());
    let result = subject.session.with_deadline(Duration::from_secs(3)).download(
        &receipt.entry.id,
        Target::file(&path),
        DownloadOptions::new().with_resume(false),
    );
    let error = result.expect_err("it never ends by itself");
    assert!(matches!(error.status(), Status::Stalled | Status::Timeout), "{error:?}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0, "something was left");
    subject.emulator.clear_faults();
    subject.emulator.release();
    subject
        .session
        .download(&receipt.entry.id, Target::file(&path), DownloadOptions::new())
        .expect("healthy again");
    Verdict::Held
}

/// A page in place of the bytes.
pub fn a_page_is_never_saved_as_the_file(subject: &Subject) -> Verdict {
    if !subject.can(Capability::Download) {
        return Verdict::DoesNotApply("the host has no downloads");
    }
    let receipt = subject.upload(&subject.name("film"), &content(500_000)).expect("uploaded");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("film");
    let page = gigahost_emulator::Fault::new(
        subject.emulated(),
        subject.download_operation(),
        FaultKind::HtmlBody,
    );
    subject.emulator.fault(page.always());
    let result =
        subject.session.download(&receipt.entry.id, Target::file(&path), DownloadOptions::new());
    let error = result.expect_err("a page is no film");
    assert!(matches!(error.status(), Status::NotAFile | Status::SizeMismatch), "{error:?}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0, "something was saved");
    Verdict::Held
}
