//! The patience that a session has with its host: after the host asked to wait, or was in trouble, no
//! call of the account goes out before the time is up, whoever makes it.

use std::time::Duration;

use super::token::Term;
use crate::{Error, Host, Status};

/// The least pauses after trouble in a row; the actual one is drawn between nothing and this.
const MOST_IN_A_ROW: u32 = 3;

/// How long nothing may be sent.
#[derive(Debug, Default)]
pub(super) struct Patience {
    held: Option<Term>,
    /// The host itself asked for it.
    asked: bool,
    /// How often in a row the host was in trouble.
    in_a_row: u32,
}

impl Patience {
    /// What is left of the time that nothing may be sent.
    pub(super) fn left(&self) -> Duration {
        self.held.as_ref().map_or(Duration::ZERO, Term::left)
    }

    /// Draws the lesson of a failure. `pause` gives the pause after so many in a row.
    pub(super) fn note_failure(&mut self, error: &Error, pause: impl FnOnce(u32) -> Duration) {
        let overloaded = matches!(error.http_status(), Some(429 | 503));
        let wait = match error.retry_after() {
            Some(wait) if overloaded => Some(wait),
            _ if overloaded || error.status() == Status::Connect => None,
            _ => return,
        };
        self.in_a_row = (self.in_a_row + 1).min(MOST_IN_A_ROW);
        let hold = wait.unwrap_or_else(|| pause(self.in_a_row));
        // A longer wait that the host asked for before still counts.
        if hold > self.left() {
            self.asked = wait.is_some();
            self.held = Some(Term::from_now(hold));
        }
    }

    /// The host answers again. What it asked for still counts.
    pub(super) fn note_success(&mut self) {
        self.in_a_row = 0;
        if !self.asked {
            self.held = None;
        }
    }

    /// The error of a call that may not wait for so long.
    pub(super) fn refusal(&self, host: Host, left: Duration) -> Error {
        let text = if self.asked {
            "the host asked to wait; nothing was sent"
        } else {
            "the host was in trouble a moment ago; nothing was sent"
        };
        Error::new(Status::RateLimited, text)
            .with_retry_after(Some(left))
            .with_hint(format!("wait {} s before the next call to {host}", left.as_secs() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: u16, wait: Option<u64>) -> Error {
        Error::new(Status::RateLimited, "x")
            .with_http_status(code)
            .with_retry_after(wait.map(Duration::from_secs))
    }

    fn never(_: u32) -> Duration {
        panic!("the host says how long")
    }

    #[test]
    fn r125_what_a_host_asked_for_holds_every_later_call() {
        let mut patience = Patience::default();
        assert!(patience.left().is_zero());
        patience.note_failure(&failure(429, Some(100)), never);
        patience.note_failure(&failure(503, Some(10)), never);
        patience.note_success();
        assert!(patience.left() > Duration::from_secs(90));
        let error = patience.refusal(Host::Giga0, patience.left());
        assert_eq!(error.status(), Status::RateLimited);
        assert!(error.retry_after().unwrap() > Duration::from_secs(90));
    }

    #[test]
    fn a_wait_that_is_not_about_the_host_holds_nobody() {
        let mut patience = Patience::default();
        for code in [200, 403, 404, 500] {
            patience.note_failure(&failure(code, Some(100)), never);
        }
        assert!(patience.left().is_zero(), "it is about one file, or one call");
    }

    #[test]
    fn r128_trouble_in_a_row_holds_all_for_longer_and_longer_until_the_host_answers() {
        let mut patience = Patience::default();
        let mut asked = Vec::new();
        for _ in 0..5 {
            let pause = |row| {
                asked.push(row);
                Duration::from_secs(u64::from(row) * 10)
            };
            patience.note_failure(&failure(503, None), pause);
        }
        assert_eq!(asked, [1, 2, 3, 3, 3]);
        assert!(patience.left() > Duration::from_secs(20));
        patience.note_success();
        assert!(patience.left().is_zero());
        patience.note_failure(&Error::new(Status::Connect, "x"), |row| {
            assert_eq!(row, 1);
            Duration::from_secs(5)
        });
        assert!(!patience.left().is_zero());
    }
}
