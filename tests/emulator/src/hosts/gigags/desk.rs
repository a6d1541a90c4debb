//! The host, as its operations share it.

use std::sync::{Arc, Mutex, MutexGuard};

use super::state::State;
use crate::rules::Ctx;

/// The host.
#[derive(Debug)]
pub(crate) struct GigaGs {
    pub(super) ctx: Arc<Ctx>,
    state: Mutex<State>,
}

impl GigaGs {
    pub(crate) fn new(ctx: Arc<Ctx>) -> Self {
        Self { ctx, state: Mutex::default() }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}
