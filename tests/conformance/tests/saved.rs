//! The promises of a queue with a state, at every host: what is done is not sent again, what may be there is
//! asked about first, and what is left is continued.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gigahost::{
    CancelToken, Capability, DownloadOptions, Error, Host, How, Outcome, Queue, QueueOptions,
    Receipt, Session, Source, Status, Target, TransferState, Transferred, UploadOptions,
};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::{content, md5};
use gigahost_emulator::{FaultKind, seed};

const LIMIT: Option<Duration> = Some(Duration::from_secs(60));

struct Room {
    subject: Subject,
    folder: tempfile::TempDir,
}

impl Room {
    fn at(host: Host) -> Self {
        Self { subject: Subject::open(host), folder: tempfile::tempdir().unwrap() }
    }

    /// A host that may take so long to show what it has.
    fn settling(host: Host, settle: Duration) -> Self {
        let mut room = Self::at(host);
        let mut clocks = gigahost_conformance::subject::clocks();
        clocks.settle = settle;
        room.subject.session = room.subject.another(|builder| builder.clocks(clocks));
        room
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn queue(&self) -> Queue {
        Queue::new(QueueOptions::new().with_workers(2).with_state(self.state())).unwrap()
    }

    fn session(&self) -> &Session {
        &self.subject.session
    }

    fn file(&self, stem: &str, length: usize) -> PathBuf {
        let path = self.folder.path().join(self.subject.name(stem));
        std::fs::write(&path, content(length)).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.subject.stored().into_iter().map(|file| file.name).collect();
        names.sort();
        names
    }

    fn sent(&self) -> usize {
        self.subject.count(self.subject.upload_operation())
    }

    /// A file that was sent, of which a kill has left no note.
    fn broken_off(&self) -> (PathBuf, Receipt) {
        let path = self.file("film", 3000);
        let receipt = upload(&self.queue(), self, &path).unwrap();
        self.cut_before("done");
        (path, receipt)
    }

    /// The state as a kill would have left it before the first line that tells of this.
    fn cut_before(&self, event: &str) {
        let text = std::fs::read_to_string(self.state()).unwrap();
        let event = format!("{{\"{event}\":");
        let kept: Vec<_> = text.lines().take_while(|line| !line.contains(&event)).collect();
        assert!(kept.len() < text.lines().count(), "{event} stands in {text}");
        std::fs::write(self.state(), kept.join("\n") + "\n").unwrap();
    }
}

fn outcome(queue: &Queue, id: u64) -> Result<Receipt, Error> {
    assert!(queue.wait(LIMIT).unwrap(), "the queue is over in time");
    match queue.take(id).expect("it is over")? {
        Transferred::Uploaded(receipt) => Ok(*receipt),
        other => panic!("{other:?} is no upload"),
    }
}

/// Waits until an upload was looked for at its host, and waits to be looked for again.
fn until_not_found(queue: &Queue, id: u64) {
    while queue.find(id).unwrap().state != TransferState::Delayed {
        queue.next_event(LIMIT).unwrap().expect("it is looked for, and not found");
    }
}

fn upload(queue: &Queue, room: &Room, path: &Path) -> Result<Receipt, Error> {
    let id = queue.upload(room.session(), path, UploadOptions::new()).unwrap();
    outcome(queue, id)
}

#[test]
fn what_is_done_is_not_sent_again_and_nobody_is_asked() {
    for host in Host::ALL {
        let room = Room::at(host);
        let path = room.file("film", 3000);
        let first = upload(&room.queue(), &room, &path).unwrap();
        let before = room.subject.emulator.requests(room.subject.emulated()).len();
        let queue = room.queue();
        let earlier = queue.earlier(room.session(), path.as_path(), UploadOptions::new());
        assert_eq!(earlier, Outcome::Applied, "{host}");
        let again = upload(&queue, &room, &path).unwrap();
        assert_eq!(again.how, How::Earlier, "{host}");
        assert_eq!((again.entry.id, again.url), (first.entry.id, first.url), "{host}");
        assert_eq!((again.bytes, again.md5), (first.bytes, first.md5), "{host}");
        let after = room.subject.emulator.requests(room.subject.emulated()).len();
        assert_eq!(after, before, "{host}: not a request");
        assert_eq!(queue.restore(room.session()).unwrap(), [0; 0], "{host}: nothing is left");
    }
}

#[test]
fn what_may_have_arrived_is_asked_about_and_not_sent_twice() {
    for host in Host::ALL {
        let room = Room::at(host);
        let (path, first) = room.broken_off();
        let queue = room.queue();
        let earlier = queue.earlier(room.session(), path.as_path(), UploadOptions::new());
        assert_eq!(earlier, Outcome::Unknown, "{host}");
        let again = upload(&queue, &room, &path);
        if room.subject.can(Capability::List) {
            let again = again.unwrap();
            assert_eq!((again.how, again.entry.id), (How::Recovered, first.entry.id), "{host}");
        } else {
            let error = again.unwrap_err();
            assert_eq!(error.status(), Status::OutcomeUnknown, "{host}");
            assert_eq!(error.outcome(), Outcome::Unknown, "{host}");
            assert!(error.hint().is_some_and(|hint| hint.contains("without a state")), "{host}");
        }
        assert_eq!((room.names().len(), room.sent()), (1, 1), "{host}: sent once");
    }
}

#[test]
fn what_was_begun_and_is_not_there_is_sent_once_the_host_has_had_time_to_show_it() {
    for host in Host::ALL {
        let room = Room::at(host);
        if !room.subject.can(Capability::List) {
            continue;
        }
        let (path, first) = room.broken_off();
        room.session().delete(&[first.entry.item()]).unwrap();
        let again = upload(&room.queue(), &room, &path).unwrap();
        assert_ne!(again.entry.id, first.entry.id, "{host}");
        assert_eq!(room.names(), [room.subject.name("film")], "{host}");
    }
}

#[test]
fn what_a_host_shows_only_later_is_not_sent_twice() {
    std::thread::scope(|scope| {
        for host in Host::ALL {
            scope.spawn(move || shown_only_later(host));
        }
    });
}

fn shown_only_later(host: Host) {
    let room = Room::settling(host, Duration::from_secs(4));
    if !room.subject.can(Capability::List) {
        return;
    }
    let (path, first) = room.broken_off();
    room.session().delete(&[first.entry.item()]).unwrap();
    let queue = room.queue();
    let id = queue.upload(room.session(), path.as_path(), UploadOptions::new()).unwrap();
    until_not_found(&queue, id);
    let waits = queue.find(id).unwrap().error.expect("it says what it waits for");
    assert_eq!((waits.status(), waits.outcome()), (Status::NotReady, Outcome::Unknown));
    assert!(waits.retry_after().is_some(), "{host}");
    // What was still on its way when the process was killed.
    let late = room.subject.upload(&room.subject.name("film"), &content(3000)).unwrap();
    let receipt = outcome(&queue, id).unwrap();
    assert_eq!((receipt.how, receipt.entry.id), (How::Recovered, late.entry.id), "{host}");
    assert_eq!(room.names().len(), 1, "{host}");
}

#[test]
fn what_is_cancelled_before_it_was_asked_about_again_stays_unknown() {
    let room = Room::settling(Host::Giga0, Duration::from_secs(600));
    let (path, first) = room.broken_off();
    room.session().delete(&[first.entry.item()]).unwrap();
    let queue = room.queue();
    let id = queue.upload(room.session(), path.as_path(), UploadOptions::new()).unwrap();
    until_not_found(&queue, id);
    queue.cancel_all().unwrap();
    let error = outcome(&queue, id).unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Status::Cancelled, Outcome::Unknown));
    drop(queue);
    assert_eq!(room.queue().restore(room.session()).unwrap().len(), 1);
}

#[test]
fn what_fails_before_it_could_be_asked_about_is_still_asked_about() {
    for host in Host::ALL {
        let room = Room::at(host);
        if !room.subject.can(Capability::List) {
            continue;
        }
        let (path, first) = room.broken_off();
        // The local file is away for a while.
        let aside = room.folder.path().join("aside");
        std::fs::rename(&path, &aside).unwrap();
        assert_eq!(upload(&room.queue(), &room, &path).unwrap_err().status(), Status::Io, "{host}");
        std::fs::rename(&aside, &path).unwrap();
        // The session is cancelled before anything is asked.
        let token = CancelToken::new();
        token.cancel();
        let queue = room.queue();
        let cancelled = room.session().with_cancel(&token);
        let id = queue.upload(&cancelled, path.as_path(), UploadOptions::new()).unwrap();
        assert_eq!(outcome(&queue, id).unwrap_err().status(), Status::Cancelled, "{host}");
        drop(queue);
        let again = upload(&room.queue(), &room, &path).unwrap();
        assert_eq!((again.how, again.entry.id), (How::Recovered, first.entry.id), "{host}");
        assert_eq!((room.names().len(), room.sent()), (1, 1), "{host}: sent once");
    }
}

#[test]
fn a_file_of_the_same_name_that_another_transfer_has_put_there_is_not_taken_for_it() {
    let room = Room::at(Host::Giga0);
    let paths: Vec<_> = ["a", "b"]
        .into_iter()
        .map(|folder| {
            std::fs::create_dir(room.folder.path().join(folder)).unwrap();
            let path = room.folder.path().join(folder).join("same.bin");
            std::fs::write(&path, content(2000)).unwrap();
            path
        })
        .collect();
    upload(&room.queue(), &room, &paths[0]).unwrap();
    let before = std::fs::read(room.state()).unwrap();
    let second = upload(&room.queue(), &room, &paths[1]).unwrap();
    // As if the second had been broken off: of its lines the last one, which says that it is done, is gone.
    let text = std::fs::read_to_string(room.state()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    std::fs::write(room.state(), lines[..lines.len() - 1].join("\n") + "\n").unwrap();
    assert!(std::fs::read(room.state()).unwrap().len() > before.len());
    room.session().delete(&[second.entry.item()]).unwrap();
    let again = upload(&room.queue(), &room, &paths[1]).unwrap();
    assert_eq!(again.how, How::Sent);
    assert_eq!(room.names(), ["same.bin", "same.bin"]);
}

#[test]
fn a_file_that_has_changed_is_sent() {
    for host in Host::ALL {
        let room = Room::at(host);
        let path = room.file("film", 3000);
        upload(&room.queue(), &room, &path).unwrap();
        std::fs::write(&path, content(3001)).unwrap();
        let again = upload(&room.queue(), &room, &path).unwrap();
        assert_eq!((again.how, again.bytes), (How::Sent, 3001), "{host}");
        assert_eq!(room.names().len(), 2, "{host}");
    }
}

#[test]
fn an_md5_that_was_computed_is_not_computed_again() {
    let room = Room::at(Host::Rapidgator);
    let path = room.file("film", 3000);
    room.subject.fault("file_upload", FaultKind::HttpStatus { code: 403 });
    assert!(upload(&room.queue(), &room, &path).is_err());
    // By other bytes in the same file, of the same size and time, it shows whether it is read again.
    let modified = path.metadata().unwrap().modified().unwrap();
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all(b"other").unwrap();
    file.set_modified(modified).unwrap();
    let queue = room.queue();
    let ids = queue.restore(room.session()).unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    assert_eq!(ids.len(), 1);
    let requests = room.subject.emulator.requests(room.subject.emulated());
    let told = requests.iter().rev().find(|request| request.operation == "file_upload").unwrap();
    assert_eq!(told.param("hash"), Some(md5(&content(3000)).as_str()), "it was not read again");
}

#[test]
fn what_is_left_is_restored_with_its_options_and_its_priority() {
    for host in Host::ALL {
        let room = Room::at(host);
        let paths: Vec<_> = (0..4).map(|n| room.file(&format!("film{n}"), 1000 + n)).collect();
        let wanted: Vec<_> = (0..4).map(|n| room.subject.name(&format!("wanted{n}"))).collect();
        let queue = room.queue();
        queue.pause_all().unwrap();
        let ids: Vec<_> = paths
            .iter()
            .zip(&wanted)
            .map(|(path, name)| {
                let options = UploadOptions::new().with_name(name);
                queue.upload(room.session(), path.as_path(), options).unwrap()
            })
            .collect();
        queue.set_priority(ids[2], 7).unwrap();
        queue.cancel(ids[1]).unwrap();
        drop(queue);
        assert_eq!(room.names(), [""; 0], "{host}");
        let queue = room.queue();
        queue.pause_all().unwrap();
        let ids = queue.restore(room.session()).unwrap();
        let told: Vec<_> = queue.transfers().into_iter().map(|t| (t.name, t.priority)).collect();
        let left = [(0, 0), (2, 7), (3, 0)].map(|(n, priority)| (wanted[n].clone(), priority));
        assert_eq!((ids.len(), told), (3, left.to_vec()), "{host}: one was cancelled");
        assert_eq!(queue.restore(room.session()).unwrap(), [0; 0], "{host}: once");
        let same = UploadOptions::new().with_name(&wanted[3]);
        let same = queue.upload(room.session(), paths[3].as_path(), same).unwrap();
        assert_eq!(same, ids[2], "{host}: what is in the queue is not added again");
        queue.resume_all().unwrap();
        assert!(queue.wait(LIMIT).unwrap());
        let mut stored = [&wanted[0], &wanted[2], &wanted[3]];
        stored.sort();
        assert_eq!(room.names().iter().collect::<Vec<_>>(), stored, "{host}");
    }
}

#[test]
fn a_queue_that_is_dropped_or_cancelled_as_a_whole_is_continued() {
    let room = Room::at(Host::Giga0);
    let path = room.file("film", 1000);
    for cancel_all in [false, true] {
        let queue = room.queue();
        queue.pause_all().unwrap();
        let id = queue.upload(room.session(), path.as_path(), UploadOptions::new()).unwrap();
        if cancel_all {
            queue.cancel_all().unwrap();
            assert_eq!(outcome(&queue, id).unwrap_err().status(), Status::Cancelled);
        }
    }
    let queue = room.queue();
    let ids = queue.restore(room.session()).unwrap();
    assert_eq!(outcome(&queue, ids[0]).unwrap().how, How::Sent);
}

#[test]
fn what_failed_is_tried_again() {
    let room = Room::at(Host::Giga0);
    let path = room.file("film", 1000);
    room.subject.fault("file_upload", FaultKind::HttpStatus { code: 413 });
    assert!(upload(&room.queue(), &room, &path).is_err());
    let queue = room.queue();
    let ids = queue.restore(room.session()).unwrap();
    assert_eq!(outcome(&queue, ids[0]).unwrap().how, How::Sent);
    assert_eq!(room.names(), ["film.bin"]);
}

#[test]
fn a_download_that_is_done_is_not_fetched_again_while_it_is_there() {
    for host in Host::ALL {
        let room = Room::at(host);
        if !room.subject.can(Capability::Download) {
            continue;
        }
        let name = room.subject.name("film");
        let id = room.subject.upload(&name, &content(3000)).unwrap().entry.id;
        let path = room.folder.path().join("came");
        let fetch = |queue: &Queue| {
            let target = Target::file(&path);
            let id = queue.download(room.session(), &id, target, DownloadOptions::new()).unwrap();
            assert!(queue.wait(LIMIT).unwrap());
            match queue.take(id).unwrap().unwrap() {
                Transferred::Downloaded(download) => *download,
                other => panic!("{other:?} is no download"),
            }
        };
        let queue = room.queue();
        queue.pause_all().unwrap();
        queue.download(room.session(), &id, Target::file(&path), DownloadOptions::new()).unwrap();
        drop(queue);
        let queue = room.queue();
        assert_eq!(queue.restore(room.session()).unwrap().len(), 1, "{host}");
        assert!(queue.wait(LIMIT).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), content(3000), "{host}");
        drop(queue);
        let again = fetch(&room.queue());
        assert_eq!((again.attempts, again.bytes), (0, 3000), "{host}: it is there");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(fetch(&room.queue()).attempts, 1, "{host}: it has gone");
        assert_eq!(std::fs::read(&path).unwrap(), content(3000), "{host}");
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, vec![7; 3000]).unwrap();
        let queue = room.queue();
        let target = Target::file(&path);
        let id = queue.download(room.session(), &id, target, DownloadOptions::new()).unwrap();
        assert!(queue.wait(LIMIT).unwrap());
        let error = queue.take(id).unwrap().unwrap_err();
        assert_eq!(error.status(), Status::Exists, "{host}: another file of the size is not it");
    }
}

#[test]
fn sessions_of_other_accounts_and_hosts_have_nothing_to_restore() {
    let room = Room::at(Host::Rapidgator);
    let path = room.file("film", 1000);
    let queue = room.queue();
    queue.pause_all().unwrap();
    queue.upload(room.session(), path.as_path(), UploadOptions::new()).unwrap();
    drop(queue);
    let other = room.subject.another(|builder| builder.login("other@example.test", "pw"));
    let elsewhere = Subject::open(Host::Rapidgator);
    let queue = room.queue();
    assert_eq!(queue.restore(&other).unwrap(), [0; 0]);
    assert_eq!(queue.restore(&elsewhere.session).unwrap(), [0; 0]);
    assert_eq!(queue.restore(room.session()).unwrap().len(), 1);
}

#[test]
fn only_paths_can_be_continued_and_the_error_says_so() {
    let room = Room::at(Host::Giga0);
    let queue = room.queue();
    let named = || UploadOptions::new().with_name("a.bin");
    let refused = [
        queue.upload(room.session(), Source::bytes(content(3)), named()).unwrap_err(),
        queue.upload(room.session(), Source::reader(&b"abc"[..], Some(3)), named()).unwrap_err(),
        queue
            .download(room.session(), "1", Target::writer(Vec::new()), DownloadOptions::new())
            .unwrap_err(),
    ];
    for (error, parameter) in refused.iter().zip(["source", "source", "target"]) {
        assert_eq!((error.status(), error.parameter()), (Status::Argument, Some(parameter)));
        assert!(error.hint().is_some(), "{error}");
    }
}

#[test]
fn a_state_holds_no_secret() {
    for host in Host::ALL {
        let room = Room::at(host);
        let path = room.file("film", 1000);
        upload(&room.queue(), &room, &path).unwrap();
        let text = std::fs::read_to_string(room.state()).unwrap();
        for secret in [seed::PASSWORD, seed::GIGA0_KEY1, seed::GIGA0_KEY2, seed::GETT_API_KEY] {
            assert!(!text.contains(secret), "{host}: {text}");
        }
    }
}

#[test]
fn a_state_that_is_closed_is_free_for_another_queue_and_results_stay() {
    let room = Room::at(Host::Giga0);
    let path = room.file("film", 1000);
    let queue = room.queue();
    let id = queue.upload(room.session(), path.as_path(), UploadOptions::new()).unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    queue.close_state();
    let next = room.queue();
    assert_eq!(outcome(&queue, id).unwrap().how, How::Sent);
    let error =
        queue.upload(room.session(), path.as_path(), UploadOptions::new()).map(drop).unwrap_err();
    assert_eq!(error.status(), Status::Handle);
    assert!(error.hint().is_some());
    assert_eq!(upload(&next, &room, &path).unwrap().how, How::Earlier);
}

#[test]
fn a_file_that_is_no_state_is_refused_by_its_name() {
    let room = Room::at(Host::Giga0);
    for text in ["hello\n", "{}\n", "\"a\" 00000000\n"] {
        std::fs::write(room.state(), text).unwrap();
        let options = QueueOptions::new().with_state(room.state());
        let error = Queue::new(options).map(drop).unwrap_err();
        assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("state")));
        assert!(error.message().contains("state"), "{error}");
        assert_eq!(std::fs::read_to_string(room.state()).unwrap(), text, "it stays as it is");
    }
    std::fs::remove_file(room.state()).unwrap();
    let _first = room.queue();
    let second = Queue::new(QueueOptions::new().with_state(room.state())).map(drop).unwrap_err();
    assert!(second.message().contains("in use"), "{second}");
}
