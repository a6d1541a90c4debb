//! Budgets for the bytes of files: how fast, and how many a day. That a limit is also used up is for the
//! bench to show; here it is never passed.

use std::time::{Duration, Instant};

use gigahost::{
    Bandwidth, Capability, Checksum, DownloadOptions, Host, Queue, QueueOptions, Session, Source,
    Status, Target, UploadOptions,
};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::content;

const RATE: u64 = 2_000_000;
const SIZE: usize = 1_000_000;

/// The shortest time that so many bytes may take: five per cent faster than the limit, less what a
/// budget that was idle gives at once, and less the last piece, which is sent and not waited for.
fn least(bytes: usize) -> Duration {
    let seconds = u32::try_from(bytes).map(f64::from).unwrap() / 2_000_000.0;
    Duration::from_secs_f64((seconds - 0.05) * 0.95 - 0.05)
}

fn limited(subject: &Subject, budget: &Bandwidth) -> Session {
    subject.another(|builder| builder.bandwidth(budget))
}

fn upload(subject: &Subject, session: &Session, size: usize) -> Result<String, gigahost::Error> {
    let options = UploadOptions::new().with_name(subject.name("film"));
    session.upload(Source::bytes(content(size)), options).map(|receipt| receipt.entry.id)
}

#[test]
fn no_upload_and_no_download_is_faster_than_its_limit() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        let budget = Bandwidth::new();
        let session = limited(&subject, &budget);
        budget.set_up(Some(RATE));
        let began = Instant::now();
        let id = upload(&subject, &session, SIZE).unwrap();
        assert!(began.elapsed() >= least(SIZE), "{host}: {:?}", began.elapsed());
        if !subject.can(Capability::Download) {
            continue;
        }
        budget.set_up(None);
        budget.set_down(Some(RATE));
        let folder = tempfile::tempdir().unwrap();
        for checksum in [Checksum::Never, Checksum::Always] {
            let began = Instant::now();
            let target = Target::file(folder.path().join(format!("{checksum:?}")));
            let options = DownloadOptions::new().with_checksum(checksum);
            session.download(&id, target, options).unwrap();
            assert!(began.elapsed() >= least(SIZE), "{host}: {:?}", began.elapsed());
        }
    }
}

#[test]
fn files_that_are_sent_from_the_file_itself_keep_to_the_limit_too() {
    let subject = Subject::open(Host::UploadGig);
    let budget = Bandwidth::new();
    budget.set_up(Some(RATE));
    let session = limited(&subject, &budget);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.bin");
    std::fs::write(&path, content(SIZE)).unwrap();
    let began = Instant::now();
    let options = UploadOptions::new().with_checksum(Checksum::Never);
    session.upload(path, options).unwrap();
    assert!(began.elapsed() >= least(SIZE), "{:?}", began.elapsed());
}

#[test]
fn sessions_that_share_a_budget_are_together_as_fast_as_it() {
    let subject = Subject::open(Host::Giga0);
    let budget = Bandwidth::new();
    budget.set_up(Some(RATE));
    let sessions = [limited(&subject, &budget), limited(&subject, &budget)];
    let queue = Queue::new(QueueOptions::new().with_workers(4)).unwrap();
    let began = Instant::now();
    for n in 0..4 {
        let options = UploadOptions::new().with_name(format!("{n}.bin"));
        let source = Source::bytes(content(SIZE / 2 + n));
        queue.upload(&sessions[n % 2], source, options).unwrap();
    }
    assert!(queue.wait(Some(Duration::from_secs(60))).unwrap());
    assert!(began.elapsed() >= least(2 * SIZE), "{:?}", began.elapsed());
    assert_eq!(queue.totals().done, 4);
}

#[test]
fn a_limit_may_be_lifted_while_a_transfer_waits_for_it() {
    let subject = Subject::open(Host::Giga0);
    let budget = Bandwidth::new();
    budget.set_up(Some(1024));
    let session = limited(&subject, &budget);
    let queue = Queue::new(QueueOptions::new()).unwrap();
    let options = UploadOptions::new().with_name("film.bin");
    let id = queue.upload(&session, Source::bytes(content(8 * SIZE)), options).unwrap();
    // At that rate it would take more than two hours.
    while queue.transfer(id).unwrap().progress.done == 0 {
        queue.next_event(Some(Duration::from_secs(30))).unwrap();
    }
    budget.set_up(None);
    assert!(queue.wait(Some(Duration::from_secs(60))).unwrap());
    assert_eq!(queue.totals().done, 1, "a slow limit is no stall");
}

#[test]
fn a_cancel_ends_what_waits_for_its_budget() {
    let subject = Subject::open(Host::Gett);
    let budget = Bandwidth::new();
    budget.set_up(Some(1024));
    let session = limited(&subject, &budget);
    let queue = Queue::new(QueueOptions::new()).unwrap();
    let options = UploadOptions::new().with_name("film.bin");
    let id = queue.upload(&session, Source::bytes(content(8 * SIZE)), options).unwrap();
    while queue.transfer(id).unwrap().progress.done == 0 {
        queue.next_event(Some(Duration::from_secs(30))).unwrap();
    }
    queue.cancel(id).unwrap();
    assert!(queue.wait(Some(Duration::from_secs(30))).unwrap());
    assert_eq!(queue.take(id).unwrap().unwrap_err().status(), Status::Cancelled);
}

#[test]
fn what_does_not_fit_into_the_day_is_refused_before_a_byte() {
    for host in Host::ALL {
        let subject = Subject::open(host);
        let budget = Bandwidth::new();
        budget.set_up_per_day(Some(150_000));
        let session = limited(&subject, &budget);
        let id = upload(&subject, &session, 100_000).unwrap();
        assert!((100_000..=110_000).contains(&budget.up_today()), "{}", budget.up_today());
        let error = upload(&subject, &session, 60_001).unwrap_err();
        assert_eq!(error.status(), Status::Quota, "{host}: {error:?}");
        assert!(error.retry_after().is_some(), "{host}");
        assert_eq!(subject.stored().len(), 1, "{host}");
        // What was set aside for the one that was refused is free again.
        upload(&subject, &session, 20_000).unwrap();
        if !subject.can(Capability::Download) {
            continue;
        }
        budget.set_down_per_day(Some(50_000));
        let target = || Target::writer(std::io::sink());
        let error = session.download(&id, target(), DownloadOptions::new()).unwrap_err();
        assert_eq!(error.status(), Status::Quota, "{host}: {error:?}");
        budget.set_down_per_day(Some(250_000));
        session.download(&id, target(), DownloadOptions::new()).unwrap();
        budget.add_today(0, 100_000);
        let error = session.download(&id, target(), DownloadOptions::new()).unwrap_err();
        assert_eq!(error.status(), Status::Quota, "{host}: {error:?}");
    }
}
