//! The login of a session: once for all threads, again when the token died, never with a refused
//! password.

use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Session;
use super::token::{Login, State, Token};
use crate::{Error, Status, scope};

impl Session {
    /// Takes over a token that the caller brought.
    pub(super) fn adopt_given_token(&self) {
        let credentials = self.credentials();
        if let Some(secret) = &credentials.token
            && self.adapter().trusts_given_token()
        {
            let mut token = Token::new(secret.clone());
            token.account_id.clone_from(&credentials.account_id);
            token.refresh.clone_from(&credentials.refresh_token);
            token.generation = 1;
            let mut state = self.shared.tokens.lock();
            state.generation = 1;
            state.token = Some(token);
        }
    }

    /// The token of the session; logs in if there is none yet.
    pub(crate) fn token(&self) -> Result<Token, Error> {
        self.obtain(None)
    }

    /// A token in place of one that died.
    pub(crate) fn renew(&self, dead: &Token) -> Result<Token, Error> {
        self.obtain(Some(dead))
    }

    /// The token that is there now, without logging in.
    pub(crate) fn current_token(&self) -> Option<Token> {
        self.shared.tokens.lock().token.clone()
    }

    /// Forgets the token.
    pub(crate) fn forget_token(&self) -> Option<Token> {
        self.shared.tokens.lock().token.take()
    }

    /// Runs a call that is a login by itself (uploadgig sends the password with each), one at a
    /// time, under the same rules.
    pub(crate) fn as_login<T>(&self, call: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let tokens = &self.shared.tokens;
        let mut state = tokens.lock();
        while state.busy {
            state = self.wait(state)?;
        }
        state.gate()?;
        state.busy = true;
        drop(state);
        let login = Login(tokens);
        let result = call();
        if let Err(error) = &result {
            tokens.lock().note_failure(error);
        }
        drop(login);
        result
    }

    fn obtain(&self, dead: Option<&Token>) -> Result<Token, Error> {
        self.check_destination()?;
        let tokens = &self.shared.tokens;
        let mut state = tokens.lock();
        loop {
            if let Some(token) = &state.token
                && dead.is_none_or(|dead| dead.generation != token.generation)
                && !is_stale(token)
            {
                return Ok(token.clone());
            }
            if !state.busy {
                break;
            }
            let seen = state.ended;
            state = self.wait(state)?;
            // Whoever waited shares the fate of the login it waited for.
            if state.ended != seen
                && state.token.as_ref().is_none_or(|token| {
                    dead.is_some_and(|dead| dead.generation == token.generation)
                })
                && let Some(failure) = &state.last_failure
            {
                return Err(failure.clone());
            }
        }
        state.gate()?;
        if dead.is_some() {
            self.check_contention(&state)?;
            state.last_renewal = Some(Instant::now());
        }
        let old = state.token.clone();
        state.busy = true;
        state.last_failure = None;
        drop(state);

        let login = Login(tokens);
        let result = match &old {
            Some(old) => self.adapter().renew(self, old),
            None => self.adapter().login(self),
        };
        let mut state = tokens.lock();
        let result = match result {
            Ok(mut token) => {
                state.generation += 1;
                token.generation = state.generation;
                state.token = Some(token.clone());
                Ok(token)
            }
            Err(error) => {
                if dead.is_some() {
                    state.token = None;
                }
                state.note_failure(&error);
                Err(error)
            }
        };
        drop(state);
        drop(login);
        result
    }

    /// Two programs that end each other's tokens must not take turns for ever.
    fn check_contention(&self, state: &State) -> Result<(), Error> {
        let interval = self.shared.config.renewal_interval;
        match state.last_renewal.map(|last| last.elapsed()) {
            Some(elapsed) if elapsed < interval => Err(Error::new(
                Status::Auth,
                "the token died again soon after it was renewed",
            )
            .with_hint(
                "another program may use the same account; give it its own session or account",
            )
            .with_retry_after(Some(interval.saturating_sub(elapsed)))),
            _ => Ok(()),
        }
    }

    fn wait<'a>(&'a self, state: MutexGuard<'a, State>) -> Result<MutexGuard<'a, State>, Error> {
        let slice: Duration = scope::SLICE;
        let (state, _) = self
            .shared
            .tokens
            .changed
            .wait_timeout(state, slice)
            .unwrap_or_else(PoisonError::into_inner);
        // The callback of a progress report must not run while the lock is held.
        drop(state);
        scope::tick()?;
        Ok(self.shared.tokens.lock())
    }
}

fn is_stale(token: &Token) -> bool {
    token.fresh.is_some_and(|fresh| fresh.is_over())
}
