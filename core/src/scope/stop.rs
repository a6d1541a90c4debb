//! Who may stop the call: its deadline, a cancel token, a clock of the request, the caller's hook.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::call::{SLICE, STACK, Scope, current};
use super::clocks::timeout;
use crate::{CancelToken, Clock, Error, Status};

impl Scope {
    fn check(&self) -> Result<(), Error> {
        if self.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            return Err(Error::new(Status::Cancelled, "the caller cancelled the call"));
        }
        let now = Instant::now();
        self.pulse(now)?;
        if self.deadline.get().is_some_and(|deadline| now >= deadline) {
            return Err(timeout(Clock::Call, "the time for the whole call ran out"));
        }
        self.exchange.check(now)?;
        self.report(now)
    }
}

/// Keeps a scope on the stack, and the deadline that was tightened for it, until dropped.
pub(crate) struct Entered {
    pushed: bool,
    scope: Rc<Scope>,
    outer_deadline: Option<Instant>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.scope.deadline.set(self.outer_deadline);
        if self.pushed {
            STACK.with(|stack| stack.borrow_mut().pop());
        }
    }
}

/// Enters a call of a session, or joins the one that is running for it on this thread.
///
/// `budget` bounds this call; an outer deadline stays in force. A call from inside the session's own
/// callback is refused with [`Status::Busy`].
pub(crate) fn enter(
    session: u64,
    cancel: Option<&CancelToken>,
    budget: Option<Duration>,
) -> Result<Entered, Error> {
    let busy = STACK.with(|stack| {
        stack.borrow().iter().any(|scope| scope.session == session && scope.in_callback.get())
    });
    if busy {
        return Err(Error::new(Status::Busy, "the session is called from inside its own callback")
            .with_hint("use another session there, or wait until the call has returned"));
    }
    let joined = current().filter(|scope| scope.session == session);
    let pushed = joined.is_none();
    let scope = joined.unwrap_or_else(|| Rc::new(Scope::new(session, cancel.cloned())));
    if pushed {
        STACK.with(|stack| stack.borrow_mut().push(scope.clone()));
    }
    let outer_deadline = scope.deadline.get();
    let own = budget.and_then(|budget| Instant::now().checked_add(budget));
    scope.deadline.set(match (outer_deadline, own) {
        (Some(outer), Some(own)) => Some(outer.min(own)),
        (outer, own) => outer.or(own),
    });
    let entered = Entered { pushed, scope, outer_deadline };
    tick()?;
    Ok(entered)
}

/// Asks whether the call may go on. Whatever blocks or works long comes here every [`SLICE`].
pub(crate) fn tick() -> Result<(), Error> {
    current().map_or(Ok(()), |scope| scope.check())
}

/// Waits, in slices.
pub(crate) fn sleep(pause: Duration) -> Result<(), Error> {
    let started = Instant::now();
    loop {
        tick()?;
        let left = pause.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(SLICE));
    }
}

/// Time left until the deadline of the call; none if there is no deadline.
pub(crate) fn time_left() -> Option<Duration> {
    current()?.deadline.get().map(|deadline| deadline.saturating_duration_since(Instant::now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_of_an_inner_call_never_extends_the_outer_one() {
        let _outer = enter(1, None, Some(Duration::from_secs(5))).unwrap();
        {
            let _inner = enter(1, None, Some(Duration::from_secs(60))).unwrap();
            assert!(time_left().unwrap() <= Duration::from_secs(5));
        }
        {
            let _inner = enter(1, None, Some(Duration::from_secs(1))).unwrap();
            assert!(time_left().unwrap() <= Duration::from_secs(1));
        }
        assert!(time_left().unwrap() > Duration::from_secs(1));
    }

    #[test]
    fn r71_a_cancel_ends_a_sleep_within_100_ms() {
        let once = || {
            let token = CancelToken::new();
            let other = token.clone();
            let _scope = enter(2, Some(&token), None).unwrap();
            let canceller = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(80));
                other.cancel();
                Instant::now()
            });
            let error = sleep(Duration::from_secs(30)).unwrap_err();
            let returned = Instant::now();
            assert_eq!(error.status(), Status::Cancelled);
            returned - canceller.join().unwrap()
        };
        // A busy machine may keep a thread waiting; a sleep that is not asked would last each time.
        assert!((0..10).any(|_| once() < Duration::from_millis(100)));
    }
}
