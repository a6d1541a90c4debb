//! The lock around the state of a queue, and the threads that do its work.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use super::job::Job;
use super::order::{Role, Step};
use super::state::State;
use super::transfer::{Totals, Transfer, Transferred};
use super::worker::{self, Desk};
use crate::progress::{Control, Progress};
use crate::{Error, Session};

pub(super) struct Board {
    held: Mutex<Held>,
    /// Something that may be told, or everything is over.
    changed: Condvar,
}

struct Held {
    state: State,
    threads: Vec<JoinHandle<()>>,
    /// Tells the clock when something is due.
    alarm: Option<Sender<Instant>>,
    closed: bool,
}

impl fmt::Debug for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Board").field("totals", &self.totals()).finish()
    }
}

impl Board {
    pub(super) fn new(workers: usize, retries: u32) -> Self {
        let state = State::new(workers, retries);
        let held = Held { state, threads: Vec::new(), alarm: None, closed: false };
        Self { held: Mutex::new(held), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, and gives out what can be given out then.
    pub(super) fn change<T>(this: &Arc<Self>, f: impl FnOnce(&mut State) -> T) -> T {
        let mut held = this.lock();
        let outcome = f(&mut held.state);
        Self::give_out(this, &mut held);
        let trash = std::mem::take(&mut held.state.trash);
        drop(held);
        // The caller's own code may run in it.
        drop(trash);
        this.changed.notify_all();
        outcome
    }

    fn give_out(this: &Arc<Self>, held: &mut Held) {
        let now = Instant::now();
        held.state.delays_are_over(now);
        for role in [Role::Ask, Role::Move, Role::Prepare] {
            while held.state.may_start(role, now) && Self::has_thread(this, held, role) {
                if !held.state.start(role, now) {
                    break;
                }
            }
        }
        if let Some(due) = held.state.next_due() {
            Self::wake_at(this, held, due);
        }
    }

    /// Starts a thread if all of them are busy. False if there is none at all; the work waits then.
    fn has_thread(this: &Arc<Self>, held: &mut Held, role: Role) -> bool {
        if held.closed {
            return false;
        }
        let pool = held.state.pool(role);
        if pool.busy < pool.threads {
            return true;
        }
        let (board, orders) = (this.clone(), pool.taken.clone());
        match spawn("gigahost-queue", move || worker::work(&board, &orders)) {
            Ok(thread) => {
                pool.threads += 1;
                held.threads.push(thread);
                true
            }
            // Those that are there do the work, later.
            Err(_) if pool.threads > 0 => false,
            Err(error) => {
                held.state.fail_next(role, &error);
                false
            }
        }
    }

    /// Has the clock look at the board when something is due.
    fn wake_at(this: &Arc<Self>, held: &mut Held, due: Instant) {
        if held.alarm.is_none() && !held.closed {
            let (alarm, times) = unbounded();
            let board = this.clone();
            if let Ok(thread) = spawn("gigahost-clock", move || Self::keep_time(&board, &times)) {
                held.alarm = Some(alarm);
                held.threads.push(thread);
            }
        }
        if let Some(alarm) = &held.alarm {
            // The clock ends only when the alarm does.
            let _ = alarm.send(due);
        }
    }

    fn keep_time(this: &Arc<Self>, times: &Receiver<Instant>) {
        let mut due: Option<Instant> = None;
        loop {
            let told = match due {
                None => times.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => times.recv_deadline(due),
            };
            match told {
                Ok(time) => due = Some(due.map_or(time, |due| due.min(time))),
                Err(RecvTimeoutError::Timeout) => {
                    due = None;
                    Self::change(this, |_| ());
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    pub(super) fn add(this: &Arc<Self>, job: Job) -> u64 {
        Self::change(this, |state| state.add(job))
    }

    pub(super) fn next_event(&self, until: Option<Instant>) -> Option<Transfer> {
        let mut held = self.lock();
        loop {
            if let Some(transfer) = held.state.next_event() {
                return Some(transfer);
            }
            if held.state.is_over() {
                return None;
            }
            held = self.wait_for_change(held, until)?;
        }
    }

    pub(super) fn wait(&self, until: Option<Instant>) -> bool {
        let mut held = self.lock();
        while !held.state.is_over() {
            match self.wait_for_change(held, until) {
                Some(changed) => held = changed,
                None => return false,
            }
        }
        true
    }

    fn wait_for_change<'a>(
        &self,
        held: MutexGuard<'a, Held>,
        until: Option<Instant>,
    ) -> Option<MutexGuard<'a, Held>> {
        let Some(until) = until else {
            return Some(self.changed.wait(held).unwrap_or_else(PoisonError::into_inner));
        };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        let waited = self.changed.wait_timeout(held, left);
        Some(waited.unwrap_or_else(PoisonError::into_inner).0)
    }

    pub(super) fn transfer(&self, id: u64) -> Option<Transfer> {
        self.lock().state.jobs.get(&id).map(Job::tell)
    }

    /// Whether nothing will happen to a transfer any more, or it was taken out.
    pub(super) fn is_over(&self, id: u64) -> bool {
        self.lock().state.jobs.get(&id).is_none_or(|job| job.state.is_over())
    }

    pub(super) fn transfers(&self) -> Vec<Transfer> {
        self.lock().state.jobs.values().map(Job::tell).collect()
    }

    pub(super) fn totals(&self) -> Totals {
        self.lock().state.totals()
    }

    pub(super) fn take(&self, id: u64) -> Option<Result<Transferred, Error>> {
        self.lock().state.take(id)
    }

    /// Cancels everything and waits for the threads.
    pub(super) fn close(this: &Arc<Self>) {
        Self::change(this, State::cancel_all);
        let mut held = this.lock();
        held.closed = true;
        held.state.close();
        held.alarm = None;
        let threads = std::mem::take(&mut held.threads);
        drop(held);
        let own = std::thread::current().id();
        for thread in threads {
            if thread.thread().id() != own {
                let _ = thread.join();
            }
        }
    }
}

fn spawn(name: &str, f: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    let builder = std::thread::Builder::new().name(name.to_owned());
    builder.spawn(f).map_err(|e| Error::io("no thread could be started for the queue", &e))
}

impl Desk for Arc<Board> {
    fn told_cap(&self, session: &Session, most: Option<u64>) {
        Board::change(self, |state| state.lane(session).told(most));
    }

    fn told(&self, id: u64, progress: &Progress) -> Control {
        self.lock().state.note_progress(id, progress);
        self.changed.notify_all();
        Control::Continue
    }

    fn finished(&self, id: u64, role: Role, session: &Session, step: Step) {
        Board::change(self, |state| state.finished(id, role, session.id(), step));
    }
}
