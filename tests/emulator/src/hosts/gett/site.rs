//! What all calls and sockets share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use super::state::State;
use crate::rules::Ctx;

/// Everything that calls and sockets share.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) ctx: Arc<Ctx>,
    pub(super) state: Mutex<State>,
    /// Told whenever an upload begins or ends.
    pub(super) moved: watch::Sender<()>,
    pub(super) sockets: AtomicU64,
}

impl Site {
    pub(super) fn next_socket(&self) -> u64 {
        self.sockets.fetch_add(1, Ordering::Relaxed)
    }
}
