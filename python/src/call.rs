//! Running a call of the core: without the interpreter's lock, with signals looked at, and with
//! every failure turned into an exception.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use gigahost::{Error, Status};
use pyo3::intern;
use pyo3::prelude::*;

use crate::caught::Caught;
use crate::session::Session;
use crate::signals::Watch;
use crate::{error, logging};

/// Runs `work` on the session, whose name in logs is `operation`.
pub(crate) fn run<T: Send>(
    py: Python<'_>,
    session: &Session,
    operation: &'static str,
    work: impl FnOnce(&gigahost::Session) -> Result<T, Error> + Send,
) -> PyResult<T> {
    run_catching(py, session, operation, &Caught::default(), work)
}

/// As [`run`], for calls that run code of the caller, whose exceptions are kept in `caught`.
pub(crate) fn run_catching<T: Send>(
    py: Python<'_>,
    session: &Session,
    operation: &'static str,
    caught: &Caught,
    work: impl FnOnce(&gigahost::Session) -> Result<T, Error> + Send,
) -> PyResult<T> {
    let core = session.core(py)?;
    let host = core.host();
    let started = Instant::now();
    let outcome = detached(py, caught, move || work(&core))?;
    logging::note(host, operation, started.elapsed(), &outcome);
    conclude(py, caught, outcome)
}

/// What became of the work: its result, or the text of a panic.
pub(crate) type Outcome<T> = Result<Result<T, Error>, String>;

/// Runs `work` without the interpreter's lock.
///
/// # Errors
/// What a handler raises for a signal that came before.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    caught: &Caught,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<Outcome<T>> {
    let watch = Watch::begin(py)?;
    let outcome = py.detach(|| {
        let _running = caught.enter();
        let _pulse = watch.as_ref().map(|watch| watch.pulse(caught.clone()));
        catch_unwind(AssertUnwindSafe(work)).map_err(|panic| text_of(&*panic))
    });
    if let Some(watch) = watch {
        watch.end(py);
    }
    Ok(outcome)
}

/// Turns the outcome into a value or an exception. What the caller's own code raised comes first.
pub(crate) fn conclude<T>(py: Python<'_>, caught: &Caught, outcome: Outcome<T>) -> PyResult<T> {
    logging::drain(py);
    let result = match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(error),
        Err(panic) => return Err(error::simple(py, Status::Internal, &panic)),
    };
    if let Some(exception) = caught.take() {
        if let Err(error) = result
            && !matches!(error.status(), Status::Cancelled | Status::Callback | Status::Io)
        {
            // The host may know more of the call than the exception tells.
            let context = error::of_core(py, &error);
            let value = exception.value(py);
            if value.getattr(intern!(py, "__context__"))?.is_none() {
                value.setattr(intern!(py, "__context__"), context.into_value(py))?;
            }
        }
        return Err(exception);
    }
    result.map_err(|error| error::of_core(py, &error))
}

/// Provokes a panic in the place of the core, for tests.
#[cfg(debug_assertions)]
#[pyfunction]
pub(crate) fn _panic(py: Python<'_>, session: &Session) -> PyResult<()> {
    run(py, session, "panic", |_| std::panic::panic_any("canary"))
}

fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    format!("a defect of the library: {text}")
}
