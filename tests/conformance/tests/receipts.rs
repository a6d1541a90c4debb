//! The promises of a log of receipts, at every host: each stored file has its line, what is gone is noticed,
//! and only that is sent again.

use std::path::PathBuf;
use std::time::Duration;

use gigahost::{
    Capability, Host, How, Queue, QueueOptions, ReceiptLog, Session, Source, Standing, Status,
    TransferState, UploadOptions,
};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::{content, md5};
use gigahost_emulator::seed;

const LIMIT: Option<Duration> = Some(Duration::from_secs(60));

struct Room {
    subject: Subject,
    folder: tempfile::TempDir,
    log: ReceiptLog,
}

impl Room {
    fn at(host: Host) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = ReceiptLog::open(folder.path().join("receipts.jsonl")).unwrap();
        Self { subject: Subject::open(host), folder, log }
    }

    fn session(&self) -> &Session {
        &self.subject.session
    }

    fn queue(&self) -> Queue {
        Queue::new(QueueOptions::new().with_receipts(&self.log)).unwrap()
    }

    fn file(&self, stem: &str, length: usize) -> PathBuf {
        let path = self.folder.path().join(self.subject.name(stem));
        std::fs::write(&path, content(length)).unwrap();
        path
    }

    /// Three files with receipts.
    fn filled(&self) -> Vec<PathBuf> {
        let paths: Vec<_> = (0..3).map(|n| self.file(&format!("film{n}"), 1000 + n)).collect();
        let queue = self.queue();
        for path in &paths {
            queue.upload(self.session(), path.as_path(), UploadOptions::new()).unwrap();
        }
        assert!(queue.wait(LIMIT).unwrap());
        assert_eq!(queue.totals().done, 3);
        paths
    }

    fn delete(&self, stem: &str) {
        let name = self.subject.name(stem);
        let files = self.log.files().unwrap();
        let file = files.iter().find(|file| file.name == name).unwrap();
        let batch = self.session().delete(&[gigahost::Item::File(&file.id)]).unwrap();
        assert!(batch.is_complete());
    }

    /// The names of the files that count as this.
    fn named(&self, standing: Standing) -> Vec<String> {
        let checked = self.log.verify(self.session()).unwrap();
        let mut names: Vec<_> = checked
            .into_iter()
            .filter(|checked| checked.standing == standing)
            .map(|checked| checked.file.name)
            .collect();
        names.sort();
        names
    }
}

#[test]
fn every_stored_file_has_its_line_without_a_secret() {
    for host in Host::ALL {
        let room = Room::at(host);
        let paths = room.filled();
        let mut files = room.log.files().unwrap();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!(files.len(), 3, "{host}");
        for (n, (file, path)) in files.iter().zip(&paths).enumerate() {
            let label = room.session().account_label();
            assert_eq!((file.host.as_str(), file.account.as_deref()), (host.name(), label));
            assert_eq!(file.base_url, room.session().base_url(), "{host}");
            assert_eq!(file.name, room.subject.name(&format!("film{n}")), "{host}");
            assert_eq!(file.bytes, 1000 + n as u64, "{host}");
            assert!(file.md5.as_ref().is_none_or(|sum| *sum == md5(&content(1000 + n))), "{host}");
            assert_eq!((file.how, file.source.as_ref()), (How::Sent, Some(path)), "{host}");
            assert!(file.time > 1_700_000_000, "{host}");
        }
        let text = std::fs::read_to_string(room.log.path()).unwrap();
        for secret in [seed::PASSWORD, seed::GIGA0_KEY1, seed::GIGA0_KEY2, seed::GETT_API_KEY] {
            assert!(!text.contains(secret), "{host}: {text}");
        }
        assert!(!text.contains("delete"), "{host}: no link that deletes: {text}");
    }
}

#[test]
fn what_is_gone_is_noticed_and_only_that_is_sent_again() {
    for host in Host::ALL {
        let room = Room::at(host);
        let paths = room.filled();
        let askable = [Capability::CheckLinks, Capability::Stat, Capability::List];
        if !askable.into_iter().any(|capability| room.subject.can(capability)) {
            assert_eq!(room.named(Standing::Unknown).len(), 3, "{host}");
            let queue = room.queue();
            let left = queue.repair(room.session(), &room.log).unwrap();
            assert!(left.iter().all(|checked| checked.transfer.is_none()), "{host}");
            assert!(left.iter().all(|checked| checked.why.is_some()), "{host}");
            assert_eq!(queue.totals().queued + queue.totals().done, 0, "{host}: nothing is sent");
            continue;
        }
        let names: Vec<_> = (0..3).map(|n| room.subject.name(&format!("film{n}"))).collect();
        assert_eq!(room.named(Standing::There), names, "{host}");
        room.delete("film1");
        assert_eq!(room.named(Standing::Gone), [names[1].clone()], "{host}");
        let queue = room.queue();
        let repaired = queue.repair(room.session(), &room.log).unwrap();
        let sent: Vec<_> = repaired.iter().filter(|one| one.transfer.is_some()).collect();
        assert_eq!(sent.len(), 1, "{host}");
        assert_eq!(sent[0].file.source.as_ref(), Some(&paths[1]), "{host}");
        assert!(queue.wait(LIMIT).unwrap());
        let ended = queue.find(sent[0].transfer.unwrap()).unwrap();
        assert_eq!(ended.state, TransferState::Done, "{host}: {:?}", ended.error);
        assert_eq!(room.named(Standing::There), names, "{host}: its new line counts");
        assert_eq!(room.subject.stored().len(), 3, "{host}");
    }
}

#[test]
fn what_is_not_the_same_file_any_more_is_not_sent_in_its_place() {
    for host in Host::ALL {
        let room = Room::at(host);
        if !room.subject.can(Capability::Delete) || host == Host::UploadGig {
            continue;
        }
        let paths = room.filled();
        for stem in ["film0", "film1", "film2"] {
            room.delete(stem);
        }
        std::fs::write(&paths[0], content(5)).unwrap();
        let mut other = content(1001);
        other[500] ^= 1;
        std::fs::write(&paths[1], other).unwrap();
        std::fs::remove_file(&paths[2]).unwrap();
        let queue = room.queue();
        let mut repaired = queue.repair(room.session(), &room.log).unwrap();
        repaired.sort_by(|a, b| a.file.name.cmp(&b.file.name));
        assert!(queue.wait(LIMIT).unwrap());
        let why = |n: usize| repaired[n].why.clone().unwrap_or_default();
        assert!(why(0).contains("5 bytes now, not 1000"), "{host}: {}", why(0));
        assert!(why(2).contains("cannot be sent again"), "{host}: {}", why(2));
        assert_eq!((repaired[0].transfer, repaired[2].transfer), (None, None), "{host}");
        // Where the host has the old content, it takes that; where bytes are sent, they are compared.
        let ended = queue.find(repaired[1].transfer.unwrap()).unwrap();
        if repaired[1].file.md5.is_some() && ended.state != TransferState::Done {
            let error = ended.error.unwrap();
            assert_eq!(error.status(), Status::SourceChanged, "{host}: {error}");
        }
        let wrong = room.subject.stored().into_iter().filter(|file| {
            repaired[1]
                .file
                .md5
                .as_ref()
                .is_some_and(|sum| file.name == repaired[1].file.name && file.md5 != *sum)
        });
        assert_eq!(wrong.count(), 0, "{host}");
    }
}

#[test]
fn what_is_being_sent_again_is_not_sent_twice_by_a_queue_with_a_state() {
    let room = Room::at(Host::Rapidgator);
    let [path, ..] = &room.filled()[..] else { panic!("three files") };
    room.delete("film0");
    let options = QueueOptions::new().with_receipts(&room.log);
    let queue = Queue::new(options.with_state(room.folder.path().join("state"))).unwrap();
    queue.pause_all().unwrap();
    let sent = |queue: &Queue| {
        let repaired = queue.repair(room.session(), &room.log).unwrap();
        repaired.into_iter().filter_map(|checked| checked.transfer).collect::<Vec<_>>()
    };
    assert_eq!((sent(&queue), sent(&queue)), (vec![1], vec![1]));
    queue.resume_all().unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    assert_eq!(room.subject.stored().len(), 3);
    // The state says that it is done, and yet it is gone.
    room.delete("film0");
    assert_eq!(sent(&queue), [2]);
    assert!(queue.wait(LIMIT).unwrap());
    assert_eq!(room.named(Standing::There).len(), 3, "{}", path.display());
}

#[test]
fn files_of_other_accounts_and_hosts_are_left_out() {
    let room = Room::at(Host::Rapidgator);
    room.filled();
    let elsewhere = Subject::open(Host::Rapidgator);
    assert_eq!(room.log.verify(&elsewhere.session).unwrap(), []);
    let other = room.subject.another(|builder| builder.login("other@example.test", "pw"));
    assert_eq!(room.log.verify(&other).unwrap(), [], "and nobody is asked");
}

#[test]
fn a_line_that_is_cut_off_is_taken_off_and_one_that_is_wrong_is_named() {
    let room = Room::at(Host::Giga0);
    room.filled();
    let whole = std::fs::read(room.log.path()).unwrap();
    let last = whole[..whole.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for cut in last + 12..whole.len() {
        std::fs::write(room.log.path(), &whole[..cut]).unwrap();
        let log = ReceiptLog::open(room.log.path()).unwrap();
        assert_eq!(log.files().unwrap().len(), 2, "{cut}");
        assert_eq!(std::fs::read(room.log.path()).unwrap(), &whole[..last], "{cut}");
    }
    std::fs::write(room.log.path(), [&whole[..last], b"{}\n", &whole[last..]].concat()).unwrap();
    let error = ReceiptLog::open(room.log.path()).unwrap().files().unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("receipts")));
    assert!(error.message().contains("line 3 of"), "{error}");
}

#[test]
fn a_receipt_that_cannot_be_written_is_told_and_hides_no_stored_file() {
    let room = Room::at(Host::Giga0);
    let gone = tempfile::tempdir().unwrap();
    let log = ReceiptLog::open(gone.path().join("receipts.jsonl")).unwrap();
    drop(gone);
    let queue = Queue::new(QueueOptions::new().with_receipts(&log)).unwrap();
    let options = UploadOptions::new().with_name("film.bin");
    let id = queue.upload(room.session(), Source::bytes(content(10)), options).unwrap();
    assert!(queue.wait(LIMIT).unwrap());
    let Some(Ok(gigahost::Transferred::Uploaded(receipt))) = queue.take(id) else {
        panic!("the file is stored")
    };
    let noted = receipt.notes.iter().any(|note| note.contains("cannot be written"));
    assert!(noted, "{:?}", receipt.notes);
}

#[test]
fn a_single_upload_may_be_added_to_the_log() {
    let room = Room::at(Host::Giga0);
    let receipt = room.subject.upload("film.bin", &content(10)).unwrap();
    room.log.add(room.session(), None, None, &receipt).unwrap();
    let files = room.log.files().unwrap();
    assert_eq!((files.len(), files[0].source.as_ref()), (1, None));
    room.session().delete(&[receipt.entry.item()]).unwrap();
    let queue = room.queue();
    let left = queue.repair(room.session(), &room.log).unwrap();
    assert_eq!(left[0].transfer, None);
    assert!(left[0].why.as_ref().unwrap().contains("is unknown"), "{:?}", left[0].why);
}
