//! The invariants that the harness measures: I1 time, I2 memory, I3 secrets, I4 descriptors and
//! threads, I5 files, I9 processor time.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crate::canary::Sinks;
use crate::procfs;
use crate::system;

/// How long a closed socket or an ended thread may take to leave `/proc`.
const SETTLE: Duration = Duration::from_secs(2);
/// I1: so many times as long may a call take as its clocks say, on a machine that is busy with other
/// things. What hangs, hangs for longer.
const BUSY: u32 = 4;
/// I9: the largest part of the wall time a waiting call may compute.
const QUIET_SHARE: f64 = 0.2;
/// Work that a short call does anyway, in a debug build on a machine that is busy with other things;
/// below it, a share says nothing. Whoever spins does more in the time of any clock.
const QUIET_FLOOR: Duration = Duration::from_millis(100);

static ALONE: Mutex<()> = Mutex::new(());
/// Threads of the test harness, which come and go beside the test that is being measured.
static HARNESS: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// Holds the process for one test; see [`serial`].
#[derive(Debug)]
pub struct Serial {
    _held: MutexGuard<'static, ()>,
}

/// Waits until no other test of this process holds it. Tests with [`Bounds::no_leaks`] or
/// [`Bounds::memory`] need it, and so does every other test of the same file: call it first.
pub fn serial() -> Serial {
    if let Some(thread) = procfs::this_thread() {
        HARNESS.lock().unwrap_or_else(PoisonError::into_inner).insert(thread);
    }
    Serial { _held: ALONE.lock().unwrap_or_else(PoisonError::into_inner) }
}

/// What a call must keep to. Begin with [`Bounds::within`]; the rest is asked for one by one.
#[derive(Clone, Debug)]
pub struct Bounds {
    wall: Duration,
    memory: Option<u64>,
    quiet: bool,
    no_leaks: bool,
    sinks: Option<Sinks>,
    files: Vec<(PathBuf, BTreeSet<OsString>)>,
}

impl Bounds {
    /// I1: it returns in this time, on an idle machine.
    pub fn within(wall: Duration) -> Bounds {
        Bounds { wall, memory: None, quiet: false, no_leaks: false, sinks: None, files: Vec::new() }
    }

    /// I2: resident memory grows by at most so many bytes at any moment.
    #[must_use]
    pub fn memory(mut self, bytes: u64) -> Bounds {
        self.memory = Some(bytes);
        self
    }

    /// I3: no canary in these outputs.
    #[must_use]
    pub fn secrets(mut self, sinks: &Sinks) -> Bounds {
        self.sinks = Some(sinks.clone());
        self
    }

    /// I4: no descriptor and no thread more than before. Needs [`serial`].
    #[must_use]
    pub fn no_leaks(mut self) -> Bounds {
        self.no_leaks = true;
        self
    }

    /// I5: this directory holds exactly these names. May be asked for several directories.
    #[must_use]
    pub fn only_files(mut self, directory: impl AsRef<Path>, names: &[&str]) -> Bounds {
        let names = names.iter().map(OsString::from).collect();
        self.files.push((directory.as_ref().to_owned(), names));
        self
    }

    /// I9: the calling thread computes at most a fifth of the time (20 ms are always allowed).
    #[must_use]
    pub fn quiet(mut self) -> Bounds {
        self.quiet = true;
        self
    }
}

/// What was measured, for tests that assert more.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Wall time.
    pub wall: Duration,
    /// Processor time of the calling thread.
    pub cpu: Duration,
    /// Growth of resident memory at its peak; `None` where it cannot be measured.
    pub memory: Option<u64>,
}

/// A measurement in progress.
#[derive(Debug)]
#[must_use = "only finish() asserts anything"]
pub struct Invariants {
    began: Instant,
    cpu: Duration,
    thread: ThreadId,
    resident: Result<u64, String>,
    descriptors: Option<BTreeMap<u32, String>>,
    threads: Option<BTreeMap<u32, String>>,
}

impl Invariants {
    /// Begins to measure. For [`Bounds::no_leaks`], begin before the server and the session are
    /// made, and finish after both are dropped.
    pub fn begin() -> Invariants {
        let resident = procfs::reset_peak().map_err(|error| error.to_string()).and_then(|()| {
            procfs::resident().ok_or_else(|| "no VmRSS in /proc/self/status".to_owned())
        });
        Invariants {
            descriptors: procfs::descriptors(),
            threads: procfs::threads(),
            resident,
            thread: thread::current().id(),
            cpu: system::thread_cpu(),
            began: Instant::now(),
        }
    }

    /// Ends the measurement and asserts what was asked for.
    ///
    /// # Panics
    /// If an invariant is broken: the message names it and the figures. Also if it is called on
    /// another thread than `begin`.
    pub fn finish(self, bounds: Bounds) -> Measured {
        let wall = self.began.elapsed();
        let cpu = system::thread_cpu().saturating_sub(self.cpu);
        let peak = procfs::resident_peak();
        assert_eq!(self.thread, thread::current().id(), "begin and finish belong on one thread");
        let allowed = bounds.wall * BUSY;
        assert!(wall <= allowed, "I1 broken: took {wall:?}, allowed {allowed:?}");
        if bounds.quiet {
            let allowed = wall.mul_f64(QUIET_SHARE).max(QUIET_FLOOR);
            assert!(cpu <= allowed, "I9 broken: computed {cpu:?} of {wall:?}, allowed {allowed:?}");
        }
        let memory = self.check_memory(peak, bounds.memory);
        if let Some(sinks) = bounds.sinks {
            let hits = sinks.hits();
            assert!(hits.is_empty(), "I3 broken: secrets came out: {}", hits.join("; "));
        }
        for (directory, names) in &bounds.files {
            check_files(directory, names);
        }
        if bounds.no_leaks {
            self.check_leaks();
        }
        Measured { wall, cpu, memory }
    }

    fn check_memory(&self, peak: Option<u64>, allowed: Option<u64>) -> Option<u64> {
        let growth = match (&self.resident, peak) {
            (Ok(before), Some(peak)) => Ok(peak.saturating_sub(*before)),
            (Err(reason), _) => Err(reason.as_str()),
            (_, None) => Err("no VmHWM in /proc/self/status"),
        };
        match (growth, allowed) {
            (Ok(growth), Some(allowed)) => assert!(
                growth <= allowed,
                "I2 broken: resident memory grew by {growth} bytes, allowed {allowed}"
            ),
            (Err(reason), Some(_)) => eprintln!("I2 skipped: {reason}"),
            (_, None) => {}
        }
        growth.ok()
    }

    fn check_leaks(&self) {
        let deadline = Instant::now() + SETTLE;
        loop {
            let leaked = self.leaked();
            if leaked.is_empty() {
                return;
            }
            assert!(Instant::now() < deadline, "I4 broken: still there: {}", leaked.join(", "));
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// What is there now and was not before.
    fn leaked(&self) -> Vec<String> {
        let mut leaked = Vec::new();
        match (&self.descriptors, procfs::descriptors()) {
            (Some(before), Some(now)) => leaked.extend(
                now.iter()
                    .filter(|(number, target)| before.get(number) != Some(target))
                    .map(|(number, target)| format!("descriptor {number} ({target})")),
            ),
            _ => eprintln!("I4 skipped for descriptors: no /proc/self/fd"),
        }
        match (&self.threads, procfs::threads()) {
            (Some(before), Some(now)) => {
                let harness = HARNESS.lock().unwrap_or_else(PoisonError::into_inner);
                leaked.extend(
                    now.iter()
                        .filter(|(number, _)| !before.contains_key(number))
                        .filter(|(number, _)| !harness.contains(number))
                        .map(|(number, name)| format!("thread {number} ({name})")),
                );
            }
            _ => eprintln!("I4 skipped for threads: no /proc/self/task"),
        }
        leaked
    }
}

fn check_files(directory: &Path, expected: &BTreeSet<OsString>) {
    let found: BTreeSet<OsString> = match std::fs::read_dir(directory) {
        Ok(entries) => entries.flatten().map(|entry| entry.file_name()).collect(),
        Err(error) => panic!("I5 broken: {} cannot be read: {error}", directory.display()),
    };
    assert!(
        found == *expected,
        "I5 broken: {} holds {found:?}, expected {expected:?}",
        directory.display()
    );
}
