//! The host, as its operations share it.

use std::sync::{Arc, Mutex, MutexGuard};

use super::shapes::Shape;
use super::state::State;
use crate::rules::Ctx;

/// The host.
#[derive(Debug)]
pub(crate) struct Giga0 {
    pub(super) ctx: Arc<Ctx>,
    state: Mutex<State>,
}

impl Giga0 {
    pub(crate) fn new(ctx: Arc<Ctx>) -> Self {
        Self { ctx, state: Mutex::default() }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(super) fn shape(&self) -> Shape<'_> {
        Shape { switches: &self.ctx.switches, site: &self.ctx.api }
    }
}
