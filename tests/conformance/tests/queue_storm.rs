//! Many files to three hosts at once, while one in fifty of all calls goes wrong: each file is stored
//! once, or its failure says truly what is at the host.

use std::collections::HashMap;
use std::time::Duration;

use gigahost::{Host, Outcome, Queue, QueueOptions, Source, TransferState, UploadOptions};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::{content, md5};
use gigahost_emulator::{Fault, FaultKind};

const FILES: usize = 130;
/// How many calls a host gets, about, and how many of them go wrong.
const CALLS: u32 = 520;
const FAULTS: u32 = CALLS / 50;

/// A sequence that is the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(most)).unwrap()
    }
}

fn kinds() -> Vec<FaultKind> {
    vec![
        FaultKind::HttpStatus { code: 500 },
        FaultKind::HttpStatus { code: 503 },
        FaultKind::CutRequest { bytes: 0 },
        FaultKind::CutRequest { bytes: 500 },
        FaultKind::CutResponse,
        FaultKind::HtmlBody,
        FaultKind::EmptyBody,
        FaultKind::BadJson,
        FaultKind::RetryAfter { seconds: 1 },
    ]
}

#[test]
fn in_a_storm_of_failures_every_file_is_stored_once_or_its_failure_tells_the_truth() {
    let subjects = [Host::Rapidgator, Host::Giga0, Host::GigaGs].map(Subject::open);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for subject in &subjects {
        subject.session.login().unwrap();
        for n in 0..FAULTS {
            let kinds = kinds();
            let kind = kinds[n as usize % kinds.len()].clone();
            let fault = Fault::new(subject.emulated(), "*", kind);
            subject.emulator.fault(fault.from_call(1 + numbers.below(CALLS)));
        }
    }
    let queue = Queue::new(QueueOptions::new().with_workers(16)).unwrap();
    let mut sent = HashMap::new();
    for n in 0..FILES {
        let size = [1, 100, 5000, 200_000][n % 4] + n;
        for (place, subject) in subjects.iter().enumerate() {
            let name = subject.name(&format!("film{n}"));
            let bytes = content(size);
            let options = UploadOptions::new().with_name(&name);
            let hash = md5(&bytes);
            let id = queue.upload(&subject.session, Source::bytes(bytes), options).unwrap();
            sent.insert(id, (place, name, hash));
        }
    }
    assert!(queue.wait(Some(Duration::from_secs(100))).unwrap(), "{:?}", queue.totals());
    let mut failures = 0;
    for (id, (place, name, hash)) in sent {
        let subject = &subjects[place];
        let state = queue.transfer(id).unwrap().state;
        let stored: Vec<_> =
            subject.stored().into_iter().filter(|file| file.name == name).collect();
        assert!(stored.iter().all(|file| file.md5 == hash), "{name} at {}", subject.host);
        match queue.take(id).unwrap() {
            Ok(_) => {
                assert_eq!(state, TransferState::Done);
                assert_eq!(stored.len(), 1, "{name} at {}", subject.host);
            }
            Err(error) => {
                failures += 1;
                let true_to_it = match error.outcome() {
                    Outcome::NotApplied => stored.is_empty(),
                    Outcome::Applied => stored.len() == 1,
                    _ => stored.len() <= 1,
                };
                assert!(true_to_it, "{name} at {}: {stored:?}, {error:?}", subject.host);
            }
        }
    }
    println!("{failures} of {} failed", 3 * FILES);
    // Most of what goes wrong is mended without a word.
    assert!(failures <= 3 * FAULTS / 2, "{failures} of {} failed", 3 * FILES);
    for subject in &subjects {
        let logins = subject.count(subject.login_operation());
        assert!(logins <= 1 + FAULTS as usize, "{}: {logins} logins", subject.host);
    }
}
