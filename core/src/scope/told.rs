//! Who is told where the call is: the caller's progress callback, and the hook of the thread.

use std::time::Instant;

use super::call::{Outside, Scope, current};
use super::stop::tick;
use crate::progress::Reporter;
use crate::{Control, Error, Secret, Stage, Status, pulse};

impl Scope {
    /// Asks the hook of this thread, if there is one and it is due.
    pub(super) fn pulse(&self, now: Instant) -> Result<(), Error> {
        let answer = pulse::beat(now, |hook| {
            let _outside = Outside::begin(self);
            hook()
        });
        match answer {
            Control::Continue => Ok(()),
            Control::Stop => {
                Err(Error::new(Status::Cancelled, "the hook of the calling thread asked to stop"))
            }
        }
    }

    /// Lets the reporter speak. Time spent in the caller's callback does not count against the network.
    pub(super) fn report(&self, now: Instant) -> Result<(), Error> {
        if self.in_callback.get() {
            return Ok(());
        }
        let mut reporter = self.reporter.borrow_mut();
        let Some(reporter) = reporter.as_mut() else { return Ok(()) };
        if !reporter.is_due(now) {
            return Ok(());
        }
        let _outside = Outside::begin(self);
        reporter.tell(now)
    }
}

/// Runs code of the caller: reading his source, writing to his target.
pub(crate) fn callers_code<T>(f: impl FnOnce() -> T) -> T {
    let scope = current();
    let _outside = scope.as_deref().map(Outside::begin);
    f()
}

/// Gives the call its reporter. The call's first event is told at once.
pub(crate) fn attach_reporter(reporter: Reporter) -> Result<(), Error> {
    match current() {
        Some(scope) => {
            *scope.reporter.borrow_mut() = Some(reporter);
            scope.report(Instant::now())
        }
        None => Ok(()),
    }
}

/// Changes what the reporter knows; `f` is not called when nobody wants progress.
pub(crate) fn update_progress(f: impl FnOnce(&mut Reporter)) {
    if let Some(scope) = current()
        && !scope.in_callback.get()
        && let Some(reporter) = scope.reporter.borrow_mut().as_mut()
    {
        f(reporter);
    }
}

/// Moves the reporter to a stage and tells it at once.
pub(crate) fn stage(stage: Stage) -> Result<(), Error> {
    update_progress(|reporter| reporter.set_stage(stage));
    tick()
}

/// Tells the last event of a transfer that succeeded. It is too late to stop.
pub(crate) fn conclude() {
    update_progress(|reporter| reporter.set_stage(Stage::Done));
    if let Some(scope) = current() {
        let _ = scope.report(Instant::now());
    }
}

/// Remembers, for the rest of the call, a text that must not come out of it.
pub(crate) fn add_url_secret(secret: Secret) {
    if let Some(scope) = current() {
        scope.url_secrets.borrow_mut().push(secret);
    }
}

/// What [`add_url_secret`] was told in this call.
pub(crate) fn url_secrets() -> Vec<Secret> {
    current().map_or_else(Vec::new, |scope| scope.url_secrets.borrow().clone())
}
