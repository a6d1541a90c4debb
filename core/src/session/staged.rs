//! One stage of a transfer, for who does the stages of a transfer at different times.

use std::time::Duration;

use super::Session;
use crate::progress::Callback;
use crate::{Capability, Error};

impl Session {
    /// Runs a stage as the verb itself would: entered, with its progress told, its errors named and
    /// masked. `budget` is what is left of the clock for the whole transfer.
    pub(crate) fn staged<T>(
        &self,
        verb: Capability,
        budget: Option<Duration>,
        callback: Option<Callback>,
        f: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _call = self.enter(budget).map_err(|e| e.at(self.host(), verb.name()))?;
        super::verbs::report_to(callback)?;
        self.verb(verb, f)
    }

    /// How many uploads the account may have at once, if the host tells. What stands in the way of
    /// asking will stand in the way of the upload, which tells of it.
    pub(crate) fn parallel_uploads(&self) -> Option<u64> {
        let ask = || self.adapter().learn_upload_limit(self);
        let limit = self.staged(Capability::Upload, None, None, ask).ok()?;
        limit.and_then(|limit| limit.at_once)
    }
}
