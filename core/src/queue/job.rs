//! One transfer of a queue.

use std::time::{Duration, Instant};

use super::saved::Admitted;
use super::task::Task;
use super::transfer::{Direction, Totals, Transfer, TransferState, Transferred};
use crate::{CancelToken, Error, Progress, Session, Stage};

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

    pub(super) fn admitted(session: &Session, admitted: Admitted) -> Self {
        let Admitted { task, given, priority } = admitted;
        Self { outcome: given, priority, ..Self::new(session, task) }
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
