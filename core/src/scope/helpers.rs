//! Threads that help a call: each has a scope of its own, under the token, the deadline and the budgets of
//! the call.

use std::time::Instant;

use super::call::current;
use super::pace::keep_to;
use super::stop::{Entered, enter};
use crate::bandwidth::Bandwidth;
use crate::{CancelToken, Error, Status};

/// What a helper takes over from the call.
pub(crate) struct Help {
    session: u64,
    token: CancelToken,
    deadline: Option<Instant>,
    budgets: Vec<Bandwidth>,
}

/// Readies the call that runs on this thread for helpers.
pub(crate) fn ask_for_help() -> Result<Help, Error> {
    let scope = current()
        .ok_or_else(|| Error::new(Status::Internal, "nothing runs that could be helped"))?;
    Ok(Help {
        session: scope.session,
        token: scope.cancel.as_ref().map_or_else(CancelToken::new, CancelToken::child),
        deadline: scope.deadline.get(),
        budgets: scope.budgets.all.borrow().clone(),
    })
}

impl Help {
    /// On the thread of a helper: enters the call.
    pub(crate) fn enter(&self) -> Result<Entered, Error> {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let entered = enter(self.session, Some(&self.token), left)?;
        self.budgets.iter().for_each(keep_to);
        Ok(entered)
    }

    /// Ends all helpers.
    pub(crate) fn dismiss(&self) {
        self.token.cancel();
    }
}
