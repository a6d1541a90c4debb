//! The state of a queue in its file, and what workers note in it.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::memory::{Fact, Given, Memory, Phase, VERSION};
use super::transfer::Transferred;
use crate::local::{Guarded, Identity, Journal, Written};
use crate::{Error, Outcome};

/// The state of a queue in a file.
pub(super) struct Saved {
    journal: Journal,
    memory: Mutex<Memory>,
    /// Whoever wrote to it before had ended by then.
    opened: Instant,
}

impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saved").field("tasks", &self.memory().tasks.len()).finish()
    }
}

impl Saved {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let (journal, facts) = Journal::open::<Fact>(path, "state")?;
        match facts.first() {
            None => journal.write(&Fact::Queue { version: VERSION })?.wait()?,
            Some(Fact::Queue { version: VERSION }) => {}
            Some(_) => {
                let problem = format_args!("is of another version: {}", crate::words::path(path));
                return Err(Error::argument("state", problem).with_hint("give another file"));
            }
        }
        let mut memory = Memory::default();
        for fact in facts {
            memory.apply(fact);
        }
        Ok(Self { journal, memory: Mutex::new(memory), opened: Instant::now() })
    }

    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a fact. It is on the disk once what comes back is waited for.
    pub(super) fn note(&self, memory: &mut Memory, fact: Fact) -> Result<Written, Error> {
        let written = self.journal.write(&fact)?;
        memory.apply(fact);
        Ok(written)
    }

    /// Notes something of a transfer of this queue, if it is one.
    fn of_queue(&self, id: u64, fact: impl FnOnce(u64) -> Fact) -> Result<(), Error> {
        let mut memory = self.memory();
        match memory.ids.get(&id).copied() {
            Some(number) => self.note(&mut memory, fact(number)).map(drop),
            None => Ok(()),
        }
    }

    pub(super) fn set_priority(&self, id: u64, priority: i32) -> Result<(), Error> {
        self.of_queue(id, |task| Fact::Priority { task, priority })
    }

    /// It is wanted no more.
    pub(super) fn forget(&self, id: u64) -> Result<(), Error> {
        self.of_queue(id, |task| Fact::Dropped { task })
    }
}

/// A transfer of a queue that has a state, for who works on it.
#[derive(Clone)]
pub(super) struct Note {
    pub saved: Arc<Saved>,
    pub task: u64,
}

impl Note {
    /// Whether an earlier attempt may have left the file at its host.
    pub(super) fn may_be_there(&self) -> bool {
        let memory = self.saved.memory();
        memory.tasks.get(&self.task).is_some_and(|known| matches!(known.phase, Phase::Begun))
    }

    /// How long the host may still take to show what came before this run.
    pub(super) fn settles_in(&self, settle: Duration) -> Duration {
        settle.saturating_sub(self.saved.opened.elapsed())
    }

    /// The ids at this host of files that other transfers have put there.
    pub(super) fn others(&self) -> HashSet<String> {
        let memory = self.saved.memory();
        let Some(own) = memory.tasks.get(&self.task) else { return HashSet::new() };
        let of_host = memory.tasks.values().filter(|known| known.owner == own.owner);
        of_host
            .filter_map(|known| match &known.phase {
                Phase::Done(_, Given::Stored { id, .. }) => Some(id.clone()),
                _ => None,
            })
            .collect()
    }

    /// The MD5 of the source, if it is known by now: it need not be computed again.
    pub(super) fn hashed(&self, source: &Guarded) -> Result<(), Error> {
        let (Some(md5), Some(identity)) = (source.known_md5(), source.identity()) else {
            return Ok(());
        };
        let mut memory = self.saved.memory();
        if memory.md5.get(&identity).is_some_and(|known| known == md5) {
            return Ok(());
        }
        let fact = Fact::Hashed { source: identity, md5: md5.to_owned() };
        self.saved.note(&mut memory, fact).map(drop)
    }

    /// The bytes are about to be sent. It comes back when the disk has that.
    pub(super) fn begin(&self) -> Result<(), Error> {
        self.write(Fact::Begun { task: self.task })
    }

    /// It is known not to be at its host.
    pub(super) fn absent(&self) -> Result<(), Error> {
        self.write(Fact::Absent { task: self.task })
    }

    /// It is done.
    pub(super) fn done(
        &self,
        source: Option<Identity>,
        transferred: &Transferred,
    ) -> Result<(), Error> {
        self.write(Fact::Done { task: self.task, source, given: Given::of(transferred) })
    }

    /// The attempt that began it failed.
    pub(super) fn failed(&self, error: &Error) -> Result<(), Error> {
        if error.outcome() == Outcome::NotApplied && self.may_be_there() {
            return self.absent();
        }
        Ok(())
    }

    fn write(&self, fact: Fact) -> Result<(), Error> {
        let written = self.saved.note(&mut self.saved.memory(), fact)?;
        // Outside the lock: those of several workers become one for the disk.
        written.wait()
    }
}
