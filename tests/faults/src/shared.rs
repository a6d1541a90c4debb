//! What the threads of a server share.

use std::net::TcpStream;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::record::{ConnectionRecord, Log, Request};

/// What the threads of a server share.
#[derive(Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    pub(crate) changed: Condvar,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) stopping: bool,
    /// How often the stalled connections were released.
    pub(crate) releases: u64,
    pub(crate) log: Log,
    pub(crate) sockets: Vec<Weak<TcpStream>>,
    pub(crate) threads: Vec<JoinHandle<()>>,
}

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits; `false` if the server stops meanwhile.
    pub(crate) fn pause(&self, pause: Duration) -> bool {
        let guard = self.lock();
        let (guard, _) = self
            .changed
            .wait_timeout_while(guard, pause, |state| !state.stopping)
            .unwrap_or_else(PoisonError::into_inner);
        !guard.stopping
    }

    /// Waits for a release; `false` if the server stops.
    pub(crate) fn stall(&self) -> bool {
        let guard = self.lock();
        let before = guard.releases;
        let guard = self
            .changed
            .wait_while(guard, |state| !state.stopping && state.releases == before)
            .unwrap_or_else(PoisonError::into_inner);
        !guard.stopping
    }

    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let outcome = change(&mut self.lock());
        self.changed.notify_all();
        outcome
    }

    pub(crate) fn connection(&self, number: usize, change: impl FnOnce(&mut ConnectionRecord)) {
        self.change(|state| change(&mut state.log.connections[number]));
    }

    pub(crate) fn add_request(&self, request: Request) -> usize {
        self.change(|state| {
            state.log.requests.push(request);
            state.log.requests.len() - 1
        })
    }

    pub(crate) fn request(&self, at: usize, change: impl FnOnce(&mut Request)) {
        self.change(|state| change(&mut state.log.requests[at]));
    }

    pub(crate) fn fail(&self, text: String) {
        self.change(|state| state.log.failures.push(text));
    }
}
