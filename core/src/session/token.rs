//! The token of a session: one login for all threads, one renewal for each dead token, and a
//! refused password that is never sent again.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::{Error, Secret, Status};

/// What a login gives.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub secret: Secret,
    /// The account id that goes with it (giga0).
    pub account_id: Option<String>,
    /// What a new token can be had for without the password (ge.tt).
    pub refresh: Option<Secret>,
    /// How long it may be used before it should be renewed.
    pub fresh: Option<Term>,
    /// Counts the tokens of the session, so that a thread knows whether the one it saw dying was
    /// already replaced.
    pub generation: u64,
}

impl Token {
    pub(crate) fn new(secret: Secret) -> Self {
        Self { secret, account_id: None, refresh: None, fresh: None, generation: 0 }
    }
}

/// A stretch of time that began when it was made. It is kept as beginning and length, because hosts name
/// lengths as they like, and an `Instant` that far ahead may not exist: the system's clock, and how long
/// the machine has been up, would decide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    began: Instant,
    length: Duration,
}

impl Term {
    pub(crate) fn from_now(length: Duration) -> Self {
        Self { began: Instant::now(), length }
    }

    /// What is left of it; zero when it is over.
    pub(crate) fn left(&self) -> Duration {
        self.length.saturating_sub(self.began.elapsed())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.left().is_zero()
    }
}

#[derive(Default)]
pub(super) struct Tokens {
    state: Mutex<State>,
    pub(super) changed: Condvar,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) token: Option<Token>,
    pub(super) generation: u64,
    /// A thread is logging in.
    pub(super) busy: bool,
    /// Counts the logins that ended, so that waiters can tell theirs.
    pub(super) ended: u64,
    pub(super) last_failure: Option<Error>,
    /// The host refused the credentials: they are not sent again by this session.
    refused: Option<Error>,
    /// The host asked to wait before the next login.
    held: Option<Term>,
    pub(super) last_renewal: Option<Instant>,
}

/// Ends a login on every way out, a panic included.
pub(super) struct Login<'a>(pub(super) &'a Tokens);

impl Drop for Login<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.busy = false;
        state.ended += 1;
        self.0.changed.notify_all();
    }
}

impl Tokens {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether a login may be tried at all.
    pub(super) fn gate(&self) -> Result<(), Error> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone().with_hint(
                "the refused credentials were not sent again; open a new session with others",
            ));
        }
        match self.held.as_ref().map(Term::left) {
            Some(wait) if !wait.is_zero() => Err(self
                .last_failure
                .clone()
                .unwrap_or_else(|| {
                    Error::new(Status::RateLimited, "the host asked to wait before the next login")
                })
                .with_retry_after(Some(wait))),
            _ => Ok(()),
        }
    }

    /// Draws the lessons of a failed login.
    pub(super) fn note_failure(&mut self, error: &Error) {
        self.last_failure = Some(error.clone());
        match error.status() {
            Status::Auth | Status::TwoFactor => self.refused = Some(error.clone()),
            Status::RateLimited => self.held = error.retry_after().map(Term::from_now),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_long_a_host_asks_to_wait_before_a_login_it_is_obeyed() {
        for wait in [Duration::from_secs(600), Duration::from_secs(u64::MAX), Duration::MAX] {
            let mut state = State::default();
            let refusal = Error::new(Status::RateLimited, "slow down").with_retry_after(Some(wait));
            state.note_failure(&refusal);
            let error = state.gate().unwrap_err();
            assert_eq!(error.status(), Status::RateLimited);
            assert!(error.retry_after().unwrap() > wait / 2, "{wait:?}: {error:?}");
        }
    }

    #[test]
    fn a_wait_that_is_over_holds_nobody() {
        let mut state = State::default();
        let refusal = Error::new(Status::RateLimited, "slow down");
        state.note_failure(&refusal.clone().with_retry_after(Some(Duration::ZERO)));
        state.gate().unwrap();
        state.note_failure(&refusal);
        state.gate().unwrap();
    }
}
