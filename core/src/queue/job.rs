//! One transfer of a queue, and what is left to do of it.

use std::time::{Duration, Instant};

use super::transfer::{Direction, Totals, Transfer, TransferState, Transferred};
use crate::local::{Guarded, Place};
use crate::options::{DownloadSettings, UploadSettings};
use crate::session::Processing;
use crate::{CancelToken, Capability, Error, Progress, Session, Source, Stage, Target};

/// What is left to do of a transfer. Whoever has it works on it.
pub(super) enum Task {
    Upload(Box<Upload>),
    Download(Box<Download>),
}

pub(super) struct Upload {
    pub source: Option<Source>,
    pub opened: Option<Guarded>,
    pub settings: UploadSettings,
    /// It is checked, and hashed where that comes first.
    pub prepared: bool,
    /// The host has the bytes: it is to be asked, or they have to be sent once more.
    pub processing: Option<Box<dyn Processing<Session>>>,
}

pub(super) struct Download {
    pub file: String,
    pub target: Option<Target>,
    pub settings: DownloadSettings,
}

impl Task {
    pub(super) fn upload(source: Source, settings: UploadSettings) -> Self {
        let source = Some(source);
        Self::Upload(Box::new(Upload {
            source,
            opened: None,
            settings,
            prepared: false,
            processing: None,
        }))
    }

    pub(super) fn download(file: &str, target: Target, settings: DownloadSettings) -> Self {
        let (file, target) = (file.to_owned(), Some(target));
        Self::Download(Box::new(Download { file, target, settings }))
    }

    pub(super) fn capability(&self) -> Capability {
        match self {
            Self::Upload(_) => Capability::Upload,
            Self::Download(_) => Capability::Download,
        }
    }

    fn direction(&self) -> Direction {
        match self {
            Self::Upload(_) => Direction::Up,
            Self::Download(_) => Direction::Down,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Download(download) => download.file.clone(),
            Self::Upload(upload) => upload
                .settings
                .name()
                .map(str::to_owned)
                .or_else(|| upload.source.as_ref().and_then(Source::own_name))
                .unwrap_or_default(),
        }
    }

    fn size(&self) -> Option<u64> {
        match self {
            Self::Upload(upload) => upload.source.as_ref().and_then(Source::size_now),
            Self::Download(_) => None,
        }
    }

    /// Whether its source is to be read before it may be sent.
    fn wants_hash(&self, session: &Session) -> bool {
        match self {
            Self::Upload(upload) => {
                session.adapter().wants_md5_first() && !upload.settings.has_md5()
            }
            Self::Download(_) => false,
        }
    }

    /// Whether it can be stopped and begun again.
    fn can_stop(&self) -> bool {
        match self {
            Self::Upload(_) => false,
            Self::Download(download) => download
                .target
                .as_ref()
                .is_some_and(|target| matches!(target.0, Place::File(_) | Place::Directory(_))),
        }
    }
}

/// One transfer of a queue.
pub(super) struct Job {
    pub id: u64,
    /// As the caller gave it.
    given: Session,
    /// Its calls end when the token of the transfer is cancelled.
    pub session: Session,
    token: CancelToken,
    pub direction: Direction,
    name: String,
    size: Option<u64>,
    pub priority: i32,
    pub state: TransferState,
    /// Paused by itself, not with the whole queue.
    pub held: bool,
    /// It runs, and was cancelled only to be paused.
    pub stopping: bool,
    /// Whether it may be stopped while it runs.
    pub can_stop: bool,
    pub wants_hash: bool,
    /// None while a worker has it, and when it is over.
    pub task: Option<Task>,
    pub progress: Progress,
    pub error: Option<Error>,
    pub outcome: Option<Transferred>,
    /// How often it was turned away.
    pub delays: u32,
    /// When it is to be asked about, or tried again.
    pub due: Option<Instant>,
    /// Its change was not told yet.
    pub untold: bool,
    /// When the clock for a whole transfer runs out; it starts with the first stage.
    until: Option<Instant>,
}

impl Job {
    pub(super) fn new(session: &Session, task: Task) -> Self {
        let token = session.own_token();
        Self {
            id: 0,
            given: session.clone(),
            session: session.with_cancel(&token),
            token,
            direction: task.direction(),
            name: task.name(),
            size: task.size(),
            priority: 0,
            state: TransferState::Queued,
            held: false,
            stopping: false,
            can_stop: task.can_stop(),
            wants_hash: task.wants_hash(session),
            task: Some(task),
            progress: Progress::none(),
            error: None,
            outcome: None,
            delays: 0,
            due: None,
            untold: false,
            until: None,
        }
    }

    pub(super) fn key(&self) -> super::lane::Key {
        (std::cmp::Reverse(self.priority), self.id)
    }

    pub(super) fn cancel(&self) {
        self.token.cancel();
    }

    /// After its token was used up to pause it.
    pub(super) fn renew_token(&mut self) {
        self.token = self.given.own_token();
        self.session = self.given.with_cancel(&self.token);
    }

    /// What is left of the clock for the whole transfer, from its first stage on.
    pub(super) fn budget(&mut self, now: Instant) -> Option<Duration> {
        let whole = self.session.whole_transfer()?;
        let until = *self.until.get_or_insert(now.checked_add(whole)?);
        Some(until.saturating_duration_since(now))
    }

    /// Takes over how far it is. Gives the bytes that have moved since the last time.
    pub(super) fn note(&mut self, progress: &Progress) -> u64 {
        let moves = |stage| matches!(stage, Stage::Sending | Stage::Receiving);
        let same = self.progress.stage == progress.stage;
        let before = if same { self.progress.done } else { 0 };
        if moves(progress.stage) {
            self.size = progress.total.or(self.size);
        }
        let attempts = self.delays;
        self.progress = Progress { attempt: progress.attempt + attempts, ..*progress };
        if moves(progress.stage) { progress.done.saturating_sub(before) } else { 0 }
    }

    fn bytes_done(&self) -> u64 {
        match (self.state, self.progress.stage) {
            (TransferState::Done | TransferState::Processing, _)
            | (_, Stage::Processing | Stage::Verifying) => self.size.unwrap_or(0),
            (_, Stage::Sending | Stage::Receiving) => self.progress.done,
            _ => 0,
        }
    }

    pub(super) fn count(&self, totals: &mut Totals) {
        let count = match self.state {
            TransferState::Queued | TransferState::Delayed => &mut totals.queued,
            TransferState::Active => &mut totals.active,
            TransferState::Processing => &mut totals.processing,
            TransferState::Paused => &mut totals.paused,
            TransferState::Done => &mut totals.done,
            TransferState::Failed | TransferState::Cancelled => &mut totals.failed,
        };
        *count += 1;
        if !matches!(self.state, TransferState::Failed | TransferState::Cancelled) {
            let done = self.bytes_done();
            totals.bytes_done += done;
            totals.bytes_total += self.size.unwrap_or(done);
        }
    }

    pub(super) fn tell(&self) -> Transfer {
        Transfer {
            id: self.id,
            host: self.session.host(),
            direction: self.direction,
            name: self.name.clone(),
            state: self.state,
            priority: self.priority,
            progress: Progress { total: self.progress.total.or(self.size), ..self.progress },
            error: self.error.clone(),
        }
    }
}
