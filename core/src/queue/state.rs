//! The state of a queue: which jobs there are, what of them waits for what, and what may start next. No
//! thread and no lock; the board has those.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::job::Job;
use super::lane::Lane;
use super::order::{Order, Role, Step};
use super::task::Task;
use super::transfer::{Totals, Transfer, TransferState, Transferred};
use crate::progress::{Progress, Rate};
use crate::{Error, Outcome, Session, Stage, Status};

/// The most threads that ask. Each asks one host at a time.
const ASKERS: usize = 4;

/// The workers of one kind.
pub(super) struct Pool {
    pub most: usize,
    pub threads: usize,
    pub busy: usize,
    pub orders: Option<Sender<Order>>,
    pub taken: Receiver<Order>,
}

impl Pool {
    fn new(most: usize) -> Self {
        let (orders, taken) = unbounded();
        Self { most, threads: 0, busy: 0, orders: Some(orders), taken }
    }
}

pub(super) struct State {
    pub jobs: BTreeMap<u64, Job>,
    last_id: u64,
    lanes: HashMap<u64, Lane>,
    /// What waits for a time, and does not wait for its host's processing.
    delayed: BTreeSet<(Instant, u64)>,
    paused: bool,
    unfinished: usize,
    events: VecDeque<u64>,
    moved: u64,
    rate: Rate,
    prepare: Pool,
    moving: Pool,
    ask: Pool,
    retries: u32,
    /// What was taken out.
    taken: Totals,
    /// What ended before it was done: it is let go where no lock is held.
    pub trash: Vec<Task>,
}

impl State {
    pub(super) fn new(workers: usize, retries: u32) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            jobs: BTreeMap::new(),
            last_id: 0,
            lanes: HashMap::new(),
            delayed: BTreeSet::new(),
            paused: false,
            unfinished: 0,
            events: VecDeque::new(),
            moved: 0,
            rate: Rate::default(),
            prepare: Pool::new(cores.min(workers)),
            moving: Pool::new(workers),
            ask: Pool::new(ASKERS),
            retries,
            taken: Totals::default(),
            trash: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, mut job: Job) -> u64 {
        self.last_id += 1;
        let id = self.last_id;
        job.id = id;
        let is_over = job.outcome.is_some();
        self.jobs.insert(id, job);
        self.unfinished += 1;
        if is_over {
            self.end(id, TransferState::Done, None);
        } else {
            self.make_ready(id);
        }
        id
    }

    pub(super) fn pool(&mut self, role: Role) -> &mut Pool {
        match role {
            Role::Prepare => &mut self.prepare,
            Role::Move => &mut self.moving,
            Role::Ask => &mut self.ask,
        }
    }

    pub(super) fn lane(&mut self, session: &Session) -> &mut Lane {
        self.lanes.entry(session.id()).or_default()
    }

    /// What has changed is told once, however often it has.
    fn note_change(&mut self, id: u64) {
        if let Some(job) = self.jobs.get_mut(&id)
            && !std::mem::replace(&mut job.untold, true)
        {
            self.events.push_back(id);
        }
    }

    pub(super) fn job(&mut self, id: u64) -> Result<&mut Job, Error> {
        self.jobs.get_mut(&id).ok_or_else(|| not_there(id))
    }

    /// Takes a job that waits out of whatever it waits in.
    fn withdraw(&mut self, id: u64) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let (key, direction, due) = (job.key(), job.direction, job.due.take());
        let lane = job.session.id();
        if let Some(due) = due {
            self.delayed.remove(&(due, id));
        }
        if let Some(lane) = self.lanes.get_mut(&lane) {
            lane.withdraw(direction, key, due);
        }
    }

    /// Puts a job where it waits for a worker, or holds it.
    fn make_ready(&mut self, id: u64) {
        let paused = self.paused;
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.due = None;
        let (key, direction, hash) = (job.key(), job.direction, job.wants_hash);
        let held = paused || job.held;
        job.state = if held { TransferState::Paused } else { TransferState::Queued };
        let lane = self.lanes.entry(job.session.id()).or_default();
        if held {
            // One that was hashed meanwhile must not keep others from being hashed.
            lane.withdraw(direction, key, None);
        } else {
            lane.add(direction, key, hash);
        }
        self.note_change(id);
    }

    fn end(&mut self, id: u64, state: TransferState, error: Option<Error>) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.state = state;
        job.error = error;
        self.trash.extend(job.task.take());
        if state == TransferState::Done {
            job.progress.stage = Stage::Done;
            job.progress.eta = None;
        }
        self.unfinished = self.unfinished.saturating_sub(1);
        self.note_change(id);
    }

    /// What may start now in a role.
    fn next(&self, role: Role, now: Instant) -> Option<(u64, u64)> {
        let lanes = self.lanes.iter();
        match role {
            Role::Prepare => {
                let room = self.moving.most;
                let firsts = lanes.filter_map(|(lane, of)| Some((of.first_unhashed(room)?, *lane)));
                firsts.min().map(|(key, lane)| (lane, key.1))
            }
            Role::Move => {
                let firsts = lanes.filter_map(|(lane, of)| Some((of.first()?.0, *lane)));
                firsts.min().map(|(key, lane)| (lane, key.1))
            }
            Role::Ask => {
                let due = lanes.filter_map(|(lane, of)| Some((of.next_question()?, *lane)));
                due.filter(|(due, _)| *due <= now).min().map(|(_, lane)| (lane, 0))
            }
        }
    }

    pub(super) fn may_start(&mut self, role: Role, now: Instant) -> bool {
        self.pool(role).busy < self.pool(role).most && self.next(role, now).is_some()
    }

    /// Gives the next job of a role to its workers. False if there is none.
    pub(super) fn start(&mut self, role: Role, now: Instant) -> bool {
        let Some(order) = self.take_next(role, now) else { return false };
        let pool = self.pool(role);
        pool.busy += 1;
        if let Some(orders) = &pool.orders {
            // The receiver lives as long as the pool.
            let _ = orders.send(order);
        }
        true
    }

    /// What nobody can do fails.
    pub(super) fn fail_next(&mut self, role: Role, error: &Error) {
        if let Some(order) = self.take_next(role, Instant::now()) {
            self.pool(role).busy += 1;
            let step = Step::Failed(error.clone(), Some(order.task));
            self.finished(order.id, role, order.session.id(), step);
        }
    }

    /// Takes the next job of a role from its lane.
    fn take_next(&mut self, role: Role, now: Instant) -> Option<Order> {
        let (lane_id, first) = self.next(role, now)?;
        let lane = self.lanes.get_mut(&lane_id)?;
        let id = if role == Role::Ask { lane.take_question()? } else { first };
        let job = self.jobs.get_mut(&id)?;
        let asks_cap = match role {
            Role::Prepare => {
                lane.start_hash(job.key());
                false
            }
            Role::Move => lane.start(job.key(), job.direction),
            Role::Ask => false,
        };
        job.due = None;
        let budget = job.budget(now);
        let order = Order {
            id,
            session: job.session.clone(),
            task: job.task.take()?,
            role,
            asks_cap,
            budget,
        };
        if role != Role::Ask {
            job.state = TransferState::Active;
            self.note_change(id);
        }
        Some(order)
    }

    /// When something is due that no worker will bring up by itself.
    pub(super) fn next_due(&self) -> Option<Instant> {
        let questions = self.lanes.values().filter_map(Lane::next_question).min();
        let delayed = self.delayed.first().map(|(due, _)| *due);
        [questions, delayed].into_iter().flatten().min()
    }

    /// Holds one job that waits, or stops one that can be stopped.
    fn hold(&mut self, id: u64) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        match job.state {
            TransferState::Queued | TransferState::Delayed => {
                self.withdraw(id);
                if let Some(job) = self.jobs.get_mut(&id) {
                    job.state = TransferState::Paused;
                }
                self.note_change(id);
            }
            TransferState::Active if job.can_stop => {
                job.stopping = true;
                job.cancel();
            }
            _ => {}
        }
    }

    /// Ends a job that waits; one that a worker has ends by its token.
    pub(super) fn cancel(&mut self, id: u64) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.cancel();
        job.stopping = false;
        if job.state.is_over() || job.task.is_none() {
            return;
        }
        let error = Error::new(Status::Cancelled, "the transfer was cancelled");
        let uncertain = job.error.as_ref().is_some_and(|e| e.outcome() == Outcome::Unknown);
        let error = if uncertain {
            error
                .with_outcome(Outcome::Unknown)
                .with_hint("an earlier run may have sent it; look there before you upload again")
        } else if job.state == TransferState::Processing {
            error
                .with_outcome(Outcome::Unknown)
                .with_hint("the host has the bytes; look there before you upload again")
        } else {
            error
        };
        let error = error.at(job.session.host(), job.direction.verb());
        self.withdraw(id);
        self.end(id, TransferState::Cancelled, Some(error));
    }

    /// A worker is ready with a stage.
    pub(super) fn finished(&mut self, id: u64, role: Role, lane_id: u64, step: Step) {
        let now = Instant::now();
        self.pool(role).busy -= 1;
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let (direction, stopping) = (job.direction, std::mem::take(&mut job.stopping));
        let lane = self.lanes.entry(lane_id).or_default();
        match role {
            Role::Prepare if matches!(step, Step::Prepared(_)) => {}
            Role::Prepare => lane.hash_failed(id),
            Role::Move => lane.stopped(direction),
            Role::Ask => lane.asked(now),
        }
        let Some(job) = self.jobs.get_mut(&id) else { return };
        match step {
            Step::Prepared(task) => {
                job.task = Some(task);
                job.wants_hash = false;
                self.make_ready(id);
            }
            Step::SendAgain(task) => {
                job.task = Some(task);
                job.delays += 1;
                self.make_ready(id);
            }
            Step::Later(task, error) => {
                job.task = Some(task);
                let due = error.retry_after().and_then(|pause| now.checked_add(pause));
                self.delay(id, due.unwrap_or(now), error);
            }
            Step::Waits(task, pause) => {
                let due = now.checked_add(pause).unwrap_or(now);
                job.task = Some(task);
                job.due = Some(due);
                job.progress.stage = Stage::Processing;
                let changed = job.state != TransferState::Processing;
                job.state = TransferState::Processing;
                if let Some(lane) = self.lanes.get_mut(&lane_id) {
                    lane.ask_at(due, id);
                }
                if changed {
                    self.note_change(id);
                }
            }
            Step::Done(transferred) => {
                job.outcome = Some(transferred);
                self.end(id, TransferState::Done, None);
            }
            Step::Failed(error, task) => {
                self.failed(id, error, task, stopping);
            }
        }
    }

    fn failed(&mut self, id: u64, error: Error, task: Option<Task>, stopping: bool) {
        let retries = self.retries;
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let cancelled = error.status() == Status::Cancelled;
        if cancelled && stopping && task.is_some() {
            job.task = task;
            job.renew_token();
            // Somebody may have let it go on meanwhile.
            self.make_ready(id);
            return;
        }
        // The host asks to wait, or the day's bytes are used up, and the host has nothing of it: it is
        // tried again when the time is up.
        let passing = matches!(error.status(), Status::RateLimited | Status::Quota)
            && error.outcome() == Outcome::NotApplied;
        let wait = error.retry_after().filter(|_| passing);
        let due = wait.and_then(|wait| Instant::now().checked_add(wait));
        job.task = task;
        if let Some(due) = due
            && job.task.is_some()
            && job.delays < retries
        {
            job.delays += 1;
            self.delay(id, due, error);
            return;
        }
        let ended = if cancelled { TransferState::Cancelled } else { TransferState::Failed };
        self.end(id, ended, Some(error));
    }

    fn delay(&mut self, id: u64, due: Instant, error: Error) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.state = TransferState::Delayed;
        job.error = Some(error);
        job.due = Some(due);
        self.delayed.insert((due, id));
        self.note_change(id);
    }

    /// Delays that are over.
    pub(super) fn delays_are_over(&mut self, now: Instant) {
        while let Some(&(due, id)) = self.delayed.first()
            && due <= now
        {
            self.delayed.pop_first();
            self.make_ready(id);
        }
    }

    pub(super) fn set_priority(&mut self, id: u64, priority: i32) -> Result<(), Error> {
        let job = self.job(id)?;
        if job.state == TransferState::Queued {
            self.withdraw(id);
            self.job(id)?.priority = priority;
            self.make_ready(id);
        } else {
            job.priority = priority;
        }
        Ok(())
    }

    pub(super) fn pause(&mut self, id: u64) -> Result<(), Error> {
        self.job(id)?.held = true;
        self.hold(id);
        Ok(())
    }

    pub(super) fn resume(&mut self, id: u64) -> Result<(), Error> {
        let job = self.job(id)?;
        job.held = false;
        if job.state == TransferState::Paused {
            self.make_ready(id);
        }
        Ok(())
    }

    pub(super) fn pause_all(&mut self) {
        self.paused = true;
        for id in self.ids() {
            self.hold(id);
        }
    }

    pub(super) fn resume_all(&mut self) {
        self.paused = false;
        for id in self.ids() {
            if self.jobs.get(&id).is_some_and(|job| job.state == TransferState::Paused) {
                self.make_ready(id);
            }
        }
    }

    pub(super) fn cancel_all(&mut self) {
        for id in self.ids() {
            self.cancel(id);
        }
    }

    fn ids(&self) -> Vec<u64> {
        self.jobs.keys().copied().collect()
    }

    pub(super) fn close(&mut self) {
        for role in [Role::Prepare, Role::Move, Role::Ask] {
            self.pool(role).orders = None;
        }
    }

    pub(super) fn note_progress(&mut self, id: u64, progress: &Progress) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        self.moved += job.note(progress);
        self.rate.note(Instant::now(), self.moved);
        self.note_change(id);
    }

    pub(super) fn next_event(&mut self) -> Option<Transfer> {
        while let Some(id) = self.events.pop_front() {
            if let Some(job) = self.jobs.get_mut(&id) {
                job.untold = false;
                return Some(job.tell());
            }
        }
        None
    }

    pub(super) fn is_over(&self) -> bool {
        self.unfinished == 0
    }

    pub(super) fn totals(&mut self) -> Totals {
        let mut totals = self.taken;
        for job in self.jobs.values() {
            job.count(&mut totals);
        }
        self.rate.note(Instant::now(), self.moved);
        totals.rate = self.rate.per_second();
        let left = totals.bytes_total.saturating_sub(totals.bytes_done);
        totals.eta = crate::progress::eta(totals.rate, left);
        totals
    }

    pub(super) fn take(&mut self, id: u64) -> Option<Result<Transferred, Error>> {
        if !self.jobs.get(&id)?.state.is_over() {
            return None;
        }
        let job = self.jobs.remove(&id)?;
        job.count(&mut self.taken);
        Some(match (job.outcome, job.error) {
            (Some(transferred), _) => Ok(transferred),
            (None, error) => Err(error.unwrap_or_else(|| {
                Error::new(Status::Internal, "a transfer ended without an outcome")
            })),
        })
    }
}

pub(super) fn not_there(id: u64) -> Error {
    Error::new(Status::NotFound, format!("the queue has no transfer {id}"))
}
