//! Which transfers a queue with a state takes up, and which of an earlier run are left.

use std::sync::Arc;

use super::memory::{Fact, Memory, Owner, Phase, What};
use super::note::{Note, Saved};
use super::task::Task;
use super::transfer::Transferred;
use crate::local::{Identity, LocalPath, Place};
use crate::options::UploadSettings;
use crate::{Checksum, Error, Outcome, Session, Source, Target};

/// What `admit` makes of a task.
pub(super) struct Admitted {
    pub task: Task,
    /// What it gave, in an earlier run.
    pub given: Option<Transferred>,
    pub priority: i32,
}

impl What {
    /// # Errors
    /// `ARGUMENT` for what cannot be found again by another process.
    fn of(task: &Task) -> Result<Self, Error> {
        let refused = |parameter: &str| {
            Error::argument(parameter, "must be a path: the queue has a state, to be continued")
                .with_hint("add it to a queue without a state")
        };
        match task {
            Task::Upload(upload) => {
                let source = upload.source.as_ref();
                let path = source.and_then(Source::path_now).ok_or_else(|| refused("source"))?;
                let (name, settings) = (task.name(), upload.settings.clone());
                Ok(Self::Up { source: LocalPath::new(&path), name, settings })
            }
            Task::Download(download) => {
                let (path, directory) = match download.target.as_ref().map(|target| &target.0) {
                    Some(Place::File(path)) => (path, false),
                    Some(Place::Directory(path)) => (path, true),
                    _ => return Err(refused("target")),
                };
                Ok(Self::Down {
                    file: download.file.clone(),
                    target: LocalPath::new(path),
                    directory,
                    settings: download.settings.clone(),
                })
            }
        }
    }

    fn task(&self) -> Option<Task> {
        Some(match self {
            Self::Up { source, settings, .. } => {
                Task::upload(Source::path(source.path()?), settings.clone())
            }
            Self::Down { file, target, directory, settings } => {
                let path = target.path()?;
                let target = if *directory { Target::directory(path) } else { Target::file(path) };
                Task::download(file, target, settings.clone())
            }
        })
    }
}

impl Saved {
    /// Takes up a transfer that a caller adds. One that is in the queue already is not added again, and
    /// one that is done has given what it gave, unless it is wanted `afresh`.
    pub(super) fn admit(
        self: &Arc<Self>,
        session: &Session,
        task: Task,
        afresh: bool,
        is_over: impl Fn(u64) -> bool,
        add: impl FnOnce(Admitted) -> u64,
    ) -> Result<u64, Error> {
        let (owner, what) = (Owner::of(session), What::of(&task)?);
        let mut memory = self.memory();
        let spot = what.spot(&owner);
        let number = memory.spots.get(&spot).copied();
        let known = number.and_then(|number| memory.tasks.get(&number));
        if let Some(id) = known.and_then(|known| known.id)
            && !is_over(id)
        {
            return Ok(id);
        }
        let number = number.unwrap_or_else(|| {
            memory.tasks.last_key_value().map_or(1, |(last, _)| last.saturating_add(1))
        });
        let given = match known.map(|known| &known.phase) {
            Some(phase @ Phase::Done(_, given)) if !afresh && phase.is_done_still() => {
                Some(given.again())
            }
            _ => None,
        };
        let done = matches!(known.map(|known| &known.phase), Some(Phase::Done(..)));
        if given.is_none() {
            self.note(&mut memory, Fact::Added { task: number, owner, what })?;
            if done {
                // The file has changed, or has gone from the host.
                self.note(&mut memory, Fact::Absent { task: number })?;
            }
        }
        Ok(self.enter(&mut memory, number, task, given, add))
    }

    /// What is known of an upload.
    pub(super) fn earlier(&self, session: &Session, task: &Task) -> Option<Outcome> {
        let what = What::of(task).ok()?;
        let memory = self.memory();
        let known = memory.tasks.get(memory.spots.get(&what.spot(&Owner::of(session)))?)?;
        match &known.phase {
            phase @ Phase::Done(..) => phase.is_done_still().then_some(Outcome::Applied),
            Phase::Begun => Some(Outcome::Unknown),
            Phase::Absent => None,
        }
    }

    /// Gives a transfer to the queue.
    fn enter(
        self: &Arc<Self>,
        memory: &mut Memory,
        number: u64,
        mut task: Task,
        given: Option<Transferred>,
        add: impl FnOnce(Admitted) -> u64,
    ) -> u64 {
        let note = Note { saved: self.clone(), task: number };
        match &mut task {
            Task::Upload(upload) => {
                let path = upload.source.as_ref().and_then(Source::path_now);
                let md5 = path.as_deref().and_then(Identity::now);
                if let Some(md5) = md5.and_then(|identity| memory.md5.get(&identity)) {
                    upload.settings.offer_md5(md5);
                }
                upload.note = Some(note);
            }
            Task::Download(download) => download.note = Some(note),
        }
        let known = memory.tasks.get_mut(&number);
        let priority = known.as_ref().map_or(0, |known| known.priority);
        let id = add(Admitted { task, given, priority });
        if let Some(known) = known {
            known.id = Some(id);
        }
        memory.ids.insert(id, number);
        id
    }

    /// Adds what an earlier run has left of this session's transfers; gives their numbers in the queue.
    pub(super) fn restore(
        self: &Arc<Self>,
        session: &Session,
        mut add: impl FnMut(Admitted) -> u64,
    ) -> Vec<u64> {
        let owner = Owner::of(session);
        let mut memory = self.memory();
        let left: Vec<(u64, Task)> = memory
            .tasks
            .iter()
            .filter(|(_, known)| known.owner == owner && known.wanted && known.id.is_none())
            .filter(|(_, known)| !matches!(known.phase, Phase::Done(..)))
            .filter_map(|(number, known)| Some((*number, known.what.task()?)))
            .collect();
        left.into_iter()
            .map(|(number, task)| self.enter(&mut memory, number, task, None, &mut add))
            .collect()
    }
}

impl UploadSettings {
    /// An MD5 that was computed in an earlier run, unless the caller wants to have it, or none, computed.
    fn offer_md5(&mut self, md5: &str) {
        if self.checksum() == Checksum::Auto && !self.has_md5() {
            self.set_md5(md5);
        }
    }
}
